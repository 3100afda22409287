from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.arrangements import (
    MayPromise,
    PromiseRules,
    PromiseState,
    PromiseStatus,
    broken_promises,
    may_promise,
    promise_status,
    still_promised,
)
from collectkit.dates import Context, calendar_from
from collectkit.ledger import payment, snapshot
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_credit_note,
    a_promise,
    a_receipt,
    a_refund,
    a_reversal,
    an_account,
    an_adjustment,
    an_allocation,
    an_invoice,
)

OPEN, KEPT, PART, BROKEN = (
    PromiseStatus.OPEN, PromiseStatus.KEPT, PromiseStatus.PART_KEPT, PromiseStatus.BROKEN,
)  # fmt: skip


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def cash(amount: str, on: date, id: str = "PAY-1", invoice: str = "INV-1") -> tuple[Any, Any]:
    """Money received and applied to an invoice on a day."""
    return (
        a_receipt(id=id, amount=Money.parse(amount), received_on=on),
        an_allocation(source_id=id, invoice_id=invoice, applied_on=on, amount=Money.parse(amount)),
    )


def state(
    *facts: Any, as_of: date, rules: PromiseRules | None = None, **fields: Any
) -> PromiseState:
    """The promise of 10 February to pay EUR 100.00 by the 20th, with INV-1 due on 31 January."""
    promise = a_promise(**fields)
    account = an_account(an_invoice(), *facts, promise)
    return promise_status(promise, snapshot(account, as_of=as_of), rules=rules)


# -- open, kept, broken --------------------------------------------------------------------------
def test_it_stands_to_its_last_day_and_is_broken_on_the_next() -> None:
    assert [state(as_of=d(2, day)).status for day in (10, 20, 21)] == [OPEN, OPEN, BROKEN]


def test_it_is_kept_on_the_day_enough_has_come() -> None:
    paid = (*cash("EUR 60.00", d(2, 12)), *cash("EUR 40.00", d(2, 15), "PAY-2"))
    assert [state(*paid, as_of=d(2, day)).status for day in (14, 15, 28)] == [OPEN, KEPT, KEPT]
    kept = state(*paid, as_of=d(2, 28))
    assert (kept.kept_on, kept.credited, kept.required) == (d(2, 15), eur("100.00"), eur("100.00"))


def test_both_end_days_count() -> None:
    assert state(*cash("EUR 100.00", d(2, 10)), as_of=d(2, 28)).kept_on == d(2, 10)
    assert state(*cash("EUR 100.00", d(2, 20)), as_of=d(2, 28)).kept_on == d(2, 20)


def test_money_from_before_it_was_made_does_not_count() -> None:
    assert state(*cash("EUR 100.00", d(2, 9)), as_of=d(2, 21)).status is BROKEN


def test_paying_late_does_not_repair_it() -> None:
    late = state(*cash("EUR 100.00", d(2, 21)), as_of=d(2, 28))
    assert (late.status, late.kept_on, late.credited) == (BROKEN, None, eur("0.00"))


def test_a_part_paid_in_time_is_told_apart() -> None:
    part = state(*cash("EUR 99.99", d(2, 20)), as_of=d(2, 21))
    assert (part.status, part.credited) == (PART, eur("99.99"))
    assert state(*cash("EUR 99.99", d(2, 20)), as_of=d(2, 20)).status is OPEN


# -- rules ---------------------------------------------------------------------------------------
def test_grace_days_count_as_in_time() -> None:
    rules = PromiseRules(grace_days=3)
    assert [state(as_of=d(2, day), rules=rules).status for day in (23, 24)] == [OPEN, BROKEN]
    assert state(*cash("EUR 100.00", d(2, 23)), as_of=d(3, 1), rules=rules).status is KEPT
    assert state(*cash("EUR 100.00", d(2, 24)), as_of=d(3, 1), rules=rules).status is BROKEN
    assert state(as_of=d(2, 10), rules=rules).ends_on == d(2, 23)


@pytest.mark.parametrize(
    ("tolerance", "required"),
    [("0", "100.00"), ("5", "95.00"), ("33.335", "66.66"), ("33.334", "66.67"), ("100", "0.00")],
)
def test_the_tolerance_is_rounded_half_up(tolerance: str, required: str) -> None:
    rules = PromiseRules(tolerance=Percent(tolerance))
    assert state(as_of=d(2, 10), rules=rules).required == eur(required)


def test_grace_in_business_days_skips_days_off() -> None:
    # 20 February 2026 is a Friday.
    rules = PromiseRules(grace_days=1, grace_in="business-days")
    assert state(as_of=d(2, 10), rules=rules).ends_on == d(2, 23)
    none = PromiseRules(grace_in="business-days")
    assert state(as_of=d(2, 10), rules=none, pay_by=d(2, 21)).ends_on == d(2, 21)
    promise = a_promise()
    read = snapshot(an_account(promise), as_of=d(2, 24))
    monday_off = Context(calendar=calendar_from([d(2, 23)]))
    found = promise_status(promise, read, rules=rules, context=monday_off)
    assert (found.ends_on, found.status) == (d(2, 24), OPEN)


def test_a_tolerated_shortfall_still_keeps_it() -> None:
    rules = PromiseRules(tolerance=Percent("5"))
    assert state(*cash("EUR 95.00", d(2, 20)), as_of=d(2, 21), rules=rules).status is KEPT
    assert state(*cash("EUR 94.99", d(2, 20)), as_of=d(2, 21), rules=rules).status is PART


def test_a_promise_of_nothing_required_is_kept_at_once() -> None:
    rules = PromiseRules(tolerance=Percent("100"))
    kept = state(as_of=d(2, 28), rules=rules)
    assert (kept.status, kept.kept_on, kept.live_span()) == (KEPT, d(2, 10), None)


@pytest.mark.parametrize("tolerance", ["-1", "100.01"])
def test_a_tolerance_is_a_share(tolerance: str) -> None:
    with pytest.raises(ValidationError, match="0% to 100%"):
        PromiseRules(tolerance=Percent(tolerance))


@pytest.mark.parametrize(
    "document",
    [{"grace_days": -1}, {"grace_days": 1.5}, {"tolerance": 5}, {"grace": 1},
     {"grace_in": "months"}, {"refuse_after": 0}, {"window_days": 0}],
)  # fmt: skip
def test_rules_are_strict(document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PromiseRules(**document)


def test_rules_survive_json() -> None:
    rules = PromiseRules(grace_days=2, tolerance=Percent("2.5"))
    assert PromiseRules.model_validate_json(rules.model_dump_json()) == rules


# -- whose money ---------------------------------------------------------------------------------
def test_a_promise_about_the_account_counts_all_cash_of_its_currency() -> None:
    other = (an_invoice(id="INV-2"), *cash("EUR 100.00", d(2, 12), invoice="INV-2"))
    assert state(*other, as_of=d(2, 21)).status is KEPT
    unapplied = a_receipt(received_on=d(2, 12))
    assert state(unapplied, as_of=d(2, 21)).status is KEPT
    dollars = a_receipt(received_on=d(2, 12), amount=Money("100.00", "USD"))
    assert state(dollars, as_of=d(2, 21)).status is BROKEN


def test_a_promise_about_invoices_counts_what_was_paid_on_them() -> None:
    other = (an_invoice(id="INV-2"), *cash("EUR 100.00", d(2, 12), invoice="INV-2"))
    assert state(*other, as_of=d(2, 21), invoices=("INV-1",)).status is BROKEN
    assert state(*other, as_of=d(2, 21), invoices=("INV-1", "INV-2")).status is KEPT
    unapplied = a_receipt(received_on=d(2, 12))
    assert state(unapplied, as_of=d(2, 21), invoices=("INV-1",)).status is BROKEN


def test_the_day_the_money_was_received_counts_not_the_day_it_was_applied() -> None:
    late_use = (
        a_receipt(received_on=d(2, 20)), an_allocation(applied_on=d(2, 25)),
    )  # fmt: skip
    assert state(*late_use, as_of=d(2, 26), invoices=("INV-1",)).status is KEPT
    early = (a_receipt(received_on=d(2, 9)), an_allocation(applied_on=d(2, 15)))
    assert state(*early, as_of=d(2, 26), invoices=("INV-1",)).status is BROKEN


@pytest.mark.parametrize("invoices", [(), ("INV-1",)])
def test_a_bounced_payment_kept_nothing(invoices: tuple[str, ...]) -> None:
    facts = (*cash("EUR 100.00", d(2, 12)), a_reversal(received_on=d(2, 25)))
    assert state(*facts, as_of=d(2, 24), invoices=invoices).status is KEPT
    assert state(*facts, as_of=d(2, 25), invoices=invoices).status is BROKEN


def test_money_that_went_back_in_time_is_taken_off() -> None:
    back = a_refund(amount=eur("10.00"), received_on=d(2, 13))
    facts = (*cash("EUR 60.00", d(2, 12)), back, *cash("EUR 40.00", d(2, 15), "PAY-2"))
    found = state(*facts, as_of=d(2, 28))
    assert (found.status, found.credited) == (PART, eur("90.00"))


@pytest.mark.parametrize("invoices", [(), ("INV-1",)])
def test_credit_notes_and_write_offs_are_no_payment(invoices: tuple[str, ...]) -> None:
    credited = (a_credit_note(), an_allocation(source_id="CN-1", applied_on=d(2, 12)))
    assert state(*credited, as_of=d(2, 21), invoices=invoices).status is BROKEN
    written_off = an_adjustment(on=d(2, 12))
    assert state(written_off, as_of=d(2, 21), invoices=invoices).status is BROKEN


def test_cash_for_charges_is_cash() -> None:
    facts = (a_receipt(received_on=d(2, 12)),
             an_allocation(applied_on=d(2, 12), component="interest"))  # fmt: skip
    assert state(*facts, as_of=d(2, 21)).status is KEPT
    assert state(*facts, as_of=d(2, 21), invoices=("INV-1",)).status is BROKEN


# -- the days on which it stands -----------------------------------------------------------------
def test_it_stands_from_the_day_it_is_made_to_its_end_or_the_day_before_it_is_kept() -> None:
    assert state(as_of=d(2, 12)).live_span() == (d(2, 10), d(2, 20))
    assert state(as_of=d(3, 12)).live_span() == (d(2, 10), d(2, 20))
    kept = state(*cash("EUR 100.00", d(2, 15)), as_of=d(3, 12))
    assert kept.live_span() == (d(2, 10), d(2, 14))
    assert state(*cash("EUR 100.00", d(2, 10)), as_of=d(3, 12)).live_span() is None


def test_what_comes_and_goes_on_one_day_counts_together() -> None:
    same_day = a_refund(amount=eur("10.00"), received_on=d(2, 12))
    assert state(*cash("EUR 100.00", d(2, 12)), same_day, as_of=d(2, 13)).status is OPEN
    later = a_refund(amount=eur("10.00"), received_on=d(2, 13))
    assert state(*cash("EUR 100.00", d(2, 12)), later, as_of=d(2, 13)).kept_on == d(2, 12)


def test_it_breaks_on_the_day_after_grace() -> None:
    rules = PromiseRules(grace_days=3)
    assert state(as_of=d(2, 23), rules=rules).broken_on is None
    assert state(as_of=d(3, 9), rules=rules).broken_on == d(2, 24)
    assert state(*cash("EUR 99.99", d(2, 20)), as_of=d(2, 21)).broken_on == d(2, 21)
    assert state(*cash("EUR 100.00", d(2, 20)), as_of=d(2, 21)).broken_on is None


@pytest.mark.parametrize(
    ("paid", "day", "words"),
    [
        ("EUR 40.00", 20, "P-1: EUR 40.00 of EUR 100.00 has come; it can be kept until 2026-02-20"),
        ("EUR 100.00", 20, "P-1: EUR 100.00 had come by 2026-02-12"),
        ("EUR 40.00", 21, "P-1: only EUR 40.00 of EUR 100.00 had come by 2026-02-20"),
        (None, 21, "P-1: nothing of EUR 100.00 had come by 2026-02-20"),
    ],
)
def test_the_status_is_told_in_figures(paid: str | None, day: int, words: str) -> None:
    facts = cash(paid, d(2, 12)) if paid else ()
    found = state(*facts, as_of=d(2, day))
    assert (str(found.why), found.explain()) == (words, words)


# -- all promises of an account --------------------------------------------------------------------
def answer(*facts: Any, as_of: date, **rules: Any) -> MayPromise:
    taken = snapshot(an_account(an_invoice(), *facts), as_of=as_of)
    return may_promise(taken, rules=PromiseRules(**rules))


TWO = (a_promise(), a_promise(id="P-2", promised_on=d(3, 1), pay_by=d(3, 9)))


def test_broken_promises_are_counted_in_the_window() -> None:
    taken = snapshot(an_account(*TWO, an_invoice()), as_of=d(3, 10))
    week = PromiseRules(window_days=7)
    assert [one.promise.id for one in broken_promises(taken)] == ["P-1", "P-2"]
    assert [one.promise.id for one in broken_promises(taken, rules=week)] == ["P-2"]
    # P-1 broke on 21 February, the first day of these.
    for days, count in ((17, 1), (18, 2)):
        assert len(broken_promises(taken, rules=PromiseRules(window_days=days))) == count


def test_a_part_kept_promise_is_a_broken_one() -> None:
    part = cash("EUR 40.00", d(2, 12))
    assert len(answer(*TWO, *part, as_of=d(3, 10)).broken) == 2
    whole = cash("EUR 100.00", d(2, 12))
    assert len(answer(*TWO, *whole, as_of=d(3, 10)).broken) == 1


def test_too_many_refuse_a_new_one_until_the_oldest_have_left() -> None:
    found = answer(*TWO, as_of=d(3, 10), refuse_after=2, window_days=30)
    assert (found.allowed, found.since, found.again_on) == (False, d(2, 9), d(3, 23))
    assert str(found.why) == "C-1: 2 broken since 2026-02-09: no new promise from 2 on"
    assert found.why["limit"] == 2
    once = answer(*TWO, as_of=d(3, 10), refuse_after=1, window_days=30)
    assert once.again_on == d(4, 9)


def test_few_enough_do_not() -> None:
    found = answer(*TWO, as_of=d(3, 10), refuse_after=3)
    assert (found.allowed, found.again_on) == (True, None)
    assert found.explain() == "C-1: 2 broken since 2025-03-11: a new promise may be taken"
    assert answer(*TWO, as_of=d(3, 10)).allowed


def test_what_is_still_to_come_on_promises_that_stand() -> None:
    taken = snapshot(an_account(an_invoice(), *TWO, *cash("EUR 30.00", d(3, 2))), as_of=d(3, 5))
    assert still_promised(taken, "EUR") == eur("70.00")
    assert still_promised(taken, "USD") == Money("0.00", "USD")
    assert still_promised(taken.at(d(3, 10)), "EUR") == eur("0.00")
    # On 15 February only the first had been made.
    assert still_promised(taken.at(d(2, 15)), "EUR") == eur("100.00")


def test_what_was_paid_back_is_not_promised_again() -> None:
    back = a_refund(amount=eur("10.00"), received_on=d(3, 3))
    taken = snapshot(an_account(an_invoice(), TWO[1], a_receipt(), back), as_of=d(3, 5))
    assert still_promised(taken, "EUR") == eur("100.00")


def test_more_than_was_promised_is_nothing_left() -> None:
    rules = PromiseRules(tolerance=Percent("0"))
    paid = (a_receipt(amount=eur("150.00"), received_on=d(3, 2)),)
    taken = snapshot(an_account(an_invoice(), TWO[1], *paid), as_of=d(3, 5))
    assert still_promised(taken, "EUR", rules=rules) == eur("0.00")


def test_a_promise_to_come_is_open() -> None:
    assert state(as_of=d(2, 1)).status is OPEN


def test_a_payment_made_in_one_line() -> None:
    paid = payment(an_invoice(), on=d(2, 20), amount=eur("100.00"))
    assert state(*paid, as_of=d(2, 20)).status is KEPT
