"""One reading of a snapshot for the figures of payment behavior."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from collectkit.arrangements import PromiseRules, PromiseStatus, promise_status
from collectkit.ledger import Item, Snapshot
from collectkit.money import Money, total
from collectkit.risk.history import (
    average,
    deviation,
    gap_changes,
    most_common,
    settled_parts,
    trend,
    trend_changes,
    usual_gap,
    weights,
)
from collectkit.risk.upcoming import OVER, count_changes, dispute_opens, earliest, leaves, turns

__all__ = ["Reading", "owed"]

_LOWERING = frozenset(("paid", "credited", "write_off", "discount", "withholding"))


class Reading:
    """Gathers figures by group; each notes the next day on which its group moves."""

    def __init__(self, snapshot: Snapshot, window: int, rules: PromiseRules | None) -> None:
        self.snapshot, self.window, self.rules = snapshot, window, rules
        self.today = snapshot.as_of.toordinal()
        self.first = self.today - window + 1
        self.moves: dict[str, int | None] = {}
        self.parts = settled_parts(snapshot, self.first)
        self.due = [item for item in snapshot.open if item.is_trade]
        settled = most_common(part.item for part in self.parts)
        self.currency = settled or most_common(self.due)

    def changes(self) -> tuple[tuple[str, date], ...]:
        return earliest(self.moves)

    def days_late(self) -> dict[str, Any]:
        """What the parts settled in the window tell."""
        days = [part.late for part in self.parts]
        found = weights(part for part in self.parts if part.item.currency == self.currency)
        paid = sum(weight.units for weight in found)
        late = sum(weight.units for weight in found if weight.late > 0)
        leaving = leaves((part.on for part in self.parts), self.window)
        self.moves["settled"] = leaving
        self.moves["trend"] = trend_changes(found, self.today, leaving)
        return {
            "settled": len(days),
            "paid": self._money(paid),
            "weighted_days_late": average(found),
            "signed_days_late": average(found, signed=True),
            "late_share": Fraction(late, paid) if paid else None,
            "late_count_share": _mean([int(day > 0) for day in days]),
            "mean_days_late": _mean([max(day, 0) for day in days]),
            "days_late_deviation": deviation(days),
            "days_late_trend": trend(found, self.today),
        }

    def balances(self) -> dict[str, Any]:
        """What is open, of it overdue, and of that long overdue, in the window's currency."""
        items = [item for item in self.due if item.currency == self.currency]
        self.moves["balance"] = turns(items, self.today)
        dues = [item.due_on for item in self.due if item.due_on is not None]
        return {
            "open": self._sum(items),
            "overdue": self._sum(item for item in items if item.is_overdue),
            "over_90": self._sum(item for item in items if (item.days_past_due or 0) > OVER),
            "oldest_due_on": min(dues, default=None),
        }

    def invoiced(self) -> dict[str, Any]:
        """Invoices of the window, and how many of them were ever disputed."""
        issued = {i.invoice.id: i.invoice.issued_on for i in self.snapshot.items if i.is_trade}
        days = {key: on.toordinal() for key, on in issued.items() if on.toordinal() >= self.first}
        opened = {
            d.invoice_id for d in self.snapshot.disputes if d.opened_on <= self.snapshot.as_of
        }
        disputed = [key for key in days if key in opened]
        leaving = leaves(days.values(), self.window)
        opening = dispute_opens(self.snapshot, [key for key in days if key not in opened])
        self.moves["invoices"] = min((d for d in (leaving, opening) if d is not None), default=None)
        return {
            "invoices": len(days),
            "dispute_share": Fraction(len(disputed), len(days)) if days else None,
            "first_issued_on": min(issued.values(), default=None),
        }

    def payments(self) -> dict[str, Any]:
        """The rhythm of the money that came and stands, in any currency."""
        days = sorted(
            {
                cash.on.toordinal()
                for cash in self.snapshot.cash_received
                if cash.amount.minor_units > 0
            }
        )
        within = [day for day in days if day >= self.first]
        self.moves["payments"] = gap_changes(within, self.window)
        return {
            "last_payment_on": date.fromordinal(days[-1]) if days else None,
            "usual_gap_days": usual_gap(within),
        }

    def broken_promises(self) -> int:
        """Promises that broke in the window: each breaks on the day after it ended."""
        states = (
            promise_status(promise, self.snapshot, rules=self.rules)
            for promise in self.snapshot.promises
        )
        days = [
            state.ends_on.toordinal() + 1
            for state in states
            if state.status is not PromiseStatus.KEPT
        ]
        self.moves["promises"] = count_changes(days, self.today, self.window)
        return sum(self.first <= day <= self.today for day in days)

    def write_offs(self) -> int:
        """Trade parts of the window that a write-off was the last to clear."""
        days = [
            item.settled_on.toordinal()
            for item in self.snapshot.items
            if item.is_trade and item.settled_on is not None and item.was_written_off
        ]
        within = [day for day in days if day >= self.first]
        self.moves["write_offs"] = leaves(within, self.window)
        return len(within)

    def utilization(self) -> Fraction | None:
        """None without a credit limit, and with one of nothing."""
        limit = self.snapshot.customer.credit_limit
        if limit is None or limit.is_zero:
            return None
        units = max(owed(self.snapshot, limit.currency).minor_units, 0)
        return Fraction(units, limit.minor_units)

    def _money(self, units: int) -> Money | None:
        return None if self.currency is None else Money.from_minor_units(units, self.currency)

    def _sum(self, items: Iterable[Item]) -> Money | None:
        return self._money(sum(item.open.minor_units for item in items))


def owed(snapshot: Snapshot, currency: str) -> Money:
    """What is open in a currency, charges included, less unapplied money; may be negative."""
    items = (item.open for item in snapshot.open if item.currency == currency)
    held = (u.amount for u in snapshot.unapplied if u.amount.currency == currency)
    return total(items, currency) - total(held, currency)


def _mean(values: Sequence[int]) -> Fraction | None:
    return Fraction(sum(values), len(values)) if values else None
