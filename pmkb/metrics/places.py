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


class EndlessCell(Exception):
    """A cell has no end, most likely for want of a quotation mark: what follows cannot be read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
        """The line that its record begins in."""


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line that each record begins in, and its cells; the head is the first one.

    Raises `EndlessCell`.
    """
    lines = _Lines(text)
    reader = csv.reader(lines)
    line, start = 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise EndlessCell(line) from None
        if lines.at == len(text) and _is_open(text[start:]):
            raise EndlessCell(line)
        if any(cell.strip() for cell in cells) or len(cells) > 1:
            yield line, cells
        line, start = reader.line_num + 1, lines.at


class _Lines:
    """The lines of a text; not by `splitlines`, which breaks at form feeds and the like."""

    def __init__(self, text: str) -> None:
        self._lines = StringIO(text, newline="")
        self.at = 0
        """Where the next one begins."""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.at += len(line)
            yield line


def _is_open(record: str) -> bool:
    """Whether a record ends within quotation marks; they count at the beginning of a cell only."""
    at = 0
    while at < len(record):
        if record[at] == '"':
            end = record.find('"', at + 1)
            while end >= 0 and record.startswith('"', end + 1):
                end = record.find('"', end + 2)
            if end < 0:
                return True
            at = end
        comma = record.find(",", at)
        if comma < 0:
            return False
        at = comma + 1
    return False


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
