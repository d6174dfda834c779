"""What is wrong with the rows of a file of facts, put together to diagnostics.

A wrong export has the same fault in every row: only the first ones are told, and how many follow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmkb.diagnostic import Diagnostic, Fault
from pmkb.message import Message, say
from pmkb.source import Place

MOST_TOLD = 20
"""Of each kind of fault in a file."""

Told = tuple[Message, Message | None]
"""Message and hint."""
Places = Callable[[Iterable[int]], Mapping[int, Sequence[Place]]]


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong in a row: at a cell of it, or at the whole row."""

    fault: Fault
    row: int
    """Its number in the file; −1 is the head."""
    cell: int | None
    """The position of the cell; None for the whole row."""
    message: Message
    hint: Message | None = None


@dataclass
class Flaws:
    """Flaws of one file as they are found: the first ones of each fault, and how many in all."""

    _found: dict[str, list[Flaw]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, flaw: Flaw) -> None:
        """One flaw."""
        found = self._found.setdefault(flaw.fault.code, [])
        found.append(flaw)
        if len(found) > 50 * MOST_TOLD:
            found.sort(key=_place)
            del found[MOST_TOLD + 1 :]
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

    def diagnostics(self, path: str, places: Places) -> Iterator[Diagnostic]:
        """All of them with their places in a file; `places` tells those of all cells of rows."""
        told: list[Flaw] = []
        for code, found in self._found.items():
            found.sort(key=_place)
            told += found[:MOST_TOLD]
            rest = self._counts[code] - MOST_TOLD
            if rest > 0:
                last = found[MOST_TOLD]
                message = say(
                    "{rest:,} more of this kind follow from here; this one: {one}",
                    "从这里起还有 {rest:,} 处同类问题；这一处：{one}",
                    rest=rest,
                    one=last.message,
                )
                told.append(Flaw(last.fault, last.row, last.cell, message, last.hint))
        cells = places(each.row for each in told)
        for each in told:
            fault, place = each.fault, _at(each, cells)
            yield Diagnostic(fault.code, fault.severity, path, place, each.message, each.hint)


def _place(flaw: Flaw) -> tuple[int, int]:
    return flaw.row, flaw.cell or 0


def _at(flaw: Flaw, cells: Mapping[int, Sequence[Place]]) -> Place:
    found = cells.get(flaw.row)
    if not found:
        return Place(1, 1, 1, 1)
    if flaw.cell is None or flaw.cell >= len(found):
        return Place(*found[0][:2], *found[-1][2:])
    return found[flaw.cell]
