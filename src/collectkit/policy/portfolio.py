"""The main job for a whole book: one pass, totals and the top of the worklist kept."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from collectkit._checks import check_day, check_int, check_type
from collectkit.dates import Context
from collectkit.errors import (
    AsOfBeforeHistory,
    CollectkitError,
    DuplicateId,
    InvalidDate,
    InvalidFact,
    Problem,
)
from collectkit.ledger import Account, Aging, AgingBook, Snapshot, snapshot
from collectkit.metrics import Metric, PeriodBook, PeriodFigures, period_metrics
from collectkit.money import Money
from collectkit.policy.model import CollectionsPolicy
from collectkit.policy.review import AccountReview, Extra, Reviewer
from collectkit.policy.showing import KEEP, portfolio_html, portfolio_text
from collectkit.policy.tables import TableName, portfolio_rows
from collectkit.risk import Priority, worklist_order

__all__ = ["PortfolioReview", "Ranked", "WorklistEntry", "review_portfolio"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A customer in the payer ranking: points, grade, and the code of the heaviest reason."""

    customer_id: str
    points: int
    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorklistEntry:
    """Whom to contact, and the review that says why."""

    priority: Priority
    review: AccountReview


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioReview:
    """A book at a day: aging, metrics, the payer ranking, and the worklist, per currency.

    `ranking` holds every customer from best to worst payer. The worklist keeps the first `keep`
    customers of each currency; `blocked` the largest overdue balances that nobody may collect
    today, with the reasons. `steps` counts the actions returned, `stages` the accounts.
    `provisional` is what of the late charges rests on a rate that its table does not cover.
    """

    policy: str
    policy_digest: str
    as_of: date
    accounts: int
    aging: Aging
    figures: tuple[PeriodFigures, ...]
    metrics: tuple[Metric, ...]
    ranking: tuple[Ranked, ...]
    worklists: tuple[tuple[str, tuple[WorklistEntry, ...]], ...]
    blocked: tuple[tuple[str, tuple[WorklistEntry, ...]], ...]
    late_charges: tuple[Money, ...]
    provisional: tuple[Money, ...]
    stages: tuple[tuple[str, int], ...]
    steps: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]

    def worklist(self, currency: str) -> tuple[WorklistEntry, ...]:
        """Whom to contact first in one currency; empty where nothing is collectable."""
        return dict(self.worklists).get(currency, ())

    def explain(self, *, keep: int = KEEP) -> str:
        """The book as tables of text: at most `keep` rows of each list, and how many more.

        Of the payers the first and the last are shown. Every figure is of one currency.

        Raises:
            InvalidFact: `keep` is not a positive number.
        """
        return portfolio_text(self, keep)

    def to_rows(self, table: TableName) -> tuple[dict[str, str | int], ...]:
        """The rows of one table, all of one shape, every column of one type.

        Days are ISO text and amounts plain decimal text in the row's `currency`. In `aging` the
        amounts of a currency sum to its `total`; `total`, `unapplied` and `late_charges` repeat
        on its rows. In `metrics` the `value` is exact and empty where it is undefined. `worklist`
        and `blocked` have the columns of `AccountReview.to_rows` and a `place`.

        Raises:
            InvalidFact: there is no such table.
        """
        return portfolio_rows(self, table)

    def _repr_html_(self) -> str:
        return portfolio_html(self)


def review_portfolio(
    policy: CollectionsPolicy,
    accounts: Iterable[Account],
    *,
    as_of: date,
    period: tuple[date, date] | None = None,
    keep: int = 50,
    progress: Callable[[int], object] | None = None,
    extra: Mapping[str, Extra] | None = None,
    context: Context | None = None,
) -> PortfolioReview:
    """Review every account of a book, in one pass over any iterable.

    `period` is the range of days that the metrics are about, both ends included (default: the
    calendar month up to `as_of`). `progress` is called with 1 after every account, as a progress
    bar's `update` takes it. `extra` are the host's own figures of customers, by id. An account that
    cannot be reviewed becomes a `Problem`; whatever it owes still counts in aging and metrics where
    it could be read. Looking back, what was done after `as_of` is left out of the decisions and
    reported. The batch always finishes.

    Raises:
        InvalidDate: `as_of` or `period` is not made of plain dates, or the period ends after
            `as_of`.
        InvalidFact: `keep` is not a positive number.
    """
    check_type(policy, "policy", CollectionsPolicy)
    check_day(as_of, "as_of")
    check_int(keep, "keep", at_least=1)
    if extra is not None:
        check_type(extra, "extra", Mapping)  # type: ignore[type-abstract]
    if period is not None and (not isinstance(period, tuple) or len(period) != 2):
        raise InvalidFact("period must be a pair of dates: first day, last day", field="period")
    start, end = period or (as_of.replace(day=1), as_of)
    if check_day(end, "period") > as_of:
        raise InvalidDate(f"the period ends on {end}, after {as_of}", field="period")
    reviewer = Reviewer(policy, as_of, context or Context())
    book = _Book(reviewer, start, end, keep)
    for account in accounts:
        book.add(account, extra or {})
        if progress is not None:
            progress(1)
    return book.review()


class _Book:
    """Running totals; of single accounts only what the result keeps."""

    def __init__(self, reviewer: Reviewer, start: date, end: date, keep: int) -> None:
        self.reviewer, self.end = reviewer, end
        self.policy, self.as_of = reviewer.policy, reviewer.as_of
        self.aging, self.period = AgingBook(), PeriodBook(start, end)
        self.accounts = 0
        self.seen: set[str] = set()
        self.ranking: list[Ranked] = []
        self.callable: dict[str, _Top] = defaultdict(lambda: _Top(keep))
        self.blocked: dict[str, _Top] = defaultdict(lambda: _Top(keep))
        self.charges: Counter[str] = Counter()
        self.provisional: Counter[str] = Counter()
        self.stages: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self.problems: list[Problem] = []

    def add(self, account: Account, extra: Mapping[str, Extra]) -> None:
        self.accounts += 1
        subject = None
        try:
            subject = check_type(account, "accounts", Account).customer.id
            if subject in self.seen:
                raise DuplicateId(
                    f"the account of {subject} comes twice; the second is left out",
                    field="accounts",
                    subject=subject,
                )
            self.seen.add(subject)
            known_at = self.reviewer.context.known_at
            read = snapshot(account, as_of=self.as_of, known_at=known_at)
            self.aging.add(read)
            self.period.add(read if self.end == self.as_of else read.at(self.end))
            self._count(self.reviewer.review(self._so_far(read), extra.get(subject)))
        except CollectkitError as error:
            error.subject = error.subject or subject
            self.problems.append(Problem.from_error(error))

    def _so_far(self, read: Snapshot) -> Snapshot:
        """The snapshot without what was done after its day, which is reported: a look back."""
        later = [done for done in read.done if done.on > read.as_of]
        if not later:
            return read
        self.problems.append(
            Problem(
                code=AsOfBeforeHistory.code,
                message=f"{len(later)} records of {read.customer.id} are later than "
                f"{read.as_of}; the decision leaves them out",
                subject=read.customer.id,
                field="as_of",
                severity="warning",
            )
        )
        kept = tuple(done for done in read.account.done if done.on <= read.as_of)
        return snapshot(replace(read.account, done=kept), as_of=read.as_of, known_at=read.known_at)

    def _count(self, review: AccountReview) -> None:
        self.problems += review.problems
        score = review.score
        reason = score.reasons[0].code if score.reasons else ""
        self.ranking.append(Ranked(review.customer_id, score.points, score.grade, reason))
        self.stages[review.decision.stage or "none"] += 1
        for action in review.decision.actions:
            self.steps[action.step_id] += 1
        if review.charges is not None:
            for currency in review.charges.currencies:
                self.charges[currency] += review.charges.total(currency).minor_units
            for line in review.charges.lines:
                if line.provisional:
                    self.provisional[line.amount.currency] += line.amount.minor_units
        for priority in review.priorities:
            lists = self.blocked if priority.is_blocked else self.callable
            lists[priority.currency].add(WorklistEntry(priority, review))

    def review(self) -> PortfolioReview:
        figures = self.period.figures()
        ladders = (self.policy.ladder, *self.policy.ladders)
        stages = dict.fromkeys(stage.id for ladder in ladders for stage in ladder.stages)
        steps = dict.fromkeys(step.id for ladder in ladders for step in ladder.steps)
        return PortfolioReview(
            policy=self.reviewer.name,
            policy_digest=self.reviewer.digest,
            as_of=self.as_of,
            accounts=self.accounts,
            aging=self.aging.aging(),
            figures=figures,
            metrics=tuple(metric for entry in figures for metric in period_metrics(entry)),
            ranking=tuple(sorted(self.ranking, key=lambda r: (-r.points, r.customer_id))),
            worklists=_lists(self.callable),
            blocked=_lists(self.blocked),
            late_charges=_sums(self.charges),
            provisional=_sums(self.provisional),
            stages=tuple((name, self.stages[name]) for name in ("none", *stages)),
            steps=tuple((name, self.steps[name]) for name in steps if self.steps[name]),
            problems=tuple(self.problems),
        )


class _Top:
    """The first `keep` entries in worklist order, whatever order they come in."""

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.heap: list[tuple[_Reversed, int, WorklistEntry]] = []
        self.seen = 0

    def add(self, entry: WorklistEntry) -> None:
        self.seen += 1
        row = (_Reversed(worklist_order(entry.priority)), self.seen, entry)
        if len(self.heap) < self.keep:
            heapq.heappush(self.heap, row)
        else:
            heapq.heappushpop(self.heap, row)

    def entries(self) -> tuple[WorklistEntry, ...]:
        return tuple(entry for _, _, entry in sorted(self.heap, reverse=True))


@dataclass(frozen=True, slots=True)
class _Reversed:
    """A sort key turned round, so that a min-heap drops the last of the worklist first."""

    key: tuple[object, ...]

    def __lt__(self, other: _Reversed) -> bool:
        return other.key < self.key


def _sums(units: Counter[str]) -> tuple[Money, ...]:
    return tuple(Money.from_minor_units(of, code) for code, of in sorted(units.items()))


def _lists(tops: dict[str, _Top]) -> tuple[tuple[str, tuple[WorklistEntry, ...]], ...]:
    return tuple((code, tops[code].entries()) for code in sorted(tops))
