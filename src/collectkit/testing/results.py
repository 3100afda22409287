"""Hypothesis strategies for what the rooms answer: made by asking them, never invented.

Each draws one result of a drawn account. Where a room answers with several at once, one of them is
taken; the account or its day is drawn again where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.arrangements import PromiseState, promise_status
from collectkit.contact import Permit, permit
from collectkit.dates import add_days
from collectkit.fees import (
    ChargePosting,
    Comparison,
    LateCharges,
    PaymentAllocation,
    Payoff,
    allocate_payment,
    assess,
    compare,
    payoff,
)
from collectkit.ledger import (
    Account,
    AccountStatement,
    Aging,
    Buckets,
    CashReceived,
    Figures,
    Movement,
    Snapshot,
    account_statement,
    age,
    snapshot,
)
from collectkit.metrics import (
    Countback,
    Metric,
    PeriodFigures,
    dso_countback,
    period_metrics,
)
from collectkit.metrics import period_figures as gather
from collectkit.testing.account import accounts
from collectkit.testing.builders import (
    a_customer,
    a_late_charge,
    an_account,
    an_invoice,
    something_done,
)
from collectkit.testing.charges import NOTICES, late_charge_policies
from collectkit.testing.circumstances import done_facts, promises, waivers
from collectkit.testing.customer import customers
from collectkit.testing.facts import SPAN, invoices, receipts
from collectkit.testing.policies import contact_rules, promise_rules
from collectkit.testing.values import amounts, calendars, days

__all__ = [
    "account_statements",
    "agings",
    "buckets",
    "cash_received",
    "charge_postings",
    "comparisons",
    "countbacks",
    "figures",
    "late_charges",
    "metrics",
    "movements",
    "payment_allocations",
    "payoffs",
    "period_figures",
    "permits",
    "promise_states",
    "snapshots",
]

T = TypeVar("T")

_LATEST = add_days(SPAN[1], 60)
_ACCOUNTS = accounts()
_LATE_DAYS = st.integers(0, 60).map(lambda n: add_days(_LATEST, -n))
_CODES = ("EUR", "JPY")
_CHANNELS = ("email", "letter", "phone", "sms")


def reading_days() -> SearchStrategy[date]:
    """Days on which to read an account: within the span of its facts, and two months after it."""
    return st.integers(0, (_LATEST - SPAN[0]).days).map(lambda n: add_days(SPAN[0], n))


def one_of(found: SearchStrategy[Sequence[T]]) -> SearchStrategy[T]:
    """One of what is drawn, drawn again where there is nothing."""
    return found.filter(bool).flatmap(st.sampled_from)


@st.composite
def debtors(draw: st.DrawFn, *, customer_id: str = "C-1") -> Account:
    """Accounts with an invoice on which nothing was paid; every second without circumstances."""
    account = draw(accounts(customer_id=customer_id, circumstances=draw(st.booleans())))
    unpaid = invoices(
        id="OPEN", customer_id=customer_id, currency="EUR", kinds=("invoice",), max_units=1_000
    )
    return account.with_(invoices=(draw(unpaid),))


# -- ledger --------------------------------------------------------------------------------------
def snapshots(book: SearchStrategy[Account] = _ACCOUNTS) -> SearchStrategy[Snapshot]:
    """Accounts of `book` read within the span of their facts or after it.

    Some as far as was known on an earlier or later day.
    """
    return st.builds(
        lambda account, day, known_at: snapshot(account, as_of=day, known_at=known_at),
        book,
        reading_days(),
        st.none() | st.none() | reading_days(),
    )


def buckets() -> SearchStrategy[Buckets]:
    """One to five buckets' bounds."""
    bounds = st.lists(st.integers(0, 120), min_size=1, max_size=5, unique=True)
    return bounds.map(lambda found: Buckets(*sorted(found)))


def agings() -> SearchStrategy[Aging]:
    """Agings of one account, by due date and by issue date, under every rule of unapplied money."""
    return st.builds(
        age,
        snapshots(),
        buckets=buckets(),
        by=st.sampled_from(("due_date", "issue_date")),
        unapplied=st.sampled_from(("own_row", "own_age", "oldest_first", "exclude")),
    )


def account_statements() -> SearchStrategy[AccountStatement]:
    """Statements of periods of up to ninety days."""
    return st.builds(
        lambda account, end, length: account_statement(
            account, start=add_days(end, -length), end=end
        ),
        accounts(),
        reading_days(),
        st.integers(0, 90),
    )


def movements() -> SearchStrategy[Movement]:
    """Single changes of what a customer owes."""
    return one_of(snapshots(debtors()).map(lambda read: read.movements(SPAN[0], read.as_of)))


def figures() -> SearchStrategy[Figures]:
    """The totals of an account in one currency, of zeroes where it has nothing in it."""
    return st.builds(lambda read, code: read.figures(code), snapshots(), st.sampled_from(_CODES))


def cash_received() -> SearchStrategy[CashReceived]:
    """Payments that stand, and refunds of payments."""
    paid = st.builds(
        lambda account, receipt: account.with_(receipts=(receipt,)), accounts(), receipts(id="PAY")
    )
    return one_of(snapshots(paid).map(lambda read: read.cash_received))


# -- fees ---------------------------------------------------------------------------------------
def late_payers() -> SearchStrategy[Account]:
    """Accounts of one invoice that was due within the span of facts, and nothing paid."""
    owed = amounts("EUR", min_units=1_000, max_units=1_000_000)
    return st.builds(an_invoice, id=st.just("OPEN"), amount=owed, due_on=days(*SPAN)).map(
        an_account
    )


@st.composite
def late_charges(draw: st.DrawFn) -> LateCharges:
    """What drawn policies charge a drawn account; some of it given up, some posted already.

    Notices that a fee may wait for are recorded, and steps that charge one are taken.
    """
    policy = draw(late_charge_policies(tables=True))
    account, day = draw(late_payers() | debtors()), draw(_LATE_DAYS | reading_days())
    posted = st.builds(
        a_late_charge,
        charge_for=st.just("OPEN"),
        charge_kind=st.sampled_from(("interest", "fee")),
        amount=amounts("EUR", min_units=1, max_units=50),
        issued_on=st.just(day),
    )
    notices = st.builds(
        something_done,
        kind=st.just("notice"),
        code=st.sampled_from(NOTICES),
        status=st.sampled_from(("sent", "delivered")),
        on=reading_days(),
        items=st.just(()),
    )
    account = account.with_(
        waivers=draw(st.lists(waivers(("OPEN",), currency="EUR"), max_size=1)),
        invoices=draw(st.lists(posted, max_size=1)),
        done=draw(st.lists(notices, max_size=1)),
    )
    by_level = [fee.id for fee in policy.fees if fee.when == "level"]
    taken = [(draw(reading_days()), fee, ()) for fee in by_level]
    return assess(snapshot(account, as_of=day), policy, levels=taken)


def charge_postings() -> SearchStrategy[ChargePosting]:
    """Rows to book, debits and credits."""
    return one_of(late_charges().map(lambda charges: charges.postings()))


@st.composite
def payoffs(draw: st.DrawFn) -> Payoff:
    """What settles a drawn account, on the day it is read or up to a month later."""
    read = draw(snapshots(late_payers() | debtors()))
    on = add_days(read.as_of, draw(st.integers(0, 30)))
    quotes = payoff(read, draw(late_charge_policies(tables=True)), on=on)
    assume(quotes)  # an account of the days before its first invoice has nothing to quote
    return draw(st.sampled_from(quotes))


def comparisons() -> SearchStrategy[Comparison]:
    """A drawn account under one to three drawn policies."""
    policies = st.dictionaries(
        st.sampled_from(("ours", "theirs", "statute")),
        late_charge_policies(tables=True),
        min_size=1,
    )
    return st.builds(compare, snapshots(late_payers() | debtors()), policies)


def payment_allocations() -> SearchStrategy[PaymentAllocation]:
    """Money divided over what a drawn account owes, by items and across them."""
    orders = st.permutations(("costs", "interest", "principal")).map(tuple)
    return st.builds(
        allocate_payment,
        amounts("EUR", min_units=1, max_units=200_000),
        snapshots(late_payers() | debtors()),
        order=orders,
        items=st.sampled_from(("oldest_due", "pro_rata")),
        across=st.sampled_from(("item", "component")),
    )


# -- arrangements and contact --------------------------------------------------------------------
@st.composite
def promise_states(draw: st.DrawFn) -> PromiseState:
    """Promises in every status, with a payment near each."""
    account, code = draw(accounts()), draw(st.sampled_from(_CODES))
    named = account.invoices if draw(st.booleans()) else ()
    promise = draw(promises(named, id="P-9", currency=code))
    near = (promise.promised_on, add_days(promise.pay_by, 5))
    paid = draw(receipts(id="PAY", currency=code, span=near))
    read = snapshot(
        account.with_(promises=(promise,), receipts=(paid,)), as_of=draw(reading_days())
    )
    return promise_status(promise, read, rules=draw(promise_rules()))


@st.composite
def permits(draw: st.DrawFn) -> Permit:
    """Contacts allowed and refused, most of them soon after another one."""
    letters = reading_days().map(lambda day: something_done(on=day, items=()))
    history = draw(st.lists(letters | done_facts(), max_size=3))
    last = max((done.on for done in history), default=SPAN[0])
    return permit(
        tuple(draw(st.lists(st.sampled_from(_CHANNELS), min_size=1, unique=True))),
        history,
        on=add_days(last, draw(st.integers(0, 14))),
        customer=draw(st.just(a_customer()) | customers()),
        rules=draw(contact_rules()),
        calendar=draw(calendars(*SPAN)),
    )


# -- metrics -------------------------------------------------------------------------------------
def period_figures() -> SearchStrategy[PeriodFigures]:
    """One currency of an account over a period of up to ninety days."""

    def over(read: Snapshot, length: int) -> tuple[PeriodFigures, ...]:
        return gather([read], start=add_days(read.as_of, -length), end=read.as_of)

    return one_of(st.builds(over, snapshots(debtors()), st.integers(0, 90)))


def metrics() -> SearchStrategy[Metric]:
    """Every metric of a period, some of them undefined."""
    return period_figures().map(period_metrics).flatmap(st.sampled_from)


def countbacks() -> SearchStrategy[Countback[Decimal] | Countback[float]]:
    """Days by count-back, of Decimals and of floats."""
    return _counted(int) | _counted(float)


def _counted(kind: type[int] | type[float]) -> SearchStrategy[Any]:
    number = st.integers(0, 100).map(kind)
    periods = st.lists(st.tuples(number, st.integers(1, 31)), max_size=4)
    return st.builds(dso_countback, number, periods)
