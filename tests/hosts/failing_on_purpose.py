"""Not collected by name: run by the tests of hostile hosts, to see that a failure is seen."""

from __future__ import annotations

from decimal import getcontext


def test_that_fails() -> None:
    assert getcontext().prec < 0, f"the host computes with {getcontext().prec} digits"
