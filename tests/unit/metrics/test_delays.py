"""The reasons given for late payment, and invoices sent late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit import Money
from collectkit.errors import InvalidDate
from collectkit.ledger import snapshot
from collectkit.metrics import InvoicingLag, LateReasonTrend, invoicing_lag, late_reasons
from collectkit.testing import (
    a_credit_note,
    a_late_charge,
    a_late_reason,
    an_account,
    an_invoice,
)

# February 2026 has 28 days, and so has the window before it: 4 to 31 January.
START, END = date(2026, 2, 1), date(2026, 2, 28)


def trends(*facts: Any) -> tuple[LateReasonTrend, ...]:
    return late_reasons([snapshot(an_account(*facts), as_of=END)], start=START, end=END)


def lag(*facts: Any) -> InvoicingLag:
    (found,) = invoicing_lag([snapshot(an_account(*facts), as_of=END)], start=START, end=END)
    return found


def reason(key: str, code: str, month: int, day: int) -> Any:
    return a_late_reason(invoice_id=key, code=code, on=date(2026, month, day))


def bills(*amounts: str, **fields: Any) -> list[Any]:
    return [
        an_invoice(id=f"I{n}", amount=Money(amount, "EUR"), **fields)
        for n, amount in enumerate(amounts, 1)
    ]


def test_reasons_by_code_with_the_window_before() -> None:
    found = trends(
        *bills("100.00", "300.00", "600.00"),
        reason("I1", "no-order", 2, 1), reason("I2", "dispute", 2, 28),
        reason("I3", "dispute", 1, 4), reason("I1", "dispute", 1, 31),
        reason("I2", "cash-flow", 1, 20),
    )  # fmt: skip
    assert [(t.code, t.now.count, t.before.count, t.count_change) for t in found] == [
        ("dispute", 1, 2, -1),
        ("no-order", 1, 0, 1),
        ("cash-flow", 0, 1, -1),
    ]
    dispute = found[0]
    assert (str(dispute.now.amount), str(dispute.before.amount)) == ("EUR 300.00", "EUR 700.00")
    assert (dispute.now.share_by_count, dispute.now.share_by_amount) == (
        Decimal("0.5"),
        Decimal("0.75"),
    )
    assert (dispute.before.share_by_amount, found[2].now.share_by_count) == (
        Decimal("0.7"),
        Decimal(0),
    )


def test_the_bounds_of_both_windows() -> None:
    outside = [reason("I1", code, *day) for code, day in (("a", (1, 3)), ("b", (3, 1)))]
    assert trends(*bills("100.00"), *outside) == ()
    (found,) = trends(*bills("100.00"), reason("I1", "c", 1, 4))
    assert (found.now.count, found.before.count) == (0, 1)
    assert (found.now.share_by_count, found.now.share_by_amount) == (None, None)


def test_an_invoice_counts_once_for_a_reason_and_for_every_reason() -> None:
    found = trends(
        *bills("100.00"),
        reason("I1", "a", 2, 3), reason("I1", "a", 2, 9), reason("I1", "b", 2, 9),
    )  # fmt: skip
    assert [(t.code, t.now.count, str(t.now.amount)) for t in found] == [
        ("a", 1, "EUR 100.00"),
        ("b", 1, "EUR 100.00"),
    ]


def test_reasons_of_currencies_stand_apart_and_charges_outside() -> None:
    found = trends(
        *bills("100.00"), an_invoice(id="Y", amount=Money("900", "JPY")), a_late_charge(id="F"),
        reason("Y", "a", 2, 3), reason("I1", "a", 2, 3), reason("F", "a", 2, 3),
    )  # fmt: skip
    assert [(t.currency, t.now.count, t.now.share_by_count) for t in found] == [
        ("EUR", 1, Decimal(1)),
        ("JPY", 1, Decimal(1)),
    ]


def test_the_earliest_window_has_less_before_it() -> None:
    first = date(1, 1, 1)
    read = snapshot(an_account(), as_of=date(1, 1, 9))
    assert late_reasons([read], start=first, end=date(1, 1, 9)) == ()


def test_invoicing_lag_by_count_and_amount() -> None:
    late, soon = bills("300.00", "100.00", issued_on=date(2026, 2, 10))
    found = lag(
        an_invoice(id="A", amount=late.amount, issued_on=late.issued_on,
                   delivered_on=date(2026, 1, 31)),
        an_invoice(id="B", amount=soon.amount, issued_on=soon.issued_on,
                   delivered_on=date(2026, 2, 12)),
        an_invoice(id="C", issued_on=date(2026, 2, 1)),
        an_invoice(id="D", issued_on=date(2026, 1, 31), delivered_on=date(2026, 1, 1)),
        a_credit_note(id="N", issued_on=date(2026, 2, 10), delivered_on=date(2026, 1, 1)),
        a_late_charge(id="F", issued_on=date(2026, 2, 10)),
    )  # fmt: skip
    assert (found.count, found.without, str(found.amount)) == (2, 1, "EUR 400.00")
    assert (found.mean_days, found.weighted_days) == (Decimal(4), Decimal(7))  # 10 and -2 days


def test_no_day_of_delivery_no_lag() -> None:
    found = lag(an_invoice(issued_on=date(2026, 2, 1)))
    assert (found.count, found.without, found.mean_days, found.weighted_days) == (0, 1, None, None)


def test_snapshots_of_another_day_are_refused() -> None:
    read = snapshot(an_account(an_invoice()), as_of=date(2026, 2, 27))
    with pytest.raises(InvalidDate, match="a snapshot of 2026-02-27 in a period"):
        late_reasons([read], start=START, end=END)
    with pytest.raises(InvalidDate, match="a snapshot of 2026-02-27 in a period"):
        invoicing_lag([read], start=START, end=END)
