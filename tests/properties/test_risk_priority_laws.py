"""Laws of contact priority and of expected loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.risk_books import ACCOUNTS, DAYS, read_on, without_later_money

from collectkit import Money, Percent, Scorecard
from collectkit.ledger import Account, Snapshot, payment
from collectkit.risk import (
    Priority,
    PriorityRules,
    behavior,
    expected_loss,
    priorities,
    score,
    worklist_order,
)
from collectkit.testing import accounts, amounts, percents, priority_rules
from collectkit.testing import priorities as listed

CARD = Scorecard.default()
PARTS = ("collectable", "placed", "held", "promised", "disputed", "unapplied", "forbidden")
DEBTS = amounts("EUR", max_units=10**9)


def weighed(read: Snapshot, rules: PriorityRules | None = None) -> tuple[Priority, ...]:
    return priorities(read, score(CARD, behavior(read)), CARD, rules=rules)


@given(ACCOUNTS, DAYS, priority_rules())
def test_the_components_explain_the_value(
    account: Account, day: date, rules: PriorityRules
) -> None:
    for entry in weighed(read_on(account, day), rules):
        nothing = Money.zero(entry.currency)
        parts = [getattr(entry, name) for name in PARTS]
        assert all(part >= nothing for part in parts)
        assert sum(part.minor_units for part in parts) == entry.overdue.minor_units
        gain = entry.unpaid.fraction * Fraction(entry.collectable.amount) * Fraction(entry.uplift)
        wanted = Money.from_fraction(gain, entry.currency) - entry.cost
        assert entry.value == (nothing if entry.is_blocked else wanted)
        assert not entry.is_blocked or len(entry.why) > 1
        assert entry.explain()


@given(ACCOUNTS, DAYS, percents(), percents())
def test_a_higher_chance_is_never_worth_less(
    account: Account, day: date, one: Percent, other: Percent
) -> None:
    read = read_on(account, day)
    graded = score(CARD, behavior(read))
    low, high = (priorities(read, graded, CARD, unpaid=share) for share in sorted((one, other)))
    assert all(a.value <= b.value for a, b in zip(low, high, strict=True))


@given(ACCOUNTS, DAYS, priority_rules())
def test_later_money_changes_no_priority(account: Account, day: date, rules: PriorityRules) -> None:
    cut = without_later_money(account, day)
    assert weighed(read_on(cut, day), rules) == weighed(read_on(account, day), rules)


@given(accounts(circumstances=False), DAYS, st.integers(0, 2))
def test_paying_an_item_never_raises_a_priority(account: Account, day: date, place: int) -> None:
    """Without promises: one kept by the payment stands no longer before the rest of the debt."""
    read = read_on(account, day)
    graded = score(CARD, behavior(read))
    late = [item for item in read.open if item.is_overdue and item.is_trade]
    if not late:
        return
    item = late[place % len(late)]
    receipt, used = payment(item.invoice, on=day, amount=item.open, id="NEW")
    used = replace(used, installment=item.number)
    paid = account.with_(receipts=(receipt,), allocations=(used,))
    after = {p.currency: p for p in priorities(read_on(paid, day), graded, CARD)}
    for entry in priorities(read, graded, CARD):
        if entry.currency in after:
            assert after[entry.currency].value <= entry.value
            assert after[entry.currency].overdue <= entry.overdue


@given(st.lists(listed(), max_size=4), st.randoms(use_true_random=False))
def test_the_worklist_is_one_order(entries: list[Priority], random: Random) -> None:
    ordered = sorted(entries, key=worklist_order)
    random.shuffle(entries)
    keys = [worklist_order(entry) for entry in sorted(entries, key=worklist_order)]
    assert keys == [worklist_order(entry) for entry in ordered]


# -- expected loss -------------------------------------------------------------------------------
@given(percents(), percents(), DEBTS)
def test_expected_loss_is_the_exact_product(pd: Percent, lgd: Percent, exposure: Money) -> None:
    found = expected_loss(pd, exposure, lgd)
    assert Fraction(found.amount) == pd.fraction * lgd.fraction * Fraction(exposure.amount)
    assert Money.zero("EUR") <= found <= exposure


@given(percents(), percents(), percents(), DEBTS, DEBTS)
def test_expected_loss_rises_with_each_factor(
    one: Percent, other: Percent, fixed: Percent, debt: Money, more: Money
) -> None:
    low, high = sorted((one, other))
    assert expected_loss(low, debt, fixed) <= expected_loss(high, debt, fixed)
    assert expected_loss(fixed, debt, low) <= expected_loss(fixed, debt, high)
    assert expected_loss(one, debt, fixed) <= expected_loss(one, debt + more, fixed)
