"""The checklist's delivery forms."""

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.forms.form import ENDING, ON_SALE, PLANNED, Form
from pmkb.record import Section
from pmkb.trackers import figures
from pmkb.trackers.tracker import (
    Headline,
    Share,
    Tracking,
    Words,
    first,
    joined,
    joined_to,
    listed,
    named,
    nothing,
    say,
    tracker,
)

LEAST_PARITY = 0.6
OF_ARR = say("ARR (customers):", "ARR 占比（客户数）：")


@tracker("forms", 35, Section.FORMS, "Delivery forms", "商品形态", "form", "customer", "contract")
def forms(kb: KnowledgeBase) -> Tracking:
    """Forms on sale by type (public cloud, OEM, appliance …): ARR share, customers, feature parity.

    Parity is the features a form has of all that any form lists; one it has partly counts half.

    Act: customers still use a form that is no longer sold. Unknown: there is no form, or no customer
    uses any and no features are listed. Watch: the sale of one ends within 180 days, or one on sale
    has less than 60 % of the features. Else good.

    ---
    在售形态按类型（公有云、OEM、一体机等）的 ARR 占比、客户数和特性完整度。

    完整度是某形态具备的特性占所有形态列出的全部特性的比例，部分支持算一半。

    需处理：已停售的形态还有客户在用。未知：没有形态，或没有客户使用也没列特性。需关注：有形态 180 天内停售，
    或在售形态的特性不到 60%。其余为正常。
    """
    every = kb.all(Form)
    used = {each: [c for c in each.customers(kb) if c.is_open] for each in every}
    if not any(used.values()) and not any(each.features for each in every):
        return nothing(say("no form with customers or features", "没有带客户或特性的形态"), *every)
    standing = {each: each.standing(kb) for each in every}
    sold = [each for each in every if standing[each] in (ON_SALE, ENDING)]
    planned = [each for each in every if standing[each] is PLANNED]
    gone = [each for each in every if each not in sold and each not in planned and used[each]]
    ending = [each for each in sold if standing[each] is ENDING]
    parity = {each: value for each in sold if (value := each.parity(kb)) is not None}
    low = sorted((e for e, v in parity.items() if v < LEAST_PARITY), key=lambda e: parity[e])
    weakest = min(parity, key=lambda each: (parity[each], each.id), default=None)
    shares = [_sold(each, len(used[each]), kb) for each in _by_revenue(sold, kb)]
    headline = joined(
        say(
            "{n} on sale, {planned} planned, {gone} ended but used",
            "{n} 种在售，{planned} 种计划中，{gone} 种已停售仍在用",
            n=len(sold),
            planned=len(planned),
            gone=len(gone),
        ),
        *([joined_to(OF_ARR, listed(shares))] if sold else []),
        say(
            "least parity: {weak} {parity}",
            "特性最少：{weak} {parity}",
            weak=weakest.heading,
            parity=Share(parity[weakest]),
        )
        if weakest
        else say("no features listed", "未列特性"),
    )
    level = Level.ACT if gone else Level.WATCH if ending or low else Level.GOOD
    return Tracking(level, headline, first(gone, ending, low, sold, planned))


def _by_revenue(found: list[Form], kb: KnowledgeBase) -> list[Form]:
    return sorted(found, key=lambda each: (-each.revenue(kb).amount, each.path))


def _sold(form: Form, customers: int, kb: KnowledgeBase) -> Headline:
    term = kb.vocabulary.term("form-type", form.type)
    name = named(term) if term else Words(form.type, form.type)
    return say(
        "{form} {share} ({n})",
        "{form} {share}（{n}）",
        form=name,
        share=figures.share(form.share(kb)),
        n=customers,
    )
