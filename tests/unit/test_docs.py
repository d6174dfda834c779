"""The manual and the READMEs are true: their files compile, their commands do what stands below them.

A fenced block is a file where the line above it ends in the file's path and a colon. A line with
`$ pmkb …` is run in the folder of these files; where output stands below it, that is what it prints.
"""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import click
import pytest
from click.testing import CliRunner

from pmkb.cli import main
from pmkb.config import load, unknown_names
from pmkb.diagnostic import Severity

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "content" / "docs"
PAGES = {
    each.relative_to(ROOT).as_posix(): each.read_text("utf-8")
    for each in (*sorted(ROOT.glob("README*.md")), *sorted(DOCS.rglob("*.md")))
}
EACH = pytest.mark.parametrize("path", PAGES)

FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([\w./-]+\.[\w.]+)`[:：]\s*$")
SHOWN = re.compile(r"^(?:\$ | *- run: )?(pmkb [^#\n]+)", re.MULTILINE)
INLINE = re.compile(r"(?<!`)`(pmkb [^`\n]+)`(?!`)")

GOAL = """\
title: ARR
baseline: 52
target: 80
start: 2026-01-01
due: 2026-12-31
readings: [{date: 2026-06-30, value: 63.5}]
"""
CHEN, LI = "title: Chen Yu\nrole: PM\nteam: product\n", "title: Li Na\nrole: Dev\nteam: rd\n"
BANK = "title: East Bank\nregion: east\nindustry: finance\ntier: key\nowner: chen-yu\n"
ITEM = "title: Partitions\nstatus: planned\nowner: chen-yu\ngoal: arr-2026\ndue: 2026-07-10\n"
REVENUE = """\
title: Revenue
path: datasets/revenue.csv
grain: month
columns:
  - {name: month, type: period}
  - {name: region, type: text}
  - {name: revenue, type: decimal, unit: CNY}
"""
METRIC = """\
title: Revenue
dataset: revenue
type: simple
value: revenue
time: month
measures: flow
unit: CNY
dimensions: [region]
"""
LATE = """\
title: Online DDL
status: in-progress
summary: Without locks
start: 2026-02-02
progress: 60
due: 2026-06-12
ignore: [roadmap-without-goal, roadmap-without-owner]
"""
CUSTOMERS = {
    "contacts/chen-yu.md": CHEN,
    "contacts/li-na.md": LI,
    "customers/east-bank.md": BANK,
    "customers/new-rail.md": BANK.replace("East Bank", "New Rail"),
}
# What a page takes for granted, below the docs folder. Front matter is without its fences.
AROUND: Mapping[str, Mapping[str, str]] = {
    "checking.md": {
        "customers/east-bank.md": "region: east\nindustry: 金融\ntitle: East Bank\ntier: key\n",
        "roadmap/online-ddl.md": LATE,
        "contacts/chen-yu.md": CHEN,
    },
    "writing-records.md": {
        **CUSTOMERS,
        "goals/arr-2026.md": GOAL,
        "roadmap/partition-metadata.md": ITEM,
        "briefings/rd-alignment-june.md": (
            "title: June\naudience: rd\ntopics: [online-ddl]\ndate: 2026-06-01\n"
        ),
    },
    "custom-kinds.md": {
        "customers/east-bank.md": BANK.replace("east\n", "emea\n").replace("owner: chen-yu\n", "")
    },
    "zh/custom-kinds.md": {"customers/east-bank.md": BANK, "contacts/chen-yu.md": CHEN},
    "facts.md": CUSTOMERS,
    "data.md": {"goals/arr-2026.md": GOAL},
    "site.md": {
        **CUSTOMERS,
        "datasets/revenue.md": REVENUE,
        "datasets/revenue.csv": "month,region,revenue\n2026-05,north,5\n2026-06,south,6\n",
        "metrics/recurring-revenue.md": METRIC,
    },
}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, and the file that it is, if it is one."""

    language: str
    text: str
    file: str | None


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page in order."""
    for found in FENCE.finditer(page):
        above = page[: found.start()].rstrip().rpartition("\n")[2]
        name = NAMED.search(above)
        yield Block(found[2], found[3], name[1] if name else None)


def sessions(page: str) -> Iterator[tuple[list[str], str]]:
    """The commands that a page shows, and what it shows below them."""
    for block in blocks(page):
        if block.language == "text":
            for each in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                line, _, output = each.partition("\n")
                yield shlex.split(line), output.strip()


def written(path: str, folder: Path) -> Path:
    """A folder with the files that a page shows, and with what it takes for granted."""
    language = "zh" if "zh" in path else "en"
    files = {"mkdocs.yml": f"site_name: Base\nplugins: [pmkb: {{language: {language}}}]\n"}
    page = path.removeprefix("content/docs/")
    around = AROUND.get(page) or AROUND.get(page.removeprefix("zh/"), {})
    for name, text in around.items():
        files[f"docs/{name}"] = f"---\n{text}---\n" if name.endswith(".md") else text
    shown = {each.file: each.text for each in blocks(PAGES[path]) if each.file}
    live = [each.text for each in blocks(PAGES[path]) if "```pmkb" in each.text]
    files |= shown | {f"docs/live-{at}.md": text for at, text in enumerate(live)}
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    return folder


def run(*args: str) -> str:
    result = CliRunner().invoke(main, args)
    assert result.exit_code in (0, 1), f"pmkb {' '.join(args)}\n{result.output}"
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def test_both_languages_have_the_same_pages_and_parts() -> None:
    english = {each.name: each for each in DOCS.glob("*.md")}
    chinese = {each.name: each for each in (DOCS / "zh").glob("*.md")}
    assert english.keys() == chinese.keys()
    for path, text in PAGES.items():
        if "/zh/" not in path and path.startswith("content/"):
            other = PAGES[path.replace("docs/", "docs/zh/")]
            files = [[each.file for each in blocks(page) if each.file] for page in (text, other)]
            assert files[0] == files[1], path


@pytest.mark.parametrize("path", [each for each in PAGES if not each.endswith("checking.md")])
def test_files_that_are_shown_have_no_errors(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(path, tmp_path))
    found = json.loads(run("check", "--as-of", "2026-06-30", "--format", "json"))["findings"]
    errors = [each for each in found if each["severity"] == Severity.ERROR.value]
    assert errors == []


@EACH
def test_commands_print_what_stands_below_them(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(path, tmp_path))
    for (program, *args), output in sessions(PAGES[path]):
        if program == "pmkb" and args[0] != "serve":
            printed = run(*args)
            assert not output or printed == output, indent(printed, "  ")


@EACH
def test_every_command_and_option_that_is_named_is_there(path: str) -> None:
    page = PAGES[path]
    shown = (block.text for block in blocks(page) if block.language in ("text", "sh", "yaml"))
    named = [*INLINE.findall(page), *(each for text in shown for each in SHOWN.findall(text))]
    for each in named:
        _, name, *rest = each.split()
        if name.startswith("-") or not name.isascii():
            continue
        command = main.get_command(click.Context(main), name)
        assert command is not None, each
        options = {form for param in command.params for form in param.opts} | {"--help"}
        used = {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
        quoted = {word for word in used if "'" in each.partition(word)[0].rpartition('"')[2]}
        assert used - quoted <= options | {"-score"}, each


@EACH
def test_configurations_that_are_shown_can_be_used(path: str, tmp_path: Path) -> None:
    for at, block in enumerate(blocks(PAGES[path])):
        if block.language == "yaml" and "plugins:" in block.text:
            folder = tmp_path / str(at)
            (folder / "docs").mkdir(parents=True)
            text = block.text if "site_name" in block.text else f"site_name: T\n{block.text}"
            (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
            assert unknown_names(load(folder / "mkdocs.yml").options, {"incident"}) is None


def is_part(shown: Any, whole: Any) -> bool:
    """Whether all that is shown is in the whole, where objects may have more keys."""
    if isinstance(shown, dict):
        return isinstance(whole, dict) and all(
            name in whole and is_part(each, whole[name]) for name, each in shown.items()
        )
    return bool(shown == whole)


@pytest.mark.parametrize("folder", ["", "zh/"])
def test_the_export_is_as_shown(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(f"content/docs/{folder}index.md", tmp_path))
    page = PAGES[f"content/docs/{folder}data.md"]
    (shown,) = (json.loads(each.text) for each in blocks(page) if each.language == "json")
    whole = json.loads(run("export", "--as-of", "2026-06-30"))
    for ref, record in shown.pop("records").items():
        assert is_part(record, whole["records"][ref])
    for name, tracker in shown.pop("trackers").items():
        assert tracker == whole["trackers"][name]
    assert is_part(shown, whole)
