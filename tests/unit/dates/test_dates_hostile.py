"""What other systems send where a day belongs: refused quickly and in few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from timeit import default_timer
from typing import Any, Self

import pytest

from collectkit._checks import check_day
from collectkit.dates import Clock, Context, add_days, add_months, calendar_from
from collectkit.errors import InvalidDate

# The promise is 50 ms; a busy machine gets more.
SECONDS = 1.0
LONGEST = 300


class NotATime(datetime):
    """As pandas' NaT: a datetime that has no day."""

    def __new__(cls) -> Self:
        return super().__new__(cls, 1, 1, 1)

    def toordinal(self) -> int:
        raise ValueError("NaTType does not support toordinal")

    def __str__(self) -> str:
        return "NaT"


class Timestamp(datetime):
    """As pandas' Timestamp: a datetime with nanoseconds."""


class DateOfHost(date):
    """A date of the host's own kind."""


ACCEPTED = [
    ("leap day", date(2024, 2, 29), date(2024, 2, 29)),
    ("epoch", date(1970, 1, 1), date(1970, 1, 1)),
    ("date subclass", DateOfHost(2024, 2, 29), date(2024, 2, 29)),
]

REFUSED = [
    ("aware datetime", datetime(2024, 1, 1, tzinfo=UTC)),
    ("naive datetime", datetime(2024, 1, 1)),  # noqa: DTZ001
    ("pandas timestamp", Timestamp(2024, 1, 1)),
    ("pandas NaT", NotATime()),
    ("ISO text", "2024-01-01"),
    ("negative year", "-0001-01-01"),
    ("five digit year", "10000-01-01"),
    ("no leading zeros", "2024-1-1"),
    ("outer spaces", " 2024-01-01 "),
    ("Arabic digits", "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661"),
    ("non-breaking hyphens", "2024\u201101\u201101"),
    ("datetime text", "2024-01-01T00:00:00Z"),
    ("text epoch", "1704067200"),
    ("1 MB of text", "2" * 1_000_000),
    ("int as digits", 20240101),
    ("Excel serial", 45292),
    ("epoch seconds", 1704067200),
    ("300000 digits", 10**300000),
    ("decimal epoch", Decimal(1704067200)),
    ("float epoch", 1704067200.0),
    ("float nan", float("nan")),
    ("span", timedelta(1)),
    ("bool", True),
    ("none", None),
    ("tuple", (2024, 1, 1)),
    ("mapping", {"year": 2024}),
]

OUTSIDE = [
    ("a day after the last", lambda: add_days(date.max, 1)),
    ("a day before the first", lambda: add_days(date.min, -1)),
    ("10**12 days", lambda: add_days(date(2024, 1, 1), 10**12)),
    ("-10**12 days", lambda: add_days(date(2024, 1, 1), -(10**12))),
    ("10**30 days", lambda: add_days(date(2024, 1, 1), 10**30)),
    ("1000 digits of days", lambda: add_days(date(2024, 1, 1), 10**1000)),
    ("5000 digits of days", lambda: add_days(date(2024, 1, 1), 10**5000)),
    ("10**9 months", lambda: add_months(date(2024, 1, 1), 10**9)),
    ("-10**9 months", lambda: add_months(date(2024, 1, 1), -(10**9))),
    ("1000 digits of months", lambda: add_months(date(2024, 1, 1), 10**1000)),
    ("5000 digits of months", lambda: add_months(date(2024, 1, 1), 10**5000)),
]


def refused(call: Callable[[], object]) -> None:
    begun = default_timer()
    with pytest.raises(InvalidDate) as caught:
        call()
    message = str(caught.value)
    assert default_timer() - begun < SECONDS
    assert len(message) <= LONGEST
    assert message.isascii()
    assert message.isprintable()


def rows(table: list[tuple[Any, ...]]) -> list[Any]:
    return [pytest.param(*row[1:], id=row[0]) for row in table]


@pytest.mark.parametrize(("value", "day"), rows(ACCEPTED))
def test_a_day_is_taken_exactly(value: date, day: date) -> None:
    checked = check_day(value, "due_on")
    assert checked == day
    assert type(checked) is date


@pytest.mark.parametrize("value", rows(REFUSED))
def test_what_is_no_day_is_refused_quickly(value: Any) -> None:
    refused(lambda: check_day(value, "due_on"))
    refused(lambda: Clock(value))
    refused(lambda: calendar_from([value]))
    if value is not None:
        refused(lambda: Context(known_at=value))


@pytest.mark.parametrize("call", rows(OUTSIDE))
def test_what_lies_outside_the_calendar_is_refused_quickly(call: Callable[[], date]) -> None:
    refused(call)


def test_the_anniversary_of_a_leap_day_is_the_last_of_february() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
