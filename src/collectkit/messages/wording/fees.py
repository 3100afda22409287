"""Fees, caps and periods in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from collectkit.fees import Cap, FlatFee, GraduatedFee, NoticeFirst, PercentFee, Period, SlabFee
from collectkit.fees.tariffs import Fee
from collectkit.messages.wording.phrases import Phrases
from collectkit.money import Money

__all__ = ["capped", "each", "fee_text", "spanned"]

_UNITS = ("days", "months", "years")


def fee_text(fee: Fee, phrases: Phrases) -> str:
    """One fee: its name, how much, for what, how often, and within which bounds."""
    named = f"fee.name.{fee.label or fee.charge_kind}"
    name = phrases.say(named) if phrases.has(named) else fee.label
    what = [f"{_tariff(fee, phrases)} {phrases.say(f'per.{fee.per}')}"]
    if fee.every is not None:
        what.append(phrases.say(f"fee.{fee.count}", every=each(fee.every, phrases)))
    if fee.when == "level":
        what.append(phrases.say("fee.level"))
    what += _conditions(fee, phrases)
    return phrases.say("fee", name=name, what=phrases.joined("list", what))


def _tariff(fee: Fee, phrases: Phrases) -> str:
    """How much it is."""
    say = phrases.say
    match fee:
        case FlatFee():
            return say("fee.flat", amounts=phrases.amounts(fee.amounts))
        case PercentFee():
            share = say(f"share.{fee.base}")
            return say("fee.percent", percent=phrases.percent(fee.percent), share=share)
        case SlabFee():
            ends = [(tier.upto, tier.inclusive) for tier in fee.tiers]
            sums = [phrases.money(tier.amount) for tier in fee.tiers]
            return say("fee.slab", tiers=_tiers(ends, sums, phrases))
        case GraduatedFee():
            ends = [(bracket.upto, True) for bracket in fee.brackets]
            shares = [phrases.percent(bracket.percent) for bracket in fee.brackets]
            share = say(f"share.{fee.base}")
            return say("fee.graduated", share=share, tiers=_tiers(ends, shares, phrases))


def _tiers(ends: list[tuple[Money | None, bool]], texts: list[str], phrases: Phrases) -> str:
    """Each tier with what it costs; a bound that is not in it begins the next one."""
    lows = [(None, True), *ends]
    tiers = [
        phrases.say("fee.tier", bounds=_bounds(low, high, phrases), what=text)
        for (low, high), text in zip(pairwise(lows), texts, strict=True)
    ]
    return phrases.joined("list", tiers)


def _bounds(
    low: tuple[Money | None, bool], high: tuple[Money | None, bool], phrases: Phrases
) -> str:
    (least, below), (most, inclusive) = low, high
    words = []
    if least is not None:
        key = "bound.over" if below else "bound.from"
        words.append(phrases.say(key, amount=phrases.money(least)))
    if most is not None:
        under = "bound.under" if least is None else "bound.to-under"
        key = "bound.upto" if inclusive else under
        words.append(phrases.say(key, amount=phrases.money(most)))
    return " ".join(words) or phrases.say("bound.any")


def _conditions(fee: Fee, phrases: Phrases) -> Iterator[str]:
    say = phrases.say
    if isinstance(fee, (SlabFee, GraduatedFee)) and fee.currency is not None:
        yield say("fee.currency", currency=fee.currency)
    if isinstance(fee, SlabFee) and fee.exchange is not None:
        yield say("fee.exchange", table=fee.exchange)
    if fee.notice is not None:
        yield _notice(fee.notice, phrases)
    if fee.minimum:
        yield say("fee.minimum", amounts=phrases.amounts(fee.minimum))
    if fee.cap is not None:
        yield capped("fee.cap", fee.cap, phrases)
    if fee.de_minimis:
        yield say("fee.de-minimis", amounts=phrases.amounts(fee.de_minimis))


def _notice(notice: NoticeFirst, phrases: Phrases) -> str:
    key = "notice.received" if notice.received else "notice.sent"
    if not notice.days:
        return phrases.say(key, code=notice.code)
    return phrases.say(f"{key}-days", span=phrases.span("days", notice.days), code=notice.code)


def capped(key: str, cap: Cap, phrases: Phrases) -> str:
    """The pattern `key` with the most that is charged, or its `-every` with that of a period."""
    amounts = phrases.amounts(cap.amounts)
    percent = "" if cap.percent is None else phrases.percent(cap.percent)
    kind = "both" if amounts and percent else "amounts" if amounts else "percent"
    most = phrases.say(f"cap.{kind}", amounts=amounts, percent=percent)
    if cap.every is None:
        return phrases.say(key, cap=most)
    return phrases.say(f"{key}-every", cap=most, every=each(cap.every, phrases))


# -- periods -------------------------------------------------------------------------------------
def spanned(period: Period, phrases: Phrases) -> str:
    """So long."""
    return phrases.span(*_unit(period))


def each(period: Period, phrases: Phrases) -> str:
    """So often."""
    return phrases.every(*_unit(period))


def _unit(period: Period) -> tuple[str, int]:
    return next((unit, count) for unit in _UNITS if (count := getattr(period, unit)) is not None)
