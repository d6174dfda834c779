"""What surveys and requirements take from answers."""

from typing import Any

import pytest

from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.survey import Survey
from tests.knowledge import briefs, compiled, front_matter

HEAD = "respondent,requirement,functional,dysfunctional\n"


def survey(**fields: object) -> str:
    return front_matter(**{"title": "S", "method": "kano", "start": "2026-06-01", **fields})


def requirement(**fields: object) -> str:
    return front_matter(**{"title": "R", "status": "new", **fields})


def said(files: dict[str, str], as_of: str = "2026-06-30") -> dict[str, Any]:
    """What the requirement `ddl` takes from surveys."""
    kb = compiled({"requirements/ddl.md": requirement(), **files}, as_of=as_of).kb
    found = kb.records["requirement:ddl"]
    assert isinstance(found, Requirement)
    source = found.surveyed_in(kb)
    return {"category": found.surveyed_kano(kb), "in": source.id if source else None}


@pytest.mark.parametrize(
    ("as_of", "category", "source"),
    [
        ("2024-12-31", None, None),
        ("2025-01-01", "attractive", "a-first"),
        ("2026-02-28", "attractive", "a-first"),
        ("2026-03-01", "must-be", "m-second"),
        ("2027-01-01", "must-be", "m-second"),
    ],
)
def test_newest_survey_begun_by_the_day_counts(
    as_of: str, category: str | None, source: str | None
) -> None:
    files = {
        "surveys/a-first.md": survey(start="2025-01-01", counts="[{requirement: ddl, A: 1}]"),
        "surveys/m-second.md": survey(
            start="2026-03-01", end="2026-03-31", counts="[{requirement: ddl, M: 1}]"
        ),
        # Newer, but it has no answer about it.
        "surveys/z-empty.md": survey(start="2026-04-01", counts="[{requirement: ddl}]"),
        "surveys/z-other.md": survey(start="2026-05-01", counts="[{requirement: sso, R: 9}]"),
        "requirements/sso.md": requirement(),
    }
    assert said(files, as_of) == {"category": category, "in": source}


def test_archived_survey_does_not_count() -> None:
    files = {"surveys/a.md": survey(status="archived", counts="[{requirement: ddl, A: 1}]")}
    assert said(files) == {"category": None, "in": None}


def test_answers_of_other_surveys_are_not_read() -> None:
    files = {
        "surveys/nps.md": survey(method="nps", responses="surveys/nps.csv"),
        "surveys/nps.csv": "score\n9\n",
    }
    result = compiled(files)
    assert briefs(result) == []
    found = result.kb.records["survey:nps"]
    assert isinstance(found, Survey)
    assert (found.kano(result.kb), found.respondents(result.kb)) == ({}, None)


def test_file_and_record_may_each_hold_some_of_the_counts() -> None:
    files = {
        "surveys/s.md": survey(responses="surveys/s.csv", counts="[{requirement: sso, M: 2}]"),
        "surveys/s.csv": HEAD + "a,ddl,1,5\nb,ddl,1,5\n",
        "requirements/ddl.md": requirement(),
        "requirements/sso.md": requirement(),
    }
    kb = compiled(files).kb
    found = kb.records["survey:s"]
    assert isinstance(found, Survey)
    results = found.kano(kb)
    assert {name: (each["category"], each["n"]) for name, each in results.items()} == {
        "ddl": ("O", 2),
        "sso": ("M", 2),
    }
    assert found.respondents(kb) == 2


def test_requirement_that_cannot_be_read_itself_may_be_answered_about() -> None:
    files = {
        "surveys/s.md": survey(responses="surveys/s.csv"),
        "surveys/s.csv": HEAD + "a,ddl,1,5\n",
        "requirements/ddl.md": requirement(status="nwe"),
    }
    result = compiled(files)
    found = result.kb.records["survey:s"]
    assert isinstance(found, Survey)
    assert list(found.kano(result.kb)) == ["ddl"]
    assert [each.code for each in result.findings] == ["unknown-status", "kano-few-respondents"]


def test_base_without_requirements_takes_their_names_as_they_are() -> None:
    files = {
        "surveys/s.md": survey(responses="surveys/s.csv"),
        "surveys/s.csv": HEAD + "a,导出,1,5\n",
    }
    kb = compiled(files, in_use=("survey",)).kb
    found = kb.records["survey:s"]
    assert isinstance(found, Survey)
    assert list(found.kano(kb)) == ["导出"]


def test_survey_tells_how_its_file_is_laid_out() -> None:
    fields = {
        "responses": "surveys/s.csv",
        "columns": "{respondent: 编号, requirement: 需求, first: 第一题, second: 第二题}",
        "question_order": "dysfunctional-first",
        "scale": "like-is-5",
        "table": "pouliot",
        "rule": "grouped",
        "segments": "[行业]",
    }
    files = {
        "surveys/s.md": survey(**fields),
        # Turned and swapped: (1, 5) O, (2, 2) questionable in the modified table.
        "surveys/s.csv": "编号,行业,需求,第一题,第二题\n1,电力,ddl,1,5\n2,金融,ddl,4,4\n",
        "requirements/ddl.md": requirement(),
    }
    result = compiled(files)
    found = result.kb.records["survey:s"]
    assert isinstance(found, Survey)
    (only,) = found.kano(result.kb).values()
    assert only["counts"] == {"A": 0, "O": 1, "M": 0, "I": 0, "R": 0, "Q": 1}
    assert only["category"] == "Q"  # 1 > 1 is false, so the largest of I, R, Q
    groups = found.kano_by_segment(result.kb)["行业"]
    assert {group: each["ddl"]["category"] for group, each in groups.items()} == {
        "电力": "O",
        "金融": "Q",
    }


def test_line_of_a_file_of_answers_can_be_shown() -> None:
    files = {
        "surveys/s.md": survey(responses="surveys/s.csv"),
        "surveys/s.csv": HEAD + "a,ddl,9,5\n",
        "requirements/ddl.md": requirement(),
    }
    result = compiled(files)
    (found,) = (each for each in result.findings if each.code == "unknown-answer")
    assert found.path == "surveys/s.csv"
    assert result.sources[found.path].line_text(found.place.line) == "a,ddl,9,5"
