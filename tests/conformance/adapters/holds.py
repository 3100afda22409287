"""Holds, promises and notices: what they keep back."""

from __future__ import annotations

from tests.conformance.adapters.ladder_forms import answer
from tests.conformance.registry import Operations

holds = Operations("holds")

holds.shaped("policy", "account", "as_of")(answer)
