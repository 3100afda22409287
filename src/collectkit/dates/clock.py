"""A count of days that can be stopped, and its inverse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from collectkit._checks import check_day
from collectkit.errors import InvalidDate

__all__ = ["Clock"]

_FOREVER = 10**7


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts days from `start`, not counting stopped ones.

    The count is 0 on `start` and grows by one on every later day that lies in no stop. A stop is
    `(first, last)`, both included; `last=None` never ends. Stops may overlap. Before `start` the
    count is negative and stops play no part.

    >>> clock = Clock(date(2026, 3, 1), ((date(2026, 3, 3), date(2026, 3, 5)),))
    >>> [clock.days(date(2026, 3, day)) for day in (1, 2, 3, 5, 6)]
    [0, 1, 1, 1, 2]
    >>> clock.when(2)
    datetime.date(2026, 3, 6)
    """

    start: date
    stops: tuple[tuple[date, date | None], ...] = ()
    _spans: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_day(self.start, "start")
        object.__setattr__(self, "stops", tuple(tuple(stop) for stop in self.stops))
        for stop in self.stops:
            if len(stop) != 2:
                raise InvalidDate("a stop is a pair: first day, last day or None", field="stops")
            first, last = stop
            check_day(first, "stops")
            if last is not None and check_day(last, "stops") < first:
                raise InvalidDate(f"a stop ends on {last} before it begins on {first}")
        object.__setattr__(self, "_spans", _merged(self.start.toordinal(), self.stops))

    def days(self, on: date) -> int:
        """Days counted up to and including `on`."""
        day, start = on.toordinal(), self.start.toordinal()
        count = day - start
        for first, last in self._spans:
            if first > day:
                break
            count -= min(last, day) - first + 1
        return count

    def when(self, n: int) -> date | None:
        """The first day on which the count is at least `n`; None if it never gets there."""
        day = self.start.toordinal() + n
        if n > 0:
            for first, last in self._spans:
                if first > day:
                    break
                day += last - first + 1
        return None if day > date.max.toordinal() else date.fromordinal(max(day, 1))

    def stopped(self, on: date) -> bool:
        """Whether `on` itself lies in a stop."""
        return any(first <= on and (last is None or on <= last) for first, last in self.stops)


def _merged(start: int, stops: Iterable[tuple[date, date | None]]) -> tuple[tuple[int, int], ...]:
    """Stops as disjoint ordinal spans after `start`, in order."""
    spans: list[tuple[int, int]] = []
    for first, last in sorted(
        (max(first.toordinal(), start + 1), _FOREVER if last is None else last.toordinal())
        for first, last in stops
    ):
        if last < first:
            continue
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)
