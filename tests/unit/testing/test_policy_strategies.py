"""Policies and results come in all their forms; that each is valid, the library checks itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from collectkit.arrangements import PromiseState, PromiseStatus
from collectkit.contact import Permit
from collectkit.dates import BusinessDayConvention, DayCount
from collectkit.discounts import DiscountOffer
from collectkit.escalation import Decision, Ladder, Step, StepKind
from collectkit.fees import (
    STATUTES,
    FlatFee,
    LateChargePolicy,
    LateCharges,
    Regime,
    TableRate,
)
from collectkit.ledger import Snapshot
from collectkit.messages import ROW_VARIABLES, Catalogue, Template
from collectkit.policy import CollectionsPolicy, PortfolioReview
from collectkit.risk import Scorecard
from collectkit.risk.features import FEATURES
from collectkit.terms import DueRule, PaymentTerms
from collectkit.terms.steps import Step as DueStep
from collectkit.testing import catalogues as catalogue_strategy
from collectkit.testing import (
    collections_policies,
    conditions,
    decisions,
    discount_offers,
    due_rules,
    ladder_steps,
    ladders,
    late_charge_policies,
    late_charges,
    metrics,
    payment_terms,
    permits,
    portfolio_reviews,
    promise_states,
    regimes,
    scorecards,
    snapshots,
    templates,
)

UNTIL_SEEN = settings(
    max_examples=300,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
Look = Callable[[Any], Iterable[str]]


def seen_in(strategy: SearchStrategy[Any], look: Look, expected: set[str]) -> set[str]:
    """What is seen in drawn examples, always the same ones, until all that is expected was."""
    seen: set[str] = set()

    def is_enough(value: Any) -> bool:
        seen.update(look(value))
        return seen >= expected

    with suppress(NoSuchExample):
        find(strategy, is_enough, settings=UNTIL_SEEN)
    return seen


def of_rule(rule: DueRule) -> Iterable[str]:
    yield from (step.kind for step in rule.steps)
    yield f"{len(rule.steps)} steps"


DUE_STEPS = {kind.model_fields["kind"].default for kind in get_args(get_args(DueStep)[0])}


def of_terms(terms: PaymentTerms) -> Iterable[str]:
    yield from (line.kind for line in terms.lines)
    yield from (tier.base for tier in terms.discounts)
    yield from (terms.residue, terms.tax_on)
    yield "grace" if terms.discount_grace_days else "no grace"
    yield f"{len(terms.discounts)} tiers"
    yield f"due {terms.due_adjustment.value}"
    yield f"discount {terms.discount_adjustment.value}"


def of_charges(policy: LateChargePolicy) -> Iterable[str]:
    yield f"interest {policy.interest is not None}, fee {bool(policy.fees)}"
    yield "grace" if policy.grace_days else "no grace"
    yield policy.grace
    if policy.interest is not None:
        yield policy.interest.day_count.value
        yield policy.interest.rounding
        yield policy.interest.value_day
        yield from (name for name in LIMITS if getattr(policy.interest, name))
        yield "a table" if isinstance(policy.interest.rate, TableRate) else "a fixed rate"
    for fee in policy.fees:
        yield from (fee.kind, fee.when, fee.per, fee.charge_kind, fee.count)
        yield from (name for name in ("every", "notice", "cap", *LIMITS) if getattr(fee, name, ()))
        yield from (f"{len(fee.amounts)} amounts" for _ in "1" if isinstance(fee, FlatFee))


def of_regime(regime: Regime) -> Iterable[str]:
    yield regime.code
    yield regime.debtor
    yield "default rule" if regime.default_rule else "agreed day"


def of_condition(condition: Any) -> Iterable[str]:
    yield condition.kind
    inner = getattr(condition, "conditions", None) or (getattr(condition, "condition", None),)
    for one in inner:
        if one is not None:
            yield f"{condition.kind} of others"
            yield from of_condition(one)


def of_step(step: Step) -> Iterable[str]:
    yield step.kind
    names: tuple[str, ...] = ("offset", "after", "requires", "required", "role", "template", "fee")
    names += ("end_of_month", "mandatory", "notice", "minimum", "repeat", "requires_delivery")
    names += ("when", "effects", "expires", "approval")
    yield from (name for name in names if getattr(step, name))
    if step.offset is not None and step.after:
        yield "both clocks"
    if step.offset is None:
        yield "after alone"


def of_ladder(ladder: Ladder) -> Iterable[str]:
    yield f"{len(ladder.stages)} stages"
    for step in ladder.steps:
        yield "preventive" if step.is_pre_due else "sequence"
        yield from of_step(step)


def of_card(card: Scorecard) -> Iterable[str]:
    yield f"{len(card.grades)} grades"
    for one in card.characteristics:
        yield one.feature
        yield "one bin" if len(one.bins) == 1 else "bins"
        yield "no prior" if one.prior is None else "prior"
        yield one.direction
        yield "both ways" if one.allow_non_monotone else "one way"


BLOCKS = {f"{{#{name}}}" for name in ROW_VARIABLES}
SIGNS = {"{{", "}}", "|money}", "|date}", "|number}", "|upper}", "plural"} | BLOCKS


def of_template(template: Template) -> Iterable[str]:
    yield template.locale
    for sign in SIGNS:
        if sign in template.text:
            yield sign
    if any(template.row_variables.values()):
        yield "a row's own variable"
    if template.optional_variables:
        yield "a variable that may be left out"


def of_catalogue(catalogue: Catalogue) -> Iterable[str]:
    yield catalogue.default_locale
    yield catalogue.base
    for entry in catalogue.templates:
        for part in ("subject", "html", "sms"):
            yield part if getattr(entry, part) else f"no {part}"
        if entry.locale != catalogue.default_locale:
            yield "second language"


KINDS = {*get_args(StepKind)}
LIMITS = ("minimum", "caps", "de_minimis", "compounding", "max_age")
CHARGES = (
    {"interest True, fee False", "interest False, fee True", "interest True, fee True"}
    | {"grace", "no grace", "threshold", "shift", "next", "same", *LIMITS}
    | {convention.value for convention in DayCount}
    | {"item", "per_segment", "per_day", "a fixed rate", *(f"{n} amounts" for n in (1, 2, 3))}
    | {"flat", "percent", "slab", "graduated", "late", "level", "invoice", "installment"}
    | {"customer", "fee", "costs", "full", "started", "every", "notice", "cap"}
)
CONVENTIONS = {convention.value for convention in BusinessDayConvention}
SIMPLE = {
    "amount-at-least", "grade-in", "segment-in", "broken-promises", "days-past-due", "late-items",
    "overdue-share", "paid-late", "tag-in", "customer-is",
}  # fmt: skip
FIELDS = {
    "offset", "role", "template", "fee", "when", "expires", "approval", "required", "end_of_month",
    "mandatory", "notice", "minimum", "repeat", "requires_delivery", "effects",
}  # fmt: skip
FORMS: dict[str, tuple[SearchStrategy[Any], Look, set[str]]] = {
    "due rules": (
        due_rules(),
        of_rule,
        {*DUE_STEPS, *(f"{n} steps" for n in range(4))},
    ),
    "terms": (
        payment_terms(),
        of_terms,
        {"0 tiers", "1 tiers", "2 tiers", "gross", "net", "grace", "no grace"}
        | {"balance", "percent", "fixed", "equal"}
        | {"largest-remainder", "pro-rata", "first", "last"}
        | {f"{which} {convention}" for which in ("due", "discount") for convention in CONVENTIONS},
    ),
    "late charges": (late_charge_policies(), of_charges, CHARGES),
    "late charges by tables": (
        late_charge_policies(tables=True),
        of_charges,
        CHARGES | {"a table"},
    ),
    "regimes": (
        regimes(),
        of_regime,
        {*STATUTES, "business", "consumer", "public", "default rule", "agreed day"},
    ),
    "conditions": (
        conditions(),
        of_condition,
        SIMPLE | {f"{kind}{more}" for kind in ("all-of", "any-of", "not")
                  for more in ("", " of others")},
    ),
    "steps": (
        ladder_steps(("first", "second")),
        of_step,
        KINDS | FIELDS | {"after", "requires", "both clocks", "after alone"},
    ),
    "ladders": (
        ladders(),
        of_ladder,
        KINDS | FIELDS | {"after", "requires", "both clocks", "after alone"}
        | {"preventive", "sequence", *(f"{n} stages" for n in range(4))},
    ),
    "scorecards": (
        scorecards(),
        of_card,
        {*FEATURES, "extra:bureau", "more_is_worse", "more_is_better", "one way", "both ways"}
        | {"one bin", "bins", "prior", "no prior", *(f"{n} grades" for n in range(1, 6))},
    ),
    "templates": (
        templates(),
        of_template,
        {"en", "en_GB", "de", "pl", "a row's own variable", "a variable that may be left out"}
        | SIGNS,
    ),
    "catalogues": (
        catalogue_strategy(),
        of_catalogue,
        {"en", "en_GB", "de", "pl"}
        | {"subject", "no subject", "html", "no html", "sms", "no sms"}
        | {"default", "none", "second language"},
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("name", FORMS)
def test_policies_come_in_every_form(name: str) -> None:
    strategy, look, expected = FORMS[name]
    assert seen_in(strategy, look, expected) == expected


def of_snapshot(read: Snapshot) -> Iterable[str]:
    yield from (n for n in ("open", "unapplied", "problems", "disputes", "holds", "done")
                if getattr(read, n))  # fmt: skip
    yield "as known then" if read.known_at is not None else "all known"
    yield from ("overdue" for item in read.items if item.is_overdue)
    yield from ("settled" for item in read.items if item.settled_on is not None)


def of_offer(found: DiscountOffer) -> Iterable[str]:
    yield found.reason.code.removeprefix("discounts.")


def of_assessment(found: LateCharges) -> Iterable[str]:
    yield from ("uncharged" for _ in found.uncharged)
    for line in found.lines:
        yield line.kind
        yield from (n for n in ("gross", "waived", "posted") if not getattr(line, n).is_zero)
        yield from (step.code for step in line.steps)
        yield from (segment.state for segment in line.segments)
        yield from ("capitalized" for _ in line.capitalized)


def of_state(found: PromiseState) -> Iterable[str]:
    yield found.status.value


def of_permit(found: Permit) -> Iterable[str]:
    yield from (reason.code.removeprefix("contact.") for reason in found.why)


def of_decision(found: Decision) -> Iterable[str]:
    yield from (n for n in ("actions", "deferred", "suppressed", "stage") if getattr(found, n))
    yield "review" if found.next_review_on else "no review"
    yield f"{len(found.scopes)} scopes"


def of_portfolio(found: PortfolioReview) -> Iterable[str]:
    names = ("problems", "ranking", "worklists", "blocked", "late_charges", "steps", "figures")
    yield from (name for name in names if getattr(found, name))


RESULTS: dict[str, tuple[SearchStrategy[Any], Look, set[str]]] = {
    "snapshots": (
        snapshots(),
        of_snapshot,
        {"open", "unapplied", "problems", "disputes", "holds", "done", "overdue", "settled"}
        | {"as known then", "all known"},
    ),
    "offers": (
        discount_offers(),
        of_offer,
        {"open", "none_agreed", "settled", "window_closed"},
    ),
    "late charges": (
        late_charges(),
        of_assessment,
        {"interest", "fee", "costs", "gross", "waived", "posted", "uncharged", "capitalized"}
        | {"minimum", "cap", "de_minimis", "accruing", "capped"},
    ),
    "promises": (promise_states(), of_state, {status.value for status in PromiseStatus}),
    "permits": (
        permits(),
        of_permit,
        {"permitted", "cease", "represented", "no_channel", "no_contact_point"}
        | {"min_gap", "business_day"},
    ),
    "decisions": (
        decisions(),
        of_decision,
        {"actions", "deferred", "suppressed", "stage", "review", "no review"}
        | {"0 scopes", "1 scopes"},
    ),
    "metrics": (
        metrics(),
        lambda found: ["undefined" if found.value is None else "a value"],
        {"undefined", "a value"},
    ),
    "portfolios": (
        portfolio_reviews(),
        of_portfolio,
        {"problems", "ranking", "worklists", "blocked", "late_charges", "steps", "figures"},
    ),
}


# Some forms are rare, and whole reviews take their time.
LONG = {"portfolios", "late charges"}


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.full) if n in LONG else n for n in RESULTS],
)
def test_results_come_in_every_form(name: str) -> None:
    strategy, look, expected = RESULTS[name]
    assert seen_in(strategy, look, expected) >= expected


@settings(max_examples=30)
@given(collections_policies())
def test_whole_policies_survive_being_written_down(policy: CollectionsPolicy) -> None:
    again = CollectionsPolicy.from_json(policy.to_json())
    assert again == policy
    assert again.digest == policy.digest


@settings(max_examples=30)
@given(st.data())
def test_what_is_handed_in_is_used(data: st.DataObject) -> None:
    step = data.draw(ladder_steps(("one",), id="two", offsets=st.just(7)))
    assert step.id == "two"
    assert step.offset in (None, 7)
    assert {wait.step for wait in step.after} <= {"one"}
    assert set(step.requires) <= {"one"}
    assert len(data.draw(ladders(max_steps=2)).steps) <= 3
    assert data.draw(payment_terms(id="net")).id == "net"
