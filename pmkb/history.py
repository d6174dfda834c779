"""What changed when: a document's revisions, as git's log tells them. Reading it is the shell's."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

RECORD, FIELD = "\x1e", "\x1f"
FORMAT = f"{RECORD}%H{FIELD}%aN{FIELD}%ad{FIELD}%s{FIELD}"
"""What `git log -z --name-status --date=short` is asked to print before the names of a commit."""


@dataclass(frozen=True)
class Revision:
    """A commit that changed a document."""

    commit: str
    """Its whole hash."""
    author: str
    day: date
    """The author's day."""
    subject: str
    """The first line of its message."""


History = Mapping[str, tuple[Revision, ...]]
"""The revisions of each document by its path, the newest first."""


def parsed(log: str) -> History:
    """The history of every path that is there at the end, from the log of the newest commits first.

    A renamed file keeps what happened to it under its old name. What does not look like git's log
    is passed over.
    """
    found: dict[str, list[Revision]] = defaultdict(list)
    # What a path of the time is called at the end; None for what is no longer there.
    later: dict[str, str | None] = {}
    for entry in log.split(RECORD)[1:]:
        revision, names = _revision(entry)
        if revision is None:
            continue
        earlier: dict[str, str | None] = {}
        for status, old, new in _changes(names):
            last = None if status == "D" else later.get(new, new)
            if last is not None:
                found[last].append(revision)
            if status in "ADR":
                earlier[new] = None
            if status == "R":
                earlier[old] = last
        later |= earlier
    return {path: tuple(revisions) for path, revisions in found.items()}


def _revision(entry: str) -> tuple[Revision | None, str]:
    commit, author, day, subject, *rest = [*entry.split(FIELD, 4), "", "", "", ""]
    try:
        return Revision(commit, author, date.fromisoformat(day), subject), rest[0]
    except ValueError:
        return None, ""


def _changes(names: str) -> Iterator[tuple[str, str, str]]:
    """What happened to each file: a letter, its old and its new path."""
    words = iter(word.strip("\n") for word in names.split("\0"))
    for status in words:
        if not status:
            continue
        old = next(words, "")
        new = next(words, "") if status[0] in "RC" else old
        yield status[0], old, new
