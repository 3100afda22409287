from __future__ import annotations

import decimal
import json
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, trunc
from typing import TypeVar

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from collectkit.errors import CollectkitError
from collectkit.money import Money, Percent, RoundingMode, largest_remainder, minor_unit, total
from collectkit.testing import amounts, currencies, percents

T = TypeVar("T")
LARGE = 10**17
MOST = 10**15 - 1  # what the constructor takes in every currency
DECIMAL_MODES = {
    RoundingMode.HALF_UP: decimal.ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    RoundingMode.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    RoundingMode.UP: decimal.ROUND_UP,
    RoundingMode.DOWN: decimal.ROUND_DOWN,
    RoundingMode.CEILING: decimal.ROUND_CEILING,
    RoundingMode.FLOOR: decimal.ROUND_FLOOR,
}

modes = st.sampled_from(RoundingMode)
signed = amounts(min_units=-(10**10), max_units=10**10)
any_percents = percents(Percent(-1_000_000), Percent(1_000_000))
factors = st.decimals(-1000, 1000, places=6) | st.integers(-1000, 1000)
weights = (
    st.integers(0, 10**6)
    | st.decimals(0, 1000, places=3)
    | st.fractions(0, 1000, max_denominator=997)
)
Weights = list[int | Decimal | Fraction]
weight_lists = st.lists(weights, min_size=1, max_size=12).filter(any)


@st.composite
def of_one_currency(draw: st.DrawFn, count: int) -> tuple[Money, ...]:
    one = amounts(draw(currencies()), min_units=-(10**10), max_units=10**10)
    return tuple(draw(one) for _ in range(count))


# -- what the strategies promise ---------------------------------------------------------------
@given(amounts(), amounts("JPY", min_units=-5, max_units=5), percents())
def test_drawn_money_is_rounded_and_positive_unless_asked(
    money: Money, yen: Money, percent: Percent
) -> None:
    assert money.is_rounded
    assert 0 <= money.minor_units <= 10**10
    assert yen.currency == "JPY"
    assert -5 <= yen.minor_units <= 5
    assert Percent(0) <= percent <= Percent(100)


# -- ways in and out ---------------------------------------------------------------------------
@given(amounts(min_units=-MOST, max_units=MOST))
def test_money_reads_back_from_its_text(money: Money) -> None:
    assert Money.parse(str(money)) == money
    assert eval(repr(money)) == money
    assert Money(money.amount, money.currency) == money
    assert Money.from_minor_units(money.minor_units, money.currency) == money
    assert repr(Money.parse(str(money))) == repr(money)


def attempt(call: Callable[[], T]) -> T | CollectkitError:
    try:
        return call()
    except CollectkitError as error:
        return error


@given(st.text() | st.from_regex(r"[+-]?[0-9 .,eE_]{0,20}%?"), currencies())
@example("\u0661\u0662", "EUR")
@example("1_000", "EUR")
@example(" 1", "EUR")
@example("1e5", "JPY")
@example("Infinity", "EUR")
def test_text_is_refused_or_means_what_decimal_reads(text: str, currency: str) -> None:
    money, percent = attempt(lambda: Money(text, currency)), attempt(lambda: Percent(text))
    if isinstance(money, CollectkitError):
        assert len(str(money)) <= 300
    else:
        assert money.amount == Decimal(text)
        assert text.isascii()
        assert money.is_rounded
    if isinstance(percent, CollectkitError):
        assert len(str(percent)) <= 300
    else:
        assert percent.value == Decimal(text.removesuffix("%"))


@given(st.decimals(), currencies())
def test_a_decimal_is_refused_or_taken_exactly(value: Decimal, currency: str) -> None:
    money = attempt(lambda: Money(value, currency))
    if isinstance(money, CollectkitError):
        assert len(str(money)) <= 300
    else:
        assert money.amount == value


class Fee(BaseModel):
    cap: Money
    rate: Percent


@given(amounts(min_units=-MOST, max_units=MOST), any_percents)
def test_policies_round_trip_through_json(cap: Money, rate: Percent) -> None:
    fee = Fee(cap=cap, rate=rate)
    text = fee.model_dump_json()
    assert Fee.model_validate_json(text) == fee
    assert Fee.model_validate_json(text).model_dump_json() == text
    document = json.loads(text)
    properties = Fee.model_json_schema()["properties"]
    assert re.search(properties["rate"]["pattern"], document["rate"])
    for name, schema in properties["cap"]["properties"].items():
        assert re.search(schema["pattern"], document["cap"][name])


@given(any_percents)
def test_a_percentage_reads_back_from_its_text(percent: Percent) -> None:
    again = Percent(str(percent))
    assert (again, repr(again), hash(again)) == (percent, repr(percent), hash(percent))
    assert eval(repr(percent)) == percent


# -- rounding ----------------------------------------------------------------------------------
def rounded(value: Fraction, mode: RoundingMode) -> int:
    """The rounding of the textbooks, on the number line."""
    low, high = floor(value), ceil(value)
    nearer = low if value - low < high - value else high
    tie = value - low == high - value
    outer, inner = (high, low) if value > 0 else (low, high)
    return {
        RoundingMode.FLOOR: low,
        RoundingMode.CEILING: high,
        RoundingMode.DOWN: trunc(value),
        RoundingMode.UP: outer,
        RoundingMode.HALF_UP: outer if tie else nearer,
        RoundingMode.HALF_DOWN: inner if tie else nearer,
        RoundingMode.HALF_EVEN: (low if low % 2 == 0 else high) if tie else nearer,
    }[mode]


halves = st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 2))
shares = st.fractions(-(10**9), 10**9) | halves


@given(modes, shares)
def test_each_mode_is_that_of_the_textbook(mode: RoundingMode, value: Fraction) -> None:
    assert mode.divide(value.numerator, value.denominator) == rounded(value, mode)


@given(modes, shares, st.integers(1, 10**6))
def test_rounding_needs_no_lowest_terms(mode: RoundingMode, value: Fraction, by: int) -> None:
    assert mode.divide(value.numerator * by, value.denominator * by) == rounded(value, mode)


@given(modes, signed, st.decimals(-10, 10, places=4))
def test_each_mode_is_that_of_decimal(mode: RoundingMode, money: Money, factor: Decimal) -> None:
    product = money * factor
    quantum = Decimal((0, (1,), -minor_unit(money.currency)))
    with decimal.localcontext(decimal.Context(prec=60)):
        expected = product.amount.quantize(quantum, rounding=DECIMAL_MODES[mode])
    assert product.rounded(mode).amount == expected
    assert product.rounded(mode).is_rounded


@given(modes, signed, factors)
def test_rounding_twice_is_rounding_once(
    mode: RoundingMode, money: Money, factor: Decimal | int
) -> None:
    once = (money * factor).rounded(mode)
    assert repr(once.rounded(mode)) == repr(once)
    assert all(repr(once.rounded(other)) == repr(once) for other in RoundingMode)


@given(modes, shares, shares)
def test_rounding_keeps_the_order(mode: RoundingMode, one: Fraction, other: Fraction) -> None:
    less, more = sorted((one, other))
    assert mode.divide(less.numerator, less.denominator) <= mode.divide(
        more.numerator, more.denominator
    )


@given(shares)
def test_credits_mirror_debits_except_on_the_number_line(value: Fraction) -> None:
    towards_one_side = {RoundingMode.CEILING, RoundingMode.FLOOR}
    for mode in set(RoundingMode) - towards_one_side:
        assert mode.divide(-value.numerator, value.denominator) == -mode.divide(
            value.numerator, value.denominator
        )
    assert RoundingMode.CEILING.divide(-value.numerator, value.denominator) == (
        -RoundingMode.FLOOR.divide(value.numerator, value.denominator)
    )


# -- arithmetic --------------------------------------------------------------------------------
@given(of_one_currency(3), factors)
def test_money_adds_and_multiplies_like_fractions(
    amounts: tuple[Money, ...], factor: Decimal | int
) -> None:
    one, two, three = amounts
    a, b, c = (Fraction(money.amount) for money in amounts)
    assert Fraction((one + two).amount) == a + b
    assert Fraction((one - two).amount) == a - b
    assert Fraction((one * factor).amount) == a * Fraction(factor)
    assert Fraction(((one + two) * factor - three).amount) == (a + b) * Fraction(factor) - c
    assert Fraction(total(amounts, one.currency).amount) == a + b + c
    assert ((one < two), (one <= two), (one == two)) == ((a < b), (a <= b), (a == b))
    assert one + two == two + one
    assert hash(one + two) == hash(two + one)
    assert repr(one - one) == repr(Money.zero(one.currency))


@given(signed)
def test_a_sign_changes_and_nothing_else(money: Money) -> None:
    opposite = -money
    assert repr(-opposite) == repr(money)
    assert repr(money * -1) == repr(opposite)
    assert repr(money * 0) == repr(Money.zero(money.currency))
    assert Fraction(opposite.amount) == -Fraction(money.amount)
    assert abs(money) == abs(opposite) == max(money, opposite)


@given(signed, any_percents)
def test_a_share_is_exact_until_it_is_rounded(money: Money, percent: Percent) -> None:
    exact = Fraction(money.amount) * percent.fraction
    assert Fraction(percent.of(money).amount) == exact
    assert percent.of(money).rounded() == Money.from_fraction(exact, money.currency)


@given(percents(), percents())
def test_percentages_add_and_compare_like_fractions(one: Percent, two: Percent) -> None:
    assert (one + two).fraction == one.fraction + two.fraction
    assert (one < two) == (one.fraction < two.fraction)
    assert (one == two) == (one.fraction == two.fraction)


# -- splits ------------------------------------------------------------------------------------
@given(st.integers(-LARGE, LARGE), weight_lists)
def test_parts_sum_to_the_whole(units: int, by: Weights) -> None:
    parts = largest_remainder(units, by)
    assert (len(parts), sum(parts)) == (len(by), units)
    assert all(type(part) is int for part in parts)


@given(st.integers(-LARGE, LARGE), weight_lists)
def test_parts_are_less_than_a_unit_from_the_exact_share(units: int, by: Weights) -> None:
    whole = sum(Fraction(weight) for weight in by)
    for part, weight in zip(largest_remainder(units, by), by, strict=True):
        exact = units * Fraction(weight) / whole
        assert abs(part - exact) < 1
        if exact.denominator == 1:
            assert part == exact


@given(st.integers(0, LARGE), weight_lists)
def test_a_negative_whole_mirrors_the_positive(units: int, by: Weights) -> None:
    assert largest_remainder(-units, by) == tuple(-part for part in largest_remainder(units, by))


@given(st.integers(0, LARGE), weight_lists)
def test_more_weight_never_gets_less(units: int, by: Weights) -> None:
    parts = largest_remainder(units, by)
    for i, (part, weight) in enumerate(zip(parts, by, strict=True)):
        for later, its_weight in zip(parts[i + 1 :], by[i + 1 :], strict=True):
            if Fraction(weight) == Fraction(its_weight):
                assert later <= part <= later + 1
            elif Fraction(weight) > Fraction(its_weight):
                assert part >= later
            else:
                assert part <= later


@given(st.integers(-LARGE, LARGE), weight_lists, st.fractions(Fraction(1, 99), 99))
def test_only_proportions_matter(units: int, by: Weights, scale: Fraction) -> None:
    scaled = [Fraction(weight) * scale for weight in by]
    assert largest_remainder(units, scaled) == largest_remainder(units, by)


@given(st.integers(-LARGE, LARGE), st.integers(1, 200))
def test_equal_parts_differ_by_at_most_a_unit(units: int, count: int) -> None:
    parts = largest_remainder(units, count)
    assert parts == largest_remainder(units, [1] * count)
    assert max(parts) - min(parts) <= 1
    assert sorted(parts, key=abs, reverse=True) == list(parts)


@given(signed, weight_lists)
def test_money_is_split_like_its_units(money: Money, by: Weights) -> None:
    parts = money.allocate(by)
    assert total(parts, money.currency) == money
    assert tuple(part.minor_units for part in parts) == largest_remainder(money.minor_units, by)
