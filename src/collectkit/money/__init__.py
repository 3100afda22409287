"""Money: exact amounts, percentages, and splits that sum to the whole.

Nouns: `Money`, `Percent`, `RoundingMode`. Verbs: `Money.allocate`, `Money.rounded`, `cash_round`,
`total`, `minor_unit`.

    >>> from collectkit.money import Money, Percent
    >>> price = Money("1190.00", "EUR")
    >>> (price - Percent("2").of(price)).rounded()
    Money('1166.20', 'EUR')

Not here: exchange rates (currencies are never added), and printing for people (`messages`).
"""

from collectkit.money.allocate import largest_remainder
from collectkit.money.amount import Money, total
from collectkit.money.cash import cash_round
from collectkit.money.currency import minor_unit
from collectkit.money.percent import Percent
from collectkit.money.rounding import RoundingMode

__all__ = [
    "Money",
    "Percent",
    "RoundingMode",
    "cash_round",
    "largest_remainder",
    "minor_unit",
    "total",
]
