"""Customer cases: stories that may be told to others."""

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Record, Section, computed, key
from pmkb.values import Day, Reference, Text, Url, Version

CITABLE = Standing("citable", "May be cited", "可引用", Level.GOOD)
CONSENT_ENDING = Standing("consent-ending", "Consent ends soon", "授权即将到期", Level.WATCH)
NO_CONSENT = Standing("no-consent", "No consent", "无授权", Level.ACT)
NOT_PUBLISHED = Standing("not-published", "Not published", "未发布", Level.WATCH)
RETIRED = Standing("retired", "Retired", "已下线", Level.GOOD)

CONSENT_WARNING_DAYS = 60


class Case(Record):
    """A customer's story, and until when we may tell it.

    Marketing keeps it. A case may be cited when it is published and the customer's consent holds.

        ---
        title: 东方银行核心系统 43 天完成迁移
        status: published
        customer: east-bank
        industry: finance
        form: appliance
        version: "8.5"
        published: 2026-02-10
        consent_until: 2027-02-09
        url: https://www.example.com/cases/east-bank
        ---
    ---
    一个客户案例，以及可以讲到什么时候。

    由市场部维护。已发布、并且客户授权有效的案例才能引用。
    """

    folder = "cases"
    section = Section.SALES
    label = Label("Customer case", "客户案例")
    order = 250
    columns = ("customer", "industry", "form", "standing", "published", "consent_until", "owner")
    begins = "published"
    ends = "consent_until"
    finished = "published"

    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("planned", "Planned", "计划中"),
            State("writing", "Being written", "撰写中"),
            State("approval", "With the customer", "客户审批中"),
            done("published", "Published", "已发布"),
            dropped("retired", "Retired", "已下线"),
        ),
    )
    customer: Reference = key("客户", say("Whose story it is.", "哪家客户的案例。"), to="customer")
    industry: Text | None = key(
        "行业",
        say("Else the customer's.", "不写则取客户的行业。"),
        default=None,
        vocabulary="industry",
    )
    form: Reference | None = key(
        "商品形态", say("The delivery form.", "用的是哪种商品形态。"), default=None, to="form"
    )
    version: Version | None = key("使用版本", default=None)
    published: Day | None = key("发布日期", default=None)
    consent_until: Day | None = key(
        "授权截止", say("The last day we may cite it.", "可以对外引用的最后一天。"), default=None
    )
    url: Url | None = key("网址", say("Where it can be read.", "在哪里能看到。"), default=None)

    @computed("Standing", "引用状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """May be cited, consent ends within 60 days, no consent, not published, or retired.
        ---
        可引用、授权 60 天内到期、无授权、未发布或已下线。
        """
        if self.status == "retired":
            return RETIRED
        if self.status != "published":
            return NOT_PUBLISHED
        if self.consent_until is None or self.consent_until < kb.as_of:
            return NO_CONSENT
        near = (self.consent_until - kb.as_of).days <= CONSENT_WARNING_DAYS
        return CONSENT_ENDING if near else CITABLE

    @computed("Citable", "可否引用")
    def citable(self, kb: KnowledgeBase) -> bool:
        """Published, and the customer's consent holds today.
        ---
        已发布，且当天客户授权有效。
        """
        return self.standing(kb) in (CITABLE, CONSENT_ENDING)
