"""How one item stands for charges: what it was due, when it was late, what was open on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from collectkit.dates import BusinessDayConvention, Calendar
from collectkit.fees.model import LateChargePolicy
from collectkit.ledger import Hold, Item, Snapshot

__all__ = ["Standing", "Starts", "charged_from", "standings"]

Starts = Mapping[str, "date | None"]
_ASIDE = frozenset(("recovered", "charge"))


class Standing:
    """One late item, with days as ordinals and amounts in minor units.

    Attributes:
        anchor: the last day without interest.
        deadline: the last day on which settling the item is free of every charge.
        changes: (value day, units) of everything that lowered the principal.
    """

    __slots__ = ("anchor", "changes", "deadline", "holds", "item", "origin", "settled", "today")

    def __init__(self, item: Item, origin: int, anchor: int, deadline: int, read: Snapshot) -> None:
        self.item, self.anchor, self.deadline = item, anchor, deadline
        self.origin = origin
        self.today = read.as_of.toordinal()
        self.settled = self.today if item.settled_on is None else item.settled_on.toordinal()
        self.settled = min(self.settled, self.today)
        self.changes = [
            (posting.value_on.toordinal(), posting.amount.minor_units)
            for posting in item.postings
            if posting.kind not in _ASIDE
        ]
        self.holds = [
            (hold.from_on.toordinal(), None if hold.until_on is None else hold.until_on.toordinal())
            for hold in read.holds
            if _pauses(hold, item)
        ]

    def open_before(self, day: int) -> int:
        """The principal by money that had come before a day."""
        left = self.item.amount.minor_units
        return max(left - sum(units for on, units in self.changes if on < day), 0)

    def is_paused(self, day: int) -> bool:
        """Whether a hold that blocks charges stands on a day."""
        return any(first <= day and (last is None or day <= last) for first, last in self.holds)

    def pause_end(self, day: int) -> int | None:
        """The first day on or after `day` outside every pause; None in an open-ended one."""
        while True:
            over = [
                last for first, last in self.holds if first <= day and (last is None or day <= last)
            ]
            if not over:
                return day
            if None in over:
                return None
            day = max(last for last in over if last is not None) + 1


def _pauses(hold: Hold, item: Item) -> bool:
    return "charges" in (hold.blocks or ()) and item.is_named(hold.items)


def standings(
    items: Iterable[Item],
    read: Snapshot,
    policy: LateChargePolicy,
    calendar: Calendar,
    starts: Starts | None,
) -> tuple[list[Standing], list[str]]:
    """The late ones of the items, and the ids of those past due but by `starts` not in default."""
    found: list[Standing] = []
    spared: list[str] = []
    for item in items:
        if not item.is_trade or item.due_on is None or item.amount.is_zero:
            continue
        days = _days(item, item.due_on, policy, calendar, starts)
        if days is None:
            if (item.days_past_due or 0) > 0:
                spared.append(item.id)
            continue
        standing = Standing(item, *days, read)
        if standing.settled <= standing.deadline:
            continue
        if standing.deadline > standing.anchor and not standing.open_before(standing.deadline + 1):
            # Settled in time, and open again since: what the grace forgave stays forgiven.
            standing.anchor = standing.deadline
        found.append(standing)
    return found, spared


def charged_from(
    item: Item, policy: LateChargePolicy, calendar: Calendar, starts: Starts | None = None
) -> date | None:
    """The first day on which an open item can bear a charge; None where no day is known."""
    if item.due_on is None:
        return None
    days = _days(item, item.due_on, policy, calendar, starts)
    if days is None or days[2] >= date.max.toordinal():
        return None
    return date.fromordinal(days[2] + 1)


def _days(
    item: Item, due: date, policy: LateChargePolicy, calendar: Calendar, starts: Starts | None
) -> tuple[int, int, int] | None:
    """The day due, the anchor and the deadline; None where the item is not in default."""
    if starts is not None:
        for name in (item.id, item.invoice.id):
            if name in starts:
                start = starts[name]
                if start is None:
                    return None
                anchor = start.toordinal() - 1
                return _grace(anchor, policy, calendar)
    return _grace(policy.due_roll.adjust(due, calendar).toordinal(), policy, calendar)


def _grace(due: int, policy: LateChargePolicy, calendar: Calendar) -> tuple[int, int, int]:
    deadline = due + policy.grace_days
    if policy.grace_roll is not BusinessDayConvention.NONE and deadline <= date.max.toordinal():
        rolled = policy.grace_roll.adjust(date.fromordinal(deadline), calendar)
        deadline = rolled.toordinal()
    if policy.grace == "shift":
        return due, deadline, deadline
    return due, due, deadline
