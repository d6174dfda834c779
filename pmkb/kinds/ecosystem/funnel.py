"""Funnels: how interest turns into use, by entrance and stage."""

from pmkb.fields import Unit
from pmkb.graph import KnowledgeBase
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
    """

    folder = "funnels"
    section = Section.ECOSYSTEM
    label = Label("Funnel", "转化漏斗")
    order = 290
    columns = ("dataset", "stages", "entrances", "conversion", "weakest_step", "owner")

    dataset: Reference | None = key("数据集", "Where its counts are.", default=None, to="dataset")
    stages: tuple[Text, ...] = key("阶段", "In order, the first one widest.")
    entrances: tuple[Text, ...] = key("引流入口", "Where people come from.", default=())

    @computed("Conversion", "总转化率", unit=Unit.SHARE)
    def conversion(self, kb: KnowledgeBase) -> object:
        """Last stage ÷ first stage over the last year's facts, as a share of 1."""
        return kb.measures(self).figures.get("conversion")

    @computed("Weakest entrance", "最弱入口")
    def weakest_entrance(self, kb: KnowledgeBase) -> object:
        """The entrance with the weakest step."""
        return kb.measures(self).figures.get("weakest_entrance")

    @computed("Weakest step", "最弱环节")
    def weakest_step(self, kb: KnowledgeBase) -> object:
        """The step with the lowest conversion over the last year, of all entrances."""
        return kb.measures(self).figures.get("weakest_step")
