"""Where front matter begins and ends, and what a damaged file still gives."""

import pytest

from pmkb.document import Document, parse, parse_yaml
from pmkb.source import Source, Span


def document(data: str | bytes) -> Document:
    return parsed(data)[0]


def parsed(data: str | bytes) -> tuple[Document, list[tuple[str, int, int]]]:
    found, faults = parse(Source.decode("a.md", data.encode() if isinstance(data, str) else data))
    return found, [(each.code, *each.place[:2]) for each in faults]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["---", "---  ", "---\t"])
def test_front_matter_stands_between_two_marks(end: str, mark: str) -> None:
    text = f"{mark}\ntitle: 目标\n{mark}\n# 标题\n".replace("\n", end)
    found = document(text)
    assert found.data == {"title": "目标"}
    assert found.front_matter is not None
    assert text[slice(*found.front_matter)] == f"title: 目标{end}"
    assert [(each.text, each.span) for each in found.body.headings] == [
        ("标题", Span(text.index("#"), text.index("#") + 4))
    ]


def test_byte_order_mark_does_not_hide_the_front_matter() -> None:
    found, faults = parsed(b"\xef\xbb\xbf---\ntitle: x\nno: &a 1\n---\n")
    assert found.data == {"title": "x", "no": 1}
    assert faults == [("yaml-anchor", 3, 5)]


@pytest.mark.parametrize(
    "text",
    ["", "text", "# ---\n", " ---\ntitle: x\n---\n", "----\ntitle: x\n---\n", "\n---\na: 1\n---\n"],
)
def test_text_without_a_mark_at_its_very_beginning_has_no_front_matter(text: str) -> None:
    found, faults = parsed(text)
    assert (found.front_matter, found.data, found.sound, faults) == (None, {}, True, [])


@pytest.mark.parametrize("text", ["---\n---\n", "---\n---", "---\n\n---\n", "---\n# x\n---\n"])
def test_empty_front_matter_is_one(text: str) -> None:
    found, faults = parsed(text)
    assert found.front_matter is not None
    assert (found.data, found.sound, faults) == ({}, True, [])


def test_dots_close_front_matter_too() -> None:
    found = document("---\na: 1\n...\nb: 2\n")
    assert found.data == {"a": 1}
    assert found.body.text == "b: 2"


@pytest.mark.parametrize("text", ["---", "---\n", "---\na: 1\n", "---\na: 1\n --- \n", "---\n----"])
def test_mark_that_is_never_closed_is_a_fault(text: str) -> None:
    found, faults = parsed(text)
    assert faults == [("front-matter-not-closed", 1, 1)]
    assert (found.front_matter, found.sound) == (None, False)


def test_marks_inside_a_block_scalar_end_the_front_matter() -> None:
    # So git and every other tool reads it; only an indented line is text.
    found = document("---\na: |\n  x\n  ---\n  y\n---\nbody\n")
    assert found.data == {"a": "x\n---\ny\n"}


def test_lines_of_the_body_count_from_the_start_of_the_file() -> None:
    text = "---\na: 1\n---\n\n# One\n\nx [y](z.md)\n"
    found = document(text)
    assert found.body.first_line == 4
    (link,) = found.body.links
    assert found.source.position(link.span.start) == (7, 3)


def test_invalid_utf_8_is_a_fault_and_the_rest_is_read() -> None:
    found, faults = parsed(b"---\ntitle: " + "中文".encode("gbk") + b"\nb: 1\n---\n")
    assert faults == [("invalid-utf8", 2, 8)]
    assert found.data["b"] == 1
    assert not found.sound


def test_nul_is_reported_once_and_nothing_is_believed() -> None:
    found, faults = parsed(b"---\ntitle: x\0y\n---\n\0\0")
    assert faults == [("nul-byte", 2, 9)]
    assert (found.data, found.sound) == ({}, False)


def test_utf_16_is_no_text() -> None:
    found, faults = parsed("---\ntitle: x\n---\n".encode("utf-16"))
    assert {code for code, *_ in faults} == {"invalid-utf8", "nul-byte"}
    assert not found.sound


def test_faults_of_the_body_do_not_make_front_matter_unsound() -> None:
    assert document("---\na: 1\n---\n[x](\n<script>\n").sound


def test_span_of_an_unknown_path_is_the_nearest_thing_around_it() -> None:
    text = "---\na:\n  b: [1, 2]\nc:\n---\n"
    found = document(text)

    def written(*path: str | int, key: bool = False) -> str:
        return text[slice(*found.span(path, key=key))]

    assert written("a", "b", 1) == "2"
    assert written("a", "b", 7) == "[1, 2]"
    assert written("a", "x") == "b: [1, 2]"
    assert written("a", key=True) == "a"
    assert written("x") == "---"
    # An empty value cannot be seen; its key can.
    assert written("c") == "c"


def test_yaml_alone_is_all_fields_and_no_body() -> None:
    found, faults = parse_yaml(Source.decode("a.yml", b"a: 1\n# [x](y.md)\n"))
    assert (found.data, found.body.links, faults) == ({"a": 1}, (), ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: \xff\n", "invalid-utf8"),
        (b"a: 1\0\n", "nul-byte"),
        (b"- a\n", "front-matter-not-a-mapping"),
        (b"a: [\n", "yaml-syntax"),
    ],
)
def test_yaml_alone_reports_damage(data: bytes, code: str) -> None:
    found, faults = parse_yaml(Source.decode("a.yml", data))
    assert [each.code for each in faults] == [code]
    assert not found.sound
