"""The checklist's sales section, line by line, at every level."""

from pmkb.trackers.accounts import planned
from tests.knowledge import compiled
from tests.unit.trackers.levels import Case, Levels, each_level, files, metric, rec

DAY = "2026-06-30"


def customer(name: str, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {"industry": "finance", "region": "east", "tier": "key"}
    return rec(f"customers/{name}", **(known | fields))


def signed(party: str, value: str) -> dict[str, str]:
    """A subscription for 2026."""
    return rec(
        f"contracts/of-{party}",
        type="subscription",
        status="signed",
        party=party,
        value=value,
        signed="2025-12-20",
        start="2026-01-01",
        end="2026-12-31",
    )


def channel(name: str, target: str | None, **fields: object) -> dict[str, str]:
    """A channel with a target for 2026, half of which is due on the day."""
    aim = {"target": target, "target_from": "2026-01-01", "target_to": "2026-12-31"}
    return rec(f"channels/{name}", type="agent", **((aim if target else {}) | fields))


def brought(value: str) -> dict[str, str]:
    """Two customers with ARR, of whom the channel `a` brought the first."""
    return files(
        customer("bank", source="channel", source_ref="channel:a"),
        signed("bank", value),
        customer("grid", source="direct"),
        signed("grid", "100 CNY"),
    )


def deal(name: str, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {
        "customer": "bank",
        "stage": "proposal",
        "amount": "1000 CNY",
        "opened": "2026-06-01",
        "close": "2026-09-30",
    }
    return rec(f"opportunities/{name}", **(known | fields))


def quota(value: int) -> dict[str, str]:
    """Revenue of 600 in half a year, against a target for the year."""
    return metric(
        "sales",
        [100] * 6,
        subject="revenue",
        direction="up",
        measures="flow",
        unit="CNY",
        targets=f'[{{period: "2026", value: {value}}}]',
    )


BANK = customer("bank", source="direct", form="software")
SOFTWARE = rec("forms/software", type="software")


def case(name: str, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {
        "status": "published",
        "customer": "bank",
        "published": "2026-01-10",
        "consent_until": "2027-01-10",
    }
    return rec(f"cases/{name}", **(known | fields))


def rival(name: str, as_of: str = "2026-06-01") -> dict[str, str]:
    claim = f"{{capability: DDL, us: partial, them: partial, as_of: {as_of}}}"
    return rec(f"competitors/{name}", vendor="V", comparison=f"[{claim}]")


def signal(name: str, day: str, impact: str = "low") -> dict[str, str]:
    return rec(f"signals/{name}", date=day, type="price", impact=impact)


def decided(name: str, stage: str, against: str) -> dict[str, str]:
    return deal(name, stage=stage, closed="2026-06-10", competitors=f"[{against}]")


def visit(name: str, to: str, day: str, satisfaction: int, promise: str = "") -> dict[str, str]:
    kept = f"[{{what: Report, due: {promise}}}]" if promise else "[]"
    return rec(
        f"visits/{name}",
        customer=to,
        date=day,
        mode="remote",
        satisfaction=satisfaction,
        follow_ups=kept,
    )


def accounts(*names: str) -> dict[str, str]:
    return files(*(customer(name, source="direct", last_contact="2026-06-20") for name in names))


QUIET = {"last_contact": "2026-01-05"}
FOUR = accounts("b", "c", "d")

CASES: Levels = {
    "channels": {
        "good": Case(
            files(channel("a", "1000 CNY"), brought("500 CNY")),
            "1 of 1 on target, 0 far behind; 50% of their targets reached; 83.3% of ARR",
            "1 个渠道 1 个达标，0 个严重落后；合计完成目标 50%；贡献 ARR 83.3%",
            "channel:a",
        ),
        "watch": Case(
            files(channel("a", "1000 CNY"), channel("b", None), brought("500 CNY")),
            "1 of 1 on target, 0 far behind; 50% of their targets reached; 83.3% of ARR",
            "1 个渠道 1 个达标，0 个严重落后；合计完成目标 50%；贡献 ARR 83.3%",
            "channel:b channel:a",
        ),
        "act": Case(
            files(
                channel("a", "1000 CNY"),
                # Its target was last year's.
                channel("b", "9 CNY", target_from="2025-01-01", target_to="2025-12-31"),
                brought("300 CNY"),
            ),
            "0 of 1 on target, 1 far behind; 30% of their targets reached; 75% of ARR",
            "1 个渠道 0 个达标，1 个严重落后；合计完成目标 30%；贡献 ARR 75%",
            "channel:a channel:b",
        ),
        "unknown": Case(
            files(channel("a", None), brought("500 CNY")),
            "no channel has a target for the day",
            "没有渠道有当期目标",
            "channel:a",
        ),
    },
    "pipeline": {
        "good": Case(
            files(BANK, SOFTWARE, deal("one"), quota(1100)),
            "1 open, CNY 1,000, weighted CNY 600; 200% of what the target lacks; 0 stalled, 0 past their close date",
            "1 个在途，共 ¥1,000，加权 ¥600；覆盖目标差额 200%；0 个停滞，0 个超过预计成交日",
            "opportunity:one",
        ),
        # All of it would do; what is to be expected of it would not.
        "watch": Case(
            files(BANK, SOFTWARE, deal("one"), quota(1300)),
            "1 open, CNY 1,000, weighted CNY 600; 142.9% of what the target lacks; 0 stalled, 0 past their close date",
            "1 个在途，共 ¥1,000，加权 ¥600；覆盖目标差额 142.9%；0 个停滞，0 个超过预计成交日",
            "opportunity:one",
        ),
        "act": Case(
            files(BANK, SOFTWARE, deal("one"), deal("two", close="2026-06-29"), quota(1100)),
            "2 open, CNY 2,000, weighted CNY 1,200; 400% of what the target lacks; 0 stalled, 1 past their close date",
            "2 个在途，共 ¥2,000，加权 ¥1,200；覆盖目标差额 400%；0 个停滞，1 个超过预计成交日",
            "opportunity:two opportunity:one",
        ),
        # Nobody has touched the list for 60 days.
        "unknown": Case(
            files(BANK, SOFTWARE, deal("one", opened="2026-04-01")),
            "1 open, CNY 1,000, weighted CNY 600; – of what the target lacks; 1 stalled, 0 past their close date",
            "1 个在途，共 ¥1,000，加权 ¥600；覆盖目标差额 –；1 个停滞，0 个超过预计成交日",
            "opportunity:one",
        ),
    },
    "customer-cases": {
        "good": Case(
            files(BANK, SOFTWARE, case("story")),
            "1 citable case, 0 without consent; 0 of 1 industry and form cell without one",
            "1 个可引用案例，0 个授权到期；1 个行业与形态组合中 0 个空缺",
            "case:story",
        ),
        "watch": Case(
            files(
                BANK, SOFTWARE, case("story"), customer("grid", industry="energy", form="software")
            ),
            "1 citable case, 0 without consent; 1 of 2 industry and form cells without one",
            "1 个可引用案例，0 个授权到期；2 个行业与形态组合中 1 个空缺",
            "case:story",
        ),
        "act": Case(
            files(BANK, SOFTWARE, case("story"), case("old", consent_until="2026-06-29")),
            "1 citable case, 1 without consent; 0 of 1 industry and form cell without one",
            "1 个可引用案例，1 个授权到期；1 个行业与形态组合中 0 个空缺",
            "case:old case:story",
        ),
        "unknown": Case(files(BANK, SOFTWARE), "nothing recorded", "尚无记录"),
    },
    "market": {
        "good": Case(
            files(
                BANK,
                SOFTWARE,
                rival("panhai"),
                rival("lingxi"),
                signal("cut", "2026-06-20", "high"),
                decided("w", "won", "panhai"),
                decided("l", "lost", "panhai, lingxi"),
            ),
            "1 new signal, 0 unanswered; 0 of 2 profiles stale; win rate 50% of 2, lowest 0% of 1 against lingxi",
            "1 条新动态，0 条未应对；2 份竞品资料 0 份过时；2 个已决商机赢单率 50%，对 lingxi 最低，1 个中赢 0%",
            "signal:cut competitor:lingxi competitor:panhai",
        ),
        "watch": Case(
            files(rival("panhai", "2025-12-01"), signal("cut", "2026-05-01")),
            "0 new signals, 0 unanswered; 1 of 1 profile stale; no deal against a rival is decided",
            "0 条新动态，0 条未应对；1 份竞品资料 1 份过时；还没有已决的竞争商机",
            "competitor:panhai",
        ),
        "act": Case(
            files(rival("panhai"), signal("cut", "2026-06-15", "high"), signal("new", DAY)),
            "2 new signals, 1 unanswered; 0 of 1 profile stale; no deal against a rival is decided",
            "2 条新动态，1 条未应对；1 份竞品资料 0 份过时；还没有已决的竞争商机",
            "signal:cut signal:new competitor:panhai",
        ),
        # Nobody has written anything down for 90 days.
        "unknown": Case(
            files(rival("panhai"), signal("cut", "2026-03-01")),
            "0 new signals, 0 unanswered; 0 of 1 profile stale; no deal against a rival is decided",
            "0 条新动态，0 条未应对；1 份竞品资料 0 份过时；还没有已决的竞争商机",
            "competitor:panhai",
        ),
    },
    "key-account-visits": {
        "good": Case(
            files(accounts("a", "b"), visit("v", "a", "2026-06-01", 4)),
            "0 of 2 visits overdue; satisfaction 4.0 of 5 over a year, 1 visit",
            "2 家中 0 家回访逾期；近一年回访 1 次，满意度 4.0/5",
            "customer:a customer:b",
        ),
        "watch": Case(
            files(FOUR, customer("a", **QUIET), visit("v", "b", "2026-05-01", 3)),
            "1 of 4 visits overdue; satisfaction 3.0 of 5 over a year, 1 visit",
            "4 家中 1 家回访逾期；近一年回访 1 次，满意度 3.0/5",
            "customer:a customer:b customer:c customer:d",
        ),
        "act": Case(
            files(accounts("b"), customer("a", **QUIET), visit("v", "b", "2026-05-01", 5)),
            "1 of 2 visits overdue; satisfaction 5.0 of 5 over a year, 1 visit",
            "2 家中 1 家回访逾期；近一年回访 1 次，满意度 5.0/5",
            "customer:a customer:b",
        ),
        "unknown": Case(
            files(accounts("a"), visit("v", "a", "2025-06-01", 5)),
            "no visit within a year",
            "近一年没有回访",
            "customer:a",
        ),
    },
    "follow-ups": {
        "good": Case(
            files(
                customer("a", next_action="{what: Call, due: 2026-07-01}", last_contact=DAY),
                visit("v", "a", "2026-06-01", 4, promise="2026-07-20"),
                deal("one", customer="a", next_action="{what: Offer, due: 2026-07-02}"),
            ),
            "3 open, 0 overdue; 0 customers silent",
            "3 项待办，0 项逾期；0 家客户失联",
            "customer:a opportunity:one visit:v",
        ),
        "watch": Case(
            files(
                customer("a", next_action="{what: Call, due: 2026-07-01}", last_contact=DAY),
                customer("b", last_contact="2025-12-01"),
            ),
            "1 open, 0 overdue; 1 customer silent",
            "1 项待办，0 项逾期；1 家客户失联",
            "customer:b customer:a",
        ),
        "act": Case(
            files(
                customer("a", next_action="{what: Call, due: 2026-07-01}", last_contact=DAY),
                visit("v", "a", "2026-06-01", 4, promise="2026-06-29"),
            ),
            "2 open, 1 overdue; 0 customers silent",
            "2 项待办，1 项逾期；0 家客户失联",
            "visit:v customer:a",
        ),
        "unknown": Case(
            customer("a", last_contact=DAY),
            "nothing is planned with any customer",
            "没有任何跟进安排",
        ),
    },
}

test_level = each_level(CASES)


def test_what_a_deal_and_its_customer_both_hold_is_to_be_done_once() -> None:
    both = files(
        customer("a", next_action="{what: Send the  offer, due: 2026-07-01}"),
        deal("one", customer="a", next_action="{what: Send the offer, due: 2026-07-01}"),
        customer("b", next_action="{what: Send the offer, due: 2026-07-01}"),
        deal("two", customer="b", next_action="{what: Send the offer, due: 2026-07-02}"),
    )
    found = [(each.record.ref, str(each.due)) for each in planned(compiled(both).kb)]
    assert found == [
        ("customer:b", "2026-07-01"),
        ("opportunity:one", "2026-07-01"),
        ("opportunity:two", "2026-07-02"),
    ]


def test_tasks_of_the_same_words_in_one_text_are_two() -> None:
    twice = customer("a")
    twice = {path: text + "- [ ] Call\n- [ ] Call\n" for path, text in twice.items()}
    assert len(planned(compiled(twice).kb)) == 2
