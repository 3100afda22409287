"""What holds of every permit, whatever was done and whatever is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collectkit.contact import ContactRules, Permit, contacts, permit
from collectkit.dates import add_days
from collectkit.ledger import Consent, Customer, Done, OptOut
from collectkit.testing.contact import (
    CHANNELS,
    DEBTS,
    ZONES,
    call_caps,
    contact_histories,
    contact_rule_sets,
    debtor_contacts,
    moratorium_holds,
)

START = date(2026, 1, 5)
# A fortnight after the last day on which a fact of these strategies can lift.
LATEST = add_days(START, 55)
CHOICES = st.lists(st.sampled_from(CHANNELS), min_size=1, unique=True).map(tuple)
lax = [HealthCheck.too_slow]
quick = settings(max_examples=40, deadline=None, suppress_health_check=lax)
day_by_day = settings(max_examples=30, deadline=None, suppress_health_check=lax)


days = st.integers(0, 30).map(lambda n: add_days(START, n))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Everything but the history and when, often about one thing."""
    channels, customer, rules = draw(CHOICES), draw(debtor_contacts()), draw(contact_rule_sets())
    code, reply = None, False
    mandatory = draw(st.sampled_from((None, None, None, "a statute")))
    match draw(
        st.sampled_from(("any", "calls", "calls", "notice", "confirmation", "consent", "reply"))
    ):
        case "any":
            code = draw(st.sampled_from((None, "efforts-terminated", "opt-out-confirmation")))
            reply = draw(st.booleans())
        case "calls":
            channels = ("phone",)
            rules = rules.replace(call_caps=draw(call_caps()), hours=())
            mandatory = draw(st.sampled_from((None, "a statute")))
            customer = Customer(id="C-1", consents=customer.consents)
        case "notice":
            code = "efforts-terminated"
            rules = rules.replace(after_cease=(code,))
            customer = replace(customer, cease_received_on=draw(days), contact_points=None)
        case "confirmation":
            code, channels = "opt-out-confirmation", ("sms",)
            rules = rules.replace(opt_out_confirmation=code)
            customer = replace(customer, opt_outs=(OptOut("sms", draw(days)),))
        case "consent":
            channels = ("sms",)
            rules = rules.replace(consent_required=channels)
            first = draw(days)
            given = Consent("sms", first, add_days(first, draw(st.integers(0, 5))))
            customer = replace(customer, consents=(given,), contact_points=None, opt_outs=())
        case "reply":
            reply = True
            customer = replace(customer, contact_points=None, opt_outs=())
    return {
        "channels": channels,
        "customer": customer,
        "rules": rules,
        "zones": ZONES,
        "holds": draw(st.lists(moratorium_holds(), max_size=1)),
        "debts": draw(st.sampled_from(((), DEBTS[:1], DEBTS))),
        "code": code,
        "mandatory": mandatory,
        "reply": reply,
    }


@st.composite
def records(draw: st.DrawFn, question: dict[str, Any], day: date) -> tuple[Done, ...]:
    """What was done, often a word of the days before, and sometimes what a reply answers."""
    history = draw(contact_histories())
    if draw(st.booleans()):
        spoke = add_days(day, -draw(st.integers(0, 4)))
        said = draw(st.sampled_from(("conversation", "no_answer")))
        call = Done(customer_id="C-1", on=spoke, channel="phone", outcome=said)
        history = (*history, call)
    if question["reply"] and draw(st.booleans()):
        sent = Done(customer_id="C-1", on=day, channel=question["channels"][0], direction="in")
        return (*history, sent)
    return history


instants = st.builds(
    lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
    days,
    st.integers(0, 24 * 60 - 1),
)


def plain(question: dict[str, Any]) -> dict[str, Any]:
    return {**question, "code": None, "reply": False}


def allowed_days(question: dict[str, Any], history: Any, day: date) -> Iterator[date]:
    while day <= LATEST:
        if permit(history=history, on=day, **question).allowed:
            yield day
        day = add_days(day, 1)


# -- the next day --------------------------------------------------------------------------------
@day_by_day
@given(questions(), contact_histories(), days)
def test_the_next_day_is_the_first_on_which_it_is_allowed(
    question: dict[str, Any], history: tuple[Done, ...], day: date
) -> None:
    found = permit(history=history, on=day, **question)
    first = next(allowed_days(question, history, day), None)
    assert found.next_allowed_on == first
    assert found.allowed == (first == day)
    assert (found.channel is None) == (first is None)
    if first is not None:
        then = permit(history=history, on=first, **question)
        assert (then.channel, then.untried_channels) == (found.channel, found.untried_channels)
        assert (then.window, then.addresses) == (found.window, found.addresses)


@day_by_day
@given(questions(), contact_histories(), instants)
def test_at_an_instant_the_next_day_is_never_too_late(
    question: dict[str, Any], history: tuple[Done, ...], at: datetime
) -> None:
    found = permit(history=history, at=at, **question)
    if found.allowed:
        assert found.next_allowed_on == at.date()
    for first in allowed_days(question, history, add_days(at.date(), 1)):
        assert found.next_allowed_on is not None
        assert found.next_allowed_on <= first
        break


# -- prohibitions --------------------------------------------------------------------------------
def forbidden(question: dict[str, Any], channel: str, day: date) -> bool:
    """Cease, representation, moratorium, opt-out: read from the facts, without any rule."""
    customer: Customer = question["customer"]
    rules: ContactRules = question["rules"]
    ceased = customer.cease_received_on is not None and customer.cease_received_on <= day
    closed = {o.target for o in customer.opt_outs if o.received_on is None or o.received_on <= day}
    known = [p.address for p in customer.contact_points or () if p.channel == channel]
    reached = [a for a in known if a not in closed and a not in customer.wrong_numbers]
    unreached = customer.contact_points is not None and not reached
    confirms = question["code"] is not None and question["code"] == rules.opt_out_confirmation
    return (
        (ceased and question["code"] not in rules.after_cease)
        or customer.represented_by is not None
        or any(
            hold.kind == "moratorium"
            and hold.stands(day)
            and (not hold.items or not question["debts"] or hold.items[0] in question["debts"])
            for hold in question["holds"]
        )
        or ((channel in closed or unreached) and not confirms)
    )


@quick
@given(questions(), instants, st.booleans(), st.data())
def test_nothing_lets_a_prohibited_contact_through(
    question: dict[str, Any], at: datetime, clocked: bool, data: st.DataObject
) -> None:
    history = data.draw(records(question, at.date()))
    when: Any = {"at": at} if clocked else {"on": at.date()}
    found = permit(history=history, **when, **question)
    if found.allowed:
        for channel in (found.channel, *found.untried_channels):
            assert channel is not None
            assert not forbidden(question, channel, at.date())


@quick
@given(questions(), contact_histories(), days)
def test_an_address_that_may_be_used_is_nobody_elses(
    question: dict[str, Any], history: tuple[Done, ...], day: date
) -> None:
    found = permit(history=history, on=day, **question)
    assert not set(found.addresses) & set(question["customer"].wrong_numbers)
    if found.allowed and question["code"] is None:
        closed = {
            one.target
            for one in question["customer"].opt_outs
            if one.received_on is None or one.received_on <= day
        }
        assert not set(found.addresses) & closed


@quick
@given(questions(), contact_histories(), days)
def test_what_is_refused_says_why(
    question: dict[str, Any], history: tuple[Done, ...], day: date
) -> None:
    found = permit(history=history, on=day, **question)
    through = {"permitted", "mandatory", "excepted", "confirmation", "reply"}
    codes = {reason.code.removeprefix("contact.") for reason in found.why}
    assert codes
    assert codes <= through if found.allowed else not codes & through
    assert all("{" not in str(reason) for reason in found.why)


# -- history -------------------------------------------------------------------------------------
@quick
@given(questions(), contact_histories(), days, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    question: dict[str, Any], history: tuple[Done, ...], day: date, random: Any
) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    asked = {**question, "on": day}
    assert permit(history=shuffled, **asked) == permit(history=history, **asked)
    assert contacts(shuffled) == contacts(history)


@quick
@given(questions(), contact_histories(), contact_histories(3), days)
def test_more_history_never_brings_the_day_nearer(
    question: dict[str, Any], history: tuple[Done, ...], more: tuple[Done, ...], day: date
) -> None:
    # Records without a key (one with a key may take another back), and no reply: what the
    # customer sends opens one.
    asked = {**question, "reply": False, "on": day}
    before = permit(history=history, **asked).next_allowed_on
    after = permit(history=history + more, **asked).next_allowed_on
    assert (after or date.max) >= (before or date.max)


@quick
@given(questions(), contact_histories(), days, st.integers(1, 4))
def test_at_most_one_contact_a_day(
    question: dict[str, Any], history: tuple[Done, ...], day: date, times: int
) -> None:
    asked = {**plain(question), "on": day}
    found = permit(history=history, **asked)
    if found.allowed:
        said = Done(customer_id="C-1", on=day, channel=found.channel)
        again = permit(history=(*history, said), **asked)
        assert not again.allowed
        assert again.next_allowed_on is None or again.next_allowed_on > day
    assert not (found.allowed and any(done.on == day for done in contacts(history)))


# -- mandatory contacts and rules ----------------------------------------------------------------
@quick
@given(questions(), contact_histories(), days)
def test_a_requirement_never_delays_and_says_what_it_passes(
    question: dict[str, Any], history: tuple[Done, ...], day: date
) -> None:
    found = permit(history=history, on=day, **{**question, "mandatory": None})
    required = permit(history=history, on=day, **{**question, "mandatory": "a statute"})
    assert (required.next_allowed_on or date.max) <= (found.next_allowed_on or date.max)
    assert found.overridden == ()
    assert {r.code for r in required.overridden} <= {"contact.call_cap", "contact.quiet_days"}


@given(contact_rule_sets())
def test_rules_survive_json(rules: ContactRules) -> None:
    assert ContactRules.model_validate_json(rules.model_dump_json()) == rules
    assert ContactRules(**rules.model_dump(mode="json")) == rules


# -- the clock -----------------------------------------------------------------------------------
@quick
@given(questions(), instants)
def test_the_clock_is_open_within_the_window_and_nowhere_else(
    question: dict[str, Any], at: datetime
) -> None:
    zone = ZONES["UTC+9"]
    customer = question["customer"]
    asked: dict[str, Any] = {
        "channels": ("phone",),
        "history": (),
        "zones": ZONES,
        "rules": ContactRules(hours=question["rules"].hours),
        "customer": Customer(
            id="C-1",
            timezones=("UTC+9", *customer.timezones),
            inconvenient_times=customer.inconvenient_times,
        ),
    }
    day: Permit = permit(on=at.astimezone(zone).date(), **asked)
    clock = permit(at=at, **asked)
    inside = day.window is None or any(at in window for window in day.window)
    assert clock.allowed == (inside and day.allowed)


# -- the questions are worth it ------------------------------------------------------------------
@pytest.mark.full
def test_the_questions_are_lively() -> None:
    found: Counter[str] = Counter()

    @settings(max_examples=1000, deadline=None, derandomize=True, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(questions(), instants, st.booleans(), st.data())
    def look(question: dict[str, Any], at: datetime, clocked: bool, data: st.DataObject) -> None:
        history = data.draw(records(question, at.date()))
        when: Any = {"at": at} if clocked else {"on": at.date()}
        permitted = permit(history=history, **when, **question)
        found.update(reason.code.removeprefix("contact.") for reason in permitted.why)
        found.update(["overridden"] * bool(permitted.overridden))

    look()
    expected = {
        "permitted", "mandatory", "excepted", "confirmation", "reply", "overridden", "cease",
        "represented", "moratorium", "opted_out", "wrong_number", "no_contact_point",
        "no_consent", "consent_expired", "no_channel", "hours", "inconvenient",
        "no_common_hours", "zone_unknown", "call_cap", "quiet_days", "min_gap", "limit",
        "cooldown", "business_day",
    }  # fmt: skip
    assert {name for name in expected if not found[name]} == set()
