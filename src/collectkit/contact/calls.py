"""What was done counts: as a contact with the person, and as a call about a debt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collectkit._checks import check_day
from collectkit.contact.rules import CallCaps, ContactRules
from collectkit.ledger import Customer, Done, latest_done

__all__ = [
    "CallCount", "Calls", "call_counts", "calls_about", "contacts", "counts_toward_caps",
    "has_consent", "outbound",
]  # fmt: skip

_UNCONNECTED = frozenset(("busy", "not_in_service", "wrong_number"))
_SPOKEN = frozenset(("conversation", "promised", "refused"))


def contacts(history: Iterable[Done]) -> tuple[Done, ...]:
    """The records that count as contacts with the person: made, outbound, customer-facing.

    Of several with one key the latest counts. Oldest first.
    """
    return outbound(latest_done(history))


def outbound(records: Iterable[Done]) -> tuple[Done, ...]:
    """The contacts among records that are in order already."""
    return tuple(done for done in records if done.direction == "out" and _with_customer(done))


def _with_customer(done: Done) -> bool:
    return done.kind in ("contact", "notice") and done.customer_facing and done.took_place


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCount:
    """Calls about one debt (None: about any) in the days that a cap looks at.

    `calls` counts toward the cap; `conversations` are those whose quiet days still run.
    """

    debt: str | None
    calls: int
    conversations: int
    most: int | None

    @property
    def within_cap(self) -> bool:
        """Whether the calls made so far keep the cap."""
        return self.most is None or self.calls <= self.most


class Calls(NamedTuple):
    """Days of the calls that count and of the conversations, oldest first."""

    counted: list[int]
    spoken: list[int]


def calls_about(
    debt: str | None, history: Iterable[Done], customer: Customer, caps: CallCaps
) -> Calls:
    """The calls about a debt among records that are in order.

    A record that names no debt is about every debt, one that names no channel may be a call.
    """
    found = Calls([], [])
    for done in history:
        if not _is_call(done, customer, caps) or not (
            debt is None or not done.debts or debt in done.debts
        ):
            continue
        day = done.on.toordinal()
        excluded = done.outcome in _UNCONNECTED or has_consent(day, found.spoken, customer, caps)
        if done.direction == "out" and not excluded:
            found.counted.append(day)
        if done.outcome in _SPOKEN:
            found.spoken.append(day)
    return found


def _is_call(done: Done, customer: Customer, caps: CallCaps) -> bool:
    return (
        (done.channel is None or done.channel in caps.channels)
        and _with_customer(done)
        and (done.address is None or done.address not in customer.wrong_numbers)
    )


def has_consent(day: int, spoken: Iterable[int], customer: Customer, caps: CallCaps) -> bool:
    """Whether a call on `day` has prior consent, given the conversations before it.

    Consent lasts `consent_days` at most, and until a conversation on a later day than its own.

    Source: 12 CFR 1006.14(b)(3)(i) and comment 14(b)(3)(i)-2.
    """
    before = [on for on in spoken if on <= day]
    for consent in customer.consents:
        received = consent.received_on.toordinal()
        last = received + caps.consent_days - 1
        if consent.until is not None:
            last = min(last, consent.until.toordinal())
        spent = any(on > received for on in before)
        if consent.channel in caps.channels and received <= day <= last and not spent:
            return True
    return False


def counts_toward_caps(
    done: Done, history: Iterable[Done] = (), *, customer: Customer, rules: ContactRules
) -> bool:
    """Whether a call counts toward the caps of the rules.

    One that did not connect, went to a wrong number, or had prior consent does not. `history` is
    what was done before: a conversation in it ends a consent.

    >>> call = Done(customer_id="C-1", on=date(2026, 6, 1), channel="phone", outcome="busy")
    >>> counts_toward_caps(call, customer=Customer(id="C-1"), rules=ContactRules.us_reg_f())
    False
    """
    if rules.call_caps is None:
        return False
    before = [one for one in latest_done(history) if one.order() < done.order()]
    return any(
        len(calls_about(debt, (*before, done), customer, rules.call_caps).counted)
        > len(calls_about(debt, before, customer, rules.call_caps).counted)
        for debt in done.debts or (None,)
    )


def call_counts(
    history: Iterable[Done],
    *,
    on: date,
    customer: Customer,
    rules: ContactRules,
    debts: tuple[str, ...] = (),
) -> tuple[CallCount, ...]:
    """Calls and conversations so far, per debt, in the days that end with `on`.

    Without `debts` all calls are counted together. Which debt a call was about is said by the
    caller, in `Done.debts`: a debt that the customer brought up is a conversation about it and no
    call, recorded as one that came in. Rules without caps count nothing.

    Source: 12 CFR 1006.14(b)(4) and comments 14(b)(4)-1 and -2.

    Raises:
        InvalidDate: `on` is not a plain date.
    """
    day, caps = check_day(on, "on").toordinal(), rules.call_caps
    if caps is None:
        return ()
    records = latest_done(history)
    counts = []
    for debt in dict.fromkeys(debts) or (None,):
        found = calls_about(debt, records, customer, caps)
        counts.append(
            CallCount(
                debt=debt,
                calls=sum(1 for at in found.counted if day - caps.days < at <= day),
                conversations=sum(1 for at in found.spoken if day - caps.quiet_days < at <= day),
                most=caps.most,
            )
        )
    return tuple(counts)
