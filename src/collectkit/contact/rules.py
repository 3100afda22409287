"""Rules of contact, as written: caps on calls, clock hours, house rules, exceptions."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from collectkit._model import Count, Id, Name, Policy, Text
from collectkit.errors import InvalidDate, InvalidFact, shown

__all__ = ["CallCaps", "ContactHours", "ContactLimit", "ContactRules"]

_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9](:00)?", re.ASCII)


def _clock(value: object) -> time:
    found = value
    if type(value) is str and _CLOCK.fullmatch(value):
        try:
            found = time.fromisoformat(value)
        except ValueError:
            found = value
    if type(found) is not time or found.tzinfo is not None or found.second or found.microsecond:
        raise InvalidDate(
            f"a clock time is whole minutes without a time zone, as 08:00, not {shown(value)}",
            field="time",
        )
    return found.replace(fold=0)


ClockTime = Annotated[
    time,
    BeforeValidator(_clock),
    Field(strict=False),
    PlainSerializer(lambda value: value.isoformat("minutes"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$"}),
]
Positive = Annotated[Count, Field(ge=1)]


class ContactHours(Policy):
    """Clock hours at the customer's place in which contact is allowed, both ends included.

    >>> ContactHours(start="08:00", end="21:00").end
    datetime.time(21, 0)
    """

    start: ClockTime = Field(description="The first minute that is allowed.")
    end: ClockTime = Field(description="The last; one second later is too late.")
    channels: tuple[Name, ...] = Field(default=(), description="For these; none: for every other.")
    citation: Text = Field(default="", description="The clause they rest on.")

    @model_validator(mode="after")
    def _a_time_of_day(self) -> Self:
        if not self.start < self.end:
            raise InvalidDate(f"hours end at {self.end}, not after {self.start}", field="end")
        return self

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class CallCaps(Policy):
    """How often one person may be called about one debt. A cap is presumed, not absolute.

    At most `most` calls in any `days` days running, the proposed one included. After a
    conversation no call for `quiet_days`, whose first day is that of the conversation: with 7, a
    conversation on the 13th allows the next call on the 20th. Calls that did not connect (`busy`,
    `not_in_service`) or reached a wrong number do not count, nor do those with prior consent.

    Source: 12 CFR 1006.14(b)(2) to (4) (Regulation F), which has these terms.
    """

    most: Positive | None = Field(default=None, description="Calls per person and debt.")
    days: Positive = Field(default=7, description="In so many days running, today included.")
    quiet_days: Count = Field(default=0, description="Days from a conversation, its own included.")
    channels: tuple[Name, ...] = Field(
        default=("phone",), description="What is a call.", min_length=1
    )
    consent_days: Count = Field(
        default=7, description="Days that a prior consent lasts, that of its receipt included."
    )
    citation: Text = Field(default="", description="The clause they rest on.")

    @model_validator(mode="after")
    def _caps_something(self) -> Self:
        if self.most is None and not self.quiet_days:
            raise InvalidFact("caps on calls need most or quiet_days", field="most")
        return self


class ContactLimit(Policy):
    """At most `most` contacts in any `days` days running, the proposed one included."""

    most: Positive = Field(description="Contacts with one person.")
    days: Positive = Field(description="In so many days running: 7 is any week.")
    channels: tuple[Name, ...] = Field(
        default=(), description="Counts and limits these together; none: all channels."
    )


class ContactRules(Policy):
    """What must be kept when contact is made. Prohibitions need no rule: they always hold.

    House rules (`min_days_between`, `limits`, `business_days_only`) give way to a contact that is
    mandatory; `call_caps` do too, and that is reported; hours and consent do not.

    >>> ContactRules(min_days_between=5).replace(business_days_only=True).min_days_between
    5
    """

    min_days_between: Count = Field(
        default=1, description="Days between two contacts with one person; at least 1 always."
    )
    business_days_only: bool = Field(
        default=False, strict=True, description="Contact on the calendar's business days only."
    )
    limits: tuple[ContactLimit, ...] = Field(
        default=(), description="Most contacts in a number of days.", max_length=20
    )
    call_caps: CallCaps | None = Field(default=None, description="Caps per person and debt.")
    hours: tuple[ContactHours, ...] = Field(
        default=(), description="When, by the customer's clock. None: at any time.", max_length=20
    )
    untimed_channels: tuple[Name, ...] = Field(
        default=("letter",), description="Channels to which no clock applies."
    )
    zones_required: Literal["never", "consumers", "always"] = Field(
        default="never", description="Whose time zones must be known where the clock matters."
    )
    consent_required: tuple[Name, ...] = Field(
        default=(), description="Channels that need a consent that stands on the day."
    )
    after_cease: tuple[Id, ...] = Field(
        default=(), description="Codes of notices that may follow a cease notice."
    )
    opt_out_confirmation: Id | None = Field(
        default=None, description="Code of the one message that may confirm an opt-out."
    )
    confirm_channels: tuple[Name, ...] = Field(
        default=("email", "sms"), description="Channels through which an opt-out may be confirmed."
    )

    @model_validator(mode="after")
    def _one_set_of_hours_per_channel(self) -> Self:
        named = [name for hours in self.hours for name in hours.channels or ("",)]
        if len(set(named)) < len(named):
            raise InvalidFact("two hours are for one channel, or for every other", field="hours")
        return self

    def hours_for(self, channel: str) -> ContactHours | None:
        """The hours of a channel: its own, or those of every other; None where there are none."""
        if channel in self.untimed_channels:
            return None
        own = (hours for hours in self.hours if channel in hours.channels)
        return next(own, next((hours for hours in self.hours if not hours.channels), None))

    @classmethod
    def us_reg_f(cls) -> ContactRules:
        """United States, Regulation F: for those who collect consumer debts of others.

        Seven calls in seven days and seven days after a conversation, per person and debt; 8:00 to
        21:00 where the consumer is; three notices after a cease notice; one confirmation of an
        opt-out from email or text. Not legal advice, and no state law.

        Source: 12 CFR 1006.6(b)(1), (c)(2), 1006.14(b)(2) to (4), (h)(2)(i), and the official
        interpretations; checked 2026-11-22.

        >>> ContactRules.us_reg_f().call_caps.quiet_days
        7
        """
        return cls(
            call_caps=CallCaps(most=7, days=7, quiet_days=7, citation="12 CFR 1006.14(b)(2)"),
            hours=(ContactHours(start=time(8), end=time(21), citation="12 CFR 1006.6(b)(1)(i)"),),
            zones_required="consumers",
            after_cease=("efforts-terminated", "may-invoke-remedies", "intends-remedy"),
            opt_out_confirmation="opt-out-confirmation",
        )
