"""BimatrixGame: what it accepts, refuses, hands out and prints."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import nashpy
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.errors import GameError, NumberError, StrategyError


@pytest.fixture
def dilemma() -> BimatrixGame:
    return BimatrixGame(
        [[3, 0], [5, 1]],
        [[3, 5], [0, 1]],
        name="Prisoner's dilemma",
        row_actions=["Cooperate", "Defect"],
        column_actions=["Cooperate", "Defect"],
    )


def test_it_prints_as_a_table(dilemma: BimatrixGame) -> None:
    assert repr(dilemma) == (
        "Prisoner's dilemma (2 x 2)\n"
        "           Cooperate  Defect\n"
        "Cooperate       3, 3    0, 5\n"
        "Defect          5, 0    1, 1"
    )


def test_a_large_game_prints_a_part_and_says_so() -> None:
    text = repr(BimatrixGame(np.zeros((40, 30)), np.zeros((40, 30))))
    assert text.endswith("(12 of 40 rows and 12 of 30 columns shown)")
    assert len(text.splitlines()) == 15


def test_names_are_escaped_in_a_notebook() -> None:
    game = BimatrixGame([[1]], [[1]], name="<b>", row_actions=["<script>"])
    shown = game._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_play_takes_names_and_indices(dilemma: BimatrixGame) -> None:
    assert dilemma.play("Defect", "Cooperate") == (5, 0)
    assert dilemma.play(1, 0) == (5, 0)


@pytest.mark.parametrize("action", ["defect", 2, -1, True, 1.5])
def test_play_refuses_an_unknown_action(dilemma: BimatrixGame, action: Any) -> None:
    with pytest.raises(StrategyError, match="has no action"):
        dilemma.play(action, 0)


def test_an_unknown_action_is_named(dilemma: BimatrixGame) -> None:
    with pytest.raises(StrategyError, match="Row player has no action 'defect'; expected 0 to 1"):
        dilemma.play("defect", 0)


def test_expected_payoffs_are_exact(dilemma: BimatrixGame) -> None:
    third = Fraction(1, 3)
    # by hand: x = (1/3, 2/3), y = (1/2, 1/2)
    assert dilemma[[third, 2 * third], ["1/2", "1/2"]] == (
        third * Fraction(3, 2) + 2 * third * 3,
        (third * 3 + 0) / 2 + (third * 5 + 2 * third * 1) / 2,
    )
    assert dilemma[0, [0, 1]] == (0, 5)
    assert dilemma["Defect", "Defect"] == (1, 1)


@given(st.data())
def test_expected_payoffs_agree_with_matrix_products(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    entries = st.lists(st.lists(st.integers(-99, 99), min_size=n, max_size=n),
                       min_size=m, max_size=m)  # fmt: skip
    a, b = data.draw(entries), data.draw(entries)
    x = data.draw(st.lists(st.integers(1, 9), min_size=m, max_size=m))
    y = data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    value = BimatrixGame(a, b)[[Fraction(v, sum(x)) for v in x], [Fraction(v, sum(y)) for v in y]]
    for k, matrix in enumerate((a, b)):
        total = sum(x[i] * matrix[i][j] * y[j] for i in range(m) for j in range(n))
        assert value[k] == Fraction(total, sum(x) * sum(y))


@pytest.mark.parametrize(
    ("bad", "error", "message"),
    [
        ([[1, float("nan")]], NumberError, "row player's payoffs, row 0, column 1: expected a fin"),
        (np.array([[1.0, np.inf]]), NumberError, "row player's payoffs, row 0, column 1"),
        ([[1, None]], NumberError, "row 0, column 1: expected a real number"),
        ([[1, 2j]], NumberError, "row 0, column 1: expected a real number"),
        (np.array([[1, 2j]]), NumberError, "row 0, column 0: expected a real number"),
        ([["x", 1]], NumberError, "row 0, column 0: expected a number such as"),
        (np.ma.masked_array([[1, 2]], mask=[[0, 1]]), GameError, "masked array; fill it first"),
        ([[1, 2], [3]], GameError, "row 0 has 2 entries, row 1 has 1"),
        ([1, 2], GameError, "expected a matrix .* got int as row 0"),
        ([[[1], [2]]], GameError, "got a list as entry"),
        (np.zeros(3), GameError, "an array with 1 dimensions"),
        (np.zeros((2, 2, 2)), GameError, "an array with 3 dimensions"),
        ([], GameError, "got no rows"),
        ([[]], GameError, "got no columns"),
        (np.zeros((0, 2)), GameError, r"shape \(0, 2\)"),
        (None, GameError, "got a NoneType"),
        (7, GameError, "got a int"),
        ("12", GameError, "got text"),
        (["12", "34"], GameError, "got str as row 0"),
        ([{1: 2}], GameError, "got dict as row 0"),
    ],
)
def test_bad_payoffs_are_refused(bad: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        BimatrixGame(bad, [[1, 2]])


def test_nan_in_a_data_frame_is_refused() -> None:
    class Frame:  # what pandas offers, without pandas
        def to_numpy(self) -> Any:
            return np.array([[1.0, np.nan]])

    with pytest.raises(NumberError, match="row 0, column 1"):
        BimatrixGame(Frame(), [[1, 2]])


def test_shapes_must_agree() -> None:
    with pytest.raises(GameError, match=r"got \(1, 2\) and \(2, 1\)"):
        BimatrixGame([[1, 2]], [[1], [2]])
    with pytest.raises(TypeError):
        BimatrixGame([[1]])  # type: ignore[call-arg]  # a lone matrix is never guessed at
    with pytest.raises(TypeError):
        BimatrixGame([[1]], [[1]], [[1]])  # type: ignore[misc]  # nor are three


def test_small_integer_types_are_widened() -> None:
    game = BimatrixGame.zero_sum(np.array([[0, 2], [3, 1]], dtype=np.uint8))
    assert [[game.payoff(i, j)[1] for j in range(2)] for i in range(2)] == [[0, -2], [-3, -1]]
    assert BimatrixGame(np.array([[-128]], dtype=np.int8), [[0]]).payoff(0, 0)[0] == -128


def test_numbers_of_all_kinds_stay_exact() -> None:
    game = BimatrixGame(
        [[2**53 + 1, 2**63 + 1, "1/3"]], [[Decimal("0.1"), sympy.Rational(1, 7), True]]
    )
    assert [game.payoff(0, j) for j in range(3)] == [
        (2**53 + 1, Fraction(1, 10)),
        (2**63 + 1, Fraction(1, 7)),
        (Fraction(1, 3), 1),
    ]
    unsigned = BimatrixGame(np.array([[2**64 - 1]], dtype=np.uint64), [[0]])
    assert unsigned.payoff(0, 0)[0] == 2**64 - 1


@given(
    st.lists(
        st.lists(
            st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-9, 9)),
            min_size=2, max_size=2,
        ),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_the_exact_form_is_the_shortest_decimals(rows: list[list[float]]) -> None:
    game = BimatrixGame(rows, rows)
    integers, denominator = game.integer_payoffs(0)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            number = Fraction(Decimal(repr(value)))
            assert Fraction(int(integers[i, j]), denominator) == number == game.payoff(i, j)[0]
            assert game.row_payoffs[i, j] == value
    assert denominator == np.lcm.reduce(
        [game.payoff(i, j)[0].denominator for i in range(len(rows)) for j in range(2)], dtype=object
    )


def test_the_callers_array_is_copied_and_ours_is_read_only() -> None:
    a = np.array([[1.0, 2.0]])
    game = BimatrixGame(a, a)
    a[0, 0] = 99
    assert game.row_payoffs[0, 0] == 1
    for array in (game.row_payoffs, game.column_payoffs, game.integer_payoffs(0)[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 5
    with pytest.raises(AttributeError):
        game.name = "other"  # type: ignore[misc]


def test_equality_and_hash_are_by_payoffs_and_action_names(dilemma: BimatrixGame) -> None:
    same = BimatrixGame(
        np.array([[3.0, 0.0], [5.0, 1.0]]), [["3", "5/1"], [0, 1]], name="another title",
        row_actions=dilemma.row_actions, column_actions=dilemma.column_actions,
    )  # fmt: skip
    assert same == dilemma
    assert hash(same) == hash(dilemma)
    assert BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]) != dilemma
    assert dilemma != BimatrixGame([[3, 0], [5, 2]], [[3, 5], [0, 1]],
                                   row_actions=dilemma.row_actions,
                                   column_actions=dilemma.column_actions)  # fmt: skip


def test_nashpy_round_trip(dilemma: BimatrixGame) -> None:
    theirs = dilemma.to_nashpy()
    assert isinstance(theirs, nashpy.Game)
    back = BimatrixGame.from_nashpy(theirs, row_actions=dilemma.row_actions,
                                    column_actions=dilemma.column_actions)  # fmt: skip
    assert back == dilemma
    with pytest.raises(GameError, match=r"expected a nashpy\.Game, got list"):
        BimatrixGame.from_nashpy([[1]])


def test_transposed_swaps_the_seats(dilemma: BimatrixGame) -> None:
    game = BimatrixGame([[1, 2, 3]], [[4, 5, 6]], players=("Ann", "Bob"))
    other = game.transposed()
    assert other.shape == (3, 1)
    assert other.players == ("Bob", "Ann")
    assert other.payoff(2, 0) == (6, 3)
    assert other.transposed() == game
    assert dilemma.transposed() == dilemma
    assert dilemma.is_symmetric
    assert not game.is_symmetric


def test_symmetric_needs_a_square() -> None:
    game = BimatrixGame.symmetric([[0, 7], [2, 6]], row_actions=["Dare", "Chicken"])
    assert game.play("Dare", "Chicken") == (7, 2)
    assert game.is_symmetric
    with pytest.raises(GameError, match="square matrix, got 1 x 2"):
        BimatrixGame.symmetric([[1, 2]])


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["a"], "expected 2 names, got 1"),
        (["a", "a"], "'a' stands at places 0 and 1; names must differ"),
        (["a", ""], "the name at place 1 is not usable: it is empty"),
        (["a", " "], "it is empty"),
        (["a", "\u200b\ufeff"], "it has no visible character"),
        ({"a", "b"}, "expected 2 names"),
        (["a", 7], "expected text, got int at place 1"),
        ("ab", "expected 2 names"),
        (["a", "b\n"], r"U\+000A"),
        (["a", "b\x00"], r"U\+0000"),
        (["a", "\ud800"], r"U\+D800"),
        (["a", "\u202eb"], r"U\+202E"),
        (["a", "b" * 5000], "it has 5000 characters; at most 200"),
    ],
)
def test_bad_names_are_refused(names: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        BimatrixGame([[1], [2]], [[1], [2]], row_actions=names)
    with pytest.raises(GameError, match=message):
        BimatrixGame([[1, 2]], [[1, 2]], column_actions=names)


@pytest.mark.parametrize(
    "name", ["<script>", "$x$", "\\input{x}", '"', "🎲", "协作", "ע\u200f", "=A1"]
)
def test_strange_names_are_names(name: str) -> None:
    game = BimatrixGame([[1], [2]], [[1], [2]], row_actions=[name, "b"], name=name)
    assert name in repr(game)
    assert game.play(name, 0) == (1, 1)


def test_near_ties_are_noted() -> None:
    game = BimatrixGame([[1, 0], [1 + 1e-15, 5]], [[1, 2], [3, 4]])
    assert len(game.notes) == 1
    assert game.notes[0].startswith("near-tie: 1 pair of Row player's payoffs differ by less than")
    assert BimatrixGame([[1, 0], [1, 5]], [[1, 2], [3, 4]]).notes == ()


def test_near_ties_of_exact_payoffs_are_noted() -> None:
    for low, high in ((10**18, 10**18 + 1), (10**30, 10**30 + 1), ("1", "1.00000000000000000001")):
        assert len(BimatrixGame([[low, 0], [high, 0]], [[1, 2], [3, 4]]).notes) == 1


def test_small_floats_are_read_by_their_own_decimals() -> None:
    array = np.array([[0.1, 1 / 3], [2.5, -7e-3]], dtype=np.float32)
    game = BimatrixGame(array, array.astype(np.float16))
    assert game.payoff(0, 0)[0] == Fraction(1, 10)
    assert game.payoff(0, 1)[0] == Fraction(str(array[0, 1]))
    assert game.payoff(0, 0)[1] == Fraction(1, 10)
    with pytest.raises(NumberError, match="row 0, column 1"):
        BimatrixGame(np.array([[1, np.nan]], dtype=np.float32), [[1, 2]])


def test_a_profile_needs_two_strategies(dilemma: BimatrixGame) -> None:
    with pytest.raises(StrategyError, match="a strategy for each player"):
        dilemma[0]  # type: ignore[index]
    with pytest.raises(StrategyError, match="has no action True"):
        dilemma[True, 0]


def test_a_large_game_is_built_quickly() -> None:
    # 1000 x 1000 floats should take under .2 s; ten times that, to be safe on a busy machine
    entries = np.random.default_rng(1).random((1000, 1000))
    start = time.perf_counter()
    BimatrixGame(entries, entries)
    assert time.perf_counter() - start < 2


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, gametheory;"
        "heavy = {'numpy', 'nashpy', 'scipy', 'sympy', 'matplotlib', 'numba', 'flint'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
