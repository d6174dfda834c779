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


CASES: Levels = {
    "demand-funnel": {
        "good": Case(
            funnel(11),
            "2% from visit to purchase in a year, +10% on the year before; weakest: event, visit → trial 5%",
            "近一年从 visit 到 purchase 转化 2%，较上一年 +10%；最弱环节：event 的 visit → trial，5%",
            "funnel:trial",
        ),
        "watch": Case(
            funnel(9),
            "1.6% from visit to purchase in a year, -10% on the year before; weakest: event, visit → trial 5%",
            "近一年从 visit 到 purchase 转化 1.6%，较上一年 -10%；最弱环节：event 的 visit → trial，5%",
            "funnel:trial",
        ),
        "act": Case(
            funnel(8),
            "1.5% from visit to purchase in a year, -20% on the year before; weakest: event, visit → trial 5%",
            "近一年从 visit 到 purchase 转化 1.5%，较上一年 -20%；最弱环节：event 的 visit → trial，5%",
            "funnel:trial",
        ),
        "unknown": Case(
            funnel(11, last="2026-03", max_age="60d"),
            "2% from visit to purchase in a year, +10% on the year before; weakest: event, visit → trial 5%; the facts end with 2026-03",
            "近一年从 visit 到 purchase 转化 2%，较上一年 +10%；最弱环节：event 的 visit → trial，5%；数据止于 2026-03",
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
