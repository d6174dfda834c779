"""The columns of many pieces of a file as those of one."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from pmkb.metrics.packed import MANY, Packed, Part, hashes
from pmkb.metrics.reading import SURE_BELOW, Read
from pmkb.metrics.table import Codes, Flags, Numbers, Texts


class Merging:
    """Pieces of a file as they are read."""

    def __init__(self) -> None:
        self.records = 0
        """Rows of the file so far, those left out included."""
        self._rows = 0
        self._first: Read | None = None
        """The only piece, while there is no other."""
        self._numbers: list[Any] = []
        self._texts: dict[str, _Texts] = {}
        self._amounts: dict[str, _Numbers] = {}

    def add(self, read: Read) -> None:
        """The next piece."""
        self._first = None if self.records else read
        rows = np.arange(read.rows) if read.numbers is None else read.numbers
        if self._numbers or read.numbers is not None:
            if not self._numbers and self.records:
                self._numbers.append(np.arange(self.records))
            self._numbers.append(rows + self.records)
        self.records += read.rows + len(read.bad_rows)
        self._rows += read.rows
        for name, column in read.columns.items():
            if isinstance(column, Texts):
                self._texts.setdefault(name, _Texts()).add(column)
            else:
                self._amounts.setdefault(name, _Numbers()).add(column)

    def read(self) -> Read:
        """All of them. What was wrong in them is told piece by piece, so it is not in here."""
        if self._first is not None:
            return self._first
        columns: dict[str, Texts | Numbers] = {}
        for name in list(self._texts):
            columns[name] = self._texts.pop(name).whole()
        for name in list(self._amounts):
            columns[name] = self._amounts.pop(name).whole()
        numbers = np.concatenate(self._numbers) if self._numbers else None
        return Read(self._rows, columns, numbers)


class _Texts:
    """Codes into the values that are known so far; once they are many, into those of each piece."""

    def __init__(self) -> None:
        self._codes: list[Codes] = []
        self._known: dict[str, int] = {}
        self._parts: list[Part] = []
        self._hashes: list[Any] = []
        """Of each piece's values; empty while all values are known together."""

    def add(self, column: Texts) -> None:
        if not self._hashes and len(self._known) + len(column.values) <= MANY:
            known = self._known
            table = [known.setdefault(each, len(known)) for each in column.values]
            self._codes.append(np.array([*table, -1], dtype=np.int32)[column.codes])
            return
        if not self._hashes:
            self._codes = [np.concatenate(self._codes)] if self._codes else []
            if self._codes:
                self._pack(list(self._known))
            self._known = {}
        self._pack(column.values)
        self._codes.append(column.codes)

    def _pack(self, values: Sequence[str]) -> None:
        self._parts.append(Part.of(values))
        self._hashes.append(hashes(values))

    def whole(self) -> Texts:
        if not self._hashes:
            codes = _joined(self._codes)
            values = tuple(sorted(self._known))
            position = {each: at for at, each in enumerate(values)}
            table = np.array([*(position[each] for each in self._known), -1], dtype=np.int32)
            return Texts(table[codes], values)
        of_value, is_new = _numbered(np.concatenate([*_popped(self._hashes)]))
        ends = np.cumsum([len(each) for each in self._parts])
        kept, codes, start = list[Part](), list[Codes](), 0
        pieces = zip(ends.tolist(), _popped(self._parts), _popped(self._codes), strict=True)
        for end, part, own in pieces:
            new = is_new[start:end]
            kept.append(part if new.all() else part.taken(new))
            codes.append(np.append(of_value[start:end], np.int32(-1))[own])
            start = end
        return Texts(np.concatenate(codes), Packed(tuple(kept)))


def _numbered(found: Any) -> tuple[Codes, Flags]:
    """The number of each hash's value in the order of their appearance, and where one is new."""
    order = np.argsort(found, kind="stable")
    ordered = found[order]
    begins = np.ones(len(found), dtype=np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    del ordered
    firsts = order[begins]
    is_new = np.zeros(len(found), dtype=np.bool_)
    is_new[firsts] = True
    number = np.cumsum(is_new, dtype=np.int32)[firsts] - np.int32(1)
    codes = np.empty(len(found), dtype=np.int32)
    codes[order] = number[np.cumsum(begins, dtype=np.int32) - np.int32(1)]
    return codes, is_new


class _Numbers:
    """Whole numbers of several scales."""

    def __init__(self) -> None:
        self._parts: list[Numbers] = []

    def add(self, column: Numbers) -> None:
        self._parts.append(column)

    def whole(self) -> Numbers:
        scale = max(each.scale for each in self._parts)
        missing = _flags([(len(each.whole), each.missing) for each in self._parts])
        unreadable = _flags([(len(each.whole), each.unreadable) for each in self._parts])
        parts = [_scaled(each, scale) for each in _popped(self._parts)]
        if any(each.dtype == object for each in parts):
            parts = [_objects(each) for each in parts]
        return Numbers(_joined(parts), scale, missing, unreadable)


def _scaled(part: Numbers, scale: int) -> Any:
    more = scale - part.scale
    if not more or part.whole.dtype == object:
        return part.whole * 10**more if more else part.whole
    if not len(part.whole) or float(np.abs(part.whole).max()) * 10.0**more <= SURE_BELOW:
        return part.whole * 10.0**more
    return _objects(part.whole) * 10**more


def _objects(whole: Any) -> Any:
    if whole.dtype == object:
        return whole
    return np.array([int(each) for each in whole], dtype=object)


def _flags(parts: list[tuple[int, Flags | None]]) -> Flags | None:
    if all(flags is None for _, flags in parts):
        return None
    return np.concatenate(
        [np.zeros(rows, dtype=np.bool_) if flags is None else flags for rows, flags in parts]
    )


def _joined(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _popped(parts: list[Any]) -> Iterator[Any]:
    """Each part, forgotten once it was used."""
    while parts:
        yield parts.pop(0)
