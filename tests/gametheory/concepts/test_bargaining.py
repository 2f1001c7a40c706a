"""Bargaining rules: by hand, by their certificates over all outcomes, and by their axioms."""

import json
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from bruteforce import payoff_rows
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.concepts import bargaining_solution, security_levels
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.testing import games, mixed_strategies, zero_sum_games

F = Fraction
RULES = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")
KINDS = ("zero-one", "zero-one-two", "digits", "signed", "fractions")

#: Three corners and a frontier of two edges: (0, 4) to (3, 3) to (4, 0).
TWO_EDGES = BimatrixGame([[0, 3], [4, 0]], [[4, 3], [0, 0]])


def outcomes(game):
    first, second = payoff_rows(game)
    m, n = game.shape
    return [(first[i][j], second[i][j]) for i in range(m) for j in range(n)]


def mixtures_above(points, floor):
    """For each two outcomes the ends of the part of their segment that is above `floor`.

    Undominated points are mixtures of two outcomes, so this is enough to find them.
    """
    for a, b in combinations_with_replacement(points, 2):
        low, high = F(0), F(1)
        for k in (0, 1):
            start, slope = a[k] - floor[k], b[k] - a[k]
            if slope > 0:
                low = max(low, -start / slope)
            elif slope < 0:
                high = min(high, -start / slope)
            elif start < 0:
                high = F(-1)
        if low <= high:
            yield tuple(tuple(p + t * (q - p) for p, q in zip(a, b, strict=True))
                        for t in (low, high))  # fmt: skip


def is_undominated(points, point):
    best = [sum(end) for ends in mixtures_above(points, point) for end in ends]
    return max(best) == sum(point)


def ends(solution):
    """Every selected point, checked to be what its lottery pays."""
    for point, lottery in zip(solution.points, solution.lotteries, strict=True):
        assert sum(p for _, p in lottery) == 1
        assert all(p > 0 for _, p in lottery)
        paid = [sum(p * solution.game.payoff(*o)[k] for o, p in lottery) for k in (0, 1)]
        assert tuple(paid) == point
    return solution.points


# By hand


def test_rules_differ_where_the_frontier_bends():
    def point(rule):
        return bargaining_solution(TWO_EDGES, rule, threat=(0, 0)).payoffs

    # The corner (3, 3) has the largest product, sum and least payoff; (4, 4) is ideal.
    assert [point(rule) for rule in RULES] == [(3, 3)] * 4

    # From (0, 2): on the edge v = 4 - u / 3 the product is u (2 - u / 3), largest at u = 3, the
    # corner; gains in the ratio of the ideal ones, 10/3 to 2, meet this edge where
    # u / (10/3) = (2 - u / 3) / 2, so u = 15/7; equal gains where u = 2 - u / 3, so u = 3/2.
    def higher(rule):
        return bargaining_solution(TWO_EDGES, rule, threat=(0, 2)).payoffs

    assert higher("nash") == (3, 3)
    assert higher("kalai-smorodinsky") == (F(15, 7), F(23, 7))
    assert higher("egalitarian") == (F(3, 2), F(7, 2))
    assert higher("utilitarian") == (3, 3)


def test_nash_inside_an_edge():
    # Example 4.11 of a course at City, University of London (A. Cox, MA3662, lecture 11):
    # (4, 2), (1, 4), (0, 1), (3, 0). Security levels (2, 1); on v = 4 - 2 (u - 1) / 3 the
    # product (u - 2) (v - 1) has its roots at 2 and 11/2, so its top at 15/4.
    game = BimatrixGame([[4, 1], [0, 3]], [[2, 4], [1, 0]])
    solution = bargaining_solution(game)
    assert solution.threat.payoffs == (2, 1)
    assert solution.payoffs == (F(15, 4), F(13, 6))
    assert dict(solution.lotteries[0]) == {(0, 0): F(11, 12), (0, 1): F(1, 12)}


def test_utilitarian_segment():
    battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    solution = bargaining_solution(battle, "utilitarian")
    assert solution.points == ((1, 2), (2, 1))
    assert solution.payoffs is None
    # A threat cuts it: the acceptable part ends where the row player gets 4/3.
    assert bargaining_solution(battle, "utilitarian", threat=(F(4, 3), 0)).points == (
        (F(4, 3), F(5, 3)), (2, 1),
    )  # fmt: skip


def test_lexicographic_refinement():
    # The row player never gets more than 1; equal gains stop at (1, 1), but (1, 5) is feasible.
    game = BimatrixGame([[1, 0]], [[5, 0]])
    assert bargaining_solution(game, "egalitarian", threat=(0, 0)).payoffs == (1, 5)


def test_a_threat_outside_the_hull_but_below_it():
    solution = bargaining_solution(TWO_EDGES, threat=(-5, -5))
    assert solution.payoffs == (3, 3)
    assert solution.gains == ((8, 8),)
    assert solution.acceptable == solution.feasible


# Nash's variable threats


def test_one_sided_threats():
    # The frontier u + v = 5 from (1, 4) to (4, 1) has slope -1, so the threats are optimal in
    # A - B = [[-3, 3], [-3, 3]], of value -3 (von Neumann): P = ((5 - 3) / 2, (5 + 3) / 2).
    game = BimatrixGame([[1, -1], [-4, 4]], [[4, -4], [-1, 1]])
    solution = bargaining_solution(game, threat="variable")
    assert solution.payoffs == (1, 4)
    assert solution.threat.strategies[1] == (1, 0)
    assert bargaining_solution(game).payoffs == (F(5, 2), F(5, 2))  # security levels 0, 0


def test_threats_at_a_corner_with_two_different_games():
    # Frontier (0, 4), (3, 3), (4, 0): normals (1, 3) and (3, 1). A - 3 B = [[-12, -6], [4, 0]]
    # has the saddle point (r2, c2), 0 >= 3 - 9 = -6; 3 A - B = [[-4, 6], [12, 0]] the value
    # 36/11 by indifference (p = 6/11), at most 9 - 3 = 6. So both can secure (3, 3).
    solution = bargaining_solution(TWO_EDGES, threat="variable")
    assert solution.payoffs == (3, 3)
    row, column = solution.threat.strategies
    assert row == (0, 1)
    # The columns' indifference in 3 A - B: -4 q + 6 (1 - q) = 12 q, so q = 3/11.
    assert column == (F(3, 11), F(8, 11))


def test_no_conflict():
    solution = bargaining_solution(BimatrixGame([[2, 0], [0, 1]], [[2, 0], [0, 1]]),
                                   threat="variable")  # fmt: skip
    assert solution.payoffs == (2, 2)


@settings(max_examples=40)
@given(games(max_actions=3, kinds=KINDS), st.data())
def test_no_threat_is_better(game, data):
    solution = bargaining_solution(game, threat="variable")
    (point,) = ends(solution)
    x, y = solution.threat.strategies
    assert solution.threat.payoffs == game[x, y]
    m, n = game.shape
    for other in (data.draw(mixed_strategies(m)), *([int(k == i) for k in range(m)]
                                                    for i in range(m))):  # fmt: skip
        assert bargaining_solution(game, threat=game[other, y]).payoffs[0] <= point[0]
    for other in (data.draw(mixed_strategies(n)), *([int(k == j) for k in range(n)]
                                                    for j in range(n))):  # fmt: skip
        assert bargaining_solution(game, threat=game[x, other]).payoffs[1] <= point[1]


# Certificates


@settings(max_examples=40)
@given(games(max_actions=3))
def test_nash_is_supported_by_its_tangent(game):
    # The product of gains is largest at P exactly if the tangent of its level curve at P has
    # every outcome on its lower side: sum_k (c_k - d_k) / (P_k - d_k) <= 2.
    solution = bargaining_solution(game)
    (point,) = ends(solution)
    d = solution.threat.payoffs
    assert is_undominated(outcomes(game), point)
    if solution.status == "found":
        for c in outcomes(game):
            assert sum((c[k] - d[k]) / (point[k] - d[k]) for k in (0, 1)) <= 2
    else:
        assert min(solution.gains[0]) == 0


@settings(max_examples=40)
@given(games(max_actions=3))
def test_kalai_smorodinsky_gains_are_in_proportion(game):
    solution = bargaining_solution(game, "kalai-smorodinsky")
    (point,) = ends(solution)
    d = solution.threat.payoffs
    reached = [end for e in mixtures_above(outcomes(game), d) for end in e]
    ideal = max(u for u, _ in reached), max(v for _, v in reached)
    assert solution.ideal == ideal
    assert is_undominated(outcomes(game), point)
    if solution.status == "found":
        assert (point[0] - d[0]) * (ideal[1] - d[1]) == (point[1] - d[1]) * (ideal[0] - d[0])


@settings(max_examples=40)
@given(games(max_actions=3))
def test_the_least_egalitarian_gain_is_the_largest(game):
    solution = bargaining_solution(game, "egalitarian")
    (point,) = ends(solution)
    d = solution.threat.payoffs
    least = min(solution.gains[0])
    assert is_undominated(outcomes(game), point)
    # Above d + (t, t) there is something for t = least, and nothing better than `point`.
    above = list(mixtures_above(outcomes(game), (d[0] + least, d[1] + least)))
    assert above
    assert max(min(p[0] - d[0], p[1] - d[1]) for pair in above for p in pair) == least


@settings(max_examples=40)
@given(games(max_actions=3))
def test_the_utilitarian_sum_is_the_largest(game):
    solution = bargaining_solution(game, "utilitarian")
    d = solution.threat.payoffs
    best = max(sum(end) for e in mixtures_above(outcomes(game), d) for end in e)
    for point in ends(solution):
        assert sum(point) == best
        assert all(p >= q for p, q in zip(point, d, strict=True))


# Axioms


@settings(max_examples=40)
@given(st.data(), st.sampled_from(RULES[:3]))
def test_symmetry(data, rule):
    game = data.draw(games(max_actions=3, kinds=KINDS).filter(lambda g: g.shape[0] == g.shape[1]))
    symmetric = BimatrixGame.symmetric(payoff_rows(game)[0])
    first, second = bargaining_solution(symmetric, rule).payoffs
    assert first == second


@settings(max_examples=40)
@given(games(max_actions=3, kinds=KINDS), st.sampled_from(RULES[:2]),
       st.integers(1, 9), st.integers(-9, 9))  # fmt: skip
def test_scale_invariance(game, rule, factor, shift):
    first, second = payoff_rows(game)
    scaled = BimatrixGame([[factor * v + shift for v in row] for row in first], second)
    u, v = bargaining_solution(game, rule).payoffs
    assert bargaining_solution(scaled, rule).payoffs == (factor * u + shift, v)
    if rule == "nash":
        u, v = bargaining_solution(game, threat="variable").payoffs
        moved = bargaining_solution(scaled, threat="variable").payoffs
        assert moved == (factor * u + shift, v)


def test_equal_gains_depend_on_units():
    line = BimatrixGame([[0, 2]], [[2, 0]])
    longer = BimatrixGame([[0, 4]], [[2, 0]])
    assert bargaining_solution(line, "egalitarian", threat=(0, 0)).payoffs == (1, 1)
    assert bargaining_solution(longer, "egalitarian", threat=(0, 0)).payoffs == (F(4, 3), F(4, 3))
    notes = bargaining_solution(line, "egalitarian", threat=(0, 0)).notes
    assert any("unit" in note for note in notes)


@settings(max_examples=40)
@given(games(max_actions=3, kinds=KINDS), st.data())
def test_irrelevant_alternatives(game, data):
    solution = bargaining_solution(game)
    used = {outcome for outcome, _ in solution.lotteries[0]}
    m, n = game.shape
    unused = [(i, j) for i in range(m) for j in range(n) if (i, j) not in used]
    assume(unused)
    i, j = data.draw(st.sampled_from(unused))
    k, l = next(iter(used))  # noqa: E741
    first, second = payoff_rows(game)
    first[i][j], second[i][j] = first[k][l], second[k][l]
    smaller = BimatrixGame(first, second)
    assert bargaining_solution(smaller, threat=solution.threat.payoffs).payoffs == solution.payoffs


@settings(max_examples=40)
@given(games(max_actions=3, kinds=KINDS), st.integers(0, 20), st.integers(0, 20))
def test_monotonicity(game, right, up):
    # One more feasible point that leaves the ideal alone takes nothing from anybody.
    before = bargaining_solution(game, "kalai-smorodinsky")
    d, ideal = before.threat.payoffs, before.ideal
    more = tuple(d[k] + (ideal[k] - d[k]) * F(s, 20) for k, s in ((0, right), (1, up)))
    first, second = payoff_rows(game)
    larger = BimatrixGame([*first, [more[0]] * game.shape[1]], [*second, [more[1]] * game.shape[1]])
    after = bargaining_solution(larger, "kalai-smorodinsky", threat=d)
    if after.ideal == ideal and before.status == "found":
        assert all(p >= q for p, q in zip(after.payoffs, before.payoffs, strict=True))
    shared = [bargaining_solution(g, "egalitarian", threat=d).gains[0] for g in (game, larger)]
    assert min(shared[1]) >= min(shared[0])


@settings(max_examples=40)
@given(games(max_actions=3), st.sampled_from(RULES))
def test_seats_may_be_exchanged(game, rule):
    points = bargaining_solution(game, rule).points
    swapped = bargaining_solution(game.transposed(), rule).points
    assert set(swapped) == {(v, u) for u, v in points}


# Degenerate and refused


@settings(max_examples=40)
@given(zero_sum_games(max_actions=3), st.sampled_from(RULES))
def test_nothing_to_gain_in_zero_sum_games(game, rule):
    solution = bargaining_solution(game, rule)
    assert solution.status == "degenerate"
    assert solution.points == (security_levels(game).values,)


def test_only_one_can_gain():
    game = BimatrixGame([[0, 0]], [[1, 3]])
    for rule in RULES:
        solution = bargaining_solution(game, rule, threat=(0, 1))
        assert solution.status == "degenerate"
        assert solution.payoffs == (0, 3)
        assert "degenerate" in solution.summary()


def test_one_outcome_and_equal_payoffs():
    for game in (BimatrixGame([[3]], [["1/7"]]), BimatrixGame([[3, 3]], [["1/7", "1/7"]])):
        for rule in RULES:
            assert bargaining_solution(game, rule).points == ((3, F(1, 7)),)
        assert bargaining_solution(game, threat="variable").points == ((3, F(1, 7)),)


@pytest.mark.parametrize("threat", [(5, 5), (4, 1), (0, 5), (F(3), F(3) + F(1, 10**9))])
def test_a_threat_beyond_the_frontier(threat):
    with pytest.raises(ParameterError, match=r"one beyond the frontier of \(0, 0\), \(4, 0\)"):
        bargaining_solution(TWO_EDGES, threat=threat)


def test_what_is_no_threat_or_rule():
    with pytest.raises(UnknownNameError, match="unknown bargaining rule 'nahs'; did you mean nash"):
        bargaining_solution(TWO_EDGES, "nahs")
    with pytest.raises(UnknownNameError, match="unknown threat 'minmax'; did you mean minimax"):
        bargaining_solution(TWO_EDGES, threat="minmax")
    with pytest.raises(ParameterError, match="or a pair of payoffs, got 7"):
        bargaining_solution(TWO_EDGES, threat=7)
    with pytest.raises(ParameterError, match="expected rule 'nash', got 'egalitarian'"):
        bargaining_solution(TWO_EDGES, "egalitarian", threat="variable")


def test_prints_and_serialises():
    game = BimatrixGame([[1, -1], [-4, 4]], [[4, -4], [-1, 1]], row_actions=["<b>", "x"])
    solution = bargaining_solution(game, threat="variable")
    assert solution.summary() == ("Nash's solution: (1, 4); threat (-4, -1), best threats (exact)")
    assert "&lt;b&gt;, c1" in solution._repr_html_()
    document = json.loads(solution.to_json())
    assert document["schema"] == "gametheory/bargaining/1"
    assert document["points"] == [["1", "4"]]
    assert document["threat"]["strategies"] == [["0", "1"], ["1", "0"]]
    assert document["lotteries"] == [[{"outcome": [0, 0], "probability": "1"}]]


def test_beyond_the_range_of_floats():
    game = BimatrixGame([[1.7e308, -1.7e308]], [[0, 1]])
    assert "~3.4e+308" in repr(bargaining_solution(game, threat=("-1.7e308", 0)))
