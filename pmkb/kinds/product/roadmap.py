"""Roadmap items: what is planned, by when, and how lateness travels through dependencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pmkb.flow import Level, Phase, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase, once
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
        "Where it stands.",
        flow=flow(
            State("idea", "Idea", "想法"),
            State("planned", "Planned", "已规划"),
            State("in-progress", "In progress", "进行中"),
            State("blocked", "Blocked", "阻塞"),
            done("shipped", "Shipped", "已交付"),
            dropped("cancelled", "Cancelled", "已取消"),
        ),
    )
    goal: Reference | None = key("服务目标", "The goal it serves.", default=None, to="goal")
    release: Reference | None = key(
        "所属版本", "The release it ships in.", default=None, to="release"
    )
    start: Day | None = key("开始日期", "The day work begins or began.", default=None)
    due: Day | None = key("截止日期", "The day agreed now.", default=None)
    baseline_due: Day | None = key("基线日期", "The day first promised.", default=None)
    forecast: Day | None = key("预计完成", "The day its owner expects.", default=None)
    shipped: Day | None = key("交付日期", "The day it was shipped.", default=None)
    progress: Percent | None = key("进度", "Per cent done, 0 to 100.", default=None)
    confidence: Text | None = key("信心", "In the forecast.", default=None, vocabulary="confidence")
    depends_on: tuple[Reference, ...] = key(
        "依赖", "Items that must be finished before it.", default=(), to="roadmap", acyclic=True
    )
    team: Text | None = key("团队", "Who does the work.", default=None, vocabulary="team")

    @property
    def finish(self) -> date | None:
        """The day it was shipped, is expected to be, or is due; in this order."""
        return self.shipped or self.forecast or self.due

    @computed("Completion", "完成率", unit=Unit.SHARE)
    def completion(self, kb: KnowledgeBase) -> float | None:
        """`progress`, or the share of the body's tasks that are done; a share of 1."""
        if self.phase is Phase.DONE:
            return 1.0
        if self.progress is not None:
            return self.progress / 100
        tasks = self.document.body.tasks
        return sum(task.done for task in tasks) / len(tasks) if tasks else None

    @computed("Slip (days)", "延期天数")
    def slip(self, kb: KnowledgeBase) -> int | None:
        """Days from the baseline to the day it was or will be shipped; negative if early."""
        expected = self.expected(kb)
        return (expected - self.baseline_due).days if expected and self.baseline_due else None

    @computed("Expected finish", "预计交付", looks_back=True)
    def expected(self, kb: KnowledgeBase) -> date | None:
        """The earliest finish that its own dates and those of its dependencies allow."""
        found = schedule(kb).get(self.ref)
        return found.finish if found else None

    @computed("Delay from dependencies (days)", "依赖带来的延期")
    def passed_on(self, kb: KnowledgeBase) -> int | None:
        """Days by which unfinished dependencies push it beyond its own dates."""
        expected = self.expected(kb)
        if expected is None or self.finish is None:
            return None
        return (expected - self.finish).days

    @computed("Critical chain", "关键路径")
    def critical_chain(self, kb: KnowledgeBase) -> tuple["Roadmap", ...]:
        """The dependencies that set its expected finish, the first one first."""
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
        """On time, late (expected after due, or due has passed), held up, blocked, or shipped."""
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
