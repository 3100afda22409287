"""What counts as kept: days of grace and a tolerated shortfall, for promises and for plans."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator

from collectkit._checks import check_stored_day, check_type
from collectkit._model import Count, Name, Policy
from collectkit.dates import WEEKENDS, Context, add_business_days, add_days
from collectkit.errors import InvalidDate, InvalidPercent
from collectkit.money import Money, Percent

__all__ = ["DebitRules", "PlanRules", "PromiseRules"]

_AtLeastOne = Annotated[int, Field(strict=True, ge=1, le=1_000)]
_WindowDays = Annotated[int, Field(strict=True, ge=1, le=100_000)]


class _Lenient(Policy):
    """Grace after a day and a tolerance below a sum."""

    grace_days: Count = Field(default=0, description="Days after the agreed day that still count.")
    tolerance: Percent = Field(default=Percent(0), description="Shortfall that still counts.")
    grace_in: Literal["days", "business-days"] = Field(
        default="days", description="Calendar days, or business days of the context's calendar."
    )

    @field_validator("tolerance")
    @classmethod
    def _share(cls, value: Percent) -> Percent:
        if not 0 <= value.value <= 100:
            raise InvalidPercent(f"a tolerance must be 0% to 100%, not {value}")
        return value

    def last_day(self, day: date, context: Context | None = None, *, of: str = "") -> date:
        """The last day that still counts for an agreed `day`; `of` names the fact in an error.

        Raises:
            InvalidDate: the calendar ends before the grace does.

        >>> rules = PromiseRules(grace_days=1, grace_in="business-days")
        >>> rules.last_day(date(2026, 1, 30))
        datetime.date(2026, 2, 2)
        """
        calendar = WEEKENDS if context is None else check_type(context, "context", Context).calendar
        try:
            if self.grace_in == "business-days":
                last = add_business_days(day, self.grace_days, calendar)
            else:
                last = add_days(day, self.grace_days)
            return check_stored_day(last, "grace_days")
        except InvalidDate as error:
            raise InvalidDate(
                f"{day} with {self.grace_days} days of grace is past the end of the calendar",
                field="grace_days",
                subject=of,
                hint="leave out what has no end, or shorten the grace",
            ) from error

    def required(self, amount: Money) -> Money:
        """`amount` less the tolerance, which is rounded half-up.

        >>> PlanRules(tolerance=Percent("33.335")).required(Money("100.00", "EUR"))
        Money('66.66', 'EUR')
        """
        return amount - self.tolerance.of(amount).rounded()


class PromiseRules(_Lenient):
    """When a promise counts as kept, and when no further one is taken."""

    refuse_after: _AtLeastOne | None = Field(
        default=None,
        description="Broken promises within the window that refuse a new one; null never does.",
    )
    window_days: _WindowDays = Field(
        default=365, description="Days that count back for refuse_after, today included."
    )


class PlanRules(_Lenient):
    """When an installment of a plan counts as paid, and what ends the plan.

    The tolerance is of the sum that is due so far. With 2 missed, a plan ends as consumer credit
    may be called in: two installments outstanding at the same time (BGB section 498).
    """

    default_after: _AtLeastOne = Field(
        default=1,
        description="Missed installments, unpaid at one time, that end the plan; "
        "the last one missed always does.",
    )


class DebitRules(Policy):
    """When a direct debit is announced.

    Source: SEPA Core Direct Debit Scheme Rulebook (EPC016-06): at least 14 calendar days before
    the due date, unless another time-line is agreed.
    """

    pre_notification_days: Count = Field(
        default=14, description="Calendar days before the collection."
    )
    notice_code: Name = Field(
        default="pre-notification", description="Code of the notice that the host records."
    )
