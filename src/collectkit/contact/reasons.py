"""Why a contact may or may not be made: the room's codes and their words."""

from __future__ import annotations

from collectkit.explain import Reasons

__all__ = ["REASONS"]

REASONS = Reasons(
    "contact",
    {
        # Prohibitions.
        "cease": "the customer asked on {on} not to be contacted",
        "represented": "represented by {by}",
        "moratorium": "moratorium {hold} stands until {until}",
        "opted_out": "opted out of {channel}",
        "wrong_number": "every {channel} address known is someone else's",
        "no_contact_point": "no {channel} address is known",
        "no_consent": "no consent to {channel}, which {rule} asks for",
        "consent_expired": "consent to {channel} ended on {observed}, which {rule} asks for",
        "no_channel": "no channel is left",
        # The clock.
        "hours": "{observed} at the customer's, {channel} is allowed {required}",
        "inconvenient": "{day} has no time for {channel} that suits the customer",
        "no_common_hours": "{day} has no time that lies in {required} in all of {observed}",
        "zone_unknown": "time zone not known ({observed}), {rule} asks for it",
        # Caps on calls.
        "call_cap": (
            "calls about {debt} in this {days}-day period: {observed}, at most {required}"
        ),
        "quiet_days": ("spoke about {debt} on {last}, day {observed} of {required} without calls"),
        # House rules.
        "min_gap": "last contact on {last}, day {observed}; the next from day {required} on",
        "limit": (
            "contacts by {channels} in this {days}-day period: {observed}, at most {required}"
        ),
        "cooldown": "hold {hold} ended on {observed}, quiet through day {required} after it",
        "business_day": "{day} is not a business day",
        # What lets a contact through.
        "permitted": "permitted through {channel}",
        "mandatory": "house rules do not hold back what {required} requires",
        "excepted": "{notice} may be sent although the customer asked for no contact",
        "confirmation": "one message may confirm the opt-out of {channel}",
        "reply": "answers what the customer sent by {channel} on {day}",
    },
)
