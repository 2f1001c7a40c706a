"""Two learners on games, paired by run."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame, load
from gametheory.errors import ParameterError, UnknownNameError
from learning import FixedStrategy, compare_learners, play
from learning.paired import holm

PD = load("prisoners-dilemma")
STAG = load("stag-hunt")
C, D, COIN = FixedStrategy([1, 0]), FixedStrategy([0, 1]), FixedStrategy([0.5, 0.5])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.001, 0.5))
def test_holm_rejects_what_its_steps_reject(p_values: list[float], level: float) -> None:
    # Holm 1979: compare the k-th smallest with level / (n - k + 1), stop at the first that fails
    rejected = set()
    order = sorted(range(len(p_values)), key=lambda k: p_values[k])
    for rank, k in enumerate(order):
        if p_values[k] * (len(p_values) - rank) > level:
            break
        rejected.add(k)
    adjusted = holm(p_values)
    assert {k for k, p in enumerate(adjusted) if p <= level} == rejected
    assert all(a >= p for a, p in zip(adjusted, p_values, strict=True))


def test_a_certain_effect() -> None:
    # Against a cooperator Defect earns 5 instead of 3, in every run
    first, second = (play(PD, (seat, C), 100, 12, 1) for seat in (C, D))
    (effect,) = compare_learners(first, second).effects
    assert (effect.means, effect.effect, effect.half_width) == ((3, 5), 2, 0)
    assert effect.p_value == effect.adjusted == 2.0**-11
    assert (effect.better, effect.same, effect.worse) == (12, 0, 0)
    (nothing,) = compare_learners(first, first).effects
    assert (nothing.effect, nothing.p_value, nothing.same) == (0, 1, 12)
    (other,) = compare_learners(first, second, player=1).effects
    assert other.means == (3, 0)
    (welfare,) = compare_learners(first, second, measure="welfare").effects
    assert welfare.means == (6, 5)
    (regret,) = compare_learners(first, second, measure="regret").effects
    assert regret.means == pytest.approx((0.4, 0))


def test_the_effect_is_that_of_the_differences() -> None:
    first, second = (play(STAG, (seat, COIN), 50, 40, 3) for seat in (C, COIN))
    comparison = compare_learners([first], [second])
    (effect,) = comparison.effects
    values = []
    for runs in (first, second):
        counts = runs.joint[:, 25:].sum(axis=1)
        values.append((counts * STAG.row_payoffs).sum(axis=(1, 2)) / 25)
    difference = values[1] - values[0]
    error = difference.std(ddof=1) / math.sqrt(40)
    assert effect.effect == pytest.approx(difference.mean())
    assert effect.half_width == pytest.approx(2.0227 * error, rel=1e-4)  # t of 39 degrees, 97.5 %
    # an interval that ends at 0 has a p-value of .05
    assert (effect.p_value < 0.05) == (abs(effect.effect) > effect.half_width)
    assert "paired by run" in comparison.summary()
    assert comparison.to_document()["effects"][0]["pairs"] == 40


def test_p_values_of_the_t_test_are_uniform_without_an_effect() -> None:
    from learning.paired import _p_value

    rng = np.random.default_rng(5)
    p = [_p_value(rng.normal(size=12)) for _ in range(1_000)]
    # below .05 in 50 of 1,000; +- 4.5 standard deviations
    assert abs(sum(v < 0.05 for v in p) - 50) < 4.5 * math.sqrt(47.5)


def test_several_games_are_adjusted_together() -> None:
    firsts = [play(game, (C, COIN), 60, 25, 1) for game in (PD, STAG)]
    seconds = [play(game, (D, COIN), 60, 25, 1) for game in (PD, STAG)]
    comparison = compare_learners(firsts, seconds)
    assert [e.adjusted for e in comparison.effects] == list(
        holm([e.p_value for e in comparison.effects])
    )
    assert [e.game for e in comparison.effects] == [PD, STAG]
    assert comparison.effects[0] in comparison.claims
    assert "2 games" in repr(comparison)


def test_what_cannot_be_paired() -> None:
    runs = play(PD, (C, C), 100, 3, 1)
    for other, message in (
        (play(PD, (C, C), 100, 3, 2), "expected equal root, got 1 and 2"),
        (play(PD, (C, C), 90, 3, 1), "expected equal rounds, got 100 and 90"),
        (play(PD, (C, C), 100, 4, 1), "expected equal runs_asked, got 3 and 4"),
        (play(STAG, (C, C), 100, 3, 1), "on one bimatrix game, got two games"),
        ([], "on the same games, got 1 and 0"),
    ):
        with pytest.raises(ParameterError, match=message):
            compare_learners(runs, other)
    with pytest.raises(UnknownNameError, match="unknown measure 'payof'; did you mean payoff"):
        compare_learners(runs, runs, measure="payof")
    with pytest.raises(ParameterError, match="player: expected 0 or 1, got 2"):
        compare_learners(runs, runs, player=2)
    unfinished = replace(runs, played=runs.played * 0 + 1)
    with pytest.raises(ParameterError, match="no pair of runs"):
        compare_learners(runs, unfinished)


def test_pairs_of_which_one_diverged_are_left_out() -> None:
    game = BimatrixGame([[1, 0]], [[0, 0]])
    first = play(game, (FixedStrategy([1]), COIN), 100, 6, 1)
    gone = first.diverged.copy()
    gone[:2] = 7
    (effect,) = compare_learners(first, replace(first, diverged=gone)).effects
    assert effect.pairs == 4
