"""Games in which the players gain by choosing together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from gametheory.catalog.entry import CatalogEntry, Parameter, game_entry
from gametheory.game import BimatrixGame

__all__ = ["ENTRIES"]


@game_entry(
    "coordination",
    "Coordination game",
    story=(
        "Both drivers keep to the left or both to the right; it matters little which, as long as "
        "they do the same. With unequal payoffs it is the hi-lo game, in which one convention is "
        "better for both."
    ),
    source=(
        "Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press. "
        "Lewis, D. (1969). Convention. Harvard University Press."
    ),
    aliases=("pure-coordination", "driving-game", "hi-lo"),
    parameters=(
        Parameter("left", Fraction(1), "payoff where both keep left", Fraction(0), open=True),
        Parameter("right", Fraction(1), "payoff where both keep right", Fraction(0), open=True),
    ),
)
def _coordination(name: str, left: Fraction, right: Fraction) -> BimatrixGame:
    return BimatrixGame.symmetric([[left, 0], [0, right]], name=name, row_actions=("Left", "Right"))


@game_entry(
    "stag-hunt",
    "Stag hunt",
    story=(
        "Two hunters can catch a stag together, or each a hare alone. Whoever hunts the stag "
        "alone gets nothing. Both agreements are stable: the stag is better, the hare is safe."
    ),
    source=(
        "Rousseau, J.-J. (1755). Discours sur l'origine et les fondements de l'inégalité parmi "
        "les hommes (story). Osborne, M. J. (2004). An Introduction to Game Theory. Oxford "
        "University Press, section 2.5 (payoffs)."
    ),
)
def _stag_hunt(name: str) -> BimatrixGame:
    return BimatrixGame.symmetric([[2, 0], [1, 1]], name=name, row_actions=("Stag", "Hare"))


@game_entry(
    "aumann-stag-hunt",
    "Stag hunt (Aumann)",
    story=(
        "Both equilibria in pure actions are strict; (c, c) pays both more, (d, d) is risk "
        "dominant. A promise to play c proves nothing: whoever plans d gains, too, if the other "
        "believes it."
    ),
    source=(
        "Aumann, R. J. (1990). Nash equilibria are not self-enforcing. In Gabszewicz, J. J., "
        "Richard, J.-F., & Wolsey, L. A. (eds.), Economic Decision-Making: Games, Econometrics "
        "and Optimisation, North-Holland, 201-206."
    ),
    aliases=("payoff-versus-risk",),
)
def _aumann_stag_hunt(name: str) -> BimatrixGame:
    return BimatrixGame.symmetric([[9, 0], [8, 7]], name=name, row_actions=("c", "d"))


@game_entry(
    "battle-of-the-sexes",
    "Battle of the sexes",
    story=(
        "Two people want to go out together, but one prefers Bach and the other Stravinsky. Each "
        "would rather follow the other than go alone."
    ),
    source=(
        "Luce, R. D., & Raiffa, H. (1957). Games and Decisions. Wiley (story). Osborne, M. J., & "
        "Rubinstein, A. (1994). A Course in Game Theory. MIT Press, example 15.3 (payoffs)."
    ),
    aliases=("bos", "bach-or-stravinsky"),
)
def _battle_of_the_sexes(name: str) -> BimatrixGame:
    actions = ("Bach", "Stravinsky")
    return BimatrixGame(
        [[2, 0], [0, 1]],
        [[1, 0], [0, 2]],
        name=name,
        row_actions=actions,
        column_actions=actions,
    )


@game_entry(
    "minimum-effort",
    "Minimum-effort game",
    story=(
        "The output of a team depends on its weakest member. Every common level of effort is a "
        "strict equilibrium, and a higher one is better for both; but effort beyond the other's "
        "is wasted. The payoffs are dollars in the experiment."
    ),
    source=(
        "Van Huyck, J. B., Battalio, R. C., & Beil, R. O. (1990). Tacit coordination games, "
        "strategic uncertainty, and coordination failure. American Economic Review 80, 234-248; "
        "here with two players."
    ),
    aliases=("weakest-link",),
    parameters=(
        Parameter("levels", Fraction(7), "levels of effort", Fraction(1), Fraction(100),
                  integer=True),
        Parameter("benefit", Fraction(1, 5), "worth of one level of the lower effort", Fraction(0),
                  open=True),
        Parameter("cost", Fraction(1, 10), "cost of one level of one's own effort", Fraction(0)),
        Parameter("base", Fraction(3, 5), "payoff added in any case"),
    ),
)  # fmt: skip
def _minimum_effort(
    name: str, levels: int, benefit: Fraction, cost: Fraction, base: Fraction
) -> BimatrixGame:
    efforts = range(1, levels + 1)
    return BimatrixGame.symmetric(
        [[base + benefit * min(own, other) - cost * own for other in efforts] for own in efforts],
        name=name,
        row_actions=[str(effort) for effort in efforts],
    )


@game_entry(
    "climbing",
    "Climbing game",
    story=(
        "Both agents get the same payoff. The best profile (a, a) is surrounded by heavy "
        "penalties, so learners who explore find the poorer, safer ones instead."
    ),
    source=(
        "Claus, C., & Boutilier, C. (1998). The dynamics of reinforcement learning in cooperative "
        "multiagent systems. AAAI-98, 746-752."
    ),
)
def _climbing(name: str) -> BimatrixGame:
    return _common_interest([[11, -30, 0], [-30, 7, 6], [0, 0, 5]], name)


@game_entry(
    "penalty",
    "Penalty game",
    story=(
        "Both agents get the same payoff. There are two best profiles, and mixing them up costs "
        "the penalty k; the safe middle profile pays little. The larger the penalty, the harder "
        "it is to learn either of the best."
    ),
    source=(
        "Claus, C., & Boutilier, C. (1998). The dynamics of reinforcement learning in cooperative "
        "multiagent systems. AAAI-98, 746-752."
    ),
    aliases=("penalty-game",),
    parameters=(
        Parameter("k", Fraction(-100), "payoff of mixing up the best profiles", Fraction(-(10**6)),
                  Fraction(0)),
    ),
)  # fmt: skip
def _penalty(name: str, k: Fraction) -> BimatrixGame:
    return _common_interest([[k, 0, 10], [0, 2, 0], [10, 0, k]], name)


def _common_interest(payoffs: Sequence[Sequence[int | Fraction]], name: str) -> BimatrixGame:
    actions = ("a", "b", "c")
    return BimatrixGame(
        payoffs,
        payoffs,
        name=name,
        players=("Agent 1", "Agent 2"),
        row_actions=actions,
        column_actions=actions,
    )


@game_entry(
    "identity",
    "Identity game",
    story=(
        "Both players get 1 if they choose the same of n actions, else 0. Every set of actions "
        "is the support of an equilibrium, which makes 2^n - 1. Up to n = 4 no game that is not "
        "degenerate has more; for n = 6 see von-stengel-6x6."
    ),
    source=(
        "Quint, T., & Shubik, M. (1997). A theorem on the number of Nash equilibria in a bimatrix "
        "game. International Journal of Game Theory 26, 353-359. McLennan, A., & Park, I.-U. "
        "(1999). Generic 4 x 4 two person games have at most 15 Nash equilibria. Games and "
        "Economic Behavior 26, 111-130."
    ),
    parameters=(
        Parameter("n", Fraction(4), "number of actions", Fraction(1), Fraction(100), integer=True),
    ),
)
def _identity(name: str, n: int) -> BimatrixGame:
    return BimatrixGame.symmetric(
        [[int(i == j) for j in range(n)] for i in range(n)],
        name=name,
        row_actions=[str(k + 1) for k in range(n)],
    )


ENTRIES: Final[tuple[CatalogEntry, ...]] = (
    _coordination,
    _stag_hunt,
    _aumann_stag_hunt,
    _battle_of_the_sexes,
    _minimum_effort,
    _climbing,
    _penalty,
    _identity,
)
