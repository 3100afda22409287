"""The pages of the regimes against their data: the table of all, and what every page must name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from collectkit.fees import (
    STATUTES,
    FlatFee,
    GraduatedFee,
    LateChargePolicy,
    Period,
    Regime,
    SlabFee,
    TableRate,
    statutory,
)
from collectkit.fees.regime import Debtor, Statute
from collectkit.fees.tables import RATE_TABLES
from collectkit.money import Money

PAGES = Path(__file__).resolve().parents[4] / "docs" / "regimes"
SECTIONS = [
    "Rules",
    "Example",
    "First interest day and notices",
    "Not decided here",
    "Sources",
]
DEBTORS: tuple[tuple[str, Debtor], ...] = (("B", "business"), ("P", "public"), ("C", "consumer"))
# What a caller brings; every other table must come along.
CALLERS = {
    "at-basiszinssatz",
    "es-interes-legal",
    "fr-taux-legal",
    "it-tasso-legale",
    "nbp-eur-pln",
    "nbp-reference-rate",
    "nl-wettelijke-rente",
}


def page(code: str) -> str:
    """A page as one line, so that a wrapped citation is found."""
    return " ".join((PAGES / f"{code.lower()}.md").read_text(encoding="utf-8").split())


def data(code: str) -> Statute:
    module = import_module(f"collectkit.fees.statutes.{code.lower().replace('-', '_')}")
    found = module.STATUTE
    assert isinstance(found, Statute)
    return found


def known(code: str) -> Iterator[tuple[str, Regime]]:
    """The regimes of a place with the letter of their debtor, in the order of the table."""
    debtors = {provision.debtor for provision in data(code).provisions}
    for letter, debtor in DEBTORS:
        if debtor in debtors:
            yield letter, statutory(code, debtor=debtor)


REGIMES = [
    pytest.param(code, regime, id=f"{code}-{regime.debtor}")
    for code in STATUTES
    for _, regime in known(code)
]


# -- the table -------------------------------------------------------------------------------------
def grouped(code: str, told: Callable[[Regime], str]) -> str:
    """`B, P 9; C 5`: debtors of one value together, in order; those of none are left out."""
    by_value: dict[str, list[str]] = {}
    for letter, regime in known(code):
        by_value.setdefault(told(regime), []).append(letter)
    by_value.pop("", None)
    return "; ".join(f"{', '.join(letters)} {value}" for value, letters in by_value.items())


def same(code: str, told: Callable[[Regime], str]) -> str:
    """The value of all debtors, or `grouped` where they differ."""
    values = {told(regime) for _, regime in known(code)}
    return values.pop() if len(values) == 1 else grouped(code, told)


def margin(regime: Regime) -> str:
    assert regime.policy.interest is not None
    rate = regime.policy.interest.rate
    if isinstance(rate, TableRate):
        return f"{rate.margin_on(date.max).value:f}"
    return f"{rate.value:f} % flat"


def fixed_sum(regime: Regime) -> str:
    parts = []
    for fee in regime.policy.fees:
        if isinstance(fee, GraduatedFee):
            parts.append("graduated")
            continue
        assert isinstance(fee, FlatFee | SlabFee)
        sums: list[Money] = (
            list(fee.amounts) if isinstance(fee, FlatFee) else [tier.amount for tier in fee.tiers]
        )
        assert len({money.currency for money in sums}) == 1
        figures = ", ".join(f"{money.amount.normalize():f}" for money in sums)
        parts.append(f"{sums[0].currency} {figures}")
    return " and ".join(parts)


def fixing(regime: Regime) -> str:
    assert regime.policy.interest is not None
    rate = regime.policy.interest.rate
    return rate.fixing if isinstance(rate, TableRate) else "flat"


def compounding(regime: Regime) -> str:
    assert regime.policy.interest is not None
    rule = regime.policy.interest.compounding
    if rule is None:
        return "none"
    return {Period(years=1): "1 year", Period(days=30): "30 days"}[rule.every]


def day_count(regime: Regime) -> str:
    assert regime.policy.interest is not None
    return regime.policy.interest.day_count.value.upper()


def order(regime: Regime) -> str:
    return ", ".join(regime.allocation_order or ()) or "no rule"


def rows() -> dict[str, list[str]]:
    text = (PAGES / "index.md").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        match = re.match(r"\| \[([A-Z-]+)\]\(([a-z-]+\.md)\) \|", line)
        if match is not None:
            assert match[2] == f"{match[1].lower()}.md"
            found[match[1]] = [cell.strip() for cell in line.strip("| ").split(" | ")]
    return found


def test_the_table_has_every_place_in_order() -> None:
    assert tuple(rows()) == STATUTES


@pytest.mark.parametrize("code", STATUTES)
def test_the_table_says_what_the_data_say(code: str) -> None:
    _, _, *told = rows()[code]
    assert told == [
        grouped(code, margin),
        grouped(code, fixed_sum) or "none",
        same(code, fixing),
        same(code, compounding),
        same(code, day_count),
        same(code, order),
    ]


# -- the pages -------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", STATUTES)
def test_every_page_is_short_and_has_the_same_sections(code: str) -> None:
    text = (PAGES / f"{code.lower()}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {code}: ")
    assert text.count("\n") <= 75
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == SECTIONS
    assert "first_interest_day(" in text.partition(f"## {SECTIONS[2]}")[2]
    last = f"Checked on {data(code).checked_on}. This page is not legal advice.\n"
    assert text.endswith(last)


@pytest.mark.parametrize(("code", "regime"), REGIMES)
def test_the_page_names_citations_notices_and_tables(code: str, regime: Regime) -> None:
    text = page(code)
    assert regime.citation in text
    unagreed = [provision.no_agreed_day for provision in data(code).provisions]
    for rule in (regime.default_rule, *unagreed):
        for notice in (rule.reminder, rule.needs) if rule is not None else ():
            assert notice is None or f"`{notice}`" in text
    for fee in regime.policy.fees:
        assert fee.notice is None or f"`{fee.notice.code}`" in text
    for name in CALLERS & set(regime.tables):
        assert name in text


@pytest.mark.parametrize("code", STATUTES)
def test_the_page_links_the_sources_of_the_data(code: str) -> None:
    links = set(re.findall(r"\]\((https://[^)\s]+)\)", page(code)))
    assert links == set(data(code).sources)


# -- the data --------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", STATUTES)
def test_it_was_checked_on_a_day_that_has_been(code: str) -> None:
    found = data(code)
    assert found.code == code
    assert date(2026, 1, 1) <= found.checked_on <= date(2026, 11, 22)
    assert found.sources
    assert all(source.startswith("https://") for source in found.sources)


@pytest.mark.parametrize(("code", "regime"), REGIMES)
def test_every_table_comes_along_or_is_the_callers(code: str, regime: Regime) -> None:
    given = {
        rate.table
        for rate in (regime.guards.floor, regime.guards.ceiling)
        if isinstance(rate, TableRate)
    }
    for name in {*regime.tables, *given}:
        assert (name in RATE_TABLES) is (name not in CALLERS), code


@pytest.mark.parametrize(("code", "regime"), REGIMES)
def test_ids_follow_one_pattern_and_the_policy_survives_json(code: str, regime: Regime) -> None:
    policy = regime.policy
    stem = f"{code.lower()}-statutory"
    assert policy.id in {stem, f"{stem}-{regime.debtor}"}
    assert {fee.id for fee in policy.fees} <= {"fixed-sum", "collection-costs"}
    assert {fee.label for fee in policy.fees} <= {"fixed sum", "collection costs"}
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
    treatments = [fee.tax_treatment for fee in policy.fees]
    assert policy.interest is not None
    assert {*treatments, policy.interest.tax_treatment} == {"unspecified"}


@pytest.mark.parametrize("code", STATUTES)
def test_fees_left_out_for_older_contracts_exist(code: str) -> None:
    for provision in data(code).provisions:
        ids = {fee.id for fee in provision.policy.fees}
        for name, since in provision.fees_from:
            assert name in ids
            assert f"from before {since}" in " ".join(provision.cautions)


@pytest.mark.parametrize(("code", "regime"), REGIMES)
def test_cautions_are_short_and_begin_small(code: str, regime: Regime) -> None:
    for text in regime.cautions:
        assert not text[0].isupper(), code
        assert not text.endswith("."), code
        assert len(text) <= 175, text
    assert len(set(regime.cautions)) == len(regime.cautions)
