"""Rules for contacts."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity, did_you_mean
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.product import Product
from pmkb.kinds.directory.contact import Contact
from pmkb.rules.rule import Finding, rule


@rule(Contact, Severity.INFO)
def person_without_backup(contact: Contact, kb: KnowledgeBase) -> Iterator[Finding]:
    """Somebody answers for something, and nobody stands in when they are away."""
    if "no-backup" in contact.gaps(kb):
        yield Finding("responsible_for", "nobody stands in", "add `backup:`")


@rule(Product, Severity.WARNING)
def role_without_person(product: Product, kb: KnowledgeBase) -> Iterator[Finding]:
    """A role that the product needs is filled by nobody, or by somebody who has left.

    What that role answers for is done by chance.

        === product.md
        ---
        title: StarryDB
        goal: 成为区域银行的首选
        stage: growth
        positioning: {for: 银行, need: 迁移, category: 数据库, benefit: 快, unlike: 中间件, differentiator: 兼容}
        roles: [安全负责人]
        ---

    To mend it: name somebody with this `role` among the contacts, or take the role off the list.
    """
    filled = {each.role for each in kb.all(Contact) if not each.has_ended(kb.as_of)}
    for position, role in enumerate(product.roles):
        if role not in filled:
            hint = did_you_mean(role, filled) or "name somebody with this `role`"
            yield Finding(("roles", position), f"nobody fills the role {role!r}", hint)


@rule(Contact, Severity.WARNING)
def backup_has_left(contact: Contact, kb: KnowledgeBase) -> Iterator[Finding]:
    """The person who stands in for somebody has left."""
    if "backup-left" in contact.gaps(kb):
        yield Finding("backup", "the backup has left", "name somebody else")
