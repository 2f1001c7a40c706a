"""Known games: the derivations agree with brute force, family by family."""

from fractions import Fraction

import numpy as np
import pytest
from bruteforce import components, extreme_equilibria
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from gametheory.testing import (
    block_game,
    constant_game,
    coordination_game,
    dominant_action_game,
    games,
    games_with_known_equilibria,
    hard_games,
    lone_player_game,
    relabelled,
    rescaled,
    sample_known_games,
    swapped,
    weighted_pennies,
    with_dominated_action,
    with_duplicate_action,
)
from gametheory.testing.known import KnownGame

HALF = Fraction(1, 2)


def check(known):
    found = extreme_equilibria(known.game)
    assert found == known.equilibria
    assert (len(components(found)) == len(found)) == known.isolated


@given(games_with_known_equilibria(max_actions=5))
def test_known_equilibria_are_those_of_brute_force(known):
    assert max(known.game.shape) <= 5
    check(known)


@pytest.mark.parametrize("known", hard_games(), ids=lambda known: known.derivation)
def test_hard_games_are_solved_right(known):
    check(known)


def test_sampled_known_games_are_solved_right():
    for known in sample_known_games(40, np.random.default_rng(2)):
        check(known)


stakes = st.lists(st.integers(1, 5), min_size=1, max_size=4)


@given(stakes, st.randoms(use_true_random=False))
def test_coordination_has_one_for_each_set(row, random):
    column = [random.randint(1, 5) for _ in row]
    known = coordination_game(row, column)
    assert len(known.equilibria) == 2 ** len(row) - 1
    check(known)


def test_battle_of_the_sexes():
    # Payoffs 2, 1 and 1, 2: pure twice, and (2/3, 1/3), (1/3, 2/3).
    known = coordination_game([2, 1], [1, 2])
    third = Fraction(1, 3)
    assert ((2 * third, third), (third, 2 * third)) in known.equilibria


@given(stakes)
def test_pennies_have_one(row):
    known = weighted_pennies(row)
    ((x, y),) = known.equilibria
    assert x == y
    assert known.game[x, y][0] == 1 / sum(Fraction(1, a) for a in row)
    check(known)


def test_lone_player_constant_and_dominant():
    check(lone_player_game([1, 2, 2], [3, 0, 0]))
    check(lone_player_game([7], [0]))
    check(constant_game(3, 2, HALF, -1))
    check(constant_game(1, 1))
    check(dominant_action_game([[0, 5], [0, 0]], [[9, 9], [3, 3]], 1))
    check(dominant_action_game([[0, 5], [0, 0]], [[9, 9], [3, 4]], 1))


def test_blocks():
    known = block_game(coordination_game([1, 2], [3, 1]), weighted_pennies([1, 3]))
    assert len(known.equilibria) == 3 + 1 + 3
    check(known)
    with pytest.raises(ValueError, match="isolated"):
        block_game(known, constant_game(2, 2))


@given(games(min_actions=1, max_actions=3, kinds=["zero-one", "digits"]), st.data())
def test_transformations_carry_every_game_along(game, data):
    def some(size):
        return data.draw(st.lists(st.integers(-2, 2), min_size=size, max_size=size))

    m, n = game.shape
    found = extreme_equilibria(game)
    isolated = len(components(found)) == len(found)
    known = KnownGame(game, frozenset(found), "brute force", isolated)
    check(rescaled(known, (Fraction(1, 3), 7), some(n), some(m)))
    rows, columns = (data.draw(st.permutations(range(size))) for size in (m, n))
    check(relabelled(known, rows, columns))
    check(swapped(known))
    check(with_dominated_action(known, some(n)))
    check(with_duplicate_action(known, data.draw(st.integers(0, m - 1))))


@pytest.mark.parametrize(
    "wanted",
    [
        lambda known: len(known.equilibria) >= 15,
        lambda known: not known.isolated,
        lambda known: known.game.shape == (1, 1),
        lambda known: known.game.shape[0] != known.game.shape[1],
        lambda known: all(min(x) > 0 for x, _ in known.equilibria),
    ],
)
def test_the_strategy_reaches(wanted):
    reach = settings(max_examples=3000, database=None, derandomize=True, phases=[Phase.generate])
    assert wanted(find(games_with_known_equilibria(), wanted, settings=reach))
