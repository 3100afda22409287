"""What a step or a state asks of an account."""

from __future__ import annotations

from tests.conformance.adapters.ladder_forms import answer
from tests.conformance.registry import Operations

conditions = Operations("conditions")

conditions.shaped("policy", "account", "as_of")(answer)
