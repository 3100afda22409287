"""Laws of policies as documents: what is written is read back, whatever it is written like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import reduce
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.unit.policy.paper import POLICY, TOML, document, fit_to_read

from collectkit import CollectionsPolicy
from collectkit.errors import PolicyError
from collectkit.testing.document import collections_policies

# Hypothesis describes a strategy where it draws a value twice, and these are large.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

POLICIES = collections_policies()
SMALL = CollectionsPolicy.from_toml(TOML).to_json()


# -- ways to write one thing -------------------------------------------------------------------
def toml(written: dict[str, Any], *, tables: bool) -> str:
    """A document as TOML: with tables, or each key on one line. TOML has no null."""
    return "\n".join(_lines(written, "") if tables else map(_line, written, written.values()))


def _lines(table: dict[str, Any], path: str) -> Iterator[str]:
    """Plain values first, since whatever follows a heading belongs to it."""
    inner: dict[str, Any] = {}
    for key, value in table.items():
        of_tables = isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
        if isinstance(value, dict) or of_tables:
            inner[key] = value
        else:
            yield _line(key, value)
    for key, value in inner.items():
        name = f"{path}{_text(key)}"
        one = isinstance(value, dict)
        for each in [value] if one else value:
            yield f"[{name}]" if one else f"[[{name}]]"
            yield from _lines(each, f"{name}.")


def _line(key: str, value: Any) -> str:
    return "" if value is None else f"{_text(key)} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(_line(k, v) for k, v in value.items() if v is not None)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def shuffled(value: Any, random: Random) -> Any:
    """The same with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = random.sample(list(value), len(value))
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(v, random) for v in value] if isinstance(value, list) else value


def bare(value: Any, written: Any, random: Random) -> Any:
    """The same without some of the keys that hold their default. A kind is always written."""
    if isinstance(value, tuple):
        return [bare(v, w, random) for v, w in zip(value, written, strict=True)]
    if not isinstance(value, BaseModel):
        return written
    return {
        name: bare(getattr(value, name), written[name], random)
        for name, field in type(value).model_fields.items()
        if name == "kind"
        or getattr(value, name) != field.get_default(call_default_factory=True)
        or random.random() < 0.3
    }


# -- what is written is read back ---------------------------------------------------------------
@given(POLICIES, st.randoms(use_true_random=False), st.sampled_from((None, 1, "\t\n")))
def test_a_policy_is_what_its_json_says_in_whatever_order_and_with_whichever_defaults(
    policy: CollectionsPolicy, random: Random, indent: int | str | None
) -> None:
    text = policy.to_json()
    written = json.loads(text)
    again = CollectionsPolicy.from_json(text)
    moved = CollectionsPolicy.from_json(json.dumps(shuffled(written, random), indent=indent))
    short = CollectionsPolicy.from_mapping(bare(policy, written, random))
    assert again == moved == short == policy
    assert again.to_json() == text
    assert again.digest == moved.digest == short.digest == policy.digest


@given(POLICIES, st.booleans())
def test_toml_says_what_json_says(policy: CollectionsPolicy, tables: bool) -> None:
    text = toml(json.loads(policy.to_json()), tables=tables)
    again = CollectionsPolicy.from_toml(text)
    assert again == policy
    assert again.digest == policy.digest


# -- what is spoiled ---------------------------------------------------------------------------
def loaded(text: str, *, as_toml: bool = False) -> None:
    """Whatever it is, it is a policy or refused in a few words."""
    try:
        policy = (CollectionsPolicy.from_toml if as_toml else CollectionsPolicy.from_json)(text)
    except PolicyError as error:
        fit_to_read(error)
    else:
        assert CollectionsPolicy.from_json(policy.to_json()) == policy


@st.composite
def spoiled(draw: st.DrawFn, text: str) -> str:
    """A text with some of its bytes changed, taken out, doubled or moved."""
    raw = text.encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw) - 1))
        end = start + draw(st.sampled_from((0, 1, 1, 2, 8, 64)))
        put = draw(
            st.binary(max_size=3)
            | st.sampled_from((b'"', b"{", b"[", b"}", b"]", b",", b":", b"0", b"-", b"null", b"."))
            | st.sampled_from((raw[start : end + 1], raw[:8], b"\xff", b"\x00", b"\\", b"\n", b"="))
        )
        raw = raw[:start] + put + raw[end:] or b" "
    return raw.decode("utf-8", "surrogateescape")


TEXTS = spoiled(SMALL) | spoiled(POLICY.to_json())
TOMLS = spoiled(TOML)


@given(TEXTS)
@settings(max_examples=300)
def test_spoiled_json_is_a_policy_or_refused(text: str) -> None:
    loaded(text)


@given(TOMLS)
@settings(max_examples=300)
def test_spoiled_toml_is_a_policy_or_refused(text: str) -> None:
    loaded(text, as_toml=True)


@pytest.mark.full
@given(TEXTS)
@settings(max_examples=20_000)
def test_much_spoiled_json_is_a_policy_or_refused(text: str) -> None:
    loaded(text)


@pytest.mark.full
@given(TOMLS)
@settings(max_examples=20_000)
def test_much_spoiled_toml_is_a_policy_or_refused(text: str) -> None:
    loaded(text, as_toml=True)


def refused_at(written: dict[str, Any]) -> str | None:
    """The first key of the path of the first fault; None where there is none."""
    try:
        CollectionsPolicy.from_mapping(written)
    except PolicyError as error:
        return fit_to_read(error).findings[0][0].partition(".")[0]
    return None


def paths(value: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """Every place of a document but the whole."""
    if path:
        yield path
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from paths(value[key], *path, key)


PATHS = tuple(paths(document()))
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**18, 10**40, 1.5, "", "x", "8%", "-1%", "1e9", "2026-02-30", "\x00",
    "\ud800", "\u202e", "a" * 70, "{x", [], ["a", "a"], [[]], [None], {}, {"kind": "not"},
    {"kind": []}, {"amount": "1", "currency": "XXX"}, {"id": "a", "code": "DE"},
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(ODD)), min_size=1, max_size=3))
@settings(max_examples=500)
def test_a_value_out_of_place_is_refused_where_it_stands(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    written = document()
    for path, value in sorted(changes, key=lambda change: -len(change[0])):
        reduce(lambda place, key: place[key], path[:-1], written)[path[-1]] = value
    # What refers to something changed may be told instead: the roots that hold references.
    roots = {str(path[0]) for path, _ in changes} | {"assignment"}
    assert refused_at(written) in roots | {None}
