"""The checklist's directory: links and people."""

from collections.abc import Sequence

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.product import Product
from pmkb.kinds.directory.contact import Contact
from pmkb.kinds.directory.link import BROKEN, CHECKED, Link
from pmkb.record import Section
from pmkb.trackers.tracker import (
    Headline,
    Tracking,
    Words,
    first,
    joined,
    listed,
    named,
    nothing,
    say,
    tracker,
)

LAUNCH = "for_launch"
"""What marks the categories in the vocabulary that a launch needs a link of."""


@tracker("links", 37, Section.DIRECTORY, "Links", "相关链接", "link")
def links(kb: KnowledgeBase) -> Tracking:
    """Addresses that do not work, that nobody has checked for 180 days, and that a launch lacks.

    A launch needs a link of each category with `for_launch: true` in the vocabulary: website,
    download, documentation, community.

    Act: one does not work (`works: false`), or a launch lacks one. Unknown: there is none, or most
    have not been checked for 180 days. Watch: one has not. Else good.

    ---
    打不开的、超过 180 天没检查的链接，以及发布时必备却缺的链接。

    发布必备的类别在词表里标 `for_launch: true`：官网、下载、文档、社区。

    需处理：有链接打不开（`works: false`），或缺发布必备的链接。未知：没有链接，或一半以上超过 180 天没检查。
    需关注：有链接超过 180 天没检查。其余为正常。
    """
    found = [each for each in kb.all(Link) if each.is_open]
    if not found:
        return nothing()
    broken = [each for each in found if each.standing(kb) is BROKEN]
    stale = [each for each in found if each.standing(kb) not in (CHECKED, BROKEN)]
    terms = kb.vocabulary.terms("link-category").values()
    needed = [each for each in terms if each.facts.get(LAUNCH) is True]
    lacking = [each for each in needed if each.name not in {link.category for link in found}]
    headline = joined(
        say(
            "{n} {n:link|links}, {broken} broken, {stale} unchecked for 180 days",
            "{n} 个链接，{broken} 个打不开，{stale} 个超过 180 天未检查",
            n=len(found),
            broken=len(broken),
            stale=len(stale),
        ),
        say(
            "{there} of {all} {all:kind|kinds} for a launch",
            "发布必备 {all} 类已有 {there} 类",
            there=len(needed) - len(lacking),
            all=len(needed),
        ),
        *([_lacking([named(each) for each in lacking])] if lacking else []),
    )
    level = Level.WATCH if stale else Level.GOOD
    if len(stale) * 2 > len(found):
        level = Level.UNKNOWN
    level = Level.ACT if broken or lacking else level
    return Tracking(level, headline, first(broken, stale, found))


def _lacking(names: Sequence[Words]) -> Headline:
    named = listed([say("{name}", "{name}", name=each) for each in names])
    return Headline(f"missing: {named.en}", f"缺{named.zh}", named.values)


@tracker("contacts", 38, Section.DIRECTORY, "Contacts", "相关联系人", "contact", "product")
def contacts(kb: KnowledgeBase) -> Tracking:
    """Roles without a person, people nobody stands in for, people who left and still own something.

    The roles are the product's `roles`; a contact fills one with the same words in `role`. Whoever
    answers for something needs a `backup` who has not left.

    Act: somebody has left and still owns open records or tasks. Unknown: nobody is recorded, or
    everybody has left. Watch: a role is vacant, or nobody stands in for somebody. Else good.

    ---
    没有人的角色、没有备份的人、已离职却还有归属事项的人。

    角色取产品的 `roles`，联系人的 `role` 写法相同即算有人；负责事情的人应有未离职的备份人。

    需处理：有人离职后名下还有未结事项。未知：没有联系人，或都已离职。需关注：有角色空缺，或有人没有备份。
    其余为正常。
    """
    found = kb.all(Contact)
    present = [each for each in found if not each.has_ended(kb.as_of)]
    if not present:
        return nothing(NOBODY, *found)
    gaps = {each: {*each.gaps(kb)} for each in found}
    left = [each for each, names in gaps.items() if "left-but-owns" in names]
    alone = [each for each, names in gaps.items() if names & {"no-backup", "backup-left"}]
    filled = {each.role for each in present}
    roles = [role for product in kb.all(Product) for role in product.roles]
    vacant = [role for role in roles if role not in filled]
    headline = say(
        "{n} {n:person|people}, {vacant} of {roles} {roles:role|roles} vacant; {left} left and still {left:owns|own} something, "
        "{alone} without a stand-in",
        "{n} 人，{roles} 个角色 {vacant} 个空缺；{left} 人已离职仍有归属事项，{alone} 人无备份",
        n=len(present),
        vacant=len(vacant),
        roles=len(roles),
        left=len(left),
        alone=len(alone),
    )
    level = Level.ACT if left else Level.WATCH if alone or vacant else Level.GOOD
    products = kb.all(Product) if vacant else ()
    return Tracking(level, headline, first(left, alone, products, present))


NOBODY = say("nobody is recorded who has not left", "没有在职的联系人")
