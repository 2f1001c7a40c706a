"""Facts from the literature about each game, found again by brute force."""

from fractions import Fraction
from itertools import permutations, product

import pytest

from gametheory import catalog

ZERO_SUM = [
    "matching-pennies", "rock-paper-scissors", "rock-paper-scissors-lizard-spock",
    "colonel-blotto", "hide-and-seek", "dresher-inspection", "bismarck-sea", "morra", "oneill",
    "kuhn-poker", "morra:fingers=3", "colonel-blotto:units=4,fields=2",
]  # fmt: skip


@pytest.mark.parametrize("name", ZERO_SUM)
def test_zero_sum(name):
    game = catalog.load(name)
    m, n = game.shape
    assert all(sum(game.payoff(i, j)) == 0 for i in range(m) for j in range(n))


def test_penalty_kicks_are_constant_sum():
    game = catalog.load("penalty-kicks")
    assert all(sum(game.payoff(i, j)) == 100 for i in range(2) for j in range(2))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("matching-pennies", set()),
        ("rock-paper-scissors", set()),
        ("rock-paper-scissors-lizard-spock", set()),
        ("penalty-kicks", set()),
        ("hide-and-seek", set()),
        ("dresher-inspection", set()),
        ("morra", set()),
        ("oneill", set()),
        ("kuhn-poker", set()),
        ("bismarck-sea", {("Search north", "Sail north")}),
        ("colonel-blotto:units=1,fields=2", set(product(["1-0", "0-1"], repeat=2))),
    ],
)
def test_pure_equilibria(name, expected, pure_equilibria):
    assert pure_equilibria(catalog.load(name)) == expected


FIFTH, FIFTHS = Fraction(1, 5), [Fraction(1, 5)] * 5


@pytest.mark.parametrize(
    ("name", "x", "y", "value"),
    [
        ("matching-pennies", ["1/2"] * 2, ["1/2"] * 2, 0),
        ("rock-paper-scissors", ["1/3"] * 3, ["1/3"] * 3, 0),
        ("rock-paper-scissors:win=2", ["1/3"] * 3, ["1/3"] * 3, Fraction(1, 3)),
        ("rock-paper-scissors-lizard-spock", FIFTHS, FIFTHS, 0),
        ("hide-and-seek:n=5", FIFTHS, FIFTHS, FIFTH),
        # O'Neill: the joker with .4, the row player wins with .4, so .4 - .6.
        ("oneill", ["2/5", FIFTH, FIFTH, FIFTH], ["2/5", FIFTH, FIFTH, FIFTH], -FIFTH),
        # Chvatal: the two extreme optimal strategies of Morra.
        ("morra", [0, "4/7", "3/7", 0], [0, "3/5", "2/5", 0], 0),
        ("morra", [0, "3/5", "2/5", 0], [0, "4/7", "3/7", 0], 0),
        ("bismarck-sea", [1, 0], [1, 0], 2),
    ],
)
def test_equilibria_and_values(name, x, y, value, is_equilibrium):
    game = catalog.load(name)
    assert is_equilibrium(game, x, y)
    assert game[[Fraction(p) for p in x], [Fraction(q) for q in y]][0] == value


@pytest.mark.parametrize("p", ["4/7", "3/5"])
def test_morras_optimal_strategies_end_there(p, is_equilibrium):
    """Dantzig, Chvatal: (0, p, 1 - p, 0) is optimal from p = 4/7 to 3/5 and not beyond."""
    game, p = catalog.load("morra"), Fraction(p)
    outward = Fraction(1, 1000) * (1 if p == Fraction(3, 5) else -1)
    other = [0, Fraction(3, 5), Fraction(2, 5), 0]
    for shift, optimal in ((-outward, True), (outward, False)):
        x = [0, p + shift, 1 - p - shift, 0]
        guaranteed = min(sum(x[i] * game.payoff(i, j)[0] for i in range(4)) for j in range(4))
        assert (guaranteed == 0) is optimal
    assert is_equilibrium(game, [0, p, 1 - p, 0], other)


def test_who_beats_whom():
    """Sam Kass's rules, one by one."""
    game = catalog.load("rpsls")
    rules = """Scissors Paper, Paper Rock, Rock Lizard, Lizard Spock, Spock Scissors,
               Scissors Lizard, Lizard Paper, Paper Spock, Spock Rock, Rock Scissors"""
    for rule in rules.split(","):
        winner, loser = rule.split()
        assert game.play(winner, loser) == (1, -1)
        assert game.play(loser, winner) == (-1, 1)


class TestPenaltyKicks:
    """Palacios-Huerta (2003), the game of the project's main example."""

    def test_payoffs(self):
        game = catalog.load("penalty-kicks")
        assert game.players == ("Kicker", "Goalkeeper")
        assert game.row_actions == game.column_actions == ("Left", "Right")
        assert game.play("Left", "Left") == (Fraction("58.30"), Fraction("41.70"))
        assert game.play("Left", "Right") == (Fraction("94.97"), Fraction("5.03"))
        assert game.play("Right", "Left") == (Fraction("92.91"), Fraction("7.09"))
        assert game.play("Right", "Right") == (Fraction("69.92"), Fraction("30.08"))

    def test_prediction_of_the_paper(self, is_equilibrium):
        """Indifference gives what the paper prints: kicker 38.54 %, goalkeeper 41.99 %."""
        game = catalog.load("penalty-kicks")
        (a, b), (c, d) = ([game.payoff(i, j)[0] for j in range(2)] for i in range(2))
        kicker, keeper = (d - c) / (a - b - c + d), (d - b) / (a - b - c + d)
        assert is_equilibrium(game, [kicker, 1 - kicker], [keeper, 1 - keeper])
        assert round(100 * kicker, 2) == Fraction("38.54")
        assert round(100 * keeper, 2) == Fraction("41.99")

    def test_observed_play(self):
        observed = catalog.get("penalty-kicks").observed
        assert observed.row == (Fraction("0.3998"), Fraction("0.6002"))
        assert observed.column == (Fraction("0.4231"), Fraction("0.5769"))
        assert sum(observed.row) == sum(observed.column) == 1
        assert observed.sample_size == 1417
        assert "No whole counts" in observed.note

    @pytest.mark.parametrize("percent", ["39.98", "42.31"])
    def test_no_whole_count_gives_the_published_percentages(self, percent):
        percent = Fraction(percent)
        half_a_digit = Fraction("0.005")
        assert not [
            k for k in range(1418) if abs(Fraction(100 * k, 1417) - percent) <= half_a_digit
        ]

    def test_it_is_the_only_entry_with_data(self):
        assert [e.name for e in catalog.entries() if e.observed is not None] == ["penalty-kicks"]


def test_blotto_with_equal_forces():
    game = catalog.load("colonel-blotto:units=3,fields=3")
    assert len(game.row_actions) == 10  # C(5, 2)
    assert game.play("3-0-0", "1-1-1") == (-1, 1)
    assert game.play("2-1-0", "1-1-1") == (0, 0)
    assert game.play("2-1-0", "0-1-2") == (0, 0)
    assert game.play("2-1-0", "1-0-2") == (1, -1)
    assert game.row_payoffs.tolist() == (-game.row_payoffs.T).tolist()


def test_blotto_on_two_fields_is_always_a_draw():
    """With equal forces, more on one field is less on the other."""
    assert not catalog.load("colonel-blotto:units=4,fields=2").row_payoffs.any()


@pytest.mark.parametrize("n", [1, 2, 3, 6, 20])
def test_value_of_dreshers_game(n):
    """Dresher's recursion, one inspection: each period is a 2 x 2 game.

    Inspect or not, violate or not: v = value of [[1, safe], [-1, next]], where safe
    is -1 (0 in the last period) and next is the game with one period fewer.
    """
    value = Fraction(0)
    for periods in range(1, n + 1):
        after_inspection = Fraction(0 if periods == 1 else -1)
        (a, b), (c, d) = (Fraction(1), after_inspection), (Fraction(-1), value)
        lower, upper = max(min(a, b), min(c, d)), min(max(a, c), max(b, d))
        value = lower if lower == upper else (a * d - b * c) / (a - b - c + d)
    assert value == Fraction(-(n - 1), n + 1)  # Avenhaus, von Stengel and Zamir's closed form
    game = catalog.get("dresher-inspection").game(n=n)
    # The inspector guarantees it by inspecting in every period but the last
    # equally often, and the inspectee by what the mirror image gives.
    x = [Fraction(1, n + 1)] * (n - 1) + [Fraction(2, n + 1)]
    y = [Fraction(1, n + 1)] * (n - 1) + [0, Fraction(2, n + 1)]
    assert min(sum(x[i] * game.payoff(i, j)[0] for i in range(n)) for j in range(n + 1)) == value
    assert max(sum(y[j] * game.payoff(i, j)[0] for j in range(n + 1)) for i in range(n)) == value


class TestKuhnPoker:
    """Kuhn (1950); the whole game is built again here, without leaving plans out."""

    @staticmethod
    def whole():
        first = list(product(("bet", "fold", "call"), repeat=3))
        second = list(product(product(("fold", "call"), ("check", "bet")), repeat=3))

        def payoff(plan, answer, mine, yours):
            win = 1 if mine > yours else -1
            if plan[mine] == "bet":
                return 2 * win if answer[yours][0] == "call" else 1
            if answer[yours][1] == "check":
                return win
            return 2 * win if plan[mine] == "call" else -1

        deals = list(permutations(range(3), 2))
        table = {
            (plan, answer): Fraction(sum(payoff(plan, answer, *deal) for deal in deals), 6)
            for plan in first
            for answer in second
        }
        return first, second, table

    def test_every_entry_is_that_of_the_whole_game(self):
        first, second, table = self.whole()
        game = catalog.load("kuhn-poker")
        for i, plan in enumerate(game.row_actions):
            full = tuple(part.split()[1] for part in plan.split(", "))
            assert full in first
            for j, answer in enumerate(game.column_actions):
                jack, queen = (part.split()[1] for part in answer.split(", "))
                whole = (("fold", jack), (queen, "check"), ("call", "bet"))
                assert whole in second
                assert game.payoff(i, j)[0] == table[full, whole]

    def test_value_is_minus_one_eighteenth_also_of_the_whole_game(self):
        """Kuhn: the first player loses 1/18; both best plans bluff with a third of the jacks."""
        first, second, table = self.whole()
        third = Fraction(1, 3)
        # Second player: bet a jack after a check, and call with the queen, with 1/3 each.
        y = {
            answer: (third if answer[0][1] == "bet" else 1 - third)
            * (third if answer[1][0] == "call" else 1 - third)
            for answer in second
            if answer[0][0] == "fold" and answer[1][1] == "check" and answer[2] == ("call", "bet")
        }
        assert sum(y.values()) == 1
        assert max(
            sum(q * table[plan, answer] for answer, q in y.items()) for plan in first
        ) == Fraction(-1, 18)
        # First player, with alpha = 1/3: bet a third of the jacks and every king,
        # check queens and call with two thirds of them.
        x = {
            ("bet", "call", "bet"): third * 2 * third,
            ("bet", "fold", "bet"): third * third,
            ("fold", "call", "bet"): 2 * third * 2 * third,
            ("fold", "fold", "bet"): 2 * third * third,
        }
        assert sum(x.values()) == 1
        assert min(
            sum(p * table[plan, answer] for plan, p in x.items()) for answer in second
        ) == Fraction(-1, 18)
        game = catalog.load("kuhn-poker")
        names = {f"J {j}, Q {q}, K {k}": p for (j, q, k), p in x.items()}
        columns = {f"J {answer[0][1]}, Q {answer[1][0]}": q for answer, q in y.items()}
        row = [names.get(name, 0) for name in game.row_actions]
        column = [columns[name] for name in game.column_actions]
        assert game[row, column][0] == Fraction(-1, 18)
