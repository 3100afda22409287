"""What a decision says for and against a step."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.escalation.desk import account, d, due, ladder, step, texts, was_sent

from collectkit.errors import UnknownReference
from collectkit.escalation import REASONS, When, presets
from collectkit.ledger import payment
from collectkit.testing import a_customer, a_hold, a_placement, an_approval

STANDARD = presets.standard()
RULES = ladder(step("before", -3), step("a", 7), step("b", 14))


def against(step_id: str, day: tuple[int, int], *facts: Any, rules: Any = RULES, **given: Any
            ) -> list[str]:  # fmt: skip
    return texts(rules.decide(account(*facts), as_of=d(*day), **given).why_not(step_id))


def in_favor(step_id: str, day: tuple[int, int], *facts: Any, rules: Any = RULES, **given: Any
             ) -> list[str]:  # fmt: skip
    return texts(rules.decide(account(*facts), as_of=d(*day), **given).why(step_id))


# -- the promise of the first page ---------------------------------------------------------------
def test_why_not_the_agency_yet() -> None:
    demanded = was_sent("demand", d(3, 9), "INV-1", ladder="standard@1")
    assert against("agency", (3, 20), demanded, rules=STANDARD) == [
        "agency: required step final-notice comes first",
        "agency: final-notice is not sent; this follows on day 30 after it",
        "agency: needs approval by manager",
    ]
    assert against("agency", (3, 20), rules=STANDARD) == [
        "agency: required step demand comes first",
        "agency: final-notice is not sent; this follows on day 30 after it",
        "agency: demand is not sent",
        "agency: needs approval by manager",
    ]


def test_why_not_the_agency_after_the_final_notice() -> None:
    sent = (
        was_sent("demand", d(3, 9), "INV-1", ladder="standard@1"),
        was_sent("final-notice", d(3, 23), "INV-1", ladder="standard@1"),
    )
    assert against("agency", (4, 1), *sent, rules=STANDARD) == [
        "agency: day 9 after final-notice, needs day 30",
        "agency: no item has passed every earlier step itself",
        "agency: needs approval by manager",
    ]
    assert against("agency", (4, 22), *sent, rules=STANDARD) == [
        "agency: needs approval by manager"
    ]
    approved = an_approval(step_id="agency", by="manager", on=d(4, 20))
    assert against("agency", (4, 22), *sent, approved, rules=STANDARD) == []


# -- against -------------------------------------------------------------------------------------
def test_a_step_taken_now_has_nothing_against_it() -> None:
    assert against("a", (2, 7)) == []


def test_too_early() -> None:
    assert against("a", (2, 5)) == ["a: day 5 past due, needs day 7"]


def test_not_due_yet() -> None:
    assert against("a", (1, 20)) == ["a: first due on 2026-01-31"]


def test_nothing_overdue() -> None:
    assert against("a", (2, 20), a_placement(from_on=d(2, 1))) == ["a: nothing is overdue"]


def test_nothing_owed() -> None:
    paid = payment(due(), on=d(2, 1), amount=due().amount)
    assert against("a", (2, 20), due(), *paid) == ["a: nothing is owed in any currency"]


def test_already_taken() -> None:
    assert against("a", (2, 10), was_sent("a", d(2, 7)))[0] == "a: already taken on 2026-02-07"


def test_passed_by_a_later_one() -> None:
    assert against("a", (2, 20), was_sent("b", d(2, 14)))[0] == "a: b was already sent"


def test_another_comes_in_its_place() -> None:
    assert against("a", (2, 14)) == ["a: b comes in its place"]


def test_a_preventive_step_of_the_day_comes_in_nobodys_place() -> None:
    facts = (due(), due(d(2, 16), "INV-2"))
    assert against("a", (2, 14), *facts) == ["a: b comes in its place"]
    decision = RULES.decide(account(*facts), as_of=d(2, 14))
    assert texts(other.reason for other in decision.suppressed) == ["a: b comes in its place"]


def test_a_required_step_comes_first() -> None:
    rules = ladder(step("a", 7, required=True), step("b", 14))
    assert against("b", (2, 14), rules=rules) == ["b: required step a comes first"]


def test_expired_and_condition() -> None:
    rules = ladder(step("a", 7, expires=10, when=When.grade_in("C")))
    assert against("a", (2, 14), rules=rules, grade="A") == [
        "a: day 14 past due, expired after day 10",
        "a: condition not met: grade A, one of C",
    ]


def test_a_hold_and_the_contact_rules() -> None:
    rules = ladder(step("a", 7), business_days_only=True)
    held = a_hold(from_on=d(2, 1), until_on=d(2, 13))
    assert against("a", (2, 10), held, rules=rules) == [
        "a: hold H-1 (review) until 2026-02-13",
        "C-1: 2026-02-14 is not a business day",
    ]


def test_a_hold_on_two_items_is_named_once() -> None:
    facts = (due(), due(id="INV-2"), a_hold(from_on=d(2, 1)))
    assert against("a", (2, 7), *facts) == ["a: hold H-1 (review) until lifted"]


def test_everything_against_it_is_named_beside_a_missing_approval() -> None:
    rules = ladder(step("a", 7, approval="manager"))
    assert sorted(against("a", (2, 7), a_customer(represented_by="A. Lawyer"), rules=rules)) == [
        "C-1: represented by A. Lawyer",
        "a: needs approval by manager",
    ]


def test_a_preventive_step() -> None:
    assert against("before", (1, 20)) == [
        "before: no item without a reminder falls due in the 3-day period ahead"
    ]
    sent = was_sent("before", d(1, 28), "INV-1")
    assert against("before", (1, 29), sent) == [
        "before: no item without a reminder falls due in the 3-day period ahead"
    ]
    assert against("before", (1, 28), a_hold(from_on=d(1, 1))) == [
        "before: hold H-1 (review) until lifted"
    ]
    assert against("before", (1, 28)) == []


# -- in favor ------------------------------------------------------------------------------------
def test_what_speaks_for_a_step() -> None:
    rules = ladder(
        step("a", 7),
        step("b", 14, after={"a": 3}, when=When.grade_in("C"), approval="boss"),
    )
    facts = (was_sent("a", d(2, 7)), an_approval(step_id="b", by="boss", on=d(2, 8)))
    assert in_favor("b", (2, 14), *facts, rules=rules, grade="C") == [
        "b: day 14 past due, from day 14 on",
        "b: day 7 after a, from day 3 on",
        "b: condition met: grade C, one of C",
        "b: approved by boss",
        "b: taken now",
        "C-1: permitted through email",
    ]


def test_what_speaks_for_a_hand_over() -> None:
    rules = ladder(step("a", 7), step("b", 14, kind="agency", requires=("a",), expires=90))
    assert in_favor("b", (2, 14), was_sent("a", d(2, 7)), rules=rules) == [
        "b: day 14 past due, from day 14 on",
        "b: a was sent",
        "b: an item has passed every earlier step itself",
        "b: day 14 past due, worth it up to day 90",
        "b: taken now",
    ]


def test_what_speaks_for_a_step_that_is_not_taken() -> None:
    assert in_favor("a", (2, 14)) == ["a: day 14 past due, from day 7 on"]
    assert in_favor("b", (2, 10)) == []


def test_what_speaks_for_a_preventive_step() -> None:
    assert in_favor("before", (1, 28)) == [
        "before: an item is about to fall due",
        "before: taken now",
        "C-1: permitted through email",
    ]


# -- scopes --------------------------------------------------------------------------------------
def test_reasons_of_several_currencies_say_which() -> None:
    facts = account(due(), due(d(2, 5), "INV-2", amount="USD 10.00"))
    decision = RULES.decide(facts, as_of=d(2, 7))
    assert texts(decision.why_not("a")) == ["a USD: day 2 past due, needs day 7"]
    assert texts(decision.why_not("a", scope="USD")) == ["a USD: day 2 past due, needs day 7"]
    assert decision.why_not("a", scope="EUR") == ()
    assert texts(decision.why_not("a", scope="CHF")) == ["a: nothing is owed in CHF"]
    assert decision.why("a", scope="CHF") == ()


def test_an_unknown_step_is_refused() -> None:
    decision = RULES.decide(account(), as_of=d(2, 7))
    for ask in (decision.why, decision.why_not):
        with pytest.raises(UnknownReference, match="`z` is no step of x@1") as caught:
            ask("z")
        assert caught.value.hint == "it has before, a, b"


# -- as data and as text -------------------------------------------------------------------------
def test_a_reason_is_data() -> None:
    (reason,) = RULES.decide(account(), as_of=d(2, 5)).why_not("a")
    assert (reason.code, reason.subject) == ("escalation.too_early", "a")
    assert (reason["observed"], reason["required"]) == (5, 7)
    assert reason.code in REASONS


def test_explain_says_what_is_done_deferred_left_out_and_when_to_look_again() -> None:
    rules = ladder(step("a", 7), step("b", 14), step("c", 30), stages={"early": 1}, gap=5)
    facts = account(due(), due(d(2, 7), "INV-2", amount="USD 10.00"))
    assert rules.decide(facts, as_of=d(2, 14)).explain() == (
        "C-1 on 2026-02-14: stage early\n"
        "  now       b by email for INV-1\n"
        "  deferred  a until 2026-02-19 (a: b in EUR speaks to the customer first)\n"
        "  not       a: b comes in its place\n"
        "  review    2026-02-19"
    )
    assert ladder(step("a", 7, kind="task")).decide(account(), as_of=d(2, 7)).explain() == (
        "C-1 on 2026-02-07: stage none\n  now       a for INV-1\n  review    when facts change"
    )


def test_explain_of_a_deferral_without_end() -> None:
    assert RULES.decide(account(a_hold(from_on=d(2, 1))), as_of=d(2, 7)).explain() == (
        "C-1 on 2026-02-07: stage none\n"
        "  deferred  a until further notice (a: hold H-1 (review) until lifted)\n"
        "  review    2026-02-14"
    )
