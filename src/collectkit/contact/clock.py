"""What the customer's clock says to a contact on a day, or at an instant."""

from __future__ import annotations

from datetime import date, datetime

from collectkit.contact.proposal import Block, Proposal
from collectkit.contact.reasons import REASONS
from collectkit.contact.rules import ContactHours
from collectkit.contact.windows import ContactWindow, Zone, windows

__all__ = ["Windows", "clock"]

Windows = tuple[ContactWindow, ...]


def clock(
    asked: Proposal, channel: str, day: int, at: datetime | None
) -> tuple[Block | None, Windows | None]:
    """What stands against it, and the windows of the day; None where no clock applies."""
    rules, customer = asked.rules, asked.customer
    hours = rules.hours_for(channel)
    if channel in rules.untimed_channels or (hours is None and not customer.inconvenient_times):
        return None, None
    known = dict(asked.zones)
    zones = [(name, known[name]) for name in customer.timezones if name in known]
    if (len(zones) < len(customer.timezones) or not zones) and _zones_required(asked):
        return _unknown(asked, [n for n in customer.timezones if n not in known]), ()
    if at is None:
        found = windows(day, hours, customer.inconvenient_times, zones)
        return (None if found else _shut(asked, channel, day, hours, zones)), found
    assert at.tzinfo is not None  # permit takes no other
    return _at(asked, channel, day, at, zones or [("", at.tzinfo)])


def _zones_required(asked: Proposal) -> bool:
    required = asked.rules.zones_required
    return required == "always" or (required == "consumers" and asked.customer.kind == "consumer")


def _at(
    asked: Proposal, channel: str, day: int, at: datetime, zones: list[Zone]
) -> tuple[Block | None, Windows]:
    """The instant itself; where it is too early, the first later window says until when."""
    hours, taken = asked.rules.hours_for(channel), asked.customer.inconvenient_times
    local = at.astimezone(zones[0][1])
    today = local.toordinal()
    found = windows(today, hours, taken, zones)
    if any(at in window for window in found):
        return None, found
    until = day + 1
    for later in (today, today + 1, today + 2):
        still = [w for w in windows(later, hours, taken, zones) if w.opens_at and w.opens_at > at]
        if still and still[0].opens_at is not None:
            until = max(day, still[0].opens_at.astimezone(at.tzinfo).toordinal())
            found = tuple(still)
            break
    reason = REASONS(
        "hours",
        asked.customer.id,
        source="" if hours is None else hours.citation,
        rule="hours",
        channel=channel,
        observed=f"{local:%H:%M}",
        required=" and ".join(f"{w.start:%H:%M}-{w.end:%H:%M}" for w in found) or "at no time",
    )
    return Block(reason, until, recurring=True), found


def _shut(
    asked: Proposal, channel: str, day: int, hours: ContactHours | None, zones: list[Zone]
) -> Block:
    """Why a day has no window."""
    subject, today = asked.customer.id, date.fromordinal(day)
    if hours is None or windows(day, hours, (), zones):
        reason = REASONS(
            "inconvenient", subject, rule="inconvenient_times", channel=channel, day=today
        )
    else:
        reason = REASONS(
            "no_common_hours", subject, source=hours.citation, rule="hours", channel=channel,
            day=today, observed=", ".join(name for name, _ in zones), required=str(hours),
        )  # fmt: skip
    return Block(reason, day + 1, recurring=True)


def _unknown(asked: Proposal, names: list[str]) -> Block:
    return Block(
        REASONS(
            "zone_unknown", asked.customer.id, rule="zones_required",
            observed=", ".join(names) or "none is recorded",
            required=asked.rules.zones_required,
        )
    )  # fmt: skip
