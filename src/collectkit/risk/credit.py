"""Credit review: limit, exposure, and why someone should look. Nothing is ever applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._checks import check_day, check_type
from collectkit._model import Count, Name, Policy
from collectkit.arrangements import PromiseRules, broken_promises
from collectkit.errors import DuplicateId, InvalidDate, InvalidFact, InvalidPercent
from collectkit.explain import Reason
from collectkit.ledger import Snapshot
from collectkit.money import Money, Percent, RoundingMode, total
from collectkit.risk.reading import owed
from collectkit.risk.reasons import REASONS
from collectkit.risk.scoring import Score

__all__ = ["CreditReview", "CreditRules", "Exposure", "GradeTerms", "credit_review"]

_PARTS = ("order", "undelivered", "insured")
_AtLeastOne = Annotated[Count, Field(ge=1)]


class GradeTerms(Policy):
    """The payment terms to suggest to the customers of a grade."""

    grade: Name = Field(description="A grade of the scorecard.")
    terms: Name = Field(description="Name of the payment terms, such as net-30.")


class CreditRules(Policy):
    """What asks for a review of a customer's credit. What is left out asks for none."""

    tolerance: Percent = Field(
        default=Percent(0), description="Of the limit, still accepted above it."
    )
    no_limit: Literal["review", "unlimited"] = Field(
        default="review", description="What an exposure without a limit in its currency means."
    )
    review_every_days: _AtLeastOne | None = Field(
        default=None, description="Days after which the last review is stale."
    )
    review_grades: tuple[Name, ...] = Field(
        default=(), description="The grades that ask for a review: one and all below it."
    )
    overdue_days: Count | None = Field(
        default=None, description="More days past due than this ask for a review."
    )
    broken_promises: _AtLeastOne | None = Field(
        default=None, description="From so many broken promises on."
    )
    uninsured: tuple[Money, ...] = Field(
        default=(), description="More exposure than this without insurance, one per currency."
    )
    terms: tuple[GradeTerms, ...] = Field(default=(), description="Suggested terms by grade.")

    @field_validator("tolerance")
    @classmethod
    def _is_share(cls, value: Percent) -> Percent:
        if not 0 <= value.value <= 100:
            raise InvalidPercent(f"tolerance must be 0% to 100%, not {value}", field="tolerance")
        return value

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({row.grade for row in self.terms}) < len(self.terms):
            raise DuplicateId("terms name one grade twice", field="terms")
        if len({amount.currency for amount in self.uninsured}) < len(self.uninsured):
            raise DuplicateId("uninsured names one currency twice", field="uninsured")
        if any(amount < Money.zero(amount.currency) for amount in self.uninsured):
            raise InvalidFact("uninsured must not be negative", field="uninsured")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What a customer owes and would owe in one currency.

    `owed` is what is open, charges included, less unapplied money; negative where more was paid
    than is open. `total` = `owed` + `order` + `undelivered`, at least nothing; `uninsured` is what
    of it no credit insurance covers.
    """

    currency: str
    owed: Money
    order: Money
    undelivered: Money
    total: Money
    insured: Money
    uninsured: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditReview:
    """Whether a customer's credit covers what it owes and orders, and why somebody should look.

    Attributes:
        limit: the limit in force, or the one applied for; None: there is none.
        ceiling: the limit with its tolerance, cut to the minor unit.
        exposures: per currency, in order of code.
        exposed: the exposure in the limit's currency, the only one that the limit is about.
        reasons: why a review is due; empty when none is.
        terms: name of the suggested payment terms; None where the rules suggest none.
    """

    customer_id: str
    as_of: date
    limit: Money | None
    ceiling: Money | None
    exposures: tuple[Exposure, ...]
    exposed: Money | None
    reasons: tuple[Reason, ...]
    terms: str | None

    @property
    def needs_review(self) -> bool:
        """Whether somebody should look."""
        return bool(self.reasons)

    @property
    def utilization(self) -> Fraction | None:
        """What is exposed as a share of the limit; None without a limit, or with one of nothing."""
        if self.limit is None or self.exposed is None or self.limit.is_zero:
            return None
        return Fraction(self.exposed.minor_units, self.limit.minor_units)

    @property
    def headroom(self) -> Money | None:
        """The limit less what is exposed, negative when over it; None without a limit."""
        if self.limit is None or self.exposed is None:
            return None
        return self.limit - self.exposed

    @property
    def within_limit(self) -> bool | None:
        """Whether what is exposed is at most the ceiling; None without a limit."""
        if self.ceiling is None or self.exposed is None:
            return None
        return self.exposed <= self.ceiling

    def exposure(self, currency: str) -> Exposure | None:
        """The exposure in one currency; None where there is nothing."""
        return next((one for one in self.exposures if one.currency == currency), None)

    def explain(self) -> str:
        """The review in a few lines."""
        limit = "no limit" if self.limit is None else f"limit {self.limit}"
        lines = [f"{self.customer_id} on {self.as_of}: {limit}"]
        lines += [
            f"  exposure {one.total} = owed {one.owed} + order {one.order} "
            f"+ undelivered {one.undelivered}, uninsured {one.uninsured}"
            for one in self.exposures
        ]
        lines += [f"  {reason}" for reason in self.reasons]
        return "\n".join(lines)


def credit_review(
    snapshot: Snapshot,
    *,
    rules: CreditRules | None = None,
    limit: Money | None = None,
    order: Money | None = None,
    undelivered: Iterable[Money] = (),
    insured: Iterable[Money] = (),
    score: Score | None = None,
    reviewed_on: date | None = None,
    promise_rules: PromiseRules | None = None,
) -> CreditReview:
    """Review a customer's credit for an order, or for an application with its `limit`.

    `limit` left out is the customer's own. `undelivered` are goods ordered earlier and not billed
    yet, `insured` what credit insurance covers, each in any currencies. Currencies are never
    added: exposure in another than the limit's is reported apart and has no limit.

    Raises:
        InvalidFact: a negative amount, or a score of another customer.
        InvalidDate: `reviewed_on` is no plain date, or later than the snapshot.

    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> customer = Customer(id="C-1", credit_limit=Money("1000.00", "EUR"))
    >>> read = snapshot(Account(customer=customer), as_of=date(2026, 3, 1))
    >>> found = credit_review(read, order=Money("1100.00", "EUR"))
    >>> found.within_limit, str(found.headroom)
    (False, 'EUR -100.00')
    >>> print(found.reasons[0])
    C-1: exposure EUR 1100.00 is over the limit of EUR 1000.00 by EUR 100.00
    """
    check_type(snapshot, "snapshot", Snapshot)
    asked = CreditRules() if rules is None else check_type(rules, "rules", CreditRules)
    if score is not None and check_type(score, "score", Score).customer_id != snapshot.customer.id:
        raise InvalidFact(
            f"the score is of {score.customer_id}, not {snapshot.customer.id}", field="score"
        )
    limit = snapshot.customer.credit_limit if limit is None else limit
    sums = {
        "limit": _amounts("limit", () if limit is None else (limit,)),
        "order": _amounts("order", () if order is None else (order,)),
        "undelivered": _amounts("undelivered", undelivered),
        "insured": _amounts("insured", insured),
    }
    exposures = _exposures(snapshot, sums)
    reasons = [
        *_limit_reasons(asked, limit, exposures, snapshot.customer.id),
        *_review_reasons(asked, snapshot, reviewed_on),
        *_payer_reasons(asked, snapshot, score, promise_rules),
        *_insurance_reasons(asked, exposures, snapshot.customer.id),
    ]
    grade = None if score is None else score.grade
    facing = [
        one.total for one in exposures if limit is not None and one.currency == limit.currency
    ]
    return CreditReview(
        customer_id=snapshot.customer.id,
        as_of=snapshot.as_of,
        limit=limit,
        ceiling=None if limit is None else _ceiling(limit, asked.tolerance),
        exposures=exposures,
        exposed=facing[0] if facing else None,
        reasons=tuple(reasons),
        terms=next((row.terms for row in asked.terms if row.grade == grade), None),
    )


# -- exposure ------------------------------------------------------------------------------------
def _exposures(snapshot: Snapshot, sums: dict[str, tuple[Money, ...]]) -> tuple[Exposure, ...]:
    """One per currency in which there is something, and the limit's."""
    named = {money.currency for amounts in sums.values() for money in amounts}
    return tuple(
        _exposure(owed(snapshot, code), *(_in(sums[name], code) for name in _PARTS))
        for code in sorted(named | set(snapshot.currencies))
    )


def _exposure(open: Money, order: Money, undelivered: Money, insured: Money) -> Exposure:
    nothing = Money.zero(open.currency)
    whole = max(open + order + undelivered, nothing)
    return Exposure(
        currency=open.currency,
        owed=open,
        order=order,
        undelivered=undelivered,
        total=whole,
        insured=insured,
        uninsured=max(whole - insured, nothing),
    )


def _in(amounts: Iterable[Money], currency: str) -> Money:
    return total((money for money in amounts if money.currency == currency), currency)


def _ceiling(limit: Money, tolerance: Percent) -> Money:
    # Exposures are whole minor units, so cutting the rest changes no comparison.
    return limit + tolerance.of(limit).rounded(RoundingMode.DOWN)


def _amounts(field: str, given: Iterable[Money]) -> tuple[Money, ...]:
    found = tuple(check_type(amount, field, Money) for amount in given)
    for amount in found:
        if amount < Money.zero(amount.currency):
            raise InvalidFact(f"{field} must not be negative: {amount}", field=field)
    return found


# -- reasons -------------------------------------------------------------------------------------
def _limit_reasons(
    rules: CreditRules, limit: Money | None, exposures: tuple[Exposure, ...], customer: str
) -> Iterator[Reason]:
    for one in exposures:
        if limit is None or one.currency != limit.currency:
            if rules.no_limit == "review" and not one.total.is_zero:
                yield REASONS("no_limit", customer, exposure=one.total)
        elif one.total > _ceiling(limit, rules.tolerance):
            if limit.is_zero:
                yield REASONS("zero_limit", customer, exposure=one.total)
            else:
                excess = one.total - limit
                yield REASONS(
                    "over_limit", customer, exposure=one.total, limit=limit, excess=excess
                )


def _review_reasons(
    rules: CreditRules, snapshot: Snapshot, reviewed_on: date | None
) -> Iterator[Reason]:
    if reviewed_on is not None and check_day(reviewed_on, "reviewed_on") > snapshot.as_of:
        raise InvalidDate(
            f"reviewed_on {reviewed_on} is later than {snapshot.as_of}", field="reviewed_on"
        )
    if rules.review_every_days is None:
        return
    if reviewed_on is None:
        yield REASONS("never_reviewed", snapshot.customer.id)
        return
    days = (snapshot.as_of - reviewed_on).days
    if days >= rules.review_every_days:
        yield REASONS("stale_review", snapshot.customer.id, days=days, on=reviewed_on)


def _payer_reasons(
    rules: CreditRules,
    snapshot: Snapshot,
    score: Score | None,
    promise_rules: PromiseRules | None,
) -> Iterator[Reason]:
    customer = snapshot.customer.id
    if score is not None and score.grade in rules.review_grades:
        yield REASONS("low_grade", customer, grade=score.grade)
    if rules.overdue_days is not None:
        old = [
            item.open
            for item in snapshot.open
            if item.is_trade and (item.days_past_due or 0) > rules.overdue_days
        ]
        for code in sorted({amount.currency for amount in old}):
            amount = _in(old, code)
            yield REASONS("old_overdue", customer, amount=amount, days=rules.overdue_days)
    if rules.broken_promises is not None:
        count = len(broken_promises(snapshot, rules=promise_rules))
        if count >= rules.broken_promises:
            yield REASONS("promises_broken", customer, count=count)


def _insurance_reasons(
    rules: CreditRules, exposures: tuple[Exposure, ...], customer: str
) -> Iterator[Reason]:
    for most in rules.uninsured:
        for one in exposures:
            if one.currency == most.currency and one.uninsured > most:
                yield REASONS("uninsured", customer, amount=one.uninsured, most=most)
