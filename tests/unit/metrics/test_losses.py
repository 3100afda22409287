"""Loss rates from history, by what was never paid and by the flow method."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from collectkit.errors import CollectkitError, MetricUndefined
from collectkit.ledger import Buckets, snapshot
from collectkit.metrics import (
    amounts_entered,
    flow_loss_rates,
    loss_rates,
    provision,
    transition_matrix,
)
from collectkit.money import Money, Percent
from collectkit.testing import an_account, an_adjustment, an_invoice

D = Decimal
ONE = D(1)
PAID = [50_000, 27_000, 15_000, 6_000]
BALANCES = [300_000, 140_000, 60_000, 23_000, 5_000]


def test_what_entered_each_bucket() -> None:
    assert amounts_entered(100_000, PAID) == tuple(map(D, (100_000, 50_000, 23_000, 8_000, 2_000)))
    euros = amounts_entered(Money("10.00", "EUR"), [Money("2.50", "EUR"), 1])
    assert euros == (Money("10.00", "EUR"), Money("7.50", "EUR"), Money("6.50", "EUR"))
    assert amounts_entered(1.5, [0.5]) == (1.5, 1.0)
    assert amounts_entered(5, []) == (D(5),)


def test_nobody_pays_more_than_entered() -> None:
    with pytest.raises(CollectkitError, match=r"paid\[1\] is more than had entered"):
        amounts_entered(10, [6, 5])
    with pytest.raises(CollectkitError, match=r"paid\[0\] is negative"):
        amounts_entered(10, [-1])
    with pytest.raises(CollectkitError, match="billed is negative"):
        amounts_entered(-1, [])


def test_a_loss_rate_is_never_paid_over_entered_and_not_rounded() -> None:
    rates = loss_rates(amounts_entered(100_000, PAID), 2_000)
    assert rates == (D("0.02"), D("0.04"), D("0.08695652173913043478260869565"), D("0.25"), ONE)
    exact = [rate for rate in rates if rate is not None]
    kept = provision(zip(BALANCES, exact, strict=True)).allowance
    assert 27_567 < kept < D("27567.40")
    early = [*exact[:2], D("0.087"), *exact[3:]]
    assert provision(zip(BALANCES, early, strict=True)).allowance == 27_570


def test_nothing_entered_and_more_lost_than_entered() -> None:
    assert loss_rates([100, 0], 0) == (D(0), None)
    with pytest.raises(MetricUndefined, match=r"entered\[1\] is zero"):
        loss_rates([100, 0], 0, strict=True)
    with pytest.raises(CollectkitError, match=r"entered\[1\] is less than what was lost"):
        loss_rates([100, 4], 5)
    with pytest.raises(CollectkitError, match="lost is negative"):
        loss_rates([100], -1)


def test_the_flow_method_multiplies_onward() -> None:
    rolls = [D("0.25"), D("0.5"), D("0.8")]
    assert flow_loss_rates(rolls, last=1) == (D("0.1"), D("0.4"), D("0.8"), ONE)
    assert flow_loss_rates([Percent("25"), 1], last=Percent("50")) == (
        D("0.125"),
        D("0.5"),
        D("0.5"),
    )
    assert flow_loss_rates([0.5, 0.5], last=0.5) == (0.125, 0.25, 0.5)
    assert flow_loss_rates([], last=1) == (ONE,)


def test_an_unknown_roll_rate_leaves_the_younger_ones_unknown() -> None:
    assert flow_loss_rates([D("0.5"), None, D("0.5")], last=1) == (None, None, D("0.5"), ONE)


@pytest.mark.parametrize("rate", [D("1.01"), D("-0.1"), Percent("101")])
def test_a_roll_rate_is_a_share(rate: Decimal | Percent) -> None:
    with pytest.raises(CollectkitError, match=r"rolls\[0\] must be a share from 0 to 1"):
        flow_loss_rates([rate], last=1)
    with pytest.raises(CollectkitError, match="last must be a share from 0 to 1"):
        flow_loss_rates([], last=rate)


def test_of_a_matrix_the_exact_rates_are_multiplied() -> None:
    owed = {
        "A": (date(2026, 4, 1), Money("100.00", "EUR")),
        "B": (date(2026, 4, 1), Money("100.00", "EUR")),
        "C": (date(2026, 6, 1), Money("200.00", "EUR")),
    }
    account = an_account(
        *(
            an_invoice(id=key, amount=amount, issued_on=date(2026, 1, 2), due_on=due)
            for key, (due, amount) in owed.items()
        ),
        an_adjustment(
            invoice_id="B", amount=Money("100.00", "EUR"), on=date(2026, 4, 5), kind="write_off"
        ),
    )
    before, after = (snapshot(account, as_of=date(2026, m, d)) for m, d in ((3, 31), (4, 30)))
    # Of three current items one rolled on and one was lost.
    (matrix,) = transition_matrix([before], [after], buckets=Buckets(0))
    assert flow_loss_rates(matrix, last=D("0.6")) == (D("0.3"), D("0.6"))
    assert flow_loss_rates(matrix, last=D("0.6"), weight="count") == (D("0.4"), D("0.6"))
    (matrix,) = transition_matrix([before], [after])
    assert flow_loss_rates(matrix, last=1) == (None, None, None, None, ONE)
