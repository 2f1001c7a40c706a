"""Theorems about learners without regret, at every recorded time.

In rounds T = 1, 2, ... a player of n actions and payoff range D has external regret R(a)
and conditional regrets D(i, a). Blackwell's argument gives, for unconditional regret
matching, E[sum of max(R(a), 0)^2] <= T (n - 1) D^2: in each round the square grows by at
most the square of the regret vector of the round, whose entry for the action played is
0 and whose others are at most D, for the mixed term is 0 on average. Likewise for the
invariant vector and the D(i, a). Means over independent runs are compared with that,
with 4.5 standard errors.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gametheory import catalog
from gametheory.game import BimatrixGame
from learning import (
    ConditionalRegretMatching,
    Decay,
    Exp3,
    Hedge,
    InvariantRegretMatching,
    MultiplicativeWeights,
    Record,
    RegretMatching,
    RegretMatchingPlus,
    Runs,
    play,
)
from learning.agents.protocol import Observation
from learning.gaps import ce_gap

Z = 4.5
SMALL = [name for name in catalog.names() if max(catalog.load(name).shape) <= 5]
SAMPLE = ["matching-pennies", "prisoners-dilemma", "shapley", "battle-of-the-sexes", "kreps"]


def _counts(runs: Runs) -> NDArray[np.int64]:
    """Counts of joint actions up to the end of each window."""
    return runs.joint.cumsum(axis=1, dtype=np.int64)


def _regrets(game: BimatrixGame, runs: Runs, player: int) -> NDArray[np.float64]:
    """External regrets, summed over the rounds, shape (runs, windows, own actions)."""
    payoffs = game.row_payoffs if player == 0 else game.column_payoffs.T
    counts = _counts(runs) if player == 0 else _counts(runs).transpose(0, 1, 3, 2)
    earned = (counts * payoffs).sum(axis=(2, 3))
    return np.asarray(counts.sum(axis=2) @ payoffs.T - earned[..., None])


def _conditional(game: BimatrixGame, runs: Runs, player: int) -> NDArray[np.float64]:
    payoffs = game.row_payoffs if player == 0 else game.column_payoffs.T
    counts = _counts(runs) if player == 0 else _counts(runs).transpose(0, 1, 3, 2)
    would = counts @ payoffs.T
    return np.asarray(would - np.diagonal(would, axis1=2, axis2=3)[..., None])


def _assert_below(squares: NDArray[Any], bound: NDArray[Any]) -> None:
    errors = squares.std(axis=0, ddof=1) / math.sqrt(len(squares))
    assert (squares.mean(axis=0) <= bound + Z * errors).all()


def _play(name: str, seat: Any, rounds: int = 2_000, runs: int = 60) -> tuple[BimatrixGame, Runs]:
    game = catalog.load(name)
    return game, play(game, (seat, seat), rounds, runs, rng=11, record=Record(windows=50))


def _assert_regret_matching_keeps_its_bound(name: str, rounds: int, runs: int) -> None:
    game, played = _play(name, RegretMatching(), rounds, runs)
    times = played.edges[1:]
    for player in (0, 1):
        regrets = _regrets(game, played, player)
        values = played.values[player]
        assert values is not None
        assert values == pytest.approx(regrets, abs=1e-6 * float(np.abs(regrets).max() + 1))
        spread = float(game.payoff_range(player))
        bound = times * (game.shape[player] - 1) * spread**2
        _assert_below((np.maximum(regrets, 0) ** 2).sum(axis=2), bound)
        # and so, by Jensen, the mean regret a round is below D sqrt((n - 1) / T)
        worst = np.maximum(regrets.max(axis=2), 0) / times
        _assert_below(worst, np.sqrt(bound) / times)


@pytest.mark.parametrize("name", SAMPLE)
def test_regret_matching_stays_below_its_bound(name: str) -> None:
    _assert_regret_matching_keeps_its_bound(name, 2_000, 60)


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_regret_matching_stays_below_its_bound_in_every_small_game(name: str) -> None:
    _assert_regret_matching_keeps_its_bound(name, 100_000, 200)


def _mean_regret(seat: Any, name: str, rounds: int, runs: int) -> tuple[Any, Any]:
    game, played = _play(name, seat, rounds, runs)
    times = played.edges[1:]
    regrets = [np.maximum(_regrets(game, played, k).max(axis=2), 0) for k in (0, 1)]
    return times, (np.maximum(*regrets) / times).mean(axis=0)


def test_regret_falls_like_the_root_in_matching_pennies() -> None:
    times, gaps = _mean_regret(RegretMatching(), "matching-pennies", 20_000, 300)
    slope = np.polyfit(np.log(times), np.log(gaps), 1)[0]
    # independent runs of a bounded random walk: the mean is known to about 4 % at each end
    assert abs(slope + 0.5) < 0.06


def test_regret_falls_faster_where_one_action_dominates() -> None:
    times, gaps = _mean_regret(RegretMatching(), "prisoners-dilemma", 20_000, 300)
    assert (gaps * times).max() < 10  # like 1 / T, not like 1 / sqrt T


@pytest.mark.parametrize("name", ["shapley", "chicken", "rock-paper-scissors"])
def test_the_invariant_vector_stays_below_its_bound(name: str) -> None:
    game, played = _play(name, InvariantRegretMatching())
    times = played.edges[1:]
    for player in (0, 1):
        regrets = np.maximum(_conditional(game, played, player), 0)
        bound = times * (game.shape[player] - 1) * float(game.payoff_range(player)) ** 2
        _assert_below((regrets**2).sum(axis=(2, 3)), bound)


@pytest.mark.parametrize("seat", [ConditionalRegretMatching(), InvariantRegretMatching()])
@pytest.mark.parametrize("name", ["shapley", "chicken"])
def test_conditional_regret_matching_comes_to_correlated_equilibria(seat: Any, name: str) -> None:
    game, played = _play(name, seat, 30_000, 60)
    counts, times = _counts(played), played.edges[1:]
    gaps = []
    for window in (0, 6, 49):  # after 600, 4,200 and 30,000 rounds
        found = ce_gap(game, counts[:, window] / times[window])
        gaps.append((float(found.mean()), float(found.std(ddof=1) / math.sqrt(len(found)))))
    for (before, error), (after, other) in pairwise(gaps):
        assert before - after > 3 * math.hypot(error, other)
    assert gaps[-1][0] < 0.05 * float(game.payoff_range(0))


@pytest.mark.parametrize("name", ["matching-pennies", "shapley"])
def test_regret_matching_plus_stays_below_its_bound_in_every_run(name: str) -> None:
    game, played = _play(name, RegretMatchingPlus())
    for player in (0, 1):
        values = played.values[player]
        assert values is not None
        bound = played.edges[1:] * game.shape[player] * float(game.payoff_range(player)) ** 2
        assert ((values**2).sum(axis=2) <= bound).all()


_LOG = math.log(3)


@pytest.mark.parametrize(("seat", "bound"), [
    # shares of the payoff range after 2,000 rounds against any opponent, 3 actions
    (Hedge(learning_rate=0.06), _LOG / 0.06 + 0.06 * 2_000 / 8),
    (MultiplicativeWeights(learning_rate=0.05), _LOG / 0.05 + 0.05 * 2_000),
    (Exp3(gamma=0.1), (math.e - 1) * 0.1 * 2_000 + 3 * _LOG / 0.1),
    # Cesa-Bianchi & Lugosi, theorem 2.3: rate sqrt(8 log(n) / t)
    (Hedge(learning_rate=Decay(math.sqrt(8 * _LOG), 1, power=0.5)),
     2 * math.sqrt(2_000 / 2 * _LOG) + math.sqrt(_LOG / 8)),
])  # fmt: skip
@pytest.mark.parametrize("name", ["shapley", "rock-paper-scissors", "climbing"])
def test_weights_stay_below_their_bounds(seat: Any, bound: float, name: str) -> None:
    game, played = _play(name, seat)
    for player in (0, 1):
        regrets = _regrets(game, played, player)[:, -1] / float(game.payoff_range(player))
        # no single action is expected to be regretted more
        for action in range(3):
            _assert_below(regrets[:, action], np.array(bound))


def test_optimism_helps_against_one_who_does_not_change() -> None:
    # the newest gain is then the next one: the optimistic form is one round ahead
    payoffs = [[1.0, 0.0], [0.0, 1.0]]
    plain = Hedge(learning_rate=0.5).new(2, payoffs=payoffs)
    ahead = Hedge(learning_rate=0.5, optimistic=True).new(2, payoffs=payoffs)
    seen = Observation(0, 1)
    plain.update(0, 0, 0.0, seen, False)
    for _ in range(5):
        plain.update(0, 0, 0.0, seen, False)
        ahead.update(0, 0, 0.0, seen, False)
        assert ahead.policy(0).tolist() == plain.policy(0).tolist()
