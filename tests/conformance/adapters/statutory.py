"""Interest by statute. Regimes, reference rates and tiers are not translated yet."""

from __future__ import annotations

from tests.conformance.adapters.charges import days_late, interest_a_day, interest_for_days
from tests.conformance.registry import Operations

statutory = Operations("statutory")

statutory.named("simple")(interest_for_days)
statutory.named("daily")(interest_a_day)
statutory.named("days_late")(days_late)
