"""Delivery forms: the ways in which the product reaches its users."""

from pmkb.flow import Level, Standing, State, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.kinds.sales.customer import Customer, revenue_of, share_of_revenue
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, Unit, computed, key
from pmkb.values import Day, Money, Text

ON_SALE = Standing("on-sale", "On sale", "在售", Level.GOOD)
PLANNED = Standing("planned", "Planned", "计划中", Level.GOOD)
ENDING = Standing("ending", "Sale ends soon", "即将停售", Level.WATCH)
ENDED = Standing("ended", "No longer sold", "已停售", Level.GOOD)

ENDING_WITHIN_DAYS = 180


class Feature(Part):
    """Whether the form has a feature of the product."""

    name: Text = key("特性", say("The same word in every form.", "在各形态里用同一个名称。"))
    support: Text = key("支持情况", vocabulary="support")


class Form(Record):
    """A form in which the product is delivered: public cloud, OEM, appliance, software or another.

    The product manager keeps it. Users and revenue follow from the customers that use the form.

        ---
        title: 星序一体机
        type: appliance
        sku: XA-100
        launched: 2024-09-01
        architectures: [arm64, x86_64]
        features:
          - {name: 在线 DDL, support: partial}
          - {name: 国密加密, support: "yes"}
        ---
    ---
    产品的一种交付形态：公有云、OEM、一体机、软件等。

    由产品经理维护。用户和收入看哪些客户在用这种形态。
    """

    folder = "forms"
    section = Section.FORMS
    label = Label("Delivery form", "商品形态")
    order = 350
    columns = ("type", "sku", "standing", "launched", "revenue", "share", "customers", "parity")
    begins = "launched"
    ends = "end_of_sale"

    status: Text | None = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        default=None,
        flow=flow(
            State("planned", "Planned", "计划中"),
            State("on-sale", "On sale", "在售"),
            dropped("retired", "Retired", "已停售"),
        ),
    )
    type: Text = key("形态类型", vocabulary="form-type")
    sku: Text | None = key("产品编号", default=None, en="SKU")
    launched: Day | None = key("上市日期", default=None)
    end_of_sale: Day | None = key(
        "停售日期", say("The last day it is sold.", "销售的最后一天。"), default=None
    )
    architectures: tuple[Text, ...] = key(
        "CPU 架构",
        say("It runs on.", "能在哪些架构上运行。"),
        default=(),
        vocabulary="architecture",
    )
    features: tuple[Feature, ...] = key(
        "特性", say("What it has of the product.", "具备产品的哪些特性。"), default=()
    )

    @computed("Customers", "客户")
    def customers(self, kb: KnowledgeBase) -> tuple[Customer, ...]:
        """The customers that use it.
        ---
        使用它的客户。
        """
        return kb.referring(self, Customer, "form")

    @computed("Revenue", "收入")
    def revenue(self, kb: KnowledgeBase) -> Money:
        """The ARR of the customers that use it, in the reporting currency.
        ---
        使用它的客户的 ARR 之和，折成报告币种。
        """
        return revenue_of(self.customers(kb), kb)

    @computed("Share of ARR", "收入占比", unit=Unit.SHARE)
    def share(self, kb: KnowledgeBase) -> float | None:
        """Its revenue as a share of all customers' ARR.
        ---
        它的收入占全部客户 ARR 的比例。
        """
        return share_of_revenue(self.customers(kb), kb)

    @computed("Feature parity", "特性完整度", unit=Unit.SHARE)
    def parity(self, kb: KnowledgeBase) -> float | None:
        """Features it has, of all that any form lists; one it has partly counts half.
        ---
        各形态列出的全部特性里它具备多少；部分支持的算一半。
        """
        known = {feature.name for form in kb.all(Form) for feature in form.features}
        weights = {"yes": 1.0, "partial": 0.5}
        has = sum(weights.get(feature.support, 0.0) for feature in self.features)
        return has / len(known) if known else None

    @computed("Standing", "销售状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Planned, on sale, sale ends within 180 days, or no longer sold.
        ---
        计划中、在售、180 天内停售或已停售。
        """
        if self.has_ended(kb.as_of) or not self.is_open:
            return ENDED
        if self.status == "planned" or self.launched is None or self.launched > kb.as_of:
            return PLANNED
        end = self.end_of_sale
        return ENDING if end and (end - kb.as_of).days <= ENDING_WITHIN_DAYS else ON_SALE
