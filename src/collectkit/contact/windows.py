"""The times of a day in which contact suits the customer, wherever the customer may be.

Times are counted in microseconds from the beginning of the calendar, so that nothing overflows
and both ends of a stretch belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from collectkit.contact.rules import ContactHours
from collectkit.errors import InvalidDate
from collectkit.ledger import InconvenientTime

__all__ = ["ContactWindow", "windows"]

_DAY = 86_400_000_000
_BEGINNING = datetime.combine(date.min, time.min)
_LAST = date.max.toordinal()
# Days so close to the ends of the calendar have no neighbors in every zone: no window.
_EDGE = 3

Span = tuple[int, int]
Zone = tuple[str, tzinfo]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWindow:
    """A stretch of time in which contact is allowed, both ends included.

    `start` and `end` are local times in `zone`, the customer's first; `opens_at` and `closes_at`
    the same instants in UTC. Without a known zone there are only local times, wherever that is.
    """

    start: time
    end: time
    zone: str | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def __contains__(self, at: datetime) -> bool:
        """Whether an instant lies within; always False where no zone is known."""
        if self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= at <= self.closes_at

    def seen_from(self, zone: tzinfo) -> tuple[time, time]:
        """The two ends by the clocks of another zone.

        Raises:
            InvalidDate: the customer's own zone is not known.
        """
        if self.opens_at is None or self.closes_at is None:
            raise InvalidDate("a window without a time zone has no instants", field="zone")
        return self.opens_at.astimezone(zone).time(), self.closes_at.astimezone(zone).time()


def windows(
    day: int,
    hours: ContactHours | None,
    inconvenient: Sequence[InconvenientTime],
    zones: Sequence[Zone],
) -> tuple[ContactWindow, ...]:
    """The windows of a day of the first zone: within the hours of every zone, and convenient.

    Where clocks change, the times that occur twice or never are left out.

    Source: 12 CFR 1006, comment 6(b)(1)(i)-2 for several possible places.
    """
    if not _EDGE < day < _LAST - _EDGE:
        return ()
    if not zones:
        return tuple(
            ContactWindow(start=_clock(start), end=_clock(end))
            for start, end in _local(day, hours, inconvenient)
        )
    name, first = zones[0]
    found = _instants((day,), hours, inconvenient, first)
    for _, zone in zones[1:]:
        # One instant lies on different days in different zones.
        others = _instants((day - 1, day, day + 1), hours, inconvenient, zone)
        found = [
            (max(a, c), min(b, d)) for a, b in found for c, d in others if max(a, c) <= min(b, d)
        ]
    return tuple(_window(span, name, first) for span in _joined(found))


def _window(span: Span, name: str, zone: tzinfo) -> ContactWindow:
    opens, closes = (_utc(at) for at in span)
    return ContactWindow(
        start=opens.astimezone(zone).time(),
        end=closes.astimezone(zone).time(),
        zone=name or None,
        opens_at=opens,
        closes_at=closes,
    )


def _local(
    day: int, hours: ContactHours | None, inconvenient: Iterable[InconvenientTime]
) -> list[Span]:
    """The stretches of a local day that are left."""
    start, end = (time.min, time.max) if hours is None else (hours.start, hours.end)
    left = [(day * _DAY + _micros(start), day * _DAY + _micros(end))]
    for taken in inconvenient:
        start_of, end_of = _micros(taken.start), _micros(taken.end)
        # What ends no later than it starts runs into the next day.
        overnight = _DAY if end_of <= start_of else 0
        for on in (day - 1, day):
            # The first day of the calendar, 1, is a Monday.
            if (on - 1) % 7 in taken.weekdays:
                first, after = on * _DAY + start_of, on * _DAY + end_of + overnight
                left = [
                    part
                    for a, b in left
                    for part in ((a, min(b, first - 1)), (max(a, after), b))
                    if part[0] <= part[1]
                ]
    return _joined(left)


def _instants(
    days: Iterable[int],
    hours: ContactHours | None,
    inconvenient: Sequence[InconvenientTime],
    zone: tzinfo,
) -> list[Span]:
    """The same in UTC."""
    found = []
    for day in days:
        for start, end in _local(day, hours, inconvenient):
            opens, closes = max(_to_utc(start, zone)), min(_to_utc(end, zone))
            if opens <= closes:
                found.append((opens, closes))
    return _joined(found)


def _to_utc(local: int, zone: tzinfo) -> tuple[int, int]:
    """An instant by each of its two readings, which differ only where clocks change."""
    naive = _BEGINNING + timedelta(microseconds=local - _DAY)
    found = []
    for fold in (0, 1):
        offset = naive.replace(tzinfo=zone, fold=fold).utcoffset()
        if offset is None:
            raise InvalidDate("a time zone tells no offset from UTC", field="zones")
        found.append(local - offset // timedelta.resolution)
    return found[0], found[1]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In order, with those that meet made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _micros(at: time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


def _clock(at: int) -> time:
    return (_BEGINNING + timedelta(microseconds=at % _DAY)).time()


def _utc(at: int) -> datetime:
    return _BEGINNING.replace(tzinfo=UTC) + timedelta(microseconds=at - _DAY)
