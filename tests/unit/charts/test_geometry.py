"""Marks are where their values say."""

import itertools
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from pmkb.charts import (
    BROAD,
    NARROW,
    WIDE,
    Bar,
    Bars,
    Bullet,
    Cell,
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
    Shares,
    Stage,
    Step,
    Target,
    Task,
    Timeline,
    Waterfall,
)
from pmkb.charts.letters import room
from pmkb.flow import Level
from pmkb.render.wording import Wording
from tests.unit.charts.shapes import (
    EN,
    SVG,
    ZH,
    classed,
    drawing,
    marks,
    months,
    number,
    places,
    rows,
    series,
    texts,
    whole,
    written,
)

both_widths = pytest.mark.parametrize("width", [WIDE, NARROW])


def fills(root: ET.Element, css: str = "") -> list[ET.Element]:
    return classed(root, "rect", f"pmkc-fill {css}")


# --- columns, bars ---------------------------------------------------------------------------


@both_widths
def test_heights_of_columns_are_as_their_values(width: int) -> None:
    root = drawing(Columns("t", months(10, 40, None, -20)), width=width)
    heights = [number(each, "height") for each in fills(root)]
    assert heights == pytest.approx([heights[0], heights[0] * 4, heights[0] * 2], abs=0.05)
    ten, forty, minus = fills(root)
    zero = number(ten, "y") + number(ten, "height")
    assert number(forty, "y") + number(forty, "height") == pytest.approx(zero, abs=0.02)
    assert number(minus, "y") == pytest.approx(zero, abs=0.02)


@both_widths
def test_lengths_of_bars_are_as_their_values(width: int) -> None:
    root = drawing(Bars("t", (Bar("a", 10), Bar("b", 30), Bar("c", -10), Bar("d", 0))), width=width)
    ten, thirty, minus, nothing = (number(each, "width") for each in fills(root))
    assert (thirty, minus, nothing) == pytest.approx((ten * 3, ten, 0), abs=0.05)
    first, third = fills(root)[0], fills(root)[2]
    assert number(third, "x") + number(third, "width") == pytest.approx(
        number(first, "x"), abs=0.02
    )


def test_a_bars_part_is_as_long_as_its_share_and_told_with_the_whole() -> None:
    chart = Bars("t", (Bar("a", 40, part=10), Bar("b", 20)), ("open", "weighted"))
    root = drawing(chart)
    part, plain, _ = (number(each, "width") for each in fills(root))
    whole_bar, _ = classed(root, "rect", "pmkc-rest")
    assert (number(whole_bar, "width"), plain) == pytest.approx((part * 4, part * 2), abs=0.05)
    assert {"10 / 40", "20", "open", "weighted"} <= {*texts(root)}
    assert rows(whole(chart)) == [["Name", "open", "weighted"], ["a", "40", "10"], ["b", "20", "–"]]


def test_bars_end_at_their_targets_when_they_are_reached() -> None:
    root = drawing(Bars("t", (Bar("a", 10, 10), Bar("b", 20, 10))))
    aims = classed(root, "line", "pmkc-aim")
    bar = fills(root)[0]
    end = number(bar, "x") + number(bar, "width")
    across = [each for each in aims if number(each, "x1") > number(bar, "x")]
    assert [number(each, "x1") for each in across] == pytest.approx([end] * 4, abs=0.02)


def test_numbers_stay_on_the_sheet() -> None:
    for values in ((1e9, -1e9), (-5.0, -7.0), (0.0, 0.0)):
        root = drawing(Bars("t", tuple(Bar("n" * 80, each) for each in values)))
        for each in fills(root):
            assert 0 <= number(each, "x") <= number(each, "x") + number(each, "width") <= WIDE


def test_rows_beyond_the_most_stand_in_the_table() -> None:
    chart = Bars("t", tuple(Bar(f"n{at}", at) for at in range(100)))
    assert len(fills(drawing(chart))) == 40
    assert "and 60 more in the table" in texts(drawing(chart))
    assert len(rows(whole(chart))) == 101


def test_chinese_names_of_columns_take_two_lines_before_they_are_turned() -> None:
    def turned(name: str, columns: int) -> bool:
        chart = Heat("t", ("a",), (name,) * columns, ((Cell(1.0),) * columns,))
        return any("rotate" in (each.get("transform") or "") for each in drawing(chart).iter())

    # Six columns of some 90 pixels have room for six letters of 13 in a line.
    assert not turned("公有云与私有云平台", 6)
    assert turned("公有云与私有云平台（客户自有机房）", 6)


def test_cells_are_brief_where_their_texts_find_no_room() -> None:
    cell = Cell(text="Not supported", brief="✗", level=Level.ACT)
    few, many = (Heat("t", ("a",), ("b",) * at, ((cell,) * at,)) for at in (2, 6))
    assert texts(drawing(few)).count("◆ Not supported") == 2
    assert texts(drawing(many)).count("◆ ✗") == 6
    assert "Not supported" in rows(whole(many))[1][1]


# --- lines -----------------------------------------------------------------------------------


@both_widths
def test_points_are_inside_the_plot(width: int) -> None:
    chart = Line(
        "t",
        (series(3, None, -8, 90, 41, name="a"), series(1, 2, 3, 4, 5, name="b")),
        targets=(Target("goal", 120),),
        forecast=(Range(date(2026, 6, 1), 30, 60, 140),),
    )
    root = drawing(chart, width=width)
    axis = classed(root, "line", "pmkc-grid") + classed(root, "line", "pmkc-base")
    across = [each for each in axis if each.get("y1") == each.get("y2")]
    left, right = number(across[0], "x1"), number(across[0], "x2")
    top, bottom = min(number(e, "y1") for e in across), max(number(e, "y1") for e in across)
    paths = classed(root, "path", "pmkc-stroke") + classed(root, "path", "pmkc-band")
    found = [place for each in paths for place in places(each.get("d") or "")]
    assert len(found) >= 8
    assert all(left <= x <= right and top - 0.1 <= y <= bottom + 0.1 for x, y in found)


def test_a_gap_interrupts_the_line_and_a_lonely_value_is_a_dot() -> None:
    root = drawing(Line("t", (series(1, 2, None, 4, None, 5, 6),)))
    assert [len(places(each.get("d") or "")) for each in classed(root, "path", "pmkc-stroke")] == [
        2,
        2,
    ]
    assert len(classed(root, "circle", "")) == 5


def test_higher_is_higher_and_later_is_further_right() -> None:
    root = drawing(Line("t", (series(1, 5, 3),)))
    (x1, y1), (x2, y2), (x3, y3) = places(classed(root, "path", "pmkc-stroke")[0].get("d") or "")
    assert x1 < x2 < x3
    assert y2 < y3 < y1
    assert x2 - x1 == pytest.approx((x3 - x2) * 31 / 28, abs=0.05)  # January is longer


@pytest.mark.parametrize("values", [(5,), (5, 5, 5), (0, 0), (-3, -3), (1e-9,)])
def test_equal_values_have_an_axis(values: tuple[float, ...]) -> None:
    root = drawing(Line("t", (series(*values),)))
    assert len(classed(root, "line", "pmkc-grid")) >= 1
    assert classed(root, "circle", "")


def test_an_inflection_rings_its_point() -> None:
    turn = Inflection(date(2026, 2, 1), "up 9%", Level.GOOD)
    root = drawing(Line("t", (series(1, 5, 3),), inflections=(turn,)))
    ring = classed(root, "circle", "pmkc-ring")[0]
    places_ = places(classed(root, "path", "pmkc-stroke")[0].get("d") or "")
    assert (number(ring, "cx"), number(ring, "cy")) == pytest.approx(places_[1], abs=0.02)
    assert "up 9%" in texts(root)


def test_of_targets_that_follow_one_another_one_may_be_named() -> None:
    aims = (Target("first", 2, named=False), Target("second", 4))
    root = drawing(Line("t", (series(1, 5, 3),), targets=aims))
    assert len(classed(root, "line", "pmkc-target")) == 2
    assert [each for each in texts(root) if each in ("first 2", "second 4")] == ["second 4"]
    table = Line("t", (series(1, 5, 3),), targets=aims).table(EN)
    assert [row[0] for row in table.rows[-2:]] == ["first", "second"]


@pytest.mark.parametrize("width", [BROAD, WIDE, NARROW])
def test_the_name_of_a_late_target_stays_on_the_sheet(width: int) -> None:
    aim = Target("A target with a name", 5, since=date(2026, 11, 1))
    line = Line("t", (series(*range(12)),), targets=(aim,), broad=True)
    name = next(e for e in written(drawing(line, width=width)) if "A target" in (e.text or ""))
    assert number(name, "x") + room(name.text or "", 13) <= width


def test_a_bar_may_end_with_a_text_of_its_own() -> None:
    assert "40K · 25%" in texts(drawing(Bars("t", (Bar("a", 40_000, text="40K · 25%"),))))


def test_inflections_that_would_cover_each_other_stand_in_rows() -> None:
    turns = tuple(Inflection(date(2026, at, 1), "a rather long name of it") for at in (1, 2, 3))
    root = drawing(Line("t", (series(1, 5, 3),), inflections=turns), width=NARROW)
    ys = {each.get("y") for each in written(root) if each.text == "a rather long name of it"}
    assert len(ys) > 1


def test_the_partial_period_is_set_off() -> None:
    points = (*months(1, 2, 3), Point(date(2026, 4, 1), 2, "2026-04", partial=True))
    root = drawing(Line("t", (type(series())("", points),)))
    assert len(classed(root, "path", "pmkc-stroke pmkc-partial")) == 1
    assert len(classed(root, "circle", "pmkc-hollow")) == 1
    assert len(classed(drawing(Columns("t", points)), "rect", "pmkc-unfinished")) == 1


def test_names_beside_lines_do_not_cover_each_other() -> None:
    chart = Line("t", tuple(series(10, 10 + at / 100, name=f"s{at}") for at in range(6)))
    root = drawing(chart)
    tops = [number(each, "y") for each in written(root) if (each.text or "").startswith("s")]
    assert len(tops) == 6
    tops.sort()
    assert min(b - a for a, b in itertools.pairwise(tops)) > 13


# --- shares ----------------------------------------------------------------------------------


def _spans(root: ET.Element) -> list[list[tuple[float, float]]]:
    """By part: the top and the height in each period."""
    paths = [each.get("d") or "" for each in classed(root, "path", "pmkc-fill")]
    form = r"M-?[\d.]+ (-?[\d.]+)h[\d.]+v([\d.]+)"
    return [[(float(a), float(b)) for a, b in re.findall(form, path)] for path in paths]


@both_widths
def test_shares_fill_the_height(width: int) -> None:
    parts = (
        series(1, 20, 300, name="a"),
        series(3, 20, 100, name="b"),
        series(4, 60, 0.5, name="c"),
    )
    root = drawing(Shares("t", parts), width=width)
    spans = _spans(root)
    sums = [sum(part[at][1] for part in spans) for at in range(3)]
    assert sums == pytest.approx([sums[0]] * 3, abs=0.1)
    first = [part[0][1] / sums[0] for part in spans]
    assert first == pytest.approx([1 / 8, 3 / 8, 4 / 8], abs=0.001)
    # Each stands on the one below.
    for below, above in itertools.pairwise(spans):
        assert above[0][0] + above[0][1] == pytest.approx(below[0][0], abs=0.05)


def test_periods_without_shares_stay_empty() -> None:
    chart = Shares("t", (series(1, 0, -1, None, name="a"), series(1, 0, 2, None, name="b")))
    assert [len(part) for part in _spans(drawing(chart))] == [1, 1]
    assert [row[1] for row in rows(whole(chart))[1:]] == ["50%", "no value", "no value", "no value"]


def test_beyond_six_parts_the_smallest_are_drawn_together() -> None:
    chart = Shares("t", tuple(series(at + 1, name=f"p{at}") for at in range(9)))
    root = drawing(chart)
    assert len(_spans(root)) == 6
    assert "4 others" in texts(root)
    assert len(rows(whole(chart))[0]) == 10


# --- waterfall, funnel, bullet ---------------------------------------------------------------


@both_widths
def test_a_waterfall_connects(width: int) -> None:
    steps = (
        Step("a", 100, total=True),
        Step("b", 30),
        Step("c", -150),
        Step("d", 10),
        Step("e", -10, total=True),
    )
    chart = Waterfall("t", steps)
    assert chart.spans() == ((0, 100), (100, 130), (130, -20), (-20, -10), (0, -10))
    root = drawing(chart, width=width)
    bars = [(number(e, "x"), number(e, "x") + number(e, "width")) for e in fills(root)]
    ties = [number(each, "x1") for each in classed(root, "line", "pmkc-tie")]
    assert ties[0] == pytest.approx(bars[0][1], abs=0.02) == pytest.approx(bars[1][0], abs=0.02)
    assert ties[1] == pytest.approx(bars[1][1], abs=0.02) == pytest.approx(bars[2][1], abs=0.02)
    assert ties[2] == pytest.approx(bars[2][0], abs=0.02) == pytest.approx(bars[3][0], abs=0.02)
    assert bars[4][0] == pytest.approx(ties[3], abs=0.02)


def test_a_funnel_names_its_weakest_step() -> None:
    chart = Funnel("t", (Stage("a", 100), Stage("b", 50), Stage("c", 5), Stage("d", 4)))
    assert chart.rates() == (None, 0.5, 0.1, 0.8)
    assert chart.weakest == 2
    assert "▲ ↓ 10% weakest step" in texts(drawing(chart))
    assert rows(whole(chart))[3] == ["c", "5", "10%", "5%"]


def test_a_funnel_of_nothing_has_no_rates() -> None:
    chart = Funnel("t", (Stage("a", 0), Stage("b", 5), Stage("c", None)))
    assert chart.rates() == (None, None, None)
    assert chart.weakest is None
    assert drawing(chart) is not None


def test_bullets_have_scales_of_their_own() -> None:
    root = drawing(Bullet("t", (Kpi("a", 50, 100), Kpi("b", 5_000, 10_000), Kpi("c", None, 3))))
    widths = [number(each, "width") for each in fills(root)]
    assert widths == pytest.approx([widths[0]] * 2)
    assert len(classed(root, "line", "pmkc-aim pmkc-apart")) == 3


def test_a_share_of_its_own_target_is_not_told_twice() -> None:
    kpis = (Kpi("goal", 0.3, 1.0, form=Form.SHARE), Kpi("rate", 0.1, 0.2, form=Form.SHARE))
    root = drawing(Bullet("t", kpis))
    assert {"30%", "10% · 50% of target"} <= set(texts(root))
    assert "0.1 · 50%" in texts(drawing(Bullet("t", (Kpi("n", 0.1, 0.2),)), width=NARROW))


# --- grids -----------------------------------------------------------------------------------


@both_widths
def test_cells_of_a_grid_do_not_overlap(width: int) -> None:
    cells = tuple(tuple(Cell(row * 5.0 + at) for at in range(5)) for row in range(5))
    root = drawing(Heat("t", tuple("abcde"), tuple("12345"), cells), width=width)
    boxes = classed(root, "rect", "pmkc-cell")
    assert len(boxes) == 25
    first, second, below = boxes[0], boxes[1], boxes[5]
    assert number(first, "x") + number(first, "width") < number(second, "x")
    assert number(first, "y") + number(first, "height") < number(below, "y")
    last = boxes[-1]
    assert number(last, "x") + number(last, "width") <= width


def test_larger_values_are_deeper() -> None:
    root = drawing(Heat("t", ("a",), ("1", "2", "3"), ((Cell(0), Cell(50), Cell(100)),)))
    assert [each.get("class") for each in classed(root, "rect", "pmkc-cell")] == [
        f"pmkc-cell pmkc-q{depth}" for depth in (0, 2, 4)
    ]


def test_a_grid_with_too_few_cells_is_filled_up() -> None:
    root = drawing(Heat("t", ("a", "b"), ("1", "2"), ((Cell(1),),)))
    assert len(classed(root, "rect", "pmkc-void")) == 3


@pytest.mark.parametrize(("wording", "unit"), [(ZH, "× 1万 元"), (EN, "× 1M 元")])
def test_values_that_find_no_room_on_a_phone_are_counted_in_one_unit(
    wording: Wording, unit: str
) -> None:
    row = (Cell(11_400_000.0), Cell(792_000.0, level=Level.WATCH), Cell(0.0), *[None] * 5)
    chart = Heat("t", ("r",), tuple("12345678"), (row,), unit="元")
    phone, desktop = (texts(drawing(chart, wording, width)) for width in (NARROW, BROAD))
    shown = ("1140", "▲ 79", "0") if wording is ZH else ("11", "▲ 0.8", "0")
    assert {*shown, unit} <= {*phone}
    assert unit not in desktop
    assert "▲ 79.2万" in desktop or "▲ 792K" in desktop


def test_names_stand_in_cells_that_are_wide_enough() -> None:
    items = (Item("a long name of a thing", "../a/"), Item("another", "../b/"))
    cells = ((Cell(level=Level.GOOD, is_zone=True), Cell(text="2", level=Level.ACT, items=items)),)
    chart = Heat("t", ("r",), ("1", "2", "3", "4"), cells)
    assert chart.is_broad
    for width, named in ((BROAD, True), (WIDE, True), (NARROW, False)):
        root = drawing(chart, width=width)
        links = [each.get("href") for each in root.iter(SVG + "a")]
        assert links == (["../a/", "../b/"] if named else [])
        assert ("◆ 2" in texts(root)) is not named
        assert ("◆ another" in texts(root)) is named
        assert len(classed(root, "rect", "pmkc-zone")) == 1
        # A place with nothing in it has nothing to say.
        assert len(marks(root)) == (2 if named else 1)


def test_rows_grow_with_the_names_in_their_cells() -> None:
    many = Cell(level=Level.ACT, items=tuple(Item(f"number {at}") for at in range(5)))
    chart = Heat("t", ("r", "s"), ("1",), ((many,), (Cell(level=Level.GOOD, text="1"),)))
    first, second = classed(drawing(chart), "rect", "pmkc-cell")
    assert number(first, "height") > 2 * number(second, "height")
    assert number(first, "y") + number(first, "height") < number(second, "y")


def test_the_data_of_a_grid_names_what_is_in_its_cells() -> None:
    cell = Cell(text="2", level=Level.ACT, items=(Item("a"), Item("b")))
    chart = Heat("t", ("r",), ("1", "2"), ((cell, Cell(level=Level.ACT, is_zone=True)),))
    assert rows(whole(chart))[1] == ["r", "◆ Act 2: a, b", "–"]


def test_a_month_has_whole_weeks_from_monday() -> None:
    for year in range(2020, 2030):
        for month in range(1, 13):
            days = Month("t", date(year, month, 15)).days
            assert days[0].isoweekday() == 1
            assert len(days) % 7 == 0
            of_month = [each for each in days if (each.year, each.month) == (year, month)]
            assert days[0] <= of_month[0] <= days[6]
            assert days[-7] <= of_month[-1] <= days[-1]


def test_dues_of_other_months_are_not_shown() -> None:
    dues = (Due(date(2026, 6, 30), "in"), Due(date(2026, 7, 1), "out"))
    root = drawing(Month("t", date(2026, 6, 1), dues))
    assert [each for each in marks(root) if "in" in each] == ["Jun 30, 2026\nin"]
    assert not [each for each in texts(root) if "out" in each]


# --- scatter, timeline -----------------------------------------------------------------------


def test_dots_are_at_their_values() -> None:
    chart = Scatter(
        "t", (Dot("a", 0, 0), Dot("b", 1, 1), Dot("c", 0.5, 0.25)), "x", "y", None, (0, 1), (0, 1)
    )
    (ax, ay), (bx, by), (cx, cy) = (
        (number(each, "cx"), number(each, "cy"))
        for each in classed(drawing(chart), "circle", "pmkc-dot")
    )
    assert ax < bx
    assert by < ay
    assert (cx, cy) == pytest.approx(((ax + bx) / 2, ay + (by - ay) / 4), abs=0.02)


def test_dots_show_their_group_and_where_they_were() -> None:
    dots = (
        Dot("a", 0.5, 0.5, Level.ACT, letter="M", before=(0.25, 1)),
        Dot("b", 0, 0, letter="O"),
        Dot("c", 1, 1, letter="O"),
    )
    chart = Scatter("t", dots, "x", "y", None, (0, 1), (0, 1), "last year")
    root = drawing(chart)
    middle, low, high = (
        (number(each, "cx"), number(each, "cy")) for each in classed(root, "circle", "pmkc-dot")
    )
    (was, *_) = classed(root, "circle", "pmkc-was")
    assert number(was, "cx") == pytest.approx(low[0] + (high[0] - low[0]) / 4, abs=0.02)
    assert number(was, "cy") == pytest.approx(high[1], abs=0.02)
    (way,) = classed(root, "line", "pmkc-way")
    assert (number(way, "x2"), number(way, "y2")) == pytest.approx(middle, abs=0.02)
    assert [each for each in texts(root) if each in "MO"] == ["M", "O", "O"]
    assert "last year" in texts(root)
    assert rows(whole(chart))[1] == ["a", "0.5", "0.5", "0.25 · 1"]


def test_names_of_dots_keep_clear_of_the_quarters() -> None:
    dots = (Dot("near the corner", 0.97, 0.97),)
    free = drawing(Scatter("t", dots, "x", "y", None, (0, 1), (0, 1)), width=NARROW)
    names = Quadrants(0.5, 0.5, ("a", "a rather long name of it", "c", "d"))
    held = drawing(Scatter("t", dots, "x", "y", names, (0, 1), (0, 1)), width=NARROW)
    assert "a rather long name" in " ".join(texts(held))
    heights = [
        number(each, "y")
        for root in (free, held)
        for each in classed(root, "text", "pmkc-halo")
        if each.text == "near the corner"
    ]
    assert heights[1] > heights[0]


def test_names_of_many_dots_do_not_cover_each_other() -> None:
    dots = tuple(Dot(f"name {at}", at * 37 % 101 / 101, at * 53 % 97 / 97) for at in range(60))
    root = drawing(Scatter("t", dots, "x", "y"))
    assert len(classed(root, "circle", "pmkc-dot")) == 60
    assert 0 < len([each for each in texts(root) if each.startswith("name")]) < 60


@both_widths
def test_tasks_are_at_their_days(width: int) -> None:
    tasks = (
        Task("a", "a", date(2026, 1, 1), date(2026, 1, 10)),
        Task("b", "b", date(2026, 1, 11), date(2026, 1, 30), progress=0.5, waits_for=("a",)),
        Task("c", "c", date(2026, 2, 9), date(2026, 2, 9)),
        Task("d", "d"),
    )
    chart = Timeline("t", tasks, date(2026, 1, 11))
    root = drawing(chart, width=width)
    # The key's samples are less high.
    first, second = (
        each for each in classed(root, "rect", "pmkc-plan") if each.get("height") == "12"
    )
    day = number(first, "width") / 10
    assert number(second, "width") == pytest.approx(day * 20, abs=0.05)
    assert number(second, "x") == pytest.approx(number(first, "x") + 10 * day, abs=0.05)
    today = classed(root, "line", "pmkc-today")[0]
    assert number(today, "x1") == pytest.approx(number(second, "x"), abs=0.05)
    assert number(fills(root)[0], "width") == pytest.approx(day * 10, abs=0.05)
    assert len(classed(root, "path", "pmkc-arrow")) == 1
    assert number(second, "x") + number(second, "width") <= width
    assert rows(whole(chart))[2] == ["b", "Jan 11, 2026", "Jan 30, 2026", "50%", "a"]


def test_days_that_matter_stand_on_their_task_within_the_window() -> None:
    inside, outside = date(2026, 2, 1), date(2028, 1, 1)
    moments = (Moment(inside, "Audit"), Moment(outside, "Audit"), Moment(inside, "Notice"))
    task = Task("a", "a", date(2020, 1, 1), date(2026, 6, 30), moments=moments)
    chart = Timeline("t", (task,), window=(date(2026, 1, 1), date(2026, 12, 31)))
    root = drawing(chart)
    drawn = [each for each in classed(root, "path", "pmkc-moment") if "V" not in each.get("d", "")]
    # Two in the window, and a sample of both sorts in the key.
    assert len(drawn) == 4
    bar = next(e for e in classed(root, "rect", "pmkc-plan") if e.get("height") == "12")
    start = number(bar, "x")
    year = number(bar, "width") / 181 * 365
    at = float((drawn[0].get("transform") or "").removeprefix("translate(").split()[0])
    assert at == pytest.approx(start + year * 31 / 365, abs=0.5)
    assert rows(whole(chart))[0] == ["Name", "Start", "End", "Audit", "Notice"]
    assert rows(whole(chart))[1][3] == "Feb 1, 2026, Jan 1, 2028"


def test_a_task_without_an_end_stays_open() -> None:
    chart = Timeline(
        "t", (Task("a", "a", date(2026, 1, 1)), Task("b", "b", date(2026, 5, 1), date(2026, 6, 1)))
    )
    assert len(classed(drawing(chart), "rect", "pmkc-open")) == 1


def test_tasks_that_wait_in_a_circle_are_drawn() -> None:
    day = date(2026, 1, 1)
    tasks = (Task("a", "a", day, day, waits_for=("b",)), Task("b", "b", day, day, waits_for=("a",)))
    assert len(classed(drawing(Timeline("t", tasks)), "path", "pmkc-arrow")) == 2


def test_marks_say_the_period_and_the_exact_value() -> None:
    assert marks(drawing(Columns("t", months(2152.6), unit="万元"))) == ["2026-01: 2,152.6 万元"]
    assert (
        marks(
            drawing(Line("t", (series(2152.6),), unit="万元")),
        )[0]
        == "2026-01: 2,152.6 万元"
    )
