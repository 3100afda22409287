"""The verb `score`: integer points of one customer, the grade, and the points lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from collectkit._checks import check_int, check_type
from collectkit.errors import InvalidFact
from collectkit.explain import Reason
from collectkit.money import RoundingMode
from collectkit.risk.behavior import PaymentBehavior
from collectkit.risk.features import FEATURES, HISTORY, extra_name
from collectkit.risk.reasons import REASONS
from collectkit.risk.scorecard import Characteristic, Scorecard

__all__ = ["Points", "Score", "score", "shown_figure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """One line of a score: the figure as it was counted, its points, and the most there were."""

    feature: str
    value: Fraction | None
    points: int
    best: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points that sum to `points`, the grade, and why it is not the best.

    `card` is its id and version. `reasons` name the figures that lost points, the heaviest first,
    equal ones in the card's order. `changes_on` is the first later day on which points can change
    under the same facts; None if there is none.
    """

    customer_id: str
    card: str
    points: int
    grade: str
    lines: tuple[Points, ...]
    reasons: tuple[Reason, ...]
    changes_on: date | None

    def top(self, count: int = 4) -> tuple[Reason, ...]:
        """The reasons of the `count` figures that lost most points.

        More than four are unlikely to help an applicant (12 CFR 1002, Supplement I, comment
        9(b)(2)-1).
        """
        check_int(count, "count", at_least=0)
        lost = (reason for reason in self.reasons if reason.code != "risk.limited_history")
        return tuple(lost)[:count]

    def explain(self) -> str:
        """The score in a few lines.

        >>> from collectkit.ledger import Account, Customer, snapshot
        >>> from collectkit.risk import behavior
        >>> empty = snapshot(Account(customer=Customer(id="C-1")), as_of=date(2026, 3, 1))
        >>> print(score(Scorecard.default(), behavior(empty)).explain())
        C-1: 82 points, grade A
          counts as 25% paid late, the usual included; 10 of 20 points lost
          days late on average, the usual included: 8; 8 of 40 points lost
          settled invoices known: 0; up to 3 the usual is taken
        """
        lines = [f"{self.customer_id}: {self.points} points, grade {self.grade}"]
        return "\n".join([*lines, *(f"  {_bare(reason)}" for reason in self.reasons)])


def score(card: Scorecard, behavior: PaymentBehavior) -> Score:
    """The points and grade of one customer.

    A history of fewer than `thin_below` settled parts is filled up to that many with the prior of
    each characteristic, which is stated as a reason; so one account alone and a whole portfolio
    give the same grade.

    Raises:
        InvalidFact: the behavior is over another window than the card's.
    """
    check_type(card, "card", Scorecard)
    check_type(behavior, "behavior", PaymentBehavior)
    if behavior.window_days != card.window_days:
        raise InvalidFact(
            f"behavior over {behavior.window_days} days for a card of {card.window_days}",
            field="behavior",
            subject=behavior.customer_id,
            hint="pass window_days=card.window_days to behavior",
        )
    lines = tuple(
        Points(feature=c.feature, value=value, points=c.points(value), best=c.best)
        for c, value in ((c, _value(c, card, behavior)) for c in card.characteristics)
    )
    points = sum(line.points for line in lines)
    return Score(
        customer_id=behavior.customer_id,
        card=f"{card.id}@{card.version}",
        points=points,
        grade=card.grade_of(points).grade,
        lines=lines,
        reasons=tuple(_reasons(card, behavior, lines)),
        changes_on=_changes_on(card, behavior),
    )


def _value(c: Characteristic, card: Scorecard, behavior: PaymentBehavior) -> Fraction | None:
    seen = behavior.figure(c.feature)
    if c.prior is None:
        return seen
    if c.feature not in HISTORY:
        return Fraction(c.prior) if seen is None else seen
    missing = max(card.thin_below - behavior.settled, 0)
    if not missing:
        return seen
    weight = 0 if seen is None else behavior.settled
    known = Fraction(0) if seen is None else seen * weight
    return (known + Fraction(c.prior) * missing) / (weight + missing)


# -- reasons -------------------------------------------------------------------------------------
def _reasons(
    card: Scorecard, behavior: PaymentBehavior, lines: tuple[Points, ...]
) -> Iterable[Reason]:
    thin = behavior.settled < card.thin_below
    for line in sorted(lines, key=lambda line: line.points - line.best):
        if line.points < line.best:
            yield _reason(behavior.customer_id, line, filled=thin and line.feature in HISTORY)
    if thin:
        yield REASONS(
            "limited_history",
            behavior.customer_id,
            settled=behavior.settled,
            needed=card.thin_below,
        )


def _reason(subject: str, line: Points, *, filled: bool) -> Reason:
    lost, name = line.best - line.points, extra_name(line.feature)
    value = shown_figure(line.feature, line.value)
    if line.value is None:
        words = name or line.feature.replace("_", " ")
        return REASONS("unknown", subject, name=words, lost=lost, best=line.best)
    if name is not None:
        return REASONS("extra", subject, name=name, value=value, lost=lost, best=line.best)
    code = f"{line.feature}_filled" if filled else line.feature
    return REASONS(code, subject, value=value, lost=lost, best=line.best)


def shown_figure(feature: str, value: Fraction | None) -> str:
    """A figure for people: whole percentages, everything else to one decimal."""
    if value is None:
        return "unknown"
    if feature in FEATURES and FEATURES[feature].is_share:
        return f"{round(value * 100)}%"
    if value.denominator == 1:
        return str(value.numerator)
    tenths = RoundingMode.HALF_EVEN.divide(value.numerator * 10, value.denominator)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}.{rest}"


def _bare(reason: Reason) -> str:
    return str(reason).removeprefix(f"{reason.subject}: ")


# -- when it can change --------------------------------------------------------------------------
def _changes_on(card: Scorecard, behavior: PaymentBehavior) -> date | None:
    """When a figure of the card moves by itself, or one that grows reaches other points."""
    moves = dict(behavior.changes)
    features = [c.feature for c in card.characteristics]
    groups = {group for f in features if f in FEATURES for group in FEATURES[f].groups}
    days = [moves[group] for group in groups if group in moves]
    days += [day for c in card.characteristics if (day := _grows(c, behavior)) is not None]
    return min(days, default=None)


def _grows(c: Characteristic, behavior: PaymentBehavior) -> date | None:
    growth, value = behavior.grows_from(c.feature), behavior.figure(c.feature)
    if growth is None or value is None:
        return None
    start, pace = growth
    here = c.bin_of(value)
    for later in c.bins[here + 1 :]:
        if later.points != c.bins[here].points and later.at_least is not None:
            day = start.toordinal() + ceil(Fraction(later.at_least) * pace)
            return date.fromordinal(day) if day <= date.max.toordinal() else None
    return None
