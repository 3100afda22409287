from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import date, datetime
from typing import Any

import pytest

from collectkit.dates import Clock
from collectkit.errors import CollectkitError, InvalidDate


def march(day: int) -> date:
    return date(2026, 3, day)


def counts(clock: Clock) -> list[int]:
    return [clock.days(march(day)) for day in range(1, 13)]


# -- counting ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ((), [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (((march(5), march(7)),), [-2, -1, 0, 1, 1, 1, 1, 2, 3, 4, 5, 6]),
        (((march(5), march(5)),), [-2, -1, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8]),
        (((march(5), None),), [-2, -1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        (((march(1), march(2)),), [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (((march(1), march(3)),), [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (((march(1), march(4)),), [-2, -1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (((march(1), None),), [-2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (
            ((march(5), march(7)), (march(6), march(8))),
            [-2, -1, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5],
        ),
        (
            ((march(8), march(9)), (march(5), march(5))),
            [-2, -1, 0, 1, 1, 2, 3, 3, 3, 4, 5, 6],
        ),
        (
            ((march(5), march(6)), (march(7), march(8))),
            [-2, -1, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5],
        ),
        (
            ((march(5), march(11)), (march(6), march(7))),
            [-2, -1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2],
        ),
    ],
)
def test_days_in_a_stop_do_not_count(
    stops: tuple[tuple[date, date | None], ...], expected: list[int]
) -> None:
    assert counts(Clock(march(3), stops)) == expected


def test_the_count_comes_first_on_a_day_that_counts() -> None:
    clock = Clock(march(3), ((march(5), march(7)),))
    assert [clock.when(n) for n in range(-2, 5)] == [march(day) for day in (1, 2, 3, 4, 8, 9, 10)]


def test_a_count_that_is_never_reached_has_no_day() -> None:
    clock = Clock(march(3), ((march(5), None),))
    assert clock.when(1) == march(4)
    assert clock.when(2) is None
    assert Clock(date.max).when(0) == date.max
    assert Clock(date.max).when(1) is None
    assert Clock(march(3)).when(10**12) is None
    assert Clock(march(3), ((march(5), date.max),)).when(2) is None


def test_a_count_that_every_day_has_is_there_from_the_first_day() -> None:
    clock = Clock(march(3))
    assert clock.when(clock.days(date.min)) == date.min
    assert clock.when(clock.days(date.min) - 1) == date.min


def test_both_ends_of_a_stop_are_stopped() -> None:
    clock = Clock(march(3), ((march(5), march(7)), (march(9), None)))
    stopped = [day for day in range(1, 13) if clock.stopped(march(day))]
    assert stopped == [5, 6, 7, 9, 10, 11, 12]
    assert clock.stopped(date.max)
    assert not Clock(march(3)).stopped(march(3))


def test_the_first_day_may_lie_in_a_stop() -> None:
    assert Clock(march(3), ((march(1), march(5)),)).stopped(march(3))


# -- a value -----------------------------------------------------------------------------------
def test_a_stop_does_not_end_before_it_begins() -> None:
    with pytest.raises(InvalidDate) as caught:
        Clock(march(3), ((march(5), march(4)),))
    assert str(caught.value) == "a stop ends on 2026-03-04 before it begins on 2026-03-05"


@pytest.mark.parametrize("day", ["2026-03-03", datetime(2026, 3, 3), 739313, None])  # noqa: DTZ001
def test_a_clock_is_made_of_days(day: Any) -> None:
    with pytest.raises(InvalidDate, match=r"^start must be a date, not "):
        Clock(day)
    with pytest.raises(InvalidDate, match=r"^stops must be a date, not "):
        Clock(march(3), ((day, march(9)),))
    if day is not None:
        with pytest.raises(InvalidDate, match=r"^stops must be a date, not "):
            Clock(march(3), ((march(5), day),))


def test_a_clock_is_frozen_hashable_and_pickles() -> None:
    clock = Clock(march(3), ((march(5), march(7)), (march(9), None)))
    with pytest.raises(FrozenInstanceError):
        clock.start = march(1)  # type: ignore[misc]
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(clock, protocol))
        assert again == clock
        assert counts(again) == counts(clock)
    assert copy.copy(clock) == copy.deepcopy(clock) == clock
    assert {clock, copy.copy(clock)} == {clock}
    assert repr(Clock(march(3))) == "Clock(start=datetime.date(2026, 3, 3), stops=())"


def test_a_clock_is_equal_by_what_it_was_given() -> None:
    assert Clock(march(3)) == Clock(march(3), ())
    assert Clock(march(3)) != Clock(march(4))
    assert Clock(march(3), ((march(5), None),)) != Clock(march(3))


def test_a_clock_keeps_nothing_that_can_change() -> None:
    stops: Any = [(march(5), march(7))]
    try:
        clock = Clock(march(3), stops)
    except CollectkitError:
        return
    assert hash(clock) == hash(Clock(march(3), tuple(stops)))
