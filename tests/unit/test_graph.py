"""What references, aliases, paths and links lead to, and in which order records depend."""

import pytest

from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.directory.contact import Contact
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.record import Record
from tests.knowledge import briefs, compiled, front_matter


def item(*needs: str, **fields: object) -> str:
    given = {"title": "A", "status": "idea", "depends_on": f"[{', '.join(needs)}]", **fields}
    return front_matter(**given)


def requirement(**fields: object) -> str:
    return front_matter(title="R", status="new", **fields)


BASE = {
    "roadmap/ddl.md": item(aliases="[old-ddl, ancient.ddl, /old/path]"),
    "roadmap/2026/locks.md": item(),
    "requirements/ddl.md": requirement(roadmap="ddl"),
    "contacts/li-na.md": front_matter(title="李娜", role="R", team="rd", aliases="[lina]"),
    "notes/page.md": "# Page\n",
}


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("li-na", ["contact:li-na"]),
        ("contact:li-na", ["contact:li-na"]),
        ("roadmap:li-na", []),
        ("nothing:li-na", []),
        ("lina", ["contact:li-na"]),
        ("contact:lina", ["contact:li-na"]),
        ("old-ddl", ["roadmap:ddl"]),
        ("ancient.ddl", ["roadmap:ddl"]),
        ("/old/path", ["roadmap:ddl"]),
        ("/other/path", []),
        ("locks", ["roadmap:locks"]),
        ("ddl", ["roadmap:ddl", "requirement:ddl"]),
        ("requirement:ddl", ["requirement:ddl"]),
        ("roadmap/ddl.md", ["roadmap:ddl", "requirement:ddl"]),
        ("somewhere/else/locks.md", ["roadmap:locks"]),
        ("somewhere/locks/README.md", ["roadmap:locks"]),
        ("somewhere/locks/", ["roadmap:locks"]),
        ("LI-NA", []),
        ("page", []),
        ("", []),
    ],
)
def test_references_by_id_kind_alias_and_path(ref: str, found: list[str]) -> None:
    kb = compiled(BASE).kb
    assert sorted(each.ref for each in kb.find(ref)) == sorted(found)


def test_resolving_picks_the_record_of_the_wanted_kind() -> None:
    kb = compiled(BASE).kb
    assert kb.resolve("ddl", Roadmap) is kb.records["roadmap:ddl"]
    assert kb.resolve("ddl", Requirement) is kb.records["requirement:ddl"]
    assert kb.resolve("ddl", Contact) is None
    assert kb.resolve(None, Roadmap) is None


def test_links_in_both_directions_by_field_and_body() -> None:
    files = BASE | {
        "requirements/sm4.md": requirement(roadmap="old-ddl", owner="lina")
        + "See [[locks]], [DDL](../roadmap/ddl.md), [[requirement:sm4]] and [[page]].\n"
    }
    kb = compiled(files).kb
    sm4, ddl = kb.records["requirement:sm4"], kb.records["roadmap:ddl"]
    assert sorted(each.ref for each in kb.references(sm4)) == [
        "contact:li-na",
        "roadmap:ddl",
        "roadmap:locks",
    ]
    assert [(m.source.ref, m.field) for m in kb.referenced_by(ddl)] == [
        ("requirement:ddl", "roadmap"),
        ("requirement:sm4", None),
        ("requirement:sm4", "roadmap"),
    ]
    assert [each.ref for each in kb.referring(ddl, Requirement, "roadmap")] == [
        "requirement:ddl",
        "requirement:sm4",
    ]
    assert kb.referring(ddl, Requirement, "owner") == ()
    assert kb.referring(kb.records["roadmap:locks"], Record) == ()
    assert kb.target(sm4, "roadmap") is ddl
    assert kb.target(sm4, "requesters") is None


def test_all_records_of_a_kind_come_by_path() -> None:
    kb = compiled(BASE).kb
    assert [each.path for each in kb.all(Roadmap)] == ["roadmap/2026/locks.md", "roadmap/ddl.md"]
    assert len(kb.all(Record)) == 4
    kinds = [each.kind() for each in kb.records.values()]
    assert kinds == ["roadmap", "roadmap", "requirement", "contact"]


def test_tasks_belong_to_their_owner_by_any_name() -> None:
    files = BASE | {"roadmap/a.md": item() + "- [ ] x @li-na\n- [x] y @lina\n- [ ] z @other\n"}
    kb = compiled(files).kb
    assert [task.text for _, task in kb.tasks_of(kb.records["contact:li-na"])] == ["x", "y"]
    assert len(kb.tasks) == 3


def test_same_file_name_twice_in_a_kind_keeps_the_first() -> None:
    files = {"roadmap/b/x.md": item(), "roadmap/a/x.md": item(), "requirements/x.md": requirement()}
    result = compiled(files)
    assert briefs(result) == ["roadmap/b/x.md:1:1-4 duplicate-id"]
    assert result.kb.records["roadmap:x"].path == "roadmap/a/x.md"
    assert "requirement:x" in result.kb.records


def test_broken_record_is_found_but_gives_no_record() -> None:
    result = compiled({"roadmap/a.md": item("b"), "roadmap/b.md": front_matter(title="B")})
    assert briefs(result) == ["roadmap/b.md:1:1-4 missing-key"]
    assert result.kb.targets(result.kb.records["roadmap:a"], "depends_on") == ()
    assert list(result.kb.content.broken) == ["roadmap/b.md"]


def order(files: dict[str, str]) -> tuple[list[str], list[str]]:
    ordered, cyclic = compiled(files).kb.dependency_order(Roadmap, "depends_on")
    return [each.id for each in ordered], [each.id for each in cyclic]


def test_dependencies_come_first() -> None:
    files = {
        "roadmap/a.md": item("b", "c"),
        "roadmap/b.md": item("d"),
        "roadmap/c.md": item("d"),
        "roadmap/d.md": item(),
    }
    assert order(files) == (["d", "b", "c", "a"], [])


def test_cycles_and_what_hangs_on_them_are_set_apart() -> None:
    files = {
        "roadmap/a.md": item("b"),
        "roadmap/b.md": item("a"),
        "roadmap/behind.md": item("a"),
        "roadmap/free.md": item("base"),
        "roadmap/base.md": item(),
        "roadmap/self.md": item("self"),
    }
    assert order(files) == (["base", "free"], ["a", "b", "behind", "self"])


def cycles(files: dict[str, str]) -> list[str]:
    found = compiled(files).findings
    return [each.message.rpartition(": ")[2] for each in found if each.code == "reference-cycle"]


def test_each_circle_is_reported_once_and_from_its_first_record() -> None:
    files = {
        "roadmap/z.md": item("a"),
        "roadmap/a.md": item("m"),
        "roadmap/m.md": item("z"),
        "roadmap/x.md": item("y"),
        "roadmap/y.md": item("x", "z"),
        "roadmap/self.md": item("self"),
    }
    assert sorted(cycles(files)) == ["a → m → z → a", "self → self", "x → y → x"]


def test_circles_that_share_a_record_are_both_reported() -> None:
    files = {
        "roadmap/hub.md": item("a", "b"),
        "roadmap/a.md": item("hub"),
        "roadmap/b.md": item("hub"),
    }
    assert sorted(cycles(files)) == ["a → hub → a", "b → hub → b"]


def test_references_that_may_go_in_circles_do() -> None:
    person = {"title": "P", "role": "R", "team": "rd"}
    files = {
        "contacts/a.md": front_matter(**person, backup="b"),
        "contacts/b.md": front_matter(**person, backup="a"),
    }
    assert briefs(compiled(files)) == []


def test_function_of_the_whole_base_is_computed_once_for_each() -> None:
    calls = []

    @once
    def count(kb: KnowledgeBase) -> int:
        calls.append(kb)
        return len(kb.records)

    first, second = compiled(BASE).kb, compiled({}).kb
    assert [count(first), count(first), count(second)] == [4, 4, 0]
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("link", "ok"),
    [
        ("[x](ddl.md)", True),
        ("[x](./ddl.md)", True),
        ("[x](2026/locks.md)", True),
        ("[x](/roadmap/ddl.md)", True),
        ("[x](../roadmap/ddl.md)", True),
        ("[x](../img/图.png)", True),
        ("[x](index.md)", True),
        ("[x](../index.md)", True),
        ("[x](../contracts/index.md)", True),
        ("[x](..)", True),
        ("[x](ddl)", False),
        ("[x](/ddl.md)", False),
        ("[x](../../ddl.md)", False),
        ("[x](DDL.md)", False),
        ("[x](http://[)", False),
        ("[x](https://example.com/ddl.md)", True),
        ("[x](mailto:a@b.example)", True),
    ],
)
def test_paths_are_seen_from_the_file_they_stand_in(link: str, ok: bool) -> None:
    files = BASE | {"roadmap/z.md": item() + link + "\n"}
    result = compiled(files, others=frozenset({"img/图.png"}))
    assert [each.code for each in result.findings] == ([] if ok else ["broken-link"])


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("[x](ddl)", "did you mean 'ddl.md'?"),
        ("[x](locks.md)", "did you mean '2026/locks.md'?"),
        ("[x](../page.md)", "did you mean '../notes/page.md'?"),
        ("[x](ddll.md)", "did you mean 'ddl.md'?"),
        ("[x](../contracts)", "did you mean '../contracts/index.md'?"),
    ],
)
def test_broken_links_get_a_hint_that_works_from_there(link: str, hint: str) -> None:
    (found,) = compiled(BASE | {"roadmap/z.md": item() + link + "\n"}).findings
    assert found.hint == hint
