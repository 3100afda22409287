"""The errors collectkit raises, and the problems it reports beside results.

    ValueError
      CollectkitError            every misuse; stable `code`, `field`, `subject`, `row`, `hint`
        InvalidMoney             an amount that is not exact money of its currency
        UnknownCurrency          not an ISO 4217 code with a minor unit
        CurrencyMismatch         two currencies in one sum
        InvalidPercent           not an exact percentage
        InvalidDate              not a calendar day, or outside the supported range
        InvalidFact              a fact that contradicts itself or its account
          DuplicateId            one id used twice
          UnknownReference       a fact that names an id nobody has
          AsOfBeforeHistory      a decision asked for a day before a recorded contact
        TermsError               contract text that does not read as payment terms
          AmbiguousTerms         contract text with more than one reading
          NotExpressible         terms that a text form has no words for
        TemplateError            message text outside the closed grammar
        PolicyError              a policy document that does not load; one line per path
        NotTabular               a policy that no table of days can stand for
        RateCoverageError        a reference rate asked for a day that its table does not cover
        MetricUndefined          a metric with a zero denominator, asked for with `strict=True`

A business "no" is never an error: it is a result with reasons. Bad rows in a batch become
`Problem`s beside the results, and the batch finishes.

Messages are lower case and name the field, id or row. What to do about it stands apart, in `hint`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal

__all__ = [
    "AmbiguousTerms",
    "AsOfBeforeHistory",
    "CollectkitError",
    "CurrencyMismatch",
    "DuplicateId",
    "InvalidDate",
    "InvalidFact",
    "InvalidMoney",
    "InvalidPercent",
    "MetricUndefined",
    "NotExpressible",
    "NotTabular",
    "PolicyError",
    "Problem",
    "RateCoverageError",
    "TemplateError",
    "TermsError",
    "UnknownCurrency",
    "UnknownReference",
]

_SHOWN = 40
_PRINTABLE = (bool, int, float, Decimal, date)
_WORDS = re.compile(r"[^\s,;:()]+")


def shown(value: object) -> str:
    """`value` as it may appear in a message: ASCII, quoted, at most forty characters.

    >>> shown("9" * 100)
    '`9999999999999999999999999999999999999999...`'
    """
    if isinstance(value, str):
        text = value[: _SHOWN + 1]
    elif isinstance(value, int) and value.bit_length() > 128:
        text = f"an integer of {value.bit_length()} bits"
    elif isinstance(value, (list, tuple, dict, set, frozenset)):
        text = f"a {type(value).__name__} of {len(value)}"
    elif isinstance(value, bytes):
        text = repr(value[:_SHOWN])
    elif _prints_briefly(value):
        text = str(value)[: _SHOWN + 1]
    else:
        # Whatever else it is may be slow, long or unable to print itself.
        text = f"a {type(value).__name__}"
    plain = text.encode("ascii", "backslashreplace").decode("ascii")
    plain = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in plain)
    return f"`{plain[:_SHOWN]}{'...' if len(plain) > _SHOWN else ''}`"


def _prints_briefly(value: object) -> bool:
    if isinstance(value, Fraction):
        return max(value.numerator.bit_length(), value.denominator.bit_length()) <= 128
    ours = type(value).__module__.startswith("collectkit.")
    return value is None or ours or isinstance(value, _PRINTABLE)


class CollectkitError(ValueError):
    """Misuse of the library. Also a `ValueError`, so pydantic gives it a path.

    Attributes:
        code: stable name of the kind of misuse, `room.what`.
        message: lower case, without the hint.
        field: the field at fault, where there is one.
        subject: the id of the fact or policy at fault, where there is one.
        row: the number of the row at fault (0 is the first), where there is one.
        hint: what to do about it.
    """

    code: ClassVar[str] = "collectkit"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        subject: str | None = None,
        row: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.subject = subject
        self.row = row
        self.hint = hint

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{_where(self.row, self.subject, self.message)}{self.message}{hint}"

    def _state(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "subject": self.subject,
            "row": self.row,
            "hint": self.hint,
        }

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self._state())


def _where(row: int | None, subject: str | None, message: str) -> str:
    """The row and the id a message is about, unless it names the id itself."""
    at_row = "" if row is None else f"row {row}: "
    named = subject is None or subject in {w.strip("`.'") for w in _WORDS.findall(message)}
    return at_row if named else f"{at_row}{subject}: "


def _rebuild(kind: type[CollectkitError], message: str, state: dict[str, Any]) -> CollectkitError:
    return kind(message, **state)


class InvalidMoney(CollectkitError):
    """An amount that is not exact money of its currency."""

    code = "money.invalid"


class UnknownCurrency(CollectkitError):
    """Not an ISO 4217 code with a minor unit."""

    code = "money.unknown-currency"


class CurrencyMismatch(CollectkitError):
    """Two currencies where there can be one."""

    code = "money.currency-mismatch"


class InvalidPercent(CollectkitError):
    """Not an exact percentage, or one outside its range."""

    code = "money.invalid-percent"


class InvalidDate(CollectkitError):
    """Not a calendar day, or outside the supported range."""

    code = "dates.invalid"


class InvalidFact(CollectkitError):
    """A fact or argument that contradicts itself or its account."""

    code = "ledger.invalid-fact"


class DuplicateId(InvalidFact):
    """One id used twice."""

    code = "ledger.duplicate-id"


class UnknownReference(InvalidFact):
    """A fact or question that names an id nobody has."""

    code = "ledger.unknown-reference"


class AsOfBeforeHistory(InvalidFact):
    """A decision asked for a day before a recorded contact."""

    code = "ledger.as-of-before-history"


class TermsError(CollectkitError):
    """Contract text that does not read as payment terms, or terms that contradict themselves."""

    code = "terms.unreadable"


class AmbiguousTerms(TermsError):
    """Contract text with more than one reading; `readings` names each."""

    code = "terms.ambiguous"

    def __init__(self, message: str, *, readings: tuple[str, ...] = (), **state: Any) -> None:
        super().__init__(message, **state)
        self.readings = readings

    def _state(self) -> dict[str, Any]:
        return {**super()._state(), "readings": self.readings}


class NotExpressible(TermsError):
    """Terms that a text form has no words for; `clause` names what it cannot say."""

    code = "terms.not-expressible"

    def __init__(self, message: str, *, clause: str = "", **state: Any) -> None:
        super().__init__(message, **state)
        self.clause = clause

    def _state(self) -> dict[str, Any]:
        return {**super()._state(), "clause": self.clause}


class TemplateError(CollectkitError):
    """Message text outside the closed grammar."""

    code = "messages.template"


class PolicyError(CollectkitError):
    """A policy document that does not load; `findings` holds one (path, message) per fault."""

    code = "policy.invalid"

    def __init__(
        self, message: str, *, findings: tuple[tuple[str, str], ...] = (), **state: Any
    ) -> None:
        super().__init__(message, **state)
        self.findings = findings

    def _state(self) -> dict[str, Any]:
        return {**super()._state(), "findings": self.findings}


class NotTabular(CollectkitError):
    """A policy whose answer depends on more than dates; `clause` names what makes it so."""

    code = "dates.not-tabular"

    def __init__(self, message: str, *, clause: str = "", **state: Any) -> None:
        super().__init__(message, **state)
        self.clause = clause

    def _state(self) -> dict[str, Any]:
        return {**super()._state(), "clause": self.clause}


class RateCoverageError(CollectkitError):
    """A day outside a rate table, or in a gap of it.

    `table` is the table's id, `day` the day asked for, `covers_until` the last day it covers. The
    library always says all three.
    """

    code = "fees.rate-coverage"

    def __init__(
        self,
        message: str,
        *,
        table: str = "",
        day: date | None = None,
        covers_until: date | None = None,
        **state: Any,
    ) -> None:
        super().__init__(message, **state)
        self.table = table
        self.day = day
        self.covers_until = covers_until

    def _state(self) -> dict[str, Any]:
        own = {"table": self.table, "day": self.day, "covers_until": self.covers_until}
        return {**super()._state(), **own}


class MetricUndefined(CollectkitError):
    """A metric with a zero denominator, asked for with `strict=True`."""

    code = "metrics.undefined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault in one row or fact of a batch, reported beside the results.

    `severity` is `error` where something was left out of the figures and `warning` where it was
    read in the one safe way. `row` counts from 0 and is set where the input had rows.
    """

    code: str
    message: str
    subject: str | None = None
    row: int | None = None
    field: str | None = None
    severity: Literal["error", "warning"] = "error"

    @classmethod
    def from_error(cls, error: CollectkitError, *, row: int | None = None) -> Problem:
        """The same fault as data."""
        hint = f" ({error.hint})" if error.hint else ""
        return cls(
            code=error.code,
            message=f"{error.message}{hint}",
            subject=error.subject,
            row=error.row if row is None else row,
            field=error.field,
        )

    def __str__(self) -> str:
        return f"{_where(self.row, self.subject, self.message)}{self.message}"
