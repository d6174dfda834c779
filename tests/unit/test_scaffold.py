import re
from datetime import date

import pytest

from pmkb import scaffold, vocabulary, yaml12
from pmkb.kinds import BUILT_IN
from pmkb.source import Source

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("东方银行 2027 订阅", "dong-fang-yin-hang-2027-ding-yue"),
        ("Online DDL (v2)", "online-ddl-v2"),
        ("重庆", "chong-qing"),
        ("——！", ""),
        ("A" * 80, "a" * 48),
    ],
)
def test_an_id_is_made_from_a_title(title: str, expected: str) -> None:
    assert scaffold.id_from_title(title) == expected


def test_a_long_title_is_cut_at_the_end_of_a_word() -> None:
    made = scaffold.id_from_title("one two three four five six seven eight nine ten eleven twelve")
    assert made == "one-two-three-four-five-six-seven-eight-nine-ten"


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_scaffold_is_front_matter_with_every_required_key_and_the_title(name: str) -> None:
    kind = BUILT_IN[name]
    title = 'A "quoted": title'
    made = scaffold.text(kind, title, vocabulary.default(), TODAY)
    front, rest = made.removeprefix("---\n").split("---\n", 1)
    yaml, faults = yaml12.load(Source.decode("new.md", front.encode()))
    assert faults == ()
    assert isinstance(yaml.value, dict)
    assert yaml.value["title"] == title
    assert {each.name for each in kind.keys.values() if each.required} <= set(yaml.value)
    assert all(f"# {each}:" in front or each in yaml.value for each in kind.own_keys())
    assert not rest.strip()


def test_choices_and_forms_are_told() -> None:
    made = scaffold.text(BUILT_IN["contract"], "T", vocabulary.default(), TODAY)
    assert "draft | negotiating | signed | fulfilled | terminated" in made
    assert "a list of {due, amount, paid}" in made


def test_comments_are_in_the_language() -> None:
    made = scaffold.text(BUILT_IN["contract"], "T", vocabulary.default(), TODAY, "zh")
    assert "# payments:  # 什么时候付多少；列表，每项为 {due, amount, paid}" in made
    assert "party:  # 和谁签的；customer、partner 的编号" in made
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", made), "a sentence in English"
