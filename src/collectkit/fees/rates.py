"""Reference rates: what a base rate was on a day, and where nobody has read it."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter
from typing import Literal

from collectkit._checks import (
    check_choice,
    check_day,
    check_int,
    check_stored_day,
    check_text,
    check_type,
)
from collectkit.errors import InvalidDate, InvalidFact, InvalidPercent, RateCoverageError, shown
from collectkit.money import Percent

__all__ = ["RateTable"]

_DAY = timedelta(1)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SINCE = itemgetter(0)
_ON_MISSING = frozenset(("raise", "last_known"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """A reference rate by day, in percent a year, without any margin.

    A rate holds from its point's day until the day before the next point. What nobody has read is
    a gap, never "as before": a gap ends at a point, and no point lies inside. Also a
    `dates.Table`, so a `Context` holds it.

    Attributes:
        id: what policies name it by.
        points: (first day, rate), strictly ascending; unchanged rates may be repeated.
        covers_from: the first day with an answer, on or after the first point.
        covers_until: the last day with an answer, on or after the last point.
        as_of: the day the figures were read.
        source: who publishes them.
        name: what explanations call the rate, such as `Bank Rate`; without one, the id.
        gaps: (first day, last day) inside the coverage, both without an answer; ascending.

    Raises:
        InvalidDate: points or gaps out of order or outside the coverage.
        InvalidFact: points or gaps that are no pairs, rates that are not `Percent`.

    >>> table = RateTable.of(
    ...     "de-basiszinssatz",
    ...     {"2023-07-01": "3.12%", "2024-01-01": "3.62%", "2024-07-01": "3.37%"},
    ...     covers_until="2024-12-31",
    ...     source="Deutsche Bundesbank",
    ... )
    >>> table.at(date(2024, 6, 30)), table.rate_at(date(2024, 7, 1))
    (Decimal('3.62'), Percent('3.37'))
    """

    id: str
    points: tuple[tuple[date, Percent], ...]
    covers_from: date
    covers_until: date
    as_of: date
    source: str
    gaps: tuple[tuple[date, date], ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.source, "source", subject=self.id)
        if self.name != "":
            check_text(self.name, "name", subject=self.id)
        for field in ("covers_from", "covers_until", "as_of"):
            day = check_stored_day(getattr(self, field), field, subject=self.id)
            object.__setattr__(self, field, day)
        object.__setattr__(self, "points", _points(self.points, self.id))
        object.__setattr__(self, "gaps", _gaps(self.gaps, self.id))
        self._check_coverage()
        self._check_gaps()

    @classmethod
    def of(
        cls,
        id: str,
        rates: Mapping[str, str],
        *,
        covers_until: date | str,
        source: str,
        covers_from: date | str | None = None,
        as_of: date | str | None = None,
        gaps: Iterable[tuple[date | str, date | str]] = (),
        name: str = "",
    ) -> RateTable:
        """A table from text: `{"2024-01-01": "3.62%"}`, in any order.

        Days may be ISO text throughout. The table covers its first point on, and was read on the
        day of its last, unless said otherwise.

        Raises:
            InvalidPercent: a rate without its sign, or not an exact percentage.
        """
        points = sorted(
            ((_day(since, "points", id), _percent(rate, id)) for since, rate in rates.items()),
            key=_SINCE,
        )
        if not points:
            raise InvalidFact("points must hold at least one rate", field="points", subject=id)
        return cls(
            id=id,
            points=tuple(points),
            covers_from=points[0][0]
            if covers_from is None
            else _day(covers_from, "covers_from", id),
            covers_until=_day(covers_until, "covers_until", id),
            as_of=points[-1][0] if as_of is None else _day(as_of, "as_of", id),
            source=source,
            gaps=tuple((_day(first, "gaps", id), _day(last, "gaps", id)) for first, last in gaps),
            name=name,
        )

    def rate_at(self, day: date) -> Percent:
        """The rate on `day`.

        Raises:
            RateCoverageError: `fees.rate-coverage`, before, after or in a gap of the table.
        """
        if not self._covers(check_day(day, "day", subject=self.id)):
            raise self._unknown(day)
        return self._point(day)[1]

    def at(self, day: date) -> Decimal:
        """The rate on `day` as a number of percent: 3.62 is 3.62 %.

        Raises:
            RateCoverageError: as `rate_at`.
        """
        return self.rate_at(day).value

    def last_known(self, day: date) -> tuple[Percent, date]:
        """The rate on the last covered day up to `day`, and that day: `day` itself when covered.

        Raises:
            RateCoverageError: a day before the table begins.

        >>> table = RateTable.of(
        ...     "base", {"2024-01-01": "5.25%"}, covers_until="2024-06-30", source="our bank")
        >>> table.last_known(date(2024, 9, 1))
        (Percent('5.25'), datetime.date(2024, 6, 30))
        """
        known = min(check_day(day, "day", subject=self.id), self.covers_until)
        if known < self.covers_from:
            raise self._unknown(day)
        gap = self._gap(known)
        known = known if gap is None else gap[0] - _DAY
        return self._point(known)[1], known

    def missing(self, start: date, end: date) -> tuple[tuple[date, date], ...]:
        """The spans of days from `start` to `end`, all inclusive, that the table has no rate for.

        >>> table = RateTable.of(
        ...     "base", {"2024-01-01": "5.25%"}, covers_until="2024-06-30", source="our bank")
        >>> [str(day) for day in table.missing(date(2024, 6, 1), date(2024, 7, 9))[0]]
        ['2024-07-01', '2024-07-09']
        """
        start = check_day(start, "start", subject=self.id)
        end = check_day(end, "end", subject=self.id)
        spans = [(max(first, start), min(last, end)) for first, last in self.gaps]
        if start < self.covers_from:
            spans.insert(0, (start, min(self.covers_from - _DAY, end)))
        if end > self.covers_until:
            spans.append((max(self.covers_until + _DAY, start), end))
        return tuple((first, last) for first, last in spans if first <= last)

    def changes(
        self, start: date, end: date, *, on_missing: Literal["raise", "last_known"] = "raise"
    ) -> tuple[date, ...]:
        """The days after `start` up to and including `end` on which the rate's value changes.

        A point that repeats the rate is no change. With `on_missing="last_known"` the rates are
        those of `last_known`, and what is missing after the first day of coverage is no error.

        Raises:
            RateCoverageError: a day from `start` to `end` that has no rate.

        >>> table = RateTable.of(
        ...     "boe", {"2024-01-01": "5.25%", "2024-07-01": "5.25%", "2025-01-01": "4.75%"},
        ...     covers_until="2025-06-30", source="Bank of England")
        >>> table.changes(date(2024, 3, 1), date(2025, 3, 1))
        (datetime.date(2025, 1, 1),)
        """
        check_choice(on_missing, "on_missing", _ON_MISSING, subject=self.id)
        missing = self.missing(start, end)
        if missing and (on_missing == "raise" or start < self.covers_from):
            raise self._unknown(missing[0][0])
        first = bisect_right(self.points, start, key=_SINCE)
        last = bisect_right(self.points, end, key=_SINCE)
        return tuple(
            self.points[i][0]
            for i in range(first, last)
            if self.points[i][1] != self.points[i - 1][1]
        )

    def stale(self, as_of: date, *, days: int = 0) -> bool:
        """Whether the table ends before the day that is `days` after `as_of`.

        >>> table = RateTable.of(
        ...     "base", {"2024-01-01": "5.25%"}, covers_until="2024-06-30", source="our bank")
        >>> table.stale(date(2024, 6, 15)), table.stale(date(2024, 6, 15), days=30)
        (False, True)
        """
        check_int(days, "days", at_least=0, subject=self.id)
        asked = check_day(as_of, "as_of", subject=self.id).toordinal() + days
        return asked > self.covers_until.toordinal()

    @property
    def digest(self) -> str:
        """SHA-256 of the id, the points, the coverage and the gaps, in hex.

        Equal for equal figures, whoever published or read them; spelling makes no difference.
        """
        content = (
            self.id,
            [(str(since), str(rate)) for since, rate in self.points],
            (str(self.covers_from), str(self.covers_until)),
            [(str(first), str(last)) for first, last in self.gaps],
        )
        text = json.dumps(content, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def _point(self, day: date) -> tuple[date, Percent]:
        return self.points[bisect_right(self.points, day, key=_SINCE) - 1]

    def _gap(self, day: date) -> tuple[date, date] | None:
        before = bisect_right(self.gaps, day, key=_SINCE)
        return self.gaps[before - 1] if before and day <= self.gaps[before - 1][1] else None

    def _covers(self, day: date) -> bool:
        return self.covers_from <= day <= self.covers_until and self._gap(day) is None

    def _unknown(self, day: date) -> RateCoverageError:
        gap = self._gap(day)
        without = "" if gap is None else f" without {gap[0]} to {gap[1]}"
        return RateCoverageError(
            f"{self.id} has no rate for {day}: it covers {self.covers_from} to "
            f"{self.covers_until}{without}",
            table=self.id,
            day=day,
            covers_until=self.covers_until,
            field="day",
            subject=self.id,
            hint="give a table that covers the day",
        )

    def _check_coverage(self) -> None:
        if not self.points:
            raise InvalidFact("points must hold at least one rate", field="points", subject=self.id)
        first, last = self.points[0][0], self.points[-1][0]
        if self.covers_from < first:
            raise InvalidDate(
                f"covers_from {self.covers_from} is before the first point, {first}",
                field="covers_from",
                subject=self.id,
            )
        latest = max(last, self.covers_from)
        if self.covers_until < latest:
            before = "the last point" if latest == last else "covers_from"
            raise InvalidDate(
                f"covers_until {self.covers_until} is before {before}, {latest}",
                field="covers_until",
                subject=self.id,
            )

    def _check_gaps(self) -> None:
        starts = {since for since, _ in self.points}
        for first, last in self.gaps:
            if not self.covers_from < first <= last < self.covers_until:
                wrong = f"must lie inside {self.covers_from} to {self.covers_until}"
            elif first <= self._point(last)[0]:
                wrong = f"holds the point of {self._point(last)[0]}"
            elif last + _DAY not in starts:
                wrong = "must end on the day before a point"
            else:
                continue
            raise InvalidDate(f"gap {first} to {last} {wrong}", field="gaps", subject=self.id)


def _pairs(given: Iterable[object], field: str, subject: str) -> Iterable[tuple[object, object]]:
    for pair in given:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise InvalidFact(
                f"{field} must hold pairs, not {shown(pair)}", field=field, subject=subject
            )
        yield pair[0], pair[1]


def _points(given: Iterable[object], subject: str) -> tuple[tuple[date, Percent], ...]:
    """Points in order, each day once."""
    points = tuple(
        (
            check_stored_day(since, "points", subject=subject),  # type: ignore[arg-type]
            check_type(rate, "points", Percent, subject=subject),
        )
        for since, rate in _pairs(given, "points", subject)
    )
    for (before, rate), (since, following) in pairwise(points):
        if since <= before:
            raise InvalidDate(
                f"points must ascend, but {since} ({following}) follows {before} ({rate})",
                field="points",
                subject=subject,
            )
    return points


def _gaps(given: Iterable[object], subject: str) -> tuple[tuple[date, date], ...]:
    """Gaps in order, none touching another."""
    gaps = tuple(
        (
            check_stored_day(first, "gaps", subject=subject),  # type: ignore[arg-type]
            check_stored_day(last, "gaps", subject=subject),  # type: ignore[arg-type]
        )
        for first, last in _pairs(given, "gaps", subject)
    )
    for (_, before), (first, _) in pairwise(gaps):
        if first <= before:
            raise InvalidDate(
                f"gaps must ascend, but one from {first} follows one to {before}",
                field="gaps",
                subject=subject,
            )
    return gaps


def _day(value: date | str, field: str, subject: str) -> date:
    """A day, or its ISO text."""
    if type(value) is not str:
        return check_stored_day(value, field, subject=subject)  # type: ignore[arg-type]
    try:
        found = date.fromisoformat(value) if _ISO.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None:
        raise InvalidDate(
            f"{field}: a day is written as 2026-03-31, not {shown(value)}",
            field=field,
            subject=subject,
        )
    return found


def _percent(value: str, subject: str) -> Percent:
    """A percentage with its sign; a bare number could be a fraction."""
    if type(value) is not str or not value.endswith("%"):
        raise InvalidPercent(
            f"points: a rate is written with its sign, such as `8%`, not {shown(value)}",
            field="points",
            subject=subject,
        )
    return Percent(value)
