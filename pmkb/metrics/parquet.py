"""Parquet files of facts, read by DuckDB piece by piece.

Every cell becomes what it would be in a CSV file: numbers exact, days and texts as they are
written. A file has no lines, so the place of a cell is what a spreadsheet would show it at: names
in line 1, facts from line 2 on, columns counted from 1.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from glob import escape
from typing import Any

import duckdb
import numpy as np

from pmkb.datafile import Data, on_disk
from pmkb.kinds.dashboard.dataset import Column
from pmkb.message import say
from pmkb.metrics import faults
from pmkb.metrics.reading import NUMERIC, SURE_BELOW, BadCell, Read, coded, numbers, written
from pmkb.metrics.sheets import EMPTY, START, Unfit
from pmkb.metrics.table import Numbers, Texts
from pmkb.source import Place

VECTORS = 48
"""A piece is so many times 2,048 rows."""
_FEW = 20_000
"""Up to so many distinct texts, DuckDB hands out codes instead of texts."""
_EXACT = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}) | frozenset(
    {"UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}
)
_PLAIN = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "300MB",
}


class ParquetSheet:
    """A Parquet file."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self._types: dict[str, tuple[str, str]] | None = None

    @property
    def names(self) -> Sequence[str]:
        """The names of its columns."""
        if self._types is None:
            with _Opened(self.data) as opened:
                found = opened.rows("DESCRIBE facts")
            self._types = {str(name).strip(): (str(name), str(kind)) for name, kind, *_ in found}
            if not self._types:
                raise Unfit(faults.NO_ROWS, START, EMPTY, None)
        return list(self._types)

    def reads(self, declared: Mapping[str, Column]) -> Iterator[Read]:
        """The declared columns, piece by piece."""
        names = self.names
        known = self._types or {}
        wanted = [column for name, column in declared.items() if name in names]
        with _Opened(self.data) as opened:
            ways = [_Way(opened, column, *known[column.name]) for column in wanted]
            chosen = ", ".join(f"{each.sql} AS c{at}" for at, each in enumerate(ways))
            opened.run(f"SELECT {chosen or 'NULL AS c0'} FROM facts")  # noqa: S608 - names quoted
            some = False
            while len(frame := opened.piece()) or not some:
                some = True
                bad = list[BadCell]()
                columns = {
                    each.column.name: each.read(frame[f"c{at}"], bad)
                    for at, each in enumerate(ways)
                }
                yield Read(len(frame), columns, bad_cells=tuple(bad))

    def places(self, rows: Iterable[int]) -> Mapping[int, Sequence[Place]]:
        """The places of the cells of some rows."""
        width = range(1, len(self.names) + 1)
        return {row: [Place(row + 2, at, row + 2, at + 1) for at in width] for row in rows}


def _no_parquet(mark: bytes) -> Unfit:
    if not mark:
        return Unfit(faults.NO_ROWS, START, EMPTY, say("deliver the facts", "补交数据"))
    hint = say(
        "save it as Parquet, or let its name end in .csv if it is CSV",
        "另存为 Parquet；如果是 CSV，文件名要以 .csv 结尾",
    )
    message = say("this is no Parquet file", "这不是 Parquet 文件")
    return Unfit(faults.UNREADABLE, START, message, hint)


def _damaged() -> Unfit:
    message = say("this Parquet file is damaged", "这个 Parquet 文件已损坏")
    return Unfit(faults.UNREADABLE, START, message, say("export it again", "重新导出"))


class _Way:
    """How a column is fetched, and made into what it would be in a CSV file."""

    def __init__(self, opened: "_Opened", column: Column, name: str, kind: str) -> None:
        self.column, self.is_number = column, column.type in NUMERIC
        quoted = '"' + name.replace('"', '""') + '"'
        self.is_float = self.is_number and _is_sure(opened, quoted, kind)
        if self.is_float:
            # A float of 32 bits is meant as it is shown, not as its nearest one of 64.
            short = f"CAST({quoted} AS VARCHAR)" if kind == "FLOAT" else quoted
            self.sql = f"CAST({short} AS DOUBLE)"
        else:
            self.sql = _coded(opened, _as_text(quoted, kind))

    def read(self, cells: Any, bad: list[BadCell]) -> Texts | Numbers:
        """A piece of the column."""
        if not self.is_float:
            return self._of_texts(_texts(cells), bad)
        floats = cells.to_numpy(dtype=np.float64)
        found = numbers(floats, whole=self.column.type == "integer")
        if found is not None:
            return found
        texts = ["" if each != each else _shown(each) for each in floats.tolist()]  # noqa: PLR0124
        return self._of_texts(coded(texts), bad)

    def _of_texts(self, texts: Texts, bad: list[BadCell]) -> Texts | Numbers:
        if not self.is_number:
            return texts
        made = written(texts, whole=self.column.type == "integer")
        if made.unreadable is not None:
            for row in np.flatnonzero(made.unreadable):
                text = texts.values[texts.codes[row]]
                bad.append(BadCell(int(row), self.column.name, text))
        return made


def _is_sure(opened: "_Opened", quoted: str, kind: str) -> bool:
    """Whether every number in a column is exact in 64 bits, and none is infinite or no number."""
    if kind in ("DOUBLE", "FLOAT"):
        odd = f"isnan({quoted}) OR isinf({quoted})"
        return not opened.rows(f"SELECT 1 FROM facts WHERE {odd} LIMIT 1")  # noqa: S608
    if kind in _EXACT or kind.startswith("DECIMAL"):
        scale = int(kind.rstrip(")").rpartition(",")[2]) if kind.startswith("DECIMAL") else 0
        least, most = f"min({quoted})", f"max({quoted})"
        ends = opened.rows(f"SELECT {least}, {most} FROM facts")[0]  # noqa: S608
        return all(abs(int(each or 0)) * 10**scale <= SURE_BELOW for each in ends)
    if kind == "VARCHAR":
        # So short a number has few enough digits to be told from its nearest float.
        plain = f"length({quoted}) <= 15 AND regexp_full_match({quoted}, '{_PLAIN}')"
        odd = f"{quoted} IS NOT NULL AND NOT ({plain})"
        return not opened.rows(f"SELECT 1 FROM facts WHERE {odd} LIMIT 1")  # noqa: S608
    return False


def _as_text(quoted: str, kind: str) -> str:
    if kind.startswith("TIMESTAMP"):
        moment = f"CAST({quoted} AS TIMESTAMP)"
        day = f"CAST(CAST({moment} AS DATE) AS VARCHAR)"
        is_day = f"{moment} = CAST(CAST({moment} AS DATE) AS TIMESTAMP)"
        return f"CASE WHEN {is_day} THEN {day} ELSE CAST({moment} AS VARCHAR) END"
    return f"CAST({quoted} AS VARCHAR)"


def _coded(opened: "_Opened", text: str) -> str:
    """The same as codes, where few texts are different."""
    few = f"SELECT DISTINCT {text} AS v FROM facts WHERE v IS NOT NULL LIMIT {_FEW + 1}"  # noqa: S608
    values = [str(each[0]) for each in opened.rows(few)]
    if len(values) > _FEW or not values:
        return text
    name = opened.enumerated(sorted(values))
    return f"CAST({text} AS {name})"


def _texts(cells: Any) -> Texts:
    if hasattr(cells, "cat"):
        values = cells.cat.categories.tolist()
        codes = cells.cat.codes.to_numpy()
        # As in `coded`: white space round a text does not count.
        clean = sorted({each.strip() for each in values} - {""})
        position = {each: at for at, each in enumerate(clean)}
        table = [*(position.get(each.strip(), -1) for each in values), -1]
        return Texts(np.array(table, dtype=np.int32)[codes], tuple(clean))
    return coded(cells.fillna("").to_numpy(dtype=object))


def _shown(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)


class _Opened:
    """A connection with the file as the view `facts`."""

    def __init__(self, data: Data) -> None:
        self._file = on_disk(data)
        self._types = 0

    def __enter__(self) -> "_Opened":
        location = self._file.__enter__()
        with location.open("rb") as file:
            mark = file.read(4)
        if mark != b"PAR1":
            self._file.__exit__(None, None, None)
            raise _no_parquet(mark)
        path = escape(str(location))
        self._connection = duckdb.connect(":memory:", config=_SETTINGS)
        options = "hive_partitioning=false, binary_as_string=true"
        literal = path.replace("'", "''")
        try:
            self.run("SET TimeZone = 'UTC'")
            self.run(f"CREATE VIEW facts AS SELECT * FROM read_parquet('{literal}', {options})")  # noqa: S608
        except Unfit:
            self.__exit__()
            raise
        return self

    def __exit__(self, *raised: object) -> None:
        self._connection.close()
        self._file.__exit__(None, None, None)

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run a statement. Raises `Unfit`."""
        try:
            self._connection.execute(sql, list(values) or None)
        except duckdb.Error as error:
            raise _damaged() from error

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of an answer."""
        self.run(sql)
        try:
            return self._connection.fetchall()
        except duckdb.Error as error:
            raise _damaged() from error

    def piece(self) -> Any:
        """The next rows of an answer as a data frame; none behind the last."""
        try:
            return self._connection.fetch_df_chunk(VECTORS)
        except duckdb.Error as error:
            raise _damaged() from error

    def enumerated(self, values: Sequence[str]) -> str:
        """A type whose only values are these."""
        self._types += 1
        name = f"codes{self._types}"
        listed = ", ".join("'" + each.replace("'", "''") + "'" for each in values)
        self.run(f"CREATE TYPE {name} AS ENUM ({listed})")
        return name
