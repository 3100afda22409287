"""Dates: month arithmetic, business days, day counts, and a clock that can be stopped.

Nouns: `Calendar`, `BusinessDayConvention`, `DayCount`, `Clock`, `Context`. Verbs: `add_days`,
`add_months`, `end_of_month`, `BusinessDayConvention.adjust`, `Clock.days`, `Clock.when`.

    >>> from datetime import date
    >>> from collectkit.dates import WEEKENDS, BusinessDayConvention, add_months
    >>> BusinessDayConvention.FOLLOWING.adjust(add_months(date(2026, 1, 31), 1), WEEKENDS)
    datetime.date(2026, 3, 2)

All days are `datetime.date`, the creditor's business days. Not here: today's date (always an
argument), bundled holidays (inject a calendar), due rules (`terms`).
"""

from collectkit.dates.calendar import (
    WEEKENDS,
    BusinessDayConvention,
    Calendar,
    HolidayCalendar,
    calendar_from,
)
from collectkit.dates.clock import Clock
from collectkit.dates.context import Context, Table
from collectkit.dates.day_count import DayCount
from collectkit.dates.months import add_days, add_months, end_of_month, month_starts

__all__ = [
    "WEEKENDS",
    "BusinessDayConvention",
    "Calendar",
    "Clock",
    "Context",
    "DayCount",
    "HolidayCalendar",
    "Table",
    "add_days",
    "add_months",
    "calendar_from",
    "end_of_month",
    "month_starts",
]
