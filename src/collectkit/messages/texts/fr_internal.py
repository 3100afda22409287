# data-only
"""The library's call scripts and internal tasks in French."""

from __future__ import annotations

from functools import partial

from collectkit.messages.texts.entry import entry

__all__ = ["INTERNAL"]

_note = partial(entry, "fr")

_DAYS = (
    "{days_past_due, plural, one {{days_past_due} jour} many {{days_past_due} de jours} "
    "other {{days_past_due} jours}}"
)
_ACCOUNT = (
    "Client : {customer}{#customer_number}\nNuméro de client : {customer_number}{/customer_number}"
)
_OVERDUE = (
    "Total échu : {total_overdue}"
    "{#late_charges}\nPénalités et frais de retard : {late_charges}\n"
    "Total à régler : {amount_due}{/late_charges}\n"
    "Échéance la plus ancienne : {oldest_due_on} (" + _DAYS + " de retard)"
)
_LIST = "Factures :{#invoices}\n- {number}, échéance du {due_on} : {open}{/invoices}"
_FOR = "{#role}Pour : {role}\n{/role}"
_AMOUNTS_IF_KNOWN = (
    "{#total_overdue}\nTotal échu : {total_overdue}{/total_overdue}"
    "{#total_open}\nTotal restant dû : {total_open}{/total_open}"
)

_CALLS = (
    _note(
        "call-script",
        "Appeler {customer} au sujet de {total_overdue}",
        _ACCOUNT,
        _OVERDUE,
        _LIST,
        "1. Demandez à parler à la personne chargée des paiements. Donnez votre nom et dites que "
        "vous appelez pour {creditor}. Vérifiez que c'est bien elle avant de parler du compte, et "
        "n'en parlez à personne d'autre.\n"
        "2. Dites quelles factures sont échues et demandez si elles ont été reçues et validées.\n"
        "3. Demandez le paiement au plus tard le {pay_by}. Notez le montant, la date et le nom.\n"
        "4. Si une facture est contestée, notez laquelle et pourquoi, et dites qui s'en occupera. "
        "Demandez le paiement du reste.\n"
        "5. Si la totalité ne peut pas être réglée d'ici au {pay_by}, demandez ce qui peut "
        "l'être et quand. N'acceptez aucun échéancier sans accord préalable.\n"
        "6. Si le paiement a déjà été effectué, demandez la date et la référence, et remerciez.\n"
        "7. Répétez ce qui a été convenu et remerciez la personne du temps accordé.",
    ),
    _note(
        "call-script-senior",
        "Appel d'un responsable : {customer}, {total_overdue}",
        _ACCOUNT,
        _OVERDUE,
        _LIST,
        "1. Demandez à parler à la personne qui décide des paiements. Donnez votre nom et dites "
        "que vous appelez pour {creditor}. Vérifiez que c'est bien elle avant de parler du compte, "
        "et n'en parlez à personne d'autre.\n"
        "2. Indiquez ce qui est échu et dites que vous souhaitez trouver une solution aujourd'hui. "
        "Demandez ce qui empêche le paiement, et écoutez.\n"
        "3. Règlement : demandez le paiement de la totalité au plus tard le {pay_by}. Convenez du "
        "montant, de la date et du moyen de paiement, et notez-les.\n"
        "4. Échéancier : si ce n'est pas possible, demandez quels versements sont réalistes. "
        "N'acceptez un échéancier que dans la limite de vos pouvoirs, et dites qu'il sera confirmé "
        "par écrit.\n"
        "5. Contestation : notez quelle facture est contestée et pourquoi. Le recouvrement de la "
        "partie contestée est suspendu ; demandez le paiement du reste.\n"
        "6. Difficultés : si la personne ne peut pas payer, proposez de chercher une solution. Ne "
        "notez que ce qui est nécessaire pour cela.\n"
        "7. Suite : si aucune solution n'est trouvée d'ici au {pay_by}, dites une seule fois et "
        "calmement ce qui peut suivre selon nos règles et que, dans la mesure où la loi le permet, "
        "des frais peuvent en résulter. Ne citez aucune démarche qui ne soit pas envisagée et "
        "n'exercez aucune pression.\n"
        "8. Répétez ce qui a été convenu et remerciez la personne du temps accordé.",
    ),
    _note(
        "call-script-promise",
        "Appeler {customer} au sujet du paiement promis de {promise_amount}",
        _ACCOUNT,
        "Promis : {promise_amount} au plus tard le {promise_pay_by}\nNon reçu en totalité au "
        "{today}",
        _OVERDUE,
        _LIST,
        "1. Demandez à parler à la personne qui a fait la promesse. Donnez votre nom et dites que "
        "vous appelez pour {creditor}. Vérifiez que c'est bien elle avant de parler du compte, et "
        "n'en parlez à personne d'autre.\n"
        "2. Dites que le paiement promis pour le {promise_pay_by} n'a pas été reçu en totalité et "
        "demandez s'il a été effectué. Si oui, demandez la date et la référence, et remerciez.\n"
        "3. Sinon, demandez ce qui a changé, et écoutez. Ne faites aucun reproche.\n"
        "4. Demandez le paiement au plus tard le {pay_by}. Notez le montant, la date et le nom.\n"
        "5. Si une facture est contestée, notez laquelle et pourquoi, et dites qui s'en occupera.\n"
        "6. Si la totalité ne peut pas être réglée, demandez ce qui peut l'être et quand. "
        "N'acceptez aucun échéancier sans accord préalable.\n"
        "7. Répétez ce qui a été convenu, dites que ce sera confirmé par écrit et remerciez la "
        "personne du temps accordé.",
    ),
)

_TASKS = (
    _note(
        "task-review",
        "Examen : {customer}, {total_overdue}",
        _FOR + _ACCOUNT,
        _OVERDUE,
        _LIST,
        "À vérifier :\n"
        "- Tous les paiements et avoirs sont-ils enregistrés ?\n"
        "- Une facture est-elle contestée, ou y a-t-il des signes de difficultés ?\n"
        "- Qu'est-ce qui a été dit ou promis en dernier ?",
        "À décider : attendre jusqu'à une date donnée, proposer un échéancier, rappeler, suspendre "
        "les livraisons à crédit, confier le dossier à une société de recouvrement ou à un avocat, "
        "ou passer la créance en perte. Consignez la décision et son motif.",
    ),
    _note(
        "task-dispute",
        "Traiter la contestation de la facture {dispute_invoice} : {customer}",
        _FOR
        + _ACCOUNT
        + "\nFacture : {dispute_invoice}\nDate de la contestation : {dispute_opened_on}"
        "{#dispute_amount}\nMontant contesté : {dispute_amount}{/dispute_amount}"
        "{#dispute_reason}\nMotif : {dispute_reason}{/dispute_reason}" + _AMOUNTS_IF_KNOWN,
        "À vérifier :\n"
        "- Que disent la commande, la livraison et la facture ?\n"
        "- Qui faut-il encore consulter, et d'ici quand ?\n"
        "- Quelle partie de la facture n'est pas contestée ?",
        "À décider : accepter la contestation et établir un avoir ou une facture rectificative, "
        "l'accepter en partie ou la rejeter en motivant le rejet. Informez le client et consignez "
        "la décision.",
    ),
    _note(
        "task-hardship",
        "Difficultés de paiement : {customer}",
        _FOR
        + _ACCOUNT
        + "{#hold_until}\nSuspension jusqu'au {hold_until} inclus{/hold_until}"
        + _AMOUNTS_IF_KNOWN,
        "À vérifier :\n"
        "- Qu'a dit le client, et que peut-il payer à partir de quand ?\n"
        "- Des règles particulières s'appliquent-elles, par exemple un moratoire légal ?\n"
        "- Un représentant ou un conseiller en matière de dettes a-t-il été désigné ?",
        "À décider : une suspension et son dernier jour, un échéancier, une réduction ou une "
        "remise des pénalités et frais de retard, ou un passage en perte partiel ou total. Ne "
        "notez que ce qui est nécessaire à la décision et informez le client.",
    ),
    _note(
        "task-handover",
        "Décider de la transmission au recouvrement : {customer}, {amount_due}",
        _FOR + _ACCOUNT + "{#agency}\nSociété de recouvrement : {agency}{/agency}",
        _OVERDUE,
        _LIST,
        "À vérifier :\n"
        "- Les avis requis ont-ils été envoyés, et en a-t-on la preuve ?\n"
        "- N'y a-t-il ni contestation, ni promesse, ni échéancier, ni suspension en cours ?\n"
        "- Le nom, l'adresse et les montants sont-ils exacts ?\n"
        "- Le montant que l'on peut espérer recouvrer justifie-t-il le coût ?",
        "À décider : transmettre, attendre jusqu'à une date donnée ou passer la créance en perte. "
        "Consignez la décision et son motif.",
    ),
)

INTERNAL = (*_CALLS, *_TASKS)
