"""Days beyond terms."""

from __future__ import annotations

from datetime import date

from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.translate import EARLIER, day
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.ledger import snapshot
from collectkit.metrics import weighted_days_late
from collectkit.terms import PaymentTerms
from collectkit.testing import an_account, an_invoice

dbt = Operations("dbt")


def _beyond(terms_days: int, issued_on: date, paid_on: date) -> int | None:
    """Days past due on the day of payment."""
    due_on = PaymentTerms.net(terms_days).due_date(issued_on)
    account = an_account(an_invoice(issued_on=issued_on, due_on=due_on))
    return snapshot(account, as_of=paid_on).items[0].days_past_due


@dbt.shaped("terms_days", "paid_on_day")
def of_one_payment(given: Given) -> Figures:
    paid_on = days_after(EARLIER, given["paid_on_day"])
    return {"dbt": _beyond(given["terms_days"], EARLIER, paid_on)}


@dbt.shaped("terms_days", "dbt")
def day_of_payment(given: Given) -> Figures:
    """The day of payment that is so many days beyond terms, looked for."""
    for count in range(1000):
        if _beyond(given["terms_days"], EARLIER, days_after(EARLIER, count)) == given["dbt"]:
            return {"paid_on_day": count}
    raise Unsupported("a payment after so long")


@dbt.shaped("rows", "minus_days")
def of_rows(given: Given) -> Figures:
    """(amount, issued, paid), all on the same terms."""
    late = [
        (amount, _beyond(given["minus_days"], day(issued), day(paid)))
        for amount, issued, paid in given["rows"]
    ]
    return {"dbt": weighted_days_late(late)}  # type: ignore[arg-type]
