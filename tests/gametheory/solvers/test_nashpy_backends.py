"""Nashpy as a solver: right answers pass, wrong ones are dropped, no process stays."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction

import pytest

from gametheory.errors import Interrupted
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.solvers import nashpy_backends, solve
from gametheory.strategy import nash_conv

METHODS = ("nashpy-support", "nashpy-vertex", "nashpy-lemke-howson")

# label 2 makes Nashpy 0.0.43 pivot forever, its lexicographic rule on or off
CYCLING = BimatrixGame(
    [[0, 0, 0, 2, 0], [2, 2, 0, 1, 1], [1, 1, 0, 0, 2], [0, 1, 1, 0, 2], [2, 0, 2, 1, 1]],
    [[2, 0, 2, 2, 0], [0, 2, 2, 2, 2], [0, 0, 1, 2, 2], [0, 0, 2, 2, 2], [1, 2, 2, 0, 1]],
)
# one equilibrium, by hand: 3 y2 + 4 y3 = 6 y2 + y3 and 4 x + 2 (1 - x) = x + 7 (1 - x)
ONE_MIXED = BimatrixGame([[2, 3, 4], [0, 6, 1]], [[1, 4, 1], [3, 2, 7]])


@pytest.mark.parametrize("method", METHODS)
def test_a_regular_game_gets_its_equilibria(method: str) -> None:
    # von Stengel 2007 (in Nisan et al., Algorithmic Game Theory, chapter 3), game (3.3)
    game = BimatrixGame([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
    result = solve(game, method)
    assert result.status is Status.FINISHED
    assert not result.complete
    expected = {
        ((1, 0, 0), (1, 0)),
        ((Fraction(4, 5), Fraction(1, 5), 0), (Fraction(2, 3), Fraction(1, 3))),
        ((0, Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 3), Fraction(2, 3))),
    }
    assert {e.profile for e in result} <= expected
    if method != "nashpy-lemke-howson":
        assert len(result) == 3
    assert dict(result.versions)["nashpy"]


def test_an_endless_path_is_noted_and_the_other_labels_are_tried() -> None:
    result = solve(CYCLING, "nashpy-lemke-howson", timeout=60)
    assert result.status is Status.FINISHED
    assert any(note.startswith("label 2: the path is endless") for note in result.notes)
    assert len(result) >= 1
    assert all(nash_conv(CYCLING, e.row, e.column) == 0 for e in result)


def test_warnings_of_nashpy_become_notes(recwarn: pytest.WarningsRecorder) -> None:
    result = solve(ONE_MIXED, "nashpy-support")
    assert len(result) == 0
    assert result.status is Status.FINISHED
    assert not result.complete
    assert any("An even number of (0) equilibria" in note for note in result.notes)
    assert not recwarn.list


def test_what_the_support_enumeration_misses_the_exact_engine_has() -> None:
    half = Fraction(1, 2)
    assert [e.profile for e in solve(ONE_MIXED)] == [
        ((Fraction(5, 8), Fraction(3, 8)), (0, half, half))
    ]


def test_false_equilibria_are_dropped_and_said() -> None:
    game = BimatrixGame([[3e7, 9e7], [6e7, 2e7]], [[8e7, 2e7], [1e7, 9e7]])
    result = solve(game, "nashpy-vertex")
    # by hand, in units of 1e7: 8 x + (1 - x) = 2 x + 9 (1 - x), 3 y + 9 (1 - y) = 6 y + 2 (1 - y)
    assert [e.profile for e in result] == [
        ((Fraction(4, 7), Fraction(3, 7)), (Fraction(7, 10), Fraction(3, 10)))
    ]
    assert result.dropped >= 1
    assert any("dropped, not an equilibrium" in note for note in result.notes)


def test_vertex_enumeration_of_large_payoffs_is_empty_but_not_complete() -> None:
    game = BimatrixGame([[3e9, 0], [0, 2e9]], [[2e9, 0], [0, 3e9]])
    result = solve(game, "nashpy-vertex")
    assert (len(result), result.status, result.complete) == (0, Status.FINISHED, False)
    assert len(solve(game)) == 3


def test_an_exception_of_nashpy_is_a_failed_search_with_its_reason() -> None:
    result = solve(BimatrixGame([[0, 0], [0, 0]], [[0, 0], [0, 0]]), "nashpy-vertex")
    assert (len(result), result.status, result.complete) == (0, Status.FAILED, False)
    assert "Nashpy failed: TypeError" in result.reason


@pytest.mark.parametrize(
    ("game", "equilibrium"),
    [
        (BimatrixGame([[4]], [[-1]]), ((1,), (1,))),
        (BimatrixGame([[1, 2, 0]], [[1, 3, 2]]), ((1,), (0, 1, 0))),
        (BimatrixGame([[1], [2]], [[1], [3]]), ((0, 1), (1,))),
    ],
    ids=["1x1", "1x3", "2x1"],
)
@pytest.mark.parametrize("method", METHODS)
def test_games_with_one_action_end_without_a_lie(
    method: str, game: BimatrixGame, equilibrium: object
) -> None:
    result = solve(game, method, timeout=60)
    assert [e.profile for e in result] in ([], [equilibrium])
    assert result.status is (Status.FINISHED if len(result) else Status.FAILED)
    assert [e.profile for e in solve(game)] == [equilibrium]


def test_rounded_payoffs_and_an_unused_budget_are_noted() -> None:
    third = BimatrixGame([["1/3", 0], [0, 1]], [[1, 0], [0, 0.5]])
    result = solve(third, "nashpy-support", budget=5)
    assert "Nashpy got floats: 1 of 8 payoffs were rounded" in result.notes
    assert any("the budget was not used" in note for note in result.notes)
    # y / 3 = 1 - y and x = (1 - x) / 2
    mixed = ((Fraction(1, 3), Fraction(2, 3)), (Fraction(3, 4), Fraction(1, 4)))
    assert mixed in [e.profile for e in result]


def use_worker(monkeypatch: pytest.MonkeyPatch, code: str) -> list[subprocess.Popen[str]]:
    """Let `code` answer in the worker's place; the list gets the processes."""
    started = []

    def start() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        command = [sys.executable, "-S", "-c", code]
        started.append(
            subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8")
        )
        return started[-1]

    monkeypatch.setattr(nashpy_backends, "_start_worker", start)
    return started


COORDINATION = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])


def test_nan_wrong_lengths_and_lies_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"profile": [[float("nan"), 1.0], [0.0, 1.0]]},
        {"profile": [[float("inf"), 1.0], [0.0, 1.0]]},
        {"profile": [[0.0, 1.0, 0.0], [0.0, 1.0]]},
        {"profile": [[0.0, 0.0], [0.0, 1.0]]},
        {"profile": [[1.0, 0.0], [0.0, 1.0]]},
        {"profile": [[1.0, -1e-17], [1.0, 1e-17]]},
        {"profile": [[0.5, 0.5], [0.4999999999, 0.5000000001]]},
        {"seconds": 0.1},
    ]
    use_worker(monkeypatch, f"print({chr(10).join(map(json.dumps, lines))!r})")
    result = solve(COORDINATION, "nashpy-vertex")
    half = Fraction(1, 2)
    assert [e.profile for e in result] == [((1, 0), (1, 0)), ((half, half), (half, half))]
    assert result.dropped == 5
    assert result.status is Status.FINISHED


def test_what_came_before_the_time_was_up_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import time\n"
        'print(\'{"profile": [[1.0, 0.0], [1.0, 0.0]]}\\n{"profile": [[0.0, 1\', flush=True)\n'
        "time.sleep(60)"
    )
    started = use_worker(monkeypatch, code)
    result = solve(COORDINATION, "nashpy-lemke-howson", timeout=2)
    assert result.status is Status.TIMEOUT
    assert [e.profile for e in result] == [((1, 0), (1, 0))]
    assert result.reason == ("Nashpy was stopped (timeout of 2 s); some equilibria may be missing")
    assert started[0].returncode is not None


def test_ctrl_c_ends_the_worker_and_carries_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import os, signal, time\n"
        "print('{\"profile\": [[1.0, 0.0], [1.0, 0.0]]}', flush=True)\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "time.sleep(60)"
    )
    started = use_worker(monkeypatch, code)
    with pytest.raises(Interrupted) as stop:
        solve(COORDINATION, "nashpy-lemke-howson")
    partial = stop.value.partial
    assert (partial.status, partial.complete, len(partial)) == (Status.INTERRUPTED, False, 1)
    assert started[0].returncode is not None


def test_a_worker_that_dies_is_a_failed_search(monkeypatch: pytest.MonkeyPatch) -> None:
    use_worker(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    result = solve(COORDINATION, "nashpy-support")
    assert result.status is Status.FAILED
    assert result.reason == "Nashpy failed: its process ended with code -9"


def test_a_worker_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    use_worker(monkeypatch, "import no_such_module_of_nashpy")
    result = solve(COORDINATION, "nashpy-support")
    assert result.status is Status.FAILED
    assert "No module named 'no_such_module_of_nashpy'" in result.reason


def test_without_a_python_program_the_search_fails_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "")
    result = solve(COORDINATION, "nashpy-support")
    assert result.status is Status.FAILED
    assert "sys.executable is empty" in result.reason
