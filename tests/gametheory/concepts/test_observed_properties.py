"""Properties of observed play, its logit fit, and of equilibria of measured payoffs."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import (
    EstimatedGame,
    ObservedPlay,
    bootstrap_equilibria,
    fit_logit,
    logit_branch,
)
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from gametheory.testing import games

SMALL = games(min_actions=2, max_actions=3, kinds=["digits"])
TWO = games(min_actions=2, max_actions=2, kinds=["digits"])


@given(SMALL, st.data())
def test_rounds_and_counts_tell_the_same_play(game: BimatrixGame, data: Any) -> None:
    m, n = game.shape
    outcomes = st.tuples(st.integers(0, m - 1), st.integers(0, n - 1))
    rounds = data.draw(st.lists(outcomes, min_size=1, max_size=30))
    row, column = ([cell[k] for cell in rounds] for k in (0, 1))
    told = ObservedPlay.from_rounds(game, row, column)
    counted = ObservedPlay.from_counts(
        game, [row.count(i) for i in range(m)], [column.count(j) for j in range(n)]
    )
    expected = tuple(
        tuple(Fraction(played.count(a), len(rounds)) for a in range(size))
        for played, size in ((row, m), (column, n))
    )
    assert told.profile == counted.profile == expected
    by_name = ObservedPlay.from_rounds(
        game, [game.row_actions[i] for i in row], [game.column_actions[j] for j in column]
    )
    assert by_name.profile == told.profile
    assert told.joint is not None
    assert told.joint[row[0]][column[0]] == Fraction(rounds.count(rounds[0]), len(rounds))


@given(TWO, st.tuples(*[st.integers(1, 40)] * 4))
@settings(max_examples=25)
def test_no_point_of_the_branch_fits_better(
    game: BimatrixGame, counts: tuple[int, int, int, int]
) -> None:
    observed = ObservedPlay.from_counts(game, counts[:2], counts[2:])
    fit = fit_logit(observed)
    branch = logit_branch(game, end=fit.searched_to)

    def likelihood(row: Any, column: Any) -> float:
        return sum(k * math.log(max(float(p), 1e-300)) for k, p in zip(
            counts, (*row, *column), strict=True))  # fmt: skip

    assert math.isclose(fit.log_likelihood, likelihood(fit.row, fit.column), rel_tol=1e-9)
    for precision in np.geomspace(0.01, min(fit.searched_to, 50.0), 12).tolist():
        for point in branch.at(precision=precision):
            assert likelihood(point.row, point.column) <= fit.log_likelihood + 1e-6
    assert fit.uniform_log_likelihood <= fit.log_likelihood + 1e-9
    assert fit.log_likelihood <= fit.best_log_likelihood + 1e-9


@given(SMALL, st.floats(0.05, 3), st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_the_bootstrap_keeps_shares_and_can_be_repeated(
    game: BimatrixGame, error: float, seed: int
) -> None:
    m, n = game.shape
    rows = [[[game.payoff(i, j)[p] for j in range(n)] for i in range(m)] for p in (0, 1)]
    errors = np.full((m, n), error)
    estimated = EstimatedGame.from_errors(rows[0], rows[1], errors, errors)
    found = bootstrap_equilibria(estimated, draws=20, rng=seed)
    again = bootstrap_equilibria(estimated, draws=20, rng=seed)
    assert np.array_equal(found.strategies, again.strategies)
    assert all(0 <= share <= 1 for share in (*found.kept, found.support_changed, found.several))
    assert len(found.equilibria) == len(solve(game))
    for number in range(len(found.equilibria)):
        for action in range(m):
            low, high = found.interval(0, action, number)
            assert 0 <= low <= high <= 1
        assert np.allclose(found.strategies[number, :, :m].sum(axis=1), 1)
