"""Records linked to a knowledge base: lookup, references and back-references, dependency order.

References are found by id, by `kind:id`, by an alias, or by a path. A reference that leads nowhere,
to the wrong kind, or in a circle where that is forbidden, is a diagnostic.
"""

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from pmkb.datafile import Data
from pmkb.diagnostic import (
    Diagnostic,
    Fault,
    Related,
    Severity,
    did_you_mean,
    nearest,
    suggestion,
)
from pmkb.document import Document
from pmkb.fields import FieldReference
from pmkb.markdown import Link, Task
from pmkb.measures import NOTHING, Measures
from pmkb.message import Message, say, told
from pmkb.record import Record
from pmkb.source import Span
from pmkb.vocabulary import Vocabulary
from pmkb.yaml12 import Path

UNKNOWN_REFERENCE = Fault(
    "unknown-reference",
    Severity.ERROR,
    """A reference leads to no record.

    The record was renamed, deleted, never written, or its id is misspelt; whatever is counted along
    the reference misses it. Correct the id, or write the record. A renamed record keeps its old id
    working through `aliases:`.
    ---
    引用的记录不存在。

    可能改了名、删了、还没写，或者编号拼错；凡是沿着这个引用统计的，都会漏掉它。更正编号，或者
    写出那条记录。改过名的，用 `aliases:` 让旧编号继续有效。""",
)
WRONG_KIND = Fault(
    "reference-to-wrong-kind",
    Severity.ERROR,
    """A reference leads to a record of a kind that this field does not take.

    Mostly two records have similar names, or the field was mistaken for another. Write the id of a
    record of the kind that the message names, such as `goal: arr-2026`.
    ---
    引用的记录不属于这个字段允许的类别。

    多半是两条记录名字相近，或者填错了字段。写上允许的类别里某条记录的编号，如
    `goal: arr-2026`。""",
)
AMBIGUOUS_REFERENCE = Fault(
    "ambiguous-reference",
    Severity.ERROR,
    """An id stands for several records of different kinds, and the field takes more than one kind.

    Whichever is taken may be the wrong one. Write the kind before the id: `customer:east-bank`.
    ---
    不同类别的几条记录编号相同，而这个字段又允许多种类别。

    取哪一条都可能取错。在编号前写明类别：`customer:east-bank`。""",
)
REFERENCE_CYCLE = Fault(
    "reference-cycle",
    Severity.ERROR,
    """References that must end lead in a circle, such as items that wait for each other.

    Nothing on the circle can ever be finished or computed. Take one of the references out.
    ---
    不允许循环的引用绕成了一圈，例如几个条目互相等待。

    圈上的条目都无法完成，也无法计算。去掉其中一处引用。""",
)
DUPLICATE_ID = Fault(
    "duplicate-id",
    Severity.ERROR,
    """Two records of a kind have the same id, that is, files of the same name in two folders.

    References could mean either. Rename one of the files.
    ---
    同类别的两条记录编号相同，也就是两个文件夹里有同名文件。

    引用它时分不清指哪一条。给其中一个文件改名。""",
)
ALIAS_TAKEN = Fault(
    "alias-taken",
    Severity.ERROR,
    """An alias is the id, or an alias, of another record of the same kind.

    References to it could mean either. Remove the alias.
    ---
    别名与同类别另一条记录的编号或别名相同。

    引用它时分不清指哪一条。去掉这个别名。""",
)
BROKEN_WIKI_LINK = Fault(
    "broken-wiki-link",
    Severity.ERROR,
    """A `[[wiki link]]` in a body leads to no record and no page.

    Readers end nowhere, and the record that was meant does not list this one among those that
    mention it. Write the id of a record, or the path of a page: `[[online-ddl]]`,
    `[[notes/planning.md|our plan]]`. What is no link, such as `array[[0]]`, belongs in
    backticks.
    ---
    正文里的 `[[双链]]` 找不到对应的记录或页面。

    读者点不到，本来要引用的那条记录也不会把这里列为“提到它的记录”。写上记录的编号，或者页面的
    路径：`[[online-ddl]]`、`[[notes/planning.md|规划说明]]`。本来不是链接的，如 `array[[0]]`，
    放进反引号。""",
)
UNCLOSED_WIKI_LINK = Fault(
    "unclosed-wiki-link",
    Severity.WARNING,
    """A wiki link begins with `[[` and does not end with `]]` in the same paragraph or cell.

    It is shown as plain text and leads nowhere. Close it; in a table, the `|` of `[[id|text]]` ends
    the cell: write `[[id\\|text]]` there.
    ---
    双链以 `[[` 开头，但同一段或同一单元格里没有 `]]` 结尾。

    会原样显示为文字，点不了。把它闭合；在表格里，`[[id|text]]` 的 `|` 会被当成单元格分隔符，要
    写成 `[[id\\|text]]`。""",
)
BROKEN_LINK = Fault(
    "broken-link",
    Severity.WARNING,
    """A Markdown link or image in a body leads to a file that is not there.

    Readers get an error, or no picture. Correct the path, or add the file. Paths are relative to
    the file they stand in; a path with a leading `/` begins at the docs folder.
    ---
    正文里的 Markdown 链接或图片指向不存在的文件。

    读者看到的是报错，或者没有图。更正路径，或者补上文件。路径相对于所在文件；以 `/` 开头的，从
    文档目录算起。""",
)
BROKEN_ANCHOR = Fault(
    "broken-anchor",
    Severity.WARNING,
    """A link leads to a page that exists, but to a `#heading` that it does not have.

    Readers land at the top of the page and have to search; mostly the heading was reworded. Correct
    the anchor: a heading's is its text in lower case, without punctuation, with hyphens for spaces,
    so that `## Online DDL: why?` is `#online-ddl-why`.
    ---
    链接指向的页面存在，但页面里没有这个 `#标题`。

    读者会停在页首，还要自己往下找；多半是标题改过。更正锚点：取标题的小写，去掉标点，空格换成
    连字符，例如 `## Online DDL: why?` 的锚点是 `#online-ddl-why`。""",
)

AnyRecord = TypeVar("AnyRecord", bound=Record)
Result = TypeVar("Result")


class Mention(NamedTuple):
    """A record that refers to another: by a field, or in its body where the field is None."""

    source: Record
    field: str | None


class Written(NamedTuple):
    """A reference that leads to a record: the path of the fields it stands at, and the record."""

    path: Path
    record: Record


class Found(NamedTuple):
    """What a reference leads to: a document, and its record unless that is broken or a page."""

    path: str
    kind: str | None
    record: Record | None


@dataclass(frozen=True)
class Content:
    """Everything that was read from the docs folder, before it is linked."""

    documents: Mapping[str, Document]
    """All Markdown files by path: records, broken records and ordinary pages."""
    records: Sequence[Record]
    broken: Mapping[str, type[Record]]
    """Paths of files that should have become a record of a kind and did not."""
    files: frozenset[str]
    """Paths of all files, and of the pages that will be generated."""
    facts: Mapping[str, Data] = field(default_factory=dict)
    """All files that can hold facts, by path."""
    cache: MutableMapping[str, bytes] | None = None
    """What was computed from single files before; it saves time and changes no result."""


@dataclass(frozen=True)
class KnowledgeBase:
    """All records as of a day, linked. The value that rules, trackers and pages work on."""

    as_of: date
    vocabulary: Vocabulary
    kinds: Mapping[str, type[Record]]
    """The kinds in use by name, in the order of their sections."""
    content: Content
    records: Mapping[str, Record]
    """By `kind:id`, in the order of kinds and paths."""
    _written: Mapping[str, Mapping[str, Sequence[Written]]]
    """By `kind:id` and field."""
    _mentions: Mapping[str, tuple[Mention, ...]]
    _index: "_Index"
    measure: Callable[["KnowledgeBase"], Mapping[str, Measures]] = lambda kb: {}
    """What facts say about records, by `kind:id`; `build` fills it in."""
    _memo: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def all(self, kind: type[AnyRecord]) -> tuple[AnyRecord, ...]:
        """All records of a kind, in the order of their paths."""
        found: tuple[AnyRecord, ...] = self._by_class.get(kind, ())
        return found

    @cached_property
    def _by_class(self) -> Mapping[type, tuple[Any, ...]]:
        grouped: dict[type, list[Record]] = defaultdict(list)
        for record in self.records.values():
            for cls in type(record).__mro__:
                if issubclass(cls, Record):
                    grouped[cls].append(record)
        return {cls: tuple(records) for cls, records in grouped.items()}

    def resolve(self, ref: str | None, kind: type[AnyRecord]) -> AnyRecord | None:
        """The one record of a kind that a reference means, or None."""
        if ref is None:
            return None
        for found in self._index.find(ref, None):
            if isinstance(found.record, kind):
                return found.record
        return None

    def find(self, ref: str) -> tuple[Record, ...]:
        """Every record that a reference, as a person types it, can mean."""
        return tuple(each.record for each in self._index.find(ref, None) if each.record)

    def targets(self, record: Record, name: str) -> tuple[Record, ...]:
        """The records that a field refers to, in the order written; broken ones left out."""
        return tuple(each.record for each in self.written(record, name))

    def written(self, record: Record, name: str) -> Sequence[Written]:
        """The same with the places where they are written."""
        return self._written.get(record.ref, {}).get(name, ())

    def target(self, record: Record, name: str) -> Record | None:
        """The record that a field refers to, or None."""
        return next(iter(self.targets(record, name)), None)

    def references(self, record: Record) -> tuple[Record, ...]:
        """Every record that a record's fields and body refer to, each once."""
        fields = self._written.get(record.ref, {}).values()
        return tuple(dict.fromkeys(each.record for field in fields for each in field))

    def referenced_by(self, record: Record) -> tuple[Mention, ...]:
        """Who refers to a record, in the order of kinds and paths."""
        return self._mentions.get(record.ref, ())

    def referring(
        self, record: Record, kind: type[AnyRecord], name: str | None = None
    ) -> tuple[AnyRecord, ...]:
        """The records of a kind that refer to a record, by any field or by the one named."""
        found = (
            mention.source
            for mention in self.referenced_by(record)
            if isinstance(mention.source, kind)
            and mention.field is not None
            and (name is None or mention.field == name)
        )
        return tuple({each.ref: each for each in found}.values())

    @cached_property
    def tasks(self) -> tuple[tuple[Record, Task], ...]:
        """Every task in a record's body, with the record it stands in."""
        return tuple(
            (each, task) for each in self.records.values() for task in each.document.body.tasks
        )

    def tasks_of(self, person: Record) -> tuple[tuple[Record, Task], ...]:
        """The tasks given to a person by id or alias."""
        return self._tasks_by_owner.get(person.id, ()) + tuple(
            found for alias in person.aliases for found in self._tasks_by_owner.get(alias, ())
        )

    @cached_property
    def _tasks_by_owner(self) -> Mapping[str, tuple[tuple[Record, Task], ...]]:
        grouped: dict[str, list[tuple[Record, Task]]] = defaultdict(list)
        for record, task in self.tasks:
            if task.owner:
                grouped[task.owner].append((record, task))
        return {owner: tuple(found) for owner, found in grouped.items()}

    def dependency_order(
        self, kind: type[AnyRecord], name: str
    ) -> tuple[tuple[AnyRecord, ...], tuple[AnyRecord, ...]]:
        """The records of a kind, those first that others depend on through a field.

        Returns them, and apart from them those that have no place in the order: the records on a
        cycle, and those that depend on one.
        """
        records = {each.ref: each for each in self.all(kind)}
        sorter = TopologicalSorter(
            {
                ref: [t.ref for t in self.targets(each, name) if t.ref in records]
                for ref, each in records.items()
            }
        )
        # With a cycle, the sorter still gives out what the cycle does not hold back.
        with suppress(CycleError):
            sorter.prepare()
        ordered: list[AnyRecord] = []
        while ready := sorter.get_ready():
            ordered += (records[ref] for ref in sorted(ready))
            sorter.done(*ready)
        placed = {each.ref for each in ordered}
        return tuple(ordered), tuple(each for ref, each in records.items() if ref not in placed)

    def measures(self, record: Record | None) -> Measures:
        """What facts say about a record; nothing where there are none."""
        return self.measure(self).get(record.ref, NOTHING) if record else NOTHING

    def link_target(self, link: Link, path: str) -> Found | None:
        """What a link in the body of a file leads to inside the knowledge base, or None."""
        return self._index.link(link, path)


def once(function: Callable[[KnowledgeBase], Result]) -> Callable[[KnowledgeBase], Result]:
    """Compute a pure function of the whole knowledge base only once for each of them."""

    def remembered(kb: KnowledgeBase) -> Result:
        if function not in kb._memo:
            kb._memo[function] = function(kb)
        result: Result = kb._memo[function]
        return result

    remembered.__doc__, remembered.__name__ = function.__doc__, function.__name__
    return remembered


def link(
    content: Content, kinds: Mapping[str, type[Record]], vocabulary: Vocabulary, as_of: date
) -> tuple[KnowledgeBase, tuple[Diagnostic, ...]]:
    """Link everything that was read. Returns the knowledge base, and its references' faults."""
    records, duplicates = _unique(content.records)
    index = _Index(content, records)
    linker = _Linker(index, kinds, vocabulary.placeholders, list(duplicates))
    for record in records.values():
        linker.link_fields(record)
    for path, kind in content.broken.items():
        linker.check_fields(content.documents[path], kind)
    for document in content.documents.values():
        linker.link_body(document)
    kb = KnowledgeBase(
        as_of,
        vocabulary,
        kinds,
        content,
        records,
        linker.written,
        {
            ref: tuple(sorted(set(found), key=_mention_order))
            for ref, found in linker.mentions.items()
        },
        index,
    )
    return kb, (*linker.faults, *index.alias_faults, *_cycles(kb))


def _mention_order(mention: Mention) -> tuple[str, str, str]:
    return mention.source.kind(), mention.source.path, mention.field or ""


def _unique(records: Sequence[Record]) -> tuple[dict[str, Record], list[Diagnostic]]:
    """Records by `kind:id`; the second of two with one id is left out and reported."""
    found: dict[str, Record] = {}
    faults = []
    for record in records:
        first = found.setdefault(record.ref, record)
        if first is not record:
            source = record.document.source
            fault = DUPLICATE_ID.at(
                source,
                source.line_span(1),
                say(
                    "the {kind} {id!r} exists already: {path}",
                    "{kind}“{id}”已经存在：{path}",
                    kind=Message(record.kind(), record.label.zh),
                    id=record.id,
                    path=first.path,
                ),
                say("rename one of the two files", "给其中一个文件改名"),
            )
            faults.append(fault)
    return found, faults


class _Index:
    """Finds what references mean."""

    def __init__(self, content: Content, records: Mapping[str, Record]) -> None:
        self.content = content
        self.by_path: dict[str, Found] = {
            path: Found(path, None, None) for path in content.documents
        }
        self.by_path |= {
            path: Found(path, kind.kind(), None) for path, kind in content.broken.items()
        }
        self.by_path |= {
            each.path: Found(each.path, each.kind(), each) for each in records.values()
        }
        self.by_id: dict[str, list[Found]] = defaultdict(list)
        for found in self.by_path.values():
            if found.kind is not None:
                self.by_id[_stem(found.path)].append(found)
        self.alias_faults: list[Diagnostic] = []
        self.by_alias: dict[str, list[Found]] = defaultdict(list)
        for record in records.values():
            for path, alias in record.other_names():
                self._add_alias(record, path, alias)

    def _add_alias(self, record: Record, path: Path, alias: str) -> None:
        mine = Found(record.path, record.kind(), record)
        others = [
            each
            for each in self.by_id.get(alias, []) + self.by_alias[alias]
            if each.kind == mine.kind
        ]
        if others:
            self.alias_faults.append(
                ALIAS_TAKEN.at(
                    record.document.source,
                    record.span(*path),
                    say(
                        "the alias {alias!r} already means {path}",
                        "别名“{alias}”已经指向 {path}",
                        alias=alias,
                        path=others[0].path,
                    ),
                    say("remove the alias here", "删掉这里的别名"),
                )
            )
        else:
            self.by_alias[alias].append(mine)
            if alias.startswith("/"):
                self.by_path.setdefault(posixpath.normpath(alias.lstrip("/")), mine)

    def find(self, ref: str, path: str | None) -> Sequence[Found]:
        """What a reference can mean, seen from a file: by path, `kind:id`, id, or alias."""
        if "/" in ref or ref.endswith(".md"):
            if path is not None and (found := self.by_path.get(_below(path, ref))):
                return [found]
            # A path from another layout still ends in the id, as a file or as a folder's README.
            return self.by_alias.get(ref) or self.by_id.get(_stem(ref), [])
        kind, colon, name = ref.rpartition(":")
        found_by_name = self.by_id.get(name) or self.by_alias.get(name, [])
        return [each for each in found_by_name if not colon or each.kind == kind]

    def link(self, link: Link, path: str) -> Found | None:
        """What a link in a body leads to."""
        target = link.target.partition("#")[0]
        if link.wiki:
            return next(iter(self.find(target, path)), None) if target else self.by_path.get(path)
        if not target:
            return self.by_path.get(path)
        return self.by_path.get(_below(path, target))

    def suggest(self, ref: str, kinds: Sequence[str]) -> Message | None:
        """A hint that names the ids or aliases nearest to a reference that leads nowhere."""
        names = {
            name
            for table in (self.by_id, self.by_alias)
            for name, each in table.items()
            if not kinds or any(found.kind in kinds for found in each)
        }
        return did_you_mean(_stem(ref.rpartition(":")[2]), names)


def _stem(path: str) -> str:
    """The id that a path ends in; a folder's README or index stands for the folder."""
    path = path.rstrip("/")
    head, _, name = path.rpartition("/")
    if head and name.lower() in ("readme.md", "index.md"):
        return _stem(head)
    return name.removesuffix(".md")


def _below(path: str, target: str) -> str:
    """A link's target as a path below the docs folder, seen from the file it stands in."""
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


@dataclass
class _Linker:
    index: _Index
    kinds: Mapping[str, type[Record]]
    placeholders: frozenset[str]
    faults: list[Diagnostic]
    written: dict[str, dict[str, list[Written]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    mentions: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))

    def link_fields(self, record: Record) -> None:
        for reference in record.references():
            name = ".".join(step for step in reference.path if isinstance(step, str))
            target = self._target(record.document, reference, record.span(*reference.path))
            if target is not None:
                self.written[record.ref][name].append(Written(reference.path, target))
                self.mentions[target.ref].append(Mention(record, name))

    def check_fields(self, document: Document, kind: type[Record]) -> None:
        """Report what is wrong with the references of a document that has become no record."""
        words = self.placeholders | kind.placeholders
        for reference in kind.references_written(document.data, ()):
            if reference.ref.lower() in words:
                continue  # A placeholder is reported as such.
            self._target(document, reference, document.span(reference.path))

    def _target(self, document: Document, reference: FieldReference, span: Span) -> Record | None:
        allowed = [kind for kind in reference.key.to if kind in self.kinds]
        if reference.key.to and not allowed:
            return None  # The base does not use these kinds, so there is nothing to check against.
        prefix = reference.ref.rpartition(":")[0]
        if prefix in reference.key.to and prefix not in self.kinds:
            return None
        found = self.index.find(reference.ref, document.path)
        fitting = [
            each
            for each in found
            if each.kind is not None and (not allowed or each.kind in allowed)
        ]
        if len(fitting) == 1:
            return fitting[0].record
        fault, message, hint = self._fault(reference, found, fitting, allowed)
        self.faults.append(fault.at(document.source, span, message, hint))
        return None

    def _fault(
        self,
        reference: FieldReference,
        found: Sequence[Found],
        fitting: Sequence[Found],
        allowed: Sequence[str],
    ) -> tuple[Fault, Message, Message | None]:
        wanted = _either(self._named(kind) for kind in allowed or ["record"])
        if fitting:
            refs = [f"{each.kind}:{_stem(each.path)}" for each in fitting]
            names = Message(" or ".join(refs), " 或 ".join(refs))
            message = say(
                "{ref!r} can mean several records", "“{ref}”可能指多条记录", ref=reference.ref
            )
            return AMBIGUOUS_REFERENCE, message, say("write {names}", "写成 {names}", names=names)
        hint = self.index.suggest(reference.ref, allowed)
        if found:
            message = say(
                "{ref!r} is a {kind}; a {wanted} is wanted here",
                "“{ref}”是{kind}，这里要填{wanted}",
                ref=reference.ref,
                kind=self._named(found[0].kind or "page"),
                wanted=wanted,
            )
            return WRONG_KIND, message, hint
        message = say(
            "there is no {wanted} {ref!r}", "没有{wanted}“{ref}”", wanted=wanted, ref=reference.ref
        )
        return UNKNOWN_REFERENCE, message, hint

    def _named(self, kind: str) -> Message:
        known = self.kinds.get(kind)
        return Message(kind, known.label.zh if known else {"page": "页面"}.get(kind, "记录"))

    def link_body(self, document: Document) -> None:
        for span in document.body.unclosed_wiki_links:
            message = say("this wiki link is cut off", "维基链接没有写完")
            hint = say(
                "inside a table, write `\\|` for the `|` of a wiki link; else close it with `]]`",
                "表格里维基链接的 `|` 要写成 `\\|`；否则用 `]]` 结束",
            )
            self.faults.append(UNCLOSED_WIKI_LINK.at(document.source, span, message, hint))
        here = self.index.by_path.get(document.path)
        source = here.record if here else None
        for each in document.body.links:
            if not each.wiki and (_scheme(each.target) or each.target.startswith("//")):
                continue
            target = self.index.link(each, document.path)
            fault = self._link_fault(each, target, document)
            if fault:
                self.faults.append(fault)
            elif source and target and target.record and target.record is not source:
                self.written[source.ref][""].append(Written((), target.record))
                self.mentions[target.record.ref].append(Mention(source, None))

    def _link_fault(
        self, link: Link, target: Found | None, document: Document
    ) -> Diagnostic | None:
        path, _, anchor = link.target.partition("#")
        if target is None and link.wiki:
            hint = self.index.suggest(path, ())
            message = say(
                "there is no record or page {path!r}", "没有记录或页面“{path}”", path=path
            )
            return BROKEN_WIKI_LINK.at(document.source, link.span, message, hint)
        if target is None:
            where = _below(document.path, path)
            if where in self.index.content.files or where == ".":
                return None
            hint = self._near_file(document.path, where)
            message = say("there is no file {path!r}", "没有文件“{path}”", path=where)
            return BROKEN_LINK.at(document.source, link.span, message, hint)
        known = self.index.content.documents[target.path].body.anchors
        if not anchor or anchor in known:
            return None
        message = say(
            "{path} has no heading with the anchor {anchor!r}",
            "{path} 里没有锚点为“{anchor}”的标题",
            path=target.path,
            anchor=anchor,
        )
        return BROKEN_ANCHOR.at(document.source, link.span, message, did_you_mean(anchor, known))

    def _near_file(self, path: str, where: str) -> Message | None:
        candidates = {
            where + ".md",
            posixpath.join(where, "index.md"),
            posixpath.join(where, "README.md"),
        }
        there = sorted(candidates & self.index.content.files)
        same_name = sorted(
            each
            for each in self.index.content.files
            if posixpath.basename(each) == posixpath.basename(where)
        )
        found = there or same_name[:1] or nearest(where, self.index.content.files)
        if not found:
            return None
        return suggestion(posixpath.relpath(found[0], posixpath.dirname(path)))


def _either(names: Iterable[str]) -> Message:
    """Names of which one is meant."""
    found = list(names)
    return Message(" or ".join(found), "或".join(told(each, "zh") for each in found))


def _scheme(target: str) -> str:
    """The scheme of an address; empty for a path, even one that no address could be."""
    try:
        return urlsplit(target).scheme
    except ValueError:
        return ""


def _cycles(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A diagnostic for every circle of references that must not be one."""
    for kind in kb.kinds.values():
        for name, known in kind.keys.items():
            if known.acyclic:
                _, cyclic = kb.dependency_order(kind, name)
                yield from _cycles_among(kb, cyclic, name)


def _cycles_among(kb: KnowledgeBase, records: Sequence[Record], name: str) -> Iterator[Diagnostic]:
    edges = {each.ref: [t.ref for t in kb.targets(each, name)] for each in records}
    while True:
        try:
            TopologicalSorter({ref: sorted(to) for ref, to in sorted(edges.items())}).prepare()
        except CycleError as error:
            # graphlib gives the circle against the direction of the references.
            circle = list(reversed(error.args[1]))[:-1]
            start = circle.index(min(circle))
            circle = circle[start:] + circle[:start]
            yield _cycle_fault(kb, [kb.records[ref] for ref in circle], name)
            for ref in circle:
                edges[ref] = [to for to in edges[ref] if to not in circle]
        else:
            return


ON_CIRCLE = say("on the circle", "在循环上")


def _cycle_fault(kb: KnowledgeBase, circle: Sequence[Record], name: str) -> Diagnostic:
    first, following = circle[0], circle[1 % len(circle)]
    place = next(each.path for each in kb.written(first, name) if each.record is following)
    path = " → ".join([*(each.id for each in circle), first.id])
    fault = REFERENCE_CYCLE.at(
        first.document.source,
        first.span(*place),
        say(
            "{field} leads in a circle: {path}",
            "{field}形成循环：{path}",
            field=Message(f"`{name}`", first.keys[name].zh),
            path=path,
        ),
        say("take one of the references out", "去掉其中一个引用"),
    )
    related = tuple(
        Related(each.path, each.document.source.place(each.span(name, key=True)), ON_CIRCLE)
        for each in circle[1:]
    )
    return replace(fault, related=related)
