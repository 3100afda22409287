"""Deciding once more, slowly: day by day, from the description of the rules alone.

Nothing of `collectkit.escalation`, `arrangements` or `contact` is used but the ladder as a
document; a date in the future is found by trying every day. Readings where the description leaves
a choice:

* An item is spoken of when it is late by the calendar, not placed, and nothing blocks the step's
  kind. Where every late item is blocked, their ages still count and the step is deferred.
* Kinds that hand over or cut off take only items which by themselves stood in the steps they wait
  for and have waited long enough.
* A step is deferred to the first day on which an item of today is free for it and the customer
  may be contacted; a missing approval and money not applied yet have no such day.
* A step that would have expired by the day on which it could be taken has no such day.
* Preventive steps go by the calendar: a stopped clock makes nothing upcoming again. Amounts they
  ask for are of the item about to fall due.
* Of what would reach the customer today the step highest in the ladder speaks, repeats after
  first turns, then the currency first in the alphabet; all others wait as if it had been said.
  Where every item has its own place, what may be written into the letter rides along.
* An episode begins anew when every late item of the place was released with a restart.
* What is placed elsewhere enters no effect, and keeps what was entered.
* Effects look at the steps taken before today, so that what is decided today stays decided; those
  that ask for a notice wait until its days to pay are over, the last one included.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from tests.differential.ladder_reference_facts import DAY, Facts, Part

from collectkit.escalation import (
    AmountAtLeast,
    AnyOf,
    BrokenPromises,
    Condition,
    CustomerIs,
    DaysPastDue,
    GradeIn,
    LateItems,
    Not,
    OverdueShare,
    PaidLate,
    SegmentIn,
    Step,
    TagIn,
)
from collectkit.ledger import Customer, Done
from collectkit.money import Money

HORIZON = 200
PER_ITEM = ("statutory", "suspend", "agency", "legal", "write_off")
INTERNAL = ("task", "suspend", "agency", "legal", "write_off")

Pairs = frozenset[tuple[str, tuple[str, ...]]]


class Verdict(NamedTuple):
    """What is compared. Places are named by their currency, or by their item."""

    stages: dict[str, str | None]
    exhausted: set[str]
    actions: set[tuple[str, str, tuple[str, ...], str | None, Pairs]]
    deferred: list[tuple[str, str, date | None, tuple[str, ...]]]
    suppressed: list[tuple[str, str, str]]
    effects: set[tuple[str, str, str]]


class Place(NamedTuple):
    """What has one place on the ladder: a currency, or one item."""

    currency: str
    item: Part | None

    @property
    def name(self) -> str:
        return self.currency if self.item is None else self.item.id

    def holds(self, part: Part) -> bool:
        return part.currency == self.currency and self.item in (None, part)


class Turn(NamedTuple):
    """A step whose turn it is, with the items it could speak of and speaks of.

    `never`: it waits for an approval, or for money to be applied.
    """

    currency: str
    step: Step
    candidates: list[Part]
    items: list[Part]
    places: list[Place]
    times: int
    never: bool


@dataclass
class Reference(Facts):
    def places(self) -> list[Place]:
        if self.ladder.position == "item":
            return [Place(c, part) for c in self.currencies for part in self.open
                    if part.currency == c]  # fmt: skip
        return [Place(currency, None) for currency in self.currencies]

    def late(self, place: Place, day: date) -> list[Part]:
        return self.once(("late", place.name, day), lambda: [
            p for p in self.open if place.holds(p) and p.day < day and not self.placed(p, day)
        ])  # fmt: skip

    def stage(self, place: Place, day: date, *, with_placed: bool = False) -> str | None:
        ages = [self.age(part, day) for part in self.open
                if place.holds(part) and (with_placed or not self.placed(part, day))]  # fmt: skip
        reached = [s.id for s in self.ladder.stages if any(age >= s.days for age in ages)]
        return reached[-1] if reached else None

    # -- what was sent -------------------------------------------------------------------------
    def of_this_ladder(self, done: Done) -> bool:
        if done.ladder is None:
            return True
        name, _, version = done.ladder.partition("@")
        counts = self.ladder.on_upgrade == "keep" or version in ("", self.ladder.version)
        return name == self.ladder.id and counts

    def step_of(self, done: Done) -> str | None:
        """The step that a record is of, by the name it has now."""
        if done.step_id is None or not self.of_this_ladder(done):
            return None
        return dict(self.ladder.remap).get(done.step_id, done.step_id)

    def concerns(self, done: Done, place: Place) -> bool:
        """Whether it was about something in this place; without items it was about all."""
        names = {
            name
            for invoice in self.invoices
            if invoice.currency == place.currency
            for name in (invoice.id, *invoice.item_ids)
        }
        if place.item is not None:
            names = {place.item.id, place.item.invoice.id}
        return not done.items or bool(names & set(done.items))

    def episode(self, place: Place, day: date) -> date | None:
        return self.once(("episode", place.name, day), lambda: self._episode(place, day))

    def _episode(self, place: Place, day: date) -> date | None:
        if place.item is None:
            start = self.spell(place.currency, day)
        else:
            start = self.spell_of(place.item, day)
        if start is None:
            return None
        own = [part for part in self.open if place.holds(part) and part.day < day]
        return max(start, min((self.released(part, day) for part in own), default=start))

    def records(self, step: str, place: Place, day: date) -> list[Done]:
        return self.once(("records", step, place.name, day), lambda: [
            done for done in self.done
            if self.step_of(done) == step and self.concerns(done, place)
            and (start := self.episode(place, day)) is not None and start <= done.on <= day
        ])  # fmt: skip

    def taken(self, step: str, place: Place, day: date) -> list[Done]:
        own = next((one for one in self.ladder.steps if one.id == step), None)
        records = self.records(step, place, day)
        if own is not None and own.requires_delivery:
            return [done for done in records if done.status == "delivered"]
        return records

    def pending(self, step: Step, place: Place, day: date) -> bool:
        """Whether the last time it was sent nothing is known of its delivery yet."""
        sent = [done.on for done in self.records(step.id, place, day)]
        arrived = [done.on for done in self.taken(step.id, place, day)]
        return bool(sent) and step.requires_delivery and (not arrived or max(sent) > max(arrived))

    def last(self, step: str, place: Place, day: date, part: Part | None = None) -> date | None:
        days = [
            done.on
            for done in self.taken(step, place, day)
            if part is None or (part.named(done.items) and done.on >= self.released(part, day))
        ]
        return max(days, default=None)

    # -- conditions ----------------------------------------------------------------------------
    def truth(self, ask: Condition, place: Place, day: date, near: Part | None) -> bool | None:
        """`near` is the item about to fall due that a preventive step asks about."""
        customer = self.account.customer
        match ask:
            case AmountAtLeast():
                return self.at_least(ask.amounts, place, day, near)
            case OverdueShare():
                owed = sum(self.owed(p, self.today) for p in self.open if place.holds(p))
                least = ask.at_least.fraction * owed
                return self.sum_due(place, day, near) >= least
            case GradeIn():
                return None if self.grade is None else self.grade in ask.grades
            case SegmentIn():
                return None if customer.segment is None else customer.segment in ask.segments
            case BrokenPromises():
                return self.broken(day) >= ask.at_least
            case DaysPastDue():
                worst = max((self.age(part, day) for part in self.late(place, day)), default=0)
                return worst >= ask.at_least
            case LateItems():
                return len(self.late(place, day)) >= ask.at_least
            case PaidLate():
                return self.paid_late() >= ask.at_least
            case TagIn():
                return bool(set(customer.tags) & set(ask.tags))
            case CustomerIs():
                return customer.kind in ask.kinds
            case Not():
                inner = self.truth(ask.condition, place, day, near)
                return None if inner is None else not inner
        answers = [self.truth(one, place, day, near) for one in ask.conditions]
        decisive = isinstance(ask, AnyOf)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    def at_least(
        self, amounts: tuple[Money, ...], place: Place, day: date, near: Part | None
    ) -> bool | None:
        least = {money.currency: money.minor_units for money in amounts}.get(place.currency)
        if least is None:
            return None
        return self.sum_due(place, day, near) >= least

    def sum_due(self, place: Place, day: date, near: Part | None) -> int:
        return self.undisputed([near], place, day) if near else self.seen(place, day)

    def seen(self, place: Place, day: date) -> int:
        """What is overdue and undisputed."""
        return self.undisputed(self.late(place, day), place, day)

    def undisputed(self, parts: list[Part], place: Place, day: date) -> int:
        """Without what is disputed; a disputed sum falls on the parts due first."""
        found = 0
        for invoice in self.invoices:
            late = [part for part in parts if part.invoice is invoice]
            disputed = self.disputed(late[0], day) if late else None
            if disputed is None:
                continue
            for part in self.open:
                if part == place.item:
                    break
                if place.item is not None and part.invoice is invoice:
                    disputed = max(disputed - self.owed(part, self.today), 0)
            found += max(sum(self.owed(part, self.today) for part in late) - disputed, 0)
        return found

    # -- the sequence --------------------------------------------------------------------------
    def clocked(self, step: Step, part: Part, day: date) -> bool:
        """Whether the step's offset has run for an item."""
        if step.offset is None:
            return True
        days = step.offset + self.ladder.strict_interval
        if not step.end_of_month:
            return self.age(part, day) >= days
        since = self.reached_since(part, days, day)
        return since is not None and day >= since.replace(
            day=monthrange(since.year, since.month)[1]
        )

    def waited(self, on: date | None, days: int, parts: list[Part], day: date) -> bool:
        days += self.ladder.strict_interval
        return on is not None and any(self.running(part, on, day) >= days for part in parts)

    def passed(self, step: Step, place: Place, part: Part, day: date) -> bool:
        return (
            self.clocked(step, part, day)
            and all(
                self.waited(self.last(wait.step, place, day, part), wait.days, [part], day)
                for wait in step.after
            )
            and all(self.last(name, place, day, part) for name in step.requires)
        )

    def candidates(self, step: Step, place: Place, day: date) -> list[Part]:
        late = self.late(place, day)
        return [p for p in late if step.kind not in PER_ITEM or self.passed(step, place, p, day)]

    def asked(self, step: Step, place: Place, day: date) -> str:
        """`reached`, `waiting`, or why a step whose time has come stays unsent."""
        late = self.late(place, day)
        pool = [part for part in late if not self.blocked(part, step.kind, day)] or late
        if not pool or not any(self.clocked(step, part, day) for part in pool):
            return "waiting"
        waits = [(wait.step, wait.days) for wait in step.after]
        times = len(self.taken(step.id, place, day))
        if step.repeat is not None and times:
            if times >= step.repeat.times:
                return "waiting"
            waits.append((step.id, step.repeat.every))
        if not all(self.waited(self.last(n, place, day), d, pool, day) for n, d in waits):
            return "waiting"
        if any(self.last(name, place, day) is None for name in step.requires):
            return "waiting"
        if step.kind in PER_ITEM and not any(self.passed(step, place, p, day) for p in pool):
            return "waiting"
        if step.expires is not None and max(self.age(p, day) for p in pool) > step.expires:
            return "expired"
        if step.minimum and (enough := self.at_least(step.minimum, place, day, None)) is not True:
            return "no_minimum" if enough is None else "below_minimum"
        if step.when is None:
            return "reached"
        answer = self.truth(step.when, place, day, None)
        return {True: "reached", False: "condition", None: "unknown"}[answer]

    def sequence(self) -> list[Step]:
        return [step for step in self.ladder.steps if not pre_due(step)]

    def choose(self, place: Place, day: date) -> tuple[Step | None, dict[str, str]]:
        jump = self.ladder.advance == "jump"
        sequence = self.sequence()
        counts = [len(self.taken(step.id, place, day)) for step in sequence]
        waits = [self.pending(step, place, day) for step in sequence]
        gone = [n for n in range(len(sequence)) if counts[n] or waits[n]]
        highest = gone[-1] if gone else -1
        best: Step | None = None
        why: dict[str, str] = {}
        for n, step in enumerate(sequence):
            again = step.repeat is not None and n == highest and not waits[n]
            first = not counts[n] and not waits[n] and (n > highest or (step.required and not jump))
            if first or (again and counts[n]):
                said = self.asked(step, place, day)
                if said not in ("reached", "waiting"):
                    why[step.id] = said
                passed = said == "reached" or (
                    said == "below_minimum" and self.ladder.below_minimum == "suppress"
                )
                if passed and best is not None:
                    why[best.id] = "superseded"
                if passed:
                    best = step if said == "reached" else None
            if step.required and not jump and not counts[n]:
                break
        if best is None:
            why = {n: "held_back" if w == "superseded" else w for n, w in why.items()}
        return best, why

    def exhausted(self, place: Place, day: date, *, by: date | None = None) -> bool:
        """Whether something is late and every step was taken (up to `by`) or passed."""
        sequence = self.sequence()
        if not sequence or not self.late(place, day):
            return False

        def before(step: Step) -> int:
            return len([d for d in self.taken(step.id, place, day) if d.on <= (by or day)])

        last = sequence[-1]
        if before(last) < (1 if last.repeat is None else last.repeat.times):
            return False
        return self.ladder.advance == "jump" or all(
            before(step) or not step.required for step in sequence
        )

    def approved(self, step: Step, place: Place, items: list[Part], day: date) -> bool:
        start = self.episode(place, day)
        valid = [
            approval
            for approval in self.account.approvals
            if approval.step_id == step.id
            and approval.by == step.approval
            and start is not None
            and start <= approval.on <= day
        ]
        return step.approval is None or (
            bool(valid) and all(any(part.named(one.items) for one in valid) for part in items)
        )

    def covered(self, step: Step, place: Place, day: date) -> bool:
        """Whether money that is not applied yet would pay all that is overdue."""
        overdue = self.seen(Place(place.currency, None), day)
        return step.kind != "task" and 0 < overdue <= self.unapplied(place.currency)

    def sequence_turn(self, place: Place, day: date) -> Turn | None:
        step, _ = self.choose(place, day)
        if step is None:
            return None
        candidates = self.candidates(step, place, day)
        items = [part for part in candidates if not self.blocked(part, step.kind, day)]
        times = len(self.taken(step.id, place, day))
        approved = self.approved(step, place, items or candidates, day)
        nothing = bool(items) and step.kind != "task" and not self.undisputed(items, place, day)
        never = not approved or nothing or self.covered(step, place, day)
        return Turn(place.currency, step, candidates, items, [place], times, never)

    # -- preventive steps ----------------------------------------------------------------------
    def reminded(self, step: Step, part: Part) -> bool:
        return any(
            done.items
            and part.named(done.items)
            and done.on >= part.day + timedelta(step.offset or 0)
            for done in self.done
            if self.step_of(done) == step.id
        )

    def is_near(self, step: Step, place: Place, part: Part, day: date) -> bool:
        return (
            place.holds(part)
            and (step.offset or 0) <= (day - part.day).days <= (step.expires or 0)
            and not self.placed(part, day)
            and not self.reminded(step, part)
            and (not step.minimum or self.at_least(step.minimum, place, day, part) is True)
            and (step.when is None or self.truth(step.when, place, day, part) is True)
        )

    def preventive_turns(self, day: date) -> list[Turn]:
        found = []
        for step in filter(pre_due, self.ladder.steps):
            for currency in self.currencies:
                near = [
                    part
                    for place in self.places()
                    if place.currency == currency
                    for part in self.open
                    if self.is_near(step, place, part, day)
                ]
                if near:
                    free = [p for p in near if not self.blocked(p, step.kind, day, pre_due=True)]
                    found.append(Turn(currency, step, near, free, [], 0, False))
        return found

    # -- contact -------------------------------------------------------------------------------
    def channels(self, step: Step, day: date) -> tuple[str, ...]:
        """The channels through which the customer may be contacted, whatever the gap."""
        customer: Customer = self.account.customer
        if customer.represented_by is not None:
            return ()
        if customer.cease_received_on is not None and customer.cease_received_on <= day:
            return ()
        shut = {
            o.target for o in customer.opt_outs if o.received_on is None or o.received_on <= day
        }
        points = customer.contact_points
        return tuple(
            channel
            for channel in step.channels
            if channel not in shut
            and (
                points is None
                or any(p.channel == channel and p.address not in shut for p in points)
            )
        )

    def contacts(self) -> list[date]:
        return [
            done.on
            for done in self.done
            if done.kind in ("contact", "notice") and done.direction == "out"
            and done.customer_facing
        ]  # fmt: skip

    def may_contact(self, step: Step, day: date, contacts: list[date]) -> bool:
        """What the law asks for passes the rules of the house, but never twice on one day."""
        rules = self.ladder.contact_rules
        if not self.channels(step, day):
            return False
        if rules.business_days_only and not step.mandatory and not self.is_business_day(day):
            return False
        gap = 1 if step.mandatory else max(rules.min_days_between, 1)
        return all((day - on).days >= gap for on in contacts if on <= day)

    def is_business_day(self, day: date) -> bool:
        return self.calendar.is_business_day(day)

    # -- one day -------------------------------------------------------------------------------
    def stands(self, turn: Turn, day: date, contacts: list[date]) -> bool:
        """Whether nothing stands against a step but its approval and money to be applied."""
        step, early = turn.step, pre_due(turn.step)
        if all(
            self.placed(part, day)
            or self.blocked(part, step.kind, day, pre_due=early)
            or (early and (day - part.day).days > (step.expires or 0))
            for part in turn.candidates
        ):
            return False
        if self.ladder.roll == "following" and not early and not self.is_business_day(day):
            return False
        ids = [one.id for one in self.ladder.steps if pre_due(one)]
        for done in self.done:
            name = self.step_of(done)
            if done.on != day or name is None or name in ids:
                continue
            if any(self.concerns(done, place) for place in turn.places):
                return False
        return step.kind in INTERNAL or self.may_contact(step, day, contacts)

    def next_allowed(self, turn: Turn, day: date, contacts: list[date]) -> date | None:
        if turn.never:
            return None
        days = (day + timedelta(n) for n in range(HORIZON))
        found = next((on for on in days if self.stands(turn, on, contacts)), None)
        return None if found is None or self.lapsed(turn, found) else found

    def lapsed(self, turn: Turn, day: date) -> bool:
        """Whether the step has expired by a day, for whatever is free then."""
        step = turn.step
        if step.expires is None or pre_due(step):
            return False
        ages = [
            self.age(part, day)
            for part in turn.candidates
            if not self.placed(part, day) and not self.blocked(part, step.kind, day)
        ]
        return max(ages) > step.expires

    def gathered(self, turns: list[Turn], day: date, contacts: list[date]) -> list[Turn]:
        """Where every item has its own place, those that say the same make one letter."""
        groups: dict[tuple[object, ...], list[Turn]] = {}
        for n, turn in enumerate(turns):
            until = self.next_allowed(turn, day, contacts)
            own = n if self.ladder.position == "account" else turn.times
            key = (turn.currency, turn.step.id, until, own)
            groups.setdefault(key, []).append(turn._replace(never=until is None))
        return [
            of[0]._replace(
                candidates=[part for one in of for part in one.candidates],
                items=[part for one in of for part in one.items],
                places=[place for one in of for place in one.places],
            )
            for of in groups.values()
        ]

    def rides(self, turn: Turn, speaker: Turn, day: date) -> bool:
        """Whether a step is written into the letter of a higher one."""
        step, higher = turn.step, speaker.step
        for one in (step, higher):
            if one.kind in ("statutory", "call") or one.mandatory or one.notice is not None:
                return False
        channel = self.channels(higher, day)[0]
        if turn.currency != speaker.currency or channel == "sms" or step.fee is not None:
            return False
        return channel in self.channels(step, day) and not any(
            self.blocked(part, higher.kind, day) for part in turn.items
        )

    def verdict(self, on: date | None = None) -> Verdict:
        day = on or self.today
        places, contacts = self.places(), self.contacts()
        turns = [turn for place in places if (turn := self.sequence_turn(place, day)) is not None]
        turns = self.gathered(turns, day, contacts) + self.preventive_turns(day)
        order = [step.id for step in self.ladder.steps]
        turns.sort(
            key=lambda turn: (
                pre_due(turn.step) or turn.times > 0, -order.index(turn.step.id), turn.currency
            )
        )  # fmt: skip
        ready = [turn for turn in turns if self.next_allowed(turn, day, contacts) == day]
        outward = [turn for turn in ready if turn.step.kind not in INTERNAL]
        speakers, riders = outward[:1], []
        if speakers and self.ladder.position == "item":
            riders = [turn for turn in outward[1:] if self.rides(turn, speakers[0], day)]
        if speakers:
            contacts = [*contacts, day]
        deferred: list[tuple[str, str, date | None, tuple[str, ...]]] = []
        actions: set[tuple[str, str, tuple[str, ...], str | None, Pairs]] = set()
        for turn in turns:
            along = frozenset((t.step.id, ids(t.items)) for t in riders if turn in speakers)
            if turn in ready and turn.step.kind in INTERNAL:
                actions.add((turn.currency, turn.step.id, ids(turn.items), None, along))
            elif turn in speakers:
                channel = self.channels(turn.step, day)[0]
                actions.add((turn.currency, turn.step.id, ids(turn.items), channel, along))
            elif turn not in riders:
                allowed = self.next_allowed(turn, day, contacts)
                usable = self.channels(turn.step, allowed) if allowed else ()
                deferred.append((turn.currency, turn.step.id, allowed, usable))
        return Verdict(
            stages={place.name: self.stage(place, day) for place in places},
            exhausted={place.name for place in places if self.exhausted(place, day)},
            actions=actions,
            deferred=sorted(deferred, key=str),
            suppressed=sorted(
                (place.name, name, code)
                for place in places
                for name, code in self.choose(place, day)[1].items()
            ),
            effects=self.effects(places, day),
        )

    # -- effects -------------------------------------------------------------------------------
    def effects(self, places: list[Place], day: date) -> set[tuple[str, str, str]]:
        standing = self.standing()
        known = {effect for _, effect in standing}
        names = [stage.id for stage in self.ladder.stages]
        free_ages = [self.age(part, day) for place in places for part in self.late(place, day)
                     if not self.blocked(part, "demand", day)]  # fmt: skip
        worst = sum(any(age >= stage.days for age in free_ages) for stage in self.ladder.stages)
        # What was handed over enters nothing, and nothing is left because of it.
        in_all = [s for p in places if (s := self.stage(p, day, with_placed=True))]
        kept = {e for s in self.ladder.stages for e in s.effects
                if any(names.index(s.id) <= names.index(one) for one in in_all)}  # fmt: skip
        wanted = {(stage.id, effect) for stage in self.ladder.stages[:worst]
                  for effect in stage.effects
                  if self.announced(stage, places, day)}  # fmt: skip
        late = [place for place in places if self.late(place, day)]
        away = any(part.day < day and self.placed(part, day) for part in self.open)
        over = all(self.exhausted(place, day, by=day - DAY) for place in late)
        if late and over and not away:
            wanted |= {("exhausted", effect) for effect in self.ladder.on_exhausted}
        if over and away:
            kept |= set(self.ladder.on_exhausted)
        free = any(
            not self.blocked(p, "demand", day) for place in places for p in self.late(place, day)
        )
        asked = {effect for _, effect in wanted} | kept
        order = [*names, "exhausted"]
        first = {e: min((s for s, x in wanted if x == e), key=order.index) for _, e in wanted}
        return {("enter", stage, e) for e, stage in first.items() if free and e not in known} | {
            ("leave", *one) for one in standing if one[1] not in asked
        }

    def standing(self) -> set[tuple[str, str]]:
        """Effects entered and not left; on one day the two take turns from where they stood."""
        found = set()
        own = [
            done for done in self.done
            if done.kind == "effect" and done.effect is not None
            and (done.ladder is None or done.ladder.split("@")[0] == self.ladder.id)
        ]  # fmt: skip
        for name in {(done.stage_id or "", done.effect or "") for done in own}:
            mine = [done for done in own if (done.stage_id or "", done.effect or "") == name]
            stands = False
            for day in sorted({done.on for done in mine}):
                codes = [done.code == "leave" for done in mine if done.on == day]
                left, entered = codes.count(True), codes.count(False)
                stands = entered > left or (stands and entered == left)
            if stands:
                found.add(name)
        return found

    def announced(self, stage: Any, places: list[Place], day: date) -> bool:
        """Whether its notice named something late that is on it, and its days to pay are over."""
        steps = {step.id: step for step in self.ladder.steps}
        if stage.requires_notice is None:
            return True
        return any(
            done.on + timedelta(steps[stage.requires_notice].pay_within) < day
            and (not done.items or part.named(done.items))
            and self.age(part, day) >= stage.days
            and not self.blocked(part, "demand", day)
            for place in places
            for part in self.late(place, day)
            for done in self.taken(stage.requires_notice, place, day)
        )


def pre_due(step: Step) -> bool:
    return step.offset is not None and step.offset <= 0 and not step.end_of_month


def ids(parts: list[Part]) -> tuple[str, ...]:
    return tuple(sorted(part.id for part in parts))


def reference(world: Any) -> Reference:
    """The reference of a world."""
    return Reference(
        ladder=world.ladder,
        account=world.account,
        today=world.today,
        grade=world.grade,
        calendar=world.context.calendar,
    )
