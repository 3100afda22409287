"""Loss rates of aging buckets, from what was never paid and from how debt rolls on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import overload

from collectkit.errors import CollectkitError, shown
from collectkit.metrics._amounts import (
    Amount,
    Share,
    check_share,
    read_amounts,
    share_number,
)
from collectkit.metrics._numbers import Exact, Number, ratio, read_all
from collectkit.metrics.transitions import TransitionMatrix, Weight, exact_roll_rates
from collectkit.money import Money, Percent

__all__ = ["amounts_entered", "flow_loss_rates", "loss_rates"]

ExactShare = int | Decimal | Percent


@overload
def amounts_entered(billed: Money, paid: Iterable[Exact]) -> tuple[Money, ...]: ...
@overload
def amounts_entered(
    billed: int | Decimal, paid: Iterable[int | Decimal]
) -> tuple[Decimal, ...]: ...
@overload
def amounts_entered(billed: float, paid: Iterable[float]) -> tuple[float, ...]: ...
def amounts_entered(billed: Number, paid: Iterable[Number]) -> tuple[Amount, ...]:
    """How much of what was billed entered each bucket, as debt was paid in one after the other.

    Args:
        billed: everything of a period, all of which enters the first bucket.
        paid: what was paid while it stood in the first bucket, in the second, and so on.

    Returns:
        One amount more than `paid` has: the last is what entered the bucket after them.

    Raises:
        CollectkitError: more was paid than had entered, or an amount is negative.

    >>> [int(amount) for amount in amounts_entered(100_000, [50_000, 27_000, 15_000, 6_000])]
    [100000, 50000, 23000, 8000, 2000]
    """
    named = [("billed", billed), *((f"paid[{at}]", part) for at, part in enumerate(paid))]
    unit, values = read_amounts(named)
    left = [values[0]]
    for (name, figure), part in zip(named, values, strict=True):
        if part < 0:
            raise CollectkitError(f"{name} is negative: {shown(figure)}", field=name)
        if name != "billed":
            left.append(left[-1] - part)
            if left[-1] < 0:
                raise CollectkitError(f"{name} is more than had entered its bucket", field=name)
    return tuple(unit.amount(value) for value in left)


@overload
def loss_rates(
    entered: Iterable[Exact], lost: Exact, *, strict: bool = False
) -> tuple[Decimal | None, ...]: ...
@overload
def loss_rates(
    entered: Iterable[float], lost: float, *, strict: bool = False
) -> tuple[float | None, ...]: ...
def loss_rates(
    entered: Iterable[Number], lost: Number, *, strict: bool = False
) -> tuple[Decimal | float | None, ...]:
    """Historical loss rate of every bucket: what was never paid over what entered the bucket.

    Rates are exact to 28 digits. Rounding them before they are applied moves the allowance, so
    that is left to the caller.

    Args:
        entered: what entered each bucket, youngest first, such as `amounts_entered` gives.
        lost: the part of it that was never paid.
        strict: whether a bucket that nothing entered raises.

    Returns:
        Shares of 1; None where nothing entered (`strict` raises `MetricUndefined`).

    Raises:
        CollectkitError: `lost` is negative, or more than what entered a bucket.

    Source: IFRS 9, B5.5.35 (historical credit loss experience by days past due).

    >>> loss_rates([100_000, 50_000, 8_000], 2_000)
    (Decimal('0.02'), Decimal('0.04'), Decimal('0.25'))
    """
    named = [("lost", lost), *((f"entered[{at}]", one) for at, one in enumerate(entered))]
    into, (gone, *bases) = read_all(named)
    if gone < 0:
        raise CollectkitError(f"lost is negative: {shown(lost)}", field="lost")
    rates = []
    for (name, _), base in zip(named[1:], bases, strict=True):
        if base and base < gone:
            raise CollectkitError(f"{name} is less than what was lost of it", field=name)
        rates.append(ratio(into, gone, base, name, strict=strict))
    return tuple(rates)


@overload
def flow_loss_rates(
    rolls: TransitionMatrix, *, last: ExactShare, weight: Weight = "amount"
) -> tuple[Decimal | None, ...]: ...
@overload
def flow_loss_rates(
    rolls: Iterable[ExactShare | None], *, last: ExactShare
) -> tuple[Decimal | None, ...]: ...
@overload
def flow_loss_rates(rolls: Iterable[float | None], *, last: float) -> tuple[float | None, ...]: ...
def flow_loss_rates(
    rolls: TransitionMatrix | Iterable[Share | None], *, last: Share, weight: Weight = "amount"
) -> tuple[Decimal | float | None, ...]:
    """Loss rates by the flow method: the product of the roll rates from a bucket onward.

    Debt written off early counts as having rolled on. The method supposes steps as long as
    buckets are wide.

    Args:
        rolls: the roll rate of every bucket but the last, youngest first; or a matrix, pooled over
            enough steps, whose exact rates are taken.
        last: the share of the last bucket that is lost in the end. No roll rate says it: a debt
            may stay there for many steps.
        weight: of the matrix's rates, by amount or by count.

    Returns:
        Shares of 1, one per bucket with the last; None up to a bucket whose roll rate is None.

    Raises:
        CollectkitError: a rate below 0 or above 1.

    >>> flow_loss_rates([Decimal("0.2"), Decimal("0.5")], last=Percent("60"))
    (Decimal('0.06'), Decimal('0.3'), Decimal('0.6'))
    """
    exact: list[Fraction | None]
    if isinstance(rolls, TransitionMatrix):
        into, (rate,) = read_all([("last", share_number(last, "last"))])
        exact = exact_roll_rates(rolls, weight)[:-1]
    else:
        named = [(f"rolls[{at}]", roll) for at, roll in enumerate(rolls)]
        given = [(name, share_number(roll, name)) for name, roll in named if roll is not None]
        into, (rate, *values) = read_all([("last", share_number(last, "last")), *given])
        known = {name: check_share(v, name) for (name, _), v in zip(given, values, strict=True)}
        exact = [known.get(name) for name, _ in named]
    products: list[Fraction | None] = [check_share(rate, "last")]
    for roll in reversed(exact):
        onward = products[-1]
        products.append(None if roll is None or onward is None else roll * onward)
    return tuple(None if rate is None else into(rate) for rate in reversed(products))
