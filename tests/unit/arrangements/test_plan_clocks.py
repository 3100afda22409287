"""Due dates under plans: contractual, a plan's own, restored or fresh."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.arrangements import (
    DueDates,
    ItemClock,
    PlanRules,
    clock,
    due_dates,
    effective_due,
    item_clock,
    payment_plan,
    plan_status,
)
from collectkit.ledger import Item, Snapshot, snapshot
from collectkit.money import Money
from collectkit.testing import (
    a_dispute,
    a_hold,
    a_promise,
    a_receipt,
    an_account,
    an_allocation,
    an_installment,
    an_invoice,
)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def cash(amount: str, on: date, id: str = "PAY-1") -> tuple[Any, Any]:
    money = Money(amount, "EUR")
    return (
        a_receipt(id=id, amount=money, received_on=on),
        an_allocation(source_id=id, applied_on=on, amount=money),
    )


def plan_of(**fields: Any) -> Any:
    """EUR 100.00 for INV-1, agreed on 10 February, in halves on the 20th of February and March."""
    given = {
        "first_due": d(2, 20), "id": "PLAN-1", "customer_id": "C-1", "invoices": ("INV-1",),
        "agreed_on": d(2, 10), **fields,
    }  # fmt: skip
    return payment_plan(Money("100.00", "EUR"), 2, **given)


def read(*facts: Any, as_of: date) -> tuple[Item, Snapshot]:
    """INV-1, due on 31 January, and the account it stands in."""
    taken = snapshot(an_account(an_invoice(), *facts), as_of=as_of)
    return taken.parts("INV-1")[0], taken


def shown(*facts: Any, as_of: date, **rules: Any) -> DueDates:
    return due_dates(*read(*facts, as_of=as_of), **rules)


def effective(*facts: Any, as_of: date, **rules: Any) -> date | None:
    return effective_due(*read(*facts, as_of=as_of), **rules)


def clock_of(*facts: Any, as_of: date, rules: PlanRules | None = None) -> ItemClock:
    item, taken = read(*facts, as_of=as_of)
    states = tuple(plan_status(plan, taken, rules=rules) for plan in taken.plans)
    running = item_clock(item, taken, plans=states)
    assert running is not None
    return running


# -- which date drives ---------------------------------------------------------------------------
def test_the_unpaid_installment_drives_from_the_day_of_the_agreement() -> None:
    plan = plan_of()
    assert [effective(plan, as_of=d(2, day)) for day in (9, 10, 20)] == [
        d(1, 31), d(2, 20), d(2, 20),
    ]  # fmt: skip
    paid = cash("50.00", d(2, 15))
    assert effective(plan, *paid, as_of=d(2, 14)) == d(2, 20)
    assert effective(plan, *paid, as_of=d(2, 15)) == d(3, 20)


def test_in_grace_the_installment_is_late_and_the_plan_stands() -> None:
    rules = PlanRules(grace_days=5)
    found = shown(plan_of(), as_of=d(2, 24), plan_rules=rules)
    assert (found.effective, found.effective_days_past_due) == (d(2, 20), 4)
    assert (found.contractual, found.days_past_due) == (d(1, 31), 24)


def test_in_default_the_original_age_returns() -> None:
    found = shown(plan_of(), as_of=d(2, 21))
    assert (found.effective, found.effective_days_past_due) == (d(1, 31), 21)


def test_or_days_count_from_the_default() -> None:
    fresh = plan_of(on_default="fresh")
    assert [effective(fresh, as_of=d(2, day)) for day in (20, 21, 28)] == [
        d(2, 20), d(2, 21), d(2, 21),
    ]  # fmt: skip


def test_after_a_completed_plan_what_is_left_is_due_by_contract() -> None:
    part = payment_plan(Money("40.00", "EUR"), 1, first_due=d(2, 20), id="PLAN-1",
                        customer_id="C-1", invoices=("INV-1",), agreed_on=d(2, 10))  # fmt: skip
    paid = cash("40.00", d(2, 18))
    assert effective(part, *paid, as_of=d(2, 17)) == d(2, 20)
    assert effective(part, *paid, as_of=d(2, 18)) == d(1, 31)


def test_the_plan_agreed_last_counts() -> None:
    first = plan_of()
    second = plan_of(id="PLAN-2", agreed_on=d(3, 1), first_due=d(3, 10))
    both = (second, first)
    assert [effective(*both, as_of=day) for day in (d(2, 28), d(3, 1), d(3, 10), d(3, 11))] == [
        d(1, 31), d(3, 10), d(3, 10), d(1, 31),
    ]  # fmt: skip
    same_day = plan_of(id="PLAN-0", first_due=d(2, 27))
    assert effective(first, same_day, as_of=d(2, 12)) == d(2, 20)
    # The other one never drove.
    assert clock_of(first, same_day, as_of=d(2, 12)).changes_on == (d(2, 10), d(2, 21))


def test_items_outside_the_plan_keep_their_date() -> None:
    other = an_invoice(id="INV-2")
    _, taken = read(other, plan_of(), as_of=d(2, 12))
    assert [effective_due(item, taken) for item in taken.items] == [d(2, 20), d(1, 31)]


def test_an_item_that_waits_for_its_date_has_none_under_a_plan_either() -> None:
    pending = an_invoice(id="INV-2", due_on=None, installments=(an_installment(due_on=None),))
    _, taken = read(pending, plan_of(invoices=("INV-1", "INV-2")), as_of=d(2, 12))
    found = due_dates(taken.items[1], taken)
    assert (found.contractual, found.effective, found.days_past_due) == (None, None, None)
    assert found.effective_days_past_due is None
    assert str(found.why[0]) == "INV-2: no due date yet"
    assert clock(taken.items[1], taken) is None


# -- stops ---------------------------------------------------------------------------------------
def test_a_stopped_clock_moves_the_installment_on() -> None:
    rules = PlanRules(grace_days=20)
    hold = a_hold(clock="stop", from_on=d(2, 18), until_on=d(2, 25))
    found = shown(plan_of(), hold, as_of=d(3, 2), plan_rules=rules)
    # The 21st to the 25th.
    assert (found.effective, found.stopped_days) == (d(2, 25), 5)


def test_a_hold_saves_no_plan() -> None:
    hold = a_hold(clock="stop", from_on=d(2, 18), until_on=d(2, 25))
    # In default on the 21st all the same; then the eight days of the hold are taken off.
    assert effective(plan_of(), hold, as_of=d(3, 2)) == d(2, 8)


def test_stops_before_a_fresh_start_change_nothing() -> None:
    hold = a_hold(clock="stop", from_on=d(2, 1), until_on=d(2, 22))
    assert effective(plan_of(on_default="fresh"), hold, as_of=d(3, 2)) == d(2, 22)


def test_waits_stand_still_under_a_plan_that_starts_afresh() -> None:
    def waited(on_default: str) -> int:
        running = clock_of(plan_of(on_default=on_default), as_of=d(3, 2)).phase(d(3, 2)).clock
        return type(running)(d(2, 5), running.stops).days(d(3, 2))

    assert waited("restore") == 25
    assert waited("fresh") == 25 - 12  # the 10th to the 21st


# -- the clock over the days to come ---------------------------------------------------------------
def test_it_changes_when_a_plan_begins_and_when_it_defaults() -> None:
    running = clock_of(plan_of(), as_of=d(2, 1))
    assert running.changes_on == (d(2, 10), d(2, 21))
    assert [running.days(d(2, day)) for day in (9, 10, 20, 21)] == [9, -10, 0, 21]
    assert shown(plan_of(), as_of=d(2, 1)).changes_on == (d(2, 10), d(2, 21))
    assert shown(plan_of(), as_of=d(2, 10)).changes_on == (d(2, 21),)
    assert shown(plan_of(), as_of=d(2, 21)).changes_on == ()


@pytest.mark.parametrize(
    ("n", "since", "on"),
    [
        (5, d(2, 1), d(2, 5)),
        (5, d(2, 6), d(2, 6)),
        (5, d(2, 10), d(2, 21)),
        (12, d(2, 1), d(2, 21)),
        (21, d(2, 1), d(2, 21)),
        (22, d(2, 1), d(2, 22)),
        (-3, d(2, 12), d(2, 17)),
    ],
)
def test_when_so_many_days_are_reached(n: int, since: date, on: date) -> None:
    assert clock_of(plan_of(), as_of=d(2, 1)).when(n, since=since) == on


def test_an_endless_stop_is_never_over() -> None:
    running = clock_of(plan_of(), a_hold(clock="stop", from_on=d(2, 1)), as_of=d(2, 1))
    assert running.when(1) is None
    assert running.when(0) == d(1, 31)


def test_the_first_day_ever_without_since() -> None:
    assert clock_of(plan_of(), as_of=d(2, 15)).when(5) == d(2, 5)


def test_a_clock_without_plans_is_the_plain_one() -> None:
    item, taken = read(a_hold(clock="stop", from_on=d(2, 2), until_on=d(2, 6)), as_of=d(2, 10))
    running = item_clock(item, taken)
    assert running is not None
    assert running.phases[0].clock == clock(item, taken)
    assert running.changes_on == ()


def test_the_clock_of_today_takes_plans_where_they_are_handed_in() -> None:
    item, taken = read(plan_of(), as_of=d(2, 12))
    states = tuple(plan_status(plan, taken) for plan in taken.plans)
    with_plans, without = clock(item, taken, plans=states), clock(item, taken)
    assert with_plans is not None
    assert without is not None
    assert (with_plans.start, without.start) == (d(2, 20), d(1, 31))


# -- words -----------------------------------------------------------------------------------------
def test_every_reason_is_told() -> None:
    facts = (
        plan_of(),
        a_hold(clock="stop", from_on=d(2, 2), until_on=d(2, 3), kind="hardship"),
        a_hold(id="H-2", clock="stop", from_on=d(1, 2), until_on=d(1, 31)),
        a_hold(id="H-3", clock="stop", from_on=d(3, 30)),
        a_dispute(opened_on=d(3, 1)),
        a_promise(promised_on=d(2, 22), pay_by=d(2, 23)),
    )
    found = shown(*facts, as_of=d(3, 2))
    assert found.explain().splitlines() == [
        "INV-1 effective due 2026-02-06",
        "  due on 2026-01-31 by contract",
        "  plan PLAN-1 defaulted on 2026-02-21: the contractual date counts again",
        "  the clock stands still from 2026-02-02 until 2026-02-03 (hardship hold H-1)",
        "  the clock stands still from 2026-03-01 until lifted (dispute D-1)",
        "  the clock stands still from 2026-02-22 until 2026-02-23 (promise P-1)",
    ]
    assert found.stopped_days == 6


@pytest.mark.parametrize(
    ("fields", "facts", "as_of", "words"),
    [
        ({}, (), d(2, 12), "plan PLAN-1 stands: 2026-02-20 is its next date"),
        ({"on_default": "fresh"}, (), d(3, 1),
         "plan PLAN-1 defaulted on 2026-02-21: days count from there"),
        ({}, cash("100.00", d(2, 12)), d(3, 1),
         "plan PLAN-1 was completed on 2026-02-12: the contractual date counts again"),
    ],
)  # fmt: skip
def test_what_a_plan_does_is_told(
    fields: dict[str, Any], facts: tuple[Any, ...], as_of: date, words: str
) -> None:
    assert str(shown(plan_of(**fields), *facts, as_of=as_of).why[1]) == words
