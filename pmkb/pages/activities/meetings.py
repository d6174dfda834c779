"""Meetings: what was decided lately, and which tasks of meetings are open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pmkb.flow import Level
from pmkb.kinds.activities.meeting import Meeting
from pmkb.kinds.directory.contact import Contact
from pmkb.markdown import Task
from pmkb.pages.block import Badge, Block, Column, Grid, Nothing, Records, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

MONTH_DAYS = 30
QUARTER_DAYS = 92


@dataclass(frozen=True)
class Assigned:
    """A task that is not done, and the meeting that gave it."""

    meeting: Meeting
    task: Task
    owner: Contact | None

    @property
    def due(self) -> date | None:
        """Its day."""
        return self.task.due.value if self.task.due else None


@page(
    34,
    Section.ACTIVITIES,
    "Decisions and tasks",
    "决定与待办",
    "meeting",
    trackers=("meetings",),
)
def meetings(desk: Desk) -> Iterator[Block]:
    """What did we decide, and is it being done?"""
    found = sorted(
        (each for each in desk.all(Meeting) if each.date <= desk.as_of),
        key=lambda each: (each.date, each.id),
        reverse=True,
    )
    if not found:
        yield Nothing(desk.say("No meeting is recorded.", "还没有会议记录。"), "meeting")
        return
    tasks = assigned(desk, found)
    yield _tiles(desk, found, tasks)
    yield _open(desk, tasks)
    yield _decided(desk, found)
    columns = ("date", "type", "attendees", "decisions", "open_tasks", "owner")
    yield Records(desk.say("Meetings", "会议"), found, columns)


def assigned(desk: Desk, found: Sequence[Meeting]) -> list[Assigned]:
    """The tasks of some meetings that are not done, by day; those without a day come last."""
    tasks = [
        Assigned(each, task, desk.kb.resolve(task.owner, Contact))
        for each in found
        for task in each.document.body.tasks
        if not task.done
    ]
    return sorted(tasks, key=lambda each: (each.due or date.max, each.meeting.id))


def _is_late(task: Assigned, as_of: date) -> bool:
    return task.due is not None and task.due < as_of


def _tiles(desk: Desk, found: Sequence[Meeting], tasks: Sequence[Assigned]) -> Tiles:
    recent = [each for each in found if (desk.as_of - each.date).days <= MONTH_DAYS]
    late = [each for each in tasks if _is_late(each, desk.as_of)]
    vague = [each for each in tasks if each.owner is None or each.due is None]
    return Tiles(
        (
            Tile(
                desk.say("Decisions in a month", "近一月决定"),
                sum(len(each.decisions) for each in recent),
                (desk.say("in {n} {n:meeting|meetings}", "{n} 次会议", n=len(recent)),),
            ),
            Tile(desk.say("Open tasks", "未完成待办"), len(tasks)),
            Tile(desk.say("Overdue", "逾期"), len(late), level=Level.ACT if late else Level.GOOD),
            Tile(
                desk.say("Without a person or a day", "缺负责人或期限"),
                len(vague),
                level=Level.WATCH if vague else Level.GOOD,
            ),
            Tile(
                desk.say("Last meeting", "最近一次"),
                found[0].date,
                (found[0],),
                None if recent else Level.UNKNOWN,
            ),
        )
    )


def _open(desk: Desk, tasks: Sequence[Assigned]) -> Grid:
    columns = (
        Column(desk.say("Task", "待办")),
        Column(desk.say("Standing", "状态"), choose=True),
        Column(desk.say("Due", "期限")),
        Column(desk.say("Who", "负责人"), choose=True),
        Column(desk.say("Meeting", "会议")),
    )
    late = Badge(desk.say("Overdue", "逾期"), Level.ACT)
    vague = Badge(desk.say("Nobody, or no day", "缺负责人或期限"), Level.WATCH)
    fine = Badge(desk.say("In time", "按期"), Level.GOOD)
    rows = tuple(
        (
            each.task.text,
            late
            if _is_late(each, desk.as_of)
            else vague
            if each.owner is None or each.due is None
            else fine,
            each.due,
            each.owner or each.task.owner,
            each.meeting,
        )
        for each in tasks
    )
    return Grid(desk.say("Open tasks", "未完成待办"), columns, rows)


def _decided(desk: Desk, found: Sequence[Meeting]) -> Grid:
    """The decisions of a quarter, the newest first."""
    columns = (
        Column(desk.say("Decision", "决定")),
        Column(desk.say("Day", "日期")),
        Column(desk.say("About", "对象")),
        Column(desk.say("Meeting", "会议")),
        Column(desk.say("Kind of meeting", "会议类型"), choose=True),
    )
    rows = tuple(
        (
            decision.what,
            each.date,
            next(iter(desk.kb.find(decision.about)), None) if decision.about else None,
            each,
            desk.term("meeting-type", each.type),
        )
        for each in found
        if (desk.as_of - each.date).days <= QUARTER_DAYS
        for decision in each.decisions
    )
    return Grid(desk.say("Decided in a quarter", "近一季度的决定"), columns, rows)
