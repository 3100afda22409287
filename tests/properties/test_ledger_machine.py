"""A ledger lived day by day: facts are entered as they become known, and the past is asked again.

`today` is the day of knowledge. A fact entered today may be dated earlier (late knowledge), today
or ahead; it is known from today on, or from its own day where that lies ahead. So what was said of
an evening, as far as known on an evening before today, never changes again.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)
from tests.properties.ledger_books import Books, Row, What, day
from tests.properties.ledger_facts import (
    ABOUT_A_DEBT,
    ABOUT_A_NOTE,
    ABOUT_A_PAYMENT,
    fact_of,
    money,
)
from tests.properties.ledger_machine import (
    CODES,
    assert_balanced,
    assert_grouped_from_loose_facts,
    assert_order_does_not_matter,
    assert_read_again_as_written,
    assert_reading,
    assert_refused,
    assert_rolled_forward,
    assert_twice_is_once,
    said,
    standing,
)

from collectkit.errors import CollectkitError, CurrencyMismatch, InvalidFact, UnknownReference
from collectkit.ledger import Account, payment, snapshot
from collectkit.ledger.registry import FIELDS, Fact
from collectkit.testing import a_customer, a_discount_window, a_tax_line


class When(NamedTuple):
    """Days that pass before a fact is entered, its own day from there, and known already or not."""

    wait: int
    offset: int
    already: bool


# Days meet often: most lie a multiple of ten from each other.
WHEN = st.builds(
    When,
    st.sampled_from((0, 0, 0, 0, 10, 3)),
    st.sampled_from((0, 0, -10, -20, 10)) | st.integers(-30, 6),
    st.booleans(),
)
SOME_DAYS_AGO = When(0, -20, True)
UNITS = st.integers(1, 40)
SHARES = st.sampled_from(("part", "full", "excess"))
PARTS = st.lists(st.tuples(st.none() | st.integers(-3, 40), UNITS), min_size=1, max_size=3)
PART = st.sampled_from((0, 0, 0, 1, 2, 3))
CODE = st.sampled_from((*CODES[:1] * 4, *CODES))
COMPONENTS = st.sampled_from(("principal",) * 6 + ("interest", "fee", "costs"))
CHANCE = st.randoms(use_true_random=False)
BACK = st.integers(-10, 60)


class LedgerMachine(RuleBasedStateMachine):
    debts: Bundle[str] = Bundle("debts")
    notes: Bundle[str] = Bundle("notes")
    payments: Bundle[str] = Bundle("payments")
    sources: Bundle[str] = Bundle("sources")  # payments and credit notes
    uses: Bundle[str] = Bundle("uses")
    open_disputes: Bundle[str] = Bundle("open_disputes")

    def __init__(self) -> None:
        super().__init__()
        self.today = 40
        self.account = Account(customer=a_customer())
        self.books = Books()
        self.remembered: dict[tuple[int, int], Any] = {}
        self.count = 0

    # -- how facts are entered -------------------------------------------------------------------
    def new(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count:03}"

    def row(self, what: What, id: str, when: When, **fields: Any) -> Row:
        """A row of a day around today; the days to wait pass first."""
        if when.wait:
            self.pass_days(when.wait)
        on = self.today + when.offset
        known = self.today if when.offset < 0 or when.already else on
        return Row(what=what, id=id, on=on, known=known, **fields)

    def enter(self, row: Row, **more: Any) -> str:
        """Write it down on both sides; `recorded_on` is left out where it says nothing."""
        event(f"entered: {row.what} {row.kind}".rstrip())
        if row.known > row.on:
            event(f"known late: {row.what}")
        recorded_on = None if row.known == row.on else day(row.known)
        fact = fact_of(row, recorded_on, **more)
        self.books.rows.append(row)
        self.take(fact)
        return row.id

    def take(self, fact: Fact) -> None:
        name = next(name for name, kind in FIELDS.items() if isinstance(fact, kind))
        self.account = self.account.with_(customer=None, **{name: (fact,)})

    def refuse(self, misfit: str, fact: Fact, error: type[CollectkitError], field: str) -> None:
        event(f"refused: {misfit}")
        assert_refused(self.account, fact, error, field, first=False)

    # -- debts and credits -----------------------------------------------------------------------
    @initialize(target=debts, units=UNITS, parts=PARTS)
    def owe_something(self, units: int, parts: list[tuple[int | None, int]]) -> Any:
        alone: list[tuple[int | None, int]] = [(30, units)]
        debts = (("EUR", alone), ("EUR", parts), ("JPY", alone))
        owed = [self._issue(code, part, SOME_DAYS_AGO, "invoice") for code, part in debts]
        return multiple(*owed, self.charge(owed[0], units, SOME_DAYS_AGO))

    @initialize(targets=(payments, sources), units=UNITS, rest=UNITS)
    def receive_something(self, units: int, rest: int) -> Any:
        money_in = (("EUR", units), ("EUR", rest), ("JPY", units))
        return multiple(*(self.receive_units(code, n, SOME_DAYS_AGO) for code, n in money_in))

    @initialize(targets=(notes, sources), units=UNITS)
    def credit_something(self, units: int) -> str:
        return self.enter(self.row("note", self.new("CN"), SOME_DAYS_AGO, code="EUR", units=units))

    @rule(
        target=debts, code=CODE, parts=PARTS, when=WHEN, debit_note=st.booleans(),
        discount=st.booleans(), tax=st.booleans(),
    )  # fmt: skip
    def issue(
        self, code: str, parts: list[tuple[int | None, int]], when: When, debit_note: bool,
        discount: bool, tax: bool,
    ) -> str:  # fmt: skip
        first, more = parts[0][1], dict[str, Any]()
        if discount:
            event("issue: with a discount window")
            off = money(first // 5, code)
            payable, base = money(first - first // 5, code), money(first, code)
            window = a_discount_window(discount=off, payable=payable, base=base)
            more["discounts"] = (window,)
        if tax:
            event("issue: with tax")
            line = a_tax_line(base=money(first, code), amount=money(first // 5, code))
            more["tax"] = (line,)
        event(f"issue: in {len(parts)} parts")
        return self._issue(code, parts, when, "debit_note" if debit_note else "invoice", **more)

    def _issue(
        self, code: str, parts: list[tuple[int | None, int]], when: When, kind: str, **more: Any
    ) -> str:
        row = self.row("debt", self.new("INV"), when, code=code, kind=kind)
        row.parts = tuple((None if n is None else row.on + n, units) for n, units in parts)
        return self.enter(row, **more)

    @rule(target=debts, debt=debts, units=UNITS, when=WHEN)
    def charge_for_being_late(self, debt: str, units: int, when: When) -> str:
        return self.charge(debt, units, when)

    def charge(self, debt: str, units: int, when: When) -> str:
        row = self.row("debt", self.new("FEE"), when, code=self.books[debt].code, debt=debt)
        row.kind, row.parts = "late_charge", ((row.on, units),)
        return self.enter(row)

    @rule(targets=(notes, sources), code=CODE, units=UNITS, when=WHEN)
    def issue_a_credit_note(self, code: str, units: int, when: When) -> str:
        return self.enter(self.row("note", self.new("CN"), when, code=code, units=units))

    # -- money in --------------------------------------------------------------------------------
    @rule(targets=(payments, sources), code=CODE, units=UNITS, when=WHEN)
    def receive(self, code: str, units: int, when: When) -> str:
        """Left unapplied until it is applied."""
        return self.receive_units(code, units, when)

    def receive_units(self, code: str, units: int, when: When) -> str:
        return self.enter(self.row("payment", self.new("PAY"), when, code=code, units=units))

    @rule(targets=(payments, sources), debt=debts, share=SHARES, units=UNITS, when=WHEN)
    def pay(self, debt: str, share: str, units: int, when: When) -> str:
        """Received and applied on one day."""
        event(f"pay: {share}")
        came = self.row("payment", self.new("PAY"), when, code=self.books[debt].code)
        came.units = self.sized(debt, share, units)
        use = Row(what="use", on=came.on, known=came.known, code=came.code, units=came.units,
                  debt=debt, source=came.id, kind="principal")  # fmt: skip
        invoice = next(invoice for invoice in self.account.invoices if invoice.id == debt)
        both = payment(invoice, on=day(came.on), amount=money(came.units, came.code), id=came.id)
        assert both == (fact_of(came), fact_of(use))
        self.enter(came)
        self.enter(use)
        return came.id

    def sized(self, debt: str, share: str, units: int) -> int:
        """A part of what is open today, all of it, or more."""
        page = self.books.page(self.today)
        owed = page.owed(debt) if debt in page.debts else 0
        size = {"part": units % max(owed, 1), "full": owed, "excess": owed + units}[share]
        return size or units

    @precondition(lambda self: self.lost())
    @rule(target=uses, pick=st.integers(0, 20), source=sources, units=UNITS, when=WHEN)
    def recover(self, pick: int, source: str, units: int, when: When) -> str | MultipleResults[str]:
        """Money comes in on what was written off; credit does not."""
        lost = self.lost()
        event(f"recover: with a {self.books[source].what}")
        return self._apply(lost[pick % len(lost)], source, units, 0, "principal", when)

    def lost(self) -> list[str]:
        page = self.books.page(self.today)
        return [d.id for d in page.debts.values() if any(page.lost(item) for item in d.items)]

    @rule(
        target=uses, debt=debts, share=SHARES, units=UNITS, when=WHEN, kind=COMPONENTS,
        named=st.booleans(),
    )  # fmt: skip
    def pay_without_a_receipt(
        self, debt: str, share: str, units: int, when: When, named: bool, kind: str
    ) -> str | MultipleResults[str]:
        """An allocation that brings its own money; nameless ones of a day share a receipt."""
        event(f"pay without a receipt: {share}")
        row = self.row("use", self.new("OWN") if named else "", when, debt=debt, kind=kind)
        row.code, row.units = self.books[debt].code, self.sized(debt, share, units)
        if not named:
            self.enter(replace(row, units=units))
        return self.enter(row) or multiple()

    @rule(
        target=uses, debt=debts, source=sources, units=UNITS, part=PART, kind=COMPONENTS,
        when=WHEN,
    )  # fmt: skip
    def apply(
        self, debt: str, source: str, units: int, part: int, kind: str, when: When
    ) -> str | MultipleResults[str]:
        """Money or credit of before; perhaps more than is left or owed, perhaps a misfit."""
        return self._apply(debt, source, units, part, kind, when)

    @rule(
        target=uses, first=debts, second=debts, source=sources, when=WHEN, back=st.booleans(),
        units=UNITS,
    )  # fmt: skip
    def spread(
        self, first: str, second: str, source: str, when: When, back: bool, units: int
    ) -> Any:
        """One source over two debts on one day; sometimes part of it is paid out again."""
        event("spread")
        size = self.books[source].units // 2 + 1
        one = self._apply(first, source, size, 0, "principal", when)
        two = self._apply(second, source, size, 0, "principal", when._replace(wait=0))
        if back:
            self._refund(source, "part", units, when._replace(wait=0))
        return multiple(*(use for use in (one, two) if isinstance(use, str)))

    def _apply(
        self, debt: str, source: str, units: int, part: int, kind: str, when: When
    ) -> str | MultipleResults[str]:
        owed, came = self.books[debt], self.books[source]
        row = self.row("use", self.new("A"), when, code=owed.code, units=units, debt=debt)
        row.source, row.part, row.kind = source, part, kind
        if part > len(owed.parts):
            self.refuse("apply to a part", fact_of(row), UnknownReference, "installment")
            return multiple()
        if owed.code != came.code:
            self.refuse("apply another currency", fact_of(row), CurrencyMismatch, "amount")
            return multiple()
        event(f"apply: a {came.what}")
        return self.enter(row)

    @rule(use=consumes(uses), when=WHEN)
    def end_an_allocation(self, use: str, when: When) -> None:
        """From a day of before or ahead, known from today on."""
        event("end an allocation")
        row = self.books[use]
        ended = self.row("use", use, when)
        row.ended = (max(ended.on, row.on), max(ended.known, self.today))
        given = next(fact for fact in self.account.allocations if fact.id == use)
        self.take(replace(given, ended_on=day(row.ended[0]), ended_recorded_on=day(row.ended[1])))

    # -- money out -------------------------------------------------------------------------------
    @rule(target=debts, paid=payments, when=WHEN, fee=st.booleans(), units=UNITS)
    def bounce(self, paid: str, when: When, fee: bool, units: int) -> str | MultipleResults[str]:
        """The whole of a payment comes back, on its own day at the earliest and only once."""
        came = self.books[paid]
        row = self.row("bounce", self.new("B"), when, code=came.code, units=came.units)
        row.on, row.source = max(row.on, came.on), paid
        row.known = max(row.known, self.today)
        if any(back.source == paid for back in self.books.of("bounce")):
            self.refuse("bounce twice", fact_of(row), InvalidFact, "reverses")
            return multiple()
        self.enter(row)
        if not fee:
            return multiple()
        event("bounce: with a fee")
        charge = Row(what="debt", id=self.new("FEE"), on=row.on, known=row.known, code=row.code)
        charge.kind, charge.parts = "late_charge", ((row.on, units),)
        return self.enter(charge)

    @rule(source=sources, share=SHARES, units=UNITS, when=WHEN)
    def refund(self, source: str, share: str, units: int, when: When) -> None:
        self._refund(source, share, units, when)

    def _refund(self, source: str, share: str, units: int, when: When) -> None:
        came = self.books[source]
        before = sum(out.units for out in self.books.of("refund") if out.source == source)
        rest = came.units - before
        units = {"part": units % max(rest, 1), "full": rest, "excess": rest + units}[share] or units
        row = self.row("refund", self.new("REF"), when, code=came.code, units=units, source=source)
        if before + units > came.units:
            self.refuse("refund too much", fact_of(row), InvalidFact, "amount")
        else:
            event(f"refund: a {came.what}")
            self.enter(row)

    # -- balances lowered without money ----------------------------------------------------------
    @rule(debt=debts, share=SHARES, part=PART, units=UNITS, when=WHEN)
    def write_off(self, debt: str, share: str, part: int, units: int, when: When) -> None:
        self._cut(debt, "write_off", share, part, units, when)

    @rule(
        debt=debts, kind=st.sampled_from(("discount", "withholding")), share=SHARES, part=PART,
        units=UNITS, when=WHEN,
    )  # fmt: skip
    def discount_or_withhold(
        self, debt: str, kind: str, share: str, part: int, units: int, when: When
    ) -> None:
        self._cut(debt, kind, share, part, units, when)

    def _cut(self, debt: str, kind: str, share: str, part: int, units: int, when: When) -> None:
        owed = self.books[debt]
        row = self.row("cut", "" if units % 3 else self.new("ADJ"), when, code=owed.code)
        row.debt, row.part, row.kind = debt, part if part <= len(owed.parts) else 0, kind
        row.units = self.sized(debt, share, units)
        self.enter(row)

    # -- what stands around a debt and moves no money --------------------------------------------
    def enter_aside(self, row: Row, **more: Any) -> str:
        before = snapshot(self.account, as_of=day(self.today))
        self.enter(row, **more)
        assert snapshot(self.account, as_of=day(self.today)) == before
        return row.id

    @rule(target=open_disputes, debt=debts, when=WHEN)
    def open_a_dispute(self, debt: str, when: When) -> str:
        return self.enter_aside(self.row("dispute", self.new("D"), when, debt=debt))

    @rule(dispute=consumes(open_disputes), when=WHEN)
    def close_a_dispute(self, dispute: str, when: When) -> None:
        event("close a dispute")
        row = self.books[dispute]
        closed = max(self.row("dispute", dispute, when).on, row.on, self.today)
        row.ended = (closed, closed)
        given = next(fact for fact in self.account.disputes if fact.id == dispute)
        self.take(replace(given, closed_on=day(closed)))

    @rule(debt=debts, units=UNITS, paid=payments, when=WHEN)
    def promise(self, debt: str, units: int, paid: str, when: When) -> None:
        """And a direct debit for it: a hold that ends when the payment it waited for bounces."""
        row = self.row("promise", self.new("P"), when, debt=debt, units=units)
        row.code = self.books[debt].code
        self.enter_aside(row)
        self.enter_aside(self.row("hold", self.new("H"), when._replace(wait=0), source=paid))

    # -- what is refused -------------------------------------------------------------------------
    @rule(debt=debts, paid=payments, note=notes)
    def misfits(self, debt: str, paid: str, note: str) -> None:
        """What no book takes, whatever else it holds; rather of a payment refunded in part."""
        event("misfits")
        refunded = [out.source for out in self.books.of("refund")]
        paid = next((row.id for row in self.books.of("payment") if row.id in refunded), paid)
        for name, table in ((debt, ABOUT_A_DEBT), (paid, ABOUT_A_PAYMENT), (note, ABOUT_A_NOTE)):
            for make, error, field in table.values():
                fact = make(self.books[name])
                assert_refused(self.account, fact, error, field, first=True)
        invoice = next(invoice for invoice in self.account.invoices if invoice.id == note)
        with pytest.raises(InvalidFact, match="is not paid"):
            payment(invoice, on=day(self.today), amount=invoice.amount)

    # -- time ------------------------------------------------------------------------------------
    def pass_days(self, days: int) -> None:
        """Close this evening, and remember it and an earlier one as known this evening."""
        self.recall(list(self.remembered)[-1:])
        assert_reading(self.account, self.books, self.today, None)
        before = max((as_of for as_of, _ in self.remembered), default=self.today - 30)
        assert_rolled_forward(self.account, self.books, before + 1, self.today, None)
        for as_of in (self.today, self.today - 10):
            self.remembered[as_of, self.today] = self.told(as_of, self.today)
        self.today += days

    def told(self, as_of: int, known_at: int) -> Any:
        found = snapshot(self.account, as_of=day(as_of), known_at=day(known_at))
        return said(self.account, day(as_of), day(known_at)), standing(found)

    def recall(self, evenings: list[tuple[int, int]]) -> None:
        """What was said then, from what was known then, is said again."""
        for as_of, known_at in evenings:
            assert self.told(as_of, known_at) == self.remembered[as_of, known_at]

    @rule(days=st.integers(1, 30))
    def days_pass(self, days: int) -> None:
        event("days pass")
        self.pass_days(days)

    @precondition(lambda self: self.remembered)
    @rule()
    def recall_everything(self) -> None:
        event("recall everything")
        self.recall(list(self.remembered))
        for as_of, known_at in self.remembered:
            assert_balanced(self.account, self.books, as_of, known_at)
        for as_of in {as_of for as_of, _ in self.remembered}:
            assert_balanced(self.account, self.books, as_of, None)

    @rule(back=BACK, knew_back=st.none() | BACK)
    def look_back(self, back: int, knew_back: int | None) -> None:
        """Any evening, some ahead, as it is known now or was known on any other."""
        event("look back")
        known_at = None if knew_back is None else self.today - knew_back
        assert_reading(self.account, self.books, self.today - back, known_at)

    @precondition(lambda self: self.remembered)
    @rule(picks=st.tuples(st.integers(0, 50), st.integers(0, 50)), knew_back=st.none() | BACK)
    def roll_forward(self, picks: tuple[int, int], knew_back: int | None) -> None:
        """From one remembered evening to another."""
        event("roll forward")
        evenings = sorted({self.today, *(as_of for as_of, _ in self.remembered)})
        before, end = sorted(evenings[pick % len(evenings)] for pick in picks)
        known_at = None if knew_back is None else self.today - knew_back
        assert_rolled_forward(self.account, self.books, min(before + 1, end), end, known_at)

    # -- form ------------------------------------------------------------------------------------
    @rule(chance=CHANCE, back=BACK, knew_back=BACK)
    def rewrite(self, chance: Random, back: int, knew_back: int) -> None:
        """Shuffled, grouped from loose facts, and stored and loaded: the same account."""
        event("rewrite: shuffled, grouped, stored")
        as_of, known_at = day(self.today - back), day(self.today - knew_back)
        assert_order_does_not_matter(self.account, chance, as_of, known_at)
        assert_grouped_from_loose_facts(self.account, chance, as_of)
        assert_twice_is_once(self.account)
        assert_read_again_as_written(self.account, as_of, known_at)

    @invariant()
    def the_books_agree_today(self) -> None:
        assert_balanced(self.account, self.books, self.today, None)


class ManyLedgers(LedgerMachine):
    """The same, more often and longer."""


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(max_examples=30, stateful_step_count=40)
TestManyLedgers = pytest.mark.full(ManyLedgers.TestCase)
TestManyLedgers.settings = settings(max_examples=80, stateful_step_count=60)
