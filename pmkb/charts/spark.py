"""A sparkline: a line of the size of a word, for a cell of a table."""

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from pmkb.charts.chart import Point
from pmkb.charts.elements import el, join, polyline
from pmkb.charts.formats import Format, Wording
from pmkb.charts.scale import Scale, known

WIDTH, HEIGHT = 96, 22


def sparkline(name: str, points: Sequence[Point], wording: Wording, unit: str = "") -> Markup:
    """The course of values without axes; its title says the first, the lowest, highest and last."""
    there = [(at, each.value) for at, each in enumerate(points) if each.value is not None]
    there = [(at, value) for at, value in there if known(value)]
    if not there:
        return el("span", "–", class_="pmkb-none", title=wording.gettext("no value"))
    values = [value for _, value in there]
    x = Scale(0, len(points) - 1, 3, WIDTH - 4)
    y = Scale(min(values), max(values), HEIGHT - 4, 4)
    runs = groupby(enumerate(points), lambda each: known(each[1].value))
    paths = [
        polyline([(x(at), y(each.value or 0)) for at, each in run]) for has, run in runs if has
    ]
    last, value = there[-1]
    return el(
        "svg",
        el("title", _says(name, points, there, Format(wording, unit))),
        join(el("path", d=each, class_="pmkc-stroke") for each in paths),
        el("circle", cx=x(last), cy=y(value), r="2.5", class_="pmkc-fill"),
        class_="pmkb-spark pmkc-c1",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=str(WIDTH),
        height=str(HEIGHT),
        role="img",
        xmlns="http://www.w3.org/2000/svg",
    )


def _says(name: str, points: Sequence[Point], there: list[tuple[int, float]], form: Format) -> str:
    by_value = sorted(there, key=lambda each: each[1])
    notable = sorted({there[0], by_value[0], by_value[-1], there[-1]})
    said = (f"{points[at].period}: {form.exact(value)}" for at, value in notable)
    return f"{name}: " + " · ".join(said)
