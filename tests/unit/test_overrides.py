"""Templates of the team's own: they take the place of ours, and reach nothing they must not."""

from dataclasses import replace

import pytest

from pmkb.build import Build
from pmkb.render import Site, render
from pmkb.render.engine import TemplateFailed
from pmkb.source import Source
from tests.knowledge import compiled, front_matter

FILES = {
    "risks/fork.md": front_matter(title="Fork <b>", status="open", probability=3, impact=4),
    "team.md": "Our *team*.",
}


def with_templates(**templates: str) -> Build:
    sources = {
        f"{name.replace('__', '/')}.html.j2": Source.decode(f"../templates/{name}", text.encode())
        for name, text in templates.items()
    }
    return replace(compiled(FILES), templates=sources)


def html(build: Build, path: str) -> str:
    return next(str(each.html) for each in render(build, Site()) if each.path == path)


def test_a_template_replaces_ours_of_the_same_name_and_can_build_on_it() -> None:
    text = '{% extends "pmkb/status.html.j2" %}{% block after %}<p>Ask Li Na.</p>{% endblock %}'
    made = html(with_templates(pages__risks=text), "pages/risks/index.md")
    assert "<p>Ask Li Na.</p>" in made
    assert "risks/fork" in made


def test_a_kinds_template_changes_its_records_alone() -> None:
    text = (
        '{% extends "record.html.j2" %}{% block facts %}<i>{{ record.heading }}</i>{% endblock %}'
    )
    build = with_templates(kinds__risk=text)
    assert "<i>Fork &lt;b&gt;</i>" in html(build, "risks/fork.md")
    assert "<i>" not in html(build, "team.md")


def test_without_own_templates_pages_are_as_they_were() -> None:
    plain = compiled(FILES)
    changed = with_templates(kinds__goal="{{ record.heading }}")
    assert render(plain, Site()) == render(changed, Site())


@pytest.mark.parametrize(
    "expression",
    [
        "record.__class__.__mro__",
        "record.parse_file('/etc/hostname')",
        "record.model_construct()",
        "(record | attr('parse_file'))('/etc/hostname')",
        "record.document.source.__init__.__globals__",
        "write.edition.kb.content.cache",
        "''.__class__.__base__.__subclasses__()",
        "self.__init__.__globals__",
        "write.edition.kb.records.clear()",
    ],
)
def test_a_template_reaches_nothing_behind_what_pages_show(expression: str) -> None:
    build = with_templates(kinds__risk="x {{ " + expression + " }}")
    with pytest.raises(TemplateFailed, match=r"kinds__risk:1: "):
        render(build, Site())
    assert "risk:fork" in build.kb.records


def test_a_failing_template_is_named_with_its_line() -> None:
    build = with_templates(kinds__risk="one\n\n{{ record.nothing_of_the_kind }}")
    with pytest.raises(
        TemplateFailed, match=r"^\.\./templates/kinds__risk:3: .*nothing_of_the_kind"
    ):
        render(build, Site())
