"""Links: addresses that people around the product need."""

from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Record, Section, computed, key
from pmkb.values import Day, Flag, Text, Url

CHECKED = Standing("checked", "Checked", "已检查", Level.GOOD)
STALE = Standing("stale", "Not checked lately", "久未检查", Level.WATCH)
BROKEN = Standing("broken", "Broken", "打不开", Level.ACT)
UNCHECKED = Standing("unchecked", "Never checked", "未检查", Level.UNKNOWN)

STALE_AFTER_DAYS = 180


class Link(Record):
    """An address that people need, when somebody last opened it, and whether it worked.

    Anybody keeps it.

        ---
        title: 下载中心
        url: https://download.example.com
        category: download
        checked: 2026-06-01
        ---
    ---
    大家用得着的一个网址，上次什么时候有人打开过，能不能打开。

    谁都可以维护。
    """

    folder = "links"
    section = Section.DIRECTORY
    label = Label("Link", "相关链接")
    order = 370
    columns = ("url", "category", "standing", "checked", "owner")

    url: Url = key("网址", say("A complete address.", "完整的网址。"))
    category: Text = key("类别", vocabulary="link-category")
    checked: Day | None = key(
        "检查日期", say("When somebody last opened it.", "上次有人打开查看是哪一天。"), default=None
    )
    works: Flag = key("可访问", say("Whether it worked then.", "那一次能否打开。"), default=True)

    @computed("Standing", "检查状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Broken, checked within 180 days, longer ago, or never.
        ---
        打不开、180 天内检查过、久未检查或从未检查。
        """
        if not self.works:
            return BROKEN
        if self.checked is None:
            return UNCHECKED
        return STALE if (kb.as_of - self.checked).days > STALE_AFTER_DAYS else CHECKED
