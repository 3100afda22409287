"""Steps: every way a date moves, at its edges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from collectkit._model import Policy
from collectkit.dates import calendar_from
from collectkit.errors import InvalidDate
from collectkit.terms import (
    Band,
    Bands,
    BusinessDays,
    DayOfMonth,
    Days,
    DueRule,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    NextWeekday,
    OnDate,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
)
from collectkit.terms.steps import Step


def d(text: str) -> date:
    return date.fromisoformat(text)


EASTER = calendar_from([d("2026-04-03"), d("2026-04-06"), d("2026-05-01")])
HALVES = Bands(
    bands=(
        Band(until=15, steps=(DayOfMonth(day=31, months=1),)),
        Band(until=31, steps=(DayOfMonth(day=15, months=1), Days(count=2))),
    )
)

MOVES: list[tuple[Policy, str, str]] = [
    # -- days and weeks: plain counting, over leap days, month ends and years
    (Days(count=0), "2026-01-31", "2026-01-31"),
    (Days(count=30), "2026-01-31", "2026-03-02"),
    (Days(count=1), "2024-02-28", "2024-02-29"),
    (Days(count=1), "2026-02-28", "2026-03-01"),
    (Days(count=1), "2100-02-28", "2100-03-01"),
    (Days(count=1), "2000-02-28", "2000-02-29"),
    (Days(count=1), "2026-12-31", "2027-01-01"),
    (Days(count=-1), "2024-03-01", "2024-02-29"),
    (Days(count=-31), "2026-01-31", "2025-12-31"),
    (Days(count=-10_000), "2026-01-31", "1998-09-15"),
    (Weeks(count=0), "2026-01-31", "2026-01-31"),
    (Weeks(count=2), "2026-02-20", "2026-03-06"),
    (Weeks(count=-1), "2026-01-03", "2025-12-27"),
    (Weeks(count=1000), "2026-01-31", "2045-04-01"),
    # -- months clamp to the month's end and remember nothing
    (Months(count=0), "2026-01-31", "2026-01-31"),
    (Months(count=1), "2026-01-31", "2026-02-28"),
    (Months(count=1), "2024-01-31", "2024-02-29"),
    (Months(count=1), "2026-02-28", "2026-03-28"),
    (Months(count=3), "2026-11-30", "2027-02-28"),
    (Months(count=12), "2024-02-29", "2025-02-28"),
    (Months(count=48), "2024-02-29", "2028-02-29"),
    (Months(count=-1), "2024-03-31", "2024-02-29"),
    (Months(count=-1), "2026-01-15", "2025-12-15"),
    # -- end of month: the day itself on the last day
    (EndOfMonth(), "2024-02-01", "2024-02-29"),
    (EndOfMonth(), "2026-02-28", "2026-02-28"),
    (EndOfMonth(), "2026-12-01", "2026-12-31"),
    # -- start of the calendar quarter: back, also from its own first day
    (StartOfQuarter(), "2026-01-01", "2026-01-01"),
    (StartOfQuarter(), "2026-03-31", "2026-01-01"),
    (StartOfQuarter(), "2026-04-01", "2026-04-01"),
    (StartOfQuarter(), "2026-06-30", "2026-04-01"),
    (StartOfQuarter(), "2026-09-30", "2026-07-01"),
    (StartOfQuarter(), "2026-12-31", "2026-10-01"),
    # -- a day of the month: clamped, and never moved on silently
    (DayOfMonth(day=10), "2026-01-15", "2026-01-10"),
    (DayOfMonth(day=15), "2026-01-15", "2026-01-15"),
    (DayOfMonth(day=31), "2026-04-10", "2026-04-30"),
    (DayOfMonth(day=10, months=1), "2026-01-31", "2026-02-10"),
    (DayOfMonth(day=29, months=1), "2026-01-31", "2026-02-28"),
    (DayOfMonth(day=29, months=1), "2024-01-31", "2024-02-29"),
    (DayOfMonth(day=31, months=2), "2026-12-15", "2027-02-28"),
    (DayOfMonth(day=5, months=-1), "2026-01-15", "2025-12-05"),
    # -- the next payment day: on or after, 31 in a short month is its end
    (NextDayOfMonth(days=(15,)), "2026-01-14", "2026-01-15"),
    (NextDayOfMonth(days=(15,)), "2026-01-15", "2026-01-15"),
    (NextDayOfMonth(days=(15,)), "2026-01-16", "2026-02-15"),
    (NextDayOfMonth(days=(31,)), "2026-06-10", "2026-06-30"),
    (NextDayOfMonth(days=(31,)), "2026-06-30", "2026-06-30"),
    (NextDayOfMonth(days=(31,)), "2026-01-31", "2026-01-31"),
    (NextDayOfMonth(days=(30,)), "2026-01-31", "2026-02-28"),
    (NextDayOfMonth(days=(29, 31)), "2026-02-28", "2026-02-28"),
    (NextDayOfMonth(days=(10, 20)), "2026-01-11", "2026-01-20"),
    (NextDayOfMonth(days=(10, 20)), "2026-01-20", "2026-01-20"),
    (NextDayOfMonth(days=(10, 20)), "2026-12-21", "2027-01-10"),
    # -- weekdays: 2026-01-30 is a Friday
    (Weekday(weekday="friday"), "2026-01-30", "2026-01-30"),
    (Weekday(weekday="friday"), "2026-01-31", "2026-02-06"),
    (Weekday(weekday="thursday"), "2026-01-30", "2026-02-05"),
    (Weekday(weekday="monday"), "2026-01-30", "2026-02-02"),
    (NextWeekday(weekday="friday"), "2026-01-30", "2026-02-06"),
    (NextWeekday(weekday="friday"), "2026-01-29", "2026-01-30"),
    (NextWeekday(weekday="thursday"), "2026-01-30", "2026-02-05"),
    (NextWeekday(weekday="sunday"), "2026-01-31", "2026-02-01"),
    # -- a fixed date, before or after
    (OnDate(on=d("2026-06-30")), "2026-01-31", "2026-06-30"),
    (OnDate(on=d("2026-06-30")), "2026-12-31", "2026-06-30"),
    # -- proximo: the cutoff day stays, or rolls
    (Proximo(day=20), "2026-01-31", "2026-02-20"),
    (Proximo(day=20, cutoff=19), "2026-01-19", "2026-02-20"),
    (Proximo(day=20, cutoff=19), "2026-01-20", "2026-03-20"),
    (Proximo(day=20, cutoff=19, boundary="rolls"), "2026-01-18", "2026-02-20"),
    (Proximo(day=20, cutoff=19, boundary="rolls"), "2026-01-19", "2026-03-20"),
    (Proximo(day=15, cutoff=11, months=0, boundary="rolls"), "2026-01-11", "2026-02-15"),
    (Proximo(day=5, cutoff=11, months=0), "2026-01-10", "2026-01-05"),
    (Proximo(day=31, cutoff=20), "2026-01-20", "2026-02-28"),
    (Proximo(day=31, cutoff=20), "2026-12-21", "2027-02-28"),
    # a cutoff beyond the month's length is its end
    (Proximo(day=10, cutoff=30), "2026-02-28", "2026-03-10"),
    (Proximo(day=10, cutoff=30), "2026-01-31", "2026-03-10"),
    (Proximo(day=10, cutoff=31, boundary="rolls"), "2026-02-27", "2026-03-10"),
    (Proximo(day=10, cutoff=31, boundary="rolls"), "2026-02-28", "2026-04-10"),
    # a cutoff of 0 is the month's end, below it counts back from there
    (Proximo(day=10, cutoff=0), "2026-02-28", "2026-03-10"),
    (Proximo(day=10, cutoff=0, boundary="rolls"), "2024-02-28", "2024-03-10"),
    (Proximo(day=10, cutoff=0, boundary="rolls"), "2024-02-29", "2024-04-10"),
    (Proximo(day=20, cutoff=-3), "2010-02-25", "2010-03-20"),
    (Proximo(day=20, cutoff=-3), "2010-02-26", "2010-04-20"),
    (Proximo(day=20, cutoff=-3), "2010-06-27", "2010-07-20"),
    (Proximo(day=20, cutoff=-3), "2010-06-28", "2010-08-20"),
    (Proximo(day=20, cutoff=-27), "2010-02-01", "2010-03-20"),
    (Proximo(day=20, cutoff=-27), "2010-02-02", "2010-04-20"),
    (Proximo(day=20, cutoff=-27), "2010-01-04", "2010-02-20"),
    (Proximo(day=20, cutoff=-27), "2010-01-05", "2010-03-20"),
    # -- bands go by the day of the month; the last day of a band belongs to it
    (HALVES, "2024-02-01", "2024-03-31"),
    (HALVES, "2024-02-15", "2024-03-31"),
    (HALVES, "2024-02-16", "2024-03-17"),
    (HALVES, "2024-02-29", "2024-03-17"),
    (Bands(bands=(Band(until=31, steps=()),)), "2026-01-31", "2026-01-31"),
]


@pytest.mark.parametrize(("step", "start", "end"), MOVES)
def test_a_step(step: Policy, start: str, end: str) -> None:
    assert DueRule.of(step).date_from(d(start)) == d(end)


@pytest.mark.parametrize(
    ("count", "start", "end"),
    [
        (0, "2026-04-04", "2026-04-04"),  # nothing, also on a day off
        (1, "2026-04-01", "2026-04-02"),
        (1, "2026-04-02", "2026-04-07"),  # over Good Friday to Tuesday
        (1, "2026-04-04", "2026-04-07"),  # strictly after, from a Saturday
        (2, "2026-04-02", "2026-04-08"),
        (10, "2026-04-20", "2026-05-05"),
        (-1, "2026-04-07", "2026-04-02"),
        (-1, "2026-04-05", "2026-04-02"),
        (-3, "2026-04-07", "2026-03-31"),
    ],
)
def test_business_days_by_a_calendar(count: int, start: str, end: str) -> None:
    rule = DueRule.business_days(count)
    assert rule.date_from(d(start), calendar=EASTER) == d(end)


def test_business_days_without_a_calendar_have_weekends_off() -> None:
    assert DueRule.business_days(1).date_from(d("2026-04-02")) == d("2026-04-03")
    assert DueRule.business_days(1).date_from(d("2026-04-03")) == d("2026-04-06")


def test_business_days_in_a_band_use_the_calendar() -> None:
    rule = DueRule.banded({31: DueRule.business_days(1)})
    assert rule.date_from(d("2026-04-02"), calendar=EASTER) == d("2026-04-07")


@pytest.mark.parametrize(
    ("step", "start", "message"),
    [
        (Days(count=1), date.max, "9999-12-31 moved by 1 days is outside years 1 to 9999"),
        (Days(count=-1), date.min, "0001-01-01 moved by -1 days is outside years 1 to 9999"),
        (Weeks(count=1), date.max, "9999-12-31 moved by 7 days is outside years 1 to 9999"),
        (Months(count=1), date.max, "9999-12-31 moved by 1 months is outside years 1 to 9999"),
        (Months(count=-1), date.min, "0001-01-01 moved by -1 months is outside years 1 to 9999"),
        (DayOfMonth(day=1, months=1), date.max, "9999-12-01 moved by 1 months is outside years"),
        (NextDayOfMonth(days=(30,)), date.max, "9999-12-01 moved by 1 months is outside years"),
        (Weekday(weekday="monday"), date.max, "9999-12-31 moved by 3 days is outside years"),
        (NextWeekday(weekday="friday"), date.max, "9999-12-31 moved by 7 days is outside years"),
        (Proximo(day=1), date.max, "9999-12-01 moved by 1 months is outside years 1 to 9999"),
        (BusinessDays(count=1), date.max, "no business day within 400 days of 9999-12-31"),
        (BusinessDays(count=-1), date.min, "no business day within 400 days of 0001-01-01"),
    ],
)
def test_a_step_over_the_edge_of_the_calendar(step: Policy, start: date, message: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        DueRule.of(step).date_from(start)
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    ("step", "day"),
    [
        (EndOfMonth(), date.max),
        (StartOfQuarter(), date.min),
        (DayOfMonth(day=31), date.max),
        (DayOfMonth(day=1), date.min),
        (NextDayOfMonth(days=(31,)), date.max),
        (Weekday(weekday="friday"), date.max),
        (Weekday(weekday="monday"), date.min),
        (Proximo(day=31, months=0), date.max),
        (Days(count=0), date.max),
        (BusinessDays(count=0), date.max),
    ],
)
def test_the_first_and_last_day_there_are(step: Policy, day: date) -> None:
    assert DueRule.of(step).date_from(day) == day


@pytest.mark.parametrize(
    ("cutoff", "month", "day"),
    [
        (31, "2026-02", 28),
        (31, "2024-02", 29),
        (30, "2026-01", 30),
        (1, "2026-01", 1),
        (0, "2024-02", 29),
        (-1, "2026-04", 29),
        (-27, "2026-02", 1),
        (-27, "2026-01", 4),
    ],
)
def test_the_cutoff_of_a_month(cutoff: int, month: str, day: int) -> None:
    for of_month in ("01", "28"):
        assert Proximo(day=20, cutoff=cutoff).cutoff_in(d(f"{month}-{of_month}")) == day


# -- in words --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Days(count=1), "1 day"),
        (Days(count=30), "30 days"),
        (Days(count=0), "0 days"),
        (Weeks(count=1), "1 week"),
        (Weeks(count=2), "2 weeks"),
        (Months(count=1), "1 month"),
        (Months(count=-2), "2 months back"),
        (BusinessDays(count=1), "1 business day"),
        (BusinessDays(count=5), "5 business days"),
        (EndOfMonth(), "end of month"),
        (StartOfQuarter(), "start of quarter"),
        (DayOfMonth(day=1), "the 1st of the same month"),
        (DayOfMonth(day=2, months=1), "the 2nd of the next month"),
        (DayOfMonth(day=3, months=-1), "the 3rd of the month before"),
        (DayOfMonth(day=31, months=2), "the 31st of the month 2 months on"),
        (NextDayOfMonth(days=(11,)), "the next 11th"),
        (NextDayOfMonth(days=(12, 13, 22, 23)), "the next 12th or 13th or 22nd or 23rd"),
        (NextDayOfMonth(days=(21,)), "the next 21st"),
        (Weekday(weekday="friday"), "Friday on or after"),
        (NextWeekday(weekday="friday"), "the Friday after"),
        (OnDate(on=d("2026-06-30")), "on 2026-06-30"),
        (
            HALVES,
            "up to the 15th: the 31st of the next month; "
            "up to the 31st: the 15th of the next month, then 2 days",
        ),
        (Bands(bands=(Band(until=31, steps=()),)), "up to the 31st: as it is"),
    ],
)
def test_a_step_in_words(step: Policy, words: str) -> None:
    assert str(step) == words


def test_proximo_in_words() -> None:
    words = str(Proximo(day=20, cutoff=19))
    assert words.startswith("the 20th of the next month")
    assert "19" in words


# -- documents and refusals ------------------------------------------------------------------------
DOCUMENTS: list[tuple[Policy, dict[str, Any]]] = [
    (Days(count=-3), {"kind": "days", "count": -3}),
    (Weeks(count=2), {"kind": "weeks", "count": 2}),
    (Months(count=1), {"kind": "months", "count": 1}),
    (BusinessDays(count=5), {"kind": "business-days", "count": 5}),
    (EndOfMonth(), {"kind": "end-of-month"}),
    (StartOfQuarter(), {"kind": "start-of-quarter"}),
    (DayOfMonth(day=31), {"kind": "day-of-month", "day": 31, "months": 0}),
    (NextDayOfMonth(days=(10, 20)), {"kind": "next-day-of-month", "days": [10, 20]}),
    (Weekday(weekday="friday"), {"kind": "weekday", "weekday": "friday"}),
    (NextWeekday(weekday="friday"), {"kind": "next-weekday", "weekday": "friday"}),
    (OnDate(on=d("2026-06-30")), {"kind": "on-date", "on": "2026-06-30"}),
    (
        Proximo(day=20, cutoff=-3),
        {"kind": "proximo", "day": 20, "cutoff": -3, "months": 1, "boundary": "stays"},
    ),
    (
        Bands(bands=(Band(until=31, steps=(Days(count=1),)),)),
        {"kind": "bands", "bands": [{"until": 31, "steps": [{"kind": "days", "count": 1}]}]},
    ),
]


@pytest.mark.parametrize(("step", "document"), DOCUMENTS)
def test_a_step_as_json(step: Policy, document: dict[str, Any]) -> None:
    assert step.model_dump(mode="json") == document
    assert TypeAdapter[Policy](Step).validate_python(document) == step
    assert TypeAdapter[Policy](Step).validate_json(step.model_dump_json()) == step


@pytest.mark.parametrize("count", [True, "7", 7.0, -10_001, 10_001, None, 10**30])
@pytest.mark.parametrize("step", [Days, Months, BusinessDays])
def test_a_count_is_a_whole_number_within_reason(step: type[Days], count: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        step(count=count)
    assert [error["loc"] for error in caught.value.errors()] == [("count",)]


BAND = Band(until=31, steps=())


@pytest.mark.parametrize(
    ("step", "fields", "path"),
    [
        (Weeks, {"count": 10_001}, ("count",)),
        (Weeks, {"count": -10_001}, ("count",)),
        (DayOfMonth, {"day": 0}, ("day",)),
        (DayOfMonth, {"day": 32}, ("day",)),
        (DayOfMonth, {"day": "10"}, ("day",)),
        (DayOfMonth, {"day": 10, "months": 10_001}, ("months",)),
        (NextDayOfMonth, {"days": ()}, ("days",)),
        (NextDayOfMonth, {"days": (20, 10)}, ("days",)),
        (NextDayOfMonth, {"days": (10, 10)}, ("days",)),
        (NextDayOfMonth, {"days": (0, 10)}, ("days", 0)),
        (NextDayOfMonth, {"days": (10, 32)}, ("days", 1)),
        (NextDayOfMonth, {"days": {10, 20}}, ()),
        (NextDayOfMonth, {"days": 10}, ("days",)),
        (Weekday, {"weekday": "Friday"}, ("weekday",)),
        (NextWeekday, {"weekday": 4}, ("weekday",)),
        (OnDate, {"on": "30.06.2026"}, ("on",)),
        (OnDate, {"on": 20260630}, ("on",)),
        (Proximo, {"day": 0}, ("day",)),
        (Proximo, {"day": 20, "cutoff": 32}, ("cutoff",)),
        (Proximo, {"day": 20, "cutoff": -28}, ("cutoff",)),
        (Proximo, {"day": 20, "cutoff": 19.0}, ("cutoff",)),
        (Proximo, {"day": 20, "boundary": "moves"}, ("boundary",)),
        (Bands, {"bands": ()}, ("bands",)),
        (Bands, {"bands": (Band(until=30, steps=()),)}, ()),
        (Bands, {"bands": (BAND, BAND)}, ()),
        (Bands, {"bands": (Band(until=15, steps=()), Band(until=9, steps=()), BAND)}, ()),
        (Band, {"until": 32, "steps": ()}, ("until",)),
        (Band, {"until": 31, "steps": (Days(count=1),) * 13}, ("steps",)),
        (EndOfMonth, {"kind": "end-of-year"}, ("kind",)),
        (StartOfQuarter, {"months": 1}, ("months",)),
    ],
)
def test_what_is_no_step_is_refused(
    step: type[Policy], fields: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        step(**fields)
    assert [error["loc"] for error in caught.value.errors()] == [path]


def test_bands_hold_no_bands() -> None:
    with pytest.raises(ValidationError) as caught:
        Bands(bands=(Band(until=31, steps=(HALVES,)),))  # type: ignore[arg-type]
    assert caught.value.errors()[0]["loc"][:2] == ("steps", 0)


def test_bands_say_why_they_are_refused() -> None:
    with pytest.raises(ValidationError, match=r"bands must rise and end on day 31, not \[15, 30\]"):
        Bands(bands=(Band(until=15, steps=()), Band(until=30, steps=())))
    with pytest.raises(ValidationError, match=r"days must ascend without repeats, not \(20, 10\)"):
        NextDayOfMonth(days=(20, 10))


def test_fields_are_given_by_name() -> None:
    with pytest.raises(TypeError):
        Days(30)  # type: ignore[arg-type, call-arg]
