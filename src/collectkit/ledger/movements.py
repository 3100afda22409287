"""The roll-forward of trade receivables: dated movements between two balances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from collectkit.ledger.account import Account
from collectkit.ledger.fold import Fold, fold, void_days
from collectkit.money import Money

__all__ = ["Movement"]

MovementKind = Literal[
    "invoice", "credit_note", "receipt", "reversal", "refund", "write_off", "discount",
    "withholding", "recovery", "charge",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One change of trade receivables net of unapplied cash and credit; positive raises them.

    `charge` is money used for late charges, which stand outside trade receivables; `recovery`
    is money used on what had been written off.
    """

    on: date
    kind: MovementKind
    id: str
    amount: Money


class _Move(NamedTuple):
    on: date
    kind: MovementKind
    id: str
    currency: str


def movements(
    account: Account, start: date, end: date, known_at: date | None
) -> tuple[Movement, ...]:
    """Movements from `start` to `end`, both included, in order of date, kind and id."""
    if end < start:
        return ()
    one = timedelta(1)
    start = max(start, date.min + one)
    evenings = {start - one, end}
    # History itself changes on these days, so the difference of that one day is taken.
    for day in void_days(account, known_at):
        if start <= day <= end:
            evenings |= {day - one, day}
    ordered = sorted(evenings)
    found: Counter[_Move] = Counter()
    before = fold(account, ordered[0], known_at)
    for last, day in pairwise(ordered):
        after = fold(account, day, known_at)
        found.update(_between(before, after, last, day))
        before = after
    return tuple(
        Movement(
            on=move.on,
            kind=move.kind,
            id=move.id,
            amount=Money.from_minor_units(units, move.currency),
        )
        for move, units in sorted(found.items())
        if units
    )


def _between(before: Fold, after: Fold, last: date, day: date) -> Counter[_Move]:
    """What `after` says and `before` did not; changes to older history are dated `day`."""
    changes = _moves(after)
    changes.subtract(_moves(before))
    dated: Counter[_Move] = Counter()
    for move, units in changes.items():
        dated[move if move.on > last else move._replace(on=day)] += units
    return dated


def _moves(read: Fold) -> Counter[_Move]:
    moves: Counter[_Move] = Counter()
    for move, units in (*_documents(read), *_effects(read)):
        moves[move] += units
    return moves


def _documents(read: Fold) -> Iterable[tuple[_Move, int]]:
    for state in read.items.values():
        invoice = state.invoice
        if invoice.nature == "trade":
            yield (
                _Move(invoice.issued_on, "invoice", invoice.id, invoice.currency),
                state.part.amount.minor_units,
            )
    for note in read.notes:
        kind: MovementKind = "credit_note" if note.nature == "trade" else "charge"
        move = _Move(note.issued_on, kind, note.id, note.currency)
        yield move, -note.amount.minor_units
    payments = {r.id for r in read.receipts if r.kind == "payment"}
    for receipt in read.receipts:
        units = receipt.amount.minor_units
        move = _Move(receipt.received_on, "receipt", receipt.id, receipt.amount.currency)
        if receipt.kind == "payment":
            yield move, -units
        elif receipt.kind == "refund":
            yield move._replace(kind="refund"), units
        elif receipt.reverses in payments:
            yield move._replace(kind="reversal"), units
    for key, (currency, units, on) in read.own_receipts.items():
        yield _Move(on, "receipt", key, currency), -units


def _effects(read: Fold) -> Iterable[tuple[_Move, int]]:
    for state in read.items.values():
        trade = state.invoice.nature == "trade"
        for entry in state.entries:
            move = _Move(entry.on, "charge", entry.item_id, state.invoice.currency)
            if entry.kind == "charge":
                yield move, entry.units
            elif not trade:
                if entry.kind in ("paid", "credited", "recovered"):
                    yield move, entry.units
            elif entry.kind == "recovered":
                yield move._replace(kind="recovery"), entry.units
            elif entry.kind in ("write_off", "discount", "withholding"):
                yield move._replace(kind=entry.kind), -entry.units
