"""The conventions side by side, and the change of the DSO from one period to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.metrics.rounding import digits

from collectkit import Money
from collectkit.dates import add_months, end_of_month
from collectkit.errors import CurrencyMismatch, InvalidFact
from collectkit.ledger import payment, snapshot
from collectkit.metrics import (
    DEFINITIONS,
    PeriodFigures,
    compare_conventions,
    dso_bridge,
    period_figures,
)
from collectkit.testing import a_receipt, an_account, an_invoice

DSOS = [
    "dso_end",
    "dso_average",
    "dso_trailing:90",
    "dso_trailing:365",
    "dso_last_month",
    "dso_countback",
]
START, END = date(2026, 1, 1), date(2026, 3, 31)


def figures(*facts: Any, start: date = START, end: date = END) -> PeriodFigures:
    (found,) = period_figures([snapshot(an_account(*facts), as_of=end)], start=start, end=end)
    return found


def bill(key: str, amount: str, issued: date, due: date, paid: date | None = None) -> list[Any]:
    owed = an_invoice(id=key, amount=Money(amount, "EUR"), issued_on=issued, due_on=due)
    return [owed, *(payment(owed, on=paid, amount=owed.amount) if paid else ())]


# Opening 600, sales 300 + 300 + 600, 600 paid; of the 900 that are open 300 are overdue.
BOOK = [
    *bill("OLD", "600.00", date(2025, 12, 10), date(2026, 1, 9), paid=date(2026, 1, 20)),
    *bill("JAN", "300.00", date(2026, 1, 1), date(2026, 1, 31), paid=date(2026, 2, 3)),
    *bill("FEB", "300.00", date(2026, 2, 10), date(2026, 3, 12)),
    *bill("MAR", "600.00", date(2026, 3, 10), date(2026, 4, 9)),
]


def test_five_dsos_and_two_ceis_beside_their_base() -> None:
    found = compare_conventions(figures(*BOOK))
    assert (found.currency, found.start, found.end) == ("EUR", START, END)
    assert [(one.name, one.value, one.difference) for one in found.dsos] == [
        ("dso_end", Decimal("67.5"), Decimal(0)),  # 900 / 1200 x 90
        ("dso_average", Decimal("56.25"), Decimal("-11.25")),  # 750 / 1200 x 90
        ("dso_trailing:90", Decimal("67.5"), Decimal(0)),
        ("dso_trailing:365", None, None),
        ("dso_last_month", Decimal("46.5"), Decimal(-21)),  # 900 / 600 x 31
        ("dso_countback", Decimal(59), Decimal("-8.5")),  # 31 days of March, 28 of February
    ]
    cei, monthly = found.ceis
    # 900 of 1200 that could be collected; with a month's sales of 400: 100 of 400.
    assert (cei.value, cei.difference) == (Decimal(75), Decimal(0))
    assert (monthly.value, monthly.difference) == (Decimal(25), Decimal(-50))
    assert found.dso_range == Decimal(21)
    assert {one.base for one in found.dsos} == {"dso_end"}
    assert {one.base for one in found.ceis} == {"cei"}


def test_each_says_why_it_differs() -> None:
    end, average, *_ = compare_conventions(figures(*BOOK)).dsos
    assert end.why == ""
    assert average.convention == DEFINITIONS["dso_average"].convention
    assert average.why == (
        "mean of opening and closing receivables; opening is the evening before; "
        "dso_end: receivables at the end, sales and calendar days of the period itself"
    )


def test_what_is_undefined_stays_with_its_note() -> None:
    found = compare_conventions(figures(*BOOK[:1], start=date(2026, 3, 1)))
    assert [one.name for one in found.dsos] == DSOS
    # Count-back goes on to the sales before the window: 31 + 28 + 31 days without any, then 31.
    assert [(one.value is None, one.difference, one.note) for one in found.dsos] == [
        (True, None, "no sales in the window"),
        (True, None, "no sales in the window"),
        (True, None, "no sales in the window"),
        (True, None, "less than 365 days of history"),
        (True, None, "no sales in the window"),
        (False, None, ""),
    ]
    assert found.dsos[-1].value == 121
    assert found.dso_range is None


def test_a_book_without_sales_has_a_countback_in_the_table_too() -> None:
    found = compare_conventions(figures(a_receipt(id="R", received_on=date(2026, 2, 2))))
    assert [one.name for one in found.dsos] == DSOS
    assert (found.dsos[-1].value, found.dsos[-1].note) == (None, "no history of sales")
    assert found.dsos[-1].convention == DEFINITIONS["dso_countback"].convention


def test_the_table() -> None:
    lines = compare_conventions(figures(*BOOK)).explain().splitlines()
    assert lines[0] == "EUR, 2026-01-01 to 2026-03-31"
    assert [line.split()[:3] for line in lines[1:]] == [
        ["dso_end", "67.5000", "0.0000"],
        ["dso_average", "56.2500", "-11.2500"],
        ["dso_trailing:90", "67.5000", "0.0000"],
        ["dso_trailing:365", "undefined", "-"],
        ["dso_last_month", "46.5000", "-21.0000"],
        ["dso_countback", "59.0000", "-8.5000"],
        ["cei", "75.0000", "0.0000"],
        ["cei_monthly_sales", "25.0000", "-50.0000"],
    ]
    assert lines[1] == (
        "  dso_end               67.5000      0.0000  "
        "receivables at the end, sales and calendar days of the period itself"
    )
    assert lines[4].endswith("that end there (less than 365 days of history)")


def test_a_published_quarter() -> None:
    """The second quarter of 2013 of the IBM Watson sample, as figures only."""
    quarter = figures(*BOOK, start=date(2026, 1, 1))
    amounts = {
        "opening": "5903.74", "sales": "20098.87", "cash": "20882.76", "closing": "5119.85",
        "current": "4284.29", "overdue": "835.56", "unapplied": "0.00",
    }  # fmt: skip
    money: dict[str, Any] = {name: Money(amount, "EUR") for name, amount in amounts.items()}
    watson = replace(quarter, start=date(2013, 4, 1), end=date(2013, 6, 30), **money)
    found = compare_conventions(watson)
    end, average = found.dsos[:2]
    assert (digits(end.value, "1.000"), digits(average.value, "1.000")) == (
        Decimal("23.181"), Decimal("24.955"),
    )  # fmt: skip
    assert digits(average.difference, "1.000") == Decimal("1.775")
    assert [digits(one.value, "1.000") for one in found.ceis] == [
        Decimal("96.153"), Decimal("89.956"),
    ]  # fmt: skip
    assert digits(found.ceis[1].difference, "1.000") == Decimal("-6.197")


# -- the bridge ----------------------------------------------------------------------------------
def month(*facts: Any, first: date) -> PeriodFigures:
    return figures(*facts, start=first, end=end_of_month(first))


def test_the_change_is_the_sum_of_its_parts() -> None:
    first = date(2026, 2, 1)
    loose = a_receipt(id="R", amount=Money("60.00", "EUR"), received_on=date(2026, 3, 30))
    february, march = (month(*BOOK, loose, first=add_months(first, n)) for n in (0, 1))
    found = dso_bridge(february, march)
    # February: 300 open and current over sales of 300, 28 days. March: 600 current and 300 overdue
    # less 60 unapplied, over sales of 600 and 31 days.
    assert (found.before, found.after, found.change) == (
        Decimal(28), Decimal("43.4"), Decimal("15.4"),
    )  # fmt: skip
    assert (found.best_possible, found.delinquent, found.unapplied) == (
        Decimal(3), Decimal("15.5"), Decimal("-3.1"),
    )  # fmt: skip
    assert found.explain() == (
        "DSO in EUR: +15.4000 days\n"
        "  before            28.0000\n"
        "  best possible     +3.0000\n"
        "  delinquent       +15.5000\n"
        "  unapplied         -3.1000\n"
        "  after             43.4000"
    )


def test_a_period_without_sales_has_no_bridge() -> None:
    first = date(2026, 3, 1)
    march, april = (month(*BOOK, first=add_months(first, n)) for n in (0, 1))
    found = dso_bridge(march, april)
    assert (found.before, found.after, found.change) == (None, None, None)
    assert (found.best_possible, found.delinquent, found.unapplied) == (None, None, None)
    assert found.note == "no positive sales from 2026-04-01 to 2026-04-30"
    assert found.explain() == (
        "DSO in EUR: undefined (no positive sales from 2026-04-01 to 2026-04-30)"
    )
    assert dso_bridge(april, april).note.count("2026-04-30") == 2


def test_misuse_is_told() -> None:
    euros = figures(*BOOK)
    (yen,) = period_figures(
        [snapshot(an_account(an_invoice(amount=Money("900", "JPY"))), as_of=END)],
        start=START,
        end=END,
    )
    with pytest.raises(CurrencyMismatch, match="after is in JPY beside EUR"):
        dso_bridge(euros, yen)
    with pytest.raises(InvalidFact, match="before must be PeriodFigures"):
        dso_bridge(None, euros)  # type: ignore[arg-type]
    with pytest.raises(InvalidFact, match="figures must be PeriodFigures"):
        compare_conventions((euros,))  # type: ignore[arg-type]
