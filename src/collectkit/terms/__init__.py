"""Terms: when an invoice is due, and what paying early saves.

Nouns: `PaymentTerms` (a policy), `DueRule` (ordered steps to a date), `DiscountTier`,
`PaymentSchedule` (terms applied to an amount). Verbs: `parse`, `PaymentTerms.due_date`,
`.schedule`, `.invoice`.

    >>> from datetime import date
    >>> from collectkit.money import Money
    >>> from collectkit.terms import parse
    >>> invoice = parse("2/10 net 30").invoice(
    ...     id="INV-7", customer_id="C-1", amount=Money("1190.00", "EUR"),
    ...     issued_on=date(2026, 1, 31))
    >>> str(invoice.due_on), str(invoice.discounts[0].until)
    ('2026-03-02', '2026-02-10')

Not here: whether a payment earned the discount (`discounts`), what lateness costs (`fees`).
"""

from collectkit.terms.lines import (
    BalanceLine,
    DiscountTier,
    EqualLines,
    FixedLine,
    PercentLine,
)
from collectkit.terms.lint import longest_term
from collectkit.terms.model import PaymentTerms
from collectkit.terms.rules import DueRule
from collectkit.terms.schedule import DatePath, PaymentSchedule, ScheduleEvent
from collectkit.terms.shorthand import parse
from collectkit.terms.steps import (
    Band,
    Bands,
    BusinessDays,
    DayOfMonth,
    Days,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    NextWeekday,
    OnDate,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
)
from collectkit.terms.xrechnung import (
    XRechnungLine,
    XRechnungTerms,
    from_xrechnung,
    to_xrechnung,
)

__all__ = [
    "BalanceLine",
    "Band",
    "Bands",
    "BusinessDays",
    "DatePath",
    "DayOfMonth",
    "Days",
    "DiscountTier",
    "DueRule",
    "EndOfMonth",
    "EqualLines",
    "FixedLine",
    "Months",
    "NextDayOfMonth",
    "NextWeekday",
    "OnDate",
    "PaymentSchedule",
    "PaymentTerms",
    "PercentLine",
    "Proximo",
    "ScheduleEvent",
    "StartOfQuarter",
    "Weekday",
    "Weeks",
    "XRechnungLine",
    "XRechnungTerms",
    "from_xrechnung",
    "longest_term",
    "parse",
    "to_xrechnung",
]
