"""People and links: who answers for what, where nobody does, and which addresses still work."""

from collections.abc import Iterator, Sequence

from pmkb.charts import Bar, Bars
from pmkb.flow import Level
from pmkb.kinds.dashboard.product import Product
from pmkb.kinds.directory.contact import Contact
from pmkb.kinds.directory.link import BROKEN, CHECKED, Link
from pmkb.pages.block import (
    Badge,
    Block,
    Column,
    Concerns,
    Grid,
    Group,
    Nothing,
    Records,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

MOST = 15
"""How many people's load is compared."""


@page(
    37,
    Section.DIRECTORY,
    "People and links",
    "联系人与链接",
    "contact",
    "link",
    trackers=("links", "contacts"),
)
def people(desk: Desk) -> Iterator[Block]:
    """Whom do I ask, and where is nobody to be asked?"""
    contacts = [each for each in desk.all(Contact) if not each.has_ended(desk.as_of)]
    links = desk.open(Link)
    if not desk.all(Contact) and not links:
        yield Nothing(desk.say("Nobody is recorded.", "还没有登记联系人。"), "contact")
        return
    yield _tiles(desk, contacts, links)
    yield from _people(desk, contacts)
    if links:
        yield _links(desk, links)


def _gone(desk: Desk) -> list[Contact]:
    """People who have left and still own something."""
    return [each for each in desk.all(Contact) if "left-but-owns" in each.gaps(desk.kb)]


def _alone(desk: Desk, contacts: Sequence[Contact]) -> list[Contact]:
    """People whom nobody stands in for."""
    return [each for each in contacts if {"no-backup", "backup-left"} & {*each.gaps(desk.kb)}]


def _roles(desk: Desk) -> list[str]:
    return [role for product in desk.all(Product) for role in product.roles]


def _tiles(desk: Desk, contacts: Sequence[Contact], links: Sequence[Link]) -> Tiles:
    filled = {each.role for each in contacts}
    roles = _roles(desk)
    vacant = [each for each in roles if each not in filled]
    gone, alone = _gone(desk), _alone(desk, contacts)
    broken = [each for each in links if each.standing(desk.kb) is BROKEN]
    stale = [each for each in links if each.standing(desk.kb) not in (CHECKED, BROKEN)]
    return Tiles(
        (
            Tile(desk.say("People", "在职联系人"), len(contacts)),
            Tile(
                desk.say("Vacant roles", "空缺角色"),
                len(vacant),
                (desk.say(f"of {len(roles)}", f"共 {len(roles)} 个"),),
                Level.WATCH if vacant else Level.GOOD,
            ),
            Tile(
                desk.say("Without a stand-in", "没有备份人"),
                len(alone),
                level=Level.WATCH if alone else Level.GOOD,
            ),
            Tile(
                desk.say("Left, still own something", "已离职仍有事项"),
                len(gone),
                level=Level.ACT if gone else Level.GOOD,
            ),
            Tile(
                desk.say("Broken links", "打不开的链接"),
                len(broken),
                level=Level.ACT if broken else Level.GOOD,
            ),
            Tile(
                desk.say("Unchecked links", "久未检查的链接"),
                len(stale),
                level=Level.WATCH if stale else Level.GOOD,
            ),
        )
    )


def _people(desk: Desk, contacts: Sequence[Contact]) -> Iterator[Block]:
    gone = _gone(desk)
    if gone:
        title = desk.say("Left, still own something", "已离职仍有事项")
        yield Records(title, gone, ("left", "load", "backup", "role"))
    if roles := _roles(desk):
        yield _filled(desk, roles, contacts)
    yield _load(desk, contacts)
    if alone := _alone(desk, contacts):
        title = desk.say("Without a stand-in", "没有备份人")
        yield Records(title, alone, ("role", "responsible_for", "backup", "load"))
    columns = ("role", "team", "responsible_for", "backup", "email", "phone", "load")
    yield Records(desk.say("People", "联系人"), contacts, columns)


def _filled(desk: Desk, roles: Sequence[str], contacts: Sequence[Contact]) -> Grid:
    """The roles the product needs, and who has them; the vacant ones first."""
    who = {role: tuple(each for each in contacts if each.role == role) for role in roles}
    vacant = Badge(desk.say("Vacant", "空缺"), Level.WATCH)
    ordered = sorted(who, key=lambda role: (bool(who[role]), roles.index(role)))
    rows = tuple(
        (
            role,
            who[role] or vacant,
            tuple(b for each in who[role] if (b := desk.kb.target(each, "backup"))) or None,
        )
        for role in ordered
    )
    columns = (
        Column(desk.say("Role", "角色")),
        Column(desk.say("Who", "人选")),
        Column(desk.field(Contact, "backup")),
    )
    return Grid(desk.say("Roles", "角色"), columns, rows)


def _load(desk: Desk, contacts: Sequence[Contact]) -> Bars:
    loads = [(each, load) for each in contacts if (load := each.load(desk.kb))]
    loads.sort(key=lambda pair: (-pair[1], pair[0].id))
    bars = tuple(
        Bar(each.heading, load, note=each.role, href=desk.href(each)) for each, load in loads[:MOST]
    )
    return Bars(desk.field(Contact, "load"), bars)


def _links(desk: Desk, links: Sequence[Link]) -> Group:
    terms = desk.kb.vocabulary.terms("link-category").values()
    needed = [each for each in terms if each.facts.get("for_launch") is True]
    there = {each.category for each in links}
    columns = (
        Column(desk.say("Needed for a launch", "发布必备")),
        Column(desk.say("Links", "链接")),
    )
    missing = Badge(desk.say("Missing", "缺"), Level.ACT)
    rows = tuple(
        (
            each.label(desk.language),
            tuple(link for link in links if link.category == each.name) or missing,
        )
        for each in sorted(needed, key=lambda each: each.name in there)
    )
    blocks: list[Block] = [Concerns(desk.say("What needs attention", "需要关注"), links)]
    if rows:
        blocks.append(Grid(desk.say("For a launch", "发布必备链接"), columns, rows))
    blocks.append(Records(desk.say("All links", "全部链接"), links))
    return Group(desk.say("Links", "相关链接"), tuple(blocks))
