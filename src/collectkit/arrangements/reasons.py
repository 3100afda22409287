"""The reasons this room gives, in English."""

from collectkit.explain import Reasons

__all__ = ["REASONS"]

REASONS = Reasons(
    "arrangements",
    {
        # promises
        "promise_open": "{credited} of {required} has come; it can be kept until {until}",
        "promise_kept": "{required} had come by {on}",
        "promise_part_kept": "only {credited} of {required} had come by {until}",
        "promise_broken": "nothing of {required} had come by {until}",
        "may_promise": "{count} broken since {since}: a new promise may be taken",
        "too_many_broken": "{count} broken since {since}: no new promise from {limit} on",
        # plans
        "plan_pending": "agreed on {on}",
        "plan_kept": "nothing missed; {amount} is due on {due}",
        "plan_in_arrears": "{count} missed, of {limit} that end the plan",
        "plan_defaulted": "in default since {on}",
        "plan_completed": "completed on {on}",
        "installment_paid": "paid on {on}",
        "installment_paid_late": "paid on {on}, after {until}",
        "installment_open": "{paid} paid, open until {until}",
        "installment_missed": "{paid} paid, missed after {until}",
        # due dates
        "contractual": "due on {due} by contract",
        "pending": "no due date yet",
        "under_plan": "plan {plan} stands: {due} is its next date",
        "plan_restored": "plan {plan} defaulted on {on}: the contractual date counts again",
        "plan_fresh": "plan {plan} defaulted on {on}: days count from there",
        "plan_over": "plan {plan} was completed on {on}: the contractual date counts again",
        "stopped": "the clock stands still from {first} until {last} ({what} {id})",
        # holds
        "hold_blocks": "{kind} hold blocks {blocks} until {until}",
        "hold_cools": "{kind} hold released on {released} blocks {blocks} until {until}",
        "hold_stops": "{kind} hold stops the clock until {until}",
        # disputes
        "undisputed": "{amount} open, nothing disputed",
        "disputed_in_part": "{disputed} of {amount} is disputed",
        "disputed_in_whole": "all of it is disputed",
        # direct debits
        "debit_scheduled": "to be announced by {announce}, collected on {collect}",
        "debit_notice_due": "should be announced by {announce}, is collected on {collect}",
        "debit_announced": "announced on {on}, collected on {collect}",
        "debit_collecting": "in collection since {collect}",
        "debit_collected": "collected on {on}",
        "debit_returned": "came back on {on}",
        "debit_lapsed": "nothing collected by {until}",
        "announced_late": "announced on {on}, after {announce}",
        "not_announced": "was not announced",
    },
)
