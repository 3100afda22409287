"""Due dates. Steps and shorthand that are not listed here are not translated yet."""

from __future__ import annotations

from typing import Any

from tests.conformance.adapters.translate import day
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.dates import BusinessDayConvention, HolidayCalendar, add_months, calendar_from
from collectkit.terms import BalanceLine, Days, DueRule, EndOfMonth, Months, PaymentTerms

terms = Operations("terms")

_CONVENTIONS = {
    "Unadjusted": BusinessDayConvention.NONE,
    "NoAdjust": BusinessDayConvention.NONE,
    "Following": BusinessDayConvention.FOLLOWING,
    "ModifiedFollowing": BusinessDayConvention.MODIFIED_FOLLOWING,
    "Preceding": BusinessDayConvention.PRECEDING,
    "ModifiedPreceding": BusinessDayConvention.MODIFIED_PRECEDING,
    "Nearest": BusinessDayConvention.NEAREST,
    "Nearest_tie_following": BusinessDayConvention.NEAREST,
}
_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


@terms.named("due_date")
def due_date(given: Given) -> Figures:
    """Steps from the invoice date, in their order."""
    rule = DueRule.of(*(part for step in given["steps_in_order"] for part in _step(step)))
    made = PaymentTerms(id="terms", lines=(BalanceLine(due=rule),))
    return {"due_date": made.due_date(day(given["invoice_date"]))}


def _step(step: Given) -> list[Days | Months | EndOfMonth]:
    name, *more = step
    if more:
        raise Unsupported(f"a step of {name} and {', '.join(more)}")
    value: Any = step[name]
    if name == "end_of_month" and value is True:
        return [EndOfMonth()]
    if type(value) is not int or value < 0:
        raise Unsupported(f"a step {name}")
    match name:
        case "add_days":
            return [Days(count=value)]
        case "add_weeks":
            return [Days(count=7) for _ in range(value)]
        case "add_months":
            return [Months(count=value)]
    raise Unsupported(f"a step {name}")


@terms.named("adjust")
def adjust(given: Given) -> Figures:
    """A date moved to a business day."""
    return {"date": _convention(given).adjust(day(given["date"]), _calendar(given))}


@terms.named("advance_months")
def advance_months(given: Given) -> Figures:
    """Months on, then to a business day."""
    if given["end_of_month_rule"]:
        raise Unsupported("the end-of-month rule")
    moved = add_months(day(given["start"]), given["months"])
    return {"date": _convention(given).adjust(moved, _calendar(given))}


def _convention(given: Given) -> BusinessDayConvention:
    convention = _CONVENTIONS.get(given["convention"])
    if convention is None:
        raise Unsupported(f"no convention {given['convention']}")
    return convention


def _calendar(given: Given) -> HolidayCalendar:
    return calendar_from(
        [day(text) for text in given["holidays"]],
        weekend=[_WEEKDAYS.index(name) for name in given["weekend"]],
    )
