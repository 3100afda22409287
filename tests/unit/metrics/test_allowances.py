"""Loss allowances by a provision matrix, over plain rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.unit.metrics.rounding import digits

from collectkit.errors import CollectkitError, CurrencyMismatch, InvalidFact
from collectkit.metrics import provision
from collectkit.money import Money, Percent, RoundingMode

D = Decimal
IE12 = [
    (15_000_000, Percent("0.3")),
    (7_500_000, Percent("1.6")),
    (4_000_000, Percent("3.6")),
    (2_500_000, Percent("6.6")),
    (1_000_000, Percent("10.6")),
]


def eur(amount: str | int) -> Money:
    return Money(amount, "EUR")


def test_ifrs_9_example_12() -> None:
    found = provision([(eur(balance), rate) for balance, rate in IE12])
    allowances = [row.allowance for row in found.rows]
    assert allowances == [eur(n) for n in (45_000, 120_000, 144_000, 165_000, 106_000)]
    assert found.allowance == eur(580_000)
    assert found.gross == eur(30_000_000)
    assert provision(IE12).allowance == 580_000
    assert provision([(1e6, 0.5), (0.0, 1.0)]).allowance == 5e5


def test_rows_disclose_rate_and_coverage() -> None:
    found = provision([(200, D("0.05")), (0, 1)], impaired=[(100, 80)], labels=["young", "old"])
    assert [row.label for row in found.rows] == ["young", "old", "credit-impaired"]
    assert [row.rate for row in found.rows] == [D("0.05"), 1, None]
    assert [row.coverage for row in found.rows] == [D("0.05"), None, D("0.8")]
    assert found.coverage == D("0.3")
    assert [row.label for row in provision(IE12).rows] == ["1", "2", "3", "4", "5"]


def test_an_uplifted_rate_is_at_most_one() -> None:
    balances = [150, 200, 80, 200, 50]
    rates: list[int | Decimal] = [
        D("0.1"),
        D("0.14285714285714285"),
        D("0.2222222222222222"),
        D("0.2857142857142857"),
        1,
    ]
    found = provision(zip(balances, rates, strict=True), uplift=D("1.1"))
    assert digits(found.allowance, "0.01") == D("180.34")
    assert found.rows[-1].rate == 1
    assert found.uplift == D("1.1")


def test_no_uplift_is_made_up() -> None:
    found = provision(IE12)
    assert found.uplift is None
    assert found.rows[0].rate == D("0.003")
    assert "no uplift" in found.explain()
    assert "uplift 1.1" in provision(IE12, uplift=D("1.1")).explain()


@pytest.mark.parametrize("uplift", [0, D("-1"), Percent("10"), eur(1), True, D("NaN")])
def test_an_uplift_is_a_factor_above_zero(uplift: Any) -> None:
    with pytest.raises(CollectkitError, match="uplift must be"):
        provision(IE12, uplift=uplift)


@pytest.mark.parametrize("rate", [D("1.01"), D("-0.01"), Percent("101"), eur(1), None, "5%"])
def test_a_loss_rate_is_a_share(rate: Any) -> None:
    with pytest.raises(CollectkitError, match=r"rate of rows\[0\] must be"):
        provision([(100, rate)])


def test_a_negative_bucket_counts_nothing() -> None:
    found = provision([(eur(-50), Percent(10)), (eur(100), Percent(10))])
    assert found.rows[0].gross == eur(-50)
    assert found.rows[0].exposed == found.rows[0].allowance == eur(0)
    assert found.allowance == eur(10)
    assert found.gross == eur(50)


def test_what_is_insured_is_not_exposed() -> None:
    rows = [(eur(100), Percent(10)), (eur(50), Percent(10)), (eur(-5), Percent(10))]
    found = provision(rows, insured=[eur(80), eur(90), eur(1)])
    assert [row.insured for row in found.rows] == [eur(80), eur(50), eur(0)]
    assert [row.exposed for row in found.rows] == [eur(20), eur(0), eur(0)]
    assert found.allowance == eur(2)
    with pytest.raises(CollectkitError, match=r"insured\[1\] is negative"):
        provision(rows, insured=[0, -1, 0])


def test_impaired_debt_stands_in_a_row_of_its_own() -> None:
    found = provision([(eur(100), Percent(10))], impaired=[(eur(40), eur(30)), (eur(60), eur(60))])
    last = found.rows[-1]
    assert (last.gross, last.exposed, last.allowance) == (eur(100), eur(100), eur(90))
    assert found.allowance == eur(100)
    assert found.gross == eur(200)


@pytest.mark.parametrize("pair", [(40, 41), (40, -1), (-1, 0)])
def test_a_specific_allowance_stays_within_the_debt(pair: tuple[int, int]) -> None:
    with pytest.raises(CollectkitError, match=r"impaired\[0\] must lie between"):
        provision([(100, 0)], impaired=[pair])


def test_an_overlay_is_shown_and_cannot_take_all() -> None:
    found = provision([(eur(100), Percent(10))], overlay=eur(5))
    assert (found.overlay, found.allowance) == (eur(5), eur(15))
    assert "overlay" in found.explain()
    assert provision([(100, D("0.1"))], overlay=-10).allowance == 0
    with pytest.raises(CollectkitError, match="less than nothing"):
        provision([(100, D("0.1"))], overlay=-11)


def test_money_is_rounded_once_and_rows_share_it() -> None:
    rows = [(eur("0.10"), Percent(4)), (eur("0.10"), Percent(4)), (eur("0.10"), Percent(4))]
    found = provision(rows)
    assert found.allowance == eur("0.01")  # 1.2 cents; each row alone would be 0
    assert [row.allowance for row in found.rows] == [eur("0.01"), eur("0.00"), eur("0.00")]
    up = provision(rows, rounding=RoundingMode.UP)
    assert [str(row.allowance.amount) for row in up.rows] == ["0.01", "0.01", "0.00"]
    assert (found.rounding, up.rounding) == (RoundingMode.HALF_UP, RoundingMode.UP)


def test_a_row_at_the_cent_stays_as_it_is() -> None:
    found = provision([(eur("1.00"), Percent(1)), (eur("0.10"), Percent(6))])
    assert [row.allowance for row in found.rows] == [eur("0.01"), eur("0.01")]


def test_rows_cut_as_printed() -> None:
    balances, rates = (15_000, 7_500, 4_000, 2_500), ("0.5", "2.2", "2.7", "4.5")
    found = provision(
        [(Money(b, "JPY"), Percent(r)) for b, r in zip(balances, rates, strict=True)],
        rounding=RoundingMode.DOWN,
    )
    assert [int(row.allowance.amount) for row in found.rows] == [75, 165, 108, 112]


def test_plain_numbers_are_not_rounded() -> None:
    found = provision([(2_500, D("0.045"))])
    assert found.allowance == D("112.5")
    assert found.rounding is None


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        provision([(eur(1), 0), (Money(1, "USD"), 0)])
    with pytest.raises(CollectkitError, match="exact beside a float"):
        provision([(1.0, D("0.1"))])  # type: ignore[list-item]
    with pytest.raises(CollectkitError, match="2 rows, 1 labels and 2 insured"):
        provision([(1, 0), (1, 0)], labels=["one"])
    with pytest.raises(CollectkitError, match=r"rows\[0\] must be a pair"):
        provision([5])  # type: ignore[list-item]
    with pytest.raises(InvalidFact, match="rounding must be RoundingMode"):
        provision([(eur(1), 0)], rounding="up")  # type: ignore[call-overload]


def test_nothing_owed_is_nothing_lost() -> None:
    found = provision([])
    assert (found.rows, found.allowance, found.coverage) == ((), D(0), None)


def test_the_disclosure_prints() -> None:
    rows = [(eur(200), Percent("1.5"))]
    text = provision(rows, insured=[eur(50)], impaired=[(eur(10), eur(5))]).explain()
    assert text.splitlines() == [
        "allowance EUR 7.25, no uplift, rounded half-up",
        "  1                EUR 200.00, insured EUR 50.00, 1.5000% of EUR 150.00  EUR 2.25",
        "  credit-impaired  EUR 10.00, specific                                   EUR 5.00",
    ]
