"""Curves over one parameter pass through the equilibria of the games that they stand for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.solvers import solve
from gametheory.symbolic import ParametricGame, equilibrium_curves, solve_parametric

entries = st.tuples(st.integers(-3, 3), st.integers(-2, 2))
matrices = st.lists(st.lists(entries, min_size=2, max_size=2), min_size=2, max_size=2)


@given(matrices, matrices)
@settings(max_examples=15)
def test_every_strip_holds_equilibria(A: list, B: list) -> None:
    first, second = ([[f"{a} + {b}*t" for a, b in row] for row in M] for M in (A, B))
    game = ParametricGame(first, second, parameters="t")
    curves = equilibrium_curves(solve_parametric(game), (-2, 2))
    for strip in curves.strips:
        if len(strip.equilibria) > 1 or len(strip.values) < 3:
            continue
        k = len(strip.values) // 2
        value = Fraction(float(strip.values[k]))  # the very number that was drawn
        exact = [
            np.concatenate([np.array(s, dtype=float) for s in e.profile])
            for e in solve(game.substitute(t=value))
        ]
        drawn = np.concatenate([strip.low[0][k], strip.low[1][k]])
        assert min(float(np.abs(drawn - profile).max()) for profile in exact) < 1e-9
