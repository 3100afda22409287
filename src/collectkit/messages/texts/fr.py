# data-only
"""The library's letters in French."""

from __future__ import annotations

from functools import partial

from collectkit.messages.texts.entry import entry
from collectkit.messages.texts.fr_internal import INTERNAL

__all__ = ["TEXTS"]

_letter = partial(entry, "fr")

# A participle that would agree with the reader's gender or number is avoided throughout.
_GREETING = "À l'attention de {customer}\n\nMadame, Monsieur,"
_OF_THE_INVOICES = (
    "{invoice_count, plural, one {de la facture suivante} many {des factures suivantes} "
    "other {des factures suivantes}}"
)
_STILL_OPEN = (
    "{invoice_count, plural, one {la facture suivante, qui reste due} many {les factures "
    "suivantes, qui restent dues} other {les factures suivantes, qui restent dues}} :"
)
_FOLLOWING_UNPAID = (
    "{invoice_count, plural, one {la facture suivante n'est toujours pas entièrement réglée} "
    "many {les factures suivantes ne sont toujours pas entièrement réglées} "
    "other {les factures suivantes ne sont toujours pas entièrement réglées}} :"
)
_DUE_AND_UNPAID = (
    "{invoice_count, plural, one {La facture suivante est échue et n'est pas entièrement réglée} "
    "many {Les factures suivantes sont échues et ne sont pas entièrement réglées} "
    "other {Les factures suivantes sont échues et ne sont pas entièrement réglées}} :"
)
_LIST = "{#invoices}\n- Facture {number}, échéance du {due_on} : {open}{/invoices}"
_OVERDUE = (
    "Total échu : {total_overdue}"
    "{#late_charges}\nPénalités et frais de retard : {late_charges}\n"
    "Total à régler : {amount_due}{/late_charges}"
)
_RIDER_ROWS = "{#riders}\n- Facture {number}, échéance du {due_on} : {open}{/riders}"
_RIDERS = (
    "{#rider_count}\n\nÉgalement à régler sur votre compte, sans être compris dans les montants "
    "ci-dessus :" + _RIDER_ROWS + "{/rider_count}"
)
_RIDERS_STAY = (
    "{#rider_count}\n\nÉgalement à régler sur votre compte, toujours auprès de nous et sans être "
    "compris dans les montants ci-dessus :" + _RIDER_ROWS + "{/rider_count}"
)
_WAYS_TO_PAY = (
    "\n{payment_details}"
    "{#payment_reference}\nRéférence à rappeler : {payment_reference}{/payment_reference}"
    "{#payment_methods}\nMoyens de paiement : {payment_methods}{/payment_methods}"
    "{#payment_link}\nPaiement en ligne : {payment_link}{/payment_link}"
)
_HOW_TO_PAY = "Pour effectuer votre règlement :" + _WAYS_TO_PAY
_IF_PAID = (
    "Si vous avez déjà effectué ce paiement, nous vous en remercions et vous prions de ne pas "
    "tenir compte de ce courrier."
)
_CLOSING = (
    "Nous vous prions d'agréer, Madame, Monsieur, nos salutations distinguées.\n\n"
    "{signature}\n{creditor}"
    "{#contact}\nContact : {contact}{/contact}"
    "{#customer_number}\nVotre numéro de client : {customer_number}{/customer_number}"
)
_DISCOUNT_FOR_ONE = (
    "Pour l'une de ces factures, vous bénéficiez d'un escompte de {discount_percent} : vous ne "
    "payez pour celle-ci que {discount_payable} en réglant au plus tard le {discount_until}."
)
_DISCOUNT = (
    "{#discount_payable}{#discount_percent}{#discount_until}\n"
    "{invoice_count, plural, one {Avec l'escompte de {discount_percent}, vous ne payez que "
    "{discount_payable} en réglant au plus tard le {discount_until}.} "
    "many {" + _DISCOUNT_FOR_ONE + "} other {" + _DISCOUNT_FOR_ONE + "}}"
    "{/discount_until}{/discount_percent}{/discount_payable}"
)
_SMS_LINK = "{#payment_link} Paiement en ligne : {payment_link}{/payment_link}"

_OVERDUE_LETTERS = (
    _letter(
        "pre-due",
        "{creditor} : échéance prochaine",
        _GREETING,
        "Nous vous rappelons cordialement que "
        "{invoice_count, plural, one {la facture suivante arrive} many {les factures suivantes "
        "arrivent} other {les factures suivantes arrivent}} bientôt à échéance :" + _LIST,
        "Total : {total_open}" + _DISCOUNT + _RIDERS,
        _HOW_TO_PAY,
        "Si votre paiement est déjà en cours, nous vous en remercions ; vous n'avez rien d'autre à "
        "faire. Si un point n'est pas clair ou si vous contestez une facture, merci de nous le "
        "signaler, si possible avant l'échéance. Il en va de même si vous prévoyez de ne pas "
        "pouvoir payer à temps ; il existe le plus souvent une solution.",
        _CLOSING,
        sms="{creditor} : {total_open} à régler prochainement." + _SMS_LINK + " Déjà réglé ? "
        "Merci. Une question ? Contactez-nous.",
    ),
    _letter(
        "reminder-1",
        "{creditor} : relance amiable",
        _GREETING,
        "Sauf erreur de notre part, "
        "{invoice_count, plural, one {la facture suivante est échue et n'est pas encore "
        "entièrement réglée} "
        "many {les factures suivantes sont échues et ne sont pas encore entièrement réglées} "
        "other {les factures suivantes sont échues et ne sont pas encore entièrement réglées}} :"
        + _LIST,
        _OVERDUE,
        "Il s'agit peut-être d'un simple oubli. Merci de bien vouloir effectuer votre règlement au "
        "plus tard le {pay_by}." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " Si vous contestez une facture ou ne pouvez pas régler la totalité pour le "
        "moment, merci de nous répondre afin que nous trouvions une solution.",
        _CLOSING,
        sms="{creditor} : {total_overdue} en retard de paiement. Merci de régler au plus tard le "
        "{pay_by}." + _SMS_LINK + " Déjà réglé ? Merci. Une question ? Contactez-nous.",
    ),
    _letter(
        "reminder-2",
        "{creditor} : relance urgente",
        _GREETING,
        "Nous n'avons toujours pas reçu le paiement intégral " + _OF_THE_INVOICES + " :" + _LIST,
        _OVERDUE,
        "Merci d'effectuer votre règlement sans attendre, au plus tard le {pay_by}, ou de nous "
        "indiquer d'ici là à quelle date nous pouvons le recevoir." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " Si vous contestez une facture, merci de nous préciser laquelle et pourquoi. "
        "Si vous ne pouvez pas tout régler en une fois, merci de nous en parler.",
        _CLOSING,
        sms="{creditor} : {total_overdue} toujours en retard de paiement. Merci de régler au plus "
        "tard le {pay_by} ou de nous donner une date." + _SMS_LINK + " Déjà réglé ? Merci.",
    ),
    _letter(
        "final-reminder",
        "{creditor} : dernière relance",
        _GREETING,
        "Nous vous avons déjà adressé un rappel pour " + _STILL_OPEN + _LIST,
        _OVERDUE,
        "Cette relance est la dernière. Merci d'effectuer votre règlement au plus tard le {pay_by} "
        "ou de nous contacter d'ici là. Sans paiement ni réponse de votre part à cette date, nous "
        "pourrons vous adresser une mise en demeure." + _RIDERS,
        _HOW_TO_PAY,
        _IF_PAID + " Si vous contestez une facture, merci de nous préciser laquelle et pourquoi. "
        "Si vous ne pouvez pas tout régler en une fois, merci de nous indiquer ce que vous pouvez "
        "payer et quand.",
        _CLOSING,
    ),
    _letter(
        "demand",
        "{creditor} : mise en demeure de payer",
        _GREETING,
        "Bien que l'échéance soit dépassée, " + _FOLLOWING_UNPAID + _LIST,
        _OVERDUE,
        "Nous vous mettons en demeure de régler la totalité au plus tard le {pay_by}. Sans "
        "paiement ni réponse de votre part à cette date, nous pourrons engager d'autres démarches "
        "pour recouvrer notre créance." + _RIDERS,
        _HOW_TO_PAY,
        "Si vous ne pouvez pas régler la totalité ou si vous contestez tout ou partie du montant, "
        "merci de nous contacter avant cette date. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "statutory-notice",
        "{creditor} : notification formelle d'impayé",
        _GREETING,
        "Ce courrier constitue une notification formelle d'impayé"
        "{#legal_basis} (fondement juridique : {legal_basis}){/legal_basis}. "
        + _DUE_AND_UNPAID
        + _LIST,
        _OVERDUE,
        "Vous avez jusqu'au {pay_by} inclus pour régler la totalité et éviter d'autres démarches. "
        "Si la totalité ne nous est pas parvenue à cette date, nous pourrons engager d'autres "
        "démarches pour recouvrer notre créance et vous en facturer le coût, dans la mesure où la "
        "loi et notre contrat le permettent.",
        _HOW_TO_PAY,
        "Si vous ne pouvez pas régler la totalité ou si vous contestez tout ou partie du montant, "
        "merci de nous contacter avant cette date. Nous examinerons votre réponse. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "final-notice",
        "{creditor} : dernier avis avant d'autres démarches",
        _GREETING,
        "Nous vous avons déjà demandé de régler " + _STILL_OPEN + _LIST,
        _OVERDUE,
        "Ce courrier est notre dernier avis. Si la totalité ne nous est pas parvenue au plus tard "
        "le {pay_by}, nous pourrons, sans autre rappel, confier le dossier à une société de "
        "recouvrement ou engager une procédure judiciaire. Il peut en résulter des frais "
        "supplémentaires pour vous, dans la mesure où la loi le permet." + _RIDERS,
        _HOW_TO_PAY,
        "Une solution amiable est encore possible. Si vous souhaitez convenir d'un échéancier de "
        "paiement ou si vous contestez tout ou partie du montant, merci de nous contacter avant "
        "cette date. " + _IF_PAID,
        _CLOSING,
    ),
    _letter(
        "agency-handover",
        "{creditor} : transmission à une société de recouvrement",
        _GREETING,
        "Malgré nos relances, " + _FOLLOWING_UNPAID + _LIST,
        _OVERDUE,
        "Nous confions donc le dossier à une société de recouvrement{#agency} ({agency})"
        "{/agency}. Cette société prendra contact avec vous. Dès lors, merci de lui "
        "adresser vos paiements et vos questions sur "
        "{invoice_count, plural, one {cette facture} many {ces factures} other {ces factures}}."
        + _RIDERS_STAY,
        "Si vous avez payé ces derniers jours, si vous contestez tout ou partie du montant ou si "
        "vous ne pouvez pas payer, merci de nous le signaler sans attendre.",
        _CLOSING,
    ),
)

_LETTERS_ABOUT_A_FACT = (
    _letter(
        "promise-confirmation",
        "{creditor} : votre promesse de paiement",
        _GREETING,
        "Nous vous remercions de votre promesse de paiement. Nous avons noté :\n"
        "Montant : {promise_amount}\nDate limite de paiement : {promise_pay_by}",
        _HOW_TO_PAY,
        "Si quelque chose change ou s'il y a un malentendu, merci de nous contacter avant cette "
        "date afin que nous trouvions une solution. Si vous avez déjà effectué ce paiement, nous "
        "vous en remercions.",
        _CLOSING,
        sms="{creditor} : merci de votre promesse de régler {promise_amount} au plus tard le "
        "{promise_pay_by}." + _SMS_LINK + " En cas de changement, merci de nous prévenir avant.",
    ),
    _letter(
        "promise-broken",
        "{creditor} : paiement promis non reçu",
        _GREETING,
        "Vous aviez promis de régler {promise_amount} au plus tard le {promise_pay_by}. Au "
        "{today}, nous n'avons pas reçu la totalité de ce paiement. "
        "{invoice_count, plural, one {La facture suivante est échue} many {Les factures "
        "suivantes sont échues} other {Les factures suivantes sont échues}} :" + _LIST,
        _OVERDUE,
        "Merci d'effectuer votre règlement au plus tard le {pay_by} ou de nous contacter d'ici là "
        "si quelque chose a changé.",
        _HOW_TO_PAY,
        _IF_PAID + " Si vous contestez désormais une facture ou ne pouvez pas payer comme prévu, "
        "merci de nous le dire afin que nous convenions de ce qui est possible.",
        _CLOSING,
        sms="{creditor} : paiement promis ({promise_amount}, {promise_pay_by}) encore incomplet. "
        "Merci de régler d'ici au {pay_by} ou de nous contacter."
        + _SMS_LINK
        + " Déjà réglé ? Merci.",
    ),
    _letter(
        "plan-offer",
        "{creditor} : notre proposition d'échéancier de paiement",
        _GREETING,
        "Nous souhaitons vous permettre de solder votre compte par étapes. Nous vous proposons de "
        "régler {plan_total} en "
        "{plan_count, plural, one {{plan_count} versement} many {{plan_count} de versements} "
        "other {{plan_count} versements}} :"
        "{#installments}\n- Versement {installment_number}, échéance du {installment_due_on} : "
        "{amount}{/installments}",
        "Si cela vous convient, merci de nous répondre au plus tard le {reply_by}. Si d'autres "
        "montants ou d'autres dates vous conviennent mieux, ou si vous contestez le total, merci "
        "de nous le dire d'ici là. Sans réponse de votre part, notre proposition prendra fin à "
        "cette date et les sommes dues resteront exigibles comme auparavant.",
        _HOW_TO_PAY,
        "Si vous avez déjà payé une partie de ce montant, nous vous en remercions ; merci de nous "
        "le signaler afin que nous adaptions l'échéancier.",
        _CLOSING,
    ),
    _letter(
        "hardship-reply",
        "{creditor} : une solution pour votre compte",
        _GREETING,
        "Merci de nous avoir fait part de vos difficultés de paiement. Nous en avons pris note et "
        "y adaptons nos démarches{#hold_until}, jusqu'au {hold_until} inclus{/hold_until}. "
        "Nous souhaitons trouver une solution avec vous."
        "{#total_open}\nMontant restant dû : {total_open}{/total_open}",
        "Merci de nous indiquer ce que vous pouvez payer et à partir de quand. Une réponse courte "
        "suffit ; nous n'avons pas besoin de précisions d'ordre privé. Un service indépendant de "
        "conseil en matière de dettes, souvent gratuit, peut aussi vous aider.",
        "Si vous souhaitez effectuer dès maintenant un paiement :" + _WAYS_TO_PAY,
        "Si vous avez déjà payé ou si vous contestez le montant, merci de nous le dire.",
        _CLOSING,
    ),
    _letter(
        "dispute-acknowledgement",
        "{creditor} : votre contestation de la facture {dispute_invoice}",
        _GREETING,
        "Nous avons enregistré votre contestation de la facture {dispute_invoice}.\n"
        "Date de la contestation : {dispute_opened_on}"
        "{#dispute_amount}\nMontant contesté : {dispute_amount}{/dispute_amount}"
        "{#dispute_reason}\nMotif : {dispute_reason}{/dispute_reason}",
        "Nous allons l'examiner et vous répondre. Si vous disposez de documents utiles, merci de "
        "nous en envoyer une copie. Si l'une de ces indications n'est pas exacte, merci de nous le "
        "dire.",
        "Ce que vous ne contestez pas reste à payer comme convenu. Ce courrier n'est pas une "
        "relance. Si vous avez déjà payé, nous vous en remercions.",
        _CLOSING,
    ),
    _letter(
        "debit-notice",
        "{creditor} : préavis du prélèvement SEPA prévu le {collect_on}",
        _GREETING,
        "Le montant suivant sera débité par prélèvement SEPA du compte indiqué dans votre "
        "mandat :\n"
        "Montant : {collect_amount}\nDate d'échéance du prélèvement : {collect_on}\n"
        "Référence unique du mandat (RUM) : {mandate}\n"
        "Notre identifiant créancier SEPA (ICS) : {creditor_identifier}"
        "{#payment_reference}\nRéférence : {payment_reference}{/payment_reference}",
        "Merci de veiller à ce que le compte soit suffisamment approvisionné ce jour-là. Vous "
        "n'avez rien d'autre à faire.",
        "Si vous contestez ce montant, si vous ne pouvez pas le payer ce jour-là ou si vous avez "
        "changé de compte, merci de nous contacter avant cette date. Si vous avez déjà payé, "
        "merci de nous le signaler sans attendre, afin que nous ne prélevions pas le montant une "
        "seconde fois.",
        _CLOSING,
    ),
    _letter(
        "statement",
        "{creditor} : relevé de compte du {statement_start} au {statement_end}",
        _GREETING,
        "Voici le relevé de votre compte du {statement_start} au {statement_end}.",
        "Solde initial : {opening_balance}"
        "{#movements}\n- {moved_on}, {what} {number} : {amount}, solde {balance}{/movements}\n"
        "Solde final : {closing_balance}",
        "Montants restant dus par ancienneté :{#aging}\n- {label} : {amount}{/aging}",
        _HOW_TO_PAY,
        "Les paiements reçus après le {statement_end} n'y figurent pas. Si une écriture ne "
        "correspond pas à vos comptes, merci de nous indiquer laquelle.",
        _CLOSING,
    ),
    _letter(
        "invoice-clause",
        "",
        "{#due_on}Payable en totalité au plus tard le {due_on}.\n{/due_on}"
        "{#installments}Versement {installment_number} : {amount}"
        "{#installment_due_on}, payable au plus tard le {installment_due_on}{/installment_due_on}"
        "{#installment_pending}, échéance à venir{/installment_pending}.\n{/installments}"
        "{#discounts}Escompte de {percent}{#installment_number} sur le versement "
        "{installment_number}{/installment_number} en cas de paiement au plus tard le {until}, "
        "soit {payable} à payer.\n{/discounts}"
        "{#late_charge_terms}{late_charge_terms}\n{/late_charge_terms}"
        "{#payment_methods}Moyens de paiement : {payment_methods}\n{/payment_methods}"
        "{#payment_details}Coordonnées de paiement : {payment_details}\n{/payment_details}"
        "{#payment_reference}Référence à rappeler : {payment_reference}\n{/payment_reference}",
    ),
)

TEXTS = (*_OVERDUE_LETTERS, *_LETTERS_ABOUT_A_FACT, *INTERNAL)
