# data-only
"""The reasons of every room in French."""

from __future__ import annotations

from collectkit.messages.reason_words import Wording

__all__ = ["FR"]

_LOST = "points perdus : {lost} sur {best}"

_ARRANGEMENTS = {
    # promises
    "promise_open": "encaissé : {credited} sur {required} ; peut être tenue jusqu'au {until}",
    "promise_kept": "encaissé au {on} : {required}",
    "promise_part_kept": "encaissé au {until} : seulement {credited} sur {required}",
    "promise_broken": "rien d'encaissé sur {required} au {until}",
    "may_promise": "promesses non tenues depuis le {since} : {count} ; une nouvelle promesse peut "
    "être acceptée",
    "too_many_broken": "promesses non tenues depuis le {since} : {count} ; aucune nouvelle "
    "promesse à partir de {limit}",
    # plans
    "plan_pending": "convenu le {on}",
    "plan_kept": "aucune échéance manquée ; prochaine échéance : {amount} le {due}",
    "plan_in_arrears": "échéances manquées : {count} ; à {limit}, l'échéancier prend fin",
    "plan_defaulted": "caduc depuis le {on}",
    "plan_completed": "entièrement réglé le {on}",
    "installment_paid": "payée le {on}",
    "installment_paid_late": "payée le {on}, après le {until}",
    "installment_open": "payé : {paid} ; ouverte jusqu'au {until}",
    "installment_missed": "payé : {paid} ; manquée après le {until}",
    # due dates
    "contractual": "échéance contractuelle le {due}",
    "pending": "pas encore de date d'échéance",
    "under_plan": "l'échéancier {plan} est en cours : sa prochaine date est le {due}",
    "plan_restored": "l'échéancier {plan} est caduc depuis le {on} : la date contractuelle "
    "s'applique de nouveau",
    "plan_fresh": "l'échéancier {plan} est caduc depuis le {on} : les jours comptent à partir de "
    "cette date",
    "plan_over": "l'échéancier {plan} a été réglé le {on} : la date contractuelle s'applique de "
    "nouveau",
    "stopped": "le retard est suspendu du {first} jusqu'au {last} ({what} {id})",
    # holds
    "hold_blocks": "blocage ({kind}) jusqu'au {until} : {blocks}",
    "hold_cools": "blocage ({kind}) levé le {released}, effet jusqu'au {until} : {blocks}",
    "hold_stops": "blocage ({kind}) suspendant le retard jusqu'au {until}",
    # disputes
    "undisputed": "solde ouvert de {amount}, rien de contesté",
    "disputed_in_part": "contesté : {disputed} sur {amount}",
    "disputed_in_whole": "la totalité est contestée",
    # direct debits
    "debit_scheduled": "à annoncer au plus tard le {announce}, prélèvement le {collect}",
    "debit_notice_due": "annonce attendue au plus tard le {announce}, prélèvement le {collect}",
    "debit_announced": "annoncé le {on}, prélèvement le {collect}",
    "debit_collecting": "prélèvement en cours depuis le {collect}",
    "debit_collected": "prélevé le {on}",
    "debit_returned": "rejeté le {on}",
    "debit_lapsed": "rien de prélevé au {until}",
    "announced_late": "annoncé le {on}, après le {announce}",
    "not_announced": "n'a pas été annoncé",
}

_CONTACT = {
    "cease": "le client a demandé le {on} à ne plus être contacté",
    "represented": "représenté par {by}",
    "moratorium": "le moratoire {hold} court jusqu'au {until}",
    "opted_out": "s'est opposé au canal {channel}",
    "wrong_number": "chaque adresse connue pour le canal {channel} est celle d'un tiers",
    "no_contact_point": "aucune adresse connue pour le canal {channel}",
    "no_consent": "pas de consentement au canal {channel}, exigé par {rule}",
    "consent_expired": "le consentement au canal {channel}, exigé par {rule}, a pris fin le "
    "{observed}",
    "no_channel": "il ne reste aucun canal",
    "hours": "il est {observed} chez le client, plages autorisées pour le canal {channel} : "
    "{required}",
    "inconvenient": "le {day}, aucune heure ne convient au client pour le canal {channel}",
    "no_common_hours": "le {day}, aucune heure n'est dans la plage {required} pour tous les "
    "fuseaux : {observed}",
    "zone_unknown": "fuseau horaire inconnu ({observed}), exigé par {rule}",
    "call_cap": "appels sur cette période (jours : {days}) au sujet de {debt} : {observed}, au "
    "plus {required}",
    "quiet_days": "conversation le {last} au sujet de {debt}, jour {observed} sur {required} sans "
    "appel",
    "min_gap": "dernier contact le {last}, J+{observed} ; le prochain dès J+{required}",
    "limit": "contacts sur cette période (jours : {days}) par {channels} : {observed}, au plus "
    "{required}",
    "cooldown": "le blocage {hold} a pris fin le {observed}, aucun contact jusqu'à J+{required} "
    "inclus",
    "business_day": "le {day} n'est pas un jour ouvré",
    "permitted": "autorisé par le canal {channel}",
    "mandatory": "les règles internes n'empêchent pas ce qu'exige {required}",
    "excepted": "{notice} peut être envoyé bien que le client ait refusé tout contact",
    "confirmation": "un seul message peut confirmer l'opposition au canal {channel}",
    "reply": "répond au message du client reçu par le canal {channel} le {day}",
}

_DISCOUNTS = {
    "open": "escompte de {percent} si le solde entier est reçu au plus tard le {until}",
    "open_in_grace": "escompte de {percent} si le solde entier est reçu au plus tard le {until}, "
    "délai de grâce après le {deadline}",
    "none_agreed": "la facture ne prévoit aucun escompte",
    "settled": "aucun solde ouvert",
    "window_closed": "l'escompte a pris fin le {until}",
    "earned": "escompte de {percent} acquis : {discount} pour le solde entier",
    "earned_short": "escompte de {percent} acquis : {discount} ; il manque {short}, dans la "
    "tolérance",
    "earned_part": "escompte de {percent} acquis : {discount} pour la part réglée",
    "not_settled": "escompte de {percent} non acquis : il manque {missing} pour solder",
    "late_taken": "déduit après le {until}, dernier jour de l'escompte : {discount} ; reste dû",
    "paid_short": "il manque {short}, dans la tolérance",
    "no_window": "aucun escompte ne court ce jour-là",
    "taken_back": "montant remboursé",
    "short_full": "le solde entier est payé",
    "short_earned": "il manque {discount}, ce que permet l'escompte de {percent} jusqu'au {until}",
    "short_tolerated": "il manque {rest} au-delà de l'escompte, dans la tolérance",
    "short_late": "il manque {discount}, ce que permettait l'escompte de {percent} jusqu'au "
    "{until}",
    "short_wrong_base": "déduit : {percent} du solde entier, soit {rest} de trop",
    "short_wrong_rate": "déduit : {taken} ; convenu : {percent} ; soit {rest} de trop",
    "short_part": "paiement partiel : il manque {missing}",
}

_ESCALATION = {
    "reached": "J+{observed} après l'échéance, dès J+{required}",
    "waited": "J+{observed} après {step}, dès J+{required}",
    "too_early": "J+{observed} après l'échéance, pas avant J+{required}",
    "not_due_yet": "première échéance le {due}",
    "not_overdue": "rien n'est en retard",
    "after": "J+{observed} après {step}, pas avant J+{required}",
    "not_sent": "l'étape {step} n'est pas envoyée ; celle-ci la suit à J+{required}",
    "requires": "l'étape {step} n'est pas envoyée",
    "required_sent": "l'étape {step} a été envoyée",
    "no_item": "aucun poste n'a franchi lui-même toutes les étapes précédentes",
    "item_passed": "un poste a franchi lui-même toutes les étapes précédentes",
    "expired": "J+{observed} après l'échéance, expirée après J+{limit}",
    "lapses": "au {on}, l'étape aura expiré",
    "not_expired": "J+{observed} après l'échéance, utile jusqu'à J+{limit}",
    "sent": "déjà faite le {on}",
    "behind": "l'étape obligatoire {step} vient d'abord",
    "passed": "l'étape {step} a déjà été envoyée",
    "repeated": "faite autant de fois que permis : {observed} sur {limit}",
    "month_over": "son mois prend fin le {on}",
    "month_end": "attend la fin du mois : {on}",
    "not_delivered": "l'étape {step} a été envoyée, sa remise n'est pas connue",
    "minimum_met": "{observed} en retard, minimum {required}",
    "below_minimum": "{observed} en retard, minimum {required}",
    "no_minimum": "aucun minimum n'est fixé en {currency}",
    "held_back": "une étape ultérieure est sous son minimum",
    "day_off": "le {on} est un jour chômé",
    "superseded": "l'étape {step} prend sa place",
    "condition": "condition non remplie : {text}",
    "condition_met": "condition remplie : {text}",
    "unknown": "condition indéterminée : {text}",
    # what conditions see
    "if_amount": "{overdue} en retard, au moins {required}",
    "if_no_amount": "aucun seuil n'est fixé en {currency}",
    "if_share": "{overdue} en retard sur {owed}, au moins {required}",
    "if_grade": "note {grade}, exigée parmi : {wanted}",
    "if_no_grade": "aucune note n'est donnée",
    "if_segment": "segment {segment}, exigé parmi : {wanted}",
    "if_no_segment": "aucun segment n'est donné",
    "if_promises": "promesses non tenues : {observed}, au moins {required}",
    "if_days": "J+{observed} après l'échéance, au moins J+{required}",
    "if_late": "postes en retard : {observed}, au moins {required}",
    "if_paid_late": "postes payés en retard : {observed}, au moins {required}",
    "if_tag": "étiquette {wanted}",
    "if_kind": "type de client : {customer}, exigé parmi : {kinds}",
    "if_not": "non : {text}",
    "if_both": "{first} ; {second}",
    # what stands in the way
    "hold": "blocage {id} ({kind}) jusqu'au {until}",
    "dispute": "{invoice} est contestée jusqu'au {until}",
    "promise": "la promesse {id} court jusqu'au {until}",
    "unapplied": "un montant non affecté de {amount} couvre ce qui est en retard ; à affecter "
    "d'abord",
    "nothing_to_ask": "tout est contesté en partie ; il ne reste rien à réclamer",
    "plan": "l'échéancier {id} est convenu",
    "placed": "confié à {kind} jusqu'au {until}",
    "approval": "accord nécessaire : {role}",
    "approval_for": "accord nécessaire : {role}, pour {items}",
    "approved": "accord donné : {role}",
    "one_step_a_day": "l'étape {step} a été faite le même jour",
    "one_contact_a_day": "l'étape {step} en {currency} s'adresse d'abord au client",
    "chosen": "faite maintenant",
    "rides": "part avec l'étape {step}",
    "upcoming": "un poste arrive bientôt à échéance",
    "none_upcoming": "aucun poste sans rappel n'arrive à échéance dans la période à venir "
    "(jours : {offset})",
    "not_in_scope": "aucune créance ouverte en {currency}",
}

_FEES = {
    "provisional": "{table} n'a pas de taux pour le {day} ; le dernier connu, {rate}, a été retenu",
    "customer_kind": "type de client : {kind} ; or ces règles visent le type de débiteur {debtor}",
    "scope": "champ d'application de ces règles : {scope}",
    "ousted_by_contract": "un contrat peut y déroger : {by}",
    "caution": "{text}",
    "not_in_default": "pas encore d'intérêts : {why}",
    "before_the_act": "l'échéance de {item} était le {due}, avant l'entrée en vigueur de ces "
    "règles le {begin}",
    "notice_missing": "{rule} n'est dû qu'après l'avis `{notice}`, et aucun avis valable n'est "
    "enregistré : après l'échéance, et remis là où il doit l'être",
    "posted_elsewhere": "des frais d'autres barèmes sont comptabilisés ici et non déduits : {keys}",
}

_RISK = {
    # points lost
    "weighted_days_late": f"retard moyen en jours : {{value}} ; {_LOST}",
    "late_share": f"part payée en retard : {{value}} ; {_LOST}",
    "weighted_days_late_filled": "retard moyen en jours, valeur usuelle comprise : "
    f"{{value}} ; {_LOST}",
    "late_share_filled": f"part payée en retard, valeur usuelle comprise : {{value}} ; {_LOST}",
    "oldest_days_past_due": f"poste ouvert le plus ancien à J+{{value}} après l'échéance ; {_LOST}",
    "broken_promises": f"promesses non tenues : {{value}} ; {_LOST}",
    "overdue_share": f"{{value}} du solde ouvert en retard ; {_LOST}",
    "over_90_share": f"{{value}} du solde ouvert en retard de plus de 90 jours ; {_LOST}",
    "days_late_trend": "évolution du retard en jours sur les 90 derniers jours : "
    f"{{value}} ; {_LOST}",
    "days_late_deviation": f"dispersion du retard en jours : {{value}} ; {_LOST}",
    "payment_gap": f"intervalles usuels depuis le dernier paiement : {{value}} ; {_LOST}",
    "dispute_share": f"{{value}} des factures contestées ; {_LOST}",
    "utilization": f"{{value}} du plafond de crédit utilisé ; {_LOST}",
    "write_offs": f"postes passés en perte : {{value}} ; {_LOST}",
    "tenure_days": f"ancienneté du client en jours : {{value}} ; {_LOST}",
    "extra": f"{{name}} vaut {{value}} ; {_LOST}",
    "unknown": f"{{name}} : valeur inconnue ; {_LOST}",
    "limited_history": "factures soldées connues : {settled} ; jusqu'à {needed}, la valeur usuelle "
    "est prise",
    # what may not be collected
    "placed": "confié à {kind}",
    "disputed": "montant contesté : {amount}",
    "promised": "montant promis jusqu'au {until} : {amount}",
    "planned": "montant dans l'échéancier {id} : {amount}",
    "held": "montant retenu par {id} ({kind}) : {amount}",
    "unapplied": "montant non affecté : {amount}",
    "cease": "a demandé à ne plus être contacté",
    "represented": "représenté par {by}",
    "opted_out": "s'est opposé à tous les canaux",
    "chance": "part qui resterait impayée sans contact : {unpaid}, note {grade}",
    # why credit is to be reviewed
    "over_limit": "encours {exposure} supérieur au plafond de {limit}, dépassement de {excess}",
    "zero_limit": "encours {exposure} pour un plafond nul",
    "no_limit": "encours {exposure} sans plafond dans sa devise",
    "stale_review": "dernière revue le {on}, jours écoulés : {days}",
    "never_reviewed": "aucune revue enregistrée",
    "low_grade": "note {grade}",
    "old_overdue": "{amount} au-delà de J+{days} après l'échéance",
    "promises_broken": "promesses non tenues : {count}",
    "uninsured": "montant non assuré de {amount}, supérieur à {most}",
}

_CHANNELS = {"email": "e-mail", "letter": "courrier", "phone": "téléphone", "sms": "SMS"}
_CUSTOMERS = {"business": "entreprise", "consumer": "consommateur", "public": "entité publique"}
_HOLDS = {
    "direct_debit": "prélèvement",
    "hardship": "difficultés financières",
    "legal": "contentieux",
    "moratorium": "moratoire",
    "review": "examen",
}
_PLACED = {"agency": "une société de recouvrement", "legal": "un conseil juridique"}
# After "jusqu'au".
_UNTIL = {
    "closed": "jour de sa clôture",
    "it ends": "jour de sa fin",
    "lifted": "jour de sa levée",
    "recall": "jour de sa reprise",
}


def _french(text: str) -> str:
    """A no-break space before a colon, a narrow one before a semicolon, and the apostrophe."""
    text = text.replace(" :", "\N{NO-BREAK SPACE}:").replace(" ;", "\N{NARROW NO-BREAK SPACE};")
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


FR = Wording(
    patterns={
        f"{room}.{code}": _french(pattern)
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
            "agency": "remise au recouvrement",
            "calls": "appels",
            "charges": "pénalités et frais de retard",
            "demands": "mises en demeure",
            "legal": "actions en justice",
            "nothing": "rien",
            "reminders": "relances",
        },
        "channel": _CHANNELS,
        "channels": {**_CHANNELS, "any channel": "tous canaux"},
        "customer": _CUSTOMERS,
        "debt": {"the account": _french("l'ensemble du compte")},
        "kind": _HOLDS,
        "kinds": _CUSTOMERS,
        "last": _UNTIL,
        "until": _UNTIL,
        "what": {
            "dispute": "contestation",
            "promise": "promesse de paiement",
            **{f"{kind} hold": f"blocage pour {word}" for kind, word in _HOLDS.items()},
        },
        "why": {
            "no notice or agreed day has put it in default": _french(
                "ni avis ni terme convenu n'a constitué le débiteur en demeure"
            ),
        },
        "contact.hours.required": {"at no time": "aucune"},
        "contact.zone_unknown.observed": {"none is recorded": _french("aucun n'est enregistré")},
        "discounts.short_wrong_rate.percent": {"nothing": "rien"},
        "escalation.month_end.on": {"never": "jamais"},
        "escalation.not_in_scope.currency": {"any currency": "quelque devise que ce soit"},
        "escalation.placed.kind": _PLACED,
        "fees.customer_kind.debtor": _CUSTOMERS,
        "fees.customer_kind.kind": _CUSTOMERS,
        "risk.placed.kind": _PLACED,
        "risk.unknown.name": {
            "broken promises": "promesses non tenues",
            "days late deviation": "dispersion du retard",
            "days late trend": "évolution du retard",
            "dispute share": "part contestée",
            "late share": "part payée en retard",
            "oldest days past due": "retard le plus ancien",
            "over 90 share": "part à plus de 90 jours",
            "overdue share": "part en retard",
            "payment gap": "intervalle depuis le dernier paiement",
            "tenure days": "ancienneté du client",
            "utilization": "utilisation du plafond de crédit",
            "weighted days late": "retard moyen",
            "write offs": "passages en perte",
        },
    },
    joins={" and ": " et ", " or ": " ou "},
    yes="oui",
    no="non",
    nothing="non indiqué",
)
