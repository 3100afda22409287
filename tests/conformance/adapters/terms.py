"""Due dates: steps, business days, cutoffs, bands and events. Texts are read in `terms_text`."""

from __future__ import annotations

import re
from typing import Any

from tests.conformance.adapters.parts import terms_of
from tests.conformance.adapters.rules import calendar, convention, due_rule, month_day, steps
from tests.conformance.adapters.translate import EARLIER, day, money
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.dates import (
    BusinessDayConvention,
    Context,
    HolidayCalendar,
    add_business_days,
    end_of_month,
)
from collectkit.terms import (
    Band,
    Bands,
    DayOfMonth,
    DueRule,
    EndOfMonth,
    Months,
    PaymentTerms,
    Proximo,
)

terms = Operations("terms")

_BOUNDARIES: dict[str, Any] = {"cutoff_day_stays": "stays", "cutoff_day_rolls": "rolls"}

# SAP's field help writes the rule of a band as a sentence.
_MONTHS_ON = {
    "the same month": 0,
    "this month": 0,
    "next month": 1,
    "the next month": 1,
    "the following month": 1,
    "the month after next": 2,
}
_SENTENCE = re.compile(
    r"(?:the )?(?P<day>last day|[0-9]{1,2}(?:st|nd|rd|th)?) (?:day )?of (?P<month>[a-z ]+)"
)


@terms.named("due_date")
def due_date(given: Given) -> Figures:
    """Steps from the invoice date, in their order; a map of holidays comes last."""
    made: list[Any] = []
    moves: dict[str, str] = {}
    for step in given["steps_in_order"]:
        for name in step:
            if moves:
                raise Unsupported("a step after holidays")
            if name == "holiday_map":
                moves = {key: step[name][key] for key in step[name]}
            else:
                made.extend(steps(name, step[name]))
    agreed = PaymentTerms.due(DueRule.of(*made), id="terms")
    issued_on = day(given["invoice_date"])
    if not moves:
        return {"due_date": agreed.due_date(issued_on)}
    following = agreed.replace(due_adjustment=BusinessDayConvention.FOLLOWING)
    return {"due_date": following.due_date(issued_on, context=Context(calendar=_days_off(moves)))}


def _days_off(moves: dict[str, str]) -> HolidayCalendar:
    """Holidays that move a date on to the day the case names: the next one that is none."""
    days_off = calendar(moves, weekend=())
    for holiday, later in moves.items():
        if BusinessDayConvention.FOLLOWING.adjust(day(holiday), days_off) != day(later):
            raise Unsupported(f"a holiday that moves {holiday} to {later}")
    return days_off


@terms.named("adjust")
def adjust(given: Given) -> Figures:
    """A date moved to a business day."""
    return {"date": convention(given["convention"]).adjust(day(given["date"]), _calendar(given))}


@terms.named("advance_months")
def advance_months(given: Given) -> Figures:
    """Months on, then to a business day.

    Under the end-of-month rule of bond schedules a start at the end of a month leads to the end
    of a month: the last business day, or the last day where dates are not adjusted.
    """
    start, how, days_off = day(given["start"]), convention(given["convention"]), _calendar(given)
    rule = DueRule.of(Months(count=given["months"]))
    if given.get("end_of_month_rule", False):
        unadjusted = how is BusinessDayConvention.NONE
        last = how if unadjusted else BusinessDayConvention.PRECEDING
        if start >= last.adjust(end_of_month(start), days_off):
            rule, how = rule.then(EndOfMonth()), last
    agreed = PaymentTerms.due(rule, id="terms", due_adjustment=how)
    return {"date": agreed.due_date(start, context=Context(calendar=days_off))}


@terms.named("add_business_days")
def business_days_on(given: Given) -> Figures:
    """The n-th business day after a day."""
    start, count = day(given["start"]), given["business_days"]
    return {"date": add_business_days(start, count, _calendar(given))}


def _calendar(given: Given) -> HolidayCalendar:
    return calendar(given.get("holidays", ()), given.get("weekend", ("SAT", "SUN")))


@terms.named("proximo")
def proximo(given: Given) -> Figures:
    """A day of a later month, with a cutoff."""
    rule = DueRule.of(proximo_step(given, "due_day"))
    return {"due_date": rule.date_from(day(given["invoice_date"]))}


def proximo_step(given: Given, name: str) -> Proximo:
    """The cutoff of a case, and the day of the month it names."""
    boundary = given.get("boundary", "cutoff_day_stays")
    if boundary not in _BOUNDARIES:
        raise Unsupported(f"a boundary {boundary}")
    return Proximo(
        day=month_day(given[name]),
        cutoff=month_day(given.get("cutoff_day", "EOM")),
        months=given["months_ahead_if_not_past_cutoff"],
        boundary=_BOUNDARIES[boundary],
    )


@terms.named("effective_cutoff")
def effective_cutoff(given: Given) -> Figures:
    """The cutoff day in single months."""
    step = Proximo(day=1, cutoff=month_day(given["cutoff_day"]))
    return {"effective_cutoff": [step.cutoff_in(day(f"{m}-01")) for m in given["months"]]}


@terms.named("banded_terms")
def banded_terms(given: Given) -> Figures:
    """Other steps for other days of the month."""
    bands = [Band(until=month_day(b["up_to_day"]), steps=_band_steps(b)) for b in given["bands"]]
    if bands[-1].until < month_day("EOM"):
        # Nothing is said of later days: they stay as they are.
        bands.append(Band(until=month_day("EOM"), steps=()))
    rule = DueRule.of(Bands(bands=tuple(bands)))
    return {"due_dates": [rule.date_from(day(base)) for base in given["baseline_dates"]]}


def _band_steps(band: Given) -> Any:
    band.immaterial("from_day")  # the day after the band before
    if "rule" in band:
        return (_sentence(band["rule"]),)
    if "fixed_day" in band:
        day_of_month = month_day(band["fixed_day"])
        return (DayOfMonth(day=day_of_month, months=band.get("additional_months", 0)),)
    start: tuple[DayOfMonth, ...] = ()
    if "apply_to" in band:
        if band["apply_to"] != "band_end":
            raise Unsupported(f"a band applied to {band['apply_to']}")
        start = (DayOfMonth(day=month_day(band["up_to_day"])),)
    return (*start, *due_rule(band, "from_day", "up_to_day", "apply_to").steps)


def _sentence(text: str) -> DayOfMonth:
    found = _SENTENCE.fullmatch(text.lower())
    if found is None or found["month"] not in _MONTHS_ON:
        raise Unsupported(f"a band's rule {text}")
    number = "EOM" if found["day"] == "last day" else int(found["day"].rstrip("stndrh"))
    return DayOfMonth(day=month_day(number), months=_MONTHS_ON[found["month"]])


@terms.named("event_based_installments")
def event_based_installments(given: Given) -> Figures:
    """Parts that count from events; what is not known yet has no due date."""
    dates = given.get("reference_dates", given)
    known = {name: dates[name] for name in dates if name.endswith("_date")}
    events = {name: day(text) for name, text in known.items() if text is not None}
    schedule = terms_of(given).schedule(
        money(given.get("total", 100)), issued_on=EARLIER, events=events
    )
    return {
        "due_dates": schedule.due_dates,
        "amounts": [part.amount for part in schedule.installments],
    }
