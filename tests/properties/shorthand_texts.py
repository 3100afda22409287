"""Shorthand and what it says, drawn together; and payment terms of any kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hypothesis import strategies as st

from collectkit.dates import BusinessDayConvention
from collectkit.money import Percent
from collectkit.terms import (
    BalanceLine,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    PaymentTerms,
)
from collectkit.testing import percents

__all__ = ["ENGLISH_OPEN", "Spelled", "any_terms", "decorated", "spelled"]

EOM = EndOfMonth()
net, after_eom, then_eom = DueRule.net, DueRule.eom_plus_days, DueRule.days_then_eom


def rog(days: int) -> DueRule:
    return DueRule.from_event("delivery", Days(count=days))


# -- texts of the grammar, each with what it says ------------------------------------------------
# A discount: its spelling and its deadline. {p} is the percentage, {w} and {x} its days.
TIERS: list[tuple[str, Callable[[int], DueRule]]] = [
    ("{p}/{w}", net),
    ("{p}% {w} days", net),
    ("{p}%-{w}", net),
    ("{p}/{w}-{x} extra", net),
    ("{p}%{w} - {x}x", net),
    ("{p}/{w} eom", after_eom),
    ("{p}/{w} rog", rog),
    ("{p}/{w} prox", DueRule.day_of_month),
    ("{p} % d'escompte à {w} jours", net),
    ("escompte {p} % sous {w} j", net),
    ("{p} % skonto innerhalb {w} tagen", net),
    ("{w} tage {p} % skonto", net),
    ("{p} % skonto {w} tage", net),
    ("binnen {w} tagen {p} %", net),
]
DATED = (" eom", " rog", " prox")

# A due date: its spelling, and what it says by reading ("" where there is one). {n} are days of 29
# and more, beyond every discount; {d} is a day of the month.
Readings = dict[str, DueRule]


def one(rule: DueRule) -> Readings:
    return {"": rule}


def both_orders(n: int, _: int) -> Readings:
    return {"eom_plus_days": after_eom(n), "days_then_eom": then_eom(n)}


def order_open(n: int, d: int) -> Readings:
    next_month_end = {"next_month_end": DueRule.of(Months(count=1), EOM)}
    return both_orders(n, d) | (next_month_end if n == 30 else {})


def with_day(n: int, d: int) -> Readings:
    following = NextDayOfMonth(days=(d,))
    return {
        "eom_plus_days": after_eom(n).then(following),
        "days_then_eom": then_eom(n).then(DayOfMonth(day=d, months=1)),
        "days_then_day": net(n).then(following),
    }


NETS: list[tuple[str, Callable[[int, int], Readings]]] = [
    ("net {n}", lambda n, _: one(net(n))),
    ("n/{n} days", lambda n, _: one(net(n))),
    ("{n} days net", lambda n, _: one(net(n))),
    ("{n} days from invoice date", lambda n, _: one(net(n))),
    ("payment due within {n} days", lambda n, _: one(net(n))),
    ("net {n} eom", order_open),
    ("n/{n}, end of month", order_open),
    ("{n} eom", order_open),
    ("{n} days after eom", lambda n, _: one(after_eom(n))),
    ("eom+{n}", lambda n, _: one(after_eom(n))),
    ("eom", lambda _n, _d: one(DueRule.of(EOM))),
    ("net eom", lambda _n, _d: one(DueRule.of(EOM))),
    ("n/{d} prox", lambda _, d: one(DueRule.day_of_month(d))),
    ("{d} mfi", lambda _, d: one(DueRule.day_of_month(d))),
    ("net monthly account", lambda _n, _d: one(DueRule.of(Months(count=1), EOM))),
    ("due on receipt", lambda _n, _d: one(net(0))),
    ("cia", lambda _n, _d: one(DueRule.in_advance())),
    ("cwo", lambda _n, _d: one(DueRule.with_order())),
    ("cod", lambda _n, _d: one(DueRule.on_delivery())),
    ("{n} days after delivery", lambda n, _: one(rog(n))),
    ("eom then {n} days", lambda n, _: one(after_eom(n))),
    ("{d} prox + {n} days", lambda n, d: one(DueRule.day_of_month(d).then(Days(count=n)))),
    ("the next {d}th", lambda _, d: one(DueRule.payment_days((d,)))),
    ("{d} months", lambda _, d: one(DueRule.of(Months(count=d)))),
    ("{n} jours", lambda n, _: one(net(n))),
    ("comptant", lambda _n, _d: one(net(0))),
    ("à réception", lambda _n, _d: one(net(0))),
    ("à la commande", lambda _n, _d: one(DueRule.with_order())),
    ("contre remboursement", lambda _n, _d: one(DueRule.on_delivery())),
    ("{n} jours fdm", both_orders),
    ("fin de mois", lambda _n, _d: one(DueRule.of(EOM))),
    ("{n} jours fin de mois", both_orders),
    ("{n} jours fin de mois le {d}", with_day),
    ("fin de mois + {n} jours", lambda n, _: one(after_eom(n))),
    ("{n} tage netto", lambda n, _: one(net(n))),
    ("netto {n} tage", lambda n, _: one(net(n))),
    ("zahlbar innerhalb {n} tagen", lambda n, _: one(net(n))),
    ("{n} tage ab rechnungsdatum", lambda n, _: one(net(n))),
    ("sofort rein netto", lambda _n, _d: one(net(0))),
    ("prepayment", lambda _n, _d: one(DueRule.in_advance())),
    ("zahlbar sofort", lambda _n, _d: one(net(0))),
    ("vorkasse", lambda _n, _d: one(DueRule.in_advance())),
    ("nachnahme", lambda _n, _d: one(DueRule.on_delivery())),
]  # fmt: skip
ENGLISH_OPEN = ("net {n} eom", "n/{n}, end of month", "{n} eom")


class Offer(NamedTuple):
    text: str
    percent: Percent
    deadline: DueRule
    dated: bool


class Spelled(NamedTuple):
    """A text and its parts as they were drawn."""

    text: str
    offers: list[Offer]
    spelling: str
    readings: Readings
    on_delivery: bool


@st.composite
def spelled(draw: st.DrawFn) -> Spelled:
    count = draw(st.integers(0, 3))
    figures = sorted(draw(st.sets(st.integers(1, 9_999), min_size=count, max_size=count)))[::-1]
    windows = sorted(draw(st.sets(st.integers(1, 28), min_size=count, max_size=count)))
    offers = []
    for figure, days in zip(figures, windows, strict=True):
        template, rule = draw(st.sampled_from(TIERS))
        extra = draw(st.integers(0, days))
        said = f"{figure // 100}.{figure % 100:02}"
        own = days - extra if "{x}" in template else days
        offers.append(
            Offer(
                template.format(p=said, w=own, x=extra),
                Percent(said),
                rule(days),
                template.endswith(DATED),
            )
        )
    spelling, readings = draw(st.sampled_from(NETS)) if draw(st.integers(0, 4)) else ("", None)
    n, d = draw(st.just(30) | st.integers(29, 999)), draw(st.integers(29, 31))
    net_text, meant = spelling.format(n=n, d=d), {} if readings is None else readings(n, d)
    on_delivery = draw(st.booleans()) and bool(offers or net_text)
    while True:
        words = [*(offer.text for offer in offers), *([net_text] if net_text else [])]
        # `2/10 eom` with a blank is a discount counted from the end of the month.
        joints = (", ", "; ") if net_text.startswith("eom") else (", ", "; ", " ")
        text = draw(st.sampled_from(joints)).join(words) + ", rog" * on_delivery
        if len(text) <= 64:
            return Spelled(text, offers, spelling, meant, on_delivery)
        offers.pop()


@st.composite
def decorated(draw: st.DrawFn, plain: str) -> str:
    """Another way to type the same text."""
    text = plain
    for old, new in (
        (" ", "\u00a0"), (" ", "\u202f"), ("-", "\u2013"), ("-", "\u2212"),
        ("'", "\u2019"), ("réc", "rec"), ("à", "a"),
    ):  # fmt: skip
        text = text.replace(old, new, draw(st.integers(0, 2)))
    match draw(st.sampled_from(("as it is", "capitals", "words"))):
        case "capitals":
            text = text.upper()
        case "words":
            text = text.title()
    room = 64 - len(text)
    return " " * draw(st.integers(0, min(room, 2))) + text


# -- terms of any kind -----------------------------------------------------------------------------
counts = st.integers(-1, 40) | st.just(999) | st.just(1000)
a_step = st.one_of(
    counts.map(lambda n: Days(count=n)),
    st.integers(0, 3).map(lambda n: Months(count=n)),
    st.just(EOM),
    st.builds(DayOfMonth, day=st.integers(1, 31), months=st.integers(0, 2)),
    st.integers(1, 31).map(lambda d: NextDayOfMonth(days=(d,))),
)
events = st.sampled_from((None, None, None, "delivery", "order", "shipment", "acceptance"))
rules = st.one_of(
    counts.map(net),
    counts.map(after_eom),
    counts.map(then_eom),
    st.integers(1, 31).map(DueRule.day_of_month),
    counts.map(rog),
    st.sampled_from((DueRule.on_delivery(), DueRule.with_order(), DueRule.in_advance())),
    st.builds(DueRule, steps=st.lists(a_step, max_size=5).map(tuple), event=events),
)
tiers = st.builds(
    DiscountTier,
    percent=st.integers(1, 100).map(lambda n: Percent(str(n))) | percents(Percent("0.0001")),
    deadline=rules,
    base=st.sampled_from(("gross", "gross", "gross", "net")),
)


@st.composite
def any_terms(draw: st.DrawFn) -> PaymentTerms:
    terms = PaymentTerms(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,20}", fullmatch=True)),
        lines=(BalanceLine(due=draw(st.none() | rules)),),
        discounts=draw(st.lists(tiers, max_size=3).map(tuple)),
    )
    if draw(st.integers(0, 9)):
        return terms
    return terms.replace(
        due_adjustment=draw(st.sampled_from(BusinessDayConvention)),
        discount_grace_days=draw(st.integers(0, 2)),
    )
