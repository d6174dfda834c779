"""The site through MkDocs: from its own command and from ours."""

import filecmp
import gzip
import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from tests.unit.render.test_render import FILES

CONFIG = {
    "site_name": "Base",
    "docs_dir": "content",
    "theme": {"name": "pmkb"},
    "plugins": [{"pmkb": {"as_of": "2026-06-30"}}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        write(tmp_path, f"content/{path}", dedent(text))
    write(tmp_path, "content/notes/plan.md", "# Plan\n\n![](a.png)\n")
    configure(tmp_path)
    return tmp_path


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def configure(folder: Path, **settings: object) -> None:
    write(folder, "mkdocs.yml", yaml.safe_dump({**CONFIG, **settings}))


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False
    )


def differences(left: Path, right: Path) -> list[str]:
    names = {p.relative_to(each) for each in (left, right) for p in each.rglob("*") if p.is_file()}
    # The compressed sitemap holds the time at which it was made.
    return [
        str(name)
        for name in sorted(names - {Path("sitemap.xml.gz")})
        if not ((left / name).is_file() and (right / name).is_file())
        or not filecmp.cmp(left / name, right / name, shallow=False)
    ]


def test_both_commands_make_the_same_site(folder: Path) -> None:
    assert run(folder, "pmkb", "build", "-d", "ours").returncode == 0
    assert run(folder, "mkdocs", "build", "-q", "-d", "theirs").returncode == 0
    assert differences(folder / "ours", folder / "theirs") == []


def test_options_of_the_command_line_count_like_those_of_the_file(folder: Path) -> None:
    run(folder, "pmkb", "build", "-d", "ours", "--language", "zh", "--as-of", "2026-01-31")
    configure(folder, plugins=[{"pmkb": {"as_of": "2026-01-31", "language": "zh"}}])
    run(folder, "mkdocs", "build", "-q", "-d", "theirs")
    assert differences(folder / "ours", folder / "theirs") == []


@pytest.mark.parametrize("command", [("pmkb", "build", "--strict"), ("mkdocs", "build", "-s")])
def test_strict_stops_before_the_site_is_touched(folder: Path, command: tuple[str, ...]) -> None:
    write(folder, "content/contracts/half.md", "---\ntitle: Half\ntype: nonsense\n---\n")
    write(folder, "site/index.html", "old")
    done = run(folder, *command)
    assert done.returncode == 1, done.stderr
    assert "nonsense" in done.stdout + done.stderr
    assert (folder / "site" / "index.html").read_text("utf-8") == "old"


def test_errors_do_not_stop_a_build(folder: Path) -> None:
    write(folder, "content/contracts/half.md", "---\ntitle: Half\ntype: nonsense\n---\n")
    done = run(folder, "pmkb", "build")
    assert done.returncode == 0, done.stderr
    assert "1 error" in done.stdout or "errors" in done.stdout
    assert (folder / "site" / "contracts" / "half" / "index.html").is_file()


@pytest.mark.parametrize("command", [("pmkb", "build"), ("mkdocs", "build")])
def test_wrong_option_is_explained(folder: Path, command: tuple[str, ...]) -> None:
    configure(folder, plugins=[{"pmkb": {"langage": "zh"}}])
    done = run(folder, *command)
    assert done.returncode != 0
    assert "did you mean 'language'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_navigation_of_the_team_follows_ours(folder: Path) -> None:
    configure(folder, nav=[{"Our plan": "notes/plan.md"}])
    assert run(folder, "pmkb", "build").returncode == 0
    html = (folder / "site" / "index.html").read_text("utf-8")
    assert html.index("Home") < html.index("Contracts") < html.index("Our plan")


def test_lists_of_records_stand_apart_from_the_pages_that_tell_of_them(folder: Path) -> None:
    configure(folder)
    assert run(folder, "pmkb", "build").returncode == 0
    html = (folder / "site" / "index.html").read_text("utf-8")
    product = html[html.index("sections/product/") :]
    assert product.index("pages/contracts/") < product.index("All records")
    assert product.index("All records") < product.index('"contracts/"')


def test_search_of_mkdocs_finds_records(folder: Path) -> None:
    configure(folder, plugins=["search", *CONFIG["plugins"]], theme={"name": "material"})  # type: ignore[misc]
    assert run(folder, "mkdocs", "build", "-q").returncode == 0
    index = json.loads((folder / "site/search/search_index.json").read_text("utf-8"))
    assert "东方银行" in {each["title"] for each in index["docs"]}
    assert (folder / "site/assets/pmkb/pmkb.css").is_file()


def test_answers_of_respondents_are_not_published(folder: Path) -> None:
    survey = "---\ntitle: S\nmethod: kano\nstart: 2026-01-01\nresponses: surveys/a.csv\n---\n"
    write(folder, "content/surveys/s.md", survey)
    write(folder, "content/surveys/a.csv", "respondent,requirement,functional,dysfunctional\n")
    write(folder, "content/notes/other.csv", "a,b\n")
    assert run(folder, "pmkb", "build").returncode == 0
    assert not (folder / "site/surveys/a.csv").exists()
    assert (folder / "site/notes/other.csv").is_file()


def test_search_finds_the_pages_that_are_published(folder: Path) -> None:
    assert run(folder, "pmkb", "build", "-d", "built").returncode == 0
    fragments = [
        gzip.decompress(each.read_bytes()).decode()
        for each in (folder / "built/pagefind/fragment").iterdir()
    ]
    assert len([each for each in fragments if '"address":"contracts/east-2026/"' in each]) == 1
    assert (folder / "built/search/index.html").is_file()


@pytest.mark.parametrize("command", [("pmkb", "build"), ("mkdocs", "build", "-q")])
@pytest.mark.parametrize("strict", [(), ("--strict",)])
def test_site_is_built_where_pagefind_is_missing(
    folder: Path, command: tuple[str, ...], strict: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(folder / "nothing"))
    done = run(folder, *command, *strict, "-d", "built")
    assert done.returncode == 0, done.stderr
    assert "the site cannot be searched. Pagefind is not installed" in done.stderr
    assert (folder / "built/search/index.html").is_file()
    assert not (folder / "built/pagefind").exists()
