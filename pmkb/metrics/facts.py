"""The facts of a dataset: read, checked, and ready to be added up."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache as cache_once
from functools import cached_property
from itertools import pairwise
from typing import Any
from unicodedata import normalize

import numpy as np

from pmkb.datafile import PARQUET, Data, DataFile
from pmkb.diagnostic import Diagnostic, Fault, did_you_mean
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds import BUILT_IN
from pmkb.kinds.dashboard.dataset import Column, Dataset
from pmkb.message import Message, listed, say
from pmkb.metrics import faults, reading
from pmkb.metrics.calendar import Calendar, Grain, Span, grain_of, read_span
from pmkb.metrics.delimited import CsvSheet
from pmkb.metrics.flaws import MOST_TOLD, Flaw, Flaws, Told
from pmkb.metrics.merged import Merging
from pmkb.metrics.sheets import START, Sheet, Unfit
from pmkb.metrics.stored import FORMAT, Kept
from pmkb.metrics.stored import get as get_table
from pmkb.metrics.stored import key as cache_key
from pmkb.metrics.stored import put as put_table
from pmkb.metrics.table import Numbers, Table, Texts, combined, taken
from pmkb.source import Place

LARGE = 50_000
"""From so many rows on, sums are kept too."""
DENSE = 0.9
"""From this share of days on, days without facts are gaps; below, nothing happened on them."""
TIMES = frozenset({"period", "date"})


@dataclass(frozen=True)
class Facts:
    """What a dataset's file holds, as of a day."""

    dataset: Dataset
    calendar: Calendar
    """Of the dataset's grain and fiscal year."""
    table: Table
    time: str | None
    """The column with the period, where a metric names no other."""
    faults: tuple[Diagnostic, ...]
    as_of: date
    kept: Kept | None = None
    """What was computed from this table before, if it is large enough to be kept."""

    def units(self, time: str) -> tuple[Span, ...]:
        """The periods that a column names in its rows and that were over on the day, in order."""
        if self.table.texts(time) is None:
            return ()
        spans = self.unit_of_values(time)
        used = self.table.used(time)
        present = {span for span, is_used in zip(spans, used, strict=True) if is_used and span}
        return tuple(sorted(each for each in present if each.end <= self.as_of))

    def unit_of_values(self, time: str) -> tuple[Span | None, ...]:
        """For each distinct value of a column of periods or days, the dataset's period it lies in.

        None for one that is longer than that, or cannot be read.
        """
        whole = [
            self.calendar.span(self.calendar.of(each.start)) if each.start > date.min else None
            for each in self.table.spans.get(time, ())
        ]
        return tuple(
            unit if unit is not None and each.end <= unit.end else None
            for each, unit in zip(self.table.spans.get(time, ()), whole, strict=True)
        )

    def rows_by_unit(self) -> tuple[tuple[Span, int], ...]:
        """How many rows each period has, in order; those that the day has not reached left out."""
        column = self.table.texts(self.time) if self.time else None
        if column is None or self.time is None:
            return ()
        spans = self.unit_of_values(self.time)
        used = np.bincount(column.codes[column.codes >= 0], minlength=len(spans))
        counts = dict.fromkeys(self.units(self.time), 0)
        for span, count in zip(spans, used, strict=True):
            if span in counts:
                counts[span] += int(count)
        return tuple(counts.items())

    @cached_property
    def is_dense(self) -> bool:
        """Whether a period without a row is a gap, not a period in which nothing happened."""
        if self.calendar.grain is not Grain.DAY or self.time is None:
            return True
        found = self.units(self.time)
        return bool(found) and len(found) >= DENSE * Span(found[0].start, found[-1].end).days

    @property
    def until(self) -> date | None:
        """The last day there are facts of."""
        found = self.units(self.time) if self.time else ()
        return found[-1].end if found else None


@once
def all_facts(kb: KnowledgeBase) -> dict[str, Facts]:
    """The facts of every dataset whose file is there and can be read, by `dataset:id`."""
    return {each.ref: found for each in kb.all(Dataset) if (found := load(each, kb))}


def load(dataset: Dataset, kb: KnowledgeBase) -> Facts | None:
    """Read and check a dataset's file; None where there is none (a rule of its own tells)."""
    data = kb.content.facts.get(dataset.path_)
    if data is None:
        return None
    loader = _Loader(dataset, kb, data)
    table = loader.table()
    return Facts(
        dataset,
        loader.calendar,
        table,
        loader.time,
        tuple(loader.diagnostics()),
        kb.as_of,
        loader.kept(table),
    )


def _sheet(path: str, data: Data) -> Sheet:
    """The rows of a file, in the form that its name says."""
    if path.lower().endswith(PARQUET):
        from pmkb.metrics.parquet import ParquetSheet

        return ParquetSheet(data)
    return CsvSheet(path, data)


class _Loader:
    def __init__(self, dataset: Dataset, kb: KnowledgeBase, data: Data) -> None:
        self.dataset, self.kb, self.data = dataset, kb, data
        self.calendar = Calendar(
            grain_of(dataset.grain) or Grain.MONTH, dataset.fiscal_year_start or 1
        )
        self.key = ""
        """The table's name in the cache."""
        self.flaws = Flaws()
        self.own: list[Diagnostic] = []
        """Findings in the dataset's own document."""
        self.whole_file: list[tuple[Fault, Place, Message, Message | None]] = []
        self.sheet = _sheet(dataset.path_, data)
        self.names: Sequence[str] = ()
        self.declared: dict[str, Column] = {}
        self.time: str | None = None
        self.read = reading.Read(0, {})
        self.in_file: tuple[Diagnostic, ...] = ()
        """Findings in the file of facts."""

    def diagnostics(self) -> Iterator[Diagnostic]:
        yield from self.own
        yield from self.in_file

    def table(self) -> Table:
        self._declare()
        table = self._remembered()
        self._check_columns()
        self._check_age(table)
        return self._newest(table)

    def _remembered(self) -> Table:
        """The checked table from the cache, or else made and put there."""
        cache = self.kb.content.cache
        if cache is None:
            table = self._made()
            self.in_file = tuple(self._told())
            return table
        self.key = self._key()
        known = get_table(cache, self.key, cache_once(self._remade))
        if known is not None:
            table, self.names, self.in_file = known
            return table
        table = self._made()
        self.in_file = tuple(self._told())
        put_table(cache, self.key, table, self.names, self.in_file)
        return table

    def _remade(self) -> Table:
        other = _Loader(self.dataset, self.kb, self.data)
        other._declare()
        return other._made()

    def kept(self, table: Table) -> Kept | None:
        """Where to keep what is computed from the table; small ones are quicker added up again."""
        cache = self.kb.content.cache
        if cache is None or table.rows < LARGE or self.dataset.restated:
            return None
        return Kept(cache, self.key)

    def _key(self) -> str:
        """What the checked table depends on: the file, its definition, and the names in use."""
        dataset = self.dataset
        definition = {
            "columns": [(c.name, c.type, c.refers_to, c.unit) for c in dataset.columns_],
            "rest": (
                dataset.id,
                dataset.path_,
                dataset.grain,
                self.calendar.first_month,
                dataset.key_,
            ),
            "restated": dataset.restated,
            "names": {
                c.refers_to: (c.refers_to in self._kinds, _names(c.refers_to, self.kb))
                for c in dataset.columns_
                if c.refers_to
            },
            "currencies": sorted(self.kb.vocabulary.terms("currency")),
        }
        content = self.data.digest if isinstance(self.data, DataFile) else self.data
        return cache_key(FORMAT, json.dumps(definition, sort_keys=True), content)

    def _told(self) -> Iterator[Diagnostic]:
        """What is wrong in the file."""
        path = self.dataset.path_
        for fault, place, message, hint in self.whole_file:
            yield Diagnostic(fault.code, fault.severity, path, place, message, hint)
        if self.flaws:
            yield from self.flaws.diagnostics(path, self.sheet.places)

    def _made(self) -> Table:
        """The file read and checked; no rows if it cannot be read at all."""
        try:
            self.names = self.sheet.names
            if self._is_delimited_otherwise():
                self.names = ()
                return Table(0, {})
            self._check_head()
            self._read()
        except Unfit as unfit:
            self.whole_file.append((unfit.fault, unfit.place, unfit.message, unfit.hint))
            self.names = ()
            return Table(0, {})
        columns: dict[str, Texts | Numbers] = {}
        spans: dict[str, tuple[Span, ...]] = {}
        for name, found in self.read.columns.items():
            columns[name] = found
            if isinstance(found, Texts):
                columns[name], days = self._checked(name, found)
                if days is not None:
                    spans[name] = days
        self._check_units(columns)
        table = Table(self.read.rows, columns, spans)
        if not table.rows:
            message = say("there are no rows of facts here", "这里没有数据行")
            hint = say("deliver the facts, or correct the path", "补交数据，或改正路径")
            self.whole_file.append((faults.NO_ROWS, START, message, hint))
        self._check_key(table)
        self._check_undated(table)
        self._check_gaps(table)
        return table

    def _declare(self) -> None:
        for position, column in enumerate(self.dataset.columns_):
            if column.name in self.declared:
                message = say(
                    "the column {name!r} is declared twice",
                    "列“{name}”声明了两次",
                    name=column.name,
                )
                self._complain(faults.COLUMN_TWICE, ("columns", position, "name"), message)
            else:
                self.declared[column.name] = column
            target = column.refers_to
            if target and not (target in self.kb.vocabulary.lists or target in self._kinds):
                known = {*self.kb.vocabulary.lists, *self._kinds}
                self._complain(
                    faults.REFERS_TO_UNKNOWN,
                    ("columns", position, "refers_to"),
                    say(
                        "{target!r} is neither a kind of record nor a list of terms",
                        "“{target}”既不是记录类别，也不是词表",
                        target=target,
                    ),
                    did_you_mean(target, known),
                )
        times = [each.name for each in self.declared.values() if each.type in TIMES]
        self.time = next((name for name in times if name != self.dataset.restated), None)

    @property
    def _kinds(self) -> set[str]:
        return {*self.kb.kinds, *BUILT_IN}

    def _complain(
        self,
        fault: Fault,
        path: tuple[str | int, ...],
        message: Message,
        hint: Message | None = None,
    ) -> None:
        span = self.dataset.span(*path)
        self.own.append(fault.at(self.dataset.document.source, span, message, hint))

    def _is_delimited_otherwise(self) -> bool:
        first = self.names[0]
        other = next((each for each in (";", "\t", "|") if each in first), None)
        if other and len(self.names) < len(first.split(other)) and len(self.declared) > 1:
            found = say("a tab", "制表符") if other == "\t" else Message(repr(other), f"“{other}”")
            message = say(
                "cells are separated by {found}; commas are wanted",
                "单元格用{found}分隔；这里要用逗号",
                found=found,
            )
            hint = say("export it with commas", "导出时选逗号分隔")
            self.flaws.add(Flaw(faults.WRONG_DELIMITER, -1, None, message, hint))
            return True
        return False

    def _check_head(self) -> None:
        for position, name in enumerate(self.names):
            if name in self.names[:position]:
                message = say(
                    "a second column {name!r}; the first one counts",
                    "第二个名为“{name}”的列；以第一个为准",
                    name=name,
                )
                self.flaws.add(Flaw(faults.COLUMN_TWICE, -1, position, message))
            elif name not in self.declared:
                hint = did_you_mean(name, self.declared) or say(
                    "declare it in the dataset's `columns`", "在数据集的 `columns` 里声明它"
                )
                message = say(
                    "the dataset {id!r} declares no column {name!r}",
                    "数据集“{id}”没有声明列“{name}”",
                    id=self.dataset.id,
                    name=name,
                )
                self.flaws.add(Flaw(faults.COLUMN_UNDECLARED, -1, position, message, hint))

    def _check_columns(self) -> None:
        if not self.names:
            return
        for position, column in enumerate(self.dataset.columns_):
            if column.name not in self.names and self.declared[column.name] is column:
                message = say(
                    "{path} has no column {name!r}",
                    "{path} 里没有列“{name}”",
                    path=self.dataset.path_,
                    name=column.name,
                )
                near = did_you_mean(column.name, self.names)
                self._complain(faults.COLUMN_MISSING, ("columns", position, "name"), message, near)

    def _read(self) -> None:
        merging = Merging()
        for each in self.sheet.reads(self.declared):
            self._tell_unreadable(each, merging.records)
            merging.add(each)
        self.read = merging.read()

    def _tell_unreadable(self, read: reading.Read, before: int) -> None:
        """What is wrong with a piece of the file that has some rows before it."""
        width = len(self.names)
        for row in read.bad_rows:
            message = say(
                "{cells} cells; the first line names {width}",
                "有 {cells} 个单元格；首行列出 {width} 个",
                cells=row.cells,
                width=width,
            )
            quotes = say("put texts with a comma in quotes", "含逗号的文本要加引号")
            hint = quotes if row.cells > width else None
            self.flaws.add(Flaw(faults.ROW_LENGTH, before + row.row, None, message, hint))
        for cell in read.bad_cells:
            column = self.declared[cell.column]
            message, hint = _wrong_cell(column, cell.text)
            at = self.names.index(cell.column)
            self.flaws.add(Flaw(faults.WRONG_CELL, before + cell.row, at, message, hint))

    def _checked(self, name: str, found: Texts) -> tuple[Texts, tuple[Span, ...] | None]:
        column = self.declared[name]
        if column.type in TIMES:
            return self._timed(name, found)
        if column.type == "boolean":
            bad = [each.lower() not in _TRUTH for each in found.values]
            return self._without(name, found, bad, lambda text: _wrong_cell(column, text)), None
        if column.refers_to:
            return self._referring(name, found, column.refers_to), None
        return found, None

    def _timed(self, name: str, found: Texts) -> tuple[Texts, tuple[Span, ...]]:
        column = self.declared[name]
        read = [read_span(each, self.calendar.first_month) for each in found.values]
        if column.type == "date":
            read = [each if each and each[0] is Grain.DAY else None for each in read]
        bad = [each is None for each in read]
        found = self._without(name, found, bad, lambda text: _wrong_cell(column, text))
        spans = [each[1] if each else Span(date.min, date.min) for each in read]
        if name != self.time:
            return found, tuple(spans)
        if column.type == "date":
            return found, tuple(
                self.calendar.span(self.calendar.of(each.start)) if ok else each
                for each, ok in zip(spans, (not each for each in bad), strict=True)
            )
        grain = self.calendar.grain
        other = [each is not None and each[0] is not grain for each in read]
        right = [each[1] for each in read if each is not None and each[0] is grain]
        overlaps = [
            is_other and any(span.overlaps(each) for each in right)
            for is_other, span in zip(other, spans, strict=True)
        ]
        found = self._without(
            name,
            found,
            overlaps,
            lambda text: (_overlap(text, grain), _BY_UNIT),
            faults.PERIOD_OVERLAP,
        )
        lone = [one and not two for one, two in zip(other, overlaps, strict=True)]
        found = self._without(name, found, lone, lambda text: _other_grain(text, grain))
        return found, tuple(spans)

    def _without(
        self,
        name: str,
        found: Texts,
        bad: Sequence[bool],
        tell: Callable[[str], Told],
        fault: Fault = faults.WRONG_CELL,
    ) -> Texts:
        """A column whose bad values are unknown, and told."""
        if not any(bad):
            return found
        wrong = np.array([*bad, False], dtype=np.bool_)
        rows = np.flatnonzero(wrong[found.codes])
        in_file = rows if self.read.numbers is None else self.read.numbers[rows]
        text = dict(zip(in_file.tolist(), found.codes[rows].tolist(), strict=True))

        def told(row: int) -> Told:
            message, hint = tell(found.values[text[row]])
            return message, hint

        self.flaws.add_rows(fault, in_file.tolist(), self.names.index(name), told)
        codes = np.where(wrong[found.codes], np.int32(-1), found.codes)
        return Texts(codes.astype(np.int32), found.values)

    def _referring(self, name: str, found: Texts, target: str) -> Texts:
        known = _names(target, self.kb)
        if known is None:
            return found
        unknown = [each not in known for each in found.values]

        def tell(text: str) -> Told:
            what = say("record", "记录") if target in self._kinds else say("term", "词条")
            message = say(
                "there is no {target} {what} {text!r}",
                "没有名为“{text}”的 {target} {what}",
                target=target,
                what=what,
                text=text,
            )
            return message, did_you_mean(text, known)

        self._without(name, found, unknown, tell, faults.UNKNOWN_CELL)
        meant = [known.get(each, each) for each in found.values]
        values = sorted(set(meant))
        position = {each: at for at, each in enumerate(values)}
        table = np.array([*(position[each] for each in meant), -1], dtype=np.int32)
        return Texts(table[found.codes], tuple(values))

    def _check_units(self, columns: Mapping[str, Texts | Numbers]) -> None:
        """Currencies in a column of their own are terms of the vocabulary."""
        for column in self.declared.values():
            named = columns.get(column.unit or "")
            if isinstance(named, Texts) and column.unit is not None:
                currencies = self.kb.vocabulary.terms("currency")
                unknown = [each not in currencies for each in named.values]
                self._without(
                    column.unit,
                    named,
                    unknown,
                    _no_currency(currencies),
                    faults.UNKNOWN_CELL,
                )

    def _check_key(self, table: Table) -> None:
        dataset = self.dataset
        names = [name for name in dataset.key_ if name in table.columns]
        if not names or len(names) < len(dataset.key_):
            return
        for name in names:
            column = table.columns[name]
            empty = column.codes < 0 if isinstance(column, Texts) else column.missing
            if empty is not None and empty.any():
                rows = self._in_file(np.flatnonzero(empty & ~self._told_already(name, empty)))
                message = say(
                    "{name!r} belongs to the key and is empty",
                    "“{name}”属于主键，却是空的",
                    name=name,
                )
                self.flaws.add_rows(
                    faults.KEY_INCOMPLETE,
                    rows,
                    self.names.index(name),
                    _saying(message),
                )
        issued = [each for each in (dataset.restated,) if each and each in table.columns]
        code = _key_codes(table, [*names, *issued])
        order = np.argsort(code, kind="stable")
        same = code[order[1:]] == code[order[:-1]]
        if not same.any():
            return
        again = np.sort(order[1:][same])
        rows = self._in_file(again)
        firsts = {
            row: self.read.number(int(np.argmax(code == code[at])))
            for row, at in zip(rows[: MOST_TOLD + 1], again[: MOST_TOLD + 1], strict=True)
        }

        def tell(row: int) -> Told:
            at = firsts[row]
            message = say(
                "the same {names} as in row {row} below the first line",
                "与首行之下第 {row} 行的 {names} 相同",
                names=listed(names),
                row=at + 1,
            )
            return message, say(
                "merge the rows, or add the column that tells them apart to `key`",
                "合并这些行，或把能区分它们的列加入 `key`",
            )

        self.flaws.add_rows(faults.KEY_TWICE, rows, None, tell)

    def _check_undated(self, table: Table) -> None:
        """Rows with something in them, but no period."""
        column = self.read.columns.get(self.time or "")
        if not isinstance(column, Texts) or self.time in self.dataset.key_:
            return
        undated = column.codes < 0
        if not undated.any():
            return
        filled = np.zeros(table.rows, dtype=np.bool_)
        for each in self.read.columns.values():
            empty = each.codes < 0 if isinstance(each, Texts) else each.missing
            filled |= True if empty is None else ~empty
        rows = self._in_file(np.flatnonzero(undated & filled))
        if not rows:
            return
        message = say("the row does not say when", "这一行没有写周期")
        hint = say("fill in {name!r}", "补填“{name}”", name=self.time)
        self.flaws.add_rows(
            faults.PERIOD_MISSING, rows, self.names.index(self.time), lambda row: (message, hint)
        )

    def _told_already(self, name: str, empty: Any) -> Any:
        """Cells that are unknown since they could not be read, not since they are empty."""
        raw = self.read.columns[name]
        if isinstance(raw, Texts):
            return raw.codes >= 0
        return np.zeros(len(empty), dtype=np.bool_)

    def _in_file(self, rows: Any) -> list[int]:
        found = rows if self.read.numbers is None else self.read.numbers[rows]
        return [int(each) for each in found]

    def _check_gaps(self, table: Table) -> None:
        if self.time is None:
            return
        facts = Facts(self.dataset, self.calendar, table, self.time, (), date.max)
        if facts.is_dense:
            found = [self.calendar.of(each.start) for each in facts.units(self.time)]
            for before, after in pairwise(found):
                if after > before + 1:
                    self._tell_gap(table, self.time, before + 1, after)

    def _check_age(self, table: Table) -> None:
        as_of, most = self.kb.as_of, self.dataset.max_age
        newest = Facts(self.dataset, self.calendar, table, self.time, (), as_of).until
        if most and newest and most.after(newest) < as_of:
            message = say(
                "the newest facts are of {newest}, {days} days ago",
                "最新数据是 {newest} 的，已过 {days} 天",
                newest=newest,
                days=(as_of - newest).days,
            )
            hint = say("deliver the newest facts", "补交最新数据")
            self._complain(faults.FACTS_OUTDATED, ("max_age",), message, hint)

    def _tell_gap(self, table: Table, time: str, first: int, after: int) -> None:
        column, spans = table.texts(time), table.spans[time]
        if column is None:
            return
        start = self.calendar.start(after)
        codes = [at for at, span in enumerate(spans) if span.start == start]
        row = int(np.flatnonzero(np.isin(column.codes, codes))[0])
        begin, end = self.calendar.label(first), self.calendar.label(after - 1)
        missing = say("{begin} is", "{begin}", begin=begin)
        if after - 1 > first:
            missing = say("{begin} to {end} are", "{begin} 至 {end}", begin=begin, end=end)
        message = say(
            "{missing} missing before this period", "此期之前缺 {missing} 的数据", missing=missing
        )
        self.flaws.add(
            Flaw(
                faults.PERIOD_GAP,
                self.read.number(row),
                self.names.index(time),
                message,
                say(
                    "deliver the missing rows; with zeros, if nothing happened",
                    "补交缺的行；没有发生的填 0",
                ),
            )
        )

    def _newest(self, table: Table) -> Table:
        """Of rows with the same key, the one issued last on or before the day."""
        issued = self.dataset.restated
        column = table.texts(issued) if issued else None
        if column is None or issued is None or not self.dataset.key_:
            return table
        days = [each.start.toordinal() for each in table.spans.get(issued, ())]
        by_code = np.array([*days, 0], dtype=np.int64)
        when = by_code[column.codes]
        known = when <= self.kb.as_of.toordinal()
        names = [name for name in self.dataset.key_ if name in table.columns and name != issued]
        code = _key_codes(table, names)
        order = np.lexsort((when, code))
        order = order[known[order]]
        last = np.ones(len(order), dtype=np.bool_)
        last[:-1] = code[order][1:] != code[order][:-1]
        keep = np.zeros(table.rows, dtype=np.bool_)
        keep[order[last]] = True
        return taken(table, keep)


def _saying(message: Message) -> Callable[[int], Told]:
    return lambda row: (message, None)


def _no_currency(known: Iterable[str]) -> Callable[[str], Told]:
    return lambda text: (
        say("{text!r} is no currency", "“{text}”不是货币代码", text=text),
        did_you_mean(text, known),
    )


_TRUTH = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}
_BY_UNIT = say("give the facts by the dataset's grain only", "只按数据集的粒度提供数据")


def _overlap(text: str, grain: Grain) -> Message:
    return say(
        "{text!r} is no {grain}, and overlaps periods of the dataset's grain",
        "“{text}”不是数据集的粒度（{grain}），并与其中的周期重叠",
        text=text,
        grain=grain,
    )


def _other_grain(text: str, grain: Grain) -> Told:
    message = say(
        "{text!r} is no {grain}, the dataset's grain",
        "“{text}”不是数据集的粒度（{grain}）",
        text=text,
        grain=grain,
    )
    read = read_span(text)
    if read is None or read[0] is not Grain.DAY:
        return message, None
    return message, say(
        "declare the column as `type: date`; its days then count for their {grain}s",
        "把该列声明为 `type: date`，各天就计入所在的{grain}",
        grain=grain.named,
    )


def _key_codes(table: Table, names: Sequence[str]) -> Any:
    codes: list[Any] = []
    sizes: list[int] = []
    for name in names:
        column = table.columns[name]
        if isinstance(column, Texts):
            codes.append(column.codes)
            sizes.append(len(column.values))
            continue
        found, size = _ranked(column.whole)
        codes.append(found)
        sizes.append(size)
    return combined(codes, sizes)


def _ranked(whole: Any) -> tuple[Any, int]:
    """Numbers as codes from 0, and how many codes there may be."""
    if whole.dtype != object and len(whole):
        low, high = whole.min(), whole.max()
        if high - low < 2**40:
            return (whole - low).astype(np.int64), int(high - low) + 1
    values, found = np.unique(whole, return_inverse=True)
    return found, len(values)


def _names(target: str, kb: KnowledgeBase) -> dict[str, str] | None:
    """Every name that leads to a record of a kind, or a term of a list; None: nothing to check."""
    kind = kb.kinds.get(target)
    if kind is None:
        terms = kb.vocabulary.terms(target)
        return {each: each for each in terms} if terms else None
    found = {
        path.rpartition("/")[2].removesuffix(".md"): path.rpartition("/")[2].removesuffix(".md")
        for path, broken in kb.content.broken.items()
        if broken is kind
    }
    for record in kb.all(kind):
        for name in (*(name for _, name in record.other_names()), record.id):
            found[name] = record.id
            found[f"{target}:{name}"] = record.id
    return found


def _wrong_cell(column: Column, text: str) -> Told:
    shown = text if len(text) <= 60 else text[:57] + "…"
    wanted = _WANTED.get(column.type, _NUMBER)
    message = say(
        "{wanted} is wanted here, not {text!r}",
        "这里要填{wanted}，不能是“{text}”",
        wanted=wanted,
        text=shown,
    )
    match column.type:
        case "date":
            return message, _day_hint(text)
        case "period":
            forms = "2026, 2026-Q3, 2026-07, 2026-W27 or 2026-07-15"
            nearer = _as_period(text)
            if nearer is not None:
                return message, say("did you mean {period}?", "是不是 {period}？", period=nearer)
            return message, say("write {forms}", "写成 {forms}", forms=_or(forms))
        case "boolean":
            return message, None
        case _:
            return message, _plain(text)


_NUMBER = say("a number", "数字")
_WANTED = {
    "date": say("a date", "日期"),
    "period": say("a period", "周期"),
    "boolean": say("true or false", "true 或 false"),
    "integer": say("a whole number", "整数"),
}


def _or(forms: str) -> Message:
    return Message(forms, forms.replace(", ", "、").replace(" or ", " 或 "))


def _day_hint(text: str) -> Message:
    found = read_span(_as_period(text) or "")
    if found and found[0] is Grain.DAY:
        return say("did you mean {day}?", "是不是 {day}？", day=found[1].start)
    if _DAY_NUMBER.fullmatch(text):
        day = _DAY_ZERO + timedelta(days=int(text))
        return say(
            "it looks like a spreadsheet's number for {day}; format the column as text",
            "像是电子表格里 {day} 的序号；把该列设为文本格式",
            day=day,
        )
    return say("write it as YYYY-MM-DD", "写成 YYYY-MM-DD")


_DAY_NUMBER = re.compile(r"[2-7]\d{4}")
"""A day between 1954 and 2119 as spreadsheets count days."""
_DAY_ZERO = date(1899, 12, 30)
_DATED = re.compile(
    r"(\d{4})[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2}))?[月日]?(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?"
)


def _as_period(text: str) -> str | None:
    """A day or month that is written otherwise, such as 2026/7/1 or 2026年7月, as we write it."""
    found = _DATED.fullmatch(normalize("NFKC", text))
    if found is None or _DAY_NUMBER.fullmatch(text):
        return None
    made = "-".join(each.zfill(2) for each in found.groups() if each)
    return made if read_span(made) else None


_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?|[+-]?\d{1,4}(,\d{4})+(\.\d*)?")
"""Digits in groups of three, or of four as some do for 万."""


def _ungrouped(text: str) -> str:
    """A number without what groups its digits; one in brackets is negative, as accountants say."""
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text


def _plain(text: str) -> Message | None:
    """A hint for numbers with separators, signs, units or full-width digits."""
    bare = _ungrouped(normalize("NFKC", text).replace(" ", "").strip("¥￥$€%"))
    if bare == text or reading.number(bare, whole=False) is None:
        return None
    if "%" in normalize("NFKC", text):
        share = reading.number(bare, whole=False)
        part = f"{share / 100:f}" if share is not None else bare
        return say(
            "write {bare}, or {part} for the share",
            "写成 {bare}；要的是比例，就写 {part}",
            bare=bare,
            part=part,
        )
    return say("write {bare}", "写成 {bare}", bare=bare)
