"""What stands between a due date and the next step: disputes, holds, promises, plans and more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from collectkit._checks import check_choice, check_int, check_stored_day, check_text
from collectkit.errors import InvalidFact
from collectkit.ledger._fields import (
    choices,
    distinct,
    fact_id,
    many,
    money,
    not_before,
    optional_day,
    optional_text,
    put,
    share,
    texts,
)
from collectkit.ledger.invoice import ChargeKind, Installment
from collectkit.money import Money, Percent

__all__ = [
    "Approval",
    "Dispute",
    "Hold",
    "LateReason",
    "PaymentPlan",
    "Placement",
    "Promise",
    "Waiver",
]

HoldKind = Literal["hardship", "moratorium", "legal", "review", "direct_debit"]
Blocks = Literal["reminders", "demands", "calls", "agency", "legal", "charges"]

_HOLDS: frozenset[str] = frozenset(("hardship", "moratorium", "legal", "review", "direct_debit"))
_STEPS: tuple[Blocks, ...] = ("reminders", "demands", "calls", "agency", "legal")
_BLOCKS: frozenset[str] = frozenset((*_STEPS, "charges"))
_CHARGES: frozenset[str] = frozenset(("interest", "fee", "costs"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Charges given up. The gross charge stays visible beside it.

    Covers what the named `items` (empty: the whole account) bear in `from_on` to `until_on`, both
    included; `amount` (None: all of it) is the most that is given up. `on` is the day of the
    decision. Empty `kinds` mean every kind.
    """

    customer_id: str
    on: date
    items: tuple[str, ...] = ()
    kinds: tuple[ChargeKind, ...] = ()
    amount: Money | None = None
    from_on: date | None = None
    until_on: date | None = None
    reason: str | None = None
    id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "on"

    def __post_init__(self) -> None:
        subject = fact_id(self)
        check_text(self.customer_id, "customer_id", subject=subject)
        put(self, "on", check_stored_day(self.on, "on", subject=subject))
        for name in ("from_on", "until_on", "recorded_on"):
            put(self, name, optional_day(getattr(self, name), name, subject))
        if self.from_on is not None:
            not_before(self.until_on, self.from_on, ("until_on", "from_on"), subject)
        put(self, "items", texts(self.items, "items", subject))
        put(self, "kinds", choices(self.kinds, "kinds", _CHARGES, subject))
        if self.amount is not None:
            money(self.amount, "amount", subject)
        optional_text(self.reason, "reason", subject)

    def order(self) -> tuple[object, ...]:
        return (self.on, self.id or "", "" if self.id else repr(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """An invoice contested in whole (`amount=None`) or in part, from `opened_on` to `closed_on`.

    It stands on the day it opens and no longer on the day it closes.
    """

    id: str
    invoice_id: str
    opened_on: date
    amount: Money | None = None
    closed_on: date | None = None
    reason: str | None = None
    outcome: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "opened_on"

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.invoice_id, "invoice_id", subject=self.id)
        put(self, "opened_on", check_stored_day(self.opened_on, "opened_on", subject=self.id))
        for name in ("closed_on", "recorded_on"):
            put(self, name, optional_day(getattr(self, name), name, self.id))
        not_before(self.closed_on, self.opened_on, ("closed_on", "opened_on"), self.id)
        if self.amount is not None:
            money(self.amount, "amount", self.id)
        optional_text(self.reason, "reason", self.id)
        optional_text(self.outcome, "outcome", self.id)

    def stands(self, day: date) -> bool:
        """Whether it is open on a day: the day it opened counts, the day it closed does not."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def order(self) -> tuple[object, ...]:
        return (self.opened_on, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A reason to wait: which items, from when to when (both included), and what it blocks.

    `items` empty means the whole account; `until_on=None` is open-ended. `blocks` left out means
    all but charges, and for a moratorium charges too. `clock="stop"` freezes days past due.
    """

    id: str
    customer_id: str
    kind: HoldKind
    from_on: date
    until_on: date | None = None
    items: tuple[str, ...] = ()
    clock: Literal["run", "stop"] = "run"
    blocks: tuple[Blocks, ...] | None = None
    on_release: Literal["resume", "restart"] = "resume"
    cooldown_days: int = 0
    collect_on: date | None = None
    receipt_id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "from_on"

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.customer_id, "customer_id", subject=self.id)
        check_choice(self.kind, "kind", _HOLDS, subject=self.id)
        put(self, "from_on", check_stored_day(self.from_on, "from_on", subject=self.id))
        for name in ("until_on", "collect_on", "recorded_on"):
            put(self, name, optional_day(getattr(self, name), name, self.id))
        not_before(self.until_on, self.from_on, ("until_on", "from_on"), self.id)
        put(self, "items", distinct(texts(self.items, "items", self.id), "items", self.id))
        check_choice(self.clock, "clock", frozenset(("run", "stop")), subject=self.id)
        check_choice(
            self.on_release, "on_release", frozenset(("resume", "restart")), subject=self.id
        )
        check_int(self.cooldown_days, "cooldown_days", at_least=0, subject=self.id)
        optional_text(self.receipt_id, "receipt_id", self.id)
        if self.blocks is None:
            charges: tuple[Blocks, ...] = ("charges",) if self.kind == "moratorium" else ()
            put(self, "blocks", _STEPS + charges)
        else:
            blocks = choices(self.blocks, "blocks", _BLOCKS, self.id)
            put(self, "blocks", distinct(blocks, "blocks", self.id))

    def stands(self, day: date) -> bool:
        """Whether a day lies within it, both ends included."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def order(self) -> tuple[object, ...]:
        return (self.from_on, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The customer's word, given on `promised_on`, to pay `amount` by `pay_by`.

    Empty `invoices` mean the account. Whether it was kept is derived, never stored.
    """

    id: str
    customer_id: str
    amount: Money
    promised_on: date
    pay_by: date
    invoices: tuple[str, ...] = ()
    recorded_on: date | None = None

    known_by: ClassVar[str] = "promised_on"

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.customer_id, "customer_id", subject=self.id)
        money(self.amount, "amount", self.id)
        put(self, "promised_on", check_stored_day(self.promised_on, "promised_on", subject=self.id))
        put(self, "pay_by", check_stored_day(self.pay_by, "pay_by", subject=self.id))
        put(self, "recorded_on", optional_day(self.recorded_on, "recorded_on", self.id))
        not_before(self.pay_by, self.promised_on, ("pay_by", "promised_on"), self.id)
        put(
            self,
            "invoices",
            distinct(texts(self.invoices, "invoices", self.id), "invoices", self.id),
        )

    def order(self) -> tuple[object, ...]:
        return (self.promised_on, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPlan:
    """Agreed installments for named invoices; the contractual due dates stay as they are."""

    id: str
    customer_id: str
    agreed_on: date
    installments: tuple[Installment, ...]
    invoices: tuple[str, ...]
    on_default: Literal["restore", "fresh"] = "restore"
    recorded_on: date | None = None

    known_by: ClassVar[str] = "agreed_on"

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.customer_id, "customer_id", subject=self.id)
        put(self, "agreed_on", check_stored_day(self.agreed_on, "agreed_on", subject=self.id))
        put(self, "recorded_on", optional_day(self.recorded_on, "recorded_on", self.id))
        parts = many(self.installments, "installments", Installment, self.id)
        put(self, "installments", parts)
        put(
            self,
            "invoices",
            distinct(texts(self.invoices, "invoices", self.id), "invoices", self.id),
        )
        check_choice(
            self.on_default, "on_default", frozenset(("restore", "fresh")), subject=self.id
        )
        if not parts or not self.invoices:
            raise InvalidFact(
                f"plan {self.id} needs installments and invoices",
                field="installments" if not parts else "invoices",
                subject=self.id,
            )
        if [part.number for part in parts] != list(range(1, len(parts) + 1)):
            raise InvalidFact(
                f"installments of plan {self.id} must be numbered 1 to {len(parts)} in order",
                field="installments",
                subject=self.id,
            )
        if any(part.due_on is None for part in parts):
            raise InvalidFact(
                f"every installment of plan {self.id} needs a due date",
                field="installments",
                subject=self.id,
            )
        if len({part.amount.currency for part in parts}) > 1:
            raise InvalidFact(
                f"plan {self.id} mixes currencies", field="installments", subject=self.id
            )

    def order(self) -> tuple[object, ...]:
        return (self.agreed_on, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Someone in a role allowed a step that needs it, for `items` (empty: the account)."""

    customer_id: str
    step_id: str
    on: date
    by: str
    items: tuple[str, ...] = ()
    id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "on"

    def __post_init__(self) -> None:
        fact_id(self)
        for name in ("customer_id", "step_id", "by"):
            check_text(getattr(self, name), name, subject=self.id)
        put(self, "on", check_stored_day(self.on, "on", subject=self.id))
        put(self, "recorded_on", optional_day(self.recorded_on, "recorded_on", self.id))
        put(self, "items", texts(self.items, "items", self.id))

    def order(self) -> tuple[object, ...]:
        return (self.on, self.id or "", "" if self.id else repr(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Items (empty: the account) handed to an agency or to court; own contacts on them stop."""

    customer_id: str
    kind: Literal["agency", "legal"]
    from_on: date
    until_on: date | None = None
    items: tuple[str, ...] = ()
    commission: Percent | None = None
    id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "from_on"

    def __post_init__(self) -> None:
        fact_id(self)
        check_text(self.customer_id, "customer_id", subject=self.id)
        check_choice(self.kind, "kind", frozenset(("agency", "legal")), subject=self.id)
        put(self, "from_on", check_stored_day(self.from_on, "from_on", subject=self.id))
        for name in ("until_on", "recorded_on"):
            put(self, name, optional_day(getattr(self, name), name, self.id))
        not_before(self.until_on, self.from_on, ("until_on", "from_on"), self.id)
        put(self, "items", texts(self.items, "items", self.id))
        if self.commission is not None:
            share(self.commission, "commission", self.id)

    def stands(self, day: date) -> bool:
        """Whether a day lies within it, both ends included."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def order(self) -> tuple[object, ...]:
        return (self.from_on, self.id or "", "" if self.id else repr(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReason:
    """Why an invoice was paid late, by the creditor's own code."""

    invoice_id: str
    code: str
    on: date
    id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "on"

    def __post_init__(self) -> None:
        fact_id(self)
        check_text(self.invoice_id, "invoice_id", subject=self.id)
        check_text(self.code, "code", subject=self.id or self.invoice_id)
        put(self, "on", check_stored_day(self.on, "on", subject=self.id or self.invoice_id))
        put(self, "recorded_on", optional_day(self.recorded_on, "recorded_on", self.id))

    def order(self) -> tuple[object, ...]:
        return (self.on, self.id or "", "" if self.id else repr(self))
