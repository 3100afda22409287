"""Assessing late charges: which days, on what principal, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

from collectkit._checks import check_type
from collectkit.fees.model import (
    FlatFee,
    InterestSegment,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    SimpleInterest,
)
from collectkit.fees.relief import Posted, Waivers, within_unlimited
from collectkit.ledger import Account, Hold, Item, Snapshot, Waiver, snapshot_of
from collectkit.money import Money

__all__ = ["assess"]

_DAY = timedelta(1)


def assess(
    facts: Snapshot | Account, policy: LateChargePolicy, *, as_of: date | None = None
) -> LateCharges:
    """What late payment costs at a day: interest and fee of every item of the account.

    Interest runs from the day after the contractual due date to the day the money came (or
    `as_of`), both included, on the principal open during each day; a payment lowers it from the
    day after it came. Days in a hold that blocks charges bear none. Inside, the computation is
    exact; each item's interest is rounded once, half-up, to the minor unit. A flat fee is owed
    once per invoice that was not settled by its due date plus grace. Pending and credited items
    and posted late charges bear nothing. Waivers are taken off beside the gross charge, and so
    are charges already posted as debit notes of nature `late_charge` for the item.

    Raises:
        InvalidDate: `as_of` differs from the snapshot's own day, or is missing for an account.

    >>> from collectkit.ledger import Customer, Invoice
    >>> from collectkit.money import Percent
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("1000.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),))
    >>> policy = LateChargePolicy(id="standard", interest=SimpleInterest(rate=Percent("9")),
    ...     fees=(FlatFee(id="reminder-fee", amounts=(Money("40.00", "EUR"),)),))
    >>> print(assess(account, policy, as_of=date(2026, 3, 2)).explain())
    INV-7: EUR 1000.00 due 2026-01-31, open EUR 1000.00
      interest  2026-02-01 to 2026-03-02  30 days on EUR 1000.00 at 9%  ACT/365F   EUR 7.40
      fee       reminder-fee                                                      EUR 40.00
    total EUR 47.40
    """
    check_type(policy, "policy", LateChargePolicy)
    read = snapshot_of(facts, as_of=as_of)
    desk = _Desk(read, policy)
    found = [*desk.charges(), *desk.taken_back()]
    by_item: dict[str, list[LateCharge]] = {}
    for line in found:
        by_item.setdefault(line.item_id, []).append(line)
    items = {item.id: item for item in read.items}
    return LateCharges(
        policy_id=policy.id,
        as_of=read.as_of,
        lines=tuple(line for lines in by_item.values() for line in lines),
        headings=tuple((name, _heading(items[name])) for name in by_item),
        uncharged=tuple(sorted(desk.uncharged)),
    )


class _Desk:
    """One assessment: what is charged, and what is left of waivers and posted charges."""

    def __init__(self, read: Snapshot, policy: LateChargePolicy) -> None:
        self.read, self.policy = read, policy
        self.waivers, self.posted = Waivers(read), Posted(read)
        self.uncharged: set[str] = set()
        self.items = [item for item in read.items if item.is_trade]

    def charges(self) -> Iterator[LateCharge]:
        """Interest of every late item, and the fee at the first late item of its invoice."""
        charged: set[str] = set()
        for item in self.items:
            if not _late(item, self.policy.grace_days, self.read.as_of):
                continue
            if self.policy.interest is not None:
                yield from self._interest(item, self.policy.interest)
            if item.invoice.id not in charged:
                charged.add(item.invoice.id)
                for fee in self.policy.fees:
                    yield from self._fee(item, fee)

    def taken_back(self) -> Iterator[LateCharge]:
        """Posted charges of this policy that nothing is owed for any more."""
        for item in self.items:
            if self.policy.interest is not None:
                yield from self._back(item, "interest", self.policy.id)
            for fee in self.policy.fees:
                if fee.amount_in(item.currency) is not None:
                    yield from self._back(item, "fee", fee.id)

    def _back(
        self, item: Item, kind: Literal["interest", "fee"], rule_id: str
    ) -> Iterator[LateCharge]:
        posted = self.posted.take(item, kind)
        if not posted.is_zero:
            nothing = Money.zero(item.currency)
            yield _line(item, kind, rule_id, gross=nothing, waived=nothing, posted=posted)

    def _interest(self, item: Item, interest: SimpleInterest) -> Iterator[LateCharge]:
        assert item.due_on is not None  # _late has seen to it
        last = min(item.settled_on or self.read.as_of, self.read.as_of)
        waivers = self.waivers.covering(item, "interest")
        segments = tuple(_segments(item, item.due_on + _DAY, last, interest, self.read, waivers))
        if not segments:
            return

        def worth(of: Iterable[InterestSegment]) -> Fraction:
            return _exact(of, interest)

        gross = Money.from_fraction(worth(segments), item.currency)
        yield _line(
            item,
            "interest",
            self.policy.id,
            gross=gross,
            waived=self.waivers.of_interest(item, segments, gross, worth),
            posted=self.posted.take(item, "interest"),
            segments=segments,
            per_diem=_per_diem(item, interest, self.read) if item.is_open else None,
        )

    def _fee(self, item: Item, fee: FlatFee) -> Iterator[LateCharge]:
        assert item.due_on is not None  # _late has seen to it
        gross = fee.amount_in(item.currency)
        if gross is None:
            self.uncharged.add(item.currency)
            return
        owed_on = item.due_on + timedelta(self.policy.grace_days + 1)
        yield _line(
            item,
            "fee",
            fee.id,
            gross=gross,
            waived=self.waivers.of_fee(item, gross, owed_on),
            posted=self.posted.take(item, "fee"),
        )


def _line(
    item: Item,
    kind: Literal["interest", "fee"],
    rule_id: str,
    *,
    gross: Money,
    waived: Money,
    posted: Money,
    segments: tuple[InterestSegment, ...] = (),
    per_diem: Money | None = None,
) -> LateCharge:
    return LateCharge(
        item_id=item.id,
        invoice_id=item.invoice.id,
        kind=kind,
        rule_id=rule_id,
        gross=gross,
        waived=waived,
        posted=posted,
        segments=segments,
        per_diem=per_diem,
    )


def _late(item: Item, grace_days: int, as_of: date) -> bool:
    """Whether the money for the item had not come by its due date plus grace."""
    if item.due_on is None or item.amount.is_zero:
        return False
    # In days, not dates: a due date far ahead plus grace may be no date at all.
    return ((item.settled_on or as_of) - item.due_on).days > grace_days


def _heading(item: Item) -> str:
    end = f"paid {item.settled_on}" if item.settled_on else f"open {item.open}"
    return f"{item.id}: {item.amount} due {item.due_on}, {end}"


# -- interest --------------------------------------------------------------------------------
class _Span(NamedTuple):
    """Days `first` to `last`, both included, on one principal."""

    first: date
    last: date
    principal: Money


def _per_diem(item: Item, interest: SimpleInterest, read: Snapshot) -> Money:
    """What the next day adds: nothing in a pause."""
    if read.as_of < date.max and any(h.stands(read.as_of + _DAY) for h in _pauses(item, read)):
        return Money.zero(item.currency)
    day = min(read.as_of, date.max - _DAY)
    share = interest.rate.fraction * interest.day_count.fraction(day, day + _DAY)
    return Money.from_fraction(Fraction(item.open.amount) * share, item.currency)


def _pauses(item: Item, read: Snapshot) -> list[Hold]:
    """The holds that keep the item from being charged while they stand."""
    return [
        hold
        for hold in read.holds
        if "charges" in (hold.blocks or ()) and item.is_named(hold.items)
    ]


def _segments(
    item: Item,
    first: date,
    last: date,
    interest: SimpleInterest,
    read: Snapshot,
    waivers: Iterable[Waiver],
) -> Iterator[InterestSegment]:
    """Runs of days on one principal, cut where a payment, a pause or a waiver begins or ends."""
    holds = _pauses(item, read)
    windows = [(hold.from_on, hold.until_on) for hold in holds]
    windows += [(waiver.from_on or date.min, waiver.until_on) for waiver in waivers]
    cuts = {start for start, _ in windows}
    cuts |= {end + _DAY for _, end in windows if end is not None and end < last}
    for span in _spans(item, first, last):
        for start, end in _cut(span.first, span.last, cuts):
            paused = any(hold.stands(start) for hold in holds)
            yield InterestSegment(
                from_on=start,
                until_on=end,
                days=0 if paused else interest.day_count.days(start - _DAY, end),
                principal=span.principal,
                rate=interest.rate,
                day_count=interest.day_count,
                paused=paused,
                waived=within_unlimited(waivers, start),
            )


def _spans(item: Item, first: date, last: date) -> Iterator[_Span]:
    """The principal of each day from `first` to `last`: a payment counts from the next day."""
    changes: dict[date, Money] = {}
    principal = item.amount
    for posting in item.postings:
        if posting.kind in ("recovered", "charge"):
            continue
        if posting.value_on < first:
            principal = principal - posting.amount
        elif posting.value_on < last:
            day = posting.value_on + _DAY
            changes[day] = changes.get(day, Money.zero(item.currency)) + posting.amount
    start = first
    # Money that came early, applied after other money was refunded, can cover the item twice by
    # value date; what is negative bears nothing.
    for day in sorted(changes):
        if principal.amount > 0:
            yield _Span(start, day - _DAY, principal)
        principal = principal - changes[day]
        start = day
    if principal.amount > 0:
        yield _Span(start, last, principal)


def _cut(first: date, last: date, cuts: Iterable[date]) -> Iterator[tuple[date, date]]:
    start = first
    for day in sorted(day for day in cuts if first < day <= last):
        yield start, day - _DAY
        start = day
    yield start, last


def _exact(segments: Iterable[InterestSegment], interest: SimpleInterest) -> Fraction:
    """Principal times days times rate, exactly."""
    return sum(
        (
            Fraction(s.principal.amount)
            * interest.rate.fraction
            * interest.day_count.fraction(s.from_on - _DAY, s.until_on)
            for s in segments
            if not s.paused
        ),
        Fraction(0),
    )
