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
from pmkb.record import Record
from pmkb.rules.every_record import days_until
from pmkb.rules.rule import Finding, rule
from pmkb.values import Money


@rule(Record, Severity.WARNING)
def money_without_rate(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An amount is in a currency that has no rate on the day, so no sum can include it.

    Add the rate and its date to the currency in `schemas/vocabulary.yml`.
    """
    for name in record.keys:
        value = record.get(name)
        if isinstance(value, Money) and kb.vocabulary.convert(value, kb.as_of) is None:
            target = kb.vocabulary.reporting_currency
            message = f"there is no rate from {value.currency} to {target} on {kb.as_of}"
            yield Finding(name, message, f"add `rates:` to {value.currency} in the vocabulary")


@rule(Contract, Severity.WARNING)
def notice_deadline_near(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """The last day to give notice is at most 30 days away.

    After it, the contract renews by itself, or can no longer be changed in time.
    """
    deadline = contract.notice_deadline(kb)
    if deadline and contract.standing(kb) is NOTICE_NEAR:
        message = f"notice can be given until {deadline}, {days_until(deadline, kb.as_of)}"
        yield Finding("notice", message, "decide: renew, renegotiate, or give notice")


@rule(Contract, Severity.INFO)
def notice_deadline_missed(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """The last day to give notice has passed within the last 30 days: the contract renews.

    Whoever meant to end or renegotiate it has to wait for the next term, or ask for good will.
    """
    deadline, end = contract.notice_deadline(kb), contract.current_end(kb)
    if deadline is None or not contract.auto_renew or not contract.is_in_force(kb.as_of):
        return
    if 0 < (kb.as_of - deadline).days <= NOTICE_WARNING_DAYS:
        message = f"notice could be given until {deadline}; it now renews after {end}"
        yield Finding("notice", message, "plan for the renewal")


@rule(Contract, Severity.WARNING)
def contract_expiring(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A contract of a type that is renewed, but not by itself, ends within 90 days.

    Which types are renewed stands in the vocabulary (`renewed: true`).
    """
    if contract.standing(kb) is EXPIRING and contract.end:
        message = f"ends {contract.end}, {days_until(contract.end, kb.as_of)}"
        yield Finding("end", message, "start the renewal")


@rule(Contract, Severity.WARNING)
def payment_overdue(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A payment was due and has not come in."""
    for position, payment in enumerate(contract.payments):
        if payment.is_overdue(kb.as_of):
            message = f"{payment.amount} was due {payment.due}, {days_until(payment.due, kb.as_of)}"
            yield Finding(("payments", position, "due"), message, "collect it, and set `paid`")


@rule(Contract, Severity.WARNING)
def obligation_overdue(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something promised in a contract has not been done by its day."""
    for position, each in enumerate(contract.obligations):
        if each.is_overdue(kb.as_of):
            message = f"{each.what!r} was due {each.due}, {days_until(each.due, kb.as_of)}"
            yield Finding(("obligations", position, "due"), message, "do it, and set `done`")


@rule(Contract, Severity.WARNING)
def payments_differ_from_value(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """The payments do not add up to the contract's value."""
    has_renewed = contract.end_as_of(kb.as_of) != contract.end
    if not contract.payments or contract.value is None or has_renewed:
        return  # The value is one term's; after a renewal the payments are several terms'.
    currencies = {payment.amount.currency for payment in contract.payments}
    total = sum((payment.amount.amount for payment in contract.payments), Decimal(0))
    if currencies == {contract.value.currency} and total != contract.value.amount:
        planned = Money(total, contract.value.currency)
        message = f"the payments add up to {planned}, the value is {contract.value}"
        yield Finding("value", message, "correct the value, or complete the payments")


@rule(Contract, Severity.WARNING)
def signed_without_date(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A contract is called signed, but the day of the signature is missing."""
    if contract.status == "signed" and contract.signed is None:
        yield Finding("status", "signed, but `signed` is missing", "add the day it was signed")


@rule(Contract, Severity.ERROR)
def signed_after_end(contract: Contract, kb: KnowledgeBase) -> Iterator[Finding]:
    """A contract was signed after its own end: one of the dates is wrong."""
    if contract.signed and contract.end and contract.signed > contract.end:
        message = f"`signed` {contract.signed} lies after `end` {contract.end}"
        yield Finding("signed", message, "correct one of the two dates")


@rule(Customer, Severity.INFO)
def customer_without_source(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nobody has written down how a customer came to us, so no channel gets the credit."""
    if customer.source is None and customer.is_open:
        yield Finding(
            "title", "has no source", "add `source:`, and `source_ref:` if somebody brought it"
        )


@rule(Customer, Severity.WARNING)
def visit_overdue(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """A customer has not been touched for longer than its tier's cadence allows."""
    due = customer.next_visit_due(kb)
    if due and customer.touch(kb) is VISIT_OVERDUE:
        last = customer.last_touch(kb)
        since = f"; the last touch was {last}" if last else ""
        message = f"a visit was due {due}, {days_until(due, kb.as_of)}{since}"
        yield Finding("tier", message, "visit them, and record it")


@rule(Customer, Severity.WARNING)
def next_action_overdue(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """The next step with a customer should have been taken by now."""
    action = customer.next_action
    if action and customer.is_open and action.due < kb.as_of:
        message = f"{action.what!r} was due {action.due}, {days_until(action.due, kb.as_of)}"
        yield Finding(("next_action", "due"), message, "take it, and write the one after it")


@rule(Customer, Severity.WARNING)
def customer_without_contract(customer: Customer, kb: KnowledgeBase) -> Iterator[Finding]:
    """A customer uses the product, but no contract with it is in force."""
    contracts = kb.referring(customer, Contract, "party")
    in_force = any(each.is_in_force(kb.as_of) for each in contracts)
    if customer.status == "active" and contracts and not in_force:
        ends = [end for each in contracts if (end := each.end_as_of(kb.as_of))]
        since = f" since {max(ends)}" if ends else ""
        yield Finding("status", f"active, but no contract is in force{since}", "renew it")


@rule(Partner, Severity.INFO)
def partner_dormant(partner: Partner, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nothing has happened with a partner for 180 days."""
    last = partner.last_activity(kb)
    if last and partner.activity(kb) is DORMANT:
        message = f"the last thing on record was {last}, {days_until(last, kb.as_of)}"
        yield Finding("title", message, "talk to them, or end the partnership")
