"""The whole compiler on one screen: from bytes to a checked knowledge base.

Pure: the same inputs, settings and day give the same result on any machine.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath as Path

from pmkb import custom, document, embeds, metrics, overrides, pages, reference, vocabulary
from pmkb.datafile import PARQUET, Data
from pmkb.diagnostic import Diagnostic, Severity, in_order
from pmkb.document import Document
from pmkb.graph import Content, KnowledgeBase, link
from pmkb.kinds import BUILT_IN
from pmkb.kinds import in_order as kinds_in_order
from pmkb.record import Record, Section
from pmkb.rules import adjusted, check
from pmkb.source import Source
from pmkb.trackers import TRACKERS
from pmkb.validation import validate
from pmkb.vocabulary import Vocabulary

HOME, ATTENTION, CALENDAR, TAGS, SEARCH = OVERVIEWS = (
    "index.md",
    "attention/index.md",
    "calendar/index.md",
    "tags/index.md",
    "search/index.md",
)
"""The paths of the generated pages about everything, as Markdown files would have them."""


@dataclass(frozen=True)
class Inputs:
    """What was read from disk, or from a git revision."""

    files: Mapping[str, bytes]
    """The Markdown files by their path below the docs folder."""
    others: frozenset[str] = frozenset()
    """Paths of all other files there, such as images."""
    vocabulary: Source | None = None
    kinds: tuple[Source, ...] = ()
    """`schemas/kinds/*.yml`, in the order of their names."""
    facts: Mapping[str, Data] = field(default_factory=dict)
    """The CSV and Parquet files by their path below the docs folder."""
    cache: MutableMapping[str, bytes] | None = None
    """Kept from one build to the next by the shell, if it likes; see `pmkb.cache`."""
    templates: Mapping[str, Source] = field(default_factory=dict)
    """The team's own templates by their path below their folder; see `pmkb.overrides`."""


@dataclass(frozen=True)
class Settings:
    """What a team has configured about compiling."""

    kinds: tuple[str, ...] | None = None
    """The kinds in use by name; None for all."""
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """Severity by code, where it differs from the default; None switches it off."""


@dataclass(frozen=True)
class Build:
    """A compiled knowledge base, and everything that is wrong with it."""

    kb: KnowledgeBase
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    """Every source by path, for showing the lines that findings are about."""
    templates: Mapping[str, Source]
    """The team's own templates by name."""
    schemas_sound: bool
    """Whether vocabulary and kinds could be read; without them, nothing else can be believed."""

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(each.severity is severity for each in self.findings)


def build(inputs: Inputs, settings: Settings, as_of: date) -> Build:
    """Compile a knowledge base as of a day. Bad input never raises; it becomes findings."""
    words, word_faults = read_vocabulary(inputs)
    kinds, kind_faults = read_kinds(inputs, settings, words)
    documents, document_faults = _parse(inputs.files)
    doubtful = frozenset(Path(fault.path).stem for fault in kind_faults)
    records, broken, field_faults = _validate(documents, kinds, words, doubtful)
    files = frozenset((*inputs.files, *inputs.others, *inputs.facts, *_generated(kinds)))
    content = Content(documents, records, broken, files, inputs.facts, inputs.cache)
    kb, link_faults = link(content, kinds, words, as_of)
    kb = replace(kb, measure=metrics.measures)
    found = (*document_faults, *field_faults, *link_faults, *metrics.check(kb), *check(kb))
    found = (*found, *embeds.check(kb), *overrides.check(inputs.templates, kinds))
    return Build(
        kb,
        (*in_order((*word_faults, *kind_faults)), *in_order(adjusted(found, settings.severities))),
        _sources(inputs, documents, {each.path for each in found}),
        inputs.templates,
        schemas_sound=not (word_faults or kind_faults),
    )


def read_vocabulary(inputs: Inputs) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """The team's vocabulary over the default one."""
    if inputs.vocabulary is None:
        return vocabulary.default(), ()
    return vocabulary.read(inputs.vocabulary)


def read_kinds(
    inputs: Inputs, settings: Settings, words: Vocabulary
) -> tuple[dict[str, type[Record]], list[Diagnostic]]:
    """The kinds in use by name, in the order of sections: built-in ones, and the team's own."""
    kinds, faults = dict(BUILT_IN), list[Diagnostic]()
    names = {*BUILT_IN, *(Path(source.path).stem for source in inputs.kinds)}
    for source in inputs.kinds:
        kind, problems = custom.define(source, BUILT_IN, words, names)
        faults += problems
        if kind is not None:
            kinds[kind.kind()] = kind
    used = kinds if settings.kinds is None else {n: kinds[n] for n in settings.kinds if n in kinds}
    return {kind.kind(): kind for kind in kinds_in_order(list(used.values()))}, faults


def kind_of(path: str, kinds: Iterable[type[Record]]) -> type[Record] | None:
    """The kind whose folder a file lies in; None for ordinary pages.

    The deepest folder wins. `index.md` and `README.md` are pages in any folder.
    """
    if path.rpartition("/")[2].lower() in ("index.md", "readme.md"):
        return None
    fitting = [
        kind for kind in kinds if kind.folder in (path, ".") or path.startswith(kind.folder + "/")
    ]
    return max(fitting, key=lambda kind: len(kind.folder), default=None)


def _generated(kinds: Mapping[str, type[Record]]) -> Iterator[str]:
    """The paths of the pages that the site has beside the documents; bodies may link to them."""
    yield from OVERVIEWS
    yield from (section.page for section in Section)
    yield from (kind.list_page() for kind in kinds.values())
    yield from (tracker.page for tracker in TRACKERS.values())
    yield from pages.paths()
    yield from reference.paths(kinds)


def _parse(files: Mapping[str, bytes]) -> tuple[dict[str, Document], list[Diagnostic]]:
    documents, faults = dict[str, Document](), list[Diagnostic]()
    for path, data in sorted(files.items()):
        documents[path], problems = document.parse(Source.decode(path, data))
        faults += problems
    return documents, faults


def _validate(
    documents: Mapping[str, Document],
    kinds: Mapping[str, type[Record]],
    words: Vocabulary,
    doubtful: frozenset[str],
) -> tuple[list[Record], dict[str, type[Record]], list[Diagnostic]]:
    """Records, broken files, and faults; none for kinds whose own definition is in doubt."""
    records, broken, faults = list[Record](), dict[str, type[Record]](), list[Diagnostic]()
    for path, each in documents.items():
        kind = kind_of(path, kinds.values())
        if kind is None:
            continue
        record, problems = validate(each, kind, words)
        faults += problems if kind.kind() not in doubtful else ()
        if record is None:
            broken[path] = kind
        else:
            records.append(record)
    order = {name: position for position, name in enumerate(kinds)}
    return sorted(records, key=lambda each: order[each.kind()]), broken, faults


def _sources(
    inputs: Inputs, documents: Mapping[str, Document], faulty: Set[str]
) -> dict[str, Source]:
    schemas = (*inputs.kinds, *((inputs.vocabulary,) if inputs.vocabulary else ()))
    schemas = (*schemas, *inputs.templates.values())
    held = {path: data for path, data in inputs.facts.items() if isinstance(data, bytes)}
    facts = (path for path in held if path in faulty and not path.lower().endswith(PARQUET))
    return (
        {each.path: each for each in schemas}
        | {path: Source.decode(path, held[path]) for path in facts}
        | {path: each.source for path, each in documents.items()}
    )
