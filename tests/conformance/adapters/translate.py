"""From what cases write to what the library takes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.conformance.adapters.dating import days_before
from tests.conformance.case import Unsupported

from collectkit.dates import DayCount, add_months
from collectkit.money import Money, Percent

__all__ = [
    "AS_OF", "CURRENCY", "EARLIER", "age_before", "day", "day_count", "money", "percent",
    "positive",
]  # fmt: skip

CURRENCY = "EUR"
"""Where a case names no currency."""

AS_OF = date(2026, 6, 30)
EARLIER = date(2000, 1, 1)
"""Where a case gives no dates: a day to look at, and a day long before it."""

_DAY_COUNTS = {
    "ACT/360": DayCount.ACT_360,
    "ACT/365": DayCount.ACT_365F,
    "ACT/365F": DayCount.ACT_365F,
    "ACT/365 FIXED": DayCount.ACT_365F,
    "ACT/ACT": DayCount.ACT_ACT_ISDA,
    "ACT/ACT ISDA": DayCount.ACT_ACT_ISDA,
    "NL/365": DayCount.NL_365,
    "ACT/365 NO LEAP": DayCount.NL_365,
    "30E/360": DayCount.THIRTY_E_360,
    "30/360 EUROBOND": DayCount.THIRTY_E_360,
    # The bond basis of the 2006 ISDA definitions, 4.16 (f).
    "30/360": DayCount.THIRTY_360,
    "30/360 ISDA": DayCount.THIRTY_360,
    "30/360 BOND": DayCount.THIRTY_360,
    "30/360 US": DayCount.THIRTY_360_US,
    "30U/360": DayCount.THIRTY_360_US,
    # Statutes and vendors name the year alone; the days are those that passed.
    "360": DayCount.ACT_360,
    "365": DayCount.ACT_365F,
}


def day(text: str) -> date:
    """A date from its ISO form."""
    return date.fromisoformat(text)


def money(amount: str | int | Decimal, currency: str = CURRENCY) -> Money:
    """An amount as written."""
    return Money(amount, currency)


def positive(amount: str | int | Decimal) -> str:
    """The size of an amount whose sign says it is a credit: in facts the kind says so."""
    return str(amount).removeprefix("-")


def percent(rate: str | int | Decimal) -> Percent:
    """So many percent."""
    return Percent(rate)


def day_count(name: str) -> DayCount:
    """A day count by one of the names in use."""
    convention = _DAY_COUNTS.get(str(name).upper())
    if convention is None:
        raise Unsupported(f"no day count {name}")
    return convention


def age_before(as_of: date, age: str) -> date:
    """The day that lies `45 days`, `2 months` or `2 years` before."""
    count, _, unit = age.partition(" ")
    match unit.removesuffix("s"):
        case "day":
            return days_before(as_of, int(count))
        case "month":
            return add_months(as_of, int(f"-{count}"))
        case "year":
            moved = as_of
            for _ in range(int(count)):
                moved = add_months(moved, -12)
            return moved
    raise Unsupported(f"no age {age}")
