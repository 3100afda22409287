"""Ladders against the rules of two peers, restated, on random portfolios run after run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from tests.differential import killbill_restated as killbill
from tests.differential import tryton_restated as tryton
from tests.properties.ladder_worlds import records

from collectkit.contact import ContactRules
from collectkit.escalation import Decision, Ladder, Stage, Step
from collectkit.ledger import Account, Customer, Hold, Invoice, payment
from collectkit.money import Money

DAY = timedelta(1)
FIRST = date(2026, 3, 2)
TEN = Money("10.00", "EUR")
PORTFOLIOS = [
    *((n, n + 100) for n in range(0, 300, 100)),
    *(pytest.param(n, n + 500, marks=pytest.mark.full) for n in range(1_000, 6_000, 500)),
]


class Book:
    """A few invoices of one customer, the days on which they are paid, and the days of runs."""

    def __init__(self, seed: int) -> None:
        draw = self.random = Random(seed)
        self.days = sorted(draw.sample(range(1, 60), draw.randint(1, 4)))
        dues = [FIRST + timedelta(draw.randint(-20, 20)) for _ in range(draw.randint(1, 4))]
        self.due = {f"I-{n}": due for n, due in enumerate(dues)}
        self.paid = {
            name: FIRST + timedelta(draw.randint(0, 50)) for name in self.due if draw.random() < 0.6
        }
        self.held = {name for name in self.due if draw.random() < 0.1}
        self.runs = [FIRST]
        while self.runs[-1] < FIRST + timedelta(60):
            self.runs.append(self.runs[-1] + timedelta(draw.choice((1, 1, 1, 2, 7, 15))))

    def unpaid(self, today: date) -> dict[str, date]:
        return {
            name: due
            for name, due in self.due.items()
            if name not in self.paid or self.paid[name] > today
        }

    def was_clear(self, first: date, last: date) -> bool:
        """Whether nothing was overdue on one of these days."""
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        return any(all(due >= day for due in self.unpaid(day).values()) for day in days)

    def account(self) -> Account:
        invoices = tuple(
            Invoice(id=name, customer_id="C-1", amount=TEN, due_on=due, issued_on=FIRST - 60 * DAY)
            for name, due in self.due.items()
        )
        cash = [
            payment(i, on=self.paid[i.id], amount=TEN, id=f"R-{i.id}")
            for i in invoices
            if i.id in self.paid
        ]
        holds = [
            Hold(id=f"H-{name}", customer_id="C-1", kind="review", from_on=FIRST, items=(name,))
            for name in self.held
        ]
        return Account(
            customer=Customer(id="C-1"),
            invoices=invoices,
            receipts=tuple(receipt for receipt, _ in cash),
            allocations=tuple(use for _, use in cash),
            holds=tuple(holds),
        )


def proposed(decision: Decision) -> Iterator[tuple[str, str]]:
    """Every item and the step it is on."""
    for action in decision.actions:
        for step_id, items in [(action.step_id, action.items)] + [
            (rider.step_id, rider.items) for rider in action.riders
        ]:
            yield from ((item, step_id) for item in items)


# -- Kill Bill -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("first", "last"), PORTFOLIOS)
def test_stages_are_the_states_of_kill_bill(first: int, last: int) -> None:
    for seed in range(first, last):
        book = Book(seed)
        book.held = set()
        states = [killbill.State(f"od{n}", days) for n, days in enumerate(book.days, start=1)]
        ladder = Ladder(
            id="states",
            version="1",
            steps=tuple(Step(id=s.name, kind="task", offset=s.days) for s in states),
            stages=tuple(
                Stage(id=s.name, days=s.days, effects=(f"block-{s.name}",)) for s in states
            ),
            advance="jump",
        )
        account, before = book.account(), killbill.CLEAR
        highest: str | None = None
        previous = FIRST
        for today in book.runs:
            unpaid = tuple(book.unpaid(today).values())
            state = killbill.state_of(states, unpaid, today)
            decision = ladder.decide(account, as_of=today)
            assert decision.stage == state, (seed, today)
            entered, left = killbill.changes(states, before, state)
            assert {e.stage_id for e in decision.effects if e.kind == "enter"} == entered, seed
            assert {e.stage_id for e in decision.effects if e.kind == "leave"} == left, seed
            # A late check goes straight to the most severe; cleared, it begins anew.
            if book.was_clear(previous, today):
                highest = None
            rises = state is not None and (highest is None or state > highest)
            assert [a.step_id for a in decision.actions] == ([state] if rises else []), seed
            highest = state if rises else highest
            before, previous = state, today
            account = account.with_(done=records(decision, today))


# -- Tryton --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("first", "last"), PORTFOLIOS)
def test_places_of_items_are_the_dunnings_of_tryton(first: int, last: int) -> None:
    for seed in range(first, last):
        book = Book(seed)
        ladder = Ladder(
            id="levels",
            version="1",
            steps=tuple(
                Step(id=f"l{n}", kind="demand", offset=days, required=True, channels=("letter",))
                for n, days in enumerate(book.days)
            ),
            position="item",
            contact_rules=ContactRules(min_days_between=1),
        )
        account = book.account()
        dunnings: dict[str, tryton.Dunning] = {}
        for today in book.runs:
            lines = [tryton.Line(name, due) for name, due in book.unpaid(today).items()]
            dunnings = tryton.run(book.days, lines, book.held, dunnings, today)
            drafts = {(name, f"l{d.level}") for name, d in dunnings.items() if not d.processed}
            decision = ladder.decide(account, as_of=today)
            assert set(proposed(decision)) == drafts, (seed, today)
            if book.random.random() < 0.8:
                dunnings = tryton.process(dunnings)
                account = account.with_(done=records(decision, today))
            else:
                account = account.with_(done=records(decision, today, "planned"))


def test_the_portfolios_are_lively() -> None:
    raised = cleared = ridden = 0
    for seed in range(60):
        book = Book(seed)
        cleared += not book.unpaid(book.runs[-1])
        raised += any((book.runs[-1] - due).days >= book.days[-1] for due in book.due.values())
        ridden += len(set(book.due.values())) > 1 and len(book.days) > 1
    assert min(raised, cleared, ridden) > 5
