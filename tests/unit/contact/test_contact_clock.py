"""Quiet hours, time zones, inconvenient times and replies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from collectkit.contact import ContactHours, ContactRules, ContactWindow, Permit, permit
from collectkit.errors import InvalidDate
from collectkit.ledger import Customer, Done, InconvenientTime

REG_F = ContactRules.us_reg_f()
NAMES = ("America/New_York", "America/Los_Angeles", "Asia/Tokyo", "Europe/Berlin", "UTC")
ZONES: dict[str, tzinfo] = {name: ZoneInfo(name) for name in NAMES}
NEW_YORK, LOS_ANGELES, TOKYO, BERLIN, _ = NAMES
hours_of: Any = ContactHours  # takes text too
# 3 June 2026 is a Wednesday.
WEDNESDAY = date(2026, 6, 3)


def ask(
    *history: Done,
    on: date | None = None,
    at: datetime | None = None,
    channels: tuple[str, ...] = ("phone",),
    rules: ContactRules = REG_F,
    zones: dict[str, tzinfo] = ZONES,
    reply: bool = False,
    **customer: Any,
) -> Permit:
    who = Customer(**{"id": "C-1", "kind": "consumer", "timezones": (NEW_YORK,), **customer})
    return permit(
        channels, history, on=on, at=at, customer=who, rules=rules, zones=zones, reply=reply
    )


def codes(found: Permit) -> list[str]:
    return [reason.code.removeprefix("contact.") for reason in found.why]


def clock(text: str, zone: str = NEW_YORK, day: int = 3) -> datetime:
    return datetime.combine(date(2026, 6, day), time.fromisoformat(text), ZONES[zone])


def spans(found: Permit) -> list[tuple[str, str]]:
    return [(w.start.isoformat("minutes"), w.end.isoformat("minutes")) for w in found.window or ()]


# -- hours ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "allowed"),
    [("07:59:59.999999", False), ("08:00", True), ("21:00", True), ("21:00:00.000001", False)],
)
def test_both_ends_of_the_hours_are_allowed(text: str, allowed: bool) -> None:
    assert ask(at=clock(text)).allowed is allowed


def test_too_early_is_later_today_and_too_late_is_tomorrow() -> None:
    early, late = ask(at=clock("07:30")), ask(at=clock("22:15"))
    assert (early.next_allowed_on, late.next_allowed_on) == (WEDNESDAY, date(2026, 6, 4))
    assert str(early.why[0]) == "C-1: 07:30 at the customer's, phone is allowed 08:00-21:00"
    assert (early.channel, spans(early)) == ("phone", [("08:00", "21:00")])
    assert early.why[0].source == "12 CFR 1006.6(b)(1)(i)"


def test_the_clock_is_the_customers_whatever_zone_the_instant_is_in() -> None:
    assert not ask(at=clock("12:00", BERLIN)).allowed  # 06:00 in New York
    assert ask(at=clock("14:00", BERLIN)).allowed
    # 07:30 in Berlin is 22:30 of the day before in Los Angeles, which opens at 17:00 in Berlin.
    found = ask(at=clock("07:30", BERLIN), timezones=(LOS_ANGELES,))
    assert (found.allowed, found.next_allowed_on) == (False, WEDNESDAY)


def test_a_day_is_answered_with_its_window() -> None:
    found = ask(on=WEDNESDAY)
    assert found.window == (
        ContactWindow(
            start=time(8), end=time(21), zone=NEW_YORK,
            opens_at=datetime(2026, 6, 3, 12, tzinfo=UTC),
            closes_at=datetime(2026, 6, 4, 1, tzinfo=UTC),
        ),
    )  # fmt: skip
    assert ask(on=WEDNESDAY, channels=("letter",)).window is None
    assert ask(on=WEDNESDAY, rules=ContactRules()).window is None


def test_hours_by_channel() -> None:
    rules = ContactRules(hours=(
        hours_of(start="09:00", end="17:00", channels=("phone",)),
        hours_of(start="06:00", end="23:00"),
    ))  # fmt: skip
    assert spans(ask(on=WEDNESDAY, rules=rules)) == [("09:00", "17:00")]
    assert spans(ask(on=WEDNESDAY, rules=rules, channels=("sms",))) == [("06:00", "23:00")]
    found = ask(at=clock("18:00"), rules=rules, channels=("phone", "sms"))
    assert (found.channel, found.untried_channels) == ("sms", ())


# -- zones ---------------------------------------------------------------------------------------
def test_possible_places_are_intersected() -> None:
    found = ask(on=WEDNESDAY, timezones=(NEW_YORK, LOS_ANGELES))
    assert spans(found) == [("11:00", "21:00")]
    (window,) = found.window or ()
    assert window.seen_from(ZONES[LOS_ANGELES]) == (time(8), time(18))
    assert not ask(at=clock("10:59"), timezones=(NEW_YORK, LOS_ANGELES)).allowed
    assert ask(at=clock("11:00"), timezones=(LOS_ANGELES, NEW_YORK)).allowed


def test_places_a_day_apart_meet_on_two_dates() -> None:
    # 8:00 to 13:00 in Tokyo is 16:00 to 21:00 of the day before in Los Angeles.
    assert spans(ask(on=WEDNESDAY, timezones=(TOKYO, LOS_ANGELES))) == [("08:00", "13:00")]


def test_places_without_a_common_hour_are_never_right() -> None:
    rules = REG_F.replace(hours=(hours_of(start="10:00", end="12:00"),))
    found = ask(on=WEDNESDAY, rules=rules, timezones=(NEW_YORK, LOS_ANGELES))
    assert (found.allowed, found.next_allowed_on, found.channel) == (False, None, None)
    assert str(found.why[0]) == (
        "C-1: 2026-06-03 has no time that lies in 10:00-12:00 in all of "
        "America/New_York, America/Los_Angeles"
    )


def test_a_common_hour_that_comes_with_the_season() -> None:
    # Berlin is five hours ahead of New York only while one of them keeps summer time alone.
    rules = REG_F.replace(hours=(hours_of(start="08:00", end="13:00"),))
    found = ask(on=date(2026, 2, 1), rules=rules, timezones=(BERLIN, NEW_YORK))
    assert found.next_allowed_on == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("required", "kind", "timezones", "known"),
    [
        ("consumers", "consumer", (), False),
        ("consumers", "consumer", ("Mars",), False),
        ("consumers", "consumer", (NEW_YORK, "Mars"), False),
        ("consumers", "business", (), True),
        ("always", "business", (), False),
        ("never", "consumer", ("Mars",), True),
    ],
)
def test_an_unknown_zone_is_refused_only_where_rules_ask(
    required: Any, kind: Any, timezones: tuple[str, ...], known: bool
) -> None:
    rules = REG_F.replace(zones_required=required)
    found = ask(on=WEDNESDAY, rules=rules, kind=kind, timezones=timezones)
    assert (found.allowed, found.next_allowed_on is not None) == (known, known)
    assert codes(found) == (["permitted"] if known else ["zone_unknown"])
    letter = ask(on=WEDNESDAY, rules=rules, kind=kind, timezones=timezones, channels=("letter",))
    assert letter.allowed


def test_without_a_zone_the_hours_are_local_and_the_instant_brings_its_own() -> None:
    found = ask(on=WEDNESDAY, kind="business", timezones=())
    (window,) = found.window or ()
    assert (spans(found), window.zone, window.opens_at) == ([("08:00", "21:00")], None, None)
    assert clock("12:00") not in window
    with pytest.raises(InvalidDate):
        window.seen_from(UTC)
    assert ask(at=clock("08:00", TOKYO), kind="business", timezones=()).allowed
    assert not ask(at=clock("07:00", TOKYO), kind="business", timezones=()).allowed


def test_the_hour_of_a_clock_change_is_left_out() -> None:
    # New York: 01:30 occurs twice on 1 November, 02:30 never on 8 March 2026.
    rules = ContactRules(hours=(hours_of(start="01:30", end="04:00"),))
    (autumn,) = ask(on=date(2026, 11, 1), rules=rules).window or ()
    assert autumn.opens_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    rules = ContactRules(hours=(hours_of(start="02:30", end="04:00"),))
    (spring,) = ask(on=date(2026, 3, 8), rules=rules).window or ()
    assert spring.opens_at == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    rules = ContactRules(hours=(hours_of(start="00:00", end="01:30"),))
    (until,) = ask(on=date(2026, 11, 1), rules=rules).window or ()
    assert until.closes_at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_zone_that_tells_no_offset_is_refused() -> None:
    class Nowhere(tzinfo):
        def utcoffset(self, _: datetime | None) -> timedelta | None:
            return None

        def dst(self, _: datetime | None) -> timedelta | None:
            return None

        def tzname(self, _: datetime | None) -> str | None:
            return None

    with pytest.raises(InvalidDate, match="tells no offset"):
        ask(on=WEDNESDAY, zones={NEW_YORK: Nowhere()})


def test_the_ends_of_the_calendar_have_no_window() -> None:
    for day in (date.min, date.max):
        assert ask(on=day).next_allowed_on in (None, date(1, 1, 4))


# -- inconvenient times --------------------------------------------------------------------------
AFTERNOON = InconvenientTime(time(15), time(17), frozenset(range(5)))
WEEKEND = InconvenientTime(time(0), time(0), frozenset((5, 6)))


def test_inconvenient_times_are_taken_out() -> None:
    found = ask(on=WEDNESDAY, inconvenient_times=(AFTERNOON,))
    assert spans(found) == [("08:00", "14:59"), ("17:00", "21:00")]
    times = ("14:59:59.999999", "15:00", "16:59", "17:00")
    assert [ask(at=clock(t), inconvenient_times=(AFTERNOON,)).allowed for t in times] == [
        True, False, False, True,
    ]  # fmt: skip
    assert ask(at=clock("15:30"), inconvenient_times=(AFTERNOON,)).next_allowed_on == WEDNESDAY


def test_inconvenient_times_hold_without_any_rule() -> None:
    plain: dict[str, Any] = {
        "rules": ContactRules(),
        "inconvenient_times": (AFTERNOON,),
        "kind": "business",
    }
    assert not ask(at=clock("15:30"), **plain).allowed
    assert spans(ask(on=WEDNESDAY, **plain)) == [("00:00", "14:59"), ("17:00", "23:59")]


def test_a_day_that_never_suits_leaves_the_next() -> None:
    found = ask(on=date(2026, 6, 6), inconvenient_times=(WEEKEND,))
    assert (codes(found), found.next_allowed_on) == (["inconvenient"], date(2026, 6, 8))
    always = InconvenientTime(time(0), time(0))
    assert ask(on=WEDNESDAY, inconvenient_times=(always,)).next_allowed_on is None
    other = ask(on=WEDNESDAY, inconvenient_times=(always,), channels=("phone", "letter"))
    assert other.channel == "letter"


def test_a_time_that_ends_before_it_starts_runs_overnight() -> None:
    night = InconvenientTime(time(19), time(10), frozenset((1,)))  # Tuesday evening
    assert spans(ask(on=date(2026, 6, 2), inconvenient_times=(night,))) == [("08:00", "18:59")]
    assert spans(ask(on=WEDNESDAY, inconvenient_times=(night,))) == [("10:00", "21:00")]


# -- replies -------------------------------------------------------------------------------------
def wrote(channel: str = "email", **fields: Any) -> Done:
    given = {"on": WEDNESDAY, "at": clock("15:30"), "direction": "in", "channel": channel}
    return Done(**{"customer_id": "C-1", **given, **fields})


def test_what_the_customer_sent_opens_one_reply_by_the_same_medium() -> None:
    asked: dict[str, Any] = {"at": clock("15:45"), "inconvenient_times": (AFTERNOON,)}
    found = ask(wrote(), reply=True, channels=("email",), **asked)
    assert (found.allowed, found.window, codes(found)) == (True, None, ["permitted", "reply"])
    assert not ask(wrote(), reply=True, channels=("phone",), **asked).allowed
    assert not ask(wrote(), channels=("email",), **asked).allowed
    answer = Done(customer_id="C-1", on=WEDNESDAY, at=clock("15:40"), channel="email")
    assert not ask(wrote(), answer, reply=True, channels=("email",), **asked).allowed


def test_a_reply_passes_house_rules_and_one_contact_a_day() -> None:
    earlier = Done(customer_id="C-1", on=WEDNESDAY, at=clock("09:00"), channel="email")
    asked: dict[str, Any] = {"reply": True, "channels": ("email",)}
    assert ask(wrote(), earlier, at=clock("15:45"), **asked).allowed
    assert ask(wrote(), earlier, on=WEDNESDAY, **asked).allowed
    undated = Done(customer_id="C-1", on=WEDNESDAY, channel="email")
    assert not ask(wrote(), undated, at=clock("15:45"), **asked).allowed


def test_a_reply_is_to_what_came_that_day_and_before() -> None:
    asked: dict[str, Any] = {"inconvenient_times": (AFTERNOON,), "reply": True}
    asked["channels"] = ("email",)
    assert not ask(wrote(), at=clock("15:10"), **asked).allowed
    assert not ask(wrote(), at=clock("15:45", day=4), **asked).allowed
    assert not ask(wrote(status="failed"), at=clock("15:45"), **asked).allowed
    assert ask(wrote(at=None), at=clock("15:45"), **asked).allowed


def test_what_the_customer_is_recorded_to_send_later_opens_that_day() -> None:
    sent = Done(customer_id="C-1", on=date(2026, 6, 1), channel="email")
    rules = ContactRules(min_days_between=9)
    asked: dict[str, Any] = {"channels": ("email",), "rules": rules, "on": date(2026, 6, 2)}
    assert ask(sent, wrote(), reply=True, **asked).next_allowed_on == WEDNESDAY
    assert ask(sent, wrote(), **asked).next_allowed_on == date(2026, 6, 10)


# -- when ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "when",
    [
        {},
        {"on": WEDNESDAY, "at": clock("09:00")},
        {"at": datetime(2026, 6, 3, 9)},  # noqa: DTZ001
        {"at": WEDNESDAY},
    ],
)
def test_one_of_a_day_and_an_instant(when: dict[str, Any]) -> None:
    with pytest.raises(InvalidDate):
        ask(**when)


# -- hours as written ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("21:00", "08:00"), ("08:00", "08:00"), ("8:00", "21:00"), ("08:00", "24:00"),
        ("08:00:30", "21:00"), (8, 21), (time(8, tzinfo=UTC), time(21)), (time(8), time(9, 0, 1)),
    ],
)  # fmt: skip
def test_hours_are_two_times_of_a_day(start: Any, end: Any) -> None:
    with pytest.raises(ValidationError):
        hours_of(start=start, end=end)


def test_hours_survive_json_as_text() -> None:
    hours = hours_of(start=time(8), end="21:00", channels=("phone",))
    assert '"start":"08:00","end":"21:00"' in hours.model_dump_json()
    assert ContactHours.model_validate_json(hours.model_dump_json()) == hours
    assert str(hours) == "08:00-21:00"
    schema = ContactHours.model_json_schema()["properties"]["start"]
    assert schema["type"] == "string"


def test_hours_of_one_channel_are_written_once() -> None:
    one = hours_of(start="08:00", end="21:00")
    phone = hours_of(start="08:00", end="21:00", channels=("phone",))
    for twice in ((one, one), (phone, phone)):
        with pytest.raises(ValidationError, match="two hours"):
            ContactRules(hours=twice)
    assert ContactRules(hours=(one, phone)).hours_for("phone") == phone
