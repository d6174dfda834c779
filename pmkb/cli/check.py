"""`pmkb check`: everything that is wrong with a knowledge base."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import (
    LANGUAGES,
    as_of_option,
    cache_option,
    compile_project,
    config_option,
    format_option,
    open_project,
    shown_path,
)
from pmkb.diagnostic import Diagnostic, Severity
from pmkb.emit import data, text
from pmkb.message import say


@click.command("check", cls=Command)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@format_option("text", "json")
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    about=say(
        "The language of messages and hints; else `language` in mkdocs.yml for text, English for "
        "JSON.",
        "说明和建议用哪种语言；不写时，文本按 mkdocs.yml 的 `language`，JSON 用英文。",
    ),
)
@as_of_option
@cache_option
@config_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    form: str,
    language: str | None,
    as_of: date | None,
    cache: bool | None,
    config_file: Path,
) -> None:
    """Check the knowledge base and tell everything that is wrong.

    With PATHS, tell only what is wrong in these files and folders; everything is still read, since
    a fault can lie in how files fit together. Exit status: 0 without errors, 1 with errors, 2 for
    wrong usage or configuration.
    ---
    检查知识库，把所有问题一次说完。

    写了 PATHS，只显示这些文件和文件夹里的问题；其他文件照样会读，因为有的问题出在文件之间。退出
    码：0 没有错误，1 有错误，2 用法或配置不对。
    """
    project = open_project(config_file, as_of=as_of, cache=cache)
    result = compile_project(project)
    show = shown_path(project)
    found = _within(result.findings, [os.path.relpath(path) for path in _existing(paths)], show)
    if form == "json":
        # What programs read is the same whatever language the site is in.
        findings = [data.finding_json(each, show(each.path), language or "en") for each in found]
        click.echo(data.to_text({"as_of": str(result.kb.as_of), "findings": findings}), nl=False)
    else:
        language = language or project.options.language
        for block in text.diagnostics(found, result.sources, show, language):
            click.echo(block + "\n")
        records = len(result.kb.records) + len(result.kb.content.broken)
        pages = len(result.kb.content.documents) - records
        click.echo(text.summary(found, records, pages, language))
    if not result.schemas_sound:
        ctx.exit(2)
    ctx.exit(1 if any(each.severity is Severity.ERROR for each in found) else 0)


def _existing(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if not path.exists():
            raise Failure(f"there is no file or folder {path}")
        yield path


def _within(
    findings: Iterable[Diagnostic], paths: list[str], show: Callable[[str], str]
) -> list[Diagnostic]:
    if not paths:
        return list(findings)
    wanted = [Path(path) for path in paths]
    return [
        each for each in findings if any(Path(show(each.path)).is_relative_to(w) for w in wanted)
    ]
