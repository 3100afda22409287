"""Ladders that are legal to write and probably not meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from collectkit.escalation.reach import (
    amounts_in,
    contradicts_itself,
    last_day,
    names,
    timetable,
    waits_from,
)
from collectkit.explain import Finding

if TYPE_CHECKING:
    from collectkit.escalation.model import Ladder, Step
    from collectkit.money import Money

__all__ = ["lint"]

_NOTICES = ("demand", "statutory")
_HANDOVERS = ("suspend", "agency", "legal", "write_off")
_ENDINGS = ("task", "agency", "legal", "write_off")
# Calls and tasks may stand anywhere.
_SEVERITY = {
    "reminder": 0, "demand": 1, "statutory": 1, "suspend": 1, "agency": 2, "legal": 2,
    "write_off": 3,
}  # fmt: skip


def lint(
    ladder: Ladder,
    *,
    templates: Collection[str] | None = None,
    fees: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Likely mistakes in a ladder, in the order of its steps, then stages, then its end.

    An error holds for every account. Days, and what is never sent, are those of one invoice that
    nothing holds, every step taken as soon as it can be, weekends and holidays aside. Ids of
    messages and fees are checked where they are given.

    >>> from collectkit.escalation import Ladder, Step
    >>> short = Ladder(id="short", version="1", steps=(
    ...     Step(id="friendly", kind="reminder", offset=7, channels=("email", "letter")),))
    >>> [(finding.code, finding.path) for finding in lint(short)]
    [('escalation.no-ending', 'steps.0')]
    """
    book = _Book(ladder)
    rules: tuple[Callable[[int, Step], Iterator[Finding]], ...] = (
        book.reached, book.condition, book.waits, book.order, book.day, book.amounts,
        book.channels, book.notice, book.handover, book.approval, book.lift,
        partial(_references, templates, fees),
    )  # fmt: skip
    found = [f for n, step in enumerate(ladder.steps) for rule in rules for f in rule(n, step)]
    return (*found, *book.stages(), *book.ending())


class _Book:
    """A ladder, and what its rules ask of it more than once."""

    def __init__(self, ladder: Ladder) -> None:
        self.ladder, self.steps = ladder, ladder.steps
        self.jumps = ladder.advance == "jump"
        self.turns = timetable(ladder)
        self.place = ladder.compiled[2]
        self.needs: dict[str, set[str]] = {}
        for step in self.steps:
            named = names(step)
            self.needs[step.id] = set(named).union(*(self.needs[name] for name in named))
        found = (test for step in self.steps for _, test in _thresholds(step))
        self.currencies = sorted({amount.currency for test in found for amount in test})

    # -- when a step comes ---------------------------------------------------------------------
    def reached(self, n: int, step: Step) -> Iterator[Finding]:
        """Steps whose last day is before their first."""
        turn, last = self.turns.get(step.id), last_day(step)
        if last is None:
            return
        strict = int(self.ladder.strict_interval and not step.is_pre_due)
        if step.offset is not None and step.offset + strict > last:
            yield _finding(
                "unreachable",
                f"steps.{n}.expires",
                f"step {step.id} is worth sending up to day {last} and reached on day "
                f"{step.offset + strict} at the earliest",
                "let it expire later, or take it sooner",
                "error",
            )
        elif turn is not None and not turn.overtaken_by and turn.day > last:
            yield _finding(
                "never-sent",
                f"steps.{n}.expires",
                f"step {step.id} is worth sending up to day {last} and taken on day {turn.day} "
                "at the earliest" + (f": {turn.behind}" if turn.behind else ""),
                "let it expire later, or move the steps apart",
            )

    def condition(self, n: int, step: Step) -> Iterator[Finding]:
        """Conditions that never hold, and those that stop the ladder where they do not."""
        if contradicts_itself(step):
            yield _finding(
                "unreachable",
                f"steps.{n}.when",
                f"the condition of step {step.id} contradicts itself or the step, and never holds",
                "correct the condition, or leave the step out",
                "error",
            )
        if step.mandatory and step.when is not None:
            yield _finding(
                "mandatory-with-condition",
                f"steps.{n}.when",
                f"step {step.id} is asked for by law ({step.mandatory}) and has a condition",
                "drop the condition, or give those it is not for another ladder",
            )
        stops = {
            "when": "where its condition does not hold",
            "expires": f"once day {step.expires} has passed",
        }
        for field, where in stops.items():
            if step.required and not self.jumps and getattr(step, field) is not None:
                yield _finding(
                    "required-and-optional",
                    f"steps.{n}.{field}",
                    f"step {step.id} is required, so the ladder stops there for ever {where}",
                    f"drop `{field}`, or let the step be optional",
                )

    def waits(self, n: int, step: Step) -> Iterator[Finding]:
        """Steps behind one that may be left out, which are then never reached."""
        for name in dict.fromkeys(names(step)):
            first = self.steps[self.place[name]]
            if first.required and not self.jumps:
                continue
            passing = [
                other.id
                for other in self.steps[self.place[name] + 1 : n]
                if not other.is_pre_due and name not in self.needs[other.id]
            ]
            skips = "has a condition" if first.when is not None else ""
            skips = skips or ("expires" if first.expires is not None else "")
            skips = skips or (f"may be passed by {passing[0]}" if passing else "")
            if skips:
                field = "after" if any(wait.step == name for wait in step.after) else "requires"
                yield _finding(
                    "waits-for-skipped",
                    f"steps.{n}.{field}",
                    f"step {step.id} waits for {name}, which {skips}, and is then never reached",
                    f"wait for a required step, or let {name} be one",
                )

    def order(self, n: int, step: Step) -> Iterator[Finding]:
        """Milder steps behind graver ones, by kind and by offset."""
        grave = [
            other
            for other in self.steps[:n]
            if _SEVERITY.get(other.kind, -1) > _SEVERITY.get(step.kind, 9) and not step.is_pre_due
        ]
        if grave:
            yield _finding(
                "out-of-order",
                f"steps.{n}.kind",
                f"step {step.id}, a {step.kind}, comes after {grave[-1].id}, a {grave[-1].kind}",
                "list the steps in rising order of severity",
            )
        later = self._sooner_than_a_milder(n)
        if later is not None:
            yield _finding(
                "offsets-fall",
                f"steps.{n}.offset",
                f"step {step.id} has offset {step.offset}, less than the {later.offset} of "
                f"{later.id} before it",
                "list the steps in rising order of their offsets",
            )

    def _sooner_than_a_milder(self, n: int) -> Step | None:
        step = self.steps[n]
        if step.offset is None or step.is_pre_due:
            return None
        before = (other for other in self.steps[:n] if other.offset is not None)
        return next((other for other in before if (other.offset or 0) > (step.offset or 0)), None)

    def day(self, n: int, step: Step) -> Iterator[Finding]:
        """Steps that another always replaces, or that the contact rules move from their day."""
        gap = max(self.ladder.contact_rules.min_days_between, 1)
        turn, repeat, last = self.turns.get(step.id), step.repeat, last_day(step)
        if repeat is not None and not step.is_internal and repeat.every < gap:
            yield _finding(
                "repeat-within-gap",
                f"steps.{n}.repeat.every",
                f"step {step.id} repeats every {repeat.every} days, and the contact rules leave "
                f"{gap} between",
                f"repeat it every {gap} days or more",
            )
        if turn is None:
            return
        if turn.overtaken_by:
            # A smaller offset behind a greater one has its own finding.
            rival = self.steps[self.place[turn.overtaken_by]]
            if rival.offset is None or step.offset is None or rival.offset >= step.offset:
                yield _finding(
                    "never-sent",
                    f"steps.{n}",
                    f"step {step.id} is planned for day {turn.clock} and never taken: {rival.id} "
                    f"comes on day {turn.day} instead",
                    "move the later step, or let the earlier one be required",
                )
        elif (
            turn.day > turn.clock
            and (last is None or turn.day <= last)
            and self._sooner_than_a_milder(n) is None
        ):
            yield _finding(
                "later-than-planned",
                f"steps.{n}.{'after' if step.offset is None else 'offset'}",
                f"step {step.id} is planned for day {turn.clock} and taken on day {turn.day} at "
                f"the earliest: {turn.behind}",
                f"plan it for day {turn.day}, or let fewer days lie between contacts",
            )

    # -- who is reached ----------------------------------------------------------------------------
    def amounts(self, n: int, step: Step) -> Iterator[Finding]:
        """Thresholds without a currency that others have."""
        for field, test in _thresholds(step):
            codes = {amount.currency for amount in test}
            missing = [code for code in self.currencies if code not in codes]
            if missing:
                yield _finding(
                    "currency-missing",
                    f"steps.{n}.{field}",
                    f"step {step.id} has no amount in {', '.join(missing)}, as other thresholds "
                    "have, and waits there for ever",
                    "give an amount in every currency you invoice in",
                )

    def channels(self, n: int, step: Step) -> Iterator[Finding]:
        """One channel only. An optional call may be missed."""
        if len(step.channels) == 1 and (step.required or step.kind != "call"):
            yield _finding(
                "no-fallback",
                f"steps.{n}.channels",
                f"step {step.id} has no channel but {step.channels[0]}"
                + (", and nothing comes after it where that is closed" if step.required else ""),
                "name a second channel",
                "warning" if step.required else "info",
            )

    # -- before it is given away -----------------------------------------------------------------
    def notice(self, n: int, step: Step) -> Iterator[Finding]:
        """The last demand before a hand-over that may be passed."""
        if step.kind not in _NOTICES or step.required or self.jumps:
            return
        ahead = takewhile(lambda other: other.kind not in _NOTICES, self.steps[n + 1 :])
        given = next((other for other in ahead if other.kind in _HANDOVERS), None)
        if given is not None and not any(self._is_sure(other) for other in self.steps[:n]):
            yield _finding(
                "notice-optional",
                f"steps.{n}.required",
                f"step {step.id} is the notice before {given.id} and may be passed",
                "let it be required",
            )

    def _is_sure(self, step: Step) -> bool:
        return step.kind in _NOTICES and step.required and not self.jumps

    def handover(self, n: int, step: Step) -> Iterator[Finding]:
        """Suspensions, agencies, courts and write-offs without a notice, or within its days."""
        if step.kind not in _HANDOVERS:
            return
        notices = [k for k, other in enumerate(self.steps[:n]) if other.kind in _NOTICES]
        named = [k for k in notices if self.steps[k].id in self.needs[step.id]]
        sure = [k for k in notices if k in named or self._is_sure(self.steps[k])]
        if not sure and (self.jumps or not notices):
            yield _finding(
                "no-notice",
                f"steps.{n}",
                f"step {step.id} comes without a demand or statutory notice before it",
                "put a required demand or statutory step before it and wait for it with `after`",
            )
        short = [
            (self.steps[k].pay_within - waited, self.steps[k], waited)
            for k in sure
            if (waited := waits_from(self.ladder, k)[n]) < self.steps[k].pay_within
        ]
        if short:
            _, notice, waited = max(short, key=lambda entry: entry[0])
            yield _finding(
                "wait-too-short",
                f"steps.{n}.after",
                f"step {step.id} may come {waited} days after {notice.id}, which gives "
                f"{notice.pay_within} days to pay",
                f"wait at least {notice.pay_within} days after {notice.id}",
            )

    def approval(self, n: int, step: Step) -> Iterator[Finding]:
        """Debts given away or given up by nobody."""
        if step.kind in ("agency", "legal", "write_off") and step.approval is None:
            yield _finding(
                "no-approval",
                f"steps.{n}.approval",
                f"step {step.id} gives the debt away or up, and nobody approves it",
                "name the role that approves it",
            )

    def lift(self, n: int, step: Step) -> Iterator[Finding]:
        """Effects that nothing takes back."""
        suspends = step.kind == "suspend"
        if suspends or (step.effects and step.kind not in _HANDOVERS):
            what = ", ".join(step.effects) or "what it suspends"
            yield _finding(
                "no-lift",
                f"steps.{n}.{'effects' if step.effects else 'kind'}",
                f"nothing asks for {what} of step {step.id} to be lifted once the debt is paid",
                "let it be an effect of a stage with `requires_notice`, which is left again",
                "warning" if suspends else "info",
            )

    # -- stages and the end ------------------------------------------------------------------------
    def stages(self) -> Iterator[Finding]:
        """Effects of stages, against the notices they wait for."""
        for n, stage in enumerate(self.ladder.stages):
            if not stage.effects:
                continue
            what = ", ".join(stage.effects)
            if stage.requires_notice is None:
                yield _finding(
                    "stage-without-notice",
                    f"stages.{n}.requires_notice",
                    f"stage {stage.id} asks for {what} though nothing may have been sent",
                    "name the step that must have been sent before",
                    "info",
                )
                continue
            notice = self.steps[self.place[stage.requires_notice]]
            if self.jumps or not notice.required:
                yield _finding(
                    "stage-notice-optional",
                    f"stages.{n}.requires_notice",
                    f"stage {stage.id} waits for {notice.id}, which may be passed, and {what} is "
                    "then never asked for",
                    "let that step be required, or name a required one",
                )
            turn, last = self.turns.get(notice.id), last_day(notice)
            if turn is None or turn.overtaken_by or (last is not None and turn.day > last):
                continue
            paid_by = turn.day + notice.pay_within
            if stage.days < paid_by and not notice.is_pre_due:
                yield _finding(
                    "stage-too-soon",
                    f"stages.{n}.days",
                    f"stage {stage.id} asks for {what} from day {stage.days} on; {notice.id} is "
                    f"taken on day {turn.day} and gives until day {paid_by}",
                    f"begin the stage on day {paid_by} or later",
                )

    def ending(self) -> Iterator[Finding]:
        """What becomes of those who have not paid after the last step."""
        sequence = self.ladder.compiled[0]
        if not sequence:
            yield _finding(
                "no-ending",
                "steps",
                "no step follows the due date",
                "add a reminder after the due date",
            )
            return
        last = sequence[-1]
        if last.kind not in _ENDINGS and not self.ladder.on_exhausted:
            yield _finding(
                "no-ending",
                f"steps.{self.place[last.id]}",
                f"nothing follows the last step {last.id}, a {last.kind}",
                "end with a task or a hand-over, or set on_exhausted",
            )
        elif last.when is not None or last.minimum or last.expires is not None:
            yield _finding(
                "no-ending",
                f"steps.{self.place[last.id]}",
                f"where the last step {last.id} is left out nothing follows, on_exhausted neither",
                "end with a step for everyone, such as a task",
            )


def _references(
    templates: Collection[str] | None, fees: Collection[str] | None, n: int, step: Step
) -> Iterator[Finding]:
    """Messages and fees that are not there."""
    if templates is not None and step.template is not None and step.template not in templates:
        yield _finding(
            "unknown-template",
            f"steps.{n}.template",
            f"step {step.id} names the message {step.template}, which is not there",
            "add it to the catalogue, or correct the id",
            "error",
        )
    if templates is not None and step.template is None and not step.is_internal:
        yield _finding(
            "no-template",
            f"steps.{n}.template",
            f"step {step.id} reaches the customer and has no message",
            "name one of the catalogue's messages",
        )
    if fees is not None and step.fee is not None and step.fee not in fees:
        yield _finding(
            "unknown-fee",
            f"steps.{n}.fee",
            f"step {step.id} names {step.fee}, which is no fee charged by steps",
            'add it to late_charges with `when="level"`, or correct the id',
            "error",
        )


def _thresholds(step: Step) -> Iterator[tuple[str, tuple[Money, ...]]]:
    """The amounts of a step, with the field they stand in."""
    if step.minimum:
        yield "minimum", step.minimum
    if step.when is not None:
        yield from (("when", test.amounts) for test in amounts_in(step.when))


def _finding(
    code: str,
    path: str,
    message: str,
    advice: str,
    severity: Literal["error", "warning", "info"] = "warning",
) -> Finding:
    return Finding(
        code=f"escalation.{code}", path=path, message=message, advice=advice, severity=severity
    )
