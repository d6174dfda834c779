"""Blocks in a page's text: what they show, and how they stand in the page."""

from pmkb.charts import Bars, Shares, Timeline, Waterfall
from pmkb.embeds import embedded
from pmkb.pages.block import Block, Note, Records
from pmkb.pages.live import blocks_of
from pmkb.render import Edition, Page, Site, render
from pmkb.render.status import desk
from pmkb.render.wording import Language
from pmkb.render.writer import Writer
from tests.knowledge import compiled, front_matter

CUSTOMER = {"tier": "key", "source": "sales"}
FILES = {
    "customers/east.md": front_matter(
        title="East", industry="finance", region="east", health="red", **CUSTOMER
    ),
    "customers/west.md": front_matter(
        title="West", industry="energy", region="south", health="green", **CUSTOMER
    ),
    "customers/north.md": front_matter(
        title="North", industry="finance", region="north", health="yellow", **CUSTOMER
    ),
    "contracts/east-2026.md": front_matter(
        title="East 2026",
        type="subscription",
        status="signed",
        signed="2026-01-01",
        party="east",
        value="1200 CNY",
        start="2026-01-01",
        end="2026-12-31",
    ),
    "contracts/north-2026.md": front_matter(
        title="North 2026",
        type="subscription",
        status="signed",
        signed="2026-02-01",
        party="north",
        value="600 CNY",
        start="2026-02-01",
        end="2027-01-31",
    ),
    "metrics/revenue.md": """\
---
title: Revenue
type: simple
dataset: revenue
value: amount
measures: flow
unit: CNY
dimensions: [region, customer]
---
""",
    "datasets/revenue.md": """\
---
title: Revenue
path: datasets/revenue.csv
grain: month
columns:
  - {name: month, type: period}
  - {name: customer, type: text, refers_to: customer}
  - {name: region, type: text, refers_to: region}
  - {name: amount, type: decimal, unit: CNY}
---
""",
    "datasets/revenue.csv": (
        "month,customer,region,amount\n"
        "2025-06,east,east,50\n2025-06,west,south,50\n"
        + "".join(f"2025-{month:02},east,east,60\n" for month in range(7, 13))
        + "".join(f"2026-{month:02},east,east,60\n" for month in range(1, 6))
        + "2026-06,east,east,60\n2026-06,north,,40\n"
    ),
}


def shown(block: str, language: Language = "en") -> list[Block]:
    build = compiled({**FILES, "team.md": f"# Team\n\n```pmkb\n{block}\n```\n"})
    assert [each for each in build.findings if each.path == "team.md"] == []
    placed = embedded(build.kb)["team.md"][0]
    assert placed.embed is not None
    return list(blocks_of(desk(Writer(Edition(build, Site(language)), "team.md")), placed.embed))


def test_a_table_has_the_records_that_fit_in_their_order() -> None:
    block = "kind: customer\nfilter: health != 'green'\nsort: -title\ncolumns: [industry, arr]"
    (found,) = shown(block)
    assert isinstance(found, Records)
    assert [each.id for each in found.records] == ["north", "east"]
    assert (found.title, found.columns) == ("Customers", ("industry", "arr"))


def test_no_more_are_shown_than_wanted() -> None:
    (found,) = shown("kind: customer\nsort: title\nmost: 1\ntitle: First")
    assert isinstance(found, Records)
    assert (found.title, [each.id for each in found.records]) == ("First", ["east"])


def test_bars_count_records_by_what_a_group_is_called() -> None:
    (found,) = shown("kind: customer\nchart: bars\ngroup: industry", "zh")
    assert isinstance(found, Bars)
    assert [(each.name, each.value) for each in found.bars] == [("金融", 2), ("能源", 1)]


def test_bars_add_up_money_in_the_reporting_currency() -> None:
    (found,) = shown("kind: contract\nchart: bars\ngroup: party\nvalue: value")
    assert isinstance(found, Bars)
    assert [(each.name, each.value) for each in found.bars] == [("East", 1200), ("North", 600)]
    assert found.unit == "CNY"


def test_a_timeline_has_the_days_that_a_kind_begins_and_ends_by() -> None:
    (found,) = shown("kind: contract\nchart: timeline\nsort: end")
    assert isinstance(found, Timeline)
    days = [(each.name, str(each.start), str(each.end)) for each in found.tasks]
    assert days == [
        ("East 2026", "2026-01-01", "2026-12-31"),
        ("North 2026", "2026-02-01", "2027-01-31"),
    ]


def test_a_metric_is_shown_by_its_parts_with_those_unknown() -> None:
    (found,) = shown("metric: revenue\nchart: bars\ngroup: region")
    assert isinstance(found, Bars)
    assert [(each.value, each.text) for each in found.bars] == [(60, "60 · 60%"), (40, "40 · 40%")]
    assert found.bars[1].name == "unknown"


def test_a_metrics_shares_are_those_of_every_period() -> None:
    (found,) = shown("metric: revenue\nchart: shares\ngroup: customer")
    assert isinstance(found, Shares)
    names = [each.name for each in found.parts]
    assert names == ["East", "North", "West"]
    shares = list(found.shares().values())
    assert (shares[0], shares[-1]) == ((0.5, 0.0, 0.5), (0.6, 0.4, 0.0))


def test_a_metrics_bridge_leads_from_a_year_ago_to_now() -> None:
    (found,) = shown("metric: revenue\nchart: bridge")
    assert isinstance(found, Waterfall)
    assert [each.value for each in found.steps] == [100, 40, 10, 0, -50, 100]


def test_a_metric_without_facts_says_so() -> None:
    files = {name: text for name, text in FILES.items() if not name.endswith(".csv")}
    build = compiled({**files, "team.md": "```pmkb\nmetric: revenue\n```\n"})
    placed = embedded(build.kb)["team.md"][0]
    assert placed.embed is not None
    found = list(blocks_of(desk(Writer(Edition(build, Site()), "team.md")), placed.embed))
    assert [type(each) for each in found] == [Note]


def page(text: str) -> Page:
    build = compiled({**FILES, "team.md": text})
    return next(each for each in render(build, Site()) if each.path == "team.md")


def test_blocks_stand_in_the_text_where_they_were_written() -> None:
    html = page("# T\n\nbefore\n\n```pmkb\nkind: customer\n```\n\nafter <b>raw</b>\n").html
    assert html.index("before") < html.index("customers/east") < html.index("after <b>raw</b>")
    assert "<svg" in page("```pmkb\nmetric: revenue\n```\n\n<b>raw</b>\n").html


def test_a_block_with_faults_is_shown_as_written_with_what_is_wrong() -> None:
    html = page("```pmkb\nkind: custmer\n# <script>\n```\n").html
    assert "kind: custmer\n# &lt;script&gt;" in html
    assert "embed-unknown-name" in html


def test_no_text_of_an_author_passes_for_a_block() -> None:
    text = "<div>\ue0007\ue001</div>\n\n```pmkb\nkind: customer\n```\n"
    assert "\ue000" not in page(text).html


def test_records_and_lists_can_have_blocks_too() -> None:
    block = "\n```pmkb\nkind: contract\n```\n"
    files = {
        **FILES,
        "customers/west.md": FILES["customers/west.md"] + block,
        "customers/index.md": "Our customers." + block,
    }
    made = {each.path: each.html for each in render(compiled(files), Site())}
    for path in ("customers/west.md", "customers/index.md"):
        assert "contracts/east-2026" in made[path]
        assert "```" not in made[path]
