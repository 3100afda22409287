"""Accounts cut to what is known, for the laws of risk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from collectkit.ledger import Account, Snapshot, snapshot
from collectkit.ledger import accounts as grouped
from collectkit.testing import SPAN, accounts

__all__ = ["ACCOUNTS", "DAYS", "known_on", "read_on", "without_later_money"]

ACCOUNTS = accounts(currencies=("EUR", "JPY"))
DAYS = st.dates(SPAN[0], SPAN[1] + timedelta(60))
_MONEY = ("invoices", "receipts", "allocations", "adjustments")
_AROUND = ("promises", "disputes", "holds", "placements")


def without_later_money(account: Account, day: date) -> Account:
    """The account without money facts dated later, where nothing else names one of them."""
    kept = {
        name: tuple(f for f in facts if getattr(f, f.known_by) <= day)
        for name, facts in _money(account).items()
    }
    (cut,), misfits = grouped([account.customer], **kept, **_around(account))
    assume(not misfits)
    return cut


def known_on(account: Account, day: date) -> Account:
    """The same, with allocations that end later standing on; what names nothing is left out."""
    endless = tuple(
        replace(one, ended_on=None, ended_recorded_on=None)
        if one.ended_on is not None and one.ended_on > day
        else one
        for one in account.allocations
    )
    kept = {
        name: tuple(f for f in facts if getattr(f, f.known_by) <= day)
        for name, facts in (_money(account) | {"allocations": endless}).items()
    }
    (cut,), _ = grouped([account.customer], **kept, **_around(account))
    return cut


def _money(account: Account) -> dict[str, tuple[Any, ...]]:
    return {name: getattr(account, name) for name in _MONEY}


def _around(account: Account) -> dict[str, tuple[Any, ...]]:
    return {name: getattr(account, name) for name in _AROUND}


def read_on(account: Account, day: date) -> Snapshot:
    return snapshot(account, as_of=day)
