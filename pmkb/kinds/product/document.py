"""Documents about the product: manuals, white papers, sales material."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from pmkb.flow import Level, Standing, State, dropped, flow
from pmkb.graph import KnowledgeBase, once
from pmkb.message import say
from pmkb.record import Label, Record, computed, key
from pmkb.values import Reference, Text, Url

FRESH = Standing("fresh", "Fresh", "最新", Level.GOOD)
STALE = Standing("stale", "Stale", "待更新", Level.WATCH)
MISSING = Standing("missing", "Missing", "缺失", Level.ACT)


class Document(Record):
    """A manual, white paper, selection guide or piece of sales material, and what it covers.

    Its author keeps it. The text itself lives at `url`, or in a file of the repository at `file`.

        ---
        title: User manual 8.5
        type: user-manual
        language: zh
        covers: [v8-5]
        audience: [user, administrator]
        url: https://docs.example.com/8.5/zh
        reviewed: 2026-04-12
        review_every: 6m
        ---
    ---
    一份手册、白皮书、选型指南或销售材料，以及它覆盖什么。

    由作者维护。正文在 `url` 所指的网址，或在 `file` 所指的仓库文件里。
    """

    folder = "documents"
    label = Label("Document", "文档")
    order = 140
    columns = ("type", "language", "covers", "standing", "reviewed", "owner")

    status: Text | None = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        default=None,
        flow=flow(
            State("planned", "Planned", "计划中"),
            State("draft", "Draft", "编写中"),
            State("published", "Published", "已发布"),
            dropped("retired", "Retired", "已下线"),
        ),
    )
    type: Text = key("文档类型", say("What it is.", "属于哪一类。"), vocabulary="document-type")
    url: Url | None = key("网址", say("Where it can be read.", "在哪里能看到。"), default=None)
    file: Text | None = key(
        "文件", say("Its path below the docs folder.", "从文档目录算起的路径。"), default=None
    )
    language: Text = key(
        "语言", say("The language it is written in.", "用什么语言写的。"), vocabulary="language"
    )
    covers: tuple[Reference, ...] = key(
        "覆盖版本",
        say("The releases it is right for.", "内容适用于哪些版本。"),
        default=(),
        to="release",
    )
    audience: tuple[Text, ...] = key(
        "读者", say("Whom it is written for.", "写给谁看。"), default=(), vocabulary="audience"
    )

    @computed("Standing", "文档状态")
    def standing(self, kb: KnowledgeBase) -> Standing | None:
        """Missing without an address; stale when it does not cover the newest supported release
        that a document of its type is needed for, or its review is overdue; else fresh.
        ---
        没有地址为缺失；没有覆盖需要这类文档的最新在支持版本，或复核逾期，为待更新；其余为最新。
        """
        if not self.is_open:
            return None
        if not self.can_be_read:
            return MISSING
        return STALE if self.lags_behind(kb) or self.review_is_due(kb.as_of) else FRESH

    @property
    def can_be_read(self) -> bool:
        """Whether it is there: it has an address or a file, and is not retired."""
        return self.is_open and (self.url is not None or self.file is not None)

    def lags_behind(self, kb: KnowledgeBase) -> bool:
        """Whether a release newer than all it covers is out, and no sibling covers that one.

        A sibling is a document of the same type and language: the manual of 8.4 does not go stale
        when 8.5 has a manual of its own.
        """
        days = [day for each in kb.targets(self, "covers") if (day := each.day("released"))]
        if not days:
            return False
        covered = _covered(kb).get((self.type, self.language), frozenset())
        return any(
            day > max(days) and ref not in covered for ref, day in _supported_releases(kb).items()
        )


@once
def _covered(kb: KnowledgeBase) -> Mapping[tuple[str, str], frozenset[str]]:
    """The releases that documents of a type and language cover and can be read."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in kb.all(Document):
        if each.can_be_read:
            refs = (release.ref for release in kb.targets(each, "covers"))
            found[each.type, each.language].update(refs)
    return {key: frozenset(refs) for key, refs in found.items()}


@once
def _supported_releases(kb: KnowledgeBase) -> Mapping[str, date]:
    """The day each release came out that is supported now, by its `kind:id`."""
    from pmkb.kinds.product.release import Release  # it computes from documents

    return {
        each.ref: each.released
        for each in kb.all(Release)
        if each.released is not None and each.is_supported(kb.as_of)
    }
