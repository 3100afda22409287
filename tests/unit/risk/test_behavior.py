"""How a customer pays, as known at a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from collectkit import Money
from collectkit.arrangements import PromiseRules
from collectkit.ledger import Account, Adjustment, Customer, Invoice, Promise, Receipt, snapshot
from collectkit.ledger import payment as paying
from collectkit.risk import PaymentBehavior, behavior

EUR = "EUR"


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def invoice(key: str, due: date, amount: str = "100.00", currency: str = EUR) -> Invoice:
    return Invoice(
        id=key,
        customer_id="C-1",
        amount=Money(amount, currency),
        issued_on=date(2025, 1, 1),
        due_on=due,
    )


def account(*paid: tuple[Invoice, date | None], **facts: Any) -> Account:
    pairs = [paying(i, on=on, amount=i.amount) for i, on in paid if on is not None]
    return Account(
        customer=Customer(id="C-1"),
        invoices=tuple(i for i, _ in paid),
        receipts=(*(r for r, _ in pairs), *facts.pop("receipts", ())),
        allocations=tuple(a for _, a in pairs),
        **facts,
    )


def seen(facts: Account, day: date, **options: Any) -> PaymentBehavior:
    return behavior(snapshot(facts, as_of=day), **options)


def test_nothing_known_is_said_to_be_unknown() -> None:
    found = seen(account(), d(3, 1))
    assert (found.settled, found.weighted_days_late, found.late_share) == (0, None, None)
    assert (found.oldest_due_on, found.changes_on, found.currency) == (None, None, None)
    assert found.oldest_days_past_due() == 0


def test_days_late_are_weighed_by_amount_and_early_ones_count_nothing() -> None:
    facts = account(
        (invoice("A", d(1, 31), "300.00"), d(2, 10)),  # 10 days late
        (invoice("B", d(1, 31), "100.00"), d(1, 11)),  # 20 days early
    )
    found = seen(facts, d(3, 1))
    assert (found.settled, found.currency) == (2, EUR)
    assert found.weighted_days_late == Fraction(3000, 400)
    assert found.late_share == Fraction(3, 4)


def test_paying_on_the_due_day_is_on_time() -> None:
    found = seen(account((invoice("A", d(1, 31)), d(1, 31))), d(3, 1))
    assert (found.weighted_days_late, found.late_share) == (Fraction(0), Fraction(0))


def test_only_the_window_counts_and_says_when_it_moves() -> None:
    facts = account(
        (invoice("A", d(1, 31, 2025)), d(3, 2, 2025)),
        (invoice("B", d(1, 31)), d(2, 4)),
    )
    assert seen(facts, d(3, 1)).settled == 2
    assert seen(facts, d(3, 1)).changes_on == d(3, 2)
    assert seen(facts, d(3, 2)).settled == 1
    assert seen(facts, d(3, 2), window_days=10_000).settled == 2


def test_what_comes_later_is_not_known_yet() -> None:
    facts = account((invoice("A", d(1, 31)), d(2, 10)))
    early = seen(facts, d(2, 9))
    assert (early.settled, early.oldest_due_on) == (0, d(1, 31))
    assert early.oldest_days_past_due() == 9
    assert early.oldest_days_past_due(d(2, 28)) == 28
    assert seen(facts, d(2, 10)).settled == 1


def test_amounts_come_from_the_currency_of_most_parts() -> None:
    facts = account(
        (invoice("A", d(1, 31), "10.00"), d(2, 10)),
        (invoice("B", d(1, 31), "10.00"), d(1, 31)),
        (invoice("C", d(1, 31), "9000", "JPY"), d(2, 20)),
    )
    found = seen(facts, d(3, 1))
    assert (found.settled, found.currency, found.weighted_days_late) == (3, EUR, Fraction(5))
    tied = account(
        (invoice("A", d(1, 31)), d(2, 10)), (invoice("C", d(1, 31), "9", "CHF"), d(2, 1))
    )
    assert seen(tied, d(3, 1)).currency == "CHF"


def test_a_write_off_is_no_payment() -> None:
    lost = Adjustment(invoice_id="A", amount=Money("100.00", EUR), on=d(2, 10), kind="write_off")
    found = seen(account((invoice("A", d(1, 31)), None), adjustments=(lost,)), d(3, 1))
    assert (found.settled, found.oldest_due_on) == (0, None)


def test_a_refund_takes_back_the_payment_it_names() -> None:
    facts = account((invoice("A", d(1, 31)), d(2, 10)))
    back = Receipt(
        id="R",
        customer_id="C-1",
        amount=Money("40.00", EUR),
        received_on=d(2, 12),
        kind="refund",
        reverses="A@2026-02-10",
    )
    again, used = paying(facts.invoices[0], on=d(3, 2), amount=Money("40.00", EUR))
    facts = facts.with_(receipts=(back, again), allocations=(used,))
    assert seen(facts, d(3, 1)).settled == 0
    found = seen(facts, d(3, 5))
    assert found.weighted_days_late == Fraction(60 * 10 + 40 * 30, 100)


def test_broken_promises_count_from_the_day_they_break() -> None:
    promise = Promise(
        id="P", customer_id="C-1", amount=Money("100.00", EUR), promised_on=d(2, 1), pay_by=d(2, 8)
    )
    facts = account((invoice("A", d(1, 31)), None), promises=(promise,))
    assert [seen(facts, d(2, day)).broken_promises for day in (8, 9)] == [0, 1]
    assert seen(facts, d(2, 8)).changes_on == d(2, 9)
    # Before it leaves the window, A turns over 90 days past due.
    assert seen(facts, d(2, 9)).changes == (("balance", d(5, 2)), ("promises", d(2, 9, 2027)))
    grace = PromiseRules(grace_days=2)
    assert seen(facts, d(2, 10), promise_rules=grace).broken_promises == 0
