"""Findings as a person reads them in a terminal."""

import click
import pytest
from wcwidth import wcswidth

from pmkb.diagnostic import Diagnostic, Related, Severity
from pmkb.emit.text import diagnostics, summary
from pmkb.source import Place, Source, Span


def shown(
    text: str, start: int, end: int, hint: str | None = None, related: tuple[Related, ...] = ()
) -> list[str]:
    source = Source.decode("a.md", text.encode())
    place = source.place(Span(start, end))
    found = Diagnostic("unknown-status", Severity.ERROR, "a.md", place, "message", hint, related)
    (block,) = diagnostics([found], {"a.md": source}, lambda path: f"docs/{path}")
    return click.unstyle(block).split("\n")


def test_finding_tells_place_severity_message_code_line_and_hint() -> None:
    related = (Related("b.md", Place(7, 1, 7, 2), "on the circle"),)
    assert shown("---\nstatus: opne\n", 12, 16, "did you mean 'open'?", related) == [
        "docs/a.md:2:9: error: message [unknown-status]",
        "  2 | status: opne",
        "    |         ^^^^",
        "    = hint: did you mean 'open'?",
        "    = on the circle: docs/b.md:7",
    ]


@pytest.mark.parametrize(
    "line",
    ["title: 在线 DDL x", "🚀 目标 x", "ｆｕｌｌ x", "e\u0301te\u0301 x", "a\tb x", "plain x"],
)
def test_caret_stands_below_what_it_means_in_a_terminal(line: str) -> None:
    at = line.index("x")
    excerpt, carets = shown(f"{line}\n", at, at + 1)[1:]
    # Two cells for a Chinese character, none for a combining accent.
    assert wcswidth(excerpt[: excerpt.rindex("x")]) == carets.index("^")
    assert carets.count("^") == 1


def test_carets_are_as_wide_as_what_they_mark() -> None:
    excerpt, carets = shown("a: 在线\n", 3, 5)[1:]
    assert (excerpt, carets) == ("  1 | a: 在线", "    |    ^^^^")


def test_place_without_width_gets_one_caret() -> None:
    assert shown("abc\n", 1, 1)[2] == "    |  ^"


def test_several_lines_are_marked_to_the_end_of_the_first() -> None:
    assert shown("a: [1,  \n 2]\n", 3, 12)[1:] == ["  1 | a: [1,  ", "    |    ^^^"]


def test_empty_line_has_no_excerpt() -> None:
    assert shown("\n", 0, 0) == ["docs/a.md:1:1: error: message [unknown-status]"]


def test_unknown_source_has_no_excerpt() -> None:
    found = Diagnostic("x", Severity.INFO, "b.md", Place(3, 1, 3, 2), "m", "h")
    (block,) = diagnostics([found], {}, str)
    assert click.unstyle(block).split("\n") == ["b.md:3:1: info: m [x]", "    = hint: h"]


def test_long_line_is_cut_around_the_finding() -> None:
    excerpt, carets = shown("x" * 500 + "HERE" + "y" * 500, 500, 504)[1:]
    assert len(excerpt) < 180
    assert excerpt[carets.index("^") :].startswith("HERE")
    assert carets.count("^") == 4
    assert excerpt.count("…") == 2


def test_control_characters_cannot_reach_the_terminal() -> None:
    block = "\n".join(shown("a\x1b[31m\x07\u202eb\n", 0, 1))
    assert not any(char in block for char in "\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("severities", "text"),
    [
        ([], "1 record and 0 pages checked: nothing to mend"),
        (["error"], "1 record and 0 pages checked: 1 error"),
        (
            ["info", "error", "warning", "error"],
            "1 record and 0 pages checked: 2 errors, 1 warning, 1 note",
        ),
    ],
)
def test_summary_counts(severities: list[str], text: str) -> None:
    found = [Diagnostic("x", Severity(each), "a.md", Place(1, 1, 1, 1), "m") for each in severities]
    assert click.unstyle(summary(found, 1, 0)) == text


def test_summary_groups_thousands() -> None:
    assert "12,345 records and 2 pages" in click.unstyle(summary([], 12345, 2))
