"""Money that goes back: bounced payments and refunds.

Unless said, INV-7 is EUR 10.00, issued on 1 January and due on the 31st.
"""

from __future__ import annotations

from tests.unit.ledger.book import (
    adjusted,
    applied,
    bounced,
    credit_note,
    d,
    eur,
    invoice,
    opened,
    posted,
    read,
    receipt,
    refund,
    reported,
    spare,
)

from collectkit.errors import Problem
from collectkit.ledger import Unapplied

LATER = d(4, 30)


# -- bounced payments ----------------------------------------------------------------------------
BOUNCE = (
    invoice(),
    receipt(on=d(2, 5)),
    applied("10.00", on=d(2, 6)),
    bounced("R-1", "10.00", on=d(2, 20)),
)


def test_before_it_bounces_a_payment_stands() -> None:
    snapshot = read(*BOUNCE, as_of=d(2, 19))
    assert (opened(snapshot), snapshot.settled_on("INV-7")) == ({"INV-7": "0.00"}, d(2, 5))


def test_from_the_bounce_on_a_payment_counts_as_never_made() -> None:
    snapshot = read(*BOUNCE, as_of=d(2, 20))
    item = snapshot.items[0]
    assert (item.open, item.settled_on, item.postings) == (eur("10.00"), None, ())
    assert item.days_past_due == 20
    assert snapshot.paid("INV-7") == eur("0.00")
    assert (snapshot.unapplied, snapshot.problems) == ((), ())
    assert [str(item.open_on(day).amount) for day in (d(2, 5), d(2, 6), d(2, 19))] == ["10.00"] * 3


def test_money_that_found_nothing_open_takes_the_place_of_a_bounced_payment() -> None:
    facts = (*BOUNCE, receipt("R-2", on=d(2, 10)), applied("10.00", on=d(2, 10), of="R-2"))
    before = read(*facts, as_of=d(2, 19))
    assert (spare(before), reported(before)) == (
        {"R-2": "10.00"},
        [("ledger.excess", "INV-7")],
    )
    after = read(*facts, as_of=d(2, 20))
    assert (opened(after), spare(after), after.problems) == ({"INV-7": "0.00"}, {}, ())
    assert after.settled_on("INV-7") == d(2, 10)


def test_a_payment_bounced_on_its_own_day_never_stood() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        bounced("R-1", "10.00", on=d(2, 5)),
    )
    assert opened(read(*facts, as_of=d(2, 5))) == {"INV-7": "10.00"}


# -- refunds -------------------------------------------------------------------------------------
def test_a_refund_takes_what_is_unapplied_first() -> None:
    facts = (
        invoice(),
        receipt("R-1", "14.00"),
        applied("10.00", on=d(2, 5)),
        refund("R-1", "3.00", on=d(2, 20)),
    )
    assert spare(read(*facts, as_of=d(2, 19))) == {"R-1": "4.00"}
    snapshot = read(*facts, as_of=d(2, 20))
    assert (opened(snapshot), spare(snapshot)) == ({"INV-7": "0.00"}, {"R-1": "1.00"})
    assert snapshot.problems == ()


def test_a_partial_refund_opens_the_debt_again_from_its_own_day() -> None:
    facts = (
        invoice(),
        receipt(),
        applied("10.00", on=d(2, 5)),
        refund("R-1", "4.00", on=d(2, 20)),
    )
    assert opened(read(*facts, as_of=d(2, 19))) == {"INV-7": "0.00"}
    snapshot = read(*facts, as_of=d(2, 20))
    item = snapshot.items[0]
    assert (item.open, item.days_past_due, item.settled_on) == (eur("4.00"), 20, None)
    assert posted(snapshot) == [
        ("paid", "10.00", d(2, 5), d(2, 5), "R-1"),
        ("paid", "-4.00", d(2, 20), d(2, 20), "R-1"),
    ]
    assert snapshot.paid("INV-7") == eur("6.00")
    assert [str(item.open_on(day).amount) for day in (d(2, 4), d(2, 19), d(2, 20))] == [
        "10.00",
        "0.00",
        "4.00",
    ]


def test_a_refund_undoes_the_latest_allocations_first() -> None:
    facts = (
        invoice("A"),
        invoice("B"),
        invoice("C"),
        receipt("R-1", "24.00"),
        applied("10.00", on=d(2, 6), to="B"),
        applied("4.00", on=d(2, 9), to="C"),
        applied("10.00", on=d(2, 5), to="A"),
    )
    first = refund("R-1", "6.00", on=d(2, 20))
    assert opened(read(*facts, first, as_of=LATER)) == {"A": "0.00", "B": "2.00", "C": "10.00"}
    second = refund("R-1", "9.00", on=d(2, 21), id="F-2")
    snapshot = read(*facts, first, second, as_of=LATER)
    assert opened(snapshot) == {"A": "1.00", "B": "10.00", "C": "10.00"}
    assert snapshot.figures("EUR").refunded_cash == eur("15.00")
    assert [entry[:3] for entry in posted(snapshot)] == [
        ("paid", "10.00", d(2, 5)),
        ("paid", "-1.00", d(2, 21)),
    ]
    assert [entry[:3] for entry in posted(snapshot, 1)] == [
        ("paid", "10.00", d(2, 6)),
        ("paid", "-2.00", d(2, 20)),
        ("paid", "-8.00", d(2, 21)),
    ]


def test_a_refund_of_a_credit_note_is_money_out_for_credit() -> None:
    facts = (
        invoice(),
        credit_note("CN-1", "7.00", on=d(2, 5)),
        applied("6.00", on=d(2, 9), of="CN-1"),
        refund("CN-1", "3.00", on=d(2, 20)),
    )
    snapshot = read(*facts, as_of=LATER)
    assert (opened(snapshot), spare(snapshot)) == ({"INV-7": "6.00"}, {})
    assert posted(snapshot)[1] == ("credited", "-2.00", d(2, 20), d(2, 20), "CN-1")


def test_what_a_refund_took_is_gone_for_later_allocations() -> None:
    facts = (
        invoice(),
        receipt(),
        refund("R-1", "4.00", on=d(2, 9)),
        applied("10.00", on=d(2, 20)),
    )
    snapshot = read(*facts, as_of=LATER)
    assert opened(snapshot) == {"INV-7": "4.00"}
    assert reported(snapshot) == [("ledger.source-overdrawn", "INV-7")]


def test_a_refund_of_a_recovery_undoes_the_recovery_only() -> None:
    facts = (
        invoice(),
        adjusted("write_off", "10.00", on=d(3, 1)),
        receipt("R-1", "4.00", on=d(3, 20)),
        applied("4.00", on=d(3, 20)),
        refund("R-1", "4.00", on=d(3, 25)),
    )
    snapshot = read(*facts, as_of=LATER)
    assert (opened(snapshot), snapshot.paid("INV-7")) == ({"INV-7": "0.00"}, eur("0.00"))
    assert snapshot.figures("EUR").recovered == eur("0.00")


def test_a_refund_of_money_that_later_bounced_leaves_the_source_below_zero() -> None:
    facts = (
        receipt(),
        refund("R-1", "4.00", on=d(2, 9)),
        bounced("R-1", "10.00", on=d(2, 20)),
    )
    before = read(*facts, as_of=d(2, 19))
    assert (spare(before), before.problems) == ({"R-1": "6.00"}, ())
    snapshot = read(*facts, as_of=d(2, 20))
    assert snapshot.unapplied == (
        Unapplied(source_id="R-1", kind="cash", on=d(2, 9), amount=eur("-4.00")),
    )
    assert snapshot.problems == (
        Problem(
            code="ledger.refund-without-cover",
            message="refund F-1 pays out EUR 4.00 of R-1, which did not stand on its date",
            subject="F-1",
            severity="warning",
        ),
    )


def test_a_refund_before_its_payment_is_uncovered_until_the_payment_comes() -> None:
    facts = (receipt(on=d(2, 9)), refund("R-1", "4.00", on=d(2, 5)))
    early = read(*facts, as_of=d(2, 8))
    assert (spare(early), reported(early)) == (
        {"R-1": "-4.00"},
        [("ledger.refund-without-cover", "F-1")],
    )
    after = read(*facts, as_of=d(2, 9))
    assert (spare(after), after.problems) == ({"R-1": "6.00"}, ())
