"""The MkDocs plugin: compiles the docs folder, and hands MkDocs finished pages.

A shell around `build` and `render`: it reads files, asks for today, and logs. MkDocs itself still
does what it is good at: navigation, themes, search, the sitemap, live reload.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from click import echo, style, unstyle
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import nest_paths

from pmkb import cli, git, indexing, manual, render
from pmkb.build import ATTENTION, CALENDAR, HOME, OVERVIEWS, SEARCH, TAGS, Build, build
from pmkb.cache import Folder
from pmkb.config import ConfigError, Options, Project, parse_options, read_inputs, unknown_names
from pmkb.diagnostic import Severity
from pmkb.emit import text
from pmkb.history import History
from pmkb.kinds.product.survey import Survey
from pmkb.message import told
from pmkb.render import Edition, Page, Site, finder, pages, search
from pmkb.render.engine import ASSETS, TemplateFailed
from pmkb.render.page import FEED
from pmkb.render.status import used

log = logging.getLogger("mkdocs.plugins.pmkb")

MOST_SHOWN = 20
STYLES, SCRIPT, INDEX = "assets/pmkb/pmkb.css", "assets/pmkb/pmkb.js", "assets/pmkb/index.json"
ONLY_WHERE_USED = (
    *("tables.js", "calendar.js", "search.js"),
    *("record.css", "matters.css", "calendar.css", "search.css"),
)
"""Pages load these themselves, so that no other page is heavier for them."""


@dataclass(frozen=True)
class Frame:
    """What a theme may want to know, as `pmkb` in its templates."""

    language: str
    lang: str
    """The language as HTML names it."""
    as_of: date
    day: str
    """The same, as people read it."""
    records: int
    counted: str
    """The same, as people read it."""
    errors: int
    warnings: int
    index: str
    """The path of the file that quick find looks in."""
    feed: str
    """The path of the news feed."""
    search: str
    """The address of the search page."""


class CompiledPage(MkDocsPage):
    """A page that comes finished: MkDocs parses no Markdown for it."""

    def __init__(self, compiled: Page, title: str | None, file: File, config: MkDocsConfig) -> None:
        self.compiled = compiled
        super().__init__(title, file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Take over the metadata; there is no source to read."""
        self.markdown, self.meta = "", dict(self.compiled.meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take over the content."""
        self.content = self.compiled.html
        self.toc = get_toc(_nested(self.compiled))
        self._title_from_render = self.compiled.title
        self.present_anchor_ids = {each.anchor for each in self.compiled.headings}
        self.links_to_anchors = None


class PmkbPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Compiles the docs folder and puts its pages in MkDocs' place."""

    options: Options
    compiled: Build
    edition: Edition
    _cache: Folder | None = None
    _serving: bool = False
    _index: Mapping[str, bytes] | None = None
    """What search looks in; while serving, as it was at the start."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Read the options by the class that reads them for the other commands too."""
        super().load_config({}, config_file_path)
        try:
            self.options = parse_options(options, config_file_path or "mkdocs.yml")
        except ConfigError as error:
            return [("pmkb", error)], []
        return [], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Be one plugin for all builds while serving."""
        self._serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile, before MkDocs touches the site folder; set up the navigation."""
        project = _project(config, self.options)
        self.compiled, self._cache = _compile(project), project.cache
        _report(self.compiled, self.options.language)
        if not self.compiled.schemas_sound:
            raise PluginError("nothing can be built while the schemas have faults")
        if config.strict and self.compiled.count(Severity.ERROR):
            raise Abort("Stopped before the site was touched: there are errors (strict mode).")
        language, url = self.options.language, config.site_url or ""
        site = Site(
            language,
            config.use_directory_urls,
            config.site_name,
            url,
            config.repo_url or "",
            _history(project),
        )
        self.edition = Edition(self.compiled, site)
        config.nav = [*_sections(self.edition, config.nav), *_own_pages(self.edition, config.nav)]
        config.extra_css.insert(0, STYLES)
        config.extra_javascript.append(SCRIPT)
        config.watch += [str(p) for p in (project.schemas, project.templates) if p.is_dir()]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give every page to MkDocs, and the files they need."""
        titles = dict(_titles(config.nav))
        ordinary = _ordinary(self.edition)
        kb = self.edition.kb
        for survey in kb.all(Survey):
            # What single respondents answered is for computing, not for publishing.
            if answers := files.get_file_from_path(survey.responses or ""):
                files.remove(answers)
        made = self._pages()
        for page in made:
            file = files.get_file_from_path(page.path)
            if file is None:
                file = File.generated(config, page.path, content="")
                files.append(file)
            # Of the team's own pages, MkDocs tells which ones their navigation lacks.
            if page.path not in titles and page.path not in ordinary:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            CompiledPage(page, titles.get(page.path), file, config)
        self._index = self._indexed(made)
        beside = (
            *self._assets(),
            *render.files(self.edition),
            *self._index.items(),
            *_tables(made),
        )
        for path, content in beside:
            if files.get_file_from_path(path) is None:
                files.append(File.generated(config, path, content=content))
        return files

    def _pages(self) -> tuple[Page, ...]:
        kb = self.edition.kb
        try:
            return pages(
                self.edition, manual.pages(kb.kinds, kb.vocabulary, cli.main, self.options.language)
            )
        except TemplateFailed as error:
            raise PluginError(str(error)) from None

    def _indexed(self, made: Sequence[Page]) -> Mapping[str, bytes]:
        """What search looks in; nothing if that cannot be made, which is no reason to stop."""
        if self._serving and self._index is not None:
            log.info("Search knows the site as it was at the start; the next build makes it new.")
            return self._index
        documents = search.documents(self.edition, made)
        try:
            return indexing.index(documents, search.LEFT_OUT, self._cache)
        except indexing.NotIndexed as error:
            # Not through the log: strict mode would stop at it.
            echo(f"{style('warning', fg='yellow')}: the site cannot be searched. {error}", err=True)
            return {}

    def _assets(self) -> Iterator[tuple[str, str | bytes]]:
        styles = ("pmkb.css", "charts.css")
        yield STYLES, b"".join((ASSETS / name).read_bytes() for name in styles)
        yield SCRIPT, (ASSETS / "pmkb.js").read_bytes()
        for name in ONLY_WHERE_USED:
            yield f"assets/pmkb/{name}", (ASSETS / name).read_bytes()
        yield INDEX, finder.index(self.edition)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the theme its facts, and our own theme its language."""
        env.globals["pmkb"] = self._frame()
        if config.theme.name == "pmkb":
            wording = self.edition.wording
            env.install_gettext_callables(  # type: ignore[attr-defined]
                wording.gettext, wording.ngettext, newstyle=True
            )
        return env

    def _frame(self) -> Frame:
        kb = self.compiled.kb
        return Frame(
            self.options.language,
            {"zh": "zh-CN"}.get(self.options.language, "en"),
            kb.as_of,
            self.edition.wording.day(kb.as_of),
            len(kb.records),
            self.edition.wording.number(len(kb.records)),
            self.compiled.count(Severity.ERROR),
            self.compiled.count(Severity.WARNING),
            INDEX,
            FEED,
            self.edition.url(SEARCH),
        )


def _project(config: MkDocsConfig, options: Options) -> Project:
    patterns = config.exclude_docs.patterns if config.exclude_docs else ()
    return Project(
        config_file=Path(config.config_file_path),
        docs_dir=Path(config.docs_dir),
        site_dir=Path(config.site_dir),
        site_name=config.site_name,
        options=options,
        exclude="\n".join(str(each.pattern) for each in patterns),
    )


def _history(project: Project) -> History:
    """What git tells of the documents; nothing where it has nothing to tell."""
    if not project.options.history:
        return {}
    try:
        return git.history(project.docs_dir)
    except git.NoHistory as error:
        log.info("Pages have no history: %s", error)
        return {}


def _compile(project: Project) -> Build:
    try:
        inputs = read_inputs(project)
    except ConfigError as error:
        raise PluginError(str(error)) from None
    as_of = project.options.as_of or date.today()  # noqa: DTZ011 - the reader's own day is meant
    compiled = build(inputs, project.options.settings(), as_of)
    own_kinds = {Path(source.path).stem for source in inputs.kinds}
    if problem := unknown_names(project.options, own_kinds):
        raise PluginError(f"{project.config_file}: {problem}")
    return compiled


def _report(compiled: Build, language: str) -> None:
    """Log errors, so that `--strict` stops at them, and how much else there is."""
    errors = [each for each in compiled.findings if each.severity is Severity.ERROR]
    for each in errors[:MOST_SHOWN]:
        log.warning(
            "%s:%s: %s [%s]", each.path, each.place.line, told(each.message, language), each.code
        )
    if len(errors) > MOST_SHOWN:
        log.warning("… and %s more errors: run `pmkb check`", len(errors) - MOST_SHOWN)
    documents, records = compiled.kb.content.documents, compiled.kb.records
    known = len(records) + len(compiled.kb.content.broken)
    log.info(unstyle(text.summary(compiled.findings, known, len(documents) - known)))


def _sections(edition: Edition, nav: Sequence[Any] | None) -> Iterator[dict[str, Any]]:
    """The home page, and each section with its status pages and the lists of its kinds."""
    wording = edition.wording
    if not any(path in ("index.md", "README.md") for path, _ in _titles(nav)):
        there = "README.md" in edition.kb.content.documents
        yield {wording.gettext("Home"): "README.md" if there else HOME}
    yield {wording.gettext("What needs attention"): ATTENTION}
    yield {wording.gettext("Calendar"): CALENDAR}
    yield {wording.gettext("Search"): SEARCH}
    for section, kinds in edition.sections.items():
        title = wording.section(section)
        boards = [{each.label(wording.language): each.path} for each in used(edition, section)]
        lists = [{wording.kind(kind): kind.list_page()} for kind in kinds]
        # Apart, because a page and a list often have one name: what tells, and what it tells of.
        below = [*boards, {wording.gettext("All records"): lists}] if boards else lists
        yield {title: [{title: section.page}, *below]}
    if edition.tags:
        yield {wording.gettext("Tags"): TAGS}


def _own_pages(edition: Edition, nav: Sequence[Any] | None) -> Sequence[Any]:
    """The navigation that the team has written, or else its ordinary pages by folder."""
    if nav is not None:
        return nav
    found: list[Any] = nest_paths(sorted(_ordinary(edition)))  # type: ignore[no-untyped-call]
    return found


def _tables(pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """The tables of pages as files, by path."""
    for each in pages:
        yield from each.files.items()


def _ordinary(edition: Edition) -> set[str]:
    """The paths of the documents that are neither records nor part of a generated page."""
    kb = edition.kb
    taken = {each.path for each in kb.records.values()} | {*OVERVIEWS, "README.md"}
    taken |= {path for paths in edition.broken.values() for path in paths}
    taken |= {kind.list_page() for kind in kb.kinds.values()}
    taken |= {path.replace("/index.md", "/README.md") for path in taken}
    return kb.content.documents.keys() - taken


def _titles(nav: Any) -> Iterator[tuple[str, str | None]]:
    """Every path in a navigation, with the title it is given there."""
    match nav:
        case str():
            yield nav, None
        case list():
            for each in nav:
                yield from _titles(each)
        case dict():
            for title, below in nav.items():
                if isinstance(below, str):
                    yield below, title
                else:
                    yield from _titles(below)


def _nested(page: Page) -> list[Any]:
    """A page's headings as MkDocs' table of contents takes them: those below in those above."""
    top: list[Any] = []
    above: list[Any] = []
    for each in page.headings:
        entry = {"level": each.level, "id": each.anchor, "name": each.text, "children": []}
        while above and above[-1]["level"] >= each.level:
            above.pop()
        (above[-1]["children"] if above else top).append(entry)
        above.append(entry)
    return top
