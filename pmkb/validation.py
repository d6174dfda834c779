"""From a document to a record of a kind, or to what is wrong with its fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from pmkb.diagnostic import Diagnostic, Fault, Severity, did_you_mean
from pmkb.document import Document
from pmkb.fields import Complaints, Key, Part
from pmkb.message import Message, listed, say
from pmkb.record import Record
from pmkb.values import WRONG_TYPE, Complaint
from pmkb.vocabulary import Vocabulary
from pmkb.yaml12 import Path

AnyPart = TypeVar("AnyPart", bound=Part)

NO_FRONT_MATTER = Fault(
    "no-front-matter",
    Severity.ERROR,
    """A Markdown file in a kind's folder has no front matter, so it is no record.

    Begin the file with `---`, the fields, and `---` again. A page that is no record belongs in
    another folder; `index.md` and `README.md` may stand in a kind's folder as ordinary pages.
    ---
    类别文件夹里的某个 Markdown 文件没有字段部分，因此不是记录。

    文件开头写 `---`、各个字段、再写 `---`。不是记录的页面请放到别的文件夹；`index.md` 和
    `README.md` 可以留在类别文件夹里当普通页面。""",
)
UNKNOWN_KEY = Fault(
    "unknown-key",
    Severity.ERROR,
    """A key is none of the kind's fields.

    It would be read by nobody. Mostly it is misspelt; if the team needs a field of its own, add it
    to the kind in `schemas/kinds/`.
    ---
    键不是该类别的字段。

    没有地方会读它，多半是拼错了。团队确实需要自己的字段，就在 `schemas/kinds/` 里给该类别加
    上。""",
)
MISSING_KEY = Fault(
    "missing-key",
    Severity.ERROR,
    """A field that every record of this kind needs is missing, or has no value.

    Without it the file is no record, and lists and sums leave it out. Add the field; what it means
    stands in the hint.
    ---
    缺少该类别必填的字段，或者字段没有值。

    缺了它就不成记录，列表和合计都不会算上。补上这个字段，含义见建议。""",
)
PLACEHOLDER_LEFT_IN = Fault(
    "placeholder-left-in",
    Severity.WARNING,
    """A field still holds the word that a template put there, such as `TBD` or `待定`.

    It counts as not filled in; in a field that every record needs, that is an error. Write the
    value, or delete the line. The words are listed under `placeholders` in
    `schemas/vocabulary.yml`, and for one kind in its file in `schemas/kinds/`.
    ---
    字段里还留着模板的占位词，如 `TBD` 或 `待定`。

    视为没填；必填字段留着占位词，算错误。写上实际的值，或者删掉这一行。占位词列在
    `schemas/vocabulary.yml` 的 `placeholders` 下，只对某一类别有效的写在 `schemas/kinds/` 的对
    应文件里。""",
)


def validate(
    document: Document, kind: type[Record], vocabulary: Vocabulary
) -> tuple[Record | None, tuple[Diagnostic, ...]]:
    """Type a document's fields by a kind.

    Returns the record and what is wrong with its fields. With an error in them, or in the form of
    the document, there is no record: half of one would be counted as if it were whole.
    """
    if document.front_matter is None:
        if not document.sound:
            return None, ()
        message = say(
            "this file is in the folder of {kind} records but has no front matter",
            "文件在{kind}的目录下，却没有 front matter",
            kind=Message(kind.kind(), kind.label.zh),
        )
        hint = say(
            "begin it with `---`, the fields, and `---` again", "以 `---`、字段、再一个 `---` 开头"
        )
        fault = NO_FRONT_MATTER.at(document.source, document.source.line_span(1), message, hint)
        return None, (fault,)
    record, filled, faults = _read(
        document, kind, vocabulary, vocabulary.placeholders | kind.placeholders
    )
    if record is None or not document.sound:
        return None, faults
    record._document, record._original = document, filled.original
    record._vocabulary = vocabulary
    return record, faults


def read_part(
    document: Document, kind: type[AnyPart], vocabulary: Vocabulary
) -> tuple[AnyPart | None, tuple[Diagnostic, ...]]:
    """Type a document that is no record, such as the definition of a kind, by a class."""
    part, _, faults = _read(document, kind, vocabulary, frozenset())
    return (part if document.sound else None), faults


def _read(
    document: Document, kind: type[AnyPart], vocabulary: Vocabulary, placeholders: frozenset[str]
) -> tuple[AnyPart | None, "_Filled", tuple[Diagnostic, ...]]:
    filled = _Filled.of(document, kind, placeholders)
    left_in = tuple(filled.left_in.values())
    try:
        return kind.model_validate(filled.data, context=vocabulary), filled, left_in
    except ValidationError as error:
        faults = _Faults(document, kind, filled)
        return None, filled, (*faults.placeholders(error), *faults.of(error))


@dataclass(frozen=True)
class _Filled:
    """A document's front matter without empty values and placeholders."""

    data: dict[str, Any]
    left_in: Mapping[Path, Diagnostic]
    """A warning for each placeholder, by its path."""
    kept: Mapping[Path, Sequence[int]]
    """For each list, by its path, the original positions of the items that were kept."""

    @classmethod
    def of(cls, document: Document, kind: type[Part], placeholders: frozenset[str]) -> "_Filled":
        left_in: dict[Path, Diagnostic] = {}
        kept: dict[Path, Sequence[int]] = {}

        def is_filled(value: object, path: Path) -> bool:
            if isinstance(value, str) and value.strip().lower() in placeholders:
                message = say(
                    "{value!r} is a placeholder, so this counts as not filled in",
                    "“{value}”是占位词，视为未填",
                    value=value.strip(),
                )
                hint = say("write the value, or delete the line", "填上内容，或删掉这一行")
                span = document.span(path)
                left_in[path] = PLACEHOLDER_LEFT_IN.at(document.source, span, message, hint)
                return False
            return value is not None and value != ""

        def clean(value: Any, path: Path) -> Any:
            if isinstance(value, dict):
                # A key that no kind knows is kept without a value too: it is misspelt all the same.
                known = fields_at(kind, path)
                names = [
                    name
                    for name in value
                    if is_filled(value[name], (*path, name)) or name not in known
                ]
                return {name: clean(value[name], (*path, name)) for name in names}
            if isinstance(value, list):
                places = [at for at, item in enumerate(value) if is_filled(item, (*path, at))]
                kept[path] = places
                return [clean(value[at], (*path, at)) for at in places]
            return value

        return cls(clean(dict(document.data), ()), left_in, kept)

    def original(self, loc: Path) -> Path:
        """A place in the cleaned data as a place in the document."""
        path: Path = ()
        for step in loc:
            path = (*path, self.kept[path][step] if isinstance(step, int) else step)
        return path


@dataclass(frozen=True)
class _Faults:
    """Pydantic's errors as diagnostics that a person can act on."""

    document: Document
    kind: type[Part]
    filled: _Filled

    def of(self, error: ValidationError) -> Iterator[Diagnostic]:
        for each in error.errors(include_url=False, include_input=False):
            path = self.filled.original(each["loc"])
            match each["type"], each.get("ctx", {}).get("error"):
                case _, Complaint() as complaint:
                    yield self._at(path, complaint)
                case _, Complaints() as complaints:
                    for below, complaint in complaints.found:
                        yield self._at(self.filled.original((*each["loc"], *below)), complaint)
                case "extra_forbidden", _:
                    yield self._unknown_key(path)
                case "missing", _:
                    yield from self._missing(path)
                case "tuple_type", _:
                    message = say("a list is wanted here", "这里要填列表")
                    hint = say(
                        "write `[a, b]`, or one `- a` line for each",
                        "写成 `[a, b]`，或每项一行 `- a`",
                    )
                    yield self._at(path, Complaint(WRONG_TYPE, message, hint))
                case "model_type" | "model_attributes_type", _:
                    message = say(
                        "an object of keys and values is wanted here", "这里要填一组键值对"
                    )
                    names = listed(fields_at(self.kind, path))
                    hint = say("its keys: {names}", "可用的键：{names}", names=names)
                    yield self._at(path, Complaint(WRONG_TYPE, message, hint))
                case _:
                    message = Message(each["msg"], f"取值有误：{each['msg']}")
                    yield self._at(path, Complaint(WRONG_TYPE, message))

    def placeholders(self, error: ValidationError) -> Iterator[Diagnostic]:
        """The placeholders left in, as errors where the record cannot do without a value."""
        missing = {self.filled.original(e["loc"]) for e in error.errors() if e["type"] == "missing"}
        for path, found in self.filled.left_in.items():
            yield found.with_severity(Severity.ERROR) if path in missing else found

    def _at(self, path: Path, complaint: Complaint) -> Diagnostic:
        span = self.document.span(path)
        return complaint.fault.at(self.document.source, span, complaint.message, complaint.hint)

    def _unknown_key(self, path: Path) -> Diagnostic:
        name = str(path[-1])
        unused = [
            each
            for each in fields_at(self.kind, path[:-1])
            if (*path[:-1], each) not in self.document.spans
        ]
        hint = did_you_mean(name, unused) or did_you_mean(name, fields_at(self.kind, path[:-1]))
        around = [step for step in path[:-1] if isinstance(step, str)]
        owner = self.kind.called
        if around:
            owner = Message(f"in `{around[-1]}`", f"`{around[-1]}` 里")
        elif issubclass(self.kind, Record):
            owner = Message(f"of the kind {self.kind.kind()}", self.kind.label.zh)
        span = self.document.span(path, key=True)
        message = say(
            "{name!r} is no field {owner}", "{owner}没有字段“{name}”", name=name, owner=owner
        )
        return UNKNOWN_KEY.at(self.document.source, span, message, hint)

    def _missing(self, path: Path) -> Iterator[Diagnostic]:
        # What a broken file lacks may stand in the part that could not be read.
        if not self.document.sound or path in self.filled.left_in:
            return
        name = str(path[-1])
        if path in self.document.spans:
            span = self.document.span(path, key=True)
            message = say("{name!r} has no value", "“{name}”没有填值", name=name)
        else:
            around = self.document.span(path[:-1])
            line, _ = self.document.source.position(around.start)
            span = self.document.source.line_span(line)
            message = say("{name!r} is missing", "缺少“{name}”", name=name)
        known = fields_at(self.kind, path[:-1]).get(name)
        meaning = known.doc.rstrip(".") if known else ""
        about = Message(f" ({meaning})" if meaning else "", f"（{known.zh}）" if known else "")
        hint = say("add `{name}:`{about}", "补上 `{name}:`{about}", name=name, about=about)
        yield MISSING_KEY.at(self.document.source, span, message, hint)


def fields_at(kind: type[Part], path: Path) -> Mapping[str, Key]:
    """The fields that are known at a path of a kind's front matter."""
    owner = kind
    for step in path:
        known = owner.keys.get(step) if isinstance(step, str) else None
        if known is not None and known.part is not None:
            owner = known.part
    return owner.keys
