# data-only
"""ISO 4217 currency codes and their minor units (the standard's, not a locale's display digits).

Source: ISO 4217:2015, list one as amended to 2026-03. Codes without a minor unit (gold, special
drawing rights, "no currency") are not money anyone is billed in and are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from collectkit.errors import UnknownCurrency, shown

__all__ = ["MINOR_UNITS", "minor_unit"]

_CODES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN "
        "BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
        "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW "
        "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR "
        "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG "
        "SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
        "USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG "
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

# Withdrawn since 2012; old books still hold them. Source: ISO 4217 list three.
_WITHDRAWN = {0: "BYR", 2: "ANG BGN CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL"}

MINOR_UNITS: Mapping[str, int] = MappingProxyType(
    {
        code: digits
        for table in (_CODES, _WITHDRAWN)
        for digits, codes in table.items()
        for code in codes.split()
    }
)


def minor_unit(currency: str) -> int:
    """How many decimals `currency` has in ISO 4217.

    Raises:
        UnknownCurrency: not an ISO 4217 code in capitals, or one without a minor unit.

    >>> minor_unit("EUR"), minor_unit("JPY"), minor_unit("KWD")
    (2, 0, 3)
    """
    try:
        return MINOR_UNITS[currency]
    except (KeyError, TypeError):
        raise UnknownCurrency(
            f"{shown(currency)} is not an ISO 4217 currency with a minor unit",
            field="currency",
            hint="three capital letters, such as EUR",
        ) from None
