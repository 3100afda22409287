"""Hypothesis strategies for what collecting did, made by asking the library of drawn facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import add_days
from collectkit.ledger import Account, Done, Snapshot, snapshot
from collectkit.metrics import (
    ChargeEnforcement,
    ContactEffectiveness,
    ConventionComparison,
    DsoBridge,
    charge_enforcement,
    compare_conventions,
    contact_effectiveness,
    dso_bridge,
    period_figures,
)
from collectkit.money import Money
from collectkit.testing.builders import something_done
from collectkit.testing.performance import payers
from collectkit.testing.results import debtors, one_of, snapshots
from collectkit.testing.results import period_figures as drawn_figures

__all__ = [
    "charge_enforcements",
    "charge_rows",
    "contact_results",
    "contacted_payers",
    "convention_comparisons",
    "dso_bridges",
]

_FIRST = date(2026, 1, 1)
_CHANNELS = (None, "email", "letter", "phone")
_COSTS = {"email": Money("0.10", "EUR"), "phone": Money("4.50", "EUR"), "letter": Money("2", "USD")}


@st.composite
def contacted_payers(draw: st.DrawFn, *, max_contacts: int = 6) -> Account:
    """Payers who were written to and called while they paid: within 130 days from 2026-01-01.

    Contacts are about some invoices or about the account; some failed, some came from the
    customer, some share a day.
    """
    account = draw(payers())
    ids = [invoice.id for invoice in account.invoices]
    return account.with_(
        done=tuple(_contact(draw, f"C{n}", ids) for n in range(draw(st.integers(1, max_contacts))))
    )


def _contact(draw: st.DrawFn, id: str, invoices: list[str]) -> Done:
    on = add_days(_FIRST, draw(st.integers(0, 130)))
    named = st.just(()) | st.lists(st.sampled_from(invoices), max_size=2, unique=True).map(tuple)
    clock = st.integers(0, 23).map(lambda hour: datetime.combine(on, time(hour), UTC))
    return something_done(
        id=id,
        on=on,
        at=draw(st.none() | clock),
        kind=draw(st.sampled_from(("contact", "contact", "notice", "task"))),
        status=draw(st.sampled_from(("sent", "sent", "delivered", "failed"))),
        direction=draw(st.sampled_from(("out", "out", "out", "in"))),
        channel=draw(st.sampled_from(_CHANNELS)),
        step_id=draw(st.sampled_from((None, "reminder", "demand"))),
        items=draw(named),
        debts=draw(named),
    )


def contact_results() -> SearchStrategy[ContactEffectiveness]:
    """One group of an account's contacts, by channel or step; some still running, some costly."""

    def of(
        read: Snapshot, length: int, since: int, within: int, costed: bool, by_step: bool
    ) -> tuple[ContactEffectiveness, ...]:
        end = add_days(read.as_of, -since)
        return contact_effectiveness(
            [read],
            start=add_days(end, -length),
            end=end,
            within=within,
            costs=_COSTS if costed else None,
            by="step_id" if by_step else "channel",
        )

    late = st.integers(60, 160).map(lambda n: add_days(_FIRST, n))
    contacted = st.builds(
        lambda account, day: snapshot(account, as_of=day), contacted_payers(), late
    )
    flags = st.booleans()
    return one_of(
        st.builds(
            of,
            contacted | snapshots(),
            st.integers(30, 120),
            st.integers(0, 30),
            st.integers(1, 30),
            flags,
            flags,
        )
    )


@st.composite
def charge_rows(draw: st.DrawFn) -> tuple[str | None, Money, Money, Money]:
    """(segment, assessed, waived, collected) of one charge in euros or yen; at times nothing."""
    code = draw(st.sampled_from(("EUR", "EUR", "JPY")))
    assessed = draw(st.integers(0, 100_000))
    waived = draw(st.integers(0, assessed))
    collected = draw(st.integers(0, assessed - waived))
    return (
        draw(st.sampled_from((None, "retail", "wholesale"))),
        Money.from_minor_units(assessed, code),
        Money.from_minor_units(waived, code),
        Money.from_minor_units(collected, code),
    )


def charge_enforcements() -> SearchStrategy[ChargeEnforcement]:
    """The charges of one currency in one to three segments."""
    return one_of(st.lists(charge_rows(), min_size=1, max_size=6).map(charge_enforcement))


def convention_comparisons() -> SearchStrategy[ConventionComparison]:
    """The conventions of one period, some of them undefined."""
    return drawn_figures().map(compare_conventions)


def dso_bridges() -> SearchStrategy[DsoBridge]:
    """From the first part of a period to the second, in one currency; at times undefined."""

    def between(read: Snapshot, length: int) -> tuple[DsoBridge, ...]:
        middle = add_days(read.as_of, -length)
        then = period_figures([read.at(middle)], start=add_days(middle, -length), end=middle)
        now = period_figures([read], start=add_days(middle, 1), end=read.as_of)
        return tuple(
            dso_bridge(before, after)
            for before in then
            for after in now
            if before.currency == after.currency
        )

    days = st.integers(60, 100).map(lambda n: add_days(_FIRST, n))
    paying = st.builds(lambda account, day: snapshot(account, as_of=day), payers(), days)
    return one_of(st.builds(between, paying | snapshots(debtors()), st.integers(1, 60)))
