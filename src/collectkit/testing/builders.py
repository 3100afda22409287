"""Facts with sane defaults, for examples and tests: name only the fields that matter.

All defaults are fixed. They belong to customer `C-1`, are in euros and fit each other: `an_invoice`
of 100.00 issued on 2026-01-01 and due on 2026-01-31, `a_receipt` of 100.00 on 2026-02-10 and
`an_allocation` that joins them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from collectkit.dates import add_days
from collectkit.errors import InvalidFact
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Approval,
    Customer,
    DiscountWindow,
    Dispute,
    Done,
    Hold,
    Installment,
    Invoice,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Receipt,
    TaxLine,
    Waiver,
)
from collectkit.ledger.registry import FIELDS, Fact
from collectkit.money import Money, Percent

__all__ = [
    "a_credit_note",
    "a_customer",
    "a_discount_window",
    "a_dispute",
    "a_hold",
    "a_late_charge",
    "a_late_reason",
    "a_payment_plan",
    "a_placement",
    "a_promise",
    "a_receipt",
    "a_refund",
    "a_reversal",
    "a_tax_line",
    "a_waiver",
    "an_account",
    "an_adjustment",
    "an_allocation",
    "an_approval",
    "an_installment",
    "an_invoice",
    "something_done",
]

_HUNDRED = Money("100.00", "EUR")
_ISSUED, _DUE, _PAID = date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 10)
_LATER = date(2026, 2, 20)


# -- who owes ------------------------------------------------------------------------------------
def a_customer(**fields: Any) -> Customer:
    """Customer `C-1`, a business."""
    return Customer(**{"id": "C-1", **fields})


def an_account(*facts: Fact, **fields: Any) -> Account:
    """An account of the facts given, in any order; its customer is made when not among them.

    >>> account = an_account(an_invoice(), a_receipt(), an_allocation())
    >>> account.customer.id, len(account.invoices), len(account.receipts)
    ('C-1', 1, 1)
    """
    names = {kind: name for name, kind in FIELDS.items()}
    grouped: dict[str, Any] = {}
    for fact in facts:
        name = "customer" if isinstance(fact, Customer) else names.get(type(fact))
        if name is None:
            raise InvalidFact(f"{type(fact).__name__} is not a fact of an account", field="facts")
        grouped[name] = fact if name == "customer" else (*grouped.get(name, ()), fact)
    if "customer" not in {**grouped, **fields}:
        owner = next((fact.customer_id for fact in facts if hasattr(fact, "customer_id")), "C-1")
        grouped["customer"] = a_customer(id=owner)
    return Account(**grouped, **fields)


# -- debts and credits ---------------------------------------------------------------------------
def an_installment(**fields: Any) -> Installment:
    """Part 1 of EUR 100.00, due on 2026-01-31."""
    return Installment(**{"number": 1, "due_on": _DUE, "amount": _HUNDRED, **fields})


def a_discount_window(**fields: Any) -> DiscountWindow:
    """2 % of EUR 100.00 until 2026-01-11."""
    return DiscountWindow(
        **{
            "until": date(2026, 1, 11),
            "percent": Percent(2),
            "discount": Money("2.00", "EUR"),
            "payable": Money("98.00", "EUR"),
            "base": _HUNDRED,
            **fields,
        }
    )


def a_tax_line(**fields: Any) -> TaxLine:
    """19 % on EUR 84.03."""
    base, amount = Money("84.03", "EUR"), Money("15.97", "EUR")
    return TaxLine(**{"rate": Percent(19), "base": base, "amount": amount, **fields})


def an_invoice(**fields: Any) -> Invoice:
    """`INV-1` over EUR 100.00, issued on 2026-01-01, due 30 days after its issue.

    >>> an_invoice(issued_on=date(2026, 3, 1)).due_on
    datetime.date(2026, 3, 31)
    """
    given = {
        "id": "INV-1", "customer_id": "C-1", "amount": _HUNDRED, "issued_on": _ISSUED, **fields,
    }  # fmt: skip
    if not {"due_on", "installments"} & set(fields):
        given["due_on"] = add_days(given["issued_on"], 30)
    return Invoice(**given)


def a_credit_note(**fields: Any) -> Invoice:
    """`CN-1` over EUR 100.00, issued on 2026-02-10."""
    given = {"id": "CN-1", "kind": "credit_note", "issued_on": _PAID, "due_on": None, **fields}
    return an_invoice(**given)


def a_late_charge(**fields: Any) -> Invoice:
    """`FEE-1`, a posted fee of EUR 40.00 for `INV-1`, issued on 2026-02-10 and due that day."""
    given = {
        "id": "FEE-1", "kind": "debit_note", "nature": "late_charge", "charge_kind": "fee",
        "charge_for": "INV-1", "amount": Money("40.00", "EUR"), "issued_on": _PAID, **fields,
    }  # fmt: skip
    if "installments" not in given:
        given.setdefault("due_on", given["issued_on"])
    return an_invoice(**given)


# -- money and what lowers a balance without it --------------------------------------------------
def a_receipt(**fields: Any) -> Receipt:
    """`PAY-1`, a payment of EUR 100.00 on 2026-02-10."""
    return Receipt(
        **{"id": "PAY-1", "customer_id": "C-1", "amount": _HUNDRED, "received_on": _PAID, **fields}
    )


def a_reversal(**fields: Any) -> Receipt:
    """`REV-1`: `PAY-1` of EUR 100.00 bounced on 2026-02-20."""
    given = {"id": "REV-1", "kind": "reversal", "reverses": "PAY-1", "received_on": _LATER}
    return a_receipt(**{**given, **fields})


def a_refund(**fields: Any) -> Receipt:
    """`REF-1`: EUR 100.00 of `PAY-1` paid out on 2026-02-20."""
    given = {"id": "REF-1", "kind": "refund", "reverses": "PAY-1", "received_on": _LATER}
    return a_receipt(**{**given, **fields})


def an_allocation(**fields: Any) -> Allocation:
    """EUR 100.00 of `PAY-1` applied to `INV-1` on 2026-02-10."""
    given = {"invoice_id": "INV-1", "source_id": "PAY-1", "amount": _HUNDRED, "applied_on": _PAID}
    return Allocation(**{**given, **fields})


def an_adjustment(**fields: Any) -> Adjustment:
    """EUR 100.00 of `INV-1` written off on 2026-02-20."""
    given = {"invoice_id": "INV-1", "amount": _HUNDRED, "on": _LATER, "kind": "write_off"}
    return Adjustment(**{**given, **fields})


# -- circumstances -------------------------------------------------------------------------------
def a_dispute(**fields: Any) -> Dispute:
    """`D-1`: the whole of `INV-1` contested from 2026-02-10 on."""
    return Dispute(**{"id": "D-1", "invoice_id": "INV-1", "opened_on": _PAID, **fields})


def a_hold(**fields: Any) -> Hold:
    """`H-1`: the account held for review from 2026-02-10 on, open-ended."""
    return Hold(**{"id": "H-1", "customer_id": "C-1", "kind": "review", "from_on": _PAID, **fields})


def a_promise(**fields: Any) -> Promise:
    """`P-1`: EUR 100.00 promised on 2026-02-10, by 2026-02-20."""
    given = {"customer_id": "C-1", "amount": _HUNDRED, "promised_on": _PAID, "pay_by": _LATER}
    return Promise(**{"id": "P-1", **given, **fields})


def a_payment_plan(**fields: Any) -> PaymentPlan:
    """`PLAN-1`, agreed on 2026-02-10: EUR 100.00 for `INV-1` in one part on 2026-02-20."""
    return PaymentPlan(
        **{
            "id": "PLAN-1",
            "customer_id": "C-1",
            "agreed_on": _PAID,
            "installments": (an_installment(due_on=_LATER),),
            "invoices": ("INV-1",),
            **fields,
        }
    )


def a_waiver(**fields: Any) -> Waiver:
    """All charges of the account given up, decided on 2026-02-10."""
    return Waiver(**{"customer_id": "C-1", "on": _PAID, **fields})


def a_placement(**fields: Any) -> Placement:
    """The account handed to an agency on 2026-02-20."""
    return Placement(**{"customer_id": "C-1", "kind": "agency", "from_on": _LATER, **fields})


def an_approval(**fields: Any) -> Approval:
    """Step `final-demand` allowed by the credit manager on 2026-02-10."""
    given = {"customer_id": "C-1", "step_id": "final-demand", "on": _PAID, "by": "credit manager"}
    return Approval(**{**given, **fields})


def a_late_reason(**fields: Any) -> LateReason:
    """`INV-1` was late because the invoice was not received, noted on 2026-02-10."""
    return LateReason(**{"invoice_id": "INV-1", "code": "not_received", "on": _PAID, **fields})


def something_done(**fields: Any) -> Done:
    """An e-mail about `INV-1` sent on 2026-02-10."""
    given = {"customer_id": "C-1", "on": _PAID, "channel": "email", "items": ("INV-1",)}
    return Done(**{**given, **fields})
