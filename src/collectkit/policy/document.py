"""Reading policy text without trusting it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sized
from datetime import date, time
from typing import Any, NoReturn

from collectkit.errors import PolicyError, shown
from collectkit.policy.faults import Fault, policy_error, refused, said, spelled

__all__ = ["canonical", "parse_json", "parse_toml", "policy_error"]

_LARGEST = 1_000_000
_DEEPEST = 40
_MOST_VALUES = 100_000
_LONGEST = 10_000
_LONGEST_TEXT = 100_000
_LONGEST_INT = 64
_DIGITS = 20
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_DEEP = Fault("document", f"the document nests deeper than {_DEEPEST}")
_TOO_MUCH = Fault("document", f"a policy must not hold more than {_MOST_VALUES} values")
_EXACT = "write whole numbers without a point, and amounts and rates as text"

# Strings and comments of TOML, closed or not. Outside of them a key of more parts than a document
# is deep, and a number of more digits than it may have, cost the reader of TOML the square of their
# length; here they cost their length.
_QUOTED = re.compile(
    r'"""[^"\\]*(?:(?:\\(?:.|\Z)|"(?!""))[^"\\]*)*(?:"""|\Z)|'
    r"'''[^']*(?:'(?!'')[^']*)*(?:'''|\Z)|"
    r'"[^"\\\n]*(?:\\(?:.|\Z)[^"\\\n]*)*(?:"|$)|'
    r"'[^'\n]*(?:'|$)|"
    r"#[^\n]*",
    re.MULTILINE | re.DOTALL,
)
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){{{_DEEPEST}}}")
_LONG_NUMBER = re.compile(r"[0-9_]{400}")


def parse_json(text: str) -> Mapping[str, Any]:
    """A JSON object; duplicate keys, NaN and Infinity are refused."""
    _check_size(text)
    try:
        document = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_whole
        )
    except RecursionError:
        raise refused(_DEEP) from None
    except PolicyError:
        raise
    except ValueError as error:
        raise _refused(f"this is not JSON: {_ascii(error)}") from None
    return _plain(document)


def parse_toml(text: str) -> Mapping[str, Any]:
    """A TOML document; dates and times are taken as ISO text."""
    _check_size(text)
    bare = _QUOTED.sub("q", text)
    # No value needs more than one of each: so many are too many before they are read.
    if max(map(bare.count, ",=.[")) > _MOST_VALUES:
        raise refused(_TOO_MUCH)
    if _LONG_KEY.search(bare):
        raise refused(_DEEP)
    if _LONG_NUMBER.search(bare):
        raise _refused("a number of the document has more than 400 digits")
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise refused(_DEEP) from None
    except ValueError as error:
        raise _refused(f"this is not TOML: {_ascii(error)}") from None
    return _plain(document)


def canonical(document: Mapping[str, Any], *, limits: bool = True) -> str:
    """Sorted keys and no spaces. Floats are refused: exact numbers are written as text.

    `limits` are those of what is read: how long a list, and how much of everything there may be.
    """
    plain = _plain(document, limits=limits)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


# -- text --------------------------------------------------------------------------------------
def _refused(message: str, hint: str | None = None) -> PolicyError:
    return refused(Fault("document", message, hint))


def _check_size(text: str) -> None:
    if type(text) is not str:
        raise _refused(f"a policy must be text, not {type(text).__name__}")
    if len(text) > _LARGEST:
        raise _refused(f"a policy must not exceed {_LARGEST} characters")


class _Doubled(dict[str, Any]):
    """An object of which a key stands twice; refused where its place is known."""

    key: str


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        once: set[str] = set()
        doubled = _Doubled(found)
        for doubled.key, _ in pairs:
            if doubled.key in once:
                return doubled
            once.add(doubled.key)
    return found


def _no_constant(name: str) -> NoReturn:
    raise _refused(f"{name} is not a number", _EXACT)


def _whole(digits: str) -> int:
    # What is too long for a number is cut, and still too large for one.
    return int(digits[: _DIGITS + 2])


def _ascii(error: ValueError) -> str:
    return str(error)[:120].encode("ascii", "backslashreplace").decode("ascii")


# -- values ------------------------------------------------------------------------------------
def _plain(document: Any, *, limits: bool = True) -> dict[str, Any]:
    """A copy of plain dicts, lists, text, whole numbers, booleans and nulls."""
    if not isinstance(document, Mapping):
        raise _refused(f"a policy must be an object, not {said(document)}")
    plain: dict[str, Any] = _Reader(limits=limits).read(document)
    return plain


class _Reader:
    """One reading of a document: where it is, and how much more it takes."""

    def __init__(self, *, limits: bool) -> None:
        self._path: list[object] = []
        self._limits = limits
        self._values = _MOST_VALUES
        self._characters = _LARGEST

    def read(self, value: Any) -> Any:
        """A plain copy of a value and of all within it."""
        self._values -= 1
        if self._limits and self._values < 0:
            raise refused(_TOO_MUCH)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, _Doubled):
            self._path.append(value.key)
            self._refuse("the key stands twice", "remove one")
        if isinstance(value, Mapping):
            self._check_size(value, "an object")
            return {self._key(key): self._inner(key, inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            self._check_size(value, "a list")
            return [self._inner(n, inner) for n, inner in enumerate(value)]
        return self._scalar(value)

    def _inner(self, part: object, value: Any) -> Any:
        self._path.append(part)
        plain = self.read(value)
        self._path.pop()
        return plain

    def _scalar(self, value: Any) -> Any:
        if isinstance(value, float):
            self._refuse(f"must not be a float: {shown(value)}", _EXACT)
        if isinstance(value, int):
            if value.bit_length() > _LONGEST_INT:
                self._refuse(f"is out of range: {shown(value)}")
            return value
        if isinstance(value, (date, time)):
            return value.isoformat()
        if value is not None:
            self._refuse(f"must be a plain value, not {said(value)}", "write it as text")
        return None

    def _text(self, value: str) -> str:
        self._characters -= len(value)
        if self._limits and len(value) > _LONGEST_TEXT:
            self._refuse(f"is longer than {_LONGEST_TEXT} characters: {shown(value)}")
        if self._limits and self._characters < 0:
            raise _refused(f"a policy must not exceed {_LARGEST} characters")
        if _UNWRITABLE.search(value):
            self._refuse(f"holds a NUL or a lone surrogate: {shown(value)}")
        return value

    def _key(self, key: Any) -> str:
        if type(key) is not str:
            self._refuse(f"has a key that is not text: {shown(key)}")
        return self._text(key)

    def _check_size(self, value: Sized, what: str) -> None:
        if len(self._path) > _DEEPEST:
            self._refuse(f"the document nests deeper than {_DEEPEST}")
        if self._limits and len(value) > _LONGEST:
            self._refuse(f"must be {what} of at most {_LONGEST}, not of {len(value)}")

    def _refuse(self, message: str, hint: str | None = None) -> NoReturn:
        raise refused(Fault(spelled(self._path), message, hint))
