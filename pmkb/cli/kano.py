"""`pmkb kano`: what a survey's answers say about requirements."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import (
    as_of_option,
    compile_project,
    config_option,
    format_option,
    language_option,
    open_project,
    shown_path,
)
from pmkb.config import Language
from pmkb.datafile import whole
from pmkb.diagnostic import Severity
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.survey import FEW_ANSWERS, MANY_QUESTIONABLE, Survey
from pmkb.message import Message, say, say_number
from pmkb.metrics import surveys
from pmkb.metrics.answers import ORDERS, ROLES, SCALES, Layout, read
from pmkb.metrics.kano import LETTERS, RULES, TABLES, Category, Method, Result
from pmkb.metrics.surveys import Judged
from pmkb.source import Source


class _Column(click.ParamType[tuple[str, str]]):
    """The name of a column by its role."""

    name = "ROLE=NAME"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Read the two, or fail with a message."""
        role, _, column = value.partition("=")
        if role not in ROLES or not column.strip():
            self.fail(f"{value!r}: write one of {', '.join(ROLES)}, then = and a name", param, ctx)
        return role, column.strip()


@dataclass(frozen=True)
class _Report:
    """What is told of a survey, and where its files can be opened from here."""

    title: str
    judged: Judged
    sources: Mapping[str, Source]
    show: Callable[[str], str]
    declared: Mapping[str, str]
    """The category that a requirement's record declares."""

    language: Language

    def alerts(self) -> Iterator[Message]:
        """What a reader of the results has to know."""
        for name, result in self.judged.results.items():
            declared = self.declared.get(name)
            if declared and result.category and declared != result.category.term:
                yield say(
                    "{name}: declared {declared}, answered {answered}",
                    "{name}：声明为{declared}，调研结果是{answered}",
                    name=name,
                    declared=_TERMS.get(declared, declared),
                    answered=result.category.term,
                )
            if result.questionable_share > MANY_QUESTIONABLE:
                yield say(
                    "{name}: {share:.1%} of the answers contradict themselves",
                    "{name}：{share:.1%} 的回答自相矛盾",
                    name=name,
                    share=result.questionable_share,
                )
            if result.n < FEW_ANSWERS:
                yield say(
                    "{name}: fewer than {few} answers",
                    "{name}：不到 {few} 份回答",
                    name=name,
                    few=FEW_ANSWERS,
                )

    def told(self, message: Message) -> str:
        """A message in the reader's language."""
        return message.text(self.language)


_TERMS: Mapping[str, Message] = {each.term: each.term for each in LETTERS}


@click.command("kano", cls=Command)
@click.argument("file", metavar="FILE")
@option("--table", type=click.Choice(list(TABLES)), about=say("The evaluation table.", "评价表。"))
@option(
    "--rule",
    type=click.Choice(list(RULES)),
    about=say("The rule for the category.", "归类规则。"),
)
@option(
    "--segment",
    "segments",
    multiple=True,
    metavar="COLUMN",
    about=say("Group by a column.", "按某一列分组。"),
)
@option(
    "--column",
    "columns",
    multiple=True,
    type=_Column(),
    about=say("What a column is called.", "某一列叫什么名字。"),
)
@option(
    "--order",
    type=click.Choice(ORDERS),
    about=say("Of columns `first` and `second`.", "`first` 和 `second` 两列各是哪一问。"),
)
@option(
    "--scale",
    type=click.Choice(SCALES),
    about=say('The number for "I like it".', "“喜欢”对应的数字。"),
)
@format_option("text", "json", "csv")
@language_option
@as_of_option
@config_option
@click.pass_context
def command(ctx: click.Context, /, file: str, form: str, **options: Any) -> None:
    """Judge the answers of a Kano survey.

    FILE is a CSV file, a row for each respondent and requirement with the columns respondent,
    requirement, functional and dysfunctional; answers are 1 like, 2 must-be, 3 neutral, 4 live
    with, 5 dislike, or words. Columns may also be called 受访者, 需求, 正向题 and 反向题; other
    names are told by their role: --column functional=Q1; `first` and `second` stand for the two
    answers where --order tells which is which. It may also hold counts: the columns requirement, A,
    O, M, I, R and Q.

    Or FILE is a survey of the knowledge base, by its id or its file; its fields say all this, but
    for what is given here. Without options: --table kano --rule most-frequent --scale like-is-1
    --order functional-first.

    Rows with faults are not counted; standard error tells them. Exit status: 0 without errors, 1
    with errors in the answers, 2 for wrong usage.
    ---
    分析 Kano 问卷的答卷。

    FILE 是一个 CSV 文件，一行是一位受访者对一条需求的回答，列为 respondent、requirement、
    functional、dysfunctional；回答写 1 喜欢、2 理应如此、3 无所谓、4 勉强接受、5 不喜欢，也可以直
    接写词。列名也可以叫受访者、需求、正向题、反向题；叫别的名字，用 `--column functional=Q1` 说
    明。两问的列叫 `first` 和 `second` 的，用 `--order` 说明先问的是哪一问。文件里也可以是计数：列
    为 requirement、A、O、M、I、R、Q。

    FILE 也可以是知识库里的问卷，写它的编号或文件；这时以问卷的字段为准，命令行上给出的除外。都不
    写时，相当于 `--table kano --rule most-frequent --scale like-is-1 --order functional-first`。

    有问题的行不计入，问题写到标准错误。退出码：0 没有错误，1 答卷里有错误，2 用法不对。
    """
    given = {name: value for name, value in options.items() if value}
    is_csv = file.lower().endswith(".csv")
    report = _of_csv(Path(file), given) if is_csv else _of_survey(file, given)
    _tell_faults(report)
    if form == "json":
        from pmkb.emit.data import to_text

        click.echo(to_text(_as_data(report)), nl=False)
    elif form == "csv":
        from pmkb.sheet import csv_text

        click.echo(csv_text(_HEAD, _csv_rows(report.judged)), nl=False)
    else:
        _print(report)
    has_errors = any(each.severity is Severity.ERROR for each in report.judged.faults)
    ctx.exit(1 if has_errors else 0)


def _of_csv(file: Path, given: Mapping[str, Any]) -> _Report:
    try:
        source = Source.decode(file.as_posix(), file.read_bytes())
    except OSError as error:
        raise Failure(f"{file}: {error.strerror}") from None
    reading = read(source, _layout(Layout(), given))
    judged = surveys.judge(reading, _method(Method(), given), reading.counts)
    language = given.get("language", "en")
    return _Report(file.name, judged, {source.path: source}, lambda path: path, {}, language)


def _of_survey(name: str, given: Mapping[str, Any]) -> _Report:
    from pmkb.cli.show import one_record

    project = open_project(given["config_file"], as_of=given.get("as_of"))
    result = compile_project(project)
    show = shown_path(project)
    by_path = {show(each.path): each for each in result.kb.all(Survey)}
    survey = by_path.get(Path(name).as_posix()) or one_record(result, name)
    if not isinstance(survey, Survey):
        raise Failure(f"{survey.ref} is no survey")
    method = _method(surveys.method_of(survey), given)
    judged = surveys.judge_survey(
        survey, result.kb, method, _layout(surveys.layout_of(survey), given)
    )
    path, sources = survey.responses or "", dict(result.sources)
    if data := whole(result.kb.content.facts, path):
        sources[path] = Source.decode(path, data)
    asked = {name: result.kb.resolve(name, Requirement) for name in judged.results}
    declared = {name: each.kano for name, each in asked.items() if each and each.kano}
    language = given.get("language", project.options.language)
    return _Report(survey.heading, judged, sources, show, declared, language)


def _method(own: Method, given: Mapping[str, Any]) -> Method:
    return Method(
        TABLES[given.get("table", own.table.name)], RULES[given.get("rule", own.rule.name)]
    )


def _layout(own: Layout, given: Mapping[str, Any]) -> Layout:
    return Layout(
        {**own.columns, **dict(given.get("columns", ()))},
        given.get("order", own.order),
        given.get("scale", own.scale),
        given.get("segments", own.segments),
    )


def _tell_faults(report: _Report) -> None:
    from pmkb.emit.text import diagnostics

    for block in diagnostics(report.judged.faults, report.sources, report.show, report.language):
        click.echo(block + "\n", err=True)


def _as_data(report: _Report) -> dict[str, Any]:
    from pmkb.emit.data import finding_json

    judged, table, rule = report.judged, report.judged.method.table, report.judged.method.rule
    return {
        "title": report.title,
        "table": None if judged.only_counts else {"name": table.name, "title": table.title},
        "rule": {"name": rule.name, "title": rule.title},
        "rows": judged.reading.rows,
        **judged.figures(),
        "declared": dict(report.declared),
        "alerts": list(report.alerts()),
        "findings": [finding_json(each, report.show(each.path)) for each in judged.faults],
    }


_NUMBERS = ("category_strength", "total_strength", "significant", "better", "worse")
_HEAD = ("segment", "group", "requirement", "n", *LETTERS, "category", *_NUMBERS)


def _csv_rows(judged: Judged) -> Iterator[list[object]]:
    """A row for each result, numbers unrounded; segment and group are empty for the whole."""
    for segment, group, results in _blocks(judged):
        for name, result in results.items():
            data = result.as_data()
            counts = [result.counts[letter] for letter in LETTERS]
            numbers = [data[each] for each in _NUMBERS]
            yield [segment, group, name, result.n, *counts, data["category"], *numbers]


def _blocks(judged: Judged) -> Iterator[tuple[str, str, Mapping[str, Result]]]:
    yield "", "", judged.results
    for segment, groups in judged.groups.items():
        for group, results in groups.items():
            yield segment, group, results


def _print(report: _Report) -> None:
    from rich.text import Text

    from pmkb.cli import terminal

    out, judged, told = terminal.console(), report.judged, report.told
    out.print(Text(report.title, style="bold"))
    out.print(Text("\n".join(map(told, _made_of(judged)))))
    if not judged.results:
        return
    head = [told(_REQUIREMENT), "n", *LETTERS, *map(told, _MEASURES)]
    for segment, group, results in _blocks(judged):
        title = told(say("{segment}: {group}", "{segment}：{group}", segment=segment, group=group))
        out.print(Text(f"\n{title}" if segment else "", style="bold"))
        rows = ([told(each) for each in _cells(*entry)] for entry in results.items())
        out.print(terminal.table(head, rows))
    for heading, lines, style in (
        (say("Mind", "留意"), tuple(report.alerts()), "yellow"),
        (say("Columns", "各列"), _LEGEND, "dim"),
    ):
        if lines:
            block = "\n".join(("", told(heading), *(f"  {told(line)}" for line in lines)))
            out.print(Text(block, style=style))


_REQUIREMENT = say("requirement", "需求")
_MEASURES = (
    say("category", "类别"),
    say("strength", "类别强度"),
    say("total", "总强度"),
    Message("Fong", "Fong"),
    Message("better", "better"),
    Message("worse", "worse"),
)


def _called(category: Category) -> Message:
    return say("{letter} {term}", "{letter} {term}", letter=category, term=category.term)


_LEGEND = (
    Message(", ".join(map(_called, LETTERS)), "，".join(_called(each).zh for each in LETTERS)),
    say(
        "strength: share of the most frequent category less that of the second",
        "类别强度：最多的类别占比减去第二多的",
    ),
    say("total: (A + O + M) / n", "总强度：(A + O + M) ÷ n"),
    say(
        "Fong: whether the two most frequent differ, at a confidence of 90 % (Fong 1996)",
        "Fong：最多的两个类别差异是否显著，90% 置信度（Fong，1996）",
    ),
    say(
        "better: (A + O) / (A + O + M + I); worse: -(O + M) / (A + O + M + I)",
        "better：(A + O) ÷ (A + O + M + I)；worse：−(O + M) ÷ (A + O + M + I)",
    ),
)


def _made_of(judged: Judged) -> Iterator[Message]:
    """What was counted, and by which table and rule."""
    table, rule = judged.method.table, judged.method.rule
    yield _counted(judged)
    if judged.only_counts:
        yield say("Table none, counts are given", "评价表：不用，文件给的就是计数")
    else:
        yield say(
            "Table {name}: {title}",
            "评价表 {name}：{title}",
            name=table.name,
            title=table.title,
        )
    yield say("Rule {name}: {title}", "归类规则 {name}：{title}", name=rule.name, title=rule.title)


def _counted(judged: Judged) -> Message:
    reading = judged.reading
    if judged.only_counts:
        n = len(judged.results)
        counted = say_number(
            "counts of {n:,} requirement", "counts of {n:,} requirements", "{n:,} 条需求的计数", n
        )
    else:
        n, people = len(reading.answers), judged.respondents or 0
        counted = say(
            "{answers} of {people} counted",
            "计入 {people}的 {answers}",
            answers=say_number("{n:,} answer", "{n:,} answers", "{n:,} 份回答", n),
            people=say_number("{n:,} respondent", "{n:,} respondents", "{n:,} 位受访者", people),
        )
    left_out = [
        say_number(
            "{n:,} row left out: {code}",
            "{n:,} rows left out: {code}",
            "{n:,} 行未计入：{code}",
            count,
            code=code,
        )
        for code, count in reading.left_out.items()
        if count
    ]
    said = (counted, *left_out)
    return Message("; ".join(said), "；".join(each.zh for each in said))


def _cells(name: str, result: Result) -> Iterator[Message]:
    yield _same(name)
    yield _same(str(result.n))
    yield from (_same(str(result.counts[letter])) for letter in LETTERS)
    yield _called(result.category) if result.category else _same("–")
    yield _same(_shown(result.category_strength, ".1%"))
    yield _same(_shown(result.total_strength, ".1%"))
    yield _DIFFER[result.significant]
    yield _same(_shown(result.better, ".3f"))
    yield _same(_shown(result.worse, ".3f"))


def _same(text: str) -> Message:
    return Message(text, text)


_DIFFER = {None: _same("–"), True: say("differ", "显著"), False: say("too close", "不显著")}


def _shown(number: float | None, form: str) -> str:
    return "–" if number is None else format(number, form)
