"""`pmkb build`: the site."""

import logging
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import click

from pmkb.build import Build
from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import (
    as_of_option,
    cache_option,
    config_option,
    language_option,
    open_project,
    shown_path,
)
from pmkb.config import Project
from pmkb.diagnostic import Severity
from pmkb.emit import text
from pmkb.message import say

MOST_SHOWN = 5


@click.command("build", cls=Command)
@option(
    "--strict", is_flag=True, about=say("Build nothing if there is an error.", "有错误就不生成。")
)
@option(
    "-d",
    "--site-dir",
    type=click.Path(path_type=Path),
    about=say("The folder to build the site in.", "网站生成到哪个文件夹。"),
)
@as_of_option
@language_option
@cache_option
@config_option
@click.pass_context
def command(
    ctx: click.Context,
    strict: bool,
    site_dir: Path | None,
    as_of: date | None,
    language: str | None,
    cache: bool | None,
    config_file: Path,
) -> None:
    """Build the site.

    The same site as `mkdocs build` makes. A file with errors gets a page that tells what is wrong
    with it. Exit status: 0 when the site was built, 1 if it was not, 2 for wrong usage or
    configuration.
    ---
    生成网站。

    与 `mkdocs build` 生成的网站相同。有错误的文件也有页面，写明哪里不对。退出码：0 已生成，1 没有
    生成，2 用法或配置不对。
    """
    given = {"as_of": as_of, "language": language, "cache": cache}
    project = open_project(config_file, **given)
    settings: dict[str, Any] = {"plugins": plugins(config_file, **given)}
    if site_dir is not None:
        settings["site_dir"] = str(site_dir.absolute())
    compiled, built_in = _run_mkdocs(config_file, settings, strict)
    if compiled is None:
        ctx.exit(2)
    _tell(compiled, project)
    if not compiled.schemas_sound:
        ctx.exit(2)
    if built_in is None:
        click.echo("The site was not built.", err=True)
        ctx.exit(1)
    click.echo(f"The site is in {click.format_filename(built_in)}")


def plugins(config_file: Path, **options: Any) -> list[Any] | None:
    """The plugins of `mkdocs.yml` with options of pmkb's that the command line has set.

    None where it has set none, so that MkDocs reads the file alone.
    """
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load

    given = {name: value for name, value in options.items() if value is not None}
    if not given:
        return None
    with config_file.open("rb") as file:
        listed = yaml_load(file, get_yaml_loader()).get("plugins") or []
    if isinstance(listed, Mapping):
        listed = [{name: own} for name, own in listed.items()]
    return _Reusable(_with_options(each, given) for each in listed)


class _Reusable(list[Any]):
    """Plugins as `serve` needs them: MkDocs empties what it reads, and reads it at each rebuild."""

    def __iter__(self) -> Iterator[Any]:
        return (deepcopy(each) for each in super().__iter__())


def _with_options(plugin: Any, given: Mapping[str, Any]) -> Any:
    if plugin == "pmkb":
        return {"pmkb": dict(given)}
    if isinstance(plugin, Mapping) and "pmkb" in plugin:
        return {"pmkb": {**(plugin["pmkb"] or {}), **given}}
    return plugin


def _run_mkdocs(
    config_file: Path, settings: Mapping[str, Any], strict: bool
) -> tuple[Build | None, str | None]:
    """Build through MkDocs. Returns what was compiled, if it came so far, and where the site is."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    compiled: Build | None = None
    quieten("mkdocs")
    try:
        config = load_config(str(config_file), strict=strict or None, **settings)
        plugin: Any = config.plugins["pmkb"]
        try:
            build(config)
        finally:
            compiled = getattr(plugin, "compiled", None)
    except MkDocsException as error:
        if compiled is None:
            raise Failure(str(error)) from None
        click.echo(str(error), err=True)
        return compiled, None
    return compiled, config.site_dir


class _Plain(logging.Formatter):
    """A line without time or logger: who reads it has one command running."""

    def format(self, record: logging.LogRecord) -> str:
        colour = "red" if record.levelno >= logging.ERROR else "yellow"
        return f"{click.style(record.levelname.lower(), fg=colour)}: {record.getMessage()}"


def quieten(logger: str, level: int = logging.WARNING) -> None:
    """Let through what MkDocs and its plugins warn about; our findings are told otherwise."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Plain())
    handler.addFilter(lambda record: record.name != "mkdocs.plugins.pmkb")
    root = logging.getLogger(logger)
    root.setLevel(level)
    root.propagate = False
    root.handlers[:] = [handler]


def _tell(compiled: Build, project: Project) -> None:
    """The first errors, and one line that says how much was compiled and how it went."""
    errors = [each for each in compiled.findings if each.severity is Severity.ERROR]
    show = shown_path(project)
    language = project.options.language
    for block in text.diagnostics(errors[:MOST_SHOWN], compiled.sources, show, language):
        click.echo(block + "\n")
    if len(errors) > MOST_SHOWN:
        more = say(
            "… and {n} more errors; `pmkb check` tells them all",
            "……另有 {n} 个错误，运行 `pmkb check` 查看全部",
            n=len(errors) - MOST_SHOWN,
        )
        click.echo(more.text(language) + "\n")
    documents = compiled.kb.content.documents
    records = len(compiled.kb.records) + len(compiled.kb.content.broken)
    click.echo(text.summary(compiled.findings, records, len(documents) - records, language))
