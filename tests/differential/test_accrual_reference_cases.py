"""The slow reference of interest and fees, held against figures from outside.

The figures are those of `tests/conformance/cases/fees.jsonl` as far as they can be said in dates,
rates and sums; what cannot is named in `NOT_SAID`. The worked numbers are those of the research
notes, sections (c) and (d). The last part is worked out by hand, for what no source reaches.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.differential.accrual_reference import (
    DAY,
    Accrual,
    Margin,
    Period,
    Rate,
    charge,
    days30,
    graduated,
    half_up,
    interest,
    later,
    percent_of,
    periods,
    round_up,
    slab,
    summed_rate,
    table_rate,
    weight,
)

CASE_FILE = Path(__file__).parents[1] / "conformance" / "cases" / "fees.jsonl"
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in CASE_FILE.read_text("utf-8").splitlines() if line.strip()
]

# Orders of allocation, who may ask for a lump sum, when default starts, and sums in another
# currency are facts of a regime or of the caller; a plain quotient needs no reference.
NOT_SAID = {"order", "sum", "de_default_start", "de_lump", "fx_div", "div"}

MARCH = date(2023, 3, 1)

# Half-years in order from the first; "-" where no rate was found. The values are those of
# research/rates.json with its sources (Bank of England, Bundesbank, ECB, Federal Register).
HALF_YEARS: dict[str, tuple[str, str]] = {
    "boe_base_rate_reference_half_year": (
        "2002-07-01",
        "4.00 4.00 3.75 3.75 4.50 4.75 4.75 4.50 4.50 5.00 5.50 5.50 5.00 2.00 0.50 0.50 0.50 0.50 "
        "0.50 0.50 0.50 0.50 0.50 0.50 0.50 0.50 0.50 0.50 0.50 0.25 0.25 0.50 0.50 0.75 0.75 0.75 "
        "0.10 0.10 0.10 0.25 1.25 3.50 5.00 5.25 5.25 4.75 4.25 3.75 3.75",
    ),
    "de_basiszinssatz": (
        "2002-01-01",
        "2.57 2.47 1.97 1.22 1.14 1.13 1.21 1.17 1.37 1.95 2.70 3.19 3.32 3.19 1.62 0.12 0.12 0.12 "
        "0.12 0.37 0.12 0.12 -0.13 -0.38 -0.63 -0.73 -0.83 -0.83 -0.83 -0.88 -0.88 -0.88 -0.88 "
        "-0.88 -0.88 -0.88 -0.88 -0.88 -0.88 -0.88 -0.88 -0.88 1.62 3.12 3.62 3.37 2.27 1.27 1.27 "
        "1.52",
    ),
    "ecb_mro_half_year": (
        "2002-07-01",
        "3.35 2.85 2.10 2.02 2.01 2.09 2.05 2.25 2.83 3.58 4.07 4.20 4.07 2.50 1.00 1.00 1.00 1.00 "
        "1.25 1.00 1.00 0.75 0.50 0.25 0.15 0.05 0.05 0.05 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 "
        "0.00 0.00 0.00 0.00 0.00 2.50 4.00 4.50 4.25 3.15 2.15 2.15 2.40",
    ),
    "us_prompt_payment": (
        "2004-07-01",
        "4.500 4.250 - 5.125 5.750 - 5.750 4.750 5.125 5.625 4.875 3.250 3.125 2.625 2.500 - - "
        "1.375 1.750 2.125 2.000 2.125 2.375 2.500 1.875 2.500 2.375 2.625 3.500 3.625 2.625 2.125 "
        "1.125 0.875 1.125 1.625 - 4.625 4.875 4.875 4.875 4.625 4.625 4.125 4.750",
    ),
}

# SI 580/2012, 1998 c.20 s.5A, ustawa z 8.3.2013 art. 10: (up to, bound included, sum)
TIERS: dict[str, list[tuple[Fraction | None, bool, Fraction]]] = {
    "UK": [
        (Fraction(1000), False, Fraction(40)),
        (Fraction(10000), False, Fraction(70)),
        (None, True, Fraction(100)),
    ],
    "IE": [
        (Fraction(1000), True, Fraction(40)),
        (Fraction(10000), True, Fraction(70)),
        (None, True, Fraction(100)),
    ],
    "PL": [
        (Fraction(5000), True, Fraction(40)),
        (Fraction(50000), False, Fraction(70)),
        (None, True, Fraction(100)),
    ],
}
# Besluit BIK: 15/10/5/1/0.5 %
BIK: list[tuple[Fraction | None, Fraction]] = [
    (Fraction(2500), Fraction(15)),
    (Fraction(5000), Fraction(10)),
    (Fraction(10000), Fraction(5)),
    (Fraction(200000), Fraction(1)),
    (None, Fraction("0.5")),
]


def _d(text: str) -> date:
    return date.fromisoformat(text)


def _f(text: str | int) -> Fraction:
    return Fraction(str(text))


def _paid(*payments: Sequence[str]) -> list[tuple[date, Fraction]]:
    return [(_d(on), _f(amount)) for on, amount in payments]


def _fixed(percent: str | Fraction) -> Rate:
    return table_rate([(date.min, Fraction(percent))], date.max)


def _half_years(name: str) -> Rate:
    start, text = HALF_YEARS[name]
    day, entries, gaps = _d(start), [], []
    for word in text.split():
        if word == "-":
            gaps.append(day)
        else:
            entries.append((day, Fraction(word)))
        day = later(day, ("months", 6))
    return table_rate(entries, day - DAY, gaps)


def _plus(name: str, margin: str, round_up_to: Fraction | None = None) -> Rate:
    return summed_rate(
        _half_years(name), [(date.min, date.min, Fraction(margin))], round_up_to=round_up_to
    )


def _year_part(convention: str, start: date, end: date) -> Fraction:
    """The part of a year by the textbooks: ISDA's ACT/ACT counts the first day, not the last."""
    shift = DAY if convention == "ACT/ACT" else timedelta(0)
    total, day = Fraction(0), start
    while day < end:
        day += DAY
        total += weight(convention, start, day - shift)
    return total


def _simple(inputs: dict[str, Any], **options: Any) -> Accrual:
    basis = {"365": "ACT/365F", "360": "ACT/360"}[inputs.get("basis", "365")]
    until = MARCH + timedelta(days=inputs.get("days", 1))
    rate = _fixed(inputs["annual_rate_pct"])
    return interest(_f(inputs["principal"]), MARCH, until, rate=rate, day_count=basis, **options)


def _pairs(accrual: Accrual) -> list[list[Any]]:
    return [[segment.rate, segment.days] for segment in accrual.segments]


def _check_segments(accrual: Accrual, expected: list[list[Any]]) -> None:
    assert _pairs(accrual) == [[_f(row[0]), row[1]] for row in expected]
    for segment, row in zip(accrual.segments, expected, strict=True):
        if len(row) == 3:
            assert segment.rounded == _f(row[2])


def _check(kind: str, given: dict[str, Any], want: dict[str, Any]) -> None:
    names = {"ACT/ACT ISDA": "ACT/ACT", "30/360 ISDA": "30/360"}
    convention = names.get(given.get("convention", ""), given.get("convention", ""))
    if kind == "simple":
        assert _simple(given).total == _f(want["interest"])
    elif kind == "simple_daily_rounded":
        assert _simple(given, rounding="per_day").total == _f(want["interest"])
    elif kind == "daily":
        assert _simple(given).total == _f(want["daily"])
    elif kind == "simple_plus_fee":
        total = _simple(given).total
        assert total == _f(want["interest"])
        assert total + _f(given["fee"]) == _f(want["fee_plus_interest"])
        assert total + _f(given["fee"]) + _f(given["principal"]) == _f(want["total"])
    elif kind == "dated":
        rate, principal = _fixed(given["annual_rate_pct"]), _f(given["principal"])
        start, end = _d(given["from"]), _d(given["to"])
        total = interest(principal, start, end, rate=rate, day_count=convention).total
        assert total == _f(want["interest"])
    elif kind == "fraction":
        part = _year_part(convention, _d(given["from"]), _d(given["to"]))
        if "/" in want["fraction"]:
            assert part == sum((Fraction(p) for p in want["fraction"].split("+")), Fraction(0))
        else:
            assert half_up(part, Fraction(1, 10**12)) == _f(want["fraction"])
    elif kind == "days30":
        start, end = _d(given["from"]), _d(given["to"])
        assert days30(convention, start, end) == want["days"]
        assert _year_part(convention, start, end) == Fraction(want["days"], 360)
    elif kind in ("act_days", "days_late"):
        start, end = _d(given.get("from") or given["due"]), _d(given.get("to") or given["paid"])
        found = interest(Fraction(100), start, end, rate=_fixed("1"))
        assert len(found.ledger) == want["days"]
    elif kind in ("segments", "segments_rates"):
        rate = _plus("de_basiszinssatz", given["margin"])
        payments = _paid(*given.get("payments", []))
        found = interest(
            _f(given.get("principal", "1")),
            _d(given["due"]),
            _d(given["as_of"]),
            payments,
            rate=rate,
            value_day="same",
        )
        _check_segments(found, want["segments"])
        if "interest" in want:
            assert found.total == _f(want["interest"])
    elif kind == "range":
        rate = _plus("de_basiszinssatz", given["margin"])
        due, until = _d(given["first"]) - DAY, _d(given["last"])
        rounding = given.get("rounding", "item")
        found = interest(_f(given["principal"]), due, until, rate=rate, rounding=rounding)
        _check_segments(found, want["segments"])
        assert found.total == _f(want["interest"])
    elif kind == "given_segments":
        due = _d("2010-01-01")
        rows: list[tuple[date, date, Fraction]] = []
        for percent, days in given["segments"]:
            end = due + timedelta(days=days)
            rows.append((due, end, _f(percent)))
            due = end
        assert due == _d("2012-01-01")
        principal = _f(given["principal"])
        found_each = [
            interest(principal, start, end, rate=_fixed(percent)) for start, end, percent in rows
        ]
        assert [one.total for one in found_each] == [_f(sum_) for sum_ in want["per_segment"]]
        whole = interest(
            principal,
            rows[0][0],
            due,
            rate=table_rate([(start + DAY, percent) for start, _, percent in rows], due),
            rounding="per_segment",
        )
        assert _pairs(whole) == [[8, 545], [Fraction("8.25"), 184], [8, 1]]
        assert whole.total == _f(want["interest"])
    elif kind == "ppa":
        found = interest(
            _f(given["principal"]),
            _d(given["due"]),
            _d(given["paid"]),
            rate=_fixed(given["annual_rate_pct"]),
            day_count="ACT/360",
            compounding=("days", 30),
            max_age=("years", 1),
        )
        assert found.total == _f(want["interest"])
    elif kind == "ledger":
        on, balance = _d(given["opening"][0]), _f(given["opening"][1])
        paid = {_d(day): _f(amount) for day, amount in given["payments"]}
        sums, balances = [], []
        for end in [_d(day) for day in given["capitalise_on"]]:
            earned = interest(balance, on, end, rate=_fixed(given["rate"])).total
            sums.append(earned)
            balances.append(balance)
            on, balance = end, balance + earned - paid.get(end, 0)
        assert sums == [_f(value) for value in want["interest"]]
        assert balances == [_f(value) for value in want["balances_before_interest"]]
    elif kind == "rate_lookup":
        table = _half_years(given["table"])
        if "error" in want:
            with pytest.raises(LookupError):
                table(_d(given["date"]))
        else:
            assert table(_d(given["date"])) == _f(want["rate"])
    elif kind == "sum_rate":
        margins = [(date.min, date.min, _f(given["margin"]))]
        assert summed_rate(_fixed(given["base"]), margins)(MARCH) == _f(want["rate"])
    elif kind == "times":
        rate = summed_rate(_fixed(given["base"]), factor=_f(given["factor"]))
        assert rate(MARCH) == _f(want["rate"])
    elif kind == "table_plus":
        assert _plus(given["table"], given["margin"])(_d(given["date"])) == _f(want["rate"])
    elif kind == "table_plus_up_half":
        rate = _plus(given["table"], given["margin"], Fraction(1, 2))
        assert rate(_d(given["date"])) == _f(want["rate"])
    elif kind == "timeline":
        margins = [(date.min, date.min, Fraction(0))]
        margins += [(date.min, _d(start), _f(value)) for start, value in given["surcharge"]]
        base = table_rate([(_d(start), _f(value)) for start, value in given["base"]], date.max)
        rate = summed_rate(base, margins)
        assert [rate(_d(day)) for day in given["dates"]] == [_f(value) for value in want["rates"]]
    elif kind == "tier":
        assert slab(_f(given["debt"]), TIERS[given["regime"]]) == _f(want["amount"])
    elif kind == "bik":
        raw = graduated(_f(given["principal"]), BIK)
        assert charge(raw, minimum=Fraction(40), cap=Fraction(6775)) == _f(want["amount"])
    elif kind == "level_fee":
        claim = original = _f(given["base"])
        for what, value in given["fees"]:
            claim += charge(_f(value) if what == "flat" else percent_of(original, _f(value)))
        assert claim == _f(want["receivable"])
    elif kind == "full_months":
        start, as_of = _d(given["start"]), _d(given["as_of"])
        assert periods(start, as_of, ("months", 1)) == want["months"]
    elif kind == "min_payable":
        minimum = _f(given["minimum"])
        assert charge(_f(given["interest"]), de_minimis=minimum) == _f(want["payable"])
        assert charge(minimum, de_minimis=minimum) == minimum
    else:
        raise AssertionError(f"nobody says what {kind} is")


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["inputs"]["kind"] not in NOT_SAID],
    ids=lambda case: str(case["id"]),
)
def test_outside_case(case: dict[str, Any]) -> None:
    _check(case["inputs"]["kind"], case["inputs"], case["expected"])


# Worked numbers of research/late-fees-and-interest.md

HALF = Fraction(1, 2)
UK = _plus("boe_base_rate_reference_half_year", "8")
ECB8 = _plus("ecb_mro_half_year", "8")
DE5 = _plus("de_basiszinssatz", "5")
DE9 = _plus("de_basiszinssatz", "9")
FR10 = _plus("ecb_mro_half_year", "10")
ACT360 = {"day_count": "ACT/360"}
PPA = _half_years("us_prompt_payment")
IE_DATES = ("10000", "2025-04-30", "2025-08-29")

WORKED: list[tuple[str, str, str, str, Rate, dict[str, Any], str]] = [
    ("uk frozen", "5000", "2025-06-10", "2025-09-19", UK, {"fixing": "frozen"}, "176.40"),
    ("uk floating", "5000", "2025-06-10", "2025-09-19", UK, {}, "170.86"),
    ("ie", *IE_DATES, ECB8, {"fixing": "frozen"}, "369.63"),
    ("it es", *IE_DATES, ECB8, {}, "353.19"),
    ("fr", *IE_DATES, FR10, {"rounding": "per_segment"}, "419.50"),
    ("be", *IE_DATES, _plus("ecb_mro_half_year", "8", HALF), {}, "364.79"),
    ("de consumer", "10000", "2026-05-31", "2026-07-31", DE5, {}, "106.91"),
    ("nl", "10000", "2024-03-31", "2025-09-30", ECB8, {"compounding": ("years", 1)}, "1802.21"),
    ("nl simple", "10000", "2024-03-31", "2025-09-30", ECB8, {}, "1737.93"),
    ("pl", "20000", "2024-08-01", "2024-08-31", _fixed("15.75"), {}, "258.90"),
    (
        "in three rests",
        "100000",
        "2026-01-15",
        "2026-04-15",
        _fixed("16.5"),
        {"day_count": "30E/360", "compounding": ("months", 1)},
        "4181.98",
    ),
    (
        "ppa frozen",
        "10000",
        "2025-12-15",
        "2026-01-14",
        PPA,
        {"fixing": "frozen", "day_count": "ACT/360", "compounding": ("days", 30)},
        "38.54",
    ),
    (
        "ppa floating",
        "10000",
        "2025-12-15",
        "2026-01-14",
        PPA,
        {"day_count": "ACT/360"},
        "36.60",
    ),
    (
        "ppa by calendar months",
        "1500",
        "2023-04-01",
        "2023-06-15",
        _fixed("6"),
        {"day_count": "30E/360", "compounding": ("months", 1)},
        "18.57",
    ),
    ("ppa 6.625", "1500", "2023-04-01", "2023-04-11", _fixed("6.625"), ACT360, "2.76"),
    ("de-009 at the end", "10000", "2026-06-15", "2026-07-31", DE9, {}, "131.55"),
    (
        "B1 BGH III ZR 159/06: Saturday",
        "1000",
        "2026-06-20",
        "2026-07-10",
        DE9,
        {"roll": lambda due: due + DAY * 2},
        "5.13",
    ),
    ("uk-001 exact", "5000", "2025-06-10", "2025-09-19", _fixed("12.25"), {}, "169.49"),
]


@pytest.mark.parametrize(
    ("principal", "due", "until", "rate", "options", "total"),
    [row[1:] for row in WORKED],
    ids=[row[0] for row in WORKED],
)
def test_worked_number(
    principal: str, due: str, until: str, rate: Rate, options: dict[str, Any], total: str
) -> None:
    assert interest(_f(principal), _d(due), _d(until), rate=rate, **options).total == _f(total)


def test_nl_year_one_is_capitalized_on_the_anniversary() -> None:
    found = interest(
        Fraction(10000),
        _d("2024-03-31"),
        _d("2025-09-30"),
        rate=ECB8,
        compounding=("years", 1),
    )
    ((on, amount),) = found.capitalized
    assert (on, half_up(amount)) == (_d("2025-03-31"), _f("1204.11"))
    assert half_up(found.segments[-1].principal) == _f("11204.11")
    assert [segment.days for segment in found.segments] == [91, 184, 90, 91, 92]


def test_bundesbank_is_the_ecb_less_0_88_in_every_half_year() -> None:
    german, european = _half_years("de_basiszinssatz"), _half_years("ecb_mro_half_year")
    days = [date(year, month, 1) for year in range(2002, 2027) for month in (1, 7)][1:]
    assert len(days) == 49
    assert all(german(day) == european(day) - Fraction("0.88") for day in days)


def test_a_missing_half_year_is_an_error() -> None:
    for gap in ("2005-07-01", "2007-06-30", "2012-12-31", "2022-12-31", "2004-06-30", "2027-01-01"):
        with pytest.raises(LookupError):
            PPA(_d(gap))
    assert PPA(_d("2023-01-01")) == _f("4.625")


def test_margin_by_contract_and_by_day() -> None:
    ecb = _half_years("ecb_mro_half_year")
    # ES: 7 -> 8 from 2013-02-24 for all contracts; rate 8.75 from that day (es-004)
    spain: list[Margin] = [
        (date.min, date.min, Fraction(7)),
        (date.min, _d("2013-02-24"), Fraction(8)),
    ]
    found = interest(
        Fraction(1000), _d("2013-02-13"), _d("2013-03-05"), rate=summed_rate(ecb, spain)
    )
    assert _pairs(found) == [[_f("7.75"), 10], [_f("8.75"), 10]]
    # BE 2013H1: 8 % for contracts before 2013-03-16, 9 % from then (research (c) 18)
    belgium: list[Margin] = [
        (date.min, date.min, Fraction(7)),
        (_d("2013-03-16"), date.min, Fraction(8)),
    ]
    for signed, total in (("2013-03-15", 8), ("2013-03-16", 9)):
        rate = summed_rate(ecb, belgium, contract_date=_d(signed), round_up_to=HALF)
        assert rate(_d("2013-04-01")) == total


# Worked out by hand: 3650 at 10 % is 1.00 a day under ACT/365F, 36500 is 10.00

ONE = Fraction(3650)
TEN = _fixed("10")


def _ones(due: str, until: str, *payments: Sequence[str], **options: Any) -> Accrual:
    return interest(ONE, _d(due), _d(until), _paid(*payments), rate=TEN, **options)


def test_no_day_before_the_first() -> None:
    for until in ("2025-01-30", "2025-01-31"):
        found = _ones("2025-01-31", until)
        assert found.total == 0
        assert not found.ledger
        assert not found.segments
    assert _ones("2025-01-31", "2025-02-01").total == 1


def test_payment_day() -> None:
    half = ("2025-02-05", "1825")
    assert _ones("2025-01-31", "2025-02-10", half).total == Fraction("7.5")
    assert _ones("2025-01-31", "2025-02-10", half, value_day="same").total == 7
    for early in ("2025-01-31", "2025-01-01"):
        for value_day in ("next", "same"):
            found = _ones("2025-01-31", "2025-02-10", (early, "1825"), value_day=value_day)
            assert found.total == 5
            assert [segment.principal for segment in found.segments] == [1825]
    found = _ones("2025-01-31", "2025-02-10", ("2025-02-04", "4000"))
    assert [found.total, len(found.segments)] == [4, 1]
    # a refund of a part opens it again
    back = _ones("2025-01-31", "2025-02-10", ("2025-02-02", "3650"), ("2025-02-08", "-1825"))
    assert [back.total, len(back.segments)] == [3, 2]


@pytest.mark.parametrize(
    ("until", "paid", "threshold", "shift"),
    [
        ("2025-02-05", None, 0, 0),
        ("2025-02-06", None, 6, 1),
        ("2025-02-10", "2025-02-05", 0, 0),
        ("2025-02-10", "2025-02-06", 6, 1),
    ],
)
def test_grace(until: str, paid: str | None, threshold: int, shift: int) -> None:
    payments = [(paid, "3650")] if paid else []
    for grace, total in (("threshold", threshold), ("shift", shift)):
        found = _ones("2025-01-31", until, *payments, grace_days=5, grace=grace)
        assert found.total == total


def test_grace_counts_from_the_rolled_day_and_frozen_from_the_first() -> None:
    # due Saturday 2026-06-27, rolled to Monday 29; shift by 1: first day 1 July at 10.52
    options: dict[str, Any] = {"roll": lambda due: due + DAY * 2, "fixing": "frozen", "rate": DE9}
    for grace, days, rate in (("shift", 10, "10.52"), ("threshold", 11, "10.27")):
        found = interest(
            ONE, _d("2026-06-27"), _d("2026-07-10"), grace_days=1, grace=grace, **options
        )
        assert _pairs(found) == [[_f(rate), days]]


def test_pauses_include_both_ends_and_waivers_keep_the_gross() -> None:
    window = [(_d("2025-02-03"), _d("2025-02-05"))]
    paused = _ones("2025-01-31", "2025-02-10", pauses=window)
    waived = _ones("2025-01-31", "2025-02-10", waivers=window)
    assert paused.total == waived.total == 7
    assert [(s.state, s.days) for s in paused.segments] == [
        ("accruing", 2),
        ("paused", 3),
        ("accruing", 5),
    ]
    assert sum(day.raw for day in paused.ledger) == 7
    assert sum(day.raw for day in waived.ledger) == 10
    assert _ones("2025-01-31", "2025-02-10", pauses=[(_d("2025-02-06"), None)]).total == 5


def test_periods_are_found_from_the_anchor() -> None:
    anchor = _d("2025-01-31")
    month: Period = ("months", 1)
    ends = [later(anchor, month, times) for times in range(1, 5)]
    assert ends == [_d(f"2025-{text}") for text in ("02-28", "03-31", "04-30", "05-31")]
    assert later(_d("2024-02-29"), ("years", 1), 4) == _d("2028-02-29")
    found = _ones("2025-01-31", "2025-05-31", compounding=month)
    assert [on for on, _ in found.capitalized] == ends
    exact, base = Fraction(0), ONE
    for days in (28, 31, 30, 31):
        exact += base * days / 3650
        base = ONE + exact
    assert found.exact == exact


def test_ppa_stops_after_a_year() -> None:
    options: dict[str, Any] = {
        "rate": _fixed("6"),
        "day_count": "ACT/360",
        "compounding": ("days", 30),
    }
    principal, due = Fraction(1500), _d("2023-04-01")
    year = interest(principal, due, _d("2024-04-01"), **options)
    assert len(year.ledger) == 366  # a leap day lies in it
    by_hand = principal * (Fraction("1.005") ** 12 * (1 + Fraction(6, 100) * 6 / 360) - 1)
    assert year.exact == by_hand
    stopped = interest(principal, due, _d("2025-01-01"), max_age=("years", 1), **options)
    assert (stopped.exact, stopped.ledger) == (year.exact, year.ledger)
    flat = interest(principal, due, _d("2025-01-01"), compounding_max_age=("years", 1), **options)
    base = principal * Fraction("1.005") ** 12
    assert flat.exact == base - principal + base * Fraction(6, 100) * (641 - 360) / 360


def test_simple_interest_on_capitalized_interest_after_the_principal_is_paid() -> None:
    found = _ones("2025-01-31", "2025-03-12", ("2025-03-02", "3650"), compounding=("days", 30))
    assert found.capitalized == [(_d("2025-03-02"), Fraction(30))]
    assert found.exact == 30 + Fraction(30, 365)


def test_caps() -> None:
    capped = _ones("2025-01-31", "2025-02-10", caps=[(Fraction("4.5"), None)])
    assert capped.total == Fraction("4.5")
    assert [(s.state, s.days, s.exact) for s in capped.segments] == [
        ("accruing", 5, Fraction("4.5")),
        ("capped", 5, 0),
    ]
    assert sum(day.raw for day in capped.ledger) == 10
    monthly = _ones("2025-01-31", "2025-04-10", caps=[(Fraction(20), ("months", 1))])
    assert monthly.total == 20 + 20 + 10
    both = _ones(
        "2025-01-31", "2025-04-10", caps=[(Fraction(20), ("months", 1)), (Fraction(45), None)]
    )
    assert both.total == 45


def test_minimum_and_de_minimis_are_two_things() -> None:
    assert _ones("2025-01-31", "2025-02-03", minimum=Fraction(5)).total == 5
    assert _ones("2025-01-31", "2025-01-31", minimum=Fraction(5)).total == 0
    assert _ones("2025-01-31", "2025-02-03", de_minimis=Fraction(5)).total == 0
    assert _ones("2025-01-31", "2025-02-05", de_minimis=Fraction(5)).total == 5
    with pytest.raises(ValueError, match="minimum"):
        _ones("2025-01-31", "2025-02-05", minimum=Fraction(5), caps=[(Fraction(4), None)])
    raised = charge(Fraction("0.5"), minimum=Fraction(5), de_minimis=Fraction(1))
    assert raised == 5
    assert charge(Fraction(9), cap=Fraction(7), waived=Fraction(2)) == 5
    assert charge(Fraction("0.995"), de_minimis=Fraction(1)) == 1
    assert charge(Fraction(0), minimum=Fraction(5)) == 0
    with pytest.raises(ValueError, match="minimum"):
        charge(Fraction(1), minimum=Fraction(5), cap=Fraction(4))


def test_29_february_and_the_year_of_the_day() -> None:
    def exact(day_count: str, due: str, until: str) -> Fraction:
        return _ones(due, until, day_count=day_count).exact

    assert exact("NL/365", "2024-02-27", "2024-03-01") == 2
    assert exact("ACT/365F", "2024-02-27", "2024-03-01") == 3
    # from the day after due: three days of 2023, two of 2024
    split = _ones("2023-12-28", "2024-01-02", day_count="ACT/ACT")
    assert split.exact == 3 + Fraction(365 * 2, 366)
    assert [segment.days for segment in split.segments] == [3, 2]
    nl = _ones("2024-02-27", "2024-03-01", day_count="NL/365")
    assert [segment.days for segment in nl.segments] == [3]


@pytest.mark.parametrize("day_count", ["30E/360", "30/360", "30/360 US"])
@pytest.mark.parametrize(
    "due", ["2023-01-30", "2023-01-31", "2023-02-28", "2024-02-29", "2023-05-15"]
)
def test_thirty_day_months_ignore_cuts(day_count: str, due: str) -> None:
    start, cut = _d(due), _d("2023-08-31")
    stepped = table_rate([(date.min, Fraction(10)), (cut, Fraction(12))], date.max)
    for days in (1, 27, 28, 29, 30, 31, 59, 366, 400):
        until = start + timedelta(days=days)
        plain = interest(ONE, start, until, rate=TEN, day_count=day_count)
        assert plain.exact == ONE / 10 * Fraction(days30(day_count, start, until), 360)
        two = interest(ONE, start, until, rate=stepped, day_count=day_count)
        extra = Fraction(0)
        if until >= cut:
            before = days30(day_count, start, max(cut - DAY, start))
            extra = ONE / 50 * Fraction(days30(day_count, start, until) - before, 360)
        assert two.exact == plain.exact + extra
        assert all(weight(day_count, start, entry.day) >= 0 for entry in plain.ledger)


def test_segments_hold_every_day_once() -> None:
    found = interest(
        Fraction(10000),
        _d("2022-11-30"),
        _d("2025-03-10"),
        _paid(("2023-03-01", "1000"), ("2024-07-01", "2500")),
        rate=DE9,
        day_count="ACT/ACT",
        pauses=[(_d("2023-10-01"), _d("2023-11-15"))],
        rounding="per_segment",
    )
    assert sum(segment.days for segment in found.segments) == len(found.ledger) == 831
    assert all(a.last + DAY == b.first for a, b in pairwise(found.segments))
    assert sum((segment.exact for segment in found.segments), Fraction(0)) == found.exact
    assert sum((segment.rounded for segment in found.segments), Fraction(0)) == found.total
    # the rate's value: 2023H2 and 2024H1 differ, an unchanged half-year does not cut
    flat = interest(Fraction(100), _d("2017-01-31"), _d("2022-12-31"), rate=DE9)
    assert len(flat.segments) == 1


def test_periods_full_and_started() -> None:
    month: Period = ("months", 1)
    table = [
        ("2026-01-31", "2026-01-31", 0, 0),
        ("2026-01-31", "2026-02-01", 0, 1),
        ("2026-01-31", "2026-02-28", 1, 1),
        ("2026-01-31", "2026-03-01", 1, 2),
        ("2026-01-31", "2026-03-30", 1, 2),
        ("2026-01-31", "2026-03-31", 2, 2),
        ("2026-01-31", "2026-01-01", 0, 0),
    ]
    for start, as_of, full, started in table:
        assert periods(_d(start), _d(as_of), month) == full
        assert periods(_d(start), _d(as_of), month, "started") == started
    assert periods(_d("2026-01-31"), _d("2026-07-30"), ("months", 3)) == 1
    assert periods(_d("2026-01-31"), _d("2026-04-01"), ("days", 30)) == 2


def test_rounding() -> None:
    assert [half_up(Fraction(n, 1000)) * 100 for n in (4, 5, -5, 15, -4)] == [0, 1, -1, 2, 0]
    assert half_up(Fraction("2.5"), Fraction(1)) == 3
    assert [round_up(Fraction(n, 4), HALF) for n in (4, 5, 6, -1)] == [
        1,
        Fraction(3, 2),
        Fraction(3, 2),
        0,
    ]
    ceiling = summed_rate(TEN, floor=Fraction(4), ceiling=Fraction(9))
    assert ceiling(MARCH) == 9
    negative = interest(ONE, MARCH, MARCH + DAY * 3, rate=_fixed("-10"))
    assert negative.total == -3


def test_graduated_bik() -> None:
    for debt, fee in (("100", "40"), ("2500", "375"), ("5000", "625"), ("10000", "875")):
        raw = graduated(_f(debt), BIK)
        assert charge(raw, minimum=Fraction(40), cap=Fraction(6775)) == _f(fee)


def test_february_is_long_in_the_us_rule_only() -> None:
    start, end = _d("2007-02-28"), _d("2007-08-31")
    found = [days30(name, start, end) for name in ("30E/360", "30/360", "30/360 US")]
    assert found == [182, 183, 180]


def test_a_shift_does_not_move_what_thirty_day_months_are_measured_from() -> None:
    options: dict[str, Any] = {"day_count": "30/360 US", "grace_days": 2, "grace": "shift"}
    found = _ones("2023-02-28", "2023-03-31", **options)
    assert len(found.ledger) == 29
    assert found.exact == ONE / 10 * Fraction(28, 360)


def test_what_is_given_up_is_not_capitalized() -> None:
    span = [(_d("2025-02-01"), _d("2025-02-10"))]
    for given_up in ({"pauses": span}, {"waivers": span}):
        found = _ones("2025-01-31", "2025-03-03", compounding=("days", 30), **given_up)
        assert found.capitalized == [(_d("2025-03-02"), Fraction(20))]
        assert found.exact == 20 + (ONE + 20) / 3650


def test_the_period_that_ends_at_the_age_is_capitalized() -> None:
    options: dict[str, Any] = {"compounding": ("days", 30), "compounding_max_age": ("days", 60)}
    found = _ones("2025-01-31", "2025-06-30", **options)
    assert [on for on, _ in found.capitalized] == [_d("2025-03-02"), _d("2025-04-01")]


def test_rounded_lines_stay_below_the_cap() -> None:
    options: dict[str, Any] = {"rate": TEN, "rounding": "per_day"}
    plain = interest(Fraction("18.25"), MARCH, MARCH + DAY * 3, **options)
    assert [plain.exact, plain.total] == [Fraction("0.015"), Fraction("0.03")]
    cap = Fraction("0.02")
    assert (
        interest(Fraction("18.25"), MARCH, MARCH + DAY * 3, caps=[(cap, None)], **options)[0] == cap
    )
