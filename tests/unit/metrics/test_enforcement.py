"""What became of late charges, segment by segment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from collectkit import Money
from collectkit.errors import CollectkitError, CurrencyMismatch, InvalidFact
from collectkit.metrics import ChargeEnforcement, charge_enforcement


def row(segment: str | None, *amounts: str, currency: str = "EUR") -> Any:
    return (segment, *(Money(amount, currency) for amount in amounts))


def only(*rows: Any) -> ChargeEnforcement:
    (found,) = charge_enforcement(rows)
    return found


UNEVEN = only(
    row("wholesale", "60.00", "30.00", "20.00"),
    row("retail", "400.00", "20.00", "300.00"),
    row(None, "500.00", "0.00", "500.00"),
    row("wholesale", "40.00", "10.00", "30.00"),
    row("export", "0.00", "0.00", "0.00"),
)


def test_rows_of_a_segment_are_added() -> None:
    assert [(s.segment, s.rows, str(s.assessed), str(s.open)) for s in UNEVEN.segments] == [
        ("export", 1, "EUR 0.00", "EUR 0.00"),
        ("retail", 1, "EUR 400.00", "EUR 80.00"),
        ("wholesale", 2, "EUR 100.00", "EUR 10.00"),
        (None, 1, "EUR 500.00", "EUR 0.00"),
    ]
    assert [(s.waiver_rate, s.collection_rate) for s in UNEVEN.segments] == [
        (None, None),
        (Decimal("0.05"), Decimal("0.75")),
        (Decimal("0.4"), Decimal("0.5")),
        (Decimal(0), Decimal(1)),
    ]


def test_all_segments_together_and_the_spread() -> None:
    assert (UNEVEN.assessed, UNEVEN.waived, UNEVEN.collected) == (
        Money("1000.00", "EUR"), Money("60.00", "EUR"), Money("850.00", "EUR"),
    )  # fmt: skip
    assert (UNEVEN.waiver_rate, UNEVEN.collection_rate) == (Decimal("0.06"), Decimal("0.85"))
    assert UNEVEN.waiver_spread == Decimal("0.4")
    assert UNEVEN.highest is UNEVEN.segments[2]
    assert UNEVEN.lowest is UNEVEN.segments[3]


def test_the_spread_is_rounded_once() -> None:
    found = only(row("a", "3.00", "2.00", "0.00"), row("b", "7.00", "1.00", "0.00"))
    assert found.waiver_spread == Decimal("0.5238095238095238095238095238")  # 11/21


def test_the_same_rate_everywhere_has_no_spread() -> None:
    found = only(row("a", "100.00", "10.00", "0.00"), row("b", "10.00", "1.00", "9.00"))
    assert found.waiver_spread == 0
    assert (found.highest, found.lowest) == (found.segments[0], found.segments[0])


def test_one_segment_is_compared_with_nobody() -> None:
    found = only(row("a", "100.00", "10.00", "0.00"), row("b", "0.00", "0.00", "0.00"))
    assert (found.waiver_spread, found.highest) == (None, found.segments[0])
    empty = only(row("b", "0.00", "0.00", "0.00"))
    assert (empty.waiver_rate, empty.waiver_spread, empty.highest, empty.lowest) == (None,) * 4


def test_currencies_stand_apart() -> None:
    euros, yen = charge_enforcement(
        [row("a", "900", "90", "0", currency="JPY"), row("a", "1.00", "0.00", "1.00")]
    )
    assert (euros.currency, yen.currency) == ("EUR", "JPY")
    assert (euros.waiver_rate, yen.waiver_rate) == (Decimal(0), Decimal("0.1"))
    assert charge_enforcement([]) == ()


def test_amounts_need_not_be_rounded() -> None:
    third = Money("0.01", "EUR") * Decimal("0.3")
    assert only(("a", Money("0.01", "EUR"), third, third)).waiver_rate == Decimal("0.3")


def test_the_table() -> None:
    assert UNEVEN.explain() == (
        "late charges of EUR 1000.00: waived 0.0600, collected 0.8500, spread 0.4000\n"
        "  export      nothing assessed                   EUR 0.00\n"
        "  retail      waived 0.0500, collected 0.7500  EUR 400.00\n"
        "  wholesale   waived 0.4000, collected 0.5000  EUR 100.00\n"
        "  no segment  waived 0.0000, collected 1.0000  EUR 500.00"
    )
    single = only(row("a", "100.00", "10.00", "0.00")).explain()
    assert single.splitlines()[0] == "late charges of EUR 100.00: waived 0.1000, collected 0.0000"


def test_misuse_is_told() -> None:
    good = row("a", "9.00", "1.00", "1.00")
    wrong: list[tuple[Any, type[CollectkitError], str]] = [
        (good[:3], CollectkitError, r"rows\[1\] must have four parts"),
        (5, CollectkitError, r"rows\[1\] must have four parts"),
        (row("a", "9.00", "-1.00", "1.00"), CollectkitError, r"waived of rows\[1\] is negative"),
        (row("a", "9.00", "8.00", "1.01"), CollectkitError, "more was waived and collected than"),
        (row("", "9.00", "1.00", "1.00"), InvalidFact, r"segment of rows\[1\]"),
        (("a", 9, 1, 1), InvalidFact, r"assessed of rows\[1\] must be Money, not int"),
        (
            (*good[:3], Money("1.00", "USD")),
            CurrencyMismatch,
            r"rows\[1\] mixes currencies",
        ),
    ]
    for bad, error, message in wrong:
        with pytest.raises(error, match=message):
            charge_enforcement([good, bad])
