"""The patterns of terms and charges: the same in every language, and each one in use."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from tests.unit.messages import test_describe_late_charges as charges
from tests.unit.messages import test_describe_terms as terms

from collectkit.fees import LateChargePolicy, Regime, statutory
from collectkit.messages.descriptions import describe_late_charges, describe_terms
from collectkit.messages.texts import LANGUAGES
from collectkit.messages.wording.phrases import Phrases
from collectkit.money import Percent
from collectkit.terms import Days, DueRule, EqualLines, PaymentTerms, PercentLine, Weeks, parse

pytestmark = pytest.mark.core

Pattern = str | tuple[str, str]


def patterns(language: str) -> dict[str, Pattern]:
    found: dict[str, Pattern] = import_module(f"collectkit.messages.wording.{language}").PATTERNS
    return found


def fields(pattern: Pattern) -> Iterator[str]:
    for form in (pattern,) if isinstance(pattern, str) else pattern:
        for _, name, spec, conversion in string.Formatter().parse(form):
            assert not spec
            assert not conversion
            if name is not None:
                yield name


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_every_language_has_every_pattern_with_the_same_figures(language: str) -> None:
    english, own = patterns("en"), patterns(language)
    # The forms of ordinals, and the case of a span after `within`, are the language's choice.
    forms = {key for key in {*english, *own} if key.startswith(("ordinal.", "within."))}
    assert set(own) - forms == set(english) - forms
    assert "ordinal.other" in own
    for key, pattern in own.items():
        # The case of a base is the language's choice.
        names = {"base" if name == "of" else name for name in fields(pattern)}
        plain = english[key.replace("within.", "span.")]
        assert names == {"base" if name == "of" else name for name in fields(plain)}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_are_clean(language: str) -> None:
    for key, pattern in patterns(language).items():
        forms = (pattern,) if isinstance(pattern, str) else pattern
        for form in forms:
            assert form == form.strip() or key in ("or", "then", "list"), key
            assert "  " not in form, key
            assert not form.endswith(".") or key.startswith("ordinal."), key


@pytest.mark.parametrize("described", [describe_terms, describe_late_charges])
def test_french_typography(described: Callable[..., str]) -> None:
    kinds = every_kind_of_terms() if described is describe_terms else every_kind_of_charges()
    for kind in kinds:
        said = described(kind, locale="fr")
        for law in (kind.name, kind.citation) if isinstance(kind, Regime) else ():
            said = said.replace(law, "")
        assert "'" not in said
        assert not re.search("(?<!\xa0)[:;!?»]|«(?!\xa0)", said), said


def every_kind_of_terms() -> Iterator[PaymentTerms]:
    yield from (*terms.family(), terms.PARTS, parse("3/10 prox"))
    yield from (told for told, _ in terms.STEPS)
    yield from (terms.due(*steps) for steps, _ in terms.PATHS)
    share = PercentLine(percent=Percent(5), due=DueRule.on_delivery())
    for every in (Weeks(count=1), Days(count=7)):
        rest = EqualLines(parts=2, due=DueRule.net(1), every=every)
        yield PaymentTerms(id="x", lines=(share, rest))


def every_kind_of_charges() -> Iterator[LateChargePolicy | Regime]:
    yield from charges.family()
    for code in ("DE", "CH", "GB", "FR"):
        yield statutory(code, debtor="business", due_date_agreed=False)
    yield statutory("DE", debtor="consumer", due_date_agreed=False)
    for label in ("fixed sum", "collection costs", "recovery costs"):
        yield charges.charging(charges.FLAT.replace(label=label))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_is_used(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    say = Phrases.say

    def noting(self: Phrases, key: str, *arguments: int, **values: str) -> str:
        used.add(key)
        return say(self, key, *arguments, **values)

    monkeypatch.setattr(Phrases, "say", noting)
    for found in every_kind_of_terms():
        describe_terms(found, locale=language)
    for policy in every_kind_of_charges():
        describe_late_charges(policy, locale=language)
    assert set(patterns(language)) - used == set()
