"""What is legal to write in a policy but probably a mistake, across its rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from collectkit.dates import Context
from collectkit.errors import CollectkitError, RateCoverageError
from collectkit.explain import Finding
from collectkit.fees import LateChargePolicy, Regime
from collectkit.fees.regime import policy_of
from collectkit.policy.statutory import awaited_notices

if TYPE_CHECKING:
    from collectkit.escalation import Condition, Ladder, Step
    from collectkit.messages import Catalogue
    from collectkit.policy.assignment import Assignment
    from collectkit.policy.model import CollectionsPolicy

__all__ = ["lint"]

CHANNELS = ("email", "letter", "phone", "sms")
"""The channels that presets, messages and caps on calls know by name."""


def lint(
    policy: CollectionsPolicy, *, on: date | None = None, context: Context | None = None
) -> tuple[Finding, ...]:
    """Findings of every room and of how they fit together, in the order of the document."""
    return (
        *_terms(policy),
        *_laws(policy, on, context),
        *_notices(policy),
        *_ladders(policy),
        *_grades(policy),
        *_catalogue(policy),
        *_assignment(policy),
    )


def _terms(policy: CollectionsPolicy) -> Iterator[Finding]:
    for n, terms in enumerate(policy.terms):
        yield from _at(f"terms.{n}", terms.lint())


# -- late charges ------------------------------------------------------------------------------
def _laws(policy: CollectionsPolicy, on: date | None, context: Context | None) -> Iterator[Finding]:
    """What the laws named have against the charges agreed."""
    for n, charges in enumerate(policy.late_charges):
        if not isinstance(charges, LateChargePolicy):
            continue
        for law in policy.laws:
            try:
                found = _held_against(law.regime, charges, on, context)
            except CollectkitError as error:
                found = (
                    _finding(
                        "law-unread",
                        "",
                        f"{charges.id} was not held against {law.code}: {error.message}",
                        error.hint or "give the table in the context, or another day",
                    ),
                )
            yield from _at(f"late_charges.{n}", found)


def _held_against(
    law: Regime, charges: LateChargePolicy, on: date | None, context: Context | None
) -> tuple[Finding, ...]:
    """On the day the law was read, or the last day that its rate table covers before it."""
    try:
        return law.review(charges, on=on or law.as_of, context=context)
    except RateCoverageError as error:
        last = error.covers_until
        if on is not None or last is None or last >= law.as_of:
            raise
        return law.review(charges, on=last, context=context)


def _notices(policy: CollectionsPolicy) -> Iterator[Finding]:
    """Charges that a notice sets off which no step sends."""
    sent = {step.notice for ladder in _all_ladders(policy) for step in ladder.steps}
    for n, charges in enumerate(policy.late_charges):
        for rule, codes in awaited_notices(policy.charges(charges.id)):
            if sent.isdisjoint(codes):
                yield _finding(
                    "notice-unsent",
                    f"late_charges.{n}",
                    f"{rule} waits for the notice {' or '.join(codes)}, which no step sends",
                    f'give a step `notice = "{codes[0]}"`, or record the notice yourself',
                )


# -- ladders -----------------------------------------------------------------------------------
def _all_ladders(policy: CollectionsPolicy) -> tuple[Ladder, ...]:
    return (policy.ladder, *policy.ladders)


def _placed_ladders(policy: CollectionsPolicy) -> Iterator[tuple[str, Ladder]]:
    yield "ladder", policy.ladder
    for n, ladder in enumerate(policy.ladders):
        yield f"ladders.{n}", ladder


def _ladders(policy: CollectionsPolicy) -> Iterator[Finding]:
    """Each ladder by itself, with the messages and fees that its steps name."""
    agreed = [policy_of(policy.charges(charges.id)) for charges in policy.late_charges]
    fees = {fee.id for rules in agreed for fee in rules.fees if fee.when == "level"}
    for path, ladder in _placed_ladders(policy):
        yield from _at(path, ladder.lint(templates=policy.catalogue.ids, fees=fees))
        yield from _at(path, _unsupplied(policy, ladder))
        yield from _at(path, _channels(ladder))
        yield from _at(path, _languages(policy, ladder))
        yield from _at(path, _riders(policy, ladder))


def _unsupplied(policy: CollectionsPolicy, ladder: Ladder) -> Iterator[Finding]:
    """Messages of steps with variables that an action does not have."""
    from collectkit.policy.message import SUPPLIED

    for n, step in enumerate(ladder.steps):
        if step.template is None or step.template not in policy.catalogue.ids:
            continue
        missing: set[str] = set()
        for entry in policy.catalogue.entries:
            if entry.id == step.template:
                missing |= entry.variables - SUPPLIED
        if missing:
            yield _finding(
                "variable-not-supplied",
                f"steps.{n}.template",
                f"{step.template} names {', '.join(sorted(missing))}, which an action has not",
                "give them as `values` when the message is made, or choose another template",
            )


def _channels(ladder: Ladder) -> Iterator[Finding]:
    """Channels that look like words of the rules of contact, and are not."""
    for n, step in enumerate(ladder.steps):
        for channel in step.channels:
            near = get_close_matches(channel.lower(), CHANNELS, n=1, cutoff=0.7)
            if channel not in CHANNELS and near:
                yield _finding(
                    "channel-misspelt",
                    f"steps.{n}.channels",
                    f"{channel} is another channel than {near[0]} for consents, opt-outs and caps",
                    f"write {near[0]}, or leave it if it is a channel of its own",
                )
        if step.kind == "call" and step.channels and "phone" not in step.channels:
            yield _finding(
                "call-uncounted",
                f"steps.{n}.channels",
                f"the call {step.id} goes through {', '.join(step.channels)}; caps on calls count "
                "phone",
                "write phone",
            )


def _languages(policy: CollectionsPolicy, ladder: Ladder) -> Iterator[Finding]:
    """Messages that a language of the house, or a text message, has no text for."""
    catalogue = policy.catalogue
    spoken = {entry.locale for entry in catalogue.templates} - {catalogue.default_locale}
    own = {entry.id for entry in catalogue.templates}
    for n, step in enumerate(ladder.steps):
        if step.template is None or step.template not in catalogue.ids:
            continue
        missing = sorted(
            locale for locale in spoken if _language(catalogue, step.template, locale) is None
        )
        # Of messages of its own the catalogue's lint says so.
        if missing and step.template not in own:
            yield _finding(
                "language-missing",
                f"steps.{n}.template",
                f"{step.template} has no text in {', '.join(missing)}, which others have",
                f"write one; readers of it get {catalogue.default_locale} until then",
            )
        texts = [entry for entry in catalogue.entries if entry.id == step.template]
        letters = [entry.locale for entry in texts if not entry.sms]
        if "sms" in step.channels and letters:
            yield _finding(
                "sms-text-missing",
                f"steps.{n}.channels",
                f"{step.template} has no text for text messages in {', '.join(letters)}; "
                "its letter goes out",
                "write its `sms` text, or take sms out of the channels",
            )


def _riders(policy: CollectionsPolicy, ladder: Ladder) -> Iterator[Finding]:
    """Letters that carry items on milder steps along, and do not name them."""
    if ladder.position != "item":
        return
    for n, step in enumerate(ladder.steps):
        texts = [entry for entry in policy.catalogue.entries if entry.id == step.template]
        carries = any(_can_ride(milder, step) for milder in ladder.steps[:n])
        if carries and any("riders" not in entry.variables for entry in texts):
            yield _finding(
                "riders-unsaid",
                f"steps.{n}.template",
                f"items on milder steps can ride in {step.template}, which does not list riders",
                "list them: {#riders}{number}: {open}{/riders}",
            )


def _can_ride(step: Step, higher: Step) -> bool:
    shared = set(step.channels) & set(higher.channels) - {"sms"}
    alone = any(
        one.kind not in ("reminder", "demand") or one.mandatory or one.notice
        for one in (step, higher)
    )
    return bool(shared) and not alone and step.fee is None


def _language(catalogue: Catalogue, id: str, locale: str) -> str | None:
    """The language of a text for a reader of `locale`, where it is theirs."""
    found = catalogue.find(id, locale).locale
    return found if found.partition("_")[0] == locale.partition("_")[0] else None


# -- grades ------------------------------------------------------------------------------------
def _grades(policy: CollectionsPolicy) -> Iterator[Finding]:
    """Grades that the scorecard never gives."""
    known = {grade.grade for grade in policy.scorecard.grades}
    for path, ladder in _placed_ladders(policy):
        for n, step in enumerate(ladder.steps):
            for grade in sorted(_asked(step.when) - known):
                yield _grade(f"{path}.steps.{n}.when", grade)
    for n, row in enumerate(policy.priority.grades):
        if row.grade not in known:
            yield _grade(f"priority.grades.{n}.grade", row.grade)


def _grade(path: str, grade: str) -> Finding:
    return _finding(
        "unknown-grade",
        path,
        f"the scorecard gives no grade {grade}",
        "name grades of the scorecard",
        severity="error",
    )


def _asked(condition: Condition | None) -> set[str]:
    """The grades that a condition names anywhere."""
    match condition:
        case None:
            return set()
        case _ if condition.kind == "grade-in":
            return set(condition.grades)
        case _ if condition.kind == "not":
            return _asked(condition.condition)
        case _ if condition.kind in ("all-of", "any-of"):
            return set().union(*(_asked(part) for part in condition.conditions))
        case _:
            return set()


# -- messages and assignment -------------------------------------------------------------------
def _catalogue(policy: CollectionsPolicy) -> Iterator[Finding]:
    yield from _at("catalogue", policy.catalogue.lint())


def _assignment(policy: CollectionsPolicy) -> Iterator[Finding]:
    """Rules that never count, and parts that nobody gets."""
    for n, rule in enumerate(policy.assignment):
        for part in ("terms", "late_charges", "ladder"):
            before = next(
                (
                    other
                    for other in policy.assignment[:n]
                    if getattr(rule, part) is not None
                    and getattr(other, part) is not None
                    and _covers(other, rule)
                ),
                None,
            )
            if before is not None:
                yield _finding(
                    "assignment-shadowed",
                    f"assignment.{n}.{part}",
                    f"{before.id} comes first and is about all that {rule.id} is about",
                    f"put {rule.id} before it, or take it out",
                )
    given = {rule.ladder for rule in policy.assignment}
    for n, ladder in enumerate(policy.ladders):
        if ladder.id not in given:
            yield _unassigned(f"ladders.{n}", ladder.id)
    charged = {rule.late_charges for rule in policy.assignment}
    for n, charges in enumerate(policy.late_charges):
        if n and charges.id not in charged:
            yield _unassigned(f"late_charges.{n}", charges.id)


def _covers(one: Assignment, other: Assignment) -> bool:
    lists = (
        "invoices", "invoice_tags", "customers", "customer_tags", "segments", "customer_kinds",
    )  # fmt: skip
    return all(set(getattr(other, name)) <= set(getattr(one, name)) for name in lists)


def _unassigned(path: str, id: str) -> Finding:
    return _finding(
        "unassigned", path, f"no rule assigns {id}", "add a rule to the assignment, or take it out"
    )


# -- findings ----------------------------------------------------------------------------------
def _at(path: str, findings: Any) -> Iterator[Finding]:
    """Findings of a room, with the path of its part before theirs."""
    for finding in findings:
        code = finding.code if "." in finding.code else f"fees.{finding.code}"
        inner = f"{path}.{finding.path}" if finding.path else path
        yield replace(finding, code=code, path=inner)


def _finding(code: str, path: str, message: str, advice: str, **rest: Any) -> Finding:
    return Finding(code=f"policy.{code}", path=path, message=message, advice=advice, **rest)
