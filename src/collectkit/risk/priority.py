"""Contact priority: what a contact with a customer is worth today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from collectkit._checks import check_type
from collectkit._model import Count, ExactDecimal, Name, Policy
from collectkit.arrangements import (
    PlanRules,
    PlanState,
    PromiseRules,
    PromiseState,
    collectable,
    covers,
    plan_status,
    promise_status,
)
from collectkit.errors import DuplicateId, InvalidFact, InvalidPercent
from collectkit.explain import Reason
from collectkit.ledger import Item, Snapshot
from collectkit.money import Money, Percent, total
from collectkit.money.amount import exact_decimal
from collectkit.risk.reasons import REASONS
from collectkit.risk.scorecard import Scorecard
from collectkit.risk.scoring import Score

__all__ = ["GradeRates", "Priority", "PriorityRules", "priorities", "worklist_order"]

_KEPT = ("placed", "held", "promised", "planned", "disputed")
_MOST_UPLIFT = 100


# -- what a creditor measured ----------------------------------------------------------------------
class GradeRates(Policy):
    """What was measured for the customers of one grade."""

    grade: Name = Field(description="A grade of the scorecard.")
    unpaid: Percent = Field(description="Expected to stay unpaid without contact.")
    uplift: ExactDecimal = Field(default=Decimal(1), description="What a contact does, times.")

    @field_validator("unpaid")
    @classmethod
    def _is_chance(cls, value: Percent) -> Percent:
        return _chance(value)

    @field_validator("uplift")
    @classmethod
    def _is_factor(cls, value: Decimal) -> Decimal:
        return _factor(value)


class PriorityRules(Policy):
    """A calibration table by grade, and what one contact costs.

    A grade without a row keeps the `unpaid` of the scorecard and an uplift of 1.
    """

    grades: tuple[GradeRates, ...] = Field(default=(), description="Rates by grade.")
    horizon_days: Annotated[Count, Field(ge=1)] | None = Field(
        default=None, description="What the rates are about; null: as the scorecard says."
    )
    costs: tuple[Money, ...] = Field(
        default=(), description="Of one contact, one amount per currency; none costs nothing."
    )

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({row.grade for row in self.grades}) < len(self.grades):
            raise DuplicateId("a grade stands twice", field="grades")
        _by_currency(self.costs, "costs")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How much a contact with one customer is worth in one currency.

    `value` = `unpaid` x `collectable` x `uplift`, rounded half-up, less `cost`. `overdue` is the
    sum of `collectable` and what may not be collected now: `placed`, `held`, `promised` (all that
    is open on items under a standing promise, as the ladder speaks of none of it), `planned` (the
    same of a payment plan), `disputed`, `unapplied` (paid but not applied yet), and `forbidden`,
    which is all the rest where nobody may be contacted. `why` names these and the chance. A
    blocked customer stands in the list with nothing collectable, nothing in value, and the reasons.
    """

    customer_id: str
    currency: str
    value: Money
    overdue: Money
    collectable: Money
    oldest_days_past_due: int
    why: tuple[Reason, ...]
    unpaid: Percent
    uplift: Decimal
    cost: Money
    horizon_days: int
    placed: Money
    held: Money
    promised: Money
    planned: Money
    disputed: Money
    unapplied: Money
    forbidden: Money

    @property
    def is_blocked(self) -> bool:
        """Whether something is overdue but none of it is to be collected now."""
        return self.collectable.is_zero

    def explain(self) -> str:
        """The value as a formula, and the reasons."""
        factors = f"{self.unpaid} x {self.collectable} x {self.uplift:f} - {self.cost}"
        lines = [f"{self.customer_id}: worth {self.value} = {factors}, of {self.overdue} overdue"]
        if self.is_blocked:
            lines = [f"{self.customer_id}: nothing of {self.overdue} to be collected now"]
        return "\n".join([*lines, *(f"  {reason}" for reason in self.why)])


def priorities(
    snapshot: Snapshot,
    score: Score,
    card: Scorecard,
    *,
    promise_rules: PromiseRules | None = None,
    plan_rules: PlanRules | None = None,
    rules: PriorityRules | None = None,
    unpaid: Percent | None = None,
    uplift: Decimal | int | None = None,
    cost: Money | None = None,
) -> tuple[Priority, ...]:
    """The priority of one customer in each currency in which something is overdue.

    The chance, the uplift and the cost are the numbers given for this customer, else those of
    `rules` for its grade, else the card's `unpaid`, an uplift of 1 and no cost. `cost` counts in
    its own currency. Contact that is forbidden (a cease notice, representation, an opt-out of
    every channel known) leaves nothing collectable.

    Raises:
        InvalidFact: the score is of another customer or grade, or `uplift` is not 0 to 100.
        InvalidPercent: `unpaid` is not 0 % to 100 %.
    """
    check_type(snapshot, "snapshot", Snapshot)
    check_type(card, "card", Scorecard)
    if check_type(score, "score", Score).customer_id != snapshot.customer.id:
        raise InvalidFact(
            f"the score is of {score.customer_id}, not {snapshot.customer.id}", field="score"
        )
    terms = _terms(score, card, rules or PriorityRules(), (unpaid, uplift, cost))
    states = tuple(promise_status(p, snapshot, rules=promise_rules) for p in snapshot.promises)
    plans = tuple(plan_status(plan, snapshot, rules=plan_rules) for plan in snapshot.plans)
    barred = tuple(_forbidden(snapshot))
    late: dict[str, list[Item]] = defaultdict(list)
    for item in snapshot.open:
        if item.is_overdue and item.is_trade:
            late[item.currency].append(item)
    return tuple(
        _priority(snapshot, late[currency], (states, plans), barred, terms)
        for currency in sorted(late)
    )


class _Terms(NamedTuple):
    """What a contact is weighed with, and where that comes from."""

    grade: str
    unpaid: Percent
    uplift: Decimal
    costs: tuple[Money, ...]
    horizon_days: int

    def cost(self, currency: str) -> Money:
        same = (cost for cost in self.costs if cost.currency == currency)
        return next(same, Money.zero(currency))


def _terms(
    score: Score,
    card: Scorecard,
    rules: PriorityRules,
    given: tuple[Percent | None, Decimal | int | None, Money | None],
) -> _Terms:
    unpaid, uplift, cost = given
    grade = card.grade_named(score.grade)
    row = next((row for row in rules.grades if row.grade == grade.grade), None)
    if unpaid is None:
        unpaid = grade.unpaid if row is None else row.unpaid
    if uplift is None:
        uplift = Decimal(1) if row is None else row.uplift
    costs = rules.costs if cost is None else (check_type(cost, "cost", Money), *rules.costs)
    _by_currency(costs[:1], "cost")
    return _Terms(
        grade=grade.grade,
        unpaid=_chance(check_type(unpaid, "unpaid", Percent)),
        uplift=_factor(exact_decimal(uplift, "uplift", InvalidFact)),
        costs=costs,
        horizon_days=rules.horizon_days or card.horizon_days,
    )


def _priority(
    snapshot: Snapshot,
    items: list[Item],
    agreed: tuple[tuple[PromiseState, ...], tuple[PlanState, ...]],
    barred: tuple[Reason, ...],
    terms: _Terms,
) -> Priority:
    customer, currency = snapshot.customer.id, items[0].currency
    nothing = Money.zero(currency)
    overdue = left = total((item.open for item in items), currency)
    kept = dict.fromkeys((*_KEPT, "unapplied", "forbidden"), nothing)
    why = [REASONS("chance", customer, unpaid=terms.unpaid, grade=terms.grade), *barred]
    for item in items:
        for part, amount, reason in _kept(item, snapshot, *agreed):
            kept[part], left = kept[part] + amount, left - amount
            why.append(reason)
    held = _unapplied(snapshot, currency)
    if not held.is_zero:
        kept["unapplied"] = min(left, held)
        left = left - kept["unapplied"]
        why.append(REASONS("unapplied", customer, amount=held))
    if barred:
        kept["forbidden"], left = left, nothing
    cost = terms.cost(currency)
    gain = terms.unpaid.fraction * Fraction(left.amount) * Fraction(terms.uplift)
    return Priority(
        customer_id=customer,
        currency=currency,
        value=nothing if left.is_zero else Money.from_fraction(gain, currency) - cost,
        overdue=overdue,
        collectable=left,
        oldest_days_past_due=max(item.days_past_due or 0 for item in items),
        why=tuple(why),
        unpaid=terms.unpaid,
        uplift=terms.uplift,
        cost=cost,
        horizon_days=terms.horizon_days,
        **kept,
    )


def worklist_order(entry: Priority) -> tuple[object, ...]:
    """Sort key of a worklist: value, then amount, then age, then customer id; a total order."""
    return (
        -entry.value.minor_units,
        -entry.collectable.minor_units,
        -entry.overdue.minor_units,
        -entry.oldest_days_past_due,
        entry.customer_id,
    )


def _kept(
    item: Item,
    snapshot: Snapshot,
    states: tuple[PromiseState, ...],
    plans: tuple[PlanState, ...],
) -> Iterable[tuple[str, Money, Reason]]:
    """What of an overdue item is not to be collected now, and why."""
    day = snapshot.as_of
    for placement in snapshot.placements:
        if placement.stands(day) and item.is_named(placement.items):
            yield "placed", item.open, REASONS("placed", item.id, kind=placement.kind)
            return
    for hold in snapshot.holds:
        stops_contact = {"reminders", "demands", "calls"} & set(hold.blocks or ())
        if hold.stands(day) and item.is_named(hold.items) and stops_contact:
            reason = REASONS("held", item.id, amount=item.open, id=hold.id, kind=hold.kind)
            yield "held", item.open, reason
            return
    for state in states:
        if covers(state, item) and _is_live(state.live_span(), day):
            reason = REASONS("promised", item.id, amount=item.open, until=state.ends_on)
            yield "promised", item.open, reason
            return
    for plan in plans:
        if plan.covers(item) and _is_live(plan.live_span(), day):
            yield (
                "planned",
                item.open,
                REASONS("planned", item.id, amount=item.open, id=plan.plan.id),
            )
            return
    disputed = collectable(item, snapshot).disputed
    if not disputed.is_zero:
        yield "disputed", disputed, REASONS("disputed", item.id, amount=disputed)


def _is_live(span: tuple[date, date] | None, day: date) -> bool:
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


def _unapplied(snapshot: Snapshot, currency: str) -> Money:
    """Cash and credit of the customer that lowers no item yet, never below zero."""
    held = total(
        (entry.amount for entry in snapshot.unapplied if entry.amount.currency == currency),
        currency,
    )
    return max(held, Money.zero(currency))


def _chance(value: Percent) -> Percent:
    if not 0 <= value.value <= 100:
        raise InvalidPercent(f"unpaid must be 0% to 100%, not {value}", field="unpaid")
    return value


def _factor(value: Decimal) -> Decimal:
    if not 0 <= value <= _MOST_UPLIFT:
        raise InvalidFact(f"uplift must be 0 to {_MOST_UPLIFT}, not {value:f}", field="uplift")
    return value


def _by_currency(amounts: tuple[Money, ...], field: str) -> None:
    """Amounts that are not negative, one per currency."""
    if len({amount.currency for amount in amounts}) < len(amounts):
        raise DuplicateId(f"{field} name one currency twice", field=field)
    if any(amount < Money.zero(amount.currency) for amount in amounts):
        raise InvalidFact(f"{field} must not be negative", field=field)
