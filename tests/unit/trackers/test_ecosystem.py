"""The checklist's ecosystem, line by line, at every level."""

from pmkb.trackers import TRACKERS
from tests.knowledge import compiled
from tests.unit.trackers.levels import Case, Files, Levels, dataset, each_level, files, months, rec


def funnel(purchases: int, before: int = 10, last: str = "2026-06", **fields: object) -> Files:
    """Two years of a funnel: a thousand visits a month, and purchases of each year a month."""
    rows = []
    for at, month in enumerate(months(24, last)):
        sold = before if at < 12 else purchases
        rows += [f"{month},website,visit,1000", f"{month},website,trial,100"]
        rows += [f"{month},website,purchase,{sold}", f"{month},event,visit,100"]
        rows += [f"{month},event,trial,5", f"{month},event,purchase,{sold}"]
    return files(
        dataset("steps", "entrance:text stage:text count:integer", rows, **fields),
        rec(
            "funnels/trial",
            dataset="steps",
            stages="[visit, trial, purchase]",
            entrances="[website, event]",
        ),
    )


def partner(name: str, last: str | None = "2026-06-01", **fields: object) -> dict[str, str]:
    touched = {"last_contact": last} if last else {}
    return rec(f"partners/{name}", **({"type": "isv"} | touched | fields))


def brought(by: str) -> dict[str, str]:
    """A customer with an ARR that a partner brought, and what that partner is paid."""
    term = {"signed": "2025-12-20", "start": "2026-01-01", "end": "2026-12-31"}
    return files(
        rec(
            "customers/bank",
            industry="finance",
            region="east",
            tier="key",
            source="partner",
            source_ref=f"partner:{by}",
        ),
        rec(
            "contracts/c",
            type="subscription",
            status="signed",
            party="customer:bank",
            value="3000 CNY",
            **term,
        ),
        rec(
            "contracts/p",
            type="service",
            status="signed",
            party=f"partner:{by}",
            value="500 CNY",
            **term,
        ),
    )


def community(name: str, *members: int, last: str = "2026-06-30") -> dict[str, str]:
    """A community with counts a year apart, up to a last day."""
    year = int(last[:4])
    counts = [
        f"{{date: {year - back}{last[4:]}, members: {each}, active: 5, contributions: 7}}"
        for back, each in zip(range(len(members) - 1, -1, -1), members, strict=True)
    ]
    return rec(
        f"communities/{name}", type="developer", platform="P", counts=f"[{', '.join(counts)}]"
    )


CASES: Levels = {
    "partners": {
        "good": Case(
            files(partner("a"), partner("b", type="oem"), brought("a")),
            "2 of 2 active; ISV 1, OEM 1; CNY 3,000 brought, CNY 500 given; 0 dormant, 0 without a record",
            "2 家中 2 家活跃；独立软件开发商 1、OEM 厂商 1；带来 ¥3,000，给予 ¥500；0 家沉寂，0 家无记录",
            "partner:a partner:b",
        ),
        "watch": Case(
            files(partner("a"), partner("b"), partner("c", "2025-12-01")),
            "2 of 3 active; ISV 2; CNY 0 brought, CNY 0 given; 1 dormant, 0 without a record",
            "3 家中 2 家活跃；独立软件开发商 2；带来 ¥0，给予 ¥0；1 家沉寂，0 家无记录",
            "partner:c partner:a partner:b",
        ),
        "act": Case(
            files(partner("a"), partner("b", "2025-12-01")),
            "1 of 2 active; ISV 1; CNY 0 brought, CNY 0 given; 1 dormant, 0 without a record",
            "2 家中 1 家活跃；独立软件开发商 1；带来 ¥0，给予 ¥0；1 家沉寂，0 家无记录",
            "partner:b partner:a",
        ),
        "unknown": Case(
            files(partner("a"), partner("b", None), partner("c", None)),
            "1 of 3 active; ISV 1; CNY 0 brought, CNY 0 given; 0 dormant, 2 without a record",
            "3 家中 1 家活跃；独立软件开发商 1；带来 ¥0，给予 ¥0；0 家沉寂，2 家无记录",
            "partner:b partner:c partner:a",
        ),
    },
    "communities": {
        "good": Case(
            files(community("a", 100, 120), community("b", 50, 60)),
            "2 communities, 180 members, 10 active, +20% since the last count; 14 contributions; 0 not counted lately",
            "2 个社区，180 名成员，10 人活跃，较上次统计 +20%；14 次贡献；0 个久未统计",
            "community:a community:b",
        ),
        "watch": Case(
            files(community("a", 100, 120), community("b", 60)),
            "2 communities, 180 members, 10 active, +20% since the last count; 14 contributions; 0 not counted lately",
            "2 个社区，180 名成员，10 人活跃，较上次统计 +20%；14 次贡献；0 个久未统计",
            "community:b community:a",
        ),
        "act": Case(
            files(community("a", 100, 120), community("b", 60, 50)),
            "2 communities, 170 members, 10 active, +6.2% since the last count; 14 contributions; 0 not counted lately",
            "2 个社区，170 名成员，10 人活跃，较上次统计 +6.2%；14 次贡献；0 个久未统计",
            "community:b community:a",
        ),
        # The second has not been counted for a quarter.
        "unknown": Case(
            files(community("a", 100, 120), community("b", 50, 60, last="2026-03-29")),
            "2 communities, 180 members, 10 active, +20% since the last count; 14 contributions; 1 not counted lately",
            "2 个社区，180 名成员，10 人活跃，较上次统计 +20%；14 次贡献；1 个久未统计",
            "community:b community:a",
        ),
    },
    "demand-funnel": {
        "good": Case(
            funnel(11),
            "2% from visits to purchases in a year, +10% on the year before; weakest: events, visits → trials 5%",
            "近一年从访问到购买转化 2%，较上一年 +10%；最弱环节：活动的访问 → 试用，5%",
            "funnel:trial",
        ),
        "watch": Case(
            funnel(9),
            "1.6% from visits to purchases in a year, -10% on the year before; weakest: events, visits → trials 5%",
            "近一年从访问到购买转化 1.6%，较上一年 -10%；最弱环节：活动的访问 → 试用，5%",
            "funnel:trial",
        ),
        "act": Case(
            funnel(8),
            "1.5% from visits to purchases in a year, -20% on the year before; weakest: events, visits → trials 5%",
            "近一年从访问到购买转化 1.5%，较上一年 -20%；最弱环节：活动的访问 → 试用，5%",
            "funnel:trial",
        ),
        "unknown": Case(
            funnel(11, last="2026-03", max_age="60d"),
            "2% from visits to purchases in a year, +10% on the year before; weakest: events, visits → trials 5%; the facts end with 2026-03",
            "近一年从访问到购买转化 2%，较上一年 +10%；最弱环节：活动的访问 → 试用，5%；数据止于 2026-03",
            "funnel:trial",
        ),
    },
}

test_level = each_level(CASES)


def test_conversion_of_a_year_is_what_the_trend_shows() -> None:
    trend = TRACKERS["demand-funnel"].track(compiled(funnel(22)).kb).trend
    assert trend is not None
    assert trend.unit == "%"
    assert [each.period for each in trend.readings] == months(13)
    assert [trend.values[0], trend.values[-1]] == [20 / 1100, 44 / 1100]
    assert list(trend.values) == sorted(each or 0.0 for each in trend.values)


def test_funnel_without_facts_is_unknown_and_shown() -> None:
    base = rec("funnels/trial", stages="[visit, purchase]")
    tracking = TRACKERS["demand-funnel"].track(compiled(base).kb)
    assert (tracking.level, [each.id for each in tracking.records]) == ("unknown", ["trial"])


def test_nobody_at_the_last_stage_is_act() -> None:
    assert TRACKERS["demand-funnel"].track(compiled(funnel(0, before=0)).kb).level == "act"


def test_members_are_added_up_over_communities_by_day_from_where_all_are_known() -> None:
    base = files(community("a", 100, 120, 150), community("b", 50, 60, last="2026-03-31"))
    trend = TRACKERS["communities"].track(compiled(base).kb).trend
    assert trend is not None
    assert [(each.period, each.value) for each in trend.readings] == [
        ("2025-03-31", 100 + 50),
        ("2025-06-30", 120 + 50),
        ("2026-03-31", 120 + 60),
        ("2026-06-30", 150 + 60),
    ]
