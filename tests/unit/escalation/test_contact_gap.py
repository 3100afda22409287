"""Contact with the person: the gap, business days, one voice a day, prohibitions, approvals."""

from __future__ import annotations

import pytest
from tests.unit.escalation.desk import (
    about,
    account,
    d,
    due,
    eur,
    ladder,
    now,
    run,
    step,
    texts,
    waiting,
    was_sent,
)

from collectkit.dates import Context, calendar_from
from collectkit.ledger import ContactPoint, Done, OptOut
from collectkit.testing import a_customer, a_hold, an_approval, an_installment, an_invoice

RULES = ladder(step("a", 7), gap=5)


def contact(**fields: object) -> Done:
    """A call of the host's own on 4 February."""
    return Done(**{"customer_id": "C-1", "on": d(2, 4), "channel": "phone", **fields})  # type: ignore[arg-type]


# -- the gap -------------------------------------------------------------------------------------
def test_a_contact_of_the_host_counts_and_the_gap_is_a_full_one() -> None:
    facts = account(contact())
    decision = RULES.decide(facts, as_of=d(2, 8))
    assert waiting(decision) == {"a": d(2, 9)}
    assert str(decision.deferred[0].reasons[0]) == (
        "C-1: last contact on 2026-02-04, day 4; the next from day 5 on"
    )
    assert now(RULES.decide(facts, as_of=d(2, 9))) == ["a"]


def test_a_contact_by_notice_counts() -> None:
    assert now(RULES.decide(account(contact(kind="notice")), as_of=d(2, 8))) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"direction": "in"},
        {"status": "failed"},
        {"status": "declined"},
        {"status": "planned"},
        {"customer_facing": False},
        {"kind": "task"},
        {"kind": "effect"},
    ],
)
def test_what_is_no_contact_made_does_not_count(fields: dict[str, object]) -> None:
    assert now(RULES.decide(account(contact(**fields)), as_of=d(2, 8))) == ["a"]


def test_a_contact_that_failed_later_does_not_count() -> None:
    facts = account(contact(key="K"), contact(key="K", on=d(2, 5), status="failed"))
    assert now(RULES.decide(facts, as_of=d(2, 8))) == ["a"]


def test_any_step_in_any_currency_counts() -> None:
    rules = ladder(step("before", -3), step("a", 7), step("b", 10), gap=5)
    dollars = due(d(2, 10), "INV-2", amount="USD 10.00")
    sent = was_sent("before", d(2, 8), "INV-2")
    assert waiting(rules.decide(account(due(), dollars, sent), as_of=d(2, 8))) == {"a": d(2, 13)}


def test_two_contacts_never_fall_on_one_day_even_without_a_gap() -> None:
    rules = ladder(step("a", 7), gap=0)
    facts = account(contact(on=d(2, 7)))
    assert waiting(rules.decide(facts, as_of=d(2, 7))) == {"a": d(2, 8)}


def test_the_gap_is_kept_between_the_steps_of_a_run() -> None:
    rules = ladder(step("a", 7), step("b", 9), step("c", 11), gap=3)
    assert run(rules, account(), d(1, 1), d(3, 31)) == [
        (d(2, 7), "a"), (d(2, 10), "b"), (d(2, 13), "c"),
    ]  # fmt: skip
    five = ladder(step("a", 7), step("b", 9), step("c", 11), gap=5)
    assert run(five, account(), d(1, 1), d(3, 31)) == [(d(2, 7), "a"), (d(2, 12), "c")]


# -- business days -------------------------------------------------------------------------------
def test_contact_on_business_days_only() -> None:
    rules = ladder(step("a", 7), business_days_only=True)
    decision = rules.decide(account(), as_of=d(2, 7))
    assert waiting(decision) == {"a": d(2, 9)}
    assert texts(decision.deferred[0].reasons) == ["C-1: 2026-02-07 is not a business day"]
    assert run(rules, account(), d(2, 1), d(2, 28)) == [(d(2, 9), "a")]


def test_business_days_are_those_of_the_calendar_given() -> None:
    rules = ladder(step("a", 7), business_days_only=True)
    context = Context(calendar=calendar_from([d(2, 9)]))
    assert waiting(rules.decide(account(), as_of=d(2, 7), context=context)) == {"a": d(2, 10)}


def test_the_gap_ends_on_a_business_day() -> None:
    rules = ladder(step("a", 7), gap=5, business_days_only=True)
    # Five days after Monday the 9th is Saturday the 14th.
    assert waiting(rules.decide(account(contact(on=d(2, 9))), as_of=d(2, 10))) == {"a": d(2, 16)}


def test_a_task_waits_for_no_business_day_and_no_gap() -> None:
    rules = ladder(step("a", 7, kind="task"), gap=5, business_days_only=True)
    assert now(rules.decide(account(contact(on=d(2, 7))), as_of=d(2, 7))) == ["a"]


# -- one voice -----------------------------------------------------------------------------------
def test_the_highest_step_speaks_and_the_others_wait_their_gap() -> None:
    rules = ladder(step("a", 7), step("b", 14), gap=5)
    facts = account(due(d(2, 7), "INV-1"), due(d(1, 31), "INV-2", amount="USD 10.00"))
    decision = rules.decide(facts, as_of=d(2, 14))
    assert about(decision) == {"b": ("INV-2",)}
    assert waiting(decision) == {"a": d(2, 19)}
    assert texts(decision.deferred[0].reasons) == ["a: b in USD speaks to the customer first"]


def test_of_equal_steps_the_first_currency_speaks() -> None:
    facts = account(due(), due(id="INV-2", amount="USD 10.00"), due(id="INV-3", amount="CHF 10.00"))
    assert about(RULES.decide(facts, as_of=d(2, 7))) == {"a": ("INV-3",)}
    assert run(RULES, facts, d(2, 7), d(3, 1)) == [(d(2, day), "a") for day in (7, 12, 17)]


def test_who_waits_for_the_speaker_waits_for_a_business_day_too() -> None:
    rules = ladder(step("a", 7), business_days_only=True)
    facts = account(due(d(2, 6)), due(d(2, 6), "INV-2", amount="USD 10.00"))
    decision = rules.decide(facts, as_of=d(2, 13))
    assert about(decision) == {"a": ("INV-1",)}
    assert waiting(decision) == {"a": d(2, 16)}


def test_who_waits_for_the_speaker_waits_for_a_hold_too() -> None:
    facts = account(
        due(), due(id="INV-2", amount="USD 10.00"),
        a_hold(items=("INV-2",), from_on=d(2, 10), until_on=d(2, 15)),
    )  # fmt: skip
    assert waiting(RULES.decide(facts, as_of=d(2, 7))) == {"a": d(2, 16)}


def test_a_deferral_is_the_same_before_and_after_the_others_are_recorded() -> None:
    facts = account(due(), due(id="INV-2", amount="USD 10.00"),
                    a_hold(items=("INV-2",), from_on=d(2, 1), until_on=d(2, 8)))  # fmt: skip
    first = RULES.decide(facts, as_of=d(2, 7))
    again = RULES.decide(facts.with_(done=[a.sent(d(2, 7)) for a in first.actions]), as_of=d(2, 7))
    assert waiting(first) == waiting(again) == {"a": d(2, 12)}


def test_steps_inside_the_house_go_beside_the_one_that_speaks() -> None:
    rules = ladder(step("a", 7), step("b", 14, kind="task"))
    facts = account(due(d(2, 7), "INV-1"), due(d(1, 31), "INV-2", amount="USD 10.00"))
    assert about(rules.decide(facts, as_of=d(2, 14))) == {"a": ("INV-1",), "b": ("INV-2",)}


# -- prohibitions and channels -------------------------------------------------------------------
def test_a_prohibition_defers_without_end() -> None:
    customer = a_customer(cease_received_on=d(2, 7))
    facts = account(customer)
    assert now(RULES.decide(facts, as_of=d(2, 14))) == []
    decision = RULES.decide(facts, as_of=d(2, 14))
    assert (waiting(decision), decision.next_review_on) == ({"a": None}, None)
    assert [reason.code for reason in decision.deferred[0].reasons] == ["contact.cease"]


def test_a_cease_notice_to_come_is_a_day_to_look_again() -> None:
    rules = ladder(step("a", 7), business_days_only=True)
    facts = account(a_customer(cease_received_on=d(2, 8)))
    decision = rules.decide(facts, as_of=d(2, 7))
    assert waiting(decision) == {"a": None}
    free = account(a_customer(cease_received_on=d(2, 8)), was_sent("a", d(2, 2)))
    assert RULES.decide(free, as_of=d(2, 7)).next_review_on is None


def test_a_task_is_done_whatever_the_customer_forbade() -> None:
    rules = ladder(step("a", 7, kind="task"))
    assert now(rules.decide(account(a_customer(represented_by="A. Lawyer")), as_of=d(2, 7))) == [
        "a"
    ]


def test_the_first_channel_that_may_be_used_and_the_rest_as_fallbacks() -> None:
    rules = ladder(step("a", 7, channels=("email", "letter", "phone")))

    def channels(**fields: object) -> tuple[str | None, tuple[str, ...]]:
        (action,) = rules.decide(account(a_customer(**fields)), as_of=d(2, 7)).actions
        return action.channel, action.untried_channels

    assert channels() == ("email", ("letter", "phone"))
    assert channels(opt_outs=(OptOut("email"),)) == ("letter", ("phone",))
    assert channels(opt_outs=(OptOut("email", d(2, 8)),)) == ("email", ("letter", "phone"))
    assert channels(contact_points=(ContactPoint("phone"),)) == ("phone", ())


# -- approval ------------------------------------------------------------------------------------
NEEDS = ladder(step("a", 7, approval="manager"))


def approved(**fields: object) -> list[str]:
    given = {"step_id": "a", "by": "manager", "on": d(2, 7), **fields}
    return now(NEEDS.decide(account(due(), due(id="INV-2"), an_approval(**given)), as_of=d(2, 9)))


def test_a_step_waits_for_its_approval() -> None:
    decision = NEEDS.decide(account(), as_of=d(2, 7))
    assert (now(decision), waiting(decision)) == ([], {"a": None})
    assert texts(decision.deferred[0].reasons) == ["a: needs approval by manager"]
    assert approved() == ["a"]


def test_an_approval_counts_by_role_step_and_day() -> None:
    assert approved(by="clerk") == []
    assert approved(step_id="b") == []
    assert approved(on=d(2, 10)) == []
    assert approved(on=d(2, 9)) == ["a"]


def test_an_approval_belongs_to_the_spell_it_was_given_in() -> None:
    assert approved(on=d(1, 31)) == []
    assert approved(on=d(2, 1)) == ["a"]


def test_an_approval_must_cover_every_item() -> None:
    assert approved(items=("INV-1",)) == []
    assert approved(items=("INV-1", "INV-2")) == ["a"]


def test_an_approval_of_an_invoice_covers_its_parts() -> None:
    half = eur("50.00")
    parts = tuple(an_installment(number=n, amount=half) for n in (1, 2))
    approval = an_approval(step_id="a", by="manager", on=d(2, 7), items=("INV-1",))
    facts = account(an_invoice(installments=parts), approval)
    assert about(NEEDS.decide(facts, as_of=d(2, 7))) == {"a": ("INV-1/1", "INV-1/2")}


def test_an_approval_to_come_is_a_day_to_look_again() -> None:
    facts = account(an_approval(step_id="a", by="manager", on=d(2, 20)))
    assert NEEDS.decide(facts, as_of=d(2, 9)).next_review_on == d(2, 20)
