"""A checked table and what was wrong with it as bytes, for the cache: arrays and JSON.

The head of a table is one entry, each column one of its own, which is loaded when somebody needs
it. What was added up from a large table is kept beside it, so that an unchanged file costs no more
than the hash of its content.
"""

import json
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np

from pmkb.diagnostic import Diagnostic, Severity
from pmkb.message import Message, told
from pmkb.metrics.calendar import Span
from pmkb.metrics.packed import Packed, Part
from pmkb.metrics.table import Codes, Flags, Numbers, Table, Texts, Whole
from pmkb.source import Place

FORMAT = "pmkb facts 5"
"""Part of every key; changed whenever reading, checking or adding up facts changes."""

FEW = 1000
"""More values of a column than that are kept with the column, not in the head."""

Cache = MutableMapping[str, bytes]
Arrays = Mapping[str, np.ndarray[Any, Any]]


def key(*parts: bytes | str) -> str:
    """A name for what depends on these parts and on nothing else."""
    digest = blake2b(digest_size=20)
    for each in parts:
        data = each.encode() if isinstance(each, str) else each
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True)
class Kept:
    """What was computed from one table, by what it is."""

    cache: Cache
    table: str
    """The table's key."""

    def get(self, what: object) -> Arrays | None:
        """Arrays that were kept; None if they are not there, or damaged."""
        data = self.cache.get(self._name(what))
        return None if data is None else unpacked(data)

    def keep(self, what: object, arrays: Arrays) -> None:
        """Keep arrays."""
        self.cache[self._name(what)] = packed(arrays)

    def _name(self, what: object) -> str:
        return key(FORMAT, self.table, json.dumps(what))


def packed(arrays: Arrays) -> bytes:
    """Arrays of numbers, truth values, or whole numbers of any size, as bytes."""
    head, parts = list[tuple[str, str, int]](), list[bytes | memoryview]()
    for name, each in arrays.items():
        if each.dtype == object:
            data: bytes | memoryview = json.dumps([int(one) for one in each.flat]).encode()
            head.append((name, "json", len(data)))
        else:
            data = np.ascontiguousarray(each).reshape(-1).view(np.uint8).data
            head.append((name, each.dtype.str, len(data)))
        parts += (data, b"\0" * (-len(data) % _ALIGNED))
    text = json.dumps(head).encode()
    text += b" " * (-(len(text) + _ALIGNED) % _ALIGNED)
    return b"".join((len(text).to_bytes(_ALIGNED, "big"), text, *parts))


def unpacked(data: bytes) -> Arrays | None:
    """The arrays again, flat; None if the bytes are damaged."""
    try:
        at = _ALIGNED + int.from_bytes(data[:_ALIGNED], "big")
        found: dict[str, np.ndarray[Any, Any]] = {}
        for name, kind, size in json.loads(data[_ALIGNED:at]):
            if kind == "json":
                found[name] = np.array(json.loads(data[at : at + size]), dtype=object)
            else:
                dtype = np.dtype(kind)
                if dtype.kind not in "iufb":
                    return None
                found[name] = np.frombuffer(data, dtype, size // dtype.itemsize, at)
            at += size + -size % _ALIGNED
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return found


_ALIGNED = 16


def put(
    cache: Cache, name: str, table: Table, names: Sequence[str], found: Sequence[Diagnostic]
) -> None:
    """Keep a table, the names of its file's columns, and what is wrong with it."""
    columns: list[dict[str, object]] = []
    for position, (column, each) in enumerate(table.columns.items()):
        if isinstance(each, Texts):
            few = len(each.values) <= FEW
            columns.append({"name": column, "values": list(each.values) if few else None})
        else:
            columns.append({"name": column, "scale": each.scale})
        cache[f"{name}-{position}"] = packed(_arrays(each))
    head = {
        "rows": table.rows,
        "names": list(names),
        "columns": columns,
        "spans": {
            each: [(one.start.toordinal(), one.end.toordinal()) for one in spans]
            for each, spans in table.spans.items()
        },
        "used": {each: list(table.used(each)) for each in table.spans},
        "faults": [
            (each.code, each.severity, each.path, each.place, _pair(each.message), _pair(each.hint))
            for each in found
        ],
    }
    # Last, so that what it names is there.
    cache[name] = json.dumps(head).encode()


def _arrays(column: Texts | Numbers) -> Arrays:
    if isinstance(column, Numbers):
        flags = {"missing": column.missing, "unreadable": column.unreadable}
        return {"whole": column.whole} | {n: each for n, each in flags.items() if each is not None}
    count = len(column.values)
    small: Any = np.int8 if count < 2**7 else np.int16 if count < 2**15 else np.int32
    arrays: dict[str, Any] = {"codes": column.codes.astype(small)}
    if count > FEW:
        values = column.values
        parts = values.parts if isinstance(values, Packed) else (Part.of(values),)
        for at, part in enumerate(parts):
            arrays |= {f"data-{at}": part.data, f"starts-{at}": part.starts}
    return arrays


Known = tuple[Table, tuple[str, ...], tuple[Diagnostic, ...]]
"""A table, the names of its file's columns, and what is wrong with it."""


def get(cache: Cache, name: str, remake: Callable[[], Table]) -> Known | None:
    """A table that was kept; None if it is not there, or damaged.

    `remake` makes it anew, should one of its columns turn out to be gone when it is needed.
    """
    data = cache.get(name)
    try:
        head = None if data is None else json.loads(data)
        return None if head is None else _known(cache, name, head, remake)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def _known(cache: Cache, name: str, head: Any, remake: Callable[[], Table]) -> Known | None:
    columns: dict[str, Texts | Numbers] = {}
    for position, known in enumerate(head["columns"]):
        entry = f"{name}-{position}"
        if entry not in cache:
            return None
        stored = _Stored(cache, entry, head["rows"], known["name"], remake)
        if "values" in known:
            values = known["values"]
            columns[known["name"]] = _Texts(stored, None if values is None else tuple(values))
        else:
            columns[known["name"]] = _Numbers(stored, int(known["scale"]))
    spans = {
        each: tuple(Span(date.fromordinal(one), date.fromordinal(two)) for one, two in found)
        for each, found in head["spans"].items()
    }
    faults = tuple(
        Diagnostic(code, Severity(severity), path, Place(*place), _message(message), _message(hint))
        for code, severity, path, place, message, hint in head["faults"]
    )
    used = {each: tuple(found) for each, found in head["used"].items()}
    return Table(int(head["rows"]), columns, spans, used), tuple(head["names"]), faults


@dataclass(frozen=True)
class _Stored:
    """A column in the cache."""

    cache: Cache
    entry: str
    rows: int
    name: str
    remake: Callable[[], Table]

    def arrays(self) -> Arrays:
        data = self.cache.get(self.entry)
        found = None if data is None else unpacked(data)
        main = None if found is None else found.get("codes", found.get("whole"))
        if found is None or main is None or len(main) != self.rows:
            return _arrays(self.remake().columns[self.name])
        return found


class _Texts(Texts):
    """A column of texts that is loaded when it is needed."""

    def __init__(self, stored: _Stored, values: Sequence[str] | None) -> None:
        object.__setattr__(self, "_stored", stored)
        if values is not None:
            object.__setattr__(self, "values", values)

    @cached_property
    def _arrays(self) -> Arrays:
        found: Arrays = self._stored.arrays()  # type: ignore[attr-defined]
        return found

    @cached_property
    def codes(self) -> Codes:
        """For each row the position of its value."""
        return self._arrays["codes"].astype(np.int32)

    @cached_property
    def values(self) -> Sequence[str]:
        """The distinct values."""
        found, at, parts = self._arrays, 0, list[Part]()
        while f"data-{at}" in found:
            parts.append(Part(found[f"data-{at}"], found[f"starts-{at}"]))
            at += 1
        return Packed(tuple(parts))


class _Numbers(Numbers):
    """A column of numbers that is loaded when it is needed."""

    def __init__(self, stored: _Stored, scale: int) -> None:
        object.__setattr__(self, "_stored", stored)
        object.__setattr__(self, "scale", scale)

    @cached_property
    def _arrays(self) -> Arrays:
        found: Arrays = self._stored.arrays()  # type: ignore[attr-defined]
        return found

    @cached_property
    def whole(self) -> Whole:
        """The number times 10^scale."""
        return self._arrays["whole"]

    @cached_property
    def missing(self) -> Flags | None:
        """Where the cell is empty."""
        return self._arrays.get("missing")

    @cached_property
    def unreadable(self) -> Flags | None:
        """Where the cell holds no number."""
        return self._arrays.get("unreadable")


def _pair(text: str | None) -> tuple[str, str] | None:
    """A message as JSON can hold it: its English and its Chinese."""
    return None if text is None else (text, told(text, "zh"))


def _message(pair: Sequence[str] | None) -> Any:
    return None if pair is None else Message(*pair)
