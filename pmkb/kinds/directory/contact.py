"""Contacts: people, what they answer for, and who stands in for them."""

from pmkb.graph import KnowledgeBase
from pmkb.record import Label, Record, Section, computed, key
from pmkb.values import Day, Reference, Text


class Contact(Record):
    """A person: colleague, customer or partner; what they answer for and who stands in.

    Everybody keeps their own. `owner:` in other records and `@id` in tasks point here.

        ---
        title: 李娜
        role: 内核研发负责人
        team: rd
        email: li.na@example.com
        backup: zhao-lei
        responsible_for: [查询优化器, 在线 DDL]
        ---
    """

    folder = "contacts"
    section = Section.DIRECTORY
    label = Label("Contact", "联系人")
    order = 380
    columns = ("role", "team", "email", "backup", "load", "left")
    ends = "left"

    role: Text = key("角色", "What they do.")
    team: Text = key("团队", "Where they belong.", vocabulary="team")
    organisation: Reference | None = key(
        "所属单位", "For people outside the company.", default=None, to=("customer", "partner")
    )
    email: Text | None = key(
        "邮箱",
        "An address such as li.na@example.com.",
        default=None,
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    )
    phone: Text | None = key("电话", "", default=None)
    backup: Reference | None = key("备份人", "Who stands in.", default=None, to="contact")
    responsible_for: tuple[Text, ...] = key("职责", "What they answer for.", default=())
    left: Day | None = key("离职日期", "The last day in this role.", default=None)

    @computed("Open load", "在办事项", adds=True)
    def load(self, kb: KnowledgeBase) -> int:
        """Open records they own, and open tasks given to them."""
        owned = sum(each.is_open for each in kb.referring(self, Record, "owner"))
        return owned + sum(not task.done for _, task in kb.tasks_of(self))

    @computed("Gaps", "风险缺口")
    def gaps(self, kb: KnowledgeBase) -> tuple[str, ...]:
        """`no-backup`: answers for something and nobody stands in; `left-but-owns`: has left and
        still owns open records; `backup-left`: who stands in has left.
        """
        has_left = self.has_ended(kb.as_of)
        backup = kb.resolve(self.backup, Contact)
        found = []
        if self.responsible_for and self.backup is None and not has_left:
            found.append("no-backup")
        if backup is not None and backup.has_ended(kb.as_of) and not has_left:
            found.append("backup-left")
        if has_left and self.load(kb):
            found.append("left-but-owns")
        return tuple(found)
