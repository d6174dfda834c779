"""A compiled knowledge base as one site shows it, with what several of its pages need."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pmkb.build import Build
from pmkb.diagnostic import Diagnostic, Severity
from pmkb.flow import Level, Phase, Standing
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.briefing import Briefing
from pmkb.markdown import slug
from pmkb.record import Record, Section
from pmkb.render.address import url
from pmkb.render.agenda import Entry, entries
from pmkb.render.engine import Look
from pmkb.render.page import Site
from pmkb.render.wording import LEVELS, Labelled, Wording
from pmkb.trackers import TRACKERS, Tracker, Tracking, track


@dataclass(frozen=True)
class Sign:
    """One thing that tells how a record is doing: a standing, or a term that has a level."""

    label: Labelled
    level: Level
    field: Labelled | None = None
    """The field that holds the term."""

    def text(self, language: str) -> str:
        """What it says, by itself: a standing's label, or a term's behind its field's."""
        if self.field is None:
            return self.label.label(language)
        colon = "：" if language == "zh" else ": "
        return self.field.label(language) + colon + self.label.label(language)


@dataclass(frozen=True)
class Condition:
    """How a document is doing: what it says itself, what is due, and what is wrong with it."""

    level: Level | None
    """The most urgent of all; None where nothing tells."""
    signs: tuple[Sign, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    """The gravest first."""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Concern:
    """A record, or a file that could not become one, and how it is doing."""

    path: str
    kind: type[Record]
    record: Record | None
    condition: Condition
    level: Level
    entry: Entry | None
    """The day to know: the first one overdue, or the next to come."""


@dataclass(frozen=True)
class Line:
    """A line of the checklist, and what it comes to on the day."""

    tracker: Tracker
    found: Tracking


@dataclass(frozen=True)
class Tag:
    """A word that records share, and where the page of all tags has it."""

    name: str
    anchor: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Edition:
    """A compiled knowledge base as one site shows it."""

    build: Build
    site: Site
    _computed: dict[str, dict[str, object]] = field(default_factory=dict, repr=False)
    _conditions: dict[str, Condition] = field(default_factory=dict, repr=False)

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base."""
        return self.build.kb

    @cached_property
    def look(self) -> Look:
        """What decides how its pages are written."""
        return Look(self.site.language, tuple(sorted(self.build.templates.items())))

    @cached_property
    def wording(self) -> Wording:
        """The site's language."""
        return Wording(self.site.language)

    def url(self, path: str) -> str:
        """The address of a page relative to the site's root."""
        return url(path, self.site.directory_urls)

    def computed(self, record: Record) -> Mapping[str, object]:
        """A record's computed values."""
        found = self._computed.get(record.ref)
        if found is None:
            found = self._computed[record.ref] = record.computed(self.kb)
        return found

    def records(self, kind: type[Record]) -> tuple[Record, ...]:
        """The records of just this kind, in the order of their paths."""
        return tuple(each for each in self.kb.all(kind) if each.kind() == kind.kind())

    @cached_property
    def broken(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the files that could not become records, by kind."""
        kept = {each.path for each in self.kb.records.values()}
        twice = {each.path: type(each) for each in self.kb.content.records if each.path not in kept}
        grouped: dict[str, list[str]] = defaultdict(list)
        for path, kind in sorted({**self.kb.content.broken, **twice}.items()):
            grouped[kind.kind()].append(path)
        return {kind: tuple(paths) for kind, paths in grouped.items()}

    @cached_property
    def kinds(self) -> tuple[type[Record], ...]:
        """The kinds that have any document, in the order of their sections."""
        used = {each.kind() for each in self.kb.records.values()} | set(self.broken)
        return tuple(kind for name, kind in self.kb.kinds.items() if name in used)

    @cached_property
    def sections(self) -> Mapping[Section, tuple[type[Record], ...]]:
        """The sections that have any document, with their kinds."""
        grouped: dict[Section, list[type[Record]]] = defaultdict(list)
        for kind in self.kinds:
            grouped[kind.section].append(kind)
        return {section: tuple(grouped[section]) for section in Section if section in grouped}

    @cached_property
    def findings(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """The findings of each document by its path, the gravest first."""
        grouped: dict[str, list[Diagnostic]] = defaultdict(list)
        for each in self.build.findings:
            grouped[each.path].append(each)
        return {
            path: tuple(sorted(found, key=lambda each: (each.severity.rank, each.place)))
            for path, found in grouped.items()
        }

    def condition(self, record: Record) -> Condition:
        """How a record is doing."""
        found = self._conditions.get(record.ref)
        if found is None:
            found = self._conditions[record.ref] = self._condition(record)
        return found

    def _condition(self, record: Record) -> Condition:
        signs = tuple(self._signs(record)) if record.phase is not Phase.DROPPED else ()
        findings = self.findings.get(record.path, ())
        dates = entries(record, self.kb, self.computed(record))
        levels = [each.level for each in signs]
        levels += [_LEVELS[each.severity] for each in findings if each.severity in _LEVELS]
        levels += [Level.ACT for each in dates if each.is_overdue(self.kb.as_of)]
        return Condition(_worst(levels), signs, findings, dates)

    def _signs(self, record: Record) -> Iterator[Sign]:
        for value in self.computed(record).values():
            if isinstance(value, Standing):
                yield Sign(value, value.level)
        for known in record.keys.values():
            if known.vocabulary and not known.many:
                term = self.kb.vocabulary.term(known.vocabulary, getattr(record, known.attribute))
                if term and term.facts.get("level") in list(Level):
                    yield Sign(term, Level(str(term.facts["level"])), known)

    def levels(self, kinds: tuple[type[Record], ...]) -> Mapping[Level, int]:
        """How many records of some kinds are at each level, the most urgent first."""
        broken = (Level.ACT for kind in kinds for _ in self.broken.get(kind.kind(), ()))
        sound = (self.condition(record).level for kind in kinds for record in self.records(kind))
        return tally((*broken, *sound))

    @cached_property
    def lines(self) -> Mapping[Section, tuple[Line, ...]]:
        """The checklist by section, without the lines whose kinds the team does not use."""
        grouped: dict[Section, list[Line]] = defaultdict(list)
        for name, tracking in track(self.kb).items():
            known = TRACKERS[name]
            if not known.kinds or any(kind in self.kb.kinds for kind in known.kinds):
                grouped[known.section].append(Line(known, tracking))
        return {section: tuple(grouped[section]) for section in Section if section in grouped}

    def opens(self, line: Line) -> str:
        """The path of the page that a line of the checklist leads to: the status page that shows
        it, or else its own.
        """
        # Status pages load the charts, which a terminal has no use for.
        from pmkb.pages.page import opened_by

        found = opened_by(line.tracker.name, self.kb.kinds)
        return found.path if found else line.tracker.page

    def concerns(self, kinds: tuple[type[Record], ...]) -> tuple[Concern, ...]:
        """What needs attention among some kinds, the most urgent first."""
        found = [each for kind in kinds for each in self._concerns(kind)]
        return tuple(sorted(found, key=_urgency))

    def _concerns(self, kind: type[Record]) -> Iterator[Concern]:
        for path in self.broken.get(kind.kind(), ()):
            condition = Condition(Level.ACT, (), self.findings.get(path, ()))
            yield Concern(path, kind, None, condition, Level.ACT, None)
        for record in self.records(kind):
            if self.condition(record).level not in (None, Level.GOOD):
                yield self.concern(record)

    def concern(self, record: Record) -> Concern:
        """What is to be known about how a record is doing; good where nothing tells otherwise."""
        condition = self.condition(record)
        level, entry = condition.level or Level.GOOD, self.entry_to_know(condition)
        return Concern(record.path, type(record), record, condition, level, entry)

    def entry_to_know(self, condition: Condition) -> Entry | None:
        """The day to know: the first one overdue, or the next to come, or the last that was."""
        as_of = self.kb.as_of
        overdue = (each for each in condition.entries if each.is_overdue(as_of))
        coming = (each for each in condition.entries if each.day >= as_of)
        past = reversed(condition.entries)
        return next(overdue, None) or next(coming, None) or next(past, None)

    def due_from(self, person: Record) -> tuple[Entry, ...]:
        """What somebody has to see to, by day."""
        return self._due_from.get(person.ref, ())

    @cached_property
    def _due_from(self) -> Mapping[str, tuple[Entry, ...]]:
        grouped: dict[str, list[Entry]] = defaultdict(list)
        for each in self.entries:
            if each.owner is not None and each.binding:
                grouped[each.owner.ref].append(each)
        return {ref: tuple(found) for ref, found in grouped.items()}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All that is due, ends or has to be started, by day."""
        records = self.kb.records.values()
        found = (each for record in records for each in self.condition(record).entries)
        return tuple(sorted(found, key=lambda each: (each.day, each.record.ref)))

    def coming_up(self, days: int) -> tuple[Entry, ...]:
        """What is due, ends or has to be started from today on within some days, by day."""
        as_of = self.kb.as_of
        return tuple(each for each in self.entries if 0 <= (each.day - as_of).days <= days)

    def owned_by(self, person: Record) -> tuple[Concern, ...]:
        """The open records that somebody owns, the most urgent first."""
        owned = self.kb.referring(person, Record, "owner")
        return tuple(sorted((self.concern(r) for r in owned if r.is_open), key=_urgency))

    def to_agree_again(self, person: Record) -> tuple[tuple[Record, Briefing], ...]:
        """The topics that somebody agreed to, whose wording has changed since: each with the
        newest briefing about it that they attended, unless another one has the present wording.
        """
        attended = self.kb.referring(person, Briefing, "attendees.who")
        void = {each.ref: set(each.void_topics(self.kb)) for each in attended}
        valid = {
            topic
            for each in attended
            for topic in self.kb.targets(each, "signatures.topic")
            if topic not in void[each.ref]
        }
        newest = sorted(attended, key=lambda each: each.date)
        found = {topic: each for each in newest for topic in each.void_topics(self.kb)}
        return tuple((topic, each) for topic, each in found.items() if topic not in valid)

    @cached_property
    def tags(self) -> Mapping[str, Tag]:
        """The records' tags by name, the most used first."""
        grouped: dict[str, list[Record]] = defaultdict(list)
        for record in self.kb.records.values():
            # A kind of the team's own may have something else by this name.
            found: object = record.tags
            for name in dict.fromkeys(found if isinstance(found, tuple) else ()):
                grouped[name].append(record)
        # "A B" and "A-B" have the same slug.
        alike = Counter[str]()
        anchors = {}
        for name in sorted(grouped):
            alike[slug(name)] += 1
            more = f"-{alike[slug(name)]}" if alike[slug(name)] > 1 else ""
            anchors[name] = f"tag-{slug(name)}{more}"
        ordered = sorted(grouped, key=lambda name: (-len(grouped[name]), name.lower(), name))
        return {name: Tag(name, anchors[name], tuple(grouped[name])) for name in ordered}


def tally(levels: Iterable[Level | None]) -> Mapping[Level, int]:
    """How often each level occurs, the most urgent first."""
    counts = Counter(levels)
    return {level: counts[level] for level in LEVELS}


_LEVELS = {Severity.ERROR: Level.ACT, Severity.WARNING: Level.WATCH}


def _worst(levels: list[Level]) -> Level | None:
    return min(levels, key=lambda level: level.rank, default=None)


def _urgency(concern: Concern) -> tuple[int, bool, str, str]:
    day = concern.entry.day.isoformat() if concern.entry else ""
    return concern.level.rank, not day, day, concern.path
