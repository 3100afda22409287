"""Laws that a policy names by their code."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from collectkit._model import Day, Id, Policy
from collectkit.errors import UnknownReference, shown
from collectkit.fees import STATUTES, LateChargePolicy, Regime, statutory
from collectkit.fees.model import INTEREST
from collectkit.fees.regime import policy_of

__all__ = ["Law", "StatutoryCharges", "awaited_notices"]


def _known(code: str) -> str:
    if code not in STATUTES:
        raise UnknownReference(
            f"no statutory regime {shown(code)}",
            field="code",
            hint=f"known are {', '.join(STATUTES)}",
        )
    return code


StatuteCode = Annotated[
    str,
    StringConstraints(strict=True, max_length=16),
    AfterValidator(_known),
    Field(json_schema_extra={"enum": list(STATUTES)}),
]
"""The code of a statutory regime that comes along, such as `DE`."""


class Law(Policy):
    """A late payment law against one kind of debtor; lint holds agreed charges against it."""

    code: StatuteCode = Field(description="The place, such as DE.")
    debtor: Literal["business", "consumer", "public"] = Field(
        description="The kind of debtor it is about."
    )

    @model_validator(mode="after")
    def _held(self) -> Self:
        _ = self.regime
        return self

    @cached_property
    def regime(self) -> Regime:
        """The law as read on a day, with its sources."""
        return statutory(self.code, debtor=self.debtor)


class StatutoryCharges(Law):
    """Late charges as a law gives them: interest, lump sums, and when they begin.

    >>> charges = StatutoryCharges(id="by-law", code="DE", debtor="business")
    >>> charges.regime.policy.id, charges.regime.name
    ('by-law', 'Bürgerliches Gesetzbuch (BGB)')
    """

    id: Id = Field(description="Name of these charges, which every charge's key begins with.")
    contract_date: Day | None = Field(
        default=None, description="Date of the contract, where the margin depends on it."
    )
    due_date_agreed: bool = Field(
        default=True,
        strict=True,
        description="Whether a day of payment is agreed; if not, the law's default rule holds.",
    )

    @cached_property
    def regime(self) -> Regime:
        """The law as read on a day; its policy has the id of these charges."""
        found = statutory(
            self.code,
            debtor=self.debtor,
            contract_date=self.contract_date,
            due_date_agreed=self.due_date_agreed,
        )
        return replace(found, policy=found.policy.replace(id=self.id))


def awaited_notices(rules: LateChargePolicy | Regime) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What waits for a notice: (rule, the codes of notices of which one is enough)."""
    policy = policy_of(rules)
    found: list[tuple[str, tuple[str, ...]]] = [
        (fee.id, (fee.notice.code,)) for fee in policy.fees if fee.notice is not None
    ]
    begins = rules.default_rule if isinstance(rules, Regime) else None
    # Days that need no notice put the debtor in default by themselves.
    if begins is not None and (begins.days is None or begins.needs is not None):
        codes = (begins.reminder, begins.needs)
        found.append((INTEREST, tuple(code for code in codes if code is not None)))
    return tuple((rule, codes) for rule, codes in found if codes)
