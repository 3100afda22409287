"""Caps on calls, and the rules of the house."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from collectkit.contact.calls import Calls, calls_about, has_consent
from collectkit.contact.proposal import NEVER, Block, Proposal
from collectkit.contact.reasons import REASONS
from collectkit.contact.rules import CallCaps, ContactLimit
from collectkit.dates import BusinessDayConvention

__all__ = ["capped", "house_day", "limited", "too_soon"]

_FOLLOWING = BusinessDayConvention.FOLLOWING


def capped(asked: Proposal, channel: str, day: int) -> Iterator[Block]:
    """The caps on calls, for each debt that the contact is about."""
    caps = asked.rules.call_caps
    if caps is None or channel not in caps.channels:
        return
    for debt in asked.debts or (None,):
        calls = calls_about(debt, asked.records, asked.customer, caps)
        if not has_consent(day, calls.spoken, asked.customer, caps):
            yield from _over(asked, caps, debt, calls, day)


def _over(
    asked: Proposal, caps: CallCaps, debt: str | None, calls: Calls, day: int
) -> Iterator[Block]:
    about, subject = debt or "the account", asked.customer.id
    # Consent that is yet to come lifts a cap before it has run out.
    later = min(
        (
            one.received_on.toordinal()
            for one in asked.customer.consents
            if one.channel in caps.channels and one.received_on.toordinal() > day
        ),
        default=NEVER,
    )
    counted = [on for on in calls.counted if day - caps.days < on <= day]
    if caps.most is not None and len(counted) >= caps.most:
        yield Block(
            REASONS(
                "call_cap", subject, source=caps.citation, rule="call_caps", debt=about,
                days=caps.days, observed=len(counted), required=caps.most,
            ),
            min(counted[-caps.most] + caps.days, later),
        )  # fmt: skip
    last = max((on for on in calls.spoken if on <= day), default=None)
    if last is not None and day - last < caps.quiet_days:
        yield Block(
            REASONS(
                "quiet_days", subject, source=caps.citation, rule="call_caps", debt=about,
                last=date.fromordinal(last), observed=day - last + 1, required=caps.quiet_days,
            ),
            min(last + caps.quiet_days, later),
        )  # fmt: skip


def too_soon(asked: Proposal, day: int, gap: int) -> Iterator[Block]:
    """Days since the last contact."""
    # In order: the last of those by the day is the latest.
    count = bisect_right(asked.said_on, day)
    last = asked.said_on[count - 1] if count else None
    if last is not None and day - last < gap:
        yield Block(
            REASONS(
                "min_gap", asked.customer.id, rule="min_days_between",
                last=date.fromordinal(last), observed=day - last, required=gap,
            ),
            last + gap,
        )  # fmt: skip


def limited(asked: Proposal, channel: str, day: int) -> Iterator[Block]:
    """So many contacts in so many days, through some channels or any."""
    for limit in asked.rules.limits:
        if not limit.channels or channel in limit.channels:
            yield from _limited(asked, limit, day)


def house_day(asked: Proposal, day: int) -> Iterator[Block]:
    """Quiet after a hold, business days: the same for every channel."""
    for hold in asked.holds:
        ended = None if hold.until_on is None else hold.until_on.toordinal()
        if ended is not None and ended < day <= ended + hold.cooldown_days:
            yield Block(
                REASONS(
                    "cooldown", asked.customer.id, hold=hold.id, observed=hold.until_on,
                    required=hold.cooldown_days,
                ),
                ended + hold.cooldown_days + 1,
            )  # fmt: skip
    today = date.fromordinal(day)
    if asked.rules.business_days_only and not asked.calendar.is_business_day(today):
        yield Block(
            REASONS("business_day", asked.customer.id, rule="business_days_only", day=today),
            _FOLLOWING.adjust(today, asked.calendar).toordinal(),
            recurring=True,
        )


def _limited(asked: Proposal, limit: ContactLimit, day: int) -> Iterator[Block]:
    counted = [on for on in _days(asked, limit.channels) if day - limit.days < on <= day]
    if len(counted) >= limit.most:
        yield Block(
            REASONS(
                "limit", asked.customer.id, rule="limits",
                channels=" or ".join(limit.channels) or "any channel",
                days=limit.days, observed=len(counted), required=limit.most,
            ),
            counted[-limit.most] + limit.days,
        )  # fmt: skip


def _days(asked: Proposal, channels: tuple[str, ...]) -> Iterator[int]:
    """Days of contacts through some channels (none: any); an unknown channel may be any."""
    return (
        done.on.toordinal()
        for done in asked.said
        if not channels or done.channel is None or done.channel in channels
    )
