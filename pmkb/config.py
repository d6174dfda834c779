"""The project's one configuration file: `mkdocs.yml`, with the plugin's options in it.

Read here without MkDocs, so that checking starts fast; the MkDocs plugin validates its options by
the same class.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pmkb.build import Inputs, Settings
from pmkb.cache import Folder
from pmkb.datafile import Data, found_at, is_facts
from pmkb.diagnostic import Severity, catalogue, did_you_mean
from pmkb.kinds import BUILT_IN
from pmkb.overrides import ENDING
from pmkb.source import Source

Language = Literal["en", "zh"]


class ConfigError(Exception):
    """The configuration cannot be used; the message says what is wrong and where."""


class Options(BaseModel):
    """The plugin's options under `plugins: - pmkb:` in `mkdocs.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schemas: str = "schemas"
    """The folder with `vocabulary.yml` and `kinds/`, relative to `mkdocs.yml`."""
    templates: str = "templates"
    """The folder with templates of the team's own, relative to `mkdocs.yml`."""
    kinds: tuple[str, ...] | None = None
    """The kinds in use; all of them unless given."""
    language: Language = "en"
    """The language of the pages' own words."""
    as_of: date | None = None
    """The day the pages are computed for; today unless given."""
    rules: dict[str, Literal["off", "info", "warning", "error"]] = {}
    """Severity by code."""
    history: bool = True
    """Whether pages tell who changed their record when, from git's log."""
    cache: bool = True
    """Whether checked facts are kept for the next build, in `.cache/pmkb` beside `mkdocs.yml`."""

    @field_validator("rules", mode="before")
    @classmethod
    def _off_is_text(cls, value: object) -> object:
        # To the YAML of mkdocs.yml an unquoted `off` is false.
        if not isinstance(value, dict):
            return value
        return {code: "off" if level is False else level for code, level in value.items()}

    @field_validator("as_of", mode="before")
    @classmethod
    def _as_day(cls, value: object) -> object:
        return None if value == "" else value

    def settings(self) -> Settings:
        """The part of the options that the compiler needs."""
        severities = {
            code: None if level == "off" else Severity(level) for code, level in self.rules.items()
        }
        return Settings(self.kinds, severities)


@dataclass(frozen=True)
class Project:
    """A knowledge base on disk: where its files are and how it is configured."""

    config_file: Path
    docs_dir: Path
    site_dir: Path
    site_name: str
    options: Options
    exclude: str = ""
    """Patterns of files in the docs folder to leave out, as in a `.gitignore`."""

    @property
    def root(self) -> Path:
        """The folder `mkdocs.yml` lies in."""
        return self.config_file.parent

    @property
    def schemas(self) -> Path:
        """The folder with vocabulary and kinds."""
        return self.root / self.options.schemas

    @property
    def templates(self) -> Path:
        """The folder with templates of the team's own."""
        return self.root / self.options.templates

    @property
    def cache(self) -> Folder | None:
        """Where checked facts are kept for the next build; None to keep nothing."""
        return Folder(self.root / ".cache" / "pmkb") if self.options.cache else None

    def with_options(self, **changed: Any) -> "Project":
        """The project with options that the command line has set; None leaves one as it is."""
        given = {name: value for name, value in changed.items() if value is not None}
        return replace(self, options=self.options.model_copy(update=given))


def load(config_file: Path) -> Project:
    """Read `mkdocs.yml`. Raises `ConfigError` with a message for people."""
    data = _read_yaml(config_file)
    root = config_file.parent
    options = parse_options(_plugin_options(data, config_file), str(config_file))
    docs_dir = root / _text(data, "docs_dir", "docs", config_file)
    if not docs_dir.is_dir():
        raise ConfigError(f"{config_file}: docs_dir: there is no folder {docs_dir}")
    return Project(
        config_file=config_file,
        docs_dir=docs_dir,
        site_dir=root / _text(data, "site_dir", "site", config_file),
        site_name=_text(data, "site_name", "", config_file),
        options=options,
        exclude=_text(data, "exclude_docs", "", config_file),
    )


def parse_options(data: Mapping[str, Any], where: str) -> Options:
    """The plugin's options from what `mkdocs.yml` holds. Raises `ConfigError`."""
    try:
        return Options.model_validate(data)
    except ValidationError as error:
        raise ConfigError("\n".join(_problems(error, where))) from None


def _problems(error: ValidationError, where: str) -> list[str]:
    lines = []
    for each in error.errors(include_url=False):
        name = ".".join(map(str, each["loc"]))
        message = each["msg"][:1].lower() + each["msg"][1:]
        if each["type"] == "extra_forbidden":
            hint = did_you_mean(str(each["loc"][-1]), Options.model_fields)
            message = f"there is no such option{f'; {hint}' if hint else ''}"
        lines.append(f"{where}: plugins.pmkb.{name}: {message}")
    return lines


def unknown_names(options: Options, own_kinds: Set[str]) -> str | None:
    """What is wrong with names in the options that only a compiled base knows, or None."""
    for name in options.kinds or ():
        if name not in {*BUILT_IN, *own_kinds}:
            hint = did_you_mean(name, {*BUILT_IN, *own_kinds})
            return f"plugins.pmkb.kinds: there is no kind {name!r}{f'; {hint}' if hint else ''}"
    for code in options.rules:
        if code not in catalogue():
            hint = did_you_mean(code, catalogue())
            return f"plugins.pmkb.rules: there is no code {code!r}{f'; {hint}' if hint else ''}"
    return None


def read_inputs(project: Project) -> Inputs:
    """Read every file of the docs folder and the schemas. Raises `ConfigError` if that fails."""
    try:
        markdown, others = _walk(project)
        files = {path: (project.docs_dir / path).read_bytes() for path in markdown}
        vocabulary = project.schemas / "vocabulary.yml"
        kinds = sorted(project.schemas.glob("kinds/*.yml"))
        facts = dict(_facts(project, others))
        return Inputs(
            files,
            frozenset(path for path in others if path in facts or not is_facts(path)),
            _schema(project, vocabulary) if vocabulary.is_file() else None,
            tuple(_schema(project, path) for path in kinds),
            facts,
            project.cache,
            _templates(project),
        )
    except OSError as error:
        raise ConfigError(f"{error.filename}: {error.strerror}") from None


def _facts(project: Project, paths: Iterable[str]) -> Iterator[tuple[str, Data]]:
    """The files of facts. One that cannot be read, such as a link to nowhere, is none."""
    for path in filter(is_facts, paths):
        with suppress(OSError):
            yield path, found_at(project.docs_dir / path)


def _templates(project: Project) -> dict[str, Source]:
    found = sorted(project.templates.rglob(f"*{ENDING}"))
    return {
        path.relative_to(project.templates).as_posix(): _schema(project, path) for path in found
    }


def _schema(project: Project, path: Path) -> Source:
    # Paths of all sources are relative to the docs folder, those of schemas too.
    relative = Path(os.path.relpath(path, project.docs_dir)).as_posix()
    return Source.decode(relative, path.read_bytes())


def _walk(project: Project) -> tuple[list[str], list[str]]:
    """Paths of Markdown files and of other files, without what MkDocs leaves out as well."""
    from pathspec import GitIgnoreSpec

    patterns = [".*", "/templates/", *project.exclude.splitlines()]
    left_out = GitIgnoreSpec.from_lines(patterns)
    markdown, others = list[str](), list[str]()
    for folder, folders, names in os.walk(project.docs_dir, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = Path(folder).relative_to(project.docs_dir)
        for name in sorted(names):
            path = (below / name).as_posix()
            if not left_out.match_file(path):
                (markdown if name.endswith(".md") else others).append(path)
    return markdown, others


def _plugin_options(data: Mapping[str, Any], where: Path) -> Mapping[str, Any]:
    plugins = data.get("plugins") or []
    if isinstance(plugins, dict):
        plugins = [{name: options} for name, options in plugins.items()]
    for each in plugins if isinstance(plugins, list) else []:
        if each == "pmkb":
            return {}
        if isinstance(each, dict) and "pmkb" in each:
            options = each["pmkb"] or {}
            if not isinstance(options, dict):
                raise ConfigError(f"{where}: plugins.pmkb: options are written as `name: value`")
            return options
    raise ConfigError(f"{where}: the plugin is not listed; add `plugins: [pmkb]`")


def _text(data: Mapping[str, Any], name: str, default: str, where: Path) -> str:
    value = data.get(name, default)
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {name}: text is wanted here")
    return value


class _Loader(yaml.CSafeLoader):
    """Reads `mkdocs.yml` without running what its tags may name."""


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    from yaml_env_tag import construct_env_tag

    return construct_env_tag(loader, node)


def _ignored(loader: _Loader, suffix: str, node: yaml.Node) -> None:
    return None


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("!", _ignored)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _ignored)


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_bytes(), _Loader)  # noqa: S506 - a safe loader's child
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not valid YAML: {error}") from None
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: not a mapping of settings")
    parent = data.pop("INHERIT", None)
    if isinstance(parent, str):
        from mergedeep import merge

        return dict(merge(_read_yaml(path.parent / parent), data))
    return data
