"""Explain: the reasons and lines that every result carries.

Nouns: `Reason` (why, as data: a code, what it concerns, the figures), `Reasons` (a room's codes
and their English patterns), `Line` and `Trace` (what a number is the sum of), `Finding` (what a
policy probably does not mean). Every room exports its own `REASONS`; `messages` translates by
code.

    >>> from collectkit.explain import Reasons
    >>> REASONS = Reasons("demo", {"too_soon": "{days} days after contact, needs {needed}"})
    >>> str(REASONS("too_soon", "firm", days=3, needed=7))
    'firm: 3 days after contact, needs 7'

Not here: translation (`messages`), decisions (every room makes its own).
"""

from collectkit.explain.finding import Finding
from collectkit.explain.reason import Reason, Reasons
from collectkit.explain.trace import Line, Trace

__all__ = ["Finding", "Line", "Reason", "Reasons", "Trace"]
