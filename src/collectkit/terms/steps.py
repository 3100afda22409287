"""Due rules: a date as an ordered list of steps from a base date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from collectkit._checks import check_day
from collectkit._model import Count, Policy
from collectkit.dates import add_days, add_months, end_of_month

__all__ = ["Days", "DueRule", "EndOfMonth", "Months", "Step"]

Move = Callable[[date], date]


class Days(Policy):
    """So many calendar days later."""

    kind: Literal["days"] = "days"
    count: Count = Field(description="Calendar days to add.")

    def compiled(self) -> Move:
        count = self.count
        return lambda day: add_days(day, count)

    def __str__(self) -> str:
        return f"{self.count} days"


class Months(Policy):
    """So many calendar months later, clamped to the month's end."""

    kind: Literal["months"] = "months"
    count: Count = Field(description="Calendar months to add.")

    def compiled(self) -> Move:
        count = self.count
        return lambda day: add_months(day, count)

    def __str__(self) -> str:
        return f"{self.count} months"


class EndOfMonth(Policy):
    """The last day of the month reached so far."""

    kind: Literal["end-of-month"] = "end-of-month"

    def compiled(self) -> Move:
        return end_of_month

    def __str__(self) -> str:
        return "end of month"


Step = Annotated[Days | Months | EndOfMonth, Field(discriminator="kind")]


class DueRule(Policy):
    """A due date as steps applied in order to the base date (the issue date).

    The order matters and is written down: `eom_plus_days(30)` goes to the end of the month and
    then 30 days on, `days_then_eom(30)` goes 30 days on and then to the end of that month.

    >>> rule = DueRule.eom_plus_days(30)
    >>> rule.date_from(date(2026, 1, 15)), DueRule.days_then_eom(30).date_from(date(2026, 1, 15))
    (datetime.date(2026, 3, 2), datetime.date(2026, 2, 28))
    """

    steps: tuple[Step, ...] = Field(
        description="Applied in order to the issue date.", max_length=12
    )

    @classmethod
    def of(cls, *steps: Days | Months | EndOfMonth) -> DueRule:
        """Steps in their order."""
        return cls(steps=steps)

    @classmethod
    def net(cls, days: int) -> DueRule:
        """So many days after the issue date; 0 is on receipt."""
        return cls.of(Days(count=days))

    @classmethod
    def eom_plus_days(cls, days: int) -> DueRule:
        """End of the issue month, then so many days ("net 30 EOM" as read in the US)."""
        return cls.of(EndOfMonth(), Days(count=days))

    @classmethod
    def days_then_eom(cls, days: int) -> DueRule:
        """So many days, then the end of that month ("30 jours fin de mois")."""
        return cls.of(Days(count=days), EndOfMonth())

    @cached_property
    def _moves(self) -> tuple[Move, ...]:
        return tuple(step.compiled() for step in self.steps)

    def date_from(self, base: date) -> date:
        """The date this rule gives, before any business-day adjustment.

        Raises:
            InvalidDate: `base` is not a plain date, or the result lies beyond year 9999.
        """
        day = check_day(base, "base")
        for move in self._moves:
            day = move(day)
        return day

    def __str__(self) -> str:
        return ", then ".join(str(step) for step in self.steps) or "on the issue date"
