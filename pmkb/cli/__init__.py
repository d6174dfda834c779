"""The command line: `pmkb`, one module per command, each loaded only when it is called."""

from importlib import import_module
from pkgutil import iter_modules

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command


class _Commands(Command, click.Group):
    """Commands by the names of this package's modules that define one of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = {module.name for module in iter_modules(__path__)}
        return sorted(names - {"failure", "helptext", "shared", "terminal"})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{__name__}.{cmd_name}")
        command = module.command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            from pmkb.diagnostic import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx))
            raise Failure(f"there is no command {args[0]!r}" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pmkb", prog_name="pmkb")
def main() -> None:
    """Compile a product manager's plain-text knowledge base.

    Records are Markdown files with front matter below the docs folder of mkdocs.yml; `pmkb check`
    tells what is wrong with them, `pmkb build` makes the site.
    ---
    把产品经理的纯文本知识库编译成网站。

    记录是 mkdocs.yml 所指文档目录下带字段部分的 Markdown 文件；`pmkb check` 检查哪里不对，
    `pmkb build` 生成网站。
    """
