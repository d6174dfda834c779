"""The states a kind of record goes through, and what each means to the rules."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What a state means, whatever a kind calls it."""

    OPEN = "open"
    """Still to be done, applied for, in force or in use."""
    DONE = "done"
    """Finished as intended."""
    DROPPED = "dropped"
    """Ended otherwise: rejected, cancelled, retired."""


@dataclass(frozen=True)
class State:
    """One state of a flow, and its labels."""

    name: str
    en: str
    zh: str
    phase: Phase = Phase.OPEN

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Flow:
    """The states of a kind, in the order in which a record usually goes through them."""

    states: tuple[State, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What may be written as `status`."""
        return tuple(state.name for state in self.states)

    def state(self, name: str | None) -> State | None:
        """The state of a name, or None."""
        return next((state for state in self.states if state.name == name), None)


def flow(*states: State) -> Flow:
    """A flow of states in order."""
    return Flow(states)


def done(name: str, en: str, zh: str) -> State:
    """A state in which a record is finished as intended."""
    return State(name, en, zh, Phase.DONE)


def dropped(name: str, en: str, zh: str) -> State:
    """A state in which a record ended otherwise."""
    return State(name, en, zh, Phase.DROPPED)


COMMON = flow(
    State("draft", "Draft", "草稿"),
    State("active", "Active", "有效"),
    dropped("archived", "Archived", "已归档"),
)
"""The flow of kinds that have none of their own."""


class Level(StrEnum):
    """How much attention something needs; `unknown` is as loud as `act`."""

    GOOD = "good"
    WATCH = "watch"
    ACT = "act"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for what is most urgent, so that sorting by it puts that first."""
        return [Level.ACT, Level.UNKNOWN, Level.WATCH, Level.GOOD].index(self)


@dataclass(frozen=True)
class Standing:
    """Where something stands as of a day: computed, never written."""

    name: str
    en: str
    zh: str
    level: Level

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en
