"""What payments earn against its slow reference: every figure and every line, to the minor unit.

The reference is told what came when on a part, as the snapshot reads it; the ledger has a slow
reference of its own.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.differential.discounts_reference import Line, Reading
from tests.differential.discounts_worlds import expected, world_of

from collectkit.discounts import DiscountPolicy, DiscountSettlement, settle
from collectkit.ledger import Account, snapshot
from collectkit.money import Money
from collectkit.testing import SPAN, accounts

WORLDS = [
    *((n, n + 125) for n in range(0, 500, 125)),
    *(pytest.param(n, n + 1_000, marks=pytest.mark.full) for n in range(10_000, 30_000, 1_000)),
]


def found(settled: DiscountSettlement) -> Reading:
    return Reading(
        balance=settled.balance.minor_units,
        earned=settled.earned.minor_units,
        short=settled.short.minor_units,
        excess=settled.excess.minor_units,
        late_taken=settled.late_taken.minor_units,
        lines=tuple(
            Line(line.on, line.paid.minor_units, line.earned.minor_units, line.balance.minor_units)
            for line in settled.lines
        ),
    )


@pytest.mark.parametrize(("first", "last"), WORLDS)
def test_a_settlement_is_what_the_reference_comes_to(first: int, last: int) -> None:
    for seed in range(first, last):
        world = world_of(seed)
        seen = world.snapshot()
        (item,) = seen.parts(world.item_id)
        settled = settle(seen, world.item_id, policy=world.policy)
        assert found(settled) == expected(item, world.policy, world.as_of), seed


@settings(max_examples=100)
@given(
    accounts(currencies=("EUR", "JPY"), circumstances=False),
    st.integers(0, 120).map(lambda n: SPAN[0] + timedelta(n)),
    st.sampled_from(("full-settlement", "proportional")),
    st.integers(0, 500),
)
def test_any_account_settles_as_the_reference_does(
    account: Account, as_of: date, partial: str, slack: int
) -> None:
    tolerance = tuple(Money.from_minor_units(slack, code) for code in ("EUR", "JPY"))
    policy = DiscountPolicy(partial=partial, short_tolerance=tolerance)  # type: ignore[arg-type]
    seen = snapshot(account, as_of=as_of)
    for item in seen.items:
        settled = settle(seen, item.id, policy=policy)
        assert found(settled) == expected(item, policy, as_of), item.id


def test_the_worlds_are_lively() -> None:
    counted: Counter[str] = Counter()
    for seed in range(500):
        world = world_of(seed)
        seen = world.snapshot()
        settled = settle(seen, world.item_id, policy=world.policy)
        counted.update(line.reason.code for line in settled.lines)
        for name in ("earned", "late_taken", "short", "excess", "balance", "booked"):
            counted.update([name] * (not getattr(settled, name).is_zero))
        counted.update(p.kind for p in seen.parts(world.item_id)[0].postings)
        counted.update([world.policy.partial])
    rare = ("recovered",)
    assert {name: n for name, n in counted.items() if n < 15 and name not in rare} == {}
    assert len(counted) >= 20
