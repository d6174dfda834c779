"""Who changed what when: git's log, and what pages show of it."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from pmkb import git
from pmkb.history import Revision, parsed
from pmkb.render import Edition, Site, render
from tests.knowledge import compiled

RISK = "---\ntitle: {}\nstatus: open\nprobability: 1\nimpact: 1\n---\n"


class Repository:
    """A repository in a folder; commits are by 李娜, a day after another."""

    def __init__(self, root: Path) -> None:
        self.root, self.day = root, 0
        self.run("init", "--quiet")

    def run(self, *arguments: str) -> None:
        # Whatever the machine is configured to do with commits is not meant here.
        day = f"2026-06-{self.day:02}T12:00:00+08:00"
        own = {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **{f"GIT_{who}_NAME": "李娜" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "li@example.com" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_DATE": day for who in ("AUTHOR", "COMMITTER")},
        }
        command = ["git", "-C", str(self.root), *arguments]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **own})

    def commit(self, subject: str, **files: str | None) -> None:
        """Write or delete files of the docs folder, by their names without `.md`."""
        self.day += 1
        for name, text in files.items():
            path = self.root / "docs" / "risks" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, "utf-8")
        self.run("add", "--all")
        self.run("commit", "--quiet", "--message", subject)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def subjects(repository: Repository) -> dict[str, list[str]]:
    found = git.history(repository.root / "docs")
    return {path: [each.subject for each in revisions] for path, revisions in found.items()}


def test_revisions_are_told_by_path_the_newest_first(repository: Repository) -> None:
    repository.commit("风险：两条", one="1\n", two="2\n")
    repository.commit('Say "what" & why', one="1\n1\n")
    assert subjects(repository) == {
        "risks/one.md": ['Say "what" & why', "风险：两条"],
        "risks/two.md": ["风险：两条"],
    }
    newest = git.history(repository.root / "docs")["risks/one.md"][0]
    assert (newest.author, newest.day, len(newest.commit)) == ("李娜", date(2026, 6, 2), 40)


def test_renamed_file_keeps_its_past_and_a_new_one_of_the_old_name_has_none(
    repository: Repository,
) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repository.commit("first", old=text)
    repository.commit("second", old=text + "more\n")
    repository.commit("renamed", old=None, new=text + "more\n")
    repository.commit("again", old="something else\n")
    assert subjects(repository) == {
        "risks/new.md": ["renamed", "second", "first"],
        "risks/old.md": ["again"],
    }


def test_deleted_file_has_no_history_and_gives_none_to_its_successor(
    repository: Repository,
) -> None:
    repository.commit("first", one="1\n")
    repository.commit("gone", one=None)
    assert subjects(repository) == {}
    repository.commit("back", one="another\n")
    assert subjects(repository) == {"risks/one.md": ["back"]}


def test_paths_are_those_below_the_folder(repository: Repository) -> None:
    (repository.root / "风险 说明.md").write_text("elsewhere", "utf-8")
    repository.commit("all", 中文="文\n")
    assert subjects(repository) == {"risks/中文.md": ["all"]}


def test_folder_without_a_repository_has_no_history(tmp_path: Path) -> None:
    with pytest.raises(git.NoHistory, match="not a git repository"):
        git.history(tmp_path)


def test_repository_without_commits_has_no_history(repository: Repository) -> None:
    (repository.root / "docs").mkdir()
    with pytest.raises(git.NoHistory):
        git.history(repository.root / "docs")


def test_shallow_clone_has_no_history(repository: Repository, tmp_path: Path) -> None:
    repository.commit("first", one="1\n")
    repository.commit("second", one="2\n")
    clone = tmp_path / "clone"
    repository.run("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone))
    with pytest.raises(git.NoHistory, match="shallow"):
        git.history(clone / "docs")


def test_without_git_there_is_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(git.NoHistory, match="not installed"):
        git.history(tmp_path)


@pytest.mark.parametrize("log", ["", "nonsense", "\x1eabc", "\x1ea\x1fb\x1fno day\x1fc\x1fM\0x"])
def test_what_is_no_log_has_no_revisions(log: str) -> None:
    assert parsed(log) == {}


def test_page_tells_the_newest_revisions_with_links_to_the_forge() -> None:
    revisions = tuple(
        Revision(f"{number:040}", "李 <娜>", date(2026, 6, 30), f"change {number}")
        for number in range(10)
    )
    site = Site(repository="https://git.example.com/kb/", history={"risks/one.md": revisions})
    built = compiled({"risks/one.md": RISK.format("One"), "risks/two.md": RISK.format("Two")})
    made = {each.path: each.html for each in render(built, site)}
    html = made["risks/one.md"]
    assert (
        f'<a href="https://git.example.com/kb/commit/{0:040}" rel="noopener">change 0</a>' in html
    )
    assert "李 &lt;娜&gt;" in html
    assert "change 7" in html
    assert "change 8" not in html
    assert "and 2 earlier" in html
    assert "pmkb-history" not in made["risks/two.md"]


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("", ""),
        ("https://bitbucket.org/team/kb", "https://bitbucket.org/team/kb/commits/1"),
        ("https://gitee.com/team/kb", "https://gitee.com/team/kb/commit/1"),
    ],
)
def test_commits_have_their_forge_s_address(repository: str, address: str) -> None:
    assert Site(repository=repository).commit_url("1") == address


def test_edition_without_history_is_as_before() -> None:
    built = compiled({"risks/one.md": RISK.format("One")})
    assert Edition(built, Site()).site.history == {}
