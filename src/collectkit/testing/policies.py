"""Hypothesis strategies for policies: rules of promises and contact, scorecards, laws, assignments.

They are made of small parts that can be used alone. Late charges, terms, ladders and the texts of
messages are in files of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.arrangements import PromiseRules
from collectkit.contact import ContactRules
from collectkit.errors import NotExpressible, UnknownReference
from collectkit.fees import RATE_TABLES, STATUTES, statutory
from collectkit.fees.regime import Debtor
from collectkit.money import Money
from collectkit.policy import Assignment, Law, StatutoryCharges
from collectkit.risk import Bin, Characteristic, Grade, Scorecard
from collectkit.risk.features import FEATURES, Feature, is_signed
from collectkit.testing.facts import SPAN
from collectkit.testing.values import amounts, currencies, days, percents

__all__ = [
    "assignments",
    "characteristics",
    "contact_rules",
    "laws",
    "promise_rules",
    "scorecards",
    "statutory_charges",
]

_DEBTORS: tuple[Debtor, ...] = ("business", "consumer", "public")
# What drawn customers and invoices are called, so that some rules are about them.
_ABOUT_INVOICES = {"invoices": ("I0", "I1", "I2"), "invoice_tags": ("insured", "export")}
_ABOUT_CUSTOMERS = {
    "customers": ("C-0", "C-1"),
    "customer_tags": ("vip", "wholesale"),
    "segments": ("key", "small"),
    "customer_kinds": _DEBTORS,
}

_EXTRA = "extra:bureau"
_FEATURES: tuple[Feature, ...] = (*FEATURES, _EXTRA)


def policy_ids(prefix: str) -> SearchStrategy[str]:
    """Ids of policies, like `fee-7`."""
    return st.integers(1, 99).map(lambda number: f"{prefix}-{number}")


def thresholds(*, min_units: int = 1) -> SearchStrategy[tuple[Money, ...]]:
    """Amounts of up to 100 major units, one per currency."""
    one = currencies().flatmap(lambda code: amounts(code, min_units=min_units, max_units=10_000))
    found = st.lists(one, min_size=1, max_size=3, unique_by=lambda amount: amount.currency)
    return found.map(tuple)


# -- rules of promises and contact ---------------------------------------------------------------
def promise_rules() -> SearchStrategy[PromiseRules]:
    """Up to ten days of grace, any share tolerated."""
    return st.builds(PromiseRules, grace_days=st.integers(0, 10), tolerance=percents())


def contact_rules() -> SearchStrategy[ContactRules]:
    """Up to two weeks between contacts, on any day or on business days only."""
    return st.builds(
        ContactRules, min_days_between=st.integers(0, 14), business_days_only=st.booleans()
    )


# -- scorecards ----------------------------------------------------------------------------------
@st.composite
def characteristics(draw: st.DrawFn, feature: Feature | None = None) -> Characteristic:
    """One to five bins of a feature, either way, a few of them both ways.

    Shares are cut at hundredths; a trend and the host's own figure below 0, too.
    """
    figure: Feature = draw(st.sampled_from(_FEATURES)) if feature is None else feature
    unit = "E-2" if figure in FEATURES and FEATURES[figure].is_share else ""
    widths = draw(st.lists(st.integers(1, 30), max_size=4))
    signed = is_signed(figure)
    steps = accumulate(widths, initial=draw(st.integers(-30, 30)) if signed else 0)
    # Decimal reads text exactly, whatever the host's context.
    bounds: list[Decimal | None] = [Decimal(f"{bound}{unit}") for bound in steps]
    if signed:
        bounds[0] = None
    size = len(bounds)
    points = draw(st.lists(st.integers(0, 40), min_size=size, max_size=size))
    direction: Literal["more_is_worse", "more_is_better"] = draw(
        st.sampled_from(("more_is_worse", "more_is_worse", "more_is_better"))
    )
    both_ways = draw(st.sampled_from((False, False, True)))
    if not both_ways:
        points.sort(reverse=direction == "more_is_worse")
    prior = st.integers(0, 60).map(lambda n: Decimal(f"{n}{unit}"))
    return Characteristic(
        feature=figure,
        bins=tuple(Bin(at_least=bound, points=n) for bound, n in zip(bounds, points, strict=True)),
        missing=draw(st.integers(0, max(points))),
        prior=draw(st.none() | prior),
        direction=direction,
        allow_non_monotone=both_ways,
    )


@st.composite
def scorecards(draw: st.DrawFn) -> Scorecard:
    """Cards of one to five features and one to five grades.

    >>> from hypothesis import find
    >>> [grade.grade for grade in find(scorecards(), lambda card: len(card.grades) > 1).grades]
    ['A', 'B']
    """
    features = draw(st.lists(st.sampled_from(_FEATURES), min_size=1, max_size=5, unique=True))
    cuts = draw(st.lists(st.integers(1, 160), max_size=4, unique=True))
    shares = draw(st.lists(percents(), min_size=len(cuts) + 1, max_size=len(cuts) + 1))
    grades = zip("ABCDE", (*sorted(cuts, reverse=True), 0), sorted(shares), strict=False)
    return Scorecard(
        id=draw(policy_ids("card")),
        version=draw(st.sampled_from(("1", "2"))),
        characteristics=tuple(draw(characteristics(feature)) for feature in features),
        grades=tuple(Grade(grade=name, at_least=cut, unpaid=share) for name, cut, share in grades),
        thin_below=draw(st.integers(0, 5)),
        window_days=draw(st.integers(1, 730)),
        horizon_days=draw(st.integers(0, 90)),
    )


# -- laws, and which parts apply to whom ---------------------------------------------------------
def laws() -> SearchStrategy[Law]:
    """Every law that comes along, against every debtor it knows."""
    return st.deferred(lambda: st.sampled_from(_places(agreed=True))).map(_law)


def _law(place: tuple[str, Debtor]) -> Law:
    return Law(code=place[0], debtor=place[1])


@st.composite
def statutory_charges(draw: st.DrawFn, *, id: str | None = None) -> StatutoryCharges:
    """Charges by the laws whose rates come along; with and without an agreed day of payment.

    >>> from hypothesis import find
    >>> find(statutory_charges(), lambda charges: charges.code == "DE").regime.tables
    ('de-basiszinssatz',)
    """
    agreed = draw(st.sampled_from((True, True, False)))
    code, debtor = draw(st.sampled_from(_at_hand(agreed=agreed)))
    return StatutoryCharges(
        id=draw(policy_ids("statutory")) if id is None else id,
        code=code,
        debtor=debtor,
        contract_date=draw(st.none() | days(*SPAN)),
        due_date_agreed=agreed,
    )


@cache
def _places(*, agreed: bool) -> tuple[tuple[str, Debtor], ...]:
    """The places and debtors for which a law is held, with an agreed day of payment or without."""
    found: list[tuple[str, Debtor]] = []
    for code in STATUTES:
        for debtor in _DEBTORS:
            with suppress(UnknownReference, NotExpressible):
                statutory(code, debtor=debtor, due_date_agreed=agreed)
                found.append((code, debtor))
    return tuple(found)


@cache
def _at_hand(*, agreed: bool) -> tuple[tuple[str, Debtor], ...]:
    return tuple(
        (code, debtor)
        for code, debtor in _places(agreed=agreed)
        if RATE_TABLES.keys() >= set(statutory(code, debtor=debtor).tables)
    )


@st.composite
def assignments(
    draw: st.DrawFn,
    *,
    id: str | None = None,
    terms: Sequence[str] = ("net-30", "net-60"),
    late_charges: Sequence[str] = ("agreed", "by-law"),
    ladders: Sequence[str] = ("ladder-1", "ladder-2"),
) -> Assignment:
    """Rules about drawn invoices, customers or segments, that assign some of the parts named.

    At least one part must be named; only late charges are assigned to invoices.

    >>> from hypothesis import find
    >>> find(assignments(), lambda rule: rule.level == "segment").ladder
    'ladder-1'
    """
    by_invoice = {"late_charges": tuple(late_charges)}
    by_customer = {"ladder": tuple(ladders), "terms": tuple(terms), **by_invoice}
    kinds = [*_ABOUT_CUSTOMERS, *(_ABOUT_INVOICES if any(by_invoice.values()) else ())]
    about = draw(st.sampled_from(kinds))
    names = (_ABOUT_INVOICES | _ABOUT_CUSTOMERS)[about]
    parts = by_invoice if about in _ABOUT_INVOICES else by_customer
    offered = {part: ids for part, ids in parts.items() if ids}
    chosen = draw(st.lists(st.sampled_from([*offered]), min_size=1, unique=True))
    given: dict[str, Any] = {part: draw(st.sampled_from(offered[part])) for part in chosen}
    given[about] = draw(st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple))
    return Assignment(id=draw(policy_ids("rule")) if id is None else id, **given)
