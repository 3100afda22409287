"""Steps: the ways a date moves, one at a time and in the order written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import Day, Offset, Policy
from collectkit.dates import (
    Calendar,
    add_business_days,
    add_days,
    add_months,
    day_of_month,
    end_of_month,
)
from collectkit.dates.months import month_end
from collectkit.errors import TermsError

__all__ = [
    "Band",
    "Bands",
    "BusinessDays",
    "DayOfMonth",
    "Days",
    "EndOfMonth",
    "Months",
    "NextDayOfMonth",
    "NextWeekday",
    "OnDate",
    "Proximo",
    "StartOfQuarter",
    "Step",
    "Weekday",
    "Weeks",
]

Move = Callable[[date, Calendar], date]
WeekdayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MonthDay = Annotated[int, Field(strict=True, ge=1, le=31)]

_NUMBER = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}


def _counted(count: int, unit: str) -> str:
    back = " back" if count < 0 else ""
    return f"{abs(count)} {unit}{'' if abs(count) == 1 else 's'}{back}"


def _ordinal(day: int) -> str:
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _months_on(months: int) -> str:
    names = {0: "the same month", 1: "the next month", -1: "the month before"}
    return names.get(months) or f"the month {_counted(months, 'month')} on"


class Days(Policy):
    """So many calendar days on; negative is back."""

    kind: Literal["days"] = "days"
    count: Offset = Field(description="Calendar days to add.")

    def compiled(self) -> Move:
        count, by = self.count, timedelta(self.count)

        def move(day: date, _: Calendar) -> date:
            try:
                return day + by
            except OverflowError:
                return add_days(day, count)  # which says what is wrong

        return move

    def __str__(self) -> str:
        return _counted(self.count, "day")


class Weeks(Policy):
    """So many times seven days on; negative is back."""

    kind: Literal["weeks"] = "weeks"
    count: Offset = Field(description="Weeks to add.")

    def compiled(self) -> Move:
        count = 7 * self.count
        return lambda day, _: add_days(day, count)

    def __str__(self) -> str:
        return _counted(self.count, "week")


class Months(Policy):
    """So many calendar months on, clamped to the month's end; negative is back."""

    kind: Literal["months"] = "months"
    count: Offset = Field(description="Calendar months to add.")

    def compiled(self) -> Move:
        count = self.count
        return lambda day, _: add_months(day, count)

    def __str__(self) -> str:
        return _counted(self.count, "month")


class BusinessDays(Policy):
    """The n-th business day strictly after; 0 changes nothing, negative counts back."""

    kind: Literal["business-days"] = "business-days"
    count: Offset = Field(description="Business days to add, by the calendar given.")

    def compiled(self) -> Move:
        count = self.count
        return lambda day, calendar: add_business_days(day, count, calendar)

    def __str__(self) -> str:
        return _counted(self.count, "business day")


class EndOfMonth(Policy):
    """The last day of the month reached so far."""

    kind: Literal["end-of-month"] = "end-of-month"

    def compiled(self) -> Move:
        return lambda day, _: month_end(day.year, day.month)

    def __str__(self) -> str:
        return "end of month"


class StartOfQuarter(Policy):
    """The first day of the calendar quarter reached so far: it moves back."""

    kind: Literal["start-of-quarter"] = "start-of-quarter"

    def compiled(self) -> Move:
        return lambda day, _: day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)

    def __str__(self) -> str:
        return "start of quarter"


class DayOfMonth(Policy):
    """A day of the month, clamped to its end; in the same month it may move back."""

    kind: Literal["day-of-month"] = "day-of-month"
    day: MonthDay = Field(description="Day of the month; 31 is always its end.")
    months: Offset = Field(default=0, description="Months to go on before the day is taken.")

    def compiled(self) -> Move:
        number, months = self.day, self.months
        return lambda day, _: day_of_month(day, number, months)

    def __str__(self) -> str:
        return f"the {_ordinal(self.day)} of {_months_on(self.months)}"


class NextDayOfMonth(Policy):
    """The next of some days of the month: on or after, never back, clamped to the month's end."""

    kind: Literal["next-day-of-month"] = "next-day-of-month"
    days: tuple[MonthDay, ...] = Field(
        description="Payment days, ascending, such as 10 and 20.", min_length=1, max_length=31
    )

    @field_validator("days")
    @classmethod
    def _ascending(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if list(days) != sorted(set(days)):
            raise TermsError(f"days must ascend without repeats, not {days}", field="days")
        return days

    def compiled(self) -> Move:
        days = self.days

        def move(day: date, _: Calendar) -> date:
            here = (day_of_month(day, number) for number in days)
            return next((at for at in here if at >= day), None) or day_of_month(day, days[0], 1)

        return move

    def __str__(self) -> str:
        return f"the next {' or '.join(_ordinal(day) for day in self.days)}"


class Weekday(Policy):
    """A weekday, on or after the day reached so far."""

    kind: Literal["weekday"] = "weekday"
    weekday: WeekdayName = Field(description="Name of the weekday.")

    def compiled(self) -> Move:
        wanted = _NUMBER[self.weekday]
        return lambda day, _: add_days(day, (wanted - day.weekday()) % 7)

    def __str__(self) -> str:
        return f"{self.weekday.title()} on or after"


class NextWeekday(Policy):
    """A weekday, strictly after the day reached so far."""

    kind: Literal["next-weekday"] = "next-weekday"
    weekday: WeekdayName = Field(description="Name of the weekday.")

    def compiled(self) -> Move:
        wanted = _NUMBER[self.weekday]
        return lambda day, _: add_days(day, (wanted - day.weekday() - 1) % 7 + 1)

    def __str__(self) -> str:
        return f"the {self.weekday.title()} after"


class OnDate(Policy):
    """A fixed date, wherever the steps before it led."""

    kind: Literal["on-date"] = "on-date"
    on: Day = Field(description="The date.")

    def compiled(self) -> Move:
        on = self.on
        return lambda _day, _calendar: on

    def __str__(self) -> str:
        return f"on {self.on}"


class Proximo(Policy):
    """A day of a later month, one month later still for what comes after the cutoff day.

    A negative cutoff counts back from the month's end (-3 is the 25th of a February of 28 days),
    one beyond the month's length is its end. The cutoff day itself `stays` in the period, or
    `rolls` into the next.

    Source: GnuCash bill terms (proximo with cutoff); Oracle Payables for a cutoff that rolls.
    """

    kind: Literal["proximo"] = "proximo"
    day: MonthDay = Field(description="Day of the month; 31 is always its end.")
    cutoff: Annotated[int, Field(strict=True, ge=-27, le=31)] = Field(
        default=31, description="Last day of the month that counts to it; 0 or less from its end."
    )
    months: Offset = Field(default=1, description="Months on for what the cutoff takes in.")
    boundary: Literal["stays", "rolls"] = Field(
        default="stays", description="What happens on the cutoff day itself."
    )

    def compiled(self) -> Move:
        number, months, cutoff = self.day, self.months, self.cutoff_in
        past = 0 if self.boundary == "stays" else 1

        def move(day: date, _: Calendar) -> date:
            return day_of_month(day, number, months + (day.day + past > cutoff(day)))

        return move

    def cutoff_in(self, month: date) -> int:
        """The cutoff day of the month that `month` lies in.

        >>> Proximo(day=20, cutoff=-3).cutoff_in(date(2010, 2, 1))
        25
        """
        length = end_of_month(month).day
        return min(self.cutoff, length) if self.cutoff > 0 else length + self.cutoff

    def __str__(self) -> str:
        rolls = " (which rolls)" if self.boundary == "rolls" else ""
        month = _months_on(self.months)
        return f"the {_ordinal(self.day)} of {month}, cutoff {self.cutoff}{rolls}"


PlainStep = Annotated[
    Days
    | Weeks
    | Months
    | BusinessDays
    | EndOfMonth
    | StartOfQuarter
    | DayOfMonth
    | NextDayOfMonth
    | Weekday
    | NextWeekday
    | OnDate
    | Proximo,
    Field(discriminator="kind"),
]


class Band(Policy):
    """The steps for dates up to a day of the month, that day included."""

    until: MonthDay = Field(description="Last day of the month in this band.")
    steps: tuple[PlainStep, ...] = Field(description="Applied in order.", max_length=12)


class Bands(Policy):
    """Other steps for other days of the month: 1 to 9, 10 to 25, 26 to 31."""

    kind: Literal["bands"] = "bands"
    bands: tuple[Band, ...] = Field(
        description="In rising order; the last one ends on 31.", min_length=1, max_length=31
    )

    @model_validator(mode="after")
    def _whole_month(self) -> Self:
        ends = [band.until for band in self.bands]
        for n, end in enumerate(ends):
            last = n == len(ends) - 1
            if (n and end <= ends[n - 1]) or (last and end != 31):
                raise TermsError(
                    f"bands must rise and end on day 31, not {ends}", field=f"bands.{n}.until"
                )
        return self

    def compiled(self) -> Move:
        table = [(band.until, tuple(step.compiled() for step in band.steps)) for band in self.bands]

        def move(day: date, calendar: Calendar) -> date:
            for step in next(steps for until, steps in table if day.day <= until):
                day = step(day, calendar)
            return day

        return move

    def __str__(self) -> str:
        words = ((band, ", then ".join(map(str, band.steps)) or "as it is") for band in self.bands)
        return "; ".join(f"up to the {_ordinal(band.until)}: {steps}" for band, steps in words)


Step = Annotated[
    Days
    | Weeks
    | Months
    | BusinessDays
    | EndOfMonth
    | StartOfQuarter
    | DayOfMonth
    | NextDayOfMonth
    | Weekday
    | NextWeekday
    | OnDate
    | Proximo
    | Bands,
    Field(discriminator="kind"),
]
