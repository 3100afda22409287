"""Short ways to decide and to look at a decision. Every day is in 2026 unless said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from collectkit.contact import ContactRules
from collectkit.escalation import After, Decision, Ladder, Stage, Step
from collectkit.ledger import Account, Done, Invoice
from collectkit.money import Money
from collectkit.testing import an_account, an_invoice

INTERNAL = ("task", "suspend", "agency", "legal", "write_off")


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def step(id: str, offset: int | None = None, **fields: Any) -> Step:
    """An e-mailed reminder, or what is said; `after={"a": 7}` is short for its waits."""
    kind = fields.pop("kind", "reminder")
    channels = () if kind in INTERNAL else ("email",)
    waits = tuple(After(step=name, days=n) for name, n in fields.pop("after", {}).items())
    return Step(
        id=id,
        **{"kind": kind, "channels": channels, "offset": offset, "after": waits, **fields},
    )


def ladder(
    *steps: Step, gap: int = 1, stages: dict[str, int] | None = None, **fields: Any
) -> Ladder:
    """A ladder `x`, version 1, that keeps `gap` days between contacts on any day of the week."""
    return Ladder(
        id=fields.pop("id", "x"),
        version=fields.pop("version", "1"),
        steps=steps,
        stages=tuple(Stage(id=name, days=days) for name, days in (stages or {}).items()),
        contact_rules=ContactRules(
            min_days_between=gap, business_days_only=fields.pop("business_days_only", False)
        ),
        **fields,
    )


def due(on: date = date(2026, 1, 31), id: str = "INV-1", amount: str = "EUR 100.00", **fields: Any
        ) -> Invoice:  # fmt: skip
    """An invoice due on a day, issued 30 days before."""
    given = {"issued_on": on - timedelta(30), "amount": Money.parse(amount), **fields}
    return an_invoice(id=id, due_on=on, **given)


def account(*facts: Any) -> Account:
    """An account of these facts; just one invoice due on 31 January where there is none."""
    if not any(isinstance(fact, Invoice) for fact in facts):
        facts = (due(), *facts)
    return an_account(*facts)


def was_sent(step_id: str, on: date, *items: str, **fields: Any) -> Done:
    """A step recorded as sent, of the ladder `x`, about `items` (none: all of it)."""
    given = {"customer_id": "C-1", "step_id": step_id, "ladder": "x@1", "items": items}
    return Done(on=on, **{**given, **fields})


def now(decision: Decision) -> list[str]:
    """The steps to take today."""
    return [action.step_id for action in decision.actions]


def about(decision: Decision) -> dict[str, tuple[str, ...]]:
    """The steps to take today, and the items of each."""
    return {action.step_id: action.items for action in decision.actions}


def waiting(decision: Decision) -> dict[str, date | None]:
    """The deferred steps, and until when."""
    return {wait.step_id: wait.next_allowed_on for wait in decision.deferred}


def left_out(decision: Decision) -> dict[str, str]:
    """The suppressed steps, and the code of the reason without its room."""
    return {s.step_id: s.reason.code.removeprefix("escalation.") for s in decision.suppressed}


def texts(reasons: Iterable[object]) -> list[str]:
    return [str(reason) for reason in reasons]


def run(ladder: Ladder, account: Account, first: date, last: date, **given: Any
        ) -> list[tuple[date, str]]:  # fmt: skip
    """Decide every day from `first` to `last` and send everything: (day, step)."""
    found = []
    for n in range((last - first).days + 1):
        day = first + timedelta(n)
        actions = ladder.decide(account, as_of=day, **given).actions
        account = account.with_(done=tuple(action.sent(day) for action in actions))
        found += [(day, action.step_id) for action in actions]
    return found
