"""The runner itself: what it compares, and what it makes of adapters that misbehave."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.case import CASES, Case, Given, Unsupported, load
from tests.conformance.compare import InPercent, differences
from tests.conformance.registry import Figures, Operations
from tests.conformance.runner import adapters, judge, over_a_tenth, run
from tests.conformance.table import Entry, lines

from collectkit.errors import InvalidDate, InvalidMoney
from collectkit.money import Money, Percent


def a_case(**fields: Any) -> Case:
    """A case of an area made for these tests."""
    plain = {"id": "t-1", "area": "made-up", "source": "", "note": "", "status": "ok"}
    return Case(**{**plain, "given": {"op": "twice"}, "expected": {"days": 2}, **fields})


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Operations:
    """An adapter for the area `made-up`."""
    operations = Operations("made-up", refusals={"dates.invalid": "no such day"})
    monkeypatch.setitem(adapters(), "made-up", operations)
    return operations


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("9.50", Money("9.50", "EUR")),
        ("9.50", Decimal("9.5")),
        ("9", Percent("9.00")),
        (27000, Money("27000.00", "EUR")),
        (Decimal("0.25"), Fraction(1, 4)),
        (178, 178),
        ("4/365+58/366", Fraction(4, 365) + Fraction(58, 366)),
        ("4/365+59/366+4", 4 + Fraction(4, 365) + Fraction(59, 366)),
        ("0.497724380567", Fraction(61, 365) + Fraction(121, 366)),
        ("2024-03-09", date(2024, 3, 9)),
        (None, None),
        (False, False),
        ([1, ["2.00"]], (1, [Money("2.00", "EUR")])),
        ({"a": 1}, {"a": 1, "b": 2}),
        (Decimal("1.0"), InPercent(Decimal("0.01"))),
        (["costs", "interest"], ["costs", "interest"]),
    ],
)
def test_figures_that_agree(expected: Any, got: Any) -> None:
    assert list(differences(expected, got)) == []


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("9.50", Money("9.51", "EUR")),
        ("9.50", Decimal("9.5000001")),
        ("9.5", "9.50"),
        ("9.50", 9.5),
        (1, True),
        (True, 1),
        (0, None),
        (None, 0),
        (0, False),
        (Decimal("0.333"), Decimal("0.3333333")),
        ("4/365+58/366", Fraction(62, 365)),
        ("0.41", Fraction(42, 100)),
        ("2024-03-09", date(2024, 3, 10)),
        ([1, 2], [1]),
        ([1], 1),
        ({"a": 1}, 1),
        ({"a": 1}, {"b": 1}),
        ("costs", "interest"),
    ],
)
def test_figures_that_differ(expected: Any, got: Any) -> None:
    assert len(list(differences(expected, got))) == 1


@pytest.mark.parametrize(
    ("printed", "exact", "agrees"),
    [
        (Decimal("55.9"), Decimal("55.92948717948718"), True),
        (Decimal("9.55"), Decimal("9.545454545454545"), True),
        (Decimal("9.54"), Decimal("9.545454545454545"), False),
        (27567, Decimal("27567.391304347824"), True),
        (Decimal("2.5"), Decimal("2.45"), True),
        (Decimal("-2.5"), Decimal("-2.45"), True),
        (Decimal("-0.56"), Decimal("-0.5654"), False),
    ],
)
def test_rounded_figures_are_held_to_the_printed_digits(
    printed: Any, exact: Decimal, agrees: bool
) -> None:
    assert (not list(differences(printed, exact, at_printed_digits=True))) is agrees
    assert list(differences(printed, exact))


def test_an_unknown_operation_or_area_is_unsupported(made_up: Operations) -> None:
    assert run(a_case()).verdict == "unsupported"
    assert run(a_case(area="nowhere")).verdict == "unsupported"
    assert run(a_case(given={"no": 1, "name": 2})).verdict == "unsupported"


def test_right_and_wrong_figures(made_up: Operations) -> None:
    made_up.named("twice")(lambda _: {"days": 2})
    assert run(a_case()).verdict == "passed"
    wrong = run(a_case(expected={"days": 3}))
    assert (wrong.verdict, wrong.why) == ("failed", "days: expected 3, got 2")
    assert run(a_case(expected={"days": 2, "weeks": 0})).verdict == "unsupported"
    assert run(a_case(expected={"days": 3, "weeks": 0})).verdict == "failed"


def test_an_input_that_nobody_reads_is_not_passed_over(made_up: Operations) -> None:
    @made_up.named("twice")
    def twice(given: Given) -> Figures:
        given.immaterial("idle")
        return {"days": 2, "deep": given.get("deep", {}).get("a")}

    assert run(a_case(given={"op": "twice", "idle": 1})).verdict == "passed"
    assert "['rounding']" in run(a_case(given={"op": "twice", "rounding": "up"})).why
    deep = run(a_case(given={"op": "twice", "deep": {"a": 1, "b": 2}}))
    assert (deep.verdict, "['deep.b']" in deep.why) == ("unsupported", True)


def test_the_operation_with_most_inputs_in_common_is_asked(made_up: Operations) -> None:
    made_up.shaped("a")(lambda given: {"days": given["a"]})
    made_up.shaped("a", "b")(lambda given: {"days": given["a"] and given["b"]})
    assert run(a_case(given={"a": 1, "b": 2})).verdict == "passed"
    assert run(a_case(given={"a": 1})).verdict == "failed"


def test_a_breakdown_is_a_failure_and_a_refusal_an_answer(made_up: Operations) -> None:
    def broken(given: Given) -> Figures:
        raise ZeroDivisionError("division by zero")

    def refused(given: Given) -> Figures:
        raise InvalidDate("no day")

    def refused_otherwise(given: Given) -> Figures:
        raise InvalidMoney("no money")

    made_up.named("twice")(broken)
    outcome = run(a_case())
    assert (outcome.verdict, outcome.why) == ("failed", "ZeroDivisionError: division by zero")
    made_up.named("twice")(refused)
    assert run(a_case(expected={"error": "no such day"})).verdict == "passed"
    assert run(a_case(expected={"error": "another"})).verdict == "failed"
    unexpected = run(a_case())
    assert unexpected.verdict == "failed"
    assert "InvalidDate: no day" in unexpected.why
    made_up.named("twice")(refused_otherwise)
    assert run(a_case(expected={"error": "money.invalid"})).verdict == "passed"


@pytest.mark.parametrize(
    "fields",
    [{"note": "PECULIAR: so"}, {"note": "a PEER BUG: so"}, {"status": "source_wrong"}],
)
def test_contested_cases_run_outside_the_count(made_up: Operations, fields: dict[str, str]) -> None:
    made_up.named("twice")(lambda _: {"days": 3})
    outcome = judge(a_case(**fields))
    assert (outcome.verdict, outcome.run, outcome.counts) == ("outside", "failed", False)


def test_an_adapter_sees_neither_the_id_nor_what_is_expected(made_up: Operations) -> None:
    seen: list[Given] = []

    @made_up.named("twice")
    def twice(given: Given) -> Figures:
        seen.append(given)
        raise Unsupported("it")

    run(a_case(id="secret", expected={"days": 17}))
    assert list(seen[0]) == ["op"]
    assert seen[0].asked == {"days"}


def test_more_than_one_and_more_than_a_tenth_is_too_many(made_up: Operations) -> None:
    made_up.named("twice")(lambda given: {"days": given["n"]})
    cases = [a_case(given={"op": "twice", "n": n}) for n in (3, 3, *[2] * 18)]
    outcomes = [run(case) for case in cases]
    assert over_a_tenth(outcomes, "failed") == {}
    assert over_a_tenth(outcomes[:-1], "failed") == {"made-up": ["t-1", "t-1"]}
    assert over_a_tenth(outcomes[:1], "failed") == {}


def test_the_table_names_what_failed(made_up: Operations) -> None:
    made_up.named("twice")(lambda _: {"days": 2})
    cases = (a_case(), a_case(id="t-2", expected={"days": 3}))
    printed = list(lines([Entry.of(run(case)) for case in cases]))
    assert printed[1].split() == ["made-up", "2", "1", "0", "0", "1", "0", "0"]
    assert printed[2].split() == ["total", "2", "1", "0", "0", "1", "0", "0"]
    assert printed[3] == "failed: t-2 (made-up): days: expected 3, got 2"


def test_lines_of_another_kind_are_not_cases(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text(
        '{"id": "bad", "category": "money", "py": "D(1)", "expect": "refused"}\n\n'
        '{"id": "a", "area": "x", "inputs": {"rate": 0.1}, "expected": {"y": 1}}\n'
        '{"id": "b", "area": "x", "policy": {}, "account": {}, "as_of": "2026-01-01",'
        ' "expected": {}}\n',
        encoding="utf-8",
    )
    first, second = load(tmp_path)
    assert (first.given, second.id) == ({"rate": Decimal("0.1")}, "b")
    assert set(second.given) == {"policy", "account", "as_of"}


def altered(figure: Any) -> Any:
    """Another figure of the same kind: one more in the last digit, another day, the opposite."""
    if isinstance(figure, dict):
        return {name: altered(value) for name, value in figure.items()}
    if isinstance(figure, list):
        return [altered(value) for value in figure] or ["altered"]
    if figure is None or isinstance(figure, bool):
        return not figure
    text = str(figure)
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        units, decimals = int(text.replace(".", "")), len(text.partition(".")[2])
        return str(Decimal(f"{units + 1}E-{decimals}"))
    return f"{text}+1" if "/" in text else f"{text} altered"


def test_every_case_that_passes_can_fail() -> None:
    for case in load(CASES):
        if run(case).verdict == "passed":
            for name, figure in case.expected.items():
                other = {**case.expected, name: altered(figure)}
                wrong = Case(
                    id=case.id, area=case.area, source="", note="", status=case.status,
                    given=case.given, expected=other,
                )  # fmt: skip
                assert run(wrong).verdict == "failed", f"{case.id}: {name} may be anything"
