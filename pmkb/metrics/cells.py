"""The rows and cells of a CSV text (RFC 4180), and where they stand in it.

Read here rather than by the standard library's module, which tells the line of a row but not the
place of a cell, and takes a quotation mark that is never closed for the rest of the file.
"""

import re
from typing import NamedTuple

from pmkb.source import Span


class Row(NamedTuple):
    """A row: where it begins, and its cells without white space at their ends."""

    start: int
    cells: tuple[str, ...]

    def cell(self, position: int) -> "Cell":
        """The cell at a position, from 0."""
        return Cell(self.cells[position], self, position)

    def trimmed(self) -> "Row":
        """The row without empty cells at its end, such as spreadsheets leave."""
        filled = [at for at, cell in enumerate(self.cells) if cell]
        return Row(self.start, self.cells[: filled[-1] + 1] if filled else ())


class Cell(NamedTuple):
    """A cell of a row."""

    text: str
    row: Row
    position: int

    def span(self, text: str) -> Span:
        """Where it stands in the whole text: what is between its quotation marks, trimmed."""
        at = self.row.start
        for _ in range(self.position):
            found = _CELL.match(text, at)
            at = found.end() if found else at
        found = _CELL.match(text, at)
        if found is None:
            return Span(at, at)
        name = "bare" if found["quoted"] is None else "quoted"
        written = found[name]
        start = found.start(name) + len(written) - len(written.lstrip())
        return Span(start, start + len(written.strip()))


class Rows(NamedTuple):
    """A text's rows, and the offset from which it is no CSV (None if all of it is)."""

    rows: list[Row]
    broken_at: int | None


_PLAIN_LINE = re.compile(r'([^"\r\n]*)(?:\r\n|\n|\r|\Z)')
_CELL = re.compile(
    r'(?:[ \t]*"(?P<quoted>[^"]*(?:""[^"]*)*)"[ \t]*|(?![ \t]*")(?P<bare>[^,\r\n]*))'
    r"(?P<end>,|\r\n|\n|\r|\Z)"
)


def rows_of(text: str) -> Rows:
    """Split a text. A quotation mark that is never closed, or text behind one, ends the reading."""
    rows, at = list[Row](), 0
    while at < len(text):
        plain = _PLAIN_LINE.match(text, at)
        if plain is not None:
            rows.append(Row(at, tuple(map(str.strip, plain[1].split(",")))))
            at = plain.end()
            continue
        cells, start = list[str](), at
        while not cells or text[at - 1] == ",":
            found = _CELL.match(text, at)
            if found is None:
                return Rows(rows, at)
            cells.append(_value(found))
            at = found.end()
            if found["end"] != ",":
                break
        rows.append(Row(start, tuple(cells)))
    return Rows(rows, None)


def row_span(text: str, row: Row) -> Span:
    """Where a row stands, from its first cell to its last."""
    last = row.cell(len(row.cells) - 1)
    return Span(row.cell(0).span(text).start, last.span(text).end)


def _value(found: re.Match[str]) -> str:
    quoted: str | None = found["quoted"]
    written: str = found["bare"] if quoted is None else quoted.replace('""', '"')
    return written.strip()
