"""Payoffs estimated from data, and what that leaves of the equilibrium.

An *estimated game* has payoffs that were measured: as shares of successes among attempts,
such as goals among penalty kicks, or as means with standard errors. A *draw* of the
*parametric bootstrap* (Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
sections 6.5 and 13.3) replaces each payoff by one that the same measurement might have
given were the estimates true: a binomial count over its attempts, or a normal number. The
draw's equilibria are exact. The *interval* of a probability holds the middle share of the
draws, in each of which the extreme equilibrium nearest to the estimated one counts.

(One result and its maker, just past 300 lines.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.estimated_game import EstimatedGame
from gametheory.concepts.logit_likelihood import likelihood_drop
from gametheory.concepts.words import actions
from gametheory.equilibria.equilibrium_set import EquilibriumSet
from gametheory.errors import Interrupted, ParameterError, check_memory
from gametheory.formats.json_format import to_document as game_document
from gametheory.limits import LimitReached, Limits, Status
from gametheory.numbers import format_decimal
from gametheory.randomness import Randomness, read_rng
from gametheory.results import Result, Table
from gametheory.solvers.solve import solve

__all__ = ["EquilibriumIntervals", "bootstrap_equilibria"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_MOST_DRAWS: Final = 1_000_000
_MOST_ATTEMPTS: Final = 2**53


@dataclass(frozen=True, repr=False, eq=False)
class EquilibriumIntervals(Result):
    """How far measured payoffs determine the equilibria.

    Attributes
    ----------
    estimated : EstimatedGame
    equilibria : EquilibriumSet
        Of the estimated payoffs.
    draws : int
        Draws of the bootstrap that were done.
    confidence : float
        Share of the draws inside an interval.
    strategies : ndarray, shape (e, draws, m + n)
        For each equilibrium of the estimates and each draw the nearest extreme
        equilibrium: probabilities of both players in turn.
    payoffs : ndarray, shape (e, draws, 2)
        Both players' payoffs there.
    kept : tuple of float
        For each equilibrium of the estimates, the share of draws with one of the same
        supports.
    support_changed : float
        Share of draws whose equilibria do not have the same list of supports.
    several : float
        Share of draws with more than one extreme equilibrium.
    undecided : int
        Draws, among `draws`, whose list of equilibria is not proved complete.
    status : Status
    """

    estimated: EstimatedGame
    equilibria: EquilibriumSet
    draws: int
    confidence: float
    strategies: FloatArray
    payoffs: FloatArray
    kept: tuple[float, ...]
    support_changed: float
    several: float
    undecided: int
    status: Status

    def interval(self, player: int, action: str | int, equilibrium: int = 0) -> tuple[float, float]:
        """Interval of a probability.

        Parameters
        ----------
        player : int
            0 for the row player, 1 for the column player.
        action : str or int
        equilibrium : int
            Which equilibrium of the estimates.

        Raises
        ------
        StrategyError
            If there is no such action.
        """
        index = self.estimated.game.action_index(player, action)
        column = index + player * self.estimated.game.shape[0]
        return self._middle(self.strategies[equilibrium, :, column])

    def payoff_interval(self, player: int, equilibrium: int = 0) -> tuple[float, float]:
        """Interval of a player's payoff at an equilibrium."""
        return self._middle(self.payoffs[equilibrium, :, player])

    def _middle(self, values: FloatArray) -> tuple[float, float]:
        tail = (1 - self.confidence) / 2
        low, high = np.quantile(values, [tail, 1 - tail])
        return float(low), float(high)

    def summary(self) -> str:
        """One line: draws, supports, several equilibria."""
        name = f" of {self.estimated.game.name}" if self.estimated.game.name else ""
        number = len(self.equilibria)
        return (
            f"{number} equilibri{'um' if number == 1 else 'a'} of estimated payoffs{name}, "
            f"{self.draws:,} bootstrap draws ({self.status.value}): supports change in "
            f"{self.support_changed:.1%} of them, {self.several:.1%} have several equilibria"
        )

    def tables(self) -> tuple[Table, ...]:
        """For each equilibrium, probabilities and payoffs with intervals."""
        game = self.estimated.game
        tables = []
        for k, equilibrium in enumerate(self.equilibria):
            rows = []
            for player in (0, 1):
                for a, action in enumerate(actions(game, player)):
                    low, high = self.interval(player, a, k)
                    rows.append((game.players[player], action,
                                 format_decimal(equilibrium.profile[player][a]),
                                 f"{low:.4f} to {high:.4f}"))  # fmt: skip
                low, high = self.payoff_interval(player, k)
                rows.append((game.players[player], "(payoff)",
                             format_decimal(equilibrium.payoffs[player]),
                             f"{low:.6g} to {high:.6g}"))  # fmt: skip
            which = f"equilibrium {k + 1}: " if len(self.equilibria) > 1 else ""
            tables.append(
                Table(f"{which}same supports in {self.kept[k]:.1%} of the draws",
                      ("player", "action", "estimate", f"{self.confidence:.0%} interval"), rows,
                      left=(0, 1))
            )  # fmt: skip
        return tuple(tables)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the intervals are, and what may be wrong with them."""
        notes = [
            "parametric bootstrap: outcomes were measured independently of each other; intervals "
            "are the middle of the draws' nearest extreme equilibria",
            *self.estimated.notes,
        ]
        if self.undecided:
            notes.append(f"{self.undecided} draws have no list of equilibria proved complete")
        if not self.equilibria.complete:
            notes.append("the estimated game's own list is not proved complete")
        return tuple(notes)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/equilibrium-intervals/1``."""
        game = self.estimated.game
        return {
            "schema": "gametheory/equilibrium-intervals/1",
            "game": game_document(game),
            "draws": self.draws,
            "status": self.status.value,
            "confidence": self.confidence,
            "support_changed": self.support_changed,
            "several": self.several,
            "undecided": self.undecided,
            "equilibria": [
                {
                    "row": [str(p) for p in e.row],
                    "column": [str(p) for p in e.column],
                    "kept": self.kept[k],
                    "intervals": [
                        [list(self.interval(player, a, k)) for a in range(game.shape[player])]
                        for player in (0, 1)
                    ],
                    "payoff_intervals": [list(self.payoff_interval(p, k)) for p in (0, 1)],
                }
                for k, e in enumerate(self.equilibria)
            ],
        }


def bootstrap_equilibria(
    estimated: EstimatedGame,
    *,
    draws: int = 1_000,
    rng: Randomness = None,
    confidence: float = 0.95,
    timeout: float | None = None,
) -> EquilibriumIntervals:
    """Give the equilibria of measured payoffs their intervals, by parametric bootstrap.

    Parameters
    ----------
    estimated : EstimatedGame
    draws : int
        2 to 1,000,000.
    rng : None, int, SeedSequence or Generator
    confidence : float
        Share of the draws inside an interval, in (0, 1).
    timeout : float, optional
        Seconds; the result then has fewer draws and says so.

    Returns
    -------
    EquilibriumIntervals

    Raises
    ------
    ParameterError
        If a parameter is out of range, or the timeout leaves less than two draws.
    Interrupted
        On Ctrl-C, with the draws so far, if there are two.

    Examples
    --------
    >>> kicks = EstimatedGame.from_counts([[116, 285], [325, 196]], [[200, 300], [350, 280]])
    >>> found = bootstrap_equilibria(kicks, draws=200, rng=1)
    >>> found.support_changed
    0.0
    """
    likelihood_drop(confidence)
    if isinstance(draws, bool) or not hasattr(draws, "__index__") or not 2 <= draws <= _MOST_DRAWS:
        raise ParameterError(
            f"draws: expected a whole number from 2 to {_MOST_DRAWS:,}, got {draws!r:.60}"
        )
    limits = Limits(timeout)
    generator = read_rng(rng)
    baseline = solve(estimated.game, timeout=timeout)
    if not len(baseline):
        raise ParameterError("the timeout was too short to solve the estimated game; allow more")
    record = _Record(baseline, int(draws))
    status = Status.FINISHED
    try:
        while record.done < draws:
            limits.check_time()
            left = None if timeout is None else max(limits.seconds_left, 1e-3)
            record.add(solve(estimated.draw(generator), timeout=left))
    except LimitReached as limit:
        status = limit.status
    except KeyboardInterrupt:
        if record.done < 2:  # a solver's own partial answer would be no answer to this
            raise KeyboardInterrupt from None
        raise Interrupted(record.result(estimated, float(confidence), Status.INTERRUPTED)) from None
    if record.done < 2:
        raise ParameterError("the timeout left less than two draws; allow more seconds")
    return record.result(estimated, float(confidence), status)


class _Record:
    """What the draws gave."""

    def __init__(self, baseline: EquilibriumSet, draws: int) -> None:
        self._baseline = baseline
        size = sum(baseline.game.shape)
        check_memory(len(baseline) * draws * (size + 2) * 8, "keeping the draws' equilibria")
        self._own = [_vector(e) for e in baseline]
        self._strategies = np.empty((len(baseline), draws, size))
        self._payoffs = np.empty((len(baseline), draws, 2))
        self._supports = [e.support for e in baseline]
        self._kept = np.zeros(len(baseline), dtype=int)
        self._changed = self._several = self._undecided = 0
        self.done = 0

    def add(self, found: EquilibriumSet) -> None:
        """Count one draw; one without any equilibrium, a timeout, is not counted."""
        if not len(found):
            return
        supports = [e.support for e in found]
        self._changed += sorted(supports) != sorted(self._supports)
        self._several += len(found) > 1
        self._undecided += not found.complete
        vectors = np.array([_vector(e) for e in found])
        m = self._baseline.game.shape[0]
        for k, own in enumerate(self._own):
            self._kept[k] += self._supports[k] in supports
            apart = np.abs(vectors - own)
            distance = np.maximum(apart[:, :m].sum(axis=1), apart[:, m:].sum(axis=1))
            nearest = int(distance.argmin())
            self._strategies[k, self.done] = vectors[nearest]
            self._payoffs[k, self.done] = [float(p) for p in found[nearest].payoffs]
        self.done += 1

    def result(
        self, estimated: EstimatedGame, confidence: float, status: Status
    ) -> EquilibriumIntervals:
        done = self.done
        return EquilibriumIntervals(
            estimated, self._baseline, done, confidence, self._strategies[:, :done],
            self._payoffs[:, :done], tuple((self._kept / done).tolist()), self._changed / done,
            self._several / done, self._undecided, status,
        )  # fmt: skip


def _vector(equilibrium: Any) -> FloatArray:
    return np.array([float(p) for strategy in equilibrium.profile for p in strategy])
