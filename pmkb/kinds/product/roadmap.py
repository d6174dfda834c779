"""Roadmap items: what is planned, by when, and how lateness travels through dependencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pmkb.flow import Level, Phase, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase, once
from pmkb.message import say
from pmkb.record import Label, Record, Unit, computed, key
from pmkb.values import Day, Percent, Reference, Text

ON_TIME = Standing("on-time", "On time", "正常", Level.GOOD)
LATE = Standing("late", "Late", "延期", Level.ACT)
HELD_UP = Standing("held-up", "Held up by a dependency", "受依赖影响", Level.WATCH)
BLOCKED = Standing("blocked", "Blocked", "阻塞", Level.ACT)
SHIPPED = Standing("shipped", "Shipped", "已交付", Level.GOOD)
UNSCHEDULED = Standing("unscheduled", "No date", "未排期", Level.UNKNOWN)


class Roadmap(Record):
    """A piece of planned work: the goal it serves, the release it ships in, its dates and state.

    Its owner keeps it. `baseline_due` is the day first promised and never changes; `due` is the
    day agreed now; `forecast` is the day its owner honestly expects. Progress is written in
    `progress`, or counted from the tasks in the body.

        ---
        title: Online DDL for partitioned tables
        status: in-progress
        goal: arr-2026
        release: v8-6
        owner: li-na
        start: 2026-02-01
        baseline_due: 2026-06-30
        due: 2026-07-31
        depends_on: [partition-metadata]
        team: rd
        ---
    ---
    一项计划中的工作：为哪个目标服务，随哪个版本交付，各个日期和现状。

    由负责人维护。`baseline_due` 是最初承诺的日期，永远不改；`due` 是现在约定的日期；`forecast` 是
    负责人如实预计的日期。进度写在 `progress` 里，不写则按正文待办的完成情况算。
    """

    folder = "roadmap"
    label = Label("Roadmap item", "路线图条目")
    order = 120
    columns = ("status", "schedule", "release", "due", "expected", "slip", "completion", "owner")
    begins = "start"
    due_by = "due"
    finished = "shipped"
    bookkeeping = Record.bookkeeping | {"progress", "forecast", "confidence", "shipped"}

    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("idea", "Idea", "想法"),
            State("planned", "Planned", "已规划"),
            State("in-progress", "In progress", "进行中"),
            State("blocked", "Blocked", "阻塞"),
            done("shipped", "Shipped", "已交付"),
            dropped("cancelled", "Cancelled", "已取消"),
        ),
    )
    goal: Reference | None = key(
        "服务目标", say("The goal it serves.", "为哪个目标服务。"), default=None, to="goal"
    )
    release: Reference | None = key(
        "所属版本", say("The release it ships in.", "随哪个版本交付。"), default=None, to="release"
    )
    start: Day | None = key(
        "开始日期", say("The day work begins or began.", "开始做的日期。"), default=None
    )
    due: Day | None = key("截止日期", say("The day agreed now.", "现在约定的日期。"), default=None)
    baseline_due: Day | None = key(
        "基线日期", say("The day first promised.", "最初承诺的日期。"), default=None
    )
    forecast: Day | None = key(
        "预计完成", say("The day its owner expects.", "负责人预计的日期。"), default=None
    )
    shipped: Day | None = key(
        "交付日期", say("The day it was shipped.", "交付的日期。"), default=None
    )
    progress: Percent | None = key(
        "进度", say("Per cent done, 0 to 100.", "完成百分比，0 到 100。"), default=None
    )
    confidence: Text | None = key(
        "信心",
        say("In the forecast.", "对预计日期有多大把握。"),
        default=None,
        vocabulary="confidence",
    )
    depends_on: tuple[Reference, ...] = key(
        "依赖",
        say("Items that must be finished before it.", "必须先完成的条目。"),
        default=(),
        to="roadmap",
        acyclic=True,
    )
    team: Text | None = key(
        "团队", say("Who does the work.", "由哪个团队做。"), default=None, vocabulary="team"
    )

    @property
    def finish(self) -> date | None:
        """The day it was shipped, is expected to be, or is due; in this order."""
        return self.shipped or self.forecast or self.due

    @computed("Completion", "完成率", unit=Unit.SHARE)
    def completion(self, kb: KnowledgeBase) -> float | None:
        """`progress`, or the share of the body's tasks that are done; a share of 1.
        ---
        取 `progress`，没写则取正文待办的完成比例，按 1 为 100%。
        """
        if self.phase is Phase.DONE:
            return 1.0
        if self.progress is not None:
            return self.progress / 100
        tasks = self.document.body.tasks
        return sum(task.done for task in tasks) / len(tasks) if tasks else None

    @computed("Slip (days)", "延期天数")
    def slip(self, kb: KnowledgeBase) -> int | None:
        """Days from the baseline to the day it was or will be shipped; negative if early.
        ---
        从基线日期到已交付或预计交付日的天数，提前为负。
        """
        expected = self.expected(kb)
        return (expected - self.baseline_due).days if expected and self.baseline_due else None

    @computed("Expected finish", "预计交付", looks_back=True)
    def expected(self, kb: KnowledgeBase) -> date | None:
        """The earliest finish that its own dates and those of its dependencies allow.
        ---
        综合自己的日期和所依赖条目的日期，最早能完成的那天。
        """
        found = schedule(kb).get(self.ref)
        return found.finish if found else None

    @computed("Delay from dependencies (days)", "依赖带来的延期")
    def passed_on(self, kb: KnowledgeBase) -> int | None:
        """Days by which unfinished dependencies push it beyond its own dates.
        ---
        未完成的依赖把它拖到自己日期之后的天数。
        """
        expected = self.expected(kb)
        if expected is None or self.finish is None:
            return None
        return (expected - self.finish).days

    @computed("Critical chain", "关键路径")
    def critical_chain(self, kb: KnowledgeBase) -> tuple["Roadmap", ...]:
        """The dependencies that set its expected finish, the first one first.
        ---
        决定预计交付日的那一串依赖，从最早的开始。
        """
        chain: list[Roadmap] = []
        found = schedule(kb).get(self.ref)
        while found and found.driver:
            driver = kb.resolve(found.driver, Roadmap)
            if driver is None:
                break
            chain.insert(0, driver)
            found = schedule(kb).get(found.driver)
        return tuple(chain)

    @computed("Schedule", "排期状态")
    def schedule(self, kb: KnowledgeBase) -> Standing | None:
        """On time, late (expected after due, or due has passed), held up, blocked, or shipped.
        ---
        正常、延期（已过期限，或预计晚于期限）、受依赖影响、阻塞或已交付。
        """
        expected = self.expected(kb)
        if self.phase is Phase.DONE:
            return SHIPPED
        if self.phase is Phase.DROPPED:
            return None
        if self.status == "blocked":
            return BLOCKED
        if expected is None or self.due is None:
            return UNSCHEDULED
        if self.due < kb.as_of or (self.finish and self.finish > self.due):
            return LATE
        return HELD_UP if expected > self.due else ON_TIME


@dataclass(frozen=True)
class Slot:
    """An item's place in the schedule: its expected finish, and the dependency that sets it."""

    finish: date
    driver: str | None


@once
def schedule(kb: KnowledgeBase) -> Mapping[str, Slot]:
    """The expected finish of every roadmap item that has dates, by its `kind:id`.

    The forward pass of the critical path method (Kelley and Walker, 1959): an unfinished item
    starts today, on its own start day, or the day after its last dependency ends, whichever is
    latest, and takes as long as its own dates leave from there. Shipped items keep the day they
    were shipped; an unfinished one cannot finish before today. Items on a dependency cycle, and
    what depends on them, use their own dates alone; the cycle is a finding of its own.
    """
    ordered, cyclic = kb.dependency_order(Roadmap, "depends_on")
    slots: dict[str, Slot] = {}
    for item in (*ordered, *cyclic):
        if item.finish is None or item.phase is Phase.DROPPED:
            continue
        needed = () if item in cyclic or not item.is_open else kb.targets(item, "depends_on")
        slots[item.ref] = _slot(item, [each for each in needed if each.is_open], slots, kb.as_of)
    return slots


def _slot(item: Roadmap, needed: Sequence[Record], slots: Mapping[str, Slot], as_of: date) -> Slot:
    finish = item.finish or as_of
    if not item.is_open:
        return Slot(finish, None)
    finish = max(finish, as_of)
    begin = min(max(item.start or finish, as_of), finish)
    waits = [(slots[each.ref].finish, each.ref) for each in needed if each.ref in slots]
    last = max(waits, default=None)
    if last is None or last[0] < begin:
        return Slot(finish, None)
    return Slot(last[0] + timedelta(days=1) + (finish - begin), last[1])
