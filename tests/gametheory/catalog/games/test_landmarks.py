"""Facts from the literature about each game, found again by brute force."""

from fractions import Fraction
from itertools import combinations, product

import pytest

from gametheory import catalog


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shapley", set()),
        ("shapley:beta=1/2", set()),
        ("asymmetric-matching-pennies", set()),
        ("kreps", {("Top", "Left"), ("Bottom", "Right")}),
        ("kohlberg-mertens", {("1", "1"), ("1", "3"), ("2", "3"), ("2", "2"), ("3", "2"),
                              ("3", "1")}),
    ],
)  # fmt: skip
def test_pure_equilibria(name, expected, pure_equilibria):
    assert pure_equilibria(catalog.load(name)) == expected


@pytest.mark.parametrize("beta", [0, "1/2", "-3/4"])
def test_shapley_mixes_equally(beta, is_equilibrium):
    game = catalog.get("shapley").game(beta=beta)
    assert is_equilibrium(game, ["1/3"] * 3, ["1/3"] * 3)


def test_shapleys_own_payoffs():
    game = catalog.load("shapley")
    assert game.row_payoffs.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert game.column_payoffs.tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]


@pytest.mark.parametrize("prize", [80, 320, 44])
def test_prize_moves_only_the_other_player(prize, is_equilibrium):
    """Goeree and Holt: Left with 1/2, 1/8 and 10/11 where the prize is 80, 320 and 44."""
    left = {80: Fraction(1, 2), 320: Fraction(1, 8), 44: Fraction(10, 11)}[prize]
    game = catalog.get("asymmetric-matching-pennies").game(prize=prize)
    assert is_equilibrium(game, ["1/2", "1/2"], [left, 1 - left])


class TestKreps:
    GAME = catalog.load("kreps")

    def test_mixed_equilibrium(self, is_equilibrium):
        assert is_equilibrium(self.GAME, ["30/31", "1/31"], ["1/21", "20/21", 0, 0])

    def test_non_nash_column_is_in_no_equilibrium(self):
        """Where it is a best reply, only columns are that make the row player choose Bottom.

        But to Bottom for certain, p = P(Top) = 0, it is no best reply.
        """
        best = set()
        for k in range(0, 3101):
            p = Fraction(k, 3100)
            values = [
                p * self.GAME.payoff(0, j)[1] + (1 - p) * self.GAME.payoff(1, j)[1]
                for j in range(4)
            ]
            top = {j for j in range(4) if values[j] == max(values)}
            if 2 in top:
                best.add(frozenset(top))
                assert 0 < p < 1
        # At the ends of its interval, which the grid may miss, it ties with a neighbour.
        assert best <= {frozenset({2}), frozenset({1, 2}), frozenset({2, 3})}
        assert frozenset({2}) in best
        for j in (1, 2, 3):
            assert self.GAME.payoff(1, j)[0] > self.GAME.payoff(0, j)[0]


def test_equilibria_of_kohlberg_and_mertens_form_a_hexagon(is_equilibrium):
    """On a grid of quarters, exactly the points of six segments in a ring."""
    game = catalog.load("kohlberg-mertens")
    quarters = range(5)
    simplex = [
        tuple(Fraction(k, 4) for k in (a, b, 4 - a - b))
        for a, b in product(quarters, quarters)
        if a + b <= 4
    ]
    found = {(x, y) for x, y in product(simplex, simplex) if is_equilibrium(game, x, y)}
    corners = [(0, 0), (0, 2), (1, 2), (1, 1), (2, 1), (2, 0)]

    def unit(k):
        return tuple(Fraction(int(i == k)) for i in range(3))

    ring = set()
    for (i, j), (k, m) in zip(corners, corners[1:] + corners[:1], strict=True):
        assert (i == k) != (j == m)  # one player moves, the other stays
        for t in quarters:
            weight = Fraction(t, 4)
            ring.add(
                tuple(
                    tuple(
                        (1 - weight) * a + weight * b for a, b in zip(unit(p), unit(q), strict=True)
                    )
                    for p, q in ((i, k), (j, m))
                )
            )
    assert len(ring) == 6 * 4
    assert found == ring


def solution(rows, right):
    """Solve a square system in fractions; None if it is singular."""
    n = len(rows)
    table = [[Fraction(v) for v in row] + [Fraction(b)] for row, b in zip(rows, right, strict=True)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if table[i][k]), None)
        if pivot is None:
            return None
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [v / table[k][k] for v in table[k]]
        for i in range(n):
            if i != k and table[i][k]:
                factor = table[i][k]
                table[i] = [v - factor * w for v, w in zip(table[i], table[k], strict=True)]
    return [row[-1] for row in table]


def labelled_vertices(payoffs, own, others):
    """Vertices of {z >= 0, payoffs z <= 1} as sets of labels, all of them simple."""
    size = len(payoffs[0])
    rows = [*payoffs, *([-int(i == j) for j in range(size)] for i in range(size))]
    right = [1] * len(payoffs) + [0] * size
    labels = [*others, *own]
    vertices = set()
    for chosen in combinations(range(len(rows)), size):
        point = solution([rows[k] for k in chosen], [right[k] for k in chosen])
        if point is None:
            continue
        slack = [
            b - sum(v * p for v, p in zip(row, point, strict=True))
            for row, b in zip(rows, right, strict=True)
        ]
        if min(slack) >= 0:
            assert slack.count(0) == size  # not degenerate
            vertices.add(frozenset(labels[k] for k in chosen))
    return vertices


def test_von_stengels_game_has_75_equilibria():
    """Von Stengel (1999): pairs of vertices that have all labels, the origin left out.

    Each best-response polytope is dual to the cyclic polytope with 12 vertices in
    dimension 6, which has 112 facets.
    """
    game = catalog.load("von-stengel-6x6")
    A, B = ([[int(game.payoff(i, j)[k]) for j in range(6)] for i in range(6)] for k in range(2))
    A = [[v + 334 for v in row] for row in A]  # positive, so the polytopes are bounded
    B = [[v + 334 for v in row] for row in B]
    rows, columns = range(6), range(6, 12)
    first = labelled_vertices([list(c) for c in zip(*B, strict=True)], rows, columns)
    second = labelled_vertices(A, columns, rows)
    assert (len(first), len(second)) == (112, 112)
    everything = frozenset(range(12))
    assert sum(everything - vertex in second for vertex in first) - 1 == 75
