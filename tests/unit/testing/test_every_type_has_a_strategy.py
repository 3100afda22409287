"""Every public type of the library can be drawn, alone or as a part of what is drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from tests.unit.testing.drawn import (
    drawn_type,
    held_types,
    nodes,
    parts,
    public_types,
    strategies,
)

from collectkit import testing

WITHOUT = {
    "AgingBook": "gathers totals in place; `agings` draws what comes of it",
    "PeriodBook": "gathers totals in place; `period_figures` draws what comes of it",
    "Definition": "a closed table: draw from DEFINITIONS",
    "Reasons": "the closed table of a room, its REASONS",
    "When": "short ways to write conditions; it has no instances",
}
TYPES = public_types()
STRATEGIES = strategies()
HELD = {name: held_types(drawn_type(name)) for name in STRATEGIES}
QUICKLY = settings(
    max_examples=100,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def homes(kind: type[Any]) -> list[str]:
    """The strategies that may draw a type: those of it first, then those that hold little more."""
    having = [name for name in STRATEGIES if kind in HELD[name]]
    return sorted(having, key=lambda name: len(HELD[name]))


def draws(name: str, kind: type[Any]) -> bool:
    """Whether a strategy really comes up with a type, itself or inside something public."""
    try:
        find(
            STRATEGIES[name],
            lambda value: any(isinstance(one, kind) for one in nodes(value)),
            settings=QUICKLY,
        )
    except NoSuchExample:
        return False
    return True


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("name", sorted(set(TYPES) - set(WITHOUT)))
def test_every_public_type_is_drawn(name: str) -> None:
    found = homes(TYPES[name])
    assert found, f"no strategy of collectkit.testing draws a {name}: write one, or say why not"
    assert any(draws(home, TYPES[name]) for home in found), f"{found} never come up with a {name}"


def test_what_has_no_strategy_is_there_and_really_has_none() -> None:
    assert set(WITHOUT) <= set(TYPES)
    assert [name for name in WITHOUT if homes(TYPES[name])] == []


def test_strategies_are_plural_nouns() -> None:
    singular = ("a_", "an_", "something_")
    names = [name for name in testing.__all__ if name.islower() and not name.startswith(singular)]
    assert [name for name in names if not name.endswith("s")] == ["cash_received"]


def test_the_walk_sees_parts_of_parts() -> None:
    account = testing.an_account(testing.an_invoice())
    kinds = {type(one).__name__ for one in nodes(account)}
    assert {"Account", "Customer", "Invoice", "Installment", "Money", "Decimal"} <= kinds
    assert dict(parts(testing.an_invoice().amount))["currency"] == "EUR"
