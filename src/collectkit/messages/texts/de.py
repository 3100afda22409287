# data-only
"""The library's letters in German."""

from __future__ import annotations

from functools import partial

from collectkit.messages.texts.de_internal import INTERNAL
from collectkit.messages.texts.entry import entry

__all__ = ["TEXTS"]

_letter = partial(entry, "de")

# The sentence after the greeting's comma begins with a small letter.
_GREETING = "Guten Tag {customer},"
_THE_INVOICES = (
    "{invoice_count, plural, one {die folgende Rechnung} other {die folgenden Rechnungen}}"
)
_STILL_OPEN = (
    "{invoice_count, plural, one {die folgende, weiterhin offene Rechnung} other {die folgenden, "
    "weiterhin offenen Rechnungen}}"
)
_LIST = "{#invoices}\n- Rechnung {number}, fällig am {due_on}: {open}{/invoices}"
_OVERDUE = (
    "Überfällig insgesamt: {total_overdue}"
    "{#late_charges}\nVerzugskosten: {late_charges}\nZu zahlen: {amount_due}{/late_charges}"
)
_RIDER_ROWS = "{#riders}\n- Rechnung {number}, fällig am {due_on}: {open}{/riders}"
_RIDERS = (
    "{#rider_count}\n\nAußerdem auf Ihrem Kundenkonto offen und in den obigen Beträgen nicht "
    "enthalten:" + _RIDER_ROWS + "{/rider_count}"
)
_RIDERS_STAY = (
    "{#rider_count}\n\nAußerdem auf Ihrem Kundenkonto offen, in den obigen Beträgen nicht "
    "enthalten und weiterhin an uns zu zahlen:" + _RIDER_ROWS + "{/rider_count}"
)
_WAYS_TO_PAY = (
    "\n{payment_details}"
    "{#payment_reference}\nVerwendungszweck: {payment_reference}{/payment_reference}"
    "{#payment_methods}\nZahlungsarten: {payment_methods}{/payment_methods}"
    "{#payment_link}\nOnline bezahlen: {payment_link}{/payment_link}"
)
_HOW_TO_PAY = "So können Sie zahlen:" + _WAYS_TO_PAY
_IF_PAID = (
    "Wenn Sie bereits gezahlt haben, danken wir Ihnen; bitte betrachten Sie dieses Schreiben dann "
    "als gegenstandslos."
)
_CLOSING = (
    "Mit freundlichen Grüßen\n{signature}\n{creditor}"
    "{#contact}\nKontakt: {contact}{/contact}"
    "{#customer_number}\nIhre Kundennummer: {customer_number}{/customer_number}"
)
_DISCOUNT = (
    "{#discount_payable}{#discount_percent}{#discount_until}\n"
    "{invoice_count, plural, one {Mit {discount_percent} Skonto zahlen Sie {discount_payable}, "
    "wenn Sie bis zum {discount_until} zahlen.} other {Für eine dieser Rechnungen erhalten Sie "
    "{discount_percent} Skonto: Sie zahlen dafür {discount_payable}, wenn Sie bis zum "
    "{discount_until} zahlen.}}"
    "{/discount_until}{/discount_percent}{/discount_payable}"
)
_SMS_LINK = "{#payment_link} Online bezahlen: {payment_link}{/payment_link}"

_OVERDUE_LETTERS = (
    _letter(
        "pre-due",
        "{creditor}: Zahlung demnächst fällig",
        _GREETING,
        "wir möchten Sie freundlich daran erinnern, dass "
        "{invoice_count, plural, one {die folgende Rechnung demnächst fällig wird} other {die "
        "folgenden Rechnungen demnächst fällig werden}}:" + _LIST,
        "Gesamtbetrag: {total_open}" + _DISCOUNT + _RIDERS,
        _HOW_TO_PAY,
        "Wenn Ihre Zahlung bereits unterwegs ist, danken wir Ihnen; Sie brauchen dann nichts "
        "weiter zu tun. Wenn Ihnen etwas unklar ist oder Sie mit einer Rechnung nicht "
        "einverstanden sind, melden Sie sich bitte möglichst noch vor der Fälligkeit. Das gilt "
        "auch, wenn Sie voraussichtlich nicht pünktlich zahlen können; meist findet sich eine "
        "Lösung.",
        _CLOSING,
        sms="{creditor}: Der Betrag von {total_open} wird demnächst fällig."
        + _SMS_LINK
        + " Schon bezahlt? Vielen Dank. Fragen? Bitte melden Sie sich.",
    ),
    _letter(
        "reminder-1",
        "{creditor}: Zahlungserinnerung",
        _GREETING,
        "nach unseren Unterlagen "
        "{invoice_count, plural, one {ist die folgende Rechnung} other {sind die folgenden "
        "Rechnungen}} überfällig und noch nicht vollständig bezahlt:" + _LIST,
        _OVERDUE,
        "Vielleicht wurde die Zahlung nur übersehen. Bitte zahlen Sie bis zum {pay_by}." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " Wenn Sie mit einer Rechnung nicht einverstanden sind oder den vollen Betrag "
        "zurzeit nicht zahlen können, antworten Sie uns bitte, damit wir eine Lösung finden.",
        _CLOSING,
        sms="{creditor}: Der Betrag von {total_overdue} ist überfällig. Bitte zahlen Sie bis zum "
        "{pay_by}." + _SMS_LINK + " Schon bezahlt? Vielen Dank. Fragen? Bitte melden Sie sich.",
    ),
    _letter(
        "reminder-2",
        "{creditor}: dringende Zahlungserinnerung",
        _GREETING,
        "Ihre Zahlung für "
        + _THE_INVOICES
        + " ist noch immer nicht vollständig eingegangen:"
        + _LIST,
        _OVERDUE,
        "Bitte zahlen Sie jetzt, spätestens bis zum {pay_by}, oder teilen Sie uns bis dahin mit, "
        "wann wir mit Ihrer Zahlung rechnen können." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " Wenn Sie mit einer Rechnung nicht einverstanden sind, nennen Sie uns bitte "
        "die Rechnung und den Grund. Wenn Sie nicht alles auf einmal zahlen können, sprechen Sie "
        "uns bitte an.",
        _CLOSING,
        sms="{creditor}: Der Betrag von {total_overdue} ist weiterhin überfällig. Bitte zahlen Sie "
        "bis zum {pay_by} oder nennen Sie einen Termin." + _SMS_LINK + " Schon bezahlt? Danke.",
    ),
    _letter(
        "final-reminder",
        "{creditor}: letzte Zahlungserinnerung",
        _GREETING,
        "wir haben Sie bereits an " + _STILL_OPEN + " erinnert:" + _LIST,
        _OVERDUE,
        "Dies ist unsere letzte Erinnerung. Bitte zahlen Sie bis zum {pay_by}, oder melden Sie "
        "sich bis dahin bei uns. Geht bis zu diesem Termin weder eine Zahlung noch eine Antwort "
        "ein, behalten wir uns eine förmliche Mahnung vor." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " Wenn Sie mit einer Rechnung nicht einverstanden sind, nennen Sie uns bitte "
        "die Rechnung und den Grund. Wenn Sie nicht alles auf einmal zahlen können, teilen Sie uns "
        "bitte mit, was Sie wann zahlen können.",
        _CLOSING,
    ),
    _letter(
        "demand",
        "{creditor}: Mahnung",
        _GREETING,
        "trotz Fälligkeit "
        "{invoice_count, plural, one {ist die folgende Rechnung} other {sind die folgenden "
        "Rechnungen}} noch immer nicht vollständig bezahlt:" + _LIST,
        _OVERDUE,
        "Wir fordern Sie auf, den vollen Betrag bis zum {pay_by} zu zahlen. Geht bis zu diesem "
        "Termin weder Ihre Zahlung noch eine Antwort ein, behalten wir uns weitere Schritte zum "
        "Einzug der Forderung vor." + _RIDERS,
        _HOW_TO_PAY,
        "Wenn Sie nicht den vollen Betrag zahlen können oder ihn ganz oder teilweise bestreiten, "
        "setzen Sie sich bitte vor diesem Termin mit uns in Verbindung. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "statutory-notice",
        "{creditor}: förmliche Zahlungsaufforderung",
        _GREETING,
        "dies ist eine förmliche Zahlungsaufforderung"
        "{#legal_basis} (Rechtsgrundlage: {legal_basis}){/legal_basis}. "
        "{invoice_count, plural, one {Die folgende Rechnung ist} other {Die folgenden Rechnungen "
        "sind}} fällig und nicht vollständig bezahlt:" + _LIST,
        _OVERDUE,
        "Sie haben bis einschließlich {pay_by} Zeit, den vollen Betrag zu zahlen und so weitere "
        "Schritte zu vermeiden. Geht der volle Betrag bis dahin nicht bei uns ein, können wir "
        "weitere Schritte zum Einzug der Forderung einleiten und Ihnen deren Kosten berechnen, "
        "soweit das Gesetz und unsere Vereinbarung es zulassen.",
        _HOW_TO_PAY,
        "Wenn Sie nicht den vollen Betrag zahlen können oder ihn ganz oder teilweise bestreiten, "
        "setzen Sie sich bitte vor diesem Termin mit uns in Verbindung. Wir gehen Ihren Angaben "
        "nach. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "final-notice",
        "{creditor}: letzte Mahnung vor weiteren Schritten",
        _GREETING,
        "wir haben Sie bereits aufgefordert, " + _STILL_OPEN + " zu begleichen:" + _LIST,
        _OVERDUE,
        "Dies ist unsere letzte Mahnung. Geht der volle Betrag nicht bis zum {pay_by} bei uns ein, "
        "behalten wir uns vor, die Angelegenheit ohne weitere Mahnung an ein Inkassounternehmen zu "
        "übergeben oder gerichtliche Schritte einzuleiten. Dadurch können Ihnen weitere Kosten "
        "entstehen, soweit das Gesetz es zulässt." + _RIDERS,
        _HOW_TO_PAY,
        "Noch können wir die Angelegenheit untereinander regeln. Wenn Sie eine Ratenzahlung "
        "vereinbaren möchten oder den Betrag ganz oder teilweise bestreiten, setzen Sie sich bitte "
        "vor diesem Termin mit uns in Verbindung. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "agency-handover",
        "{creditor}: Übergabe an ein Inkassounternehmen",
        _GREETING,
        "trotz unserer Mahnungen "
        "{invoice_count, plural, one {ist die folgende Rechnung} other {sind die folgenden "
        "Rechnungen}} nicht vollständig bezahlt worden:" + _LIST,
        _OVERDUE,
        "Wir übergeben die Angelegenheit daher an ein Inkassounternehmen"
        "{#agency} ({agency}){/agency}. Das Inkassounternehmen wird sich bei Ihnen "
        "melden. Bitte richten Sie Zahlungen und Fragen zu {invoice_count, plural, one {dieser "
        "Rechnung} other {diesen Rechnungen}} ab diesem Zeitpunkt an das Inkassounternehmen."
        + _RIDERS_STAY,
        "Wenn Sie in den letzten Tagen gezahlt haben, den Betrag ganz oder teilweise bestreiten "
        "oder nicht zahlen können, teilen Sie uns das bitte umgehend mit.",
        _CLOSING,
    ),
)

_LETTERS_ABOUT_A_FACT = (
    _letter(
        "promise-confirmation",
        "{creditor}: Ihre Zahlungszusage",
        _GREETING,
        "vielen Dank für Ihre Zahlungszusage. Wir haben notiert:\n"
        "Betrag: {promise_amount}\nZahlbar bis: {promise_pay_by}",
        _HOW_TO_PAY,
        "Wenn sich etwas ändert oder wir Sie missverstanden haben, melden Sie sich bitte vor "
        "diesem Termin, damit wir eine Lösung finden. Wenn Sie bereits gezahlt haben, danken wir "
        "Ihnen.",
        _CLOSING,
        sms="{creditor}: Vielen Dank für Ihre Zusage, {promise_amount} bis zum {promise_pay_by} zu "
        "zahlen." + _SMS_LINK + " Wenn sich etwas ändert, melden Sie sich bitte vorher.",
    ),
    _letter(
        "promise-broken",
        "{creditor}: zugesagte Zahlung nicht eingegangen",
        _GREETING,
        "Sie hatten uns zugesagt, {promise_amount} bis zum {promise_pay_by} zu zahlen. Bis heute "
        "({today}) ist diese Zahlung nicht vollständig bei uns eingegangen. "
        "{invoice_count, plural, one {Die folgende Rechnung ist} other {Die folgenden Rechnungen "
        "sind}} überfällig:" + _LIST,
        _OVERDUE,
        "Bitte zahlen Sie bis zum {pay_by}, oder melden Sie sich bis dahin, wenn sich etwas "
        "geändert hat.",
        _HOW_TO_PAY,
        _IF_PAID + " Wenn Sie inzwischen mit einer Rechnung nicht einverstanden sind oder nicht "
        "wie geplant zahlen können, sagen Sie uns das bitte, damit wir vereinbaren können, was "
        "möglich ist.",
        _CLOSING,
        sms="{creditor}: Zugesagte Zahlung ({promise_amount} bis {promise_pay_by}) nicht voll "
        "eingegangen. Bitte zahlen Sie bis {pay_by} oder melden Sie sich."
        + _SMS_LINK
        + " Schon bezahlt? Danke.",
    ),
    _letter(
        "plan-offer",
        "{creditor}: unser Angebot zur Ratenzahlung",
        _GREETING,
        "wir möchten es Ihnen ermöglichen, Ihr Kundenkonto Schritt für Schritt auszugleichen. Wir "
        "bieten Ihnen an, {plan_total} in {plan_count, plural, one {einer Rate} other "
        "{{plan_count} Raten}} zu zahlen:"
        "{#installments}\n- Rate {installment_number}, fällig am {installment_due_on}: {amount}"
        "{/installments}",
        "Wenn Sie einverstanden sind, antworten Sie uns bitte bis zum {reply_by}. Wenn Ihnen "
        "andere Beträge oder Termine besser passen oder Sie mit der Summe nicht einverstanden "
        "sind, teilen Sie uns das bitte bis dahin mit. Hören wir nichts von Ihnen, endet unser "
        "Angebot mit Ablauf dieses Tages; die offenen Beträge bleiben dann wie bisher fällig.",
        _HOW_TO_PAY,
        "Wenn Sie einen Teil des Betrags bereits gezahlt haben, danken wir Ihnen; bitte teilen Sie "
        "es uns mit, damit wir den Ratenplan anpassen können.",
        _CLOSING,
    ),
    _letter(
        "hardship-reply",
        "{creditor}: eine Lösung für Ihr Kundenkonto",
        _GREETING,
        "vielen Dank für Ihre Mitteilung, dass Ihnen die Zahlung zurzeit schwerfällt. Wir "
        "haben dies vermerkt und passen unser Vorgehen daran an"
        "{#hold_until}, und zwar bis einschließlich {hold_until}{/hold_until}. "
        "Wir möchten gemeinsam mit Ihnen eine Lösung finden."
        "{#total_open}\nOffener Betrag: {total_open}{/total_open}",
        "Bitte teilen Sie uns mit, was Sie zahlen können und ab wann. Eine kurze Antwort genügt; "
        "Persönliches brauchen wir nicht zu wissen. Auch eine unabhängige Schuldnerberatung, die "
        "oft kostenlos ist, kann Ihnen helfen.",
        "Wenn Sie schon jetzt etwas zahlen möchten:" + _WAYS_TO_PAY,
        "Wenn Sie bereits gezahlt haben oder mit dem Betrag nicht einverstanden sind, sagen Sie "
        "uns das bitte.",
        _CLOSING,
    ),
    _letter(
        "dispute-acknowledgement",
        "{creditor}: Ihre Beanstandung der Rechnung {dispute_invoice}",
        _GREETING,
        "wir haben Ihre Beanstandung der Rechnung {dispute_invoice} aufgenommen.\n"
        "Beanstandet am: {dispute_opened_on}"
        "{#dispute_amount}\nBeanstandeter Betrag: {dispute_amount}{/dispute_amount}"
        "{#dispute_reason}\nGrund: {dispute_reason}{/dispute_reason}",
        "Wir prüfen den Sachverhalt und antworten Ihnen. Wenn Sie Unterlagen dazu haben, senden "
        "Sie uns bitte Kopien. Wenn eine der Angaben nicht stimmt, sagen Sie uns das bitte.",
        "Was Sie nicht beanstanden, bleibt wie vereinbart fällig. Dieses Schreiben ist keine "
        "Mahnung. Wenn Sie bereits gezahlt haben, danken wir Ihnen.",
        _CLOSING,
    ),
    _letter(
        "debit-notice",
        "{creditor}: Vorabankündigung der SEPA-Lastschrift am {collect_on}",
        _GREETING,
        "wir ziehen den folgenden Betrag per SEPA-Lastschrift von dem Konto ein, das in Ihrem "
        "Mandat genannt ist:\n"
        "Betrag: {collect_amount}\nFälligkeitsdatum: {collect_on}\nMandatsreferenz: {mandate}\n"
        "Unsere Gläubiger-Identifikationsnummer: {creditor_identifier}"
        "{#payment_reference}\nVerwendungszweck: {payment_reference}{/payment_reference}",
        "Bitte sorgen Sie dafür, dass das Konto an diesem Tag ausreichend gedeckt ist. Sonst "
        "brauchen Sie nichts zu tun.",
        "Wenn Sie mit dem Betrag nicht einverstanden sind, ihn an diesem Tag nicht zahlen können "
        "oder ein neues Konto haben, melden Sie sich bitte vorher. Wenn Sie bereits gezahlt haben, "
        "teilen Sie uns das bitte umgehend mit, damit wir den Betrag nicht ein zweites Mal "
        "einziehen.",
        _CLOSING,
    ),
    _letter(
        "statement",
        "{creditor}: Kontoauszug vom {statement_start} bis zum {statement_end}",
        _GREETING,
        "nachfolgend erhalten Sie den Auszug Ihres Kundenkontos vom {statement_start} bis zum "
        "{statement_end}.",
        "Anfangssaldo: {opening_balance}"
        "{#movements}\n- {moved_on}, {what} {number}: {amount}, Saldo {balance}{/movements}\n"
        "Endsaldo: {closing_balance}",
        "Offene Beträge nach Fälligkeit:{#aging}\n- {label}: {amount}{/aging}",
        _HOW_TO_PAY,
        "Zahlungen, die nach dem {statement_end} eingegangen sind, sind nicht enthalten. Wenn ein "
        "Eintrag nicht mit Ihren Unterlagen übereinstimmt, nennen Sie uns bitte diesen Eintrag.",
        _CLOSING,
    ),
    _letter(
        "invoice-clause",
        "",
        "{#due_on}Zahlbar ohne Abzug bis zum {due_on}.\n{/due_on}"
        "{#installments}Rate {installment_number}: {amount}"
        "{#installment_due_on}, zahlbar bis zum {installment_due_on}{/installment_due_on}"
        "{#installment_pending}, Fälligkeit folgt{/installment_pending}.\n{/installments}"
        "{#discounts}{#installment_number}Rate {installment_number}: {/installment_number}"
        "{percent} Skonto bei Zahlung bis zum {until}, zu zahlen sind {payable}.\n{/discounts}"
        "{#late_charge_terms}{late_charge_terms}\n{/late_charge_terms}"
        "{#payment_methods}Zahlungsarten: {payment_methods}\n{/payment_methods}"
        "{#payment_details}Zahlung an: {payment_details}\n{/payment_details}"
        "{#payment_reference}Verwendungszweck: {payment_reference}\n{/payment_reference}",
    ),
)

TEXTS = (*_OVERDUE_LETTERS, *_LETTERS_ABOUT_A_FACT, *INTERNAL)
