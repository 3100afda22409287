"""Late interest and late fees again, as slowly as possible: one exact fraction for every day.

Written from the research notes, the settled readings and the outside cases alone; nothing of the
library is imported or imitated. Money is a `Fraction` of the currency (12.75 is 51/4), rates are
per cent a year. Dates are reached by walking; periods are found by counting them from the anchor.
Readings where the descriptions leave a choice:

* Grace counts calendar days from the rolled due date. Under `threshold` nothing is due while
  `until` is within grace, nor ever when the payments dated within grace cover the principal.
* Compounding periods, caps per period and ages count from the last day without interest: the
  rolled due date, or the end of a shifted grace. 30/360 is measured from the rolled due date.
* The day that ends a period still bears on the old base; the age limit is an inclusive last day.
* Payments lower the principal only, never below zero; capitalized interest stays and goes on
  bearing when the principal is paid. A negative amount (a refund) opens the principal again.
* A paused day bears nothing and a waived day gives up what it bore; neither is capitalized. Both
  leave the periods where they are. A day that is both is paused. A waived day uses up the cap.
* The day on which a cap is reached bears the room that is left; the days after it are `capped`.
  Where rounded lines add up to more than a lifetime cap, the rounded cap is the total.
* raw -> minimum -> cap -> de minimis -> waiver: de minimis looks at the rounded amount and drops
  what is less. Where nothing accrued there is no minimum. A minimum beside waived days, or above
  the cap, is refused.
* The reference times the factor plus the margin is rounded up, then floored, then capped.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

Period = tuple[str, int]  # ("days", 30), ("months", 1), ("years", 1)
Rate = Callable[[date], Fraction]  # per cent a year
Span = tuple[date, date | None]  # both ends included, None = open
Margin = tuple[date, date, Fraction]  # contracts from, days from, percentage points

DAY = timedelta(days=1)
CENT = Fraction(1, 100)


class Day(NamedTuple):
    """One literal day: its base, its rate and what it adds; `raw` ignores caps and waivers."""

    day: date
    principal: Fraction
    rate: Fraction
    exact: Fraction
    raw: Fraction
    state: str


class Segment(NamedTuple):
    """A maximal run of days with the same base, rate and state (and year under ACT/ACT)."""

    first: date
    last: date
    days: int
    principal: Fraction
    rate: Fraction
    state: str
    exact: Fraction
    rounded: Fraction


class Accrual(NamedTuple):
    """The charge, the exact sum behind it, and everything it was made of."""

    total: Fraction
    exact: Fraction
    ledger: list[Day]
    segments: list[Segment]
    capitalized: list[tuple[date, Fraction]]


# Numbers and dates


def half_up(value: Fraction, unit: Fraction = CENT) -> Fraction:
    """The nearest multiple of `unit`, a half going away from zero."""
    if value < 0:
        return -half_up(-value, unit)
    return (value / unit + Fraction(1, 2)).__floor__() * unit


def round_up(value: Fraction, multiple: Fraction) -> Fraction:
    """The first multiple that is not below the value."""
    return (value / multiple).__ceil__() * multiple


def later(anchor: date, period: Period, times: int = 1) -> date:
    """`times` periods after the anchor, clamped to the month's end, always from the anchor."""
    what, each = period
    if what == "days":
        return anchor + DAY * (each * times)
    year, month = anchor.year, anchor.month
    for _ in range(each * times * {"months": 1, "years": 12}[what]):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    return date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))


def _within(day: date, spans: Iterable[Span]) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def _ends_period(anchor: date, period: Period, day: date) -> bool:
    times = 1
    while later(anchor, period, times) < day:
        times += 1
    return later(anchor, period, times) == day


# Day counts


def _last_of_february(day: date) -> bool:
    return day.month == 2 and (day + DAY).month == 3


def days30(convention: str, start: date, end: date) -> int:
    """The days from start to end in months of thirty days."""
    from_day, to_day = start.day, end.day
    if convention == "30E/360":
        from_day, to_day = min(from_day, 30), min(to_day, 30)
    elif convention in ("30/360", "30/360 US"):
        if convention == "30/360 US" and _last_of_february(start):
            from_day = 30
            if _last_of_february(end):
                to_day = 30
        from_day = min(from_day, 30)
        if to_day == 31 and from_day == 30:
            to_day = 30
    else:
        raise ValueError(convention)
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + to_day - from_day


def weight(convention: str, origin: date, day: date) -> Fraction:
    """The part of a year that this one day is; only the 30/360 family looks at the origin."""
    if convention == "ACT/365F":
        return Fraction(1, 365)
    if convention == "ACT/360":
        return Fraction(1, 360)
    if convention == "ACT/ACT":
        return Fraction(1, 366 if calendar.isleap(day.year) else 365)
    if convention == "NL/365":
        return Fraction(0) if (day.month, day.day) == (2, 29) else Fraction(1, 365)
    here, before = days30(convention, origin, day), days30(convention, origin, day - DAY)
    return Fraction(here - before, 360)


# Rates


def table_rate(
    entries: Sequence[tuple[date, Fraction]], covers_until: date, gaps: Sequence[date] = ()
) -> Rate:
    """The last entry on or before a day; a gap is the first day of a half-year without a rate."""

    def at(day: date) -> Fraction:
        found: Fraction | None = None
        for start, value in sorted(entries):
            if start <= day:
                found = value
        half_year = date(day.year, 1 if day.month < 7 else 7, 1)
        if found is None or day > covers_until or half_year in gaps:
            raise LookupError(f"no reference rate for {day}")
        return found

    return at


def summed_rate(
    reference: Rate,
    margins: Sequence[Margin] = (),
    *,
    contract_date: date = date.max,
    factor: Fraction = Fraction(1),
    round_up_to: Fraction | None = None,
    floor: Fraction | None = None,
    ceiling: Fraction | None = None,
) -> Rate:
    """Reference times factor plus the margin that holds for the contract and for the day.

    Of several the one in force from the latest day wins, then that for the latest contracts.
    """
    if floor is not None and ceiling is not None and floor > ceiling:
        raise ValueError("the floor is above the ceiling")

    def at(day: date) -> Fraction:
        fitting = [m for m in margins if m[0] <= contract_date and m[1] <= day]
        if margins and not fitting:
            raise LookupError(f"no margin for {day}")
        margin = max(fitting, key=lambda m: (m[1], m[0]))[2] if fitting else Fraction(0)
        value = reference(day) * factor + margin
        if round_up_to is not None:
            value = round_up(value, round_up_to)
        value = value if floor is None else max(value, floor)
        return value if ceiling is None else min(value, ceiling)

    return at


def half_year_eve(reference: Rate) -> Rate:
    """The reference of the last day before each half-year, for all of it."""
    return lambda day: reference(date(day.year, 1 if day.month < 7 else 7, 1) - DAY)


# Interest


def _open(
    principal: Fraction, payments: Sequence[tuple[date, Fraction]], day: date, value_day: str
) -> Fraction:
    if value_day not in ("next", "same"):
        raise ValueError(value_day)
    left = principal
    for paid_on, amount in payments:
        works_from = paid_on if value_day == "same" else paid_on + DAY
        if works_from <= day:
            left -= amount
    return max(left, Fraction(0))


def _segments(ledger: Sequence[Day], by_year: bool, unit: Fraction) -> list[Segment]:
    runs: list[list[Day]] = []
    for entry in ledger:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.day + DAY == entry.day
            and last[1:3] == entry[1:3]
            and last.state == entry.state
            and not (by_year and last.day.year != entry.day.year)
        ):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    found = []
    for run in runs:
        exact = sum((entry.exact for entry in run), Fraction(0))
        head, tail = run[0], run[-1]
        rounded = half_up(exact, unit)
        what = (head.principal, head.rate, head.state)
        found.append(Segment(head.day, tail.day, len(run), *what, exact, rounded))
    return found


def interest(
    principal: Fraction,
    due: date,
    until: date,
    payments: Sequence[tuple[date, Fraction]] = (),
    *,
    rate: Rate,
    day_count: str = "ACT/365F",
    first_day: str = "day-after-due",
    fixing: str = "floating",
    roll: Callable[[date], date] | None = None,
    value_day: str = "next",
    pauses: Sequence[Span] = (),
    waivers: Sequence[Span] = (),
    grace_days: int = 0,
    grace: str = "threshold",
    compounding: Period | None = None,
    compounding_max_age: Period | None = None,
    max_age: Period | None = None,
    caps: Sequence[tuple[Fraction, Period | None]] = (),
    minimum: Fraction = Fraction(0),
    de_minimis: Fraction = Fraction(0),
    rounding: str = "item",
    unit: Fraction = CENT,
) -> Accrual:
    """Interest from the day after `due` through `until`, day by day."""
    if first_day != "day-after-due" or principal < 0:
        raise ValueError("interest runs on a debt from the day after it is due")
    lifetime = [amount for amount, period in caps if period is None]
    if minimum and (waivers or any(minimum > amount for amount in lifetime)):
        raise ValueError("a minimum above the cap, or beside waived days")
    due = due if roll is None else roll(due)
    within_grace = due + DAY * grace_days
    if grace == "threshold":
        settled = _open(principal, payments, within_grace, "same") == 0
        if settled or until <= within_grace:
            return Accrual(Fraction(0), Fraction(0), [], [], [])
        anchor = due
    elif grace == "shift":
        anchor = within_grace
    else:
        raise ValueError(grace)
    first = anchor + DAY

    ledger: list[Day] = []
    capitalized: list[tuple[date, Fraction]] = []
    capital, waiting = Fraction(0), Fraction(0)
    rooms = [amount for amount, _ in caps]
    day = first
    while day <= until and (max_age is None or day <= later(anchor, max_age)):
        for index, (amount, period) in enumerate(caps):
            if period is not None and _ends_period(anchor, period, day - DAY):
                rooms[index] = amount
        base = _open(principal, payments, day, value_day) + capital
        if base > 0:
            percent = rate(first if fixing == "frozen" else day)
            raw = base * percent / 100 * weight(day_count, due, day)
            state, exact = "accruing", raw
            if _within(day, pauses):
                state, raw, exact = "paused", Fraction(0), Fraction(0)
            elif rooms and min(rooms) <= 0:
                state, exact = "capped", Fraction(0)
            else:
                exact = min([raw, *rooms])
                rooms = [room - exact for room in rooms]
                if _within(day, waivers):
                    state, exact = "waived", Fraction(0)
            ledger.append(Day(day, base, percent, exact, raw, state))
            waiting += exact
        if compounding is not None and _ends_period(anchor, compounding, day):
            young = compounding_max_age is None or day <= later(anchor, compounding_max_age)
            if young and waiting:
                capitalized.append((day, waiting))
                capital, waiting = capital + waiting, Fraction(0)
        day += DAY

    exact_sum = sum((entry.exact for entry in ledger), Fraction(0))
    segments = _segments(ledger, day_count == "ACT/ACT", unit)
    if rounding == "item":
        total = half_up(exact_sum, unit)
    elif rounding == "per_segment":
        total = sum((segment.rounded for segment in segments), Fraction(0))
    elif rounding == "per_day":
        total = sum((half_up(entry.exact, unit) for entry in ledger), Fraction(0))
    else:
        raise ValueError(rounding)
    if exact_sum > 0:
        total = max(total, half_up(minimum, unit))
        total = min([total, *(half_up(amount, unit) for amount in lifetime)])
    if 0 < total < de_minimis:
        total = Fraction(0)
    return Accrual(total, exact_sum, ledger, segments, capitalized)


# Fees


def percent_of(base: Fraction, percent: Fraction) -> Fraction:
    """A share of whichever base the policy names."""
    return base * percent / 100


def slab(debt: Fraction, tiers: Sequence[tuple[Fraction | None, bool, Fraction]]) -> Fraction:
    """One sum for the whole debt: (up to, bound included, sum) from the smallest up."""
    if debt <= 0:
        return Fraction(0)
    for upto, inclusive, amount in tiers:
        if upto is None or debt < upto or (inclusive and debt == upto):
            return amount
    raise LookupError(f"no tier reaches {debt}")


def graduated(base: Fraction, tiers: Sequence[tuple[Fraction | None, Fraction]]) -> Fraction:
    """Each slice of the base at its own percentage: (up to, per cent) from the smallest up."""
    total, reached = Fraction(0), Fraction(0)
    for upto, percent in tiers:
        end = base if upto is None else min(base, upto)
        if end > reached:
            total += (end - reached) * percent / 100
            reached = end
    if reached < base:
        raise LookupError(f"no tier reaches {base}")
    return total


def periods(start: date, as_of: date, period: Period, count: str = "full") -> int:
    """Periods over by as_of, or `started`: with the one that as_of lies in (not: ends)."""
    number = 0
    while later(start, period, number + 1) <= as_of:
        number += 1
    if count == "started" and later(start, period, number) < as_of:
        number += 1
    return number


def charge(
    raw: Fraction,
    *,
    minimum: Fraction = Fraction(0),
    cap: Fraction | None = None,
    de_minimis: Fraction = Fraction(0),
    waived: Fraction = Fraction(0),
    unit: Fraction = CENT,
) -> Fraction:
    """A raw fee raised to the minimum, cut at the cap, dropped if too small, less the waiver."""
    if cap is not None and minimum > cap:
        raise ValueError("the minimum is above the cap")
    if raw <= 0:
        return Fraction(0)
    amount = max(raw, minimum)
    if cap is not None:
        amount = min(amount, cap)
    if half_up(amount, unit) < de_minimis:
        return Fraction(0)
    return half_up(max(amount - waived, Fraction(0)), unit)


def fees_on_days(
    principal: Fraction,
    due: date,
    until: date,
    payments: Sequence[tuple[date, Fraction]] = (),
    *,
    price: Callable[[date, Fraction], Fraction],
    period: Period | None = None,
    count: str = "full",
    roll: Callable[[date], date] | None = None,
    grace_days: int = 0,
    grace: str = "threshold",
    pauses: Sequence[Span] = (),
    minimum: Fraction = Fraction(0),
    cap: Fraction | None = None,
    cap_period: Period | None = None,
    de_minimis: Fraction = Fraction(0),
    unit: Fraction = CENT,
) -> list[tuple[date, Fraction]]:
    """What a debt costs by lateness, with the days: once, or again for every period.

    Once is the day after the grace, or the first day after it without a pause. A period costs on
    the day it is over, or `started` on its first day, and nothing when that day is paused. A day
    asks for something that was open when it began; `price` is told the day and how much. The cap
    is shared by all charges of a period, or of the life of the debt.
    """
    if count not in ("full", "started"):
        raise ValueError(count)
    due = due if roll is None else roll(due)
    free = due + DAY * grace_days
    if until <= free:
        return []
    anchor = due if grace == "threshold" else free
    days = []
    if period is None:
        day = free + DAY
        while day <= until and _within(day, pauses):
            day += DAY
        days = [day]
    else:
        number = 1
        while (last := later(anchor, period, number - (count == "started"))) < until + DAY:
            day = last if count == "full" else last + DAY
            number += 1
            if not _within(day, pauses):
                days.append(day)
    found: list[tuple[date, Fraction]] = []
    for day in days:
        left = _open(principal, payments, day, "next")
        if day > until or not left:
            continue
        room = None
        if cap is not None:
            room = cap
            for before, amount in found:
                if cap_period is None or periods(anchor, before - DAY, cap_period) == periods(
                    anchor, day - DAY, cap_period
                ):
                    room -= amount
            room = max(room, Fraction(0))
        least = minimum if room is None else min(minimum, room)
        amount = charge(price(day, left), minimum=least, cap=room, de_minimis=de_minimis, unit=unit)
        if amount:
            found.append((day, amount))
    return found
