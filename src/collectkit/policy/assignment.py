"""Which parts of a policy apply to whom: rules for invoices, customers and segments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from collectkit._model import Id, Name, Policy
from collectkit.errors import InvalidFact
from collectkit.ledger import Customer, Invoice

__all__ = ["Assigned", "Assignment", "Level", "Part", "assigned_to"]

Part = Literal["terms", "late_charges", "ladder"]
Level = Literal["invoice", "customer", "segment", "default"]

_LEVELS: tuple[Level, ...] = ("invoice", "customer", "segment")
_PARTS: tuple[Part, ...] = ("terms", "late_charges", "ladder")


class Assignment(Policy):
    """For whom other parts of the policy than the first of their kind apply.

    A rule is about invoices (by id or tag), about customers (by id or tag), or about segments (by
    name, or by the kind of customer); one of the six lists is filled. It names the parts by id.
    Rules about invoices come before those about customers, and those before rules about segments;
    of rules on one level the first in the document that fits and names the part counts. What no
    rule names is the first of the terms and late charges, and `ladder`.

    >>> rule = Assignment(id="shops", segments=("retail",), ladder="gentle")
    >>> rule.level
    'segment'
    """

    id: Id = Field(description="Name of the rule, as results report it.")
    invoices: tuple[Name, ...] = Field(default=(), description="Ids of invoices.")
    invoice_tags: tuple[Name, ...] = Field(default=(), description="Tags of invoices.")
    customers: tuple[Name, ...] = Field(default=(), description="Ids of customers.")
    customer_tags: tuple[Name, ...] = Field(default=(), description="Tags of customers.")
    segments: tuple[Name, ...] = Field(default=(), description="Segments of customers.")
    customer_kinds: tuple[Literal["business", "consumer", "public"], ...] = Field(
        default=(), description="Kinds of customers: business, consumer or public."
    )
    terms: Id | None = Field(default=None, description="Payment terms, by id.")
    late_charges: Id | None = Field(default=None, description="Late charges, by id.")
    ladder: Id | None = Field(
        default=None, description="The ladder, by id; one for all of a customer's invoices."
    )

    @model_validator(mode="after")
    def _one_level(self) -> Self:
        lists = (
            "invoices", "invoice_tags", "customers", "customer_tags", "segments", "customer_kinds",
        )  # fmt: skip
        filled = [name for name in lists if getattr(self, name)]
        if len(filled) != 1:
            found = " and ".join(filled) or "none"
            raise InvalidFact(
                f"the rule {self.id} must fill one of {', '.join(lists)}, not {found}",
                subject=self.id,
                hint="write a rule for each",
            )
        if all(getattr(self, part) is None for part in _PARTS):
            raise InvalidFact(f"the rule {self.id} assigns nothing", subject=self.id)
        if self.terms is not None and self.level == "invoice":
            raise InvalidFact(
                f"the rule {self.id} assigns terms to invoices, which were made by their terms",
                field="terms",
                subject=self.id,
                hint="assign terms by customer or segment",
            )
        if self.ladder is not None and self.level == "invoice":
            raise InvalidFact(
                f"the rule {self.id} assigns a ladder to invoices; one ladder speaks to a customer",
                field="ladder",
                subject=self.id,
                hint="assign it by customer or segment, or let a step ask for a condition",
            )
        return self

    @property
    def level(self) -> Level:
        """What the rule is about."""
        if self.invoices or self.invoice_tags:
            return "invoice"
        return "customer" if self.customers or self.customer_tags else "segment"

    def fits(self, customer: Customer, invoice: Invoice | None = None) -> bool:
        """Whether the rule is about this customer or invoice."""
        return (
            customer.id in self.customers
            or customer.segment in self.segments
            or customer.kind in self.customer_kinds
            or not set(self.customer_tags).isdisjoint(customer.tags)
            or (
                invoice is not None
                and (
                    invoice.id in self.invoices
                    or not set(self.invoice_tags).isdisjoint(invoice.tags)
                )
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Which part applies, by which rule.

    `rule` is None, and `level` is `default`, where no rule is about it. `invoices` are the ids of
    the invoices it is for; empty is all of the customer's.
    """

    part: Part
    id: str
    level: Level
    rule: str | None = None
    invoices: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = f"{self.part.replace('_', ' ')} {self.id}"
        whose = f" for {', '.join(self.invoices)}" if self.invoices else ""
        by = "as the default" if self.rule is None else f"by the {self.level} rule {self.rule}"
        return f"{what}{whose} {by}"


def assigned_to(
    rules: Iterable[Assignment],
    part: Part,
    default: str,
    customer: Customer,
    invoice: Invoice | None = None,
) -> Assigned:
    """The part that applies to a customer or invoice: the first rule that fits, level by level."""
    about = [rule for rule in rules if getattr(rule, part) is not None]
    for level in _LEVELS:
        for rule in about:
            if rule.level == level and rule.fits(customer, invoice):
                return Assigned(part=part, id=getattr(rule, part), level=level, rule=rule.id)
    return Assigned(part=part, id=default, level="default")
