from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.contact import REASONS, ContactRules, Permit, contacts, permit
from collectkit.dates import calendar_from
from collectkit.errors import InvalidDate
from collectkit.ledger import ContactPoint, Customer, Done, OptOut

# 2 March 2026 is a Monday.
MONDAY = date(2026, 3, 2)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def done(on: date = MONDAY, **fields: Any) -> Done:
    return Done(customer_id="C-1", on=on, **fields)


def ask(
    *history: Done,
    on: date = MONDAY,
    channels: tuple[str, ...] = ("email", "letter"),
    gap: int = 1,
    business_days: bool = False,
    calendar: Any = None,
    **customer: Any,
) -> Permit:
    given = {} if calendar is None else {"calendar": calendar}
    rules = ContactRules(min_days_between=gap, business_days_only=business_days)
    return permit(
        channels, history, on=on, customer=Customer(id="C-1", **customer), rules=rules, **given
    )


def codes(found: Permit) -> list[str]:
    return [reason.code.removeprefix("contact.") for reason in found.why]


# -- permitted -----------------------------------------------------------------------------------
def test_a_contact_that_nothing_speaks_against() -> None:
    found = ask()
    assert (found.allowed, found.channel, found.untried_channels) == (True, "email", ("letter",))
    assert found.next_allowed_on == MONDAY
    assert [str(reason) for reason in found.why] == ["C-1: permitted through email"]


def test_without_rules_the_house_rules_are_one_contact_a_day() -> None:
    customer = Customer(id="C-1")
    assert permit(("email",), (done(),), on=MONDAY, customer=customer).next_allowed_on == d(3, 3)
    assert permit(("email",), (done(d(3, 1)),), on=MONDAY, customer=customer).allowed


@pytest.mark.parametrize("on", ["2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)])
def test_the_day_must_be_a_date(on: Any) -> None:
    with pytest.raises(InvalidDate):
        permit(("email",), (), on=on, customer=Customer(id="C-1"))


# -- prohibitions --------------------------------------------------------------------------------
def test_a_cease_notice_holds_from_the_day_it_was_received() -> None:
    assert ask(cease_received_on=d(3, 3)).allowed
    found = ask(cease_received_on=MONDAY)
    assert (found.allowed, found.next_allowed_on, found.channel) == (False, None, None)
    assert [str(reason) for reason in found.why] == [
        "C-1: the customer asked on 2026-03-02 not to be contacted"
    ]


def test_representation_always_holds() -> None:
    found = ask(represented_by="A. Lawyer")
    assert (found.allowed, found.next_allowed_on, codes(found)) == (False, None, ["represented"])


def test_all_prohibitions_are_named() -> None:
    assert codes(ask(represented_by="A. Lawyer", cease_received_on=d(3, 1))) == [
        "cease", "represented",
    ]  # fmt: skip


# -- channels ------------------------------------------------------------------------------------
def test_an_opt_out_of_a_channel_leaves_the_next() -> None:
    found = ask(opt_outs=(OptOut("email"),))
    assert (found.allowed, found.channel, found.untried_channels) == (True, "letter", ())


def test_an_opt_out_holds_from_the_day_it_was_received() -> None:
    assert ask(opt_outs=(OptOut("email", d(3, 3)),)).channel == "email"
    assert ask(opt_outs=(OptOut("email", MONDAY),)).channel == "letter"


def test_no_channel_left_is_no_day() -> None:
    found = ask(opt_outs=(OptOut("email"), OptOut("letter")))
    assert (found.allowed, found.next_allowed_on) == (False, None)
    assert codes(found) == ["opted_out", "opted_out", "no_channel"]
    assert codes(ask(channels=())) == ["no_channel"]


def test_known_contact_points_decide_which_channels_there_are() -> None:
    assert ask(contact_points=(ContactPoint("letter"),)).channel == "letter"
    assert codes(ask(contact_points=())) == ["no_contact_point", "no_contact_point", "no_channel"]
    assert ask(contact_points=None).channel == "email"


def test_an_opt_out_of_an_address_leaves_the_others_of_its_channel() -> None:
    two = (ContactPoint("email", "a@b.c"), ContactPoint("email", "d@e.f"))
    assert ask(contact_points=two, opt_outs=(OptOut("a@b.c"),)).channel == "email"
    both = (OptOut("a@b.c"), OptOut("d@e.f"))
    assert codes(ask(contact_points=two, opt_outs=both)) == [
        "opted_out", "no_contact_point", "no_channel",
    ]  # fmt: skip


def test_an_opt_out_of_an_address_says_nothing_where_the_host_knows_the_points() -> None:
    assert ask(opt_outs=(OptOut("a@b.c"),)).channel == "email"


# -- the gap -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("gap", "last", "allowed", "first"),
    [
        (5, d(2, 25), True, MONDAY),
        (5, d(2, 26), False, d(3, 3)),
        (1, d(3, 1), True, MONDAY),
        (1, MONDAY, False, d(3, 3)),
        (0, d(3, 1), True, MONDAY),
        (0, MONDAY, False, d(3, 3)),
    ],
)
def test_the_gap_is_days_between_contacts(gap: int, last: date, allowed: bool, first: date) -> None:
    found = ask(done(last), gap=gap)
    assert (found.allowed, found.next_allowed_on) == (allowed, first)
    assert codes(found) == (["permitted"] if allowed else ["min_gap"])


def test_the_latest_contact_counts_in_any_order() -> None:
    history = (done(d(2, 28)), done(d(2, 20)), done(d(2, 25)))
    assert ask(*history, gap=5).next_allowed_on == d(3, 5)


def test_contacts_after_the_day_do_not_count() -> None:
    assert ask(done(d(3, 3)), gap=5).allowed


def test_a_blocked_contact_names_its_channel_all_the_same() -> None:
    found = ask(done(), gap=5)
    assert (found.channel, found.untried_channels) == ("email", ("letter",))


# -- business days -------------------------------------------------------------------------------
def test_business_days_only() -> None:
    found = ask(on=d(3, 7), business_days=True)
    assert (found.allowed, found.next_allowed_on) == (False, d(3, 9))
    assert [str(reason) for reason in found.why] == ["C-1: 2026-03-07 is not a business day"]
    assert ask(on=d(3, 7)).allowed


def test_business_days_are_the_calendars() -> None:
    holiday = calendar_from([MONDAY])
    assert ask(business_days=True, calendar=holiday).next_allowed_on == d(3, 3)


def test_the_gap_ends_on_a_business_day() -> None:
    assert ask(done(), gap=5, business_days=True).next_allowed_on == d(3, 9)
    assert codes(ask(done(d(3, 6)), on=d(3, 7), gap=5, business_days=True)) == [
        "min_gap", "business_day",
    ]  # fmt: skip


# -- what is a contact ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"kind": "notice"}, True),
        ({"status": "delivered"}, True),
        ({"kind": "task"}, False),
        ({"kind": "effect"}, False),
        ({"direction": "in"}, False),
        ({"customer_facing": False}, False),
        ({"status": "planned"}, False),
        ({"status": "failed"}, False),
        ({"status": "declined"}, False),
    ],
)
def test_contacts_are_outbound_made_and_with_the_customer(
    fields: dict[str, Any], counts: bool
) -> None:
    assert bool(contacts([done(**fields)])) is counts


def test_of_records_with_one_key_the_latest_counts() -> None:
    sent, back = done(key="K"), done(d(3, 4), key="K", status="failed")
    assert contacts([back, sent]) == ()
    resent = done(d(3, 6), key="K")
    assert contacts([resent, back, sent]) == (resent,)


def test_records_without_a_key_stand_for_themselves() -> None:
    assert len(contacts([done(), done(), done(status="failed")])) == 2


# -- as a policy ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "document",
    [
        {"min_days_between": -1},
        {"min_days_between": 1.5},
        {"min_days_between": "5"},
        {"min_days_between": True},
        {"business_days_only": 1},
        {"max_per_week": 3},
    ],
)
def test_rules_are_strict(document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ContactRules(**document)


def test_rules_survive_json() -> None:
    rules = ContactRules(min_days_between=5, business_days_only=True)
    assert ContactRules.model_validate_json(rules.model_dump_json()) == rules


def test_every_reason_given_is_in_the_catalogue() -> None:
    found = (*ask(cease_received_on=MONDAY).why, *ask(done(), gap=5).why, *ask().why)
    assert all(reason.code in REASONS for reason in found)
