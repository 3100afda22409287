"""Discounts: what early payment saves.

Nouns: `DiscountOffer`. Verbs: `offer` (one item), `offers` (all that stand at a day). They read
the windows an invoice carries, never the terms it was made from.

    >>> from datetime import date
    >>> from collectkit import Money, PaymentTerms
    >>> from collectkit.discounts import offers
    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> invoice = PaymentTerms.parse("2/10 net 30").invoice(
    ...     id="INV-7", customer_id="C-1", amount=Money("1190.00", "EUR"),
    ...     issued_on=date(2026, 1, 31))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> [str(o.payable) for o in offers(snapshot(account, as_of=date(2026, 2, 1)))]
    ['EUR 1166.20']

Not here: due dates (`terms`), what late payment costs (`fees`).
"""

from collectkit.discounts.offer import REASONS, DiscountOffer, offer, offers

__all__ = ["REASONS", "DiscountOffer", "offer", "offers"]
