"""How discounts are granted: what a payment must do to earn one, and what tax does then."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from collectkit._model import Policy
from collectkit.errors import InvalidFact
from collectkit.money import Money

__all__ = ["DiscountPolicy"]


class DiscountPolicy(Policy):
    """How discounts are granted.

    `partial`: a discount is earned by settling the whole balance (`full-settlement`), or by each
    payment for the part it settles (`proportional`: EUR 98 settle EUR 100 at 2 %).

    `tax_mode`: tax is corrected when the discount is taken (`on-early-payment`), stays as invoiced
    (`never`), or was invoiced on the discounted base from the start (`always-reduced`); only the
    first leads to corrections.

    `short_tolerance`: a payment short of what settles by no more than this settles; the missing
    part is to be written off and the discount stays whole. One amount per currency; a currency
    without one has no tolerance.

    Source: `full-settlement`: OLG Stuttgart 10 U 102/11; corrections: Directive 2006/112/EC,
    article 90(1); `always-reduced`: article 79(a).

    >>> DiscountPolicy().partial, DiscountPolicy().tolerance("EUR")
    ('full-settlement', Money('0.00', 'EUR'))
    """

    partial: Literal["full-settlement", "proportional"] = Field(
        default="full-settlement", description="What a payment must do to earn the discount."
    )
    tax_mode: Literal["on-early-payment", "never", "always-reduced"] = Field(
        default="on-early-payment", description="What happens to the tax when it is earned."
    )
    short_tolerance: tuple[Money, ...] = Field(
        default=(),
        description="How much may be missing, one amount per currency.",
        max_length=200,
    )

    @model_validator(mode="after")
    def _one_each(self) -> Self:
        currencies = [money.currency for money in self.short_tolerance]
        if len(set(currencies)) < len(currencies):
            raise InvalidFact("short_tolerance names a currency twice", field="short_tolerance")
        if any(money.amount < 0 for money in self.short_tolerance):
            raise InvalidFact("short_tolerance is negative", field="short_tolerance")
        return self

    def tolerance(self, currency: str) -> Money:
        """What may be missing in a currency."""
        found = (money for money in self.short_tolerance if money.currency == currency)
        return next(found, Money.zero(currency))
