"""Equilibria over one parameter, against closed forms and the solver."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest

from gametheory.errors import NumberError, ParameterError
from gametheory.solvers.solve import solve
from gametheory.symbolic import ParametricGame, equilibrium_curves, solve_parametric

HAWK_DOVE = ParametricGame.symmetric(
    [["(v - c)/2", "v"], ["0", "v/2"]], parameters="v c", assuming="v > 0, c > 0",
    row_actions=["Hawk", "Dove"],
)  # fmt: skip


def test_hawk_dove_over_the_prize():
    curves = equilibrium_curves(solve_parametric(HAWK_DOVE.fix(c=2)), (-1, 4))
    assert [c.exact for c in curves.critical] == [2]
    assert curves.excluded == ((-1.0, 0.0),)
    strips = {strip.equilibria: strip for strip in curves.strips if len(strip.values) > 1}
    # Only one strip is not constant: the mixed equilibrium, Hawk with probability v/2.
    (mixed,) = [s for s in strips.values() if len(s.values) > 2]
    for player in (0, 1):
        assert mixed.low[player][:, 0] == pytest.approx(mixed.values / 2)
        assert np.array_equal(mixed.low[player], mixed.high[player])
    assert (mixed.values[0], mixed.values[-1]) == (0, 2)
    # At v = c either player may mix in any way while the other plays Hawk.
    upright = [s for s in curves.strips if len(s.values) == 1]
    assert {float(s.values[0]) for s in upright} == {2.0}
    spans = sorted(tuple(float(s.high[p][0, 0] - s.low[p][0, 0]) for p in (0, 1)) for s in upright)
    assert spans == [(0, 1), (1, 0)]


@pytest.mark.parametrize("value", [Fraction(k, 7) for k in (-9, -5, 2, 5, 8, 12, 17)])
def test_strips_are_the_solver_s_subsets(value):
    game = ParametricGame(
        [["p**2", "p"], ["p**2", "1"]], [["p", 1], [0, "p**3 - 2"]], parameters="p"
    )
    curves = equilibrium_curves(solve_parametric(game), (-3, 3))
    expected = sorted(
        tuple(
            round(float(bound), 6)
            for player in (s.rows, s.columns)
            for a in (0, 1)
            for bound in (min(x[a] for x in player), max(x[a] for x in player))
        )
        for component in solve(game.substitute(p=value)).components
        for s in component.subsets
    )
    found = []
    for strip in curves.strips:
        if len(strip.values) > 1 and strip.values[0] < value < strip.values[-1]:
            at = [
                [np.interp(float(value), strip.values, bound[player][:, a])
                 for bound in (strip.low, strip.high)]
                for player in (0, 1) for a in (0, 1)
            ]  # fmt: skip
            found.append(tuple(float(v) for pair in at for v in pair))
    # The curves are joined by straight lines between 65 values.
    assert len(found) == len(expected)
    assert np.array(sorted(found)) == pytest.approx(np.array(expected), abs=2e-3)


def test_irrational_ends_and_poles():
    # Row's indifference is at p**2 = 2; the mixed strategy has a pole outside its interval.
    game = ParametricGame.symmetric([["p**2", 1], [2, "p"]], parameters="p")
    curves = equilibrium_curves(solve_parametric(game))
    assert [float(c) for c in curves.critical] == pytest.approx([-(2**0.5), 1, 2**0.5])
    assert curves.window[0] < -(2**0.5)
    assert curves.window[1] > 2**0.5
    for strip in curves.strips:
        for player in (0, 1):
            assert np.isfinite(strip.low[player]).all()
            assert strip.low[player].min() >= -1e-12
            assert strip.high[player].max() <= 1 + 1e-12
            assert strip.low[player].sum(axis=1).max() <= 1 + 1e-12


def test_shows_itself():
    curves = equilibrium_curves(
        solve_parametric(ParametricGame.symmetric([[1, 0], ["h", "h"]], parameters="h"))
    )
    assert "they change at: 0, 1" in repr(curves)
    assert "below" in repr(curves)
    document = json.loads(curves.to_json())
    assert document["schema"] == "gametheory/equilibrium-curves/1"
    assert document["critical"] == ["0", "1"]
    constant = solve_parametric(ParametricGame([["p"]], [["p"]], parameters="p"))
    assert equilibrium_curves(constant).window == (0, 1)


def test_errors():
    with pytest.raises(ParameterError, match=r"result of solve_parametric.*, got ParametricGame"):
        equilibrium_curves(HAWK_DOVE)
    with pytest.raises(ParameterError, match="one parameter, got v, c"):
        equilibrium_curves(solve_parametric(HAWK_DOVE))
    result = solve_parametric(HAWK_DOVE.fix(c=2))
    with pytest.raises(ParameterError, match="two ascending numbers, got 3, 1"):
        equilibrium_curves(result, (3, 1))
    with pytest.raises(NumberError, match="window"):
        equilibrium_curves(result, (float("nan"), 1))
    late = solve_parametric(HAWK_DOVE.fix(c=2), timeout=1e-9)
    with pytest.raises(ParameterError, match="status timeout"):
        equilibrium_curves(late)
