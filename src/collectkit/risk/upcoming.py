"""The next day on which a group of figures moves by itself, under the same facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from collectkit.ledger import Item, Snapshot

__all__ = ["count_changes", "dispute_opens", "earliest", "leaves", "turns"]

OVER = 90
_LAST = date.max.toordinal()


def earliest(changes: dict[str, int | None]) -> tuple[tuple[str, date], ...]:
    """The groups that move some day, in order of name; days past the calendar's end never come."""
    return tuple(
        (group, date.fromordinal(day))
        for group, day in sorted(changes.items())
        if day is not None and day <= _LAST
    )


def leaves(days: Iterable[int], window: int) -> int | None:
    """The day on which the first of `days` lies outside the window that ends on it."""
    first = min(days, default=None)
    return None if first is None else first + window


def count_changes(days: Iterable[int], today: int, window: int) -> int | None:
    """The first later day on which another number of `days` lies within the window."""
    moves: Counter[int] = Counter()
    for day in days:
        moves[day] += 1
        moves[day + window] -= 1
    return min((day for day, moved in moves.items() if moved and day > today), default=None)


def turns(items: Iterable[Item], today: int) -> int | None:
    """The first later day on which an open item turns overdue, or over 90 days past due."""
    dues = (item.due_on.toordinal() for item in items if item.due_on is not None)
    days = (due + late + 1 for due in dues for late in (0, OVER))
    return min((day for day in days if day > today), default=None)


def dispute_opens(snapshot: Snapshot, undisputed: Sequence[str]) -> int | None:
    """The first later day on which a dispute known already opens on one of these invoices."""
    known = set(undisputed)
    days = (
        dispute.opened_on.toordinal()
        for dispute in snapshot.disputes
        if dispute.opened_on > snapshot.as_of and dispute.invoice_id in known
    )
    return min(days, default=None)
