from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectkit import errors
from collectkit.errors import (
    AmbiguousTerms,
    AsOfBeforeHistory,
    CollectkitError,
    CurrencyMismatch,
    DuplicateId,
    InvalidDate,
    InvalidFact,
    InvalidMoney,
    InvalidPercent,
    MetricUndefined,
    NotExpressible,
    NotTabular,
    PolicyError,
    Problem,
    RateCoverageError,
    TemplateError,
    TermsError,
    UnknownCurrency,
    UnknownReference,
    shown,
)

KINDS: dict[type[CollectkitError], tuple[str, type[Exception]]] = {
    CollectkitError: ("collectkit", ValueError),
    InvalidMoney: ("money.invalid", CollectkitError),
    UnknownCurrency: ("money.unknown-currency", CollectkitError),
    CurrencyMismatch: ("money.currency-mismatch", CollectkitError),
    InvalidPercent: ("money.invalid-percent", CollectkitError),
    InvalidDate: ("dates.invalid", CollectkitError),
    InvalidFact: ("ledger.invalid-fact", CollectkitError),
    DuplicateId: ("ledger.duplicate-id", InvalidFact),
    UnknownReference: ("ledger.unknown-reference", InvalidFact),
    AsOfBeforeHistory: ("ledger.as-of-before-history", InvalidFact),
    TermsError: ("terms.unreadable", CollectkitError),
    AmbiguousTerms: ("terms.ambiguous", TermsError),
    TemplateError: ("messages.template", CollectkitError),
    PolicyError: ("policy.invalid", CollectkitError),
    NotExpressible: ("terms.not-expressible", TermsError),
    NotTabular: ("dates.not-tabular", CollectkitError),
    RateCoverageError: ("fees.rate-coverage", CollectkitError),
    MetricUndefined: ("metrics.undefined", CollectkitError),
}
FULL: dict[str, Any] = {"field": "amount", "subject": "INV-7", "row": 3, "hint": "round it first"}


def state(error: CollectkitError) -> tuple[object, ...]:
    return (
        type(error),
        error.code,
        error.message,
        error.args,
        error.field,
        error.subject,
        error.row,
        error.hint,
        str(error),
        getattr(error, "readings", None),
        getattr(error, "findings", None),
    )


def test_the_table_holds_every_exported_error() -> None:
    exported = {vars(errors)[name] for name in errors.__all__} - {Problem}
    assert exported == set(KINDS)


@pytest.mark.parametrize(("kind", "expected"), KINDS.items())
def test_codes_and_parents_are_stable(
    kind: type[CollectkitError], expected: tuple[str, type[Exception]]
) -> None:
    code, parent = expected
    assert kind.code == code
    assert kind.__bases__ == (parent,)
    assert issubclass(kind, ValueError)


def test_codes_are_unique() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_needs_only_a_message(kind: type[CollectkitError]) -> None:
    error = kind("due_on lies before issued_on")
    assert str(error) == error.message == "due_on lies before issued_on"
    assert error.args == ("due_on lies before issued_on",)
    assert (error.field, error.subject, error.row, error.hint) == (None, None, None, None)


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ({}, "amount is negative"),
        ({"hint": "use a credit note"}, "amount is negative (use a credit note)"),
        ({"subject": "INV-7"}, "INV-7: amount is negative"),
        ({"row": 0}, "row 0: amount is negative"),
        ({"field": "amount"}, "amount is negative"),
        (
            {"row": 12, "subject": "INV-7", "hint": "use a credit note"},
            "row 12: INV-7: amount is negative (use a credit note)",
        ),
    ],
)
def test_text_names_the_row_and_the_subject_and_ends_with_the_hint(
    attributes: dict[str, Any], text: str
) -> None:
    assert str(InvalidFact("amount is negative", **attributes)) == text


def test_a_subject_that_the_message_names_is_not_repeated() -> None:
    assert str(DuplicateId("two invoices have the id INV-7", subject="INV-7")) == (
        "two invoices have the id INV-7"
    )


def test_a_subject_that_only_looks_like_part_of_the_message_is_named() -> None:
    error = InvalidFact("amount must be at least 10, not 0", subject="1")
    assert str(error) == "1: amount must be at least 10, not 0"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("kind", KINDS)
def test_errors_pickle_whole(kind: type[CollectkitError], protocol: int) -> None:
    error = kind("`1.005` has more than 2 decimals of EUR", **FULL)
    again = pickle.loads(pickle.dumps(error, protocol))
    assert state(again) == state(error)


@pytest.mark.parametrize("kind", KINDS)
def test_errors_copy_whole(kind: type[CollectkitError]) -> None:
    error = kind("amount is negative", **FULL)
    assert state(copy.copy(error)) == state(copy.deepcopy(error)) == state(error)


def test_ambiguous_terms_carry_their_readings_through_pickle() -> None:
    error = AmbiguousTerms("net 30 EOM", readings=("30 days, then month end", "month end + 30"))
    assert AmbiguousTerms("net 30 EOM").readings == ()
    assert pickle.loads(pickle.dumps(error)).readings == error.readings


def test_policy_errors_carry_their_findings_through_pickle() -> None:
    error = PolicyError("2 faults", findings=(("fees.0.rate", "missing"), ("id", "too long")))
    assert PolicyError("2 faults").findings == ()
    assert pickle.loads(pickle.dumps(error)).findings == error.findings


def test_rate_coverage_errors_carry_what_was_asked_through_pickle() -> None:
    day, end = date(2027, 1, 5), date(2026, 12, 31)
    error = RateCoverageError("no rate", table="de-basiszinssatz", day=day, covers_until=end)
    again = pickle.loads(pickle.dumps(error))
    assert (again.table, again.day, again.covers_until) == ("de-basiszinssatz", day, end)
    bare = RateCoverageError("no rate")
    assert (bare.table, bare.day, bare.covers_until) == ("", None, None)


# -- problems ----------------------------------------------------------------------------------
def test_a_problem_holds_what_the_error_held() -> None:
    problem = Problem.from_error(InvalidMoney("amount is negative", **FULL))
    assert problem == Problem(
        code="money.invalid",
        message="amount is negative (round it first)",
        subject="INV-7",
        row=3,
        field="amount",
        severity="error",
    )
    assert str(problem) == "row 3: INV-7: amount is negative (round it first)"


def test_a_problem_takes_the_row_it_is_given() -> None:
    error = InvalidMoney("amount is negative")
    assert Problem.from_error(error).row is None
    assert Problem.from_error(error, row=0).row == 0
    assert Problem.from_error(InvalidMoney("x", row=3), row=8).row == 8


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attributes", [{}, FULL, {"row": 0}, {"subject": "C-1"}])
def test_a_problem_reads_like_its_error(
    kind: type[CollectkitError], attributes: dict[str, Any]
) -> None:
    error = kind("amount is negative", **attributes)
    assert str(Problem.from_error(error)) == str(error)


def test_problems_are_frozen_hashable_and_pickle() -> None:
    problem = Problem(code="money.invalid", message="amount is negative", severity="warning")
    with pytest.raises(FrozenInstanceError):
        problem.row = 1  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(problem)) == copy.deepcopy(problem) == problem
    assert {problem, copy.copy(problem)} == {problem}
    with pytest.raises(TypeError):
        Problem("money.invalid", "amount is negative")  # type: ignore[call-arg]


# -- values in messages ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.005", "`1.005`"),
        ("", "``"),
        ("x" * 40, f"`{'x' * 40}`"),
        ("x" * 41, f"`{'x' * 40}...`"),
        pytest.param("x" * 10**6, f"`{'x' * 40}...`", id="1 MB of text"),
        ("é", r"`\xe9`"),
        ("a\nb\x00", r"`a\x0ab\x00`"),
        ("\u202e12", r"`\u202e12`"),
        (12, "`12`"),
        pytest.param(10**300000, "`an integer of 996579 bits`", id="300000 digits"),
        (None, "`None`"),
        (0.1 + 0.2, "`0.30000000000000004`"),
        (Decimal("1E+1000000"), "`1E+1000000`"),
        ([1, 2, 3], "`a list of 3`"),
        ((1, 2), "`a tuple of 2`"),
        ({"a": 1}, "`a dict of 1`"),
        ({1, 2}, "`a set of 2`"),
        (frozenset(), "`a frozenset of 0`"),
    ],
)
def test_a_value_in_a_message_is_short_plain_and_quoted(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_fraction_too_long_to_print_is_shown_all_the_same() -> None:
    assert len(shown(Fraction(10**5000, 3))) <= 45


@given(st.text() | st.binary() | st.integers() | st.floats() | st.fractions())
def test_a_value_in_a_message_is_one_line_of_ascii(value: object) -> None:
    text = shown(value)
    assert text.isascii()
    assert text.isprintable()
    assert len(text) <= 45
