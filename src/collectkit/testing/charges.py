"""Hypothesis strategies for late charges: periods, rates, caps, fees, policies and regimes.

Policies read fixed rates unless tables are asked for, so they can be assessed without a context.
Rates from tables name shipped ones that cover the days of drawn facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import BusinessDayConvention, DayCount
from collectkit.errors import NotExpressible, UnknownReference
from collectkit.fees import (
    STATUTES,
    Bracket,
    Cap,
    Capitalization,
    ChargeStep,
    Compounding,
    FlatFee,
    GraduatedFee,
    Interest,
    LateChargePolicy,
    Margin,
    NoticeFirst,
    PercentFee,
    Period,
    Regime,
    SlabFee,
    TableRate,
    Tier,
    statutory,
)
from collectkit.fees.regime import Debtor
from collectkit.money import Money, Percent
from collectkit.testing.facts import SPAN
from collectkit.testing.policies import policy_ids, thresholds
from collectkit.testing.values import amounts, days, percents

__all__ = [
    "brackets",
    "capitalizations",
    "caps",
    "charge_steps",
    "compoundings",
    "first_notices",
    "flat_fees",
    "graduated_fees",
    "interest_rules",
    "late_charge_policies",
    "margins",
    "percent_fees",
    "periods",
    "regimes",
    "slab_fees",
    "table_rates",
    "tiers",
]

NOTICES: Final = ("reminder", "claim")
"""The codes of the notices that drawn fees wait for."""

_TABLES = ("boe-bank-rate", "boe-half-year", "de-basiszinssatz", "ecb-mro-half-year")
_LEAST = Percent("0.0001")
_SLAB_CURRENCIES = st.sampled_from(("EUR", "JPY"))
_DEBTORS: tuple[Debtor, ...] = ("business", "consumer", "public")


# -- parts ---------------------------------------------------------------------------------------
def periods() -> SearchStrategy[Period]:
    """A week to forty days, one to six months, or one to three years."""
    return st.one_of(
        st.builds(Period, months=st.integers(1, 6)),
        st.builds(Period, days=st.integers(7, 40)),
        st.builds(Period, years=st.integers(1, 3)),
    )


def margins() -> SearchStrategy[Margin]:
    """Margins of -2 % to 15 %, for all contracts and days or from a day on."""
    some = st.none() | days(*SPAN)
    percent = percents(Percent(-2), Percent(15))
    return st.builds(Margin, percent=percent, contracts_from=some, applies_from=some)


def table_rates(tables: Sequence[str] = _TABLES) -> SearchStrategy[TableRate]:
    """Rates from one of `tables`: shipped ones, unless the caller has others in its context.

    Those not shipped must cover the half-year's eve before the first day, too.
    """
    more: dict[str, SearchStrategy[Any]] = {
        "margins": st.lists(margins(), max_size=2).map(tuple),
        "contract_date": days(*SPAN),
        "fixing": st.just("frozen"),
        "reads": st.just("half_year_eve"),
        "factor": st.sampled_from((Decimal(3), Decimal("0.5"))),
        "round_up_to": st.sampled_from((Percent("0.5"), Percent("0.125"))),
        "floor": percents(most=Percent(5)),
        "ceiling": percents(Percent(5), Percent(20)),
    }
    required: dict[str, SearchStrategy[Any]] = {
        "table": st.sampled_from(tuple(tables)), "margin": percents(Percent(-2), Percent(12)),
    }  # fmt: skip
    return st.fixed_dictionaries(required, optional=more).map(lambda given: TableRate(**given))


def compoundings() -> SearchStrategy[Compounding]:
    """Interest on interest every period, for good or for some time."""
    return st.builds(Compounding, every=periods(), max_age=st.none() | periods())


def caps() -> SearchStrategy[Cap]:
    """Caps by amount, by share, or both, for life or per period."""
    most = thresholds(min_units=501)
    share = percents(_LEAST, Percent("0.5")) | percents(_LEAST, Percent(200))
    every = st.none() | periods()
    return st.one_of(
        st.builds(Cap, amounts=most, every=every),
        st.builds(Cap, amounts=st.just(()) | most, percent=share, every=every),
    )


def first_notices() -> SearchStrategy[NoticeFirst]:
    """Notices that must be received or only sent, and up to thirty free days."""
    return st.builds(
        NoticeFirst,
        code=st.sampled_from(NOTICES),
        days=st.integers(0, 30),
        received=st.booleans(),
    )


def _limits() -> dict[str, SearchStrategy[Any]]:
    """Least amounts, which stay below every drawn cap."""
    least = st.lists(amounts("EUR", min_units=1, max_units=500), min_size=1, max_size=1).map(tuple)
    return {"minimum": least, "de_minimis": least}


# -- interest ------------------------------------------------------------------------------------
def interest_rules(*, tables: bool = False) -> SearchStrategy[Interest]:
    """Interest of up to 1000 % a year, mostly of less than 30 %, or with `tables` by a table."""
    fixed = percents(most=Percent(30)) | percents(most=Percent(1000))
    required: dict[str, SearchStrategy[Any]] = {
        "rate": fixed | table_rates() if tables else fixed,
        "day_count": st.sampled_from(DayCount),
    }
    more = {
        "value_day": st.just("same"),
        "compounding": compoundings(),
        "max_age": periods(),
        "rounding": st.sampled_from(("per_segment", "per_day")),
        "caps": st.lists(caps(), min_size=1, max_size=2).map(tuple),
        **_limits(),
    }
    return _plain_or(required, more).map(lambda given: Interest(**given))


def _plain_or(
    required: dict[str, SearchStrategy[Any]], more: dict[str, SearchStrategy[Any]]
) -> SearchStrategy[dict[str, Any]]:
    """The fields that must be given, alone or with any of `more`."""
    return st.fixed_dictionaries(required) | st.fixed_dictionaries(required, optional=more)


# -- fees ----------------------------------------------------------------------------------------
def _shapes() -> SearchStrategy[dict[str, Any]]:
    """What fees share: what they are for, how often, after which notice, within which bounds."""
    limits = {
        "cap": caps(),
        "notice": first_notices(),
        "charge_kind": st.just("costs"),
        "label": st.just("late fee"),
        **_limits(),
    }
    per = st.sampled_from(("invoice", "installment", "customer"))
    counted = {"every": periods(), "count": st.sampled_from(("full", "started"))}
    by_item = st.sampled_from(("invoice", "installment"))
    return st.one_of(
        st.just({}),
        st.fixed_dictionaries({"per": by_item}, optional={**counted, **limits}),
        st.fixed_dictionaries({"per": per, "when": st.sampled_from(("late", "level"))},
                              optional=limits),
    )  # fmt: skip


def _fee(kind: Any, **fields: SearchStrategy[Any]) -> SearchStrategy[Any]:
    own = st.fixed_dictionaries({"id": policy_ids("fee"), **fields})
    return st.builds(lambda own, shape: kind(**{**shape, **own}), own, _shapes())


def flat_fees() -> SearchStrategy[FlatFee]:
    """Fees in one to three currencies."""
    return _fee(FlatFee, amounts=thresholds())


def percent_fees() -> SearchStrategy[PercentFee]:
    """Shares of up to a half, of every base."""
    bases = ("open_principal", "original_amount", "open_with_interest", "overdue_balance")
    return _fee(PercentFee, percent=percents(_LEAST, Percent(50)), base=st.sampled_from(bases))


@st.composite
def tiers(draw: st.DrawFn, currency: str | None = None) -> tuple[Tier, ...]:
    """One to four tiers from the smallest debt up; the last one is open or not."""
    code = draw(_SLAB_CURRENCIES) if currency is None else currency
    bounds = draw(_bounds(code))
    sums = st.builds(Money.from_minor_units, st.integers(0, 10_000), st.just(code))
    return tuple(Tier(upto=upto, inclusive=draw(st.booleans()), amount=draw(sums))
                 for upto in bounds)  # fmt: skip


@st.composite
def brackets(draw: st.DrawFn, currency: str | None = None) -> tuple[Bracket, ...]:
    """One to four slices from the smallest up; the last one is open or not."""
    code = draw(_SLAB_CURRENCIES) if currency is None else currency
    bounds = draw(_bounds(code))
    return tuple(Bracket(upto=upto, percent=draw(percents())) for upto in bounds)


@st.composite
def _bounds(draw: st.DrawFn, currency: str) -> list[Money | None]:
    widths = draw(st.lists(st.integers(1, 500), max_size=3))
    closed: list[Money | None] = [
        Money.from_minor_units(units, currency) for units in accumulate(widths)
    ]
    return [*closed, None] if not closed or draw(st.booleans()) else closed


def slab_fees() -> SearchStrategy[SlabFee]:
    """Sums by the size of the debt, in the currency of the debt."""
    return _fee(SlabFee, tiers=tiers())


def graduated_fees() -> SearchStrategy[GraduatedFee]:
    """Slices of the debt, each at its own share."""
    return _SLAB_CURRENCIES.flatmap(
        lambda code: _fee(GraduatedFee, brackets=brackets(code), currency=st.just(code))
    )


def _fees() -> SearchStrategy[tuple[Any, ...]]:
    """One or two fees of any kind, mostly flat."""
    one = flat_fees() | flat_fees() | percent_fees() | slab_fees() | graduated_fees()
    return st.lists(one, min_size=1, max_size=2, unique_by=lambda fee: fee.id).map(tuple)


# -- policies and regimes ------------------------------------------------------------------------
def late_charge_policies(*, tables: bool = False) -> SearchStrategy[LateChargePolicy]:
    """Interest, fees, or both; with and without days of grace.

    With `tables` some rates are read from shipped tables, which cover `SPAN` and the two months
    after it. Fees by level are charged only for levels that are handed to `assess`.

    >>> from hypothesis import find
    >>> find(late_charge_policies(), lambda policy: True).interest.rate
    Percent('0')
    """
    interest = interest_rules(tables=tables)
    rolls = st.sampled_from(BusinessDayConvention)
    required: dict[str, SearchStrategy[Any]] = {
        "id": policy_ids("charges"), "grace_days": st.integers(0, 30),
    }  # fmt: skip
    more = {"grace": st.just("shift"), "due_roll": rolls, "grace_roll": rolls}
    charged = st.one_of(
        st.fixed_dictionaries({"interest": interest}, optional={"fees": _fees()}),
        st.fixed_dictionaries({"fees": _fees()}),
    )
    return st.builds(
        lambda rules, charged: LateChargePolicy(**rules, **charged),
        _plain_or(required, more),
        charged,
    )


def capitalizations() -> SearchStrategy[Capitalization]:
    """Interest that began to bear interest."""
    return st.builds(Capitalization, on=days(), amount=st.fractions(0, 1_000, max_denominator=365))


def charge_steps() -> SearchStrategy[ChargeStep]:
    """What a minimum added, or a cap or de minimis took off."""
    added = st.builds(ChargeStep, code=st.just("minimum"), amount=_euros(1))
    taken = st.builds(ChargeStep, code=st.sampled_from(("cap", "de_minimis")), amount=_euros(-1))
    return added | taken


def _euros(sign: int) -> SearchStrategy[Money]:
    units = st.integers(1, 100_000)
    return units.map(lambda n: Money.from_minor_units(sign * n, "EUR"))


def regimes() -> SearchStrategy[Regime]:
    """Every statute that comes along, against every debtor it knows, with its default rules."""
    return st.deferred(lambda: st.sampled_from(_regimes()))


@cache
def _regimes() -> tuple[Regime, ...]:
    found = []
    for code in STATUTES:
        for debtor in _DEBTORS:
            for agreed in (True, False):
                with suppress(UnknownReference, NotExpressible):
                    found.append(statutory(code, debtor=debtor, due_date_agreed=agreed))
    return tuple(found)
