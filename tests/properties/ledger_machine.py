"""What the ledger must say of an account, given the plain books kept beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any, get_args

import pytest
from tests.properties.ledger_books import BOUNDS, Books, Page, What, day

from collectkit.errors import CollectkitError, DuplicateId
from collectkit.ledger import (
    Account,
    AgedBalance,
    Buckets,
    Customer,
    Figures,
    Movement,
    Snapshot,
    StatementBalance,
    StatementLine,
    account_statement,
    accounts,
    age,
    dump,
    load,
    snapshot,
)
from collectkit.ledger.aging import AgeBy, UnappliedRule
from collectkit.ledger.registry import FIELDS, Fact
from collectkit.money import Money

CODES = ("EUR", "JPY")
AGES: tuple[AgeBy, ...] = get_args(AgeBy)
RULES: tuple[UnappliedRule, ...] = get_args(UnappliedRule)
# How movements and statements name what clears an item without a document of its own.
EFFECTS = {
    "write_off": -1, "discount": -1, "withholding": -1, "recovered": 1, "charge": 1,
}  # fmt: skip
STRANGER = Customer(id="C-0")


def asked(known_at: int | None) -> date | None:
    return None if known_at is None else day(known_at)


def units(amounts: Any, code: str) -> int:
    """The sum of those in one currency, in minor units."""
    return sum(amount.minor_units for amount in amounts if amount.currency == code)


def said(account: Account, as_of: date, known_at: date | None) -> dict[str, Any]:
    """Everything the ledger says of the money at a day and a state of knowledge."""
    found = snapshot(account, as_of=as_of, known_at=known_at)
    return {
        "snapshot": found,
        "cash": found.cash_received,
        "figures": [found.figures(code) for code in CODES],
        "episodes": [found.overdue_since(code) for code in CODES],
        "movements": found.movements(day(0), as_of),
        "aging": [age(found), age(found, by="issue_date", unapplied="oldest_first")],
        "statement": account_statement(
            account, start=min(day(20), as_of), end=as_of, known_at=known_at
        ),
    }


def standing(found: Snapshot) -> dict[What, set[str]]:
    """The disputes, holds and promises that stand at the snapshot's day."""
    return {
        "dispute": {d.id for d in found.disputes if d.stands(found.as_of)},
        "hold": {h.id for h in found.holds if h.stands(found.as_of)},
        "promise": {p.id for p in found.promises if p.promised_on <= found.as_of},
    }


# -- one evening ---------------------------------------------------------------------------------
def assert_reading(account: Account, books: Books, as_of: int, known_at: int | None) -> None:
    """Balances, totals, ages and what stands around them, on one evening."""
    found, page = assert_balanced(account, books, as_of, known_at)
    assert_aged(found, page)
    for what, names in standing(found).items():
        assert names == books.standing(what, as_of, known_at), what


def assert_balanced(
    account: Account, books: Books, as_of: int, known_at: int | None
) -> tuple[Snapshot, Page]:
    """Balances and totals."""
    found = snapshot(account, as_of=day(as_of), known_at=asked(known_at))
    page = books.page(as_of, known_at)
    assert_balances(found, page)
    for code in CODES:
        assert_conserved(found.figures(code))
        assert_figures(found.figures(code), page, code)
    return found, page


def assert_balances(found: Snapshot, page: Page) -> None:
    opened = {item.id: item.open.minor_units for item in found.items}
    assert opened == {item: page.open(item) for item in page.amounts}
    paid = {item.id: found.paid(item.id).minor_units for item in found.items}
    assert paid == {item: page.done[item, "paid"] + page.done[item, "recovered"] for item in paid}
    spare = {row.source_id: row.amount.minor_units for row in found.unapplied}
    assert spare == {key: left for key, left in page.left.items() if left}
    problems = Counter((problem.code, problem.subject) for problem in found.problems)
    assert problems == page.problems


def assert_conserved(f: Figures) -> None:
    """The three laws, in the ledger's own figures."""
    cleared = f.paid + f.credited + f.written_off + f.discounted + f.withheld
    assert f.billed == f.open + cleared - f.recovered
    assert f.received - f.reversed == f.allocated_cash + f.unapplied_cash + f.refunded_cash
    assert f.noted == f.allocated_credit + f.unapplied_credit + f.refunded_credit


def assert_figures(figures: Figures, page: Page, code: str) -> None:
    cleared = {
        "paid": ("paid", "recovered"),
        "credited": ("credited",),
        "written_off": ("write_off",),
        "discounted": ("discount",),
        "withheld": ("withholding",),
        "recovered": ("recovered",),
    }
    wanted = {name: page.total(code, *kinds) for name, kinds in cleared.items()}
    flows = ("billed", "received", "reversed", "noted", "refunded_cash", "refunded_credit")
    wanted |= {name: page.flows[code, name] for name in flows}
    wanted["open"] = sum(page.open(item) for item in page.items(code))
    observed = {field.name: getattr(figures, field.name) for field in fields(figures)}
    assert {name: observed[name].minor_units for name in wanted} == wanted
    spare = figures.unapplied_cash + figures.unapplied_credit
    assert spare.minor_units == page.spare(code)


# -- ages ----------------------------------------------------------------------------------------
def assert_aged(found: Snapshot, page: Page) -> None:
    """Gross buckets are the open items; what is unapplied lies where the rule says, or beside."""
    for by in AGES:
        gross = {code: page.buckets(code, by) for code in CODES}
        for rule in RULES:
            aged = age(found, by=by, unapplied=rule, buckets=Buckets(*BOUNDS))
            assert [balance.currency for balance in aged.balances] == list(found.currencies)
            for balance in aged.balances:
                code = balance.currency
                amounts = _netted([amount for amount, _ in gross[code]], page, code, rule)
                assert [b.amount.minor_units for b in balance.buckets] == amounts, (by, rule)
                assert [b.count for b in balance.buckets] == [n for _, n in gross[code]], by
                assert_foot(balance, page, rule)


def assert_foot(balance: AgedBalance, page: Page, rule: UnappliedRule) -> None:
    """The figures beside the buckets, and how they make up the total."""
    code = balance.currency
    assert balance.total.minor_units == sum(b.amount.minor_units for b in balance.buckets)
    left = Money.zero(code) if rule == "exclude" else balance.unapplied
    assert balance.total == balance.open - left
    trade = page.items(code, charges=False)
    charges = set(page.items(code)) - set(trade)
    wanted = {
        "open": sum(map(page.open, trade)),
        "unapplied": page.spare(code),
        "late_charges": sum(map(page.open, charges)),
        "written_off": page.total(code, "write_off", charges=False),
        "recovered": page.total(code, "recovered", charges=False),
        "withheld": page.total(code, "withholding", charges=False),
    }
    assert {name: getattr(balance, name).minor_units for name in wanted} == wanted


def _netted(amounts: list[int], page: Page, code: str, rule: UnappliedRule) -> list[int]:
    """Gross buckets less what is unapplied."""
    if rule == "exclude":
        return amounts
    if rule == "own_age":
        return [a - b for a, b in zip(amounts, page.spare_by_age(code), strict=True)]
    spare = page.spare(code)
    while rule == "oldest_first" and spare > 0 and any(amounts):
        oldest = max(n for n, amount in enumerate(amounts) if amount)
        covered = min(amounts[oldest], spare)
        amounts[oldest] -= covered
        spare -= covered
    return [amounts[0] - spare, *amounts[1:]]


# -- from one evening to another -----------------------------------------------------------------
def assert_rolled_forward(
    account: Account, books: Books, start: int, end: int, known_at: int | None
) -> None:
    """Movements and statement lines lead from one evening to the other, in the books' terms."""
    pages = [books.page(evening, known_at) for evening in range(start - 1, end + 1)]
    opening, closing = pages[0], pages[-1]
    found = snapshot(account, as_of=day(end), known_at=asked(known_at))
    moves = found.movements(day(start), day(end))
    assert all(day(start) <= move.on <= day(end) for move in moves)
    stated = account_statement(account, start=day(start), end=day(end), known_at=asked(known_at))
    assert stated.problems == found.problems
    assert {balance.currency for balance in stated.balances} >= set(found.currencies)
    for code in CODES:
        assert_on_its_day(moves, pages, code, charges=False)
        assert_moved(moves, opening, closing, code)
        for balance in stated.balances:
            if balance.currency == code:
                assert_on_its_day(balance.lines, pages, code, charges=True)
                assert_stated(balance, (start, end), opening, closing)


def assert_on_its_day(
    moves: Sequence[Movement | StatementLine], pages: list[Page], code: str, *, charges: bool
) -> None:
    """What moved on a day is what that evening's balance differs by from the one before."""
    for before, after in pairwise(pages):
        change = after.balance(code, charges=charges) - before.balance(code, charges=charges)
        on_day = [move.amount for move in moves if move.on == day(after.as_of)]
        assert units(on_day, code) == change, after.as_of


def assert_moved(moves: tuple[Movement, ...], opening: Page, closing: Page, code: str) -> None:
    change = closing.balance(code, charges=False) - opening.balance(code, charges=False)
    assert units([move.amount for move in moves], code) == change
    named = [(m.on, m.kind, m.id, m.amount) for m in moves if m.amount.currency == code]
    wanted = _documents(opening, closing, code, trade_only=True)
    assert Counter(row for row in _unnamed(named) if row[1] not in _KINDS) == wanted
    for kind, sign in EFFECTS.items():
        moved = units([m.amount for m in moves if m.kind == _stated(kind)], code)
        grown = [page.total(code, kind, charges=False) for page in (opening, closing)]
        if kind == "charge":
            grown = [_used_on_charges(page, code) for page in (opening, closing)]
        assert moved == sign * (grown[1] - grown[0]), kind


def assert_stated(
    balance: StatementBalance, period: tuple[int, int], opening: Page, closing: Page
) -> None:
    """From opening to closing balance, line by line; late charges are debts like any other."""
    code = balance.currency
    assert balance.opening.minor_units == opening.balance(code, charges=True)
    assert balance.closing.minor_units == closing.balance(code, charges=True)
    assert balance.closing == balance.aged.total + balance.aged.late_charges
    running = balance.opening
    for line in balance.lines:
        running = running + line.amount
        assert line.balance == running
        assert day(period[0]) <= line.on <= day(period[1])
    assert running == balance.closing
    assert all(_place(one) <= _place(other) for one, other in pairwise(balance.lines))
    lines = [(line.on, line.kind, line.id, line.amount) for line in balance.lines]
    wanted = _documents(opening, closing, code, trade_only=False)
    assert Counter(row for row in _unnamed(lines) if row[1] not in _KINDS) == wanted
    for kind, sign in EFFECTS.items():
        moved = units([line.amount for line in balance.lines if line.kind == _stated(kind)], code)
        assert moved == sign * (closing.total(code, kind) - opening.total(code, kind)), kind


def _place(line: StatementLine) -> tuple[date, int]:
    """By day; on one day papers, then money, then what has neither."""
    money = ("receipt", "reversal", "refund")
    return line.on, 2 if line.kind in _KINDS else 1 if line.kind in money else 0


def _stated(kind: str) -> str:
    return "recovery" if kind == "recovered" else kind


_KINDS = frozenset(_stated(kind) for kind in EFFECTS)


def _unnamed(rows: Sequence[tuple[date, str, str, Money]]) -> list[tuple[date, str, str, int]]:
    return [(on, kind, name, amount.minor_units) for on, kind, name, amount in rows]


def _used_on_charges(page: Page, code: str) -> int:
    """Money used for interest and costs, and on late charges, which trade balances leave out."""
    on_charges = set(page.items(code)) - set(page.items(code, charges=False))
    money = sum(page.done[item, kind] for item in on_charges
                for kind in ("paid", "credited", "recovered"))  # fmt: skip
    return money + page.total(code, "charge")


def _documents(
    opening: Page, closing: Page, code: str, *, trade_only: bool
) -> Counter[tuple[date, str, str, int]]:
    """What was issued, received and paid out in between: day, kind, id, units."""
    found: Counter[tuple[date, str, str, int]] = Counter()
    for (currency, on, kind, name), amount in closing.documents.items():
        hidden = trade_only and kind == "late_charge"
        shown = "invoice" if trade_only and kind == "debit_note" else kind
        if amount and on > opening.as_of and currency == code and not hidden:
            found[day(on), shown, name, amount] += 1
    return found


# -- the form facts come in ----------------------------------------------------------------------
def shuffled(account: Account, chance: Random) -> dict[str, tuple[Any, ...]]:
    """The facts by kind, each kind in an order of chance."""
    found: dict[str, tuple[Any, ...]] = {}
    for name in FIELDS:
        given = list(getattr(account, name))
        chance.shuffle(given)
        found[name] = tuple(given)
    return found


def assert_order_does_not_matter(account: Account, chance: Random, as_of: date, k: date) -> None:
    other = Account(customer=account.customer, **shuffled(account, chance))
    assert other == account
    assert said(other, as_of, k) == said(account, as_of, k)


def assert_grouped_from_loose_facts(account: Account, chance: Random, as_of: date) -> None:
    grouped, problems = accounts((account.customer, STRANGER), **shuffled(account, chance))
    assert (grouped, problems) == ((Account(customer=STRANGER), account), ())
    assert said(grouped[1], as_of, None) == said(account, as_of, None)


def assert_twice_is_once(account: Account) -> None:
    """A book leaves the second of two facts with one id out, and names it."""
    facts: dict[str, Any] = {kind: getattr(account, kind) for kind in FIELDS}
    named = {kind: tuple(fact for fact in facts[kind] if fact.id) for kind in FIELDS}
    doubled: dict[str, Any] = {kind: (*facts[kind], *named[kind]) for kind in FIELDS}
    grouped, problems = accounts((account.customer,), **doubled)
    assert grouped == (account,)
    wanted = Counter((DuplicateId.code, fact.id) for given in named.values() for fact in given)
    assert Counter((problem.code, problem.subject) for problem in problems) == wanted


def assert_read_again_as_written(account: Account, as_of: date, known_at: date) -> None:
    again = load(json.loads(json.dumps(dump(account))))
    assert again == account
    assert said(again, as_of, known_at) == said(account, as_of, known_at)


def assert_refused(
    account: Account, fact: Fact, error: type[CollectkitError], field: str, *, first: bool
) -> None:
    """The account raises; a book leaves the fact out, `first` or last, and keeps the rest."""
    name = next(name for name, kind in FIELDS.items() if isinstance(fact, kind))
    added = {name: (fact,)}
    with pytest.raises(CollectkitError) as refusal:
        account.with_(customer=None, **added)
    assert (type(refusal.value), refusal.value.field) == (error, field)
    facts: dict[str, Any] = {kind: getattr(account, kind) for kind in FIELDS}
    facts[name] = (fact, *facts[name]) if first else (*facts[name], fact)
    grouped, problems = accounts((account.customer, STRANGER), **facts)
    assert grouped == (Account(customer=STRANGER), account)
    subject = getattr(fact, "id", None) or getattr(fact, "invoice_id", None)
    assert [(p.code, p.field, p.subject) for p in problems] == [(error.code, field, subject)]
