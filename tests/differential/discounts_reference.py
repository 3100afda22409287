"""What payments earned, again and as slowly as possible: evening by evening, in fractions.

Written from the settled readings and the research notes alone; nothing of the library is imported
or imitated. Amounts are whole minor units, shares exact fractions until the one rounding. Readings
where the descriptions leave a choice:

* The best window is the one that takes off most of the whole part, tax and undiscounted lines
  included, which need not be the one with the highest percentage; of equal ones the one printed
  larger, of those the one that is printed to end later.
* The balance of a part that was touched bears the percentage for the share of it that the base is
  of the whole part; an untouched part has the printed discount.
* No payment takes the discounts beyond the largest one that is printed, however they add up.
* The tolerance also closes what is paid without any discount.
* Credits and tax withheld on a day lower the balance before the money of that day. So does what is
  written off, unless the money settles without it: then it writes off what the money left short.
* What lowers a balance beyond zero books what was short; beyond that it is excess, as money is.
* What is paid back comes out of the excess first; only the rest is owed again. What was earned
  stays earned.
* A discount is taken late when the money of a day leaves exactly the discount of a window that has
  ended, on the balance it found. It lasts as long as it is still owed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

Kind = Literal["money", "lowering", "write-off"]


class Window(NamedTuple):
    """A discount of `percent` on `base`, printed as `printed`, for money up to `last_day`."""

    until: date
    last_day: date
    percent: Fraction
    base: int
    printed: int


class Event(NamedTuple):
    """Money received (negative: paid back), or a balance lowered without it."""

    day: date
    kind: Kind
    units: int


class Line(NamedTuple):
    """A day on which money moved, and what it earned and left."""

    day: date
    paid: int
    earned: int
    balance: int


@dataclass
class Reading:
    """A part at the end of some day."""

    balance: int
    earned: int = 0
    short: int = 0
    excess: int = 0
    late_taken: int = 0
    lines: tuple[Line, ...] = ()


class Terms(NamedTuple):
    """What was agreed for a part of `amount`, and how discounts are granted."""

    amount: int
    windows: tuple[Window, ...]
    proportional: bool
    tolerance: int


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def share(window: Window, amount: int) -> Fraction:
    return window.percent * Fraction(window.base, amount) if amount else Fraction(0)


def discount_of(window: Window, amount: int, balance: int) -> int:
    """What a window takes off a balance of a part over `amount`."""
    if balance == amount:
        return window.printed
    return min(window.printed, half_up(balance * share(window, amount)))


def best(windows: Iterable[Window], day: date, amount: int) -> Window | None:
    found: Window | None = None
    for window in windows:
        if day > window.last_day:
            continue
        if found is None or _worth(window, amount) > _worth(found, amount):
            found = window
    return found


def _worth(window: Window, amount: int) -> tuple[Fraction, int, date]:
    return share(window, amount), window.printed, window.until


def read(
    amount: int,
    windows: tuple[Window, ...],
    events: tuple[Event, ...],
    *,
    until: date,
    proportional: bool = False,
    tolerance: int = 0,
) -> Reading:
    """The part at the end of `until`, walking from the first event's day, one day at a time."""
    terms = Terms(amount, windows, proportional, tolerance)
    now = Reading(balance=amount)
    day = min((event.day for event in events), default=until)
    while day <= until:
        _live(now, terms, day, [event for event in events if event.day == day])
        day += timedelta(days=1)
    return now


def _live(now: Reading, terms: Terms, day: date, events: list[Event]) -> None:
    money = written_off = 0
    for event in events:
        if event.kind == "lowering":
            _lower(now, event.units)
        elif event.kind == "money":
            money += event.units
        else:
            written_off += event.units
    off = _off(now, terms, day)
    settles = money > 0 and money >= now.balance - off - terms.tolerance
    if not settles:
        _lower(now, written_off)
    before = now.earned
    if money > 0:
        _pay(now, terms, day, money)
    else:
        _pay_back(now, -money)
    if money:
        now.lines += (Line(day, money, now.earned - before, now.balance),)
    if settles:
        _lower(now, written_off)
    now.late_taken = min(now.late_taken, now.balance)


def _lower(now: Reading, units: int) -> None:
    if units < 0:
        _pay_back(now, -units)
        return
    from_balance = min(units, now.balance)
    from_short = min(units - from_balance, now.short)
    now.balance -= from_balance
    now.short -= from_short
    now.excess += units - from_balance - from_short


def _pay_back(now: Reading, units: int) -> None:
    from_excess = min(units, now.excess)
    now.excess -= from_excess
    now.balance += units - from_excess


def _off(now: Reading, terms: Terms, day: date) -> int:
    """What whoever settles on this day need not pay."""
    window = best(terms.windows, day, terms.amount)
    if window is None:
        return 0
    left = max(w.printed for w in terms.windows) - now.earned
    return min(discount_of(window, terms.amount, now.balance), left)


def _pay(now: Reading, terms: Terms, day: date, money: int) -> None:
    if now.balance == 0:
        now.excess += money
        return
    found, off = now.balance, _off(now, terms, day)
    needed = found - off
    if money >= needed - terms.tolerance:
        now.earned += off
        now.short += max(needed - money, 0)
        now.excess += max(money - needed, 0)
        now.balance = 0
        return
    window, earned = best(terms.windows, day, terms.amount), 0
    if terms.proportional and window is not None:
        settled = half_up(Fraction(money) / (1 - share(window, terms.amount)))
        earned = min(settled - money, off)
    now.earned += earned
    now.balance -= money + earned
    for ended in terms.windows:
        if day > ended.last_day and found - money == discount_of(ended, terms.amount, found):
            now.late_taken = now.balance
