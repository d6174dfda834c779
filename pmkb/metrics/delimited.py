"""CSV files of facts: in UTF-8, in pieces of whole records, with the place of every cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pmkb.datafile import Data, DataFile
from pmkb.kinds.dashboard.dataset import Column
from pmkb.message import Message, say
from pmkb.metrics import faults, places, reading
from pmkb.metrics.pieces import pieces
from pmkb.metrics.sheets import EMPTY, START, Unfit
from pmkb.source import Place, Source, Span


class CsvSheet:
    """A CSV file in UTF-8."""

    def __init__(self, path: str, data: Data) -> None:
        self.path, self.data = path, data
        self._names: list[str] | None = None
        self._records: list[int] = []
        """How many rows of facts each piece holds."""

    @property
    def names(self) -> Sequence[str]:
        """The cells of the first line."""
        if self._names is None:
            self._names = self._read_names()
        return self._names

    def _read_names(self) -> list[str]:
        names: list[str] | None = None
        lines = 0
        for piece in pieces(self.data):
            if names is None and (found := _other_format(piece)):
                raise Unfit(faults.NOT_UTF8, START, say("this is no text", "这不是文本"), found)
            source = Source.decode(self.path, piece) if not _is_utf8(piece) else None
            if source is not None:
                at = source.bad_utf8_at or 0
                place = _below(source.place(Span(at, at)), lines)
                message = say("this is not UTF-8", "这里不是 UTF-8")
                raise Unfit(faults.NOT_UTF8, place, message, _as_utf8(_encoding(piece)))
            if (nul := piece.find(b"\0")) >= 0:
                raise self._no_text(piece, nul, lines)
            names = reading.head(piece) if names is None else names
            lines += _lines(piece) if isinstance(self.data, DataFile) else 0
        if not names:
            hint = say("name the columns in the first line", "在首行写上列名")
            raise Unfit(faults.NO_ROWS, START, EMPTY, hint)
        return names

    def reads(self, declared: Mapping[str, Column]) -> Iterator[reading.Read]:
        """The declared columns, piece by piece."""
        self._records = []
        names, lines = self.names, 0
        head = ",".join(map(str, range(len(names)))).encode() + b"\n"
        for piece in pieces(self.data):
            try:
                read = reading.read(head + piece if self._records else piece, names, declared)
            except places.EndlessCell as found:
                line = lines + found.line - bool(self._records)
                raise _endless(line) from None
            self._records.append(read.rows + len(read.bad_rows))
            lines += _lines(piece) if isinstance(self.data, DataFile) else 0
            yield read

    def _no_text(self, piece: bytes, nul: int, lines: int) -> Unfit:
        """A file with NUL characters: UTF-16 without a mark, or no text at all."""
        at = len(piece[:nul].decode("utf-8"))
        place = _below(Source.decode(self.path, piece).place(Span(at, at)), lines)
        message = say("this is no text", "这不是文本")
        encoding = "UTF-16" if b"\0" in piece[:2] else None
        return Unfit(faults.NOT_UTF8, place, message, _as_utf8(encoding))

    def places(self, rows: Iterable[int]) -> Mapping[int, Sequence[Place]]:
        """The places of the cells of some rows, quotes included."""
        wanted, found = set(rows), dict[int, Sequence[Place]]()
        first, lines = 0, 0
        for at, piece in enumerate(pieces(self.data)):
            count = self._records[at] if at < len(self._records) else len(wanted)
            here = {each for each in wanted if first - (not at) <= each < first + count}
            if here or not self._records:
                source = Source.decode(self.path, piece)
                # Only the first piece begins with the names, which are row -1 of it.
                begin = first if not at else first + 1
                try:
                    cells = places.cells(source, {each - begin for each in here or wanted})
                except places.EndlessCell:
                    continue  # The file's only finding is that, and it has a place.
                for row, spans in cells.items():
                    found[row + begin] = [_below(source.place(each), lines) for each in spans]
            wanted -= here
            if not wanted:
                break
            first, lines = first + count, lines + _lines(piece)
        return found


def _endless(line: int) -> Unfit:
    return Unfit(
        faults.ENDLESS_CELL,
        Place(line, 1, line, 1),
        say(
            "a quotation mark in this row is never closed; nothing of the file counts",
            "这一行里的引号没有闭合；整个文件都不计入",
        ),
        say(
            'double the quotation marks inside a text: "a ""b"" c"',
            '文本里的引号要写两遍："a ""b"" c"',
        ),
    )


def _below(place: Place, lines: int) -> Place:
    line, column, end_line, end_column = place
    return Place(line + lines, column, end_line + lines, end_column)


def _lines(piece: bytes) -> int:
    """How many lines end in a piece."""
    return piece.count(b"\n") + piece.count(b"\r") - piece.count(b"\r\n")


def _is_utf8(piece: bytes) -> bool:
    if piece.isascii():
        return True
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _other_format(piece: bytes) -> Message | None:
    """What to do about a file that only calls itself CSV."""
    if piece.startswith(b"PAR1"):
        return say(
            "it looks like Parquet: let its name end in .parquet",
            "像是 Parquet：文件名要以 .parquet 结尾",
        )
    if piece.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return say(
            "it looks like a spreadsheet: save it as CSV UTF-8",
            "像是电子表格：另存为“CSV UTF-8”",
        )
    return None


def _as_utf8(encoding: str | None) -> Message:
    if encoding is None:
        return say("save it as CSV UTF-8", "另存为“CSV UTF-8”")
    return say(
        "save it as CSV UTF-8; it looks like {encoding}",
        "另存为“CSV UTF-8”；现在像是 {encoding}",
        encoding=encoding,
    )


def _encoding(data: bytes) -> str | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data[: data.rfind(b"\n", 0, 100_000) + 1 or 100_000].decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GB18030"
