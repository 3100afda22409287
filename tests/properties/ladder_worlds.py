"""Small ladders, small accounts and a past, made to meet: what laws about deciding are tried on.

Everything is dated around `today`. Money facts lie on or before it, as later ones change nothing;
circumstances (holds, disputes, promises, placements, approvals, opt-outs) lie on both sides. The
past is what came of deciding on some earlier days, with some actions failed or never made, and a
few contacts of the host's own.

Every choice is a whole number, so one description serves hypothesis, which makes examples small,
and a seed, which makes them many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_
from random import Random
from typing import Any, Literal, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.contact import ContactRules
from collectkit.dates import WEEKENDS, Context, calendar_from
from collectkit.escalation import After, Decision, Ladder, Repeat, Stage, Step, StepKind, When
from collectkit.ledger import (
    Account,
    Allocation,
    Approval,
    ContactPoint,
    Customer,
    Dispute,
    Done,
    Hold,
    Installment,
    Invoice,
    OptOut,
    PaymentPlan,
    Placement,
    Promise,
    Receipt,
)
from collectkit.ledger.circumstances import Blocks
from collectkit.money import Money, Percent

T = TypeVar("T")
Status = Literal["planned", "sent", "delivered", "failed", "declined"]

KINDS: tuple[StepKind, ...] = (
    "reminder", "reminder", "demand", "call", "statutory", "task", "suspend", "agency", "legal",
    "write_off",
)  # fmt: skip
INTERNAL = ("task", "suspend", "agency", "legal", "write_off")
CHANNELS = ("email", "letter", "phone")
BLOCKS: tuple[Blocks, ...] = ("reminders", "demands", "calls", "agency", "legal", "charges")
STATUSES: tuple[Status, ...] = (
    "sent",
    "sent",
    "sent",
    "delivered",
    "failed",
    "declined",
    "planned",
)


@dataclass(frozen=True)
class World:
    """A ladder, an account and a day."""

    ladder: Ladder
    account: Account
    today: date
    grade: str | None
    context: Context

    def decide(self, on: date | None = None) -> Decision:
        return self.ladder.decide(
            self.account, as_of=on or self.today, grade=self.grade, context=self.context
        )

    def with_(self, **facts: Any) -> World:
        return replace(self, account=self.account.with_(**facts))

    def recorded(self, on: date | None = None) -> World:
        """With the actions and effects of a day carried out."""
        day = on or self.today
        return self.with_(done=records(self.decide(day), day))


def records(decision: Decision, on: date, status: Status = "sent") -> tuple[Done, ...]:
    """Everything that a decision asks for, as carried out on a day."""
    acted = (done for action in decision.actions for done in action.records(on, status=status))
    changed = (effect.done(on, status=status) for effect in decision.effects)
    return (*acted, *changed)


class Choices:
    """Choices, all made by one function from a least and a most to a whole number."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number

    def one(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[T], most: int) -> tuple[T, ...]:
        left = list(options)
        count = self.number(0, min(most, len(left)))
        return tuple(left.pop(self.number(0, len(left) - 1)) for _ in range(count))

    def rarely(self, one_in: int) -> bool:
        return self.number(1, one_in) == one_in

    def near(self, today: date, before: int = 50, after: int = 40) -> date:
        """A day around `today`; simplest is `today` itself."""
        n = self.number(0, before + after)
        return today + timedelta(n if n <= after else after - n)

    def later(self, day: date, most: int, never: int = 3) -> date | None:
        """Up to `most` days after `day`, or (once in `never`) no day at all."""
        return None if self.rarely(never) else day + timedelta(self.number(0, most))


def worlds(*, lasting: bool = False, currencies: Sequence[str] = ("EUR", "EUR", "USD")
           ) -> SearchStrategy[World]:  # fmt: skip
    """Worlds that shrink. `lasting` ladders have no expiry, negation, minimum or repeat.

    They go by the account, step by step.
    """

    @st.composite
    def drawn(draw: st.DrawFn) -> World:
        choices = Choices(lambda least, most: draw(st.integers(least, most)))
        return _world(choices, lasting=lasting, currencies=currencies)

    return drawn()


def world_of(seed: int) -> World:
    """One world of very many, quickly."""
    return _world(Choices(Random(seed).randint), lasting=False, currencies=("EUR", "EUR", "USD"))


def _world(choose: Choices, *, lasting: bool, currencies: Sequence[str]) -> World:
    today = date(2026, 3, 2) + timedelta(choose.number(0, 13))
    ladder = a_ladder(choose, lasting=lasting)
    invoices = tuple(
        _invoice(choose, n, choose.one(currencies), today) for n in range(choose.number(1, 4))
    )
    calendar = WEEKENDS
    if choose.rarely(4):
        calendar = calendar_from({choose.near(today, 30, 60) for _ in range(8)})
    account = Account(
        customer=_customer(choose, today),
        invoices=invoices,
        **_payments(choose, invoices, today),
        **_circumstances(choose, ladder, invoices, today),
    )
    world = World(
        ladder=ladder,
        account=account,
        today=today,
        grade=choose.one((None, "A", "C", "C")),
        context=Context(calendar=calendar),
    )
    return _with_past(choose, world)


# -- ladders -------------------------------------------------------------------------------------
def a_ladder(choose: Choices, *, lasting: bool) -> Ladder:
    before = [_preventive(choose, n, lasting) for n in range(choose.number(0, 2))]
    sequence: list[Step] = []
    for n in range(choose.number(1, 5)):
        sequence.append(_step(choose, n, [step.id for step in sequence], lasting))
    letters = not lasting and choose.rarely(4)
    if letters:
        sequence = [_letter(choose, step) for step in sequence]
    days = sorted({choose.number(1, 50) for _ in range(choose.number(0, 3))})
    names = [step.id for step in sequence]
    return Ladder(
        id="small",
        version="1",
        steps=(*before, *sequence),
        stages=tuple(_stage(choose, n, names) for n in days),
        **({} if lasting else _options(choose) | ({"position": "item"} if letters else {})),
        contact_rules=ContactRules(
            min_days_between=choose.one((0, 1, 3, 5, 8)), business_days_only=choose.rarely(2)
        ),
        promise_rules={  # type: ignore[arg-type]
            "grace_days": choose.number(0, 3),
            "tolerance": Percent(choose.one((0, 0, 10, 33))),
        },
        plan_rules={  # type: ignore[arg-type]
            "grace_days": choose.one((0, 5, 15)),
            "tolerance": Percent(choose.one((0, 0, 20))),
            "default_after": choose.one((1, 1, 2)),
        },
    )


def _options(choose: Choices) -> dict[str, Any]:
    return {
        "advance": "jump" if choose.rarely(5) else "progressive",
        "position": "item" if choose.rarely(4) else "account",
        "strict_interval": choose.rarely(6),
        "below_minimum": choose.one(("suppress", "lower")),
        "roll": "following" if choose.rarely(5) else "none",
        "on_exhausted": ("write-off-review",) if choose.rarely(3) else (),
        "on_upgrade": "restart" if choose.rarely(8) else "keep",
        "remap": (("s-old", "s0"),) if choose.rarely(6) else (),
    }


def _stage(choose: Choices, days: int, steps: list[str]) -> Stage:
    return Stage(
        id=f"stage{days}",
        days=days,
        effects=choose.some(("suspend", "stop-credit"), 2) if choose.rarely(2) else (),
        requires_notice=choose.one(steps) if choose.rarely(3) else None,
    )


def _condition(choose: Choices, lasting: bool) -> Any:
    """One, or two or three joined with `&` or `|`, each of them perhaps under `~`."""
    plain: tuple[Callable[[], Any], ...] = (
        lambda: When.amount_at_least(EUR=str(choose.number(1, 9))),
        lambda: When.amount_at_least(EUR=str(choose.number(1, 9)), USD=str(choose.number(1, 9))),
        lambda: When.overdue_share(choose.one((10, 50, 100))),
        lambda: When.broken_promises(choose.number(1, 2)),
        lambda: When.grade_in("C", "D"),
        lambda: When.segment_in("key"),
        lambda: When.days_past_due(choose.number(1, 30)),
        lambda: When.late_items(choose.number(1, 3)),
        lambda: When.paid_late(choose.number(1, 2)),
        lambda: When.tag_in("wholesale"),
        lambda: When.customer_is("business", "public"),
    )
    found: list[Any] = [choose.one(plain)() for _ in range(choose.one((1, 1, 2, 3)))]
    if not lasting:
        found = [~leaf if choose.rarely(3) else leaf for leaf in found]
    return reduce(and_ if choose.rarely(2) else or_, found)


def _preventive(choose: Choices, n: int, lasting: bool) -> Step:
    return Step(
        id=f"pre{n}",
        kind=choose.one(("reminder", "reminder", "call")),
        offset=choose.number(-10, 0),
        channels=choose.some(CHANNELS, 2) or ("email",),
        expires=choose.number(-3, 4) if not lasting and choose.rarely(3) else None,
        when=_condition(choose, lasting) if choose.rarely(6) else None,
        minimum=() if lasting else _minimum(choose),
    )


def _letter(choose: Choices, step: Step) -> Step:
    """The step as a letter or message that others may ride in; most steps go alone."""
    return step.replace(
        kind=choose.one(("reminder", "reminder", "demand")),
        channels=choose.one((("letter",), ("letter", "email"), ("email", "letter"), ("sms",))),
        mandatory="",
        notice=None,
        approval=None,
        required=choose.rarely(4),
    )


def _minimum(choose: Choices) -> tuple[Money, ...]:
    if not choose.rarely(6):
        return ()
    currencies = choose.one((("EUR",), ("EUR", "USD")))
    return tuple(_whole(choose.number(1, 9), currency) for currency in currencies)


def _step(choose: Choices, n: int, earlier: list[str], lasting: bool) -> Step:
    kind = choose.one(KINDS)
    waits = choose.some(earlier, 2) if choose.rarely(2) else ()
    # Mostly rising, so that a required step seldom shuts the way for good.
    days = choose.number(1, 30) if choose.rarely(3) else choose.number(1 + 5 * n, 10 + 6 * n)
    offset = None if waits and not choose.rarely(3) else days
    return Step(
        id=f"s{n}",
        kind=kind,
        offset=offset,
        after=tuple(After(step=name, days=choose.number(0, 12)) for name in waits),
        requires=choose.some(earlier, 1) if choose.rarely(3) else (),
        required=choose.rarely(3),
        channels=() if kind in INTERNAL else choose.some(CHANNELS, 2) or ("letter",),
        expires=days + choose.number(0, 25) if not lasting and choose.rarely(5) else None,
        when=_condition(choose, lasting) if choose.rarely(6) else None,
        approval="manager" if choose.rarely(6) else None,
        pay_within=choose.one((7, 7, 0, 2)),
        end_of_month=offset is not None and choose.rarely(10),
        mandatory="a law" if kind not in INTERNAL and choose.rarely(8) else "",
        notice="a-notice" if kind not in INTERNAL and choose.rarely(8) else None,
        **({} if lasting else _turns(choose)),
    )


def _turns(choose: Choices) -> dict[str, Any]:
    again = choose.rarely(5)
    return {
        "minimum": _minimum(choose),
        "repeat": Repeat(every=choose.number(1, 10), times=choose.number(2, 3)) if again else None,
        "requires_delivery": choose.rarely(6),
    }


# -- accounts ------------------------------------------------------------------------------------
def _whole(n: int, currency: str) -> Money:
    return Money.from_minor_units(100 * n, currency)


def _invoice(choose: Choices, n: int, currency: str, today: date) -> Invoice:
    """Due from seven weeks ago to three weeks ahead, of one to three parts; the first is late."""
    due = today - timedelta(choose.number(-20 if n else 1, 50))
    issued = min(due - timedelta(choose.number(0, 30)), today)
    amounts = [_whole(choose.number(1, 6), currency) for _ in range(choose.one((1, 1, 1, 2, 3)))]
    parts = tuple(
        Installment(
            number=number,
            due_on=None if number > 1 and choose.rarely(6) else due + timedelta(7 * (number - 1)),
            amount=amount,
        )
        for number, amount in enumerate(amounts, start=1)
    )
    charge = n > 0 and choose.rarely(8)
    return Invoice(
        id=f"I-{n}",
        customer_id="C-1",
        amount=reduce(lambda one, other: one + other, amounts),
        issued_on=issued,
        installments=parts,
        kind="debit_note" if charge else "invoice",
        nature="late_charge" if charge else "trade",
    )


def _payments(choose: Choices, invoices: Sequence[Invoice], today: date) -> dict[str, Any]:
    """Some parts paid in part or in whole, each by money of its own; sometimes it bounced."""
    receipts: list[Receipt] = []
    allocations: list[Allocation] = []
    for invoice, part in ((i, part) for i in invoices for part in i.installments):
        if not choose.rarely(3):
            continue
        units = part.amount.minor_units
        amount = Money.from_minor_units(
            choose.one((units, choose.number(1, units))), part.amount.currency
        )
        # Now and then more money came than was applied.
        more = _whole(choose.number(1, 9) if choose.rarely(9) else 0, part.amount.currency)
        key = f"R-{invoice.id}-{part.number}"
        on = today - timedelta(choose.number(0, 50))
        common: dict[str, Any] = {"customer_id": "C-1", "amount": amount + more}
        receipts.append(Receipt(id=key, received_on=on, **common))
        if choose.rarely(6):
            back = min(on + timedelta(choose.number(0, 20)), today)
            receipts.append(
                Receipt(id=f"{key}-back", received_on=back, kind="reversal", reverses=key, **common)
            )
        allocations.append(
            Allocation(
                invoice_id=invoice.id,
                installment=part.number,
                source_id=key,
                applied_on=min(on + timedelta(choose.one((0, 0, 3))), today),
                amount=amount,
            )
        )
    return {"receipts": tuple(receipts), "allocations": tuple(allocations)}


def _customer(choose: Choices, today: date) -> Customer:
    """Mostly without a word against contact."""
    common: dict[str, Any] = {
        "id": "C-1",
        "segment": choose.one((None, "key", "small")),
        "kind": choose.one(("business", "business", "consumer")),
        "tags": ("wholesale",) if choose.rarely(3) else (),
    }
    if choose.rarely(10):
        common["cease_received_on"] = choose.near(today)
    if choose.rarely(8):
        target, on = choose.one(("email", "letter", "a@b.c")), choose.near(today)
        common["opt_outs"] = (OptOut(target, choose.one((None, on, on))),)
    if choose.rarely(8):
        points = (ContactPoint("email", "a@b.c"), ContactPoint("phone"))
        common["contact_points"] = choose.some(points, 2)
    if choose.rarely(20):
        common["represented_by"] = "Lawyer & Partners"
    return Customer(**common)


def _circumstances(
    choose: Choices, ladder: Ladder, invoices: Sequence[Invoice], today: date
) -> dict[str, Any]:
    names = sorted({name for invoice in invoices for name in (invoice.id, *invoice.item_ids)})
    few = (0, 0, 0, 1, 1, 2)
    approvals = [step for step in ladder.steps if step.approval and not choose.rarely(3)]
    facts: dict[str, list[Any]] = {
        "holds": [a_hold(choose, f"H-{n}", names, today) for n in range(choose.one(few))],
        "disputes": [
            _dispute(choose, f"D-{n}", choose.one(invoices), today) for n in range(choose.one(few))
        ],
        "promises": [_promise(choose, f"P-{n}", invoices, today) for n in range(choose.one(few))],
        "placements": [_placement(choose, names, today) for _ in range(choose.rarely(6))],
        "approvals": [_approval(choose, step, names, today) for step in approvals],
        "plans": [
            _plan(choose, f"PLAN-{n}", invoices, today)
            for n in range(choose.one((0, 0, 0, 0, 1, 1, 2)))
        ],
    }
    return {name: tuple(found) for name, found in facts.items()}


def a_hold(choose: Choices, id: str, names: Sequence[str], today: date) -> Hold:
    first = choose.near(today)
    return Hold(
        id=id,
        customer_id="C-1",
        kind=choose.one(("review", "hardship", "moratorium")),
        from_on=first,
        until_on=choose.later(first, choose.one((5, 15, 40)), never=5),
        items=choose.some(names, 2) if choose.rarely(2) else (),
        clock=choose.one(("run", "stop")),
        blocks=choose.some(BLOCKS, 3) if choose.rarely(2) else None,
        on_release="restart" if choose.rarely(4) else "resume",
        cooldown_days=choose.one((0, 0, 0, 2, 6)),
    )


def _dispute(choose: Choices, id: str, invoice: Invoice, today: date) -> Dispute:
    opened = choose.near(today)
    return Dispute(
        id=id,
        invoice_id=invoice.id,
        opened_on=opened,
        closed_on=choose.later(opened, 30),
        amount=_whole(choose.number(1, 5), invoice.currency) if choose.rarely(2) else None,
    )


def _promise(choose: Choices, id: str, invoices: Sequence[Invoice], today: date) -> Promise:
    currency = choose.one(invoices).currency
    made = choose.near(today, 40, 20)
    own = [invoice.id for invoice in invoices if invoice.currency == currency]
    return Promise(
        id=id,
        customer_id="C-1",
        amount=_whole(choose.number(1, 6), currency),
        promised_on=made,
        pay_by=made + timedelta(choose.number(0, 20)),
        invoices=choose.some(own, 2),
    )


def _placement(choose: Choices, names: Sequence[str], today: date) -> Placement:
    first = choose.near(today)
    return Placement(
        customer_id="C-1",
        kind=choose.one(("agency", "legal")),
        from_on=first,
        until_on=choose.later(first, 30),
        items=choose.some(names, 2),
    )


def _approval(choose: Choices, step: Step, names: Sequence[str], today: date) -> Approval:
    return Approval(
        customer_id="C-1",
        step_id=step.id,
        on=choose.near(today, 30, 20),
        by=choose.one(("manager", "manager", "manager", "clerk")),
        items=choose.some(names, 3),
    )


def _plan(choose: Choices, id: str, invoices: Sequence[Invoice], today: date) -> PaymentPlan:
    currency = choose.one(invoices).currency
    own = [invoice.id for invoice in invoices if invoice.currency == currency]
    agreed = choose.near(today, 40, 20)
    first = agreed + timedelta(choose.number(0, 20))
    parts = [_whole(choose.number(1, 4), currency) for _ in range(choose.number(1, 3))]
    return PaymentPlan(
        id=id,
        customer_id="C-1",
        agreed_on=agreed,
        invoices=choose.some(own, 2) or (own[0],),
        installments=tuple(
            Installment(number=n, due_on=first + timedelta(10 * (n - 1)), amount=amount)
            for n, amount in enumerate(parts, start=1)
        ),
        on_default=choose.one(("restore", "fresh")),
    )


# -- the past ------------------------------------------------------------------------------------
def _own_contact(choose: Choices, today: date) -> Done:
    """A record of the host's own; inbound, failed and internal ones among them."""
    return Done(
        customer_id="C-1",
        on=today - timedelta(choose.number(0, 12)),
        kind=choose.one(("contact", "contact", "notice", "task", "effect")),
        status=choose.one(STATUSES),
        direction=choose.one(("out", "out", "in")),
        customer_facing=not choose.rarely(3),
    )


def _own_effect(choose: Choices, ladder: Ladder, today: date) -> Done:
    """An effect carried out some days ago, of this ladder or another."""
    return Done(
        customer_id="C-1",
        on=today - timedelta(choose.number(0, 20)),
        kind="effect",
        code=choose.one(("enter", "enter", "leave")),
        ladder=choose.one(("small@1", "small@0", "other@1", None)),
        stage_id=choose.one([*(stage.id for stage in ladder.stages), "exhausted", "gone"]),
        effect=choose.one(("suspend", "stop-credit")),
        customer_facing=False,
    )


def _elsewhere(choose: Choices, done: Done) -> Done:
    """Now and then what was done belongs to an earlier version, or to another ladder."""
    if done.step_id is None or not choose.rarely(12):
        return done
    name = "s-old" if done.step_id == "s0" and choose.rarely(2) else done.step_id
    ladder = choose.one(("small@0", "small@0", "other@1"))
    return replace(done, ladder=ladder, step_id=name, key=f"{done.key}-{ladder}")


def _with_past(choose: Choices, world: World) -> World:
    """Decide on some earlier days, today perhaps among them, and record what came of it."""
    own = [_own_contact(choose, world.today) for _ in range(choose.one((0, 0, 1, 2)))]
    own += [_own_effect(choose, world.ladder, world.today) for _ in range(choose.rarely(4))]
    days = {choose.number(0, choose.one((8, 45))) for _ in range(choose.number(0, 5))}
    for back in sorted(days, reverse=True):
        on = world.today - timedelta(back)
        known = world.with_(done=tuple(done for done in own if done.on <= on))
        decision = known.decide(on)
        acted = [
            _elsewhere(choose, done)
            for action in decision.actions
            for done in action.records(on, status=choose.one(STATUSES))
        ]
        changed = [effect.done(on, status=choose.one(STATUSES)) for effect in decision.effects]
        world = world.with_(done=(*acted, *changed))
    return world.with_(done=own)
