"""Early-payment discounts: full settlement within one window. The rest is not translated yet."""

from __future__ import annotations

from tests.conformance.adapters.translate import EARLIER, day, money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.ledger import DiscountWindow
from collectkit.terms import BalanceLine, DiscountTier, DueRule, PaymentSchedule, PaymentTerms

discount = Operations("discount")

_WINDOW, _NET = 10, 365


def _window(amount: str, rate: str) -> DiscountWindow:
    """The window of an invoice over `amount`; where a case gives no days, ten."""
    tier = DiscountTier(percent=percent(rate), deadline=DueRule.net(_WINDOW))
    made = PaymentTerms.net(_NET).replace(discounts=(tier,))
    return made.schedule(money(amount), issued_on=EARLIER).discounts[0]


@discount.named("discounted_amount")
def discounted_amount(given: Given) -> Figures:
    window = _window(given["amount"], given["discount_percent"])
    return {"discount": window.discount, "pay": window.payable}


@discount.named("actual_discount_amount")
def actual_discount_amount(given: Given) -> Figures:
    window = _window(given["basis_amount"], given["calculation_percent"])
    return {"actual_discount_amount": window.discount}


@discount.named("payment_needed_to_credit")
def payment_needed_to_credit(given: Given) -> Figures:
    return {"payment": _window(given["credit"], given["discount_percent"]).payable}


@discount.named("discount_date")
def discount_date(given: Given) -> Figures:
    """Ordinary dating: both periods count from the invoice date. Zero percent is no discount."""
    if given.get("dating_method", "ordinary") != "ordinary":
        raise Unsupported(f"{given['dating_method']} dating")
    rate = percent(given.get("discount_percent", "2"))
    window = given["discount_days" if "discount_days" in given else "discount_validity_days"]
    deadline = DueRule.net(window)
    tiers = (DiscountTier(percent=rate, deadline=deadline),) if rate != percent(0) else ()
    net = _first(given, "net_days", "credit_days")
    due = BalanceLine(due=DueRule.net(_NET if net is None else net))
    start = day(given["invoice_date" if "invoice_date" in given else "posting_date"])
    made = PaymentTerms(id="terms", lines=(due,), discounts=tiers)
    schedule: PaymentSchedule = made.schedule(money(100), issued_on=start)
    figures = {"discount_date": schedule.discounts[0].until if schedule.discounts else None}
    if net is None:
        return figures
    return {**figures, "due_date": schedule.due_on, "net_date": schedule.due_on}


def _first(given: Given, *names: str) -> int | None:
    found = [given[name] for name in names if name in given]
    return found[0] if found else None
