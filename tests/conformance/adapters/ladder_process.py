"""Steps that follow each other by days: what comes when, and whether a later one may be taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tests.conformance.adapters.dating import days_after, days_before
from tests.conformance.adapters.ladder_facts import account_of, as_of, late
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import day
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.escalation import After, Ladder, Step, When
from collectkit.ledger import Done
from collectkit.testing import something_done

__all__ = ["PROCESSES"]

_MANY = 100
_REASONS = {"escalation.after": "pre_action_wait", "escalation.not_sent": "pre_action_notice"}


def _notice(id: str, **fields: Any) -> Step:
    return Step(
        id=id, kind="statutory", channels=("letter",), offset=1, required=True, **fields
    )  # fmt: skip


# -- a whole process -------------------------------------------------------------------------------
def timeline(given: Given) -> Figures:
    """Every event of a process on its day, each carried out at once."""
    policy, account = given["policy"], given["account"]
    given.immaterial("as_of")
    if policy["anchor"] != "process_inception" or not account["remains_unpaid"]:
        raise Unsupported("another anchor, or a debt that is paid")
    on: date | None = day(account["inception"])
    steps = _events(policy["steps"])
    ladder = Ladder(id="process", version="1", steps=tuple(steps))
    # The process begins on the first day on which something is past due.
    facts = account_of([late(day(account["inception"]), 1)])
    found: list[list[Any]] = []
    for _ in range(_MANY):
        if on is None:
            break
        decision = ladder.decide(facts, as_of=on)
        for action in decision.actions:
            found.extend([name, on] for name in (action.step_id, *action.effects))
        facts = facts.with_(done=[action.sent(on) for action in decision.actions])
        on = decision.next_review_on
    return {"timeline": found}


def _events(rows: Iterable[Given]) -> list[Step]:
    """A step for every event that waits; one that follows at once is an effect of taking it."""
    steps: list[Step] = []
    home: dict[str, int] = {}
    for row in rows:
        name = row["name"]
        before, days = row.get("days_after_step", (None, row.get("days_after_anchor")))
        if before is not None and days == 0:
            at = home[before]
            steps[at] = steps[at].replace(effects=(*steps[at].effects, name))
            home[name] = at
            continue
        home[name] = len(steps)
        if before is None and days == 0:
            steps.append(Step(id=name, kind="task", offset=1, required=True))
            continue
        waits = After(step=steps[home[before] if before else 0].id, days=days)
        steps.append(Step(id=name, kind="task", after=(waits,), required=True))
    return steps


# -- a notice and what may follow it ---------------------------------------------------------------
def after_notice(given: Given) -> Figures:
    """Whether court may be gone to, so many days after the letter that must come before."""
    policy, account, on = given["policy"], given["account"], as_of(given)
    first, second = policy["steps"]
    ((name, days),) = [(key, second["min_days_after"][key]) for key in second["min_days_after"]]
    if name != first["name"]:
        raise Unsupported(f"a wait from {name}")
    kinds = policy["debtor_types"]
    claim = Step(
        id=second["name"], kind="legal", after=(After(step=name, days=days),), requires=(name,),
        when=When.segment_in(*kinds),
    )  # fmt: skip
    ladder = Ladder(id="claims", version="1", steps=(_notice(name), claim))
    done = [something_done(on=day(row["date"]), step_id=row["step"]) for row in account["history"]]
    facts = account_of([late(on, 100), *done], segment=account["debtor_type"])
    decision = ladder.decide(facts, as_of=on)
    against = [_REASONS.get(reason.code, reason.code) for reason in decision.why_not(claim.id)]
    return {
        f"{claim.id}_allowed": any(action.step_id == claim.id for action in decision.actions),
        "reason": against[0] if against else None,
    }


def _letters(rows: Iterable[Given], step: str, until: date) -> Iterator[Done]:
    """Letters as far as they are known on a day; one that came back was not sent."""
    for n, row in enumerate(rows):
        sent = day(row["sent"])
        if sent <= until:
            yield something_done(on=sent, key=f"{step}-{n}", step_id=step)
        back = row.get("undeliverable_on")
        at = sent if row.get("undeliverable", False) else None if back is None else day(back)
        if at is not None and at <= until:
            yield something_done(on=at, key=f"{step}-{n}", step_id=step, status="failed")


def reporting(given: Given) -> Figures:
    """Whether a debt may be reported: looked at every day, as letters go out and come back."""
    on, rows = as_of(given), given["account"]["letters"]
    wait = After(step="notice", days=given["policy"]["bureau_reporting_wait_days"])
    report = Step(id="report", kind="agency", after=(wait,), requires=("notice",))
    ladder = Ladder(id="bureau", version="1", steps=(_notice("notice"), report))
    first, *_ = sorted(day(row["sent"]) for row in rows)
    debt = late(first, 30)
    reported: list[Done] = []
    for n in range(_MANY):
        at = days_after(first, n)
        if at > on:
            break
        facts = account_of([debt, *_letters(rows, "notice", at), *reported])
        taken = ladder.decide(facts, as_of=at).actions
        reported.extend(action.sent(at) for action in taken if action.step_id == report.id)
    return {"may_report_to_bureau": bool(reported)}


def validation(given: Given) -> Figures:
    """The notice from which a period runs: the last one that did not come back."""
    on, rows = as_of(given), given["account"]["validation_notices"]
    wait = After(step="notice", days=given["policy"]["validation_days"])
    follows = Step(id="collect", kind="demand", channels=("letter",), after=(wait,))
    ladder = Ladder(id="validation", version="1", steps=(_notice("notice"), follows))
    debt = late(days_before(day(rows[0]["sent"]), 10), 10)
    decision = ladder.decide(account_of([debt, *_letters(rows, "notice", on)]), as_of=on)
    sent = [r["on"] for r in decision.why_not("notice") if r.code == "escalation.sent"]
    return {"validation_period_anchor": sent[0] if sent else None}


PROCESSES = (
    form(timeline, "anchor steps", "inception"),
    form(after_notice, "steps debtor_types", "debtor_type history"),
    form(reporting, "bureau_reporting_wait_days", "letters"),
    form(validation, "validation_days", "validation_notices"),
)
