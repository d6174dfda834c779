"""A document among those of its type: which releases and languages they cover."""

from collections.abc import Iterator

from pmkb.kinds.product.document import Document
from pmkb.pages.block import Block
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.product.documents import is_needed, kept_by, matrix, rows_of, supported


@panel("document")
def document(desk: Desk, record: Document) -> Iterator[Block]:
    """What releases have of its type, where every release needs one."""
    releases = supported(desk)
    if not record.is_open or not releases or not is_needed(desk, record.type):
        return
    kept = kept_by([each for each in desk.open(Document) if each.type == record.type])
    rows = [row for row in rows_of(desk, [*kept]) if row[0] == record.type]
    name = desk.term("document-type", record.type)
    title = desk.say(f"{name}: releases covered", f"{name}：覆盖的版本")
    yield matrix(desk, title, rows, kept, releases)
