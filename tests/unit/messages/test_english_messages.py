"""The English texts, to the letter."""

# ruff: noqa: E501
from __future__ import annotations

from datetime import date

import pytest

from collectkit.errors import TemplateError
from collectkit.messages import VARIABLES, Catalogue
from collectkit.messages.render import OUTPUTS
from collectkit.money import Money

INVOICES = (
    {
        "number": "INV-7",
        "issued_on": date(2026, 1, 31),
        "due_on": date(2026, 3, 2),
        "amount": Money("1190.00", "EUR"),
        "open": Money("1190.00", "EUR"),
        "days_past_due": 18,
    },
    {
        "number": "INV-9",
        "issued_on": date(2026, 2, 10),
        "due_on": date(2026, 3, 12),
        "amount": Money("600.50", "EUR"),
        "open": Money("500.50", "EUR"),
        "days_past_due": 8,
    },
)
FACTS = {
    "customer": "Müller & Söhne GmbH",
    "creditor": "Acme Ltd",
    "signature": "Jane Doe, Accounts",
    "payment_details": "IBAN DE02 1203 0000 0000 2020 51\nReference C-17",
    "today": date(2026, 3, 20),
    "invoice_count": 2,
    "invoices": INVOICES,
    "total_overdue": Money("1690.50", "EUR"),
    "total_open": Money("1690.50", "EUR"),
    "amount_due": Money("1702.11", "EUR"),
    "oldest_due_on": date(2026, 3, 2),
    "days_past_due": 18,
    "pay_by": date(2026, 3, 30),
    "promise_amount": Money("1190.00", "EUR"),
    "promise_pay_by": date(2026, 3, 18),
}

TEXTS = {
    "pre-due": (
        "Acme Ltd: payment due soon",
        """\
Dear Müller & Söhne GmbH,

This is a friendly note that the following invoices will soon be due:

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

Total: €1,690.50

How to pay:
IBAN DE02 1203 0000 0000 2020 51
Reference C-17

If payment is already on its way, thank you, and please disregard this message. If anything is unclear, please reply and we will be glad to help.

Kind regards,
Jane Doe, Accounts
Acme Ltd
""",
    ),
    "reminder-1": (
        "Acme Ltd: payment reminder",
        """\
Dear Müller & Söhne GmbH,

According to our records, payment of the following invoices is overdue:

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

Total overdue: €1,690.50

Perhaps this was overlooked. Please pay by Mar 30, 2026.

How to pay:
IBAN DE02 1203 0000 0000 2020 51
Reference C-17

If you have already paid, thank you, and please disregard this message. If there is a reason why you cannot pay, or you disagree with an invoice, please reply so that we can find a solution.

Kind regards,
Jane Doe, Accounts
Acme Ltd
""",
    ),
    "reminder-2": (
        "Acme Ltd: second payment reminder",
        """\
Dear Müller & Söhne GmbH,

We wrote to you before about the following invoices. We have not yet received your payment:

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

Total overdue: €1,690.50

Please pay by Mar 30, 2026, or tell us by then when we can expect your payment.

How to pay:
IBAN DE02 1203 0000 0000 2020 51
Reference C-17

If you disagree with an invoice, please let us know which one and why. If you have already paid, thank you, and please disregard this message.

Kind regards,
Jane Doe, Accounts
Acme Ltd
""",
    ),
    "call-script": (
        "Call Müller & Söhne GmbH about €1,690.50",
        """\
Customer: Müller & Söhne GmbH
Overdue: €1,690.50
Oldest due date: Mar 2, 2026 (18 days past due)

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

1. Ask for the person responsible for payments. Give your name and say that you are calling for Acme Ltd. Discuss the account with no one else.
2. Say which invoices are overdue and ask whether they have been received and approved.
3. Ask when the payment will be made. Note the amount, the date and the name.
4. If an invoice is disputed, note which one and why, and who will resolve it.
5. If the full amount cannot be paid by Mar 30, 2026, ask what can be paid and when. Do not agree to a plan without approval.
6. Repeat what was agreed, and thank the person for their time.
""",
    ),
    "demand": (
        "Acme Ltd: demand for payment",
        """\
Dear Müller & Söhne GmbH,

Despite our reminders, the following invoices remain unpaid:

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

Total overdue: €1,690.50
To pay, including any late charges: €1,702.11

We ask you to pay this amount in full by Mar 30, 2026.

How to pay:
IBAN DE02 1203 0000 0000 2020 51
Reference C-17

If you cannot pay in full, or you dispute any part of this amount, please contact us before that date.

Kind regards,
Jane Doe, Accounts
Acme Ltd
""",
    ),
    "final-notice": (
        "Acme Ltd: final notice before further action",
        """\
Dear Müller & Söhne GmbH,

We have asked you several times to pay the following invoices. The amount is still outstanding:

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

Total overdue: €1,690.50
To pay, including any late charges: €1,702.11

This is our final notice. If the full amount does not reach us by Mar 30, 2026, we may pass the matter to a collection agency or take legal steps without writing to you again. This may cause further costs for you.

How to pay:
IBAN DE02 1203 0000 0000 2020 51
Reference C-17

It is not too late to settle this between us. If you want to agree on a plan, or you dispute any part of this amount, please contact us before that date.

Kind regards,
Jane Doe, Accounts
Acme Ltd
""",
    ),
    "agency-handover": (
        "Acme Ltd: transfer to a collection agency",
        """\
Dear Müller & Söhne GmbH,

Our final notice has passed without payment. We are therefore handing the following invoices to a collection agency:

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

Total overdue: €1,690.50
To pay, including any late charges: €1,702.11

The agency will contact you. From then on, please send payments and questions about these invoices to the agency. If you have paid in the last few days, please tell us at once.

Kind regards,
Jane Doe, Accounts
Acme Ltd
""",
    ),
    "promise-broken": (
        "Acme Ltd: agreed payment not received",
        """\
Dear Müller & Söhne GmbH,

You agreed to pay €1,190.00 by Mar 18, 2026. As of Mar 20, 2026 we have not received this payment in full. It concerns the following invoices:

- Invoice INV-7, due Mar 2, 2026: €1,190.00
- Invoice INV-9, due Mar 12, 2026: €500.50

Total overdue: €1,690.50

Please pay by Mar 30, 2026, or contact us today if something has changed.

How to pay:
IBAN DE02 1203 0000 0000 2020 51
Reference C-17

If your payment is on its way, thank you, and please disregard this message.

Kind regards,
Jane Doe, Accounts
Acme Ltd
""",
    ),
}


def test_the_ids() -> None:
    assert [entry.id for entry in Catalogue.default().templates] == list(TEXTS)
    assert {entry.locale for entry in Catalogue.default().templates} == {"en"}


@pytest.mark.parametrize("id", TEXTS)
def test_two_invoices(id: str) -> None:
    message = Catalogue.default().find(id, "en").render(FACTS)
    assert (message.subject, message.body) == TEXTS[id]


def one_invoice() -> dict[str, object]:
    return FACTS | {"invoice_count": 1, "invoices": INVOICES[:1], "days_past_due": 1}


@pytest.mark.parametrize(
    ("id", "phrase"),
    [
        ("pre-due", "the following invoice will soon be due:"),
        ("reminder-1", "payment of the following invoice is overdue:"),
        ("reminder-2", "about the following invoice."),
        ("call-script", "(1 day past due)"),
        ("demand", "the following invoice remains unpaid:"),
        ("final-notice", "to pay the following invoice."),
        ("agency-handover", "questions about this invoice to the agency"),
        ("promise-broken", "It concerns the following invoice:"),
    ],
)
def test_one_invoice(id: str, phrase: str) -> None:
    body = Catalogue.default().find(id, "en").render(one_invoice()).body
    assert phrase in body
    assert "INV-9" not in body


@pytest.mark.parametrize("id", TEXTS)
def test_every_output_is_clean(id: str) -> None:
    entry = Catalogue.default().find(id, "en")
    assert entry.variables <= {*VARIABLES, "invoices"}
    for output in OUTPUTS:
        message = entry.render(FACTS, locale="en_GB", output=output)
        assert not set("{}") & set(message.subject + message.body)
        assert "\n\n\n" not in message.body
        assert not any(line != line.rstrip() for line in message.body.split("\n"))


@pytest.mark.parametrize("id", TEXTS)
def test_nothing_is_asked_for_and_not_used(id: str) -> None:
    entry = Catalogue.default().find(id, "en")
    for name in entry.variables:
        with pytest.raises(TemplateError) as caught:
            entry.render({key: value for key, value in FACTS.items() if key != name})
        assert caught.value.field == name
