"""Rules for certifications, documents and requirements."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.certification import RENEW_NOW, TOO_LATE, Certification
from pmkb.kinds.product.document import Document
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.message import Message, listed, say
from pmkb.record import Record
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule


@rule(Certification, Severity.WARNING)
def renewal_due(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A certificate's renewal has to start within 60 days, so that it does not lapse.

    Tenders ask for certificates that hold on the day; a gap loses deals. The day to start is
    `valid_until` less `lead_time`.

        === certifications/security-level-3.md
        ---
        title: 安全可靠测评三级
        type: evaluation
        status: valid
        issuer: 国家测评中心
        valid_until: 2027-01-31
        lead_time: 6m
        ---

    To mend it: start the renewal. When the new certificate is there, move `valid_until`; until
    then, `ignore: [renewal-due]` says that it runs.
    ---
    为了不断档，证书要在 60 天内启动续证。

    招标看的是当天有效的证书，断档就会丢单。启动日 = `valid_until` 减去 `lead_time`。

    怎么办：启动续证。新证下来后更新 `valid_until`；办理期间写上 `ignore: [renewal-due]`，表示
    已在进行。
    """
    start = cert.renewal_start(kb)
    if start and cert.standing(kb) is RENEW_NOW:
        message = say(
            "to be renewed without a gap, the renewal has to start by {day}",
            "要想不断档，最迟 {day} 启动续证",
            day=start,
        )
        yield Finding("valid_until", message, say("start the renewal", "启动续证"))


@rule(Certification, Severity.WARNING)
def lapses_before_renewal(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A certificate ends before a renewal that starts today could be finished.

    There will be a gap, in which deals that need the certificate cannot be signed.

        === certifications/security-level-3.md
        ---
        title: 安全可靠测评三级
        type: evaluation
        status: valid
        issuer: 国家测评中心
        valid_until: 2026-10-31
        lead_time: 6m
        ---

    To mend it: ask the issuer for an extension, and warn the deals that need it. If a renewal runs
    already and will be done in time, say so in the text, and put `ignore: [lapses-before-renewal]`
    there.
    ---
    即使今天就启动续证，也赶不上证书到期。

    中间会出现空档，需要这张证书的商机在空档期签不了。

    怎么办：向颁发机构申请延期，并提醒需要它的商机。续证已在办理且能按时完成的，在正文里写明，
    并写上 `ignore: [lapses-before-renewal]`。
    """
    start = cert.renewal_start(kb)
    if start and cert.lead_time and cert.standing(kb) is TOO_LATE:
        message = say(
            "valid until {end}, but a renewal takes {length}: it had to start by {day}, {ago}",
            "有效期至 {end}，而续证需要 {length}：最迟应在 {day} 启动，{ago}",
            end=cert.valid_until,
            length=words.duration(cert.lead_time),
            day=start,
            ago=words.days_until(start, kb.as_of),
        )
        hint = say(
            "ask for an extension; if the renewal runs, record it",
            "申请延期；如果已在续证，请记录下来",
        )
        yield Finding("valid_until", message, hint)


@rule(Certification, Severity.WARNING)
def surveillance_missed(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A surveillance audit day has passed without a newer `reviewed` date.

    A certificate can be withdrawn before `valid_until` when an audit is missed.

        === certifications/iso-27001.md
        ---
        title: ISO 27001 信息安全管理体系
        type: standard
        status: valid
        issuer: 某认证中心
        valid_until: 2028-05-31
        surveillance: [2026-05-31, 2027-05-31]
        ---

    To mend it: set `reviewed` to the day on which the audit was passed. If it was missed, call the
    issuer today.
    ---
    监督审核的日子已过，`reviewed` 却没有更新。

    错过审核，证书可能在 `valid_until` 之前就被撤销。

    怎么办：审核通过的，把 `reviewed` 写成通过的日期；错过了的，今天就联系颁发机构。
    """
    missed = cert.missed_audits(kb.as_of)
    for position, day in enumerate(cert.surveillance):
        if day in missed:
            message = say(
                "nothing shows that the audit of {day} has taken place",
                "没有 {day} 监督审核已完成的记录",
                day=day,
            )
            hint = say(
                "set `reviewed` to the day the audit was passed", "把 `reviewed` 改为通过审核的日期"
            )
            yield Finding(("surveillance", position), message, hint)


@rule(Certification, Severity.INFO)
def valid_without_end(cert: Certification, kb: KnowledgeBase) -> Iterator[Finding]:
    """A certificate is called valid, but nothing says until when.

    Then nobody is warned before it lapses. Only test reports hold for ever.

        === certifications/software-enterprise.md
        ---
        title: 软件企业资质
        type: qualification
        status: valid
        issuer: 软件行业协会
        ---

    To mend it: add `valid_until` with the last day printed on the certificate.
    ---
    证书标为有效，却没写有效到哪天。

    到期之前就没有人会收到提醒。只有测试报告是长期有效的。

    怎么办：补 `valid_until`，写证书上印的最后一天。
    """
    if cert.status == "valid" and cert.valid_until is None and cert.type != "test-report":
        message = say(
            "valid, but `valid_until` is missing", "状态为有效，但没填有效期 `valid_until`"
        )
        yield Finding("status", message, say("add the last day it holds", "补上有效期的最后一天"))


@rule(Document, Severity.INFO)
def document_behind_release(document: Document, kb: KnowledgeBase) -> Iterator[Finding]:
    """A newer release is out, and no document of this type and language covers it.

    Users of the newer release read the old text, and find that it is wrong.

        === documents/datasheet.md
        ---
        title: StarryDB 产品彩页
        type: datasheet
        language: zh
        covers: [v8-4]
        url: https://docs.example.com/datasheet
        ---

        === releases/v8-4.md
        ---
        title: StarryDB 8.4
        version: "8.4"
        status: retired
        released: 2025-09-30
        end_of_support: 2026-03-31
        ---

        === releases/v8-5.md
        ---
        title: StarryDB 8.5
        version: "8.5"
        status: released
        released: 2026-04-10
        ---

    To mend it: update the document and add the release to its `covers`, or write another one for
    the newer release.
    ---
    已经有更新的版本发布，但同类型、同语言的文档都没有覆盖它。

    用新版本的人看的还是旧内容，会发现对不上。

    怎么办：更新文档，并把新版本加进 `covers`；或者为新版本另写一份。
    """
    if document.is_open and document.lags_behind(kb):
        message = say(
            "a newer release has no {type} in {language}",
            "更新的版本还没有{language}的{type}",
            type=words.term(kb.vocabulary, "document-type", document.type),
            language=words.term(kb.vocabulary, "language", document.language),
        )
        hint = say(
            "update it, or write the one for the newer release", "更新这份文档，或为新版本另写一份"
        )
        yield Finding("covers", message, hint)


@rule(Document, Severity.WARNING)
def document_missing(document: Document, kb: KnowledgeBase) -> Iterator[Finding]:
    """A document is called published, but nothing says where it can be read.

    To whoever needs it, it does not exist.

        === documents/security-whitepaper.md
        ---
        title: StarryDB 安全白皮书
        type: security-whitepaper
        status: published
        language: zh
        ---

    To mend it: add `url:`, or `file:` with its path below the docs folder; or set the status back.
    ---
    文档标为已发布，但没写在哪里可以看到。

    对需要它的人来说，等于没有。

    怎么办：补 `url:`，或者 `file:`（文档目录下的路径）；否则把状态退回去。
    """
    if document.status == "published" and not document.can_be_read:
        message = say(
            "published, but has no `url` and no `file`", "已发布，但 `url` 和 `file` 都没填"
        )
        yield Finding("status", message, say("add where it can be read", "补上可以阅读的地址"))


@rule(Requirement, Severity.WARNING)
def scheduled_without_roadmap(requirement: Requirement, kb: KnowledgeBase) -> Iterator[Finding]:
    """A requirement is called planned or in progress, but no roadmap item fulfils it.

    Then nobody works on it, and no date can be told to those who ask.

        === requirements/tenant-quota.md
        ---
        title: 按租户限制资源
        status: planned
        ---

    To mend it: add `roadmap:` with the item that fulfils it, or set the status back to `accepted`.
    ---
    需求标为已排期或开发中，却没有路线图条目来实现。

    其实没有人在做，客户问起也给不出日期。

    怎么办：补 `roadmap:`，写实现它的条目；或者把状态退回 `accepted`。
    """
    if requirement.status in ("planned", "in-progress") and requirement.roadmap is None:
        message = say(
            "{status}, but no roadmap item fulfils it",
            "状态为“{status}”，但没有对应的路线图条目",
            status=words.status(requirement),
        )
        hint = say("add `roadmap:`, or set the status back", "补上 `roadmap:`，或退回状态")
        yield Finding("status", message, hint)


@rule(Requirement, Severity.WARNING)
def promised_but_unscheduled(requirement: Requirement, kb: KnowledgeBase) -> Iterator[Finding]:
    """A requirement that customers wait for is accepted, but no roadmap item fulfils it.

    To the customer, accepted means that it will come.

        === requirements/tenant-quota.md
        ---
        title: 按租户限制资源
        status: accepted
        requesters: [blue-cloud]
        ---

        === partners/blue-cloud.md
        ---
        title: 蓝云科技
        type: cloud
        ---

    To mend it: add `roadmap:` with the item that fulfils it. If there is none to come, tell them
    so, and set the status to `rejected`.
    ---
    客户在等的需求已接受，却没有路线图条目来实现。

    在客户看来，接受了就是一定会有。

    怎么办：补 `roadmap:`，写实现它的条目。不会做的，如实告诉客户，把状态改为 `rejected`。
    """
    if requirement.status == "accepted" and requirement.requesters and requirement.roadmap is None:
        who = listed(
            Message(ref, words.named(found).zh if (found := kb.resolve(ref, Record)) else ref)
            for ref in requirement.requesters
        )
        message = say("accepted for {who}, and in no plan", "已答应{who}，但没有排进规划", who=who)
        hint = say(
            "add `roadmap:`, or tell them when it will not come", "补上 `roadmap:`，或如实告知对方"
        )
        yield Finding("status", message, hint)


@rule(Requirement, Severity.WARNING)
def requirement_behind_roadmap(requirement: Requirement, kb: KnowledgeBase) -> Iterator[Finding]:
    """A requirement and the roadmap item that fulfils it do not tell the same story.

    Either the item is shipped and the requirement open, or the other way round: customers hear the
    wrong one.

        === requirements/ddl-without-window.md
        ---
        title: 不停机修改表结构
        status: shipped
        roadmap: online-ddl
        ---

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        ---

    To mend it: find out which of the two is true, and update the status of the other.
    ---
    需求和实现它的路线图条目说法不一。

    要么条目已交付而需求还没关，要么反过来；客户听到的就是错的那个。

    怎么办：弄清哪个是实情，更新另一个的状态。
    """
    item = kb.resolve(requirement.roadmap, Roadmap)
    if item is None or requirement.phase is Phase.DROPPED:
        return
    if (item.phase is Phase.DONE) != (requirement.phase is Phase.DONE):
        message = say(
            "{status}, but its roadmap item is {other}",
            "需求为“{status}”，对应的路线图条目却是“{other}”",
            status=words.status(requirement),
            other=words.status(item),
        )
        yield Finding("status", message, say("update one of the two", "更新其中一个"))
