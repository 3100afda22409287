"""Quotes from late charges: what to pay on a day, what more days cost, policies side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from collectkit._checks import check_day, check_type
from collectkit.dates import Context
from collectkit.errors import InvalidDate
from collectkit.fees.assess import assess
from collectkit.fees.book import OnMissing, RateBook
from collectkit.fees.charges import LateCharges, RateParts
from collectkit.fees.interest import TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import Regime
from collectkit.ledger import Account, Customer, Invoice, Snapshot, snapshot, snapshot_of
from collectkit.money import Money, Percent, total

__all__ = ["Comparison", "Payoff", "compare", "payoff", "project", "rate_on"]


def rate_on(
    rate: Percent | TableRate, day: date, *, context: Context | None = None
) -> tuple[Percent, RateParts | None]:
    """The annual rate of a day of interest, and what it is made of where a table gives it.

    Raises:
        RateCoverageError: the table has no rate for the day.

    >>> total_rate, parts = rate_on(
    ...     TableRate(table="de-basiszinssatz", margin=Percent("9")), date(2026, 7, 1))
    >>> str(total_rate), str(parts.reference)
    ('10.52%', '1.52%')
    """
    run = RateBook(context, "raise").runs(rate, check_day(day, "day"), day)[0]
    return run.rate, run.parts


Levels: TypeAlias = tuple[tuple[date, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payoff:
    """What settles everything in one currency on a day.

    Attributes:
        principal: open trade items, due or not.
        posted: open debit notes of late charges.
        charges: late charges that are not posted yet; negative where too much was posted.
        unapplied: money and credit on the account that lowers no debt yet.
        total: principal + posted + charges - unapplied; negative where the creditor owes.
        per_diem: what the next day adds; None where its rate is not known.
        assessed: the charges behind it.
    """

    on: date
    currency: str
    principal: Money
    posted: Money
    charges: Money
    unapplied: Money
    per_diem: Money | None
    assessed: LateCharges

    @property
    def total(self) -> Money:
        """What to pay on the day."""
        return self.principal + self.posted + self.charges - self.unapplied

    @property
    def provisional(self) -> bool:
        """Whether a rate was missing and the last known one was taken."""
        return self.assessed.provisional


def payoff(
    facts: Snapshot | Account | Invoice,
    policy: LateChargePolicy | Regime,
    *,
    on: date,
    levels: Levels | None = None,
    on_missing: OnMissing = "raise",
    context: Context | None = None,
) -> tuple[Payoff, ...]:
    """What settles the account on a day, one quote per currency, in order of code.

    The day may lie after the snapshot's: the quote then holds if nothing else happens before.
    `levels` are the steps taken, as in `assess`. Money that is not applied yet is taken off, and
    has stopped no interest: apply it first, as of the day it came.

    Raises:
        InvalidDate: `on` lies before the snapshot's day.

    >>> from collectkit.fees import Interest
    >>> from collectkit.ledger import Customer, Invoice
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("1000.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),))
    >>> policy = LateChargePolicy(id="standard", interest=Interest(rate=Percent("9")))
    >>> quote, = payoff(account, policy, on=date(2026, 3, 2))
    >>> str(quote.total), str(quote.per_diem)
    ('EUR 1007.40', 'EUR 0.25')
    """
    read = _read_on(facts, on, context)
    charges = _Asked(levels, on_missing, context).of(read, policy, settling=True)
    codes = sorted({*read.currencies, *charges.currencies})
    return tuple(_payoff(read, charges, currency) for currency in codes)


def _payoff(read: Snapshot, charges: LateCharges, currency: str) -> Payoff:
    due = [item for item in read.open if item.currency == currency]
    return Payoff(
        on=read.as_of,
        currency=currency,
        principal=total((item.open for item in due if item.is_trade), currency),
        posted=total((item.open for item in due if not item.is_trade), currency),
        charges=charges.total(currency),
        unapplied=total(
            (held.amount for held in read.unapplied if held.amount.currency == currency), currency
        ),
        per_diem=charges.per_diem(currency),
        assessed=charges,
    )


def project(
    facts: Snapshot | Account | Invoice,
    policy: LateChargePolicy | Regime,
    *,
    days: Iterable[date],
    levels: Levels | None = None,
    on_missing: OnMissing = "raise",
    context: Context | None = None,
) -> tuple[LateCharges, ...]:
    """The late charges on each of several days, in the order given, if nothing else happens.

    Raises:
        InvalidDate: a day before the snapshot's.
    """
    asked = _Asked(levels, on_missing, context)
    return tuple(asked.of(_read_on(facts, day, context), policy) for day in days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same facts under several policies, by the name each was given."""

    as_of: date
    results: tuple[tuple[str, LateCharges], ...]

    def __getitem__(self, name: str) -> LateCharges:
        return dict(self.results)[name]

    def totals(self, currency: str) -> tuple[tuple[str, Money], ...]:
        """(name, total) under every policy, in the order given."""
        return tuple((name, charges.total(currency)) for name, charges in self.results)

    def explain(self) -> str:
        """One line per policy and currency."""
        return "\n".join(self._rows())

    def _rows(self) -> Iterator[str]:
        width = max((len(name) for name, _ in self.results), default=0)
        codes = sorted({code for _, charges in self.results for code in charges.currencies})
        for currency in codes:
            amounts = [str(money) for _, money in self.totals(currency)]
            longest = max(len(amount) for amount in amounts)
            for (name, _), amount in zip(self.results, amounts, strict=True):
                yield f"{name:<{width}}  {amount:>{longest}}"


def compare(
    facts: Snapshot | Account | Invoice,
    policies: Mapping[str, LateChargePolicy | Regime],
    *,
    as_of: date | None = None,
    levels: Levels | None = None,
    on_missing: OnMissing = "raise",
    context: Context | None = None,
) -> Comparison:
    """The same facts under several policies or regimes, each by a name of your own.

    >>> from collectkit.fees import Interest, statutory
    >>> from collectkit.ledger import Customer, Invoice
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("5000.00", "GBP"),
    ...             issued_on=date(2025, 5, 11), due_on=date(2025, 6, 10)),))
    >>> contract = LateChargePolicy(id="contract", interest=Interest(rate=Percent("9")))
    >>> both = {"contract": contract, "statute": statutory("GB", debtor="business")}
    >>> print(compare(account, both, as_of=date(2025, 9, 19)).explain())
    contract  GBP 124.52
    statute   GBP 246.40
    """
    read = snapshot_of(
        _facts(facts), as_of=as_of, known_at=None if context is None else context.known_at
    )
    asked = _Asked(levels, on_missing, context)
    found = ((name, asked.of(read, each)) for name, each in policies.items())
    return Comparison(as_of=read.as_of, results=tuple(found))


def _facts(facts: Snapshot | Account | Invoice) -> Snapshot | Account:
    """An invoice stands for an account on which nothing was paid."""
    if isinstance(facts, Invoice):
        return Account(customer=Customer(id=facts.customer_id), invoices=(facts,))
    return facts


def _read_on(facts: Snapshot | Account | Invoice, day: date, context: Context | None) -> Snapshot:
    facts = _facts(facts)
    if isinstance(facts, Account):
        return snapshot(facts, as_of=day, known_at=None if context is None else context.known_at)
    read = check_type(facts, "facts", Snapshot)
    if day < read.as_of:
        raise InvalidDate(f"{day} is before the snapshot's day {read.as_of}", field="on")
    return read if day == read.as_of else read.at(day)


class _Asked(NamedTuple):
    """How every assessment of one quote is asked."""

    levels: Levels | None
    on_missing: OnMissing
    context: Context | None

    def of(
        self, read: Snapshot, policy: LateChargePolicy | Regime, *, settling: bool = False
    ) -> LateCharges:
        if isinstance(policy, Regime):
            return policy.assess(
                read,
                levels=self.levels,
                settling=settling,
                on_missing=self.on_missing,
                context=self.context,
            )
        return assess(
            read,
            policy,
            levels=self.levels,
            settling=settling,
            on_missing=self.on_missing,
            context=self.context,
        )
