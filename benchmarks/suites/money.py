"""Money beside py-moneyed and stockholm."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from benchmarks.harness import Mark, Run
from benchmarks.rows import Row, Side, peer_module
from collectkit.money import Money, Percent

SIZE = 100  # operations per run, so that the loop costs little beside them
CODE = "EUR"
CENTS = tuple(1999 + 7919 * n for n in range(SIZE))
TEXTS = tuple(f"{cents // 100}.{cents % 100:02d}" for cents in CENTS)

Make = Callable[[str, str], Any]


def moneyed() -> Make:
    make: Make = peer_module("moneyed").Money
    return make


def stockholm() -> Make:
    make: Make = peer_module("stockholm").Money
    return make


def ours() -> Make:
    return Money


def _plain(amounts: Iterable[Any]) -> list[tuple[Decimal, str]]:
    return [(amount.amount, str(amount.currency)) for amount in amounts]


def _plain_one(amount: Any) -> list[tuple[Decimal, str]]:
    return _plain((amount,))


def _each(make: Callable[[], Make], work: Callable[[Any], Any]) -> Callable[[int], Run]:
    """A run that does `work` to each of `size` amounts."""

    def setup(size: int) -> Run:
        made = make()
        amounts = [made(text, CODE) for text in TEXTS[:size]]
        return lambda: [work(amount) for amount in amounts]

    return setup


def _added(make: Callable[[], Make]) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        made = make()
        first, *amounts = [made(text, CODE) for text in ("0.00", *TEXTS[:size])]

        def run() -> object:
            result = first
            for amount in amounts:
                result = result + amount
            return result

        return run

    return setup


def _made(make: Callable[[], Make]) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        made, texts = make(), TEXTS[:size]
        return lambda: [made(text, CODE) for text in texts]

    return setup


_EIGHT, _SHARE, _UNROUNDED = Percent("8"), Decimal("0.08"), Decimal("1.0013")

ROWS = (
    Row(
        name="money/add",
        title="Money + Money",
        unit="addition",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_added(ours), plain=_plain_one),
        peers=(
            Side(name="py-moneyed", setup=_added(moneyed), plain=_plain_one, marks=(Mark(0.8),)),
            Side(name="stockholm", setup=_added(stockholm), plain=_plain_one, marks=(Mark(0.2),)),
        ),
    ),
    Row(
        name="money/make",
        title="Money from text and code",
        unit="amount",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_made(ours), plain=_plain),
        peers=(
            Side(
                name="py-moneyed",
                setup=_made(moneyed),
                plain=_plain,
                note="takes any number of decimals, NaN and floats",
            ),
            Side(name="stockholm", setup=_made(stockholm), plain=_plain),
        ),
    ),
    Row(
        name="money/percent",
        title="8 % of an amount, exact",
        unit="product",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_each(ours, _EIGHT.of), plain=_plain),
        peers=(
            Side(
                name="py-moneyed",
                setup=_each(moneyed, lambda money: money * _SHARE),
                plain=_plain,
                note="a product with a Decimal; it has no percentages",
            ),
            Side(
                name="stockholm",
                setup=_each(stockholm, lambda money: money * _SHARE),
                plain=_plain,
                note="a product with a Decimal",
            ),
        ),
    ),
    Row(
        name="money/round",
        title="a product of six decimals, rounded to cents",
        unit="amount",
        sizes=(SIZE,),
        ours=Side(
            name="collectkit",
            setup=_each(ours, lambda money: (money * _UNROUNDED).rounded()),
            plain=_plain,
        ),
        peers=(
            Side(
                name="py-moneyed",
                setup=_each(moneyed, lambda money: (money * _UNROUNDED).round(2)),
                plain=_plain,
                note="rounds as the host's context says (half-even); no amount here is a tie",
            ),
            Side(
                name="stockholm",
                setup=_each(stockholm, lambda money: round(money * _UNROUNDED, 2)),
                plain=_plain,
                note="rounds half-even; no amount here is a tie",
            ),
        ),
    ),
    Row(
        name="money/allocate",
        title="an amount split by the weights 1, 2, 3 (no peer splits)",
        unit="amount",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_each(ours, lambda money: money.allocate((1, 2, 3)))),
    ),
)
