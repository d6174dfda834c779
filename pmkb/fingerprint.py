"""The fingerprint of a record's meaning: what people agree to is bound to this wording."""

import json
from hashlib import sha256

from pmkb.record import Record
from pmkb.values import to_json

LENGTH = 12


def fingerprint(record: Record) -> str:
    """Twelve hexadecimal digits that change when a record's meaning does.

    Covered are the fields, but for those a kind calls bookkeeping (status, owner, review dates …),
    and the words of the body without their mark-up. Ticking a task off, reflowing a paragraph or
    reordering the keys leaves it as it is.
    """
    fields = {
        name: to_json(record.get(name))
        for name in sorted(record.keys)
        if name not in record.bookkeeping
    }
    words = " ".join(record.document.body.text.split())
    text = json.dumps([record.kind(), fields, words], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:LENGTH]
