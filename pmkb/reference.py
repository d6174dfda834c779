"""The reference of kinds, fields, codes and commands: made from the code, so that it stays true.

An entry holds what is known about one thing. `find` gives the entries that a word means, which
`pmkb explain` shows; `pages` writes them all as Markdown, which the site's manual shows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING

from pmkb.diagnostic import Fault, catalogue
from pmkb.fields import Key, Part
from pmkb.record import Record, Section
from pmkb.rules import RULES
from pmkb.vocabulary import Term, Vocabulary

if TYPE_CHECKING:
    import click

FOLDER = "docs/reference"

Kinds = Mapping[str, type[Record]]


@dataclass(frozen=True)
class ValueEntry:
    """A value that a field allows: a state, or a term of the vocabulary."""

    name: str
    en: str
    zh: str
    note: str
    """What a state means to the rules, or what else is known about a term."""


@dataclass(frozen=True)
class FieldEntry:
    """A field of one or more kinds."""

    name: str
    """The key in the front matter; inside objects with the way there: `payments.due`."""
    kinds: tuple[str, ...]
    type: str
    required: bool
    doc: str
    en: str
    zh: str
    limits: tuple[str, ...]
    values: tuple[ValueEntry, ...]
    fields: tuple["FieldEntry", ...]
    """Those of an object."""


@dataclass(frozen=True)
class ComputedEntry:
    """A computed value of one or more kinds."""

    name: str
    kinds: tuple[str, ...]
    doc: str
    en: str
    zh: str


@dataclass(frozen=True)
class CodeEntry:
    """A code: something that can be wrong."""

    name: str
    severity: str
    """Unless the team has configured another."""
    kind: str | None
    """The kind whose records the rule looks at, `record` for all; None if it is no rule."""
    doc: str


@dataclass(frozen=True)
class TrackerEntry:
    """A line of the checklist."""

    name: str
    number: int
    section: str
    en: str
    zh: str
    kinds: tuple[str, ...]
    """The kinds it looks at."""
    doc: str
    doc_zh: str


@dataclass(frozen=True)
class KindEntry:
    """A kind of record."""

    name: str
    en: str
    zh: str
    section: str
    path: str
    """Where its files lie, with `<id>` for what people choose."""
    doc: str
    example: str
    """A file's front matter."""
    days: Mapping[str, str]
    """The fields that hold the days on which it begins, is due, ends and was finished."""
    states: tuple[ValueEntry, ...]
    """What the field that says where a record stands may hold."""
    own: tuple[FieldEntry, ...]
    common: tuple[FieldEntry, ...]
    """The fields that it has like every other kind."""
    computed: tuple[ComputedEntry, ...]
    codes: tuple[CodeEntry, ...]
    """The rules for this kind alone."""

    @property
    def days_told(self) -> str:
        """What its days mean, as a sentence; empty if it has none."""
        parts = [_DAYS[role].format(field) for role, field in self.days.items()]
        return f"A record {', '.join(parts)}." if parts else ""


_DAYS = {
    "begins": "begins on `{}`",
    "due": "is due on `{}`",
    "ends": "holds until `{}`",
    "finished": "was done on `{}`",
}
Entry = KindEntry | FieldEntry | ComputedEntry | CodeEntry | TrackerEntry


# What is known


def kind_entry(kind: type[Record], words: Vocabulary) -> KindEntry:
    """What is known about a kind."""
    doc, example = _doc_and_example(kind)
    own = kind.own_keys()
    roles = {
        "begins": kind.begins,
        "due": kind.due_by,
        "ends": kind.ends,
        "finished": kind.finished,
    }
    return KindEntry(
        name=kind.kind(),
        en=kind.label.en,
        zh=kind.label.zh,
        section=kind.section.value,
        path=_path(kind),
        doc=doc,
        example=example or _skeleton(kind),
        days={role: field for role, field in roles.items() if field},
        states=tuple(_values(kind.keys[kind.status_key], words)),
        own=tuple(field_entry(key, (kind.kind(),), words) for key in own.values()),
        common=tuple(
            field_entry(key, (kind.kind(),), words)
            for name, key in kind.keys.items()
            if name not in own
        ),
        computed=_computed_entries(kind),
        codes=tuple(
            code_entry(rule.fault)
            for rule in RULES.values()
            if rule.kind is not Record and issubclass(kind, rule.kind)
        ),
    )


def field_entry(key: Key, kinds: tuple[str, ...], words: Vocabulary, below: str = "") -> FieldEntry:
    """What is known about a field; `below` is the way to the object it belongs to."""
    name = below + key.name
    return FieldEntry(
        name=name,
        kinds=kinds,
        type=key.type_name,
        required=key.required,
        doc=key.doc,
        en=key.en,
        zh=key.zh,
        limits=tuple(_limits(key)),
        values=tuple(_values(key, words)),
        fields=tuple(
            field_entry(inner, kinds, words, f"{name}.")
            for inner in (key.part.keys.values() if key.part else ())
        ),
    )


def code_entry(fault: Fault) -> CodeEntry:
    """What is known about a code."""
    rule = RULES.get(fault.code)
    kind = rule.kind.kind() if rule else None
    return CodeEntry(fault.code, fault.severity.value, kind, cleandoc(fault.doc))


def code_entries() -> tuple[CodeEntry, ...]:
    """All codes that the loaded modules know; loading `pmkb.build` loads all of the compiler's."""
    return tuple(code_entry(fault) for _, fault in sorted(catalogue().items()))


def tracker_entries() -> tuple[TrackerEntry, ...]:
    """All lines of the checklist, in its order."""
    from pmkb.trackers import TRACKERS  # `build` asks for `paths`, and does without trackers.

    return tuple(
        TrackerEntry(
            each.name,
            each.number,
            each.section.value,
            each.en,
            each.zh,
            each.kinds,
            each.doc,
            each.doc_zh,
        )
        for each in sorted(TRACKERS.values(), key=lambda each: each.number)
    )


def _computed_entries(kind: type[Record]) -> tuple[ComputedEntry, ...]:
    return tuple(
        ComputedEntry(each.name, (kind.kind(),), cleandoc(each.doc), each.en, each.zh)
        for each in kind.computations.values()
    )


def _doc_and_example(kind: type[Record]) -> tuple[str, str]:
    """A kind's docstring without the indented example that ends it, and that example."""
    if kind.__doc__ == Record.__doc__:
        return "", ""  # A kind from `schemas/kinds/` without a `doc` of its own.
    lines = cleandoc(kind.__doc__ or "").split("\n")
    at = lines.index("    ---") if "    ---" in lines else len(lines)
    return "\n".join(lines[:at]).strip(), cleandoc("\n".join(lines[at:]))


def _skeleton(kind: type[Record]) -> str:
    """The least that a record needs, for kinds that give no example."""
    needed = (f"{key.name}:  # {key.type_name}" for key in kind.keys.values() if key.required)
    return "\n".join(("---", *needed, "---"))


def _path(kind: type[Record]) -> str:
    if kind.folder.endswith(".md"):
        return kind.folder
    return "<id>.md" if kind.folder == "." else f"{kind.folder}/<id>.md"


def _limits(key: Key) -> Iterator[str]:
    if key.minimum is not None:
        yield f"at least {key.minimum:g}"
    if key.maximum is not None:
        yield f"at most {key.maximum:g}"
    if key.pattern is not None:
        yield f"has the form `{key.pattern.pattern}`"
    if key.acyclic:
        yield "must not lead in a circle"


def _values(key: Key, words: Vocabulary) -> Iterator[ValueEntry]:
    for state in key.flow.states if key.flow else ():
        yield ValueEntry(state.name, state.en, state.zh, state.phase.value)
    if key.vocabulary and not key.flow:
        yield from map(_term_entry, words.terms(key.vocabulary).values())


def _term_entry(term: Term) -> ValueEntry:
    return ValueEntry(term.name, term.en, term.zh, _facts(term.facts))


def _facts(facts: Mapping[str, object]) -> str:
    return ", ".join(
        f"{name}: {{{_facts(fact)}}}" if isinstance(fact, dict) else f"{name}: {_written(fact)}"
        for name, fact in facts.items()
    )


def _written(fact: object) -> str:
    return str(fact).lower() if isinstance(fact, bool) else str(getattr(fact, "text", fact))


# What a word means


def find(word: str, kinds: Kinds, words: Vocabulary) -> tuple[Entry, ...]:
    """What a code, a kind, a tracker, a field or computed value, or `kind.field` stands for.

    Mostly one thing; a field that several kinds have in the same way is one entry.
    """
    found: list[Entry] = []
    if fault := catalogue().get(word):
        found.append(code_entry(fault))
    if kind := kinds.get(word):
        found.append(kind_entry(kind, words))
    name, _, field = word.partition(".")
    if field and name in kinds:
        return (*found, *_named(field, (kinds[name],), words))
    trackers = (each for each in tracker_entries() if each.name == word)
    return (*found, *trackers, *_named(word, kinds.values(), words))


def names(kinds: Kinds) -> frozenset[str]:
    """All words that `find` knows, but for those with a dot."""
    own = (name for kind in kinds.values() for name in (*kind.keys, *kind.computations))
    return frozenset((*catalogue(), *kinds, *own, *(each.name for each in tracker_entries())))


def names_below(kind: type[Record]) -> frozenset[str]:
    """What can stand behind a kind's name and a dot."""
    return frozenset((*_paths(kind, ""), *kind.computations))


def _paths(part: type[Part], below: str) -> Iterator[str]:
    for name, key in part.keys.items():
        yield below + name
        if key.part:
            yield from _paths(key.part, f"{below}{name}.")


def _named(name: str, kinds: Iterable[type[Record]], words: Vocabulary) -> Iterator[Entry]:
    fields: dict[Key, list[str]] = {}
    computed: dict[str, list[ComputedEntry]] = {}
    for kind in kinds:
        if key := _key(kind, name):
            fields.setdefault(key, []).append(kind.kind())
        for entry in _computed_entries(kind):
            if entry.name == name:
                computed.setdefault(entry.doc, []).append(entry)
    below = name[: name.rfind(".") + 1]
    for key, users in fields.items():
        yield field_entry(key, tuple(users), words, below)
    for same in computed.values():
        users = [kind for entry in same for kind in entry.kinds]
        yield ComputedEntry(name, tuple(users), same[0].doc, same[0].en, same[0].zh)


def _key(part: type[Part], path: str) -> Key | None:
    first, _, rest = path.partition(".")
    key = part.keys.get(first)
    if key is None or not rest:
        return key
    return _key(key.part, rest) if key.part else None


# Markdown


def paths(kinds: Kinds) -> tuple[str, ...]:
    """The paths of all pages, so that links to them are known without writing them."""
    return (
        *(
            f"{FOLDER}/{name}.md"
            for name in ("index", "checklist", "codes", "commands", "computed", "vocabulary")
        ),
        *(f"{FOLDER}/kinds/{name}.md" for name in kinds),
    )


def pages(kinds: Kinds, words: Vocabulary, program: "click.Group") -> Mapping[str, str]:
    """The whole reference as Markdown, by path below the docs folder: `docs/reference/…`.

    `kinds` and `words` are those of the compiled base, the team's own included (`kb.kinds` and
    `kb.vocabulary`); `program` is the command line, `pmkb.cli.main`. The pages are plain
    CommonMark with tables and link to each other by relative paths, so that they can be parsed
    and shown as any page of the docs folder is. A page that the team has written at the same
    path should come first.
    """
    entries = [kind_entry(kind, words) for kind in kinds.values()]
    made = {
        f"{FOLDER}/index.md": _index_page(entries),
        f"{FOLDER}/checklist.md": _checklist_page(tracker_entries(), kinds),
        f"{FOLDER}/codes.md": _codes_page(code_entries()),
        f"{FOLDER}/commands.md": _commands_page(program),
        f"{FOLDER}/computed.md": _computed_page(entries),
        f"{FOLDER}/vocabulary.md": _vocabulary_page(words),
    }
    return made | {f"{FOLDER}/kinds/{each.name}.md": kind_page(each) for each in entries}


def kind_page(kind: KindEntry) -> str:
    """A kind as a Markdown page."""
    return _page(
        kind.en,
        f"**{kind.zh}** · kind `{kind.name}` · file `{kind.path}` · section {kind.section}",
        kind.doc,
        "## Example",
        f"```yaml\n{kind.example}\n```",
        "## Fields",
        kind.days_told,
        *_field_tables(kind.own),
        *_state_table(kind.states),
        "## Fields that every record has",
        *_field_tables(kind.common),
        *_computed_table(kind.computed),
        *_code_table(kind.codes),
    )


def _index_page(kinds: Sequence[KindEntry]) -> str:
    by_section = [
        (section, [each for each in kinds if each.section == section]) for section in Section
    ]
    tables = [
        part
        for section, found in by_section
        if found
        for part in (
            f"## {section.value.capitalize()}",
            _table(
                ("Kind", "中文", "File", "What it is"),
                (
                    (f"[{each.en}](kinds/{each.name}.md)", each.zh, f"`{each.path}`", _first(each))
                    for each in found
                ),
            ),
        )
    ]
    return _page(
        "Reference",
        "Made from the code and the schemas of this knowledge base, so it is always true. "
        "`pmkb explain` shows the same in a terminal.",
        "- [Codes](codes.md): everything that `pmkb check` can find\n"
        "- [Computed values](computed.md): what is computed from the records, and how\n"
        "- [Checklist](checklist.md): the things to keep in mind, and how each is told\n"
        "- [Vocabulary](vocabulary.md): the lists of terms\n"
        "- [Commands](commands.md): the command line",
        *tables,
    )


def _checklist_page(trackers: Sequence[TrackerEntry], kinds: Kinds) -> str:
    parts = []
    for section in dict.fromkeys(each.section for each in trackers):
        found = [each for each in trackers if each.section == section]
        parts += [f"## {section.capitalize()}", *(_line(each, kinds) for each in found)]
    return _page(
        "Checklist",
        "The things to keep in mind, each with a level (act, unknown, watch or good), a sentence, "
        "the records behind it, and the course of its number where there is a series of it. They "
        "stand on the home page, in `pmkb status`, and under `trackers` in what `pmkb export` "
        "writes.",
        *parts,
    )


def _line(each: TrackerEntry, kinds: Kinds) -> str:
    links = ", ".join(f"[{name}](kinds/{name}.md)" for name in each.kinds if name in kinds)
    title = f"### {each.number} {each.en}, {each.zh}"
    return f"{title}\n\n`{each.name}`, from {links}\n\n{each.doc}\n\n{each.doc_zh}"


def _codes_page(codes: Sequence[CodeEntry]) -> str:
    groups = {
        "Files, fields and references": [each for each in codes if each.kind is None],
        "Records of every kind": [each for each in codes if each.kind == "record"],
    }
    for kind in sorted({each.kind for each in codes if each.kind not in (None, "record")}, key=str):
        groups[f"Records of the kind {kind}"] = [each for each in codes if each.kind == kind]
    parts = [
        part
        for title, found in groups.items()
        for part in (
            f"## {title}",
            *(f"### {each.name}\n\n**{each.severity}** · {each.doc}" for each in found),
        )
    ]
    return _page(
        "Codes",
        "Everything that `pmkb check` can find, each with its severity: an **error** is certainly "
        "wrong, a **warning** needs a person to decide, an **info** is tidying. A code never "
        "changes its meaning.",
        *parts,
    )


def _computed_page(kinds: Sequence[KindEntry]) -> str:
    parts = [
        part
        for kind in kinds
        if kind.computed
        for part in (
            f"## {kind.en}",
            *(f"### {kind.name}.{each.name}\n\n{each.doc}" for each in kind.computed),
        )
    ]
    return _page(
        "Computed values",
        "What is computed from the records, as of a day. Nobody writes these values; they stand on "
        "the pages of the records, and under `computed` in what `pmkb export` writes.",
        *parts,
    )


def _commands_page(program: "click.Group") -> str:
    import click  # Only this page needs it, and the compiler does without.

    width = 88
    above = click.Context(
        program, info_name="pmkb", terminal_width=width, **program.context_settings
    )
    parts = [f"```text\n{program.get_help(above)}\n```"]
    for name in program.list_commands(above):
        command = program.get_command(above, name)
        if command is not None:
            context = click.Context(command, above, info_name=name, terminal_width=width)
            parts += [f"## pmkb {name}", f"```text\n{command.get_help(context)}\n```"]
    return _page("Commands", *parts)


def _vocabulary_page(words: Vocabulary) -> str:
    parts = [
        part
        for name, terms in words.lists.items()
        for part in (f"## {name}", _value_table(map(_term_entry, terms.values())))
    ]
    placeholders = ", ".join(f"`{word}`" for word in sorted(words.placeholders))
    return _page(
        "Vocabulary",
        "The terms that fields allow, from `schemas/vocabulary.yml` and, where a list is not "
        "there, from those that come with pmkb.",
        *parts,
        "## Placeholders",
        f"Words that count as not filled in, whatever their case: {placeholders}.",
    )


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", *filter(None, parts))) + "\n"


def _field_tables(fields: Sequence[FieldEntry]) -> Iterator[str]:
    """A table of fields, and below it one for each object among them."""
    if not fields:
        return
    yield _table(("Key", "Type", "Required", "What it means", "中文"), map(_field_row, fields))
    for each in fields:
        if each.fields:
            yield f"Inside `{each.name}`:"
            yield from _field_tables(each.fields)


def _field_row(field: FieldEntry) -> tuple[str, ...]:
    meaning = " ".join(filter(None, (field.doc or f"{field.en}.", *map(_sentence, field.limits))))
    before, term_of, vocabulary = field.type.partition("term of ")
    linked = f"{before}{term_of}[{vocabulary}](../vocabulary.md#{vocabulary})"
    type_name = linked if term_of and field.values else field.type
    key = field.name.rpartition(".")[2]
    return f"`{key}`", type_name, "yes" if field.required else "", meaning, field.zh


def _sentence(limit: str) -> str:
    return f"{limit[0].upper()}{limit[1:]}."


def _state_table(states: Sequence[ValueEntry]) -> Iterator[str]:
    if states:
        yield "## States"
        yield _value_table(states)


def _value_table(values: Iterable[ValueEntry]) -> str:
    rows = ((f"`{each.name}`", each.en, each.zh, each.note) for each in values)
    return _table(("Value", "English", "中文", "Means"), rows)


def _computed_table(computed: Sequence[ComputedEntry]) -> Iterator[str]:
    if computed:
        yield "## Computed values"
        rows = ((f"`{each.name}`", each.en, each.zh, each.doc) for each in computed)
        yield _table(("Name", "English", "中文", "How"), rows)


def _code_table(codes: Sequence[CodeEntry]) -> Iterator[str]:
    if codes:
        yield "## What is checked"
        yield _table(
            ("Code", "Severity", "What it finds"),
            (
                (f"[{each.name}](../codes.md#{each.name})", each.severity, _first(each))
                for each in codes
            ),
        )
    yield "The rules for [records of every kind](../codes.md#records-of-every-kind) apply too."


def _first(entry: KindEntry | CodeEntry) -> str:
    return entry.doc.partition("\n\n")[0]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
