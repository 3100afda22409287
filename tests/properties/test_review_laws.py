"""Laws of what is built on snapshots: periods, scores, priorities, whole reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from collectkit import Account, Money, Scorecard, review_account, review_portfolio
from collectkit.errors import AsOfBeforeHistory
from collectkit.ledger import Snapshot, snapshot
from collectkit.ledger import accounts as grouped
from collectkit.metrics import period_figures
from collectkit.policy import presets
from collectkit.risk import behavior, priorities, score
from collectkit.testing import SPAN, accounts

CARD = Scorecard.default()
POLICY = presets.b2b_standard(creditor="Example Ltd")
DAYS = st.dates(SPAN[0], SPAN[1] + timedelta(60))
ACCOUNTS = accounts(currencies=("EUR", "JPY"))


def net(read: Snapshot, currency: str) -> Money:
    """Trade receivables less unapplied money."""
    owed = Money.zero(currency)
    for item in read.items:
        if item.is_trade and item.currency == currency:
            owed = owed + item.open
    for entry in read.unapplied:
        if entry.amount.currency == currency:
            owed = owed - entry.amount
    return owed


@given(ACCOUNTS, DAYS, st.integers(0, 60))
def test_a_period_rolls_forward(account: Account, end: date, length: int) -> None:
    start = end - timedelta(length)
    read = snapshot(account, as_of=end)
    for found in period_figures([read], start=start, end=end):
        assert found.opening == net(read.at(start - timedelta(1)), found.currency)
        assert found.closing == net(read, found.currency)
        out = found.cash + found.written_off + found.discounted + found.withheld
        assert found.closing == found.opening + found.sales - out + found.recovered + found.charges
        assert found.current + found.overdue - found.unapplied == found.closing


@given(ACCOUNTS, DAYS)
def test_points_add_up_and_reasons_are_the_points_lost(account: Account, day: date) -> None:
    found = score(CARD, behavior(snapshot(account, as_of=day)))
    assert found.points == sum(line.points for line in found.lines)
    assert found.grade == CARD.grade_of(found.points).grade
    lost = sum(int(str(r["lost"])) for r in found.reasons if not r.code.endswith("history"))
    assert CARD.best - found.points == lost


def known_on(account: Account, day: date) -> Account:
    """The account without what is dated later; what then names nothing is left out, too."""
    kept = {
        name: tuple(
            fact
            for fact in getattr(account, name)
            if getattr(fact, fact.known_by) <= day
            and (getattr(fact, "ended_on", None) or day) <= day
        )
        for name in ("invoices", "receipts", "allocations", "adjustments", "promises")
    }
    (cut,), _ = grouped([account.customer], **kept)
    return cut


@given(ACCOUNTS, DAYS)
def test_a_score_stands_until_the_day_it_said(account: Account, day: date) -> None:
    facts = known_on(account, day)
    found = score(CARD, behavior(snapshot(facts, as_of=day)))
    until = found.changes_on or day + timedelta(400)
    for later in {day + timedelta(1), day + timedelta(30), until - timedelta(1)}:
        if day < later < until:
            same = score(CARD, behavior(snapshot(facts, as_of=later)))
            assert (same.points, same.grade, same.lines[0]) == (
                found.points,
                found.grade,
                found.lines[0],
            )


@given(ACCOUNTS, DAYS)
def test_a_priority_is_never_of_more_than_is_overdue(account: Account, day: date) -> None:
    read = snapshot(account, as_of=day)
    for entry in priorities(read, score(CARD, behavior(read)), CARD):
        nothing = Money.zero(entry.currency)
        assert nothing <= entry.value <= entry.collectable <= entry.overdue
        assert entry.overdue > nothing


@settings(max_examples=40)
@given(st.lists(ACCOUNTS, max_size=4), DAYS)
def test_a_book_is_the_sum_of_its_accounts(book: list[Account], day: date) -> None:
    book = list({a.customer.id: replace(a, done=()) for a in book}.values())
    review = review_portfolio(POLICY, book, as_of=day)
    assert review.accounts == len(book) == len(review.ranking)
    singles = [review_account(POLICY, account, as_of=day) for account in book]
    for money in review.late_charges:
        parts = [s.charges.total(money.currency) for s in singles if s.charges is not None]
        assert sum(part.minor_units for part in parts) == money.minor_units
    assert sorted((r.points, r.grade) for r in review.ranking) == sorted(
        (s.score.points, s.score.grade) for s in singles
    )
    kept = sum(len(entries) for _, entries in (*review.worklists, *review.blocked))
    assert kept == sum(len(single.priorities) for single in singles)


@given(ACCOUNTS, DAYS)
def test_a_review_is_made_or_refused_for_one_reason(account: Account, day: date) -> None:
    try:
        review = review_account(POLICY, account, as_of=day)
    except AsOfBeforeHistory:
        assert any(done.on > day for done in account.done)
        return
    assert review.next_review_on is None or review.next_review_on > day
    assert review.explain()
