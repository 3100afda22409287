"""Discounts: what early payment saves, what a payment earned, and what that is worth.

Nouns: `DiscountOffer`, `DiscountPolicy`, `DiscountSettlement`, `ShortPayment`, `PaymentOption`.
Verbs: `offer` (one item), `offers` (all that stand at a day), `settle` (what payments earned),
`classify_short_payment`, `payment_to_settle`, `gross_settled_by`, `annualized_cost`,
`indifference_discount`, `payment_options`, `best_payment_date`, `tax_corrections`, `reduced_tax`.
They read the windows an invoice carries, never the terms it was made from.

    >>> from datetime import date
    >>> from collectkit import Money, PaymentTerms
    >>> from collectkit.discounts import offers
    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> invoice = PaymentTerms.parse("2/10 net 30").invoice(
    ...     id="INV-7", customer_id="C-1", amount=Money("1190.00", "EUR"),
    ...     issued_on=date(2026, 1, 31))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> [str(o.payable) for o in offers(snapshot(account, as_of=date(2026, 2, 1)))]
    ['EUR 1166.20']

Not here: due dates (`terms`), what late payment costs (`fees`), the tax of an invoice (the host's).
"""

from collectkit.discounts.costs import (
    PaymentOption,
    annualized_cost,
    best_payment_date,
    gross_settled_by,
    indifference_discount,
    payment_options,
    payment_to_settle,
)
from collectkit.discounts.model import DiscountPolicy
from collectkit.discounts.offer import DiscountOffer, offer, offers
from collectkit.discounts.reasons import REASONS
from collectkit.discounts.settlement import DiscountSettlement, SettlementLine, settle
from collectkit.discounts.short import ShortPayment, classify_short_payment
from collectkit.discounts.taxes import reduced_tax, tax_corrections

__all__ = [
    "REASONS",
    "DiscountOffer",
    "DiscountPolicy",
    "DiscountSettlement",
    "PaymentOption",
    "SettlementLine",
    "ShortPayment",
    "annualized_cost",
    "best_payment_date",
    "classify_short_payment",
    "gross_settled_by",
    "indifference_discount",
    "offer",
    "offers",
    "payment_options",
    "payment_to_settle",
    "reduced_tax",
    "settle",
    "tax_corrections",
]
