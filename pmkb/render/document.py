"""The pages of documents: records, files that could not become records, and ordinary pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pmkb.document import Document
from pmkb.fields import Key, Part
from pmkb.flow import Level
from pmkb.graph import KnowledgeBase, Mention
from pmkb.kinds.directory.contact import Contact
from pmkb.markdown import Task
from pmkb.record import Record
from pmkb.render import status
from pmkb.render.agenda import is_open_part
from pmkb.render.edition import Edition
from pmkb.render.engine import fill
from pmkb.render.page import Page, page
from pmkb.render.writer import Writer, are_numbers

RECENT = 8
"""How many of a record's revisions are shown."""
IN_HEADER = ("title", "summary", "owner", "status", "aliases", "ignore")
"""Fields that the header of a record shows, or that only the compiler needs."""


@dataclass(frozen=True)
class Fact:
    """A value with its label, and what it means."""

    label: str
    value: Markup
    doc: str


@dataclass(frozen=True)
class Table:
    """A list of objects inside a record, such as a contract's payments."""

    name: str
    label: str
    head: tuple[str, ...]
    rows: tuple[tuple[Markup, ...], ...]
    numeric: frozenset[int]
    """The columns that are set flush right."""


@dataclass(frozen=True)
class Referrers:
    """The records of one kind that refer to a record by one field, or in their bodies."""

    kind: type[Record]
    field: str | None
    """Its label; None for the body."""
    records: tuple[Record, ...]


def record(edition: Edition, record: Record) -> Page:
    """The page of a record."""
    writer = Writer(edition, record.path)
    tasks = sorted(_open(record.document.body.tasks), key=_urgency)
    html = fill(
        edition.look,
        (f"kinds/{record.kind()}.html.j2", "record.html.j2"),
        record=record,
        kind=type(record),
        condition=edition.condition(record),
        owner=edition.kb.target(record, "owner"),
        facts=tuple(_facts(record, writer)),
        computed=tuple(_computed(record, writer)),
        panel=status.panel(record, writer),
        live=status.live(record.path, writer),
        tables=tuple(_tables(record, writer)),
        tasks=[(task, _person(task, edition.kb)) for task in tasks],
        history=edition.site.history.get(record.path, ()),
        recent=RECENT,
        referrers=_referrers(edition.kb.referenced_by(record), edition.site.language),
        as_of=edition.kb.as_of,
        write=writer,
    )
    return page(record.path, record.heading, html, record.summary, writer.files())


def broken(edition: Edition, document: Document, kind: type[Record]) -> Page:
    """The page of a file that could not become a record: what is wrong, and what stands in it."""
    title = _title(document)
    writer = Writer(edition, document.path)
    span = document.front_matter
    html = fill(
        edition.look,
        "broken.html.j2",
        document=document,
        title=title,
        kind=kind,
        findings=edition.findings.get(document.path, ()),
        front_matter=document.source.text[slice(*span)].strip() if span else "",
        write=writer,
    )
    return page(document.path, title, html)


def ordinary(edition: Edition, document: Document) -> Page:
    """A page that is no record: its body, under its title unless it brings one."""
    title = _title(document)
    writer = Writer(edition, document.path)
    html = fill(
        edition.look,
        "page.html.j2",
        title=title,
        titled=any(each.level == 1 for each in document.body.headings),
        body=document.body,
        live=status.live(document.path, writer),
        write=writer,
    )
    summary = document.data.get("description") or document.data.get("summary")
    return page(document.path, title, html, summary, writer.files())


def _title(document: Document) -> str:
    """What a document without a record calls itself: by a field, its first heading, or its path."""
    written = document.data.get("title")
    if isinstance(written, str | int | float) and str(written).strip():
        return str(written).strip()
    first = next((each.text for each in document.body.headings if each.level == 1), None)
    return first or document.path.removesuffix(".md").removesuffix("/index").rpartition("/")[2]


def _facts(record: Record, writer: Writer) -> Iterator[Fact]:
    language = writer.wording.language
    for name, known in _own_first(record):
        value = getattr(record, known.attribute)
        if name in IN_HEADER or value is None or value == () or _is_table(known, value):
            continue
        if name == "links":
            links = (Markup('<a href="{}">{}</a>').format(x.url, x.title) for x in record.links)
            yield Fact(known.label(language), Markup("<br>").join(links), known.doc.text(language))
        else:
            yield Fact(known.label(language), writer.value(value, known), known.doc.text(language))


def _own_first(record: Record) -> Iterator[tuple[str, Key]]:
    """The fields of a record's own kind, then those of every kind."""
    own = record.own_keys()
    yield from own.items()
    yield from ((name, known) for name, known in record.keys.items() if name not in own)


def _is_table(known: Key, value: object) -> bool:
    return known.part is not None and isinstance(value, tuple) and known.name != "links"


def _computed(record: Record, writer: Writer) -> Iterator[Fact]:
    for name, value in writer.edition.computed(record).items():
        if isinstance(value, dict) and any(isinstance(each, dict) for each in value.values()):
            continue  # Tables of numbers are for programs; panels show what they come to.
        made = record.computations[name]
        language = writer.wording.language
        doc = " ".join(made.doc.text(language).split())
        yield Fact(made.label(language), writer.computed(made, value), doc)


def _tables(record: Record, writer: Writer) -> Iterator[Table]:
    language = writer.wording.language
    for name, known in record.keys.items():
        parts = getattr(record, known.attribute)
        if not parts or not _is_table(known, parts):
            continue
        used = [key for key in parts[0].keys.values() if any(_filled(p, key) for p in parts)]
        yield Table(
            name,
            known.label(language),
            tuple(key.label(language) for key in used),
            tuple(tuple(_in_part(part, key, writer) for key in used) for part in parts),
            frozenset(at for at, key in enumerate(used) if are_numbers(_all(parts, key))),
        )


def _all(parts: Sequence[Part], known: Key) -> list[object]:
    return [part.get(known.name) for part in parts]


def _in_part(part: Part, known: Key, writer: Writer) -> Markup:
    """A value of a part; a day that has passed with nothing done is marked."""
    shown = writer.value(part.get(known.name), known)
    if known.name == "due" and is_open_part(part) and part.get("due") < writer.edition.kb.as_of:
        overdue = writer.badge(writer.wording.gettext("Overdue"), Level.ACT)
        return Markup("{} {}").format(shown, overdue)
    return shown


def _filled(part: Part, known: Key) -> bool:
    return part.get(known.name) not in (None, ())


def _open(tasks: Iterable[Task]) -> Iterator[Task]:
    return (each for each in tasks if not each.done)


def _urgency(task: Task) -> tuple[bool, str]:
    """Those with the nearest day first, those without one last."""
    day = task.due.text if task.due else ""
    return not day, day


def _person(task: Task, kb: KnowledgeBase) -> Record | None:
    return kb.resolve(task.owner, Contact)


def _referrers(mentions: tuple[Mention, ...], language: str) -> tuple[Referrers, ...]:
    """Those that refer by a field first; the others only where no field of theirs does."""
    grouped: dict[tuple[type[Record], str | None], dict[str, Record]] = defaultdict(dict)
    by_field = {source.ref for source, name in mentions if name}
    for source, name in sorted(mentions, key=lambda each: each.field is None):
        if name or source.ref not in by_field:
            grouped[type(source), name][source.ref] = source
    return tuple(
        Referrers(kind, _label_of(kind, name, language), tuple(found.values()))
        for (kind, name), found in grouped.items()
    )


def _label_of(kind: type[Record], name: str | None, language: str) -> str | None:
    """The label of a field, or those on the way to a field inside an object: `scope.releases`."""
    part: type[Part] | None = kind
    labels = []
    for step in name.split(".") if name else ():
        known = part.keys.get(step) if part else None
        labels.append(known.label(language) if known else step)
        part = known.part if known else None
    return " › ".join(labels) or None
