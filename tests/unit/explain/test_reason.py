from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from collectkit.explain import Reason, Reasons
from collectkit.money import Money

REASONS = Reasons(
    "demo",
    {
        "too_soon": "{days} days after contact, needs {needed}",
        "paid": "paid {amount} on {on}",
        "plain": "nothing to do",
    },
)
TOO_SOON = REASONS("too_soon", "firm", source="policy 4.2", days=3, needed=7)


# -- one reason --------------------------------------------------------------------------------
def test_a_reason_is_data_and_reads_as_english() -> None:
    assert (
        Reason(
            code="demo.too_soon",
            subject="firm",
            data=(("days", 3), ("needed", 7)),
            source="policy 4.2",
        )
        == TOO_SOON
    )
    assert str(TOO_SOON) == "firm: 3 days after contact, needs 7"
    assert (TOO_SOON["days"], TOO_SOON["needed"]) == (3, 7)


def test_a_figure_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="amount"):
        TOO_SOON["amount"]


def test_without_a_subject_the_text_stands_alone() -> None:
    assert str(REASONS("plain")) == "nothing to do"
    assert str(REASONS("plain", "INV-7")) == "INV-7: nothing to do"


def test_figures_print_as_themselves() -> None:
    reason = REASONS("paid", "INV-7", amount=Money("12.50", "EUR"), on=date(2026, 3, 1))
    assert str(reason) == "INV-7: paid EUR 12.50 on 2026-03-01"
    assert reason["amount"] == Money("12.50", "EUR")


def test_a_figure_that_is_missing_keeps_its_name_in_the_text() -> None:
    assert str(REASONS("too_soon", days=3)) == "3 days after contact, needs {needed}"


def test_values_are_never_read_as_patterns() -> None:
    reason = REASONS("too_soon", days="{needed}", needed="{days} {0} %s")
    assert str(reason) == "{needed} days after contact, needs {days} {0} %s"


def test_without_a_pattern_the_code_is_the_text() -> None:
    assert str(Reason("demo.too_soon")) == "demo.too_soon"
    assert str(Reason("demo.too_soon", "firm", (("days", 3),))) == "firm: demo.too_soon"


def test_reasons_are_equal_by_what_they_say_and_not_by_language() -> None:
    german = Reason(
        "demo.too_soon",
        "firm",
        (("days", 3), ("needed", 7)),
        "policy 4.2",
        "{days} Tage nach dem Kontakt, {needed} sind n\u00f6tig",
    )
    assert (german, hash(german)) == (TOO_SOON, hash(TOO_SOON))
    assert str(german) != str(TOO_SOON)
    assert REASONS("too_soon", "firm", source="policy 4.2", days=4, needed=7) != TOO_SOON
    assert REASONS("too_soon", "firm", days=3, needed=7) != TOO_SOON
    assert REASONS("too_soon", "soft", source="policy 4.2", days=3, needed=7) != TOO_SOON


def test_the_repr_reads_back() -> None:
    assert repr(TOO_SOON) == (
        "Reason(code='demo.too_soon', subject='firm', data=(('days', 3), ('needed', 7)), "
        "source='policy 4.2')"
    )
    assert eval(repr(TOO_SOON)) == TOO_SOON


def test_a_reason_is_frozen_hashable_and_pickles() -> None:
    for name in ("code", "subject", "data", "source", "pattern"):
        with pytest.raises(FrozenInstanceError):
            setattr(TOO_SOON, name, "")
    assert not hasattr(TOO_SOON, "__dict__")
    assert {TOO_SOON, copy.copy(TOO_SOON)} == {TOO_SOON}
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(TOO_SOON, protocol))
        assert (again, str(again)) == (TOO_SOON, str(TOO_SOON))
    assert str(copy.deepcopy(TOO_SOON)) == str(TOO_SOON)


# -- a room's reasons --------------------------------------------------------------------------
def test_a_room_lists_its_codes_with_its_name() -> None:
    assert isinstance(REASONS, Mapping)
    assert list(REASONS) == ["demo.too_soon", "demo.paid", "demo.plain"]
    assert len(REASONS) == 3
    assert dict(REASONS)["demo.plain"] == "nothing to do"
    assert REASONS["demo.plain"] == REASONS["plain"] == "nothing to do"


@pytest.mark.parametrize("code", ["other", "demo.other", "other.plain", "demo.demo.plain", ""])
def test_a_code_of_nobody_is_a_key_error(code: str) -> None:
    assert code not in REASONS
    with pytest.raises(KeyError):
        REASONS[code]
    with pytest.raises(KeyError):
        REASONS(code)


@pytest.mark.parametrize("key", [1, None, ("demo", "plain")])
def test_what_is_no_text_is_no_code(key: object) -> None:
    assert key not in REASONS


def test_a_room_keeps_the_patterns_it_was_given() -> None:
    patterns = {"plain": "nothing to do"}
    reasons = Reasons("demo", patterns)
    patterns["plain"] = "something else"
    patterns["more"] = "more"
    assert dict(reasons) == {"demo.plain": "nothing to do"}


def test_a_rooms_reasons_pickle_and_copy() -> None:
    for again in (pickle.loads(pickle.dumps(REASONS)), copy.copy(REASONS), copy.deepcopy(REASONS)):
        assert again == REASONS
        assert str(again("plain", "INV-7")) == "INV-7: nothing to do"
