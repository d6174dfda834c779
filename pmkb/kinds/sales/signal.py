"""Signals: things that happen in the market and may need an answer."""

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Record, Section, computed, key
from pmkb.values import Day, Reference, Text, Url

ANSWERED = Standing("answered", "Answered", "已应对", Level.GOOD)
WATCHED = Standing("watched", "Watched", "观察中", Level.WATCH)
UNANSWERED = Standing("unanswered", "Unanswered", "未应对", Level.ACT)

ANSWER_WITHIN_DAYS = 14


class Signal(Record):
    """Something that happened in the market: what, when, by whom, and what we make of it.

    Whoever hears of it writes it. One of high impact needs a response within 14 days.

        ---
        title: 磐海数据库降价 30%
        date: 2026-06-03
        competitor: panhai
        type: price
        impact: high
        source: https://example.com/news/1
        response: panhai-price-answer
        ---
    ---
    市场上发生的一件事：什么事，什么时候，谁做的，我们怎么看。

    由得到消息的人填写。影响大的，要在 14 天内应对。
    """

    folder = "signals"
    section = Section.SALES
    label = Label("Market signal", "市场动态")
    order = 262
    columns = ("date", "competitor", "type", "impact", "standing", "response", "owner")

    status: Text | None = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        default=None,
        flow=flow(
            State("new", "New", "新"),
            done("answered", "Answered", "已应对"),
            dropped("no-answer-needed", "No answer needed", "无需应对"),
        ),
    )
    date: Day = key("日期", say("The day it happened.", "发生的日期。"))
    competitor: Reference | None = key("竞争对手", default=None, to="competitor")
    type: Text = key("类型", vocabulary="signal-type")
    impact: Text = key("影响", say("On us.", "对我们的影响。"), vocabulary="impact")
    source: Url | None = key("来源", say("Where it can be read.", "在哪里能看到。"), default=None)
    response: Reference | None = key(
        "应对", say("What we do about it.", "我们怎么应对。"), default=None, to="response"
    )

    @computed("Standing", "应对状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Answered, watched, or unanswered: of high impact, 14 days old, without a response.
        ---
        已应对、观察中；影响大、过了 14 天还没有应对的为未应对。
        """
        if self.response is not None or not self.is_open:
            return ANSWERED
        old = (kb.as_of - self.date).days > ANSWER_WITHIN_DAYS
        return UNANSWERED if self.impact == "high" and old else WATCHED
