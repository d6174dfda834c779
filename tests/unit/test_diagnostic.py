"""Faults, findings and hints."""

import pytest

from pmkb import rules as _rules
from pmkb.diagnostic import (
    Diagnostic,
    Fault,
    Severity,
    catalogue,
    did_you_mean,
    in_order,
    nearest,
)
from pmkb.message import documented
from pmkb.source import Place, Source, Span

assert _rules  # Importing it fills the catalogue.


def found(path: str = "a.md", line: int = 1, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic("x", severity, path, Place(line, 1, line, 2), "message")


def test_findings_are_sorted_by_path_and_place_and_the_graver_comes_first() -> None:
    later = [found("b.md"), found("a.md", 10), found("a.md", 2, Severity.INFO), found("a.md", 2)]
    assert in_order(later) == (later[3], later[2], later[1], later[0])


def test_exact_repetitions_are_dropped() -> None:
    assert in_order([found(), found(), found(line=2)]) == (found(), found(line=2))


def test_errors_rank_before_warnings_before_notes() -> None:
    assert sorted(Severity, key=lambda each: each.rank) == ["error", "warning", "info"]


def test_severity_can_be_judged_otherwise_without_touching_the_finding() -> None:
    one = found()
    assert one.with_severity(Severity.INFO).severity is Severity.INFO
    assert one.severity is Severity.ERROR


def test_occurrence_of_a_fault_carries_its_code_severity_and_place() -> None:
    fault = catalogue()["invalid-date"]
    made = fault.at(Source.decode("a.md", b"ab\ncd"), Span(3, 5), "message", "hint")
    assert (made.code, made.severity, made.place) == (
        "invalid-date",
        Severity.ERROR,
        Place(2, 1, 2, 3),
    )


def test_code_can_be_given_only_once() -> None:
    with pytest.raises(ValueError, match="invalid-date"):
        Fault("invalid-date", Severity.INFO, "Another.")
    assert catalogue()["invalid-date"].severity is Severity.ERROR


@pytest.mark.parametrize("fault", catalogue().values(), ids=lambda fault: fault.code)
def test_every_fault_says_more_than_what_it_finds_and_the_same_in_chinese(fault: Fault) -> None:
    doc = documented(fault.doc)
    prose = [each for each in doc.split("\n\n") if not each.startswith("    ")]
    assert len(prose) >= 2
    assert len(doc.zh.split("\n\n")) == len(prose)
    assert all(each.endswith(("。", "：")) for each in doc.zh.split("\n\n"))


@pytest.mark.parametrize("fault", catalogue().values(), ids=lambda fault: fault.code)
def test_every_fault_is_documented_in_a_full_sentence(fault: Fault) -> None:
    first = documented(fault.doc).partition("\n\n")[0]
    assert first.endswith((".", ":")), first
    assert len(first.split()) >= 3


@pytest.mark.parametrize("code", catalogue())
def test_codes_name_the_fault_in_kebab_case(code: str) -> None:
    assert code == code.lower()
    assert code.replace("-", "").replace("8", "").isalpha()
    assert not code.startswith(("check-", "fix-", "ensure-", "must-", "no-valid"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("opne", "open"),
        ("In Progress", "in-progress"),
        ("in_progress", "in-progress"),
        ("SHIPPED", "shipped"),
        ("shiped", "shipped"),
    ],
)
def test_hint_forgives_case_separators_and_slips(wrong: str, right: str) -> None:
    known = ["open", "in-progress", "shipped", "blocked"]
    assert did_you_mean(wrong, known) == f"did you mean {right!r}?"


def test_nothing_near_gives_no_hint() -> None:
    assert did_you_mean("zzz", ["open", "shipped"]) is None
    assert did_you_mean("open", []) is None


def test_nearest_words_come_best_first_and_do_not_depend_on_the_order_of_the_known() -> None:
    known = ["release", "released", "releases", "roadmap"]
    assert nearest("relese", known, 2) == nearest("relese", reversed(known), 2)
    assert nearest("relese", known, 2)[0] == "release"
