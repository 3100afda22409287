# data-only
"""Ladders to start from. Copy one, change it, give it your own id.

Each is free of findings (`lint`) and has the messages of the library's own catalogue. None is a
statement of any law: check days, notices and channels against the one that binds you.
"""

from __future__ import annotations

from datetime import time

from collectkit.contact import ContactHours, ContactRules
from collectkit.escalation.conditions import When
from collectkit.escalation.model import After, Ladder, Stage, Step

__all__ = ["consumer", "firm", "gentle", "standard"]

_WRITTEN = ("email", "letter")
_POSTED = ("letter", "email")


def gentle() -> Ladder:
    """Business customers worth keeping: long waits, two demands, and then a person decides.

    >>> [step.id for step in gentle().steps]
    ['pre-due', 'reminder-1', 'reminder-2', 'call', 'demand', 'final-notice', 'review']
    """
    return Ladder(
        id="gentle",
        version="1",
        steps=(
            Step(id="pre-due", kind="reminder", offset=-7, channels=_WRITTEN, template="pre-due"),
            Step(
                id="reminder-1",
                kind="reminder",
                offset=10,
                channels=_WRITTEN,
                role="clerk",
                template="reminder-1",
                pay_within=14,
            ),
            Step(
                id="reminder-2",
                kind="reminder",
                offset=30,
                channels=_WRITTEN,
                role="clerk",
                template="reminder-2",
                pay_within=14,
            ),
            Step(
                id="call",
                kind="call",
                offset=45,
                channels=("phone",),
                role="account-manager",
                template="call-script",
            ),
            Step(
                id="demand",
                kind="demand",
                offset=60,
                required=True,
                channels=_POSTED,
                role="account-manager",
                template="demand",
                pay_within=14,
            ),
            Step(
                id="final-notice",
                kind="demand",
                after=(After(step="demand", days=30),),
                required=True,
                channels=_POSTED,
                role="manager",
                template="final-notice",
                pay_within=30,
            ),
            Step(
                id="review",
                kind="task",
                after=(After(step="final-notice", days=30),),
                requires=("demand", "final-notice"),
                role="manager",
            ),
        ),
        stages=(
            Stage(id="overdue", days=1),
            Stage(id="late", days=45),
            Stage(id="seriously-late", days=90),
        ),
        contact_rules=ContactRules(min_days_between=7, business_days_only=True),
    )


def standard() -> Ladder:
    """Business customers: a preventive reminder, two reminders, a call, a demand, an agency.

    >>> [step.id for step in standard().steps]
    ['pre-due', 'reminder-1', 'reminder-2', 'call', 'demand', 'final-notice', 'agency']
    """
    return Ladder(
        id="standard",
        version="1",
        steps=(
            Step(id="pre-due", kind="reminder", offset=-3, channels=_WRITTEN, template="pre-due"),
            Step(
                id="reminder-1",
                kind="reminder",
                offset=7,
                channels=_WRITTEN,
                role="clerk",
                template="reminder-1",
            ),
            Step(
                id="reminder-2",
                kind="reminder",
                offset=21,
                channels=_WRITTEN,
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
                channels=_POSTED,
                role="senior",
                template="demand",
                pay_within=10,
            ),
            Step(
                id="final-notice",
                kind="demand",
                after=(After(step="demand", days=14),),
                required=True,
                channels=_POSTED,
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


def firm() -> Ladder:
    """Business customers who know the terms: no goods on credit after a month, then a court.

    >>> [step.id for step in firm().steps]
    ['pre-due', 'reminder-1', 'call', 'demand', 'final-notice', 'legal', 'write-off']
    """
    return Ladder(
        id="firm",
        version="1",
        steps=(
            Step(id="pre-due", kind="reminder", offset=-3, channels=_WRITTEN, template="pre-due"),
            Step(
                id="reminder-1",
                kind="reminder",
                offset=3,
                channels=_WRITTEN,
                role="clerk",
                template="reminder-1",
            ),
            Step(
                id="call",
                kind="call",
                offset=8,
                channels=("phone",),
                role="clerk",
                template="call-script",
            ),
            Step(
                id="demand",
                kind="demand",
                offset=14,
                required=True,
                channels=_POSTED,
                role="senior",
                template="demand",
                pay_within=10,
            ),
            Step(
                id="final-notice",
                kind="demand",
                after=(After(step="demand", days=14),),
                required=True,
                channels=_POSTED,
                role="manager",
                template="final-notice",
                pay_within=14,
            ),
            Step(
                id="legal",
                kind="legal",
                after=(After(step="final-notice", days=21),),
                requires=("demand", "final-notice"),
                role="manager",
                approval="manager",
            ),
            Step(
                id="write-off",
                kind="write_off",
                after=(After(step="legal", days=365),),
                requires=("legal",),
                role="manager",
                approval="director",
            ),
        ),
        stages=(
            Stage(id="overdue", days=1),
            Stage(id="late", days=30, effects=("stop-credit",), requires_notice="demand"),
            Stage(id="critical", days=60),
        ),
        contact_rules=ContactRules(min_days_between=3, business_days_only=True),
        on_exhausted=("close-file",),
    )


def consumer(*, mandatory: str = "") -> Ladder:
    """Consumers: a softer tone, more ways to reach them, a statutory letter before any hand-over.

    The statutory letter gives 14 days and is waited for longer, because days to pay may count
    from its arrival. `mandatory` is the law that asks for it where you are, if one does; it then
    passes house rules of contact. Calls need a consent on record and keep to the day.

    >>> [step.id for step in consumer().steps]
    ['pre-due', 'reminder-1', 'reminder-2', 'call', 'demand', 'notice', 'agency', 'write-off']
    >>> consumer(mandatory="BW 6:96(6)").steps[5].mandatory
    'BW 6:96(6)'
    """
    return Ladder(
        id="consumer",
        version="1",
        steps=(
            Step(
                id="pre-due",
                kind="reminder",
                offset=-5,
                channels=("email", "sms"),
                template="pre-due",
            ),
            Step(
                id="reminder-1",
                kind="reminder",
                offset=5,
                channels=("email", "sms", "letter"),
                role="service",
                template="reminder-1",
                pay_within=10,
            ),
            Step(
                id="reminder-2",
                kind="reminder",
                offset=19,
                channels=("email", "sms", "letter"),
                role="service",
                template="reminder-2",
                pay_within=10,
            ),
            Step(
                id="call",
                kind="call",
                offset=30,
                channels=("phone",),
                role="service",
                template="call-script",
            ),
            Step(
                id="demand",
                kind="demand",
                offset=40,
                required=True,
                channels=_POSTED,
                role="service",
                template="demand",
                pay_within=14,
            ),
            Step(
                id="notice",
                kind="statutory",
                after=(After(step="demand", days=20),),
                required=True,
                mandatory=mandatory,
                channels=_POSTED,
                role="senior",
                template="statutory-notice",
                pay_within=14,
            ),
            Step(
                id="agency",
                kind="agency",
                after=(After(step="notice", days=28),),
                requires=("demand", "notice"),
                role="manager",
                template="agency-handover",
                approval="manager",
            ),
            Step(
                id="write-off",
                kind="write_off",
                after=(After(step="agency", days=180),),
                requires=("agency",),
                role="manager",
                approval="director",
            ),
        ),
        stages=(
            Stage(id="overdue", days=1),
            Stage(id="late", days=30),
            Stage(
                id="seriously-late",
                days=80,
                effects=("suspend-service",),
                requires_notice="notice",
            ),
        ),
        contact_rules=ContactRules(
            min_days_between=7,
            business_days_only=True,
            hours=(ContactHours(start=time(9), end=time(19), channels=("phone", "sms")),),
            consent_required=("phone",),
        ),
        on_exhausted=("close-file",),
    )
