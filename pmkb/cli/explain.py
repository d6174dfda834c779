"""`pmkb explain`: what a code, a kind, a field, a computed value or a tracker means."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click
from wcwidth import wcswidth

from pmkb.build import read_kinds, read_vocabulary
from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command
from pmkb.cli.shared import config_option, format_option, language_option, open_project
from pmkb.config import ConfigError, Language, read_inputs
from pmkb.diagnostic import Severity, did_you_mean
from pmkb.kinds import BUILT_IN
from pmkb.manual import SECTIONS
from pmkb.message import Message, say, sentences, told
from pmkb.record import Section
from pmkb.reference import (
    CodeEntry,
    ComputedEntry,
    Entry,
    FieldEntry,
    KindEntry,
    Kinds,
    TrackerEntry,
    ValueEntry,
    find,
    names,
    names_below,
)
from pmkb.vocabulary import Vocabulary, default

MAX_WIDTH = 100


@click.command("explain", cls=Command)
@click.argument("word", metavar="CODE|KIND|FIELD")
@format_option("text", "json")
@language_option
@config_option
@click.pass_context
def command(
    ctx: click.Context, word: str, form: str, language: Language | None, config_file: Path
) -> None:
    """Tell what a code, a kind, a field, a computed value or a line of the checklist means.

    A field of one kind is KIND.FIELD, such as `contract.notice`; one inside an object has the way
    there, such as `contract.payments.due`. The team's own kinds and terms are known where there
    is a project. Exit status: 2 if nothing is called that.
    ---
    解释代码、类别、字段、自动计算的值，或检查单的一项。

    某一类别的字段写成“类别.字段”，如 `contract.notice`；对象里面的再往下写，如
    `contract.payments.due`。在项目里运行，也认得团队自己的类别和词。退出码：没有叫这个名字的，为
    2。
    """
    kinds, words, of_project = _known(ctx, config_file)
    found = find(word, kinds, words)
    if not found:
        hint = _suggestion(word, kinds)
        message = f"no code, kind, field, computed value or tracker is called {word!r}"
        raise Failure(f"{message}; {hint}" if hint else message)
    if form == "json":
        data = [{"entry": _NAMES[type(each)], **_data(asdict(each))} for each in found]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        explainer = _Explainer(language or of_project, kinds)
        click.echo("\n\n".join("\n".join(explainer.block(each)) for each in found))


def _known(ctx: click.Context, config_file: Path) -> tuple[Kinds, Vocabulary, Language]:
    """The project's kinds, vocabulary and language; the built-in ones where there is no project."""
    given = ctx.get_parameter_source("config_file") is not click.core.ParameterSource.DEFAULT
    if not given and not config_file.exists():
        return BUILT_IN, default(), "en"
    project = open_project(config_file)
    try:
        inputs = read_inputs(project)
    except ConfigError as error:
        raise Failure(str(error)) from None
    # What is wrong with the schemas is told by `pmkb check`, and may be what is asked about here.
    words, _ = read_vocabulary(inputs)
    kinds, _ = read_kinds(inputs, project.options.settings(), words)
    return kinds, words, project.options.language


def _suggestion(word: str, kinds: Kinds) -> str | None:
    kind, dot, field = word.partition(".")
    if dot and kind in kinds:
        return did_you_mean(word, (f"{kind}.{name}" for name in names_below(kinds[kind])))
    if dot and (hint := did_you_mean(kind, kinds)):
        return hint.replace("'?", f".{field}'?")
    return did_you_mean(word, names(kinds))


_NAMES = {
    KindEntry: "kind",
    FieldEntry: "field",
    ComputedEntry: "computed value",
    CodeEntry: "code",
    TrackerEntry: "tracker",
}


def _data(value: Any) -> Any:
    """An entry as data: texts in English, and beside each, with `_zh`, its Chinese."""
    if isinstance(value, dict):
        both = {f"{name}_zh": x.zh for name, x in value.items() if isinstance(x, Message)}
        return {name: _data(each) for name, each in value.items()} | both
    return [_data(each) for each in value] if isinstance(value, list | tuple) else value


EXAMPLE = say("Example", "示例")
FIELDS = say("Fields (* needed)", "字段（* 必填）")
COMMON = say("Fields of every kind", "通用字段")
STATES = say("States", "状态")
VALUES = say("Values", "取值")
COMPUTED = say("Computed values", "自动计算")
CHECKS = say("Checks", "检查项")


@dataclass(frozen=True)
class _Explainer:
    """What writes entries for a terminal in a language."""

    language: str
    kinds: Kinds

    def block(self, entry: Entry) -> Iterator[str]:
        match entry:
            case KindEntry():
                return self._kind(entry)
            case FieldEntry():
                return self._field(entry)
            case ComputedEntry():
                return self._computed(entry)
            case CodeEntry():
                return self._code(entry)
            case TrackerEntry():
                return self._tracker(entry)

    def _kind(self, kind: KindEntry) -> Iterator[str]:
        yield self._head(
            kind.name, say("a kind: {en}, {zh}", "类别：{zh}（{en}）", en=kind.en, zh=kind.zh)
        )
        yield self._told(say("Its files are {path}", "文件：{path}", path=kind.path))
        yield from self._prose(kind.doc)
        yield from self._prose(kind.days_told)
        yield from self._section(EXAMPLE, kind.example.split("\n"))
        yield from self._section(FIELDS, _table(map(self._field_row, _flat(kind.own))))
        yield from self._section(COMMON, _table(map(self._field_row, kind.common)))
        yield from self._section(STATES, _table(map(self._value_row, kind.states)))
        rows = [(each.name, self._labels(each), self._line(each.doc)) for each in kind.computed]
        yield from self._section(COMPUTED, _table(rows))
        checks = [(each.name, self._severity(each), self._first(each)) for each in kind.codes]
        yield from self._section(CHECKS, _table(checks))

    def _field(self, field: FieldEntry) -> Iterator[str]:
        about = say(
            "a field of {users}: {en}, {zh}",
            "{users}的字段：{zh}（{en}）",
            users=self._users(field.kinds),
            en=field.en,
            zh=field.zh,
        )
        yield self._head(field.name, about)
        needed = say(", needed", "，必填") if field.required else ""
        yield self._told(field.type).strip() + self._told(needed)
        limits = (say("It {limit}.", "{limit}。", limit=_verbal(each)) for each in field.limits)
        yield from self._prose(sentences((field.doc, *limits)))
        yield from self._section(FIELDS, _table(map(self._field_row, _flat(field.fields))))
        yield from self._section(VALUES, _table(map(self._value_row, field.values)))

    def _computed(self, computed: ComputedEntry) -> Iterator[str]:
        about = say(
            "computed for {users}: {en}, {zh}",
            "{users}的计算值：{zh}（{en}）",
            users=self._users(computed.kinds),
            en=computed.en,
            zh=computed.zh,
        )
        yield self._head(computed.name, about)
        yield from self._prose(computed.doc)

    def _code(self, code: CodeEntry) -> Iterator[str]:
        about = say(
            "a code, {severity} unless configured otherwise",
            "代码，默认级别为{severity}",
            severity=Severity(code.severity).label,
        )
        yield self._head(code.name, about)
        yield from self._prose(code.doc)
        if code.kind:
            records = say("every record", "所有记录")
            if code.kind != "record":
                zh = self.kinds[code.kind].label.zh if code.kind in self.kinds else code.kind
                records = Message(f"every {code.kind}", f"所有{zh}记录")
            yield from self._prose(
                say(
                    "A rule for {records}, but for those that name it under `ignore`.",
                    "规则：适用于{records}，`ignore` 里写了它的除外。",
                    records=records,
                )
            )

    def _tracker(self, tracker: TrackerEntry) -> Iterator[str]:
        about = say(
            "a line of the checklist: {en}, {zh}",
            "检查单的一项：{zh}（{en}）",
            en=tracker.en,
            zh=tracker.zh,
        )
        yield self._head(tracker.name, about)
        yield self._told(
            say(
                "section {section}, from {kinds} records",
                "板块：{section}；来自：{kinds}",
                section=Message(tracker.section, SECTIONS[Section(tracker.section)].zh),
                kinds=self._users(tracker.kinds),
            )
        )
        yield from self._prose(tracker.doc)

    def _head(self, name: str, about: Message) -> str:
        colon = self._told(say(": ", "："))
        return f"{click.style(name, bold=True)}{colon}{self._told(about)}"

    def _users(self, names: Sequence[str]) -> Message:
        if len(names) == len(self.kinds) > 1:
            return say("every kind", "所有类别")
        labels = (self.kinds[each].label.zh if each in self.kinds else each for each in names)
        return Message(", ".join(names), "、".join(labels))

    def _labels(self, entry: ComputedEntry | ValueEntry) -> str:
        labels = say("{en}, {zh}", "{zh}（{en}）", en=entry.en, zh=entry.zh)
        return self._told(labels)

    def _field_row(self, field: FieldEntry) -> tuple[str, ...]:
        mark = "*" if field.required else ""
        space = say(" ", "：")
        about = self._told(space).join(filter(None, (field.zh, self._told(field.doc))))
        return f"{field.name}{mark}", self._told(field.type).strip(), about

    def _value_row(self, value: ValueEntry) -> tuple[str, ...]:
        return value.name, self._labels(value), self._told(value.note)

    def _severity(self, code: CodeEntry) -> str:
        return self._told(Severity(code.severity).label)

    def _first(self, code: CodeEntry) -> str:
        return _line(self._told(code.doc).split("\n\n")[0])

    def _line(self, text: str) -> str:
        return _line(self._told(text))

    def _prose(self, text: str) -> Iterator[str]:
        return _prose(self._told(text))

    def _section(self, title: Message, lines: Iterable[str]) -> Iterator[str]:
        return _section(self._told(title), lines)

    def _told(self, text: str) -> str:
        return told(text, self.language)


def _verbal(limit: Message) -> Message:
    verb = "" if limit.startswith(("has", "must")) else "is "
    return Message(f"{verb}{limit}", limit.zh)


def _prose(text: str) -> Iterator[str]:
    """Paragraphs, each wrapped; an indented one is an example and stays as it is."""
    for paragraph in filter(None, (part.strip("\n") for part in text.split("\n\n"))):
        yield ""
        is_example = paragraph.startswith("    ")
        lines = paragraph.split("\n")
        yield from lines if is_example else _wrapped(_line(paragraph), _width())


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A titled block, left out if there is nothing in it."""
    indented = [f"  {line}".rstrip() for line in lines]
    if indented:
        yield from ("", click.style(title, bold=True), *indented)


def _flat(fields: Iterable[FieldEntry]) -> Iterator[FieldEntry]:
    for each in fields:
        yield each
        yield from _flat(each.fields)


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns; the last one is wrapped."""
    table = [tuple(row) for row in rows]
    widths = [max(map(_cells, column)) for column in zip(*table, strict=True)][:-1]
    for *cells, last in table:
        padded = "".join(
            cell + " " * (width - _cells(cell) + 2)
            for cell, width in zip(cells, widths, strict=True)
        )
        room = max(30, _width() - _cells(padded) - 2)
        first, *rest = _wrapped(_line(last), room) or [""]
        yield padded + first
        yield from (" " * _cells(padded) + line for line in rest)


WORDS = re.compile(r" +|[^ \u2e80-\uffef]+|[（“《]*.[，。；：、）”》！？]*")
"""Between these a line may be broken: words of letters, and single Chinese characters."""


def _wrapped(text: str, room: int) -> list[str]:
    """Text in lines as wide as `room` at most; a Chinese character is two columns wide."""
    lines = [""]
    for word in WORDS.findall(text):
        if lines[-1] and _cells(lines[-1] + word.rstrip()) > room:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _line(text: str) -> str:
    return " ".join(text.split())


def _cells(text: str) -> int:
    return max(wcswidth(text), 0)


def _width() -> int:
    return min(get_terminal_size().columns, MAX_WIDTH)
