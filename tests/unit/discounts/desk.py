"""Short hands for the tests of this room: euros, days of 2026, one invoice `INV-7`, its money."""

from __future__ import annotations

from datetime import date
from typing import Any

from collectkit.ledger import DiscountWindow, Invoice, Snapshot, snapshot
from collectkit.money import Money, Percent
from collectkit.testing import a_receipt, an_account, an_allocation, an_invoice


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def window(
    until: date, percent: str, discount: str, payable: str, base: str | None = None, **more: Any
) -> DiscountWindow:
    return DiscountWindow(
        until=until,
        percent=Percent(percent),
        discount=eur(discount),
        payable=eur(payable),
        base=eur(discount) + eur(payable) if base is None else eur(base),
        **more,
    )


TWO = window(d(2, 10), "2", "2.00", "98.00")
ONE = window(d(2, 20), "1", "1.00", "99.00")
# Of 80.00; the other 20.00 are freight.
GOODS = window(d(2, 10), "2", "1.60", "98.40", base="80.00")


def invoice_with(*windows: DiscountWindow, **fields: Any) -> Invoice:
    """`INV-7` over EUR 100.00 of 31 January with these windows, due on 2 March."""
    given = {"issued_on": d(1, 31), "discounts": windows, **fields}
    return an_invoice(id="INV-7", **given)


def paid(amount: str, on: date, id: str | None = None, **fields: Any) -> tuple[Any, Any]:
    """Money received and applied on one day."""
    money, key = eur(amount), id or f"PAY-{on}"
    return (
        a_receipt(id=key, amount=money, received_on=on),
        an_allocation(
            source_id=key, amount=money, invoice_id="INV-7", **{"applied_on": on, **fields}
        ),
    )


def read(*facts: Any, as_of: date = date(2026, 4, 30)) -> Snapshot:
    return snapshot(an_account(*facts), as_of=as_of)
