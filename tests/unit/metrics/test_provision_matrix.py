"""The provision matrix as a policy, and applied to a book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.errors import (
    CollectkitError,
    CurrencyMismatch,
    DuplicateId,
    InvalidDate,
    InvalidFact,
    UnknownReference,
)
from collectkit.ledger import Account, Installment, TaxLine, snapshot
from collectkit.metrics import BookProvision, BucketRate, ProvisionMatrix, provision_of
from collectkit.money import Money, Percent, RoundingMode
from collectkit.testing import (
    a_credit_note,
    a_customer,
    a_late_charge,
    a_receipt,
    an_account,
    an_invoice,
)

AS_OF = date(2026, 6, 30)
RATES = ("1", "2", "5", "10", "50")


def eur(amount: str | int) -> Money:
    return Money(amount, "EUR")


def rates(*percents: str) -> tuple[BucketRate, ...]:
    bounds = (0, 30, 60, 90, 120)[: len(percents) - 1]
    return tuple(
        BucketRate(up_to=bound, rate=Percent(rate))
        for bound, rate in zip((*bounds, None), percents, strict=True)
    )


def matrix(*percents: str, **fields: Any) -> ProvisionMatrix:
    given = {"id": "trade", "version": "1", "basis": "including_tax", **fields}
    return ProvisionMatrix(rates=rates(*(percents or RATES)), **given)


def invoice(key: str, due: date, amount: str | int = 100, **fields: Any) -> Any:
    given = {"issued_on": date(2026, 1, 2), "due_on": due, **fields}
    return an_invoice(id=key, amount=eur(amount), **given)


YOUNG = invoice("YOUNG", date(2026, 7, 10))
LATE = invoice("LATE", date(2026, 6, 1))
OLD = invoice("OLD", date(2026, 2, 1))


def of(*accounts: Account, policy: ProvisionMatrix | None = None, **options: Any) -> BookProvision:
    read = [snapshot(account, as_of=AS_OF) for account in accounts]
    (found,) = provision_of(read, matrix=policy or matrix(), **options)
    return found


def exposed(found: BookProvision) -> dict[str, str]:
    return {r.label: f"{r.exposed.amount:f}" for r in found.provision.rows if r.exposed.amount}


# -- the policy ------------------------------------------------------------------------------------
def test_a_matrix_names_its_buckets_and_rates() -> None:
    policy = matrix(uplift=Decimal(3))
    assert policy.buckets.bounds == (0, 30, 60, 90)
    assert policy.exact_rates == (
        Fraction(3, 100), Fraction(6, 100), Fraction(15, 100), Fraction(3, 10), Fraction(1),
    )  # fmt: skip
    assert ProvisionMatrix.model_validate_json(policy.model_dump_json()) == policy


@pytest.mark.parametrize("rate", ["100.0001", "-0.01"])
def test_a_rate_beyond_all_or_below_nothing_is_refused(rate: str) -> None:
    with pytest.raises(ValidationError, match="rate must be 0% to 100%"):
        BucketRate(up_to=0, rate=Percent(rate))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rates": rates("1", "2")[:1]}, "at least 2 items"),
        ({"rates": rates("1", "2")[::-1]}, "no other, goes without up_to"),
        ({"rates": (*rates("1", "2")[:1], BucketRate(up_to=30, rate=Percent(2)))}, "without up_to"),
        ({"rates": (*rates("1", "2")[:1], *rates("1", "2"))}, "must rise"),
        ({"uplift": Decimal(0)}, "uplift must be above 0"),
        ({"basis": "net"}, "including_tax"),
    ],
)
def test_what_does_not_hang_together_is_refused(fields: dict[str, Any], message: str) -> None:
    given = {"id": "m", "version": "1", "basis": "including_tax", "rates": rates("1", "2")}
    with pytest.raises(ValidationError, match=message):
        ProvisionMatrix(**{**given, **fields})


def test_the_basis_is_never_assumed() -> None:
    with pytest.raises(ValidationError, match="basis"):
        ProvisionMatrix(id="m", version="1", rates=rates("1", "2"))  # type: ignore[call-arg]


def test_falling_rates_are_found_not_refused() -> None:
    (finding,) = matrix("1", "5", "4", "10", uplift=Decimal(1)).lint()
    assert (finding.code, finding.path) == ("metrics.falling-rate", "rates.2.rate")
    assert finding.message == "4% for 31-60 is less than 5% for 1-30"
    assert matrix("1", "1", uplift=Decimal(1)).lint() == ()
    assert [(f.code, f.severity) for f in matrix().lint()] == [("metrics.no-uplift", "info")]


# -- over snapshots --------------------------------------------------------------------------------
def test_a_book_by_bucket() -> None:
    found = of(an_account(YOUNG, LATE, OLD), policy=matrix(uplift=Decimal("1.5")))
    assert (found.as_of, found.currency, found.matrix) == (AS_OF, "EUR", "trade@1")
    assert found.basis == "including_tax"
    allowances = {row.label: row.allowance for row in found.provision.rows}
    assert allowances["current"] == eur("1.50")
    assert allowances["1-30"] == eur("3.00")
    assert allowances["91+"] == eur("75.00")
    assert found.provision.allowance == eur("79.50")
    assert found.explain().startswith("EUR at 2026-06-30, trade@1, including tax\nallowance")


def test_late_charges_stay_outside() -> None:
    fee = a_late_charge(id="FEE", charge_for="LATE", amount=eur(40), issued_on=date(2026, 6, 5))
    assert of(an_account(LATE, fee)).provision.gross == eur(100)


def test_ninety_days_are_a_finding_not_a_rule() -> None:
    on_the_day = invoice("DAY", date(2026, 4, 1))
    assert (AS_OF - date(2026, 4, 1)).days == 90
    found = of(an_account(on_the_day, invoice("BEFORE", date(2026, 4, 2))))
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("metrics.presumed-default", "info")
    assert finding.message.endswith("credit-impaired: 1")
    assert exposed(found) == {"61-90": "200.00"}
    assert of(an_account(on_the_day), impaired={"DAY": eur(0)}).findings == ()


def test_impaired_debt_leaves_its_bucket() -> None:
    found = of(an_account(LATE, OLD), impaired={"OLD": eur(80)})
    last = found.provision.rows[-1]
    assert (last.label, last.gross, last.allowance) == ("credit-impaired", eur(100), eur(80))
    assert exposed(found) == {"1-30": "100.00", "credit-impaired": "100.00"}
    assert found.provision.allowance == eur(82)


def parts(key: str) -> Any:
    return invoice(
        key,
        date(2026, 7, 10),
        installments=(
            Installment(number=1, due_on=date(2026, 6, 1), amount=eur(60)),
            Installment(number=2, due_on=date(2026, 7, 10), amount=eur(40)),
        ),
    )


def test_an_invoice_id_means_all_its_parts() -> None:
    account = an_account(parts("P"), LATE)
    whole = of(account, impaired={"P": eur(90)})
    assert whole.provision.rows[-1].gross == eur(100)
    assert exposed(of(account, insured={"P": eur(70)})) == {"current": "30.00", "1-30": "100.00"}
    assert exposed(of(account, insured={"P/2": eur(70)})) == {"1-30": "160.00"}
    with pytest.raises(DuplicateId, match="both P/1 and its invoice"):
        of(account, impaired={"P": eur(1), "P/1": eur(1)})


@pytest.mark.parametrize("name", ["impaired", "insured"])
def test_named_amounts_must_fit(name: str) -> None:
    def given(key: str, amount: Any) -> None:
        options: dict[str, Any] = {name: {key: amount}}
        of(an_account(LATE), **options)

    with pytest.raises(UnknownReference, match="`GONE` is no open trade item"):
        given("GONE", eur(1))
    with pytest.raises(CurrencyMismatch):
        given("LATE", Money(1, "USD"))
    with pytest.raises(InvalidFact, match="is negative"):
        given("LATE", eur(-1))
    with pytest.raises(InvalidFact, match=f"{name} must be Money"):
        given("LATE", 1)


def test_a_specific_allowance_is_at_most_the_debt_and_net_of_insurance() -> None:
    with pytest.raises(CollectkitError, match="LATE must lie between"):
        of(an_account(LATE), impaired={"LATE": eur("100.01")})
    with pytest.raises(InvalidFact, match="both insured and credit-impaired"):
        of(an_account(LATE), impaired={"LATE": eur(1)}, insured={"LATE": eur(1)})


def test_one_customers_credit_shelters_nobody_else() -> None:
    paid = a_receipt(id="R", amount=eur(150), received_on=date(2026, 6, 1))
    owing = an_account(invoice("A", date(2026, 7, 10), customer_id="C-2"), a_customer(id="C-2"))
    rich = an_account(YOUNG, LATE, paid)
    current, late, *_ = of(rich, owing).provision.rows
    assert (current.gross, current.exposed, current.allowance) == (eur(50), eur(100), eur(1))
    assert late.exposed == eur(100)
    alone = of(rich, owing, unapplied="exclude").provision.rows[0]
    assert (alone.gross, alone.exposed) == (eur(200), eur(200))


def taxed(key: str, **fields: Any) -> dict[str, Any]:
    line = TaxLine(rate=Percent(19), base=eur(100), amount=eur(19))
    return {"id": key, "amount": eur(119), "tax": (line,), **fields}


def test_without_recoverable_tax() -> None:
    account = an_account(
        an_invoice(**taxed("T"), issued_on=date(2026, 1, 2), due_on=date(2026, 6, 1)),
        a_credit_note(**taxed("N"), issued_on=date(2026, 6, 1)),
        LATE,
    )
    found = of(account, policy=matrix(basis="excluding_tax"))
    current, late, *_ = found.provision.rows
    assert (current.gross, late.gross) == (eur(-100), eur(200))
    assert [(f.code, f.message[-1]) for f in found.findings] == [("metrics.no-tax-lines", "1")]
    assert of(account).provision.rows[1].gross == eur(219)
    assert of(account).findings == ()


def test_parts_of_cents_without_tax_are_rounded_with_the_whole() -> None:
    paid = [
        an_invoice(
            **taxed(f"T{n}"),
            issued_on=date(2026, 1, 2),
            installments=(
                Installment(number=1, due_on=date(2026, 6, 1), amount=eur("59.50")),
                Installment(number=2, due_on=date(2026, 7, 1), amount=eur("59.50")),
            ),
        )
        for n in range(3)
    ]
    found = of(an_account(*paid), policy=matrix("0.01", "0.01", basis="excluding_tax"))
    assert found.provision.gross == eur(300)
    assert found.provision.allowance == eur("0.03")
    odd = invoice(
        "ODD", AS_OF, "1.00", tax=(TaxLine(rate=Percent(7), base=eur("0.93"), amount=eur("0.07")),)
    )
    assert of(an_account(odd), policy=matrix(basis="excluding_tax")).provision.gross == eur("0.93")


def test_tax_of_more_than_the_invoice_is_refused() -> None:
    line = TaxLine(rate=Percent(19), base=eur(100), amount=eur(101))
    with pytest.raises(InvalidFact, match="tax lines of ODD come to more"):
        of(an_account(invoice("ODD", AS_OF, tax=(line,))), policy=matrix(basis="excluding_tax"))


def test_one_provision_and_one_overlay_per_currency() -> None:
    account = an_account(LATE, an_invoice(id="Y", amount=Money(1000, "JPY"), due_on=AS_OF))
    read = [snapshot(account, as_of=AS_OF)]
    euros, yen = provision_of(read, matrix=matrix(), overlay=[Money(5, "JPY")])
    assert (euros.provision.overlay, yen.provision.overlay) == (eur(0), Money(5, "JPY"))
    assert yen.provision.allowance == Money(15, "JPY")
    with pytest.raises(UnknownReference, match="nothing is owed in USD"):
        provision_of(read, matrix=matrix(), overlay=[Money(5, "USD")])
    with pytest.raises(DuplicateId, match="two overlays in EUR"):
        provision_of(read, matrix=matrix(), overlay=[eur(5), eur(6)])


def test_the_rounding_is_the_callers() -> None:
    account = an_account(invoice("A", date(2026, 7, 1), "0.10"))
    assert of(account).provision.allowance == eur(0)
    assert of(account, rounding=RoundingMode.UP).provision.allowance == eur("0.01")


def test_what_is_no_book() -> None:
    read = [snapshot(an_account(LATE), as_of=day) for day in (AS_OF, date(2026, 6, 29))]
    with pytest.raises(InvalidDate, match="among snapshots of"):
        provision_of(read, matrix=matrix())
    with pytest.raises(InvalidFact, match="matrix must be ProvisionMatrix"):
        provision_of(read, matrix=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidFact, match="unapplied must be one of exclude, own_row"):
        provision_of(read, matrix=matrix(), unapplied="oldest_first")  # type: ignore[arg-type]
    assert provision_of([], matrix=matrix()) == ()
