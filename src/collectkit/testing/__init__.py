"""Testing: builders and hypothesis strategies, for the tests of hosts and our own.

Builders make facts with sane defaults: `an_invoice`, `a_receipt`, `an_allocation`, `an_account`, …
Strategies are named in the plural. Facts: `accounts`, `invoices`, `receipts`, `holds`, …
Values: `amounts`, `calendars`, `clocks`, `currencies`, `days`, `percents`.

    >>> from hypothesis import find
    >>> from collectkit.testing import amounts
    >>> find(amounts("EUR"), lambda money: not money.is_zero)
    Money('0.01', 'EUR')

Needs hypothesis, a development dependency of whoever imports this room; nothing else in the
library loads it. Not here: figures that look like somebody's business (draw and filter your own).
"""

from collectkit.testing.account import accounts
from collectkit.testing.builders import (
    a_credit_note,
    a_customer,
    a_discount_window,
    a_dispute,
    a_hold,
    a_late_charge,
    a_late_reason,
    a_payment_plan,
    a_placement,
    a_promise,
    a_receipt,
    a_refund,
    a_reversal,
    a_tax_line,
    a_waiver,
    an_account,
    an_adjustment,
    an_allocation,
    an_approval,
    an_installment,
    an_invoice,
    something_done,
)
from collectkit.testing.circumstances import (
    approvals,
    disputes,
    done_facts,
    holds,
    late_reasons,
    payment_plans,
    placements,
    promises,
    waivers,
)
from collectkit.testing.facts import (
    SPAN,
    adjustments,
    allocations,
    customers,
    invoices,
    receipts,
    refunds,
    reversals,
)
from collectkit.testing.values import amounts, calendars, clocks, currencies, days, percents

__all__ = [
    "SPAN",
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
    "accounts",
    "adjustments",
    "allocations",
    "amounts",
    "an_account",
    "an_adjustment",
    "an_allocation",
    "an_approval",
    "an_installment",
    "an_invoice",
    "approvals",
    "calendars",
    "clocks",
    "currencies",
    "customers",
    "days",
    "disputes",
    "done_facts",
    "holds",
    "invoices",
    "late_reasons",
    "payment_plans",
    "percents",
    "placements",
    "promises",
    "receipts",
    "refunds",
    "reversals",
    "something_done",
    "waivers",
]
