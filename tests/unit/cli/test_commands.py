"""The commands over records: list, show, status, new, sign."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmkb.cache import Folder
from pmkb.cli import main
from tests.unit.metrics.bases import dataset, metric

CONFIG = "site_name: T\nplugins:\n  - pmkb:\n      as_of: 2026-06-30\n"
FILES = {
    "contacts/li-na.md": "---\ntitle: 李娜\nrole: 研发\nteam: rd\n---\n",
    "contacts/wang.md": "---\ntitle: 王芳\nrole: 销售\nteam: sales\n---\n",
    "roadmap/late.md": (
        "---\ntitle: 延期的条目\nstatus: in-progress\nowner: li-na\ngoal: arr\ndue: 2026-06-01\n---\n"
    ),
    "roadmap/fine.md": (
        "---\ntitle: Fine\nstatus: planned\nowner: wang\ngoal: arr\ndue: 2026-12-01\n---\n"
    ),
    "goals/arr.md": (
        "---\ntitle: ARR\nbaseline: 1\ntarget: 3\nstart: 2026-01-01\ndue: 2026-12-31\n"
        "readings: [{date: 2026-06-29, value: 2}]\n---\n"
    ),
    "briefings/plan.md": (
        "---\ntitle: Plan\naudience: rd\ntopics: [fine]\ndate: 2026-06-01 # Monday\n---\n"
    ),
}


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for path, text in FILES.items():
        file = tmp_path / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args, catch_exceptions=False)


def test_list_gives_a_table_of_the_kinds_columns(base: Path) -> None:
    result = run("list", "roadmap")
    assert result.exit_code == 0
    head, *rows, count = result.output.splitlines()
    assert head.split()[:4] == ["id", "Title", "Status", "Schedule"]
    assert [row.split()[0] for row in rows] == ["fine", "late"]
    assert count == "2 roadmap items"


def test_list_filters_sorts_and_chooses_columns(base: Path) -> None:
    args = ("--where", "due < '2026-12-31'", "--sort", "-due", "--columns", "due,owner")
    result = run("list", "roadmap", *args, "--format", "json")
    assert json.loads(result.output) == {
        "kind": "roadmap",
        "records": [
            {"id": "fine", "due": "2026-12-01", "owner": "wang"},
            {"id": "late", "due": "2026-06-01", "owner": "li-na"},
        ],
    }


def test_list_and_show_call_states_and_terms_by_their_names(base: Path) -> None:
    head, row, _ = run("list", "roadmap", "--where", "id == 'late'").output.splitlines()
    assert "In progress" in row
    assert "in-progress" not in row
    assert "In progress" in run("show", "late").output
    args = ("--columns", "title,team", "--language", "zh")
    head, *rows, count = run("list", "contacts", *args).output.splitlines()
    assert head.split() == ["id", "标题", "团队"]
    assert [each.split()[-1] for each in rows] == ["研发", "销售"]
    assert count == "共 2 条"
    assert json.loads(run("list", "roadmap", "--format", "json").output)["records"][1][
        "status"
    ] == ("in-progress")


def test_list_gives_csv(base: Path) -> None:
    result = run("list", "contacts", "--columns", "title,team", "--format", "csv")
    assert result.output.splitlines() == ["id,title,team", "li-na,李娜,rd", "wang,王芳,sales"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("list", "roadmp"), "there is no kind 'roadmp'; did you mean 'roadmap'?"),
        (("list", "roadmap", "--columns", "titel"), "a roadmap has no 'titel'; did you mean"),
        (("list", "roadmap", "--where", "duu > 1"), "there is no field 'duu'"),
        (("show", "lat"), "there is no record 'lat'; did you mean 'late'?"),
        (("status", "--owner", "lina"), "there is no contact 'lina'; did you mean 'li-na'?"),
        (("new", "roadmap", "——"), "give one with `--id`"),
        (("new", "roadmap", "Late"), "there is a roadmap 'late' already"),
        (("new", "roadmap", "X", "--folder", "../.."), "is not below roadmap/"),
        (("new", "roadmap", "X", "--topics", "fine"), "--topics is for briefings"),
        (("sign", "late"), "there is no record 'briefing:late'"),
        (("sign", "plan", "--topic", "late"), "no topic of plan: roadmap:late"),
    ],
)
def test_wrong_usage_is_told_and_exits_with_2(
    base: Path, args: tuple[str, ...], message: str
) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert message in result.output


def test_show_tells_fields_computed_values_back_references_and_findings(base: Path) -> None:
    shown = run("show", "late").output
    assert "延期的条目" in shown
    assert "◆ Late" in shown
    assert "[past-due]" in shown
    assert "Roadmap items fine, late" in " ".join(run("show", "arr").output.split())
    chinese = run("show", "late", "--language", "zh").output
    assert "◆ 延期" in chinese
    assert "仍未完成" in chinese
    found = json.loads(run("show", "goal:arr", "--format", "json").output)
    assert found["computed"]["progress"] == 0.5
    assert found["referenced_by"] == ["roadmap:fine", "roadmap:late"]
    assert found["findings"] == []


def test_status_puts_the_most_urgent_first_and_filters_by_owner_and_section(base: Path) -> None:
    everything = json.loads(run("status", "--format", "json").output)
    refs = [each["ref"] for each in everything["attention"]]
    assert refs[0] == "roadmap:late"
    assert everything["attention"][0]["level"] == "act"
    assert "roadmap:fine" not in refs
    mine = json.loads(run("status", "--owner", "wang", "--format", "json").output)
    assert "roadmap:late" not in [each["ref"] for each in mine["attention"]]
    goals = json.loads(run("status", "--section", "dashboard", "--format", "json").output)
    assert all(each["ref"].startswith("goal:") for each in goals["attention"])
    assert "延期的条目" in run("status").output


def test_status_begins_with_the_checklist_by_section(base: Path) -> None:
    shown = run("status").output
    places = [
        shown.index(each)
        for each in (
            "2026-06-30",
            "Dashboard",
            "● Product goal",
            "\nProduct ",
            "◆ Roadmap",
            "Records",
        )
    ]
    assert places == sorted(places)
    assert "1 of 2 on time, 1 late" in shown
    assert "○ Contracts" in shown
    assert "nothing recorded" in shown


def test_status_speaks_the_language_it_is_asked_for(base: Path) -> None:
    shown = run("status", "--language", "zh").output
    assert "产品规划、进度" in shown
    assert "需处理" in shown
    assert "已逾期" in shown
    assert "Overdue" not in shown


def test_status_gives_the_checklist_as_json_and_filters_it(base: Path) -> None:
    found = json.loads(run("status", "--format", "json").output)
    assert list(found) == ["as_of", "levels", "attention", "trackers"]
    roadmap = found["trackers"]["roadmap"]
    assert (roadmap["level"], roadmap["records"]) == ("act", ["roadmap:late", "roadmap:fine"])
    assert roadmap["headline"]["en"].startswith("1 of 2 on time")
    goals = json.loads(run("status", "--section", "dashboard", "--format", "json").output)
    assert {each["section"] for each in goals["trackers"].values()} == {"dashboard"}
    mine = json.loads(run("status", "--owner", "wang", "--format", "json").output)
    assert "roadmap" in mine["trackers"]
    assert "contracts" not in mine["trackers"]


def test_new_writes_a_file_that_the_next_check_understands(base: Path) -> None:
    result = run("new", "contact", "赵 磊", "--folder", "rd")
    path = base / "docs/contacts/rd/zhao-lei.md"
    assert Path(result.output.strip()) == path.relative_to(base)
    text = path.read_text("utf-8")
    assert text.startswith("---\ntitle: 赵 磊\n")
    findings = json.loads(run("check", "--format", "json", str(path)).output)["findings"]
    assert {each["code"] for each in findings} == {"missing-key"}


def test_new_never_touches_a_file_that_exists(base: Path) -> None:
    broken = base / "docs/contacts/zhao.md"
    broken.write_text("no front matter", encoding="utf-8")
    assert run("new", "contact", "Zhao").exit_code == 2
    assert broken.read_text("utf-8") == "no front matter"


def test_sign_binds_an_agreement_to_the_wording(base: Path) -> None:
    path, topic = base / "docs/briefings/plan.md", base / "docs/roadmap/fine.md"
    before = path.read_text("utf-8")

    def codes() -> set[str]:
        findings = json.loads(run("check", "--format", "json", str(path)).output)["findings"]
        return {each["code"] for each in findings}

    assert codes() == {"briefing-unsigned"}
    assert run("sign", "plan").exit_code == 0
    assert codes() == set()
    assert path.read_text("utf-8").startswith(before.removesuffix("---\n"))
    topic.write_text(topic.read_text("utf-8").replace("2026-12-01", "2027-12-01"), "utf-8")
    assert codes() == {"briefing-void"}
    assert "every topic" not in run("sign", "plan").output
    assert codes() == set()
    assert "every topic is signed" in run("sign", "plan").output


def test_a_new_briefing_is_signed_for_its_topics(base: Path) -> None:
    assert run("new", "briefing", "Q3", "--topics", "late, fine").exit_code == 0
    path = base / "docs/briefings/q3.md"
    path.write_text(path.read_text("utf-8").replace("audience:", "audience: rd"), "utf-8")
    found = json.loads(run("show", "q3", "--format", "json").output)
    assert found["computed"]["standing"] == "in-force"
    assert [each["topic"] for each in found["fields"]["signatures"]] == [
        "roadmap:late",
        "roadmap:fine",
    ]


def test_checked_facts_are_kept_unless_told_otherwise(base: Path) -> None:
    for path, text in (dataset("month,amount\n2026-06,1\n") | metric()).items():
        (base / "docs" / path).parent.mkdir(exist_ok=True)
        (base / "docs" / path).write_text(text, encoding="utf-8")
    kept = Folder(base / ".cache" / "pmkb")
    for command in ("check", "status", "export"):
        run(command, "--no-cache")
    (base / "mkdocs.yml").write_text(CONFIG + "      cache: false\n", encoding="utf-8")
    run("export")
    assert not kept.folder.exists()
    (base / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    first = run("export").output
    assert len(kept) > 0
    assert run("export").output == first == run("export", "--no-cache").output
