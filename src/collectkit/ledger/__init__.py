"""Ledger: the facts the host passes in, and what they add up to at a day.

Nouns: `Invoice`, `Receipt`, `Allocation`, `Adjustment` (money); `Dispute`, `Hold`, `Promise`,
`PaymentPlan`, `Waiver`, `Placement`, `Approval`, `LateReason`, `Done` (circumstances);
`Customer`; `Account` (one customer and all of these). Verbs: `snapshot` (what is owed, how late,
what was paid when), `age`, `account_statement` (what moved, for the customer), `payment`,
`accounts` (group a book), `from_rows` (facts from text), `dump` and `load` (facts as JSON).

    >>> from datetime import date
    >>> from collectkit import Money
    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("1190.00", "EUR"),
    ...             issued_on=date(2026, 1, 31), due_on=date(2026, 3, 2)),))
    >>> [item.days_past_due for item in snapshot(account, as_of=date(2026, 3, 9)).open]
    [7]

Amounts are positive and the kind gives the sign. Every other room takes a `Snapshot` and never
re-reads the account. Not here: what to do about it (`escalation`), what it costs (`fees`).
"""

from collectkit.ledger.account import Account, accounts
from collectkit.ledger.aging import AgedBalance, AgedBucket, Aging, AgingBook, Buckets, age
from collectkit.ledger.cash import Adjustment, Allocation, Receipt, payment
from collectkit.ledger.circumstances import (
    Approval,
    Dispute,
    Hold,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Waiver,
)
from collectkit.ledger.customer import (
    Consent,
    ContactPoint,
    Customer,
    Done,
    InconvenientTime,
    OptOut,
    latest_done,
)
from collectkit.ledger.figures import Figures
from collectkit.ledger.invoice import DiscountWindow, Installment, Invoice, TaxLine
from collectkit.ledger.movements import Movement
from collectkit.ledger.rows import from_rows
from collectkit.ledger.snapshot import (
    CashReceived,
    Item,
    Posting,
    Snapshot,
    Unapplied,
    snapshot,
    snapshot_of,
)
from collectkit.ledger.statement import (
    AccountStatement,
    StatementBalance,
    StatementLine,
    account_statement,
)
from collectkit.ledger.store import SCHEMA_VERSION, dump, load, load_facts

__all__ = [
    "SCHEMA_VERSION",
    "Account",
    "AccountStatement",
    "Adjustment",
    "AgedBalance",
    "AgedBucket",
    "Aging",
    "AgingBook",
    "Allocation",
    "Approval",
    "Buckets",
    "CashReceived",
    "Consent",
    "ContactPoint",
    "Customer",
    "DiscountWindow",
    "Dispute",
    "Done",
    "Figures",
    "Hold",
    "InconvenientTime",
    "Installment",
    "Invoice",
    "Item",
    "LateReason",
    "Movement",
    "OptOut",
    "PaymentPlan",
    "Placement",
    "Posting",
    "Promise",
    "Receipt",
    "Snapshot",
    "StatementBalance",
    "StatementLine",
    "TaxLine",
    "Unapplied",
    "Waiver",
    "account_statement",
    "accounts",
    "age",
    "dump",
    "from_rows",
    "latest_done",
    "load",
    "load_facts",
    "payment",
    "snapshot",
    "snapshot_of",
]
