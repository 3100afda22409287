"""Statutory regimes, one file each: cited data, checked on the day each file names."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import cast

from collectkit._checks import check_day
from collectkit.errors import UnknownReference, shown
from collectkit.fees.regime import Debtor, Regime, Statute, regime_of

__all__ = ["STATUTES", "statutory"]

STATUTES: tuple[str, ...] = (
    "AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "PL", "US-PPA",
)  # fmt: skip
"""The codes of the regimes that come along."""


def statutory(
    code: str,
    *,
    debtor: Debtor,
    contract_date: date | None = None,
    due_date_agreed: bool = True,
) -> Regime:
    """The statutory regime of a place against one kind of debtor. Not legal advice.

    `contract_date` chooses the margin where it depends on the date of the contract; without it
    the newest holds. With `due_date_agreed=False` no day of payment was agreed, and interest
    begins by the statute's default rule, which reads receipt of the invoice and recorded notices.

    Raises:
        UnknownReference: a code or a debtor the library has no regime for; the supported ones
            are named.
        NotExpressible: `due_date_agreed=False` where no default rule is held.

    >>> statutory("GB", debtor="business").policy.interest.rate.margin
    Percent('8')
    >>> statutory("GB", debtor="consumer")
    Traceback (most recent call last):
    ...
    collectkit.errors.UnknownReference: GB has no regime for the debtor `consumer`; it has business,
    public (choose one of them)
    """
    statute = _statute(code)
    known = [provision.debtor for provision in statute.provisions]
    if debtor not in known:
        raise UnknownReference(
            f"{code} has no regime for the debtor {shown(debtor)}; it has {', '.join(known)}",
            field="debtor",
            subject=code,
            hint="choose one of them",
        )
    if contract_date is not None:
        check_day(contract_date, "contract_date")
    return regime_of(statute, debtor, contract_date, due_date_agreed=due_date_agreed)


def _statute(code: str) -> Statute:
    if code not in STATUTES:
        raise UnknownReference(
            f"no statutory regime {shown(code)}; known are {', '.join(STATUTES)}",
            field="code",
            subject=str(code),
        )
    name = code.lower().replace("-", "_")
    return cast("Statute", import_module(f"collectkit.fees.statutes.{name}").STATUTE)
