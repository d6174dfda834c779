"""What holds for any answers to a Kano questionnaire."""

from math import isfinite

from hypothesis import given
from hypothesis import strategies as st

from pmkb.metrics.answers import Layout, Reading, read
from pmkb.metrics.cells import rows_of
from pmkb.metrics.kano import (
    ANSWERS,
    LETTERS,
    MODIFIED,
    RULES,
    TABLES,
    Counts,
    Method,
    Result,
    evaluate,
)
from pmkb.source import Source

points = st.sampled_from(ANSWERS)
methods = st.builds(
    Method, st.sampled_from(list(TABLES.values())), st.sampled_from(list(RULES.values()))
)
counts = st.fixed_dictionaries({letter: st.integers(0, 500) for letter in LETTERS})

# Everybody answers at most once about a requirement.
asked = st.tuples(st.integers(0, 20), st.sampled_from(["ddl", "audit", "采集"]))
answers = st.dictionaries(asked, st.tuples(points, points, st.sampled_from(["a", "b", ""])))
Given = dict[tuple[int, str], tuple[int, int, str]]


def table(given_answers: Given, columns: str = "functional,dysfunctional") -> str:
    rows = [
        f"{who},{about},{group},{functional},{dysfunctional}"
        for (who, about), (functional, dysfunctional, group) in given_answers.items()
    ]
    return "\n".join([f"respondent,requirement,group,{columns}", *rows])


def reading(text: str, layout: Layout | None = None) -> Reading:
    return read(Source.decode("a.csv", text.encode()), layout or Layout(segments=("group",)))


@given(counts)
def test_coefficients_stay_in_their_range(given_counts: Counts) -> None:
    for rule in RULES.values():
        found = evaluate(given_counts, rule)
        assert found.n == sum(given_counts.values())
        assert (found.category is None) == (found.n == 0)
        assert found.better is None or 0 <= found.better <= 1
        assert found.worse is None or -1 <= found.worse <= 0
        for share in (found.category_strength, found.total_strength):
            assert (share is None) == (found.n == 0)
            assert share is None or (isfinite(share) and 0 <= share <= 1)


@given(counts)
def test_category_has_an_answer_behind_it_unless_there_are_none(given_counts: Counts) -> None:
    for rule in RULES.values():
        category = evaluate(given_counts, rule).category
        assert category is None or given_counts[category] > 0


@given(counts, st.integers(2, 9))
def test_ten_times_the_answers_change_no_share_and_only_add_certainty(
    given_counts: Counts, times: int
) -> None:
    more = {letter: count * times for letter, count in given_counts.items()}
    for rule in RULES.values():
        few, many = evaluate(given_counts, rule), evaluate(more, rule)
        assert few.category == many.category
        assert (few.better, few.worse) == (many.better, many.worse)
        assert few.category_strength == many.category_strength
        assert not few.significant or many.significant


@given(answers, methods)
def test_every_answer_falls_into_one_category_of_one_requirement(
    given_answers: Given, method: Method
) -> None:
    found = method.results(reading(table(given_answers)).answers)
    assert sum(result.n for result in found.values()) == len(given_answers)
    for name, result in found.items():
        assert result.n == sum(result.counts.values())
        assert result.n == sum(about == name for _, about in given_answers)


@given(answers, methods, st.data())
def test_order_of_the_rows_does_not_matter(
    given_answers: Given, method: Method, data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(given_answers.items()))))
    one, other = (method.results(reading(table(x)).answers) for x in (given_answers, shuffled))
    assert one == other
    assert list(one) == list(other)


@given(answers, methods)
def test_order_of_the_questions_does_not_matter_once_declared(
    given_answers: Given, method: Method
) -> None:
    swapped = {asked: (d, f, group) for asked, (f, d, group) in given_answers.items()}
    one = reading(table(given_answers, "first,second"))
    declared = Layout(order="dysfunctional-first", segments=("group",))
    other = reading(table(swapped, "first,second"), declared)
    named = reading(table(swapped, "dysfunctional,functional"))
    assert method.results(one.answers) == method.results(other.answers)
    assert method.results(one.answers) == method.results(named.answers)


@given(answers, methods)
def test_direction_of_the_scale_does_not_matter_once_declared(
    given_answers: Given, method: Method
) -> None:
    turned = {asked: (6 - f, 6 - d, group) for asked, (f, d, group) in given_answers.items()}
    found = reading(table(turned), Layout(scale="like-is-5", segments=("group",)))
    assert method.results(reading(table(given_answers)).answers) == method.results(found.answers)


@given(answers, methods)
def test_groups_add_up_to_the_whole(given_answers: Given, method: Method) -> None:
    found = reading(table(given_answers)).answers
    groups = method.by_group(found, "group")
    assert groups.keys() == {group or "unknown" for *_, group in given_answers.values()}
    for name, whole in method.results(found).items():
        parts: list[Result] = [each[name] for each in groups.values() if name in each]
        for letter in LETTERS:
            assert sum(part.counts[letter] for part in parts) == whole.counts[letter]


@given(answers)
def test_modified_table_only_turns_indifferent_into_questionable(given_answers: Given) -> None:
    found = reading(table(given_answers)).answers
    classic, modified = Method().results(found), Method(MODIFIED).results(found)
    for name, result in classic.items():
        turned = {x: modified[name].counts[x] - result.counts[x] for x in LETTERS}
        moved = turned.pop(LETTERS[5])
        assert moved >= 0
        assert turned.pop(LETTERS[3]) == -moved
        assert set(turned.values()) == {0}


@given(st.text(alphabet='respondent,quimfcaly12345"\n\r; \t\0喜', max_size=200))
def test_any_text_is_read_without_an_exception_and_every_row_accounted_for(text: str) -> None:
    for head in (
        "",
        "respondent,requirement,functional,dysfunctional\n",
        "requirement,A,O,M,I,R,Q\n",
    ):
        found = reading(head + text, Layout())
        assert found.rows == len(found.answers) + len(found.counts) + sum(found.left_out.values())
        assert len(found.faults) > 0 or found.left_out.keys() <= {"unanswered"}
        for fault in found.faults:
            assert fault.place.line >= 1
            assert fault.place[:2] <= fault.place[2:]


@given(st.binary(max_size=100))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    source = Source.decode("a.csv", data)
    found = read(source, Layout())
    assert found.answers == ()
    assert found.faults


def written(cell: str) -> str:
    """A cell as a program would write it: in quotation marks only where it has to be."""
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set('",\n') else cell


@given(st.lists(st.lists(st.text(alphabet='ab," \n喜'), min_size=2, max_size=3), min_size=1))
def test_cells_that_were_written_are_read_again(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(map(written, row)) for row in rows)
    found = rows_of(text)
    assert [list(row.cells) for row in found.rows] == [
        [cell.strip() for cell in row] for row in rows
    ]
    for row in found.rows:
        for cell in map(row.cell, range(len(row.cells))):
            assert text[slice(*cell.span(text))].replace('""', '"') == cell.text
