"""Rules for records of every kind: dates, reviews, owners."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity, did_you_mean
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.directory.contact import Contact
from pmkb.message import say
from pmkb.record import Record
from pmkb.rules import words
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
    ---
    记录的结束、到期或完成日期早于开始日期。

    两个日期必有一个写错，由它们算出的结果也都不对。

    怎么办：更正写错的日期；常见的是月份或年份写错。
    """
    begin = record.day(record.begins)
    names = dict.fromkeys((record.ends, record.due_by, record.finished))
    for name in names:
        day = record.day(name)
        if begin and day and name and name != record.begins and day < begin:
            message = say(
                "{field} {day} lies before {first} {begin}",
                "{field} {day} 早于{first} {begin}",
                field=words.field(record, name),
                day=day,
                first=words.field(record, record.begins),
                begin=begin,
            )
            # A release may come out before the day it was planned for.
            if record.begins != record.finished or name == record.ends:
                yield Finding(name, message, words.CORRECT_ONE)


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
    ---
    状态说已经完成，但没写是哪天完成的。

    没有日期，延期和进度都算不出来。

    怎么办：在说明指出的字段里补上日期；否则把状态退回去。
    """
    if record.finished and record.phase is Phase.DONE and record.get(record.finished) is None:
        message = say(
            "the status is {status!r}, but {field} is missing",
            "状态为“{status}”，但没填“{field}”",
            status=words.status(record),
            field=words.field(record, record.finished),
        )
        hint = say(
            "add `{key}:` with the day it was done",
            "补上 `{key}:`，写实际完成的日期",
            key=record.finished,
        )
        yield Finding(record.status_key, message, hint)


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
    ---
    状态说已经完成，日期却还没到。

    看状态的人以为已经有了，其实还没有。

    怎么办：更正日期；只是计划的，把状态退回去，去掉日期。
    """
    day = record.day(record.finished)
    if record.finished and record.phase is Phase.DONE and day and day > kb.as_of:
        message = say(
            "the status is {status!r}, but {field} {day} lies in the future",
            "状态为“{status}”，但“{field}”{day} 还没到",
            status=words.status(record),
            field=words.field(record, record.finished),
            day=day,
        )
        hint = say("correct the date, or the status", "更正日期，或更正状态")
        yield Finding(record.finished, message, hint)


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
    ---
    日期已过，却还没有完成。

    要么做完了没有人说，要么延期了，需要一个靠得住的新日期。

    怎么办：更新状态并补上完成日期，或者商定新的日期。
    """
    day = record.day(record.due_by)
    if (
        day
        and record.due_by
        and record.is_open
        and day < kb.as_of
        and not record.day(record.finished)
    ):
        state = words.status(record)
        message = say(
            "due {day}, {ago}, and still open{state}",
            "{day}，{ago}，仍未完成{state}",
            day=words.dated(record, record.due_by, day),
            ago=words.days_until(day, kb.as_of),
            state=say(" ({state})", "（{state}）", state=state) if state else "",
        )
        hint = say("update the status, or agree on a new date", "更新状态，或商定新的日期")
        yield Finding(record.due_by, message, hint)


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
    ---
    记录已经到期，状态却还写着有效。

    看状态的人还在依赖它，其实已经没有了。

    怎么办：把状态改成实际情况；已经续上的，更新到期日期。
    """
    end = record.end_as_of(kb.as_of)
    if record.ends and record.state and record.is_open and record.has_ended(kb.as_of):
        when = say("", "到期")
        if end:
            ago = words.days_until(end, kb.as_of)
            when = say(" on {end}, {ago}", "于 {end} 到期（{ago}）", end=end, ago=ago)
        message = say(
            "ended{when}, but the status is still {status!r}",
            "已{when}，但状态仍为“{status}”",
            when=when,
            status=words.status(record),
        )
        hint = say(
            "update the status, or extend `{key}`", "更新状态，或延长 `{key}`", key=record.ends
        )
        yield Finding(record.status_key, message, hint)


READ_IT = say("read it, and set `reviewed` to today", "通读一遍，并把 `reviewed` 改为今天")


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
    ---
    记录超过 `review_every` 规定的时间没有复核。

    这么久没有人看过，多半已有不对的地方。

    怎么办：通读一遍，把不对的改掉，再把 `reviewed` 写成复核的日期。
    """
    if record.review_every is None or not record.is_open:
        return
    if record.reviewed is None:
        message = say(
            "to be reviewed every {period}, and never was",
            "应每 {period}复核一次，至今没有复核过",
            period=words.duration(record.review_every),
        )
        yield Finding("review_every", message, READ_IT)
    elif record.review_is_due(kb.as_of):
        day = record.review_every.after(record.reviewed)
        message = say(
            "last reviewed {last}; the next review was due {day}",
            "上次复核是 {last}，下次应在 {day} 之前",
            last=record.reviewed,
            day=day,
        )
        yield Finding("reviewed", message, READ_IT)


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
    ---
    未完成的记录，负责人已经离职。

    没有人对它负责，问起来也没有人答。

    怎么办：把 `owner` 换成能负责的人；离职者有备份人的，建议里会写出来。
    """
    owner = kb.resolve(record.owner, Contact)
    if owner and record.is_open and owner.has_ended(kb.as_of):
        backup = kb.resolve(owner.backup, Contact)
        hint = say("give it to somebody else", "换一位负责人")
        if backup:
            hint = say(
                "give it to {backup}, who stands in",
                "改由备份人 {backup} 负责",
                backup=backup.id,
            )
        yield Finding("owner", words.has_left(owner), hint)


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
    ---
    `ignore` 里写的规则不存在。

    不起作用：想忽略的照样提示，或者是早已取消的规则留下的。

    怎么办：照 `pmkb check` 显示的代码写，或者去掉。格式类的问题（如 `yaml-syntax`）不能忽略。
    """
    for position, code in enumerate(record.ignore):
        if code not in RULES:
            message = say("there is no rule {code!r}", "没有“{code}”这条规则", code=code)
            yield Finding(("ignore", position), message, did_you_mean(code, RULES))
