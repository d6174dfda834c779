"""The fingerprint of a record's meaning: what people agree to is bound to this wording."""

import json
from collections.abc import Mapping
from hashlib import sha256

from pmkb.record import Record
from pmkb.values import to_json

DIGITS = 6
BODY = "text"
"""What the body is called in a fingerprint."""


def fingerprint(record: Record) -> str:
    """A few digits for each meaning-bearing field and for the text: `due=9c3d41 text=77aa01`.

    Left out are empty fields and those that a kind calls bookkeeping (status, owner, review dates
    …). Ticking a task off, reflowing a paragraph or reordering keys leaves it as it is.
    """
    return " ".join(f"{name}={digits}" for name, digits in _parts(record).items())


def changes(old: str, record: Record) -> tuple[str, ...]:
    """The fields whose wording differs from an earlier fingerprint's; `text` is the body."""
    before = dict(pair.split("=", 1) for pair in old.split() if "=" in pair)
    now = _parts(record)
    return tuple(name for name in {**now, **before} if before.get(name) != now.get(name))


def _parts(record: Record) -> Mapping[str, str]:
    fields = {name: record.get(name) for name in sorted(record.keys)}
    parts = {
        name: _digits(to_json(value))
        for name, value in fields.items()
        if value not in (None, ()) and name not in record.bookkeeping
    }
    words = " ".join(record.document.body.text.split())
    return parts | ({BODY: _digits(words)} if words else {})


def _digits(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:DIGITS]
