"""Payment terms: when an invoice is due and what paying early saves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from collectkit._checks import check_day, check_type
from collectkit._model import Id, Policy
from collectkit.dates import BusinessDayConvention, Context
from collectkit.errors import InvalidPercent
from collectkit.ledger import DiscountWindow, Installment, Invoice
from collectkit.money import Money, Percent
from collectkit.terms.schedule import PaymentSchedule
from collectkit.terms.steps import DueRule

__all__ = ["BalanceLine", "DiscountTier", "PaymentTerms"]


class BalanceLine(Policy):
    """The whole amount, or what other lines leave of it, due by one rule."""

    kind: Literal["balance"] = "balance"
    due: DueRule = Field(description="When it is due, from the issue date.")


class DiscountTier(Policy):
    """A percentage off for payment by a deadline, the deadline included."""

    percent: Percent = Field(description="Off the discountable amount, such as 2%.")
    deadline: DueRule = Field(description="The last day, from the issue date.")

    @field_validator("percent")
    @classmethod
    def _between(cls, value: Percent) -> Percent:
        if not 0 < value.value <= 100:
            raise InvalidPercent(f"a discount must be above 0% and at most 100%, not {value}")
        return value


Line = Annotated[BalanceLine, Field()]


class PaymentTerms(Policy):
    """What a contract says about paying: due rule, discount, business-day adjustments.

    Due and discount dates adjust separately through the calendar in `context`; the default
    leaves them where they fall.

    >>> terms = PaymentTerms.parse("2/10 net 30")
    >>> terms.due_date(date(2026, 1, 31))
    datetime.date(2026, 3, 2)
    """

    id: Id = Field(description="Name of these terms.", examples=["net-30"])
    lines: tuple[Line, ...] = Field(
        description="What is due when; one balance line.", min_length=1, max_length=1
    )
    discounts: tuple[DiscountTier, ...] = Field(
        default=(), description="Early-payment discount; at most one tier.", max_length=1
    )
    due_adjustment: BusinessDayConvention = Field(
        default=BusinessDayConvention.NONE, description="Where a due date off business days goes."
    )
    discount_adjustment: BusinessDayConvention = Field(
        default=BusinessDayConvention.NONE, description="The same for the discount deadline."
    )

    @classmethod
    def net(cls, days: int, *, id: str | None = None) -> PaymentTerms:
        """So many days after the issue date, without a discount."""
        return cls(
            id=f"net-{days}" if id is None else id, lines=(BalanceLine(due=DueRule.net(days)),)
        )

    @classmethod
    def parse(cls, text: str, *, id: str | None = None, **readings: Any) -> PaymentTerms:
        """Terms from commercial shorthand, such as `2/10 net 30`; see `terms.parse`."""
        from collectkit.terms.shorthand import parse

        return parse(text, id=id, **readings)

    def due_date(self, issued_on: date, *, context: Context | None = None) -> date:
        """The due date of an invoice issued on `issued_on`."""
        check_day(issued_on, "issued_on")
        calendar = (context or _CONTEXT).calendar
        return self.due_adjustment.adjust(self.lines[0].due.date_from(issued_on), calendar)

    def schedule(
        self, amount: Money, *, issued_on: date, context: Context | None = None
    ) -> PaymentSchedule:
        """The parts of `amount`, their due dates, and the discount window.

        The discount is rounded half-up to the minor unit; payable = amount - discount, so both
        always make up the amount.

        Raises:
            InvalidDate: `issued_on` is not a plain date.
            InvalidMoney: `amount` is not rounded.

        >>> schedule = PaymentTerms.parse("2/10 net 30").schedule(
        ...     Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
        >>> schedule.discounts[0].until, schedule.discounts[0].payable
        (datetime.date(2026, 2, 10), Money('1166.20', 'EUR'))
        """
        check_type(amount, "amount", Money)
        check_day(issued_on, "issued_on")
        due = self.due_date(issued_on, context=context)
        return PaymentSchedule(
            terms_id=self.id,
            issued_on=issued_on,
            rule=str(self.lines[0].due),
            amount=amount,
            installments=(Installment(number=1, due_on=due, amount=amount),),
            discounts=tuple(
                self._window(tier, amount, issued_on, context) for tier in self.discounts
            ),
        )

    def _window(
        self,
        tier: DiscountTier,
        amount: Money,
        issued_on: date,
        context: Context | None,
    ) -> DiscountWindow:
        calendar = (context or _CONTEXT).calendar
        until = self.discount_adjustment.adjust(tier.deadline.date_from(issued_on), calendar)
        discount = tier.percent.of(amount).rounded()
        return DiscountWindow(
            until=until,
            percent=tier.percent,
            discount=discount,
            payable=amount - discount,
            base=amount,
        )

    def invoice(
        self,
        *,
        id: str,
        customer_id: str,
        amount: Money,
        issued_on: date,
        context: Context | None = None,
        **fields: Any,
    ) -> Invoice:
        """An invoice that carries this schedule; a later edit of the terms moves nothing on it.

        Other fields of `Invoice` may be given by keyword.
        """
        schedule = self.schedule(amount, issued_on=issued_on, context=context)
        return Invoice(
            id=id,
            customer_id=customer_id,
            amount=amount,
            issued_on=issued_on,
            installments=schedule.installments,
            discounts=schedule.discounts,
            **fields,
        )

    def __str__(self) -> str:
        discounts = "".join(
            f"{tier.percent} if paid by {tier.deadline}; " for tier in self.discounts
        )
        return f"{discounts}due {self.lines[0].due}"


_CONTEXT = Context()
