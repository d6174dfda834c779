"""Rules for goals."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.goal import OFF_TRACK, Goal
from pmkb.kinds.dashboard.product import Product
from pmkb.record import Record
from pmkb.rules.rule import Finding, rule

STALE_READING_DAYS = 92


@rule(Goal, Severity.ERROR)
def target_equals_baseline(goal: Goal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A goal's target is its baseline, so there is no way to go and no progress to compute."""
    if goal.target == goal.baseline:
        message = f"the target {goal.target:g} is the baseline"
        yield Finding("target", message, "write the value at the start as `baseline`")


@rule(Goal, Severity.WARNING)
def goal_without_reading(goal: Goal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A goal has begun, and nothing says how far it has come.

    Without a reading not older than a quarter, nobody can tell whether it is on track.
    """
    if goal.metric or not goal.is_open or goal.start > kb.as_of:
        return
    newest = goal.reading(kb.as_of)
    if newest is None:
        message = f"began on {goal.start} and has no reading"
        yield Finding("start", message, "add the measured value under `readings`")
    elif (kb.as_of - newest.date).days > STALE_READING_DAYS and kb.as_of <= goal.due:
        message = f"the newest reading is of {newest.date}"
        yield Finding("readings", message, "add the newest value under `readings`")


@rule(Goal, Severity.WARNING)
def goal_off_track(goal: Goal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A goal has made less than three quarters of the progress that its time asks for."""
    progress, ideal = goal.progress(kb), goal.ideal(kb)
    if goal.is_open and goal.standing(kb) is OFF_TRACK and progress is not None and ideal:
        message = f"{progress:.0%} of the way at {ideal:.0%} of the time"
        yield Finding("target", message, "decide on a response, or on another target")


@rule(Product, Severity.WARNING)
def product_without_positioning(product: Product, kb: KnowledgeBase) -> Iterator[Finding]:
    """The product has no positioning, so everybody tells another story about it."""
    if product.positioning is None:
        hint = "add `positioning:` with for, need, category, benefit, unlike and differentiator"
        yield Finding("goal", "has no positioning", hint)


@rule(Record, Severity.INFO)
def part_of_dropped(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open record belongs to a goal, release or roadmap item that has been given up."""
    for name in ("goal", "release", "roadmap", "parent"):
        if name not in record.keys or not record.is_open:
            continue
        target = kb.target(record, name)
        if target is not None and target.phase is Phase.DROPPED:
            message = f"{target.heading} ({target.kind()}) was {target.status}"
            yield Finding(name, message, "move it elsewhere, or close it too")
