"""Strict, quasi-strict, regular, perfect: known games, Harsanyi's Jacobian, theorems."""

from __future__ import annotations

from fractions import Fraction

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.equilibria import Equilibrium, prove_dominance
from gametheory.strategy import MixedStrategy, nash_conv
from gametheory.testing import (
    KnownGame,
    games,
    relabelled,
    rescaled,
    swapped,
    with_dominated_action,
    with_duplicate_action,
)

TIES = ["zero-one", "zero-one-two", "digits"]
ENTRY = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])


def dot(a, b):
    return sum((p * q for p, q in zip(a, b, strict=True)), Fraction(0))


def jacobian(game, x, y):
    """Derivative of ``F(x, y) = 0``, entry by entry (Harsanyi 1973; van Damme 1991, 2.5).

    F has, for each player and one played action s, ``p_k (u_k - u_s)`` for k != s, and the
    sum of the probabilities minus 1 for k = s.
    """
    A, B = payoff_rows(game)
    m, n = game.shape
    transposed = [list(column) for column in zip(*B, strict=True)]
    matrix = []
    for own, other, payoffs, place, other_place in (
        (x, y, A, 0, m),
        (y, x, transposed, m, 0),
    ):
        s = next(k for k, p in enumerate(own) if p)
        for k in range(len(own)):
            row = [Fraction(0)] * (m + n)
            if k == s:
                row[place : place + len(own)] = [Fraction(1)] * len(own)
            else:
                row[place + k] = dot(payoffs[k], other) - dot(payoffs[s], other)
                for j in range(len(other)):
                    row[other_place + j] = own[k] * (payoffs[k][j] - payoffs[s][j])
            matrix.append(row)
    return matrix


def is_singular(matrix):
    rows = [list(row) for row in matrix]
    for k in range(len(rows)):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if pivot is None:
            return True
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return False


def equilibria_of(game):
    """All extreme ones, and the middle of each maximal Nash subset."""
    found = solve(game)
    yield from found
    for c in found.components:
        for s in c.subsets:
            if len(s.rows) * len(s.columns) > 1:
                x, y = (
                    [sum(column) / len(hull) for column in zip(*hull, strict=True)]
                    for hull in (s.rows, s.columns)
                )
                assert nash_conv(game, x, y) == 0
                yield Equilibrium(
                    game, MixedStrategy.from_fractions(x), MixedStrategy.from_fractions(y)
                )


def flags(e):
    r = e.refinements
    return r.is_strict, r.is_quasi_strict, r.is_regular, r.undominated


def all_flags(game):
    return {e.profile: flags(e) for e in solve(game)}


def test_the_entry_game():
    # Entering is met by accommodation; staying out leans on the threat of a fight, which
    # is dominated (Selten 1978).
    enter, out, edge = (e.refinements for e in solve(ENTRY))
    assert enter.is_strict
    assert enter.is_regular
    assert enter.is_perfect
    assert enter.dominating == (None, None)
    for refined in (out, edge):
        assert not refined.is_strict
        assert not refined.is_quasi_strict
        assert not refined.is_regular
        assert refined.undominated == (True, False)
        assert refined.dominating == (None, (0, 1))


def test_myersons_games():
    # Myerson 1978 ("Refinements of the Nash equilibrium concept", International Journal of
    # Game Theory 7): the second actions are no perfect equilibrium of the small game, but
    # adding a dominated action for each player makes them one.
    small = BimatrixGame([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    assert [e.refinements.is_perfect for e in solve(small)] == [True, False]
    payoffs = [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
    perfect = {
        e.support[0]: e.refinements.is_perfect for e in solve(BimatrixGame(payoffs, payoffs))
    }
    assert perfect == {(0,): True, (1,): True, (2,): False}


def test_matching_pennies_and_the_stag_hunt():
    (e,) = (e.refinements for e in solve(BimatrixGame.zero_sum([[1, -1], [-1, 1]])))
    assert (e.is_pure, e.is_strict, e.is_quasi_strict, e.is_regular) == (False, False, True, True)
    assert not e.is_symmetric  # the game is not: B is not A transposed
    stag, hare, mixed = (e.refinements for e in solve(BimatrixGame.symmetric([[4, 0], [3, 3]])))
    for refined, strict in ((stag, True), (hare, True), (mixed, False)):
        assert refined.is_symmetric
        assert refined.is_strict is refined.is_pure is strict
        assert refined.is_regular
        assert refined.is_evolutionarily_stable is strict


def test_quasi_strict_but_not_regular():
    # Where nothing matters, completely mixed equilibria leave no best reply out, but are
    # not isolated; where supports differ in size, the Jacobian cannot be regular.
    (e,) = (e.refinements for e in solve(BimatrixGame([[1]], [[1]])))
    assert e.is_regular
    for game in (
        BimatrixGame([[1, 0], [0, 1]], [[1, 1], [1, 1]]),
        BimatrixGame([[1, 1], [1, 1]], [[1, 0], [0, 1]]),
        BimatrixGame([[1, 1], [1, 1]], [[1, 1], [1, 1]]),
        BimatrixGame([[1, 1]], [[1, 1]]),
    ):
        middle = list(equilibria_of(game))[-1].refinements
        assert middle.is_quasi_strict
        assert not middle.is_regular
        assert middle.is_perfect


@settings(max_examples=100)
@given(games(max_actions=4, kinds=[*TIES, "fractions", "one-ulp"]))
def test_regular_is_harsanyis_jacobian(game):
    found = solve(game)
    isolated = {e.profile for c in found.components if c.is_point for e in c.extreme}
    for e in equilibria_of(game):
        refined = e.refinements
        assert refined.is_regular == (not is_singular(jacobian(game, *e.profile)))
        # van Damme 1991, chapter 3, for bimatrix games.
        assert refined.is_regular == (refined.is_quasi_strict and e.profile in isolated)


@settings(max_examples=100)
@given(games(max_actions=4))
def test_what_implies_what(game):
    A, B = payoff_rows(game)
    for e in equilibria_of(game):
        r = e.refinements
        values = (
            [dot(row, e.column) for row in A],
            [dot(column, e.row) for column in zip(*B, strict=True)],
        )
        best = tuple(frozenset(k for k, value in enumerate(v) if value == max(v)) for v in values)
        assert r.best_responses == best
        assert r.is_quasi_strict == (best == tuple(map(frozenset, e.support)))
        assert r.is_strict == (r.is_pure and r.is_quasi_strict)
        assert not r.is_strict or r.is_regular
        # By the program, not by the short cut for regular equilibria.
        proofs = [prove_dominance(game, k, strategy) for k, strategy in enumerate(e.profile)]
        assert r.undominated == tuple(proof.is_undominated for proof in proofs)
        assert not r.is_regular or r.is_perfect
        assert [better is None for better in r.dominating] == list(r.undominated)
        if r.is_strict and r.is_symmetric:
            assert r.is_evolutionarily_stable


@settings(max_examples=50)
@given(games(max_actions=3, kinds=TIES))
def test_perfect_is_the_limit_of_trembles(game):
    # x stays a best reply to (1 - t) y + t w, completely mixed, for every t: Selten's
    # definition with w from the proof. Where x is dominated it is no best reply to any.
    for e in equilibria_of(game):
        for player, (own, other) in enumerate((e.profile, e.profile[::-1])):
            w = prove_dominance(game, player, own).supporting
            assert (w is not None) == e.refinements.undominated[player]
            for t in (Fraction(1, 100), Fraction(1, 2)) if w else ():
                tremble = tuple((1 - t) * q + t * v for q, v in zip(other, w, strict=True))
                assert min(tremble) > 0
                rows = payoff_rows(game)[player]
                lines = rows if player == 0 else list(zip(*rows, strict=True))
                values = [dot(line, tremble) for line in lines]
                assert dot(values, own) == max(values)


@settings(max_examples=40)
@given(game=games(max_actions=3, kinds=TIES), data=st.data())
def test_rescaling_relabelling_and_swapping(game, data):
    known = KnownGame(game, frozenset(), "")
    m, n = game.shape
    constants = [
        data.draw(st.lists(st.integers(-3, 3), min_size=size, max_size=size)) for size in (n, m)
    ]
    before = all_flags(game)
    assert all_flags(rescaled(known, (Fraction(1, 3), 5), *constants).game) == before
    rows, columns = data.draw(st.permutations(range(m))), data.draw(st.permutations(range(n)))
    assert all_flags(relabelled(known, rows, columns).game) == {
        (tuple(x[i] for i in rows), tuple(y[j] for j in columns)): passed
        for (x, y), passed in before.items()
    }
    assert all_flags(swapped(known).game) == {
        (y, x): (*passed[:3], passed[3][::-1]) for (x, y), passed in before.items()
    }


@settings(max_examples=40)
@given(game=games(max_actions=3, kinds=TIES), data=st.data())
def test_a_strictly_dominated_action_can_only_help_the_opponent(game, data):
    # It changes no equilibrium, and nothing but one thing: the column player may have a
    # new reason for a strategy, as in Myerson's game, and new gains that break a tie.
    n = game.shape[1]
    payoffs = data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    before = all_flags(game)
    after = all_flags(with_dominated_action(KnownGame(game, frozenset(), ""), payoffs).game)
    assert {(x[:-1], y): (*f[:3], f[3][0]) for (x, y), f in after.items()} == {
        profile: (*f[:3], f[3][0]) for profile, f in before.items()
    }


@settings(max_examples=40)
@given(game=games(max_actions=3, kinds=TIES), data=st.data())
def test_a_duplicate_action_keeps_perfect_equilibria(game, data):
    action = data.draw(st.integers(0, game.shape[0] - 1))
    before = all_flags(game)
    after = all_flags(with_duplicate_action(KnownGame(game, frozenset(), ""), action).game)
    for (x, y), passed in after.items():
        merged = list(x[:-1])
        merged[action] += x[-1]
        assert passed[3] == before[tuple(merged), y][3]
        assert not passed[0] or not merged[action]  # a copy is as good: not strict


def test_documents():
    document = solve(ENTRY)[1].refinements.to_document()
    assert document == {
        "pure": True,
        "strict": False,
        "symmetric": False,
        "quasi_strict": False,
        "regular": False,
        "perfect": False,
        "dominating": [None, ["0", "1"]],
        "evolutionarily_stable": None,
        "mutant": None,
    }
    assert repr(solve(ENTRY)[0].refinements) == (
        "EquilibriumRefinements(pure, strict, quasi strict, regular, perfect)"
    )


@pytest.mark.parametrize("shift", [0, 10**20, Fraction(1, 10**20)])
def test_payoffs_that_floats_cannot_tell_apart(shift):
    # One column; the rows differ by the smallest of margins, or not at all.
    margin = Fraction(1, 10**30)
    (e,) = solve(BimatrixGame([[shift + margin], [shift]], [[0], [0]]))
    assert e.refinements.is_strict
    assert not any(
        e.refinements.is_strict for e in solve(BimatrixGame([[shift], [shift]], [[0], [0]]))
    )
