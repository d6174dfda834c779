"""Templates of the team's own, which take the place of pmkb's: `templates/` beside `mkdocs.yml`.

A file there replaces the template of the same path, `pages/roadmap.html.j2` that of the roadmap's
page, and can build on it by its name below `pmkb/`. Templates run in a sandbox: they can read what
pages show, and nothing else.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pmkb.diagnostic import Diagnostic, Fault, Severity, did_you_mean
from pmkb.message import say
from pmkb.source import Source

ENDING = ".j2"
FOLDER = Path(__file__).parent / "render" / "templates"
"""pmkb's own templates."""

TEMPLATE_SYNTAX = Fault(
    "template-syntax",
    Severity.ERROR,
    """A template of the team's own is not a Jinja template.

    No page can be made with it, so the site is not built. Correct the line that the finding names.
    Text with `{{` or `{%` in it that is no mark of a template goes between `{% raw %}` and
    `{% endraw %}`.
    ---
    团队自己的模板不是合法的 Jinja 模板。

    用它做不出页面，因此整个站点不会生成。更正标出的那一行。正文里的 `{{` 或 `{%` 如果不是模板
    标记，放在 `{% raw %}` 和 `{% endraw %}` 之间。""",
)
TEMPLATE_REPLACES_NOTHING = Fault(
    "template-replaces-nothing",
    Severity.WARNING,
    """A file in the folder of the team's own templates has the name of none of pmkb's.

    So it is used nowhere. Mostly it lies in the wrong folder or is misspelt. A template for a
    kind's pages is `kinds/<kind>.html.j2`, one for a status page `pages/<page>.html.j2`; parts that
    other templates of yours include have a name that begins with `_`.
    ---
    团队模板目录里的某个文件，与 pmkb 的任何模板都不同名。

    它不会被用到，多半是放错了文件夹，或者名字拼错了。类别页面的模板是 `kinds/<类别>.html.j2`，
    状态页是 `pages/<页面>.html.j2`；供其他模板引用的片段，名字以 `_` 开头。""",
)


def check(templates: Mapping[str, Source], kinds: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """What is wrong with the team's own templates, by their path below their folder."""
    if not templates:
        return
    from jinja2 import TemplateSyntaxError

    from pmkb import pages

    known = {each.relative_to(FOLDER).as_posix() for each in FOLDER.rglob(f"*{ENDING}")}
    known |= {f"kinds/{name}.html{ENDING}" for name in kinds}
    known |= {f"pages/{path.split('/')[1]}.html{ENDING}" for path in pages.paths()}
    for name, source in sorted(templates.items()):
        if name not in known and not name.rpartition("/")[2].startswith("_"):
            message = say(
                "pmkb has no template {name!r}, so nothing uses this one",
                "pmkb 没有模板“{name}”，所以这个文件不起作用",
                name=name,
            )
            span = source.line_span(1)
            yield TEMPLATE_REPLACES_NOTHING.at(source, span, message, did_you_mean(name, known))
        try:
            _parser().parse(source.text)
        except TemplateSyntaxError as error:
            span = source.line_span(min(error.lineno, source.text.count("\n") + 1))
            reason = (error.message or "it cannot be read").rstrip(".")
            message = say("no Jinja template: {reason}", "Jinja 语法有误：{reason}", reason=reason)
            yield TEMPLATE_SYNTAX.at(source, span, message)


def _parser() -> Any:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(extensions=["jinja2.ext.i18n"])


def forbidden() -> frozenset[str]:
    """Attributes that no template may reach: pydantic's own, some of which read files."""
    return frozenset(dir(BaseModel)) | {"cache", "facts"}
