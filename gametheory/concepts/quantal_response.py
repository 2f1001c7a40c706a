"""Logit quantal response equilibria: everybody responds better to what pays better, with noise.

A player of *precision* lambda responds to expected payoffs u by the *logit response*
``p_i = exp(lambda u_i) / sum_k exp(lambda u_k)``; *temperature* is 1 / lambda. A *logit
quantal response equilibrium* is a profile in which each player's strategy is the logit
response to the other's (McKelvey & Palfrey 1995, "Quantal response equilibria for normal
form games", Games and Economic Behavior 10, 6-38). At lambda = 0 all play is uniform; as
lambda grows, every limit is a Nash equilibrium, and the regret of a player with m actions
is at most ``log(m) / lambda``. The *principal branch* is the curve of such equilibria
that starts at lambda = 0. The rest points of Boltzmann Q-learning are the same profiles.

Numbers here are floats: each equilibrium carries its *residual*, the largest difference
between a probability and the logit response. How many there are is proved where
`LogitEquilibria.complete` says so.

(The module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.kinds import kind
from gametheory.concepts.logit_path import LogitPath, follow_path
from gametheory.concepts.logit_payoffs import (
    LogitPayoffs,
    read_precision,
    response,
    scaled_payoffs,
)
from gametheory.concepts.words import actions, describe_floats
from gametheory.errors import Interrupted, SolverError
from gametheory.formats.json_format import to_document as game_document
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table

__all__ = [
    "LogitEquilibria",
    "LogitEquilibrium",
    "logit_equilibria",
]

FloatArray = NDArray[np.float64]

#: Work, in entries, above which a bound on payoff differences of differences is guessed
#: from above instead of computed.
_DIFFERENCES: Final = 50_000_000

#: How far past the wanted precision the principal branch is followed for further points.
_AHEAD: Final = 10.0


@dataclass(frozen=True, slots=True)
class LogitEquilibrium:
    """One logit quantal response equilibrium.

    Attributes
    ----------
    row, column : tuple of float
        Probabilities.
    residual : float
        Largest difference between a probability and the logit response to the other
        player's strategy.
    error : float or None
        Proved bound on the error of each probability; None without proof.
    merging : bool
        Whether several equilibria merge here, at a fold or a pitchfork.
    """

    row: tuple[float, ...]
    column: tuple[float, ...]
    residual: float
    error: float | None = None
    merging: bool = False

    @property
    def profile(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Both mixed strategies."""
        return self.row, self.column


@dataclass(frozen=True, repr=False, eq=False)
class LogitEquilibria(Result):
    """Logit equilibria of a game at one precision.

    Attributes
    ----------
    game : BimatrixGame
    precision : float
        Lambda, in `units`.
    units : str
        ``"payoff"`` (per unit of payoff) or ``"range"`` (per payoff range of each player).
    equilibria : tuple of LogitEquilibrium
        By rising probability of the first row; along the principal branch where it was
        followed.
    complete : bool
        Whether these are proved to be all.
    reason : str
        Why they are, or where they were looked for.
    status : Status
    """

    game: BimatrixGame
    precision: float
    units: str
    equilibria: tuple[LogitEquilibrium, ...]
    complete: bool
    reason: str
    status: Status = Status.FINISHED

    @property
    def temperature(self) -> float:
        """1 / precision; infinite at precision 0."""
        return 1.0 / self.precision if self.precision else float("inf")

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Any:
        return iter(self.equilibria)

    def __getitem__(self, index: int) -> LogitEquilibrium:
        return self.equilibria[index]

    def summary(self) -> str:
        """One line: how many, at which precision, and whether these are all."""
        number = len(self.equilibria)
        name = f" of {self.game.name}" if self.game.name else ""
        per = "unit of payoff" if self.units == "payoff" else "payoff range"
        temperature = "" if not self.precision else (
            f" (temperature {format_decimal(self.temperature)})"
        )  # fmt: skip
        return (
            f"{number} logit equilibri{'um' if number == 1 else 'a'}{name} at precision "
            f"{format_decimal(self.precision)} per {per}{temperature}: {self.reason}"
        )

    def tables(self) -> tuple[Table, ...]:
        """One row an equilibrium."""
        rows = [
            (str(k + 1), *(describe_floats(strategy, actions(self.game, player))
             for player, strategy in enumerate(e.profile)), f"{e.residual:.1g}")
            for k, e in enumerate(self.equilibria)
        ]  # fmt: skip
        return (Table("", ("", *self.game.players, "residual"), rows, left=(1, 2)),)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/logit-equilibria/1``."""
        return {
            "schema": "gametheory/logit-equilibria/1",
            "game": game_document(self.game),
            "precision": self.precision,
            "units": self.units,
            "complete": self.complete,
            "reason": self.reason,
            "status": self.status.value,
            "equilibria": [_document(e) for e in self.equilibria],
        }


def _document(equilibrium: LogitEquilibrium) -> dict[str, Any]:
    return {
        "row": list(equilibrium.row),
        "column": list(equilibrium.column),
        "residual": equilibrium.residual,
        "error": equilibrium.error,
        "merging": equilibrium.merging,
    }


def logit_equilibria(
    game: BimatrixGame,
    *,
    precision: Any = None,
    temperature: Any = None,
    units: str = "payoff",
    timeout: float | None = None,
) -> LogitEquilibria:
    """Logit quantal response equilibria at one precision.

    All of them, with proof, in a 2 x 2 game; in larger games those of the principal
    branch, which are proved to be all where the equilibrium is unique: one player has one
    action, the game is strategically equivalent to a zero-sum game (the equilibrium is
    the saddle point of a strictly concave-convex function), or the precision is so small
    that responding twice is a contraction: the product over players of
    ``lambda D / 4`` is below 1, where D is the largest range over columns of the
    difference of two rows (of the player's own payoffs).

    Parameters
    ----------
    game : BimatrixGame
    precision : number, optional
        Lambda, at least 0.
    temperature : number, optional
        1 / lambda, above 0; instead of `precision`.
    units : str
        ``"payoff"``: per unit of payoff. ``"range"``: per payoff range of each player, so
        that a temperature is a share of the range; adding constants to a column then
        changes the range and with it the equilibria.
    timeout : float, optional
        Seconds for the principal branch.

    Returns
    -------
    LogitEquilibria

    Raises
    ------
    ParameterError
        If not exactly one of precision and temperature is given, or out of range.
    UnknownNameError
        If there are no such units.
    SolverError
        If the principal branch could not be followed so far.
    Interrupted
        On Ctrl-C.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    >>> len(logit_equilibria(game, precision=1.9)), len(logit_equilibria(game, precision=2.1))
    (1, 3)
    """
    exact = read_precision(precision, temperature)
    payoffs = scaled_payoffs(game, units)
    scaled = payoffs.scaled(exact)
    limits = Limits(timeout)
    if game.shape == (2, 2):
        return _all_of_two_by_two(game, exact, units, payoffs, scaled)
    proof = _uniqueness(game, payoffs, scaled)
    if 1 in game.shape:
        found = [_lone_response(payoffs, scaled)]
        path = None
    else:
        end = scaled if proof else max(_AHEAD * scaled, 100.0)
        path = follow_path(payoffs, end, limits, crossing=True)
        if not path.at(scaled):
            _refuse(path, payoffs)
        found = [log_profile(payoffs, point) for point in path.at(scaled)]
    equilibria = tuple(make_equilibrium(payoffs, scaled, logs) for logs in found)
    reason = proof or where_searched(path, payoffs, units)
    status = path.status if path is not None and not proof else Status.FINISHED
    result = LogitEquilibria(game, float(exact), units, equilibria, bool(proof), reason, status)
    if status is Status.INTERRUPTED:
        raise Interrupted(result)
    return result


def _all_of_two_by_two(
    game: BimatrixGame, exact: Fraction, units: str, payoffs: LogitPayoffs, scaled: float
) -> LogitEquilibria:
    from gametheory.concepts.logit_odds import coefficients
    from gametheory.concepts.logit_two_by_two import proved_roots

    found = proved_roots(coefficients(game, exact, _scales(game, units)))
    equilibria = tuple(
        LogitEquilibrium(
            root.row, root.column,
            _residual(payoffs, scaled, np.array(root.row), np.array(root.column)),
            None if root.error == 1 else root.error, root.merging,
        )
        for root in found.roots
    )  # fmt: skip
    return LogitEquilibria(game, float(exact), units, equilibria, found.complete, found.reason)


def _scales(game: BimatrixGame, units: str) -> tuple[Fraction, Fraction]:
    if units == "payoff":
        return Fraction(1), Fraction(1)
    first, second = (game.payoff_range(player) or Fraction(1) for player in (0, 1))
    return 1 / first, 1 / second


def _uniqueness(game: BimatrixGame, payoffs: LogitPayoffs, scaled: float) -> str:
    """Why there is only one equilibrium; empty if that is not known."""
    if 1 in game.shape:
        return "proved to be the only one: one player has a single action"
    modulus = 1.0
    for player in (0, 1):
        modulus *= scaled * payoffs.weights[player] * _interaction(payoffs.values[player]) / 4
    if modulus < 1 - 1e-9:  # far more than the rounding of a few products
        return (
            "proved to be the only one: responding twice contracts distances, by a factor of at "
            f"most {modulus:.3g}"
        )
    if kind(game).zero_sum_equivalence is not None:
        return (
            "proved to be the only one: the game is zero-sum or strategically equivalent to it, "
            "and its logit equilibria are saddle points of a strictly concave-convex function"
        )
    return ""


def _interaction(matrix: FloatArray) -> float:
    """Largest range over columns of the difference of two rows; entries are in [0, 1]."""
    m, n = matrix.shape
    if m * m * n > _DIFFERENCES:
        return 2.0
    largest = 0.0
    for own in matrix:
        differences = matrix - own
        largest = max(largest, float((differences.max(1) - differences.min(1)).max()))
    return largest


def _lone_response(payoffs: LogitPayoffs, scaled: float) -> tuple[FloatArray, FloatArray]:
    """Equilibrium where one player has one action."""
    m, n = payoffs.values[0].shape
    if m == 1:
        return np.zeros(1), response(payoffs, 1, scaled, np.ones(1))
    return response(payoffs, 0, scaled, np.ones(n)), np.zeros(1)


def log_profile(payoffs: LogitPayoffs, point: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Split a point of a path into both players' log probabilities."""
    m = payoffs.values[0].shape[0]
    return point[:m], point[m:-1]


def make_equilibrium(
    payoffs: LogitPayoffs, scaled: float, logs: tuple[FloatArray, FloatArray]
) -> LogitEquilibrium:
    """Make an equilibrium, with its residual, of log probabilities."""
    row, column = (np.exp(part) / np.exp(part).sum() for part in logs)
    return LogitEquilibrium(
        tuple(row.tolist()), tuple(column.tolist()), _residual(payoffs, scaled, row, column)
    )


def _residual(payoffs: LogitPayoffs, scaled: float, row: FloatArray, column: FloatArray) -> float:
    return max(
        float(np.abs(own - np.exp(response(payoffs, player, scaled, opponent))).max())
        for player, own, opponent in ((0, row, column), (1, column, row))
    )


def _refuse(path: LogitPath, payoffs: LogitPayoffs) -> None:
    if path.status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    raise SolverError(
        "the principal branch could be followed only to precision "
        f"{format_decimal(payoffs.unscaled(float(path.scaled.max())))} ({path.reason}); ask for a "
        "smaller precision or allow more time"
    )


def where_searched(path: LogitPath | None, payoffs: LogitPayoffs, units: str) -> str:
    """Say where equilibria were looked for, without proof."""
    assert path is not None  # games without a path have a proof
    reached = format_decimal(payoffs.unscaled(float(path.scaled.max())))
    tail = "" if path.status is Status.FINISHED else f" ({path.reason})"
    return (
        f"on the principal branch, followed to precision {reached}{tail}; other branches are not "
        "searched in games larger than 2 x 2"
    )
