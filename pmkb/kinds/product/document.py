"""Documents about the product: manuals, white papers, sales material."""

from pmkb.flow import Level, Standing, State, dropped, flow
from pmkb.graph import KnowledgeBase
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
    """

    folder = "documents"
    label = Label("Document", "文档")
    order = 140
    columns = ("type", "language", "covers", "standing", "reviewed", "owner")

    status: Text | None = key(
        "状态",
        "Where it stands.",
        default=None,
        flow=flow(
            State("planned", "Planned", "计划中"),
            State("draft", "Draft", "编写中"),
            State("published", "Published", "已发布"),
            dropped("retired", "Retired", "已下线"),
        ),
    )
    type: Text = key("文档类型", "What it is.", vocabulary="document-type")
    url: Url | None = key("网址", "Where it can be read.", default=None)
    file: Text | None = key("文件", "Its path below the docs folder.", default=None)
    language: Text = key("语言", "The language it is written in.", vocabulary="language")
    covers: tuple[Reference, ...] = key(
        "覆盖版本", "The releases it is right for.", default=(), to="release"
    )
    audience: tuple[Text, ...] = key(
        "读者", "Whom it is written for.", default=(), vocabulary="audience"
    )

    @computed("Standing", "文档状态")
    def standing(self, kb: KnowledgeBase) -> Standing | None:
        """Missing without an address; stale when it does not cover the newest supported release
        that a document of its type is needed for, or its review is overdue; else fresh.
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
        from pmkb.kinds.product.release import Release  # it computes from documents

        covered = [kb.resolve(ref, Release) for ref in self.covers]
        days = [each.released for each in covered if each and each.released]
        if not days:
            return False
        siblings = [
            other
            for other in kb.all(Document)
            if other.can_be_read and (other.type, other.language) == (self.type, self.language)
        ]
        return any(
            release.is_supported(kb.as_of)
            and release.released is not None
            and release.released > max(days)
            and not any(release in kb.targets(each, "covers") for each in siblings)
            for release in kb.all(Release)
        )
