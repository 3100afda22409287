"""Policies in plain words: what is told of payment terms and late charges, and to whom.

The words are imported when they are first asked for: who has terms has the rooms they come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectkit.fees import LateChargePolicy, Regime
    from collectkit.terms import PaymentTerms

__all__ = ["describe_late_charges", "describe_terms"]


def describe_terms(terms: PaymentTerms, *, locale: str | None) -> str:
    """What `terms` say, in plain words of `locale`: English, German or French.

    A locale falls back to its language (`de_AT` to German words with Austrian figures); what is
    no locale, or of a language without words here, to English words and figures. Names from the
    host (events, ways to pay) are printed as they are. What is as usual is left out: shares of
    the gross amount, tax and cents shared by all parts.

    Raises:
        InvalidFact: not `PaymentTerms`.

    >>> from collectkit.terms import parse
    >>> print(describe_terms(parse("2/10 net 30"), locale="en"))
    2% discount if paid within 10 days of the invoice date; otherwise payable in full within 30 days
    of the invoice date.
    """
    from collectkit.messages.wording.terms import terms_text

    return terms_text(terms, locale)


def describe_late_charges(policy: LateChargePolicy | Regime, *, locale: str | None) -> str:
    """What late payment costs by `policy`, in sentences for the clause of an invoice.

    In English, German or French; locales fall back as for `describe_terms`. A reference rate is
    called by the name of a shipped table, or by its id. Of margins those are said that hold for
    `contract_date` (none: the newest). What is as usual is left out: ACT/365F, rounding once an
    item, interest through the day a payment arrives. So are citations of single rules and the
    treatment of tax, which are for the books. Of a statute's regime the law comes first, and when
    default begins where the due date alone does not say; its scope and cautions are for the
    creditor to read (`Regime.warnings`).

    Raises:
        InvalidFact: neither a `LateChargePolicy` nor a `Regime`.

    >>> from collectkit import Percent
    >>> from collectkit.fees import Interest, LateChargePolicy
    >>> charges = LateChargePolicy(id="standard", interest=Interest(rate=Percent(9)))
    >>> print(describe_late_charges(charges, locale="en"))
    Overdue amounts bear interest of 9% a year from the day after the due date.
    """
    from collectkit.messages.wording.charges import charges_text

    return charges_text(policy, locale)
