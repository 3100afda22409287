# data-only
"""Words of documents that stand in tables: the kinds of movements, and the ages of balances."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["age_label", "movement_label"]

_MOVEMENTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "invoice": "Invoice",
        "debit_note": "Debit note",
        "late_charge": "Late charge",
        "credit_note": "Credit note",
        "receipt": "Payment",
        "reversal": "Returned payment",
        "refund": "Refund",
        "discount": "Discount",
        "withholding": "Withholding tax",
        "write_off": "Write-off",
        "recovery": "Payment on a written-off amount",
        "charge": "Interest and costs",
    },
    "de": {
        "invoice": "Rechnung",
        "debit_note": "Belastungsanzeige",
        "late_charge": "Verzugskosten",
        "credit_note": "Gutschrift",
        "receipt": "Zahlung",
        "reversal": "Rückbuchung",
        "refund": "Rückzahlung",
        "discount": "Skonto",
        "withholding": "Quellensteuer",
        "write_off": "Ausbuchung",
        "recovery": "Zahlung auf ausgebuchte Forderung",
        "charge": "Zinsen und Kosten",
    },
    "fr": {
        "invoice": "Facture",
        "debit_note": "Note de débit",
        "late_charge": "Pénalités et frais de retard",
        "credit_note": "Avoir",
        "receipt": "Paiement",
        "reversal": "Paiement rejeté",
        "refund": "Remboursement",
        "discount": "Escompte",
        "withholding": "Retenue à la source",
        "write_off": "Passage en perte",
        "recovery": "Paiement sur créance passée en perte",
        "charge": "Intérêts et frais",
    },
}

# Not due, days from and to, and from a day on.
_AGES: Mapping[str, tuple[str, str, str]] = {
    "en": ("Not yet due", "{} days past due", "{} days or more past due"),
    "de": ("Noch nicht fällig", "Seit {} Tagen überfällig", "Seit {} Tagen oder länger überfällig"),
    "fr": ("Non échu", "Échu depuis {} jours", "Échu depuis {} jours ou plus"),
}


def movement_label(kind: str, language: str) -> str:
    """The word for a line of a statement of account; English where the language has none."""
    return _MOVEMENTS.get(language, _MOVEMENTS["en"])[kind]


def age_label(label: str, language: str) -> str:
    """The words for a bucket of days past due."""
    current, between, longer = _AGES.get(language, _AGES["en"])
    if label == "current":
        return current
    return (longer if label.endswith("+") else between).format(label.removesuffix("+"))
