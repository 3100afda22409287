"""Holds, disputes and promises: what they keep back, and what comes after them."""

from __future__ import annotations

from tests.conformance.adapters.dating import days_after, days_before
from tests.conformance.adapters.ladder_facts import account_of, as_of, held, late, owed, paid
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import EARLIER, day, money
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.arrangements import PromiseStatus, collectable, hold_effects, promise_status
from collectkit.escalation import Decision, Ladder, Step
from collectkit.ledger import snapshot
from collectkit.testing import a_dispute, a_hold, a_promise, an_account, an_invoice, something_done

__all__ = ["ARRANGEMENTS"]

_FIRST = Step(id="level-1", kind="reminder", channels=("letter",), offset=1, required=True)
_LADDER = Ladder(
    id="arranged", version="1", steps=(_FIRST, _FIRST.replace(id="level-2", offset=2))
)  # fmt: skip
_REASONS = {"escalation.promise": "expected_payment_date"}


# -- disputes and blocks, without a ladder ---------------------------------------------------------
def disputed(given: Given) -> Figures:
    """A dispute in writing and in time stands until the debt is verified."""
    account, on = given["account"], as_of(given)
    dispute = account["dispute"]
    invoice = an_invoice(amount=money(account["debt"]), issued_on=EARLIER)
    facts = []
    if dispute["written"] and dispute["within_validation_period"]:
        closed_on = on if dispute["verification_sent"] else None
        amount = money(dispute["disputed_amount"])
        facts.append(a_dispute(amount=amount, opened_on=days_before(on, 1), closed_on=closed_on))
    read = snapshot(an_account(invoice, *facts), as_of=on)
    found = collectable(read.items[0], read)
    return {
        "collectable_amount": found.amount,
        "collection_of_disputed_part_paused": not found.disputed.is_zero,
    }


def customer_blocked(given: Given) -> Figures:
    """A block of the customer, and a flag of each invoice."""
    account, on = given["account"], as_of(given)
    (row,) = account["invoices"]
    holds = []
    if account["customer_blocked"]:
        holds.append(a_hold(from_on=on))
    if row["blocked"]:
        holds.append(a_hold(id="H-2", from_on=on, items=(row["id"],)))
    read = snapshot(an_account(an_invoice(id=row["id"], issued_on=EARLIER), *holds), as_of=on)
    return {"allowed": "reminders" not in hold_effects(read.items[0], read).blocks}


# -- on a ladder -----------------------------------------------------------------------------------
def process_held(given: Given) -> Figures:
    """A hold that ends a running process: what was taken in it counts no more once it is lifted."""
    hold, on = given["account"]["hold"], as_of(given)
    if (hold["scope"], hold["process"]) != ("account", "overdue"):
        raise Unsupported(f"a hold of {hold['scope']} on {hold['process']}")
    done = []
    if given["account"]["active_process"]:
        done.append(something_done(on=days_before(on, 1), step_id=_FIRST.id))
    facts = [late(on), *done, held(on, until_on=on, on_release="restart")]
    now = _LADDER.decide(account_of(facts), as_of=on)
    then = _LADDER.decide(account_of(facts), as_of=days_after(on, 1))
    anew = any(action.step_id == _FIRST.id for action in then.actions)
    return {
        "new_process_allowed": bool(now.actions),
        "active_process": "cancelled" if done and anew else "suspended",
    }


def expected(given: Given) -> Figures:
    """An expected date of payment is a promise."""
    on = as_of(given)
    if not given["policy"]["respect_expected_payment_date"]:
        raise Unsupported("dates that are not respected")
    facts = account_of(owed(given["account"]["invoices"], on))
    decision = _LADDER.decide(facts, as_of=on)
    return {"new_actions": _taken(decision), "reason": _waits_for(decision)}


def _taken(decision: Decision) -> list[dict[str, str]]:
    return [
        {"invoice": item, "step": action.step_id}
        for action in decision.actions
        for item in action.items
    ]


def _waits_for(decision: Decision) -> str | None:
    found = [
        _REASONS.get(reason.code, reason.code)
        for one in decision.deferred
        for reason in one.reasons
    ]
    return found[0] if found else None


def promised(given: Given) -> Figures:
    """A promise on an invoice, and what becomes of it kept and broken."""
    account, on = given["account"], as_of(given)
    if not given["policy"]["pause_on_promise"]:
        raise Unsupported("promises that pause nothing")
    facts = owed(account["invoices"], on)
    by = on
    for n, row in enumerate(account["promises"]):
        if n:
            raise Unsupported("several promises")
        by = day(row["date"])
        promise = a_promise(
            id=f"P-{n}", invoices=(row["invoice"],), promised_on=days_before(on, 1), pay_by=by,
            amount=facts[0].amount,
        )  # fmt: skip
        state = promise_status(promise, snapshot(account_of([*facts, promise]), as_of=on))
        if state.status is not PromiseStatus(row["status"]):
            raise Unsupported(f"a promise that is {row['status']}")
        facts.append(promise)
    invoice, passed = facts[0], days_after(by, 1)
    kept = _LADDER.decide(account_of([*facts, *paid(invoice, by)]), as_of=passed)
    broken = _LADDER.decide(account_of(facts), as_of=passed)
    return {
        "new_actions": _taken(_LADDER.decide(account_of(facts), as_of=on)),
        "resumes_when": f"promise kept -> {_outcome(kept)}; "
        f"promise date passed unpaid -> {_outcome(broken)}",
    }


def _outcome(decision: Decision) -> str:
    """Nothing is left to decide, the sequence goes on, or neither."""
    if not decision.scopes:
        return "close"
    return "resume" if decision.actions else "wait"


ARRANGEMENTS = (
    form(disputed, "", "debt dispute"),
    form(customer_blocked, "", "customer_blocked invoices"),
    form(process_held, "", "hold active_process"),
    form(expected, "respect_expected_payment_date", "invoices"),
    form(promised, "pause_on_promise", "promises invoices"),
)
