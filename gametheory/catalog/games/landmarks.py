"""Games that settled a question of theory, or opened one."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from gametheory.catalog.entry import CatalogEntry, Parameter, game_entry
from gametheory.game import BimatrixGame

__all__ = ["ENTRIES"]


@game_entry(
    "shapley",
    "Shapley's game",
    story=(
        "The row player wants to choose the same as the column player, who wants to be one step "
        "ahead. Fictitious play does not converge here but cycles, in runs that grow longer and "
        "longer. With the parameter beta, which Sparrow, van Strien and Harris added, the "
        "cycling may become chaotic."
    ),
    source=(
        "Shapley, L. S. (1964). Some topics in two-person games. Advances in Game Theory, "
        "Princeton University Press, 1-28. Sparrow, C., van Strien, S., & Harris, C. (2008). "
        "Fictitious play in 3 x 3 games: the transition between periodic and chaotic behaviour. "
        "Games and Economic Behavior 63, 259-291."
    ),
    aliases=("shapleys-game",),
    parameters=(
        Parameter("beta", Fraction(0), "payoff of the third outcome", Fraction(-1), Fraction(1),
                  open=True),
    ),
)  # fmt: skip
def _shapley(name: str, beta: Fraction) -> BimatrixGame:
    return BimatrixGame(
        [[1, 0, beta], [beta, 1, 0], [0, beta, 1]],
        [[-beta, 1, 0], [0, -beta, 1], [1, 0, -beta]],
        name=name,
        row_actions=("1", "2", "3"),
        column_actions=("1", "2", "3"),
    )


@game_entry(
    "von-stengel-6x6",
    "von Stengel's 6 x 6 game",
    story=(
        "It was conjectured that an n x n game that is not degenerate has at most 2^n - 1 "
        "equilibria, which is 63 for n = 6. This game, built from two dual cyclic polytopes, has "
        "75."
    ),
    source=(
        "von Stengel, B. (1999). New maximal numbers of equilibria in bimatrix games. Discrete "
        "and Computational Geometry 21, 557-568. The payoffs are the smaller ones of Savani, R., "
        "& von Stengel, B. (2006). Hard-to-solve bimatrix games. Econometrica 74, 397-429, as in "
        "Gambit's catalogue of games."
    ),
    aliases=("von-stengel", "75-equilibria"),
)
def _von_stengel(name: str) -> BimatrixGame:
    return BimatrixGame(
        [
            [-81, 36, -126, 126, -36, 90],
            [-180, 72, -333, 297, -153, 270],
            [20, -3, 42, -33, 17, -30],
            [-30, 17, -33, 42, -3, 20],
            [270, -153, 297, -333, 72, -180],
            [90, -36, 126, -126, 36, -81],
        ],
        [
            [72, 36, 17, -3, -36, -153],
            [-180, -81, -30, 20, 90, 270],
            [297, 126, 42, -33, -126, -333],
            [-333, -126, -33, 42, 126, 297],
            [270, 90, 20, -30, -81, -180],
            [-153, -36, -3, 17, 36, 72],
        ],
        name=name,
        row_actions=[str(k) for k in range(1, 7)],
        column_actions=[str(k) for k in range(1, 7)],
    )


@game_entry(
    "kohlberg-mertens",
    "Kohlberg and Mertens's hexagon",
    story=(
        "The equilibria form one closed loop of six segments, a hexagon around a hole. So a set "
        "of equilibria that survives every small change of the payoffs cannot be one point or a "
        "segment: the whole loop is needed."
    ),
    source=(
        "Kohlberg, E., & Mertens, J.-F. (1986). On the strategic stability of equilibria. "
        "Econometrica 54, 1003-1037."
    ),
    aliases=("hexagon",),
)
def _kohlberg_mertens(name: str) -> BimatrixGame:
    return BimatrixGame.symmetric(
        [[1, 0, -1], [-1, 0, -1], [1, 0, -2]], name=name, row_actions=("1", "2", "3")
    )


@game_entry(
    "kreps",
    "Kreps game (Goeree and Holt)",
    story=(
        "The column called Non-Nash is played in no equilibrium, and yet most people choose it. "
        "It pays decently whatever the row player does, while each of the others may lose a lot "
        "or gains little."
    ),
    source=(
        "Goeree, J. K., & Holt, C. A. (2001). Ten little treasures of game theory and ten "
        "intuitive contradictions. American Economic Review 91, 1402-1422: the basic Kreps game."
    ),
)
def _kreps(name: str) -> BimatrixGame:
    return BimatrixGame(
        [[200, 0, 10, 20], [0, 10, 30, 50]],
        [[50, 45, 30, -250], [-250, -100, 30, 40]],
        name=name,
        row_actions=("Top", "Bottom"),
        column_actions=("Left", "Middle", "Non-Nash", "Right"),
    )


@game_entry(
    "asymmetric-matching-pennies",
    "Asymmetric matching pennies",
    story=(
        "Matching pennies in which one of the row player's wins pays more. In equilibrium that "
        "changes how the column player mixes, not the row player, who mixes equally all the same; "
        "people in the row seat go for the prize. The payoffs are cents."
    ),
    source=(
        "Goeree, J. K., & Holt, C. A. (2001). Ten little treasures of game theory and ten "
        "intuitive contradictions. American Economic Review 91, 1402-1422."
    ),
    parameters=(
        Parameter("prize", Fraction(320), "the row player's payoff at (Top, Left)", Fraction(40),
                  Fraction(10**6), open=True),
    ),
)  # fmt: skip
def _asymmetric_matching_pennies(name: str, prize: Fraction) -> BimatrixGame:
    return BimatrixGame(
        [[prize, 40], [40, 80]],
        [[40, 80], [80, 40]],
        name=name,
        row_actions=("Top", "Bottom"),
        column_actions=("Left", "Right"),
    )


ENTRIES: Final[tuple[CatalogEntry, ...]] = (
    _shapley,
    _von_stengel,
    _kohlberg_mertens,
    _kreps,
    _asymmetric_matching_pennies,
)
