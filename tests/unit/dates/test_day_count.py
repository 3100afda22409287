"""Day counts, against figures that other systems print in their own tests."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from collectkit.dates import DayCount
from collectkit.errors import InvalidDate
from collectkit.money import Money

FIXED = DayCount.ACT_365F
ACT_360 = DayCount.ACT_360
ACT_ACT = DayCount.ACT_ACT_ISDA
NL_365 = DayCount.NL_365
THIRTY_E = DayCount.THIRTY_E_360
THIRTY = DayCount.THIRTY_360
THIRTY_US = DayCount.THIRTY_360_US


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), 0),
        (date(2026, 1, 1), date(2026, 1, 2), 1),
        (date(2024, 2, 28), date(2024, 3, 1), 2),
        (date(2023, 2, 28), date(2023, 3, 1), 1),
        (date(2024, 1, 1), date(2025, 1, 1), 366),
        (date(2026, 1, 2), date(2026, 1, 1), -1),
    ],
)
def test_days_that_passed_are_counted(start: date, end: date, days: int) -> None:
    assert FIXED.days(start, end) == days
    assert FIXED.fraction(start, end) == Fraction(days, 365)
    assert type(FIXED.fraction(start, end)) is Fraction


def test_a_leap_year_is_more_than_a_year() -> None:
    assert FIXED.fraction(date(2024, 1, 1), date(2025, 1, 1)) == Fraction(366, 365)


# -- figures of others -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "start", "end", "days"),
    [
        # hledger-interest README.md
        pytest.param(FIXED, "2010-09-26", "2010-12-31", 96, id="led-005"),
        # QuantLib test-suite/daycounters.cpp
        pytest.param(THIRTY, "2006-08-31", "2007-02-28", 178, id="dc-ql-bond-02"),
        pytest.param(THIRTY, "2006-09-30", "2006-10-31", 30, id="dc-ql-bond-07"),
        pytest.param(THIRTY, "2008-02-28", "2008-03-31", 33, id="dc-ql-bond-08"),
        pytest.param(THIRTY_E, "2006-08-31", "2007-02-28", 178, id="dc-ql-euro-02"),
        pytest.param(THIRTY_E, "2008-02-29", "2008-08-31", 181, id="dc-ql-euro-03"),
        pytest.param(THIRTY_E, "2007-02-26", "2008-02-29", 363, id="dc-ql-euro-05"),
        pytest.param(THIRTY_US, "2007-02-28", "2007-08-31", 180, id="dc-ql-us-01"),
        pytest.param(THIRTY_US, "2006-02-28", "2006-03-03", 3, id="dc-ql-us-03"),
        pytest.param(THIRTY_US, "2008-02-28", "2008-08-31", 183, id="dc-ql-us-04"),
    ],
)
def test_days_of_other_systems(rule: DayCount, start: str, end: str, days: int) -> None:
    assert rule.days(on(start), on(end)) == days


@pytest.mark.parametrize(
    ("rule", "start", "end", "fraction"),
    [
        # OpenGamma/Strata DayCountTest.java
        pytest.param(
            ACT_ACT,
            "2011-12-28",
            "2012-02-28",
            Fraction(4, 365) + Fraction(58, 366),
            id="dc-strata-01",
        ),
        pytest.param(
            ACT_ACT,
            "2011-12-28",
            "2012-03-01",
            Fraction(4, 365) + Fraction(60, 366),
            id="dc-strata-02",
        ),
        pytest.param(
            ACT_ACT,
            "2011-12-28",
            "2016-02-29",
            Fraction(4, 365) + Fraction(59, 366) + 4,
            id="dc-strata-03",
        ),
        pytest.param(ACT_360, "2011-12-28", "2012-02-29", Fraction(63, 360), id="dc-strata-05"),
        pytest.param(ACT_360, "2012-03-01", "2012-03-28", Fraction(27, 360), id="dc-strata-06"),
        pytest.param(FIXED, "2011-12-28", "2012-02-29", Fraction(63, 365), id="dc-strata-07"),
        pytest.param(FIXED, "2011-12-28", "2016-03-01", Fraction(1525, 365), id="dc-strata-08"),
        pytest.param(NL_365, "2011-12-28", "2012-03-01", Fraction(63, 365), id="dc-strata-09"),
        pytest.param(NL_365, "2012-02-28", "2012-03-28", Fraction(28, 365), id="dc-strata-10"),
    ],
)
def test_fractions_of_other_systems(
    rule: DayCount, start: str, end: str, fraction: Fraction
) -> None:
    assert rule.fraction(on(start), on(end)) == fraction


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        # QuantLib test-suite/daycounters.cpp, printed to twelve digits
        pytest.param("2003-11-01", "2004-05-01", "0.497724380567", id="dc-ql-aa-01"),
        pytest.param("1999-02-01", "1999-07-01", "0.410958904110", id="dc-ql-aa-02"),
    ],
)
def test_printed_fractions_of_other_systems(start: str, end: str, printed: str) -> None:
    assert round(ACT_ACT.fraction(on(start), on(end)), 12) == Fraction(printed)


def test_interest_of_another_system() -> None:
    """PyPI daycounts 0.2.0 docstring (dc-pypi-01): 1,000,000 at 5 % over ACT/360."""
    share = ACT_360.fraction(date(2024, 1, 1), date(2024, 7, 1))
    interest = Money.from_fraction(1_000_000 * Fraction(5, 100) * share, "USD")
    assert interest == Money("25277.78", "USD")


# -- where the rules part ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "end", "european", "bond", "us"),
    [
        ("2026-01-30", "2026-01-31", 0, 0, 0),
        ("2026-01-29", "2026-01-31", 1, 2, 2),
        ("2026-01-31", "2026-03-31", 60, 60, 60),
        ("2026-01-31", "2026-02-28", 28, 28, 28),
        ("2026-02-28", "2026-03-31", 32, 33, 30),
        ("2026-02-28", "2026-03-30", 32, 32, 30),
        ("2026-02-28", "2027-02-28", 360, 360, 360),
        ("2024-02-28", "2024-03-31", 32, 33, 33),
        ("2024-02-29", "2024-03-31", 31, 32, 30),
        ("2023-02-28", "2024-02-28", 360, 360, 358),
        ("2023-02-28", "2024-02-29", 361, 361, 360),
        ("2024-02-29", "2025-02-28", 359, 359, 360),
        ("2024-02-15", "2024-02-29", 14, 14, 14),
        ("2026-06-01", "2026-12-31", 209, 210, 210),
    ],
)
def test_months_of_thirty_days(start: str, end: str, european: int, bond: int, us: int) -> None:
    rules = (THIRTY_E, THIRTY, THIRTY_US)
    counted = [rule.days(on(start), on(end)) for rule in rules]
    assert counted == [european, bond, us]
    assert [rule.fraction(on(start), on(end)) for rule in rules] == [
        Fraction(days, 360) for days in counted
    ]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-02-28", "2024-02-29", 0),
        ("2024-02-29", "2024-03-01", 1),
        ("2024-02-28", "2024-03-01", 1),
        ("2024-01-01", "2025-01-01", 365),
        ("2000-02-28", "2000-03-01", 1),
        ("2100-02-28", "2100-03-01", 1),
        ("1899-12-31", "2100-12-31", 201 * 365),
    ],
)
def test_the_leap_day_bears_nothing(start: str, end: str, days: int) -> None:
    assert NL_365.days(on(start), on(end)) == days
    assert NL_365.fraction(on(start), on(end)) == Fraction(days, 365)


def test_each_day_belongs_to_its_own_year() -> None:
    eve, new_year, next_day = date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 2)
    assert ACT_ACT.fraction(eve, new_year) == Fraction(1, 365)
    assert ACT_ACT.fraction(new_year, next_day) == Fraction(1, 366)
    assert ACT_ACT.fraction(new_year, date(2025, 1, 1)) == 1
    assert ACT_ACT.days(new_year, date(2025, 1, 1)) == 366


@pytest.mark.parametrize("rule", DayCount)
def test_reversed_dates_mirror(rule: DayCount) -> None:
    start, end = date(2023, 2, 28), date(2024, 8, 31)
    assert rule.days(end, start) == -rule.days(start, end) < 0
    assert rule.fraction(end, start) == -rule.fraction(start, end) < 0
    assert rule.days(start, start) == rule.fraction(start, start) == 0


@pytest.mark.parametrize("rule", DayCount)
def test_the_calendar_has_ends(rule: DayCount) -> None:
    assert 9990 < rule.fraction(date.min, date.max) < 10_150


def test_two_rules_do_not_add_up() -> None:
    assert [rule for rule in DayCount if not rule.is_additive] == [THIRTY, THIRTY_US]
    start, cut, end = date(2026, 1, 29), date(2026, 1, 30), date(2026, 1, 31)
    for rule in (THIRTY, THIRTY_US):
        assert rule.days(start, cut) + rule.days(cut, end) == 1
        assert rule.days(start, end) == 2


# -- what it takes and what it is --------------------------------------------------------------
@pytest.mark.parametrize("rule", DayCount)
@pytest.mark.parametrize("junk", [datetime(2026, 1, 1), "2026-01-01", 20260101, None])  # noqa: DTZ001
def test_only_days_are_counted(rule: DayCount, junk: Any) -> None:
    day = date(2026, 1, 1)
    for count in (rule.days, rule.fraction):
        with pytest.raises(InvalidDate, match=r"^start must be a date, not ") as caught:
            count(junk, day)
        assert caught.value.field == "start"
        with pytest.raises(InvalidDate, match=r"^end must be a date, not ") as caught:
            count(day, junk)
        assert caught.value.field == "end"


def test_names_are_stable() -> None:
    assert {rule.name: rule.value for rule in DayCount} == {
        "ACT_365F": "act/365f",
        "ACT_360": "act/360",
        "ACT_ACT_ISDA": "act/act-isda",
        "NL_365": "nl/365",
        "THIRTY_E_360": "30e/360",
        "THIRTY_360": "30/360",
        "THIRTY_360_US": "30/360-us",
    }


@pytest.mark.parametrize("rule", DayCount)
def test_rules_stay_themselves(rule: DayCount) -> None:
    assert DayCount(rule.value) is pickle.loads(pickle.dumps(rule)) is copy.deepcopy(rule) is rule
