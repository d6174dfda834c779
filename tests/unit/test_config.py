"""`mkdocs.yml`: what is read from it, and what is said about what cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from pmkb.config import (
    ConfigError,
    Options,
    Project,
    load,
    parse_options,
    read_inputs,
    unknown_names,
)
from pmkb.diagnostic import Severity


def project(tmp_path: Path, text: str, *, docs: str = "docs") -> Project:
    (tmp_path / docs).mkdir(exist_ok=True)
    config = tmp_path / "mkdocs.yml"
    config.write_text(text, encoding="utf-8")
    return load(config)


def failure(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        project(tmp_path, text)
    return str(caught.value).replace(str(tmp_path), "")


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins: [pmkb]",
        "plugins: [search, pmkb]",
        "plugins:\n  - search\n  - pmkb:\n",
        "plugins:\n  - pmkb: {}\n",
        "plugins:\n  pmkb:\n",
        "plugins:\n  pmkb: {}\n  search: {}\n",
    ],
)
def test_plugin_may_be_listed_in_every_way_that_mkdocs_allows(tmp_path: Path, plugins: str) -> None:
    assert project(tmp_path, plugins).options == Options()


def test_options_are_read(tmp_path: Path) -> None:
    text = """
        site_name: 星序
        docs_dir: content
        site_dir: out
        exclude_docs: |
          drafts/
        plugins:
          - pmkb:
              schemas: rules
              kinds: [goal, tool]
              language: zh
              as_of: 2026-06-30
              rules: {past-due: error, broken-link: off, task-overdue: "off", broken-anchor: info}
        """.replace("\n        ", "\n")
    found = project(tmp_path, text, docs="content")
    assert (found.site_name, found.exclude) == ("星序", "drafts/\n")
    assert (found.root, found.docs_dir) == (tmp_path, tmp_path / "content")
    assert (found.site_dir, found.schemas) == (tmp_path / "out", tmp_path / "rules")
    assert (found.options.language, found.options.as_of) == ("zh", date(2026, 6, 30))
    settings = found.options.settings()
    assert settings.kinds == ("goal", "tool")
    assert settings.severities == {
        "past-due": Severity.ERROR,
        "broken-link": None,
        "task-overdue": None,
        "broken-anchor": Severity.INFO,
    }


def test_command_line_goes_over_the_file(tmp_path: Path) -> None:
    found = project(tmp_path, "plugins: [{pmkb: {as_of: 2026-01-01, language: zh}}]")
    changed = found.with_options(as_of=date(2026, 6, 30), language=None)
    assert (changed.options.as_of, changed.options.language) == (date(2026, 6, 30), "zh")
    assert found.options.as_of == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("plugins: [search]", "the plugin is not listed; add `plugins: [pmkb]`"),
        ("site_name: x", "the plugin is not listed"),
        ("plugins: pmkb", "the plugin is not listed"),
        ("plugins: [{pmkb: x}]", "options are written as `name: value`"),
        ("plugins: [{pmkb: [a]}]", "options are written as `name: value`"),
        (
            "plugins: [{pmkb: {asof: 2026-01-01}}]",
            "plugins.pmkb.asof: there is no such option; did you mean 'as_of'?",
        ),
        (
            "plugins: [{pmkb: {language: de}}]",
            "plugins.pmkb.language: input should be 'en' or 'zh'",
        ),
        ("plugins: [{pmkb: {as_of: soon}}]", "plugins.pmkb.as_of: "),
        ("plugins: [{pmkb: {as_of: 20260630}}]", "plugins.pmkb.as_of: "),
        ("plugins: [{pmkb: {rules: {past-due: fatal}}}]", "plugins.pmkb.rules.past-due: "),
        ("plugins: [{pmkb: {rules: [past-due]}}]", "plugins.pmkb.rules: "),
        ("plugins: [{pmkb: {kinds: goal}}]", "plugins.pmkb.kinds: "),
        ("docs_dir: nowhere\nplugins: [pmkb]", "docs_dir: there is no folder /nowhere"),
        ("docs_dir: [a]\nplugins: [pmkb]", "docs_dir: text is wanted here"),
        ("a: b: c", "not valid YAML: "),
        ("a: \0", "not valid YAML: "),
        ("- a", "not a mapping of settings"),
        ("", "not a mapping of settings"),
        ("INHERIT: base.yml\nplugins: [pmkb]", "/base.yml: No such file"),
    ],
)
def test_faults_are_told_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    found = failure(tmp_path, text)
    assert message in found
    assert found.startswith("/")


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"mkdocs\.yml: No such file"):
        load(tmp_path / "mkdocs.yml")


def test_all_faults_of_the_options_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_options({"langauge": "en", "kinds": 1}, "mkdocs.yml")
    assert sorted(str(caught.value).splitlines()) == [
        "mkdocs.yml: plugins.pmkb.kinds: input should be a valid tuple",
        "mkdocs.yml: plugins.pmkb.langauge: there is no such option; did you mean 'language'?",
    ]


def test_environment_variables_are_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMKB_DAY", "2026-06-30")
    monkeypatch.delenv("PMKB_NOT_SET", raising=False)
    text = "plugins: [{pmkb: {as_of: !ENV PMKB_DAY, language: !ENV [PMKB_NOT_SET, zh]}}]"
    found = project(tmp_path, text).options
    assert (str(found.as_of), found.language) == ("2026-06-30", "zh")


def test_environment_variable_that_is_not_set_means_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PMKB_NOT_SET", raising=False)
    text = "plugins: [{pmkb: {as_of: !ENV [PMKB_NOT_SET, '']}}]"
    assert project(tmp_path, text).options.as_of is None


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/name:os.system",
        "!!python/object/apply:os.system ['touch ran']",
        "!!python/module:os",
        "!relative $config_dir",
        "!own {a: b}",
    ],
)
def test_tags_of_other_plugins_are_passed_over_and_run_nothing(tmp_path: Path, tag: str) -> None:
    text = f"markdown_extensions:\n  - x:\n      y: {tag}\nplugins: [pmkb]\n"
    assert project(tmp_path, text).options == Options()
    assert not (Path.cwd() / "ran").exists()


def test_settings_are_inherited_and_merged(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(
        "site_name: Base\ndocs_dir: content\nplugins: {pmkb: {language: zh}}\n", encoding="utf-8"
    )
    text = "INHERIT: base.yml\nsite_name: Own\nplugins: {pmkb: {as_of: 2026-06-30}}\n"
    found = project(tmp_path, text, docs="content")
    assert (found.site_name, found.docs_dir) == ("Own", tmp_path / "content")
    assert (found.options.language, str(found.options.as_of)) == ("zh", "2026-06-30")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(), None),
        (Options(kinds=("goal", "tool")), None),
        (Options(kinds=("gaol",)), "there is no kind 'gaol'; did you mean 'goal'?"),
        (Options(rules={"past-due": "off", "yaml-syntax": "error"}), None),
        (Options(rules={"pastdue": "off"}), "there is no code 'pastdue'; did you mean 'past-due'?"),
    ],
)
def test_names_that_only_a_compiled_base_knows(options: Options, message: str | None) -> None:
    found = unknown_names(options, {"tool"})
    assert (found or "").endswith(message or "")
    assert (found is None) == (message is None)


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def test_inputs_are_what_mkdocs_would_take(tmp_path: Path) -> None:
    found = project(
        tmp_path, "exclude_docs: |\n  drafts/\n  *.bak.md\n  !keep.bak.md\nplugins: [pmkb]"
    )
    write(
        found.docs_dir,
        {
            "a.md": "a",
            "notes/图.png": "",
            "notes/b.md": "b",
            "notes/.hidden.md": "",
            ".obsidian/x.md": "",
            "templates/x.md": "",
            "notes/templates/y.md": "y",
            "drafts/x.md": "",
            "x.bak.md": "",
            "keep.bak.md": "kept",
            "UPPER.MD": "",
        },
    )
    inputs = read_inputs(found)
    assert inputs.files == {
        "a.md": b"a",
        "keep.bak.md": b"kept",
        "notes/b.md": b"b",
        "notes/templates/y.md": b"y",
    }
    assert inputs.others == {"notes/图.png", "UPPER.MD"}
    assert (inputs.vocabulary, inputs.kinds) == (None, ())


def test_schemas_are_read_with_paths_seen_from_the_docs_folder(tmp_path: Path) -> None:
    found = project(tmp_path, "plugins: [pmkb]")
    write(
        tmp_path,
        {
            "schemas/vocabulary.yml": "region: {}",
            "schemas/kinds/b.yml": "doc: B",
            "schemas/kinds/a.yml": "doc: A",
            "schemas/kinds/notes.txt": "",
            "schemas/goal.schema.json": "{}",
        },
    )
    inputs = read_inputs(found)
    assert inputs.vocabulary is not None
    assert inputs.vocabulary.path == "../schemas/vocabulary.yml"
    assert [each.path for each in inputs.kinds] == [
        "../schemas/kinds/a.yml",
        "../schemas/kinds/b.yml",
    ]


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    found = project(tmp_path, "plugins: [pmkb]")
    (found.docs_dir / "gone.md").symlink_to(tmp_path / "nowhere.md")
    with pytest.raises(ConfigError, match=r"gone\.md: No such file"):
        read_inputs(found)


def test_facts_that_cannot_be_read_are_not_there(tmp_path: Path) -> None:
    found = project(tmp_path, "plugins: [pmkb]")
    (tmp_path / "docs" / "a.csv").write_bytes(b"a\n1\n")
    (tmp_path / "docs" / "to-nowhere.csv").symlink_to("/nowhere/at/all.csv")
    (tmp_path / "docs" / "to-a.CSV").symlink_to(tmp_path / "docs" / "a.csv")
    inputs = read_inputs(found)
    assert inputs.facts == {"a.csv": b"a\n1\n", "to-a.CSV": b"a\n1\n"}
    assert inputs.others == {"a.csv", "to-a.CSV"}
