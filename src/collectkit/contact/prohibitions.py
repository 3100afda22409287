"""What always stands against contact, whatever the rules, and the exceptions they list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from collectkit.contact.proposal import NEVER, Block, Proposal
from collectkit.contact.reasons import REASONS
from collectkit.explain import Reason

__all__ = ["Way", "excepted", "forbidden", "way"]

_SPEAKING = frozenset(("reminders", "demands", "calls"))


def forbidden(asked: Proposal, day: int) -> Iterator[Block]:
    """Whatever the channel: a cease notice, representation, a moratorium."""
    customer = asked.customer
    ceased = customer.cease_received_on
    if ceased is not None and ceased.toordinal() <= day and not _excepted(asked):
        yield Block(REASONS("cease", customer.id, on=ceased))
    if customer.represented_by is not None:
        yield Block(REASONS("represented", customer.id, by=customer.represented_by))
    for hold in asked.holds:
        about = not hold.items or not asked.debts or not set(asked.debts).isdisjoint(hold.items)
        speaks = not _SPEAKING.isdisjoint(hold.blocks or ())
        if hold.kind == "moratorium" and about and speaks and hold.stands(date.fromordinal(day)):
            until = hold.until_on
            yield Block(
                REASONS("moratorium", customer.id, hold=hold.id, until=until or "lifted"),
                NEVER if until is None else until.toordinal() + 1,
            )


def _excepted(asked: Proposal) -> bool:
    return asked.code is not None and asked.code in asked.rules.after_cease


def excepted(asked: Proposal, day: int) -> Iterator[Reason]:
    """The exception by which a notice passes a cease notice."""
    ceased = asked.customer.cease_received_on
    if ceased is not None and ceased.toordinal() <= day and _excepted(asked):
        yield REASONS("excepted", asked.customer.id, notice=asked.code)


class Way(NamedTuple):
    """A channel on a day: what stands against it, and the known addresses that may be used.

    `confirms` is whether the contact is the one that confirms its opt-out.
    """

    blocks: tuple[Block, ...]
    addresses: tuple[str, ...] = ()
    confirms: bool = False


def way(asked: Proposal, channel: str, day: int) -> Way:
    """Opt-outs, addresses and consent."""
    customer = asked.customer
    if customer.contact_points is None and not customer.opt_outs:
        return Way(tuple(_without_consent(asked, channel, day)))
    wrong = set(customer.wrong_numbers)
    closed = {
        one.target
        for one in customer.opt_outs
        if one.received_on is None or one.received_on.toordinal() <= day
    }
    points = customer.contact_points
    known = None if points is None else [p.address for p in points if p.channel == channel]
    targets = {channel, *(known or ())} & closed
    confirms = bool(targets) and _confirms(asked, channel, targets, day)
    barred = frozenset() if confirms else closed
    code = None
    if channel in barred:
        code = "opted_out"
    elif known is not None:
        if not known:
            code = "no_contact_point"
        elif all(address in barred for address in known):
            code = "opted_out"
        elif all(address in barred or address in wrong for address in known):
            code = "wrong_number"
    if code is not None:
        return Way((Block(REASONS(code, customer.id, channel=channel)),))
    if confirms and known is not None and channel not in closed:
        known = [address for address in known if address in closed]
        if all(address in wrong for address in known):
            return Way((Block(REASONS("wrong_number", customer.id, channel=channel)),))
    usable = [a for a in known or () if a and a not in barred and a not in wrong]
    return Way(
        () if confirms else tuple(_without_consent(asked, channel, day)),
        tuple(dict.fromkeys(usable)),
        confirms,
    )


def _confirms(asked: Proposal, channel: str, targets: set[str], day: int) -> bool:
    """Whether it is the first message that confirms the opt-out of these targets.

    Source: 12 CFR 1006.14(h)(2)(i).
    """
    if not asked.may_confirm:
        return False
    received = max(
        one.received_on or date.min
        for one in asked.customer.opt_outs
        if one.target in targets and (one.received_on or date.min).toordinal() <= day
    )
    return channel in asked.rules.confirm_channels and not any(
        done.code == asked.code
        and done.channel in (None, channel)
        and received <= done.on
        and done.on.toordinal() <= day
        for done in asked.said
    )


def _without_consent(asked: Proposal, channel: str, day: int) -> Iterator[Block]:
    if channel not in asked.rules.consent_required:
        return
    given = [one for one in asked.customer.consents if one.channel == channel]
    ended = None
    for one in given:
        if one.received_on.toordinal() <= day:
            if one.until is None or day <= one.until.toordinal():
                return
            ended = one.until if ended is None else max(ended, one.until)
    later = (one.received_on.toordinal() for one in given)
    until = min((on for on in later if on > day), default=NEVER)
    said = {"channel": channel, "rule": "consent_required"}
    if ended is None:
        yield Block(REASONS("no_consent", asked.customer.id, **said), until)
    else:
        yield Block(REASONS("consent_expired", asked.customer.id, **said, observed=ended), until)
