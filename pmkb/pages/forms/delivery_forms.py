"""Delivery forms: what each earns, who uses it, and what it lacks."""

from collections.abc import Iterator, Sequence

from pmkb.charts import Bar, Bars, Cell, Heat, Moment, Task, Timeline
from pmkb.flow import Level, Standing
from pmkb.kinds.forms.form import ENDED, ENDING, ON_SALE, PLANNED, Form
from pmkb.pages.block import Block, Concerns, Nothing, Records, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

SUPPORT = {"yes": Level.GOOD, "partial": Level.WATCH, "no": Level.ACT}


@page(35, Section.FORMS, "Form comparison", "形态对比", "form", trackers=("forms",))
def delivery_forms(desk: Desk) -> Iterator[Block]:
    """In which form does the product earn, and what does each still lack?"""
    found = desk.all(Form)
    if not found:
        yield Nothing(desk.say("No delivery form is recorded.", "还没有登记商品形态。"), "form")
        return
    ordered = sorted(found, key=lambda each: (-each.revenue(desk.kb).amount, each.id))
    yield _tiles(desk, ordered)
    yield Side((_revenue(desk, ordered), _parity(desk, ordered)))
    if any(each.features for each in found):
        yield _features(desk, ordered)
    if any(each.launched or each.end_of_sale for each in found):
        yield _sale(desk, ordered)
    yield Concerns(desk.say("What needs attention", "需要关注"), found)
    columns = ("type", "standing", "launched", "end_of_sale", "revenue", "share", "parity")
    yield Records(desk.say("Delivery forms", "商品形态"), ordered, columns)


def _tiles(desk: Desk, found: Sequence[Form]) -> Tiles:
    standing = {each: each.standing(desk.kb) for each in found}

    def named(wanted: Standing) -> list[Form]:
        return [each for each in found if standing[each] is wanted]

    used = [e for e in named(ENDED) if any(c.is_open for c in e.customers(desk.kb))]
    share = found[0].share(desk.kb)
    return Tiles(
        (
            Tile(desk.standing(ON_SALE), len(named(ON_SALE)) + len(named(ENDING))),
            Tile(desk.standing(PLANNED), len(named(PLANNED))),
            Tile(
                desk.say("Largest form", "最大形态"),
                None if share is None else Share(share),
                (found[0], desk.say("of ARR", "占 ARR")),
            ),
            Tile(
                desk.standing(ENDING),
                len(named(ENDING)),
                level=Level.WATCH if named(ENDING) else Level.GOOD,
            ),
            Tile(
                desk.say("Ended, still used", "已停售仍在用"),
                len(used),
                level=Level.ACT if used else Level.GOOD,
            ),
        )
    )


def _revenue(desk: Desk, found: Sequence[Form]) -> Bars:
    bars = []
    for each in found:
        share, customers = each.share(desk.kb), len(each.customers(desk.kb))
        told = [desk.say("{n} {n:customer|customers}", "{n} 家客户", n=customers)]
        told += [desk.share(share)] if share is not None else []
        value = float(each.revenue(desk.kb).amount)
        bars.append(Bar(each.heading, value, note=" · ".join(told), href=desk.href(each)))
    title = desk.say("ARR by form", "各形态 ARR")
    return Bars(title, tuple(bars), unit=desk.unit(desk.currency))


def _parity(desk: Desk, found: Sequence[Form]) -> Bars:
    from pmkb.charts import Form as Written

    known = [(each, parity) for each in found if (parity := each.parity(desk.kb)) is not None]
    known.sort(key=lambda pair: (-pair[1], pair[0].id))
    bars = tuple(Bar(each.heading, parity, href=desk.href(each)) for each, parity in known)
    note = desk.say("a feature it has partly counts half", "部分支持的特性算一半")
    return Bars(desk.field(Form, "parity"), bars, form=Written.SHARE, note=note)


def _features(desk: Desk, found: Sequence[Form]) -> Heat:
    """Which form has which feature; those that most forms lack come first."""
    there = {each: {f.name: f.support for f in each.features} for each in found}
    lacking = {
        name: sum(each.get(name) != "yes" for each in there.values())
        for each in there.values()
        for name in each
    }
    names = sorted(lacking, key=lambda name: (-lacking[name], name))
    shown = [each for each in found if each.features]
    return Heat(
        desk.say("Features by form", "各形态的特性"),
        tuple(names),
        tuple(each.heading for each in shown),
        tuple(tuple(_support(desk, there[each].get(name)) for each in shown) for name in names),
    )


def _support(desk: Desk, support: str | None) -> Cell:
    if support is None:
        return Cell(text=desk.unknown, level=Level.UNKNOWN)
    return Cell(text=desk.term("support", support), level=SUPPORT.get(support))


def _sale(desk: Desk, found: Sequence[Form]) -> Timeline:
    tasks = tuple(
        Task(
            each.ref,
            each.heading,
            each.launched,
            each.end_of_sale,
            level=each.standing(desk.kb).level,
            note=desk.standing(each.standing(desk.kb)),
            href=desk.href(each),
            moments=(
                (Moment(each.end_of_sale, desk.field(Form, "end_of_sale")),)
                if each.end_of_sale
                else ()
            ),
        )
        for each in found
        if each.launched or each.end_of_sale
    )
    return Timeline(desk.say("On sale from and until", "上市与停售"), tasks, desk.as_of)
