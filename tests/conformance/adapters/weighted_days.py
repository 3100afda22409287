"""Days weighted by amount."""

from __future__ import annotations

from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.translate import EARLIER
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.dates import DayCount
from collectkit.metrics import weighted_days_late
from collectkit.terms import PaymentTerms

weighted_days = Operations("weighted_days")


@weighted_days.shaped("rows")
def of_rows(given: Given) -> Figures:
    """(amount, days) per payment; the simple mean weighs each the same."""
    return {
        "weighted": weighted_days_late([(amount, days) for amount, days in given["rows"]]),
        "simple": weighted_days_late([(1, days) for _, days in given["rows"]]),
    }


@weighted_days.shaped("weighted_terms", "weighted_days_late")
def paid_after_terms(given: Given) -> Figures:
    """One invoice on such terms, paid so late."""
    due_on = PaymentTerms.net(given["weighted_terms"]).due_date(EARLIER)
    paid_on = days_after(due_on, given["weighted_days_late"])
    taken = DayCount.ACT_365F.days(EARLIER, paid_on)
    return {"weighted_days_paid": weighted_days_late([(1, taken)])}
