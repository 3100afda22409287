"""States of an account: the most severe whose conditions hold, recomputed from the facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.ladder_facts import account_of, as_of, late, owed, settled
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import CURRENCY, EARLIER, day, money
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.dates import Context
from collectkit.escalation import Condition, Decision, Ladder, Not, Stage, Step, When
from collectkit.ledger import Account
from collectkit.testing import an_invoice

__all__ = ["STATES"]

_CLEAR = "CLEAR"
_SUPERSEDED = "escalation.superseded"
_EXEMPT = "OVERDUE_ENFORCEMENT_OFF"
# What a state asks of the host. A suspended service is billed no more, either.
_EFFECTS = {
    "block_changes": ("block_changes",),
    "suspend_service": ("suspend_service", "stop_auto_invoicing"),
}


# -- conditions ------------------------------------------------------------------------------------
def _condition(row: Given, currency: str) -> Condition | None:
    """What a state or a condition asks besides days."""
    found: Any = None
    for one in _conditions(row, currency):
        found = one if found is None else found & one
    return cast("Condition | None", found)


def _conditions(row: Given, currency: str) -> Iterable[Any]:
    if "unpaid_invoice_count_min" in row:
        yield When.late_items(row["unpaid_invoice_count_min"])
    if "unpaid_balance_min" in row:
        yield When.amount_at_least(**{currency: row["unpaid_balance_min"]})
    if "tags_include" in row:
        yield When.tag_in(row["tags_include"])
    if "last_payment_response_in" in row:
        # The host tags the customer with the answer to the last payment.
        yield When.tag_in(*row["last_payment_response_in"])
    if "days_since_oldest_unpaid_min" in row:
        yield When.days_past_due(row["days_since_oldest_unpaid_min"])


def conditions(given: Given) -> Figures:
    """Whether one condition holds, row by row."""
    on = as_of(given)
    wanted = _condition(given["policy"]["condition"], CURRENCY)
    if wanted is None:
        raise Unsupported("a condition on something else")
    step = Step(id="step", kind="task", offset=1, when=wanted)
    ladder = Ladder(id="conditions", version="1", steps=(step,))
    rows = given["account"]["rows"]
    return {"matches": [bool(ladder.decide(_row(r, on), as_of=on).actions) for r in rows]}


def _row(row: Given, on: date) -> Account:
    """What a row says; of what it does not say something is late."""
    tags = [*row.get("tags", [])]
    if "last_payment_response" in row:
        tags.append(row["last_payment_response"])
    return account_of(_figured(row, on, CURRENCY), tags=tuple(tags))


def _figured(row: Given, on: date, currency: str) -> list[Any]:
    """Late invoices that come to the figures given."""
    if "unpaid_invoice_count" in row:
        return [late(on, id=f"I-{n}") for n in range(row["unpaid_invoice_count"])]
    if "unpaid_balance" in row:
        amount = money(row["unpaid_balance"], currency)
        return [] if amount.is_zero else [late(on, amount=amount)]
    if "oldest_unpaid" in row:
        oldest = row["oldest_unpaid"]
        return [] if oldest is None else [an_invoice(issued_on=EARLIER, due_on=day(oldest))]
    return [late(on)]


# -- states ----------------------------------------------------------------------------------------
def _ladder(policy: Given, tagged: bool) -> Ladder:
    """States by days are stages; each is a task as well, which its other conditions may keep."""
    if policy.get("select", "most_severe_matching_state") != "most_severe_matching_state":
        raise Unsupported(f"the state that is {policy['select']}")
    if policy.get("scope", "account") not in ("account", "paying_account"):
        raise Unsupported(f"states of {policy['scope']}")
    # Every source counts from the date it calls the invoice's, which is given as the due date.
    policy.immaterial("anchor")
    currency = policy.get("currency", CURRENCY)
    steps, stages = [], []
    for row in policy["states"]:
        when, days = _condition(row, currency), row.get("days_min")
        if tagged:
            exempt = Not(condition=When.tag_in(_EXEMPT))
            when = exempt if when is None else cast("Condition", when & exempt)
        steps.append(Step(id=_id(row), kind="task", offset=days or 1, when=when, required=True))
        effects = tuple(e for name, of in _EFFECTS.items() if row.get(name) for e in of)
        if days is not None and when is None:
            stages.append(Stage(id=_id(row), days=days, effects=effects))
        elif effects:
            raise Unsupported("effects of a state with conditions")
    plain = len(stages) == len(steps)
    return Ladder(
        id="states", version="1", steps=tuple(steps), advance="jump",
        stages=tuple(stages) if plain else (),
    )  # fmt: skip


def _id(row: Given) -> str:
    return str(row["name"]).lower()


def _tags(account: Given) -> tuple[str, ...] | None:
    """The account's tags. Those of its invoices are its own where all of them have the same."""
    rows = [row["tags"] for row in account.get("invoices", []) if "tags" in row]
    if any(row != rows[0] for row in rows):
        raise Unsupported("tags of single invoices")
    found = [account["tags"]] if "tags" in account else rows
    return tuple(found[0]) if found else None


def _facts(account: Given, on: date, currency: str) -> list[Any]:
    if "invoices" not in account:
        return _figured(account, on, account.get("currency", currency))
    # What is still a draft on the day is on the books on a later one.
    drafts = owed(account.get("draft_invoices", []), on, recorded_on=days_after(on, 1))
    return [*owed(account["invoices"], on), *settled(account.get("paid", []), on), *drafts]


def _decided(policy: Given, account: Given, on: date) -> Decision:
    tags = _tags(account)
    facts = _facts(account, on, policy.get("currency", CURRENCY))
    known = account_of(facts, tags=tags or ())
    ladder = _ladder(policy, tags is not None)
    return ladder.decide(known, as_of=on, context=Context(known_at=on))


def _state(policy: Given, decision: Decision) -> str:
    """The stage, or else the task of the most severe state."""
    names = {_id(row): row["name"] for row in policy["states"]}
    reached = [decision.stage, *(action.step_id for action in decision.actions)]
    return next((names[one] for one in reached if one is not None), _CLEAR)


def states(given: Given) -> Figures:
    """The state on a day, the milder ones it passed over, and what it asks of the host."""
    policy, account, on = given["policy"], given["account"], as_of(given)
    if "previous_state" in given.asked:
        raise Unsupported("a state before, of facts that are not given")
    decision = _decided(policy, account, on)
    names = {_id(row): row["name"] for row in policy["states"]}
    passed = [one.step_id for one in decision.suppressed if one.reason.code == _SUPERSEDED]
    entered = [one.effect for one in decision.effects if one.kind == "enter"]
    return {
        "state": _state(policy, decision),
        "skipped": [names[one] for one in passed],
        "effects": {name: name in entered for of in _EFFECTS.values() for name in of},
    }


def family(given: Given) -> Figures:
    """Whoever is paid for by a parent is asked about with the parent's account."""
    policy, account, on = given["policy"], given["account"], as_of(given)

    def state(of: Given) -> str:
        return _state(policy, _decided(policy, of, on))

    parent = account["parent"]
    return {"parent": state(parent)} | {
        child["id"]: state(parent if child["pays_via_parent"] else child)
        for child in account["children"]
    }


STATES = (
    form(conditions, "condition", "rows"),
    form(states, "states"),
    form(family, "states", "parent children"),
)
