"""The closed sets a template may name: variables with their kinds, filters, and limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

__all__ = ["FILTERS", "INVOICE_VARIABLES", "VARIABLES", "Kind"]

Kind = Literal["text", "count", "money", "date", "percent"]
"""What a variable holds: str, int, `Money`, `datetime.date` or `Percent`."""

VARIABLES: Mapping[str, Kind] = MappingProxyType(
    {
        # who writes to whom
        "creditor": "text",
        "customer": "text",
        "customer_number": "text",
        "payment_details": "text",
        "signature": "text",
        # what this message is about
        "amount_due": "money",  # total_overdue and late_charges together
        "currency": "text",
        "days_past_due": "count",  # of the oldest overdue invoice
        "invoice_count": "count",  # how many rows `invoices` has
        "late_charges": "money",
        "oldest_due_on": "date",
        "pay_by": "date",  # the last day to pay, inclusive
        "step": "text",
        "today": "date",  # the date of the message
        "total_open": "money",
        "total_overdue": "money",
        # early payment discount on offer
        "discount_payable": "money",
        "discount_percent": "percent",
        "discount_until": "date",  # the last day, inclusive
        # a promise to pay
        "promise_amount": "money",
        "promise_pay_by": "date",  # the last day promised, inclusive
    }
)
"""The variables of a message and what each holds."""

INVOICE_VARIABLES: Mapping[str, Kind] = MappingProxyType(
    {
        "amount": "money",
        "days_past_due": "count",
        "due_on": "date",
        "issued_on": "date",
        "number": "text",
        "open": "money",
    }
)
"""The variables of one row inside `{#invoices}...{/invoices}`; they come before the message's."""

FILTERS: Mapping[str, Kind] = MappingProxyType(
    {"date": "date", "money": "money", "number": "count", "upper": "text"}
)
"""The filters, and the kind of variable each applies to."""

BLOCK = "invoices"

MAX_TEMPLATE = 20_000
MAX_DEPTH = 5
MAX_ROWS = 1_000
MAX_STEPS = 100_000
MAX_OUTPUT = 1_000_000
