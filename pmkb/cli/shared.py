"""What the commands share: their common options, and loading a project."""

import gc
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from pmkb.build import Build, build
from pmkb.cli.failure import Failure
from pmkb.cli.helptext import option
from pmkb.config import ConfigError, Language, Project, load, read_inputs, unknown_names
from pmkb.message import say

Command = TypeVar("Command", bound=Callable[..., Any])

config_option = option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    about=say("The project's configuration.", "项目的配置文件。"),
)


def format_option(*forms: str) -> Callable[[Command], Command]:
    """The option `--format`, passed on as `form`; the first form is the default."""
    choice = click.Choice(forms)
    return option(
        "--format",
        "form",
        type=choice,
        default=forms[0],
        show_default=True,
        about=say("What to write it as.", "输出格式。"),
    )


LANGUAGES = get_args(Language)


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day, or fail with a message."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-06-30", param, ctx)


language_option = option(
    "--language",
    type=click.Choice(LANGUAGES),
    about=say(
        "The language of pmkb's own words; else `language` in mkdocs.yml, else English.",
        "pmkb 自己的文字用哪种语言；不写则按 mkdocs.yml 的 `language`，再没有就用英文。",
    ),
)


as_of_option = option(
    "--as-of",
    type=Day(),
    about=say(
        "The day to compute for; else `as_of` in mkdocs.yml, else today.",
        "按哪一天算；不写则按 mkdocs.yml 的 `as_of`，再没有就按今天。",
    ),
)


cache_option = option(
    "--no-cache",
    "cache",
    flag_value=False,
    default=None,
    about=say(
        "Read and check all facts again, and keep nothing for the next time.",
        "所有数据重新读取和检查，也不留给下次用。",
    ),
)


def open_project(config_file: Path, **options: Any) -> Project:
    """The project of a configuration file, with options from the command line over its own."""
    try:
        return load(config_file).with_options(**options)
    except ConfigError as error:
        raise Failure(str(error)) from None


def compile_project(project: Project) -> Build:
    """Read and compile a project. The one place where the command line asks for today."""
    try:
        inputs = read_inputs(project)
    except ConfigError as error:
        raise Failure(str(error)) from None
    as_of = project.options.as_of or date.today()  # noqa: DTZ011 - the reader's own day is meant
    # Thousands of bodies hold no cycles; looking for some would take a quarter of the time.
    gc.disable()
    try:
        result = build(inputs, project.options.settings(), as_of)
    finally:
        gc.enable()
    own_kinds = {Path(source.path).stem for source in inputs.kinds}
    if problem := unknown_names(project.options, own_kinds):
        raise Failure(f"{project.config_file}: {problem}")
    return result


def shown_path(project: Project) -> Callable[[str], str]:
    """How to show a path below the docs folder: as one that can be opened from here."""

    def show(path: str) -> str:
        return Path(os.path.relpath(project.docs_dir / path)).as_posix()

    return show
