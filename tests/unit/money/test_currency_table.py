"""The table of currencies, against the published list."""

from __future__ import annotations

import pytest

from collectkit.money.currency import _CODES, _WITHDRAWN, MINOR_UNITS

WITHDRAWN = {code: digits for digits, codes in _WITHDRAWN.items() for code in codes.split()}


def test_withdrawn_codes_are_listed_apart() -> None:
    active = {code for codes in _CODES.values() for code in codes.split()}
    assert not active & set(WITHDRAWN)
    assert active | set(WITHDRAWN) == set(MINOR_UNITS)
    assert sorted(WITHDRAWN) == [
        "ANG", "BGN", "BYR", "CUC", "EEK", "HRK", "LTL",
        "LVL", "MRO", "SLL", "STD", "VEF", "ZMK", "ZWL",
    ]  # fmt: skip


@pytest.mark.full
def test_active_codes_are_those_of_iso_4217() -> None:
    """List one in the `iso4217` package, published 2026-01-01 or later."""
    import iso4217  # type: ignore[import-not-found,unused-ignore]

    published = {currency.code: currency.exponent for currency in iso4217.Currency}
    active = {code: digits for code, digits in published.items() if digits is not None}
    ours = {code: digits for code, digits in MINOR_UNITS.items() if code not in WITHDRAWN}
    assert len(active) > 150
    assert ours == active
    assert not set(WITHDRAWN) & set(published)
