"""The templates: how they are found and what they can use."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pmkb.build import ATTENTION, CALENDAR, HOME
from pmkb.flow import Level
from pmkb.markdown import inline_html
from pmkb.render.page import FEED, ICS, ics_of
from pmkb.render.wording import SEVERITIES, Language, Wording

ASSETS = Path(__file__).parent / "assets"
"""Style and script of the pages' content, for any theme."""


@cache
def environment(language: Language) -> Environment:
    """The templates in a language, compiled once."""
    made = Environment(
        loader=PackageLoader("pmkb.render"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    wording = Wording(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        wording.gettext, wording.ngettext, newstyle=True
    )
    made.globals.update(
        language=language,
        wording=wording,
        Level=Level,
        SEVERITIES=SEVERITIES,
        HOME=HOME,
        ATTENTION=ATTENTION,
        CALENDAR=CALENDAR,
        ICS=ICS,
        FEED=FEED,
        ics_of=ics_of,
        line=inline,
    )
    return made


def inline(text: str) -> Markup:
    """A line of text in which emphasis, code and links work."""
    return Markup(inline_html(text))  # noqa: S704 - inline_html lets no HTML through


def fill(language: Language, names: str | tuple[str, ...], **values: Any) -> Markup:
    """A template filled in; of several names, the first that there is."""
    wanted = [names] if isinstance(names, str) else list(names)
    template = environment(language).select_template(wanted)
    return Markup(template.render(**values))  # noqa: S704 - templates escape
