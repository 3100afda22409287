"""What is taken off a charge: what was given up, what was posted, and what was paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from collectkit.ledger import Invoice, Item, Snapshot, Waiver
from collectkit.ledger.invoice import ChargeKind
from collectkit.money import Money

__all__ = [
    "PaidDirectly", "Posted", "PostedNotes", "Relief", "Waivers", "charge_key_of", "covers",
]  # fmt: skip


class Waivers:
    """The waivers decided by the snapshot's day. A stated amount is spent once over all lines."""

    def __init__(self, read: Snapshot) -> None:
        self._decided = [waiver for waiver in read.waivers if waiver.on <= read.as_of]
        self._left = [waiver.amount for waiver in self._decided]

    def about(self, item: Item | None, kind: ChargeKind, currency: str) -> list[int]:
        """The numbers of the waivers about this kind of charge; no item is the whole account."""
        return [
            n
            for n, waiver in enumerate(self._decided)
            if (not waiver.kinds or kind in waiver.kinds)
            and (item.is_named(waiver.items) if item is not None else not waiver.items)
            and (waiver.amount is None or waiver.amount.currency == currency)
        ]

    def __getitem__(self, n: int) -> Waiver:
        return self._decided[n]

    def spend(self, n: int, most: Money) -> Money:
        """What a waiver with a stated amount gives up of `most`."""
        left = self._left[n]
        if left is None or most.amount <= 0:
            return Money.zero(most.currency)
        spent = min(left, most)
        self._left[n] = left - spent
        return spent

    def of_fee(self, item: Item | None, kind: ChargeKind, gross: Money, owed_on: date) -> Money:
        """A fee given up by the waivers whose days include the day it was first owed."""
        waived = Money.zero(gross.currency)
        numbers = [
            n for n in self.about(item, kind, gross.currency) if covers(self._decided[n], owed_on)
        ]
        # Unlimited waivers first: they spend no stated amount.
        for n in sorted(numbers, key=lambda n: self._decided[n].amount is not None):
            unlimited = self._decided[n].amount is None
            waived = waived + (gross - waived if unlimited else self.spend(n, gross - waived))
        return waived

    def of_interest(
        self, numbers: Iterable[int], gross: Money, kept: Callable[[Iterable[Waiver]], Money]
    ) -> Money:
        """Interest given up: the days of unlimited waivers, then stated amounts.

        `kept(waivers)` is what is left, rounded, without the days of those waivers. A stated
        amount gives up at most what its own days bear.
        """
        unlimited = [self._decided[n] for n in numbers if self._decided[n].amount is None]
        left = kept(unlimited)
        waived = gross - left if unlimited else Money.zero(gross.currency)
        for n in numbers:
            if self._decided[n].amount is not None:
                most = min(left - kept([*unlimited, self._decided[n]]), gross - waived)
                waived = waived + self.spend(n, most)
        return waived


def covers(waiver: Waiver, day: date) -> bool:
    """Whether the days of a waiver include a day."""
    return (waiver.from_on is None or waiver.from_on <= day) and (
        waiver.until_on is None or day <= waiver.until_on
    )


class PostedNotes(NamedTuple):
    """What debit notes billed less what credit notes took back, and the ids of those notes."""

    amount: Money
    ids: tuple[str, ...]
    debits: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """No note at all."""
        return not self.ids


def charge_key_of(posting_key: str) -> str:
    """The key of the charge that a posting is one of: what stands before the last `#`."""
    return posting_key.rpartition("#")[0] or posting_key


class Posted:
    """Late charges posted as debit notes, each counted once.

    A note is the charge's whose key it carries. One without a key stands for charges of its kind
    on the item or invoice it names, as far as they go. Credit notes of nature `late_charge` take
    back, and so does any other credit that was applied to a debit note.
    """

    def __init__(self, read: Snapshot) -> None:
        self._keyed: dict[tuple[str, str], PostedNotes] = {}
        self._loose: dict[tuple[str, str, str], PostedNotes] = {}
        self.interest_paid: dict[str, list[tuple[date, int]]] = defaultdict(list)
        reversals = [note for note in read.credit_notes if note.nature == "late_charge"]
        own = {note.id for note in reversals}
        for item in read.items:
            if item.invoice.nature != "late_charge":
                continue
            billed = item.amount
            for posting in item.postings:
                if posting.kind == "credited" and posting.source_id not in own:
                    billed = billed - posting.amount
                elif posting.kind == "paid" and item.invoice.charge_kind == "interest":
                    units = posting.amount.minor_units
                    charged = item.invoice.charge_for or ""
                    self.interest_paid[charged].append((posting.value_on, units))
            self._note(item.invoice, billed)
        for note in reversals:
            self._note(note, -note.amount)

    def _note(self, invoice: Invoice, amount: Money) -> None:
        currency = amount.currency
        ids = (invoice.id,)
        note = PostedNotes(amount, ids, ids if invoice.kind == "debit_note" else ())
        if invoice.charge_key is not None:
            key = (charge_key_of(invoice.charge_key), currency)
            self._keyed[key] = _and(self._keyed.get(key) or _no_notes(currency), note)
        elif invoice.charge_for and invoice.charge_kind:
            loose = (invoice.charge_for, invoice.charge_kind, currency)
            self._loose[loose] = _and(self._loose.get(loose) or _no_notes(currency), note)

    def keyed(self, key: str, currency: str) -> PostedNotes:
        """What was posted under a key."""
        return self._keyed.pop((key, currency), None) or _no_notes(currency)

    def loose(
        self, names: Iterable[str], kind: ChargeKind, currency: str, most: Money | None
    ) -> PostedNotes:
        """What was posted without a key for any of the names, at most so much; None takes all.

        Notes that are used up in part count for those who took of them, by their ids.
        """
        found = _no_notes(currency)
        for name in dict.fromkeys(names):
            notes = self._loose.get((name, kind, currency))
            if notes is None:
                continue
            amount = notes.amount
            if most is not None:
                amount = min(amount, most - found.amount)
                if amount.amount <= 0:
                    continue
            found = _and(found, notes._replace(amount=amount))
            left = notes.amount - amount
            if left.is_zero:
                del self._loose[name, kind, currency]
            else:
                self._loose[name, kind, currency] = notes._replace(amount=left)
        return found

    def of_others(self, policy_ids: Iterable[str]) -> list[str]:
        """The keys of posted charges that belong to none of these policies."""
        own = tuple(f"{policy_id}:" for policy_id in policy_ids)
        return sorted({key for key, _ in self._keyed if not key.startswith(own)})

    def left_over(self, policy_id: str) -> list[tuple[str, str, PostedNotes]]:
        """(key, currency, notes) of this policy's charges that no line has taken."""
        found = [
            (key, currency, notes)
            for (key, currency), notes in self._keyed.items()
            if key.startswith(f"{policy_id}:")
        ]
        for key, currency, _ in found:
            del self._keyed[key, currency]
        return sorted(found)


def _no_notes(currency: str) -> PostedNotes:
    return PostedNotes(Money.zero(currency), (), ())


def _and(one: PostedNotes, other: PostedNotes) -> PostedNotes:
    return PostedNotes(one.amount + other.amount, one.ids + other.ids, one.debits + other.debits)


class PaidDirectly:
    """Money received for interest, fees or costs of an item that no debit note billed."""

    def __init__(self, read: Snapshot) -> None:
        self._left: dict[tuple[str, str], int] = {}
        for item in read.items:
            for posting in item.postings:
                if posting.kind == "charge":
                    key = (item.id, posting.component)
                    self._left[key] = self._left.get(key, 0) + posting.amount.minor_units

    def has(self, item: Item, kind: ChargeKind) -> bool:
        """Whether any such money is left that no charge has taken."""
        return self._left.get((item.id, kind), 0) != 0

    def take(
        self, names: Iterable[str], kind: ChargeKind, currency: str, most: Money | None
    ) -> Money:
        """What was paid on these items towards a charge, at most so much; None takes it all."""
        wanted = None if most is None else max(most.minor_units, 0)
        taken = 0
        for name in names:
            held = self._left.get((name, kind), 0)
            units = held if wanted is None else min(held, wanted - taken)
            if units:
                self._left[name, kind] = held - units
                taken += units
        return Money.from_minor_units(taken, currency)


class Relief:
    """What is taken off the charges of one account, each once, by however many policies charge.

    `policy_ids` are the policies that charge it.
    """

    def __init__(self, read: Snapshot, policy_ids: Iterable[str]) -> None:
        self.policy_ids = tuple(policy_ids)
        self.waivers, self.posted, self.paid = Waivers(read), Posted(read), PaidDirectly(read)
