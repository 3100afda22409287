"""What holds and notices do to contact."""

from __future__ import annotations

from datetime import date

from tests.conformance.adapters.contact_rules import REG_F, asked, person
from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.holds_arrangements import arranged
from tests.conformance.adapters.translate import day, money, percent
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.contact import ContactRules
from collectkit.fees import FlatFee, Interest, LateChargePolicy, assess
from collectkit.ledger import Hold
from collectkit.testing import a_hold, an_account, an_invoice

holds = Operations("holds")

_EXCEPTED = dict(
    zip(
        (
            "notice_efforts_terminated",
            "notice_may_invoke_ordinary_remedies",
            "notice_intends_specific_remedy",
        ),
        REG_F.after_cease,
        strict=True,
    )
)
_CHARGES = LateChargePolicy(
    id="charges",
    interest=Interest(rate=percent(10)),
    fees=(FlatFee(id="fee", amounts=(money(40),)),),
)


@holds.shaped("policy", "account", "as_of")
def contact(given: Given) -> Figures:
    account = given["account"]
    if "cease_notice" in account:
        return _ceased(given)
    if "moratorium" in account:
        return _moratorium(given)
    return arranged(given)


def _ceased(given: Given) -> Figures:
    """A notice counts from the day it was received."""
    given.immaterial("policy")
    account, on = given["account"], day(given["as_of"])
    notice = account["cease_notice"]
    notice.immaterial("mailed")
    who = person(cease_received_on=day(notice["received"]))
    proposed = account.get("proposed", [])
    return {
        "email_allowed": asked("email", customer=who, on=on).allowed,
        "allowed": [
            asked("letter", customer=who, on=on, code=_EXCEPTED.get(name)).allowed
            for name in proposed
        ],
    }


def _moratorium(given: Given) -> Figures:
    moratorium, on = given["account"]["moratorium"], day(given["as_of"])
    moratorium.immaterial("type")
    start = day(moratorium["start"])
    hold = a_hold(
        kind="moratorium",
        from_on=start,
        until_on=days_after(start, given["policy"]["moratorium_days"]),
    )
    found = asked("letter", rules=ContactRules(), on=on, holds=(hold,))
    return {
        "payment_demands_allowed": found.allowed,
        "interest_and_fees_accrue": _accrues(hold, on),
        "enforcement_allowed": "legal" not in (hold.blocks or ()),
    }


def _accrues(hold: Hold, on: date) -> bool:
    """Whether an invoice that fell due as the hold began has been charged by the day."""
    invoice = an_invoice(issued_on=hold.from_on, due_on=hold.from_on)
    charged = assess(an_account(invoice, hold), _CHARGES, as_of=on)
    return any(not line.gross.is_zero for line in charged.lines)
