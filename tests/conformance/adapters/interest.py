"""Interest as contracts and other systems' tests state it."""

from __future__ import annotations

from tests.conformance.adapters.charges import (
    days_late,
    interest_a_day,
    interest_between,
    interest_by_day,
    interest_for_days,
)
from tests.conformance.registry import Operations

interest = Operations("interest")

interest.named("simple")(interest_for_days)
interest.named("simple_daily_rounded")(interest_by_day)
interest.named("daily")(interest_a_day)
interest.named("dated")(interest_between)
interest.named("days_late")(days_late)
