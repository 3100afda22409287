"""Loss allowances: provision matrices, loss rates and roll-forwards."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.conformance.adapters.translate import positive
from tests.conformance.case import Given
from tests.conformance.compare import InPercent
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import (
    allowance_rollforward,
    amounts_entered,
    loss_rates,
)
from collectkit.metrics import provision as allowance_of
from collectkit.money import Money, RoundingMode

provision = Operations("provision")

# The sources print whole units of their currency, and cut off what is beyond.
WHOLE_UNITS = "JPY"


def allowance(balances: Sequence[Any], rates: Sequence[Any], uplift: Any = None) -> Figures:
    found = allowance_of(
        [
            (Money(balance, WHOLE_UNITS), rate)
            for balance, rate in zip(balances, rates, strict=True)
        ],
        uplift=uplift,
        rounding=RoundingMode.DOWN,
    )
    return {"by_bucket": [row.allowance for row in found.rows], "allowance": found.allowance}


@provision.shaped("balances", "rates")
def by_rates(given: Given) -> Figures:
    return allowance(given["balances"], given["rates"])


@provision.shaped("balances", "base_rates", "uplift")
def by_uplifted_rates(given: Given) -> Figures:
    return allowance(given["balances"], given["base_rates"], given["uplift"])


@provision.shaped("balances", "rates_exact")
def by_rates_of_a_history(given: Given) -> Figures:
    return allowance(given["balances"], [rate_of(text) for text in given["rates_exact"]])


def rate_of(text: str) -> Decimal:
    """A loss rate written as what was lost over what entered."""
    lost, _, entered = text.partition("/")
    (rate,) = loss_rates([Decimal(entered or "1")], Decimal(lost), strict=True)
    assert rate is not None
    return rate


@provision.shaped("gross", "impairment")
def as_disclosed(given: Given) -> Figures:
    rows = []
    for gross, impairment in zip(given["gross"], given["impairment"], strict=True):
        (rate,) = loss_rates([gross], impairment, strict=True)
        rows.append((gross, rate))
    found = allowance_of(rows)
    return {"gross_total": found.gross, "impairment_total": found.allowance}


@provision.shaped("sales", "paid_by_bucket", "unpaid")
def rates_of_a_period(given: Given) -> Figures:
    entered = amounts_entered(given["sales"], given["paid_by_bucket"])
    return rates(loss_rates(entered, given["unpaid"]))


@provision.shaped("uncollected", "defaulted")
def rates_of_what_was_left(given: Given) -> Figures:
    return rates(loss_rates(given["uncollected"], given["defaulted"]))


def rates(found: Sequence[Decimal | None]) -> Figures:
    return {
        "rates_pct": [None if rate is None else InPercent(rate, printed=True) for rate in found]
    }


@provision.shaped("opening", "provision", "write_offs", "recoveries")
def rolled_forward(given: Given) -> Figures:
    moved = allowance_rollforward(
        given["opening"],
        adoption=given["adoption"],
        provision=given["provision"],
        write_offs=Decimal(positive(given["write_offs"])),
        recoveries=given["recoveries"],
    )
    return {"closing": moved.closing}
