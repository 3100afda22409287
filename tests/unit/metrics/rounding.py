"""Figures as published: at so many digits, whatever decimal context the tests run in."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

_PRINTED = Context(
    prec=50, rounding=ROUND_HALF_EVEN, Emin=-999, Emax=999, clamp=0, flags=[], traps=[]
)


def digits(value: Decimal | float | None, places: str) -> Decimal:
    """`value` at the decimals of `places`."""
    assert isinstance(value, Decimal)
    return value.quantize(Decimal(places), context=_PRINTED)
