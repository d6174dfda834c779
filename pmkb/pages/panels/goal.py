"""The way of a goal, from its baseline to its target."""

from collections.abc import Iterator

from pmkb.charts import Form
from pmkb.kinds.dashboard.goal import Goal
from pmkb.pages.aims import form_of, way
from pmkb.pages.block import Block, Figure, Note, Records, Share, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel


@panel("goal")
def goal(desk: Desk, record: Goal) -> Iterator[Block]:
    """How far it has come, and how far it should be."""
    found, done, due = record.measured(desk.kb), record.progress(desk.kb), record.ideal(desk.kb)
    if found is None or done is None:
        text = desk.say(
            "No value yet: name the `metric` that measures it, or write `readings`.",
            "还没有读数：写明衡量它的 `metric`，或登记 `readings`。",
        )
        yield Note(text)
        return
    standing = record.standing(desk.kb)
    left = (record.due - desk.as_of).days
    tiles = [
        Tile(
            desk.field(Goal, "progress"),
            Share(done),
            (
                desk.say("due", "应达") if due is not None else "",
                Share(due) if due is not None else "",
            ),
            standing.level,
        ),
        Tile(
            desk.field(Goal, "current"),
            _figure(desk, record, found.value),
            (desk.say("on", "截至"), found.day),
        ),
        Tile(
            desk.say("Still to go", "还差"),
            _figure(desk, record, record.target - found.value),
            (desk.say("to", "目标"), _figure(desk, record, record.target)),
        ),
        Tile(
            desk.say("Days left", "剩余天数"),
            max(left, 0),
            (desk.say("until", "截止"), record.due),
        ),
    ]
    yield Tiles(tuple(tiles))
    yield way(desk, record, desk.say("The way to the target", "走向目标"), broad=True)
    parts = desk.kb.referring(record, Goal, "parent")
    if parts:
        yield Records(desk.say("Goals that contribute to it", "下级目标"), parts)


def _figure(desk: Desk, record: Goal, value: float) -> Figure | Share:
    if form_of(desk, record) is Form.SHARE:
        return Share(value)
    return Figure(value, desk.unit(record.unit))
