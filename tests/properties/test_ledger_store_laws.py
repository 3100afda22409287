"""What the statement, the aging's rules and the store promise for every account."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collectkit.errors import CollectkitError
from collectkit.ledger import (
    Account,
    Aging,
    AgingBook,
    Snapshot,
    account_statement,
    age,
    dump,
    load,
    load_facts,
    snapshot,
)
from collectkit.ledger import accounts as grouped
from collectkit.money import Money, total
from collectkit.testing import SPAN, accounts

MONEY_ACCOUNTS = accounts(circumstances=False)
ACCOUNTS = accounts()
OFFSETS = st.integers(40, 110) | st.integers(-5, 60)
DAYS = OFFSETS.map(lambda offset: SPAN[0] + timedelta(days=offset))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))
KNOWN = st.none() | DAYS
HOSTILE: list[Any] = [
    None, True, 0, -1, 7, 10**30, 1.5, float("nan"), Decimal("1.5"), "", " ", "x", "\ud800",
    "2026-02-30", "8%", "own:x", "I0", "C-1", "EUR", [], [[]], [None], {}, {"amount": "1.00"},
    {"amount": "1.00", "currency": "USD"}, {"amount": {"amount": "1", "currency": "EUR"}},
    {"amount": [], "currency": {}}, (), object(), date(2026, 1, 1),
]  # fmt: skip


def owed(found: Snapshot, currency: str) -> Money:
    """Open items, late charges included, less everything unapplied."""
    items = total((i.open for i in found.items if i.currency == currency), currency)
    spare = (u.amount for u in found.unapplied if u.amount.currency == currency)
    return items - total(spare, currency)


# -- the statement -------------------------------------------------------------------------------
@given(MONEY_ACCOUNTS, PERIODS, KNOWN)
def test_a_statement_adds_up_to_the_ledger(
    account: Account, period: tuple[date, date], known_at: date | None
) -> None:
    start, end = period
    found = account_statement(account, start=start, end=end, known_at=known_at)
    before = snapshot(account, as_of=start - timedelta(1), known_at=known_at)
    after = snapshot(account, as_of=end, known_at=known_at)
    stated = [balance.currency for balance in found.balances]
    assert stated == sorted(set(stated))
    assert set(stated) >= set(after.currencies)
    for balance in found.balances:
        currency = balance.currency
        assert balance.opening == owed(before, currency)
        assert balance.closing == owed(after, currency)
        assert balance.closing == balance.aged.total + balance.aged.late_charges
        running = balance.opening
        for line in balance.lines:
            running = running + line.amount
            assert line.balance == running
            assert start <= line.on <= end
            assert not line.amount.is_zero
        assert running == balance.closing
    for currency in {*before.currencies} - {*stated}:
        assert owed(before, currency).is_zero


@given(MONEY_ACCOUNTS, PERIODS, DAYS)
def test_two_periods_are_one(account: Account, period: tuple[date, date], cut: date) -> None:
    start, end = period
    cut = min(max(cut, start), end)
    whole = account_statement(account, start=start, end=end)
    first = account_statement(account, start=start, end=cut)
    second = account_statement(account, start=cut + timedelta(1), end=max(end, cut + timedelta(1)))
    if end == cut:
        assert first == whole
        return
    for balance in whole.balances:
        earlier = [b for b in first.balances if b.currency == balance.currency]
        later = [b for b in second.balances if b.currency == balance.currency]
        assert [b.opening for b in earlier] in ([], [balance.opening])
        lines = [line for b in (*earlier, *later) for line in b.lines]
        assert lines == list(balance.lines)


@given(MONEY_ACCOUNTS, PERIODS)
def test_the_rows_of_a_statement_are_one_table(account: Account, period: tuple[date, date]) -> None:
    found = account_statement(account, start=period[0], end=period[1])
    rows = found.to_rows()
    assert json.loads(json.dumps(rows)) == list(rows)
    assert {tuple(row) for row in rows} <= {
        ("customer_id", "currency", "on", "kind", "id", "amount", "balance")
    }
    for balance in found.balances:
        own = [row for row in rows if row["currency"] == balance.currency]
        assert own[0]["kind"] == "opening"
        assert own[-1]["kind"] == "closing"
        moved = (Money(r["amount"], r["currency"]) for r in own if r["amount"])
        assert balance.opening + total(moved, balance.currency) == balance.closing


# -- aging ---------------------------------------------------------------------------------------
def units(aging: Aging, currency: str) -> list[int]:
    return [bucket.amount.minor_units for bucket in aging.of(currency).buckets]


@given(MONEY_ACCOUNTS, DAYS, KNOWN, st.sampled_from(("due_date", "issue_date")))
def test_the_rules_for_unapplied_money_share_one_ledger(
    account: Account, as_of: date, known_at: date | None, by: Any
) -> None:
    found = snapshot(account, as_of=as_of, known_at=known_at)
    own = age(found, by=by)
    oldest = age(found, by=by, unapplied="oldest_first")
    gross = age(found, by=by, unapplied="exclude")
    for balance in own.balances:
        currency = balance.currency
        spare = balance.unapplied.minor_units
        bare, lowered = units(gross, currency), units(oldest, currency)
        assert units(own, currency) == [bare[0] - spare, *bare[1:]]
        assert sum(bare) == balance.open.minor_units
        assert gross.of(currency).total == balance.open
        assert sum(lowered) == sum(bare) - spare
        assert oldest.of(currency).total == balance.total == balance.open - balance.unapplied
        assert all(0 <= a <= b for a, b in zip(lowered[1:], bare[1:], strict=True))
        # Something is left of a bucket only where every older one was lowered to nothing.
        touched = [n for n, (a, b) in enumerate(zip(lowered, bare, strict=True)) if a < b]
        if touched:
            assert not any(lowered[touched[0] + 1 :])
        for other in (oldest.of(currency), gross.of(currency)):
            assert replace(other, buckets=balance.buckets, total=balance.total) == balance


@given(MONEY_ACCOUNTS, MONEY_ACCOUNTS, DAYS)
def test_money_of_one_customer_never_lowers_the_debt_of_another(
    one: Account, other: Account, as_of: date
) -> None:
    apart = [snapshot(account, as_of=as_of) for account in (one, other)]
    book = AgingBook(unapplied="oldest_first")
    for found in apart:
        book.add(found)
    assert book.aging() == age(reversed(apart), unapplied="oldest_first")
    for balance in book.aging().balances:
        alone = AgingBook(unapplied="oldest_first"), AgingBook(unapplied="oldest_first")
        for single, found in zip(alone, apart, strict=True):
            single.add(found)
        parts = [single.balance(balance.currency).buckets for single in alone]
        for bucket, *both in zip(balance.buckets, *parts, strict=True):
            assert bucket.amount == total((b.amount for b in both), balance.currency)


@given(MONEY_ACCOUNTS, DAYS, KNOWN)
def test_what_was_written_off_recovered_and_withheld_is_that_of_the_ledger(
    account: Account, as_of: date, known_at: date | None
) -> None:
    as_trade = tuple(replace(i, nature="trade", charge_kind=None) for i in account.invoices)
    trade_only = replace(account, invoices=as_trade)
    found = snapshot(trade_only, as_of=as_of, known_at=known_at)
    for balance in age(found).balances:
        figures = found.figures(balance.currency)
        assert balance.written_off == figures.written_off
        assert balance.recovered == figures.recovered
        assert balance.withheld == figures.withheld


# -- the store -----------------------------------------------------------------------------------
@given(ACCOUNTS)
def test_an_account_comes_back_from_json(account: Account) -> None:
    text = json.dumps(dump(account), allow_nan=False)
    assert load(json.loads(text)) == account
    assert load(dump(account)) == account
    assert json.dumps(dump(load(json.loads(text)))) == text


@given(ACCOUNTS)
def test_the_facts_of_an_account_regroup(account: Account) -> None:
    facts = load_facts(json.loads(json.dumps(dump(account))))
    assert grouped(**facts) == ((account,), ())


@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_equal_facts_make_equal_documents(account: Account, chance: Any) -> None:
    loose = [fact for facts in load_facts(dump(account)).values() for fact in facts]
    chance.shuffle(loose)
    assert json.dumps(dump(loose)) == json.dumps(dump(account))


@given(ACCOUNTS)
def test_a_document_holds_no_floats_and_says_nothing_of_what_is_absent(account: Account) -> None:
    for path, value in nodes(dump(account)):
        assert type(value) in (dict, list, str, int, bool) or path[-1] == "due_on"
        assert value != ""


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if path:
        yield path, value
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from nodes(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from nodes(below, (*path, number))


@given(ACCOUNTS, st.data())
def test_a_damaged_document_is_read_or_refused_in_our_own_words(
    account: Account, data: st.DataObject
) -> None:
    document = dump(account)
    path, _ = data.draw(st.sampled_from(list(nodes(document))))
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    how = data.draw(st.sampled_from(("replace", "add", "drop")))
    if how == "replace":
        holder[path[-1]] = data.draw(st.sampled_from(HOSTILE))
    elif isinstance(holder, dict):
        if how == "add":
            holder["colour"] = data.draw(st.sampled_from(HOSTILE))
        else:
            del holder[path[-1]]
    try:
        found = load(document)
    except CollectkitError:
        return
    assert how != "add" or not isinstance(holder, dict)
    assert load(json.loads(json.dumps(dump(found)))) == found
