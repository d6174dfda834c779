"""The checklist's activities, line by line, at every level."""

from tests.unit.trackers.levels import Case, Levels, each_level, files, metric, rec

YEAR = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112]


def voice(now: float, ago: float = 20) -> dict[str, str]:
    """A share of voice a year ago and now, of hundred mentions."""
    own = [ago, *[now] * 12]
    return files(
        metric("own", own, measures="flow"),
        metric("all", [100] * 13, measures="flow"),
        rec(
            "metrics/voice",
            subject="share-of-voice",
            type="ratio",
            numerator="own",
            denominator="all",
            measures="flow",
            direction="up",
        ),
    )


def reach(values: list[float], last: str = "2026-06", **fields: object) -> dict[str, str]:
    known = {"subject": "reach", "measures": "flow", "unit": "人次"}
    return metric("reach", values, last, **(known | fields))


CASES: Levels = {
    "brand": {
        "good": Case(
            files(voice(25), reach(YEAR)),
            "share of voice 25%, +25% on the year; reach 112 人次, +12% on the year",
            "声量份额 25%，同比 +25%；触达 112 人次，同比 +12%",
            "metric:reach metric:voice",
        ),
        "watch": Case(
            files(voice(25), reach([113, *YEAR[1:]])),
            "share of voice 25%, +25% on the year; reach 112 人次, -0.9% on the year",
            "声量份额 25%，同比 +25%；触达 112 人次，同比 -0.9%",
            "metric:reach metric:voice",
        ),
        "act": Case(
            files(voice(16), reach(YEAR)),
            "share of voice 16%, -20% on the year; reach 112 人次, +12% on the year",
            "声量份额 16%，同比 -20%；触达 112 人次，同比 +12%",
            "metric:voice metric:reach",
        ),
        "unknown": Case(
            reach(YEAR, "2026-03", max_age="40d"),
            "reach 112 人次, +12% on the year; the facts end with 2026-03",
            "触达 112 人次，同比 +12%；数据止于 2026-03",
            "metric:reach",
        ),
    },
}

test_level = each_level(CASES)
