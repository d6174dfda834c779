"""A source file's text, and places in it.

Offsets are counted in characters of the text (without its byte order mark). Lines and columns are
counted from 1, columns in characters too; an end is the place just behind the last character.
"""

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

BOM = b"\xef\xbb\xbf"

# What Markdown and editors call a line end. YAML's own extra ones (U+0085, U+2028, U+2029) do not
# count: an editor shows them inside a line, so a position must too.
_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A stretch of a source's text: offsets of its first character and of the one behind it."""

    start: int
    end: int


class Place(NamedTuple):
    """A stretch of a source as people see it: lines and columns from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Source:
    """One file of the knowledge base: its path below the docs folder, and its text."""

    path: str
    """POSIX path relative to the docs folder."""
    text: str
    """The text, line ends as written, without a byte order mark."""
    data: bytes
    """The bytes as they stand in the file."""
    bad_utf8_at: int | None = None
    """The offset of the first character that is not valid UTF-8."""

    @classmethod
    def decode(cls, path: str, data: bytes) -> Self:
        """Read bytes as UTF-8. Bad bytes become U+FFFD, so that the rest can still be read."""
        body = data.removeprefix(BOM)
        try:
            return cls(path, body.decode("utf-8"), data)
        except UnicodeDecodeError as error:
            good = body[: error.start].decode("utf-8")
            return cls(path, body.decode("utf-8", errors="replace"), data, len(good))

    @cached_property
    def blob_hash(self) -> str:
        """The name git gives this content (SHA-1 of a blob object), as hexadecimal digits."""
        header = b"blob %d\0" % len(self.data)
        return hashlib.sha1(header + self.data, usedforsecurity=False).hexdigest()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line; the text's end for lines behind the last."""
        starts = self._line_starts
        return starts[line - 1] if line <= len(starts) else len(self.text)

    def line_text(self, line: int) -> str:
        """A line's text without its line end; empty for lines behind the last."""
        return self.text[self.line_start(line) : self.line_start(line + 1)].rstrip("\r\n")

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def place(self, span: Span) -> Place:
        """The lines and columns of a span."""
        return Place(*self.position(span.start), *self.position(max(span)))

    def line_span(self, line: int) -> Span:
        """The span of a line's text, white space at both ends left out."""
        text = self.line_text(line)
        start = self.line_start(line) + len(text) - len(text.lstrip())
        return Span(start, max(start, self.line_start(line) + len(text.rstrip())))
