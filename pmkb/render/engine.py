"""The templates: how they are found and what they can use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pmkb.build import ATTENTION, CALENDAR, HOME
from pmkb.flow import Level
from pmkb.markdown import inline_html
from pmkb.message import told
from pmkb.overrides import forbidden
from pmkb.render.page import FEED, ICS, ics_of
from pmkb.render.wording import SEVERITIES, Language, Wording
from pmkb.source import Source

ASSETS = Path(__file__).parent / "assets"
"""Style and script of the pages' content, for any theme."""


@dataclass(frozen=True)
class Look:
    """What decides how pages are written: the language, and the team's own templates."""

    language: Language
    templates: tuple[tuple[str, Source], ...] = ()
    """By name, sorted."""


class TemplateFailed(Exception):
    """A template of the team's own cannot be filled in; the message says where and why."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Where templates of a team run: they read what pages show, and reach nothing behind it."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Neither private attributes, nor pydantic's own, some of which read files."""
        return attr not in _FORBIDDEN and super().is_safe_attribute(obj, attr, value)


_FORBIDDEN = forbidden()


@cache
def environment(look: Look) -> Environment:
    """The templates in a language, compiled once; those of a team come before ours."""
    ours = PackageLoader("pmkb.render")
    theirs = dict(look.templates)
    made = (_Sandbox if theirs else Environment)(
        loader=ChoiceLoader(
            [
                FunctionLoader(lambda name: _written(theirs, name)),
                ours,
                PrefixLoader({"pmkb": ours}),
            ]
        ),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    wording = Wording(look.language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        wording.gettext, wording.ngettext, newstyle=True
    )
    made.globals.update(
        language=look.language,
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
        told=told,
    )
    return made


def _written(theirs: Mapping[str, Source], name: str) -> tuple[str, str, None] | None:
    source = theirs.get(name)
    return (source.text, source.path, None) if source else None


def inline(text: str) -> Markup:
    """A line of text in which emphasis, code and links work."""
    return Markup(inline_html(text))  # noqa: S704 - inline_html lets no HTML through


def fill(look: Look, names: str | tuple[str, ...], **values: Any) -> Markup:
    """A template filled in; of several names, the first that there is.

    Raises `TemplateFailed` where one of the team's own cannot be.
    """
    wanted = [names] if isinstance(names, str) else list(names)
    try:
        text = environment(look).select_template(wanted).render(**values)
    except Exception as error:
        place = _place(error, look)
        if place is None:
            raise
        raise TemplateFailed(f"{place}: {error}") from None
    return Markup(text)  # noqa: S704 - templates escape


def _place(error: Exception, look: Look) -> str | None:
    """The line of a template of the team's own in which something went wrong; None for ours."""
    theirs = {source.path for _, source in look.templates}
    if isinstance(error, TemplateSyntaxError) and error.filename in theirs:
        return f"{error.filename}:{error.lineno}"
    frames = [each for each in extract_tb(error.__traceback__) if each.filename in theirs]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None
