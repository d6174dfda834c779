"""Visits: who talked to a customer, what came out, and what was promised."""

from datetime import date

from pmkb.graph import KnowledgeBase
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Day, Reference, Text, Whole


class FollowUp(Part):
    """Something promised at a visit."""

    what: Text = key("事项", "What was promised.")
    due: Day = key("期限", "By when.")
    owner: Reference | None = key("负责人", "By whom.", default=None, to="contact")
    done: Day | None = key("完成日期", "The day it was done.", default=None)

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
    """

    folder = "visits"
    section = Section.SALES
    label = Label("Visit", "回访")
    order = 270
    columns = ("customer", "date", "mode", "satisfaction", "open_follow_ups", "owner")

    customer: Reference = key("客户", "Who was visited.", to="customer")
    opportunity: Reference | None = key(
        "商机", "The deal it was about.", default=None, to="opportunity"
    )
    date: Day = key("日期", "The day it took place.")
    mode: Text = key("方式", "How it took place.", vocabulary="visit-mode")
    attendees: tuple[Reference, ...] = key("参加人", "On both sides.", default=(), to="contact")
    satisfaction: Whole | None = key(
        "满意度", "1 very dissatisfied to 5 very satisfied.", default=None, minimum=1, maximum=5
    )
    outcome: Text | None = key("结论", "What came out, in one sentence.", default=None)
    follow_ups: tuple[FollowUp, ...] = key("后续事项", "What was promised.", default=())

    @computed("Open follow-ups", "未完成事项", adds=True)
    def open_follow_ups(self, kb: KnowledgeBase) -> int:
        """Promises of the visit that are not kept yet, and open tasks in its text."""
        promises = sum(each.done is None or each.done > kb.as_of for each in self.follow_ups)
        return promises + sum(not task.done for task in self.document.body.tasks)
