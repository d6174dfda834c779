"""Contacts: people, what they answer for, and who stands in for them."""

from pmkb.graph import KnowledgeBase
from pmkb.message import say
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
    ---
    一个人：同事、客户或伙伴；负责什么，谁可以顶替。

    由本人维护。其他记录里的 `owner:` 和待办里的 `@编号` 都指向这里。
    """

    folder = "contacts"
    section = Section.DIRECTORY
    label = Label("Contact", "联系人")
    order = 380
    columns = ("role", "team", "email", "backup", "load", "left")
    ends = "left"

    role: Text = key("角色", say("What they do.", "做什么工作。"))
    team: Text = key("团队", say("Where they belong.", "属于哪个团队。"), vocabulary="team")
    organisation: Reference | None = key(
        "所属单位",
        say("For people outside the company.", "公司以外的人，写所在单位。"),
        default=None,
        to=("customer", "partner"),
    )
    email: Text | None = key(
        "邮箱",
        say("An address such as li.na@example.com.", "如 li.na@example.com。"),
        default=None,
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    )
    phone: Text | None = key("电话", default=None)
    backup: Reference | None = key(
        "备份人", say("Who stands in.", "谁可以顶替。"), default=None, to="contact"
    )
    responsible_for: tuple[Text, ...] = key(
        "职责", say("What they answer for.", "负责哪些事。"), default=()
    )
    left: Day | None = key(
        "离职日期", say("The last day in this role.", "在岗的最后一天。"), default=None
    )

    @computed("Open load", "在办事项", adds=True)
    def load(self, kb: KnowledgeBase) -> int:
        """Open records they own, and open tasks given to them.
        ---
        名下未了结的记录，以及交给他的未完成待办。
        """
        owned = sum(each.is_open for each in kb.referring(self, Record, "owner"))
        return owned + sum(not task.done for _, task in kb.tasks_of(self))

    @computed("Gaps", "风险缺口")
    def gaps(self, kb: KnowledgeBase) -> tuple[str, ...]:
        """`no-backup`: answers for something and nobody stands in; `left-but-owns`: has left and
        still owns open records; `backup-left`: who stands in has left.
        ---
        `no-backup`：负责某些事而没有备份人；`left-but-owns`：已离职，名下仍有未了结的记
        录；`backup-left`：备份人已离职。
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
