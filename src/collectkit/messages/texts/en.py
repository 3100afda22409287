# data-only
"""The library's letters in English: courteous, plain, and firmer step by step."""

from __future__ import annotations

from functools import partial

from collectkit.messages.texts.en_internal import INTERNAL
from collectkit.messages.texts.entry import entry

__all__ = ["TEXTS"]

_letter = partial(entry, "en")

_GREETING = "Dear {customer},"
_THE_INVOICES = (
    "{invoice_count, plural, one {the following invoice} other {the following invoices}}"
)
_STILL_OPEN = (
    "{invoice_count, plural, one {the following invoice, which is still open} other {the following "
    "invoices, which are still open}}:"
)
_LIST = "{#invoices}\n- Invoice {number}, due {due_on}: {open}{/invoices}"
_OVERDUE = (
    "Total overdue: {total_overdue}"
    "{#late_charges}\nLate charges: {late_charges}\nTotal to pay: {amount_due}{/late_charges}"
)
_RIDER_ROWS = "{#riders}\n- Invoice {number}, due {due_on}: {open}{/riders}"
_RIDERS = (
    "{#rider_count}\n\nAlso open on your account, and not part of the amounts above:"
    + _RIDER_ROWS
    + "{/rider_count}"
)
_RIDERS_STAY = (
    "{#rider_count}\n\nAlso open on your account, not part of the amounts above and still to be "
    "paid to us:" + _RIDER_ROWS + "{/rider_count}"
)
_WAYS_TO_PAY = (
    "\n{payment_details}"
    "{#payment_reference}\nReference: {payment_reference}{/payment_reference}"
    "{#payment_methods}\nPayment methods: {payment_methods}{/payment_methods}"
    "{#payment_link}\nPay online: {payment_link}{/payment_link}"
)
_HOW_TO_PAY = "How to pay:" + _WAYS_TO_PAY
_IF_PAID = "If you have already paid, thank you; please disregard this message."
_CLOSING = (
    "Kind regards,\n{signature}\n{creditor}"
    "{#contact}\nContact: {contact}{/contact}"
    "{#customer_number}\nYour customer number: {customer_number}{/customer_number}"
)
_DISCOUNT = (
    "{#discount_payable}{#discount_percent}{#discount_until}\n"
    "{invoice_count, plural, one {With the early payment discount of {discount_percent}, you pay "
    "{discount_payable} if you pay by {discount_until}.} other {For one of these invoices there "
    "is an early payment discount of {discount_percent}: you pay {discount_payable} for it if you "
    "pay by {discount_until}.}}"
    "{/discount_until}{/discount_percent}{/discount_payable}"
)
_SMS_LINK = "{#payment_link} Pay online: {payment_link}{/payment_link}"

_OVERDUE_LETTERS = (
    _letter(
        "pre-due",
        "{creditor}: payment due soon",
        _GREETING,
        "This is a friendly note that " + _THE_INVOICES + " will soon be due:" + _LIST,
        "Total: {total_open}" + _DISCOUNT + _RIDERS,
        _HOW_TO_PAY,
        "If your payment is already on its way, thank you; there is nothing else to do. If "
        "anything is unclear, or you disagree with an invoice, please tell us before the due date "
        "if you can. The same goes if you expect that you cannot pay on time; there is usually a "
        "solution.",
        _CLOSING,
        sms="{creditor}: {total_open} will soon be due." + _SMS_LINK + " Paid already? Thank you. "
        "Questions? Please contact us.",
    ),
    _letter(
        "reminder-1",
        "{creditor}: payment reminder",
        _GREETING,
        "According to our records, "
        "{invoice_count, plural, one {the following invoice is} other {the following invoices "
        "are}} overdue and not yet paid in full:" + _LIST,
        _OVERDUE,
        "Perhaps this was overlooked. Please pay by {pay_by}." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " If you disagree with an invoice, or cannot pay the full amount at the "
        "moment, please reply so that we can find a solution.",
        _CLOSING,
        sms="{creditor}: {total_overdue} is overdue. Please pay by {pay_by}." + _SMS_LINK + " Paid "
        "already? Thank you. Questions? Please contact us.",
    ),
    _letter(
        "reminder-2",
        "{creditor}: urgent payment reminder",
        _GREETING,
        "We have still not received your full payment for " + _THE_INVOICES + ":" + _LIST,
        _OVERDUE,
        "Please pay now, and by {pay_by} at the latest, or tell us by then when we can expect your "
        "payment." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " If you disagree with an invoice, please tell us which one and why. If you "
        "cannot pay everything at once, please talk to us.",
        _CLOSING,
        sms="{creditor}: {total_overdue} is still overdue. Please pay by {pay_by} or tell us when "
        "you will." + _SMS_LINK + " Paid already? Thank you.",
    ),
    _letter(
        "final-reminder",
        "{creditor}: last payment reminder",
        _GREETING,
        "We have already reminded you of " + _STILL_OPEN + _LIST,
        _OVERDUE,
        "This is our last reminder. Please pay by {pay_by}, or contact us by then. If we receive "
        "neither a payment nor an answer by that date, we may send you a formal demand." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " If you disagree with an invoice, please tell us which one and why. If you "
        "cannot pay everything at once, please tell us what you can pay and when.",
        _CLOSING,
    ),
    _letter(
        "demand",
        "{creditor}: demand for payment",
        _GREETING,
        "{invoice_count, plural, one {Although its due date has passed, the following invoice has} "
        "other {Although their due dates have passed, the following invoices have}} still not been "
        "paid in full:" + _LIST,
        _OVERDUE,
        "We formally ask you to pay the full amount by {pay_by}. If we receive neither your "
        "payment nor an answer by that date, we may take further steps to collect the amount."
        + _RIDERS,
        _HOW_TO_PAY,
        "If you cannot pay in full, or you dispute any part of the amount, please contact us "
        "before that date. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "statutory-notice",
        "{creditor}: formal notice of payment due",
        _GREETING,
        "This is a formal notice{#legal_basis} (legal basis: {legal_basis}){/legal_basis}. "
        "{invoice_count, plural, one {The following invoice is} other {The following invoices "
        "are}} due and not paid in full:" + _LIST,
        _OVERDUE,
        "You have until and including {pay_by} to pay the full amount and avoid further steps. If "
        "the full amount does not reach us by then, we may take further steps to collect it and "
        "charge you the cost of these steps, as far as the law and our agreement allow.",
        _HOW_TO_PAY,
        "If you cannot pay in full, or you dispute any part of the amount, please contact us "
        "before that date. We will look into what you tell us. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "final-notice",
        "{creditor}: final notice before further action",
        _GREETING,
        "We have already asked you to pay " + _STILL_OPEN + _LIST,
        _OVERDUE,
        "This is our final notice. If the full amount does not reach us by {pay_by}, we may pass "
        "the matter to a collection agency or take legal action without a further reminder. This "
        "may cause further costs for you, as far as the law allows." + _RIDERS,
        _HOW_TO_PAY,
        "We can still settle this between us. If you would like to agree on a payment plan, or you "
        "dispute any part of the amount, please contact us before that date. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "agency-handover",
        "{creditor}: transfer to a collection agency",
        _GREETING,
        "Despite our notices, "
        "{invoice_count, plural, one {the following invoice has} other {the following invoices "
        "have}} not been paid in full:" + _LIST,
        _OVERDUE,
        "We are therefore transferring the matter to a collection agency"
        "{#agency} ({agency}){/agency}. The agency will contact you. From then on, please "
        "send payments and questions about "
        "{invoice_count, plural, one {this invoice} other {these invoices}} to the agency."
        + _RIDERS_STAY,
        "If you have paid in the last few days, dispute any part of the amount or cannot pay it, "
        "please tell us at once.",
        _CLOSING,
    ),
)

_LETTERS_ABOUT_A_FACT = (
    _letter(
        "promise-confirmation",
        "{creditor}: your promise to pay",
        _GREETING,
        "Thank you for your promise to pay. We have noted:\n"
        "Amount: {promise_amount}\nTo be paid by: {promise_pay_by}",
        _HOW_TO_PAY,
        "If anything changes, or we have misunderstood you, please contact us before that date so "
        "that we can find a solution. If you have already paid, thank you.",
        _CLOSING,
        sms="{creditor}: thank you for your promise to pay {promise_amount} by {promise_pay_by}."
        + _SMS_LINK
        + " If anything changes, please tell us before that date.",
    ),
    _letter(
        "promise-broken",
        "{creditor}: promised payment not received",
        _GREETING,
        "You promised to pay {promise_amount} by {promise_pay_by}. As of {today}, we have not "
        "received this payment in full. "
        "{invoice_count, plural, one {The following invoice is} other {The following invoices "
        "are}} overdue:" + _LIST,
        _OVERDUE,
        "Please pay by {pay_by}, or contact us by then if something has changed.",
        _HOW_TO_PAY,
        _IF_PAID + " If you now disagree with an invoice, or cannot pay as planned, please tell us "
        "so that we can agree on what is possible.",
        _CLOSING,
        sms="{creditor}: the promised {promise_amount} (by {promise_pay_by}) has not arrived in "
        "full. Please pay by {pay_by} or contact us." + _SMS_LINK + " Paid already? Thank you.",
    ),
    _letter(
        "plan-offer",
        "{creditor}: our offer of a payment plan",
        _GREETING,
        "We would like to help you settle your account step by step. We offer you a payment plan "
        "of {plan_total} in {plan_count, plural, one {one installment} other {{plan_count} "
        "installments}}:"
        "{#installments}\n- Installment {installment_number}, due {installment_due_on}: {amount}"
        "{/installments}",
        "If you agree, please reply by {reply_by}. If other amounts or dates suit you better, or "
        "you disagree with the total, please tell us by then. If we do not hear from you, our "
        "offer ends on that date, and what you owe stays due as it was.",
        _HOW_TO_PAY,
        "If you have already paid part of this amount, thank you; please tell us so that we can "
        "adjust the plan.",
        _CLOSING,
    ),
    _letter(
        "hardship-reply",
        "{creditor}: a solution for your account",
        _GREETING,
        "Thank you for telling us that paying is difficult for you at the moment. We have noted "
        "this and adapt our steps to it"
        "{#hold_until}, up to and including {hold_until}{/hold_until}. "
        "We would like to find a solution with you."
        "{#total_open}\nOpen amount: {total_open}{/total_open}",
        "Please tell us what you can pay, and from when. A short answer is enough; we do not need "
        "to know private details. Independent debt advice, which is often free, can help you too.",
        "If you want to pay something now:" + _WAYS_TO_PAY,
        "If you have already paid, or you disagree with the amount, please tell us.",
        _CLOSING,
    ),
    _letter(
        "dispute-acknowledgement",
        "{creditor}: your objection to invoice {dispute_invoice}",
        _GREETING,
        "We have recorded your objection to invoice {dispute_invoice}.\n"
        "Disputed on: {dispute_opened_on}"
        "{#dispute_amount}\nDisputed amount: {dispute_amount}{/dispute_amount}"
        "{#dispute_reason}\nReason: {dispute_reason}{/dispute_reason}",
        "We will look into it and send you an answer. If you have documents that explain the "
        "matter, please send us copies. If anything above is not right, please tell us.",
        "What you do not dispute stays due as agreed. This letter is not a reminder. If you have "
        "already paid, thank you.",
        _CLOSING,
    ),
    _letter(
        "debit-notice",
        "{creditor}: advance notice of the SEPA direct debit on {collect_on}",
        _GREETING,
        "We will collect the following amount by SEPA direct debit from the account named in your "
        "mandate:\n"
        "Amount: {collect_amount}\nDue date: {collect_on}\nMandate reference: {mandate}\n"
        "Our creditor identifier: {creditor_identifier}"
        "{#payment_reference}\nReference: {payment_reference}{/payment_reference}",
        "Please make sure that there is enough money in the account on that day. There is nothing "
        "else to do.",
        "If you disagree with the amount, cannot pay it on that day, or have a new account, please "
        "contact us before then. If you have already paid, please tell us at once, so that we do "
        "not collect the amount a second time.",
        _CLOSING,
    ),
    _letter(
        "statement",
        "{creditor}: statement of account, {statement_start} to {statement_end}",
        _GREETING,
        "This is your statement of account from {statement_start} to {statement_end}.",
        "Opening balance: {opening_balance}"
        "{#movements}\n- {moved_on}, {what} {number}: {amount}, balance {balance}{/movements}\n"
        "Closing balance: {closing_balance}",
        "Open amounts by age:{#aging}\n- {label}: {amount}{/aging}",
        _HOW_TO_PAY,
        "Payments that reached us after {statement_end} are not included. If an entry does not "
        "agree with your records, please tell us which one.",
        _CLOSING,
    ),
    _letter(
        "invoice-clause",
        "",
        "{#due_on}Payable in full by {due_on}.\n{/due_on}"
        "{#installments}Installment {installment_number}: {amount}"
        "{#installment_due_on}, payable by {installment_due_on}{/installment_due_on}"
        "{#installment_pending}, due date to follow{/installment_pending}.\n{/installments}"
        "{#discounts}{#installment_number}Installment {installment_number}: {/installment_number}"
        "{percent} discount if paid by {until}, {payable} to pay.\n{/discounts}"
        "{#late_charge_terms}{late_charge_terms}\n{/late_charge_terms}"
        "{#payment_methods}Payment methods: {payment_methods}\n{/payment_methods}"
        "{#payment_details}Payable to: {payment_details}\n{/payment_details}"
        "{#payment_reference}Reference: {payment_reference}\n{/payment_reference}",
    ),
)

TEXTS = (*_OVERDUE_LETTERS, *_LETTERS_ABOUT_A_FACT, *INTERNAL)
