"""Points, grades, reasons, and the two lists."""

from __future__ import annotations

import pickle
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit import Money, Percent, Scorecard
from collectkit.ledger import (
    Account,
    ContactPoint,
    Customer,
    Dispute,
    Hold,
    Invoice,
    OptOut,
    Placement,
    Promise,
    snapshot,
)
from collectkit.risk import (
    Characteristic,
    PaymentBehavior,
    Priority,
    behavior,
    priorities,
    rank,
    score,
    worklist_order,
)

CARD = Scorecard.default()
TODAY = date(2026, 3, 1)


def pays(**fields: Any) -> PaymentBehavior:
    given: dict[str, Any] = {
        "customer_id": "C-1",
        "as_of": TODAY,
        "window_days": 365,
        "currency": "EUR",
        "settled": 10,
        "weighted_days_late": Fraction(0),
        "late_share": Fraction(0),
        "broken_promises": 0,
        "oldest_due_on": None,
    }
    return PaymentBehavior(**given | fields)


# -- points ----------------------------------------------------------------------------------------
def test_the_best_payer_has_every_point_and_no_reason() -> None:
    found = score(CARD, pays())
    assert (found.points, found.grade, found.reasons) == (100, "A", ())
    assert found.explain() == "C-1: 100 points, grade A"


@pytest.mark.parametrize(
    ("days", "points"),
    [("0", 100), ("4.99", 100), ("5", 92), ("9.99", 92), ("10", 84), ("29.9", 72), ("45", 60)],
)
def test_bins_are_half_open(days: str, points: int) -> None:
    assert score(CARD, pays(weighted_days_late=Fraction(days))).points == points


def test_reasons_are_the_points_lost_the_heaviest_first() -> None:
    found = score(
        CARD,
        pays(
            weighted_days_late=Fraction(25, 2),
            late_share=Fraction(1, 3),
            broken_promises=2,
            oldest_due_on=date(2026, 1, 30),
        ),
    )
    assert (found.points, found.grade) == (24 + 10 + 14 + 3, "C")
    assert [str(reason) for reason in found.reasons] == [
        "C-1: days late on average: 12.5; 16 of 40 points lost",
        "C-1: broken promises: 2; 12 of 15 points lost",
        "C-1: oldest open item on day 30 past due; 11 of 25 points lost",
        "C-1: 33% of what was paid came late; 10 of 20 points lost",
    ]


def test_a_grade_begins_with_its_points_included() -> None:
    for better, grade in pairwise(CARD.grades):
        assert CARD.grade_of(better.at_least) == better
        assert CARD.grade_of(better.at_least - 1) == grade
    assert CARD.grade_of(0) == CARD.grades[-1]


def test_a_thin_history_is_filled_up_with_the_usual_and_says_so() -> None:
    # One invoice paid 30 days late among three: (30 + 2 x 8) / 3 = 15.3 days.
    found = score(CARD, pays(settled=1, weighted_days_late=Fraction(30), late_share=Fraction(1)))
    assert found.lines[0].value == Fraction(46, 3)
    assert found.lines[1].value == Fraction(1, 2)
    assert found.reasons[-1].code == "risk.limited_history"
    assert score(CARD, pays(settled=3, weighted_days_late=Fraction(30))).lines[0].value == 30


def test_what_is_missing_without_a_prior_has_points_of_its_own() -> None:
    bare = CARD.replace(
        characteristics=tuple(c.replace(prior=None) for c in CARD.characteristics), thin_below=0
    )
    found = score(bare, pays(settled=0, weighted_days_late=None, late_share=None))
    assert [line.points for line in found.lines] == [24, 12, 25, 15]
    assert "unknown" in str(found.reasons[0])


def test_a_score_says_when_it_can_change() -> None:
    # 30 days past due on 1 March: the next bin begins at 31.
    aged = score(CARD, pays(oldest_due_on=date(2026, 1, 30)))
    assert aged.changes_on == date(2026, 3, 2)
    assert score(CARD, pays(oldest_due_on=date(2026, 3, 1))).changes_on == date(2026, 3, 2)
    assert score(CARD, pays(oldest_due_on=date(2025, 1, 1))).changes_on is None
    moves = (("balance", date(2026, 3, 4)), ("settled", date(2026, 3, 9)))
    assert pays(changes=moves).changes_on == date(2026, 3, 4)
    assert score(CARD, pays(changes=moves)).changes_on == date(2026, 3, 9)  # no share of balance


def test_a_score_can_be_pickled() -> None:
    found = score(CARD, pays(broken_promises=1))
    assert pickle.loads(pickle.dumps(found)) == found


# -- the card --------------------------------------------------------------------------------------
BINS: tuple[dict[str, Any], ...] = (
    {"at_least": "0", "points": 10},
    {"at_least": "5", "points": 0},
)


@pytest.mark.parametrize(
    ("bins", "told"),
    [
        (BINS[1:], "must start at 0 and rise"),
        ((BINS[0], BINS[1], BINS[1]), "must start at 0 and rise"),
        ((BINS[0], {"at_least": "5", "points": 11}), "must fall as it grows"),
        ((), "at least 1 item"),
        (({"at_least": 0.0, "points": 10},), "exact"),
    ],
)
def test_bins_that_gap_overlap_or_rise_are_refused(bins: Any, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Characteristic(feature="late_share", bins=bins, missing=0)


def test_a_missing_figure_never_beats_the_best() -> None:
    with pytest.raises(ValidationError, match="must not beat the best"):
        Characteristic(feature="late_share", bins=BINS, missing=11)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"grades": CARD.grades[::-1]}, "must fall to 0"),
        ({"grades": CARD.grades[:-1]}, "must fall to 0"),
        ({"characteristics": CARD.characteristics * 2}, "a feature stands twice"),
        ({"grades": tuple(g.replace(grade="A") for g in CARD.grades)}, "two grades have one name"),
    ],
)
def test_a_card_hangs_together(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        CARD.replace(**changes)


def test_a_share_is_a_share() -> None:
    with pytest.raises(ValidationError, match="unpaid must be 0% to 100%"):
        CARD.grades[0].replace(unpaid=Percent(101))


# -- the lists -------------------------------------------------------------------------------------
def test_the_ranking_goes_from_best_to_worst_by_points_then_id() -> None:
    scores = [
        score(CARD, pays(customer_id=key, broken_promises=broken))
        for key, broken in (("B", 0), ("C", 2), ("A", 0), ("D", 1))
    ]
    assert [s.customer_id for s in rank(scores)] == ["A", "B", "D", "C"]
    assert rank(reversed(scores)) == rank(scores)


def owing(**facts: Any) -> Account:
    customer = facts.pop("customer", Customer(id="C-1"))
    invoices = tuple(
        Invoice(
            id=key,
            customer_id="C-1",
            amount=Money(amount, currency),
            issued_on=date(2026, 1, 1),
            due_on=due,
        )
        for key, amount, currency, due in (
            ("A", "100.00", "EUR", date(2026, 1, 31)),
            ("B", "50.00", "EUR", date(2026, 2, 20)),
            ("C", "900", "JPY", date(2026, 2, 1)),
            ("D", "70.00", "EUR", date(2026, 3, 1)),
        )
    )
    return Account(customer=customer, invoices=invoices, **facts)


def listed(facts: Account) -> dict[str, Priority]:
    read = snapshot(facts, as_of=TODAY)
    found = priorities(read, score(CARD, behavior(read)), CARD)
    return {entry.currency: entry for entry in found}


def test_priority_is_per_currency_and_of_what_is_overdue() -> None:
    found = listed(owing())
    assert set(found) == {"EUR", "JPY"}
    euro = found["EUR"]
    assert (str(euro.overdue), str(euro.collectable)) == ("EUR 150.00", "EUR 150.00")
    assert euro.oldest_days_past_due == 29
    # Grade B by the usual history and 29 days past due: 25 % expected to stay unpaid.
    assert (str(euro.value), str(found["JPY"].value)) == ("EUR 37.50", "JPY 225")
    assert str(euro.why[0]) == "C-1: 25% expected to stay unpaid without contact, grade B"


@pytest.mark.parametrize(
    ("facts", "left", "code"),
    [
        ({"disputes": (Dispute(id="X", invoice_id="A", opened_on=date(2026, 2, 5)),)}, "50.00",
         "risk.disputed"),
        ({"disputes": (Dispute(id="X", invoice_id="A", opened_on=date(2026, 2, 5),
                               amount=Money("30.00", "EUR")),)}, "120.00", "risk.disputed"),
        ({"holds": (Hold(id="H", customer_id="C-1", kind="review", from_on=TODAY,
                         items=("B",)),)}, "100.00", "risk.held"),
        ({"placements": (Placement(customer_id="C-1", kind="agency", from_on=TODAY,
                                   items=("A",)),)}, "50.00", "risk.placed"),
        ({"promises": (Promise(id="P", customer_id="C-1", amount=Money("100.00", "EUR"),
                               promised_on=TODAY, pay_by=TODAY, invoices=("A",)),)}, "50.00",
         "risk.promised"),
    ],
)  # fmt: skip
def test_what_may_not_be_collected_now_is_taken_off_with_its_reason(
    facts: dict[str, Any], left: str, code: str
) -> None:
    euro = listed(owing(**facts))["EUR"]
    assert str(euro.collectable) == f"EUR {left}"
    assert [reason.code for reason in euro.why[1:]] == [code]
    assert not euro.is_blocked


@pytest.mark.parametrize(
    "customer",
    [
        Customer(id="C-1", cease_received_on=TODAY),
        Customer(id="C-1", represented_by="counsel"),
        Customer(id="C-1", contact_points=(ContactPoint("email"),), opt_outs=(OptOut("email"),)),
    ],
)
def test_forbidden_contact_blocks_everything(customer: Customer) -> None:
    euro = listed(owing(customer=customer))["EUR"]
    assert euro.is_blocked
    assert (str(euro.overdue), str(euro.value)) == ("EUR 150.00", "EUR 0.00")
    assert len(euro.why) == 2


def test_nothing_overdue_is_no_entry() -> None:
    read = snapshot(owing(), as_of=date(2026, 1, 31))
    assert priorities(read, score(CARD, behavior(read)), CARD) == ()


def test_the_worklist_order_is_total() -> None:
    euro = listed(owing())["EUR"]
    blocked = listed(owing(customer=Customer(id="C-1", represented_by="counsel")))["EUR"]
    assert sorted([blocked, euro], key=worklist_order) == [euro, blocked]
    assert worklist_order(euro)[-1] == "C-1"
