"""Hypothesis strategies for ladders, their steps, and the conditions of steps."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.arrangements import PlanRules
from collectkit.escalation import (
    After,
    AllOf,
    AmountAtLeast,
    AnyOf,
    BrokenPromises,
    Condition,
    CustomerIs,
    DaysPastDue,
    Effect,
    GradeIn,
    Ladder,
    LateItems,
    Not,
    OverdueShare,
    PaidLate,
    Repeat,
    Rider,
    SegmentIn,
    Stage,
    Step,
    StepKind,
    TagIn,
)
from collectkit.money import Percent
from collectkit.testing.policies import contact_rules, policy_ids, promise_rules, thresholds

__all__ = ["conditions", "effects", "ladder_steps", "ladders", "preventive_steps", "riders"]

# The names that `done_facts` and `approvals` use are among them, so that a past meets a ladder.
_NAMES = ("reminder", "first-notice", "call", "demand", "final-demand", "agency", "legal")
_TEMPLATES = ("pre-due", "reminder-1", "call-script", "demand", "final-notice", "agency-handover")
_CHANNELS = ("email", "letter", "phone", "sms")
_OUTWARD: tuple[StepKind, ...] = ("reminder", "demand", "statutory", "call")
_INTERNAL: tuple[StepKind, ...] = ("task", "suspend", "agency", "legal", "write_off")
_EFFECTS = ("suspend-service", "stop-credit")
_ROLES = st.sampled_from((None, "clerk", "manager"))
_OFFSETS = st.integers(1, 60)
_FEES = st.none() | policy_ids("fee")
_MINIMUM = st.just(()) | st.just(()) | thresholds(min_units=0)
_PLAN_RULES = st.builds(PlanRules, grace_days=st.integers(0, 5), default_after=st.integers(1, 2))
_REPEATS = st.builds(Repeat, every=st.integers(1, 30), times=st.integers(2, 4))


def conditions(*, max_leaves: int = 4) -> SearchStrategy[Condition]:
    """Conditions of every kind, some joined with all-of, any-of and not."""
    plain = st.one_of(
        st.builds(BrokenPromises, at_least=st.integers(0, 3)),
        st.builds(GradeIn, grades=_some("ABCDE")),
        st.builds(SegmentIn, segments=_some(("key", "small"))),
        st.builds(AmountAtLeast, amounts=thresholds(min_units=0)),
        st.builds(OverdueShare, at_least=st.integers(1, 100).map(Percent)),
        st.builds(DaysPastDue, at_least=st.integers(0, 60)),
        st.builds(LateItems, at_least=st.integers(0, 3)),
        st.builds(PaidLate, at_least=st.integers(0, 3)),
        st.builds(TagIn, tags=_some(("wholesale", "insured"))),
        st.builds(CustomerIs, kinds=_some(("business", "consumer", "public"))),
    )

    def joined(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(AllOf, conditions=several),
            st.builds(AnyOf, conditions=several),
            st.builds(Not, condition=inner),
        )

    return st.recursive(plain, joined, max_leaves=max_leaves)


def preventive_steps(id: str | None = None) -> SearchStrategy[Step]:
    """Steps on or before the due date, some of them worth sending a little later still."""
    return st.builds(
        Step,
        id=policy_ids("before") if id is None else st.just(id),
        kind=st.sampled_from(_OUTWARD),
        offset=st.integers(0, 14).map(lambda days: -days),
        channels=_some(_CHANNELS),
        role=_ROLES,
        template=st.none() | st.sampled_from(_TEMPLATES),
        when=st.none() | conditions(max_leaves=2),
        expires=st.none() | st.integers(0, 5),
        minimum=_MINIMUM,
        pay_within=st.integers(0, 14),
    )


@st.composite
def ladder_steps(
    draw: st.DrawFn,
    earlier: tuple[str, ...] = (),
    *,
    id: str | None = None,
    offsets: SearchStrategy[int] = _OFFSETS,
) -> Step:
    """Steps after the due date: by `offsets`, or after up to two of the `earlier` steps, or both.

    Outward ones have channels, internal ones have none.
    """
    names = st.sampled_from(earlier) if earlier else st.nothing()
    waited = draw(st.lists(names, unique=True, max_size=2)) if earlier else []
    offset = draw(offsets) if not waited or draw(st.booleans()) else None
    kind = draw(st.sampled_from(_OUTWARD + _INTERNAL))
    return Step(
        id=draw(policy_ids("step")) if id is None else id,
        kind=kind,
        offset=offset,
        after=tuple(After(step=name, days=draw(st.integers(0, 20))) for name in waited),
        requires=tuple(draw(st.lists(names, unique=True, max_size=1))) if earlier else (),
        required=draw(st.booleans()),
        channels=() if kind in _INTERNAL else draw(_some(_CHANNELS)),
        role=draw(_ROLES),
        template=draw(st.none() | st.sampled_from(_TEMPLATES)),
        fee=draw(_FEES),
        when=draw(st.none() | st.none() | conditions()),
        expires=draw(st.none() | st.none() | st.integers(30, 120)),
        approval=draw(st.sampled_from((None, None, "manager"))),
        end_of_month=offset is not None and draw(st.sampled_from((False, False, True))),
        mandatory=draw(st.sampled_from(("", "", "a law, section 1"))),
        notice=draw(st.sampled_from((None, None, "14-day-letter"))),
        minimum=draw(_MINIMUM),
        repeat=draw(st.none() | st.none() | _REPEATS),
        requires_delivery=draw(st.sampled_from((False, False, True))),
        effects=draw(_any_of(_EFFECTS)),
        pay_within=draw(st.integers(0, 14)),
    )


@st.composite
def ladders(draw: st.DrawFn, *, max_steps: int = 4) -> Ladder:
    """Ladders of one to `max_steps` steps, perhaps a preventive one, and up to three stages.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, deadline=None)
    ... @given(ladders(max_steps=2))
    ... def few_steps(ladder):
    ...     assert 1 <= len(ladder.steps) <= 3
    >>> few_steps()
    """
    before = tuple(draw(st.lists(preventive_steps("pre-due"), max_size=1)))
    chosen = draw(
        st.lists(st.sampled_from(range(len(_NAMES))), min_size=1, max_size=max_steps, unique=True)
    )
    names = [_NAMES[n] for n in sorted(chosen)]
    steps: list[Step] = []
    for n, name in enumerate(names):
        # Mostly rising, so that later steps are reached after earlier ones.
        offsets = st.integers(1 + 10 * n, 15 + 10 * n)
        steps.append(draw(ladder_steps(tuple(names[:n]), id=name, offsets=offsets)))
    days = draw(st.lists(st.integers(1, 90), unique=True, max_size=3))
    return Ladder(
        id=draw(policy_ids("ladder")),
        version=draw(st.sampled_from(("1", "2"))),
        steps=(*before, *steps),
        stages=tuple(draw(_stages(day, names)) for day in sorted(days)),
        contact_rules=draw(contact_rules()),
        promise_rules=draw(promise_rules()),
        plan_rules=draw(_PLAN_RULES),
        advance=draw(st.sampled_from(("progressive", "progressive", "jump"))),
        position=draw(st.sampled_from(("account", "item"))),
        strict_interval=draw(st.booleans()),
        below_minimum=draw(st.sampled_from(("suppress", "lower"))),
        roll=draw(st.sampled_from(("none", "following"))),
        on_exhausted=draw(_any_of(_EFFECTS)),
        on_upgrade=draw(st.sampled_from(("keep", "restart"))),
        remap=draw(st.sampled_from(((), (("old-reminder", names[0]),)))),
    )


def riders() -> SearchStrategy[Rider]:
    """Items that ride along in the letter of a higher step."""
    return st.builds(
        Rider,
        step_id=st.sampled_from(_NAMES),
        items=_some(("INV-1", "INV-2/1", "INV-2/2")),
        key=policy_ids("key"),
        channels=_some(_CHANNELS),
        effects=_any_of(_EFFECTS),
    )


def effects() -> SearchStrategy[Effect]:
    """What a stage asks of the host: to enter, or to leave again."""
    return st.builds(
        Effect,
        key=policy_ids("key"),
        customer_id=st.sampled_from(("C-1", "C-2")),
        kind=st.sampled_from(("enter", "leave")),
        stage_id=st.sampled_from(("from-5", "from-40")),
        effect=st.sampled_from(_EFFECTS),
        ladder=st.just("ladder@1"),
    )


def _stages(days: int, steps: list[str]) -> SearchStrategy[Stage]:
    return st.builds(
        Stage,
        id=st.just(f"from-{days}"),
        days=st.just(days),
        effects=_any_of(_EFFECTS),
        requires_notice=st.none() | st.sampled_from(steps),
    )


def _any_of(names: tuple[str, ...]) -> SearchStrategy[tuple[str, ...]]:
    """Some of `names` or none."""
    return st.lists(st.sampled_from(names), unique=True).map(tuple)


def _some(names: str | tuple[str, ...]) -> SearchStrategy[tuple[str, ...]]:
    """At least one of `names`, in any order."""
    return st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True).map(tuple)
