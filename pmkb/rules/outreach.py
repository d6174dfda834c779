"""Rules for events, meetings, communities, forms, criteria, links and responses."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.graph import KnowledgeBase
from pmkb.kinds.activities.event import NO_RESULTS, Event
from pmkb.kinds.activities.meeting import Meeting
from pmkb.kinds.dashboard.response import Response
from pmkb.kinds.directory.link import STALE, UNCHECKED, Link
from pmkb.kinds.ecosystem.community import UNCOUNTED, Community
from pmkb.kinds.forms.form import Form
from pmkb.kinds.success.criterion import Criterion
from pmkb.message import say
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule


@rule(Event, Severity.WARNING)
def event_without_results(event: Event, kb: KnowledgeBase) -> Iterator[Finding]:
    """An event is two weeks past, and nobody has written what came of it.

    Without attendees and leads, its cost cannot be judged.

        === events/dtc-2026.md
        ---
        title: 2026 数据库技术大会
        type: conference
        status: held
        start: 2026-05-14
        end: 2026-05-15
        cost: 287000 CNY
        ---

    To mend it: add `attendees:` and `leads:`, also where they are 0; or set the status to
    `cancelled`.
    ---
    活动结束两周了，还没有人写下结果。

    没有参加人数和线索数，花的钱值不值就没法判断。

    怎么办：补 `attendees:` 和 `leads:`，是 0 也要写；没办成的，把状态改为 `cancelled`。
    """
    if event.standing(kb) is NO_RESULTS:
        day = event.end or event.start
        message = say(
            "took place {day} and has neither `attendees` nor `leads`",
            "{day} 已办完，但参加人数 `attendees` 和线索数 `leads` 都没填",
            day=day,
        )
        hint = say("add the results", "补上结果")
        yield Finding("end" if event.end else "start", message, hint)


@rule(Event, Severity.WARNING)
def event_over_budget(event: Event, kb: KnowledgeBase) -> Iterator[Finding]:
    """An event has cost more than its budget.

    The next one is planned by what this one cost, so somebody should know why.

        === events/dtc-2026.md
        ---
        title: 2026 数据库技术大会
        type: conference
        status: held
        start: 2026-05-14
        budget: 300000 CNY
        cost: 342000 CNY
        attendees: 420
        ---

    To mend it: correct the sum that is wrong. If both are right, note the reason in the text, and
    put `ignore: [event-over-budget]` there.
    ---
    活动的实际费用超出预算。

    下一次的预算会参照这一次，总得有人知道为什么超。

    怎么办：写错的，更正金额。两个数都没错的，在正文里写明原因，并写上
    `ignore: [event-over-budget]`。
    """
    budget, cost = event.budget, event.cost
    if budget and cost and budget.currency == cost.currency and cost.amount > budget.amount:
        message = say(
            "{cost} spent, {budget} planned",
            "实际费用 {cost}，预算 {budget}",
            cost=words.money(cost),
            budget=words.money(budget),
        )
        yield Finding("cost", message, say("note the reason in the text", "在正文里写明原因"))


@rule(Event, Severity.WARNING)
def event_held_in_future(event: Event, kb: KnowledgeBase) -> Iterator[Finding]:
    """An event is called held, but its day has not come yet.

    Either the status or the date is wrong, and people may turn up on the wrong day.

        === events/shanghai-meetup.md
        ---
        title: StarryDB 上海用户沙龙
        type: meetup
        status: held
        start: 2026-07-18
        ---

    To mend it: correct `start`, or set the status back to `planned` or `confirmed`.
    ---
    活动状态为已举办，日期却还没到。

    不是状态写错就是日期写错，可能有人会跑错日子。

    怎么办：更正 `start`，或者把状态改回 `planned` 或 `confirmed`。
    """
    if event.status == "held" and event.start > kb.as_of:
        message = say("held, but begins {day}", "状态为已举办，但 {day} 才开始", day=event.start)
        yield Finding("status", message, say("correct status or date", "更正状态或日期"))


@rule(Meeting, Severity.INFO)
def meeting_without_outcome(meeting: Meeting, kb: KnowledgeBase) -> Iterator[Finding]:
    """A meeting is over and has neither a decision nor a task.

    Either nobody wrote down what came out of it, or nothing did, and the time was lost.

        === meetings/planning-8-6.md
        ---
        title: 8.6 范围评审
        type: product-review
        date: 2026-06-18
        ---

        讨论了滚动升级与在线 DDL 的取舍。

    To mend it: write what was decided under `decisions`, and what is to be done as tasks: `- [ ]
    更新发布说明 @chen-yu due:2026-07-03`. If nothing came out of it, spare the next one.
    ---
    会议开完了，既没有决定，也没有待办。

    要么没有人记下结果，要么根本没有结果，时间白花了。

    怎么办：决定了什么写进 `decisions`，要做什么写成待办：
    `- [ ] 更新发布说明 @chen-yu due:2026-07-03`。确实没有结果的，下次不必再开。
    """
    if meeting.date < kb.as_of and not meeting.decisions and not meeting.document.body.tasks:
        message = say("neither a decision nor a task came out of it", "会上既没有决定，也没有待办")
        hint = say(
            "write what was decided, or spare the next one", "补记决定；没有的话，下次不必再开"
        )
        yield Finding("date", message, hint)


@rule(Community, Severity.INFO)
def community_uncounted(community: Community, kb: KnowledgeBase) -> Iterator[Finding]:
    """A community has not been counted for a quarter.

    Nobody knows whether it grows, or whether the work for it is worth while.

        === communities/developers.md
        ---
        title: StarryDB 开发者社区
        type: developer
        platform: 论坛
        counts:
          - {date: 2025-12-31, members: 5200, active: 640}
        ---

    To mend it: count, and add a line to `counts`; or set the status to `archived`.
    ---
    社区超过一个季度没有统计。

    看不出它在不在增长，投入值不值得也无从判断。

    怎么办：统计一次，在 `counts` 下加一行；不再运营的，把状态改为 `archived`。
    """
    if community.is_open and community.standing(kb) is UNCOUNTED:
        at = "counts" if community.counts else "title"
        message = say("not counted for a quarter", "超过一个季度没有统计")
        yield Finding(at, message, say("add a line to `counts`", "在 `counts` 下加一行"))


@rule(Form, Severity.ERROR)
def feature_listed_twice(form: Form, kb: KnowledgeBase) -> Iterator[Finding]:
    """A delivery form lists a feature twice.

    Parity counts both, and the two lines may even contradict each other.

        === forms/appliance.md
        ---
        title: 星序一体机
        type: appliance
        features:
          - {name: 在线 DDL, support: partial}
          - {name: 国密加密, support: yes}
          - {name: 在线 DDL, support: yes}
        ---

    To mend it: delete the line that is wrong, or give one of the two features its right name.
    ---
    同一个商品形态里，某个特性列了两次。

    特性完整度会把两条都算进去，两条还可能互相矛盾。

    怎么办：删掉不对的那条，或者把其中一条改成正确的特性名。
    """
    names = [feature.name for feature in form.features]
    for position, name in enumerate(names):
        if name in names[:position]:
            message = say("{name!r} is listed already", "“{name}”已经列过", name=name)
            yield Finding(("features", position, "name"), message)


@rule(Criterion, Severity.WARNING)
def criterion_without_measure(criterion: Criterion, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nothing decides whether a success criterion is met: no metric, and no assessment.

    A criterion that cannot be found met or not is a wish.

        === criteria/first-choice.md
        ---
        title: 区域银行首选
        area: positioning
        statement: 在区域银行替换 Oracle 的招标中，赢单率不低于 60%
        ---

    To mend it: add `metric:`, `comparison:` and `value:`; or add what was found to `assessments`:
    `{date: 2026-06-20, met: false, evidence: 9 标赢 4 标}`.
    ---
    没有办法判定成功标准是否达成：既没有指标，也没有评估结论。

    判断不了达没达成的标准，只是愿望。

    怎么办：补 `metric:`、`comparison:`、`value:`；或者在 `assessments` 下写评估结论：
    `{date: 2026-06-20, met: false, evidence: 9 标赢 4 标}`。
    """
    if criterion.metric is None and not criterion.assessments and criterion.is_open:
        message = say(
            "neither a metric nor an assessment decides it", "既没有指标，也没有评估，无从判断"
        )
        hint = say(
            "add `metric:` and `comparison:`, or `assessments:`",
            "补上 `metric:` 和 `comparison:`，或 `assessments:`",
        )
        yield Finding("statement", message, hint)


@rule(Criterion, Severity.ERROR)
def comparison_incomplete(criterion: Criterion, kb: KnowledgeBase) -> Iterator[Finding]:
    """A criterion names a metric, but not how it compares with which value.

    Then the metric decides nothing, and the criterion stays unknown for ever.

        === criteria/two-hundred-customers.md
        ---
        title: 站稳市场
        area: revenue
        statement: 付费客户不少于 200 家
        metric: paying-customers
        comparison: at-least
        ---

        === metrics/paying-customers.md
        ---
        title: 付费客户数
        type: simple
        dataset: customer-count
        value: customers
        time: month
        measures: stock
        ---

        === datasets/customer-count.md
        ---
        title: 客户数月报
        path: datasets/customer-count.csv
        grain: month
        columns:
          - {name: month, type: period}
          - {name: customers, type: integer}
        ---

        === datasets/customer-count.csv
        month,customers
        2026-05,121
        2026-06,124

    To mend it: add both `comparison: at-least` (or `at-most`) and `value:`.
    ---
    成功标准写了指标，但没写怎么比、和哪个值比。

    这样指标起不了判定作用，标准永远是未知。

    怎么办：`comparison: at-least`（或 `at-most`）和 `value:` 两项都补上。
    """
    if criterion.metric is not None and (criterion.comparison is None or criterion.value is None):
        message = say(
            "`comparison` and `value` are needed with a metric",
            "有指标时还要填 `comparison` 和 `value`",
        )
        yield Finding("metric", message)


@rule(Link, Severity.INFO)
def link_unchecked(link: Link, kb: KnowledgeBase) -> Iterator[Finding]:
    """Nobody has seen for 180 days whether an address still works.

    People who need it find out when it is urgent.

        === links/downloads.md
        ---
        title: 下载中心
        url: https://download.example.com
        category: download
        checked: 2025-11-20
        ---

    To mend it: open it, and set `checked` to today. If it has moved, correct `url`; if it is gone,
    set the status to `archived`.
    ---
    链接超过 180 天没有人确认是否还能打开。

    要用的人往往在最急的时候才发现打不开。

    怎么办：打开看看，并把 `checked` 改为今天。地址变了的，更正 `url`；已经没有的，把状态改为
    `archived`。
    """
    standing = link.standing(kb)
    if standing in (STALE, UNCHECKED) and link.is_open:
        at = "checked" if link.checked else "url"
        message = say("never checked", "从未检查过")
        if link.checked:
            message = say("last checked {day}", "上次检查是 {day}", day=link.checked)
        hint = say("open it, and set `checked` to today", "打开看看，并把 `checked` 改为今天")
        yield Finding(at, message, hint)


@rule(Response, Severity.WARNING)
def response_without_action(response: Response, kb: KnowledgeBase) -> Iterator[Finding]:
    """Something was found, and nobody has said what is done about it by when.

    A finding that nobody acts on is found again next month.

        === responses/panhai-price-cut.md
        ---
        title: 应对磐海降价
        status: open
        finding: 6 月丢单两笔，均因报价高于对手
        due: 2026-07-31
        ---

    To mend it: add `action:` and `due:`. If nothing is to be done, say why under `cause`, and set
    the status to `dropped`.
    ---
    发现了问题，却没有写明要做什么、何时之前做。

    没有人处理的问题，下个月还会再发现一次。

    怎么办：补 `action:` 和 `due:`。决定不处理的，在 `cause` 里写明原因，把状态改为 `dropped`。
    """
    if response.is_open and (response.action is None or response.due is None):
        missing = "action" if response.action is None else "due"
        message = say("{field} is missing", "没填“{field}”", field=words.field(response, missing))
        yield Finding("finding", message, words.add(missing))
