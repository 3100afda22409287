"""Hypothesis strategies for what will be lost: transitions, provisions, roll-forwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import add_days
from collectkit.ledger import Account, Snapshot, snapshot
from collectkit.metrics import (
    BookProvision,
    BucketRate,
    Provision,
    ProvisionMatrix,
    Rollforward,
    TransitionMatrix,
    allowance_rollforward,
    provision,
    provision_of,
    receivables_rollforward,
    transition_matrix,
)
from collectkit.money import Money, Percent, RoundingMode
from collectkit.testing.account import accounts
from collectkit.testing.policies import policy_ids
from collectkit.testing.results import buckets, debtors, one_of, period_figures, reading_days
from collectkit.testing.values import amounts, percents

__all__ = [
    "book_provisions",
    "provision_matrices",
    "provisions",
    "rollforwards",
    "transition_matrices",
]

_UPLIFTS = st.none() | st.integers(1, 300).map(lambda n: Decimal(f"{n}E-2"))
_MODES = st.sampled_from(RoundingMode)


def provision_matrices() -> SearchStrategy[ProvisionMatrix]:
    """Two to six rates, rising or not, on either basis, with and without an uplift."""

    def rows(found: tuple[list[int], list[Percent]]) -> tuple[BucketRate, ...]:
        bounds, rates = sorted(found[0]), found[1]
        return tuple(
            BucketRate(up_to=bound, rate=rate)
            for bound, rate in zip([*bounds, None], rates[: len(bounds) + 1], strict=True)
        )

    bounds = st.lists(st.integers(0, 120), min_size=1, max_size=5, unique=True)
    rates = st.lists(percents(), min_size=6, max_size=6)
    return st.builds(
        ProvisionMatrix,
        id=policy_ids("matrix"),
        version=st.sampled_from(("1", "2")),
        basis=st.sampled_from(("including_tax", "excluding_tax")),
        rates=st.tuples(bounds, rates | rates.map(sorted)).map(rows),
        uplift=_UPLIFTS,
    )


def provisions() -> SearchStrategy[Provision[Money] | Provision[Decimal] | Provision[float]]:
    """Provisions of Money, Decimals and floats; some balances negative, some debt impaired."""
    money = st.builds(
        lambda rows, debts, uplift, overlay, mode: provision(
            [(balance, rate) for balance, _, rate in rows],
            insured=[part for _, part, _ in rows],
            impaired=[(debt, debt) for debt in debts],
            uplift=uplift,
            overlay=overlay,
            rounding=mode,
        ),
        st.lists(st.tuples(_euros(-500), _euros(), percents()), min_size=1, max_size=5),
        st.lists(_euros(), max_size=2),
        _UPLIFTS,
        _euros(),
        _MODES,
    )
    return money | _plain(Decimal) | _plain(float)


def _euros(least: int = 0) -> SearchStrategy[Money]:
    return amounts("EUR", min_units=least, max_units=100_000)


def _plain(kind: type[Any]) -> SearchStrategy[Any]:
    balances, rates = st.integers(-500, 10_000).map(kind), st.integers(0, 1).map(kind)
    return st.builds(provision, st.lists(st.tuples(balances, rates), max_size=5))


@st.composite
def books(draw: st.DrawFn, *, max_accounts: int = 3) -> tuple[Account, ...]:
    """One to three accounts of customers C-1, C-2 and so on."""
    return tuple(
        draw(accounts(customer_id=f"C-{n}", circumstances=False) | debtors(customer_id=f"C-{n}"))
        for n in range(1, draw(st.integers(1, max_accounts)) + 1)
    )


def book_provisions() -> SearchStrategy[BookProvision]:
    """One currency of drawn books under drawn matrices."""

    def found(
        book: tuple[Account, ...], day: date, matrix: ProvisionMatrix, mode: RoundingMode
    ) -> tuple[BookProvision, ...]:
        return provision_of(_read(book, day), matrix=matrix, rounding=mode)

    return one_of(st.builds(found, books(), reading_days(), provision_matrices(), _MODES))


def transition_matrices() -> SearchStrategy[TransitionMatrix]:
    """One step of a drawn book, one day to three months long."""
    return one_of(
        st.builds(
            lambda book, end, length, bounds: transition_matrix(
                _read(book, add_days(end, -length)), _read(book, end), buckets=bounds
            ),
            books(),
            reading_days(),
            st.integers(1, 92),
            buckets(),
        )
    )


def rollforwards() -> SearchStrategy[Rollforward[Money] | Rollforward[Decimal]]:
    """Of receivables in Money and of allowances in Decimals; some do not reconcile."""
    receivables = st.builds(
        lambda figures, off: receivables_rollforward(
            figures, closing=figures.closing + Money.from_minor_units(off, figures.currency)
        ),
        period_figures(),
        st.sampled_from((0, 0, 1, -5)),
    )
    number = st.integers(0, 10_000)
    allowances = st.builds(
        allowance_rollforward,
        number,
        provision=number,
        write_offs=number,
        recoveries=number,
        closing=st.none() | number,
    )
    return receivables | allowances


def _read(book: tuple[Account, ...], day: date) -> list[Snapshot]:
    return [snapshot(account, as_of=day) for account in book]
