"""Laws of deciding, on small worlds that collide: see `ladder_worlds`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.ladder_worlds import (
    Choices,
    Status,
    World,
    a_hold,
    records,
    world_of,
    worlds,
)

from collectkit.dates import Context
from collectkit.escalation import Action, Decision, Ladder
from collectkit.ledger import Done, Hold, payment, snapshot
from collectkit.ledger.registry import FIELDS
from collectkit.money import Money

T = TypeVar("T", bound=Callable[..., None])

HORIZON = 100
Taken = list[tuple[date, tuple[Action, ...]]]


def law(test: T) -> T:
    """A law on examples that hypothesis draws and makes small."""
    return settings(max_examples=60, deadline=None)(test)


blocks = pytest.mark.parametrize(
    ("first", "last"),
    [
        *((n, n + 20) for n in range(0, 40, 20)),
        *(pytest.param(n, n + 100, marks=pytest.mark.full) for n in range(100, 1000, 100)),
    ],
)
"""A law that walks many days: on worlds by seed, which are made quicker."""


# -- helpers -------------------------------------------------------------------------------------
def names(decision: Decision) -> list[tuple[str, str]]:
    return [(action.currency, action.step_id) for action in decision.actions]


def ridden(action: Action) -> list[str]:
    return [item for rider in action.riders for item in rider.items]


def deferrals(decision: Decision) -> set[tuple[str, str, date | None]]:
    return {(wait.currency, wait.step_id, wait.next_allowed_on) for wait in decision.deferred}


def suppressions(decision: Decision) -> set[tuple[str, str, str]]:
    return {(s.currency, s.step_id, s.reason.code) for s in decision.suppressed}


def place(world: World, step_id: str) -> int:
    return [step.id for step in world.ladder.steps].index(step_id)


def recorded(world: World, decision: Decision, status: Status = "sent") -> World:
    return world.with_(done=records(decision, world.today, status))


def daily(world: World, days: int = HORIZON, status: Status = "sent") -> Taken:
    """Decide every day and carry out everything."""
    return visits(world, lambda decision: decision.as_of + timedelta(1), days, status)


def visits(
    world: World,
    following: Callable[[Decision], date | None],
    days: int = HORIZON,
    status: Status = "sent",
) -> Taken:
    """Decide today and on every day that follows from the decision before."""
    found: Taken = []
    day: date | None = world.today
    while day is not None and day <= world.today + timedelta(days):
        decision = world.decide(day)
        if decision.actions:
            found.append((day, decision.actions))
        world = world.with_(done=records(decision, day, status))
        day = following(decision)
    return found


# -- deciding again ------------------------------------------------------------------------------
@law
@given(worlds())
def test_deciding_again_returns_nothing_and_looks_at_the_same_day(world: World) -> None:
    first = world.decide()
    again = recorded(world, first).decide()
    assert (again.actions, again.effects) == ((), ())
    assert again.next_review_on == first.next_review_on
    assert [scope.stage for scope in again.scopes] == [scope.stage for scope in first.scopes]
    assert deferrals(first) <= deferrals(again)


@law
@given(worlds())
def test_what_the_host_did_not_manage_is_returned_again(world: World) -> None:
    first = world.decide()
    for status in ("failed", "declined", "planned"):
        assert recorded(world, first, status).decide() == first
    for action in first.actions:
        others = tuple(other for other in first.actions if other is not action)
        assert recorded(world, replace(first, actions=others)).decide().actions == (action,)


@law
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_facts_never_matters(world: World, random: Random) -> None:
    shuffled: dict[str, Any] = {
        name: tuple(random.sample(facts, len(facts)))
        for name in FIELDS
        if (facts := getattr(world.account, name))
    }
    account = replace(world.account, **shuffled)
    assert replace(world, account=account).decide() == world.decide()


@law
@given(worlds())
def test_a_ladder_written_down_decides_the_same(world: World) -> None:
    ladder = Ladder.model_validate_json(world.ladder.model_dump_json())
    assert ladder == world.ladder
    assert replace(world, ladder=ladder).decide() == world.decide()


@law
@given(worlds())
def test_keys_are_distinct_and_outlive_a_version(world: World) -> None:
    first = world.decide()
    ladder = world.ladder.replace(version="2")
    later = replace(world, ladder=ladder).decide()
    assert len({action.key for action in first.actions}) == len(first.actions)
    if ladder.on_upgrade == "keep":
        assert [action.key for action in later.actions] == [action.key for action in first.actions]
    else:
        # Every step may be taken once more.
        assert not {a.key for a in later.actions} & {a.key for a in first.actions}


# -- what a decision holds -----------------------------------------------------------------------
@law
@given(worlds())
def test_one_voice_a_day_and_one_turn_a_step(world: World) -> None:
    decision = world.decide()
    assert sum(action.channel is not None for action in decision.actions) <= 1
    turns = [*names(decision), *((wait.currency, wait.step_id) for wait in decision.deferred)]
    if world.ladder.position == "item":
        said = [item for a in decision.actions for item in (*a.items, *ridden(a))]
        assert len(said) <= 2 * len(decision.scopes)
        return
    assert len(set(turns)) == len(turns)
    assert not set(turns) & {(s.currency, s.step_id) for s in decision.suppressed}
    steps = {step.id: step for step in world.ladder.steps}
    for currency in {code for code, _ in turns}:
        sequence = [name for code, name in turns if code == currency and not steps[name].is_pre_due]
        assert len(sequence) <= 1
        for other in decision.suppressed:
            if other.currency == currency and other.reason.code == "escalation.superseded":
                assert [other.reason["step"]] == sequence


@law
@given(worlds())
def test_days_given_lie_ahead_and_everything_has_a_reason(world: World) -> None:
    decision = world.decide()
    assert decision.next_review_on is None or decision.next_review_on > world.today
    for wait in decision.deferred:
        assert wait.next_allowed_on is None or wait.next_allowed_on > world.today
        assert wait.reasons
        assert decision.why_not(wait.step_id, wait.currency)
    for action in decision.actions:
        assert action.items
        assert action.late_by_days >= 0
        assert decision.why(action.step_id, action.currency)
    if world.ladder.position == "item":
        return
    taken = {*names(decision)}
    for scope in decision.scopes:
        for step in world.ladder.steps:
            against = decision.why_not(step.id, scope.currency)
            assert bool(against) is ((scope.currency, step.id) not in taken), step.id
            assert len(set(against)) == len(against)


@law
@given(worlds())
def test_stages_are_the_ladders_and_the_worst_is_the_accounts(world: World) -> None:
    decision = world.decide()
    order: list[str | None] = [None, *(stage.id for stage in world.ladder.stages)]
    found = [order.index(scope.stage) for scope in decision.scopes]
    assert order.index(decision.stage) == max(found, default=0)


# -- facts of other days -------------------------------------------------------------------------
@law
@given(worlds(), st.integers(1, 30))
def test_money_that_comes_later_changes_nothing(world: World, days: int) -> None:
    later = world.today + timedelta(days)
    facts = [payment(i, on=later, amount=Money.from_minor_units(100, i.currency), id=f"L-{i.id}")
             for i in world.account.invoices]  # fmt: skip
    paid = world.with_(
        receipts=[receipt for receipt, _ in facts], allocations=[used for _, used in facts]
    )
    assert paid.decide() == world.decide()


@law
@given(worlds(), st.integers(1, 40), st.data())
def test_a_hold_that_begins_later_moves_no_step(
    world: World, days: int, data: st.DataObject
) -> None:
    first = world.today + timedelta(days)
    hold = drawn_hold(data, world)
    length = None if hold.until_on is None else hold.until_on - hold.from_on
    hold = replace(hold, from_on=first, until_on=None if length is None else first + length)
    before, after = world.decide(), world.with_(holds=(hold,)).decide()
    assert after.scopes == before.scopes
    assert after.actions == before.actions
    assert suppressions(after) == suppressions(before)
    days_before = {(code, step): day for code, step, day in deferrals(before)}
    days_after = {(code, step): day for code, step, day in deferrals(after)}
    assert days_after.keys() == days_before.keys()
    for turn, day in days_after.items():
        assert day is None or day >= (days_before[turn] or date.max)


@law
@given(worlds(), st.data())
def test_what_is_not_known_yet_changes_nothing(world: World, data: st.DataObject) -> None:
    known = replace(world, context=Context(calendar=world.context.calendar, known_at=world.today))
    unknown = replace(drawn_hold(data, world), recorded_on=world.today + timedelta(1))
    more = known.with_(holds=(unknown,))
    assert more.decide() == known.decide()


def drawn_hold(data: st.DataObject, world: World) -> Hold:
    choices = Choices(lambda least, most: data.draw(st.integers(least, most)))
    items = sorted({name for invoice in world.account.invoices for name in invoice.item_ids})
    return a_hold(choices, "H-new", items, world.today)


# -- holds ---------------------------------------------------------------------------------------
@law
@given(worlds(lasting=True, currencies=("EUR",)), st.data())
def test_a_hold_never_adds_a_later_step(world: World, data: st.DataObject) -> None:
    """Of ladders without expiry and negation, in one currency.

    A stopped clock keeps a step unexpired, `~` turns a no into a yes, and a silent currency
    leaves the day's word to another.
    """
    before = world.decide()
    after = world.with_(holds=(drawn_hold(data, world),)).decide()
    turns = [a.step_id for a in before.actions] + [wait.step_id for wait in before.deferred]
    highest = max((place(world, step_id) for step_id in turns), default=-1)
    assert all(place(world, action.step_id) <= highest for action in after.actions)


# -- money ---------------------------------------------------------------------------------------
@law
@given(worlds(), st.data())
def test_paying_never_raises_a_stage(world: World, data: st.DataObject) -> None:
    """Without promises and plans: money that fulfils one starts the clock of the rest again."""
    account = replace(world.account, promises=(), plans=())
    world = replace(world, account=account)
    before = world.decide()
    items = [item for item in snapshot(account, as_of=world.today).items if item.is_open]
    if not items:
        return
    item = data.draw(st.sampled_from(items))
    units = data.draw(st.integers(1, item.open.minor_units))
    receipt, used = payment(
        item.invoice,
        on=world.today,
        amount=Money.from_minor_units(units, item.currency),
        id="R-new",
    )
    used = replace(used, installment=item.number)
    after = world.with_(receipts=(receipt,), allocations=(used,)).decide()
    order: list[str | None] = [None, *(stage.id for stage in world.ladder.stages)]
    assert order.index(after.stage) <= order.index(before.stage)
    was = {(scope.currency, scope.item_id): order.index(scope.stage) for scope in before.scopes}
    for scope in after.scopes:
        assert order.index(scope.stage) <= was[scope.currency, scope.item_id]


# -- runs ----------------------------------------------------------------------------------------
@cache
def daily_of(seed: int) -> Taken:
    return daily(world_of(seed))


def is_contact(done: Done) -> bool:
    """As keys stand in worlds: no record is undone by a later one."""
    return (
        done.kind in ("contact", "notice")
        and done.direction == "out"
        and done.customer_facing
        and done.status in ("sent", "delivered")
    )


def spoken(taken: Taken) -> list[tuple[date, bool]]:
    """The days with a contact, and whether the law asks for it."""
    return [
        (day, bool(action.mandatory))
        for day, actions in taken
        for action in actions
        if action.channel is not None
    ]


@blocks
def test_a_run_on_review_days_is_the_daily_run(first: int, last: int) -> None:
    for seed in range(first, last):
        world = world_of(seed)
        assert visits(world, lambda decision: decision.next_review_on) == daily_of(seed), seed


@blocks
def test_a_run_keeps_the_gap_and_the_calendar(first: int, last: int) -> None:
    for seed in range(first, last):
        world, contacts = world_of(seed), spoken(daily_of(seed))
        rules = world.ladder.contact_rules
        before = sorted((done.on, False) for done in world.account.done if is_contact(done))
        for (one, _), (following, mandatory) in pairwise([*before[-1:], *contacts]):
            gap = 1 if mandatory else max(rules.min_days_between, 1)
            assert (following - one).days >= gap, seed
        if rules.business_days_only:
            is_open = world.context.calendar.is_business_day
            assert all(mandatory or is_open(day) for day, mandatory in contacts), seed


@blocks
def test_a_run_takes_steps_in_order_as_often_as_allowed_and_passes_no_required_one(
    first: int, last: int
) -> None:
    for seed in range(first, last):
        world = from_the_start(world_of(seed))
        steps = world.ladder.steps
        often = [1 if step.repeat is None else step.repeat.times for step in steps]
        for spell, taken in spells(world, daily(world, 140, "delivered")).items():
            places = [place(world, step_id) for step_id in taken]
            assert places == sorted(places), (seed, spell)
            assert all(places.count(n) <= often[n] for n in places), (seed, spell)
            for n, step_id in enumerate(taken if world.ladder.advance == "progressive" else ()):
                required = {step.id for step in steps[: places[n]] if step.required}
                assert required <= set(taken[:n]), (seed, spell, step_id)


def from_the_start(world: World) -> World:
    """The same world long before `today`: no past, no payment that bounces, no new beginning."""
    kept = tuple(receipt for receipt in world.account.receipts if receipt.kind == "payment")
    holds = tuple(replace(hold, on_release="resume") for hold in world.account.holds)
    account = replace(world.account, done=(), receipts=kept, holds=holds)
    return replace(world, account=account, today=date(2026, 1, 5))


def spells(world: World, taken: Taken) -> dict[tuple[str, date | None], list[str]]:
    """The steps of the sequence in the order in which a run took them, spell by spell.

    Where every item has its own place, item by item.
    """
    preventive = {step.id for step in world.ladder.steps if step.is_pre_due}
    found: dict[tuple[str, date | None], list[str]] = {}
    for day, actions in taken:
        read = snapshot(world.account, as_of=day)
        for action in actions:
            turns = [(action.step_id, action.items)]
            turns += [(rider.step_id, rider.items) for rider in action.riders]
            for step_id, items in turns:
                if step_id in preventive:
                    continue
                if world.ladder.position == "item":
                    for item in items:
                        found.setdefault((item, None), []).append(step_id)
                else:
                    spell = (action.currency, read.overdue_since(action.currency))
                    found.setdefault(spell, []).append(step_id)
    return found
