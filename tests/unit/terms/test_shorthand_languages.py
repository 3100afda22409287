"""Shorthand in French and German: the same terms as their English spelling."""

from __future__ import annotations

import pytest

from collectkit.errors import TermsError
from collectkit.terms import DayOfMonth, Days, DueRule, EndOfMonth, NextDayOfMonth, parse

FRENCH = [
    ("30 jours", "net 30"),
    ("1 jour", "net 1"),
    ("30 jours net", "net 30"),
    ("30 jours nets", "net 30"),
    ("à 30 jours", "net 30"),
    ("A 30 JOURS", "net 30"),
    ("À 30 jours", "net 30"),
    ("paiement à 30 jours", "net 30"),
    ("30 j", "net 30"),
    ("30j", "net 30"),
    ("net 30 jours", "net 30"),
    ("net à 30 jours", "net 30"),
    ("30 jours date de facture", "net 30"),
    ("30 jours nets date de facture", "net 30"),
    ("comptant", "net 0"),
    ("paiement comptant", "net 0"),
    ("au comptant", "net 0"),
    ("à réception", "net 0"),
    ("À RÉCEPTION DE FACTURE", "net 0"),
    ("a reception de la facture", "net 0"),
    ("fin de mois", "net EOM"),
    ("fin de mois 45 jours", "EOM + 45 days"),
    ("fin de mois + 45 jours", "EOM + 45 days"),
    ("fin de mois+45 j", "EOM + 45 days"),
    ("2 % d'escompte à 10 jours", "2/10"),
    ("2 % d\u2019escompte sous 10 jours, 30 jours", "2/10 net 30"),
    ("2\u00a0%\u202fd'escompte a 10 j", "2/10"),
    ("escompte 2 % à 10 jours", "2/10"),
    ("escompte 2 % sous 8 jours, 30 jours nets", "2/8 net 30"),
    ("Escompte de 1,5 % sous 8 jours ; 45 jours", "1.5/8 net 45"),
    ("30 jours, escompte 2,25% à 10 jours", "2.25/10 net 30"),
]
GERMAN = [
    ("14 Tage 2 % Skonto, 30 Tage netto", "2/14 net 30"),
    ("14 TAGE 2% SKONTO; 30 TAGE NETTO", "2/14 net 30"),
    ("2 % Skonto innerhalb 10 Tagen", "2/10"),
    ("2 % Skonto innerhalb von 10 Tagen, 30 Tage", "2/10 net 30"),
    ("innerhalb von 14 Tagen 2,5 % Skonto", "2.5/14"),
    ("innerhalb 14 Tagen 2 % Skonto", "2/14"),
    ("7 Tage 3 % Skonto, 14 Tage 2 % Skonto, 30 Tage netto", "3/7, 2/14, net 30"),
    ("30 Tage netto, 14 Tage 2 % Skonto", "2/14 net 30"),
    ("30 Tage netto", "net 30"),
    ("30 Tage rein netto", "net 30"),
    ("30 Tage netto Kasse", "net 30"),
    ("netto 30 Tage", "net 30"),
    ("netto Kasse 30 Tage", "net 30"),
    ("zahlbar innerhalb 30 Tagen", "net 30"),
    ("zahlbar innerhalb von 30 Tagen ohne Abzug", "net 30"),
    ("innerhalb von 30 Tagen netto", "net 30"),
    ("zahlbar sofort", "net 0"),
    ("sofort fällig", "net 0"),
    ("Sofort FÄLLIG ohne Abzug", "net 0"),
    ("sofort faellig", "net 0"),
    ("sofort zahlbar", "net 0"),
    ("sofort ohne Abzug", "net 0"),
    ("zahlbar sofort ohne Abzug", "net 0"),
    ("Vorkasse", "CIA"),
    ("gegen Vorkasse", "CIA"),
    ("Nachnahme", "COD"),
    ("per Nachnahme", "COD"),
]


@pytest.mark.parametrize(("text", "english"), [*FRENCH, *GERMAN])
def test_another_language_says_the_same(text: str, english: str) -> None:
    assert parse(text) == parse(english)


@pytest.mark.parametrize(
    "text", ["45 jours fin de mois", "à 45 jours fin de mois", "45 j fin de mois"]
)
def test_french_practice_admits_both_orders(text: str) -> None:
    # Code de commerce, L441-10; the DGCCRF's page on payment periods names both.
    assert parse(text, eom="eom_plus_days") == parse("EOM + 45 days")
    assert parse(text, eom="days_then_eom") == parse("45 days then EOM")


def test_the_15th_after_the_end_of_a_month() -> None:
    text, then_15 = "45 jours fin de mois le 15", NextDayOfMonth(days=(15,))
    assert parse(text, eom="eom_plus_days").lines[0].due == DueRule.of(
        EndOfMonth(), Days(count=45), then_15
    )
    assert parse(text, eom="days_then_eom").lines[0].due == DueRule.of(
        Days(count=45), EndOfMonth(), DayOfMonth(day=15, months=1)
    )
    assert parse(text, eom="days_then_day").lines[0].due == DueRule.of(Days(count=45), then_15)


@pytest.mark.parametrize(
    "text",
    [
        "30 joürs",
        "30 jöurs",
        "30 jours nèts",
        "àu comptant",
        "à récéption",
        "30 Täge netto",
        "net à",
        "1,5 d'escompte à 10 jours",
        "2 % Skonto",
        "2 % Skonto 10",
        "netto",
        "netto Kasse",
        "45 jours fin de mois le 32",
        "45 jours fin de mois le 0",
        "re\u0301ception",
    ],
)
def test_no_other_word_and_no_other_accent(text: str) -> None:
    with pytest.raises(TermsError):
        parse(text)
