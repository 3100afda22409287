"""Other systems' tests, statutes, official examples and textbooks, as cases for collectkit.

    pytest tests/conformance                # the project's cases
    pytest tests/conformance --cases DIR    # every *.jsonl in another folder, instead

Each case is one test, named by its id. An adapter in `adapters/` turns what a case gives into
facts and policies, asks the library, and hands back its figures; `compare` holds them against the
expected ones. An adapter sees neither the id nor the expected figures, and may not calculate
(`test_adapters`). What comes of a case:

- passed: every expected figure is right.
- failed: one is not, or the adapter broke down. The test fails.
- deviation: it fails, and `deviations.toml` names the decision note that shows the case wrong.
- out of scope: `out_of_scope.toml` says why it is not attempted.
- unsupported: nobody translated the operation, one of its inputs or one of its figures yet.
- outside the count: the case calls itself peculiar or a peer's bug, or its source is not sound.
  It runs, and the last lines say which of these agree.

At the end a table shows the counts per area, then every failed and deviating case with what was
expected and what came out. To support an operation, write a function in the adapter of its area
and register it (`registry.Operations`); a new area is a new file with an `Operations` at its top.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conformance.case import CASES, Case, load
from tests.conformance.runner import Verdict, adapters, judge, over_a_tenth, run
from tests.conformance.scope import DEVIATIONS, OUT_OF_SCOPE, ROOT
from tests.conformance.table import Entry, Table


def cases_of(config: pytest.Config) -> tuple[Case, ...]:
    folder = config.getoption("cases", None) or CASES
    found = load(folder)
    if not found:
        raise pytest.UsageError(f"no cases in {folder}")
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        found = cases_of(metafunc.config)
        metafunc.parametrize("case", found, ids=[case.id for case in found])


def test_case(case: Case, record_property: Callable[[str, object], None]) -> None:
    outcome = judge(case)
    record_property(Table.NAME, tuple(Entry.of(outcome)))
    match outcome.verdict:
        case "failed":
            pytest.fail(f"{case.id}: {outcome.why} [{case.source}]", pytrace=False)
        case "deviation":
            pytest.xfail(outcome.why)
        case "outside":
            if outcome.run != "passed":
                pytest.skip(f"outside the count, {outcome.run}: {outcome.why}")
        case "out of scope" | "unsupported":
            pytest.skip(f"{outcome.verdict}: {outcome.why}")


@pytest.mark.parametrize("verdict", ["deviation", "out of scope"])
def test_at_most_a_tenth_of_an_area(verdict: Verdict, pytestconfig: pytest.Config) -> None:
    judged = [judge(case) for case in cases_of(pytestconfig)]
    assert not over_a_tenth(judged, verdict)


def test_the_lists_say_nothing_that_is_not_so() -> None:
    own = {case.id: case for case in load(CASES)}
    for deviation in DEVIATIONS.values():
        assert deviation.reason
        assert (ROOT / deviation.note).is_file(), deviation.note
        assert run(own[deviation.id]).verdict == "failed", f"{deviation.id} no longer deviates"
    for entry in OUT_OF_SCOPE:
        assert entry.reason
        # Whole areas and operations are stated whether or not a case asks for them today.
        assert not entry.counts or any(entry.covers(case) for case in own.values()), entry
        assert set(entry.areas) - set(adapters()) or entry.inputs or entry.operations or entry.ids


def test_the_cases_are_all_there() -> None:
    own = load(CASES)
    assert len(own) == len({case.id for case in own}) == 503
