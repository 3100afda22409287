"""Hypothesis strategies for reference rates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from collectkit.fees import RateTable
from collectkit.money import Percent
from collectkit.testing.values import days, percents

__all__ = ["rate_tables"]

_DAY = timedelta(1)


@st.composite
def rate_tables(draw: st.DrawFn) -> RateTable:
    """Tables of one to eight points within three years, with and without gaps.

    Rates run from -1 % to 15 %, some repeated; the coverage may begin after the first point.

    >>> from hypothesis import find
    >>> len(find(rate_tables(), lambda table: True).points)
    1
    """
    rates = st.sampled_from((Percent("4"), Percent("4.25"))) | percents(Percent(-1), Percent(15))
    start = draw(days(end=date(2057, 12, 31)))
    offsets = draw(st.sets(st.integers(1, 1000), max_size=7))
    since = [start, *(start + timedelta(offset) for offset in sorted(offsets))]
    covers_from = draw(st.just(start) | st.dates(start, since[-1]))
    covers_until = since[-1] + timedelta(draw(st.integers(0, 100)))
    gaps = []
    for before, following in pairwise(since):
        first, last = max(before, covers_from) + _DAY, following - _DAY
        if first <= last < covers_until and draw(st.booleans()):
            gaps.append((draw(st.dates(first, last)), last))
    return RateTable(
        id=draw(st.sampled_from(("base", "reference"))),
        points=tuple((day, draw(rates)) for day in since),
        covers_from=covers_from,
        covers_until=covers_until,
        as_of=draw(st.dates(start, covers_until)),
        source="drawn",
        gaps=tuple(gaps),
    )
