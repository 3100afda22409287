"""The slow reference of terms, splits and discount windows, held against figures from outside.

The figures are those of `tests/conformance/cases/terms.jsonl`, under their names there; each group
names its source. Whatever else that file holds in a form that can be translated is run as well.
The last tables are worked out by hand, for steps and policies that no outside case reaches.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.differential.terms_reference import Line, Step, adjust, due, split, windows

CaseStep = dict[str, Any]
CASE_FILE = Path(__file__).parents[1] / "conformance" / "cases" / "terms.jsonl"

DUE_DATES: list[tuple[str, str, list[CaseStep], str]] = [
    # kb.bizspoketech.com Business Central payment terms table (CALCDATE)
    ("bc-059", "2021-11-05", [{"add_weeks": 2}], "2021-11-19"),
    ("bc-060", "2021-11-05", [{"next_day_of_month_on_or_after": 10}], "2021-11-10"),
    ("bc-061", "2021-11-05", [{"end_of_month": True}, {"add_days": 10}], "2021-12-10"),
    ("bc-062", "2021-11-05", [{"add_years": -1}], "2020-11-05"),
    (
        "bc-063",
        "2021-06-15",
        [{"add_months": 3}, {"start_of_quarter": True}, {"next_weekday_strictly_after": 1}],
        "2021-07-05",
    ),
    # Dolibarr/dolibarr#5833
    ("dolibarr-050", "2016-10-10", [{"next_day_of_month_on_or_after": 15}], "2016-10-15"),
    # Dolibarr/dolibarr#36808
    (
        "dolibarr-055",
        "2025-03-31",
        [{"add_days": 45}, {"next_day_of_month_on_or_after": 15}],
        "2025-05-15",
    ),
    # Dolibarr/dolibarr#18124
    ("dolibarr-056", "2021-06-15", [{"add_months": 1}, {"set_day_of_month": 1}], "2021-07-01"),
    # frappe/erpnext#3451
    ("erpnext-038", "2015-06-16", [{"add_months": 1}, {"end_of_month": True}], "2015-07-31"),
    ("erpnext-039", "2015-10-31", [{"add_months": 1}, {"end_of_month": True}], "2015-11-30"),
    # getlago/lago-api#6116 table
    ("lago-040", "2026-07-15", [{"add_days": 0}], "2026-07-15"),
    ("lago-042", "2026-07-15", [{"end_of_month": True}], "2026-07-31"),
    ("lago-043", "2026-07-15", [{"end_of_month": True}, {"add_days": 30}], "2026-08-30"),
    ("lago-044", "2026-07-15", [{"add_days": 30}, {"end_of_month": True}], "2026-08-31"),
    ("lago-045", "2026-07-15", [{"add_months": 1}, {"set_day_of_month": 15}], "2026-08-15"),
    # getlago.com docs payment-term.md
    ("lagodoc-047", "2026-04-10", [{"add_days": 30}], "2026-05-10"),
    ("lagodoc-048", "2026-04-10", [{"end_of_month": True}], "2026-04-30"),
    # OCA/account-payment@882f4c00 (16.0) account_payment_term_extension tests
    ("oca-028", "2015-01-30", [{"add_months": 2}, {"end_of_month": True}], "2015-03-31"),
    ("oca-030", "2015-03-01", [{"add_days": 15}], "2015-03-16"),
    ("oca-031", "2015-03-02", [{"add_months": 2}, {"end_of_month": True}], "2015-05-31"),
    (
        "oca-033",
        "2020-01-01",
        [{"add_days": 5}, {"next_day_of_month_on_or_after": 5}],
        "2020-02-05",
    ),
    (
        "oca-034",
        "2020-01-01",
        [{"add_days": 0}, {"next_day_of_month_on_or_after": [5, 10]}],
        "2020-01-05",
    ),
    (
        "oca-035",
        "2020-01-06",
        [{"add_days": 0}, {"next_day_of_month_on_or_after": [5, 10]}],
        "2020-01-10",
    ),
    # odoo/odoo@fa572cf7 addons/account/tests/test_payment_term.py
    ("odoo-001", "2019-01-31", [{"add_days": 0}], "2019-01-31"),
    ("odoo-004", "2022-01-31", [{"add_days": 30}], "2022-03-02"),
    (
        "odoo-007",
        "2024-05-23",
        [{"add_days": 0}, {"add_months": 1}, {"set_day_of_month": 29}],
        "2024-06-29",
    ),
    (
        "odoo-008",
        "2024-05-23",
        [{"add_days": 0}, {"add_months": 1}, {"set_day_of_month": 31}],
        "2024-06-30",
    ),
    (
        "odoo-009",
        "2024-05-24",
        [{"add_days": 15}, {"add_months": 1}, {"set_day_of_month": 30}],
        "2024-07-30",
    ),
    ("odoo-011", "2024-04-22", [{"add_days": 30}, {"end_of_month": True}], "2024-05-31"),
    # odoo/odoo@02f71aa6 addons/account/tests/test_payment_term.py (v15)
    ("odoo15-016", "2019-01-01", [{"end_of_month": True}, {"add_days": 45}], "2019-03-17"),
    (
        "odoo15-019",
        "2019-01-01",
        [{"add_days": 31}, {"next_day_of_month_on_or_after": 15}],
        "2019-02-15",
    ),
    # odoo/documentation@3fb83d8f payment_terms.rst
    (
        "odoodoc-012",
        "2025-03-05",
        [{"add_days": 5}, {"end_of_month": True}, {"add_days": 1}],
        "2025-04-01",
    ),
    # odoo/odoo#10459
    (
        "odooissue-015",
        "2016-01-14",
        [{"add_days": 30}, {"end_of_month": True}, {"add_days": 10}],
        "2016-03-10",
    ),
    # discuss.tryton.org/t/2390 (first post)
    (
        "trytonforum-026",
        "2020-02-22",
        [{"add_days": 30}, {"next_day_of_month_on_or_after": [10, 20]}],
        "2020-04-10",
    ),
]

PROXIMO: list[tuple[str, dict[str, Any], str]] = [
    # Gnucash/gnucash@74ddb671 libgnucash/engine/gncBillTerm.c comment
    (
        "gnucash-1",
        {
            "invoice_date": "2010-06-14",
            "due_day": 20,
            "months_ahead_if_not_past_cutoff": 1,
            "cutoff_day": 19,
            "boundary": "cutoff_day_stays",
        },
        "2010-07-20",
    ),
    # Gnucash/gnucash@74ddb671 libgnucash/engine/gncBillTerm.c code
    (
        "gnucash-2",
        {
            "invoice_date": "2010-06-22",
            "due_day": 20,
            "months_ahead_if_not_past_cutoff": 1,
            "cutoff_day": 19,
            "boundary": "cutoff_day_stays",
        },
        "2010-08-20",
    ),
    # Oracle Payables terms field help (scribd 625185461)
    (
        "oracle-cut-2",
        {
            "invoice_date": "2023-01-10",
            "due_day": 15,
            "months_ahead_if_not_past_cutoff": 0,
            "cutoff_day": 11,
            "boundary": "cutoff_day_rolls",
        },
        "2023-01-15",
    ),
    # docs.zuora.com "Prox Payment Term Examples"
    (
        "zuora-1",
        {
            "invoice_date": "2023-08-10",
            "due_day": 20,
            "months_ahead_if_not_past_cutoff": 1,
            "cutoff_day": 12,
            "boundary": "cutoff_day_stays",
        },
        "2023-09-20",
    ),
    (
        "zuora-5",
        {
            "invoice_date": "2023-08-15",
            "due_day": 12,
            "months_ahead_if_not_past_cutoff": 1,
            "cutoff_day": 20,
            "boundary": "cutoff_day_stays",
        },
        "2023-09-12",
    ),
    (
        "zuora-8",
        {
            "invoice_date": "2023-08-15",
            "due_day": "EOM",
            "months_ahead_if_not_past_cutoff": 1,
            "cutoff_day": "EOM",
            "boundary": "cutoff_day_stays",
        },
        "2023-09-30",
    ),
    (
        "zuora-9",
        {
            "invoice_date": "2023-01-01",
            "due_day": 30,
            "months_ahead_if_not_past_cutoff": 1,
            "cutoff_day": 5,
            "boundary": "cutoff_day_stays",
        },
        "2023-02-28",
    ),
]

ADJUSTED: list[tuple[str, str, str, list[str], str]] = [
    # OpenGamma/Strata@39c46e34 BusinessDayConventionTest
    ("strata-ModifiedFollowing-2014-07-13", "2014-07-13", "ModifiedFollowing", [], "2014-07-14"),
    ("strata-ModifiedFollowing-2014-08-30", "2014-08-30", "ModifiedFollowing", [], "2014-08-29"),
    ("strata-ModifiedFollowing-2014-08-31", "2014-08-31", "ModifiedFollowing", [], "2014-08-29"),
    ("strata-ModifiedPreceding-2014-11-01", "2014-11-01", "ModifiedPreceding", [], "2014-11-03"),
    ("strata-ModifiedPreceding-2014-11-02", "2014-11-02", "ModifiedPreceding", [], "2014-11-03"),
    ("strata-NoAdjust-2014-07-12", "2014-07-12", "NoAdjust", [], "2014-07-12"),
    ("strata-Preceding-2014-07-13", "2014-07-13", "Preceding", [], "2014-07-11"),
    ("strata-nearest-2014-07-13", "2014-07-13", "Nearest", ["2014-07-14"], "2014-07-15"),
    ("strata-nearest-2014-07-14", "2014-07-14", "Nearest", ["2014-07-14"], "2014-07-15"),
]

ADVANCED: list[tuple[str, str, int, str, str]] = [
    # lballabio/QuantLib@2a13d455 test-suite/businessdayconventions.cpp
    ("quantlib-2015-01-31-ModifiedFollowing-0", "2015-01-31", 1, "ModifiedFollowing", "2015-02-27"),
    ("quantlib-2015-01-31-Unadjusted-0", "2015-01-31", 1, "Unadjusted", "2015-02-28"),
    (
        "quantlib-2015-03-04-Nearest_tie_following-0",
        "2015-03-04",
        1,
        "Nearest_tie_following",
        "2015-04-02",
    ),
    ("quantlib-2015-03-25-ModifiedFollowing-0", "2015-03-25", 1, "ModifiedFollowing", "2015-04-28"),
]

SOUTH_AFRICA = ["2015-01-01", "2015-03-21", "2015-04-03", "2015-04-06", "2015-04-27", "2015-05-01"]

CONVENTIONS = {
    "NoAdjust": "none",
    "Unadjusted": "none",
    "Following": "following",
    "ModifiedFollowing": "modified-following",
    "Preceding": "preceding",
    "ModifiedPreceding": "modified-preceding",
    "Nearest": "nearest",
    "Nearest_tie_following": "nearest",
}


def on(text: str) -> date:
    return date.fromisoformat(text)


def business(holidays: list[str]) -> Callable[[date], bool]:
    def is_business_day(day: date) -> bool:
        return day.weekday() < 5 and day.isoformat() not in holidays

    return is_business_day


WEEKDAYS = business([])


def translated(case_step: CaseStep) -> Step:
    ((key, value),) = case_step.items()
    match key:
        case "add_days":
            return ("days", value)
        case "add_weeks":
            return ("weeks", value)
        case "add_months":
            return ("months", value)
        case "add_years":
            return ("months", 12 * value)
        case "end_of_month":
            return ("end-of-month",)
        case "start_of_quarter":
            return ("start-of-quarter",)
        case "set_day_of_month":
            return ("day-of-month", value, 0)
        case "next_day_of_month_on_or_after":
            return ("next-day-of-month", tuple(value) if isinstance(value, list) else (value,))
        case "next_weekday_strictly_after":  # Monday = 1
            return ("next-weekday", value - 1)
    raise ValueError(key)


def proximo(inputs: dict[str, Any]) -> Step:
    day = 31 if inputs["due_day"] == "EOM" else inputs["due_day"]
    cutoff = 0 if inputs["cutoff_day"] == "EOM" else inputs["cutoff_day"]
    boundary = inputs.get("boundary", "cutoff_day_stays").removeprefix("cutoff_day_")
    return ("proximo", day, cutoff, inputs["months_ahead_if_not_past_cutoff"], boundary)


def from_file(op: str, known: set[str]) -> list[dict[str, Any]]:
    """What the file has beyond the tables here."""
    if not CASE_FILE.exists():
        return []
    cases = [json.loads(line) for line in CASE_FILE.read_text("utf-8").splitlines() if line]
    return [case for case in cases if case["inputs"]["op"] == op and case["id"] not in known]


def due_dates() -> list[tuple[str, str, list[CaseStep], str]]:
    more = [
        (
            case["id"],
            case["inputs"]["invoice_date"],
            case["inputs"]["steps_in_order"],
            case["expected"]["due_date"],
        )
        for case in from_file("due_date", {row[0] for row in DUE_DATES})
        if not any("holiday_map" in step for step in case["inputs"]["steps_in_order"])
    ]
    return DUE_DATES + more


def proximos() -> list[tuple[str, dict[str, Any], str]]:
    return PROXIMO + [
        (case["id"], case["inputs"], case["expected"]["due_date"])
        for case in from_file("proximo", {row[0] for row in PROXIMO})
    ]


def adjusted() -> list[tuple[str, str, str, list[str], str]]:
    return ADJUSTED + [
        (
            case["id"],
            case["inputs"]["date"],
            case["inputs"]["convention"],
            case["inputs"]["holidays"],
            case["expected"]["date"],
        )
        for case in from_file("adjust", {row[0] for row in ADJUSTED})
    ]


@pytest.mark.parametrize(
    ("base", "steps", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in due_dates()],
)
def test_due_dates(base: str, steps: list[CaseStep], expected: str) -> None:
    assert due(on(base), [translated(step) for step in steps], WEEKDAYS) == on(expected)


@pytest.mark.parametrize(
    ("inputs", "expected"), [pytest.param(*row[1:], id=row[0]) for row in proximos()]
)
def test_proximo(inputs: dict[str, Any], expected: str) -> None:
    assert due(on(inputs["invoice_date"]), [proximo(inputs)], WEEKDAYS) == on(expected)


@pytest.mark.parametrize(
    ("day", "convention", "holidays", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in adjusted()],
)
def test_adjust(day: str, convention: str, holidays: list[str], expected: str) -> None:
    assert adjust(on(day), CONVENTIONS[convention], business(holidays)) == on(expected)


@pytest.mark.parametrize(
    ("start", "months", "convention", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in ADVANCED],
)
def test_advance_months(start: str, months: int, convention: str, expected: str) -> None:
    open_days = business(SOUTH_AFRICA)
    reached = due(on(start), [("months", months)], open_days)
    assert adjust(reached, CONVENTIONS[convention], open_days) == on(expected)


# Cases whose keys are irregular: written as the steps they mean.
STEPS: list[tuple[str, str, list[Step], str]] = [
    # lballabio/QuantLib@2a13d455 test-suite/businessdayconventions.cpp
    ("quantlib-4bd", "2015-02-03", [("business-days", 4)], "2015-02-09"),
    # help.trimble.com Vista "Due Dates, Discount Dates, & Cutoff Dates"
    ("trimble-1-05-due", "2009-02-05", [("proximo", 30, 20, 0, "stays")], "2009-02-28"),
    ("trimble-1-05-discount", "2009-02-05", [("proximo", 10, 20, 0, "stays")], "2009-02-10"),
    ("trimble-2-05-due", "2009-02-05", [("proximo", 30, 20, 1, "stays")], "2009-03-30"),
    ("trimble-2-05-discount", "2009-02-05", [("proximo", 10, 20, 1, "stays")], "2009-03-10"),
    ("trimble-3-21-due", "2009-02-21", [("proximo", 30, 20, 2, "stays")], "2009-05-30"),
    ("trimble-3-21-discount", "2009-02-21", [("proximo", 10, 20, 2, "stays")], "2009-05-10"),
    # Gnucash/gnucash@74ddb671 libgnucash/engine/gncBillTerm.c: effective cutoff 25 in Feb 2010
    ("gnucash-3-on", "2010-02-25", [("proximo", 20, -3, 1, "stays")], "2010-03-20"),
    ("gnucash-3-after", "2010-02-26", [("proximo", 20, -3, 1, "stays")], "2010-04-20"),
    # the same, June by the code (27), not by the comment (28)
    ("gnucash-3-june-on", "2010-06-27", [("proximo", 20, -3, 1, "stays")], "2010-07-20"),
    ("gnucash-3-june-after", "2010-06-28", [("proximo", 20, -3, 1, "stays")], "2010-08-20"),
    # slideplayer.com/slide/1588771 (Section 7.4), studylib.net/doc/5432321 (ch14 sec5)
    ("dating-6", "2023-03-28", [("proximo", 10, 26, 1, "rolls")], "2023-05-10"),
    ("dating-7", "2023-07-12", [("proximo", 10, 26, 1, "rolls")], "2023-08-10"),
    ("dating-7-net", "2023-07-12", [("proximo", 10, 26, 1, "rolls"), ("days", 20)], "2023-08-30"),
    # questionai.com Business Mathematics p.297
    ("dating-4", "2023-02-10", [("end-of-month",), ("days", 15)], "2023-03-15"),
    # ZUGFeRD-for-Delphi reader comment (find_string id 4565823413)
    ("cii-date", "2024-02-28", [("days", 10)], "2024-03-09"),
    ("cii-date-net", "2024-02-28", [("days", 20)], "2024-03-19"),
    # odoo/odoo@01b87f12 test_early_payment_discount.py
    ("odoo-epd-3", "2019-01-01", [("days", 10)], "2019-01-11"),
    # trytond_account_invoice 8.2.0 tests/test_module.py
    ("tryton-01-1", "2011-10-01", [("days", 30)], "2011-10-31"),
    ("tryton-01-2", "2011-10-01", [("months", 1)], "2011-11-01"),
    ("tryton-01-3", "2011-10-01", [("months", 1), ("days", 30)], "2011-12-01"),
    ("tryton-01-4", "2011-10-01", [("day-of-month", 15, 2), ("days", 30)], "2012-01-14"),
    # frappe/erpnext#40077
    ("erpnext-40077-1", "2024-03-15", [("months", 1)], "2024-04-15"),
    ("erpnext-40077-3", "2024-03-15", [("months", 3)], "2024-06-15"),
    ("erpnext-40077b-1", "2024-03-15", [("days", 30)], "2024-04-14"),
    ("erpnext-40077b-3", "2024-03-15", [("days", 90)], "2024-06-13"),
    # odoo/odoo@fa572cf7 addons/account/tests/test_payment_term.py
    ("odoo-inst-dates-1", "2022-01-15", [("days", 45)], "2022-03-01"),
    ("odoo-inst-dates-2", "2022-01-31", [("days", 45)], "2022-03-17"),
    # odoo/documentation@3fb83d8f payment_terms.rst
    ("odoodoc-inst", "2025-02-21", [("months", 1), ("end-of-month",)], "2025-03-31"),
]

SAP_2926267: Step = (
    "bands",
    (
        (9, [("day-of-month", 10, 1)]),
        (25, [("day-of-month", 25, 1)]),
        (31, [("day-of-month", 10, 2)]),
    ),
)
SAP_DAY_LIMIT: Step = (
    "bands",
    ((15, [("months", 1), ("end-of-month",)]), (31, [("day-of-month", 15, 2)])),
)
JDE_RANGE: Step = ("bands", ((15, [("day-of-month", 15, 0), ("days", 3)]),))

BANDED: list[tuple[str, Step, str, str]] = [
    # SAP KBA 2926267
    ("sap-2926267-1", SAP_2926267, "2024-01-09", "2024-02-10"),
    ("sap-2926267-2", SAP_2926267, "2024-01-10", "2024-02-25"),
    ("sap-2926267-3", SAP_2926267, "2024-01-25", "2024-02-25"),
    ("sap-2926267-4", SAP_2926267, "2024-01-26", "2024-03-10"),
    ("sap-2926267-5", SAP_2926267, "2024-01-31", "2024-03-10"),
    # sapr3.tripod.com/sapfj020.htm (SAP OBB8 field help "Day limit")
    ("sap-daylimit-1-1", SAP_DAY_LIMIT, "2024-02-15", "2024-03-31"),
    ("sap-daylimit-1-2", SAP_DAY_LIMIT, "2024-02-16", "2024-04-15"),
    # docs.oracle.com JDE "Setting Up Due Date Rules": a rule goes from the end of its band
    ("jde-range-1", JDE_RANGE, "2024-05-03", "2024-05-18"),
    ("jde-range-2", JDE_RANGE, "2024-05-15", "2024-05-18"),
]

# By hand: what no outside case reaches. 2024-06-14 is a Friday.
BY_HAND: list[tuple[str, str, list[Step], str]] = [
    ("clamp-leap", "2024-01-31", [("months", 1)], "2024-02-29"),
    ("clamp-back", "2023-03-31", [("months", -1)], "2023-02-28"),
    ("leap-day-plus-a-year", "2024-02-29", [("months", 12)], "2025-02-28"),
    ("months-zero", "2024-02-29", [("months", 0)], "2024-02-29"),
    ("months-over-the-year", "2024-01-15", [("months", -13)], "2022-12-15"),
    ("days-back", "2024-03-01", [("days", -1)], "2024-02-29"),
    ("weeks-back", "2024-03-01", [("weeks", -1)], "2024-02-23"),
    ("31-in-june", "2024-06-05", [("next-day-of-month", (31,))], "2024-06-30"),
    ("31-on-30-june", "2024-06-30", [("next-day-of-month", (31,))], "2024-06-30"),
    ("clamped-first", "2023-02-21", [("next-day-of-month", (20, 30))], "2023-02-28"),
    ("days-unsorted", "2024-06-11", [("next-day-of-month", (20, 10))], "2024-06-20"),
    ("weekday-on", "2024-06-14", [("weekday", 4)], "2024-06-14"),
    ("weekday-after", "2024-06-14", [("weekday", 3)], "2024-06-20"),
    ("next-weekday-on", "2024-06-14", [("next-weekday", 4)], "2024-06-21"),
    ("business-zero", "2024-06-15", [("business-days", 0)], "2024-06-15"),
    ("business-one-from-saturday", "2024-06-15", [("business-days", 1)], "2024-06-17"),
    ("business-one-back-from-saturday", "2024-06-15", [("business-days", -1)], "2024-06-14"),
    ("business-back", "2024-06-17", [("business-days", -2)], "2024-06-13"),
    ("quarter-first-day", "2024-04-01", [("start-of-quarter",)], "2024-04-01"),
    ("quarter-last-day", "2024-03-31", [("start-of-quarter",)], "2024-01-01"),
    ("day-of-month-may-lie-before", "2024-06-14", [("day-of-month", 10, 0)], "2024-06-10"),
    ("day-of-month-from-the-31st", "2024-01-31", [("day-of-month", 31, 1)], "2024-02-29"),
    ("on-date", "2024-06-14", [("on-date", date(2024, 1, 2)), ("days", 1)], "2024-01-03"),
    ("cutoff-day-stays", "2024-06-20", [("proximo", 10, 20, 1, "stays")], "2024-07-10"),
    ("cutoff-day-rolls", "2024-06-20", [("proximo", 10, 20, 1, "rolls")], "2024-08-10"),
    ("cutoff-beyond-the-month", "2023-02-28", [("proximo", 10, 30, 1, "rolls")], "2023-04-10"),
    ("cutoff-0-is-the-end", "2024-06-30", [("proximo", 10, 0, 1, "stays")], "2024-07-10"),
    ("cutoff-0-rolls", "2024-06-30", [("proximo", 10, 0, 1, "rolls")], "2024-08-10"),
    ("cutoff-before-the-month", "2023-02-01", [("proximo", 10, -28, 1, "stays")], "2023-04-10"),
    ("proximo-over-the-year", "2023-12-21", [("proximo", 31, 20, 1, "stays")], "2024-02-29"),
]


@pytest.mark.parametrize(
    ("base", "steps", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in STEPS + BY_HAND],
)
def test_steps(base: str, steps: list[Step], expected: str) -> None:
    open_days = business(SOUTH_AFRICA)
    assert due(on(base), steps, open_days) == on(expected)


@pytest.mark.parametrize(
    ("bands", "base", "expected"), [pytest.param(*row[1:], id=row[0]) for row in BANDED]
)
def test_bands(bands: Step, base: str, expected: str) -> None:
    assert due(on(base), [bands], WEEKDAYS) == on(expected)


def test_a_day_beyond_the_last_band_has_no_rule() -> None:
    with pytest.raises(ValueError, match="no band"):
        due(date(2024, 5, 16), [JDE_RANGE], WEEKDAYS)


@pytest.mark.parametrize(
    ("base", "expected"),
    [("2020-01-01", ["2020-01-15", "2020-02-05"]), ("2020-01-18", ["2020-01-20", "2020-02-05"])],
)
def test_chained_payment_days(base: str, expected: list[str]) -> None:
    # oca-seq-*: OCA/account-payment@882f4c00 (16.0) account_payment_term_extension tests
    first = due(on(base), [("next-day-of-month", (15, 20))], WEEKDAYS)
    second = due(first, [("next-day-of-month", (5, 10))], WEEKDAYS)
    assert [first, second] == [on(text) for text in expected]


def test_a_postponed_holiday() -> None:
    # oca-032: OCA/account-payment@882f4c00 (16.0) account_payment_term_extension tests
    open_days = business(["2015-03-16"])
    reached = due(date(2015, 3, 2), [("weeks", 2)], open_days)
    assert adjust(reached, "following", open_days) == date(2015, 3, 17)


# By hand: Easter 2024 (29 March and 1 April are holidays).
@pytest.mark.parametrize(
    ("convention", "day", "expected"),
    [
        ("following", "2024-03-29", "2024-04-02"),
        ("modified-following", "2024-03-29", "2024-03-28"),
        ("preceding", "2024-04-01", "2024-03-28"),
        ("modified-preceding", "2024-04-01", "2024-04-02"),
        ("nearest", "2024-03-30", "2024-03-28"),
        ("nearest", "2024-03-31", "2024-04-02"),
        ("nearest", "2024-03-28", "2024-03-28"),
        ("none", "2024-03-29", "2024-03-29"),
    ],
)
def test_adjust_over_easter(convention: str, day: str, expected: str) -> None:
    open_days = business(["2024-03-29", "2024-04-01"])
    assert adjust(on(day), convention, open_days) == on(expected)


def of_total(percent: str, round_to: int | None = None, rounding: str = "half-up") -> Line:
    return ("percent", Fraction(percent) / 100, "total", round_to, rounding)


def of_untaxed(percent: str) -> Line:
    return ("percent", Fraction(percent) / 100, "untaxed", None, "half-up")


def of_remainder(percent: str) -> Line:
    return ("percent", Fraction(percent) / 100, "remainder", None, "half-up")


BALANCE: Line = ("balance",)
FOUR_TIMES_25 = [of_total("25")] * 4
LARGEST = "largest-remainder"

SPLITS: list[tuple[str, int, int, list[Line], str, list[int] | None]] = [
    # trytond_account_invoice 8.2.0 tests/test_module.py
    (
        "tryton-01",
        158735,
        158735,
        [of_remainder("25"), of_total("25"), ("fixed", 39684), BALANCE],
        LARGEST,
        [39684, 39684, 39684, 39683],
    ),
    (
        "tryton-02",
        -1000,
        -1000,
        [of_remainder("25"), of_total("25"), ("fixed", 400), BALANCE],
        LARGEST,
        [-250, -250, -400, -100],
    ),
    # metasfresh/metasfresh@6c7bfd86 purchaseOrderComplexPaymentTerm.feature
    ("metas-1", 10230, 10230, [of_total("25"), of_total("75")], "last", [2558, 7672]),
    # research/terms-and-discounts.md (d), both columns
    ("four-last", 10230, 10230, FOUR_TIMES_25, "last", [2558, 2558, 2558, 2556]),
    ("four-largest", 10230, 10230, FOUR_TIMES_25, LARGEST, [2558, 2558, 2557, 2557]),
    # frappe/erpnext#12057: the source has the sum only
    (
        "erpnext-12057",
        547,
        547,
        [of_total("33.34"), of_total("33.33"), of_total("33.33")],
        LARGEST,
        [183, 182, 182],
    ),
    # frappe/erpnext#26951, and the equal parts asked for there
    (
        "erpnext-26951",
        3000000,
        3000000,
        [of_total("33.334"), of_total("33.333"), of_total("33.333")],
        LARGEST,
        [1000020, 999990, 999990],
    ),
    (
        "erpnext-26951-equal",
        3000000,
        3000000,
        [("equal", 3, None, "half-up")],
        LARGEST,
        [1000000, 1000000, 1000000],
    ),
    # OCA/account-payment@882f4c00 (16.0) account_payment_term_extension tests
    ("oca-round", 100010, 100010, [of_total("50", 100), BALANCE], LARGEST, [50000, 50010]),
    (
        "oca-untaxed",
        110000,
        100000,
        [of_untaxed("10"), of_untaxed("40"), BALANCE],
        LARGEST,
        [10000, 40000, 60000],
    ),
    # help.sap.com Business One SDK ApplyTaxOnFirstInstallment: the first part is the balance
    ("sapb1-taxfirst", 110000, 100000, [BALANCE, of_untaxed("50")], LARGEST, [60000, 50000]),
    # odoo/odoo@fa572cf7 addons/account/tests/test_payment_term.py: its last line is the balance
    (
        "odoo-split-2",
        100000,
        100000,
        [of_total("70"), ("fixed", 20000), BALANCE],
        LARGEST,
        [70000, 20000, 10000],
    ),
    ("odoo-split-3", 100000, 100000, [of_total("70"), ("fixed", 50000), BALANCE], LARGEST, None),
    (
        "odoo-split-5-document",
        90,
        90,
        [of_total("50"), of_total("50"), BALANCE],
        "last",
        [45, 45, 0],
    ),
    ("odoo-split-5-company", 4, 4, [of_total("50"), of_total("50"), BALANCE], "last", [2, 2, 0]),
    (
        "odoo-split-6",
        868350,
        868350,
        [of_total("50", 50, "up"), BALANCE],
        LARGEST,
        [434200, 434150],
    ),
    # the same without a balance: the last share takes the difference and is not rounded itself
    (
        "odoo-split-6-percent",
        868350,
        868350,
        [of_total("50", 50, "up"), of_total("50", 50, "up")],
        LARGEST,
        [434200, 434150],
    ),
    # odoo/documentation@3fb83d8f payment_terms.rst
    ("odoodoc-inst", 100000, 100000, [of_total("30"), of_total("70")], LARGEST, [30000, 70000]),
    # By hand.
    ("four-first", 10230, 10230, FOUR_TIMES_25, "first", [2556, 2558, 2558, 2558]),
    ("mirrored", -10230, -10230, FOUR_TIMES_25, LARGEST, [-2558, -2558, -2557, -2557]),
    ("balance-first-last", 101, 101, [BALANCE, of_total("50")], "last", [50, 51]),
    ("equal-rounded", 1000, 1000, [("equal", 3, 50, "down")], LARGEST, [300, 300, 400]),
    (
        "difference-to-the-balance",
        100,
        100,
        [("percent", Fraction(1, 3), "total", 10, "half-up"), of_remainder("50"), BALANCE],
        LARGEST,
        [30, 33, 37],
    ),
    ("rounded-up-too-far", 100, 100, [of_total("90", 200, "up"), BALANCE], LARGEST, None),
    ("all-fixed", 100, 100, [("fixed", 60), ("fixed", 40)], LARGEST, [60, 40]),
    ("zero", 0, 0, [of_remainder("25"), ("fixed", 5), BALANCE], LARGEST, [0, 0, 0]),
    ("one-unit", 1, 1, [("equal", 3, None, "half-up")], LARGEST, [1, 0, 0]),
    ("half-up-below-zero", 2, 2, [("equal", 4, None, "half-up")], "last", None),
]


@pytest.mark.parametrize(
    ("total", "untaxed", "lines", "residue", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in SPLITS],
)
def test_split(
    total: int, untaxed: int, lines: list[Line], residue: str, expected: list[int] | None
) -> None:
    assert split(total, untaxed, lines, residue) == expected


@pytest.mark.parametrize(
    "lines",
    [
        [of_total("50")],
        [of_total("50"), ("fixed", 49)],
        [of_total("100"), ("fixed", 1)],
        [BALANCE, ("equal", 2, None, "half-up")],
    ],
)
def test_lines_that_do_not_make_up_the_total(lines: list[Line]) -> None:
    with pytest.raises(ValueError, match=r"add up|more than one"):
        split(100, 100, lines, LARGEST)


# gross, tax, excluded, percent, base, expected (base, discount) per part
WINDOWS: list[tuple[str, list[int], list[int], list[int], str, str, list[tuple[int, int]]]] = [
    # stephanstapel/ZUGFeRD-csharp#564
    ("cii-1", [27560], [0], [0], "2", "gross", [(27560, 551)]),
    # ZUGFeRD-for-Delphi reader comment (find_string id 4565823413)
    ("cii-3", [11964], [0], [0], "4", "gross", [(11964, 479)]),
    # studylib.net/doc/5432321 (ch14 sec5)
    ("dating-11", [72705], [0], [0], "4", "gross", [(72705, 2908)]),
    # questionai.com Business Mathematics p.280 ex.2-4: freight is not discounted
    ("dating-12", [1849904], [0], [74838], "3", "gross", [(1775066, 53252)]),
    # metasfresh/metasfresh@6c7bfd86 PaymentTermGrossProfitComponentTest
    ("metas-5", [100], [0], [0], "3", "gross", [(100, 3)]),
    # frappe/erpnext#20548
    ("erpnext-20548", [1190000], [190000], [0], "3", "gross", [(1190000, 35700)]),
    # technet AX 2012 aa590433
    ("pp-12-gross", [12500], [2500], [0], "10", "gross", [(12500, 1250)]),
    ("pp-12-net", [12500], [2500], [0], "10", "net", [(10000, 1000)]),
    # My Oracle Support 263404.1
    ("pp-13", [981070], [0], [0], "5", "gross", [(981070, 49054)]),
    # Microsoft Learn D365 Finance: multiple discount periods
    ("pp-9-first", [100000], [0], [0], "2", "gross", [(100000, 2000)]),
    ("pp-9-second", [100000], [0], [0], "1", "gross", [(100000, 1000)]),
    # odoo/documentation@082546b4 cash_discounts.rst
    ("odoodoc-epd-included", [12100], [2100], [0], "2", "gross", [(12100, 242)]),
    # odoo/odoo@fa572cf7 addons/account/tests/test_payment_term.py
    ("odoo-epd-1", [115000], [15000], [0], "10", "gross", [(115000, 11500)]),
    # odoo/odoo@01b87f12 test_early_payment_discount.py
    ("odoo-epd-4", [172505], [22505], [5], "10", "gross", [(172500, 17250)]),
    (
        "odoo-epd-6",
        [115000, 200000],
        [15000, 0],
        [0, 0],
        "10",
        "gross",
        [(115000, 11500), (200000, 20000)],
    ),
    (
        "odoo-epd-7",
        [115000, 200000],
        [15000, 0],
        [0, 0],
        "10",
        "net",
        [(100000, 10000), (200000, 20000)],
    ),
    # By hand: the half unit goes up once, for all parts together, and to the earliest.
    ("shared", [25, 25], [0, 0], [0, 0], "2", "gross", [(25, 1), (25, 0)]),
    ("weighted", [10, 40], [0, 0], [0, 0], "2", "gross", [(10, 0), (40, 1)]),
    ("half-up-net", [3], [1], [1], "100", "net", [(1, 1)]),
    ("nothing", [0, 100], [0, 0], [0, 100], "2", "net", [(0, 0), (0, 0)]),
    ("mirrored", [-25, -25], [0, 0], [0, 0], "2", "gross", [(-25, -1), (-25, 0)]),
]


@pytest.mark.parametrize(
    ("gross", "tax", "excluded", "percent", "base", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in WINDOWS],
)
def test_windows(
    gross: list[int],
    tax: list[int],
    excluded: list[int],
    percent: str,
    base: str,
    expected: list[tuple[int, int]],
) -> None:
    assert windows(gross, tax, excluded, Fraction(percent) / 100, base) == expected
