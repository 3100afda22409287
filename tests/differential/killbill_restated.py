"""Kill Bill's overdue states, restated: the most severe state whose condition the account meets.

The state belongs to the account, is computed anew at every evaluation, and goes back to clear when
no condition holds any more. Restated for conditions on the age of the earliest unpaid invoice.

Source: killbill/killbill, DefaultOverdueStateSet (states are asked from the most severe down) and
DefaultOverdueCondition (days since the earliest unpaid invoice); its test
testDelayedCheckAppliesMostSevereMatchingState: a late check does not pass through milder states.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

CLEAR = None


class State(NamedTuple):
    """Holds from so many days after the earliest unpaid invoice on."""

    name: str
    days: int


def state_of(states: Sequence[State], unpaid: Sequence[date], today: date) -> str | None:
    """The first state that holds, asked from the most severe down."""
    if not unpaid:
        return CLEAR
    for state in sorted(states, key=lambda state: state.days, reverse=True):
        if (today - min(unpaid)).days >= state.days:
            return state.name
    return CLEAR


def changes(
    states: Sequence[State], before: str | None, after: str | None
) -> tuple[set[str], set[str]]:
    """The states to enter and to leave; a severe state takes the milder ones along."""
    order = [state.name for state in sorted(states, key=lambda state: state.days)]

    def reached(name: str | None) -> set[str]:
        return set(order[: order.index(name) + 1]) if name else set()

    return reached(after) - reached(before), reached(before) - reached(after)
