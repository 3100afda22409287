"""How much is disputed, and for how long."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit import Money
from collectkit.errors import CurrencyMismatch, InvalidDate, MetricUndefined
from collectkit.ledger import payment, snapshot
from collectkit.metrics import OpenDisputes, dispute_days, dispute_rate, open_disputes
from collectkit.testing import a_dispute, a_late_charge, an_account, an_installment, an_invoice

AS_OF = date(2026, 3, 31)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def standing(*facts: Any) -> OpenDisputes:
    (found,) = open_disputes([snapshot(an_account(*facts), as_of=AS_OF)])
    return found


def dispute(key: str, amount: str | None = None, **fields: Any) -> Any:
    given = {"id": key, "invoice_id": "INV-1", "opened_on": date(2026, 3, 1), **fields}
    return a_dispute(amount=eur(amount) if amount else None, **given)


def test_rates_are_shares() -> None:
    assert dispute_rate(90, 360) == Decimal("0.25")
    assert dispute_rate(eur("30.00"), eur("40.00")) == Decimal("0.75")
    assert dispute_rate(1.0, 4.0) == 0.25


def test_disputed_days_outstanding() -> None:
    assert dispute_days(eur("30000.00"), 900_000, 90) == 3
    assert dispute_days(30.0, 900.0, 90) == 3.0


def test_zero_denominators_have_no_figure() -> None:
    assert (dispute_rate(0, 0), dispute_days(5, 0, 90)) == (None, None)
    with pytest.raises(MetricUndefined, match="total is zero"):
        dispute_rate(0, 0, strict=True)
    with pytest.raises(MetricUndefined, match="sales is zero"):
        dispute_days(5, 0, 90, strict=True)
    with pytest.raises(CurrencyMismatch):
        dispute_rate(eur("1.00"), Money("1.00", "USD"))


def test_a_whole_dispute_takes_what_is_open() -> None:
    invoice = an_invoice()
    some = payment(invoice, on=date(2026, 2, 1), amount=eur("60.00"))
    found = standing(invoice, *some, dispute("D1"))
    assert (found.count, found.amount, found.mean_age) == (1, eur("40.00"), Decimal(30))


def test_parts_of_disputes_add_up_to_what_is_open() -> None:
    invoice = an_invoice()
    both = (dispute("D1", "30.00"), dispute("D2", "20.00", opened_on=date(2026, 3, 21)))
    found = standing(invoice, *both)
    assert (found.count, found.amount, found.mean_age) == (2, eur("50.00"), Decimal(20))
    some = payment(invoice, on=date(2026, 2, 1), amount=eur("60.00"))
    assert standing(invoice, *some, *both).amount == eur("40.00")
    assert standing(invoice, *both, dispute("D3")).amount == eur("100.00")


def test_the_parts_of_an_invoice_are_disputed_together() -> None:
    parts = tuple(
        an_installment(number=n, due_on=date(2026, n, 28), amount=eur("50.00")) for n in (1, 2)
    )
    found = standing(an_invoice(installments=parts), dispute("D1", "70.00"))
    assert found.amount == eur("70.00")


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"opened_on": AS_OF}, 1),
        ({"opened_on": date(2026, 4, 1)}, 0),
        ({"closed_on": AS_OF}, 0),
        ({"closed_on": date(2026, 4, 1)}, 1),
    ],
)
def test_a_dispute_stands_from_its_first_day_to_before_its_last(
    fields: dict[str, Any], count: int
) -> None:
    assert standing(an_invoice(), dispute("D1", **fields)).count == count


def test_a_dispute_of_a_paid_invoice_still_stands() -> None:
    invoice = an_invoice()
    paid = payment(invoice, on=date(2026, 2, 1), amount=invoice.amount)
    found = standing(invoice, *paid, dispute("D1"))
    assert (found.count, found.amount, found.mean_age) == (1, eur("0.00"), Decimal(30))


def test_currencies_stand_apart_and_charges_outside() -> None:
    yen = an_invoice(id="Y", amount=Money("900", "JPY"))
    charge = a_late_charge(id="F")
    account = an_account(
        an_invoice(), yen, charge, dispute("D1", invoice_id="Y"), dispute("D2", invoice_id="F")
    )
    euros, other = open_disputes([snapshot(account, as_of=AS_OF)])
    assert (euros.count, euros.amount, euros.mean_age) == (0, eur("0.00"), None)
    assert (other.count, other.amount) == (1, Money("900", "JPY"))
    assert open_disputes([]) == ()


def test_snapshots_are_of_one_day() -> None:
    account = an_account(an_invoice())
    reads = [snapshot(account, as_of=day) for day in (AS_OF, date(2026, 4, 1))]
    with pytest.raises(InvalidDate, match="a snapshot of 2026-04-01 among snapshots of 2026-03-31"):
        open_disputes(reads)
