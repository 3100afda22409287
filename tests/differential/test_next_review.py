"""Deciding against its slow reference, and the next review against trying every day.

0 early, 0 late: the day named is the very first on which the decision says something else, its
actions recorded as sent. The worlds are those of `tests.properties.ladder_worlds`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from tests.differential.ladder_reference import Reference, Verdict
from tests.properties.ladder_worlds import World, world_of, worlds

from collectkit.escalation import Decision

HORIZON = 150

REVIEWS = [
    *((n, n + 50) for n in range(0, 300, 50)),
    *(pytest.param(n, n + 250, marks=pytest.mark.full) for n in range(1_000, 6_000, 250)),
]
VERDICTS = [
    *((n, n + 200) for n in range(0, 800, 200)),
    *(pytest.param(n, n + 500, marks=pytest.mark.full) for n in range(10_000, 18_000, 500)),
]


def seen(decision: Decision) -> Verdict:
    """What a reader would call the decision; what merely grows older with the day is left out."""
    return Verdict(
        stages={scope.currency: scope.stage for scope in decision.scopes},
        actions={(a.currency, a.step_id, a.items, a.channel) for a in decision.actions},
        deferred={(w.currency, w.step_id, w.next_allowed_on) for w in decision.deferred},
        suppressed={
            (s.currency, s.step_id, s.reason.code.removeprefix("escalation."))
            for s in decision.suppressed
        },
    )


# -- what is decided -----------------------------------------------------------------------------
def expected(world: World) -> Verdict:
    return Reference(
        ladder=world.ladder,
        account=world.account,
        today=world.today,
        grade=world.grade,
        calendar=world.context.calendar,
    ).verdict()


@pytest.mark.parametrize(("first", "last"), VERDICTS)
def test_a_decision_is_what_the_reference_comes_to(first: int, last: int) -> None:
    for seed in range(first, last):
        world = world_of(seed)
        assert seen(world.decide()) == expected(world), seed


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_small_decisions_are_what_the_reference_comes_to(world: World) -> None:
    assert seen(world.decide()) == expected(world)


# -- when to look again --------------------------------------------------------------------------
def first_change(world: World) -> date | None:
    """The first day within the horizon on which the decision differs from today's."""
    today = seen(world.decide())
    days = (world.today + timedelta(n) for n in range(1, HORIZON + 1))
    return next((day for day in days if seen(world.decide(day)) != today), None)


def named(decision: Decision) -> date | None:
    """The next review, where it lies within the horizon."""
    day = decision.next_review_on
    return None if day is None or (day - decision.as_of).days > HORIZON else day


@pytest.mark.parametrize(("first", "last"), REVIEWS)
def test_the_next_review_is_the_first_day_that_differs(first: int, last: int) -> None:
    for seed in range(first, last):
        world = world_of(seed)
        assert named(world.decide()) == first_change(world.recorded()), seed


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_small_reviews_are_the_first_day_that_differs(world: World) -> None:
    assert named(world.decide()) == first_change(world.recorded())


# -- the worlds are worth it ---------------------------------------------------------------------
def test_the_worlds_are_lively() -> None:
    found: Counter[str] = Counter()
    for seed in range(600):
        decision = world_of(seed).decide()
        found.update(["action"] * bool(decision.actions))
        found.update(["several actions"] * (len(decision.actions) > 1))
        found.update(["stage"] * (decision.stage is not None))
        found.update(["review"] * (decision.next_review_on is not None))
        found.update({reason.code for wait in decision.deferred for reason in wait.reasons})
        found.update({reason.reason.code for reason in decision.suppressed})
    common = ("hold", "promise", "approval", "one_contact_a_day", "superseded", "expired",
              "condition", "unknown")  # fmt: skip
    rare = ("dispute", "plan", "one_step_a_day")
    spoken = ("min_gap", "business_day", "cease", "represented", "opted_out", "no_channel")
    assert {
        name for name in ("action", "several actions", "stage", "review") if found[name] < 8
    } == set()
    assert {name for name in common if found[f"escalation.{name}"] < 8} == set()
    assert {name for name in rare if not found[f"escalation.{name}"]} == set()
    assert {name for name in spoken if not found[f"contact.{name}"]} == set()
