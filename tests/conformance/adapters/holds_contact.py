"""What holds and notices do to contact."""

from __future__ import annotations

from datetime import date

from tests.conformance.adapters.contact_rules import REG_F, asked, person
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import day, money, percent
from tests.conformance.case import Given
from tests.conformance.registry import Figures

from collectkit.arrangements import moratorium
from collectkit.contact import ContactRules
from collectkit.fees import FlatFee, Interest, LateChargePolicy, assess
from collectkit.ledger import Hold
from collectkit.testing import an_account, an_invoice

__all__ = ["CONTACT"]

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


def ceased(given: Given) -> Figures:
    """A notice counts from the day it was received."""
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


def in_moratorium(given: Given) -> Figures:
    stated, on = given["account"]["moratorium"], day(given["as_of"])
    stated.immaterial("type")
    start = day(stated["start"])
    days = given["policy"]["moratorium_days"]
    hold = moratorium(id="H-1", customer_id="C-1", from_on=start, days=days)
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


CONTACT = (
    form(ceased, "", "cease_notice"),
    form(in_moratorium, "moratorium_days", "moratorium"),
)
