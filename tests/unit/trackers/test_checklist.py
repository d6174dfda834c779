"""The checklist as a whole: its lines, what they say of themselves, and that all have been tried."""

import re
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from pmkb.flow import Level
from pmkb.record import Section
from pmkb.trackers import TRACKERS, Trend, Words, track
from pmkb.trackers.tracker import TREND_MOST, Reading, Share, joined, joined_to, listed, say, trend
from tests.knowledge import compiled

CHECKLIST = """
    0 dashboard product-goal
    1 dashboard users
    2 dashboard revenue
    3 dashboard kpi-completion
    4 dashboard inflections
    5 dashboard growth
    6 dashboard responses
    7 dashboard big-deals
    8 dashboard industry-key-accounts
    9 dashboard region-key-accounts
    10 dashboard account-sources
    11 dashboard breakdowns
    12 product roadmap
    13 product risks
    14 product user-manual
    15 product performance-whitepaper
    16 product contracts
    17 product pricing
    18 product certifications
    19 product requirements
    20 product kano
    21 product rd-alignment
    22 product sales-readiness
    23 sales channels
    24 sales pipeline
    25 sales customer-cases
    26 sales market
    27 sales key-account-visits
    28 sales follow-ups
    29 ecosystem demand-funnel
    30 ecosystem partners
    31 ecosystem communities
    32 activities events
    33 activities brand
    34 activities meetings
    35 forms forms
    36 success success-criteria
    37 directory links
    38 directory contacts
"""
HERE = Path(__file__).parent
LEVELS_ZH = ("需处理：", "未知：", "需关注：", "其余为正常。")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_checklist_has_all_lines() -> None:
    wanted = [line.split() for line in CHECKLIST.split("\n") if line.strip()]
    found = sorted(TRACKERS.values(), key=lambda each: each.number)
    assert [[str(each.number), each.section.value, each.name] for each in found] == wanted
    assert {each.section for each in found} == set(Section)


def _tried() -> dict[str, set[str]]:
    """The levels that the sections' tests have cases for, by tracker."""
    modules = (import_module(f"{__package__}.{path.stem}") for path in HERE.glob("test_*.py"))
    cases = [module.CASES for module in modules if hasattr(module, "CASES")]
    return {name: {*levels} for found in cases for name, levels in found.items()}


@pytest.mark.parametrize("name", TRACKERS)
def test_every_line_is_tried_at_every_level(name: str) -> None:
    assert _tried().get(name) == {each.value for each in Level}


@pytest.mark.parametrize("name", TRACKERS)
def test_every_line_says_in_both_languages_what_makes_which_level(name: str) -> None:
    known = TRACKERS[name]
    words = {"en": ("Act: ", "Unknown: ", "Watch: ", "Else good."), "zh": LEVELS_ZH}
    for language, wanted in words.items():
        first, _, rest = known.doc.text(language).partition("\n\n")
        text = " ".join(rest.split()) if language == "en" else rest.replace("\n", "")
        assert [each for each in wanted if each not in text] == [], language
        assert first.endswith("." if language == "en" else "。")
    assert CHINESE.search(known.doc) is None
    assert CHINESE.search(known.doc.zh)


@pytest.mark.parametrize("name", TRACKERS)
def test_every_line_is_unknown_in_an_empty_base(name: str) -> None:
    found = track(compiled({}).kb)[name]
    assert (found.level, found.records, found.trend) == ("unknown", (), None)
    assert CHINESE.search(found.headline.zh)
    assert not CHINESE.search(found.headline.en)


def test_joined_headlines_keep_their_values_apart() -> None:
    items = [say("{n} {what}", "{what} {n}", n=each, what=f"w{each}") for each in (1, 2, 3)]
    made = joined(say("{n} in all", "共 {n}", n=6), listed(items), joined_to(items[0], items[1]))
    assert made.text("en") == "6 in all; 1 w1, 2 w2, 3 w3; 1 w1 2 w2"
    assert made.text("zh") == "共 6；w1 1、w2 2、w3 3；w1 1w2 2"
    names = [name for name, _ in made.values]
    assert len(names) == len(set(names))
    assert dict(made.values)["n"] == 6


def test_values_of_a_list_that_comes_first_are_not_taken_for_those_behind_it() -> None:
    shares = [say("{s}", "{s}", s=Share(each / 10)) for each in (1, 2)]
    made = joined(listed(shares), say("{s}", "{s}", s="last"))
    assert made.text("en") == "0.1, 0.2; last"


def readings(*values: float | None) -> list[Reading]:
    return [Reading(date(2026, 6, 30), "2026-06", each) for each in values]


def test_trend_has_the_newest_readings_and_needs_two_that_are_known() -> None:
    of = Words("Users", "用户数")
    assert trend(of, readings(1.0, None)) is None
    assert trend(of, readings(1.0, None, 2.0)) == Trend(of, tuple(readings(1.0, None, 2.0)))
    long = trend(of, readings(*map(float, range(40))))
    assert long is not None
    assert long.values == tuple(map(float, range(40)))[-TREND_MOST:]
