"""Records: what documents of every kind have in common.

A kind is a subclass of `Record`. Its docstring is the manual's text, its class attributes say where
its documents live and what its dates mean; its fields are declared with `key`, its computed values
are methods marked `@computed`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import PrivateAttr

from pmkb.document import Document
from pmkb.fields import (
    Computation,
    FieldReference,
    Key,
    Part,
    Unit,
    computations_of,
    computed,
    key,
    references_in,
)
from pmkb.flow import COMMON, Flow, Phase, State
from pmkb.message import say
from pmkb.source import Span
from pmkb.values import Day, Interval, Reference, Text, Url, to_json
from pmkb.vocabulary import Term, Vocabulary
from pmkb.yaml12 import Path

if TYPE_CHECKING:
    from pmkb.graph import KnowledgeBase

__all__ = ["Label", "LinkItem", "Part", "Record", "Section", "Unit", "computed", "key"]


class Section(StrEnum):
    """The parts of the checklist; each has a page of its own."""

    DASHBOARD = "dashboard"
    PRODUCT = "product"
    SALES = "sales"
    ECOSYSTEM = "ecosystem"
    ACTIVITIES = "activities"
    FORMS = "forms"
    SUCCESS = "success"
    DIRECTORY = "directory"

    @property
    def page(self) -> str:
        """The path of the generated page, as a Markdown file would have it."""
        return f"sections/{self.value}/index.md"


@dataclass(frozen=True)
class Label:
    """What a kind is called: one of it and all of them, in English and Chinese."""

    en: str
    zh: str
    plural: str = ""

    def one(self, language: str) -> str:
        """The name of one record's kind."""
        return self.zh if language == "zh" else self.en

    def all(self, language: str) -> str:
        """The name of the list."""
        return self.zh if language == "zh" else (self.plural or self.en + "s")


class LinkItem(Part):
    """A web address that belongs to a record."""

    title: Text = key("名称", say("What the link leads to.", "链接指向什么。"))
    url: Url = key("网址", say("A complete address.", "完整的网址。"))


class Record(Part):
    """A document of one kind. What every kind has in common."""

    folder: ClassVar[str] = ""
    """Below the docs folder; a name that ends in `.md` is the kind's only document, `.` is the
    docs folder itself."""
    section: ClassVar[Section] = Section.PRODUCT
    label: ClassVar[Label] = Label("Record", "记录")
    order: ClassVar[int] = 1000
    """Its place in its section: ten times the number of its tracker on the checklist."""
    columns: ClassVar[tuple[str, ...]] = ()
    """What the list page shows beside the title: fields and computed values."""
    title_key: ClassVar[str] = "title"
    status_key: ClassVar[str] = "status"
    """The field that says where it stands."""
    begins: ClassVar[str | None] = None
    """The field with the day on which it starts to hold or is started."""
    due_by: ClassVar[str | None] = None
    """The field with the day by which an open one is to be done."""
    ends: ClassVar[str | None] = None
    """The field with the last day on which it holds."""
    finished: ClassVar[str | None] = None
    """The field with the day on which it was done."""
    also_known_by: ClassVar[tuple[str, ...]] = ()
    """Fields whose texts lead to the record as its id does, such as a former web path."""
    bookkeeping: ClassVar[frozenset[str]] = frozenset(
        {
            *("owner", "status", "tags", "visibility", "reviewed", "review_every"),
            *("links", "aliases", "ignore"),
        }
    )
    """Fields that change without changing what the record means, so agreement survives them."""
    placeholders: ClassVar[frozenset[str]] = frozenset()
    """Template words of this kind alone, in lower case."""
    computations: ClassVar[Mapping[str, Computation]] = {}
    kind_name: ClassVar[str] = ""
    """Set for kinds from `schemas/kinds/`, whose name need not be a class'."""

    title: Text = key("标题", say("What people call it.", "人们怎么称呼它。"))
    summary: Text | None = key(
        "摘要", say("One sentence that says what matters.", "一句话说明要点。"), default=None
    )
    owner: Reference | None = key(
        "负责人", say("Who answers for it.", "由谁负责。"), default=None, to="contact"
    )
    status: Text | None = key(
        "状态", say("Where it stands.", "目前处于哪个状态。"), default=None, flow=COMMON
    )
    tags: tuple[Text, ...] = key(
        "标签", say("Free words to find it by.", "便于查找的词，随意写。"), default=()
    )
    visibility: Text | None = key(
        "可见范围", say("Who may read it.", "谁可以看。"), default=None, vocabulary="visibility"
    )
    reviewed: Day | None = key(
        "复核日期", say("When somebody last confirmed it.", "上次有人确认是哪一天。"), default=None
    )
    review_every: Interval | None = key(
        "复核周期",
        say("How often it needs confirming, such as 90d.", "多久确认一次，如 90d。"),
        default=None,
    )
    links: tuple[LinkItem, ...] = key(
        "链接", say("Web addresses that belong to it.", "相关的网址。"), default=()
    )
    aliases: tuple[Text, ...] = key(
        "别名", say("Former ids that still lead here.", "曾用的编号，仍能引用到这里。"), default=()
    )
    ignore: tuple[Text, ...] = key(
        "忽略规则",
        say("Codes of rules not to apply here.", "对这一条不适用的规则代码。"),
        default=(),
    )

    _document: Document = PrivateAttr()
    _original: Callable[[Path], Path] = PrivateAttr()
    _vocabulary: Vocabulary = PrivateAttr()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.computations = computations_of(cls)

    @classmethod
    def kind(cls) -> str:
        """The kind's name as it stands in references: `roadmap`, `sales-deck`."""
        return cls.kind_name or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def list_page(cls) -> str:
        """The path of the generated page that lists the kind, as a Markdown file would have it."""
        if cls.folder.endswith(".md"):
            return cls.folder
        return f"{cls.kind() if cls.folder == '.' else cls.folder}/index.md"

    @classmethod
    def own_keys(cls) -> Mapping[str, Key]:
        """The fields that this kind adds to the common ones, or has in its own way."""
        common = Record.keys
        return {name: key for name, key in cls.keys.items() if common.get(name) != key}

    @classmethod
    def flow(cls) -> Flow:
        """The states this kind goes through; empty where the vocabulary gives them."""
        status = cls.keys.get(cls.status_key)
        return status.flow if status and status.flow else Flow(())

    # A record is one file's: it equals itself, and hashing must not walk through all its fields.
    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def document(self) -> Document:
        """The document this record was read from."""
        return self._document

    @property
    def path(self) -> str:
        """The document's path relative to the docs folder."""
        return self._document.path

    def span(self, *path: str | int, key: bool = False) -> Span:
        """Where the value at a path of the fields (or its key) stands in the file."""
        return self._document.span(self._original(path), key=key)

    @property
    def id(self) -> str:
        """The file's name without its ending."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    def other_names(self) -> Iterator[tuple[Path, str]]:
        """Every other name that leads to it, and the path of the value it stands in."""
        for field in ("aliases", *self.also_known_by):
            value = self.get(field)
            if isinstance(value, str):
                yield (field,), value
            elif isinstance(value, tuple):
                yield from (((field, at), name) for at, name in enumerate(value))

    @property
    def ref(self) -> str:
        """Kind and id, unique in the knowledge base: `requirement:online-ddl`."""
        return f"{self.kind()}:{self.id}"

    @property
    def heading(self) -> str:
        """What people call it: the value of the kind's title field, or the id."""
        return str(self.get(self.title_key) or self.id)

    @property
    def state(self) -> State | None:
        """Where it stands: the state, or the term of the vocabulary, that is written down."""
        name, known = self.get(self.status_key), self.keys[self.status_key]
        if known.vocabulary is None:
            return self.flow().state(name)
        term = self._vocabulary.term(known.vocabulary, name)
        return State(term.name, term.en, term.zh, _phase_of(term)) if term else None

    @property
    def phase(self) -> Phase:
        """What the status means; open without one."""
        return self.state.phase if self.state else Phase.OPEN

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.phase is Phase.OPEN

    def day(self, name: str | None) -> date | None:
        """A field's value if it is a day; None for an empty field, or another type of value."""
        value = self.get(name) if name else None
        return value if isinstance(value, date) else None

    def review_is_due(self, as_of: date) -> bool:
        """Whether the last review is longer ago than `review_every`; never without both dates."""
        if self.reviewed is None or self.review_every is None:
            return False
        return self.review_every.after(self.reviewed) < as_of

    def end_as_of(self, as_of: date) -> date | None:
        """The last day it holds, as known on a day (a contract's renewals roll it on)."""
        return self.day(self.ends)

    def has_ended(self, as_of: date) -> bool:
        """Whether the day it ends on lies before a day; an `ends` field of `true` counts too."""
        end = self.end_as_of(as_of)
        return end < as_of if end else bool(self.ends) and self.get(self.ends or "") is True

    def references(self) -> Iterator[FieldReference]:
        """Every reference the fields hold, those inside objects included."""
        yield from references_in(self, ())

    def computed(self, kb: "KnowledgeBase") -> dict[str, object]:
        """All computed values by name, as of the knowledge base's day."""
        return {name: each.function(self, kb) for name, each in self.computations.items()}


@to_json.register
def _(value: Record) -> Any:
    return value.ref


def _phase_of(term: Term) -> Phase:
    name = term.facts.get("phase")
    return next((phase for phase in Phase if phase == name), Phase.OPEN)
