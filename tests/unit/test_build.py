"""The whole compiler: which files are what, in which order findings come, what is believed."""

from datetime import date

import pytest

from pmkb.build import Inputs, Settings, build, kind_of
from pmkb.diagnostic import Severity, in_order
from pmkb.kinds import BUILT_IN
from tests.knowledge import briefs, compiled, front_matter, schema

GOOD = front_matter(title="A", status="idea")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("roadmap/a.md", "roadmap"),
        ("roadmap/2026/q3/a.md", "roadmap"),
        ("roadmap/index.md", None),
        ("roadmap/2026/README.md", None),
        ("roadmap/Readme.md", None),
        ("roadmap.md", None),
        ("roadmaps/a.md", None),
        ("a/roadmap/a.md", None),
        ("product.md", "product"),
        ("a/product.md", None),
        ("notes/a.md", None),
    ],
)
def test_folder_gives_the_kind(path: str, kind: str | None) -> None:
    found = kind_of(path, BUILT_IN.values())
    assert (found and found.kind()) == kind


def test_deepest_folder_wins() -> None:
    kinds = compiled(
        {}, own_kinds={"note": "folder: .", "milestone": "folder: roadmap/milestones"}
    ).kb.kinds
    paths = ("roadmap/milestones/a.md", "roadmap/a.md", "anything/a.md")
    found = [kind_of(path, kinds.values()) for path in paths]
    assert [each and each.kind() for each in found] == ["milestone", "roadmap", "note"]


def test_empty_base_compiles() -> None:
    result = compiled({})
    assert (result.findings, dict(result.kb.records), result.schemas_sound) == ((), {}, True)


def test_findings_are_sorted_and_those_of_the_schemas_come_first() -> None:
    result = compiled(
        {"roadmap/b.md": "x", "roadmap/a.md": "x", "contacts/a.md": "---\n---\n"},
        vocabulary="region: x",
        own_kinds={"tool": "folders: x"},
    )
    paths = [each.path for each in result.findings]
    assert paths[:2] == ["../schemas/kinds/tool.yml", "../schemas/vocabulary.yml"]
    assert paths[2:] == ["contacts/a.md"] * 3 + ["roadmap/a.md", "roadmap/b.md"]
    assert result.findings[2:] == in_order(reversed(result.findings[2:]))
    assert not result.schemas_sound


def test_faults_of_schemas_cannot_be_switched_off() -> None:
    inputs = Inputs({}, vocabulary=schema("vocabulary.yml", "region: x"))
    settings = Settings(severities={"invalid-vocabulary": None})
    result = build(inputs, settings, date(2026, 6, 30))
    assert [each.code for each in result.findings] == ["invalid-vocabulary"]


def test_only_the_kinds_in_use_are_looked_at() -> None:
    files = {"roadmap/a.md": "x", "contacts/a.md": "x"}
    assert briefs(compiled(files, in_use=("roadmap",))) == ["roadmap/a.md:1:1-2 no-front-matter"]
    assert list(compiled(files, in_use=("roadmap", "unheard-of")).kb.kinds) == ["roadmap"]
    assert compiled(files, in_use=()).findings == ()


def test_findings_can_be_counted_by_severity() -> None:
    files = {"roadmap/a.md": "x", "roadmap/b.md": front_matter(title="A", status="shipped")}
    result = compiled(files)
    counts = [result.count(severity) for severity in Severity]
    assert counts == [1, 2, 0]


def test_sources_of_all_findings_are_at_hand() -> None:
    result = compiled({"roadmap/a.md": "x"}, vocabulary="region: x", own_kinds={"tool": "x: y"})
    assert {each.path for each in result.findings} <= result.sources.keys()
    assert result.sources["roadmap/a.md"].line_text(1) == "x"


def test_one_broken_file_does_not_hide_the_others() -> None:
    files = {
        "roadmap/broken.md": "---\ntitle: [\n---\n",
        "roadmap/bytes.md": "---\n\0",
        "roadmap/good.md": GOOD,
    }
    result = compiled(files)
    assert list(result.kb.records) == ["roadmap:good"]
    assert {each.path for each in result.findings} == {"roadmap/broken.md", "roadmap/bytes.md"}


def test_the_day_is_an_argument_and_decides() -> None:
    files = {"roadmap/a.md": front_matter(title="A", status="idea", due="2026-06-30")}
    assert briefs(compiled(files, as_of="2026-06-30")) == []
    assert briefs(compiled(files, as_of="2026-07-01")) == ["roadmap/a.md:4:6-16 past-due"]


def test_generated_pages_can_be_linked_to() -> None:
    result = compiled({"index.md": "[x](roadmap/index.md) [y](contracts/index.md) [z](nowhere.md)"})
    assert briefs(result) == ["index.md:1:47-62 broken-link"]
