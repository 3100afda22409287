"""Laws of transitions, loss rates, provisions and roll-forwards."""

from __future__ import annotations

import decimal
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collectkit.dates import add_days
from collectkit.ledger import Account, Aging, Buckets, Snapshot, age, snapshot
from collectkit.metrics import (
    BucketRate,
    ProvisionMatrix,
    TransitionMatrix,
    allowance_rollforward,
    amounts_entered,
    cure_rates,
    flow_loss_rates,
    loss_rates,
    period_figures,
    pool_transitions,
    provision,
    provision_of,
    receivables_rollforward,
    roll_rates,
    transition_matrix,
)
from collectkit.money import Money, Percent, RoundingMode
from collectkit.testing import buckets, percents, provision_matrices, transition_matrices
from collectkit.testing.losses import books
from collectkit.testing.results import reading_days

cents = st.integers(0, 10**9)
shares = st.integers(0, 10**6).map(lambda n: Decimal(n).scaleb(-6))
rows = st.lists(st.tuples(cents, shares), min_size=1, max_size=6)
uplifts = st.none() | st.integers(1, 400).map(lambda n: Decimal(n).scaleb(-2))
modes = st.sampled_from(RoundingMode)
WEIGHTS: tuple[Any, ...] = ("amount", "count")


def read(book: tuple[Account, ...], day: date) -> list[Snapshot]:
    return [snapshot(account, as_of=day) for account in book]


def euros(units: int) -> Money:
    return Money.from_minor_units(units, "EUR")


def in_euros(given: list[tuple[int, Decimal]]) -> list[tuple[Money, Decimal]]:
    return [(euros(balance), rate) for balance, rate in given]


# -- transitions ---------------------------------------------------------------------------------
@given(matrix=transition_matrices())
def test_rows_sum_to_one_and_only_empty_rows_have_no_shares(matrix: TransitionMatrix) -> None:
    for weight in WEIGHTS:
        for row in matrix.rows:
            found = row.shares(weight)
            assert (found is None) == (row.count == 0)
            assert found is None or sum(found) == 1
            assert sum(cell.count for cell in row.cells) == row.count
            assert sum(cell.amount.minor_units for cell in row.cells) == row.amount.minor_units


@given(book=books(), day=reading_days(), length=st.integers(1, 92), bounds=buckets())
def test_a_matrix_holds_what_was_open_at_first(
    book: tuple[Account, ...], day: date, length: int, bounds: Buckets
) -> None:
    before = read(book, add_days(day, -length))
    found = transition_matrix(before, read(book, day), buckets=bounds)
    aging: Aging = age(before, buckets=bounds, unapplied="exclude")
    aged = {b.currency: b for b in aging.balances if not b.open.is_zero}
    assert {matrix.currency for matrix in found} == set(aged)
    for matrix in found:
        held = [(row.bucket, row.amount, row.count) for row in matrix.rows]
        assert held == [(b.label, b.amount, b.count) for b in aged[matrix.currency].buckets]


@given(matrix=transition_matrices())
def test_rolling_curing_and_staying_are_all_there_is(matrix: TransitionMatrix) -> None:
    for weight in WEIGHTS:
        rolls, cures = (
            dict(roll_rates(matrix, weight=weight)),
            dict(cure_rates(matrix, weight=weight)),
        )
        for at, row in enumerate(matrix.rows):
            roll, cure = rolls[row.bucket], cures[row.bucket]
            if roll is None or cure is None:
                assert row.count == 0
                continue
            kept = row.shares(weight)
            assert kept is not None
            between = sum(kept[1 : at + 1], Fraction(0))
            assert abs(Fraction(roll) + Fraction(cure) + between - 1) < Fraction(1, 10**27)


@settings(max_examples=40)
@given(found=st.lists(transition_matrices(), max_size=2), data=st.data())
def test_pooling_adds_up_in_any_order(found: list[TransitionMatrix], data: st.DataObject) -> None:
    found = [matrix for matrix in found if matrix.buckets == found[0].buckets]
    pooled = pool_transitions(found)
    assert pool_transitions(data.draw(st.permutations(found))) == pooled
    assert pool_transitions(pooled) == pooled
    for matrix in pooled:
        same = [one for one in found if one.currency == matrix.currency]
        for at, row in enumerate(matrix.rows):
            assert row.count == sum(one.rows[at].count for one in same)


@given(matrix=transition_matrices(), last=shares)
def test_flow_rates_of_a_matrix_are_shares_that_rise_with_age(
    matrix: TransitionMatrix, last: Decimal
) -> None:
    found = flow_loss_rates(matrix, last=last)
    assert len(found) == len(matrix.rows)
    assert found[-1] == last
    known = [rate for rate in found if rate is not None]
    assert all(0 <= young <= old <= 1 for young, old in pairwise([*known, Decimal(1)]))


# -- loss rates ----------------------------------------------------------------------------------
@given(paid=st.lists(cents, max_size=6), lost=cents)
def test_loss_rates_rise_with_age_and_undo_what_entered(paid: list[int], lost: int) -> None:
    entered = amounts_entered(sum(paid) + lost, paid)
    assert entered[-1] == lost
    rates = loss_rates(entered, lost)
    assert all((rate is None) == (amount == 0) for rate, amount in zip(rates, entered, strict=True))
    known = [rate for rate in rates if rate is not None]
    assert all(0 <= young <= old <= 1 for young, old in pairwise([*known, Decimal(1)]))
    # Every amount that entered loses the same: what was never paid.
    for rate, amount in zip(rates, entered, strict=True):
        if rate is not None:
            assert abs(Fraction(rate) * Fraction(amount) - lost) <= Fraction(lost, 10**27)


@given(entered=st.lists(cents, max_size=6), factor=st.integers(1, 10**6))
def test_scaling_every_amount_leaves_rates(entered: list[int], factor: int) -> None:
    lost = min(entered, default=0)
    scaled = [amount * factor for amount in entered]
    assert loss_rates(scaled, lost * factor) == loss_rates(entered, lost)


# -- provisions ----------------------------------------------------------------------------------
@given(rows=rows, uplift=uplifts, mode=modes)
def test_an_allowance_lies_between_nothing_and_what_is_owed(
    rows: list[tuple[int, Decimal]], uplift: Decimal | None, mode: RoundingMode
) -> None:
    for found in (
        provision(rows, uplift=uplift),
        provision(in_euros(rows), uplift=uplift, rounding=mode),
    ):
        assert found.coverage is None or 0 <= found.coverage <= 1
        for row in found.rows:
            assert row.coverage is None or 0 <= row.coverage <= 1
        if found.coverage is None:
            assert found.allowance == found.gross


@given(rows=rows, uplift=uplifts, mode=modes)
def test_rows_are_within_a_cent_and_sum_to_the_total_rounded_once(
    rows: list[tuple[int, Decimal]], uplift: Decimal | None, mode: RoundingMode
) -> None:
    found = provision(in_euros(rows), uplift=uplift, rounding=mode)
    factor = Fraction(1) if uplift is None else Fraction(uplift)
    exact = [balance * min(Fraction(rate) * factor, Fraction(1)) for balance, rate in rows]
    whole = sum(exact, Fraction(0))
    got = [row.allowance.minor_units for row in found.rows]
    assert sum(got) == mode.divide(whole.numerator, whole.denominator)
    assert found.allowance.minor_units == sum(got)
    for units, share in zip(got, exact, strict=True):
        assert abs(units - share) < 1


@given(rows=rows, at=st.integers(0, 5), more=cents, rate=shares, uplift=uplifts, mode=modes)
def test_an_allowance_never_falls_as_balances_and_rates_rise(
    rows: list[tuple[int, Decimal]],
    at: int,
    more: int,
    rate: Decimal,
    uplift: Decimal | None,
    mode: RoundingMode,
) -> None:
    at %= len(rows)
    balance, before = rows[at]
    raised = [*rows[:at], (balance + more, max(rate, before)), *rows[at + 1 :]]
    least = provision(in_euros(rows), uplift=uplift, rounding=mode)
    most = provision(in_euros(raised), uplift=uplift, rounding=mode)
    assert least.allowance <= most.allowance
    if uplift is not None and uplift >= 1:
        plain = provision(in_euros(rows), rounding=mode)
        assert plain.allowance <= least.allowance


@given(rows=rows, factor=st.integers(1, 10**6), uplift=uplifts)
def test_scaling_every_balance_leaves_rates_and_coverage(
    rows: list[tuple[int, Decimal]], factor: int, uplift: Decimal | None
) -> None:
    plain = provision(rows, uplift=uplift)
    scaled = provision([(balance * factor, rate) for balance, rate in rows], uplift=uplift)
    assert [row.rate for row in scaled.rows] == [row.rate for row in plain.rows]
    if plain.coverage is not None and scaled.coverage is not None:
        # The allowance is a result of its own: two roundings at 28 digits.
        off = Fraction(str(scaled.coverage)) - Fraction(str(plain.coverage))
        assert abs(off) <= Fraction(2, 10**27) * Fraction(str(plain.coverage))


@given(rows=rows, credit=st.integers(-(10**9), 0), rate=shares)
def test_a_credit_balance_never_lowers_an_allowance(
    rows: list[tuple[int, Decimal]], credit: int, rate: Decimal
) -> None:
    assert provision([*rows, (credit, rate)]).allowance == provision(rows).allowance


@given(rows=rows, prec=st.integers(1, 60), mode=modes)
def test_the_host_decimal_context_never_matters(
    rows: list[tuple[int, Decimal]], prec: int, mode: RoundingMode
) -> None:
    def everything() -> tuple[object, ...]:
        found = provision(in_euros(rows), uplift=Decimal("1.1"), rounding=mode)
        moved = allowance_rollforward(rows[0][1], provision=rows[-1][1], closing=Decimal("0.1"))
        return (found, found.explain(), found.coverage, moved, moved.explain(),
                flow_loss_rates([rate for _, rate in rows], last=Percent("0.1")))  # fmt: skip

    expected = everything()
    with decimal.localcontext() as host:
        host.prec = prec
        host.capitals = 0
        host.rounding = decimal.ROUND_UP
        host.traps[decimal.Inexact] = True
        host.traps[decimal.Rounded] = True
        assert everything() == expected


# -- over snapshots ------------------------------------------------------------------------------
@given(book=books(), day=reading_days(), matrix=provision_matrices(), mode=modes)
def test_gross_is_the_ledgers_aging(
    book: tuple[Account, ...], day: date, matrix: ProvisionMatrix, mode: RoundingMode
) -> None:
    matrix = matrix.replace(basis="including_tax")
    for rule in ("own_row", "exclude"):
        found = provision_of(read(book, day), matrix=matrix, unapplied=rule, rounding=mode)
        aging: Aging = age(read(book, day), buckets=matrix.buckets, unapplied=rule)
        for one in found:
            aged = aging.of(one.currency)
            gross = [(row.label, row.gross) for row in one.provision.rows]
            assert gross == [(bucket.label, bucket.amount) for bucket in aged.buckets]
            assert one.provision.gross == aged.total
        assert {b.currency for b in aging.balances if not b.open.is_zero} <= {
            one.currency for one in found
        }


@given(book=books(), day=reading_days(), matrix=provision_matrices(), data=st.data())
def test_the_order_of_accounts_never_matters(
    book: tuple[Account, ...], day: date, matrix: ProvisionMatrix, data: st.DataObject
) -> None:
    found = provision_of(read(book, day), matrix=matrix)
    shuffled = tuple(data.draw(st.permutations(book)))
    assert provision_of(read(shuffled, day), matrix=matrix) == found


@given(book=books(), day=reading_days(), rate=percents())
def test_one_rate_for_all_is_that_share_of_what_is_exposed(
    book: tuple[Account, ...], day: date, rate: Percent
) -> None:
    matrix = ProvisionMatrix(
        id="flat",
        version="1",
        basis="including_tax",
        rates=(BucketRate(up_to=0, rate=rate), BucketRate(rate=rate)),
    )
    for found in provision_of(read(book, day), matrix=matrix):
        exposed = sum(row.exposed.minor_units for row in found.provision.rows)
        part = exposed * rate.fraction
        assert found.provision.allowance.minor_units == RoundingMode.HALF_UP.divide(
            part.numerator, part.denominator
        )


@given(book=books(), day=reading_days(), matrix=provision_matrices(), data=st.data())
def test_naming_debt_moves_it_and_loses_none(
    book: tuple[Account, ...], day: date, matrix: ProvisionMatrix, data: st.DataObject
) -> None:
    matrix = matrix.replace(basis="including_tax")
    items = [item for one in read(book, day) for item in one.open if item.is_trade]
    assume(items)
    item = data.draw(st.sampled_from(items))
    assume(sum(item.id in (other.id, other.invoice.id) for other in items) == 1)
    plain = provision_of(read(book, day), matrix=matrix)
    moved = provision_of(read(book, day), matrix=matrix, impaired={item.id: item.open})
    covered = provision_of(read(book, day), matrix=matrix, insured={item.id: item.open})
    for before, apart, insured in zip(plain, moved, covered, strict=True):
        assert apart.provision.gross == before.provision.gross == insured.provision.gross
        assert insured.provision.allowance <= before.provision.allowance
        if before.currency == item.currency:
            assert apart.provision.rows[-1].allowance == item.open


# -- roll-forwards -------------------------------------------------------------------------------
@given(
    opening=cents, adoption=cents, expense=st.integers(-(10**9), 10**9), lost=cents, won=cents,
    off=st.integers(-5, 5),
)  # fmt: skip
def test_a_rollforward_is_off_by_exactly_what_the_books_are(
    opening: int, adoption: int, expense: int, lost: int, won: int, off: int
) -> None:
    closing = opening + adoption + expense - lost + won
    moved = allowance_rollforward(
        euros(opening),
        adoption=euros(adoption),
        provision=euros(expense),
        write_offs=euros(lost),
        recoveries=euros(won),
        closing=euros(closing + off),
    )
    assert moved.expected == euros(closing)
    assert moved.difference == euros(off)
    assert moved.reconciles is (off == 0)


@given(book=books(), day=reading_days(), length=st.integers(0, 92))
def test_receivables_roll_from_the_closing_balance_before(
    book: tuple[Account, ...], day: date, length: int
) -> None:
    start = add_days(day, -length)
    found = period_figures(read(book, day), start=start, end=day)
    evening = add_days(start, -1)
    before = {
        figures.currency: figures.closing
        for figures in period_figures(read(book, evening), start=evening, end=evening)
    }
    for figures in found:
        opening = before.get(figures.currency, Money.zero(figures.currency))
        assert receivables_rollforward(figures, opening=opening).reconciles
