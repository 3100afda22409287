"""The policy of late charges: interest, fees, grace, and what the due date means."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from collectkit._model import Count, Id, Policy
from collectkit.dates import BusinessDayConvention
from collectkit.errors import DuplicateId, InvalidPercent
from collectkit.fees.interest import Interest
from collectkit.fees.tariffs import Fee

__all__ = ["INTEREST", "LateChargePolicy"]

INTEREST = "interest"
"""The rule id of interest, which no fee may take."""


class LateChargePolicy(Policy):
    """What late payment costs: interest, fees, or both.

    With `grace="threshold"` nothing is owed on what is settled by the due date plus grace;
    otherwise interest counts from the day after the due date. With `shift` it counts from the day
    after the grace. `due_roll` moves a due date on a day off before anything is counted, by the
    calendar of the context. `grace_roll` moves only the last day of grace: with `threshold` a
    payment on the next business day is in time, and a later one bears interest from the due date.
    """

    id: Id = Field(description="Name of these charges.")
    interest: Interest | None = Field(default=None, description="Interest on the principal.")
    fees: tuple[Fee, ...] = Field(default=(), description="Sums owed beside it.", max_length=50)
    grace_days: Count = Field(default=0, description="Days after the due date without any charge.")
    grace: Literal["threshold", "shift"] = Field(
        default="threshold", description="What the grace does once it has passed."
    )
    due_roll: BusinessDayConvention = Field(
        default=BusinessDayConvention.NONE, description="Where a due date on a day off moves."
    )
    grace_roll: BusinessDayConvention = Field(
        default=BusinessDayConvention.NONE,
        description="Where the last day of grace moves when it is a day off.",
    )

    @model_validator(mode="after")
    def _charges_something(self) -> Self:
        if self.interest is None and not self.fees:
            raise InvalidPercent(f"late charges {self.id} charge nothing", field="interest")
        ids = {INTEREST}
        for n, fee in enumerate(self.fees):
            if fee.id in ids:
                raise DuplicateId(
                    f"late charges {self.id} have two rules of one id, or a fee called "
                    f"`{INTEREST}`",
                    field=f"fees.{n}.id",
                )
            ids.add(fee.id)
        return self
