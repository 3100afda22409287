"""Messages about a fact: a promise, a plan, a dispute, hardship, a direct debit, a statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from collectkit._checks import check_type
from collectkit.arrangements import collectable
from collectkit.dates import WEEKENDS, Calendar
from collectkit.errors import InvalidFact, TemplateError, UnknownReference
from collectkit.ledger import (
    AccountStatement,
    AgedBalance,
    Customer,
    Dispute,
    Hold,
    Installment,
    Invoice,
    Item,
    PaymentPlan,
    Promise,
)
from collectkit.messages import Message, MessageTemplate, describe_late_charges
from collectkit.messages.labels import age_label, movement_label
from collectkit.money import total
from collectkit.policy.message import (
    account_values,
    given_values,
    owing_values,
    promise_values,
    sender_values,
)
from collectkit.policy.model import CollectionsPolicy
from collectkit.policy.review import AccountReview, pay_by

__all__ = ["About", "invoice_clause", "letter"]

About: TypeAlias = Promise | PaymentPlan | Hold | Dispute | AccountStatement
"""What a letter can be about."""


def letter(
    policy: CollectionsPolicy,
    template: str,
    review: AccountReview,
    about: About | None = None,
    *,
    currency: str | None = None,
    pay_within: int = 7,
    locale: str | None = None,
    output: Literal["text", "html", "sms"] = "text",
    values: Mapping[str, object] | None = None,
    calendar: Calendar = WEEKENDS,
) -> Message:
    """A message of the catalogue about an account, or about one of its facts.

    It lists the open invoices that the fact is about; where it names none, those that are overdue,
    or all where none is. It speaks of one currency: the fact's own, else `currency`, else the only
    one in which something is open. The days it states, `pay_by` and `reply_by`, are `pay_within`
    days after the review's, moved on to a business day of `calendar`. `values` adds or replaces
    variables.

    Raises:
        TemplateError: no such message, or a variable that neither the account nor `values` has.
        InvalidFact: the fact is of another customer, or the currency has to be said.

    >>> from datetime import date
    >>> from collectkit import Account, Money, review_account
    >>> from collectkit.ledger import Customer, Promise
    >>> from collectkit.policy import presets
    >>> policy = presets.b2b_standard(creditor="Example Ltd")
    >>> invoice = policy.term("net-30").invoice(id="INV-7", customer_id="C-1",
    ...     amount=Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
    >>> promise = Promise(id="P-1", customer_id="C-1", amount=Money("500.00", "EUR"),
    ...                   promised_on=date(2026, 3, 19), pay_by=date(2026, 3, 27))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,), promises=(promise,))
    >>> review = review_account(policy, account, as_of=date(2026, 3, 20))
    >>> "€500.00" in policy.letter("promise-confirmation", review, promise).body
    True
    """
    check_type(review, "review", AccountReview)
    if about is not None:
        _check_about(review, about)
    wanted = locale or review.snapshot.customer.locale
    found = policy.catalogue.find(template, wanted)
    code = _currency(review, about, currency)
    day = pay_by(review.as_of, pay_within, calendar)
    context = {
        **sender_values(policy),
        **account_values(review),
        **owing_values(review, _items(review, about, code), code, review.charges, whole=True),
        "rider_count": 0,
        "riders": (),
        "pay_by": day,
        "reply_by": day,
        **_about_values(review, about, code, found),
        **given_values(values, code),
    }
    return found.render(context, locale=wanted, output=output)


def invoice_clause(
    policy: CollectionsPolicy,
    invoice: Invoice,
    customer: Customer | None = None,
    *,
    locale: str | None = None,
    output: Literal["text", "html"] = "text",
    values: Mapping[str, object] | None = None,
) -> Message:
    """What an invoice says about paying it: when, with what discount, what late payment costs, how.

    The days and amounts are those that the invoice carries; the late charges are those that the
    policy assigns to it.

    Raises:
        InvalidFact: the invoice is another customer's.
        TemplateError: as `letter`.

    >>> from datetime import date
    >>> from collectkit import Money
    >>> from collectkit.policy import presets
    >>> policy = presets.b2b_standard(creditor="Example Ltd")
    >>> invoice = policy.term("2-10-net-30").invoice(id="INV-7", customer_id="C-1",
    ...     amount=Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
    >>> "€1,166.20" in policy.invoice_clause(invoice).body
    True
    """
    check_type(invoice, "invoice", Invoice)
    customer = customer or Customer(id=invoice.customer_id)
    if customer.id != invoice.customer_id:
        raise InvalidFact(
            f"invoice {invoice.id} is of {invoice.customer_id}, not of {customer.id}",
            field="customer",
            subject=invoice.id,
        )
    if invoice.kind == "credit_note" or invoice.nature != "trade":
        raise InvalidFact(
            f"{invoice.id} is no invoice that bears terms",
            field="invoice",
            subject=invoice.id,
            hint="a clause is for invoices and debit notes of trade",
        )
    wanted = locale or customer.locale
    found = policy.catalogue.find("invoice-clause", wanted)
    context = {
        **sender_values(policy),
        "customer": customer.id,
        "customer_number": customer.id,
        "invoice_number": invoice.id,
        "invoice_amount": invoice.amount,
        "today": invoice.issued_on,
        **_payable(invoice),
        **_late_terms(policy, customer, invoice, found, wanted),
        **given_values(values, invoice.amount.currency),
    }
    return found.render(context, locale=wanted, output=output)


# -- what the letter is about ------------------------------------------------------------------
def _check_about(review: AccountReview, about: About) -> None:
    if not isinstance(about, About):
        raise InvalidFact(
            f"a letter is about a promise, a plan, a hold, a dispute or a statement, not "
            f"{type(about).__name__}",
            field="about",
        )
    if isinstance(about, Dispute):
        known = any(item.invoice.id == about.invoice_id for item in review.snapshot.items)
        whose = review.customer_id if known else None
    else:
        whose = about.customer_id
    if whose != review.customer_id:
        raise InvalidFact(
            f"the {type(about).__name__} is not of {review.customer_id}",
            field="about",
            subject=review.customer_id,
        )


def _named(about: About | None) -> tuple[str, ...]:
    """The invoices or items that a fact names; none means all."""
    match about:
        case Promise() | PaymentPlan():
            return about.invoices
        case Hold():
            return about.items
        case Dispute():
            return (about.invoice_id,)
        case _:
            return ()


def _items(review: AccountReview, about: About | None, currency: str) -> tuple[Item, ...]:
    """The open items with a due date in one currency that the fact is about."""
    named = _named(about)
    items = tuple(
        item
        for item in review.snapshot.open
        if item.is_trade
        and item.currency == currency
        and item.due_on is not None
        and (not named or item.is_named(named))
    )
    overdue = tuple(item for item in items if item.is_overdue)
    return items if named else overdue or items


def _currency(review: AccountReview, about: About | None, currency: str | None) -> str:
    """The one currency that the letter speaks of."""
    found = sorted(_currencies(review, about))
    if currency is not None:
        known = found if _has_own(about) else {item.currency for item in review.snapshot.items}
        if known and currency not in known:
            raise InvalidFact(
                f"{_called(review, about)} is in {' and '.join(sorted(known))}, not in {currency}",
                field="currency",
                subject=review.customer_id,
            )
        return currency
    if len(found) != 1:
        raise InvalidFact(
            f"{review.customer_id} has {', '.join(found) or 'no currency'}: say which the letter "
            "is about",
            field="currency",
            subject=review.customer_id,
            hint='such as currency="EUR"',
        )
    return found[0]


def _has_own(about: About | None) -> bool:
    """Whether the fact itself says its currencies."""
    return isinstance(about, (Promise, PaymentPlan, AccountStatement)) or bool(_named(about))


def _called(review: AccountReview, about: About | None) -> str:
    return f"the {type(about).__name__}" if _has_own(about) else f"the account {review.customer_id}"


def _currencies(review: AccountReview, about: About | None) -> set[str]:
    """The currencies that a letter can be in."""
    match about:
        case Promise():
            return {about.amount.currency}
        case PaymentPlan():
            return {about.installments[0].amount.currency}
        case AccountStatement():
            return {balance.currency for balance in about.balances}
    items = review.snapshot.items
    named = _named(about)
    if named:
        return {item.currency for item in items if item.is_named(named)}
    return {item.currency for item in review.snapshot.open or items}


def _about_values(
    review: AccountReview, about: About | None, currency: str, found: MessageTemplate
) -> dict[str, object]:
    match about:
        case Promise():
            return promise_values(about)
        case PaymentPlan():
            return _plan_values(about)
        case Hold():
            return _hold_values(review, about, currency)
        case Dispute():
            said = {
                "dispute_invoice": about.invoice_id,
                "dispute_opened_on": about.opened_on,
                "dispute_amount": about.amount,
                "dispute_reason": about.reason,
            }
            return {name: value for name, value in said.items() if value is not None}
        case AccountStatement():
            return _statement_values(about, currency, found)
        case _:
            return {}


def _plan_values(plan: PaymentPlan) -> dict[str, object]:
    parts = plan.installments
    return {
        "plan_count": len(parts),
        "plan_total": total((part.amount for part in parts), parts[0].amount.currency),
        "installments": tuple(_part(part) for part in parts),
    }


def _hold_values(review: AccountReview, hold: Hold, currency: str) -> dict[str, object]:
    said: dict[str, object] = {}
    if hold.until_on is not None:
        said["hold_until"] = hold.until_on
    if hold.collect_on is not None:
        said["collect_on"] = hold.collect_on
        said["collect_amount"] = total(
            (
                collectable(item, review.snapshot).amount
                for item in review.snapshot.open
                if item.currency == currency and (not hold.items or item.is_named(hold.items))
            ),
            currency,
        )
    return said


def _statement_values(
    statement: AccountStatement, currency: str, found: MessageTemplate
) -> dict[str, object]:
    try:
        balance = statement.of(currency)
    except UnknownReference as error:
        raise TemplateError(error.message, field="currency") from None
    language = found.locale.partition("_")[0]
    return {
        "statement_start": statement.start,
        "statement_end": statement.end,
        "opening_balance": balance.opening,
        "closing_balance": balance.closing,
        "movements": tuple(
            {
                "moved_on": line.on,
                "what": movement_label(line.kind, language),
                "number": line.id,
                "amount": line.amount,
                "balance": line.balance,
            }
            for line in balance.lines
        ),
        "aging": _aging(balance.aged, language),
    }


def _aging(aged: AgedBalance, language: str) -> tuple[dict[str, object], ...]:
    """The foot: buckets and posted late charges, which together are the closing balance."""
    rows = [(age_label(bucket.label, language), bucket.amount) for bucket in aged.buckets]
    if not aged.late_charges.is_zero:
        rows.append((movement_label("late_charge", language), aged.late_charges))
    return tuple({"label": label, "amount": amount} for label, amount in rows)


# -- the clause on an invoice ------------------------------------------------------------------
def _payable(invoice: Invoice) -> dict[str, object]:
    """The due date, or the installments where there are several; and the discounts."""
    parts = invoice.installments
    several = len(parts) > 1
    due = {} if several or invoice.due_on is None else {"due_on": invoice.due_on}
    return {
        # One part is told by the due date, unless that waits for an event.
        "installments": () if due else tuple(_part(part) for part in parts),
        "discounts": tuple(
            {
                "percent": window.percent,
                "until": window.until,
                "discount": window.discount,
                "payable": window.payable,
                **({"installment_number": window.installment} if several else {}),
            }
            for window in invoice.discounts
        ),
        **due,
    }


def _part(part: Installment) -> dict[str, object]:
    due = {"installment_due_on": part.due_on, "installment_pending": 0}
    if part.due_on is None:
        due = {"installment_pending": 1}
    return {"installment_number": part.number, "amount": part.amount, **due}


def _late_terms(
    policy: CollectionsPolicy,
    customer: Customer,
    invoice: Invoice,
    found: MessageTemplate,
    wanted: str | None,
) -> dict[str, object]:
    if not policy.late_charges:
        return {}
    rules = policy.charges(policy.assigned("late_charges", customer, invoice).id)
    return {"late_charge_terms": describe_late_charges(rules, locale=found.figures_for(wanted))}
