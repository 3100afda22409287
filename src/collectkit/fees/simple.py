"""Interest on one amount over one span of days: the formula alone, without any ledger."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from collectkit._checks import check_type
from collectkit.dates import DayCount
from collectkit.errors import InvalidDate
from collectkit.money import Money, Percent, minor_unit
from collectkit.money.amount import make
from collectkit.money.rounding import EXACT

__all__ = ["simple_interest"]

_add, _subtract, _multiply = EXACT.add, EXACT.subtract, EXACT.multiply
_divide_int, _scaleb = EXACT.divide_int, EXACT.scaleb
_DOWN = (0, -1, -2, -3, -4)
_ACT_365F, _ACT_360 = DayCount.ACT_365F, DayCount.ACT_360


def _steps(year: int) -> tuple[tuple[Decimal, Decimal], ...]:
    """By digits of the currency: one minor unit and half of one, times a hundred, times a year."""
    return tuple(
        (EXACT.scaleb(Decimal(100 * year), -digits), EXACT.scaleb(Decimal(50 * year), -digits))
        for digits in range(5)
    )


_BY_365, _BY_360 = _steps(365), _steps(360)


def simple_interest(
    principal: Money,
    rate: Percent,
    after: date,
    until: date,
    *,
    day_count: DayCount = DayCount.ACT_365F,
) -> Money:
    """Simple interest on an amount from the day after `after` through `until`, both included.

    Exact inside, rounded half-up once to the minor unit. `after` is the due date, or the last day
    that bore none. For payments, changing rates, pauses and posted charges use `assess`.

    Raises:
        InvalidDate: `until` lies before `after`.

    >>> simple_interest(Money("5000.00", "GBP"), Percent("12.75"),
    ...                 date(2025, 6, 10), date(2025, 9, 19))
    Money('176.40', 'GBP')
    """
    if type(rate) is not Percent or type(principal) is not Money:
        check_type(rate, "rate", Percent)
        check_type(principal, "principal", Money)
    days = until.toordinal() - after.toordinal()
    if days < 0:
        raise InvalidDate(f"until {until} is before {after}", field="until")
    digits = minor_unit(principal.currency)
    if day_count is _ACT_365F:
        step, half = _BY_365[digits]
    elif day_count is _ACT_360:
        step, half = _BY_360[digits]
    else:
        return _by_fraction(principal, rate, after, until, day_count)
    owed = _multiply(_multiply(principal.amount, rate.value), days)
    # Half-up by integer division: so many whole minor units, a half added before.
    if owed < 0:
        units = _divide_int(_subtract(owed, half), step)
    else:
        units = _divide_int(_add(owed, half), step)
    if not units:
        return Money.zero(principal.currency)  # never a negative zero
    return make(_scaleb(units, _DOWN[digits]), principal.currency)


def _by_fraction(
    principal: Money, rate: Percent, after: date, until: date, day_count: DayCount
) -> Money:
    """The same for day counts whose days are not simply those that passed."""
    # ISDA puts `start` into its year and not `end`; interest days are those after `after`.
    shift = timedelta(1 if day_count is DayCount.ACT_ACT_ISDA else 0)
    years = day_count.fraction(after + shift, until + shift)
    exact = Fraction(principal.amount) * rate.fraction * years
    return Money.from_fraction(exact, principal.currency)
