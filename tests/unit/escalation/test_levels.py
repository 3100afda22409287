"""Which steps taken set off a fee."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.escalation import Ladder, Step, fee_levels
from collectkit.ledger import Done

MARCH = date(2026, 3, 2)
FINAL = Step(id="final", kind="demand", offset=30, channels=("letter",), fee="final-fee")
LADDER = Ladder(
    id="ours",
    version="2",
    steps=(Step(id="mild", kind="reminder", offset=7, channels=("email",)), FINAL),
    remap=(("last", "final"),),
)


def taken(step_id: str = "final", **other: Any) -> Done:
    return Done(customer_id="C-1", on=MARCH, step_id=step_id, items=("INV-7",), **other)


@pytest.mark.parametrize("status", ["sent", "delivered"])
def test_a_step_taken_sets_off_its_fee(status: Any) -> None:
    assert fee_levels(LADDER, [taken(status=status)]) == ((MARCH, "final-fee", ("INV-7",)),)


@pytest.mark.parametrize("status", ["planned", "failed", "declined"])
def test_a_step_that_was_not_taken_does_not(status: Any) -> None:
    assert fee_levels(LADDER, [taken(status=status)]) == ()


def test_of_one_key_the_latest_record_counts() -> None:
    late = Done(customer_id="C-1", on=date(2026, 3, 4), step_id="final", key="k", status="failed")
    assert fee_levels(LADDER, [late, taken(key="k")]) == ()


def test_a_step_without_a_fee_and_another_ladder_set_off_none() -> None:
    assert fee_levels(LADDER, [taken("mild"), taken("gone"), taken(ladder="theirs@1")]) == ()


def test_other_versions_count_by_the_id_they_have_now() -> None:
    ladders = (LADDER, LADDER.replace(on_upgrade="restart"))
    for ladder in ladders:
        found = fee_levels(ladder, [taken("last", ladder="ours@1"), taken(ladder="ours@2")])
        assert found == ((MARCH, "final-fee", ("INV-7",)),) * 2
