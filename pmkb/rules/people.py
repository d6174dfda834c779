"""Rules for contacts."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.graph import KnowledgeBase
from pmkb.kinds.directory.contact import Contact
from pmkb.rules.rule import Finding, rule


@rule(Contact, Severity.INFO)
def person_without_backup(contact: Contact, kb: KnowledgeBase) -> Iterator[Finding]:
    """Somebody answers for something, and nobody stands in when they are away."""
    if "no-backup" in contact.gaps(kb):
        yield Finding("responsible_for", "nobody stands in", "add `backup:`")


@rule(Contact, Severity.WARNING)
def backup_has_left(contact: Contact, kb: KnowledgeBase) -> Iterator[Finding]:
    """The person who stands in for somebody has left."""
    if "backup-left" in contact.gaps(kb):
        yield Finding("backup", "the backup has left", "name somebody else")
