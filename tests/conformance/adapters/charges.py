"""One late invoice, assessed on a day. Shared by the areas that ask what it costs."""

from __future__ import annotations

from collections.abc import Iterable
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
from tests.conformance.case import Given
from tests.conformance.registry import Figures

from collectkit.dates import Context, HolidayCalendar
from collectkit.fees import (
    FlatFee,
    Interest,
    LateChargePolicy,
    LateCharges,
    PercentFee,
    RateTable,
    assess,
)
from collectkit.ledger import Account, Invoice, snapshot
from collectkit.testing import an_account, an_allocation, an_invoice

__all__ = [
    "DUE", "EVERY_DAY", "charged", "days_late", "interest_a_day", "interest_between",
    "interest_by_day", "interest_for_days", "late", "posted",
]  # fmt: skip

DUE = date(2023, 3, 1)
"""Where a case gives a count of days after the due date, not the date."""

EVERY_DAY = HolidayCalendar(weekend=frozenset())
"""Where a case takes a date as it stands: no day is off, so none moves."""


def late(
    principal: Any,
    due_on: date,
    payments: Iterable[tuple[date, str]] = (),
    currency: str = CURRENCY,
) -> Account:
    """An invoice due on a day, and what was paid on it."""
    return an_account(
        an_invoice(amount=money(principal, currency), issued_on=EARLIER, due_on=due_on),
        *(
            an_allocation(source_id=None, amount=money(paid, currency), applied_on=on)
            for on, paid in payments
        ),
    )


def charged(
    account: Account,
    as_of: date,
    interest: Interest | None = None,
    fees: tuple[FlatFee | PercentFee, ...] = (),
    tables: tuple[RateTable, ...] = (),
) -> LateCharges:
    """What an account costs by a day under interest and fees that the case states."""
    policy = LateChargePolicy(id="charges", interest=interest, fees=fees)
    return assess(account, policy, as_of=as_of, context=Context(tables=tables))


def posted(charges: LateCharges, on: date) -> tuple[Invoice, ...]:
    """The notes that bill what is left of these charges on a day."""
    return tuple(
        row.invoice(id=row.key, customer_id="C-1", issued_on=on, due_on=on)
        for row in charges.postings()
    )


def _after(given: Given, days: int, **rules: Any) -> LateCharges:
    """So many days after the due date, over a year of `basis` days."""
    convention = day_count(given.get("basis", "365"))
    interest = Interest(rate=percent(given["annual_rate_pct"]), day_count=convention, **rules)
    return charged(late(given["principal"], DUE), days_after(DUE, days), interest)


def interest_for_days(given: Given) -> Figures:
    """Interest for a count of `days`."""
    return {"interest": _after(given, given["days"]).total(CURRENCY)}


def interest_by_day(given: Given) -> Figures:
    """Interest for a count of `days`, each of them rounded."""
    return {"interest": _after(given, given["days"], rounding="per_day").total(CURRENCY)}


def interest_a_day(given: Given) -> Figures:
    """What one more day costs."""
    return {"daily": _after(given, 1).per_diem(CURRENCY)}


def interest_between(given: Given) -> Figures:
    """From the due date `from` to `to`, by `convention`."""
    convention = day_count(given["convention"])
    interest = Interest(rate=percent(given["annual_rate_pct"]), day_count=convention)
    account = late(given["principal"], day(given["from"]))
    return {"interest": charged(account, day(given["to"]), interest).total(CURRENCY)}


def days_late(given: Given) -> Figures:
    """Days past due on the day of payment."""
    due_on, paid_on = day(given["due"]), day(given["paid"])
    read = snapshot(an_account(an_invoice(issued_on=EARLIER, due_on=due_on)), as_of=paid_on)
    return {"days": read.items[0].days_past_due}
