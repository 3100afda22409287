from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.arrangements import (
    Blocked,
    HoldEffects,
    blocked_span,
    hardship,
    hold_effects,
    moratorium,
    released_on,
    restarted_on,
)
from collectkit.errors import InvalidFact
from collectkit.ledger import snapshot
from collectkit.testing import a_hold, a_receipt, a_reversal, an_account, an_invoice

STEPS = ("reminders", "demands", "calls", "agency", "legal")


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def effects(*facts: Any, on: date) -> HoldEffects:
    """What the holds do to INV-1."""
    read = snapshot(an_account(an_invoice(), an_invoice(id="INV-2"), *facts), as_of=d(2, 1))
    return hold_effects(read.parts("INV-1")[0], read, on=on)


def restarted(*facts: Any, on: date) -> date | None:
    read = snapshot(an_account(an_invoice(), an_invoice(id="INV-2"), *facts), as_of=on)
    return restarted_on(read.parts("INV-1")[0], read)


def hold(first: int, last: int | None, **fields: Any) -> Any:
    """A hold on days of February."""
    until = None if last is None else d(2, last)
    return a_hold(from_on=d(2, first), until_on=until, **fields)


# -- one hold ------------------------------------------------------------------------------------
def test_it_blocks_on_both_end_days() -> None:
    days = (1, 2, 6, 7)
    assert [effects(hold(2, 6), on=d(2, day)).blocks for day in days] == [(), STEPS, STEPS, ()]
    assert effects(hold(2, 6), on=d(2, 3)).blocked[0] == Blocked(
        kind="reminders", until_on=d(2, 6), holds=("H-1",)
    )


def test_it_blocks_what_it_names() -> None:
    found = effects(hold(2, 6, blocks=("charges", "calls")), on=d(2, 3))
    assert found.blocks == ("calls", "charges")
    nothing = effects(hold(2, 6, blocks=()), on=d(2, 3))
    assert (nothing.blocks, len(nothing.holds)) == ((), 1)


def test_an_open_end_is_unknown() -> None:
    found = effects(hold(2, None), on=d(9, 9))
    assert {one.until_on for one in found.blocked} == {None}
    assert released_on(hold(2, None)) is None


def test_it_stops_the_clock_where_it_says_so() -> None:
    assert [effects(hold(2, 6, clock=clock), on=d(2, 3)).stops_clock
            for clock in ("run", "stop")] == [False, True]  # fmt: skip


def test_other_items_are_not_held() -> None:
    assert effects(hold(2, 6, items=("INV-2",)), on=d(2, 3)).holds == ()
    assert effects(hold(2, 6, items=("INV-2", "INV-1")), on=d(2, 3)).blocks == STEPS


# -- cool-down -----------------------------------------------------------------------------------
def test_notices_wait_for_the_cool_down_while_the_clock_and_charges_run_again() -> None:
    blocks = (*STEPS, "charges")
    cooling = hold(2, 6, clock="stop", cooldown_days=3, blocks=blocks)
    within = effects(cooling, on=d(2, 6))
    assert (within.blocks, within.stops_clock) == (blocks, True)
    assert [one.until_on for one in within.blocked] == [*[d(2, 9)] * 5, d(2, 6)]
    after = effects(cooling, on=d(2, 7))
    assert (after.blocks, after.stops_clock, after.holds[0].cools) == (STEPS, False, True)
    assert [effects(cooling, on=d(2, day)).blocks for day in (9, 10)] == [STEPS, ()]


def test_a_hold_on_charges_alone_needs_no_cool_down() -> None:
    only = hold(2, 6, blocks=("charges",), cooldown_days=3)
    assert effects(only, on=d(2, 7)).holds == ()
    assert blocked_span(only, "charges") == (d(2, 2), d(2, 6))
    assert blocked_span(only, "calls") is None


def test_a_cool_down_beyond_the_calendar_never_ends() -> None:
    assert blocked_span(hold(2, 6, cooldown_days=10**9), "legal") == (d(2, 2), None)


# -- several -------------------------------------------------------------------------------------
def test_all_are_reported_and_the_longest_counts() -> None:
    found = effects(hold(2, 6), hold(4, 20, id="H-2", blocks=("calls",)), on=d(2, 5))
    assert [effect.hold.id for effect in found.holds] == ["H-1", "H-2"]
    until = {one.kind: (one.until_on, one.holds) for one in found.blocked}
    assert until["calls"] == (d(2, 20), ("H-1", "H-2"))
    assert until["legal"] == (d(2, 6), ("H-1",))


def test_holds_without_a_free_day_between_count_as_one() -> None:
    def until(*facts: Any) -> date | None:
        return effects(*facts, on=d(2, 3)).blocked[0].until_on

    assert until(hold(2, 6), hold(7, 9, id="H-2")) == d(2, 9)
    assert until(hold(2, 6), hold(8, 9, id="H-2")) == d(2, 6)
    assert until(hold(2, 6, cooldown_days=1), hold(8, 9, id="H-2")) == d(2, 9)
    assert until(hold(2, 6), hold(7, None, id="H-2")) is None


# -- release -------------------------------------------------------------------------------------
def test_positions_start_again_the_day_after_a_restart_hold() -> None:
    starting = hold(2, 6, on_release="restart", cooldown_days=4)
    assert [restarted(starting, on=d(2, day)) for day in (6, 7, 20)] == [None, d(2, 7), d(2, 7)]
    assert restarted(hold(2, 6), on=d(2, 20)) is None
    assert restarted(hold(2, None, on_release="restart"), on=d(2, 20)) is None


def test_the_latest_release_counts_for_its_items() -> None:
    starting = (
        hold(2, 6, on_release="restart"),
        hold(3, 10, id="H-2", on_release="restart"),
        hold(3, 15, id="H-3", on_release="restart", items=("INV-2",)),
    )
    assert restarted(*starting, on=d(2, 20)) == d(2, 11)


def test_a_returned_debit_releases_its_hold() -> None:
    waiting = a_hold(kind="direct_debit", from_on=d(2, 2), until_on=d(3, 9), receipt_id="PAY-1",
                     collect_on=d(2, 10), on_release="restart")  # fmt: skip
    facts = (waiting, a_receipt(), a_reversal(received_on=d(2, 20)))
    assert restarted(*facts, on=d(2, 19)) is None
    assert restarted(*facts, on=d(2, 20)) == d(2, 20)


# -- presets -------------------------------------------------------------------------------------
def test_hardship_stops_the_clock_and_every_step_but_no_charge() -> None:
    given = hardship(id="H-1", customer_id="C-1", from_on=d(2, 2), items=["INV-1"],
                     until_on=d(2, 6), cooldown_days=2)  # fmt: skip
    found = effects(given, on=d(2, 3))
    assert (found.blocks, found.stops_clock) == (STEPS, True)
    assert (given.kind, given.items, given.cooldown_days) == ("hardship", ("INV-1",), 2)
    assert hardship(id="H-1", customer_id="C-1", from_on=d(2, 2)).until_on is None


def test_a_moratorium_stops_charges_too_for_so_many_days() -> None:
    given = moratorium(id="H-1", customer_id="C-1", from_on=d(3, 2), days=60)
    found = effects(given, on=d(4, 30))
    assert (found.blocks, found.stops_clock) == ((*STEPS, "charges"), True)
    assert effects(given, on=d(5, 1)).blocks == ()
    with pytest.raises(InvalidFact, match="days must be at least 1"):
        moratorium(id="H-1", customer_id="C-1", from_on=d(3, 2), days=0)


# -- words ---------------------------------------------------------------------------------------
def test_every_hold_is_told() -> None:
    facts = (
        hold(2, 6, clock="stop", kind="legal", blocks=("calls", "agency")),
        hold(1, 2, id="H-2", cooldown_days=2, blocks=("legal",)),
        hold(3, None, id="H-3", blocks=()),
    )
    assert effects(*facts, on=d(2, 3)).explain().splitlines() == [
        "INV-1 on 2026-02-03",
        "  H-2: review hold released on 2026-02-03 blocks legal until 2026-02-04",
        "  H-1: legal hold blocks calls, agency until 2026-02-06",
        "  H-1: legal hold stops the clock until 2026-02-06",
        "  H-3: review hold blocks nothing until lifted",
    ]
    assert effects(on=d(2, 3)).explain().splitlines() == ["INV-1 on 2026-02-03", "  no hold"]
