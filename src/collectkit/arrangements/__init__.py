"""Arrangements: what was agreed with the customer, and which due date the ladder sees.

Nouns: `PromiseRules`, `PlanRules`, `DebitRules` (policies); `PromiseState`, `PlanState`,
`DebitState`, `HoldEffects`, `Collectable`, `DueDates`, `ItemClock` (results). Verbs:
`promise_status`, `may_promise`, `payment_plan`, `plan_status`, `hold_effects`, `restarted_on`,
`collectable`, `debit_status`, `pre_notification_due`, `due_dates`, `effective_due`, `item_clock`.

    >>> from datetime import date
    >>> from collectkit.arrangements import payment_plan
    >>> from collectkit.money import Money
    >>> plan = payment_plan(Money("100.00", "EUR"), 3, first_due=date(2026, 3, 1), id="PLAN-1",
    ...                     customer_id="C-1", invoices=("INV-7",), agreed_on=date(2026, 2, 10))
    >>> [str(part.amount) for part in plan.installments]
    ['EUR 33.34', 'EUR 33.33', 'EUR 33.33']

Contractual due dates never move, and no state is stored: it follows from the facts. Not here: the
facts themselves (`ledger`), the next step (`escalation`), what lateness costs (`fees`).
"""

from collectkit.arrangements.agreeing import payment_plan
from collectkit.arrangements.clocks import (
    DueDates,
    ItemClock,
    Phase,
    clock,
    covers,
    due_dates,
    effective_due,
    item_clock,
    stops,
)
from collectkit.arrangements.debits import (
    DebitState,
    DebitStatus,
    debit_status,
    pre_notification_due,
)
from collectkit.arrangements.disputes import Collectable, collectable, disputed_amount
from collectkit.arrangements.holds import (
    Blocked,
    HoldEffect,
    HoldEffects,
    blocked_span,
    hold_effects,
    released_on,
    restarted_on,
)
from collectkit.arrangements.plans import (
    InstallmentState,
    InstallmentStatus,
    PlanState,
    PlanStatus,
    plan_status,
)
from collectkit.arrangements.presets import hardship, moratorium
from collectkit.arrangements.promises import (
    MayPromise,
    PromiseState,
    PromiseStatus,
    broken_promises,
    may_promise,
    promise_status,
    still_promised,
)
from collectkit.arrangements.reasons import REASONS
from collectkit.arrangements.rules import DebitRules, PlanRules, PromiseRules

__all__ = [
    "REASONS",
    "Blocked",
    "Collectable",
    "DebitRules",
    "DebitState",
    "DebitStatus",
    "DueDates",
    "HoldEffect",
    "HoldEffects",
    "InstallmentState",
    "InstallmentStatus",
    "ItemClock",
    "MayPromise",
    "Phase",
    "PlanRules",
    "PlanState",
    "PlanStatus",
    "PromiseRules",
    "PromiseState",
    "PromiseStatus",
    "blocked_span",
    "broken_promises",
    "clock",
    "collectable",
    "covers",
    "debit_status",
    "disputed_amount",
    "due_dates",
    "effective_due",
    "hardship",
    "hold_effects",
    "item_clock",
    "may_promise",
    "moratorium",
    "payment_plan",
    "plan_status",
    "pre_notification_due",
    "promise_status",
    "released_on",
    "restarted_on",
    "still_promised",
    "stops",
]
