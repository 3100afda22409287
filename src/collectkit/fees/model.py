"""What late payment costs: the policy, and the charges that came out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import Count, Id, Policy
from collectkit.dates import DayCount
from collectkit.errors import DuplicateId, InvalidFact, InvalidMoney, InvalidPercent
from collectkit.explain import Line, Trace
from collectkit.money import Money, Percent, total

__all__ = ["FlatFee", "InterestSegment", "LateCharge", "LateChargePolicy", "LateCharges",
           "SimpleInterest"]  # fmt: skip


# Those whose every day weighs the same whatever the period around it.
_DAILY = (DayCount.ACT_365F, DayCount.ACT_360, DayCount.NL_365)


class SimpleInterest(Policy):
    """Simple interest at a fixed annual rate, on the open principal, never on charges."""

    rate: Percent = Field(description="Per year, such as 8%.")
    day_count: DayCount = Field(default=DayCount.ACT_365F, description="Days over which year.")

    @field_validator("day_count")
    @classmethod
    def _daily(cls, value: DayCount) -> DayCount:
        if value not in _DAILY:
            names = ", ".join(count.value for count in _DAILY)
            raise InvalidFact(
                f"simple interest counts by {names}, not {value.value}", field="day_count"
            )
        return value

    @field_validator("rate")
    @classmethod
    def _sane(cls, value: Percent) -> Percent:
        if not Decimal(0) <= value.value <= 1000:
            raise InvalidPercent(f"an annual rate must be 0% to 1000%, not {value}")
        return value


class FlatFee(Policy):
    """A fixed sum, once per invoice that is paid late. One amount per currency."""

    id: Id = Field(description="Name of this fee.")
    amounts: tuple[Money, ...] = Field(description="One per currency.", min_length=1)

    @field_validator("amounts")
    @classmethod
    def _one_per_currency(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        if len({amount.currency for amount in value}) < len(value):
            raise DuplicateId("a fee has one amount per currency", field="amounts")
        if any(amount.amount <= 0 for amount in value):
            raise InvalidMoney("a fee must be above zero", field="amounts")
        return value

    def amount_in(self, currency: str) -> Money | None:
        """The fee in `currency`; None where none is set, which charges nothing."""
        return next((amount for amount in self.amounts if amount.currency == currency), None)


class LateChargePolicy(Policy):
    """What late payment costs: simple interest, one flat fee, or both.

    `grace_days` is a threshold: nothing is owed on what is settled by the due date plus grace;
    otherwise interest counts from the day after the due date.
    """

    id: Id = Field(description="Name of these charges.")
    interest: SimpleInterest | None = Field(default=None, description="Interest on the principal.")
    fees: tuple[FlatFee, ...] = Field(
        default=(), description="Sums owed once; at most one.", max_length=1
    )
    grace_days: Count = Field(default=0, description="Days after the due date without any charge.")

    @model_validator(mode="after")
    def _charges_something(self) -> Self:
        if self.interest is None and not self.fees:
            raise InvalidPercent(f"late charges {self.id} charge nothing", field="interest")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestSegment:
    """Days on one principal: `from_on` to `until_on`, both included. `days` bear interest.

    `paused` days lie in a hold that blocks charges and bear none; `waived` marks days whose
    interest was given up.
    """

    from_on: date
    until_on: date
    days: int
    principal: Money
    rate: Percent
    day_count: DayCount
    paused: bool = False
    waived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCharge:
    """One charge of one item: what it comes to, what was given up or posted, what is left.

    `amount` = `gross` - `waived` - `posted`; negative where more was posted than is owed now, for
    instance after a back-dated payment. `key` stays the same however often it is assessed.
    """

    item_id: str
    invoice_id: str
    kind: Literal["interest", "fee"]
    rule_id: str
    gross: Money
    waived: Money
    posted: Money
    segments: tuple[InterestSegment, ...] = ()
    per_diem: Money | None = None

    @property
    def amount(self) -> Money:
        """What is left to charge: gross less waived and posted."""
        return self.gross - self.waived - self.posted

    @property
    def key(self) -> str:
        """Rule, kind and invoice or item: the same however often it is assessed."""
        subject = self.invoice_id if self.kind == "fee" else self.item_id
        return f"{self.rule_id}:{self.kind}:{subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCharges:
    """Late charges of an account at a day, one line per item and kind.

    Currencies are never added: `total(currency)`. `uncharged` lists currencies a fee has no
    amount for, where it therefore charges nothing.
    """

    policy_id: str
    as_of: date
    lines: tuple[LateCharge, ...]
    headings: tuple[tuple[str, str], ...] = ()
    uncharged: tuple[str, ...] = ()

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the lines, in order of code."""
        return tuple(sorted({line.gross.currency for line in self.lines}))

    def total(self, currency: str) -> Money:
        """What is owed in `currency` beyond what was waived and posted; zero where nothing is."""
        return total(
            (line.amount for line in self.lines if line.gross.currency == currency), currency
        )

    def per_diem(self, currency: str) -> Money:
        """What one more day costs, rounded half-up per item."""
        return total(
            (
                line.per_diem
                for line in self.lines
                if line.per_diem is not None and line.gross.currency == currency
            ),
            currency,
        )

    def explain(self) -> str:
        """The charges item by item, as small tables that sum to the totals."""
        return "\n".join(str(trace) for trace in self._traces())

    def _traces(self) -> Iterable[Trace]:
        for item_id, heading in self.headings:
            lines = [line for line in self.lines if line.item_id == item_id]
            yield Trace(heading, tuple(row for line in lines for row in _rows(line)))
        for currency in self.currencies:
            yield Trace(f"total {self.total(currency)}")


def _rows(line: LateCharge) -> Iterable[Line]:
    if line.kind == "interest":
        spans = [
            f"{segment.from_on} to {segment.until_on}  {segment.days} days on "
            f"{segment.principal} at {segment.rate}  {segment.day_count.value.upper()}"
            f"{' (paused)' if segment.paused else ' (waived)' if segment.waived else ''}"
            for segment in line.segments
        ]
        for span in spans[:-1]:
            yield Line(label="interest", text=span)
        last = spans[-1] if spans else "nothing is owed"
        yield Line(label="interest", text=last, amount=str(line.gross))
    else:
        yield Line(label="fee", text=line.rule_id, amount=str(line.gross))
    if not line.waived.is_zero:
        yield Line(label="waived", amount=str(-line.waived))
    if not line.posted.is_zero:
        yield Line(label="posted", amount=str(-line.posted))
