# data-only
"""The United States' prompt payment interest rate, set by the Treasury for each half-year.

31 U.S.C. 3902; also the rate of the Contract Disputes Act. A row names its notice in the Federal
Register; a row that names none stands in two public pages that agree. Any other half-year is a gap.
"""

from __future__ import annotations

from datetime import date

from collectkit.fees.rates import RateTable

__all__ = ["US_PROMPT_PAYMENT"]

_READ = date.fromisoformat("2026-11-21")

US_PROMPT_PAYMENT = RateTable.of(
    "us-prompt-payment",
    {
        "2004-07-01": "4.500%",  # 69 FR 38952
        "2005-01-01": "4.250%",  # the notice, in a mirror
        "2006-01-01": "5.125%",  # 70 FR 76497
        "2006-07-01": "5.750%",  # 71 FR 37638
        "2007-07-01": "5.750%",  # 72 FR 35742
        "2008-01-01": "4.750%",  # 72 FR 74408
        "2008-07-01": "5.125%",  # 73 FR 37529
        "2009-01-01": "5.625%",  # 73 FR 79977
        "2009-07-01": "4.875%",  # 74 FR 31794
        "2010-01-01": "3.250%",  # 74 FR 69379
        "2010-07-01": "3.125%",  # 75 FR 37881
        "2011-07-01": "2.500%",  # 76 FR 38742
        "2013-01-01": "1.375%",
        "2013-07-01": "1.750%",  # FR Doc. 2013-15671
        "2014-01-01": "2.125%",  # 79 FR 424
        "2014-07-01": "2.000%",  # 79 FR 33647
        "2015-01-01": "2.125%",
        "2015-07-01": "2.375%",  # 80 FR 39482
        "2016-01-01": "2.500%",  # 80 FR 81880
        "2016-07-01": "1.875%",  # 81 FR 44088
        "2017-01-01": "2.500%",  # 82 FR 910
        "2017-07-01": "2.375%",  # 82 FR 34348
        "2018-01-01": "2.625%",
        "2018-07-01": "3.500%",
        "2019-01-01": "3.625%",
        "2019-07-01": "2.625%",
        "2020-01-01": "2.125%",
        "2020-07-01": "1.125%",
        "2021-01-01": "0.875%",  # 86 FR 7457
        "2021-07-01": "1.125%",  # 86 FR 38813
        "2022-01-01": "1.625%",  # FR Doc. 2022-00391
        "2023-01-01": "4.625%",  # FR Doc. 2023-02104
        "2023-07-01": "4.875%",  # FR Doc. 2023-17450
        "2024-01-01": "4.875%",  # FR Doc. 2024-04833
        "2024-07-01": "4.875%",  # 89 FR 58467
        "2025-01-01": "4.625%",  # 90 FR 10678
        "2026-01-01": "4.125%",
    },
    gaps=(
        ("2005-07-01", "2005-12-31"),
        ("2007-01-01", "2007-06-30"),
        ("2011-01-01", "2011-06-30"),
        ("2012-01-01", "2012-12-31"),
        ("2022-07-01", "2022-12-31"),
        ("2025-07-01", "2025-12-31"),
    ),
    covers_until="2026-06-30",
    as_of=_READ,
    name="Prompt Payment rate",
    source="U.S. Department of the Treasury, Prompt Payment Interest Rate",
)
