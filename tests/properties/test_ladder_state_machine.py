"""Two hosts work the same account day by day, one of them missing runs, while facts come in.

Every decision is also the slow reference's. All steps are required, so that both hosts take the
same ones in the same order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.differential.ladder_reference import reference
from tests.differential.test_next_review import seen
from tests.properties.ladder_worlds import World, records

from collectkit.contact import ContactRules
from collectkit.dates import Context
from collectkit.escalation import After, Decision, Ladder, Stage, Step
from collectkit.ledger import (
    Account,
    Customer,
    Dispute,
    Hold,
    Installment,
    Invoice,
    PaymentPlan,
    Promise,
    Receipt,
    payment,
)
from collectkit.ledger.registry import FIELDS
from collectkit.money import Money

FIRST = date(2026, 3, 2)
DAYS = st.integers(0, 12)


def a_ladder(gap: int = 0, **options: Any) -> Ladder:
    return Ladder(
        id="run",
        version="1",
        steps=(
            Step(id="nudge", kind="reminder", offset=2, required=True, channels=("email",)),
            Step(id="check", kind="task", offset=3, required=True),
            Step(id="firm", kind="demand", offset=6, required=True, channels=("letter",)),
            Step(
                id="final",
                kind="demand",
                after=(After(step="firm", days=4),),
                required=True,
                channels=("letter", "email"),
            ),
        ),
        stages=(
            Stage(id="late", days=3, effects=("stop-credit",)),
            Stage(id="very-late", days=7, effects=("suspend",), requires_notice="firm"),
        ),
        contact_rules=ContactRules(min_days_between=gap),
        on_exhausted=("review",),
        **options,
    )


PATIENT = a_ladder(4)
LADDERS = (a_ladder(), PATIENT, a_ladder(position="item"), a_ladder(advance="jump"))


def eur(units: int) -> Money:
    return Money.from_minor_units(units, "EUR")


class Run(RuleBasedStateMachine):
    """Facts are of the coming day; a day passes with a run of the daily host."""

    @initialize(ladder=st.sampled_from(LADDERS), seed=st.integers(0, 99))
    def start(self, ladder: Ladder, seed: int) -> None:
        account = Account(customer=Customer(id="C-1"))
        self.random, self.count = Random(seed), 0
        self.daily = World(ladder, account, FIRST, None, Context())
        self.sloppy = self.daily
        self.issue(0, 1)

    @property
    def today(self) -> date:
        return self.daily.today

    def fresh(self, letter: str) -> str:
        self.count += 1
        return f"{letter}-{self.count}"

    def learn(self, **facts: Any) -> None:
        self.daily = self.daily.with_(**facts)
        self.sloppy = self.sloppy.with_(**facts)

    def one_of(self, name: str) -> Any:
        facts = getattr(self.daily.account, name)
        return facts[self.random.randrange(len(facts))]

    # -- facts ---------------------------------------------------------------------------------
    @rule(due=DAYS, units=st.integers(1, 3))
    def issue(self, due: int, units: int) -> None:
        invoice = Invoice(
            id=self.fresh("I"),
            customer_id="C-1",
            amount=eur(100 * units),
            issued_on=self.today,
            due_on=self.today + timedelta(due),
        )
        self.learn(invoices=(invoice,))

    @rule(share=st.sampled_from((1, 2)))
    def pay(self, share: int) -> None:
        invoice = self.one_of("invoices")
        paid = sum(
            use.amount.minor_units
            for use in self.daily.account.allocations
            if use.invoice_id == invoice.id
        )
        units = (invoice.amount.minor_units - paid) // share
        if units > 0:
            receipt, use = payment(invoice, on=self.today, amount=eur(units), id=self.fresh("R"))
            self.learn(receipts=(receipt,), allocations=(replace(use, installment=1),))

    @precondition(lambda self: self.daily.account.receipts)
    @rule()
    def bounce(self) -> None:
        receipts = self.daily.account.receipts
        back = {receipt.reverses for receipt in receipts}
        left = [r for r in receipts if r.kind == "payment" and r.id not in back]
        if left:
            receipt = Receipt(
                id=self.fresh("B"),
                customer_id="C-1",
                amount=left[0].amount,
                received_on=self.today,
                kind="reversal",
                reverses=left[0].id,
            )
            self.learn(receipts=(receipt,))

    @rule(part=st.booleans())
    def dispute(self, part: bool) -> None:
        dispute = Dispute(
            id=self.fresh("D"),
            invoice_id=self.one_of("invoices").id,
            opened_on=self.today,
            amount=eur(50) if part else None,
        )
        self.learn(disputes=(dispute,))

    @precondition(lambda self: self.daily.account.disputes)
    @rule()
    def settle(self) -> None:
        dispute = self.one_of("disputes")
        if dispute.closed_on is None:
            self.learn(disputes=(replace(dispute, closed_on=self.today),))

    @rule(days=DAYS)
    def promise(self, days: int) -> None:
        promise = Promise(
            id=self.fresh("P"),
            customer_id="C-1",
            amount=eur(100),
            promised_on=self.today,
            pay_by=self.today + timedelta(days),
            invoices=(self.one_of("invoices").id,),
        )
        self.learn(promises=(promise,))

    @rule(days=DAYS, on_default=st.sampled_from(("restore", "fresh")))
    def plan(self, days: int, on_default: Any) -> None:
        first = self.today + timedelta(days)
        plan = PaymentPlan(
            id=self.fresh("L"),
            customer_id="C-1",
            agreed_on=self.today,
            invoices=(self.one_of("invoices").id,),
            installments=tuple(
                Installment(number=n, due_on=first + timedelta(5 * n), amount=eur(50))
                for n in (1, 2)
            ),
            on_default=on_default,
        )
        self.learn(plans=(plan,))

    @rule(days=DAYS, clock=st.sampled_from(("run", "stop")), cooldown=st.integers(0, 3),
          of_one=st.booleans())  # fmt: skip
    def hold(self, days: int, clock: Any, cooldown: int, of_one: bool) -> None:
        hold = Hold(
            id=self.fresh("H"),
            customer_id="C-1",
            kind="review",
            from_on=self.today,
            until_on=self.today + timedelta(days),
            clock=clock,
            cooldown_days=cooldown,
            items=(self.one_of("invoices").id,) if of_one else (),
        )
        self.learn(holds=(hold,))

    # -- days ----------------------------------------------------------------------------------
    @rule(days=st.integers(1, 6), missed=st.booleans())
    def days_pass(self, days: int, missed: bool) -> None:
        """The daily host runs every day; the other one only on the last, or not even then."""
        for n in range(days):
            self.daily = run(self.daily)
            if n == days - 1 and not missed:
                self.sloppy = run(self.sloppy)
            following = self.today + timedelta(1)
            self.daily = replace(self.daily, today=following)
            self.sloppy = replace(self.sloppy, today=following)

    @invariant()
    def the_order_of_facts_never_matters(self) -> None:
        shuffled: dict[str, Any] = {
            name: tuple(self.random.sample(facts, len(facts)))
            for name in FIELDS
            if (facts := getattr(self.daily.account, name))
        }
        account = replace(self.daily.account, **shuffled)
        assert replace(self.daily, account=account).decide() == self.daily.decide()

    @invariant()
    def both_hosts_take_the_same_steps_in_the_same_order_and_the_sloppy_one_none_earlier(
        self,
    ) -> None:
        ladder = self.daily.ladder
        if ladder.position == "item" or ladder.advance == "jump":
            return
        daily, sloppy = in_spell(self.daily), in_spell(self.sloppy)
        assert list(sloppy) == list(daily)[: len(sloppy)]
        if ladder is not PATIENT:  # a gap after more contacts may last longer
            assert all(sloppy[step] >= daily[step] for step in sloppy)


def run(world: World) -> World:
    """Decide and carry everything out; what must hold of any one decision is asserted."""
    decision, today = world.decide(), world.today
    assert seen(decision) == reference(world).verdict()
    check_steps(world, decision)
    standing: Counter[tuple[str | None, str | None]] = Counter()
    for done in world.account.done:
        if done.kind == "effect":
            standing[done.stage_id, done.effect] += 1 if done.code == "enter" else -1
    for effect in decision.effects:
        assert standing[effect.stage_id, effect.effect] == (effect.kind == "leave")
    after = world.with_(done=records(decision, today))
    again = after.decide()
    assert (again.actions, again.effects) == ((), ())
    assert again.next_review_on == decision.next_review_on
    spoken = Counter(
        done.on for done in after.account.done if done.kind == "contact" and done.customer_facing
    )
    assert max(spoken.values(), default=0) <= 1
    keys = [done.key for done in after.account.done]
    assert len(set(keys)) == len(keys)
    return after


def check_steps(world: World, decision: Decision) -> None:
    """No required step is skipped, none is taken twice in a spell."""
    if world.ladder.position == "item":
        return
    order = [step.id for step in world.ladder.steps]
    taken = list(in_spell(world))
    for action in decision.actions:
        assert action.step_id not in taken
        if world.ladder.advance == "progressive":
            assert taken == order[: order.index(action.step_id)]


def in_spell(world: World) -> dict[str, date]:
    """The steps taken in the current spell of being overdue, and first when, in order."""
    start = reference(world).spell("EUR", world.today)
    found: dict[str, date] = {}
    for done in world.account.done:
        if done.step_id is not None and start is not None and done.on >= start:
            found.setdefault(done.step_id, done.on)
    return found


TestRun = Run.TestCase
TestRun.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
