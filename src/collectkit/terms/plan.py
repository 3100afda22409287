"""Terms read once: a rule per part and discount, ready for any amount and issue date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from collectkit._checks import check_day, check_type
from collectkit.dates import BusinessDayConvention, Calendar, Column, DateTable, add_days
from collectkit.errors import CurrencyMismatch, NotTabular, TermsError
from collectkit.ledger import DiscountWindow, Installment, TaxLine
from collectkit.money import Money, Percent, RoundingMode, largest_remainder, total
from collectkit.terms.lines import DiscountTier, EqualLines, Line
from collectkit.terms.rules import DueRule
from collectkit.terms.schedule import DatePath, PaymentSchedule
from collectkit.terms.split import Splitter
from collectkit.terms.steps import (
    DayOfMonth,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    Proximo,
    Step,
)

if TYPE_CHECKING:
    from collectkit.terms.model import PaymentTerms

__all__ = ["Plan", "part_rules"]

Events = Mapping[str, date]
_NO_MOVE = BusinessDayConvention.NONE


class _Offered(NamedTuple):
    """A tier and the parts, counted from 0, of whose amounts together it is taken."""

    tier: DiscountTier
    parts: tuple[int, ...]
    clause: str


class _Amounts(NamedTuple):
    """Minor units by part: all of it, its tax, and what bears no discount."""

    gross: Sequence[int]
    tax: Sequence[int]
    excluded: Sequence[int]

    def base(self, part: int, of: str) -> int:
        """What a percentage is taken of; what bears no discount carries its share of the tax."""
        gross, left = self.gross[part], self.gross[part] - self.excluded[part]
        if of == "gross" or not gross:
            return left
        return RoundingMode.HALF_UP.divide((gross - self.tax[part]) * left, gross)


class Plan:
    """The rules of some terms by part, with everything compiled that can be."""

    __slots__ = ("_dues", "_offered", "_only", "_splitter", "_terms", "_timed")

    def __init__(self, terms: PaymentTerms) -> None:
        self._terms = terms
        self._splitter = Splitter(terms.lines, terms.residue)
        self._dues = tuple(
            (rule, f"lines.{n}.due")
            for n, line in enumerate(terms.lines)
            for rule in part_rules(line)
        )
        self._offered = tuple(_offered(terms))
        # What `due_date` reads, kept as plain values: it is called once per invoice of a book.
        # The adjustment is one move more.
        convention = terms.due_adjustment
        last = () if convention is _NO_MOVE else (convention.mover(),)
        self._timed = tuple(
            (rule.event, (*rule.moves, *last)) for rule, _ in self._dues if rule is not None
        )
        # Most terms: one part, counted from the issue date.
        plain = [event for event, _ in self._timed] == [None]
        self._only = self._timed[0][1] if plain else None

    # -- dates -------------------------------------------------------------------------------
    def due_date(self, issued_on: date, events: Events, calendar: Calendar) -> date:
        if self._only is not None:
            for move in self._only:
                issued_on = move(issued_on, calendar)
            return issued_on
        latest: date | None = None
        for event, moves in self._timed:
            day = issued_on if event is None else self._known(event, events)
            for move in moves:
                day = move(day, calendar)
            if latest is None or day > latest:
                latest = day
        if latest is None:
            raise self._not_agreed()
        return latest

    def _known(self, event: str, events: Events) -> date:
        day = events.get(event)
        if day is None:
            raise TermsError(
                f"the due date waits for the date of {event}",
                field="events",
                subject=self._terms.id,
                hint=f'pass events={{"{event}": day}}',
            )
        return check_day(day, event)

    def _due_paths(self, issued_on: date, events: Events, calendar: Calendar) -> Iterator[DatePath]:
        for rule, _ in self._dues:
            if rule is None:
                raise self._not_agreed()
            yield _path(rule, rule.base(issued_on, events), calendar, self._terms.due_adjustment)

    def _not_agreed(self) -> TermsError:
        return TermsError(
            "no due date was agreed",
            field="lines",
            subject=self._terms.id,
            hint="give the balance line a due rule, or parse with net_after_discount=",
        )

    def _eligible(self, path: DatePath, calendar: Calendar) -> date | None:
        grace = self._terms.discount_grace_days
        if not grace or path.on is None:
            return path.on
        raw = path.days[-1] if path.days else path.base
        end = add_days(raw or path.on, grace)
        return max(path.on, self._terms.discount_adjustment.adjust(end, calendar))

    # -- amounts -----------------------------------------------------------------------------
    def split(self, amount: Money, tax: Money | None) -> list[int]:
        """The parts in minor units; tax on one of them is added to what the part is without."""
        if tax is not None and amount.currency != tax.currency:
            raise CurrencyMismatch(
                f"tax is in {tax.currency}, the amount in {amount.currency}", field="tax"
            )
        units, of_it = amount.minor_units, 0 if tax is None else tax.minor_units
        if abs(of_it) > abs(units) or of_it * units < 0:
            raise TermsError(
                f"tax {tax} is not a part of {amount}", field="tax", subject=self._terms.id
            )
        if self._terms.tax_on == "pro-rata":
            return self._splitter.split(units, of_it, amount.currency)
        parts = self._splitter.split(units - of_it, 0, amount.currency)
        parts[0 if self._terms.tax_on == "first" else -1] += of_it
        return parts

    def _taxes(self, gross: Sequence[int], tax: int) -> Sequence[int]:
        if self._terms.tax_on == "pro-rata":
            return largest_remainder(tax, gross) if tax else [0] * len(gross)
        taxes = [0] * len(gross)
        taxes[0 if self._terms.tax_on == "first" else -1] = tax
        return taxes

    def _left_out(self, gross: Sequence[int], excluded: Money, amount: Money) -> Sequence[int]:
        check_type(excluded, "non_discountable", Money)
        if not Money.zero(amount.currency) <= excluded <= amount:
            raise TermsError(
                f"non_discountable {excluded} is not a part of {amount}", field="non_discountable"
            )
        units = excluded.minor_units
        return largest_remainder(units, gross) if units else [0] * len(gross)

    # -- both --------------------------------------------------------------------------------
    def schedule(
        self,
        amount: Money,
        *,
        issued_on: date,
        tax: tuple[TaxLine, ...],
        non_discountable: Money | None,
        events: Events,
        calendar: Calendar,
    ) -> PaymentSchedule:
        if amount.amount < 0:
            raise TermsError(
                f"amount {amount} is negative",
                field="amount",
                hint='amounts are positive; use terms.invoice(kind="credit_note", ...)',
            )
        for line in tax:
            check_type(line, "tax", TaxLine)
        currency = amount.currency
        whole_tax = total((line.amount for line in tax), currency) if tax else None
        gross = self.split(amount, whole_tax)
        amounts = _Amounts(
            gross,
            [0] * len(gross) if whole_tax is None else self._taxes(gross, whole_tax.minor_units),
            [0] * len(gross)
            if non_discountable is None
            else self._left_out(gross, non_discountable, amount),
        )
        dues = tuple(self._due_paths(issued_on, events, calendar))
        windows, paths = self._windows(amounts, currency, issued_on, events, calendar)
        return PaymentSchedule(
            terms_id=self._terms.id,
            issued_on=issued_on,
            amount=amount,
            installments=tuple(
                Installment(
                    number=n, due_on=path.on, amount=Money.from_minor_units(units, currency)
                )
                for n, (path, units) in enumerate(zip(dues, gross, strict=True), start=1)
            ),
            discounts=windows,
            taxes=tuple(Money.from_minor_units(units, currency) for units in amounts.tax)
            if tax
            else (),
            due_paths=dues,
            discount_paths=paths,
        )

    def _windows(
        self,
        amounts: _Amounts,
        currency: str,
        issued_on: date,
        events: Events,
        calendar: Calendar,
    ) -> tuple[tuple[DiscountWindow, ...], tuple[DatePath, ...]]:
        windows: list[DiscountWindow] = []
        paths: list[DatePath] = []
        for tier, parts, _ in self._offered:
            rule = tier.deadline
            path = _path(
                rule, rule.base(issued_on, events), calendar, self._terms.discount_adjustment
            )
            bases = [amounts.base(part, tier.base) for part in parts]
            discounts = _shared(tier.percent, bases)
            if path.on is None:
                paths.append(path)
                continue
            for part, base, discount in zip(parts, bases, discounts, strict=True):
                paths.append(path)
                windows.append(
                    DiscountWindow(
                        until=path.on,
                        eligible_until=self._eligible(path, calendar),
                        percent=tier.percent,
                        discount=Money.from_minor_units(discount, currency),
                        payable=Money.from_minor_units(amounts.gross[part] - discount, currency),
                        base=Money.from_minor_units(base, currency),
                        installment=part + 1,
                    )
                )
        return tuple(windows), tuple(paths)

    # -- for frames --------------------------------------------------------------------------
    def table(self, days: Iterable[date], calendar: Calendar) -> DateTable:
        for rule, clause in (*self._dues, *((o.tier.deadline, o.clause) for o in self._offered)):
            if rule is None or rule.event is not None:
                what = (
                    "no due date was agreed" if rule is None else f"a date waits for {rule.event}"
                )
                raise NotTabular(f"{clause}: {what}", clause=clause, subject=self._terms.id)
        asked = tuple(sorted({check_day(day, "days") for day in days}))
        return DateTable(self._terms.id, asked, tuple(self._columns(asked, calendar)))

    def _columns(self, days: tuple[date, ...], calendar: Calendar) -> Iterator[Column]:
        adjust = self._terms.due_adjustment.mover()
        for n, (rule, _) in enumerate(self._dues, start=1):
            if rule is not None:
                dates = (rule.date_from(day, calendar=calendar) for day in days)
                yield Column(f"due_on_{n}", "date", tuple(adjust(day, calendar) for day in dates))
        seen: dict[int, int] = {}
        how = self._terms.discount_adjustment
        for tier, parts, _ in self._offered:
            paths = [_path(tier.deadline, day, calendar, how) for day in days]
            until = tuple(path.on for path in paths)
            eligible = tuple(self._eligible(path, calendar) for path in paths)
            for part in parts:
                seen[part] = number = seen.get(part, 0) + 1
                yield Column(f"until_{part + 1}_{number}", "date", until)
                yield Column(f"eligible_until_{part + 1}_{number}", "date", eligible)


def _path(
    rule: DueRule, base: date | None, calendar: Calendar, how: BusinessDayConvention
) -> DatePath:
    if base is None:
        return DatePath(rule=rule, base=None, convention=how)
    days = rule.path_from(base, calendar=calendar)
    on = days[-1] if days else base
    if how is not _NO_MOVE:
        on = how.adjust(on, calendar)
    return DatePath(rule=rule, base=base, days=days, convention=how, on=on)


def part_rules(line: Line) -> Iterator[DueRule | None]:
    """The rule of each part of a line; equal parts count from the first."""
    yield line.due
    if isinstance(line, EqualLines):
        ends = _month_day(line.due) if isinstance(line.every, Months) else ()
        for k in range(1, line.parts):
            yield line.due.then(line.every.replace(count=k * line.every.count), *ends)


def _month_day(rule: DueRule) -> tuple[Step, ...]:
    """What takes a date some months on back to the day of the month that the rule ends on."""
    match rule.steps[-1:]:
        case (EndOfMonth() | NextDayOfMonth() as last,):
            return (last,)
        case (DayOfMonth(day=day) | Proximo(day=day),):
            return (DayOfMonth(day=day),)
    return ()


def _offered(terms: PaymentTerms) -> Iterator[_Offered]:
    """Tiers in the order of the parts they are for; a line's own replace those of the terms."""
    common: list[int] = []
    first = 0
    for n, line in enumerate(terms.lines):
        parts = tuple(range(first, first + (line.parts if isinstance(line, EqualLines) else 1)))
        first += len(parts)
        if not line.discounts:
            common += parts
        for m, tier in enumerate(line.discounts):
            yield _Offered(tier, parts, f"lines.{n}.discounts.{m}")
    if common:
        for m, tier in enumerate(terms.discounts):
            yield _Offered(tier, tuple(common), f"discounts.{m}")


def _shared(percent: Percent, bases: Sequence[int]) -> Sequence[int]:
    """The percentage of all bases together, rounded half-up once and shared by them."""
    ratio = percent.fraction
    whole = RoundingMode.HALF_UP.divide(sum(bases) * ratio.numerator, ratio.denominator)
    return largest_remainder(whole, bases) if whole else [0] * len(bases)
