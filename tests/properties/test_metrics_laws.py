"""Laws of the plain-number metrics."""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from hypothesis import assume, given
from hypothesis import strategies as st

from collectkit.metrics import (
    average_days_delinquent,
    best_possible_dso,
    cei,
    collection_period,
    current_share,
    dbt_from_buckets,
    dso,
    dso_average,
    dso_countback,
    hhi,
    top_share,
    turnover,
    weighted_days_late,
)

cents = st.integers(0, 10**9)
signed_cents = st.integers(-(10**9), 10**9)
some_cents = st.integers(1, 10**9)
windows = st.integers(1, 366)
zero_or_more = st.one_of(st.just(0), cents)
parts = st.lists(st.tuples(cents, st.integers(-400, 400)), min_size=1, max_size=12)
periods = st.lists(st.tuples(zero_or_more, windows), max_size=10)
balances = st.lists(signed_cents, min_size=1, max_size=12)
Kind = Callable[[int], Any]  # the overloads take one kind at a time; here it varies


def euros(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


def last_digit(value: Decimal) -> Fraction:
    """One unit in the 28th significant digit of `value`."""
    return Fraction(10) ** (value.adjusted() - 27)


@given(current=cents, overdue=cents, sales=some_cents, days=windows)
def test_best_possible_and_delinquent_days_make_up_dso(
    current: int, overdue: int, sales: int, days: int
) -> None:
    whole = dso(current + overdue, sales, days)
    best = best_possible_dso(current, sales, days)
    late = average_days_delinquent(overdue, sales, days)
    assert whole is not None
    assert best is not None
    assert late is not None
    # Three roundings, each within half a unit in its last digit.
    assert abs(Fraction(best) + Fraction(late) - Fraction(whole)) <= 2 * last_digit(whole)
    assert best <= whole
    assert (late == 0) == (overdue == 0)


def figures(
    a: int, b: int, c: int, d: int, parts: list[tuple[int, int]], kind: Kind
) -> list[Decimal | float | None]:
    """One of every ratio over amounts that `kind` has made from cents."""
    w, x, y, z = (kind(v) for v in (a, b, c, d))
    weights = [(kind(v), days) for v, days in parts]
    amounts = [kind(v) for v, _ in parts]
    return [
        dso(w, x, 91),
        dso_average(w, y, x, 91),
        cei(w, x, y, z),
        cei(w, x, y, z, months=3),
        turnover(x, w),
        current_share(w, x),
        dbt_from_buckets(w, x, y, z, w),
        weighted_days_late(weights),
        weighted_days_late(weights, clip=True),
        hhi(amounts),
        top_share(amounts, 2),
        dso_countback(w, [(x, 30), (y, 31), (z, 30)]).days,
    ]


@given(a=cents, b=cents, c=cents, d=cents, parts=parts, factor=st.integers(1, 10**6))
def test_scaling_every_amount_changes_no_ratio(
    a: int, b: int, c: int, d: int, parts: list[tuple[int, int]], factor: int
) -> None:
    plain = figures(a, b, c, d, parts, euros)
    assert figures(a, b, c, d, parts, lambda v: euros(v * factor)) == plain


@given(a=cents, b=cents, c=cents, d=cents, parts=parts)
def test_floats_and_decimals_agree(
    a: int, b: int, c: int, d: int, parts: list[tuple[int, int]]
) -> None:
    # Whole amounts are exact in both kinds, so only the last rounding differs.
    for exact, approximate in zip(
        figures(a, b, c, d, parts, Decimal), figures(a, b, c, d, parts, float), strict=True
    ):
        assert (exact is None) == (approximate is None)
        if exact is not None and approximate is not None:
            assert type(exact) is Decimal
            assert type(approximate) is float
            assert math.isclose(approximate, exact, rel_tol=1e-15)


@given(ar=cents, sales=some_cents, days=windows)
def test_binary_fractions_of_cents_stay_within_a_billionth(ar: int, sales: int, days: int) -> None:
    exact = dso(euros(ar), euros(sales), days)
    approximate = dso(ar / 100, sales / 100, days)
    assert exact is not None
    assert approximate is not None
    assert math.isclose(approximate, exact, rel_tol=1e-9)


@given(
    a=cents,
    b=cents,
    c=cents,
    d=cents,
    parts=parts,
    prec=st.integers(1, 60),
    rounding=st.sampled_from(
        [decimal.ROUND_UP, decimal.ROUND_FLOOR, decimal.ROUND_05UP, decimal.ROUND_HALF_DOWN]
    ),
)
def test_the_host_decimal_context_never_matters(
    a: int, b: int, c: int, d: int, parts: list[tuple[int, int]], prec: int, rounding: str
) -> None:
    expected = figures(a, b, c, d, parts, Decimal)
    with decimal.localcontext() as host:
        host.prec = prec
        host.rounding = rounding
        host.traps[decimal.Inexact] = True
        host.traps[decimal.Rounded] = True
        assert figures(a, b, c, d, parts, Decimal) == expected


@given(ar=cents, more=cents, periods=periods, option=st.sampled_from(("skip", "stop")))
def test_countback_is_monotone_in_receivables(
    ar: int, more: int, periods: list[tuple[int, int]], option: Literal["skip", "stop"]
) -> None:
    few = dso_countback(ar, periods, zero_sales=option)
    many = dso_countback(ar + more, periods, zero_sales=option)
    assert few.days <= many.days
    assert few.unexplained <= many.unexplained
    assert few.exhausted <= many.exhausted


@given(ar=cents, periods=periods)
def test_countback_accounts_for_every_cent(ar: int, periods: list[tuple[int, int]]) -> None:
    found = dso_countback(ar, periods)
    sold = sum(sales for sales, _ in periods)
    assert found.unexplained == max(ar - sold, 0)
    assert found.exhausted == (ar > sold)
    assert 0 <= found.days <= sum(days for _, days in periods)


@given(
    per_day=st.integers(1, 10**6),
    lengths=st.lists(windows, min_size=1, max_size=10),
    data=st.data(),
)
def test_countback_is_simple_dso_when_every_day_sells_the_same(
    per_day: int, lengths: list[int], data: st.DataObject
) -> None:
    window = sum(lengths)
    ar = data.draw(st.integers(0, per_day * window))
    found = dso_countback(ar, [(per_day * days, days) for days in lengths])
    assert found.days == dso(ar, per_day * window, window)


@given(ar=cents, newest=some_cents, days=windows, older=periods)
def test_countback_is_last_month_dso_when_that_month_covers_it(
    ar: int, newest: int, days: int, older: list[tuple[int, int]]
) -> None:
    assume(ar <= newest)
    assert dso_countback(ar, [(newest, days), *older]).days == dso(ar, newest, days)


@given(opening=cents, sales=cents, current=cents, overdue=cents, months=st.integers(1, 12))
def test_cei_is_100_exactly_when_nothing_is_overdue_at_the_end(
    opening: int, sales: int, current: int, overdue: int, months: int
) -> None:
    found = cei(opening, sales, current + overdue, current, months=months)
    if found is None:
        assert opening + Fraction(sales, months) <= current
    else:
        assert found <= 100
        assert (found == 100) == (overdue == 0)


@given(opening=cents, closing=cents, sales=some_cents, days=windows)
def test_collection_period_is_average_dso(
    opening: int, closing: int, sales: int, days: int
) -> None:
    assume(opening + closing)
    turned = turnover(2 * sales, opening + closing)
    assert turned is not None
    period = collection_period(turned, days)
    average = dso_average(opening, closing, sales, days)
    assert period is not None
    assert average is not None
    # Turnover is a result of its own: three roundings at 28 digits, each within 5e-28 of 1.
    assert abs(Fraction(period) / Fraction(average) - 1) <= Fraction(2, 10**27)


@given(balances=balances)
def test_hhi_lies_between_equal_shares_and_one(balances: list[int]) -> None:
    found = hhi(balances)
    positive = [balance for balance in balances if balance > 0]
    if found is None:
        assert not positive
        return
    equal = hhi([1] * len(positive))
    assert equal is not None
    assert equal <= found <= 1
    assert (found == 1) == (len(positive) == 1)


@given(balances=balances, n=st.integers(1, 12))
def test_top_share_grows_with_n_up_to_the_whole(balances: list[int], n: int) -> None:
    few, more = top_share(balances, n), top_share(balances, n + 1)
    if few is None or more is None:
        assert few is more is None
        return
    assert few <= more <= 1
    assert top_share(balances, len(balances)) == 1


@given(data=st.data(), parts=parts)
def test_order_of_amounts_never_matters(data: st.DataObject, parts: list[tuple[int, int]]) -> None:
    shuffled = data.draw(st.permutations(parts))
    for clip in (False, True):
        assert weighted_days_late(shuffled, clip=clip) == weighted_days_late(parts, clip=clip)
    floats = [amount / 7 for amount, _ in parts]
    assert hhi([amount / 7 for amount, _ in shuffled]) == hhi(floats)
    assert top_share([amount for amount, _ in shuffled], 3) == top_share([a for a, _ in parts], 3)


@given(rows=st.lists(st.tuples(some_cents, windows, st.integers(-90, 90)), min_size=1, max_size=9))
def test_signed_days_late_add_to_terms(rows: list[tuple[int, int, int]]) -> None:
    terms = weighted_days_late([(amount, days) for amount, days, _ in rows])
    late = weighted_days_late([(amount, days) for amount, _, days in rows])
    paid = weighted_days_late([(amount, granted + days) for amount, granted, days in rows])
    assert terms is not None
    assert late is not None
    assert paid is not None
    assert abs(Fraction(terms) + Fraction(late) - Fraction(paid)) < Fraction(1, 10**24)


@given(parts=parts)
def test_weighted_days_lie_among_the_days(parts: list[tuple[int, int]]) -> None:
    signed, clipped = weighted_days_late(parts), weighted_days_late(parts, clip=True)
    if signed is None or clipped is None:
        assert not any(amount for amount, _ in parts)
        return
    days = [late for amount, late in parts if amount]
    assert min(days) <= signed <= max(days)
    assert signed <= clipped
    assert clipped >= 0
    assert clipped == weighted_days_late([(a, max(late, 0)) for a, late in parts])
