"""The charges that came out: lines with their segments and steps, and how they print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from collectkit.dates import DayCount
from collectkit.explain import Reason
from collectkit.fees.interest import TaxTreatment
from collectkit.ledger.invoice import ChargeKind, Invoice
from collectkit.money import Money, Percent, total

__all__ = [
    "Capitalization", "ChargePosting", "ChargeStep", "InterestSegment", "LateCharge",
    "LateCharges", "RateParts",
]  # fmt: skip

SegmentState = Literal["accruing", "paused", "waived", "capped"]
StepCode = Literal["minimum", "cap", "de_minimis"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateParts:
    """Where a rate comes from: the reference on a day, the table as it was read, the margin.

    `provisional`: the table does not cover the day, and its last known rate was taken.
    """

    table: str
    name: str
    reference: Percent
    reference_on: date
    table_as_of: date
    margin: Percent
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestSegment:
    """Days on one base at one rate: `from_on` to `until_on`, both included.

    Attributes:
        days: how many days the day count finds in it; none in a pause.
        principal: the open principal.
        capitalized: earlier interest that bears interest, exact, in units of the currency.
        rate: per year, everything added up.
        parts: what a rate from a table is made of.
        state: `accruing`, `paused` (a hold blocks charges), `waived` or `capped`.
        exact: what the segment bears, in units of the currency; before waivers, after caps.
        amount: its share of the rounded line; the shares sum to `raw` less what a cap cut.
        citation: the clause it rests on.
    """

    from_on: date
    until_on: date
    days: int
    principal: Money
    capitalized: Fraction
    rate: Percent
    parts: RateParts | None
    day_count: DayCount
    state: SegmentState
    exact: Fraction
    amount: Money
    citation: str = ""

    @property
    def paused(self) -> bool:
        """Whether a hold that blocks charges stood."""
        return self.state == "paused"

    @property
    def waived(self) -> bool:
        """Whether its interest was given up."""
        return self.state == "waived"

    @property
    def provisional(self) -> bool:
        """Whether its rate is one that the table does not cover."""
        return self.parts is not None and self.parts.provisional


@dataclass(frozen=True, slots=True, kw_only=True)
class Capitalization:
    """Interest that began to bear interest after `on`: the exact amount added that evening."""

    on: date
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeStep:
    """What a minimum added, or a cap or de minimis took off; `amount` has the sign."""

    code: StepCode
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCharge:
    """One charge: what it comes to, what was given up, posted or paid, what is left.

    `raw` and the `steps` make `gross`; `amount` = `gross` - `waived` - `posted` - `paid`. It is
    negative where more was posted than is owed now, for instance after a back-dated payment.

    Attributes:
        key: policy, rule, subject, level and period: the same however often it is assessed.
        item_id: the item that bears it; None for a charge on the whole account.
        invoice_id: its invoice; None for a charge on the whole account.
        kind: `interest`, `fee` or `costs`.
        rule_id: `interest`, or the fee's id.
        owed_on: the day a fee was first owed; None for interest.
        occasion: what tells it from others of its rule: the day of a level, the number of a
            period; empty for what is owed once.
        posted: charged already by debit notes, less what credit notes took back.
        notes: the ids of those notes; `debit_notes` those that billed.
        paid: money received for it that no debit note billed.
        base: what a percent, slab or graduated fee was taken of.
        per_diem: what the next day adds to interest, rounded half-up; None for fees, and where the
            rate of that day is not known.
    """

    key: str
    item_id: str | None
    invoice_id: str | None
    kind: ChargeKind
    rule_id: str
    label: str
    raw: Money
    steps: tuple[ChargeStep, ...]
    gross: Money
    waived: Money
    posted: Money
    paid: Money
    owed_on: date | None = None
    occasion: str = ""
    base: Money | None = None
    segments: tuple[InterestSegment, ...] = ()
    capitalized: tuple[Capitalization, ...] = ()
    per_diem: Money | None = None
    tax_treatment: TaxTreatment = "unspecified"
    citation: str = ""
    notes: tuple[str, ...] = ()
    debit_notes: tuple[str, ...] = ()

    @property
    def amount(self) -> Money:
        """What is left to charge: gross less waived, posted and paid."""
        return self.gross - self.waived - self.posted - self.paid

    @property
    def to_post(self) -> Money:
        """What is left to book; negative to take back. Money paid beyond it is no booking."""
        owed = self.gross - self.waived - self.posted
        return owed if owed.amount < 0 else max(owed - self.paid, Money.zero(owed.currency))

    @property
    def provisional(self) -> bool:
        """Whether any rate in it is one that its table does not cover."""
        return any(segment.provisional for segment in self.segments)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePosting:
    """One row for the host's books: book `amount`, then record it as the invoice of this row.

    Attributes:
        key: the charge's key and the number of the note; once recorded, the next row has another.
        direction: `debit` charges the customer, `credit` takes back what was posted too much.
        nature: always `late_charge`.
        charge_for: the item or invoice it belongs to; None for the whole account.
        tax_treatment: what the policy says; tax itself is never computed.
        notes: the debit notes posted before; a credit is best applied from the last backwards.
    """

    key: str
    direction: Literal["debit", "credit"]
    kind: ChargeKind
    nature: Literal["late_charge"]
    rule_id: str
    charge_for: str | None
    amount: Money
    tax_treatment: TaxTreatment
    citation: str
    notes: tuple[str, ...] = ()

    def invoice(self, *, id: str, customer_id: str, issued_on: date, due_on: date) -> Invoice:
        """The fact that records the row as booked: a debit note, or a credit note that takes back.

        Once it is in the account, the row is not proposed again.
        """
        debit = self.direction == "debit"
        return Invoice(
            id=id,
            customer_id=customer_id,
            kind="debit_note" if debit else "credit_note",
            nature="late_charge",
            amount=self.amount,
            issued_on=issued_on,
            due_on=due_on,
            charge_key=self.key,
            charge_for=self.charge_for,
            charge_kind=self.kind,
        )


def _posting(line: LateCharge) -> ChargePosting:
    return ChargePosting(
        key=f"{line.key}#{len(line.notes) + 1}",
        direction="credit" if line.to_post.amount < 0 else "debit",
        kind=line.kind,
        nature="late_charge",
        rule_id=line.rule_id,
        charge_for=line.item_id if line.kind == "interest" else line.invoice_id,
        amount=abs(line.to_post),
        tax_treatment=line.tax_treatment,
        citation=line.citation,
        notes=line.debit_notes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCharges:
    """Late charges of an account at a day, line by line.

    Currencies are never added: `total(currency)`. `uncharged` lists what a rule could not charge
    for want of an amount in the currency; `warnings` what a reader should check.
    """

    policy_id: str
    as_of: date
    lines: tuple[LateCharge, ...]
    headings: tuple[tuple[str, str], ...] = ()
    uncharged: tuple[str, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the lines, in order of code."""
        return tuple(sorted({line.gross.currency for line in self.lines}))

    @property
    def provisional(self) -> bool:
        """Whether any line is: a rate was missing and the last known one was taken."""
        return any(line.provisional for line in self.lines)

    def total(self, currency: str, kind: ChargeKind | None = None) -> Money:
        """What is left to charge in `currency`, of one kind or of all; zero where nothing is."""
        return total(
            (
                line.amount
                for line in self.lines
                if line.gross.currency == currency and kind in (None, line.kind)
            ),
            currency,
        )

    def per_diem(self, currency: str) -> Money | None:
        """What the next day adds to interest, rounded half-up per item.

        None where the rate of the next day is not known yet.
        """
        found = Money.zero(currency)
        for line in self.lines:
            if line.segments and line.gross.currency == currency:
                if line.per_diem is None:
                    return None
                found = found + line.per_diem
        return found

    def postings(self) -> tuple[ChargePosting, ...]:
        """What is left to book, one row per line that is not zero: debits, and credits for less.

        >>> from collectkit.fees import FlatFee, LateChargePolicy, assess
        >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("1000.00", "EUR"),
        ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
        >>> policy = LateChargePolicy(id="standard",
        ...     fees=(FlatFee(id="reminder", amounts=(Money("5.00", "EUR"),)),))
        >>> row = assess(invoice, policy, as_of=date(2026, 3, 2)).postings()[0]
        >>> row.direction, str(row.amount), row.key
        ('debit', 'EUR 5.00', 'standard:reminder:INV-7#1')
        """
        return tuple(_posting(line) for line in self.lines if not line.to_post.is_zero)

    def explain(self) -> str:
        """The charges item by item, with their segments, steps and totals."""
        from collectkit.fees.printing import printed

        return printed(self)
