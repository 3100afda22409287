"""How well receivables turn into cash: effectiveness index, turnover, and what is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import overload

from collectkit.errors import CollectkitError
from collectkit.metrics._numbers import Exact, Number, check_count, ratio, read, undefined
from collectkit.money import Money

__all__ = ["bad_debt_ratio", "cei", "collection_period", "turnover", "write_off_ratio"]


@overload
def cei(
    opening: Exact,
    sales: Exact,
    closing: Exact,
    closing_current: Exact,
    *,
    months: int = 1,
    strict: bool = False,
) -> Decimal | None: ...
@overload
def cei(
    opening: float,
    sales: float,
    closing: float,
    closing_current: float,
    *,
    months: int = 1,
    strict: bool = False,
) -> float | None: ...
def cei(
    opening: Number,
    sales: Number,
    closing: Number,
    closing_current: Number,
    *,
    months: int = 1,
    strict: bool = False,
) -> Decimal | float | None:
    """Collection effectiveness index: of what could be collected in a window, how much was.

    100 exactly when nothing is past due at the end; more only with credit balances past due,
    below zero when receivables grow faster than sales.

    Args:
        opening: receivables of the evening before the window.
        sales: credit sales of the whole window.
        closing: receivables at the window's end.
        closing_current: the part of `closing` not yet past due.
        months: divides the sales, for the variant that takes an average month's sales of a
            longer window. The two readings differ widely: say which one was used.
        strict: whether a denominator that is not positive raises.

    Returns:
        0..100; None where `opening + sales - closing_current` is not positive (`strict` raises
        `MetricUndefined`).

    Source: Credit Research Foundation, as given at creditguru.com (with `months`).

    >>> cei(100_000, 1_000_000, 120_000, 100_000)
    Decimal('98')
    """
    into, (first, sold, last, current) = read(
        opening=opening, sales=sales, closing=closing, closing_current=closing_current
    )
    collectable = first + sold / check_count(months, "months")
    name = "opening + sales - closing_current"
    if collectable < current:
        if strict:
            raise undefined(name, "negative")
        return None
    return ratio(into, 100 * (collectable - last), collectable - current, name, strict=strict)


@overload
def turnover(sales: Exact, average_ar: Exact, *, strict: bool = False) -> Decimal | None: ...
@overload
def turnover(sales: float, average_ar: float, *, strict: bool = False) -> float | None: ...
def turnover(sales: Number, average_ar: Number, *, strict: bool = False) -> Decimal | float | None:
    """How many times receivables turned over in the window of `sales` (not annualized).

    Returns:
        Times; None where `average_ar` is zero (`strict` raises `MetricUndefined`).

    >>> turnover(3_600_000, 360_000)
    Decimal('10')
    """
    into, (sold, average) = read(sales=sales, average_ar=average_ar)
    return ratio(into, sold, average, "average_ar", strict=strict)


@overload
def collection_period(
    turnover: int | Decimal, days: int, *, strict: bool = False
) -> Decimal | None: ...
@overload
def collection_period(turnover: float, days: int, *, strict: bool = False) -> float | None: ...
def collection_period(
    turnover: int | Decimal | float, days: int, *, strict: bool = False
) -> Decimal | float | None:
    """Average collection period: the window's calendar days over its turnover.

    Returns:
        Days; None where `turnover` is zero (`strict` raises `MetricUndefined`).

    >>> collection_period(4, 365)
    Decimal('91.25')
    """
    if isinstance(turnover, Money):
        raise CollectkitError("turnover must be a plain number, not money", field="turnover")
    into, (turned, window) = read(turnover=turnover, days=check_count(days, "days"))
    return ratio(into, window, turned, "turnover", strict=strict)


@overload
def bad_debt_ratio(bad_debt: Exact, sales: Exact, *, strict: bool = False) -> Decimal | None: ...
@overload
def bad_debt_ratio(bad_debt: float, sales: float, *, strict: bool = False) -> float | None: ...
def bad_debt_ratio(
    bad_debt: Number, sales: Number, *, strict: bool = False
) -> Decimal | float | None:
    """Bad debt expense of a window as a share of its credit sales.

    Returns:
        A share of 1; None where `sales` is zero (`strict` raises `MetricUndefined`).

    >>> bad_debt_ratio(1000, 100_000)
    Decimal('0.01')
    """
    into, (lost, sold) = read(bad_debt=bad_debt, sales=sales)
    return ratio(into, lost, sold, "sales", strict=strict)


@overload
def write_off_ratio(
    write_offs: Exact, sales: Exact, *, recoveries: Exact = 0, strict: bool = False
) -> Decimal | None: ...
@overload
def write_off_ratio(
    write_offs: float, sales: float, *, recoveries: float = 0, strict: bool = False
) -> float | None: ...
def write_off_ratio(
    write_offs: Number, sales: Number, *, recoveries: Number = 0, strict: bool = False
) -> Decimal | float | None:
    """Write-offs of a window, net of `recoveries`, as a share of its credit sales.

    Returns:
        A share of 1, negative when more was recovered than written off; None where `sales` is zero
        (`strict` raises `MetricUndefined`).

    >>> write_off_ratio(1500, 100_000, recoveries=500)
    Decimal('0.01')
    """
    into, (gross, recovered, sold) = read(write_offs=write_offs, recoveries=recoveries, sales=sales)
    return ratio(into, gross - recovered, sold, "sales", strict=strict)
