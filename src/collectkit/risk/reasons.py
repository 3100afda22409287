"""The codes of this room's reasons, with their English."""

from __future__ import annotations

from collectkit.explain import Reasons

__all__ = ["REASONS"]

_LOST = "{lost} of {best} points lost"

REASONS = Reasons(
    "risk",
    {
        # points lost
        "weighted_days_late": f"days late on average: {{value}}; {_LOST}",
        "late_share": f"{{value}} of what was paid came late; {_LOST}",
        "weighted_days_late_filled": "days late on average, the usual included: {value}; "
        f"{_LOST}",
        "late_share_filled": f"counts as {{value}} paid late, the usual included; {_LOST}",
        "oldest_days_past_due": f"oldest open item on day {{value}} past due; {_LOST}",
        "broken_promises": f"broken promises: {{value}}; {_LOST}",
        "overdue_share": f"{{value}} of the open balance overdue; {_LOST}",
        "over_90_share": f"{{value}} of the open balance over 90 days past due; {_LOST}",
        "days_late_trend": f"days late changed by {{value}} in the last 90 days; {_LOST}",
        "days_late_deviation": f"days late vary by {{value}}; {_LOST}",
        "payment_gap": f"usual gaps since the last payment: {{value}}; {_LOST}",
        "dispute_share": f"{{value}} of the invoices disputed; {_LOST}",
        "utilization": f"{{value}} of the credit limit used; {_LOST}",
        "write_offs": f"items written off: {{value}}; {_LOST}",
        "tenure_days": f"days as a customer: {{value}}; {_LOST}",
        "extra": f"{{name}} is {{value}}; {_LOST}",
        "unknown": f"{{name}} unknown; {_LOST}",
        "limited_history": "settled invoices known: {settled}; up to {needed} the usual is taken",
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
        "stale_review": "last reviewed on {on}, days since: {days}",
        "never_reviewed": "no review is on record",
        "low_grade": "grade {grade}",
        "old_overdue": "{amount} beyond day {days} past due",
        "promises_broken": "broken promises: {count}",
        "uninsured": "{amount} not insured, more than {most}",
    },
)
