"""What collecting brings in and what it costs."""

from __future__ import annotations

from decimal import Decimal
from typing import overload

from collectkit.metrics._numbers import Exact, Number, ratio, read

__all__ = ["agency_net_recovery", "cost_to_collect"]


@overload
def agency_net_recovery(
    recovered: Exact, commission: Exact, placed: Exact, *, strict: bool = False
) -> Decimal | None: ...
@overload
def agency_net_recovery(
    recovered: float, commission: float, placed: float, *, strict: bool = False
) -> float | None: ...
def agency_net_recovery(
    recovered: Number, commission: Number, placed: Number, *, strict: bool = False
) -> Decimal | float | None:
    """What an agency brought in, less its commission, as a share of what was placed with it.

    Args:
        recovered: cash received on the placed debts, whoever received it.
        commission: the agency's share of that, as an amount.
        placed: what was open on the debts when they were placed.
        strict: whether a zero `placed` raises.

    Returns:
        A share of 1, negative where the commission is more than came in; None where `placed` is
        zero (`strict` raises `MetricUndefined`).

    >>> agency_net_recovery(30_000, 7_500, 100_000)
    Decimal('0.225')
    """
    into, (got, kept, base) = read(recovered=recovered, commission=commission, placed=placed)
    return ratio(into, got - kept, base, "placed", strict=strict)


@overload
def cost_to_collect(cost: Exact, cash: Exact, *, strict: bool = False) -> Decimal | None: ...
@overload
def cost_to_collect(cost: float, cash: float, *, strict: bool = False) -> float | None: ...
def cost_to_collect(cost: Number, cash: Number, *, strict: bool = False) -> Decimal | float | None:
    """What collections cost in a window, as a share of the cash collected in it.

    Returns:
        A share of 1; None where `cash` is zero (`strict` raises `MetricUndefined`).

    >>> cost_to_collect(1_200, 240_000)
    Decimal('0.005')
    """
    into, (spent, collected) = read(cost=cost, cash=cash)
    return ratio(into, spent, collected, "cash", strict=strict)
