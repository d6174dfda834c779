"""The checklist's selling: channels, pipeline, customer cases, the market."""

from collections import Counter
from datetime import timedelta

from pmkb.flow import Level, Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.sales.case import NO_CONSENT, Case
from pmkb.kinds.sales.channel import FAR_BEHIND, NO_TARGET, ON_TARGET, Channel
from pmkb.kinds.sales.competitor import CURRENT, Competitor
from pmkb.kinds.sales.customer import Customer, revenue_of, share_of_revenue
from pmkb.kinds.sales.opportunity import OVERDUE, STALLED, Opportunity
from pmkb.kinds.sales.signal import UNANSWERED, Signal
from pmkb.record import Record, Section
from pmkb.trackers import figures
from pmkb.trackers.accounts import active, converted, money
from pmkb.trackers.tracker import (
    Headline,
    Share,
    Tracking,
    by_urgency,
    first,
    joined,
    nothing,
    say,
    tracker,
    worst,
)

# --- channels ---------------------------------------------------------------------------------


@tracker("channels", 23, Section.SALES, "Channels", "渠道", "channel", "customer")
def channels(kb: KnowledgeBase) -> Tracking:
    """Channels on target and far behind, what they have reached together, and their share of ARR.

    A channel is on target from 0.95 of the share of its target's time that has passed, behind from
    0.75, far behind below. A target whose time is over counts no more.

    Act: one is far behind. Unknown: there is no channel, or none has a target for the day. Watch:
    one is behind, or has no target for the day. Else good.

    ---
    渠道达标和严重落后的个数、合计完成目标的多少、贡献的 ARR 占比。

    完成率达到目标期已过时间的 0.95 为达标，0.75 以上为落后，再低为严重落后；过了目标期的目标不再计算。

    需处理：有渠道严重落后。未知：没有渠道，或都没有当期目标。需关注：有渠道落后，或没有当期目标。其余为
    正常。
    """
    found = [each for each in kb.all(Channel) if each.is_open]
    aimed = [each for each in found if _has_target(each, kb)]
    if not aimed:
        return nothing(say("no channel has a target for the day", "没有渠道有当期目标"), *found)
    standing = {each: each.standing(kb) if each in aimed else NO_TARGET for each in found}
    count = Counter(standing.values())
    through = {customer for each in found for customer in each.customers(kb)}
    reached = sum(revenue_of(each.customers(kb), kb).amount for each in aimed)
    wanted = converted((each.target for each in aimed), kb)
    headline = say(
        "{good} of {all} on target, {far} far behind; {reached} of their targets reached; "
        "{share} of ARR",
        "{all} 个渠道 {good} 个达标，{far} 个严重落后；合计完成目标 {reached}；贡献 ARR {share}",
        good=count[ON_TARGET],
        all=len(aimed),
        far=count[FAR_BEHIND],
        reached=Share(reached / wanted) if wanted else "–",
        share=figures.share(share_of_revenue(through, kb)),
    )
    levels = [(Level.WATCH if s is NO_TARGET else s.level, each) for each, s in standing.items()]
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


def _has_target(channel: Channel, kb: KnowledgeBase) -> bool:
    return channel.standing(kb) is not NO_TARGET and not channel.has_ended(kb.as_of)


# --- pipeline ---------------------------------------------------------------------------------


@tracker("pipeline", 24, Section.SALES, "Pipeline", "商机", "opportunity", "metric")
def pipeline(kb: KnowledgeBase) -> Tracking:
    """Open and weighted pipeline, how it covers what is missing to the target; stalled, slipped.

    Coverage is what is open and should close in time ÷ what is missing to the target of the first
    metric by path with `subject: revenue`. A deal stalls after 60 days without movement.

    Act: a deal is past its close date, none is open, or all that is open would not cover what is
    missing. Unknown: no opportunity is recorded, or nothing has moved for 60 days. Watch: a deal
    stalls, or the weighted pipeline does not cover what is missing. Else good.

    ---
    在途和加权金额、对剩余目标的覆盖、停滞和逾期的商机。

    覆盖率 = 应在目标期内成交的在途金额 ÷ 按路径排第一的 `subject: revenue` 指标距目标的差额；60 天没有
    进展算停滞。

    需处理：有商机超过预计成交日、没有在途商机，或在途全部成交也补不上差额。未知：没有商机记录，或所有商机
    60 天没有进展。需关注：有商机停滞，或加权金额补不上差额。其余为正常。
    """
    deals = [each for each in kb.all(Opportunity) if each.is_open]
    if not kb.all(Opportunity):
        return nothing()
    standing = {each: each.standing(kb) for each in deals}
    count = Counter(standing.values())
    covered, weighted = _coverage(kb)
    headline = say(
        "{n} open, {amount}, weighted {weighted}; {covered} of what the target lacks; "
        "{stalled} stalled, {late} past their close date",
        "{n} 个在途，共 {amount}，加权 {weighted}；覆盖目标差额 {covered}；{stalled} 个停滞，"
        "{late} 个超过预计成交日",
        n=len(deals),
        amount=money(converted((each.amount for each in deals), kb), kb),
        weighted=money(converted((each.weighted(kb) for each in deals), kb), kb),
        covered=figures.share(covered),
        stalled=count[STALLED],
        late=count[OVERDUE],
    )
    levels = [(found.level, each) for each, found in standing.items()]
    short = [Level.ACT] * (covered is not None and covered < 1)
    thin = [Level.WATCH] * (weighted is not None and weighted < 1)
    level = worst([*(level for level, _ in levels), *short, *thin]) if deals else Level.ACT
    if deals and count[STALLED] == len(deals):
        level = Level.UNKNOWN
    return Tracking(level, headline, by_urgency(levels))


def _coverage(kb: KnowledgeBase) -> tuple[float | None, float | None]:
    """Open, and weighted, against what is missing to the target; None where that is not known."""
    lead = next(iter(figures.about(kb, "revenue")), None)
    found = lead.coverage if lead else None
    return (found.ratio, found.weighted_ratio) if found else (None, None)


# --- cases ------------------------------------------------------------------------------------


@tracker("customer-cases", 25, Section.SALES, "Customer cases", "客户案例", "case", "customer")
def customer_cases(kb: KnowledgeBase) -> Tracking:
    """Cases that may be cited, and the cells of industry × delivery form without one.

    A cell counts where an active customer of the industry uses the form.

    Act: a published case has lost its customer's consent. Unknown: no case is recorded. Watch: a
    cell has no case that may be cited. Else good.

    ---
    可以引用的案例，以及行业 × 商品形态中的空缺。

    某行业有在用客户使用某形态，这一格才算数。

    需处理：有已发布的案例授权已到期。未知：没有案例记录。需关注：有空缺。其余为正常。
    """
    cases = kb.all(Case)
    if not cases:
        return nothing()
    citable = [each for each in cases if each.citable(kb)]
    wanted = {cell_of(each, each, kb) for each in active(kb) if each.form}
    have = {cell_of(each, kb.resolve(each.customer, Customer), kb) for each in citable}
    lapsed = [each for each in cases if each.standing(kb) is NO_CONSENT]
    headline = say(
        "{n} citable {n:case|cases}, {lapsed} without consent; {gaps} of {cells} industry and form "
        "{cells:cell|cells} without one",
        "{n} 个可引用案例，{lapsed} 个授权到期；{cells} 个行业与形态组合中 {gaps} 个空缺",
        n=len(citable),
        lapsed=len(lapsed),
        gaps=len(wanted - have),
        cells=len(wanted),
    )
    level = Level.ACT if lapsed else Level.WATCH if wanted - have else Level.GOOD
    return Tracking(level, headline, first(lapsed, citable, cases))


def cell_of(
    record: Record, customer: Customer | None, kb: KnowledgeBase
) -> tuple[str | None, str | None]:
    """Industry and delivery form of a case, a deal or a customer: its own, or its customer's.

    The form as `kind:id`; None for what is not told.
    """
    industry = record.get("industry") or (customer.industry if customer else None)
    form = kb.target(record, "form") or (kb.target(customer, "form") if customer else None)
    return industry, form.ref if form else None


# --- the market -------------------------------------------------------------------------------

NEW_SIGNAL_DAYS = 30
WATCHED_WITHIN_DAYS = 90


@tracker(
    "market", 26, Section.SALES, "Market", "市场、竞品动态", "signal", "competitor", "opportunity"
)
def market(kb: KnowledgeBase) -> Tracking:
    """New signals, those unanswered, the win rate against rivals, and stale profiles.

    Signals are new for 30 days. The win rate is of the decided opportunities that name a rival; the
    rival against whom it is lowest is told. A profile is stale without claims of the last 180 days.

    Act: a signal of high impact is 14 days old and unanswered. Unknown: nothing is recorded, or no
    signal for 90 days: nobody watches. Watch: a profile is stale. Else good.

    ---
    新动态、未应对的动态、对各竞品的赢单率、过时的竞品资料。

    30 天内的算新动态。赢单率按写了竞争对手的已决商机计算，并列出赢单率最低的对手；180 天没有核对的资料算
    过时。

    需处理：有高影响动态超过 14 天未应对。未知：没有记录，或 90 天没有新动态（没有人在看）。需关注：有资料
    过时。其余为正常。
    """
    signals = [each for each in kb.all(Signal) if each.date <= kb.as_of]
    rivals = [each for each in kb.all(Competitor) if each.is_open]
    if not signals and not rivals:
        return nothing()
    since = kb.as_of - timedelta(days=NEW_SIGNAL_DAYS)
    new = [each for each in signals if since < each.date]
    unanswered = [each for each in signals if each.standing(kb) is UNANSWERED]
    stale = [each for each in rivals if each.standing(kb) is not CURRENT]
    headline = joined(
        say(
            "{new} new {new:signal|signals}, {open} unanswered; {stale} of {all} {all:profile|profiles} stale",
            "{new} 条新动态，{open} 条未应对；{all} 份竞品资料 {stale} 份过时",
            new=len(new),
            open=len(unanswered),
            stale=len(stale),
            all=len(rivals),
        ),
        _win_rate(rivals, kb),
    )
    level = Level.WATCH if stale else Level.GOOD
    if not any((kb.as_of - each.date).days <= WATCHED_WITHIN_DAYS for each in signals):
        level = Level.UNKNOWN
    level = Level.ACT if unanswered else level
    return Tracking(level, headline, first(unanswered, stale, new, rivals))


def _win_rate(rivals: list[Competitor], kb: KnowledgeBase) -> Headline:
    met = [each for each in kb.all(Opportunity) if each.competitors and not each.is_open]
    rates = {each: rate for each in rivals if (rate := each.win_rate(kb)) is not None}
    if not rates:
        return say("no deal against a rival is decided", "还没有已决的竞争商机")
    lowest = min(rates, key=lambda each: (rates[each], -each.decided(kb), each.id))
    return say(
        "win rate {rate} of {n}, lowest {low} of {of} against {rival}",
        "{n} 个已决商机赢单率 {rate}，对 {rival} 最低，{of} 个中赢 {low}",
        rate=Share(sum(each.phase is Phase.DONE for each in met) / len(met)),
        n=len(met),
        low=Share(rates[lowest]),
        of=lowest.decided(kb),
        rival=lowest.heading,
    )
