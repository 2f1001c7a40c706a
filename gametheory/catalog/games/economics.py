"""Markets, auctions, bargaining, enforcement."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Final

from gametheory.catalog.entry import CatalogEntry, Parameter, game_entry, require
from gametheory.game import BimatrixGame

__all__ = ["ENTRIES"]


def _number(
    name: str, default: int, meaning: str, minimum: int = 0, *, open: bool = False
) -> Parameter:
    return Parameter(
        name, Fraction(default), meaning, Fraction(minimum), Fraction(10**6), open=open
    )


def _count(name: str, default: int, meaning: str, minimum: int, maximum: int = 100) -> Parameter:
    return Parameter(
        name, Fraction(default), meaning, Fraction(minimum), Fraction(maximum), integer=True
    )


def _symmetric(
    payoff: Callable[[int, int], Fraction | int], actions: range, name: str
) -> BimatrixGame:
    """Symmetric game whose actions are numbers; `payoff` takes one's own and the other's."""
    return BimatrixGame.symmetric(
        [[payoff(own, other) for other in actions] for own in actions],
        name=name,
        row_actions=[str(action) for action in actions],
    )


@game_entry(
    "cournot",
    "Cournot duopoly",
    story=(
        "Two firms choose quantities of the same good; the more there is, the lower the price, "
        "demand minus the total, at which all is sold. Each would like the other to produce less. "
        "Quantities here are whole units, so there may be further equilibria beside Cournot's."
    ),
    source=(
        "Cournot, A. A. (1838). Recherches sur les principes mathématiques de la théorie des "
        "richesses. Hachette."
    ),
    parameters=(
        _number("demand", 9, "price of the first unit"),
        _number("cost", 0, "cost of a unit"),
        _count("capacity", 5, "largest quantity", 1),
    ),
)
def _cournot(name: str, demand: Fraction, cost: Fraction, capacity: int) -> BimatrixGame:
    def profit(own: int, other: int) -> Fraction:
        return own * (max(demand - own - other, Fraction(0)) - cost)

    return _symmetric(profit, range(capacity + 1), name)


@game_entry(
    "bertrand",
    "Bertrand duopoly",
    story=(
        "Two firms post prices for the same good and all buyers go to the cheaper one; at equal "
        "prices they divide. Undercutting pays until the price is at cost, or just above it "
        "where prices are whole numbers."
    ),
    source=(
        "Bertrand, J. (1883). Théorie mathématique de la richesse sociale. Journal des Savants "
        "67, 499-508."
    ),
    parameters=(
        _number("demand", 7, "quantity bought at price 0"),
        _number("cost", 1, "cost of a unit"),
        _count("highest", 5, "highest price", 0),
    ),
)
def _bertrand(name: str, demand: Fraction, cost: Fraction, highest: int) -> BimatrixGame:
    def profit(own: int, other: int) -> Fraction:
        if own > other:
            return Fraction(0)
        sold = max(demand - own, Fraction(0)) / (2 if own == other else 1)
        return (own - cost) * sold

    return _symmetric(profit, range(highest + 1), name)


@game_entry(
    "hotelling",
    "Hotelling's beach",
    story=(
        "Two vendors choose among n places along a beach, with one bather at each. Bathers go to "
        "the nearer vendor, or divide if both are as near. In the only equilibria both stand at "
        "the middle."
    ),
    source=(
        "Hotelling, H. (1929). Stability in competition. Economic Journal 39, 41-57; here "
        "without prices."
    ),
    aliases=("hotelling-location",),
    parameters=(_count("n", 5, "number of places", 1),),
)
def _hotelling(name: str, n: int) -> BimatrixGame:
    def customers(own: int, other: int) -> Fraction:
        doubled = sum(
            1
            + (abs(bather - own) < abs(bather - other))
            - (abs(bather - own) > abs(bather - other))
            for bather in range(1, n + 1)
        )
        return Fraction(doubled, 2)

    return _symmetric(customers, range(1, n + 1), name)


@game_entry(
    "all-pay-auction",
    "All-pay auction",
    story=(
        "The highest bid wins the prize and both pay their bids, as in lobbying, races and some "
        "wars; equal bids divide the prize. Bids are whole numbers."
    ),
    source=(
        "Baye, M. R., Kovenock, D., & de Vries, C. G. (1996). The all-pay auction with complete "
        "information. Economic Theory 8, 291-305."
    ),
    aliases=("all-pay",),
    parameters=(
        _number("value", 4, "value of the prize", open=True),
        _count("highest", 4, "highest bid", 0),
    ),
)
def _all_pay(name: str, value: Fraction, highest: int) -> BimatrixGame:
    def payoff(own: int, other: int) -> Fraction:
        return value * Fraction(1 + (own > other) - (own < other), 2) - own

    return _symmetric(payoff, range(highest + 1), name)


@game_entry(
    "second-price-auction",
    "Second-price auction",
    story=(
        "The highest of two sealed bids wins and pays the other bid; equal bids decide by a coin. "
        "To bid what the good is worth to oneself is never worse than another bid, yet there are "
        "other equilibria."
    ),
    source=(
        "Vickrey, W. (1961). Counterspeculation, auctions, and competitive sealed tenders. "
        "Journal of Finance 16, 8-37."
    ),
    aliases=("vickrey-auction",),
    parameters=(
        _number("row_value", 4, "value to the row player"),
        _number("column_value", 3, "value to the column player"),
        _count("highest", 5, "highest bid", 0),
    ),
)
def _second_price(
    name: str, row_value: Fraction, column_value: Fraction, highest: int
) -> BimatrixGame:
    bids = range(highest + 1)

    def payoffs(value: Fraction) -> list[list[Fraction]]:
        return [[(value - other) * Fraction(1 + (own > other) - (own < other), 2)
                 for other in bids] for own in bids]  # fmt: skip

    columns = payoffs(column_value)
    names = [str(bid) for bid in bids]
    return BimatrixGame(
        payoffs(row_value),
        [[columns[j][i] for j in bids] for i in bids],
        name=name,
        row_actions=names,
        column_actions=names,
    )


@game_entry(
    "war-of-attrition",
    "War of attrition",
    story=(
        "Two animals wait for a prize; waiting costs 1 an hour for both, and whoever leaves first "
        "loses. If both leave together, they share. One gives up at once if the other would "
        "stay long enough, or both mix."
    ),
    source=(
        "Maynard Smith, J. (1974). The theory of games and the evolution of animal conflicts. "
        "Journal of Theoretical Biology 47, 209-221; here with whole hours and a last one."
    ),
    aliases=("attrition",),
    parameters=(
        _number("value", 4, "value of the prize", open=True),
        _count("last", 5, "longest time", 0),
    ),
)
def _war_of_attrition(name: str, value: Fraction, last: int) -> BimatrixGame:
    def payoff(own: int, other: int) -> Fraction:
        return value * Fraction(1 + (own > other) - (own < other), 2) - min(own, other)

    return _symmetric(payoff, range(last + 1), name)


@game_entry(
    "entry",
    "Entry deterrence",
    story=(
        "A firm may enter a market, and the incumbent has announced to fight if it does. Staying "
        "out and fighting is an equilibrium, but it rests on a threat that would not be carried "
        "out: once the entrant is in, the incumbent does better to accommodate."
    ),
    source=(
        "After one round of Selten, R. (1978). The chain store paradox. Theory and Decision 9, "
        "127-159. The numbers are a customary choice."
    ),
    aliases=("entry-deterrence", "chain-store"),
)
def _entry(name: str) -> BimatrixGame:
    return BimatrixGame(
        [[-1, 1], [0, 0]],
        [[-1, 1], [2, 2]],
        name=name,
        players=("Entrant", "Incumbent"),
        row_actions=("Enter", "Stay out"),
        column_actions=("Fight", "Accommodate"),
    )


@game_entry(
    "inspection",
    "Inspection game",
    story=(
        "A worker may shirk, which saves effort, and the employer may inspect, at a cost, and "
        "then pays no wage to a shirker. Any plan that is certain invites the other to change: "
        "so the worker shirks with probability cost/wage and the employer inspects with "
        "probability effort/wage."
    ),
    source="Fudenberg, D., & Tirole, J. (1991). Game Theory. MIT Press, chapter 1.",
    parameters=(
        _number("wage", 4, "wage", open=True),
        _number("effort", 1, "cost of working", open=True),
        _number("cost", 2, "cost of inspecting", open=True),
        _number("output", 8, "value of the work"),
    ),
)
def _inspection(
    name: str, wage: Fraction, effort: Fraction, cost: Fraction, output: Fraction
) -> BimatrixGame:
    require(
        wage > effort and wage > cost,
        f"inspection: expected wage > effort and wage > cost, got {wage}, {effort}, {cost}",
    )
    return BimatrixGame(
        [[0, wage], [wage - effort, wage - effort]],
        [[-cost, -wage], [output - wage - cost, output - wage]],
        name=name,
        players=("Worker", "Employer"),
        row_actions=("Shirk", "Work"),
        column_actions=("Inspect", "Do not inspect"),
    )


@game_entry(
    "mini-ultimatum",
    "Mini-ultimatum game",
    story=(
        "A proposer offers a fair division of 4, which is always accepted, or an unfair one that "
        "leaves the responder only the low share. A responder who says No to it leaves both with "
        "nothing. Fairness is an equilibrium, upheld by a threat that would cost the responder."
    ),
    source=(
        "Gale, J., Binmore, K. G., & Samuelson, L. (1995). Learning to be imperfect: the ultimatum "
        "game. Games and Economic Behavior 8, 56-90: the Ultimatum Minigame."
    ),
    aliases=("ultimatum-minigame",),
    parameters=(
        Parameter("low", Fraction(1), "the responder's share in the unfair division", Fraction(0),
                  Fraction(2), open=True),
    ),
)  # fmt: skip
def _mini_ultimatum(name: str, low: Fraction) -> BimatrixGame:
    return BimatrixGame(
        [[2, 2], [4 - low, 0]],
        [[2, 2], [low, 0]],
        name=name,
        players=("Proposer", "Responder"),
        row_actions=("Fair", "Unfair"),
        column_actions=("Yes", "No"),
    )


@game_entry(
    "nash-demand",
    "Nash demand game",
    story=(
        "Both name a share of a pie. If the shares fit into it, each gets what was named, else "
        "nobody gets anything. Every division is an equilibrium, and so is asking for all."
    ),
    source="Nash, J. F. (1953). Two-person cooperative games. Econometrica 21, 128-140.",
    aliases=("divide-the-pie",),
    parameters=(_count("pie", 4, "size of the pie", 1),),
)
def _nash_demand(name: str, pie: int) -> BimatrixGame:
    return _symmetric(lambda own, other: own if own + other <= pie else 0, range(pie + 1), name)


@game_entry(
    "centipede",
    "Centipede game",
    story=(
        "Two players take turns; each may take the larger part of a growing pot or pass it on. "
        "Here are the plans of the four-move game of McKelvey and Palfrey, in dollars. In every "
        "equilibrium the first player takes at once, which few people did."
    ),
    source=(
        "Rosenthal, R. W. (1981). Games of perfect information, predatory pricing and the "
        "chain-store paradox. Journal of Economic Theory 25, 92-100 (idea). McKelvey, R. D., & "
        "Palfrey, T. R. (1992). An experimental study of the centipede game. Econometrica 60, "
        "803-836, figure 1 (payoffs)."
    ),
    aliases=("centipede-normal-form",),
)
def _centipede(name: str) -> BimatrixGame:
    ends = [("0.40", "0.10"), ("0.20", "0.80"), ("1.60", "0.40"), ("0.80", "3.20"),
            ("6.40", "1.60")]  # fmt: skip
    # Moves 0 and 2 are the first player's, 1 and 3 the second's; 4 is never.
    outcome = [[ends[min(own, other)] for other in (1, 3, 4)] for own in (0, 2, 4)]
    return BimatrixGame(
        [[end[0] for end in row] for row in outcome],
        [[end[1] for end in row] for row in outcome],
        name=name,
        row_actions=("Take at 1", "Take at 3", "Always pass"),
        column_actions=("Take at 2", "Take at 4", "Always pass"),
    )


@game_entry(
    "beauty-contest",
    "Two-person beauty contest",
    story=(
        "Both name a number, and the one closer to a fraction of the average wins 1; if both are "
        "as close, they share. With only two players the lower number always wins, so 0 is best "
        "whatever the other does, yet many name others."
    ),
    source=(
        "Grosskopf, B., & Nagel, R. (2008). The two-person beauty contest. Games and Economic "
        "Behavior 62, 93-99. For many players: Nagel, R. (1995). Unraveling in guessing games. "
        "American Economic Review 85, 1313-1326."
    ),
    aliases=("guess-two-thirds", "p-beauty-contest"),
    parameters=(
        _count("highest", 10, "highest number", 0),
        Parameter("fraction", Fraction(2, 3), "what the average is multiplied by", Fraction(0),
                  Fraction(1), open=True),
    ),
)  # fmt: skip
def _beauty_contest(name: str, highest: int, fraction: Fraction) -> BimatrixGame:
    def share(own: int, other: int) -> Fraction:
        target = fraction * (own + other) / 2
        mine, yours = abs(own - target), abs(other - target)
        return Fraction(1 + (mine < yours) - (mine > yours), 2)

    return _symmetric(share, range(highest + 1), name)


@game_entry(
    "money-request",
    "11-20 money request game",
    story=(
        "Each asks for 11 to 20 shekels and gets them. Whoever asks for exactly one less than "
        "the other gets 20 more. The game triggers reasoning in steps: 20 is safe, 19 beats 20, "
        "18 beats 19, and so on."
    ),
    source=(
        "Arad, A., & Rubinstein, A. (2012). The 11-20 money request game: a level-k reasoning "
        "study. American Economic Review 102, 3561-3573."
    ),
    aliases=("11-20",),
)
def _money_request(name: str) -> BimatrixGame:
    return _symmetric(lambda own, other: own + 20 * (own == other - 1), range(11, 21), name)


@game_entry(
    "beer-quiche",
    "Beer-quiche game",
    story=(
        "With probability 1/10 the sender is a wimp, who likes quiche for breakfast, otherwise "
        "surly, who likes beer; either is glad of not having to duel, worth twice the breakfast. "
        "The receiver sees the breakfast and wants to duel with the wimp only. Two kinds of "
        "equilibria remain: all drink beer, or all eat quiche; the latter needs an odd belief."
    ),
    source=(
        "Cho, I.-K., & Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly "
        "Journal of Economics 102, 179-221."
    ),
)
def _beer_quiche(name: str) -> BimatrixGame:
    meals = ("beer", "quiche")
    types = ((Fraction(1, 10), "quiche"), (Fraction(9, 10), "beer"))  # wimp, surly
    senders = list(product(meals, repeat=2))  # the wimp's meal, the surly one's
    receivers = list(product((True, False), repeat=2))  # duel after beer, after quiche

    def payoffs(sender: tuple[str, ...], duels: tuple[bool, ...]) -> tuple[Fraction, Fraction]:
        first = second = Fraction(0)
        for k, (probability, liked) in enumerate(types):
            duel = duels[meals.index(sender[k])]
            first += probability * ((sender[k] == liked) + 2 * (not duel))
            second += probability * (duel == (k == 0))
        return first, second

    table = [[payoffs(sender, receiver) for receiver in receivers] for sender in senders]
    words = {True: "duel", False: "no duel"}
    return BimatrixGame(
        [[pair[0] for pair in row] for row in table],
        [[pair[1] for pair in row] for row in table],
        name=name,
        players=("Sender", "Receiver"),
        row_actions=[f"wimp {a}, surly {b}" for a, b in senders],
        column_actions=[f"beer: {words[a]}, quiche: {words[b]}" for a, b in receivers],
    )


ENTRIES: Final[tuple[CatalogEntry, ...]] = (
    _cournot,
    _bertrand,
    _hotelling,
    _all_pay,
    _second_price,
    _war_of_attrition,
    _entry,
    _inspection,
    _mini_ultimatum,
    _nash_demand,
    _centipede,
    _beauty_contest,
    _money_request,
    _beer_quiche,
)
