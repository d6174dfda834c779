"""`pmkb check`, `export` and `schema` on the command line: exit status, formats, messages."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pmkb.cli import main
from tests.knowledge import front_matter

CONFIG = "plugins: [{pmkb: {as_of: 2026-06-30}}]\n"
GOOD = front_matter(title="在线 DDL", status="idea")
BAD = front_matter(title="在线 DDL", status="opne")
WARNING = front_matter(title="A", status="idea", due="2026-06-29")


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs" / "roadmap").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    write(tmp_path, "roadmap/good.md", GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(base: Path, path: str, text: str) -> None:
    target = base / "docs" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def told(*args: str) -> str:
    """What a command that refuses says."""
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    return result.stderr


def test_sound_base_exits_with_0(base: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (
        0,
        "1 record and 0 pages checked: nothing to mend\n",
    )


IN_CHINESE = (
    "docs/roadmap/late.md:4:6: 警告: 截止日期 2026-06-29，已过 1 天，仍未完成（想法） [past-due]\n"
    "  4 | due: 2026-06-29\n"
    "    |      ^^^^^^^^^^\n"
    "    = 建议：更新状态，或商定新的日期\n"
    "\n"
    "已检查 2 条记录、0 个页面：1 个警告\n"
)


def test_findings_are_told_in_chinese_where_that_is_asked_for(base: Path) -> None:
    write(base, "roadmap/late.md", WARNING)
    assert run("check", "--language", "zh").stdout == IN_CHINESE
    (base / "mkdocs.yml").write_text(CONFIG.replace("{as_of", "{language: zh, as_of"))
    assert run("check").stdout == IN_CHINESE
    assert "due 2026-06-29" in run("check", "--language", "en").stdout


def test_json_is_english_whatever_language_the_site_has(base: Path) -> None:
    write(base, "roadmap/late.md", WARNING)
    (base / "mkdocs.yml").write_text(CONFIG.replace("{as_of", "{language: zh, as_of"))
    (found,) = json.loads(run("check", "--format", "json").stdout)["findings"]
    assert found["message"] == "due 2026-06-29, 1 day ago, and still open (idea)"
    (found,) = json.loads(run("check", "--format", "json", "--language", "zh").stdout)["findings"]
    assert found["message"] == "截止日期 2026-06-29，已过 1 天，仍未完成（想法）"


def test_warnings_alone_exit_with_0(base: Path) -> None:
    write(base, "roadmap/late.md", WARNING)
    result = run("check")
    assert result.exit_code == 0
    assert "[past-due]" in result.stdout


def test_errors_exit_with_1_and_show_the_line(base: Path) -> None:
    write(base, "roadmap/bad.md", BAD)
    write(base, "notes/page.md", "# A page\n")
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout == (
        "docs/roadmap/bad.md:3:9: error: unknown status 'opne' [unknown-status]\n"
        "  3 | status: opne\n"
        "    |         ^^^^\n"
        "    = hint: allowed: idea, planned, in-progress, blocked, shipped, cancelled\n"
        "\n"
        "2 records and 1 page checked: 1 error\n"
    )


def test_caret_stands_below_chinese_text(base: Path) -> None:
    write(base, "roadmap/bad.md", GOOD + "在线变更的[链接](图表.md)\n")
    lines = run("check").stdout.split("\n")
    assert lines[1:3] == [
        "  5 | 在线变更的[链接](图表.md)",
        "    |           ^^^^^^^^^^^^^^^",
    ]


def test_json_has_the_promised_form(base: Path) -> None:
    write(base, "roadmap/bad.md", BAD)
    result = run("check", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "as_of": "2026-06-30",
        "findings": [
            {
                "code": "unknown-status",
                "severity": "error",
                "path": "docs/roadmap/bad.md",
                "line": 3,
                "column": 9,
                "end_line": 3,
                "end_column": 13,
                "message": "unknown status 'opne'",
                "hint": "allowed: idea, planned, in-progress, blocked, shipped, cancelled",
            }
        ],
    }


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([], ["notes/a.md", "roadmap/bad.md", "roadmap/late.md", "roadmap2/x.md"]),
        (["."], ["notes/a.md", "roadmap/bad.md", "roadmap/late.md", "roadmap2/x.md"]),
        (["docs"], ["notes/a.md", "roadmap/bad.md", "roadmap/late.md", "roadmap2/x.md"]),
        (["docs/roadmap"], ["roadmap/bad.md", "roadmap/late.md"]),
        (["docs/roadmap/"], ["roadmap/bad.md", "roadmap/late.md"]),
        (["docs/roadmap/../notes"], ["notes/a.md"]),
        (["docs/roadmap/late.md"], ["roadmap/late.md"]),
        (["docs/roadmap/late.md", "docs/notes"], ["notes/a.md", "roadmap/late.md"]),
        (["docs/roadmap/good.md"], []),
    ],
)
@pytest.mark.parametrize("absolute", [False, True])
def test_paths_choose_what_is_told(
    base: Path, paths: list[str], expected: list[str], absolute: bool
) -> None:
    link = "[x](nowhere.md)\n"
    for path, text in {
        "roadmap/bad.md": BAD,
        "roadmap/late.md": WARNING,
        "notes/a.md": link,
        "roadmap2/x.md": link,
    }.items():
        write(base, path, text)
    given = [str(base / path) for path in paths] if absolute else paths
    result = run("check", "--format", "json", *given)
    found = [each["path"] for each in json.loads(result.stdout)["findings"]]
    assert found == [f"docs/{path}" for path in expected]
    assert result.exit_code == ("roadmap/bad.md" in expected)


def test_paths_are_shown_as_they_can_be_opened_from_here(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(base, "roadmap/bad.md", BAD)
    monkeypatch.chdir(base / "docs" / "roadmap")
    result = run("check", "-f", "../../mkdocs.yml", "bad.md")
    assert result.stdout.startswith("bad.md:3:9: error: ")


def test_day_of_the_command_line_goes_over_the_configured_one(base: Path) -> None:
    write(base, "roadmap/late.md", WARNING)
    assert "past-due" in run("check").stdout
    assert "past-due" not in run("check", "--as-of", "2026-06-29").stdout


def test_today_is_meant_where_no_day_is_given(base: Path) -> None:
    (base / "mkdocs.yml").write_text("plugins: [pmkb]\n", encoding="utf-8")
    write(base, "roadmap/late.md", front_matter(title="A", status="idea", due="2001-01-01"))
    write(base, "roadmap/far.md", front_matter(title="A", status="idea", due="9001-01-01"))
    found = json.loads(run("check", "--format", "json").stdout)["findings"]
    assert [each["path"] for each in found] == ["docs/roadmap/late.md"]


def test_faults_of_the_schemas_exit_with_2(base: Path) -> None:
    (base / "schemas").mkdir()
    (base / "schemas" / "vocabulary.yml").write_text("region: east\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 2
    assert result.stdout.startswith("schemas/vocabulary.yml:1:9: error: `region` is not a mapping")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("check", "nowhere.md"), "there is no file or folder nowhere.md"),
        (("check", "-f", "nowhere.yml"), "nowhere.yml: No such file"),
        (("check", "--as-of", "soon"), "'soon' is not a day such as 2026-06-30"),
        (("check", "--as-of", "2026-02-30"), "'2026-02-30' is not a day"),
        (("check", "--format", "xml"), "'xml' is not one of 'text', 'json'"),
        (("chekc",), "there is no command 'chekc'; did you mean 'check'?"),
        (("zzz",), "there is no command 'zzz'"),
        (("check", "--nonsense"), "No such option"),
        (("export", "--format", "csv"), "give a folder with `-o FOLDER`"),
        (("export", "-o", "mkdocs.yml/x.json"), "mkdocs.yml"),
    ],
)
def test_wrong_usage_exits_with_2_and_a_message(
    base: Path, args: tuple[str, ...], message: str
) -> None:
    assert message in told(*args)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("plugins: [", "not valid YAML"),
        ("plugins: [search]", "the plugin is not listed"),
        ("plugins: [{pmkb: {kind: [goal]}}]", "no such option; did you mean 'kinds'?"),
        ("plugins: [{pmkb: {kinds: [gaol]}}]", "there is no kind 'gaol'; did you mean 'goal'?"),
        ("plugins: [{pmkb: {rules: {pastdue: off}}}]", "did you mean 'past-due'?"),
        ("docs_dir: x\nplugins: [pmkb]", "there is no folder x"),
    ],
)
@pytest.mark.parametrize("command", ["check", "export", "schema"])
def test_wrong_configuration_exits_with_2_and_a_message(
    base: Path, config: str, message: str, command: str
) -> None:
    (base / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert message in told(command)


def exported(*args: str) -> Any:
    result = run("export", *args)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_export_writes_json_to_the_terminal_or_a_file(base: Path) -> None:
    write(base, "roadmap/bad.md", BAD)
    data = exported()
    assert list(data["records"]) == ["roadmap:good"]
    assert [each["path"] for each in data["findings"]] == ["roadmap/bad.md"]
    result = run("export", "-o", "out/data.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads((base / "out" / "data.json").read_text("utf-8")) == data


def test_export_writes_a_table_for_each_kind(base: Path) -> None:
    result = run("export", "--format", "csv", "-o", "tables")
    assert result.exit_code == 0
    data = (base / "tables" / "roadmap.csv").read_bytes()
    assert data.startswith("\ufeffid,path,title,".encode())
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (row["id"], row["title"], row["schedule"]) == ("good", "在线 DDL", "unscheduled")


def test_export_refuses_while_the_schemas_have_faults(base: Path) -> None:
    (base / "schemas").mkdir()
    (base / "schemas" / "vocabulary.yml").write_text("region: east\n", encoding="utf-8")
    assert "the schemas have faults; `pmkb check` tells which" in told("export")


def test_schemas_are_written_and_checked_for_drift(base: Path) -> None:
    assert "roadmap.schema.json: missing" in run("schema", "--check").stderr
    assert run("schema", "--check").exit_code == 1
    first = run("schema")
    assert (first.exit_code, first.stdout.splitlines()[-1][-8:]) == (0, " changed")
    assert run("schema", "--check").exit_code == 0
    assert run("schema").stdout.splitlines()[-1].endswith(", 0 changed")
    schemas = base / "schemas"
    (schemas / "roadmap.schema.json").write_text("{}", encoding="utf-8")
    (schemas / "gone.schema.json").write_text("{}", encoding="utf-8")
    (schemas / "goal.schema.json").unlink()
    drift = run("schema", "--check")
    assert drift.exit_code == 1
    for line in (
        "gone.schema.json: left over: there is no such kind",
        "goal.schema.json: missing",
        "roadmap.schema.json: out of date",
    ):
        assert line in drift.stderr
    assert (schemas / "gone.schema.json").exists()
    assert run("schema").stdout.splitlines()[-1].endswith(", 3 changed")
    assert not (schemas / "gone.schema.json").exists()
    assert run("schema", "--check").exit_code == 0


def test_new_kind_is_a_drift(base: Path) -> None:
    run("schema")
    (base / "schemas" / "kinds").mkdir()
    (base / "schemas" / "kinds" / "tool.yml").write_text("doc: A tool.\n", encoding="utf-8")
    assert "tool.schema.json: missing" in run("schema", "--check").stderr


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("check", "--help"), ("--version",)])
def test_help_is_there(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(result.stdout.split()) > 2


def test_module_runs_as_the_command_does(base: Path) -> None:
    write(base, "roadmap/bad.md", BAD)
    done = subprocess.run(
        [sys.executable, "-m", "pmkb", "check"],
        cwd=base,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.decode().startswith("docs/roadmap/bad.md:3:9: error: ")
    assert done.stderr == b""
