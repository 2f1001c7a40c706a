"""Logs of other people's play."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, load, solve
from gametheory.errors import FormatError, ParameterError, StrategyError
from learning import EpsilonGreedy, QLearner, Record, compare, play, read_log

BATTLE = load("battle-of-the-sexes")
STAG = load("stag-hunt")


def test_a_log_of_our_own_runs_gives_their_verdict() -> None:
    seat = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05))
    runs = play(STAG, (seat, seat), 1_000, 5, 3, record=Record(trajectory=True))
    assert runs.trajectory is not None
    log = [{"row": run[:, 0], "column": run[:, 1]} for run in runs.trajectory]
    read = read_log(STAG, log)
    assert (read.joint == runs.joint).all()
    ours, theirs = compare(runs, solve(STAG)), compare(log, solve(STAG))
    assert (ours.time_average.distance == theirs.time_average.distance).all()
    assert (ours.cce_gap == theirs.cce_gap).all()
    # policies are not in a log
    assert set(theirs.final_policy.labels) == {"tells no policy"}


def test_a_file_with_runs(tmp_path: Path) -> None:
    path = tmp_path / "sessions.csv"
    lines = ["run,round,row,column"]
    for k in range(60):
        lines += [f"a,{k},Bach,Bach", f"b,{k},Stravinsky,Stravinsky"]
    path.write_text("\n".join(lines))
    verdict = compare(str(path), solve(BATTLE))
    assert verdict.runs_judged == 2
    assert verdict.time_average.labels == ("component 1", "component 2")
    assert verdict.rounds == 60
    assert verdict.runs is not None
    assert repr(verdict.runs.seats[0]) == "Row player of the log sessions.csv"
    assert compare(path, solve(BATTLE)).time_average.labels == verdict.time_average.labels


class Frame:
    """As much of a data frame as is needed."""

    def __init__(self, **columns: Any) -> None:
        self._columns = columns
        self.columns = list(columns)

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]


def test_a_data_frame_with_runs_in_any_order() -> None:
    frame = Frame(column=["Bach", "Bach"] * 20, row=[0, 1] * 20, run=[7, 8] * 20, note=[""] * 40)
    runs = read_log(BATTLE, frame)
    assert runs.joint_frequencies().tolist() == [[[1, 0], [0, 0]], [[0, 0], [1, 0]]]
    assert runs.finished.all()
    assert (runs.rounds, len(runs)) == (20, 2)


def test_meeting_at_one_place_or_the_other_is_correlated_though_averages_look_mixed() -> None:
    # Alternating, both are half of the time at each place: no Nash equilibrium of marginals,
    # but no rule "play the other one now" pays.
    log = {"row": [0, 1] * 200, "column": [0, 1] * 200}
    verdict = compare(log, solve(BATTLE))
    assert verdict.joint_play.labels == ("correlated equilibrium",)
    assert verdict.joint_play.dependence.tolist() == [0.5]
    assert verdict.joint_play.periods.tolist() == [2]
    assert verdict.time_average.labels == ("settled off equilibrium",)


@pytest.mark.parametrize(
    ("log", "error", "message"),
    [
        ([], ParameterError, "expected at least one run, got an empty list"),
        (7, ParameterError, "expected the path of a CSV file, a data frame or a dict"),
        ({"row": [0]}, ParameterError, r"'Column player' or 'column', got 0 among 'row'"),
        ({"row": [0], "Row player": [0], "column": [0]}, ParameterError, "got 2 among"),
        ({"row": [0, 1], "column": [0]}, ParameterError, "got 2 of Row player and 1 of Column"),
        ({"row": [], "column": []}, ParameterError, "one action of each player in every round"),
        ({"row": ["Jazz"], "column": [0]}, StrategyError, "round 0: .*Jazz"),
        ({"row": [0], "column": [0], "run": [1, 2]}, ParameterError, "of 1 rounds, got 2"),
        ([{"row": [0, 0], "column": [0, 0]}, {"row": [0], "column": [0]}], ParameterError,
         "runs of equally many rounds, got from 1 to 2"),
        ([{"row": [0, 0], "column": [0, 0], "run": [1, 2]}] * 2, ParameterError,
         "a list holds one run an item, got an item with several"),
    ],
)  # fmt: skip
def test_what_is_no_log(log: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        compare(log, solve(BATTLE))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises((FormatError, OSError), match=r"none\.csv"):
        compare(str(tmp_path / "none.csv"), solve(BATTLE))


def test_windows_hold_all_rounds() -> None:
    rng = np.random.default_rng(1)
    row, column = rng.integers(0, 2, 1_237), rng.integers(0, 3, 1_237)
    game = BimatrixGame([[1, 2, 3], [4, 5, 6]], [[6, 5, 4], [3, 2, 1]])
    runs = read_log(game, {"row": row, "column": column}, windows=50)
    for w in range(50):
        part = slice(runs.edges[w], runs.edges[w + 1])
        counted = np.zeros((2, 3), dtype=int)
        np.add.at(counted, (row[part], column[part]), 1)
        assert (runs.joint[0, w] == counted).all()
    assert runs.joint.sum() == 1_237
