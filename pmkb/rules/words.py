"""What findings call things: records, fields, states, terms, and how far away a day is."""

from datetime import date

from pmkb.fingerprint import BODY
from pmkb.kinds.directory.contact import Contact
from pmkb.message import Message, say, say_number
from pmkb.record import Record
from pmkb.values import Duration, Money
from pmkb.vocabulary import Vocabulary


def named(record: Record) -> Message:
    """A record: its id; in Chinese, where it needs no quotes to stand out, its title in them."""
    return Message(record.id, f"“{record.heading}”")


def dated(record: Record, name: str, day: date) -> Message:
    """A day that stands in a field; in Chinese behind the field's label."""
    return Message(str(day), f"{record.keys[name].zh} {day}")


def money(amount: Money) -> str:
    """An amount, exact, as it may be written down: 1,200,000 CNY."""
    return f"{amount.amount.normalize():,f} {amount.currency}"


def kind(record: Record) -> Message:
    """The kind of a record."""
    return Message(record.kind(), record.label.zh)


def changed(record: Record, name: str) -> Message:
    """A field by its key, or the record's text, as fingerprints call it."""
    known = record.keys.get(name)
    return Message(name, known.zh if known else "正文" if name == BODY else name)


def status(record: Record) -> Message:
    """Where a record stands, as it is written down."""
    state = record.state
    return Message(state.name, state.zh) if state else Message("", "")


def field(record: Record, name: str | None) -> Message:
    """A field of a record: its key; in Chinese its label."""
    known = record.keys.get(name or "")
    return Message(f"`{name}`", known.zh if known else f"`{name}`")


def term(vocabulary: Vocabulary, list_name: str, word: str) -> Message:
    """A term of the vocabulary as it is written down."""
    known = vocabulary.term(list_name, word)
    return Message(word, known.zh if known else word)


def days(count: int) -> Message:
    """A number of days."""
    return say_number("{n} day", "{n} days", "{n} 天", count)


def days_until(day: date, as_of: date) -> Message:
    """How far away a day is: `today`, `in 1 day`, `12 days ago`."""
    count = (day - as_of).days
    if count == 0:
        return say("today", "即今天")
    if count > 0:
        return say("in {days}", "还有 {days}", days=days(count))
    return say("{days} ago", "已过 {days}", days=days(-count))


def duration(length: Duration) -> Message:
    """A length of time as it is written down: `90d`."""
    count, unit = length.text[:-1].strip(), length.text[-1]
    return Message(length.text, f"{count} {_UNITS[unit]}")


_UNITS = {"d": "天", "w": "周", "m": "个月", "y": "年"}


def has_left(contact: Contact) -> Message:
    """That somebody has left."""
    return say(
        "{name} left on {day}", "{name}已于 {day} 离职", name=contact.heading, day=contact.left
    )


def was_due(what: str, day: date, as_of: date) -> Message:
    """That something promised has not been done by its day."""
    return say(
        "{what!r} was due {day}, {ago}",
        "“{what}”应于 {day} 完成，{ago}",
        what=what,
        day=day,
        ago=days_until(day, as_of),
    )


def add(key: str) -> Message:
    """The hint to add a field."""
    return say("add `{key}:`", "补上 `{key}:`", key=key)


CORRECT_ONE = say("correct one of the two dates", "更正其中一个日期")
DO_IT = say("do it, and set `done`", "尽快完成，并填 `done`")
TAKE_IT = say("take it, and write the one after it", "尽快完成，并写下新的下一步")
CORRECT_PATH = say("correct the path", "更正路径")


def no_file(path: str) -> Message:
    """That a file of facts or answers is not there."""
    return say(
        "there is no file {path!r} below the docs folder", "文档目录下没有文件“{path}”", path=path
    )
