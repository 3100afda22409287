"""Due rules: steps in their order, from the issue date or an event."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

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
    PaymentTerms,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
)


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "base", "due"),
    [
        (DueRule.of(), "2026-01-31", "2026-01-31"),
        (DueRule.eom_plus_days(30), "2026-01-15", "2026-03-02"),
        (DueRule.eom_plus_days(0), "2024-02-01", "2024-02-29"),
        (DueRule.days_then_eom(30), "2026-01-15", "2026-02-28"),
        (DueRule.days_then_eom(0), "2026-01-31", "2026-01-31"),
        (DueRule.of(Months(count=1), Months(count=1)), "2026-01-31", "2026-03-28"),
        (DueRule.of(Months(count=1), EndOfMonth()), "2026-02-28", "2026-03-31"),
        (DueRule.of(EndOfMonth(), Months(count=1)), "2026-02-28", "2026-03-28"),
        (DueRule.of(EndOfMonth(), Days(count=1), EndOfMonth()), "2026-01-15", "2026-02-28"),
        (DueRule.of(DayOfMonth(day=15), Days(count=30)), "2026-01-20", "2026-02-14"),
        (DueRule.of(Days(count=30), DayOfMonth(day=15)), "2026-01-20", "2026-02-15"),
        (
            DueRule.of(Months(count=3), StartOfQuarter(), NextWeekday(weekday="monday")),
            "2021-06-15",
            "2021-07-05",
        ),
        (DueRule.of(Weeks(count=1), Weekday(weekday="friday")), "2026-01-30", "2026-02-06"),
        (DueRule.of(OnDate(on=d("2026-06-30")), Days(count=10)), "2026-01-31", "2026-07-10"),
    ],
)
def test_steps_apply_in_their_order(rule: DueRule, base: str, due: str) -> None:
    assert rule.date_from(d(base)) == d(due)


FIRST_BAND = Band(until=9, steps=(DayOfMonth(day=10, months=1),))
LAST_BAND = Band(until=31, steps=(EndOfMonth(), Days(count=1)))


@pytest.mark.parametrize(
    ("rule", "steps"),
    [
        (DueRule.net(30), (Days(count=30),)),
        (DueRule.eom_plus_days(30), (EndOfMonth(), Days(count=30))),
        (DueRule.days_then_eom(30), (Days(count=30), EndOfMonth())),
        (DueRule.day_of_month(10), (DayOfMonth(day=10, months=1),)),
        (DueRule.day_of_month(10, months=0), (DayOfMonth(day=10, months=0),)),
        (DueRule.proximo(day=20), (Proximo(day=20, cutoff=31, months=1, boundary="stays"),)),
        (
            DueRule.proximo(day=20, cutoff=-3, months=0, boundary="rolls"),
            (Proximo(day=20, cutoff=-3, months=0, boundary="rolls"),),
        ),
        (DueRule.payment_days([10, 20]), (NextDayOfMonth(days=(10, 20)),)),
        (
            DueRule.payment_days((10, 20), after=DueRule.net(30)),
            (Days(count=30), NextDayOfMonth(days=(10, 20))),
        ),
        (DueRule.business_days(5), (BusinessDays(count=5),)),
        (DueRule.on(d("2026-06-30")), (OnDate(on=d("2026-06-30")),)),
        (
            DueRule.banded({9: DueRule.day_of_month(10), 31: DueRule.eom_plus_days(1)}),
            (Bands(bands=(FIRST_BAND, LAST_BAND)),),
        ),
        (DueRule.on_receipt(), (Days(count=0),)),
        (DueRule.net(30).then(EndOfMonth(), Days(count=1)), None),
    ],
)
def test_the_named_rules(rule: DueRule, steps: tuple[Any, ...] | None) -> None:
    assert rule.steps == (steps or (Days(count=30), EndOfMonth(), Days(count=1)))
    assert rule.event is None


# -- events ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "event", "steps"),
    [
        (DueRule.from_event("delivery", Days(count=30)), "delivery", (Days(count=30),)),
        (DueRule.on_delivery(), "delivery", ()),
        (DueRule.with_order(), "order", ()),
        (DueRule.in_advance(), "shipment", ()),
        (DueRule.on_delivery().then(EndOfMonth()), "delivery", (EndOfMonth(),)),
        (
            DueRule.payment_days((10,), after=DueRule.on_delivery()),
            "delivery",
            (NextDayOfMonth(days=(10,)),),
        ),
    ],
)
def test_a_rule_from_an_event(rule: DueRule, event: str, steps: tuple[Any, ...]) -> None:
    assert (rule.event, rule.steps) == (event, steps)


def test_the_base_is_the_issue_date_or_the_event() -> None:
    events = {"delivery": d("2026-02-05")}
    assert DueRule.net(30).base(d("2026-01-31"), events) == d("2026-01-31")
    assert DueRule.on_delivery().base(d("2026-01-31"), events) == d("2026-02-05")
    assert DueRule.with_order().base(d("2026-01-31"), events) is None


@pytest.mark.parametrize("day", ["2026-02-05", datetime(2026, 2, 5), 0])  # noqa: DTZ001
def test_an_event_is_dated_by_a_plain_date(day: Any) -> None:
    with pytest.raises(InvalidDate, match="delivery must be a date") as caught:
        DueRule.on_delivery().base(d("2026-01-31"), {"delivery": day})
    assert caught.value.field == "delivery"


def test_a_band_has_no_event_of_its_own() -> None:
    with pytest.raises(ValueError, match="the band until 31 counts from an event") as caught:
        DueRule.banded({15: DueRule.net(30), 31: DueRule.on_delivery()})
    assert caught.value.field == "bands"  # type: ignore[attr-defined]


# -- the path --------------------------------------------------------------------------------------
def test_a_path_has_the_date_after_every_step() -> None:
    rule = DueRule.of(Months(count=1), EndOfMonth(), Days(count=10))
    assert rule.path_from(d("2026-01-31")) == (d("2026-02-28"), d("2026-02-28"), d("2026-03-10"))
    assert DueRule.of().path_from(d("2026-01-31")) == ()


def test_a_path_uses_the_calendar() -> None:
    holiday = calendar_from([d("2026-02-02")])
    rule = DueRule.of(BusinessDays(count=1), BusinessDays(count=1))
    assert rule.path_from(d("2026-01-30"), calendar=holiday) == (d("2026-02-03"), d("2026-02-04"))
    assert rule.date_from(d("2026-01-30"), calendar=holiday) == d("2026-02-04")


@pytest.mark.parametrize("base", ["2026-01-31", datetime(2026, 1, 31), 20260131, None])  # noqa: DTZ001
@pytest.mark.parametrize("rule", [DueRule.net(30), DueRule.of()])
def test_a_base_is_a_plain_date(base: Any, rule: DueRule) -> None:
    for from_base in (rule.date_from, rule.path_from):
        with pytest.raises(InvalidDate, match="base must be a date") as caught:
            from_base(base)
        assert caught.value.field == "base"


def test_a_result_after_the_last_year_is_refused() -> None:
    with pytest.raises(InvalidDate) as caught:
        DueRule.of(*[Months(count=10_000)] * 10).date_from(d("2026-01-15"))
    assert caught.value.message == "9526-01-15 moved by 10000 months is outside years 1 to 9999"
    assert caught.value.code == "dates.invalid"


# -- in words --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (DueRule.of(), "on the issue date"),
        (DueRule.net(0), "on the issue date"),
        (DueRule.net(1), "1 day after the issue date"),
        (DueRule.net(30), "30 days after the issue date"),
        (DueRule.of(Weeks(count=2)), "2 weeks after the issue date"),
        (DueRule.days_then_eom(30), "30 days after the issue date, then end of month"),
        (DueRule.business_days(5), "5 business days after the issue date"),
        (
            DueRule.of(Months(count=2), EndOfMonth(), Days(count=1)),
            "2 months after the issue date, then end of month, then 1 day",
        ),
        (
            DueRule.eom_plus_days(30),
            "end of month, then 30 days, counted from the issue date",
        ),
        (
            DueRule.day_of_month(10),
            "the 10th of the next month, counted from the issue date",
        ),
        (DueRule.on(d("2026-06-30")), "on 2026-06-30"),
        (DueRule.of(EndOfMonth(), OnDate(on=d("2026-06-30"))), "on 2026-06-30"),
        (DueRule.on_delivery(), "on delivery"),
        (DueRule.from_event("delivery", Days(count=10)), "10 days after delivery"),
        (
            DueRule.from_event("letter of credit", EndOfMonth()),
            "end of month, counted from letter of credit",
        ),
    ],
)
def test_a_rule_in_words(rule: DueRule, words: str) -> None:
    assert str(rule) == words


def test_every_step_has_its_label() -> None:
    rule = DueRule.of(EndOfMonth(), Days(count=30))
    assert rule.labels == ("end of month", "30 days")


# -- documents and refusals ------------------------------------------------------------------------
RULES = (
    DueRule.of(),
    DueRule.net(30),
    DueRule.eom_plus_days(30),
    DueRule.of(Months(count=1), EndOfMonth(), Days(count=10)),
    DueRule.payment_days((10, 20), after=DueRule.net(30)),
    DueRule.proximo(day=20, cutoff=-3, boundary="rolls"),
    DueRule.banded({15: DueRule.day_of_month(31), 31: DueRule.business_days(5)}),
    DueRule.on(d("2026-06-30")),
    DueRule.from_event("delivery", Weeks(count=2), Weekday(weekday="friday")),
)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_used_rule_travels_as_json_and_pickle(rule: DueRule) -> None:
    due, words = rule.date_from(d("2026-01-31")), str(rule)
    text = rule.model_dump_json()
    copies = (
        DueRule.model_validate_json(text),
        DueRule.model_validate(rule.model_dump(mode="json")),
        pickle.loads(pickle.dumps(rule)),
        copy.copy(rule),
        copy.deepcopy(rule),
        rule.replace(),
    )
    for again in copies:
        assert again == rule
        assert hash(again) == hash(rule)
        assert again.model_dump_json() == text
        assert (again.date_from(d("2026-01-31")), str(again)) == (due, words)


def test_a_pickle_holds_the_fields_alone() -> None:
    rule = DueRule.net(30)
    rule.path_from(d("2026-01-31"))
    assert rule.labels
    assert set(vars(rule)) > {"steps", "event"}
    assert set(vars(pickle.loads(pickle.dumps(rule)))) == {"steps", "event"}


def test_the_json_of_a_rule() -> None:
    rule = DueRule.from_event("delivery", Months(count=1), EndOfMonth())
    assert rule.model_dump(mode="json") == {
        "steps": [{"kind": "months", "count": 1}, {"kind": "end-of-month"}],
        "event": "delivery",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"steps": {"count": 3}},
        {"steps": "net 30"},
        {"steps": 30},
        {"steps": (30,)},
        {"steps": (date(2026, 1, 1),)},
        {"steps": ({"kind": "years", "count": 1},)},
        {"steps": ({"count": 1},)},
        {"steps": ({"kind": "days", "count": 1, "unit": "d"},)},
        {"steps": ({"kind": "days"},)},
        {"steps": (Days(count=1),) * 13},
        {"steps": (DueRule.net(1),)},
        {"steps": (), "base": "delivery"},
        {"steps": (), "event": ""},
        {"steps": (), "event": "x" * 65},
        {"steps": (), "event": 1},
        {},
    ],
)
def test_what_is_no_rule_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DueRule(**fields)


def test_a_rule_has_at_most_12_steps() -> None:
    rule = DueRule.of(*[Days(count=1)] * 12)
    assert rule.date_from(d("2026-01-31")) == d("2026-02-12")
    with pytest.raises(ValidationError):
        rule.then(Days(count=1))


def test_bands_in_a_rule_are_whole_months() -> None:
    with pytest.raises(ValidationError, match="bands must rise and end on day 31"):
        DueRule.banded({15: DueRule.net(30)})
    with pytest.raises(ValidationError):
        DueRule.banded({})


def test_a_rule_is_changed_only_by_a_checked_copy() -> None:
    rule = DueRule.net(30)
    assert rule.date_from(d("2026-01-01")) == d("2026-01-31")
    longer = rule.replace(steps=(Days(count=45),))
    assert longer.date_from(d("2026-01-01")) == d("2026-02-15")
    assert rule.date_from(d("2026-01-01")) == d("2026-01-31")
    with pytest.raises(ValidationError):
        rule.replace(steps=(Days(count=1),) * 13)
    with pytest.raises(ValidationError):
        rule.replace(step=())
    with pytest.raises(ValidationError):
        rule.steps = ()


def test_a_rule_makes_whole_terms() -> None:
    terms = PaymentTerms.due(DueRule.days_then_eom(30), id="30-eom")
    assert terms.due_date(d("2026-01-15")) == d("2026-02-28")
