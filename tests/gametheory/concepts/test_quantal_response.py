"""Logit equilibria and the principal branch: closed forms, invariances, an oracle."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.catalog import load
from gametheory.concepts import LogitBranch, logit_branch, logit_equilibria, logit_limit
from gametheory.errors import Interrupted, ParameterError, SolverError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.solvers import solve
from gametheory.strategy import regrets
from gametheory.testing import games


def fixed_point_error(game: BimatrixGame, precision: float, profile: Any) -> float:
    """Largest difference from the logit responses, written down afresh."""
    x, y = (np.array(s) for s in profile)
    error = 0.0
    for own, values in ((x, game.row_payoffs @ y), (y, x @ game.column_payoffs)):
        weights = np.exp(precision * (values - values.max()))
        error = max(error, float(np.abs(own - weights / weights.sum()).max()))
    return error


def random_game(seed: int, m: int, n: int) -> BimatrixGame:
    rng = np.random.default_rng(seed)
    return BimatrixGame(rng.integers(0, 10, (m, n)), rng.integers(0, 10, (m, n)))


# ------------------------------------------------------------------- at one precision


def test_penalty_kicks_at_temperature_a_tenth() -> None:
    # .3845 / .4987 with shares of goals between 0 and 1 at T = .1.
    game = load("penalty-kicks")
    (e,) = found = logit_equilibria(game, temperature=10)
    assert found.complete
    assert (e.row[0], e.column[0]) == pytest.approx((0.3845, 0.4987), abs=5e-5)
    assert fixed_point_error(game, 0.1, e.profile) < 1e-14


def test_units_of_the_range_are_those_of_the_game_scaled_to_it() -> None:
    game = BimatrixGame([[7, 3], [4, 5]], [[0, 10], [30, 5]])  # ranges 4 and 30
    (e,) = logit_equilibria(game, temperature="0.1", units="range")
    scaled = BimatrixGame(game.row_payoffs / 4, (game.column_payoffs / 30).tolist())
    assert fixed_point_error(scaled, 10, e.profile) < 1e-13


def test_precision_zero_is_uniform() -> None:
    found = logit_equilibria(random_game(1, 3, 5), precision=0)
    assert found.complete
    assert found[0].row == pytest.approx([1 / 3] * 3, abs=1e-15)
    assert found[0].column == pytest.approx([1 / 5] * 5, abs=1e-15)
    assert found.temperature == math.inf


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1)])
def test_a_lone_player_has_the_closed_form(shape: tuple[int, int]) -> None:
    game = random_game(2, *shape)
    (e,) = logit_equilibria(game, precision="1/3")
    for own, payoffs in ((e.row, game.row_payoffs[:, 0]), (e.column, game.column_payoffs[0])):
        weights = np.exp(payoffs / 3)
        assert own == pytest.approx(weights / weights.sum(), abs=1e-14)


def test_matching_pennies_stays_in_the_middle_at_any_temperature() -> None:
    for precision in (1, 100, 10**9):
        (e,) = logit_equilibria(load("matching-pennies"), precision=precision)
        assert e.row == pytest.approx((0.5, 0.5), abs=1e-15)


def test_a_saddle_point_is_the_only_one_in_zero_sum_games() -> None:
    found = logit_equilibria(load("rock-paper-scissors"), precision=50)
    assert found.complete
    assert "saddle" in found.reason
    assert found[0].row == pytest.approx([1 / 3] * 3)


def test_the_contraction_bound_is_sharp_for_coordination_on_more_actions() -> None:
    # k x k identity: D = 2 for both, so the proof reaches exactly precision 2, where the
    # face with two actions has its pitchfork.
    game = BimatrixGame.symmetric(np.eye(3, dtype=int).tolist())
    assert logit_equilibria(game, precision="1.99").complete
    assert not logit_equilibria(game, precision="2.01").complete


def test_all_three_points_of_the_branch_between_its_turns() -> None:
    game = load("travelers-dilemma")
    branch = logit_branch(game)
    high, low = branch.turning_points
    assert low < high
    middle = (low + high) / 2
    for found in (branch.at(precision=middle), logit_equilibria(game, precision=middle)):
        assert len(found) == 3
        assert not found.complete
        for e in found:
            assert fixed_point_error(game, middle, e.profile) < 1e-10
    assert len(branch.at(precision=low - 0.01)) == 1
    assert len(branch.at(precision=high + 0.01)) == 1


@given(games(max_actions=3), st.sampled_from([0, "1/10", 1, 3]))
@settings(max_examples=60)
def test_every_equilibrium_is_a_fixed_point_with_bounded_regret(
    game: BimatrixGame, precision: Any
) -> None:
    found = logit_equilibria(game, precision=precision, units="range")
    assert len(found) >= 1
    for e in found:
        assert e.residual < 1e-9
        # Entropy bounds what noise costs: regret <= log(actions) / lambda.
        if found.precision:
            for k, regret in enumerate(regrets(game, *e.profile)):
                if game.payoff_range(k):
                    share = float(regret / game.payoff_range(k))
                    assert share <= math.log(game.shape[k]) / found.precision + 1e-7


@given(
    seed=st.integers(0, 10**6),
    precision=st.sampled_from([Fraction(1, 5), Fraction(1), Fraction(3)]),
    scale=st.sampled_from([Fraction(1, 7), 3, 10**20]),
)
@settings(max_examples=15)
def test_constants_change_nothing_and_scales_divide_the_precision(
    seed: int, precision: Fraction, scale: Any
) -> None:
    game = random_game(seed, 3, 2)
    offset = 10**17
    shifted = BimatrixGame(
        [[int(v) + offset * (j + 1) for j, v in enumerate(row)] for row in game.row_payoffs],
        [[int(v) - offset * i for v in row] for i, row in enumerate(game.column_payoffs)],
    )
    stretched = BimatrixGame(
        [[int(v) * Fraction(scale) for v in row] for row in game.row_payoffs],
        [[int(v) * Fraction(scale) for v in row] for row in game.column_payoffs],
    )
    original = logit_equilibria(game, precision=precision)
    assert [e.profile for e in logit_equilibria(shifted, precision=precision)] == [
        e.profile for e in original
    ]  # to the last digit: differences are taken exactly
    for e, other in zip(
        original, logit_equilibria(stretched, precision=precision / scale), strict=True
    ):
        assert other.row == pytest.approx(e.row, abs=1e-9)
        assert other.column == pytest.approx(e.column, abs=1e-9)


def test_relabelling_and_swapping_carry_equilibria_along() -> None:
    game = load("travelers-dilemma")
    precision = Fraction(5, 2)
    order = [3, 0, 2, 1, 4, 5, 6, 7, 8]
    relabelled = BimatrixGame(game.row_payoffs[order], game.column_payoffs[order])
    (e,) = logit_equilibria(game, precision=precision)
    (other,) = logit_equilibria(relabelled, precision=precision)
    (swapped,) = logit_equilibria(game.transposed(), precision=precision)
    assert other.row == pytest.approx([e.row[k] for k in order], abs=1e-9)
    assert (swapped.row, swapped.column) == (
        pytest.approx(e.column, abs=1e-9), pytest.approx(e.row, abs=1e-9)
    )  # fmt: skip


def test_duplicates_share_in_the_limit_of_uniform_play_only() -> None:
    # Not invariant: a copy of an action is a second ticket. exp(0) : 2 exp(lambda) here.
    game = BimatrixGame([[0], [1], [1]], [[0], [0], [0]])
    (e,) = logit_equilibria(game, precision=1)
    assert e.row[0] == pytest.approx(1 / (1 + 2 * math.e))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "got neither"),
        ({"precision": 1, "temperature": 1}, "got both"),
        ({"precision": -1}, "of at least 0, got -1"),
        ({"temperature": 0}, "above 0, got 0"),
        ({"precision": math.nan}, "finite"),
        ({"precision": math.inf}, "finite"),
        ({"temperature": True}, "finite number above 0, got True"),
        ({"precision": "one"}, "expected a number such as"),
        ({"precision": 1e13}, "use gametheory.solve"),
    ],
)
def test_wrong_precisions_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        logit_equilibria(load("matching-pennies"), **arguments)


def test_unknown_units_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean range"):
        logit_equilibria(load("matching-pennies"), precision=1, units="ranges")


def test_extreme_payoffs_need_units_of_the_range() -> None:
    game = BimatrixGame([[9e300, -9e300], [0, 1e300]], [[5e-324, 0], [0, 5e-324]])
    (e, *_) = logit_equilibria(game, precision=1, units="range")
    assert e.residual < 1e-12
    with pytest.raises(ParameterError, match="expected at most"):
        logit_equilibria(game, precision=1)
    tiny = BimatrixGame([[5e-324, 0], [0, 0]], [[0, 0], [0, 0]])
    with pytest.raises(ParameterError, match="units='range'"):
        logit_branch(tiny)


def test_results_print_and_serialise() -> None:
    found = logit_equilibria(load("prisoners-dilemma"), temperature="1/2")
    assert "temperature 0.5" in found.summary()
    assert "Defect 0.9002" in repr(found)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/logit-equilibria/1"
    assert document["equilibria"][0]["row"] == list(found[0].row)
    branch = logit_branch(load("travelers-dilemma"))
    assert "2 turning points" in branch.summary()
    assert "it turns at precision" in repr(branch)
    assert json.loads(branch.to_json())["turning_points"] == list(branch.turning_points)


# ------------------------------------------------------------------- the principal branch


@pytest.mark.parametrize("seed", range(6))
def test_a_branch_is_a_connected_curve_of_fixed_points(seed: int) -> None:
    game = random_game(seed, 4, 3)
    branch = logit_branch(game, end=1000)
    assert branch.status is Status.FINISHED
    assert branch.precisions[0] == 0
    assert branch.precisions[-1] == pytest.approx(1000)
    for k in range(0, len(branch), 7):
        profile = branch.row[k], branch.column[k]
        assert fixed_point_error(game, float(branch.precisions[k]), profile) < 1e-9
    for a, b in pairwise(zip(branch.row, branch.column, strict=True)):
        assert max(np.abs(p - q).sum() / 2 for p, q in zip(a, b, strict=True)) < 0.07


def test_the_branch_of_a_symmetric_game_crosses_its_pitchfork() -> None:
    branch = logit_branch(BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]]))
    assert branch.bifurcations == pytest.approx([2.0], abs=1e-7)
    assert branch.turning_points == ()
    assert branch.end[0] == pytest.approx((0.5, 0.5))


def test_the_pitchfork_of_the_battle_of_the_sexes() -> None:
    # On the symmetric curve p = P(Bach of row) = P(Stravinsky of column), logit p =
    # lambda (2 - 3 p), and another branch crosses where 3 lambda p (1 - p) = 1.
    low, high = 0.5, 2 / 3
    for _ in range(100):
        p = (low + high) / 2
        if math.log(p / (1 - p)) < (2 - 3 * p) / (3 * p * (1 - p)):
            low = p
        else:
            high = p
    branch = logit_branch(load("battle-of-the-sexes"))
    assert branch.bifurcations == pytest.approx([1 / (3 * low * (1 - low))], abs=1e-6)


def test_the_branch_of_a_stag_hunt_goes_to_the_risk_dominant_equilibrium() -> None:
    # 2 x 2 with two strict equilibria: the principal branch selects the risk-dominant one
    # (Turocy 2005). Hare is, against p = 1/2: 3 > (4 + 0) / 2.
    game = BimatrixGame([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    limit = logit_limit(logit_branch(game), solve(game))
    assert limit.equilibrium is not None
    assert limit.equilibrium.profile == ((0, 1), (0, 1))
    assert "approaches component" in limit.summary()
    assert max(limit.epsilons) <= math.log(2) / 1e6 * 4


def test_a_mixed_limit_is_named_exactly() -> None:
    game = load("penalty-kicks")
    limit = logit_limit(logit_branch(game), solve(game))
    assert limit.component == 0
    assert limit.equilibrium == solve(game)[0]
    assert json.loads(limit.to_json())["component"] == 0


def test_a_short_branch_claims_no_limit() -> None:
    game = load("penalty-kicks")
    limit = logit_limit(logit_branch(game, end="1/100"), solve(game))
    assert limit.component is None
    assert limit.equilibrium is None
    assert "undecided" in limit.summary()


def test_limits_of_different_games_are_refused() -> None:
    with pytest.raises(ParameterError, match="same game"):
        logit_limit(logit_branch(load("matching-pennies")), solve(load("stag-hunt")))


def test_a_constant_game_has_a_uniform_branch() -> None:
    game = BimatrixGame([[7, 7], [7, 7], [7, 7]], [[1, 1], [1, 1], [1, 1]])
    branch = logit_branch(game, end=100)
    assert branch.end == (pytest.approx([1 / 3] * 3), pytest.approx([1 / 2] * 2))


def test_time_and_interruption_end_a_branch_with_what_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = random_game(3, 4, 4)
    branch = logit_branch(game, timeout=1e-9)
    assert branch.status is Status.TIMEOUT
    assert any("timeout" in note for note in branch.notes)
    with pytest.raises(SolverError, match="could be followed only to precision"):
        logit_equilibria(game, precision=50, timeout=1e-9)

    def stop(self: Limits, bases: int = 1) -> None:
        self.spent += bases
        if self.spent > 10:
            raise KeyboardInterrupt

    monkeypatch.setattr(Limits, "spend", stop)
    with pytest.raises(Interrupted) as caught:
        logit_branch(game)
    partial = caught.value.partial
    assert isinstance(partial, LogitBranch)
    assert partial.status is Status.INTERRUPTED
    assert len(partial) == 11


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_the_branch_is_gambits(seed: int, require_oracle: Callable[[str], Any]) -> None:
    gambit = require_oracle("pygambit")
    game = random_game(seed, 3, 3)
    theirs = gambit.Game.from_arrays(game.row_payoffs.astype(int), game.column_payoffs.astype(int))
    branch = logit_branch(game)
    points = gambit.qre.logit_solve_branch(theirs, maxregret=1e-3)
    assert len(points) > 3
    for point in points[:: max(1, len(points) // 12)]:
        strategies = [[float(point.profile[s]) for s in p.strategies] for p in theirs.players]
        ours = branch.at(precision=float(point.lam))
        assert min(
            max(float(np.abs(np.array(a) - b).max()) for a, b in zip(e.profile, strategies,
                                                                     strict=True))
            for e in ours
        ) < 1e-4  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_branches_of_larger_games_reach_an_equilibrium(seed: int) -> None:
    game = random_game(seed, 8, 8)
    branch = logit_branch(game)
    assert branch.status is Status.FINISHED
    assert branch.residual < 1e-8
    limit = logit_limit(branch, solve(game))
    assert min(limit.distances) < 1e-3
