"""`pmkb new`: a file for a new record."""

import os
from datetime import date
from pathlib import Path

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.list import find_kind
from pmkb.cli.shared import compile_project, config_option, language_option, open_project
from pmkb.cli.show import one_record
from pmkb.config import Language
from pmkb.diagnostic import Edit
from pmkb.document import parse
from pmkb.edit import apply
from pmkb.message import say
from pmkb.record import Record
from pmkb.signing import sign
from pmkb.source import Source


@click.command("new", cls=Command)
@click.argument("kind")
@click.argument("title")
@option(
    "--id",
    "name",
    metavar="ID",
    about=say("The id; else made from the title.", "编号；不写则由标题生成。"),
)
@option(
    "--folder",
    metavar="FOLDER",
    about=say("A folder below the kind's own.", "类别文件夹下的子文件夹。"),
)
@option("--topics", metavar="A,B", about=say("The topics of a new briefing.", "新宣贯的主题。"))
@language_option
@config_option
def command(
    kind: str,
    title: str,
    name: str | None,
    folder: str | None,
    topics: str | None,
    language: Language | None,
    config_file: Path,
) -> None:
    """Write a file for a new record of a KIND with a TITLE.

    The file has the required keys to fill in, and the others as comments. The id is made from the
    title, Chinese as pinyin. A file that exists is never touched. With --topics, a briefing's
    topics are filled in and signed with their present wording. The comments are in the language.
    ---
    按 KIND（类别）和 TITLE（标题）新建一个记录文件。

    文件里列出要填的必填字段，其余字段写成注释。编号由标题生成，中文转成拼音。注释用所选的语言。已有的文件绝不改动。
    写了 `--topics`，宣贯的主题会一并填好，并按当前内容签署。
    """
    from pmkb import scaffold

    project = open_project(config_file)
    result = compile_project(project)
    cls = find_kind(result, kind)
    stem = name or scaffold.id_from_title(title)
    if not stem or stem in ("index", "readme") or any(sign in stem for sign in "/\\: "):
        raise Failure("no id can be made from this title; give one with `--id`")
    path = _path(project.docs_dir, cls, folder, stem)
    if path.exists() or any(each.id == stem for each in result.kb.all(cls)):
        raise Failure(f"there is a {cls.kind()} {stem!r} already; give another id with `--id`")
    today = date.today()  # noqa: DTZ011 - the writer's own day is meant
    text = scaffold.text(
        cls, title, result.kb.vocabulary, today, language or project.options.language
    )
    source = Source.decode(path.name, text.encode())
    if topics is not None:
        records = [one_record(result, each) for each in _split(topics)]
        source = _with_topics(source, cls, records, today)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(source.data)
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}") from None
    click.echo(os.path.relpath(path))


def _path(docs_dir: Path, kind: type[Record], folder: str | None, stem: str) -> Path:
    if kind.folder.endswith(".md"):
        return docs_dir / kind.folder
    base = (docs_dir / kind.folder).resolve()
    path = (base / (folder or "") / f"{stem}.md").resolve()
    if not path.is_relative_to(base):
        raise Failure(f"the folder {folder!r} is not below {kind.folder}/")
    return path


def _split(topics: str) -> list[str]:
    return [each.strip() for each in topics.split(",") if each.strip()]


def _with_topics(source: Source, kind: type[Record], topics: list[Record], today: date) -> Source:
    """A briefing's scaffold with its topics filled in and signed."""
    if kind.kind() != "briefing":
        raise Failure("--topics is for briefings")
    document, _ = parse(source)
    listed = ", ".join(each.ref for each in topics)
    filled_in = Edit(document.spans[("topics",)].value, f" [{listed}]")
    return apply(source, (filled_in, *sign(document, topics, (), today)))
