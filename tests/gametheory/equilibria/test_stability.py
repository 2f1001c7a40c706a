"""Evolutionary stability: known games, cliques, and the definition itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.equilibria import stability
from gametheory.equilibria.stability import evolutionary_stability
from gametheory.limits import LimitReached, Status


def stable_strategies(A):
    found = solve(BimatrixGame.symmetric(A))
    assert found.complete
    return {e.row for e in found if evolutionary_stability(e).holds}


def earned(A, x, z):
    return sum((p * A[i][j] * q for i, p in enumerate(x) for j, q in enumerate(z)), Fraction(0))


def resists(A, x, z):
    """The definition (Maynard Smith & Price 1973)."""
    first = earned(A, x, x) - earned(A, z, x)
    return first > 0 or (first == 0 and earned(A, x, z) > earned(A, z, z))


def simplex_grid(size, parts):
    for bars in combinations(range(parts + size - 1), size - 1):
        cuts = (-1, *bars, parts + size - 1)
        yield tuple(Fraction(b - a - 1, parts) for a, b in pairwise(cuts))


@pytest.mark.parametrize(
    ("A", "expected"),
    [
        # Hawk-dove with value 4 and cost 6: hawks with probability value / cost (Maynard
        # Smith 1982, chapter 2).
        ([[-1, 4], [0, 2]], {("2/3", "1/3")}),
        # Prisoner's dilemma: defect.
        ([[3, 0], [5, 1]], {(0, 1)}),
        # Stag hunt: both actions, not the mixture.
        ([[4, 0], [3, 3]], {(1, 0), (0, 1)}),
        # Rock-scissors-paper: a win has to be worth more than a loss costs (Maynard Smith
        # 1982, appendix D; Hofbauer & Sigmund 1998, section 7.7).
        ([[0, 2, -1], [-1, 0, 2], [2, -1, 0]], {("1/3", "1/3", "1/3")}),
        ([[0, 1, -1], [-1, 0, 1], [1, -1, 0]], set()),
        ([[0, 1, -2], [-2, 0, 1], [1, -2, 0]], set()),
        # Zeeman 1980: the mixture of all three attracts the replicator dynamics, though it
        # is not evolutionarily stable; the first action is.
        ([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]], {(1, 0, 0)}),
        # All are best replies to the first action. Against the others' mixtures it wins by
        # z_2^2 + 6 z_2 z_3 + z_3^2, which is copositive and not positive definite: where
        # Haigh's condition needs Abakuks' correction.
        ([[0, 0, 0], [0, -1, -3], [0, -3, -1]], {(1, 0, 0)}),
        ([[0, 0, 0], [0, -1, 1], [0, 1, -1]], set()),
        ([[0, 0], [0, 0]], set()),
        ([[7]], {(1,)}),
        # A free direction and a copositive one: the middle of the first two, to which the
        # third is as good a reply.
        ([[0, 2, 1], [2, 0, 1], [1, 1, 0]], {("1/2", "1/2", 0)}),
    ],
)
def test_known_games(A, expected):
    assert stable_strategies(A) == {tuple(Fraction(p) for p in x) for x in expected}


@settings(max_examples=25)
@given(st.data())
def test_maximal_cliques(data):
    # Bomze 1997 ("Evolution towards the maximum clique", Journal of Global Optimization 10):
    # with A = adjacency + I / 2 they are the evolutionarily stable strategies, each action
    # of the clique with the same probability.
    size = data.draw(st.integers(1, 6))
    pairs = list(combinations(range(size), 2))
    edges = {pair for pair in pairs if data.draw(st.booleans())}
    near = edges | {(j, i) for i, j in edges}
    cliques = [
        set(chosen)
        for k in range(1, size + 1)
        for chosen in combinations(range(size), k)
        if all(pair in edges for pair in combinations(chosen, 2))
    ]
    expected = {
        tuple(Fraction(int(k in clique), len(clique)) for k in range(size))
        for clique in cliques
        if not any(clique < other for other in cliques)
    }
    A = [[2 * ((i, j) in near) + (i == j) for j in range(size)] for i in range(size)]
    assert stable_strategies(A) == expected


@settings(max_examples=60)
@given(st.data())
def test_the_definition(data):
    size = data.draw(st.integers(1, 4))
    low, high = data.draw(st.sampled_from([(0, 1), (0, 2), (-3, 9)]))
    row = st.lists(st.integers(low, high), min_size=size, max_size=size)
    game = BimatrixGame.symmetric(data.draw(st.lists(row, min_size=size, max_size=size)))
    A = payoff_rows(game)[0]
    for e in solve(game):
        answer = evolutionary_stability(e)
        x = e.row
        if e.row != e.column:
            assert answer.holds is None
            assert "not symmetric" in answer.reason
            continue
        assert (answer.mutant is None) == answer.holds
        if answer.holds:
            near = [  # mutants nearby, and everywhere
                tuple((9 * p + q) / 10 for p, q in zip(x, z, strict=True))
                for z in simplex_grid(size, 6)
            ]
            for z in [*simplex_grid(size, 6), *near]:
                assert z == x or resists(A, x, z)
        else:
            z = answer.mutant
            assert sum(z) == 1
            assert min(z) >= 0
            assert z != x
            assert not resists(A, x, z)
            assert earned(A, z, x) == earned(A, x, x)


@settings(max_examples=40)
@given(st.data())
def test_no_other_symmetric_equilibrium_on_its_best_replies(data):
    # Bishop & Cannings 1976 ("Models of animal conflict", Advances in Applied Probability
    # 8). So (x, x) is isolated among the symmetric equilibria.
    size = data.draw(st.integers(2, 4))
    row = st.lists(st.integers(0, 3), min_size=size, max_size=size)
    game = BimatrixGame.symmetric(data.draw(st.lists(row, min_size=size, max_size=size)))
    symmetric = [e for e in solve(game) if e.row == e.column]
    for e in symmetric:
        if evolutionary_stability(e).holds:
            replies = e.refinements.best_responses[0]
            for other in symmetric:
                assert other is e or not replies.issuperset(other.support[0])
            assert e.refinements.is_perfect  # van Damme 1991, chapter 9
            for z in simplex_grid(size, 4):
                if z != e.row and replies.issuperset(k for k, p in enumerate(z) if p):
                    assert not is_equilibrium(game, z)


def is_equilibrium(game, z):
    A = payoff_rows(game)[0]
    values = [sum((v * q for v, q in zip(row, z, strict=True)), Fraction(0)) for row in A]
    return all(not p or value == max(values) for p, value in zip(z, values, strict=True))


@settings(max_examples=40)
@given(st.data())
def test_relabelling_and_rescaling(data):
    size = data.draw(st.integers(2, 4))
    row = st.lists(st.integers(0, 4), min_size=size, max_size=size)
    A = data.draw(st.lists(row, min_size=size, max_size=size))
    order = data.draw(st.permutations(range(size)))
    constants = data.draw(row)
    moved = [[Fraction(7, 3) * A[i][j] + constants[j] for j in order] for i in order]
    assert stable_strategies(moved) == {tuple(x[k] for k in order) for x in stable_strategies(A)}


def test_strict_symmetric_equilibria_are_stable():
    for A in ([[5, 0], [4, 2]], [[2, 0, 0], [0, 1, 0], [1, 0, 3]]):
        for e in solve(BimatrixGame.symmetric(A)):
            if e.refinements.is_strict and e.row == e.column:
                assert evolutionary_stability(e).holds


def test_an_ess_may_lie_in_a_continuum_of_asymmetric_equilibria():
    # Against the first action both are equally good for the column player, and the first
    # stays best against all mixtures of them: (first, anything) are equilibria.
    found = solve(BimatrixGame.symmetric([[1, 1], [1, 0]]))
    (component,) = found.components
    assert len(component.extreme) > 1
    assert {e.row for e in found if e.refinements.is_evolutionarily_stable} == {(1, 0)}


def test_only_for_symmetric_games():
    (e,) = solve(BimatrixGame([[1, 0]], [[1, 0]]))
    assert evolutionary_stability(e).holds is None
    assert "B is not A transposed" in evolutionary_stability(e).reason


def test_what_was_not_decided_is_said(monkeypatch):
    def give_up(matrix):
        raise LimitReached(Status.BUDGET, "too many principal submatrices")

    monkeypatch.setattr(stability, "copositivity_violation", give_up)
    (e,) = (e for e in solve(BimatrixGame.symmetric([[1, 0], [0, 2]])) if e.row == (1, 0))
    assert evolutionary_stability(e).holds is None
    assert evolutionary_stability(e).reason == "not decided: too many principal submatrices"
