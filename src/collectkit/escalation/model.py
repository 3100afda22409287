"""The ladder: steps that people receive, stages an account stands on, and the rules around them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import Count, Id, Name, Offset, Policy, Text
from collectkit.arrangements import PlanRules, PromiseRules
from collectkit.contact import ContactRules
from collectkit.errors import DuplicateId, InvalidFact, UnknownReference
from collectkit.escalation.conditions import Condition, check_depth
from collectkit.money import Money

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from collectkit.dates import Context
    from collectkit.escalation.decision import Decision
    from collectkit.explain import Finding
    from collectkit.ledger import Account, Done, Snapshot

__all__ = ["INTERNAL", "PER_ITEM", "After", "Ladder", "Repeat", "Stage", "Step", "StepKind"]

StepKind = Literal[
    "reminder", "demand", "statutory", "call", "task", "suspend", "agency", "legal", "write_off"
]
INTERNAL: frozenset[str] = frozenset(("task", "suspend", "agency", "legal", "write_off"))
"""Done inside the creditor's house: they do not reach the customer by themselves."""

PER_ITEM: frozenset[str] = frozenset(("statutory", "suspend", "agency", "legal", "write_off"))
"""Take only the items that passed every earlier step themselves."""


class After(Policy):
    """So many days after another step was sent; a stopped clock stops them."""

    step: Id = Field(description="The earlier step.")
    days: Count = Field(description="Days since it was sent.")


class Repeat(Policy):
    """Taken again so many days after it was last taken, `times` in all."""

    every: Annotated[Count, Field(ge=1)] = Field(description="Days between.")
    times: Annotated[Count, Field(ge=2)] = Field(description="How often in all.")


class Step(Policy):
    """Something that is sent or done in an episode, once unless it repeats.

    Reached when every clock it names has run: `offset` days past the effective due date and
    `after` another sent step. An offset of zero or less is a preventive reminder, sent per item
    and never after the due date unless `expires` allows it. A `required` step is never passed by
    a later one; an optional one is skipped when a later one is due.
    """

    id: Id = Field(description="Stable name of the step.")
    kind: StepKind = Field(description="What it is; decides which holds block it.")
    offset: Offset | None = Field(default=None, description="Days past due; negative is before.")
    end_of_month: bool = Field(
        default=False, strict=True, description="The offset counts to the end of its month."
    )
    after: tuple[After, ...] = Field(default=(), description="Waits from sent steps.")
    requires: tuple[Id, ...] = Field(default=(), description="Steps that must have been sent.")
    required: bool = Field(default=False, strict=True, description="Never passed unsent.")
    mandatory: Text = Field(
        default="", description="The law that asks for it; it passes house rules of contact."
    )
    notice: Name | None = Field(
        default=None, description="The code of the notice it is, where a rule knows notices."
    )
    channels: tuple[Name, ...] = Field(default=(), description="In order of preference.")
    role: Name | None = Field(default=None, description="Who is responsible.")
    template: Id | None = Field(default=None, description="The message, by id.")
    fee: Id | None = Field(default=None, description="The fee rule it triggers, by id.")
    when: Condition | None = Field(default=None, description="Only if this holds.")
    minimum: tuple[Money, ...] = Field(
        default=(), description="What must be overdue, per currency; below it nothing is sent."
    )
    expires: Offset | None = Field(
        default=None, description="Last day past due on which it is still worth sending, included."
    )
    repeat: Repeat | None = Field(default=None, description="Taken more than once.")
    requires_delivery: bool = Field(
        default=False, strict=True, description="Counts as sent only once it was delivered."
    )
    approval: Name | None = Field(default=None, description="Role that must approve it.")
    effects: tuple[Name, ...] = Field(
        default=(), description="What taking it sets in motion at the host, by name."
    )
    pay_within: Count = Field(default=7, description="Days to pay that its message gives.")

    @field_validator("when")
    @classmethod
    def _shallow(cls, value: Condition | None) -> Condition | None:
        return check_depth(value)

    @field_validator("minimum")
    @classmethod
    def _one_per_currency(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        if len({amount.currency for amount in value}) < len(value):
            raise DuplicateId("a minimum has one amount per currency", field="minimum")
        return value

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.offset is None and not self.after:
            raise InvalidFact(f"step {self.id} has neither offset nor after", field="offset")
        if self.is_internal == bool(self.channels):
            need = "takes no channels" if self.channels else "needs channels"
            raise InvalidFact(f"step {self.id} of kind {self.kind} {need}", field="channels")
        if self.end_of_month and self.offset is None:
            raise InvalidFact(f"step {self.id} has no offset to count", field="end_of_month")
        if self.is_pre_due:
            self._stands_apart()
        return self

    def _stands_apart(self) -> None:
        """A preventive step is outside the sequence, and reaches the customer."""
        told = ("after", "requires", "required", "approval", "repeat")
        wrong = [name for name in told if getattr(self, name)]
        if self.is_internal:
            wrong.append("kind")
        if wrong:
            raise InvalidFact(
                f"preventive step {self.id} stands outside the sequence",
                field=wrong[0],
                hint=f"it takes no {', '.join(told[:-1])} or {told[-1]}, and reaches the customer",
            )

    @property
    def is_pre_due(self) -> bool:
        """Sent on or before the due date."""
        return self.offset is not None and self.offset <= 0 and not self.end_of_month

    @property
    def is_internal(self) -> bool:
        """Done inside the creditor's house: it does not reach the customer."""
        return self.kind in INTERNAL


class Stage(Policy):
    """Where an account stands, by its worst effective days past due. May jump.

    `effects` are what being on this stage or a higher one asks of the host: returned as `enter`
    when the stage is reached, and as `leave` when it no longer is and the entry is recorded. With
    `requires_notice` the effects wait until that step was sent and its days to pay are over.
    """

    id: Id = Field(description="Stable name of the stage.")
    days: Annotated[Count, Field(ge=1)] = Field(description="From so many days past due on.")
    effects: tuple[Name, ...] = Field(default=(), description="Such as `suspend-service`.")
    requires_notice: Id | None = Field(
        default=None, description="A step that must have been sent before the effects."
    )


class Ladder(Policy):
    """Steps in their order, stages, and the rules of contact and promises.

    >>> from datetime import date
    >>> from collectkit import Money
    >>> from collectkit.ledger import Account, Customer, Invoice
    >>> ladder = Ladder(id="short", version="1", steps=(
    ...     Step(id="friendly", kind="reminder", offset=7, channels=("email",)),))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),))
    >>> ladder.decide(account, as_of=date(2026, 2, 6)).next_review_on
    datetime.date(2026, 2, 7)
    >>> [a.step_id for a in ladder.decide(account, as_of=date(2026, 2, 7)).actions]
    ['friendly']
    """

    id: Id = Field(description="Stable name of the ladder.")
    version: Name = Field(description="Changes with every published edit.")
    steps: tuple[Step, ...] = Field(description="In order of severity.", min_length=1)
    stages: tuple[Stage, ...] = Field(default=(), description="In rising order of days.")
    contact_rules: ContactRules = Field(default=ContactRules(), description="House rules.")
    promise_rules: PromiseRules = Field(default=PromiseRules(), description="When kept.")
    plan_rules: PlanRules = Field(default=PlanRules(), description="When a plan defaults.")
    advance: Literal["progressive", "jump"] = Field(
        default="progressive",
        description="One step after another, or straight to the latest reached.",
    )
    position: Literal["account", "item"] = Field(
        default="account",
        description="Whether a currency of the account or each item has its own place.",
    )
    strict_interval: bool = Field(
        default=False, strict=True, description="Waits and offsets count one day more."
    )
    below_minimum: Literal["suppress", "lower"] = Field(
        default="suppress", description="Below a step's minimum: nothing, or the step before."
    )
    roll: Literal["none", "following"] = Field(
        default="none", description="Where a step reached on a day off moves."
    )
    on_exhausted: tuple[Name, ...] = Field(
        default=(), description="Effects once no step is left; returned like those of a stage."
    )
    on_upgrade: Literal["keep", "restart"] = Field(
        default="keep", description="Whether steps taken under other versions count, by their id."
    )
    remap: tuple[tuple[Id, Id], ...] = Field(
        default=(), description="(id then, id now) of steps that other versions called otherwise."
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        seen: set[str] = set()
        preventive = {step.id for step in self.steps if step.is_pre_due}
        for n, step in enumerate(self.steps):
            if step.id in seen:
                raise DuplicateId(f"two steps have the id {step.id}", field=f"steps.{n}.id")
            waits = [(f"after.{k}.step", wait.step) for k, wait in enumerate(step.after)]
            needs = [(f"requires.{k}", name) for k, name in enumerate(step.requires)]
            for field, name in (*waits, *needs):
                if name not in seen:
                    raise UnknownReference(
                        f"step {step.id} names {name}, which is no earlier step",
                        field=f"steps.{n}.{field}",
                    )
                if name in preventive:
                    raise InvalidFact(
                        f"step {step.id} waits for {name}, which stands outside the sequence",
                        field=f"steps.{n}.{field}",
                    )
            seen.add(step.id)
        self._check_stages(seen)
        self._check_remap(seen)
        return self

    def _check_stages(self, steps: set[str]) -> None:
        first: dict[str, Stage] = {}
        for n, stage in enumerate(self.stages):
            if stage.requires_notice is not None and stage.requires_notice not in steps:
                raise UnknownReference(
                    f"stage {stage.id} waits for {stage.requires_notice}, which is no step",
                    field=f"stages.{n}.requires_notice",
                )
            before = first.get(stage.id, self.stages[n - 1])
            if n and (stage.id in first or stage.days <= before.days):
                raise InvalidFact(
                    "stages must rise in days and have distinct ids, not "
                    f"{before.id} from {before.days} and then {stage.id} from {stage.days}",
                    field=f"stages.{n}.{'id' if stage.id in first else 'days'}",
                )
            first[stage.id] = stage

    def _check_remap(self, steps: set[str]) -> None:
        seen: set[str] = set()
        for n, (then, now) in enumerate(self.remap):
            if then in seen:
                raise DuplicateId("remap names a step of before twice", field=f"remap.{n}.0")
            seen.add(then)
            if now not in steps or then in steps:
                gone = now not in steps
                wrong = f"{now} is no step" if gone else f"{then} still is a step"
                raise UnknownReference(
                    f"remap {then} to {now}: {wrong}", field=f"remap.{n}.{1 if gone else 0}"
                )

    @cached_property
    def compiled(self) -> tuple[tuple[Step, ...], tuple[Step, ...], dict[str, int]]:
        """The steps of the sequence, the preventive ones, and the place of every step."""
        return (
            tuple(step for step in self.steps if not step.is_pre_due),
            tuple(step for step in self.steps if step.is_pre_due),
            {step.id: n for n, step in enumerate(self.steps)},
        )

    def recorded(self, done: Done) -> bool:
        """Whether a record is of this ladder, in whatever version."""
        return done.ladder is None or done.ladder.partition("@")[0] == self.id

    def waits_for_delivery(self, step_id: str) -> bool:
        """Whether a step counts only once it was delivered."""
        place = self.compiled[2].get(step_id)
        return place is not None and self.steps[place].requires_delivery

    def lint(
        self,
        *,
        templates: Collection[str] | None = None,
        fees: Collection[str] | None = None,
    ) -> tuple[Finding, ...]:
        """What is legal to write but probably a mistake; see `escalation.lint`."""
        from collectkit.escalation.lint import lint

        return lint(self, templates=templates, fees=fees)

    def decide(
        self,
        facts: Snapshot | Account,
        *,
        as_of: date | None = None,
        grade: str | None = None,
        context: Context | None = None,
    ) -> Decision:
        """The next step of an account at a day, and why; see `escalation.decide`."""
        from collectkit.escalation.decide import decide

        return decide(self, facts, as_of=as_of, grade=grade, context=context)
