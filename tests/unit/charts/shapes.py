"""One small chart of each kind, and how drawings are read back."""

import re
from datetime import date
from xml.etree import ElementTree as ET

from pmkb.charts import (
    WIDE,
    Bar,
    Bars,
    Bullet,
    Cell,
    Chart,
    Columns,
    Dot,
    Due,
    Form,
    Funnel,
    Heat,
    Inflection,
    Item,
    Kpi,
    Line,
    Moment,
    Month,
    Point,
    Quadrants,
    Range,
    Scatter,
    Series,
    Shares,
    Stage,
    Step,
    Target,
    Task,
    Timeline,
    Waterfall,
    figure,
    svg,
)
from pmkb.flow import Level
from pmkb.render.wording import Wording

SVG = "{http://www.w3.org/2000/svg}"
EN, ZH = Wording("en"), Wording("zh")
HOSTILE = "</title><script>alert(1)</script>\"'&\x00\x1b]] 长" + "很" * 200 + "W" * 300


def months(*values: float | None, year: int = 2026) -> tuple[Point, ...]:
    days = [date(year + at // 12, at % 12 + 1, 1) for at in range(len(values))]
    return tuple(Point(day, value, f"{day:%Y-%m}") for day, value in zip(days, values, strict=True))


def series(*values: float | None, name: str = "", year: int = 2026) -> Series:
    return Series(name, months(*values, year=year))


def one_of_each(name: str = "a thing", value: float = 12_345.6) -> tuple[Chart, ...]:
    day = date(2026, 6, 1)
    items = (Item(name), Item("e"))
    return (
        Line(
            name,
            (series(value, None, value * 2, name=name), series(value, value, name="b")),
            targets=(Target(name, value, day),),
            forecast=(Range(date(2026, 4, 1), value, value * 1.5, value * 2, "2026-04"),),
            inflections=(Inflection(date(2026, 3, 1), name, Level.WATCH),),
            unit="万元",
        ),
        Bars(
            name,
            (
                Bar(name, value, value * 1.1, Level.ACT, name),
                *(Bar("b", -value), Bar("c", None), Bar("d", value, part=value / 3)),
            ),
            (name, "d"),
        ),
        Columns(name, months(value, None, -value), target=value, unit="万元"),
        Shares(name, (series(value, value, name=name), series(value, 0, name="b"))),
        Waterfall(
            name, (Step(name, value, total=True), Step("b", -value / 2, False, name, Level.ACT))
        ),
        Funnel(name, (Stage(name, value), Stage("b", value / 3), Stage("c", value / 30))),
        Bullet(name, (Kpi(name, value, value * 2, value, value * 3, Level.GOOD, name),)),
        Heat(
            name,
            (name, "b", "d"),
            ("c", name),
            (
                (Cell(value, note=name), None),
                (Cell(level=Level.ACT), Cell(text=name)),
                (Cell(level=Level.GOOD, is_zone=True), Cell(level=Level.WATCH, items=items)),
            ),
            row_title=name,
            column_title=name,
        ),
        Scatter(
            name,
            (
                Dot(name, 0.2, 0.3, Level.GOOD, name, letter=name, before=(0.5, 0.5)),
                Dot("b", 0.7, 0.9),
            ),
            name,
            "y",
            Quadrants(0.5, 0.5, (name, "b", "c", "d")),
            (0, 1),
            (0, 1),
            name,
            form=Form.SHARE,
        ),
        Timeline(
            name,
            (
                Task("a", name, day, date(2026, 8, 1), Level.ACT, 0.5, day, date(2026, 9, 1)),
                Task("b", "b", date(2026, 9, 1), date(2026, 9, 1), waits_for=("a", "gone", "b")),
                Task("c", "c", day, moments=(Moment(day, name), Moment(day, "e", Level.ACT))),
            ),
            date(2026, 7, 1),
        ),
        Month(name, day, (Due(day, name, Level.WATCH), Due(day, "b")), date(2026, 6, 30)),
    )


def parsed(text: object) -> ET.Element:
    return ET.fromstring(str(text))  # noqa: S314 - what these tests made themselves


def drawing(chart: Chart, wording: Wording = EN, width: int = WIDE) -> ET.Element:
    return parsed(svg(chart, wording, width))


def whole(chart: Chart, wording: Wording = EN) -> ET.Element:
    return parsed(figure(chart, wording))


def classed(root: ET.Element, name: str, css: str) -> list[ET.Element]:
    """Elements of a name with a class."""
    wanted = set(css.split())
    return [
        each for each in root.iter(SVG + name) if wanted <= set((each.get("class") or "").split())
    ]


def number(element: ET.Element, name: str) -> float:
    return float(element.get(name) or "nan")


def written(root: ET.Element) -> list[ET.Element]:
    """The texts that always show, without those of the marks."""
    tips = {id(text) for each in classed(root, "g", "pmkc-tip") for text in each.iter()}
    return [each for each in root.iter(SVG + "text") if id(each) not in tips]


def texts(root: ET.Element) -> list[str]:
    """What the drawing says without being asked."""
    return ["".join(each.itertext()) for each in written(root)]


def marks(root: ET.Element) -> list[str]:
    """What the marks say."""
    found = [each for each in root.iter() if (each.get("class") or "") == "pmkc-mark"]
    return [each.findtext(SVG + "title") or "" for each in found]


def places(path: str) -> list[tuple[float, float]]:
    """The points of a path of straight lines."""
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def rows(root: ET.Element) -> list[list[str]]:
    """The cells of the table, head first."""
    return [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]
