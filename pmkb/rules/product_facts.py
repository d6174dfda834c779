"""Rules for prices, risks, benchmarks and briefings."""

from collections.abc import Iterator
from datetime import timedelta

from pmkb.diagnostic import Severity
from pmkb.fingerprint import changes
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.benchmark import Benchmark
from pmkb.kinds.product.briefing import Briefing
from pmkb.kinds.product.price import ENDING, Price
from pmkb.kinds.product.risk import HIGH_FROM, Risk
from pmkb.kinds.product.survey import Survey
from pmkb.rules.rule import Finding, rule


@rule(Price, Severity.ERROR)
def price_overlap(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """Two lines of the price book hold for the same thing on the same day.

    Sales would quote either, and customers will insist on the lower one.

        === prices/enterprise-2026-h2.md
        ---
        title: 一体机企业版 2026 下半年
        form: appliance
        edition: enterprise
        unit: 每节点每年
        list: 180000 CNY
        floor: 126000 CNY
        from: 2026-07-01
        to: 2026-12-31
        ---

        === prices/enterprise-promotion.md
        ---
        title: 一体机企业版年末促销
        form: appliance
        edition: enterprise
        unit: 每节点每年
        list: 160000 CNY
        floor: 112000 CNY
        from: 2026-12-01
        ---

        === forms/appliance.md
        ---
        title: 星序一体机
        type: appliance
        ---

    To mend it: end the earlier line on the day before the later one begins. If they are prices of
    different things, tell them apart by `edition`, `architecture` or `unit`.
    """
    follower = price.overlapped_by(kb)
    if follower:
        end = price.to or "open"
        message = f"{follower.id} begins {follower.from_}, before this line ends ({end})"
        at = "to" if price.to else "from"
        yield Finding(at, message, f"end this line on {follower.from_ - timedelta(days=1)}")


@rule(Price, Severity.WARNING)
def price_gap(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """Between two lines of the price book there are days without a price.

    On these days nobody can make an offer that finance stands by.

        === prices/enterprise-2026-h2.md
        ---
        title: 一体机企业版 2026 下半年
        form: appliance
        edition: enterprise
        unit: 每节点每年
        list: 180000 CNY
        floor: 126000 CNY
        from: 2026-07-01
        to: 2026-12-31
        ---

        === prices/enterprise-2027.md
        ---
        title: 一体机企业版 2027
        form: appliance
        edition: enterprise
        unit: 每节点每年
        list: 186000 CNY
        floor: 130000 CNY
        from: 2027-02-01
        ---

        === forms/appliance.md
        ---
        title: 星序一体机
        type: appliance
        ---

    To mend it: let the earlier line hold until the day before the later one begins, or write a line
    for the days between.
    """
    follower = price.followed_after_gap(kb)
    if follower:
        message = f"ends {price.to}, and {follower.id} begins only {follower.from_}"
        yield Finding("to", message, "close the gap between the two lines")


@rule(Price, Severity.WARNING)
def price_ending(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """A current price ends within 60 days, and no line follows it.

    Offers made now often run longer than that.

        === prices/enterprise-2025.md
        ---
        title: 一体机企业版
        form: appliance
        edition: enterprise
        unit: 每节点每年
        list: 180000 CNY
        floor: 126000 CNY
        from: 2025-08-01
        to: 2026-07-31
        approved_by: tan-rui
        ---

        === forms/appliance.md
        ---
        title: 星序一体机
        type: appliance
        ---

        === contacts/tan-rui.md
        ---
        title: 谭睿
        role: 财务经理
        team: finance
        ---

    To mend it: write the line that follows, or move `to`. If the thing is no longer sold after that
    day, `ignore: [price-ending]` says so.
    """
    if price.standing(kb) is ENDING:
        yield Finding("to", f"ends {price.to}, and nothing follows", "write the line that follows")


@rule(Price, Severity.ERROR)
def floor_above_list(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """The lowest price is higher than the list price.

    The two are swapped or mistyped, and no offer could ever keep to both.

        === prices/cloud-standard.md
        ---
        title: 公有云标准版
        form: public-cloud
        edition: standard
        unit: 每核每月
        list: 168 CNY
        floor: 240 CNY
        from: 2026-07-01
        ---

        === forms/public-cloud.md
        ---
        title: StarryDB Cloud
        type: public-cloud
        ---

    To mend it: correct `list` or `floor`.
    """
    same = price.floor.currency == price.list_.currency
    if same and price.floor.amount > price.list_.amount:
        yield Finding("floor", f"{price.floor} is above the list price {price.list_}")


@rule(Price, Severity.WARNING)
def price_without_approval(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """A price holds, and nobody has approved it.

    Sales quote it all the same, and finance may take it back.

        === prices/cloud-standard.md
        ---
        title: 公有云标准版
        form: public-cloud
        edition: standard
        unit: 每核每月
        list: 240 CNY
        floor: 168 CNY
        from: 2026-01-01
        ---

        === forms/public-cloud.md
        ---
        title: StarryDB Cloud
        type: public-cloud
        ---

    To mend it: have it approved, and add `approved_by:` with the contact who did it.
    """
    if price.approved_by is None and price.from_ <= kb.as_of and not price.has_ended(kb.as_of):
        yield Finding("list", "holds without an approval", "add `approved_by:`")


@rule(Risk, Severity.WARNING)
def risk_without_mitigation(risk: Risk, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nobody has said what is done about an open risk.

    It is known, and still hits unprepared. Accepting it is an answer too.

        === risks/chip-supply.md
        ---
        title: 一体机所用 ARM 服务器断供
        status: open
        probability: 2
        impact: 4
        ---

    To mend it: add `mitigation:` with what is done about it, or set the status to `accepted`.
    """
    if risk.is_open and risk.mitigation is None:
        message = f"exposure {risk.exposure(kb)}, and nothing is done about it"
        yield Finding("impact", message, "add `mitigation:`, or accept the risk")


@rule(Risk, Severity.WARNING)
def high_risk_without_review(risk: Risk, kb: KnowledgeBase) -> Iterator[Finding]:
    """A risk with an exposure of 15 or more has no day by which to look at it again.

    What was judged once and never again is soon judged wrongly. The exposure is `probability` ×
    `impact`.

        === risks/crypto-certificate.md
        ---
        title: 国密证书换发周期超出投标窗口
        status: mitigating
        probability: 4
        impact: 4
        mitigation: 提前与检测机构预约加急通道
        ---

    To mend it: add `review_by:`, and judge the risk anew on that day.
    """
    if risk.is_open and risk.exposure(kb) >= HIGH_FROM and risk.review_by is None:
        yield Finding("impact", f"exposure {risk.exposure(kb)} without `review_by`")


@rule(Benchmark, Severity.ERROR)
def benchmark_of_nobody(benchmark: Benchmark, kb: KnowledgeBase) -> Iterator[Finding]:
    """A measurement says neither which release of ours nor which rival was measured.

    A number that belongs to nobody can be compared with nothing.

        === benchmarks/oltp-2026-04.md
        ---
        title: OLTP 1000 仓
        workload: oltp-1000w
        hardware: 3 × 64 核，512 GiB，NVMe
        date: 2026-04-20
        results:
          - {name: throughput, value: 1520000, unit: tpmC}
        ---

    To mend it: add `release:` with our release, or `competitor:` with the rival.
    """
    if benchmark.release is None and benchmark.competitor is None:
        yield Finding("workload", "neither a release nor a competitor is named")


@rule(Benchmark, Severity.WARNING)
def superseded_but_cited(benchmark: Benchmark, kb: KnowledgeBase) -> Iterator[Finding]:
    """A measurement has been superseded, but records still refer to it.

    They tell old numbers, and whoever measures again finds out.

        === competitors/panhai.md
        ---
        title: 磐海数据库
        vendor: 磐海科技
        ---

        单机吞吐见 [[panhai-oltp-2025]]。

        === benchmarks/panhai-oltp-2025.md
        ---
        title: 磐海 OLTP 2025
        workload: oltp-1000w
        competitor: panhai
        hardware: 3 × 64 核
        date: 2025-04-20
        results: [{name: throughput, value: 980000}]
        ---

        === benchmarks/panhai-oltp-2026.md
        ---
        title: 磐海 OLTP 2026
        workload: oltp-1000w
        competitor: panhai
        hardware: 3 × 64 核
        date: 2026-04-20
        results: [{name: throughput, value: 1310000}]
        ---

    To mend it: let the records that the message names cite the newer measurement, and check whether
    what they say is still true.
    """
    newer = benchmark.superseded_by(kb)
    citing = [
        mention.source
        for mention in kb.referenced_by(benchmark)
        if not isinstance(mention.source, Benchmark) and mention.source.is_open
    ]
    if newer is not None and citing:
        names = ", ".join(dict.fromkeys(each.id for each in citing))
        message = f"superseded by {newer.id}, but still cited by {names}"
        yield Finding("date", message, f"cite {newer.id} instead")


@rule(Briefing, Severity.WARNING)
def briefing_void(briefing: Briefing, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something that was agreed to has been reworded since, so the agreement is void for it.

    The other team still works by what it heard.

        === briefings/planning-8-6-rd.md
        ---
        title: 8.6 规划对齐（研发）
        audience: rd
        topics: [online-ddl]
        date: 2026-05-20
        signatures:
          - {topic: online-ddl, fingerprint: due=befb97 title=c94b06, signed: 2026-05-20}
        ---

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        due: 2026-10-31
        ---

    To mend it: talk to them about what has changed; when they agree, run `pmkb sign` on the
    briefing.
    """
    signed, void = briefing.signed_topics(kb), briefing.void_topics(kb)
    for path, topic in kb.written(briefing, "topics"):
        if topic not in void:
            continue
        what = ", ".join(changes(signed[topic.ref].fingerprint, topic))
        message = f"{topic.heading} has changed since {signed[topic.ref].signed}: {what}"
        yield Finding(path, message, "brief them again, then run `pmkb sign`")


@rule(Briefing, Severity.INFO)
def briefing_unsigned(briefing: Briefing, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nobody has noted which wording of a topic was agreed to.

    So agreement cannot be shown, nor that it has become void.

        === briefings/planning-8-6-rd.md
        ---
        title: 8.6 规划对齐（研发）
        audience: rd
        topics: [online-ddl]
        date: 2026-05-20
        ---

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        ---

    To mend it: if they agreed, run `pmkb sign` on the briefing. If a topic was not talked about,
    take it out.
    """
    unsigned = briefing.unsigned_topics(kb)
    for path, topic in kb.written(briefing, "topics"):
        if topic in unsigned:
            hint = "run `pmkb sign` on this briefing"
            yield Finding(path, f"{topic.heading} is not signed", hint)


@rule(Survey, Severity.ERROR)
def survey_without_answers(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """A survey that is over has neither a file of answers nor counts.

    People took the time to answer, and nothing can be computed from it.

        === surveys/kano-2026-h1.md
        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        ---

    To mend it: add `responses:` with the CSV file of the answers, or `counts:` where only those are
    left.
    """
    is_over = (survey.end or survey.start) < kb.as_of
    if is_over and survey.responses is None and not survey.counts:
        yield Finding("method", "has no answers", "add `responses:` or `counts:`")


@rule(Survey, Severity.ERROR)
def survey_file_missing(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """The file of a survey's answers is not there.

    Nothing the survey found can be computed or checked.

        === surveys/kano-2026-h1.md
        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        responses: kano-2026-h1.csv
        ---

    To mend it: put the file there, or correct the path; it begins below the docs folder:
    `surveys/kano-2026-h1.csv`.
    """
    if survey.responses is not None and survey.responses not in kb.content.files:
        message = f"there is no file {survey.responses!r} below the docs folder"
        yield Finding("responses", message, "correct the path")
