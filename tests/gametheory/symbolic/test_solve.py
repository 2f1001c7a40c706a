"""Equilibria as functions of parameters: textbook games, brute force, boundaries."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
import sympy
from bruteforce import components, extreme_equilibria, maximal_subsets
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import Interrupted, ParameterError, SolverError
from gametheory.limits import Status
from gametheory.solvers.solve import solve
from gametheory.symbolic import ParametricEquilibria, ParametricGame, solve_parametric
from gametheory.symbolic.algebra import Algebra
from gametheory.symbolic.grammar import read_conditions, read_text

F = Fraction


def check(result: ParametricEquilibria, values) -> None:
    """The answer at given parameters is that of `solve` and of brute force, to the last digit."""
    game = result.game.substitute(values)
    numbers = solve(game)
    expected = {e.profile for e in numbers}
    assert expected == extreme_equilibria(game)
    found = result.profiles_at(values)
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert {frozenset(c) for c in result.components_at(values)} == components(expected)
    assert {frozenset(e.profile for e in c.extreme) for c in numbers.components} == components(
        expected
    )
    point = result.game.point(values)
    assert sum(r.condition.holds_at(point) for r in result.regions) == 1
    # The conditions of single equilibria say the same.
    there = [e for e in result.equilibria if e.condition.holds_at(point)]
    assert {e.at(point) for e in there} == expected
    for e in there:
        payoffs = game[e.at(point)]
        assert tuple(f(point) for f in e.payoff_functions) == payoffs
    region = result.region_at(values)
    subsets = {
        tuple(
            frozenset(result.equilibria[k].at(point)[player] for k in members)
            for player, members in enumerate(subset)
        )
        for subset in region.subsets
    }
    assert subsets == maximal_subsets(expected)


def described(result):
    return {(e.describe(0), e.describe(1)): str(e.condition) for e in result.equilibria}


# --- textbook games ------------------------------------------------------------------


def test_hawk_dove():
    """Maynard Smith & Price (1973); Maynard Smith (1982), Evolution and the Theory of Games, ch. 2.

    For v < c the mixed strategy plays Hawk with probability v/c; for v >= c Hawk is the only
    symmetric equilibrium.
    """
    game = ParametricGame.symmetric(
        [["(v - c)/2", "v"], ["0", "v/2"]], parameters="v c", assuming="v > 0, c > 0",
        row_actions=["Hawk", "Dove"],
    )  # fmt: skip
    result = solve_parametric(game)
    assert result.complete
    assert result.status is Status.FINISHED
    assert described(result) == {
        ("Hawk", "Hawk"): "v >= c",
        ("Hawk", "Dove"): "v <= c",
        ("Dove", "Hawk"): "v <= c",
        ("Hawk v/c, Dove (c - v)/c", "Hawk v/c, Dove (c - v)/c"): "v < c",
    }
    v, c = sympy.symbols("v c")
    mixed = result.equilibria[3]
    assert mixed.row == mixed.column
    assert sympy.simplify(mixed.row[0] - v / c) == 0
    # Each gets v/2 (1 - v/c), less than two doves do.
    assert all(sympy.simplify(p - v / 2 * (1 - v / c)) == 0 for p in mixed.payoffs)
    assert [str(r.condition) for r in result.regions] == ["v > c", "v < c", "v = c"]
    assert result.critical_curves == ("v = c",)
    # At v = c a whole continuum: one component of three extreme equilibria.
    (component,) = result.components_at(v=3, c=3)
    assert len(component) == 3
    for values in ({"v": 2, "c": 3}, {"v": 3, "c": 2}, {"v": 3, "c": 3}):
        check(result, values)


def test_chicken():
    """Russell (1959); payoffs of Rapoport & Chammah (1966), with the crash's loss c variable.

    Both swerve: 0; who swerves alone loses 1, the other gains 1; a crash costs c > 1. By
    indifference, -p + (1 - p) 0 = -c (p - 0) + ... gives daring with probability 1/c.
    """
    game = ParametricGame.symmetric(
        [["-c", 1], [-1, 0]], parameters="c", assuming="c > 0", row_actions=["Dare", "Swerve"]
    )
    result = solve_parametric(game)
    assert described(result) == {
        ("Dare", "Dare"): "c <= 1",
        ("Dare", "Swerve"): "c >= 1",
        ("Swerve", "Dare"): "c >= 1",
        ("Dare 1/c, Swerve (c - 1)/c",) * 2: "c > 1",
    }
    assert [value.exact for value in result.critical_values] == [1]
    for c in ("1/2", 1, 2, "7/3"):
        check(result, {"c": c})


def test_stag_hunt_with_a_variable_hare():
    """Rousseau's hunt as in Skyrms (2004), The Stag Hunt and the Evolution of Social Structure.

    A stag is worth 1 to each of two hunters, a hare h. Hunting stag pays if the other does so
    with probability at least h; from h = 1/2 on hare is risk dominant (Harsanyi & Selten 1988).
    """
    game = ParametricGame.symmetric(
        [[1, 0], ["h", "h"]], parameters="h", row_actions=["Stag", "Hare"]
    )
    result = solve_parametric(game)
    assert described(result) == {
        ("Stag", "Stag"): "h <= 1",
        ("Hare", "Hare"): "h >= 0",
        ("Stag h, Hare 1 - h",) * 2: "0 < h < 1",
    }
    assert [value.exact for value in result.critical_values] == [0, 1]
    for h in (-1, 0, "1/3", 1, 2):
        check(result, {"h": h})


def test_inspection_game():
    """Fudenberg & Tirole (1991), Game Theory, p. 17; the simplest of those in Avenhaus, von
    Stengel & Zamir (2002), Handbook of Game Theory 3, ch. 51.

    The worker shirks with probability h/w, the employer inspects with probability g/w.
    """
    game = ParametricGame(
        [["0", "w"], ["w - g", "w - g"]], [["-h", "-w"], ["y - w - h", "y - w"]],
        parameters="w g h y", assuming="w > g, g > 0, w > h, h > 0",
        players=["Worker", "Employer"], row_actions=["Shirk", "Work"],
        column_actions=["Inspect", "Trust"],
    )  # fmt: skip
    result = solve_parametric(game)
    (equilibrium,) = result.equilibria
    assert equilibrium.condition.always
    assert equilibrium.describe(0) == "Shirk h/w, Work (w - h)/w"
    assert equilibrium.describe(1) == "Inspect g/w, Trust (w - g)/w"
    w, g, h, y = sympy.symbols("w g h y")
    assert sympy.simplify(equilibrium.payoffs[0] - (w - g)) == 0
    # p. 18: the employer expects y - w - h y / w.
    assert sympy.simplify(equilibrium.payoffs[1] - (y - w - h * y / w)) == 0
    check(result, {"w": 4, "g": 1, "h": 2, "y": 8})


def test_payoffs_that_vanish_together():
    """Where v = c the payoffs of the row player all vanish, and anything is a best reply."""
    game = ParametricGame(
        [["v - c", "0"], ["0", "v - c"]], [["0", "1"], ["1", "0"]], parameters="v c"
    )
    result = solve_parametric(game)
    assert {str(r.condition) for r in result.regions} == {"v > c", "v < c", "v = c"}
    for values in ({"v": 1, "c": 1}, {"v": 1, "c": 2}, {"v": 2, "c": 1}):
        check(result, values)


def test_generalised_rock_paper_scissors():
    """Hofbauer & Sigmund (1998), Evolutionary Games and Population Dynamics, section 7.1.

    A win pays 1, a loss costs a: the barycentre is the only equilibrium while both are positive.
    """
    game = ParametricGame.symmetric(
        [[0, "-a", 1], [1, 0, "-a"], ["-a", 1, 0]], parameters="a", assuming="a > 0"
    )
    (equilibrium,) = solve_parametric(game).equilibria
    assert equilibrium.condition.always
    assert set(equilibrium.row + equilibrium.column) == {sympy.Rational(1, 3)}


def test_irrational_critical_values_are_exact():
    result = solve_parametric(ParametricGame.symmetric([["p**2", 1], [2, "p"]], parameters="p"))
    assert [value.exact for value in result.critical_values] == [None, 1, None]
    assert [float(value) for value in result.critical_values] == pytest.approx(
        [-(2**0.5), 1, 2**0.5], rel=1e-15
    )
    low = result.critical_values[0]
    # (r1, r1), and as p < 1 < 2 also (r1, r2) and (r2, r1): p**2 ties with 2.
    assert low.at is not None
    assert len(result.regions[low.at].equilibria) == 3
    assert result.regions[low.at].nonempty is True
    for p in (-2, "-3/2", "-7/5", 0, 1, "6/5", 2):
        check(result, {"p": p})


def test_poles_belong_to_no_region():
    result = solve_parametric(
        ParametricGame([["1/p", 0], [0, 1]], [["1", 0], [0, "1/(p - 1)"]], parameters="p")
    )
    for p in (-1, "1/2", 2):
        check(result, {"p": p})
    with pytest.raises(ParameterError, match="undefined"):
        result.profiles_at(p=1)


# --- against brute force ---------------------------------------------------------------

small = st.integers(-2, 2)
halves = st.sampled_from([F(p, 2) for p in range(-5, 6)])


def linear(names):
    return st.tuples(*[small] * (len(names) + 1)).map(
        lambda t: " + ".join([str(t[0]), *(f"{a}*{n}" for a, n in zip(t[1:], names, strict=True))])
    )


def polynomial(name):
    return st.tuples(small, small, small).map(
        lambda t: f"{t[0]} + {t[1]}*{name} + {t[2]}*{name}**2"
    )


def matrices(entries, m, n):
    return st.lists(st.lists(entries, min_size=n, max_size=n), min_size=m, max_size=m)


def ask(A, B, names, data, points=4):
    result = solve_parametric(ParametricGame(A, B, parameters=names))
    assert result.complete
    for _ in range(points):
        check(result, {name: data.draw(halves) for name in names})
    # Ties are where a boundary was met: its own points are asked, too.
    ties = [r.point for r in result.regions if r.point is not None and not r.is_open]
    for point in ties[:points]:
        check(result, dict(zip(names, point, strict=True)))


@settings(max_examples=15)
@given(matrices(linear(["s", "t"]), 2, 2), matrices(linear(["s", "t"]), 2, 2), st.data())
def test_two_by_two_with_two_parameters(A, B, data):
    ask(A, B, ["s", "t"], data)


@settings(max_examples=15)
@given(matrices(polynomial("s"), 2, 2), matrices(polynomial("s"), 2, 2), st.data())
def test_two_by_two_with_squares(A, B, data):
    ask(A, B, ["s"], data)


@settings(max_examples=8)
@given(matrices(linear(["s"]), 3, 3), matrices(linear(["s"]), 3, 3), st.data())
def test_three_by_three_with_one_parameter(A, B, data):
    ask(A, B, ["s"], data, points=4)


@settings(max_examples=6)
@given(matrices(linear(["s"]), 2, 4), matrices(linear(["s"]), 2, 4), st.data())
def test_two_by_four(A, B, data):
    ask(A, B, ["s"], data, points=4)


@pytest.mark.slow
@settings(max_examples=150)
@given(matrices(linear(["s", "t", "u"]), 2, 2), matrices(linear(["s", "t", "u"]), 2, 2), st.data())
def test_two_by_two_with_three_parameters(A, B, data):
    ask(A, B, ["s", "t", "u"], data)


@pytest.mark.slow
@settings(max_examples=60)
@given(matrices(polynomial("s"), 3, 3), matrices(polynomial("s"), 3, 3), st.data())
def test_three_by_three_with_squares(A, B, data):
    ask(A, B, ["s"], data)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(st.lists(st.sampled_from(["s", "t", "s*t", "s**2 - t", "t**2", "1", "s - t", "0"]),
                         min_size=2, max_size=2), min_size=4, max_size=4), st.data())  # fmt: skip
def test_two_by_two_with_products(rows, data):
    ask(rows[:2], rows[2:], ["s", "t"], data, points=15)


@settings(max_examples=15)
@given(matrices(linear(["s", "t"]), 2, 2), matrices(linear(["s", "t"]), 2, 2), st.data())
def test_adding_to_columns_and_scaling_changes_nothing(A, B, data):
    """a A[i][j] + c[j] with a > 0 has the same equilibria under the same conditions."""
    base = solve_parametric(ParametricGame(A, B, parameters="s t"))
    moved = [[f"3*({a}) + s*t - {j}" for j, a in enumerate(row)] for row in A]
    other = solve_parametric(ParametricGame(moved, B, parameters="s t"))
    assert described(other) == described(base)
    assert [str(r.condition) for r in other.regions] == [str(r.condition) for r in base.regions]


@settings(max_examples=15)
@given(matrices(linear(["s", "t"]), 2, 2), matrices(linear(["s", "t"]), 2, 2), st.data())
def test_swapping_players_swaps_equilibria(A, B, data):
    base = solve_parametric(ParametricGame(A, B, parameters="s t"))
    turned = solve_parametric(
        ParametricGame(list(zip(*B, strict=True)), list(zip(*A, strict=True)), parameters="s t")
    )
    swapped = {(e.column_functions, e.row_functions) for e in turned.equilibria}
    assert swapped == {(e.row_functions, e.column_functions) for e in base.equilibria}
    values = {"s": data.draw(halves), "t": data.draw(halves)}
    assert {(y, x) for x, y in turned.profiles_at(values)} == set(base.profiles_at(values))


# --- the rest --------------------------------------------------------------------------


def test_contradictory_assumptions():
    game = ParametricGame([["v"]], [["v"]], parameters="v c", assuming="v > c, c > v")
    with pytest.raises(ParameterError, match=r"no values of v, c satisfy the assumptions v > c, c"):
        solve_parametric(game)


def test_other_games_are_refused():
    with pytest.raises(ParameterError, match="expected a ParametricGame"):
        solve_parametric([[1]])
    large = ParametricGame([["v"] * 6] * 6, [["v"] * 6] * 6, parameters="v")
    with pytest.raises(ParameterError, match="at most 5 x 5 actions with parameters, got 6 x 6"):
        solve_parametric(large)


RANDOM = [
    [["s + 2*t", "1 - s", "t"], ["2 - t", "s", "1"], ["s - t", "2", "3*t - 1"]],
    [["1", "s - t", "2*t"], ["s", "t + 1", "0"], ["2*s - 1", "t", "s + t"]],
]


def test_timeout_keeps_what_was_found():
    game = ParametricGame(*RANDOM, parameters="s t")
    result = solve_parametric(game, timeout=0.2)
    assert result.status is Status.TIMEOUT
    assert not result.complete
    assert "not followed to their end" in result.reason
    missed = 0
    for k in range(-6, 7):
        values = {"s": F(k, 2), "t": F(3 - k, 3)}
        point = game.point(values)
        if any(region.condition.holds_at(point) for region in result.regions):
            assert set(result.profiles_at(values)) == extreme_equilibria(game.substitute(values))
        else:
            missed += 1
            with pytest.raises(SolverError, match=r"ended \(timeout\) before it reached"):
                result.region_at(values)
        # Nothing is claimed of an equilibrium where the search did not come.
        for e in result.equilibria:
            if e.condition.holds_at(point):
                assert e.at(point) in extreme_equilibria(game.substitute(values))
    assert missed
    with pytest.raises(ParameterError, match="timeout"):
        solve_parametric(game, timeout=-1)


def test_interruption_carries_the_part(monkeypatch):
    from gametheory.symbolic import branching

    calls = iter(range(10_000))

    def interrupted(*arguments):
        if next(calls) == 20:
            raise KeyboardInterrupt
        return genuine(*arguments)

    genuine = branching._children
    monkeypatch.setattr(branching, "_children", interrupted)
    with pytest.raises(Interrupted) as caught:
        solve_parametric(ParametricGame(*RANDOM, parameters="s t"))
    assert caught.value.partial.status is Status.INTERRUPTED
    assert not caught.value.partial.complete


def test_undecided_regions_are_marked_and_right():
    # The two curves touch where no coordinate is rational; whether they do isn't decided.
    game = ParametricGame(
        [["x**2 + y**2", 0], [1, 1]], [["x**2 + y**2 + (x - 2*y)**2", 1], [0, 1]],
        parameters="x y",
    )  # fmt: skip
    result = solve_parametric(game)
    assert result.complete
    undecided = [r for r in result.regions if r.nonempty is None]
    assert len(undecided) == result.undecided >= 1
    assert not any(r.is_open for r in undecided)  # strict inequalities are always decided
    assert "possibly empty" in repr(result)
    assert any("undecided" in note for note in result.notes)
    for x, y in ((0, 0), (1, 0), (2, 1), ("3/5", "4/5"), ("1/2", "1/4")):
        check(result, {"x": x, "y": y})


def hawk_dove():
    return solve_parametric(
        ParametricGame.symmetric(
            [["(v - c)/2", "v"], ["0", "v/2"]], parameters="v c", name="Hawk-dove",
            row_actions=["Hawk", "Dove"],
        )
    )  # fmt: skip


def test_shows_itself():
    result = hawk_dove()
    assert "5 extreme equilibria of Hawk-dove as functions of v, c, 8 regions" in repr(result)
    assert "Hawk v/c, Dove (c - v)/c" in repr(result)
    assert r"v \ge c" in result.to_latex()
    assert r"0 \le v \le c" in result.to_latex()
    assert result._repr_latex_().startswith(r"$\displaystyle \begin{array}")
    assert result._repr_html_().count("<table>") == 2


def test_json_can_be_read_by_our_grammar():
    result = hawk_dove()
    document = json.loads(result.to_json())
    assert next(iter(document)) == "schema"
    assert ParametricGame.from_document(document["game"]) == result.game
    algebra = Algebra(("v", "c"))
    for e, shown in zip(result.equilibria, document["equilibria"], strict=True):
        for key, functions in (("row", e.row_functions), ("column", e.column_functions),
                               ("payoffs", e.payoff_functions)):  # fmt: skip
            assert tuple(read_text(t, algebra, key) for t in shown[key]) == tuple(functions)
        for point in ((F(1), F(2)), (F(2), F(2)), (F(-1), F(-2)), (F(0), F(0)), (F(3), F(1))):
            holds = any(
                all(
                    (d > 0) - (d < 0) in c.signs
                    for c in read_conditions(term, algebra, "term")
                    for d in [c.difference(point)]
                )
                for term in shown["condition"]
            )
            assert holds == e.condition.holds_at(point)


def test_several_parameters_have_no_critical_values():
    with pytest.raises(ParameterError, match=r"one parameter, got v, c; fix the others"):
        hawk_dove().critical_values  # noqa: B018  (the property raises)


def test_hawk_dove_is_solved_at_once():
    import time

    hawk_dove()
    start = time.process_time()
    hawk_dove()
    assert time.process_time() - start < 0.5


def test_sympy_is_not_loaded_before_it_is_needed():
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from gametheory.symbolic import ParametricGame, solve_parametric\n"
        "r = solve_parametric(ParametricGame([['v', 0]], [[0, 'v']], parameters='v'))\n"
        "repr(r)\n"
        "assert 'sympy' not in sys.modules and 'scipy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
