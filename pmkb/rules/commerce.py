"""Rules for contracts, customers and partners."""

from collections.abc import Iterator
from decimal import Decimal

from pmkb.diagnostic import Severity
from pmkb.graph import KnowledgeBase
from pmkb.kinds.ecosystem.partner import DORMANT, Partner
from pmkb.kinds.product.contract import (
    EXPIRING,
    NOTICE_NEAR,
    NOTICE_WARNING_DAYS,
    Contract,
)
from pmkb.kinds.sales.customer import VISIT_OVERDUE, Customer
from pmkb.message import say
from pmkb.record import Record
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule
from pmkb.values import Money


@rule(Record, Severity.WARNING)
def money_without_rate(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An amount is in a currency that has no rate on the day.

    No sum can include it: revenue, pipeline and whatever else is computed from it stays unknown.

        === events/hk-fintech-week.md
        ---
        title: 香港金融科技周
        type: exhibition
        status: planned
        start: 2026-11-02
        budget: 300000 HKD
        ---

    To mend it: add the rate and its date to the currency in `schemas/vocabulary.yml`, such as `HKD:
    {en: Hong Kong dollar, rates: {2026-06-30: 0.92}}`, or write the amount in a currency that has
    one.
    ---
    金额所用的币种在当天没有汇率。

    任何合计都无法包含它：营收、商机金额等由它算出的数都是未知。

    怎么办：在 `schemas/vocabulary.yml` 里给该币种补上汇率和日期，如
    `HKD: {en: Hong Kong dollar, rates: {2026-06-30: 0.92}}`；或者改用有汇率的币种。
    """
    for name in record.keys:
        value = record.get(name)
        if isinstance(value, Money) and kb.vocabulary.convert(value, kb.as_of) is None:
            target = kb.vocabulary.reporting_currency
            message = say(
                "there is no rate from {currency} to {target} on {day}",
                "没有 {day} 当天 {currency} 兑 {target} 的汇率",
                currency=value.currency,
                target=target,
                day=kb.as_of,
            )
            hint = say(
                "add `rates:` to {currency} in the vocabulary",
                "在词表的 {currency} 下补 `rates:`",
                currency=value.currency,
            )
            yield Finding(name, message, hint)


@rule(Contract, Severity.WARNING)
def notice_deadline_near(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """The last day to give notice is at most 30 days away.

    After it, the contract renews by itself, or can no longer be changed in time.

        === contracts/blue-cloud-2026.md
        ---
        title: 蓝云科技代理协议
        type: partnership
        status: signed
        party: blue-cloud
        signed: 2025-09-20
        start: 2025-10-01
        end: 2026-09-30
        auto_renew: true
        notice: 2m
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: agent
        last_contact: 2026-06-12
        ---

    To mend it: decide whether to renew, renegotiate or give notice, and act by that day. When it is
    decided, write it into the contract, or put `ignore: [notice-deadline-near]` there until the day
    is over.
    ---
    离通知截止日不超过 30 天。

    过了那天，合同就会自动续约，或者来不及再改。

    怎么办：决定续签、重谈还是通知终止，并在那天之前办好。已经决定的，写进合同；或者在那天之前写上
    `ignore: [notice-deadline-near]`。
    """
    deadline = contract.notice_deadline(kb)
    if deadline and contract.standing(kb) is NOTICE_NEAR:
        message = say(
            "notice can be given until {deadline}, {when}",
            "最迟 {deadline} 发出终止通知，{when}",
            deadline=deadline,
            when=words.days_until(deadline, kb.as_of),
        )
        hint = say(
            "decide: renew, renegotiate, or give notice", "尽快决定：续签、重谈，还是通知终止"
        )
        yield Finding("notice", message, hint)


@rule(Contract, Severity.INFO)
def notice_deadline_missed(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """The last day to give notice has passed within the last 30 days: the contract renews.

    Whoever meant to end or renegotiate it has to wait for the next term, or ask for good will.

        === contracts/blue-cloud-2026.md
        ---
        title: 蓝云科技代理协议
        type: partnership
        status: signed
        party: blue-cloud
        signed: 2025-08-06
        start: 2025-08-16
        end: 2026-08-15
        auto_renew: true
        notice: 60d
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: agent
        last_contact: 2026-06-12
        ---

    To mend it: plan for another term, or ask the other side to let you out. If notice was given in
    time, write `auto_renew: false`.
    ---
    通知截止日在近 30 天内刚过，合同将自动续约。

    想终止或重谈的，只能等下一期，或者与对方协商。

    怎么办：按续期做好安排，或者请对方同意退出。按时发过通知的，写上 `auto_renew: false`。
    """
    deadline, end = contract.notice_deadline(kb), contract.current_end(kb)
    if deadline is None or not contract.auto_renew or not contract.is_in_force(kb.as_of):
        return
    if 0 < (kb.as_of - deadline).days <= NOTICE_WARNING_DAYS:
        message = say(
            "notice could be given until {deadline}; it now renews after {end}",
            "通知截止日 {deadline} 已过，{end} 到期后将自动续约",
            deadline=deadline,
            end=end,
        )
        yield Finding("notice", message, say("plan for the renewal", "按续期做好安排"))


@rule(Contract, Severity.WARNING)
def contract_expiring(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A contract of a type that is renewed, but not by itself, ends within 90 days.

    Without a new signature its revenue ends on that day. Which types are renewed stands in the
    vocabulary (`renewed: true`).

        === contracts/east-bank-2026.md
        ---
        title: 东方银行年度订阅
        type: subscription
        status: signed
        party: east-bank
        signed: 2025-08-20
        start: 2025-09-01
        end: 2026-08-31
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: start the renewal. When it is signed, move `end`; if it is a contract of its own,
    put `ignore: [contract-expiring]` into the old one for the days it has left.
    ---
    需要续签、又不自动续约的合同，将在 90 天内到期。

    不续签，它的收入到那天为止。哪些合同类型需要续签，由词表决定（`renewed: true`）。

    怎么办：启动续签。签好后更新 `end`；另签新合同的，在旧合同剩下的日子里写上
    `ignore: [contract-expiring]`。
    """
    if contract.standing(kb) is EXPIRING and contract.end:
        message = say(
            "ends {end}, {when}",
            "{end} 到期，{when}",
            end=contract.end,
            when=words.days_until(contract.end, kb.as_of),
        )
        yield Finding("end", message, say("start the renewal", "启动续签"))


@rule(Contract, Severity.WARNING)
def payment_overdue(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A payment was due and has not come in.

    The longer nobody asks for it, the harder it is to get.

        === contracts/blue-cloud-oem.md
        ---
        title: 蓝云科技 OEM 许可
        type: licence
        status: signed
        party: blue-cloud
        signed: 2026-03-16
        payments:
          - {due: 2026-05-31, amount: 800000 CNY}
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: oem
        ---

    To mend it: collect it, and set `paid` to the day it came in. If another day was agreed on,
    correct `due`.
    ---
    应收的款项到期还没到账。

    拖得越久没有人催，越难收回来。

    怎么办：催收，到账后在 `paid` 写到账日期。另有约定的，更正 `due`。
    """
    for position, payment in enumerate(contract.payments):
        if payment.is_overdue(kb.as_of):
            message = say(
                "{amount} was due {day}, {ago}",
                "{amount} 应于 {day} 回款，{ago}",
                amount=words.money(payment.amount),
                day=payment.due,
                ago=words.days_until(payment.due, kb.as_of),
            )
            hint = say("collect it, and set `paid`", "催收回款，到账后填 `paid`")
            yield Finding(("payments", position, "due"), message, hint)


@rule(Contract, Severity.WARNING)
def obligation_overdue(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something promised in a contract has not been done by its day.

    The other side may hold back a payment for it, or claim damages.

        === contracts/blue-cloud-oem.md
        ---
        title: 蓝云科技 OEM 许可
        type: licence
        status: signed
        party: blue-cloud
        signed: 2026-03-16
        obligations:
          - {what: 交付团队原厂培训, due: 2026-06-15}
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: oem
        ---

    To mend it: do it, and set `done` to the day. If another day was agreed on, correct `due`.
    ---
    合同里约定的义务，到期了还没履行。

    对方可能因此扣款，或者索赔。

    怎么办：尽快履行，`done` 写完成日期。另有约定的，更正 `due`。
    """
    for position, each in enumerate(contract.obligations):
        if each.is_overdue(kb.as_of):
            message = words.was_due(each.what, each.due, kb.as_of)
            yield Finding(("obligations", position, "due"), message, words.DO_IT)


@rule(Contract, Severity.WARNING)
def payments_differ_from_value(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """The payments do not add up to the contract's value.

    One of them is wrong: either too much or too little is collected, or revenue is computed from a
    false value.

        === contracts/blue-cloud-oem.md
        ---
        title: 蓝云科技 OEM 许可
        type: licence
        status: negotiating
        party: blue-cloud
        value: 1200000 CNY
        payments:
          - {due: 2026-08-31, amount: 600000 CNY}
          - {due: 2027-02-28, amount: 500000 CNY}
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: oem
        ---

    To mend it: correct `value` or the amounts, or add the payments that are missing.
    ---
    各笔付款加起来不等于合同金额。

    必有一处写错：要么多收或少收，要么营收是按错误的金额算的。

    怎么办：更正 `value` 或各笔金额，或者补上缺少的付款。
    """
    has_renewed = contract.end_as_of(kb.as_of) != contract.end
    if not contract.payments or contract.value is None or has_renewed:
        return  # The value is one term's; after a renewal the payments are several terms'.
    currencies = {payment.amount.currency for payment in contract.payments}
    total = sum((payment.amount.amount for payment in contract.payments), Decimal(0))
    if currencies == {contract.value.currency} and total != contract.value.amount:
        planned = Money(total, contract.value.currency)
        message = say(
            "the payments add up to {planned}, the value is {value}",
            "付款计划合计 {planned}，合同金额却是 {value}",
            planned=words.money(planned),
            value=words.money(contract.value),
        )
        hint = say("correct the value, or complete the payments", "更正合同金额，或补全付款计划")
        yield Finding("value", message, hint)


@rule(Contract, Severity.WARNING)
def signed_without_date(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A contract is called signed, but the day of the signature is missing.

    From that day on both sides are bound; it also counts as a touch of the customer or partner.

        === contracts/blue-cloud-nda.md
        ---
        title: 蓝云科技保密协议
        type: nda
        status: signed
        party: blue-cloud
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: isv
        ---

    To mend it: set `signed` to the day on which the last side signed, or set the status back.
    ---
    合同标为已签署，却没写签署日期。

    双方从那天起受约束；那天也算与客户或伙伴接触过一次。

    怎么办：在 `signed` 写最后一方签署的日期；否则把状态退回去。
    """
    if contract.status == "signed" and contract.signed is None:
        message = say("signed, but `signed` is missing", "已签署，但没填签署日期 `signed`")
        yield Finding("status", message, say("add the day it was signed", "补上签署日期"))


@rule(Contract, Severity.ERROR)
def signed_after_end(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A contract was signed after its own end.

    One of the two dates is wrong, and the standing, notice and revenue computed from it with it.

        === contracts/blue-cloud-poc.md
        ---
        title: 蓝云科技联合测试服务
        type: service
        status: fulfilled
        party: blue-cloud
        signed: 2026-02-10
        end: 2025-12-31
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: isv
        ---

    To mend it: look the dates up in the signed paper, and correct `signed` or `end`.
    ---
    合同的签署日期晚于它自己的到期日期。

    两个日期必有一个写错，由它们算出的合同状态、通知截止日、营收也跟着错。

    怎么办：对照签好的合同原件，更正 `signed` 或 `end`。
    """
    if contract.signed and contract.end and contract.signed > contract.end:
        message = say(
            "{signed} {day} lies after {end} {last}",
            "{signed} {day} 晚于{end} {last}",
            signed=words.field(contract, "signed"),
            day=contract.signed,
            end=words.field(contract, "end"),
            last=contract.end,
        )
        yield Finding("signed", message, words.CORRECT_ONE)


@rule(Customer, Severity.INFO)
def customer_without_source(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nobody has written down how a customer came to us.

    Then no channel, partner or event gets the credit, and nobody can tell which of them is worth
    its money.

        === customers/northern-grid.md
        ---
        title: 北方电网
        industry: energy
        region: north
        tier: standard
        ---

    To mend it: add `source:`, and `source_ref:` with the partner, channel, event or community that
    brought it.
    ---
    没有记录客户是怎么来的。

    渠道、伙伴、活动的贡献都算不上，哪一个值得继续投入也说不清。

    怎么办：补 `source:`，并在 `source_ref:` 里写带来它的伙伴、渠道、活动或社区。
    """
    if customer.source is None and customer.is_open:
        hint = say(
            "add `source:`, and `source_ref:` if somebody brought it",
            "补上 `source:`；有人引荐的话再补 `source_ref:`",
        )
        yield Finding("title", say("has no source", "没填客户来源"), hint)


@rule(Customer, Severity.WARNING)
def visit_overdue(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """A customer has not been touched for longer than its tier's cadence allows.

    Customers that nobody talks to leave without saying so. The cadence is `visit_every` of the tier
    in the vocabulary, or of the customer itself.

        === customers/northern-grid.md
        ---
        title: 北方电网
        industry: energy
        region: north
        tier: key
        source: direct
        last_contact: 2026-02-10
        ---

    To mend it: visit them, and record the visit in `visits/`; for a mere call, `last_contact` does.
    If the cadence is wrong for them, set their own `visit_every`.
    ---
    客户超过所属等级的回访周期没有接触。

    没有人联系的客户，走的时候也不会打招呼。回访周期是词表里该等级的 `visit_every`，或者客户自
    己的。

    怎么办：安排回访，并在 `visits/` 里记录；只是通了电话的，写 `last_contact`。周期不适合这个
    客户的，给它单独设 `visit_every`。
    """
    due = customer.next_visit_due(kb)
    if due and customer.touch(kb) is VISIT_OVERDUE:
        last = customer.last_touch(kb)
        since = say("; the last touch was {last}", "；上次接触是 {last}", last=last)
        message = say(
            "a visit was due {due}, {ago}{since}",
            "应于 {due} 回访，{ago}{since}",
            due=due,
            ago=words.days_until(due, kb.as_of),
            since=since if last else "",
        )
        yield Finding("tier", message, say("visit them, and record it", "安排回访并记录"))


@rule(Customer, Severity.WARNING)
def next_action_overdue(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """The next step with a customer should have been taken by now.

    Somebody is waiting for it, or it was forgotten.

        === customers/northern-grid.md
        ---
        title: 北方电网
        industry: energy
        region: north
        tier: standard
        source: direct
        next_action: {what: 容灾演练复盘, due: 2026-06-15}
        ---

    To mend it: take the step, and write the one after it; or set a `due` that can be kept.
    ---
    与客户约定的下一步，到期了还没做。

    要么对方在等，要么已经忘了。

    怎么办：尽快完成，并写下新的下一步；或者定一个做得到的 `due`。
    """
    action = customer.next_action
    if action and customer.is_open and action.due < kb.as_of:
        message = words.was_due(action.what, action.due, kb.as_of)
        yield Finding(("next_action", "due"), message, words.TAKE_IT)


@rule(Customer, Severity.WARNING)
def customer_without_contract(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """A customer uses the product, but none of its contracts is in force any more.

    It runs without paying, and nobody is bound to help when something breaks. Customers that have
    no contract on record at all are left alone.

        === contracts/east-bank-2025.md
        ---
        title: 东方银行年度订阅
        type: subscription
        status: fulfilled
        party: east-bank
        signed: 2025-05-20
        start: 2025-06-01
        end: 2026-05-31
        ---

        === customers/east-bank.md
        ---
        title: 东方银行
        status: active
        industry: finance
        region: east
        tier: standard
        source: direct
        ---

    To mend it: renew, and write down the contract that is in force. If the customer has stopped
    using the product, set its status to `churned`.
    ---
    客户在用产品，但名下的合同都已失效。

    用着却没付钱，出了故障也没有谁有义务支持。完全没有登记过合同的客户不在此列。

    怎么办：尽快续签，并登记生效的合同。客户已经停用的，把状态改为 `churned`。
    """
    contracts = kb.referring(customer, Contract, "party")
    in_force = any(each.is_in_force(kb.as_of) for each in contracts)
    if customer.status == "active" and contracts and not in_force:
        ends = [end for each in contracts if (end := each.end_as_of(kb.as_of))]
        since = say(" since {day}", "自 {day} 起", day=max(ends)) if ends else ""
        message = say(
            "active, but no contract is in force{since}",
            "状态为在用，但{since}没有生效的合同",
            since=since,
        )
        yield Finding("status", message, say("renew it", "尽快续签"))


@rule(Partner, Severity.INFO)
def partner_dormant(partner: Partner, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nothing has happened with a partner for 180 days.

    A partnership that nobody feeds sells nothing, and may be sold to a rival meanwhile.

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: integrator
        last_contact: 2025-10-15
        ---

    To mend it: talk to them, and set `last_contact`; or end the partnership, and set the status to
    `ended`.
    ---
    伙伴 180 天没有任何往来。

    不经营的合作带不来生意，对方可能早已倒向竞争对手。

    怎么办：主动联系，并更新 `last_contact`；或者终止合作，把状态改为 `ended`。
    """
    last = partner.last_activity(kb)
    if last and partner.activity(kb) is DORMANT:
        message = say(
            "the last thing on record was {last}, {ago}",
            "最近一次往来是 {last}，{ago}",
            last=last,
            ago=words.days_until(last, kb.as_of),
        )
        hint = say("talk to them, or end the partnership", "主动联系，或终止合作")
        yield Finding("title", message, hint)
