"""May we speak, when, and through which channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field

from collectkit._checks import check_day
from collectkit._model import Count, Policy
from collectkit.dates import WEEKENDS, BusinessDayConvention, Calendar
from collectkit.explain import Reason, Reasons
from collectkit.ledger import Customer, Done

__all__ = ["REASONS", "ContactRules", "Permit", "contacts", "permit"]

REASONS = Reasons(
    "contact",
    {
        "cease": "the customer asked on {on} not to be contacted",
        "represented": "represented by {by}",
        "opted_out": "opted out of {channel}",
        "no_contact_point": "no {channel} address is known",
        "no_channel": "no channel is left",
        "min_gap": "last contact on {last}, needs {required} days between contacts",
        "business_day": "{day} is not a business day",
        "permitted": "permitted through {channel}",
    },
)


class ContactRules(Policy):
    """House rules of contact. Prohibitions need no rule: they always hold."""

    min_days_between: Count = Field(
        default=1, description="Days between two contacts with one person; at least 1 always."
    )
    business_days_only: bool = Field(
        default=False, strict=True, description="Contact on the calendar's business days only."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Whether a contact may be made on a day, through which channel, and why not.

    `next_allowed_on` is the first day on which nothing known now stands against it; None while a
    prohibition stands. `untried_channels` are the fallbacks after `channel`.
    """

    allowed: bool
    why: tuple[Reason, ...]
    next_allowed_on: date | None
    channel: str | None = None
    untried_channels: tuple[str, ...] = ()


def contacts(history: Iterable[Done]) -> tuple[Done, ...]:
    """The records that count as contacts with the person: made, outbound, customer-facing.

    Of several with one key the latest counts.
    """
    latest: dict[object, Done] = {}
    for n, done in enumerate(sorted(history, key=Done.order)):
        latest[n if done.key is None else done.key] = done
    return tuple(
        done
        for done in latest.values()
        if done.kind in ("contact", "notice")
        and done.direction == "out"
        and done.customer_facing
        and done.took_place
    )


def permit(
    channels: tuple[str, ...],
    history: Iterable[Done],
    *,
    on: date,
    customer: Customer,
    rules: ContactRules | None = None,
    calendar: Calendar = WEEKENDS,
) -> Permit:
    """Whether the customer may be contacted on `on` through one of `channels`, tried in order.

    A cease notice, representation and opt-outs always block, from the day they were received.
    Two contacts with one person lie at least `min_days_between` days apart (`>=`), and never on
    one day.

    Raises:
        InvalidDate: `on` is not a plain date.

    >>> customer = Customer(id="C-1", cease_received_on=date(2026, 3, 1))
    >>> permit(("email",), (), on=date(2026, 3, 2), customer=customer).why[0].code
    'contact.cease'
    """
    check_day(on, "on")
    rules = rules or ContactRules()
    forbidden = _prohibitions(customer, on)
    if forbidden:
        return Permit(allowed=False, why=forbidden, next_allowed_on=None)
    usable, refused = _usable(channels, customer, on)
    if not usable:
        why = (*refused, REASONS("no_channel", customer.id))
        return Permit(allowed=False, why=why, next_allowed_on=None)
    reasons: list[Reason] = []
    earliest = on
    last = max((done.on for done in contacts(history) if done.on <= on), default=None)
    required = max(rules.min_days_between, 1)
    if last is not None and (on - last).days < required:
        earliest = last + timedelta(required)
        reasons.append(REASONS("min_gap", customer.id, last=last, required=required))
    if rules.business_days_only:
        if not calendar.is_business_day(on):
            reasons.append(REASONS("business_day", customer.id, day=on))
        earliest = BusinessDayConvention.FOLLOWING.adjust(earliest, calendar)
    channel, *rest = usable
    return Permit(
        allowed=earliest == on,
        why=tuple(reasons) or (REASONS("permitted", customer.id, channel=channel),),
        next_allowed_on=earliest,
        channel=channel,
        untried_channels=tuple(rest),
    )


def _prohibitions(customer: Customer, on: date) -> tuple[Reason, ...]:
    reasons = []
    if customer.cease_received_on is not None and customer.cease_received_on <= on:
        reasons.append(REASONS("cease", customer.id, on=customer.cease_received_on))
    if customer.represented_by is not None:
        reasons.append(REASONS("represented", customer.id, by=customer.represented_by))
    return tuple(reasons)


def _usable(
    channels: tuple[str, ...], customer: Customer, on: date
) -> tuple[list[str], list[Reason]]:
    """The channels that may be used, and why the others may not."""
    closed = {
        opt_out.target
        for opt_out in customer.opt_outs
        if opt_out.received_on is None or opt_out.received_on <= on
    }
    points = customer.contact_points
    usable: list[str] = []
    refused: list[Reason] = []
    for channel in channels:
        known = None if points is None else [p for p in points if p.channel == channel]
        if channel in closed:
            refused.append(REASONS("opted_out", customer.id, channel=channel))
        elif known is not None and all(p.address in closed for p in known):
            code = "opted_out" if known else "no_contact_point"
            refused.append(REASONS(code, customer.id, channel=channel))
        else:
            usable.append(channel)
    return usable, refused
