"""Holds: what may not be said about an item on a day, until when, and what a release brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from collectkit._checks import check_day
from collectkit.arrangements.reasons import REASONS
from collectkit.explain import Line, Reason, Trace
from collectkit.ledger import Hold, Item, Snapshot

__all__ = [
    "Blocked",
    "HoldEffect",
    "HoldEffects",
    "blocked_span",
    "hold_effects",
    "released_on",
    "restarted_on",
]

Blocks = Literal["reminders", "demands", "calls", "agency", "legal", "charges"]

_BLOCKS: tuple[Blocks, ...] = ("reminders", "demands", "calls", "agency", "legal", "charges")
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """One kind of step that may not be taken, through `until_on` (None: nobody knows until when).

    Holds that follow each other without a free day between count as one; `holds` are the ids of
    those on the day asked for.
    """

    kind: Blocks
    until_on: date | None
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEffect:
    """What one hold does on a day.

    `blocks` are the kinds of step it blocks, through `until_on`. In the cool-down (`cools`) the
    hold itself has ended: notices stay blocked, charges and the clock run again.
    """

    hold: Hold
    blocks: tuple[Blocks, ...]
    until_on: date | None
    stops_clock: bool
    cools: bool

    @property
    def why(self) -> tuple[Reason, ...]:
        """What it does, in words."""
        subject, kind, ends = self.hold.id, self.hold.kind, self.hold.until_on or "lifted"
        blocks = ", ".join(self.blocks) or "nothing"
        if self.cools:
            released, until = released_on(self.hold), self.until_on or "lifted"
            said = REASONS(
                "hold_cools", subject, kind=kind, released=released, blocks=blocks, until=until
            )
        else:
            said = REASONS("hold_blocks", subject, kind=kind, blocks=blocks, until=ends)
        if not self.stops_clock:
            return (said,)
        return (said, REASONS("hold_stops", subject, kind=kind, until=ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEffects:
    """What all holds on an item do on a day: the most restrictive wins, all are reported."""

    item_id: str
    on: date
    holds: tuple[HoldEffect, ...]
    blocked: tuple[Blocked, ...]

    @property
    def blocks(self) -> tuple[Blocks, ...]:
        """The kinds of step that may not be taken."""
        return tuple(one.kind for one in self.blocked)

    @property
    def stops_clock(self) -> bool:
        """Whether days past due stand still."""
        return any(effect.stops_clock for effect in self.holds)

    @property
    def why(self) -> tuple[Reason, ...]:
        """What every hold does."""
        return tuple(reason for effect in self.holds for reason in effect.why)

    def explain(self) -> str:
        """What every hold does, as text."""
        lines = tuple(Line(label=str(reason)) for reason in self.why)
        return str(Trace(f"{self.item_id} on {self.on}", lines or (Line(label="no hold"),)))


def blocked_span(hold: Hold, kind: Blocks) -> tuple[date, date | None] | None:
    """The days (first, last or None) on which a hold blocks a kind of step; None if it does not.

    The cool-down is among them, except for charges: it keeps notices from the day of release.

    >>> hold = Hold(id="H-1", customer_id="C-1", kind="review", from_on=date(2026, 2, 2),
    ...             until_on=date(2026, 2, 6), cooldown_days=3)
    >>> [str(day) for day in blocked_span(hold, "reminders")]
    ['2026-02-02', '2026-02-09']
    """
    if kind not in (hold.blocks or ()):
        return None
    cooldown = 0 if kind == "charges" else hold.cooldown_days
    return hold.from_on, _later(hold.until_on, cooldown)


def released_on(hold: Hold) -> date | None:
    """The first day after a hold, its cool-down left out; None while nobody knows."""
    return _later(hold.until_on, 1)


def hold_effects(item: Item, snapshot: Snapshot, *, on: date | None = None) -> HoldEffects:
    """What the holds known to the snapshot do to an item on a day (None: the snapshot's own).

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> from collectkit.money import Money
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),),
    ...     holds=(Hold(id="H-1", customer_id="C-1", kind="review", blocks=("demands", "legal"),
    ...                 from_on=date(2026, 2, 2), until_on=date(2026, 2, 6), cooldown_days=3),))
    >>> read = snapshot(account, as_of=date(2026, 2, 5))
    >>> print(hold_effects(read.items[0], read).explain())
    INV-7 on 2026-02-05
      H-1: review hold blocks demands, legal until 2026-02-06
    >>> print(hold_effects(read.items[0], read, on=date(2026, 2, 9)).explain())
    INV-7 on 2026-02-09
      H-1: review hold released on 2026-02-07 blocks demands, legal until 2026-02-09
    """
    day = snapshot.as_of if on is None else check_day(on, "on")
    holds = tuple(hold for hold in snapshot.holds if item.is_named(hold.items))
    effects = (_effect(hold, day) for hold in holds)
    return HoldEffects(
        item_id=item.id,
        on=day,
        holds=tuple(effect for effect in effects if effect is not None),
        blocked=tuple(_blocked(holds, day)),
    )


def restarted_on(item: Item, snapshot: Snapshot, *, on: date | None = None) -> date | None:
    """The latest release up to a day (None: the snapshot's own) of a hold that restarts an item.

    Steps taken before it no longer count for the item's position. The release is the day after
    the hold, whatever its cool-down; days past due go on as the hold's clock says.
    """
    day = snapshot.as_of if on is None else check_day(on, "on")
    releases = (
        released_on(hold)
        for hold in snapshot.holds
        if hold.on_release == "restart" and item.is_named(hold.items)
    )
    return max((found for found in releases if found is not None and found <= day), default=None)


def _effect(hold: Hold, day: date) -> HoldEffect | None:
    stands = hold.stands(day)
    spans = ((kind, blocked_span(hold, kind)) for kind in _BLOCKS)
    found = [(kind, span[1]) for kind, span in spans if span is not None and _holds(span, day)]
    if not stands and not found:
        return None
    ends = [last for _, last in found]
    until = None if None in ends else max((d for d in ends if d is not None), default=hold.until_on)
    return HoldEffect(
        hold=hold,
        blocks=tuple(kind for kind, _ in found),
        until_on=until,
        stops_clock=stands and hold.clock == "stop",
        cools=not stands,
    )


def _blocked(holds: Sequence[Hold], day: date) -> Iterator[Blocked]:
    for kind in _BLOCKS:
        found = ((hold.id, blocked_span(hold, kind)) for hold in holds)
        spans = {key: span for key, span in found if span is not None}
        ids = tuple(key for key, span in spans.items() if _holds(span, day))
        if ids:
            yield Blocked(kind=kind, until_on=_end(day, spans.values()), holds=ids)


def _end(day: date, spans: Iterable[tuple[date, date | None]]) -> date | None:
    """The last day of those from `day` on that lie in a span without a break."""
    end = day
    for first, last in sorted(spans, key=lambda span: span[0]):
        if first > end + _DAY:
            break
        if last is None:
            return None
        end = max(end, last)
    return end


def _holds(span: tuple[date, date | None], day: date) -> bool:
    return span[0] <= day and (span[1] is None or day <= span[1])


def _later(day: date | None, days: int) -> date | None:
    """`day` and so many on; None stays, and so does what lies beyond the last date there is."""
    if day is None:
        return None
    moved = day.toordinal() + days
    return date.fromordinal(moved) if moved < date.max.toordinal() else None
