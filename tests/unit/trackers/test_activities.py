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


def event(name: str, start: str, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {"type": "meetup", "status": "held"}
    return rec(f"events/{name}", start=start, **(known | fields))


BANK = rec("customers/bank", industry="finance", region="east", tier="key", source="event")


def deal(name: str, stage: str, amount: str) -> dict[str, str]:
    known = {"customer": "bank", "opened": "2026-06-01", "stage": stage}
    return rec(f"opportunities/{name}", amount=amount, **known)


PLANNED = event("next", "2026-09-01", status="planned")
HELD = files(
    BANK,
    deal("open", "poc", "500 CNY"),
    deal("won", "won", "300 CNY"),
    deal("lost", "lost", "900 CNY"),
    event("a", "2026-05-01", cost="100 CNY", leads=10, opportunities="[open, won, lost]"),
    # It moved the same deal, and nobody counted its leads.
    event("b", "2026-04-01", cost="100 CNY", attendees=50, opportunities="[won]"),
)


def meeting(name: str, date: str, *tasks: str) -> dict[str, str]:
    body = "".join(f"- [ ] {each}\n" for each in tasks)
    decided = "[{what: Yes}, {what: No}]"
    return rec(f"meetings/{name}", f"\n{body}", type="weekly", date=date, decisions=decided)


LI = rec("contacts/li", role="R", team="rd")

CASES: Levels = {
    "events": {
        "good": Case(
            files(HELD, PLANNED),
            "1 upcoming, 0 without results; in a year 10 leads at CNY 10 each, CNY 800 of pipeline, return 1.5 × cost",
            "1 场即将举行，0 场缺少结果；近一年 10 条线索，单条成本 ¥10，影响商机 ¥800，投入产出 1.5 倍",
            "event:next event:a event:b",
        ),
        "watch": Case(
            HELD,
            "0 upcoming, 0 without results; in a year 10 leads at CNY 10 each, CNY 800 of pipeline, return 1.5 × cost",
            "0 场即将举行，0 场缺少结果；近一年 10 条线索，单条成本 ¥10，影响商机 ¥800，投入产出 1.5 倍",
            "event:a event:b",
        ),
        "act": Case(
            files(HELD, PLANNED, event("c", "2026-06-10")),
            "1 upcoming, 1 without results; in a year 10 leads at CNY 10 each, CNY 800 of pipeline, return 1.5 × cost",
            "1 场即将举行，1 场缺少结果；近一年 10 条线索，单条成本 ¥10，影响商机 ¥800，投入产出 1.5 倍",
            "event:c event:next event:a event:b",
        ),
        "unknown": Case(
            event("old", "2025-06-01", leads=3),
            "no event within a year",
            "近一年没有活动",
            "event:old",
        ),
    },
    "meetings": {
        "good": Case(
            files(LI, meeting("a", "2026-06-20", "write @li due:2026-07-01")),
            "2 decisions in a month; 1 task open, 0 overdue, 0 without a person or a day",
            "近一月 2 项决定；1 项待办未完成，0 项逾期，0 项缺负责人或期限",
            "meeting:a",
        ),
        "watch": Case(
            files(LI, meeting("a", "2026-06-20", "write @li")),
            "2 decisions in a month; 1 task open, 0 overdue, 1 without a person or a day",
            "近一月 2 项决定；1 项待办未完成，0 项逾期，1 项缺负责人或期限",
            "meeting:a",
        ),
        "act": Case(
            files(LI, meeting("a", "2026-03-20", "write @li due:2026-06-29")),
            "0 decisions in a month; 1 task open, 1 overdue, 0 without a person or a day",
            "近一月 0 项决定；1 项待办未完成，1 项逾期，0 项缺负责人或期限",
            "meeting:a",
        ),
        "unknown": Case(
            files(LI, meeting("a", "2026-05-01", "write @li due:2026-07-01")),
            "no meeting within 30 days",
            "近 30 天没有会议记录",
            "meeting:a",
        ),
    },
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
