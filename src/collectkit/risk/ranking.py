"""Two lists that are never one: who pays how, and whom to call first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collectkit._checks import check_type
from collectkit.arrangements import (
    PromiseRules,
    PromiseState,
    collectable,
    covers,
    promise_status,
)
from collectkit.explain import Reason
from collectkit.ledger import Item, Snapshot
from collectkit.money import Money, total
from collectkit.risk.scorecard import REASONS, Score, Scorecard

__all__ = ["Priority", "priorities", "rank", "worklist_order"]


def rank(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Every customer from the best payer to the most problematic.

    By points, then by customer id: the same order for the same scores, however they come.
    """
    return tuple(sorted(scores, key=lambda score: (-score.points, score.customer_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How much a contact with one customer is worth in one currency.

    `value` = the share expected to stay unpaid x `collectable`, rounded half-up. `collectable` is
    what is overdue less what is disputed, promised, held, placed, or paid but not applied yet;
    `why` names these and the grade. A blocked customer stands in the list with nothing collectable
    and the reasons.
    """

    customer_id: str
    currency: str
    value: Money
    overdue: Money
    collectable: Money
    oldest_days_past_due: int
    why: tuple[Reason, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether something is overdue but none of it is to be collected now."""
        return self.collectable.is_zero


def priorities(
    snapshot: Snapshot,
    score: Score,
    card: Scorecard,
    *,
    promise_rules: PromiseRules | None = None,
) -> tuple[Priority, ...]:
    """The priority of one customer in each currency in which something is overdue.

    Contact that is forbidden (a cease notice, representation, an opt-out of every channel known)
    leaves nothing collectable.
    """
    check_type(snapshot, "snapshot", Snapshot)
    grade = next(grade for grade in card.grades if grade.grade == score.grade)
    states = tuple(promise_status(p, snapshot, rules=promise_rules) for p in snapshot.promises)
    forbidden = tuple(_forbidden(snapshot))
    late: dict[str, list[Item]] = defaultdict(list)
    for item in snapshot.open:
        if item.is_overdue and item.is_trade:
            late[item.currency].append(item)
    found = []
    for currency in sorted(late):
        overdue, collectable = Money.zero(currency), Money.zero(currency)
        why: list[Reason] = []
        for item in late[currency]:
            overdue = overdue + item.open
            part, reasons = _collectable(item, snapshot, states)
            collectable = collectable + part
            why += reasons
        unapplied = _unapplied(snapshot, currency)
        if not unapplied.is_zero:
            collectable = collectable - min(collectable, unapplied)
            why.append(REASONS("unapplied", snapshot.customer.id, amount=unapplied))
        if forbidden:
            collectable = Money.zero(currency)
        chance = REASONS("chance", snapshot.customer.id, unpaid=grade.unpaid, grade=grade.grade)
        found.append(
            Priority(
                customer_id=snapshot.customer.id,
                currency=currency,
                value=grade.unpaid.of(collectable).rounded(),
                overdue=overdue,
                collectable=collectable,
                oldest_days_past_due=max(item.days_past_due or 0 for item in late[currency]),
                why=(chance, *forbidden, *why),
            )
        )
    return tuple(found)


def _unapplied(snapshot: Snapshot, currency: str) -> Money:
    """Cash and credit of the customer that lowers no item yet, never below zero."""
    held = total(
        (entry.amount for entry in snapshot.unapplied if entry.amount.currency == currency),
        currency,
    )
    return max(held, Money.zero(currency))


def worklist_order(entry: Priority) -> tuple[object, ...]:
    """Sort key of a worklist: value, then amount, then age, then customer id; a total order."""
    return (
        -entry.value.minor_units,
        -entry.collectable.minor_units,
        -entry.overdue.minor_units,
        -entry.oldest_days_past_due,
        entry.customer_id,
    )


def _collectable(
    item: Item, snapshot: Snapshot, states: tuple[PromiseState, ...]
) -> tuple[Money, list[Reason]]:
    """What of an overdue item is to be collected now, and what keeps the rest."""
    day, nothing = snapshot.as_of, Money.zero(item.currency)
    for placement in snapshot.placements:
        if placement.stands(day) and item.is_named(placement.items):
            return nothing, [REASONS("placed", item.id, kind=placement.kind)]
    for hold in snapshot.holds:
        stops_contact = {"reminders", "demands", "calls"} & set(hold.blocks or ())
        if hold.stands(day) and item.is_named(hold.items) and stops_contact:
            reason = REASONS("held", item.id, amount=item.open, id=hold.id, kind=hold.kind)
            return nothing, [reason]
    for state in states:
        if covers(state, item) and _is_live(state, day):
            until = state.ends_on
            return nothing, [REASONS("promised", item.id, amount=item.open, until=until)]
    asked = collectable(item, snapshot)
    if asked.disputed.is_zero:
        return item.open, []
    return asked.amount, [REASONS("disputed", item.id, amount=asked.disputed)]


def _is_live(state: PromiseState, day: date) -> bool:
    span = state.live_span()
    return span is not None and span[0] <= day <= span[1]


def _forbidden(snapshot: Snapshot) -> Iterable[Reason]:
    customer, day = snapshot.customer, snapshot.as_of
    if customer.cease_received_on is not None and customer.cease_received_on <= day:
        yield REASONS("cease", customer.id)
    if customer.represented_by is not None:
        yield REASONS("represented", customer.id, by=customer.represented_by)
    if customer.contact_points:
        closed = {o.target for o in customer.opt_outs if (o.received_on or day) <= day}
        if all(p.channel in closed or p.address in closed for p in customer.contact_points):
            yield REASONS("opted_out", customer.id)
