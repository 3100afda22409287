"""Hypothesis strategies for contact: rules in full, counts of calls, windows, permits.

Days fall close together, so that caps, gaps and quiet days meet.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from types import MappingProxyType
from typing import Any, Final, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.contact import (
    CallCaps,
    CallCount,
    ContactHours,
    ContactLimit,
    ContactRules,
    ContactWindow,
    Permit,
    call_counts,
    permit,
)
from collectkit.dates import add_days
from collectkit.ledger import (
    Consent,
    ContactPoint,
    Customer,
    Done,
    Hold,
    InconvenientTime,
    OptOut,
)
from collectkit.testing.facts import SPAN

__all__ = [
    "call_caps",
    "contact_call_counts",
    "contact_histories",
    "contact_hours",
    "contact_limits",
    "contact_permits",
    "contact_rule_sets",
    "contact_windows",
    "debtor_contacts",
    "moratorium_holds",
]

CHANNELS: Final = ("phone", "email", "letter", "sms")
DEBTS: Final = ("INV-1", "INV-2")
ZONES: Final = MappingProxyType(
    {f"UTC{hours:+d}": timezone(timedelta(hours=hours)) for hours in (-8, -5, 0, 1, 9)}
)
_START = SPAN[0]
_NEAR = st.integers(0, 25).map(lambda n: add_days(_START, n))
_SOME_CHANNELS = st.lists(st.sampled_from(CHANNELS), unique=True, max_size=2).map(tuple)
_OUTCOMES: Final = ("conversation", "voicemail", "no_answer", "busy")
_ABOUT = st.sampled_from(((), *((debt,) for debt in DEBTS), DEBTS))
_NOTICES: Final = ("efforts-terminated", "opt-out-confirmation", "reminder")


def contact_hours(channels: tuple[str, ...] = ()) -> SearchStrategy[ContactHours]:
    """A few hours of the day or most of it, for these channels or for every other."""
    return st.builds(
        lambda start, length: ContactHours(
            start=time(start), end=time(min(start + length, 23), 30), channels=channels
        ),
        st.integers(6, 12),
        st.integers(0, 12),
    )


def call_caps() -> SearchStrategy[CallCaps]:
    """One to seven calls in up to nine days, and up to nine quiet days."""
    return st.builds(
        CallCaps,
        most=st.integers(1, 3) | st.integers(1, 7),
        days=st.integers(1, 9),
        quiet_days=st.integers(0, 9),
        consent_days=st.integers(0, 7),
    )


def contact_limits() -> SearchStrategy[ContactLimit]:
    """One to three contacts in up to two weeks."""
    return st.builds(
        ContactLimit, most=st.integers(1, 3), days=st.integers(1, 14), channels=_SOME_CHANNELS
    )


@st.composite
def contact_rule_sets(draw: st.DrawFn) -> ContactRules:
    """Rules with everything that rules may hold, each of it now and then."""
    required: Literal["never", "consumers", "always"] = draw(
        st.sampled_from(("never", "never", "consumers", "always"))
    )
    hours = draw(st.none() | contact_hours())
    phone = draw(st.none() | contact_hours(("phone",)))
    return ContactRules(
        min_days_between=draw(st.integers(0, 9)),
        business_days_only=draw(st.booleans()),
        limits=tuple(draw(st.lists(contact_limits(), max_size=2))),
        call_caps=draw(st.none() | call_caps()),
        hours=tuple(one for one in (hours, phone) if one is not None),
        zones_required=required,
        consent_required=draw(st.sampled_from(((), ("sms",), ("email", "sms")))),
        after_cease=draw(st.sampled_from(((), ("efforts-terminated",)))),
        opt_out_confirmation=draw(st.sampled_from((None, "opt-out-confirmation"))),
    )


@st.composite
def debtor_contacts(draw: st.DrawFn) -> Customer:
    """Customers with much said about contact, and mostly no prohibition without end."""
    points = st.builds(ContactPoint, st.sampled_from(CHANNELS), st.sampled_from(("", "a", "b")))
    times = st.builds(
        InconvenientTime,
        st.integers(0, 23).map(time),
        st.integers(0, 23).map(time),
        st.frozensets(st.integers(0, 6), min_size=1, max_size=7),
    )
    rare = st.sampled_from((False,) * 7 + (True,))
    return Customer(
        id="C-1",
        kind=draw(st.sampled_from(("business", "consumer"))),
        timezones=tuple(draw(st.lists(st.sampled_from((*ZONES, "lost")), max_size=2, unique=True))),
        contact_points=draw(st.none() | st.lists(points, min_size=1, max_size=4).map(tuple)),
        consents=tuple(
            Consent(channel, day, None if days is None else add_days(day, days))
            for channel, day, days in draw(
                st.lists(
                    st.tuples(st.sampled_from(CHANNELS), _NEAR, st.none() | st.integers(0, 10)),
                    max_size=3,
                )
            )
        ),
        opt_outs=tuple(
            draw(
                st.lists(
                    st.builds(OptOut, st.sampled_from((*CHANNELS, "a")), st.none() | _NEAR),
                    max_size=2,
                )
            )
        ),
        cease_received_on=draw(_NEAR) if draw(rare) else None,
        represented_by="A. Lawyer" if draw(rare) else None,
        inconvenient_times=tuple(draw(st.lists(times, max_size=2))),
        wrong_numbers=draw(st.sampled_from(((), ("b",)))),
    )


@st.composite
def _records(draw: st.DrawFn) -> Done:
    day = draw(_NEAR)
    clock = st.integers(0, 23).map(lambda hour: datetime.combine(day, time(hour), UTC))
    return Done(
        customer_id="C-1",
        on=day,
        at=draw(st.none() | clock),
        kind=draw(st.sampled_from(("contact", "contact", "notice", "task"))),
        code=draw(st.none() | st.sampled_from(_NOTICES)),
        status=draw(st.sampled_from(("sent", "sent", "delivered", "failed"))),
        channel=draw(st.none() | st.sampled_from(CHANNELS)),
        address=draw(st.sampled_from((None, None, "a", "b"))),
        direction=draw(st.sampled_from(("out", "out", "in"))),
        outcome=draw(st.sampled_from((None, *_OUTCOMES))),
        debts=draw(_ABOUT),
    )


def _calls() -> SearchStrategy[Done]:
    """Calls that were placed."""
    return st.builds(
        Done,
        customer_id=st.just("C-1"),
        on=_NEAR,
        channel=st.just("phone"),
        outcome=st.sampled_from(_OUTCOMES),
        debts=_ABOUT,
    )


def contact_histories(max_size: int = 8) -> SearchStrategy[tuple[Done, ...]]:
    """Records of one customer within a few weeks, keyless; calls only, or of every kind."""
    calls = st.lists(_calls(), max_size=max_size)
    return (st.lists(_records(), max_size=max_size) | calls).map(tuple)


@st.composite
def moratorium_holds(draw: st.DrawFn) -> Hold:
    """A moratorium on the account or one debt, with quiet after its end or without."""
    from_on = draw(_NEAR)
    return Hold(
        id="H-1",
        customer_id="C-1",
        kind=draw(st.sampled_from(("moratorium", "review"))),
        from_on=from_on,
        until_on=add_days(from_on, draw(st.integers(0, 10))),
        items=draw(st.sampled_from(((), DEBTS[:1]))),
        cooldown_days=draw(st.integers(0, 4)),
    )


@st.composite
def contact_permits(draw: st.DrawFn) -> Permit:
    """Answers to questions of every kind, on a day or at an instant."""
    zones: dict[str, tzinfo] = dict(ZONES)
    day = draw(_NEAR)
    hour = st.integers(0, 23).map(lambda n: datetime.combine(day, time(n), UTC))
    when: dict[str, Any] = draw(st.just({"on": day}) | hour.map(lambda at: {"at": at}))
    return permit(
        tuple(draw(st.lists(st.sampled_from(CHANNELS), min_size=1, unique=True))),
        draw(contact_histories()),
        **when,
        customer=draw(debtor_contacts()),
        rules=draw(contact_rule_sets()),
        zones=zones,
        holds=draw(st.lists(moratorium_holds(), max_size=1)),
        debts=draw(st.sampled_from(((), DEBTS))),
        code=draw(st.none() | st.sampled_from(_NOTICES)),
        mandatory=draw(st.sampled_from((None, None, "12 CFR 1024.39(a)"))),
        reply=draw(st.booleans()),
    )


def contact_windows() -> SearchStrategy[ContactWindow]:
    """Stretches of a day in the zones of a customer."""

    def of(found: Permit) -> SearchStrategy[ContactWindow]:
        return st.sampled_from(found.window or ())

    return contact_permits().filter(lambda found: bool(found.window)).flatmap(of)


def contact_call_counts() -> SearchStrategy[CallCount]:
    """Calls about a debt, or about any, in the days that a cap looks at."""

    def of(
        history: tuple[Done, ...], day: date, customer: Customer, caps: CallCaps, debt: str | None
    ) -> CallCount:
        (count,) = call_counts(
            history,
            on=day,
            customer=customer,
            rules=ContactRules(call_caps=caps),
            debts=() if debt is None else (debt,),
        )
        return count

    return st.builds(
        of,
        contact_histories(),
        _NEAR,
        debtor_contacts(),
        call_caps(),
        st.none() | st.sampled_from(DEBTS),
    )
