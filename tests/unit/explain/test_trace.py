from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from collectkit.explain import Line, Trace

CHARGE = Trace(
    "interest EUR 12.34",
    (
        Line(label="1", text="30 days at 8%", amount="EUR 9.04", source="BGB 288"),
        Line(label="10", text="11 days", amount="EUR 3.30"),
    ),
)


def test_a_trace_prints_as_a_table() -> None:
    assert str(CHARGE) == (
        "interest EUR 12.34\n"
        "  1   30 days at 8%  BGB 288  EUR 9.04\n"
        "  10  11 days                 EUR 3.30"
    )


def test_amounts_stand_to_the_right() -> None:
    lines = (Line(label="net", amount="1.00"), Line(label="tax", text="19%", amount="10.00"))
    assert str(Trace("sum", lines)) == "sum\n  net        1.00\n  tax  19%  10.00"


def test_without_lines_the_heading_stands_alone() -> None:
    assert str(Trace("nothing due")) == "nothing due"
    assert Trace("nothing due").lines == ()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line(label="net"), "  net"),
        (Line(label="net", text="30 days"), "  net  30 days"),
        (Line(label="net", text="30 days", source="clause 4"), "  net  30 days  clause 4"),
        (Line(label="net", text="30 days", amount="5"), "  net  30 days  5"),
    ],
)
def test_a_line_leaves_no_blanks_at_its_end(line: Line, text: str) -> None:
    assert str(Trace("due", (line,))) == f"due\n{text}"


def test_lines_and_traces_are_frozen_hashable_and_pickle() -> None:
    line = CHARGE.lines[0]
    values: list[tuple[Any, str]] = [(CHARGE, "lines"), (line, "amount")]
    for value, name in values:
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, ())
        assert not hasattr(value, "__dict__")
        assert {value, copy.copy(value)} == {value}
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(value, protocol))
            assert (again, str(again)) == (value, str(value))
        assert copy.deepcopy(value) == value
        assert eval(repr(value)) == value


def test_a_line_takes_keywords_only() -> None:
    with pytest.raises(TypeError):
        Line("net")  # type: ignore[call-arg]
    assert Line(label="net") == Line(label="net", text="", amount="", source="")
