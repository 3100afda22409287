"""Due rules, splits and discount windows again, as slowly as possible: by walking and by fractions.

Written from the research notes, the settled readings and the outside cases alone; nothing of the
library is imported or imitated. Dates are reached day by day (the calendar is only asked how long
a month is), amounts are whole minor units, shares are exact fractions until the one rounding.
Readings where the descriptions leave a choice:

* A step sees the date the steps before it reached; `bands` and `proximo` look at that day too. The
  first band in the list that reaches the day applies; when none does, it is a `ValueError`.
* A cutoff that counts back beyond the first of the month lies before every day of it.
* The balance is what all other lines leave, wherever it stands; a `remainder` line after it finds
  the balance not yet taken. There is one line of balance parts at most (else a `ValueError`).
* `remainder` is of exact shares: what an earlier line rounds to changes nothing for later lines.
* Lines without a balance that do not add up to the total exactly are a `ValueError`.
* Only the final parts are looked at for `None`: an exact share a fraction of a unit below zero that
  is rounded to 0, or a balance that is saved by shares rounded down to a multiple, is a part.
* `first` takes the rest among the shares that are rounded together; the difference that rounding
  to multiples makes has gone to the taking part before that.
* Half-up, up and down of a negative number are those of its opposite: up is away from zero.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Step = tuple[Any, ...]
Line = tuple[Any, ...]
IsBusinessDay = Callable[[date], bool]

DAY = timedelta(days=1)


# Dates


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _walk(day: date, count: int) -> date:
    for _ in range(abs(count)):
        day = day + DAY if count > 0 else day - DAY
    return day


def _first_of_month(day: date) -> date:
    while day.day != 1:
        day -= DAY
    return day


def _last_of_month(day: date) -> date:
    while day.day != _length(day):
        day += DAY
    return day


def _months_on(day: date, months: int) -> date:
    """The first of the month that lies `months` month ends after (before) this day's month."""
    day = _first_of_month(day)
    for _ in range(abs(months)):
        day = _last_of_month(day) + DAY if months > 0 else _first_of_month(day - DAY)
    return day


def _day_in_month(first: date, number: int) -> date:
    """The day of that number, or the last one there is."""
    day = first
    while day.day < number and day.day != _length(day):
        day += DAY
    return day


def _business_days(day: date, count: int, is_business_day: IsBusinessDay) -> date:
    found = 0
    while found < abs(count):
        day = day + DAY if count > 0 else day - DAY
        if is_business_day(day):
            found += 1
    return day


def _start_of_quarter(day: date) -> date:
    while day.day != 1 or day.month not in (1, 4, 7, 10):
        day -= DAY
    return day


def _next_day_of_month(day: date, numbers: Sequence[int]) -> date:
    while not any(day.day == min(number, _length(day)) for number in numbers):
        day += DAY
    return day


def _weekday(day: date, number: int) -> date:
    while day.weekday() != number:
        day += DAY
    return day


def _is_after_cutoff(day: date, cutoff: int, boundary: str) -> bool:
    """Whether the cutoff day of this month has come before this day (or on it, when it rolls)."""
    if cutoff > 0:
        last_that_stays = min(cutoff, _length(day))
    else:
        last_that_stays = _length(day)
        for _ in range(-cutoff):
            last_that_stays -= 1
    if boundary == "rolls":
        return day.day >= last_that_stays
    if boundary == "stays":
        return day.day > last_that_stays
    raise ValueError(boundary)


def _step(day: date, step: Step, is_business_day: IsBusinessDay) -> date:
    match step:
        case ("days", int(count)):
            return _walk(day, count)
        case ("weeks", int(count)):
            return _walk(day, 7 * count)
        case ("months", int(count)):
            return _day_in_month(_months_on(day, count), day.day)
        case ("business-days", int(count)):
            return _business_days(day, count, is_business_day)
        case ("end-of-month",):
            return _last_of_month(day)
        case ("start-of-quarter",):
            return _start_of_quarter(day)
        case ("day-of-month", int(number), int(months)):
            return _day_in_month(_months_on(day, months), number)
        case ("next-day-of-month", numbers):
            return _next_day_of_month(day, numbers)
        case ("weekday", int(number)):
            return _weekday(day, number)
        case ("next-weekday", int(number)):
            return _weekday(day + DAY, number)
        case ("on-date", date() as fixed):
            return fixed
        case ("proximo", int(number), int(cutoff), int(months), str(boundary)):
            later = 1 if _is_after_cutoff(day, cutoff, boundary) else 0
            return _day_in_month(_months_on(day, months + later), number)
        case ("bands", bands):
            for until_day, steps in bands:
                if day.day <= until_day:
                    return due(day, steps, is_business_day)
            raise ValueError(f"no band for day {day.day}")
    raise ValueError(step)


def due(base: date, steps: Sequence[Step], is_business_day: IsBusinessDay) -> date:
    """The date that the steps lead to from this one, one after the other."""
    for step in steps:
        base = _step(base, step, is_business_day)
    return base


def adjust(day: date, convention: str, is_business_day: IsBusinessDay) -> date:
    """The business day for this day, under one of the usual conventions."""
    if convention == "none":
        return day
    after, steps_after = day, 0
    while not is_business_day(after):
        after, steps_after = after + DAY, steps_after + 1
    before, steps_before = day, 0
    while not is_business_day(before):
        before, steps_before = before - DAY, steps_before + 1
    match convention:
        case "following":
            return after
        case "preceding":
            return before
        case "modified-following":
            return after if _first_of_month(after) == _first_of_month(day) else before
        case "modified-preceding":
            return before if _first_of_month(before) == _first_of_month(day) else after
        case "nearest":
            return before if steps_before < steps_after else after
    raise ValueError(convention)


# Amounts


def _down(value: Fraction) -> int:
    """The whole number not above the value."""
    return value.numerator // value.denominator


def _rounded(value: Fraction, rounding: str) -> int:
    if value < 0:
        return -_rounded(-value, rounding)
    below = _down(value)
    rest = value - below
    match rounding:
        case "half-up":
            return below + 1 if rest >= Fraction(1, 2) else below
        case "up":
            return below + 1 if rest > 0 else below
        case "down":
            return below
    raise ValueError(rounding)


def _largest_remainder(shares: Sequence[Fraction]) -> list[int]:
    """Whole numbers with the sum of the shares, which is whole; ties to the earliest."""
    parts = [_down(share) for share in shares]
    missing = sum(shares, Fraction(0)) - sum(parts)
    waiting = list(range(len(shares)))
    while missing > 0:
        best = waiting[0]
        for place in waiting:
            if shares[place] - _down(shares[place]) > shares[best] - _down(shares[best]):
                best = place
        parts[best] += 1
        waiting.remove(best)
        missing -= 1
    return parts


class _Part:
    """One part to pay: its exact share, and the multiple it asks to be rounded to."""

    def __init__(self, kind: str, round_to: int | None = None, rounding: str = "half-up") -> None:
        self.kind = kind  # "fixed", "percent" or "balance"
        self.round_to = round_to
        self.rounding = rounding
        self.share = Fraction(0)
        self.amount: int | None = None


def _parts(total: int, untaxed: int, lines: Sequence[Line]) -> list[_Part]:
    """All parts with their exact shares, in the order of the lines."""
    parts: list[_Part] = []
    left = Fraction(total)
    for line in lines:
        match line:
            case ("percent", share, of, round_to, rounding):
                part = _Part("percent", round_to, rounding)
                base = {"total": Fraction(total), "untaxed": Fraction(untaxed), "remainder": left}
                part.share = Fraction(share) * base[of]
                left -= part.share
                parts.append(part)
            case ("fixed", int(units)):
                part = _Part("fixed")
                part.share = Fraction(units if total != 0 else 0)
                left -= part.share
                parts.append(part)
            case ("balance",):
                parts.append(_Part("balance"))
            case ("equal", int(count), round_to, rounding):
                parts.extend(_Part("balance", round_to, rounding) for _ in range(count))
            case _:
                raise ValueError(line)
    if len([line for line in lines if line[0] in ("balance", "equal")]) > 1:
        raise ValueError("more than one line takes the balance")
    balance = [part for part in parts if part.kind == "balance"]
    for part in balance:
        part.share = left / len(balance)
    if not balance and left != 0:
        raise ValueError("the lines do not add up to the total")
    return parts


def split(
    total_units: int, untaxed_units: int, lines: Sequence[Line], residue: str
) -> list[int] | None:
    """What each part of a total is, or None where a part would be negative."""
    if total_units < 0:
        mirrored = split(-total_units, -untaxed_units, lines, residue)
        return None if mirrored is None else [-amount for amount in mirrored]
    parts = _parts(total_units, untaxed_units, lines)
    candidates = [part for part in parts if part.kind == "balance"]
    if not candidates:
        candidates = [part for part in parts if part.kind == "percent"]
    taking = candidates[-1] if candidates else None
    # Fixed parts stand, and so do those rounded to a multiple; the taking part has the difference.
    difference = Fraction(0)
    for part in parts:
        if part.kind == "fixed":
            part.amount = _rounded(part.share, "down")
        elif part.round_to is not None and part is not taking:
            part.amount = part.round_to * _rounded(part.share / part.round_to, part.rounding)
            difference += part.share - part.amount
    if taking is not None:
        taking.share += difference
    # All others are rounded together.
    open_parts = [part for part in parts if part.amount is None]
    if residue == "largest-remainder":
        amounts = _largest_remainder([part.share for part in open_parts])
        for part, amount in zip(open_parts, amounts, strict=True):
            part.amount = amount
    elif residue in ("last", "first"):
        if open_parts:
            rest = taking if residue == "last" else open_parts[0]
            assert rest is not None
            to_place = sum((part.share for part in open_parts), Fraction(0))
            for part in open_parts:
                if part is not rest:
                    part.amount = _rounded(part.share, "half-up")
                    to_place -= part.amount
            assert to_place.denominator == 1
            rest.amount = to_place.numerator
    else:
        raise ValueError(residue)
    result = [part.amount for part in parts if part.amount is not None]
    assert len(result) == len(parts)
    assert sum(result) == total_units
    return None if any(amount < 0 for amount in result) else result


def windows(
    gross: Sequence[int],
    tax: Sequence[int],
    excluded: Sequence[int],
    percent: Fraction,
    base: str,
) -> list[tuple[int, int]]:
    """Per part what a discount is of, and the discount; 2 % is `Fraction(2, 100)`."""
    bases: list[int] = []
    for whole, taxes, without in zip(gross, tax, excluded, strict=True):
        if base == "gross":
            bases.append(whole - without)
        elif base == "net":
            counted = (whole - taxes) * Fraction(whole - without, whole) if whole != 0 else 0
            bases.append(_rounded(Fraction(counted), "half-up"))
        else:
            raise ValueError(base)
    together = sum(bases)
    if together == 0:
        return [(part, 0) for part in bases]
    discount = _rounded(percent * together, "half-up")
    sign = -1 if discount < 0 else 1
    shares = [Fraction(sign * discount * part, together) for part in bases]
    discounts = [sign * share for share in _largest_remainder(shares)]
    return list(zip(bases, discounts, strict=True))
