"""Kinds of games, against the definitions and the literature."""

from fractions import Fraction

import pytest
from bruteforce import extreme_equilibria, payoff_rows
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis import kind
from gametheory.game import BimatrixGame

PENALTY = [["58.30", "94.97"], ["92.91", "69.92"]]


def complement(rows, total):
    return [[total - Fraction(value) for value in row] for row in rows]


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], "zero-sum"),
        ([[2**62, -1]], [[-(2**62), 1]], "zero-sum"),
        (PENALTY, complement(PENALTY, 100), "constant-sum"),
        ([[2, 0], [0, 1]], [[2, 0], [0, 1]], "common interest"),
        ([[2, 0], [0, 1]], [[9, 5], [5, 7]], "common interest"),
        # Each column's and each row's constants hide a zero-sum game:
        ([[1, 9], [-1, 11]], [[-2, 3], [7, 4]], "strategically equivalent to zero-sum"),
        ([[3, 0], [5, 1]], [[3, 5], [0, 1]], "mixed motive"),
        ([[2, 0], [0, 1]], [[1, 0], [0, 2]], "mixed motive"),
        # The players agree except that one is indifferent everywhere.
        ([[2, 0], [0, 1]], [[1, 1], [1, 1]], "mixed motive"),
        # Nothing to lose by separable payoffs: each has a dominant action.
        ([[1, 2], [3, 4]], [[3, 0], [4, 1]], "strategically equivalent to zero-sum"),
        ([[4]], [[4]], "constant-sum"),
        ([[0]], [[0]], "zero-sum"),
    ],
)
def test_labels(first, second, label):
    assert (
        kind(BimatrixGame(first, second)).label == str(kind(BimatrixGame(first, second))) == label
    )


def test_shapley_game_is_no_zero_sum_game():
    # Shapley 1964: fictitious play cycles here; in games strategically equivalent to
    # zero-sum ones it converges (Robinson 1951), so this cannot be one.
    game = BimatrixGame([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    assert kind(game).zero_sum_equivalence is None


def test_one_payoff_changed_by_little_is_seen():
    assert kind(BimatrixGame([[1.0, 0.0]], [[-1.0, 2.0**-1074]])).payoff_sum is None


number = st.one_of(st.integers(-3, 3), st.fractions(-3, 3, max_denominator=5))


@st.composite
def disguised(draw, sign):
    m, n = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    base = draw(st.lists(st.lists(number, min_size=n, max_size=n), min_size=m, max_size=m))
    scale = draw(st.sampled_from([Fraction(1, 3), Fraction(1), Fraction(10**20)]))
    columns = draw(st.lists(number, min_size=n, max_size=n))
    rows = draw(st.lists(number, min_size=m, max_size=m))
    first = [[v + columns[j] for j, v in enumerate(row)] for row in base]
    second = [[(sign * v + rows[i]) / scale for v in row] for i, row in enumerate(base)]
    return BimatrixGame(first, second)


@given(disguised(-1))
def test_disguised_zero_sum_games_are_found(game):
    witness = kind(game).zero_sum_equivalence
    assert witness is not None
    assert witness.scale > 0
    m, n = game.shape
    first, second = payoff_rows(game)
    for i in range(m):
        for j in range(n):
            assert (
                first[i][j] + witness.scale * second[i][j]
                == witness.column_constants[j] + witness.row_constants[i]
            )
    assert extreme_equilibria(game) == extreme_equilibria(witness.zero_sum_game(game))


@given(disguised(1))
def test_disguised_common_interest_is_no_zero_sum_game(game):
    # Second differences of A and B then have one sign: equivalent to zero-sum only
    # if all of them vanish, that is, if no best response depends on the opponent.
    first, _ = payoff_rows(game)
    m, n = game.shape
    separable = all(
        first[i][j] + first[0][0] == first[i][0] + first[0][j] for i in range(m) for j in range(n)
    )
    assert (kind(game).zero_sum_equivalence is not None) == separable


@given(disguised(1), number, st.sampled_from([Fraction(1, 7), Fraction(3)]))
def test_common_interest_survives_rescaling(game, shift, scale):
    first, _ = payoff_rows(game)
    second = [[scale * v + shift for v in row] for row in first]
    assert kind(BimatrixGame(first, second)).common_interest
    varied = len({v for row in first for v in row}) > 1
    opposed = [[shift - scale * v for v in row] for row in first]
    assert kind(BimatrixGame(first, opposed)).common_interest == (not varied)


@pytest.mark.parametrize(
    "label",
    [
        "zero-sum",
        "constant-sum",
        "common interest",
        "strategically equivalent to zero-sum",
    ],
)
@pytest.mark.parametrize("changed", [None, (0, 0), (5, 6), (3, 6), (5, 2)])
def test_games_beyond_their_corner(label, changed):
    # 6 x 7, the payoffs without a pattern of their own; one payoff changed spoils it.
    first = [[(7 * i * i + 3 * j * j + 5 * i * j) % 11 for j in range(7)] for i in range(6)]
    second = {
        "zero-sum": [[-v for v in row] for row in first],
        "constant-sum": [[3 - v for v in row] for row in first],
        "common interest": [[2 * v + 1 for v in row] for row in first],
        "strategically equivalent to zero-sum": [
            [Fraction(i * i - v, 3) for v in row] for i, row in enumerate(first)
        ],
    }[label]
    if changed is not None:
        i, j = changed
        second[i][j] += 1
        label = "mixed motive"
    assert kind(BimatrixGame(first, second)).label == label


def test_names_are_kept_by_the_zero_sum_game():
    game = BimatrixGame(
        [[1, 2]], [[0, 0]], name="n", row_actions=["a"], column_actions=["b", "c"],
        players=("P", "Q"),
    )  # fmt: skip
    witness = kind(game).zero_sum_equivalence
    assert witness is not None
    other = witness.zero_sum_game(game)
    assert (other.name, other.players, other.column_actions) == ("n", ("P", "Q"), ("b", "c"))
