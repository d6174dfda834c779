"""Responses: what is done about a turn in the numbers."""

from pmkb.flow import State, done, dropped, flow
from pmkb.message import say
from pmkb.record import Label, Record, Section, key
from pmkb.values import Day, Reference, Text


class Response(Record):
    """What is done about a turn in a metric, or about the market: finding, cause, action, by when.

    Whoever acts keeps it.

        ---
        title: 应对磐海降价
        status: in-progress
        owner: ma-xiao
        period: 2026-06
        finding: 6 月丢单两笔，均因报价高于对手 25%
        cause: 对手全线降价 30%
        action: 推出迁移补贴包，三季度试行
        due: 2026-07-31
        ---
    ---
    对指标的拐点、对市场变化采取的措施：发现了什么，原因是什么，怎么做，最晚什么时候。

    由采取措施的人维护。
    """

    folder = "responses"
    section = Section.DASHBOARD
    label = Label("Response", "应对措施")
    order = 60
    columns = ("status", "metric", "period", "action", "due", "owner")
    due_by = "due"
    finished = "closed"

    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("open", "Open", "待处理"),
            State("in-progress", "In progress", "进行中"),
            done("closed", "Closed", "已关闭"),
            dropped("dropped", "Dropped", "已放弃"),
        ),
    )
    metric: Reference | None = key(
        "指标", say("The metric that turned.", "出现拐点的指标。"), default=None, to="metric"
    )
    period: Text | None = key("周期", say("When it turned.", "拐点出现在哪一期。"), default=None)
    finding: Text = key("发现", say("What was seen.", "发现了什么。"))
    cause: Text | None = key("原因", say("Why it happened.", "为什么会这样。"), default=None)
    action: Text | None = key("措施", say("What is done about it.", "采取什么措施。"), default=None)
    due: Day | None = key("期限", say("By when.", "最晚什么时候。"), default=None)
    closed: Day | None = key(
        "关闭日期", say("The day it was closed.", "哪一天关闭的。"), default=None
    )
