"""What comes next on the ladder, and where an account stands."""

from __future__ import annotations

from tests.conformance.adapters.ladder_forms import answer
from tests.conformance.registry import Operations

ladder = Operations("ladder", {"ledger.as-of-before-history": "run_date_before_last_run"})

ladder.shaped("policy", "account", "as_of")(answer)
