"""Days sales outstanding, in its conventions, and its two parts: best possible and delinquent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Literal, TypeVar, overload

from collectkit._checks import check_choice
from collectkit.errors import CollectkitError, shown
from collectkit.metrics._numbers import Exact, Number, check_count, pairs, ratio, read, read_all

__all__ = [
    "Countback",
    "average_days_delinquent",
    "best_possible_dso",
    "dso",
    "dso_average",
    "dso_countback",
]

N_co = TypeVar("N_co", bound=Decimal | float, covariant=True)
ZeroSales = Literal["skip", "stop"]
_ZERO_SALES = frozenset({"skip", "stop"})


@overload
def dso(ar: Exact, sales: Exact, days: int, *, strict: bool = False) -> Decimal | None: ...
@overload
def dso(ar: float, sales: float, days: int, *, strict: bool = False) -> float | None: ...
def dso(ar: Number, sales: Number, days: int, *, strict: bool = False) -> Decimal | float | None:
    """Days sales outstanding: receivables at the end over the credit sales of a window.

    The window names the convention: the period itself (`dso_end`), the last 90 or 365 days
    (`dso_trailing`), the last month (`dso_last_month`). `days` are the window's calendar days,
    both ends included. More days than the window holds are legitimate; a credit balance gives a
    negative figure. Receivables and sales must both include sales tax, or both leave it out.

    Returns:
        Days; None where `sales` is zero (`strict` raises `MetricUndefined`).

    Source: Credit Research Foundation, as given at creditguru.com.

    >>> dso(15000, 10000, 30)
    Decimal('45')
    """
    into, (owed, sold) = read(ar=ar, sales=sales)
    return ratio(into, owed * check_count(days, "days"), sold, "sales", strict=strict)


@overload
def dso_average(
    opening: Exact, closing: Exact, sales: Exact, days: int, *, strict: bool = False
) -> Decimal | None: ...
@overload
def dso_average(
    opening: float, closing: float, sales: float, days: int, *, strict: bool = False
) -> float | None: ...
def dso_average(
    opening: Number, closing: Number, sales: Number, days: int, *, strict: bool = False
) -> Decimal | float | None:
    """`dso` over the mean of opening and closing receivables; equals the collection period.

    `opening` are the receivables of the evening before the window.

    Returns:
        Days; None where `sales` is zero (`strict` raises `MetricUndefined`).

    >>> dso_average(16000, 20000, 20000, 30)
    Decimal('27')
    """
    into, (first, last, sold) = read(opening=opening, closing=closing, sales=sales)
    mean = (first + last) / 2
    return ratio(into, mean * check_count(days, "days"), sold, "sales", strict=strict)


@overload
def best_possible_dso(
    current: Exact, sales: Exact, days: int, *, strict: bool = False
) -> Decimal | None: ...
@overload
def best_possible_dso(
    current: float, sales: float, days: int, *, strict: bool = False
) -> float | None: ...
def best_possible_dso(
    current: Number, sales: Number, days: int, *, strict: bool = False
) -> Decimal | float | None:
    """The DSO if every customer paid on time: receivables not yet past due over sales.

    `current` is due on the as-of day or later, whatever its age.

    Returns:
        Days; None where `sales` is zero (`strict` raises `MetricUndefined`).

    Source: Credit Research Foundation, as given at creditguru.com.

    >>> best_possible_dso(4000, 10000, 30)
    Decimal('12')
    """
    into, (on_time, sold) = read(current=current, sales=sales)
    return ratio(into, on_time * check_count(days, "days"), sold, "sales", strict=strict)


@overload
def average_days_delinquent(
    overdue: Exact, sales: Exact, days: int, *, strict: bool = False
) -> Decimal | None: ...
@overload
def average_days_delinquent(
    overdue: float, sales: float, days: int, *, strict: bool = False
) -> float | None: ...
def average_days_delinquent(
    overdue: Number, sales: Number, days: int, *, strict: bool = False
) -> Decimal | float | None:
    """The part of DSO that late payment causes: DSO less best-possible DSO.

    Medians over many firms do not obey that identity; never derive one of them from the others.

    Returns:
        Days; None where `sales` is zero (`strict` raises `MetricUndefined`).

    Source: Credit Research Foundation, as given at creditguru.com; "delinquent DSO" elsewhere.

    >>> average_days_delinquent(11000, 10000, 30)
    Decimal('33')
    """
    into, (late, sold) = read(overdue=overdue, sales=sales)
    return ratio(into, late * check_count(days, "days"), sold, "sales", strict=strict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Countback(Generic[N_co]):
    """What `dso_countback` found.

    Attributes:
        days: the days of sales that make up the receivables.
        unexplained: receivables that no sales were found for, in the currency of `ar`.
        exhausted: whether the periods ran out before the receivables did; `days` is then a
            lower bound.
    """

    days: N_co
    unexplained: N_co
    exhausted: bool


@overload
def dso_countback(
    ar: Exact, periods: Iterable[tuple[Exact, int]], *, zero_sales: ZeroSales = "skip"
) -> Countback[Decimal]: ...
@overload
def dso_countback(
    ar: float, periods: Iterable[tuple[float, int]], *, zero_sales: ZeroSales = "skip"
) -> Countback[float]: ...
def dso_countback(
    ar: Number, periods: Iterable[tuple[Number, int]], *, zero_sales: ZeroSales = "skip"
) -> Countback[Decimal | float]:
    """DSO by the count-back (exhaustion) method: use up receivables against the newest sales.

    Args:
        ar: receivables at the end; zero or less is 0 days.
        periods: (sales, calendar days) of whole periods, newest first.
        zero_sales: `skip` counts the days of a period without sales and goes on, `stop` ends
            the count there.

    Raises:
        CollectkitError: a period with negative sales.

    Source: Oracle Hyperion Financial Management, DSO count-back (which stops at zero sales).

    >>> dso_countback(2000, [(200, 31), (400, 31), (600, 30), (700, 31), (500, 30)]).days
    Decimal('129')
    """
    check_choice(zero_sales, "zero_sales", _ZERO_SALES)
    sales, lengths = pairs(periods, "periods")
    named = ((f"periods[{at}]", sold) for at, sold in enumerate(sales))
    into, (rest, *exact_sales) = read_all([("ar", ar), *named])
    for at, (sold, length) in enumerate(zip(exact_sales, lengths, strict=True)):
        check_count(length, f"days of periods[{at}]")
        if sold < 0:
            raise CollectkitError(
                f"periods[{at}] has negative sales: {shown(sales[at])}",
                field="periods",
                hint="merge it with its neighbor, or leave credit notes out of sales",
            )
    rest, days, exhausted = max(rest, Fraction(0)), Fraction(0), False
    for sold, length in zip(exact_sales, lengths, strict=True):
        if not rest or (not sold and zero_sales == "stop"):
            break
        used = min(rest / sold, Fraction(1)) if sold else Fraction(1)
        days += used * length
        rest -= used * sold
    else:
        exhausted = rest > 0
    return Countback(days=into(days), unexplained=into(rest), exhausted=exhausted)
