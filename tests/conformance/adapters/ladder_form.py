"""A form of case: the names its policy and its account must have, and what answers it."""

from __future__ import annotations

from typing import NamedTuple

from tests.conformance.registry import Operation

__all__ = ["Form", "form"]


class Form(NamedTuple):
    policy: frozenset[str]
    account: frozenset[str]
    run: Operation


def form(run: Operation, policy: str = "", account: str = "") -> Form:
    return Form(frozenset(policy.split()), frozenset(account.split()), run)
