"""Which terms, late charges and ladder apply to whom, and that a review goes by them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit import Account, Money, Percent, review_account, review_portfolio
from collectkit.arrangements import PromiseRules
from collectkit.errors import CollectkitError, PolicyError, UnknownReference
from collectkit.fees import FlatFee, Interest, LateChargePolicy
from collectkit.ledger import Customer, Done, Invoice
from collectkit.policy import (
    Assigned,
    Assignment,
    CollectionsPolicy,
    StatutoryCharges,
    presets,
)
from collectkit.terms import PaymentTerms
from collectkit.testing import a_customer, a_late_charge, a_promise, an_account, an_invoice

AS_OF = date(2026, 2, 10)
BASE = presets.b2b_standard(creditor="Example Ltd")
# At 36.5 % EUR 1000.00 bear one euro a day, at 73 % two.
LOW, HIGH = (
    LateChargePolicy(id=name, interest=Interest(rate=Percent(rate)))
    for name, rate in (("low", "36.5"), ("high", "73"))
)
GENTLE = BASE.ladder.replace(id="gentle", steps=(BASE.ladder.steps[1].replace(offset=40),))
POLICY = BASE.replace(
    late_charges=(LOW, HIGH),
    terms=(PaymentTerms.net(30), PaymentTerms.net(60), PaymentTerms.net(90)),
    ladders=(GENTLE,),
)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def under(*rules: Assignment, **fields: Any) -> CollectionsPolicy:
    return POLICY.replace(assignment=rules, **fields)


def rule(id: str, **fields: Any) -> Assignment:
    return Assignment(id=id, **fields)


def invoice(id: str = "A", **fields: Any) -> Invoice:
    """EUR 1000.00, due on 31 January 2026."""
    given = {"id": id, "amount": Money("1000.00", "EUR"), "due_on": d(1, 31), **fields}
    return an_invoice(**given)


# -- rules -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("about", "level"),
    [
        ({"invoices": ("INV-7",)}, "invoice"),
        ({"invoice_tags": ("export",)}, "invoice"),
        ({"customers": ("C-1",)}, "customer"),
        ({"customer_tags": ("vip",)}, "customer"),
        ({"segments": ("retail",)}, "segment"),
        ({"customer_kinds": ("consumer",)}, "segment"),
    ],
)
def test_what_a_rule_is_about(about: dict[str, Any], level: str) -> None:
    found = rule("r", late_charges="high", **about)
    assert found.level == level
    customer = a_customer(id="C-1", tags=("vip",), segment="retail", kind="consumer")
    stranger = a_customer(id="C-2", tags=("plain",), segment=None, kind="business")
    mine, other = invoice("INV-7", tags=("export",)), invoice("INV-8", tags=("home",))
    assert found.fits(customer, mine)
    assert not found.fits(stranger, other)
    assert found.fits(customer) is (level != "invoice")
    assert found.fits(stranger, mine) is (level == "invoice")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ladder": "gentle"}, "must fill one of .* not none"),
        (
            {"customers": ("C-1",), "segments": ("retail",), "ladder": "gentle"},
            "not customers and segments",
        ),
        ({"customers": ("C-1",)}, "the rule r assigns nothing"),
        ({"invoices": ("INV-7",), "ladder": "gentle"}, "assigns a ladder to invoices"),
        ({"invoice_tags": ("x",), "terms": "net-30"}, "assigns terms to invoices"),
    ],
)
def test_rules_that_say_too_little_or_too_much(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        rule("r", **fields)


@pytest.mark.parametrize("part", ["terms", "late_charges", "ladder"])
def test_a_rule_names_parts_of_the_policy(part: str) -> None:
    document = POLICY.model_dump(mode="json")
    document["assignment"] = [
        {"id": "fine", "customers": ["C-1"], "ladder": "gentle"},
        {"id": "wrong", "customers": ["C-1"], part: "nowhere"},
    ]
    with pytest.raises(PolicyError, match="the rule wrong names nowhere"):
        CollectionsPolicy.from_mapping(document)


@pytest.mark.parametrize(
    ("name", "twice"),
    [
        ("late_charges", (LOW, LOW.replace(grace_days=3))),
        ("late_charges", (LOW, StatutoryCharges(id="low", code="DE", debtor="business"))),
        ("terms", (PaymentTerms.net(30), PaymentTerms.net(30))),
        ("ladders", (GENTLE, GENTLE)),
        ("ladders", (BASE.ladder,)),
        (
            "assignment",
            tuple(rule("r", customers=(name,), ladder="gentle") for name in ("C-1", "C-2")),
        ),
    ],
)
def test_two_parts_of_one_id_are_refused(name: str, twice: Any) -> None:
    with pytest.raises(ValueError, match="have the id"):
        POLICY.replace(**{name: twice})


# -- which rule counts -----------------------------------------------------------------------------
LEVELS = (
    rule("kinds", customer_kinds=("business",), late_charges="high", terms="net-60"),
    rule("vips", customer_tags=("vip",), late_charges="low"),
    rule("exports", invoice_tags=("export",), late_charges="high"),
    rule("retail", segments=("retail",), late_charges="low", terms="net-90"),
)


@pytest.mark.parametrize(
    ("customer", "tags", "expected"),
    [
        ({}, ("export",), ("high", "invoice", "exports")),
        ({}, (), ("low", "customer", "vips")),
        ({"tags": ()}, (), ("high", "segment", "kinds")),
        ({"tags": (), "segment": "retail"}, (), ("high", "segment", "kinds")),
        ({"tags": (), "kind": "consumer", "segment": "retail"}, (), ("low", "segment", "retail")),
        ({"tags": (), "kind": "consumer"}, (), ("low", "default", None)),
    ],
)
def test_invoices_come_before_customers_and_those_before_segments(
    customer: dict[str, Any], tags: tuple[str, ...], expected: tuple[str, str, str | None]
) -> None:
    someone = a_customer(**{"tags": ("vip",), "kind": "business", **customer})
    found = under(*LEVELS).assigned("late_charges", someone, invoice(tags=tags))
    assert (found.id, found.level, found.rule) == expected
    assert found.part == "late_charges"


def test_a_rule_that_does_not_name_the_part_is_passed_over() -> None:
    """The vip rule says nothing of terms, and no rule says anything of ladders."""
    someone = a_customer(tags=("vip",), kind="business")
    policy = under(*LEVELS)
    assert policy.assigned("terms", someone).rule == "kinds"
    assert policy.terms_for(someone).id == "net-60"
    assert policy.assigned("ladder", someone) == Assigned(
        part="ladder", id=BASE.ladder.id, level="default"
    )
    assert policy.terms_for(a_customer(kind="consumer")).id == "net-30"


def test_the_first_of_a_level_counts() -> None:
    first = rule("first", customers=("C-1",), ladder="gentle")
    second = rule("second", customer_tags=("vip",), ladder=BASE.ladder.id)
    someone = a_customer(id="C-1", tags=("vip",))
    assert under(first, second).assigned("ladder", someone).rule == "first"
    assert under(second, first).assigned("ladder", someone).rule == "second"


def test_a_part_that_the_policy_has_not() -> None:
    bare = POLICY.replace(terms=(), late_charges=())
    for part in ("terms", "late_charges"):
        with pytest.raises(UnknownReference):
            bare.assigned(part, a_customer())
    for read in (POLICY.term, POLICY.charges, POLICY.named_ladder):
        with pytest.raises(CollectkitError):
            read("nowhere")
    assert POLICY.named_ladder("gentle") == GENTLE


@pytest.mark.parametrize(
    ("assigned", "text"),
    [
        (Assigned(part="terms", id="net-30", level="default"), "terms net-30 as the default"),
        (
            Assigned(part="ladder", id="gentle", level="segment", rule="shops"),
            "ladder gentle by the segment rule shops",
        ),
        (
            Assigned(
                part="late_charges", id="high", level="invoice", rule="exports",
                invoices=("A", "B"),
            ),
            "late charges high for A, B by the invoice rule exports",
        ),
    ],
)  # fmt: skip
def test_in_words(assigned: Assigned, text: str) -> None:
    assert str(assigned) == text


# -- late charges of a review ----------------------------------------------------------------------
EXPORTS = rule("exports", invoice_tags=("export",), late_charges="high")


def test_the_charges_of_invoices() -> None:
    facts = an_account(invoice("A"), invoice("B", tags=("export",)), invoice("C"))
    review = review_account(under(EXPORTS), facts, as_of=AS_OF)
    assert review.charges is not None
    assert {line.key: str(line.amount) for line in review.charges.lines} == {
        "low:interest:A": "EUR 10.00",
        "low:interest:C": "EUR 10.00",
        "high:interest:B": "EUR 20.00",
    }
    assert review.assigned == (
        Assigned(part="ladder", id=BASE.ladder.id, level="default"),
        Assigned(part="late_charges", id="low", level="default", invoices=("A", "C")),
        Assigned(
            part="late_charges", id="high", level="invoice", rule="exports", invoices=("B",)
        ),
    )  # fmt: skip
    assert "late charges high for B by the invoice rule exports" in review.explain()
    assert "as the default" not in review.explain()


def test_two_rules_for_one_policy_charge_once() -> None:
    """One policy by two rules: its fee per customer is one."""
    fee = FlatFee(id="late", amounts=(Money("5.00", "EUR"),), per="customer")
    charges = LateChargePolicy(id="flat", fees=(fee,))
    policy = under(
        rule("a", invoices=("A",), late_charges="flat"),
        rule("b", invoices=("B",), late_charges="flat"),
        late_charges=(LOW, charges),
    )
    facts = an_account(invoice("A"), invoice("B"), invoice("C"))
    review = review_account(policy, facts, as_of=AS_OF)
    assert review.charges is not None
    assert {line.key: str(line.amount) for line in review.charges.lines} == {
        "flat:late:C-1:EUR:2026-02-01": "EUR 5.00",
        "low:interest:C": "EUR 10.00",
    }
    assert [(one.id, one.rule, one.invoices) for one in review.assigned[1:]] == [
        ("flat", "a", ("A",)), ("flat", "b", ("B",)), ("low", None, ("C",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((a_customer(), invoice("A")), ("low", "default", None)),
        ((a_customer(), invoice("A", tags=("export",))), ("high", "invoice", "exports")),
        ((a_customer(),), ("low", "default", None)),
    ],
)
def test_where_all_invoices_are_alike_none_are_named(facts: Any, expected: Any) -> None:
    review = review_account(under(EXPORTS), an_account(*facts), as_of=AS_OF)
    (found,) = review.assigned[1:]
    assert (found.id, found.level, found.rule) == expected
    assert found.invoices == ()


def test_the_charges_of_a_customer() -> None:
    policy = under(rule("mine", customers=("C-1",), late_charges="high"))
    for customer, owed in (("C-1", "20.00"), ("C-2", "10.00")):
        facts = Account(customer=Customer(id=customer), invoices=(invoice(customer_id=customer),))
        charges = review_account(policy, facts, as_of=AS_OF).charges
        assert charges is not None
        assert str(charges.total("EUR")) == f"EUR {owed}"


def test_a_note_of_another_policy_of_the_document_is_taken_back() -> None:
    """B moved from `low` to `high` after EUR 4.00 were posted; A is still charged by `low`."""
    posted = a_late_charge(
        id="NOTE", charge_kind="interest", charge_for="B", charge_key="low:interest:B#1",
        amount=Money("4.00", "EUR"), issued_on=d(2, 4),
    )  # fmt: skip
    facts = an_account(invoice("A"), invoice("B", tags=("export",)), posted)
    review = review_account(under(EXPORTS), facts, as_of=AS_OF)
    assert review.charges is not None
    assert str(review.charges.total("EUR")) == "EUR 26.00"  # 10.00 + 20.00 - 4.00
    assert review.charges.warnings == ()


def test_steps_set_off_the_fees_of_the_charges_assigned() -> None:
    def charging(id: str, amount: str) -> LateChargePolicy:
        fee = FlatFee(id="reminder-fee", amounts=(Money(amount, "EUR"),), when="level")
        return LateChargePolicy(id=id, fees=(fee,))

    steps = tuple(
        step.replace(fee="reminder-fee" if step.id == "reminder-1" else None)
        for step in BASE.ladder.steps
    )
    policy = under(
        EXPORTS,
        late_charges=(charging("low", "5.00"), charging("high", "9.00")),
        ladder=BASE.ladder.replace(steps=steps),
    )
    done = Done(customer_id="C-1", on=d(2, 7), step_id="reminder-1", items=("A", "B"))
    facts = an_account(invoice("A"), invoice("B", tags=("export",)), done)
    charges = review_account(policy, facts, as_of=AS_OF).charges
    assert charges is not None
    assert {line.key: str(line.amount) for line in charges.lines} == {
        "low:reminder-fee:A:2026-02-07": "EUR 5.00",
        "high:reminder-fee:B:2026-02-07": "EUR 9.00",
    }


# -- ladders of a review ---------------------------------------------------------------------------
SHOPS = rule("shops", segments=("retail",), ladder="gentle")


def test_the_ladder_of_a_segment() -> None:
    steps = {}
    for segment in ("retail", "wholesale"):
        facts = an_account(a_customer(segment=segment), invoice())
        review = review_account(under(SHOPS), facts, as_of=AS_OF)
        steps[segment] = [action.step_id for action in review.decision.actions]
        assert (review.assigned[0].rule == "shops") is (segment == "retail")
    assert steps == {"retail": [], "wholesale": ["reminder-1"]}


def test_the_promise_rules_are_those_of_the_ladder_assigned() -> None:
    """A promise kept two days late is kept by a ladder that waits, and broken by one that does not.

    The broken one makes worse behavior, and no longer shields the invoice.
    """
    patient = GENTLE.replace(promise_rules=PromiseRules(grace_days=9))
    strict = GENTLE.replace(promise_rules=PromiseRules(grace_days=0))
    promise = a_promise(
        invoices=("A",), promised_on=d(2, 2), pay_by=d(2, 6), amount=Money("1000.00", "EUR")
    )
    facts = an_account(a_customer(segment="retail"), invoice(), promise)
    found = {}
    for ladder in (patient, strict):
        policy = under(SHOPS, ladders=(ladder,), ladder=BASE.ladder.replace(
            promise_rules=PromiseRules(grace_days=0 if ladder is patient else 9)))  # fmt: skip
        alone = review_account(under(ladder=ladder, ladders=()), facts, as_of=AS_OF)
        review = review_account(policy, facts, as_of=AS_OF)
        assert review.behavior == alone.behavior
        assert review.priorities == alone.priorities
        assert review.decision == alone.decision
        found[ladder is patient] = (review.behavior.broken_promises, review.priorities)
    assert found[True][0] == 0
    assert found[False][0] == 1
    assert found[True][1] != found[False][1]


def test_a_book_counts_the_stages_and_steps_of_every_ladder() -> None:
    late = invoice(due_on=d(1, 1))
    accounts = [
        Account(
            customer=Customer(id=name, segment=segment),
            invoices=(an_invoice(id=f"I-{name}", customer_id=name, due_on=late.due_on),),
        )
        for name, segment in (("C-1", "retail"), ("C-2", "wholesale"))
    ]
    renamed = GENTLE.replace(steps=(GENTLE.steps[0].replace(id="kind-word"),))
    book = review_portfolio(under(SHOPS, ladders=(renamed,)), accounts, as_of=AS_OF)
    single = {
        account.customer.id: review_account(under(SHOPS, ladders=(renamed,)), account, as_of=AS_OF)
        for account in accounts
    }
    steps = [action.step_id for one in single.values() for action in one.decision.actions]
    assert "kind-word" in steps
    assert dict(book.steps) == {step: steps.count(step) for step in steps}
    assert sum(count for _, count in book.stages) == 2


# -- what was charged before it moved -------------------------------------------------------------
@pytest.mark.parametrize("others", [(), ("A",)], ids=["alone", "beside another"])
def test_what_was_posted_under_other_charges_is_taken_back(others: tuple[str, ...]) -> None:
    rule = Assignment(id="x", invoice_tags=("export",), late_charges="high")
    policy = BASE.replace(late_charges=(LOW, HIGH), assignment=(rule,))
    due, amount = date(2026, 1, 31), Money("1000.00", "EUR")
    invoices = (
        an_invoice(id="B", amount=amount, due_on=due, tags=("export",)),
        *(an_invoice(id=name, amount=amount, due_on=due) for name in others),
    )
    note = a_late_charge(
        id="N", charge_kind="interest", charge_for="B", charge_key="low:interest:B#1",
        amount=Money("4.00", "EUR"), issued_on=date(2026, 2, 4),
    )  # fmt: skip
    review = review_account(policy, an_account(*invoices, note), as_of=date(2026, 2, 10))
    assert review.charges is not None
    left = {line.key: str(line.amount) for line in review.charges.lines if line.item_id == "B"}
    assert left == {"high:interest:B": "EUR 20.00", "low:interest:B": "EUR -4.00"}
    assert not [w for w in review.charges.warnings if w.code == "fees.posted_elsewhere"]
