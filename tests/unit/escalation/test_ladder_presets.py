from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.unit.escalation.desk import account, d, due, now, run, waiting

from collectkit.escalation import Ladder, presets
from collectkit.escalation.lint import lint
from collectkit.ledger import Consent, payment
from collectkit.policy import presets as policies
from collectkit.testing import a_customer, an_approval

STANDARD, FIRM, CONSUMER = presets.standard(), presets.firm(), presets.consumer()
MAKERS = (presets.gentle, presets.standard, presets.firm, presets.consumer)


@pytest.mark.parametrize("make", MAKERS)
def test_a_preset_is_made_anew_and_equal_each_time(make: Callable[[], Ladder]) -> None:
    assert make() == make()
    assert isinstance(make(), Ladder)
    assert make().id == make.__name__


@pytest.mark.parametrize("make", MAKERS)
def test_a_preset_has_no_findings_and_messages_for_every_letter(make: Callable[[], Ladder]) -> None:
    policy = policies.b2b_standard(creditor="Example Ltd").replace(ladder=make())
    assert lint(make(), templates=policy.catalogue.ids, fees=()) == policy.lint() == ()


@pytest.mark.parametrize("make", MAKERS)
def test_a_preset_survives_json(make: Callable[[], Ladder]) -> None:
    assert Ladder.model_validate_json(make().model_dump_json()) == make()


# -- standard --------------------------------------------------------------------------------------
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


# -- the others ------------------------------------------------------------------------------------
def test_the_gentle_ladder_ends_with_a_person() -> None:
    assert run(presets.gentle(), account(), d(1, 1), d(12, 31)) == [
        (d(1, 26), "pre-due"),  # 24 January is a Saturday
        (d(2, 10), "reminder-1"),
        (d(3, 2), "reminder-2"),
        (d(3, 17), "call"),
        (d(4, 1), "demand"),
        (d(5, 1), "final-notice"),
        (d(5, 31), "review"),
    ]


def test_the_firm_ladder_goes_to_court_and_a_year_later_gives_up() -> None:
    approvals = (
        an_approval(step_id="legal", by="manager", on=d(3, 1)),
        an_approval(step_id="write-off", by="director", on=d(3, 1)),
    )
    assert run(FIRM, account(*approvals), d(1, 1), d(12, 31, 2027)) == [
        (d(1, 28), "pre-due"),
        (d(2, 3), "reminder-1"),
        (d(2, 9), "call"),  # 8 February is a Sunday
        (d(2, 16), "demand"),  # 14 February is a Saturday
        (d(3, 2), "final-notice"),
        (d(3, 23), "legal"),
        (d(3, 23, 2027), "write-off"),
    ]


def effects(ladder: Ladder, first: date, last: date) -> list[tuple[date, str, str]]:
    """Carry out everything from `first` to `last`; the effects asked for, with their day."""
    found: list[tuple[date, str, str]] = []
    facts, day = account(), first
    while day <= last:
        decision = ladder.decide(facts, as_of=day)
        found += [(day, one.kind, one.effect) for one in decision.effects]
        facts = facts.with_(
            done=(
                *(action.sent(day) for action in decision.actions),
                *(one.done(day) for one in decision.effects),
            )
        )
        day = date.fromordinal(day.toordinal() + 1)
    return found


def test_credit_stops_on_the_thirtieth_day_and_never_before_the_demand() -> None:
    assert effects(FIRM, d(1, 1), d(6, 30)) == [(d(3, 2), "enter", "stop-credit")]
    decision = FIRM.decide(account(), as_of=d(5, 4))
    assert (decision.stage, decision.effects) == ("critical", ())
    assert now(decision) == ["demand"]


def test_a_consumer_keeps_the_service_until_the_statutory_letter_was_sent_and_its_days_ran() -> (
    None
):
    # Called without a consent on record nobody; the letter goes out 20 days after the demand.
    assert run(CONSUMER, account(), d(1, 1), d(6, 30)) == [
        (d(1, 26), "pre-due"),
        (d(2, 5), "reminder-1"),
        (d(2, 19), "reminder-2"),
        (d(3, 12), "demand"),
        (d(4, 1), "notice"),
    ]
    # The 80th day past due; the letter asked to pay by 15 April.
    assert effects(CONSUMER, d(1, 1), d(6, 30)) == [(d(4, 21), "enter", "suspend-service")]


def test_a_consumer_with_consent_is_called() -> None:
    consent = Consent(channel="phone", received_on=d(1, 1))
    facts = account(a_customer(consents=(consent,)))
    assert (d(3, 2), "call") in run(CONSUMER, facts, d(2, 1), d(6, 30))


def test_the_consumers_notice_names_the_law_you_give() -> None:
    lawful = presets.consumer(mandatory="BW 6:96(6)")
    assert [step.mandatory for step in lawful.steps if step.mandatory] == ["BW 6:96(6)"]
    assert lint(lawful) == ()
