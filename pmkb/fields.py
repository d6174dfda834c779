"""Fields of kinds: how they are declared, and the objects that hold them.

`key` declares a field, `@computed` marks a method as a computed value. `Part` is the base of every
object with fields: records, and the objects inside them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from pmkb.diagnostic import Fault, Severity, suggestion
from pmkb.flow import Flow
from pmkb.message import NOTHING, Message, documented, say
from pmkb.values import Complaint, Duration, Money, Ref, Scalar, one_of_these, shown
from pmkb.vocabulary import Vocabulary
from pmkb.yaml12 import Path

if TYPE_CHECKING:
    from pmkb.graph import KnowledgeBase

UNKNOWN_TERM = Fault(
    "unknown-term",
    Severity.ERROR,
    """A value is not a term of its list in `schemas/vocabulary.yml`.

    Terms are what tables are grouped by, so a misspelt one would silently open a group of its own.
    Use a term of the list, or add the new one to it.
    ---
    值不在 `schemas/vocabulary.yml` 的对应词表里。

    表格按词分组，拼错一个就会悄悄多出一组。用词表里的词，或者把新词加进去。""",
)
UNKNOWN_STATUS = Fault(
    "unknown-status",
    Severity.ERROR,
    """A status is none of the states that the kind goes through.

    Nothing can tell whether the record is open, done or dropped, so no list would be right about
    it. Write one of the kind's states; `pmkb explain` with the kind's name shows them.
    ---
    状态不是该类别的任何一种状态。

    看不出这条记录是进行中、已完成还是已终止，各种列表都会不准。写该类别的一种状态；
    `pmkb explain` 加类别名可以查到。""",
)
PATTERN_MISMATCH = Fault(
    "pattern-mismatch",
    Severity.ERROR,
    """A text does not have the form that its field wants.

    What reads it, such as a link to an e-mail address, would not work. Write it in the form
    that the hint tells. If the form itself is wrong, change the field's `pattern` in
    `schemas/kinds/`.
    ---
    文本不符合字段要求的格式。

    用到它的地方会失效，例如邮箱链接。按建议里的格式写。如果是格式本身定错了，改
    `schemas/kinds/` 里该字段的 `pattern`。""",
)
OUT_OF_RANGE = Fault(
    "out-of-range",
    Severity.ERROR,
    """A number is smaller or larger than its field allows.

    It is a slip, or in another unit than the field's; what is computed from it would be wrong.
    Write the number within the bounds that the message tells: `probability: 5`.
    ---
    数字超出了字段允许的范围。

    要么写错，要么单位不同；由它算出的结果也会不对。按说明里的上下限改正：`probability: 5`。""",
)


@dataclass(frozen=True)
class Key:
    """A field as people know it: its key in the front matter, labels, and what its value may be.

    It rides on the pydantic field as `json_schema_extra`, where calling it adds its labels.
    """

    zh: str
    doc: Message
    en: str = ""
    to: tuple[str, ...] = ()
    """Kinds that a reference may point to; empty for any kind."""
    acyclic: bool = False
    """Whether following this reference from record to record must end."""
    vocabulary: str | None = None
    """The list whose terms are allowed."""
    flow: Flow | None = None
    """The states that are allowed."""
    pattern: re.Pattern[str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    adds: bool | None = None
    """Whether the values of several records make a sum; None where amounts of money do alone."""
    # What follows is filled in when the class is made.
    name: str = ""
    """The key in the front matter."""
    attribute: str = ""
    required: bool = False
    many: bool = False
    """Whether the value is a list."""
    part: "type[Part] | None" = None
    """The class of the value or of its items, where that is an object."""
    type: Scalar | None = None
    """The type of the value or of its items; None for an object."""

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en

    @property
    def type_name(self) -> str:
        """The type as the manual writes it."""
        if self.part is not None:
            one = "object"
        elif self.flow is not None:
            one = "status"
        elif self.vocabulary is not None:
            one = f"term of {self.vocabulary}"
        elif self.type is not None and self.to:
            one = self.type.name.replace("reference", f"reference to {' or '.join(self.to)}")
        else:
            one = self.type.name if self.type else "text"
        return f"list of {one}" if self.many else one

    def __call__(self, schema: dict[str, Any]) -> None:
        """Add what pydantic does not know to a JSON Schema."""
        schema["title"] = self.en
        schema["description"] = str(self.doc)
        schema["x-label-zh"] = self.zh
        if self.flow is not None:
            schema["enum"] = list(self.flow.names)
        if self.vocabulary is not None:
            schema["x-vocabulary"] = self.vocabulary
        if self.to:
            schema["x-refers-to"] = list(self.to)
        item = schema.get("items", {}) if self.many else schema
        if self.pattern is not None and "type" in item:
            item["pattern"] = self.pattern.pattern
        for name, bound in (("minimum", self.minimum), ("maximum", self.maximum)):
            if bound is not None:
                item[name] = bound

    def complaints(self, value: object, vocabulary: Vocabulary) -> Iterator[tuple[Path, Complaint]]:
        """What is wrong with a value that has the right type."""
        if isinstance(value, tuple) and not isinstance(value, Money | Duration):
            for index, item in enumerate(value):
                for path, complaint in self.complaints(item, vocabulary):
                    yield (index, *path), complaint
            return
        if found := self._complaint(value, vocabulary):
            yield (), found

    def _complaint(self, value: object, vocabulary: Vocabulary) -> Complaint | None:
        if self.flow and isinstance(value, str) and value not in self.flow.names:
            message = say("unknown status {value!r}", "没有“{value}”这个状态", value=value)
            return Complaint(UNKNOWN_STATUS, message, one_of_these(value, self.flow.names))
        if self.vocabulary and isinstance(value, str):
            return self._unknown_term(self.vocabulary, value, vocabulary)
        if isinstance(value, Money):
            return self._unknown_term("currency", value.currency, vocabulary)
        if self.pattern and isinstance(value, str) and not self.pattern.search(value):
            message = say(
                "{value} does not have the form {form}",
                "{value}不符合格式 {form}",
                value=shown(value),
                form=self.pattern.pattern,
            )
            return Complaint(PATTERN_MISMATCH, message, self.doc or None)
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = self.minimum, self.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                message = say(
                    "{value:g} is out of range; allowed is {bounds}",
                    "{value:g} 超出范围，应{bounds}",
                    value=value,
                    bounds=_bounds(low, high),
                )
                return Complaint(OUT_OF_RANGE, message)
        return None

    def _unknown_term(self, name: str, word: str, vocabulary: Vocabulary) -> Complaint | None:
        terms = vocabulary.terms(name)
        if word in terms:
            return None
        labels = {label: term.name for term in terms.values() for label in (term.en, term.zh)}
        hint = one_of_these(word, tuple(terms))
        if word in labels:
            hint = suggestion(labels[word])
        message = say(
            "{word!r} is no term of the list {list!r}",
            "词表“{list}”里没有“{word}”",
            word=word,
            list=name,
        )
        return Complaint(UNKNOWN_TERM, message, hint)


def _bounds(low: float | None, high: float | None) -> Message:
    """What a number may be; one of the two is given."""
    if low is None:
        return say("{high:g} or less", "不大于 {high:g}", high=high)
    if high is None:
        return say("{low:g} or more", "不小于 {low:g}", low=low)
    return say("{low:g} to {high:g}", "在 {low:g} 到 {high:g} 之间", low=low, high=high)


def key(
    zh: str,
    doc: Message = NOTHING,
    *,
    default: Any = ...,
    alias: str | None = None,
    pattern: str | None = None,
    to: str | Sequence[str] = (),
    **facts: Any,
) -> Any:
    """Declare a field of a kind: its Chinese label, what it means, and what its value may be.

    What it means is said in both languages, where the labels do not say it all. Without a default
    the field is required. The English label is made from the field's name unless `en` gives one.
    `to` names the kinds a reference may point to; `vocabulary`, `flow`, `pattern`, `minimum`,
    `maximum`, `adds` and `acyclic` are those of `Key`.
    """
    kinds = (to,) if isinstance(to, str) else tuple(to)
    compiled = re.compile(pattern) if pattern else None
    extra = Key(zh, doc, to=kinds, pattern=compiled, **facts)
    return Field(default=default, alias=alias, json_schema_extra=extra)


Method = TypeVar("Method", bound=Callable[..., Any])
_COMPUTATION = "__computation__"


class Unit(StrEnum):
    """How a computed number is to be read."""

    SHARE = "share"
    """A share of 1, shown as per cent."""
    CHANGE = "change"
    """A change by a share of 1, shown as per cent with its sign."""


@dataclass(frozen=True)
class Computation:
    """A value computed from a record and the knowledge base around it."""

    name: str
    en: str
    zh: str
    doc: Message
    """The formula."""
    function: Callable[[Any, "KnowledgeBase"], object]
    unit: Unit | None = None
    """What a plain number is a number of; None for a count or an amount."""
    looks_back: bool = False
    """Whether a computed day has been, or is only expected, so that nothing is due on it."""
    adds: bool | None = None
    """Whether the values of several records make a sum; None where amounts of money do alone."""
    vocabulary: str | None = None
    """The list of the vocabulary whose terms a text is one of, or several."""

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en


def computed(
    en: str,
    zh: str,
    *,
    unit: Unit | None = None,
    looks_back: bool = False,
    adds: bool | None = None,
    vocabulary: str | None = None,
) -> Callable[[Method], Method]:
    """Mark a method `(self, kb)` of a kind as a computed value, known under the method's name.

    Its docstring is the formula that readers see: in English, and behind a line `---` in Chinese.
    """

    def mark(function: Method) -> Method:
        name = function.__name__
        doc = documented(function.__doc__)
        found = Computation(name, en, zh, doc, function, unit, looks_back, adds, vocabulary)
        setattr(function, _COMPUTATION, found)
        return function

    return mark


def computations_of(cls: type) -> dict[str, Computation]:
    """The methods of a class that are marked `@computed`, the base classes' first, by name."""
    names = dict.fromkeys(name for base in reversed(cls.__mro__) for name in vars(base))
    own = (name for name in names if not name.startswith("__"))  # some of pydantic's only warn
    found = (getattr(getattr(cls, name, None), _COMPUTATION, None) for name in own)
    return {each.name: each for each in found if each is not None}


class Complaints(ValueError):
    """Everything that is wrong with one field's value, each with its path below the field."""

    def __init__(self, found: Sequence[tuple[Path, Complaint]]) -> None:
        super().__init__("; ".join(complaint.message for _, complaint in found))
        self.found = found


def _finished(attribute: str, info: FieldInfo) -> Key:
    """The key of a pydantic field, with what only the finished class knows."""
    extra = info.json_schema_extra
    known = extra if isinstance(extra, Key) else Key(zh=attribute, doc=NOTHING)
    name = info.alias or attribute
    many, scalar, part = _shape(info.annotation, info.metadata)
    # In place: the schema that pydantic has made of the class by now holds this very object.
    vars(known).update(
        name=name,
        attribute=attribute,
        en=known.en or name.replace("_", " ").replace("-", " ").capitalize(),
        required=info.is_required(),
        many=many,
        type=scalar,
        part=part,
    )
    return known


def _shape(
    annotation: Any, metadata: Sequence[object] = ()
) -> "tuple[bool, Scalar | None, type[Part] | None]":
    """Whether an annotation is a list, and the type or the class of its items."""
    scalar = next((each for each in metadata if isinstance(each, Scalar)), None)
    origin = get_origin(annotation)
    if scalar is not None:
        return False, scalar, None
    if origin is Annotated:
        inner, *notes = get_args(annotation)
        return _shape(inner, notes)
    if origin in (Union, UnionType):
        return _shape(next(arg for arg in get_args(annotation) if arg is not NoneType))
    if origin is dict:
        return _shape(get_args(annotation)[1])
    if origin is tuple:
        _, scalar, part = _shape(get_args(annotation)[0])
        return True, scalar, part
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return False, None, annotation
    return False, None, None


class Part(BaseModel):
    """An object inside a record, such as one payment of a contract."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keys: ClassVar[Mapping[str, Key]] = {}
    """The fields by their key in the front matter, in the order of declaration."""
    called: ClassVar[Message] = say("of a kind's definition", "类别定义")
    """Whose fields they are to a message, where it is neither a record nor inside one."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        made = (_finished(name, info) for name, info in cls.model_fields.items())
        cls.keys = {key.name: key for key in made}

    @classmethod
    def references_written(cls, data: Mapping[str, Any], path: Path) -> "Iterator[FieldReference]":
        """Every reference in front matter that may not be fit for a record as a whole."""
        for name, known in cls.keys.items():
            value = data.get(name)
            items = enumerate(value) if known.many and isinstance(value, list) else [(None, value)]
            for index, item in items:
                where = (*path, name) if index is None else (*path, name, index)
                if known.part is not None and isinstance(item, dict):
                    yield from known.part.references_written(item, where)
                elif known.type is not None and "reference" in known.type.name:
                    with suppress(Complaint):
                        if isinstance(read := known.type.read(item), Ref):
                            yield FieldReference(where, known, read)

    @field_validator("*", mode="after")
    @classmethod
    def _check_field(cls, value: Any, info: ValidationInfo) -> Any:
        extra = cls.model_fields[info.field_name or ""].json_schema_extra
        if isinstance(extra, Key) and isinstance(info.context, Vocabulary):
            complaints = list(extra.complaints(value, info.context))
            if complaints:
                raise Complaints(complaints)
        return value

    def get(self, name: str) -> Any:
        """The value of a field by its key in the front matter; None where it has none."""
        known = self.keys.get(name)
        return getattr(self, known.attribute) if known else None


class FieldReference(NamedTuple):
    """A reference that a record holds: where, by which field, and what is written there."""

    path: Path
    key: Key
    ref: Ref


def references_in(part: "Part", path: Path) -> "Iterator[FieldReference]":
    """Every reference that an object's fields hold, those of objects inside it included."""
    for name, known in part.keys.items():
        if known.part is None and (known.type is None or "reference" not in known.type.name):
            continue
        value = getattr(part, known.attribute)
        items = enumerate(value) if known.many else [(None, value)]
        for index, item in items:
            where = (*path, name) if index is None else (*path, name, index)
            if isinstance(item, Ref):
                yield FieldReference(where, known, item)
            elif isinstance(item, Part):
                yield from references_in(item, where)
