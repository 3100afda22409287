"""How settled parts had been paid: five ways to say days late, days to pay, shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit import Account, Money
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.ledger import Invoice, payment, snapshot
from collectkit.metrics import (
    DEFINITIONS,
    PaymentPerformance,
    payment_performance,
    performance_metrics,
)
from collectkit.testing import (
    a_credit_note,
    a_dispute,
    a_late_charge,
    a_receipt,
    a_refund,
    a_reversal,
    an_account,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
)

START, END = date(2026, 1, 1), date(2026, 3, 31)


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def figures(*values: int | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def bill(key: str, amount: str = "100.00", **fields: Any) -> Invoice:
    """Issued on 2026-01-01 and due on 2026-01-31 unless told otherwise."""
    return an_invoice(id=key, amount=eur(amount), **fields)


def paid_on(invoice: Invoice, day: date, amount: str | None = None) -> tuple[Any, Any]:
    return payment(invoice, on=day, amount=eur(amount) if amount else invoice.amount)


def all_of(*accounts: Account, end: date = END, **options: Any) -> tuple[PaymentPerformance, ...]:
    reads = [snapshot(account, as_of=end) for account in accounts]
    return payment_performance(reads, start=START, end=end, **options)


def performance(*facts: Any, **options: Any) -> PaymentPerformance:
    (found,) = all_of(an_account(*facts), **options)
    return found


def book() -> tuple[Any, ...]:
    """100 paid 10 days early, 300 paid 30 days late, 100 paid on its due day."""
    early, late, on_time = bill("A"), bill("B", "300.00"), bill("C")
    return (
        early, *paid_on(early, d(1, 21)),
        late, *paid_on(late, d(3, 2)),
        on_time, *paid_on(on_time, d(1, 31)),
    )  # fmt: skip


def test_the_five_ways_to_say_days_late() -> None:
    found = performance(*book())
    assert (found.count, str(found.amount)) == (3, "EUR 500.00")
    assert found.mean_days_late == Decimal("6.666666666666666666666666667")  # 20 / 3
    assert found.mean_days_late_clipped == 10  # 30 / 3
    assert found.mean_days_late_of_late == 30
    assert found.weighted_days_late == 16  # (300 x 30 - 100 x 10) / 500
    assert found.weighted_days_late_clipped == 18


def test_days_to_pay_terms_and_late_shares() -> None:
    found = performance(*book())
    assert found.mean_days_to_pay == Decimal("36.66666666666666666666666667")  # 110 / 3
    assert (found.weighted_terms, found.weighted_days_to_pay) == figures(30, 46)
    assert (found.late_count, str(found.late_amount)) == (1, "EUR 300.00")
    assert found.late_share_by_count == Decimal("0.3333333333333333333333333333")
    assert found.late_share_by_amount == Decimal("0.6")


def test_part_payments_weigh_with_their_own_day_or_with_the_settling_one() -> None:
    invoice = bill("A", "400.00")
    facts = (invoice, *paid_on(invoice, d(1, 21), "100.00"), *paid_on(invoice, d(2, 10), "300.00"))
    own = performance(*facts)
    assert (own.mean_days_late, own.weighted_days_late) == figures(10, 5)
    assert (own.late_share_by_count, own.late_share_by_amount) == figures(1, "0.75")
    final = performance(*facts, final_clearing=True)
    assert (final.mean_days_late, final.weighted_days_late) == figures(10, 10)
    assert (final.late_share_by_count, final.late_share_by_amount) == figures(1, 1)
    assert final.money_late == ((eur("400.00"), 10),)
    assert (final.weighted_terms, final.weighted_days_to_pay) == figures(30, 40)


def test_the_day_that_counts_is_the_one_the_money_came() -> None:
    invoice = bill("A")
    came = a_receipt(id="R", received_on=d(2, 4))
    used = an_allocation(source_id="R", invoice_id="A", applied_on=d(3, 20))
    assert performance(invoice, came, used).weighted_days_late == 4


def test_money_from_before_the_issue_counts_from_its_day() -> None:
    invoice = bill("A")
    came = a_receipt(id="R", received_on=d(12, 1, 2025))
    used = an_allocation(source_id="R", invoice_id="A", applied_on=d(1, 5))
    found = performance(invoice, came, used)
    assert found.count == 1
    assert (found.mean_days_to_pay, found.weighted_days_to_pay) == figures(0, 0)
    assert found.weighted_days_late == -30


@pytest.mark.parametrize(
    ("day", "counts"),
    [(d(12, 31, 2025), 0), (d(1, 1), 1), (d(3, 31), 1), (d(4, 1), 0)],
)
def test_both_ends_of_the_window_count(day: date, counts: int) -> None:
    invoice = bill("A", issued_on=d(12, 1, 2025))
    assert performance(invoice, *paid_on(invoice, day)).count == counts


def test_a_part_settled_in_the_window_brings_its_earlier_payments() -> None:
    invoice = bill("A", "400.00", issued_on=d(12, 1, 2025))  # due on 2025-12-31
    facts = (
        invoice,
        *paid_on(invoice, d(12, 21, 2025), "100.00"),
        *paid_on(invoice, d(1, 10), "300.00"),
    )
    found = performance(*facts)
    assert found.money_late == ((eur("100.00"), -10), (eur("300.00"), 10))


def test_parts_of_an_invoice_count_for_themselves() -> None:
    parts = tuple(an_installment(number=n, due_on=d(n, 28), amount=eur("50.00")) for n in (1, 2, 3))
    invoice = bill("A", "150.00", installments=parts)
    found = performance(invoice, *paid_on(invoice, d(2, 28), "100.00"))
    assert found.count == 2
    assert found.money_late == ((eur("50.00"), 0), (eur("50.00"), 31))


def test_bounced_and_refunded_money_was_not_paid() -> None:
    invoice = bill("A")
    came = a_receipt(id="R", received_on=d(2, 10))
    used = an_allocation(source_id="R", invoice_id="A", applied_on=d(2, 10))
    back = a_reversal(id="B", reverses="R", received_on=d(2, 14))
    assert performance(invoice, came, used, back).count == 0
    out = a_refund(id="B", reverses="R", received_on=d(2, 14), amount=eur("40.00"))
    assert performance(invoice, came, used, out).count == 0
    again = paid_on(invoice, d(3, 2), "40.00")
    found = performance(invoice, came, used, out, *again)
    assert found.money_late == ((eur("60.00"), 10), (eur("40.00"), 30))
    assert found.mean_days_late == 30


def test_what_was_given_up_or_credited_was_not_paid() -> None:
    invoice = bill("A")
    some = paid_on(invoice, d(1, 31), "60.00")
    rest = {"invoice_id": "A", "amount": eur("40.00"), "on": d(3, 2)}
    lost = an_adjustment(kind="write_off", **rest)
    assert performance(invoice, *some, lost).count == 0
    # Money for late charges on that day pays nothing of the part.
    interest = an_allocation(
        source_id=None, invoice_id="A", applied_on=d(3, 2), amount=eur("5.00"), component="interest"
    )
    assert performance(invoice, *some, lost, interest).count == 0
    # Written off on the day the last money came: a short payment that was accepted.
    accepted = an_adjustment(kind="write_off", **{**rest, "on": d(1, 31)})
    assert performance(invoice, *some, accepted).weighted_days_late == 0
    withheld = performance(invoice, *some, an_adjustment(kind="withholding", **rest))
    assert (withheld.mean_days_late, withheld.weighted_days_late) == figures(30, 0)
    assert str(withheld.amount) == "EUR 60.00"
    note = a_credit_note(id="N")
    credited = an_allocation(source_id="N", invoice_id="A", applied_on=d(2, 20))
    assert performance(invoice, note, credited).count == 0


def test_charges_and_pending_parts_are_left_out() -> None:
    charge = a_late_charge(id="F", issued_on=d(1, 5), due_on=d(1, 10))
    with_charge = (charge, *paid_on(charge, d(2, 1), str(charge.amount.amount)))
    invoice = bill("A", due_on=None, installments=(an_installment(due_on=None),))
    found = performance(*with_charge, invoice, *paid_on(invoice, d(2, 1)))
    assert (found.count, found.amount) == (0, eur("0.00"))


def test_open_items_count_at_the_end_when_asked_for() -> None:
    waiting = bill("W", "300.00")  # 59 days past due at the end
    not_due = bill("N", issued_on=d(3, 20))
    facts = (*book(), waiting, *paid_on(waiting, d(1, 31), "100.00"), not_due)
    assert performance(*facts).count == 3
    found = performance(*facts, include_open=True)
    assert (found.count, str(found.amount)) == (4, "EUR 800.00")
    assert found.parts_late == ((1, -10), (1, 0), (1, 30), (1, 59))
    assert found.money_late == (
        (eur("100.00"), -10),
        (eur("200.00"), 0),
        (eur("300.00"), 30),
        (eur("200.00"), 59),
    )


def test_disputed_shares_take_parts_that_were_ever_disputed() -> None:
    over = a_dispute(
        id="D1", invoice_id="A", opened_on=d(1, 5), closed_on=d(1, 20), amount=eur("10.00")
    )
    later = a_dispute(id="D2", invoice_id="B", opened_on=d(4, 1))
    found = performance(*book(), over, later)
    assert (found.disputed_count, str(found.disputed_amount)) == (1, "EUR 100.00")
    assert found.disputed_share_by_count == Decimal("0.3333333333333333333333333333")
    assert found.disputed_share_by_amount == Decimal("0.2")


def test_currencies_stand_apart_and_empty_ones_have_no_figures() -> None:
    yen = an_invoice(id="Y", amount=Money("900", "JPY"))
    euros, empty = all_of(an_account(*book(), yen))
    assert (euros.currency, empty.currency) == ("EUR", "JPY")
    values = performance_metrics(empty)
    assert {(metric.value, metric.note) for metric in values} == {(None, "nothing was settled")}
    assert all_of() == ()


def test_every_figure_names_its_convention() -> None:
    metrics = performance_metrics(performance(*book()))
    assert [metric.name for metric in metrics] == [
        "mean_days_late",
        "mean_days_late_clipped",
        "mean_days_late_of_late",
        "weighted_days_late",
        "weighted_days_late_clipped",
        "mean_days_to_pay",
        "weighted_days_to_pay",
        "weighted_terms",
        "late_share:count",
        "late_share:amount",
        "disputed_share:count",
        "disputed_share:amount",
    ]
    assert all(metric.definition.name in DEFINITIONS for metric in metrics)
    assert str(metrics[4]) == (
        "weighted_days_late_clipped 18.0000 days: "
        "payments on parts settled in the window, by amount; early days count 0"
    )
    assert {metric.note for metric in metrics} == {""}


def test_options_and_gaps_are_told() -> None:
    invoice = bill("A")
    facts = (invoice, *paid_on(invoice, d(1, 31)))
    metrics = performance_metrics(performance(*facts, include_open=True, final_clearing=True))
    by_name = {metric.name: metric for metric in metrics}
    assert by_name["weighted_days_late"].note == (
        "with what is overdue at the end, by the day each part was settled"
    )
    of_late = by_name["mean_days_late_of_late"]
    assert (of_late.value, of_late.note) == (None, "nothing was settled late")


def test_misuse_is_told() -> None:
    account = an_account(bill("A"))
    with pytest.raises(InvalidDate, match="ends on 2026-01-01 before it starts on 2026-03-31"):
        payment_performance([], start=END, end=START)
    with pytest.raises(InvalidDate, match="a snapshot of 2026-03-30 in a period"):
        payment_performance([snapshot(account, as_of=d(3, 30))], start=START, end=END)
    with pytest.raises(InvalidFact, match="snapshot must be Snapshot"):
        payment_performance([account], start=START, end=END)  # type: ignore[list-item]


def test_money_applied_late_counts_in_the_month_that_books_it() -> None:
    invoice = bill("INV-1")
    receipt = a_receipt(id="R-1", amount=invoice.amount, received_on=d(1, 30))
    use = an_allocation(
        source_id="R-1", invoice_id="INV-1", amount=invoice.amount, applied_on=d(2, 3)
    )
    account = an_account(invoice, receipt, use)

    def counted(start: date, end: date) -> int:
        found = payment_performance([snapshot(account, as_of=end)], start=start, end=end)
        return sum(one.count for one in found)

    assert counted(d(1, 1), d(1, 31)) == 0
    assert counted(d(2, 1), d(2, 28)) == 1
    assert counted(d(1, 1), d(2, 28)) == 1


def test_one_snapshot_alone_is_told_what_to_do() -> None:
    read: Any = snapshot(an_account(bill("INV-1")), as_of=END)
    with pytest.raises(InvalidFact, match=r"snapshots must be several, .* such as \[snapshot\]"):
        payment_performance(read, start=d(1, 1), end=END)
