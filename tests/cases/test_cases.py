"""Every case file gives exactly the findings that are written in it, and every code has a case."""

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from pmkb.diagnostic import catalogue
from tests.cases import casefile

# What no case file can hold; the tests of these modules hold its bytes.
UNWRITABLE = {
    "control-character": "test_yaml12.py",
    "front-matter-too-large": "test_yaml12.py",
    "yaml-tab": "test_yaml12.py",
    "invalid-utf8": "test_document.py",
    "nul-byte": "test_document.py",
    "facts-not-utf8": "metrics/test_facts.py",
}


@pytest.mark.parametrize("path", casefile.every_file(), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case_gives_exactly_the_findings_written_in_it(path: Path) -> None:
    case = casefile.read(path.read_text("utf-8"))
    found = case.annotated(case.compiled().findings)
    if os.environ.get("UPDATE_CASES") == "1":
        path.write_text(found, encoding="utf-8", newline="\n")
        return
    lines = unified_diff(case.text.split("\n"), found.split("\n"), "expected", "found", lineterm="")
    diff = "\n".join(lines)
    assert not diff, f"{path.name}\n{diff}"


def test_every_code_has_a_case() -> None:
    cases = [casefile.read(path.read_text("utf-8")) for path in casefile.every_file()]
    covered = frozenset[str]().union(*(case.codes for case in cases))
    assert catalogue().keys() - covered == UNWRITABLE.keys()


@pytest.mark.parametrize(("code", "module"), UNWRITABLE.items())
def test_code_without_a_case_has_a_unit_test(code: str, module: str) -> None:
    tests = casefile.FOLDER.parent / "unit" / module
    assert f'"{code}"' in tests.read_text("utf-8")


BROKEN = """A status.

=== roadmap/ddl.md
---
title: Online DDL
status: {status}
{below}---
"""
FINDING = "        ^^^^ error unknown-status: unknown status 'idae' | did you mean 'idea'?\n"


@pytest.mark.parametrize(
    ("status", "below"),
    [
        pytest.param("idae", "", id="a finding that is not written"),
        pytest.param("idea", FINDING, id="a written one that is not found"),
        pytest.param("idae", FINDING.replace(" ^^^^", "^^^^"), id="another column"),
        pytest.param("idae", FINDING.replace("^^^^", "^^^^^"), id="another end"),
        pytest.param("idae", FINDING.replace("error", "warning"), id="another severity"),
        pytest.param("idae", FINDING.replace("'idea'", "'planned'"), id="another hint"),
        pytest.param("idae", FINDING + FINDING, id="one too many"),
    ],
)
def test_runner_tells_a_wrong_expectation(status: str, below: str) -> None:
    case = casefile.read(BROKEN.format(status=status, below=below))
    assert case.annotated(case.compiled().findings) != case.text


def test_runner_accepts_a_right_expectation_and_takes_it_out_of_the_content() -> None:
    case = casefile.read(BROKEN.format(status="idae", below=FINDING))
    assert case.annotated(case.compiled().findings) == case.text
    assert case.codes == {"unknown-status"}
    assert case.files == {
        "roadmap/ddl.md": ("---", "title: Online DDL", "status: idae", "---"),
    }


def test_runner_refuses_what_is_nearly_an_expectation() -> None:
    with pytest.raises(AssertionError, match="not an expectation"):
        casefile.read(BROKEN.format(status="idae", below=FINDING.replace("error", "eror")))
