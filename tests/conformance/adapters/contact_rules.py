"""Whether the customer may be contacted: gaps, caps on calls, the clock, prohibitions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tests.conformance.adapters.dating import days_before
from tests.conformance.adapters.translate import day, money
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operation, Operations

from collectkit.contact import (
    CallCaps,
    ContactHours,
    ContactRules,
    Permit,
    call_counts,
    contacts,
    counts_toward_caps,
    permit,
)
from collectkit.escalation import After, Ladder, Step, When
from collectkit.ledger import Consent, ContactPoint, Customer, Done, InconvenientTime, OptOut
from collectkit.testing import an_account, an_invoice

contact_rules = Operations("contact_rules")

REG_F = ContactRules.us_reg_f()
_LOCAL = "where the customer is"
_ZONES = {
    name: ZoneInfo(name) for name in ("America/New_York", "America/Los_Angeles", "America/Denver")
} | {_LOCAL: ZoneInfo("UTC")}
_WEEKDAYS = {n: i for i, n in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_CHANNELS = ("email", "letter", "phone", "sms")
_RESULTS = {
    "answered_then_dropped": "other",
    "rings_no_answer": "no_answer",
    "voicemail_full": "voicemail",
}
_STATUSES: dict[str, Any] = {"sent": "sent", "proposed": "planned"}
# "More than n days" is at least the next whole number of days.
_MORE_THAN = dict(zip(range(100), range(1, 101), strict=True))


# -- what cases state ----------------------------------------------------------------------------
def person(**fields: Any) -> Customer:
    """A consumer; a case that names no time zone tells the time where the consumer is."""
    return Customer(**{"id": "C-1", "kind": "consumer", "timezones": (_LOCAL,), **fields})


def record(**fields: Any) -> Done:
    return Done(customer_id="C-1", **fields)


def asked(
    channel: str,
    history: Iterable[Done] = (),
    *,
    rules: ContactRules = REG_F,
    customer: Customer | None = None,
    **when: Any,
) -> Permit:
    who = person() if customer is None else customer
    return permit((channel,), history, customer=who, rules=rules, zones=_ZONES, **when)


def instant(text: str, zone: str = _LOCAL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=_ZONES[zone])


def clock(text: str, on: date, zone: str = _LOCAL) -> datetime:
    return datetime.combine(on, time.fromisoformat(text), _ZONES[zone])


def _capped(given: Given) -> ContactRules:
    """The caps of a case; those of Regulation F are the preset's."""
    policy = given["policy"]
    if policy["per"] not in ("person+debt", "person+loan account"):
        raise Unsupported(f"caps per {policy['per']}")
    calls, conversation = policy["phone_caps"]
    if (calls["type"], conversation["type"]) != ("calls", "after_conversation"):
        raise Unsupported("other caps")
    if not conversation["conversation_day_is_day_1"]:
        raise Unsupported("quiet days that begin after the conversation")
    figures = (calls["max"], calls["window_days"], conversation["quiet_days"])
    if figures == (7, 7, 7):
        return REG_F
    most, days, quiet = figures
    return REG_F.replace(call_caps=CallCaps(most=most, days=days, quiet_days=quiet))


def _timed(given: Given) -> ContactRules:
    """The quiet hours of a case; those of Regulation F are the preset's."""
    hours = given["policy"]["quiet_hours"]
    if hours["timezone"] != "consumer location":
        raise Unsupported(f"hours by the clock of {hours['timezone']}")
    if (hours["allowed_from"], hours["allowed_to"]) == ("08:00", "21:00"):
        return REG_F
    return REG_F.replace(
        hours=(ContactHours(start=hours["allowed_from"], end=hours["allowed_to"]),)
    )


def _outcome(result: str) -> str:
    return _RESULTS.get(result, result)


def _call(row: Given, debts: Iterable[str] = ()) -> Done:
    row.immaterial("consented")
    return record(
        on=day(row["date"]),
        channel="phone",
        outcome=_outcome(row["result"]),
        address=row.get("number"),
        direction="in" if row.get("initiated_by") == "consumer" else "out",
        debts=tuple(debts),
    )


def _caller(account: Given, on: date) -> Customer:
    """Consents ask for a call, whatever the medium they came by; the library sees them used up."""
    consents = []
    for given in account.get("consents", []):
        given.immaterial("channel", "used_up_on")
        until = given.get("for")
        consents.append(Consent("phone", day(given["received"]), until and day(until)))
    wrong = [row["number"] for row in account.get("wrong_numbers", [])
             if day(row["learned_on"]) <= on]  # fmt: skip
    return person(consents=tuple(consents), wrong_numbers=tuple(wrong))


# -- calls ---------------------------------------------------------------------------------------
def _calls(given: Given) -> Figures:
    account, on, rules = given["account"], day(given["as_of"]), _capped(given)
    account.immaterial("person")
    customer = _caller(account, on)
    history = [_call(row) for row in account["calls"]]
    proposed = record(on=on, channel="phone")
    counts = counts_toward_caps(proposed, history, customer=customer, rules=rules)
    (count,) = call_counts(history, on=on, customer=customer, rules=rules)
    since = [one.received_on for one in customer.consents]
    later = [call for call in history if all(call.on >= received for received in since)]
    (after,) = call_counts(later, on=on, customer=customer, rules=rules)
    return {
        "call_allowed": asked("phone", history, rules=rules, customer=customer, on=on).allowed,
        "calls_in_window": count.calls,
        "presumed_compliant": count.within_cap,
        "calls_counted_since_consent": after.calls,
        "counts_toward_caps": counts,
        "consent_active": not counts,
    }


def _counted(given: Given) -> Figures:
    rules, on = _capped(given), day(given["as_of"])
    calls = [
        record(on=on, channel="phone", outcome=_outcome(row["result"]))
        for row in given["account"]["rows"]
    ]
    return {"counts": [counts_toward_caps(c, customer=person(), rules=rules) for c in calls]}


def _calls_by_debt(given: Given) -> Figures:
    rules, on = _capped(given), day(given["as_of"])
    account = given["account"]
    if account["window"] != "7 consecutive days":
        raise Unsupported(f"calls in {account['window']}")
    calls = account["calls_by_debt"]
    history = [
        record(on=days_before(on, back), channel="phone", outcome="no_answer", debts=(debt,))
        for debt in calls
        for back in range(calls[debt])
    ]
    counts = call_counts(history, on=on, customer=person(), rules=rules, debts=tuple(calls))
    return {
        "presumed_compliant": all(count.within_cap for count in counts),
        "total_calls": len(contacts(history)),
    }


def _attributed(given: Given) -> Figures:
    """Calls as the collector attributes them; a debt the consumer raises is one that came in."""
    rules, on, account = _capped(given), day(given["as_of"]), given["account"]
    account.immaterial("debts")
    history = []
    for row in account["calls"]:
        discussed = row.get("debts_discussed", [])
        placed = row.get("placed_about", [])
        attributed = [row["attributed"]] if "attributed" in row else []
        history.append(_call(row, attributed or placed or discussed))
        history.extend(
            record(on=day(row["date"]), channel="phone", outcome=row["result"],
                   direction="in", debts=(debt,))
            for debt in discussed
            if placed and debt not in placed and row[f"{debt}_raised_by"] == "consumer"
        )  # fmt: skip
    counts = call_counts(
        history, on=on, customer=person(), rules=rules, debts=tuple(sorted(given.asked))
    )
    return {c.debt or "": {"calls": c.calls, "conversations": c.conversations} for c in counts}


def _groups(given: Given) -> Figures:
    """Loans under one account number are one debt, and called so."""
    rules, on, account = _capped(given), day(given["as_of"]), given["account"]
    account.immaterial("kind")
    one = account["serviced_under_one_account"]
    names = tuple("the account" if one else debt for debt in account["debts"])
    counts = call_counts((), on=on, customer=person(), rules=rules, debts=names)
    return {"cap_groups": len(counts)}


def _required(given: Given) -> Figures:
    rules, on, account = _capped(given), day(given["as_of"]), given["account"]
    proposed = account["proposed"]
    found = asked(
        proposed["channel"],
        [_call(row) for row in account["calls"]],
        rules=rules,
        on=on,
        mandatory=proposed["reason"],
    )
    overridden = bool(found.overridden)
    return {
        "cap_exceeded": overridden,
        "hard_block": not found.allowed,
        "flag": "legally_required_override" if overridden else None,
    }


# -- the clock -----------------------------------------------------------------------------------
def _hours(given: Given) -> Figures:
    rules, on, account = _timed(given), day(given["as_of"]), given["account"]
    if "message" in account:
        message = account["message"]
        # It is asked about as it is sent: when it is read nobody knows then.
        message.immaterial("read_at")
        at = clock(message["sent_at"], on)
        allowed = asked(message["channel"], rules=rules, at=at).allowed
        return {"time_tested": "sent_at", "allowed": allowed}
    (zone,) = account["timezones"]
    who = person(timezones=(zone,))
    found = [asked("phone", rules=rules, customer=who, at=clock(text, on, zone))
             for text in account["rows"]]  # fmt: skip
    return {"allowed": [one.allowed for one in found]}


def _windows(given: Given) -> Figures:
    zones = given["account"]["timezones"]
    found = asked(
        "phone", rules=_timed(given), customer=person(timezones=tuple(zones)),
        on=day(given["as_of"]),
    )  # fmt: skip
    (window,) = found.window or ()
    return {
        f"window_{zone.split('/')[1].lower()}": [
            f"{end:%H:%M}" for end in window.seen_from(_ZONES[zone])
        ]
        for zone in zones
    }


def _inconvenient(account: Given, on: date) -> tuple[InconvenientTime, ...]:
    """Whole days run from midnight to midnight; what has run out is no longer recorded."""
    return tuple(
        InconvenientTime(
            time.fromisoformat(row.get("from", "00:00")),
            time.fromisoformat(row.get("to", "00:00")),
            frozenset(_WEEKDAYS[name] for name in row["weekdays"]),
        )
        for row in account["inconvenient"]
        if "until" not in row or on <= day(row["until"])
    )


def _suits(given: Given) -> Figures:
    rules, at = _timed(given), instant(given["as_of"])
    who = person(inconvenient_times=_inconvenient(given["account"], at.date()))
    found = asked("phone", rules=rules, customer=who, at=at)
    return {"contact_allowed": found.allowed, "next_allowed_day": found.next_allowed_on}


def _replies(given: Given) -> Figures:
    rules, at, account = _timed(given), instant(given["as_of"]), given["account"]
    who = person(inconvenient_times=_inconvenient(account, at.date()))
    history = [
        record(on=received.date(), at=received, channel=row["channel"], direction="in")
        for row in account["inbound"]
        for received in (instant(row["at"]),)
    ]

    def may(channel: str) -> bool:
        return asked(channel, history, rules=rules, customer=who, at=at, reply=True).allowed

    allowed = [channel for channel in ("email", "phone", "sms") if may(channel)]
    replies: list[Done] = []
    for channel in allowed:
        while may(channel) and len(replies) < 5:
            replies.append(record(on=at.date(), at=at, channel=channel))
            history.append(replies[-1])
    return {"allowed_channels": allowed, "max_responses": len(replies)}


# -- prohibitions --------------------------------------------------------------------------------
def _requests(given: Given) -> Figures:
    on, requests = day(given["as_of"]), given["account"]["requests"]
    for request in requests:
        request.immaterial("text")
    named = [request["channel"] for request in requests]
    who = person(opt_outs=tuple(OptOut(channel, on) for channel in named))
    refused = [c for c in _CHANNELS if not asked(c, customer=who, on=on).allowed]
    return {
        "blocked_channels": [channel for channel in refused if channel in named],
        "other_channels_blocked": any(channel not in named for channel in refused),
    }


def _addresses(given: Given) -> Figures:
    on, account = day(given["as_of"]), given["account"]
    closed = tuple(OptOut(row["address"], on) for row in account["opt_outs"])

    def blocked(address: str, debt: str) -> bool:
        points = (ContactPoint("email", address),)
        who = person(opt_outs=closed, contact_points=points)
        return not asked("email", customer=who, on=on, debts=(debt,)).allowed

    debts, addresses = account["debts"], account["addresses"]
    found = [a for a in addresses if any(blocked(a, debt) for debt in debts)]
    return {
        "blocked": found,
        "applies_to_debts": [debt for debt in debts if all(blocked(a, debt) for a in found)],
    }


def _confirmation(given: Given) -> Figures:
    at, account = instant(given["as_of"]), given["account"]
    codes = {"opt_out_confirmation": REG_F.opt_out_confirmation, "reminder": None}
    who = person(
        opt_outs=tuple(
            OptOut(row["channel"], instant(row["at"]).date()) for row in account["opt_outs"]
        )
    )
    return {
        "allowed": [
            asked(row["channel"], customer=who, at=at, code=codes[row["kind"]]).allowed
            for row in account["proposed"]
        ]
    }


def _attorney(given: Given) -> Figures:
    attorney = given["account"]["attorney"]
    known = attorney["known"] and attorney["responds"]
    who = person(represented_by="an attorney" if known else None)
    found = asked("letter", customer=who, on=day(given["as_of"]))
    via = {"representative": "attorney", "customer": "consumer"}
    return {
        "contact_consumer_directly": found.allowed,
        "contact_via": via[found.contact_via],
    }


# -- gaps ----------------------------------------------------------------------------------------
def _history(account: Given) -> list[Done]:
    found = []
    for row in account["history"]:
        row.immaterial("level")
        found.append(record(on=day(row["date"]), status=_STATUSES[row["status"]]))
    return found


def _interval(given: Given) -> Figures:
    rules = ContactRules(min_days_between=given["policy"]["min_days_between"])
    history = _history(given["account"])
    found = asked("letter", history, rules=rules, on=day(given["as_of"]))
    return {"interval_respected": found.allowed}


def _last(given: Given) -> Figures:
    given.immaterial("policy", "as_of")
    return {"last_contact_date": contacts(_history(given["account"]))[-1].on}


def _selected(given: Given) -> Figures:
    account = given["account"]
    account.immaterial("has_overdue_items")
    rules = ContactRules(min_days_between=given["policy"]["min_days_between_runs_per_account"])
    history = [record(on=day(account["last_dunned"]))]
    found = asked("letter", history, rules=rules, on=day(given["as_of"]))
    return {"account_selected": found.allowed}


def _level(given: Given) -> Figures:
    """Levels of one invoice, each only after the one before it."""
    policy, account = given["policy"], given["account"]
    if policy["scope"] != "per_invoice" or not policy["sequential"]:
        raise Unsupported("other levels")
    steps: list[Step] = []
    for row in policy["levels"]:
        gap = row.get("min_days_since_previous")
        steps.append(
            Step(id=f"level-{row['n']}", kind="reminder", channels=("letter",), required=True,
                 offset=row["days_past_due_min"],
                 after=() if gap is None else (After(step=steps[-1].id, days=gap),))
        )  # fmt: skip
    (invoice,) = account["invoices"]
    facts = an_account(_invoice(invoice)).with_(
        done=[
            record(on=day(row["date"]), status=_STATUSES[row["status"]], items=(row["invoice"],),
                   step_id=f"level-{row['level']}")
            for row in account["history"]
        ]
    )  # fmt: skip
    ladder = Ladder(id="levels", version="1", steps=tuple(steps))
    taken = ladder.decide(facts, as_of=day(given["as_of"])).actions
    return {"level_2_allowed": any(action.step_id == "level-2" for action in taken)}


def _invoice(row: Given) -> Any:
    due_on = day(row["due_date"])
    amount = money(row["open_amount"], row["currency"])
    return an_invoice(id=row["id"], amount=amount, issued_on=due_on, due_on=due_on)


def _campaign(given: Given) -> Figures:
    """Reminders per currency above a threshold, so many days apart."""
    policy, account, on = given["policy"], given["account"], day(given["as_of"][:10])
    given.immaterial("as_of")
    if policy.get("scope", "account_per_currency") != "account_per_currency":
        raise Unsupported("another scope")
    gap = policy["days_between_attempts"]
    if "strict" in policy.get("interval_rule", ""):
        gap = _MORE_THAN[gap]
    thresholds = policy["thresholds"]
    least = When.amount_at_least(**{code: thresholds[code] for code in thresholds})
    ladder = Ladder(
        id="campaign",
        version="1",
        steps=tuple(
            Step(id=f"attempt-{n}", kind="reminder", offset=1, channels=("email",), when=least,
                 required=True)
            for n in range(policy.get("max_attempts", 1))
        ),
        contact_rules=ContactRules(min_days_between=gap),
    )  # fmt: skip
    done = _attempts(account, on)
    facts = an_account(*_owed(account, on)).with_(done=done)
    taken = ladder.decide(facts, as_of=on).actions
    codes = [action.currency for action in taken]
    made = [*(code for one in done if one.step_id for code in one.debts), *codes]
    return {
        "dun": codes,
        "actions": [action.step_id for action in taken],
        "attempts": {code: made.count(code) for code in thresholds},
    }


def _owed(account: Given, on: date) -> list[Any]:
    """Invoices as they stand, or one overdue since yesterday for each sum."""
    if "invoices" in account:
        return [_invoice(row) for row in account["invoices"]]
    overdue, late = account["overdue"], days_before(on, 1)
    return [
        an_invoice(id=code, amount=money(overdue[code], code), issued_on=late, due_on=late)
        for code in overdue
    ]


def _attempts(account: Given, on: date) -> list[Done]:
    """Attempts in a currency are the first steps; an age alone is a contact of the host's."""
    if "last_attempt_age" in account:
        count, _, rest = account["last_attempt_age"].partition(" days")
        last = days_before(on, int(count))
        # The cases ask at midnight: a second before that is another day.
        return [record(on=days_before(last, 1) if rest else last, channel="email")]
    last = day(account["last_attempt_at"][:10])
    attempts = account["attempts"]
    if not isinstance(attempts, Given):
        (code,) = {row["currency"] for row in account["invoices"]}
        attempts = {code: attempts}
    names = [row["id"] for row in account.get("invoices", [])]
    return [
        record(on=last, channel="email", step_id=f"attempt-{n}", debts=(code,),
               items=tuple(names) or (code,))
        for code in attempts
        for n in range(attempts[code])
    ]  # fmt: skip


# -- which is asked ------------------------------------------------------------------------------
_OPERATIONS: tuple[tuple[str, Operation], ...] = (
    ("calls", _calls),
    ("rows", _counted),
    ("calls_by_debt", _calls_by_debt),
    ("debts", _groups),
    ("message", _hours),
    ("timezones", _windows),
    ("inconvenient", _suits),
    ("requests", _requests),
    ("addresses", _addresses),
    ("opt_outs", _confirmation),
    ("attorney", _attorney),
    ("last_dunned", _selected),
    ("overdue", _campaign),
    ("attempts", _campaign),
)
_BY_FIGURE: dict[str, Operation] = {
    "level_2_allowed": _level,
    "interval_respected": _interval,
    "last_contact_date": _last,
    "cap_groups": _groups,
    "applies_to_debts": _addresses,
    "cap_exceeded": _required,
    "max_responses": _replies,
    "medical": _attributed,
    "allowed": _hours,
}


@contact_rules.shaped("policy", "account", "as_of")
def contact(given: Given) -> Figures:
    account = given["account"]
    if not given["policy"]:
        given.immaterial("policy")
    if "proposed" in account and "opt_outs" in account:
        return _confirmation(given)
    for figure, operation in _BY_FIGURE.items():
        if figure in given.asked:
            return operation(given)
    for name, operation in _OPERATIONS:
        if name in account:
            return operation(given)
    raise Unsupported(f"{sorted(given.asked)} of {sorted(account)}")
