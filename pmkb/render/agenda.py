"""What happens when: every day on which something is due, ends or has to be started."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pmkb.fields import Key, Part
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.directory.contact import Contact
from pmkb.record import Record
from pmkb.render.wording import Labelled
from pmkb.values import Money, Ref


class Name(NamedTuple):
    """A label that no field and no computed value has."""

    en: str
    zh: str

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en


TASK = Name("Task", "待办")


@dataclass(frozen=True)
class Entry:
    """One day that matters to a record."""

    day: date
    record: Record
    label: Labelled
    """What kind of day it is: the field, the computed value, or a task."""
    what: str | Money | None = None
    """What is due; None for the record itself."""
    owner: Record | None = None
    binding: bool = False
    """Whether it is overdue once the day has passed."""
    name: str = ""
    """What it is called within its record, by which it is known even when its day moves."""

    def is_overdue(self, as_of: date) -> bool:
        """Whether it should have been done before a day."""
        return self.binding and self.day < as_of


def entries(record: Record, kb: KnowledgeBase, computed: Mapping[str, object]) -> tuple[Entry, ...]:
    """The days that matter to a record which is not dropped, in order."""
    if record.phase is Phase.DROPPED:
        return ()
    owner = kb.target(record, "owner")
    own = tuple(_own(record, kb, owner))
    known = {each.day for each in own}
    found = (
        *own,
        *(each for each in _computed(record, kb, computed, owner) if each.day not in known),
        *_parts(record, kb, owner),
        *_tasks(record, kb),
    )
    return tuple(sorted(found, key=lambda each: each.day))


def is_open_part(part: Part) -> bool:
    """Whether a part has a `due` day, and no other day that would say it was done."""
    others = (part.get(name) for name in part.keys if name != "due")
    return isinstance(part.get("due"), date) and not any(isinstance(x, date) for x in others)


def _own(record: Record, kb: KnowledgeBase, owner: Record | None) -> Iterator[Entry]:
    due = record.day(record.due_by)
    if due and record.due_by and record.is_open and not record.day(record.finished):
        known = record.keys[record.due_by]
        yield Entry(due, record, known, None, owner, binding=True, name=known.name)
    end = record.end_as_of(kb.as_of)
    if end and record.ends and end != due:
        yield Entry(end, record, record.keys[record.ends], None, owner, name=record.ends)


def _computed(
    record: Record, kb: KnowledgeBase, computed: Mapping[str, object], owner: Record | None
) -> Iterator[Entry]:
    seen: set[date] = set()
    for name, value in computed.items():
        made = record.computations[name]
        if not isinstance(value, date) or made.looks_back or value in seen:
            continue
        if record.is_open:
            seen.add(value)
            yield Entry(value, record, made, None, owner, name=name)


def _parts(record: Record, kb: KnowledgeBase, owner: Record | None) -> Iterator[Entry]:
    for known in record.keys.values():
        value = getattr(record, known.attribute) if known.part else None
        for at, part in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(part, Part) and is_open_part(part):
                ref = part.get("owner")
                person = kb.resolve(ref, Contact) if isinstance(ref, Ref) else owner
                day, name = part.get("due"), f"{known.name}.{at}"
                yield Entry(day, record, known, _what(part), person, binding=True, name=name)


def _what(part: Part) -> str | Money | None:
    """What a part is about: its first text or amount."""
    values = (part.get(name) for name, known in part.keys.items() if not _is_reference(known))
    return next((each for each in values if isinstance(each, str | Money)), None)


def _is_reference(known: Key) -> bool:
    return known.type is not None and "reference" in known.type.name


def _tasks(record: Record, kb: KnowledgeBase) -> Iterator[Entry]:
    alike = Counter[str]()
    for task in record.document.body.tasks:
        day = task.due.value if task.due else None
        alike[task.text] += 1
        if day and not task.done:
            owner = kb.resolve(task.owner, Contact)
            # By its text: tasks above it come and go.
            name = f"task {alike[task.text]} {task.text}"
            yield Entry(day, record, TASK, task.text, owner, binding=True, name=name)
