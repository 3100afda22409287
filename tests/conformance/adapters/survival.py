"""Product-limit estimates: how long until an event, some of them not seen to the end."""

from __future__ import annotations

from collections.abc import Iterable

from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import PaymentCurve

survival = Operations("survival")

_Counts = tuple[tuple[int, int], ...]

# Public data sets by their name: (day, how many) of what was seen to end, and of what was not.
_DATASETS: dict[str, tuple[_Counts, _Counts]] = {
    "lifelines waltons_dataset.csv (163 rows)": (
        (
            (6, 1), (7, 1), (9, 3), (13, 3), (15, 2), (17, 1), (19, 3), (22, 4), (26, 5), (29, 5),
            (32, 1), (33, 3), (36, 2), (38, 2), (41, 7), (43, 1), (45, 9), (47, 1), (48, 8),
            (51, 3), (53, 7), (54, 2), (56, 18), (58, 4), (60, 15), (61, 9), (62, 2), (63, 9),
            (66, 3), (68, 9), (69, 12), (75, 1),
        ),
        ((7, 1), (45, 1), (60, 1), (61, 2), (68, 1), (69, 1)),
    ),
}  # fmt: skip


def _each(counts: _Counts) -> Iterable[int]:
    return (day for day, count in counts for _ in range(count))


@survival.shaped("dataset")
def of_a_data_set(given: Given) -> Figures:
    known = _DATASETS.get(given["dataset"])
    if known is None:
        raise Unsupported(f"the data set {given['dataset']}")
    ended, seen = known
    curve = PaymentCurve.from_days(_each(ended), _each(seen))
    shares = {f"S{day}": curve.share_unpaid_after(day) for day, _ in ended}
    return {"median": curve.median, **shares}
