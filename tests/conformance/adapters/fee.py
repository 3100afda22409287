"""Late fees: flat and by level, by month, and the lump sums of statutes."""

from __future__ import annotations

from tests.conformance.adapters.charges import DUE, charged, late, posted
from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.translate import CURRENCY, EARLIER, day, day_count, money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.fees import (
    FlatFee,
    GraduatedFee,
    Interest,
    LateChargePolicy,
    PercentFee,
    Period,
    assess,
    statutory,
)
from collectkit.ledger import account_statement
from collectkit.testing import an_account, an_invoice, something_done

fee = Operations("fee")

_LATER = days_after(DUE, 60)


@fee.named("simple_plus_fee")
def interest_and_fee(given: Given) -> Figures:
    """Both are posted on the day they are assessed: the total is the statement's closing balance.

    No day count is given; the source divides by 365.
    """
    as_of = days_after(DUE, given["days"])
    invoice = an_invoice(amount=money(given["principal"]), issued_on=EARLIER, due_on=DUE)
    rule = Interest(
        rate=percent(given["annual_rate_pct"]), day_count=day_count(given.get("basis", "365"))
    )
    flat = FlatFee(id="fee", amounts=(money(given["fee"]),))
    charges = charged(an_account(invoice), as_of, rule, (flat,))
    interest = [line.amount for line in charges.lines if line.kind == "interest"]
    account = an_account(invoice, *posted(charges, as_of))
    return {
        "interest": interest[0] if interest else money(0),
        "fee_plus_interest": charges.total(CURRENCY),
        "total": account_statement(account, start=EARLIER, end=as_of).of(CURRENCY).closing,
    }


def _of_level(id: str, kind: str, figure: str) -> FlatFee | PercentFee:
    if kind == "flat":
        return FlatFee(id=id, when="level", amounts=(money(figure),))
    if kind == "percent":
        return PercentFee(id=id, when="level", percent=percent(figure), base="original_amount")
    raise Unsupported(f"no fee {kind}")


@fee.named("level_fee")
def fees_by_level(given: Given) -> Figures:
    """A level a day; each fee is posted before the next is assessed."""
    rules = tuple(_of_level(f"level-{n}", *rule) for n, rule in enumerate(given["fees"]))
    policy = LateChargePolicy(id="levels", fees=rules)
    facts = [an_invoice(amount=money(given["base"]), issued_on=EARLIER, due_on=DUE)]
    levels, on = [], DUE
    for rule in rules:
        on = days_after(on, 1)
        levels.append((on, rule.id, (facts[0].id,)))
        charges = assess(an_account(*facts), policy, as_of=on, levels=levels)
        facts.extend(posted(charges, on))
    statement = account_statement(an_account(*facts), start=EARLIER, end=on)
    return {"receivable": statement.of(CURRENCY).closing}


@fee.named("full_months")
def fees_by_month(given: Given) -> Figures:
    """How often a fee for every full month is owed."""
    monthly = FlatFee(id="monthly", amounts=(money(1),), every=Period(months=1), count="full")
    charges = charged(late(100, day(given["start"])), day(given["as_of"]), fees=(monthly,))
    return {"months": len(charges.lines)}


@fee.named("de_lump")
def lump_sum(given: Given) -> Figures:
    """What is left to charge of the lump sum of § 288 (5) BGB once it was charged so many times."""
    regime = statutory("DE", debtor=given["debtor"])
    facts = [an_invoice(issued_on=EARLIER, due_on=DUE)]
    for _ in range(given["already_charged"]):
        facts.extend(posted(regime.assess(an_account(*facts), as_of=_LATER), _LATER))
    charges = regime.assess(an_account(*facts), as_of=_LATER)
    sums = [line.amount for line in charges.lines if line.kind != "interest"]
    return {"amount": sums[0] if sums else money(0)}


@fee.named("bik")
def collection_costs(given: Given) -> Figures:
    """Extrajudicial costs of a consumer's debt, after the letter that they depend on."""
    policy = statutory("NL", debtor="consumer").policy
    rule = next(rule for rule in policy.fees if isinstance(rule, GraduatedFee))
    account = an_account(
        an_invoice(amount=money(given["principal"]), issued_on=EARLIER, due_on=DUE),
        something_done(
            kind="notice",
            code=rule.notice.code if rule.notice else None,
            on=days_after(DUE, 5),
            status="delivered",
        ),
    )
    alone = policy.replace(interest=None, fees=(rule,))
    return {"amount": assess(account, alone, as_of=_LATER).total(CURRENCY)}
