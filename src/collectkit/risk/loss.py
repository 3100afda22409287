"""Expected loss."""

from __future__ import annotations

from collectkit._checks import check_type
from collectkit.errors import InvalidMoney, InvalidPercent
from collectkit.money import Money, Percent

__all__ = ["expected_loss"]


def expected_loss(pd: Percent, exposure: Money, lgd: Percent) -> Money:
    """Probability of default x exposure x loss given default, exact and unrounded.

    Take insurance and collateral off the exposure, or put them into the loss given default; round
    the sum of a book once, with `Money.rounded`.

    Raises:
        InvalidPercent: `pd` or `lgd` is not 0 % to 100 %.
        InvalidMoney: `exposure` is negative.

    Source: Regulation (EU) No 575/2013, article 158(5): EL = PD x LGD, times the exposure.

    >>> expected_loss(Percent("2"), Money("1000.00", "EUR"), Percent("45")).rounded()
    Money('9.00', 'EUR')
    """
    for name, share in (("pd", pd), ("lgd", lgd)):
        if not 0 <= check_type(share, name, Percent).value <= 100:
            raise InvalidPercent(f"{name} must be 0% to 100%, not {share}", field=name)
    if check_type(exposure, "exposure", Money) < Money.zero(exposure.currency):
        raise InvalidMoney(f"exposure must not be negative: {exposure}", field="exposure")
    return pd.of(lgd.of(exposure))
