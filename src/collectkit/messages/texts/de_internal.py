# data-only
"""The library's call scripts and internal tasks in German."""

from __future__ import annotations

from functools import partial

from collectkit.messages.texts.entry import entry

__all__ = ["INTERNAL"]

_note = partial(entry, "de")

_DAYS = "{days_past_due, plural, one {{days_past_due} Tag} other {{days_past_due} Tagen}}"
_ACCOUNT = "Kunde: {customer}{#customer_number}\nKundennummer: {customer_number}{/customer_number}"
_OVERDUE = (
    "Überfällig insgesamt: {total_overdue}"
    "{#late_charges}\nVerzugskosten: {late_charges}\nZu zahlen: {amount_due}{/late_charges}\n"
    "Älteste Fälligkeit: {oldest_due_on} (seit " + _DAYS + " überfällig)"
)
_LIST = "Rechnungen:{#invoices}\n- {number}, fällig am {due_on}: {open}{/invoices}"
_FOR = "{#role}Für: {role}\n{/role}"
_AMOUNTS_IF_KNOWN = (
    "{#total_overdue}\nÜberfällig insgesamt: {total_overdue}{/total_overdue}"
    "{#total_open}\nOffen insgesamt: {total_open}{/total_open}"
)

_CALLS = (
    _note(
        "call-script",
        "Anruf bei {customer} wegen {total_overdue}",
        _ACCOUNT,
        _OVERDUE,
        _LIST,
        "1. Fragen Sie nach der Person, die für Zahlungen zuständig ist. Nennen Sie Ihren Namen, "
        "und sagen Sie, dass Sie für {creditor} anrufen. Sprechen Sie über das Konto "
        "erst, wenn Sie sicher sind, mit dieser Person zu sprechen, und mit niemand anderem.\n"
        "2. Sagen Sie, welche Rechnungen überfällig sind, und fragen Sie, ob sie angekommen und "
        "freigegeben sind.\n"
        "3. Bitten Sie um Zahlung bis zum {pay_by}. Notieren Sie Betrag, Datum und Namen.\n"
        "4. Wird eine Rechnung beanstandet, notieren Sie, welche und warum, und sagen Sie, wer die "
        "Sache prüft. Bitten Sie um Zahlung des Rests.\n"
        "5. Kann der volle Betrag nicht bis zum {pay_by} gezahlt werden, fragen Sie, was wann "
        "gezahlt werden kann. Sagen Sie ohne Freigabe keine Ratenzahlung zu.\n"
        "6. Ist bereits gezahlt worden, fragen Sie nach Datum und Verwendungszweck, und bedanken "
        "Sie sich.\n"
        "7. Wiederholen Sie, was vereinbart wurde, und danken Sie für das Gespräch.",
    ),
    _note(
        "call-script-senior",
        "Anruf auf Leitungsebene: {customer}, {total_overdue}",
        _ACCOUNT,
        _OVERDUE,
        _LIST,
        "1. Fragen Sie nach der Person, die über Zahlungen entscheidet. Nennen Sie Ihren Namen, "
        "und sagen Sie, dass Sie für {creditor} anrufen. Sprechen Sie über das Konto "
        "erst, wenn Sie sicher sind, mit dieser Person zu sprechen, und mit niemand anderem.\n"
        "2. Sagen Sie, was überfällig ist und dass Sie heute eine Lösung finden möchten. "
        "Fragen Sie, was der Zahlung im Weg steht, und hören Sie zu.\n"
        "3. Ausgleich: Bitten Sie um Zahlung des vollen Betrags bis zum {pay_by}. Vereinbaren Sie "
        "Betrag, Datum und Zahlungsart, und notieren Sie sie.\n"
        "4. Ratenzahlung: Ist das nicht möglich, fragen Sie, welche Raten realistisch sind. Sagen "
        "Sie eine Ratenzahlung nur im Rahmen Ihrer Befugnis zu, und kündigen Sie eine schriftliche "
        "Bestätigung an.\n"
        "5. Beanstandung: Notieren Sie, welche Rechnung betroffen ist und warum. Der Einzug des "
        "beanstandeten Teils ruht; bitten Sie um Zahlung des Rests.\n"
        "6. Zahlungsschwierigkeiten: Kann die Person nicht zahlen, bieten Sie an, eine Lösung zu "
        "suchen. Notieren Sie nur, was dafür nötig ist.\n"
        "7. Nächster Schritt: Gibt es bis zum {pay_by} keine Lösung, sagen Sie einmal und ruhig, "
        "was nach unseren Regeln folgen kann und dass dadurch, soweit das Gesetz es zulässt, "
        "Kosten entstehen können. Nennen Sie keinen Schritt, der nicht beabsichtigt ist, und "
        "setzen Sie niemanden unter Druck.\n"
        "8. Wiederholen Sie, was vereinbart wurde, und danken Sie für das Gespräch.",
    ),
    _note(
        "call-script-promise",
        "Anruf bei {customer} wegen der zugesagten Zahlung von {promise_amount}",
        _ACCOUNT,
        "Zugesagt: {promise_amount} bis zum {promise_pay_by}\n"
        "Stand {today}: nicht vollständig eingegangen",
        _OVERDUE,
        _LIST,
        "1. Fragen Sie nach der Person, die die Zahlung zugesagt hat. Nennen Sie Ihren Namen, und "
        "sagen Sie, dass Sie für {creditor} anrufen. Sprechen Sie über das Konto "
        "erst, wenn Sie sicher sind, mit dieser Person zu sprechen, und mit niemand anderem.\n"
        "2. Sagen Sie, dass die zum {promise_pay_by} zugesagte Zahlung nicht vollständig "
        "eingegangen ist, und fragen Sie, ob bereits gezahlt wurde. Wenn ja, fragen Sie nach Datum "
        "und Verwendungszweck, und bedanken Sie sich.\n"
        "3. Wenn nein, fragen Sie, was sich geändert hat, und hören Sie zu. Machen Sie keine "
        "Vorwürfe.\n"
        "4. Bitten Sie um Zahlung bis zum {pay_by}. Notieren Sie Betrag, Datum und Namen.\n"
        "5. Wird eine Rechnung beanstandet, notieren Sie, welche und warum, und sagen Sie, wer die "
        "Sache prüft.\n"
        "6. Kann der volle Betrag nicht gezahlt werden, fragen Sie, was wann gezahlt werden kann. "
        "Sagen Sie ohne Freigabe keine Ratenzahlung zu.\n"
        "7. Wiederholen Sie, was vereinbart wurde, kündigen Sie eine schriftliche Bestätigung an, "
        "und danken Sie für das Gespräch.",
    ),
)

_TASKS = (
    _note(
        "task-review",
        "Prüfung: {customer}, {total_overdue}",
        _FOR + _ACCOUNT,
        _OVERDUE,
        _LIST,
        "Zu prüfen:\n"
        "- Sind alle Zahlungen und Gutschriften gebucht?\n"
        "- Wird eine Rechnung beanstandet, oder gibt es Anzeichen für Zahlungsschwierigkeiten?\n"
        "- Was wurde zuletzt besprochen oder zugesagt?",
        "Zu entscheiden: bis zu einem Termin abwarten, Ratenzahlung anbieten, erneut anrufen, "
        "weitere Lieferungen auf Rechnung aussetzen, an Inkasso oder Anwalt übergeben oder "
        "ausbuchen. Halten Sie die Entscheidung und ihren Grund fest.",
    ),
    _note(
        "task-dispute",
        "Beanstandung der Rechnung {dispute_invoice} klären: {customer}",
        _FOR + _ACCOUNT + "\nRechnung: {dispute_invoice}\nBeanstandet seit: {dispute_opened_on}"
        "{#dispute_amount}\nBeanstandeter Betrag: {dispute_amount}{/dispute_amount}"
        "{#dispute_reason}\nGrund: {dispute_reason}{/dispute_reason}" + _AMOUNTS_IF_KNOWN,
        "Zu prüfen:\n"
        "- Was sagen Bestellung, Lieferung und Rechnung?\n"
        "- Wer ist noch zu fragen, und bis wann?\n"
        "- Welcher Teil der Rechnung ist unstreitig?",
        "Zu entscheiden: die Beanstandung anerkennen und eine Gutschrift oder eine berichtigte "
        "Rechnung ausstellen, sie teilweise anerkennen oder sie mit Begründung zurückweisen. "
        "Benachrichtigen Sie den Kunden, und halten Sie die Entscheidung fest.",
    ),
    _note(
        "task-hardship",
        "Zahlungsschwierigkeiten: {customer}",
        _FOR
        + _ACCOUNT
        + "{#hold_until}\nAusgesetzt bis einschließlich {hold_until}{/hold_until}"
        + _AMOUNTS_IF_KNOWN,
        "Zu prüfen:\n"
        "- Was hat der Kunde mitgeteilt, und was kann er ab wann zahlen?\n"
        "- Gelten für ihn besondere Regeln, etwa ein gesetzliches Moratorium?\n"
        "- Ist eine Vertretung oder eine Schuldnerberatung benannt?",
        "Zu entscheiden: eine Aussetzung und ihr letzter Tag, eine Ratenzahlung, ein Nachlass auf "
        "die Verzugskosten oder der Verzicht darauf oder eine teilweise oder vollständige "
        "Ausbuchung. Notieren Sie nur, was für die Entscheidung nötig ist, und benachrichtigen Sie "
        "den Kunden.",
    ),
    _note(
        "task-handover",
        "Entscheidung über die Übergabe an Inkasso: {customer}, {amount_due}",
        _FOR + _ACCOUNT + "{#agency}\nInkassounternehmen: {agency}{/agency}",
        _OVERDUE,
        _LIST,
        "Zu prüfen:\n"
        "- Sind die vorgeschriebenen Schreiben versandt, und ist das belegt?\n"
        "- Ist keine Beanstandung, Zahlungszusage, Ratenzahlung oder Aussetzung offen?\n"
        "- Stimmen Name, Anschrift und Beträge?\n"
        "- Rechtfertigt der erwartete Erlös die Kosten?",
        "Zu entscheiden: übergeben, bis zu einem Termin abwarten oder ausbuchen. Halten Sie die "
        "Entscheidung und ihren Grund fest.",
    ),
)

INTERNAL = (*_CALLS, *_TASKS)
