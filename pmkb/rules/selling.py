"""Rules for opportunities, visits, cases, competitors and market signals."""

from collections.abc import Iterator
from decimal import Decimal

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.certification import Certification
from pmkb.kinds.sales.case import NO_CONSENT, Case
from pmkb.kinds.sales.channel import FAR_BEHIND, Channel
from pmkb.kinds.sales.competitor import Competitor
from pmkb.kinds.sales.opportunity import STALLED, STALLED_AFTER_DAYS, Opportunity
from pmkb.kinds.sales.signal import UNANSWERED, Signal
from pmkb.kinds.sales.visit import Visit
from pmkb.message import say
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule


@rule(Opportunity, Severity.WARNING)
def opportunity_without_next_action(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open deal has no next step.

    So nothing will happen to it, and it is lost to whoever calls first.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: lead
        opened: 2026-06-08
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: add `next_action:` with what, by when and by whom: `{what: 提交容灾方案, due:
    2026-07-10, owner: ma-xiao}`.
    ---
    商机没有下一步动作。

    没有人会去推动它，谁先找上客户就归谁。

    怎么办：补 `next_action:`，写做什么、何时之前、由谁做：
    `{what: 提交容灾方案, due: 2026-07-10, owner: ma-xiao}`。
    """
    if deal.is_open and deal.next_action is None:
        hint = say(
            "add `next_action:` with what, by when and by whom",
            "补上 `next_action:`：做什么、何时完成、谁负责",
        )
        yield Finding("stage", say("has no next action", "没有下一步动作"), hint)


@rule(Opportunity, Severity.WARNING)
def opportunity_action_overdue(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """The next step of an open deal should have been taken by now.

    The customer is waiting for it, or has been forgotten.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: lead
        opened: 2026-06-08
        next_action: {what: 提交容灾方案, due: 2026-06-20}
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: take the step, and write the one after it; or set a `due` that can be kept.
    ---
    商机的下一步，到期了还没做。

    客户在等，或者已经被遗忘了。

    怎么办：尽快完成，并写下新的下一步；或者定一个做得到的 `due`。
    """
    action = deal.next_action
    if action and deal.is_open and action.due < kb.as_of:
        message = words.was_due(action.what, action.due, kb.as_of)
        yield Finding(("next_action", "due"), message, words.TAKE_IT)


@rule(Opportunity, Severity.WARNING)
def opportunity_stalled(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open deal has not moved for 60 days: no stage reached, no review, no visit.

    Deals that do not move are seldom won.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: lead
        opened: 2026-03-02
        next_action: {what: 提交容灾方案, due: 2026-07-10}
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: visit the customer and record the visit; when the deal has moved, set `stage` and
    `moved`. Else close it as `lost`.
    ---
    商机 60 天没有动静：阶段没有推进，没有复核，也没有拜访。

    停滞的商机很少能赢。

    怎么办：拜访客户并记录；有进展的，更新 `stage` 和 `moved`。否则按 `lost` 关闭。
    """
    if deal.standing(kb) is STALLED:
        last = deal.last_movement(kb)
        message = say(
            "nothing has moved since {last}, for more than {n} days",
            "自 {last} 起超过 {n} 天没有进展",
            last=last,
            n=STALLED_AFTER_DAYS,
        )
        hint = say("visit the customer, or close the deal as lost", "拜访客户，或按丢单关闭")
        yield Finding("stage", message, hint)


@rule(Opportunity, Severity.WARNING)
def opportunity_without_amount(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal beyond its first stages has no amount.

    The pipeline does not count it, so the forecast is too low.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: poc
        opened: 2026-06-08
        next_action: {what: 提交容灾方案, due: 2026-07-10}
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: add `amount:`, an estimate if need be.
    ---
    商机已过最初几个阶段，却没有金额。

    商机总额没有算上它，预测就会偏低。

    怎么办：补 `amount:`，可以先估一个。
    """
    share = deal.likelihood(kb)
    if deal.is_open and deal.amount is None and share is not None and share >= Decimal("0.2"):
        hint = say("add `amount:`, an estimate if need be", "补上 `amount:`，可以先估一个")
        yield Finding("stage", say("has no amount", "没填金额"), hint)


@rule(Opportunity, Severity.WARNING)
def probability_against_stage(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal's own probability is more than 30 points away from its stage's.

    Either the stage or the hope is wrong, and the weighted pipeline with it.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: poc
        amount: 2400000 CNY
        probability: 85%
        opened: 2026-06-08
        next_action: {what: 提交容灾方案, due: 2026-07-10}
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: correct `stage` or `probability`; without `probability`, the stage's own counts.
    ---
    商机自己写的赢率与所处阶段的赢率相差超过 30 个百分点。

    要么阶段不对，要么太乐观或太悲观，加权商机金额也跟着不准。

    怎么办：更正 `stage` 或 `probability`；不写 `probability` 的，按阶段的赢率算。
    """
    term = kb.vocabulary.term("opportunity-stage", deal.stage)
    usual = term.number("probability") if term else None
    own = deal.probability
    if deal.is_open and own is not None and usual is not None and abs(own - usual) > 30:
        message = say(
            "{own:g} %, but {usual:g} % is usual in the stage {stage!r}",
            "赢率填了 {own:g}%，而“{stage}”阶段通常是 {usual:g}%",
            own=own,
            usual=usual,
            stage=words.status(deal),
        )
        hint = say("correct the stage or the probability", "更正阶段或赢率")
        yield Finding("probability", message, hint)


@rule(Opportunity, Severity.WARNING)
def lost_without_reason(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal was lost and nobody has written why.

    So nobody can learn from it, and the next one is lost for the same reason.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: lost
        opened: 2026-03-02
        closed: 2026-06-15
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: ask the customer, and add `lost_reason:`.
    ---
    丢单了，但没有人写下原因。

    没有人能从中吸取教训，下一单还会因为同样的原因丢掉。

    怎么办：问清客户，补上 `lost_reason:`。
    """
    if deal.phase is Phase.DROPPED and deal.lost_reason is None:
        message = say("lost without a reason", "丢单了，但没写原因")
        yield Finding("stage", message, words.add("lost_reason"))


@rule(Opportunity, Severity.WARNING)
def closed_without_date(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal was won or lost, but the day is missing.

    So no period can count it, in bookings or in the win rate.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: won
        amount: 2400000 CNY
        opened: 2026-03-02
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: add `closed:` with the day it was won or lost.
    ---
    商机已赢单或丢单，但没写哪一天。

    没有日期就归不到任何一期，签约额和赢单率都会漏掉它。

    怎么办：补 `closed:`，写赢单或丢单的日期。
    """
    if not deal.is_open and deal.closed is None:
        message = say(
            "{stage}, but `closed` is missing",
            "{stage}，但没填关闭日期 `closed`",
            stage=words.status(deal),
        )
        yield Finding("stage", message, words.add("closed"))


@rule(Opportunity, Severity.WARNING)
def opportunity_under_floor(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """The price offered is under the floor of every current price line of its form.

    It needs an approval before it is promised.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: lead
        opened: 2026-06-08
        form: appliance
        price: 110000 CNY
        next_action: {what: 提交报价, due: 2026-07-10}
        ---

        === prices/enterprise-2026.md
        ---
        title: 一体机企业版 2026
        form: appliance
        edition: enterprise
        unit: 每节点每年
        list: 180000 CNY
        floor: 126000 CNY
        from: 2026-01-01
        ---

        === forms/appliance.md
        ---
        title: 星序一体机
        type: appliance
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: raise the offer. If it was approved all the same, say by whom in the text, and put
    `ignore: [opportunity-under-floor]` there.
    ---
    报价低于该形态现行各档价格的底价。

    答应客户之前，要先申请特批。

    怎么办：提高报价。已经特批的，在正文里写明由谁批准，并写上
    `ignore: [opportunity-under-floor]`。
    """
    form, lowest = kb.target(deal, "form"), deal.undercut_floor(kb)
    if form is not None and deal.price is not None and lowest is not None:
        message = say(
            "{price} is under the lowest floor of {form}, {lowest}",
            "报价 {price} 低于{form}的最低底价 {lowest}",
            price=words.money(deal.price),
            form=words.named(form),
            lowest=words.money(lowest),
        )
        hint = say("get an approval, or raise the offer", "申请特批，或提高报价")
        yield Finding("price", message, hint)


@rule(Opportunity, Severity.WARNING)
def waits_for_certificate(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open deal requires a certificate that will not be held on the day it should close.

    Without it the contract cannot be signed on that day, however well the talks go.

        === opportunities/east-bank-phase-2.md
        ---
        title: 东方银行二期扩容
        customer: east-bank
        stage: lead
        opened: 2026-06-08
        close: 2026-09-30
        requires: [security-level-3]
        next_action: {what: 提交容灾方案, due: 2026-07-10}
        ---

        === certifications/security-level-3.md
        ---
        title: 安全可靠测评三级
        type: evaluation
        status: applying
        issuer: 国家测评中心
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: speed the certificate up, move `close`, or agree with the customer to do without and
    take it out of `requires`.
    ---
    商机要求的证书，在预计签约那天还拿不到。

    没有证书，谈得再好那天也签不了。

    怎么办：加快取证，推迟 `close`，或者与客户商定不要求这张证书，并从 `requires` 里去掉。
    """
    if not deal.is_open or deal.close is None:
        return
    for path, needed in kb.written(deal, "requires"):
        if isinstance(needed, Certification) and not needed.is_valid(max(deal.close, kb.as_of)):
            until = say(" (valid until {day})", "（有效期至 {day}）", day=needed.valid_until or "")
            message = say(
                "{title} is {status}{until} and the deal closes {close}",
                "“{title}”{status}{until}，而商机预计 {close} 签约",
                title=needed.heading,
                status=words.status(needed),
                until=until if needed.valid_until else "",
                close=deal.close,
            )
            hint = say(
                "speed the certificate up, move the deal, or take the condition out",
                "加快取证，推迟签约，或与客户商定不作要求",
            )
            yield Finding(path, message, hint)


@rule(Visit, Severity.WARNING)
def follow_up_overdue(visit: Visit, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something promised at a visit has not been done by its day.

    The customer remembers what was promised.

        === visits/east-bank-2026-06.md
        ---
        title: 东方银行季度回访
        customer: east-bank
        date: 2026-06-12
        mode: on-site
        follow_ups:
          - {what: 发送容灾演练报告, due: 2026-06-20}
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: do it, and set `done` to the day; or agree on another day with the customer.
    ---
    回访时答应客户的事，到期了还没做。

    答应过什么，客户记得很清楚。

    怎么办：尽快完成，`done` 写完成日期；或者与客户另约时间。
    """
    for position, each in enumerate(visit.follow_ups):
        if each.is_overdue(kb.as_of):
            message = words.was_due(each.what, each.due, kb.as_of)
            yield Finding(("follow_ups", position, "due"), message, words.DO_IT)


@rule(Visit, Severity.ERROR)
def visit_in_future(visit: Visit, kb: KnowledgeBase) -> Iterator[Finding]:
    """A visit has an outcome or a satisfaction, but its day has not come yet.

    A wrong day makes the customer look touched when it is not.

        === visits/east-bank-2026-06.md
        ---
        title: 东方银行季度回访
        customer: east-bank
        date: 2026-07-12
        mode: on-site
        outcome: 二期扩容进入方案阶段
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: correct `date`. If the visit is only planned, take the results out.
    ---
    回访已经写了结论或满意度，日期却还没到。

    日期错了，没接触过的客户看上去就像接触过。

    怎么办：更正 `date`。只是计划回访的，去掉结论和满意度。
    """
    if visit.date > kb.as_of and (visit.outcome or visit.satisfaction is not None):
        message = say(
            "has results, but takes place {day}",
            "已写了结果，但回访日 {day} 还没到",
            day=visit.date,
        )
        yield Finding("date", message, say("correct the date", "更正日期"))


@rule(Visit, Severity.WARNING)
def dissatisfied_without_follow_up(visit: Visit, kb: KnowledgeBase) -> Iterator[Finding]:
    """A customer was dissatisfied (1 or 2 of 5), and nothing was promised to them.

    They told us, and nothing changes: the next thing they tell is notice.

        === visits/east-bank-2026-06.md
        ---
        title: 东方银行季度回访
        customer: east-bank
        date: 2026-06-12
        mode: on-site
        satisfaction: 2
        outcome: 升级窗口过长，业务部门不满
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: agree with them on what is done, and write it under `follow_ups`, or as a task in
    the text.
    ---
    客户不满意（5 分里只给 1 或 2 分），却没有给出任何改进承诺。

    客户说了，什么也没变，下一次听到的就是解约。

    怎么办：与客户商定改进措施，写进 `follow_ups`，或者作为待办写进正文。
    """
    is_unhappy = visit.satisfaction is not None and visit.satisfaction <= 2
    if is_unhappy and not visit.follow_ups and not visit.document.body.tasks:
        message = say(
            "satisfaction {score} of 5, and nothing follows",
            "满意度只有 {score} 分（满分 5），却没有后续事项",
            score=visit.satisfaction,
        )
        hint = say("agree on what is done about it", "与客户商定改进措施")
        yield Finding("satisfaction", message, hint)


@rule(Case, Severity.WARNING)
def case_without_consent(case: Case, kb: KnowledgeBase) -> Iterator[Finding]:
    """A published case may not be cited: the customer's consent is missing or has lapsed.

    Whoever still tells it breaks a promise to the customer.

        === cases/east-bank-migration.md
        ---
        title: 东方银行核心系统 43 天完成迁移
        status: published
        customer: east-bank
        published: 2025-06-10
        consent_until: 2026-06-09
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: ask the customer again and set `consent_until`, or take the case down and set the
    status to `retired`.
    ---
    案例已经发布，但客户没有授权，或者授权已到期，不能再引用。

    谁继续讲，谁就违背了对客户的承诺。

    怎么办：重新征得客户同意，更新 `consent_until`；或者下线案例，把状态改为 `retired`。
    """
    if case.standing(kb) is NO_CONSENT:
        when = case.consent_until
        message = (
            say("the consent ended {day}", "客户授权已于 {day} 到期", day=when)
            if when
            else say("published without `consent_until`", "已发布，但没填授权期限 `consent_until`")
        )
        hint = say("ask the customer again, or take the case down", "重新征得客户同意，或下线案例")
        yield Finding("consent_until" if when else "status", message, hint)


@rule(Competitor, Severity.INFO)
def claim_without_source(competitor: Competitor, kb: KnowledgeBase) -> Iterator[Finding]:
    """A comparison says what a rival can do without saying where that can be checked.

    A claim that cannot be shown is turned against us in the tender.

        === competitors/panhai.md
        ---
        title: 磐海数据库
        vendor: 磐海科技
        comparison:
          - {capability: 在线 DDL, us: yes, them: partial, as_of: 2026-05-10}
        ---

    To mend it: add `source:` with the address where it can be checked, such as a page of their
    manual, or take the claim out.
    ---
    对比里写了竞品的能力，却没写在哪里可以查证。

    拿不出依据的说法，在招标中会反过来对我们不利。

    怎么办：补 `source:`，写可查证的网址，例如对方手册的页面；查不到的，去掉这一项。
    """
    for position, claim in enumerate(competitor.comparison):
        if claim.source is None:
            message = say(
                "the claim about {what!r} has no source",
                "“{what}”的对比结论没有出处",
                what=claim.capability,
            )
            yield Finding(("comparison", position), message, words.add("source"))


@rule(Competitor, Severity.WARNING)
def claim_stale(competitor: Competitor, kb: KnowledgeBase) -> Iterator[Finding]:
    """A comparison with a rival was true half a year ago, or nobody knows when.

    Rivals ship too; sales may be telling it still.

        === competitors/panhai.md
        ---
        title: 磐海数据库
        vendor: 磐海科技
        comparison:
          - capability: 在线 DDL
            us: yes
            them: partial
            as_of: 2025-11-10
            source: https://docs.example.com/ddl
        ---

    To mend it: check the claim again, correct it where need be, and set `as_of` to the day.
    ---
    与竞品的某项对比已是半年前的结论，或者没写是哪天的。

    对手也在发版，而销售可能还在这么讲。

    怎么办：重新核实，该改的改，并把 `as_of` 写成核实的日期。
    """
    for position, claim in enumerate(competitor.comparison):
        if claim.as_of is None:
            message = say("no day is given", "没写是哪天的结论")
            yield Finding(("comparison", position), message, words.add("as_of"))
        elif claim.is_stale(kb.as_of):
            message = say(
                "the claim about {what!r} is of {day}",
                "“{what}”的对比结论还是 {day} 的",
                what=claim.capability,
                day=claim.as_of,
            )
            hint = say("check it again, and set `as_of`", "重新核实，并更新 `as_of`")
            yield Finding(("comparison", position, "as_of"), message, hint)


@rule(Signal, Severity.WARNING)
def signal_unanswered(signal: Signal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A signal of high impact is more than 14 days old, and nothing is done about it.

    By then customers ask about it, and everybody answers something else.

        === signals/panhai-price-cut.md
        ---
        title: 磐海数据库降价 30%
        date: 2026-06-03
        type: price
        impact: high
        ---

    To mend it: write what is done about it as a response, and name it under `response`; or set the
    status to `no-answer-needed`.
    ---
    影响大的市场动态超过 14 天没有应对。

    这时客户已经在问了，每个人答的还不一样。

    怎么办：把要做什么写成一条应对，并填进 `response`；不需要应对的，把状态改为
    `no-answer-needed`。
    """
    if signal.standing(kb) is UNANSWERED:
        message = say(
            "of high impact, {ago}, and without a response",
            "影响重大，{ago}，尚无应对",
            ago=words.days_until(signal.date, kb.as_of),
        )
        hint = say("write a response, or decide that none is needed", "写出应对，或明确不需要应对")
        yield Finding("impact", message, hint)


@rule(Channel, Severity.WARNING)
def channel_far_behind(channel: Channel, kb: KnowledgeBase) -> Iterator[Finding]:
    """A channel has reached less than three quarters of what its time asks for.

    The year's plan counts on its target. What it has brought is the ARR of the customers that name
    it as `source_ref`.

        === channels/east-agents.md
        ---
        title: 华东代理
        type: agent
        target: 6000000 CNY
        target_from: 2026-01-01
        target_to: 2026-12-31
        ---

    To mend it: help the channel, or set a target it can reach. If it has brought more than that,
    set `source_ref` of those customers.
    ---
    渠道完成的还不到应达进度的四分之三。

    全年计划是算上它的目标的。它带来多少，按 `source_ref` 写了它的客户的 ARR 计算。

    怎么办：帮扶渠道，或者定一个够得着的目标。实际带来更多的，在那些客户里补上 `source_ref`。
    """
    attained = channel.attainment(kb)
    if attained is not None and channel.standing(kb) is FAR_BEHIND:
        message = say("{share:.0%} of the target reached", "目标只完成 {share:.0%}", share=attained)
        hint = say("help the channel, or set another target", "帮扶渠道，或调整目标")
        yield Finding("target", message, hint)
