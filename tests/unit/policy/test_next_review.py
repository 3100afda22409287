"""Nothing that a review says of its next one changes before that day: every day is tried.

Drawn accounts, with the facts known on the day, under drawn policies of several ladders, agreed and
statutory charges, and rules of who is under which.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collectkit import Account, Context, Money, Percent, review_account
from collectkit.dates import BusinessDayConvention, add_days
from collectkit.escalation import Ladder, Step
from collectkit.fees import Interest, LateChargePolicy, Margin, RateTable, TableRate
from collectkit.ledger import Invoice
from collectkit.ledger import accounts as grouped
from collectkit.policy import (
    AccountReview,
    Assignment,
    CollectionsPolicy,
    StatutoryCharges,
    presets,
)
from collectkit.risk import Grade
from collectkit.testing import (
    SPAN,
    a_customer,
    a_hold,
    accounts,
    an_account,
    an_invoice,
    assignments,
    invoices,
    ladders,
    late_charge_policies,
    scorecards,
    statutory_charges,
)

HORIZON = 90
BASE = presets.b2b_standard(creditor="Example Ltd")
# A rate that changes three times, and ends; days of it fall between those of the facts.
TABLE = RateTable.of(
    "own",
    {"2025-01-01": "2%", "2026-02-03": "3%", "2026-02-20": "3%", "2026-03-11": "2.5%"},
    covers_until="2026-04-20",
    source="our bank",
)
CONTEXT = Context(tables=(TABLE,))
DAYS = st.integers(0, 70).map(lambda n: add_days(SPAN[0], n))


# -- worlds ----------------------------------------------------------------------------------------
def charges() -> st.SearchStrategy[Any]:
    later = Margin(percent=Percent(5), applies_from=date(2026, 2, 14))
    ours = st.builds(
        TableRate,
        table=st.just("own"),
        margins=st.sampled_from(((), (later,))),
        reads=st.sampled_from(("day", "half_year_start")),
        fixing=st.sampled_from(("floating", "floating", "frozen")),
    )
    by_table = st.builds(
        LateChargePolicy,
        id=st.just("own"),
        interest=st.builds(Interest, rate=ours),
        grace_days=st.sampled_from((0, 0, 9)),
        grace=st.sampled_from(("threshold", "shift")),
    )
    return by_table | by_table | late_charge_policies(tables=True) | statutory_charges()


@st.composite
def policies(draw: st.DrawFn) -> CollectionsPolicy:
    """A policy of two ladders and of none to two late charges."""
    drawn = draw(st.lists(charges(), max_size=2))
    agreed = tuple(one.replace(id=f"c-{n}") for n, one in enumerate(drawn))
    first, second = (draw(ladders()).replace(id=name) for name in ("l-0", "l-1"))
    rules = assignments(terms=(), late_charges=[one.id for one in agreed], ladders=("l-0", "l-1"))
    return BASE.replace(
        late_charges=agreed,
        ladder=first,
        ladders=(second,),
        scorecard=draw(st.just(BASE.scorecard) | scorecards()),
        assignment=tuple(draw(st.lists(rules, max_size=3, unique_by=lambda rule: rule.id))),
    )


def known_on(account: Account, day: date) -> Account:
    """The account without what is dated or recorded later; what then names nothing goes, too."""
    kept = {
        field.name: tuple(fact for fact in getattr(account, field.name) if _known(fact, day))
        for field in fields(account)
        if field.name != "customer"
    }
    (cut,), _ = grouped([account.customer], **kept)
    return cut


def _known(fact: Any, day: date) -> bool:
    days = (getattr(fact, fact.known_by), fact.recorded_on, getattr(fact, "ended_on", None))
    return all(one is None or one <= day for one in days)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[CollectionsPolicy, Account, date]:
    """An account with an invoice that is likely open, under a policy, on a day."""
    day = draw(DAYS)
    account = draw(accounts())
    unpaid = invoices(
        id="OPEN", customer_id="C-1", currency="EUR", kinds=("invoice",), max_units=1_000
    )
    return draw(policies()), known_on(account.with_(invoices=(draw(unpaid),)), day), day


# -- what stays ------------------------------------------------------------------------------------
def said(review: AccountReview) -> dict[str, Any]:
    """What a review promises not to change before the next one."""
    decision = review.decision
    return {
        "stages": {(one.currency, one.item_id): one.stage for one in decision.scopes},
        "actions": {
            (a.currency, a.step_id, a.items, a.channel, len(a.riders)) for a in decision.actions
        },
        "deferred": {(w.currency, w.step_id, w.next_allowed_on, w.channel)
                     for w in decision.deferred},
        "suppressed": {
            (s.currency, s.item_id, s.step_id, s.reason.code) for s in decision.suppressed
        },
        "effects": {(e.kind, e.stage_id, e.effect) for e in decision.effects},
        "grade": (review.score.grade, review.score.points),
        "offers": [
            (o.item_id, o.payable, o.discount, o.deadline) for o in review.offers
        ],
        "overdue": {item.id for item in review.snapshot.open if item.is_overdue},
    }  # fmt: skip


def rates(review: AccountReview) -> dict[str, tuple[Percent, bool]]:
    """The rate of the day, by line of interest that still runs."""
    lines = () if review.charges is None else review.charges.lines
    return {
        line.key: (line.segments[-1].rate, line.segments[-1].provisional)
        for line in lines
        if line.segments and line.segments[-1].until_on == review.as_of
    }


def try_every_day(policy: CollectionsPolicy, account: Account, day: date) -> None:
    """Review the account on every day before the next review, the actions recorded as sent."""
    lasting = policy.replace(on_missing="last_known")
    review = review_account(lasting, account, as_of=day, context=CONTEXT)
    following = review.next_review_on
    assert following is None or following > day
    account = account.with_(done=tuple(one.sent(day) for one in review.decision.actions))
    first = review_account(lasting, account, as_of=day, context=CONTEXT)
    now, rated = said(first), rates(first)
    until = add_days(day, HORIZON)
    later = day
    while (later := later + timedelta(1)) < min(following or until, until):
        again = review_account(lasting, account, as_of=later, context=CONTEXT)
        assert said(again) == now, (later, following)
        then = rates(again)
        for key in rated.keys() & then.keys():
            assert then[key] == rated[key], (later, following, key)


# Without shrinking: a world that fails takes minutes to become small.
QUICKLY = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None,
                   suppress_health_check=list(HealthCheck))  # fmt: skip


@settings(QUICKLY, max_examples=60)
@given(worlds())
def test_nothing_changes_before_the_day_named(
    world: tuple[CollectionsPolicy, Account, date],
) -> None:
    try_every_day(*world)


@pytest.mark.full
@settings(QUICKLY, max_examples=600)
@given(worlds())
def test_nothing_changes_before_the_day_named_in_many_worlds(
    world: tuple[CollectionsPolicy, Account, date],
) -> None:
    try_every_day(*world)


# -- days of a rate --------------------------------------------------------------------------------
def invoice(key: str = "A", **fields: Any) -> Invoice:
    """EUR 1000.00, due on 31 January 2026."""
    given = {"id": key, "amount": Money("1000.00", "EUR"), "due_on": date(2026, 1, 31), **fields}
    return an_invoice(**given)


# Every step is out of the way: what is left is the days of rates.
SILENT = BASE.replace(
    ladder=BASE.ladder.replace(steps=(BASE.ladder.steps[1].replace(offset=2_000),), stages=()),
    scorecard=BASE.scorecard.replace(
        characteristics=BASE.scorecard.characteristics[-1:],  # broken promises
        grades=(Grade(grade="A", at_least=0, unpaid=Percent(10)),),
    ),
    late_charges=(
        LateChargePolicy(id="own", interest=Interest(rate=TableRate(table="own"))),
        LateChargePolicy(id="fixed", interest=Interest(rate=Percent(8))),
        StatutoryCharges(id="by-law", code="DE", debtor="business"),
    ),
    assignment=(
        Assignment(id="fixed", customer_tags=("fixed",), late_charges="fixed"),
        Assignment(id="exports", invoice_tags=("export",), late_charges="by-law"),
    ),
)


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        ((invoice(),), date(2026, 2, 10), date(2026, 3, 11)),
        ((invoice(),), date(2026, 3, 11), date(2026, 4, 21)),  # the table ends
        ((invoice(tags=("export",)),), date(2026, 2, 10), date(2026, 7, 1)),
        ((invoice(), invoice("B", tags=("export",))), date(2026, 2, 10), date(2026, 3, 11)),
        ((invoice(), invoice("B", tags=("export",))), date(2026, 4, 21), date(2026, 7, 1)),
        ((a_customer(tags=("fixed",)), invoice()), date(2026, 2, 10), None),
        # Not due yet: it turns overdue before any rate matters.
        ((invoice(due_on=date(2026, 3, 20)),), date(2026, 2, 10), date(2026, 3, 21)),
        ((), date(2026, 2, 10), None),
    ],
)
def test_a_rate_that_changes_is_a_day_to_look_again(
    facts: tuple[Any, ...], day: date, expected: date | None
) -> None:
    lasting = SILENT.replace(on_missing="last_known")
    review = review_account(lasting, an_account(*facts), as_of=day, context=CONTEXT)
    far = date(2030, 1, 1)  # the only step is due years later
    assert min(review.next_review_on or far, far) == (expected or far)


def test_the_day_after_a_grace_that_moves_to_a_business_day_is_a_day_to_look() -> None:
    # Nine days from 5 February end on Saturday the 14th; the grace lasts until Monday the 16th.
    charges = LateChargePolicy(
        id="r",
        interest=Interest(rate=Percent(8)),
        grace_days=9,
        grace_roll=BusinessDayConvention.FOLLOWING,
    )
    quiet = Ladder(id="q", version="1", steps=(
        Step(id="late", kind="reminder", offset=300, channels=("email",)),
    ))  # fmt: skip
    policy = presets.b2b_standard(creditor="Example Ltd").replace(
        late_charges=(charges,), ladder=quiet
    )
    facts = an_account(an_invoice(id="A", due_on=date(2026, 2, 5)))
    seen = [review_account(policy, facts, as_of=date(2026, 2, day)) for day in (10, 16, 17)]
    assert [review.next_review_on for review in seen[:2]] == [date(2026, 2, 17)] * 2
    assert [bool(r.charges and r.charges.lines) for r in seen] == [False, False, True]


def test_the_day_on_which_a_law_puts_a_debtor_in_default_is_a_day_to_look() -> None:
    by_law = StatutoryCharges(id="de", code="DE", debtor="business", due_date_agreed=False)
    quiet = Ladder(id="q", version="1", steps=(
        Step(id="late", kind="reminder", offset=300, channels=("email",)),
    ))  # fmt: skip
    policy = presets.b2b_standard(creditor="Example Ltd").replace(
        late_charges=(by_law,), ladder=quiet
    )
    assert not [f for f in policy.lint() if f.code == "policy.notice-unsent"]
    issued = date(2026, 1, 5)
    facts = an_account(an_invoice(id="A", issued_on=issued, due_on=issued))
    before = review_account(policy, facts, as_of=date(2026, 1, 20))
    assert before.charges is not None
    assert before.charges.lines == ()
    following = before.next_review_on
    assert following == date(2026, 2, 5)  # 30 days after receipt, and interest from the next
    after = review_account(policy, facts, as_of=following)
    assert after.charges is not None
    assert after.charges.lines != ()


def test_the_day_after_a_pause_of_charges_is_a_day_to_look() -> None:
    hold = a_hold(kind="review", from_on=date(2026, 2, 1), until_on=date(2026, 2, 20),
                  blocks=("charges",))  # fmt: skip
    policy = presets.b2b_standard(creditor="Example Ltd")
    facts = an_account(an_invoice(id="A", due_on=date(2026, 1, 31)), hold)
    day = date(2026, 2, 20)
    before = review_account(policy, facts, as_of=day)
    assert before.charges is not None
    assert before.charges.total("EUR").is_zero
    assert before.next_review_on == date(2026, 2, 21)
    after = review_account(policy, facts, as_of=date(2026, 2, 21))
    assert after.charges is not None
    assert str(after.charges.total("EUR")) == "EUR 40.03"
