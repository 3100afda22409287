"""Day counts and business days beside QuantLib. Each side gets dates of its own kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from benchmarks.harness import Run
from benchmarks.rows import Row, Side, peer_module
from collectkit.dates import TARGET, WEEKENDS, BusinessDayConvention, Calendar, DayCount

SIZE = 100
DAYS = tuple(date(2024, 1, 29) + timedelta(11 * n) for n in range(SIZE + 1))


def _counted(count: Callable[[date, date], object]) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        pairs = list(pairwise(DAYS[: size + 1]))
        return lambda: [count(start, end) for start, end in pairs]

    return setup


def _counted_there(counter: Callable[[Any], Any], name: str) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        quantlib = peer_module("QuantLib")
        count = getattr(counter(quantlib), name)
        days = [_there(quantlib, day) for day in DAYS]
        pairs = list(pairwise(days[: size + 1]))
        return lambda: [count(start, end) for start, end in pairs]

    return setup


def _moved(calendar: Calendar) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        days, adjust = DAYS[:size], BusinessDayConvention.FOLLOWING.adjust
        return lambda: [adjust(day, calendar) for day in days]

    return setup


def _moved_there(calendar: str) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        quantlib = peer_module("QuantLib")
        adjust, following = getattr(quantlib, calendar)().adjust, quantlib.Following
        days = [_there(quantlib, day) for day in DAYS[:size]]
        return lambda: [adjust(day, following) for day in days]

    return setup


def _there(quantlib: Any, day: date) -> Any:
    return quantlib.Date(day.day, day.month, day.year)


def _here(days: list[Any]) -> list[date]:
    return [date(day.year(), day.month(), day.dayOfMonth()) for day in days]


def _floats(fractions: list[Fraction]) -> list[float]:
    return [float(fraction) for fraction in fractions]


def _days_row(name: str, rule: DayCount, counter: Callable[[Any], Any]) -> Row:
    return Row(
        name=f"dates/{name}",
        title=f"days between two dates, {rule.value}",
        unit="count",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_counted(rule.days)),
        peers=(Side(name="QuantLib", setup=_counted_there(counter, "dayCount")),),
    )


def _adjust_row(name: str, title: str, calendar: Calendar, theirs: str) -> Row:
    return Row(
        name=f"dates/{name}",
        title=title,
        unit="date",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_moved(calendar)),
        peers=(Side(name="QuantLib", setup=_moved_there(theirs), plain=_here),),
    )


ROWS = (
    _days_row("act-365f", DayCount.ACT_365F, lambda quantlib: quantlib.Actual365Fixed()),
    _days_row(
        "30e-360",
        DayCount.THIRTY_E_360,
        lambda quantlib: quantlib.Thirty360(quantlib.Thirty360.EurobondBasis),
    ),
    Row(
        name="dates/fraction",
        title="years between two dates, act/365f",
        unit="fraction",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_counted(DayCount.ACT_365F.fraction), plain=_floats),
        peers=(
            Side(
                name="QuantLib",
                setup=_counted_there(lambda quantlib: quantlib.Actual365Fixed(), "yearFraction"),
                note="gives a float; ours is an exact Fraction, compared as the float nearest it",
            ),
        ),
    ),
    _adjust_row("weekends", "the following business day, weekends off", WEEKENDS, "WeekendsOnly"),
    _adjust_row("target", "the following business day of euro payments", TARGET, "TARGET"),
)
