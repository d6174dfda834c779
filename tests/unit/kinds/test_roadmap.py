"""The expected finish of roadmap items by the critical path method."""

from datetime import date, timedelta

import pytest

from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.roadmap import Roadmap
from tests.knowledge import compiled, front_matter

START = date(2026, 7, 1)


def compile_items(items: dict[str, dict[str, object]], as_of: str = "2026-06-30") -> KnowledgeBase:
    files = {
        f"roadmap/{name}.md": front_matter(**{"title": name, "status": "idea", **fields})
        for name, fields in items.items()
    }
    return compiled(files, as_of=as_of).kb


def item(kb: KnowledgeBase, name: str) -> Roadmap:
    found = kb.records[f"roadmap:{name}"]
    assert isinstance(found, Roadmap)
    return found


def expected(kb: KnowledgeBase) -> dict[str, str]:
    return {each.id: str(each.expected(kb)) for each in kb.all(Roadmap)}


def of_days(first: int, count: int, *needs: str) -> dict[str, object]:
    """An item of some days that could begin on a day of the plan, counted from 0."""
    start = START + timedelta(days=first)
    due = start + timedelta(days=count - 1)
    return {"start": start, "due": due, "depends_on": f"[{', '.join(needs)}]"}


def test_network_of_a_textbook() -> None:
    # Hillier and Lieberman, Introduction to Operations Research, the Reliable Construction
    # example: activities A to N with their durations in weeks and their predecessors. The longest
    # path is A B C E F J L N, 44 weeks; one week is one day here. Earliest finishes by hand.
    network = {
        "a": (2, ""), "b": (4, "a"), "c": (10, "b"), "d": (6, "c"), "e": (4, "c"), "f": (5, "e"),
        "g": (7, "d"), "h": (9, "e g"), "i": (7, "c"), "j": (8, "f i"), "k": (4, "j"),
        "l": (5, "j"), "m": (2, "h"), "n": (6, "k l"),
    }  # fmt: skip
    finish = {
        "a": 2, "b": 6, "c": 16, "d": 22, "e": 20, "f": 25, "g": 29, "h": 38, "i": 23, "j": 33,
        "k": 37, "l": 38, "m": 40, "n": 44,
    }  # fmt: skip
    kb = compile_items(
        {name: of_days(0, days, *needs.split()) for name, (days, needs) in network.items()}
    )
    assert expected(kb) == {
        name: str(START + timedelta(days=days - 1)) for name, days in finish.items()
    }
    chain = [each.id for each in item(kb, "n").critical_chain(kb)]
    assert chain == ["a", "b", "c", "e", "f", "j", "l"]
    assert item(kb, "n").passed_on(kb) == 44 - 6
    assert item(kb, "a").passed_on(kb) == 0


def test_slack_in_the_plan_takes_lateness_up() -> None:
    kb = compile_items({"a": of_days(0, 10), "b": of_days(12, 5, "a"), "c": of_days(8, 5, "a")})
    assert expected(kb) == {"a": "2026-07-10", "b": "2026-07-17", "c": "2026-07-15"}
    assert item(kb, "b").critical_chain(kb) == ()
    assert [each.id for each in item(kb, "c").critical_chain(kb)] == ["a"]


def test_work_may_begin_on_the_day_after_its_dependency_ends() -> None:
    kb = compile_items({"a": of_days(0, 10), "b": of_days(10, 5, "a"), "c": of_days(9, 5, "a")})
    assert item(kb, "b").passed_on(kb) == 0
    assert item(kb, "c").passed_on(kb) == 1


def test_what_has_begun_needs_only_what_is_left_of_it() -> None:
    # On 10 July, ten of its twenty days are left; its dependency ends on the 20th.
    kb = compile_items(
        {"a": of_days(0, 20), "b": {**of_days(0, 19, "a"), "status": "in-progress"}},
        as_of="2026-07-10",
    )
    assert expected(kb) == {"a": "2026-07-20", "b": "2026-07-30"}


def test_open_work_cannot_end_before_today() -> None:
    kb = compile_items({"a": of_days(0, 5), "b": of_days(5, 5, "a")}, as_of="2026-08-01")
    assert expected(kb) == {"a": "2026-08-01", "b": "2026-08-02"}


def test_shipped_work_keeps_its_day_and_waits_for_nothing() -> None:
    shipped = {**of_days(0, 5, "b"), "status": "shipped", "shipped": "2026-06-01"}
    kb = compile_items({"a": shipped, "b": of_days(0, 60), "c": of_days(0, 5, "a")})
    assert expected(kb) == {"a": "2026-06-01", "b": "2026-08-29", "c": "2026-07-05"}
    assert item(kb, "a").completion(kb) == 1


def test_cancelled_dependency_holds_nothing_up() -> None:
    kb = compile_items({"a": {**of_days(0, 60), "status": "cancelled"}, "b": of_days(0, 5, "a")})
    assert expected(kb) == {"a": "None", "b": "2026-07-05"}


def test_dependency_without_dates_holds_nothing_up() -> None:
    kb = compile_items({"a": {}, "b": of_days(0, 5, "a")})
    assert expected(kb) == {"a": "None", "b": "2026-07-05"}


def test_items_on_a_cycle_and_behind_it_use_their_own_dates() -> None:
    kb = compile_items(
        {
            "a": of_days(0, 5, "b"),
            "b": of_days(0, 50, "a"),
            "behind": of_days(0, 5, "a", "free"),
            "free": of_days(0, 20),
            "fine": of_days(0, 5, "free"),
        }
    )
    assert expected(kb) == {
        "a": "2026-07-05",
        "b": "2026-08-19",
        "behind": "2026-07-05",
        "fine": "2026-07-25",
        "free": "2026-07-20",
    }


def test_forecast_counts_before_the_due_day() -> None:
    kb = compile_items({"a": {**of_days(0, 5), "forecast": "2026-07-20"}, "b": of_days(5, 5, "a")})
    assert expected(kb) == {"a": "2026-07-20", "b": "2026-07-25"}


@pytest.mark.parametrize(
    ("fields", "slip"),
    [
        ({"due": "2026-07-31"}, None),
        ({"due": "2026-07-31", "baseline_due": "2026-07-01"}, 30),
        ({"due": "2026-07-31", "baseline_due": "2026-08-01"}, -1),
        ({"due": "2026-07-31", "baseline_due": "2026-07-31", "forecast": "2026-08-10"}, 10),
        (
            {
                "status": "shipped",
                "due": "2026-07-31",
                "baseline_due": "2026-06-01",
                "shipped": "2026-05-31",
            },
            -1,
        ),
        ({"due": "2026-06-01", "baseline_due": "2026-06-01"}, 29),
        ({"baseline_due": "2026-06-01"}, None),
    ],
)
def test_slip_counts_from_the_baseline(fields: dict[str, object], slip: int | None) -> None:
    kb = compile_items({"a": fields})
    assert item(kb, "a").slip(kb) == slip


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"due": "2026-07-31"}, "on-time"),
        ({"due": "2026-06-30"}, "on-time"),
        ({"due": "2026-06-29"}, "late"),
        ({"due": "2026-07-31", "forecast": "2026-08-01"}, "late"),
        ({"due": "2026-07-31", "status": "blocked"}, "blocked"),
        ({}, "unscheduled"),
        ({"forecast": "2026-08-01"}, "unscheduled"),
        ({"due": "2026-01-01", "status": "shipped", "shipped": "2026-02-01"}, "shipped"),
        ({"due": "2026-01-01", "status": "cancelled"}, None),
        ({**of_days(0, 10, "long")}, "held-up"),
    ],
)
def test_schedule(fields: dict[str, object], name: str | None) -> None:
    kb = compile_items({"a": fields, "long": of_days(0, 30)})
    found = item(kb, "a").schedule(kb)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("fields", "body", "completion"),
    [
        ({}, "", None),
        ({"progress": "40"}, "- [x] a\n", 0.4),
        ({"progress": "12.5%"}, "", 0.125),
        ({"progress": "0"}, "- [x] a\n", 0),
        ({}, "- [x] a\n- [ ] b\n- [ ] c\n- [x] d\n", 0.5),
        ({"status": "shipped", "progress": "40"}, "", 1),
    ],
)
def test_completion(fields: dict[str, object], body: str, completion: float | None) -> None:
    text = front_matter(**{"title": "A", "status": "idea", **fields}) + body
    kb = compiled({"roadmap/a.md": text}).kb
    assert item(kb, "a").completion(kb) == completion
