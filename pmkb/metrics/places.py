"""Where the cells of a CSV file stand in its text. Needed only for what is wrong with them."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from pmkb.source import Source, Span


def cells(source: Source, wanted: Iterable[int]) -> Mapping[int, tuple[Span, ...]]:
    """The spans of all cells of some rows; row 0 is the first below the head, −1 the head itself.

    Blank lines are no rows. The quotes round a cell belong to its span.
    """
    missing = set(wanted)
    found: dict[int, tuple[Span, ...]] = {}
    for row, line in rows(source.text):
        if not missing:
            break
        if row in missing:
            missing.discard(row)
            found[row] = tuple(_cells(source.text, source.line_start(line)))
    return found


def rows(text: str) -> Iterator[tuple[int, int]]:
    """Each row's number and the line it begins in."""
    for number, (line, _) in enumerate(records(text)):
        yield number - 1, line


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line that each record begins in, and its cells; the head is the first one."""
    reader = csv.reader(_lines(text))  # not splitlines: it breaks at form feeds and the like
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a stray NUL or an endless cell: what follows cannot be read
            return
        if any(cell.strip() for cell in cells) or len(cells) > 1:
            yield line, cells
        line = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    yield from StringIO(text, newline="")


def _cells(text: str, start: int) -> Iterator[Span]:
    at, quoted = start, False
    while at < len(text):
        char = text[at]
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            yield Span(start, at)
            start = at + 1
        elif char in "\r\n" and not quoted:
            break
        at += 1
    yield Span(start, at)
