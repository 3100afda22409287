"""Messages: the texts that go out, in a closed grammar that only prints.

Nouns: `Template` (one text), `MessageTemplate` (subject, body, HTML and text message of an id in a
language), `Catalogue` (all of a policy's messages, over the library's own), `Message` (what to
send), `SmsLength` (what a text message takes), `VARIABLES` and `ROW_VARIABLES` (what a text may
name). Verbs: `Catalogue.find`, `Catalogue.lint`, `MessageTemplate.render`, `sms_length`,
`describe_terms`, `describe_late_charges`, `format_money`, `format_date`, `format_percent`.

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
    >>> line = "{#payment_link}Pay online: {payment_link}{/payment_link}"
    >>> Template.parse(line).render({"payment_link": "example.com"})
    'Pay online: example.com'
    >>> Template.parse(line).render({})
    ''
    >>> Catalogue.default().ids[:4]
    ('agency-handover', 'call-script', 'call-script-promise', 'call-script-senior')

A value is printed once and never read as template text. Templates are checked when they are
written, not when they are sent. Babel is loaded only when something is parsed or printed.

Not here: which message to send and when (`escalation`), the figures in it (`policy`), sending it
(the host).
"""

from collectkit.messages.catalogue import Catalogue
from collectkit.messages.descriptions import describe_late_charges, describe_terms
from collectkit.messages.format import format_date, format_money, format_percent
from collectkit.messages.message import Message, MessageTemplate
from collectkit.messages.reasons import explain
from collectkit.messages.sms import SmsLength, sms_length
from collectkit.messages.template import Template
from collectkit.messages.variables import ROW_VARIABLES, VARIABLES

__all__ = [
    "ROW_VARIABLES",
    "VARIABLES",
    "Catalogue",
    "Message",
    "MessageTemplate",
    "SmsLength",
    "Template",
    "describe_late_charges",
    "describe_terms",
    "explain",
    "format_date",
    "format_money",
    "format_percent",
    "sms_length",
]
