"""Due rules: a date as an ordered list of steps from the issue date or another event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from collectkit._checks import check_day
from collectkit._model import Name, Policy
from collectkit.dates import WEEKENDS, Calendar
from collectkit.errors import TermsError
from collectkit.terms.steps import (
    Band,
    Bands,
    BusinessDays,
    DayOfMonth,
    Days,
    EndOfMonth,
    Months,
    Move,
    NextDayOfMonth,
    OnDate,
    Proximo,
    Step,
    Weeks,
)

__all__ = ["DueRule"]


class DueRule(Policy):
    """A date as steps applied in order to the issue date, or to the date of an `event`.

    The order matters and is written down: `eom_plus_days(30)` goes to the end of the month and
    then 30 days on, `days_then_eom(30)` goes 30 days on and then to the end of that month. While
    the date of the event is unknown, so is the date of the rule.

    >>> rule = DueRule.eom_plus_days(30)
    >>> rule.date_from(date(2026, 1, 15)), DueRule.days_then_eom(30).date_from(date(2026, 1, 15))
    (datetime.date(2026, 3, 2), datetime.date(2026, 2, 28))
    >>> print(DueRule.from_event("delivery", Days(count=10)))
    10 days after delivery
    """

    steps: tuple[Step, ...] = Field(
        description="Applied in order to the issue date or the event's date.", max_length=12
    )
    event: Name | None = Field(
        default=None,
        description="What the days count from instead of the issue date, such as delivery.",
    )

    # -- the common rules by name ------------------------------------------------------------
    @classmethod
    def of(cls, *steps: Policy) -> DueRule:
        """Steps in their order, from the issue date.

        >>> DueRule.of(Days(count=30), EndOfMonth(), Days(count=10)).date_from(date(2016, 1, 14))
        datetime.date(2016, 3, 10)
        """
        return cls(steps=steps)  # type: ignore[arg-type]

    @classmethod
    def net(cls, days: int) -> DueRule:
        """So many days after the issue date; 0 is on receipt of the invoice."""
        return cls.of(Days(count=days))

    @classmethod
    def eom_plus_days(cls, days: int) -> DueRule:
        """End of the issue month, then so many days ("net 30 EOM" as read in the US)."""
        return cls.of(EndOfMonth(), Days(count=days))

    @classmethod
    def days_then_eom(cls, days: int) -> DueRule:
        """So many days, then the end of that month ("30 jours fin de mois")."""
        return cls.of(Days(count=days), EndOfMonth())

    @classmethod
    def day_of_month(cls, day: int, *, months: int = 1) -> DueRule:
        """A day of the month, `months` on, clamped; with 0 it may lie before the issue date."""
        return cls.of(DayOfMonth(day=day, months=months))

    @classmethod
    def proximo(
        cls,
        *,
        day: int,
        cutoff: int = 31,
        months: int = 1,
        boundary: Literal["stays", "rolls"] = "stays",
    ) -> DueRule:
        """A day of the next month, and of the one after for what is issued after the cutoff.

        >>> rule = DueRule.proximo(day=20, cutoff=19)
        >>> rule.date_from(date(2010, 6, 14)), rule.date_from(date(2010, 6, 22))
        (datetime.date(2010, 7, 20), datetime.date(2010, 8, 20))
        """
        return cls.of(Proximo(day=day, cutoff=cutoff, months=months, boundary=boundary))

    @classmethod
    def payment_days(cls, days: Iterable[int], *, after: DueRule | None = None) -> DueRule:
        """The first of the payment days on or after what another rule gives.

        >>> rule = DueRule.payment_days((10, 20), after=DueRule.net(30))
        >>> rule.date_from(date(2020, 2, 22))
        datetime.date(2020, 4, 10)
        """
        first = cls.of() if after is None else after
        return first.then(NextDayOfMonth(days=tuple(days)))

    @classmethod
    def business_days(cls, count: int) -> DueRule:
        """The n-th business day strictly after the issue date."""
        return cls.of(BusinessDays(count=count))

    @classmethod
    def on(cls, day: date) -> DueRule:
        """A fixed date."""
        return cls.of(OnDate(on=day))

    @classmethod
    def banded(cls, bands: Mapping[int, DueRule]) -> DueRule:
        """Other rules for other days of the month; each key is a band's last day.

        >>> rule = DueRule.banded({15: DueRule.day_of_month(31), 31: DueRule.day_of_month(15)})
        >>> rule.date_from(date(2024, 2, 15)), rule.date_from(date(2024, 2, 16))
        (datetime.date(2024, 3, 31), datetime.date(2024, 3, 15))
        """
        for until, rule in bands.items():
            if rule.event is not None:
                raise TermsError(f"the band until {until} counts from an event", field="bands")
        return cls.of(
            Bands(
                bands=tuple(
                    Band(until=until, steps=rule.steps)  # type: ignore[arg-type]
                    for until, rule in bands.items()
                )
            )
        )

    @classmethod
    def from_event(cls, event: str, *steps: Policy) -> DueRule:
        """Steps from the date of an event: `from_event("delivery", Days(count=30))`."""
        return cls(steps=steps, event=event)  # type: ignore[arg-type]

    @classmethod
    def on_receipt(cls) -> DueRule:
        """Due on receipt of the invoice, which is its issue date."""
        return cls.net(0)

    @classmethod
    def on_delivery(cls) -> DueRule:
        """Cash on delivery."""
        return cls.from_event("delivery")

    @classmethod
    def with_order(cls) -> DueRule:
        """Cash with order."""
        return cls.from_event("order")

    @classmethod
    def in_advance(cls) -> DueRule:
        """Cash in advance: at the latest when the goods are shipped."""
        return cls.from_event("shipment")

    def then(self, *steps: Policy) -> DueRule:
        """The same rule with more steps at its end."""
        return DueRule(steps=(*self.steps, *steps), event=self.event)  # type: ignore[arg-type]

    # -- the date ----------------------------------------------------------------------------
    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The steps as functions of a day and a calendar."""
        return tuple(step.compiled() for step in self.steps)

    def base(self, issued_on: date, events: Mapping[str, date]) -> date | None:
        """The date the steps start from; None while the event is pending."""
        if self.event is None:
            return check_day(issued_on, "issued_on")
        day = events.get(self.event)
        return None if day is None else check_day(day, self.event)

    def date_from(self, base: date, *, calendar: Calendar = WEEKENDS) -> date:
        """The date this rule gives, before any business-day adjustment.

        `base` is the issue date, or the event's date. The calendar serves `BusinessDays` alone.

        Raises:
            InvalidDate: `base` is not a plain date, or the result lies outside years 1 to 9999.
        """
        day = check_day(base, "base")
        for move in self.moves:
            day = move(day, calendar)
        return day

    def path_from(self, base: date, *, calendar: Calendar = WEEKENDS) -> tuple[date, ...]:
        """The date after each step; the last one is `date_from`'s."""
        day, path = check_day(base, "base"), []
        for move in self.moves:
            day = move(day, calendar)
            path.append(day)
        return tuple(path)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Each step in words."""
        return tuple(map(str, self.steps))

    def __str__(self) -> str:
        base = self.event or "the issue date"
        if not self.steps or self.steps == (Days(count=0),):
            return f"on {base}"
        first, *rest = self.labels
        if isinstance(self.steps[0], (Days, Weeks, Months, BusinessDays)):
            where = f"{first.removesuffix(' back')} before" if "back" in first else f"{first} after"
            return ", then ".join((f"{where} {base}", *rest))
        if isinstance(self.steps[-1], OnDate):
            return self.labels[-1]
        return f"{', then '.join(self.labels)}, counted from {base}"
