"""Offsets, lines and columns, whatever ends the lines and however wide the characters are."""

import hashlib

import pytest

from pmkb.source import Place, Source, Span


def source(text: str) -> Source:
    return Source.decode("a.md", text.encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_begins_a_new_line(end: str) -> None:
    text = source(f"ab{end}cd{end}{end}e")
    assert [text.position(text.text.index(char)) for char in "acde"] == [
        (1, 1),
        (2, 1),
        (2, 2),
        (4, 1),
    ]
    assert [text.line_text(line) for line in range(1, 6)] == ["ab", "cd", "", "e", ""]


def test_line_ends_may_be_mixed() -> None:
    text = source("a\rb\r\nc\nd\n\re")
    assert [text.line_text(line) for line in range(1, 7)] == ["a", "b", "c", "d", "", "e"]


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_what_editors_show_inside_a_line_ends_none(char: str) -> None:
    text = source(f"a{char}b\nc")
    assert text.position(2) == (1, 3)
    assert text.line_text(1) == f"a{char}b"


def test_columns_count_characters_not_bytes() -> None:
    text = source("目标🚀x\n中")
    assert text.position(text.text.index("x")) == (1, 4)
    assert text.position(text.text.index("中")) == (2, 1)


def test_end_of_text_is_a_position() -> None:
    assert source("ab\n").position(3) == (2, 1)
    assert source("").position(0) == (1, 1)


def test_place_has_an_exclusive_end_that_may_lie_in_another_line() -> None:
    text = source("ab\ncd\n")
    assert text.place(Span(1, 5)) == Place(1, 2, 2, 3)
    assert text.place(Span(3, 5)) == Place(2, 1, 2, 3)


def test_line_start_of_a_line_behind_the_last_is_the_end() -> None:
    assert [source("a\nb").line_start(line) for line in (1, 2, 3, 9)] == [0, 2, 3, 3]


@pytest.mark.parametrize(
    ("text", "span"),
    [("  ab  \nc", Span(2, 4)), ("\tab\r\n", Span(1, 3)), ("", Span(0, 0)), ("   \n", Span(3, 3))],
)
def test_span_of_a_line_leaves_white_space_out(text: str, span: Span) -> None:
    assert source(text).line_span(1) == span


def test_byte_order_mark_is_no_part_of_the_text() -> None:
    text = Source.decode("a.md", "\ufeffab".encode())
    assert (text.text, text.position(0)) == ("ab", (1, 1))
    assert text.data == b"\xef\xbb\xbfab"


def test_only_the_first_byte_order_mark_is_dropped() -> None:
    assert Source.decode("a.md", "\ufeff\ufeffab".encode()).text == "\ufeffab"


def test_bad_utf_8_is_located_and_the_rest_can_be_read() -> None:
    text = Source.decode("a.md", "目标\n".encode() + "ab中".encode("gbk") + b"\nend\n")
    assert text.bad_utf8_at == 5
    assert text.position(5) == (2, 3)
    assert text.line_text(3) == "end"


def test_bad_utf_8_behind_a_byte_order_mark_is_located_in_the_text() -> None:
    assert Source.decode("a.md", b"\xef\xbb\xbfab\xff").bad_utf8_at == 2


def test_good_utf_8_has_no_bad_place() -> None:
    assert Source.decode("a.md", "中文 🚀".encode()).bad_utf8_at is None


def test_blob_hash_is_the_name_that_git_gives() -> None:
    # `printf 'hello\n' | git hash-object --stdin`
    assert Source.decode("a", b"hello\n").blob_hash == "ce013625030ba8dba906f756967f9e9ca394464a"
    data = "\ufeff目标".encode()
    expected = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()  # noqa: S324
    assert Source.decode("a", data).blob_hash == expected
