"""The Kano model against what has been printed about it."""

from itertools import product

import pytest

from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.survey import Survey
from pmkb.metrics.answers import ORDERS, ROLES, SCALES
from pmkb.metrics.kano import (
    ANSWERS,
    CLASSIC,
    GROUPED,
    LETTERS,
    MODIFIED,
    MOST_FREQUENT,
    RULES,
    TABLES,
    Answer,
    Category,
    Counts,
    Method,
    Rule,
    Table,
    differ,
    evaluate,
)
from pmkb.vocabulary import default

# Rows: functional question, columns: dysfunctional question, both from like to dislike.
# Sauerwein et al. (1996), figure 6; the same in Berger et al. (1993).
PRINTED_CLASSIC = """
    Q A A A O
    R I I I M
    R I I I M
    R I I I M
    R R R R Q
"""
# Pouliot, in Berger et al. (1993), p. 33: "must be" twice and "live with" twice are questionable.
PRINTED_MODIFIED = """
    Q A A A O
    R Q I I M
    R I I I M
    R I I Q M
    R R R R Q
"""
CELLS = list(product(ANSWERS, ANSWERS))


def counts(**given: int) -> Counts:
    return {letter: given.get(letter.value, 0) for letter in LETTERS}


def category(given: dict[str, int], rule: Rule = MOST_FREQUENT) -> str | None:
    return evaluate(counts(**given), rule).category


@pytest.mark.parametrize(
    ("table", "printed"), [(CLASSIC, PRINTED_CLASSIC), (MODIFIED, PRINTED_MODIFIED)]
)
def test_table_is_the_printed_one_cell_by_cell(table: Table, printed: str) -> None:
    letters = printed.split()
    assert {cell: table.category(*cell).value for cell in CELLS} == dict(
        zip(CELLS, letters, strict=True)
    )


@pytest.mark.parametrize(
    ("answers", "better", "worse", "most_frequent", "grouped"),
    [
        # Brand and Rese (2026), table 1; by the second rule they call the WiFi attractive.
        pytest.param((216, 56, 13, 275, 23, 24), 0.486, -0.123, "I", "I", id="bonus programme"),
        pytest.param((229, 42, 5, 276, 33, 22), 0.491, -0.085, "I", "I", id="smart mirror"),
        pytest.param((187, 71, 46, 258, 19, 26), 0.459, -0.208, "I", "A", id="free WiFi"),
        # Sauerwein et al. (1996), figure 11, in per cent.
        pytest.param((7, 33, 50, 10, 0, 0), 0.40, -0.83, "M", "M", id="edge grip"),
    ],
)
def test_printed_coefficients_and_classes(
    answers: tuple[int, ...], better: float, worse: float, most_frequent: str, grouped: str
) -> None:
    given = dict(zip(LETTERS, answers, strict=True))
    found = evaluate(given)
    assert found.better == pytest.approx(better, abs=5e-4)
    assert found.worse == pytest.approx(worse, abs=5e-4)
    assert found.category == most_frequent
    assert evaluate(given, GROUPED).category == grouped


@pytest.mark.parametrize(
    ("tied", "expected"),
    [("AIMOQR", "M"), ("AIOQR", "O"), ("AIQR", "A"), ("IQR", "I"), ("QR", "R"), ("Q", "Q")],
)
def test_ties_go_to_what_does_most_harm_when_lacking(tied: str, expected: str) -> None:
    given = dict.fromkeys(tied, 7) | {letter: 6 for letter in "AOMIRQ" if letter not in tied}
    assert category(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"A": 3, "O": 2, "M": 1, "I": 5}, "A"),  # 6 > 5
        ({"A": 3, "O": 2, "M": 1, "I": 6}, "I"),  # 6 = 6 is not larger
        ({"A": 2, "O": 2, "M": 2, "I": 5}, "M"),
        ({"A": 4, "R": 3, "Q": 3}, "R"),
        ({"M": 5, "I": 2, "R": 2, "Q": 2}, "I"),
        ({"Q": 1}, "Q"),
    ],
)
def test_grouped_rule_takes_the_largest_of_the_larger_group(
    given: dict[str, int], expected: str
) -> None:
    assert category(given, GROUPED) == expected


@pytest.mark.parametrize(
    ("a", "b", "n", "differs"),
    [
        (50, 30, 100, True),  # 20 against 1.65 × √(80 × 120 / 200) = 11.43
        (42, 30, 100, True),  # 12 against 11.20
        (41, 30, 100, False),  # 11 against 11.17
        (1633, 1567, 3200, True),  # 66 against exactly 66: not smaller
        (1632, 1568, 3200, False),
        (1, 0, 1, False),  # 1 against 1.167
        (2, 0, 2, True),  # 2 against 1.65
        (5, 5, 10, False),
    ],
)
def test_fong_tells_whether_the_two_most_frequent_differ(
    a: int, b: int, n: int, differs: bool
) -> None:
    assert differ(a, b, n) is differs
    assert differ(b, a, n) is differs


def test_strengths_are_shares_of_all_answers() -> None:
    found = evaluate(counts(A=10, O=40, M=20, I=15, R=5, Q=10))
    assert found.category_strength == pytest.approx(0.20)
    assert found.total_strength == pytest.approx(0.70)
    assert found.questionable_share == pytest.approx(0.10)


def test_what_cannot_be_known_is_none() -> None:
    nothing = evaluate(counts())
    assert nothing.as_data() == {
        "counts": {"A": 0, "O": 0, "M": 0, "I": 0, "R": 0, "Q": 0},
        "n": 0,
        "category": None,
        "category_strength": None,
        "total_strength": None,
        "significant": None,
        "better": None,
        "worse": None,
    }
    # Nobody is satisfied or dissatisfied by it, yet 3 have answered.
    reverse = evaluate(counts(R=2, Q=1))
    assert (reverse.better, reverse.worse, reverse.total_strength) == (None, None, 0)
    assert evaluate(counts(I=3)).worse == 0


def test_results_by_requirement_and_by_group() -> None:
    answers = [
        Answer("a", "ddl", 1, 5, {"industry": "finance"}),
        Answer("b", "ddl", 2, 5, {"industry": "telecom"}),
        Answer("b", "audit", 2, 2, {"industry": "telecom"}),
    ]
    method = Method(MODIFIED)
    assert {name: found.counts for name, found in method.results(answers).items()} == {
        "audit": counts(Q=1),
        "ddl": counts(O=1, M=1),
    }
    groups = method.by_group(answers, "industry")
    assert list(groups) == ["finance", "telecom"]
    assert {name: found.category for name, found in groups["telecom"].items()} == {
        "audit": "Q",
        "ddl": "M",
    }
    assert Method().results(answers)["audit"].category == "I"


def test_categories_are_what_requirements_declare() -> None:
    terms = default().terms("kano")
    assert {each.term for each in Category} == {*terms, "questionable"}
    assert Requirement.keys["kano"].vocabulary == "kano"


def test_survey_knows_the_choices_there_are() -> None:
    choices = {"table": TABLES, "rule": RULES, "question_order": ORDERS, "scale": SCALES}
    for name, known in choices.items():
        key = Survey.keys[name]
        assert key.type is not None
        assert key.type.json_schema["enum"] == list(known)
    columns = Survey.keys["columns"].part
    assert columns is not None
    assert tuple(columns.keys) == ROLES
