"""Benchmarks: measured performance of a release, or of a rival."""

from collections.abc import Mapping
from math import exp, log

from pmkb.flow import Level, Phase, Standing
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, Unit, computed, key
from pmkb.values import Day, Flag, Number, Reference, Text

CURRENT = Standing("current", "Current", "当前", Level.GOOD)
SUPERSEDED = Standing("superseded", "Superseded", "已被取代", Level.WATCH)


class Result(Part):
    """One measured number."""

    name: Text = key("指标", say("What was measured.", "测的是什么。"))
    value: Number = key("数值", say("How much.", "测得多少。"))
    unit: Text | None = key("单位", default=None)
    higher_is_better: Flag = key(
        "越高越好", say("Whether more is better.", "是否越高越好。"), default=True
    )


class Benchmark(Record):
    """A performance measurement: of which release or rival, on what, and what came out.

    Whoever measured writes it. It is superseded when the same workload has been measured later,
    on a newer release or on a newer version of the rival.

        ---
        title: OLTP 1000 warehouses, 8.5
        workload: oltp-1000w
        release: v8-5
        hardware: 3 × 64 cores, 512 GiB, NVMe
        dataset: 1000 warehouses
        config: three replicas, synchronous
        date: 2026-04-20
        results:
          - {name: throughput, value: 1520000, unit: tpmC}
          - {name: p99 latency, value: 18.5, unit: ms, higher_is_better: false}
        ---
    ---
    一次性能测量：测的是我方哪个版本或哪家竞品，在什么环境下测的，结果如何。

    由测量的人填写。同一负载后来在更新的版本、或竞品更新的版本上又测过，这一次就被取代。
    """

    folder = "benchmarks"
    label = Label("Benchmark", "性能基准")
    order = 150
    columns = (
        "workload",
        "release",
        "competitor",
        "date",
        "standing",
        "change",
        "results",
        "owner",
    )

    workload: Text = key(
        "负载", say("Measurements of one workload are compared.", "同一负载的测量才能相互比较。")
    )
    release: Reference | None = key(
        "版本", say("Of ours.", "测的是我方哪个版本。"), default=None, to="release"
    )
    competitor: Reference | None = key(
        "竞争对手", say("Of a rival.", "测的是哪家竞品。"), default=None, to="competitor"
    )
    hardware: Text = key("硬件", say("What it ran on.", "在什么硬件上测的。"))
    dataset: Text | None = key("数据集", say("What it ran over.", "用什么数据测的。"), default=None)
    config: Text | None = key("配置", say("How it was set up.", "怎么配置的。"), default=None)
    date: Day = key("日期", say("The day it was measured.", "测量的日期。"))
    results: tuple[Result, ...] = key("结果", say("What came out.", "测得的各项结果。"))
    document_: Reference | None = key(
        "报告",
        say("Where it is published.", "发布在哪份文档里。"),
        default=None,
        to="document",
        alias="document",
        en="Document",
    )

    def _of_same_side(self, kb: KnowledgeBase) -> list["Benchmark"]:
        """Other measurements of the workload, of our releases or of the same rival."""
        return [
            other
            for other in kb.all(Benchmark)
            if other is not self
            and other.workload == self.workload
            and other.date <= kb.as_of
            and other.competitor == self.competitor
        ]

    @computed("Superseded by", "取代者")
    def superseded_by(self, kb: KnowledgeBase) -> "Benchmark | None":
        """The newest later measurement of the same workload, ours or the same rival's.
        ---
        同一负载、同为我方或同一竞品的，之后最新的一次测量。
        """
        later = [other for other in self._of_same_side(kb) if other.date > self.date]
        return max(later, key=lambda each: each.date, default=None)

    @computed("Standing", "有效性")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Current, or superseded by a later measurement of the workload.
        ---
        当前；或已被同一负载的后一次测量取代。
        """
        return SUPERSEDED if self.superseded_by(kb) else CURRENT

    @computed("Cited by", "引用它的记录")
    def cited_by(self, kb: KnowledgeBase) -> tuple[Record, ...]:
        """Records that refer to it and are not dropped, other measurements aside.
        ---
        引用它且没有终止的记录，其他测量除外。
        """
        found = dict.fromkeys(each.source for each in kb.referenced_by(self))
        return tuple(
            each
            for each in found
            if not isinstance(each, Benchmark) and each.phase is not Phase.DROPPED
        )

    @computed("Previous measurement", "上一次测量")
    def previous(self, kb: KnowledgeBase) -> "Benchmark | None":
        """The newest earlier measurement of the same workload, ours or the same rival's: of another
        release, or else of the same one.
        ---
        同一负载、同为我方或同一竞品的，之前最近的一次测量：先取其他版本的，没有再取同一版本的。
        """
        earlier = [other for other in self._of_same_side(kb) if other.date < self.date]
        release = kb.target(self, "release")
        others = [each for each in earlier if kb.target(each, "release") is not release]
        return max(others or earlier, key=lambda each: each.date, default=None)

    @computed("Change", "较上一次", unit=Unit.CHANGE)
    def change(self, kb: KnowledgeBase) -> float | None:
        """The geometric mean of the improvements over the previous measurement, less 1.

        Improvement is new ÷ old where more is better and old ÷ new where less is, over the results
        that both have with values above zero; None without any. Source: Fleming and Wallace, How
        not to lie with statistics (CACM 29:3, 1986).
        ---
        相对上一次测量，各项提升倍数的几何平均 − 1。越高越好的，提升倍数为新 ÷ 旧；越低越好的为
        旧 ÷ 新；只算两次都有且大于零的结果，没有则为空。
        出处：Fleming 与 Wallace，How not to lie with statistics（CACM 29:3，1986）。
        """
        previous = self.previous(kb)
        return None if previous is None else improvement(self, previous)

    def rivals(self, kb: KnowledgeBase) -> tuple["Benchmark", ...]:
        """Each rival's current measurement of the workload."""
        return tuple(
            each
            for each in kb.all(Benchmark)
            if each.competitor is not None
            and each.workload == self.workload
            and each.date <= kb.as_of
            and each.superseded_by(kb) is None
        )

    @computed("Against rivals", "对比竞品", unit=Unit.CHANGE)
    def against_rivals(self, kb: KnowledgeBase) -> dict[str, float]:
        """For each rival's current measurement of the workload: our improvement over it.
        ---
        对每家竞品在同一负载下的当前测量，我方高出多少。
        """
        if self.competitor is not None:
            return {}
        found = {str(each.competitor): improvement(self, each) for each in self.rivals(kb)}
        return {name: value for name, value in found.items() if value is not None}


def improvements(new: Benchmark, old: Benchmark) -> Mapping[str, float]:
    """By how much each result of one measurement improves on another's, as new ÷ old where more
    is better and old ÷ new where less is, less 1.

    Only results that both have under one name and unit count, and only above zero.
    """
    before = {(each.name, each.unit): each for each in old.results}
    found = {}
    for each in new.results:
        base = before.get((each.name, each.unit))
        if base is not None and each.value > 0 and base.value > 0:
            ratio = each.value / base.value
            found[each.name] = (ratio if each.higher_is_better else 1 / ratio) - 1
    return found


def improvement(new: Benchmark, old: Benchmark) -> float | None:
    """The geometric mean of the improvements of one measurement over another, less 1; None
    without any result in common.
    """
    ratios = [1 + each for each in improvements(new, old).values()]
    return exp(sum(map(log, ratios)) / len(ratios)) - 1 if ratios else None
