"""Disputes: what of an item is contested, and what may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collectkit._checks import check_day
from collectkit.arrangements.reasons import REASONS
from collectkit.explain import Reason
from collectkit.ledger import Item, Snapshot
from collectkit.money import Money

__all__ = ["Collectable", "collectable", "disputed_amount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collectable:
    """What may be asked for of an item: `amount` = `open` less `disputed`.

    `whole` says that the whole invoice is contested, which also stops the item's clock.
    """

    item_id: str
    open: Money
    disputed: Money
    whole: bool

    @property
    def amount(self) -> Money:
        """What is open and not disputed."""
        return self.open - self.disputed

    @property
    def why(self) -> Reason:
        """The answer in figures."""
        if self.whole:
            return REASONS("disputed_in_whole", self.item_id)
        if self.disputed.is_zero:
            return REASONS("undisputed", self.item_id, amount=self.open)
        disputed = self.disputed
        return REASONS("disputed_in_part", self.item_id, disputed=disputed, amount=self.open)

    def explain(self) -> str:
        """The answer and its reason, as text."""
        return str(self.why)


def collectable(item: Item, snapshot: Snapshot, *, on: date | None = None) -> Collectable:
    """What of an item's open balance nobody contests on a day (None: the snapshot's own).

    Sums disputed in part add up and fall on the open parts of their invoice in order of due date,
    each at most as far as it is open.

    Source: 12 CFR 1006.38(d)(2)(i): collection ceases of the debt "or any disputed portion".

    >>> from collectkit.ledger import Account, Customer, Dispute, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("1000.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),),
    ...     disputes=(Dispute(id="D-1", invoice_id="INV-7", opened_on=date(2026, 2, 2),
    ...                       amount=Money("400.00", "EUR")),))
    >>> read = snapshot(account, as_of=date(2026, 2, 10))
    >>> collectable(read.items[0], read).amount
    Money('600.00', 'EUR')
    """
    day = snapshot.as_of if on is None else check_day(on, "on")
    left = Money.zero(item.currency)
    for dispute in snapshot.disputes:
        if dispute.invoice_id == item.invoice.id and dispute.stands(day):
            if dispute.amount is None:
                return Collectable(item_id=item.id, open=item.open, disputed=item.open, whole=True)
            left = left + dispute.amount
    if not left.is_zero:
        for part in snapshot.parts(item.invoice.id):
            if part.id == item.id:
                break
            left = left - min(left, part.open)
    disputed = min(left, item.open)
    return Collectable(item_id=item.id, open=item.open, disputed=disputed, whole=False)


def disputed_amount(item: Item, snapshot: Snapshot, *, on: date | None = None) -> Money:
    """What of an item's open balance is contested on a day; see `collectable`."""
    return collectable(item, snapshot, on=on).disputed
