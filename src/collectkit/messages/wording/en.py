# data-only
"""English words for terms and late charges.

A pattern is a text, or a pair: for the CLDR plural category `one` of `n`, and for every other.
"""

from __future__ import annotations

__all__ = ["PATTERNS"]

PATTERNS: dict[str, str | tuple[str, str]] = {
    # joints and figures
    "or": " or ",
    "then": ", then ",
    "list": "; ",
    "ordinal.one": "{n}st",
    "ordinal.two": "{n}nd",
    "ordinal.few": "{n}rd",
    "ordinal.other": "{n}th",
    "ordinal.clamped": "{day} (or last day of a shorter month)",
    "span.days": ("{n} day", "{n} days"),
    "span.business-days": ("{n} business day", "{n} business days"),
    "span.weeks": ("{n} week", "{n} weeks"),
    "span.months": ("{n} month", "{n} months"),
    "span.years": ("{n} year", "{n} years"),
    "every.days": ("every day", "every {n} days"),
    "every.weeks": ("every week", "every {n} weeks"),
    "every.months": ("every month", "every {n} months"),
    "every.years": ("every year", "every {n} years"),
    # what days count from
    "base.invoice": "the invoice date",
    "base.delivery": "delivery",
    "base.order": "the date of the order",
    "base.shipment": "shipment",
    "base.event": 'the date of "{event}"',
    "of.invoice": "the invoice date",
    "of.delivery": "delivery",
    "of.order": "the order",
    "of.shipment": "shipment",
    "of.event": '"{event}"',
    # due rules
    "due.on": "on {base}",
    "due.within": "within {span} of {base}",
    "due.before": "no later than {span} before {base}",
    "due.month-end": "by the end of the month of {of}",
    "due.month-end-plus": "within {span} of the end of the month of {of}",
    "due.plus-month-end": "by the end of the month reached {span} after {base}",
    "due.next-month": "by the {day} of the month after the month of {of}",
    "due.date": "by {date}",
    "due.path": "by the date counted from {base} as follows: {steps}",
    "step.on": "{span} on",
    "step.back": "{span} back",
    "step.end-of-month": "the end of that month",
    "step.start-of-quarter": "the first day of that quarter",
    "step.day-of-month": "the {day} of {month}",
    "step.next-day-of-month": "the first {days} of a month on or after that date",
    "step.weekday": "the first {weekday} on or after that date",
    "step.next-weekday": "the first {weekday} after that date",
    "step.proximo": "the {day} of {month}, one month later {cutoff}",
    "step.bands": "depending on the day of the month ({bands})",
    "month.same": "that month",
    "month.next": "the next month",
    "month.before": "the month before",
    "month.on": "the month {span} on",
    "month.back": "the month {span} back",
    "cutoff.after": "for dates after the {day} of a month",
    "cutoff.from": "for dates from the {day} of a month on",
    "cutoff.after-end": "for dates later than {span} before the end of a month",
    "cutoff.from-end": "for dates from {span} before the end of a month on",
    "cutoff.last-day": "for the last day of a month",
    "band": "up to the {day}: {steps}",
    "band.same": "that date itself",
    # terms
    "discount.gross": "{percent} discount if paid {due}",
    "discount.net": "{percent} discount on the amount without tax if paid {due}",
    "discounts.every": "for every part: {discounts}",
    "discounts.others": "for parts without a discount of their own: {discounts}",
    "discounts.grace": "discounts are still granted for {span} after their last day",
    "discounts.grace-moved": (
        "discounts are still granted for {span}, counted from their last day before it is moved; "
        "the end of these days is moved in the same way"
    ),
    "terms.in-full": "payable in full {due}",
    "terms.otherwise": "otherwise payable in full {due}",
    "terms.no-date": "no due date is agreed",
    "terms.parts": "payable in parts: {parts}",
    "terms.methods": "payment by: {methods}",
    "terms.residue.first": "what does not divide evenly goes to the first part",
    "terms.residue.last": "what does not divide evenly goes to the last part",
    "terms.tax.first": "the first part carries the tax",
    "terms.tax.last": "the last part carries the tax",
    "part.balance": "the balance {due}",
    "part.total": "{percent} {due}",
    "part.untaxed": "{percent} of the amount without tax {due}",
    "part.remainder": "{percent} of what the parts before it leave {due}",
    "part.fixed": "{amount} {due}",
    "part.equal-whole": "the whole amount in {n} equal parts, the first {due}, then one {every}",
    "part.equal-rest": "the balance in {n} equal parts, the first {due}, then one {every}",
    "part.notes": "{part} ({notes})",
    "rounding.half-up": "rounded half up to a multiple of {multiple}",
    "rounding.half-even": "rounded half to even to a multiple of {multiple}",
    "rounding.half-down": "rounded half down to a multiple of {multiple}",
    "rounding.up": "rounded up to a multiple of {multiple}",
    "rounding.down": "rounded down to a multiple of {multiple}",
    "rounding.ceiling": "rounded to the next higher multiple of {multiple}",
    "rounding.floor": "rounded to the next lower multiple of {multiple}",
    # days off
    "subject.due": "a due date",
    "subject.discount": "a last day of a discount",
    "subject.free": "a last day without charge",
    "subject.default": "a last day of this period",
    "adjust.following": "{subject} that is not a business day moves to the next business day",
    "adjust.modified-following": (
        "{subject} that is not a business day moves to the next business day, or to the one before "
        "rather than into another month"
    ),
    "adjust.half-month-modified-following": (
        "{subject} that is not a business day moves to the next business day, or to the one before "
        "rather than past the 15th or into another month"
    ),
    "adjust.preceding": "{subject} that is not a business day moves to the business day before",
    "adjust.modified-preceding": (
        "{subject} that is not a business day moves to the business day before, or to the next one "
        "rather than into another month"
    ),
    "adjust.nearest": (
        "{subject} that is not a business day moves to the nearest business day, of two equally "
        "near to the later"
    ),
    # interest
    "interest.fixed": "overdue amounts bear interest of {percent} a year {start}",
    "interest.table": "overdue amounts bear interest {start} at this yearly rate: {rate}",
    "start.due": "from the day after the due date",
    "start.free": "from the day after the last day without charge",
    "start.default": "from the first day of default",
    "rate.reference": 'the reference rate "{name}"',
    "rate.factor": "{factor} times {rate}",
    "rate.plus": ("{rate} plus {n} percentage point", "{rate} plus {n} percentage points"),
    "rate.minus": ("{rate} minus {n} percentage point", "{rate} minus {n} percentage points"),
    "rate.from": "from {date} on the rate is {rate}",
    "rate.from-frozen": "where interest begins on {date} or later, the rate is {rate}",
    "rate.round-up": "the rate is rounded up to a multiple of {percent}",
    "rate.floor": "the rate is at least {percent}",
    "rate.ceiling": "the rate is at most {percent}",
    "fixing.floating.day": "the rate changes with the reference rate",
    "fixing.floating.half_year_start": (
        "the reference rate of the first day of each half-year holds for that half-year"
    ),
    "fixing.floating.half_year_eve": (
        "the reference rate of the last day before each half-year holds for that half-year"
    ),
    "fixing.frozen.day": "the reference rate of the first day of interest holds for good",
    "fixing.frozen.half_year_start": (
        "the reference rate of the first day of the half-year in which interest begins holds for "
        "good"
    ),
    "fixing.frozen.half_year_eve": (
        "the reference rate of the last day before the half-year in which interest begins holds "
        "for good"
    ),
    "interest.day-count": "the days of interest are counted by the rule {rule}",
    "interest.value-day": "the day on which a payment arrives bears no interest on what is paid",
    "interest.compounding": "accrued interest is added {every} to what bears interest",
    "interest.compounding-until": (
        "accrued interest is added {every} to what bears interest, for at most {span}"
    ),
    "interest.max-age": "interest runs for at most {span}",
    "interest.rounding.per_segment": "interest is rounded for each period of one rate",
    "interest.rounding.per_day": "interest is rounded for each day",
    "interest.minimum": "once interest has accrued, at least {amounts} is charged",
    "interest.cap": "interest is at most {cap}",
    "interest.cap-every": "interest is at most {cap} {every}",
    "interest.de-minimis": "interest of less than {amounts} is not charged",
    "cap.amounts": "{amounts}",
    "cap.percent": "{percent} of the original amount",
    "cap.both": "the lower of {amounts} and {percent} of the original amount",
    # fees
    "fee.name.fee": "fee",
    "fee.name.costs": "costs",
    "fee.name.fixed sum": "fixed sum",
    "fee.name.collection costs": "collection costs",
    "fee.name.recovery costs": "recovery costs",
    "fee": "{name}: {what}",
    "fee.flat": "{amounts}",
    "fee.percent": "{percent} {share}",
    "fee.slab": "by the size of the debt ({tiers})",
    "fee.graduated": "by slices {share} ({tiers})",
    "fee.tier": "{bounds}: {what}",
    "fee.exchange": 'converted by the rate table "{table}"',
    "fee.currency": "for debts in {currency}",
    "share.open_principal": "of the open amount",
    "share.original_amount": "of the original amount",
    "share.open_with_interest": "of the open amount with interest",
    "share.overdue_balance": "of all that is overdue",
    "bound.any": "any amount",
    "bound.over": "over {amount}",
    "bound.from": "from {amount}",
    "bound.upto": "up to {amount}",
    "bound.under": "under {amount}",
    "bound.to-under": "to under {amount}",
    "per.invoice": "for each overdue invoice",
    "per.installment": "for each overdue invoice or agreed part of one",
    "per.customer": "for all that is overdue together",
    "fee.level": "each time a reminder states it",
    "fee.full": "{every}, at the end of each period",
    "fee.started": "{every}, at the start of each period",
    "fee.minimum": "at least {amounts} each",
    "fee.cap": "at most {cap} in all",
    "fee.cap-every": "at most {cap} {every}",
    "fee.de-minimis": "less than {amounts} is not charged",
    "notice.received": 'only after receipt of the notice "{code}"',
    "notice.received-days": 'only once {span} have passed since receipt of the notice "{code}"',
    "notice.sent": 'only after the notice "{code}" was sent',
    "notice.sent-days": 'only once {span} have passed since the notice "{code}" was sent',
    # grace and default
    "grace.threshold": (
        "nothing is charged on an invoice or part that is paid in full within {span} of the due "
        "date"
    ),
    "grace.shift": "nothing is charged for {span} after the due date",
    "regime": "late charges as the law gives them: {name}, {citation}",
    "default.receipt": "default begins on the day after {span} from receipt of the invoice",
    "default.due_and_receipt": (
        "default begins on the day after {span} from the due date or, where it is later, receipt "
        "of the invoice"
    ),
    "default.delivery": "default begins on the day after {span} from delivery",
    "default.reminder": 'default begins on the day after the notice "{code}"',
    "default.or-reminder": '{default}, or earlier on the day after the notice "{code}"',
    "default.needs": 'this period counts only once the notice "{code}" was given',
}
