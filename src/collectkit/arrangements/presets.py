"""Holds as they are usually meant: a hardship hold, a moratorium."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from collectkit._checks import check_int
from collectkit.dates import add_days
from collectkit.ledger import Hold

__all__ = ["hardship", "moratorium"]


def hardship(
    *,
    id: str,
    customer_id: str,
    from_on: date,
    until_on: date | None = None,
    items: Iterable[str] = (),
    cooldown_days: int = 0,
) -> Hold:
    """Time for a customer in difficulty: every step is blocked and days past due stand still.

    Interest and fees go on; block `charges` as well, or waive them, where they should not.
    """
    return Hold(
        id=id,
        customer_id=customer_id,
        kind="hardship",
        from_on=from_on,
        until_on=until_on,
        items=tuple(items),
        clock="stop",
        cooldown_days=cooldown_days,
    )


def moratorium(
    *, id: str, customer_id: str, from_on: date, days: int, items: Iterable[str] = ()
) -> Hold:
    """Breathing space by law, of so many days with the first included.

    Every step and every charge is blocked, and days past due stand still.

    Source: Debt Respite Scheme (GOV.UK guidance for creditors): 60 days, no contact to ask for
    payment, no enforcement, no interest or fees on the debt.

    >>> hold = moratorium(id="H-1", customer_id="C-1", from_on=date(2026, 3, 2), days=60)
    >>> str(hold.until_on), hold.clock, "charges" in hold.blocks
    ('2026-04-30', 'stop', True)
    """
    check_int(days, "days", at_least=1)
    return Hold(
        id=id,
        customer_id=customer_id,
        kind="moratorium",
        from_on=from_on,
        until_on=add_days(from_on, days - 1),
        items=tuple(items),
        clock="stop",
    )
