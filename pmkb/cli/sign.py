"""`pmkb sign`: note the wording that was agreed to at a briefing."""

from datetime import date
from pathlib import Path

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import Day, compile_project, config_option, open_project, shown_path
from pmkb.cli.show import one_record
from pmkb.kinds.product.briefing import Briefing
from pmkb.message import say


@click.command("sign", cls=Command)
@click.argument("ref", metavar="BRIEFING")
@option(
    "--topic",
    "only",
    metavar="ID",
    multiple=True,
    about=say("Only this topic; repeatable.", "只签这个主题；可以写多次。"),
)
@option(
    "--on",
    type=Day(),
    about=say(
        "The day of the agreement; else the briefing's.", "对方认可的日期；不写则取宣贯的日期。"
    ),
)
@config_option
def command(ref: str, only: tuple[str, ...], on: date | None, config_file: Path) -> None:
    """Note in a BRIEFING the present wording of its topics as agreed to.

    A topic that is signed already is signed again where its wording has changed. When a topic
    changes later on, the briefing is void for it, and the site and `pmkb check` tell what changed.
    ---
    在 BRIEFING（宣贯）里记下各主题当前的内容，表示对方已认可。

    已签署的主题，内容变了的重新签署。以后主题再改，这一项签署就失效，网站和 `pmkb check` 会写明改
    了什么。
    """
    from pmkb import document, signing
    from pmkb.edit import apply

    project = open_project(config_file)
    result = compile_project(project)
    briefing = one_record(result, ref if ":" in ref else f"briefing:{ref}")
    if not isinstance(briefing, Briefing):
        raise Failure(f"{ref!r} is a {briefing.kind()}, not a briefing")
    topics = list(result.kb.targets(briefing, "topics"))
    if only:
        wanted = [one_record(result, each) for each in only]
        missing = [each.ref for each in wanted if each not in topics]
        if missing:
            raise Failure(f"no topic of {briefing.id}: {', '.join(missing)}")
        topics = wanted
    known = [each.ref for each in result.kb.targets(briefing, "signatures.topic")]
    edits = signing.sign(briefing.document, topics, known, on or max(briefing.date, _today()))
    if not edits:
        click.echo(f"{briefing.id}: every topic is signed as it is worded now")
        return
    changed = apply(briefing.document.source, edits)
    _, faults = document.parse(changed)
    if faults:
        raise Failure(f"{briefing.path}: cannot be signed by a program; add `signatures:` by hand")
    path = project.docs_dir / briefing.path
    path.write_bytes(changed.data)
    names = ", ".join(each.id for each in topics)
    click.echo(f"signed {names} in {shown_path(project)(briefing.path)}")


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the signer's own day is meant
