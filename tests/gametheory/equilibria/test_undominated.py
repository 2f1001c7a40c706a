"""Dominated mixed strategies: each answer by its proof, and against scipy's programs."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from gametheory import BimatrixGame
from gametheory.equilibria.undominated import SupportOracle, prove_dominance
from gametheory.errors import StrategyError
from gametheory.testing import games, mixed_strategies


def earnings(game, player, strategy):
    """Payoff of a mixed strategy against each action of the opponent."""
    rows = payoff_rows(game)[player]
    if player == 1:
        rows = [list(column) for column in zip(*rows, strict=True)]
    return [
        sum((p * v for p, v in zip(strategy, column, strict=True)), Fraction(0))
        for column in zip(*rows, strict=True)
    ]


@settings(max_examples=120)
@given(game=games(), player=st.sampled_from([0, 1]), data=st.data())
def test_each_answer_carries_its_proof(game, player, data):
    own = data.draw(mixed_strategies(game.shape[player]))
    proof = prove_dominance(game, player, own)
    assert proof.is_undominated == (proof.dominating is None) == (proof.supporting is not None)
    if proof.dominating is not None:
        assert sum(proof.dominating) == 1
        assert min(proof.dominating) >= 0
        gains = [
            a - b
            for a, b in zip(
                earnings(game, player, proof.dominating),
                earnings(game, player, own),
                strict=True,
            )
        ]
        assert min(gains) >= 0
        assert max(gains) > 0
        assert prove_dominance(game, player, proof.dominating).is_undominated
    else:
        # A best reply to a completely mixed strategy is not dominated: what dominates it
        # would earn more against that strategy.
        y = proof.supporting
        assert sum(y) == 1
        assert min(y) > 0
        values = [
            sum((q * v for q, v in zip(y, earnings(game, player, unit), strict=True)), Fraction(0))
            for unit in np.eye(game.shape[player], dtype=int).tolist()
        ]
        assert {k for k, p in enumerate(own) if p} <= {
            k for k, value in enumerate(values) if value == max(values)
        }


@settings(max_examples=60)
@given(
    game=games(max_actions=4, kinds=["zero-one", "zero-one-two", "digits"]),
    player=st.sampled_from([0, 1]),
    data=st.data(),
)
def test_agrees_with_the_textbook_program(game, player, data):
    # max sum_j (z' A)_j over z in the simplex with z' A >= x' A; dominated iff above x' A 1.
    size = game.shape[player]
    own = data.draw(mixed_strategies(size, max_denominator=8))
    matrix = game.row_payoffs if player == 0 else game.column_payoffs.T
    now = np.array([float(p) for p in own]) @ matrix
    result = linprog(
        -matrix.sum(axis=1), A_ub=-matrix.T, b_ub=-now + 1e-9, A_eq=np.ones((1, size)), b_eq=[1]
    )
    assert result.status == 0
    assert (-result.fun - now.sum() > 1e-6) == (
        not prove_dominance(game, player, own).is_undominated
    )


@settings(max_examples=40)
@given(game=games(max_actions=4, kinds=["zero-one-two", "digits"]), player=st.sampled_from([0, 1]))
def test_the_oracle_does_not_depend_on_what_it_was_asked_before(game, player):
    size = game.shape[player]
    supports = [frozenset(k for k in range(size) if mask >> k & 1) for mask in range(1, 1 << size)]
    remembering = SupportOracle(game, player)
    forward = [remembering.is_undominated(s) for s in supports]
    backward = SupportOracle(game, player)
    assert [backward.is_undominated(s) for s in reversed(supports)] == forward[::-1]
    for s, undominated in zip(supports, forward, strict=True):
        assert SupportOracle(game, player).is_undominated(s) == undominated
        conflict = remembering.conflict(s)
        assert (conflict is None) == undominated
        assert conflict is None or conflict <= s
        # Undominated passes to smaller supports (van Damme 1991, chapter 3).
        assert not undominated or all(forward[supports.index(t)] for t in supports if t <= s)


def test_a_mixture_of_undominated_actions_may_be_dominated():
    # Rows (4, 0), (3, 3), (0, 4): the middle of the outer ones earns (2, 2).
    game = BimatrixGame([[4, 0], [3, 3], [0, 4]], np.zeros((3, 2)))
    for action in np.eye(3, dtype=int).tolist():
        assert prove_dominance(game, 0, action).is_undominated
    assert prove_dominance(game, 0, ["1/2", "1/2", 0]).is_undominated
    proof = prove_dominance(game, 0, ["1/2", 0, "1/2"])
    assert proof.dominating == (0, 1, 0)


def test_a_dominated_action_needs_a_mixture():
    game = BimatrixGame([[3, 0], [0, 3], [1, 1]], np.zeros((3, 2)))
    proof = prove_dominance(game, 0, [0, 0, 1])
    assert earnings(game, 0, proof.dominating) >= [1, 1]
    assert proof.dominating[2] == 0


def test_refuses_what_is_no_strategy():
    with pytest.raises(StrategyError, match="column player: probabilities must sum to 1"):
        prove_dominance(BimatrixGame([[1, 2]], [[1, 2]]), 1, [1, 1])
