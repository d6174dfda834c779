"""YAML 1.2 core values, and the span of every key and value."""

import math

import pytest

from pmkb.diagnostic import Diagnostic
from pmkb.source import Source, Span
from pmkb.yaml12 import MAX_CHARS, MAX_DEPTH, FloatText, IntText, load, resolve


def source(text: str) -> Source:
    return Source.decode("a.yml", text.encode())


def value(text: str) -> object:
    yaml, faults = load(source(text))
    assert faults == ()
    return yaml.value


def faults(text: str) -> list[tuple[str, int, int]]:
    return [(each.code, *each.place[:2]) for each in load(source(text))[1]]


def fault(text: str) -> Diagnostic:
    (only,) = load(source(text))[1]
    return only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        # YAML 1.1 takes these for truth values.
        *((word, word) for word in ("NO", "no", "Yes", "on", "OFF", "y", "N")),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        # YAML 1.1 reads octal, sexagesimal and underscored numbers.
        ("010", 10),
        ("08", 8),
        ("12:30", "12:30"),
        ("190:20:30.15", "190:20:30.15"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("0o17", 15),
        ("0x1F", 31),
        ("-0x1F", "-0x1F"),
        ("0o18", "0o18"),
        ("0xG", "0xG"),
        ("1.10", 1.1),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5e-3", -0.0005),
        ("1e3", 1000.0),
        ("+1.5E+3", 1500.0),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("1e", "1e"),
        ("-", "-"),
        ("+", "+"),
        ("e3", "e3"),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("+.Inf", math.inf),
        ("inf", "inf"),
        ("2026-06-30", "2026-06-30"),
        ("2026-06-30T10:00:00Z", "2026-06-30T10:00:00Z"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_plain_scalars_mean_what_the_core_schema_says(text: str, expected: object) -> None:
    found = resolve(text)
    assert (found, isinstance(found, bool)) == (expected, isinstance(expected, bool))
    assert isinstance(found, float) == isinstance(expected, float)


def test_not_a_number_is_one_of_the_constants() -> None:
    assert math.isnan(resolve(".nan"))  # type: ignore[arg-type]
    assert resolve("nan") == "nan"


@pytest.mark.parametrize("text", ["1.10", "007", "0x1F", "1e3", "+5", "0o17", "8.0"])
def test_numbers_remember_how_they_were_written(text: str) -> None:
    found = resolve(text)
    assert isinstance(found, IntText | FloatText)
    assert found.text == text


def test_endless_digits_are_text_so_that_nothing_is_computed_from_them() -> None:
    assert resolve("9" * 5000) == "9" * 5000
    assert resolve("9" * 300) == int("9" * 300)


@pytest.mark.parametrize("word", ["010", "true", "null", "NO", "1.10", "2026-06-30", "~", ""])
def test_quoted_scalars_are_text(word: str) -> None:
    assert value(f"a: \"{word}\"\nb: '{word}'\n") == {"a": word, "b": word}
    assert value(f"a: |-\n  {word or 'x'}\n") == {"a": word or "x"}


def test_keys_are_text_even_where_they_look_like_numbers() -> None:
    assert value("8.5: a\n010: b\ntrue: c\n~: d\n'': e\n") == {
        "8.5": "a",
        "010": "b",
        "true": "c",
        "~": "d",
        "": "e",
    }


def test_merge_keys_of_yaml_1_1_are_plain_keys() -> None:
    assert value("<<: {a: 1}\nb: 2\n") == {"<<": {"a": 1}, "b": 2}


def test_collections_nest() -> None:
    text = "a:\n- 1\n- {b: [2, 3]}\n- - 4\nc: {d: }\n"
    assert value(text) == {"a": [1, {"b": [2, 3]}, [4]], "c": {"d": None}}


def test_block_scalars_keep_or_fold_lines() -> None:
    text = "a: |\n  1\n  2\n\nb: >-\n  x\n  y\n\n  z\n"
    assert value(text) == {"a": "1\n2\n", "b": "x y\nz"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", None), ("# only a comment\n", None), ("x", "x"), ("[1]", [1]), ("---\na: 1\n", {"a": 1})],
)
def test_top_need_not_be_a_mapping(text: str, expected: object) -> None:
    assert value(text) == expected


SPANS = """\
title: 目标 🚀 达成
"quoted key": 'it''s'
中文键:   值    # a comment
list: [一, "b", {k: v}]
block:
  - first
  -   key: value
      other:
  # a comment

  - |
    text
    more

empty:
last: 12:30"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "🚀目标\n\n"])
def test_spans_cover_exactly_what_is_written(end: str, before: str) -> None:
    text = (before + SPANS).replace("\n", end)
    start = len(before.replace("\n", end))
    document = Source.decode("a.yml", "\ufeff".encode() + text.encode())
    yaml, found = load(document, Span(start, len(text)))
    assert found == ()

    def at(*path: str | int) -> tuple[str | None, str]:
        key, span = yaml.spans[path]
        written = document.text[span.start : span.end].replace(end, "\n")
        return key and document.text[key.start : key.end], written

    assert at("title") == ("title", "目标 🚀 达成")
    assert at("quoted key") == ('"quoted key"', "'it''s'")
    assert at("中文键") == ("中文键", "值")
    assert at("list") == ("list", '[一, "b", {k: v}]')
    assert at("list", 0) == (None, "一")
    assert at("list", 1) == (None, '"b"')
    assert at("list", 2) == (None, "{k: v}")
    assert at("list", 2, "k") == ("k", "v")
    assert at("block", 0) == (None, "first")
    assert at("block", 1) == (None, "key: value\n      other:")
    assert at("block", 1, "key") == ("key", "value")
    assert at("block", 1, "other") == ("other", "")
    assert at("block", 2) == (None, "|\n    text\n    more")
    assert at("block")[1].startswith("- first")
    assert at("block")[1].endswith("more")
    assert at("empty") == ("empty", "")
    assert at("last") == ("last", "12:30")


def test_every_value_has_a_span() -> None:
    yaml, _ = load(source(SPANS))

    def paths(part: object, path: tuple[str | int, ...]) -> set[tuple[str | int, ...]]:
        items = part.items() if isinstance(part, dict) else ()
        items = enumerate(part) if isinstance(part, list) else items
        return {path}.union(*(paths(each, (*path, step)) for step, each in items))

    assert paths(yaml.value, ()) == yaml.spans.keys()


def test_duplicate_key_keeps_the_first_and_marks_the_second() -> None:
    text = "a: 1\nb:\n  x: 1\n  x: {y: &z 2}\na: 3\n"
    yaml, found = load(source(text))
    assert yaml.value == {"a": 1, "b": {"x": 1}}
    assert [(each.code, *each.place[:2]) for each in found] == [
        ("duplicate-key", 4, 3),
        ("yaml-anchor", 4, 10),
        ("duplicate-key", 5, 1),
    ]
    assert yaml.spans[("a",)].value == Span(3, 4)
    assert ("b", "x", "y") not in yaml.spans


def test_keys_that_differ_only_in_how_they_are_written_are_duplicates() -> None:
    assert faults("a: 1\n\"a\": 2\n'a': 3\n") == [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]


def test_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert faults("- {a: 1}\n- {a: 2}\n- a: {a: 3}\n") == []


def test_anchors_aliases_and_tags_are_all_reported() -> None:
    text = "a: &x [1]\nb: *x\nc: !!str 1\nd: !own {e: 1}\n&k f: 1\n? *x\n: 1\n!t g: 2\n"
    assert faults(text) == [
        ("yaml-anchor", 1, 4),
        ("yaml-alias", 2, 4),
        ("yaml-tag", 3, 4),
        ("yaml-tag", 4, 4),
        ("yaml-anchor", 5, 1),
        ("key-not-text", 6, 3),
        ("yaml-alias", 6, 3),
        ("yaml-tag", 8, 1),
    ]


def test_alias_bomb_is_read_in_no_time_and_gives_nothing() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    yaml, found = load(source("l0: &l0 [x]\n" + levels))
    assert isinstance(yaml.value, dict)
    assert yaml.value["l29"] == [None] * 9
    assert {each.code for each in found} == {"yaml-anchor", "yaml-alias"}


@pytest.mark.parametrize("text", ['"!"', "'*a'", '"&a"', "a!", "x & y", "- a\n- '!b'"])
def test_quoted_marks_are_text(text: str) -> None:
    assert faults(text) == []


def test_second_document_is_marked_where_it_begins() -> None:
    assert faults("a: 1\n---\nb: 2\n---\nc: 3\n") == [("several-documents", 2, 1)]
    assert faults("a: 1\n...\n") == []
    assert faults("--- a\n--- b\n") == [("several-documents", 2, 1)]


@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ("{a: ", "}")])
def test_depth_is_limited(open_: str, close: str) -> None:
    def nested(depth: int) -> str:
        return open_ * depth + "x" + close * depth

    assert faults(nested(MAX_DEPTH)) == []
    assert [code for code, *_ in faults(nested(MAX_DEPTH + 2))] == ["front-matter-too-deep"]


def test_nesting_beyond_any_stack_is_a_fault_and_no_crash() -> None:
    assert {code for code, *_ in faults("[" * 100_000)} <= {"front-matter-too-deep", "yaml-syntax"}
    assert {code for code, *_ in faults("- " * 100_000)} <= {"front-matter-too-deep", "yaml-syntax"}


def test_huge_front_matter_is_refused_unread() -> None:
    assert faults("a: " + "x" * (MAX_CHARS - 3)) == []
    found = fault("a: " + "x" * (MAX_CHARS - 2))
    assert found.code == "front-matter-too-large"
    assert found.message == "this front matter has 262,145 characters; 262,144 are allowed"


def test_tab_in_indentation_is_told_apart_from_other_faults() -> None:
    found = fault("a:\n\tb: 1\n")
    assert (found.code, found.place[:2]) == ("yaml-tab", (2, 1))
    assert faults("a:\tb\n") == []


@pytest.mark.parametrize("char", ["\x07", "\x1b", "\x7f", "\x80", "\ufffe", "\ud83d"])
def test_control_characters_are_located(char: str) -> None:
    text = Source("a.yml", f"键: 值\nb: x{char}\n", b"")
    (found,) = load(text)[1]
    assert (found.code, found.place[:2]) == ("control-character", (2, 5))
    assert f"U+{ord(char):04X}" in found.message


@pytest.mark.parametrize("char", ["\t", "\x85", "\xa0", "中", "\ue000", "🚀", "\U0010fffd"])
def test_printable_characters_are_no_control_characters(char: str) -> None:
    assert faults(f"a: 'x{char}'\n") == []


def test_byte_order_mark_inside_the_text_is_a_control_character() -> None:
    assert faults("a: 'x\ufeffy'\n") == [("control-character", 1, 6)]


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("a: b: c\n", 1, 5, "text that holds a colon and a space needs quotes"),
        ("a: @b\n", 1, 4, "text that begins with a special character needs quotes"),
        ("a: `b`\n", 1, 4, "text that begins with a special character needs quotes"),
        ("a: %b\n", 1, 4, "text that begins with a special character needs quotes"),
        ("a: 1\n b: 2\n", 2, 3, "text that holds a colon and a space needs quotes"),
        (
            "a: 1\nb\nc: 2\n",
            3,
            1,
            "check the indentation, and that every key is followed by a colon and a space",
        ),
    ],
)
def test_syntax_faults_have_a_place_and_a_hint(
    text: str, line: int, column: int, hint: str | None
) -> None:
    found = fault(text)
    assert (found.code, *found.place[:2]) == ("yaml-syntax", line, column)
    assert found.hint is not None
    assert hint in (None, found.hint)


def test_what_comes_before_a_syntax_fault_is_kept() -> None:
    yaml, found = load(source("a: 1\nb: [2, 3]\nc: {d: 4\ne: @\n"))
    assert [each.code for each in found] == ["yaml-syntax"]
    assert isinstance(yaml.value, dict)
    assert (yaml.value["a"], yaml.value["b"]) == (1, [2, 3])


def test_faults_before_a_syntax_fault_are_kept() -> None:
    assert [code for code, *_ in faults("a: &x 1\na: 2\nb: @\n")] == [
        "yaml-anchor",
        "duplicate-key",
        "yaml-syntax",
    ]


def test_place_of_a_fault_counts_from_the_start_of_the_file() -> None:
    document = Source.decode("a.md", "---\r\n标题: 🚀\r\na: [&x 1]\r\n---\r\n".encode())
    start = document.text.index("标题")
    (found,) = load(document, Span(start, document.text.rindex("---")))[1]
    assert found.place == (3, 5, 3, 9)
