"""Laws of arrangements: clocks against a count of days, states in time, holds and disputes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.arrangements.day_by_day import DAY, DayByDay, blocked, stands

from collectkit.arrangements import (
    PlanRules,
    PlanState,
    PlanStatus,
    PromiseRules,
    PromiseStatus,
    broken_promises,
    collectable,
    due_dates,
    effective_due,
    hold_effects,
    item_clock,
    may_promise,
    payment_plan,
    plan_status,
    promise_status,
    restarted_on,
    still_promised,
)
from collectkit.ledger import Account, Allocation, Dispute, Hold, PaymentPlan, Promise, Receipt
from collectkit.ledger import snapshot as read_snapshot
from collectkit.ledger.circumstances import Blocks
from collectkit.money import Money, Percent, total
from collectkit.terms import Days, Months, Weeks
from collectkit.testing import an_account, an_installment, an_invoice

ISSUED = date(2026, 1, 1)
DUE = date(2026, 1, 31)
BLOCKS: tuple[Blocks, ...] = ("reminders", "demands", "calls", "agency", "legal", "charges")
offsets = st.integers(-15, 75)
EVERY: tuple[Days | Weeks | Months, ...] = (Days(count=4), Weeks(count=1), Months(count=1))


def day(offset: int) -> date:
    """So many days from the due date."""
    return DUE + timedelta(offset)


def eur(units: int) -> Money:
    return Money.from_minor_units(units, "EUR")


# -- worlds --------------------------------------------------------------------------------------
@st.composite
def paid(draw: st.DrawFn, id: str, most: int, *, bounces: bool = True) -> list[Any]:
    """A payment of at most so many euros, and perhaps its return."""
    on, amount = day(draw(offsets)), eur(100 * min(draw(st.integers(5, 60)), most))
    fields: dict[str, Any] = {"customer_id": "C-1", "amount": amount}
    facts: list[Any] = [
        Receipt(id=id, received_on=on, **fields),
        Allocation(
            source_id=id,
            invoice_id="INV-1",
            amount=amount,
            applied_on=on + timedelta(draw(st.sampled_from((0, 0, 2)))),
        ),
    ]
    if bounces and draw(st.integers(0, 4)) == 0:
        back = on + timedelta(draw(st.integers(0, 30)))
        facts.append(
            Receipt(id=f"{id}-back", received_on=back, kind="reversal", reverses=id, **fields)
        )
    return facts


@st.composite
def holds(draw: st.DrawFn, id: str, *, clock: str | None = None) -> Hold:
    first = day(draw(offsets))
    last = draw(st.none() | st.integers(0, 25))
    return Hold(
        id=id,
        customer_id="C-1",
        kind=draw(st.sampled_from(("review", "hardship", "moratorium"))),
        from_on=first,
        until_on=None if last is None else first + timedelta(last),
        clock=clock or draw(st.sampled_from(("run", "stop"))),  # type: ignore[arg-type]
        blocks=draw(st.none() | st.lists(st.sampled_from(BLOCKS), unique=True).map(tuple)),
        on_release=draw(st.sampled_from(("resume", "restart"))),
        cooldown_days=draw(st.integers(0, 6)),
    )


@st.composite
def disputes(draw: st.DrawFn, id: str) -> Dispute:
    opened, last = day(draw(offsets)), draw(st.none() | st.integers(0, 25))
    return Dispute(
        id=id,
        invoice_id="INV-1",
        opened_on=opened,
        closed_on=None if last is None else opened + timedelta(last),
        amount=draw(st.none() | st.integers(1, 120).map(lambda n: eur(100 * n))),
    )


@st.composite
def promises(draw: st.DrawFn, id: str) -> Promise:
    made = day(draw(offsets))
    return Promise(
        id=id,
        customer_id="C-1",
        amount=eur(100 * draw(st.integers(1, 60))),
        promised_on=made,
        pay_by=made + timedelta(draw(st.integers(0, 15))),
        invoices=draw(st.sampled_from(((), ("INV-1",)))),
    )


@st.composite
def plans(draw: st.DrawFn, id: str) -> PaymentPlan:
    balance = eur(100 * draw(st.integers(1, 100)))
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=5))
    agreed = draw(offsets)
    return payment_plan(
        balance,
        len(weights) if draw(st.booleans()) else balance.allocate(weights),
        first_due=day(agreed + draw(st.integers(0, 15))),
        every=draw(st.sampled_from(EVERY)),
        id=id,
        customer_id="C-1",
        invoices=("INV-1",),
        agreed_on=day(agreed),
        on_default=draw(st.sampled_from(("restore", "fresh"))),
    )


@st.composite
def worlds(draw: st.DrawFn, *, bounces: bool = True) -> Account:
    """EUR 100.00 due on 31 January, with whatever was paid and agreed around it."""
    facts: list[Any] = [an_invoice(issued_on=ISSUED)]
    left = 100  # so that no payment is cut off
    for n in range(draw(st.integers(0, 4))):
        if left:
            facts += draw(paid(f"R-{n}", left, bounces=bounces))
            left -= next(f for f in facts if f.id == f"R-{n}").amount.minor_units // 100
    for make, name, most in ((holds, "H", 2), (disputes, "D", 1), (promises, "P", 2),
                             (plans, "PLAN", 2)):  # fmt: skip
        facts += [draw(make(f"{name}-{n}")) for n in range(draw(st.integers(0, most)))]
    return an_account(*facts)


tolerances = st.sampled_from((Percent(0), Percent(0), Percent(10), Percent("33.335")))
lenient: dict[str, Any] = {
    "grace_days": st.integers(0, 4),
    "grace_in": st.sampled_from(("days", "business-days")),
    "tolerance": tolerances,
}
promise_rules = st.builds(PromiseRules, **lenient)
plan_rules = st.builds(PlanRules, default_after=st.integers(1, 3), **lenient)


def states(account: Account, as_of: date, rules: PlanRules) -> tuple[PlanState, ...]:
    read = read_snapshot(account, as_of=as_of)
    return tuple(plan_status(plan, read, rules=rules) for plan in read.plans)


def late_use(account: Account) -> bool:
    """Whether money was applied later than it came: then it changes what was thought before."""
    came = {receipt.id: receipt.received_on for receipt in account.receipts}
    return any(use.applied_on > came[use.source_id or ""] for use in account.allocations)


# -- clocks --------------------------------------------------------------------------------------
@given(worlds(), offsets, promise_rules, plan_rules)
def test_the_effective_age_is_a_count_of_days(
    account: Account, as_of: int, rules: PromiseRules, planned: PlanRules
) -> None:
    today = day(as_of)
    read = read_snapshot(account, as_of=today)
    found = effective_due(read.items[0], read, rules=rules, plan_rules=planned)
    slow = DayByDay(account, today, rules, planned)
    assert found is not None
    assert (today - found).days == slow.age(today)


@given(worlds(), offsets, promise_rules, plan_rules, st.integers(-20, 60))
def test_the_clock_of_an_item_tells_the_days_to_come_and_when_so_many_are_reached(
    account: Account, as_of: int, rules: PromiseRules, planned: PlanRules, n: int
) -> None:
    today = day(as_of)
    read = read_snapshot(account, as_of=today)
    running = item_clock(
        read.items[0],
        read,
        promises=tuple(promise_status(p, read, rules=rules) for p in read.promises),
        plans=tuple(plan_status(p, read, rules=planned) for p in read.plans),
    )
    assert running is not None
    slow = DayByDay(account, today, rules, planned)
    ages = {today + timedelta(k): slow.age(today + timedelta(k)) for k in range(80)}
    assert {one: running.days(one) for one in ages} == ages
    reached = next((one for one, age in ages.items() if age >= n), None)
    found = running.when(n, since=today)
    assert found == reached or (reached is None and (found is None or found not in ages))
    assert list(running.changes_on) == sorted(set(running.changes_on))
    # Days only fall back where the clock says that it changes.
    fallen = {one for one in ages if one - DAY in ages and ages[one] < ages[one - DAY]}
    assert fallen <= set(running.changes_on)


@given(worlds(bounces=False), offsets, st.integers(0, 40), plan_rules)
def test_a_clock_remembers_the_days_before_unless_money_went_back(
    account: Account, earlier: int, later: int, planned: PlanRules
) -> None:
    read = read_snapshot(account, as_of=day(earlier + later))
    plans_then = tuple(plan_status(plan, read, rules=planned) for plan in read.plans)
    running = item_clock(read.items[0], read, plans=plans_then)
    then = read.at(day(earlier))
    at_the_time = item_clock(
        then.items[0], then, plans=tuple(plan_status(p, then, rules=planned) for p in then.plans)
    )
    assert running is not None
    assert at_the_time is not None
    assume(not late_use(account))
    assert running.days(day(earlier)) == at_the_time.days(day(earlier))


@given(worlds(), st.data(), offsets, promise_rules, plan_rules)
def test_stops_only_ever_delay(
    account: Account, data: st.DataObject, as_of: int, rules: PromiseRules, planned: PlanRules
) -> None:
    more: dict[str, Any] = data.draw(
        st.one_of(
            holds("H-9", clock="stop").map(lambda hold: {"holds": (hold,)}),
            disputes("D-9").map(lambda dispute: {"disputes": (dispute,)}),
            promises("P-9").map(lambda promise: {"promises": (promise,)}),
        )
    )

    def due(facts: Account) -> date:
        read = read_snapshot(facts, as_of=day(as_of))
        found = effective_due(read.items[0], read, rules=rules, plan_rules=planned)
        assert found is not None
        return found

    assert due(account.with_(**more)) >= due(account)


@given(worlds(), offsets, plan_rules)
def test_both_due_dates_are_shown_and_explained(
    account: Account, as_of: int, planned: PlanRules
) -> None:
    read = read_snapshot(account, as_of=day(as_of))
    found = due_dates(read.items[0], read, plan_rules=planned)
    assert found.contractual == read.items[0].due_on == DUE
    assert found.days_past_due == read.items[0].days_past_due
    assert found.effective is not None
    assert found.effective + timedelta(found.effective_days_past_due or 0) == read.as_of
    # Every day between the driving date and the effective one is somebody's.
    assert (found.stopped_days > 0) <= any(r.code == "arrangements.stopped" for r in found.why)
    assert all(one > read.as_of for one in found.changes_on)
    assert "{" not in found.explain()


@given(worlds(), offsets, st.integers(1, 30), st.data(), plan_rules)
def test_what_is_agreed_later_changes_nothing_today(
    account: Account, as_of: int, later: int, data: st.DataObject, planned: PlanRules
) -> None:
    agreed = day(as_of + later)
    plan = payment_plan(eur(5000), 2, first_due=agreed, id="PLAN-9", customer_id="C-1",
                        invoices=("INV-1",), agreed_on=agreed)  # fmt: skip
    hold = Hold(id="H-9", customer_id="C-1", kind="review", clock="stop", from_on=agreed)
    promise = Promise(id="P-9", customer_id="C-1", amount=eur(100), promised_on=agreed,
                      pay_by=agreed)  # fmt: skip
    more: dict[str, Any] = data.draw(
        st.sampled_from(({"plans": (plan,)}, {"holds": (hold,)}, {"promises": (promise,)}))
    )
    one, other = (
        read_snapshot(facts, as_of=day(as_of)) for facts in (account, account.with_(**more))
    )
    assert effective_due(one.items[0], one, plan_rules=planned) == effective_due(
        other.items[0], other, plan_rules=planned
    )
    assert still_promised(one, "EUR") == still_promised(other, "EUR")
    held, held_then = hold_effects(one.items[0], one), hold_effects(other.items[0], other)
    # How long it lasts may differ.
    assert (held.blocks, held.holds) == (held_then.blocks, held_then.holds)


@given(worlds(), offsets, promise_rules, plan_rules, st.randoms(use_true_random=False))
def test_the_order_of_facts_means_nothing(
    account: Account, as_of: int, rules: PromiseRules, planned: PlanRules, random: Random
) -> None:
    def shuffled(facts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(facts, len(facts)))

    names = ("receipts", "allocations", "holds", "disputes", "promises", "plans")
    other = Account(
        customer=account.customer,
        invoices=account.invoices,
        **{name: shuffled(getattr(account, name)) for name in names},
    )

    def answers(facts: Account) -> list[Any]:
        read = read_snapshot(facts, as_of=day(as_of))
        item = read.items[0]
        return [
            due_dates(item, read, rules=rules, plan_rules=planned),
            hold_effects(item, read),
            restarted_on(item, read),
            collectable(item, read),
            broken_promises(read, rules=rules),
            still_promised(read, "EUR", rules=rules),
            {plan.id: plan_status(plan, read, rules=planned) for plan in read.plans},
        ]

    assert answers(other) == answers(account)


# -- promises and plans in time ------------------------------------------------------------------
@given(worlds(bounces=False), offsets, st.integers(0, 40), promise_rules)
def test_a_promise_is_decided_once(
    account: Account, as_of: int, later: int, rules: PromiseRules
) -> None:
    one = read_snapshot(account, as_of=day(as_of))
    other = one.at(day(as_of + later))
    assume(not late_use(account))
    for promise in one.promises:
        before, after = (promise_status(promise, read, rules=rules) for read in (one, other))
        assert before.status in (PromiseStatus.OPEN, after.status)
        if before.status is PromiseStatus.OPEN and after.status is not PromiseStatus.OPEN:
            assert (after.kept_on or after.broken_on or DUE) > one.as_of


ORDER = (PlanStatus.PENDING, PlanStatus.KEPT, PlanStatus.IN_ARREARS, PlanStatus.DEFAULTED)


@given(worlds(), offsets, plan_rules, st.integers(0, 60))
def test_without_more_money_a_plan_only_goes_on_and_defaults_on_the_day_it_said(
    account: Account, as_of: int, planned: PlanRules, later: int
) -> None:
    today = day(as_of)
    known = Account(
        customer=account.customer,
        invoices=account.invoices,
        receipts=tuple(r for r in account.receipts if r.received_on <= today),
        allocations=tuple(
            a
            for a in account.allocations
            if a.applied_on <= today
            and any(r.id == a.source_id and r.received_on <= today for r in account.receipts)
        ),
        plans=account.plans,
    )
    now, then = states(known, today, planned), states(known, day(as_of + later), planned)
    for before, after in zip(now, then, strict=True):
        if before.status is PlanStatus.COMPLETED:
            assert after.status is PlanStatus.COMPLETED
            assert after.completed_on == before.completed_on
        elif after.status is PlanStatus.COMPLETED:
            # Nothing left to pay when it began, or no more than the tolerance.
            assert before.status is PlanStatus.PENDING
        else:
            assert ORDER.index(before.status) <= ORDER.index(after.status)
            assert (after.defaults_on, after.completed_on) == (
                before.defaults_on, before.completed_on,
            )  # fmt: skip
            defaulted = after.defaults_on is not None and after.defaults_on <= after.as_of
            assert (after.status is PlanStatus.DEFAULTED) == defaulted


@given(worlds(bounces=False), offsets, st.integers(0, 60), plan_rules)
def test_a_plan_that_ended_stays_ended_whatever_is_paid(
    account: Account, as_of: int, later: int, planned: PlanRules
) -> None:
    assume(not late_use(account))
    now, then = states(account, day(as_of), planned), states(account, day(as_of + later), planned)
    for before, after in zip(now, then, strict=True):
        if before.status in (PlanStatus.DEFAULTED, PlanStatus.COMPLETED):
            assert (after.status, after.ends_on) == (before.status, before.ends_on)
        else:
            assert after.ends_on > before.as_of or after.status is PlanStatus.COMPLETED


@given(worlds(bounces=False), st.data(), offsets, plan_rules)
def test_paying_more_never_brings_a_default_forward(
    account: Account, data: st.DataObject, as_of: int, planned: PlanRules
) -> None:
    receipt, allocation = data.draw(paid("R-9", 60, bounces=False))
    more = account.with_(receipts=(receipt,), allocations=(allocation,))
    pairs = zip(
        states(account, day(as_of), planned), states(more, day(as_of), planned), strict=True
    )
    for before, after in pairs:
        if before.completed_on is not None:
            assert after.completed_on is not None
            assert after.completed_on <= before.completed_on
        else:
            assert before.defaults_on is not None
            assert after.defaults_on is None or after.defaults_on >= before.defaults_on


@given(worlds(), offsets, plan_rules)
def test_money_fills_the_oldest_installments_first(
    account: Account, as_of: int, planned: PlanRules
) -> None:
    for state in states(account, day(as_of), planned):
        shares = [part.paid for part in state.installments]
        whole = total((part.installment.amount for part in state.installments), "EUR")
        assert total(shares, "EUR") == min(state.received, whole)
        for first, second in pairwise(state.installments):
            assert first.due_on <= second.due_on
            assert second.paid.is_zero or first.paid == first.installment.amount
            # None is paid before an older one.
            assert (second.paid_on is None) or (first.paid_on or second.paid_on) <= second.paid_on
        assert "{" not in state.explain()


@given(st.integers(1, 100_000), st.integers(1, 60), st.sampled_from(EVERY), offsets)
def test_the_installments_of_a_plan_are_its_balance(
    units: int, parts: int, every: Days | Weeks | Months, first: int
) -> None:
    assume(parts <= units)
    plan = payment_plan(eur(units), parts, first_due=day(first), every=every, id="PLAN-1",
                        customer_id="C-1", invoices=("INV-1",), agreed_on=day(first))  # fmt: skip
    amounts = [part.amount.minor_units for part in plan.installments]
    assert sum(amounts) == units
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] - amounts[-1] <= 1
    dues = [part.due_on for part in plan.installments if part.due_on is not None]
    assert dues[0] == day(first)
    assert dues == sorted(set(dues))


# -- holds, disputes, promises of an account -----------------------------------------------------
@given(st.lists(st.integers(0, 9), unique=True, max_size=3), st.data(), offsets)
def test_hold_effects_are_those_of_every_day(
    numbers: list[int], data: st.DataObject, on: int
) -> None:
    account = an_account(an_invoice(), *(data.draw(holds(f"H-{n}")) for n in numbers))
    read = read_snapshot(account, as_of=day(20))
    found = hold_effects(read.items[0], read, on=day(on))
    today = {kind: blocked(account, kind, day(on)) for kind in BLOCKS}
    assert {one.kind: sorted(one.holds) for one in found.blocked} == {
        kind: sorted(ids) for kind, ids in today.items() if ids
    }
    stopping = [hold for hold in account.holds if hold.clock == "stop" and stands(hold, day(on))]
    assert found.stops_clock == bool(stopping)
    for one in found.blocked:
        end = day(on)
        while end < day(300) and blocked(account, one.kind, end + DAY):
            end += DAY
        assert one.until_on == (None if end == day(300) else end)
    releases = [
        hold.until_on + DAY
        for hold in account.holds
        if hold.on_release == "restart" and hold.until_on is not None and hold.until_on < day(on)
    ]
    assert restarted_on(read.items[0], read, on=day(on)) == max(releases, default=None)
    assert "{" not in found.explain()


@given(st.data(), st.lists(st.integers(1, 5000), min_size=1, max_size=4), offsets)
def test_what_is_disputed_falls_on_an_invoice_once(
    data: st.DataObject, amounts: list[int], as_of: int
) -> None:
    parts = tuple(
        an_installment(
            number=n, amount=eur(units), due_on=day(-n if data.draw(st.booleans()) else n)
        )
        for n, units in enumerate(amounts, start=1)
    )
    invoice = an_invoice(amount=eur(sum(amounts)), installments=parts)
    contested = [data.draw(disputes(f"D-{n}")) for n in range(data.draw(st.integers(0, 3)))]
    read = read_snapshot(an_account(invoice, *contested), as_of=day(as_of))
    found = [collectable(item, read) for item in read.items]
    standing = [one for one in contested if one.stands(day(as_of))]
    disputed = sum(one.amount.minor_units for one in standing if one.amount is not None)
    if any(one.amount is None for one in standing):
        disputed = sum(amounts)
    left = total((one.amount for one in found), "EUR").minor_units
    assert left == max(sum(amounts) - disputed, 0)
    assert all(eur(0) <= one.amount <= one.open for one in found)
    # The earlier part of two is contested in full before the later one is at all.
    for first, second in pairwise(found):
        assert first.amount.is_zero or second.disputed.is_zero


@given(st.lists(st.integers(0, 60), max_size=5), offsets, st.integers(1, 4), st.integers(1, 50))
def test_a_new_promise_is_taken_again_on_the_day_it_says(
    made: list[int], as_of: int, limit: int, window: int
) -> None:
    given_words = [
        Promise(id=f"P-{n}", customer_id="C-1", amount=eur(100), promised_on=day(on),
                pay_by=day(on + 3))
        for n, on in enumerate(made)
    ]  # fmt: skip
    read = read_snapshot(an_account(*given_words), as_of=day(as_of))
    rules = PromiseRules(refuse_after=limit, window_days=window)
    found = may_promise(read, rules=rules)
    broke = [day(on + 4) for on in made]
    first = read.as_of - timedelta(window - 1)
    assert len(found.broken) == sum(first <= one <= read.as_of for one in broke)
    assert found.allowed == (len(found.broken) < limit)
    if found.again_on is not None:
        # Nothing else breaks in this world.
        known = an_account(*(p for p, on in zip(given_words, broke, strict=True)
                             if on <= read.as_of))  # fmt: skip
        ahead = read_snapshot(known, as_of=found.again_on)
        assert may_promise(ahead, rules=rules).allowed
        assert not may_promise(ahead.at(found.again_on - DAY), rules=rules).allowed


@given(promise_rules, st.integers(0, 400))
def test_grace_in_business_days_is_never_shorter_and_ends_on_one(
    rules: PromiseRules, offset: int
) -> None:
    start = day(offset)
    plain = rules.replace(grace_in="days").last_day(start)
    business = rules.replace(grace_in="business-days").last_day(start)
    assert business >= plain
    if rules.grace_days:
        assert business.weekday() < 5
    else:
        assert business == start
