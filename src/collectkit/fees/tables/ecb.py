# data-only
"""The European Central Bank's rate for main refinancing operations, by half-year.

Directive 2011/7/EU article 2(7) takes for each half-year the rate in force on its first day. Up to
the first half of 2009 that is the marginal rate of the last tender, not the minimum bid rate: for
the first half of 2008 4.20 %, not 4.00 % (so also Spain's Ley 3/2004, article 7).
"""

from __future__ import annotations

from datetime import date

from collectkit.fees.rates import RateTable

__all__ = ["ECB_MRO_HALF_YEAR"]

_READ = date.fromisoformat("2026-11-21")

ECB_MRO_HALF_YEAR = RateTable.of(
    "ecb-mro-half-year",
    {
        "2002-07-01": "3.35%",
        "2003-01-01": "2.85%",
        "2003-07-01": "2.10%",
        "2004-01-01": "2.02%",
        "2004-07-01": "2.01%",
        "2005-01-01": "2.09%",
        "2005-07-01": "2.05%",
        "2006-01-01": "2.25%",
        "2006-07-01": "2.83%",
        "2007-01-01": "3.58%",
        "2007-07-01": "4.07%",
        "2008-01-01": "4.20%",
        "2008-07-01": "4.07%",
        "2009-01-01": "2.50%",
        "2009-07-01": "1.00%",
        "2010-01-01": "1.00%",
        "2010-07-01": "1.00%",
        "2011-01-01": "1.00%",
        "2011-07-01": "1.25%",
        "2012-01-01": "1.00%",
        "2012-07-01": "1.00%",
        "2013-01-01": "0.75%",
        "2013-07-01": "0.50%",
        "2014-01-01": "0.25%",
        "2014-07-01": "0.15%",
        "2015-01-01": "0.05%",
        "2015-07-01": "0.05%",
        "2016-01-01": "0.05%",
        "2016-07-01": "0.00%",
        "2017-01-01": "0.00%",
        "2017-07-01": "0.00%",
        "2018-01-01": "0.00%",
        "2018-07-01": "0.00%",
        "2019-01-01": "0.00%",
        "2019-07-01": "0.00%",
        "2020-01-01": "0.00%",
        "2020-07-01": "0.00%",
        "2021-01-01": "0.00%",
        "2021-07-01": "0.00%",
        "2022-01-01": "0.00%",
        "2022-07-01": "0.00%",
        "2023-01-01": "2.50%",
        "2023-07-01": "4.00%",
        "2024-01-01": "4.50%",
        "2024-07-01": "4.25%",
        "2025-01-01": "3.15%",
        "2025-07-01": "2.15%",
        "2026-01-01": "2.15%",
    },
    covers_until="2026-06-30",
    as_of=_READ,
    name="ECB rate",
    source="European Central Bank, interest rate of main refinancing operations",
)
