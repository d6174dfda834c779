"""Releases: versions of the product, from plan to end of support."""

from datetime import date

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.document import Document
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.message import say
from pmkb.record import Label, Record, computed, key
from pmkb.values import Day, Text, Version

PLANNED = Standing("planned", "Planned", "计划中", Level.GOOD)
AT_RISK = Standing("at-risk", "At risk", "有延期风险", Level.WATCH)
LATE = Standing("late", "Late", "已延期", Level.ACT)
SUPPORTED = Standing("supported", "Supported", "支持中", Level.GOOD)
ENDING = Standing("ending", "Support ends soon", "即将停止支持", Level.WATCH)
ENDED = Standing("ended", "Support ended", "已停止支持", Level.GOOD)

SUPPORT_WARNING_DAYS = 180


class Release(Record):
    """A version of the product: when it was planned, when it came out, how long it is supported.

    The release manager keeps it. What it contains follows from the roadmap items that name it.

        ---
        title: StarryDB 8.5
        version: "8.5"
        status: released
        planned: 2026-03-31
        released: 2026-04-10
        end_of_support: 2029-04-10
        ---
    ---
    产品的一个版本：计划何时发布，实际何时发布，支持到什么时候。

    由发布负责人维护。包含什么内容，看哪些路线图条目写了它。
    """

    folder = "releases"
    label = Label("Release", "版本")
    order = 125
    columns = ("version", "status", "standing", "planned", "released", "end_of_support", "owner")
    begins = "released"
    ends = "end_of_support"
    due_by = "planned"
    finished = "released"

    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("planned", "Planned", "计划中"),
            State("in-development", "In development", "开发中"),
            State("preview", "Preview", "预览"),
            done("released", "Released", "已发布"),
            dropped("retired", "Retired", "已停止支持"),
            dropped("cancelled", "Cancelled", "已取消"),
        ),
    )
    version: Version = key("版本号", say("As users see it.", "用户看到的版本号。"))
    planned: Day | None = key(
        "计划发布", say("The day it is, or was, planned for.", "计划在哪一天发布。"), default=None
    )
    released: Day | None = key(
        "实际发布", say("The day it came out.", "实际在哪一天发布。"), default=None
    )
    end_of_support: Day | None = key(
        "停止支持", say("The last day of support.", "支持的最后一天。"), default=None
    )

    def is_supported(self, as_of: date) -> bool:
        """Whether it is out on a day, and its support has not ended."""
        return (
            self.released is not None
            and self.released <= as_of
            and (self.end_of_support is None or as_of <= self.end_of_support)
        )

    @computed("Standing", "支持状态")
    def standing(self, kb: KnowledgeBase) -> Standing | None:
        """Planned, at risk, late, supported, ending within 180 days, or ended.

        At risk: one of its items cannot be finished by the day it is planned for.
        ---
        计划中、有延期风险、已延期、支持中、180 天内停止支持或已停止支持。有条目在计划日之前完不
        成，即为有延期风险。
        """
        if self.released is None or self.released > kb.as_of:
            if self.status == "cancelled":
                return None
            if self.planned and self.planned < kb.as_of:
                return LATE
            return AT_RISK if self.held_up_by(kb) else PLANNED
        if not self.is_supported(kb.as_of):
            return ENDED
        left = (self.end_of_support - kb.as_of).days if self.end_of_support else None
        return ENDING if left is not None and left <= SUPPORT_WARNING_DAYS else SUPPORTED

    def held_up_by(self, kb: KnowledgeBase) -> tuple[Roadmap, ...]:
        """The open items that cannot be finished by the planned day, the latest first."""
        late = [
            (expected, item)
            for item in self.contents(kb)
            if item.is_open and self.planned and (expected := item.expected(kb)) is not None
            if expected > self.planned
        ]
        late.sort(key=lambda each: (each[0], each[1].id), reverse=True)
        return tuple(item for _, item in late)

    @computed("Slip (days)", "延期天数")
    def slip(self, kb: KnowledgeBase) -> int | None:
        """Days from the planned day to the actual one, or to today while it is late.
        ---
        从计划日到实际发布日的天数；已延期而未发布的，算到当天。
        """
        if self.planned is None or self.status == "cancelled":
            return None
        if self.released is None:
            return max(0, (kb.as_of - self.planned).days) or None
        return (self.released - self.planned).days

    @computed("Contents", "包含内容")
    def contents(self, kb: KnowledgeBase) -> tuple[Roadmap, ...]:
        """The roadmap items that ship in it.
        ---
        随它交付的路线图条目。
        """
        return kb.referring(self, Roadmap, "release")

    @computed("Requirements shipped", "满足的需求")
    def requirements(self, kb: KnowledgeBase) -> tuple[Requirement, ...]:
        """The requirements that its roadmap items fulfil.
        ---
        它的路线图条目满足了哪些需求。
        """
        return tuple(
            requirement
            for item in self.contents(kb)
            for requirement in kb.referring(item, Requirement, "roadmap")
        )

    @computed("Documents", "配套文档")
    def documents(self, kb: KnowledgeBase) -> tuple[Document, ...]:
        """The documents that cover it and can be read.
        ---
        覆盖它、并且能打开的文档。
        """
        found = kb.referring(self, Document, "covers")
        return tuple(each for each in found if each.can_be_read)

    @computed("Missing documents", "缺失文档", vocabulary="document-type")
    def missing_documents(self, kb: KnowledgeBase) -> tuple[str, ...]:
        """Types of document that a release needs (`for_release` in the vocabulary) and has not.
        ---
        每个版本都要有（词表里的 `for_release`）而它还没有的文档类型。
        """
        there = {document.type for document in self.documents(kb)}
        terms = kb.vocabulary.terms("document-type").values()
        wanted = [term.name for term in terms if term.facts.get("for_release") is True]
        return tuple(name for name in wanted if name not in there)
