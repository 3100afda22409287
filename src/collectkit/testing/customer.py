"""A hypothesis strategy for customers: who owes, and what is known about reaching them."""

from __future__ import annotations

from datetime import time
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.ledger import Consent, ContactPoint, Customer, InconvenientTime, OptOut
from collectkit.money import Money
from collectkit.testing.facts import SPAN, ids, maybe_later

__all__ = ["customers"]

T = TypeVar("T")

_CHANNELS = ("email", "letter", "phone", "sms")
_DAYS = st.dates(*SPAN)
_POINTS = st.builds(ContactPoint, st.sampled_from(_CHANNELS), st.sampled_from(("", "x@y.z")))
_OPT_OUTS = st.builds(OptOut, st.sampled_from(_CHANNELS), st.none() | _DAYS)
_TIMES = st.builds(
    InconvenientTime,
    st.integers(0, 23).map(time),
    st.integers(0, 23).map(time),
    st.frozensets(st.integers(0, 6), max_size=3),
)


@st.composite
def customers(draw: st.DrawFn, *, id: str | None = None) -> Customer:
    """Customers of every kind; contact points unknown, none, or some."""
    consents = [
        Consent(draw(st.sampled_from(_CHANNELS)), received_on, maybe_later(draw, received_on))
        for received_on in draw(st.lists(_DAYS, max_size=2))
    ]
    return Customer(
        id=draw(ids("C")) if id is None else id,
        kind=draw(st.sampled_from(("business", "consumer", "public"))),
        segment=draw(st.sampled_from((None, "key", "small"))),
        tags=draw(st.sampled_from(((), ("vip",)))),
        locale=draw(st.sampled_from((None, "en", "de"))),
        timezones=draw(st.sampled_from(((), ("Europe/Paris",), ("Europe/Paris", "Asia/Tokyo")))),
        contact_points=draw(st.none() | st.lists(_POINTS, max_size=2).map(tuple)),
        consents=tuple(consents),
        opt_outs=draw(_few(_OPT_OUTS)),
        cease_received_on=draw(st.none() | st.none() | _DAYS),
        represented_by=draw(st.sampled_from((None, None, "Lawyer & Partners"))),
        inconvenient_times=draw(_few(_TIMES)),
        wrong_numbers=draw(st.sampled_from(((), ("+49 30 1234567",)))),
        credit_limit=draw(st.sampled_from((None, Money("100.00", "EUR")))),
        payment_methods=draw(st.sampled_from(((), ("direct_debit", "transfer")))),
    )


def _few(parts: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    return st.lists(parts, max_size=1).map(tuple)
