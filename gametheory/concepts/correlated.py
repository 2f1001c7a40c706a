"""Correlated and coarse correlated equilibria.

A joint distribution is a *correlated equilibrium* (CE) if no player who is told the own action
gains by another (Aumann 1974, "Subjectivity and correlation in randomized strategies", Journal
of Mathematical Economics 1; 1987, Econometrica 55). It is a *coarse correlated equilibrium*
(CCE) if no player gains by a constant action chosen before being told anything (Moulin & Vial
1978, "Strategically zero-sum games", International Journal of Game Theory 7, section 4; Hannan
1957). Both sets are polytopes: joint distributions p with one linear inequality, ``gain <= 0``,
for each *incentive* (:mod:`gametheory.concepts.incentives`): m (m - 1) + n (n - 1) for CE, m + n
for CCE. Every Nash equilibrium's product is a CE, and every CE a CCE.

The best of them for a linear objective c is a linear program whose incentives have bound 0, so
that scaling matters nowhere but in ``sum p <= 1``: with c made positive, its optimum sums to 1.
Its dual gives a price to each incentive, and with it the proof of optimality: for every outcome
``c[i, j] <= value + sum_k price_k gain_k[i, j]``, hence ``c' p <= value`` for every equilibrium p.
Everything is exact (:mod:`gametheory.exact.lp`). Where several equilibria are best, one extreme
point of the polytope is returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.joint import Joint, joint_payoffs, marginals
from gametheory.errors import InternalError, ParameterError, UnknownNameError, check_memory
from gametheory.exact.lp import LinearOptimum, maximise
from gametheory.game import BimatrixGame
from gametheory.limits import Limits
from gametheory.numbers import format_brief, format_fraction
from gametheory.payoffs import PayoffMatrix
from gametheory.results import Result, Table

__all__ = [
    "CorrelatedEquilibrium",
    "CorrelatedPolytope",
    "Incentive",
    "Sense",
    "coarse_correlated_equilibrium",
    "correlated_equilibrium",
]

Sense = Literal["max", "min"]

#: Objectives by name, and what they stand for.
OBJECTIVES: Final = {
    "welfare": "the sum of both payoffs",
    "row": "the row player's payoff",
    "column": "the column player's payoff",
    "equality": "the smaller of both payoffs",
}


@dataclass(frozen=True, slots=True)
class Incentive:
    """One inequality of the polytope: a deviation must not gain.

    Attributes
    ----------
    player : int
        0 for the row player, 1 for the column player.
    recommended : int or None
        The recommended action; None in the coarse polytope.
    instead : int
        What the player plays instead.
    """

    player: int
    recommended: int | None
    instead: int


class CorrelatedPolytope:
    """All correlated, or all coarse correlated, equilibria of a game.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    coarse : bool
        Whether coarse correlated equilibria are meant.

    Attributes
    ----------
    incentives : tuple of Incentive
        The inequalities, beside ``p >= 0`` and ``sum p = 1``.

    Examples
    --------
    >>> chicken = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> polytope = CorrelatedPolytope(chicken)
    >>> len(polytope.incentives), polytope.gains(polytope.incentives[0])[0]
    (4, (Fraction(1, 1), Fraction(-2, 1)))
    """

    def __init__(self, game: BimatrixGame, *, coarse: bool = False) -> None:
        self.game = game
        self.coarse = coarse
        if coarse:
            self.incentives = tuple(
                Incentive(player, None, b) for player in (0, 1) for b in range(game.shape[player])
            )
        else:
            self.incentives = tuple(
                Incentive(player, a, b)
                for player in (0, 1)
                for a in range(game.shape[player])
                for b in range(game.shape[player])
                if a != b
            )

    @cached_property
    def rows(self) -> list[list[int]]:
        """Coefficients of ``gain <= 0``, times the player's payoff denominator.

        A list of m n integers for each incentive, outcome (i, j) at place ``i * n + j``.
        """
        m, n = self.game.shape
        check_memory(24 * m * n * len(self.incentives), "the correlated equilibria's inequalities")
        return [self._table(incentive).ravel().tolist() for incentive in self.incentives]

    def _table(self, incentive: Incentive) -> NDArray[Any]:
        integers = self.game.integer_payoffs(incentive.player)[0].astype(object)
        payoffs = integers if incentive.player == 0 else integers.T
        if incentive.recommended is None:
            gains = payoffs[incentive.instead] - payoffs
        else:
            gains = np.zeros(payoffs.shape, dtype=object)
            a = incentive.recommended
            gains[a] = payoffs[incentive.instead] - payoffs[a]
        table: NDArray[Any] = gains if incentive.player == 0 else gains.T
        return table

    def gains(self, incentive: Incentive) -> Joint:
        """Gain at each outcome, in units of payoff: the inequality's m x n coefficients."""
        divisor = self.game.integer_payoffs(incentive.player)[1]
        return tuple(
            tuple(Fraction(int(v), divisor) for v in row) for row in self._table(incentive).tolist()
        )

    def best(
        self, objective: Sequence[Sequence[int]] | NDArray[Any], limits: Limits | None = None
    ) -> tuple[Joint, Fraction, tuple[Fraction, ...]]:
        """Maximise a linear objective over the polytope, exactly.

        Parameters
        ----------
        objective : m x n array of int
            c.
        limits : Limits, optional
            One unit of the budget for each pivot.

        Returns
        -------
        (joint, value, prices)
            An extreme point p, ``c' p``, and the prices of the incentives, all >= 0, in units
            of the objective for a unit of the player's payoff.

        Raises
        ------
        LimitReached
            If the limits are reached before the optimum.
        """
        m, n = self.game.shape
        costs = np.array(objective, dtype=object)
        shift = 1 - costs.min()
        optimum = maximise(
            (costs + shift).ravel().tolist(),
            [*self.rows, [1] * (m * n)],
            [0] * len(self.rows) + [1],
            limits,
        )
        if not isinstance(optimum, LinearOptimum):
            raise InternalError("a program over joint distributions is bounded")
        p = optimum.primal
        joint = tuple(p[i * n : (i + 1) * n] for i in range(m))
        prices = tuple(
            price * self.game.integer_payoffs(incentive.player)[1]
            for price, incentive in zip(optimum.dual, self.incentives, strict=False)
        )
        return joint, optimum.value - shift, prices

    def most_equal(self) -> tuple[Joint, Fraction]:
        """Maximise the smaller of both payoffs; of these, the sum of both.

        Returns
        -------
        (joint, value)
        """
        m, n = self.game.shape
        unit, payoffs = common_payoffs(self.game)
        shift = 1 - min(int(table.min()) for table in payoffs)
        # Variables: p, and the level that both payoffs reach.
        levels = [[*(-(table + shift)).ravel().tolist(), 1] for table in payoffs]
        optimum = maximise(
            [0] * (m * n) + [1],
            [*([*row, 0] for row in self.rows), *levels, [1] * (m * n) + [0]],
            [0] * (len(self.rows) + 2) + [1],
        )
        if not isinstance(optimum, LinearOptimum):
            raise InternalError("a program over joint distributions is bounded")
        value = optimum.value - shift
        # Both payoffs at least `value`: as sum p = 1, inequalities with bound 0.
        least = [
            [value.numerator - value.denominator * v for v in table.ravel().tolist()]
            for table in payoffs
        ]
        total = (payoffs[0] + payoffs[1] + 2 * shift).ravel().tolist()
        second = maximise(
            total, [*self.rows, *least, [1] * (m * n)], [0] * (len(self.rows) + 2) + [1]
        )
        if not isinstance(second, LinearOptimum):
            raise InternalError("a program over joint distributions is bounded")
        p = second.primal
        return tuple(p[i * n : (i + 1) * n] for i in range(m)), value / unit


def common_payoffs(game: BimatrixGame) -> tuple[int, tuple[NDArray[Any], NDArray[Any]]]:
    """Both players' payoffs as integers over one denominator."""
    (first, d), (second, e) = (game.integer_payoffs(player) for player in (0, 1))
    unit = lcm(d, e)
    return unit, (first.astype(object) * (unit // d), second.astype(object) * (unit // e))


@dataclass(frozen=True, repr=False)
class CorrelatedEquilibrium(Result):
    """The best correlated or coarse correlated equilibrium for an objective; exact.

    Attributes
    ----------
    game : BimatrixGame
    coarse : bool
        Whether it is the best among the coarse correlated equilibria.
    objective : str
        ``"welfare"``, ``"row"``, ``"column"``, ``"equality"`` or ``"custom"``.
    sense : {"max", "min"}
    joint : m tuples of n Fractions
        The joint distribution.
    value : Fraction
        The objective's optimum.
    prices : tuple of (Incentive, Fraction)
        Positive prices of incentives, the proof of optimality (see the module's text);
        empty for ``"equality"``.
    """

    game: BimatrixGame
    coarse: bool
    objective: str
    sense: Sense
    joint: Joint
    value: Fraction
    prices: tuple[tuple[Incentive, Fraction], ...]

    @cached_property
    def payoffs(self) -> tuple[Fraction, Fraction]:
        """Both players' expected payoffs."""
        return joint_payoffs(self.game, self.joint)

    @property
    def welfare(self) -> Fraction:
        """Sum of both payoffs."""
        return sum(self.payoffs, Fraction(0))

    @property
    def marginals(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """What each player plays on the whole."""
        return marginals(self.joint)

    @property
    def is_product(self) -> bool:
        """Whether the players' actions are independent; a CE then is a Nash equilibrium."""
        x, y = self.marginals
        return all(p == x[i] * y[j] for i, row in enumerate(self.joint) for j, p in enumerate(row))

    @property
    def support(self) -> tuple[tuple[int, int], ...]:
        """Outcomes of positive probability, in reading order."""
        return tuple((i, j) for i, row in enumerate(self.joint) for j, p in enumerate(row) if p)

    @property
    def concept(self) -> str:
        """``"correlated equilibrium"`` or ``"coarse correlated equilibrium"``."""
        return "coarse correlated equilibrium" if self.coarse else "correlated equilibrium"

    def summary(self) -> str:
        """Return what is best, and what it gives."""
        what = OBJECTIVES.get(self.objective, "the given objective")
        extreme = "largest" if self.sense == "max" else "smallest"
        first, second = (format_brief(v) for v in self.payoffs)
        return (
            f"The {self.concept} with the {extreme} value of {what}, "
            f"{format_brief(self.value)}: payoffs {first} and {second} (exact)"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the outcomes that are played."""
        game = self.game
        rows = [
            (
                game.row_actions[i], game.column_actions[j], format_brief(self.joint[i][j]),
                ", ".join(format_brief(v) for v in game.payoff(i, j)),
            )
            for i, j in self.support
        ]  # fmt: skip
        header = (*game.players, "probability", "payoffs")
        return (Table("", header, rows, left=(0, 1)),)

    @property
    def notes(self) -> tuple[str, ...]:
        """Whether correlation is needed."""
        if self.is_product and not self.coarse:
            return ("The actions are independent: this is a Nash equilibrium.",)
        return ()

    def to_document(self) -> dict[str, Any]:
        """Return the distribution, its value and the proof."""
        return {
            "schema": "gametheory/correlated-equilibrium/1",
            "concept": self.concept,
            "objective": self.objective,
            "sense": self.sense,
            "value": format_fraction(self.value),
            "payoffs": [format_fraction(v) for v in self.payoffs],
            "joint": [[format_fraction(p) for p in row] for row in self.joint],
            "prices": [
                {
                    "player": incentive.player,
                    "recommended": incentive.recommended,
                    "instead": incentive.instead,
                    "price": format_fraction(price),
                }
                for incentive, price in self.prices
            ],
        }


def correlated_equilibrium(
    game: BimatrixGame, objective: Any = "welfare", *, sense: Sense = "max"
) -> CorrelatedEquilibrium:
    """Find the best correlated equilibrium for an objective, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    objective : {"welfare", "row", "column", "equality"} or m x n array_like
        The sum of both payoffs, one player's payoff, the smaller of both payoffs (in the
        game's units; ties are broken by the sum), or the expectation of any numbers.
    sense : {"max", "min"}
        Whether the largest or the smallest value is looked for; ``"equality"`` can only be
        maximised.

    Returns
    -------
    CorrelatedEquilibrium

    Raises
    ------
    UnknownNameError
        If there is no such objective.
    ParameterError
        If `sense` is another word, or does not go with the objective.
    GameError
        If the objective's numbers do not have the game's shape.

    Examples
    --------
    >>> chicken = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]],
    ...                        row_actions=["Swerve", "Dare"], column_actions=["Swerve", "Dare"])
    >>> correlated_equilibrium(chicken)
    The correlated equilibrium with the largest value of the sum of both payoffs, 21/2: payoffs 21/4 and 21/4 (exact)
    Row player  Column player  probability  payoffs
    Swerve      Swerve                 1/2     6, 6
    Swerve      Dare                   1/4     2, 7
    Dare        Swerve                 1/4     7, 2
    """  # noqa: E501  (the result as it prints itself)
    return _best(game, objective, sense, coarse=False)


def coarse_correlated_equilibrium(
    game: BimatrixGame, objective: Any = "welfare", *, sense: Sense = "max"
) -> CorrelatedEquilibrium:
    """Find the best coarse correlated equilibrium for an objective, exactly.

    Parameters and errors as for :func:`correlated_equilibrium`.

    Examples
    --------
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> coarse_correlated_equilibrium(pennies, "row").value
    Fraction(0, 1)
    """
    return _best(game, objective, sense, coarse=True)


def _best(
    game: BimatrixGame, objective: Any, sense: Sense, *, coarse: bool
) -> CorrelatedEquilibrium:
    if sense not in ("max", "min"):
        raise ParameterError(f"sense: expected 'max' or 'min', got {sense!r}")
    polytope = CorrelatedPolytope(game, coarse=coarse)
    if isinstance(objective, str) and objective == "equality":
        if sense == "min":
            raise ParameterError("sense: the objective 'equality' can only be maximised")
        joint, value = polytope.most_equal()
        return CorrelatedEquilibrium(game, coarse, objective, sense, joint, value, ())
    name, table, unit = read_objective(game, objective)
    sign = 1 if sense == "max" else -1
    joint, value, prices = polytope.best(sign * table)
    paid = tuple(
        (incentive, price / unit)
        for incentive, price in zip(polytope.incentives, prices, strict=True)
        if price
    )
    return CorrelatedEquilibrium(game, coarse, name, sense, joint, sign * value / unit, paid)


def read_objective(game: BimatrixGame, objective: Any) -> tuple[str, NDArray[Any], int]:
    """Read a linear objective: its name, and integers over one denominator.

    Parameters
    ----------
    game : BimatrixGame
    objective : {"welfare", "row", "column"} or m x n array_like
    """
    if isinstance(objective, str):
        if objective not in OBJECTIVES:
            raise UnknownNameError("objective", objective, OBJECTIVES)
        unit, (first, second) = common_payoffs(game)
        return (
            objective,
            {"welfare": first + second, "row": first, "column": second}[objective],
            unit,
        )
    matrix = PayoffMatrix(objective, "objective")
    if matrix.shape != game.shape:
        raise ParameterError(
            f"objective: expected {game.shape[0]} x {game.shape[1]} numbers, one for each "
            f"outcome, got {matrix.shape[0]} x {matrix.shape[1]}"
        )
    integers, denominator = matrix.exact
    return "custom", integers.astype(object), denominator
