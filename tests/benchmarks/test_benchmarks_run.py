"""The benchmarks' arithmetic, and that nothing is timed but equal answers. No real clock here."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from benchmarks import __main__ as command
from benchmarks import portfolio
from benchmarks.books import AS_OF, book
from benchmarks.harness import Mark, Run, Spread, exponent, loops_for, measure, ratio, spread
from benchmarks.report import text
from benchmarks.rows import Figure, NotInstalled, Row, Side, WrongAnswer, peer_module
from benchmarks.suites import ROWS
from benchmarks.suites.terms import DAYS, HOLIDAYS, rolled

PEERS = ("moneyed", "stockholm", "QuantLib", "trytond")


class FakeClock:
    """Time passes only while a run runs."""

    def __init__(self) -> None:
        self.now = 0.0
        self.log: list[str] = []

    def __call__(self) -> float:
        return self.now

    def run(self, name: str, *seconds: float, answer: object = None) -> Run:
        """A run that takes these seconds in turn, and the last of them ever after."""
        left = list(seconds)

        def run() -> object:
            self.log.append(name)
            self.now += left.pop(0) if len(left) > 1 else left[0]
            return answer

        return run


def side(name: str, run: Run, **fields: object) -> Side:
    return Side(name=name, setup=lambda _: run, **fields)  # type: ignore[arg-type]


def row(clock: FakeClock, ours: Side, *peers: Side, **fields: object) -> Row:
    fields = {"name": "group/row", "title": "a row", "unit": "piece"} | fields
    return Row(ours=ours, peers=peers, clock=clock, **fields)  # type: ignore[arg-type]


# -- arithmetic --------------------------------------------------------------------------------
def test_a_spread_is_the_median_and_the_quartiles() -> None:
    assert spread([9.0, 1.0, 5.0, 3.0, 7.0]) == Spread(5.0, 3.0, 7.0)
    assert spread([4.0]) == Spread(4.0, 4.0, 4.0)


def test_a_ratio_is_of_medians_and_its_spread_of_repetitions() -> None:
    found = ratio([1.0, 2.0, 9.0], [4.0, 4.0, 4.0])
    assert found == Spread(0.5, 0.375, 1.375)


def test_a_ratio_outside_the_quartiles_of_its_repetitions_widens_them() -> None:
    found = ratio([1.0, 2.0, 3.0], [1.0, 2.0, 1.0])
    assert found.median == 2.0
    assert (found.low, found.high) == (1.0, 2.0)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_is_the_power_of_growth(power: float) -> None:
    sizes = [10, 100, 1_000]
    assert exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power)


@pytest.mark.parametrize(
    ("mark", "found", "said"),
    [
        (Mark(0.8), Spread(0.8, 0.7, 0.8), "met"),
        (Mark(0.8), Spread(0.79, 0.7, 0.9), "met, within the spread"),
        (Mark(0.8), Spread(0.81, 0.7, 0.9), "missed, within the spread"),
        (Mark(0.8), Spread(0.9, 0.85, 0.95), "missed"),
        (Mark(8, "speed"), Spread(0.125, 0.1, 0.125), "met"),
        (Mark(8, "speed"), Spread(0.2, 0.15, 0.25), "missed"),
    ],
)
def test_a_mark_goes_by_the_median_and_names_doubt(mark: Mark, found: Spread, said: str) -> None:
    assert mark.verdict(found) == said


def test_a_mark_may_be_for_one_size() -> None:
    ten, every = Mark(6, "speed", size=10), Mark(1.5)
    peer = side("peer", lambda: None, marks=(ten, every))
    assert peer.marks_at(10) == (ten, every)
    assert peer.marks_at(100) == (every,)
    assert str(ten) == "at least 6x as fast"
    assert str(every) == "at most 1.5x its time"


# -- timing ------------------------------------------------------------------------------------
def test_runs_take_turns_and_each_repetition_starts_with_the_next() -> None:
    clock = FakeClock()
    runs = {name: clock.run(name, 1.0) for name in "abc"}
    measure(runs, repeat=4, clock=clock)
    assert "".join(clock.log) == "abc" + "abc" + "bca" + "cab" + "abc"  # the first to calibrate


def test_a_sample_is_long_enough_and_a_figure_is_per_call() -> None:
    clock = FakeClock()
    assert loops_for(clock.run("a", 0.25), clock, 1.5) == 8
    seconds = measure(
        {"fast": clock.run("fast", 0.25), "slow": clock.run("slow", 2.0, 3.0, 5.0)},
        repeat=2,
        clock=clock,
        enough=1.0,
    )
    assert seconds == {"fast": [0.25, 0.25], "slow": [3.0, 5.0]}


def test_times_are_per_unit_and_without_the_base() -> None:
    clock = FakeClock()
    ours = side("ours", clock.run("ours", 5.0))
    peer = side("peer", clock.run("peer", 9.0), marks=(Mark(0.5),))
    base = side("base", clock.run("base", 1.0))
    found = row(clock, ours, peer, sizes=(4,), base=base).report(7)
    assert [line.seconds.median for line in found.lines] == [1.0, 2.0]
    assert found.lines[1].ratio == Spread(0.5, 0.5, 0.5)
    assert found.lines[1].marks == (("at most 0.5x its time", "met"),)
    assert found.exponents == {}


def test_growth_is_over_all_sizes_and_has_a_mark() -> None:
    clock = FakeClock()
    ours = Side(name="ours", setup=lambda size: clock.run("ours", float(size**2)))
    grown = row(clock, ours, sizes=(1, 2, 4), growth=1.1)
    found = grown.report(7)
    assert found.exponents == {"ours": pytest.approx(2.0)}
    assert "growth of ours: time ~ size^2.00   mark at most 1.1: missed" in text(grown, found)


# -- answers -----------------------------------------------------------------------------------
def test_a_wrong_answer_is_never_timed() -> None:
    clock = FakeClock()
    ours = side("ours", clock.run("ours", 1.0, answer=7))
    peer = side("peer", clock.run("peer", 1.0, answer="8"), plain=int)
    with pytest.raises(WrongAnswer, match="group/row, size 1: peer has 8, ours has 7"):
        row(clock, ours, peer).report(7)
    assert clock.log == ["ours", "peer"]


def test_a_failed_check_of_the_row_stops_it() -> None:
    def check() -> None:
        raise WrongAnswer("babel loaded")

    clock = FakeClock()
    with pytest.raises(WrongAnswer, match="babel loaded"):
        row(clock, side("ours", clock.run("ours", 1.0)), check=check).report(7)
    assert clock.log == ["ours"]


@pytest.mark.parametrize("checked", ROWS, ids=lambda checked: checked.name)
# The wrappers SWIG makes warn about themselves when first imported.
@pytest.mark.filterwarnings("ignore:builtin type .* has no __module__ attribute:DeprecationWarning")
def test_every_row_answers_as_its_peers_do(checked: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trytond", None)  # it changes the process; see below
    for size in checked.sizes[:2]:
        runs, missing = checked.prepare(size)
        assert set(runs) | set(missing) == {checked.ours.name, *(p.name for p in checked.peers)}


IN_A_PROCESS_OF_ITS_OWN = """
from benchmarks.suites.terms import ROWS

for row in ROWS:
    runs, missing = row.prepare(row.sizes[0])
    print(row.name, *runs)
    assert "Tryton" not in missing
"""


@pytest.mark.full
@pytest.mark.skipif(find_spec("trytond") is None, reason="Tryton is not installed")
def test_tryton_answers_as_the_others_do() -> None:
    command = [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Tryton") == 3


def test_the_due_dates_timed_meet_weekends_and_holidays() -> None:
    due = [day + timedelta(30) for day in DAYS]
    assert any(day.weekday() >= 5 for day in due)
    assert any(day in HOLIDAYS and day.weekday() < 5 for day in due)
    assert sum(rolled(day) == day for day in due) > len(due) / 2


def test_the_book_holds_what_could_be_read_wrong() -> None:
    rows = book(250)
    facts = len(rows.invoices) + len(rows.receipts) + len(rows.allocations)
    assert facts + sum(r.bounced_on is not None for r in rows.receipts) == 250
    bounces = [r.bounced_on for r in rows.receipts if r.bounced_on is not None]
    assert any(day <= AS_OF for day in bounces)
    assert any(day > AS_OF for day in bounces)
    assert any(invoice.issued_on > AS_OF for invoice in rows.invoices)
    received = {receipt.id: receipt.received_on for receipt in rows.receipts}
    assert any(a.applied_on > AS_OF >= received[a.receipt_id] for a in rows.allocations)
    assert any(day > AS_OF for day in received.values())
    due = [invoice.issued_on + timedelta(30) for invoice in rows.invoices]
    assert any(day > AS_OF for day in due)
    assert any((AS_OF - day).days > 90 for day in due)
    assert book(250, shift=1) != rows


# -- peers that are not there ------------------------------------------------------------------
@pytest.fixture
def without_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PEERS:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.usefixtures("without_peers")
def test_a_row_goes_on_without_peers_that_are_not_installed() -> None:
    for checked in ROWS:
        if checked.name.startswith(("money/", "dates/", "terms/")):
            runs, missing = checked.prepare(checked.sizes[0])
            assert set(runs) <= {"collectkit", "dateutil"}  # which collectkit itself needs
            assert missing == tuple(peer.name for peer in checked.peers if peer.name not in runs)


@pytest.mark.usefixtures("without_peers")
def test_a_missing_peer_is_named_in_the_table() -> None:
    clock = FakeClock()

    def setup(_: int) -> Run:
        return clock.run("theirs", peer_module("moneyed").anything)

    ours, peer = side("ours", clock.run("ours", 1.0)), Side(name="py-moneyed", setup=setup)
    alone = row(clock, ours, peer)
    assert "peer py-moneyed not installed" in text(alone, alone.report(7))


def test_a_fault_inside_a_peer_is_not_taken_for_its_absence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a_peer_at_fault.py").write_text("import not_there_at_all\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="not_there_at_all") as caught:
        peer_module("a_peer_at_fault")
    assert not isinstance(caught.value, NotInstalled)


# -- the command -------------------------------------------------------------------------------
@pytest.fixture
def small_table(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    clock = FakeClock()
    peer = side("peer", clock.run("peer", 1.0), marks=(Mark(0.5),), note="is a friend")
    rows = (
        row(clock, side("ours", clock.run("ours", 2.0)), peer, name="one/a"),
        row(
            clock,
            side("ours", clock.run("alone", 1.0)),
            name="two/b",
            figures=lambda: (Figure(label="bytes kept", value=1_200, most=1_000),),
        ),
    )
    monkeypatch.setattr(command, "ROWS", rows)
    return clock


@pytest.mark.usefixtures("small_table")
def test_the_command_prints_the_table_and_a_missed_mark_is_no_failure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert command.main(["--repeat", "7", "--json", str(tmp_path / "found.json")]) == 0
    printed = capsys.readouterr().out
    assert "Medians of 7 repetitions" in printed
    assert "ours is 2.00x (2.00 to 2.00)   mark at most 0.5x its time: missed" in printed
    assert "note on peer: is a friend" in printed
    assert "bytes kept: 1,200   mark at most 1,000: missed" in printed
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert found["repetitions"] == 7
    assert [entry["name"] for entry in found["rows"]] == ["one/a", "two/b"]


def test_rows_are_chosen_by_name_or_group(
    small_table: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["two"]) == 0
    assert set(small_table.log) == {"alone"}
    assert command.main(["one/a", "--list"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["one/a", "a", "row"]


@pytest.mark.usefixtures("small_table")
@pytest.mark.parametrize("arguments", [["three"], ["--repeat", "6"], ["--repeat", "many"]])
def test_the_command_refuses_what_it_does_not_know(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)
    assert stopped.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_a_streamed_book_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    found = portfolio.measure(7, 3)
    assert found.accounts == 7
    assert found.seconds > 0
    assert portfolio.main(["--one", "2", "--invoices", "1"]) == 0
    assert capsys.readouterr().out.startswith("2 ")
