"""Dominance, against vertices of the opponent's beliefs and the literature."""

from fractions import Fraction
from itertools import count

import numpy as np
import pytest
from bruteforce import extreme_equilibria, payoff_rows, vertices
from hypothesis import given
from hypothesis import strategies as st

from gametheory import clock
from gametheory.analysis import dominance, dominating_mixture, eliminate_dominated
from gametheory.errors import Interrupted, ParameterError, StrategyError
from gametheory.game import BimatrixGame

HALF = Fraction(1, 2)


def oriented(game, player):
    """Payoff rows of a player, the own actions first."""
    rows = payoff_rows(game)[player]
    return rows if player == 0 else [list(column) for column in zip(*rows, strict=True)]


def dominated_actions(rows, dominance):
    """Dominated rows, by beliefs: independent of any linear program.

    An action is strictly dominated exactly if it is a best response to no belief,
    and weakly exactly if it is one to no completely mixed belief (Pearce 1984, lemmas
    3 and 4). The beliefs to which it is one are a polytope; its vertices are found by
    brute force, and their average is completely mixed if any of its points is.
    """
    beliefs = vertices([list(column) for column in zip(*rows, strict=True)])
    result = set()
    for action in range(len(rows)):
        supports = [{j for j, q in enumerate(y) if q} for y, best in beliefs if action in best]
        covered = set().union(*supports)
        if not supports or (dominance == "weak" and len(covered) < len(rows[0])):
            result.add(action)
    return result


def eliminate_by_beliefs(game, dominance, order):
    """One action at a time; `order` chooses which of the dominated (player, action)."""
    left = [list(range(size)) for size in game.shape]
    while True:
        found = []
        for player in (0, 1):
            rows = [[oriented(game, player)[i][j] for j in left[1 - player]] for i in left[player]]
            found += [(player, left[player][k]) for k in dominated_actions(rows, dominance)]
        if not found:
            return tuple(left[0]), tuple(left[1])
        player, action = order(found)
        left[player].remove(action)


def check_steps(result):
    """Each step's mixture dominates, exactly, in the game left before its round."""
    game = result.game
    left = [set(range(size)) for size in game.shape]
    for number in range(1, result.rounds + 1):
        steps = [step for step in result.steps if step.round == number]
        assert steps
        for step in steps:
            rows = oriented(game, step.player)
            assert sum(step.mixture) == 1
            assert min(step.mixture) >= 0
            assert {k for k, p in enumerate(step.mixture) if p} <= left[step.player] - {step.action}
            gains = [
                sum(p * row[j] for p, row in zip(step.mixture, rows, strict=True))
                - rows[step.action][j]
                for j in left[1 - step.player]
            ]
            if result.dominance == "strict":
                assert min(gains) > 0
            else:
                assert min(gains) >= 0
                assert max(gains) > 0
        for step in steps:
            left[step.player].remove(step.action)
    assert result.rows == tuple(sorted(left[0]))
    assert result.columns == tuple(sorted(left[1]))


@st.composite
def small_games(draw):
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    high = draw(st.sampled_from([1, 2, 9, 100]))
    return BimatrixGame(rng.integers(0, high + 1, (m, n)), rng.integers(0, high + 1, (m, n)))


@given(small_games(), st.sampled_from(["strict", "weak"]))
def test_first_round_removes_exactly_the_dominated(game, dominance):
    result = eliminate_dominated(game, dominance)
    check_steps(result)
    for player in (0, 1):
        expected = dominated_actions(oriented(game, player), dominance)
        first = {s.action for s in result.steps if s.round == 1 and s.player == player}
        assert first == expected
        for action in range(game.shape[player]):
            mixture = dominating_mixture(game, player, action, dominance)
            assert (mixture is not None) == (action in expected)


@given(small_games(), st.randoms(use_true_random=False))
def test_strict_elimination_is_the_same_in_every_order(game, random):
    result = eliminate_dominated(game)
    assert (result.rows, result.columns) == eliminate_by_beliefs(game, "strict", random.choice)


@given(small_games())
def test_strict_elimination_keeps_every_equilibrium(game):
    result = eliminate_dominated(game)
    reduced = {
        (tuple(x[i] for i in result.rows), tuple(y[j] for j in result.columns))
        for x, y in extreme_equilibria(game)
    }
    assert reduced == extreme_equilibria(result.reduced_game())


@given(small_games(), st.sampled_from(["strict", "weak"]))
def test_pure_dominators_only(game, dominance):
    result = eliminate_dominated(game, dominance, "pure")
    check_steps(result)
    assert all(step.is_pure for step in result.steps)
    for player in (0, 1):
        rows = oriented(game, player)
        expected = {
            i
            for i, row in enumerate(rows)
            for other in rows
            if (
                all(a < b for a, b in zip(row, other, strict=True))
                if dominance == "strict"
                else other != row and all(a <= b for a, b in zip(row, other, strict=True))
            )
        }
        assert {s.action for s in result.steps if s.round == 1 and s.player == player} == expected


def test_prisoners_dilemma():
    game = BimatrixGame(
        [[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["C", "D"], column_actions=["C", "D"]
    )
    result = eliminate_dominated(game)
    assert result.solves_game
    assert result.reduced_game() == BimatrixGame(
        [[1]], [[1]], row_actions=["D"], column_actions=["D"]
    )
    assert result.describe() == (
        "Round 1: Row player's C is strictly dominated by D.\n"
        "Round 1: Column player's C is strictly dominated by D."
    )


def test_dominated_only_by_a_mixture():
    # Fudenberg and Tirole 1991, Game Theory, figure 1.2: M is dominated by half U,
    # half D, and by neither alone.
    game = BimatrixGame(
        [[2, -1], [0, 0], [-1, 2]], [[0, 0], [0, 0], [0, 0]], row_actions=["U", "M", "D"]
    )
    assert eliminate_dominated(game, dominators="pure").steps == ()
    (step,) = eliminate_dominated(game).steps
    assert (step.player, step.action, step.mixture) == (0, 1, (HALF, 0, HALF))
    assert not step.is_pure
    assert "M is strictly dominated by 1/2 U + 1/2 D." in eliminate_dominated(game).describe()


def test_a_mixture_that_only_ties_dominates_weakly():
    # Half of each other row earns exactly as much in two columns and more in the third.
    game = BimatrixGame([[2, 0, 1], [0, 2, 1], [1, 1, 0]], [[0] * 3] * 3)
    assert dominating_mixture(game, 0, 2) is None
    assert dominating_mixture(game, 0, 2, "weak") == (HALF, HALF, 0)
    assert dominating_mixture(game, 0, 0, "weak") is None


def test_order_matters_for_weak_dominance():
    # Osborne and Rubinstein 1994, section 4.3: removing T first leaves payoffs (2, 1),
    # removing B first leaves (1, 1); here both go at once.
    game = BimatrixGame([[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]])

    def starting_with(first):
        return lambda found: first if first in found else max(found)

    top_first = eliminate_by_beliefs(game, "weak", starting_with((0, 0)))
    bottom_first = eliminate_by_beliefs(game, "weak", starting_with((0, 2)))
    assert top_first == ((1, 2), (1,))
    assert bottom_first == ((0, 1), (0,))
    result = eliminate_dominated(game, "weak")
    assert (result.rows, result.columns) == ((1,), (0, 1))
    assert "another order of elimination may leave other actions" in result.caveat
    assert result.describe().splitlines()[-1].startswith("Note: weakly dominated actions")
    assert eliminate_dominated(game).caveat == ""


def test_a_staircase_takes_a_round_for_each_step():
    # A staircase: action k is dominated only after the opponent's k - 1 is gone.
    # Traveller-like: payoff 2 for naming one less than the other, 1 for the same.
    n = 5
    A = [[3 if i == j - 1 else 2 if i == j == 0 else 1 if i == j else 0 for j in range(n)]
         for i in range(n)]  # fmt: skip
    game = BimatrixGame.symmetric(A)
    result = eliminate_dominated(game, "weak")
    check_steps(result)
    expected = eliminate_by_beliefs(game, "weak", lambda found: found[0])
    assert result.solves_game
    assert (result.rows, result.columns) == expected == ((0,), (0,))
    assert result.rounds == n - 1


def test_huge_and_tiny_payoffs_decide_exactly():
    # 1/2 (2e300, 0) + 1/2 (0, 2e300) = (1e300, 1e300): a tie, not a strict gain,
    # until one payoff is smaller by 1e-300.
    rows = [["2e300", 0], [0, "2e300"], ["1e300", "1e300"]]
    zeros = [[0, 0]] * 3
    assert dominating_mixture(BimatrixGame(rows, zeros), 0, 2) is None
    assert dominating_mixture(BimatrixGame(rows, zeros), 0, 2, "weak") is None
    less = Fraction(10) ** 300 - Fraction(1, 10**300)
    rows[2] = [less, less]
    assert dominating_mixture(BimatrixGame(rows, zeros), 0, 2) is not None


def test_nothing_dominated():
    result = eliminate_dominated(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    assert (result.steps, result.rounds, result.solves_game) == ((), 0, False)
    assert result.describe() == "Nothing is dominated."
    assert eliminate_dominated(BimatrixGame([[0]], [[0]])).solves_game


def test_time_that_runs_out_leaves_the_finished_rounds(monkeypatch):
    # The last row goes, without it the last column, then linear programs are needed.
    rng = np.random.default_rng(1)
    A, B = rng.integers(0, 99, (2, 8, 8))
    A[-1], B[:, -1], B[-1, -1] = -1, -1, 100
    game = BimatrixGame(A, B)
    whole = eliminate_dominated(game)
    assert (whole.stopped, whole.notes) == ("", ())
    rounds = set()
    for seconds in count(1, 9):
        ticks = iter(range(10**9))
        monkeypatch.setattr(clock.time, "monotonic", lambda ticks=ticks: next(ticks))
        part = eliminate_dominated(game, timeout=seconds)
        if not part.stopped:
            break
        rounds.add(part.rounds)
        said = f"topped early (timeout of {seconds} s): dominated actions may be left."
        assert part.notes == ("S" + said,)
        assert part.describe().endswith("Note: s" + said)
        assert part.to_document()["stopped"] == f"timeout of {seconds} s"
        assert part.steps == tuple(step for step in whole.steps if step.round <= part.rounds)
        assert set(part.rows) >= set(whole.rows)
        if not part.steps:
            assert part.summary() == "The game: whether actions are strictly dominated is undecided"
    assert (part.steps, part.rows, part.columns) == (whole.steps, whole.rows, whole.columns)
    assert rounds >= {0, 1, 2}


def test_ctrl_c_carries_the_finished_rounds(monkeypatch):
    calls = []

    def interrupted(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(*arguments)

    original = dominance._round
    monkeypatch.setattr(dominance, "_round", interrupted)
    with pytest.raises(Interrupted) as stop:
        eliminate_dominated(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert stop.value.partial.rounds == 1
    assert stop.value.partial.stopped == "interrupted"


def test_wrong_arguments():
    game = BimatrixGame([[1]], [[1]])
    with pytest.raises(ParameterError, match="dominance: expected one of strict, weak, got 'x'"):
        eliminate_dominated(game, "x")
    with pytest.raises(ParameterError, match="dominators: expected one of mixed, pure"):
        eliminate_dominated(game, "weak", "x")
    with pytest.raises(ParameterError, match="timeout: expected seconds above 0, got 0"):
        eliminate_dominated(game, timeout=0)
    with pytest.raises(ParameterError, match="dominance"):
        dominating_mixture(game, 0, 0, "x")
    with pytest.raises(StrategyError, match="no action 1"):
        dominating_mixture(game, 0, 1)
