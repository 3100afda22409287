"""Which snapshots a figure of a period takes, and what was paid on a part by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from collectkit._checks import check_day, check_type
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.ledger import Invoice, Item, Snapshot


def read_at(snapshots: Iterable[Snapshot], *, start: date, end: date) -> Iterator[Snapshot]:
    """The snapshots of a period, one by one.

    Raises:
        InvalidDate: a snapshot of another day than `end`, or a period that ends before it starts.
        InvalidFact: one snapshot alone.
    """
    if check_day(end, "end") < check_day(start, "start"):
        raise InvalidDate(f"the period ends on {end} before it starts on {start}", field="end")
    return (checked(snapshot, end) for snapshot in _several(snapshots))


def checked(snapshot: Snapshot, end: date) -> Snapshot:
    """The snapshot, if it is of the day on which a period ends."""
    if check_type(snapshot, "snapshot", Snapshot).as_of != end:
        raise _other_day(snapshot, f"in a period that ends on {end}", "snapshot", "end")
    return snapshot


def of_one_day(snapshots: Iterable[Snapshot], field: str = "snapshot") -> Iterator[Snapshot]:
    """The snapshots of one day, one by one. `field` is what an error calls them.

    Raises:
        InvalidDate: a snapshot of another day than the first.
        InvalidFact: one snapshot alone.
    """
    return _of_a_day(_several(snapshots), field)


def _of_a_day(snapshots: Iterable[Snapshot], field: str) -> Iterator[Snapshot]:
    day: date | None = None
    for snapshot in snapshots:
        found = check_type(snapshot, field, Snapshot).as_of
        if day is None:
            day = found
        if found != day:
            raise _other_day(snapshot, f"among snapshots of {day}", field, "day")
        yield snapshot


def _several(snapshots: Iterable[Snapshot]) -> Iterable[Snapshot]:
    if not isinstance(snapshots, Iterable):
        raise InvalidFact(
            f"snapshots must be several, not one {type(snapshots).__name__}",
            field="snapshots",
            hint="pass a list, such as [snapshot]",
        )
    return snapshots


def _other_day(snapshot: Snapshot, beside: str, field: str, day: str) -> InvalidDate:
    return InvalidDate(
        f"a snapshot of {snapshot.as_of} {beside}",
        field=field,
        subject=snapshot.customer.id,
        hint=f"use snapshot.at({day})",
    )


def trade_invoices(snapshot: Snapshot) -> dict[str, Invoice]:
    """The invoices and debit notes that are no posted late charge, by id."""
    return {item.invoice.id: item.invoice for item in snapshot.items if item.is_trade}


def payments(item: Item) -> list[tuple[date, int]]:
    """(day the money came, minor units) of each payment, less what was refunded of it."""
    return [(on, paid.minor_units) for on, paid in item.payments]
