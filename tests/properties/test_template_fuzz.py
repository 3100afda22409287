"""Random templates and hostile contexts: what is refused, what is touched, what it may cost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from random import Random
from time import process_time
from typing import Any, cast

import pytest
from pydantic import ValidationError
from tests.properties.template_noise import (
    LOCALES,
    Touched,
    a_context,
    a_heavy_case,
    a_template,
)

from collectkit.errors import TemplateError
from collectkit.messages import MessageTemplate, Template
from collectkit.messages.render import OUTPUTS
from collectkit.messages.variables import MAX_OUTPUT

QUICK = 600
CHUNKS, CHUNK = 10, 10_000
# A text of the longest allowed takes the most steps allowed; that is a second or two.
SECONDS = 10.0
TAGS = re.compile(r"</?p>|<br>")


def told(error: TemplateError) -> None:
    message = str(error)
    assert message.isascii()
    assert len(message) <= 300


def sound(text: str, output: str) -> None:
    assert type(text) is str
    assert len(text) <= MAX_OUTPUT
    assert "\x00" not in text
    text.encode()
    if output == "subject":
        assert text == " ".join(text.split())


def printed(case: Random, template: Template, tally: Counter[str]) -> None:
    """Print a template of a hostile context: text of limited size, or one kind of error."""
    touched = Touched()
    context, asked, of_rows = a_context(case, touched)
    output, locale = case.choice(OUTPUTS), case.choice(LOCALES)
    try:
        text = template.render(cast("Any", context), locale=locale, output=output)
    except TemplateError as error:
        told(error)
        tally["not printed"] += 1
    else:
        assert isinstance(context, Mapping)
        sound(text, output)
        tally["printed"] += 1
    assert touched == [], f"a value was asked for {touched[:3]}"
    assert asked <= template.variables | template.optional_variables
    assert of_rows <= frozenset[str]().union(*template.row_variables.values())


def in_paragraphs(case: Random, text: str, locale: str, tally: Counter[str]) -> None:
    """A message without HTML of its own has no markup but paragraphs and breaks."""
    try:
        entry = MessageTemplate(id="x", locale=locale, subject=text, body=text or "x", sms=text)
    except ValidationError:
        return
    touched = Touched()
    context = cast("Any", a_context(case, touched)[0])
    for output in ("html", "sms"):
        try:
            message = entry.render(context, output=output)
        except TemplateError:
            continue
        sound(message.body, output)
        sound(message.subject, "subject")
        assert (message.sms is None) is (output == "html")
        if output == "html":
            assert not set("<>\"'") & set(TAGS.sub("", message.body))
            tally["in paragraphs"] += 1
    assert touched == []


def fuzz(first: int, count: int) -> Counter[str]:
    tally: Counter[str] = Counter()
    for seed in range(first, first + count):
        case = Random(seed)
        text, locale = a_template(case)
        begun = process_time()
        try:
            template = Template(text, locale)
        except TemplateError as error:
            told(error)
            tally["refused"] += 1
        else:
            tally["read"] += 1
            printed(case, template, tally)
            if seed % 10 == 0:
                in_paragraphs(case, text, locale, tally)
        assert process_time() - begun < SECONDS, f"seed {seed}"
    return tally


def heavy(seed: int) -> str:
    """How a case of much work ends: printed, or why not."""
    case = Random(seed)
    text, context = a_heavy_case(case)
    begun = process_time()
    try:
        template = MessageTemplate(id="x", locale="en", body=text)
        found = template.render(context, output=case.choice(OUTPUTS)).body
    except TemplateError as error:
        ended = error.message.partition(" than ")[0]
    else:
        assert len(found) <= MAX_OUTPUT
        ended = "printed"
    assert process_time() - begun < SECONDS
    return ended


LIMITS = {"the message is longer", "the message takes more"}


def test_heavy_templates() -> None:
    ends = set[str]()
    seed = 0
    while not ends >= LIMITS and seed < 12:
        ends.add(heavy(seed))
        seed += 1
    assert LIMITS <= ends <= LIMITS | {"printed"}


@pytest.mark.full
def test_many_heavy_templates() -> None:
    ends = Counter(heavy(seed) for seed in range(100, 130))
    assert ends.keys() == LIMITS | {"printed"}, ends


def test_some_random_templates() -> None:
    tally = fuzz(1_000_000, QUICK)
    assert min(tally[name] for name in ("refused", "read", "printed", "not printed")) > QUICK // 20


@pytest.mark.full
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_hundred_thousand_random_templates(chunk: int) -> None:
    tally = fuzz(chunk * CHUNK, CHUNK)
    assert min(tally[name] for name in ("refused", "read", "printed", "not printed")) > CHUNK // 20
    assert tally["in paragraphs"] > CHUNK // 200
