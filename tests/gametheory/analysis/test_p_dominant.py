"""p-dominance, against the definition on a grid of beliefs."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.analysis import p_dominance
from gametheory.equilibria.dominance_relations import risk_dominance
from gametheory.solvers import solve
from gametheory.testing import games


def is_dominant(payoffs: list[list[Fraction]], own: int, other: int, p: Fraction) -> bool:
    """Whether row `own` is best against every belief with at least p on column `other`.

    It is enough to look at the corners of that set of beliefs.
    """
    n = len(payoffs[0])
    for rest in range(n):
        belief = [Fraction(0)] * n
        belief[rest] += 1 - p
        belief[other] += p
        values = [sum(v * q for v, q in zip(row, belief, strict=True)) for row in payoffs]
        if values[own] < max(values):
            return False
    return True


@settings(max_examples=60)
@given(games(max_actions=4))
def test_the_definition(game: BimatrixGame) -> None:
    A, B = payoff_rows(game)
    columns = [list(column) for column in zip(*B, strict=True)]
    found = p_dominance(game)
    m, n = game.shape
    pure = [
        (i, j) for i in range(m) for j in range(n)
        if A[i][j] == max(row[j] for row in A) and B[i][j] == max(B[i])
    ]  # fmt: skip
    assert [e.outcome for e in found.equilibria] == pure
    for e in found.equilibria:
        i, j = e.outcome
        for p, payoffs, own, other in ((e.row_p, A, i, j), (e.column_p, columns, j, i)):
            assert 0 <= p <= 1
            assert is_dominant(payoffs, own, other, p)
            if p:
                assert not is_dominant(payoffs, own, other, p * Fraction(999_999, 1_000_000))


def test_stag_hunt() -> None:
    # Against a share p of stags: 4 p + (1 - p) >= 3 from p = 2/3 on.
    game = BimatrixGame.symmetric([[4, 1], [3, 3]])
    found = p_dominance(game)
    assert [e.p for e in found.equilibria] == [Fraction(2, 3), Fraction(1, 3)]
    assert [e.outcome for e in found.dominant()] == [(1, 1)]


def test_three_actions_by_hand() -> None:
    game = BimatrixGame.symmetric([[6, 0, 0], [5, 7, 5], [0, 5, 8]])
    found = {e.outcome: e.p for e in p_dominance(game).equilibria}
    # Row 1 against columns (p, rest on 3): 6 p >= 5 and 6 p >= 5 p + 7 (1 - p): p = 7/8, 5/6.
    # Row 1's third rival: 6 p >= 8 (1 - p): p = 4/7. So 7/8.
    assert found[0, 0] == Fraction(7, 8)
    # Row 2: 7 p + 5 (1 - p) >= 5 p + 8 (1 - p): p = 3/5; against row 1: 5 + 2 p >= 6 (1 - p): 1/8.
    assert found[1, 1] == Fraction(3, 5)
    # Row 3: 8 p >= 5 p + 5 (1 - p) with the rest on 1: 5/8; 5 + 3 p >= 7 - 2 p: 2/5.
    assert found[2, 2] == Fraction(5, 8)


@settings(max_examples=40)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_half_dominance_and_risk_dominance(a: int, b: int, c: int, d: int) -> None:
    game = BimatrixGame([[a, 0], [0, c]], [[b, 0], [0, d]])
    dominant = risk_dominance(game).dominant
    half = {e.outcome for e in p_dominance(game).dominant()}
    assert dominant is None or half <= {dominant}
    symmetric = BimatrixGame([[a, 0], [0, c]], [[a, 0], [0, c]])
    if a != c:
        expected = risk_dominance(symmetric).dominant
        assert {e.outcome for e in p_dominance(symmetric).dominant()} == {expected}


@settings(max_examples=25)
@given(games(max_actions=3, kinds=("digits", "fractions")))
def test_rescaling_changes_nothing(game: BimatrixGame) -> None:
    A, B = payoff_rows(game)
    other = BimatrixGame(
        [[3 * v + j for j, v in enumerate(row)] for row in A],
        [[v / 7 - i for v in row] for i, row in enumerate(B)],
    )
    assert p_dominance(other).equilibria == p_dominance(game).equilibria
    assert len(solve(game, "pure")) == len(p_dominance(game).equilibria)


def test_extremes() -> None:
    dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert p_dominance(dilemma).equilibria[0].p == 0
    assert p_dominance(BimatrixGame([[1]], [[1]])).equilibria[0].p == 0
    pennies = p_dominance(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    assert pennies.summary() == "No pure equilibrium, so none is p-dominant for any p"
    assert pennies.tables() == ()
    # Weakly dominated: only certainty holds it up.
    weak = BimatrixGame([[1, 0], [1, 1]], [[1, 0], [1, 1]])
    assert p_dominance(weak).equilibria[0].p == 1


def test_faces() -> None:
    game = BimatrixGame.symmetric([[4, 1], [3, 3]], row_actions=["Stag", "Hare"])
    found = p_dominance(game)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/p-dominance/1"
    assert document["equilibria"][1]["p"] == "1/3"
    assert "(Hare, Hare) is p-dominant from p = 1/3, so it is 1/2-dominant" in repr(found)
    battle = p_dominance(BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    assert (
        battle.summary() == "(r1, c1), (r2, c2) are p-dominant from p = 2/3; none is 1/2-dominant"
    )
    assert battle.dominant(Fraction(2, 3)) == battle.equilibria
    assert pytest.approx(float(battle.equilibria[0].p)) == 2 / 3
