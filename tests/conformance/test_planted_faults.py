"""A deliberate fault in the library turns cases red.

Each fault is planted in a copy of `src`, and the runner runs against that copy in an interpreter
of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conformance.scope import ROOT


class Fault(NamedTuple):
    """Replacements in one file under src/collectkit, and cases that must turn red."""

    file: str
    changes: tuple[tuple[str, str], ...]
    red: frozenset[str]


FAULTS = {
    "30E/360 leaves a 31st at the end": Fault(
        "dates/day_count.py",
        (("_thirties(end, min(end.day, 30))", "_thirties(end, end.day)"),),
        frozenset({"dc-ql-euro-03"}),
    ),
    "ACT/ACT takes every year for a common one": Fault(
        "dates/day_count.py",
        (("366 if isleap(day.year) else 365", "365"),),
        frozenset({"dc-strata-01", "dc-strata-02", "dc-strata-03"}),
    ),
    "an upper bound of a bucket is left out": Fault(
        "ledger/aging.py",
        (("bisect_left(self.bounds, days)", "bisect_left(self.bounds, days + 1)"),),
        frozenset({"aging-python-accounting"}),
    ),
    "money that comes after the day counts": Fault(
        "ledger/fold.py",
        (
            ("return on <= self.as_of and known(fact", "return known(fact"),
            ("if day is not None and day <= self.as_of:", "if day is not None:"),
        ),
        frozenset({"aging-oca546", "aging-oca707", "erp-future-full"}),
    ),
    "a later reconciliation leaks into the past": Fault(
        "ledger/fold.py",
        (
            (
                "if not self._counts(fact, fact.applied_on) or",
                "if not known(fact, self.known_at) or",
            ),
            ("if day is not None and day <= self.as_of:", "if day is not None:"),
        ),
        frozenset({"aging-oca546"}),
    ),
    "interest runs from the due day": Fault(
        "fees/accrual.py",
        (("self.first = course.anchor + 1", "self.first = course.anchor"),),
        frozenset({"uk-006", "uk-009", "de-010", "dc-pypi-01"}),
    ),
    "ACT/ACT interest takes every year for a common one": Fault(
        "fees/accrual.py",
        (("366 if leap else 365", "365"),),
        frozenset({"ch-test-02", "ch-test-03", "ch-test-09"}),
    ),
    "a payment lowers the principal on the next day only": Fault(
        "fees/bill.py",
        (('shift = rule.value_day == "next"', "shift = True"),),
        frozenset({"de-004"}),
    ),
    "a margin is left out": Fault(
        "fees/book.py",
        (("rate.factor, margin.value)", "rate.factor, Decimal(0))"),),
        frozenset({"de-rate-02", "es-001", "nl-001", "be-004"}),
    ),
    "a factor is left out": Fault(
        "fees/book.py",
        (("reference.value, rate.factor,", "reference.value, Decimal(1),"),),
        frozenset({"fr-004", "fr-006", "in-002"}),
    ),
    "a rate is rounded down to its step": Fault(
        "fees/book.py",
        (("EXACT.multiply(times, step), value) < 0", "EXACT.multiply(times, step), value) > 0"),),
        frozenset({"be-004", "be-007"}),
    ),
    "a floating rate is frozen": Fault(
        "fees/book.py",
        (('if rate.fixing == "frozen":', "if True:"),),
        frozenset({"de-003", "de-007", "de-013", "it-001", "nl-006"}),
    ),
    "a surcharge holds before its first day": Fault(
        "fees/interest.py",
        (
            (
                "            and (margin.applies_from or date.min) <= day\n",
                "",
            ),
        ),
        frozenset({"nl-006"}),
    ),
    "interest is added by months, not by 30 days": Fault(
        "fees/statutes/us_ppa.py",
        (("Period(days=30)", "Period(months=1)"),),
        frozenset({"us-ppa-002"}),
    ),
    "interest that was added bears none": Fault(
        "fees/accrual.py",
        (("self.capital + self.waiting, ZERO", "self.capital, ZERO"),),
        frozenset({"us-ppa-002"}),
    ),
    "the days are not rounded one by one": Fault(
        "fees/bill.py",
        (("return sum(self._by_day(run) for run in runs)", 'return self._rounded(runs, "item")'),),
        frozenset({"uk-001"}),
    ),
    "the segments are not rounded one by one": Fault(
        "fees/bill.py",
        (
            (
                "return sum(_half_up(run.numerator, run.denominator) for run in runs)",
                'return self._rounded(runs, "item")',
            ),
        ),
        frozenset({"de-009"}),
    ),
    "what is below the minimum is charged": Fault(
        "fees/bill.py",
        (("not gross.is_zero and gross < drop", "False"),),
        frozenset({"us-ppa-005"}),
    ),
    "a debt of exactly the bound is in the next tier": Fault(
        "fees/tariffs.py",
        (("(tier.inclusive and debt == tier.upto)", "False"),),
        frozenset({"ie-tier-01", "ie-tier-03"}),
    ),
    "the open slice of a graduated fee bears nothing": Fault(
        "fees/pricing.py",
        (
            (
                "end = base if bracket.upto is None else",
                "end = reached if bracket.upto is None else",
            ),
        ),
        frozenset({"nl-bik-01"}),
    ),
    "a lump sum is charged again": Fault(
        "fees/desk.py",
        (("posted=line.posted + notes.amount,", "posted=line.posted,"),),
        frozenset({"de-lump-02"}),
    ),
    "a month that has begun is a full one": Fault(
        "fees/owed.py",
        (('started = fee.count == "started"', "started = True"),),
        frozenset({"fee-months-02"}),
    ),
    "a reminder puts in default on its own day": Fault(
        "fees/regime.py",
        (("done.on + timedelta(1)", "done.on"),),
        frozenset({"de-default-start-03"}),
    ),
    "a consumer is in default without a notice": Fault(
        "fees/regime.py",
        (("rule.needs is None or", "True or"),),
        frozenset({"de-default-start-04"}),
    ),
    "the count-back stops at whole periods": Fault(
        "metrics/outstanding.py",
        (("used = min(rest / sold, Fraction(1)) if sold", "used = Fraction(1) if sold"),),
        frozenset({"dso-anaplan", "dso-hfm-13000"}),
    ),
    "a payment day that is hit is passed over": Fault(
        "terms/steps.py",
        (("if at >= day), None)", "if at > day), None)"),),
        frozenset({"dolibarr-055"}),
    ),
    "a cutoff takes nothing into the next month": Fault(
        "terms/steps.py",
        (("months + (day.day + past > cutoff(day))", "months"),),
        frozenset({"gnucash-2", "trimble-3-21"}),
    ),
    "a negative cutoff counts from a month of 31 days": Fault(
        "terms/steps.py",
        (("else length + self.cutoff", "else 31 + self.cutoff"),),
        frozenset({"gnucash-3"}),
    ),
    "days count from the day itself": Fault(
        "terms/steps.py",
        (("timedelta(self.count)", "timedelta(self.count - 1)"),),
        frozenset({"odoo-004", "lago-043", "odoo-epd-3", "tryton-02"}),
    ),
    "an adjustment may leave the month": Fault(
        "dates/calendar.py",
        (("moved if moved.month == day.month else", "moved if True else"),),
        frozenset({"strata-ModifiedFollowing-2014-08-30", "strata-ModifiedPreceding-2014-11-01"}),
    ),
    "the first part takes what rounding leaves": Fault(
        "terms/split.py",
        (('at = 0 if self._residue == "first" else', "at = 0 if True else"),),
        frozenset({"metas-1"}),
    ),
    "fixed parts of a credit keep their sign": Fault(
        "terms/split.py",
        (("if total < 0:", "if False:"),),
        frozenset({"tryton-02"}),
    ),
    "a discount is taken of what bears none": Fault(
        "terms/plan.py",
        (("self.gross[part] - self.excluded[part]", "self.gross[part]"),),
        frozenset({"dating-12", "odoo-epd-4"}),
    ),
    "a net discount is taken of the gross amount": Fault(
        "terms/plan.py",
        (('if of == "gross" or not gross:', "if True:"),),
        frozenset({"pp-12", "odoo-epd-7", "odoodoc-epd-mixed"}),
    ),
    "the last day of a discount is too late": Fault(
        "discounts/windows.py",
        (("if day <= window.last_day", "if day < window.last_day"),),
        frozenset({"pp-2", "pp-11", "erpnext-20548"}),
    ),
    "a part payment earns the discount of what is paid": Fault(
        "discounts/windows.py",
        (
            (
                "Fraction(paid.amount) / (1 - effective_share(window))",
                "Fraction(paid.amount) * (1 + effective_share(window))",
            ),
        ),
        frozenset({"pp-1", "pp-2"}),
    ),
    "tax stays as it was when a discount is taken": Fault(
        "discounts/taxes.py",
        (("share * line.amount.minor_units, gross) if gross else 0", "0, 1)"),),
        frozenset({"erpnext-20548", "odoo-epd-4", "odoo-epd-6"}),
    ),
    "a discount is shared by net amounts": Fault(
        "discounts/taxes.py",
        (
            (
                "[line.base + line.amount for line in lines]",
                "[line.base for line in lines]",
            ),
        ),
        frozenset({"odoo-epd-6"}),
    ),
    "a forgone discount costs its share of the full price": Fault(
        "discounts/costs.py",
        (("share / (1 - share) * periods", "share * periods"),),
        frozenset({"rate-7"}),
    ),
    "extra days do not count": Fault(
        "terms/grammar.py",
        ((' + int(said.get("extra") or 0)', ""),),
        frozenset({"text-8"}),
    ),
    "the last line break of BT-20 may be missing": Fault(
        "terms/xrechnung.py",
        (("if lines and not _BROKEN", "if False and not _BROKEN"),),
        frozenset({"xr-2"}),
    ),
    "a level is reached a day late": Fault(
        "escalation/sitting.py",
        (("        if age >= days:", "        if age > days:"),),
        frozenset({"try-02", "jtl-1", "adem-5", "chaser-1"}),
    ),
    "a stage is reached a day late": Fault(
        "escalation/effects.py",
        (("worst >= stage.days", "worst > stage.days"),),
        frozenset({"kb-tl-04", "kb-tl-06", "kb-eff-01"}),
    ),
    "a wait takes a day more": Fault(
        "escalation/sitting.py",
        (("Check(waited >= days,", "Check(waited > days,"),),
        frozenset({"ora-1", "regf-37", "lago-rt-5", "nav-1"}),
    ),
    "a draft counts as sent": Fault(
        "escalation/case.py",
        (("done.step_id is None or not done.took_place", "done.step_id is None"),),
        frozenset({"mf-seq-2", "oca-2", "try-03"}),
    ),
    "a required step is passed": Fault(
        "escalation/sitting.py",
        (("if step.required and not jumps and not self.taken(step.id):", "if False:"),),
        frozenset({"mf-seq-1", "oca-1", "sap-prog-1"}),
    ),
    "a ladder that jumps goes step by step": Fault(
        "escalation/sitting.py",
        (('jumps = self.case.ladder.advance == "jump"', "jumps = False"),),
        frozenset({"sap-lvl-2", "sap-lvl-3", "kb-anchor-6"}),
    ),
    "a strict interval is like any other": Fault(
        "escalation/sitting.py",
        (("strict = self.case.ladder.strict_interval", "strict = False"),),
        frozenset({"jtl-1"}),
    ),
    "an offset to the end of its month ends before it": Fault(
        "escalation/sitting.py",
        (("_end_of_month(view.reached_on(days, self.day))", "view.reached_on(days, self.day)"),),
        frozenset({"oca-5"}),
    ),
    "a minimum is not asked for": Fault(
        "escalation/sitting.py",
        (("good = overdue >= least", "good = True"),),
        frozenset({"lago-mc-1"}),
    ),
    "a condition is not asked": Fault(
        "escalation/sitting.py",
        (("yield _condition(step.when.ask(self))", 'yield Check(True, "chosen")'),),
        frozenset({"kb-cond-04", "kb-tag-3", "lago-b-5"}),
    ),
    "a step repeats once too often": Fault(
        "escalation/sitting.py",
        (("if len(taken) >= step.repeat.times:", "if len(taken) > step.repeat.times:"),),
        frozenset({"lago-b-7", "lago-rt-6", "nav-1"}),
    ),
    "a sequence never ends": Fault(
        "escalation/sitting.py",
        (
            (
                "return max(sent.on for step in steps",
                "return None and max(sent.on for step in steps",
            ),
        ),
        frozenset({"try-07", "lago-mc-4"}),
    ),
    "a preventive step comes a day late": Fault(
        "escalation/opening.py",
        (("bisect_right(scope.dues, day - offset)", "bisect_left(scope.dues, day - offset)"),),
        frozenset({"d365-1"}),
    ),
    "the effects of the stage reached are left out": Fault(
        "escalation/effects.py",
        (("ladder.stages[:kept]", "ladder.stages[: kept - 1]"),),
        frozenset({"kb-eff-01"}),
    ),
    "the lateness of an action is not counted": Fault(
        "escalation/decide.py",
        (("    return spare or 0", "    return 0"),),
        frozenset({"in-1"}),
    ),
    "the last day of a hold is free": Fault(
        "escalation/case.py",
        (
            (
                "return self.first <= day <= self.last and",
                "return self.first <= day < self.last and",
            ),
        ),
        frozenset({"mf-grace-3"}),
    ),
    "a hold that restarts resumes": Fault(
        "escalation/case.py",
        (('if hold.on_release == "restart"', 'if hold.on_release == "never"'),),
        frozenset({"ora-2"}),
    ),
    "a hold alone keeps nothing back": Fault(
        "arrangements/holds.py",
        (
            (
                "        if ids:\n            yield Blocked(",
                "        if len(ids) > 1:\n            yield Blocked(",
            ),
        ),
        frozenset({"jtl-3", "nav-3"}),
    ),
    "a promise ends on the day it is made": Fault(
        "arrangements/promises.py",
        (
            (
                "self.ends_on if self.kept_on is None else self.kept_on - _DAY",
                "self.promise.promised_on",
            ),
        ),
        frozenset({"chaser-2", "inv-1"}),
    ),
    "what is disputed is asked for": Fault(
        "arrangements/disputes.py",
        (("return self.open - self.disputed", "return self.open"),),
        frozenset({"regf-33"}),
    ),
}


def run(src: Path, *arguments: str) -> str:
    """What a fresh interpreter prints with `src` before every other path."""
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(src), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.stdout + done.stderr


def red_cases(src: Path) -> set[str]:
    """The cases that fail against a copy of the library, which must be the one that is loaded."""
    where = run(src, "-c", "import collectkit; print(collectkit.__file__)").strip()
    assert Path(where) == src / "collectkit" / "__init__.py"
    tests = "tests/conformance/test_conformance.py"
    printed = run(src, "-m", "pytest", tests, "-q", "-p", "no:cacheprovider", "-k", "test_case")
    assert re.search(r"^total +503 ", printed, re.MULTILINE), printed
    return set(re.findall(r"^failed: (\S+) \(", printed, re.MULTILINE))


def copied(folder: Path) -> Path:
    return shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__")
    )


@pytest.mark.full
def test_without_a_fault_no_case_is_red(tmp_path: Path) -> None:
    assert red_cases(copied(tmp_path)) == set()


@pytest.mark.full
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_turns_cases_red(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    src = copied(tmp_path)
    path = src / "collectkit" / fault.file
    text = path.read_text(encoding="utf-8")
    for sound, faulty in fault.changes:
        assert sound in text, f"plant this fault elsewhere: {sound}"
        text = text.replace(sound, faulty)
    path.write_text(text, encoding="utf-8")
    red = red_cases(src)
    print(f"{name}: {', '.join(sorted(red))}")
    assert fault.red <= red
