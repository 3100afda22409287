"""Conditions of steps: a closed, typed union that composes with `& | ~`.

Every condition is true, false or unknown. Unknown (no grade was given, no threshold is set in
this currency) is reported and never taken for an answer: a step whose condition is unknown waits.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple, Protocol

from pydantic import Field, field_validator

from collectkit._model import Count, Name, Policy
from collectkit.errors import DuplicateId, InvalidFact, InvalidPercent
from collectkit.escalation.reasons import REASONS
from collectkit.explain import Reason
from collectkit.money import Money, Percent

__all__ = [
    "AllOf",
    "AmountAtLeast",
    "AnyOf",
    "BrokenPromises",
    "Condition",
    "CustomerIs",
    "DaysPastDue",
    "GradeIn",
    "LateItems",
    "Not",
    "OverdueShare",
    "PaidLate",
    "SegmentIn",
    "TagIn",
    "Truth",
    "When",
]

_DEEPEST = 16


class Truth(NamedTuple):
    """An answer: `value` (None is unknown), and what decided it as code and figures.

    A figure may be another answer. Words are made when `reason` is asked for.
    """

    value: bool | None
    code: str
    data: tuple[tuple[str, object], ...] = ()

    @property
    def reason(self) -> Reason:
        """What decided it."""
        return REASONS(self.code, **told(self.data))


def told(data: tuple[tuple[str, object], ...]) -> dict[str, Any]:
    """Figures by name, answers of conditions among them as reasons."""
    return {name: value.reason if isinstance(value, Truth) else value for name, value in data}


class Seen(Protocol):
    """What a condition may ask about an account in one currency at a day."""

    @property
    def currency(self) -> str: ...
    @property
    def grade(self) -> str | None: ...
    @property
    def segment(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def customer_kind(self) -> str: ...
    @property
    def paid_late(self) -> int: ...
    def overdue(self) -> Money: ...
    def owed(self) -> Money: ...
    def broken_promises(self) -> int: ...
    def days_past_due(self, at_least: int) -> int: ...
    def late_items(self) -> int: ...


class _Operators(Policy):
    """`&`, `|` and `~` on conditions."""

    def __and__(self, other: Condition) -> AllOf:
        return AllOf(conditions=(self, other))  # type: ignore[arg-type]

    def __or__(self, other: Condition) -> AnyOf:
        return AnyOf(conditions=(self, other))  # type: ignore[arg-type]

    def __invert__(self) -> Not:
        return Not(condition=self)  # type: ignore[arg-type]

    def depth(self) -> int:
        return 1


class AmountAtLeast(_Operators):
    """What is overdue and undisputed is at least the amount of its currency."""

    kind: Literal["amount-at-least"] = "amount-at-least"
    amounts: tuple[Money, ...] = Field(description="One per currency.", min_length=1)

    @field_validator("amounts")
    @classmethod
    def _one_per_currency(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        if len({amount.currency for amount in value}) < len(value):
            raise DuplicateId("a threshold has one amount per currency", field="amounts")
        return value

    def ask(self, seen: Seen) -> Truth:
        for amount in self.amounts:
            if amount.currency == seen.currency:
                overdue = seen.overdue()
                figures = (("overdue", overdue), ("required", amount))
                return Truth(overdue >= amount, "if_amount", figures)
        return Truth(None, "if_no_amount", (("currency", seen.currency),))


class OverdueShare(_Operators):
    """What is overdue and undisputed is at least such a share of all that is open.

    All: not yet due, disputed and placed elsewhere included. The share is exact, never rounded.
    """

    kind: Literal["overdue-share"] = "overdue-share"
    at_least: Percent = Field(description="More than 0, and 100 at most.")

    @field_validator("at_least")
    @classmethod
    def _a_share(cls, value: Percent) -> Percent:
        if not 0 < value.fraction <= 1:
            raise InvalidPercent(f"a share is more than 0% and at most 100%, not {value}")
        return value

    def ask(self, seen: Seen) -> Truth:
        overdue, owed = seen.overdue(), seen.owed()
        reached = Fraction(overdue.amount) >= self.at_least.fraction * Fraction(owed.amount)
        figures = (("overdue", overdue), ("owed", owed), ("required", self.at_least))
        return Truth(reached, "if_share", figures)


class GradeIn(_Operators):
    """The payer's grade is one of these."""

    kind: Literal["grade-in"] = "grade-in"
    grades: tuple[Name, ...] = Field(description="Such as C and D.", min_length=1)

    def ask(self, seen: Seen) -> Truth:
        if seen.grade is None:
            return Truth(None, "if_no_grade")
        figures = (("grade", seen.grade), ("wanted", ", ".join(self.grades)))
        return Truth(seen.grade in self.grades, "if_grade", figures)


class SegmentIn(_Operators):
    """The customer's segment is one of these."""

    kind: Literal["segment-in"] = "segment-in"
    segments: tuple[Name, ...] = Field(description="Names of segments.", min_length=1)

    def ask(self, seen: Seen) -> Truth:
        if seen.segment is None:
            return Truth(None, "if_no_segment")
        figures = (("segment", seen.segment), ("wanted", ", ".join(self.segments)))
        return Truth(seen.segment in self.segments, "if_segment", figures)


class BrokenPromises(_Operators):
    """At least so many promises were broken."""

    kind: Literal["broken-promises"] = "broken-promises"
    at_least: Count = Field(description="Number of broken promises.")

    def ask(self, seen: Seen) -> Truth:
        return _enough("if_promises", seen.broken_promises(), self.at_least)


class DaysPastDue(_Operators):
    """The worst effective days past due of what is late are at least so many."""

    kind: Literal["days-past-due"] = "days-past-due"
    at_least: Count = Field(description="Effective days past due.")

    def ask(self, seen: Seen) -> Truth:
        return _enough("if_days", seen.days_past_due(self.at_least), self.at_least)


class LateItems(_Operators):
    """At least so many items are late."""

    kind: Literal["late-items"] = "late-items"
    at_least: Count = Field(description="Number of late items.")

    def ask(self, seen: Seen) -> Truth:
        return _enough("if_late", seen.late_items(), self.at_least)


class PaidLate(_Operators):
    """At least so many items of the account were settled after they were due."""

    kind: Literal["paid-late"] = "paid-late"
    at_least: Count = Field(description="Number of items settled late.")

    def ask(self, seen: Seen) -> Truth:
        return _enough("if_paid_late", seen.paid_late, self.at_least)


class TagIn(_Operators):
    """The customer carries one of these tags."""

    kind: Literal["tag-in"] = "tag-in"
    tags: tuple[Name, ...] = Field(description="Names of tags.", min_length=1)

    def ask(self, seen: Seen) -> Truth:
        tagged = any(tag in self.tags for tag in seen.tags)
        return Truth(tagged, "if_tag", (("wanted", ", ".join(self.tags)),))


class CustomerIs(_Operators):
    """The customer is a business, a consumer or a public body."""

    kind: Literal["customer-is"] = "customer-is"
    kinds: tuple[Literal["business", "consumer", "public"], ...] = Field(
        description="Of which kinds.", min_length=1
    )

    def ask(self, seen: Seen) -> Truth:
        figures = (("customer", seen.customer_kind), ("kinds", ", ".join(self.kinds)))
        return Truth(seen.customer_kind in self.kinds, "if_kind", figures)


class AllOf(_Operators):
    """Every condition holds. One that is false decides; otherwise one that is unknown."""

    kind: Literal["all-of"] = "all-of"
    conditions: tuple[Condition, ...] = Field(description="All must hold.", min_length=1)

    def ask(self, seen: Seen) -> Truth:
        return _decide([c.ask(seen) for c in self.conditions], decisive=False)

    def depth(self) -> int:
        return 1 + max(condition.depth() for condition in self.conditions)


class AnyOf(_Operators):
    """At least one condition holds. One that is true decides; otherwise one that is unknown."""

    kind: Literal["any-of"] = "any-of"
    conditions: tuple[Condition, ...] = Field(description="One must hold.", min_length=1)

    def ask(self, seen: Seen) -> Truth:
        return _decide([c.ask(seen) for c in self.conditions], decisive=True)

    def depth(self) -> int:
        return 1 + max(condition.depth() for condition in self.conditions)


class Not(_Operators):
    """The condition does not hold; unknown stays unknown."""

    kind: Literal["not"] = "not"
    condition: Condition = Field(description="Must not hold.")

    def ask(self, seen: Seen) -> Truth:
        truth = self.condition.ask(seen)
        value = None if truth.value is None else not truth.value
        return Truth(value, "if_not", (("text", truth),))

    def depth(self) -> int:
        return 1 + self.condition.depth()


Condition = Annotated[
    AmountAtLeast
    | OverdueShare
    | GradeIn
    | SegmentIn
    | BrokenPromises
    | DaysPastDue
    | LateItems
    | PaidLate
    | TagIn
    | CustomerIs
    | AllOf
    | AnyOf
    | Not,
    Field(discriminator="kind"),
]

for _model in (AllOf, AnyOf, Not):
    _model.model_rebuild()


def _decide(truths: list[Truth], *, decisive: bool) -> Truth:
    """The first decisive answer, else the first unknown one, else the opposite of decisive."""
    for wanted in (decisive, None):
        for truth in truths:
            if truth.value is wanted:
                return truth
    return _together(not decisive, truths)


def _together(value: bool, truths: list[Truth]) -> Truth:
    """All answers in one; halved again and again, so that a long list does not nest deep."""
    if len(truths) == 1:
        return truths[0]
    half = len(truths) // 2
    first, second = _together(value, truths[:half]), _together(value, truths[half:])
    return Truth(value, "if_both", (("first", first), ("second", second)))


def _enough(code: str, observed: int, required: int) -> Truth:
    return Truth(observed >= required, code, (("observed", observed), ("required", required)))


def check_depth(condition: Condition | None) -> Condition | None:
    """Refuse conditions nested deeper than anyone reads."""
    if condition is not None and condition.depth() > _DEEPEST:
        raise InvalidFact(f"conditions nest deeper than {_DEEPEST}", field="when")
    return condition


class When:
    """Short ways to write conditions.

    >>> When.amount_at_least(EUR="500").amounts
    (Money('500.00', 'EUR'),)
    >>> (When.grade_in("C", "D") | When.broken_promises(1)).kind
    'any-of'
    """

    @staticmethod
    def amount_at_least(**amounts: str) -> AmountAtLeast:
        """One amount per currency, as text: `EUR="500"`."""
        return AmountAtLeast(amounts=tuple(Money(text, code) for code, text in amounts.items()))

    @staticmethod
    def overdue_share(at_least: Percent | str | int) -> OverdueShare:
        """At least so many percent of what is open are overdue: `"10"`."""
        share = at_least if isinstance(at_least, Percent) else Percent(at_least)
        return OverdueShare(at_least=share)

    @staticmethod
    def grade_in(*grades: str) -> GradeIn:
        """The customer's grade is one of these."""
        return GradeIn(grades=grades)

    @staticmethod
    def segment_in(*segments: str) -> SegmentIn:
        """The customer's segment is one of these."""
        return SegmentIn(segments=segments)

    @staticmethod
    def broken_promises(at_least: int) -> BrokenPromises:
        """At least so many promises were broken."""
        return BrokenPromises(at_least=at_least)

    @staticmethod
    def days_past_due(at_least: int) -> DaysPastDue:
        """The worst effective days past due are at least so many."""
        return DaysPastDue(at_least=at_least)

    @staticmethod
    def late_items(at_least: int) -> LateItems:
        """At least so many items are late."""
        return LateItems(at_least=at_least)

    @staticmethod
    def paid_late(at_least: int) -> PaidLate:
        """At least so many items of the account were settled after they were due."""
        return PaidLate(at_least=at_least)

    @staticmethod
    def tag_in(*tags: str) -> TagIn:
        """The customer carries one of these tags."""
        return TagIn(tags=tags)

    @staticmethod
    def customer_is(*kinds: Literal["business", "consumer", "public"]) -> CustomerIs:
        """The customer is of one of these kinds."""
        return CustomerIs(kinds=kinds)
