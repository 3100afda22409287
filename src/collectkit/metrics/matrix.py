"""The provision matrix as a policy: loss rates by days past due, and how they are applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import Count, ExactDecimal, Id, Name, Policy
from collectkit.errors import InvalidFact
from collectkit.explain import Finding
from collectkit.ledger import Buckets
from collectkit.metrics._amounts import uplifted
from collectkit.money import Percent

__all__ = ["BucketRate", "ProvisionMatrix"]

Basis = Literal["including_tax", "excluding_tax"]


class BucketRate(Policy):
    """The loss rate up to so many days past due; of the last bucket, beyond all bounds."""

    up_to: Count | None = Field(
        default=None, description="Days past due, included; none for the last bucket."
    )
    rate: Percent = Field(description="Share of the balance that is never paid, 0% to 100%.")

    @field_validator("rate")
    @classmethod
    def _share(cls, value: Percent) -> Percent:
        if not Decimal(0) <= value.value <= 100:
            raise InvalidFact(f"rate must be 0% to 100%, not {value}", field="rate")
        return value


class ProvisionMatrix(Policy):
    """Loss rates by aging bucket of the contractual due date, youngest first.

    `basis` says whether balances count with recoverable sales tax or without; there is no usual
    answer. `uplift` is a factor on every rate for what is to come, an uplifted rate at most 100 %;
    without one the rates are used as they stand.

    Source: IFRS 9, 5.5.15 and B5.5.35.

    >>> matrix = ProvisionMatrix(id="trade", version="2026", basis="excluding_tax", rates=(
    ...     BucketRate(up_to=0, rate=Percent("0.3")), BucketRate(up_to=30, rate=Percent("1.6")),
    ...     BucketRate(rate=Percent("10.6"))))
    >>> matrix.buckets.labels("due_date")
    ('current', '1-30', '31+')
    >>> [finding.code for finding in matrix.lint()]
    ['metrics.no-uplift']
    """

    id: Id = Field(description="Stable name of the matrix.")
    version: Name = Field(description="Changes with every published edit.")
    basis: Basis = Field(description="Whether balances include recoverable sales tax.")
    rates: tuple[BucketRate, ...] = Field(
        description="Per bucket, bounds rising, the last without one.", min_length=2
    )
    uplift: ExactDecimal | None = Field(
        default=None, description="Forward-looking factor on every rate, above 0."
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        bounds = [row.up_to for row in self.rates[:-1]]
        known = [bound for bound in bounds if bound is not None]
        if self.rates[-1].up_to is not None or len(known) < len(bounds):
            raise InvalidFact("the last rate, and no other, goes without up_to", field="rates")
        if any(low >= high for low, high in pairwise(known)):
            raise InvalidFact("the bounds of the rates must rise", field="rates")
        if self.uplift is not None and not self.uplift > 0:
            raise InvalidFact(f"uplift must be above 0, not {self.uplift:f}", field="uplift")
        return self

    @property
    def buckets(self) -> Buckets:
        """The aging buckets that the rates are for."""
        return Buckets(*(row.up_to for row in self.rates if row.up_to is not None))

    @property
    def exact_rates(self) -> tuple[Fraction, ...]:
        """The rates as they are applied: uplifted, at most 1."""
        factor = None if self.uplift is None else Fraction(self.uplift)
        return tuple(uplifted(row.rate.fraction, factor) for row in self.rates)

    def lint(self) -> tuple[Finding, ...]:
        """Likely mistakes: rates that fall with age, and rates that look at the past alone."""
        return (*self._falling(), *self._backward())

    def _falling(self) -> Iterator[Finding]:
        labels = self.buckets.labels("due_date")
        for at, (young, old) in enumerate(pairwise(self.rates), start=1):
            if old.rate < young.rate:
                yield Finding(
                    code="metrics.falling-rate",
                    path=f"rates.{at}.rate",
                    message=f"{old.rate} for {labels[at]} is less than {young.rate} "
                    f"for {labels[at - 1]}",
                    advice="older debt is seldom safer: check the history behind both rates",
                )

    def _backward(self) -> Iterable[Finding]:
        if self.uplift is None:
            yield Finding(
                code="metrics.no-uplift",
                path="uplift",
                message="the rates are used as they stand, without a view of what is to come",
                advice="IFRS 9, 5.5.17(c) asks for forecasts: state an uplift, 1 if none is due",
                severity="info",
            )
