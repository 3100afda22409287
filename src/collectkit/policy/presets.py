"""Whole policies to start from. Copy one, change it, give it your own id.

Each is free of findings (`lint`). None is a statement of any law: check terms, charges, days and
channels against the law that binds you.
"""

from __future__ import annotations

from collectkit import escalation
from collectkit.fees import FlatFee, Interest, LateChargePolicy, TableRate
from collectkit.fees.regime import Debtor
from collectkit.money import Money, Percent
from collectkit.policy.assignment import Assignment
from collectkit.policy.model import CollectionsPolicy, Sender
from collectkit.policy.statutory import StatutoryCharges, awaited_notices
from collectkit.terms import DueRule, PaymentTerms, parse

__all__ = ["b2b_standard", "b2b_uk_us", "consumer"]

_SIGNATURE = "Accounts Receivable"
_DETAILS = "By transfer to the account on the invoice."


def b2b_standard(
    *,
    creditor: str,
    signature: str = _SIGNATURE,
    payment_details: str = _DETAILS,
    country: str | None = None,
) -> CollectionsPolicy:
    """Business customers in the European Union: net 30, 2/10 net 30, the standard ladder.

    Late charges are the least that the law of every member state gives a creditor: the European
    Central Bank's rate plus 8 points, and EUR 40 once for every invoice paid late. With a
    `country`, such as `DE`, they are those of its law. Where the table of the rate ends, the last
    known rate is taken and the result is marked provisional.

    Raises:
        pydantic.ValidationError: no law of that country between businesses is held.

    Source: Directive 2011/7/EU, articles 2(6), 3 and 6(1).

    >>> b2b_standard(creditor="Example Ltd").lint()
    ()
    >>> b2b_standard(creditor="Example Ltd", country="FR").charges("fr-statutory").code
    'FR'
    """
    charges = _directive() if country is None else _by_law(country, "business")
    return CollectionsPolicy(
        id="b2b-standard",
        version="1",
        sender=Sender(creditor=creditor, signature=signature, payment_details=payment_details),
        terms=(PaymentTerms.net(30), parse("2/10 net 30")),
        late_charges=(charges,),
        on_missing="last_known",
        ladder=escalation.presets.standard(),
    )


def b2b_uk_us(
    *,
    creditor: str,
    signature: str = _SIGNATURE,
    payment_details: str = _DETAILS,
) -> CollectionsPolicy:
    """Business customers in the United Kingdom and the United States: net 30, the firm ladder.

    The Late Payment of Commercial Debts (Interest) Act 1998 gives the charges. Customers of the
    segment `us` pay what their contract says, here 12 % a year and no lump sum, since no federal
    law sets late charges between businesses.

    >>> policy = b2b_uk_us(creditor="Example Ltd")
    >>> policy.lint()
    ()
    >>> from collectkit.ledger import Customer
    >>> str(policy.assigned("late_charges", Customer(id="C-1", segment="us")))
    'late charges us-contract by the segment rule us-customers'
    """
    return CollectionsPolicy(
        id="b2b-uk-us",
        version="1",
        sender=Sender(creditor=creditor, signature=signature, payment_details=payment_details),
        terms=(PaymentTerms.net(30), parse("2/10 net 30"), parse("1/10 net 60")),
        late_charges=(
            _by_law("GB", "business"),
            LateChargePolicy(id="us-contract", interest=Interest(rate=Percent(12)), grace_days=5),
        ),
        on_missing="last_known",
        ladder=escalation.presets.firm(),
        assignment=(Assignment(id="us-customers", segments=("us",), late_charges="us-contract"),),
    )


def consumer(
    *,
    creditor: str,
    signature: str = "Customer Service",
    payment_details: str = _DETAILS,
    country: str = "DE",
) -> CollectionsPolicy:
    """Consumers: net 14 and three monthly parts, the consumer ladder, charges of a country's law.

    Where the law charges only after a notice of its own, the statutory letter is that notice. The
    rate tables of some countries do not come along (`charges(…).tables` names them); the context
    then brings them.

    Raises:
        pydantic.ValidationError: no consumer law of that country is held.

    >>> consumer(creditor="Example Ltd").lint()
    ()
    """
    charges = _by_law(country, "consumer")
    awaited = awaited_notices(charges.regime)
    notice = awaited[0][1][0] if awaited else None
    ladder = escalation.presets.consumer()
    steps = (
        step.replace(notice=notice) if step.id == "notice" and notice is not None else step
        for step in ladder.steps
    )
    return CollectionsPolicy(
        id="consumer",
        version="1",
        sender=Sender(creditor=creditor, signature=signature, payment_details=payment_details),
        terms=(
            PaymentTerms.net(14),
            PaymentTerms.equal(3, first=DueRule.net(30), id="three-parts"),
        ),
        late_charges=(charges,),
        on_missing="last_known",
        ladder=ladder.replace(steps=tuple(steps)),
    )


def _directive() -> LateChargePolicy:
    """The least that the directive gives."""
    return LateChargePolicy(
        id="eu-late-payment",
        interest=Interest(
            rate=TableRate(table="ecb-mro-half-year", margin=Percent(8)),
            citation="Directive 2011/7/EU art.2(6)",
        ),
        fees=(
            FlatFee(
                id="recovery-costs",
                amounts=(Money("40.00", "EUR"),),
                charge_kind="costs",
                label="recovery costs",
                citation="Directive 2011/7/EU art.6(1)",
            ),
        ),
    )


def _by_law(country: str, debtor: Debtor) -> StatutoryCharges:
    return StatutoryCharges(id=f"{country.lower()}-statutory", code=country, debtor=debtor)
