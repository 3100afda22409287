"""Term lines: which part of an amount is due when, and what paying it early saves."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import ExactDecimal, Policy
from collectkit.errors import InvalidPercent, TermsError
from collectkit.money import Money, Percent, RoundingMode
from collectkit.terms.rules import DueRule
from collectkit.terms.steps import Days, Months, Weeks

__all__ = ["BalanceLine", "DiscountTier", "EqualLines", "FixedLine", "Line", "PercentLine"]


class DiscountTier(Policy):
    """A percentage off for payment by a deadline, the deadline included.

    `base` says what the percentage is taken of: the `gross` amount, or the `net` amount without
    the tax that the schedule is given (none is untaxed). What the invoice states as
    non-discountable is left out of either; it is taken to carry its share of the tax.
    """

    percent: Percent = Field(description="Off the discountable amount, such as 2%.")
    deadline: DueRule = Field(description="The last day, from the issue date or an event.")
    base: Literal["gross", "net"] = Field(
        default="gross", description="Whether tax is part of what is discounted."
    )

    @field_validator("percent")
    @classmethod
    def _between(cls, value: Percent) -> Percent:
        if not 0 < value.value <= 100:
            raise InvalidPercent(f"a discount must be above 0% and at most 100%, not {value}")
        return value


_FARTHEST = 10_000
_TIERS = Field(
    default=(),
    description="Early-payment discounts of this part; without any, those of the terms hold.",
    max_length=12,
)
_ROUND_TO = Field(
    default=None,
    description="Round to a multiple of this, in major units; the last part takes the rest.",
)
_ROUNDING = Field(default=RoundingMode.HALF_UP, description="How `round_to` rounds.")


def _positive(value: ExactDecimal | None) -> ExactDecimal | None:
    if value is not None and value <= 0:
        raise TermsError(f"round_to must be above zero, not {value:f}", field="round_to")
    return value


class BalanceLine(Policy):
    """The whole amount, or what other lines leave of it.

    `due` is None where the contract names a discount and no due date (`3/10 prox`).
    """

    kind: Literal["balance"] = "balance"
    due: DueRule | None = Field(default=None, description="When it is due; null if not agreed.")
    discounts: tuple[DiscountTier, ...] = _TIERS

    @property
    def share(self) -> str:
        """What this line takes, in words."""
        return "the balance"


class PercentLine(Policy):
    """A share of the total, of the total without tax, or of what the lines before it leave."""

    kind: Literal["percent"] = "percent"
    percent: Percent = Field(description="The share, such as 30%.")
    of: Literal["total", "untaxed", "remainder"] = Field(
        default="total", description="What it is a share of."
    )
    due: DueRule = Field(description="When it is due.")
    round_to: ExactDecimal | None = _ROUND_TO
    rounding: RoundingMode = _ROUNDING
    discounts: tuple[DiscountTier, ...] = _TIERS

    _round_to = field_validator("round_to")(_positive)

    @property
    def share(self) -> str:
        """What this line takes, in words."""
        of = {"total": "", "untaxed": " before tax", "remainder": " of the rest"}[self.of]
        return f"{self.percent}{of}"

    @field_validator("percent")
    @classmethod
    def _between(cls, value: Percent) -> Percent:
        if not 0 < value.value <= 100:
            raise InvalidPercent(f"a part must be above 0% and at most 100%, not {value}")
        return value


class FixedLine(Policy):
    """A fixed amount; in a credit note it takes the credit's sign, and of nothing it is nothing."""

    kind: Literal["fixed"] = "fixed"
    amount: Money = Field(description="The amount, above zero.")
    due: DueRule = Field(description="When it is due.")
    discounts: tuple[DiscountTier, ...] = _TIERS

    @property
    def share(self) -> str:
        """What this line takes, in words."""
        return str(self.amount)

    @field_validator("amount")
    @classmethod
    def _above_zero(cls, value: Money) -> Money:
        if value.amount <= 0:
            raise TermsError(f"a fixed part must be above zero, not {value}", field="amount")
        return value


class EqualLines(Policy):
    """Equal parts of the whole amount, or of what other lines leave, at regular intervals.

    The first is due by `due`; each later one counts from the first. Where `due` ends on a day of
    the month or its end and the interval is in months, all of them do, so nothing drifts.
    """

    kind: Literal["equal"] = "equal"
    parts: Annotated[int, Field(strict=True, ge=2, le=600)] = Field(description="How many.")
    due: DueRule = Field(description="When the first one is due.")
    every: Annotated[Months | Weeks | Days, Field(discriminator="kind")] = Field(
        default=Months(count=1), description="From one to the next."
    )
    round_to: ExactDecimal | None = _ROUND_TO
    rounding: RoundingMode = _ROUNDING
    discounts: tuple[DiscountTier, ...] = _TIERS

    _round_to = field_validator("round_to")(_positive)

    @property
    def share(self) -> str:
        """What this line takes, in words."""
        return f"{self.parts} equal parts, one every {self.every}, the first"

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        if not 1 <= self.every.count * (self.parts - 1) <= _FARTHEST:
            raise TermsError(
                f"every must go forward, to at most {_FARTHEST} days, weeks or months for the last",
                field="every",
            )
        if len(self.due.steps) > 10:
            raise TermsError("due of equal parts has more than 10 steps", field="due")
        return self


Line = Annotated[BalanceLine | PercentLine | FixedLine | EqualLines, Field(discriminator="kind")]
