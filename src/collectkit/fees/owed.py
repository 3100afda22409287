"""Which fees are owed, on which days, of what base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from collectkit.fees.standing import Standing
from collectkit.fees.tariffs import Fee, NoticeFirst
from collectkit.ledger import Snapshot, latest_done

__all__ = ["Level", "Owed", "base_of", "first_free_day", "owed"]


class Level(NamedTuple):
    """A step that was taken: on a day, with this fee, for these items."""

    on: date
    rule_id: str
    items: tuple[str, ...]


class Owed(NamedTuple):
    """One fee owed: for which items, since when, and what tells it from the others of its rule."""

    on: int
    for_items: tuple[Standing, ...]
    subject: str
    mark: str


def owed(
    fee: Fee, standings: Sequence[Standing], levels: Sequence[Level], read: Snapshot
) -> Iterator[Owed]:
    """The fees of one rule, in order of what they are owed for and of days."""
    if fee.when == "level":
        seen: set[tuple[str, str]] = set()
        for level in levels:
            if level.rule_id == fee.id and level.on <= read.as_of:
                for one in _by_level(fee, standings, level, read):
                    if (one.subject, one.mark) not in seen:
                        seen.add((one.subject, one.mark))
                        yield one
    elif fee.per == "customer":
        yield from _by_account(fee, standings, read)
    else:
        for subject, standing in _subjects(fee, standings):
            for day, mark in _days(fee, standing, read):
                yield Owed(day, (standing,), subject, mark)


def _subjects(fee: Fee, standings: Iterable[Standing]) -> Iterator[tuple[str, Standing]]:
    """What is charged: every late part, or the first late part of every invoice."""
    seen: set[str] = set()
    for standing in standings:
        item = standing.item
        subject = item.id if fee.per == "installment" else item.invoice.id
        if subject not in seen:
            seen.add(subject)
            yield subject, standing


def _days(fee: Fee, standing: Standing, read: Snapshot) -> Iterator[tuple[int, str]]:
    """The days on which the fee is owed for one item, with the number of the period."""
    if fee.every is None:
        day = _once(fee, standing, read, standing.deadline + 1)
        if day is not None:
            yield day, ""
        return
    least = first_free_day(fee.notice, standing, read)
    if least is None:
        return
    anchor = date.fromordinal(standing.anchor)
    number = 0
    while True:
        number += 1
        started = fee.count == "started"
        end = fee.every.reaches(anchor, number - started).toordinal()
        day = end + started
        if day > standing.today or (end == date.max.toordinal()):
            return
        if day >= least and standing.open_before(day) and not standing.is_paused(day):
            yield day, str(number)


def _once(fee: Fee, standing: Standing, read: Snapshot, day: int) -> int | None:
    """The first day from `day` on which it can be owed: after its notice and outside pauses."""
    least = first_free_day(fee.notice, standing, read)
    if least is None:
        return None
    found = standing.pause_end(max(day, least))
    if found is None or found > standing.settled or not standing.open_before(found):
        return None
    return found


def first_free_day(notice: NoticeFirst | None, standing: Standing, read: Snapshot) -> int | None:
    """The first day after the free days of a notice; None while there is no such notice."""
    if notice is None:
        return 0
    counted = ("delivered",) if notice.received else ("sent", "delivered")
    days = [
        done.on.toordinal()
        for done in latest_done(done for done in read.done if done.on <= read.as_of)
        if done.kind == "notice"
        and done.code == notice.code
        and done.status in counted
        and done.on.toordinal() > standing.anchor
        and standing.item.is_named(done.items)
    ]
    return min(days) + notice.days + 1 if days else None


def _by_level(
    fee: Fee, standings: Sequence[Standing], level: Level, read: Snapshot
) -> Iterator[Owed]:
    """What a step that was taken charges: only for what was late and open that day."""
    day = level.on.toordinal()
    late = [
        standing
        for standing in standings
        if standing.item.is_named(level.items)
        and standing.deadline < day
        and standing.open_before(day)
        and not standing.is_paused(day)
        and (least := first_free_day(fee.notice, standing, read)) is not None
        and least <= day
    ]
    if fee.per == "customer":
        for currency, of in _by_currency(late):
            yield Owed(day, of, f"{read.customer.id}:{currency}", str(level.on))
        return
    for subject, standing in _subjects(fee, late):
        yield Owed(day, (standing,), subject, str(level.on))


def _by_account(fee: Fee, standings: Sequence[Standing], read: Snapshot) -> Iterator[Owed]:
    """Once for every spell in which something was late."""
    for currency, late in _by_currency(standings):
        spans = [
            (day, standing.settled, standing)
            for standing in late
            if (day := _once(fee, standing, read, standing.deadline + 1)) is not None
        ]
        start, end, of = 0, -1, list[Standing]()
        for first, last, standing in sorted(spans, key=lambda span: span[:2]):
            if of and first > end + 1:
                yield _spell(start, of, read, currency)
                of = []
            if not of:
                start, end = first, last
            # What became late during the spell does not change the charge at its start.
            if first == start:
                of.append(standing)
            end = max(end, last)
        if of:
            yield _spell(start, of, read, currency)


def _spell(start: int, of: Sequence[Standing], read: Snapshot, currency: str) -> Owed:
    subject = f"{read.customer.id}:{currency}"
    return Owed(start, tuple(of), subject, str(date.fromordinal(start)))


def _by_currency(standings: Sequence[Standing]) -> Iterator[tuple[str, tuple[Standing, ...]]]:
    ordered = sorted(standings, key=lambda standing: standing.item.currency)
    for currency, of in groupby(ordered, key=lambda standing: standing.item.currency):
        yield currency, tuple(of)


def base_of(owed_fee: Owed, base: str, standings: Sequence[Standing]) -> Fraction:
    """The principal part of what a share is taken of, in minor units."""
    day = owed_fee.on
    if base == "original_amount":
        return Fraction(sum(s.item.amount.minor_units for s in owed_fee.for_items))
    if base == "overdue_balance":
        currency = owed_fee.for_items[0].item.currency
        return Fraction(
            sum(
                s.open_before(day)
                for s in standings
                if s.item.currency == currency and s.anchor < day
            )
        )
    return Fraction(sum(s.open_before(day) for s in owed_fee.for_items))
