"""Early-payment discounts: windows, datings, and what a discount is worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.conformance.adapters.books import billed
from tests.conformance.adapters.dating import days_before
from tests.conformance.adapters.early import DAYS, NET, discounted, invoice
from tests.conformance.adapters.terms import proximo_step
from tests.conformance.adapters.translate import EARLIER, day, money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.discounts import (
    annualized_cost,
    gross_settled_by,
    payment_options,
    payment_to_settle,
)
from collectkit.ledger import DiscountWindow, snapshot
from collectkit.terms import (
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    Months,
    PaymentTerms,
    parse,
)
from collectkit.testing import an_account

discount = Operations("discount")

# Textbooks: terms that state no due date are due so many days after the discount.
_AFTER_DISCOUNT = 20
_COST_METHODS: dict[str, Any] = {"simple": "simple", "effective": "effective"}


def _window(amount: str, rate: str) -> DiscountWindow:
    made = discounted(percent(rate)).schedule(money(amount), issued_on=EARLIER)
    return made.discounts[0]


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
    rate = percent(given["discount_percent"])
    return {"payment": payment_to_settle(money(given["credit"]), rate)}


@discount.named("payment_credit")
def payment_credit(given: Given) -> Figures:
    rate = percent(given["discount_percent"])
    return {"credit": gross_settled_by(money(given["payment"]), rate)}


@discount.named("credit_note_discount")
def credit_note_discount(given: Given) -> Figures:
    """A credit note on the terms of an invoice, or on terms without a discount."""
    rate = percent(given["discount_percent"])
    allowed = given.get("calculate_discount_on_credit_notes", True)
    made = discounted(rate if allowed else percent(0))
    note = invoice(made, money(given["credit_note"]), kind="credit_note")
    if not note.discounts:
        return {"discount": money(0), "value": note.amount}
    return {"discount": note.discounts[0].discount, "value": note.discounts[0].payable}


# -- dates ---------------------------------------------------------------------------------------
@discount.named("discount_date")
def discount_date(given: Given) -> Figures:
    """The last day of a discount and the due date. Zero percent is no discount."""
    rate = percent(given.get("discount_percent", "2"))
    rules = _dating(given)
    window = rules(given[_first(given, "discount_days", "discount_validity_days")])
    extra = given.get("extra_days")
    deadline = window if extra is None else window.then(Days(count=extra))
    stated = [name for name in ("net_days", "credit_days") if name in given]
    due = rules(given[stated[0]]) if stated else deadline.then(Days(count=_AFTER_DISCOUNT))
    made = PaymentTerms.due(
        due,
        id="terms",
        discounts=(DiscountTier(percent=rate, deadline=deadline),) if rate.value else (),
    )
    dates = {"as of": given.get("as_of_date"), "delivery": given.get("goods_received_date")}
    schedule = made.schedule(
        money(100),
        issued_on=day(given[_first(given, "invoice_date", "posting_date")]),
        events={event: day(text) for event, text in dates.items() if text is not None},
    )
    until = schedule.discounts[0].until if schedule.discounts else None
    return {"discount_date": until, "due_date": schedule.due_on, "net_date": schedule.due_on}


def _first(given: Given, *names: str) -> str:
    return next((name for name in names if name in given), names[0])


def _dating(given: Given) -> Callable[[int], DueRule]:
    """What periods of so many days count from.

    By the rule of the 26th, what is dated after the 25th belongs to the next month.
    """
    method = str(given.get("dating_method", "ordinary")).lower()
    last = 25 if given.get("rule_26th", False) else 31
    match method:
        case "ordinary" | "extra":
            return DueRule.net
        case "as_of":
            return lambda days: DueRule.from_event("as of", Days(count=days))
        case "rog":
            return lambda days: DueRule.from_event("delivery", Days(count=days))
        case "prox" | "proximo":
            return lambda number: DueRule.proximo(day=number, cutoff=last)
        case "eom" if last == 31:
            return DueRule.eom_plus_days
        case "eom":
            return lambda days: DueRule.banded(
                {
                    last: DueRule.eom_plus_days(days),
                    31: DueRule.of(Months(count=1), EndOfMonth(), Days(count=days)),
                }
            )
    raise Unsupported(f"{method} dating")


@discount.named("proximo_with_discount")
def proximo_with_discount(given: Given) -> Figures:
    """A discount and a due date, each on a day of the month, with one cutoff."""
    deadline, due = (DueRule.of(proximo_step(given, name)) for name in ("discount_day", "due_day"))
    tier = DiscountTier(percent=percent(2), deadline=deadline)
    made = PaymentTerms.due(due, id="terms", discounts=(tier,))
    schedule = made.schedule(money(100), issued_on=day(given["invoice_date"]))
    return {"discount_date": schedule.discounts[0].until, "due_date": schedule.due_on}


@discount.named("discount_schedule")
def discount_schedule(given: Given) -> Figures:
    """Every window and then the due date, on which nothing is off."""
    made = PaymentTerms.due(
        DueRule.net(given["net_days"]),
        id="terms",
        discounts=tuple(
            DiscountTier(percent=percent(tier["percent"]), deadline=DueRule.net(tier["days"]))
            for tier in given["tiers"]
        ),
    )
    schedule = made.schedule(money(given["amount"]), issued_on=day(given["invoice_date"]))
    rows = [
        *((each.until, each.discount, each.payable) for each in schedule.discounts),
        (schedule.due_on, money(0), schedule.amount),
    ]
    return {
        "schedule": [
            {"until": until, "discount": off, "pay": payable} for until, off, payable in rows
        ]
    }


@discount.named("discount_excluding_freight")
def discount_excluding_freight(given: Given) -> Figures:
    """Goods and freight on one invoice, of which freight bears no discount.

    The case states the discount's last day: the invoice is of a day that leads to it.
    """
    freight, until = money(given["freight"]), day(given["discount_date"])
    made = parse(given["terms"], net_after_discount=_AFTER_DISCOUNT)
    if [tier.percent for tier in made.discounts] != [percent(given["discount_percent"])]:
        raise Unsupported("terms with another discount")
    for days in range(100):
        schedule = made.schedule(
            billed([given["goods"], given["freight"]]),
            issued_on=days_before(until, days),
            non_discountable=freight,
        )
        window = schedule.discounts[0]
        if window.until == until:
            return {
                "discount": window.discount, "pay": window.payable, "net_date": schedule.due_on,
            }  # fmt: skip
    raise Unsupported(f"no invoice date for {until}")


# -- what it is worth ----------------------------------------------------------------------------
@discount.named("annualised_cost")
def annualised_cost(given: Given) -> Figures:
    """What forgoing a discount costs a year, until the day the customer pays instead."""
    method = given.get("compounding", "simple")
    if method not in _COST_METHODS:
        raise Unsupported(f"a cost by {method}")
    paid_after = given[_first(given, "actual_payment_day", "net_days")]
    given.immaterial("net_days")
    return {
        "percent": annualized_cost(
            percent(given["discount_percent"]),
            given["discount_days"],
            paid_after,
            year=given.get("year_basis", 365),
            method=_COST_METHODS[method],
            digits=given.get("round_to_decimals", 4),
        )
    }


@discount.named("borrow_to_take_discount")
def borrow_to_take_discount(given: Given) -> Figures:
    """Paying on the last day of the discount with borrowed money."""
    rate = percent(given["discount_percent"])
    made = discounted(rate, days=given.get("discount_days", DAYS), net=given.get("net_days", NET))
    billed_as = invoice(made, money(given["amount"]))
    options = payment_options(
        snapshot(an_account(billed_as), as_of=EARLIER),
        billed_as.id,
        funding_rate=percent(given["loan_rate_percent"]),
        year=given.get("year_basis", 365),
    )
    taken = next(option for option in options if not option.discount.is_zero)
    return {
        "pay": taken.amount,
        "discount": taken.discount,
        "interest": taken.funding_cost,
        "net_benefit": taken.benefit,
    }
