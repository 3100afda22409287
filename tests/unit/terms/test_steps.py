"""Due rules: steps in their order, from a base date to a due date."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.errors import InvalidDate
from collectkit.terms import Days, DueRule, EndOfMonth, Months


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "base", "due"),
    [
        (DueRule.of(), "2026-01-31", "2026-01-31"),
        (DueRule.net(0), "2026-01-31", "2026-01-31"),
        (DueRule.net(30), "2026-01-31", "2026-03-02"),
        (DueRule.net(1), "2024-02-28", "2024-02-29"),
        (DueRule.net(1), "2026-02-28", "2026-03-01"),
        (DueRule.eom_plus_days(30), "2026-01-15", "2026-03-02"),
        (DueRule.eom_plus_days(0), "2024-02-01", "2024-02-29"),
        (DueRule.days_then_eom(30), "2026-01-15", "2026-02-28"),
        (DueRule.days_then_eom(0), "2026-01-31", "2026-01-31"),
        (DueRule.of(Months(count=1)), "2026-01-31", "2026-02-28"),
        (DueRule.of(Months(count=12)), "2024-02-29", "2025-02-28"),
        (DueRule.of(Months(count=1), Months(count=1)), "2026-01-31", "2026-03-28"),
        (DueRule.of(Months(count=2)), "2026-01-31", "2026-03-31"),
        (DueRule.of(Months(count=1), EndOfMonth()), "2026-02-28", "2026-03-31"),
        (DueRule.of(EndOfMonth(), Months(count=1)), "2026-02-28", "2026-03-28"),
        (DueRule.of(EndOfMonth(), Days(count=1), EndOfMonth()), "2026-01-15", "2026-02-28"),
    ],
)
def test_steps_apply_in_their_order(rule: DueRule, base: str, due: str) -> None:
    assert rule.date_from(d(base)) == d(due)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (DueRule.of(), "on the issue date"),
        (DueRule.net(30), "30 days"),
        (DueRule.eom_plus_days(30), "end of month, then 30 days"),
        (DueRule.of(Months(count=2), EndOfMonth()), "2 months, then end of month"),
    ],
)
def test_a_rule_reads_as_its_steps(rule: DueRule, text: str) -> None:
    assert str(rule) == text


def test_a_result_after_the_last_year_is_refused() -> None:
    with pytest.raises(InvalidDate) as caught:
        DueRule.net(1).date_from(date.max)
    assert caught.value.message == "9999-12-31 moved by 1 days is outside years 1 to 9999"
    assert caught.value.code == "dates.invalid"
    with pytest.raises(InvalidDate) as caught:
        DueRule.of(Months(count=100_000)).date_from(d("2026-01-31"))
    assert caught.value.message == "2026-01-31 moved by 100000 months is outside years 1 to 9999"


@pytest.mark.parametrize("base", ["2026-01-31", datetime(2026, 1, 31), 20260131, None])  # noqa: DTZ001
def test_a_base_is_a_plain_date(base: Any) -> None:
    with pytest.raises(InvalidDate, match="base must be a date") as caught:
        DueRule.net(30).date_from(base)
    assert caught.value.field == "base"


@pytest.mark.parametrize("count", [True, "7", 7.0, -1, 100_001, None, 10**30])
@pytest.mark.parametrize("step", [Days, Months])
def test_a_count_is_a_whole_number_within_reason(step: type[Days | Months], count: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        step(count=count)
    assert [error["loc"] for error in caught.value.errors()] == [("count",)]


@pytest.mark.parametrize(
    "fields",
    [
        {"steps": {"count": 3}},
        {"steps": "net 30"},
        {"steps": 30},
        {"steps": (30,)},
        {"steps": (date(2026, 1, 1),)},
        {"steps": ({"kind": "weeks", "count": 1},)},
        {"steps": ({"count": 1},)},
        {"steps": ({"kind": "days", "count": 1, "unit": "d"},)},
        {"steps": ({"kind": "days"},)},
        {"steps": tuple(Days(count=1) for _ in range(13))},
        {"steps": (), "base": "delivery"},
        {},
    ],
)
def test_what_is_no_rule_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DueRule(**fields)


def test_fields_are_given_by_name() -> None:
    with pytest.raises(TypeError):
        Days(30)  # type: ignore[arg-type, call-arg]


RULES = (
    DueRule.of(),
    DueRule.net(30),
    DueRule.eom_plus_days(30),
    DueRule.days_then_eom(45),
    DueRule.of(Months(count=1), EndOfMonth(), Days(count=10)),
)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_used_rule_travels_as_json_and_pickle(rule: DueRule) -> None:
    due = rule.date_from(d("2026-01-31"))
    text = rule.model_dump_json()
    copies = (
        DueRule.model_validate_json(text),
        DueRule.model_validate(rule.model_dump(mode="json")),
        pickle.loads(pickle.dumps(rule)),
        copy.copy(rule),
        copy.deepcopy(rule),
    )
    for again in copies:
        assert again == rule
        assert hash(again) == hash(rule)
        assert again.model_dump_json() == text
        assert again.date_from(d("2026-01-31")) == due


def test_a_pickle_holds_the_fields_alone() -> None:
    rule = DueRule.net(30)
    rule.date_from(d("2026-01-31"))
    assert set(vars(rule)) > {"steps"}
    assert set(vars(pickle.loads(pickle.dumps(rule)))) == {"steps"}


def test_json_names_every_step() -> None:
    assert DueRule.of(Months(count=1), EndOfMonth(), Days(count=10)).model_dump_json() == (
        '{"steps":[{"kind":"months","count":1},{"kind":"end-of-month"},{"kind":"days","count":10}]}'
    )


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
