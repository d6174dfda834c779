"""Every rule's page in the manual: what it finds, why it matters, an example, how to mend it."""

from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from pmkb.cli import main
from pmkb.diagnostic import Severity
from pmkb.message import documented
from pmkb.rules import RULES, Rule
from tests.cases import casefile

EACH = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def paragraphs(rule: Rule) -> list[str]:
    return documented(rule.fault.doc).split("\n\n")


def example(rule: Rule) -> casefile.Case:
    """The small knowledge base in a rule's docstring: its indented paragraphs."""
    indented = [each for each in paragraphs(rule) if each.startswith("    ")]
    return casefile.read(dedent("\n\n".join(("    An example.", *indented))) + "\n")


@EACH
def test_page_says_what_and_why_shows_an_example_and_says_how_to_mend_it(rule: Rule) -> None:
    what, *between, mend = paragraphs(rule)
    why = [each for each in between if not each.startswith("    ")]
    shown = between[len(why) :]
    assert what.endswith((".", ":"))
    assert why, "why does it matter?"
    assert shown, "an example is missing"
    assert between == why + shown
    assert shown[0].startswith("    === "), "an example begins with the path of its first file"
    assert mend.startswith("To mend it: "), "how is it mended?"
    assert mend.endswith(".")


@EACH
def test_chinese_says_the_same_without_the_example(rule: Rule) -> None:
    what, *why, mend = documented(rule.fault.doc).zh.split("\n\n")
    prose = [each for each in paragraphs(rule) if not each.startswith("    ")]
    assert what.endswith(("。", "："))
    assert len(why) == len(prose) - 2
    assert mend.startswith("怎么办：")
    assert mend.endswith("。")


@EACH
def test_example_gives_the_finding_and_no_other_error(rule: Rule) -> None:
    found = example(rule).compiled().findings
    codes = {each.code for each in found}
    errors = {each.code for each in found if each.severity is Severity.ERROR}
    assert rule.fault.code in codes
    assert errors <= {rule.fault.code}


def test_explain_shows_an_example_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(main, ["explain", "task-overdue"], catch_exceptions=False).output
    indented = [each for each in paragraphs(RULES["task-overdue"]) if each.startswith("    ")]
    assert "\n\n".join(["", *indented, "To mend it: "]) in shown


def test_explain_shows_the_example_in_chinese_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["explain", "task-overdue", "--language", "zh"]
    shown = CliRunner().invoke(main, arguments, catch_exceptions=False).output
    indented = [each for each in paragraphs(RULES["task-overdue"]) if each.startswith("    ")]
    assert "\n\n".join(["", *indented, "怎么办："]) in shown


def test_explain_speaks_chinese() -> None:
    arguments = ["explain", "contract.payments.due", "--language", "zh"]
    shown = CliRunner().invoke(main, arguments, catch_exceptions=False).output
    assert shown == "payments.due：合同的字段：应付日期（Due）\n日期，必填\n\n应付的日期。\n"
