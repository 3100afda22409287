"""How fees are written: flat, percent, by slab or graduated, once or per period."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import Count, Id, Policy, Text
from collectkit.errors import CurrencyMismatch, InvalidMoney, InvalidPercent
from collectkit.fees.interest import (
    Cap,
    TaxTreatment,
    amount_in,
    check_minimum,
    one_per_currency,
)
from collectkit.fees.periods import Period
from collectkit.money import Money, Percent

__all__ = [
    "Bracket", "Fee", "FeeBase", "FlatFee", "GraduatedFee", "NoticeFirst", "PercentFee", "SlabFee",
    "Tier",
]  # fmt: skip

FeeBase = Literal["open_principal", "original_amount", "open_with_interest", "overdue_balance"]


class NoticeFirst(Policy):
    """A fee that is owed only when a recorded notice was received and its days have passed.

    The notice is a `Done` of kind `notice` with this code that was delivered (its `on` is then the
    day of receipt) or, with `received=False`, sent. The days are full days from the day after;
    what is paid within them bears no fee.
    """

    code: Id = Field(description="The code of the notice.")
    days: Count = Field(default=0, description="Full days after it in which payment is free.")
    received: bool = Field(default=True, description="Only a delivered notice counts.", strict=True)


class _Fee(Policy):
    """What all fees share."""

    id: Id = Field(description="Name of this fee.")
    per: Literal["invoice", "installment", "customer"] = Field(
        default="invoice",
        description="What it is owed for, once each; an invoice by its first late part.",
    )
    when: Literal["late", "level"] = Field(
        default="late", description="Owed by lateness, or each time a level names it."
    )
    every: Period | None = Field(default=None, description="Owed again for every period.")
    count: Literal["full", "started"] = Field(
        default="full", description="A period counts when it is over, or once it has begun."
    )
    notice: NoticeFirst | None = Field(default=None, description="The notice it depends on.")
    charge_kind: Literal["fee", "costs"] = Field(default="fee", description="For the books.")
    minimum: tuple[Money, ...] = Field(default=(), description="The least of each charge.")
    cap: Cap | None = Field(default=None, description="The most of all charges together.")
    de_minimis: tuple[Money, ...] = Field(default=(), description="Less than this is not charged.")
    tax_treatment: TaxTreatment = Field(default="unspecified", description="For the host's books.")
    label: Text = Field(default="", description="How explanations call it; none: its id.")
    citation: Text = Field(default="", description="The clause it rests on.")

    @field_validator("minimum", "de_minimis")
    @classmethod
    def _amounts(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        return one_per_currency(value)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_minimum(self.minimum, () if self.cap is None else (self.cap,))
        if self.every is not None and (self.when == "level" or self.per == "customer"):
            raise InvalidMoney(
                f"fee {self.id} by period is owed for lateness of an invoice or part",
                field="every",
            )
        return self


class FlatFee(_Fee):
    """A fixed sum. One amount per currency."""

    kind: Literal["flat"] = Field(default="flat", description="Always `flat`.")
    amounts: tuple[Money, ...] = Field(description="One per currency.", min_length=1)

    @field_validator("amounts")
    @classmethod
    def _one_per_currency(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        return one_per_currency(value)

    def amount_in(self, currency: str) -> Money | None:
        """The fee in `currency`; None where none is set, which charges nothing."""
        return amount_in(self.amounts, currency)


class PercentFee(_Fee):
    """A share of an amount that is named.

    `open_principal`: what is open of the item on the day the fee is owed, fees excluded.
    `original_amount`: the item as billed. `open_with_interest`: open principal and the interest
    accrued by the day before. `overdue_balance`: all that is overdue in the currency on that day.
    """

    kind: Literal["percent"] = Field(default="percent", description="Always `percent`.")
    percent: Percent = Field(description="The share.")
    base: FeeBase = Field(default="open_principal", description="Of which amount.")

    @field_validator("percent")
    @classmethod
    def _sane(cls, value: Percent) -> Percent:
        if not 0 < value.value <= 1000:
            raise InvalidPercent(f"a fee must be above 0% and at most 1000%, not {value}")
        return value


class Tier(Policy):
    """Debts up to a bound cost one sum. `upto=None` is every larger debt."""

    upto: Money | None = Field(default=None, description="The bound.")
    inclusive: bool = Field(
        default=True, description="Whether a debt of exactly the bound belongs here.", strict=True
    )
    amount: Money = Field(description="The sum.")


class SlabFee(_Fee):
    """One sum for the whole debt, chosen by its size.

    The debt is taken when the fee is first owed: money that came by the due date lowers it, later
    money does not. Bounds are in one currency; the fee is charged for debts in it. Sums in
    another currency need `exchange`, a table of the price of one unit of the sum's currency in
    that of the debt, given in the context.
    """

    kind: Literal["slab"] = Field(default="slab", description="Always `slab`.")
    tiers: tuple[Tier, ...] = Field(description="From the smallest debt up.", min_length=1)
    currency: str | None = Field(
        default=None, description="Of the debts; none: of the bounds.", strict=True
    )
    exchange: Id | None = Field(default=None, description="Id of a table of exchange rates.")

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        bounds = [tier.upto for tier in self.tiers]
        check_bounds(self.id, bounds, "tiers")
        known = {bound.currency for bound in bounds if bound is not None}
        known |= {self.currency} if self.currency is not None else set()
        sums = {tier.amount.currency for tier in self.tiers}
        if len(known) > 1 or len(sums) > 1:
            raise CurrencyMismatch(
                f"the tiers of {self.id} are in several currencies", field="tiers"
            )
        for n, tier in enumerate(self.tiers):
            if tier.amount.amount < 0:
                raise InvalidMoney(
                    f"the sums of {self.id} must not be negative", field=f"tiers.{n}.amount"
                )
        if known and known != sums and self.exchange is None:
            raise CurrencyMismatch(
                f"the sums of {self.id} are not in the currency of the debts",
                field="exchange",
                hint="name a table of exchange rates in `exchange`",
            )
        return self

    @property
    def debt_currency(self) -> str:
        """The currency of the debts it is charged for."""
        bounds = (tier.upto.currency for tier in self.tiers if tier.upto is not None)
        return self.currency or next(bounds, self.tiers[0].amount.currency)

    def tier_of(self, debt: Money) -> int | None:
        """The index of the tier a debt falls into; None beyond the last bound."""
        for n, tier in enumerate(self.tiers):
            if tier.upto is None or debt < tier.upto or (tier.inclusive and debt == tier.upto):
                return n
        return None

    def bounds_text(self, n: int) -> str:
        """A tier in words, such as `from 1000 to under 10000`."""
        lower = self.tiers[n - 1] if n else None
        tier = self.tiers[n]
        words = []
        if lower is not None and lower.upto is not None:
            words.append(f"{'over' if lower.inclusive else 'from'} {_plain(lower.upto)}")
        if tier.upto is not None:
            words.append(f"{'up to' if tier.inclusive else 'to under'} {_plain(tier.upto)}")
        text = " ".join(words)
        return text if lower is not None else text.removeprefix("to ")


class Bracket(Policy):
    """A slice of the debt up to a bound, at its own percentage. `upto=None` is all above."""

    upto: Money | None = Field(default=None, description="Where the slice ends.")
    percent: Percent = Field(description="Of the slice.")


class GraduatedFee(_Fee):
    """Each slice of the debt at its own percentage, as income tax is. Bounds in one currency."""

    kind: Literal["graduated"] = Field(default="graduated", description="Always `graduated`.")
    brackets: tuple[Bracket, ...] = Field(description="From the smallest slice up.", min_length=1)
    currency: str | None = Field(
        default=None, description="Of the debts; none: of the bounds.", strict=True
    )
    base: FeeBase = Field(default="open_principal", description="Of which amount.")

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        bounds = [bracket.upto for bracket in self.brackets]
        check_bounds(self.id, bounds, "brackets")
        known = {bound.currency for bound in bounds if bound is not None}
        known |= {self.currency} if self.currency is not None else set()
        if len(known) != 1:
            raise CurrencyMismatch(
                f"the brackets of {self.id} must be in one currency", field="brackets"
            )
        for n, bracket in enumerate(self.brackets):
            if not 0 <= bracket.percent.value <= 1000:
                raise InvalidPercent(
                    f"the brackets of {self.id} must be 0% to 1000%", field=f"brackets.{n}.percent"
                )
        return self

    @property
    def debt_currency(self) -> str:
        """The currency of the debts it is charged for."""
        bounds = (bracket.upto.currency for bracket in self.brackets if bracket.upto is not None)
        return self.currency or next(bounds)


Fee = Annotated[FlatFee | PercentFee | SlabFee | GraduatedFee, Field(discriminator="kind")]


def check_bounds(id: str, bounds: list[Money | None], field: str) -> None:
    """Refuse bounds that do not ascend, are not positive, or follow the open end."""
    if None in bounds[:-1]:
        raise InvalidMoney(
            f"only the last tier of {id} may be without a bound",
            field=f"{field}.{bounds.index(None)}.upto",
        )
    closed = [bound for bound in bounds if bound is not None]
    if len({bound.currency for bound in closed}) > 1:
        raise CurrencyMismatch(f"the tiers of {id} are in several currencies", field=field)
    for n, bound in enumerate(closed):
        if bound.amount <= 0 or (n and bound <= closed[n - 1]):
            raise InvalidMoney(
                f"the bounds of {id} must ascend from above zero", field=f"{field}.{n}.upto"
            )


def _plain(money: Money) -> str:
    """An amount without its currency, and without cents where there are none."""
    text = str(money).partition(" ")[2]
    whole, _, cents = text.partition(".")
    return whole if not cents.strip("0") else text
