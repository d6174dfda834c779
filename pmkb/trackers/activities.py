"""The checklist's activities: events, brand, meetings."""

from typing import TYPE_CHECKING

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.record import Section
from pmkb.trackers import figures
from pmkb.trackers.tracker import (
    Headline,
    Tracking,
    by_urgency,
    joined,
    nothing,
    say,
    tracker,
    worst,
)

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

# --- brand ------------------------------------------------------------------------------------

BRAND = ("share-of-voice", "mentions", "reach")
FELL_ACT = -0.2


@tracker("brand", 33, Section.ACTIVITIES, "Brand", "品牌与影响力", "metric", "dataset")
def brand(kb: KnowledgeBase) -> Tracking:
    """Share of voice, mentions and reach, and how they have changed in a year.

    They are the first metrics by path with `subject: share-of-voice`, `mentions` and `reach`. What
    has no facts of a year ago is compared with the period before.

    Act: one is beyond an alert threshold, off the track of its target, or lower by 20 % or more.
    Unknown: none has values, or the facts of one are older than the dataset's `max_age` (without
    one, two whole periods). Watch: one is lower, or at risk of missing its target. Else good.

    ---
    声量份额、提及量、触达人数，以及一年来的变化。

    取按路径排第一的 `subject` 为 `share-of-voice`、`mentions`、`reach` 的指标；没有去年同期数据的与上期比。

    需处理：越过预警线、偏离目标进度，或下降 20% 以上。未知：没有数值，或数据超过数据集的 `max_age`（没写
    则为整整两个周期没有数据）。需关注：下降，或目标有风险。其余为正常。
    """
    found = [each[0] for name in BRAND if (each := figures.about(kb, name))]
    if not found:
        subjects = say(
            "no metric has the subject share-of-voice, mentions or reach",
            "没有统计声量份额、提及量或触达人数的指标",
        )
        return nothing(subjects, *figures.undecided(kb, *BRAND))
    levels = [(_brand_level(each), each.metric) for each in found]
    return Tracking(
        worst(level for level, _ in levels),
        joined(*map(_told, found)),
        by_urgency(levels),
        figures.trend_of(found[0]),
    )


def _changed(found: "MetricReport") -> float | None:
    year = figures.growth_year(found)
    return year if year is not None else figures.growth(found)


def _brand_level(found: "MetricReport") -> Level:
    level, change = figures.course(found), _changed(found)
    fell = change is not None and round(change, 9) <= FELL_ACT
    return worst([level, Level.ACT]) if fell and level is not Level.UNKNOWN else level


_TOLD = {
    "share-of-voice": ("share of voice", "声量份额"),
    "mentions": ("mentions", "提及量"),
    "reach": ("reach", "触达"),
}


def _told(found: "MetricReport") -> Headline:
    en, zh = _TOLD[str(found.metric.subject)]
    year = figures.growth_year(found) is not None
    told = say(
        en + " {value}, {change} " + ("on the year" if year else "on the period before"),
        zh + " {value}，" + ("同比" if year else "环比") + " {change}",
        value=figures.value(found, figures.amount(found)),
        change=figures.change(_changed(found)),
    )
    return figures.aged(told, found)
