"""Tables and colours in the terminal, by rich: Chinese takes two cells, pipes get no colours."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pmkb.flow import Level, Standing
from pmkb.record import Part, Record, Unit
from pmkb.values import Duration, Money, to_json

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


def cell(value: object, unit: Unit | None = None, language: str = "en") -> Text:
    """A value as people read it; `unit` says what a computed number means."""
    if isinstance(value, Standing):
        return level(value.level, value.label(language))
    if value is None or value in ((), [], {}):
        return Text("–", style="dim")
    if isinstance(value, tuple | list) and not isinstance(value, Money | Duration):
        return Text(", ").join(cell(item, unit, language) for item in value)
    if isinstance(value, dict):
        return Text(", ").join(
            Text(f"{key}: ") + cell(each, unit, language) for key, each in value.items()
        )
    return Text(_words(value, unit))


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
        case Part():
            given = (value.get(key) for key in value.keys)
            return " · ".join(_words(each, None) for each in given if each not in (None, ()))
        case _:
            return str(to_json(value))
