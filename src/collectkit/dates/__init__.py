"""Dates: month arithmetic, business days, day counts, and a clock that can be stopped.

Nouns: `Calendar`, `TARGET`, `BusinessDayConvention`, `DayCount`, `Clock`, `Context`, `DateTable`.
Verbs: `add_days`, `add_months`, `day_of_month`, `end_of_month`, `add_business_days`,
`BusinessDayConvention.adjust`, `DayCount.days`,
`DayCount.fraction`, `Clock.days`, `Clock.when`, `DateTable.at`.

    >>> from datetime import date
    >>> from collectkit.dates import WEEKENDS, BusinessDayConvention, add_months
    >>> BusinessDayConvention.FOLLOWING.adjust(add_months(date(2026, 1, 31), 1), WEEKENDS)
    datetime.date(2026, 3, 2)

All days are `datetime.date`, the creditor's business days. A `holidays` object plugs in through
`calendar_from`. Not here: today's date (always an argument), any country's holidays (inject a
calendar), due rules (`terms`).
"""

from collectkit.dates.calendar import (
    WEEKENDS,
    BusinessDayConvention,
    Calendar,
    HolidayCalendar,
    add_business_days,
    calendar_from,
)
from collectkit.dates.clock import Clock
from collectkit.dates.context import Context, Table
from collectkit.dates.day_count import DayCount
from collectkit.dates.months import (
    add_days,
    add_months,
    day_of_month,
    end_of_month,
    month_starts,
)
from collectkit.dates.table import Column, DateTable
from collectkit.dates.target import TARGET

__all__ = [
    "TARGET",
    "WEEKENDS",
    "BusinessDayConvention",
    "Calendar",
    "Clock",
    "Column",
    "Context",
    "DateTable",
    "DayCount",
    "HolidayCalendar",
    "Table",
    "add_business_days",
    "add_days",
    "add_months",
    "calendar_from",
    "day_of_month",
    "end_of_month",
    "month_starts",
]
