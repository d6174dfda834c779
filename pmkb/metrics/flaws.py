"""What is wrong with the rows of a file of facts, put together to diagnostics.

A wrong export has the same fault in every row: only the first ones are told, and how many follow.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmkb.diagnostic import Diagnostic, Fault
from pmkb.metrics import places
from pmkb.source import Source, Span

MOST_TOLD = 20
"""Of each kind of fault in a file."""

Told = tuple[str, str | None]
"""Message and hint."""


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong in a row: at a cell of it, or at the whole row."""

    fault: Fault
    row: int
    """Its number in the file; −1 is the head."""
    cell: int | None
    """The position of the cell; None for the whole row."""
    message: str
    hint: str | None = None


@dataclass
class Flaws:
    """Flaws of one file as they are found: the first ones of each fault, and how many in all."""

    _found: dict[str, list[Flaw]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, flaw: Flaw) -> None:
        """One flaw."""
        self._found.setdefault(flaw.fault.code, []).append(flaw)
        self._counts[flaw.fault.code] = self._counts.get(flaw.fault.code, 0) + 1

    def add_rows(
        self, fault: Fault, rows: Sequence[int], cell: int | None, tell: Callable[[int], Told]
    ) -> None:
        """The same fault in many rows, given by their positions; `tell` is asked for the first."""
        for row in rows[: MOST_TOLD + 1]:
            self._found.setdefault(fault.code, []).append(Flaw(fault, int(row), cell, *tell(row)))
        self._counts[fault.code] = self._counts.get(fault.code, 0) + len(rows)

    def __bool__(self) -> bool:
        return bool(self._found)

    def diagnostics(self, source: Source) -> Iterator[Diagnostic]:
        """All of them with their places in the file."""
        told: list[Flaw] = []
        for code, found in self._found.items():
            found.sort(key=lambda each: (each.row, each.cell or 0))
            told += found[:MOST_TOLD]
            rest = self._counts[code] - MOST_TOLD
            if rest > 0:
                last = found[MOST_TOLD]
                message = f"{rest:,} more of this kind follow from here; this one: {last.message}"
                told.append(Flaw(last.fault, last.row, last.cell, message, last.hint))
        cells = places.cells(source, (each.row for each in told))
        for each in told:
            yield each.fault.at(source, _span(each, cells), each.message, each.hint)


def _span(flaw: Flaw, cells: Mapping[int, Sequence[Span]]) -> Span:
    found = cells.get(flaw.row)
    if not found:
        return Span(0, 0)
    if flaw.cell is None or flaw.cell >= len(found):
        return Span(found[0].start, found[-1].end)
    return found[flaw.cell]
