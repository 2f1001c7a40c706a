"""Facts from the literature about each game, found again by brute force."""

from fractions import Fraction

import pytest

from gametheory import catalog

SYMMETRIC = [
    "prisoners-dilemma", "donation-game", "deadlock", "chicken", "aumann-chicken", "hawk-dove",
    "volunteers-dilemma", "public-goods", "travelers-dilemma",
]  # fmt: skip


@pytest.mark.parametrize("name", SYMMETRIC)
def test_symmetric(name):
    game = catalog.load(name)
    m, n = game.shape
    assert m == n
    assert game.row_actions == game.column_actions
    assert all(game.payoff(i, j) == game.payoff(j, i)[::-1] for i in range(m) for j in range(n))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("prisoners-dilemma", {("Defect", "Defect")}),
        ("donation-game", {("Defect", "Defect")}),
        ("deadlock", {("Defect", "Defect")}),
        ("chicken", {("Swerve", "Straight"), ("Straight", "Swerve")}),
        ("aumann-chicken", {("Yield", "Dare"), ("Dare", "Yield")}),
        ("hawk-dove", {("Hawk", "Dove"), ("Dove", "Hawk")}),
        ("hawk-dove:v=4,c=2", {("Hawk", "Hawk")}),
        ("volunteers-dilemma", {("Volunteer", "Wait"), ("Wait", "Volunteer")}),
        ("public-goods", {("Give 0", "Give 0")}),
        ("public-goods:multiplier=3", {("Give 4", "Give 4")}),
        ("travelers-dilemma", {("2", "2")}),
        ("travelers-dilemma:high=100", {("2", "2")}),
        ("travelers-dilemma:low=5,high=9,reward=3", {("5", "5")}),
        ("samaritans-dilemma", set()),
        ("boxed-pigs", {("Press", "Wait")}),
    ],
)
def test_pure_equilibria(name, expected, pure_equilibria):
    assert pure_equilibria(catalog.load(name)) == expected


def test_prisoners_dilemma_has_axelrods_payoffs():
    game = catalog.load("prisoners-dilemma")
    assert game.play("Cooperate", "Cooperate") == (3, 3)
    assert game.play("Cooperate", "Defect") == (0, 5)
    assert game.play("Defect", "Cooperate") == (5, 0)
    assert game.play("Defect", "Defect") == (1, 1)


@pytest.mark.parametrize("name", ["prisoners-dilemma", "donation-game"])
def test_mutual_cooperation_is_better_for_both(name):
    game = catalog.load(name)
    assert game.play("Cooperate", "Cooperate")[0] > game.play("Defect", "Defect")[0]


def test_gain_from_defecting_in_the_donation_game_is_always_the_cost():
    game = catalog.load("donation-game:benefit=7,cost=2")
    for other in ("Cooperate", "Defect"):
        assert game.play("Defect", other)[0] - game.play("Cooperate", other)[0] == 2


@pytest.mark.parametrize("crash", [2, 10, "7/2"])
def test_chicken_mixes_with_straight_at_one_in_crash(crash, is_equilibrium):
    # Indifference: -q = (1 - q) - crash * q.
    straight = 1 / Fraction(crash)
    game = catalog.get("chicken").game(crash=crash)
    assert is_equilibrium(game, [1 - straight, straight], [1 - straight, straight])


def test_aumann_chicken(is_equilibrium):
    """The mixed equilibrium pays 14/3; the correlated device of the paper pays 5."""
    game = catalog.load("aumann-chicken")
    third = Fraction(1, 3)
    x = [2 * third, third]
    assert is_equilibrium(game, x, x)
    assert game[x, x] == (Fraction(14, 3), Fraction(14, 3))
    device = [("Yield", "Yield"), ("Yield", "Dare"), ("Dare", "Yield")]
    assert sum(game.play(*profile)[0] for profile in device) / 3 == 5
    # Told to yield, the other yields or dares with equal probability: yielding is best.
    assert 6 + 2 >= 7 + 0
    assert game.play("Yield", "Yield")[0] + game.play("Yield", "Dare")[0] == 8


@pytest.mark.parametrize(("v", "c"), [(2, 4), (1, 10), ("5/2", 3)])
def test_hawks_are_v_over_c(v, c, is_equilibrium):
    hawks = Fraction(v) / Fraction(c)
    game = catalog.get("hawk-dove").game(v=v, c=c)
    assert is_equilibrium(game, [hawks, 1 - hawks], [hawks, 1 - hawks])


def test_volunteers_wait_with_probability_cost_over_benefit(is_equilibrium):
    game = catalog.load("volunteers-dilemma:benefit=5,cost=2")
    x = [Fraction(3, 5), Fraction(2, 5)]
    assert is_equilibrium(game, x, x)


def test_public_goods_is_a_dilemma():
    game = catalog.load("public-goods")
    assert game.play("Give 4", "Give 4") == (6, 6)
    assert game.play("Give 0", "Give 0") == (4, 4)
    assert game.play("Give 0", "Give 4") == (7, 3)


def test_travelers_payoffs_of_the_paper():
    """Basu: claims 2 to 100; the lower claim m is paid as m + 2 and m - 2."""
    game = catalog.load("travelers-dilemma:high=100")
    assert game.shape == (99, 99)
    assert game.play("100", "100") == (100, 100)
    assert game.play("99", "100") == (101, 97)
    assert game.play("2", "100") == (4, 0)


def test_welfare_game_mixes(is_equilibrium):
    """Rasmusen: aid with probability .5, work with probability .2."""
    game = catalog.load("samaritans-dilemma")
    assert is_equilibrium(game, ["1/2", "1/2"], ["1/5", "4/5"])


def test_small_pig_gains_more_than_the_big_one_by_waiting():
    game = catalog.load("boxed-pigs")
    for big in ("Press", "Wait"):
        assert game.play(big, "Wait")[1] > game.play(big, "Press")[1]
