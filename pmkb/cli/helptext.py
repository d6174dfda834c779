"""Help that knows its Chinese, which the site's manual shows. In a terminal help is in English."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from pmkb.message import Message, documented

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Command(click.Command):
    """A command whose docstring has its Chinese below a line `---`."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.help = documented(self.help)


class _Option(click.Option):
    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.help = attributes["help"]  # Of what it is given, click keeps the English alone.


def option(*names: str, about: Message, **attributes: Any) -> Callable[[Decorated], Decorated]:
    """An option as click's, and what it is about."""
    return click.option(*names, cls=_Option, help=about, **attributes)
