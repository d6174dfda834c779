"""Rules for certifications, documents and requirements."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.certification import RENEW_NOW, TOO_LATE, Certification
from pmkb.kinds.product.document import MISSING, Document
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.rules.every_record import days_until
from pmkb.rules.rule import Finding, rule


@rule(Certification, Severity.WARNING)
def renewal_due(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A certificate's renewal has to start within 60 days, so that it does not lapse."""
    start = cert.renewal_start(kb)
    if start and cert.standing(kb) is RENEW_NOW:
        message = f"to be renewed without a gap, the renewal has to start by {start}"
        yield Finding("valid_until", message, "start the renewal")


@rule(Certification, Severity.WARNING)
def lapses_before_renewal(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A certificate ends before a renewal that starts today could be finished.

    There will be a gap. Warn the deals that need it, and ask the issuer for an extension.
    """
    start = cert.renewal_start(kb)
    if start and cert.standing(kb) is TOO_LATE:
        message = (
            f"valid until {cert.valid_until}, but a renewal takes {cert.lead_time}: "
            f"it had to start by {start}, {days_until(start, kb.as_of)}"
        )
        yield Finding(
            "valid_until", message, "ask for an extension; if the renewal runs, record it"
        )


@rule(Certification, Severity.WARNING)
def surveillance_missed(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A surveillance audit day has passed without a newer `reviewed` date.

    A certificate can be withdrawn before `valid_until` when an audit is missed.
    """
    if not cert.is_valid(kb.as_of):
        return
    for position, day in enumerate(cert.surveillance):
        if day < kb.as_of and (cert.reviewed is None or cert.reviewed < day):
            message = f"nothing shows that the audit of {day} has taken place"
            hint = "set `reviewed` to the day the audit was passed"
            yield Finding(("surveillance", position), message, hint)


@rule(Certification, Severity.INFO)
def valid_without_end(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A certificate is called valid, but nothing says until when.

    Test reports hold for ever; anything else should have its last day written down.
    """
    if cert.status == "valid" and cert.valid_until is None and cert.type != "test-report":
        yield Finding("status", "valid, but `valid_until` is missing", "add the last day it holds")


@rule(Document, Severity.INFO)
def document_behind_release(document: Document, kb: KnowledgeBase) -> Iterator[Finding]:
    """A newer release is out, and no document of this type and language covers it."""
    if document.is_open and document.lags_behind(kb):
        message = f"a newer release has no {document.type} in {document.language}"
        yield Finding("covers", message, "update it, or write the one for the newer release")


@rule(Document, Severity.WARNING)
def document_missing(document: Document, kb: KnowledgeBase) -> Iterator[Finding]:
    """A document is called published, but nothing says where it can be read."""
    if document.status == "published" and document.standing(kb) is MISSING:
        yield Finding(
            "status", "published, but has no `url` and no `file`", "add where it can be read"
        )


@rule(Requirement, Severity.WARNING)
def scheduled_without_roadmap(requirement: Requirement, kb: KnowledgeBase) -> Iterator[Finding]:
    """A requirement is called planned or in progress, but no roadmap item fulfils it."""
    if requirement.status in ("planned", "in-progress") and requirement.roadmap is None:
        message = f"{requirement.status}, but no roadmap item fulfils it"
        yield Finding("status", message, "add `roadmap:`, or set the status back")


@rule(Requirement, Severity.WARNING)
def promised_but_unscheduled(requirement: Requirement, kb: KnowledgeBase) -> Iterator[Finding]:
    """A requirement that customers wait for is accepted, but no roadmap item fulfils it.

    To the customer, accepted means that it will come.
    """
    if requirement.status == "accepted" and requirement.requesters and requirement.roadmap is None:
        who = ", ".join(requirement.requesters)
        message = f"accepted for {who}, and in no plan"
        yield Finding("status", message, "add `roadmap:`, or tell them when it will not come")


@rule(Requirement, Severity.WARNING)
def requirement_behind_roadmap(requirement: Requirement, kb: KnowledgeBase) -> Iterator[Finding]:
    """A requirement and the roadmap item that fulfils it do not tell the same story.

    Either the item is shipped and the requirement open, or the other way round.
    """
    item = kb.resolve(requirement.roadmap, Roadmap)
    if item is None or requirement.phase is Phase.DROPPED:
        return
    if (item.phase is Phase.DONE) != (requirement.phase is Phase.DONE):
        message = f"{requirement.status}, but its roadmap item is {item.status}"
        yield Finding("status", message, "update one of the two")
