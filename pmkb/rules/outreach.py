"""Rules for events, meetings, communities, forms, criteria, links and facts."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.graph import KnowledgeBase
from pmkb.kinds.activities.event import NO_RESULTS, Event
from pmkb.kinds.activities.meeting import Meeting
from pmkb.kinds.dashboard.dataset import Dataset
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.dashboard.response import Response
from pmkb.kinds.directory.link import STALE, UNCHECKED, Link
from pmkb.kinds.ecosystem.community import UNCOUNTED, Community
from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.kinds.forms.form import Form
from pmkb.kinds.success.criterion import Criterion
from pmkb.rules.rule import Finding, rule


@rule(Event, Severity.WARNING)
def event_without_results(event: Event, kb: KnowledgeBase) -> Iterator[Finding]:
    """An event is two weeks past, and nobody has written what came of it.

    Without attendees and leads, its cost cannot be judged.
    """
    if event.standing(kb) is NO_RESULTS:
        day = event.end or event.start
        message = f"took place {day} and has neither `attendees` nor `leads`"
        yield Finding("end" if event.end else "start", message, "add the results")


@rule(Event, Severity.WARNING)
def event_over_budget(event: Event, kb: KnowledgeBase) -> Iterator[Finding]:
    """An event has cost more than its budget."""
    budget, cost = event.budget, event.cost
    if budget and cost and budget.currency == cost.currency and cost.amount > budget.amount:
        yield Finding("cost", f"{cost} spent, {budget} planned", "note the reason in the text")


@rule(Event, Severity.WARNING)
def event_held_in_future(event: Event, kb: KnowledgeBase) -> Iterator[Finding]:
    """An event is called held, but its day has not come yet."""
    if event.status == "held" and event.start > kb.as_of:
        yield Finding("status", f"held, but begins {event.start}", "correct status or date")


@rule(Meeting, Severity.INFO)
def meeting_without_outcome(meeting: Meeting, kb: KnowledgeBase) -> Iterator[Finding]:
    """A meeting is over and has neither a decision nor a task."""
    if meeting.date < kb.as_of and not meeting.decisions and not meeting.document.body.tasks:
        message = "neither a decision nor a task came out of it"
        yield Finding("date", message, "write what was decided, or spare the next one")


@rule(Community, Severity.INFO)
def community_uncounted(community: Community, kb: KnowledgeBase) -> Iterator[Finding]:
    """A community has not been counted for a quarter, so nobody knows whether it grows."""
    if community.is_open and community.standing(kb) is UNCOUNTED:
        at = "counts" if community.counts else "title"
        yield Finding(at, "not counted for a quarter", "add a line to `counts`")


@rule(Form, Severity.ERROR)
def feature_listed_twice(form: Form, kb: KnowledgeBase) -> Iterator[Finding]:
    """A delivery form lists a feature twice; parity would count both."""
    names = [feature.name for feature in form.features]
    for position, name in enumerate(names):
        if name in names[:position]:
            yield Finding(("features", position, "name"), f"{name!r} is listed already")


@rule(Criterion, Severity.WARNING)
def criterion_without_measure(criterion: Criterion, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nothing decides whether a success criterion is met: no metric, and no assessment.

    A criterion that cannot be found met or not is a wish.
    """
    if criterion.metric is None and not criterion.assessments and criterion.is_open:
        message = "neither a metric nor an assessment decides it"
        yield Finding("statement", message, "add `metric:` and `comparison:`, or `assessments:`")


@rule(Criterion, Severity.ERROR)
def comparison_incomplete(criterion: Criterion, kb: KnowledgeBase) -> Iterator[Finding]:
    """A criterion names a metric, but not how it compares with which value."""
    if criterion.metric is not None and (criterion.comparison is None or criterion.value is None):
        yield Finding("metric", "`comparison` and `value` are needed with a metric")


@rule(Link, Severity.INFO)
def link_unchecked(link: Link, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nobody has seen for 180 days whether an address still works."""
    standing = link.standing(kb)
    if standing in (STALE, UNCHECKED) and link.is_open:
        at = "checked" if link.checked else "url"
        message = f"last checked {link.checked}" if link.checked else "never checked"
        yield Finding(at, message, "open it, and set `checked` to today")


@rule(Dataset, Severity.ERROR)
def dataset_file_missing(dataset: Dataset, kb: KnowledgeBase) -> Iterator[Finding]:
    """The file of a dataset is not there."""
    if dataset.path_ not in kb.content.files:
        message = f"there is no file {dataset.path_!r} below the docs folder"
        yield Finding("path", message, "correct the path")


@rule(Dataset, Severity.ERROR)
def key_not_a_column(dataset: Dataset, kb: KnowledgeBase) -> Iterator[Finding]:
    """A dataset's key names a column that it does not have."""
    known = {column.name for column in dataset.columns_}
    for position, name in enumerate(dataset.key_):
        if name not in known:
            yield Finding(("key", position), f"there is no column {name!r}")


@rule(Metric, Severity.ERROR)
def metric_not_defined(metric: Metric, kb: KnowledgeBase) -> Iterator[Finding]:
    """A metric lacks what its type is computed from.

    A simple or cumulative metric needs `dataset` and `value`; a ratio needs `numerator` and
    `denominator`.
    """
    if metric.type in ("simple", "cumulative") and (metric.dataset is None or metric.value is None):
        yield Finding("type", f"a {metric.type} metric needs `dataset` and `value`")
    if metric.type == "ratio" and (metric.numerator is None or metric.denominator is None):
        yield Finding("type", "a ratio needs `numerator` and `denominator`")


@rule(Metric, Severity.ERROR)
def column_unknown(metric: Metric, kb: KnowledgeBase) -> Iterator[Finding]:
    """A metric uses a column that its dataset does not have."""
    dataset = kb.resolve(metric.dataset, Dataset)
    if dataset is None:
        return
    known = {column.name for column in dataset.columns_}
    used: list[tuple[tuple[str | int, ...], str | None]] = [
        (("value",), metric.value),
        (("time",), metric.time),
        *((("dimensions", at), name) for at, name in enumerate(metric.dimensions)),
    ]
    for path, name in used:
        if name is not None and name not in known:
            yield Finding(path, f"{dataset.heading} has no column {name!r}")


@rule(Funnel, Severity.WARNING)
def funnel_without_facts(funnel: Funnel, kb: KnowledgeBase) -> Iterator[Finding]:
    """A funnel has no dataset, so no conversion can be computed."""
    if funnel.dataset is None and funnel.is_open:
        yield Finding("stages", "has no dataset", "add `dataset:`")


@rule(Response, Severity.WARNING)
def response_without_action(response: Response, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something was found, and nobody has said what is done about it by when."""
    if response.is_open and (response.action is None or response.due is None):
        missing = "action" if response.action is None else "due"
        yield Finding("finding", f"`{missing}` is missing", f"add `{missing}:`")
