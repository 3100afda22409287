"""Periods that charges run by: so many days, months or years, always counted from one anchor."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from collectkit._model import Count, Policy
from collectkit.dates import add_days, add_months
from collectkit.errors import InvalidDate

__all__ = ["Period"]


class Period(Policy):
    """So many days, months or years; one of the three.

    Periods are counted from an anchor, never from the period before: a month after 31 January is
    28 February, two months after it 31 March.

    >>> from datetime import date
    >>> [str(Period(months=1).after(date(2026, 1, 31), n)) for n in (1, 2)]
    ['2026-02-28', '2026-03-31']
    >>> Period(months=1).passed(date(2026, 1, 17), date(2026, 2, 16))
    0
    """

    days: Count | None = Field(default=None, description="So many days.")
    months: Count | None = Field(default=None, description="So many calendar months.")
    years: Count | None = Field(default=None, description="So many calendar years.")

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        given = [count for count in (self.days, self.months, self.years) if count is not None]
        if len(given) != 1 or not given[0]:
            raise InvalidDate("a period is a number of days, of months or of years", field="days")
        return self

    def after(self, anchor: date, times: int = 1) -> date:
        """The day that is `times` periods after `anchor`, clamped to the month's end.

        Raises:
            InvalidDate: the day lies outside years 1 to 9999.
        """
        if self.days is not None:
            return add_days(anchor, self.days * times)
        return add_months(anchor, times * (self.months or 12 * (self.years or 0)))

    def reaches(self, anchor: date, times: int = 1) -> date:
        """`after`, or the last day of the calendar when it lies beyond."""
        try:
            return self.after(anchor, times)
        except InvalidDate:
            return date.max

    def passed(self, anchor: date, day: date) -> int:
        """How many full periods lie between `anchor` and `day`; one is full on the day it ends."""
        if day <= anchor:
            return 0
        if self.days is not None:
            return (day - anchor).days // self.days
        apart = (day.year - anchor.year) * 12 + day.month - anchor.month
        count = apart // (self.months or 12 * (self.years or 0))
        return count if self.reaches(anchor, count) <= day else count - 1

    def __str__(self) -> str:
        for unit in ("days", "months", "years"):
            count = getattr(self, unit)
            if count is not None:
                return f"{count} {unit if count > 1 else unit[:-1]}"
        raise AssertionError("a period has one unit")
