"""The checklist's channels, pipeline, market, ecosystem, activities, forms and directory."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from pmkb.flow import Level, Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.activities.event import NO_RESULTS, UPCOMING, Event
from pmkb.kinds.activities.meeting import Meeting
from pmkb.kinds.directory.contact import Contact
from pmkb.kinds.directory.link import CHECKED, Link
from pmkb.kinds.ecosystem.community import UNCOUNTED, Community
from pmkb.kinds.ecosystem.partner import DORMANT, Partner
from pmkb.kinds.forms.form import Form
from pmkb.kinds.sales.channel import FAR_BEHIND, NO_TARGET, ON_TARGET, Channel
from pmkb.kinds.sales.competitor import CURRENT, Competitor
from pmkb.kinds.sales.opportunity import OVERDUE, STALLED, Opportunity
from pmkb.kinds.sales.signal import UNANSWERED, Signal
from pmkb.record import Record, Section
from pmkb.trackers.accounts import money
from pmkb.trackers.tracker import Share, Tracking, by_urgency, nothing, say, tracker, worst

NEW_SIGNAL_DAYS = 30
SOON_DAYS = 30


@tracker("channels", 23, Section.SALES, "Channels", "渠道", "channel")
def channels(kb: KnowledgeBase) -> Tracking:
    """Channels on target, those far behind, and how much of the revenue comes through them."""
    found = [each for each in kb.all(Channel) if each.is_open]
    if not found:
        return nothing()
    standing = {each: each.standing(kb) for each in found}
    count = Counter(standing.values())
    share = sum(each.share(kb) or 0 for each in found)
    headline = say(
        "{good} of {all} on target, {far} far behind; {share} of ARR",
        "{all} 个渠道 {good} 个达标，{far} 个严重落后；贡献 ARR {share}",
        good=count[ON_TARGET],
        all=len(found) - count[NO_TARGET],
        far=count[FAR_BEHIND],
        share=Share(share),
    )
    levels = [(s.level, each) for each, s in standing.items() if s is not NO_TARGET]
    if not levels:
        return Tracking(Level.UNKNOWN, headline, tuple(found))
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


@tracker("pipeline", 24, Section.SALES, "Pipeline", "商机", "opportunity")
def pipeline(kb: KnowledgeBase) -> Tracking:
    """Open and weighted pipeline, and the deals that stall or have passed their close date."""
    deals = [each for each in kb.all(Opportunity) if each.is_open]
    if not kb.all(Opportunity):
        return nothing()

    def total(amounts: list[object]) -> Decimal:
        known = [kb.vocabulary.convert(a, kb.as_of) for a in amounts if a]  # type: ignore[arg-type]
        return sum((each.amount for each in known if each), Decimal(0))

    standing = {each: each.standing(kb) for each in deals}
    count = Counter(standing.values())
    headline = say(
        "{n} open, {amount}, weighted {weighted}; {stalled} stalled, {late} past their close date",
        "{n} 个在途，共 {amount}，加权 {weighted}；{stalled} 个停滞，{late} 个超过预计成交日",
        n=len(deals),
        amount=money(total([each.amount for each in deals]), kb),
        weighted=money(total([each.weighted(kb) for each in deals]), kb),
        stalled=count[STALLED],
        late=count[OVERDUE],
    )
    levels = [(found.level, each) for each, found in standing.items()]
    level = worst(level for level, _ in levels) if deals else Level.ACT
    return Tracking(level, headline, by_urgency(levels))


@tracker("market", 26, Section.SALES, "Market", "市场、竞品动态", "signal", "competitor")
def market(kb: KnowledgeBase) -> Tracking:
    """New signals, those unanswered, the win rate against rivals, and stale profiles."""
    signals, rivals = kb.all(Signal), kb.all(Competitor)
    if not signals and not rivals:
        return nothing()
    since = kb.as_of - timedelta(days=NEW_SIGNAL_DAYS)
    new = [each for each in signals if since < each.date <= kb.as_of]
    unanswered = [each for each in signals if each.standing(kb) is UNANSWERED]
    stale = [each for each in rivals if each.standing(kb) is not CURRENT]
    met = [each for each in kb.all(Opportunity) if each.competitors and not each.is_open]
    won = sum(each.phase is Phase.DONE for each in met)
    headline = say(
        "{new} new signals, {open} unanswered; win rate {rate} of {n}; {stale} profiles stale",
        "{new} 条新动态，{open} 条未应对；{n} 个已决商机赢单率 {rate}；{stale} 份竞品资料过时",
        new=len(new),
        open=len(unanswered),
        rate=Share(won / len(met)) if met else "–",
        n=len(met),
        stale=len(stale),
    )
    level = Level.ACT if unanswered else Level.WATCH if stale else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*unanswered, *stale, *new])))


@tracker("partners", 30, Section.ECOSYSTEM, "Partners", "生态伙伴", "partner")
def partners(kb: KnowledgeBase) -> Tracking:
    """Active partners, the revenue they brought, and those with whom nothing happens."""
    found = [each for each in kb.all(Partner) if each.is_open]
    if not found:
        return nothing()
    dormant = [each for each in found if each.activity(kb) is DORMANT]
    brought = [value for each in found if (value := each.revenue_brought(kb))]
    headline = say(
        "{n} partners of {types} types, {revenue} brought; {dormant} dormant",
        "{types} 类共 {n} 家伙伴，带来 {revenue}；{dormant} 家沉寂",
        n=len(found),
        types=len({each.type for each in found}),
        revenue=money(sum((each.amount for each in brought), Decimal(0)), kb),
        dormant=len(dormant),
    )
    level = Level.WATCH if dormant else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*dormant, *found])))


@tracker("communities", 31, Section.ECOSYSTEM, "Communities", "开发者、用户组", "community")
def communities(kb: KnowledgeBase) -> Tracking:
    """Members, contributions, and how the communities grow."""
    found = [each for each in kb.all(Community) if each.is_open]
    if not found:
        return nothing()
    standing = {each: each.standing(kb) for each in found}
    members = [each.members(kb) or 0 for each in found]
    headline = say(
        "{n} communities, {members} members, {given} contributions; {blind} not counted lately",
        "{n} 个社区，{members} 名成员，{given} 次贡献；{blind} 个久未统计",
        n=len(found),
        members=sum(members),
        given=sum(each.contributions(kb) or 0 for each in found),
        blind=sum(each is UNCOUNTED for each in standing.values()),
    )
    levels = [(s.level, each) for each, s in standing.items()]
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


@tracker("events", 32, Section.ACTIVITIES, "Events", "运营活动", "event")
def events(kb: KnowledgeBase) -> Tracking:
    """Upcoming events, those without results, leads and their cost over the last year."""
    found = [each for each in kb.all(Event) if each.status != "cancelled"]
    if not found:
        return nothing()
    coming = [each for each in found if each.standing(kb) is UPCOMING]
    bare = [each for each in found if each.standing(kb) is NO_RESULTS]
    held = [each for each in found if each.leads and (kb.as_of - each.start).days <= 365]
    costs = [kb.vocabulary.convert(each.cost, kb.as_of) for each in held if each.cost]
    leads = sum(each.leads or 0 for each in held if each.cost)
    spent = sum((each.amount for each in costs if each), Decimal(0))
    headline = say(
        "{coming} upcoming, {bare} without results; {leads} leads in a year at {cost} each",
        "{coming} 场即将举行，{bare} 场缺少结果；近一年 {leads} 条线索，单条成本 {cost}",
        coming=len(coming),
        bare=len(bare),
        leads=sum(each.leads or 0 for each in held),
        cost=money((spent / leads).quantize(Decimal(1)), kb) if leads else "–",
    )
    level = Level.ACT if bare else Level.GOOD if coming else Level.WATCH
    return Tracking(level, headline, tuple(dict.fromkeys([*bare, *coming, *held])))


@tracker("meetings", 34, Section.ACTIVITIES, "Meetings", "会议", "meeting")
def meetings(kb: KnowledgeBase) -> Tracking:
    """Decisions of the last month, and tasks of meetings that are open or overdue."""
    found = [each for each in kb.all(Meeting) if each.date <= kb.as_of]
    if not found:
        return nothing()
    tasks = [(each, task) for each in found for task in each.document.body.tasks if not task.done]
    late = [each for each, task in tasks if task.due and (day := task.due.value) and day < kb.as_of]
    recent = [each for each in found if (kb.as_of - each.date).days <= SOON_DAYS]
    headline = say(
        "{decisions} decisions in a month; {open} tasks open, {late} overdue",
        "近一月 {decisions} 项决定；{open} 项任务未完成，{late} 项逾期",
        decisions=sum(len(each.decisions) for each in recent),
        open=len(tasks),
        late=len(late),
    )
    level = Level.ACT if late else Level.GOOD
    if not recent:
        level = Level.UNKNOWN
    return Tracking(level, headline, tuple(dict.fromkeys([*late, *(each for each, _ in tasks)])))


@tracker("forms", 35, Section.FORMS, "Delivery forms", "商品形态", "form")
def forms(kb: KnowledgeBase) -> Tracking:
    """Forms on sale, the one that earns most, and the one that lacks most features."""
    found = [each for each in kb.all(Form) if each.is_open]
    if not found:
        return nothing()
    largest = max(found, key=lambda each: (each.revenue(kb).amount, each.id))
    parity = {each: value for each in found if (value := each.parity(kb)) is not None}
    weakest = min(parity, key=lambda each: (parity[each], each.id), default=largest)
    standing = {each: each.standing(kb) for each in found}
    headline = say(
        "{n} forms; {top} earns {share} of ARR; {weak} has {parity} of the features",
        "{n} 种形态；{top} 占 ARR {share}；{weak} 特性完整度 {parity}",
        n=len(found),
        top=largest.heading,
        share=Share(largest.share(kb) or 0),
        weak=weakest.heading,
        parity=Share(parity.get(weakest, 0)),
    )
    levels = [(s.level, each) for each, s in standing.items()]
    low = any(value < 0.6 for value in parity.values())
    level = worst([level for level, _ in levels] + [Level.WATCH] * low)
    return Tracking(level, headline, by_urgency(levels))


@tracker("links", 37, Section.DIRECTORY, "Links", "相关链接", "link")
def links(kb: KnowledgeBase) -> Tracking:
    """Addresses that nobody has checked for 180 days, or ever."""
    found = [each for each in kb.all(Link) if each.is_open]
    if not found:
        return nothing()
    stale = [each for each in found if each.standing(kb) is not CHECKED]
    headline = say(
        "{n} links, {stale} unchecked for 180 days",
        "{n} 个链接，{stale} 个超过 180 天未检查",
        n=len(found),
        stale=len(stale),
    )
    level = Level.WATCH if stale else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*stale, *found])))


@tracker("contacts", 38, Section.DIRECTORY, "Contacts", "相关联系人", "contact")
def contacts(kb: KnowledgeBase) -> Tracking:
    """People who have left and still own something, and people nobody stands in for."""
    found = kb.all(Contact)
    if not found:
        return nothing()
    gaps: dict[Record, tuple[str, ...]] = {each: each.gaps(kb) for each in found}
    left = [each for each, names in gaps.items() if "left-but-owns" in names]
    alone = [each for each, names in gaps.items() if {"no-backup", "backup-left"} & set(names)]
    headline = say(
        "{n} people; {left} left and still own something, {alone} without a stand-in",
        "{n} 人；{left} 人已离职仍有归属事项，{alone} 人无备份",
        n=len(found),
        left=len(left),
        alone=len(alone),
    )
    level = Level.ACT if left else Level.WATCH if alone else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*left, *alone])))
