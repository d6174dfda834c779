"""Changes to a file that touch nothing else in it."""

from collections.abc import Iterable

from pmkb.diagnostic import Edit
from pmkb.document import Document
from pmkb.source import BOM, Source, Span


def apply(source: Source, edits: Iterable[Edit]) -> Source:
    """A source with edits made, every other byte as it was. The edits must not overlap."""
    text = source.text
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    mark = BOM if source.data.startswith(BOM) else b""
    return Source.decode(source.path, mark + text.encode())


def add_key(document: Document, lines: Iterable[str]) -> Edit:
    """Add lines with a new key at the end of the front matter, in the file's own line ends."""
    where = document.front_matter
    if where is None:
        raise ValueError(f"{document.path} has no front matter")
    text = document.source.text
    end = line_end(document.source)
    before = "" if text[: where.end].endswith(("\n", "\r")) else end
    return Edit(Span(where.end, where.end), before + "".join(line + end for line in lines))


def line_end(source: Source) -> str:
    """How the lines of a file end."""
    return "\r\n" if "\r\n" in source.text else "\n"
