"""Campaigns: requests to pay per currency, above a threshold, so many days apart, so many times."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.conformance.adapters.dating import days_before
from tests.conformance.adapters.ladder_facts import (
    account_of,
    as_of,
    late,
    moment,
    overdue,
    owed,
)  # fmt: skip
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import money
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.escalation import Decision, Ladder, Not, Repeat, Step, When
from collectkit.ledger import Account, Done, snapshot
from collectkit.policy import Assignment, CollectionsPolicy, Sender, review_account
from collectkit.testing import something_done

__all__ = ["ATTEMPTS"]

_EXCLUDED = "excluded_from_dunning"
_LONG_LATE = 60
_SCOPES = ("account_per_currency",)
_USUAL, _OWN = "entity_default", "customer"


def _ladder(policy: Given) -> Ladder:
    """One step that repeats. A request is raised in the house, for every currency by itself."""
    if policy.get("scope", "account_per_currency") not in _SCOPES:
        raise Unsupported(f"attempts per {policy['scope']}")
    thresholds = policy["thresholds"]
    times, every = policy.get("max_attempts", 1), policy.get("days_between_attempts", 1)
    return Ladder(
        id="campaign",
        version="1",
        strict_interval="strict" in policy.get("interval_rule", ""),
        steps=(
            Step(
                id="request",
                kind="task",
                offset=1,
                when=Not(condition=When.tag_in(_EXCLUDED)),
                minimum=tuple(money(thresholds[code], code) for code in thresholds),
                repeat=Repeat(every=every, times=times) if times > 1 else None,
            ),
        ),
    )


def _facts(account: Given, on: date) -> list[Any]:
    if "invoices" in account:
        facts = owed(account["invoices"], on)
    else:
        sums = account["overdue"]
        facts = [
            late(on, _LONG_LATE, id=code, amount=money(sums[code], code)) for code in sums
        ]  # fmt: skip
    return facts


def _history(account: Given, facts: Account, on: date) -> list[Done]:
    """Earlier attempts: the last one on its day, those before it on the days before."""
    at = account.get("last_attempt_at")
    last = days_before(on, 30) if at is None else moment(at)
    attempts = account.get("attempts", {})
    if isinstance(attempts, int):
        attempts = {invoice.currency: attempts for invoice in facts.invoices}
    return [
        something_done(
            kind="task",
            customer_facing=False,
            on=days_before(last, n),
            step_id="request",
            items=tuple(one.id for one in facts.invoices if one.currency == code),
        )
        for code in attempts
        for n in range(attempts[code])
    ]


def _finished(decision: Decision) -> bool:
    return all(scope.exhausted for scope in decision.scopes)


def campaign(given: Given) -> Figures:
    """What is requested on a day, how often it then was, and whether that was the end of it."""
    account, on = given["account"], as_of(given)
    tags = (_EXCLUDED,) if account.get(_EXCLUDED, False) else ()
    ladder, facts = _ladder(given["policy"]), account_of(_facts(account, on), tags=tags)
    facts = facts.with_(done=_history(account, facts, on))
    decision = ladder.decide(facts, as_of=on)
    after = facts.with_(done=[one.sent(on) for one in decision.actions])
    read = snapshot(facts, as_of=on)
    codes = {invoice.id: invoice.currency for invoice in facts.invoices}
    made = [codes[done.items[0]] for done in after.done]
    first = [overdue(read, code) for code in read.currencies]
    return {
        "dun": [action.currency for action in decision.actions],
        "attempts": {code: made.count(code) for code in codes.values() if code in made},
        "actions": [
            {"amount": overdue(read, action.currency), "invoices": action.items}
            for action in decision.actions
        ],
        "overdue_balance": first[0],
        "campaign_finished_event": not _finished(decision)
        and _finished(ladder.decide(after, as_of=on)),
    }


def assigned(given: Given) -> Figures:
    """Which of the campaigns a customer is under, and what that one requests."""
    account, on = given["account"], as_of(given)
    ladders = {row["level"]: _ladder(row).replace(id=row["level"]) for row in _campaigns(given)}
    facts = account_of(_facts(account, on))
    own = Assignment(id="own", customers=(facts.customer.id,), ladder=_OWN)
    policy = CollectionsPolicy(
        id="campaigns",
        version="1",
        sender=Sender(creditor="creditor", signature="signature", payment_details="details"),
        ladder=ladders[_USUAL],
        ladders=(ladders[_OWN],),
        assignment=(own,),
    )
    review = review_account(policy, facts, as_of=on)
    (found,) = review.assigned
    return {
        "policy_used": found.id,
        "dun": [action.currency for action in review.decision.actions],
    }


def _campaigns(given: Given) -> list[Given]:
    """One for everybody, and one for the customer."""
    rows: list[Given] = given["policy"]["assignments"]
    if sorted(row["level"] for row in rows) != sorted((_USUAL, _OWN)):
        raise Unsupported("campaigns that are assigned otherwise than by customer")
    return rows


def edited(given: Given) -> Figures:
    """What an edited policy leaves of the attempts."""
    raise Unsupported("attempts that an edited policy resets: nothing is stored, so nothing is")


ATTEMPTS = (
    form(campaign, "thresholds", "overdue"),
    form(campaign, "thresholds", "invoices"),
    form(assigned, "assignments"),
    form(edited, "change", "attempts"),
)
