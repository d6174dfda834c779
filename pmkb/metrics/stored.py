"""A checked table and what was wrong with it as bytes, for the cache: numpy arrays and JSON."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np

from pmkb.diagnostic import Diagnostic, Severity
from pmkb.message import Message, told
from pmkb.metrics.calendar import Span
from pmkb.metrics.table import Numbers, Table, Texts
from pmkb.source import Place

FORMAT = "pmkb facts 3"
"""Part of every key; changed whenever reading or checking facts changes."""


def key(*parts: bytes | str) -> str:
    """A name for what depends on these parts and on nothing else."""
    digest = blake2b(digest_size=20)
    for each in parts:
        data = each.encode() if isinstance(each, str) else each
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def dump(table: Table, names: Sequence[str], found: Sequence[Diagnostic]) -> bytes | None:
    """A table as bytes; None where numbers do not fit into 64 bits."""
    arrays: dict[str, Any] = {}
    columns: dict[str, object] = {}
    for position, (name, each) in enumerate(table.columns.items()):
        if isinstance(each, Texts):
            arrays[f"{position}"] = each.codes
            columns[name] = {"values": list(each.values)}
            continue
        if each.whole.dtype == object:
            return None
        arrays[f"{position}"] = each.whole
        columns[name] = {"scale": each.scale}
        for kind, flags in (("missing", each.missing), ("unreadable", each.unreadable)):
            if flags is not None:
                arrays[f"{position}-{kind}"] = flags
    head = {
        "rows": table.rows,
        "names": list(names),
        "columns": columns,
        "spans": {
            name: [(each.start.toordinal(), each.end.toordinal()) for each in spans]
            for name, spans in table.spans.items()
        },
        "faults": [
            (each.code, each.severity, each.path, each.place, _pair(each.message), _pair(each.hint))
            for each in found
        ],
    }
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    out = BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def load(data: bytes) -> tuple[Table, tuple[str, ...], tuple[Diagnostic, ...]] | None:
    """A table from its bytes; None if they are damaged."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            return _loaded(arrays)
    except (ValueError, KeyError, TypeError, OSError, EOFError, BadZipFile):
        return None


def _loaded(arrays: Any) -> tuple[Table, tuple[str, ...], tuple[Diagnostic, ...]]:
    head = json.loads(arrays["head"].tobytes())
    columns: dict[str, Texts | Numbers] = {}
    for position, (name, known) in enumerate(head["columns"].items()):
        found = arrays[f"{position}"]
        if "values" in known:
            columns[name] = Texts(found, tuple(known["values"]))
        else:
            flags = (arrays.get(f"{position}-{kind}") for kind in ("missing", "unreadable"))
            columns[name] = Numbers(found, known["scale"], *flags)
    spans = {
        name: tuple(Span(date.fromordinal(one), date.fromordinal(two)) for one, two in each)
        for name, each in head["spans"].items()
    }
    faults = tuple(
        Diagnostic(code, Severity(severity), path, Place(*place), _message(message), _message(hint))
        for code, severity, path, place, message, hint in head["faults"]
    )
    return Table(head["rows"], columns, spans), tuple(head["names"]), faults


def _pair(text: str | None) -> tuple[str, str] | None:
    """A message as JSON can hold it: its English and its Chinese."""
    return None if text is None else (text, told(text, "zh"))


def _message(pair: Sequence[str] | None) -> Any:
    return None if pair is None else Message(*pair)
