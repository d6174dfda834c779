"""`pmkb export`: the knowledge base as data."""

from datetime import date
from pathlib import Path

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import (
    as_of_option,
    cache_option,
    compile_project,
    config_option,
    format_option,
    open_project,
)
from pmkb.emit import data
from pmkb.message import say


@click.command("export", cls=Command)
@format_option("json", "csv")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    about=say(
        "The file to write JSON to (else standard output), or the folder for CSV tables.",
        "JSON 写到哪个文件（不写则为标准输出），或 CSV 表写到哪个文件夹。",
    ),
)
@as_of_option
@cache_option
@config_option
@click.pass_context
def command(
    ctx: click.Context,
    form: str,
    output: Path | None,
    as_of: date | None,
    cache: bool | None,
    config_file: Path,
) -> None:
    """Write everything that was compiled as data.

    JSON is one object with `as_of`, `records`, `findings`, `trackers`, `metrics` and the rest; CSV
    is a table per kind, so it needs a folder to write to. Records with errors are left out;
    `findings` tells which.
    ---
    把编译得到的全部内容输出为数据。

    JSON 是一个对象，含 `as_of`、`records`、`findings`、`trackers`、`metrics` 等；CSV 每个
    类别一张表，所以要指定文件夹。有错误的记录不输出，`findings` 里写明是哪些。
    """
    result = compile_project(open_project(config_file, as_of=as_of, cache=cache))
    if not result.schemas_sound:
        raise Failure("the schemas have faults; `pmkb check` tells which")
    if form == "json":
        text = data.to_text(data.export(result))
        if output is None:
            click.echo(text, nl=False)
        else:
            _write(output, text)
        return
    if output is None:
        raise Failure("CSV is a table per kind: give a folder with `-o FOLDER`")
    for name, table in data.tables(result.kb):
        # The byte order mark is what makes spreadsheets read the Chinese in it as UTF-8.
        _write(output / f"{name}.csv", "\ufeff" + table)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}") from None
