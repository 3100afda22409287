"""Who owes, how they may be reached, and what was done so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar, Literal

from collectkit._checks import check_choice, check_stored_day, check_text, check_type
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.ledger._fields import (
    LOW,
    fact_id,
    many,
    money,
    not_before,
    optional_day,
    optional_text,
    put,
    several,
    texts,
)
from collectkit.money import Money

__all__ = [
    "Consent", "ContactPoint", "Customer", "Done", "InconvenientTime", "OptOut", "latest_done",
]  # fmt: skip

_CUSTOMERS: frozenset[str] = frozenset(("business", "consumer", "public"))
_DONE: frozenset[str] = frozenset(("contact", "task", "effect", "notice"))
# In order: of two records with one key and one day, the later in this list counts.
_STATUSES = ("planned", "failed", "declined", "sent", "delivered")
_OUTCOMES: frozenset[str] = frozenset(
    (
        "conversation", "voicemail", "no_answer", "busy", "not_in_service", "wrong_number",
        "bounced", "paid", "promised", "refused", "other",
    )
)  # fmt: skip


def _plain_text(value: str, field: str) -> None:
    """Text that may be empty."""
    if value != "":
        check_text(value, field)


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A channel (`email`, `letter`, `phone`, `sms`, …) and, where rules need it, an address."""

    channel: str
    address: str = ""

    def __post_init__(self) -> None:
        check_text(self.channel, "channel")
        _plain_text(self.address, "address")


@dataclass(frozen=True, slots=True)
class Consent:
    """Permission to use a channel, from the day it was received, `until` included."""

    channel: str
    received_on: date
    until: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        check_text(self.channel, "channel")
        put(self, "received_on", check_stored_day(self.received_on, "received_on"))
        put(self, "until", optional_day(self.until, "until", None))
        not_before(self.until, self.received_on, ("until", "received_on"), None)
        _plain_text(self.source, "source")


@dataclass(frozen=True, slots=True)
class OptOut:
    """A refusal of a channel or of one address. Without a date it always stood."""

    target: str
    received_on: date | None = None

    def __post_init__(self) -> None:
        check_text(self.target, "target")
        put(self, "received_on", optional_day(self.received_on, "received_on", None))


@dataclass(frozen=True, slots=True)
class InconvenientTime:
    """Local times the customer said are inconvenient, `start` included, `end` excluded."""

    start: time
    end: time
    weekdays: frozenset[int] = frozenset(range(7))

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            check_type(getattr(self, name), name, time)
        days = several(self.weekdays, "weekdays", None)
        if not set(days) <= set(range(7)):
            raise InvalidFact("weekdays must be 0 (Monday) to 6", field="weekdays")
        put(self, "weekdays", frozenset(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Whoever owes, and what is known about reaching them.

    `contact_points=None` means that the host knows them; `()` means that there are none.
    Opt-outs, a cease notice and representation always stop contact.
    """

    id: str
    kind: Literal["business", "consumer", "public"] = "business"
    segment: str | None = None
    tags: tuple[str, ...] = ()
    locale: str | None = None
    timezones: tuple[str, ...] = ()
    contact_points: tuple[ContactPoint, ...] | None = None
    consents: tuple[Consent, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    cease_received_on: date | None = None
    represented_by: str | None = None
    inconvenient_times: tuple[InconvenientTime, ...] = ()
    wrong_numbers: tuple[str, ...] = ()
    credit_limit: Money | None = None
    payment_methods: tuple[str, ...] = ()
    recorded_on: date | None = None

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_choice(self.kind, "kind", _CUSTOMERS, subject=self.id)
        for name in ("segment", "locale", "represented_by"):
            optional_text(getattr(self, name), name, self.id)
        for name in ("tags", "timezones", "wrong_numbers", "payment_methods"):
            put(self, name, texts(getattr(self, name), name, self.id))
        for name in ("cease_received_on", "recorded_on"):
            put(self, name, optional_day(getattr(self, name), name, self.id))
        if self.contact_points is not None:
            points = many(self.contact_points, "contact_points", ContactPoint, self.id)
            put(self, "contact_points", points)
        put(self, "consents", many(self.consents, "consents", Consent, self.id))
        put(self, "opt_outs", many(self.opt_outs, "opt_outs", OptOut, self.id))
        times = many(self.inconvenient_times, "inconvenient_times", InconvenientTime, self.id)
        put(self, "inconvenient_times", times)
        if self.credit_limit is not None:
            money(self.credit_limit, "credit_limit", self.id, zero=True)

    def order(self) -> tuple[object, ...]:
        return (self.id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something the host did or received: a returned action carried out, or a contact of its own.

    Several may share a `key`; the latest counts. Only `sent` and `delivered` advance a ladder.
    `at` is the clock time, where it matters, and must know its time zone.
    """

    customer_id: str
    on: date
    kind: Literal["contact", "task", "effect", "notice"] = "contact"
    key: str | None = None
    code: str | None = None
    at: datetime | None = None
    status: Literal["planned", "sent", "delivered", "failed", "declined"] = "sent"
    ladder: str | None = None
    step_id: str | None = None
    stage_id: str | None = None
    effect: str | None = None
    items: tuple[str, ...] = ()
    debts: tuple[str, ...] = ()
    channel: str | None = None
    address: str | None = None
    direction: Literal["out", "in"] = "out"
    customer_facing: bool = True
    outcome: str | None = None
    id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "on"

    def __post_init__(self) -> None:
        subject = fact_id(self) or optional_text(self.key, "key", None)
        check_text(self.customer_id, "customer_id", subject=subject)
        put(self, "on", check_stored_day(self.on, "on", subject=subject))
        put(self, "recorded_on", optional_day(self.recorded_on, "recorded_on", subject))
        check_choice(self.kind, "kind", _DONE, subject=subject)
        check_choice(self.status, "status", frozenset(_STATUSES), subject=subject)
        check_choice(self.direction, "direction", frozenset(("out", "in")), subject=subject)
        for name in (
            "key", "code", "ladder", "step_id", "stage_id", "effect", "channel", "address",
        ):  # fmt: skip
            optional_text(getattr(self, name), name, subject)
        put(self, "items", texts(self.items, "items", subject))
        put(self, "debts", texts(self.debts, "debts", subject))
        if self.outcome is not None:
            check_choice(self.outcome, "outcome", _OUTCOMES, subject=subject)
        if type(self.customer_facing) is not bool:
            raise InvalidFact(
                "customer_facing must be a bool", field="customer_facing", subject=subject
            )
        if self.at is not None and (
            not isinstance(self.at, datetime) or self.at.utcoffset() is None
        ):
            raise InvalidDate(
                "at must be a datetime that knows its time zone", field="at", subject=subject
            )

    @property
    def took_place(self) -> bool:
        """Whether it advances a ladder: sent or delivered."""
        return self.status in ("sent", "delivered")

    def order(self) -> tuple[object, ...]:
        return (
            self.on,
            self.at.timestamp() if self.at is not None else -1.0,
            self.recorded_on or LOW,
            _STATUSES.index(self.status),
            self.id or "",
            () if self.id else self._rest(),
        )

    def _rest(self) -> tuple[object, ...]:
        """Every other field, so that records without an id have an order of their own too."""
        return (
            self.key or "", self.kind, self.code or "", self.step_id or "", self.stage_id or "",
            self.effect or "", self.items, self.debts, self.channel or "", self.address or "",
            self.direction, self.customer_facing, self.outcome or "", self.ladder or "",
            self.customer_id,
        )  # fmt: skip


def latest_done(history: Iterable[Done]) -> tuple[Done, ...]:
    """The records in order; of several with one key only the latest counts.

    >>> sent = Done(customer_id="C-1", on=date(2026, 3, 2), key="k")
    >>> failed = Done(customer_id="C-1", on=date(2026, 3, 4), key="k", status="failed")
    >>> [done.status for done in latest_done([failed, sent])]
    ['failed']
    """
    found: dict[object, Done] = {}
    for n, done in enumerate(sorted(history, key=Done.order)):
        name = n if done.key is None else done.key
        found.pop(name, None)
        found[name] = done
    return tuple(found.values())
