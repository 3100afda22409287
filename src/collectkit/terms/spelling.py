"""How each rule of payment terms is written, and the id that terms without one of their own get."""

from __future__ import annotations

from collections.abc import Iterable

from collectkit.errors import NotExpressible
from collectkit.terms.lines import BalanceLine, DiscountTier
from collectkit.terms.model import PaymentTerms
from collectkit.terms.rules import DueRule
from collectkit.terms.steps import DayOfMonth, Days, EndOfMonth, Months, NextDayOfMonth, Step

__all__ = ["canonical_id", "net_text", "not_expressible", "tier_text", "whole_amount"]

_LONGEST_ID = 64
_ON_EVENT = {"delivery": "COD", "order": "CWO", "shipment": "CIA"}


def not_expressible(terms: PaymentTerms, clause: str, form: str) -> NotExpressible:
    """The error for what a text form has no words for."""
    return NotExpressible(
        f"{form} has no words for {clause} of terms {terms.id}",
        clause=clause,
        field=clause,
        subject=terms.id,
        hint="keep such terms as JSON, or write them as prose",
    )


def whole_amount(terms: PaymentTerms, form: str) -> BalanceLine:
    """The one line of terms that say nothing but discounts and a due date of the whole amount.

    Raises:
        NotExpressible: they say more than that.
    """
    if len(terms.lines) > 1:
        raise not_expressible(terms, "lines", form)
    (line,) = terms.lines
    if not isinstance(line, BalanceLine):
        raise not_expressible(terms, "lines.0", form)
    if line.discounts:
        raise not_expressible(terms, "lines.0.discounts", form)
    for name, field in type(terms).model_fields.items():
        said = name in ("id", "lines", "discounts")
        if not said and getattr(terms, name) != field.default:
            raise not_expressible(terms, name, form)
    for n, tier in enumerate(terms.discounts):
        if tier.base != "gross":
            raise not_expressible(terms, f"discounts.{n}.base", form)
    return line


def tier_text(tier: DiscountTier) -> str | None:
    """A discount as a clause: `2/10`, `2/10 EOM`, `3/10 prox`, `2/10 ROG`."""
    match tier.deadline.steps:
        case (Days(count=days),):
            window = f"{days}"
        case (EndOfMonth(), Days(count=days)):
            window = f"{days} EOM"
        case (DayOfMonth(day=day, months=1),):
            window = f"{day} prox"
        case _:
            return None
    return f"{tier.percent.value:f}/{window}{_counted_from(tier.deadline)}"


def net_text(due: DueRule) -> str | None:
    """A due rule as a clause: `n/30`, `n/20 prox`, `EOM + 30 days`, `30 days then EOM`."""
    if not due.steps:
        return _ON_EVENT.get(due.event or "")
    match due.event, due.steps:
        case "delivery", (Days() as days,):
            return f"{_step_text(days)} after delivery"
        case None, (Days(count=count),):
            return f"n/{count}"
        case None, (EndOfMonth(),):
            return "net EOM"
        case None, (DayOfMonth(day=day, months=1),):
            return f"n/{day} prox"
        case None, (Months(count=1), EndOfMonth()):
            return "net monthly"
        case None, (EndOfMonth(), Days() as days):
            return f"EOM + {_step_text(days)}"
    words = [_step_text(step) for step in due.steps]
    said = [each for each in words if each is not None]
    return " then ".join(said) if due.event is None and len(said) == len(words) else None


def _step_text(step: Step) -> str | None:
    match step:
        case Days() | Months():
            return str(step)
        case EndOfMonth():
            return "EOM"
        case DayOfMonth(day=day, months=1):
            return f"{day} prox"
        case NextDayOfMonth(days=(_,)):
            return str(step)
    return None


def _counted_from(rule: DueRule) -> str:
    return {None: "", "delivery": " ROG"}.get(rule.event, f" from {rule.event}")


def canonical_id(tiers: Iterable[DiscountTier], due: DueRule | None) -> str:
    """An id made of what the terms say: `2-10-net-30`, `3-10-prox`, `net-30-eom-plus-days`."""
    words = [tier_text(tier) or "" for tier in tiers]
    if due is not None:
        words.append(_net_name(due) if due.steps else _ON_EVENT[due.event or ""])
    name = "-".join(words).lower().replace("/", "-").replace(" ", "-")
    return name[:_LONGEST_ID]


def _net_name(due: DueRule) -> str:
    match due.steps:
        case (EndOfMonth(), Days(count=count)):
            name = f"net-{count}-eom-plus-days"
        case (Days(count=count), EndOfMonth()):
            name = f"net-{count}-days-then-eom"
        case _:
            said = net_text(DueRule(steps=due.steps)) or ""
            name = f"net-{said.removeprefix('net ').removeprefix('n/')}"
    return f"{name}{_counted_from(due)}"
