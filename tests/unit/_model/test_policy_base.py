"""The base of policies: immutable, closed, and checked again whenever it is changed."""

from __future__ import annotations

import copy
import json
import pickle
from functools import cached_property
from typing import Any, Literal

import pytest
from pydantic import Field, ValidationError, field_validator, model_validator

from collectkit._model import Count, Id, Policy
from collectkit.errors import InvalidPercent
from collectkit.money import Money, Percent


class Tier(Policy):
    kind: Literal["tier"] = "tier"
    percent: Percent
    after: Count = 0

    @cached_property
    def _compiled(self) -> Any:
        return lambda days: days > self.after


class Plan(Policy):
    id: Id
    tiers: tuple[Tier, ...] = Field(default=(), max_length=3)
    fee: Money | None = None

    @field_validator("fee")
    @classmethod
    def _above_zero(cls, value: Money | None) -> Money | None:
        if value is not None and value.amount <= 0:
            raise InvalidPercent("a fee must be above zero")
        return value

    @model_validator(mode="after")
    def _charges(self) -> Plan:
        if not self.tiers and self.fee is None:
            raise ValueError("it charges nothing")
        return self

    @cached_property
    def _compiled(self) -> Any:
        return tuple(tier._compiled for tier in self.tiers)


def plan(**changes: Any) -> Plan:
    tier = Tier(percent=Percent("2.50"), after=10)
    fields: dict[str, Any] = {"id": "own", "tiers": (tier,), "fee": Money("40", "EUR")}
    return Plan(**(fields | changes))


def used() -> Plan:
    made = plan()
    assert made._compiled[0](11)
    return made


def test_nothing_is_set_afterwards() -> None:
    made = plan()
    for name in ("id", "tiers", "other", "__class__"):
        with pytest.raises((ValidationError, TypeError)):
            setattr(made, name, "x")
    with pytest.raises(ValidationError):
        del made.id


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": "x"}, ("name",)),
        ({"_compiled": "x"}, ("_compiled",)),
        ({"model_config": {}}, ("model_config",)),
        ({"tiers": ({"percent": "2%", "day": 1},)}, ("tiers", 0, "day")),
        ({"tiers": {"percent": "2%"}}, ("tiers",)),
        ({"tiers": "2%"}, ("tiers",)),
        ({"tiers": b"2%"}, ("tiers",)),
        ({"tiers": None}, ("tiers",)),
        ({"tiers": ({"kind": "Tier", "percent": "2%"},)}, ("tiers", 0, "kind")),
        ({"fee": 40}, ("fee",)),
        ({"fee": "EUR 40.00"}, ("fee",)),
        ({"fee": {"amount": 40, "currency": "EUR"}}, ("fee",)),
        ({"fee": {"amount": "40.00", "currency": "EUR", "x": 1}}, ("fee",)),
        ({"fee": {"amount": "40.005", "currency": "EUR"}}, ("fee",)),
        ({"fee": Money("0", "EUR")}, ("fee",)),
        ({"tiers": (), "fee": None}, ()),
    ],
)
def test_a_fault_has_its_path(changes: dict[str, Any], path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        plan(**changes)
    assert [error["loc"] for error in caught.value.errors()] == [path]


def test_several_faults_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        plan(id="Own", fee=1, x=2)
    assert {error["loc"] for error in caught.value.errors()} == {("id",), ("fee",), ("x",)}


@pytest.mark.parametrize("unordered", [set, frozenset])
def test_steps_in_order_are_not_taken_from_a_set(unordered: type) -> None:
    # The order of a set of text changes from run to run, and with it what the policy says.
    tiers = unordered((Tier(percent=Percent(1)), Tier(percent=Percent(2))))
    with pytest.raises(ValidationError):
        plan(tiers=tiers)


def test_fields_are_given_by_name() -> None:
    with pytest.raises(TypeError):
        Tier(Percent("2"))  # type: ignore[arg-type, call-arg]


# -- replace ---------------------------------------------------------------------------------------
def test_replace_makes_a_checked_copy() -> None:
    made = used()
    other = made.replace(id="other", fee=None)
    assert (other.id, other.fee, other.tiers) == ("other", None, made.tiers)
    assert (made.id, made.fee) == ("own", Money("40.00", "EUR"))
    assert made.replace() == made
    assert type(other) is Plan


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "Own"},
        {"name": "x"},
        {"fee": Money("-1", "EUR")},
        {"tiers": (), "fee": None},
        {"tiers": ({"percent": "2%"},) * 4},
        {"_compiled": None},
    ],
)
def test_replace_refuses_what_building_refuses(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        used().replace(**changes)


def test_replace_compiles_anew() -> None:
    tier = Tier(percent=Percent(1), after=10)
    assert not tier._compiled(10)
    assert tier.replace(after=9)._compiled(10)


def test_a_default_stays_a_default() -> None:
    tier = Tier(percent=Percent(1))
    assert tier.replace(percent=Percent(2)).model_fields_set == {"percent"}
    assert tier.replace(percent=Percent(2)).after == 0


# -- equal, hashed, stored, sent -------------------------------------------------------------------
def test_use_changes_neither_equality_nor_hash() -> None:
    assert used() == plan()
    assert hash(used()) == hash(plan())
    assert len({used(), plan(), plan(id="other")}) == 2
    assert Tier(percent=Percent(1)) == Tier(kind="tier", percent=Percent("1.0"), after=0)


def test_json_of_a_used_policy_has_the_fields_alone() -> None:
    made = used()
    text = made.model_dump_json()
    assert json.loads(text) == {
        "id": "own",
        "tiers": [{"kind": "tier", "percent": "2.5%", "after": 10}],
        "fee": {"amount": "40.00", "currency": "EUR"},
    }
    assert Plan.model_validate_json(text) == made
    assert Plan.model_validate_json(text).model_dump_json() == text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_used_policy_is_pickled_without_what_it_compiled(protocol: int) -> None:
    again = pickle.loads(pickle.dumps(used(), protocol))
    assert again == plan()
    assert set(vars(again)) == {"id", "tiers", "fee"}
    assert set(vars(again.tiers[0])) == {"kind", "percent", "after"}
    assert again._compiled[0](11)


def test_a_used_policy_is_copied() -> None:
    for again in (copy.copy(used()), copy.deepcopy(used())):
        assert again == plan()
        assert again._compiled[0](11)
