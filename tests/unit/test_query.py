import pytest

from pmkb import query
from pmkb.kinds.product.contract import Contract
from tests.knowledge import compiled, front_matter

VOCABULARY = """
    currency:
      CNY: {reporting: true}
      USD: {rates: {2026-01-01: 7}}
"""


def contracts(expression: str) -> list[str]:
    common = {"type": "subscription", "status": "signed", "signed": "2026-01-01"}
    common |= {"party": "east", "start": "2026-01-01"}
    files = {
        "customers/east.md": front_matter(
            title="East", industry="finance", region="east", tier="key", source="sales"
        ),
        "contracts/small.md": front_matter(title="S", value="500 CNY", end="2026-08-01", **common),
        "contracts/large.md": front_matter(title="L", value="100 USD", end="2027-08-01", **common),
        "contracts/open.md": front_matter(title="O", **common),
    }
    result = compiled(files, vocabulary=VOCABULARY)
    matches = query.parse(expression)
    return [c.id for c in result.kb.all(Contract) if matches(query.values(c, result.kb))]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("value > 600", ["large"]),  # 100 USD are 700 CNY
        ("end < '2026-12-31'", ["small"]),
        ("standing == 'expiring'", ["small"]),
        ("party == 'east' and end is none", ["open"]),
        ("id in ['small', 'open']", ["open", "small"]),
        ("not auto_renew and 'L' in title", ["large"]),
    ],
)
def test_selects_by_fields_and_computed_values(expression: str, expected: list[str]) -> None:
    assert contracts(expression) == expected


def test_an_empty_field_compares_with_nothing() -> None:
    assert "open" not in contracts("value > 0") + contracts("value <= 0")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("vlue > 1", "there is no field 'vlue'; did you mean 'value'?"),
        ("value >", "is no expression"),
        ("party.__class__.__mro__", "unsafe"),
    ],
)
def test_tells_what_is_wrong_with_an_expression(expression: str, message: str) -> None:
    with pytest.raises(query.QueryError, match=r".*") as raised:
        contracts(expression)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    "expression", ["'a' * 99999999999", "[1] * 99999 == []", "2 ** 9999999", "title * 10**9"]
)
def test_no_expression_can_fill_the_memory(expression: str) -> None:
    with pytest.raises(query.QueryError, match="too large"):
        query.parse(expression)({"title": "East"})


def test_an_expression_tells_the_names_it_asks_for() -> None:
    assert query.names("value > 2 and end[:4] == '2026' and id in ['end']") == (
        "end",
        "id",
        "value",
    )
    with pytest.raises(query.QueryError, match="no expression"):
        query.names("value >")


def test_records_are_ordered_by_a_value_those_without_one_last() -> None:
    files = {
        f"roadmap/{name}.md": front_matter(title=name, status="planned", **more)
        for name, more in {
            "a": {"due": "2026-09-01"},
            "b": {},
            "c": {"due": "2026-07-01"},
        }.items()
    }
    kb = compiled(files).kb
    records = kb.find("a") + kb.find("b") + kb.find("c")
    assert [each.id for each in query.in_order(records, "due", kb)] == ["c", "a", "b"]
    assert [each.id for each in query.in_order(records, "-due", kb)] == ["a", "c", "b"]
    assert [each.id for each in query.in_order(records, None, kb)] == ["a", "b", "c"]
