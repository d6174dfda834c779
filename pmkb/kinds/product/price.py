"""Prices: the price book, line by line, with the days each line holds."""

from datetime import date, timedelta

from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Record, computed, key
from pmkb.values import Amount, Day, Money, Reference, Text

CURRENT = Standing("current", "Current", "生效中", Level.GOOD)
FUTURE = Standing("future", "Not yet", "未生效", Level.GOOD)
PAST = Standing("past", "Past", "已失效", Level.GOOD)
ENDING = Standing("ending", "Ends, nothing follows", "即将失效且无接续", Level.WATCH)

ENDING_WITHIN_DAYS = 60


class Price(Record):
    """A line of the price book: what one unit lists for, how low it may go, and when it holds.

    The product manager keeps it; finance approves it. Lines of one form, edition, architecture and
    unit follow one another in time without gap or overlap.

        ---
        title: 一体机企业版 2026
        form: appliance
        edition: enterprise
        architecture: arm64
        unit: 每节点每年
        list: 180000 CNY
        floor: 126000 CNY
        from: 2026-01-01
        to: 2026-12-31
        approved_by: tan-rui
        ---
    ---
    价格表里的一行：一个单位的目录价是多少，最低能到多少，什么时候有效。

    由产品经理维护，财务批准。同一形态、版本类型、架构和计价单位的各行，在时间上首尾相接，
    不留空档也不重叠。
    """

    folder = "prices"
    label = Label("Price", "价格")
    order = 170
    columns = ("form", "edition", "architecture", "unit", "list", "floor", "from", "to", "standing")
    begins = "from"
    ends = "to"

    form: Reference = key("商品形态", say("The delivery form.", "适用于哪种商品形态。"), to="form")
    edition: Text = key("版本类型", say("Such as enterprise.", "如企业版。"))
    architecture: Text | None = key("CPU 架构", default=None, vocabulary="architecture")
    unit: Text = key("计价单位", say("What one is.", "按什么计价。"))
    list_: Amount = key(
        "目录价",
        say("The list price of one unit.", "一个单位的目录价。"),
        alias="list",
        en="List price",
        adds=False,
    )
    floor: Amount = key(
        "底价",
        say("The lowest price without an approval of its own.", "不必另行审批的最低价。"),
        adds=False,
    )
    from_: Day = key(
        "生效日期", say("The first day it holds.", "生效的第一天。"), alias="from", en="From"
    )
    to: Day | None = key(
        "失效日期",
        say("The last day it holds; open without.", "生效的最后一天；不写则一直有效。"),
        default=None,
    )
    approved_by: Reference | None = key("批准人", default=None, to="contact")

    def same_line(self, kb: KnowledgeBase) -> list["Price"]:
        """All lines for the same form, edition, architecture and unit, the earliest first."""
        mine = (kb.target(self, "form"), self.edition, self.architecture, self.unit)
        lines = [
            other
            for other in kb.all(Price)
            if (kb.target(other, "form"), other.edition, other.architecture, other.unit) == mine
        ]
        return sorted(lines, key=lambda line: (line.from_, line.id))

    def holds(self, day: date) -> bool:
        """Whether it is the price on a day."""
        return self.from_ <= day and (self.to is None or day <= self.to)

    def overlapped_by(self, kb: KnowledgeBase) -> "Price | None":
        """The first later line that begins before this one ends, or None."""
        lines = self.same_line(kb)
        later = lines[lines.index(self) + 1 :]
        return next((each for each in later if self.holds(each.from_)), None)

    def followed_after_gap(self, kb: KnowledgeBase) -> "Price | None":
        """The next line, where days without any price lie between; else None."""
        if self.to is None:
            return None
        lines, day = self.same_line(kb), self.to + timedelta(days=1)
        if any(each.holds(day) for each in lines):
            return None
        return next((each for each in lines if each.from_ > day), None)

    def has_follower(self, kb: KnowledgeBase) -> bool:
        """Whether a line holds on some day after its last."""
        ends = (each.to for each in self.same_line(kb))
        return self.to is None or any(end is None or end > self.to for end in ends)

    @computed("Standing", "有效性")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Current, not yet, past, or ending within 60 days with nothing to follow.
        ---
        生效中、未生效、已失效；60 天内失效且没有接续的，为即将失效且无接续。
        """
        if self.from_ > kb.as_of:
            return FUTURE
        if self.to is not None and self.to < kb.as_of:
            return PAST
        is_ending = self.to is not None and (self.to - kb.as_of).days <= ENDING_WITHIN_DAYS
        return ENDING if is_ending and not self.has_follower(kb) else CURRENT


def lowest_floor(form: Record, kb: KnowledgeBase) -> Money | None:
    """The lowest floor of the lines that hold for a form, in the reporting currency."""
    lines = (each for each in kb.referring(form, Price, "form") if each.holds(kb.as_of))
    floors = [
        floor
        for each in lines
        if (floor := kb.vocabulary.convert(each.floor, kb.as_of)) is not None
    ]
    return min(floors, key=lambda floor: floor.amount, default=None)
