"""How interest is written: a rate, how days are counted, when it compounds, where it stops."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from collectkit._model import Day, ExactDecimal, Id, Policy, Text
from collectkit.dates import DayCount
from collectkit.errors import DuplicateId, InvalidFact, InvalidMoney, InvalidPercent
from collectkit.fees.periods import Period
from collectkit.money import Money, Percent

__all__ = ["Cap", "Compounding", "Interest", "Margin", "TableRate", "TaxTreatment", "amount_in"]

TaxTreatment = Literal["unspecified", "outside_scope", "exempt", "taxable"]

_HIGHEST = 1000


def _annual(value: Percent | None, least: int = 0) -> Percent | None:
    if value is not None and not Decimal(least) <= value.value <= _HIGHEST:
        raise InvalidPercent(f"an annual rate must be {least}% to {_HIGHEST}%, not {value}")
    return value


def one_per_currency(value: tuple[Money, ...]) -> tuple[Money, ...]:
    """Amounts above zero, at most one per currency."""
    if len({amount.currency for amount in value}) < len(value):
        raise DuplicateId("one amount per currency", field="amounts")
    for amount in value:
        if amount.amount <= 0 or not amount.is_rounded:
            raise InvalidMoney(
                f"an amount must be above zero and in whole minor units, not {amount}",
                field="amounts",
            )
    return value


def amount_in(amounts: tuple[Money, ...], currency: str) -> Money | None:
    """The amount in `currency`, where there is one."""
    return next((amount for amount in amounts if amount.currency == currency), None)


class Margin(Policy):
    """What is added to the reference rate, for contracts and days from a date on.

    Of several that fit, the one in force from the latest day holds; of those, the one for the
    latest contracts.
    """

    percent: Percent = Field(description="Added to the reference rate.")
    contracts_from: Day | None = Field(
        default=None, description="First day of contracts it holds for; none: all."
    )
    applies_from: Day | None = Field(
        default=None, description="First interest day it holds on; none: every day."
    )

    @field_validator("percent")
    @classmethod
    def _sane(cls, value: Percent) -> Percent:
        _annual(value, -_HIGHEST)
        return value


class TableRate(Policy):
    """A rate read from a table: reference times factor plus margin, rounded up, within bounds.

    `fixing="frozen"` takes the rate of the first interest day for good; `floating` follows the
    table. The reference of a day is read on that day, or, where the statute says so, on the first
    day of the day's half-year (`half_year_start`) or the last before it (`half_year_eve`). The
    bounds and the rounding apply to
    the sum, in the order factor, margin, round up, floor, ceiling.
    """

    kind: Literal["table"] = Field(default="table", description="Always `table`.")
    table: Id = Field(description="Id of a rate table, given in the context or shipped.")
    margin: Percent = Field(default=Percent(0), description="Percentage points added.")
    margins: tuple[Margin, ...] = Field(
        default=(), description="Margins that replace `margin` for later contracts or days."
    )
    contract_date: Day | None = Field(
        default=None,
        description="Date of the contract, for `margins`; none: newest.",
    )
    fixing: Literal["floating", "frozen"] = Field(
        default="floating", description="Follows the table, or keeps the first day's rate."
    )
    reads: Literal["day", "half_year_start", "half_year_eve"] = Field(
        default="day", description="Which day of the table answers for a day."
    )
    factor: ExactDecimal = Field(default=Decimal(1), description="Multiplies the reference.")
    round_up_to: Percent | None = Field(
        default=None, description="The sum is raised to the next multiple."
    )
    floor: Percent | None = Field(default=None, description="Never less than this.")
    ceiling: Percent | None = Field(default=None, description="Never more than this.")

    @field_validator("margin", "floor", "ceiling")
    @classmethod
    def _sane(cls, value: Percent | None) -> Percent | None:
        return _annual(value, -_HIGHEST)

    @field_validator("round_up_to")
    @classmethod
    def _a_step(cls, value: Percent | None) -> Percent | None:
        if value is not None and value.value <= 0:
            raise InvalidPercent(f"round_up_to must be above 0%, not {value}")
        return value

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if not 0 < self.factor <= 100:
            raise InvalidFact(f"factor must be above 0 and at most 100, not {self.factor}")
        if self.floor is not None and self.ceiling is not None and self.floor > self.ceiling:
            raise InvalidPercent(f"the floor {self.floor} is above the ceiling {self.ceiling}")
        return self

    def margin_on(self, day: date) -> Percent:
        """The margin that holds for the contract and for a day of interest."""
        contract = self.contract_date or date.max
        fitting = [
            (margin.applies_from or date.min, margin.contracts_from or date.min, n)
            for n, margin in enumerate(self.margins)
            if (margin.contracts_from or date.min) <= contract
            and (margin.applies_from or date.min) <= day
        ]
        return self.margins[max(fitting)[2]].percent if fitting else self.margin


def _kind_of_rate(value: Any) -> str:
    return "rate:table" if isinstance(value, (dict, TableRate)) else "rate:fixed"


Rate = Annotated[
    Annotated[Percent, Tag("rate:fixed")] | Annotated[TableRate, Tag("rate:table")],
    Discriminator(_kind_of_rate),
]


class Compounding(Policy):
    """Interest that has accrued is added to what bears interest at the end of every period.

    Periods are counted from the last day without interest. The exact amount is added, as a line
    with its date; rounding stays once, at the end. With `max_age` nothing is added after it.
    """

    every: Period = Field(description="How often.")
    max_age: Period | None = Field(default=None, description="Until when, from the start.")


class Cap(Policy):
    """The most that is charged: an amount per currency, a share of the item, or the less of both.

    Over the whole life of the item, or anew in every period.
    """

    amounts: tuple[Money, ...] = Field(default=(), description="At most one per currency.")
    percent: Percent | None = Field(default=None, description="Of the original amount of the item.")
    every: Period | None = Field(default=None, description="The period it holds for; none: life.")

    @field_validator("amounts")
    @classmethod
    def _amounts(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        return one_per_currency(value)

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if not self.amounts and self.percent is None:
            raise InvalidMoney("a cap needs an amount or a percent", field="amounts")
        if self.percent is not None and self.percent.value <= 0:
            raise InvalidPercent("a cap must be above 0%", field="percent")
        return self


class Interest(Policy):
    """Interest on the open principal of an item, never on charges unless it compounds.

    Interest counts from the day after the due date through the day the money came, both
    included: with `value_day="next"` a payment lowers the principal from the following day, with
    `same` from its own. Inside the computation is exact. Under `ACT_ACT_ISDA` each interest day
    counts in its own year. `rounding` is once per item by default; `per_segment` and `per_day`
    round half-up each of those and add up; a segment ends where the rate's value changes, not at
    every half-year. Then, in this order: the
    minimum raises, the cap cuts, and what is less than the de minimis is dropped.
    """

    rate: Rate = Field(description="Per year, such as 8%, or a table with a margin.")
    day_count: DayCount = Field(default=DayCount.ACT_365F, description="Days over which year.")
    value_day: Literal["next", "same"] = Field(
        default="next", description="From which day a payment lowers the principal."
    )
    compounding: Compounding | None = Field(default=None, description="When it bears interest.")
    max_age: Period | None = Field(
        default=None, description="No interest after so long, from the start."
    )
    rounding: Literal["item", "per_segment", "per_day"] = Field(
        default="item", description="What is rounded half-up to the minor unit."
    )
    minimum: tuple[Money, ...] = Field(default=(), description="The least once any accrued.")
    caps: tuple[Cap, ...] = Field(default=(), description="The most; every cap holds.")
    de_minimis: tuple[Money, ...] = Field(default=(), description="Less than this is not charged.")
    tax_treatment: TaxTreatment = Field(default="unspecified", description="For the host's books.")
    citation: Text = Field(default="", description="The clause it rests on.")

    @field_validator("rate")
    @classmethod
    def _sane(cls, value: Percent | TableRate) -> Percent | TableRate:
        if isinstance(value, Percent):
            _annual(value)
        return value

    @field_validator("minimum", "de_minimis")
    @classmethod
    def _amounts(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        return one_per_currency(value)

    @model_validator(mode="after")
    def _minimum_below_cap(self) -> Self:
        check_minimum(self.minimum, self.caps)
        return self


def check_minimum(minimum: tuple[Money, ...], caps: tuple[Cap, ...]) -> None:
    """Refuse a least amount above a most amount."""
    for least in minimum:
        for cap in caps:
            most = amount_in(cap.amounts, least.currency)
            if cap.every is None and most is not None and least > most:
                raise InvalidMoney(f"the minimum {least} is above the cap {most}", field="minimum")
