"""Expected credit losses by a provision matrix, over plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar, overload

from collectkit._checks import check_type
from collectkit.errors import CollectkitError, shown
from collectkit.explain import Line, Trace
from collectkit.metrics._amounts import (
    Amount,
    Share,
    Unit,
    check_share,
    is_zero,
    read_amounts,
    share_number,
    text_of,
    uplifted,
)
from collectkit.metrics._numbers import Exact, Number, at_places, pairs, ratio, read, to_decimal
from collectkit.money import Money, Percent, RoundingMode

__all__ = ["Provision", "ProvisionRow", "provision"]

A_co = TypeVar("A_co", bound=Money | Decimal | float, covariant=True)
ExactShare = int | Decimal | Percent

_IMPAIRED = "credit-impaired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRow(Generic[A_co]):
    """One bucket as disclosed.

    Attributes:
        label: the bucket, or `credit-impaired` for what has a specific allowance.
        gross: the balance, negative where credits outweigh debts.
        insured: the part of it that somebody else stands in for.
        exposed: what the rate is applied to: gross less insured, a negative balance as 0.
        rate: loss rate as a share of 1, after any uplift; None for a specific allowance.
        allowance: expected loss.
    """

    label: str
    gross: A_co
    insured: A_co
    exposed: A_co
    rate: Decimal | float | None
    allowance: A_co

    @property
    def coverage(self) -> Decimal | float | None:
        """Allowance as a share of `gross`; None where that is zero."""
        return _coverage(self.allowance, self.gross)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Generic[A_co]):
    """A loss allowance, row by row.

    The rows sum to `gross`, and with `overlay` to `allowance`. `uplift` is None where the rates
    were used as given. Money is rounded once, as a whole, in the way of `rounding`: rows share the
    rounded sum by largest remainder. Plain numbers are not rounded to any unit.
    """

    rows: tuple[ProvisionRow[A_co], ...]
    gross: A_co
    overlay: A_co
    allowance: A_co
    uplift: Decimal | float | None
    rounding: RoundingMode | None

    @property
    def coverage(self) -> Decimal | float | None:
        """The whole allowance as a share of `gross`; None where that is zero."""
        return _coverage(self.allowance, self.gross)

    def explain(self) -> str:
        """The disclosure as a small table."""
        lines = [
            Line(label=row.label, text=_words(row), amount=text_of(row.allowance))
            for row in self.rows
        ]
        if not is_zero(self.overlay):
            lines.append(Line(label="overlay", amount=text_of(self.overlay)))
        uplift = "no uplift" if self.uplift is None else f"uplift {text_of(self.uplift)}"
        rounding = "" if self.rounding is None else f", rounded {self.rounding.value}"
        return str(Trace(f"allowance {text_of(self.allowance)}, {uplift}{rounding}", tuple(lines)))


@overload
def provision(
    rows: Iterable[tuple[int | Decimal, ExactShare]],
    *,
    uplift: int | Decimal | None = None,
    insured: Iterable[int | Decimal] = (),
    impaired: Iterable[tuple[int | Decimal, int | Decimal]] = (),
    overlay: int | Decimal = 0,
    labels: Iterable[str] = (),
) -> Provision[Decimal]: ...
@overload
def provision(
    rows: Iterable[tuple[Money, ExactShare]],
    *,
    uplift: int | Decimal | None = None,
    insured: Iterable[Exact] = (),
    impaired: Iterable[tuple[Exact, Exact]] = (),
    overlay: Exact = 0,
    labels: Iterable[str] = (),
    rounding: RoundingMode = RoundingMode.HALF_UP,
) -> Provision[Money]: ...
@overload
def provision(
    rows: Iterable[tuple[float, float]],
    *,
    uplift: float | None = None,
    insured: Iterable[float] = (),
    impaired: Iterable[tuple[float, float]] = (),
    overlay: float = 0,
    labels: Iterable[str] = (),
) -> Provision[float]: ...
def provision(
    rows: Iterable[tuple[Number, Share]],
    *,
    uplift: int | Decimal | float | None = None,
    insured: Iterable[Number] = (),
    impaired: Iterable[tuple[Number, Number]] = (),
    overlay: Number = 0,
    labels: Iterable[str] = (),
    rounding: RoundingMode = RoundingMode.HALF_UP,
) -> Provision[Money] | Provision[Decimal] | Provision[float]:
    """The loss allowance by a provision matrix: the balance of every bucket times its loss rate.

    Balances must all include recoverable sales tax, or all leave it out: say which beside the
    figure. A negative balance counts 0.

    Args:
        rows: (balance, loss rate) per bucket, youngest first; rates are shares of 1 or `Percent`.
        uplift: factor on every rate for what is to come; an uplifted rate is at most 1. Left out,
            rates are used as given: the library has no view of the economy.
        insured: per row, the part of the balance that somebody else stands in for.
        impaired: (balance, specific allowance) of debts kept apart from the rows.
        overlay: management's adjustment of the whole, of either sign.
        labels: names of the rows; "1", "2" and so on when left out.
        rounding: of Money, applied once to the sum of the rows.

    Returns:
        Money for Money, rounded; Decimal or float for plain numbers, not rounded to any unit.

    Raises:
        CollectkitError: a rate below 0 or above 1, an uplift not above 0, a negative insured part,
            a specific allowance beyond its balance, an overlay that leaves less than nothing, or
            columns of different length.

    Source: IFRS 9, 5.5.15 and B5.5.35; Illustrative Example 12, IE74-IE77.

    >>> balances = [15_000_000, 7_500_000, 4_000_000, 2_500_000, 1_000_000]
    >>> rates = [Percent(rate) for rate in ("0.3", "1.6", "3.6", "6.6", "10.6")]
    >>> found = provision(zip([Money(balance, "EUR") for balance in balances], rates))
    >>> found.allowance, found.rows[0].allowance
    (Money('580000.00', 'EUR'), Money('45000.00', 'EUR'))
    """
    balances, rates = pairs(rows, "rows")
    debts, allowances = pairs(impaired, "impaired")
    names = list(labels) or [str(n) for n in range(1, len(balances) + 1)]
    covered = list(insured) or [0] * len(balances)
    if not len(balances) == len(names) == len(covered):
        raise CollectkitError(
            f"{len(balances)} rows, {len(names)} labels and {len(covered)} insured amounts",
            field="rows",
        )
    named: list[tuple[str, Number]] = []
    for at, (balance, part, rate) in enumerate(zip(balances, covered, rates, strict=True)):
        named += [(f"balance of rows[{at}]", balance), (f"insured[{at}]", part)]
        named += [(f"rate of rows[{at}]", share_number(rate, f"rate of rows[{at}]"))]
    for at, (debt, allowance) in enumerate(zip(debts, allowances, strict=True)):
        named += [(f"impaired[{at}]", debt), (f"allowance of impaired[{at}]", allowance)]
    named += [("overlay", overlay), ("uplift", _factor(uplift))]
    unit, values = read_amounts(named)
    factor, extra = values.pop(), values.pop()
    return assembled(
        _exposures(names, values, check_uplift(None if uplift is None else factor)),
        overlay=extra,
        unit=unit,
        uplift=None if uplift is None else factor,
        rounding=check_type(rounding, "rounding", RoundingMode),
    )


def _factor(uplift: int | Decimal | float | None) -> int | Decimal | float:
    if isinstance(uplift, (Money, Percent)):
        raise CollectkitError("uplift must be a factor, such as 1.1", field="uplift")
    return 0 if uplift is None else uplift


def _exposures(names: list[str], values: list[Fraction], uplift: Fraction | None) -> list[Exposure]:
    """The rows of (balance, insured, rate), and one of all (debt, allowance) after them."""
    size = 3 * len(names)
    rows = []
    for at, name in enumerate(names):
        gross, insured, rate = values[3 * at : 3 * at + 3]
        if insured < 0:
            raise CollectkitError(f"insured[{at}] is negative", field="insured")
        check_share(rate, f"rate of rows[{at}]")
        insured = min(insured, max(gross, Fraction(0)))
        exposed = max(gross - insured, Fraction(0))
        rows.append(expected(name, gross, insured, exposed, uplifted(rate, uplift)))
    debts = list(zip(values[size::2], values[size + 1 :: 2], strict=True))
    for at, (debt, allowance) in enumerate(debts):
        check_specific(debt, allowance, f"impaired[{at}]")
    if debts:
        rows.append(specific(_sum(d for d, _ in debts), _sum(a for _, a in debts)))
    return rows


# -- exact, before anything is rounded -------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One row in exact figures; without a `rate` its `allowance` is a specific one."""

    label: str
    gross: Fraction
    insured: Fraction
    exposed: Fraction
    rate: Fraction | None
    allowance: Fraction


def check_uplift(factor: Fraction | None) -> Fraction | None:
    """The factor, if it is above zero."""
    if factor is not None and factor <= 0:
        raise CollectkitError(
            f"uplift must be above 0, not {shown(factor)}",
            field="uplift",
            hint="1.1 raises every rate by a tenth; leave it out for none",
        )
    return factor


def expected(
    label: str, gross: Fraction, insured: Fraction, exposed: Fraction, rate: Fraction
) -> Exposure:
    """A row of the matrix."""
    return Exposure(
        label=label,
        gross=gross,
        insured=insured,
        exposed=exposed,
        rate=rate,
        allowance=exposed * rate,
    )


def specific(gross: Fraction, allowance: Fraction) -> Exposure:
    """The row of credit-impaired debt."""
    return Exposure(
        label=_IMPAIRED,
        gross=gross,
        insured=Fraction(0),
        exposed=gross,
        rate=None,
        allowance=allowance,
    )


def check_specific(debt: Fraction, allowance: Fraction, subject: str) -> None:
    """Refuse an allowance below zero or above the debt it is for."""
    if not 0 <= allowance <= debt:
        raise CollectkitError(
            f"the specific allowance of {subject} must lie between 0 and what is open on it",
            field="impaired",
        )


def assembled(
    exposures: list[Exposure],
    *,
    overlay: Fraction,
    unit: Unit,
    uplift: Fraction | None,
    rounding: RoundingMode,
) -> Provision[Any]:
    """The provision of these rows. Every column is rounded once, as a whole."""

    def column(name: str) -> list[Fraction]:
        return unit.settled([getattr(row, name) for row in exposures], rounding)

    gross, insured, exposed = column("gross"), column("insured"), column("exposed")
    allowances = column("allowance")
    whole = _sum(allowances) + overlay
    if whole < 0:
        raise CollectkitError("overlay lowers the allowance to less than nothing", field="overlay")
    rows = tuple(
        ProvisionRow(
            label=row.label,
            gross=unit.amount(gross[at]),
            insured=unit.amount(insured[at]),
            exposed=unit.amount(exposed[at]),
            rate=None if row.rate is None else unit.into(row.rate),
            allowance=unit.amount(allowances[at]),
        )
        for at, row in enumerate(exposures)
    )
    return Provision(
        rows=rows,
        gross=unit.amount(_sum(gross)),
        overlay=unit.amount(overlay),
        allowance=unit.amount(whole),
        uplift=None if uplift is None else unit.into(uplift),
        rounding=None if unit.currency is None else rounding,
    )


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _coverage(allowance: Amount, gross: Amount) -> Decimal | float | None:
    into, (lost, whole) = read(allowance=allowance, gross=gross)
    return ratio(into, lost, whole, "gross", strict=False)


def _words(row: ProvisionRow[Any]) -> str:
    """What a row is made of, for people."""
    insured = "" if is_zero(row.insured) else f", insured {text_of(row.insured)}"
    if row.rate is None:
        return f"{text_of(row.gross)}, specific"
    rate = at_places(to_decimal(Fraction(row.rate) * 100), 4)
    return f"{text_of(row.gross)}{insured}, {rate}% of {text_of(row.exposed)}"
