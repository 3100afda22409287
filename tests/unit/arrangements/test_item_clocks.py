from __future__ import annotations

from datetime import date
from typing import Any

from collectkit.arrangements import (
    PromiseRules,
    clock,
    covers,
    effective_due,
    promise_status,
    stops,
)
from collectkit.ledger import Item, Snapshot, payment, snapshot
from collectkit.money import Money
from collectkit.testing import (
    a_dispute,
    a_hold,
    a_promise,
    an_account,
    an_installment,
    an_invoice,
)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def read(*facts: Any, as_of: date = date(2026, 3, 31)) -> tuple[Item, Snapshot]:
    """INV-1, due on 31 January, and the account it stands in."""
    if not any(getattr(fact, "id", "") == "INV-1" for fact in facts):
        facts = (an_invoice(), *facts)
    taken = snapshot(an_account(*facts), as_of=as_of)
    return taken.parts("INV-1")[0], taken


def effective(*facts: Any, as_of: date = date(2026, 3, 31), rules: PromiseRules | None = None
              ) -> date | None:  # fmt: skip
    return effective_due(*read(*facts, as_of=as_of), rules=rules)


# -- stops ---------------------------------------------------------------------------------------
def test_holds_that_stop_the_clock_and_no_others() -> None:
    stopping = a_hold(id="H-1", clock="stop", from_on=d(2, 2), until_on=d(2, 6))
    running = a_hold(id="H-2", from_on=d(2, 10), until_on=d(2, 12))
    endless = a_hold(id="H-3", clock="stop", from_on=d(3, 1))
    assert stops(*read(stopping, running, endless)) == (
        (d(2, 2), d(2, 6)), (d(3, 1), None),
    )  # fmt: skip


def test_a_hold_on_other_items_does_not_stop_this_one() -> None:
    other = an_invoice(id="INV-2")
    elsewhere = a_hold(clock="stop", items=("INV-2",))
    assert stops(*read(other, elsewhere)) == ()
    assert stops(*read(other, a_hold(clock="stop", items=("INV-2", "INV-1")))) != ()


def test_whole_disputes_from_the_day_they_open_to_the_day_before_they_close() -> None:
    closed = a_dispute(opened_on=d(2, 3), closed_on=d(2, 10))
    assert stops(*read(closed)) == ((d(2, 3), d(2, 9)),)
    assert stops(*read(a_dispute(opened_on=d(2, 3)))) == ((d(2, 3), None),)
    assert stops(*read(a_dispute(opened_on=d(2, 3), closed_on=d(2, 3)))) == ()


def test_a_part_dispute_stops_nothing() -> None:
    assert stops(*read(a_dispute(amount=Money("99.99", "EUR")))) == ()


def test_promises_stop_on_the_days_they_stand() -> None:
    promise = a_promise()
    item, taken = read(promise)
    states = (promise_status(promise, taken),)
    assert stops(item, taken, promises=states) == ((d(2, 10), d(2, 20)),)
    assert stops(item, taken) == ()


# -- which items ---------------------------------------------------------------------------------
def test_a_fact_names_items_by_part_by_invoice_or_all_of_them() -> None:
    half = Money("50.00", "EUR")
    parts = tuple(an_installment(number=n, amount=half) for n in (1, 2))
    item, _ = read(an_invoice(installments=parts))
    assert item.id == "INV-1/1"
    assert [item.is_named(ids) for ids in ((), ("INV-1",), ("INV-1/1",), ("INV-1/2",), ("INV-2",))
            ] == [True, True, True, False, False]  # fmt: skip


def test_a_promise_covers_its_invoices_or_its_currency() -> None:
    def covered(**fields: Any) -> bool:
        promise = a_promise(**fields)
        item, taken = read(an_invoice(id="INV-2"), promise)
        return covers(promise_status(promise, taken), item)

    assert covered(invoices=("INV-1",))
    assert not covered(invoices=("INV-2",))
    assert covered()
    assert not covered(amount=Money("10.00", "USD"))


# -- the clock and the effective due date --------------------------------------------------------
def test_an_undisturbed_item_keeps_its_due_date() -> None:
    assert effective() == d(1, 31)
    item, taken = read()
    running = clock(item, taken)
    assert running is not None
    assert running.days(d(2, 7)) == 7


def test_every_stopped_day_moves_the_due_date_on() -> None:
    hold = a_hold(clock="stop", from_on=d(2, 2), until_on=d(2, 6))
    assert effective(hold) == d(2, 5)
    assert [effective(hold, as_of=d(2, day)) for day in (1, 2, 6, 7)] == [
        d(1, 31), d(2, 1), d(2, 5), d(2, 5),
    ]  # fmt: skip


def test_days_that_stop_twice_count_once() -> None:
    both = (
        a_hold(clock="stop", from_on=d(2, 2), until_on=d(2, 6)),
        a_dispute(opened_on=d(2, 5), closed_on=d(2, 11)),
    )
    # The 2nd to the 10th.
    assert effective(*both) == d(2, 9)


def test_stopped_days_before_the_due_date_change_nothing() -> None:
    assert effective(a_hold(clock="stop", from_on=d(1, 5), until_on=d(1, 31))) == d(1, 31)
    assert effective(a_hold(clock="stop", from_on=d(1, 5), until_on=d(2, 1))) == d(2, 1)


def test_an_endless_stop_moves_the_due_date_with_the_day() -> None:
    hold = a_hold(clock="stop", from_on=d(2, 10))
    assert [effective(hold, as_of=day) for day in (d(2, 9), d(2, 10), d(3, 31))] == [
        d(1, 31), d(2, 1), d(3, 22),
    ]  # fmt: skip


def test_days_of_a_broken_promise_never_count() -> None:
    assert effective(a_promise()) == d(2, 11)
    assert effective(a_promise(), rules=PromiseRules(grace_days=2)) == d(2, 13)


def test_days_of_a_kept_promise_do_not_count_until_it_is_kept() -> None:
    other = an_invoice(id="INV-2")
    paid = payment(other, on=d(2, 14), amount=Money("100.00", "EUR"))
    assert effective(other, *paid, a_promise()) == d(2, 4)


def test_a_pending_due_date_has_no_clock() -> None:
    pending = an_invoice(due_on=None, installments=(an_installment(due_on=None),))
    item, taken = read(pending)
    assert clock(item, taken) is None
    assert effective(pending) is None


def test_the_contractual_due_date_stays() -> None:
    item, _ = read(a_hold(clock="stop", from_on=d(2, 2)))
    assert (item.due_on, item.days_past_due) == (d(1, 31), 59)
