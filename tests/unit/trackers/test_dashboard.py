"""The checklist's dashboard, line by line, at every level."""

from pmkb.trackers import TRACKERS
from tests.knowledge import compiled
from tests.unit.trackers.levels import (
    Case,
    Levels,
    dataset,
    each_level,
    files,
    headline,
    metric,
    months,
    rec,
)

SALE = {"direction": "up", "subject": "revenue", "measures": "flow"}
HEADS = {"direction": "up", "subject": "users", "unit": "个"}
YEAR = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112]


def goal(name: str, value: float | None, day: str = "2026-06-30") -> dict[str, str]:
    """A goal from 0 to 100 within 2026, and a reading; half of it is due on the day."""
    readings = "[]" if value is None else f"[{{date: {day}, value: {value}}}]"
    return rec(
        f"goals/{name}",
        baseline=0,
        target=100,
        start="2026-01-01",
        due="2026-12-31",
        readings=readings,
    )


def target(value: float, period: str = '"2026"') -> str:
    return f"[{{period: {period}, value: {value}}}]"


def customer(name: str, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {"industry": "finance", "region": "east", "tier": "key"}
    return rec(f"customers/{name}", **(known | fields))


def signed(name: str, party: str, value: str, **fields: object) -> dict[str, str]:
    """A subscription for 2026."""
    term = {"signed": "2025-12-20", "start": "2026-01-01", "end": "2026-12-31"}
    return rec(
        f"contracts/{name}",
        type="subscription",
        status="signed",
        party=party,
        value=value,
        **(term | fields),
    )


def paid(rows: dict[str, tuple[float, float]]) -> dict[str, str]:
    """Revenue by customer: what each paid in June 2025, and a year later."""
    lines = [
        f"{month},{who},{value}"
        for who, values in rows.items()
        for month, value in zip(months(13)[::12], values, strict=True)
        if value
    ]
    lines += [f"{month},a,1" for month in months(13)[1:-1]]
    return files(
        dataset("sales", "customer:text:customer revenue:decimal", lines),
        rec(
            "metrics/sales",
            dataset="sales",
            type="simple",
            value="revenue",
            **SALE,
        ),
        *(customer(who) for who in rows),
    )


DIMENSIONS = ("version", "architecture", "region", "industry", "form")


def mixed(rows: list[tuple[str, str]], **fields: object) -> dict[str, str]:
    """Users by five dimensions: of each row the month, and the values joined by commas."""
    return files(
        dataset(
            "heads",
            "version:text architecture:text:architecture region:text:region "
            "industry:text:industry form:text:form n:decimal",
            [f"{month},{values}" for month, values in rows],
        ),
        rec("forms/software", type="software"),
        rec(
            "metrics/heads",
            dataset="heads",
            type="simple",
            value="n",
            measures="stock",
            **({"dimensions": f"[{', '.join(DIMENSIONS)}]"} | HEADS | fields),
        ),
    )


def response(name: str, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {
        "status": "open",
        "finding": "F",
        "action": "A",
        "due": "2026-07-15",
    }
    kept = {key: value for key, value in (known | fields).items() if value is not None}
    return rec(f"responses/{name}", **kept)


def deal(name: str, amount: str, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {"stage": "poc", "opened": "2026-06-01", "close": "2026-09-30"}
    return rec(f"opportunities/{name}", customer="a", amount=amount, **(known | fields))


def health(*values: str | None) -> dict[str, str]:
    """Key accounts with these healths, in as many industries and regions, each with an ARR; and a
    small customer.
    """
    places = [("finance", "east"), ("energy", "north"), ("telecom", "south")]
    made = [signed("c-small", "small", "1000 CNY"), customer("small", tier="standard")]
    for name, value, (industry, region) in zip("abc", values, places, strict=False):
        known = {"health": value} if value else {}
        made += [customer(name, **({"industry": industry, "region": region} | known))]
        made += [signed(f"c-{name}", name, "2000 CNY")]
    return files(*made)


def sources(*names: str | None) -> dict[str, str]:
    """Customers with these sources, with an ARR of 100, 200 and so on."""
    made = []
    for at, name in enumerate(names, 1):
        made += [customer(f"c{at}", **({"source": name} if name else {}))]
        made += [signed(f"s{at}", f"c{at}", f"{at}00 CNY")]
    return files(*made)


UP, DOWN = [100] * 8 + [200] * 6, [200] * 8 + [100] * 6
ANSWER = response("answer", metric="clusters", period="2026-Q1")

CASES: Levels = {
    "product-goal": {
        "good": Case(
            files(goal("a", 50), goal("b", 60)),
            "2 of 2 goals on track, 0 at risk, 0 off track, 0 not measured",
            "2 个目标：2 个正常，0 个有风险，0 个偏离，0 个无数据",
            "goal:a goal:b",
        ),
        "watch": Case(
            files(goal("a", 50), goal("b", 40)),
            "1 of 2 goals on track, 1 at risk, 0 off track, 0 not measured",
            "2 个目标：1 个正常，1 个有风险，0 个偏离，0 个无数据",
            "goal:b goal:a",
        ),
        "act": Case(
            files(goal("a", 50), goal("b", 20)),
            "1 of 2 goals on track, 0 at risk, 1 off track, 0 not measured",
            "2 个目标：1 个正常，0 个有风险，1 个偏离，0 个无数据",
            "goal:b goal:a",
        ),
        # The reading is five months old: nothing tells how the goal runs now.
        "unknown": Case(
            goal("a", 50, "2026-01-31"),
            "0 of 1 goal on track, 0 at risk, 0 off track, 1 not measured",
            "1 个目标：0 个正常，0 个有风险，0 个偏离，1 个无数据",
            "goal:a",
        ),
    },
    "users": {
        "good": Case(
            metric("clusters", YEAR, targets=target(118), **HEADS),
            "112 个, +0.9% on the month, +12% on the year; 94.9% of the 2026 target",
            "112 个，环比 +0.9%，同比 +12%；完成 2026 目标的 94.9%",
            "metric:clusters",
        ),
        "watch": Case(
            metric("clusters", [120, *YEAR[1:]], **HEADS),
            "112 个, +0.9% on the month, -6.7% on the year; no target",
            "112 个，环比 +0.9%，同比 -6.7%；未设目标",
            "metric:clusters",
        ),
        "act": Case(
            files(
                metric("clusters", YEAR, alert="{below: 113}", **HEADS),
                metric("nodes", YEAR, **HEADS),
            ),
            "112 个, +0.9% on the month, +12% on the year; no target",
            "112 个，环比 +0.9%，同比 +12%；未设目标",
            "metric:clusters metric:nodes",
        ),
        # The newest facts are of March, and may be 40 days old.
        "unknown": Case(
            metric("clusters", YEAR, "2026-03", max_age="40d", **HEADS),
            "112 个, +0.9% on the month, +12% on the year; no target; the facts end with 2026-03",
            "112 个，环比 +0.9%，同比 +12%；未设目标；数据止于 2026-03",
            "metric:clusters",
        ),
    },
    "revenue": {
        "good": Case(
            files(paid({"a": (100, 120), "b": (50, 60)}), signed("c", "a", "1440 CNY")),
            "180, +17,900% on the month, +20% on the year; ARR CNY 1,440, NRR 120%, GRR 100%; no target",
            "180，环比 +17,900%，同比 +20%；ARR ¥1,440，NRR 120%，GRR 100%；未设目标",
            "metric:sales",
        ),
        # It grows by a new customer; those of a year ago pay less.
        "watch": Case(
            paid({"a": (100, 90), "b": (0, 60)}),
            "150, +14,900% on the month, +50% on the year; ARR –, NRR 90%, GRR 90%; no target",
            "150，环比 +14,900%，同比 +50%；ARR –，NRR 90%，GRR 90%；未设目标",
            "metric:sales",
        ),
        "act": Case(
            metric("sales", YEAR, targets=target(5000), **SALE),
            "112, +0.9% on the month, +12% on the year; ARR –, NRR –, GRR –; 13.1% of the 2026 target",
            "112，环比 +0.9%，同比 +12%；ARR –，NRR –，GRR –；完成 2026 目标的 13.1%",
            "metric:sales",
        ),
        "unknown": Case(
            rec("metrics/sales", type="simple", **SALE),
            "no metric says `subject: revenue`, or it has no facts",
            "没有带 `subject: revenue` 的指标，或者没有数据",
            "metric:sales",
        ),
    },
    "kpi-completion": {
        "good": Case(
            metric("clusters", YEAR, targets=target(118), **HEADS),
            "1 of 1 target on pace, 0 at risk, 0 off track, 0 not measured; clusters 2026: 94.9% done, 94.9% due, forecast 118 个 of 118 个",
            "1 个目标：1 个跟上进度，0 个有风险，0 个偏离，0 个无数据；clusters 2026：完成 94.9%，应达 94.9%，期末预测 118 个，目标 118 个",
            "metric:clusters",
        ),
        "watch": Case(
            files(
                metric("sales", [100] * 6, targets=target(1400), **SALE),
                metric("leads", [100] * 6, targets=target(1200), **(SALE | {"subject": "reach"})),
            ),
            "1 of 2 targets on pace, 1 at risk, 0 off track, 0 not measured; sales 2026: 42.9% done, 49.6% due, forecast 1209.94 of 1400",
            "2 个目标：1 个跟上进度，1 个有风险，0 个偏离，0 个无数据；sales 2026：完成 42.9%，应达 49.6%，期末预测 1209.94，目标 1400",
            "metric:sales metric:leads",
        ),
        "act": Case(
            files(
                metric("sales", [100] * 6, targets=target(2000), **SALE),
                metric("leads", [100] * 6, targets=target(1400), **(SALE | {"subject": "reach"})),
            ),
            "0 of 2 targets on pace, 1 at risk, 1 off track, 0 not measured; sales 2026: 30% done, 49.6% due, forecast 1209.94 of 2000",
            "2 个目标：0 个跟上进度，1 个有风险，1 个偏离，0 个无数据；sales 2026：完成 30%，应达 49.6%，期末预测 1209.94，目标 2000",
            "metric:sales metric:leads",
        ),
        # The target is of a quarter that the facts have not reached.
        "unknown": Case(
            metric("sales", [100] * 6, "2026-03", targets=target(300, "2026-Q2"), **SALE),
            "0 of 1 target on pace, 0 at risk, 0 off track, 1 not measured; sales 2026-Q2: – done, – due, forecast – of 300; the facts end with 2026-03",
            "1 个目标：0 个跟上进度，0 个有风险，0 个偏离，1 个无数据；sales 2026-Q2：完成 –，应达 –，期末预测 –，目标 300；数据止于 2026-03",
            "metric:sales",
        ),
    },
    "inflections": {
        "good": Case(
            files(metric("clusters", DOWN, **HEADS), ANSWER),
            "1 turn within a year, 0 without a response, 0 of these for the worse",
            "一年内 1 个拐点，0 个未应对，其中 0 个变差",
            "metric:clusters response:answer",
        ),
        "watch": Case(
            files(
                metric("clusters", UP, **HEADS),
                # What is computed from it alone turns with it, and is not counted again.
                rec("metrics/double", type="derived", expression="clusters * 2", measures="stock"),
            ),
            "1 turn within a year, 1 without a response, 0 of these for the worse; last clusters in 2026-01, +100%",
            "一年内 1 个拐点，1 个未应对，其中 0 个变差；最近是 clusters，2026-01，+100%",
            "metric:clusters",
        ),
        "act": Case(
            files(metric("clusters", DOWN, **HEADS), metric("sales", UP, **SALE)),
            "2 turns within a year, 2 without a response, 1 of these for the worse; last clusters in 2026-01, -50%",
            "一年内 2 个拐点，2 个未应对，其中 1 个变差；最近是 clusters，2026-01，-50%",
            "metric:clusters metric:sales",
        ),
        "unknown": Case(
            metric("clusters", UP[-11:], **HEADS),
            "no metric has twelve periods of recent facts",
            "没有指标有十二期近期数据",
        ),
    },
    "growth": {
        "good": Case(
            files(metric("sales", YEAR, **SALE), metric("clusters", YEAR, **HEADS)),
            "revenue +0.9% on the month, +12% on the year, +0.9% compound; users +0.9% on the month, +12% on the year, +0.9% compound",
            "营收环比 +0.9%，同比 +12%，复合 +0.9%；用户数环比 +0.9%，同比 +12%，复合 +0.9%",
            "metric:clusters metric:sales",
        ),
        "watch": Case(
            metric("sales", [*YEAR[:-1], 109], **SALE),
            "revenue -1.8% on the month, +9% on the year, +0.7% compound",
            "营收环比 -1.8%，同比 +9%，复合 +0.7%",
            "metric:sales",
        ),
        "act": Case(
            files(metric("sales", YEAR, **SALE), metric("clusters", [*YEAR[:-1], 90], **HEADS)),
            "revenue +0.9% on the month, +12% on the year, +0.9% compound; users -18.9% on the month, -10% on the year, -0.9% compound",
            "营收环比 +0.9%，同比 +12%，复合 +0.9%；用户数环比 -18.9%，同比 -10%，复合 -0.9%",
            "metric:clusters metric:sales",
        ),
        "unknown": Case(
            metric("sales", [100], **SALE),
            "no metric says `subject: revenue / users`, or it has no facts",
            "没有带 `subject: revenue / users` 的指标，或者没有数据",
            "metric:sales",
        ),
    },
    "responses": {
        "good": Case(
            files(response("a"), response("b", status="closed", closed="2026-06-01")),
            "1 open, 0 overdue, 1 closed",
            "1 项进行中，0 项逾期，1 项已关闭",
            "response:a",
        ),
        "watch": Case(
            files(response("a"), response("b", due=None)),
            "2 open, 0 overdue, 0 closed; 1 without due day or action",
            "2 项进行中，0 项逾期，0 项已关闭；1 项缺期限或措施",
            "response:b response:a",
        ),
        "act": Case(
            files(response("a"), response("b", due="2026-06-29")),
            "2 open, 1 overdue, 0 closed",
            "2 项进行中，1 项逾期，0 项已关闭",
            "response:b response:a",
        ),
        "unknown": Case({}, "nothing recorded", "尚无记录"),
    },
    "big-deals": {
        "good": Case(
            files(
                customer("a"),
                signed("c", "a", "5000 CNY"),
                *(deal(name, "600 CNY") for name in ("x", "y", "z")),
                deal("small", "400 CNY"),
                deal("w", "900 CNY", stage="won", closed="2026-03-01"),
            ),
            "3 big deals worth CNY 1,800, 81.8% of the open pipeline, 0 past their close date; 1 won in a year, worth CNY 900",
            "3 个大单，合计 ¥1,800，占在途商机的 81.8%，0 个超过预计成交日；近一年赢单 1 个，合计 ¥900",
            "opportunity:x opportunity:y opportunity:z opportunity:w",
        ),
        # A metric says what is big; a single deal is most of what is open.
        "watch": Case(
            files(
                customer("a"),
                metric("sales", YEAR, big_deal="1000 CNY", **SALE),
                deal("x", "1000 CNY"),
                deal("y", "999 CNY"),
            ),
            "1 big deal worth CNY 1,000, 50% of the open pipeline, 0 past their close date; 0 won in a year, worth CNY 0",
            "1 个大单，合计 ¥1,000，占在途商机的 50%，0 个超过预计成交日；近一年赢单 0 个，合计 ¥0",
            "opportunity:x",
        ),
        "act": Case(
            files(
                customer("a"),
                signed("c", "a", "5000 CNY"),
                deal("x", "600 CNY", close="2026-06-29"),
                deal("y", "700 CNY"),
            ),
            "2 big deals worth CNY 1,300, 100% of the open pipeline, 1 past their close date; 0 won in a year, worth CNY 0",
            "2 个大单，合计 ¥1,300，占在途商机的 100%，1 个超过预计成交日；近一年赢单 0 个，合计 ¥0",
            "opportunity:x opportunity:y",
        ),
        # There is neither a threshold nor any ARR.
        "unknown": Case(files(customer("a"), deal("x", "600 CNY")), "nothing recorded", "尚无记录"),
    },
    "industry-key-accounts": {
        "good": Case(
            health("green", "green"),
            "2 key accounts in 2 industries earn CNY 4,000, 80% of ARR, finance most; 0 at risk, 0 need care, 0 not judged",
            "2 个行业 2 家大客户，ARR ¥4,000，占 80%，金融最多；0 家有风险，0 家需关注，0 家未评估",
            "customer:a customer:b",
        ),
        "watch": Case(
            health("green", "yellow"),
            "2 key accounts in 2 industries earn CNY 4,000, 80% of ARR, finance most; 0 at risk, 1 needs care, 0 not judged",
            "2 个行业 2 家大客户，ARR ¥4,000，占 80%，金融最多；0 家有风险，1 家需关注，0 家未评估",
            "customer:b customer:a",
        ),
        "act": Case(
            health("green", "red", None),
            "3 key accounts in 3 industries earn CNY 6,000, 85.7% of ARR, finance most; 1 at risk, 0 need care, 1 not judged",
            "3 个行业 3 家大客户，ARR ¥6,000，占 85.7%，金融最多；1 家有风险，0 家需关注，1 家未评估",
            "customer:b customer:c customer:a",
        ),
        "unknown": Case(
            health(None, None),
            "2 key accounts in 2 industries earn CNY 4,000, 80% of ARR, finance most; 0 at risk, 0 need care, 2 not judged",
            "2 个行业 2 家大客户，ARR ¥4,000，占 80%，金融最多；0 家有风险，0 家需关注，2 家未评估",
            "customer:a customer:b",
        ),
    },
    "region-key-accounts": {
        "good": Case(
            health("green", "green"),
            "2 key accounts in 2 regions earn CNY 4,000, 80% of ARR, east China most; 0 at risk, 0 need care, 0 not judged",
            "2 个区域 2 家大客户，ARR ¥4,000，占 80%，华东最多；0 家有风险，0 家需关注，0 家未评估",
            "customer:a customer:b",
        ),
        "watch": Case(
            health("green", None),
            "2 key accounts in 2 regions earn CNY 4,000, 80% of ARR, east China most; 0 at risk, 0 need care, 1 not judged",
            "2 个区域 2 家大客户，ARR ¥4,000，占 80%，华东最多；0 家有风险，0 家需关注，1 家未评估",
            "customer:b customer:a",
        ),
        "act": Case(
            health("red", "green"),
            "2 key accounts in 2 regions earn CNY 4,000, 80% of ARR, east China most; 1 at risk, 0 need care, 0 not judged",
            "2 个区域 2 家大客户，ARR ¥4,000，占 80%，华东最多；1 家有风险，0 家需关注，0 家未评估",
            "customer:a customer:b",
        ),
        "unknown": Case(
            health(None, None),
            "2 key accounts in 2 regions earn CNY 4,000, 80% of ARR, east China most; 0 at risk, 0 need care, 2 not judged",
            "2 个区域 2 家大客户，ARR ¥4,000，占 80%，华东最多；0 家有风险，0 家需关注，2 家未评估",
            "customer:a customer:b",
        ),
    },
    "account-sources": {
        "good": Case(
            sources("sales", "partner", "partner"),
            "partner 2 (83.3%), sales 1 (16.7%); 0 of 3 customers without a source",
            "伙伴引荐 2 家（83.3%）、销售开拓 1 家（16.7%）；3 家客户中 0 家来源不明",
            "customer:c1 customer:c2 customer:c3",
        ),
        "watch": Case(
            sources("sales", "partner", "direct", None),
            "direct 1 (30%), partner 1 (20%), sales 1 (10%); 1 of 4 customers without a source",
            "直接来访 1 家（30%）、伙伴引荐 1 家（20%）、销售开拓 1 家（10%）；4 家客户中 1 家来源不明",
            "customer:c4 customer:c1 customer:c2 customer:c3",
        ),
        "act": Case(
            sources("sales", "sales", None),
            "sales 2 (50%); 1 of 3 customers without a source",
            "销售开拓 2 家（50%）；3 家客户中 1 家来源不明",
            "customer:c3 customer:c1 customer:c2",
        ),
        "unknown": Case(
            sources(None, None),
            "no customer has a source",
            "所有客户都没写来源",
            "customer:c1 customer:c2",
        ),
    },
    "breakdowns": {
        "good": Case(
            mixed(
                [
                    ("2026-05", "8.4,arm64,east,finance,software,50"),
                    ("2026-05", "8.4,x86_64,north,energy,software,40"),
                    ("2026-06", "8.5,arm64,east,finance,software,54"),
                    ("2026-06", "8.4,x86_64,north,energy,software,40"),
                ]
            ),
            "5 of 5 shares known; most of users: 8.5 57.4%, Arm64 57.4%, East China 57.4%, Finance 57.4%, software 100%; x86-64 moved most: -1.9 points of users in a month",
            "5 个占比已知 5 个；用户数最多的：8.5 57.4%、ARM64 57.4%、华东 57.4%、金融 57.4%、software 100%；较上期变化最大的是 x86-64：占用户数 -1.9 个百分点",
            "metric:heads",
        ),
        "watch": Case(
            mixed(
                [
                    ("2026-05", "8.4,arm64,east,finance,software,50"),
                    ("2026-05", "8.4,x86_64,north,energy,software,50"),
                    ("2026-06", "8.4,arm64,east,finance,software,90"),
                    ("2026-06", "8.4,x86_64,north,energy,software,50"),
                ]
            ),
            "5 of 5 shares known; most of users: 8.4 100%, Arm64 64.3%, East China 64.3%, Finance 64.3%, software 100%; x86-64 moved most: -14.3 points of users in a month",
            "5 个占比已知 5 个；用户数最多的：8.4 100%、ARM64 64.3%、华东 64.3%、金融 64.3%、software 100%；较上期变化最大的是 x86-64：占用户数 -14.3 个百分点",
            "metric:heads",
        ),
        "act": Case(
            mixed(
                [
                    ("2026-06", "8.4,arm64,east,finance,software,70"),
                    ("2026-06", "8.4,arm64,east,,software,30"),
                ]
            ),
            "5 of 5 shares known; most of users: 8.4 100%, Arm64 100%, East China 100%, Finance 70%, software 100%; no mix has moved",
            "5 个占比已知 5 个；用户数最多的：8.4 100%、ARM64 100%、华东 100%、金融 70%、software 100%；结构没有变化",
            "metric:heads",
        ),
        "unknown": Case(
            metric("clusters", YEAR, **HEADS),
            "neither revenue nor users can be broken down",
            "营收和用户数都无法按维度拆分",
            "metric:clusters",
        ),
    },
}

test_level = each_level(CASES)


def test_turn_of_long_ago_is_no_news() -> None:
    base = metric("clusters", [*DOWN, *[100] * 13], **HEADS)
    tracking = TRACKERS["inflections"].track(compiled(base).kb)
    assert tracking.level == "good"
    assert dict(tracking.headline.values)["new"] == 0


def test_trend_is_the_series_behind_the_headline() -> None:
    values = [float(each) for each in range(100, 130)]
    tracking = TRACKERS["users"].track(compiled(metric("clusters", values, **HEADS)).kb)
    assert tracking.trend is not None
    assert tracking.trend.values == tuple(values[-24:])
    assert tracking.trend.readings[-1].period == "2026-06"
    assert (tracking.trend.of.en, tracking.trend.unit) == ("clusters", "个")
    alone = TRACKERS["users"].track(compiled(metric("clusters", [5], **HEADS)).kb)
    assert alone.trend is None


def test_flow_has_only_whole_months_in_its_trend_and_says_that_the_last_is_not_over() -> None:
    rows = [f"2026-04-{day:02d},10" for day in range(1, 31)]
    rows += [f"2026-05-{day:02d},10" for day in range(1, 32)]
    rows += [f"2026-06-{day:02d},8" for day in range(1, 11)]
    facts = {
        **rec(
            "datasets/sales",
            path="datasets/sales.csv",
            grain="day",
            columns="[{name: day, type: date}, {name: n, type: decimal}]",
        ),
        "datasets/sales.csv": "day,n\n" + "\n".join(rows) + "\n",
    }
    sales = rec("metrics/sales", dataset="sales", type="simple", value="n", grain="month", **SALE)
    kb = compiled(files(facts, sales), as_of="2026-06-10").kb
    trend = TRACKERS["revenue"].track(kb).trend
    assert trend is not None
    assert trend.values == (300.0, 310.0)
    tracking = TRACKERS["growth"].track(kb)
    # Ten days of June against ten days of May.
    assert headline(tracking, "en").startswith("revenue -20% on the month")
    assert headline(tracking, "en").endswith("compound (2026-06 so far)")
    assert headline(tracking, "zh").endswith("（2026-06 未结束）")


def test_target_of_the_longest_period_counts() -> None:
    targets = '[{period: 2026-Q2, value: 300}, {period: "2026", value: 2000}]'
    base = metric("sales", [100] * 6, targets=targets, **SALE)
    assert TRACKERS["kpi-completion"].track(compiled(base).kb).level == "act"


def test_where_less_is_better_growth_is_what_gets_worse() -> None:
    kept = HEADS | {"direction": "down"}
    level = {
        name: TRACKERS["growth"].track(compiled(metric("churned", values, **kept)).kb).level
        for name, values in (("more", YEAR), ("less", YEAR[::-1]))
    }
    assert level == {"more": "act", "less": "good"}
