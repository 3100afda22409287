"""One period under every convention: the DSOs and CEIs side by side, and what moved the DSO."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from collectkit._checks import check_type
from collectkit.errors import CurrencyMismatch
from collectkit.explain import Line, Trace
from collectkit.metrics._numbers import at_places, to_decimal
from collectkit.metrics.definitions import DEFINITIONS
from collectkit.metrics.period import PeriodFigures
from collectkit.metrics.report import Metric, period_metrics
from collectkit.money import Money

__all__ = [
    "ComparedMetric",
    "ConventionComparison",
    "DsoBridge",
    "compare_conventions",
    "dso_bridge",
]


# -- side by side --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedMetric:
    """A figure beside the one that the others are measured by, its `base`.

    `difference` is the figure less its base; None where either is undefined.
    """

    metric: Metric
    base: str
    difference: Decimal | None

    @property
    def name(self) -> str:
        """Which convention it is, with its window after a colon."""
        return self.metric.name

    @property
    def value(self) -> Decimal | None:
        """The figure; None where it is undefined, and `note` says why."""
        return self.metric.value

    @property
    def note(self) -> str:
        """What to know about the figure, at times nothing."""
        return self.metric.note

    @property
    def convention(self) -> str:
        """The choices it is made by."""
        return self.metric.definition.convention

    @property
    def why(self) -> str:
        """Why it differs from its base, in one line; nothing for the base itself."""
        if self.name == self.base:
            return ""
        return f"{self.convention}; {self.base}: {DEFINITIONS[self.base].convention}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionComparison:
    """The DSOs and the CEIs of one currency and period, the base of each kind first.

    The DSOs are measured by `dso_end`, the CEIs by `cei`. None is the right one: a figure is only
    comparable with figures of its own convention.
    """

    currency: str
    start: date
    end: date
    dsos: tuple[ComparedMetric, ...]
    ceis: tuple[ComparedMetric, ...]

    @property
    def dso_range(self) -> Decimal | None:
        """The highest DSO less the lowest, in days; None with fewer than two that are defined."""
        values = [Fraction(one.value) for one in self.dsos if one.value is not None]
        return to_decimal(max(values) - min(values)) if len(values) > 1 else None

    def explain(self) -> str:
        """The figures as a small table with conventions, differences and notes."""
        lines = (
            Line(
                label=one.name,
                text=f"{_shown(one.value):>10}  {_shown(one.difference, '+'):>10}",
                amount="",
                source=f"{one.convention}{f' ({one.note})' if one.note else ''}",
            )
            for one in (*self.dsos, *self.ceis)
        )
        return str(Trace(f"{self.currency}, {self.start} to {self.end}", tuple(lines)))


def compare_conventions(figures: PeriodFigures) -> ConventionComparison:
    """The five DSOs and the two CEIs of one period, and how far each is from the first of its kind.

    The trailing DSO is there twice, over 90 and over 365 days. What is undefined stays in the
    table with its note. Differences are of the figures shown, rounded to 28 digits.

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> from collectkit.metrics import period_figures
    >>> account = Account(customer=Customer(id="C-1"), invoices=tuple(
    ...     Invoice(id=f"INV-{month}", customer_id="C-1", amount=Money("900.00", "EUR"),
    ...             issued_on=date(2026, month, 10), due_on=date(2026, month + 1, 9))
    ...     for month in (1, 2, 3)))
    >>> figures, = period_figures([snapshot(account, as_of=date(2026, 3, 31))],
    ...                           start=date(2026, 1, 1), end=date(2026, 3, 31))
    >>> compared = compare_conventions(figures)
    >>> average = compared.dsos[1]
    >>> average.name, average.value, average.difference
    ('dso_average', Decimal('45'), Decimal('-45'))
    """
    found = period_metrics(check_type(figures, "figures", PeriodFigures))
    dsos = [metric for metric in found if metric.name.startswith("dso_")]
    if not figures.months:
        note = "no history of sales"
        dsos.append(Metric(name="dso_countback", currency=figures.currency, value=None, note=note))
    return ConventionComparison(
        currency=figures.currency,
        start=figures.start,
        end=figures.end,
        dsos=_measured(dsos),
        ceis=_measured(metric for metric in found if metric.name.startswith("cei")),
    )


def _measured(metrics: Iterable[Metric]) -> tuple[ComparedMetric, ...]:
    """Every figure less the first one."""
    base, *others = metrics
    return tuple(
        ComparedMetric(metric=metric, base=base.name, difference=_less(metric.value, base.value))
        for metric in (base, *others)
    )


def _less(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    if value is None or other is None:
        return None
    return to_decimal(Fraction(value) - Fraction(other))


def _shown(value: Decimal | None, plus: str = "") -> str:
    if value is None:
        return "undefined" if not plus else "-"
    return f"{plus if value > 0 else ''}{at_places(value, 4)}"


# -- from one period to the next -----------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class DsoBridge:
    """What the DSO (`dso_end`) of two periods differs by, in days.

    `change` is exactly the sum of the three parts before they are rounded, each to 28 digits:
    `best_possible`, by what is not past due and so by the terms granted; `delinquent`, by late
    payment; `unapplied`, by money and credit that no debt is set against, which lowers the DSO.
    All are None where a period has no positive sales; `note` says which.
    """

    currency: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    best_possible: Decimal | None
    delinquent: Decimal | None
    unapplied: Decimal | None
    note: str = ""

    def explain(self) -> str:
        """The parts as a small table."""
        if self.note:
            return f"DSO in {self.currency}: undefined ({self.note})"
        rows = [
            ("before", _shown(self.before)),
            ("best possible", _shown(self.best_possible, "+")),
            ("delinquent", _shown(self.delinquent, "+")),
            ("unapplied", _shown(self.unapplied, "+")),
            ("after", _shown(self.after)),
        ]
        lines = tuple(Line(label=label, amount=amount) for label, amount in rows)
        return str(Trace(f"DSO in {self.currency}: {_shown(self.change, '+')} days", lines))


def dso_bridge(before: PeriodFigures, after: PeriodFigures) -> DsoBridge:
    """How much of a change in DSO comes from terms and mix, and how much from late payment.

    Each part is over the sales and days of its own period, so a change of sales moves all of them.

    Raises:
        CurrencyMismatch: figures of two currencies.

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> from collectkit.metrics import period_figures
    >>> account = Account(customer=Customer(id="C-1"), invoices=tuple(
    ...     Invoice(id=f"INV-{month}", customer_id="C-1", amount=Money("900.00", "EUR"),
    ...             issued_on=date(2026, month, 10), due_on=date(2026, month + 1, 9))
    ...     for month in (4, 6)))
    >>> april, june = (
    ...     period_figures([snapshot(account, as_of=date(2026, month, 30))],
    ...                    start=date(2026, month, 1), end=date(2026, month, 30))[0]
    ...     for month in (4, 6))
    >>> print(dso_bridge(april, june).explain())
    DSO in EUR: +30.0000 days
      before            30.0000
      best possible      0.0000
      delinquent       +30.0000
      unapplied          0.0000
      after             60.0000
    """
    for name, figures in (("before", before), ("after", after)):
        check_type(figures, name, PeriodFigures)
    if before.currency != after.currency:
        raise CurrencyMismatch(
            f"after is in {after.currency} beside {before.currency}",
            field="after",
            hint="bridge every currency on its own",
        )
    missing = [
        f"no positive sales from {figures.start} to {figures.end}"
        for figures in (before, after)
        if figures.sales.amount <= 0
    ]
    currency = before.currency
    if missing:
        return DsoBridge(
            currency=currency, before=None, after=None, change=None, best_possible=None,
            delinquent=None, unapplied=None, note=", ".join(missing),
        )  # fmt: skip
    closing, current, overdue, unapplied = (
        (_days(getattr(before, name), before), _days(getattr(after, name), after))
        for name in ("closing", "current", "overdue", "unapplied")
    )
    return DsoBridge(
        currency=currency,
        before=to_decimal(closing[0]),
        after=to_decimal(closing[1]),
        change=to_decimal(closing[1] - closing[0]),
        best_possible=to_decimal(current[1] - current[0]),
        delinquent=to_decimal(overdue[1] - overdue[0]),
        unapplied=to_decimal(unapplied[0] - unapplied[1]),
    )


def _days(amount: Money, figures: PeriodFigures) -> Fraction:
    """The days of sales of a period that an amount is worth."""
    return Fraction(amount.amount) * figures.days / Fraction(figures.sales.amount)
