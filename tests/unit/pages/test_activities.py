"""What the pages of activities make of small bases."""

from datetime import date

import pytest

from pmkb.charts import Bars, Scatter, Shares, Timeline
from pmkb.flow import Level
from pmkb.pages.block import Badge, Change, Grid, Nothing, Records, Share
from tests.knowledge import front_matter
from tests.unit.pages.bench import filled, one, panelled, tiles

DEAL = {"customer": "acme", "stage": "won", "opened": "2026-01-05", "close": "2026-06-01"}
EVENTS = {
    "customers/acme.md": front_matter(
        title="Acme", status="active", industry="finance", region="east", tier="key"
    ),
    "opportunities/won.md": front_matter(title="Won", amount="900000 CNY", **DEAL),
    "events/conference.md": front_matter(
        title="Conference",
        type="conference",
        status="held",
        start="2026-05-14",
        end="2026-05-15",
        cost="300000 CNY",
        leads="60",
        opportunities="[won]",
    ),
    "events/webinar.md": front_matter(
        title="Webinar",
        type="webinar",
        status="held",
        start="2026-04-01",
        cost="20000 CNY",
        leads="20",
        opportunities="[won]",
    ),
    "events/silent.md": front_matter(
        title="Silent", type="meetup", status="held", start="2026-05-01"
    ),
    "events/next.md": front_matter(
        title="Next", type="meetup", status="planned", start="2026-09-01"
    ),
    "events/old.md": front_matter(
        title="Old", type="meetup", status="held", start="2024-09-01", leads="9"
    ),
}


def test_events_cost_and_return_count_each_deal_once() -> None:
    blocks = filled("events", EVENTS)
    shown = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert shown["Upcoming"] == (1, Level.GOOD)
    assert shown["No results"] == (1, Level.ACT)
    assert shown["Leads"] == (80, None)
    # 320,000 for 80 leads; 900,000 won, though two events name the deal.
    assert str(shown["Cost per lead"][0]) == "4000 CNY"
    assert str(shown["Pipeline influenced"][0]) == "900000 CNY"
    assert shown["Return"] == ("2.8 ×", None)


def test_events_are_compared_by_what_a_lead_cost() -> None:
    blocks = filled("events", EVENTS)
    costs = one(blocks, Bars, "Cost per lead")
    assert [(each.name, each.value) for each in costs.bars] == [
        ("Conference", 5000),
        ("Webinar", 1000),
    ]
    assert costs.note == "1 without cost or leads"
    assert {(each.name, each.x, each.y) for each in one(blocks, Scatter).dots} == {
        ("Conference", 900_000, 300_000),
        ("Webinar", 900_000, 20_000),
    }


def test_events_of_long_ago_are_listed_but_not_counted() -> None:
    blocks = filled("events", EVENTS)
    assert [each.name for each in one(blocks, Timeline).tasks] == [
        *("Webinar", "Silent", "Conference", "Next"),
    ]
    held = one(blocks, Records, "Held").records
    assert [each.id for each in held] == ["conference", "silent", "webinar", "old"]


BRAND = {
    "datasets/brand.md": """\
---
title: Mentions
path: datasets/brand.csv
grain: month
key: [month, brand]
columns:
  - {name: month, type: period}
  - {name: brand, type: text}
  - {name: mentions, type: integer}
---
""",
    "datasets/brand.csv": """\
month,brand,mentions
2026-05,us,30
2026-05,them,70
2026-06,us,20
2026-06,them,80
""",
    "metrics/all.md": """\
---
title: All mentions
type: simple
dataset: brand
value: mentions
aggregate: sum
time: month
measures: flow
dimensions: [brand]
---
""",
    "metrics/own.md": """\
---
title: Our mentions
subject: mentions
type: simple
dataset: brand
value: mentions
aggregate: sum
time: month
measures: flow
filters: [brand = us]
---
""",
    "metrics/voice.md": """\
---
title: Share of voice
subject: share-of-voice
type: ratio
numerator: own
denominator: all
measures: flow
---
""",
}


def test_brand_compares_with_the_period_before_where_there_is_no_year() -> None:
    shown = tiles(filled("brand", BRAND))
    voice = shown["Share of voice"]
    assert voice.value == Share(0.2)
    assert voice.level is Level.WATCH
    assert voice.note[1] == "on the period before"
    change = voice.note[2]
    # From 30 % to 20 % of all mentions.
    assert isinstance(change, Change)
    assert round(change, 6) == round(0.2 / 0.3 - 1, 6)


def test_brand_shows_everybody_s_share_of_what_ours_is_a_share_of() -> None:
    parts = one(filled("brand", BRAND), Shares).parts
    assert {each.name: [p.value for p in each.points] for each in parts} == {
        "us": [30, 20],
        "them": [70, 80],
    }


MEETINGS = {
    "contacts/li.md": front_matter(title="Li", role="PM", team="product"),
    "roadmap/item.md": front_matter(title="Item", status="planned"),
    "meetings/review.md": front_matter(
        title="Review",
        type="product-review",
        date="2026-06-18",
        decisions="[{what: Move it, about: item}, {what: Drop it}]",
    )
    + "\n- [ ] write @li due:2026-06-20\n- [ ] read @li\n- [x] sleep @li\n"
    "- [ ] tell @li due:2026-07-20\n",
    "meetings/old.md": front_matter(
        title="Old", type="product-review", date="2025-06-18", decisions="[{what: Once}]"
    ),
    "meetings/tomorrow.md": front_matter(
        title="Tomorrow", type="product-review", date="2026-07-01"
    ),
}


def test_meetings_tell_what_is_open_and_what_was_decided_lately() -> None:
    blocks = filled("meetings", MEETINGS)
    shown = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert shown["Decisions in a month"] == (2, None)
    assert shown["Open tasks"] == (3, None)
    assert shown["Overdue"] == (1, Level.ACT)
    assert shown["Without a person or a day"] == (1, Level.WATCH)
    assert shown["Last meeting"][0] == date(2026, 6, 18)
    rows = one(blocks, Grid, "Open tasks").rows
    assert [(row[0], row[1]) for row in rows] == [
        ("write", Badge("Overdue", Level.ACT)),
        ("tell", Badge("In time", Level.GOOD)),
        ("read", Badge("Nobody, or no day", Level.WATCH)),
    ]
    decided = one(blocks, Grid, "Decided").rows
    assert [(row[0], getattr(row[2], "id", None)) for row in decided] == [
        ("Move it", "item"),
        ("Drop it", None),
    ]


def test_meetings_long_ago_are_as_loud_as_none() -> None:
    old = {"meetings/old.md": MEETINGS["meetings/old.md"]}
    assert tiles(filled("meetings", old, "zh"))["最近一次"].level is Level.UNKNOWN


@pytest.mark.parametrize("page", ["events", "brand", "meetings"])
def test_nothing_on_record_says_how_to_begin(page: str) -> None:
    assert one(filled(page, {}), Nothing).kind


def test_an_event_s_page_lists_the_deals_it_moved() -> None:
    assert [each.id for each in one(panelled("event:webinar", EVENTS), Records).records] == ["won"]
    assert panelled("event:next", EVENTS) == ()
