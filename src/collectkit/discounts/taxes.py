"""What a discount does to the tax, rate by rate."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from collectkit._checks import check_type
from collectkit.errors import CurrencyMismatch, InvalidMoney
from collectkit.ledger import Invoice, TaxLine
from collectkit.money import Money, Percent, RoundingMode, largest_remainder, total

__all__ = ["reduced_tax", "tax_corrections"]


def tax_corrections(
    invoice: Invoice, discount: Money, *, bearing: Iterable[TaxLine] | None = None
) -> tuple[TaxLine, ...]:
    """How a discount that was taken lowers net amount and tax, for each rate of the invoice.

    The discount is shared by the rates by gross amount (largest remainder), then each share is
    split into base and tax in the ratio the invoice states (tax rounded half-up), so base and tax
    of all lines sum to the discount. An amount that no tax line names is taken as untaxed.

    No fact says which rate the non-discountable part of an invoice bears, so it is taken to bear
    each in proportion. Where it does not, pass in `bearing` the tax lines of the part that the
    discount was taken of.

    Raises:
        InvalidMoney: a discount that is negative or more than the invoice.
        CurrencyMismatch: a discount in another currency.

    Source: Directive 2006/112/EC, article 90(1).

    >>> from datetime import date
    >>> from collectkit.money import Percent
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("11900.00", "EUR"),
    ...     issued_on=date(2026, 1, 5), due_on=date(2026, 2, 4),
    ...     tax=(TaxLine(rate=Percent("19"), base=Money("10000.00", "EUR"),
    ...                  amount=Money("1900.00", "EUR")),))
    >>> line = tax_corrections(invoice, Money("357.00", "EUR"))[0]
    >>> line.base, line.amount
    (Money('300.00', 'EUR'), Money('57.00', 'EUR'))
    """
    currency = check_type(invoice, "invoice", Invoice).currency
    if check_type(discount, "discount", Money).currency != currency:
        raise CurrencyMismatch(
            f"discount is in {discount.currency}, {invoice.id} in {currency}", field="discount"
        )
    zero, excluded = Money.zero(currency), invoice.non_discountable
    if not zero <= discount <= invoice.amount:
        raise InvalidMoney(
            f"discount {discount} is not a part of {invoice.amount}",
            field="discount",
            subject=invoice.id,
        )
    lines = invoice.tax if bearing is None else tuple(bearing)
    if not lines or discount.is_zero:
        return ()
    gross = [line.base + line.amount for line in lines]
    whole = invoice.amount - (zero if excluded is None else excluded)
    untaxed = zero if bearing is not None else max(whole - total(gross, currency), zero)
    weights = [money.minor_units for money in (*gross, untaxed)]
    if not any(weights):
        return ()
    shares = largest_remainder(discount.minor_units, weights)
    return tuple(
        _line(line, share, weight, currency)
        for line, share, weight in zip(lines, shares, weights, strict=False)
    )


def _line(line: TaxLine, share: int, gross: int, currency: str) -> TaxLine:
    tax = RoundingMode.HALF_UP.divide(share * line.amount.minor_units, gross) if gross else 0
    return TaxLine(
        rate=line.rate,
        base=Money.from_minor_units(share - tax, currency),
        amount=Money.from_minor_units(tax, currency),
    )


def reduced_tax(lines: Iterable[TaxLine], percent: Percent) -> tuple[TaxLine, ...]:
    """The tax lines of an invoice whose tax is always on the discounted base.

    The base stays as agreed; the tax is the rate of the base less the discount, rounded half-up.

    Source: Directive 2006/112/EC, article 79(a); so in Belgium, and in the United Kingdom until
    2015.

    >>> line = TaxLine(rate=Percent("21"), base=Money("100.00", "EUR"),
    ...                amount=Money("21.00", "EUR"))
    >>> reduced_tax([line], Percent("2"))[0].amount
    Money('20.58', 'EUR')
    """
    left = 1 - percent.fraction
    return tuple(
        TaxLine(
            rate=line.rate,
            base=line.base,
            amount=Money.from_fraction(
                Fraction(line.base.amount) * left * line.rate.fraction, line.base.currency
            ),
        )
        for line in lines
    )
