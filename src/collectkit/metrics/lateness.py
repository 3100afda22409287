"""How late: days weighted by amount, days beyond terms from buckets, shares on time and late."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import overload

from collectkit.errors import CollectkitError, shown
from collectkit.metrics._numbers import Exact, Number, check_days, pairs, ratio, read, read_all

__all__ = ["current_share", "dbt_from_buckets", "late_share", "weighted_days_late"]

_MIDPOINTS = (0, 15, 45, 75, 105)


@overload
def weighted_days_late(
    parts: Iterable[tuple[Exact, int]], *, clip: bool = False, strict: bool = False
) -> Decimal | None: ...
@overload
def weighted_days_late(
    parts: Iterable[tuple[float, int]], *, clip: bool = False, strict: bool = False
) -> float | None: ...
def weighted_days_late(
    parts: Iterable[tuple[Number, int]], *, clip: bool = False, strict: bool = False
) -> Decimal | float | None:
    """The mean of days late, weighted by amount.

    Signed by default, so weighted days to pay = weighted terms + weighted days late. With
    `clip=True` early days count 0: the weighted days past due, or days beyond terms. Serves
    terms and days to pay as well.

    Args:
        parts: (amount, days) per payment or open item; days late = paid on - due on.
        clip: whether negative days count 0.
        strict: whether a zero total raises.

    Returns:
        Days; None where the amounts sum to zero (`strict` raises `MetricUndefined`).

    Raises:
        CollectkitError: a negative amount, which cannot weigh anything.

    Source: Oracle Fusion Advanced Collections, weighted average days late and days paid.

    >>> weighted_days_late([(1000, 15), (3000, 30), (2000, 45)])
    Decimal('32.5')
    >>> weighted_days_late([(500.0, -10), (500.0, 20)], clip=True)
    10.0
    """
    amounts, late = pairs(parts, "parts")
    into, weights = read_all((f"parts[{at}]", amount) for at, amount in enumerate(amounts))
    above = Fraction(0)
    for at, (weight, days) in enumerate(zip(weights, late, strict=True)):
        check_days(days, f"days of parts[{at}]")
        if weight < 0:
            raise CollectkitError(
                f"parts[{at}] has a negative amount: {shown(amounts[at])}",
                field="parts",
                hint="leave credits out, or net them first",
            )
        above += weight * (max(days, 0) if clip else days)
    return ratio(into, above, sum(weights, Fraction(0)), "the total amount", strict=strict)


@overload
def dbt_from_buckets(
    current: Exact,
    b1_30: Exact,
    b31_60: Exact,
    b61_90: Exact,
    b91_plus: Exact,
    *,
    strict: bool = False,
) -> Decimal | None: ...
@overload
def dbt_from_buckets(
    current: float,
    b1_30: float,
    b31_60: float,
    b61_90: float,
    b91_plus: float,
    *,
    strict: bool = False,
) -> float | None: ...
def dbt_from_buckets(
    current: Number,
    b1_30: Number,
    b31_60: Number,
    b61_90: Number,
    b91_plus: Number,
    *,
    strict: bool = False,
) -> Decimal | float | None:
    """Days beyond terms estimated from aging buckets, each at its midpoint: 0, 15, 45, 75, 105.

    An approximation: where the items are known, `weighted_days_late(..., clip=True)` is exact.
    Negative buckets count 0, above and below the line.

    Returns:
        Days; None where no bucket is positive (`strict` raises `MetricUndefined`).

    Source: Experian Business, days beyond terms.

    >>> dbt_from_buckets(4000, 1000, 0, 0, 0)
    Decimal('3')
    """
    into, buckets = read(
        current=current, b1_30=b1_30, b31_60=b31_60, b61_90=b61_90, b91_plus=b91_plus
    )
    owed = [max(bucket, Fraction(0)) for bucket in buckets]
    above = sum((days * part for days, part in zip(_MIDPOINTS, owed, strict=True)), Fraction(0))
    return ratio(into, above, sum(owed, Fraction(0)), "the total of the buckets", strict=strict)


@overload
def current_share(current: Exact, total: Exact, *, strict: bool = False) -> Decimal | None: ...
@overload
def current_share(current: float, total: float, *, strict: bool = False) -> float | None: ...
def current_share(
    current: Number, total: Number, *, strict: bool = False
) -> Decimal | float | None:
    """The share of receivables that is not yet past due. Serves any bucket, such as over 90.

    Returns:
        A share of 1, outside 0..1 only with credit balances; None where `total` is zero (`strict`
        raises `MetricUndefined`).

    >>> current_share(800, 1000)
    Decimal('0.8')
    """
    into, (on_time, whole) = read(current=current, total=total)
    return ratio(into, on_time, whole, "total", strict=strict)


@overload
def late_share(late: Exact, total: Exact, *, strict: bool = False) -> Decimal | None: ...
@overload
def late_share(late: float, total: float, *, strict: bool = False) -> float | None: ...
def late_share(late: Number, total: Number, *, strict: bool = False) -> Decimal | float | None:
    """The share that was paid after its due day, by count or by amount (say which).

    Returns:
        A share of 1; None where `total` is zero (`strict` raises `MetricUndefined`).

    >>> late_share(3, 12)
    Decimal('0.25')
    """
    into, (after_due, whole) = read(late=late, total=total)
    return ratio(into, after_due, whole, "total", strict=strict)
