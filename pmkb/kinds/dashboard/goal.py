"""Goals: what the product has to reach by when."""

from datetime import date

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.measures import Measured
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, Unit, computed, key
from pmkb.values import Day, Number, Reference, Text

ON_TRACK = Standing("on-track", "On track", "正常", Level.GOOD)
AT_RISK = Standing("at-risk", "At risk", "有风险", Level.WATCH)
OFF_TRACK = Standing("off-track", "Off track", "偏离", Level.ACT)
REACHED = Standing("reached", "Reached", "已达成", Level.GOOD)
MISSED = Standing("missed", "Missed", "未达成", Level.ACT)
NOT_STARTED = Standing("not-started", "Not started", "未开始", Level.GOOD)
UNMEASURED = Standing("unmeasured", "Not measured", "无数据", Level.UNKNOWN)


class Reading(Part):
    """The measured value on a day."""

    date: Day = key("日期", say("The day the value was true.", "哪一天的数值。"))
    value: Number = key("数值", say("In the goal's own unit.", "数值，单位和目标一致。"))


class Goal(Record):
    """A number that the product has to reach by a day, and how far it has come.

    The product manager keeps it. Where a metric measures the goal, `metric` names it; until then
    `readings` hold the values by hand, and the newest one on or before the day counts.

        ---
        title: ARR of 80 million
        owner: chen-yu
        unit: million CNY
        baseline: 52
        target: 80
        start: 2026-01-01
        due: 2026-12-31
        readings:
          - {date: 2026-06-30, value: 63.5}
        ---
    ---
    产品要在某一天之前达到的一个数，以及已经走到哪里。

    由产品经理维护。有指标衡量的，在 `metric` 里写明；还没有的，先在 `readings` 里手工记数，
    取当天或之前最新的一个。
    """

    folder = "goals"
    section = Section.DASHBOARD
    label = Label("Goal", "目标")
    order = 0
    columns = ("standing", "progress", "ideal", "target", "unit", "due", "owner")
    begins = "start"
    due_by = "due"
    bookkeeping = Record.bookkeeping | {"readings"}

    status: Text | None = key(
        "状态",
        say(
            "Where it stands by decision; how it runs is computed.",
            "由人决定的状态；进展如何由系统计算。",
        ),
        default=None,
        flow=flow(
            State("active", "Active", "进行中"),
            done("reached", "Reached", "已达成"),
            dropped("abandoned", "Abandoned", "已放弃"),
        ),
    )
    metric: Reference | None = key(
        "指标", say("The metric that measures it.", "用哪个指标衡量。"), default=None, to="metric"
    )
    unit: Text | None = key(
        "单位",
        say("Of baseline, target and readings.", "起点、目标值和读数共用的单位。"),
        default=None,
    )
    baseline: Number = key("起点", say("The value at the start.", "开始时的数值。"))
    target: Number = key(
        "目标值",
        say(
            "The value to reach; below the baseline where less is better.",
            "要达到的数值；越低越好的，写得比起点小。",
        ),
    )
    start: Day = key("开始日期", say("The day the baseline was true.", "起点数值对应的那一天。"))
    due: Day = key(
        "截止日期", say("The day by which the target is to be reached.", "最晚哪一天达到。")
    )
    parent: Reference | None = key(
        "上级目标",
        say("The goal it contributes to.", "它支撑的上级目标。"),
        default=None,
        to="goal",
        acyclic=True,
    )
    readings: tuple[Reading, ...] = key(
        "读数", say("Measured values.", "实际测得的数值。"), default=()
    )

    def reading(self, as_of: date) -> Reading | None:
        """The newest reading on or before a day."""
        known = [each for each in self.readings if each.date <= as_of]
        return max(known, key=lambda each: each.date, default=None)

    def values(self, kb: KnowledgeBase) -> tuple[Measured, ...]:
        """The values of its metric, oldest first; without any, its readings up to the day."""
        values = kb.measures(kb.target(self, "metric")).values
        if values:
            return values
        known = (Measured(each.date, each.value) for each in self.readings)
        return tuple(sorted((e for e in known if e.day <= kb.as_of), key=lambda each: each.day))

    def measured(self, kb: KnowledgeBase) -> Measured | None:
        """The newest of its values."""
        return next(reversed(self.values(kb)), None)

    @computed("Current value", "当前值")
    def current(self, kb: KnowledgeBase) -> float | None:
        """The newest value of its metric, or else the newest reading on or before the day.
        ---
        所挂指标的最新值；没有指标的，取当天或之前最新的读数。
        """
        found = self.measured(kb)
        return found.value if found else None

    @computed("Progress", "完成率", unit=Unit.SHARE)
    def progress(self, kb: KnowledgeBase) -> float | None:
        """(current − baseline) ÷ (target − baseline), as a share of 1; None without a reading.
        ---
        （当前值 − 起点）÷（目标值 − 起点），按 1 为 100%；没有读数时为空。
        """
        value = self.current(kb)
        distance = self.target - self.baseline
        return None if value is None or distance == 0 else (value - self.baseline) / distance

    @computed("Ideal progress", "应达进度", unit=Unit.SHARE)
    def ideal(self, kb: KnowledgeBase) -> float | None:
        """The share of the time from start to due that had passed on the day of the value.
        ---
        到取得当前值的那一天，从开始到截止的时间过去了多少。
        """
        found, days = self.measured(kb), (self.due - self.start).days
        if days <= 0:
            return None
        day = found.day if found else kb.as_of
        return min(1.0, max(0.0, (day - self.start).days / days))

    @computed("Standing", "达成情况")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """On track from 0.95 of the ideal progress up, at risk from 0.75 up, else off track.
        ---
        完成率达到应达进度的 0.95 倍为正常，0.75 倍为有风险，再低为偏离。
        """
        progress, ideal = self.progress(kb), self.ideal(kb)
        if kb.as_of < self.start:
            return NOT_STARTED
        if progress is None or ideal is None:
            return UNMEASURED
        if progress >= 1:
            return REACHED
        if kb.as_of > self.due:
            return MISSED
        # Rounded, so that a value exactly on a threshold counts as having reached it.
        if round(progress, 9) >= round(0.95 * ideal, 9):
            return ON_TRACK
        return AT_RISK if round(progress, 9) >= round(0.75 * ideal, 9) else OFF_TRACK
