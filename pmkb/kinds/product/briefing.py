"""Briefings: who agreed to what, bound to the wording they agreed to."""

import datetime

from pmkb.fingerprint import changes
from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.kinds.directory.contact import Contact
from pmkb.message import say
from pmkb.record import Label, Part, Record, Unit, computed, key
from pmkb.values import Day, Number, Reference, Text

IN_FORCE = Standing("in-force", "In force", "有效", Level.GOOD)
PARTLY_VOID = Standing("partly-void", "Partly void", "部分失效", Level.WATCH)
VOID = Standing("void", "Void", "已失效", Level.ACT)
NOT_SIGNED = Standing("not-signed", "Not signed", "未签", Level.UNKNOWN)

AGREED = Standing("agreed", "Agreed", "认同", Level.GOOD)
RESERVED = Standing("reserved", "Nobody agreed", "无人认同", Level.WATCH)
REWORDED = Standing("reworded", "Reworded since", "内容已变", Level.ACT)
REJECTED = Standing("rejected", "Rejected", "不认同", Level.ACT)


class Attendee(Part):
    """Somebody who was there, and what they said to it."""

    who: Reference = key("参加人", to="contact")
    verdict: Text | None = key("意见", default=None, vocabulary="verdict")
    score: Number | None = key(
        "得分", say("Of a test on the topic, 0 to 100.", "相关考核的得分，0 到 100。"), default=None
    )


class Signature(Part):
    """The wording of a topic that was agreed to, as a fingerprint."""

    topic: Reference = key("主题", say("What was agreed to.", "认同的是哪条记录。"))
    fingerprint: Text = key(
        "指纹",
        say(
            "A few digits of each field and of the text on that day.",
            "当天各字段和正文的几位校验码。",
        ),
    )
    signed: Day = key("签署日期", say("The day it was agreed to.", "哪一天认同的。"))


class Briefing(Record):
    """A talk with a team, the topics it was about, and who agreed to them in which wording.

    Whoever presented writes it; `pmkb sign` notes the fingerprint of each topic's present wording.
    When a topic changes afterwards, the agreement is void for it until it is signed again.

        ---
        title: 8.6 规划对齐（研发）
        audience: rd
        topics: [online-ddl, rolling-upgrade]
        date: 2026-05-20
        presenter: chen-yu
        attendees:
          - {who: jiang-bo, verdict: agreed}
        signatures:
          - {topic: online-ddl, fingerprint: due=9c3d41 text=77aa01, signed: 2026-05-20}
        ---
    ---
    和一个团队的一次宣贯：讲了哪些主题，谁认同，认同的是哪一版内容。

    由主讲人填写；`pmkb sign` 给每个主题此刻的内容留下指纹。主题后来变了，认同就失效，
    要重新签过才算数。
    """

    folder = "briefings"
    label = Label("Briefing", "宣贯与对齐")
    order = 210
    columns = ("audience", "date", "standing", "topics", "void_topics", "presenter", "owner")

    audience: Text = key("对象", say("Whom it was for.", "面向哪些人。"), vocabulary="team")
    topics: tuple[Reference, ...] = key(
        "主题", say("The records it was about.", "宣贯的是哪些记录。")
    )
    date: Day = key("日期", say("The day it took place.", "宣贯的日期。"))
    presenter: Reference | None = key("主讲人", default=None, to="contact")
    attendees: tuple[Attendee, ...] = key("参加人", say("Who was there.", "到场的人。"), default=())
    signatures: tuple[Signature, ...] = key(
        "签署", say("Written by `pmkb sign`.", "由 `pmkb sign` 写入。"), default=()
    )

    def signed_topics(self, kb: KnowledgeBase) -> dict[str, Signature]:
        """The newest signature of each topic, by the topic's `kind:id`."""
        found: dict[str, Signature] = {}
        for (_, position, _), topic in kb.written(self, "signatures.topic"):
            signature = self.signatures[int(position)]
            known = found.get(topic.ref)
            if known is None or known.signed <= signature.signed:
                found[topic.ref] = signature
        return found

    @computed("Void topics", "失效主题")
    def void_topics(self, kb: KnowledgeBase) -> tuple[Record, ...]:
        """The signed topics whose wording has changed since.
        ---
        签过、但内容此后有变的主题。
        """
        signed = self.signed_topics(kb)
        return tuple(
            topic
            for topic in kb.targets(self, "topics")
            if topic.ref in signed and changes(signed[topic.ref].fingerprint, topic)
        )

    @computed("Unsigned topics", "未签主题")
    def unsigned_topics(self, kb: KnowledgeBase) -> tuple[Record, ...]:
        """The topics that nobody has signed for.
        ---
        还没有人签过的主题。
        """
        signed = self.signed_topics(kb)
        return tuple(topic for topic in kb.targets(self, "topics") if topic.ref not in signed)

    @computed("Agreement", "认同率", unit=Unit.SHARE)
    def agreement(self, kb: KnowledgeBase) -> float | None:
        """Attendees who agreed, of those who gave a verdict, as a share of 1.
        ---
        给出意见的参加人里认同的比例，按 1 为 100%。
        """
        verdicts = [each.verdict for each in self.attendees if each.verdict is not None]
        return verdicts.count("agreed") / len(verdicts) if verdicts else None

    @computed("Standing", "有效性")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """In force; void for some or all of its topics; or not signed.
        ---
        有效；全部或部分主题失效；或未签。
        """
        void, signed = self.void_topics(kb), self.signed_topics(kb)
        if not signed:
            return NOT_SIGNED
        if not void:
            return IN_FORCE
        return VOID if len(void) == len(signed) else PARTLY_VOID

    def reworded(self, topic: Record, kb: KnowledgeBase) -> tuple[str, ...]:
        """The fields of a topic whose wording has changed since it was signed; `text` is its
        body. Empty where nobody signed for it.
        """
        signature = self.signed_topics(kb).get(topic.ref)
        return changes(signature.fingerprint, topic) if signature else ()

    def agreed(self, topic: Record, kb: KnowledgeBase, as_of: datetime.date) -> bool:
        """Whether this briefing's audience agrees to a topic's present wording on a day."""
        signature = self.signed_topics(kb).get(topic.ref)
        return (
            signature is not None
            and signature.signed <= as_of
            and not changes(signature.fingerprint, topic)
            and any(each.verdict == "agreed" for each in self.attendees)
            and not any(each.verdict == "rejected" for each in self.attendees)
        )

    def consent(self, topic: Record, kb: KnowledgeBase) -> Standing:
        """What this briefing's audience has to say to a topic's present wording."""
        if self.agreed(topic, kb, kb.as_of):
            return AGREED
        if topic.ref not in self.signed_topics(kb):
            return NOT_SIGNED
        if any(each.verdict == "rejected" for each in self.attendees):
            return REJECTED
        return REWORDED if self.reworded(topic, kb) else RESERVED


def newest_on(topic: Record, audience: str, kb: KnowledgeBase) -> Briefing | None:
    """The briefing that tells where an audience stands on a topic: one at which the present
    wording was agreed to, else the newest, up to the day.
    """
    about = [
        each
        for each in kb.all(Briefing)
        if each.audience == audience
        and each.date <= kb.as_of
        and (topic in kb.targets(each, "topics") or topic.ref in each.signed_topics(kb))
    ]
    return max(
        about,
        key=lambda each: (each.agreed(topic, kb, kb.as_of), each.date, each.id),
        default=None,
    )


def agreeing(topic: Record, audience: str, kb: KnowledgeBase) -> set[Record]:
    """The people of an audience who agreed to a topic in its present wording."""
    valid = [
        each
        for each in kb.all(Briefing)
        if each.audience == audience and each.agreed(topic, kb, kb.as_of)
    ]
    there = (
        kb.resolve(who.who, Contact)
        for each in valid
        for who in each.attendees
        if who.verdict == "agreed"
    )
    return {who for who in there if who is not None}
