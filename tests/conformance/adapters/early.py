"""Invoices with a discount, their tax, and what a payment earns on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from tests.conformance.adapters.books import billed
from tests.conformance.adapters.translate import CURRENCY, EARLIER, money, percent
from tests.conformance.case import Unsupported

from collectkit.discounts import DiscountPolicy, DiscountSettlement, reduced_tax, settle
from collectkit.ledger import Invoice, TaxLine, payment, snapshot
from collectkit.money import Money, Percent
from collectkit.terms import BalanceLine, DiscountTier, DueRule, PaymentTerms
from collectkit.testing import an_account

__all__ = ["DAYS", "NET", "TAX_MODES", "Price", "discounted", "invoice", "priced", "settled", "tax"]

DAYS, NET = 10, 365
"""Where a case states no days: a window, and a due date long after it."""


class TaxMode(NamedTuple):
    """What is discounted, and what happens to the tax."""

    base: Any
    tax: Any


# By what Odoo calls them: tax corrected on early payment, never, or always on the lower base.
TAX_MODES = {
    "included": TaxMode("gross", "on-early-payment"),
    "excluded": TaxMode("net", "never"),
    "mixed": TaxMode("net", "always-reduced"),
}


class Price(NamedTuple):
    """What an invoice comes to."""

    gross: Money
    tax: tuple[TaxLine, ...]
    non_discountable: Money | None = None


def discounted(
    rate: Percent, *, base: Any = "gross", days: int = DAYS, net: int = NET
) -> PaymentTerms:
    """Terms with one discount; none where it is of nothing."""
    tier = DiscountTier(percent=rate, deadline=DueRule.net(days), base=base) if rate.value else None
    due = BalanceLine(due=DueRule.net(net))
    return PaymentTerms(id="terms", lines=(due,), discounts=(tier,) if tier else ())


def invoice(
    terms: PaymentTerms,
    amount: Money,
    issued_on: date = EARLIER,
    id: str = "INV-1",
    **fields: Any,
) -> Invoice:
    """An invoice of customer `C-1` on these terms."""
    return terms.invoice(id=id, customer_id="C-1", amount=amount, issued_on=issued_on, **fields)


def settled(
    billed_as: Invoice, paid: Money, on: date, policy: DiscountPolicy | None = None
) -> DiscountSettlement:
    """What one payment earns."""
    facts = (billed_as, *payment(billed_as, on=on, amount=paid))
    return settle(snapshot(an_account(*facts), as_of=on), billed_as.id, policy=policy)


def tax(base: Money, rate: Percent, off: Percent) -> TaxLine:
    """The tax of what `off` leaves of a base."""
    untold = TaxLine(rate=rate, base=base, amount=Money.zero(base.currency))
    return reduced_tax([untold], off)[0]


def priced(rows: Iterable[Mapping[str, Any]], mode: str, rate: Percent) -> Price:
    """What rows come to under a tax mode that takes `rate` off.

    A fixed tax per unit bears no discount: it stays out of a gross one, and is not in a net one.
    """
    if mode not in TAX_MODES:
        raise Unsupported(f"tax mode {mode}")
    lines, excluded = [], []
    zero = Money.zero(CURRENCY)
    for row in rows:
        # A tax that is stated as an amount is the tax of the invoice, whatever its mode.
        lower = TAX_MODES[mode].tax == "always-reduced" and "tax" not in row
        lines.append(_tax_line(row, rate if lower else percent(0)))
        if "fixed_tax" in row:
            excluded.append(money(row["fixed_tax"]))
    owed = [amount for line in lines for amount in (line.base, line.amount)]
    gross = billed(amount.amount for amount in (*owed, *excluded))
    if TAX_MODES[mode].base == "gross":
        left_out = billed(amount.amount for amount in excluded) if excluded else None
        return Price(gross, tuple(lines), left_out)
    fixed = (TaxLine(rate=percent(0), base=zero, amount=amount) for amount in excluded)
    return Price(gross, (*lines, *fixed))


def _tax_line(row: Mapping[str, Any], off: Percent) -> TaxLine:
    """The net amount of a row and the tax of what `off` leaves of it."""
    stated = [name for name in ("percent_tax", "tax_percent", "vat_percent") if name in row]
    # Where only the amount of the tax is stated, nothing depends on its rate.
    rate = percent(row[stated[0]] if stated else 0)
    whole = [name for name in ("price_tax_included", "gross") if name in row]
    if whole:
        base, amount = money(row[whole[0]]).allocate((100, rate.value))
        return tax(base, rate, off) if off.value else TaxLine(rate=rate, base=base, amount=amount)
    base = money(row["untaxed"])
    if "tax" in row:
        return TaxLine(rate=rate, base=base, amount=money(row["tax"]))
    if row.get("reverse_charge", False):
        return TaxLine(rate=rate, base=base, amount=Money.zero(CURRENCY))
    return tax(base, rate, off)
