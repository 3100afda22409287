# data-only
"""The reasons of every room in German."""

from __future__ import annotations

from collectkit.messages.reason_words import Wording

__all__ = ["DE"]

_LOST = "{lost} von {best} Punkten verloren"

_ARRANGEMENTS = {
    # promises
    "promise_open": "{credited} von {required} sind eingegangen; einhaltbar bis {until}",
    "promise_kept": "{required} waren bis {on} eingegangen",
    "promise_part_kept": "nur {credited} von {required} waren bis {until} eingegangen",
    "promise_broken": "bis {until} war von {required} nichts eingegangen",
    "may_promise": "gebrochene Zahlungszusagen seit {since}: {count}; eine neue ist möglich",
    "too_many_broken": "gebrochene Zahlungszusagen seit {since}: {count}; ab {limit} ist keine "
    "neue möglich",
    # plans
    "plan_pending": "vereinbart am {on}",
    "plan_kept": "keine Rate versäumt; {amount} sind am {due} fällig",
    "plan_in_arrears": "versäumte Raten: {count}; bei {limit} endet der Ratenplan",
    "plan_defaulted": "hinfällig seit dem {on}",
    "plan_completed": "vollständig erfüllt am {on}",
    "installment_paid": "bezahlt am {on}",
    "installment_paid_late": "bezahlt am {on}, nach dem {until}",
    "installment_open": "{paid} bezahlt, offen bis {until}",
    "installment_missed": "{paid} bezahlt, versäumt nach dem {until}",
    # due dates
    "contractual": "vertraglich fällig am {due}",
    "pending": "noch kein Fälligkeitstermin",
    "under_plan": "Ratenplan {plan} läuft: nächster Termin ist der {due}",
    "plan_restored": "Ratenplan {plan} ist seit dem {on} hinfällig: die vertragliche Fälligkeit "
    "gilt wieder",
    "plan_fresh": "Ratenplan {plan} ist seit dem {on} hinfällig: die Tage zählen ab diesem Tag",
    "plan_over": "Ratenplan {plan} wurde am {on} erfüllt: die vertragliche Fälligkeit gilt wieder",
    "stopped": "die Überfälligkeit ruht vom {first} bis {last} ({what} {id})",
    # holds
    "hold_blocks": "Sperre ({kind}) verhindert bis {until}: {blocks}",
    "hold_cools": "Sperre ({kind}), aufgehoben am {released}, verhindert bis {until}: {blocks}",
    "hold_stops": "Sperre ({kind}) lässt die Überfälligkeit bis {until} ruhen",
    # disputes
    "undisputed": "{amount} offen, nichts bestritten",
    "disputed_in_part": "{disputed} von {amount} sind bestritten",
    "disputed_in_whole": "der ganze Betrag ist bestritten",
    # direct debits
    "debit_scheduled": "bis {announce} anzukündigen, Einzug am {collect}",
    "debit_notice_due": "sollte bis {announce} angekündigt sein, Einzug am {collect}",
    "debit_announced": "angekündigt am {on}, Einzug am {collect}",
    "debit_collecting": "im Einzug seit {collect}",
    "debit_collected": "eingezogen am {on}",
    "debit_returned": "Rücklastschrift am {on}",
    "debit_lapsed": "bis {until} nichts eingezogen",
    "announced_late": "angekündigt am {on}, nach dem {announce}",
    "not_announced": "wurde nicht angekündigt",
}

_CONTACT = {
    "cease": "der Kunde hat am {on} gebeten, ihn nicht mehr zu kontaktieren",
    "represented": "vertreten durch {by}",
    "moratorium": "Moratorium {hold} gilt bis {until}",
    "opted_out": "hat dem Kanal {channel} widersprochen",
    "wrong_number": "jede bekannte Kontaktangabe für {channel} gehört jemand anderem",
    "no_contact_point": "keine Kontaktangabe für {channel} bekannt",
    "no_consent": "keine Einwilligung für {channel}, obwohl {rule} sie verlangt",
    "consent_expired": "die von {rule} verlangte Einwilligung für {channel} endete am {observed}",
    "no_channel": "es bleibt kein Kanal übrig",
    "hours": "beim Kunden ist es {observed} Uhr, {channel} ist erlaubt: {required}",
    "inconvenient": "am {day} passt dem Kunden keine Zeit für {channel}",
    "no_common_hours": "am {day} liegt keine Zeit in allen Zeitzonen innerhalb von {required}: "
    "{observed}",
    "zone_unknown": "Zeitzone nicht bekannt ({observed}), {rule} verlangt sie",
    "call_cap": "Anrufe zu {debt} im Zeitraum (Tage: {days}): {observed}, höchstens {required}",
    "quiet_days": "Gespräch zu {debt} am {last}, anruffreier Tag {observed} von {required}",
    "min_gap": "letzter Kontakt am {last}, Tag {observed}; der nächste ab Tag {required}",
    "limit": "Kontakte über {channels} im Zeitraum (Tage: {days}): {observed}, "
    "höchstens {required}",
    "cooldown": "Sperre {hold} endete am {observed}, Ruhe bis einschließlich Tag {required} danach",
    "business_day": "der {day} ist kein Arbeitstag",
    "permitted": "per {channel} zulässig",
    "mandatory": "interne Regeln halten nicht auf, was {required} vorschreibt",
    "excepted": "{notice} darf gesendet werden, obwohl der Kunde keinen Kontakt wünscht",
    "confirmation": "eine einzige Nachricht darf den Widerspruch gegen {channel} bestätigen",
    "reply": "Antwort auf die Nachricht des Kunden per {channel} vom {day}",
}

_DISCOUNTS = {
    "open": "{percent} Skonto, wenn der ganze Saldo bis {until} eingeht",
    "open_in_grace": "{percent} Skonto, wenn der ganze Saldo bis {until} eingeht, in der "
    "Kulanzfrist nach dem {deadline}",
    "none_agreed": "die Rechnung sieht kein Skonto vor",
    "settled": "nichts ist offen",
    "window_closed": "die Skontofrist endete am {until}",
    "earned": "Anspruch auf {percent} Skonto: {discount} für den ganzen Saldo",
    "earned_short": "Anspruch auf {percent} Skonto: {discount}; es fehlen {short}, innerhalb der "
    "Toleranz",
    "earned_part": "Anspruch auf {percent} Skonto: {discount} für den beglichenen Teil",
    "not_settled": "kein Anspruch auf {percent} Skonto: zum Ausgleich des Saldos fehlen {missing}",
    "late_taken": "{discount} nach dem {until}, dem letzten Skontotag, abgezogen: bleiben offen",
    "paid_short": "es fehlen {short}, innerhalb der Toleranz",
    "no_window": "an diesem Tag gilt kein Skonto",
    "taken_back": "Geld zurückgezahlt",
    "short_full": "der ganze Saldo ist bezahlt",
    "short_earned": "es fehlen {discount}, die das Skonto von {percent} bis {until} erlaubt",
    "short_tolerated": "über das Skonto hinaus fehlen {rest}, innerhalb der Toleranz",
    "short_late": "es fehlen {discount}, die das Skonto von {percent} bis {until} erlaubt hätte",
    "short_wrong_base": "{percent} wurden vom ganzen Saldo abgezogen, {rest} zu viel",
    "short_wrong_rate": "{taken} abgezogen, vereinbart: {percent}; {rest} zu viel",
    "short_part": "Teilzahlung: es fehlen {missing}",
}

_ESCALATION = {
    "reached": "Tag {observed} nach Fälligkeit, ab Tag {required}",
    "waited": "Tag {observed} nach {step}, ab Tag {required}",
    "too_early": "Tag {observed} nach Fälligkeit, erst ab Tag {required}",
    "not_due_yet": "erstmals fällig am {due}",
    "not_overdue": "nichts ist überfällig",
    "after": "Tag {observed} nach {step}, erst ab Tag {required}",
    "not_sent": "{step} ist nicht versandt; diese Mahnstufe folgt an Tag {required} danach",
    "requires": "{step} ist nicht versandt",
    "required_sent": "{step} wurde versandt",
    "no_item": "kein Posten hat selbst alle früheren Mahnstufen durchlaufen",
    "item_passed": "ein Posten hat selbst alle früheren Mahnstufen durchlaufen",
    "expired": "Tag {observed} nach Fälligkeit, abgelaufen nach Tag {limit}",
    "lapses": "bis {on} ist die Mahnstufe abgelaufen",
    "not_expired": "Tag {observed} nach Fälligkeit, sinnvoll bis Tag {limit}",
    "sent": "bereits erfolgt am {on}",
    "behind": "zuerst kommt die Pflichtstufe {step}",
    "passed": "{step} wurde bereits versandt",
    "repeated": "so oft erfolgt wie erlaubt: {observed} von {limit}",
    "month_over": "der Monat ist am {on} zu Ende",
    "month_end": "wartet auf das Monatsende: {on}",
    "not_delivered": "{step} wurde versandt, die Zustellung ist nicht bekannt",
    "minimum_met": "{observed} überfällig, nötig sind {required}",
    "below_minimum": "{observed} überfällig, nötig sind {required}",
    "no_minimum": "kein Mindestbetrag in {currency} festgelegt",
    "held_back": "eine spätere Mahnstufe liegt unter ihrem Mindestbetrag",
    "day_off": "der {on} ist ein arbeitsfreier Tag",
    "superseded": "{step} tritt an ihre Stelle",
    "condition": "Bedingung nicht erfüllt: {text}",
    "condition_met": "Bedingung erfüllt: {text}",
    "unknown": "Bedingung nicht zu beurteilen: {text}",
    # what conditions see
    "if_amount": "{overdue} überfällig, mindestens {required}",
    "if_no_amount": "kein Schwellenwert in {currency} festgelegt",
    "if_share": "{overdue} von {owed} überfällig, mindestens {required}",
    "if_grade": "Bonitätsklasse {grade}, verlangt: eine von {wanted}",
    "if_no_grade": "keine Bonitätsklasse angegeben",
    "if_segment": "Segment {segment}, verlangt: eines von {wanted}",
    "if_no_segment": "kein Segment angegeben",
    "if_promises": "gebrochene Zahlungszusagen: {observed}, mindestens {required}",
    "if_days": "Tag {observed} nach Fälligkeit, mindestens Tag {required}",
    "if_late": "überfällige Posten: {observed}, mindestens {required}",
    "if_paid_late": "verspätet bezahlte Posten: {observed}, mindestens {required}",
    "if_tag": "gekennzeichnet mit {wanted}",
    "if_kind": "Kundenart {customer}, verlangt: eine von {kinds}",
    "if_not": "nicht: {text}",
    "if_both": "{first}; {second}",
    # what stands in the way
    "hold": "Sperre {id} ({kind}) bis {until}",
    "dispute": "{invoice} ist bestritten bis {until}",
    "promise": "Zahlungszusage {id} gilt bis {until}",
    "unapplied": "{amount} nicht zugeordnetes Guthaben decken die überfälligen Posten; zuerst "
    "zuordnen",
    "nothing_to_ask": "alle Posten sind teilweise bestritten; es bleibt nichts zu fordern",
    "plan": "Ratenplan {id} ist vereinbart",
    "placed": "bis {until} abgegeben an {kind}",
    "approval": "Freigabe durch {role} nötig",
    "approval_for": "Freigabe durch {role} nötig für {items}",
    "approved": "freigegeben durch {role}",
    "one_step_a_day": "{step} erfolgte am selben Tag",
    "one_contact_a_day": "{step} in {currency} wendet sich zuerst an den Kunden",
    "chosen": "erfolgt jetzt",
    "rides": "wird mit {step} versandt",
    "upcoming": "ein Posten wird demnächst fällig",
    "none_upcoming": "kein Posten ohne Erinnerung wird im kommenden Zeitraum fällig "
    "(Tage: {offset})",
    "not_in_scope": "keine offenen Forderungen in {currency}",
}

_FEES = {
    "provisional": "{table} hat keinen Satz für den {day}; der letzte bekannte, {rate}, wurde "
    "verwendet",
    "customer_kind": "Kundenart {kind}, diese Regeln gelten aber für die Schuldnerart {debtor}",
    "scope": "Geltungsbereich dieser Regeln: {scope}",
    "ousted_by_contract": "durch Vertrag abdingbar: {by}",
    "caution": "{text}",
    "not_in_default": "noch keine Zinsen: {why}",
    "before_the_act": "{item} war am {due} fällig, vor dem Inkrafttreten dieser Regeln am {begin}",
    "notice_missing": "{rule} wird erst nach der Mitteilung `{notice}` geschuldet, und keine "
    "wirksame ist erfasst: nach der Fälligkeit und zugestellt, wo dies nötig ist",
    "posted_elsewhere": "Verzugskosten anderer Regelwerke sind hier gebucht und nicht abgezogen: "
    "{keys}",
}

_RISK = {
    # points lost
    "weighted_days_late": f"durchschnittlicher Verzug in Tagen: {{value}}; {_LOST}",
    "late_share": f"verspätet bezahlter Anteil: {{value}}; {_LOST}",
    "weighted_days_late_filled": "durchschnittlicher Verzug in Tagen, das Übliche eingerechnet: "
    f"{{value}}; {_LOST}",
    "late_share_filled": "verspätet bezahlter Anteil, das Übliche eingerechnet: "
    f"{{value}}; {_LOST}",
    "oldest_days_past_due": f"ältester offener Posten an Tag {{value}} nach Fälligkeit; {_LOST}",
    "broken_promises": f"gebrochene Zahlungszusagen: {{value}}; {_LOST}",
    "overdue_share": f"{{value}} des offenen Saldos überfällig; {_LOST}",
    "over_90_share": f"{{value}} des offenen Saldos mehr als 90 Tage überfällig; {_LOST}",
    "days_late_trend": f"Änderung des Verzugs in Tagen in den letzten 90 Tagen: {{value}}; {_LOST}",
    "days_late_deviation": f"Schwankung des Verzugs in Tagen: {{value}}; {_LOST}",
    "payment_gap": f"übliche Zahlungsabstände seit der letzten Zahlung: {{value}}; {_LOST}",
    "dispute_share": f"{{value}} der Rechnungen bestritten; {_LOST}",
    "utilization": f"{{value}} des Kreditlimits ausgeschöpft; {_LOST}",
    "write_offs": f"ausgebuchte Posten: {{value}}; {_LOST}",
    "tenure_days": f"Tage als Kunde: {{value}}; {_LOST}",
    "extra": f"{{name}} ist {{value}}; {_LOST}",
    "unknown": f"{{name}} unbekannt; {_LOST}",
    "limited_history": "bekannte ausgeglichene Rechnungen: {settled}; bis {needed} wird das "
    "Übliche angesetzt",
    # what may not be collected
    "placed": "abgegeben an {kind}",
    "disputed": "{amount} bestritten",
    "promised": "{amount} bis {until} zugesagt",
    "planned": "{amount} im Ratenplan {id}",
    "held": "{amount} zurückgestellt durch {id} ({kind})",
    "unapplied": "{amount} nicht zugeordnetes Guthaben",
    "cease": "hat gebeten, nicht mehr kontaktiert zu werden",
    "represented": "vertreten durch {by}",
    "opted_out": "hat allen Kanälen widersprochen",
    "chance": "{unpaid} bleiben ohne Kontakt voraussichtlich unbezahlt, Bonitätsklasse {grade}",
    # why credit is to be reviewed
    "over_limit": "Obligo {exposure} übersteigt das Kreditlimit von {limit} um {excess}",
    "zero_limit": "Obligo {exposure} bei einem Kreditlimit von null",
    "no_limit": "Obligo {exposure} ohne Kreditlimit in dieser Währung",
    "stale_review": "zuletzt geprüft am {on}, Tage seither: {days}",
    "never_reviewed": "keine Prüfung erfasst",
    "low_grade": "Bonitätsklasse {grade}",
    "old_overdue": "{amount} über Tag {days} nach Fälligkeit hinaus offen",
    "promises_broken": "gebrochene Zahlungszusagen: {count}",
    "uninsured": "{amount} nicht versichert, mehr als {most}",
}

_CHANNELS = {"email": "E-Mail", "letter": "Brief", "phone": "Telefon", "sms": "SMS"}
_CUSTOMERS = {
    "business": "Unternehmen",
    "consumer": "Verbraucher",
    "public": "öffentliche Stelle",
}
_HOLDS = {
    "direct_debit": "Lastschrift",
    "hardship": "Härtefall",
    "legal": "Rechtsfall",
    "moratorium": "Moratorium",
    "review": "Prüfung",
}
_HELD_FOR = {
    "direct_debit": "einer Lastschrift",
    "hardship": "eines Härtefalls",
    "legal": "eines Rechtsfalls",
    "moratorium": "eines Moratoriums",
    "review": "einer Prüfung",
}
_PLACED = {"agency": "ein Inkassounternehmen", "legal": "einen Rechtsbeistand"}
_UNTIL = {
    "closed": "zur Klärung",
    "it ends": "zu seinem Ende",
    "lifted": "auf Weiteres",
    "recall": "zur Rücknahme",
}

DE = Wording(
    patterns={
        f"{room}.{code}": pattern
        for room, patterns in {
            "arrangements": _ARRANGEMENTS,
            "contact": _CONTACT,
            "discounts": _DISCOUNTS,
            "escalation": _ESCALATION,
            "fees": _FEES,
            "risk": _RISK,
        }.items()
        for code, pattern in patterns.items()
    },
    words={
        "blocks": {
            "agency": "Inkassoübergabe",
            "calls": "Anrufe",
            "charges": "Verzugskosten",
            "demands": "Mahnungen",
            "legal": "gerichtliche Schritte",
            "nothing": "nichts",
            "reminders": "Zahlungserinnerungen",
        },
        "channel": _CHANNELS,
        "channels": {**_CHANNELS, "any channel": "alle Kanäle"},
        "customer": _CUSTOMERS,
        "debt": {"the account": "dem Konto"},
        "kind": _HOLDS,
        "kinds": _CUSTOMERS,
        "last": _UNTIL,
        "until": _UNTIL,
        "what": {
            "dispute": "Beanstandung",
            "promise": "Zahlungszusage",
            **{f"{kind} hold": f"Sperre wegen {why}" for kind, why in _HELD_FOR.items()},
        },
        "why": {
            "no notice or agreed day has put it in default": "weder eine Mahnung noch ein "
            "vereinbarter Termin hat den Verzug ausgelöst",
        },
        "contact.hours.required": {"at no time": "zu keiner Zeit"},
        "contact.zone_unknown.observed": {"none is recorded": "keine erfasst"},
        "discounts.short_wrong_rate.percent": {"nothing": "nichts"},
        "escalation.month_end.on": {"never": "nie"},
        "escalation.not_in_scope.currency": {"any currency": "irgendeiner Währung"},
        "escalation.placed.kind": _PLACED,
        "fees.customer_kind.debtor": _CUSTOMERS,
        "fees.customer_kind.kind": _CUSTOMERS,
        "risk.placed.kind": _PLACED,
        "risk.unknown.name": {
            "broken promises": "gebrochene Zahlungszusagen",
            "days late deviation": "Schwankung des Verzugs",
            "days late trend": "Änderung des Verzugs",
            "dispute share": "bestrittener Anteil",
            "late share": "verspätet bezahlter Anteil",
            "oldest days past due": "älteste Überfälligkeit",
            "over 90 share": "Anteil über 90 Tage",
            "overdue share": "überfälliger Anteil",
            "payment gap": "Abstand zur letzten Zahlung",
            "tenure days": "Dauer der Kundenbeziehung",
            "utilization": "Ausschöpfung des Kreditlimits",
            "weighted days late": "durchschnittlicher Verzug",
            "write offs": "Ausbuchungen",
        },
    },
    joins={" and ": " und ", " or ": " oder "},
    yes="ja",
    no="nein",
    nothing="keine Angabe",
)
