"""House rules: limits, and what a mandatory contact passes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.contact import ContactLimit, ContactRules, Permit, permit
from collectkit.dates import calendar_from
from collectkit.ledger import Customer, Done


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def done(on: date, channel: str | None = "email", **fields: Any) -> Done:
    return Done(customer_id="C-1", on=on, channel=channel, **fields)


def ask(*history: Done, on: date, channels: tuple[str, ...] = ("email",), **asked: Any) -> Permit:
    rules = ContactRules(
        **{n: asked.pop(n) for n in tuple(asked) if n in ContactRules.model_fields}
    )
    return permit(channels, history, on=on, customer=Customer(id="C-1"), rules=rules, **asked)


def codes(found: Permit) -> list[str]:
    return [reason.code.removeprefix("contact.") for reason in found.why]


def test_at_most_so_many_contacts_in_so_many_days() -> None:
    weekly = (ContactLimit(most=2, days=7),)
    history = (done(d(6, 1)), done(d(6, 3), "phone"))
    found = ask(*history, on=d(6, 5), limits=weekly)
    assert (codes(found), found.next_allowed_on) == (["limit"], d(6, 8))
    assert str(found.why[0]) == "C-1: contacts by any channel in this 7-day period: 2, at most 2"
    assert ask(*history, on=d(6, 8), limits=weekly).allowed
    assert ask(history[0], on=d(6, 5), limits=weekly).allowed


def test_a_limit_by_channel_counts_and_stops_these_together() -> None:
    few = (ContactLimit(most=1, days=7, channels=("sms", "email")),)
    history = (done(d(6, 1), "sms"),)
    assert not ask(*history, on=d(6, 5), limits=few).allowed
    found = ask(*history, on=d(6, 5), limits=few, channels=("email", "letter"))
    assert (found.allowed, found.channel) == (True, "letter")
    assert ask(done(d(6, 1), "letter"), on=d(6, 5), limits=few).allowed
    assert not ask(done(d(6, 1), None), on=d(6, 5), limits=few).allowed


def test_the_channel_that_opens_first_is_named() -> None:
    few = (ContactLimit(most=1, days=7, channels=("email",)),)
    found = ask(
        done(d(6, 1)), on=d(6, 2), limits=few, min_days_between=3, channels=("email", "phone")
    )
    assert (found.allowed, found.next_allowed_on, found.channel) == (False, d(6, 4), "phone")
    assert codes(found) == ["min_gap", "limit"]


def test_all_that_stands_against_it_is_named_with_figures() -> None:
    found = ask(
        done(d(6, 5)), on=d(6, 6), limits=(ContactLimit(most=1, days=30),), min_days_between=5,
        business_days_only=True,
    )  # fmt: skip
    assert [dict(reason.data)["rule"] for reason in found.why] == [
        "min_days_between", "limits", "business_days_only",
    ]  # fmt: skip
    assert (found.why[0]["observed"], found.why[0]["required"]) == (1, 5)
    assert found.next_allowed_on == d(7, 6)


def test_a_mandatory_contact_passes_house_rules_but_not_one_a_day() -> None:
    strict: dict[str, Any] = {
        "limits": (ContactLimit(most=1, days=30),), "min_days_between": 9,
        "business_days_only": True, "calendar": calendar_from([d(6, 9)]),
    }  # fmt: skip
    assert ask(done(d(6, 8)), on=d(6, 9), mandatory="a statute", **strict).allowed
    found = ask(done(d(6, 9)), on=d(6, 9), mandatory="a statute", **strict)
    assert (codes(found), found.next_allowed_on) == (["min_gap"], d(6, 10))


def test_far_days_do_not_come() -> None:
    late = date(9999, 12, 30)
    assert ask(done(late), on=late, min_days_between=100_000).next_allowed_on is None


@pytest.mark.parametrize("fields", [{"most": 0, "days": 7}, {"most": 1, "days": 0}, {"most": 1}])
def test_limits_are_strict(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ContactLimit(**fields)


def test_the_rules_of_regulation_f() -> None:
    rules = ContactRules.us_reg_f()
    caps, (hours,) = rules.call_caps, rules.hours
    assert caps is not None
    assert (caps.most, caps.days, caps.quiet_days, caps.consent_days) == (7, 7, 7, 7)
    assert (str(hours), hours.channels, rules.zones_required) == ("08:00-21:00", (), "consumers")
    assert len(rules.after_cease) == 3
    assert ContactRules.model_validate_json(rules.model_dump_json()) == rules
    assert ContactRules().hours == ()
