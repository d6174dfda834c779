"""A timeline of tasks and milestones, with what waits for what, and today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.axis import calendar_ticks
from pmkb.charts.chart import Chart, Drawing, Mark, Sheet, Table, sign, tone
from pmkb.charts.elements import el, join, line, num, rect, text
from pmkb.charts.formats import Format, Wording
from pmkb.charts.legend import Entry, aim, key_row
from pmkb.charts.letters import shorten, wrap
from pmkb.charts.scale import Scale
from pmkb.flow import Level

MOST = 60
BAR = 12.0


@dataclass(frozen=True)
class Moment:
    """A day that matters within a task: a deadline, an audit, a payment."""

    day: date
    sort: str
    """What days of its sort are called: "Notice deadline"."""
    level: Level | None = None
    note: str = ""


@dataclass(frozen=True)
class Task:
    """Something that takes a stretch of time; with one day only, a milestone."""

    id: str
    name: str
    start: date | None = None
    end: date | None = None
    level: Level | None = None
    progress: float | None = None
    """The share that is done."""
    baseline: date | None = None
    """When it was first to end."""
    forecast: date | None = None
    """When it is going to end."""
    waits_for: tuple[str, ...] = ()
    note: str = ""
    href: str = ""
    moments: tuple[Moment, ...] = ()

    @property
    def milestone(self) -> date | None:
        """The day of a milestone."""
        if self.start is None or self.start == self.end:
            return self.end
        return None

    @property
    def days(self) -> tuple[date, ...]:
        """All its days."""
        moments = (each.day for each in self.moments)
        found = (self.start, self.end, self.baseline, self.forecast, *moments)
        return tuple(each for each in found if each is not None)


@dataclass(frozen=True)
class Timeline(Chart):
    """Tasks over time, in the order given."""

    shape: ClassVar[str] = "timeline"
    tasks: tuple[Task, ...]
    today: date | None = None
    window: tuple[date, date] | None = None
    """The stretch of time that is drawn, where that is not all: what begins before it or ends
    after it is cut there."""

    @property
    def empty(self) -> bool:
        """Whether no task has a day."""
        return not any(each.days for each in self.tasks)

    @property
    def is_broad(self) -> bool:
        """Always: names and time both need room."""
        return True

    @property
    def sorts(self) -> tuple[str, ...]:
        """The sorts of moments, in the order in which they first occur."""
        return tuple(dict.fromkeys(each.sort for task in self.tasks for each in task.moments))

    @property
    def span(self) -> tuple[date, date]:
        """From the first day that is drawn to the last, today included."""
        if self.window is not None:
            return self.window
        days = [day for each in self.tasks for day in each.days]
        days += [self.today] if self.today else []
        return min(days), max(days)

    def draw(self, sheet: Sheet) -> Drawing:
        """A row for each task."""
        return _Layout.of(self, sheet).drawing()

    def table(self, wording: Wording) -> Table:
        """A row for each task."""
        gettext = wording.gettext
        names = {each.id: each.name for each in self.tasks}
        rows = tuple(
            (
                sign(each.level) + each.name,
                *("" if day is None else wording.day(day) for day in _four(each)),
                "" if each.progress is None else _percent(each, wording),
                ", ".join(names.get(one, one) for one in each.waits_for),
                *(_days(each, sort, wording) for sort in self.sorts),
            )
            for each in self.tasks
        )
        days = (gettext("Start"), gettext("End"), gettext("First planned"), gettext("Forecast"))
        head = (gettext("Name"), *days, gettext("Progress"), gettext("Waits for"), *self.sorts)
        return _filled(Table(head, rows))

    def summary(self, wording: Wording) -> str:
        """The time it spans, and what is late."""
        first, last = self.span
        said = [f"{wording.day(first)} – {wording.day(last)}"]
        if self.today:
            said.append(f"{wording.gettext('today')}: {wording.day(self.today)}")
        urgent = [each for each in self.tasks if each.level is Level.ACT]
        return " · ".join([*said, *(sign(each.level) + each.name for each in urgent[:8])])


def _days(task: Task, sort: str, wording: Wording) -> str:
    return ", ".join(wording.day(each.day) for each in task.moments if each.sort == sort)


def _filled(table: Table) -> Table:
    """A table without the columns that are empty in all rows, but for the first."""
    kept = [at for at in range(len(table.head)) if not at or any(row[at] for row in table.rows)]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return Table(tuple(table.head[at] for at in kept), rows)


def _four(task: Task) -> tuple[date | None, ...]:
    return task.start, task.end, task.baseline, task.forecast


def _percent(task: Task, wording: Wording) -> str:
    return Format(wording).share(task.progress or 0)


@dataclass(frozen=True)
class _Layout:
    spec: Timeline
    sheet: Sheet
    x: Scale
    top: float

    @classmethod
    def of(cls, spec: Timeline, sheet: Sheet) -> "_Layout":
        first, last = spec.span
        margin = max((last - first).days // 40, 3)
        need = max(sheet.room(sign(each.level) + each.name) for each in spec.tasks)
        left = 4.0 if sheet.narrow else min(need, sheet.width * 0.32) + 14
        low, high = first.toordinal() - margin, last.toordinal() + margin + 1
        if (last - first).days > 60:
            low = first.replace(day=1).toordinal()
        if spec.window is not None:
            low, high = first.toordinal(), last.toordinal() + 1
        return cls(spec, sheet, Scale(low, high, left, sheet.width - 4), sheet.size * 3.4)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Those that are drawn."""
        return self.spec.tasks[:MOST]

    @property
    def step(self) -> float:
        """The height of a row; on a telephone the name stands above the bar."""
        return self.sheet.size * (2.9 if self.sheet.narrow else 2.6)

    @property
    def bottom(self) -> float:
        """Where the rows end."""
        return self.top + self.step * len(self.tasks)

    def middle(self, row: int) -> float:
        """The middle of a row's bar."""
        share = 0.76 if self.sheet.narrow else 0.5
        return self.top + self.step * (row + share)

    def day(self, day: date, end: bool = False) -> float:
        """Where a day begins, or ends."""
        return self.x.held(day.toordinal() + end)

    def drawing(self) -> Drawing:
        """Everything in its order."""
        more = len(self.spec.tasks) - MOST
        y = self.bottom + 16
        key, depth = key_row(self.sheet, self._key(), y)
        words = self.sheet.wording.gettext("and %(num)s more in the table") % {"num": more}
        hidden = text(0, y + depth, words, "pmkc-soft") if more > 0 else None
        body = (
            join(self._axis()),
            join(self._today()),
            join(self._ties()),
            join(self._row(row, each) for row, each in enumerate(self.tasks)),
            key,
            hidden,
        )
        marks = tuple(self._mark(row, each) for row, each in enumerate(self.tasks))
        return Drawing(y + depth + (14 if hidden else -4), join(body), marks)

    def _axis(self) -> Iterator[Markup]:
        sheet, first = self.sheet, date.fromordinal(int(self.x.low))
        last = date.fromordinal(int(self.x.high))
        for each in calendar_ticks(first, last, self.x.end - self.x.start, sheet):
            at = self.day(each.at)
            yield line((at, self.top - 4), (at, self.bottom), "pmkc-grid")
            if at + sheet.room(each.name) > sheet.width:
                continue
            yield text(at + 3, self.top - 11, each.name, "pmkc-soft")
            if each.year and at + sheet.room(each.year) < sheet.width:
                yield text(at + 3, self.top - 11 - sheet.size * 1.2, each.year, "pmkc-soft")

    def _today(self) -> Iterator[Markup]:
        if self.spec.today is None:
            return
        at, word = self.day(self.spec.today), self.sheet.wording.gettext("today")
        half = self.sheet.room(word) / 2
        middle = min(max(at, half), self.sheet.width - half)
        yield line((at, self.top - 4), (at, self.bottom), "pmkc-today")
        yield text(middle, 6, word, "pmkc-halo pmkc-say-today", "middle")

    def _row(self, row: int, task: Task) -> Markup:
        made = (self._name(row, task), join(self._bar(row, task)))
        return el("g", join(made), class_=tone(task.level))

    def _name(self, row: int, task: Task) -> Markup:
        words, sheet = sign(task.level) + task.name, self.sheet
        if sheet.narrow:
            y = self.top + self.step * (row + 0.27)
            return text(0, y, shorten(words, sheet.width, sheet.size), "pmkc-halo")
        lines = wrap(words, self.x.start - 10, sheet.size)
        step = sheet.size * 1.15
        first = self.middle(row) - step * (len(lines) - 1) / 2
        return join(text(0, first + at * step, each) for at, each in enumerate(lines))

    def _bar(self, row: int, task: Task) -> Iterator[Markup]:
        y = self.middle(row)
        if task.forecast and task.end and task.forecast > task.end:
            start, end = self.day(task.end, True), self.day(task.forecast, True)
            yield rect(start, y - BAR / 2 + 2, end - start, BAR - 4, "pmkc-ahead")
        if task.milestone:
            at = self.day(task.milestone)
            yield el("path", d=f"M{num(at)} {num(y - 7)}l7 7l-7 7l-7 -7z", class_="pmkc-fill")
        elif task.start:
            start = self.day(task.start)
            end = self.day(task.end, True) if task.end else self.x.end
            css = "pmkc-plan" if task.end else "pmkc-plan pmkc-open"
            yield rect(start, y - BAR / 2, max(end - start, 2), BAR, css)
            done = min(max(task.progress or 0, 0), 1) * (end - start)
            if done > 0:
                yield rect(start, y - BAR / 2, done, BAR, "pmkc-fill")
        if task.baseline and self._is_shown(task.baseline):
            at = self.day(task.baseline, not task.milestone)
            yield aim(at, y - BAR / 2 - 3, y + BAR / 2 + 3)
        for moment in task.moments:
            if self._is_shown(moment.day):
                css = f"pmkc-moment {tone(moment.level, 'pmkc-quiet')}"
                drawn = sample(self.spec.sorts.index(moment.sort))
                at = self.day(moment.day)
                yield el("path", d=drawn, transform=f"translate({num(at)} {num(y)})", class_=css)

    def _is_shown(self, day: date) -> bool:
        return self.x.low <= day.toordinal() <= self.x.high

    def _ties(self) -> Iterator[Markup]:
        rows = {each.id: row for row, each in enumerate(self.tasks)}
        for row, task in enumerate(self.tasks):
            for name in task.waits_for:
                if name in rows and name != task.id:
                    yield from self._tie(rows[name], row)

    def _tie(self, before: int, row: int) -> Iterator[Markup]:
        """From the end of what is waited for to the start of what waits."""
        first, task = self.tasks[before], self.tasks[row]
        end, start = first.end or first.start, task.start or task.end
        if end is None or start is None:
            return
        x1, y1 = self.day(end, not first.milestone), self.middle(before)
        x2, y2 = self.day(start) - (7 if task.milestone else 0), self.middle(row)
        x1 += 7 if first.milestone else 0
        down = 1 if row > before else -1
        gap = y2 - down * (BAR / 2 + 4)
        if x2 > x1 + 10:
            path = f"M{num(x1)} {num(y1)}H{num(x1 + 5)}V{num(y2)}H{num(x2 - 1)}"
        else:
            path = f"M{num(x1)} {num(y1)}h5V{num(gap)}H{num(x2 - 8)}V{num(y2)}H{num(x2 - 1)}"
        yield el("path", d=path, class_="pmkc-depends")
        yield el("path", d=f"M{num(x2)} {num(y2)}l-5 -3.5v7z", class_="pmkc-arrow")

    def _mark(self, row: int, task: Task) -> Mark:
        box = (0, self.top + self.step * row, self.sheet.width, self.step)
        shown = [self.day(each) for each in task.days]
        at = (min(shown, default=0), self.middle(row) - BAR)
        return Mark(box, self._says(task), at, task.href, stop=bool(task.level))

    def _says(self, task: Task) -> tuple[str, ...]:
        gettext, day = self.sheet.wording.gettext, self.sheet.wording.day
        said = [sign(task.level) + task.name]
        if task.milestone:
            said.append(day(task.milestone))
        elif task.start:
            said.append(f"{day(task.start)} – {day(task.end) if task.end else ''}".rstrip())
        if task.progress is not None:
            said.append(f"{gettext('Progress')} {_percent(task, self.sheet.wording)}")
        if task.baseline:
            said.append(f"{gettext('First planned')} {day(task.baseline)}")
        if task.forecast:
            said.append(f"{gettext('Forecast')} {day(task.forecast)}")
        said += [
            f"{sort} {days}"
            for sort in self.spec.sorts
            if (days := _days(task, sort, self.sheet.wording))
        ]
        return (*said, task.note) if task.note else tuple(said)

    def _key(self) -> list[Entry]:
        gettext, made = self.sheet.wording.gettext, []
        if any(each.progress for each in self.tasks):
            made.append(Entry("pmkc-fill pmkc-c1", gettext("Done")))
            made.append(Entry("pmkc-plan pmkc-c1", gettext("To do")))
        if any(each.forecast and each.end and each.forecast > each.end for each in self.tasks):
            made.append(Entry("pmkc-ahead pmkc-c1", gettext("Forecast")))
        if any(each.baseline for each in self.tasks):
            made.append(Entry("pmkc-aim", gettext("First planned"), "tick"))
        made += [
            Entry("pmkc-moment pmkc-quiet", sort, outline=sample(at))
            for at, sort in enumerate(self.spec.sorts)
        ]
        return made


def sample(at: int) -> str:
    """The outline of a sort of moments, around its middle, by its number."""
    return _OUTLINES[min(at, len(_OUTLINES) - 1)]


_OUTLINES = (
    "M0 -6l6 6l-6 6l-6 -6z",
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
    "M-5 -4.5h10l-5 9z",
    "M-4 -4h8v8h-8z",
)
"""Sorts beyond these look alike; their days stand in the table."""
