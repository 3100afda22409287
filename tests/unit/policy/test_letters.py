"""Letters about a fact, what every message says, and the clause on an invoice.

The texts are written for these tests: each prints the variables in question.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit import Account, Money, Percent, review_account
from collectkit.dates import HolidayCalendar
from collectkit.errors import CollectkitError, InvalidFact, TemplateError
from collectkit.fees import Interest, LateChargePolicy
from collectkit.ledger import Customer, account_statement
from collectkit.messages import Catalogue, MessageTemplate, describe_late_charges
from collectkit.policy import (
    AccountReview,
    Assignment,
    CollectionsPolicy,
    StatutoryCharges,
    invoice_clause,
    letter,
    presets,
)
from collectkit.terms import Days, DiscountTier, DueRule, PaymentTerms
from collectkit.testing import (
    a_credit_note,
    a_customer,
    a_dispute,
    a_hold,
    a_late_charge,
    a_payment_plan,
    a_promise,
    a_receipt,
    an_account,
    an_installment,
    an_invoice,
)

AS_OF = date(2026, 3, 20)
BASE = presets.b2b_standard(creditor="Example Ltd", signature="The team")
LOW, HIGH = (
    LateChargePolicy(id=name, interest=Interest(rate=Percent(rate)))
    for name, rate in (("low", "36.5"), ("high", "73"))
)
LIST = "{#invoices}[{number} {open}]{/invoices}"
TEXTS = {
    "owing": LIST + " {total_open} {total_overdue} {late_charges} {amount_due} {invoice_count}",
    "who": "{creditor}/{signature}/{payment_details}/{customer}/{customer_number}/{today}"
    "{#contact}/{contact}{/contact}{#payment_link}/{payment_link}{/payment_link}",
    "days": "{pay_by} {reply_by}",
    "promise": "{promise_amount} {promise_pay_by} " + LIST,
    "plan": "{plan_count} {plan_total} "
    "{#installments}({installment_number}: {installment_due_on} {amount}){/installments}" + LIST,
    "dispute": "{dispute_invoice} {dispute_opened_on}{#dispute_amount} {dispute_amount}"
    "{/dispute_amount}{#dispute_reason} {dispute_reason}{/dispute_reason} " + LIST,
    "hold": "{#hold_until}until {hold_until} {/hold_until}" + LIST,
    "debit": "{collect_amount} {collect_on} " + LIST,
    "statement": "{statement_start} {statement_end} {opening_balance} {closing_balance}"
    "{#movements} ({number} {amount} {balance}){/movements}{#aging} <{amount}>{/aging}",
    "invoice-clause": "{#due_on}due {due_on}{/due_on}"
    "{#installments}({installment_number}: {installment_due_on} {amount}){/installments}"
    "{#discounts} {percent} {discount} {payable} until {until}{/discounts}"
    " {invoice_number} {invoice_amount} {today} {customer}"
    "{#late_charge_terms}\n{late_charge_terms}{/late_charge_terms}",
}


def catalogue() -> Catalogue:
    texts = [MessageTemplate(id=name, locale="en", body=body) for name, body in TEXTS.items()]
    texts.append(MessageTemplate(id="who", locale="de", body="Hallo {customer}"))
    return Catalogue(templates=tuple(texts))


POLICY = BASE.replace(late_charges=(LOW, HIGH), catalogue=catalogue())


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def invoice(id: str = "A", **fields: Any) -> Any:
    """EUR 1000.00, due on 28 February 2026: twenty days late, EUR 20.00 in interest."""
    return an_invoice(**{"id": id, "amount": eur("1000.00"), "due_on": d(2, 28), **fields})


def reviewed(*facts: Any, policy: CollectionsPolicy = POLICY) -> AccountReview:
    return review_account(policy, an_account(*facts), as_of=AS_OF)


def text(template: str, review: AccountReview, about: Any = None, **options: Any) -> str:
    return POLICY.letter(template, review, about, **options).body


# -- what every letter says ------------------------------------------------------------------------
def test_who_writes_to_whom() -> None:
    review = reviewed(invoice())
    plain = "Example Ltd/The team/By transfer to the account on the invoice./C-1/C-1/Mar 20, 2026"
    assert text("who", review) == plain
    sender = POLICY.sender.replace(contact="Room 7", payment_link="https://example.com/pay")
    policy = POLICY.replace(sender=sender)
    assert letter(policy, "who", review).body == plain + "/Room 7/https://example.com/pay"


def test_the_language_is_the_customer_s_unless_it_is_said() -> None:
    review = reviewed(a_customer(locale="de"), invoice())
    assert text("who", review) == "Hallo C-1"
    assert text("who", review, values={"customer": "Sample GmbH"}) == "Hallo Sample GmbH"
    english = POLICY.letter("who", review, locale="en")
    assert (english.locale, english.is_fallback) == ("en", False)
    fallen = POLICY.letter("days", review)
    assert (fallen.locale, fallen.wanted, fallen.is_fallback) == ("en", "de", True)


def test_what_is_open_and_what_it_costs() -> None:
    review = reviewed(invoice("A"), invoice("B", due_on=d(3, 31)))
    # What is overdue; and all of it where nothing is.
    assert text("owing", review) == "[A €1,000.00] €1,000.00 €1,000.00 €20.00 €1,020.00 1"
    early = reviewed(invoice("B", due_on=d(3, 31)), invoice("C", due_on=d(4, 2)))
    assert text("owing", early) == ("[B €1,000.00][C €1,000.00] €2,000.00 €0.00 €0.00 €0.00 2")


def test_what_is_disputed_in_full_is_left_out_with_its_charges() -> None:
    whole = a_dispute(invoice_id="A", opened_on=d(3, 1))
    review = reviewed(invoice("A"), invoice("B"), whole)
    assert text("owing", review) == "[B €1,000.00] €1,000.00 €1,000.00 €20.00 €1,020.00 1"


def test_a_posted_charge_that_is_disputed_is_not_asked_for() -> None:
    note = a_late_charge(
        id="FEE", charge_for="A", charge_kind="fee", amount=eur("40.00"), issued_on=d(3, 5)
    )
    assert text("owing", reviewed(invoice("A"), note)).endswith("€60.00 €1,060.00 1")
    contested = a_dispute(invoice_id="FEE", opened_on=d(3, 6))
    assert text("owing", reviewed(invoice("A"), note, contested)).endswith("€20.00 €1,020.00 1")


def test_a_posted_charge_in_another_currency_has_no_place_in_the_letter() -> None:
    note = a_late_charge(
        id="FEE", charge_for="A", charge_kind="fee", amount=Money("40.00", "GBP"),
        issued_on=d(3, 5),
    )  # fmt: skip
    found = letter(POLICY, "owing", reviewed(invoice("A"), note), currency="EUR")
    assert found.body.endswith("€20.00 €1,020.00 1")


def test_nothing_disputed_is_asked_for() -> None:
    part = a_dispute(invoice_id="A", opened_on=d(3, 1), amount=eur("900.00"))
    review = reviewed(invoice("A"), part)
    assert text("owing", review).startswith("[A €100.00] €100.00 €100.00")


def test_the_charges_of_several_policies_add_up() -> None:
    rule = Assignment(id="exports", invoice_tags=("export",), late_charges="high")
    policy = POLICY.replace(assignment=(rule,))
    review = reviewed(invoice("A"), invoice("B", tags=("export",)), policy=policy)
    assert letter(policy, "owing", review).body.endswith("€60.00 €2,060.00 2")  # 20.00 + 40.00


def test_the_days_are_business_days() -> None:
    review = reviewed(invoice())
    assert text("days", review) == "Mar 27, 2026 Mar 27, 2026"
    assert letter(POLICY, "days", review, pay_within=8).body == "Mar 30, 2026 Mar 30, 2026"
    monday_off = HolidayCalendar(holidays=frozenset({d(3, 30)}))
    found = letter(POLICY, "days", review, pay_within=8, calendar=monday_off)
    assert found.body == "Mar 31, 2026 Mar 31, 2026"


def test_values_add_and_replace() -> None:
    review = reviewed(invoice())
    assert text("days", review, values={"reply_by": d(5, 1)}) == "Mar 27, 2026 May 1, 2026"


def test_forms_of_output() -> None:
    review = reviewed(invoice())
    found = POLICY.letter("days", review, output="html")
    assert found.body == "<p>Mar 27, 2026 Mar 27, 2026</p>"
    short = POLICY.letter("days", review, output="sms")
    assert short.sms is not None
    assert short.sms.segments == 1


# -- currencies ------------------------------------------------------------------------------------
DOLLARS = Money("50.00", "USD")


def test_the_currency_has_to_be_said_where_there_are_several() -> None:
    review = reviewed(invoice("A"), invoice("B", amount=DOLLARS))
    with pytest.raises(InvalidFact, match="EUR, USD"):
        text("owing", review)
    assert text("owing", review, currency="USD").startswith("[B $50.00] $50.00 $50.00")
    about_b = a_dispute(invoice_id="B", opened_on=d(3, 1))
    assert text("dispute", review, about_b).endswith("[B $50.00]")
    promise = a_promise(amount=Money("5.00", "USD"), promised_on=d(3, 19), pay_by=d(3, 27))
    assert text("promise", review, promise) == "$5.00 Mar 27, 2026 [B $50.00]"


def test_an_account_without_invoices_has_no_currency() -> None:
    with pytest.raises(InvalidFact, match="no currency"):
        text("days", reviewed())
    assert text("days", reviewed(), currency="EUR").startswith("Mar 27")


def test_what_is_paid_still_tells_the_currency() -> None:
    paid = an_account(invoice("A")).with_(receipts=(a_receipt(amount=eur("5.00")),))
    assert "€1,000.00" in text("owing", review_account(POLICY, paid, as_of=AS_OF))


# -- facts -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("invoices", "listed"),
    [((), "[A €1,000.00][B €1,000.00]"), (("B",), "[B €1,000.00]")],
)
def test_a_promise(invoices: tuple[str, ...], listed: str) -> None:
    promise = a_promise(
        invoices=invoices, amount=eur("500.00"), promised_on=d(3, 19), pay_by=d(3, 27)
    )
    review = reviewed(invoice("A"), invoice("B"))
    assert text("promise", review, promise) == f"€500.00 Mar 27, 2026 {listed}"


def test_a_plan() -> None:
    parts = tuple(
        an_installment(number=n, due_on=d(3 + n, 1), amount=eur("300.00")) for n in (1, 2)
    )
    plan = a_payment_plan(invoices=("A",), installments=parts, agreed_on=d(3, 19))
    review = reviewed(invoice("A"), invoice("B"))
    assert text("plan", review, plan) == (
        "2 €600.00 (1: Apr 1, 2026 €300.00)(2: May 1, 2026 €300.00)[A €1,000.00]"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "A Mar 10, 2026 "),
        ({"amount": eur("900.00"), "reason": "wrong price"},
         "A Mar 10, 2026 €900.00 wrong price [A €100.00]"),
    ],
)  # fmt: skip
def test_a_dispute(fields: dict[str, Any], said: str) -> None:
    dispute = a_dispute(invoice_id="A", opened_on=d(3, 10), **fields)
    assert text("dispute", reviewed(invoice("A"), invoice("B"), dispute), dispute) == said


def test_a_hold() -> None:
    review = reviewed(invoice("A"), invoice("B"))
    until = a_hold(kind="hardship", from_on=d(3, 19), until_on=d(4, 30), items=("B",))
    assert text("hold", review, until) == "until Apr 30, 2026 [B €1,000.00]"
    forever = a_hold(kind="hardship", from_on=d(3, 19))
    assert text("hold", review, forever) == "[A €1,000.00][B €1,000.00]"


def test_a_direct_debit() -> None:
    hold = a_hold(
        kind="direct_debit", from_on=d(3, 19), until_on=d(3, 30), collect_on=d(3, 27), items=("B",)
    )
    review = reviewed(invoice("A"), invoice("B"))
    assert text("debit", review, hold) == "€1,000.00 Mar 27, 2026 [B €1,000.00]"


def test_a_statement() -> None:
    account = an_account(invoice("A", issued_on=d(2, 1)))
    review = review_account(POLICY, account, as_of=AS_OF)
    statement = account_statement(account, start=d(2, 1), end=d(3, 20))
    said = text("statement", review, statement)
    assert said.startswith("Feb 1, 2026 Mar 20, 2026 €0.00 €1,000.00 (A €1,000.00 €1,000.00)")
    amounts = [part.removesuffix(">") for part in said.split(" <")[1:]]
    assert amounts.count("€1,000.00") == 1
    assert set(amounts) == {"€0.00", "€1,000.00"}
    with pytest.raises(InvalidFact, match="is in EUR, not in USD"):
        text("statement", review, statement, currency="USD")


def test_a_dispute_speaks_the_currency_of_its_invoice() -> None:
    dollars = invoice("D", amount=Money("7.00", "USD"))
    dispute = a_dispute(invoice_id="A", opened_on=d(3, 10))
    review = reviewed(invoice("A"), dollars, dispute)
    assert text("dispute", review, dispute) == "A Mar 10, 2026 "
    with pytest.raises(InvalidFact, match="the Dispute is in EUR, not in USD"):
        text("dispute", review, dispute, currency="USD")


def test_a_debit_announces_what_is_collected() -> None:
    note = a_late_charge(
        id="FEE", charge_for="A", charge_kind="fee", amount=eur("40.00"), issued_on=d(3, 5)
    )
    part = a_dispute(invoice_id="A", opened_on=d(3, 1), amount=eur("900.00"))
    hold = a_hold(
        kind="direct_debit", from_on=d(3, 19), until_on=d(3, 30), collect_on=d(3, 27),
        items=("A", "FEE"),
    )  # fmt: skip
    review = reviewed(invoice("A"), note, part)
    policy = POLICY.replace(catalogue=Catalogue.default())
    given = {"mandate": "M-1", "creditor_identifier": "DE98ZZZ09999999999"}
    assert "€140.00" in policy.letter("debit-notice", review, hold, values=given).body


# -- the clause on an invoice ----------------------------------------------------------------------
def test_a_clause_names_the_part_that_a_discount_is_for() -> None:
    terms = PaymentTerms.equal(
        2,
        first=DueRule.net(30),
        id="two",
        discounts=(DiscountTier(percent=Percent(2), deadline=DueRule.net(10)),),
    )
    bill = terms.invoice(id="A", customer_id="C-1", amount=eur("200.00"), issued_on=d(1, 1))
    body = presets.b2b_standard(creditor="Example Ltd").invoice_clause(bill).body
    assert "Installment 1: 2% discount if paid by Jan 11, 2026, €98.00 to pay.\n" in body
    assert "Installment 2: €100.00, payable by " in body


def test_a_clause_tells_of_a_part_whose_due_date_is_to_come() -> None:
    terms = PaymentTerms.due(DueRule.from_event("delivery", Days(count=10)), id="on-delivery")
    bill = terms.invoice(id="A", customer_id="C-1", amount=eur("200.00"), issued_on=d(1, 1))
    body = presets.b2b_standard(creditor="Example Ltd").invoice_clause(bill).body
    assert body.startswith("Installment 1: €200.00, due date to follow.\n")


def test_a_clause_writes_figures_in_one_way() -> None:
    policy = presets.b2b_standard(creditor="Example Ltd")
    bill = policy.term("2-10-net-30").invoice(
        id="A", customer_id="C-1", amount=eur("1190.00"), issued_on=d(1, 31)
    )
    body = policy.invoice_clause(bill, locale="de_AT").body
    assert "€\xa01.166,20" in body
    assert "€\xa040,00" in body


def test_a_clause_is_for_what_bears_terms() -> None:
    note = a_credit_note(id="CN")
    with pytest.raises(InvalidFact, match="CN is no invoice that bears terms"):
        presets.b2b_standard(creditor="Example Ltd").invoice_clause(note)


# -- misuse ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "about",
    [
        a_promise(customer_id="C-2"),
        a_payment_plan(customer_id="C-2"),
        a_hold(customer_id="C-2"),
        a_dispute(invoice_id="NOWHERE"),
        account_statement(
            Account(customer=Customer(id="C-2")), start=date(2026, 1, 1), end=date(2026, 1, 31)
        ),
    ],
    ids=lambda about: type(about).__name__,
)
def test_a_fact_of_another_customer_is_refused(about: Any) -> None:
    with pytest.raises(InvalidFact, match="is not of C-1"):
        text("days", reviewed(invoice()), about)


def test_a_letter_is_about_a_fact() -> None:
    about: Any = invoice()
    with pytest.raises(InvalidFact, match="not Invoice"):
        text("days", reviewed(invoice()), about)


def test_a_message_that_is_not_there_or_lacks_a_figure() -> None:
    review = reviewed(invoice())
    with pytest.raises(CollectkitError, match="nowhere"):
        text("nowhere", review)
    with pytest.raises(TemplateError, match="promise_amount"):
        text("promise", review)
    given = {"promise_amount": eur("5.00"), "promise_pay_by": d(3, 27)}
    assert text("promise", review, values=given).startswith("€5.00 Mar 27, 2026")


# -- the clause on an invoice ----------------------------------------------------------------------
def clause(bill: Any, customer: Customer | None = None, policy: CollectionsPolicy = POLICY) -> str:
    return policy.invoice_clause(bill, customer).body


def test_the_due_date_and_what_late_payment_costs() -> None:
    terms = describe_late_charges(LOW, locale="en")
    assert clause(invoice(issued_on=d(1, 29))) == (
        f"due Feb 28, 2026 A €1,000.00 Jan 29, 2026 C-1\n{terms}"
    )
    silent = POLICY.replace(late_charges=())
    assert clause(invoice(issued_on=d(1, 29)), policy=silent) == (
        "due Feb 28, 2026 A €1,000.00 Jan 29, 2026 C-1"
    )


def test_the_discounts_that_the_invoice_carries() -> None:
    bill = BASE.term("2-10-net-30").invoice(
        id="A", customer_id="C-1", amount=eur("1190.00"), issued_on=d(1, 31)
    )
    said = clause(bill).partition("\n")[0]
    assert said.startswith("due Mar 2, 2026 2% €23.80 €1,166.20 until Feb 10, 2026 A €1,190.00")


def test_the_parts_of_an_invoice() -> None:
    parts = tuple(
        an_installment(number=n, due_on=due_on, amount=eur("500.00"))
        for n, due_on in ((1, d(2, 28)), (2, d(3, 31)))
    )
    said = clause(invoice(due_on=None, installments=parts)).partition("\n")[0]
    assert said.startswith("(1: Feb 28, 2026 €500.00)(2: Mar 31, 2026 €500.00) A €1,000.00")


@pytest.mark.parametrize(
    ("tags", "segment", "charges"),
    [((), None, "low"), (("export",), None, "high"), ((), "retail", "by-law")],
)
def test_the_charges_are_those_assigned(
    tags: tuple[str, ...], segment: str | None, charges: str
) -> None:
    law = StatutoryCharges(id="by-law", code="DE", debtor="business")
    policy = POLICY.replace(
        late_charges=(LOW, HIGH, law),
        assignment=(
            Assignment(id="exports", invoice_tags=("export",), late_charges="high"),
            Assignment(id="shops", segments=("retail",), late_charges="by-law"),
        ),
    )
    customer = a_customer(segment=segment)
    terms = describe_late_charges(policy.charges(charges), locale="en")
    assert clause(invoice(tags=tags), customer, policy).partition("\n")[2] == terms


def test_an_invoice_of_another_customer_is_refused() -> None:
    with pytest.raises(InvalidFact, match="is of C-1, not of C-2"):
        clause(invoice(), a_customer(id="C-2"))


def test_the_clause_in_another_language() -> None:
    customer = a_customer(locale="de")
    found = invoice_clause(BASE, invoice(), customer)
    assert (found.locale, found.is_fallback) == ("de", False)
    assert describe_late_charges(BASE.charges(BASE.late_charges[0].id), locale="de") in found.body
    assert invoice_clause(BASE, invoice(), customer, locale="en").locale == "en"


# -- the library's own letters ---------------------------------------------------------------------
@pytest.mark.parametrize("locale", ["en", "de", "fr"])
@pytest.mark.parametrize(
    ("template", "about", "more"),
    [
        ("promise-confirmation", a_promise(invoices=("A",), amount=eur("500.00")), {}),
        ("plan-offer", a_payment_plan(invoices=("A",)), {}),
        ("dispute-acknowledgement", a_dispute(invoice_id="A"), {}),
        ("hardship-reply", a_hold(kind="hardship", until_on=d(4, 30)), {}),
        (
            "debit-notice",
            a_hold(kind="direct_debit", collect_on=d(3, 27)),
            {"mandate": "M-7", "creditor_identifier": "DE98ZZZ09999999999"},
        ),
        ("demand", None, {}),
        ("agency-handover", None, {"agency": "Agency Ltd"}),
    ],
)
def test_every_letter_of_the_library_can_be_written(
    template: str, about: Any, more: dict[str, Any], locale: str
) -> None:
    found = BASE.letter(template, reviewed(invoice("A")), about, locale=locale, values=more)
    assert (found.locale, found.is_fallback) == (locale, False)
    assert "Example Ltd" in found.body
    assert "{" not in found.body
