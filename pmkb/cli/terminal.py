"""Tables and colours in the terminal, by rich: Chinese takes two cells, pipes get no colours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pmkb.fields import Computation, Key
from pmkb.flow import Level, Standing
from pmkb.record import Part, Record, Unit
from pmkb.values import Duration, Money, to_json
from pmkb.vocabulary import Vocabulary

STYLES = {
    Level.ACT: "bold red",
    Level.UNKNOWN: "magenta",
    Level.WATCH: "yellow",
    Level.GOOD: "green",
}
MARKS = {Level.ACT: "◆", Level.UNKNOWN: "○", Level.WATCH: "▲", Level.GOOD: "●"}


def console() -> Console:
    """The terminal; as wide as it is, or wide enough not to cut lines when it is a pipe."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=200)


def table(headers: Sequence[str], rows: Iterable[Sequence[Text | str]]) -> Table:
    """A table without lines; without a head too where all its headers are empty."""
    shown = any(headers)
    made = Table(
        box=None, show_header=shown, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0)
    )
    for header in headers:
        made.add_column(header, overflow="fold")
    for row in rows:
        made.add_row(*row)
    return made


@dataclass(frozen=True)
class Reader:
    """Whoever reads values, in the words of a team."""

    vocabulary: Vocabulary
    language: str = "en"

    def cell(self, value: object, made: Key | Computation | None = None) -> Text:
        """A value as people read it; its field, or how it is computed, says what it means."""
        if isinstance(value, Standing):
            return level(value.level, value.label(self.language))
        if value is None or value in ((), [], {}):
            return Text("–", style="dim")
        if isinstance(value, tuple | list) and not isinstance(value, Money | Duration):
            return Text(", ").join(self.cell(item, made) for item in value)
        if isinstance(value, dict):
            return Text(", ").join(
                Text(f"{key}: ") + self.cell(each, made) for key, each in value.items()
            )
        return Text(self._words(value, made))

    def _words(self, value: object, made: Key | Computation | None) -> str:
        match value:
            case Part() if not isinstance(value, Record):
                given = ((known, value.get(name)) for name, known in value.keys.items())
                filled = [(known, each) for known, each in given if each not in (None, ())]
                return " · ".join(self.cell(each, known).plain for known, each in filled)
            case bool() if self.language == "zh":
                return "是" if value else "否"
            case str() if made is not None:
                return self._called(value, made)
            case _:
                return _words(value, made.unit if isinstance(made, Computation) else None)

    def _called(self, word: str, made: Key | Computation) -> str:
        """What a state or a term is called; any other text is itself."""
        state = made.flow.state(word) if isinstance(made, Key) and made.flow else None
        term = self.vocabulary.term(made.vocabulary, word) if made.vocabulary else None
        known = state or term
        return known.label(self.language) if known else word


def level(value: Level, words: str) -> Text:
    """Words with the mark and the colour of a level; the mark tells without colour too."""
    return Text(f"{MARKS[value]} {words}", style=STYLES[value])


def counts(levels: Mapping[Level, int], name: Callable[[Level], str]) -> Text:
    """How often each level occurs."""
    return Text("  ").join(level(each, f"{number} {name(each)}") for each, number in levels.items())


def _words(value: object, unit: Unit | None) -> str:
    match value:
        case Record():
            return value.id
        case Money():
            return f"{value.amount:,.2f} {value.currency}".replace(".00 ", " ")
        case bool():
            return "yes" if value else "no"
        case float() if unit is Unit.SHARE:
            return f"{value:.1%}"
        case float() if unit is Unit.CHANGE:
            return f"{value:+.1%}"
        case float():
            return f"{value:,.6g}"
        case _:
            return str(to_json(value))
