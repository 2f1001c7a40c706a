"""Payoff dominance and risk dominance."""

from __future__ import annotations

from fractions import Fraction

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.equilibria import payoff_dominance, payoff_dominates, risk_dominance
from gametheory.testing import games

STAG_HUNT = BimatrixGame.symmetric([[4, 0], [3, 3]], row_actions=["Stag", "Hare"])


def test_the_stag_hunt():
    # Hunting the stag payoff-dominates, hunting hares risk-dominates: a deviation loses 1
    # for each at the one, 3 at the other (Harsanyi & Selten 1988, chapter 3).
    table = solve(STAG_HUNT).refinements
    assert table.payoff_dominance.dominant.support == ((0,), (0,))
    assert table.risk_dominance.equilibria == ((0, 0), (1, 1))
    assert table.risk_dominance.products == (1, 9)
    assert table.risk_dominance.dominant == (1, 1)
    assert not table.risk_dominance.is_tie
    assert table.risk_dominance.reason == (
        "(Hare, Hare) risk-dominates (Stag, Stag): Nash products 9 > 1"
    )


def test_the_battle_of_the_sexes_is_a_tie():
    found = solve(BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    risk = found.refinements.risk_dominance
    assert risk.products == (2, 2)
    assert risk.is_tie
    assert risk.dominant is None
    assert "tie: both Nash products are 2" in risk.reason
    payoff = found.refinements.payoff_dominance
    assert payoff.dominant is None
    assert [e.is_pure for e in payoff.undominated] == [True, True]  # both dominate the mixture


@pytest.mark.parametrize(
    ("game", "reason"),
    [
        (BimatrixGame.zero_sum([[1, -1], [-1, 1]]), "does not have two strict equilibria"),
        (BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]), "does not have two strict equilibria"),
        (BimatrixGame([[1, 1], [0, 1]], [[1, 0], [1, 1]]), "does not have two strict equilibria"),
        (BimatrixGame([[1, 0, 0]], [[1, 0, 0]]), "for 2 x 2 games; this one is 1 x 3"),
    ],
)
def test_without_two_strict_equilibria(game, reason):
    risk = risk_dominance(game)
    assert risk.dominant is None
    assert not risk.is_tie
    assert reason in risk.reason
    assert risk.to_document()["dominant"] is None


@settings(max_examples=100)
@given(st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_risk_dominance_is_the_larger_basin(values):
    # With strict equilibria at (0, 0) and (1, 1): the row player prefers its first action
    # if the column player's has probability above q, and so on; the equilibrium with the
    # smaller sum of the two thresholds risk-dominates (Harsanyi & Selten 1988, chapter 3).
    a, b, c, d, e, f, g, h = values
    game = BimatrixGame([[a, b], [c, d]], [[e, f], [g, h]])
    risk = risk_dominance(game)
    if a > c and d > b and e > f and h > g:
        thresholds = Fraction(d - b, a - c + d - b), Fraction(h - g, e - f + h - g)
        expected = {-1: (0, 0), 0: None, 1: (1, 1)}[(sum(thresholds) > 1) - (sum(thresholds) < 1)]
        assert risk.dominant == expected
        assert risk.is_tie == (expected is None)
    elif c > a and b > d and f > e and g > h:
        assert set(risk.equilibria) == {(0, 1), (1, 0)}
    else:
        assert risk.equilibria == ()


@settings(max_examples=60)
@given(values=st.lists(st.integers(0, 9), min_size=8, max_size=8), data=st.data())
def test_risk_dominance_under_rescaling_and_relabelling(values, data):
    A, B = [values[:2], values[2:4]], [values[4:6], values[6:]]
    before = risk_dominance(BimatrixGame(A, B)).dominant
    c, d = (data.draw(st.lists(st.integers(-5, 5), min_size=2, max_size=2)) for _ in (0, 1))
    moved = BimatrixGame(
        [[3 * v + c[j] for j, v in enumerate(row)] for row in A],
        [[Fraction(v, 7) + d[i] for v in row] for i, row in enumerate(B)],
    )
    assert risk_dominance(moved).dominant == before
    turned = risk_dominance(BimatrixGame(A[::-1], B[::-1])).dominant
    assert turned == (None if before is None else (1 - before[0], before[1]))


@settings(max_examples=80)
@given(games(max_actions=4, kinds=["zero-one-two", "digits", "fractions"]))
def test_payoff_dominance_by_comparing_all_pairs(game):
    found = solve(game)
    relation = payoff_dominance(found.equilibria)
    first, second = payoff_rows(game)

    def earned(rows, e):
        return sum(p * rows[i][j] * q for i, p in enumerate(e.row) for j, q in enumerate(e.column))

    payoffs = [(earned(first, e), earned(second, e)) for e in found]
    above = [{k for k, (s, t) in enumerate(payoffs) if s > u and t > v} for u, v in payoffs]
    assert {k for k, by in enumerate(relation.dominated_by) if by is not None} == {
        k for k, dominators in enumerate(above) if dominators
    }
    for k, by in enumerate(relation.dominated_by):
        if by is not None:
            assert by in above[k]
            assert not above[by]
            assert payoff_dominates(found[by], found[k])
    best = [k for k in range(len(found)) if all(k in above[j] for j in range(len(found)) if j != k)]
    assert relation.to_document()["dominant"] == (best[0] if best else None)
    # An equilibrium that some equilibrium dominates is dominated by an extreme one: the
    # best corner of each rectangle of payoffs is attained by one.
    for r in found.payoff_set:
        assert (r.row[1], r.column[1]) in payoffs


def test_a_single_equilibrium_is_dominant():
    relation = solve(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])).refinements.payoff_dominance
    assert relation.dominated_by == (None,)
    assert relation.dominant is not None
