"""Assessing late charges: which days, on what principal, at which rate, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from collectkit._checks import check_choice, check_day, check_text
from collectkit.dates import Context
from collectkit.errors import InvalidFact
from collectkit.fees.book import ON_MISSING, OnMissing
from collectkit.fees.charges import LateCharge, LateCharges
from collectkit.fees.desk import Desk
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.owed import Level
from collectkit.fees.standing import Starts
from collectkit.ledger import Account, Customer, Invoice, Snapshot, snapshot_of

__all__ = ["assess", "charges_of", "levels_of"]


def assess(
    facts: Snapshot | Account | Invoice,
    policy: LateChargePolicy,
    *,
    as_of: date | None = None,
    levels: Iterable[tuple[date, str, tuple[str, ...]]] | None = None,
    starts: Starts | None = None,
    on_missing: OnMissing = "raise",
    settling: bool = False,
    context: Context | None = None,
) -> LateCharges:
    """What late payment costs at a day: interest and fees of every item of the account.

    Interest runs from the day after the contractual due date to the day the money came (or
    `as_of`), both included, on the principal open during each day. Days in a hold that blocks
    charges bear none. Inside, the computation is exact; each item's interest is rounded once,
    half-up, to the minor unit, unless the policy rounds otherwise. Every charge goes raw →
    minimum → cap → de minimis; what was waived, posted as debit notes of nature `late_charge`, or
    paid without having been posted is then taken off beside it. Pending items and posted late
    charges bear nothing. A bare invoice is one on which nothing was paid.

    `levels` are the steps that were taken, as (day, id of a fee, items): each charges that fee,
    on items that were late and open that day; None says nothing of steps, and posted fees by step
    are then left alone. `settling` asks for what is owed if it is paid that day: where a payment
    lowers the principal from its own day, that day bears nothing. `starts` gives the first
    interest day of an invoice or item where it is not the day after it was due; None is not in
    default yet. A rate outside its table raises, or with `on_missing="last_known"` makes the
    result provisional.

    Raises:
        InvalidDate: `as_of` differs from the snapshot's own day, or is missing for an account.
        RateCoverageError: a table has no rate for a day that bears interest.
        UnknownReference: a table that is neither in the context nor shipped, or an item of a level
            that the account has not.

    >>> from collectkit import Money, Percent
    >>> from collectkit.fees import FlatFee, Interest
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("1000.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> policy = LateChargePolicy(id="standard", interest=Interest(rate=Percent("9")),
    ...     fees=(FlatFee(id="reminder-fee", amounts=(Money("40.00", "EUR"),)),))
    >>> print(assess(invoice, policy, as_of=date(2026, 3, 2)).explain())
    EUR 1000.00 due 2026-01-31, open EUR 1000.00
      interest  2026-02-01 to 2026-03-02  30 days at 9 %  ACT/365F   EUR  7.40
      reminder-fee                                                   EUR 40.00
      total                                                          EUR 47.40
    """
    if not isinstance(policy, LateChargePolicy):
        raise InvalidFact(
            f"policy must be a LateChargePolicy, not {type(policy).__name__}",
            field="policy",
            hint="a regime has its own verb: regime.assess(facts)",
        )
    check_choice(on_missing, "on_missing", ON_MISSING)
    known_at = None if context is None else context.known_at
    if isinstance(facts, Invoice):
        facts = Account(customer=Customer(id=facts.customer_id), invoices=(facts,))
    read = snapshot_of(facts, as_of=as_of, known_at=known_at)
    desk = Desk(
        read,
        policy,
        levels=None if levels is None else levels_of(levels, (policy,), read),
        starts=starts,
        context=context,
        on_missing=on_missing,
        settling=settling,
    )
    return charges_of(desk)


def charges_of(desk: Desk) -> LateCharges:
    """What a desk has charged, as the result."""
    lines = _by_item(desk.lines())
    return LateCharges(
        policy_id=desk.policy.id,
        as_of=desk.read.as_of,
        lines=lines,
        headings=desk.headings(lines),
        uncharged=tuple(sorted(desk.uncharged)),
        warnings=tuple(desk.warnings),
    )


def _by_item(lines: Sequence[LateCharge]) -> tuple[LateCharge, ...]:
    """The lines of one item together, in the order in which items first appear."""
    order: dict[str | None, list[LateCharge]] = {}
    for line in lines:
        order.setdefault(line.item_id, []).append(line)
    return tuple(line for of in order.values() for line in of)


def levels_of(
    given: Iterable[tuple[date, str, tuple[str, ...]]],
    policies: Sequence[LateChargePolicy],
    read: Snapshot,
) -> tuple[Level, ...]:
    """The levels, checked against the policies and the account."""
    rules = {fee.id for policy in policies for fee in policy.fees if fee.when == "level"}
    found = []
    for entry in given:
        if not isinstance(entry, tuple) or len(entry) != 3 or not isinstance(entry[2], tuple):
            raise InvalidFact(
                "a level is (day, id of a fee, ids of items in a tuple)",
                field="levels",
                hint='such as (date(2026, 3, 1), "reminder", ("INV-7",))',
            )
        on, rule_id, items = entry
        check_day(on, "levels")
        if rule_id not in rules:
            known = ", ".join(sorted(rules)) or "none"
            names = " and ".join(policy.id for policy in policies)
            raise InvalidFact(
                f"level names the fee {rule_id}; the fees by level of {names} are {known}",
                field="levels",
                subject=str(rule_id),
                hint='set `when="level"` on the fee, or correct the id',
            )
        if on <= read.as_of:
            for item in items:
                read.parts(check_text(item, "levels"))
        found.append(Level(on, rule_id, items))
    return tuple(sorted(set(found)))
