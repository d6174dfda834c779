"""Rules for contacts."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity, did_you_mean
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.product import Product
from pmkb.kinds.directory.contact import Contact
from pmkb.message import say
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule


@rule(Contact, Severity.INFO)
def person_without_backup(contact: Contact, kb: KnowledgeBase) -> Iterator[Finding]:
    """Somebody answers for something, and nobody stands in when they are away.

    Their work stops with them, and what only they know leaves with them.

        === contacts/li-na.md
        ---
        title: 李娜
        role: 内核研发负责人
        team: rd
        responsible_for: [查询优化器, 在线 DDL]
        ---

    To mend it: add `backup:` with the contact who stands in, and tell them.
    ---
    某人负责一些事，他不在时却没有人顶替。

    他一停，工作就停；只有他知道的，也会随他离开。

    怎么办：在 `backup:` 里写备份人，并告诉对方。
    """
    if "no-backup" in contact.gaps(kb):
        message = say("nobody stands in", "没有备份人")
        yield Finding("responsible_for", message, words.add("backup"))


@rule(Product, Severity.WARNING)
def role_without_person(product: Product, kb: KnowledgeBase) -> Iterator[Finding]:
    """A role that the product needs is filled by nobody, or by somebody who has left.

    What that role answers for is done by chance.

        === product.md
        ---
        title: StarryDB
        goal: 成为区域银行核心系统的首选数据库
        stage: growth
        positioning:
          for: 要替换 Oracle 的区域银行
          need: 不改写应用，不占用周末
          category: 分布式关系数据库
          benefit: 数周内完成迁移
          unlike: 分库分表中间件
          differentiator: 原样运行 PL/SQL
        roles: [安全负责人]
        ---

    To mend it: write the role, in the same words, as `role` of the contact who fills it; or take it
    off the list.
    ---
    产品需要的角色没有人担任，或者担任的人已经离职。

    这个角色该管的事，就只能碰运气了。

    怎么办：在担任它的联系人的 `role` 里写同样的名称；或者从列表里去掉这个角色。
    """
    filled = {each.role for each in kb.all(Contact) if not each.has_ended(kb.as_of)}
    for position, role in enumerate(product.roles):
        if role not in filled:
            message = say("nobody fills the role {role!r}", "“{role}”没有人担任", role=role)
            hint = did_you_mean(role, filled) or say(
                "name somebody with this `role`", "在担任者的 `role` 里写上它"
            )
            yield Finding(("roles", position), message, hint)


@rule(Contact, Severity.WARNING)
def backup_has_left(contact: Contact, kb: KnowledgeBase) -> Iterator[Finding]:
    """The person who stands in for somebody has left.

    On the day they are needed, nobody will be there.

        === contacts/li-na.md
        ---
        title: 李娜
        role: 内核研发负责人
        team: rd
        backup: zhao-lei
        ---

        === contacts/zhao-lei.md
        ---
        title: 赵磊
        role: 内核研发
        team: rd
        left: 2026-05-31
        ---

    To mend it: name somebody else as `backup`.
    ---
    某人的备份人已经离职。

    真正需要的那天，没有人顶得上。

    怎么办：在 `backup` 里另指定一位。
    """
    if "backup-left" in contact.gaps(kb):
        message = say("the backup has left", "备份人已离职")
        yield Finding("backup", message, say("name somebody else", "另指定一位"))
