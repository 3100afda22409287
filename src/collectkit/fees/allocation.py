"""Where a receipt goes: across costs, interest and principal, and across items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias

from collectkit._checks import check_choice, check_text, check_type
from collectkit.errors import (
    CurrencyMismatch,
    InvalidDate,
    InvalidFact,
    InvalidMoney,
    UnknownReference,
    shown,
)
from collectkit.explain import Line, Trace
from collectkit.fees.charges import LateCharges
from collectkit.ledger import Account, Allocation, Item, Receipt, Snapshot, snapshot_of
from collectkit.ledger.cash import Component
from collectkit.money import Money, total
from collectkit.money.allocate import shares_of

__all__ = ["AllocationLine", "AllocationOrder", "PaymentAllocation", "allocate_payment"]

AllocationOrder: TypeAlias = tuple[Component, ...]
"""Which component is paid first: principal, interest and costs once each, fee if it differs."""

Items = Literal["oldest_due", "reference", "pro_rata"]
Across = Literal["item", "component"]

_ITEMS: frozenset[Items] = frozenset(("oldest_due", "reference", "pro_rata"))
_ACROSS: frozenset[Across] = frozenset(("item", "component"))
_COMPONENTS: frozenset[Component] = frozenset(("principal", "interest", "fee", "costs"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationLine:
    """So much for one component of one item: what a payment pays, or what is still owed.

    Attributes:
        item_id: the item it belongs to; the note's own item where a posted charge names none;
            None for an unposted charge on the whole account.
        invoice_id: its invoice.
        document_id: what it is applied to: the debit note that billed it, else the invoice.
        installment: the part of that document, where it has several.
        posted: whether that document bills it; an unposted charge is only in the `charges`.
    """

    item_id: str | None
    invoice_id: str | None
    component: Component
    amount: Money
    document_id: str | None
    installment: int | None = None
    posted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAllocation:
    """Where a payment goes. Lines and `left` sum to `amount`; lines and `remaining` to `owed`.

    Attributes:
        amount: what there was to allocate.
        order: the order of components that was asked for.
        lines: what it pays, in the order in which it is paid.
        remaining: what is owed after it, in the order in which it would be paid next.
        left: what found nothing to pay.
    """

    amount: Money
    order: AllocationOrder
    lines: tuple[AllocationLine, ...]
    remaining: tuple[AllocationLine, ...]
    left: Money

    @property
    def owed(self) -> Money:
        """All that was owed in the currency before the payment."""
        lines = (*self.lines, *self.remaining)
        return total((line.amount for line in lines), self.amount.currency)

    @property
    def principal_settled(self) -> tuple[str, ...]:
        """The items whose principal this pays in full; interest on them may still be owed."""
        open_still = {line.item_id for line in self.remaining if line.component == "principal"}
        return tuple(
            line.item_id
            for line in self.lines
            if line.component == "principal"
            and line.item_id is not None
            and line.item_id not in open_still
        )

    def allocations(self, applied_on: date, source_id: str) -> tuple[Allocation, ...]:
        """The ledger's facts for the lines, drawing on a receipt; each has an id of its own.

        What a debit note billed is principal of that note; an unposted charge is its component on
        the invoice.

        Raises:
            InvalidFact: a line for an unposted charge on the whole account.
        """
        return tuple(
            _fact(line, applied_on, source_id, n) for n, line in enumerate(self.lines, start=1)
        )

    def explain(self) -> str:
        """A table that sums to the amount, then what is still owed."""
        rows = [*map(_row, self.lines)]
        if not self.left.is_zero:
            rows.append(Line(label="left", text="unapplied", amount=str(self.left)))
        text = str(Trace(f"{self.amount} received", tuple(rows)))
        if self.remaining:
            after = tuple(map(_row, self.remaining))
            text += f"\n{Trace(f'{self.owed - self._paid} still owed', after)}"
        return text

    @property
    def _paid(self) -> Money:
        return self.amount - self.left


def allocate_payment(
    receipt: Receipt | Money,
    facts: Snapshot | Account,
    *,
    order: AllocationOrder | None,
    items: Items = "oldest_due",
    across: Across = "item",
    reference: tuple[str, ...] = (),
    charges: LateCharges | None = None,
    as_of: date | None = None,
) -> PaymentAllocation:
    """Divide a receipt over what is owed in its currency. Nothing is posted.

    A debt is an item with everything charged on it: its open principal, the open debit notes that
    posted a late charge for it (for an invoice: with its earliest part), and what `charges` says
    is left to charge. A note that names no item, or that `reference` names, is a debt of its own.
    A note without a kind counts as a fee. Negative charges are ignored: they are to be credited.

    `order` ranks the components; `fee` ranks with `costs` unless named, and costs may be left out
    while none are owed. `items` ranks the debts: by due date then id, those of no date last; those
    that `reference` names first; or all in proportion to what is owed on each, by largest
    remainder, ties to the earliest. With `across="component"` one component of every debt is paid
    before the next.

    A receipt that the account holds already brings what is unapplied of it. For an account,
    `as_of` is the receipt's day when left out.

    Raises:
        InvalidFact: no order or a bad one; a receipt that is no payment, is of another customer,
            or has nothing left; `reference` without `items="reference"`.
        InvalidMoney: an amount that is not above zero and in whole minor units.
        InvalidDate: a receipt or charges of another day than the facts are read at.
        UnknownReference, CurrencyMismatch: an id in `reference` that is unknown, or in another
            currency.

    Source: BGB 366 and 367(1) for items and components where nothing else was agreed.

    >>> from collectkit.ledger import Customer, Invoice
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("100.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),
    ...     Invoice(id="DN-1", customer_id="C-1", amount=Money("5.00", "EUR"),
    ...             issued_on=date(2026, 2, 15), due_on=date(2026, 2, 15), kind="debit_note",
    ...             nature="late_charge", charge_for="INV-7", charge_kind="costs")))
    >>> print(allocate_payment(Money("45.00", "EUR"), account, as_of=date(2026, 3, 2),
    ...                        order=("costs", "interest", "principal")).explain())
    EUR 45.00 received
      INV-7  costs by DN-1   EUR 5.00
      INV-7  principal      EUR 40.00
    EUR 60.00 still owed
      INV-7  principal  EUR 60.00
    """
    ranks = _ranks(order)
    check_choice(items, "items", _ITEMS)
    check_choice(across, "across", _ACROSS)
    if as_of is None and isinstance(facts, Account) and isinstance(receipt, Receipt):
        as_of = receipt.received_on
    read = snapshot_of(facts, as_of=as_of)
    if isinstance(receipt, Receipt) and charges is not None and receipt.received_on < read.as_of:
        raise InvalidDate(
            f"receipt {receipt.id} came on {receipt.received_on}, before {read.as_of}: it would "
            "pay for the days since",
            field="charges",
            subject=receipt.id,
            hint="read the facts and assess the charges as of the day the money came",
        )
    amount = _amount(receipt, read)
    named = _named(reference, items, read, amount.currency)
    debts = _debts(read, amount.currency, charges, frozenset(named))
    _check_ranked(debts, ranks)
    for debt in debts:
        debt.claims.sort(key=lambda claim: (ranks[claim.component], not claim.posted))
    if named:
        debts.sort(key=lambda debt: named.get(debt.id, len(named)))
    passes = [[debt.claims for debt in debts]]
    if across == "component":
        passes = [
            [[claim for claim in debt.claims if ranks[claim.component] == rank] for debt in debts]
            for rank in sorted(set(ranks.values()))
        ]
    lines, remaining, left = _pay(amount, passes, pro_rata=items == "pro_rata")
    return PaymentAllocation(
        amount=amount, order=tuple(order or ()), lines=lines, remaining=remaining, left=left
    )


# -- what was asked --------------------------------------------------------------------------------
def _ranks(order: AllocationOrder | None) -> dict[Component, int]:
    """The place of every component in the order."""
    hint = "say which is paid first, such as ('costs', 'interest', 'principal')"
    if order is None:
        raise InvalidFact(
            "order is missing, and no statutory order is held", field="order", hint=hint
        )
    if not isinstance(order, (tuple, list)):
        raise InvalidFact(
            f"order must be a tuple of components, not {type(order).__name__}",
            field="order",
            hint=hint,
        )
    ranks: dict[Component, int] = {}
    for component in order:
        ranks[check_choice(component, "order", _COMPONENTS)] = len(ranks)
    missing = sorted({"principal", "interest"} - set(ranks))
    if missing or len(ranks) < len(order):
        fault = f"leaves out {', '.join(missing)}" if missing else "names a component twice"
        raise InvalidFact(f"order {fault}", field="order", hint=hint)
    if "costs" in ranks:
        ranks.setdefault("fee", ranks["costs"])
    return ranks


def _check_ranked(debts: Iterable[_Debt], ranks: Mapping[Component, int]) -> None:
    """Some statutes do not say where costs stand: only the caller can, once there are any."""
    for debt in debts:
        for claim in debt.claims:
            if claim.component not in ranks:
                raise InvalidFact(
                    f"order does not say where {claim.component} stands, and {claim.amount} of it "
                    "is owed",
                    field="order",
                    hint="name it in the order, such as ('costs', 'interest', 'principal')",
                )


def _amount(receipt: Receipt | Money, read: Snapshot) -> Money:
    """What there is to allocate."""
    if not isinstance(receipt, Receipt):
        money = check_type(receipt, "receipt", Money)
        if money.amount <= 0 or not money.is_rounded:
            raise InvalidMoney(
                f"receipt must be above zero and in whole minor units, not {money}",
                field="receipt",
            )
        return money
    if receipt.kind != "payment":
        raise InvalidFact(
            f"the {receipt.kind} {receipt.id} pays nothing", field="receipt", subject=receipt.id
        )
    if receipt.customer_id != read.customer.id:
        raise InvalidFact(
            f"receipt {receipt.id} is of {receipt.customer_id}, the account of {read.customer.id}",
            field="receipt",
            subject=receipt.id,
        )
    if receipt.received_on > read.as_of:
        raise InvalidDate(
            f"receipt {receipt.id} came on {receipt.received_on}, after {read.as_of}",
            field="receipt",
            subject=receipt.id,
            hint="read the account on the day of the receipt",
        )
    if all(known.id != receipt.id for known in read.account.receipts):
        return receipt.amount
    for held in read.unapplied:
        if held.source_id == receipt.id and held.amount.amount > 0:
            return held.amount
    raise InvalidFact(
        f"nothing of receipt {receipt.id} is unapplied at {read.as_of}",
        field="receipt",
        subject=receipt.id,
    )


def _named(
    reference: tuple[str, ...], items: Items, read: Snapshot, currency: str
) -> dict[str, int]:
    """The items that the remittance names, each with its place."""
    if not isinstance(reference, (tuple, list)):
        raise InvalidFact("reference must be a tuple of ids", field="reference")
    if reference and items != "reference":
        raise InvalidFact(
            f'reference names debts, but items is "{items}"',
            field="reference",
            hint='pass items="reference"',
        )
    named: dict[str, int] = {}
    for name in reference:
        for part in read.parts(check_text(name, "reference")):
            if part.currency != currency:
                raise CurrencyMismatch(
                    f"{name} is in {part.currency}, the receipt in {currency}",
                    field="reference",
                    subject=name,
                )
            named.setdefault(part.id, len(named))
    return named


# -- what is owed ----------------------------------------------------------------------------------
@dataclass(slots=True)
class _Debt:
    """An item with everything owed on it; `due` and `id` say which comes first."""

    due: date
    id: str
    claims: list[AllocationLine] = field(default_factory=list)

    @classmethod
    def of(cls, item: Item) -> _Debt:
        return cls(item.due_on or date.max, item.id)


# An item's debt, and the line of its principal, by the ids of the item and of its invoice.
_Homes: TypeAlias = dict[str, tuple[_Debt, AllocationLine]]


def _debts(
    read: Snapshot, currency: str, charges: LateCharges | None, named: frozenset[str]
) -> list[_Debt]:
    """What is owed in the currency, by debt, oldest due first."""
    items = [item for item in read.items if item.currency == currency]
    debts: list[_Debt] = []
    homes: _Homes = {}
    # Items come in order of due date and id, so that an invoice is at home with its earliest part.
    for item in (item for item in items if item.is_trade):
        debt, line = _Debt.of(item), _line(item, "principal")
        debts.append(debt)
        debt.claims.append(line)
        for name in (item.id, item.invoice.id):
            homes.setdefault(name, (debt, line))
    for item in (item for item in items if not item.is_trade):
        debt, line = _Debt.of(item), _line(item, item.invoice.charge_kind or "fee")
        home = homes.get(item.invoice.charge_for or "")
        if home is not None:
            line = replace(line, item_id=home[1].item_id, invoice_id=home[1].invoice_id)
        if home is None or item.id in named:
            debts.append(debt)
        else:
            debt = home[0]
        debt.claims.append(line)
    if charges is not None:
        debts.append(_unposted(charges, read, currency, homes))
    return sorted(debts, key=lambda debt: (debt.due, debt.id))


def _line(item: Item, component: Component) -> AllocationLine:
    invoice = item.invoice
    return AllocationLine(
        item_id=item.id,
        invoice_id=invoice.id,
        component=component,
        amount=item.open,
        document_id=invoice.id,
        installment=item.number if len(invoice.installments) > 1 else None,
    )


def _unposted(charges: LateCharges, read: Snapshot, currency: str, homes: _Homes) -> _Debt:
    """Add what is left to charge to its debts; the debt of charges on the whole account."""
    if check_type(charges, "charges", LateCharges).as_of != read.as_of:
        raise InvalidDate(
            f"the charges are as of {charges.as_of}, the facts are read at {read.as_of}",
            field="charges",
        )
    account = _Debt(read.as_of, "")
    sums: dict[tuple[str | None, Component], Money] = {}
    for charge in charges.lines:
        if charge.gross.currency == currency and charge.amount.amount > 0:
            key = (charge.item_id, charge.kind)
            sums[key] = sums.get(key, Money.zero(currency)) + charge.amount
            if charge.item_id is None and charge.owed_on is not None:
                account.due = min(account.due, charge.owed_on)
    for (item_id, component), amount in sums.items():
        line = AllocationLine(
            item_id=None,
            invoice_id=None,
            component=component,
            amount=amount,
            document_id=None,
            posted=False,
        )
        debt = account
        if item_id is not None:
            if item_id not in homes:
                raise UnknownReference(
                    f"the charges name {shown(item_id)}, no item of {read.customer.id} "
                    f"in {currency}",
                    field="charges",
                    subject=item_id,
                )
            debt, principal = homes[item_id]
            line = replace(principal, component=component, amount=amount, posted=False)
        debt.claims.append(line)
    return account


# -- who is paid -----------------------------------------------------------------------------------
def _pay(
    amount: Money, passes: Sequence[Sequence[Sequence[AllocationLine]]], *, pro_rata: bool
) -> tuple[tuple[AllocationLine, ...], tuple[AllocationLine, ...], Money]:
    """What is paid, what is still owed and what is left, over the claims of debts, pass by pass."""
    left, currency = amount.minor_units, amount.currency
    lines: list[AllocationLine] = []
    remaining: list[AllocationLine] = []
    for debts in passes:
        owed = [sum(claim.amount.minor_units for claim in claims) for claims in debts]
        if pro_rata and any(owed):
            purses = shares_of(min(left, sum(owed)), owed)
        else:
            purses = list(_in_turn(left, owed))
        for claims, purse in zip(debts, purses, strict=True):
            rest = purse
            for claim in claims:
                paid = min(rest, claim.amount.minor_units)
                rest, left = rest - paid, left - paid
                money = Money.from_minor_units(paid, currency)
                if paid:
                    lines.append(replace(claim, amount=money))
                if money < claim.amount:
                    remaining.append(replace(claim, amount=claim.amount - money))
    return tuple(lines), tuple(remaining), Money.from_minor_units(left, currency)


def _in_turn(units: int, owed: Iterable[int]) -> Iterator[int]:
    """One debt after the other, each in full as far as it goes."""
    for most in owed:
        purse = min(units, most)
        units -= purse
        yield purse


# -- what comes of it ------------------------------------------------------------------------------
def _fact(line: AllocationLine, applied_on: date, source_id: str, n: int) -> Allocation:
    if line.document_id is None:
        raise InvalidFact(
            f"{line.component} of {line.amount} on the whole account has no document",
            field="lines",
            hint="post it as a debit note, then allocate",
        )
    return Allocation(
        id=f"{source_id}@{applied_on}:{n}",
        invoice_id=line.document_id,
        amount=line.amount,
        applied_on=applied_on,
        source_id=source_id,
        installment=line.installment,
        component="principal" if line.posted else line.component,
    )


def _row(line: AllocationLine) -> Line:
    note = line.posted and line.document_id != line.invoice_id
    return Line(
        label=line.item_id or "account",
        text=f"{line.component} by {line.document_id}" if note else line.component,
        amount=str(line.amount),
    )
