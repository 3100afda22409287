"""The ladder: steps that people receive, stages an account stands on, and the rules around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import Count, Id, Name, Offset, Policy
from collectkit.arrangements import PromiseRules
from collectkit.contact import ContactRules
from collectkit.errors import DuplicateId, InvalidFact, UnknownReference
from collectkit.escalation.conditions import Condition, check_depth

if TYPE_CHECKING:
    from datetime import date

    from collectkit.dates import Context
    from collectkit.escalation.decision import Decision
    from collectkit.ledger import Account, Snapshot

__all__ = ["After", "Ladder", "Stage", "Step", "StepKind"]

StepKind = Literal["reminder", "demand", "statutory", "call", "task", "agency", "legal"]
INTERNAL: frozenset[str] = frozenset(("task", "agency", "legal"))


class After(Policy):
    """So many days after another step was sent; a stopped clock stops them."""

    step: Id = Field(description="The earlier step.")
    days: Count = Field(description="Days since it was sent.")


class Step(Policy):
    """Something that is sent or done once in an episode.

    Reached when every clock it names has run: `offset` days past the effective due date and
    `after` another sent step. An offset of zero or less is a preventive reminder, sent per item
    and never after the due date unless `expires` allows it. A `required` step is never passed by
    a later one; an optional one is skipped when a later one is due.
    """

    id: Id = Field(description="Stable name of the step.")
    kind: StepKind = Field(description="What it is; decides which holds block it.")
    offset: Offset | None = Field(default=None, description="Days past due; negative is before.")
    after: tuple[After, ...] = Field(default=(), description="Waits from sent steps.")
    requires: tuple[Id, ...] = Field(default=(), description="Steps that must have been sent.")
    required: bool = Field(default=False, strict=True, description="Never passed unsent.")
    channels: tuple[Name, ...] = Field(default=(), description="In order of preference.")
    role: Name | None = Field(default=None, description="Who is responsible.")
    template: Id | None = Field(default=None, description="The message, by id.")
    fee: Id | None = Field(default=None, description="The fee rule it triggers, by id.")
    when: Condition | None = Field(default=None, description="Only if this holds.")
    expires: Offset | None = Field(
        default=None, description="Last day past due on which it is still worth sending, included."
    )
    approval: Name | None = Field(default=None, description="Role that must approve it.")
    pay_within: Count = Field(default=7, description="Days to pay that its message gives.")

    @field_validator("when")
    @classmethod
    def _shallow(cls, value: Condition | None) -> Condition | None:
        return check_depth(value)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.offset is None and not self.after:
            raise InvalidFact(f"step {self.id} has neither offset nor after", field="offset")
        if self.is_internal == bool(self.channels):
            need = "takes no channels" if self.channels else "needs channels"
            raise InvalidFact(f"step {self.id} of kind {self.kind} {need}", field="channels")
        if self.is_pre_due and (
            self.after or self.requires or self.required or self.approval or self.is_internal
        ):
            raise InvalidFact(
                f"preventive step {self.id} stands outside the sequence",
                field="after",
                hint="it takes no after, requires, required or approval, and reaches the customer",
            )
        return self

    @property
    def is_pre_due(self) -> bool:
        """Sent on or before the due date."""
        return self.offset is not None and self.offset <= 0

    @property
    def is_internal(self) -> bool:
        """Done inside the creditor's house: it does not reach the customer."""
        return self.kind in INTERNAL


class Stage(Policy):
    """Where an account stands, by its worst effective days past due. May jump."""

    id: Id = Field(description="Stable name of the stage.")
    days: Annotated[Count, Field(ge=1)] = Field(description="From so many days past due on.")


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

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        seen: set[str] = set()
        preventive = {step.id for step in self.steps if step.is_pre_due}
        for step in self.steps:
            if step.id in seen:
                raise DuplicateId(f"two steps have the id {step.id}", field="steps")
            for name in (*(wait.step for wait in step.after), *step.requires):
                if name not in seen:
                    raise UnknownReference(
                        f"step {step.id} names {name}, which is no earlier step", field="steps"
                    )
                if name in preventive:
                    raise InvalidFact(
                        f"step {step.id} waits for {name}, which stands outside the sequence",
                        field="steps",
                    )
            seen.add(step.id)
        days = [stage.days for stage in self.stages]
        if days != sorted(set(days)) or len({s.id for s in self.stages}) < len(self.stages):
            raise InvalidFact("stages must rise in days and have distinct ids", field="stages")
        return self

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
