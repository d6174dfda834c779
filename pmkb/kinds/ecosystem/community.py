"""Communities: developers and users who gather around the product."""

from datetime import date

from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, Unit, computed, key
from pmkb.values import Day, Reference, Text, Url, Whole

GROWING = Standing("growing", "Growing", "增长", Level.GOOD)
STEADY = Standing("steady", "Steady", "平稳", Level.WATCH)
SHRINKING = Standing("shrinking", "Shrinking", "萎缩", Level.ACT)
UNCOUNTED = Standing("uncounted", "Not counted", "无数据", Level.UNKNOWN)

COUNT_STALE_AFTER_DAYS = 92


class HeadCount(Part):
    """How large and lively the community was on a day."""

    date: Day = key("日期")
    members: Whole = key("成员数", minimum=0)
    active: Whole | None = key(
        "活跃人数",
        say("Within the last 30 days.", "近 30 天内活跃的人数。"),
        default=None,
        minimum=0,
    )
    contributions: Whole | None = key(
        "贡献数", say("Since the last count.", "自上次统计以来的贡献数。"), default=None, minimum=0
    )


class Community(Record):
    """A place where developers or users gather: where it is, who runs it, how it grows.

    Its organisers keep it, and count it at least once a quarter.

        ---
        title: StarryDB 开发者社区
        type: developer
        platform: 论坛
        url: https://community.example.com
        organisers: [xu-lin]
        counts:
          - {date: 2026-03-31, members: 5200, active: 640, contributions: 88}
          - {date: 2026-06-30, members: 6100, active: 790, contributions: 103}
        ---
    ---
    开发者或用户聚集的地方：在哪里，谁在运营，增长如何。

    由组织者维护，每个季度至少统计一次。
    """

    folder = "communities"
    section = Section.ECOSYSTEM
    label = Label("Community", "社区", plural="Communities")
    order = 310
    columns = ("type", "platform", "standing", "members", "growth", "contributions", "organisers")

    type: Text = key("社区类型", vocabulary="community-type")
    platform: Text = key("平台", say("Where people meet.", "大家聚在哪里。"))
    url: Url | None = key("网址", default=None)
    metrics: tuple[Reference, ...] = key(
        "指标", say("That count it.", "统计这个社区的指标。"), default=(), to="metric"
    )
    organisers: tuple[Reference, ...] = key("组织者", default=(), to="contact")
    counts: tuple[HeadCount, ...] = key(
        "人数记录", say("How large it was when.", "哪一天有多少人。"), default=()
    )

    def counted(self, as_of: date) -> list[HeadCount]:
        """The counts on or before a day, the oldest first."""
        counted = [each for each in self.counts if each.date <= as_of]
        return sorted(counted, key=lambda each: each.date)

    @computed("Members", "成员数")
    def members(self, kb: KnowledgeBase) -> int | None:
        """By the newest count.
        ---
        最近一次统计的成员数。
        """
        known = self.counted(kb.as_of)
        return known[-1].members if known else None

    @computed("Growth", "增长率", unit=Unit.CHANGE)
    def growth(self, kb: KnowledgeBase) -> float | None:
        """Members by the newest count ÷ by the one before, less 1; None without two counts.
        ---
        最近一次统计的成员数 ÷ 上一次 − 1；不足两次时为空。
        """
        known = self.counted(kb.as_of)
        if len(known) < 2 or not known[-2].members:
            return None
        return known[-1].members / known[-2].members - 1

    @computed("Contributions", "贡献数")
    def contributions(self, kb: KnowledgeBase) -> int | None:
        """Those of the newest count.
        ---
        最近一次统计的贡献数。
        """
        known = self.counted(kb.as_of)
        return known[-1].contributions if known else None

    @computed("Standing", "活跃度")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Growing or shrinking by more than 1 %, steady, or not counted for a quarter.
        ---
        增减超过 1% 为增长或萎缩，其余为平稳；一个季度没统计为无数据。
        """
        known, growth = self.counted(kb.as_of), self.growth(kb)
        if not known or (kb.as_of - known[-1].date).days > COUNT_STALE_AFTER_DAYS:
            return UNCOUNTED
        if growth is None or abs(round(growth, 9)) <= 0.01:
            return STEADY
        return GROWING if growth > 0 else SHRINKING
