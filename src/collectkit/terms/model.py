"""Payment terms: when an invoice is due and what paying early saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from collectkit._checks import check_choice, check_day, check_type
from collectkit._model import Count, Id, Name, Policy
from collectkit.dates import WEEKENDS, BusinessDayConvention, Calendar, Context, DateTable
from collectkit.errors import TermsError
from collectkit.ledger import Invoice, TaxLine
from collectkit.money import Money, Percent
from collectkit.terms.lines import BalanceLine, DiscountTier, EqualLines, FixedLine, Line
from collectkit.terms.plan import Plan
from collectkit.terms.rules import DueRule
from collectkit.terms.schedule import PaymentSchedule
from collectkit.terms.steps import Days, Months, Weeks

if TYPE_CHECKING:
    from collectkit.explain import Finding
    from collectkit.terms.lint import LintRule

__all__ = ["PaymentTerms"]

_MONTHLY = Months(count=1)
_STYLES = frozenset(("shorthand", "prose"))
_NO_EVENTS: Mapping[str, date] = {}


class PaymentTerms(Policy):
    """What a contract says about paying: which part is due when, discounts, adjustments.

    Due and discount dates adjust separately through the calendar in `context`; the default
    leaves them where they fall. A discount deadline includes its day. Discounts of the terms are
    taken of the whole amount, rounded half-up once and shared by the parts; a line's own
    discounts replace them for its parts.

    Raises:
        pydantic.ValidationError: parts that cannot make up a whole: more than one balance, shares
            that are not 100 % and leave no balance, or more than 100 %.

    >>> terms = PaymentTerms.parse("2/10 net 30")
    >>> terms.due_date(date(2026, 1, 31))
    datetime.date(2026, 3, 2)
    """

    id: Id = Field(description="Name of these terms.", examples=["net-30"])
    lines: tuple[Line, ...] = Field(
        description="What is due when, in the order of the contract.", min_length=1, max_length=60
    )
    discounts: tuple[DiscountTier, ...] = Field(
        default=(),
        description="Early-payment discounts of the whole amount, best first.",
        max_length=12,
    )
    due_adjustment: BusinessDayConvention = Field(
        default=BusinessDayConvention.NONE, description="Where a due date off business days goes."
    )
    discount_adjustment: BusinessDayConvention = Field(
        default=BusinessDayConvention.NONE, description="The same for the discount deadline."
    )
    discount_grace_days: Count = Field(
        default=0,
        description="Days after the deadline, before its adjustment, that still earn the discount.",
    )
    residue: Literal["largest-remainder", "last", "first"] = Field(
        default="largest-remainder",
        description="Which parts take the cents; what `round_to` leaves is the last part's.",
    )
    tax_on: Literal["pro-rata", "first", "last"] = Field(
        default="pro-rata", description="Which part carries the tax."
    )
    payment_methods: tuple[Name, ...] = Field(
        default=(), description="How the customer may pay, in the host's words.", max_length=40
    )

    @model_validator(mode="after")
    def _make_up_a_whole(self) -> Self:
        balances = [line for line in self.lines if isinstance(line, (BalanceLine, EqualLines))]
        if len(balances) > 1:
            raise TermsError("only one line can take the balance", field="lines")
        if any(line.due is None for line in self.lines) and len(self.lines) > 1:
            raise TermsError("every one of several lines needs a due rule", field="lines")
        of_total = [line for line in self.lines if line.kind == "percent" and line.of == "total"]
        share = reduce(add, (line.percent for line in of_total), Percent(0))
        if share.value > 100:
            raise TermsError(f"shares come to {share}, above 100%", field="lines")
        if not balances and (len(of_total) < len(self.lines) or share.value != 100):
            raise TermsError(
                f"shares come to {share} and no line takes the balance",
                field="lines",
                hint="make one of them the balance line",
            )
        currencies = {line.amount.currency for line in self.lines if isinstance(line, FixedLine)}
        if len(currencies) > 1:
            raise TermsError(
                f"fixed parts are in {' and '.join(sorted(currencies))}", field="lines"
            )
        return self

    # -- ways in ---------------------------------------------------------------------------
    @classmethod
    def net(cls, days: int, *, id: str | None = None) -> PaymentTerms:
        """So many days after the issue date, without a discount."""
        return cls.due(DueRule.net(days), id=f"net-{days}" if id is None else id)

    @classmethod
    def due(cls, rule: DueRule, *, id: str, **fields: Any) -> PaymentTerms:
        """The whole amount by one rule; other fields by keyword."""
        return cls(id=id, lines=(BalanceLine(due=rule),), **fields)

    @classmethod
    def equal(
        cls,
        parts: int,
        *,
        first: DueRule,
        every: Months | Weeks | Days = _MONTHLY,
        id: str | None = None,
        **fields: Any,
    ) -> PaymentTerms:
        """Equal parts, the first due by `first` and then one `every` month (or other step).

        >>> terms = PaymentTerms.equal(3, first=DueRule.net(30))
        >>> schedule = terms.schedule(Money("100.00", "EUR"), issued_on=date(2026, 1, 1))
        >>> [(str(part.due_on), str(part.amount)) for part in schedule.installments]
        [('2026-01-31', 'EUR 33.34'), ('2026-02-28', 'EUR 33.33'), ('2026-03-31', 'EUR 33.33')]
        """
        line = EqualLines(parts=parts, due=first, every=every)
        return cls(id=f"equal-{parts}" if id is None else id, lines=(line,), **fields)

    @classmethod
    def parse(cls, text: str, *, id: str | None = None, **readings: Any) -> PaymentTerms:
        """Terms from commercial shorthand, such as `2/10 net 30`; see `terms.parse`."""
        from collectkit.terms.shorthand import parse

        return parse(text, id=id, **readings)

    # -- what they say -----------------------------------------------------------------------
    @cached_property
    def _plan(self) -> Plan:
        return Plan(self)

    @property
    def states_due_date(self) -> bool:
        """False where the contract names a discount and no due date (`3/10 prox`)."""
        return self.lines[0].due is not None

    def due_date(
        self,
        issued_on: date,
        *,
        events: Mapping[str, date] = _NO_EVENTS,
        context: Context | None = None,
    ) -> date:
        """The due date of an invoice issued on `issued_on`; of several parts the latest.

        Raises:
            TermsError: no due date was agreed, or it waits for an event not in `events`.
        """
        if type(issued_on) is not date:
            issued_on = check_day(issued_on, "issued_on")
        calendar = context.calendar if type(context) is Context else _calendar(context)
        return self._plan.due_date(issued_on, events, calendar)

    def split(self, amount: Money, *, tax: Money | None = None) -> tuple[Money, ...]:
        """The parts of `amount` in the order of the contract; `tax` is what of it is tax.

        A negative amount mirrors the positive one.

        Raises:
            InvalidMoney: `amount` is not rounded.
            TermsError: fixed or rounded parts come to more than there is.
            CurrencyMismatch: a fixed part is in another currency.

        >>> terms = PaymentTerms.equal(3, first=DueRule.net(30))
        >>> [str(part) for part in terms.split(Money("-10.00", "EUR"))]
        ['EUR -3.34', 'EUR -3.33', 'EUR -3.33']
        """
        check_type(amount, "amount", Money)
        of_it = Money.zero(amount.currency) if tax is None else check_type(tax, "tax", Money)
        parts = self._plan.split(amount, of_it)
        return tuple(Money.from_minor_units(units, amount.currency) for units in parts)

    def schedule(
        self,
        amount: Money,
        *,
        issued_on: date,
        tax: Iterable[TaxLine] = (),
        non_discountable: Money | None = None,
        events: Mapping[str, date] = _NO_EVENTS,
        context: Context | None = None,
    ) -> PaymentSchedule:
        """The parts of `amount`, their due dates, and their discount windows.

        `amount` is gross and positive, as on an invoice or a credit note. `events` holds the
        dates of events that are known by now; a part that waits for another has no due date yet.
        A discount is rounded half-up to the minor unit; payable = amount - discount, so both
        always make up the part.

        Raises:
            InvalidDate: `issued_on` is not a plain date.
            InvalidMoney: `amount` is not rounded.
            TermsError: no due date was agreed; a negative amount; more tax or non-discountable
                than there is; fixed parts of more than the amount.

        >>> schedule = PaymentTerms.parse("2/10 net 30").schedule(
        ...     Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
        >>> schedule.discounts[0].until, schedule.discounts[0].payable
        (datetime.date(2026, 2, 10), Money('1166.20', 'EUR'))
        """
        check_type(amount, "amount", Money)
        check_day(issued_on, "issued_on")
        return self._plan.schedule(
            amount,
            issued_on=issued_on,
            tax=tuple(check_type(tax, "tax", Iterable)),  # type: ignore[type-abstract]
            non_discountable=non_discountable,
            events=check_type(events, "events", Mapping),  # type: ignore[type-abstract]
            calendar=_calendar(context),
        )

    def invoice(
        self,
        *,
        id: str,
        customer_id: str,
        amount: Money,
        issued_on: date,
        events: Mapping[str, date] = _NO_EVENTS,
        context: Context | None = None,
        **fields: Any,
    ) -> Invoice:
        """An invoice that carries this schedule; a later edit of the terms moves nothing on it.

        Other fields of `Invoice` may be given by keyword; `tax` and `non_discountable` count in
        the schedule, and `delivered_on` is the date of the event `delivery`.
        """
        fields["tax"] = tuple(fields.get("tax", ()))
        if fields.get("delivered_on") is not None:
            events = {"delivery": fields["delivered_on"], **events}
        schedule = self.schedule(
            amount,
            issued_on=issued_on,
            tax=fields["tax"],
            non_discountable=fields.get("non_discountable"),
            events=events,
            context=context,
        )
        return Invoice(
            id=id,
            customer_id=customer_id,
            amount=amount,
            issued_on=issued_on,
            installments=schedule.installments,
            discounts=schedule.discounts,
            **fields,
        )

    def table(self, days: Iterable[date], *, context: Context | None = None) -> DateTable:
        """Due dates and discount deadlines for many issue dates at once, by day.

        Columns `due_on_1`, `due_on_2`, … by part; `until_1_1` and `eligible_until_1_1`, … by part
        and discount.

        Raises:
            NotTabular: a date depends on an event, or no due date was agreed.

        >>> table = PaymentTerms.net(30).table([date(2026, 1, 31)])
        >>> table.at(date(2026, 1, 31))
        {'due_on_1': datetime.date(2026, 3, 2)}
        """
        return self._plan.table(days, _calendar(context))

    # -- in words ----------------------------------------------------------------------------
    def format(self, style: Literal["shorthand", "prose"] = "shorthand") -> str:
        """The terms as text: commercial shorthand that `parse` reads back, or a sentence.

        Raises:
            NotExpressible: the shorthand has no words for them; `clause` names what.

        >>> terms = PaymentTerms.parse("2% 10, net 30")
        >>> terms.format()
        '2/10, n/30'
        >>> print(terms.format("prose"))
        2% off if paid by 10 days after the issue date; due 30 days after the issue date
        """
        if check_choice(style, "style", _STYLES) == "prose":
            return _prose(self)
        from collectkit.terms.shorthand import format_terms

        return format_terms(self)

    def lint(self, *rules: LintRule) -> tuple[Finding, ...]:
        """What is legal to write but probably a mistake; see `terms.lint`."""
        from collectkit.terms.lint import lint

        return lint(self, *rules)

    def __str__(self) -> str:
        return self.format("prose")


def _calendar(context: Context | None) -> Calendar:
    return WEEKENDS if context is None else check_type(context, "context", Context).calendar


def _prose(terms: PaymentTerms) -> str:
    whole = len(terms.lines) == 1 and isinstance(terms.lines[0], BalanceLine)
    clauses = [_offers(terms.discounts)]
    for line in terms.lines:
        due = "no due date agreed" if line.due is None else f"due {line.due}"
        clauses += [_offers(line.discounts), due if whole else f"{line.share} {due}"]
    none, grace = BusinessDayConvention.NONE, terms.discount_grace_days
    if grace:
        clauses.append(f"discounts {Days(count=grace)} longer as grace")
    if terms.due_adjustment is not none:
        clauses.append(f"due dates on business days, {terms.due_adjustment.value}")
    if terms.discount_adjustment is not none:
        clauses.append(f"discounts to business days, {terms.discount_adjustment.value}")
    if terms.payment_methods:
        clauses.append(f"payable by {' or '.join(terms.payment_methods)}")
    return "; ".join(clause for clause in clauses if clause)


def _offers(tiers: tuple[DiscountTier, ...]) -> str:
    return "; ".join(
        f"{tier.percent} off{' net of tax' if tier.base == 'net' else ''} if paid by {deadline}"
        for tier in tiers
        for deadline in (str(tier.deadline).removeprefix("on "),)
    )
