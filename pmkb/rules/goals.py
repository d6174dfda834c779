"""Rules for goals."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.goal import OFF_TRACK, Goal
from pmkb.kinds.dashboard.product import Product
from pmkb.message import say
from pmkb.record import Record
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule

STALE_READING_DAYS = 92


@rule(Goal, Severity.ERROR)
def target_equals_baseline(goal: Goal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A goal's target is its baseline.

    There is no way to go, so no progress can be computed.

        === goals/paying-customers-2027.md
        ---
        title: 付费客户 120 家
        baseline: 120
        target: 120
        start: 2027-01-01
        due: 2027-12-31
        ---

    To mend it: write the value at the start as `baseline`, and the one to reach as `target`.
    ---
    目标值与起点相同。

    没有要走的路，也就算不出完成率。

    怎么办：`baseline` 写开始时的值，`target` 写要达到的值。
    """
    if goal.target == goal.baseline:
        message = say(
            "the target {target:g} is the baseline",
            "目标值 {target:g} 与起点相同",
            target=goal.target,
        )
        hint = say("write the value at the start as `baseline`", "`baseline` 填开始时的数值")
        yield Finding("target", message, hint)


@rule(Goal, Severity.WARNING)
def goal_without_reading(goal: Goal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A goal has begun, and nothing says how far it has come.

    Without a reading not older than a quarter, nobody can tell whether it is on track.

        === goals/arr-2026.md
        ---
        title: ARR 达到 8000 万元
        baseline: 52
        target: 80
        start: 2026-01-01
        due: 2026-12-31
        ---

    To mend it: add the measured value under `readings`: `{date: 2026-06-30, value: 63.5}`; or name
    the `metric` that measures it.
    ---
    目标已经开始，却没有数据说明走到了哪里。

    没有一个季度以内的读数，谁也说不清能不能按期达成。

    怎么办：在 `readings` 下补读数：`{date: 2026-06-30, value: 63.5}`；或者在 `metric` 里写衡
    量它的指标。
    """
    if goal.metric or not goal.is_open or goal.start > kb.as_of:
        return
    newest = goal.reading(kb.as_of)
    if newest is None:
        message = say(
            "began on {day} and has no reading", "{day} 就已开始，至今没有读数", day=goal.start
        )
        hint = say("add the measured value under `readings`", "在 `readings` 下补上读数")
        yield Finding("start", message, hint)
    elif (kb.as_of - newest.date).days > STALE_READING_DAYS and kb.as_of <= goal.due:
        message = say(
            "the newest reading is of {day}", "最近一次读数还是 {day} 的", day=newest.date
        )
        hint = say("add the newest value under `readings`", "在 `readings` 下补上最新数值")
        yield Finding("readings", message, hint)


@rule(Goal, Severity.WARNING)
def goal_off_track(goal: Goal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A goal has made less than three quarters of the progress that its time asks for.

    At this pace it will be missed by far. There is still time to do something about it.

        === goals/arr-2026.md
        ---
        title: ARR 达到 8000 万元
        baseline: 52
        target: 80
        start: 2026-01-01
        due: 2026-12-31
        readings:
          - {date: 2026-06-30, value: 58}
        ---

    To mend it: decide what is done about it, and write that as a response; or agree on another
    target or day.
    ---
    目标完成的还不到应达进度的四分之三。

    照这个速度会差得很远，现在动手还来得及。

    怎么办：决定应对措施，并写成一条应对；或者重新商定目标值或期限。
    """
    progress, ideal = goal.progress(kb), goal.ideal(kb)
    if goal.is_open and goal.standing(kb) is OFF_TRACK and progress is not None and ideal:
        message = say(
            "{progress:.0%} of the way at {ideal:.0%} of the time",
            "时间已过 {ideal:.0%}，进度只到 {progress:.0%}",
            progress=progress,
            ideal=ideal,
        )
        hint = say("decide on a response, or on another target", "决定应对措施，或调整目标")
        yield Finding("target", message, hint)


@rule(Product, Severity.WARNING)
def product_without_positioning(product: Product, kb: KnowledgeBase) -> Iterator[Finding]:
    """The product has no positioning.

    Then sales, marketing and development each tell another story about it.

        === product.md
        ---
        title: StarryDB
        goal: 成为区域银行核心系统的首选数据库
        stage: growth
        ---

    To mend it: add `positioning:` with `for`, `need`, `category`, `benefit`, `unlike` and
    `differentiator`.
    ---
    产品没有定位。

    销售、市场、研发各讲各的。

    怎么办：补 `positioning:`，写 `for`、`need`、`category`、`benefit`、`unlike`、
    `differentiator`。
    """
    if product.positioning is None:
        hint = say(
            "add `positioning:` with for, need, category, benefit, unlike and differentiator",
            "补上 `positioning:`，含 for、need、category、benefit、unlike、differentiator",
        )
        yield Finding("goal", say("has no positioning", "没有产品定位"), hint)


@rule(Record, Severity.INFO)
def part_of_dropped(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open record belongs to a goal, release or roadmap item that has been given up.

    Work goes on for something that nobody wants any more, or has lost its place in the plan.

        === releases/v9-0.md
        ---
        title: StarryDB 9.0
        version: "9.0"
        status: cancelled
        ---

        === roadmap/vector-search.md
        ---
        title: 向量检索
        status: idea
        release: v9-0
        ---

    To mend it: move it to another goal, release or item, or close it too.
    ---
    未完成的记录所属的目标、版本或路线图条目已经放弃。

    要么还在做没有人要的东西，要么它在规划里已经没有位置。

    怎么办：改挂到别的目标、版本或条目，或者一并关闭。
    """
    for name in ("goal", "release", "roadmap", "parent"):
        if name not in record.keys or not record.is_open:
            continue
        target = kb.target(record, name)
        if target is not None and target.phase is Phase.DROPPED:
            message = say(
                "{title} ({kind}) was {status}",
                "{kind}“{title}”{status}",
                title=target.heading,
                kind=words.kind(target),
                status=words.status(target),
            )
            hint = say("move it elsewhere, or close it too", "改挂到别处，或一并关闭")
            yield Finding(name, message, hint)
