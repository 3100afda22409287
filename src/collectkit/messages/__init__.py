"""Messages: the texts that go out, in a closed grammar that only prints.

Nouns: `Template` (one text), `MessageTemplate` (subject and body of an id in a language),
`Catalogue` (all of a policy's messages), `Message` (what to send), `VARIABLES` and
`INVOICE_VARIABLES` (what a text may name). Verbs: `Catalogue.find`, `MessageTemplate.render`,
`format_money`, `format_date`, `format_percent`.

    >>> from datetime import date
    >>> from collectkit.messages import Catalogue, Template
    >>> from collectkit.money import Money
    >>> text = "Dear {customer}, please pay {amount_due} by {pay_by}."
    >>> facts = {
    ...     "customer": "{creditor} & Sons",
    ...     "amount_due": Money("1190.00", "EUR"),
    ...     "pay_by": date(2026, 3, 16),
    ... }
    >>> Template.parse(text).render(facts)
    'Dear {creditor} & Sons, please pay €1,190.00 by Mar 16, 2026.'
    >>> Template.parse(text).render(facts, locale="en_GB", output="html")
    'Dear {creditor} &amp; Sons, please pay €1,190.00 by 16 Mar 2026.'
    >>> sorted(entry.id for entry in Catalogue.default().templates)[:4]
    ['agency-handover', 'call-script', 'demand', 'final-notice']

A value is printed once and never read as template text. Templates are checked when they are
written, not when they are sent. Babel is loaded only when something is parsed or printed.

Not here: which message to send and when (`escalation`), the figures in it (`policy`), sending it
(the host).
"""

from collectkit.messages.catalogue import Catalogue, Message, MessageTemplate
from collectkit.messages.format import format_date, format_money, format_percent
from collectkit.messages.template import Template
from collectkit.messages.variables import INVOICE_VARIABLES, VARIABLES

__all__ = [
    "INVOICE_VARIABLES",
    "VARIABLES",
    "Catalogue",
    "Message",
    "MessageTemplate",
    "Template",
    "format_date",
    "format_money",
    "format_percent",
]
