"""Amounts split into parts."""

from __future__ import annotations

from tests.conformance.adapters.books import billed
from tests.conformance.adapters.parts import amount_of, currency_of, tax_of, terms_of
from tests.conformance.adapters.translate import money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.terms import DueRule, PaymentTerms, PercentLine

split = Operations("split")


@split.named("split")
def in_one_currency(given: Given) -> Figures:
    currency = currency_of(given)
    parts = terms_of(given, currency).split(amount_of(given, currency), tax=tax_of(given, currency))
    if "sum" not in given.asked:
        return {"amounts": parts}
    return {"amounts": parts, "sum": billed([part.amount for part in parts], currency)}


@split.named("split_two_currencies")
def in_two_currencies(given: Given) -> Figures:
    """The same terms in the currency of the document and in the company's: two splits.

    A fixed part that stays one has no amount in the other currency.
    """
    figures = {}
    for side in ("document", "company"):
        currency = currency_of(given, coin=f"{side}_rounding")
        agreed = terms_of(given, currency)
        if any(line.kind == "fixed" for line in agreed.lines):
            raise Unsupported("a fixed part needs an exchange rate")
        figures[f"{side}_amounts"] = agreed.split(money(given[f"{side}_total"], currency))
    return figures


@split.named("validate_template")
def validate_template(given: Given) -> Figures:
    """Whether templates can be built, and nothing in them looks like a mistake."""
    templates = given["templates"]
    return {"valid": {name: _valid(templates[name]) for name in templates}}


def _valid(rows: list[Given]) -> bool:
    try:
        lines = tuple(
            PercentLine(percent=percent(row["percent"]), due=DueRule.net(row["net_days"]))
            for row in rows
        )
        return not PaymentTerms(id="template", lines=lines).lint()
    except ValueError:
        return False
