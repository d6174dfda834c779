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

    Sales would quote either.
    """
    follower = price.next_line(kb)
    if follower and (price.to is None or price.to >= follower.from_):
        end = price.to or "open"
        message = f"{follower.id} begins {follower.from_}, before this line ends ({end})"
        at = "to" if price.to else "from"
        yield Finding(at, message, f"end this line on {follower.from_ - timedelta(days=1)}")


@rule(Price, Severity.WARNING)
def price_gap(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """Between two lines of the price book there are days without a price."""
    follower = price.next_line(kb)
    if follower and price.to and price.to + timedelta(days=1) < follower.from_:
        message = f"ends {price.to}, and {follower.id} begins only {follower.from_}"
        yield Finding("to", message, "close the gap between the two lines")


@rule(Price, Severity.WARNING)
def price_ending(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """A current price ends within 60 days, and no line follows it."""
    if price.standing(kb) is ENDING:
        yield Finding("to", f"ends {price.to}, and nothing follows", "write the line that follows")


@rule(Price, Severity.ERROR)
def floor_above_list(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """The lowest price is higher than the list price: the two are swapped or mistyped."""
    same = price.floor.currency == price.list_.currency
    if same and price.floor.amount > price.list_.amount:
        yield Finding("floor", f"{price.floor} is above the list price {price.list_}")


@rule(Price, Severity.WARNING)
def price_without_approval(price: Price, kb: KnowledgeBase) -> Iterator[Finding]:
    """A price holds, and nobody has approved it."""
    if price.approved_by is None and price.from_ <= kb.as_of and not price.has_ended(kb.as_of):
        yield Finding("list", "holds without an approval", "add `approved_by:`")


@rule(Risk, Severity.WARNING)
def risk_without_mitigation(risk: Risk, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nobody has said what is done about an open risk.

    Accepting it is an answer too: then set the status to accepted.
    """
    if risk.is_open and risk.mitigation is None:
        message = f"exposure {risk.exposure(kb)}, and nothing is done about it"
        yield Finding("impact", message, "add `mitigation:`, or accept the risk")


@rule(Risk, Severity.WARNING)
def high_risk_without_review(risk: Risk, kb: KnowledgeBase) -> Iterator[Finding]:
    """A risk with an exposure of 15 or more has no day by which to look at it again."""
    if risk.is_open and risk.exposure(kb) >= HIGH_FROM and risk.review_by is None:
        yield Finding("impact", f"exposure {risk.exposure(kb)} without `review_by`")


@rule(Benchmark, Severity.ERROR)
def benchmark_of_nobody(benchmark: Benchmark, kb: KnowledgeBase) -> Iterator[Finding]:
    """A measurement says neither which release of ours nor which rival was measured."""
    if benchmark.release is None and benchmark.competitor is None:
        yield Finding("workload", "neither a release nor a competitor is named")


@rule(Benchmark, Severity.WARNING)
def superseded_but_cited(benchmark: Benchmark, kb: KnowledgeBase) -> Iterator[Finding]:
    """A measurement has been superseded, but records still refer to it.

    They tell old numbers. Point them to the newer one.
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

    Talk about it again, then `pmkb sign` the briefing.
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
    """Nobody has noted which wording of a topic was agreed to, so agreement cannot be shown."""
    unsigned = briefing.unsigned_topics(kb)
    for path, topic in kb.written(briefing, "topics"):
        if topic in unsigned:
            hint = "run `pmkb sign` on this briefing"
            yield Finding(path, f"{topic.heading} is not signed", hint)


@rule(Survey, Severity.ERROR)
def survey_without_answers(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """A survey that is over has neither a file of answers nor counts."""
    is_over = (survey.end or survey.start) < kb.as_of
    if is_over and survey.responses is None and not survey.counts:
        yield Finding("method", "has no answers", "add `responses:` or `counts:`")


@rule(Survey, Severity.ERROR)
def survey_file_missing(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """The file of a survey's answers is not there."""
    if survey.responses is not None and survey.responses not in kb.content.files:
        message = f"there is no file {survey.responses!r} below the docs folder"
        yield Finding("responses", message, "correct the path")
