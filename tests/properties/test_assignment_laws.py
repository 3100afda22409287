"""Laws of what applies to whom: which rule counts, several ladders, several policies of charges."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collectkit import Account, review_account
from collectkit.fees import (
    FlatFee,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    Regime,
    assess,
    assess_each,
)
from collectkit.ledger import Customer, Invoice, Snapshot, snapshot
from collectkit.money import Money
from collectkit.policy import Assigned, Assignment, CollectionsPolicy, presets
from collectkit.policy.assignment import Level, Part
from collectkit.terms import PaymentTerms
from collectkit.testing import (
    SPAN,
    a_late_charge,
    accounts,
    assignments,
    customers,
    invoices,
    ladders,
    late_charge_policies,
    statutory_charges,
)

Levels = list[tuple[date, str, tuple[str, ...]]]

BASE = presets.b2b_standard(creditor="Example Ltd")
DAYS = st.dates(SPAN[0], SPAN[1] + timedelta(60))
LEVELS: tuple[Level, ...] = ("invoice", "customer", "segment")
PARTS: tuple[Part, ...] = ("terms", "late_charges", "ladder")


# -- which rule counts -----------------------------------------------------------------------------
FEE = FlatFee(id="fee", amounts=(Money("5.00", "EUR"),))
POLICY = BASE.replace(
    terms=tuple(PaymentTerms.net(days) for days in (10, 30, 60)),
    late_charges=tuple(LateChargePolicy(id=name, fees=(FEE,)) for name in ("c-0", "c-1", "c-2")),
    ladder=BASE.ladder.replace(id="l-0"),
    ladders=tuple(BASE.ladder.replace(id=name) for name in ("l-1", "l-2")),
)
DEFAULTS = {"terms": "net-10", "late_charges": "c-0", "ladder": "l-0"}
RULES = st.lists(
    assignments(
        terms=("net-10", "net-30", "net-60"),
        late_charges=("c-0", "c-1", "c-2"),
        ladders=("l-0", "l-1", "l-2"),
    ),
    max_size=6,
    unique_by=lambda rule: rule.id,
)


def is_about(rule: Assignment, customer: Customer, invoice: Invoice | None) -> bool:
    """Restated: what a rule lists, against what the facts say of themselves."""
    listed: dict[str, Collection[str]] = {
        "customers": [customer.id],
        "customer_tags": customer.tags,
        "segments": [] if customer.segment is None else [customer.segment],
        "customer_kinds": [customer.kind],
    }
    if invoice is not None:
        listed |= {"invoices": [invoice.id], "invoice_tags": invoice.tags}
    return any(name in getattr(rule, about) for about, names in listed.items() for name in names)


def level_of(rule: Assignment) -> str:
    """The level by the name of the one list that is filled."""
    lists = [name for name in type(rule).model_fields if name not in ("id", *PARTS)]
    (filled,) = [name for name in lists if getattr(rule, name)]
    return "segment" if filled == "customer_kinds" else filled.split("_")[0].removesuffix("s")


@settings(max_examples=200)
@given(RULES, customers(id="C-1"), st.none() | invoices(id="I1"), st.sampled_from(PARTS))
def test_the_first_rule_of_the_closest_level_counts(
    rules: list[Assignment], customer: Customer, invoice: Invoice | None, part: Part
) -> None:
    fitting = [
        (LEVELS.index(level_of(rule)), n)
        for n, rule in enumerate(rules)
        if getattr(rule, part) is not None and is_about(rule, customer, invoice)
    ]
    expected = Assigned(part=part, id=DEFAULTS[part], level="default")
    if fitting:
        level, n = min(fitting)
        expected = replace(
            expected, id=getattr(rules[n], part), level=LEVELS[level], rule=rules[n].id
        )
    policy = POLICY.replace(assignment=tuple(rules))
    assert policy.assigned(part, customer, invoice) == expected


# -- several ladders -------------------------------------------------------------------------------
@settings(max_examples=25, deadline=None)
@given(accounts(), DAYS, st.lists(ladders(), min_size=3, max_size=3), RULES)
def test_a_review_goes_by_the_ladder_assigned_as_if_there_were_no_other(
    account: Account, day: date, drawn: list[Any], rules: list[Assignment]
) -> None:
    first, *others = (ladder.replace(id=f"l-{n}") for n, ladder in enumerate(drawn))
    account = replace(account, done=tuple(done for done in account.done if done.on <= day))
    policy = POLICY.replace(ladder=first, ladders=tuple(others), assignment=tuple(rules))
    review = review_account(policy, account, as_of=day)
    its = policy.named_ladder(policy.assigned("ladder", account.customer).id)
    assert review.assigned[0].id == its.id
    kept = tuple(rule.replace(ladder=None) for rule in rules if rule.terms or rule.late_charges)
    only = policy.replace(ladder=its, ladders=(), assignment=kept)
    alone = review_account(only, account, as_of=day)
    assert replace(review, policy_digest="", assigned=()) == replace(
        alone, policy_digest="", assigned=()
    )


# -- the charges of a review -----------------------------------------------------------------------
@st.composite
def charging(draw: st.DrawFn) -> CollectionsPolicy:
    """A policy of three late charges, agreed or by a law, and who they are for."""
    one = late_charge_policies(tables=True) | statutory_charges()
    charges = tuple(draw(one).replace(id=name) for name in ("c-0", "c-1", "c-2"))
    return POLICY.replace(late_charges=charges, assignment=tuple(draw(RULES)))


@settings(max_examples=50, deadline=None)
@given(accounts(), DAYS, charging())
def test_a_review_charges_every_invoice_by_what_is_assigned_to_it(
    account: Account, day: date, policy: CollectionsPolicy
) -> None:
    account = replace(account, done=tuple(done for done in account.done if done.on <= day))
    review = review_account(policy, account, as_of=day)
    assert review.charges is not None
    trade = {item.invoice.id: item.invoice for item in review.snapshot.items if item.is_trade}
    for line in review.charges.lines:
        if line.invoice_id is not None:
            invoice = trade[line.invoice_id]
            its = policy.assigned("late_charges", account.customer, invoice)
            assert line.key.startswith(f"{its.id}:")
    named = {
        name: one.id
        for one in review.assigned
        if one.part == "late_charges"
        for name in (one.invoices or trade)
    }
    assert named == {
        name: policy.assigned("late_charges", account.customer, invoice).id
        for name, invoice in trade.items()
    }


# -- several policies on one account ---------------------------------------------------------------
@st.composite
def billed(draw: st.DrawFn) -> Account:
    """Accounts with posted charges that name an invoice or a part of one, and no key."""
    account = draw(accounts())
    names = sorted({name for one in account.invoices for name in (one.id, *one.item_ids)})
    notes = [
        a_late_charge(
            id=f"NOTE-{n}",
            charge_for=draw(st.sampled_from(names)),
            charge_kind=draw(st.sampled_from(("interest", "fee", "costs"))),
            amount=Money.from_minor_units(draw(st.integers(1, 20)), "EUR"),
            issued_on=draw(DAYS),
        )
        for n in range(draw(st.integers(0, 3)) if names else 0)
    ]
    return account.with_(invoices=notes)


def rules_of_charges() -> st.SearchStrategy[LateChargePolicy | Regime]:
    return late_charge_policies(tables=True) | statutory_charges().map(lambda of: of.regime)


@st.composite
def levels(draw: st.DrawFn, policy: LateChargePolicy, read: Snapshot) -> Levels | None:
    """Steps that set off fees of the policy, about all items or some; or nothing said."""
    fees = [fee.id for fee in policy.fees if fee.when == "level"]
    if not fees or draw(st.booleans()):
        return None
    items = [item.id for item in read.items]
    about = st.lists(st.sampled_from(items), max_size=2).map(tuple) if items else st.just(())
    one = st.tuples(DAYS, st.sampled_from(fees), about)
    return draw(st.lists(one, max_size=3))


@settings(max_examples=80, deadline=None)
@given(billed(), DAYS, rules_of_charges(), st.data())
def test_one_policy_for_all_items_is_an_assessment(
    account: Account, day: date, rule: LateChargePolicy | Regime, data: st.DataObject
) -> None:
    read = snapshot(account, as_of=day)
    policy = rule.policy if isinstance(rule, Regime) else rule
    steps = data.draw(levels(policy, read))
    everything = [item.id for item in read.items]
    found = assess_each(read, ((rule, everything),), levels=steps)
    if isinstance(rule, Regime):
        assert found == rule.assess(read, levels=steps)
    else:
        assert found == assess(read, rule, levels=steps)


def joins_items(policy: LateChargePolicy) -> bool:
    """Whether a fee depends on other items than the one it is for."""
    return any(
        fee.per == "customer" or getattr(fee, "base", None) == "overdue_balance"
        for fee in policy.fees
    )


def by_item(found: LateCharges, policy_id: str) -> dict[str, LateCharge]:
    """The lines, each with the key that it would have under `policy_id`."""
    return {
        (key := f"{policy_id}:{line.key.partition(':')[2]}"): replace(line, key=key)
        for line in found.lines
    }


@settings(max_examples=100, deadline=None)
@given(billed(), DAYS, late_charge_policies(tables=True), st.data())
def test_a_policy_and_its_copy_charge_every_item_as_one(
    account: Account, day: date, policy: LateChargePolicy, data: st.DataObject
) -> None:
    """Nothing joins the items of a policy but fees per customer, shares of what is overdue, and
    waivers of a stated amount, which go to what is charged first."""
    assume(not joins_items(policy))
    unstated = tuple(waiver for waiver in account.waivers if waiver.amount is None)
    read = snapshot(replace(account, waivers=unstated), as_of=day)
    steps = data.draw(levels(policy, read))
    trade = sorted({item.invoice.id for item in read.items})
    moved = data.draw(st.sets(st.sampled_from(trade))) if trade else set()
    here = [item.id for item in read.items if item.invoice.id not in moved]
    there = [item.id for item in read.items if item.invoice.id in moved]
    copy = policy.replace(id="copy")
    found = assess_each(read, ((policy, here), (copy, there)), levels=steps)
    assert by_item(found, policy.id) == by_item(assess(read, policy, levels=steps), policy.id)
    assert {line.key.partition(":")[0] for line in found.lines if line.invoice_id in moved} <= {
        "copy"
    }


@settings(max_examples=80, deadline=None)
@given(billed(), DAYS, late_charge_policies(), late_charge_policies(), st.data())
def test_relief_is_given_once(
    account: Account, day: date, one: LateChargePolicy, two: LateChargePolicy, data: st.DataObject
) -> None:
    """However the items are shared out, no more is waived than was stated, and every note and all
    money for charges is taken off at most once."""
    read = snapshot(account, as_of=day)
    trade = sorted({item.invoice.id for item in read.items})
    moved = data.draw(st.sets(st.sampled_from(trade))) if trade else set()
    here = [item.id for item in read.items if item.invoice.id not in moved]
    there = [item.id for item in read.items if item.invoice.id in moved]
    one, two = one.replace(id="one"), two.replace(id="two")
    found = assess_each(read, ((one, here), (two, there)))
    for currency in found.currencies:
        lines = [line for line in found.lines if line.gross.currency == currency]
        decided = [waiver for waiver in read.waivers if waiver.on <= day]
        if all(w.amount is not None for w in decided):
            stated = sum(
                w.amount.minor_units
                for w in decided
                if w.amount is not None and w.amount.currency == currency
            )
            assert sum(line.waived.minor_units for line in lines) <= stated
        assert all(Money.zero(currency) <= line.waived <= line.gross for line in lines)
        posted = [
            one.amount.minor_units
            for one in account.invoices
            if one.nature == "late_charge" and one.currency == currency and one.issued_on <= day
        ]
        assert sum(line.posted.minor_units for line in lines) <= sum(posted)
        paid = sum(
            posting.amount.minor_units
            for item in read.items
            if item.currency == currency
            for posting in item.postings
            if posting.kind == "charge"
        )
        assert sum(line.paid.minor_units for line in lines) <= paid
