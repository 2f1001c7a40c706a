"""Facts from the literature about each game, found again by brute force."""

from fractions import Fraction
from itertools import product

import pytest

from gametheory import catalog


def numbers(*pairs):
    return {(str(a), str(b)) for a, b in pairs}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Best replies are (demand - other) / 2: 3 meets 3; on the grid 2 meets 4, too.
        ("cournot", numbers((3, 3), (2, 4), (4, 2))),
        ("cournot:capacity=3", numbers((3, 3))),
        # Price at cost, and just above it.
        ("bertrand", numbers((1, 1), (2, 2))),
        ("bertrand:cost=0", numbers((0, 0), (1, 1))),
        ("hotelling", numbers((3, 3))),
        ("hotelling:n=4", numbers((2, 2), (2, 3), (3, 2), (3, 3))),
        ("hotelling:n=9", numbers((5, 5))),
        ("all-pay-auction", set()),
        # One leaves at once, the other would stay at least as long as the prize is worth.
        ("war-of-attrition", numbers((0, 4), (0, 5), (4, 0), (5, 0))),
        ("entry", {("Enter", "Accommodate"), ("Stay out", "Fight")}),
        ("inspection", set()),
        ("mini-ultimatum", {("Fair", "No"), ("Unfair", "Yes")}),
        ("nash-demand", numbers((0, 4), (1, 3), (2, 2), (3, 1), (4, 0), (4, 4))),
        ("centipede", {("Take at 1", "Take at 2")}),
        ("beauty-contest", numbers((0, 0))),
        ("money-request", set()),
    ],
)
def test_pure_equilibria(name, expected, pure_equilibria):
    assert pure_equilibria(catalog.load(name)) == expected


@pytest.mark.parametrize(
    "name",
    ["cournot", "bertrand", "hotelling", "all-pay-auction", "war-of-attrition", "nash-demand",
     "beauty-contest", "money-request"],
)  # fmt: skip
def test_symmetric(name):
    game = catalog.load(name)
    m, n = game.shape
    assert m == n
    assert all(game.payoff(i, j) == game.payoff(j, i)[::-1] for i in range(m) for j in range(n))


def test_cournot_profits():
    game = catalog.load("cournot:demand=10,cost=1")
    assert game.play("3", "3") == (9, 9)  # price 4
    assert game.play("5", "2") == (10, 4)  # price 3
    assert catalog.load("cournot:demand=4,cost=1").play("3", "2")[0] == -3  # price 0


def test_bertrand_profits():
    game = catalog.load("bertrand")
    assert game.play("3", "4") == (8, 0)  # 4 buyers at a margin of 2
    assert game.play("3", "3") == (4, 4)


@pytest.mark.parametrize("n", [1, 4, 7])
def test_vendors_share_the_beach(n):
    game = catalog.get("hotelling").game(n=n)
    assert all(sum(game.payoff(i, j)) == n for i in range(n) for j in range(n))


def test_all_pay_auction():
    game = catalog.load("all-pay-auction")
    assert game.play("3", "2") == (1, -2)
    assert game.play("2", "2") == (0, 0)


def test_second_price(pure_equilibria):
    game = catalog.load("second-price-auction")
    assert game.play("4", "3") == (1, 0)
    assert game.play("2", "5") == (0, 1)
    assert game.play("3", "3") == (Fraction(1, 2), 0)
    # Bidding the value is at least as good as any other bid, whatever the other bids.
    bids = range(6)
    for value, player in ((4, 0), (3, 1)):
        for own, other in product(bids, bids):
            truthful, deviation = (
                game.payoff(*((bid, other) if player == 0 else (other, bid)))[player]
                for bid in (value, own)
            )
            assert truthful >= deviation
    assert ("4", "3") in pure_equilibria(game)
    assert ("0", "5") in pure_equilibria(game)  # the bidder with the lower value wins


def test_war_of_attrition_payoffs():
    game = catalog.load("war-of-attrition")
    assert game.play("1", "3") == (-1, 3)
    assert game.play("2", "2") == (0, 0)


def test_payoffs_of_entry():
    game = catalog.load("entry")
    assert game.row_payoffs.tolist() == [[-1, 1], [0, 0]]
    assert game.column_payoffs.tolist() == [[-1, 1], [2, 2]]


@pytest.mark.parametrize(("wage", "effort", "cost"), [(4, 1, 2), (10, 3, 1)])
def test_inspection_probabilities(wage, effort, cost, is_equilibrium):
    """Fudenberg and Tirole: shirk with h/w, inspect with g/w."""
    game = catalog.get("inspection").game(wage=wage, effort=effort, cost=cost)
    shirk, inspect = Fraction(cost, wage), Fraction(effort, wage)
    assert is_equilibrium(game, [shirk, 1 - shirk], [inspect, 1 - inspect])


def test_payoffs_of_the_ultimatum_minigame():
    game = catalog.load("mini-ultimatum")
    assert game.play("Unfair", "Yes") == (3, 1)
    assert game.play("Unfair", "No") == (0, 0)
    assert game.play("Fair", "No") == game.play("Fair", "Yes") == (2, 2)


def test_payoffs_of_the_centipede():
    """McKelvey and Palfrey, figure 1, played through the tree."""
    game = catalog.load("centipede")
    ends = [
        (Fraction(a), Fraction(b))
        for a, b in (("0.4", "0.1"), ("0.2", "0.8"), ("1.6", "0.4"), ("0.8", "3.2"), ("6.4", "1.6"))
    ]
    for i, j in product(range(3), range(3)):
        move, end = 0, None
        while end is None:
            plan, turn = (i, j)[move % 2], move // 2
            end = ends[move] if plan == turn else None
            move += 1
            if move == 4 and end is None:
                end = ends[4]
        assert game.payoff(i, j) == end


@pytest.mark.parametrize("fraction", ["2/3", "1/10", "99/100"])
def test_lower_number_wins_the_beauty_contest(fraction):
    game = catalog.get("beauty-contest").game(fraction=fraction)
    for own, other in product(range(11), repeat=2):
        expected = Fraction(1 + (own < other) - (own > other), 2)
        assert game.payoff(own, other) == (expected, 1 - expected)


def test_equilibrium_of_the_money_request_game(is_equilibrium):
    """Arad and Rubinstein, table 1: 15 to 20 with 25, 25, 20, 15, 10, 5 percent."""
    x = [Fraction(p, 100) for p in (0, 0, 0, 0, 25, 25, 20, 15, 10, 5)]
    assert is_equilibrium(catalog.load("money-request"), x, x)


class TestBeerQuiche:
    """Cho and Kreps (1987), section II."""

    GAME = catalog.load("beer-quiche")

    def test_only_pooling_in_pure_equilibria(self, pure_equilibria):
        assert pure_equilibria(self.GAME) == {
            ("wimp beer, surly beer", "beer: no duel, quiche: duel"),
            ("wimp quiche, surly quiche", "beer: duel, quiche: no duel"),
        }

    def test_payoffs(self):
        # All drink beer, no duel: the wimp gets 2, the surly one 3; right 9 times of 10.
        both_beer = self.GAME.play("wimp beer, surly beer", "beer: no duel, quiche: duel")
        assert both_beer == (Fraction(29, 10), Fraction(9, 10))
        both_quiche = self.GAME.play("wimp quiche, surly quiche", "beer: duel, quiche: no duel")
        assert both_quiche == (Fraction(21, 10), Fraction(9, 10))
        told_apart = self.GAME.play("wimp quiche, surly beer", "beer: no duel, quiche: duel")
        assert told_apart == (Fraction(1, 10) + Fraction(27, 10), 1)
