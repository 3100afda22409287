"""Due dates of several parts. Their amounts are not translated yet."""

from __future__ import annotations

from tests.conformance.adapters.translate import day
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.terms import Days, DueRule, Months

installments = Operations("installments")


@installments.named("installment_due_dates")
def installment_due_dates(given: Given) -> Figures:
    """Each part counts from the invoice date; several invoices give a list for each."""
    if "months_after" in given:
        rules = [DueRule.of(Months(count=count)) for count in given["months_after"]]
    elif "net_days_per_installment" in given:
        rules = [DueRule.of(Days(count=count)) for count in given["net_days_per_installment"]]
    else:
        raise Unsupported("parts with rules of their own")
    if "invoice_dates" in given:
        starts = [day(text) for text in given["invoice_dates"]]
        return {"due_dates": [[rule.date_from(start) for rule in rules] for start in starts]}
    return {"due_dates": [rule.date_from(day(given["invoice_date"])) for rule in rules]}
