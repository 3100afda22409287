"""How much of the receivables hangs on a few customers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, overload

from collectkit._checks import check_choice, check_int
from collectkit.metrics._numbers import Exact, Into, Number, check_count, ratio, read_all

__all__ = ["hhi", "top_share"]

_SCALES = frozenset({1, 10_000})
_TOTAL = "the total of the positive amounts"


@overload
def hhi(
    amounts: Iterable[Exact], *, scale: Literal[1, 10_000] = 1, strict: bool = False
) -> Decimal | None: ...
@overload
def hhi(
    amounts: Iterable[float], *, scale: Literal[1, 10_000] = 1, strict: bool = False
) -> float | None: ...
def hhi(
    amounts: Iterable[Number], *, scale: Literal[1, 10_000] = 1, strict: bool = False
) -> Decimal | float | None:
    """Herfindahl-Hirschman index: the sum of the squared shares of all customers.

    Args:
        amounts: one balance per customer, netted; zero and credit balances are left out.
        scale: 1, or 10,000 where shares are meant in percent.
        strict: whether a zero total raises.

    Returns:
        From 1/n (n equal customers) to 1, times `scale`; None where no balance is positive
        (`strict` raises `MetricUndefined`).

    Source: US Department of Justice, Herfindahl-Hirschman index.

    >>> hhi([50, 30, 20], scale=10_000)
    Decimal('3800')
    """
    check_choice(check_int(scale, "scale"), "scale", _SCALES)
    into, positive = _positive(amounts)
    squares = sum((amount * amount for amount in positive), Fraction(0))
    whole = sum(positive, Fraction(0))
    return ratio(into, scale * squares, whole * whole, _TOTAL, strict=strict)


@overload
def top_share(amounts: Iterable[Exact], n: int, *, strict: bool = False) -> Decimal | None: ...
@overload
def top_share(amounts: Iterable[float], n: int, *, strict: bool = False) -> float | None: ...
def top_share(amounts: Iterable[Number], n: int, *, strict: bool = False) -> Decimal | float | None:
    """The share of the `n` largest balances in all of them.

    `amounts` are read as in `hhi`; fewer than `n` positive balances are the whole.

    Returns:
        A share of 1; None where no balance is positive (`strict` raises `MetricUndefined`).

    >>> top_share([50, 30, 20, -10], 2)
    Decimal('0.8')
    """
    check_count(n, "n")
    into, positive = _positive(amounts)
    largest = sum(sorted(positive, reverse=True)[:n], Fraction(0))
    return ratio(into, largest, sum(positive, Fraction(0)), _TOTAL, strict=strict)


def _positive(amounts: Iterable[Number]) -> tuple[Into, list[Fraction]]:
    into, exact = read_all((f"amounts[{at}]", amount) for at, amount in enumerate(amounts))
    return into, [amount for amount in exact if amount > 0]
