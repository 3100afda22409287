"""The reasons this room gives, in English."""

from collectkit.explain import Reasons

__all__ = ["REASONS"]

REASONS = Reasons(
    "discounts",
    {
        "open": "{percent} off if the whole balance is received by {until}",
        "open_in_grace": "{percent} off if the whole balance is received by {until}, "
        "in grace after {deadline}",
        "none_agreed": "the invoice carries no discount",
        "settled": "nothing is open",
        "window_closed": "the discount ended on {until}",
        "earned": "{percent} earned: {discount} for the whole balance",
        "earned_short": "{percent} earned: {discount}; {short} short, within the tolerance",
        "earned_part": "{percent} earned: {discount} for the part it settles",
        "not_settled": "{percent} not earned: {missing} missing to settle the balance",
        "late_taken": "{discount} taken after {until}, the last day for it: stays open",
        "paid_short": "{short} short, within the tolerance",
        "no_window": "no discount stands on this day",
        "taken_back": "money paid back",
        "short_full": "the whole balance is paid",
        "short_earned": "{discount} is missing, which {percent} allows until {until}",
        "short_tolerated": "{rest} is missing beyond the discount, within the tolerance",
        "short_late": "{discount} is missing, as {percent} allowed until {until}",
        "short_wrong_base": "{percent} was taken of the whole balance, {rest} too much",
        "short_wrong_rate": "{taken} was taken where {percent} stands, {rest} too much",
        "short_part": "a part payment: {missing} is missing",
    },
)
