"""What learners that explore for ever could reach instead of a Nash equilibrium.

*Epsilon-greedy* players who hold action x best play x with probability 1 - e and else any
action, all equally likely. Who meets such an opponent faces the *perturbed game*: each payoff
is (1 - e) times that of the opponent's action plus e times the mean over the opponent's
actions. The profiles of *greedy* actions, mixed, from which nobody would move are the Nash
equilibria of that game; they are computed exactly. What is then *played* is
``(1 - e) x + e / n``. (Selten 1975, "Reexamination of the perfectness concept", International
Journal of Game Theory 4, with trembles that are equal and not small.)

*Boltzmann* players rest at *logit equilibria* (:mod:`gametheory.concepts.quantal_response`):
each player's strategy maximises payoff plus T times its entropy, against the other's. The
*regularised regret* is what is missing to that maximum, ``T log sum exp(u / T) - (x u + T H(x))
= T KL(x || logit response)``; it is 0 exactly at the logit response, and is to logit
equilibria what the regret is to Nash equilibria. Temperatures are shares of the payoff range,
each player's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError, SolverError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal
from learning.agents.exploration import Boltzmann, EpsilonGreedy
from learning.agents.fixed import FixedStrategy
from learning.agents.schedules import Decay
from learning.agents.stochastic_fictitious_play import StochasticFictitiousPlayer
from learning.distances import union_distances
from learning.gaps import profile_epsilons, scaled_payoffs
from learning.outcomes import Outcome

__all__ = ["LogitTarget", "PerturbedTarget", "Target", "find_targets", "perturbed_game"]

Floats = NDArray[np.float64]
Products = Sequence[tuple[Floats, Floats]]

#: Seconds for the equilibria of the perturbed game, and for a branch of logit equilibria.
_SECONDS: Final = 5.0


class Target(Protocol):
    """A set of profiles that runs may be near."""

    @property
    def outcome(self) -> Outcome:
        """What a run that reached it is called."""
        ...

    @property
    def detail(self) -> str:
        """What stands behind the outcome's name."""
        ...

    @property
    def complete(self) -> bool:
        """Whether all its points are known."""
        ...

    def distances(self, row: Floats, column: Floats, *, played: bool) -> Floats:
        """Distance of each profile to each part of the target, shape (runs, parts).

        Parameters
        ----------
        row, column : ndarray, shapes (runs, m) and (runs, n)
        played : bool
            Whether the profiles say what was played, exploration included, or the
            policies without epsilon-greedy exploration.
        """
        ...

    def epsilons(self, row: Floats, column: Floats, *, played: bool) -> Floats:
        """Both players' regrets in the sense of the target, shares of range, (runs, 2)."""
        ...


@dataclass(frozen=True, eq=False, repr=False)
class PerturbedTarget:
    """The Nash equilibria of the game in which both explore.

    Attributes
    ----------
    game : BimatrixGame
        The game perturbed by the opponents' exploration.
    exploration : (float, float)
        Epsilon of each player; 0 for one that does not explore.
    complete : bool
    policies, play : sequence of products of hulls
        Its components as greedy profiles, and as what is played there.
    """

    game: BimatrixGame
    exploration: tuple[float, float]
    complete: bool
    policies: Sequence[Products]
    play: Sequence[Products]

    @property
    def outcome(self) -> Outcome:
        """Perturbed equilibrium."""
        return Outcome.PERTURBED

    @property
    def detail(self) -> str:
        """The exploration."""
        return f"(exploration {_each(self.exploration)})"

    def distances(self, row: Floats, column: Floats, *, played: bool) -> Floats:
        """See :class:`Target`."""
        return union_distances(self.play if played else self.policies, row, column)

    def epsilons(self, row: Floats, column: Floats, *, played: bool) -> Floats:
        """See :class:`Target`: regrets of the greedy part in the perturbed game.

        What was played may lie outside of what exploration leaves possible; then the greedy
        part is no strategy, and its regret is measured all the same.
        """
        if not played:
            return profile_epsilons(self.game, row, column)
        greedy = [
            (strategy - e / strategy.shape[1]) / (1.0 - e)
            for strategy, e in zip((row, column), self.exploration, strict=True)
        ]
        return profile_epsilons(self.game, greedy[0], greedy[1])


@dataclass(frozen=True, eq=False, repr=False)
class LogitTarget:
    """The logit equilibria at the players' temperatures.

    Attributes
    ----------
    game : BimatrixGame
    temperatures : (float, float)
        Shares of each player's payoff range.
    complete : bool
        Whether the equilibria are proved to be all.
    reason : str
    equilibria : tuple of (ndarray, ndarray), shapes (m,) and (n,)
    """

    game: BimatrixGame
    temperatures: tuple[float, float]
    complete: bool
    reason: str
    equilibria: tuple[tuple[Floats, Floats], ...]

    @property
    def outcome(self) -> Outcome:
        """Logit equilibrium."""
        return Outcome.LOGIT

    @property
    def detail(self) -> str:
        """The temperatures."""
        return f"at T = {_each(self.temperatures)} of the payoff range"

    def distances(self, row: Floats, column: Floats, *, played: bool) -> Floats:
        """See :class:`Target`; softmax policies are what is played."""
        return np.stack(
            [
                np.maximum(np.abs(row - x).sum(axis=1), np.abs(column - y).sum(axis=1)) / 2
                for x, y in self.equilibria
            ],
            axis=1,
        )

    def epsilons(self, row: Floats, column: Floats, *, played: bool) -> Floats:
        """See :class:`Target`: regularised regrets."""
        result = np.empty((len(row), 2))
        for player, (own, other) in enumerate(((row, column), (column, row))):
            values = other @ scaled_payoffs(self.game, player).T
            temperature = self.temperatures[player]
            top = values.max(axis=1)
            scaled = np.exp((values - top[:, None]) / temperature).sum(axis=1)
            best = top + temperature * np.log(scaled)
            logs = np.log(np.where(own > 0, own, 1.0))
            had = (own * values).sum(axis=1) - temperature * (own * logs).sum(axis=1)
            result[:, player] = np.maximum(best - had, 0.0)
        return result


def _each(values: tuple[float, float]) -> str:
    first, second = (format_decimal(value) for value in values)
    return first if first == second else f"{first} and {second}"


def perturbed_game(game: BimatrixGame, exploration: tuple[Any, Any]) -> BimatrixGame:
    """The game between greedy actions of players who explore, exactly.

    Parameters
    ----------
    game : BimatrixGame
    exploration : pair of numbers
        Probability, in [0, 1], with which each player draws any action; a float is read as
        the shortest decimal that prints it.

    Returns
    -------
    BimatrixGame
        Payoffs ``(1 - e) A + e`` times the mean over the opponent's actions, where e is the
        *opponent's* exploration. One's own exploration changes no best response and is left
        out.

    Examples
    --------
    >>> stag_hunt = BimatrixGame([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    >>> perturbed_game(stag_hunt, (0.5, 0.5)).payoff(0, 0)
    (Fraction(3, 1), Fraction(3, 1))
    """
    m, n = game.shape
    shares = tuple(Fraction(repr(e)) if isinstance(e, float) else Fraction(e) for e in exploration)
    if not all(0 <= share <= 1 for share in shares):
        raise ParameterError(f"exploration: expected two numbers in [0, 1], got {exploration!r}")
    tables = [[[game.payoff(i, j)[k] for j in range(n)] for i in range(m)] for k in (0, 1)]
    means = [
        [sum(row, Fraction(0)) / n for row in tables[0]],
        [sum(column, Fraction(0)) / m for column in zip(*tables[1], strict=True)],
    ]
    rows = [
        [(1 - shares[1]) * tables[0][i][j] + shares[1] * means[0][i] for j in range(n)]
        for i in range(m)
    ]
    columns = [
        [(1 - shares[0]) * tables[1][i][j] + shares[0] * means[1][j] for j in range(n)]
        for i in range(m)
    ]
    return BimatrixGame(
        rows, columns, name=game.name, row_actions=game.row_actions,
        column_actions=game.column_actions, players=game.players,
    )  # fmt: skip


def find_targets(game: BimatrixGame, seats: Sequence[Any]) -> tuple[tuple[Target, ...], str]:
    """Find what players of these seats could reach besides Nash equilibria.

    Parameters
    ----------
    game : BimatrixGame
    seats : pair
        As in `Runs.seats`; what counts is their constant ``exploration``.

    Returns
    -------
    targets : tuple of Target
        Empty if nobody explores for ever, or what is reached then is not known.
    why_not : str
        If somebody explores for ever, why there is no target; else empty.
    """
    told = [_exploration(seat) for seat in seats]
    if not any(getattr(seat, "explores_for_ever", False) for seat in seats):
        return (), ""
    if any(rate is None for _, rate in told):
        return (), "how they explore is not known here, or changes with time"
    kinds = {kind for kind, rate in told if rate}
    first, second = (float(rate or 0.0) for _, rate in told)
    if kinds == {"epsilon"} and max(first, second) < 1.0:
        return _perturbed(game, (first, second))
    if kinds == {"temperature"} and min(first, second) > 0.0:
        return _logit(game, (first, second))
    return (), "only one of them is a softmax learner, or one plays at random"


def _exploration(seat: Any) -> tuple[str, float | None]:
    """Kind and constant rate of exploration; a rate of None where that is not known."""
    rule = getattr(seat, "exploration", None)
    if isinstance(rule, EpsilonGreedy):
        return "epsilon", None if isinstance(rule.epsilon, Decay) else rule.epsilon
    if isinstance(rule, Boltzmann):
        return "temperature", None if isinstance(rule.temperature, Decay) else rule.temperature
    if isinstance(seat, StochasticFictitiousPlayer):
        return "temperature", None if isinstance(seat.temperature, Decay) else seat.temperature
    return "", 0.0 if isinstance(seat, FixedStrategy) else None


def _perturbed(
    game: BimatrixGame, exploration: tuple[float, float]
) -> tuple[tuple[Target, ...], str]:
    from gametheory.solvers.solve import solve

    perturbed = perturbed_game(game, exploration)
    found = solve(perturbed, timeout=_SECONDS)
    if not found.components:
        return (), "no equilibrium of the perturbed game was found in the time given"
    policies: list[Products] = []
    play: list[Products] = []
    for component in found.components:
        hulls = [
            tuple(
                np.array([[float(p) for p in s.fractions] for s in strategies])
                for strategies in (subset.row_strategies, subset.column_strategies)
            )
            for subset in component.subsets
        ]
        policies.append([(x, y) for x, y in hulls])
        play.append(
            [
                (_explored(x, exploration[0]), _explored(y, exploration[1]))
                for x, y in hulls
            ]
        )  # fmt: skip
    target = PerturbedTarget(perturbed, exploration, found.complete, policies, play)
    return (target,), ""


def _explored(strategies: Floats, epsilon: float) -> Floats:
    played: Floats = (1.0 - epsilon) * strategies + epsilon / strategies.shape[1]
    return played


def _logit(game: BimatrixGame, temperatures: tuple[float, float]) -> tuple[tuple[Target, ...], str]:
    from gametheory.concepts.quantal_response import logit_equilibria

    # Payoffs in units of the own temperature: then both have temperature 1.
    units = [
        Fraction(repr(temperature)) * (game.payoff_range(player) or Fraction(1))
        for player, temperature in enumerate(temperatures)
    ]
    m, n = game.shape
    tables = [
        [[game.payoff(i, j)[k] / units[k] for j in range(n)] for i in range(m)] for k in (0, 1)
    ]
    try:
        found = logit_equilibria(BimatrixGame(tables[0], tables[1]), precision=1, timeout=_SECONDS)
    except SolverError as error:
        return (), f"logit equilibria were not found: {error}"
    points = tuple((np.array(e.row), np.array(e.column)) for e in found)
    return (LogitTarget(game, temperatures, found.complete, found.reason, points),), ""
