# data-only
"""German words for terms and late charges; how patterns are written stands in the English file."""

from __future__ import annotations

__all__ = ["PATTERNS"]

PATTERNS: dict[str, str | tuple[str, str]] = {
    # joints and figures
    "or": " oder ",
    "then": ", dann ",
    "list": "; ",
    "ordinal.other": "{n}.",
    "ordinal.clamped": "{day} (in kürzeren Monaten letzter Tag)",
    "span.days": ("{n} Tag", "{n} Tage"),
    "span.business-days": ("{n} Arbeitstag", "{n} Arbeitstage"),
    "span.weeks": ("{n} Woche", "{n} Wochen"),
    "span.months": ("{n} Monat", "{n} Monate"),
    "span.years": ("{n} Jahr", "{n} Jahre"),
    "within.days": ("{n} Tag", "{n} Tagen"),
    "within.business-days": ("{n} Arbeitstag", "{n} Arbeitstagen"),
    "within.months": ("{n} Monat", "{n} Monaten"),
    "every.days": ("jeden Tag", "alle {n} Tage"),
    "every.weeks": ("jede Woche", "alle {n} Wochen"),
    "every.months": ("jeden Monat", "alle {n} Monate"),
    "every.years": ("jedes Jahr", "alle {n} Jahre"),
    # what days count from
    "base.invoice": "Rechnungsdatum",
    "base.delivery": "Lieferung",
    "base.order": "Bestellung",
    "base.shipment": "Versand",
    "base.event": "dem Ereignis „{event}“",
    "of.invoice": "der Rechnung",
    "of.delivery": "der Lieferung",
    "of.order": "der Bestellung",
    "of.shipment": "des Versands",
    "of.event": "des Ereignisses „{event}“",
    # due rules
    "due.on": "am Tag {of}",
    "due.within": "innerhalb von {span} ab {base}",
    "due.before": "spätestens {span} vor {base}",
    "due.month-end": "bis zum Ende des Monats {of}",
    "due.month-end-plus": "innerhalb von {span} nach dem Ende des Monats {of}",
    "due.plus-month-end": "bis zum Ende des Monats, der {span} nach {base} erreicht ist",
    "due.next-month": "bis zum {day} des Monats nach dem Monat {of}",
    "due.date": "bis zum {date}",
    "due.path": "bis zu dem Tag, der ab {base} so gezählt wird: {steps}",
    "step.on": "{span} weiter",
    "step.back": "{span} zurück",
    "step.end-of-month": "das Ende dieses Monats",
    "step.start-of-quarter": "der erste Tag dieses Quartals",
    "step.day-of-month": "der {day} {month}",
    "step.next-day-of-month": "der erste {days} eines Monats an diesem Tag oder danach",
    "step.weekday": "der erste {weekday} an diesem Tag oder danach",
    "step.next-weekday": "der erste {weekday} nach diesem Tag",
    "step.proximo": "der {day} {month}, einen Monat später {cutoff}",
    "step.bands": "je nach dem Tag des Monats ({bands})",
    "month.same": "dieses Monats",
    "month.next": "des nächsten Monats",
    "month.before": "des Monats davor",
    "month.on": "des Monats {span} weiter",
    "month.back": "des Monats {span} zurück",
    "cutoff.after": "für Tage nach dem {day} eines Monats",
    "cutoff.from": "für Tage ab dem {day} eines Monats",
    "cutoff.after-end": "für Tage später als {span} vor dem Ende eines Monats",
    "cutoff.from-end": "für Tage ab {span} vor dem Ende eines Monats",
    "cutoff.last-day": "für den letzten Tag eines Monats",
    "band": "bis zum {day}: {steps}",
    "band.same": "dieser Tag selbst",
    # terms
    "discount.gross": "{percent} Skonto bei Zahlung {due}",
    "discount.net": "{percent} Skonto auf den Nettobetrag bei Zahlung {due}",
    "discounts.every": "für jede Rate: {discounts}",
    "discounts.others": "für Raten ohne eigenes Skonto: {discounts}",
    "discounts.grace": "Skonto wird noch {span} nach seinem letzten Tag gewährt",
    "discounts.grace-moved": (
        "Skonto wird noch {span} gewährt, gezählt ab seinem letzten Tag vor einer Verschiebung; "
        "das Ende dieser Tage wird ebenso verschoben"
    ),
    "terms.in-full": "zahlbar ohne Abzug {due}",
    "terms.otherwise": "sonst zahlbar ohne Abzug {due}",
    "terms.no-date": "ein Fälligkeitstag ist nicht vereinbart",
    "terms.parts": "zahlbar in Raten: {parts}",
    "terms.methods": "Zahlungswege: {methods}",
    "terms.residue.first": "was sich nicht gleich teilen lässt, trägt die erste Rate",
    "terms.residue.last": "was sich nicht gleich teilen lässt, trägt die letzte Rate",
    "terms.tax.first": "die erste Rate trägt die Steuer",
    "terms.tax.last": "die letzte Rate trägt die Steuer",
    "part.balance": "der Rest {due}",
    "part.total": "{percent} {due}",
    "part.untaxed": "{percent} des Nettobetrags {due}",
    "part.remainder": "{percent} dessen, was die Raten davor übrig lassen, {due}",
    "part.fixed": "{amount} {due}",
    "part.equal-whole": (
        "der ganze Betrag in {n} gleichen Raten, die erste {due}, dann {every} eine"
    ),
    "part.equal-rest": "der Rest in {n} gleichen Raten, die erste {due}, dann {every} eine",
    "part.notes": "{part} ({notes})",
    "rounding.half-up": "kaufmännisch gerundet auf ein Vielfaches von {multiple}",
    "rounding.half-even": (
        "gerundet auf ein Vielfaches von {multiple}, die Hälfte zum geraden Vielfachen"
    ),
    "rounding.half-down": "gerundet auf ein Vielfaches von {multiple}, die Hälfte nach unten",
    "rounding.up": "aufgerundet auf ein Vielfaches von {multiple}",
    "rounding.down": "abgerundet auf ein Vielfaches von {multiple}",
    "rounding.ceiling": "gerundet auf das nächsthöhere Vielfache von {multiple}",
    "rounding.floor": "gerundet auf das nächstniedrigere Vielfache von {multiple}",
    # days off
    "subject.due": "ein Fälligkeitstag",
    "subject.discount": "ein letzter Skontotag",
    "subject.free": "ein letzter kostenfreier Tag",
    "subject.default": "ein letzter Tag dieser Frist",
    "adjust.following": (
        "{subject}, der kein Arbeitstag ist, verschiebt sich auf den nächsten Arbeitstag"
    ),
    "adjust.modified-following": (
        "{subject}, der kein Arbeitstag ist, verschiebt sich auf den nächsten Arbeitstag, statt in "
        "einen anderen Monat aber auf den vorigen"
    ),
    "adjust.half-month-modified-following": (
        "{subject}, der kein Arbeitstag ist, verschiebt sich auf den nächsten Arbeitstag, statt "
        "über den 15. hinaus oder in einen anderen Monat aber auf den vorigen"
    ),
    "adjust.preceding": (
        "{subject}, der kein Arbeitstag ist, verschiebt sich auf den vorigen Arbeitstag"
    ),
    "adjust.modified-preceding": (
        "{subject}, der kein Arbeitstag ist, verschiebt sich auf den vorigen Arbeitstag, statt in "
        "einen anderen Monat aber auf den nächsten"
    ),
    "adjust.nearest": (
        "{subject}, der kein Arbeitstag ist, verschiebt sich auf den Arbeitstag, der am nächsten "
        "liegt, von zwei gleich nahen auf den späteren"
    ),
    # interest
    "interest.fixed": "überfällige Beträge sind {start} mit {percent} jährlich zu verzinsen",
    "interest.table": "überfällige Beträge sind {start} zu verzinsen, jährlicher Zinssatz: {rate}",
    "start.due": "ab dem Tag nach der Fälligkeit",
    "start.free": "ab dem Tag nach dem letzten kostenfreien Tag",
    "start.default": "ab dem ersten Tag des Verzugs",
    "rate.reference": "der Referenzzinssatz „{name}“",
    "rate.factor": "{factor} mal {rate}",
    "rate.plus": ("{rate} plus {n} Prozentpunkt", "{rate} plus {n} Prozentpunkte"),
    "rate.minus": ("{rate} minus {n} Prozentpunkt", "{rate} minus {n} Prozentpunkte"),
    "rate.from": "ab {date} beträgt der Zinssatz: {rate}",
    "rate.from-frozen": "beginnt der Zinslauf am {date} oder später, beträgt der Zinssatz: {rate}",
    "rate.round-up": "der Zinssatz wird auf ein Vielfaches von {percent} aufgerundet",
    "rate.floor": "der Zinssatz beträgt mindestens {percent}",
    "rate.ceiling": "der Zinssatz beträgt höchstens {percent}",
    "fixing.floating.day": "der Zinssatz ändert sich mit dem Referenzzinssatz",
    "fixing.floating.half_year_start": (
        "der Referenzzinssatz am ersten Tag jedes Halbjahres gilt für dieses Halbjahr"
    ),
    "fixing.floating.half_year_eve": (
        "der Referenzzinssatz am letzten Tag vor jedem Halbjahr gilt für dieses Halbjahr"
    ),
    "fixing.frozen.day": (
        "der Referenzzinssatz des ersten Zinstags gilt für die gesamte Zinsdauer"
    ),
    "fixing.frozen.half_year_start": (
        "der Referenzzinssatz am ersten Tag des Halbjahres, in dem der Zinslauf beginnt, gilt für "
        "die gesamte Zinsdauer"
    ),
    "fixing.frozen.half_year_eve": (
        "der Referenzzinssatz am letzten Tag vor dem Halbjahr, in dem der Zinslauf beginnt, gilt "
        "für die gesamte Zinsdauer"
    ),
    "interest.day-count": "die Zinstage werden nach der Regel {rule} gezählt",
    "interest.value-day": "der Tag des Zahlungseingangs ist für das Gezahlte kein Zinstag",
    "interest.compounding": "aufgelaufene Zinsen werden {every} dem verzinsten Betrag zugeschlagen",
    "interest.compounding-until": (
        "aufgelaufene Zinsen werden {every} dem verzinsten Betrag zugeschlagen, höchstens {span} "
        "lang"
    ),
    "interest.max-age": "Zinsen laufen höchstens {span}",
    "interest.rounding.per_segment": "Zinsen werden für jeden Zeitraum eines Zinssatzes gerundet",
    "interest.rounding.per_day": "Zinsen werden für jeden Tag gerundet",
    "interest.minimum": "sind Zinsen aufgelaufen, werden mindestens {amounts} berechnet",
    "interest.cap": "die Zinsen betragen höchstens {cap}",
    "interest.cap-every": "die Zinsen betragen {every} höchstens {cap}",
    "interest.de-minimis": "Zinsen unter {amounts} werden nicht berechnet",
    "cap.amounts": "{amounts}",
    "cap.percent": "{percent} des ursprünglichen Betrags",
    "cap.both": (
        "{amounts} oder {percent} des ursprünglichen Betrags, je nachdem, was niedriger ist"
    ),
    # fees
    "fee.name.fee": "Gebühr",
    "fee.name.costs": "Kosten",
    "fee.name.fixed sum": "Verzugspauschale",
    "fee.name.collection costs": "Beitreibungskosten",
    "fee.name.recovery costs": "Beitreibungskosten",
    "fee": "{name}: {what}",
    "fee.flat": "{amounts}",
    "fee.percent": "{percent} {share}",
    "fee.slab": "je nach Höhe der Forderung ({tiers})",
    "fee.graduated": "gestaffelt nach Teilen {share} ({tiers})",
    "fee.tier": "{bounds}: {what}",
    "fee.exchange": "umgerechnet nach der Kurstabelle „{table}“",
    "fee.currency": "für Forderungen in {currency}",
    "share.open_principal": "des offenen Betrags",
    "share.original_amount": "des ursprünglichen Betrags",
    "share.open_with_interest": "des offenen Betrags mit Zinsen",
    "share.overdue_balance": "aller überfälligen Beträge",
    "bound.any": "jeder Betrag",
    "bound.over": "über {amount}",
    "bound.from": "ab {amount}",
    "bound.upto": "bis {amount}",
    "bound.under": "unter {amount}",
    "bound.to-under": "bis unter {amount}",
    "per.invoice": "für jede überfällige Rechnung",
    "per.installment": "für jede überfällige Rechnung oder Rate",
    "per.customer": "für alles Überfällige zusammen",
    "fee.level": "jedes Mal, wenn eine Mahnung sie nennt",
    "fee.full": "{every}, jeweils am Ende des Zeitraums",
    "fee.started": "{every}, jeweils am Anfang des Zeitraums",
    "fee.minimum": "jeweils mindestens {amounts}",
    "fee.cap": "insgesamt höchstens {cap}",
    "fee.cap-every": "{every} höchstens {cap}",
    "fee.de-minimis": "weniger als {amounts} wird nicht berechnet",
    "notice.received": "erst nach Zugang der Mitteilung „{code}“",
    "notice.received-days": "erst wenn seit Zugang der Mitteilung „{code}“ {span} vergangen sind",
    "notice.sent": "erst nach Versand der Mitteilung „{code}“",
    "notice.sent-days": "erst wenn seit Versand der Mitteilung „{code}“ {span} vergangen sind",
    # grace and default
    "grace.threshold": (
        "auf eine Rechnung oder Rate, die innerhalb von {span} nach der Fälligkeit vollständig "
        "gezahlt ist, wird nichts berechnet"
    ),
    "grace.shift": "bis {span} nach der Fälligkeit wird nichts berechnet",
    "regime": "Verzugsfolgen nach dem Gesetz: {name}, {citation}",
    "default.receipt": (
        "der Verzug beginnt am Tag danach, wenn seit Zugang der Rechnung {span} vergangen sind"
    ),
    "default.due_and_receipt": (
        "der Verzug beginnt am Tag danach, wenn seit der Fälligkeit oder dem späteren Zugang der "
        "Rechnung {span} vergangen sind"
    ),
    "default.delivery": (
        "der Verzug beginnt am Tag danach, wenn seit der Lieferung {span} vergangen sind"
    ),
    "default.reminder": "der Verzug beginnt am Tag nach der Mitteilung „{code}“",
    "default.or-reminder": "{default}, oder früher am Tag nach der Mitteilung „{code}“",
    "default.needs": "diese Frist zählt erst, wenn die Mitteilung „{code}“ erfolgt ist",
}
