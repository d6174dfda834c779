"""Links: addresses that people around the product need."""

from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.record import Label, Record, Section, computed, key
from pmkb.values import Day, Text, Url

CHECKED = Standing("checked", "Checked", "已检查", Level.GOOD)
STALE = Standing("stale", "Not checked lately", "久未检查", Level.WATCH)
UNCHECKED = Standing("unchecked", "Never checked", "未检查", Level.UNKNOWN)

STALE_AFTER_DAYS = 180


class Link(Record):
    """An address that people around the product need, and when somebody last saw that it works.

    Anybody keeps it.

        ---
        title: 下载中心
        url: https://download.example.com
        category: download
        checked: 2026-06-01
        ---
    """

    folder = "links"
    section = Section.DIRECTORY
    label = Label("Link", "相关链接")
    order = 370
    columns = ("url", "category", "standing", "checked", "owner")

    url: Url = key("网址", "A complete address.")
    category: Text = key("类别", "", vocabulary="link-category")
    checked: Day | None = key("检查日期", "When it was last seen to work.", default=None)

    @computed("Standing", "检查状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Checked within 180 days, longer ago, or never."""
        if self.checked is None:
            return UNCHECKED
        return STALE if (kb.as_of - self.checked).days > STALE_AFTER_DAYS else CHECKED
