"""Funnels: how interest turns into use, by entrance and stage."""

from pmkb.fields import Unit
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Record, Section, computed, key
from pmkb.values import Reference, Text


class Funnel(Record):
    """A path from first contact to use: its entrances, its stages in order, and its facts.

    Marketing keeps it. The dataset has the columns `period`, `entrance`, `stage` and `count`.

        ---
        title: 试用转化漏斗
        dataset: trial-funnel
        stages: [visit, download, deploy, trial, purchase]
        entrances: [website, community, event]
        ---
    ---
    从第一次接触到用起来的一条路：有哪些入口，依次有哪些阶段，数据在哪里。

    由市场部维护。数据集有 `period`、`entrance`、`stage`、`count` 四列。
    """

    folder = "funnels"
    section = Section.ECOSYSTEM
    label = Label("Funnel", "转化漏斗")
    order = 290
    columns = ("dataset", "stages", "entrances", "conversion", "weakest_step", "owner")

    dataset: Reference | None = key(
        "数据集", say("Where its counts are.", "各阶段人数的数据来源。"), default=None, to="dataset"
    )
    stages: tuple[Text, ...] = key(
        "阶段", say("In order, the first one widest.", "按先后排列，第一个人数最多。")
    )
    entrances: tuple[Text, ...] = key(
        "引流入口", say("Where people come from.", "人从哪里来。"), default=()
    )

    @computed("Conversion", "总转化率", unit=Unit.SHARE)
    def conversion(self, kb: KnowledgeBase) -> object:
        """Last stage ÷ first stage over the last year's facts, as a share of 1.
        ---
        近一年数据里，末阶段 ÷ 首阶段，按 1 为 100%。
        """
        return kb.measures(self).figures.get("conversion")

    @computed("Weakest entrance", "最弱入口")
    def weakest_entrance(self, kb: KnowledgeBase) -> object:
        """The entrance with the weakest step.
        ---
        最弱的一步出在哪个入口。
        """
        return kb.measures(self).figures.get("weakest_entrance")

    @computed("Weakest step", "最弱环节")
    def weakest_step(self, kb: KnowledgeBase) -> object:
        """The step with the lowest conversion over the last year, of all entrances.
        ---
        近一年所有入口里转化率最低的一步。
        """
        return kb.measures(self).figures.get("weakest_step")
