"""Rules for the task items in bodies."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity, did_you_mean
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.directory.contact import Contact
from pmkb.record import Record
from pmkb.rules.every_record import days_until
from pmkb.rules.rule import Finding, rule


@rule(Record, Severity.WARNING)
def task_overdue(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open task's day has passed.

    Do it, move its date, or strike it out.
    """
    for task in record.document.body.tasks:
        day = task.due.value if task.due else None
        if task.due and day and not task.done and day < kb.as_of:
            message = f"{task.text!r} was due {day}, {days_until(day, kb.as_of)}"
            yield Finding(task.due.span, message, "do it and tick it off, or agree on a new date")


@rule(Record, Severity.WARNING)
def task_date_unreadable(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A task's `due:` or `done:` is no day, so the task never comes up."""
    for task in record.document.body.tasks:
        for dated in (task.due, task.finished):
            if dated is not None and dated.value is None:
                hint = "write it as YYYY-MM-DD"
                yield Finding(dated.span, f"{dated.text!r} is not a day", hint)


@rule(Record, Severity.WARNING)
def task_owner_has_left(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open task is given to a person who has left, so nobody does it."""
    for task in record.document.body.tasks:
        owner = kb.resolve(task.owner, Contact)
        if owner and task.owner_span and not task.done and owner.has_ended(kb.as_of):
            message = f"{owner.heading} left on {owner.left}"
            yield Finding(task.owner_span, message, "give the task to somebody else")


@rule(Record, Severity.WARNING)
def task_owner_unknown(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A task's `@owner` is no contact, so nobody sees the task among theirs."""
    if Contact.kind() not in kb.kinds:
        return
    known = _names(kb)
    for task in record.document.body.tasks:
        if task.owner and task.owner_span and not task.done and task.owner not in known:
            message = f"there is no contact {task.owner!r}"
            yield Finding(task.owner_span, message, did_you_mean(task.owner, known))


@once
def _names(kb: KnowledgeBase) -> frozenset[str]:
    """Every id and alias that a task's `@owner` can be."""
    people = kb.all(Contact)
    return frozenset(name for each in people for name in (each.id, *each.aliases))
