"""What `collectkit.testing.arrangements` draws comes in all its forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, settings

from collectkit.arrangements import DebitStatus, ItemClock, PlanStatus
from collectkit.testing import arrangements

QUICKLY = settings(
    max_examples=600,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def seen(strategy: Any, test: Callable[[Any], bool]) -> bool:
    return test(find(strategy, test, settings=QUICKLY))


@pytest.mark.parametrize("status", PlanStatus)
def test_plans_in_every_status(status: PlanStatus) -> None:
    assert seen(arrangements.plan_states(), lambda state: bool(state.status is status))


@pytest.mark.parametrize("status", DebitStatus)
def test_debits_in_every_status(status: DebitStatus) -> None:
    assert seen(arrangements.debit_states(), lambda state: bool(state.status is status))


@pytest.mark.parametrize("code", ["under_plan", "plan_restored", "plan_fresh", "plan_over"])
def test_clocks_that_plans_move(code: str) -> None:
    def has(running: ItemClock) -> bool:
        return any(phase.code == code for phase in running.phases)

    assert seen(arrangements.item_clocks(), has)


@pytest.mark.parametrize(
    ("strategy", "test"),
    [
        (arrangements.hold_effect_sets(), lambda found: any(one.cools for one in found.holds)),
        (arrangements.hold_effect_sets(), lambda found: found.stops_clock and found.blocked),
        (arrangements.collectables(), lambda found: found.whole),
        (arrangements.collectables(), lambda found: not found.disputed.is_zero and not found.whole),
        (arrangements.promise_answers(), lambda found: not found.allowed and found.again_on),
        (arrangements.promise_answers(), lambda found: found.allowed and found.broken),
        (arrangements.due_date_pairs(), lambda found: found.stopped_days > 0),
        (arrangements.due_date_pairs(), lambda found: found.changes_on),
        (arrangements.agreed_plans(), lambda plan: len(plan.installments) == 1),
        (arrangements.plan_rules(), lambda rules: rules.grace_in == "business-days"),
        (arrangements.debit_rules(), lambda rules: rules.pre_notification_days == 0),
    ],
)
def test_every_form_is_drawn(strategy: Any, test: Callable[[Any], Any]) -> None:
    assert seen(strategy, lambda value: bool(test(value)))
