"""`pmkb schema`: JSON Schemas of the kinds, for editors."""

from pathlib import Path

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import config_option, open_project
from pmkb.config import ConfigError, Project, read_inputs, unknown_names
from pmkb.message import say


@click.command("schema", cls=Command)
@option(
    "--check",
    is_flag=True,
    about=say("Write nothing; fail if a file is not up to date.", "不写文件；有文件过期就报错。"),
)
@config_option
@click.pass_context
def command(ctx: click.Context, check: bool, config_file: Path) -> None:
    """Write `<kind>.schema.json` for every kind into the schemas folder.

    Editors check and complete front matter by them. They are generated: `--check` exits with 1
    where one is missing, out of date, or left over from a kind that is gone.
    ---
    为每个类别生成 `<类别>.schema.json`，放进 schemas 文件夹。

    编辑器靠它检查和补全字段。这些文件是生成的：有缺失、过期或多余的，`--check` 以 1 退出。
    """
    project = open_project(config_file)
    wanted = _wanted(project)
    there = {path.name: path.read_text("utf-8") for path in project.schemas.glob("*.schema.json")}
    stale = sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))
    if check:
        for name in stale:
            click.echo(f"{project.schemas / name}: {_reason(name, wanted, there)}", err=True)
        if stale:
            click.echo("run `pmkb schema` and commit what it writes", err=True)
        ctx.exit(1 if stale else 0)
    project.schemas.mkdir(parents=True, exist_ok=True)
    for name in stale:
        path = project.schemas / name
        if name in wanted:
            path.write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            path.unlink()
        click.echo(f"{'wrote' if name in wanted else 'removed'} {path}")
    click.echo(f"{len(wanted)} schemas, {len(stale)} changed")


def _wanted(project: Project) -> dict[str, str]:
    from pmkb.build import read_kinds, read_vocabulary
    from pmkb.json_schema import schemas

    try:
        inputs = read_inputs(project)
    except ConfigError as error:
        raise Failure(str(error)) from None
    own_kinds = {Path(source.path).stem for source in inputs.kinds}
    if problem := unknown_names(project.options, own_kinds):
        raise Failure(f"{project.config_file}: {problem}")
    words, word_faults = read_vocabulary(inputs)
    kinds, kind_faults = read_kinds(inputs, project.options.settings(), words)
    if word_faults or kind_faults:
        raise Failure("the schemas have faults; `pmkb check` tells which")
    return dict(schemas(kinds, words))


def _reason(name: str, wanted: dict[str, str], there: dict[str, str]) -> str:
    if name not in there:
        return "missing"
    return "out of date" if name in wanted else "left over: there is no such kind"
