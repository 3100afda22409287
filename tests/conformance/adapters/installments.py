"""Several parts: their due dates and their amounts."""

from __future__ import annotations

from tests.conformance.adapters.parts import amount_of, currency_of, tax_of, terms_of
from tests.conformance.adapters.rules import due_rule
from tests.conformance.adapters.translate import day, money, positive
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.terms import Days, DueRule, Months

installments = Operations("installments")


@installments.named("installment_due_dates")
def installment_due_dates(given: Given) -> Figures:
    """Each part counts from the invoice date; several invoices give a list for each."""
    rules = _rules(given)
    if "invoice_dates" in given:
        starts = [day(text) for text in given["invoice_dates"]]
        return {"due_dates": [[rule.date_from(start) for rule in rules] for start in starts]}
    return {"due_dates": [rule.date_from(day(given["invoice_date"])) for rule in rules]}


def _rules(given: Given) -> list[DueRule]:
    if "months_after" in given:
        return [DueRule.of(Months(count=count)) for count in given["months_after"]]
    if "net_days_per_installment" in given:
        return [DueRule.of(Days(count=count)) for count in given["net_days_per_installment"]]
    rules: list[DueRule] = []
    for row in given["lines"]:
        row.immaterial("type", "percent", "value", "amount")
        rule = due_rule(row, "type", "percent", "value", "amount")
        # A chained part goes on where the one before it fell due.
        chained = rules and given.get("chained", False)
        rules.append(rules[-1].then(*rule.steps) if chained else rule)
    return rules


@installments.named("installments")
def in_parts(given: Given) -> Figures:
    """Parts with dates and amounts; a credit has the dates of a debt of its size."""
    currency = currency_of(given)
    agreed = terms_of(given, currency)
    amounts = agreed.split(amount_of(given, currency), tax=tax_of(given, currency))
    size = money(positive(given.get("total", 0)), currency)
    dates = agreed.schedule(size, issued_on=day(given["invoice_date"])).due_dates
    return {
        "installments": [
            {"due_date": due_on, "amount": amount}
            for due_on, amount in zip(dates, amounts, strict=True)
        ],
        "due_dates": dates,
        "amounts": amounts,
    }
