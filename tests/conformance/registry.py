"""How an adapter says which operations it translates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.case import Given

Figures = Mapping[str, Any]
Operation = Callable[[Given], Figures]


class Operations:
    """The operations of one area.

    A case names its operation (`kind` or `op`) or is known by its inputs. `refusals` turns the
    codes of the library's errors into the words that cases use for them.

        daycount = Operations("daycount")

        @daycount.named("act_days")
        def act_days(given: Given) -> Figures: ...

        @aging.shaped("as_of", "instalments")
        def installments(given: Given) -> Figures: ...
    """

    def __init__(self, area: str, refusals: Mapping[str, str] | None = None) -> None:
        self.area = area
        self.refusals = refusals or {}
        self._named: dict[str, Operation] = {}
        self._shaped: list[tuple[frozenset[str], Operation]] = []

    def named(self, *names: str) -> Callable[[Operation], Operation]:
        """Register a function for operations that cases name."""

        def register(function: Operation) -> Operation:
            self._named.update(dict.fromkeys(names, function))
            return function

        return register

    def shaped(self, *inputs: str) -> Callable[[Operation], Operation]:
        """Register a function for cases that give at least these inputs."""

        def register(function: Operation) -> Operation:
            self._shaped.append((frozenset(inputs), function))
            return function

        return register

    def find(self, given: Given) -> Operation | None:
        """The operation a case asks for; of several that fit, the one with most inputs in common.

        None where nothing fits.
        """
        for key in ("kind", "op"):
            if isinstance(given.get(key), str):
                return self._named.get(given[key])
        fitting = [(len(needs), run) for needs, run in self._shaped if needs <= set(given)]
        return max(fitting, key=lambda entry: entry[0])[1] if fitting else None
