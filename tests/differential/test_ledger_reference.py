"""The ledger against its slow reference: every balance, day and bucket, to the minor unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.differential.ledger_reference import BOUNDS, Reading, read

from collectkit.ledger import (
    Account,
    Aging,
    Buckets,
    Figures,
    Invoice,
    Snapshot,
    age,
    snapshot,
)
from collectkit.money import Money, total
from collectkit.testing import (
    SPAN,
    a_credit_note,
    a_late_charge,
    a_receipt,
    a_refund,
    a_reversal,
    accounts,
    an_account,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
)

FIRST = SPAN[0] - timedelta(days=5)
# Every twenty-fifth day from one of the first, so that early and late readings mix.
READING_DAYS = st.integers(0, 24).map(
    lambda start: tuple(FIRST + timedelta(days=start + 25 * n) for n in range(5))
)
KNOWLEDGE_DAYS = st.none() | st.none() | st.integers(0, 100).map(lambda n: FIRST + timedelta(n))
CURRENCIES = ("EUR", "JPY")
MONEY_ACCOUNTS = accounts(currencies=CURRENCIES, circumstances=False)


def assert_items_agree(found: Snapshot, wanted: Reading) -> None:
    expected = sorted(
        (part.due_on is None, part.due_on or date.max, item)
        for item, (_, part) in wanted.parts.items()
    )
    assert [item.id for item in found.items] == [item for *_, item in expected]
    for item in found.items:
        assert item.open.minor_units == wanted.open[item.id], item.id
        assert found.paid(item.id).minor_units == wanted.paid(item.id), item.id
        assert item.settled_on == wanted.settled_on(item.id), item.id
        assert found.settled_on(item.id) == wanted.settled_on(item.id), item.id
        for day, evening in wanted.evenings.items():
            assert item.open_on(day).minor_units == evening[item.id], (item.id, day)
    assert [item.id for item in found.open] == [i for *_, i in expected if wanted.open[i]]


def assert_invoices_agree(found: Snapshot, wanted: Reading) -> None:
    for invoice in {invoice.id: invoice for invoice, _ in wanted.parts.values()}.values():
        days = [wanted.settled_on(item) for item in invoice.item_ids]
        known = [day for day in days if day is not None]
        settled_on = max(known) if len(known) == len(days) else None
        assert found.settled_on(invoice.id) == settled_on, invoice.id
        paid = sum(wanted.paid(item) for item in invoice.item_ids)
        assert found.paid(invoice.id).minor_units == paid, invoice.id


def assert_sources_agree(found: Snapshot, wanted: Reading) -> None:
    """Source by source; money that came with its allocation by day, whatever it is called."""
    named: dict[str, tuple[str, int]] = {}
    nameless: Counter[tuple[str, date]] = Counter()
    for key, units in wanted.left.items():
        if units and isinstance(key, str):
            named[key] = ("cash" if wanted.is_cash(key) else "credit", units)
        elif units:
            nameless[wanted.currency(key), wanted.sources[key].on] += units
    given_ids = {receipt.id for receipt in found.account.receipts}
    given_ids |= {invoice.id for invoice in found.account.invoices}
    by_id: dict[str, tuple[str, int]] = {}
    others: Counter[tuple[str, date]] = Counter()
    for row in found.unapplied:
        if row.source_id in given_ids:
            by_id[row.source_id] = (row.kind, row.amount.minor_units)
        else:
            others[row.amount.currency, row.on] += row.amount.minor_units
    assert by_id == named
    assert others == nameless


def assert_totals_agree(found: Snapshot, wanted: Reading, currency: str) -> None:
    figures = found.figures(currency)
    observed = {f.name: getattr(figures, f.name).minor_units for f in fields(Figures)}
    assert observed == wanted.figures(currency)
    assert found.overdue_since(currency) == wanted.overdue_since(currency)
    for by in ("due_date", "issue_date"):
        aged = age(found, by=by, buckets=Buckets(*BOUNDS))
        assert buckets(aged, currency) == wanted.aging(currency, by), by


def buckets(aged: Aging, currency: str) -> list[tuple[int, int]]:
    for balance in aged.balances:
        if balance.currency == currency:
            return [(bucket.amount.minor_units, bucket.count) for bucket in balance.buckets]
    return [(0, 0)] * (len(BOUNDS) + 1)


def assert_agreement(account: Account, as_of: date, known_at: date | None) -> None:
    found = snapshot(account, as_of=as_of, known_at=known_at)
    wanted = read(account, as_of, known_at)
    assert_items_agree(found, wanted)
    assert_invoices_agree(found, wanted)
    assert_sources_agree(found, wanted)
    for currency in CURRENCIES:
        assert_totals_agree(found, wanted, currency)
    assert {problem.code for problem in found.problems} == wanted.problems


def assert_movements_agree(account: Account, start: date, end: date, known_at: date | None) -> None:
    found = snapshot(account, as_of=end, known_at=known_at).movements(start, end)
    before, after = read(account, start - timedelta(days=1), known_at), read(account, end, known_at)
    for currency in CURRENCIES:
        moved = [move.amount for move in found if move.amount.currency == currency]
        change = after.net(currency) - before.net(currency)
        assert total(moved, currency) == Money.from_minor_units(change, currency)
    assert all(start <= move.on <= end for move in found)


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def three_parts(**fields: Any) -> Invoice:
    """Parts of 10.00, 20.00 and 30.00, due in the order 3, 1; part 2 waits for an event."""
    due = (day(2, 15), None, day(1, 31))
    parts = tuple(
        an_installment(number=n, due_on=due_on, amount=eur(f"{n}0.00"))
        for n, due_on in enumerate(due, start=1)
    )
    return an_invoice(amount=eur("60.00"), installments=parts, **fields)


# What chance meets seldom, one account each; read every day, knowing all or what was known then.
STORIES: dict[str, Account] = {
    "parts fill by due date, pending last": an_account(
        three_parts(),
        a_receipt(amount=eur("35.00"), received_on=day(2, 1)),
        an_allocation(amount=eur("35.00"), applied_on=day(2, 1)),
        an_adjustment(amount=eur("12.00"), kind="withholding"),
    ),
    "a refund undoes a recovery and then a payment": an_account(
        an_invoice(),
        a_receipt(received_on=day(2, 1)),
        an_allocation(amount=eur("60.00"), applied_on=day(2, 1)),
        an_adjustment(amount=eur("40.00"), on=day(2, 5)),
        an_allocation(amount=eur("30.00"), applied_on=day(2, 10), id="A-2"),
        a_refund(amount=eur("75.00"), received_on=day(2, 20)),
        an_allocation(amount=eur("50.00"), source_id=None, applied_on=day(2, 25)),
    ),
    "paid, written off and refunded on one day": an_account(
        an_invoice(),
        a_receipt(),
        an_allocation(),
        an_adjustment(on=day(2, 10)),
        a_refund(amount=eur("30.00"), received_on=day(2, 10)),
    ),
    "a recovery beyond what was written off": an_account(
        an_invoice(),
        an_adjustment(amount=eur("40.00"), on=day(2, 5)),
        an_adjustment(amount=eur("60.00"), on=day(2, 6), kind="discount"),
        a_receipt(),
        an_allocation(amount=eur("25.00")),
        an_allocation(amount=eur("75.00"), applied_on=day(2, 12)),
    ),
    "a credit note recovers nothing": an_account(
        an_invoice(),
        an_adjustment(amount=eur("40.00"), on=day(2, 5)),
        a_credit_note(),
        an_allocation(source_id="CN-1"),
        a_refund(reverses="CN-1", amount=eur("70.00")),
    ),
    "a payment bounces and is made again": an_account(
        three_parts(),
        a_receipt(),
        an_allocation(),
        a_reversal(),
        a_receipt(id="PAY-2", received_on=day(2, 25)),
        an_allocation(source_id="PAY-2", applied_on=day(3, 1)),
    ),
    "a bounced payment was refunded": an_account(
        an_invoice(), a_receipt(), an_allocation(), a_refund(received_on=day(2, 15)), a_reversal()
    ),
    "a first payment is refunded when a second has come": an_account(
        an_invoice(),
        a_receipt(),
        an_allocation(),
        a_receipt(id="PAY-2", received_on=day(2, 15)),
        a_refund(),
        an_allocation(source_id="PAY-2", applied_on=day(2, 25)),
    ),
    "paid ahead of its issue": an_account(
        an_invoice(issued_on=day(2, 15)),
        a_receipt(received_on=day(2, 1)),
        an_allocation(applied_on=day(2, 1)),
        an_adjustment(amount=eur("5.00"), kind="discount", on=day(2, 1)),
    ),
    "a credit note is refunded before it is known": an_account(
        an_invoice(),
        a_credit_note(issued_on=day(2, 10), recorded_on=day(2, 25)),
        a_refund(reverses="CN-1", amount=eur("30.00")),
        an_allocation(source_id="CN-1", applied_on=day(2, 10)),
    ),
    "an allocation ends, its own receipt stays": an_account(
        an_invoice(),
        an_allocation(source_id=None, ended_on=day(2, 15)),
        an_allocation(source_id=None, amount=eur("30.00")),
        a_receipt(id="INV-1@2026-02-10", amount=eur("1.00")),
        an_allocation(amount=eur("9.00"), source_id="INV-1@2026-02-10", applied_on=day(2, 20)),
    ),
    "a payment pays a late charge, its interest and an invoice": an_account(
        an_invoice(),
        a_late_charge(),
        a_receipt(amount=eur("150.00")),
        an_allocation(invoice_id="FEE-1", amount=eur("40.00")),
        an_allocation(amount=eur("7.00"), component="interest"),
        an_allocation(),
        a_refund(amount=eur("55.00")),
    ),
    "one item follows another without a day between": an_account(
        an_invoice(due_on=day(1, 31)),
        an_invoice(id="INV-2", due_on=day(2, 9)),
        an_invoice(id="INV-3", due_on=day(2, 20)),
        an_allocation(source_id=None),
        an_allocation(source_id=None, invoice_id="INV-2", applied_on=day(2, 20)),
    ),
}


@pytest.mark.parametrize("account", STORIES.values(), ids=STORIES)
def test_a_story_is_read_alike_every_day(account: Account) -> None:
    for offset in range(80):
        as_of = FIRST + timedelta(days=offset)
        for known_at in (None, as_of):
            assert_agreement(account, as_of, known_at)
            assert_movements_agree(account, as_of - timedelta(days=offset % 9), as_of, known_at)


@settings(max_examples=150, deadline=None)
@given(MONEY_ACCOUNTS, READING_DAYS, KNOWLEDGE_DAYS)
def test_a_snapshot_is_what_the_replay_comes_to(
    account: Account, days: tuple[date, ...], known_at: date | None
) -> None:
    for as_of in days:
        assert_agreement(account, as_of, known_at)


@settings(max_examples=100, deadline=None)
@given(MONEY_ACCOUNTS, READING_DAYS, KNOWLEDGE_DAYS)
def test_movements_are_what_the_replays_of_both_ends_differ_by(
    account: Account, days: tuple[date, ...], known_at: date | None
) -> None:
    for start, end in pairwise(days):
        assert_movements_agree(account, start, end, known_at)


@pytest.mark.full
@settings(max_examples=5_000, deadline=None)
@given(MONEY_ACCOUNTS, READING_DAYS, KNOWLEDGE_DAYS)
def test_many_accounts_are_what_their_replays_come_to(
    account: Account, days: tuple[date, ...], known_at: date | None
) -> None:
    for as_of in days:
        assert_agreement(account, as_of, known_at)
    assert_movements_agree(account, days[0], days[-1], known_at)
