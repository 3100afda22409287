"""Interest by a fixed rate: one invoice, assessed on a day. Shared by the areas that ask for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.translate import (
    CURRENCY,
    EARLIER,
    day,
    day_count,
    money,
    percent,
)
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.dates import DayCount
from collectkit.fees import LateChargePolicy, LateCharges, SimpleInterest, assess
from collectkit.ledger import snapshot
from collectkit.testing import an_account, an_invoice

__all__ = ["charged", "days_late", "interest_a_day", "interest_between", "interest_for_days"]

_DUE = date(2023, 3, 1)

# The counts that interest is offered by. The others are day counts, not yet interest.
_OFFERED = (DayCount.ACT_365F, DayCount.ACT_360, DayCount.NL_365)


def charged(given: Given, due_on: date, as_of: date, basis: str, **policy: Any) -> LateCharges:
    """What `principal` due on one day has cost by another at `annual_rate_pct`."""
    convention = day_count(basis)
    if convention not in _OFFERED:
        raise Unsupported(f"interest by {convention.value}")
    interest = SimpleInterest(rate=percent(given["annual_rate_pct"]), day_count=convention)
    invoice = an_invoice(amount=money(given["principal"]), issued_on=EARLIER, due_on=due_on)
    charges = LateChargePolicy(id="charges", interest=interest, **policy)
    return assess(an_account(invoice), charges, as_of=as_of)


def interest_for_days(given: Given) -> Figures:
    """`days` after the due date, over a year of `basis` days."""
    as_of = days_after(_DUE, given["days"])
    return {"interest": charged(given, _DUE, as_of, given.get("basis", "365")).total(CURRENCY)}


def interest_between(given: Given) -> Figures:
    """From the due date `from` to `to`, by `convention`."""
    charges = charged(given, day(given["from"]), day(given["to"]), given["convention"])
    return {"interest": charges.total(CURRENCY)}


def interest_a_day(given: Given) -> Figures:
    """What one more day costs."""
    charges = charged(given, _DUE, days_after(_DUE, 1), given.get("basis", "365"))
    return {"daily": charges.per_diem(CURRENCY)}


def days_late(given: Given) -> Figures:
    """Days past due on the day of payment."""
    due_on, paid_on = day(given["due"]), day(given["paid"])
    read = snapshot(an_account(an_invoice(issued_on=EARLIER, due_on=due_on)), as_of=paid_on)
    return {"days": read.items[0].days_past_due}
