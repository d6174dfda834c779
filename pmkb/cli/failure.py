"""How a command ends when it cannot be carried out."""

import click


class Failure(click.ClickException):
    """Wrong usage or configuration: a message for people, and exit status 2."""

    exit_code = 2
