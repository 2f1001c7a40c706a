"""Facts from the literature about each game, found again by brute force."""

from fractions import Fraction
from itertools import combinations

import pytest

from gametheory import catalog


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("coordination", {("Left", "Left"), ("Right", "Right")}),
        ("coordination:left=2", {("Left", "Left"), ("Right", "Right")}),
        ("stag-hunt", {("Stag", "Stag"), ("Hare", "Hare")}),
        ("aumann-stag-hunt", {("c", "c"), ("d", "d")}),
        ("battle-of-the-sexes", {("Bach", "Bach"), ("Stravinsky", "Stravinsky")}),
        ("minimum-effort", {(str(k), str(k)) for k in range(1, 8)}),
        ("minimum-effort:cost=3/10", {("1", "1")}),
        ("climbing", {("a", "a"), ("b", "b")}),
        ("penalty", {("a", "c"), ("b", "b"), ("c", "a")}),
        ("penalty:k=0", {("a", "c"), ("b", "b"), ("c", "a")}),
        ("identity", {(str(k), str(k)) for k in range(1, 5)}),
    ],
)
def test_pure_equilibria(name, expected, pure_equilibria):
    assert pure_equilibria(catalog.load(name)) == expected


@pytest.mark.parametrize("name", ["climbing", "penalty", "coordination", "identity"])
def test_common_interest(name):
    game = catalog.load(name)
    m, n = game.shape
    assert all(len(set(game.payoff(i, j))) == 1 for i in range(m) for j in range(n))


def test_payoffs_of_claus_and_boutilier():
    climbing = catalog.load("climbing")
    assert climbing.row_payoffs.tolist() == [[11, -30, 0], [-30, 7, 6], [0, 0, 5]]
    penalty = catalog.load("penalty:k=-7")
    assert penalty.row_payoffs.tolist() == [[-7, 0, 10], [0, 2, 0], [10, 0, -7]]


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("coordination", ["1/2", "1/2"], ["1/2", "1/2"]),
        ("coordination:left=2", ["1/3", "2/3"], ["1/3", "2/3"]),
        ("stag-hunt", ["1/2", "1/2"], ["1/2", "1/2"]),
        ("aumann-stag-hunt", ["7/8", "1/8"], ["7/8", "1/8"]),
        # Osborne and Rubinstein, example 34.1: ((2/3, 1/3), (1/3, 2/3)).
        ("battle-of-the-sexes", ["2/3", "1/3"], ["1/3", "2/3"]),
    ],
)
def test_mixed_equilibria(name, x, y, is_equilibrium):
    assert is_equilibrium(catalog.load(name), x, y)


def test_the_better_equilibrium_of_aumanns_stag_hunt_is_not_risk_dominant():
    """Harsanyi and Selten: compare the products of the losses from deviating alone."""
    game = catalog.load("aumann-stag-hunt")
    losses = {
        action: game.play(action, action)[0] - game.play(other, action)[0]
        for action, other in (("c", "d"), ("d", "c"))
    }
    assert losses["d"] ** 2 > losses["c"] ** 2
    assert game.play("c", "c")[0] > game.play("d", "d")[0]
    # Whatever they plan, players want the other to play c.
    for own in ("c", "d"):
        assert game.play(own, "c")[0] > game.play(own, "d")[0]


def test_payoffs_of_van_huyck_battalio_and_beil():
    """Their table for game A: 1.30 where all choose 7, 0.70 where all choose 1, least 0.10."""
    game = catalog.load("minimum-effort")
    assert game.play("7", "7")[0] == Fraction(13, 10)
    assert game.play("1", "1")[0] == Fraction(7, 10)
    assert game.play("7", "1")[0] == Fraction(1, 10)


def test_every_support_of_the_identity_game_is_an_equilibrium(is_equilibrium):
    game = catalog.load("identity:n=4")
    count = 0
    for size in range(1, 5):
        for support in combinations(range(4), size):
            x = [Fraction(int(k in support), size) for k in range(4)]
            count += is_equilibrium(game, x, x)
    assert count == 2**4 - 1
