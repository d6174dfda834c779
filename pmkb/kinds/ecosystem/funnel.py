"""Funnels: how interest turns into use, by entrance and stage."""

from pmkb.record import Label, Record, Section, key
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
    columns = ("dataset", "stages", "entrances", "owner")

    dataset: Reference | None = key("数据集", "Where its counts are.", default=None, to="dataset")
    stages: tuple[Text, ...] = key("阶段", "In order, the first one widest.")
    entrances: tuple[Text, ...] = key("引流入口", "Where people come from.", default=())
