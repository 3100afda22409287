"""What the ledger promises for every account, day and state of knowledge."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Inexact, localcontext
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectkit.ledger import Account, Aging, Allocation, Snapshot, age, snapshot
from collectkit.ledger.registry import FIELDS
from collectkit.money import Money, Percent, total
from collectkit.testing import (
    SPAN,
    a_late_reason,
    a_placement,
    a_receipt,
    a_waiver,
    accounts,
    an_account,
    an_adjustment,
    an_allocation,
    an_approval,
    an_invoice,
    something_done,
)

CURRENCIES = ("EUR", "JPY")
MONEY_FACTS = ("invoices", "receipts", "allocations", "adjustments")

MONEY_ACCOUNTS = accounts(currencies=CURRENCIES, circumstances=False)
ACCOUNTS = accounts(currencies=CURRENCIES)
# Mostly late, when most has happened.
OFFSETS = st.integers(40, 110) | st.integers(25, 60) | st.integers(-5, 60)
DAYS = OFFSETS.map(lambda offset: SPAN[0] + timedelta(days=offset))
KNOWN = st.none() | DAYS


def net(found: Snapshot, currency: str) -> Money:
    """Open trade items less everything unapplied."""
    open_items = (item.open for item in found.items if item.is_trade and item.currency == currency)
    return total(open_items, currency) - unapplied(found, currency)


def unapplied(found: Snapshot, currency: str) -> Money:
    rows = (row.amount for row in found.unapplied)
    return total((amount for amount in rows if amount.currency == currency), currency)


def said(found: Snapshot) -> dict[str, Any]:
    """Everything a snapshot says of money, save the day and knowledge it was asked for."""
    return {
        "items": found.items,
        "unapplied": found.unapplied,
        "problems": found.problems,
        "cash": found.cash_received,
        "figures": [found.figures(currency) for currency in CURRENCIES],
        "episodes": [found.overdue_since(currency) for currency in CURRENCIES],
        "movements": found.movements(SPAN[0], found.as_of),
        "aging": [age(found, by="due_date"), age(found, by="issue_date")],
    }


def said_around(found: Snapshot) -> dict[str, Any]:
    """What it says of the circumstances."""
    names = set(FIELDS) - set(MONEY_FACTS)
    return {name: getattr(found, name) for name in names}


# -- conservation ----------------------------------------------------------------------------------
@given(MONEY_ACCOUNTS, DAYS, KNOWN)
def test_debts_cash_and_credit_are_conserved(
    account: Account, as_of: date, known_at: date | None
) -> None:
    found = snapshot(account, as_of=as_of, known_at=known_at)
    for currency in CURRENCIES:
        f = found.figures(currency)
        cleared = f.paid + f.credited + f.written_off + f.discounted + f.withheld
        assert f.billed == f.open + cleared - f.recovered
        assert f.received - f.reversed == f.allocated_cash + f.unapplied_cash + f.refunded_cash
        assert f.noted == f.allocated_credit + f.unapplied_credit + f.refunded_credit
        moved = (row.amount for row in found.cash_received)
        standing = total((amount for amount in moved if amount.currency == currency), currency)
        assert standing == f.received - f.reversed - f.refunded_cash


@given(MONEY_ACCOUNTS, DAYS, KNOWN)
def test_items_stay_within_their_amount_and_time(
    account: Account, as_of: date, known_at: date | None
) -> None:
    found = snapshot(account, as_of=as_of, known_at=known_at)
    for item in found.items:
        assert item.open.amount >= 0
        assert item.open <= item.amount
        assert found.paid(item.id).amount >= 0
        assert (item.settled_on is None) == item.is_open
        assert all(item.invoice.issued_on <= posting.on <= as_of for posting in item.postings)


@given(MONEY_ACCOUNTS, DAYS, KNOWN)
def test_no_figure_is_negative_but_what_a_refund_paid_without_cover(
    account: Account, as_of: date, known_at: date | None
) -> None:
    found = snapshot(account, as_of=as_of, known_at=known_at)
    refunded = {r.reverses for r in account.receipts if r.kind == "refund"}
    for row in found.unapplied:
        assert row.amount.amount > 0 or row.source_id in refunded
    for currency in CURRENCIES:
        figures = found.figures(currency)
        for field in fields(figures):
            amount = getattr(figures, field.name).amount
            assert amount >= 0 or field.name in ("unapplied_cash", "unapplied_credit")


@given(MONEY_ACCOUNTS, DAYS, KNOWN)
def test_excess_is_never_lost(account: Account, as_of: date, known_at: date | None) -> None:
    """What came in from a source is what it was used for, what was refunded, and what is left."""
    found = snapshot(account, as_of=as_of, known_at=known_at)

    def stands(recorded_on: date | None, on: date) -> bool:
        return on <= as_of and (known_at is None or (recorded_on or on) <= known_at)

    receipts = [r for r in account.receipts if stands(r.recorded_on, r.received_on)]
    back = {r.reverses for r in receipts if r.kind == "reversal"}
    came = {r.id: r.amount for r in receipts if r.kind == "payment" and r.id not in back}
    for note in account.invoices:
        if note.kind == "credit_note" and stands(note.recorded_on, note.issued_on):
            came[note.id] = note.amount
    for source_id, amount in came.items():
        used = [
            posting.amount
            for item in found.items
            for posting in item.postings
            if posting.source_id == source_id
        ]
        refunded = [r.amount for r in receipts if r.kind == "refund" and r.reverses == source_id]
        left = [row.amount for row in found.unapplied if row.source_id == source_id]
        assert total((*used, *refunded, *left), amount.currency) == amount, source_id


@given(MONEY_ACCOUNTS, DAYS, st.integers(0, 60), KNOWN)
def test_opening_balance_and_movements_make_the_closing_balance(
    account: Account, end: date, length: int, known_at: date | None
) -> None:
    start = end - timedelta(days=length)
    closing = snapshot(account, as_of=end, known_at=known_at)
    opening = closing.at(start - timedelta(days=1))
    movements = closing.movements(start, end)
    assert all(start <= move.on <= end for move in movements)
    for currency in CURRENCIES:
        amounts = (move.amount for move in movements)
        moved = total((amount for amount in amounts if amount.currency == currency), currency)
        assert net(opening, currency) + moved == net(closing, currency)


@given(MONEY_ACCOUNTS, DAYS, st.integers(0, 60), KNOWN)
def test_every_movement_stands_on_the_day_the_balance_moved(
    account: Account, end: date, length: int, known_at: date | None
) -> None:
    start = end - timedelta(days=length)
    found = snapshot(account, as_of=end, known_at=known_at)
    evenings = [found.at(start + timedelta(days=offset)) for offset in range(-1, length + 1)]
    moves = found.movements(start, end)
    for currency in CURRENCIES:
        for before, after in pairwise(evenings):
            on_day = [m.amount for m in moves if m.on == after.as_of]
            moved = total((m for m in on_day if m.currency == currency), currency)
            assert net(before, currency) + moved == net(after, currency), after.as_of


# -- aging -----------------------------------------------------------------------------------------
@given(MONEY_ACCOUNTS, DAYS, KNOWN, st.sampled_from(("due_date", "issue_date")))
def test_buckets_add_up_to_the_ledger(
    account: Account, as_of: date, known_at: date | None, by: Any
) -> None:
    found = snapshot(account, as_of=as_of, known_at=known_at)
    aging: Aging = age(found, by=by)
    assert [balance.currency for balance in aging.balances] == list(found.currencies)
    for balance in aging.balances:
        currency = balance.currency
        buckets = total((bucket.amount for bucket in balance.buckets), currency)
        assert buckets == balance.total == balance.open - balance.unapplied == net(found, currency)
        assert balance.unapplied == unapplied(found, currency)
        charged = (i.open for i in found.items if i.currency == currency and not i.is_trade)
        assert balance.late_charges == total(charged, currency)
        counted = [i for i in found.open if i.currency == currency and i.is_trade]
        assert [bucket.count for bucket in balance.buckets].count(0) >= 5 - len(counted)


@given(st.lists(MONEY_ACCOUNTS, max_size=3), DAYS)
def test_a_book_ages_as_the_sum_of_its_accounts(book: list[Account], as_of: date) -> None:
    found = [snapshot(account, as_of=as_of) for account in book]
    whole = {balance.currency: balance for balance in age(found).balances}
    for currency, balance in whole.items():
        parts = [b for one in found for b in age(one).balances if b.currency == currency]
        assert balance.total == total((part.total for part in parts), currency)
        for n, bucket in enumerate(balance.buckets):
            assert bucket.amount == total((part.buckets[n].amount for part in parts), currency)
            assert bucket.count == sum(part.buckets[n].count for part in parts)


# -- as of and known at ----------------------------------------------------------------------------
def own_day(fact: Any) -> date:
    day: date = getattr(fact, fact.known_by)
    return day


def known_on(fact: Any) -> date:
    day: date = fact.recorded_on or own_day(fact)
    return day


def named_by(fact: Any) -> set[str]:
    """The ids of invoices and sources that a fact cannot do without."""
    fields_of_one = ("invoice_id", "source_id", "reverses", "receipt_id")
    names = {getattr(fact, name, None) for name in fields_of_one}
    several = (*getattr(fact, "items", ()), *getattr(fact, "invoices", ()))
    return {name for name in (*names, *(name.split("/")[0] for name in several)) if name}


def without(account: Account, dropped: Iterable[Any]) -> Account:
    """The account less `dropped` facts, save those that a fact it keeps refers to."""
    gone = {id(fact) for fact in dropped}
    kept = {
        name: [fact for fact in getattr(account, name) if id(fact) not in gone] for name in FIELDS
    }
    needed = set[str]().union(*(named_by(fact) for facts in kept.values() for fact in facts))
    for name in ("invoices", "receipts"):
        given = getattr(account, name)
        kept[name] += [fact for fact in given if id(fact) in gone and fact.id in needed]
    return Account(customer=account.customer, **{n: tuple(facts) for n, facts in kept.items()})


@given(ACCOUNTS, DAYS, KNOWN)
def test_money_facts_dated_later_change_nothing(
    account: Account, as_of: date, known_at: date | None
) -> None:
    later = [
        fact for name in MONEY_FACTS for fact in getattr(account, name) if own_day(fact) > as_of
    ]
    before = snapshot(without(account, later), as_of=as_of, known_at=known_at)
    after = snapshot(account, as_of=as_of, known_at=known_at)
    assert after == before
    assert said(after) == said(before)
    assert said_around(after) == said_around(before)


@given(ACCOUNTS, DAYS, DAYS)
def test_facts_recorded_later_change_nothing(account: Account, as_of: date, known_at: date) -> None:
    later = [
        fact for name in FIELDS for fact in getattr(account, name) if known_on(fact) > known_at
    ]
    reduced = without(account, later)
    reduced = replace(reduced, allocations=tuple(unended(a, known_at) for a in reduced.allocations))
    before = snapshot(reduced, as_of=as_of, known_at=known_at)
    after = snapshot(account, as_of=as_of, known_at=known_at)
    assert after == before
    assert said(after) == said(before)
    assert said_around(after) == said_around(before)
    if all(known_on(fact) <= known_at for name in FIELDS for fact in getattr(reduced, name)):
        unfiltered = snapshot(reduced, as_of=as_of)
        assert said(after) == said(unfiltered)
        assert said_around(after) == said_around(unfiltered)


def unended(allocation: Allocation, known_at: date) -> Allocation:
    """The allocation as it was known: one whose end was not recorded yet goes on."""
    ended_on = allocation.ended_on
    if ended_on is None or (allocation.ended_recorded_on or ended_on) <= known_at:
        return allocation
    return replace(allocation, ended_on=None, ended_recorded_on=None)


@given(MONEY_ACCOUNTS, DAYS, DAYS, KNOWN)
def test_another_day_of_a_snapshot_is_a_snapshot_of_that_day(
    account: Account, as_of: date, day: date, known_at: date | None
) -> None:
    moved = snapshot(account, as_of=as_of, known_at=known_at).at(day)
    direct = snapshot(account, as_of=day, known_at=known_at)
    assert moved == direct
    assert said(moved) == said(direct)


# -- form ------------------------------------------------------------------------------------------
@given(ACCOUNTS, DAYS, KNOWN, st.randoms(use_true_random=False))
def test_the_order_of_facts_never_matters(
    account: Account, as_of: date, known_at: date | None, chance: Any
) -> None:
    shuffled: dict[str, Any] = {}
    for name in FIELDS:
        facts = list(getattr(account, name))
        chance.shuffle(facts)
        shuffled[name] = tuple(facts)
    other = Account(customer=account.customer, **shuffled)
    assert other == account
    found, wanted = (snapshot(a, as_of=as_of, known_at=known_at) for a in (other, account))
    assert found == wanted
    assert said(found) == said(wanted)


LATER = date(2026, 4, 1)
TWINS: dict[str, tuple[Any, Any]] = {
    "allocation, end recorded": (
        an_allocation(ended_on=LATER),
        an_allocation(ended_on=LATER, ended_recorded_on=SPAN[0]),
    ),
    "allocation, recorded": (an_allocation(), an_allocation(recorded_on=date(2026, 2, 10))),
    "adjustment, recorded": (an_adjustment(), an_adjustment(recorded_on=date(2026, 2, 20))),
    "waiver, reason": (a_waiver(reason="goodwill"), a_waiver(reason="error")),
    "waiver, until": (a_waiver(), a_waiver(until_on=LATER)),
    "waiver, recorded": (a_waiver(), a_waiver(recorded_on=LATER)),
    "placement, until": (a_placement(), a_placement(until_on=LATER)),
    "placement, commission": (
        a_placement(commission=Percent(10)),
        a_placement(commission=Percent(20)),
    ),
    "placement, recorded": (a_placement(), a_placement(recorded_on=LATER)),
    "approval, recorded": (an_approval(), an_approval(recorded_on=LATER)),
    "late reason, recorded": (a_late_reason(), a_late_reason(recorded_on=LATER)),
    "done, outcome": (something_done(outcome="voicemail"), something_done(outcome="busy")),
    "done, kind": (something_done(), something_done(kind="notice")),
    "done, code": (something_done(code="letter-1"), something_done(code="letter-2")),
    "done, direction": (something_done(), something_done(direction="in")),
    "done, customer facing": (something_done(), something_done(customer_facing=False)),
    "done, address": (something_done(address="a@x.y"), something_done(address="b@x.y")),
    "done, ladder": (something_done(ladder="L@1"), something_done(ladder="L@2")),
    "done, stage": (something_done(stage_id="1"), something_done(stage_id="2")),
    "done, effect": (something_done(effect="stop"), something_done(effect="go")),
    "done, debts": (something_done(debts=("INV-1",)), something_done()),
}


@pytest.mark.parametrize(("one", "other"), TWINS.values(), ids=TWINS)
def test_facts_that_differ_in_one_field_have_an_order_of_their_own(one: Any, other: Any) -> None:
    facts = (an_invoice(), a_receipt())
    assert an_account(*facts, one, other) == an_account(*facts, other, one)


@given(ACCOUNTS, DAYS, KNOWN)
def test_a_pickled_snapshot_says_the_same(
    account: Account, as_of: date, known_at: date | None
) -> None:
    found = snapshot(account, as_of=as_of, known_at=known_at)
    thawed = pickle.loads(pickle.dumps(found))
    assert thawed == found
    assert thawed.account == account
    assert said(thawed) == said(found)
    assert thawed.at(SPAN[0]) == found.at(SPAN[0])


@given(
    MONEY_ACCOUNTS, DAYS, st.integers(1, 3), st.sampled_from((ROUND_FLOOR, ROUND_CEILING)), KNOWN
)
def test_the_hosts_decimal_context_is_not_read(
    account: Account, as_of: date, digits: int, rounding: str, known_at: date | None
) -> None:
    wanted = snapshot(account, as_of=as_of, known_at=known_at)
    expected = said(wanted)
    hostile = Context(prec=digits, rounding=rounding, Emin=-1, Emax=1, traps=[Inexact])
    with localcontext(hostile):
        found = snapshot(account, as_of=as_of, known_at=known_at)
        observed = said(found)
    assert found == wanted
    assert observed == expected
