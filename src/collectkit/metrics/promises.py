"""Promises to pay: how many of those that fell due were kept."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, overload

from collectkit._checks import check_choice
from collectkit.errors import CollectkitError, shown
from collectkit.metrics._numbers import Exact, Number, ratio, read_all

__all__ = ["promise_kept_rate"]

_STATUSES = frozenset(("open", "kept", "part-kept", "broken"))


@overload
def promise_kept_rate(
    promises: Iterable[tuple[str, Exact]],
    *,
    by: Literal["count", "amount"] = "count",
    outcome: Literal["kept", "part-kept"] = "kept",
    strict: bool = False,
) -> Decimal | None: ...
@overload
def promise_kept_rate(
    promises: Iterable[tuple[str, float]],
    *,
    by: Literal["count", "amount"] = "count",
    outcome: Literal["kept", "part-kept"] = "kept",
    strict: bool = False,
) -> float | None: ...
def promise_kept_rate(
    promises: Iterable[tuple[str, Number]],
    *,
    by: Literal["count", "amount"] = "count",
    outcome: Literal["kept", "part-kept"] = "kept",
    strict: bool = False,
) -> Decimal | float | None:
    """The share of the promises due in a window that was kept.

    Args:
        promises: (status, amount promised) of each promise that fell due in the window; the
            status is `kept`, `part-kept` (broken with something paid), `broken` or `open`. Open
            ones do not count at all.
        by: whether each promise counts the same, or with the amount promised.
        outcome: `part-kept` gives the share that was broken with something paid instead.
        strict: whether no promise due raises.

    Returns:
        A share of 1; None where nothing was due (`strict` raises `MetricUndefined`).

    Raises:
        CollectkitError: another status, or a negative amount.

    >>> rows = [("kept", 100), ("kept", 50), ("part-kept", 250), ("open", 900)]
    >>> promise_kept_rate(rows, by="amount"), promise_kept_rate(rows, outcome="part-kept")
    (Decimal('0.375'), Decimal('0.3333333333333333333333333333'))
    """
    check_choice(by, "by", frozenset(("count", "amount")))
    check_choice(outcome, "outcome", frozenset(("kept", "part-kept")))
    rows = [_row(at, row) for at, row in enumerate(promises)]
    into, amounts = read_all((f"promises[{at}]", row[1]) for at, row in enumerate(rows))
    reached = due = Fraction(0)
    for at, ((status, _), amount) in enumerate(zip(rows, amounts, strict=True)):
        if amount < 0:
            raise CollectkitError(f"promises[{at}] has a negative amount", field="promises")
        weight = amount if by == "amount" else Fraction(1)
        if status != "open":
            due += weight
        if status == outcome:
            reached += weight
    return ratio(into, reached, due, "what was promised", strict=strict)


def _row(at: int, row: tuple[str, Number]) -> tuple[str, Number]:
    if not isinstance(row, (tuple, list)) or len(row) != 2:
        raise CollectkitError(f"promises[{at}] must be a pair, not {shown(row)}", field="promises")
    return check_choice(row[0], f"status of promises[{at}]", _STATUSES), row[1]
