"""Laws of payments: where a receipt goes, and that the ledger then says the same."""

from __future__ import annotations

import decimal
from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from collectkit.dates import add_days
from collectkit.fees import FlatFee, Interest, LateChargePolicy, LateCharges, assess
from collectkit.fees.allocation import (
    AllocationLine,
    AllocationOrder,
    PaymentAllocation,
    allocate_payment,
)
from collectkit.ledger import Account, Invoice, Receipt, Snapshot, snapshot
from collectkit.money import Money, Percent, total
from collectkit.testing import a_late_charge, a_receipt, accounts
from collectkit.testing.facts import SPAN

# After everything has happened: bounces, refunds and ends come up to forty days after the span.
AS_OF = add_days(SPAN[1], 60)
# The amounts are a few cents: a high rate makes interest of them.
POLICY = LateChargePolicy(
    id="own",
    interest=Interest(rate=Percent(100)),
    fees=(FlatFee(id="fee", amounts=(Money("0.07", "EUR"), Money("5", "JPY"))),),
)
HOSTILE = decimal.Context(prec=1, rounding=decimal.ROUND_UP, traps=[decimal.InvalidOperation])

Across = Literal["item", "component"]

days = st.integers(0, 120).map(lambda n: add_days(SPAN[0], n))
currencies = st.sampled_from(("EUR", "EUR", "JPY"))
across = st.sampled_from(("item", "component"))
units = st.integers(1, 120)


@st.composite
def books(draw: st.DrawFn) -> Account:
    """Accounts with posted late charges on their items and invoices, and on nothing."""
    account = draw(accounts(circumstances=False))
    trade = [i for i in account.invoices if i.kind != "credit_note" and i.nature == "trade"]
    notes: list[Invoice] = []
    for n in range(draw(st.integers(0, 3))):
        of = draw(st.sampled_from(trade)) if trade else None
        names = (None,) if of is None else (of.id, *of.item_ids, None)
        notes.append(
            a_late_charge(
                id=f"N{n}",
                charge_for=draw(st.sampled_from(names)),
                charge_kind=draw(st.sampled_from(("interest", "fee", "costs", None))),
                amount=Money.from_minor_units(
                    draw(st.integers(1, 20)), "EUR" if of is None else of.currency
                ),
                issued_on=add_days(SPAN[0], draw(st.integers(0, 60))),
            )
        )
    return account.with_(invoices=notes)


@st.composite
def orders(draw: st.DrawFn) -> AllocationOrder:
    names: Any = draw(st.sampled_from((("costs",), ("costs", "fee"))))
    return tuple(draw(st.permutations(("principal", "interest", *names))))


@st.composite
def questions(draw: st.DrawFn, *, strategies: tuple[str, ...] = ()) -> dict[str, Any]:
    """An account, a day, and everything that can be asked of them."""
    account, as_of, currency = draw(books()), draw(days), draw(currencies)
    read = snapshot(account, as_of=as_of)
    items = draw(st.sampled_from(strategies or ("oldest_due", "reference", "pro_rata")))
    names = [n for i in read.items if i.currency == currency for n in (i.id, i.invoice.id)]
    reference: tuple[str, ...] = ()
    if items == "reference" and names:
        reference = tuple(draw(st.lists(st.sampled_from(names), max_size=3)))
    return {
        "receipt": Money.from_minor_units(draw(units), currency),
        "facts": read,
        "order": draw(orders()),
        "items": items,
        "across": draw(across),
        "reference": reference,
        "charges": assess(read, POLICY) if draw(st.booleans()) else None,
    }


def rank(component: str, order: AllocationOrder) -> int:
    named: tuple[str, ...] = order
    return named.index("costs" if component == "fee" and "fee" not in named else component)


def by_debt(lines: Iterable[AllocationLine]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for line in lines:
        found[line.item_id] += line.amount.minor_units
    return found


def by_claim(lines: Iterable[AllocationLine]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for line in lines:
        key = (line.item_id, line.component, line.document_id, line.installment, line.posted)
        found[key] += line.amount.minor_units
    return found


def due_of(read: Snapshot, item_id: str | None) -> tuple[date, str]:
    (item,) = read.parts(item_id or "")
    return item.due_on or date.max, item.id


# -- sums ------------------------------------------------------------------------------------------
@given(questions())
def test_nothing_is_lost(asked: dict[str, Any]) -> None:
    found = allocate_payment(**asked)
    read, charges, currency = asked["facts"], asked["charges"], found.amount.currency
    paid = total((line.amount for line in found.lines), currency)
    rest = total((line.amount for line in found.remaining), currency)
    assert paid + found.left == asked["receipt"] == found.amount
    owed = total((item.open for item in read.open if item.currency == currency), currency)
    for line in () if charges is None else charges.lines:
        if line.gross.currency == currency and line.amount.amount > 0:
            owed = owed + line.amount
    assert paid + rest == owed == found.owed
    assert found.left.is_zero or not found.remaining
    for line in (*found.lines, *found.remaining):
        assert line.amount.amount > 0
    for lines in (found.lines, found.remaining):
        assert len(by_claim(lines)) == len(lines)


# -- the order -------------------------------------------------------------------------------------
@given(questions(strategies=("oldest_due", "pro_rata")))
def test_no_later_component_is_paid_while_an_earlier_one_is_open(asked: dict[str, Any]) -> None:
    found, order = allocate_payment(**asked), asked["order"]
    everywhere = asked["across"] == "component"
    for paid in found.lines:
        for rest in found.remaining:
            if everywhere or paid.item_id == rest.item_id:
                assert rank(paid.component, order) <= rank(rest.component, order)


@given(questions(strategies=("oldest_due",)))
def test_no_younger_debt_is_paid_while_an_older_one_is_open(asked: dict[str, Any]) -> None:
    found, order, read = allocate_payment(**asked), asked["order"], asked["facts"]
    for paid in found.lines:
        for rest in found.remaining:
            same = rank(paid.component, order) == rank(rest.component, order)
            if asked["across"] == "item" or same:
                assert due_of(read, paid.item_id) <= due_of(read, rest.item_id)


@given(questions(strategies=("reference",)))
def test_what_is_named_is_paid_before_what_is_not(asked: dict[str, Any]) -> None:
    asked["across"] = "item"
    found, read = allocate_payment(**asked), asked["facts"]
    named = {part.id for name in asked["reference"] for part in read.parts(name)}

    def is_named(line: AllocationLine) -> bool:
        notes = {line.document_id} if line.posted and line.component != "principal" else set()
        return bool(({line.item_id} | notes) & named)

    if any(not is_named(line) for line in found.lines):
        assert not any(
            # A note that is named has left the debt of its item behind.
            is_named(line)
            for line in found.remaining
        )


@given(questions(strategies=("pro_rata",)))
def test_shares_are_within_a_minor_unit_of_the_exact_ones(asked: dict[str, Any]) -> None:
    found, order = allocate_payment(**asked), asked["order"]
    groups: list[set[int]] = [set(range(4))]
    if asked["across"] == "component":
        groups = [{n} for n in range(4)]
    for group in groups:
        paid = by_debt(line for line in found.lines if rank(line.component, order) in group)
        rest = by_debt(line for line in found.remaining if rank(line.component, order) in group)
        owed = paid + rest
        for debt, units_owed in owed.items():
            exact = Fraction(paid.total() * units_owed, owed.total())
            assert abs(paid[debt] - exact) < 1


@given(questions(strategies=("reference",)))
def test_naming_nothing_is_oldest_due(asked: dict[str, Any]) -> None:
    asked["reference"] = ()
    assert allocate_payment(**asked) == allocate_payment(**(asked | {"items": "oldest_due"}))


# -- what changes nothing --------------------------------------------------------------------------
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_facts_is_irrelevant(asked: dict[str, Any], random: Any) -> None:
    account, shuffled = asked["facts"].account, {}
    for name in ("invoices", "receipts", "allocations", "adjustments"):
        facts = list(getattr(account, name))
        random.shuffle(facts)
        shuffled[name] = tuple(facts)
    again = Account(customer=account.customer, **shuffled)
    given_anew = asked | {"facts": again, "as_of": asked["facts"].as_of}
    assert allocate_payment(**given_anew) == allocate_payment(**asked)


@given(questions())
def test_the_decimal_context_of_the_host_is_irrelevant(asked: dict[str, Any]) -> None:
    plain = allocate_payment(**asked)
    with decimal.localcontext(HOSTILE):
        again = allocate_payment(**asked)
        assert again == plain
        assert (again.explain(), again.owed) == (plain.explain(), plain.owed)


# -- the ledger ------------------------------------------------------------------------------------
def received(units: int, currency: str, id: str) -> Receipt:
    return a_receipt(id=id, amount=Money.from_minor_units(units, currency), received_on=AS_OF)


def apply(
    account: Account, receipt: Receipt, charges: LateCharges | None, **options: Any
) -> tuple[PaymentAllocation, Account]:
    """The allocation of a receipt, and the account with it."""
    found = allocate_payment(receipt, account, charges=charges, **options)
    facts = found.allocations(AS_OF, receipt.id)
    return found, account.with_(receipts=(receipt,), allocations=facts)


def left_to_charge(charges: LateCharges, currency: str) -> Counter[tuple[str | None, str]]:
    found: Counter[tuple[str | None, str]] = Counter()
    for line in charges.lines:
        if line.gross.currency == currency and line.amount.amount > 0:
            found[line.invoice_id, line.kind] += line.amount.minor_units
    return found


def paid_for(charges: LateCharges, currency: str) -> Money:
    return total((c.paid for c in charges.lines if c.gross.currency == currency), currency)


@given(
    books(), orders(), currencies, units, across,
    st.sampled_from(("oldest_due", "pro_rata")), st.booleans(),
)  # fmt: skip
def test_the_ledger_shows_what_remains(
    account: Account,
    order: AllocationOrder,
    currency: str,
    amount: int,
    across: Across,
    items: str,
    charged: bool,
) -> None:
    before = assess(account, POLICY, as_of=AS_OF)
    found, after = apply(
        account, received(amount, currency, "PAY"), before if charged else None,
        order=order, across=across, items=items,
    )  # fmt: skip
    read = snapshot(after, as_of=AS_OF)
    open_now: Counter[Any] = Counter()
    for item in read.open:
        if item.currency == currency:
            number = item.number if len(item.invoice.installments) > 1 else None
            open_now[item.invoice.id, number] += item.open.minor_units
    remaining: Counter[Any] = Counter()
    for line in found.remaining:
        if line.posted:
            remaining[line.document_id, line.installment] += line.amount.minor_units
    assert open_now == remaining
    held = [u.amount for u in read.unapplied if u.source_id == "PAY"]
    assert held == ([] if found.left.is_zero else [found.left])
    assert len(read.problems) == len(snapshot(account, as_of=AS_OF).problems)
    # Charges: what was paid of them here is what they are lower by.
    paid: Counter[tuple[str | None, str]] = Counter()
    for line in found.lines:
        if not line.posted:
            paid[line.invoice_id, line.component] += line.amount.minor_units
    again = assess(after, POLICY, as_of=AS_OF)
    assert left_to_charge(again, currency) == left_to_charge(before, currency) - paid
    more = paid_for(again, currency) - paid_for(before, currency)
    assert more == Money.from_minor_units(paid.total(), currency)


@given(books(), orders(), currencies, units, units, across, st.booleans())
def test_two_receipts_go_where_one_goes(
    account: Account,
    order: AllocationOrder,
    currency: str,
    first: int,
    second: int,
    across: Across,
    charged: bool,
) -> None:
    def charges(of: Account) -> LateCharges | None:
        return assess(of, POLICY, as_of=AS_OF) if charged else None

    options: dict[str, Any] = {"order": order, "across": across}
    once, _ = apply(account, received(first + second, currency, "PAY"), charges(account), **options)
    one, between = apply(account, received(first, currency, "PAY-1"), charges(account), **options)
    other, _ = apply(between, received(second, currency, "PAY-2"), charges(between), **options)
    assert by_claim(one.lines) + by_claim(other.lines) == by_claim(once.lines)
    assert other.remaining == once.remaining
    assert one.left + other.left == once.left


@given(books(), orders(), currencies, units)
def test_a_receipt_already_held_goes_where_it_goes_anew(
    account: Account, order: AllocationOrder, currency: str, amount: int
) -> None:
    receipt = received(amount, currency, "PAY")
    held = account.with_(receipts=(receipt,))
    anew = allocate_payment(receipt, account, order=order)
    assert allocate_payment(receipt, held, order=order) == anew
