"""Adapters translate: public names of collectkit only, and nothing calculated."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conformance.purity import dating_faults, faults
from tests.conformance.runner import ADAPTERS

DATING = "dating.py"
FILES = sorted(path for path in ADAPTERS.glob("*.py") if path.name != DATING)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_adapter_only_translates(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_the_module_that_moves_dates_only_moves_dates() -> None:
    assert dating_faults((ADAPTERS / DATING).read_text(encoding="utf-8")) == []


def test_adapters_are_there() -> None:
    assert len(FILES) > 10


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("total = principal + fee", "calculates: Add"),
        ("interest = amount * rate", "calculates: Mult"),
        ("rate = points / 100", "calculates: Div"),
        ("def f(due, paid): return (paid - due).days", "calculates: Sub"),
        ("owed = -credit", "negates"),
        ("owed += fee", "calculates in an assignment"),
        ("owed = sum(parts)", "uses sum"),
        ("add_up = sum", "uses sum"),
        ("owed = round(parts, 2)", "uses round"),
        ("owed = max(parts)", "uses max"),
        ("owed = float(part)", "uses float"),
        ("owed = part.quantize(cent)", "calculates: quantize"),
        ("owed = part.times(factor)", "calculates: times"),
        ("owed = part.__add__(other)", "reaches into __add__"),
        ("figures = given._values", "reaches into _values"),
        ("days = day.toordinal()", "calculates: toordinal"),
        ("owed = getattr(part, name)(other)", "uses getattr"),
        ("import math", "imports the module math"),
        ("import collectkit.ledger.fold", "imports the module collectkit.ledger.fold"),
        ("from operator import add", "imports add from operator"),
        ("from datetime import timedelta", "imports timedelta from datetime"),
        ("from collectkit.ledger.fold import fold", "imports fold from collectkit.ledger.fold"),
        ("from collectkit.ledger import figures", "figures is not public in collectkit.ledger"),
        ("from collectkit.ledger import _fields", "_fields is not public in collectkit.ledger"),
        ("from collectkit._checks import check_day", "imports check_day from collectkit._checks"),
        ("from collectkit import ledger", "imports the module collectkit.ledger"),
        ("from collectkit.money import total", "calculates: total"),
        ("from collectkit.ledger import *", "* is not public in collectkit.ledger"),
        ("from tests.conformance.case import load", "imports load from tests.conformance.case"),
        ("from .books import period", "imports from a relative name"),
        (
            "from tests.conformance.adapters.aging import _credit",
            "_credit is private to tests.conformance.adapters.aging",
        ),
    ],
)
def test_a_planted_adapter_is_caught(source: str, fault: str) -> None:
    assert faults(source) == [f"line 1: {fault}"]


def test_what_translation_needs_is_let_through() -> None:
    source = """
from decimal import Decimal
from collectkit.ledger import Buckets, snapshot
bounds = Buckets(*range(30, 331, 30))
shown = {f"{name}": row[-1] for name, row in rows.items() if row != given["rows"]}
kinds: int | None = None
"""
    assert faults(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(day, count): return day + timedelta(days=count * 2)",
        "def f(day, count): return day + timedelta(weeks=count)",
        "def f(amount, fee): return amount + fee",
        "def f(day, other): return (day - other).days",
        "def f(count): return timedelta(days=count)",
        "from collectkit.dates import add_days",
        "import datetime",
    ],
)
def test_a_planted_calculation_in_the_dating_module_is_caught(source: str) -> None:
    assert len(dating_faults(source)) >= 1
