"""An account: one customer and every fact known about what they owe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import methodcaller
from typing import Any, Self

from collectkit._checks import check_type
from collectkit.errors import CollectkitError, InvalidFact, Problem
from collectkit.ledger._fields import many, several
from collectkit.ledger.cash import Adjustment, Allocation, Receipt
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
from collectkit.ledger.customer import Customer, Done
from collectkit.ledger.invoice import Invoice
from collectkit.ledger.registry import FIELDS, Fact, Registry

__all__ = ["Account", "accounts"]

_order = methodcaller("order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One creditor and one customer, in one or several currencies.

    Facts are kept in a stable order of their own, so the order they are given in never matters.

    Raises:
        DuplicateId: an id used twice.
        UnknownReference: a fact that names an invoice, part or source the account has not.
        CurrencyMismatch: a fact in another currency than what it names.

    >>> from datetime import date
    >>> from collectkit.money import Money
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> account.with_(disputes=(Dispute(id="D-1", invoice_id="INV-9", opened_on=date(2026, 2, 1)),))
    Traceback (most recent call last):
    ...
    collectkit.errors.UnknownReference: D-1: invoice_id `INV-9` is not an invoice of this account
    (add it, or correct the id)
    """

    customer: Customer
    invoices: tuple[Invoice, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    holds: tuple[Hold, ...] = ()
    promises: tuple[Promise, ...] = ()
    plans: tuple[PaymentPlan, ...] = ()
    done: tuple[Done, ...] = ()
    approvals: tuple[Approval, ...] = ()
    placements: tuple[Placement, ...] = ()
    late_reasons: tuple[LateReason, ...] = ()

    def __post_init__(self) -> None:
        check_type(self.customer, "customer", Customer)
        registry = Registry()
        registry.admit(self.customer)
        for name, kind in FIELDS.items():
            given = many(getattr(self, name), name, kind, None)
            facts = tuple(sorted(given, key=_order))
            object.__setattr__(self, name, facts)
            for fact in _named_first(facts):
                registry.admit(fact)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of its invoices and receipts, in order of code."""
        return tuple(
            sorted(
                {invoice.amount.currency for invoice in self.invoices}
                | {receipt.amount.currency for receipt in self.receipts}
            )
        )

    def with_(self, *, customer: Customer | None = None, **facts: Iterable[Any]) -> Self:
        """A new account with facts appended; a fact whose id is already there replaces it.

        `customer=` replaces the customer.
        """
        unknown = set(facts) - set(FIELDS)
        if unknown:
            raise InvalidFact(
                f"an account has no {', '.join(sorted(unknown))}",
                field=min(unknown),
                hint=f"it has customer, {', '.join(FIELDS)}",
            )
        changes: dict[str, Any] = {} if customer is None else {"customer": customer}
        for name, added in facts.items():
            new = many(added, name, FIELDS[name], None)
            ids = {fact.id for fact in new if fact.id is not None}
            kept = tuple(fact for fact in getattr(self, name) if fact.id not in ids)
            changes[name] = kept + new
        return replace(self, **changes)


def accounts(
    customers: Iterable[Customer],
    invoices: Iterable[Invoice] = (),
    **facts: Iterable[Fact],
) -> tuple[tuple[Account, ...], tuple[Problem, ...]]:
    """Group the facts of a whole book into accounts, in order of customer id.

    Facts that do not fit (a duplicate id, an unknown invoice, two customers joined) are left out
    and reported, one `Problem` each naming its id; the rest of the book is grouped. Linear in the
    number of facts.

    The kinds after `invoices` are keywords, named as on `Account`: `receipts`, `allocations`, ….

    Returns:
        The accounts, and the problems.

    Raises:
        InvalidFact: a keyword that names no kind of fact, or something that is not that fact.
    """
    given: dict[str, Iterable[Any]] = {"invoices": invoices, **facts}
    unknown = set(given) - set(FIELDS)
    if unknown:
        raise InvalidFact(f"accounts take no {', '.join(sorted(unknown))}", field=min(unknown))
    registry = Registry()
    known: dict[str, Customer] = {}
    grouped: dict[str, dict[str, list[Fact]]] = {}
    problems: list[Problem] = []
    for customer in several(customers, "customers", None):
        check_type(customer, "customers", Customer)
        try:
            registry.admit(customer)
        except CollectkitError as error:
            problems.append(Problem.from_error(error))
            continue
        known[customer.id] = customer
        grouped[customer.id] = defaultdict(list)
    for name, kind in FIELDS.items():
        typed = several(given.get(name, ()), name, None)
        for fact in typed:
            check_type(fact, name, kind)
        for fact in _named_first(typed):
            try:
                grouped[registry.admit(fact)][name].append(fact)
            except CollectkitError as error:
                problems.append(Problem.from_error(error))
    return tuple(
        Account(customer=known[key], **{n: tuple(f) for n, f in grouped[key].items()})  # type: ignore[arg-type]
        for key in sorted(known)
    ), tuple(problems)


def _named_first(facts: tuple[Any, ...]) -> Iterable[Any]:
    """Payments before the reversals and refunds that name them, whatever their dates."""
    if facts and type(facts[0]) is Receipt:
        return sorted(facts, key=lambda fact: fact.kind != "payment")
    return facts
