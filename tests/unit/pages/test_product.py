"""What the product's pages make of small bases: their numbers, what they leave out, how they begin."""

from datetime import date

from pmkb.charts import Bars, Columns, Heat, Moment, Scatter, Timeline
from pmkb.fingerprint import fingerprint
from pmkb.flow import Level
from pmkb.kinds.product.requirement import CONTRADICTED, FEW, UNCLEAR, UNDECLARED
from pmkb.kinds.product.roadmap import HELD_UP, LATE
from pmkb.pages.block import Badge, Change, Grid, Note, Nothing, Records, Share
from tests.knowledge import compiled, front_matter
from tests.unit.pages.bench import filled, one, panelled, tiles

# --- the roadmap -----------------------------------------------------------------------------

PLAN = {
    "releases/v2.md": front_matter(
        title="2.0", version='"2.0"', status="planned", planned="2026-08-31"
    ),
    "roadmap/first.md": front_matter(
        title="First",
        status="in-progress",
        release="v2",
        start="2026-05-01",
        baseline_due="2026-06-15",
        due="2026-07-10",
        forecast="2026-08-20",
    ),
    "roadmap/second.md": front_matter(
        title="Second",
        status="planned",
        release="v2",
        start="2026-08-01",
        baseline_due="2026-08-31",
        due="2026-08-31",
        depends_on="[first]",
    ),
    "roadmap/sometime.md": front_matter(title="Sometime", status="idea"),
    "roadmap/old.md": front_matter(
        title="Old", status="shipped", release="v2", due="2025-01-31", shipped="2025-01-31"
    ),
}


def test_the_roadmap_counts_open_items_by_how_they_are_doing() -> None:
    found = {
        label: (each.value, each.level) for label, each in tiles(filled("roadmap", PLAN)).items()
    }
    assert found == {
        "Late": (1, Level.ACT),
        "No date": (1, Level.UNKNOWN),
        "Held up by a dependency": (1, Level.WATCH),
    }


def test_the_roadmap_shows_dates_and_what_waits_for_what() -> None:
    first, second = one(filled("roadmap", PLAN), Timeline).tasks
    assert (first.name, first.end, first.baseline, first.forecast) == (
        "First",
        date(2026, 7, 10),
        date(2026, 6, 15),
        date(2026, 8, 20),
    )
    assert second.waits_for == ("roadmap:first",)
    # First ends on 20 August; second takes its 31 days from the day after.
    assert second.forecast == date(2026, 9, 20)


def test_items_without_a_release_or_a_baseline_are_not_lost() -> None:
    blocks = filled("roadmap", PLAN)
    grid = one(blocks, Heat, "Items by release")
    assert grid.rows == ("2.0", "no release")
    assert grid.columns == ("Idea", "Planned", "In progress")
    values = [[cell and cell.value for cell in row] for row in grid.cells]
    assert values == [[None, 1.0, 1.0], [1.0, None, None]]
    slips = one(blocks, Bars, "Slip")
    assert [(each.name, each.value) for each in slips.bars] == [("First", 66), ("Second", 20)]
    assert "1 item has no baseline or day" in slips.note


def test_chains_name_what_sets_the_finish() -> None:
    (row,) = one(filled("roadmap", PLAN), Grid, "Critical chains").rows
    item, standing, due, expected, delay, chain = row
    assert (getattr(item, "id", ""), standing, due) == ("second", HELD_UP, date(2026, 8, 31))
    assert (expected, delay) == (date(2026, 9, 20), 20)
    assert [each.id for each in chain] == ["first"]  # type: ignore[attr-defined]


def test_releases_are_expected_when_their_last_item_is() -> None:
    (row,) = one(filled("roadmap", PLAN), Grid, "By release").rows
    assert row[2:4] == (date(2026, 8, 31), date(2026, 9, 20))
    assert [each.id for each in row[6]] == ["second"]  # type: ignore[attr-defined]


def test_a_late_item_is_late_in_both_languages() -> None:
    assert LATE.zh in tiles(filled("roadmap", PLAN, "zh"))


# --- risks -----------------------------------------------------------------------------------


def risk(probability: int, impact: int, **more: object) -> str:
    return front_matter(
        **{"title": "R", "status": "open", "probability": probability, "impact": impact, **more}
    )


RISKS = {
    "contacts/li-na.md": front_matter(title="李娜", role="PM", team="product"),
    "roadmap/a.md": front_matter(title="A", status="planned"),
    "risks/high.md": risk(4, 5, title="High", owner="li-na", affects="[a]", mitigation="Test it"),
    "risks/low.md": risk(1, 2, title="Low", affects="[a]", review_by="2026-06-29"),
    "risks/none.md": risk(2, 2, title="None", owner="li-na"),
    "risks/gone.md": risk(5, 5, title="Gone", status="closed"),
}


def test_risks_are_summed_up_by_exposure() -> None:
    found = {
        label: (each.value, each.level) for label, each in tiles(filled("risks", RISKS)).items()
    }
    assert found == {
        "Exposure": (26, None),
        "High, from 15": (1, Level.ACT),
        "Review overdue": (1, Level.ACT),
        "Nothing done about it": (2, Level.WATCH),
    }


def test_risks_stand_in_the_matrix_by_their_names() -> None:
    matrix = one(filled("risks", RISKS), Heat)
    named = {
        (matrix.rows[row], matrix.columns[column]): [item.name for item in cell.items]
        for row, cells in enumerate(matrix.cells)
        for column, cell in enumerate(cells)
        if cell and cell.items
    }
    assert named == {("4", "5"): ["High"], ("1", "2"): ["Low"], ("2", "2"): ["None"]}
    corner = matrix.at(0, 4)
    assert corner is not None
    assert (corner.level, corner.is_zone) == (Level.ACT, True)


def test_risks_without_an_owner_or_an_aim_are_unknown() -> None:
    blocks = filled("risks", RISKS)
    owners = one(blocks, Bars, "Exposure by owner")
    assert [(each.name, each.value) for each in owners.bars] == [("李娜", 24), ("unknown", 2)]
    affected = one(blocks, Bars, "Exposure by what")
    assert [(each.name, each.value) for each in affected.bars] == [("A", 22), ("unknown", 4)]


def test_closed_risks_are_told_apart() -> None:
    closed = one(filled("risks", RISKS), Records, "Closed")
    assert [each.id for each in closed.records] == ["gone"]
    assert one(filled("risks", RISKS, "zh"), Records, "已关闭").title == "已关闭或已接受"


# --- Kano ------------------------------------------------------------------------------------


def requirement(title: str, **more: object) -> str:
    return front_matter(**{"title": title, "status": "new", **more})


def survey(start: str, *counts: str, **more: object) -> str:
    listed = "".join(f"\n  - {{{each}}}" for each in counts)
    return front_matter(title=start, method="kano", start=start, counts=listed, **more)


KANO = {
    "requirements/fast.md": requirement("Fast", kano="attractive"),
    "requirements/slow.md": requirement("Slow", kano="attractive"),
    "requirements/rare.md": requirement("Rare", kano="one-dimensional"),
    "requirements/sure.md": requirement("Sure", kano="must-be"),
    "requirements/bare.md": requirement("Bare"),
    "requirements/gone.md": requirement("Gone", kano="attractive", status="shipped"),
    "requirements/blind.md": requirement("Blind", kano="must-be"),
    "surveys/old.md": survey("2025-09-01", "requirement: slow, A: 20, O: 5, I: 5"),
    "surveys/new.md": survey(
        "2026-03-01",
        "requirement: fast, A: 10, O: 20, M: 30, I: 5",
        "requirement: slow, A: 12, O: 11, M: 5, I: 2",
        "requirement: rare, O: 8, M: 2",
        "requirement: sure, M: 30, I: 10",
        "requirement: bare, M: 30, I: 10",
        "requirement: gone, M: 30, I: 10",
    ),
}


def test_kano_tells_what_contradicts_what_is_declared() -> None:
    found = {label: (each.value, each.level) for label, each in tiles(filled("kano", KANO)).items()}
    # Five of six open ones; one is declared and nobody was asked.
    assert found["Surveyed within a year"] == ("5 / 6", Level.WATCH)
    assert found["Against what is declared"] == (1, Level.ACT)
    assert found["Not clear"] == (1, Level.WATCH)
    # Both are of Rare: 8 / 10, and -(8 + 2) / 10.
    assert found["Satisfies most (Better)"] == (0.8, None)
    assert found["Hurts most without (Worse)"] == (-1.0, None)


def test_kano_has_the_most_urgent_to_decide_first() -> None:
    rows = one(filled("kano", KANO), Grid, "To be decided").rows
    assert [(getattr(row[0], "id", ""), row[1]) for row in rows] == [
        ("fast", CONTRADICTED),
        ("bare", UNDECLARED),
        ("rare", FEW),
        ("slow", UNCLEAR),
    ]
    # Slow: (12 - 11) / 30; it was attractive before.
    assert rows[3][2:7] == ("Attractive (A)",) * 3 + (30, 1 / 30)


def test_dots_show_better_and_worse_now_and_before() -> None:
    chart = one(filled("kano", KANO), Scatter)
    dots = {each.name: each for each in chart.dots}
    assert dots.keys() == {"Fast", "Slow", "Rare", "Sure", "Bare"}
    fast, slow = dots["Fast"], dots["Slow"]
    # Worse: (20 + 30) / 65; better: (10 + 20) / 65.
    assert (fast.x, fast.y, fast.letter, fast.level) == (50 / 65, 30 / 65, "M", Level.ACT)
    assert (fast.before, slow.before) == (None, (5 / 30, 25 / 30))
    assert dots["Sure"].level is None
    assert chart.quadrants is not None
    assert chart.quadrants.names[0] == "Attractive (A)"


def test_answers_spread_over_the_categories() -> None:
    grid = one(filled("kano", KANO), Heat, "How the answers")
    assert grid.columns == ("M", "O", "A", "I", "R", "Q")
    at = grid.rows.index("Fast")
    values = [cell and cell.value for cell in grid.cells[at]]
    assert values == [30 / 65, 20 / 65, 10 / 65, 5 / 65, 0, 0]


def test_closed_requirements_are_in_the_table_and_unasked_ones_apart() -> None:
    blocks = filled("kano", KANO)
    table = one(blocks, Grid, "All surveyed")
    assert {getattr(row[0], "id", "") for row in table.rows} == {
        *("fast", "slow", "rare", "sure", "bare", "gone")
    }
    blind = one(blocks, Records, "Declared, but")
    assert [each.id for each in blind.records] == ["blind"]
    assert "Berger" in one(blocks, Note).text


ANSWERS = "respondent,industry,requirement,functional,dysfunctional\n" + "".join(
    f"r{at},{industry},fast,{functional},5\n"
    # "Like" and "dislike" make O, "neutral" and "dislike" M; finance differs from the whole.
    for at, (industry, functional) in enumerate(
        [("finance", 1)] * 6 + [("energy", 3)] * 9 + [("telecom", 1)] * 4
    )
)


def test_groups_that_differ_stand_out_and_small_ones_are_left_out() -> None:
    files = {
        "requirements/fast.md": requirement("Fast", kano="one-dimensional"),
        "surveys/new.md": front_matter(
            title="New",
            method="kano",
            start="2026-03-01",
            segments="[industry]",
            responses="surveys/new.csv",
        ),
        "surveys/new.csv": ANSWERS,
    }
    blocks = filled("kano", files)
    grid = one(blocks, Heat, "By industry")
    assert grid.columns == ("Energy 9", "Finance 6")
    energy, finance = grid.cells[0]
    assert energy is not None
    assert finance is not None
    assert (energy.text, energy.level) == ("M", Level.WATCH)
    assert (finance.text, finance.level) == ("O", None)
    assert "fewer than 5 left out: 1" in grid.note
    assert one(filled("kano", files, "zh"), Heat, "按行业").columns[1] == "金融 6"


def test_without_answers_kano_shows_what_is_only_declared() -> None:
    blocks = filled("kano", {"requirements/blind.md": KANO["requirements/blind.md"]}, "zh")
    assert one(blocks, Nothing).kind == "survey"
    assert [each.id for each in one(blocks, Records).records] == ["blind"]


# --- certificates ----------------------------------------------------------------------------


def certificate(title: str, **more: object) -> str:
    given = {"title": title, "type": "evaluation", "status": "valid", "issuer": "Centre", **more}
    return front_matter(**given)


def deal(title: str, **more: object) -> str:
    given = {"title": title, "customer": "bank", "stage": "proposal", "opened": "2026-01-05"}
    return front_matter(**{**given, **more})


CUSTOMER = front_matter(title="Bank", industry="finance", region="east", tier="key")
V1, V2 = (
    front_matter(title=f"DB {at}", version=f'"{at}"', status="released", released=day)
    for at, day in (("1.0", "2024-06-30"), ("2.0", "2026-05-31"))
)
CERTIFICATES = {
    "customers/bank.md": CUSTOMER,
    "releases/v1.md": V1,
    "releases/v2.md": V2,
    "forms/cloud.md": front_matter(title="Cloud", type="public-cloud"),
    "certifications/late.md": certificate(
        "Late",
        issued="2024-07-01",
        valid_until="2026-08-31",
        lead_time="3m",
        surveillance="[2025-07-01, 2026-06-01]",
        reviewed="2025-07-02",
    ),
    "certifications/sound.md": certificate(
        "Sound", valid_until="2027-08-31", lead_time="3m", scope="{releases: [v1], forms: [cloud]}"
    ),
    "certifications/asked.md": certificate("Asked", status="applying", scope="{releases: [v2]}"),
    "certifications/old.md": certificate("Old", status="superseded"),
    "opportunities/one.md": deal(
        "One", amount="300 CNY", close="2026-10-31", requires="[asked, late]"
    ),
    "opportunities/two.md": deal("Two", amount="200 CNY", close="2026-09-30", requires="[asked]"),
    "opportunities/three.md": deal("Three", close="2026-07-31", requires="[late]"),
}


def test_certificates_are_counted_by_what_is_to_be_done() -> None:
    found = {
        label: (each.value, each.level)
        for label, each in tiles(filled("certifications", CERTIFICATES)).items()
    }
    assert found == {
        "Held": (2, None),
        "Lapsed or renewed too late": (1, Level.ACT),
        "Renewal to be started": (0, Level.GOOD),
        "Audits without proof": (1, Level.ACT),
        "Deals waiting for one": (2, Level.WATCH),
    }
    (amount,) = tiles(filled("certifications", CERTIFICATES, "zh"))["等证书的商机"].note
    assert str(amount) == "500 CNY"


def test_certificates_have_their_audits_and_renewals_on_the_timeline() -> None:
    late, sound = one(filled("certifications", CERTIFICATES), Timeline).tasks
    assert (late.name, late.level, sound.level) == ("Late", Level.ACT, None)
    assert late.moments == (
        Moment(date(2025, 7, 1), "Surveillance"),
        Moment(date(2026, 6, 1), "Surveillance", Level.ACT),
        Moment(date(2026, 5, 31), "Start renewal by", Level.ACT),
    )


def test_deals_wait_for_certificates_that_are_absent_or_end_before() -> None:
    rows = one(filled("certifications", CERTIFICATES), Grid, "Deals").rows
    assert [(getattr(r[0], "id", ""), getattr(r[4], "id", ""), r[5]) for r in rows] == [
        ("two", "asked", Badge("not held", Level.ACT)),
        ("one", "asked", Badge("not held", Level.ACT)),
        ("one", "late", Badge("ends before it closes", Level.WATCH)),
    ]


def test_certificates_cover_releases_and_forms() -> None:
    grid = one(filled("certifications", CERTIFICATES), Heat, "What is covered")
    assert grid.columns == ("2.0", "1.0", "Public cloud")
    cells = {
        row: [cell and (cell.text, cell.level) for cell in cells]
        for row, cells in zip(grid.rows, grid.cells, strict=True)
    }
    valid = ("valid", Level.GOOD)
    assert cells == {
        "Sound": [("gap", Level.WATCH), valid, valid],
        "Asked": [("filed", Level.WATCH), None, None],
    }
    assert "1 without a scope" in grid.note


# --- requirements ----------------------------------------------------------------------------


def subscription(party: str, value: str) -> str:
    return front_matter(
        title=party,
        type="subscription",
        status="signed",
        party=party,
        value=value,
        start="2026-01-01",
        end="2026-12-31",
    )


WISHES = {
    "customers/bank.md": CUSTOMER,
    "customers/shop.md": CUSTOMER.replace("Bank", "Shop"),
    "contracts/a.md": subscription("bank", "1200 CNY"),
    "contracts/b.md": subscription("shop", "600 CNY"),
    "roadmap/item.md": front_matter(
        title="Item", status="in-progress", due="2026-06-01", start="2026-05-01"
    ),
    "requirements/promised.md": requirement(
        "Promised", status="accepted", requesters="[bank]", kano="one-dimensional"
    ),
    "requirements/planned.md": requirement(
        "Planned", status="planned", requesters="[bank, shop]", roadmap="item", source="ticket"
    ),
    "requirements/free.md": requirement("Free", kano="must-be", reach=10, effort=3),
    "requirements/done.md": requirement("Done", status="shipped"),
}


def test_requirements_are_summed_up_by_what_was_promised() -> None:
    found = tiles(filled("requirements", WISHES))
    values = {label: (str(each.value), each.level) for label, each in found.items()}
    assert values == {
        "Open": ("3", None),
        "ARR of those who ask": ("1800 CNY", None),
        "Promised, in no plan": ("1", Level.ACT),
        "Its plan is late or blocked": ("1", Level.ACT),
        "Without a score": ("2", Level.WATCH),
    }
    # 1200 of 1800.
    assert found["Promised, in no plan"].note[0] == 1200 / 1800


def test_requirements_are_compared_by_revenue_and_score() -> None:
    blocks = filled("requirements", WISHES)
    revenue = one(blocks, Bars, "Most revenue")
    assert [(each.name, each.value, each.level) for each in revenue.bars] == [
        ("Planned", 1800, None),
        ("Promised", 1200, Level.WATCH),
    ]
    # 10 × 3 ÷ 3; what is in a plan or has no score does not count.
    scores = one(blocks, Bars, "Highest scores")
    assert [(each.name, each.value) for each in scores.bars] == [("Free", 10)]


def test_requirements_ship_when_their_roadmap_item_is_expected() -> None:
    blocks = filled("requirements", WISHES)
    (row,) = one(blocks, Grid, "When it ships").rows
    assert [getattr(each, "id", each) for each in row[:2]] == ["planned", "item"]
    assert row[2:4] == (LATE, date(2026, 6, 1))
    promised = one(blocks, Records, "Promised")
    assert [each.id for each in promised.records] == ["promised"]


def test_requirements_without_a_source_or_category_are_unknown() -> None:
    blocks = filled("requirements", WISHES, "zh")
    assert one(blocks, Heat, "按来源").rows == ("工单", "未知")
    assert one(blocks, Heat, "按声明").rows == ("必备型 M", "期望型 O", "未知")


# --- contracts -------------------------------------------------------------------------------


def contract(title: str, **more: object) -> str:
    given = {"title": title, "type": "subscription", "status": "signed", "party": "bank", **more}
    return front_matter(**given)


CONTRACTS = {
    "customers/bank.md": CUSTOMER,
    "contracts/owing.md": contract(
        "Owing",
        start="2026-01-01",
        end="2026-12-31",
        notice="60d",
        auto_renew="true",
        payments="[{due: 2026-06-20, amount: 100 CNY}, {due: 2026-06-30, amount: 40 CNY}, "
        "{due: 2026-08-31, amount: 60 CNY}, {due: 2026-01-31, amount: 9 CNY, paid: 2026-02-01}]",
        obligations="[{what: Drill, due: 2026-06-15}, {what: Report, due: 2027-06-15}]",
    ),
    "contracts/ending.md": contract("Ending", start="2025-08-01", end="2026-07-31"),
    "contracts/draft.md": contract("Draft", status="draft"),
    "contracts/done.md": contract("Done", status="fulfilled", start="2024-01-01"),
}


def test_contracts_tell_what_is_owed_and_what_ends() -> None:
    found = tiles(filled("contracts", CONTRACTS))
    values = {label: (str(each.value), each.level) for label, each in found.items()}
    assert values == {
        "Overdue payments": ("100 CNY", Level.ACT),
        "Outstanding in all": ("200 CNY", None),
        "Obligations overdue": ("1", Level.ACT),
        "To be decided on": ("1", Level.WATCH),
        "Not signed": ("1", None),
    }
    assert found["To be decided on"].note == ("Expiring 1",)


def test_contracts_have_their_deadlines_on_the_timeline() -> None:
    owing, ending = one(filled("contracts", CONTRACTS), Timeline).tasks
    assert (owing.name, owing.level, ending.level) == ("Owing", Level.ACT, Level.WATCH)
    assert [(each.day, each.sort, each.level) for each in owing.moments] == [
        (date(2026, 11, 1), "Notice deadline", None),
        (date(2026, 6, 20), "Payment", Level.ACT),
        (date(2026, 6, 30), "Payment", None),
        (date(2026, 8, 31), "Payment", None),
        (date(2026, 6, 15), "Obligation", Level.ACT),
        (date(2027, 6, 15), "Obligation", None),
    ]


def test_payments_and_obligations_are_listed_by_their_days() -> None:
    blocks = filled("contracts", CONTRACTS, "zh")
    payments = one(blocks, Grid, "逾期和即将到期的付款").rows
    assert [row[1] for row in payments] == [
        Badge("逾期 10 天", Level.ACT),
        "今天",
        "还有 62 天",
    ]
    duties = one(blocks, Grid, "逾期和即将到期的义务").rows
    assert [row[:2] for row in duties] == [("Drill", Badge("逾期 15 天", Level.ACT))]


def test_payments_to_come_are_summed_by_month() -> None:
    points = one(filled("contracts", CONTRACTS), Columns).points
    assert len(points) == 12
    assert {each.label: each.value for each in points if each.value} == {
        "2026-06": 40,
        "2026-08": 60,
    }


# --- documents -------------------------------------------------------------------------------


def document(kind: str, language: str, covers: str, **more: object) -> str:
    given = {"title": f"{kind} {language}", "type": kind, "language": language, "covers": covers}
    return front_matter(**given, **more)


URL = "https://docs.example.com/"
DOCUMENTS = {
    "releases/v1.md": V1,
    "releases/v2.md": V2,
    "releases/v3.md": front_matter(
        title="DB 3.0", version='"3.0"', status="planned", planned="2026-09-30"
    ),
    "documents/old.md": document("user-manual", "en", "[v1]", url=URL),
    "documents/new.md": document("user-manual", "en", "[v2]", status="planned"),
    "documents/zh.md": document("user-manual", "zh", "[v1, v2]", url=URL),
    "documents/deck.md": document(
        "sales-deck", "zh", "[v2]", url=URL, reviewed="2026-01-01", review_every="90d"
    ),
    "documents/gone.md": document("datasheet", "zh", "[v1]", status="retired"),
}


def _words(grid: Heat) -> dict[str, list[tuple[str, Level | None] | None]]:
    """What stands in the cells of each row, and at which level."""
    return {
        row: [cell and (cell.text, cell.level) for cell in cells]
        for row, cells in zip(grid.rows, grid.cells, strict=True)
    }


def test_documents_cover_releases_in_their_languages() -> None:
    found = tiles(filled("documents", DOCUMENTS))
    # English lacks the newest; the old English manual has fallen behind, the deck's review is due.
    assert {label: (each.value, each.level) for label, each in found.items()} == {
        "Manuals: release × language": ("3 / 4", Level.ACT),
        "Stale": (2, Level.WATCH),
        "Planned, not to be read yet": (1, Level.ACT),
        "Lacking for 2.0": (2, Level.ACT),
    }
    assert found["Lacking for 2.0"].note == ("Release notes, Performance white paper",)


def test_documents_stand_in_the_matrix_by_their_standing() -> None:
    blocks = filled("documents", DOCUMENTS)
    grid = one(blocks, Heat, "For each")
    assert grid.columns == ("2.0", "1.0")
    fresh, none = ("fresh", Level.GOOD), [("missing", Level.ACT), ("missing", Level.WATCH)]
    assert _words(grid) == {
        "User manual · Chinese": [fresh, fresh],
        "User manual · English": [("planned", Level.ACT), ("stale", Level.WATCH)],
        "Release notes": none,
        "Performance white paper": none,
    }
    others = one(filled("documents", DOCUMENTS, "zh"), Heat, "其他文档")
    assert _words(others) == {"销售演示稿": [("待更新", Level.WATCH)]}


def test_releases_to_come_tell_which_documents_they_need() -> None:
    blocks = filled("documents", DOCUMENTS)
    (row,) = one(blocks, Grid, "Releases to come").rows
    assert [getattr(each, "text", "") for each in row[4]] == [  # type: ignore[attr-defined]
        *("User manual", "Release notes", "Performance white paper")
    ]
    assert [each.id for each in one(blocks, Records, "Retired").records] == ["gone"]


# --- prices ----------------------------------------------------------------------------------


def price(title: str, start: str, end: str = "", **more: object) -> str:
    given = {
        "title": title,
        "form": "box",
        "edition": "full",
        "unit": "node",
        "list": "100 CNY",
        "floor": "75 CNY",
        "from": start,
        **({"to": end} if end else {}),
    }
    return front_matter(**{**given, **more})


PRICES = {
    "customers/bank.md": CUSTOMER,
    "forms/box.md": front_matter(title="Box", type="software", launched="2024-01-01"),
    "forms/bare.md": front_matter(title="Bare", type="appliance", launched="2024-01-01"),
    "forms/later.md": front_matter(title="Later", type="oem", launched="2027-01-01"),
    "prices/now.md": price("Now", "2026-01-01", "2026-12-31"),
    "prices/next.md": price("Next", "2027-01-11", "2027-12-31", list="110 CNY"),
    "prices/old.md": price("Old", "2025-01-01", "2025-12-31"),
    "prices/arm.md": price("Arm", "2026-01-01", "2026-07-31", architecture="arm64"),
    "opportunities/cheap.md": deal("Cheap", form="box", price="60 CNY", amount="600 CNY"),
    "opportunities/fair.md": deal("Fair", form="box", price="75 CNY"),
}


def test_prices_tell_what_holds_what_breaks_and_who_sells_below() -> None:
    found = tiles(filled("prices", PRICES))
    assert {label: (each.value, each.level) for label, each in found.items()} == {
        "Lines in force": (2, None),
        "Gap or overlap": (1, Level.ACT),
        "End, and nothing follows": (1, Level.WATCH),
        "Open deals under the floor": (1, Level.ACT),
        "Next price to come": (date(2027, 1, 11), None),
    }


def test_list_prices_stand_by_architecture_with_forms_that_have_none() -> None:
    grid = one(filled("prices", PRICES), Heat, "List prices")
    assert grid.columns == ("Arm64", "any")
    none = ("no price", Level.ACT)
    assert _words(grid) == {
        "Software · full · node": [("100", Level.WATCH), ("100", Level.ACT)],
        "Appliance": [none, none],
    }


def test_the_book_has_the_room_to_the_floor_and_what_follows() -> None:
    rows = one(filled("prices", PRICES), Grid, "The book today").rows
    now = next(row for row in rows if getattr(row[0], "id", "") == "now")
    # From 1 to 10 January nothing holds; 75 of 100 is 25 % off; 110 is 10 % more.
    assert now[1] == Badge("10 days without a price", Level.ACT)
    assert now[4] == Share(0.25)
    after, change = now[6]  # type: ignore[misc]
    assert (after.id, round(change, 9)) == ("next", 0.1)
    assert isinstance(change, Change)


def test_deals_under_the_floor_tell_by_how_much() -> None:
    (row,) = one(filled("prices", PRICES, "zh"), Grid, "低于底价").rows
    # 60 instead of 75.
    assert (getattr(row[0], "id", ""), str(row[4])) == ("cheap", "75 CNY")
    assert round(row[5], 9) == -0.2  # type: ignore[call-overload]
    tasks = one(filled("prices", PRICES), Timeline).tasks
    assert [each.name for each in tasks] == ["Old", "Now", "Next", "Arm"]


# --- benchmarks ------------------------------------------------------------------------------


def measured(day: str, throughput: int, latency: float, **more: object) -> str:
    results = (
        f"[{{name: throughput, value: {throughput}, unit: tpmC}}, "
        f"{{name: P99, value: {latency}, unit: ms, higher_is_better: false}}]"
    )
    given = {"title": day, "workload": "oltp", "hardware": "3 nodes", "date": day, **more}
    return front_matter(**given, results=results)


BENCHMARKS = {
    "releases/v1.md": V1,
    "releases/v2.md": V2,
    "competitors/rival.md": front_matter(title="Rival", vendor="Rival Inc."),
    "benchmarks/one.md": measured("2025-06-01", 1000, 10, release="v1"),
    "benchmarks/two.md": measured("2026-06-01", 1600, 40, release="v2"),
    "benchmarks/rival.md": measured("2026-05-01", 800, 40, competitor="rival", hardware="5 nodes"),
    "documents/paper.md": document("performance-whitepaper", "zh", "[v1]", url=URL)
    + "\nSee [[one]].\n",
}


def test_benchmarks_compare_with_the_release_before_and_rivals() -> None:
    found = tiles(filled("benchmarks", BENCHMARKS))
    # Over 1.0: √(1.6 × 10/40) - 1; over the rival: √(2 × 1) - 1.
    before, rival = found["Over the measurement before"], found["Over rivals"]
    assert round(float(before.value), 6) == round(0.4**0.5 - 1, 6)  # type: ignore[arg-type]
    assert round(float(rival.value), 6) == round(2**0.5 - 1, 6)  # type: ignore[arg-type]
    assert (before.level, rival.level) == (Level.ACT, Level.GOOD)
    assert (found["Newest release"].value, found["Newest release"].level) == ("2.0", Level.GOOD)
    lost = found["Single results clearly worse"]
    # The latency alone: 10 / 40 - 1.
    assert (lost.value, lost.note[0], lost.level) == (1, -0.75, Level.ACT)


def test_benchmarks_are_compared_result_by_result() -> None:
    grid = one(filled("benchmarks", BENCHMARKS), Heat, "oltp")
    assert grid.columns == ("over 1.0", "over Rival")
    assert _words(grid) == {
        "geometric mean": [("-36.8%", Level.ACT), ("+41.4%*", Level.GOOD)],
        "throughput": [("+60%", Level.GOOD), ("+100%*", Level.GOOD)],
        "P99": [("-75%", Level.ACT), ("0%*", Level.GOOD)],
    }
    assert "other hardware" in grid.note


def test_claims_that_are_out_of_date_tell_who_makes_them() -> None:
    blocks = filled("benchmarks", BENCHMARKS, "zh")
    (row,) = one(blocks, Grid, "过时").rows
    assert [getattr(each, "id", "") for each in (row[0], row[2])] == ["one", "two"]
    assert [each.id for each in row[5]] == ["paper"]  # type: ignore[attr-defined]
    assert tiles(blocks)["已过时仍被引用"].level is Level.ACT
    numbers = one(blocks, Grid, "oltp")
    assert [each.label for each in numbers.columns[4:]] == ["throughput (tpmC)", "P99 (ms)"]
    assert [row[4] for row in numbers.rows] == [1600, 800, 1000]


# --- alignment -------------------------------------------------------------------------------


def person(title: str, team: str) -> str:
    return front_matter(title=title, role="x", team=team)


def item(title: str, **more: object) -> str:
    return front_matter(**{"title": title, "status": "planned", "due": "2026-09-30", **more})


def briefing(audience: str, signed: dict[str, str], **verdicts: str) -> str:
    """A briefing at which topics were signed with fingerprints; the others were not."""
    who = "".join(f"\n  - {{who: {name}, verdict: {said}}}" for name, said in verdicts.items())
    marks = "".join(
        f"\n  - {{topic: {topic}, fingerprint: {mark!r}, signed: 2026-05-20}}"
        for topic, mark in signed.items()
        if mark
    )
    more = {"signatures": marks} if marks else {}
    return front_matter(
        title=audience,
        audience=audience,
        topics=f"[{', '.join(signed)}]",
        date="2026-05-20",
        attendees=who,
        **more,
    )


BASE = {
    "contacts/bo.md": person("Bo", "rd"),
    "contacts/ann.md": person("Ann", "sales"),
    "contacts/eve.md": person("Eve", "sales"),
    "roadmap/kept.md": item("Kept"),
    "roadmap/moved.md": item("Moved"),
    "roadmap/never.md": item("Never"),
    "roadmap/talk.md": item("Talk"),
    "competitors/rival.md": front_matter(title="Rival", vendor="Rival Inc."),
    "competitors/other.md": front_matter(title="Other", vendor="Other Inc."),
}


def aligned() -> dict[str, str]:
    """The base with what R&D and sales signed; afterwards one item is moved."""
    kb = compiled(BASE).kb
    marks = {
        name: fingerprint(kb.records[f"{kind}:{name}"])
        for kind, names in (("roadmap", ("kept", "moved")), ("competitor", ("rival",)))
        for name in names
    }
    rd = briefing("rd", {"kept": marks["kept"], "moved": marks["moved"], "talk": ""}, bo="agreed")
    sales = briefing("sales", {"rival": marks["rival"]}, ann="agreed", eve="reserved")
    changed = {"roadmap/moved.md": item("Moved", due="2026-10-31")}
    return {**BASE, **changed, "briefings/rd.md": rd, "briefings/sales.md": sales}


def test_alignment_is_the_share_that_agrees_to_the_wording_of_the_day() -> None:
    found = tiles(filled("alignment", aligned()))
    assert {label: (each.value, each.level) for label, each in found.items()} == {
        # Kept, of four live items.
        "R&D agrees to the plan": (0.25, Level.ACT),
        "R&D was never briefed on": (1, Level.WATCH),
        # Ann and the rival, of two people and two topics.
        "Sales is up to date": (0.25, Level.ACT),
        "To be agreed again": (1, Level.ACT),
    }


def test_alignment_shows_where_teams_stand_the_most_urgent_first() -> None:
    grid = one(filled("alignment", aligned()), Heat, "Live roadmap")
    assert grid.columns == ("R&D",)
    assert [(row, *_words(grid)[row]) for row in grid.rows] == [
        ("Moved", ("reworded", Level.ACT)),
        ("Talk", ("unsigned", Level.UNKNOWN)),
        ("Never", ("not briefed", Level.WATCH)),
        ("Kept", ("agreed", Level.GOOD)),
    ]


def test_alignment_tells_who_in_sales_knows_what() -> None:
    grid = one(filled("alignment", aligned(), "zh"), Heat, "销售")
    assert grid.columns == ("Ann", "Eve")
    assert _words(grid) == {
        "Other": [("未宣贯", Level.WATCH)] * 2,
        "Rival": [("最新", Level.GOOD), ("未认同", Level.WATCH)],
    }


def test_what_has_to_be_agreed_again_tells_what_changed() -> None:
    (row,) = one(filled("alignment", aligned()), Grid, "To be agreed").rows
    assert (getattr(row[0], "id", ""), *row[1:4]) == ("moved", "R&D", date(2026, 5, 20), "Due")


def test_without_a_briefing_alignment_shows_what_is_to_be_agreed_to() -> None:
    blocks = filled("alignment", BASE)
    assert one(blocks, Nothing).kind == "briefing"
    assert len(one(blocks, Records).records) == 4


# --- the panels of records -------------------------------------------------------------------


def test_a_requirement_shows_what_each_survey_said_of_it() -> None:
    blocks = panelled("requirement:slow", KANO)
    grid = one(blocks, Heat)
    assert grid.rows == ("2026-03-01", "2025-09-01")
    first = [cell and cell.value for cell in grid.cells[0]]
    assert first == [5 / 30, 11 / 30, 12 / 30, 2 / 30, 0, 0]
    found = tiles(blocks)
    # Better (12 + 11) / 30, worse (11 + 5) / 30.
    assert found["Better · Worse"].value == "0.77 · -0.53"
    assert found["Surveyed Kano category"].level is Level.WATCH
    promised = tiles(panelled("requirement:promised", WISHES))
    assert (promised["Roadmap item"].value, promised["Roadmap item"].level) == (
        "in no plan",
        Level.WATCH,
    )


def test_a_survey_shows_what_it_asked_about_alone() -> None:
    old = one(panelled("survey:old", KANO), Scatter)
    assert [(each.name, each.before) for each in old.dots] == [("Slow", None)]
    new = one(panelled("survey:new", KANO), Scatter)
    assert {each.name: each.before for each in new.dots}["Slow"] == (5 / 30, 25 / 30)
    empty = {"surveys/none.md": front_matter(title="N", method="kano", start="2026-01-01")}
    assert "没有计入" in one(panelled("survey:none", empty, "zh"), Note).text
    talks = {"surveys/none.md": front_matter(title="N", method="interview", start="2026-01-01")}
    assert panelled("survey:none", talks) == ()


def test_a_certificate_shows_its_days_and_the_deals_that_depend_on_it() -> None:
    blocks = panelled("certification:late", CERTIFICATES)
    found = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert found == {
        "Valid until": (date(2026, 8, 31), None),
        "Start renewal by": (date(2026, 5, 31), Level.ACT),
        "Audit without proof": (date(2026, 6, 1), Level.ACT),
    }
    assert one(blocks, Timeline).window is None
    assert len(one(blocks, Grid).rows) == 1
    assert panelled("certification:old", CERTIFICATES) == ()


def test_a_contract_shows_its_term_and_what_is_owed() -> None:
    found = {
        label: (str(each.value), each.level)
        for label, each in tiles(panelled("contract:owing", CONTRACTS)).items()
    }
    assert found == {
        "Ends": ("2026-12-31", None),
        "Notice deadline": ("2026-11-01", None),
        "Outstanding": ("200 CNY", Level.ACT),
        "Obligations open": ("2", Level.ACT),
    }
    assert panelled("contract:done", CONTRACTS) == ()


def test_a_measurement_stands_beside_those_of_its_workload() -> None:
    blocks = panelled("benchmark:two", BENCHMARKS)
    assert one(blocks, Heat).columns == ("over 1.0", "over Rival")
    assert len(one(blocks, Grid).rows) == 3
    # A rival has none before, and is not compared with itself.
    assert [type(each) for each in panelled("benchmark:rival", BENCHMARKS)] == [Grid]


def test_a_document_shows_what_its_type_covers() -> None:
    grid = one(panelled("document:zh", DOCUMENTS), Heat)
    assert grid.rows == ("User manual · Chinese", "User manual · English")
    assert panelled("document:deck", DOCUMENTS) == ()


def test_a_briefing_shows_what_of_it_still_holds() -> None:
    blocks = panelled("briefing:rd", aligned())
    assert [cells[0].text for cells in one(blocks, Heat).cells if cells[0]] == [
        *("agreed", "reworded", "unsigned")
    ]
    assert len(one(blocks, Grid).rows) == 1


def test_a_release_shows_how_far_it_is_and_what_it_lacks() -> None:
    blocks = panelled("release:v2", PLAN)
    found = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert found["Planned"] == (date(2026, 8, 31), Level.WATCH)
    assert found["Cannot be ready in time"] == (1, Level.ACT)
    assert found["Missing documents"] == (3, Level.WATCH)
    assert len(one(blocks, Timeline).tasks) == 3
    papers = panelled("release:v2", {**BENCHMARKS, **CERTIFICATES})
    assert [each.title for each in papers if isinstance(each, Records)] == [
        "Certifications",
        "Benchmarks",
    ]
