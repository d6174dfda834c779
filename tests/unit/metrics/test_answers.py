"""Reading files of answers: what counts, what is left out, and where it stands."""

import pytest

from pmkb.diagnostic import Diagnostic
from pmkb.metrics.answers import Layout, Reading, read
from pmkb.metrics.cells import rows_of
from pmkb.metrics.kano import Category
from pmkb.source import Source

HEAD = "respondent,requirement,functional,dysfunctional\n"
REQUIREMENTS = {"ddl": "ddl", "audit": "audit", "old-audit": "audit"}


def reading(text: str, layout: Layout | None = None, *, any_requirement: bool = False) -> Reading:
    source = Source.decode("surveys/a.csv", text.encode())
    return read(source, layout or Layout(), None if any_requirement else REQUIREMENTS)


def pairs(found: Reading) -> list[tuple[str, str, int, int]]:
    return [(a.respondent, a.requirement, a.functional, a.dysfunctional) for a in found.answers]


def brief(found: Diagnostic) -> str:
    line, column, _, end = found.place
    return f"{line}:{column}-{end} {found.code}"


def faults(found: Reading) -> list[str]:
    return [brief(each) for each in found.faults]


def test_answers_are_read_as_they_stand() -> None:
    found = reading(HEAD + "a,ddl,1,5\nb,ddl,2,3\n")
    assert pairs(found) == [("a", "ddl", 1, 5), ("b", "ddl", 2, 3)]
    assert (found.rows, found.left_out, found.faults) == (2, {}, ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + HEAD + "a,ddl,1,5\n", id="byte order mark"),
        pytest.param(HEAD.replace("\n", "\r\n") + "a,ddl,1,5\r\n\r\n", id="CRLF, empty line"),
        pytest.param(HEAD + "a,ddl,1,5", id="no line end at the end"),
        pytest.param(HEAD + '"a","ddl","1","5"\n', id="quoted"),
        pytest.param(HEAD + " a , ddl , 1 ,5 \n,,,\n", id="spaces, row of commas"),
        pytest.param(
            "Respondent,REQUIREMENT,Functional , dysfunctional,,\na,ddl,1,5,,\n", id="case"
        ),
        pytest.param("受访者,需求,正向题,反向题\na,ddl,喜欢,不喜欢\n", id="names in Chinese"),
        pytest.param(
            "答卷人,功能,具备时,不具备时\na,ddl,喜欢,不喜欢\n", id="other names in Chinese"
        ),
        pytest.param(HEAD + "a,ddl,1.0,5.00\n", id="decimals of a spreadsheet"),
        pytest.param(HEAD + "a,ddl,１,５\n", id="full-width digits"),
        pytest.param(HEAD + "a,requirement:ddl,1,5\n", id="kind and id"),
        pytest.param("x,dysfunctional,functional,requirement,respondent\n,5,1,ddl,a\n", id="order"),
    ],
)
def test_how_a_file_is_saved_does_not_matter(text: str) -> None:
    found = reading(text)
    assert pairs(found) == [("a", "ddl", 1, 5)]
    assert found.faults == ()


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (1, ["like", "I like it that way", "I LIKE IT.", "喜欢", "我很喜欢", "满意", "I love it"]),
        (2, ["must-be", "Must be", "It must be that way", "I expect it", "理应如此", "必须有"]),
        (3, ["neutral", "I am neutral", "Indifferent", "无所谓", "中立", "没什么感觉"]),
        (4, ["live with", "live-with", "I can live with it that way", "勉强接受", "可以忍受"]),
        (5, ["dislike", "I dislike it that way", "不喜欢", "不满意", "无法忍受", "不能接受"]),
    ],
)
@pytest.mark.parametrize("scale", ["like-is-1", "like-is-5"])
def test_words_mean_what_they_say_whatever_the_scale(
    point: int, words: list[str], scale: str
) -> None:
    rows = "".join(f"{at},ddl,{word},{word}\n" for at, word in enumerate(words))
    found = reading(HEAD + rows, Layout(scale=scale))
    assert found.faults == ()
    assert [each[2:] for each in pairs(found)] == [(point, point)] * len(words)


def test_scale_may_run_the_other_way() -> None:
    text = HEAD + "".join(f"{at},ddl,{at},{at}\n" for at in range(1, 6))
    found = reading(text, Layout(scale="like-is-5"))
    assert [each[2] for each in pairs(found)] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("head", "layout"),
    [
        ("who,what,q1,q2", {"functional": "q1", "dysfunctional": "q2"}),
        ("who,what,q1,q2", {"first": "q1", "second": "q2"}),
        ("who,what,first,second", {}),
        # What a question asked is told better by its own name than by the order.
        ("who,what,functional,dysfunctional,first,second", {}),
    ],
)
def test_columns_may_have_other_names(head: str, layout: dict[str, str]) -> None:
    columns = {"respondent": "who", "requirement": "what", **layout}
    row = "a,ddl,1,5" + (",3,3" if "functional" in head else "")
    found = reading(f"{head}\n{row}\n", Layout(columns))
    assert faults(found) == []
    assert pairs(found) == [("a", "ddl", 1, 5)]


def test_order_of_the_questions_tells_which_answer_is_which() -> None:
    text = "respondent,requirement,first,second\na,ddl,5,1\n"
    found = reading(text, Layout(order="dysfunctional-first"))
    assert pairs(found) == [("a", "ddl", 1, 5)]


def test_order_does_not_turn_columns_that_say_what_was_asked() -> None:
    found = reading(HEAD + "a,ddl,1,5\n", Layout(order="dysfunctional-first"))
    assert pairs(found) == [("a", "ddl", 1, 5)]


def test_alias_leads_to_the_requirement_and_so_to_the_same_answer_twice() -> None:
    found = reading(HEAD + "a,old-audit,1,5\na,audit,1,5\n")
    assert pairs(found) == [("a", "audit", 1, 5)]
    assert faults(found) == ["3:1-2 repeated-answer"]


def test_segments_group_and_who_is_in_none_is_unknown() -> None:
    text = "respondent,industry,requirement,functional,dysfunctional\na,电力,ddl,1,5\nb,,ddl,1,5\n"
    found = reading(text, Layout(segments=("industry", "region")))
    assert [each.groups for each in found.answers] == [
        {"industry": "电力"},
        {"industry": "unknown"},
    ]
    # The segment that is not there is a fault, but no reason to lose the answers.
    assert faults(found) == ["1:1-57 answers-without-column"]


@pytest.mark.parametrize(
    ("row", "fault", "left_out"),
    [
        pytest.param("a,ddl,6,5", "2:7-8 unknown-answer", "unknown-answer", id="off the scale"),
        pytest.param("a,ddl,0,5", "2:7-8 unknown-answer", "unknown-answer", id="zero"),
        pytest.param("a,ddl,1,1.5", "2:9-12 unknown-answer", "unknown-answer", id="in between"),
        pytest.param("张三,ddl,1,说不清", "2:10-13 unknown-answer", "unknown-answer", id="words"),
        pytest.param('"a",ddl,"maybe",1', "2:10-15 unknown-answer", "unknown-answer", id="quoted"),
        pytest.param("a,ddl,,5", "2:7-7 missing-answer", "missing-answer", id="one answer"),
        pytest.param(",ddl,1,5", "2:1-1 missing-answer", "missing-answer", id="nobody"),
        pytest.param("a,,1,5", "2:3-3 missing-answer", "missing-answer", id="about nothing"),
        pytest.param(
            "a,dll,1,5",
            "2:3-6 answer-about-unknown-requirement",
            "answer-about-unknown-requirement",
            id="requirement",
        ),
        pytest.param("a,ddl,1", "2:1-8 row-of-other-length", "row-of-other-length", id="short"),
        pytest.param("a,ddl,1,5,x", "2:1-12 row-of-other-length", "row-of-other-length", id="long"),
    ],
)
def test_bad_row_is_left_out_and_the_others_count(row: str, fault: str, left_out: str) -> None:
    found = reading(f"{HEAD}{row}\nb,ddl,2,5\n")
    assert faults(found) == [fault]
    assert pairs(found) == [("b", "ddl", 2, 5)]
    assert (found.rows, found.left_out) == (2, {left_out: 1})


def test_row_with_two_faults_is_left_out_once_and_tells_both() -> None:
    found = reading(HEAD + "a,ddl,9,8\n")
    assert faults(found) == ["2:7-8 unknown-answer", "2:9-10 unknown-answer"]
    assert found.left_out == {"unknown-answer": 1}


def test_fault_in_every_row_is_told_for_the_first_ones_only() -> None:
    found = reading(HEAD + "".join(f"{at},ddl,9,{at % 5 + 1}\n" for at in range(25)))
    assert [each.place.line for each in found.faults] == list(range(2, 23))
    assert found.faults[-1].message == (
        "5 more of this kind follow from here; this one: '9' is none of the five answers"
    )
    assert found.left_out == {"unknown-answer": 25}


def test_question_passed_over_is_counted_and_no_fault() -> None:
    found = reading(HEAD + "a,ddl,,\nb,ddl,1,5\n")
    assert (found.faults, found.left_out, len(found.answers)) == ((), {"unanswered": 1}, 1)


def test_second_answer_of_a_respondent_is_left_out_and_leads_to_the_first() -> None:
    found = reading(HEAD + "a,ddl,1,5\nb,ddl,2,5\na,ddl,3,3\n")
    assert pairs(found) == [("a", "ddl", 1, 5), ("b", "ddl", 2, 5)]
    (fault,) = found.faults
    assert brief(fault) == "4:1-2 repeated-answer"
    assert [each.place.line for each in fault.related] == [2]


def test_answer_that_could_not_be_read_does_not_make_the_next_one_a_repetition() -> None:
    found = reading(HEAD + "a,ddl,x,5\na,ddl,1,5\n")
    assert pairs(found) == [("a", "ddl", 1, 5)]
    assert faults(found) == ["2:7-8 unknown-answer"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "1:1-1 answers-without-column", id="empty"),
        pytest.param("\n\n", "1:1-1 answers-without-column", id="blank"),
        pytest.param(HEAD.replace(",", ";"), "1:11-12 wrong-delimiter", id="semicolons"),
        pytest.param(HEAD.replace(",", "\t"), "1:11-12 wrong-delimiter", id="tabs"),
        pytest.param(HEAD.replace(",", "，"), "1:11-12 wrong-delimiter", id="full-width commas"),
        pytest.param('"respondent,requirement\n', "1:1-24 answers-malformed", id="quotation mark"),
        pytest.param(
            HEAD.replace("functional,", "funktional,", 1),
            "1:1-48 answers-without-column",
            id="column",
        ),
        pytest.param(HEAD + "a,ddl,1\0,5\n", "2:8-9 nul-byte", id="NUL"),
    ],
)
def test_file_that_cannot_be_read_gives_one_fault_and_no_answers(text: str, fault: str) -> None:
    found = reading(text + "a;ddl;1;5\n" if ";" in text else text)
    assert faults(found) == [fault]
    assert found.answers == ()


def test_missing_column_leaves_all_rows_out() -> None:
    found = reading("respondent,requirement,functional\na,ddl,1\nb,ddl,2\n")
    assert found.left_out == {"answers-without-column": 2}
    assert found.faults[0].hint == "did you mean 'functional'?"


def test_column_twice_is_told_and_the_first_counts() -> None:
    found = reading("respondent,requirement,functional,dysfunctional,functional\na,ddl,1,5,4\n")
    assert faults(found) == ["1:49-59 column-twice"]
    assert pairs(found) == [("a", "ddl", 1, 5)]


def test_gbk_is_told_at_its_first_character() -> None:
    data = (HEAD + "张三,ddl,1,5\n").encode("gbk")
    found = read(Source.decode("a.csv", data), Layout())
    assert faults(found) == ["2:1-2 facts-not-utf8"]
    assert found.answers == ()


def test_unclosed_quotation_mark_ends_the_reading_there() -> None:
    found = reading(HEAD + 'a,ddl,1,5\n"b,ddl,1,5\nc,ddl,1,5\n')
    assert pairs(found) == [("a", "ddl", 1, 5)]
    assert faults(found) == ["3:1-11 answers-malformed"]


def test_counts_are_read_in_place_of_answers() -> None:
    found = reading("requirement,M,O,A,I,R,Q\nddl,5,4,3,2,1,0\nold-audit,1,0,0,0,0,0\n")
    assert found.answers == ()
    assert {name: dict(each) for name, each in found.counts.items()} == {
        "ddl": {"A": 3, "O": 4, "M": 5, "I": 2, "R": 1, "Q": 0},
        "audit": {"A": 0, "O": 0, "M": 1, "I": 0, "R": 0, "Q": 0},
    }
    assert all(isinstance(letter, Category) for letter in found.counts["ddl"])


def test_counts_that_are_none_are_left_out() -> None:
    found = reading(
        "requirement,M,O,A,I,R,Q\nddl,5,4,3,,1,0\naudit,1,-1,0,0,0,1.5\nddl,1,1,1,1,1,1\n"
        "ddl,2,2,2,2,2,2\n"
    )
    assert {name: sum(each.values()) for name, each in found.counts.items()} == {"ddl": 6}
    assert faults(found) == [
        "2:11-11 unknown-answer",
        "3:9-11 unknown-answer",
        "3:18-21 unknown-answer",
        "5:1-4 repeated-answer",
    ]
    assert found.left_out == {"unknown-answer": 2, "repeated-answer": 1}


def test_any_requirement_passes_where_none_are_known() -> None:
    found = reading(HEAD + "a,导出 Excel,1,5\n", any_requirement=True)
    assert pairs(found) == [("a", "导出 Excel", 1, 5)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b\n", [["a", "b"]]),
        ('"a,b","c ""d"" e"\n', [["a,b", 'c "d" e']]),
        ('"two\nlines",x', [["two\nlines", "x"]]),
        ("a,\n,b\r\n\rc", [["a", ""], ["", "b"], [""], ["c"]]),
        ("a,", [["a", ""]]),
        ('5" disk,a\n', [['5" disk', "a"]]),
        ("\u2028,a\x0bb\n", [["", "a\x0bb"]]),
    ],
)
def test_cells_follow_rfc_4180(text: str, cells: list[list[str]]) -> None:
    table = rows_of(text)
    assert [list(row.cells) for row in table.rows] == cells
    assert table.broken_at is None


@pytest.mark.parametrize("text", ['a,"b\nc', '"a"b,c\n'])
def test_text_that_is_no_csv_is_told_from_where(text: str) -> None:
    assert rows_of(text).broken_at == text.index('"')
