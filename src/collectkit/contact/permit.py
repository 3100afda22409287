"""May the customer be contacted: the verb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import Literal, NamedTuple

from collectkit._checks import check_day, check_text, check_type
from collectkit.contact.calls import outbound
from collectkit.contact.clock import Windows, clock
from collectkit.contact.house import capped, house_day, limited, too_soon
from collectkit.contact.prohibitions import excepted, forbidden, way
from collectkit.contact.proposal import NEVER, Block, Proposal
from collectkit.contact.reasons import REASONS
from collectkit.contact.rules import ContactRules
from collectkit.contact.windows import ContactWindow
from collectkit.dates import WEEKENDS, Calendar
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.explain import Reason
from collectkit.ledger import Customer, Done, Hold, latest_done

__all__ = ["Answer", "Permit", "Voice", "permit"]

_NO_ZONES: Mapping[str, tzinfo] = MappingProxyType({})
_ONE_A_DAY = ContactRules()
# Weeks and seasons come round within so many days; what they never open stays shut.
_SEARCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Whether a contact may be made, through which channel, and why not.

    `next_allowed_on` is the first day from the one asked about on which nothing known now stands
    against it; None where there is none, because a prohibition stands without end. The rest is
    said of that day: `channel`, the fallbacks after it (`untried_channels`), the known
    `addresses` that may be used (empty: the host knows them), and the `window` of clock times
    (None: no clock applies). `overridden` are caps that a mandatory contact passes now.
    """

    allowed: bool
    why: tuple[Reason, ...]
    next_allowed_on: date | None
    channel: str | None = None
    untried_channels: tuple[str, ...] = ()
    window: tuple[ContactWindow, ...] | None = None
    overridden: tuple[Reason, ...] = ()
    addresses: tuple[str, ...] = ()
    contact_via: Literal["customer", "representative"] = "customer"


class _Verdict(NamedTuple):
    """One channel on one day."""

    channel: str
    closed: tuple[Block, ...]
    blocks: tuple[Block, ...]
    passes: tuple[Reason, ...]
    overridden: tuple[Reason, ...]
    window: Windows | None
    addresses: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.closed and not self.blocks


def permit(
    channels: tuple[str, ...],
    history: Iterable[Done],
    *,
    on: date | None = None,
    at: datetime | None = None,
    customer: Customer,
    rules: ContactRules | None = None,
    calendar: Calendar = WEEKENDS,
    zones: Mapping[str, tzinfo] = _NO_ZONES,
    holds: Iterable[Hold] = (),
    debts: tuple[str, ...] = (),
    code: str | None = None,
    mandatory: str | None = None,
    reply: bool = False,
) -> Permit:
    """Whether the customer may be contacted through one of `channels`, tried in order.

    Asked `on` a day, it answers with the clock times that suit; asked `at` an instant, it tests
    the clock too. The date of `at`, in its own time zone, is then the creditor's day.

    Prohibitions always hold: a cease notice, representation, a moratorium among `holds`, an
    opt-out of a channel or address, a wrong number. Only a notice whose `code` the rules except
    passes a cease notice, and only one confirmation passes an opt-out. Caps on calls and house
    rules are the rules'. Two contacts with one person never fall on one day, unless the second is
    a `reply` to what the customer sent that day by the same channel, or such a confirmation; these
    two pass the house rules, and a reply the clock.

    Args:
        channels: In order of preference.
        history: What was done, in any order, and what the customer sent (`direction="in"`).
        on: The day; or else `at`.
        at: The instant, with its time zone.
        customer: Who is contacted.
        rules: None: one contact a day, no other rule.
        calendar: Business days, where the rules ask for them.
        zones: The time zones of the customer, by name. A name that is not here is unknown.
        holds: Holds on the account or on some of its items; their quiet after the end counts too.
        debts: What it is about, for caps per debt and holds on items. None: the whole account.
        code: The code of the notice or message.
        mandatory: The clause that requires it: it passes house rules, and caps as an override.
        reply: Whether it answers what the customer sent that day.

    Raises:
        InvalidDate: neither or both of `on` and `at`, a day that is no plain date, an instant
            without a time zone, a calendar without business days.
        InvalidFact: another argument of a wrong type.

    >>> customer = Customer(id="C-1", cease_received_on=date(2026, 3, 1))
    >>> permit(("email",), (), on=date(2026, 3, 2), customer=customer).why[0].code
    'contact.cease'
    """
    day = _day(on, at)
    for name, value in (("code", code), ("mandatory", mandatory)):
        if value is not None:
            check_text(value, name)
    voice = Voice.of(
        history,
        customer=check_type(customer, "customer", Customer),
        rules=_ONE_A_DAY if rules is None else check_type(rules, "rules", ContactRules),
        calendar=calendar,
        zones=tuple((n, check_type(zone, "zones", tzinfo)) for n, zone in zones.items()),  # type: ignore[type-abstract]
        holds=tuple(check_type(hold, "holds", Hold) for hold in holds),
    )
    answer = voice.ask(
        _texts(channels, "channels"),
        day,
        at=at,
        debts=_texts(debts, "debts"),
        code=code,
        mandatory=mandatory,
        reply=check_type(reply, "reply", bool),
    )
    return answer.permit


@dataclass(frozen=True, slots=True)
class Voice:
    """`permit` for one customer, asked about many steps and days: the records are read once."""

    _asked: Proposal

    @classmethod
    def of(
        cls,
        history: Iterable[Done],
        *,
        customer: Customer,
        rules: ContactRules,
        calendar: Calendar,
        zones: tuple[tuple[str, tzinfo], ...] = (),
        holds: tuple[Hold, ...] = (),
    ) -> Voice:
        """Read what was done, in any order."""
        records = latest_done(history)
        return cls(
            Proposal(
                customer=customer,
                rules=rules,
                calendar=calendar,
                zones=zones,
                holds=holds,
                debts=(),
                code=None,
                mandatory=None,
                reply=False,
                records=records,
                said=(said := outbound(records)),
                said_on=_days(said),
            )
        )

    def after(self, done: Iterable[Done]) -> Voice:
        """The same with more done, none of it before what was done already."""
        more, asked = latest_done(done), self._asked
        said = outbound(more)
        return Voice(
            replace(
                asked,
                records=asked.records + more,
                said=asked.said + said,
                said_on=asked.said_on + _days(said),
            )
        )

    def ask(
        self,
        channels: tuple[str, ...],
        day: int,
        *,
        at: datetime | None = None,
        debts: tuple[str, ...] = (),
        code: str | None = None,
        mandatory: str | None = None,
        reply: bool = False,
    ) -> Answer:
        """What `permit` is asked, of a day as an ordinal."""
        asked = self._asked
        if debts or code is not None or mandatory is not None or reply:
            asked = replace(asked, debts=debts, code=code, mandatory=mandatory, reply=reply)
        return _answer(asked, channels, day, at)


class Answer(NamedTuple):
    """What came of asking, as it was found; `permit` says it in full.

    `then` are the channels open on the `first` day, in order of preference.
    """

    asked: Proposal
    day: int
    allowed: bool
    first: int
    now: tuple[_Verdict, ...]
    then: tuple[_Verdict, ...]

    @property
    def channels(self) -> tuple[str, ...]:
        """Open on the first day, in order of preference."""
        return tuple([verdict.channel for verdict in self.then])

    @property
    def why_not(self) -> tuple[Reason, ...]:
        """What stands against every channel today; empty where one is open."""
        return () if self.allowed else _why(self.asked, self.now, self.day)

    @property
    def permit(self) -> Permit:
        """The same for a reader."""
        asked = self.asked
        if self.first >= NEVER:
            return Permit(
                allowed=False, why=self.why_not, next_allowed_on=None, contact_via=_via(asked)
            )
        chosen, *rest = self.then
        channel = chosen.channel
        permitted = (REASONS("permitted", asked.customer.id, channel=channel), *chosen.passes)
        return Permit(
            allowed=self.allowed,
            why=self.why_not or permitted,
            next_allowed_on=date.fromordinal(self.first),
            channel=channel,
            untried_channels=tuple([verdict.channel for verdict in rest]),
            window=chosen.window,
            overridden=chosen.overridden if self.allowed else (),
            addresses=chosen.addresses,
            contact_via=_via(asked),
        )


def _answer(asked: Proposal, channels: tuple[str, ...], day: int, at: datetime | None) -> Answer:
    days: dict[int, _Day] = {}
    now = tuple([_verdict(asked, channel, day, at, days) for channel in channels])
    opens = [_opening(asked, day, verdict, days) for verdict in now]
    first = min([opening for opening, _ in opens], default=NEVER)
    allowed = any(verdict.is_open for verdict in now)
    then = [
        verdict
        for opening, verdict in opens
        if opening == first < NEVER and (verdict.is_open or not allowed)
    ]
    return Answer(asked, day, allowed, first, now, tuple(then))


class _Day(NamedTuple):
    """What stands against contact on a day through whatever channel."""

    always: list[Block]
    excepted: list[Reason]
    soon: list[Block]
    house: list[Block]

    @classmethod
    def of(cls, asked: Proposal, day: int) -> _Day:
        gap = 1 if asked.mandatory else max(asked.rules.min_days_between, 1)
        return cls(
            list(forbidden(asked, day)),
            list(excepted(asked, day)),
            list(too_soon(asked, day, gap)),
            [] if asked.mandatory else list(house_day(asked, day)),
        )


def _verdict(
    asked: Proposal, channel: str, day: int, at: datetime | None, days: dict[int, _Day]
) -> _Verdict:
    """What stands against a channel on a day, and what it passes."""
    if day not in days:
        days[day] = _Day.of(asked, day)
    subject, whole = asked.customer.id, days[day]
    found = way(asked, channel, day)
    closed, passes = found.blocks, list(whole.excepted)
    answers = asked.reply and asked.answers(channel, day, at)
    caps, timed = list(capped(asked, channel, day)), clock(asked, channel, day, at)
    own: list[Block] = []
    if answers:
        passes.append(REASONS("reply", subject, channel=channel, day=date.fromordinal(day)))
    elif timed[0] is not None:
        own.append(timed[0])
    if found.confirms:
        passes.append(REASONS("confirmation", subject, channel=channel))
    elif not answers:
        own += whole.soon
        if asked.mandatory is None:
            own += limited(asked, channel, day)
            own += whole.house
        else:
            passes.append(REASONS("mandatory", subject, required=asked.mandatory))
    # What the customer is yet to send or to opt out of may open an exception.
    if asked.reply:
        own = _no_later(own, asked.next_answer(channel, day))
    if asked.may_confirm:
        own = _no_later(own, asked.next_opt_out(day))
        closed = tuple(_no_later(closed, asked.next_opt_out(day)))
    return _Verdict(
        channel,
        closed,
        (*whole.always, *own, *(() if asked.mandatory else caps)),
        tuple(passes),
        tuple([block.reason for block in caps]) if asked.mandatory else (),
        None if answers else timed[1],
        found.addresses,
    )


def _no_later(blocks: Iterable[Block], day: int) -> list[Block]:
    return [block._replace(until=min(block.until, day)) for block in blocks]


def _opening(
    asked: Proposal, day: int, verdict: _Verdict, days: dict[int, _Day]
) -> tuple[int, _Verdict]:
    """The first day on which nothing stands against its channel, and what is said of that day.

    No block lifts before its `until`, so the days between need not be asked about.
    """
    waited = 0
    while not verdict.is_open:
        blocks = (*verdict.closed, *verdict.blocks)
        until = max(block.until for block in blocks)
        if until <= day:
            # Later on the same day, by the clock.
            break
        waited = waited + 1 if all(block.recurring for block in blocks) else 0
        if until >= NEVER or waited > _SEARCH:
            return NEVER, verdict
        day, verdict = until, _verdict(asked, verdict.channel, until, None, days)
    return day, verdict


def _why(asked: Proposal, now: tuple[_Verdict, ...], day: int) -> tuple[Reason, ...]:
    """What stands against every channel; the stronger first, and then nothing weaker."""
    always = [block.reason for block in forbidden(asked, day)]
    if always:
        return tuple(always)
    usable = [verdict for verdict in now if not verdict.closed]
    if not usable:
        refused = [block.reason for verdict in now for block in verdict.closed]
        return (*refused, REASONS("no_channel", asked.customer.id))
    return tuple(dict.fromkeys(b.reason for verdict in usable for b in verdict.blocks))


def _days(said: tuple[Done, ...]) -> tuple[int, ...]:
    return tuple([done.on.toordinal() for done in said])


def _via(asked: Proposal) -> Literal["customer", "representative"]:
    return "customer" if asked.customer.represented_by is None else "representative"


# -- arguments -----------------------------------------------------------------------------------
def _day(on: date | None, at: datetime | None) -> int:
    if at is None and on is not None:
        return check_day(on, "on").toordinal()
    if at is None or on is not None:
        raise InvalidDate("one of on and at says when, and only one", field="at")
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise InvalidDate("at must be a datetime that knows its time zone", field="at")
    return at.toordinal()


def _texts(values: tuple[str, ...], field: str) -> tuple[str, ...]:
    if isinstance(values, str):
        raise InvalidFact(f"{field} must be a tuple of texts, not one text", field=field)
    return tuple(dict.fromkeys(check_text(value, field) for value in values))
