"""The codes of this room's reasons, with their English."""

from __future__ import annotations

from collectkit.explain import Reasons

__all__ = ["REASONS"]

_LOST = "{lost} of {best} points lost"

REASONS = Reasons(
    "risk",
    {
        # points lost
        "weighted_days_late": f"pays {{value}} days late on average, {_LOST}",
        "late_share": f"{{value}} of what was paid came late, {_LOST}",
        "weighted_days_late_filled": "counts as paying {value} days late, the usual included, "
        f"{_LOST}",
        "late_share_filled": f"counts as {{value}} paid late, the usual included, {_LOST}",
        "oldest_days_past_due": f"oldest open item {{value}} days past due, {_LOST}",
        "broken_promises": f"{{value}} broken promises, {_LOST}",
        "overdue_share": f"{{value}} of the open balance overdue, {_LOST}",
        "over_90_share": f"{{value}} of the open balance over 90 days past due, {_LOST}",
        "days_late_trend": f"days late changed by {{value}} in the last 90 days, {_LOST}",
        "days_late_deviation": f"days late vary by {{value}}, {_LOST}",
        "payment_gap": f"last paid {{value}} times the usual gap ago, {_LOST}",
        "dispute_share": f"{{value}} of the invoices disputed, {_LOST}",
        "utilization": f"{{value}} of the credit limit used, {_LOST}",
        "write_offs": f"{{value}} items written off, {_LOST}",
        "tenure_days": f"a customer for {{value}} days, {_LOST}",
        "extra": f"{{name}} is {{value}}, {_LOST}",
        "unknown": f"{{name}} unknown, {_LOST}",
        "limited_history": "{settled} settled invoices known; up to {needed} the usual is taken",
        # what may not be collected
        "placed": "placed with {kind}",
        "disputed": "{amount} disputed",
        "promised": "{amount} under a promise until {until}",
        "planned": "{amount} under the payment plan {id}",
        "held": "{amount} held back by {id} ({kind})",
        "unapplied": "{amount} of unapplied money",
        "cease": "asked not to be contacted",
        "represented": "represented by {by}",
        "opted_out": "opted out of every channel",
        "chance": "{unpaid} expected to stay unpaid without contact, grade {grade}",
        # why credit is to be reviewed
        "over_limit": "exposure {exposure} is over the limit of {limit} by {excess}",
        "zero_limit": "exposure {exposure} with a limit of nothing",
        "no_limit": "exposure {exposure} without a limit in its currency",
        "stale_review": "last reviewed {days} days ago, on {on}",
        "never_reviewed": "no review is on record",
        "low_grade": "grade {grade}",
        "old_overdue": "{amount} more than {days} days past due",
        "promises_broken": "{count} broken promises",
        "uninsured": "{amount} not insured, more than {most}",
    },
)
