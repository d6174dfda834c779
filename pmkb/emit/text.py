"""Diagnostics for a person at a terminal: the place, the line, a caret, a hint."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import click
from wcwidth import wcswidth

from pmkb.diagnostic import Diagnostic, Severity
from pmkb.message import Message, say, say_number, told
from pmkb.source import Source

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MAX_LINE = 160


def diagnostics(
    found: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    shown_path: Callable[[str], str],
    language: str = "en",
) -> Iterator[str]:
    """Each diagnostic as a few lines of text with colours, in a language.

    `shown_path` turns a path below the docs folder into one that the reader can open.
    """
    for each in found:
        yield "\n".join(_lines(each, sources.get(each.path), shown_path, language))


def _lines(
    found: Diagnostic, source: Source | None, shown_path: Callable[[str], str], language: str
) -> Iterator[str]:
    colour = _COLOURS[found.severity]
    place = f"{shown_path(found.path)}:{found.place.line}:{found.place.column}"
    severity = click.style(found.severity.label.text(language), fg=colour, bold=True)
    code = click.style(f"[{found.code}]", dim=True)
    yield f"{click.style(place, bold=True)}: {severity}: {told(found.message, language)} {code}"
    number = str(found.place.line)
    margin = " " * len(number)
    if source is not None:
        line, start, width = _excerpt(found, source)
        bar = click.style("|", fg="blue")
        if line:
            yield f"  {click.style(number, fg='blue')} {bar} {line}"
            yield f"  {margin} {bar} {' ' * start}{click.style('^' * width, fg=colour)}"
    note = f"  {margin} {click.style('=', fg='blue')}"
    if found.hint:
        mark = click.style(say("hint: ", "建议：").text(language), bold=True)
        yield f"{note} {mark}{told(found.hint, language)}"
    for related in found.related:
        where = f"{shown_path(related.path)}:{related.place.line}"
        yield f"{note} {told(related.message, language)}: {where}"


def _excerpt(found: Diagnostic, source: Source) -> tuple[str, int, int]:
    """The line a finding begins in, and where and how wide its caret is, in terminal cells."""
    text = source.line_text(found.place.line)
    start = found.place.column - 1
    same_line = found.place.end_line == found.place.line
    end = found.place.end_column - 1 if same_line else len(text.rstrip())
    if len(text) > MAX_LINE:
        cut = max(0, min(start - 40, len(text) - MAX_LINE))
        text = ("…" if cut else "") + text[cut : cut + MAX_LINE] + "…"
        start, end = start - cut + bool(cut), min(end - cut + bool(cut), MAX_LINE)
    clean = "".join(" " if char == "\t" else char if char.isprintable() else "�" for char in text)
    return clean, _cells(clean[:start]), max(1, _cells(clean[start:end]))


def _cells(text: str) -> int:
    # A Chinese character is two cells wide; the caret has to stand below what it means.
    return max(wcswidth(text), 0)


def summary(found: Iterable[Diagnostic], records: int, pages: int, language: str = "en") -> str:
    """One line that says how much was checked and how it went."""
    counts = dict.fromkeys(Severity, 0)
    for each in found:
        counts[each.severity] += 1
    parts = [
        click.style(
            _count(counts[severity], *words).text(language), fg=_COLOURS[severity], bold=True
        )
        for severity, words in _COUNTED.items()
        if counts[severity]
    ]
    checked = say(
        "{records} and {pages} checked: ",
        "已检查 {records}、{pages}：",
        records=_count(records, "record", "条记录"),
        pages=_count(pages, "page", "个页面"),
    )
    nothing = say("nothing to mend", "没有问题").text(language)
    result = (", " if language == "en" else "，").join(parts)
    return f"{checked.text(language)}{result or click.style(nothing, fg='green', bold=True)}"


_COUNTED = {
    Severity.ERROR: ("error", "个错误"),
    Severity.WARNING: ("warning", "个警告"),
    Severity.INFO: ("note", "个提示"),
}


def _count(number: int, word: str, zh: str) -> Message:
    return say_number(f"{{n:,}} {word}", f"{{n:,}} {word}s", f"{{n:,}} {zh}", number)
