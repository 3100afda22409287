"""Holds and disputes as such: what they block and what they leave to collect, without a ladder."""

from __future__ import annotations

from datetime import date

from tests.conformance.adapters.dating import days_before
from tests.conformance.adapters.translate import EARLIER, day, money
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.arrangements import collectable, due_dates, hold_effects
from collectkit.ledger import Hold, Item, Snapshot, snapshot
from collectkit.testing import a_dispute, a_hold, an_account, an_invoice

__all__ = ["arranged"]


def arranged(given: Given) -> Figures:
    """What a case about a hold or a dispute asks for."""
    account = given["account"]
    if "dispute" in account:
        return _disputed(given)
    if "customer_blocked" in account:
        return _customer_blocked(given)
    if "level_1_allowed" in given.asked:
        return _first_level(given)
    raise Unsupported(f"{sorted(given.asked)} of {sorted(account)}")


def _disputed(given: Given) -> Figures:
    """A dispute in writing and in time stands until the debt is verified."""
    given.immaterial("policy")
    account, on = given["account"], day(given["as_of"])
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


def _customer_blocked(given: Given) -> Figures:
    given.immaterial("policy")
    account, on = given["account"], day(given["as_of"])
    (row,) = account["invoices"]
    holds = []
    if account["customer_blocked"]:
        holds.append(a_hold(from_on=on))
    if row["blocked"]:
        holds.append(a_hold(id="H-2", from_on=on, items=(row["id"],)))
    read = snapshot(an_account(an_invoice(id=row["id"], issued_on=EARLIER), *holds), as_of=on)
    return {"allowed": _may_remind(read.items[0], read)}


def _first_level(given: Given) -> Figures:
    """The first level: its days are reached and nobody holds the invoice; it was never sent."""
    policy, account, on = given["policy"], given["account"], day(given["as_of"])
    policy.immaterial("scope", "sequential")
    account.immaterial("history")
    (row,) = account["invoices"]
    row.immaterial("days_past_due")
    first, *others = policy["levels"]
    first.immaterial("n")
    for level in others:
        level.immaterial("n", "days_past_due_min")
    invoice = an_invoice(
        id=row["id"],
        amount=money(row["open_amount"], row["currency"]),
        issued_on=EARLIER,
        due_on=day(row["due_date"]),
    )
    hold = _no_dunning_until(day(row["no_dunning_until"]), invoice.issued_on)
    read = snapshot(an_account(invoice, hold), as_of=on)
    age = due_dates(read.items[0], read).effective_days_past_due or 0
    reached = age >= first["days_past_due_min"]
    return {"level_1_allowed": reached and _may_remind(read.items[0], read)}


def _no_dunning_until(last: date, first: date) -> Hold:
    return a_hold(from_on=first, until_on=last)


def _may_remind(item: Item, read: Snapshot) -> bool:
    return "reminders" not in hold_effects(item, read).blocks
