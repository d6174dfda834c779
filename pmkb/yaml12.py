"""YAML 1.2 core values with the place of every key and value, in one pass over libyaml's events.

PyYAML's own loaders speak YAML 1.1, where `NO` is false, `010` is eight and `12:30` is 750. Here a
plain scalar means what YAML 1.2's core schema says, dates stay text until a schema types them, and
numbers remember how they were written, so that a version `1.10` or an id `007` survives.

What front matter has no use for (anchors, aliases, tags, a second document) is a fault with a
place, and so is a duplicate key. Only a syntax error ends the reading; all else is collected.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from pmkb.diagnostic import Diagnostic, Fault, Severity
from pmkb.message import Message, say
from pmkb.source import Source, Span

MAX_CHARS = 256 * 1024
MAX_DEPTH = 20

Path = tuple[str | int, ...]
"""Where a value stands: keys and list positions from the top."""


class Spans(NamedTuple):
    """Where a key (None for list items and the top) and its value stand in the source."""

    key: Span | None
    value: Span

    @property
    def head(self) -> Span:
        """The key, or the value where there is none."""
        return self.key or self.value


class IntText(int):
    """An integer that remembers how it was written."""

    text: str


class FloatText(float):
    """A floating-point number that remembers how it was written."""

    text: str


@dataclass(frozen=True)
class Yaml:
    """A YAML document read: its value, and the spans of everything in it."""

    value: object
    spans: Mapping[Path, Spans]


FRONT_MATTER_TOO_LARGE = Fault(
    "front-matter-too-large",
    Severity.ERROR,
    f"""The front matter is longer than {MAX_CHARS // 1024} KiB.

    Front matter holds fields, and every build reads them all. Move a table of facts into a dataset
    (a CSV file), and a long text into the body below the second `---`.
    ---
    字段部分超过 {MAX_CHARS // 1024} KiB。

    这里放的是字段，每次构建都要全部读一遍。成批的数据请移到数据集（CSV 文件），长文移到第二个
    `---` 下面的正文。""",
)
FRONT_MATTER_TOO_DEEP = Fault(
    "front-matter-too-deep",
    Severity.ERROR,
    f"""Lists and mappings are nested more than {MAX_DEPTH} deep.

    No kind of document needs that; it is nearly always a slip of indentation or of brackets. Indent
    what belongs together by the same number of spaces, and close every `[` where it should end.
    ---
    列表和对象嵌套超过 {MAX_DEPTH} 层。

    没有哪种记录需要这么深，几乎都是缩进或括号写错了。同一层的内容缩进相同，每个 `[` 都在该结束
    的地方闭合。""",
)
YAML_SYNTAX = Fault(
    "yaml-syntax",
    Severity.ERROR,
    """The front matter is not YAML.

    So its fields cannot be believed, and the file is no record until it is mended. The usual causes
    are a colon followed by a space inside unquoted text, a quote that is not closed, and
    indentation that does not line up. Put text with special characters in quotes:
    `title: "8.6: what is in it"`.
    ---
    字段部分不是合法的 YAML。

    里面的字段都不可信，改好之前这个文件不算记录。常见原因：没加引号的文本里有“冒号加空格”，引
    号没有闭合，缩进没有对齐。有特殊字符的文本加引号：`title: "8.6: what is in it"`。""",
)
YAML_TAB = Fault(
    "yaml-tab",
    Severity.ERROR,
    """A tab stands where YAML wants spaces.

    YAML forbids tabs in indentation, because editors show them in different widths. Replace the tab
    with spaces.
    ---
    该用空格的地方用了制表符。

    各编辑器显示的制表符宽度不同，所以 YAML 不允许用它缩进。换成空格。""",
)
CONTROL_CHARACTER = Fault(
    "control-character",
    Severity.ERROR,
    """The front matter holds a control character, which YAML forbids.

    Such characters come along unseen when text is copied from other programs, and searches do not
    find the word they stand in. Delete it.
    ---
    字段部分含有控制字符，YAML 不允许。

    这类字符看不见，多半是从别的软件复制时带进来的，会让所在的词搜不到。删掉它。""",
)
DUPLICATE_KEY = Fault(
    "duplicate-key",
    Severity.ERROR,
    """A key stands twice in the same mapping.

    Most readers silently keep one of the two, often not the one that people see first; merges that
    went wrong are the usual cause. Keep the right one and delete the other.
    ---
    同一个键在同一处写了两次。

    多数软件会不声不响地只取一个，而且常常不是人先看到的那个；一般是合并时出的错。保留对的，删
    掉另一个。""",
)
YAML_ANCHOR = Fault(
    "yaml-anchor",
    Severity.ERROR,
    """A value has an anchor (`&name`).

    Anchors and aliases hide a value from the people and tools that read a file line by line.
    Write the value where it is needed. Text that begins with `&` needs quotes.
    ---
    值带有锚点（`&name`）。

    锚点和别名让逐行看文件的人和工具看不到真正的值。在用到的地方直接写值。以 `&` 开头的文本要加
    引号。""",
)
YAML_ALIAS = Fault(
    "yaml-alias",
    Severity.ERROR,
    """A value is an alias (`*name`) of another.

    Anchors and aliases hide a value from the people and tools that read a file line by line.
    Write the value where it is needed. Text that begins with `*` needs quotes:
    `summary: "*new* in 8.6"`.
    ---
    值是另一个值的别名（`*name`）。

    锚点和别名让逐行看文件的人和工具看不到真正的值。在用到的地方直接写值。以 `*` 开头的文本要加
    引号：`summary: "*new* in 8.6"`。""",
)
YAML_TAG = Fault(
    "yaml-tag",
    Severity.ERROR,
    """A value has a tag (`!name`).

    Types come from the kind's schema, so a tag has nothing to say. Take it out. Text that begins
    with `!` needs quotes: `title: "!important"`.
    ---
    值带有标签（`!name`）。

    类型由类别的定义决定，标签不起作用。去掉它。以 `!` 开头的文本要加引号：
    `title: "!important"`。""",
)
YAML_KEY = Fault(
    "key-not-text",
    Severity.ERROR,
    """A key is a list or a mapping.

    Keys are the names of fields, so nothing could be found under it. Often it is a template's word
    that nobody has filled in, such as `{{release}}: …`. Text with `[`, `{` or `?` at its beginning
    needs quotes.
    ---
    键写成了列表或对象。

    键是字段名，这样什么都找不到。多半是模板里的占位没有填，如 `{{release}}: …`。以 `[`、`{` 或
    `?` 开头的文本要加引号。""",
)
SEVERAL_DOCUMENTS = Fault(
    "several-documents",
    Severity.ERROR,
    """The front matter holds more than one YAML document.

    One file is one record, so whatever stands in the second would be lost. Split it into two files;
    if it was one record after all, take out the line that begins with `---`.
    ---
    字段部分含有不止一个 YAML 文档。

    一个文件就是一条记录，第二个文档里的内容会丢失。拆成两个文件；本来就是一条记录的，删掉中间
    那行 `---`。""",
)

_INT = re.compile(r"[-+]?[0-9]+")
_BASED_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NUMBER_START = frozenset("0123456789+-.")
_CONSTANTS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
# Python refuses to turn longer digit strings into numbers, and nobody means one.
_MAX_DIGITS = 300
# YAML's c-printable set, negated.
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")


def resolve(text: str) -> object:
    """The value of a plain scalar by YAML 1.2's core schema (section 10.3.2 of the standard)."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _NUMBER_START and len(text) <= _MAX_DIGITS:
        if _INT.fullmatch(text):
            whole = IntText(text)
            whole.text = text
            return whole
        if _FLOAT.fullmatch(text):
            broken = FloatText(text)
            broken.text = text
            return broken
        if _BASED_INT.fullmatch(text):
            whole = IntText(text, 0)
            whole.text = text
            return whole
    return text


def load(source: Source, span: Span | None = None) -> tuple[Yaml, tuple[Diagnostic, ...]]:
    """Read a source, or a span of it, as one YAML document.

    Returns what could be read and the faults found. After a syntax error the value holds what came
    before it; a caller that needs a whole value checks whether there are faults.
    """
    start, end = span or Span(0, len(source.text))
    text = source.text[start:end]
    if len(text) > MAX_CHARS:
        message = say(
            "this front matter has {n:,} characters; {most:,} are allowed",
            "front matter 有 {n:,} 个字符，最多允许 {most:,} 个",
            n=len(text),
            most=MAX_CHARS,
        )
        hint = say(
            "move long text below the second `---`, and tables into a dataset",
            "把长文本移到第二个 `---` 之后，表格移到数据集",
        )
        fault = FRONT_MATTER_TOO_LARGE.at(source, Span(start, start), message, hint)
        return Yaml({}, {}), (fault,)
    if "\0" in text:
        return Yaml({}, {}), ()  # The document has reported it; no line of it can be believed.
    if control := _CONTROL.search(text):
        start += control.start()
        message = say(
            "the control character U+{code:04X} is not allowed in YAML",
            "YAML 不允许控制字符 U+{code:04X}",
            code=ord(control.group()),
        )
        hint = say("delete it", "删掉它")
        fault = CONTROL_CHARACTER.at(source, Span(start, start + 1), message, hint)
        return Yaml({}, {}), (fault,)
    return _Reader.of(source, start, text).read()


class _Stop(Exception):
    """Reading cannot go on; the fault is already noted."""


@dataclass
class _Reader:
    """One pass over the events of one document."""

    source: Source
    base: int
    text: str
    next_event: Callable[[], Any]
    value: object = None
    spans: dict[Path, Spans] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    reached: int = 0
    """The end of the last thing read."""

    @classmethod
    def of(cls, source: Source, base: int, text: str) -> Self:
        return cls(source, base, text, CParser(text).get_event)

    def read(self) -> tuple[Yaml, tuple[Diagnostic, ...]]:
        try:
            self.next_event()
            if isinstance(self.next_event(), DocumentStartEvent):
                self._document()
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self.faults.append(self._syntax_fault(error))
        return Yaml(self.value, self.spans), tuple(self.faults)

    def _document(self) -> None:
        event = self.next_event()
        if type(event) is MappingStartEvent:
            # Set before it is filled, so that a syntax error keeps what came first.
            self.value = top = dict[str, object]()
            self._open(event, (), None)
            self._fill(top, (), 0)
        else:
            self.value = self._node(event, (), None, 0)
        self._only_document()

    def _only_document(self) -> None:
        event = self.next_event()
        while isinstance(event, DocumentEndEvent):
            event = self.next_event()
        if not isinstance(event, StreamEndEvent):
            self._fault(
                SEVERAL_DOCUMENTS,
                event,
                say(
                    "a second YAML document begins here; a file holds one",
                    "这里开始了第二个 YAML 文档，一个文件只能有一个",
                ),
                say("move it into a file of its own", "移到单独的文件"),
            )

    def _node(self, event: Any, path: Path, key: Span | None, depth: int) -> object:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event, path, key)
        if kind is AliasEvent:
            self.spans[path] = Spans(key, self._span(event))
            self._fault(
                YAML_ALIAS,
                event,
                say("aliases (`*name`) are not allowed", "不允许使用别名（`*name`）"),
                say(
                    "write the value itself here, or quote it if the text begins with `*`",
                    "直接写值；如果文本本身以 `*` 开头，请加引号",
                ),
            )
            return None
        if depth > MAX_DEPTH:
            self._fault(
                FRONT_MATTER_TOO_DEEP,
                event,
                say("nested more than {n} deep", "嵌套超过 {n} 层", n=MAX_DEPTH),
                say("check the indentation and the brackets", "检查缩进和括号"),
            )
            raise _Stop
        self._open(event, path, key)
        is_flow = event.flow_style
        value: object
        if kind is SequenceStartEvent:
            items: list[object] = []
            while type(event := self.next_event()) is not SequenceEndEvent:
                items.append(self._node(event, (*path, len(items)), None, depth + 1))
            value = items
        else:
            mapping: dict[str, object] = {}
            event, value = self._fill(mapping, path, depth), mapping
        # libyaml ends a block collection where the next token begins, comments further down.
        if is_flow:
            self.reached = self.base + event.end_mark.index
        self.spans[path] = Spans(key, Span(self.spans[path].value.start, self.reached))
        return value

    def _fill(self, mapping: dict[str, object], path: Path, depth: int) -> Any:
        """Read a mapping's pairs up to its end, and return the event that ends it."""
        while type(event := self.next_event()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                self._fault(
                    YAML_KEY,
                    event,
                    say(
                        "a key must be plain text, not a list, a mapping or an alias",
                        "键只能是普通文本，不能是列表、键值对或别名",
                    ),
                    say(
                        "put text that begins with a bracket in quotes",
                        "以括号开头的文本要加引号",
                    ),
                )
                self._node(event, (*path, ""), None, depth + 1)
                self._node(self.next_event(), (*path, ""), None, depth + 1)
                continue
            key = event.value
            span = self._span(event)
            self._refuse_properties(event)
            if key in mapping:
                first = self.spans[(*path, key)].head
                line, _ = self.source.position(first.start)
                self._fault(
                    DUPLICATE_KEY,
                    event,
                    say(
                        "the key {key!r} stands here a second time; the first is in line {line}",
                        "“{key}”重复了，第一次在第 {line} 行",
                        key=key,
                        line=line,
                    ),
                    say("keep the right one and delete the other", "保留正确的，删掉另一个"),
                )
                # Its value is read for faults of its own, but the first one counts.
                kept = dict(self.spans)
                self._node(self.next_event(), (*path, key), span, depth + 1)
                self.spans = kept
            else:
                mapping[key] = None
                mapping[key] = self._node(self.next_event(), (*path, key), span, depth + 1)
        return event

    def _scalar(self, event: ScalarEvent, path: Path, key: Span | None) -> object:
        self.spans[path] = Spans(key, self._span(event))
        self._refuse_properties(event)
        return resolve(event.value) if event.implicit[0] else event.value

    def _open(self, event: Event, path: Path, key: Span | None) -> None:
        self.spans[path] = Spans(key, self._span(event))
        self._refuse_properties(event)

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(
                YAML_ANCHOR,
                event,
                say(
                    "anchors (`&{name}`) are not allowed",
                    "不允许使用锚点（`&{name}`）",
                    name=event.anchor,
                ),
                say(
                    "delete it, or quote the value if the text begins with `&`",
                    "删掉它；如果文本本身以 `&` 开头，请加引号",
                ),
            )
        # "!" alone is what libyaml reports for quoted text that has no tag.
        if event.tag is not None and event.tag != "!":
            self._fault(
                YAML_TAG,
                event,
                say(
                    "tags ({tag}) are not allowed; the schema gives the type",
                    "不允许使用标签（{tag}），类型由字段定义决定",
                    tag=event.tag,
                ),
                say(
                    "delete it, or quote the value if the text begins with `!`",
                    "删掉它；如果文本本身以 `!` 开头，请加引号",
                ),
            )

    def _span(self, event: Any) -> Span:
        start, end = self.base + event.start_mark.index, self.base + event.end_mark.index
        if getattr(event, "style", None) in ("|", ">"):
            # A block scalar reaches to the next token, over the empty lines below it.
            end = start + len(self.source.text[start:end].rstrip())
        self.reached = end
        return Span(start, end)

    def _fault(self, fault: Fault, event: Event, message: Message, hint: Message) -> None:
        self.faults.append(fault.at(self.source, self._span(event), message, hint))

    def _syntax_fault(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        mark = error.problem_mark or error.context_mark
        start = self.base + min(mark.index, len(self.text)) if mark else self.base
        span = Span(start, min(start + 1, self.base + len(self.text)))
        problem = error.problem or "this is not YAML"
        if "\\t" in problem or self.source.text[slice(*span)] == "\t":
            message = say("a tab stands where YAML wants spaces", "这里应该用空格，却是制表符")
            hint = say("replace the tab with spaces", "把制表符换成空格")
            return YAML_TAB.at(self.source, span, message, hint)
        context = f" {error.context}" if error.context else ""
        reason = Message(f"{problem}{context}", _in_chinese(problem, context))
        message = say("not valid YAML: {reason}", "不是合法的 YAML：{reason}", reason=reason)
        return YAML_SYNTAX.at(self.source, span, message, _hint(problem))


def _in_chinese(problem: str, context: str) -> str:
    """What libyaml finds, in Chinese; in its own words where it is seldom found."""
    if "quoted scalar" in context and "end of stream" in problem:
        return "引号没有闭合"
    return next((zh for words, zh in _PROBLEMS.items() if words in problem), problem + context)


_PROBLEMS = {
    "mapping values are not allowed": "这里不能出现键值对",
    "block sequence entries are not allowed": "这里不能出现列表项",
    "block mapping": "这里不能出现键值对",
    "cannot start any token": "文本不能以这个字符开头",
    "could not find expected ':'": "键后面缺少冒号",
    "did not find expected key": "这里应该是一个键",
    "did not find expected '-' indicator": "这里应该是以“-”开头的列表项",
    "did not find expected ',' or ']'": "列表缺少“,”或“]”",
    "did not find expected ',' or '}'": "键值对缺少“,”或“}”",
    "did not find expected node content": "这里缺少内容",
    "did not find expected <document start>": "这里的内容不完整",
    "unexpected end of stream": "内容到这里突然结束",
    "unexpected document indicator": "内容中间出现了“---”",
    "unknown escape character": "双引号里有不认识的转义符",
}


def _hint(problem: str) -> Message:
    """What usually mends a syntax error that libyaml words in its own terms."""
    if "mapping values are not allowed" in problem:
        return say("text that holds a colon and a space needs quotes", "含“: ”的文本要加引号")
    if "cannot start any token" in problem:
        return say(
            "text that begins with a special character needs quotes", "以特殊字符开头的文本要加引号"
        )
    if "block" in problem or "expected ':'" in problem:
        return say(
            "check the indentation, and that every key is followed by a colon and a space",
            "检查缩进，并确认每个键后面都有冒号和空格",
        )
    return say(
        "check quotes, brackets and indentation on this line and the one above",
        "检查本行和上一行的引号、括号和缩进",
    )
