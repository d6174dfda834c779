"""The checklist's product section, line by line, at every level."""

import pytest

from pmkb.fingerprint import fingerprint
from pmkb.trackers import TRACKERS
from tests.knowledge import compiled
from tests.unit.trackers.levels import Case, Files, Levels, each_level, files, rec


def item(name: str, **fields: object) -> dict[str, str]:
    return rec(f"roadmap/{name}", **({"status": "planned", "due": "2026-09-30"} | fields))


def risk(name: str, probability: int, impact: int, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {"status": "open", "review_by": "2026-07-31"}
    kept = {key: value for key, value in (known | fields).items() if value is not None}
    return rec(f"risks/{name}", probability=probability, impact=impact, **kept)


def release(name: str, released: str, **fields: object) -> dict[str, str]:
    return rec(f"releases/{name}", version=name[1:], status="released", released=released, **fields)


def manual(name: str, covers: str, **fields: object) -> dict[str, str]:
    known = {"url": "https://docs.example.com", "covers": f"[{covers}]", "language": "zh"}
    return rec(f"documents/{name}", type="user-manual", **(known | fields))


RELEASES = files(release("v8", "2025-04-10"), release("v9", "2026-04-10"))


def benchmark(name: str, of: str, date: str, tps: int = 100) -> dict[str, str]:
    return rec(
        f"benchmarks/{name}",
        workload="TPC-C",
        release=of,
        hardware="H",
        date=date,
        results=f"[{{name: tpmC, value: {tps}, unit: tpmC}}]",
    )


def contract(name: str, **fields: object) -> dict[str, str]:
    known = {"type": "subscription", "status": "signed", "party": "bank"}
    term = {"start": "2026-01-01", "end": "2026-12-31"}
    return rec(f"contracts/{name}", **(known | term | fields))


BANK = rec("customers/bank", industry="finance", region="east", tier="key", source="direct")
SMALL = rec("customers/small", industry="finance", region="east", tier="growth", source="direct")
SOFTWARE = rec("forms/software", type="software")


def price(name: str, from_: str, to: str | None, **fields: object) -> dict[str, str]:
    known = {"form": "software", "edition": "enterprise", "unit": "node", "list": "100 CNY"}
    days = {"from": from_} | ({"to": to} if to else {})
    return rec(f"prices/{name}", **({"floor": "80 CNY"} | known | days | fields))


def offer(name: str, amount: str, **fields: object) -> dict[str, str]:
    known = {"customer": "bank", "stage": "proposal", "opened": "2026-06-01"}
    return rec(f"opportunities/{name}", price=amount, form="software", **(known | fields))


def certificate(name: str, **fields: object) -> dict[str, str]:
    known = {"type": "standard", "issuer": "I", "status": "valid", "scope": "{releases: [v9]}"}
    return rec(f"certifications/{name}", **(known | fields))


def requirement(name: str, kano: str | None = None, **fields: object) -> dict[str, str]:
    declared = {"kano": kano} if kano else {}
    return rec(f"requirements/{name}", **({"status": "new"} | declared | fields))


def survey(counts: str, year: int = 2026) -> dict[str, str]:
    days = {"start": f"{year}-03-01", "end": f"{year}-03-31"}
    return rec("surveys/h1", method="kano", counts=f"[{counts}]", **days)


def person(name: str, team: str = "sales", **fields: object) -> dict[str, str]:
    return rec(f"contacts/{name}", role="R", team=team, **fields)


def briefed(base: Files, audience: str, topics: str, people: str = "li", name: str = "b") -> Files:
    """The same base, with people who agreed to topics in the wording that they have in it."""
    records = compiled(base).kb.records
    refs = topics.split()
    signatures = ", ".join(
        f"{{topic: '{ref}', fingerprint: '{fingerprint(records[ref])}', signed: 2026-06-01}}"
        for ref in refs
    )
    said = ", ".join(f"{{who: {who}, verdict: agreed}}" for who in people.split())
    briefing = rec(
        f"briefings/{name}",
        audience=audience,
        date="2026-06-01",
        topics=f"[{', '.join(map(repr, refs))}]",
        attendees=f"[{said}]",
        signatures=f"[{signatures}]",
    )
    return files(base, briefing)


PLAN = files(person("li", "rd"), *(item(name) for name in "abcdefghij"))
RIVALS = files(
    person("li"),
    person("wu"),
    *(rec(f"competitors/{name}", vendor="V") for name in "abcd"),
    rec("documents/guide", type="selection-guide", language="zh"),
)


def refs(kind: str, names: str) -> str:
    return " ".join(f"{kind}:{name}" for name in names)


CASES: Levels = {
    "roadmap": {
        "good": Case(
            files(item("a"), item("b", status="idea")),
            "1 of 1 on time, 0 late, 0 held up, 0 blocked; worst slip 0 days",
            "1 项中 1 项正常，0 项延期，0 项受依赖影响，0 项阻塞；最大延期 0 天",
            "roadmap:a",
        ),
        "watch": Case(
            files(item("a", due="2026-12-31"), item("b", depends_on="[a]")),
            "1 of 2 on time, 0 late, 1 held up, 0 blocked; worst slip 0 days",
            "2 项中 1 项正常，0 项延期，1 项受依赖影响，0 项阻塞；最大延期 0 天",
            "roadmap:b roadmap:a",
        ),
        "act": Case(
            files(
                item("a"),
                item("b", due="2026-06-29", baseline_due="2026-06-01"),
                item("c", status="blocked"),
            ),
            "1 of 3 on time, 1 late, 0 held up, 1 blocked; worst slip 29 days",
            "3 项中 1 项正常，1 项延期，0 项受依赖影响，1 项阻塞；最大延期 29 天",
            "roadmap:b roadmap:c roadmap:a",
        ),
        "unknown": Case(
            files(item("a"), rec("roadmap/b", status="planned")),
            "1 of 2 on time, 0 late, 0 held up, 0 blocked; worst slip 0 days; 1 without a day",
            "2 项中 1 项正常，0 项延期，0 项受依赖影响，0 项阻塞；最大延期 0 天；1 项没有日期",
            "roadmap:b roadmap:a",
        ),
    },
    "risks": {
        "good": Case(
            files(risk("a", 1, 2), risk("b", 2, 3)),
            "2 open, exposure 8, 0 high, highest 6; 0 reviews overdue",
            "2 项开放，风险值合计 8，0 项高风险，最高 6；0 项复核逾期",
            "risk:b risk:a",
        ),
        "watch": Case(
            files(risk("a", 1, 2), risk("b", 2, 4)),
            "2 open, exposure 10, 0 high, highest 8; 0 reviews overdue",
            "2 项开放，风险值合计 10，0 项高风险，最高 8；0 项复核逾期",
            "risk:b risk:a",
        ),
        "act": Case(
            files(risk("a", 5, 4), risk("b", 1, 1, review_by="2026-06-29")),
            "2 open, exposure 21, 1 high, highest 20; 1 review overdue",
            "2 项开放，风险值合计 21，1 项高风险，最高 20；1 项复核逾期",
            "risk:b risk:a",
        ),
        # Nobody has looked at it for half a year, and nobody is going to.
        "unknown": Case(
            risk("a", 1, 2, review_by=None, reviewed="2025-12-01"),
            "1 open, exposure 2, 0 high, highest 2; 0 reviews overdue",
            "1 项开放，风险值合计 2，0 项高风险，最高 2；0 项复核逾期",
            "risk:a",
        ),
    },
    "user-manual": {
        "good": Case(
            files(RELEASES, manual("m", "v8, v9")),
            "2 of 2 release and language pairs covered; 0 manuals stale or missing",
            "2 个版本与语言组合覆盖 2 个；0 份手册待更新或缺失",
            "document:m",
        ),
        "watch": Case(
            files(RELEASES, manual("m", "v9")),
            "1 of 2 release and language pairs covered; 0 manuals stale or missing",
            "2 个版本与语言组合覆盖 1 个；0 份手册待更新或缺失",
            "document:m",
        ),
        "act": Case(
            files(RELEASES, manual("m", "v8, v9"), manual("e", "v8", language="en")),
            "3 of 4 release and language pairs covered; 1 manual stale or missing",
            "4 个版本与语言组合覆盖 3 个；1 份手册待更新或缺失",
            "document:e document:m",
        ),
        "unknown": Case(
            files(release("v7", "2020-01-01", end_of_support="2023-01-01"), manual("m", "v7")),
            "no manual of a supported release",
            "支持中的版本没有手册",
            "document:m",
        ),
    },
    "performance-whitepaper": {
        "good": Case(
            files(RELEASES, benchmark("n", "v9", "2026-05-01"), benchmark("o", "v8", "2025-05-01")),
            "newest benchmark of v9 (May 1, 2026), newest release v9; 0 superseded claims cited",
            "最新基准覆盖 v9（2026年5月1日），最新版本 v9；仍在引用的过时结论 0 条",
            "benchmark:n benchmark:o",
        ),
        "watch": Case(
            files(RELEASES, benchmark("o", "v8", "2025-08-01")),
            "newest benchmark of v8 (Aug 1, 2025), newest release v9; 0 superseded claims cited",
            "最新基准覆盖 v8（2025年8月1日），最新版本 v9；仍在引用的过时结论 0 条",
            "benchmark:o",
        ),
        "act": Case(
            files(
                RELEASES,
                benchmark("n", "v9", "2026-05-01"),
                benchmark("o", "v8", "2025-05-01"),
                rec(
                    "documents/paper",
                    "\nTwice as fast: [[o]]\n",
                    type="performance-whitepaper",
                    language="zh",
                ),
            ),
            "newest benchmark of v9 (May 1, 2026), newest release v9; 1 superseded claim cited",
            "最新基准覆盖 v9（2026年5月1日），最新版本 v9；仍在引用的过时结论 1 条",
            "benchmark:o benchmark:n",
        ),
        "unknown": Case(
            files(RELEASES, benchmark("o", "v8", "2025-06-01")),
            "newest benchmark of v8 (Jun 1, 2025), newest release v9; 0 superseded claims cited",
            "最新基准覆盖 v8（2025年6月1日），最新版本 v9；仍在引用的过时结论 0 条",
            "benchmark:o",
        ),
    },
    "contracts": {
        "good": Case(
            files(BANK, contract("a")),
            "CNY 0 overdue on 0 contracts, 0 with overdue duties; 0 expired, 0 expiring, 0 near notice",
            "0 份合同逾期 ¥0，0 份有逾期义务；0 份已到期，0 份即将到期，0 份临近通知期限",
            "contract:a",
        ),
        "watch": Case(
            files(
                BANK,
                contract("a"),
                contract("b", end="2026-08-31"),
                contract("c", auto_renew="true", notice="90d", end="2026-10-10"),
            ),
            "CNY 0 overdue on 0 contracts, 0 with overdue duties; 0 expired, 1 expiring, 1 near notice",
            "0 份合同逾期 ¥0，0 份有逾期义务；0 份已到期，1 份即将到期，1 份临近通知期限",
            "contract:b contract:c contract:a",
        ),
        "act": Case(
            files(
                BANK,
                contract("a", payments="[{due: 2026-06-29, amount: 500 CNY}]"),
                contract("b", obligations="[{what: Drill, due: 2026-06-29}]"),
                contract("c", end="2026-06-29"),
            ),
            "CNY 500 overdue on 1 contract, 1 with overdue duties; 1 expired, 0 expiring, 0 near notice",
            "1 份合同逾期 ¥500，1 份有逾期义务；1 份已到期，0 份即将到期，0 份临近通知期限",
            "contract:a contract:b contract:c",
        ),
        "unknown": Case(
            files(BANK, contract("a", status="fulfilled")), "nothing recorded", "尚无记录"
        ),
    },
    "pricing": {
        "good": Case(
            files(BANK, SOFTWARE, price("p", "2026-01-01", None), offer("o", "80 CNY")),
            "1 line holds, 0 with gap or overlap, 0 ending; 0 deals under the floor",
            "1 条价格生效，0 条有空档或重叠，0 条即将失效；0 个商机低于底价",
            "price:p",
        ),
        "watch": Case(
            files(SOFTWARE, price("p", "2026-01-01", "2026-08-01")),
            "1 line holds, 0 with gap or overlap, 1 ending; 0 deals under the floor",
            "1 条价格生效，0 条有空档或重叠，1 条即将失效；0 个商机低于底价",
            "price:p",
        ),
        "act": Case(
            files(BANK, SOFTWARE, price("p", "2026-01-01", None), offer("o", "79 CNY")),
            "1 line holds, 0 with gap or overlap, 0 ending; 1 deal under the floor",
            "1 条价格生效，0 条有空档或重叠，0 条即将失效；1 个商机低于底价",
            "opportunity:o price:p",
        ),
        "unknown": Case(
            files(SOFTWARE, price("p", "2025-01-01", "2025-12-31")),
            "no price holds",
            "没有生效的价格",
            "price:p",
        ),
    },
    "certifications": {
        "good": Case(
            files(RELEASES, certificate("a", valid_until="2027-12-31", lead_time="90d")),
            "1 valid, 0 to renew, 0 too late, 0 lapsed; 1 of 2 releases covered; 0 deals waiting",
            "1 项有效，0 项待续证，0 项续证已晚，0 项失效；2 个版本覆盖 1 个；0 个商机在等",
            "certification:a",
        ),
        "watch": Case(
            files(
                RELEASES,
                BANK,
                certificate("a"),
                certificate("b", status="applying"),
                certificate("c", valid_until="2026-11-30", lead_time="100d"),
                offer("o", "80 CNY", requires="[b]"),
                SOFTWARE,
            ),
            "2 valid, 1 to renew, 0 too late, 0 lapsed; 1 of 2 releases covered; 1 deal waiting",
            "2 项有效，1 项待续证，0 项续证已晚，0 项失效；2 个版本覆盖 1 个；1 个商机在等",
            "certification:b certification:c certification:a opportunity:o",
        ),
        "act": Case(
            files(
                RELEASES,
                certificate("a", valid_until="2026-07-31", lead_time="90d"),
                certificate("b", valid_until="2026-06-29"),
            ),
            "1 valid, 0 to renew, 1 too late, 1 lapsed; 1 of 2 releases covered; 0 deals waiting",
            "1 项有效，0 项待续证，1 项续证已晚，1 项失效；2 个版本覆盖 1 个；0 个商机在等",
            "certification:a certification:b",
        ),
        "unknown": Case(RELEASES, "nothing recorded", "尚无记录"),
    },
    "requirements": {
        "good": Case(
            files(
                BANK,
                item("plan"),
                requirement("a", status="accepted", requesters="[bank]", roadmap="plan"),
                requirement("b"),
            ),
            "2 open; 1 new, 1 accepted; CNY 0 of ARR asks; 0 promised but in no plan (– of ARR)",
            "2 条开放；1 条新提出、1 条已接受；关联 ARR ¥0；0 条已承诺未排期（占 ARR –）",
            "requirement:a requirement:b",
        ),
        "watch": Case(
            files(
                BANK,
                SMALL,
                contract("c", value="9100 CNY"),
                contract("d", value="900 CNY", party="small"),
                requirement("a"),
                requirement("b", status="accepted", requesters="[small]"),
            ),
            "2 open; 1 new, 1 accepted; CNY 900 of ARR asks; 1 promised but in no plan (9% of ARR)",
            "2 条开放；1 条新提出、1 条已接受；关联 ARR ¥900；1 条已承诺未排期（占 ARR 9%）",
            "requirement:b requirement:a",
        ),
        "act": Case(
            files(
                BANK,
                SMALL,
                contract("c", value="9000 CNY"),
                contract("d", value="1000 CNY", party="small"),
                requirement("a"),
                requirement("b", status="accepted", requesters="[small]"),
            ),
            "2 open; 1 new, 1 accepted; CNY 1,000 of ARR asks; 1 promised but in no plan (10% of ARR)",
            "2 条开放；1 条新提出、1 条已接受；关联 ARR ¥1,000；1 条已承诺未排期（占 ARR 10%）",
            "requirement:b requirement:a",
        ),
        "unknown": Case(BANK, "nothing recorded", "尚无记录"),
    },
    "kano": {
        "good": Case(
            files(
                requirement("ddl", "must-be"),
                requirement("audit"),
                survey("{requirement: ddl, M: 34, O: 12, A: 6}, {requirement: audit, O: 30, A: 4}"),
            ),
            "2 of 2 open requirements surveyed; 1 M, 1 O; 0 unclear, 0 against what is declared; best with “audit” (1.00), worst without “ddl” (-0.88)",
            "2 条开放需求调研了 2 条；M 1、O 1；0 条不清晰，0 条与声明矛盾；有“audit”最满意（Better 1.00），缺“ddl”最不满（Worse -0.88）",
            "requirement:audit requirement:ddl",
        ),
        "watch": Case(
            files(
                requirement("ddl", "must-be"),
                requirement("audit", "attractive"),
                requirement("masking", "attractive"),
                survey("{requirement: ddl, M: 9, O: 3}, {requirement: audit, O: 16, A: 15}"),
            ),
            "2 of 3 open requirements surveyed; 1 M, 1 O; 2 unclear, 1 against what is declared; best with “audit” (1.00), worst without “ddl” (-1.00)",
            "3 条开放需求调研了 2 条；M 1、O 1；2 条不清晰，1 条与声明矛盾；有“audit”最满意（Better 1.00），缺“ddl”最不满（Worse -1.00）",
            "requirement:audit requirement:ddl requirement:masking",
        ),
        "act": Case(
            files(
                requirement("ddl", "attractive"), survey("{requirement: ddl, M: 34, O: 12, A: 6}")
            ),
            "1 of 1 open requirement surveyed; 1 M; 0 unclear, 1 against what is declared; best with “ddl” (0.35), worst without “ddl” (-0.88)",
            "1 条开放需求调研了 1 条；M 1；0 条不清晰，1 条与声明矛盾；有“ddl”最满意（Better 0.35），缺“ddl”最不满（Worse -0.88）",
            "requirement:ddl",
        ),
        "unknown": Case(
            files(requirement("ddl", "must-be"), survey("{requirement: ddl, M: 34, O: 12}", 2025)),
            "no survey within a year",
            "一年内没有调研",
            "requirement:ddl",
        ),
    },
    "rd-alignment": {
        "good": Case(
            briefed(PLAN, "rd", refs("roadmap", "abcdefghi")),
            "R&D agrees to 90% of live items (9 of 10); 0 agreements void",
            "研发认同 90% 的在途条目（9/10）；0 项认同已失效",
            "roadmap:j roadmap:a roadmap:b roadmap:c roadmap:d roadmap:e roadmap:f roadmap:g roadmap:h roadmap:i",
        ),
        "watch": Case(
            briefed(PLAN, "rd", refs("roadmap", "abcdef")),
            "R&D agrees to 60% of live items (6 of 10); 0 agreements void",
            "研发认同 60% 的在途条目（6/10）；0 项认同已失效",
            "roadmap:g roadmap:h roadmap:i roadmap:j roadmap:a roadmap:b roadmap:c roadmap:d roadmap:e roadmap:f",
        ),
        # Six were agreed to; one of them has been promised for another day since.
        "act": Case(
            files(briefed(PLAN, "rd", refs("roadmap", "abcdef")), item("a", due="2026-08-31")),
            "R&D agrees to 50% of live items (5 of 10); 1 agreement void",
            "研发认同 50% 的在途条目（5/10）；1 项认同已失效",
            "roadmap:a roadmap:g roadmap:h roadmap:i roadmap:j roadmap:b roadmap:c roadmap:d roadmap:e roadmap:f",
        ),
        "unknown": Case(
            PLAN,
            "R&D has not been briefed",
            "还没有向研发宣贯",
            "roadmap:a roadmap:b roadmap:c roadmap:d roadmap:e roadmap:f roadmap:g roadmap:h roadmap:i roadmap:j",
        ),
    },
    "sales-readiness": {
        "good": Case(
            briefed(RIVALS, "sales", refs("competitor", "abcd") + " document:guide", "li wu"),
            "2 in sales, current on 100%; competitors 100%, selection 100%; 0 void",
            "销售 2 人，掌握 100%；竞品 100%、选型 100%；0 项已失效",
            "competitor:a competitor:b competitor:c competitor:d document:guide",
        ),
        "watch": Case(
            files(
                briefed(RIVALS, "sales", refs("competitor", "abcd"), "li"),
                briefed(RIVALS, "sales", refs("competitor", "ab"), "wu", "c"),
            ),
            "2 in sales, current on 60%; competitors 75%, selection 0%; 0 void",
            "销售 2 人，掌握 60%；竞品 75%、选型 0%；0 项已失效",
            "document:guide competitor:c competitor:d competitor:a competitor:b",
        ),
        "act": Case(
            briefed(RIVALS, "sales", refs("competitor", "abcd"), "li"),
            "2 in sales, current on 40%; competitors 50%, selection 0%; 0 void",
            "销售 2 人，掌握 40%；竞品 50%、选型 0%；0 项已失效",
            "document:guide competitor:a competitor:b competitor:c competitor:d",
        ),
        "unknown": Case(
            RIVALS,
            "sales has not been briefed",
            "还没有向销售宣贯",
            "competitor:a competitor:b competitor:c competitor:d document:guide",
        ),
    },
}

test_level = each_level(CASES)


def test_floor_in_another_currency_is_compared_by_its_rate() -> None:
    rates = "currency:\n  CNY: {reporting: true}\n  USD: {rates: {2026-01-01: 7}}\n"
    lines = {
        "CNY": "81 CNY",  # above the floor of 10 dollars, which are 70 yuan
        "USD": "9 USD",
    }
    for currency, amount in lines.items():
        base = files(BANK, SOFTWARE, price("p", "2026-01-01", None, floor="10 USD"))
        kb = compiled(files(base, offer("o", amount)), vocabulary=rates).kb
        under = dict(TRACKERS["pricing"].track(kb).headline.values)["under"]
        assert under == (1 if currency == "USD" else 0)


@pytest.mark.parametrize(("verdict", "agreed"), [("agreed", 1), ("reserved", 0), ("rejected", 0)])
def test_only_who_agrees_is_counted_for_sales(verdict: str, agreed: int) -> None:
    base = files(person("li"), rec("competitors/a", vendor="V"))
    told = briefed(base, "sales", "competitor:a")
    path = "briefings/b.md"
    kb = compiled({**told, path: told[path].replace("verdict: agreed", f"verdict: {verdict}")}).kb
    assert dict(TRACKERS["sales-readiness"].track(kb).headline.values)["share_2"] == agreed
