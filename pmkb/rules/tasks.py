"""Rules for the task items in bodies."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity, did_you_mean
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.directory.contact import Contact
from pmkb.message import say
from pmkb.record import Record
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule


@rule(Record, Severity.WARNING)
def task_overdue(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open task's day has passed.

    Somebody relied on it, or it was done and nobody has ticked it off.

        === meetings/planning-8-6.md
        ---
        title: 8.6 范围评审
        type: product-review
        date: 2026-06-11
        ---

        - [ ] 更新 8.6 发布说明 due:2026-06-18

    To mend it: do it and tick it off (`- [x]`), move its date, or delete the line.
    ---
    未完成的待办已过期。

    有人在等它，或者早就做完了，只是没有打勾。

    怎么办：做完打勾（`- [x]`），或者改日期，或者删掉这一行。
    """
    for task in record.document.body.tasks:
        day = task.due.value if task.due else None
        if task.due and day and not task.done and day < kb.as_of:
            hint = say(
                "do it and tick it off, or agree on a new date", "完成后勾选，或商定新的日期"
            )
            yield Finding(task.due.span, words.was_due(task.text, day, kb.as_of), hint)


@rule(Record, Severity.WARNING)
def task_date_unreadable(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A task's `due:` or `done:` is no day.

    Without one, the task is never due and never comes up.

        === meetings/planning-8-6.md
        ---
        title: 8.6 范围评审
        type: product-review
        date: 2026-06-11
        ---

        - [ ] 更新 8.6 发布说明 due:7月3日

    To mend it: write the day as `YYYY-MM-DD`: `due:2026-07-03`.
    ---
    待办的 `due:` 或 `done:` 不是日期。

    没有日期，待办就永远不会到期，也不会被提醒。

    怎么办：日期写成 `YYYY-MM-DD`：`due:2026-07-03`。
    """
    for task in record.document.body.tasks:
        for dated in (task.due, task.finished):
            if dated is not None and dated.value is None:
                message = say("{text!r} is not a day", "“{text}”不是日期", text=dated.text)
                hint = say("write it as YYYY-MM-DD", "写成 YYYY-MM-DD")
                yield Finding(dated.span, message, hint)


@rule(Record, Severity.WARNING)
def task_owner_has_left(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open task is given to a person who has left.

    Nobody sees it among theirs, so nobody does it.

        === meetings/planning-8-6.md
        ---
        title: 8.6 范围评审
        type: product-review
        date: 2026-06-11
        ---

        - [ ] 更新 8.6 发布说明 @zhao-lei due:2026-07-03

        === contacts/zhao-lei.md
        ---
        title: 赵磊
        role: 技术文档
        team: rd
        left: 2026-06-19
        ---

    To mend it: write the `@id` of somebody who takes it over, and tell them.
    ---
    未完成的待办派给了已离职的人。

    不会出现在任何人的清单里，也就没有人做。

    怎么办：写上接手者的 `@编号`，并告诉对方。
    """
    for task in record.document.body.tasks:
        owner = kb.resolve(task.owner, Contact)
        if owner and task.owner_span and not task.done and owner.has_ended(kb.as_of):
            hint = say("give the task to somebody else", "把待办交给别人")
            yield Finding(task.owner_span, words.has_left(owner), hint)


@rule(Record, Severity.WARNING)
def task_owner_unknown(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A task's `@owner` is no contact.

    Nobody sees the task among theirs.

        === meetings/planning-8-6.md
        ---
        title: 8.6 范围评审
        type: product-review
        date: 2026-06-11
        ---

        - [ ] 更新 8.6 发布说明 @chenyu due:2026-07-03

        === contacts/chen-yu.md
        ---
        title: 陈宇
        role: 产品经理
        team: product
        ---

    To mend it: write the id of a contact, such as `@chen-yu`, or add the contact. An `@` that names
    nobody needs backticks around it.
    ---
    待办的 `@负责人` 不是联系人。

    不会出现在任何人的清单里。

    怎么办：写联系人的编号，如 `@chen-yu`，或者新建联系人。不是指人的 `@`，用反引号括起来。
    """
    if Contact.kind() not in kb.kinds:
        return
    known = _names(kb)
    for task in record.document.body.tasks:
        if task.owner and task.owner_span and not task.done and task.owner not in known:
            message = say("there is no contact {who!r}", "没有联系人“{who}”", who=task.owner)
            yield Finding(task.owner_span, message, did_you_mean(task.owner, known))


@once
def _names(kb: KnowledgeBase) -> frozenset[str]:
    """Every id and alias that a task's `@owner` can be."""
    people = kb.all(Contact)
    return frozenset(name for each in people for name in (each.id, *each.aliases))
