"""The fees that steps set off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from collectkit.ledger import Done, latest_done

if TYPE_CHECKING:
    from collectkit.escalation.model import Ladder

__all__ = ["fee_levels"]


def fee_levels(
    ladder: Ladder, history: Iterable[Done]
) -> tuple[tuple[date, str, tuple[str, ...]], ...]:
    """The steps taken that set off a fee, as the `levels` of `fees.assess`.

    Each is (day, id of the fee, ids of its items), oldest first. Steps taken under other versions
    of the ladder count by their id, also after a restart. What was planned, failed or declined
    was not taken.

    >>> from collectkit.escalation import Ladder, Step
    >>> ladder = Ladder(id="short", version="2", steps=(Step(
    ...     id="final", kind="demand", offset=30, channels=("letter",), fee="final-fee"),))
    >>> done = Done(customer_id="C-1", on=date(2026, 3, 2), step_id="final", items=("INV-7",))
    >>> fee_levels(ladder, [done])
    ((datetime.date(2026, 3, 2), 'final-fee', ('INV-7',)),)
    """
    fees = {step.id: step.fee for step in ladder.steps if step.fee is not None}
    renamed = dict(ladder.remap)
    return tuple(
        [
            (done.on, fees[name], done.items)
            for done in latest_done(history)
            if done.step_id is not None
            and done.took_place
            and ladder.recorded(done)
            and (name := renamed.get(done.step_id, done.step_id)) in fees
        ]
    )
