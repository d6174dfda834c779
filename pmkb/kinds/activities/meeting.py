"""Meetings: what was decided, and what is to be done."""

from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Day, Reference, Text


class Decision(Part):
    """Something that was decided."""

    what: Text = key("决定", say("What was decided.", "决定了什么。"))
    about: Reference | None = key(
        "对象", say("The record it is about.", "决定涉及的记录。"), default=None
    )


class Meeting(Record):
    """A meeting: when, who was there, what was decided; its tasks are in the text.

    Whoever takes the minutes writes it.

        ---
        title: 8.6 范围评审
        type: product-review
        date: 2026-06-18
        attendees: [chen-yu, jiang-bo]
        decisions:
          - {what: 滚动升级移到 8.6.1, about: rolling-upgrade}
        ---

        - [ ] 更新 8.6 发布说明 @chen-yu due:2026-07-03
    ---
    一次会议：什么时候，谁参加，决定了什么；待办写在正文里。

    由做记录的人填写。
    """

    folder = "meetings"
    section = Section.ACTIVITIES
    label = Label("Meeting", "会议")
    order = 340
    columns = ("type", "date", "attendees", "decisions", "open_tasks", "owner")

    type: Text = key("会议类型", vocabulary="meeting-type")
    date: Day = key("日期", say("The day it took place.", "开会的日期。"))
    attendees: tuple[Reference, ...] = key("参加人", default=(), to="contact")
    decisions: tuple[Decision, ...] = key(
        "决定", say("What was decided.", "会上作出的决定。"), default=()
    )

    @computed("Open tasks", "未完成待办", adds=True)
    def open_tasks(self, kb: KnowledgeBase) -> int:
        """Tasks in its text that are not done.
        ---
        正文里没做完的待办。
        """
        return sum(not task.done for task in self.document.body.tasks)
