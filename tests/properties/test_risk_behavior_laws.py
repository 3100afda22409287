"""Laws of payment behavior: what is known, and when it moves by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.risk_books import ACCOUNTS, DAYS, known_on, read_on, without_later_money

from collectkit.ledger import Account
from collectkit.risk import PaymentBehavior, behavior
from collectkit.testing import behaviors

ONE = timedelta(1)
# Short windows, so that everything leaves them within the days that are tried.
WINDOWS = st.integers(1, 150)
TRIED = 260


def figures(facts: Account, day: date, window: int) -> PaymentBehavior:
    """The figures alone: neither the day nor what it foresees."""
    found = behavior(read_on(facts, day), window_days=window)
    return replace(found, as_of=date.min, changes=())


@settings(max_examples=60)
@given(ACCOUNTS, DAYS, WINDOWS)
def test_behavior_moves_on_the_day_it_said_and_on_none_before(
    account: Account, day: date, window: int
) -> None:
    facts = known_on(account, day)
    said = behavior(read_on(facts, day), window_days=window).changes_on
    now = figures(facts, day, window)
    for ahead in range(1, TRIED):
        later = day + timedelta(ahead)
        if later == said:
            assert figures(facts, later, window) != now
            return
        assert figures(facts, later, window) == now
    assert said is None or said >= day + timedelta(TRIED)


@given(ACCOUNTS, DAYS, WINDOWS)
def test_later_money_changes_nothing(account: Account, day: date, window: int) -> None:
    known = behavior(read_on(account, day), window_days=window)
    assert behavior(read_on(without_later_money(account, day), day), window_days=window) == known


@given(behaviors())
def test_figures_stay_within_their_bounds(found: PaymentBehavior) -> None:
    for name in ("late_share", "late_count_share", "overdue_share", "over_90_share",
                 "dispute_share"):  # fmt: skip
        share = getattr(found, name)
        assert share is None or 0 <= share <= 1
    if found.over_90_share is not None and found.overdue_share is not None:
        assert found.over_90_share <= found.overdue_share
    if found.weighted_days_late is not None and found.signed_days_late is not None:
        assert found.weighted_days_late >= found.signed_days_late
        assert found.weighted_days_late >= 0
    for name in ("utilization", "days_late_deviation", "payment_gap", "tenure_days"):
        figure = getattr(found, name)
        assert figure is None or figure >= 0
    assert (found.mean_days_late is None) == (found.settled == 0)
    assert found.settled > 1 or found.days_late_deviation is None


@given(behaviors())
def test_what_is_foreseen_lies_ahead(found: PaymentBehavior) -> None:
    assert all(day > found.as_of for _, day in found.changes)
    assert [group for group, _ in found.changes] == sorted({group for group, _ in found.changes})
