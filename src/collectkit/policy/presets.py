"""Whole policies to start from."""

from __future__ import annotations

from collectkit import escalation
from collectkit.fees import Interest, LateChargePolicy
from collectkit.money import Percent
from collectkit.policy.model import CollectionsPolicy, Sender
from collectkit.terms import PaymentTerms, parse

__all__ = ["b2b_standard"]


def b2b_standard(
    *,
    creditor: str,
    signature: str = "Accounts Receivable",
    payment_details: str = "By transfer to the account on the invoice.",
) -> CollectionsPolicy:
    """Business customers: net 30 and 2/10 net 30, 8 % simple interest, the standard ladder.

    The rate is an example, not a statutory one; set what your contracts say.

    >>> b2b_standard(creditor="Example Ltd").lint()
    ()
    """
    return CollectionsPolicy(
        id="b2b-standard",
        version="1",
        sender=Sender(creditor=creditor, signature=signature, payment_details=payment_details),
        terms=(PaymentTerms.net(30), parse("2/10 net 30")),
        late_charges=(LateChargePolicy(id="late-interest", interest=Interest(rate=Percent(8))),),
        ladder=escalation.presets.standard(),
    )
