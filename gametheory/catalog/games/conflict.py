"""Games of pure conflict: what one player wins the other loses, up to a constant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from math import comb
from typing import Final

from gametheory.catalog.entry import CatalogEntry, ObservedPlay, Parameter, game_entry, require
from gametheory.game import BimatrixGame

__all__ = ["ENTRIES"]


@game_entry(
    "matching-pennies",
    "Matching pennies",
    story=(
        "Both put down a coin. If the sides match, the row player wins the other's coin, if not, "
        "the column player does. Whoever can be predicted loses."
    ),
    source=(
        "von Neumann, J., & Morgenstern, O. (1944). Theory of Games and Economic Behavior. "
        "Princeton University Press, section 14.7."
    ),
    aliases=("mp",),
)
def _matching_pennies(name: str) -> BimatrixGame:
    sides = ("Heads", "Tails")
    return BimatrixGame.zero_sum(
        [[1, -1], [-1, 1]], name=name, row_actions=sides, column_actions=sides
    )


@game_entry(
    "rock-paper-scissors",
    "Rock-paper-scissors",
    story=(
        "Paper covers rock, scissors cut paper, rock blunts scissors. The loser pays 1 and the "
        "winner gets win. With win = 1 the game is zero-sum; with another value it is not, and "
        "evolution spirals towards the equilibrium (win > 1) or away from it (win < 1)."
    ),
    source=(
        "von Neumann, J., & Morgenstern, O. (1944). Theory of Games and Economic Behavior. "
        "Princeton University Press, section 14.7. Hofbauer, J., & Sigmund, K. (1998). "
        "Evolutionary Games and Population Dynamics. Cambridge University Press (other values)."
    ),
    aliases=("rps", "roshambo"),
    parameters=(
        Parameter("win", Fraction(1), "what the winner gets", Fraction(0), Fraction(10**6),
                  open=True),
    ),
)  # fmt: skip
def _rock_paper_scissors(name: str, win: Fraction) -> BimatrixGame:
    return BimatrixGame.symmetric(
        [[0, -1, win], [win, 0, -1], [-1, win, 0]],
        name=name,
        row_actions=("Rock", "Paper", "Scissors"),
    )


@game_entry(
    "rock-paper-scissors-lizard-spock",
    "Rock-paper-scissors-lizard-Spock",
    story=(
        "Two more signs make ties rarer: each of the five beats two others and loses to two. "
        "Scissors cut paper and decapitate lizard; Spock smashes scissors and vaporizes rock, and "
        "so on."
    ),
    source="Folklore; devised by Sam Kass and Karen Bryla, samkass.com/theories/RPSSL.html.",
    aliases=("rpsls",),
)
def _lizard_spock(name: str) -> BimatrixGame:
    # In this cyclic order each sign beats the next two.
    signs = ("Rock", "Scissors", "Lizard", "Paper", "Spock")
    return BimatrixGame.zero_sum(
        [[(0, 1, 1, -1, -1)[(j - i) % 5] for j in range(5)] for i in range(5)],
        name=name,
        row_actions=signs,
        column_actions=signs,
    )


@game_entry(
    "penalty-kicks",
    "Penalty kicks",
    story=(
        "A kicker and a goalkeeper choose a side at the same time, because the ball is faster "
        "than the keeper's eye. The kicker's payoff is the share of such kicks that were goals, "
        "in percent, the goalkeeper's is the rest to 100."
    ),
    source=(
        "Palacios-Huerta, I. (2003). Professionals play minimax. Review of Economic Studies 70, "
        "395-415."
    ),
    aliases=("penalty-kick", "palacios-huerta"),
    observed=ObservedPlay(
        row=(Fraction("0.3998"), Fraction("0.6002")),
        column=(Fraction("0.4231"), Fraction("0.5769")),
        sample_size=1417,
        source=(
            "Palacios-Huerta, I. (2003). Professionals play minimax. Review of Economic Studies "
            "70, 395-415: 1,417 penalty kicks by professionals."
        ),
        note=(
            "The percentages are as published. No whole counts out of 1,417 give them, so no "
            "test statistic is computed from them."
        ),
    ),
)
def _penalty_kicks(name: str) -> BimatrixGame:
    scored = [[Fraction("58.30"), Fraction("94.97")], [Fraction("92.91"), Fraction("69.92")]]
    return BimatrixGame(
        scored,
        [[100 - share for share in row] for row in scored],
        name=name,
        players=("Kicker", "Goalkeeper"),
        row_actions=("Left", "Right"),
        column_actions=("Left", "Right"),
    )


def _divisions(units: int, fields: int) -> Iterator[tuple[int, ...]]:
    """All ways to divide `units` among `fields`, in lexicographic order, largest first."""
    if fields == 1:
        yield (units,)
        return
    for first in range(units, -1, -1):
        for rest in _divisions(units - first, fields - 1):
            yield (first, *rest)


@game_entry(
    "colonel-blotto",
    "Colonel Blotto",
    story=(
        "Two colonels divide their units among battlefields without knowing the other's plan. On "
        "each field the larger force wins. The payoff is the number of fields won minus the "
        "number of fields lost."
    ),
    source=(
        "Borel, E. (1921). La théorie du jeu et les équations intégrales à noyau symétrique. "
        "Comptes Rendus de l'Académie des Sciences 173, 1304-1308. Hart, S. (2008). Discrete "
        "Colonel Blotto and General Lotto games. International Journal of Game Theory 36, 441-460."
    ),
    aliases=("blotto",),
    parameters=(
        Parameter("units", Fraction(3), "units of each colonel", Fraction(0), Fraction(200),
                  integer=True),
        Parameter("fields", Fraction(3), "battlefields", Fraction(1), Fraction(10), integer=True),
    ),
)  # fmt: skip
def _colonel_blotto(name: str, units: int, fields: int) -> BimatrixGame:
    count = comb(units + fields - 1, fields - 1)
    require(
        count <= 500,
        f"colonel-blotto: {units} units on {fields} fields can be divided in {count} ways; "
        "expected at most 500, so take fewer units or fields",
    )
    plans = list(_divisions(units, fields))
    names = ["-".join(map(str, plan)) for plan in plans]
    return BimatrixGame.zero_sum(
        [[sum((a > b) - (a < b) for a, b in zip(own, other, strict=True)) for other in plans]
         for own in plans],
        name=name,
        row_actions=names,
        column_actions=names,
    )  # fmt: skip


@game_entry(
    "hide-and-seek",
    "Hide and seek",
    story=(
        "One player hides in one of n places, the other looks into one of them. The seeker wins "
        "1 if the hider is there."
    ),
    source=(
        "von Neumann, J. (1953). A certain zero-sum two-person game equivalent to the optimal "
        "assignment problem. Contributions to the Theory of Games II, Princeton University "
        "Press, 5-12; here in its simplest form, with one choice of n equal places."
    ),
    parameters=(
        Parameter("n", Fraction(3), "number of places", Fraction(1), Fraction(200), integer=True),
    ),
)
def _hide_and_seek(name: str, n: int) -> BimatrixGame:
    return BimatrixGame.zero_sum(
        [[int(i == j) for j in range(n)] for i in range(n)],
        name=name,
        players=("Seeker", "Hider"),
        row_actions=[f"Seek {k + 1}" for k in range(n)],
        column_actions=[f"Hide {k + 1}" for k in range(n)],
    )


@game_entry(
    "dresher-inspection",
    "Dresher's inspection game",
    story=(
        "An inspector has one inspection for n periods, and the inspected side, who sees when it "
        "has been used, may break the rules once. A violation that is inspected is worth 1 to "
        "the inspector, any other one -1, and keeping the rules 0. As soon as the inspection is "
        "used up, a violation is safe."
    ),
    source=(
        "Dresher, M. (1962). A sampling inspection problem in arms control agreements. RAND "
        "Memorandum RM-2972; here with one inspection. Avenhaus, R., von Stengel, B., & Zamir, S. "
        "(2002). Inspection games. Handbook of Game Theory 3, North-Holland, 1947-1987."
    ),
    parameters=(
        Parameter("n", Fraction(3), "number of periods", Fraction(1), Fraction(200), integer=True),
    ),
)
def _dresher_inspection(name: str, n: int) -> BimatrixGame:
    # Column j violates in period j, or right after an earlier inspection; the last
    # column violates only after an inspection. An inspection in the last period
    # leaves no time for that.
    def value(inspected: int, planned: int) -> int:
        if inspected == planned:
            return 1
        return 0 if inspected == n and planned > n else -1

    return BimatrixGame.zero_sum(
        [[value(i, j) for j in range(1, n + 2)] for i in range(1, n + 1)],
        name=name,
        players=("Inspector", "Inspectee"),
        row_actions=[f"Inspect in {i}" for i in range(1, n + 1)],
        column_actions=[*(f"Violate in {j}" for j in range(1, n + 1)), "Violate only after"],
    )


@game_entry(
    "bismarck-sea",
    "Battle of the Bismarck Sea",
    story=(
        "In 1943 a Japanese convoy could sail north or south of New Britain, and General Kenney "
        "had to choose where to send most of his planes. The payoff is the number of days of "
        "bombing that his staff expected. Both sides chose the north, as theory says."
    ),
    source=(
        "Haywood, O. G. (1954). Military decision and game theory. Journal of the Operations "
        "Research Society of America 2, 365-385."
    ),
)
def _bismarck_sea(name: str) -> BimatrixGame:
    return BimatrixGame.zero_sum(
        [[2, 2], [1, 3]],
        name=name,
        players=("Kenney", "Imamura"),
        row_actions=("Search north", "Search south"),
        column_actions=("Sail north", "Sail south"),
    )


@game_entry(
    "morra",
    "Morra",
    story=(
        "Each player shows one or more fingers and at the same time says a guess of how many the "
        "other shows. If exactly one guess is right, its player wins the total number of fingers "
        "shown. An action such as 1-2 shows 1 and guesses 2."
    ),
    source=(
        "An ancient game; analysed in Chvátal, V. (1983). Linear Programming. Freeman, chapter "
        "15 (two fingers)."
    ),
    parameters=(
        Parameter("fingers", Fraction(2), "most fingers shown", Fraction(1), Fraction(10),
                  integer=True),
    ),
)  # fmt: skip
def _morra(name: str, fingers: int) -> BimatrixGame:
    actions = list(product(range(1, fingers + 1), repeat=2))
    names = [f"{shown}-{guess}" for shown, guess in actions]
    return BimatrixGame.zero_sum(
        [[((a[1] == b[0]) - (b[1] == a[0])) * (a[0] + b[0]) for b in actions] for a in actions],
        name=name,
        row_actions=names,
        column_actions=names,
    )


@game_entry(
    "oneill",
    "O'Neill's card game",
    story=(
        "Each player shows one of four cards. The row player wins if there are two jokers, or "
        "two number cards that differ. In equilibrium both show the joker twice as often as any "
        "other card. An experiment needs no assumption about utility beyond preferring to win."
    ),
    source=(
        "O'Neill, B. (1987). Nonmetric test of the minimax theory of two-person zerosum games. "
        "Proceedings of the National Academy of Sciences 84, 2106-2109. Here a win is worth 1 "
        "and a loss -1."
    ),
)
def _oneill(name: str) -> BimatrixGame:
    cards = ("Joker", "Ace", "Two", "Three")

    def wins(own: str, other: str) -> bool:
        if "Joker" in (own, other):
            return own == other
        return own != other

    return BimatrixGame.zero_sum(
        [[1 if wins(own, other) else -1 for other in cards] for own in cards],
        name=name,
        row_actions=cards,
        column_actions=cards,
    )


@game_entry(
    "kuhn-poker",
    "Kuhn poker",
    story=(
        "A deck of jack, queen and king; each player antes 1 and gets one card. The first may "
        "bet 1 or check; after a bet the second calls or folds; after a check the second may bet, "
        "and then the first calls or folds. Left out are plans that Kuhn shows to be dominated: "
        "folding a king, calling with a jack, and so on. The best plans bluff."
    ),
    source=(
        "Kuhn, H. W. (1950). A simplified two-person poker. Contributions to the Theory of Games "
        "I, Princeton University Press, 97-103."
    ),
)
def _kuhn_poker(name: str) -> BimatrixGame:
    # First player, by card: bet; check and fold to a bet; check and call a bet.
    first = list(product(("bet", "fold"), ("fold", "call"), ("bet", "call")))
    # Second player: after a check with the jack; against a bet with the queen.
    second = list(product(("bet", "check"), ("fold", "call")))

    def payoff(own: tuple[str, ...], other: tuple[str, ...], mine: int, yours: int) -> int:
        ahead = 1 if mine > yours else -1
        calls = yours == 2 or (yours == 1 and other[1] == "call")
        bets = yours == 2 or (yours == 0 and other[0] == "bet")
        if own[mine] == "bet":
            return 2 * ahead if calls else 1
        if not bets:
            return ahead
        return 2 * ahead if own[mine] == "call" else -1

    deals = list(permutations(range(3), 2))
    return BimatrixGame.zero_sum(
        [[Fraction(sum(payoff(own, other, *deal) for deal in deals), len(deals))
          for other in second] for own in first],
        name=name,
        players=("First player", "Second player"),
        row_actions=[f"J {j}, Q {q}, K {k}" for j, q, k in first],
        column_actions=[f"J {j}, Q {q}" for j, q in second],
    )  # fmt: skip


ENTRIES: Final[tuple[CatalogEntry, ...]] = (
    _matching_pennies,
    _rock_paper_scissors,
    _lizard_spock,
    _penalty_kicks,
    _colonel_blotto,
    _hide_and_seek,
    _dresher_inspection,
    _bismarck_sea,
    _morra,
    _oneill,
    _kuhn_poker,
)
