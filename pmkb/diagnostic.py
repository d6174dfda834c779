"""What can be wrong, and one thing that is wrong at one place.

A `Fault` is a kind of thing that can be wrong: a permanent code, a severity and its page in the
manual. A `Diagnostic` is one occurrence. Stages return diagnostics beside their value; nothing in
the compiler raises for bad input.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from pmkb.message import Message, say
from pmkb.source import Place, Source, Span


class Severity(StrEnum):
    """How bad a fault is: errors are certain, warnings need a person, info is tidying up."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest, so that sorting by it puts errors first."""
        return list(Severity).index(self)

    @property
    def label(self) -> Message:
        """What it is called where findings are told."""
        return _LABELS[self]


_LABELS = {
    Severity.ERROR: say("error", "错误"),
    Severity.WARNING: say("warning", "警告"),
    Severity.INFO: say("info", "提示"),
}

_faults: dict[str, "Fault"] = {}


@dataclass(frozen=True)
class Fault:
    """A kind of thing that can be wrong. Creating one enters it into the catalogue."""

    code: str
    """Kebab-case, names the fault and never the remedy; permanent once released."""
    severity: Severity
    doc: str
    """The manual's text, Markdown: what it finds, why it matters, how to mend it; below a line
    `---` the same in Chinese."""

    def __post_init__(self) -> None:
        if _faults.setdefault(self.code, self) is not self:
            raise ValueError(f"two faults are called {self.code!r}")

    def at(
        self, source: Source, span: Span, message: Message, hint: Message | None = None
    ) -> "Diagnostic":
        """An occurrence of this fault in a source."""
        place = source.place(span)
        return Diagnostic(self.code, self.severity, source.path, place, message, hint)


def catalogue() -> Mapping[str, Fault]:
    """Every fault that the loaded modules can report, by code."""
    return _faults


@dataclass(frozen=True)
class Edit:
    """Replace the characters of a span by a text."""

    span: Span
    text: str


@dataclass(frozen=True)
class Fix:
    """A safe way to mend a fault: edits of the file it stands in that touch nothing else."""

    title: Message
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Related:
    """Another place that belongs to a diagnostic, such as the first of two duplicates."""

    path: str
    place: Place
    message: Message


@dataclass(frozen=True)
class Diagnostic:
    """One fault at one place."""

    code: str
    severity: Severity
    path: str
    place: Place
    message: Message
    """What is wrong and why; never repeats the position."""
    hint: Message | None = None
    """What to do about it."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, Place, int, str, str]:
        """By path and place; the graver first where two share a place."""
        return (self.path, self.place, self.severity.rank, self.code, self.message)

    def with_severity(self, severity: Severity) -> Self:
        """The same finding, judged otherwise (configuration may do so)."""
        return self if severity is self.severity else replace(self, severity=severity)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics sorted by place, exact repetitions dropped."""
    return tuple(sorted(set(diagnostics), key=lambda found: found.sort_key))


def nearest(wrong: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """The known words most like a wrong one, best first; none where nothing is near."""
    # Imported here: a clean check never needs it, and start-up counts.
    from rapidfuzz import fuzz, process, utils

    def similarity(a: str, b: str, **options: object) -> float:
        # Case and separators are what people get wrong first: they must not cost anything.
        return float(fuzz.ratio(utils.default_process(a), utils.default_process(b)))

    found = process.extract(wrong, sorted(known), scorer=similarity, limit=limit, score_cutoff=65)
    return [word for word, _score, _index in found]


def did_you_mean(wrong: str, known: Iterable[str]) -> Message | None:
    """A hint that names the nearest known word, or None."""
    found = nearest(wrong, known)
    return suggestion(found[0]) if found else None


def suggestion(right: str) -> Message:
    """A hint that names what was probably meant."""
    return say("did you mean {right!r}?", "是不是“{right}”？", right=right)
