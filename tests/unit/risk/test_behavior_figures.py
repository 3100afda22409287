"""The figures beside days late: balances, rhythm, trend, disputes, write-offs, and their days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from collectkit import Money
from collectkit.errors import CollectkitError, InvalidFact
from collectkit.ledger import (
    Account,
    Adjustment,
    Customer,
    Dispute,
    Invoice,
    Receipt,
    snapshot,
)
from collectkit.ledger import payment as paying
from collectkit.risk import PaymentBehavior, behavior
from collectkit.risk.features import FEATURES

EUR = "EUR"
DUE = date(2026, 1, 31)


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def invoice(key: str, due: date = DUE, amount: str = "100.00", **fields: Any) -> Invoice:
    given: dict[str, Any] = {
        "customer_id": "C-1",
        "issued_on": due - timedelta(30),
        "due_on": due,
    } | fields
    return Invoice(id=key, amount=Money(amount, given.pop("currency", EUR)), **given)


def account(*paid: tuple[Invoice, date | None], **facts: Any) -> Account:
    pairs = [paying(i, on=on, amount=i.amount) for i, on in paid if on is not None]
    return Account(
        customer=facts.pop("customer", Customer(id="C-1")),
        invoices=tuple(i for i, _ in paid),
        receipts=(*(r for r, _ in pairs), *facts.pop("receipts", ())),
        allocations=tuple(a for _, a in pairs),
        **facts,
    )


def seen(facts: Account, day: date, **options: Any) -> PaymentBehavior:
    return behavior(snapshot(facts, as_of=day), **options)


def moved(found: PaymentBehavior, group: str) -> date | None:
    return dict(found.changes).get(group)


# -- nothing known -------------------------------------------------------------------------------
def test_of_a_new_customer_no_figure_is_made_up() -> None:
    found = seen(account(), d(3, 1))
    counts = ("broken_promises", "write_offs", "oldest_days_past_due")
    known = {name for name in FEATURES if found.figure(name) is not None}
    assert known == set(counts)
    assert [found.figure(name) for name in counts] == [0, 0, 0]
    assert (found.paid, found.open, found.invoices) == (None, None, 0)


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(InvalidFact, match="there is no figure `paydex`"):
        seen(account(), d(3, 1)).figure("paydex")


# -- days late -----------------------------------------------------------------------------------
def test_days_late_in_every_way_of_averaging() -> None:
    facts = account(
        (invoice("A", amount="300.00"), d(2, 10)),  # 10 days late
        (invoice("B"), d(1, 11)),  # 20 days early
        (invoice("C"), d(2, 2)),  # 2 days late
    )
    found = seen(facts, d(3, 1))
    assert found.paid == Money("500.00", EUR)
    assert found.weighted_days_late == Fraction(10 * 300 + 2 * 100, 500)
    assert found.signed_days_late == Fraction(10 * 300 - 20 * 100 + 2 * 100, 500)
    assert (found.mean_days_late, found.late_count_share) == (Fraction(4), Fraction(2, 3))
    # Sample variance of 10, -20, 2: mean -8/3, squares sum to 504 - 64/3, over 2.
    assert found.days_late_deviation is not None
    wanted = Fraction(1448, 6)
    below, above = found.days_late_deviation, found.days_late_deviation + Fraction(1, 10**40)
    assert below**2 <= wanted < above**2


def test_a_deviation_that_is_a_whole_number_is_one() -> None:
    facts = account((invoice("A"), d(1, 31)), (invoice("B"), d(2, 4)), (invoice("C"), d(2, 8)))
    assert seen(facts, d(3, 1)).days_late_deviation == 4
    assert seen(account((invoice("A"), d(2, 4))), d(3, 1)).days_late_deviation is None


def test_the_trend_is_the_last_90_days_against_the_window_before() -> None:
    facts = account(
        (invoice("A", d(9, 1, 2025)), d(9, 5, 2025)),  # 4 days late
        (invoice("B"), d(2, 10)),  # 10 days late
    )
    found = seen(facts, d(3, 1))
    assert found.days_late_trend == 6
    assert moved(found, "trend") == d(2, 10) + timedelta(90)
    assert seen(facts, d(2, 10) + timedelta(89)).days_late_trend == 6
    assert seen(facts, d(2, 10) + timedelta(90)).days_late_trend is None
    assert seen(facts, d(3, 1), window_days=90).days_late_trend is None


def test_early_days_make_no_trend() -> None:
    facts = account(
        (invoice("A", d(9, 10, 2025)), d(9, 5, 2025)), (invoice("B"), d(1, 11)),
    )  # fmt: skip
    assert seen(facts, d(3, 1)).days_late_trend == 0


def test_what_turns_old_without_moving_the_trend_is_no_change() -> None:
    facts = account(
        (invoice("A", d(9, 1, 2025)), d(9, 5, 2025)),
        (invoice("B", d(12, 20, 2025)), d(12, 24, 2025)),
        (invoice("C", d(2, 1)), d(2, 5)),
    )
    found = seen(facts, d(3, 1))
    assert found.days_late_trend == 0
    # B turns 90 days old on 24 March, as late as the rest; with C nothing recent is left.
    assert moved(found, "trend") == d(2, 5) + timedelta(90)


# -- balances ------------------------------------------------------------------------------------
def test_shares_of_the_balance_and_the_days_they_move() -> None:
    facts = account(
        (invoice("A", d(2, 20), "300.00"), None),
        (invoice("B", d(3, 10)), None),
        (invoice("C", d(2, 1), "9000", currency="JPY"), None),
    )
    found = seen(facts, d(2, 20))
    assert (found.currency, found.open) == (EUR, Money("400.00", EUR))
    assert (found.overdue_share, found.over_90_share) == (Fraction(0), Fraction(0))
    assert moved(found, "balance") == d(2, 21)
    later = seen(facts, d(2, 21))
    assert later.overdue_share == Fraction(3, 4)
    assert moved(later, "balance") == d(3, 11)
    old = d(2, 20) + timedelta(91)
    assert seen(facts, old - timedelta(1)).over_90_share == 0
    assert seen(facts, old).over_90_share == Fraction(3, 4)
    assert seen(facts, old).over_90 == Money("300.00", EUR)


def test_shares_are_in_the_currency_that_days_late_are_weighed_in() -> None:
    facts = account(
        (invoice("A"), d(1, 31)),
        (invoice("B", amount="900", currency="JPY"), None),
        (invoice("C", amount="900", currency="JPY"), None),
    )
    found = seen(facts, d(3, 1))
    assert (found.currency, found.open, found.overdue_share) == (EUR, Money.zero(EUR), None)
    assert found.oldest_days_past_due() == 29


@pytest.mark.parametrize(
    ("limit", "used"),
    [("200.00", Fraction(1, 2)), ("50.00", Fraction(2)), ("0.00", None), (None, None)],
)
def test_utilization_is_what_is_owed_of_the_limit(limit: str | None, used: Fraction | None) -> None:
    money = None if limit is None else Money(limit, EUR)
    facts = account((invoice("A"), None), customer=Customer(id="C-1", credit_limit=money))
    assert seen(facts, d(3, 1)).utilization == used


def test_unapplied_money_uses_no_limit_up() -> None:
    extra = Receipt(
        id="R", customer_id="C-1", amount=Money("130.00", EUR), received_on=d(2, 1), kind="payment"
    )
    customer = Customer(id="C-1", credit_limit=Money("100.00", EUR))
    facts = account((invoice("A"), None), customer=customer, receipts=(extra,))
    assert seen(facts, d(3, 1)).utilization == 0
    assert seen(facts, d(1, 31)).utilization == 1


# -- rhythm --------------------------------------------------------------------------------------
def rhythm(*days: date) -> Account:
    return account(*((invoice(f"I{n}", day), day) for n, day in enumerate(days)))


def test_the_usual_gap_is_the_mean_between_payment_days() -> None:
    facts = rhythm(d(1, 1), d(1, 11), d(1, 31))
    found = seen(facts, d(3, 2))
    assert (found.last_payment_on, found.usual_gap_days) == (d(1, 31), Fraction(15))
    assert found.payment_gap == 2
    assert seen(rhythm(d(1, 1), d(1, 11)), d(3, 2)).payment_gap is None
    assert moved(found, "payments") == d(1, 1, 2027)


def test_a_regular_gap_moves_only_when_too_few_payments_are_left() -> None:
    found = seen(rhythm(d(1, 1), d(1, 11), d(1, 21), d(1, 31)), d(2, 1))
    assert found.usual_gap_days == 10
    assert moved(found, "payments") == d(1, 11, 2027)


def test_a_refund_is_no_payment_and_a_bounced_one_never_came() -> None:
    facts = rhythm(d(1, 1), d(1, 11), d(1, 31))
    back = Receipt(
        id="R-back", customer_id="C-1", amount=Money("100.00", EUR), received_on=d(2, 5),
        kind="reversal", reverses=facts.receipts[2].id,
    )  # fmt: skip
    facts = facts.with_(receipts=(back,))
    assert seen(facts, d(2, 4)).last_payment_on == d(1, 31)
    assert seen(facts, d(2, 5)).last_payment_on == d(1, 11)


def test_the_last_payment_may_lie_before_the_window() -> None:
    found = seen(rhythm(d(1, 1), d(1, 11), d(1, 31)), d(3, 2), window_days=5)
    assert (found.last_payment_on, found.usual_gap_days, found.payment_gap) == (
        d(1, 31),
        None,
        None,
    )


def test_tenure_counts_from_the_first_invoice() -> None:
    found = seen(account((invoice("A"), None), (invoice("B", d(3, 1)), None)), d(2, 1))
    assert (found.first_issued_on, found.tenure_days) == (d(1, 1), 31)


# -- disputes and write-offs ---------------------------------------------------------------------
def test_invoices_ever_disputed_count_from_the_day_it_opened() -> None:
    disputes = (
        Dispute(id="X", invoice_id="A", opened_on=d(2, 5), closed_on=d(2, 9)),
        Dispute(id="Y", invoice_id="A", opened_on=d(2, 11)),
    )
    facts = account((invoice("A"), None), (invoice("B"), None), disputes=disputes)
    assert [seen(facts, d(2, day)).dispute_share for day in (4, 5, 20)] == [
        0,
        Fraction(1, 2),
        Fraction(1, 2),
    ]
    assert moved(seen(facts, d(2, 4)), "invoices") == d(2, 5)
    # A dispute already counted changes nothing when another opens; the invoices leave in a year.
    assert moved(seen(facts, d(2, 5)), "invoices") == d(1, 1, 2027)
    assert seen(facts, d(2, 20), window_days=10).dispute_share is None


def lost(key: str, on: date, amount: str = "100.00") -> Adjustment:
    return Adjustment(invoice_id=key, amount=Money(amount, EUR), on=on, kind="write_off")


def test_a_write_off_counts_where_it_was_the_last_to_clear() -> None:
    part, used = paying(invoice("B"), on=d(2, 1), amount=Money("60.00", EUR))
    facts = account(
        (invoice("A"), None), (invoice("B"), None), (invoice("C"), None),
        adjustments=(
            lost("A", d(2, 10)), lost("B", d(2, 12), "40.00"), lost("C", d(2, 12), "1.00"),
        ),
    ).with_(receipts=(part,), allocations=(used,))  # fmt: skip
    assert [seen(facts, d(2, day)).write_offs for day in (9, 10, 12)] == [0, 1, 2]
    found = seen(facts, d(2, 12))
    assert (found.settled, moved(found, "write_offs")) == (0, d(2, 10, 2027))


def test_a_part_that_was_paid_last_is_not_written_off() -> None:
    facts = account((invoice("A"), None), adjustments=(lost("A", d(2, 10), "40.00"),))
    rest, used = paying(facts.invoices[0], on=d(2, 12), amount=Money("60.00", EUR))
    assert seen(facts.with_(receipts=(rest,), allocations=(used,)), d(3, 1)).write_offs == 0


# -- promises ------------------------------------------------------------------------------------
def test_the_end_of_the_calendar_is_no_change() -> None:
    facts = rhythm(d(1, 1))
    assert seen(facts, d(3, 1), window_days=100_000_000).changes == ()


# -- the host's own figures ----------------------------------------------------------------------
def test_figures_of_the_host_come_along_exact_and_in_order() -> None:
    found = seen(account(), d(3, 1), extra={"rating": 3, "bureau": Decimal("64.5")})
    assert found.extra == (("bureau", Fraction(129, 2)), ("rating", Fraction(3)))
    assert found.figure("extra:bureau") == Fraction(129, 2)
    assert found.figure("extra:unheard-of") is None


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ({"bureau": 1.5}, "must be exact"),
        ({"bureau": True}, "must be exact"),
        ({"Bureau": 1}, "is no name"),
        ({7: 1}, "is no name"),
        ([("bureau", 1)], "must be a mapping"),
    ],
)
def test_figures_that_no_card_could_read_are_refused(extra: Any, told: str) -> None:
    with pytest.raises(CollectkitError, match=told):
        seen(account(), d(3, 1), extra=extra)
