"""Figures of a period, gathered from snapshots, and the metrics that follow from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit import Account, Money
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.ledger import Adjustment, Customer, Invoice, Receipt, payment, snapshot
from collectkit.metrics import (
    DEFINITIONS,
    PeriodBook,
    PeriodFigures,
    period_figures,
    period_metrics,
)

START, END = date(2026, 1, 1), date(2026, 3, 31)


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def invoice(key: str, issued: date, due: date, amount: str = "100.00", **fields: Any) -> Invoice:
    return Invoice(
        id=key,
        customer_id="C-1",
        amount=Money(amount, fields.pop("currency", "EUR")),
        issued_on=issued,
        due_on=due,
        **fields,
    )


def figures(*accounts: Account, start: date = START, end: date = END) -> PeriodFigures:
    (found,) = period_figures([snapshot(a, as_of=end) for a in accounts], start=start, end=end)
    return found


def account(*invoices: Invoice, paid: dict[str, date] | None = None, **facts: Any) -> Account:
    by_id = {i.id: i for i in invoices}
    pairs = [payment(by_id[k], on=on, amount=by_id[k].amount) for k, on in (paid or {}).items()]
    return Account(
        customer=Customer(id="C-1"),
        invoices=invoices,
        receipts=(*(r for r, _ in pairs), *facts.pop("receipts", ())),
        allocations=tuple(a for _, a in pairs),
        **facts,
    )


BOOK = account(
    invoice("OLD", d(12, 10, 2025), d(1, 9)),
    invoice("PAID", d(1, 5), d(2, 4), "200.00"),
    invoice("LATE", d(1, 20), d(2, 19), "300.00"),
    invoice("OPEN", d(3, 10), d(4, 9), "400.00"),
    invoice("NOTE", d(2, 2), d(2, 2), "50.00", kind="credit_note"),
    invoice("FEE", d(3, 1), d(3, 15), "40.00", kind="debit_note", nature="late_charge"),
    paid={"OLD": d(1, 15), "PAID": d(2, 4)},
    receipts=(
        Receipt(id="R", customer_id="C-1", amount=Money("30.00", "EUR"), received_on=d(3, 3)),
        Receipt(
            id="B",
            customer_id="C-1",
            amount=Money("200.00", "EUR"),
            received_on=d(2, 10),
            kind="reversal",
            reverses="PAID@2026-02-04",
        ),
    ),
    adjustments=(
        Adjustment(invoice_id="LATE", amount=Money("20.00", "EUR"), on=d(3, 5), kind="write_off"),
    ),
)


def test_the_roll_forward_of_a_period() -> None:
    found = figures(BOOK)
    assert found.days == 90
    assert str(found.opening) == "EUR 100.00"
    assert str(found.sales) == "EUR 850.00"  # 200 + 300 + 400 - 50; the fee is no sale
    assert str(found.cash) == "EUR 130.00"  # 100 + 200 + 30 - 200 bounced
    assert str(found.written_off) == "EUR 20.00"
    # Open: PAID 200 (bounced), LATE 280, OPEN 400; unapplied: cash 30, credit 50.
    assert (str(found.current), str(found.overdue)) == ("EUR 400.00", "EUR 480.00")
    assert (str(found.unapplied), str(found.closing)) == ("EUR 80.00", "EUR 800.00")
    assert found.closing == found.opening + found.sales - found.cash - found.written_off
    assert found.balances == (Money("800.00", "EUR"),)


def test_sales_by_month_newest_first() -> None:
    found = figures(BOOK, end=d(3, 15))
    assert [(m.first_day, m.days, str(m.sales)) for m in found.months] == [
        (d(3, 1), 15, "EUR 400.00"),
        (d(2, 1), 28, "EUR -50.00"),
        (d(1, 1), 31, "EUR 500.00"),
        (d(12, 1, 2025), 31, "EUR 100.00"),
    ]
    assert found.sales_from == d(12, 10, 2025)


def test_sales_of_a_window_need_its_whole_history() -> None:
    found = figures(BOOK)
    assert str(found.sales_over(90)) == "EUR 850.00"
    assert str(found.sales_over(112)) == "EUR 950.00"  # the first sale is 111 days back
    assert found.sales_over(113) is None
    assert str(found.sales_over(1)) == "EUR 0.00"


def test_metrics_name_their_conventions() -> None:
    values = {metric.name: metric for metric in period_metrics(figures(BOOK))}
    assert values["dso_end"].value == Decimal("84.70588235294117647058823529")  # 800 / 850 x 90
    assert values["dso_trailing:365"].value is None
    assert values["dso_trailing:365"].note == "less than 365 days of history"
    assert values["dso_countback"].value is None
    assert values["dso_countback"].note == "a month has negative sales"
    assert values["current_share"].value == Decimal("0.4545454545454545454545454545")  # 400 / 880
    assert values["hhi"].value == 1
    assert all(metric.definition.name in DEFINITIONS for metric in values.values())
    assert str(values["dso_end"]).startswith("dso_end 84.7059 days: receivables at the end")
    assert str(values["dso_trailing:365"]).startswith("dso_trailing:365 undefined days (less than")


def test_a_period_without_sales_says_so() -> None:
    found = figures(account(invoice("OLD", d(12, 10, 2025), d(1, 9))))
    values = {metric.name: metric for metric in period_metrics(found)}
    for name in ("dso_end", "dso_average", "best_possible_dso", "average_days_delinquent"):
        assert (values[name].value, values[name].note) == (None, "no sales in the window")
    assert values["turnover"].value == 0
    assert values["collection_period"].value is None


def test_nothing_open_is_no_share_of_anything() -> None:
    found = figures(account(invoice("A", d(1, 5), d(2, 4)), paid={"A": d(2, 1)}))
    values = {metric.name: metric for metric in period_metrics(found)}
    assert (values["current_share"].value, values["current_share"].note) == (
        None,
        "nothing is open",
    )
    assert (values["hhi"].value, values["hhi"].note) == (None, "nobody owes")


def test_currencies_are_never_added() -> None:
    facts = account(
        invoice("A", d(1, 5), d(2, 4)), invoice("B", d(1, 5), d(2, 4), "900", currency="JPY")
    )
    found = period_figures([snapshot(facts, as_of=END)], start=START, end=END)
    assert [(f.currency, str(f.closing)) for f in found] == [
        ("EUR", "EUR 100.00"),
        ("JPY", "JPY 900"),
    ]


def test_misuse_is_told() -> None:
    with pytest.raises(InvalidDate, match="ends on 2026-01-01 before it starts on 2026-03-31"):
        PeriodBook(END, START)
    with pytest.raises(InvalidDate, match="a snapshot of 2026-03-30 in a period"):
        period_figures([snapshot(BOOK, as_of=d(3, 30))], start=START, end=END)
    with pytest.raises(InvalidFact, match="snapshot must be Snapshot"):
        PeriodBook(START, END).add(BOOK)  # type: ignore[arg-type]
