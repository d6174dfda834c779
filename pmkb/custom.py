"""Kinds and fields that a team adds without code: `schemas/kinds/<kind>.yml`.

A file named like a built-in kind adds fields to that kind; any other makes a kind of its own, which
gets everything a built-in one gets. A field's `type` reads like a sentence: `date`, `list of text`,
`date or boolean`, `list of url or reference`.
"""

import re
from collections.abc import Mapping, Set
from typing import Annotated, Any

from pydantic import Field, create_model

from pmkb.diagnostic import Diagnostic, Fault, Severity, did_you_mean
from pmkb.document import Document, parse_yaml
from pmkb.fields import Key
from pmkb.flow import Flow, Phase, State
from pmkb.message import Message, listed, say
from pmkb.record import Label, Part, Record, Section, key
from pmkb.source import Source
from pmkb.validation import read_part
from pmkb.values import TEXT, TYPES, Flag, Number, Scalar, Text, any_of, one_of
from pmkb.vocabulary import Vocabulary
from pmkb.yaml12 import Path

INVALID_KIND = Fault(
    "invalid-kind",
    Severity.ERROR,
    """A file in `schemas/kinds/` does not define a kind that can work: a type that does not exist,
    a pattern that is no regular expression, a role or column that names no field.

    Records of the kind are not looked at until it is mended. Correct what the finding marks; a
    field is defined as in `fields: {area: {type: text, required: true, zh: 区域}}`.
    ---
    `schemas/kinds/` 里的某个文件定义不出可用的类别：类型不存在，正则表达式写错，或者角色、列写
    了不存在的字段。

    改好之前，该类别的记录不参与检查。更正标出的位置；字段的定义形如
    `fields: {area: {type: text, required: true, zh: 区域}}`。""",
)


class LabelDefinition(Part):
    """What a kind is called."""

    en: Text = key("英文", say("The name of one of them, in English.", "单条记录的英文名。"))
    zh: Text | None = key("中文", say("The name in Chinese.", "中文名。"), default=None)
    plural: Text | None = key(
        "英文复数", say("The name of the list, in English.", "列表的英文名。"), default=None
    )


class StateDefinition(Part):
    """One state of the status flow."""

    name: Text = key("名称", say("As written in `status:`.", "记录的 `status:` 里写的词。"))
    en: Text | None = key("英文", say("The label in English.", "英文名。"), default=None)
    zh: Text | None = key("中文", say("The label in Chinese.", "中文名。"), default=None)
    phase: Annotated[str, one_of([phase.value for phase in Phase])] = key(
        "阶段",
        say(
            "What it means: open, done or dropped.",
            "属于哪个阶段：`open` 进行中、`done` 已完成、`dropped` 已终止。",
        ),
        default="open",
    )


class FieldDefinition(Part):
    """One field of a kind."""

    type: Text | None = key(
        "类型",
        say("Such as `list of date or boolean`.", "例如 `list of date or boolean`。"),
        default=None,
    )
    required: Flag = key(
        "必填", say("Whether every record needs it.", "是否每条记录都要填。"), default=False
    )
    en: Text | None = key("英文", say("The label in English.", "英文名。"), default=None)
    zh: Text | None = key("中文", say("The label in Chinese.", "中文名。"), default=None)
    doc: Text | None = key("说明", say("What it means.", "字段的含义。"), default=None)
    doc_zh: Text | None = key(
        "中文说明", say("The same in Chinese.", "同上，用中文说。"), default=None
    )
    choices: tuple[Text, ...] = key(
        "可选值", say("The texts it allows.", "允许填的几个文本。"), default=()
    )
    to: tuple[Text, ...] = key(
        "引用类别", say("The kinds a reference may lead to.", "能引用哪些类别。"), default=()
    )
    acyclic: Flag = key(
        "禁止循环",
        say("Whether references must not form a circle.", "沿这个字段逐条引用下去，不允许绕回来。"),
        default=False,
    )
    vocabulary: Text | None = key(
        "词表", say("The list whose terms it allows.", "从哪张词表里选词。"), default=None
    )
    pattern: Text | None = key(
        "格式",
        say("A regular expression to be found in it.", "文本里必须能找到的正则表达式。"),
        default=None,
    )
    minimum: Number | None = key(
        "最小值", say("The smallest number allowed.", "允许的最小值。"), default=None
    )
    maximum: Number | None = key(
        "最大值", say("The largest number allowed.", "允许的最大值。"), default=None
    )
    fields: "dict[str, FieldDefinition]" = key(
        "字段", say("The fields of an object.", "对象里的各个字段。"), default={}
    )
    open: Flag = key(
        "允许其他字段",
        say("Whether an object may have other fields too.", "对象里是否还允许有别的字段。"),
        default=False,
    )


class KindDefinition(Part):
    """A kind of record, or what a team adds to a built-in one."""

    label: LabelDefinition | None = key(
        "名称", say("What it is called.", "这个类别叫什么。"), default=None
    )
    doc: Text | None = key(
        "说明", say("What it is and who keeps it.", "这是什么，由谁维护。"), default=None
    )
    doc_zh: Text | None = key(
        "中文说明", say("The same in Chinese.", "同上，用中文说。"), default=None
    )
    folder: Text | None = key(
        "目录",
        say(
            "Below the docs folder; `.` for all of it.",
            "在文档目录下的位置；`.` 表示整个文档目录。",
        ),
        default=None,
    )
    section: Annotated[str, one_of([section.value for section in Section])] | None = key(
        "栏目", say("The part of the site it belongs to.", "归在网站的哪个板块。"), default=None
    )
    title: Text | None = key(
        "标题字段", say("The field that names a record.", "用哪个字段当标题。"), default=None
    )
    begins: Text | None = key(
        "起始字段", say("The field with its first day.", "哪个字段是第一天。"), default=None
    )
    due: Text | None = key(
        "到期字段", say("The field with the day it is due.", "哪个字段是期限。"), default=None
    )
    ends: Text | None = key(
        "终止字段", say("The field with its last day.", "哪个字段是最后一天。"), default=None
    )
    finished: Text | None = key(
        "完成字段", say("The field with the day it was done.", "哪个字段是完成日。"), default=None
    )
    status: tuple[StateDefinition, ...] = key(
        "状态流", say("The states in order.", "各个状态，按先后排列。"), default=()
    )
    also_known_by: tuple[Text, ...] = key(
        "别名字段",
        say(
            "Fields whose texts lead to the record as its id does.",
            "除编号外，哪些字段的文字也能用来引用这条记录。",
        ),
        default=(),
    )
    columns: tuple[Text, ...] = key(
        "列", say("What the list page shows.", "列表页显示哪些列。"), default=()
    )
    placeholders: tuple[Text, ...] = key(
        "占位词", say("Words a template leaves behind.", "模板里留下的、算作没填的词。"), default=()
    )
    fields: dict[str, FieldDefinition] = key(
        "字段", say("Its fields by name.", "各个字段，按名称列出。"), default={}
    )


def define(
    source: Source,
    built_in: Mapping[str, type[Record]],
    vocabulary: Vocabulary,
    names: Set[str] = frozenset(),
) -> tuple[type[Record] | None, tuple[Diagnostic, ...]]:
    """The kind that a file in `schemas/kinds/` defines or extends, and what is wrong with it.

    `names` are those of all kinds of the base, for references to them. The file's name is the
    kind's name. A field of the same name as a common or built-in one
    replaces it.
    """
    document, faults = parse_yaml(source)
    definition, problems = read_part(document, KindDefinition, vocabulary)
    if definition is None:
        return None, (*faults, *problems)
    name = source.path.rpartition("/")[2].rpartition(".")[0]
    maker = _Maker(document, definition, vocabulary, names, [*faults, *problems])
    kind = maker.kind(name, built_in.get(name, Record))
    return (None if maker.faults else kind), tuple(maker.faults)


class _Maker:
    """Makes a class from a definition, noting what cannot be made."""

    def __init__(
        self,
        document: Document,
        definition: KindDefinition,
        vocabulary: Vocabulary,
        names: Set[str],
        faults: list[Diagnostic],
    ) -> None:
        self.document, self.definition, self.vocabulary = document, definition, vocabulary
        self.names, self.faults = names, faults

    def kind(self, name: str, base: type[Record]) -> type[Record]:
        wanted = self.definition
        fields = dict(wanted.fields)
        for each in fields:
            if each in base.keys and each not in _REPLACEABLE:
                owner = say("every record", "所有记录")
                if base is not Record:
                    owner = Message(f"the built-in kind {base.kind()}", f"内置类别{base.label.zh}")
                message = say(
                    "{field!r} is a field of {owner}, whose rules rely on it",
                    "“{field}”是{owner}的字段，内置规则要用到它",
                    field=each,
                    owner=owner,
                )
                hint = say("choose another name", "换一个名字")
                self._complain(("fields", each), message, hint, key=True)
        if wanted.title not in (None, "title") and "title" not in fields:
            # Another field names the record, so the common one need not be there.
            fields["title"] = FieldDefinition(zh="标题")
        if wanted.status and "status" not in fields:
            fields["status"] = FieldDefinition(
                zh="状态", doc="Where it stands.", doc_zh="目前处于哪个状态。"
            )
        title, doc = name.title().replace("-", ""), wanted.doc or wanted.doc_zh or base.__doc__
        if wanted.doc and wanted.doc_zh:
            doc = f"{wanted.doc.rstrip()}\n---\n{wanted.doc_zh}"
        made = create_model(
            title, __base__=base, __doc__=doc, **self._fields(("fields",), fields, base)
        )
        made.kind_name = name
        self._label(made, name, base)
        self._place(made, name, base)
        self._roles(made)
        return made

    def _label(self, made: type[Record], name: str, base: type[Record]) -> None:
        label, words = self.definition.label, name.replace("-", " ").capitalize()
        if label:
            made.label = Label(label.en, label.zh or label.en, label.plural or "")
        elif base is Record:
            made.label = Label(words, words)

    def _place(self, made: type[Record], name: str, base: type[Record]) -> None:
        wanted = self.definition
        if wanted.folder or base is Record:
            made.folder = (wanted.folder or name).strip("/")
        if wanted.section:
            made.section = Section(wanted.section)

    def _roles(self, made: type[Record]) -> None:
        wanted = self.definition
        made.placeholders = frozenset(word.lower() for word in wanted.placeholders)
        for role, attribute in _ROLES.items():
            field = getattr(wanted, role)
            if field is not None:
                self._must_exist((role,), field, made.keys)
                setattr(made, attribute, field)
        for position, field in enumerate(wanted.also_known_by):
            self._must_exist(("also_known_by", position), field, made.keys)
        shown = {**made.keys, **made.computations}
        for position, column in enumerate(wanted.columns):
            self._must_exist(("columns", position), column.partition(".")[0], shown)
        made.also_known_by = wanted.also_known_by or made.also_known_by
        made.columns = wanted.columns or made.columns

    def _must_exist(self, path: Path, field: str, known: Mapping[str, object]) -> None:
        if field not in known:
            message = say(
                "the kind has no field {field!r}", "这个类别没有字段“{field}”", field=field
            )
            self._complain(path, message, did_you_mean(field, known))

    def _fields(
        self, path: Path, wanted: Mapping[str, FieldDefinition], base: type[Part]
    ) -> dict[str, Any]:
        """What pydantic makes a class from: a Python name, an annotation and a default for each."""
        made: dict[str, Any] = {}
        for name, definition in wanted.items():
            attribute = _attribute(name, base)
            while attribute in made:
                attribute += "_"
            made[attribute] = self._field((*path, name), name, definition)
        return made

    def _field(self, path: Path, name: str, wanted: FieldDefinition) -> tuple[Any, Any]:
        many, one = self._annotation(path, name, wanted)
        annotation: Any = tuple.__class_getitem__((one, ...)) if many else one
        default: Any = ...
        if not wanted.required:
            annotation, default = (annotation, ()) if many else (one | None, None)
        self._check_targets(path, wanted)
        is_status = path == ("fields", "status") and self.definition.status
        extra = Key(
            zh=wanted.zh or wanted.en or name,
            doc=Message(wanted.doc or wanted.doc_zh or "", wanted.doc_zh or wanted.doc or ""),
            en=wanted.en or "",
            to=wanted.to,
            acyclic=wanted.acyclic,
            vocabulary=self._vocabulary(path, wanted),
            flow=self._flow() if is_status else None,
            pattern=self._pattern(path, wanted.pattern),
            minimum=wanted.minimum,
            maximum=wanted.maximum,
        )
        return annotation, Field(default=default, alias=name, json_schema_extra=extra)

    def _annotation(self, path: Path, name: str, wanted: FieldDefinition) -> tuple[bool, Any]:
        text = wanted.type or ("object" if wanted.fields else "reference" if wanted.to else "text")
        many, one = text.startswith("list of "), text.removeprefix("list of ")
        if one == "object":
            inner = self._fields((*path, "fields"), wanted.fields, Part)
            extra = {"extra": "allow"} if wanted.open else {}
            return many, create_model(name.title(), __base__=Part, __cls_kwargs__=extra, **inner)
        if wanted.choices:
            return many, Annotated[Any, one_of(wanted.choices)]
        types = [self._type((*path, "type"), each.strip()) for each in one.split(" or ")]
        return many, Annotated[Any, types[0] if len(types) == 1 else any_of(types)]

    def _type(self, path: Path, name: str) -> Scalar:
        if name not in TYPES:
            hint = did_you_mean(name, TYPES) or say(
                "types: {types}, object, and `list of` them",
                "可用：{types}、object，以及它们的 `list of`",
                types=listed(TYPES),
            )
            message = say("there is no type {name!r}", "没有“{name}”这种类型", name=name)
            self._complain(path, message, hint)
        return TYPES.get(name, TEXT)

    def _check_targets(self, path: Path, wanted: FieldDefinition) -> None:
        for position, name in enumerate(wanted.to):
            if self.names and name not in self.names:
                hint = did_you_mean(name, self.names)
                message = say("there is no kind {name!r}", "没有“{name}”这类记录", name=name)
                self._complain((*path, "to", position), message, hint)

    def _vocabulary(self, path: Path, wanted: FieldDefinition) -> str | None:
        name = wanted.vocabulary
        if name is not None and name not in self.vocabulary.lists:
            hint = did_you_mean(name, self.vocabulary.lists)
            message = say("the vocabulary has no list {name!r}", "没有词表“{name}”", name=name)
            self._complain((*path, "vocabulary"), message, hint)
        return name

    def _pattern(self, path: Path, pattern: str | None) -> re.Pattern[str] | None:
        try:
            return re.compile(pattern) if pattern else None
        except re.error as error:
            message = say(
                "no regular expression: {reason}", "不是合法的正则表达式：{reason}", reason=error
            )
            self._complain((*path, "pattern"), message, None)
            return None

    def _flow(self) -> Flow:
        return Flow(
            tuple(
                State(
                    each.name,
                    each.en or each.name,
                    each.zh or each.en or each.name,
                    Phase(each.phase),
                )
                for each in self.definition.status
            )
        )

    def _complain(
        self, path: Path, message: Message, hint: Message | None, *, key: bool = False
    ) -> None:
        span = self.document.span(path, key=key)
        self.faults.append(INVALID_KIND.at(self.document.source, span, message, hint))


def _attribute(name: str, base: type[Part]) -> str:
    """A Python name for a field that no method or setting of the base class has taken."""
    if name in base.keys:
        return base.keys[name].attribute
    safe = re.sub(r"\W|^(?=\d|_)", "_", name).lstrip("_") or "field"
    return f"{safe}_" if hasattr(base, safe) or safe.startswith("model_") else safe


# The common fields that a kind may have in its own way: nothing computes with them.
_REPLACEABLE = frozenset({"title", "summary", "owner", "status", "tags"})
_ROLES = {
    "title": "title_key",
    "begins": "begins",
    "due": "due_by",
    "ends": "ends",
    "finished": "finished",
}
