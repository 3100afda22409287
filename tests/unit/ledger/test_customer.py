from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from tests.unit.ledger.book import d, eur, fault

from collectkit.ledger import (
    Consent,
    ContactPoint,
    Customer,
    Done,
    InconvenientTime,
    OptOut,
)
from collectkit.money import Money

INVALID = "ledger.invalid-fact"
WITH_TIME = datetime(2026, 2, 5, tzinfo=UTC)
NOT_A_DAY = "must be a date, not a datetime: `2026-02-05 00:00:00+00:00`"


# -- customers -----------------------------------------------------------------------------------
def test_a_customer_is_a_business_of_which_the_host_knows_the_contacts() -> None:
    customer = Customer(id="C-1")
    assert (customer.kind, customer.contact_points, customer.consents) == ("business", None, ())
    assert (customer.tags, customer.opt_outs, customer.credit_limit) == ((), (), None)


def test_no_contact_points_and_unknown_ones_are_told_apart() -> None:
    assert Customer(id="C-1", contact_points=()).contact_points == ()
    assert Customer(id="C-1", contact_points=()) != Customer(id="C-1")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": ""}, (INVALID, "id", None, "id must be non-empty text, not ``")),
        (
            {"id": "C\ud800"},
            (INVALID, "id", None, "id holds a NUL or a lone surrogate: `C\\ud800`"),
        ),
        (
            {"kind": "person"},
            (
                INVALID,
                "kind",
                "C-1",
                "kind must be one of business, consumer, public, not `person`",
            ),
        ),
        (
            {"segment": ""},
            (INVALID, "segment", "C-1", "segment must be non-empty text, not ``"),
        ),
        ({"locale": 49}, (INVALID, "locale", "C-1", "locale must be non-empty text, not `49`")),
        (
            {"represented_by": " "},
            (INVALID, "represented_by", "C-1", "represented_by must be non-empty text, not ` `"),
        ),
        ({"tags": "vip"}, (INVALID, "tags", "C-1", "tags must be a tuple of texts, not one text")),
        (
            {"timezones": "Europe/Berlin"},
            (INVALID, "timezones", "C-1", "timezones must be a tuple of texts, not one text"),
        ),
        (
            {"wrong_numbers": ("+49", 30)},
            (INVALID, "wrong_numbers", "C-1", "wrong_numbers must be non-empty text, not `30`"),
        ),
        (
            {"payment_methods": "card"},
            (
                INVALID,
                "payment_methods",
                "C-1",
                "payment_methods must be a tuple of texts, not one text",
            ),
        ),
        (
            {"cease_received_on": WITH_TIME},
            ("dates.invalid", "cease_received_on", "C-1", f"cease_received_on {NOT_A_DAY}"),
        ),
        (
            {"recorded_on": WITH_TIME},
            ("dates.invalid", "recorded_on", "C-1", f"recorded_on {NOT_A_DAY}"),
        ),
        (
            {"contact_points": ("email",)},
            (INVALID, "contact_points", "C-1", "contact_points must hold ContactPoint, not str"),
        ),
        (
            {"consents": (OptOut("email"),)},
            (INVALID, "consents", "C-1", "consents must hold Consent, not OptOut"),
        ),
        (
            {"opt_outs": ("email",)},
            (INVALID, "opt_outs", "C-1", "opt_outs must hold OptOut, not str"),
        ),
        (
            {"inconvenient_times": (time(9),)},
            (
                INVALID,
                "inconvenient_times",
                "C-1",
                "inconvenient_times must hold InconvenientTime, not time",
            ),
        ),
        (
            {"credit_limit": 5000.0},
            ("money.invalid", "credit_limit", "C-1", "credit_limit must be Money, not float"),
        ),
        (
            {"credit_limit": eur("-1.00")},
            (
                INVALID,
                "credit_limit",
                "C-1",
                "credit_limit must be zero or more, not EUR -1.00",
            ),
        ),
    ],
)
def test_a_customer_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    facts: dict[str, Any] = {"id": "C-1"}
    assert fault(lambda: Customer(**{**facts, **changes})) == expected


def test_a_credit_limit_of_nothing_is_a_limit() -> None:
    assert Customer(id="C-1", credit_limit=Money("0", "JPY")).credit_limit == Money("0", "JPY")


@pytest.mark.parametrize("field", ["tags", "contact_points", "consents"])
def test_what_is_no_sequence_is_an_invalid_fact(field: str) -> None:
    given: dict[str, Any] = {field: 5}
    assert fault(lambda: Customer(id="C-1", **given))[:3] == (INVALID, field, "C-1")


# -- reaching them -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("build", "field"),
    [
        (lambda: ContactPoint(""), "channel"),
        (lambda: ContactPoint("a\x00"), "channel"),
        (lambda: ContactPoint("email", 5), "address"),  # type: ignore[arg-type]
        (lambda: ContactPoint("email", "a\ud800"), "address"),
        (lambda: Consent("", d(1, 1)), "channel"),
        (lambda: Consent("email", d(1, 1), source=5), "source"),  # type: ignore[arg-type]
        (lambda: OptOut(""), "target"),
        (lambda: InconvenientTime("09:00", time(10)), "start"),  # type: ignore[arg-type]
        (lambda: InconvenientTime(time(9), 10), "end"),  # type: ignore[arg-type]
        (lambda: InconvenientTime(time(9), time(10), frozenset((7,))), "weekdays"),
        (
            lambda: InconvenientTime(time(9), time(10), frozenset(("mo",))),  # type: ignore[arg-type]
            "weekdays",
        ),
    ],
)
def test_every_field_about_contact_is_checked(build: Any, field: str) -> None:
    assert fault(build)[:2] == (INVALID, field)


@pytest.mark.parametrize(
    ("build", "field"),
    [
        (lambda: Consent("email", WITH_TIME), "received_on"),
        (lambda: Consent("email", d(1, 1), until=WITH_TIME), "until"),
        (lambda: OptOut("email", WITH_TIME), "received_on"),
    ],
)
def test_days_about_contact_are_dates(build: Any, field: str) -> None:
    assert fault(build) == ("dates.invalid", field, None, f"{field} {NOT_A_DAY}")


def test_a_consent_does_not_end_before_it_was_received() -> None:
    assert Consent("email", d(2, 1), until=d(2, 1)).until == d(2, 1)
    code, field, _, message = fault(lambda: Consent("email", d(2, 1), until=d(1, 31)))
    assert (code, field) == (INVALID, "until")
    assert message == "until 2026-01-31 lies before received_on 2026-02-01"


def test_the_plain_forms() -> None:
    assert ContactPoint("letter") == ContactPoint("letter", "")
    assert OptOut("sms").received_on is None
    assert Consent("sms", d(1, 1)).until is None
    assert InconvenientTime(time(9), time(10)).weekdays == frozenset(range(7))


# -- what was done -------------------------------------------------------------------------------
def done(**changes: Any) -> Done:
    facts: dict[str, Any] = {"id": "X-1", "customer_id": "C-1", "on": d(2, 5)}
    return Done(**{**facts, **changes})


def test_a_record_is_a_contact_sent_to_the_customer_unless_it_says_otherwise() -> None:
    made = done()
    assert (made.kind, made.status, made.direction) == ("contact", "sent", "out")
    assert made.customer_facing is True
    assert (made.key, made.at, made.items, made.debts, made.outcome) == (None, None, (), (), None)


@pytest.mark.parametrize(
    ("changes", "code", "field", "message"),
    [
        ({"customer_id": ""}, INVALID, "customer_id", "customer_id must be non-empty text, not ``"),
        ({"on": WITH_TIME}, "dates.invalid", "on", f"on {NOT_A_DAY}"),
        ({"recorded_on": WITH_TIME}, "dates.invalid", "recorded_on", f"recorded_on {NOT_A_DAY}"),
        (
            {"kind": "email"},
            INVALID,
            "kind",
            "kind must be one of contact, effect, notice, task, not `email`",
        ),
        (
            {"status": "done"},
            INVALID,
            "status",
            "status must be one of declined, delivered, failed, planned, sent, not `done`",
        ),
        (
            {"direction": "up"},
            INVALID,
            "direction",
            "direction must be one of in, out, not `up`",
        ),
        ({"key": ""}, INVALID, "key", "key must be non-empty text, not ``"),
        ({"code": 14}, INVALID, "code", "code must be non-empty text, not `14`"),
        ({"step_id": ""}, INVALID, "step_id", "step_id must be non-empty text, not ``"),
        ({"channel": ""}, INVALID, "channel", "channel must be non-empty text, not ``"),
        ({"items": "INV-7"}, INVALID, "items", "items must be a tuple of texts, not one text"),
        ({"debts": "INV-7"}, INVALID, "debts", "debts must be a tuple of texts, not one text"),
        ({"customer_facing": 1}, INVALID, "customer_facing", "customer_facing must be a bool"),
        (
            {"at": datetime(2026, 2, 5, 9, 30)},  # noqa: DTZ001
            "dates.invalid",
            "at",
            "at must be a datetime that knows its time zone",
        ),
        (
            {"at": d(2, 5)},
            "dates.invalid",
            "at",
            "at must be a datetime that knows its time zone",
        ),
        (
            {"outcome": "yes"},
            INVALID,
            "outcome",
            "outcome must be one of bounced, busy, conversation, no_answer, not_in_service, other, "
            "paid, promised, refused, voicemail, wrong_number, not `yes`",
        ),
    ],
)
def test_a_record_names_its_bad_field(
    changes: dict[str, Any], code: str, field: str, message: str
) -> None:
    assert fault(lambda: done(**changes)) == (code, field, "X-1", message)


@pytest.mark.parametrize(
    ("status", "advances"),
    [
        ("planned", False),
        ("sent", True),
        ("delivered", True),
        ("failed", False),
        ("declined", False),
    ],
)
def test_only_sent_and_delivered_took_place(status: str, advances: bool) -> None:
    assert done(status=status).took_place is advances


def test_records_stand_in_order_of_day_then_clock_then_record_then_status() -> None:
    early = datetime(2026, 2, 5, 9, tzinfo=UTC)
    earlier_elsewhere = datetime(2026, 2, 5, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    in_order = [
        done(on=d(2, 4), at=early),
        done(),
        done(status="delivered"),
        done(status="planned", recorded_on=date(2026, 2, 6)),
        done(at=earlier_elsewhere),
        done(at=early),
        done(on=d(2, 6)),
    ]
    mixed = in_order[4:] + in_order[:4]
    assert sorted(mixed, key=Done.order) == in_order
