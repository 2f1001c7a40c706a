"""Correlated and coarse correlated equilibria: literature, brute force, properties."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, load, solve
from gametheory.analysis import eliminate_dominated
from gametheory.concepts import (
    CorrelatedPolytope,
    coarse_correlated_equilibrium,
    correlated_equilibrium,
    correlated_gaps,
    correlated_payoffs,
    is_coarse_correlated_equilibrium,
    is_correlated_equilibrium,
    joint_payoffs,
    maximum_entropy_correlated_equilibrium,
    product_distribution,
    profitable_deviation,
    read_joint,
)
from gametheory.errors import GameError, ParameterError, StrategyError, UnknownNameError
from gametheory.testing import games, sample_games
from learning.gaps import cce_gap, ce_gap

CHICKEN = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])
#: With these payoffs one third each is the best, and not only some, correlated equilibrium.
OTHER_CHICKEN = BimatrixGame([[4, 1], [5, 0]], [[4, 5], [1, 0]])
BEST = {False: correlated_equilibrium, True: coarse_correlated_equilibrium}


def thirds(*cells: tuple[int, int], shape: tuple[int, int] = (2, 2)) -> list[list[Fraction]]:
    m, n = shape
    return [[Fraction(int((i, j) in cells), len(cells)) for j in range(n)] for i in range(m)]


# --- independent derivations -------------------------------------------------------------


def gains_by_definition(game: BimatrixGame, coarse: bool) -> list[list[list[Fraction]]]:
    """Gain tables of all deviations, written out from the definition."""
    A, B = payoff_rows(game)
    m, n = game.shape
    tables = []
    for b in range(m):
        for a in [None] if coarse else range(m):
            tables.append([[A[b][j] - A[i][j] if a in (None, i) else Fraction(0) for j in range(n)]
                           for i in range(m)])  # fmt: skip
    for b in range(n):
        for a in [None] if coarse else range(n):
            tables.append([[B[i][b] - B[i][j] if a in (None, j) else Fraction(0) for j in range(n)]
                           for i in range(m)])  # fmt: skip
    return tables


def holds_by_definition(game: BimatrixGame, joint: Any, coarse: bool) -> bool:
    m, n = game.shape
    return all(
        sum(table[i][j] * joint[i][j] for i in range(m) for j in range(n)) <= 0
        for table in gains_by_definition(game, coarse)
    )


def best_by_scipy(game: BimatrixGame, objective: np.ndarray, coarse: bool) -> float:
    from scipy.optimize import linprog

    tables = np.array(gains_by_definition(game, coarse), dtype=float)
    result = linprog(
        -objective.ravel(), A_ub=tables.reshape(len(tables), -1), b_ub=np.zeros(len(tables)),
        A_eq=np.ones((1, objective.size)), b_eq=[1.0], method="highs-ipm",
    )  # fmt: skip
    assert result.status == 0
    return -float(result.fun)


def assert_best(game: BimatrixGame, found: Any, objective: Any) -> None:
    """The distribution is an equilibrium; the prices prove that none is better."""
    assert holds_by_definition(game, found.joint, found.coarse)
    polytope = CorrelatedPolytope(game, coarse=found.coarse)
    m, n = game.shape
    prices = [(polytope.gains(incentive), price) for incentive, price in found.prices]
    sign = 1 if found.sense == "max" else -1
    assert all(price > 0 for _, price in prices)
    for i, j in product(range(m), range(n)):
        bound = sign * found.value + sum(price * gains[i][j] for gains, price in prices)
        assert sign * objective[i][j] <= bound
    earned = sum(objective[i][j] * found.joint[i][j] for i in range(m) for j in range(n))
    assert earned == found.value


# --- literature --------------------------------------------------------------------------


def test_aumanns_chicken() -> None:
    # Aumann 1974, 1987: one third on each outcome but the crash pays 5 to both, which is
    # outside the hull of the Nash payoffs (7, 2), (2, 7), (14/3, 14/3).
    joint = thirds((0, 0), (0, 1), (1, 0))
    assert is_correlated_equilibrium(CHICKEN, joint)
    assert joint_payoffs(CHICKEN, joint) == (5, 5)
    nash = {equilibrium.payoffs for equilibrium in solve(CHICKEN)}
    assert nash == {(7, 2), (2, 7), (Fraction(14, 3), Fraction(14, 3))}
    # The best for welfare: told to swerve, p(6) + q(2) >= p(7), so p <= 2 q, hence
    # (1/2, 1/4, 1/4) and 5 1/4 each.
    best = correlated_equilibrium(CHICKEN)
    assert best.joint == ((Fraction(1, 2), Fraction(1, 4)), (Fraction(1, 4), 0))
    assert best.payoffs == (Fraction(21, 4), Fraction(21, 4))
    assert best.welfare == best.value == Fraction(21, 2)
    assert not best.is_product


def test_the_best_in_another_chicken_is_one_third_each() -> None:
    # Told to swerve, 4 p + q >= 5 p, so p <= q: one third each, 10/3 to both; the Nash
    # equilibria pay 6 together (5 + 1, or 5/2 + 5/2 mixed).
    best = correlated_equilibrium(OTHER_CHICKEN)
    assert [list(row) for row in best.joint] == thirds((0, 0), (0, 1), (1, 0))
    assert best.payoffs == (Fraction(10, 3), Fraction(10, 3))
    assert max(sum(equilibrium.payoffs) for equilibrium in solve(OTHER_CHICKEN)) == 6


#: One correlated equilibrium, by strict dominance (C, then Y, then B and Z), but a coarse one on
#: the diagonal that pays 10/3 to both (Georgalos, Ray & Sen Gupta 2020, "Nash versus coarse
#: correlation", Experimental Economics 23, game G0; in the manner of Moulin & Vial 1978).
DIAGONAL = BimatrixGame(
    [[3, 1, 4], [1, 5, 0], [1, 0, 2]],
    [[3, 1, 1], [4, 2, 0], [1, 0, 5]],
    row_actions=["A", "B", "C"],
    column_actions=["X", "Y", "Z"],
)


def test_a_coarse_equilibrium_is_better_than_the_only_correlated_one() -> None:
    joint = thirds((0, 0), (1, 1), (2, 2), shape=(3, 3))
    assert eliminate_dominated(DIAGONAL).solves_game
    assert is_coarse_correlated_equilibrium(DIAGONAL, joint)
    assert not is_correlated_equilibrium(DIAGONAL, joint)
    assert joint_payoffs(DIAGONAL, joint) == (Fraction(10, 3), Fraction(10, 3))
    for objective in ("welfare", "row", "column", "equality"):
        assert correlated_equilibrium(DIAGONAL, objective).payoffs == (3, 3)
    best = coarse_correlated_equilibrium(DIAGONAL)
    assert best.value >= Fraction(20, 3)
    assert not is_correlated_equilibrium(DIAGONAL, best.joint)
    witness = profitable_deviation(DIAGONAL, joint)
    assert witness is not None
    # Told C, the opponent plays Z for sure: A pays 4 for 2, in a third of the cases.
    assert (witness.player, witness.recommended, witness.instead) == (0, 2, 0)
    assert witness.gain == Fraction(2, 3)
    assert witness.describe(DIAGONAL) == "Row player gains 2/3 by playing A when C is recommended"


def test_zero_sum_games_have_one_payoff() -> None:
    # Moulin & Vial 1978: correlation, coarse too, gains nothing in a zero-sum game.
    game = load("penalty-kicks")
    value = solve(game)[0].payoffs[0]
    for coarse, sense in product((False, True), ("max", "min")):
        assert BEST[coarse](game, "row", sense=sense).value == value


def test_rock_paper_scissors_has_one_correlated_equilibrium() -> None:
    game = BimatrixGame.zero_sum([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    objective = [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    for sense in ("max", "min"):
        assert correlated_equilibrium(game, objective, sense=sense).value == Fraction(1, 9)
    # ... but many coarse ones: all weight off the diagonal, or one third on it.
    assert is_coarse_correlated_equilibrium(game, thirds((0, 0), (1, 1), (2, 2), shape=(3, 3)))
    assert coarse_correlated_equilibrium(game, objective).value > Fraction(1, 9)


# --- properties --------------------------------------------------------------------------

SMALL = games(max_actions=3)


@settings(max_examples=40)
@given(SMALL, st.booleans(), st.sampled_from(["welfare", "row", "column"]),
       st.sampled_from(["max", "min"]))  # fmt: skip
def test_the_best_is_proved_best(game: BimatrixGame, coarse: bool, name: str, sense: Any) -> None:
    A, B = payoff_rows(game)
    m, n = game.shape
    objective = {
        "row": A, "column": B,
        "welfare": [[A[i][j] + B[i][j] for j in range(n)] for i in range(m)],
    }[name]  # fmt: skip
    assert_best(game, BEST[coarse](game, name, sense=sense), objective)


@settings(max_examples=25)
@given(SMALL)
def test_nash_inside_correlated_inside_coarse(game: BimatrixGame) -> None:
    products = [product_distribution(game, *equilibrium.profile) for equilibrium in solve(game)]
    for joint in products:
        assert is_correlated_equilibrium(game, joint)
        assert is_coarse_correlated_equilibrium(game, joint)
    # ... and so is every mixture of them: the sets are convex.
    count = len(products)
    mixture = [[sum(cells) / count for cells in zip(*rows, strict=True)]
               for rows in zip(*products, strict=True)]  # fmt: skip
    assert is_correlated_equilibrium(game, mixture)
    best = correlated_equilibrium(game)
    assert is_coarse_correlated_equilibrium(game, best.joint)
    assert best.value >= max(sum(equilibrium.payoffs) for equilibrium in solve(game))
    assert coarse_correlated_equilibrium(game).value >= best.value


@given(st.data())
def test_membership_and_gaps_follow_the_definition(data: st.DataObject) -> None:
    game = data.draw(SMALL)
    m, n = game.shape
    weights = data.draw(st.lists(st.integers(0, 3), min_size=m * n, max_size=m * n))
    total = sum(weights)
    if not total:
        weights[0] = total = 1
    joint = [[Fraction(weights[i * n + j], total) for j in range(n)] for i in range(m)]
    gaps = correlated_gaps(game, joint)
    for coarse, inside in ((False, gaps.is_correlated_equilibrium),
                           (True, gaps.is_coarse_correlated_equilibrium)):  # fmt: skip
        assert inside == holds_by_definition(game, joint, coarse)
        witness = profitable_deviation(game, joint, coarse=coarse)
        values = [
            sum(table[i][j] * joint[i][j] for i in range(m) for j in range(n))
            for table in gains_by_definition(game, coarse)
        ]
        assert (witness is None) == inside
        assert witness is None or witness.gain == max(values)
    # All constant actions, all replacements.
    A, B = payoff_rows(game)
    payoffs = (A, B)
    for player in (0, 1):
        own = game.shape[player]

        def earned(swap: tuple[int, ...], player: int = player) -> Fraction:
            return sum(
                joint[i][j] * (A[swap[i]][j] if player == 0 else payoffs[1][i][swap[j]])
                for i in range(m)
                for j in range(n)
            )

        kept = earned(tuple(range(own)))
        assert gaps.external_regrets[player] == max(earned((b,) * own) for b in range(own)) - kept
        swaps = product(range(own), repeat=own)
        assert gaps.swap_regrets[player] == max(map(earned, swaps)) - kept
        ones = [
            tuple(b if k == a else k for k in range(own)) for a in range(own) for b in range(own)
        ]
        assert gaps.internal_regrets[player] == max(map(earned, ones)) - kept
    assert gaps.cce_gap <= gaps.ce_gap


@settings(max_examples=50)
@given(st.data())
def test_gaps_agree_with_those_for_learners(data: st.DataObject) -> None:
    game = data.draw(games(max_actions=3, kinds=("digits", "zero-one-two")))
    m, n = game.shape
    weights = data.draw(st.lists(st.integers(0, 9), min_size=m * n, max_size=m * n))
    weights[0] += 1
    joint = np.array(weights, dtype=float).reshape(1, m, n) / sum(weights)
    exact = correlated_gaps(game, (np.array(weights).reshape(m, n) * Fraction(1, sum(weights))))
    assert cce_gap(game, joint)[0] == pytest.approx(float(exact.cce_gap), abs=1e-9)
    assert ce_gap(game, joint)[0] == pytest.approx(float(exact.ce_gap), abs=1e-9)


@settings(max_examples=25)
@given(st.data())
def test_rescaling_leaves_the_sets(data: st.DataObject) -> None:
    # A -> s A + c by column, B -> t B + d by row: the same equilibria, other payoffs.
    game = data.draw(SMALL)
    m, n = game.shape
    A, B = payoff_rows(game)
    number = st.fractions(-3, 3, max_denominator=5)
    c = data.draw(st.lists(number, min_size=n, max_size=n))
    d = data.draw(st.lists(number, min_size=m, max_size=m))
    other = BimatrixGame(
        [[Fraction(3, 7) * A[i][j] + c[j] for j in range(n)] for i in range(m)],
        [[5 * B[i][j] + d[i] for j in range(n)] for i in range(m)],
    )
    objective = [data.draw(st.lists(number, min_size=n, max_size=n)) for _ in range(m)]
    for coarse in (False, True):
        first, second = (BEST[coarse](g, objective) for g in (game, other))
        assert first.value == second.value
        assert holds_by_definition(other, first.joint, coarse)
        assert holds_by_definition(game, second.joint, coarse)


@settings(max_examples=25)
@given(SMALL)
def test_strictly_dominated_actions_are_never_recommended(game: BimatrixGame) -> None:
    A, B = payoff_rows(game)
    bad = [min(column) - 1 for column in zip(*A, strict=True)]
    larger = BimatrixGame([*A, bad], [*B, [max(max(B)) + 1] * len(bad)])
    played = [[0] * len(bad) for _ in A] + [[1] * len(bad)]
    assert correlated_equilibrium(larger, played).value == 0


@settings(max_examples=25)
@given(SMALL)
def test_swapping_the_players_swaps_the_answers(game: BimatrixGame) -> None:
    other = game.transposed()
    for coarse in (False, True):
        assert BEST[coarse](game, "row").value == BEST[coarse](other, "column").value
        assert BEST[coarse](game, "equality").value == BEST[coarse](other, "equality").value


@settings(max_examples=25)
@given(SMALL, st.booleans())
def test_the_most_equal(game: BimatrixGame, coarse: bool) -> None:
    found = BEST[coarse](game, "equality")
    assert holds_by_definition(game, found.joint, coarse)
    assert min(found.payoffs) == found.value
    # Lower bounds: the best for each player, and of both together.
    for name in ("welfare", "row", "column"):
        assert found.value >= min(BEST[coarse](game, name).payoffs)
    assert 2 * found.value <= BEST[coarse](game).value


@pytest.mark.slow
def test_three_hundred_games() -> None:
    for game in sample_games(300, rng=4):
        best = {coarse: BEST[coarse](game) for coarse in (False, True)}
        assert is_correlated_equilibrium(game, best[False].joint)
        assert is_coarse_correlated_equilibrium(game, best[False].joint)
        assert is_coarse_correlated_equilibrium(game, best[True].joint)
        equilibria = solve(game)
        assert all(is_correlated_equilibrium(game, product_distribution(game, *e.profile))
                   for e in equilibria)  # fmt: skip
        nash = max(sum(e.payoffs) for e in equilibria)
        assert nash <= best[False].value <= best[True].value
        # Payoffs from 1e-300 to 1e300 make corners of thousands of digits.
        regions = correlated_payoffs(game, timeout=2)
        for coarse, region in ((False, regions.correlated), (True, regions.coarse)):
            if region.complete:
                assert max(map(sum, region.corners)) == best[coarse].value
        middle = maximum_entropy_correlated_equilibrium(game)
        assert is_correlated_equilibrium(game, middle.joint)


# --- larger games ------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "highest"), [(6, 3), (8, 100), (10, 100)])
@pytest.mark.parametrize("coarse", [False, True])
def test_larger_games_against_floats(n: int, highest: int, coarse: bool) -> None:
    rng = np.random.default_rng(n)
    game = BimatrixGame(rng.integers(0, highest, (n, n)), rng.integers(0, highest, (n, n)))
    objective = rng.integers(-50, 50, (n, n))
    for sense, sign in (("max", 1), ("min", -1)):
        found = BEST[coarse](game, objective, sense=sense)
        assert_best(game, found, objective.tolist())
        expected = sign * best_by_scipy(game, sign * objective.astype(float), coarse)
        assert float(found.value) == pytest.approx(expected, abs=1e-5)
    equal = BEST[coarse](game, "equality")
    assert holds_by_definition(game, equal.joint, coarse)
    assert equal.value == min(equal.payoffs)


def test_payoffs_that_floats_cannot_tell_apart() -> None:
    # The two columns differ by one in 10^40: the mediator can't use the first row.
    big = 10**40
    game = BimatrixGame([[big, big], [big + 1, big + 1]], [[0, 1], [1, 0]])
    assert correlated_equilibrium(game, [[1, 1], [0, 0]]).value == 0
    assert correlated_equilibrium(game).joint == ((0, 0), (1, 0))


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (3, 1)])
def test_lone_players(shape: tuple[int, int]) -> None:
    payoffs = np.arange(shape[0] * shape[1]).reshape(shape)
    for coarse in (False, True):
        found = BEST[coarse](BimatrixGame(payoffs, payoffs))
        assert found.value == 2 * int(payoffs.max())


# --- faces -------------------------------------------------------------------------------


def test_documents_and_words() -> None:
    found = correlated_equilibrium(CHICKEN)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/correlated-equilibrium/1"
    assert document["joint"] == [["1/2", "1/4"], ["1/4", "0"]]
    assert document["value"] == "21/2"
    assert "correlated equilibrium with the largest value of the sum of both payoffs" in repr(found)
    assert "Nash equilibrium" in repr(correlated_equilibrium(CHICKEN, "row"))
    gaps = correlated_gaps(CHICKEN, [["1/2", 0], [0, "1/2"]])
    assert json.loads(gaps.to_json())["cce_gap"] == "1"
    assert gaps.summary().startswith("No coarse correlated equilibrium: CE gap 3/2, CCE gap 1")
    middle = correlated_gaps(DIAGONAL, thirds((0, 0), (1, 1), (2, 2), shape=(3, 3)))
    assert middle.summary().startswith("A coarse correlated equilibrium, but no correlated")
    assert correlated_gaps(CHICKEN, found.joint).summary().startswith("A correlated equilibrium")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: correlated_equilibrium(CHICKEN, "wellfare"), UnknownNameError, "welfare"),
        (lambda: correlated_equilibrium(CHICKEN, sense="best"), ParameterError, "'max' or 'min'"),
        (lambda: correlated_equilibrium(CHICKEN, "equality", sense="min"), ParameterError,
         "only be maximised"),
        (lambda: correlated_equilibrium(CHICKEN, [[1, 2, 3], [4, 5, 6]]), ParameterError,
         "expected 2 x 2 numbers"),
        (lambda: correlated_equilibrium(CHICKEN, [[1, 2], [3]]), GameError, "objective"),
        (lambda: read_joint(CHICKEN, [[1, 0]]), StrategyError, "expected 2 rows, got 1"),
        (lambda: read_joint(CHICKEN, [[1], [0]]), StrategyError,
         "row 0: expected 2 probabilities, got 1"),
        (lambda: read_joint(CHICKEN, [[1, 0], [1, 0]]), StrategyError, "they sum to 2"),
        (lambda: read_joint(CHICKEN, [[2, -1], [0, 0]]), StrategyError,
         "row 0, column 1: expected a number >= 0, got -1"),
        (lambda: read_joint(CHICKEN, [[float("nan"), 0], [0, 1]]), StrategyError, "finite"),
        (lambda: read_joint(CHICKEN, "1000"), StrategyError, "expected 2 rows"),
        (lambda: read_joint(CHICKEN, {0: [1, 0], 1: [0, 0]}), StrategyError, "expected 2 rows"),
        (lambda: read_joint(CHICKEN, np.ma.masked_array(np.eye(2) / 2)), StrategyError, "masked"),
    ],
)  # fmt: skip
def test_wrong_input(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_floats_are_read_as_their_writer_meant() -> None:
    joint = read_joint(CHICKEN, np.full((2, 2), 0.25))
    assert joint == ((Fraction(1, 4),) * 2,) * 2
    sevenths = [[1 / 7, 2 / 7], [3 / 7, 1 / 7]]
    assert sum(map(sum, read_joint(CHICKEN, sevenths))) == 1
