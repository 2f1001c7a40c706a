"""The record of runs: what its summaries say, against the trajectory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.errors import ParameterError
from learning import Boltzmann, EpsilonGreedy, FixedStrategy, QLearner, Record, Runs, play

GAME = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="<b>Dilemma</b>")
SEATS = (
    QLearner(learning_rate=0.3, exploration=EpsilonGreedy(0.4)),
    QLearner(learning_rate=0.2, exploration=Boltzmann(0.4)),
)


@pytest.fixture(scope="module")
def runs() -> Runs:
    return play(GAME, SEATS, 103, 5, 6, record=Record(windows=10, trajectory=True))


def _windows(runs: Runs) -> list[tuple[int, int]]:
    return list(zip(runs.edges[:-1].tolist(), runs.edges[1:].tolist(), strict=True))


def test_windows_cover_the_rounds(runs: Runs) -> None:
    assert runs.edges[0] == 0
    assert runs.edges[-1] == 103
    assert set(np.diff(runs.edges).tolist()) == {10, 11}
    assert Record(windows=10).edges(4).tolist() == [0, 1, 2, 3, 4]


def test_counts_are_those_of_the_trajectory(runs: Runs) -> None:
    trajectory: Any = runs.trajectory
    for r in range(5):
        for w, (start, stop) in enumerate(_windows(runs)):
            counts = np.zeros((2, 2), dtype=int)
            for i, j in trajectory[r, start:stop]:
                counts[i, j] += 1
            assert runs.joint[r, w].tolist() == counts.tolist()
    whole = np.stack([[(trajectory[r] == pair).all(axis=1).mean() for pair in np.ndindex(2, 2)]
                      for r in range(5)]).reshape(5, 2, 2)  # fmt: skip
    assert runs.joint_frequencies() == pytest.approx(whole)
    for player in (0, 1):
        share = (trajectory[:, 51:, player] == 1).mean(axis=1)
        assert runs.time_average(player, slice(5, None))[:, 1] == pytest.approx(share)
    rates = [whole_window / (stop - start) / 5 for (start, stop), whole_window in
             zip(_windows(runs), runs.joint.sum(axis=0), strict=True)]  # fmt: skip
    assert runs.joint_rates() == pytest.approx(np.array(rates))


def test_values_flips_and_greedy_pairs_are_those_of_the_trajectory(runs: Runs) -> None:
    trajectory: Any = runs.trajectory
    payoffs = GAME.row_payoffs, GAME.column_payoffs
    for r in range(5):
        values, greedy = np.zeros((2, 2)), [-1, -1]
        for w, (start, stop) in enumerate(_windows(runs)):
            flips, pairs = [0, 0], np.zeros((2, 2), dtype=int)
            for i, j in trajectory[r, start:stop]:
                if min(greedy) >= 0:
                    pairs[greedy[0], greedy[1]] += 1
                for k, (action, rate) in enumerate(((i, 0.3), (j, 0.2))):
                    values[k, action] += rate * (payoffs[k][i, j] - values[k, action])
                    now = greedy[k] if values[k, 0] == values[k, 1] else int(values[k].argmax())
                    flips[k] += greedy[k] >= 0 and now != greedy[k]
                    greedy[k] = now
            assert runs.flips[r, w].tolist() == flips
            assert runs.greedy_joint[r, w].tolist() == pairs.tolist()
            for k in (0, 1):
                recorded: Any = runs.values[k]
                assert recorded[r, w].tolist() == values[k].tolist()


def test_policies_and_preferences_follow_from_values(runs: Runs) -> None:
    values: Any = runs.values[0]
    greedy = runs.policies[0]
    assert greedy is not None
    np.testing.assert_array_equal(greedy.argmax(axis=2), values.argmax(axis=2))
    np.testing.assert_array_equal(greedy[:, -1], runs.final_policies[0])
    soft, column = runs.policies[1], runs.values[1]
    assert soft is not None
    assert column is not None
    odds = np.exp((column[..., 1] - column[..., 0]) / (0.4 * 5))  # range of the payoffs: 5
    assert soft[..., 1] == pytest.approx(odds / (1 + odds))
    differences = runs.preference_differences(1)
    assert differences is not None
    assert differences[..., 1] == pytest.approx(column[..., 1] - column[..., 0])
    assert differences[..., 0] == pytest.approx(column[..., 0] - column[..., 1])
    assert runs.quantiles(differences, [0.5])[0] == pytest.approx(np.median(differences, axis=0))
    one = play(BimatrixGame([[1, 2]], [[1, 2]]), SEATS, 5, rng=1)
    assert one.preference_differences(0) is None


def test_share_of_rounds_to_window(runs: Runs) -> None:
    assert runs.first_window(0.0) == 0
    assert runs.edges[runs.first_window(0.5)] >= 51.5 > runs.edges[runs.first_window(0.5) - 1]
    assert runs.first_window(0.999) == 9
    with pytest.raises(ParameterError, match=r"share of the rounds: expected a number in \[0, 1\)"):
        runs.first_window(1.0)


def test_records_are_read_only(runs: Runs) -> None:
    for array in (runs.joint, runs.values[0], runs.final_policies[1], runs.played):
        assert array is not None
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_axes_name_every_array(runs: Runs) -> None:
    for name, axes in runs.axes.items():
        kept = getattr(runs, name)
        for array in kept if isinstance(kept, tuple) else (kept,):
            if array is not None:
                dimensions = sum(2 if axis == "actions" else 1 for axis in axes)
                assert array.ndim == dimensions, name


def test_it_prints_what_was_done(runs: Runs) -> None:
    text = repr(runs)
    for part in ("RepeatedGame", "103 each, in 10 windows", "5 finished, 0 diverged, 0 not",
                 "Boltzmann(temperature=0.4)", "root seed 6", "compiled loop"):  # fmt: skip
        assert part in text
    assert "<b>" not in runs._repr_html_()
    assert "&lt;b&gt;Dilemma" in runs._repr_html_()
    assert len(runs) == 5
    assert set(runs.versions) == {"python", "numpy", "numba"}


def test_nothing_finished() -> None:
    game = BimatrixGame([[1.7e308, 1.7e308]], [[0, 0]])
    seat = QLearner(learning_rate=1, exploration=EpsilonGreedy(0), initial_value=-1.7e308)
    runs = play(game, (seat, FixedStrategy([0.5, 0.5])), 5, 3, 1)
    assert runs.run_status == ("diverged at step 1",) * 3
    assert np.isnan(runs.joint_rates()).all()
    with pytest.raises(ParameterError, match="no run finished"):
        runs.quantiles(np.zeros((3, 2)))
