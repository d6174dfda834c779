"""Certifications: qualifications, test reports, standards and evaluations of the product."""

from datetime import date

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, computed, key
from pmkb.values import Amount, Day, Interval, Reference, Text, Url

APPLYING = Standing("applying", "Applied for", "申请中", Level.WATCH)
VALID = Standing("valid", "Valid", "有效", Level.GOOD)
RENEW_NOW = Standing("renew-now", "Renew now", "需启动续证", Level.WATCH)
TOO_LATE = Standing("renewal-late", "Renewal too late", "续证已晚", Level.ACT)
LAPSED = Standing("lapsed", "Lapsed", "已失效", Level.ACT)
CLOSED = Standing("closed", "Given up", "已放弃", Level.GOOD)

RENEWAL_WARNING_DAYS = 60


class Scope(Part):
    """What a certificate is about."""

    releases: tuple[Reference, ...] = key(
        "版本", say("Releases covered.", "覆盖哪些版本。"), default=(), to="release"
    )
    forms: tuple[Reference, ...] = key(
        "形态", say("Delivery forms covered.", "覆盖哪些商品形态。"), default=(), to="form"
    )


class Certification(Record):
    """A qualification, test report, standard or evaluation the product holds or is applying for.

    Whoever deals with the issuer keeps it. The renewal has to start `lead_time` before
    `valid_until`; a missed surveillance audit can end it earlier.

        ---
        title: Security evaluation, level 3
        type: evaluation
        status: valid
        issuer: National testing centre
        standard: GB/T 20273-2019
        scope: {releases: [v8-5]}
        issued: 2024-09-01
        valid_until: 2027-08-31
        surveillance: [2025-09-01, 2026-09-01]
        lead_time: 6m
        ---
    ---
    产品持有或正在申请的资质、检测报告、标准符合性证明或评估。

    由与颁发机构对接的人维护。续证要在 `valid_until` 之前提前 `lead_time` 启动；错过监督审核，
    证书可能提前失效。
    """

    folder = "certifications"
    label = Label("Certification", "资质认证")
    order = 180
    columns = ("type", "issuer", "standing", "issued", "valid_until", "renewal_start", "owner")
    begins = "issued"
    ends = "valid_until"

    type: Text = key("类型", say("What it is.", "属于哪一类。"), vocabulary="certification-type")
    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("planned", "Planned", "计划中"),
            State("applying", "Applying", "申请中"),
            State("valid", "Valid", "有效"),
            done("superseded", "Superseded", "已被取代"),
            dropped("lapsed", "Lapsed", "已失效"),
            dropped("given-up", "Given up", "已放弃"),
        ),
    )
    issuer: Text = key("颁发机构", say("Who issues it.", "由谁颁发。"))
    standard: Text | None = key(
        "依据标准", say("What it attests conformity with.", "证明符合哪项标准。"), default=None
    )
    scope: Scope | None = key("适用范围", say("What it is about.", "覆盖哪些范围。"), default=None)
    issued: Day | None = key(
        "颁发日期", say("The day it was issued.", "颁发的日期。"), default=None
    )
    valid_until: Day | None = key(
        "有效期至", say("The last day it holds.", "有效的最后一天。"), default=None
    )
    surveillance: tuple[Day, ...] = key(
        "监督审核",
        say("Days by which surveillance audits are due.", "监督审核最晚在哪几天完成。"),
        default=(),
    )
    lead_time: Interval | None = key(
        "续证周期", say("How long a renewal takes.", "续证要花多久。"), default=None
    )
    cost: Amount | None = key(
        "费用", say("Of getting or renewing it.", "取得或续证的费用。"), default=None
    )
    evidence: Url | None = key(
        "证书链接", say("Where the certificate can be seen.", "在哪里能看到证书。"), default=None
    )

    def is_valid(self, as_of: date) -> bool:
        """Whether it is held on a day."""
        return self.status == "valid" and (self.valid_until is None or as_of <= self.valid_until)

    def missed_audits(self, as_of: date) -> tuple[date, ...]:
        """The surveillance days before a day, while it is held, that no later review has met."""
        if not self.is_valid(as_of):
            return ()
        reviewed = self.reviewed or date.min
        return tuple(day for day in self.surveillance if reviewed < day < as_of)

    @computed("Start renewal by", "续证启动日")
    def renewal_start(self, kb: KnowledgeBase) -> date | None:
        """The last day to start renewing, so that it does not lapse: valid until − lead time.
        ---
        为了不断档，最晚哪天启动续证：有效期至 − 续证周期。
        """
        if self.valid_until is None or self.lead_time is None:
            return None
        return self.lead_time.before(self.valid_until)

    @computed("Next surveillance audit", "下次监督审核")
    def next_surveillance(self, kb: KnowledgeBase) -> date | None:
        """The next surveillance day on or after today.
        ---
        当天起的下一个监督审核日。
        """
        return min((day for day in self.surveillance if day >= kb.as_of), default=None)

    @computed("Standing", "证书状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Applied for, valid, renew now, renewal too late, lapsed, or given up.
        ---
        申请中、有效、需启动续证、续证已晚、已失效或已放弃。
        """
        if self.status in ("planned", "applying"):
            return APPLYING
        if self.status in ("given-up", "superseded"):
            return CLOSED
        if not self.is_valid(kb.as_of):
            return LAPSED
        start = self.renewal_start(kb)
        if start is None:
            return VALID
        if start < kb.as_of:
            return TOO_LATE
        return RENEW_NOW if (start - kb.as_of).days <= RENEWAL_WARNING_DAYS else VALID

    @computed("Deals waiting", "等待的商机")
    def deals_waiting(self, kb: KnowledgeBase) -> tuple[Record, ...]:
        """Open opportunities that require it, while it is not held.
        ---
        没有取得它时，要求它的进行中的商机。
        """
        if self.is_valid(kb.as_of):
            return ()
        return tuple(each for each in kb.referring(self, Record, "requires") if each.is_open)

    @computed("Deals that close after it ends", "到期后才成交的商机")
    def deals_outlasting(self, kb: KnowledgeBase) -> tuple[Record, ...]:
        """Open opportunities that require it and are expected to close after `valid_until`, while
        it is held: unless it is renewed, they will wait for it.
        ---
        持有期间，要求它、且预计在有效期之后才成交的进行中的商机：不续证，它们就得等。
        """
        if self.valid_until is None or not self.is_valid(kb.as_of):
            return ()
        requiring = (each for each in kb.referring(self, Record, "requires") if each.is_open)
        return tuple(
            each for each in requiring if (day := each.day("close")) and day > self.valid_until
        )
