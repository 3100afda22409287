"""Balances by age. Unless said, an invoice is EUR 10.00, issued on 1 January, due on the 31st."""

from __future__ import annotations

import pickle
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.ledger.book import (
    account,
    adjusted,
    applied,
    bounced,
    credit_note,
    d,
    eur,
    fault,
    in_parts,
    invoice,
    money,
    read,
    receipt,
    refund,
)

from collectkit.ledger import (
    AgedBalance,
    AgedBucket,
    Aging,
    AgingBook,
    Buckets,
    Customer,
    age,
    snapshot,
)

INVALID = "ledger.invalid-fact"


def filled(aging: Aging, currency: str = "EUR") -> dict[str, tuple[str, int]]:
    """The buckets that hold something: label to (amount, count)."""
    return {
        bucket.label: (str(bucket.amount.amount), bucket.count)
        for bucket in aging.of(currency).buckets
        if bucket.count or not bucket.amount.is_zero
    }


# -- buckets -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("bounds", "by_due", "by_issue"),
    [
        (
            (0, 30, 60, 90),
            ("current", "1-30", "31-60", "61-90", "91+"),
            ("0", "1-30", "31-60", "61-90", "91+"),
        ),
        ((0,), ("current", "1+"), ("0", "1+")),
        ((0, 1, 2, 7), ("current", "1", "2", "3-7", "8+"), ("0", "1", "2", "3-7", "8+")),
        ((30, 60), ("up to 30", "31-60", "61+"), ("0-30", "31-60", "61+")),
    ],
)
def test_labels(
    bounds: tuple[int, ...], by_due: tuple[str, ...], by_issue: tuple[str, ...]
) -> None:
    assert Buckets(*bounds).labels("due_date") == by_due
    assert Buckets(*bounds).labels("issue_date") == by_issue


@pytest.mark.parametrize(
    ("days", "index"),
    [(-400, 0), (-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)],
)
def test_upper_bounds_are_included(days: int, index: int) -> None:
    assert Buckets(0, 30, 60, 90).index(days) == index


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ((), "buckets need rising bounds, such as 0, 30, 60, 90"),
        ((30, 30), "buckets need rising bounds, such as 0, 30, 60, 90"),
        ((30, 0), "buckets need rising bounds, such as 0, 30, 60, 90"),
        ((-1, 30), "bounds must be at least 0, not `-1`"),
        ((0, 30.0), "bounds must be an int, not float"),
        ((False, 30), "bounds must be an int, not bool"),
        (((0, 30),), "bounds must be an int, not tuple"),
    ],
)
def test_bounds_rise(bounds: tuple[Any, ...], message: str) -> None:
    assert fault(lambda: Buckets(*bounds)) == (INVALID, "bounds", None, message)


def test_buckets_are_values() -> None:
    assert Buckets(0, 30) == Buckets(0, 30)
    assert hash(Buckets(0, 30)) == hash(Buckets(0, 30))
    assert pickle.loads(pickle.dumps(Buckets(0, 30))) == Buckets(0, 30)


# -- by due date ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "label"),
    [
        (-30, "current"),
        (-1, "current"),
        (0, "current"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "91+"),
        (3650, "91+"),
    ],
)
def test_each_edge_by_due_date(days: int, label: str) -> None:
    current = read(invoice(), as_of=d(1, 31) + timedelta(days))
    assert filled(age(current)) == {label: ("10.00", 1)}
    assert age(current).by == "due_date"


@pytest.mark.parametrize(
    ("days", "label"),
    [(0, "0"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (90, "61-90"), (91, "91+")],
)
def test_each_edge_by_issue_date_with_age_zero_apart(days: int, label: str) -> None:
    current = read(invoice(), as_of=d(1, 1) + timedelta(days))
    aging = age(current, by="issue_date")
    assert filled(aging) == {label: ("10.00", 1)}
    assert aging.by == "issue_date"


def test_parts_age_each_by_its_own_due_date_and_together_by_the_issue() -> None:
    parts = in_parts((d(1, 31), "4.00"), (d(2, 28), "5.00"), (None, "1.00"))
    current = read(parts, as_of=d(3, 10))
    assert filled(age(current)) == {
        "current": ("1.00", 1),
        "1-30": ("5.00", 1),
        "31-60": ("4.00", 1),
    }
    assert filled(age(current, by="issue_date")) == {"61-90": ("10.00", 3)}


def test_own_buckets() -> None:
    current = read(invoice("A"), invoice("B", due=d(2, 20)), as_of=d(3, 1))
    assert filled(age(current, buckets=Buckets(10, 20))) == {
        "up to 10": ("10.00", 1),
        "21+": ("10.00", 1),
    }


def test_a_part_payment_lowers_the_debt_in_its_own_bucket() -> None:
    current = read(invoice(), receipt(), applied("4.00", on=d(2, 5)), as_of=d(3, 10))
    assert filled(age(current)) == {"current": ("-6.00", 0), "31-60": ("6.00", 1)}


# -- unapplied money, late charges ---------------------------------------------------------------
def test_unapplied_cash_and_credit_are_a_negative_row_in_the_first_bucket() -> None:
    current = read(
        invoice("A"),
        invoice("B", due=d(6, 30)),
        receipt("R-1", "4.00"),
        credit_note("CN", "9.00"),
        as_of=d(3, 10),
    )
    assert age(current).of("EUR") == AgedBalance(
        currency="EUR",
        buckets=(
            AgedBucket(label="current", amount=eur("-3.00"), count=1),
            AgedBucket(label="1-30", amount=eur("0.00"), count=0),
            AgedBucket(label="31-60", amount=eur("10.00"), count=1),
            AgedBucket(label="61-90", amount=eur("0.00"), count=0),
            AgedBucket(label="91+", amount=eur("0.00"), count=0),
        ),
        total=eur("7.00"),
        open=eur("20.00"),
        unapplied=eur("13.00"),
        late_charges=eur("0.00"),
        written_off=eur("0.00"),
        recovered=eur("0.00"),
        withheld=eur("0.00"),
    )
    assert filled(age(current, by="issue_date")) == {"0": ("-13.00", 0), "61-90": ("20.00", 2)}


def test_posted_late_charges_age_apart() -> None:
    charge = invoice("DN-1", "40.00", kind="debit_note", nature="late_charge", due=d(2, 10))
    current = read(
        invoice(), charge, applied("15.00", on=d(2, 20), of=None, to="DN-1"), as_of=d(3, 10)
    )
    balance = age(current).of("EUR")
    assert filled(age(current)) == {"31-60": ("10.00", 1)}
    assert (balance.total, balance.open, balance.late_charges) == (
        eur("10.00"),
        eur("10.00"),
        eur("25.00"),
    )


def test_debit_notes_age_with_trade() -> None:
    current = read(invoice("DN-1", kind="debit_note"), as_of=d(3, 10))
    assert filled(age(current)) == {"31-60": ("10.00", 1)}


def test_money_applied_later_is_unapplied_at_the_day() -> None:
    facts = (invoice(), receipt(on=d(2, 5)), applied("10.00", on=d(2, 20)))
    assert filled(age(read(*facts, as_of=d(2, 10)))) == {
        "current": ("-10.00", 0),
        "1-30": ("10.00", 1),
    }
    assert filled(age(read(*facts, as_of=d(2, 20)))) == {}


def test_a_bounced_payment_never_cleared_anything() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        bounced("R-1", "10.00", on=d(3, 5)),
    )
    assert filled(age(read(*facts, as_of=d(3, 4)))) == {}
    assert filled(age(read(*facts, as_of=d(3, 5)))) == {"31-60": ("10.00", 1)}


def test_a_debt_opened_by_a_refund_keeps_its_original_age() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        refund("R-1", "4.00", on=d(3, 5)),
    )
    assert filled(age(read(*facts, as_of=d(3, 5)))) == {"31-60": ("4.00", 1)}


# -- currencies and books ------------------------------------------------------------------------
def test_each_currency_has_its_own_balances_in_order_of_code() -> None:
    current = read(
        invoice("A", "USD 5.00"), invoice("B"), receipt("R-1", "JPY 700"), as_of=d(3, 10)
    )
    aging = age(current)
    assert [balance.currency for balance in aging.balances] == ["EUR", "JPY", "USD"]
    assert aging.of("USD").total == money("USD 5.00")
    assert filled(aging, "JPY") == {"current": ("-700", 0)}


def test_a_settled_currency_is_zero_and_an_unknown_one_is_refused() -> None:
    settled = read(invoice(), applied("10.00", on=d(2, 5), of=None), as_of=d(3, 10))
    assert (age(settled).of("EUR").total, filled(age(settled))) == (eur("0.00"), {})
    assert fault(lambda: age(settled).of("USD")) == (
        "ledger.unknown-reference",
        "currency",
        None,
        "nothing is aged in USD",
    )


def test_a_bucket_is_found_by_its_label() -> None:
    balance = age(read(invoice(), as_of=d(3, 10))).of("EUR")
    assert balance.bucket("31-60").amount == eur("10.00")
    assert fault(lambda: balance.bucket("31-61")) == (
        "ledger.unknown-reference",
        "label",
        None,
        "no bucket is called 31-61",
    )


def test_several_snapshots_age_as_one_book_in_any_order() -> None:
    other = snapshot(
        account(
            invoice("B-1", "7.00", customer_id="C-2"),
            receipt("B-2", "1.00", customer_id="C-2"),
            customer=Customer(id="C-2"),
        ),
        as_of=d(3, 10),
    )
    one = read(invoice(), as_of=d(3, 10))
    book = age(iter((one, other)))
    assert filled(book) == {"current": ("-1.00", 0), "31-60": ("17.00", 2)}
    assert age([other, one]) == book
    assert age([one]) == age(one)
    assert age([]).balances == ()


def test_a_book_is_aged_one_snapshot_after_another() -> None:
    book = AgingBook(buckets=Buckets(0, 45), by="issue_date")
    assert book.aging().balances == ()
    book.add(read(invoice(), as_of=d(3, 10)))
    assert filled(book.aging()) == {"46+": ("10.00", 1)}
    book.add(read(invoice("B", issued=d(3, 10), due=d(4, 10)), as_of=d(3, 10)))
    assert filled(book.aging()) == {"0": ("10.00", 1), "46+": ("10.00", 1)}
    assert fault(lambda: AgingBook(by="due"))[:2] == (INVALID, "by")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"by": "due"}, "by", "by must be one of due_date, issue_date, not `due`"),
        ({"buckets": (0, 30)}, "buckets", "buckets must be Buckets, not tuple"),
    ],
)
def test_options_are_checked(given: dict[str, Any], field: str, message: str) -> None:
    current = read(invoice(), as_of=d(3, 10))
    assert fault(lambda: age(current, **given)) == (INVALID, field, None, message)


@pytest.mark.parametrize("value", [account(invoice()), [account(invoice())], None])
def test_only_snapshots_are_aged(value: Any) -> None:
    assert fault(lambda: age(value))[0] == INVALID


def test_by_issue_date_age_0_stands_apart_whatever_the_bounds() -> None:
    current = read(invoice(issued=d(3, 10), due=d(4, 9)), as_of=d(3, 10))
    (balance,) = age(current, buckets=Buckets(30, 60), by="issue_date").balances
    assert [bucket.label for bucket in balance.buckets] == ["0", "1-30", "31-60", "61+"]
    assert balance.bucket("0").count == 1


# -- rules for unapplied money -------------------------------------------------------------------
def late_and_current(*more: Any) -> Any:
    """EUR 10.00 in 31-60, 6.00 in 1-30 and 5.00 current, at 10 March."""
    return read(
        invoice("A"),
        invoice("B", "6.00", due=d(2, 28)),
        invoice("C", "5.00", due=d(3, 31)),
        *more,
        as_of=d(3, 10),
    )


@pytest.mark.parametrize(
    ("spare", "expected"),
    [
        ("0.01", {"current": ("5.00", 1), "1-30": ("6.00", 1), "31-60": ("9.99", 1)}),
        ("10.00", {"current": ("5.00", 1), "1-30": ("6.00", 1), "31-60": ("0.00", 1)}),
        ("13.00", {"current": ("5.00", 1), "1-30": ("3.00", 1), "31-60": ("0.00", 1)}),
        ("21.00", {"current": ("0.00", 1), "1-30": ("0.00", 1), "31-60": ("0.00", 1)}),
        ("23.50", {"current": ("-2.50", 1), "1-30": ("0.00", 1), "31-60": ("0.00", 1)}),
    ],
)
def test_oldest_first_lowers_the_oldest_buckets_and_leaves_the_rest_current(
    spare: str, expected: dict[str, tuple[str, int]]
) -> None:
    aging = age(late_and_current(receipt("R-1", spare)), unapplied="oldest_first")
    assert filled(aging) == expected
    assert aging.unapplied == "oldest_first"
    assert aging.of("EUR").total == eur("21.00") - eur(spare)


def test_own_age_puts_money_in_the_bucket_of_its_own_days() -> None:
    book = late_and_current(
        receipt("R-1", "4.00", on=d(2, 7)),
        receipt("R-2", "2.00", on=d(2, 8)),
        credit_note("CN", "9.00", on=d(3, 10)),
    )
    aged = age(book, unapplied="own_age")
    assert filled(aged) == {"current": ("-4.00", 1), "1-30": ("4.00", 1), "31-60": ("6.00", 1)}
    assert aged.of("EUR").total == age(book).of("EUR").total == eur("6.00")


def test_oldest_first_joins_cash_and_credit_but_not_currencies() -> None:
    current = late_and_current(
        receipt("R-1", "4.00"), credit_note("CN", "9.00"), receipt("R-2", "USD 3.00")
    )
    aging = age(current, unapplied="oldest_first")
    assert filled(aging) == {"current": ("5.00", 1), "1-30": ("3.00", 1), "31-60": ("0.00", 1)}
    assert filled(aging, "USD") == {"current": ("-3.00", 0)}


def test_oldest_first_never_reaches_another_customer() -> None:
    rich = snapshot(
        account(receipt("R-9", "50.00", customer_id="C-2"), customer=Customer(id="C-2")),
        as_of=d(3, 10),
    )
    for book in ([rich, late_and_current()], [late_and_current(), rich]):
        aging = age(book, unapplied="oldest_first")
        assert filled(aging) == {
            "current": ("-45.00", 1),
            "1-30": ("6.00", 1),
            "31-60": ("10.00", 1),
        }


def test_money_refunded_without_cover_is_a_debt_in_the_first_bucket_under_either_rule() -> None:
    facts = (
        receipt("R-1", "4.00", on=d(2, 5)),
        refund("R-1", "4.00", on=d(2, 10)),
        bounced("R-1", "4.00", on=d(3, 5)),
    )
    current = late_and_current(*facts)
    for rule in ("own_row", "oldest_first"):
        aging = age(current, unapplied=rule)
        assert filled(aging)["current"] == ("9.00", 1)
        assert aging.of("EUR").unapplied == eur("-4.00")


def test_exclude_reports_unapplied_money_beside_gross_buckets() -> None:
    aging = age(late_and_current(receipt("R-1", "4.00")), unapplied="exclude")
    balance = aging.of("EUR")
    assert filled(aging) == {"current": ("5.00", 1), "1-30": ("6.00", 1), "31-60": ("10.00", 1)}
    assert (balance.total, balance.open, balance.unapplied) == (
        eur("21.00"),
        eur("21.00"),
        eur("4.00"),
    )
    assert aging.unapplied == "exclude"


def test_unapplied_money_never_lowers_late_charges() -> None:
    charge = invoice("DN-1", "40.00", kind="debit_note", nature="late_charge", due=d(2, 10))
    balance = age(read(charge, receipt(), as_of=d(3, 10)), unapplied="oldest_first").of("EUR")
    assert (balance.total, balance.late_charges) == (eur("-10.00"), eur("40.00"))


def test_an_unknown_rule_is_refused() -> None:
    assert fault(lambda: age([], unapplied="net")) == (  # type: ignore[arg-type]
        INVALID,
        "unapplied",
        None,
        "unapplied must be one of exclude, oldest_first, own_age, own_row, not `net`",
    )
    assert fault(lambda: AgingBook(unapplied=None))[:2] == (INVALID, "unapplied")  # type: ignore[arg-type]


def test_the_balance_in_a_currency_never_seen_is_zero() -> None:
    book = AgingBook()
    assert (book.balance("JPY").total, len(book.balance("JPY").buckets)) == (money("JPY 0"), 5)
    assert book.aging().balances == ()


# -- figures beside the buckets ------------------------------------------------------------------
def test_what_was_written_off_recovered_and_withheld_stands_beside_the_buckets() -> None:
    charge = invoice("DN-1", "40.00", kind="debit_note", nature="late_charge", due=d(2, 10))
    facts = (
        invoice("A"),
        invoice("B"),
        charge,
        adjusted("withholding", "1.50", on=d(2, 1), to="A"),
        adjusted("write_off", "8.50", on=d(3, 1), to="A"),
        adjusted("write_off", "7.00", on=d(3, 1), to="DN-1"),
        adjusted("discount", "0.20", on=d(3, 1), to="B"),
        receipt("R-1", "3.00", on=d(3, 5)),
        applied("3.00", on=d(3, 5), to="A"),
    )
    before, after = (age(read(*facts, as_of=day)).of("EUR") for day in (d(3, 4), d(3, 5)))
    assert (before.written_off, before.recovered, before.withheld) == (
        eur("8.50"),
        eur("0.00"),
        eur("1.50"),
    )
    assert (after.written_off, after.recovered, after.withheld) == (
        eur("8.50"),
        eur("3.00"),
        eur("1.50"),
    )
    assert before.open == after.open == eur("9.80")
    assert after.late_charges == eur("33.00")


def test_a_recovery_paid_out_again_is_none() -> None:
    facts = (
        invoice("A"),
        adjusted("write_off", "10.00", on=d(3, 1), to="A"),
        receipt("R-1", "3.00", on=d(3, 5)),
        applied("3.00", on=d(3, 5), to="A"),
        refund("R-1", "2.00", on=d(3, 8)),
    )
    assert age(read(*facts, as_of=d(3, 10))).of("EUR").recovered == eur("1.00")
