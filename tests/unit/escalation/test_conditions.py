from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from tests.unit.escalation.desk import account, d, due, eur, ladder, left_out, now, step

from collectkit.escalation import (
    AllOf,
    AmountAtLeast,
    AnyOf,
    BrokenPromises,
    Condition,
    GradeIn,
    Not,
    SegmentIn,
    Step,
    When,
)
from collectkit.ledger import Account, payment
from collectkit.money import Money
from collectkit.testing import a_customer, a_dispute, a_placement, a_promise

ANY: TypeAdapter[Condition] = TypeAdapter(Condition)
YES, NO = When.broken_promises(0), When.broken_promises(1)
UNKNOWN = When.grade_in("A")


def verdict(condition: Any, *facts: Any, grade: str | None = None) -> bool | None:
    """True: the step is taken. False or None: it stays out, its condition not met or unknown."""
    rules = ladder(step("a", 7, when=condition))
    decision = rules.decide(account(*facts), as_of=d(2, 7), grade=grade)
    if now(decision):
        return True
    return {"condition": False, "unknown": None}[left_out(decision)["a"]]


def why_not(condition: Any, *facts: Any, grade: str | None = None) -> list[str]:
    decision = ladder(step("a", 7, when=condition)).decide(
        account(*facts), as_of=d(2, 7), grade=grade
    )
    return [str(reason) for reason in decision.why_not("a")]


# -- the amount ----------------------------------------------------------------------------------
def test_the_amount_is_at_least_the_threshold() -> None:
    assert verdict(When.amount_at_least(EUR="100")) is True
    assert verdict(When.amount_at_least(EUR="100.01")) is False
    assert why_not(When.amount_at_least(EUR="100.01")) == [
        "a: condition not met: EUR 100.00 overdue, at least EUR 100.01"
    ]


def test_the_amount_is_what_is_overdue_and_open_in_the_currency() -> None:
    hundred = When.amount_at_least(EUR="100")
    not_late = due(d(2, 7), "INV-2")
    assert verdict(hundred, due(amount="EUR 99.99"), not_late) is False
    assert verdict(hundred, due(amount="EUR 50.00"), due(d(2, 6), "INV-2", "EUR 50.00")) is True
    assert verdict(hundred, due(), *payment(due(), on=d(2, 1), amount=eur("0.01"))) is False
    assert verdict(hundred, due(amount="EUR 99.99"), due(d(2, 7), "INV-2", "USD 500.00")) is False


def test_what_is_placed_does_not_count() -> None:
    hundred = When.amount_at_least(EUR="100")
    facts = (due(amount="EUR 60.00"), due(id="INV-2", amount="EUR 60.00"))
    assert verdict(hundred, *facts) is True
    assert verdict(hundred, *facts, a_placement(from_on=d(2, 1), items=("INV-2",))) is False


def test_a_missing_threshold_is_unknown() -> None:
    assert verdict(When.amount_at_least(USD="1")) is None
    assert why_not(When.amount_at_least(USD="1")) == [
        "a: condition unknown: no threshold is set in EUR"
    ]
    assert verdict(~When.amount_at_least(USD="1")) is None


# -- the payer -----------------------------------------------------------------------------------
def test_the_grade_is_one_of_those_named() -> None:
    assert verdict(When.grade_in("C", "D"), grade="D") is True
    assert verdict(When.grade_in("C", "D"), grade="B") is False
    assert verdict(When.grade_in("C", "D")) is None
    assert why_not(When.grade_in("C", "D"), grade="B") == [
        "a: condition not met: grade B, one of C, D"
    ]
    assert why_not(When.grade_in("C")) == ["a: condition unknown: no grade is given"]


def test_the_segment_is_one_of_those_named() -> None:
    assert verdict(When.segment_in("key"), a_customer(segment="key")) is True
    assert verdict(When.segment_in("key"), a_customer(segment="small")) is False
    assert verdict(When.segment_in("key")) is None


def test_broken_promises_are_counted() -> None:
    def broken(*ends: int) -> Account:
        return account(*(a_promise(id=f"P-{n}", promised_on=d(1, 5), pay_by=d(1, n)) for n in ends))

    rules = ladder(step("a", 7, when=When.broken_promises(2)))
    assert now(rules.decide(broken(10), as_of=d(2, 28))) == []
    assert now(rules.decide(broken(10, 11), as_of=d(2, 28))) == ["a"]


def test_a_promise_is_broken_from_the_day_after_its_last() -> None:
    rules = ladder(step("a", 1, when=When.broken_promises(1)))
    facts = account(a_promise(promised_on=d(2, 3), pay_by=d(2, 9)))
    assert now(rules.decide(facts, as_of=d(2, 9))) == []
    assert rules.decide(facts, as_of=d(2, 2)).next_review_on == d(2, 10)
    assert now(rules.decide(facts, as_of=d(2, 10))) == ["a"]


def test_a_promise_about_something_else_breaks_on_its_own_day() -> None:
    rules = ladder(step("a", 1, when=When.broken_promises(1)))
    other = a_promise(amount=Money("5.00", "USD"), promised_on=d(2, 3), pay_by=d(2, 9))
    assert rules.decide(account(other), as_of=d(2, 4)).next_review_on == d(2, 10)


# -- together ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (YES, YES, True, True),
        (YES, NO, False, True),
        (NO, NO, False, False),
        (YES, UNKNOWN, None, True),
        (NO, UNKNOWN, False, None),
        (UNKNOWN, UNKNOWN, None, None),
    ],
)
def test_all_and_any_with_unknowns(
    one: Any, other: Any, both: bool | None, either: bool | None
) -> None:
    assert verdict(one & other) is verdict(other & one) is both
    assert verdict(one | other) is verdict(other | one) is either


def test_not() -> None:
    assert (verdict(~YES), verdict(~NO), verdict(~UNKNOWN)) == (False, True, None)
    assert verdict(~~YES) is True


def test_operators_bind_as_in_python() -> None:
    assert verdict(YES | NO & NO) is True
    assert verdict((YES | NO) & NO) is False
    assert verdict(~NO & YES) is True


def test_what_decided_is_said() -> None:
    grade = When.grade_in("C")
    assert why_not(YES & grade, grade="A") == ["a: condition not met: grade A, one of C"]
    assert why_not(NO | grade, grade="A") == [
        "a: condition not met: broken promises: 0, at least 1; grade A, one of C"
    ]
    assert why_not(~grade, grade="C") == ["a: condition not met: not: grade C, one of C"]


# -- written down --------------------------------------------------------------------------------
WRITTEN = [
    (When.amount_at_least(EUR="500", JPY="60000"), AmountAtLeast),
    (When.grade_in("C", "D"), GradeIn),
    (When.segment_in("key"), SegmentIn),
    (When.broken_promises(2), BrokenPromises),
    (When.grade_in("C") & When.broken_promises(1), AllOf),
    (When.grade_in("C") | ~When.segment_in("key"), AnyOf),
    (~(When.grade_in("C") & When.grade_in("D")), Not),
]


@pytest.mark.parametrize(("condition", "kind"), WRITTEN)
def test_a_condition_survives_json(condition: Any, kind: Any) -> None:
    assert type(condition) is kind
    assert ANY.validate_json(ANY.dump_json(condition)) == condition
    assert ANY.validate_python(json.loads(ANY.dump_json(condition))) == condition
    assert hash(condition) == hash(ANY.validate_json(ANY.dump_json(condition)))


def test_money_in_json_is_exact_text() -> None:
    assert json.loads(When.amount_at_least(EUR="500").model_dump_json()) == {
        "kind": "amount-at-least", "amounts": [{"amount": "500.00", "currency": "EUR"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"kind": "days-late", "at_least": 3}, ()),
        ({"at_least": 3}, ()),
        ({"kind": "broken-promises", "at_least": True}, ("broken-promises", "at_least")),
        ({"kind": "broken-promises", "at_least": "2"}, ("broken-promises", "at_least")),
        ({"kind": "broken-promises", "at_least": -1}, ("broken-promises", "at_least")),
        ({"kind": "grade-in", "grades": []}, ("grade-in", "grades")),
        ({"kind": "grade-in", "grades": ["C"], "or": 1}, ("grade-in", "or")),
        ({"kind": "all-of", "conditions": []}, ("all-of", "conditions")),
        ({"kind": "amount-at-least", "amounts": []}, ("amount-at-least", "amounts")),
        ({"kind": "not", "condition": {"kind": "eval"}}, ("not", "condition")),
    ],
)
def test_a_condition_outside_the_closed_union_is_refused(
    document: Any, where: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        ANY.validate_python(document)
    assert [error["loc"] for error in caught.value.errors()] == [where]


def test_one_threshold_per_currency() -> None:
    with pytest.raises(ValidationError, match="one amount per currency"):
        AmountAtLeast(amounts=(Money("1.00", "EUR"), Money("2.00", "EUR")))


def nested(depth: int) -> Any:
    condition: Any = When.grade_in("C")
    for _ in range(depth - 1):
        condition = ~condition
    return condition


def test_conditions_nest_sixteen_deep_and_no_deeper() -> None:
    assert step("a", 7, when=nested(16)).when is not None
    with pytest.raises(ValidationError, match="nest deeper than 16"):
        step("a", 7, when=nested(17))


@pytest.mark.parametrize("depth", [17, 100, 500, 100_000])
def test_a_document_that_nests_too_deep_is_refused(depth: int) -> None:
    inner = '{"kind":"not","condition":' * (depth - 1)
    when = inner + '{"kind":"grade-in","grades":["C"]}' + "}" * (depth - 1)
    with pytest.raises(ValidationError):
        Step.model_validate_json(
            f'{{"id":"a","kind":"reminder","offset":1,"channels":["email"],"when":{when}}}'
        )


@pytest.mark.parametrize(("percent", "reached"), [("10", True), ("10.01", False), ("100", False)])
def test_a_share_is_of_all_that_is_open(percent: str, reached: bool) -> None:
    late, later = due(amount="EUR 100.00"), due(d(2, 20), "INV-2", amount="EUR 900.00")
    assert verdict(When.overdue_share(percent), late, later) is reached
    part = a_dispute(invoice_id="INV-1", amount=eur("1.00"), opened_on=d(2, 1))
    assert verdict(When.overdue_share("10"), late, later, part) is False


@pytest.mark.parametrize("percent", ["0", "100.1", "-1"])
def test_a_share_that_is_none_is_refused(percent: str) -> None:
    with pytest.raises(ValueError, match="a share is more than 0% and at most 100%"):
        When.overdue_share(percent)
