"""Contact: may we speak, when, and through which channel. Usable alone.

Nouns: `ContactRules` (a policy), `Permit`. Verbs: `permit`, `contacts`.

    >>> from datetime import date
    >>> from collectkit.contact import permit
    >>> from collectkit.ledger import Customer
    >>> permit(("email", "letter"), (), on=date(2026, 3, 2), customer=Customer(id="C-1")).channel
    'email'

Prohibitions (cease notices, representation, opt-outs) always hold. Not here: what to say
(`messages`), which step comes next (`escalation`).
"""

from collectkit.contact.rules import REASONS, ContactRules, Permit, contacts, permit

__all__ = ["REASONS", "ContactRules", "Permit", "contacts", "permit"]
