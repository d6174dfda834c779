"""What the ecosystem's pages make of small bases."""

import pytest

from pmkb.charts import Bars, Funnel, Heat, Line
from pmkb.flow import Level
from pmkb.pages.block import Change, Note, Nothing, Records, Share
from tests.knowledge import front_matter
from tests.unit.pages.bench import filled, one, panelled, tiles

DATASET = """\
---
title: Counts
path: datasets/counts.csv
grain: month
key: [period, entrance, stage]
columns:
  - {name: period, type: period}
  - {name: entrance, type: text}
  - {name: stage, type: text}
  - {name: count, type: integer}
---
"""
COUNTS = """\
period,entrance,stage,count
2026-05,website,visit,1000
2026-05,website,trial,50
2026-05,event,visit,100
2026-05,event,trial,40
2026-06,website,visit,1000
2026-06,website,trial,30
2026-06,event,visit,100
2026-06,event,trial,20
"""
FUNNEL = {
    "datasets/counts.md": DATASET,
    "datasets/counts.csv": COUNTS,
    "funnels/trial.md": front_matter(
        title="Trial", dataset="counts", stages="[visit, trial]", entrances="[website, event]"
    ),
}


def test_funnel_tells_where_people_come_from_and_are_lost() -> None:
    blocks = filled("demand-funnel", FUNNEL)
    shown = tiles(blocks)
    # 140 of 2,200: (50 + 40 + 30 + 20) ÷ (2 × 1,100).
    assert shown["Conversion"].value == Share(140 / 2200)
    assert shown["Visits, a year"].value == 2200
    # 80 of the website's 2,000 went on, 60 of the events' 200.
    assert shown["Weakest step"].value == Share(80 / 2000)
    assert shown["Weakest step"].note == ("Website:", "Visits → Trials")
    stages = one(blocks, Funnel).stages
    assert [(each.name, each.value) for each in stages] == [("Visits", 2200), ("Trials", 140)]
    bars = one(blocks, Bars, "Trials by entrance").bars
    assert [(each.name, each.value, each.note) for each in bars] == [
        ("Website", 80, "conversion 4%"),
        ("Events", 60, "conversion 30%"),
    ]
    grid = one(blocks, Heat)
    assert grid.rows == ("all", "Website", "Events")
    assert [cell.text for (cell,) in grid.cells if cell] == ["6.4%", "4%", "30%"]


def test_funnel_speaks_chinese() -> None:
    blocks = filled("demand-funnel", FUNNEL, "zh")
    assert tiles(blocks)["最弱环节"].note == ("官网：", "访问 → 试用")
    assert one(blocks, Heat).columns == ("访问 → 试用",)


def test_funnel_without_counts_says_so() -> None:
    bare = {"funnels/trial.md": front_matter(title="Trial", stages="[visit, trial]")}
    assert "No counts yet" in one(filled("demand-funnel", bare), Note).text


PARTNERS = {
    "releases/v1.md": front_matter(
        title="1.0", version='"1.0"', status="released", planned="2025-01-31", released="2025-01-31"
    ),
    "releases/v2.md": front_matter(
        title="2.0", version='"2.0"', status="released", planned="2026-01-31", released="2026-01-31"
    ),
    "partners/seller.md": front_matter(
        title="Seller",
        type="agent",
        last_contact="2026-06-01",
        certified_releases="[{release: v2, product: Box}, {release: v2, product: Bag}]",
    ),
    "partners/quiet.md": front_matter(title="Quiet", type="isv", last_contact="2025-06-01"),
    "partners/gone.md": front_matter(title="Gone", type="isv", status="ended"),
    "customers/acme.md": front_matter(
        title="Acme",
        source="partner",
        source_ref="seller",
        status="active",
        industry="finance",
        region="east",
        tier="key",
    ),
    "contracts/acme.md": front_matter(
        title="Acme",
        type="subscription",
        party="acme",
        status="signed",
        signed="2025-12-01",
        value="2400000 CNY",
        start="2026-01-01",
        end="2026-12-31",
    ),
}


def test_partners_are_counted_by_activity_and_by_what_they_bring() -> None:
    blocks = filled("partners", PARTNERS)
    shown = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert shown["Active"] == (1, Level.GOOD)
    assert shown["Dormant"] == (1, Level.WATCH)
    assert str(shown["Revenue brought"][0]) == "2400000 CNY"
    (bar,) = one(blocks, Bars, "Revenue brought").bars
    assert (bar.name, bar.value) == ("Seller", 2_400_000)
    assert one(blocks, Bars, "Revenue brought").note == "1 brought none"


def test_partners_certifications_count_products_by_release() -> None:
    grid = one(filled("partners", PARTNERS), Heat)
    assert (grid.rows, grid.columns) == (("Seller",), ("1.0", "2.0"))
    (first, second) = grid.cells[0]
    assert first is not None
    assert first.is_zone
    assert second is not None
    assert (second.text, second.note) == ("2", "Box, Bag")


COMMUNITIES = {
    "communities/forum.md": front_matter(
        title="Forum",
        type="developer",
        platform="forum",
        counts="[{date: 2026-03-31, members: 800, active: 90},"
        " {date: 2026-06-30, members: 1000, active: 250, contributions: 30}]",
    ),
    "communities/group.md": front_matter(
        title="Group",
        type="user-group",
        platform="meetings",
        counts="[{date: 2025-12-31, members: 40, contributions: 2}]",
    ),
}


def test_communities_add_up_the_newest_counts() -> None:
    blocks = filled("communities", COMMUNITIES)
    shown = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert shown["Members"] == (1040, None)
    # Of the forum alone: the group has one count.
    assert shown["Since the count before"] == (Change(0.25), Level.GOOD)
    assert shown["Contributions"] == (32, None)
    assert shown["Not counted lately"] == (1, Level.UNKNOWN)
    # A quarter of the forum's members; the group does not say how many are active.
    assert tiles(blocks)["Active"].note == (Share(0.25),)
    (bar,) = one(blocks, Bars, "Active within 30 days").bars
    assert (bar.name, bar.value, bar.note) == ("Forum", 250, "25% of the members")
    assert [len(each.points) for each in one(blocks, Line).series] == [2, 1]


@pytest.mark.parametrize("page", ["demand-funnel", "partners", "communities"])
def test_nothing_on_record_says_how_to_begin(page: str) -> None:
    assert one(filled(page, {}), Nothing).kind


def test_a_partner_s_page_lists_whom_it_brought() -> None:
    (records,) = panelled("partner:seller", PARTNERS)
    assert isinstance(records, Records)
    assert [each.id for each in records.records] == ["acme"]


def test_a_community_s_page_needs_two_counts_to_show_growth() -> None:
    assert len(one(panelled("community:forum", COMMUNITIES), Line).series[0].points) == 2
    assert one(panelled("community:group", COMMUNITIES), Note)


def test_a_funnel_s_page_is_the_funnel() -> None:
    assert one(panelled("funnel:trial", FUNNEL), Funnel).stages[0].value == 2200
