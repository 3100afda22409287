"""Several currencies: each is a ledger of its own."""

from __future__ import annotations

from tests.conformance.adapters.translate import day
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.ledger import snapshot
from collectkit.money import Money
from collectkit.testing import a_receipt, an_account, an_allocation, an_invoice

multi_currency = Operations("multi_currency")


@multi_currency.shaped("invoice_year", "payment_year", "as_of")
def paid_in_a_later_year(given: Given) -> Figures:
    """What is open of a document in a foreign currency."""
    amount = Money("100.00", "USD")
    issued_on, paid_on = (
        day(f"{given['invoice_year']}-07-01"),
        day(f"{given['payment_year']}-02-01"),
    )
    facts = (
        an_invoice(amount=amount, issued_on=issued_on),
        a_receipt(amount=amount, received_on=paid_on),
        an_allocation(amount=amount, applied_on=paid_on),
    )
    read = snapshot(an_account(*facts), as_of=day(given["as_of"]))
    return {"residual_currency_is_full": read.items[0].open == amount}
