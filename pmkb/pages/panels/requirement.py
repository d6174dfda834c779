"""What a requirement is worth, what users say of it, and when it ships."""

from collections.abc import Iterator

from pmkb.charts import Cell, Form, Heat
from pmkb.flow import Level
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.kinds.sales.customer import Customer
from pmkb.metrics.kano import Category
from pmkb.pages.answers import Asked, asked, name_of, surveys
from pmkb.pages.block import Block, Records, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel


@panel("requirement")
def requirement(desk: Desk, record: Requirement) -> Iterator[Block]:
    """Its revenue, its place in the Kano model by each survey, and the item that fulfils it."""
    history = _history(desk, record)
    yield Tiles(tuple(_tiles(desk, record, history[0] if history else None)))
    blocks: list[Block] = [_over_time(desk, history)] if history else []
    customers = [e for e in desk.kb.targets(record, "requesters") if isinstance(e, Customer)]
    if customers:
        title = desk.say("Customers who ask", "提出的客户")
        blocks.append(Records(title, customers, ("tier", "arr", "health", "owner")))
    if blocks:
        yield Side(tuple(blocks))


def _history(desk: Desk, record: Requirement) -> list[Asked]:
    """What each survey says of it, the newest first."""
    newest = next((e for e in asked(desk, surveys(desk)) if e.requirement is record), None)
    found = []
    while newest is not None:
        found.append(newest)
        newest = newest.earlier
    return found


def _tiles(desk: Desk, record: Requirement, last: Asked | None) -> Iterator[Tile]:
    kb = desk.kb
    revenue, score = record.revenue_at_stake(kb), record.score(kb)
    yield Tile(desk.field(Requirement, "revenue_at_stake"), revenue)
    yield Tile(desk.field(Requirement, "score"), score)
    item = kb.resolve(record.roadmap, Roadmap)
    if item is not None:
        standing = item.schedule(kb)
        label = desk.field(Requirement, "roadmap")
        expected, level = item.expected(kb), standing.level if standing else None
        yield Tile(label, expected, (desk.standing(standing), item), level)
    elif record.is_promised_only:
        label = desk.field(Requirement, "roadmap")
        none = desk.say("in no plan", "没有排期")
        yield Tile(label, none, (desk.say("but promised", "但已承诺"),), Level.WATCH)
    if last is not None:
        check = record.kano_check(kb)
        label = desk.field(Requirement, "surveyed_kano")
        said = (desk.standing(check),) if check else ()
        yield Tile(label, name_of(desk, last.category), said, check.level if check else None)
        if last.place:
            worse, better = last.place
            note = desk.say("with it · without it", "有则满意 · 没有则不满")
            yield Tile("Better · Worse", f"{better:.2f} · {-worse:.2f}", (note,))


def _over_time(desk: Desk, history: list[Asked]) -> Heat:
    """How the answers of each survey spread, the newest on top."""
    return Heat(
        desk.say("How the answers spread", "回答的分布"),
        tuple(each.survey.heading for each in history),
        tuple(Category),
        tuple(
            tuple(
                Cell(
                    each.result["counts"][category.value] / each.result["n"],
                    note=name_of(desk, category),
                    href=desk.href(each.survey),
                )
                for category in Category
            )
            for each in history
        ),
        form=Form.SHARE,
        note=" · ".join(f"n = {each.result['n']}" for each in history),
    )
