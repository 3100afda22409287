"""What a caller holds never changes, and travels: pickled, copied, sent to another interpreter.

Asked of every type that a strategy of `collectkit.testing` draws, as a whole and in its parts.
"""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from datetime import date, datetime, time, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import BaseModel, ValidationError
from tests.unit.testing.drawn import ROOMS, nodes, parts, strategies

from collectkit.dates import TARGET, WEEKENDS
from collectkit.errors import CollectkitError
from collectkit.fees import RATE_TABLES
from collectkit.messages import Catalogue
from collectkit.policy import presets
from collectkit.risk import Scorecard

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)
ATOMS = (
    str, int, float, bool, type(None), Decimal, Fraction, date, datetime, time, timezone, Enum,
)  # fmt: skip
# Working state of a result, which nothing public hands out; all else is immutable all the way.
WORKING = {("Snapshot", "_fold"), ("Snapshot", "_parts")}
STRATEGIES = strategies()
CONSTANTS = (
    TARGET,
    WEEKENDS,
    Catalogue.default(),
    Scorecard.default(),
    presets.b2b_standard(creditor="Example Ltd"),
    *RATE_TABLES.values(),
)

pytestmark = pytest.mark.core
# Not made smaller when they fail: the path in the message says where.
few = settings(
    max_examples=6,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


# -- pickles and copies --------------------------------------------------------------------------
def copies(value: Any) -> Iterator[tuple[str, Any]]:
    for protocol in PROTOCOLS:
        yield f"pickle {protocol}", pickle.loads(pickle.dumps(value, protocol))
    yield "copy", copy.copy(value)
    yield "deepcopy", copy.deepcopy(value)


def assert_travels(value: Any) -> None:
    """Every copy is equal, hashes the same, prints the same and explains itself the same."""
    explain = getattr(value, "explain", None)
    # Equal sets may print in two orders.
    ordered = not any(isinstance(one, frozenset) for one in nodes(value))
    for how, again in copies(value):
        what = f"{type(value).__name__} by {how}"
        assert type(again) is type(value), what
        assert again == value, what
        assert hash(again) == hash(value), what
        assert not ordered or repr(again) == repr(value), what
        if explain is not None:
            assert again.explain() == explain(), what


@pytest.mark.parametrize("name", STRATEGIES)
def test_what_is_drawn_travels_and_never_changes(name: str) -> None:
    @few
    @given(STRATEGIES[name])
    def check(value: Any) -> None:
        warm(value)
        assert_travels(value)
        assert_immutable(value)
        assert_no_cache_is_pickled(value)

    check()


@pytest.mark.parametrize("value", CONSTANTS, ids=lambda value: type(value).__name__)
def test_what_the_library_comes_with_travels_and_never_changes(value: Any) -> None:
    warm(value)
    assert_travels(value)
    assert_immutable(value)
    assert_no_cache_is_pickled(value)


# -- immutable all the way -----------------------------------------------------------------------
def assert_immutable(value: Any) -> None:
    """No object within reach can be changed, none of its fields set or deleted."""
    waiting, seen = [(type(value).__name__, value)], {0}
    while waiting:
        path, one = waiting.pop()
        if id(one) in seen or isinstance(one, ATOMS):
            continue
        seen.add(id(one))
        if isinstance(one, (tuple, frozenset)):
            assert not hasattr(one, "__dict__"), path
        else:
            assert_frozen(one, path)
        for name, part in parts(one, private=True):
            if (type(one).__name__, name) not in WORKING:
                waiting.append((f"{path}.{name}" if name else path, part))


def assert_frozen(one: Any, path: str) -> None:
    """One dataclass or policy whose attributes stand."""
    if isinstance(one, BaseModel):
        assert one.model_config.get("frozen"), path
        assert not one.model_extra, path
        assert not one.__pydantic_private__, path
        refused: tuple[type[Exception], ...] = (ValidationError, AttributeError)
    else:
        assert is_dataclass(one), f"{path} is a {type(one).__name__}, which can be changed"
        assert not hasattr(one, "__dict__"), f"{path} has a __dict__"
        # An unknown name meets a TypeError: CPython's frozen classes with slots ask the old class.
        refused = (AttributeError, TypeError)
    before = dict(parts(one, private=True))
    for name in (*before, "something_new"):
        assert refuses(setattr, refused, one, name, None), f"{path}.{name} can be set"
        assert refuses(delattr, refused, one, name), f"{path}.{name} can be deleted"
    after = dict(parts(one, private=True))
    assert all(after[name] is part for name, part in before.items()), path


def refuses(change: Callable[..., None], refused: tuple[type[Exception], ...], *given: Any) -> bool:
    try:
        change(*given)
    except refused:
        return True
    return False


# -- compiled forms ------------------------------------------------------------------------------
def policies(value: Any) -> list[BaseModel]:
    return [one for one in nodes(value, private=True) if isinstance(one, BaseModel)]


def caches(kind: type[Any]) -> list[str]:
    return [
        name
        for base in kind.__mro__
        for name, found in vars(base).items()
        if isinstance(found, cached_property)
    ]


def warm(value: Any) -> None:
    """Have every policy compile what it keeps compiled."""
    for one in policies(value):
        for name in caches(type(one)):
            getattr(one, name)


def assert_no_cache_is_pickled(value: Any) -> None:
    for one in policies(value):
        names = set(type(one).model_fields)
        again = pickle.loads(pickle.dumps(one))
        assert set(one.__getstate__()["__dict__"]) == names
        assert set(vars(again)) == names


def test_there_are_caches_to_leave_out() -> None:
    catalogue = Catalogue.default()
    warm(catalogue)
    assert set(vars(catalogue)) > set(type(catalogue).model_fields)


# -- another interpreter -------------------------------------------------------------------------
THERE = """
import pickle, sys
from datetime import date
from collectkit.testing import (
    a_customer, a_dispute, a_hold, a_promise, a_receipt, an_account, an_allocation, an_invoice)
from collectkit.dates import calendar_from, Context
from collectkit.money import Money
from collectkit.policy import presets, review_account

policy = presets.b2b_standard(creditor="Example Ltd")
half = Money("50.00", "EUR")
account = an_account(
    an_invoice(), an_invoice(id="INV-2", amount=Money("70", "JPY")), a_receipt(amount=half),
    an_allocation(amount=half), a_hold(items=("INV-2",), until_on=date(2026, 3, 1)),
    a_promise(pay_by=date(2026, 2, 12)), a_dispute(invoice_id="INV-2"))
calendar = calendar_from([date(2026, 3, 20 + n) for n in range(5)])
context = Context(calendar=calendar)
review = review_account(policy, account, as_of=date(2026, 3, 20), context=context)
"""
SEND = """
graph = (policy, account, review, calendar)
sys.stdout.buffer.write(pickle.dumps((pickle.dumps(graph), repr(graph[:3]), review.explain())))
"""
RECEIVE = """
sent, text, explained = pickle.load(sys.stdin.buffer)
graph = pickle.loads(sent)
assert graph == (policy, account, review, calendar)
assert [hash(one) for one in graph] == [hash(one) for one in (policy, account, review, calendar)]
assert repr(graph[:3]) == text
assert graph[2].explain() == explained
assert {graph[0]: 1}[policy] == 1
print(sys.flags.hash_randomization, hash("C-1"))
"""


def run(code: str, seed: str, given: bytes = b"") -> bytes:
    """What a fresh interpreter with its own order of hashes prints."""
    done = subprocess.run(
        [sys.executable, "-c", THERE + code],
        input=given,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    return done.stdout


def test_a_review_means_the_same_in_another_interpreter() -> None:
    sent = run(SEND, "1")
    assert run(RECEIVE, "2", sent) != run(RECEIVE, "3", sent), "the seeds made no difference"


# -- errors --------------------------------------------------------------------------------------
def errors(kind: type[CollectkitError] = CollectkitError) -> Iterator[type[CollectkitError]]:
    for room in ROOMS:
        import_module(f"collectkit.{room}")
    yield kind
    for sub in kind.__subclasses__():
        if sub.__module__.startswith("collectkit."):
            yield from errors(sub)


EXTRAS: dict[str, dict[str, Any]] = {
    "AmbiguousTerms": {"readings": ("a", "b")},
    "PolicyError": {"findings": (("terms.0", "is not there"),)},
    "NotTabular": {"clause": "after"},
    "NotExpressible": {"clause": "lines"},
    "RateCoverageError": {
        "table": "boe-half-year",
        "day": date(2027, 1, 1),
        "covers_until": date(2026, 12, 31),
    },
}


@pytest.mark.parametrize("kind", list(errors()), ids=lambda kind: kind.__name__)
def test_errors_travel_with_all_they_say(kind: type[CollectkitError]) -> None:
    state: dict[str, Any] = {"field": "amount", "subject": "INV-7", "row": 3, "hint": "round it"}
    error = kind("amount is odd", **state, **EXTRAS.get(kind.__name__, {}))
    for how, again in copies(error):
        assert type(again) is kind, how
        assert vars(again) == vars(error), how
        assert (again.args, str(again), again.code) == (error.args, str(error), error.code), how
