"""Terms as text: commercial shorthand, and the structured lines of German e-invoices."""

from __future__ import annotations

from typing import Any

from tests.conformance.adapters.terms import terms
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.errors import TermsError
from collectkit.terms import (
    DayOfMonth,
    Days,
    DueRule,
    EndOfMonth,
    Months,
    from_xrechnung,
    parse,
)

_EVENTS = {
    "delivery": "cash on delivery",
    "order": "cash with order",
    "shipment": "cash in advance",
}


@terms.named("parse_terms_text")
def parse_terms_text(given: Given) -> Figures:
    """What a shorthand says; a discount without a due date has no net."""
    read = parse(given["text"], eom=given.get("eom"))
    figures: dict[str, Any] = {}
    if len(read.discounts) == 1:
        tier = read.discounts[0]
        figures = {"discount_percent": tier.percent, **_window(tier.deadline)}
    figures["tiers"] = [[tier.percent, _days(tier.deadline)] for tier in read.discounts]
    line = read.lines[0]
    return {**figures, **(_net(line.due) if line.due is not None else {})}


def _days(rule: DueRule) -> int | None:
    match rule.steps:
        case (*_, Days(count=count)):
            return count
        case (DayOfMonth(day=number),):
            return number
    return None


def _dating(rule: DueRule) -> dict[str, Any]:
    if rule.event == "delivery":
        return {"dating": "receipt of goods"}
    return {"dating": "end of month"} if isinstance(rule.steps[0], EndOfMonth) else {}


def _window(rule: DueRule) -> dict[str, Any]:
    match rule.steps:
        case (Days(count=count),):
            return {"discount_days": count, **_dating(rule)}
        case (DayOfMonth(day=number, months=1),):
            return {"discount_day_of_following_month": number}
        case (EndOfMonth(), Days(count=count)):
            days = {"discount_days": count, "discount_day_of_following_month": count}
            return {**days, **_dating(rule)}
    raise Unsupported(f"a discount by {rule}")


def _net(rule: DueRule) -> dict[str, Any]:
    match rule.steps:
        case ():
            return {"net": _EVENTS[rule.event or ""]}
        case (Days(count=count),):
            return {"net_days": count, **_dating(rule)}
        case (DayOfMonth(day=number, months=1),):
            return {"due_day_of_following_month": number}
        case (Months(count=1), EndOfMonth()):
            return {"net": "end of month following the invoice month"}
        case (EndOfMonth(),):
            return {"net": "end of the invoice month"}
        case (EndOfMonth(), Days(count=count)):
            return {"net_days": count, **_dating(rule)}
    raise Unsupported(f"a due date by {rule}")


@terms.named("parse_xrechnung_skonto")
def parse_xrechnung_skonto(given: Given) -> Figures:
    """BT-20 by BR-DE-18; what does not read at all is not valid either."""
    try:
        read = from_xrechnung(given["bt20"])
    except TermsError:
        return {"valid": False}
    return {
        "valid": read.valid,
        "note": read.note,
        "entries": [
            {"kind": line.kind, "days": line.days, "percent": line.percent, "base": line.base}
            for line in read.lines
        ],
    }
