"""The library computes in its own decimal context: the host's is neither read nor changed."""

from __future__ import annotations

import decimal
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from collectkit.money import Money, Percent, RoundingMode, total
from collectkit.testing import amounts, currencies, percents

factors = st.decimals(-1000, 1000, places=6) | st.integers(-1000, 1000)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Money, Money]:
    one = amounts(draw(currencies()), min_units=-(10**10), max_units=10**10)
    return draw(one), draw(one)


class Fee(BaseModel):
    cap: Money
    rate: Percent


NO_TRAPS: list[type[decimal.DecimalException]] = []
HOSTILE = {
    "three digits": decimal.Context(prec=3),
    "one digit, up": decimal.Context(prec=1, rounding=decimal.ROUND_UP),
    "down": decimal.Context(prec=5, rounding=decimal.ROUND_05UP),
    "no inexact figures": decimal.Context(prec=6, traps=[decimal.Inexact, decimal.Rounded]),
    "every trap": decimal.Context(
        prec=2,
        traps=[
            decimal.Clamped,
            decimal.DivisionByZero,
            decimal.FloatOperation,
            decimal.Inexact,
            decimal.InvalidOperation,
            decimal.Overflow,
            decimal.Rounded,
            decimal.Subnormal,
            decimal.Underflow,
        ],
    ),
    "no trap": decimal.Context(prec=3, traps=NO_TRAPS),
    "tiny exponents": decimal.Context(prec=2, Emin=-1, Emax=1, clamp=1, capitals=0),
}


def figures(one: Money, two: Money, percent: Percent, factor: Decimal | int) -> list[str]:
    """What the library computes, as text that hides no digit and no sign."""
    currency = one.currency
    product = one * factor
    results: list[object] = [
        Money(str(one.amount), currency),
        Money(one.amount, currency),
        Money.parse(str(two)),
        Money.from_minor_units(one.minor_units, currency),
        Money.from_fraction(Fraction(one.minor_units, 7), currency),
        one + two,
        one - two,
        -one,
        abs(one),
        product,
        percent.of(one),
        percent + Percent("0.0001"),
        Percent(str(percent)),
        Percent(percent.value),
        percent.fraction,
        total([one, two, product], currency),
        one.allocate((1, Decimal("0.3"), Fraction(1, 3))),
        (one < two, one <= two, one == two, one.is_zero, product.is_rounded),
        hash(one + two) == hash(two + one),
        *(product.rounded(mode) for mode in RoundingMode),
        Fee(cap=one, rate=percent).model_dump_json(),
        Fee.model_validate_json(Fee(cap=one, rate=percent).model_dump_json()),
    ]
    return [f"{result} {result!r}" for result in results]


@pytest.mark.parametrize("name", HOSTILE)
@given(pairs(), percents(Percent(-1000), Percent(1000)), factors)
def test_the_hosts_context_is_neither_read_nor_changed(
    name: str, pair: tuple[Money, Money], percent: Percent, factor: Decimal | int
) -> None:
    one, two = pair
    with decimal.localcontext(decimal.Context(prec=90, traps=NO_TRAPS)):
        expected = figures(one, two, percent, factor)
    with decimal.localcontext(HOSTILE[name]) as context:
        context.clear_flags()
        before = repr(context)
        found = figures(one, two, percent, factor)
        assert repr(context) == before
    assert found == expected


SCRIPT = """
import decimal
decimal.DefaultContext.prec = 3
decimal.DefaultContext.rounding = decimal.ROUND_UP
decimal.DefaultContext.Emax = 5
decimal.DefaultContext.Emin = -5
decimal.DefaultContext.traps[decimal.Inexact] = True
decimal.setcontext(decimal.DefaultContext)
from collectkit.money import Money, Percent
whole = Money("1234567.89", "EUR")
share = Percent("8.125").of(whole)
print(share, share.rounded(), whole - share, whole.allocate(3)[0], whole + whole)
"""


def test_a_changed_default_context_changes_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("EUR ")[1:] == [
        "100308.6410625 ",
        "100308.64 ",
        "1134259.2489375 ",
        "411522.63 ",
        "2469135.78\n",
    ]
