from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import datetime

import pytest
from tests.unit.escalation.desk import account, d, due, ladder, now, step, was_sent

from collectkit.dates import Context
from collectkit.errors import AsOfBeforeHistory, CollectkitError, InvalidDate
from collectkit.escalation import Ladder, decide
from collectkit.ledger import payment, snapshot
from collectkit.money import Money
from collectkit.testing import a_hold, a_placement

RULES = ladder(step("a", 7), step("b", 14), stages={"early": 1, "late": 30, "worse": 60})


# -- stages --------------------------------------------------------------------------------------
def test_a_stage_begins_on_its_day() -> None:
    stages = {d(1, 31): None, d(2, 1): "early", d(3, 1): "early", d(3, 2): "late", d(4, 1): "worse"}
    assert {day: RULES.decide(account(), as_of=day).stage for day in stages} == stages


def test_stages_jump_where_steps_do_not() -> None:
    rules = RULES.replace(steps=(step("a", 7, required=True), step("b", 14)))
    decision = rules.decide(account(), as_of=d(6, 1))
    assert (decision.stage, now(decision)) == ("worse", ["a"])


def test_the_worst_item_drives_the_stage_and_a_payment_lowers_it_at_once() -> None:
    old, new = due(), due(d(3, 20), "INV-2")
    facts = account(old, new)
    assert RULES.decide(facts, as_of=d(3, 25)).stage == "late"
    paid = account(old, new, *payment(old, on=d(3, 25), amount=old.amount))
    assert RULES.decide(paid, as_of=d(3, 25)).stage == "early"


def test_a_stage_per_currency_and_the_worst_of_them() -> None:
    dollars = due(d(3, 20), "INV-2", amount="USD 5.00")
    facts = account(due(), dollars, due(d(4, 20), "INV-3", amount="CHF 5.00"))
    decision = RULES.decide(facts, as_of=d(3, 25))
    assert [(scope.currency, scope.stage) for scope in decision.scopes] == [
        ("CHF", None), ("EUR", "late"), ("USD", "early"),
    ]  # fmt: skip
    assert decision.stage == "late"


def test_a_placed_item_drives_no_stage() -> None:
    facts = account(due(), due(d(3, 20), "INV-2"), a_placement(from_on=d(3, 1), items=("INV-1",)))
    assert RULES.decide(facts, as_of=d(3, 25)).stage == "early"


def test_nothing_owed_has_no_scope() -> None:
    paid = account(due(), *payment(due(), on=d(2, 3), amount=Money("100.00", "EUR")))
    decision = RULES.decide(paid, as_of=d(3, 1))
    assert (decision.scopes, decision.stage, decision.next_review_on) == ((), None, None)


# -- the day and the facts -----------------------------------------------------------------------
def test_an_account_and_its_snapshot_give_the_same_decision() -> None:
    read = snapshot(account(), as_of=d(2, 7))
    assert RULES.decide(read) == RULES.decide(account(), as_of=d(2, 7))
    assert RULES.decide(read, as_of=d(2, 7)) == decide(RULES, read)


def test_a_day_that_is_not_the_snapshots_own_is_refused() -> None:
    read = snapshot(account(), as_of=d(2, 7))
    with pytest.raises(
        InvalidDate, match="2026-02-08 is not the snapshot's day 2026-02-07"
    ) as caught:
        RULES.decide(read, as_of=d(2, 8))
    assert caught.value.field == "as_of"


def test_an_account_needs_a_day() -> None:
    with pytest.raises(InvalidDate, match="as_of is missing"):
        RULES.decide(account())


@pytest.mark.parametrize("as_of", [datetime(2026, 2, 7), "2026-02-07"])  # noqa: DTZ001
def test_a_day_must_be_a_date(as_of: object) -> None:
    with pytest.raises(InvalidDate):
        RULES.decide(account(), as_of=as_of)  # type: ignore[arg-type]
    with pytest.raises(InvalidDate):
        RULES.decide(snapshot(account(), as_of=d(2, 7)), as_of=as_of)  # type: ignore[arg-type]


def test_facts_and_ladder_must_be_what_they_are() -> None:
    with pytest.raises(CollectkitError):
        RULES.decide(due(), as_of=d(2, 7))  # type: ignore[arg-type]
    with pytest.raises(CollectkitError):
        decide("x", account(), as_of=d(2, 7))  # type: ignore[arg-type]


def test_a_record_after_the_day_is_refused() -> None:
    facts = account(was_sent("a", d(2, 10)))
    with pytest.raises(
        AsOfBeforeHistory, match="a was done on 2026-02-10, after 2026-02-09"
    ) as caught:
        RULES.decide(facts, as_of=d(2, 9))
    assert (caught.value.field, caught.value.subject) == ("as_of", "C-1")
    assert now(RULES.decide(facts, as_of=d(2, 10))) == []
    with pytest.raises(AsOfBeforeHistory):
        RULES.decide(account(was_sent("a", d(2, 10), status="planned")), as_of=d(2, 9))


def test_what_was_not_known_yet_plays_no_part() -> None:
    held = account(a_hold(from_on=d(2, 1), recorded_on=d(2, 20)))
    known = Context(known_at=d(2, 10))
    assert now(RULES.decide(held, as_of=d(2, 7))) == []
    assert now(RULES.decide(held, as_of=d(2, 7), context=known)) == ["a"]
    later = account(was_sent("a", d(2, 10)))
    assert now(RULES.decide(later, as_of=d(2, 7), context=Context(known_at=d(2, 7)))) == ["a"]


def test_the_knowledge_of_a_snapshot_is_its_own() -> None:
    held = account(a_hold(from_on=d(2, 1), recorded_on=d(2, 20)))
    read = snapshot(held, as_of=d(2, 7), known_at=d(2, 10))
    assert now(RULES.decide(read)) == ["a"]
    assert now(RULES.decide(read, context=Context(known_at=d(3, 1)))) == ["a"]


def test_money_dated_later_changes_nothing() -> None:
    paid = account(due(), *payment(due(), on=d(2, 8), amount=Money("100.00", "EUR")))
    assert RULES.decide(paid, as_of=d(2, 7)) == RULES.decide(account(), as_of=d(2, 7))


def test_a_decision_is_immutable() -> None:
    decision = RULES.decide(account(), as_of=d(2, 7))
    with pytest.raises(FrozenInstanceError):
        decision.stage = "late"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        decision.actions[0].key = "x"  # type: ignore[misc]


def test_a_decision_names_its_ladder_and_day() -> None:
    decision = RULES.replace(version="2026.1").decide(account(), as_of=d(2, 7))
    assert (decision.customer_id, decision.ladder, decision.as_of) == ("C-1", "x@2026.1", d(2, 7))
    assert decision.actions[0].ladder == "x@2026.1"


def test_an_action_carries_what_its_step_says() -> None:
    rules = ladder(
        step(
            "a",
            7,
            kind="demand",
            role="senior",
            template="dun-1",
            fee="reminder-fee",
            pay_within=10,
        )
    )
    (action,) = rules.decide(account(), as_of=d(2, 7)).actions
    assert (action.kind, action.role, action.template, action.fee, action.pay_within) == (
        "demand", "senior", "dun-1", "reminder-fee", 10,
    )  # fmt: skip
    assert (action.customer_id, action.currency, action.items) == ("C-1", "EUR", ("INV-1",))


# -- when to look again --------------------------------------------------------------------------
def review(rules: Ladder, *facts: object, day: int = 8) -> object:
    return rules.decide(account(*facts), as_of=d(2, day)).next_review_on


def test_the_next_step_is_a_day_to_look_again() -> None:
    assert review(ladder(step("a", 7), step("b", 14))) == d(2, 14)


def test_the_next_stage_is_a_day_to_look_again() -> None:
    assert review(ladder(step("a", 7), stages={"early": 1, "late": 10})) == d(2, 10)


def test_an_item_that_comes_in_is_a_day_to_look_again_only_where_it_changes_something() -> None:
    other = due(d(2, 9), "INV-2")
    assert review(ladder(step("a", 7)), due(), other) is None
    assert review(ladder(step("a", 7, approval="manager")), due(), other) is None
    assert review(ladder(step("before", -1), step("a", 7)), due(), due(d(2, 12), "INV-2")) == d(
        2, 11
    )


def test_there_is_nothing_to_look_for_at_the_end_of_the_ladder() -> None:
    assert review(ladder(step("a", 7))) is None
    assert review(ladder(step("a", 7)), was_sent("a", d(2, 7))) is None


def test_an_endless_hold_that_stops_the_clock_gives_no_day() -> None:
    held = a_hold(from_on=d(2, 1), clock="stop")
    assert review(ladder(step("a", 7), stages={"late": 30}), held) is None


def test_before_anything_is_due_the_first_step_is_the_day() -> None:
    early = RULES.decide(account(), as_of=d(1, 5))
    assert (now(early), early.next_review_on) == ([], d(2, 1))


def test_the_end_of_a_step_is_a_day_to_look_again() -> None:
    rules = ladder(step("a", 7, expires=10, approval="manager"))
    assert review(rules) == d(2, 11)
