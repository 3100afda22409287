# data-only
"""The library's call scripts and internal tasks in English."""

from __future__ import annotations

from functools import partial

from collectkit.messages.texts.entry import entry

__all__ = ["INTERNAL"]

_note = partial(entry, "en")

_DAYS = "{days_past_due, plural, one {{days_past_due} day} other {{days_past_due} days}}"
_ACCOUNT = (
    "Customer: {customer}{#customer_number}\nCustomer number: {customer_number}{/customer_number}"
)
_OVERDUE = (
    "Total overdue: {total_overdue}"
    "{#late_charges}\nLate charges: {late_charges}\nTotal to pay: {amount_due}{/late_charges}\n"
    "Oldest due date: {oldest_due_on} (" + _DAYS + " past due)"
)
_LIST = "Invoices:{#invoices}\n- {number}, due {due_on}: {open}{/invoices}"
_FOR = "{#role}For: {role}\n{/role}"
_AMOUNTS_IF_KNOWN = (
    "{#total_overdue}\nTotal overdue: {total_overdue}{/total_overdue}"
    "{#total_open}\nTotal open: {total_open}{/total_open}"
)

_CALLS = (
    _note(
        "call-script",
        "Call {customer} about {total_overdue}",
        _ACCOUNT,
        _OVERDUE,
        _LIST,
        "1. Ask for the person responsible for payments. Give your name and say that you are "
        "calling for {creditor}. Discuss the account only once you are sure that you are speaking "
        "to this person, and with no one else.\n"
        "2. Say which invoices are overdue, and ask whether they have arrived and been approved.\n"
        "3. Ask for payment by {pay_by}. Note the amount, the date and the name.\n"
        "4. If an invoice is disputed, note which one and why, and say who will look into it. Ask "
        "for payment of the rest.\n"
        "5. If the full amount cannot be paid by {pay_by}, ask what can be paid and when. Do not "
        "agree to a payment plan without approval.\n"
        "6. If it has already been paid, ask when and with which reference, and say thank you.\n"
        "7. Repeat what was agreed, and thank the person for their time.",
    ),
    _note(
        "call-script-senior",
        "Senior call: {customer}, {total_overdue}",
        _ACCOUNT,
        _OVERDUE,
        _LIST,
        "1. Ask for the person who decides on payments. Give your name and say that you are "
        "calling for {creditor}. Discuss the account only once you are sure that you are speaking "
        "to this person, and with no one else.\n"
        "2. Say what is overdue and that you would like to find a solution today. Ask what stands "
        "in the way, and listen.\n"
        "3. Settle: ask for payment of the full amount by {pay_by}. Agree on amount, date and way "
        "of payment, and note them.\n"
        "4. Plan: if that is not possible, ask which installments are realistic. Agree to a plan "
        "only within your authority, and say that it will be confirmed in writing.\n"
        "5. Dispute: note which invoice and why. Collection of the disputed part waits; ask for "
        "payment of the rest.\n"
        "6. Hardship: if the person cannot pay, offer to look for a solution. Note only what is "
        "needed for that.\n"
        "7. Next step: if there is no solution by {pay_by}, say once and calmly what may follow "
        "under our rules and that, as far as the law allows, it may cause costs. Name no step that "
        "is not intended, and put no pressure on the person.\n"
        "8. Repeat what was agreed, and thank the person for their time.",
    ),
    _note(
        "call-script-promise",
        "Call {customer} about the promised payment of {promise_amount}",
        _ACCOUNT,
        "Promised: {promise_amount} by {promise_pay_by}\nNot received in full as of {today}",
        _OVERDUE,
        _LIST,
        "1. Ask for the person who made the promise. Give your name and say that you are calling "
        "for {creditor}. Discuss the account only once you are sure that you are speaking to this "
        "person, and with no one else.\n"
        "2. Say that the payment promised for {promise_pay_by} has not arrived in full, and ask "
        "whether it has been made. If so, ask when and with which reference, and say thank you.\n"
        "3. If not, ask what has changed, and listen. Make no reproaches.\n"
        "4. Ask for payment by {pay_by}. Note the amount, the date and the name.\n"
        "5. If an invoice is disputed, note which one and why, and say who will look into it.\n"
        "6. If the full amount cannot be paid, ask what can be paid and when. Do not agree to a "
        "payment plan without approval.\n"
        "7. Repeat what was agreed, say that it will be confirmed in writing, and thank the person "
        "for their time.",
    ),
)

_TASKS = (
    _note(
        "task-review",
        "Review: {customer}, {total_overdue}",
        _FOR + _ACCOUNT,
        _OVERDUE,
        _LIST,
        "Check:\n"
        "- Have all payments and credit notes been posted?\n"
        "- Is an invoice disputed, or is there a sign of hardship?\n"
        "- What was said or promised last?",
        "Decide: wait until a date, offer a payment plan, call again, stop further supply on "
        "credit, hand over to an agency or a lawyer, or write off. Record the decision and its "
        "reason.",
    ),
    _note(
        "task-dispute",
        "Resolve the dispute of invoice {dispute_invoice}: {customer}",
        _FOR + _ACCOUNT + "\nInvoice: {dispute_invoice}\nDisputed since: {dispute_opened_on}"
        "{#dispute_amount}\nDisputed amount: {dispute_amount}{/dispute_amount}"
        "{#dispute_reason}\nReason: {dispute_reason}{/dispute_reason}" + _AMOUNTS_IF_KNOWN,
        "Check:\n"
        "- What do the order, the delivery and the invoice say?\n"
        "- Who else must be asked, and by when?\n"
        "- Which part of the invoice is not disputed?",
        "Decide: accept the objection and issue a credit note or a corrected invoice, accept it in "
        "part, or reject it with reasons. Tell the customer, and record the decision.",
    ),
    _note(
        "task-hardship",
        "Hardship: {customer}",
        _FOR
        + _ACCOUNT
        + "{#hold_until}\nOn hold up to and including {hold_until}{/hold_until}"
        + _AMOUNTS_IF_KNOWN,
        "Check:\n"
        "- What has the customer told us, and what can be paid from when?\n"
        "- Do special rules apply to this customer, such as a legal moratorium?\n"
        "- Has a representative or a debt adviser been named?",
        "Decide: a hold and its last day, a payment plan, a reduction or waiver of late charges, "
        "or a partial or full write-off. Note only what is needed for the decision, and tell the "
        "customer.",
    ),
    _note(
        "task-handover",
        "Decide on the hand-over: {customer}, {amount_due}",
        _FOR + _ACCOUNT + "{#agency}\nAgency: {agency}{/agency}",
        _OVERDUE,
        _LIST,
        "Check:\n"
        "- Were the required notices sent, and is there proof of it?\n"
        "- Is there no open dispute, promise, payment plan or hold?\n"
        "- Are the name, the address and the amounts right?\n"
        "- Is the expected recovery worth the cost?",
        "Decide: hand over, wait until a date, or write off. Record the decision and its reason.",
    ),
)

INTERNAL = (*_CALLS, *_TASKS)
