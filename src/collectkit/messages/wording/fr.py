# data-only
"""French words for terms and late charges; how patterns are written stands in the English file.

The apostrophe and the spaces before high punctuation are set where patterns are read.
"""

from __future__ import annotations

__all__ = ["PATTERNS"]

PATTERNS: dict[str, str | tuple[str, str]] = {
    # joints and figures
    "or": " ou ",
    "then": ", puis ",
    "list": " ; ",
    "ordinal.one": "{n}er",
    "ordinal.other": "{n}",
    "ordinal.clamped": "{day} (ou dernier jour d'un mois plus court)",
    "span.days": ("{n} jour", "{n} jours"),
    "span.business-days": ("{n} jour ouvré", "{n} jours ouvrés"),
    "span.weeks": ("{n} semaine", "{n} semaines"),
    "span.months": ("{n} mois", "{n} mois"),
    "span.years": ("{n} an", "{n} ans"),
    "every.days": ("chaque jour", "tous les {n} jours"),
    "every.weeks": ("chaque semaine", "toutes les {n} semaines"),
    "every.months": ("chaque mois", "tous les {n} mois"),
    "every.years": ("chaque année", "tous les {n} ans"),
    # what days count from
    "base.invoice": "la date de la facture",
    "base.delivery": "la livraison",
    "base.order": "la commande",
    "base.shipment": "l'expédition",
    "base.event": "l'événement « {event} »",
    "of.invoice": "la date de la facture",
    "of.delivery": "la livraison",
    "of.order": "la commande",
    "of.shipment": "l'expédition",
    "of.event": "l'événement « {event} »",
    # due rules
    "due.on": "à {base}",
    "due.within": "dans un délai de {span} à compter de {base}",
    "due.before": "au plus tard {span} avant {base}",
    "due.month-end": "au plus tard à la fin du mois de {of}",
    "due.month-end-plus": "dans un délai de {span} à compter de la fin du mois de {of}",
    "due.plus-month-end": "au plus tard à la fin du mois atteint {span} après {base}",
    "due.next-month": "au plus tard le {day} du mois suivant celui de {of}",
    "due.date": "au plus tard le {date}",
    "due.path": "au plus tard à la date comptée ainsi à partir de {base} : {steps}",
    "step.on": "{span} plus tard",
    "step.back": "{span} plus tôt",
    "step.end-of-month": "la fin de ce mois",
    "step.start-of-quarter": "le premier jour de ce trimestre",
    "step.day-of-month": "le {day} {month}",
    "step.next-day-of-month": "le premier {days} d'un mois à cette date ou après",
    "step.weekday": "le premier {weekday} à cette date ou après",
    "step.next-weekday": "le premier {weekday} après cette date",
    "step.proximo": "le {day} {month}, un mois plus tard {cutoff}",
    "step.bands": "selon le jour du mois ({bands})",
    "month.same": "de ce mois",
    "month.next": "du mois suivant",
    "month.before": "du mois précédent",
    "month.on": "du mois {span} plus tard",
    "month.back": "du mois {span} plus tôt",
    "cutoff.after": "pour les dates après le {day} d'un mois",
    "cutoff.from": "pour les dates à partir du {day} d'un mois",
    "cutoff.after-end": "pour les dates après celle située {span} avant la fin d'un mois",
    "cutoff.from-end": "pour les dates à partir de celle située {span} avant la fin d'un mois",
    "cutoff.last-day": "pour le dernier jour d'un mois",
    "band": "jusqu'au {day} : {steps}",
    "band.same": "cette date même",
    # terms
    "discount.gross": "escompte de {percent} en cas de paiement {due}",
    "discount.net": "escompte de {percent} sur le montant hors taxes en cas de paiement {due}",
    "discounts.every": "pour chaque échéance : {discounts}",
    "discounts.others": "pour les échéances sans escompte propre : {discounts}",
    "discounts.grace": "l'escompte reste acquis pendant {span} après son dernier jour",
    "discounts.grace-moved": (
        "l'escompte reste acquis pendant {span}, comptés à partir de son dernier jour avant tout "
        "report ; la fin de ces jours est reportée de la même façon"
    ),
    "terms.in-full": "payable en totalité {due}",
    "terms.otherwise": "à défaut, payable en totalité {due}",
    "terms.no-date": "aucune date d'échéance n'est convenue",
    "terms.parts": "payable en plusieurs échéances : {parts}",
    "terms.methods": "moyens de paiement : {methods}",
    "terms.residue.first": "ce qui ne se divise pas également revient à la première échéance",
    "terms.residue.last": "ce qui ne se divise pas également revient à la dernière échéance",
    "terms.tax.first": "la première échéance supporte la taxe",
    "terms.tax.last": "la dernière échéance supporte la taxe",
    "part.balance": "le solde {due}",
    "part.total": "{percent} {due}",
    "part.untaxed": "{percent} du montant hors taxes {due}",
    "part.remainder": "{percent} de ce que laissent les échéances précédentes, {due}",
    "part.fixed": "{amount} {due}",
    "part.equal-whole": (
        "le montant total en {n} échéances égales, la première {due}, puis une {every}"
    ),
    "part.equal-rest": "le solde en {n} échéances égales, la première {due}, puis une {every}",
    "part.notes": "{part} ({notes})",
    "rounding.half-up": "arrondi au multiple le plus proche de {multiple}, les demis au supérieur",
    "rounding.half-even": (
        "arrondi au multiple le plus proche de {multiple}, les demis au multiple pair"
    ),
    "rounding.half-down": (
        "arrondi au multiple le plus proche de {multiple}, les demis à l'inférieur"
    ),
    "rounding.up": "arrondi vers le haut à un multiple de {multiple}",
    "rounding.down": "arrondi vers le bas à un multiple de {multiple}",
    "rounding.ceiling": "arrondi au multiple supérieur de {multiple}",
    "rounding.floor": "arrondi au multiple inférieur de {multiple}",
    # days off
    "subject.due": "un jour d'échéance",
    "subject.discount": "un dernier jour d'escompte",
    "subject.free": "un dernier jour sans frais",
    "subject.default": "un dernier jour de ce délai",
    "adjust.following": "{subject} qui n'est pas un jour ouvré passe au jour ouvré suivant",
    "adjust.modified-following": (
        "{subject} qui n'est pas un jour ouvré passe au jour ouvré suivant, ou au précédent plutôt "
        "que dans un autre mois"
    ),
    "adjust.half-month-modified-following": (
        "{subject} qui n'est pas un jour ouvré passe au jour ouvré suivant, ou au précédent plutôt "
        "qu'au-delà du 15 ou dans un autre mois"
    ),
    "adjust.preceding": "{subject} qui n'est pas un jour ouvré passe au jour ouvré précédent",
    "adjust.modified-preceding": (
        "{subject} qui n'est pas un jour ouvré passe au jour ouvré précédent, ou au suivant plutôt "
        "que dans un autre mois"
    ),
    "adjust.nearest": (
        "{subject} qui n'est pas un jour ouvré passe au jour ouvré le plus proche ou, à "
        "égale distance, au plus tardif"
    ),
    # interest
    "interest.fixed": (
        "les montants en retard portent intérêt au taux annuel de {percent} {start}"
    ),
    "interest.table": (
        "les montants en retard portent intérêt {start}, au taux annuel suivant : {rate}"
    ),
    "start.due": "à compter du lendemain de l'échéance",
    "start.free": "à compter du lendemain du dernier jour sans frais",
    "start.default": "à compter du premier jour de retard",
    "rate.reference": "le taux de référence « {name} »",
    "rate.factor": "{factor} fois {rate}",
    "rate.plus": (
        "{rate} majoré de {n} point de pourcentage",
        "{rate} majoré de {n} points de pourcentage",
    ),
    "rate.minus": (
        "{rate} minoré de {n} point de pourcentage",
        "{rate} minoré de {n} points de pourcentage",
    ),
    "rate.from": "à partir du {date}, le taux est : {rate}",
    "rate.from-frozen": (
        "si les intérêts commencent à courir le {date} ou plus tard, le taux est : {rate}"
    ),
    "rate.round-up": "le taux est arrondi vers le haut à un multiple de {percent}",
    "rate.floor": "le taux est d'au moins {percent}",
    "rate.ceiling": "le taux est d'au plus {percent}",
    "fixing.floating.day": "le taux suit le taux de référence",
    "fixing.floating.half_year_start": (
        "le taux de référence du premier jour de chaque semestre vaut pour ce semestre"
    ),
    "fixing.floating.half_year_eve": (
        "le taux de référence de la veille de chaque semestre vaut pour ce semestre"
    ),
    "fixing.frozen.day": "le taux de référence du premier jour d'intérêt vaut définitivement",
    "fixing.frozen.half_year_start": (
        "le taux de référence du premier jour du semestre où les intérêts commencent à courir vaut "
        "définitivement"
    ),
    "fixing.frozen.half_year_eve": (
        "le taux de référence de la veille du semestre où les intérêts commencent à courir vaut "
        "définitivement"
    ),
    "interest.day-count": "les jours d'intérêt sont comptés selon la règle {rule}",
    "interest.value-day": "le jour de réception d'un paiement ne porte pas intérêt sur ce montant",
    "interest.compounding": "les intérêts courus sont ajoutés {every} au montant qui porte intérêt",
    "interest.compounding-until": (
        "les intérêts courus sont ajoutés {every} au montant qui porte intérêt, pendant {span} au "
        "plus"
    ),
    "interest.max-age": "les intérêts courent pendant {span} au plus",
    "interest.rounding.per_segment": (
        "les intérêts sont arrondis pour chaque période d'un même taux"
    ),
    "interest.rounding.per_day": "les intérêts sont arrondis pour chaque jour",
    "interest.minimum": "dès que des intérêts ont couru, au moins {amounts} sont facturés",
    "interest.cap": "les intérêts ne dépassent pas {cap}",
    "interest.cap-every": "les intérêts ne dépassent pas {cap} {every}",
    "interest.de-minimis": "des intérêts inférieurs à {amounts} ne sont pas facturés",
    "cap.amounts": "{amounts}",
    "cap.percent": "{percent} du montant d'origine",
    "cap.both": "le plus faible de {amounts} et de {percent} du montant d'origine",
    # fees
    "fee.name.fee": "frais",
    "fee.name.costs": "coûts",
    "fee.name.fixed sum": "indemnité forfaitaire pour frais de recouvrement",
    "fee.name.collection costs": "frais de recouvrement",
    "fee.name.recovery costs": "frais de recouvrement",
    "fee": "{name} : {what}",
    "fee.flat": "{amounts}",
    "fee.percent": "{percent} {share}",
    "fee.slab": "selon le montant de la créance ({tiers})",
    "fee.graduated": "par tranches {share} ({tiers})",
    "fee.tier": "{bounds} : {what}",
    "fee.exchange": "conversion selon la table de cours « {table} »",
    "fee.currency": "pour les créances en {currency}",
    "share.open_principal": "du montant restant dû",
    "share.original_amount": "du montant d'origine",
    "share.open_with_interest": "du montant restant dû avec intérêts",
    "share.overdue_balance": "de tout ce qui est en retard",
    "bound.any": "tout montant",
    "bound.over": "plus de {amount}",
    "bound.from": "à partir de {amount}",
    "bound.upto": "jusqu'à {amount}",
    "bound.under": "moins de {amount}",
    "bound.to-under": "et moins de {amount}",
    "per.invoice": "pour chaque facture en retard",
    "per.installment": "pour chaque facture ou échéance en retard",
    "per.customer": "pour l'ensemble de ce qui est en retard",
    "fee.level": "à chaque relance qui en fait état",
    "fee.full": "{every}, à la fin de chaque période",
    "fee.started": "{every}, au début de chaque période",
    "fee.minimum": "au moins {amounts} chaque fois",
    "fee.cap": "au plus {cap} en tout",
    "fee.cap-every": "au plus {cap} {every}",
    "fee.de-minimis": "moins de {amounts} n'est pas facturé",
    "notice.received": "seulement après réception de l'avis « {code} »",
    "notice.received-days": ("seulement {span} après réception de l'avis « {code} »"),
    "notice.sent": "seulement après envoi de l'avis « {code} »",
    "notice.sent-days": ("seulement {span} après envoi de l'avis « {code} »"),
    # grace and default
    "grace.threshold": (
        "rien n'est facturé sur une facture ou une échéance payée en totalité dans un délai de "
        "{span} à compter de l'échéance"
    ),
    "grace.shift": "rien n'est facturé pendant {span} après l'échéance",
    "regime": "pénalités de retard selon la loi : {name}, {citation}",
    "default.receipt": (
        "le débiteur est en demeure à compter du lendemain de l'expiration d'un délai de {span} "
        "suivant la réception de la facture"
    ),
    "default.due_and_receipt": (
        "le débiteur est en demeure à compter du lendemain de l'expiration d'un délai de {span} "
        "suivant l'échéance ou, si elle est postérieure, la réception de la facture"
    ),
    "default.delivery": (
        "le débiteur est en demeure à compter du lendemain de l'expiration d'un délai de {span} "
        "suivant la livraison"
    ),
    "default.reminder": ("le débiteur est en demeure à compter du lendemain de l'avis « {code} »"),
    "default.or-reminder": "{default}, ou plus tôt, à compter du lendemain de l'avis « {code} »",
    "default.needs": "ce délai ne compte qu'une fois l'avis « {code} » donné",
}
