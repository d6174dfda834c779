"""Visits: who talked to a customer, what came out, and what was promised."""

from datetime import date

from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Day, Reference, Text, Whole


class FollowUp(Part):
    """Something promised at a visit."""

    what: Text = key("事项", say("What was promised.", "承诺了什么。"))
    due: Day = key("期限", say("By when.", "最晚什么时候。"))
    owner: Reference | None = key(
        "负责人", say("By whom.", "由谁来做。"), default=None, to="contact"
    )
    done: Day | None = key("完成日期", say("The day it was done.", "完成的日期。"), default=None)

    def is_overdue(self, as_of: date) -> bool:
        """Whether it was due before a day and had not been done by then."""
        return self.due < as_of and (self.done is None or self.done > as_of)


class Visit(Record):
    """A conversation with a customer: when, with whom, how satisfied they are, what follows.

    Whoever went writes it the same day.

        ---
        title: 东方银行季度回访
        customer: east-bank
        date: 2026-06-12
        mode: on-site
        attendees: [ma-xiao, wang-gong]
        satisfaction: 4
        outcome: 二期扩容进入方案阶段
        follow_ups:
          - {what: 发送容灾演练报告, due: 2026-06-20, owner: luo-kai, done: 2026-06-19}
        ---
    ---
    和客户的一次沟通：什么时候，和谁，对方满意度如何，后续做什么。

    由去的人当天填写。
    """

    folder = "visits"
    section = Section.SALES
    label = Label("Visit", "回访")
    order = 270
    columns = ("customer", "date", "mode", "satisfaction", "open_follow_ups", "owner")

    customer: Reference = key("客户", say("Who was visited.", "拜访了哪家客户。"), to="customer")
    opportunity: Reference | None = key(
        "商机", say("The deal it was about.", "谈的是哪个商机。"), default=None, to="opportunity"
    )
    date: Day = key("日期", say("The day it took place.", "拜访的日期。"))
    mode: Text = key("方式", say("How it took place.", "以什么方式进行。"), vocabulary="visit-mode")
    attendees: tuple[Reference, ...] = key(
        "参加人", say("On both sides.", "双方到场的人。"), default=(), to="contact"
    )
    satisfaction: Whole | None = key(
        "满意度",
        say("1 very dissatisfied to 5 very satisfied.", "1 很不满意，5 很满意。"),
        default=None,
        minimum=1,
        maximum=5,
    )
    outcome: Text | None = key(
        "结论", say("What came out, in one sentence.", "一句话结论。"), default=None
    )
    follow_ups: tuple[FollowUp, ...] = key(
        "后续事项", say("What was promised.", "承诺了什么。"), default=()
    )

    @computed("Open follow-ups", "未完成事项", adds=True)
    def open_follow_ups(self, kb: KnowledgeBase) -> int:
        """Promises of the visit that are not kept yet, and open tasks in its text.
        ---
        拜访中承诺而没兑现的事，以及正文里没做完的待办。
        """
        promises = sum(each.done is None or each.done > kb.as_of for each in self.follow_ups)
        return promises + sum(not task.done for task in self.document.body.tasks)
