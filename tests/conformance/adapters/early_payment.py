"""Early-payment discounts and their tax, and what payments earn."""

from __future__ import annotations

from typing import Any

from tests.conformance.adapters.books import billed
from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.discount import discount
from tests.conformance.adapters.early import (
    DAYS,
    NET,
    TAX_MODES,
    Price,
    discounted,
    invoice,
    priced,
    settled,
    tax,
)
from tests.conformance.adapters.translate import EARLIER, day, money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.discounts import DiscountPolicy, DiscountSettlement, offer
from collectkit.ledger import Invoice, snapshot
from collectkit.money import Money
from collectkit.terms import PaymentTerms, parse
from collectkit.testing import an_account

_PARTIAL: dict[str, Any] = {
    "gross_up": "proportional",
    "proportional": "proportional",
    "full_settlement_only": "full-settlement",
    "full_settlement": "full-settlement",
}


def _sum(amounts: list[Money]) -> Money:
    return billed(amount.amount for amount in amounts)


def _on_terms(given: Given, price: Price, mode: str, issued_on: Any, id: str = "INV-1") -> Invoice:
    made = discounted(
        percent(given["discount_percent"]),
        base=TAX_MODES[mode].base,
        days=given.get("discount_days", DAYS),
        net=given.get("net_days", NET),
    )
    return invoice(
        made,
        price.gross,
        issued_on,
        id,
        tax=price.tax,
        non_discountable=price.non_discountable,
    )


def _early(given: Given, rows: list[Any], mode: str) -> tuple[Invoice, DiscountSettlement]:
    """One invoice, and what paying it on the last day of the discount earns."""
    price = priced(rows, mode, percent(given["discount_percent"]))
    issued_on = day(given["invoice_date"]) if "invoice_date" in given else EARLIER
    made = _on_terms(given, price, mode, issued_on)
    policy = DiscountPolicy(tax_mode=TAX_MODES[mode].tax)
    window = made.discounts[0]
    return made, settled(made, window.payable, window.until, policy)


@discount.named("early_discount", "early_discount_lines")
def early_discount(given: Given) -> Figures:
    """One invoice paid early: what is paid, and what becomes of net amount and tax."""
    made, done = _early(given, given.get("lines", [given]), given["tax_mode"])
    window = made.discounts[0]
    bases = [line.base for line in done.corrections] or [done.earned]
    taxed = [line.base for line in done.corrections if line.rate.value]
    return {
        "gross": made.amount,
        "full": made.amount,
        "pay": window.payable,
        "pay_until": window.until,
        "due_date": made.due_on,
        "discount": done.earned,
        "discount_base": _sum(bases),
        "discount_base_taxed": _sum(taxed),
        "discount_base_untaxed": _sum(
            [line.base for line in done.corrections if not line.rate.value]
        ),
        "discount_tax": _sum([line.amount for line in done.corrections]),
        "discount_tax_each_side": _sum(
            [tax(line.base, line.rate, percent(0)).amount for line in done.corrections]
        ),
    }


@discount.named("discount_amounts")
def discount_amounts(given: Given) -> Figures:
    """What is off, split into net amount and tax where the tax follows the discount."""
    mode = "included" if given["vat_reduced_on_early_payment"] else "excluded"
    made, done = _early(given, [given], mode)
    return {
        "discount_net": _sum([line.base for line in done.corrections] or [done.earned]),
        "discount_vat": _sum([line.amount for line in done.corrections]),
        "pay": made.discounts[0].payable,
    }


@discount.named("early_discount_batch")
def early_discount_batch(given: Given) -> Figures:
    """Several invoices paid on one day, each with the discount that then stands."""
    mode, rate = given["tax_mode"], percent(given["discount_percent"])
    paid_on = day(given["payment_date"])
    made = [
        _on_terms(given, priced([row], mode, rate), mode, day(row["invoice_date"]), f"INV-{at}")
        for at, row in enumerate(given["invoices"], start=1)
    ]
    read = snapshot(an_account(*made), as_of=paid_on)
    offers = [offer(read, each.id) for each in made]
    return {
        "invoiced": _sum([each.amount for each in made]),
        "pay": _sum([each.payable for each in offers]),
        "discount": _sum([each.discount for each in offers]),
    }


@discount.named("invoice_totals")
def invoice_totals(given: Given) -> Figures:
    """An invoice without a tax mode is asked for both: tax on the lower base, or on the whole."""
    rate = percent(given["discount_percent"])
    found: dict[str, Any] = {}
    if "tax_mode" in given:
        price = priced([given], given["tax_mode"], rate)
        excluded = [] if price.non_discountable is None else [price.non_discountable]
        found = {
            "untaxed": _sum([line.base for line in price.tax]),
            "tax": _sum([*(line.amount for line in price.tax), *excluded]),
            "gross": price.gross,
        }
    always, whole = (priced([given], mode, rate).tax for mode in ("mixed", "excluded"))
    return {
        **found,
        "tax_pre_2015_rule": _sum([line.amount for line in always]),
        "tax_if_not_taken_current_rule": _sum([line.amount for line in whole]),
    }


@discount.named("discount_base")
def discount_base(given: Given) -> Figures:
    """The same percentage of the gross and of the net amount."""
    rate = percent(given["discount_percent"])
    price = priced([given], "excluded", rate)
    gross, net = (
        invoice(discounted(rate, base=base), price.gross, tax=price.tax).discounts[0]
        for base in ("gross", "net")
    )
    return {"on_gross": gross.discount, "on_net": net.discount}


# -- what payments earn --------------------------------------------------------------------------
@discount.named("partial_payment_with_discount")
def partial_payment(given: Given) -> Figures:
    """One payment on a balance: on the last day of the discount, unless the case says when."""
    rate = percent(given["discount_percent"])
    policy = given["policy"]
    if policy not in _PARTIAL:
        raise Unsupported(f"policy {policy}")
    made = _agreed(given)
    if [tier.percent for tier in made.discounts] != [rate]:
        raise Unsupported("terms with another discount")
    issued_on = day(given["invoice_date"]) if "invoice_date" in given else EARLIER
    owed = invoice(made, money(given["balance_before"]), issued_on)
    last = owed.discounts[0].until
    in_time = given.get("within_discount_period", True)
    paid_on = last if in_time else days_after(last, 1)
    if "payment_date" in given:
        paid_on = day(given["payment_date"])
    done = settled(owed, money(given["payment"]), paid_on, DiscountPolicy(partial=_PARTIAL[policy]))
    taken = [*(line.paid for line in done.lines), done.earned]
    return {
        "credit": owed.amount if done.balance.is_zero else _sum(taken),
        "discount": done.earned,
        "unearned": done.unearned,
        "balance_after": done.balance,
    }


def _agreed(given: Given) -> PaymentTerms:
    if "terms" in given:
        return parse(given["terms"], net_after_discount=20)
    return discounted(percent(given["discount_percent"]))


@discount.named("overpayment_with_discount")
def overpayment(given: Given) -> Figures:
    """More is paid than is due with the discount."""
    owed = _taking(money(given["invoice"]), money(given["discount"]))
    window = owed.discounts[0]
    done = settled(owed, money(given["paid"]), window.until)
    return {"due_with_discount": window.payable, "overpayment": done.excess}


def _taking(amount: Money, off: Money) -> Invoice:
    """An invoice whose discount is that amount: the case leaves out the percentage."""
    for rate in (percent(f"{whole}.{part}") for whole in range(1, 51) for part in (0, 5)):
        made = invoice(discounted(rate), amount)
        if made.discounts[0].discount == off:
            return made
    raise Unsupported(f"no round percentage takes {off} off {amount}")


@discount.named("discount_round_trip")
def round_trip(given: Given) -> Figures:
    """Paying what is asked for settles the invoice to the cent."""
    made = invoice(discounted(percent(given["discount_percent"])), money(given["invoice"]))
    window = made.discounts[0]
    done = settled(made, window.payable, window.until, DiscountPolicy(partial="proportional"))
    return {
        "amount_applied": window.payable,
        "discount": done.earned,
        "sum_equals_invoice": _sum([window.payable, done.earned]) == made.amount,
    }
