"""What always stands against contact, and the exceptions that rules list."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from collectkit.contact import ContactRules, Permit, permit
from collectkit.errors import InvalidFact
from collectkit.ledger import Consent, ContactPoint, Customer, Done, Hold, OptOut

REG_F = ContactRules.us_reg_f()
MONDAY = date(2026, 3, 2)
CONFIRMATION = "opt-out-confirmation"


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def ask(
    *history: Done,
    on: date = MONDAY,
    channels: tuple[str, ...] = ("email",),
    rules: ContactRules = REG_F,
    holds: tuple[Hold, ...] = (),
    debts: tuple[str, ...] = (),
    code: str | None = None,
    mandatory: str | None = None,
    reply: bool = False,
    **customer: Any,
) -> Permit:
    return permit(
        channels, history, on=on, customer=Customer(id="C-1", **customer), rules=rules, holds=holds,
        debts=debts, code=code, mandatory=mandatory, reply=reply,
    )  # fmt: skip


def codes(found: Permit) -> list[str]:
    return [reason.code.removeprefix("contact.") for reason in found.why]


# -- cease and representation --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "rules", "allowed"),
    [
        (None, REG_F, False),
        ("reminder", REG_F, False),
        ("efforts-terminated", REG_F, True),
        ("may-invoke-remedies", REG_F, True),
        ("intends-remedy", REG_F, True),
        ("intends-remedy", ContactRules(), False),
    ],
)
def test_only_excepted_notices_follow_a_cease_notice(
    code: str | None, rules: ContactRules, allowed: bool
) -> None:
    found = ask(cease_received_on=MONDAY, code=code, rules=rules)
    assert found.allowed is allowed
    assert codes(found) == (["permitted", "excepted"] if allowed else ["cease"])


def test_an_excepted_notice_passes_nothing_else() -> None:
    stopped: dict[str, Any] = {"cease_received_on": MONDAY, "code": "intends-remedy"}
    assert codes(ask(**stopped, represented_by="A. Lawyer")) == ["represented"]
    assert codes(ask(**stopped, opt_outs=(OptOut("email"),))) == ["opted_out", "no_channel"]


@pytest.mark.parametrize("passes", [{"mandatory": "a statute"}, {"reply": True}])
def test_neither_a_requirement_nor_a_reply_passes_a_prohibition(passes: dict[str, Any]) -> None:
    asked = Done(customer_id="C-1", on=MONDAY, channel="email", direction="in")
    assert codes(ask(asked, cease_received_on=MONDAY, **passes)) == ["cease"]
    assert codes(ask(asked, represented_by="A. Lawyer", **passes)) == ["represented"]
    assert codes(ask(asked, opt_outs=(OptOut("email"),), **passes)) == ["opted_out", "no_channel"]


def test_who_is_represented_is_reached_through_the_representative() -> None:
    assert ask(represented_by="A. Lawyer").contact_via == "representative"
    assert ask().contact_via == "customer"


def test_a_cease_notice_to_come_leaves_no_later_day() -> None:
    sent = Done(customer_id="C-1", on=MONDAY)
    assert ask(sent, cease_received_on=d(3, 4)).next_allowed_on == d(3, 3)
    assert ask(sent, cease_received_on=d(3, 3)).next_allowed_on is None


# -- moratorium ----------------------------------------------------------------------------------
def hold(**fields: Any) -> Hold:
    given = {"id": "H-1", "customer_id": "C-1", "kind": "moratorium", "from_on": d(3, 1), **fields}
    return Hold(**given)


def test_a_moratorium_stops_contact_to_its_last_day() -> None:
    found = ask(holds=(hold(until_on=d(3, 10)),))
    assert (found.allowed, found.next_allowed_on, found.channel) == (False, d(3, 11), "email")
    assert str(found.why[0]) == "C-1: moratorium H-1 stands until 2026-03-10"
    assert ask(holds=(hold(),)).next_allowed_on is None
    assert ask(holds=(hold(from_on=d(3, 3)),)).allowed


def test_a_moratorium_is_about_its_items() -> None:
    some = (hold(items=("INV-1",)),)
    assert not ask(holds=some).allowed
    assert not ask(holds=some, debts=("INV-2", "INV-1")).allowed
    assert ask(holds=some, debts=("INV-2",)).allowed


def test_other_holds_and_what_blocks_no_words_leave_contact_alone() -> None:
    assert ask(holds=(hold(kind="review"),)).allowed
    assert ask(holds=(hold(blocks=("charges", "legal")),)).allowed
    assert not ask(holds=(hold(blocks=("demands",)),)).allowed
    with pytest.raises(InvalidFact):
        ask(holds=("H-1",))  # type: ignore[arg-type]


def test_quiet_after_a_hold() -> None:
    ended = hold(kind="review", until_on=d(3, 1), cooldown_days=3)
    found = ask(holds=(ended,))
    assert (codes(found), found.next_allowed_on) == (["cooldown"], d(3, 5))
    assert str(found.why[0]) == "C-1: hold H-1 ended on 2026-03-01, quiet through day 3 after it"
    assert ask(holds=(ended,), on=d(3, 5)).allowed
    assert ask(holds=(ended,), mandatory="a statute").allowed
    assert ask(holds=(ended,), on=d(3, 1)).allowed


# -- opt-outs and their confirmation -------------------------------------------------------------
def test_one_confirmation_of_an_opt_out() -> None:
    asked: dict[str, Any] = {"opt_outs": (OptOut("email", MONDAY),), "code": CONFIRMATION}
    reminded = Done(customer_id="C-1", on=MONDAY, channel="email")
    found = ask(reminded, **asked)
    assert (found.allowed, codes(found)) == (True, ["permitted", "confirmation"])
    sent = Done(customer_id="C-1", on=MONDAY, channel="email", kind="notice", code=CONFIRMATION)
    assert codes(ask(sent, **asked)) == ["opted_out", "no_channel"]
    assert ask(sent, **asked, on=d(3, 9)).next_allowed_on is None
    again = (*asked["opt_outs"], OptOut("email", d(3, 9)))
    assert ask(sent, opt_outs=again, code=CONFIRMATION, on=d(3, 9)).allowed
    assert not ask(code=CONFIRMATION, opt_outs=asked["opt_outs"], rules=ContactRules()).allowed


def test_an_opt_out_to_come_is_a_day_to_confirm() -> None:
    rules = REG_F.replace(consent_required=("email",))
    asked: dict[str, Any] = {"rules": rules, "code": CONFIRMATION}
    assert ask(opt_outs=(OptOut("email", d(3, 5)),), **asked).next_allowed_on == d(3, 5)


def test_a_confirmation_goes_through_the_medium_it_is_about() -> None:
    assert not ask(code=CONFIRMATION, opt_outs=(OptOut("phone"),), channels=("phone",)).allowed
    found = ask(code=CONFIRMATION, opt_outs=(OptOut("sms"),), channels=("email", "sms"))
    assert (found.channel, codes(found)) == ("email", ["permitted"])


def test_a_confirmation_to_the_address_it_is_about() -> None:
    points = (ContactPoint("email", "a"), ContactPoint("email", "b"))
    found = ask(code=CONFIRMATION, opt_outs=(OptOut("a"),), contact_points=points)
    assert found.addresses == ("a",)
    wrong = ask(
        code=CONFIRMATION, opt_outs=(OptOut("a"),), contact_points=points, wrong_numbers=("a",)
    )
    assert codes(wrong) == ["wrong_number", "no_channel"]


# -- addresses -----------------------------------------------------------------------------------
def test_the_addresses_that_may_be_used() -> None:
    points = tuple(ContactPoint("email", address) for address in ("a", "b", "c", "a"))
    found = ask(contact_points=points, opt_outs=(OptOut("b"),), wrong_numbers=("c",))
    assert found.addresses == ("a",)
    assert ask().addresses == ()


def test_a_channel_with_wrong_addresses_only_is_shut() -> None:
    found = ask(contact_points=(ContactPoint("email", "a"),), wrong_numbers=("a",))
    assert codes(found) == ["wrong_number", "no_channel"]
    mixed = (ContactPoint("email", "a"), ContactPoint("email", "b"))
    found = ask(contact_points=mixed, wrong_numbers=("a",), opt_outs=(OptOut("b"),))
    assert codes(found) == ["wrong_number", "no_channel"]


# -- consent -------------------------------------------------------------------------------------
STRICT = ContactRules(consent_required=("email",))


def test_a_channel_that_needs_consent() -> None:
    assert ask(rules=ContactRules()).allowed
    assert codes(ask(rules=STRICT)) == ["no_consent", "no_channel"]
    assert ask(rules=STRICT).next_allowed_on is None
    other = ask(rules=STRICT, channels=("email", "letter"))
    assert (other.allowed, other.channel) == (True, "letter")


@pytest.mark.parametrize(
    ("received", "until", "code", "first"),
    [
        (MONDAY, None, "permitted", MONDAY),
        (d(2, 1), MONDAY, "permitted", MONDAY),
        (d(2, 1), d(3, 1), "consent_expired", None),
        (d(3, 5), None, "no_consent", d(3, 5)),
    ],
)
def test_consent_stands_from_receipt_to_its_last_day(
    received: date, until: date | None, code: str, first: date | None
) -> None:
    found = ask(rules=STRICT, consents=(Consent("email", received, until),), mandatory="a statute")
    assert (codes(found)[0], found.next_allowed_on) == (code, first)


def test_consent_to_another_channel_is_none() -> None:
    assert not ask(rules=STRICT, consents=(Consent("sms", d(2, 1)),)).allowed


# -- arguments -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"channels": "email"},
        {"channels": (1,)},
        {"debts": "INV-1"},
        {"code": ""},
        {"mandatory": 1},
        {"reply": 1},
        {"rules": {}},
    ],
)
def test_arguments_are_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidFact):
        ask(**wrong)


def test_zones_are_objects() -> None:
    when = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with pytest.raises(InvalidFact):
        permit(("email",), (), at=when, customer=Customer(id="C-1"), zones={"UTC": "UTC"})  # type: ignore[dict-item]
