"""Contracts: what was signed with whom, until when, what is owed on both sides."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, computed, key
from pmkb.values import Amount, Day, Flag, Interval, Money, Reference, Text

DRAFT = Standing("draft", "Not signed", "未签署", Level.WATCH)
UPCOMING = Standing("upcoming", "Not begun", "未生效", Level.GOOD)
IN_FORCE = Standing("in-force", "In force", "履行中", Level.GOOD)
NOTICE_NEAR = Standing("notice-near", "Notice deadline near", "临近通知期限", Level.WATCH)
EXPIRING = Standing("expiring", "Expiring", "即将到期", Level.WATCH)
EXPIRED = Standing("expired", "Expired", "已到期", Level.ACT)
CLOSED = Standing("closed", "Closed", "已结束", Level.GOOD)

EXPIRY_WARNING_DAYS = 90
NOTICE_WARNING_DAYS = 30


class Payment(Part):
    """One payment: when it is due, how much it is, when it was paid."""

    due: Day = key("应付日期", say("The day it is due.", "应付的日期。"))
    amount: Amount = key("金额", say("Number and currency.", "数字加币种。"))
    paid: Day | None = key("付款日期", say("The day it was paid.", "付款的日期。"), default=None)

    def is_overdue(self, as_of: date) -> bool:
        """Whether it was due before a day and had not been paid by then."""
        return self.due < as_of and (self.paid is None or self.paid > as_of)


class Obligation(Part):
    """Something a side has promised beside paying: a delivery, a training, a report."""

    what: Text = key("义务", say("What was promised.", "承诺了什么。"))
    due: Day = key("期限", say("The day it is due.", "最晚哪一天完成。"))
    done: Day | None = key("完成日期", say("The day it was done.", "完成的日期。"), default=None)

    def is_overdue(self, as_of: date) -> bool:
        """Whether it was due before a day and had not been done by then."""
        return self.due < as_of and (self.done is None or self.done > as_of)


class Contract(Record):
    """An agreement with a customer or partner: its term, its money, its duties on both sides.

    Sales and legal keep it. With `auto_renew`, it rolls on by `renewal_term` (or by its first
    term) unless notice is given `notice` before the end.

        ---
        title: East Bank subscription 2026
        type: subscription
        status: signed
        party: east-bank
        value: 3600000 CNY
        signed: 2025-12-18
        start: 2026-01-01
        end: 2026-12-31
        auto_renew: true
        notice: 60d
        payments:
          - {due: 2026-01-31, amount: 1800000 CNY, paid: 2026-01-28}
          - {due: 2026-07-31, amount: 1800000 CNY}
        obligations:
          - {what: Disaster recovery drill, due: 2026-09-30}
        ---
    ---
    和客户或伙伴签的协议：期限、金额、双方的义务。

    由销售和法务维护。写了 `auto_renew` 的，到期前 `notice` 之内没有通知，就按 `renewal_term`（不
    写则按首期的长度）自动续下去。
    """

    folder = "contracts"
    label = Label("Contract", "合同")
    order = 160
    columns = (
        "party",
        "type",
        "standing",
        "value",
        "current_end",
        "notice_deadline",
        "overdue",
        "owner",
    )
    begins = "start"
    ends = "end"

    type: Text = key("合同类型", say("What it is.", "属于哪一类。"), vocabulary="contract-type")
    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("draft", "Draft", "起草"),
            State("negotiating", "Negotiating", "谈判中"),
            State("signed", "Signed", "已签署"),
            done("fulfilled", "Fulfilled", "已履行完毕"),
            dropped("terminated", "Terminated", "已终止"),
        ),
    )
    party: Reference = key("签约方", say("With whom.", "和谁签的。"), to=("customer", "partner"))
    value: Amount | None = key(
        "合同金额", say("For the whole term.", "整个合同期的金额。"), default=None
    )
    signed: Day | None = key(
        "签署日期", say("The day the last side signed.", "最后一方签字的日期。"), default=None
    )
    start: Day | None = key(
        "生效日期", say("The first day it holds.", "生效的第一天。"), default=None
    )
    end: Day | None = key(
        "到期日期", say("The last day of the first term.", "首期的最后一天。"), default=None
    )
    auto_renew: Flag = key(
        "自动续约",
        say("Whether it renews unless notice is given.", "没有通知就自动续约。"),
        default=False,
    )
    renewal_term: Interval | None = key(
        "续约期",
        say(
            "How long a renewal lasts; else as long as the first term.",
            "每次续多久；不写则和首期一样长。",
        ),
        default=None,
    )
    notice: Interval | None = key(
        "通知期",
        say("How long before the end notice is due.", "到期前多久要发出通知。"),
        default=None,
    )
    payments: tuple[Payment, ...] = key(
        "付款计划", say("What is to be paid when.", "什么时候付多少。"), default=()
    )
    obligations: tuple[Obligation, ...] = key(
        "履约义务", say("What else was promised.", "付款之外还承诺了什么。"), default=()
    )

    def _renewed_end(self, times: int) -> date | None:
        """The last day after a number of renewals."""
        if self.end is None or not times:
            return self.end
        if self.renewal_term:
            term = relativedelta(months=self.renewal_term.months, days=self.renewal_term.days)
        elif self.start:
            term = relativedelta(self.end + timedelta(days=1), self.start)
        else:
            return self.end
        # Counted from the day behind the end, so that ends of months stay ends of months.
        return self.end + timedelta(days=1) + term * times - timedelta(days=1)

    def end_as_of(self, as_of: date) -> date | None:
        """The last day of the term that holds on a day; renewals have rolled it on."""
        end = self.end
        if not self.auto_renew or self.phase.value != "open":
            return end
        times = 0
        while end is not None and end < as_of:
            times += 1
            later = self._renewed_end(times)
            if later is None or later <= end:
                return end
            end = later
        return end

    def is_in_force(self, as_of: date) -> bool:
        """Whether it is signed and a day lies in its term."""
        end = self.end_as_of(as_of)
        return (
            self.status == "signed"
            and (self.start is None or self.start <= as_of)
            and (end is None or as_of <= end)
        )

    def recurs(self, kb: KnowledgeBase) -> bool:
        """Whether its type brings recurring revenue (`recurring: true` in the vocabulary)."""
        term = kb.vocabulary.term("contract-type", self.type)
        return term is not None and term.facts.get("recurring") is True

    def annual_value(self) -> Money | None:
        """Its value per year, where its type recurs by the vocabulary: value ÷ months × 12."""
        if self.value is None or self.start is None or self.end is None:
            return None
        term = relativedelta(self.end + timedelta(days=1), self.start)
        months = Decimal(term.years * 12 + term.months)
        if term.days:
            months = Decimal((self.end - self.start).days + 1) * 12 / 365
        return Money(self.value.amount * 12 / months, self.value.currency) if months else None

    @computed("Ends", "当前到期日")
    def current_end(self, kb: KnowledgeBase) -> date | None:
        """The last day of the current term; renewals have rolled it on.
        ---
        当前一期的最后一天，自动续约的已往后推。
        """
        return self.end_as_of(kb.as_of)

    @computed("Notice deadline", "通知截止日")
    def notice_deadline(self, kb: KnowledgeBase) -> date | None:
        """The last day to give notice: the current term's end less the notice period.
        ---
        最晚哪天发出通知：当前到期日 − 通知期。
        """
        end = self.end_as_of(kb.as_of)
        return self.notice.before(end) if end and self.notice else None

    @computed("Standing", "履行状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Not signed, not begun, in force, notice deadline near, expiring, expired or closed.
        ---
        未签署、未生效、履行中、临近通知期限、即将到期、已到期或已结束。
        """
        end = self.end_as_of(kb.as_of)
        if not self.is_open:
            return CLOSED
        if self.status != "signed":
            return DRAFT
        if self.start and self.start > kb.as_of:
            return UPCOMING
        if end and end < kb.as_of:
            return EXPIRED
        deadline = self.notice_deadline(kb)
        if deadline and 0 <= (deadline - kb.as_of).days <= NOTICE_WARNING_DAYS:
            return NOTICE_NEAR
        term = kb.vocabulary.term("contract-type", self.type)
        is_renewed = term is not None and term.facts.get("renewed") is True and not self.auto_renew
        if end and is_renewed and (end - kb.as_of).days <= EXPIRY_WARNING_DAYS:
            return EXPIRING
        return IN_FORCE

    @computed("Outstanding", "未收金额")
    def outstanding(self, kb: KnowledgeBase) -> tuple[Money, ...]:
        """What has not been paid by the day, due or not, by currency.
        ---
        当天还没付的款，不论到没到期，分币种。
        """
        unpaid = (each for each in self.payments if each.paid is None or each.paid > kb.as_of)
        return _by_currency(unpaid)

    @computed("Overdue", "逾期金额")
    def overdue(self, kb: KnowledgeBase) -> tuple[Money, ...]:
        """What was due before the day and has not been paid, by currency.
        ---
        当天之前就该付而没付的款，分币种。
        """
        return _by_currency(each for each in self.payments if each.is_overdue(kb.as_of))

    @computed("Overdue obligations", "逾期义务")
    def overdue_obligations(self, kb: KnowledgeBase) -> tuple[str, ...]:
        """What was promised for a day that has passed, and is not done.
        ---
        承诺的日期已过而没完成的义务。
        """
        return tuple(each.what for each in self.obligations if each.is_overdue(kb.as_of))


def _by_currency(payments: Iterable[Payment]) -> tuple[Money, ...]:
    totals: dict[str, Decimal] = {}
    for each in payments:
        amount, currency = each.amount
        totals[currency] = totals.get(currency, Decimal(0)) + amount
    return tuple(Money(amount, currency) for currency, amount in sorted(totals.items()))
