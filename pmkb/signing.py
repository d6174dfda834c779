"""Signing a briefing: noting the wording of each topic that was agreed to."""

from collections.abc import Iterator, Sequence
from datetime import date

from pmkb.diagnostic import Edit
from pmkb.document import Document
from pmkb.edit import add_key, line_end
from pmkb.fingerprint import fingerprint
from pmkb.record import Record
from pmkb.source import Span

KEY = "signatures"


def sign(
    document: Document, topics: Sequence[Record], known: Sequence[str], on: date
) -> tuple[Edit, ...]:
    """Edits that note the present wording of topics in a briefing's front matter.

    `known` are the topics (`kind:id`) of the signatures that are there, in order: theirs are
    renewed in place where the wording has changed, the others are added. Nothing else changes.
    """
    renewed = [each for each in topics if each.ref in known]
    added = [each for each in topics if each.ref not in known]
    edits = [edit for each in renewed for edit in _renew(document, known.index(each.ref), each, on)]
    if added:
        edits.append(_add(document, added, on))
    return tuple(edits)


def _renew(document: Document, position: int, topic: Record, on: date) -> Iterator[Edit]:
    entries = document.data[KEY]
    entry = entries[position] if isinstance(entries, list) else {}
    wording = fingerprint(topic)
    if entry.get("fingerprint") != wording:
        yield Edit(document.span((KEY, position, "fingerprint")), f"'{wording}'")
        yield Edit(document.span((KEY, position, "signed")), on.isoformat())


def _add(document: Document, topics: Sequence[Record], on: date) -> Edit:
    entries = [
        f"{{topic: {each.ref}, fingerprint: '{fingerprint(each)}', signed: {on}}}"
        for each in topics
    ]
    there = document.data.get(KEY)
    if not isinstance(there, list) or not there:
        return add_key(document, [f"{KEY}:", *(f"  - {each}" for each in entries)])
    whole = document.spans[(KEY,)].value
    text = document.source.text[slice(*whole)]
    if text.startswith("["):
        at = whole.start + text.rindex("]")
        return Edit(Span(at, at), ", " + ", ".join(entries))
    last = document.spans[(KEY, len(there) - 1)].value
    _, column = document.source.position(whole.start)
    indent = line_end(document.source) + " " * (column - 1)
    return Edit(Span(last.end, last.end), "".join(f"{indent}- {each}" for each in entries))
