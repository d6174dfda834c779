"""What a tracker finds in small bases, one for each level."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from pmkb.flow import Level
from pmkb.render.wording import Language, Wording
from pmkb.trackers import TRACKERS, Tracking
from tests.knowledge import AS_OF, compiled, front_matter

Files = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """A small base, and what a tracker says of it."""

    files: Files
    en: str
    zh: str
    records: str = ""
    """The records behind it, by `kind:id`, in order."""
    as_of: str = AS_OF


Levels = Mapping[str, Mapping[str, Case]]
"""Cases by tracker and level."""


def found(name: str, case: Case) -> Tracking:
    """What a tracker finds in a case's base."""
    result = compiled(case.files, as_of=case.as_of)
    # A record that could not be read would make any level look right.
    broken = [f"{each.path}: {each.message}" for each in result.findings if _breaks(each.code)]
    assert broken == []
    return TRACKERS[name].track(result.kb)


def _breaks(code: str) -> bool:
    return code in {
        *("unknown-key", "missing-key", "wrong-type", "unknown-choice", "unknown-term"),
        *("unknown-status", "invalid-date", "invalid-reference", "invalid-money"),
        *("unknown-reference", "reference-to-wrong-kind", "syntax-error"),
    }


def headline(tracking: Tracking, language: Language) -> str:
    """The sentence as the site has it."""
    return tracking.headline.text(language, Wording(language).value)


def each_level(cases: Levels) -> Callable[[str, str], None]:
    """A test that every case has the level, the sentence in both languages, and the records."""
    named = [(name, level) for name, found in cases.items() for level in found]

    @pytest.mark.parametrize(("name", "level"), named)
    def test(name: str, level: str) -> None:
        case = cases[name][level]
        tracking = found(name, case)
        assert tracking.level is Level(level), headline(tracking, "en")
        assert headline(tracking, "en") == case.en
        assert headline(tracking, "zh") == case.zh
        assert " ".join(each.ref for each in tracking.records) == case.records

    return test


def rec(where: str, text: str = "", /, **fields: object) -> dict[str, str]:
    """A record's file; its title is its id unless given. `from_` stands for `from`."""
    named = {name.rstrip("_"): value for name, value in fields.items()}
    title = named.pop("title", where.rpartition("/")[2])
    return {f"{where}.md": front_matter(title=title, **named) + text}


def files(*parts: Files) -> Files:
    """Files put together."""
    return {path: text for each in parts for path, text in each.items()}


def months(count: int, last: str = "2026-06") -> list[str]:
    """The names of some months up to a last one."""
    year, month = map(int, last.split("-"))
    numbers = range(year * 12 + month - count, year * 12 + month)
    return [f"{each // 12:04d}-{each % 12 + 1:02d}" for each in numbers]


def dataset(name: str, columns: str, rows: Sequence[str], **fields: object) -> dict[str, str]:
    """A dataset by month, with `month:period` and further columns as `name:type[:refers_to]`."""
    parts = [each.split(":") for each in ("month:period", *columns.split())]
    listed = ", ".join(
        "{" + f"name: {name}, type: {kind}" + (f", refers_to: {to[0]}" if to else "") + "}"
        for name, kind, *to in parts
    )
    path = f"datasets/{name}.csv"
    head = ",".join(each[0] for each in parts)
    return {
        **rec(f"datasets/{name}", path=path, grain="month", columns=f"[{listed}]", **fields),
        path: "\n".join([head, *rows]) + "\n",
    }


def metric(
    name: str, values: Sequence[float], last: str = "2026-06", **fields: object
) -> dict[str, str]:
    """A metric over a dataset of its own, with a value for each month up to a last one."""
    stock: dict[str, object] = {"type": "simple", "value": "n", "measures": "stock"}
    age = {"max_age": fields.pop("max_age")} if "max_age" in fields else {}
    rows = [f"{m},{v}" for m, v in zip(months(len(values), last), values, strict=True)]
    return {
        **dataset(f"{name}-facts", "n:decimal", rows, **age),
        **rec(f"metrics/{name}", dataset=f"{name}-facts", **(stock | fields)),
    }
