# data-only
"""Ladders to start from. Copy one, change it, give it your own id."""

from __future__ import annotations

from collectkit.contact import ContactRules
from collectkit.escalation.conditions import When
from collectkit.escalation.model import After, Ladder, Stage, Step

__all__ = ["standard"]


def standard() -> Ladder:
    """Business customers: a preventive reminder, two reminders, a call, a demand, an agency.

    >>> [step.id for step in standard().steps]
    ['pre-due', 'reminder-1', 'reminder-2', 'call', 'demand', 'final-notice', 'agency']
    """
    written = ("email", "letter")
    return Ladder(
        id="standard",
        version="1",
        steps=(
            Step(id="pre-due", kind="reminder", offset=-3, channels=("email",), template="pre-due"),
            Step(
                id="reminder-1",
                kind="reminder",
                offset=7,
                channels=written,
                role="clerk",
                template="reminder-1",
            ),
            Step(
                id="reminder-2",
                kind="reminder",
                offset=21,
                channels=written,
                role="clerk",
                template="reminder-2",
            ),
            Step(
                id="call",
                kind="call",
                offset=30,
                channels=("phone",),
                role="clerk",
                template="call-script",
                when=When.grade_in("C", "D", "E") | When.broken_promises(1),
            ),
            Step(
                id="demand",
                kind="demand",
                offset=35,
                required=True,
                channels=("letter", "email"),
                role="senior",
                template="demand",
                pay_within=10,
            ),
            Step(
                id="final-notice",
                kind="demand",
                after=(After(step="demand", days=14),),
                required=True,
                channels=("letter",),
                role="manager",
                template="final-notice",
                pay_within=14,
            ),
            Step(
                id="agency",
                kind="agency",
                after=(After(step="final-notice", days=30),),
                requires=("demand", "final-notice"),
                role="manager",
                template="agency-handover",
                approval="manager",
            ),
        ),
        stages=(
            Stage(id="overdue", days=1),
            Stage(id="late", days=30),
            Stage(id="seriously-late", days=60),
            Stage(id="critical", days=90),
        ),
        contact_rules=ContactRules(min_days_between=5, business_days_only=True),
    )
