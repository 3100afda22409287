"""Caps on calls: what counts, per debt, and from when on a call is allowed again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.contact import CallCaps, ContactRules, Permit, call_counts, counts_toward_caps
from collectkit.contact import permit as ask
from collectkit.errors import InvalidDate
from collectkit.ledger import Consent, Customer, Done

REG_F = ContactRules.us_reg_f()
CUSTOMER = Customer(id="C-1")


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def call(on: date, outcome: str | None = "no_answer", **fields: Any) -> Done:
    return Done(
        **{"customer_id": "C-1", "on": on, "channel": "phone", "outcome": outcome, **fields}
    )


def phone(
    *history: Done,
    on: date,
    customer: Customer = CUSTOMER,
    rules: ContactRules = REG_F,
    **asked: Any,
) -> Permit:
    return ask(("phone",), history, on=on, customer=customer, rules=rules, **asked)


def codes(found: Permit) -> list[str]:
    return [reason.code.removeprefix("contact.") for reason in found.why]


WEEK = [call(d(6, n)) for n in range(1, 8)]


# -- calls in days -------------------------------------------------------------------------------
def test_the_eighth_call_in_seven_days_waits_for_the_first_to_drop_out() -> None:
    two_a_day = [*WEEK[:3], *WEEK[:4]]
    found = phone(*two_a_day, on=d(6, 7))
    assert (found.allowed, found.next_allowed_on, found.channel) == (False, d(6, 8), "phone")
    assert [str(reason) for reason in found.why] == [
        "C-1: calls about the account in this 7-day period: 7, at most 7"
    ]
    assert dict(found.why[0].data)["rule"] == "call_caps"
    assert found.why[0].source == "12 CFR 1006.14(b)(2)"
    assert phone(*WEEK[:6], on=d(6, 7)).allowed
    assert phone(*WEEK, on=d(6, 8)).allowed


def test_a_cap_may_take_several_calls_to_drop_out() -> None:
    rules = ContactRules(call_caps=CallCaps(most=2, days=5))
    history = (call(d(6, 1)), call(d(6, 1)), call(d(6, 3)))
    assert phone(*history, on=d(6, 4), rules=rules).next_allowed_on == d(6, 6)
    history = (call(d(6, 1)), call(d(6, 3)), call(d(6, 3)))
    assert phone(*history, on=d(6, 4), rules=rules).next_allowed_on == d(6, 8)


def test_other_channels_go_on() -> None:
    found = ask(("phone", "letter"), [*WEEK, *WEEK], on=d(6, 8), customer=CUSTOMER, rules=REG_F)
    assert (found.allowed, found.channel) == (True, "letter")


def test_caps_are_per_debt() -> None:
    medical = [call(d(6, n), debts=("medical",)) for n in (1, 1, 2, 2, 3, 3, 4)]
    assert not phone(*medical, on=d(6, 5), debts=("medical",)).allowed
    assert phone(*medical, on=d(6, 5), debts=("card",)).allowed
    both = phone(*medical, on=d(6, 5), debts=("card", "medical"))
    assert [str(reason) for reason in both.why] == [
        "C-1: calls about medical in this 7-day period: 7, at most 7"
    ]
    assert not phone(*medical, on=d(6, 5)).allowed


def test_a_call_that_names_no_debt_is_about_each() -> None:
    assert codes(phone(*WEEK[:6], WEEK[0], on=d(6, 7), debts=("card",))) == ["call_cap"]


# -- quiet days ----------------------------------------------------------------------------------
@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize("outcome", ["conversation", "promised", "refused"])
def test_the_day_of_a_conversation_is_the_first_quiet_day(outcome: str, direction: str) -> None:
    spoke = call(d(8, 13), outcome, direction=direction)
    found = phone(spoke, on=d(8, 19))
    assert (codes(found), found.next_allowed_on) == (["quiet_days"], d(8, 20))
    assert str(found.why[0]) == (
        "C-1: spoke about the account on 2026-08-13, day 7 of 7 without calls"
    )
    assert phone(spoke, on=d(8, 20)).allowed


def test_a_voicemail_is_no_conversation() -> None:
    assert phone(call(d(8, 13), "voicemail"), on=d(8, 14)).allowed
    assert phone(call(d(8, 13), None), on=d(8, 14)).allowed


def test_quiet_days_are_per_debt() -> None:
    spoke = call(d(8, 13), "conversation", debts=("medical",))
    assert phone(spoke, on=d(8, 14), debts=("card",)).allowed
    assert not phone(spoke, on=d(8, 14), debts=("medical",)).allowed


# -- what counts ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"outcome": "voicemail"}, True),
        ({"outcome": "other"}, True),
        ({"outcome": None}, True),
        ({"outcome": "conversation"}, True),
        ({"outcome": "busy"}, False),
        ({"outcome": "not_in_service"}, False),
        ({"outcome": "wrong_number"}, False),
        ({"channel": None}, True),
        ({"channel": "email"}, False),
        ({"direction": "in"}, False),
        ({"customer_facing": False}, False),
        ({"status": "failed"}, False),
        ({"kind": "task"}, False),
        ({"address": "other"}, True),
        ({"address": "wrong"}, False),
    ],
)
def test_what_counts_toward_caps(fields: dict[str, Any], counts: bool) -> None:
    customer = Customer(id="C-1", wrong_numbers=("wrong",))
    done = call(d(6, 1), **{"outcome": "no_answer", **fields})
    assert counts_toward_caps(done, customer=customer, rules=REG_F) is counts
    assert not counts_toward_caps(done, customer=customer, rules=ContactRules())


def agreed(received: date, until: date | None = None, channel: str = "phone") -> Customer:
    return Customer(id="C-1", consents=(Consent(channel, received, until),))


@pytest.mark.parametrize(
    ("on", "customer", "counts"),
    [
        (d(6, 3), agreed(d(6, 4)), True),
        (d(6, 4), agreed(d(6, 4)), False),
        (d(6, 10), agreed(d(6, 4)), False),
        (d(6, 11), agreed(d(6, 4)), True),
        (d(6, 6), agreed(d(6, 4), until=d(6, 6)), False),
        (d(6, 7), agreed(d(6, 4), until=d(6, 6)), True),
        (d(6, 6), agreed(d(6, 4), channel="email"), True),
    ],
)
def test_consent_lasts_seven_days_at_most(on: date, customer: Customer, counts: bool) -> None:
    assert counts_toward_caps(call(on), customer=customer, rules=REG_F) is counts


def test_a_conversation_after_the_consent_ends_it() -> None:
    customer = agreed(d(4, 3))
    asked, spoke = call(d(4, 3), "conversation"), call(d(4, 6), "conversation")
    assert phone(asked, on=d(4, 6), customer=customer).allowed
    assert not counts_toward_caps(spoke, [asked], customer=customer, rules=REG_F)
    assert phone(asked, spoke, on=d(4, 8), customer=customer).next_allowed_on == d(4, 13)
    assert counts_toward_caps(call(d(4, 8)), [asked, spoke], customer=customer, rules=REG_F)


def test_a_consent_to_come_lifts_a_cap() -> None:
    spoke = call(d(4, 3), "conversation")
    assert phone(spoke, on=d(4, 4), customer=agreed(d(4, 7))).next_allowed_on == d(4, 7)
    caps = ContactRules(call_caps=CallCaps(most=1, days=7))
    found = phone(call(d(4, 3)), on=d(4, 4), customer=agreed(d(4, 7)), rules=caps)
    assert found.next_allowed_on == d(4, 7)


# -- counts --------------------------------------------------------------------------------------
def test_counts_per_debt() -> None:
    history = (
        call(d(11, 9), debts=("medical",)),
        call(d(11, 12), "conversation", debts=("medical",)),
        call(d(11, 12), "conversation", debts=("card",), direction="in"),
        call(d(11, 1), debts=("medical",)),
    )
    counts = call_counts(
        history, on=d(11, 12), customer=CUSTOMER, rules=REG_F, debts=("medical", "card", "medical")
    )
    assert [(c.debt, c.calls, c.conversations, c.within_cap) for c in counts] == [
        ("medical", 2, 1, True), ("card", 0, 1, True),
    ]  # fmt: skip


def test_counts_without_debts_are_of_all_calls() -> None:
    history = [call(d(6, n), debts=(str(n),)) for n in (1, 2, 2, 3, 3, 4, 4, 5)]
    (count,) = call_counts(history, on=d(6, 5), customer=CUSTOMER, rules=REG_F)
    assert (count.debt, count.calls, count.most, count.within_cap) == (None, 8, 7, False)
    (later,) = call_counts(history, on=d(6, 11), customer=CUSTOMER, rules=REG_F)
    assert (later.calls, later.within_cap) == (1, True)
    assert call_counts(history, on=d(6, 5), customer=CUSTOMER, rules=ContactRules()) == ()
    quiet = ContactRules(call_caps=CallCaps(quiet_days=7))
    (uncapped,) = call_counts(history, on=d(6, 5), customer=CUSTOMER, rules=quiet)
    assert uncapped.within_cap
    with pytest.raises(InvalidDate):
        call_counts((), on="2026-06-05", customer=CUSTOMER, rules=REG_F)  # type: ignore[arg-type]


# -- mandatory calls -----------------------------------------------------------------------------
def test_a_mandatory_call_passes_caps_and_says_so() -> None:
    spoke = call(d(4, 3), "conversation")
    found = phone(spoke, on=d(4, 4), mandatory="12 CFR 1024.39(a)")
    assert found.allowed
    assert [reason.code for reason in found.overridden] == ["contact.quiet_days"]
    assert [str(reason) for reason in found.why] == [
        "C-1: permitted through phone",
        "C-1: house rules do not hold back what 12 CFR 1024.39(a) requires",
    ]


def test_caps_that_cap_nothing_are_refused() -> None:
    for document in ({}, {"most": 0}, {"most": 7, "days": 0}, {"most": 7, "channels": ()}):
        with pytest.raises(ValidationError):
            CallCaps(**document)
