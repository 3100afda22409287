# data-only
"""Reference rates as read on the day each table names; a caller's own table does as well."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from collectkit.fees.rates import RateTable
from collectkit.fees.tables.boe import BOE_BANK_RATE, BOE_HALF_YEAR
from collectkit.fees.tables.de import DE_BASISZINSSATZ
from collectkit.fees.tables.ecb import ECB_MRO_HALF_YEAR
from collectkit.fees.tables.us import US_PROMPT_PAYMENT

__all__ = ["RATE_TABLES"]

RATE_TABLES: Mapping[str, RateTable] = MappingProxyType(
    {
        table.id: table
        for table in (
            BOE_BANK_RATE,
            BOE_HALF_YEAR,
            DE_BASISZINSSATZ,
            ECB_MRO_HALF_YEAR,
            US_PROMPT_PAYMENT,
        )
    }
)
"""The tables that come with the library, by id."""
