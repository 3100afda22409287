"""Day counts: days, fractions of years, and interest by them."""

from __future__ import annotations

from tests.conformance.adapters.charges import interest_between
from tests.conformance.adapters.translate import day, day_count
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.dates import DayCount

daycount = Operations("daycount")


@daycount.named("fraction", "days30")
def by_convention(given: Given) -> Figures:
    convention, start, end = day_count(given["convention"]), day(given["from"]), day(given["to"])
    return {"days": convention.days(start, end), "fraction": convention.fraction(start, end)}


@daycount.named("act_days")
def act_days(given: Given) -> Figures:
    return {"days": DayCount.ACT_365F.days(day(given["from"]), day(given["to"]))}


daycount.named("dated")(interest_between)
