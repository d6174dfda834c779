"""A source read as front matter and Markdown body: fields with places, headings, tasks, links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pmkb import markdown, yaml12
from pmkb.diagnostic import Diagnostic, Fault, Severity
from pmkb.message import say
from pmkb.source import Source, Span
from pmkb.yaml12 import Path, Spans

INVALID_UTF8 = Fault(
    "invalid-utf8",
    Severity.ERROR,
    """The file is not UTF-8 text from here on.

    Its text would come out garbled. Spreadsheets and older editors on Windows save Chinese text as
    GBK. Save the file again as UTF-8.
    ---
    文件从这里起不是 UTF-8 文本。

    显示出来会是乱码。Windows 上的表格软件和旧编辑器常把中文存成 GBK。另存为 UTF-8。""",
)
NUL_BYTE = Fault(
    "nul-byte",
    Severity.ERROR,
    """The file holds a NUL byte, so it is damaged, or it is UTF-16 text or no text at all.

    Nothing in it can be relied on. Save the file again as UTF-8; a damaged one comes back whole
    from the repository's history.
    ---
    文件含有 NUL 字节：文件损坏了，或者是 UTF-16，或者根本不是文本。

    里面的内容都不可信。另存为 UTF-8；损坏的，从仓库的历史里找回完好的版本。""",
)
FRONT_MATTER_NOT_CLOSED = Fault(
    "front-matter-not-closed",
    Severity.ERROR,
    """The front matter begins with `---` in the first line, but no second `---` line ends it.

    Without it, nobody can tell where the fields end and the text begins. Put a line of `---` below
    the last field, with nothing before it.
    ---
    第一行以 `---` 开始了字段部分，但没有第二行 `---` 来结束。

    没有它，就分不清字段到哪里为止、正文从哪里开始。在最后一个字段下面单独写一行 `---`，前面不
    留空格。""",
)
FRONT_MATTER_NOT_A_MAPPING = Fault(
    "front-matter-not-a-mapping",
    Severity.ERROR,
    """The front matter is a list or a single value, where `key: value` lines are wanted.

    Values are found by their keys, so none can be read. Write a key before each value:
    `title: Online DDL`.
    ---
    字段部分写成了列表或单个值，应当是一行行的 `键: 值`。

    值要靠键来找，现在一个都读不出来。在每个值前面写上键：`title: 在线 DDL`。""",
)

SAVE_AS_UTF8 = say("save the file as UTF-8", "另存为 UTF-8")

_OPENING = re.compile(r"---[ \t]*(\r\n|\n|\r|\Z)")
# Not `^` with MULTILINE, to which a lone carriage return ends no line.
_CLOSING = re.compile(r"(?<![^\r\n])(---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True)
class Document:
    """A Markdown file, parsed: its fields, where they stand, and its body."""

    source: Source
    data: Mapping[str, object]
    """The front matter's values; empty where there is none, or where it could not be read."""
    spans: Mapping[Path, Spans]
    body: markdown.Body
    front_matter: Span | None
    """What stands between the two `---` lines; None where the file has no front matter."""
    sound: bool
    """Whether the front matter could be read without a fault."""

    @property
    def path(self) -> str:
        """POSIX path relative to the docs folder."""
        return self.source.path

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at a path stands (or its key), or the nearest thing around it."""
        while path and path not in self.spans:
            path = path[:-1]
        if not path:
            return self.source.line_span(self._opening_line)
        found = self.spans[path]
        # An empty value has no width; its key is what people can see.
        return found.head if key or found.value.start == found.value.end else found.value

    @property
    def _opening_line(self) -> int:
        """The line above the fields: that of the mark which opens them."""
        if self.front_matter is None:
            return 1
        return max(1, self.source.position(self.front_matter.start)[0] - 1)


def parse(source: Source) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Read a source. Returns the document and everything that is wrong with its form.

    The document is whole in any case; `sound` tells whether its front matter can be believed.
    """
    faults = _damage(source)
    span, body_start, unclosed = _front_matter(source)
    faults += unclosed
    data: Mapping[str, object] = {}
    spans: Mapping[Path, Spans] = {}
    if span is not None:
        yaml, problems = yaml12.load(source, span)
        faults += problems
        spans = yaml.spans
        if isinstance(yaml.value, dict):
            data = yaml.value
        elif yaml.value is not None:
            faults.append(_not_a_mapping(source, spans[()].value))
    body = markdown.parse(source, body_start)
    return Document(source, data, spans, body, span, sound=not faults), tuple(faults)


def parse_yaml(source: Source) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Read a source that is YAML alone, such as the definition of a kind: all fields, no body."""
    document, faults = parse_fields(source, Span(0, len(source.text)))
    damage = _damage(source)
    return replace(document, sound=document.sound and not damage), (*damage, *faults)


def parse_fields(source: Source, whole: Span) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Read a stretch of a source as fields alone, such as what stands in a fenced block."""
    yaml, faults = yaml12.load(source, whole)
    data = yaml.value if isinstance(yaml.value, dict) else {}
    if data is not yaml.value and yaml.value is not None:
        faults = (*faults, _not_a_mapping(source, yaml.spans[()].value))
    body = markdown.parse(source, len(source.text))
    return Document(source, data, yaml.spans, body, whole, sound=not faults), faults


def _damage(source: Source) -> list[Diagnostic]:
    faults = []
    if source.bad_utf8_at is not None:
        span = Span(source.bad_utf8_at, source.bad_utf8_at + 1)
        message = say("from here on the file is not UTF-8", "从这里起不是 UTF-8 文本")
        faults.append(INVALID_UTF8.at(source, span, message, SAVE_AS_UTF8))
    if (nul := source.text.find("\0")) >= 0:
        message = say(
            "a NUL byte: the file is damaged, or it is no UTF-8 text",
            "有 NUL 字节：文件已损坏，或不是 UTF-8 文本",
        )
        span = Span(nul, nul + 1)
        faults.append(NUL_BYTE.at(source, span, message, SAVE_AS_UTF8))
    return faults


def _front_matter(source: Source) -> tuple[Span | None, int, list[Diagnostic]]:
    """The span between the two marks, where the body begins, and the fault of a missing mark."""
    opening = _OPENING.match(source.text)
    if opening is None:
        return None, 0, []
    closing = _CLOSING.search(source.text, opening.end())
    if closing is not None:
        return Span(opening.end(), closing.start()), closing.end(), []
    message = say(
        "the front matter that begins here is never closed", "从这里开始的 front matter 没有结束"
    )
    hint = say("put a line `---` between the fields and the text", "在字段和正文之间加一行 `---`")
    fault = FRONT_MATTER_NOT_CLOSED.at(source, Span(0, 3), message, hint)
    return None, opening.end(), [fault]


def _not_a_mapping(source: Source, span: Span) -> Diagnostic:
    hint = say(
        "every line of the front matter needs the form `key: value`",
        "front matter 每一行都要写成 `key: value`",
    )
    message = say("the front matter is not a mapping of keys to values", "front matter 不是键值对")
    return FRONT_MATTER_NOT_A_MAPPING.at(source, span, message, hint)
