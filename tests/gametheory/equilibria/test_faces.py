"""Faces of maximal Nash subsets: Norde's theorem, and perfect faces by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, product

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from gametheory import BimatrixGame, solve
from gametheory.testing import KnownGame, degenerate_games, games, relabelled, rescaled

TIES = ["zero-one", "zero-one-two"]


def subsets_of(game):
    found = solve(game)
    assert found.complete
    assert all(c.subsets_complete for c in found.components)
    return [s for c in found.components for s in c.subsets]


def replies(game, player, opponent):
    rows = payoff_rows(game)[player]
    lines = rows if player == 0 else list(zip(*rows, strict=True))
    values = [
        sum((p * v for p, v in zip(opponent, line, strict=True)), Fraction(0)) for line in lines
    ]
    return frozenset(k for k, value in enumerate(values) if value == max(values))


def used(strategies):
    return frozenset(k for x in strategies for k, p in enumerate(x) if p)


def mean(strategies):
    return tuple(sum(c, Fraction(0)) / len(strategies) for c in zip(*strategies, strict=True))


def is_undominated(game, player, support):
    """Whether a completely mixed strategy has the whole support as best replies: floats.

    Maximise the least probability t over y with all of `support` best replies.
    """
    matrix = game.row_payoffs if player == 0 else game.column_payoffs.T
    m, n = matrix.shape
    first, *others = sorted(support)
    equal = [np.append(matrix[i] - matrix[first], 0) for i in others]
    worse = [np.append(matrix[i] - matrix[first], 0) for i in range(m)]
    floor = np.hstack([-np.eye(n), np.ones((n, 1))])
    result = linprog(
        np.append(np.zeros(n), -1),
        A_ub=np.vstack([*worse, floor]),
        b_ub=np.zeros(m + n),
        A_eq=np.vstack([*equal, np.append(np.ones(n), 0)]),
        b_eq=np.append(np.zeros(len(others)), 1),
    )
    assert result.status in (0, 2)
    return result.status == 0 and -result.fun > 1e-7


def faces(game, own, player):
    """All faces of one polytope of a subset: vertex sets closed under common labels."""
    size = game.shape[player]
    labels = {x: (frozenset(range(size)) - used([x]), replies(game, 1 - player, x)) for x in own}
    for chosen in chain.from_iterable(combinations(own, k) for k in range(1, len(own) + 1)):
        unplayed = frozenset.intersection(*(labels[x][0] for x in chosen))
        best = frozenset.intersection(*(labels[x][1] for x in chosen))
        closure = {x for x in own if labels[x][0] >= unplayed and labels[x][1] >= best}
        if closure == set(chosen):
            yield frozenset(chosen)


@settings(max_examples=100)
@given(st.one_of(games(kinds=[*TIES, "digits", "fractions"]), degenerate_games(max_actions=3)))
def test_some_face_of_every_game_is_quasi_strict(game):
    # Norde 1999. And a quasi-strict relative interior is one, by the definition.
    found = subsets_of(game)
    assert any(s.refinements.is_quasi_strict for s in found)
    for s in found:
        x, y = mean(s.rows), mean(s.columns)
        assert s.refinements.support == (used([x]), used([y]))
        assert s.refinements.best_responses == (replies(game, 0, y), replies(game, 1, x))
        assert s.refinements.is_quasi_strict == (
            used([x]) == replies(game, 0, y) and used([y]) == replies(game, 1, x)
        )


@settings(max_examples=30)
@given(games(max_actions=4, kinds=TIES))
def test_perfect_faces_by_brute_force(game):
    found = subsets_of(game)
    assume(any(len(s.rows) * len(s.columns) > 1 for s in found))
    for s in found:
        assume(max(len(s.rows), len(s.columns)) <= 6)
        refined = s.refinements
        row_faces, column_faces = list(faces(game, s.rows, 0)), list(faces(game, s.columns, 1))
        known = {
            (player, support): is_undominated(game, player, support)
            for player, all_faces in enumerate((row_faces, column_faces))
            for support in map(used, all_faces)
        }
        perfect = {
            (f, g)
            for f, g in product(row_faces, column_faces)
            if known[0, used(f)] and known[1, used(g)]
        }
        maximal = {
            (f, g)
            for f, g in perfect
            if not any((f, g) != (k, h) and f <= k and g <= h for k, h in perfect)
        }
        listed = [(frozenset(face.rows), frozenset(face.columns)) for face in refined.perfect_faces]
        assert len(set(listed)) == len(listed)
        assert set(listed) == maximal
        assert refined.perfect_faces_complete
        whole = frozenset(s.rows), frozenset(s.columns)
        assert refined.is_perfect == (whole in perfect)
        # No proper face is quasi-strict.
        for f, g in product(row_faces, column_faces):
            if used(f) == replies(game, 0, mean(tuple(g))) and used(g) == replies(
                game, 1, mean(tuple(f))
            ):
                assert (f, g) == whole


@settings(max_examples=60)
@given(games(max_actions=4, kinds=[*TIES, "digits"]))
def test_a_point_is_perfect_exactly_if_a_perfect_face_holds_it(game):
    found = solve(game)
    subsets = [s for c in found.components for s in c.subsets]
    for e in found:
        inside = [s for s in subsets if e.row in s.rows and e.column in s.columns]
        assert inside
        for s in inside:
            held = any(
                e.row in face.rows and e.column in face.columns
                for face in s.refinements.perfect_faces
            )
            assert held == e.refinements.is_perfect
            assert [proof.is_undominated for proof in s.refinements.proofs] == list(
                s.refinements.undominated
            )
            assert [better is None for better in s.refinements.dominating] == list(
                s.refinements.undominated
            )


def test_two_maximal_perfect_faces():
    # The column player likes the first column best, against which all rows are equal.
    # Trembles to the others show (4, 0), (3, 3), (0, 4): neighbours may tie, the outer two
    # not without being worse than the middle one.
    game = BimatrixGame([[1, 4, 0], [1, 3, 3], [1, 0, 4]], [[1, 0, 0]] * 3)
    (subset,) = subsets_of(game)
    assert len(subset.rows) == 3
    assert subset.refinements.is_quasi_strict
    assert not subset.refinements.is_perfect
    first, middle, last = (1, 0, 0), (0, 1, 0), (0, 0, 1)
    found = {frozenset(face.rows) for face in subset.refinements.perfect_faces}
    assert found == {frozenset({first, middle}), frozenset({middle, last})}
    proof = subset.refinements.proofs[0]
    assert proof.dominating is not None
    assert "quasi-strict and not perfect; 2 maximal perfect faces" in repr(subset.refinements)


def test_a_perfect_face_inside_another_is_not_listed():
    # The last row twice: (3, 3) goes with both copies, so with each alone it is not maximal.
    game = BimatrixGame([[1, 4, 0], [1, 3, 3], [1, 0, 4], [1, 0, 4]], [[1, 0, 0]] * 4)
    (subset,) = subsets_of(game)
    found = {frozenset(face.rows) for face in subset.refinements.perfect_faces}
    first, middle, *copies = (tuple(x) for x in np.eye(4, dtype=int).tolist())
    assert found == {frozenset({first, middle}), frozenset({middle, *copies})}


def test_no_perfect_face():
    # Staying out of the entry game rests on a dominated threat (Selten 1978).
    game = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
    (out,) = (s for s in subsets_of(game) if len(s.columns) == 2)
    assert out.refinements.is_quasi_strict
    assert out.refinements.perfect_faces == ()
    assert out.refinements.to_document() == {
        "quasi_strict": True,
        "perfect": False,
        "dominating": [None, ["0", "1"]],
        "perfect_faces": [],
        "perfect_faces_complete": True,
    }


@pytest.mark.parametrize("most", [1, 3])
def test_too_many_faces_are_cut_and_said(monkeypatch, most):
    monkeypatch.setattr("gametheory.equilibria.faces.MAX_FACES", most)
    game = BimatrixGame([[1, 4, 0], [1, 3, 3], [1, 0, 4]], [[1, 0, 0]] * 3)
    (subset,) = subsets_of(game)
    assert subset.refinements.perfect_faces_complete == (most == 3)
    assert len(subset.refinements.perfect_faces) == (2 if most == 3 else 0)


def summary(game):
    return {
        (frozenset(s.rows), frozenset(s.columns)): (
            s.refinements.is_quasi_strict,
            s.refinements.undominated,
            frozenset(
                (frozenset(f.rows), frozenset(f.columns)) for f in s.refinements.perfect_faces
            ),
        )
        for s in subsets_of(game)
    }


@settings(max_examples=30)
@given(game=games(max_actions=3, kinds=TIES), data=st.data())
def test_rescaling_and_relabelling(game, data):
    m, n = game.shape
    known = KnownGame(game, frozenset(), "")
    constants = [
        data.draw(st.lists(st.integers(-3, 3), min_size=size, max_size=size)) for size in (n, m)
    ]
    before = summary(game)
    assert summary(rescaled(known, (Fraction(2, 7), 3), *constants).game) == before
    rows, columns = data.draw(st.permutations(range(m))), data.draw(st.permutations(range(n)))

    def moved(pair):
        return (
            frozenset(tuple(x[i] for i in rows) for x in pair[0]),
            frozenset(tuple(y[j] for j in columns) for y in pair[1]),
        )

    assert summary(relabelled(known, rows, columns).game) == {
        moved(pair): (quasi_strict, undominated, frozenset(map(moved, perfect)))
        for pair, (quasi_strict, undominated, perfect) in before.items()
    }
