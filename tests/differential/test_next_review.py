"""Deciding against its slow reference, and the next review against trying every day.

0 early, 0 late: the day named is the very first on which the decision says something else, its
actions recorded as sent. The worlds are those of `tests.properties.ladder_worlds`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from tests.differential.ladder_reference import Verdict, reference
from tests.properties.ladder_worlds import World, world_of, worlds

from collectkit.escalation import Decision

HORIZON = 200

REVIEWS = [
    *((n, n + 25) for n in range(0, 75, 25)),
    *(pytest.param(n, n + 100, marks=pytest.mark.full) for n in range(1_000, 3_000, 100)),
]
VERDICTS = [
    *((n, n + 200) for n in range(0, 400, 200)),
    *(pytest.param(n, n + 500, marks=pytest.mark.full) for n in range(10_000, 18_000, 500)),
]


def seen(decision: Decision) -> Verdict:
    """What a reader would call the decision; what merely grows older with the day is left out."""
    named = {scope: scope.item_id or scope.currency for scope in decision.scopes}
    return Verdict(
        stages={name: scope.stage for scope, name in named.items()},
        exhausted={name for scope, name in named.items() if scope.exhausted},
        actions={
            (
                a.currency,
                a.step_id,
                a.items,
                a.channel,
                frozenset((rider.step_id, rider.items) for rider in a.riders),
            )
            for a in decision.actions
        },
        deferred=sorted(
            (
                (
                    w.currency,
                    w.step_id,
                    w.next_allowed_on,
                    () if w.channel is None else (w.channel, *w.untried_channels),
                )
                for w in decision.deferred
            ),
            key=str,
        ),
        suppressed=sorted(
            (s.item_id or s.currency, s.step_id, s.reason.code.split(".")[-1])
            for s in decision.suppressed
        ),
        effects={(e.kind, e.stage_id, e.effect) for e in decision.effects},
    )


# -- what is decided -----------------------------------------------------------------------------
@pytest.mark.parametrize(("first", "last"), VERDICTS)
def test_a_decision_is_what_the_reference_comes_to(first: int, last: int) -> None:
    for seed in range(first, last):
        world = world_of(seed)
        assert seen(world.decide()) == reference(world).verdict(), seed


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_small_decisions_are_what_the_reference_comes_to(world: World) -> None:
    assert seen(world.decide()) == reference(world).verdict()


# -- when to look again --------------------------------------------------------------------------
def named(decision: Decision) -> date | None:
    """The next review, where it lies within the horizon."""
    day = decision.next_review_on
    return None if day is None or (day - decision.as_of).days > HORIZON else day


def first_change(world: World, look: Callable[[date], Verdict]) -> date | None:
    """The first day within the horizon that looks different from today."""
    today = look(world.today)
    days = (world.today + timedelta(n) for n in range(1, HORIZON + 1))
    return next((day for day in days if look(day) != today), None)


@pytest.mark.parametrize(("first", "last"), REVIEWS)
def test_the_next_review_is_the_first_day_that_differs_to_the_reference(
    first: int, last: int
) -> None:
    for seed in range(first, last):
        world = world_of(seed)
        expected = first_change(world, reference(world.recorded()).verdict)
        assert named(world.decide()) == expected, seed


@pytest.mark.parametrize(("first", "last"), REVIEWS)
def test_the_next_review_is_the_first_day_that_is_decided_otherwise(first: int, last: int) -> None:
    for seed in range(first, last):
        world = world_of(seed)
        after = world.recorded()
        assert named(world.decide()) == first_change(
            world,
            lambda day, after=after: seen(after.decide(day)),  # type: ignore[misc]
        ), seed


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_small_reviews_are_the_first_day_that_differs(world: World) -> None:
    expected = first_change(world, reference(world.recorded()).verdict)
    assert named(world.decide()) == expected


# -- the worlds are worth it ---------------------------------------------------------------------
def test_the_worlds_are_lively() -> None:
    found: Counter[str] = Counter()
    for seed in range(1_000):
        world = world_of(seed)
        decision = world.decide()
        found.update(["action"] * bool(decision.actions))
        found.update(["several actions"] * (len(decision.actions) > 1))
        found.update(["stage"] * (decision.stage is not None))
        found.update(["review"] * (decision.next_review_on is not None))
        found.update(["rider"] * any(action.riders for action in decision.actions))
        found.update(["exhausted"] * any(scope.exhausted for scope in decision.scopes))
        found.update(effect.kind for effect in decision.effects)
        found.update({reason.code for wait in decision.deferred for reason in wait.reasons})
        found.update({reason.reason.code for reason in decision.suppressed})
        for step in world.ladder.steps:
            found.update({reason.code for reason in decision.why_not(step.id)})
    plain = ("action", "several actions", "stage", "review", "rider", "exhausted", "enter", "leave")
    common = ("hold", "promise", "approval", "one_contact_a_day", "superseded", "expired",
              "condition", "unknown", "dispute", "plan", "one_step_a_day", "day_off", "unapplied",
              "below_minimum", "no_minimum", "not_delivered", "repeated", "month_end")  # fmt: skip
    spoken = ("min_gap", "business_day", "cease", "represented", "opted_out", "no_channel")
    wanted = [*plain, *(f"escalation.{n}" for n in common), *(f"contact.{n}" for n in spoken)]
    assert {name for name in wanted if not found[name]} == set()
