"""Interest and lump sums by statute."""

from __future__ import annotations

from tests.conformance.adapters.charges import (
    DUE,
    EVERY_DAY,
    charged,
    days_late,
    interest_a_day,
    interest_between,
    interest_by_day,
    interest_for_days,
    late,
)
from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.reference_rates import (
    a_table,
    by_given_segments,
    by_range,
    by_segments,
    factor_of_reference,
    looked_up,
    margin_over_reference,
    margin_over_table,
    next_half_point,
    timeline,
)
from tests.conformance.adapters.translate import CURRENCY, EARLIER, day, money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.dates import Context
from collectkit.fees import STATUTES, Interest, SlabFee, TableRate, assess, statutory
from collectkit.testing import an_invoice, something_done

statute = Operations("statutory", refusals={"fees.rate-coverage": "out_of_coverage"})

statute.named("simple")(interest_for_days)
statute.named("simple_daily_rounded")(interest_by_day)
statute.named("daily")(interest_a_day)
statute.named("dated")(interest_between)
statute.named("days_late")(days_late)
statute.named("rate_lookup")(looked_up)
statute.named("sum_rate")(margin_over_reference)
statute.named("times")(factor_of_reference)
statute.named("table_plus")(margin_over_table)
statute.named("table_plus_up_half")(next_half_point)
statute.named("timeline")(timeline)
statute.named("segments", "segments_rates")(by_segments)
statute.named("range")(by_range)
statute.named("given_segments")(by_given_segments)

_CODES = {"UK": "GB"}


@statute.named("tier")
def fixed_sum(given: Given) -> Figures:
    """The fixed sum for a debt. Where it is stated in another currency, as it is stated."""
    code = _CODES.get(given["regime"], given["regime"])
    if code not in STATUTES:
        raise Unsupported(f"no regime {code}")
    policy = statutory(code, debtor="business").policy
    fee = next((fee for fee in policy.fees if isinstance(fee, SlabFee)), None)
    if fee is None:
        raise Unsupported(f"no tiers in {code}")
    debt = money(given["debt"], fee.debt_currency)
    tier = fee.tier_of(debt)
    if fee.exchange is not None and tier is not None:
        stated = fee.tiers[tier].amount
    else:
        account = late(given["debt"], DUE, currency=fee.debt_currency)
        alone = policy.replace(interest=None, fees=(fee,))
        stated = assess(account, alone, as_of=days_after(DUE, 60)).total(fee.debt_currency)
    return {"amount": stated, "currency": stated.currency}


@statute.named("de_default_start")
def default_start(given: Given) -> Figures:
    """The first day of interest; the invoice is received by its due day, which stands as it is."""
    regime = statutory(
        "DE", debtor=given["debtor"], due_date_agreed=given.get("contract_date", False)
    )
    rule, due_on = regime.default_rule, day(given["due"])
    invoice = an_invoice(issued_on=EARLIER, due_on=due_on)
    notices = []
    if "reminder" in given:
        notices.append((day(given["reminder"]), rule and rule.reminder))
    if given.get("notice", False):
        notices.append((EARLIER, rule and rule.needs))
    told = [something_done(kind="notice", on=on, code=code) for on, code in notices]
    return {"first_interest_day": regime.first_interest_day(invoice, told, calendar=EVERY_DAY)}


@statute.named("ppa")
def prompt_payment(given: Given) -> Figures:
    """The Prompt Payment Act at a rate that the case states; no day is off."""
    regime = statutory("US-PPA", debtor="public")
    rule, due_on, paid_on = regime.policy.interest, day(given["due"]), day(given["paid"])
    if rule is None or not isinstance(rule.rate, TableRate):
        raise Unsupported("no rate by table")
    table = a_table(rule.rate.table, [(due_on, given["annual_rate_pct"])], paid_on)
    account = late(given["principal"], due_on, [(paid_on, given["principal"])], "USD")
    context = Context(calendar=EVERY_DAY, tables=(table,))
    return {"interest": regime.assess(account, as_of=paid_on, context=context).total("USD")}


@statute.named("min_payable")
def payable(given: Given) -> Figures:
    """Interest of a stated sum, which that sum bears in a year at 100 %, under a de minimis."""
    rule = Interest(rate=percent(100), de_minimis=(money(given["minimum"]),))
    charges = charged(late(given["interest"], DUE), days_after(DUE, 365), rule)
    return {"payable": charges.total(CURRENCY)}
