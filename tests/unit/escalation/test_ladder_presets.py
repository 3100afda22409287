from __future__ import annotations

from tests.unit.escalation.desk import account, d, due, now, run, waiting

from collectkit.escalation import Ladder, presets
from collectkit.ledger import payment
from collectkit.testing import an_approval

STANDARD = presets.standard()


def test_a_preset_is_made_anew_and_equal_each_time() -> None:
    assert presets.standard() == STANDARD
    assert isinstance(STANDARD, Ladder)


def test_the_standard_ladder_from_the_first_reminder_to_the_door_of_the_agency() -> None:
    # Due on Saturday 31 January. Contacts fall on business days and five days apart.
    taken = run(STANDARD, account(), d(1, 1), d(6, 30))
    assert taken == [
        (d(1, 28), "pre-due"),
        (d(2, 9), "reminder-1"),
        (d(2, 23), "reminder-2"),
        (d(3, 9), "demand"),
        (d(3, 23), "final-notice"),
    ]


def test_the_agency_takes_over_thirty_days_after_the_final_notice_once_approved() -> None:
    approval = an_approval(step_id="agency", by="manager", on=d(4, 27))
    taken = run(STANDARD, account(approval), d(1, 1), d(6, 30))
    assert taken[-1] == (d(4, 27), "agency")
    early = an_approval(step_id="agency", by="manager", on=d(4, 1))
    # 22 April is thirty days after 23 March.
    assert run(STANDARD, account(early), d(1, 1), d(6, 30))[-1] == (d(4, 22), "agency")


def test_the_call_is_for_weak_payers() -> None:
    assert (d(3, 2), "call") in run(STANDARD, account(), d(1, 1), d(6, 30), grade="D")
    strong = run(STANDARD, account(), d(1, 1), d(6, 30), grade="A")
    assert "call" not in {step_id for _, step_id in strong}


def test_stages_of_the_standard_ladder() -> None:
    days = {d(1, 31): None, d(2, 1): "overdue", d(3, 2): "late", d(4, 1): "seriously-late",
            d(5, 1): "critical"}  # fmt: skip
    assert {day: STANDARD.decide(account(), as_of=day).stage for day in days} == days


def test_an_account_taken_on_late_begins_with_the_demand_it_may_not_miss() -> None:
    decision = STANDARD.decide(account(), as_of=d(6, 1))
    assert (now(decision), decision.stage) == (["demand"], "critical")
    assert waiting(decision) == {}


def test_a_payment_ends_it() -> None:
    paid = account(due(), *payment(due(), on=d(2, 20), amount=due().amount))
    assert run(STANDARD, paid, d(1, 1), d(6, 30)) == [
        (d(1, 28), "pre-due"),
        (d(2, 9), "reminder-1"),
    ]
