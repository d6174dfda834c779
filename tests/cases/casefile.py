"""Case files: content, with the findings that it must give written in it.

A case file begins with a few lines that say what it shows, and settings where the defaults do not
do: `as_of: 2026-06-30`, `kinds: roadmap, goal` (the kinds in use), `rules: past-due=off`. Below
follow the files of a small knowledge base, each under a line such as `=== contracts/east.md`. Paths
under `schemas/` are those of a project's schemas; what is not Markdown is just there.

Below a line stands what the compiler must find in it, and nothing else may be found:

    status: opne
            ^^^^ error unknown-status: unknown status 'opne' | did you mean 'open'?

The carets stand below what the finding marks, one for each character (full-width ones below Chinese,
so that they line up); `!` marks a place without width, just before its column; `^^^…+2:5` goes on to
column 5 two lines further down. After the message come the hint and the related places.
These lines are taken out before the rest is compiled, so positions are those of the content alone.

`UPDATE_CASES=1 pytest tests/cases` writes what the compiler finds into the files: read the diff.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from wcwidth import wcwidth

from pmkb.build import Build, Inputs, Settings, build
from pmkb.datafile import is_facts
from pmkb.diagnostic import Diagnostic, Severity
from pmkb.source import Source

FOLDER = Path(__file__).parent

_EXPECTATION = re.compile(
    r"[ \u3000]*(?:[\^＾]+(?:…\+\d+:\d+)?|!) (?:error|warning|info) (?P<code>[a-z0-9-]+): .+"
)
_LIKE_ONE = re.compile(r"[ \u3000]*(?:[\^＾]+ ?\w|! \w)")
_SETTING = re.compile(r"(as_of|kinds|rules): +(.+)")


@dataclass(frozen=True)
class Case:
    """A case file, read."""

    text: str
    head: tuple[str, ...]
    """The lines above the first file."""
    files: dict[str, tuple[str, ...]]
    """The lines of each file, expectations left out."""
    codes: frozenset[str]
    """The codes of all expectations."""

    @cached_property
    def settings(self) -> dict[str, str]:
        """What the head sets."""
        return dict(match.groups() for line in self.head if (match := _SETTING.fullmatch(line)))

    def compiled(self) -> Build:
        """What the compiler makes of the files."""
        sources = {path: "".join(f"{line}\n" for line in self.files[path]) for path in self.files}
        schemas = {
            path: Source.decode(f"../{path}", text.encode())
            for path, text in sources.items()
            if path.startswith("schemas/")
        }
        templates = {
            path.removeprefix("templates/"): Source.decode(f"../{path}", text.encode())
            for path, text in sources.items()
            if path.startswith("templates/")
        }
        kinds = self.settings.get("kinds")
        rules = [each.split("=") for each in self.settings.get("rules", "").split()]
        return build(
            Inputs(
                files={path: text.encode() for path, text in sources.items() if _is_content(path)},
                others=frozenset(
                    path for path in sources if not path.endswith((".md", ".yml", ".j2"))
                ),
                vocabulary=schemas.pop("schemas/vocabulary.yml", None),
                kinds=tuple(schemas.values()),
                facts={p: text.encode() for p, text in sources.items() if is_facts(p)},
                templates=templates,
            ),
            Settings(
                tuple(kinds.split(", ")) if kinds else None,
                {code: None if level == "off" else Severity(level) for code, level in rules},
            ),
            date.fromisoformat(self.settings.get("as_of", "2026-06-30")),
        )

    def annotated(self, findings: Iterable[Diagnostic]) -> str:
        """The case file as it would be if these findings were expected."""
        by_line: dict[tuple[str, int], list[Diagnostic]] = {}
        for each in findings:
            by_line.setdefault((each.path.removeprefix("../"), each.place.line), []).append(each)
        lines = list(self.head)
        for path, content in self.files.items():
            lines += ["", f"=== {path}"]
            for number, line in enumerate(content or ("",), start=1):
                lines += [line] if content else []
                lines += (_written(each, line) for each in by_line.pop((path, number), ()))
        assert not by_line, f"findings outside the files: {by_line}"
        return "\n".join(lines) + "\n"


def every_file() -> list[Path]:
    """All case files, in order."""
    return sorted(FOLDER.glob("*/*.md"))


def read(text: str) -> Case:
    """Read a case file."""
    head, *files = re.split(r"^=== (.+)\n", text, flags=re.MULTILINE)
    contents: dict[str, tuple[str, ...]] = {}
    codes: set[str] = set()
    for path, content in zip(files[::2], files[1::2], strict=True):
        assert path not in contents, f"{path} stands there twice"
        lines = []
        for line in content.rstrip().split("\n"):
            if found := _EXPECTATION.fullmatch(line):
                codes.add(found["code"])
            else:
                assert not _LIKE_ONE.match(line), f"not an expectation: {line!r}"
                lines.append(line)
        contents[path] = tuple(lines) if any(lines) else ()
    return Case(text, tuple(head.rstrip().split("\n")), contents, frozenset(codes))


def _is_content(path: str) -> bool:
    return path.endswith(".md") and not path.startswith("schemas/")


def _written(found: Diagnostic, line: str) -> str:
    """A finding as the case file has it below a line."""
    place = found.place
    start, several = place.column - 1, place.end_line != place.line
    end = len(line) if several else place.end_column - 1
    pad = "".join("\u3000" if _is_wide(char) else " " for char in line[:start]).ljust(start)
    mark = "".join("＾" if _is_wide(char) else "^" for char in line[start:end]) or "!"
    if several:
        mark += f"…+{place.end_line - place.line}:{place.end_column}"
    return f"{pad}{mark} {found.severity} {found.code}: " + " | ".join(_parts(found))


def _parts(found: Diagnostic) -> Iterator[str]:
    yield found.message
    if found.hint or found.related:
        yield found.hint or "-"
    for each in found.related:
        first, last = each.place[:2], each.place[2:]
        yield f"{each.path}:{first[0]}:{first[1]}-{last[0]}:{last[1]} {each.message}"


def _is_wide(char: str) -> bool:
    return wcwidth(char) == 2
