"""Reviews as rows: flat, of one shape per table, one type per column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from collectkit._checks import check_choice
from collectkit.errors import Problem
from collectkit.explain import Reason
from collectkit.ledger import AgedBalance, AgedBucket, age
from collectkit.metrics import Metric
from collectkit.money import Money
from collectkit.risk import Priority

if TYPE_CHECKING:
    from collectkit.policy.portfolio import PortfolioReview, Ranked
    from collectkit.policy.review import AccountReview

__all__ = ["Entry", "Row", "TableName", "account_rows", "entries", "portfolio_rows", "row_of"]

Row: TypeAlias = dict[str, str | int]
TableName: TypeAlias = Literal[
    "aging", "metrics", "ranking", "worklist", "blocked", "stages", "steps", "late_charges",
    "problems",
]  # fmt: skip

_REASONS = 3


class Entry(NamedTuple):
    """What becomes one row: its currency where the table has one each, its place, the thing."""

    currency: str
    place: int
    thing: Any


# -- an account ----------------------------------------------------------------------------------
def account_rows(review: AccountReview) -> tuple[Row, ...]:
    """One row for each currency in which something was ever billed or is unapplied."""
    return tuple(
        _account_row(review, balance, _priority_of(review, balance.currency))
        for balance in age(review.snapshot).balances
    )


def _account_row(review: AccountReview, balance: AgedBalance, priority: Priority | None) -> Row:
    code = balance.currency
    worth = [Money.zero(code)] * 3
    if priority is not None:
        worth = [priority.overdue, priority.collectable, priority.value]
    decision, charges = review.decision, review.charges
    actions = [action for action in decision.actions if action.currency == code]
    lines = [] if charges is None else [x for x in charges.lines if x.gross.currency == code]
    stages = [scope.stage or "none" for scope in decision.scopes if scope.currency == code]
    return {
        "customer_id": review.customer_id,
        "as_of": review.as_of.isoformat(),
        "currency": code,
        "open": _plain(balance.open),
        "unapplied": _plain(balance.unapplied),
        "overdue": _plain(worth[0]),
        "collectable": _plain(worth[1]),
        "oldest_days_past_due": 0 if priority is None else priority.oldest_days_past_due,
        "worklist_value": _plain(worth[2]),
        "posted_charges": _plain(balance.late_charges),
        "late_charges": "" if charges is None else _plain(charges.total(code)),
        "provisional": "yes" if any(line.provisional for line in lines) else "no",
        "stage": ", ".join(dict.fromkeys(stages)) or "none",
        "steps": ", ".join(dict.fromkeys(action.step_id for action in actions)),
        "channel": ", ".join(dict.fromkeys(a.channel for a in actions if a.channel is not None)),
        "deferred": _some(
            f"{wait.step_id} until {wait.next_allowed_on or 'further notice'}"
            f"{''.join(f' ({_bare(reason)})' for reason in wait.reasons[:1])}"
            for wait in decision.deferred
            if wait.currency == code
        ),
        "grade": review.score.grade,
        "points": review.score.points,
        "score_reasons": _some(_bare(reason) for reason in review.score.reasons),
        "why": _some(
            _bare(reason) if reason.subject == review.customer_id else str(reason)
            for reason in (() if priority is None else priority.why)
        ),
        "next_review_on": "" if review.next_review_on is None else str(review.next_review_on),
        "policy": review.policy,
        "policy_digest": review.policy_digest,
    }


def _priority_of(review: AccountReview, currency: str) -> Priority | None:
    return next((one for one in review.priorities if one.currency == currency), None)


# -- a book --------------------------------------------------------------------------------------
def portfolio_rows(review: PortfolioReview, table: TableName) -> tuple[Row, ...]:
    """The rows of one table of a book."""
    return tuple(row_of(review, table, entry) for entry in entries(review, table))


def entries(review: PortfolioReview, table: TableName) -> tuple[Entry, ...]:
    """What the table has one row of each for, in order; the rows are not built yet."""
    check_choice(table, "table", frozenset(_TABLES))
    return tuple(_TABLES[table].entries(review))


def row_of(review: PortfolioReview, table: TableName, entry: Entry) -> Row:
    """The row of one entry."""
    return {"as_of": review.as_of.isoformat(), **_TABLES[table].row(review, entry)}


class _Table(NamedTuple):
    entries: Callable[[PortfolioReview], Iterable[Entry]]
    row: Callable[[PortfolioReview, Entry], Row]


def _listed(things: Iterable[Any]) -> Iterable[Entry]:
    return (Entry("", place, thing) for place, thing in enumerate(things, 1))


def _aged(review: PortfolioReview) -> Iterable[Entry]:
    for balance in review.aging.balances:
        for place, bucket in enumerate(balance.buckets, 1):
            yield Entry(balance.currency, place, (balance, bucket))


def _aging_row(review: PortfolioReview, entry: Entry) -> Row:
    balance: AgedBalance = entry.thing[0]
    bucket: AgedBucket = entry.thing[1]
    return {
        "currency": entry.currency,
        "by": review.aging.by,
        "bucket": bucket.label,
        "amount": _plain(bucket.amount),
        "items": bucket.count,
        "total": _plain(balance.total),
        "unapplied": _plain(balance.unapplied),
        "unapplied_rule": review.aging.unapplied,
        "late_charges": _plain(balance.late_charges),
    }


def _metric_row(review: PortfolioReview, entry: Entry) -> Row:
    metric: Metric = entry.thing
    meaning = metric.definition
    period = [(one.start, one.end) for one in review.figures if one.currency == metric.currency]
    return {
        "currency": metric.currency,
        "start": period[0][0].isoformat(),
        "end": period[0][1].isoformat(),
        "metric": metric.name,
        "value": "" if metric.value is None else f"{metric.value:f}",
        "printed": str(metric).split(" ", 2)[1],  # as the metric prints itself: to four places
        "unit": meaning.unit,
        "direction": meaning.direction,
        "note": metric.note,
        "convention": meaning.convention,
        "formula": meaning.formula,
        "source": meaning.source,
    }


def _ranked_row(_: PortfolioReview, entry: Entry) -> Row:
    ranked: Ranked = entry.thing
    return {
        "place": entry.place,
        "customer_id": ranked.customer_id,
        "points": ranked.points,
        "grade": ranked.grade,
        "reason": ranked.reason,
    }


def _kept(lists: Iterable[tuple[str, tuple[Any, ...]]]) -> Iterable[Entry]:
    for currency, kept in lists:
        for place, entry in enumerate(kept, 1):
            yield Entry(currency, place, entry)


def _worklist_row(_: PortfolioReview, entry: Entry) -> Row:
    priority, review = entry.thing.priority, entry.thing.review
    balance = age(review.snapshot).of(priority.currency)
    return {"place": entry.place, **_account_row(review, balance, priority)}


def _charge_row(review: PortfolioReview, entry: Entry) -> Row:
    code = entry.thing.currency
    provisional = (part for part in review.provisional if part.currency == code)
    return {
        "currency": code,
        "amount": _plain(entry.thing),
        "provisional": _plain(next(provisional, Money.zero(code))),
    }


def _problem_row(_: PortfolioReview, entry: Entry) -> Row:
    problem: Problem = entry.thing
    return {
        "severity": problem.severity,
        "code": problem.code,
        "subject": problem.subject or "",
        "row": "" if problem.row is None else str(problem.row),
        "field": problem.field or "",
        "message": problem.message,
    }


_TABLES: dict[TableName, _Table] = {
    "aging": _Table(_aged, _aging_row),
    "metrics": _Table(
        lambda review: (Entry(one.currency, n, one) for n, one in enumerate(review.metrics, 1)),
        _metric_row,
    ),
    "ranking": _Table(lambda review: _listed(review.ranking), _ranked_row),
    "worklist": _Table(lambda review: _kept(review.worklists), _worklist_row),
    "blocked": _Table(lambda review: _kept(review.blocked), _worklist_row),
    "stages": _Table(
        lambda review: _listed(review.stages),
        lambda _, entry: {"stage": entry.thing[0], "accounts": entry.thing[1]},
    ),
    "steps": _Table(
        lambda review: _listed(review.steps),
        lambda _, entry: {"step": entry.thing[0], "actions": entry.thing[1]},
    ),
    "late_charges": _Table(lambda review: _listed(review.late_charges), _charge_row),
    "problems": _Table(lambda review: _listed(review.problems), _problem_row),
}


# -- cells ---------------------------------------------------------------------------------------
def _plain(amount: Money) -> str:
    return f"{amount.amount:f}"


def _bare(reason: Reason) -> str:
    return str(reason).removeprefix(f"{reason.subject}: ")


def _some(texts: Iterable[str]) -> str:
    """The first few different texts, and how many more there are."""
    found = dict.fromkeys(texts)
    left = len(found) - _REASONS
    return " | ".join(islice(found, _REASONS)) + (f" | and {left} more" if left > 0 else "")
