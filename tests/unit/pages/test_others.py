"""What the pages of delivery forms, success and the directory make of small bases."""

import pytest

from pmkb.charts import Bars, Heat, Timeline
from pmkb.flow import Level
from pmkb.kinds.success.criterion import MET, NOT_MET, UNKNOWN
from pmkb.pages.block import Badge, Concerns, Grid, Nothing, Records, Share
from tests.knowledge import front_matter
from tests.unit.pages.bench import filled, one, panelled, tiles

CUSTOMER = {"status": "active", "industry": "finance", "region": "east", "tier": "key"}
CONTRACT = {
    "type": "subscription",
    "status": "signed",
    "signed": "2025-12-01",
    "start": "2026-01-01",
    "end": "2026-12-31",
}
FORMS = {
    "forms/software.md": front_matter(
        title="Software",
        type="software",
        launched="2022-03-01",
        features='[{name: DDL, support: "yes"}, {name: TDE, support: partial}]',
    ),
    "forms/box.md": front_matter(
        title="Box",
        type="appliance",
        launched="2023-03-01",
        end_of_sale="2026-09-30",
        features='[{name: DDL, support: "no"}, {name: SM4, support: "yes"}]',
    ),
    "customers/a.md": front_matter(title="A", form="software", **CUSTOMER),
    "customers/b.md": front_matter(title="B", form="box", **CUSTOMER),
    "contracts/a.md": front_matter(title="A", party="a", value="3000000 CNY", **CONTRACT),
    "contracts/b.md": front_matter(title="B", party="b", value="1000000 CNY", **CONTRACT),
}


def test_forms_are_compared_by_revenue_and_by_what_they_can_do() -> None:
    blocks = filled("delivery-forms", FORMS)
    shown = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert shown["On sale"] == (2, None)
    assert shown["Largest form"] == (Share(0.75), None)
    assert shown["Sale ends soon"] == (1, Level.WATCH)
    revenue = one(blocks, Bars, "ARR").bars
    assert [(each.name, each.value, each.note) for each in revenue] == [
        ("Software", 3_000_000, "1 customer · 75%"),
        ("Box", 1_000_000, "1 customer · 25%"),
    ]
    # Three features are listed in all; Software has one and half a second, Box one.
    parity = {each.name: each.value for each in one(blocks, Bars, "Feature parity").bars}
    assert parity == {"Software": 0.5, "Box": pytest.approx(1 / 3)}


def test_features_that_a_form_does_not_list_are_unknown() -> None:
    grid = one(filled("delivery-forms", FORMS), Heat)
    assert (grid.rows, grid.columns) == (("TDE", "DDL", "SM4"), ("Software", "Box"))
    assert [[cell and cell.level for cell in row] for row in grid.cells] == [
        [Level.WATCH, Level.UNKNOWN],
        [Level.GOOD, Level.ACT],
        [Level.UNKNOWN, Level.GOOD],
    ]
    assert [each.name for each in one(filled("delivery-forms", FORMS), Timeline).tasks] == [
        *("Software", "Box"),
    ]


CRITERIA = {
    "criteria/met.md": front_matter(
        title="Met",
        area="positioning",
        statement="It is.",
        assessments="[{date: 2026-06-01, met: true, evidence: seen}]",
    ),
    "criteria/not.md": front_matter(
        title="Not",
        area="positioning",
        statement="It is not.",
        assessments="[{date: 2025-06-01, met: true}, {date: 2025-09-01, met: false}]",
    ),
    "criteria/blind.md": front_matter(title="Blind", area="revenue", statement="Who knows."),
}


def test_scorecard_counts_by_area_and_says_what_each_rests_on() -> None:
    blocks = filled("scorecard", CRITERIA)
    shown = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert shown == {
        "Met": (Share(1 / 3), None),
        "Positioning": ("1/2", Level.WATCH),
        "Revenue": ("0/1", Level.UNKNOWN),
    }
    grid = one(blocks, Heat)
    assert [[cell and [i.name for i in cell.items] for cell in row] for row in grid.cells] == [
        [["Met"], ["Not"], []],
        [[], [], ["Blind"]],
    ]
    found = one(blocks, Grid)
    assert [(row[2], row[6]) for row in found.rows] == [
        (UNKNOWN, None),
        (NOT_MET, None),
        (MET, "seen"),
    ]
    assert found.note == "1 judged more than half a year ago"


PEOPLE = {
    "product.md": front_matter(
        title="P", stage="growth", roles="[PM, Security lead]", goal="Be used"
    ),
    "contacts/li.md": front_matter(
        title="Li", role="PM", team="product", responsible_for="[all of it]"
    ),
    "contacts/gone.md": front_matter(title="Gone", role="R&D", team="rd", left="2026-01-31"),
    "risks/one.md": front_matter(
        title="One", owner="gone", status="open", probability="1", impact="1"
    ),
    "links/site.md": front_matter(
        title="Site", url="https://example.com", category="website", checked="2026-06-01"
    ),
    "links/dead.md": front_matter(
        title="Dead", url="https://example.org", category="download", works="false"
    ),
}


def test_directory_tells_where_nobody_is_to_be_asked() -> None:
    blocks = filled("people", PEOPLE)
    shown = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert shown == {
        "People": (1, None),
        "Vacant roles": (1, Level.WATCH),
        "Without a stand-in": (1, Level.WATCH),
        "Left, still own something": (1, Level.ACT),
        "Broken links": (1, Level.ACT),
        "Unchecked links": (0, Level.GOOD),
    }
    roles = one(blocks, Grid, "Roles").rows
    assert [(row[0], getattr(row[1], "text", "somebody")) for row in roles] == [
        ("Security lead", "Vacant"),
        ("PM", "somebody"),
    ]
    assert [each.id for each in one(blocks, Records, "Left").records] == ["gone"]
    launch = {str(row[0]): row[1] for row in one(blocks, Grid, "For a launch").rows}
    assert launch["Documentation"] == Badge("Missing", Level.ACT)
    assert {each.id for each in one(blocks, Concerns).records} == {"site", "dead"}


def test_directory_speaks_chinese() -> None:
    assert "空缺角色" in tiles(filled("people", PEOPLE, "zh"))


@pytest.mark.parametrize("page", ["delivery-forms", "scorecard", "people"])
def test_nothing_on_record_says_how_to_begin(page: str) -> None:
    assert one(filled(page, {}), Nothing).kind


def test_a_form_s_page_lists_who_uses_it_by_what_they_pay() -> None:
    more = {
        "customers/c.md": front_matter(title="C", form="software", **CUSTOMER),
        "contracts/c.md": front_matter(title="C", party="c", value="4000000 CNY", **CONTRACT),
    }
    records = one(panelled("form:software", FORMS | more), Records).records
    assert [each.id for each in records] == ["c", "a"]
