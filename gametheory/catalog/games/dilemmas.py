"""Games in which what is best for each is not best for both."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from gametheory.catalog.entry import CatalogEntry, Parameter, game_entry, require
from gametheory.game import BimatrixGame

__all__ = ["ENTRIES"]

_COOPERATE: Final = ("Cooperate", "Defect")


def _payoff(name: str, default: int, meaning: str) -> Parameter:
    return Parameter(name, Fraction(default), meaning, Fraction(-(10**6)), Fraction(10**6))


@game_entry(
    "prisoners-dilemma",
    "Prisoner's dilemma",
    story=(
        "Two suspects are questioned apart. Whatever the other does, each is better off "
        "defecting, that is confessing; yet both would be better off if both kept silent. "
        "The payoffs are those of Axelrod's computer tournament."
    ),
    source=(
        "Tucker, A. W. (1950). A two-person dilemma. Stanford University (story). "
        "Axelrod, R. (1984). The Evolution of Cooperation. Basic Books (payoffs 3, 0, 5, 1)."
    ),
    aliases=("pd",),
    parameters=(
        _payoff("reward", 3, "payoff of mutual cooperation"),
        _payoff("sucker", 0, "payoff of cooperating alone"),
        _payoff("temptation", 5, "payoff of defecting alone"),
        _payoff("punishment", 1, "payoff of mutual defection"),
    ),
)
def _prisoners_dilemma(
    name: str, reward: Fraction, sucker: Fraction, temptation: Fraction, punishment: Fraction
) -> BimatrixGame:
    require(
        temptation > reward > punishment > sucker,
        "prisoners-dilemma: expected temptation > reward > punishment > sucker, got "
        f"{temptation}, {reward}, {punishment}, {sucker}",
    )
    return BimatrixGame.symmetric(
        [[reward, sucker], [temptation, punishment]], name=name, row_actions=_COOPERATE
    )


@game_entry(
    "donation-game",
    "Donation game",
    story=(
        "Each player may pay a cost to give the other a benefit that is larger than the cost. "
        "It is the prisoner's dilemma in which one's own choice adds the same to a player's "
        "payoff whatever the other does."
    ),
    source="Sigmund, K. (2010). The Calculus of Selfishness. Princeton University Press.",
    parameters=(
        Parameter("benefit", Fraction(3), "what the other gets", Fraction(0), open=True),
        Parameter("cost", Fraction(1), "what the giver pays", Fraction(0), open=True),
    ),
)
def _donation(name: str, benefit: Fraction, cost: Fraction) -> BimatrixGame:
    require(benefit > cost, f"donation-game: expected benefit > cost, got {benefit}, {cost}")
    return BimatrixGame.symmetric(
        [[benefit - cost, -cost], [benefit, 0]], name=name, row_actions=_COOPERATE
    )


@game_entry(
    "deadlock",
    "Deadlock",
    story=(
        "Like the prisoner's dilemma, but both prefer mutual defection to mutual cooperation. "
        "So defecting is best for each and for both, and there is no dilemma."
    ),
    source=(
        "Folklore; one of the 78 ordinal games in Rapoport, A., Guyer, M. J., & Gordon, D. G. "
        "(1976). The 2 x 2 Game. University of Michigan Press. The numbers are a customary choice."
    ),
)
def _deadlock(name: str) -> BimatrixGame:
    return BimatrixGame.symmetric([[1, 0], [3, 2]], name=name, row_actions=_COOPERATE)


@game_entry(
    "chicken",
    "Chicken",
    story=(
        "Two drivers race towards each other. Whoever swerves loses face; if neither does, they "
        "crash. Each wants to go straight if, and only if, the other swerves."
    ),
    source=(
        "Rapoport, A., & Chammah, A. M. (1966). The game of chicken. American Behavioral "
        "Scientist 10(3), 10-28. The numbers are a customary choice."
    ),
    parameters=(
        Parameter(
            "crash", Fraction(10), "loss in a crash", Fraction(1), Fraction(10**6), open=True
        ),
    ),
)
def _chicken(name: str, crash: Fraction) -> BimatrixGame:
    return BimatrixGame.symmetric(
        [[0, -1], [1, -crash]], name=name, row_actions=("Swerve", "Straight")
    )


@game_entry(
    "aumann-chicken",
    "Chicken (Aumann)",
    story=(
        "The version of chicken with which correlated equilibria are usually explained. A "
        "mediator who draws one of the three profiles other than a crash, and tells each player "
        "only the own part, gives both 5; the mixed equilibrium gives both 14/3."
    ),
    source=(
        "Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality. "
        "Econometrica 55, 1-18."
    ),
)
def _aumann_chicken(name: str) -> BimatrixGame:
    return BimatrixGame.symmetric([[6, 2], [7, 0]], name=name, row_actions=("Yield", "Dare"))


@game_entry(
    "hawk-dove",
    "Hawk-dove",
    story=(
        "Two animals contest a resource of value v. Hawks fight, and the loser of a fight is "
        "hurt at cost c; doves display and share, and give way to hawks. If c > v, a mixture "
        "with the share v/c of hawks is evolutionarily stable."
    ),
    source=(
        "Maynard Smith, J., & Price, G. R. (1973). The logic of animal conflict. Nature 246, "
        "15-18. Payoffs as in Maynard Smith, J. (1982). Evolution and the Theory of Games. "
        "Cambridge University Press."
    ),
    parameters=(
        Parameter(
            "v", Fraction(2), "value of the resource", Fraction(0), Fraction(10**6), open=True
        ),
        Parameter(
            "c", Fraction(4), "cost of losing a fight", Fraction(0), Fraction(10**6), open=True
        ),
    ),
)
def _hawk_dove(name: str, v: Fraction, c: Fraction) -> BimatrixGame:
    return BimatrixGame.symmetric(
        [[(v - c) / 2, v], [0, v / 2]], name=name, row_actions=("Hawk", "Dove")
    )


@game_entry(
    "volunteers-dilemma",
    "Volunteer's dilemma",
    story=(
        "A good for both is produced if at least one of them volunteers, which costs the "
        "volunteer. Each would rather that the other did it, but prefers doing it to nobody "
        "doing it."
    ),
    source=(
        "Diekmann, A. (1985). Volunteer's dilemma. Journal of Conflict Resolution 29, 605-610; "
        "here with two players."
    ),
    parameters=(
        Parameter("benefit", Fraction(2), "value of the good", Fraction(0), open=True),
        Parameter("cost", Fraction(1), "cost of volunteering", Fraction(0), open=True),
    ),
)
def _volunteers_dilemma(name: str, benefit: Fraction, cost: Fraction) -> BimatrixGame:
    require(benefit > cost, f"volunteers-dilemma: expected benefit > cost, got {benefit}, {cost}")
    return BimatrixGame.symmetric(
        [[benefit - cost, benefit - cost], [benefit, 0]],
        name=name,
        row_actions=("Volunteer", "Wait"),
    )


@game_entry(
    "public-goods",
    "Public goods game",
    story=(
        "Each player puts part of an endowment into a common pot, whose content is multiplied "
        "and shared equally. If the multiplier is between 1 and 2, each token put in returns less "
        "than itself to the giver but more than itself to the two together."
    ),
    source=(
        "Ledyard, J. O. (1995). Public goods: a survey of experimental research. In Kagel, J. H., "
        "& Roth, A. E. (eds.), The Handbook of Experimental Economics, Princeton University "
        "Press; here with two players."
    ),
    parameters=(
        Parameter("endowment", Fraction(4), "tokens of each player", Fraction(1), Fraction(100),
                  integer=True),
        Parameter("multiplier", Fraction(3, 2), "what the pot is multiplied by", Fraction(0),
                  Fraction(100), open=True),
    ),
)  # fmt: skip
def _public_goods(name: str, endowment: int, multiplier: Fraction) -> BimatrixGame:
    gifts = range(endowment + 1)
    return BimatrixGame.symmetric(
        [[endowment - own + multiplier * (own + other) / 2 for other in gifts] for own in gifts],
        name=name,
        row_actions=[f"Give {gift}" for gift in gifts],
    )


@game_entry(
    "travelers-dilemma",
    "Traveler's dilemma",
    story=(
        "An airline has lost two equal suitcases and lets both travelers claim a value. Both are "
        "paid the lower claim; whoever made it gets a reward on top, and the other pays it as a "
        "penalty. Undercutting by one always pays, down to the lowest claim. Basu's own range is "
        "travelers-dilemma:high=100."
    ),
    source=(
        "Basu, K. (1994). The traveler's dilemma: paradoxes of rationality in game theory. "
        "American Economic Review 84(2), 391-395."
    ),
    aliases=("travellers-dilemma",),
    parameters=(
        Parameter("low", Fraction(2), "lowest claim", Fraction(0), Fraction(1000), integer=True),
        Parameter("high", Fraction(10), "highest claim", Fraction(0), Fraction(1000), integer=True),
        Parameter(
            "reward", Fraction(2), "reward and penalty", Fraction(1), Fraction(1000), open=True
        ),
    ),
)
def _travelers_dilemma(name: str, low: int, high: int, reward: Fraction) -> BimatrixGame:
    require(
        low <= high < low + 300,
        f"travelers-dilemma: expected low <= high < low + 300, got {low}, {high}",
    )
    claims = range(low, high + 1)
    return BimatrixGame.symmetric(
        [[min(own, other) + reward * ((own < other) - (own > other)) for other in claims]
         for own in claims],
        name=name,
        row_actions=[str(claim) for claim in claims],
    )  # fmt: skip


@game_entry(
    "samaritans-dilemma",
    "Welfare game (Samaritan's dilemma)",
    story=(
        "A government wants to aid a pauper who looks for work, but not one who idles. The "
        "pauper looks for work only if aid does not come anyway. Nobody's plan fits the other's, "
        "so both mix."
    ),
    source=(
        "Buchanan, J. M. (1975). The Samaritan's dilemma. In Phelps, E. S. (ed.), Altruism, "
        "Morality, and Economic Theory, Russell Sage Foundation (idea). Rasmusen, E., Games and "
        "Information, Blackwell: The Welfare Game (payoffs)."
    ),
    aliases=("welfare-game",),
)
def _samaritans_dilemma(name: str) -> BimatrixGame:
    return BimatrixGame(
        [[3, -1], [-1, 0]],
        [[2, 3], [1, 0]],
        name=name,
        players=("Government", "Pauper"),
        row_actions=("Aid", "No aid"),
        column_actions=("Work", "Loaf"),
    )


@game_entry(
    "boxed-pigs",
    "Boxed pigs",
    story=(
        "In a pen a lever at one end brings food at the other. Whoever presses it comes late to "
        "the trough. The small pig gains nothing by pressing, so the big one must: the weak "
        "player profits from the strength of the other."
    ),
    source=(
        "Baldwin, B. A., & Meese, G. B. (1979). Social behaviour in pigs studied by means of "
        "operant conditioning. Animal Behaviour 27, 947-957 (experiment). Rasmusen, E., Games "
        "and Information, Blackwell: Boxed Pigs (payoffs)."
    ),
    aliases=("rational-pigs",),
)
def _boxed_pigs(name: str) -> BimatrixGame:
    return BimatrixGame(
        [[5, 4], [9, 0]],
        [[1, 4], [-1, 0]],
        name=name,
        players=("Big pig", "Small pig"),
        row_actions=("Press", "Wait"),
        column_actions=("Press", "Wait"),
    )


ENTRIES: Final[tuple[CatalogEntry, ...]] = (
    _prisoners_dilemma,
    _donation,
    _deadlock,
    _chicken,
    _aumann_chicken,
    _hawk_dove,
    _volunteers_dilemma,
    _public_goods,
    _travelers_dilemma,
    _samaritans_dilemma,
    _boxed_pigs,
)
