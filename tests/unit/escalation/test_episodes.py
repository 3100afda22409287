"""The episode: the spell of lateness that a step belongs to, and the key that names it."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from tests.unit.escalation.desk import (
    account,
    d,
    due,
    eur,
    ladder,
    now,
    run,
    step,
    waiting,
    was_sent,
)

from collectkit.escalation import Decision
from collectkit.ledger import Account, payment
from collectkit.testing import a_customer, a_receipt, a_reversal, an_allocation

RULES = ladder(step("a", 7), step("b", 14))


def key(decision: Decision) -> str:
    (action,) = decision.actions
    return action.key


def paid_then_late_again(new_due: date) -> Account:
    """INV-1, due 31 January, is paid on 20 February; INV-2 is due on a day of choice."""
    old = due()
    return account(old, due(new_due, "INV-2"), *payment(old, on=d(2, 20), amount=old.amount))


# -- what belongs to it --------------------------------------------------------------------------
def test_a_new_spell_begins_with_the_first_step_again() -> None:
    facts = paid_then_late_again(d(3, 10)).with_(
        done=(was_sent("a", d(2, 7), "INV-1"), was_sent("b", d(2, 14), "INV-1"))
    )
    assert run(RULES, facts, d(2, 20), d(3, 31)) == [(d(3, 17), "a"), (d(3, 24), "b")]


def test_a_contact_on_the_day_of_cure_belongs_to_the_old_spell_and_counts_for_the_gap() -> None:
    rules = ladder(step("a", 1), gap=5)
    facts = paid_then_late_again(d(2, 20)).with_(done=(was_sent("a", d(2, 20), "INV-1"),))
    decision = rules.decide(facts, as_of=d(2, 21))
    assert (now(decision), waiting(decision)) == ([], {"a": d(2, 25)})
    assert now(rules.decide(facts, as_of=d(2, 25))) == ["a"]


def test_a_contact_on_the_due_day_belongs_to_no_spell_yet() -> None:
    facts = account(was_sent("a", d(1, 31), "INV-1"))
    assert RULES.decide(facts, as_of=d(1, 31)).next_review_on == d(2, 7)
    assert now(RULES.decide(facts, as_of=d(2, 7))) == ["a"]


def test_a_spell_goes_on_while_one_item_follows_another_without_a_day_between() -> None:
    facts = paid_then_late_again(d(2, 19)).with_(done=(was_sent("a", d(2, 7), "INV-1"),))
    assert now(RULES.decide(facts, as_of=d(2, 26))) == []
    assert now(RULES.decide(facts, as_of=d(3, 5))) == ["b"]


def test_a_step_keeps_its_place_when_what_it_was_about_is_paid_and_the_spell_goes_on() -> None:
    facts = paid_then_late_again(d(2, 13)).with_(done=(was_sent("b", d(2, 14), "INV-1"),))
    assert now(RULES.decide(facts, as_of=d(6, 1))) == []


def test_a_bounced_payment_brings_the_old_spell_back() -> None:
    facts = account(
        due(),
        a_receipt(received_on=d(2, 8)),
        an_allocation(applied_on=d(2, 8)),
        a_reversal(received_on=d(2, 20)),
        was_sent("a", d(2, 7), "INV-1"),
    )
    assert now(RULES.decide(facts, as_of=d(2, 19))) == []
    assert now(RULES.decide(facts, as_of=d(2, 20))) == ["b"]


def test_steps_in_one_currency_do_not_count_in_another() -> None:
    facts = account(due(), due(id="INV-2", amount="USD 10.00"), was_sent("a", d(2, 7), "INV-1"))
    decision = RULES.decide(facts, as_of=d(2, 8))
    assert [(a.currency, a.step_id) for a in decision.actions] == [("USD", "a")]


def test_a_step_recorded_without_items_counts_in_every_currency() -> None:
    facts = account(due(), due(id="INV-2", amount="USD 10.00"), was_sent("a", d(2, 7)))
    assert now(RULES.decide(facts, as_of=d(2, 8))) == []


# -- what was done -------------------------------------------------------------------------------
def test_only_sent_and_delivered_advance() -> None:
    for status in ("sent", "delivered"):
        assert (
            now(RULES.decide(account(was_sent("a", d(2, 7), status=status)), as_of=d(2, 9))) == []
        )
    for status in ("planned", "failed", "declined"):
        facts = account(was_sent("a", d(2, 7), status=status))
        assert now(RULES.decide(facts, as_of=d(2, 9))) == ["a"]


def test_of_records_with_one_key_the_latest_counts() -> None:
    def history(*statuses: str) -> Account:
        return account(
            *(was_sent("a", d(2, 7 + n), "INV-1", key="K", status=status)
              for n, status in enumerate(statuses))
        )  # fmt: skip

    assert now(RULES.decide(history("sent", "failed"), as_of=d(2, 9))) == ["a"]
    assert now(RULES.decide(history("failed", "sent"), as_of=d(2, 9))) == []
    assert now(RULES.decide(history("sent", "failed", "delivered"), as_of=d(2, 10))) == []


def test_a_returned_failure_is_proposed_again_under_the_same_key() -> None:
    first = RULES.decide(account(), as_of=d(2, 7))
    (action,) = first.actions
    sent, back = action.sent(d(2, 7)), action.sent(d(2, 9), status="failed")
    again = RULES.decide(account(sent, back), as_of=d(2, 9))
    assert key(again) == action.key
    assert now(RULES.decide(account(sent), as_of=d(2, 9))) == []


def test_steps_of_another_ladder_do_not_count_and_its_versions_do() -> None:
    other = account(was_sent("a", d(2, 7), ladder="y@1"))
    assert now(RULES.decide(other, as_of=d(2, 9))) == ["a"]
    for name in ("x@0", "x@2", None):
        facts = account(was_sent("a", d(2, 7), ladder=name))
        assert now(RULES.decide(facts, as_of=d(2, 9))) == []


# -- keys ----------------------------------------------------------------------------------------
def test_the_key_is_plain_text_of_fixed_length() -> None:
    assert len(key(RULES.decide(account(), as_of=d(2, 7)))) == 32
    assert key(RULES.decide(account(), as_of=d(2, 7))).isascii()


def test_the_key_stays_from_day_to_day_and_from_version_to_version() -> None:
    keys = {key(RULES.decide(account(), as_of=d(2, day))) for day in (7, 8, 13)}
    keys.add(key(RULES.replace(version="2").decide(account(), as_of=d(2, 7))))
    assert len(keys) == 1


def test_the_key_stays_when_the_oldest_invoice_is_paid() -> None:
    old, new = due(), due(d(2, 5), "INV-2")
    before = RULES.decide(account(old, new), as_of=d(2, 12))
    paid = account(old, new, *payment(old, on=d(2, 12), amount=eur("100.00")))
    after = RULES.decide(paid, as_of=d(2, 12))
    assert (before.actions[0].items, after.actions[0].items) == (("INV-1", "INV-2"), ("INV-2",))
    assert key(before) == key(after)


def test_the_key_does_not_depend_on_the_order_of_facts() -> None:
    facts = (due(), due(d(2, 1), "INV-2"), due(d(1, 20), "INV-3"))
    assert len({key(RULES.decide(account(*order), as_of=d(2, 7)))
                for order in permutations(facts)}) == 1  # fmt: skip


def test_the_key_differs_in_a_new_spell() -> None:
    old = RULES.decide(paid_then_late_again(d(3, 10)), as_of=d(2, 7))
    new = RULES.decide(paid_then_late_again(d(3, 10)), as_of=d(3, 17))
    assert now(old) == now(new) == ["a"]
    assert key(old) != key(new)


def test_keys_differ_by_step_currency_customer_and_ladder() -> None:
    dollars = account(due(amount="USD 100.00"))
    other = account(due(customer_id="C-2"), a_customer(id="C-2"))
    keys = [
        key(RULES.decide(account(), as_of=d(2, 7))),
        key(RULES.decide(account(), as_of=d(2, 14))),
        key(RULES.decide(dollars, as_of=d(2, 7))),
        key(RULES.decide(other, as_of=d(2, 7))),
        key(RULES.replace(id="y").decide(account(), as_of=d(2, 7))),
    ]
    assert len(set(keys)) == 5


# -- the record ----------------------------------------------------------------------------------
def test_an_action_records_itself() -> None:
    rules = ladder(step("a", 7), step("b", 14, kind="task"))
    (mail,) = rules.decide(account(), as_of=d(2, 7)).actions
    done = mail.sent(d(2, 9), status="delivered")
    assert (done.kind, done.on, done.status, done.key) == (
        "contact",
        d(2, 9),
        "delivered",
        mail.key,
    )
    assert (done.ladder, done.step_id, done.items) == ("x@1", "a", ("INV-1",))
    assert (done.channel, done.customer_facing, done.direction) == ("email", True, "out")
    (task,) = rules.decide(account(), as_of=d(2, 14)).actions
    done = task.sent(d(2, 14))
    assert (done.kind, done.channel, done.customer_facing) == ("task", None, False)


def test_an_action_says_how_late_it_is() -> None:
    rules = ladder(step("a", 7), step("b", 14, after={"a": 3}))
    assert rules.decide(account(), as_of=d(2, 7)).actions[0].late_by_days == 0
    assert rules.decide(account(), as_of=d(2, 12)).actions[0].late_by_days == 5
    sent = account(was_sent("a", d(2, 13)))
    assert rules.decide(sent, as_of=d(2, 18)).actions[0].late_by_days == 2


def test_deciding_again_with_the_actions_recorded_returns_none() -> None:
    facts = account(due(), due(d(2, 13), "INV-2"))
    first = RULES.decide(facts, as_of=d(2, 14))
    again = RULES.decide(
        facts.with_(done=[a.sent(d(2, 14)) for a in first.actions]), as_of=d(2, 14)
    )
    assert (now(first), now(again)) == (["b"], [])
    assert first.next_review_on == again.next_review_on
