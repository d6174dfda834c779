"""Names at their marks, colours with a texture for paper, and keys where a name finds no room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pmkb.charts.chart import Sheet
from pmkb.charts.elements import el, join, line, num, rect, text
from pmkb.charts.letters import shorten

HUES = 6
"""How many colours can be told apart, on grey paper too by their textures and dashes."""


BOLD = 1.08
"""How much wider bold letters are."""


def hue(at: int) -> str:
    """The class of a place in the palette; beyond its end all are grey."""
    return f"pmkc-c{at + 1}" if at < HUES else "pmkc-c0"


_LINES = {
    "pmkc-c2": "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    "pmkc-c3": "M2 2h1.6v1.6h-1.6zM6 6h1.6v1.6h-1.6z",
    "pmkc-c4": "M0 2H8M0 6H8",
    "pmkc-c5": "M0 0L8 8M8 0L0 8",
    "pmkc-c6": "M2 0V8M6 0V8",
}


def textures(key: str) -> Markup:
    """The patterns that stand for colours on paper; the first colour is plain black there."""
    made = (
        el(
            "pattern",
            el("path", d=path, class_="pmkc-hatch"),
            id=f"{key}-{css}",
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
        )
        for css, path in _LINES.items()
    )
    return el("defs", join(made))


def filled(sheet: Sheet, css: str, box: tuple[float, float, float, float]) -> Markup:
    """A coloured rectangle, with its texture over it for paper."""
    made = rect(*box, f"pmkc-fill {css}")
    colour = css.partition(" ")[0]
    if colour not in _LINES:
        return made
    return made + rect(*box, "pmkc-tex", fill=f"url(#{sheet.key}-{colour})")


def filled_all(
    sheet: Sheet, css: str, boxes: Iterable[tuple[float, float, float, float]]
) -> Markup:
    """Many rectangles of one colour as one path, which is a fraction of the bytes."""
    drawn = (
        f"M{num(x)} {num(y)}h{num(wide)}v{num(high)}h-{num(wide)}z" for x, y, wide, high in boxes
    )
    path, colour = "".join(drawn), css.partition(" ")[0]
    made = el("path", d=path, class_=f"pmkc-fill {css}")
    if colour not in _LINES:
        return made
    return made + el("path", d=path, class_="pmkc-tex", fill=f"url(#{sheet.key}-{colour})")


def aim(x: float, top: float, bottom: float) -> Markup:
    """The mark of a target across a bar, set off from it by a line of the page's colour."""
    ends = (x, top), (x, bottom)
    return line(*ends, "pmkc-aim pmkc-apart") + line(*ends, "pmkc-aim")


@dataclass(frozen=True)
class EndLabel:
    """A name beside the end of what it names."""

    y: float
    lines: tuple[str, ...]
    css: str
    x: float
    """Where what it names ends."""


def label_room(sheet: Sheet, labels: Iterable[tuple[str, ...]]) -> float:
    """How much room labels get beside a plot: what they need, but no more than three tenths."""
    # The first line is bold, which is wider.
    need = max((sheet.room(each) * BOLD for lines in labels for each in lines), default=0)
    return min(need, sheet.width * 0.32)


def end_labels(
    sheet: Sheet, labels: Sequence[EndLabel], x: float, span: tuple[float, float]
) -> Markup:
    """Labels beside a plot, moved apart where they would cover one another."""
    step = sheet.size * 1.25
    order = sorted(labels, key=lambda each: each.y)
    heights = [step * len(each.lines) + 3 for each in order]
    middles = spread([each.y for each in order], heights, span)
    return join(_end_label(sheet, each, x, y, step) for each, y in zip(order, middles, strict=True))


def _end_label(sheet: Sheet, label: EndLabel, x: float, y: float, step: float) -> Markup:
    most = sheet.width - x
    first = y - step * (len(label.lines) - 1) / 2
    lines = (
        text(
            x, first + step * at, shorten(each, most / BOLD, sheet.size), "" if at else "pmkc-name"
        )
        for at, each in enumerate(label.lines)
    )
    moved = abs(y - label.y) > 4 or x - label.x > 16
    leader = line((label.x + 5, label.y), (x - 3, y), "pmkc-leader") if moved else None
    return el("g", leader, join(lines), class_=label.css)


def spread(
    wanted: Sequence[float], heights: Sequence[float], span: tuple[float, float]
) -> list[float]:
    """Places as near as can be to those wanted, in order, that do not overlap."""
    middles = list(wanted)
    low, high = span
    for at, height in enumerate(heights):
        floor = low if at == 0 else middles[at - 1] + heights[at - 1] / 2
        middles[at] = max(middles[at], floor + height / 2)
    for at in reversed(range(len(heights))):
        ceiling = high if at == len(heights) - 1 else middles[at + 1] - heights[at + 1] / 2
        middles[at] = min(middles[at], ceiling - heights[at] / 2)
    return middles


@dataclass(frozen=True)
class Entry:
    """What a sign in the drawing means."""

    css: str
    name: str
    kind: str = "box"
    """`box`, `line`, `tick`, `wedge` or `dot`."""
    outline: str = ""
    """Instead: a shape of its own, around its middle."""


def key_row(sheet: Sheet, entries: Sequence[Entry], y: float) -> tuple[Markup, float]:
    """What signs mean, in rows from `y` down, and how high they are."""
    x, top, made = 0.0, y, []
    for each in entries:
        need = 22 + sheet.room(each.name) + 14
        if x and x + need > sheet.width:
            x, top = 0.0, top + sheet.size * 1.5
        name = shorten(each.name, sheet.width - 24, sheet.size)
        made.append(_sample(each, x, top) + text(x + 20, top, name, "pmkc-soft"))
        x += need
    return join(made), (top - y + sheet.size * 1.5 if entries else 0)


def _sample(entry: Entry, x: float, y: float) -> Markup:
    if entry.outline:
        where = f"translate({num(x + 7)} {num(y)})"
        return el("path", d=entry.outline, transform=where, class_=entry.css)
    if entry.kind == "line":
        return line((x, y), (x + 14, y), entry.css)
    if entry.kind == "tick":
        return line((x + 7, y - 6), (x + 7, y + 6), entry.css)
    if entry.kind == "wedge":
        return el("path", d=f"M{x + 7:.2f} {y - 4:.2f}l-4.5 7h9z", class_=entry.css)
    if entry.kind == "dot":
        return el("circle", cx=x + 7, cy=float(y), r="4", class_=entry.css)
    return rect(x, y - 5, 14, 10, entry.css)
