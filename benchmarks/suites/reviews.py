"""The main job: one account beside its parts, and a book of many accounts."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.books import AS_OF, account
from benchmarks.harness import Mark, Run
from benchmarks.rows import Figure, Row, Side
from collectkit.escalation import Decision, decide
from collectkit.fees import LateChargePolicy, LateCharges, assess
from collectkit.ledger import Account, snapshot
from collectkit.policy import (
    AccountReview,
    presets,
    review_account,
    review_portfolio,
)
from collectkit.risk import Score, behavior, score

FACTS = 25  # of one account: ten invoices
LINEAR = 1.1
KEPT_BYTES = 1_000
WATCHED = 200  # accounts, well above what the worklists keep
POLICY = presets.b2b_standard(creditor="Example Ltd")
(CHARGES,) = (one for one in POLICY.late_charges if isinstance(one, LateChargePolicy))


class Parts(NamedTuple):
    charges: LateCharges
    score: Score
    decision: Decision


def _review(size: int) -> Run:
    facts = account(size)
    return lambda: review_account(POLICY, facts, as_of=AS_OF)


def _one_reading(size: int) -> Run:
    facts = account(size)

    def run() -> Parts:
        read = snapshot(facts, as_of=AS_OF)
        graded = score(POLICY.scorecard, behavior(read))
        return Parts(
            assess(read, CHARGES),
            graded,
            decide(POLICY.ladder, read, grade=graded.grade),
        )

    return run


def _each_reading(size: int) -> Run:
    facts = account(size)

    def run() -> Parts:
        graded = score(POLICY.scorecard, behavior(snapshot(facts, as_of=AS_OF)))
        return Parts(
            assess(facts, CHARGES, as_of=AS_OF),
            graded,
            decide(POLICY.ladder, facts, as_of=AS_OF, grade=graded.grade),
        )

    return run


def _plain(result: AccountReview | Parts) -> object:
    decision = result.decision
    return (
        result.charges.lines if result.charges is not None else (),
        result.score,
        decision.stage,
        decision.actions,
        decision.next_review_on,
    )


def _accounts(number: int) -> Iterator[Account]:
    return (account(FACTS, customer_id=f"C-{n}", shift=n) for n in range(number))


def _portfolio(size: int) -> Run:
    book = tuple(_accounts(size))
    return lambda: review_portfolio(POLICY, book, as_of=AS_OF)


def _memory() -> tuple[Figure, ...]:
    """What one more account adds to the memory in use on the way, and to what the result keeps."""
    small, large = _watched(WATCHED), _watched(2 * WATCHED)
    streaming, kept = ((b - a) / WATCHED for a, b in zip(small, large, strict=True))
    return (
        Figure(label="bytes held per account on the way", value=streaming, most=KEPT_BYTES),
        Figure(label="bytes kept per account in the result", value=kept, most=KEPT_BYTES),
    )


def _watched(number: int) -> tuple[int, int]:
    """Bytes in use after the last of a stream of accounts, and with only the result left."""
    review_portfolio(POLICY, _accounts(1), as_of=AS_OF)  # what is built once, and cached
    seen = 0
    streaming = 0

    def progress(reviewed: int) -> None:
        nonlocal seen, streaming
        seen += reviewed
        if seen == number:
            streaming = _in_use()

    tracemalloc.start()
    try:
        review = review_portfolio(POLICY, _accounts(number), as_of=AS_OF, progress=progress)
        kept = _in_use()
    finally:
        tracemalloc.stop()
    assert review.accounts == number
    return streaming, kept


def _in_use() -> int:
    gc.collect()  # which also empties the interpreter's lists of free objects
    return tracemalloc.get_traced_memory()[0]


ROWS = (
    Row(
        name="review/account",
        title="review_account beside its parts called alone",
        unit="fact (25 are 10 invoices)",
        sizes=(25, 250, 2_500),
        growth=LINEAR,
        ours=Side(name="review_account", setup=_review, plain=_plain),
        peers=(
            Side(
                name="parts of one snapshot",
                setup=_one_reading,
                plain=_plain,
                marks=(Mark(1.5),),
                note="snapshot, assess, behavior and score, decide; no offers, priorities, digest",
            ),
            Side(
                name="parts of the account",
                setup=_each_reading,
                plain=_plain,
                note="the same, each reading the account itself",
            ),
        ),
    ),
    Row(
        name="review/portfolio",
        title="review_portfolio over accounts of ten invoices",
        unit="account",
        sizes=(25, 50, 100, 200),
        growth=LINEAR,
        ours=Side(name="collectkit", setup=_portfolio),
        figures=_memory,
    ),
)
