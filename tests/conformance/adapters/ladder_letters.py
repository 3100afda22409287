"""Which level is next and what a letter is about: by days, by ranges, by notices already sent."""

from __future__ import annotations

from typing import Any

from tests.conformance.adapters.dating import days_after, days_before
from tests.conformance.adapters.ladder_facts import account_of, as_of, late, owed
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import AS_OF
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.arrangements import hold_effects
from collectkit.escalation import Action, Decision, Deferred, Ladder, Repeat, Step
from collectkit.ledger import snapshot
from collectkit.testing import something_done

__all__ = ["LETTERS"]

_ADVANCE: dict[str, Any] = {"by_days": "jump", "progressive": "progressive"}
_WAITS = "escalation.one_contact_a_day"


def _reminder(id: str, offset: int | None, **fields: Any) -> Step:
    return Step(id=id, kind="reminder", channels=("letter",), offset=offset, **fields)


def _number(step: str) -> int:
    return int(step.removeprefix("level-"))


# -- one item of an age ----------------------------------------------------------------------------
def by_days(given: Given) -> Figures:
    """The level of an item by its days in arrears, or one after the other."""
    policy, account, on = given["policy"], given["account"], as_of(given)
    advance = policy["advance"]
    if advance not in _ADVANCE:
        raise Unsupported(f"levels advancing {advance}")
    age = account["days_in_arrears" if "days_in_arrears" in account else "oldest_days_past_due"]
    steps = tuple(
        _reminder(f"level-{n}", days, required=True)
        for n, days in enumerate(policy["levels_days"], start=1)
    )
    ladder = Ladder(id="levels", version="1", steps=steps, advance=_ADVANCE[advance])
    current = account.get("current_level") or 0
    done = [
        something_done(on=days_before(on, 1), step_id=step.id, items=("INV-1",))
        for step in steps[:current]
    ]
    taken = ladder.decide(account_of([late(on, age), *done]), as_of=on).actions
    return {"level": _number(taken[0].step_id) if taken else current or None}


def by_range(given: Given) -> Figures:
    """The step of a range of days past due; one that begins on the due day stands by itself."""
    policy, on = given["policy"], as_of(given)
    steps = tuple(
        _reminder(row["step"], row["from"], expires=row["to"]) for row in policy["ranges"]
    )
    facts = account_of([late(on, given["account"]["days_past_due"])])
    ladder = Ladder(id="ranges", version="1", steps=steps)
    (step,) = [action.step_id for action in ladder.decide(facts, as_of=on).actions]
    return {"step": step}


def by_notices(given: Given) -> Figures:
    """The level after so many notices: one a day is sent until there are as many."""
    given.immaterial("as_of")
    policy = given["policy"]
    if policy["after_last_level"] != "repeat_last":
        raise Unsupported(f"after the last level {policy['after_last_level']}")
    numbers = policy["levels"]
    # The notices that the levels before the last one leave to it.
    times = len(range(policy["max_notices"])[len(numbers[1:]) :])
    steps = [_reminder(f"level-{n}", 1, required=True) for n in numbers]
    if times > 1:
        steps[-1] = steps[-1].replace(repeat=Repeat(every=1, times=times))
    ladder = Ladder(id="levels", version="1", steps=tuple(steps))
    return {
        "next_level": [
            _after_notices(ladder, row["previous_notices"]) for row in given["account"]["rows"]
        ]
    }


def _after_notices(ladder: Ladder, notices: int) -> int | None:
    facts = account_of([late(AS_OF)])
    on = AS_OF
    for n in range(notices):
        on = days_after(AS_OF, n)
        facts = facts.with_(done=[one.sent(on) for one in ladder.decide(facts, as_of=on).actions])
    taken = ladder.decide(facts, as_of=days_after(AS_OF, notices)).actions
    return _number(taken[0].step_id) if taken else None


# -- letters ---------------------------------------------------------------------------------------
def _made_out(decision: Decision) -> list[Action | Deferred]:
    """The letters of the day: those sent, and those that only let another one go first."""
    waiting = [
        one for one in decision.deferred if all(reason.code == _WAITS for reason in one.reasons)
    ]
    found: list[Action | Deferred] = [*decision.actions, *waiting]
    return sorted(found, key=lambda one: one.currency)


def per_currency(given: Given) -> Figures:
    """A letter per currency, about what is overdue or about all that may be spoken of."""
    policy, account, on = given["policy"], given["account"], as_of(given)
    facts = account_of(owed(account["invoices"], on))
    ladder = Ladder(id="letters", version="1", steps=(_reminder("reminder", 1),))
    letters = _made_out(ladder.decide(facts, as_of=on))
    read = snapshot(facts, as_of=on)
    free = {
        item.id: item.currency
        for item in read.open
        if "reminders" not in hold_effects(item, read).blocks
    }
    every = not policy["only_overdue_lines"]

    def lines(letter: Action | Deferred) -> list[str]:
        named = [name for name, code in free.items() if code == letter.currency]
        return named if every else [*letter.items]

    return {
        "letters": [{"currency": one.currency, "lines": lines(one)} for one in letters],
        "letter_lines": [line for one in letters for line in lines(one)],
    }


def consolidated(given: Given) -> Figures:
    """Invoices on levels of their own: one letter on the highest, or each on its own in it."""
    given.immaterial("as_of")
    rows = given["account"]["invoices"]
    whole = given["policy"]["consolidate"] == "highest_level"
    owned = sorted(row["own_level"] for row in rows)
    offsets = range(10, 1000, 10)
    ladder = Ladder(
        id="levels",
        version="1",
        position="account" if whole else "item",
        steps=tuple(
            _reminder(f"level-{n}", offset, required=True)
            for n, offset in enumerate(offsets[: owned[-1]], start=1)
        ),
    )
    facts: list[Any] = []
    for row in rows:
        own = row["own_level"]
        facts.append(late(AS_OF, offsets[:own][-1], id=row["id"]))
        facts.extend(
            something_done(on=days_before(AS_OF, 1), step_id=step.id, items=(row["id"],))
            for step in ladder.steps[:own][:-1]
        )
    (letter,) = ladder.decide(account_of(facts), as_of=AS_OF).actions
    placed = [(letter.step_id, letter.items), *((r.step_id, r.items) for r in letter.riders)]
    return {
        "letter_level": _number(letter.step_id),
        "invoice_levels_applied": {i: _number(step) for step, items in placed for i in items},
    }


def grouped(given: Given) -> Figures:
    """Invoices join the letter of their type from a day on; the oldest of them comes first."""
    policy, on = given["policy"], as_of(given)
    if not policy["consolidate"]:
        raise Unsupported("a letter per invoice")
    step = _reminder("overdue", policy["first_overdue_chase_days"])
    ladder = Ladder(id="letters", version="1", steps=(step,), position="item")
    facts = account_of(owed(given["account"]["invoices"], on))
    read = snapshot(facts, as_of=on)
    return {
        "letters": [
            {
                "type": action.step_id,
                "invoices": action.items,
                # What is open comes in order of its due dates.
                "template_from": next(i.id for i in read.open if i.id in action.items),
            }
            for action in ladder.decide(read).actions
        ]
    }


LETTERS = (
    form(by_days, "levels_days", "days_in_arrears"),
    form(by_days, "levels_days", "oldest_days_past_due"),
    form(by_range, "ranges", "days_past_due"),
    form(by_notices, "levels max_notices", "rows"),
    form(per_currency, "only_overdue_lines", "invoices"),
    form(consolidated, "consolidate", "invoices"),
    form(grouped, "first_overdue_chase_days consolidate", "invoices"),
)
