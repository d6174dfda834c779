"""A CSV file in pieces of whole records, so that a large one is never held at once."""

from collections.abc import Iterator

from pmkb.datafile import Data, DataFile
from pmkb.source import BOM

PIECE = 8 * 2**20
"""Bytes of a piece, about."""
MOST = 8 * PIECE
"""Where no end of a record is found for so long, there is a stray quotation mark."""


def pieces(data: Data) -> Iterator[bytes]:
    """The bytes of a file without its byte order mark; bytes that are held already in one piece."""
    if not isinstance(data, DataFile):
        yield data.removeprefix(BOM)
        return
    with data.open() as file:
        rest = file.read(PIECE).removeprefix(BOM)
        while rest:
            cut = _cut(rest)
            block = file.read(PIECE if cut <= 0 or len(rest) < PIECE else PIECE - len(rest) + cut)
            if not block:
                yield rest
                return
            if cut > 0:
                yield rest[:cut]
                rest = rest[cut:] + block
            else:
                rest += block


def _cut(data: bytes) -> int:
    """The end of the last whole record; 0 where none can be told."""
    end = b"\n" if b"\n" in data else b"\r"
    cut = data.rfind(end) + 1
    while cut > 0 and data.count(b'"', 0, cut) % 2:
        cut = data.rfind(end, 0, data.rfind(b'"', 0, cut)) + 1
    return cut if cut > 0 or len(data) < MOST else data.rfind(end) + 1
