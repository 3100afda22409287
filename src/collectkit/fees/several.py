"""Several policies on one account: each charges its own items, and relief counts once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from collectkit._checks import check_choice, check_day, check_text, check_type
from collectkit.dates import Context
from collectkit.errors import DuplicateId, InvalidFact, RateCoverageError
from collectkit.fees.assess import charges_of, levels_of
from collectkit.fees.book import ON_MISSING, OnMissing, RateBook, RateRun
from collectkit.fees.charges import LateCharges
from collectkit.fees.desk import Desk
from collectkit.fees.interest import TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.owed import Level
from collectkit.fees.regime import Regime, policy_of, told
from collectkit.fees.relief import Relief
from collectkit.ledger import Snapshot

__all__ = ["assess_each", "rate_changes_on"]

_AHEAD = timedelta(400)


def assess_each(
    read: Snapshot,
    rules: Sequence[tuple[LateChargePolicy | Regime, Collection[str]]],
    *,
    levels: Iterable[tuple[date, str, tuple[str, ...]]] | None = None,
    on_missing: OnMissing = "raise",
    context: Context | None = None,
) -> LateCharges:
    """Late charges of an account whose items are not all charged by one policy.

    `rules` are the policies or regimes, each with the ids of the invoices or items that it charges;
    one without any takes back what it posted before. A fee per customer, and a share of the overdue
    balance, count the items of their own policy. Waivers, posted notes and money paid for charges
    are taken off once, in the order of the rules. `policy_id` of the result joins the ids. A
    level goes to the policy that has its fee.

    Raises:
        DuplicateId: two of the policies have one id, or two name one item.
        InvalidFact: rules that are no pairs, or a level of a fee that no policy has.
        RateCoverageError, UnknownReference: as `assess`.

    >>> from collectkit import Money, Percent
    >>> from collectkit.fees import Interest
    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> invoices = tuple(
    ...     Invoice(id=id, customer_id="C-1", amount=Money("1000.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)) for id in ("A", "B"))
    >>> read = snapshot(Account(customer=Customer(id="C-1"), invoices=invoices),
    ...                 as_of=date(2026, 3, 2))
    >>> low, high = (LateChargePolicy(id=f"at-{rate}", interest=Interest(rate=Percent(rate)))
    ...              for rate in (4, 9))
    >>> found = assess_each(read, ((low, ("A",)), (high, ("B",))))
    >>> [(line.item_id, str(line.amount)) for line in found.lines]
    [('A', 'EUR 3.29'), ('B', 'EUR 7.40')]
    """
    check_type(read, "read", Snapshot)
    check_choice(on_missing, "on_missing", ON_MISSING)
    shares = _shares(rules, read)
    policies = [policy for _, policy, _ in shares]
    given = None if levels is None else levels_of(levels, policies, read)
    relief = Relief(read, [policy.id for policy in policies])
    found = []
    for rule, policy, items in shares:
        desk = Desk(
            read,
            policy,
            levels=None if given is None else _own(given, policy),
            starts=rule.starts(read, context) if isinstance(rule, Regime) else None,
            context=context,
            on_missing=on_missing,
            items=items,
            relief=relief,
        )
        found.append(_assessed(desk, rule, items))
    return LateCharges(
        policy_id=", ".join(policy.id for policy in policies),
        as_of=read.as_of,
        lines=tuple(line for one in found for line in one.lines),
        headings=tuple(dict.fromkeys(heading for one in found for heading in one.headings)),
        uncharged=tuple(sorted({code for one in found for code in one.uncharged})),
        warnings=tuple(dict.fromkeys(reason for one in found for reason in one.warnings)),
    )


_Share: TypeAlias = tuple[LateChargePolicy | Regime, LateChargePolicy, frozenset[str]]


def _shares(
    rules: Iterable[tuple[LateChargePolicy | Regime, Collection[str]]], read: Snapshot
) -> list[_Share]:
    """Each rule with its policy and the ids of its items, none of them twice."""
    found: list[_Share] = []
    taken: dict[str, str] = {}
    for pair in rules:
        if not isinstance(pair, tuple) or len(pair) != 2 or isinstance(pair[1], str):
            raise InvalidFact(
                "a rule is a pair of late charges and the ids of what they charge",
                field="rules",
                hint='such as (policy, ("INV-7",))',
            )
        rule, names = pair
        policy = check_type(policy_of(rule), "rules", LateChargePolicy)
        if any(policy.id == other.id for _, other, _ in found):
            raise DuplicateId(f"two of the policies have the id {policy.id}", field="rules")
        items = {item.id for name in names for item in read.parts(check_text(name, "rules"))}
        for item in sorted(items):
            if item in taken:
                raise DuplicateId(
                    f"{item} is charged by {taken[item]} and by {policy.id}",
                    field="rules",
                    subject=item,
                )
            taken[item] = policy.id
        found.append((rule, policy, frozenset(items)))
    return found


def _own(levels: tuple[Level, ...], policy: LateChargePolicy) -> tuple[Level, ...]:
    """The levels whose fee the policy has."""
    fees = {fee.id for fee in policy.fees if fee.when == "level"}
    return tuple(level for level in levels if level.rule_id in fees)


def _assessed(desk: Desk, rule: LateChargePolicy | Regime, items: frozenset[str]) -> LateCharges:
    found = charges_of(desk)
    if isinstance(rule, Regime):
        return replace(found, warnings=told(rule, found.warnings, desk.read, items))
    return found


def rate_changes_on(
    policy: LateChargePolicy,
    *,
    on: date,
    on_missing: OnMissing = "raise",
    context: Context | None = None,
) -> date | None:
    """The first day after `on` with another rate of interest, as the tables are known; or None.

    A rate that is fixed, or frozen at the first day of interest, does not change. The first day
    without a rate counts as a change: from it on the last known one is provisional, or there is
    none. At most 400 days ahead.

    >>> from collectkit import Percent
    >>> from collectkit.fees import Interest
    >>> rate = TableRate(table="de-basiszinssatz", margin=Percent(9))
    >>> policy = LateChargePolicy(id="de", interest=Interest(rate=rate))
    >>> str(rate_changes_on(policy, on=date(2026, 3, 20)))
    '2026-07-01'
    """
    check_day(on, "on")
    rate = None if policy.interest is None else policy.interest.rate
    if not isinstance(rate, TableRate) or rate.fixing == "frozen":
        return None
    book = RateBook(context, on_missing)
    now = _run(book, rate, on)
    for day in sorted(set(_candidates(book, rate, on))):
        then = _run(book, rate, day)
        if then is None or now is None:
            if then is not now:
                return day
        elif then.rate != now.rate or _provisional(then) != _provisional(now):
            return day
    return None


def _run(book: RateBook, rate: TableRate, day: date) -> RateRun | None:
    try:
        return book.runs(rate, day, day)[0]
    except RateCoverageError:
        return None


def _provisional(run: RateRun) -> bool:
    return run.parts is not None and run.parts.provisional


def _candidates(book: RateBook, rate: TableRate, on: date) -> Iterator[date]:
    """Days on which the sum can change."""
    until = on + _AHEAD if on < date.max - _AHEAD else date.max
    table = book.table(rate.table)
    days = [since for since, _ in table.points]
    for first, last in table.missing(on, until):
        days += [first, last + timedelta(1)] if last < until else [first]
    days += [margin.applies_from for margin in rate.margins if margin.applies_from is not None]
    days += [date(year, month, 1) for year in range(on.year, until.year + 1) for month in (1, 7)]
    yield from (day for day in days if on < day <= until)
