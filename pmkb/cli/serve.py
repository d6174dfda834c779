"""`pmkb serve`: the site in a browser, rebuilt as files change."""

from datetime import date
from pathlib import Path

import click

from pmkb.cli.build import plugins
from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import (
    as_of_option,
    cache_option,
    config_option,
    language_option,
    open_project,
)
from pmkb.message import say


@click.command("serve", cls=Command)
@option(
    "-a", "--dev-addr", metavar="HOST:PORT", about=say("Where to serve it.", "在哪个地址提供访问。")
)
@as_of_option
@language_option
@cache_option
@config_option
def command(
    dev_addr: str | None,
    as_of: date | None,
    language: str | None,
    cache: bool | None,
    config_file: Path,
) -> None:
    """Serve the site, and rebuild it whenever content, schemas or mkdocs.yml change.

    With --as-of, --language or --no-cache, changes to the list of plugins need a new start.
    ---
    在本机查看网站；内容、schemas 或 mkdocs.yml 一改就重新生成。

    用了 `--as-of`、`--language` 或 `--no-cache` 时，插件列表改了要重新启动。
    """
    from mkdocs.__main__ import State
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    given = {"as_of": as_of, "language": language, "cache": cache}
    open_project(config_file, **given)
    logs = State()  # type: ignore[no-untyped-call]
    try:
        serve(
            str(config_file),
            dev_addr=dev_addr,
            plugins=plugins(config_file, **given),
        )
    except (MkDocsException, OSError) as error:
        raise Failure(str(error)) from None
    finally:
        del logs
