"""A chart in its frame: caption, the drawing at its widths, and the data in a table beneath."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from markupsafe import Markup

from pmkb.charts.chart import BROAD, NARROW, WIDE, Chart, Drawing, Mark, Sheet, Table, drawable
from pmkb.charts.elements import address, el, join, rect
from pmkb.charts.formats import Wording
from pmkb.charts.legend import textures
from pmkb.charts.letters import wrap

MOST_STOPS = 40
"""With more marks than this the keyboard stops at the notable ones only; the table has all."""
MOST_MARKS = 160
"""With more marks than this, neither does the pointer: they would be a few pixels wide."""


def figure(chart: Chart, wording: Wording) -> Markup:
    """A chart with its caption and its data, ready for a page."""
    css = f"pmkb-chart pmkb-chart-{chart.shape}"
    chart = drawable(chart)
    if chart.empty:
        nothing = el("p", wording.gettext("No data"), class_="pmkb-empty")
        return el("figure", _caption(chart), nothing, class_=css)
    widths = (BROAD, WIDE, NARROW) if chart.is_broad else (WIDE, NARROW)
    css += " pmkc-roomy" if chart.is_broad else ""
    drawn = (svg(chart, wording, width) for width in widths)
    return el("figure", _caption(chart), *drawn, _details(chart, wording), class_=css)


def svg(chart: Chart, wording: Wording, width: int = WIDE) -> Markup:
    """A chart's drawing alone."""
    sheet = Sheet(width, wording, _key(chart, wording, width))
    chart = drawable(chart)
    drawing = chart.draw(sheet)
    marks = _reachable(drawing.marks)
    return el(
        "svg",
        el("title", chart.title, id=f"{sheet.key}-t"),
        el("desc", chart.summary(wording), id=f"{sheet.key}-d"),
        textures(sheet.key) if f"url(#{sheet.key}" in drawing.body else None,
        drawing.body,
        join(_mark(each, sheet, drawing) for each in marks),
        class_=sheet.css,
        viewBox=f"0 0 {width} {drawing.height:.0f}",
        # What an image contains cannot be reached, by the rules of ARIA; a group's can.
        role="group" if marks else "img",
        aria_labelledby=f"{sheet.key}-t",
        aria_describedby=f"{sheet.key}-d",
        font_size=str(sheet.size),
        xmlns="http://www.w3.org/2000/svg",
    )


def _key(chart: Chart, wording: Wording, width: int) -> str:
    """A name unlike those of other charts on the page, and the same in every build."""
    digest = sha256(f"{chart!r}{wording.language}{width}".encode("utf-8", "replace"))
    return f"c{digest.hexdigest()[:10]}"


def _reachable(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    if len(marks) > MOST_MARKS:
        return tuple(each for each in marks if each.stop)
    if len(marks) > MOST_STOPS:
        return marks
    return tuple(replace(each, stop=True) for each in marks)


def _mark(mark: Mark, sheet: Sheet, drawing: Drawing) -> Markup:
    href = address(mark.href)
    inner = (
        el("title", "\n".join(mark.says)),
        rect(*mark.box, ""),
        _tip(mark, sheet, drawing.height) if mark.stop or href else None,
    )
    if href:
        return el("a", *inner, href=href, class_="pmkc-mark")
    stop = "0" if mark.stop else None
    return el("g", *inner, class_="pmkc-mark", tabindex=stop, role="img" if mark.stop else None)


def _tip(mark: Mark, sheet: Sheet, height: float) -> Markup:
    """What the keyboard's reader sees of a mark: its text, held within the drawing."""
    lines = [part for each in mark.says for part in wrap(each, sheet.width - 24, sheet.size, 3)]
    half = max(map(sheet.room, lines), default=0) / 2
    x = min(max(mark.at[0], half + 6), sheet.width - half - 6)
    step = sheet.size * 1.35
    top = mark.at[1] - step * len(lines)
    top = min(max(top, step), height - step * (len(lines) - 0.5))
    plate = rect(x - half - 6, top - step * 0.65, half * 2 + 12, step * len(lines) + 4, "")
    shift = top + sheet.size * 0.35
    written = (el("text", each, x=x, y=shift + step * at) for at, each in enumerate(lines))
    return el("g", plate, join(written), class_="pmkc-tip")


def _caption(chart: Chart) -> Markup:
    unit = chart.unit if chart.unit not in chart.title else ""
    small = " · ".join(each for each in (unit, chart.note) if each)
    return el("figcaption", el("strong", chart.title), el("small", small) if small else None)


def _details(chart: Chart, wording: Wording) -> Markup:
    table = chart.table(wording)
    return el(
        "details",
        el("summary", wording.gettext("Data")),
        el("div", _table(chart.title, table), class_="pmkb-scroll"),
    )


def _table(caption: str, table: Table) -> Markup:
    head = (
        el("th", name, scope="col", class_="n" if at in table.numeric else None)
        for at, name in enumerate(table.head)
    )
    body = el("tbody", join(_rows(table))) if table.rows else None
    return el(
        "table",
        el("caption", caption),
        el("thead", el("tr", join(head))),
        body,
        class_="pmkb-table",
    )


def _rows(table: Table) -> Iterator[Markup]:
    for row in table.rows:
        cells = (
            _cell("th" if at == 0 else "td", each, at in table.numeric)
            for at, each in enumerate(row)
        )
        yield el("tr", join(cells))


def _cell(name: str, value: object, numeric: bool) -> Markup:
    # An empty element must not be closed in itself: HTML would not end it there.
    shown = value if str(value) else "–"
    scope = "row" if name == "th" else None
    return el(name, shown, scope=scope, class_="n" if numeric else None)
