"""Dynamics with chance: the Moran process and stochastic fictitious play."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.catalog import load
from gametheory.dynamics import (
    fixation_probabilities,
    moran_process,
    stochastic_fictitious_play,
)
from gametheory.errors import GameError, Interrupted, ParameterError
from gametheory.game import BimatrixGame
from gametheory.limits import Status


def by_first_steps(game, size, w):
    """Fixation probabilities from the absorbing chain's linear equations."""
    a, b, c, d = (game.payoff(i, j)[0] for i in (0, 1) for j in (0, 1))
    matrix, goal = [], []
    for k in range(1, size):
        f = 1 - w + w * (a * (k - 1) + b * (size - k)) / (size - 1)
        g = 1 - w + w * (c * k + d * (size - k - 1)) / (size - 1)
        total = k * f + (size - k) * g
        up = (k * f / total) * Fraction(size - k, size)
        down = ((size - k) * g / total) * Fraction(k, size)
        row = [Fraction(0)] * (size - 1)
        row[k - 1] = up + down
        if k > 1:
            row[k - 2] = -down
        if k < size - 1:
            row[k] = -up
        matrix.append(row)
        goal.append(up if k == size - 1 else Fraction(0))
    for i in range(size - 1):  # elimination; the matrix is diagonally dominant
        for r in range(i + 1, size - 1):
            factor = matrix[r][i] / matrix[i][i]
            matrix[r] = [v - factor * u for v, u in zip(matrix[r], matrix[i], strict=True)]
            goal[r] -= factor * goal[i]
    found = [Fraction(0)] * (size - 1)
    for i in reversed(range(size - 1)):
        rest = sum((matrix[i][k] * found[k] for k in range(i + 1, size - 1)), Fraction(0))
        found[i] = (goal[i] - rest) / matrix[i][i]
    return (Fraction(0), *found, Fraction(1))


payoffs = st.lists(st.integers(1, 9), min_size=4, max_size=4)


@settings(max_examples=40)
@given(payoffs, st.integers(2, 8), st.fractions(0, 1, max_denominator=5))
def test_fixation_solves_the_chain(values, size, w):
    game = BimatrixGame.symmetric([values[:2], values[2:]])
    found = fixation_probabilities(game, size, intensity=w)
    assert found.probabilities == by_first_steps(game, size, w)
    assert all(p < q for p, q in zip(found.probabilities, found.probabilities[1:], strict=False))


def test_constant_fitness_has_morans_formula():
    # Moran 1962: with relative fitness r, (1 - 1/r) / (1 - 1/r^N).
    game = BimatrixGame.symmetric([[3, 3], [2, 2]])
    r, size = Fraction(3, 2), 12
    found = fixation_probabilities(game, size)
    assert found.single[0] == (1 - 1 / r) / (1 - 1 / r**size)
    assert found.favoured == (True, False)


def test_one_third_law():
    # Nowak et al. 2004: under weak selection in a large population a single mutant of a
    # strict equilibrium is favoured exactly if its basin's edge lies below 1/3.
    for a, favoured in ((4, True), (Fraction(3, 2), False)):
        game = BimatrixGame.symmetric([[a, 0], [0, 1]])
        assert favoured == (1 / Fraction(1 + a) < Fraction(1, 3))
        found = fixation_probabilities(game, 400, intensity=Fraction(1, 10**6))
        assert found.favoured[0] == favoured


def test_runs_end_as_often_as_the_probabilities_say():
    game = BimatrixGame.symmetric([[3, 1], [2, 2]])
    size, first, runs = 6, 2, 600
    rng = np.random.default_rng(11)
    ends = [moran_process(game, [first, size - first], 500, rng=rng).fixed for _ in range(runs)]
    assert None not in ends
    p = float(fixation_probabilities(game, size).probabilities[first])
    share = ends.count(0) / runs
    assert abs(share - p) < 5 * math.sqrt(p * (1 - p) / runs)


def test_mutation_keeps_a_population_mixed():
    # All newborns random: each individual is even in the long run.
    game = load("rock-paper-scissors")
    path = moran_process(game, [30, 0, 0], 30_000, intensity=0.1, mutation=1.0, rng=5)
    assert path.fixed is None
    assert path.counts[3000:].mean(axis=0) == pytest.approx([10, 10, 10], abs=1)
    assert (path.counts.sum(axis=1) == 30).all()
    assert path.steps == 30_000
    moved = np.abs(np.diff(path.counts, axis=0)).sum(axis=1)
    assert set(moved.tolist()) <= {0, 2}


def test_exponential_and_weak_linear_fitness_agree():
    game = BimatrixGame.symmetric([[3, 1], [2, 2]])
    linear, exponential = (
        moran_process(game, [50, 50], 500, intensity=1e-9, fitness=kind, rng=3).counts
        for kind in ("linear", "exponential")
    )
    assert np.array_equal(linear, exponential)


def test_moran_says_what_it_did(monkeypatch):
    path = moran_process(load("hawk-dove"), [5, 0], 100, intensity=0.2, rng=1)
    assert path.fixed == 0
    assert path.steps == 0
    assert "Hawk took over" in path.summary()
    document = json.loads(path.to_json())
    assert document["schema"] == "gametheory/moran-process/1"
    assert document["counts"] == [[5, 0]]
    json.loads(fixation_probabilities(BimatrixGame.symmetric([[1, 2], [2, 1]]), 5).to_json())

    from gametheory.dynamics.kernels import chance

    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(chance, "moran_steps", interrupted)
    with pytest.raises(Interrupted) as caught:
        moran_process(load("hawk-dove"), [5, 5], 100, intensity=0.2, rng=1)
    assert caught.value.partial.status is Status.INTERRUPTED
    assert caught.value.partial.steps == 0


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda g: moran_process(g, [1], 5), ParameterError, "start: expected 2 numbers"),
        (lambda g: moran_process(g, [1, 0], 5), ParameterError, "expected 2 to 2.31 individuals"),
        (lambda g: moran_process(g, [1, -1], 5), ParameterError, "expected a whole number >= 0"),
        (lambda g: moran_process(g, [2, 2], 5), ParameterError, "1 - w . w p is -1 at the lowest"),
        (
            lambda g: moran_process(g, [2, 2], 5, intensity=0.1, mutation=2),
            ParameterError, "mutation: expected",
        ),
        (lambda g: fixation_probabilities(g, 5), ParameterError, "expected positive values"),
        (lambda g: fixation_probabilities(g, 1), ParameterError, "size: expected a whole number"),
        (
            lambda g: fixation_probabilities(load("rock-paper-scissors"), 5),
            GameError, "expected a game with two actions, got 3",
        ),
        (
            lambda g: moran_process(load("matching-pennies"), [2, 2], 5),
            GameError, "the game must be symmetric",
        ),
    ],
)  # fmt: skip
def test_bad_parameters(call, error, message):
    with pytest.raises(error, match=message):
        call(BimatrixGame.symmetric([[-1, 2], [0, 1]]))


def test_stochastic_fictitious_play_finds_the_logit_equilibrium():
    # Hofbauer and Sandholm 2002: frequencies converge to the logit equilibrium.
    play = stochastic_fictitious_play(load("matching-pennies"), 200_000, 0.5, rng=2)
    for shares in play.frequencies:
        assert shares == pytest.approx([0.5, 0.5], abs=0.01)
    dilemma = stochastic_fictitious_play(load("prisoners-dilemma"), 200_000, 1.0, rng=2)
    for shares in dilemma.frequencies:
        d = float(shares[1])
        assert d == pytest.approx(0.77325, abs=0.01)
        assert d == pytest.approx(1 / (1 + math.exp(-(2 - d))), abs=0.01)


def test_stochastic_fictitious_play_is_reproducible_and_cold_play_is_fictitious():
    game = load("rock-paper-scissors")
    first, second = (stochastic_fictitious_play(game, 3000, 0.2, rng=9) for _ in range(2))
    assert first.counts == second.counts
    assert first.rounds == 3000
    # With values T apart by thousands only best responses are drawn: always (r, c) = (D, D).
    cold = stochastic_fictitious_play(load("prisoners-dilemma"), 500, 1e-3, rng=1)
    assert cold.counts == ((0, 0), (0, 500))
    document = json.loads(cold.to_json())
    assert document["schema"] == "gametheory/stochastic-fictitious-play/1"
    assert "500 rounds" in repr(cold)
    with pytest.raises(ParameterError, match="temperature: expected a finite number above 0"):
        stochastic_fictitious_play(game, 10, 0)
