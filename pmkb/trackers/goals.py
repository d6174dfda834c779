"""The checklist's goal, responses and success criteria."""

from collections import Counter

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.goal import AT_RISK, MISSED, OFF_TRACK, UNMEASURED, Goal
from pmkb.kinds.dashboard.response import Response
from pmkb.kinds.success.criterion import MET, NOT_MET, UNKNOWN, Criterion
from pmkb.record import Section
from pmkb.trackers.tracker import (
    Tracking,
    by_urgency,
    nothing,
    open_ones,
    say,
    tracker,
    worst,
)


@tracker("product-goal", 0, Section.DASHBOARD, "Product goal", "产品目标", "goal", "product")
def product_goal(kb: KnowledgeBase) -> Tracking:
    """Open goals that are on track, at risk and off track by pace."""
    goals = open_ones(kb.all(Goal))
    if not goals:
        return nothing(say("no goal is open", "没有进行中的目标"))
    standings = {goal: goal.standing(kb) for goal in goals if isinstance(goal, Goal)}
    count = Counter(standings.values())
    off = count[OFF_TRACK] + count[MISSED]
    headline = say(
        "{good} of {all} goals on track, {risk} at risk, {off} off track, {blind} not measured",
        "{all} 个目标：{good} 个正常，{risk} 个有风险，{off} 个偏离，{blind} 个无数据",
        all=len(goals),
        good=len(goals) - off - count[AT_RISK] - count[UNMEASURED],
        risk=count[AT_RISK],
        off=off,
        blind=count[UNMEASURED],
    )
    ranked = by_urgency((found.level, goal) for goal, found in standings.items())
    return Tracking(worst(found.level for found in standings.values()), headline, ranked)


@tracker("responses", 6, Section.DASHBOARD, "Responses", "应对响应", "response")
def responses(kb: KnowledgeBase) -> Tracking:
    """Responses to turns in the numbers: open, overdue, closed."""
    found = kb.all(Response)
    if not found:
        return nothing()
    still_open = open_ones(found)
    late = [each for each in still_open if (day := each.day("due")) and day < kb.as_of]
    headline = say(
        "{open} open, {late} overdue, {closed} closed",
        "{open} 项进行中，{late} 项逾期，{closed} 项已关闭",
        open=len(still_open),
        late=len(late),
        closed=len(found) - len(still_open),
    )
    rest = [each for each in still_open if each not in late]
    level = Level.ACT if late else Level.GOOD
    return Tracking(level, headline, (*late, *rest))


@tracker("success-criteria", 36, Section.SUCCESS, "Success criteria", "成功的标准", "criterion")
def success_criteria(kb: KnowledgeBase) -> Tracking:
    """Criteria met, by area; an area without any met, or not assessed, shows."""
    criteria = [each for each in kb.all(Criterion) if each.is_open]
    if not criteria:
        return nothing()
    standings = {each: each.standing(kb) for each in criteria}
    count = Counter(standings.values())
    areas = {each.area for each in criteria}
    met_areas = {each.area for each, found in standings.items() if found is MET}
    headline = say(
        "{met} of {all} criteria met, {unknown} not assessed; {areas} of {total} areas have one met",
        "{all} 条标准满足 {met} 条，{unknown} 条未评估；{total} 个方面中 {areas} 个有满足项",
        met=count[MET],
        all=len(criteria),
        unknown=count[UNKNOWN],
        areas=len(met_areas),
        total=len(areas),
    )
    level = Level.GOOD
    if count[NOT_MET] or count[UNKNOWN]:
        level = Level.UNKNOWN if count[UNKNOWN] == len(criteria) else Level.WATCH
    ranked = by_urgency((found.level, each) for each, found in standings.items())
    return Tracking(level, headline, ranked)
