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
from pmkb.message import listed, say
from pmkb.rules import words
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
    ---
    同一样东西在同一天有两条价格有效。

    销售报哪个都行，客户一定会要低的那个。

    怎么办：让前一条在后一条开始的前一天结束。本来就是不同的东西，用 `edition`、`architecture`
    或 `unit` 区分开。
    """
    follower = price.overlapped_by(kb)
    if follower:
        message = say(
            "{line} begins {day}, before this line ends ({end})",
            "{line} {day} 生效，而本价格还没结束（{end}）",
            line=words.named(follower),
            day=follower.from_,
            end=price.to or say("open", "未设失效日期"),
        )
        hint = say(
            "end this line on {day}",
            "把本价格的失效日期设为 {day}",
            day=follower.from_ - timedelta(days=1),
        )
        yield Finding("to" if price.to else "from", message, hint)


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
    ---
    价目表里前后两条价格之间，有几天没有价格。

    这几天里，没有哪份报价是财务认可的。

    怎么办：让前一条有效到后一条开始的前一天，或者为空档补一条价格。
    """
    follower = price.followed_after_gap(kb)
    if follower:
        message = say(
            "ends {end}, and {line} begins only {day}",
            "{end} 失效，而{line} {day} 才生效",
            end=price.to,
            line=words.named(follower),
            day=follower.from_,
        )
        hint = say("close the gap between the two lines", "补上两段价格之间的空档")
        yield Finding("to", message, hint)


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
    ---
    现行价格将在 60 天内失效，后面没有接续的价格。

    现在发出的报价，有效期常常比这更长。

    怎么办：写出接续的价格，或者推迟 `to`。失效后不再销售的，写上 `ignore: [price-ending]`。
    """
    if price.standing(kb) is ENDING:
        message = say(
            "ends {end}, and nothing follows", "{end} 失效，之后没有接续的价格", end=price.to
        )
        yield Finding("to", message, say("write the line that follows", "写出接续的价格"))


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
    ---
    底价高于目录价。

    两个数写反了，或者写错了，没有哪份报价能同时满足两者。

    怎么办：更正 `list` 或 `floor`。
    """
    same = price.floor.currency == price.list_.currency
    if same and price.floor.amount > price.list_.amount:
        message = say(
            "{floor} is above the list price {list}",
            "底价 {floor} 高于目录价 {list}",
            floor=words.money(price.floor),
            list=words.money(price.list_),
        )
        yield Finding("floor", message)


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
    ---
    价格已经生效，却没有人批准过。

    销售照样拿去报，财务可能不认。

    怎么办：走完审批，在 `approved_by:` 里写批准人。
    """
    if price.approved_by is None and price.from_ <= kb.as_of and not price.has_ended(kb.as_of):
        message = say("holds without an approval", "已生效，但没有批准人")
        yield Finding("list", message, words.add("approved_by"))


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
    ---
    未关闭的风险没有写缓解措施。

    明知有风险，来的时候还是没有准备。决定接受它，也是一种回答。

    怎么办：补 `mitigation:`，写缓解措施；或者把状态改为 `accepted`。
    """
    if risk.is_open and risk.mitigation is None:
        message = say(
            "exposure {exposure}, and nothing is done about it",
            "风险值 {exposure}，没有任何缓解措施",
            exposure=risk.exposure(kb),
        )
        hint = say("add `mitigation:`, or accept the risk", "补上 `mitigation:`，或接受风险")
        yield Finding("impact", message, hint)


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
    ---
    风险值不低于 15，却没有定下复核期限。

    评过一次就再也不看，结论很快就不对了。风险值 = `probability` × `impact`。

    怎么办：补 `review_by:`，到那天重新评估。
    """
    if risk.is_open and risk.exposure(kb) >= HIGH_FROM and risk.review_by is None:
        message = say(
            "exposure {exposure} without `review_by`",
            "风险值 {exposure}，但没填复核期限 `review_by`",
            exposure=risk.exposure(kb),
        )
        yield Finding("impact", message)


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
    ---
    测试结果既没写测的是我方哪个版本，也没写是哪个竞品。

    不知道属于谁的数字，没法和任何数字比较。

    怎么办：测的是我方，补 `release:` 写版本；测的是竞品，补 `competitor:`。
    """
    if benchmark.release is None and benchmark.competitor is None:
        message = say("neither a release nor a competitor is named", "既没写我方版本，也没写竞品")
        yield Finding("workload", message)


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
    ---
    测试结果已被新的取代，还有记录在引用旧的。

    讲的是旧数字，别人一复测就会发现。

    怎么办：让说明里列出的记录改为引用新的测试，并核对原来的说法是否还成立。
    """
    newer = benchmark.superseded_by(kb)
    citing = [
        mention.source
        for mention in kb.referenced_by(benchmark)
        if not isinstance(mention.source, Benchmark) and mention.source.is_open
    ]
    if newer is not None and citing:
        message = say(
            "superseded by {newer}, but still cited by {names}",
            "已被{newer}取代，但仍被{names}引用",
            newer=words.named(newer),
            names=listed(map(words.named, dict.fromkeys(citing))),
        )
        hint = say("cite {newer} instead", "改为引用 {newer}", newer=newer.id)
        yield Finding("date", message, hint)


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
    ---
    对方认可之后，内容又改了，这一项的签署随之失效。

    对方团队还在按当时听到的做。

    怎么办：把改了什么当面讲清楚，对方认可后，对这次宣贯重新运行 `pmkb sign`。
    """
    signed, void = briefing.signed_topics(kb), briefing.void_topics(kb)
    for path, topic in kb.written(briefing, "topics"):
        if topic not in void:
            continue
        changed = changes(signed[topic.ref].fingerprint, topic)
        message = say(
            "{topic} has changed since {day}: {what}",
            "“{topic}”在 {day} 签署之后改过：{what}",
            topic=topic.heading,
            day=signed[topic.ref].signed,
            what=listed(words.changed(topic, each) for each in changed),
        )
        hint = say("brief them again, then run `pmkb sign`", "重新宣贯，再运行 `pmkb sign`")
        yield Finding(path, message, hint)


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
    ---
    宣贯过了，但没有记下对方认可的是哪一版内容。

    既无法证明达成了一致，也看不出什么时候已经失效。

    怎么办：对方已认可的，对这次宣贯运行 `pmkb sign`；没讲到的主题，去掉。
    """
    unsigned = briefing.unsigned_topics(kb)
    for path, topic in kb.written(briefing, "topics"):
        if topic in unsigned:
            message = say("{topic} is not signed", "“{topic}”还没有签署", topic=topic.heading)
            hint = say("run `pmkb sign` on this briefing", "对这次宣贯运行 `pmkb sign`")
            yield Finding(path, message, hint)


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
    ---
    调研已经结束，既没有答卷文件，也没有计数。

    别人花时间答了，却什么也算不出来。

    怎么办：补 `responses:`，写答卷的 CSV 文件；只剩计数的，补 `counts:`。
    """
    is_over = (survey.end or survey.start) < kb.as_of
    if is_over and survey.responses is None and not survey.counts:
        hint = say("add `responses:` or `counts:`", "补上 `responses:` 或 `counts:`")
        yield Finding("method", say("has no answers", "没有答卷"), hint)


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
    ---
    问卷的答卷文件不存在。

    调研的结果既算不出来，也无法核对。

    怎么办：把文件放到位，或者更正路径；路径从文档目录算起：`surveys/kano-2026-h1.csv`。
    """
    if survey.responses is not None and survey.responses not in kb.content.files:
        yield Finding("responses", words.no_file(survey.responses), words.CORRECT_PATH)
