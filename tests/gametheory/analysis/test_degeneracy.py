"""Degeneracy, against reference games, brute force and the definition."""

import json
from pathlib import Path

import numpy as np
import pytest
from bruteforce import payoff_rows, vertices
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis import best_responses, is_degenerate
from gametheory.analysis.degeneracy import find_degeneracy
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from gametheory.limits import Limits
from gametheory.testing import games

DATA = Path(__file__).parents[2] / "data" / "reference_games.jsonl"
DECIDED = [
    entry
    for entry in map(json.loads, DATA.read_text(encoding="utf-8").splitlines())
    if "degenerate" in entry
]


def test_reference_games_have_both_answers():
    assert {entry["degenerate"] for entry in DECIDED} == {True, False}
    assert len(DECIDED) == 120


@pytest.mark.parametrize("entry", DECIDED, ids=lambda entry: entry["name"])
def test_reference_games(entry):
    assert is_degenerate(BimatrixGame(entry["A"], entry["B"])) is entry["degenerate"]


def test_von_stengel_examples():
    # von Stengel 2002: (2.2) is nondegenerate, (2.21), with 3 for 2 in B, is not.
    A = [[3, 3], [2, 5], [0, 6]]
    assert is_degenerate(BimatrixGame(A, [[3, 2], [2, 6], [3, 1]])) is False
    assert is_degenerate(BimatrixGame(A, [[3, 3], [2, 6], [3, 1]])) is True


def test_degenerate_only_by_a_mixed_strategy():
    # Rock-paper-scissors with a fourth column that pays the same as the value: no
    # pure action ties, but (1/3, 1/3, 1/3) has four best responses.
    A = [[0, -1, 1, 0], [1, 0, -1, 0], [-1, 1, 0, 0]]
    game = BimatrixGame(A, [[0, 1, -1, 0], [-1, 0, 1, 0], [1, -1, 0, 0]])
    tied = BimatrixGame([[0, -1, 1, 5], [1, 0, -1, 6], [-1, 1, 0, 7]], payoff_rows(game)[1])
    assert best_responses(tied, 1, ["1/3", "1/3", "1/3"]) == (0, 1, 2, 3)
    assert is_degenerate(tied) is True


def test_a_duplicate_of_a_bad_action_is_harmless():
    # Two equal rows that are never best responses do not make a game degenerate.
    game = BimatrixGame([[3, 0], [0, 2], [-1, -1], [-1, -1]], [[1, 0], [0, 1], [2, 0], [0, 2]])
    assert is_degenerate(game) is False


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_brute_force(m, n, high, seed):
    rng = np.random.default_rng(seed)
    game = BimatrixGame(rng.integers(0, high + 1, (m, n)), rng.integers(0, high + 1, (m, n)))
    first, second = payoff_rows(game)
    # More best responses than actions in the support, at some vertex.
    expected = any(
        len(best) > sum(1 for p in strategy if p)
        for payoffs in (second, [list(column) for column in zip(*first, strict=True)])
        for strategy, best in vertices(payoffs)
    )
    assert is_degenerate(game) is expected


def test_ctrl_c_is_not_taken_for_lack_of_time(monkeypatch):
    def press(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Limits, "check_time", press)
    monkeypatch.setattr(Limits, "spend", press)
    rng = np.random.default_rng(1)
    payoffs = [rng.integers(0, 10**18, (9, 9)).tolist() for _ in (0, 1)]
    with pytest.raises(KeyboardInterrupt):
        is_degenerate(BimatrixGame(*payoffs), timeout=60)


@pytest.mark.parametrize("timeout", [1e-9, 0.05])
@pytest.mark.parametrize("size", [30, 70])
def test_time_is_a_limit(size, timeout):
    rng = np.random.default_rng(1)
    game = BimatrixGame(rng.integers(0, 10**6, (size, size)), rng.integers(0, 10**6, (size, size)))
    assert is_degenerate(game, timeout=timeout) is None


def test_wrong_timeout():
    with pytest.raises(ParameterError, match="timeout: expected seconds above 0"):
        is_degenerate(BimatrixGame([[0]], [[0]]), timeout=0)


@given(games(max_actions=3, kinds=["zero-one-two"]) | games(max_actions=3))
def test_the_witness_has_more_best_responses_than_actions(game):
    found = find_degeneracy(game)
    assert found.degenerate is is_degenerate(game)
    if not found.degenerate:
        assert found.player is None
        return
    m, n = game.shape
    own, other = (m, n) if found.player == 0 else (n, m)
    assert len(found.strategy) == own
    assert sum(found.strategy) == 1
    assert min(found.strategy) >= 0
    values = [
        sum(
            p * (game.payoff(i, j)[1] if found.player == 0 else game.payoff(j, i)[0])
            for i, p in enumerate(found.strategy)
        )
        for j in range(other)
    ]
    best = tuple(j for j in range(other) if values[j] == max(values))
    assert found.best_responses == best
    assert len(best) > sum(1 for p in found.strategy if p)


def test_the_witness_is_shown():
    found = find_degeneracy(BimatrixGame([[2, 0], [0, 2], [1, 1]], [[1, 0], [0, 1], [3, 2]]))
    assert "c1 1/2, c2 1/2  r1, r2, r3" in repr(found)
    assert json.loads(found.to_json())["strategy"] == ["1/2", "1/2"]
