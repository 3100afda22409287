# data-only
"""The library's own messages in English: courteous, plain, and firmer step by step."""

from __future__ import annotations

from collectkit.messages.catalogue import MessageTemplate

__all__ = ["ENGLISH"]

_LIST = "{#invoices}- Invoice {number}, due {due_on}: {open}\n{/invoices}"
_INVOICES = "{invoice_count, plural, one {invoice} other {invoices}}"

_CLOSING = """
Kind regards,
{signature}
{creditor}
"""


def _english(id: str, subject: str, body: str) -> MessageTemplate:
    return MessageTemplate(id=id, locale="en", subject=subject, body=body)


ENGLISH: tuple[MessageTemplate, ...] = (
    _english(
        "pre-due",
        "{creditor}: payment due soon",
        "Dear {customer},\n\n"
        "This is a friendly note that the following "
        + _INVOICES
        + " will soon be due:\n\n"
        + _LIST
        + "\nTotal: {total_open}\n\n"
        "How to pay:\n{payment_details}\n\n"
        "If payment is already on its way, thank you, and please disregard this message. If "
        "anything is unclear, please reply and we will be glad to help.\n" + _CLOSING,
    ),
    _english(
        "reminder-1",
        "{creditor}: payment reminder",
        "Dear {customer},\n\n"
        "According to our records, payment of the following "
        + _INVOICES
        + " is overdue:\n\n"
        + _LIST
        + "\nTotal overdue: {total_overdue}\n\n"
        "Perhaps this was overlooked. Please pay by {pay_by}.\n\n"
        "How to pay:\n{payment_details}\n\n"
        "If you have already paid, thank you, and please disregard this message. If there is a "
        "reason why you cannot pay, or you disagree with an invoice, please reply so that we can "
        "find a solution.\n" + _CLOSING,
    ),
    _english(
        "reminder-2",
        "{creditor}: second payment reminder",
        "Dear {customer},\n\n"
        "We wrote to you before about the following " + _INVOICES + ". We have not yet received "
        "your payment:\n\n" + _LIST + "\nTotal overdue: {total_overdue}\n\n"
        "Please pay by {pay_by}, or tell us by then when we can expect your payment.\n\n"
        "How to pay:\n{payment_details}\n\n"
        "If you disagree with an invoice, please let us know which one and why. If you have "
        "already paid, thank you, and please disregard this message.\n" + _CLOSING,
    ),
    _english(
        "call-script",
        "Call {customer} about {total_overdue}",
        "Customer: {customer}\n"
        "Overdue: {total_overdue}\n"
        "Oldest due date: {oldest_due_on} "
        "({days_past_due, plural, one {{days_past_due} day} other {{days_past_due} days}} "
        "past due)\n\n"
        + _LIST
        + "\n1. Ask for the person responsible for payments. Give your name and say that you are "
        "calling for {creditor}. Discuss the account with no one else.\n"
        "2. Say which invoices are overdue and ask whether they have been received and approved.\n"
        "3. Ask when the payment will be made. Note the amount, the date and the name.\n"
        "4. If an invoice is disputed, note which one and why, and who will resolve it.\n"
        "5. If the full amount cannot be paid by {pay_by}, ask what can be paid and when. Do not "
        "agree to a plan without approval.\n"
        "6. Repeat what was agreed, and thank the person for their time.\n",
    ),
    _english(
        "demand",
        "{creditor}: demand for payment",
        "Dear {customer},\n\n"
        "Despite our reminders, the following " + _INVOICES + " "
        "{invoice_count, plural, one {remains} other {remain}} unpaid:\n\n"
        + _LIST
        + "\nTotal overdue: {total_overdue}\n"
        "To pay, including any late charges: {amount_due}\n\n"
        "We ask you to pay this amount in full by {pay_by}.\n\n"
        "How to pay:\n{payment_details}\n\n"
        "If you cannot pay in full, or you dispute any part of this amount, please contact us "
        "before that date.\n" + _CLOSING,
    ),
    _english(
        "final-notice",
        "{creditor}: final notice before further action",
        "Dear {customer},\n\n"
        "We have asked you several times to pay the following " + _INVOICES + ". The amount is "
        "still outstanding:\n\n" + _LIST + "\nTotal overdue: {total_overdue}\n"
        "To pay, including any late charges: {amount_due}\n\n"
        "This is our final notice. If the full amount does not reach us by {pay_by}, we may pass "
        "the matter to a collection agency or take legal steps without writing to you again. This "
        "may cause further costs for you.\n\n"
        "How to pay:\n{payment_details}\n\n"
        "It is not too late to settle this between us. If you want to agree on a plan, or you "
        "dispute any part of this amount, please contact us before that date.\n" + _CLOSING,
    ),
    _english(
        "agency-handover",
        "{creditor}: transfer to a collection agency",
        "Dear {customer},\n\n"
        "Our final notice has passed without payment. We are therefore handing the following "
        + _INVOICES
        + " to a collection agency:\n\n"
        + _LIST
        + "\nTotal overdue: {total_overdue}\n"
        "To pay, including any late charges: {amount_due}\n\n"
        "The agency will contact you. From then on, please send payments and questions about "
        "{invoice_count, plural, one {this invoice} other {these invoices}} to the agency. If you "
        "have paid in the last few days, please tell us at once.\n" + _CLOSING,
    ),
    _english(
        "promise-broken",
        "{creditor}: agreed payment not received",
        "Dear {customer},\n\n"
        "You agreed to pay {promise_amount} by {promise_pay_by}. As of {today} we have not "
        "received this payment in full. It concerns the following "
        + _INVOICES
        + ":\n\n"
        + _LIST
        + "\nTotal overdue: {total_overdue}\n\n"
        "Please pay by {pay_by}, or contact us today if something has changed.\n\n"
        "How to pay:\n{payment_details}\n\n"
        "If your payment is on its way, thank you, and please disregard this message.\n" + _CLOSING,
    ),
)
