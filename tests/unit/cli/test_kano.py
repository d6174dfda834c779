"""`pmkb kano`: a bare CSV file, or a survey of the knowledge base."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pmkb.cli import main
from tests.knowledge import front_matter

HEAD = "respondent,industry,requirement,functional,dysfunctional\n"
# Three must-be and a pair of "must be", which the modified table calls questionable.
ANSWERS = HEAD + "a,电力,ddl,2,5\nb,电力,ddl,3,5\nc,金融,ddl,4,5\nd,金融,ddl,2,2\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def base(folder: Path) -> Path:
    write("mkdocs.yml", "plugins: [{pmkb: {as_of: 2026-06-30}}]\n")
    write("docs/requirements/ddl.md", front_matter(title="DDL", status="new", kano="attractive"))
    survey = front_matter(
        title="调研",
        method="kano",
        start="2026-06-01",
        responses="surveys/h1.csv",
        table="pouliot",
        segments="[industry]",
    )
    write("docs/surveys/h1.md", survey)
    write("docs/surveys/h1.csv", ANSWERS)
    return folder


def write(path: str, text: str | bytes) -> None:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode() if isinstance(text, str) else text)


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, ["kano", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def data(*args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*args, "--format", "json").stdout)
    return found


def test_bare_file_needs_no_project() -> None:
    write("a.csv", ANSWERS)
    result = run("a.csv")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "kano: Kano et al. (1984)" in result.stdout
    assert "most-frequent: most frequent answer, ties by M > O > A > I > R > Q" in result.stdout
    assert "4 answers of 4 respondents counted" in result.stdout
    assert "M must-be" in result.stdout
    assert "ddl: fewer than 20 answers" in result.stdout


def test_chinese_is_spoken_where_it_is_asked_for_or_the_site_speaks_it(base: Path) -> None:
    write("mkdocs.yml", "plugins: [{pmkb: {as_of: 2026-06-30, language: zh}}]\n")
    said = run("h1").stdout
    assert "评价表 pouliot：Pouliot 修订" in said
    assert "计入 4 位受访者的 4 份回答" in said
    assert "M 必备型" in said
    assert "ddl：声明为魅力型，调研结果是必备型" in said
    assert "ddl: declared attractive, answered must-be" in run("h1", "--language", "en").stdout
    write("a.csv", ANSWERS + "e,金融,ddl,7,5\n")
    result = run("a.csv", "--language", "zh")
    assert "1 行未计入：unknown-answer" in result.stdout
    assert "a.csv:6:10: 错误: " in result.stderr


def test_json_holds_unrounded_numbers_and_null() -> None:
    write("a.csv", HEAD + "a,x,ddl,1,5\nb,x,ddl,1,3\nc,x,ddl,2,3\nd,x,audit,5,1\n")
    found = data("a.csv")
    assert (found["table"]["name"], found["rule"]["name"]) == ("kano", "most-frequent")
    assert found["kano"]["ddl"] == {
        "counts": {"A": 1, "O": 1, "M": 0, "I": 1, "R": 0, "Q": 0},
        "n": 3,
        "category": "O",
        "category_strength": 0.0,
        "total_strength": 2 / 3,
        "significant": False,
        "better": 2 / 3,
        "worse": -1 / 3,
    }
    assert found["kano"]["audit"]["better"] is None
    assert (found["rows"], found["respondents"], found["left_out"]) == (4, 4, {})


def test_csv_has_a_row_for_the_whole_and_for_each_group() -> None:
    write("a.csv", ANSWERS)
    text = run("a.csv", "--format", "csv", "--segment", "industry").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["segment"], row["group"], row["n"], row["M"]) for row in rows] == [
        ("", "", "4", "3"),
        ("industry", "电力", "2", "2"),
        ("industry", "金融", "2", "1"),
    ]
    assert (rows[0]["better"], rows[0]["worse"]) == ("0.0", "-0.75")
    assert (rows[1]["significant"], rows[2]["significant"]) == ("true", "false")


def test_options_choose_table_rule_columns_order_and_scale() -> None:
    write("a.csv", "who,what,q1,q2\na,ddl,1,4\nb,ddl,4,4\nc,ddl,3,5\n")
    found = data(
        *("a.csv", "--table", "pouliot", "--rule", "grouped", "--scale", "like-is-5"),
        *("--order", "dysfunctional-first", "--column", "respondent=who"),
        *("--column", "requirement=what", "--column", "first=q1", "--column", "second=q2"),
    )
    # Turned and swapped: (2, 5) M, (2, 2) Q by the modified table, (1, 3) A.
    assert found["kano"]["ddl"]["counts"] == {"A": 1, "O": 0, "M": 1, "I": 0, "R": 0, "Q": 1}
    assert found["kano"]["ddl"]["category"] == "M"
    assert (found["table"]["name"], found["rule"]["name"]) == ("pouliot", "grouped")


def test_counts_name_no_table_because_none_was_applied() -> None:
    write("a.csv", "requirement,A,O,M,I,R,Q\nddl,1,2,3,4,5,6\n")
    found = data("a.csv")
    assert found["table"] is None
    assert found["respondents"] is None
    assert found["kano"]["ddl"]["category"] == "Q"
    assert "Table none" in run("a.csv").stdout


def test_bad_rows_go_to_standard_error_and_end_with_1() -> None:
    write("a.csv", ANSWERS + "e,金融,ddl,7,5\n")
    result = run("a.csv", "--format", "json")
    assert result.exit_code == 1
    assert "a.csv:6:10: error: '7' is none of the five answers [unknown-answer]" in result.stderr
    found = json.loads(result.stdout)
    assert (found["left_out"], found["kano"]["ddl"]["n"]) == ({"unknown-answer": 1}, 4)
    assert [(each["line"], each["column"]) for each in found["findings"]] == [(6, 10)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ANSWERS.encode("gbk"), "facts-not-utf8"),
        (ANSWERS.encode("utf-16"), "facts-not-utf8"),
        (ANSWERS.replace(",", ";").encode(), "wrong-delimiter"),
        (b"", "answers-without-column"),
        (b"\0", "nul-byte"),
        (HEAD.encode() + b'"', "answers-malformed"),
    ],
)
def test_unreadable_file_is_told_without_a_traceback(text: bytes, code: str) -> None:
    write("a.csv", text)
    result = run("a.csv")
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr
    assert "0 answers of 0 respondents" in result.stdout


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("name", ["h1", "survey:h1", "docs/surveys/h1.md"])
def test_survey_of_the_base_brings_its_own_settings(name: str) -> None:
    found = data(name)
    assert found["title"] == "调研"
    assert found["table"]["name"] == "pouliot"
    assert found["kano"]["ddl"]["counts"]["Q"] == 1
    assert found["kano_by_segment"]["industry"]["金融"]["ddl"]["n"] == 2
    assert found["declared"] == {"ddl": "attractive"}
    assert found["alerts"] == [
        "ddl: declared attractive, answered must-be",
        "ddl: 25.0% of the answers contradict themselves",
        "ddl: fewer than 20 answers",
    ]


@pytest.mark.usefixtures("base")
def test_options_override_what_the_survey_says() -> None:
    assert data("h1", "--table", "kano")["kano"]["ddl"]["counts"]["Q"] == 0


def test_export_holds_what_the_command_tells(base: Path) -> None:
    told = data("h1")
    exported = json.loads(CliRunner().invoke(main, ["export"]).stdout)["records"]
    computed = exported["survey:h1"]["computed"]
    for name in ("kano", "kano_by_segment", "respondents", "left_out"):
        assert computed[name] == told[name]
    requirement = exported["requirement:ddl"]["computed"]
    assert {name: requirement[name] for name in ("surveyed_kano", "better", "worse")} == {
        "surveyed_kano": "must-be",
        "better": 0.0,
        "worse": -1.0,
    }
    assert requirement["category_strength"] == 0.5
    assert requirement["surveyed_in"] == "survey:h1"


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("gone.csv",), "gone.csv: No such file or directory"),
        (("h2",), "there is no record 'h2'"),
        (("ddl",), "requirement:ddl is no survey"),
        (("h1", "--column", "who=x"), "'who=x': write one of respondent, requirement"),
        (("h1", "--table", "berger"), "Invalid value for '--table'"),
    ],
)
def test_wrong_usage_ends_with_2(args: tuple[str, ...], message: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
