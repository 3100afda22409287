"""Levels in their order, one after the other on every invoice: what comes next, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from tests.conformance.adapters.dating import days_before
from tests.conformance.adapters.ladder_facts import account_of, as_of, held, late, owed, settled
from tests.conformance.adapters.ladder_fees import Fees, fee_policy, level_fees
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import CURRENCY, day
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.escalation import Action, After, Decision, Ladder, Step
from collectkit.ledger import Account, ContactPoint, Done, snapshot
from collectkit.testing import something_done

__all__ = ["LEVELS"]

_STATUSES: dict[str, Any] = {
    "sent": "sent", "processed": "sent", "draft": "planned", "proposed": "planned",
    "failed": "failed",
}  # fmt: skip
_OFFSETS = ("days_past_due_min", "days_from_due", "grace_days", "days")
_REACHED = "reached_or_passed"
_SENT = "escalation.sent"
_FIRST = frozenset(("dunnable_from", "first_action_date"))
_MANY = 100


# -- the policy ------------------------------------------------------------------------------------
def ladder_of(policy: Given) -> Ladder:
    """One step per level, none passed unsent, each invoice in its own place."""
    policy.immaterial("name")
    if policy.get("scope", "per_invoice") != "per_invoice" or not policy.get("sequential", True):
        raise Unsupported("levels of another scope, or in any order")
    if policy.get("advance", "one_level_per_run") != "one_level_per_run":
        raise Unsupported(f"levels advancing {policy['advance']}")
    if not policy.get("match", _REACHED).startswith(_REACHED) or not policy.get("catch_up", True):
        raise Unsupported("levels on one day only")
    if policy.get("anchor", "invoice_date") != "invoice_date":
        raise Unsupported(f"levels from {policy['anchor']}")
    rows = policy["levels" if "levels" in policy else "steps"]
    # A grace period has to be over: the next day is the first on which the level is reached.
    strict = any("grace_days" in row for row in rows)
    return Ladder(
        id="levels", version="1", steps=tuple(_steps(rows)), position="item", strict_interval=strict
    )


def _steps(rows: list[Given]) -> Iterator[Step]:
    previous = "the level before"
    for row in rows:
        made = _step(row, previous)
        previous = made.id
        yield made


def _step(row: Given, previous: str) -> Step:
    row.immaterial("manual_action")
    mode, gap = row.get("mode", "net_days"), row.get("min_days_since_previous")
    offset = next(row[name] for name in _OFFSETS if name in row)
    if mode not in ("net_days", "end_of_month", "previous_date"):
        raise Unsupported(f"a level by {mode}")
    if mode == "previous_date":
        offset, gap = None, offset
    elif "days_past_due_min" in row and not offset:
        # The sequence begins on the first day past due; `_asked` refuses the due day itself.
        offset = 1
    internal = row.get("write_off", False)
    email = row.get("channel", "letter") == "email"
    return Step(
        id=f"level-{row['n']}",
        kind="write_off" if internal else "reminder",
        channels=() if internal else ("email", "letter") if email else ("letter",),
        offset=offset,
        end_of_month=mode == "end_of_month",
        after=() if gap is None else (After(step=previous, days=gap),),
        required=offset is None or offset > 0,
        fee=f"level-{row['n']}" if "fee" in row else None,
    )


# -- the account -----------------------------------------------------------------------------------
def _facts(account: Given, on: date) -> Account:
    """Invoices and what holds them; whoever has no e-mail address can be written to."""
    found = [*owed(account.get("invoices", []), on), *settled(account.get("paid", []), on)]
    for n, row in enumerate(account.get("holds", [])):
        row.immaterial("kind")
        found.append(held(on, id=f"H-{n}", items=(row["invoice"],)))
    reached: dict[str, Any] = {}
    if "contact" in account:
        email = account["contact"]["email"]
        channels = ("letter",) if email is None else ("letter", "email")
        reached["contact_points"] = tuple(ContactPoint(channel) for channel in channels)
    return account_of(found, **reached)


def _history(account: Given, facts: Account, ladder: Ladder, on: date) -> Iterator[Done]:
    """What was done; a draft is the action of its day, recorded but not sent."""
    known = [invoice.id for invoice in facts.invoices]
    for row in account.get("history", []):
        step = f"level-{row['level' if 'level' in row else 'step']}"
        items = (row["invoice"],) if "invoice" in row else tuple(known)
        status = _STATUSES[row.get("status", "sent")]
        dates = [day(row[name]) for name in ("date", "proposed_on") if name in row]
        at = dates[0] if dates else days_before(on, 1)
        if status == "planned":
            for action in ladder.decide(facts, as_of=at).actions:
                if action.step_id == step and set(action.items) == set(items):
                    yield action.sent(at, status="planned")
        else:
            yield something_done(on=at, status=status, step_id=step, items=items)


# -- the figures -----------------------------------------------------------------------------------
class Run(NamedTuple):
    """The last run of a day: the account before it, the decision, and the account after it."""

    before: Account
    decision: Decision
    after: Account


def _run(ladder: Ladder, facts: Account, on: date, times: int = 1) -> Run:
    before, decision = facts, ladder.decide(facts, as_of=on)
    for n in range(times):
        if n:
            before, decision = facts, ladder.decide(facts, as_of=on)
        facts = facts.with_(done=[done for one in decision.actions for done in one.records(on)])
    return Run(before, decision, facts)


def levels(given: Given) -> Figures:
    """What is proposed on a day, and where the invoices stand then."""
    policy, account, on = given["policy"], given["account"], as_of(given)
    # Runs that did not take place left nothing behind.
    account.immaterial("missed_runs")
    ladder, facts = ladder_of(policy), _facts(account, on)
    if ladder.steps[0].offset == 1 and any(one.due_on == on for one in facts.invoices):
        raise Unsupported("a level on the due day itself")
    done = tuple(_history(account, facts, ladder, on))
    run = _run(ladder, facts.with_(done=done), on, account.get("runs_today", 1))
    # Where a level stands as proposed until it is processed, proposing it again is nothing new.
    once = policy.get("prerequisite") is not None
    standing = {row.key for row in done if once}
    fresh = [one for one in run.decision.actions if one.key not in standing]
    fees = _fees(policy, account, facts, fresh, on)
    return {
        **_proposed(fresh, facts, done, fees),
        **_standing(ladder, run, on),
        **({} if fees is None else {"account_balance_after": fees.balance}),
        **(_first(ladder, run.before, on) if given.asked & _FIRST else {}),
    }


def _proposed(
    fresh: Sequence[Action], facts: Account, done: Sequence[Done], fees: Fees | None
) -> Figures:
    entries = list(_entries(fresh, fees))
    named = {entry["invoice"] for entry in entries}
    keys = {action.key for action in fresh}
    return {
        "actions": entries,
        "new_actions": entries,
        "not_for": sorted(one.id for one in facts.invoices if one.id not in named),
        "superseded": [{"date": r.on, "status": "ignored"} for r in done if r.key in keys],
    }


def _entries(taken: Sequence[Action], fees: Fees | None = None) -> Iterator[dict[str, Any]]:
    """One entry for every invoice of a letter, on its own level."""
    for action in taken:
        placed = [(action.step_id, action.items), *((r.step_id, r.items) for r in action.riders)]
        for step, items in placed:
            for item in items:
                yield {
                    "invoice": item,
                    "level": _number(step),
                    "step": _number(step),
                    "late_by_days": action.late_by_days,
                    "write_off": action.kind == "write_off",
                    "channel": action.channel,
                    "fee": None if fees is None else fees.new.get((step, item)),
                }


def _standing(ladder: Ladder, run: Run, on: date) -> Figures:
    decision, taken = run.decision, run.decision.actions
    following = [*(one.step_id for one in taken), *(one.step_id for one in decision.deferred)]
    return {
        "level": _level(ladder, run, on),
        "active_cases": [scope.item_id for scope in decision.scopes],
        "state": "final" if any(scope.exhausted for scope in decision.scopes) else "active",
        "next_action": following[0] if following else None,
        "next_action_date": decision.next_review_on,
        "amount_due": snapshot(run.before, as_of=on).figures(CURRENCY).open,
    } | {
        f"{step.id.replace('-', '_')}_allowed": any(one.step_id == step.id for one in taken)
        for step in ladder.steps
    }


def _number(step: str) -> int:
    return int(step.removeprefix("level-"))


def _level(ladder: Ladder, run: Run, on: date) -> int | None:
    """The level reached: of what is proposed, or else the highest that was sent."""
    proposed = [_number(action.step_id) for action in run.decision.actions]
    after = ladder.decide(run.after, as_of=on)
    sent = [
        _number(step.id)
        for step in ladder.steps
        if any(reason.code == _SENT for reason in after.why_not(step.id))
    ]
    found = sorted(proposed or sent)
    return found[-1] if found else None


def _first(ladder: Ladder, facts: Account, on: date) -> Figures:
    """The first day with an action, from one review to the next."""
    when: date | None = on
    for _ in range(_MANY):
        if when is None:
            break
        decision = ladder.decide(facts, as_of=when)
        if decision.actions:
            break
        when = decision.next_review_on
    return dict.fromkeys(_FIRST, when)


def _fees(
    policy: Given, account: Given, facts: Account, fresh: Sequence[Action], on: date
) -> Fees | None:
    rows = policy.get("levels", [])
    if not any("fee" in row for row in rows):
        return None
    before = [
        (day(row["date"]), f"level-{row['level']}", (row["invoice"],), row["fee"])
        for row in account["history"]
    ]
    now = [(on, action.step_id, action.items) for action in fresh]
    return level_fees(fee_policy(rows), facts, before, now, on)


# -- runs and policies -----------------------------------------------------------------------------
def valid(given: Given) -> Figures:
    """Whether the levels make a ladder at all."""
    given.immaterial("as_of")
    try:
        ladder_of(given["policy"])
    except ValueError:
        return {"policy_valid": False}
    return {"policy_valid": True}


def another_run(given: Given) -> Figures:
    """A run after the last one: what that one did is recorded on its day."""
    policy, account, on = given["policy"], given["account"], as_of(given)
    if "levels" in policy:
        ladder, last = ladder_of(policy), day(account["last_run"])
    elif policy["max_runs_per_day"] == 1:
        first = Step(id="level-1", kind="reminder", channels=("letter",), offset=1, required=True)
        steps = (first, first.replace(id="level-2", offset=2))
        ladder = Ladder(id="levels", version="1", steps=steps)
        last = day(account["last_successful_run"])
    else:
        raise Unsupported("several runs a day")
    done = something_done(on=last, step_id="level-1", items=("INV-1",))
    facts = account_of([late(on, 30), done])
    return {"new_actions": list(_entries(ladder.decide(facts, as_of=on).actions))}


LEVELS = (
    form(levels, "levels", "invoices"),
    form(levels, "steps", "invoices history"),
    form(levels, "levels", "paid history"),
    form(valid, "levels"),
    form(another_run, "levels", "last_run"),
    form(another_run, "max_runs_per_day", "last_successful_run"),
)
