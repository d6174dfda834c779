"""What holds for every chart: well-formed, named, escaped, reachable, and the same every time."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pmkb.charts import BROAD, NARROW, WIDE, Bars, Chart, Line, Point, figure, sparkline, svg
from pmkb.charts.bars import Bar
from pmkb.render.wording import Wording
from tests.unit.charts.shapes import (
    EN,
    HOSTILE,
    SVG,
    ZH,
    classed,
    drawing,
    marks,
    months,
    number,
    one_of_each,
    parsed,
    rows,
    series,
    whole,
)

CHARTS = {type(each).__name__: each for each in one_of_each()}
each_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
each_language = pytest.mark.parametrize("wording", [EN, ZH], ids=["en", "zh"])
each_width = pytest.mark.parametrize("width", [BROAD, WIDE, NARROW])


@each_chart
@each_language
@each_width
def test_drawing_is_well_formed_and_says_what_it_is(
    chart: Chart, wording: Wording, width: int
) -> None:
    root = drawing(chart, wording, width)
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (SVG + "title", chart.title)
    assert (description.tag, bool(description.text)) == (SVG + "desc", True)
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    left, top, right, height = map(float, (root.get("viewBox") or "").split())
    assert (left, top, right) == (0, 0, width)
    assert height > 20


@each_chart
def test_values_are_reached_with_the_keyboard(chart: Chart) -> None:
    root = drawing(chart)
    stops = [each for each in root.iter() if each.get("tabindex") == "0"]
    assert stops
    assert len(stops) == len(marks(root))
    # An image's contents are not reachable by the rules of ARIA, a group's are.
    assert root.get("role") == "group"
    assert {each.get("role") for each in stops} == {"img"}
    assert all(each.findtext(SVG + "title") for each in stops)


@each_chart
def test_figure_has_its_widths_and_a_table_of_the_data(chart: Chart) -> None:
    root = whole(chart)
    widths = ["pmkc-broad"] * chart.is_broad + ["pmkc-wide", "pmkc-narrow"]
    assert [each.get("class") for each in root.iter(SVG + "svg")] == widths
    assert ("pmkc-roomy" in (root.get("class") or "")) == chart.is_broad
    assert root.findtext("figcaption/strong") == chart.title
    assert root.findtext("details/div/table/caption") == chart.title
    table = chart.table(EN)
    head, *body = rows(root)
    assert head == list(table.head)
    assert body == [[str(cell) or "–" for cell in row] for row in table.rows]
    assert {len(row) for row in body} == {len(head)}
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@each_chart
@each_language
def test_one_spec_gives_the_same_bytes_every_time(chart: Chart, wording: Wording) -> None:
    assert figure(chart, wording) == figure(replace(chart), Wording(wording.language))


@pytest.mark.parametrize("chart", one_of_each(HOSTILE), ids=CHARTS)
@each_language
def test_hostile_text_stays_text(chart: Chart, wording: Wording) -> None:
    html = str(figure(chart, wording))
    root = parsed(html)
    assert "<script" not in html
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= ELEMENTS
    for each in root.iter(SVG + "text"):
        assert len("".join(each.itertext())) < 130


ELEMENTS = {
    *("figure", "figcaption", "strong", "small", "details", "summary", "div", "table", "caption"),
    *("thead", "tbody", "tr", "th", "td", "svg", "title", "desc", "defs", "pattern", "g", "a"),
    *("path", "rect", "line", "circle", "text"),
}


@pytest.mark.parametrize("value", [0.0, 1e-7, -5.0, 1e15, float("nan"), float("inf")])
def test_any_number_can_be_drawn(value: float) -> None:
    for chart in one_of_each(value=value):
        html = str(figure(chart, EN))
        parsed(html)
        drawn = re.findall(r'\s(?:x|y|x1|x2|y1|y2|cx|cy|width|height|d)="([^"]*)"', html)
        assert not [each for each in drawn if "nan" in each or "inf" in each]


def test_nothing_gives_words_and_no_drawing() -> None:
    for chart in (Line("t", ()), Line("t", (series(None, None),)), Bars("t", ())):
        root = whole(chart)
        assert root.findtext("p") == "No data"
        assert not list(root.iter(SVG + "svg"))


def test_styles_are_left_to_the_style_sheet() -> None:
    """No colour and no style stands in the markup: a strict policy forbids the one, schemes the other."""
    for chart in CHARTS.values():
        html = str(figure(chart, EN))
        assert " style=" not in html
        assert not re.search(r"#[0-9a-fA-F]{6}\b|rgb\(", html)
        fills = {each.get("fill") for each in drawing(chart).iter() if each.get("fill")}
        assert all((each or "").startswith("url(#") for each in fills)


def test_every_class_has_its_rule() -> None:
    css = (Path(__file__).parents[3] / "pmkb/render/assets/charts.css").read_text("utf-8")
    html = "".join(str(figure(each, EN)) for each in CHARTS.values())
    used = {name for each in re.findall(r'class="([^"]*)"', html) for name in each.split()}
    assert {each for each in used if each.startswith("pmkc-") and f".{each}" not in css} == set()


def test_references_lead_to_what_is_there() -> None:
    for chart in CHARTS.values():
        for width in (WIDE, NARROW):
            html = str(svg(chart, EN, width))
            wanted = set(re.findall(r"url\(#([^)]*)\)", html))
            assert wanted <= set(re.findall(r'id="([^"]*)"', html))


def test_links_run_nothing() -> None:
    bars = [
        Bar("a", 1, href="../accounts/a/"),
        Bar("b", 1, href="java\tscript:alert(1)"),
        Bar("c", 1, href="https://[bad"),
    ]
    found = drawing(Bars("t", tuple(bars))).iter(SVG + "a")
    assert [each.get("href") for each in found] == ["../accounts/a/"]


def test_many_values_do_not_become_many_stops() -> None:
    days = tuple(Point(date_of(at), float(at * 37 % 101)) for at in range(500))
    html = str(svg(Line("t", (replace(series(1), points=days),)), EN))
    root = parsed(html)
    stops = [each for each in root.iter() if each.get("tabindex")]
    assert 2 <= len(stops) <= 6
    assert len(html) < 30_000


def date_of(at: int) -> date:
    return date.fromordinal(739_000 + at)


def test_sparkline_is_an_image_with_its_values_in_its_name() -> None:
    root = parsed(sparkline("Users", months(3, None, 5, 4), EN, "k"))
    assert root.get("role") == "img"
    assert root.findtext(SVG + "title") == "Users: 2026-01: 3 k · 2026-03: 5 k · 2026-04: 4 k"
    assert len(classed(root, "path", "pmkc-stroke")) == 2
    dot = classed(root, "circle", "pmkc-fill")[0]
    assert 0 < number(dot, "cx") < 96
    assert sparkline("Users", months(None), EN) == sparkline("Users", (), EN)
