"""Messages say the same in both languages, whatever is put into them."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from string import Formatter

import pytest

import pmkb
from pmkb.message import Message, documented, listed, say, say_number

PACKAGE = Path(pmkb.__file__).parent


def test_message_is_its_english_to_programs() -> None:
    message = say("due {day}", "应于 {day} 完成", day="2026-07-01")
    assert message == "due 2026-07-01"
    assert {message} == {"due 2026-07-01"}
    assert message.text("en") == "due 2026-07-01"
    assert message.text("zh") == "应于 2026-07-01 完成"


def test_value_that_is_a_message_stands_in_its_language() -> None:
    state = Message("in-progress", "进行中")
    message = say("still {state!r}", "仍为“{state}”", state=state)
    assert (message, message.zh) == ("still 'in-progress'", "仍为“进行中”")


def test_docstring_has_its_chinese_behind_a_line() -> None:
    told = documented(
        """What it is.

        How to
        mend it.
        ---
        是什么，
        见 `due`，
        ARR 是多
        少，60 天
        30 次。

        怎么改。
        """
    )
    assert told == "What it is.\n\nHow to\nmend it."
    # Breaks between Chinese are none; a browser would show them as spaces.
    assert told.zh == "是什么，见 `due`，ARR 是多少，60 天\n30 次。\n\n怎么改。"
    assert documented("English alone.").zh == "English alone."


def test_braces_are_text_where_there_are_no_values() -> None:
    assert say("write {en: Bank}", "写成 {en: Bank}").zh == "写成 {en: Bank}"


@pytest.mark.parametrize(("n", "en"), [(1, "1 row of east"), (2, "2 rows of east")])
def test_number_decides_the_english_only(n: int, en: str) -> None:
    found = say_number("{n} row of {of}", "{n} rows of {of}", "{of}有 {n} 行", n, of="east")
    assert (found, found.zh) == (en, f"east有 {n} 行")


def test_list_has_the_commas_of_its_language() -> None:
    found = listed(["east-bank", Message("lead", "线索")])
    assert (found, found.zh) == ("east-bank, lead", "east-bank、线索")


def test_message_survives_copying() -> None:
    copy = deepcopy({"message": say("blocked", "受阻")})["message"]
    assert (copy, copy.zh) == ("blocked", "受阻")


def _calls() -> Iterator[tuple[str, tuple[str, ...], frozenset[str]]]:
    """Every call of `say` and its like: where, its literal texts, the names of its values."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in ("say", "say_number"):
                continue
            texts = tuple(
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
            values = frozenset(each.arg for each in node.keywords if each.arg)
            numbered = frozenset({"n"}) if name == "say_number" else frozenset[str]()
            yield f"{path.relative_to(PACKAGE)}:{node.lineno}", texts, values | numbered


def _names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def test_both_languages_say_the_same_values() -> None:
    wrong = [
        (where, texts)
        for where, texts, values in _calls()
        if len(texts) > 1 and values and len({_names(each) for each in texts}) > 1
    ]
    assert wrong == []
