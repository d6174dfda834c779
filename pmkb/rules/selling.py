"""Rules for opportunities, visits, cases, competitors and market signals."""

from collections.abc import Iterator
from decimal import Decimal

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.certification import Certification
from pmkb.kinds.product.price import Price
from pmkb.kinds.sales.case import NO_CONSENT, Case
from pmkb.kinds.sales.channel import FAR_BEHIND, Channel
from pmkb.kinds.sales.competitor import Competitor
from pmkb.kinds.sales.opportunity import STALLED, STALLED_AFTER_DAYS, Opportunity
from pmkb.kinds.sales.signal import UNANSWERED, Signal
from pmkb.kinds.sales.visit import Visit
from pmkb.rules.every_record import days_until
from pmkb.rules.rule import Finding, rule


@rule(Opportunity, Severity.WARNING)
def opportunity_without_next_action(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open deal has no next step, so nothing will happen to it."""
    if deal.is_open and deal.next_action is None:
        hint = "add `next_action:` with what, by when and by whom"
        yield Finding("stage", "has no next action", hint)


@rule(Opportunity, Severity.WARNING)
def opportunity_action_overdue(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """The next step of an open deal should have been taken by now."""
    action = deal.next_action
    if action and deal.is_open and action.due < kb.as_of:
        message = f"{action.what!r} was due {action.due}, {days_until(action.due, kb.as_of)}"
        yield Finding(("next_action", "due"), message, "take it, and write the one after it")


@rule(Opportunity, Severity.WARNING)
def opportunity_stalled(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open deal has not moved for 60 days: no stage reached, no review, no visit.

    Deals that do not move are seldom won. Move it, or call it lost.
    """
    if deal.standing(kb) is STALLED:
        last = deal.last_movement(kb)
        message = f"nothing has moved since {last}, for more than {STALLED_AFTER_DAYS} days"
        yield Finding("stage", message, "visit the customer, or close the deal as lost")


@rule(Opportunity, Severity.WARNING)
def opportunity_without_amount(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal beyond its first stages has no amount, so the pipeline does not count it."""
    share = deal.likelihood(kb)
    if deal.is_open and deal.amount is None and share is not None and share >= Decimal("0.2"):
        yield Finding("stage", "has no amount", "add `amount:`, an estimate if need be")


@rule(Opportunity, Severity.WARNING)
def probability_against_stage(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal's own probability is more than 30 points away from its stage's.

    Either the stage or the hope is wrong, and the weighted pipeline with it.
    """
    term = kb.vocabulary.term("opportunity-stage", deal.stage)
    usual = term.number("probability") if term else None
    own = deal.probability
    if deal.is_open and own is not None and usual is not None and abs(own - usual) > 30:
        message = f"{own:g} %, but {usual:g} % is usual in the stage {deal.stage!r}"
        yield Finding("probability", message, "correct the stage or the probability")


@rule(Opportunity, Severity.WARNING)
def lost_without_reason(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal was lost and nobody has written why, so nobody can learn from it."""
    if deal.phase is Phase.DROPPED and deal.lost_reason is None:
        yield Finding("stage", "lost without a reason", "add `lost_reason:`")


@rule(Opportunity, Severity.WARNING)
def closed_without_date(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """A deal was won or lost, but the day is missing, so no period can count it."""
    if not deal.is_open and deal.closed is None:
        yield Finding("stage", f"{deal.stage}, but `closed` is missing", "add `closed:`")


@rule(Opportunity, Severity.WARNING)
def opportunity_under_floor(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """The price offered is under the floor of every current price line of its form.

    It needs an approval before it is promised.
    """
    form = kb.target(deal, "form")
    if deal.price is None or form is None or not deal.is_open:
        return
    offered = kb.vocabulary.convert(deal.price, kb.as_of)
    floors = [
        floor
        for line in kb.referring(form, Price, "form")
        if line.from_ <= kb.as_of and (line.to is None or line.to >= kb.as_of)
        if (floor := kb.vocabulary.convert(line.floor, kb.as_of)) is not None
    ]
    lowest = min(floors, key=lambda floor: floor.amount, default=None)
    if offered and lowest and offered.amount < lowest.amount:
        message = f"{deal.price} is under the lowest floor of {form.id}, {lowest}"
        yield Finding("price", message, "get an approval, or raise the offer")


@rule(Opportunity, Severity.WARNING)
def waits_for_certificate(deal: Opportunity, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open deal requires a certificate that will not be held on the day it should close."""
    if not deal.is_open or deal.close is None:
        return
    for path, needed in kb.written(deal, "requires"):
        if isinstance(needed, Certification) and not needed.is_valid(max(deal.close, kb.as_of)):
            until = f" (valid until {needed.valid_until})" if needed.valid_until else ""
            message = f"{needed.heading} is {needed.status}{until} and the deal closes {deal.close}"
            hint = "speed the certificate up, move the deal, or take the condition out"
            yield Finding(path, message, hint)


@rule(Visit, Severity.WARNING)
def follow_up_overdue(visit: Visit, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something promised at a visit has not been done by its day."""
    for position, each in enumerate(visit.follow_ups):
        if each.is_overdue(kb.as_of):
            message = f"{each.what!r} was due {each.due}, {days_until(each.due, kb.as_of)}"
            yield Finding(("follow_ups", position, "due"), message, "do it, and set `done`")


@rule(Visit, Severity.ERROR)
def visit_in_future(visit: Visit, kb: KnowledgeBase) -> Iterator[Finding]:
    """A visit has an outcome or a satisfaction, but its day has not come yet."""
    if visit.date > kb.as_of and (visit.outcome or visit.satisfaction is not None):
        message = f"has results, but takes place {visit.date}"
        yield Finding("date", message, "correct the date")


@rule(Visit, Severity.WARNING)
def dissatisfied_without_follow_up(visit: Visit, kb: KnowledgeBase) -> Iterator[Finding]:
    """A customer was dissatisfied (1 or 2 of 5), and nothing was promised to them."""
    is_unhappy = visit.satisfaction is not None and visit.satisfaction <= 2
    if is_unhappy and not visit.follow_ups and not visit.document.body.tasks:
        message = f"satisfaction {visit.satisfaction} of 5, and nothing follows"
        yield Finding("satisfaction", message, "agree on what is done about it")


@rule(Case, Severity.WARNING)
def case_without_consent(case: Case, kb: KnowledgeBase) -> Iterator[Finding]:
    """A published case may not be cited: the customer's consent is missing or has lapsed.

    Take it down, or ask the customer again.
    """
    if case.standing(kb) is NO_CONSENT:
        when = case.consent_until
        message = f"the consent ended {when}" if when else "published without `consent_until`"
        at = "consent_until" if when else "status"
        yield Finding(at, message, "ask the customer again, or take the case down")


@rule(Competitor, Severity.INFO)
def claim_without_source(competitor: Competitor, kb: KnowledgeBase) -> Iterator[Finding]:
    """A comparison says what a rival can do without saying where that can be checked."""
    for position, claim in enumerate(competitor.comparison):
        if claim.source is None:
            message = f"the claim about {claim.capability!r} has no source"
            yield Finding(("comparison", position), message, "add `source:`")


@rule(Competitor, Severity.WARNING)
def claim_stale(competitor: Competitor, kb: KnowledgeBase) -> Iterator[Finding]:
    """A comparison with a rival was true half a year ago; sales may be telling it still."""
    for position, claim in enumerate(competitor.comparison):
        if claim.as_of is None:
            yield Finding(("comparison", position), "no day is given", "add `as_of:`")
        elif claim.is_stale(kb.as_of):
            message = f"the claim about {claim.capability!r} is of {claim.as_of}"
            hint = "check it again, and set `as_of`"
            yield Finding(("comparison", position, "as_of"), message, hint)


@rule(Signal, Severity.WARNING)
def signal_unanswered(signal: Signal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A signal of high impact is 14 days old, and nothing is done about it."""
    if signal.standing(kb) is UNANSWERED:
        message = f"of high impact, {days_until(signal.date, kb.as_of)}, and without a response"
        yield Finding("impact", message, "write a response, or decide that none is needed")


@rule(Channel, Severity.WARNING)
def channel_far_behind(channel: Channel, kb: KnowledgeBase) -> Iterator[Finding]:
    """A channel has reached less than three quarters of what its time asks for."""
    attained = channel.attainment(kb)
    if attained is not None and channel.standing(kb) is FAR_BEHIND:
        message = f"{attained:.0%} of the target reached"
        yield Finding("target", message, "help the channel, or set another target")
