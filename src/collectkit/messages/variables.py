"""The closed sets a template may name: variables with their kinds, rows, filters, and limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

__all__ = ["FILTERS", "ROW_VARIABLES", "VARIABLES", "Kind"]

Kind = Literal["text", "count", "money", "date", "percent"]
"""What a variable holds: str, int, `Money`, `datetime.date` or `Percent`."""

VARIABLES: Mapping[str, Kind] = MappingProxyType(
    {
        # who writes to whom
        "creditor": "text",
        "contact": "text",  # whom to ask at the creditor's: name, phone, address
        "customer": "text",
        "customer_number": "text",
        "signature": "text",
        # how to pay
        "payment_details": "text",
        "payment_link": "text",
        "payment_methods": "text",
        "payment_reference": "text",
        # what this message is about
        "amount_due": "money",  # total_overdue and late_charges together
        "currency": "text",
        "days_past_due": "count",  # of the oldest overdue invoice
        "invoice_count": "count",  # how many rows `invoices` has
        "late_charges": "money",
        "oldest_due_on": "date",
        "pay_by": "date",  # the last day to pay, inclusive
        "rider_count": "count",  # how many rows `riders` has
        "role": "text",  # who is responsible at the creditor's
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
        # a payment plan
        "plan_count": "count",  # how many rows `installments` has
        "plan_total": "money",
        "reply_by": "date",  # the last day to accept, inclusive
        # hardship
        "hold_until": "date",  # the last day of the hold, inclusive
        # a dispute
        "dispute_amount": "money",  # where only a part is disputed
        "dispute_invoice": "text",
        "dispute_opened_on": "date",
        "dispute_reason": "text",
        # a direct debit
        "collect_amount": "money",
        "collect_on": "date",
        "creditor_identifier": "text",
        "mandate": "text",
        # a letter that a law asks for, a hand-over
        "agency": "text",
        "legal_basis": "text",
        # a statement of account
        "closing_balance": "money",
        "opening_balance": "money",
        "statement_end": "date",
        "statement_start": "date",
        # the clause on an invoice
        "due_on": "date",  # the last day to pay in full, inclusive
        "invoice_amount": "money",
        "invoice_number": "text",
        "late_charge_terms": "text",
    }
)
"""The variables of a message and what each holds."""

_INVOICE: Mapping[str, Kind] = MappingProxyType(
    {
        "amount": "money",
        "days_past_due": "count",
        "due_on": "date",
        "issued_on": "date",
        "number": "text",
        "open": "money",
    }
)

ROW_VARIABLES: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {
        "aging": MappingProxyType({"amount": "money", "label": "text"}),
        "discounts": MappingProxyType(
            {
                "discount": "money",
                "installment_number": "count",  # of the part it is about, where there are several
                "payable": "money",
                "percent": "percent",
                "until": "date",
            }
        ),
        "installments": MappingProxyType(
            {
                "amount": "money",
                "installment_due_on": "date",
                "installment_number": "count",
                "installment_pending": "count",  # 1 while its due date waits for an event
            }
        ),
        "invoices": _INVOICE,
        "movements": MappingProxyType(
            {
                "amount": "money",
                "balance": "money",
                "moved_on": "date",
                "number": "text",
                "what": "text",
            }
        ),
        "riders": _INVOICE,  # on milder steps, which the same letter speaks of
    }
)
"""The lists a message may repeat over, `{#invoices}...{/invoices}`, and the variables of a row.

Inside the block a row's variables come before the message's.
"""

FILTERS: Mapping[str, Kind] = MappingProxyType(
    {"date": "date", "money": "money", "number": "count", "upper": "text"}
)
"""The filters, and the kind of variable each applies to."""

MAX_TEMPLATE = 20_000
MAX_DEPTH = 5
MAX_ROWS = 1_000
MAX_STEPS = 100_000
MAX_OUTPUT = 1_000_000
