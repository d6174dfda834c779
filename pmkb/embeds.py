"""Live tables and charts in a page's text: fenced blocks that say what they show.

    ```pmkb
    kind: customer
    filter: health == 'red'
    columns: [industry, arr, owner]
    sort: -arr
    ```

Any page below the docs folder can have them. What stands in a block is checked as front matter is:
every fault has a line and a column.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from pmkb.diagnostic import Diagnostic, Fault, Severity, did_you_mean
from pmkb.document import Document, parse_fields
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.dashboard.metric import Metric
from pmkb.markdown import Fence
from pmkb.message import Message, listed, say
from pmkb.record import Part, Record, key
from pmkb.validation import read_part
from pmkb.values import Text, Whole, one_of
from pmkb.yaml12 import Path

EMBED_INCOMPLETE = Fault(
    "embed-incomplete",
    Severity.ERROR,
    """A `pmkb` block in a page's text does not say what it shows.

    It needs either `kind`, for a table or chart of records, or `metric`; bars and shares need
    `group`, by which they are divided. Until then readers see the block as it is written.
    ---
    正文里的 `pmkb` 代码块没有说清要显示什么。

    列出记录或画图要写 `kind`，显示指标要写 `metric`，二者取一；柱状图和占比图还要用 `group` 写
    明按什么分。补全之前，读者看到的是代码原文。""",
)
EMBED_UNKNOWN_NAME = Fault(
    "embed-unknown-name",
    Severity.ERROR,
    """A `pmkb` block in a page's text names a kind, a metric, a field or a dimension that is not
    there.

    It cannot be shown, so readers see the block as it is written. Correct the name; `pmkb explain`
    with a kind's name shows its fields.
    ---
    正文里的 `pmkb` 代码块写了不存在的类别、指标、字段或维度。

    显示不出来，读者看到的是代码原文。更正名称；`pmkb explain` 加类别名，可以查到它的字段。""",
)
EMBED_BAD_FILTER = Fault(
    "embed-bad-filter",
    Severity.ERROR,
    """The `filter` of a `pmkb` block in a page's text cannot be understood.

    It is an expression over the fields of a record, such as `stage == 'poc' and amount > 1000000`:
    the language of `pmkb list --where`. Text in it needs quotes, days are text, money is its amount
    in the reporting currency.
    ---
    正文里 `pmkb` 代码块的 `filter` 看不懂。

    它是一个关于记录字段的表达式，如 `stage == 'poc' and amount > 1000000`，写法与
    `pmkb list --where` 相同。文本要加引号，日期写成文本，金额取折算成报告币种后的数值。""",
)
EMBED_UNUSED_KEY = Fault(
    "embed-unused-key",
    Severity.WARNING,
    """A key of a `pmkb` block in a page's text has no effect beside the others.

    Whoever wrote it expects to see something that is not shown. Delete it, or choose the `chart`
    that uses it.
    ---
    正文里 `pmkb` 代码块的某个键，与其他键放在一起不起作用。

    写的人以为会显示，其实不会。删掉它，或者换成用得到它的 `chart`。""",
)
EMBED_IN_QUOTATION = Fault(
    "embed-in-quotation",
    Severity.ERROR,
    """A `pmkb` block stands inside a quotation or a list.

    Its lines then have marks in front of them, and its place is not that of a table or a chart.
    Put the block on its own, with no `>` and no indentation in front of it.
    ---
    `pmkb` 代码块放在了引用或列表里。

    那里每行前面都有标记，也不是放表格或图表的位置。把它单独放，前面不要有 `>`，也不要缩进。""",
)

USED = {
    ("kind", None): {"filter", "columns", "sort", "group", "most"},
    ("kind", "bars"): {"filter", "group", "value", "most"},
    ("kind", "timeline"): {"filter", "sort", "most"},
    ("metric", None): set[str](),
    ("metric", "line"): set[str](),
    ("metric", "bars"): {"group", "most"},
    ("metric", "shares"): {"group"},
    ("metric", "bridge"): set[str](),
}
"""What has an effect beside the subject, the title and the chart."""


class Embed(Part):
    """What a block shows: records of a kind as a table or chart, or a metric as a chart."""

    called: ClassVar[Message] = say("of a `pmkb` block", "`pmkb` 代码块")

    title: Text | None = key(
        "标题", say("What stands above it.", "显示在上方的标题。"), default=None
    )
    kind: Text | None = key(
        "类别", say("The kind whose records it shows.", "展示哪个类别的记录。"), default=None
    )
    metric: Text | None = key(
        "指标", say("The id of the metric that it shows.", "展示哪个指标，写编号。"), default=None
    )
    filter: Text | None = key(
        "筛选",
        say("Which records: as `pmkb list --where`.", "筛选条件，写法同 `pmkb list --where`。"),
        default=None,
    )
    columns: tuple[Text, ...] = key(
        "列", say("Fields and computed values.", "显示哪些字段和计算值。"), default=()
    )
    sort: Text | None = key(
        "排序",
        say(
            "A field or computed value; `-arr` backwards.",
            "按哪个字段或计算值排序，如 `-arr` 为从大到小。",
        ),
        default=None,
    )
    group: Text | None = key(
        "分组",
        say("A field, or a metric's dimension.", "按哪个字段分组；指标则写维度。"),
        default=None,
    )
    value: Text | None = key(
        "取值",
        say("What bars add up; else they count.", "条形图累加什么；不写则数条数。"),
        default=None,
    )
    most: Whole | None = key(
        "上限", say("How many are shown.", "最多显示多少。"), default=None, minimum=1
    )
    chart: Annotated[str, one_of(["bars", "timeline", "line", "shares", "bridge"])] | None = key(
        "图表", say("What is drawn instead of a table.", "不用表格时画成什么图。"), default=None
    )


@dataclass(frozen=True)
class Placed:
    """A block as it was read."""

    fence: Fence
    document: Document
    """The block's own fields."""
    embed: Embed | None
    """None where it cannot be shown; `faults` tell why."""
    faults: tuple[Diagnostic, ...]


@once
def embedded(kb: KnowledgeBase) -> Mapping[str, tuple[Placed, ...]]:
    """The blocks of every page that has any, by the page's path, in order."""
    documents = kb.content.documents.values()
    found = {each.path: tuple(_read(each, kb)) for each in documents if each.body.embeds}
    return {path: placed for path, placed in found.items() if placed}


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Everything that is wrong with blocks."""
    for placed in embedded(kb).values():
        for each in placed:
            yield from each.faults


def _read(document: Document, kb: KnowledgeBase) -> Iterator[Placed]:
    for fence in document.body.embeds:
        fields, faults = parse_fields(document.source, fence.span)
        if not _is_alone(document, fence):
            message = say(
                "a `pmkb` block cannot stand inside a quotation or a list",
                "`pmkb` 代码块不能放在引用或列表里",
            )
            hint = say(
                "put it on its own, without anything in front of it",
                "让它单独成段，前面不加任何符号",
            )
            at = document.source.line_span(document.source.position(fence.span.start)[0] - 1)
            fault = EMBED_IN_QUOTATION.at(document.source, at, message, hint)
            yield Placed(fence, fields, None, (fault,))
            continue
        embed, problems = read_part(fields, Embed, kb.vocabulary)
        is_whole = not (faults or problems)
        found = [*faults, *problems, *_Check(kb, *_sound_part(fields, kb), is_whole).faults()]
        sound = not any(each.severity is Severity.ERROR for each in found)
        yield Placed(fence, fields, embed if sound else None, tuple(found))


def _sound_part(fields: Document, kb: KnowledgeBase) -> tuple[Document, Embed]:
    """Those of a block's fields that are right by themselves: all faults are told at once."""
    data = {
        name: value
        for name, value in fields.data.items()
        if not read_part(replace(fields, data={name: value}), Embed, kb.vocabulary)[1]
    }
    part = replace(fields, data=data, sound=True)
    return part, read_part(part, Embed, kb.vocabulary)[0] or Embed()


def _is_alone(document: Document, fence: Fence) -> bool:
    return document.source.text[slice(*fence.span)].splitlines() == fence.content.splitlines()


@dataclass(frozen=True)
class _Check:
    """Whether what a block names is there, and goes together."""

    kb: KnowledgeBase
    fields: Document
    embed: Embed
    is_whole: bool
    """Whether no field was left out; else nothing can be said of what is missing or too much."""

    def faults(self) -> Iterator[Diagnostic]:
        embed = self.embed
        if self.is_whole:
            yield from self._incomplete()
        if embed.kind is not None and embed.metric is None:
            yield from self._of_records(embed.kind)
        elif embed.metric is not None and embed.kind is None:
            yield from self._of_metric(embed.metric)

    def _incomplete(self) -> Iterator[Diagnostic]:
        embed = self.embed
        if (embed.kind is None) == (embed.metric is None):
            message = say("the block has neither `kind` nor `metric`", "`kind` 和 `metric` 都没写")
            if embed.kind:
                message = say(
                    "the block has both `kind` and `metric`", "同时写了 `kind` 和 `metric`"
                )
            hint = say("write one of the two", "两者只写一个")
            yield self._at(EMBED_INCOMPLETE, "kind", message, hint)
            return
        yield from self._unused()
        if embed.chart in ("bars", "shares") and embed.group is None:
            message = say(
                "{chart} are divided by `group`", "{chart} 图要按 `group` 分组", chart=embed.chart
            )
            hint = say("add `group: industry`, say", "补上分组，例如 `group: industry`")
            yield self._at(EMBED_INCOMPLETE, "chart", message, hint)

    def _at(
        self, fault: Fault, at: str | Path, message: Message, hint: Message | None = None
    ) -> Diagnostic:
        span = self.fields.span((at,) if isinstance(at, str) else at)
        return fault.at(self.fields.source, span, message, hint)

    def _unknown(
        self, name: str, what: Message, word: str, known: Mapping[str, object]
    ) -> Diagnostic:
        message = say("there is no {what} {word!r}", "没有{what}“{word}”", what=what, word=word)
        return self._at(EMBED_UNKNOWN_NAME, name, message, did_you_mean(word, known))

    def _unused(self) -> Iterator[Diagnostic]:
        subject, chart = "kind" if self.embed.kind is not None else "metric", self.embed.chart
        used = USED.get((subject, self.embed.chart))
        if used is None:
            fitting = listed(chart for of, chart in USED if of == subject and chart)
            message = say(
                "{chart!r} is no chart of a {subject}",
                "{subject}没有“{chart}”这种图表",
                chart=self.embed.chart,
                subject=Message(subject, Embed.keys[subject].zh),
            )
            hint = say("one of: {charts}", "可用：{charts}", charts=fitting)
            yield self._at(EMBED_UNKNOWN_NAME, "chart", message, hint)
            return
        for name in self.fields.data:
            if name not in used | {"kind", "metric", "title", "chart"}:
                span = self.fields.span((name,), key=True)
                plain = say("a table", "表格") if subject == "kind" else say("a line", "折线图")
                message = say(
                    "`{name}` has no effect on {beside}",
                    "`{name}` 对{beside}不起作用",
                    name=name,
                    beside=Message(chart, f" {chart} 图") if chart else plain,
                )
                hint = say("delete it", "删掉它")
                yield EMBED_UNUSED_KEY.at(self.fields.source, span, message, hint)

    def _of_records(self, name: str) -> Iterator[Diagnostic]:
        kind = self.kb.kinds.get(name)
        if kind is None:
            yield self._unknown("kind", say("kind", "类别"), name, self.kb.kinds)
            return
        known = {**kind.keys, **kind.computations}
        for path, word in self._named():
            if word.partition(".")[0] not in known:
                message = say(
                    "a {kind} has no field {word!r}",
                    "{kind}没有字段“{word}”",
                    kind=Message(kind.kind(), kind.label.zh),
                    word=word,
                )
                yield self._at(EMBED_UNKNOWN_NAME, path, message, did_you_mean(word, known))
        yield from self._filter(kind)

    def _named(self) -> Iterator[tuple[Path, str]]:
        """Every field that a table or chart of records names, and where."""
        embed = self.embed
        yield from ((("columns", at), name) for at, name in enumerate(embed.columns))
        single = (("sort", (embed.sort or "").removeprefix("-")), ("group", embed.group))
        for name, word in (*single, ("value", embed.value)):
            if word:
                yield (name,), word

    def _filter(self, kind: type[Record]) -> Iterator[Diagnostic]:
        from pmkb import query  # Jinja takes its time; most bases have no block.

        try:
            names = query.names(self.embed.filter) if self.embed.filter else ()
            known = query.known(kind)
            for word in names:
                if word not in known:
                    message = say("there is no field {word!r}", "没有字段“{word}”", word=word)
                    hint = did_you_mean(word, known)
                    yield self._at(EMBED_BAD_FILTER, "filter", message, hint)
                    return
            chosen(self.kb, self.embed, kind)
        except query.QueryError as error:
            yield self._at(EMBED_BAD_FILTER, "filter", error.message)

    def _of_metric(self, name: str) -> Iterator[Diagnostic]:
        metric = self.kb.resolve(name, Metric)
        if metric is None:
            known = {each.id: each for each in self.kb.all(Metric)}
            yield self._unknown("metric", say("metric", "指标"), name, known)
        elif self.embed.group is not None and self.embed.group not in metric.dimensions:
            known_dimensions = dict.fromkeys(metric.dimensions)
            yield self._unknown(
                "group", say("dimension", "维度"), self.embed.group, known_dimensions
            )


def chosen(kb: KnowledgeBase, embed: Embed, kind: type[Record]) -> tuple[Record, ...]:
    """The records that a block shows, in its order. Raises `QueryError` for a bad filter."""
    from pmkb import query

    found = [each for each in kb.all(kind) if each.kind() == kind.kind()]
    if embed.filter is not None:
        matches = query.parse(embed.filter)
        found = [each for each in found if matches(query.values(each, kb))]
    return tuple(query.in_order(found, embed.sort, kb))
