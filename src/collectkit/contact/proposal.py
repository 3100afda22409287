"""A contact that is proposed, and what may stand against it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from collectkit.contact.rules import ContactRules
from collectkit.dates import Calendar
from collectkit.explain import Reason
from collectkit.ledger import Customer, Done, Hold

__all__ = ["NEVER", "Block", "Proposal"]

NEVER = date.max.toordinal() + 1
"""A day that does not come."""


class Block(NamedTuple):
    """Something that stands against a contact on a day, and before which day it cannot lift.

    `recurring` is what comes back with the week or the season, not with a fact.
    """

    reason: Reason
    until: int = NEVER
    recurring: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is asked, with the records in order.

    `at` is the clock time, on the first day asked about only; `said` are the contacts among the
    records, `said_on` their days.
    """

    customer: Customer
    rules: ContactRules
    calendar: Calendar
    zones: tuple[tuple[str, tzinfo], ...]
    holds: tuple[Hold, ...]
    debts: tuple[str, ...]
    code: str | None
    mandatory: str | None
    reply: bool
    records: tuple[Done, ...]
    said: tuple[Done, ...]
    said_on: tuple[int, ...]

    def answers(self, channel: str, day: int, at: datetime | None) -> bool:
        """Whether it is the one reply to what the customer sent by this channel that day.

        Source: 12 CFR 1006, comment 6(b)(1)-2.
        """
        received = [
            one
            for one in self.received(channel)
            if one.on.toordinal() == day and (at is None or one.at is None or one.at <= at)
        ]
        return bool(received) and not any(
            sent.on.toordinal() == day
            and sent.channel in (None, channel)
            and not _before(sent, received[-1])
            for sent in self.said
        )

    def received(self, channel: str) -> list[Done]:
        """What the customer sent by this channel."""
        return [
            one
            for one in self.records
            if one.direction == "in"
            and one.kind == "contact"
            and one.took_place
            and one.channel == channel
        ]

    def next_answer(self, channel: str, day: int) -> int:
        """The next later day on which it may be a reply."""
        days = (one.on.toordinal() for one in self.received(channel))
        return min((on for on in days if on > day), default=NEVER)

    @property
    def may_confirm(self) -> bool:
        """Whether it is the message by which rules let an opt-out be confirmed."""
        return self.code is not None and self.code == self.rules.opt_out_confirmation

    def next_opt_out(self, day: int) -> int:
        """The next later day on which an opt-out is received."""
        days = (one.received_on for one in self.customer.opt_outs)
        later = (on.toordinal() for on in days if on is not None)
        return min((on for on in later if on > day), default=NEVER)


def _before(one: Done, other: Done) -> bool:
    """Whether one is known to have been earlier on a day."""
    return one.at is not None and other.at is not None and one.at < other.at
