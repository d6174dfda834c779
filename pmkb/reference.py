"""The reference of kinds, fields, codes and commands: made from the code, so that it stays true.

An entry holds what is known about one thing. `find` gives the entries that a word means, which
`pmkb explain` shows; `pmkb.manual` writes them all as pages.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent

from pmkb.diagnostic import Fault, catalogue
from pmkb.fields import Key, Part
from pmkb.flow import Phase
from pmkb.message import NOTHING, Message, documented, listed, say
from pmkb.record import Record
from pmkb.rules import RULES
from pmkb.values import TYPES_ZH
from pmkb.vocabulary import Term, Vocabulary

FOLDER = "docs/reference"
EXAMPLE = "    "
"""What a paragraph of a docstring begins with that is an example."""

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
    type: Message
    required: bool
    doc: Message
    en: str
    zh: str
    limits: tuple[Message, ...]
    values: tuple[ValueEntry, ...]
    fields: tuple["FieldEntry", ...]
    """Those of an object."""


@dataclass(frozen=True)
class ComputedEntry:
    """A computed value of one or more kinds."""

    name: str
    kinds: tuple[str, ...]
    doc: Message
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
    doc: Message


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
    doc: Message


@dataclass(frozen=True)
class KindEntry:
    """A kind of record."""

    name: str
    en: str
    zh: str
    section: str
    path: str
    """Where its files lie, with `<id>` for what people choose."""
    doc: Message
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
    def days_told(self) -> Message:
        """What its days mean, as a sentence; empty if it has none."""
        parts = [_day(role, field) for role, field in self.days.items()]
        return (
            say("A record {days}.", "日期：{days}。", days=listed(parts)) if parts else say("", "")
        )


def _day(role: str, field: str) -> Message:
    match role:
        case "begins":
            return say("begins on `{field}`", "自 `{field}` 起", field=field)
        case "due":
            return say("is due on `{field}`", "应于 `{field}` 完成", field=field)
        case "ends":
            return say("holds until `{field}`", "至 `{field}` 止", field=field)
        case _:
            return say("was done on `{field}`", "`{field}` 已完成", field=field)


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
        type=Message(key.type_name, _type_in_chinese(key.type_name)),
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
    return CodeEntry(fault.code, fault.severity.value, kind, _with_examples(documented(fault.doc)))


def _with_examples(doc: Message) -> Message:
    """A text whose Chinese has the examples of its English, before its last paragraph."""
    shown = [each for each in doc.split("\n\n") if each.startswith(EXAMPLE)]
    if not shown or EXAMPLE in doc.zh:
        return doc
    *before, last = doc.zh.split("\n\n")
    return Message(doc, "\n\n".join((*before, *shown, last)))


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
        )
        for each in sorted(TRACKERS.values(), key=lambda each: each.number)
    )


def _computed_entries(kind: type[Record]) -> tuple[ComputedEntry, ...]:
    return tuple(
        ComputedEntry(each.name, (kind.kind(),), each.doc, each.en, each.zh)
        for each in kind.computations.values()
    )


def _doc_and_example(kind: type[Record]) -> tuple[Message, str]:
    """A kind's docstring without its indented example, and that example."""
    if kind.__doc__ == Record.__doc__:
        return NOTHING, ""  # A kind from `schemas/kinds/` without a `doc` of its own.
    doc = documented(kind.__doc__)
    (en, shown), (zh, _) = _parted(doc), _parted(doc.zh)
    return Message(en, zh), dedent(shown)


def _parted(text: str) -> tuple[str, str]:
    """The paragraphs of a text that are no example, and those that are."""
    paragraphs = text.split("\n\n")
    prose = (each for each in paragraphs if not each.startswith(EXAMPLE))
    shown = (each for each in paragraphs if each.startswith(EXAMPLE))
    return "\n\n".join(prose), "\n\n".join(shown)


def _skeleton(kind: type[Record]) -> str:
    """The least that a record needs, for kinds that give no example."""
    needed = (f"{key.name}:  # {key.type_name}" for key in kind.keys.values() if key.required)
    return "\n".join(("---", *needed, "---"))


def _path(kind: type[Record]) -> str:
    if kind.folder.endswith(".md"):
        return kind.folder
    return "<id>.md" if kind.folder == "." else f"{kind.folder}/<id>.md"


def _type_in_chinese(name: str) -> str:
    """The name of a type, such as `list of reference to customer or partner`, in Chinese."""
    if name.startswith("list of term of "):
        return f"{_type_in_chinese(name.removeprefix('list of '))}，可多个"
    if name.startswith("list of "):
        return f"{_type_in_chinese(name.removeprefix('list of '))}列表"
    if name.startswith("term of "):
        return f"词表 {name.removeprefix('term of ')}"
    if name.startswith("one of "):
        return f"{name.removeprefix('one of ').replace(', ', '、')} 之一"
    if name.startswith("reference to "):
        return f"引用 {name.removeprefix('reference to ').replace(' or ', '、')} "
    return " 或 ".join(TYPES.get(each, each) for each in name.split(" or "))


def _limits(key: Key) -> Iterator[Message]:
    if key.minimum is not None:
        yield say("at least {n:g}", "不小于 {n:g}", n=key.minimum)
    if key.maximum is not None:
        yield say("at most {n:g}", "不大于 {n:g}", n=key.maximum)
    if key.pattern is not None:
        yield say("has the form `{form}`", "格式为 `{form}`", form=key.pattern.pattern)
    if key.acyclic:
        yield say("must not lead in a circle", "不能形成循环")


def _values(key: Key, words: Vocabulary) -> Iterator[ValueEntry]:
    for state in key.flow.states if key.flow else ():
        yield ValueEntry(state.name, state.en, state.zh, _PHASES[state.phase])
    if key.vocabulary and not key.flow:
        yield from map(term_entry, words.terms(key.vocabulary).values())


_PHASES = {
    Phase.OPEN: say("open", "进行中"),
    Phase.DONE: say("done", "已完成"),
    Phase.DROPPED: say("dropped", "已终止"),
}


def term_entry(term: Term) -> ValueEntry:
    """What is known about a term of the vocabulary."""
    return ValueEntry(term.name, term.en, term.zh, _facts(term.facts))


def _facts(facts: Mapping[str, object]) -> str:
    return ", ".join(
        f"{name}: {{{_facts(fact)}}}" if isinstance(fact, dict) else f"{name}: {_written(fact)}"
        for name, fact in facts.items()
    )


def _written(fact: object) -> str:
    return str(fact).lower() if isinstance(fact, bool) else str(getattr(fact, "text", fact))


TYPES = TYPES_ZH | {
    "decimal": "小数",
    "boolean": "true 或 false",
    "any": "任意",
    "object": "对象",
    "status": "状态",
}


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


def paths(kinds: Kinds) -> tuple[str, ...]:
    """The paths of all pages, so that links to them are known without writing them."""
    return (
        *(
            f"{FOLDER}/{name}.md"
            for name in ("index", "checklist", "codes", "commands", "computed", "vocabulary")
        ),
        *(f"{FOLDER}/kinds/{name}.md" for name in kinds),
    )
