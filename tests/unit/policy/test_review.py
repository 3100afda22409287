"""The main job: one account, a book, and the text of an action."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from collectkit import Account, Context, Money, Percent, review_account, review_portfolio
from collectkit.dates import calendar_from
from collectkit.errors import (
    AsOfBeforeHistory,
    CollectkitError,
    InvalidDate,
    TemplateError,
    UnknownReference,
)
from collectkit.escalation import Step
from collectkit.fees import FlatFee, Interest, LateChargePolicy
from collectkit.ledger import Customer, Dispute, Done, Hold, Invoice, age, payment, snapshot
from collectkit.policy import PortfolioReview, presets
from collectkit.testing import an_account, an_invoice

AGREED = LateChargePolicy(id="late-interest", interest=Interest(rate=Percent(8)))
POLICY = presets.b2b_standard(creditor="Example Ltd", signature="The team").replace(
    late_charges=(AGREED,)
)
EUR = "EUR"
ISSUED = date(2026, 1, 31)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def invoiced(
    key: str = "INV-7",
    *,
    terms: str = "net-30",
    amount: str = "1190.00",
    issued: date = ISSUED,
    customer: str = "C-1",
    currency: str = EUR,
) -> Invoice:
    return POLICY.term(terms).invoice(
        id=key, customer_id=customer, amount=Money(amount, currency), issued_on=issued
    )


def account(*invoices: Invoice, customer: str = "C-1", **facts: Any) -> Account:
    return Account(customer=Customer(id=customer), invoices=invoices, **facts)


# -- one account -----------------------------------------------------------------------------------
def test_a_review_says_everything_about_an_account() -> None:
    review = review_account(POLICY, account(invoiced(terms="2-10-net-30")), as_of=d(2, 10))
    assert review.customer_id == "C-1"
    assert (review.policy, review.policy_digest) == ("b2b-standard@1", POLICY.digest)
    assert [str(offer.payable) for offer in review.offers] == ["EUR 1166.20"]
    assert review.charges is not None
    assert review.charges.lines == ()
    assert review.decision.actions == ()
    assert review.next_review_on == d(2, 11)  # the discount ends on the 10th
    later = review_account(POLICY, account(invoiced(terms="2-10-net-30")), as_of=d(2, 11))
    assert later.offers == ()
    assert later.next_review_on == d(2, 27)  # three days before 2 March: the preventive reminder


def test_late_charges_and_the_next_step() -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20))
    assert review.charges is not None
    assert str(review.charges.total(EUR)) == "EUR 4.69"  # 1190.00 x 8 % x 18 / 365
    (action,) = review.decision.actions
    assert (action.step_id, action.items) == ("reminder-1", ("INV-7",))
    assert [p.value for p in review.priorities] == [Money("297.50", EUR)]  # grade B: 25 %
    assert "C-1 on 2026-03-20, policy b2b-standard@1" in review.explain()


def test_a_policy_without_late_charges_assesses_none() -> None:
    bare = POLICY.replace(late_charges=())
    review = review_account(bare, account(invoiced()), as_of=d(3, 20))
    assert review.charges is None
    assert "total" not in review.explain()


def test_what_is_known_later_changes_nothing() -> None:
    invoice = invoiced()
    receipt, allocation = payment(invoice, on=d(3, 10), amount=Money("1190.00", EUR))
    paid = account(invoice, receipts=(receipt,), allocations=(allocation,))
    known = review_account(POLICY, paid, as_of=d(3, 20), context=Context(known_at=d(3, 9)))
    assert [action.step_id for action in known.decision.actions] == ["reminder-1"]
    assert review_account(POLICY, paid, as_of=d(3, 20)).decision.actions == ()


def test_problems_of_the_ledger_come_along() -> None:
    invoice = invoiced()
    receipt, allocation = payment(invoice, on=d(3, 10), amount=Money("1200.00", EUR))
    paid = account(invoice, receipts=(receipt,), allocations=(allocation,))
    (problem,) = review_account(POLICY, paid, as_of=d(3, 20)).problems
    assert problem.code == "ledger.excess"


def test_a_review_can_be_pickled() -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20))
    again = pickle.loads(pickle.dumps(review))
    assert again == review
    assert again.decision.why_not("agency") == review.decision.why_not("agency")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"policy": {}}, CollectkitError),
        ({"account": "C-1"}, CollectkitError),
        ({"as_of": "2026-03-20"}, InvalidDate),
    ],
)
def test_misuse_is_told(arguments: dict[str, Any], error: type[Exception]) -> None:
    given: dict[str, Any] = {"policy": POLICY, "account": account(), "as_of": d(3, 20)}
    given |= arguments
    with pytest.raises(error):
        review_account(given["policy"], given["account"], as_of=given["as_of"])


def test_nothing_changes_before_the_next_review() -> None:
    """Day by day: offers, decision and grade stay what they were until the day that was said."""
    facts = account(
        invoiced("A", terms="2-10-net-30", issued=d(1, 5)),
        invoiced("B", issued=d(2, 20), amount="80.00"),
        holds=(Hold(id="H", customer_id="C-1", kind="review", from_on=d(2, 20), until_on=d(3, 5)),),
    )

    def said(day: date, facts: Account) -> tuple[object, ...]:
        review = review_account(POLICY, facts, as_of=day)
        decision = review.decision
        return (
            review.offers,
            [(a.step_id, a.items) for a in decision.actions],
            [(w.step_id, w.next_allowed_on) for w in decision.deferred],
            decision.stage,
            review.score.points,
            [item.id for item in review.snapshot.open if item.is_overdue],
        )

    day, reviews = d(1, 5), 0
    while day < d(6, 30):
        review = review_account(POLICY, facts, as_of=day)
        facts = facts.with_(done=tuple(a.sent(day) for a in review.decision.actions))
        now = said(day, facts)
        following = review.next_review_on or d(7, 1)
        assert following > day
        while (day := day + timedelta(1)) < min(following, d(6, 30)):
            assert said(day, facts) == now
        reviews += 1
    assert reviews < 40


# -- messages --------------------------------------------------------------------------------------
def test_the_message_of_an_action() -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20))
    (action,) = review.decision.actions
    message = POLICY.message(review, action, values={"customer": "Sample GmbH"})
    assert message.subject == "Example Ltd: payment reminder"
    assert message.body.splitlines()[0] == "Dear Sample GmbH,"
    assert "\n- Invoice INV-7, due Mar 2, 2026: €1,190.00\n" in message.body
    assert "\nTotal overdue: €1,190.00\nLate charges: €4.69\nTotal to pay: €1,194.69\n" in (
        message.body
    )
    assert "Please pay by Mar 27, 2026." in message.body  # seven days on, a Friday
    assert "The team" in message.body


def test_the_deadline_is_a_business_day() -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 23))
    (action,) = review.decision.actions  # reminder-2: 21 days past due
    assert action.step_id == "reminder-2"
    body = POLICY.message(review, action).body
    assert "by Mar 30, 2026" in body


def test_a_message_speaks_of_its_own_items_and_currency() -> None:
    facts = account(
        invoiced("A"),
        invoiced("B", amount="10.00", issued=d(3, 15)),
        invoiced("C", amount="55.00", currency="USD"),
        disputes=(Dispute(id="D", invoice_id="C", opened_on=d(3, 1)),),
    )
    review = review_account(POLICY, facts, as_of=d(3, 20))
    (action,) = review.decision.actions
    body = POLICY.message(review, action).body
    assert "Invoice A" in body
    assert "Invoice B" not in body
    assert "55.00" not in body


def test_a_message_asks_for_nothing_that_is_disputed() -> None:
    part = Dispute(id="D", invoice_id="INV-7", opened_on=d(3, 1), amount=Money("1000.00", EUR))
    review = review_account(POLICY, account(invoiced(), disputes=(part,)), as_of=d(3, 20))
    body = POLICY.message(review, review.decision.actions[0]).body
    assert "Total overdue: €190.00" in body
    assert "1,190" not in body


@pytest.mark.parametrize(
    ("posted", "paid", "due"),
    [(None, False, "1,199.39"), ("9.00", False, "1,199.39"), ("9.00", True, "1,190.39"),
     ("40.00", False, "1,199.39")],
)  # fmt: skip
def test_what_is_due_is_the_same_whether_charges_are_posted_or_not(
    posted: str | None, paid: bool, due: str
) -> None:
    # 1190.00 x 8 % x 36 / 365 = 9.39. What was posted beyond it is taken back again.
    facts = account(invoiced(), done=(
        Done(customer_id="C-1", on=d(3, 20), step_id="reminder-2", items=("INV-7",)),
    ))  # fmt: skip
    if posted is not None:
        note = Invoice(
            id="FEE-1", customer_id="C-1", amount=Money(posted, EUR), issued_on=d(4, 1),
            due_on=d(4, 15), kind="debit_note", nature="late_charge", charge_for="INV-7",
            charge_kind="interest",
        )  # fmt: skip
        facts = facts.with_(invoices=(note,))
        if paid:
            receipt, allocation = payment(note, on=d(4, 5), amount=note.amount)
            facts = facts.with_(receipts=(receipt,), allocations=(allocation,))
    review = review_account(POLICY, facts, as_of=d(4, 7))
    (action,) = review.decision.actions
    assert action.step_id == "demand"
    assert f"€{due}" in POLICY.message(review, action).body


def test_a_charge_that_begins_after_its_grace_is_a_day_to_look_again() -> None:
    fee = FlatFee(id="fee", amounts=(Money("40.00", EUR),))
    charges = LateChargePolicy(id="c", fees=(fee,), grace_days=10)
    policy = POLICY.replace(late_charges=(charges,))
    done = Done(customer_id="C-1", on=d(3, 10), step_id="reminder-1", items=("INV-7",))
    review = review_account(policy, account(invoiced(), done=(done,)), as_of=d(3, 11))
    assert review.next_review_on == d(3, 13)  # due on 2 March, ten days of grace


def test_a_step_taken_sets_off_its_fee() -> None:
    fees = (
        FlatFee(id="demand-fee", amounts=(Money("5.00", EUR),), when="level"),
        FlatFee(id="late-fee", amounts=(Money("40.00", EUR),)),
    )
    steps = tuple(
        step.replace(fee={"demand": "demand-fee", "call": "late-fee"}.get(step.id))
        for step in POLICY.ladder.steps
    )
    policy = POLICY.replace(
        late_charges=(LateChargePolicy(id="c", fees=fees),),
        ladder=POLICY.ladder.replace(steps=steps),
    )
    done = [
        Done(customer_id="C-1", on=d(3, n), step_id=step, items=("INV-7",))
        for n, step in ((10, "reminder-1"), (20, "call"), (24, "demand"))
    ]
    for count, owed in ((2, "EUR 40.00"), (3, "EUR 45.00")):
        facts = account(invoiced(), done=tuple(done[:count]))
        charges = review_account(policy, facts, as_of=d(3, 25)).charges
        assert charges is not None
        assert str(charges.total(EUR)) == owed
    assert ("escalation.unknown-fee", "ladder.steps.3.fee") in {
        (finding.code, finding.path) for finding in policy.lint()
    }


def test_an_action_of_another_review_is_refused() -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20))
    other = review_account(POLICY, account(invoiced("INV-8")), as_of=d(3, 20))
    with pytest.raises(UnknownReference, match="reminder-1 is not one of this review's"):
        POLICY.message(review, other.decision.actions[0])


def test_a_step_without_a_message_has_none() -> None:
    steps = tuple(s.replace(template=None) for s in POLICY.ladder.steps)
    silent = POLICY.replace(ladder=POLICY.ladder.replace(steps=steps))
    review = review_account(silent, account(invoiced()), as_of=d(3, 20))
    with pytest.raises(TemplateError, match="step reminder-1 has no message"):
        silent.message(review, review.decision.actions[0])


def test_a_fallback_locale_shows() -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20))
    message = POLICY.message(review, review.decision.actions[0], locale="es_ES")
    assert (message.locale, message.wanted, message.is_fallback) == ("en", "es_ES", True)


# -- a book ----------------------------------------------------------------------------------------
def book(n: int) -> Iterator[Account]:
    for i in range(n):
        name = f"C-{i:03}"
        amount = f"{10 + i}.00"
        yield account(invoiced(f"I-{i:03}", amount=amount, customer=name), customer=name)


def reviewed(accounts: Any, **options: Any) -> PortfolioReview:
    given: dict[str, Any] = {"as_of": d(3, 20), "period": (d(1, 1), d(3, 20))}
    return review_portfolio(POLICY, accounts, **given | options)


def test_a_book_adds_up() -> None:
    review = reviewed(book(20))
    total = Money(f"{sum(10 + i for i in range(20))}.00", EUR)
    assert review.accounts == 20
    assert review.aging.of(EUR).total == total
    assert review.figures[0].closing == total
    assert review.stages[:2] == (("none", 0), ("overdue", 20))
    assert review.steps == (("reminder-1", 20),)
    assert review.problems == ()
    charges = [
        found.charges.total(EUR)
        for found in (review_account(POLICY, a, as_of=d(3, 20)) for a in book(20))
        if found.charges is not None
    ]
    assert review.late_charges == (sum(charges[1:], charges[0]),)
    assert review.aging == age([snapshot(a, as_of=d(3, 20)) for a in book(20)])


def test_the_worklist_keeps_its_top_in_order() -> None:
    review = reviewed(book(20), keep=3)
    assert [e.priority.customer_id for e in review.worklist(EUR)] == ["C-019", "C-018", "C-017"]
    assert len(review.ranking) == 20
    assert review.worklist("USD") == ()
    alone = review_account(POLICY, next(book(1)), as_of=d(3, 20))
    assert reviewed(book(1)).worklist(EUR)[0].review == alone


def test_the_order_of_accounts_never_matters() -> None:
    forwards, backwards = reviewed(book(12), keep=4), reviewed(reversed(list(book(12))), keep=4)
    assert forwards == backwards


def test_customers_nobody_may_call_stand_apart() -> None:
    facts = list(book(3))
    facts[2] = facts[2].with_(disputes=(Dispute(id="D", invoice_id="I-002", opened_on=d(3, 1)),))
    review = reviewed(facts)
    assert [e.priority.customer_id for e in review.worklist(EUR)] == ["C-001", "C-000"]
    ((currency, entries),) = review.blocked
    assert (currency, entries[0].priority.customer_id) == (EUR, "C-002")
    assert str(entries[0].priority.why[1]) == "I-002: EUR 12.00 disputed"


def test_a_book_is_read_once_and_progress_is_told() -> None:
    steps: list[int] = []
    assert reviewed(book(5), progress=steps.append).accounts == 5
    assert steps == [1, 1, 1, 1, 1]


def test_a_batch_always_finishes() -> None:
    broken = account(
        invoiced("X", customer="C-X"),
        customer="C-X",
        done=(Done(customer_id="C-X", on=d(3, 21), step_id="reminder-1"),),
    )
    with pytest.raises(AsOfBeforeHistory):
        review_account(POLICY, broken, as_of=d(3, 20))
    review = reviewed([*book(2), broken, "C-9"])
    assert review.accounts == 4
    assert [(p.code, p.subject) for p in review.problems] == [
        ("ledger.as-of-before-history", "C-X"),
        ("ledger.invalid-fact", None),
    ]
    # Looking back, what was done later is left out of the decision and of nothing else.
    assert review.problems[0].severity == "warning"
    assert review.aging.of(EUR).total == Money("1211.00", EUR)
    assert len(review.ranking) == 3
    assert dict(review.steps) == {"reminder-1": 3}


def test_looking_back_keeps_what_was_done_on_the_day_itself() -> None:
    facts = account(invoiced())
    review = review_account(POLICY, facts, as_of=d(3, 20))
    sent = tuple(action.sent(d(3, 20)) for action in review.decision.actions)
    later = Done(customer_id="C-1", on=d(3, 21), step_id="reminder-2")
    looked_back = reviewed([facts.with_(done=(*sent, later))])
    assert [p.code for p in looked_back.problems] == ["ledger.as-of-before-history"]
    # The reminder sent on the 20th is not proposed again.
    assert dict(looked_back.steps) == {}


def test_an_account_that_comes_twice_counts_once() -> None:
    review = reviewed([*book(2), *book(1)])
    assert [(p.code, p.subject) for p in review.problems] == [("ledger.duplicate-id", "C-000")]
    assert len(review.ranking) == 2
    assert review.aging.of(EUR).total == Money("21.00", EUR)


@pytest.mark.parametrize("period", [d(1, 1), (d(1, 1),), [d(1, 1), d(3, 20)]])
def test_a_period_is_a_pair_of_days(period: Any) -> None:
    with pytest.raises(CollectkitError, match="period must be a pair of dates"):
        reviewed(book(1), period=period)


def test_the_period_may_end_before_the_day() -> None:
    review = reviewed(book(2), period=(d(1, 1), d(2, 28)))
    assert review.figures[0].end == d(2, 28)
    assert review.figures[0].current == Money("21.00", EUR)
    with pytest.raises(InvalidDate, match="the period ends on 2026-03-21, after 2026-03-20"):
        reviewed(book(1), period=(d(1, 1), d(3, 21)))


def test_the_default_period_is_the_month_so_far() -> None:
    review = review_portfolio(POLICY, book(1), as_of=d(3, 20))
    assert (review.figures[0].start, review.figures[0].end) == (d(3, 1), d(3, 20))


def test_an_empty_book_is_no_error() -> None:
    review = reviewed([])
    assert (review.accounts, review.aging.balances, review.metrics) == (0, (), ())


def test_fees_count_once_per_invoice_also_in_a_book() -> None:
    fee = FlatFee(id="fee", amounts=(Money("40.00", EUR),))
    charges = LateChargePolicy(id="c", interest=Interest(rate=Percent(8)), fees=(fee,))
    policy = POLICY.replace(late_charges=(charges,))
    found = review_portfolio(policy, [an_account(an_invoice())], as_of=d(6, 30))
    assert found.late_charges[0] > Money("40.00", EUR)


def test_the_letter_that_sets_off_a_fee_states_it() -> None:
    fee = FlatFee(id="demand-fee", when="level", amounts=(Money("5.00", EUR),))
    steps = tuple(
        step.replace(fee="demand-fee") if step.id == "reminder-1" else step
        for step in POLICY.ladder.steps
    )
    charging = POLICY.replace(
        late_charges=(AGREED.replace(fees=(fee,)),), ladder=POLICY.ladder.replace(steps=steps)
    )
    facts = account(invoiced())
    review = review_account(charging, facts, as_of=d(3, 20))
    assert review.charges is not None
    assert review.charges_with_actions is not None
    assert str(review.charges.total(EUR)) == "EUR 4.69"
    assert str(review.charges_with_actions.total(EUR)) == "EUR 9.69"
    (action,) = review.decision.actions
    body = charging.message(review, action).body
    assert "Late charges: €9.69\nTotal to pay: €1,199.69" in body
    taken = facts.with_(done=action.records(d(3, 20)))
    after = review_account(charging, taken, as_of=d(3, 20))
    assert after.charges == review.charges_with_actions


def test_the_deadline_is_by_the_calendar_of_the_review() -> None:
    holidays = calendar_from([d(3, 27), d(3, 30)])  # the Friday seven days on, and the Monday
    context = Context(calendar=holidays)
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20), context=context)
    (action,) = review.decision.actions
    assert dict(review.deadlines) == {action.key: d(3, 31)}
    assert "Please pay by Mar 31, 2026." in POLICY.message(review, action).body


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"custmer": "Sample GmbH"}, "no message has a variable `custmer` .did you mean customer"),
        ({"late_charges": Money("6.00", "USD")}, "late_charges is in USD, and the message speaks"),
    ],
)
def test_values_that_fit_no_message_are_refused(values: dict[str, object], told: str) -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20))
    with pytest.raises(TemplateError, match=told):
        POLICY.message(review, review.decision.actions[0], values=values)


def test_charges_on_the_whole_account_stand_in_a_message_to_the_customer() -> None:
    fee = FlatFee(id="per-customer", per="customer", amounts=(Money("5.00", EUR),))
    by_item = POLICY.ladder.replace(position="item", steps=(
        Step(id="first", kind="reminder", offset=1, channels=("email",), template="reminder-1"),
        Step(id="look", kind="task", offset=30),
    ))  # fmt: skip
    policy = POLICY.replace(late_charges=(AGREED.replace(fees=(fee,)),), ladder=by_item)
    facts = account(
        invoiced("A", issued=d(1, 1)),
        invoiced("B"),
        done=(Done(customer_id="C-1", on=d(2, 1), step_id="first", items=("A",)),),
    )
    review = review_account(policy, facts, as_of=d(3, 20))
    assert [action.step_id for action in review.decision.actions] == ["look", "first"]
    letter = review.decision.actions[1]
    # 1190.00 x 8 % x 18 / 365 = 4.69, and the fee of the account
    assert "Late charges: €9.69" in policy.message(review, letter).body


def test_values_are_a_mapping_and_its_rows_of_the_currency() -> None:
    review = review_account(POLICY, account(invoiced()), as_of=d(3, 20))
    (action,) = review.decision.actions
    with pytest.raises(CollectkitError, match="values must be"):
        POLICY.message(review, action, values="x")  # type: ignore[arg-type]
    rows = ({"number": "X", "due_on": d(3, 1), "open": Money("1.00", "USD")},)
    with pytest.raises(TemplateError, match="invoices is in USD"):
        POLICY.message(review, action, values={"invoices": rows})
