"""Rules for records of every kind: dates, reviews, owners."""

from collections.abc import Iterator
from datetime import date

from pmkb.diagnostic import Severity, did_you_mean
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.directory.contact import Contact
from pmkb.record import Record
from pmkb.rules.rule import RULES, Finding, rule


@rule(Record, Severity.ERROR)
def end_before_start(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A record ends, is due or was finished before it begins.

    One of the two dates is wrong; everything computed from them would be too.

        === roadmap/backup-encryption.md
        ---
        title: 备份集加密
        status: idea
        start: 2026-09-01
        due: 2026-08-15
        ---

    To mend it: correct the date that is wrong; a slip in the month or the year is the usual cause.
    """
    begin = record.day(record.begins)
    names = dict.fromkeys((record.ends, record.due_by, record.finished))
    for name in names:
        day = record.day(name)
        if begin and day and name and name != record.begins and day < begin:
            message = f"`{name}` {day} lies before `{record.begins}` {begin}"
            # A release may come out before the day it was planned for.
            if record.begins != record.finished or name == record.ends:
                yield Finding(name, message, "correct one of the two dates")


@rule(Record, Severity.WARNING)
def done_without_date(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A status says that something is done, but the day on which it was done is missing.

    Without it, neither slip nor pace can be computed.

        === responses/panhai-price-cut.md
        ---
        title: 应对磐海降价
        status: closed
        finding: 6 月丢单两笔，均因报价高于对手
        action: 推出迁移补贴包
        ---

    To mend it: add the day, under the field that the message names; or set the status back.
    """
    if record.finished and record.phase is Phase.DONE and record.get(record.finished) is None:
        message = f"the status is {_status(record)!r}, but `{record.finished}` is missing"
        yield Finding(
            record.status_key, message, f"add `{record.finished}:` with the day it was done"
        )


@rule(Record, Severity.WARNING)
def done_in_future(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A status says that something is done, but on a day that has not come yet.

    Whoever reads the status relies on something that is not there.

        === responses/panhai-price-cut.md
        ---
        title: 应对磐海降价
        status: closed
        finding: 6 月丢单两笔，均因报价高于对手
        action: 推出迁移补贴包
        closed: 2026-07-31
        ---

    To mend it: correct the date; if it is only planned, set the status back and take the date out.
    """
    day = record.day(record.finished)
    if record.finished and record.phase is Phase.DONE and day and day > kb.as_of:
        message = (
            f"the status is {_status(record)!r}, but `{record.finished}` {day} lies in the future"
        )
        yield Finding(record.finished, message, "correct the date, or the status")


@rule(Record, Severity.WARNING)
def past_due(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something is still open although its day has passed.

    Either it is done and nobody has said so, or it is late and needs a new date that people can
    rely on.

        === releases/v8-6.md
        ---
        title: StarryDB 8.6
        version: "8.6"
        status: in-development
        planned: 2026-05-31
        ---

    To mend it: update the status and add the day it was done, or agree on a new date.
    """
    day = record.day(record.due_by)
    if (
        day
        and record.due_by
        and record.is_open
        and day < kb.as_of
        and not record.day(record.finished)
    ):
        days = (kb.as_of - day).days
        state = f" ({_status(record)})" if record.state else ""
        message = f"due {day}, {_days(days)} ago, and still open{state}"
        yield Finding(record.due_by, message, "update the status, or agree on a new date")


@rule(Record, Severity.WARNING)
def expired_but_called_valid(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A record has ended, but its status still says that it holds.

    People who read the status rely on something that is no longer there.

        === certifications/security-level-3.md
        ---
        title: 安全可靠测评三级
        type: evaluation
        status: valid
        issuer: 国家测评中心
        valid_until: 2026-05-31
        ---

    To mend it: set the status to what has become of it, or, if it was renewed, move its last day.
    """
    end = record.end_as_of(kb.as_of)
    if record.ends and record.state and record.is_open and record.has_ended(kb.as_of):
        when = f" on {end}, {_days((kb.as_of - end).days)} ago" if end else ""
        message = f"ended{when}, but the status is still {_status(record)!r}"
        yield Finding(record.status_key, message, f"update the status, or extend `{record.ends}`")


@rule(Record, Severity.INFO)
def review_overdue(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """A record has not been confirmed for longer than its `review_every` allows.

    What nobody has looked at for that long is likely to be wrong in places.

        === documents/sales-deck.md
        ---
        title: StarryDB 销售演示稿
        type: sales-deck
        language: zh
        url: https://docs.example.com/sales-deck
        reviewed: 2025-11-03
        review_every: 6m
        ---

    To mend it: read it, correct what is wrong, and set `reviewed` to the day you did.
    """
    if record.review_every is None or not record.is_open:
        return
    if record.reviewed is None:
        message = f"to be reviewed every {record.review_every}, and never was"
        yield Finding("review_every", message, "read it, and set `reviewed` to today")
    elif record.review_is_due(kb.as_of):
        day = record.review_every.after(record.reviewed)
        message = f"last reviewed {record.reviewed}; the next review was due {day}"
        yield Finding("reviewed", message, "read it, and set `reviewed` to today")


@rule(Record, Severity.WARNING)
def owner_has_left(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open record is owned by a person who has left.

    Nobody answers for it, and questions about it go nowhere.

        === competitors/panhai.md
        ---
        title: 磐海数据库
        vendor: 磐海科技
        owner: zhao-lei
        ---

        === contacts/zhao-lei.md
        ---
        title: 赵磊
        role: 竞品分析
        team: product
        left: 2026-05-31
        ---

    To mend it: set `owner` to somebody who answers for it; the hint names the one who stands in for
    whoever left, if there is one.
    """
    owner = kb.resolve(record.owner, Contact)
    if owner and record.is_open and owner.has_ended(kb.as_of):
        backup = kb.resolve(owner.backup, Contact)
        hint = f"give it to {backup.id}, who stands in" if backup else "give it to somebody else"
        yield Finding("owner", f"{owner.heading} left on {owner.left}", hint)


@rule(Record, Severity.WARNING)
def unknown_rule_ignored(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """`ignore` names a rule that does not exist.

    It has no effect: what was to be silenced is still found, or the line is left over from a rule
    that is long gone.

        === documents/migration-guide.md
        ---
        title: Oracle 迁移指南
        type: migration-guide
        language: zh
        url: https://docs.example.com/migration
        ignore: [review-is-overdue]
        ---

    To mend it: write the code as `pmkb check` prints it, or take it out. Faults of form, such as
    `yaml-syntax`, cannot be ignored.
    """
    for position, code in enumerate(record.ignore):
        if code not in RULES:
            yield Finding(
                ("ignore", position), f"there is no rule {code!r}", did_you_mean(code, RULES)
            )


def _status(record: Record) -> str:
    return record.state.name if record.state else ""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def days_until(day: date, as_of: date) -> str:
    """How far a day is, for a message: "today", "in 3 days", "12 days ago"."""
    count = (day - as_of).days
    if count == 0:
        return "today"
    return f"in {_days(count)}" if count > 0 else f"{_days(-count)} ago"
