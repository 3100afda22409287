"""Contact: may we speak, when, and through which channel. Usable alone.

Nouns: `ContactRules` (a policy) with `CallCaps`, `ContactHours`, `ContactLimit`; `Permit` with
`ContactWindow`; `CallCount`. Verbs: `permit`, `contacts`, `call_counts`, `counts_toward_caps`.

    >>> from datetime import date
    >>> from collectkit.contact import permit
    >>> from collectkit.ledger import Customer
    >>> permit(("email", "letter"), (), on=date(2026, 3, 2), customer=Customer(id="C-1")).channel
    'email'

Prohibitions (cease notices, representation, moratoria, opt-outs, wrong numbers) always hold. Time
zones are objects that the caller passes. Not here: what to say (`messages`), which step comes next
(`escalation`), any law but the one that a rule set names.
"""

from collectkit.contact.calls import CallCount, call_counts, contacts, counts_toward_caps
from collectkit.contact.permit import Permit, permit
from collectkit.contact.reasons import REASONS
from collectkit.contact.rules import CallCaps, ContactHours, ContactLimit, ContactRules
from collectkit.contact.windows import ContactWindow

__all__ = [
    "REASONS",
    "CallCaps",
    "CallCount",
    "ContactHours",
    "ContactLimit",
    "ContactRules",
    "ContactWindow",
    "Permit",
    "call_counts",
    "contacts",
    "counts_toward_caps",
    "permit",
]
