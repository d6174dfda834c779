"""The rows and cells of a CSV text (RFC 4180), each cell with the place where it stands.

Read here rather than by the standard library's module, which tells the line of a row but not the
place of a cell.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pmkb.source import Span


class Cell(NamedTuple):
    """A cell's text without white space at its ends, and where that stands."""

    text: str
    span: Span


Row = Sequence[Cell]


class Rows(NamedTuple):
    """A text's rows, and the offset from which it is no CSV (None if all of it is)."""

    rows: list[Row]
    broken_at: int | None


_CELL = re.compile(
    r'(?:[ \t]*"(?P<quoted>[^"]*(?:""[^"]*)*)"[ \t]*|(?![ \t]*")(?P<bare>[^,\r\n]*))'
    r"(?P<end>,|\r\n|\n|\r|\Z)"
)


def rows_of(text: str) -> Rows:
    """Split a text. A quotation mark that is never closed, or text behind one, ends the reading."""
    rows, row, at = list[Row](), list[Cell](), 0
    while at < len(text) or row:
        found = _CELL.match(text, at)
        if found is None:
            return Rows(rows, at)
        row.append(_cell(found))
        at = found.end()
        if found["end"] != ",":
            rows.append(row)
            row = []
    return Rows(rows, None)


def _cell(found: re.Match[str]) -> Cell:
    name = "bare" if found["quoted"] is None else "quoted"
    written = found[name]
    start = found.start(name) + len(written) - len(written.lstrip())
    span = Span(start, start + len(written.strip()))
    return Cell(written.strip() if name == "bare" else written.replace('""', '"').strip(), span)


def span_of(row: Row) -> Span:
    """Where a whole row stands."""
    return Span(row[0].span.start, row[-1].span.end)
