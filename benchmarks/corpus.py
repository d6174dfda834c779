"""Knowledge bases of any size: the same size and seed give the same bytes.

Records of the built-in kinds in the proportions of a real base, without errors and with the few
warnings that a real base has. Each record has 12 to 18 front-matter keys and a body of 40 to 80
lines with headings, lists, tables, tasks, and links to other records. A third is in Chinese.

    python -m benchmarks.corpus 1000 FOLDER [SEED]
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from posixpath import dirname, relpath
from random import Random
from typing import Any, TypeVar

from benchmarks import words

AS_OF = date(2026, 6, 30)
SMALLEST = 100
"""With fewer records there would be no open release, and no certification to speak of."""

SHARES = {
    "goal": 0.02,
    "release": 0.02,
    "certification": 0.03,
    "partner": 0.04,
    "document": 0.07,
    "contact": 0.08,
    "roadmap": 0.14,
    "contract": 0.15,
    "customer": 0.2,
}
"""What each kind is of the whole; there is one product, and requirements are the rest."""

FOLDERS = {
    "goal": "goals",
    "release": "releases",
    "certification": "certifications",
    "partner": "partners",
    "document": "documents",
    "contact": "contacts",
    "roadmap": "roadmap",
    "contract": "contracts",
    "customer": "customers",
    "requirement": "requirements",
}

CONFIG = f"""\
site_name: Benchmark
theme:
  name: pmkb
plugins:
  - pmkb:
      as_of: {AS_OF}
"""

VOCABULARY = """\
currency:
  CNY: {en: Chinese yuan, zh: 人民币, reporting: true}
  USD: {en: US dollar, zh: 美元, rates: {2024-01-02: 7.10, 2025-01-02: 7.19, 2026-01-05: 7.12}}
"""

Fields = dict[str, Any]
Item = TypeVar("Item")


def write(folder: Path, size: int, seed: int) -> None:
    """Write a knowledge base of so many records, with its configuration, into a folder."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    for path, text in files(size, seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def files(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Path and text of every file of a knowledge base."""
    yield "mkdocs.yml", CONFIG
    yield "schemas/vocabulary.yml", VOCABULARY
    base = Base(size)
    for kind, count in base.counts.items():
        for number in range(count):
            record = Record(base, kind, number, seed)
            yield f"docs/{base.path(kind, number)}", record.text()


class Base:
    """Which records there are, so that they can refer to each other."""

    def __init__(self, size: int) -> None:
        if size and size < SMALLEST:
            raise ValueError(f"a base has at least {SMALLEST} records, or none")
        counts = {kind: max(1, round(size * share)) for kind, share in SHARES.items()}
        rest = size - 1 - sum(counts.values())
        self.counts = {"product": 1, **counts, "requirement": rest} if size else {}

    def id(self, kind: str, number: int) -> str:
        """The id of the record of a kind with a number, counted round."""
        return f"{kind}-{number % self.counts[kind]:05}"

    def path(self, kind: str, number: int) -> str:
        """Its path below the docs folder."""
        return "product.md" if kind == "product" else f"{FOLDERS[kind]}/{self.id(kind, number)}.md"

    def part(self, kind: str, share: float) -> int:
        """The number of records that a share of a kind is."""
        return int(self.counts[kind] * share)


class Record:
    """One record; its own random numbers make it independent of the others'."""

    def __init__(self, base: Base, kind: str, number: int, seed: int) -> None:
        self.base, self.kind, self.number = base, kind, number
        self.random = Random(f"{seed} {kind} {number}")
        self.words = words.CHINESE if number % 3 == 0 else words.ENGLISH

    def text(self) -> str:
        """The Markdown file."""
        fields = FIELDS[self.kind](self)
        title = f"{self.words.subject(self.random)} {self.number}"
        front_matter = {"title": title, "summary": self.sentence(), **fields}
        lines = [f"{key}: {yaml(value)}" for key, value in front_matter.items()]
        return "\n".join(["---", *lines, "---", "", *self.body(), ""])

    # Values

    def one_of(self, choices: Sequence[Item]) -> Item:
        return choices[self.random.randrange(len(choices))]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def other(self, kind: str) -> str:
        """The id of any record of a kind."""
        return self.base.id(kind, self.random.randrange(self.base.counts[kind]))

    def some(self, kind: str, most: int) -> list[str]:
        """A few ids of a kind, each once."""
        found = (self.other(kind) for _ in range(self.random.randint(1, most)))
        return list(dict.fromkeys(found))

    def day(self, first: int, last: int) -> date:
        """A day so many days after the day that the base is about; negative is before it."""
        return AS_OF + timedelta(days=self.random.randint(first, last))

    def sentence(self) -> str:
        return self.one_of(self.words.sentences)

    def tags(self) -> list[str]:
        return self.random.sample(self.words.tags, 2)

    def reviews(self) -> Fields:
        """A review that is overdue for one record in twenty."""
        overdue = self.chance(0.05)
        return {
            "reviewed": self.day(-260, -200) if overdue else self.day(-80, -1),
            "review_every": "90d",
        }

    def address(self, name: str) -> str:
        return f"https://docs.example.com/{name}/{self.base.id(self.kind, self.number)}"

    def links(self) -> list[Fields]:
        return [{"title": self.one_of(self.words.things), "url": self.address("wiki")}]

    # The body

    def body(self) -> list[str]:
        """Sections in turn until there are 40 to 80 lines."""
        wanted, lines = self.random.randint(44, 68), list[str]()
        headings = cycle(self.random.sample(self.words.headings, len(self.words.headings)))
        sections = cycle((self.prose, self.bullets, self.table, self.tasks, self.code))
        while len(lines) < wanted:
            lines += [f"## {next(headings)}", "", *next(sections)(), ""]
        return lines[:-1]

    def prose(self) -> list[str]:
        lines = [f"{self.sentence()} {self.sentence()}" for _ in range(5)]
        return [*lines, f"{self.sentence()} {self.link()}"]

    def bullets(self) -> list[str]:
        count = self.random.randint(4, 8)
        return [f"- **{self.one_of(self.words.things)}**: {self.link()}" for _ in range(count)]

    def table(self) -> list[str]:
        head = "| " + " | ".join(self.random.sample(self.words.things, 3)) + " |"
        rows = (
            f"| {self.one_of(self.words.things)} | {self.link()} | {self.random.randint(1, 999)} |"
            for _ in range(self.random.randint(3, 7))
        )
        return [head, "|---|---|---:|", *rows]

    def tasks(self) -> list[str]:
        lines = []
        for _ in range(self.random.randint(2, 4)):
            done, owner = self.chance(0.4), self.other("contact")
            day = f"done:{self.day(-90, -1)}" if done else f"due:{self.day(-1, 120)}"
            lines.append(
                f"- [{'x' if done else ' '}] {self.one_of(self.words.tasks)} @{owner} {day}"
            )
        # One stays open, so that no item looks finished.
        return [*lines, f"- [ ] {self.one_of(self.words.tasks)}"]

    def code(self) -> list[str]:
        return ["```sql", "SELECT region, sum(amount)", "FROM orders", "GROUP BY region;", "```"]

    def link(self) -> str:
        """A wiki link, or a Markdown link, to another record."""
        kind = self.one_of(LINKED)
        number = self.random.randrange(self.base.counts[kind])
        if self.chance(0.5):
            return f"[[{self.base.id(kind, number)}]]"
        here = dirname(self.base.path(self.kind, self.number))
        path = relpath(self.base.path(kind, number), here or ".")
        return f"[{self.one_of(self.words.things)}]({path})"


LINKED = ("customer", "requirement", "roadmap", "document", "contract", "release", "contact")


def product(record: Record) -> Fields:
    """Thirteen fields, like those of the functions below."""
    names = ("for", "need", "category", "benefit", "unlike", "differentiator")
    return {
        "owner": record.other("contact"),
        "status": "active",
        "stage": "growth",
        "goal": record.sentence(),
        "north_star": record.one_of(record.words.things),
        "positioning": {name: record.sentence() for name in names},
        "tags": record.tags(),
        "visibility": "internal",
        "links": record.links(),
        **record.reviews(),
    }


def goal(record: Record) -> Fields:
    target = record.random.randint(50, 500)
    parent = record.base.id("goal", record.number // 3)
    return {
        "owner": record.other("contact"),
        "status": "active",
        "unit": record.one_of(record.words.things),
        "baseline": 10,
        "target": target,
        "start": date(2026, 1, 1),
        "due": date(2026, 12, 31),
        **({"parent": parent} if record.number else {}),
        "readings": [
            {"date": date(2026, 3, 31), "value": round(10 + (target - 10) * 0.25, 1)},
            {"date": AS_OF, "value": round(10 + (target - 10) * 0.51, 1)},
        ],
        "tags": record.tags(),
        "visibility": "internal",
        **record.reviews(),
    }


RELEASED = 0.7
"""The share of releases that are out, and of roadmap items that are shipped in them."""


def release(record: Record) -> Fields:
    count, out = record.base.counts["release"], record.base.part("release", RELEASED)
    # The last one that is out came out a month ago; one follows another by a month.
    planned = AS_OF + timedelta(days=30 * (record.number - out))
    released = {"released": planned + timedelta(days=3), "end_of_support": date(2033, 6, 30)}
    return {
        "owner": record.other("contact"),
        "status": "released" if record.number < out else "planned",
        "version": f"{record.number // 10}.{record.number % 10}.{count}",
        "planned": planned,
        **(released if record.number < out else {}),
        "tags": record.tags(),
        "visibility": "public",
        "links": record.links(),
        "aliases": [f"v{record.number}"],
        **record.reviews(),
    }


def is_shipped(record: Record, number: int) -> bool:
    return number < record.base.part("roadmap", RELEASED)


def release_of(record: Record, number: int) -> int:
    """The release that a roadmap item ships in: one that is out exactly if the item is shipped."""
    out = record.base.part("release", RELEASED)
    open_ones = record.base.counts["release"] - out
    return number % out if is_shipped(record, number) else out + number % open_ones


def roadmap(record: Record) -> Fields:
    shipped, number = is_shipped(record, record.number), release_of(record, record.number)
    planned = AS_OF + timedelta(days=30 * (number - record.base.part("release", RELEASED)))
    due = planned if planned > AS_OF else AS_OF + timedelta(days=5)
    due = planned if shipped else due - timedelta(days=record.random.randint(0, 3))
    before = {record.number - record.random.randint(1, 40) for _ in range(2)}
    needed = [record.base.id("roadmap", each) for each in sorted(before) if each >= 0]
    dates: Fields = {"shipped": due} if shipped else {"forecast": due, "confidence": "medium"}
    return {
        "status": "shipped" if shipped else record.one_of(("planned", "in-progress")),
        "goal": record.other("goal"),
        "release": record.base.id("release", number),
        "owner": record.other("contact"),
        "start": due - timedelta(days=record.random.randint(1, 90)),
        "due": due,
        "baseline_due": due - timedelta(days=record.random.randint(0, 30)),
        **dates,
        "progress": 100 if shipped else record.random.randint(0, 95),
        "depends_on": needed,
        "team": record.one_of(("rd", "qa", "product")),
        "tags": record.tags(),
        "visibility": "internal",
        **record.reviews(),
    }


def document(record: Record) -> Fields:
    types = ("user-manual", "release-notes", "performance-whitepaper")
    return {
        "owner": record.other("contact"),
        "status": "published",
        "type": types[record.number % 3],
        "language": "zh",
        "covers": [record.base.id("release", record.number // 3)],
        "audience": record.random.sample(("user", "administrator", "developer", "sales"), 2),
        "url": record.address("manual"),
        "tags": record.tags(),
        "visibility": "public",
        "links": record.links(),
        **record.reviews(),
    }


def contract(record: Record) -> Fields:
    start = record.day(-900, -40)
    end = date(start.year + 1, start.month, min(start.day, 28)) - timedelta(days=1)
    half = record.random.randint(1, 400) * 10_000
    currency = "USD" if record.chance(0.1) else "CNY"
    payments: list[Fields] = [
        {"due": start, "amount": f"{half} {currency}", "paid": start},
        {"due": end, "amount": f"{half} {currency}", **({"paid": end} if end < AS_OF else {})},
    ]
    return {
        "type": record.one_of(("subscription", "subscription", "maintenance", "service")),
        "status": "signed",
        "party": record.base.id("customer", record.number),
        "owner": record.other("contact"),
        "value": f"{half * 2} {currency}",
        "signed": start - timedelta(days=record.random.randint(1, 30)),
        "start": start,
        "end": end,
        "auto_renew": True,
        "notice": "60d",
        "payments": payments,
        "obligations": [{"what": record.one_of(record.words.tasks), "due": record.day(10, 200)}],
        "tags": record.tags(),
        "visibility": "confidential",
        **record.reviews(),
    }


def certification(record: Record) -> Fields:
    issued = record.day(-600, -20)
    return {
        "type": record.one_of(("qualification", "standard", "evaluation")),
        "status": "valid",
        "issuer": record.one_of(record.words.things),
        "standard": f"GB/T {record.random.randint(10000, 40000)}-2019",
        "owner": record.other("contact"),
        "scope": {"releases": record.some("release", 3)},
        "issued": issued,
        "valid_until": issued + timedelta(days=1095),
        "surveillance": [issued + timedelta(days=days) for days in (700, 900)],
        "lead_time": "6m",
        "cost": f"{record.random.randint(1, 50)}0000 CNY",
        "evidence": record.address("certificate"),
        "tags": record.tags(),
        **record.reviews(),
    }


REGIONS = ("north", "east", "south", "central", "southwest", "northwest", "northeast", "overseas")
INDUSTRIES = ("finance", "government", "telecom", "energy", "manufacturing", "transport")


def customer(record: Record) -> Fields:
    by_partner = record.chance(0.3)
    return {
        "owner": record.other("contact"),
        "status": "active",
        "industry": record.one_of(INDUSTRIES),
        "region": record.one_of(REGIONS),
        "tier": record.one_of(("strategic", "key", "growth", "growth", "standard")),
        "source": "partner" if by_partner else record.one_of(("direct", "sales", "community")),
        **({"source_ref": record.other("partner")} if by_partner else {}),
        "version": f"8.{record.random.randint(1, 6)}",
        "architecture": record.one_of(("x86_64", "arm64", "loongarch64")),
        "health": record.one_of(("green", "green", "yellow", "red")),
        "contacts": record.some("contact", 3),
        "since": record.day(-2000, -950),
        "last_contact": record.day(-28, -1),
        "next_action": {
            "what": record.one_of(record.words.tasks),
            "due": record.day(-1, 60),
            "owner": record.other("contact"),
        },
        "tags": record.tags(),
    }


def requirement(record: Record) -> Fields:
    number = record.random.randrange(record.base.counts["roadmap"])
    return {
        "status": "shipped" if is_shipped(record, number) else "planned",
        "kano": record.one_of(("must-be", "one-dimensional", "attractive", "indifferent")),
        "requesters": [*record.some("customer", 4), record.other("partner")],
        "source": record.one_of(("interview", "ticket", "tender", "sales")),
        "roadmap": record.base.id("roadmap", number),
        "owner": record.other("contact"),
        "effort": record.random.randint(1, 26),
        "reach": record.random.randint(1, 200),
        "tags": record.tags(),
        "visibility": "internal",
        "links": record.links(),
        **record.reviews(),
    }


def partner(record: Record) -> Fields:
    certified = {
        "release": record.other("release"),
        "product": record.one_of(record.words.things),
        "version": f"{record.random.randint(1, 9)}.{record.random.randint(0, 9)}",
        "date": record.day(-150, -1),
        "evidence": record.address("certificate"),
    }
    return {
        "owner": record.other("contact"),
        "status": "active",
        "type": record.one_of(("isv", "integrator", "agent", "cloud")),
        "tier": record.one_of(("strategic", "gold", "silver", "registered")),
        "region": record.one_of(REGIONS),
        "since": record.day(-1500, -200),
        "contract": record.other("contract"),
        "contacts": record.some("contact", 2),
        "last_contact": record.day(-120, -1),
        "certified_releases": [certified],
        "solutions": record.random.sample(record.words.things, 2),
        "tags": record.tags(),
        "visibility": "internal",
    }


def contact(record: Record) -> Fields:
    outside = record.number % 4 == 0
    return {
        "role": record.one_of(record.words.things),
        "team": "customer" if outside else record.one_of(("product", "rd", "sales", "support")),
        **({"organisation": record.other("customer")} if outside else {}),
        "email": f"person.{record.number}@example.com",
        "phone": f"+86 10 5550 {record.number % 10000:04}",
        "backup": record.base.id("contact", record.number + 1),
        "responsible_for": record.random.sample(record.words.things, 2),
        "aliases": [f"person-{record.number}"],
        "tags": record.tags(),
        "visibility": "internal",
        **record.reviews(),
    }


FIELDS: Mapping[str, Callable[[Record], Fields]] = {
    function.__name__: function
    for function in (
        *(product, goal, release, roadmap, document, contract),
        *(certification, customer, requirement, partner, contact),
    )
}

_PLAIN = re.compile(r"[A-Za-z一-鿿](?:[\w./@+ -]|，|。)*")


def yaml(value: object) -> str:
    """A value as YAML on one line, or as one line for each item of a list of objects."""
    match value:
        case bool():
            return str(value).lower()
        case list() if value and isinstance(value[0], dict):
            return "".join(f"\n  - {yaml(item)}" for item in value)
        case list():
            return f"[{', '.join(map(yaml, value))}]"
        case dict():
            return "{" + ", ".join(f"{key}: {yaml(item)}" for key, item in value.items()) + "}"
        case str() if not _PLAIN.fullmatch(value):
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
