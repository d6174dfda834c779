"""What a delivery form's page shows: who uses it, and what that earns."""

from collections.abc import Iterator

from pmkb.kinds.forms.form import Form
from pmkb.pages.block import Block, Records
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel


@panel("form")
def form(desk: Desk, record: Form) -> Iterator[Block]:
    """The customers that use it, those that earn most first."""
    customers = sorted(
        record.customers(desk.kb),
        key=lambda each: (-(desk.amount(each.arr(desk.kb)) or 0), each.id),
    )
    if customers:
        columns = ("industry", "region", "arr", "version", "architecture", "health", "owner")
        yield Records(desk.field(Form, "customers"), customers, columns)
