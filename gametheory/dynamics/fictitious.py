"""Fictitious play, exactly: each player answers the opponent's past frequencies.

In each round of *fictitious play* (Brown 1951, "Iterative solution of games by
fictitious play", in Activity Analysis of Production and Allocation) each player plays
a best response to the *belief* that the opponent mixes as the past frequencies say. It
is *simultaneous* if both beliefs stop at the last round, *alternating* (Brown's own
version; Berger 2007, "Brown's original fictitious play", Journal of Economic Theory
135) if the column player has seen the row player's newest action.

Beliefs converge to equilibrium in zero-sum games (Robinson 1951, "An iterative method
of solving a game", Annals of Mathematics 54), not in Shapley's game (Shapley 1964, "Some
topics in two-person games", in Advances in Game Theory), where play goes round in *phases*
of unchanged actions that grow by the real root of ``x^3 = x^2 + 1``, 1.4656. Even there
the *joint* frequencies may approach the coarse correlated equilibria; the *CCE gap* is
what a player would have gained by the best fixed action, for a round. Starts and tie
rules decide what is seen, so both are parameters.

(One function and its result; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gametheory.dynamics.parameters import choice, whole_number
from gametheory.errors import Interrupted, ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table
from gametheory.strategy import nash_conv

__all__ = ["FictitiousPlay", "Phase", "fictitious_play"]

Order = Literal["simultaneous", "alternating"]
Ties = Literal["first", "last", "stay"]
Method = Literal["switches", "rounds"]

TIES: Final = ("first", "last", "stay")  # positions are the kernels' codes
ORDERS: Final = ("simultaneous", "alternating")

#: Phases that are kept; a run of more keeps the first ones.
_KEPT: Final = 65_536

#: Rounds or switches in one call of a kernel: well below a tenth of a second.
_ROUNDS_A_CALL: Final = 2_000_000
_SWITCHES_A_CALL: Final = 500_000
_STEPS_OF_PYTHON: Final = 2_000

_LARGEST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of play with the same actions.

    Attributes
    ----------
    row, column : int
        Indices of the actions.
    length : int
        Rounds.
    """

    row: int
    column: int
    length: int


@dataclass(frozen=True, repr=False, eq=False)
class FictitiousPlay(Result):
    """What fictitious play did.

    Attributes
    ----------
    game : BimatrixGame
    counts : tuple of tuples of int, m x n
        How often each pair of actions was played, exact; beliefs at the start don't count.
    order : str
        ``"simultaneous"`` or ``"alternating"``.
    ties : str
        ``"first"``, ``"last"`` or ``"stay"``.
    method : str
        ``"switches"`` or ``"rounds"``; both give the same counts.
    phases : tuple of Phase
        The first phases, at most 65,536; the last one may have been cut by the end.
    n_phases : int
        How many phases there were.
    status : Status
        Finished, timeout or interrupted.
    """

    game: BimatrixGame
    counts: tuple[tuple[int, ...], ...]
    order: Order
    ties: Ties
    method: Method
    n_phases: int
    status: Status
    _phases: NDArray[Any] = field(repr=False)

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The first phases, in order."""
        kept = self._phases[: min(self.n_phases, len(self._phases))].tolist()
        return tuple(Phase(*map(int, phase)) for phase in kept)

    @cached_property
    def rounds(self) -> int:
        """Rounds played."""
        return sum(map(sum, self.counts))

    @cached_property
    def frequencies(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """How often each player used each action, as shares of the rounds."""
        rows = [sum(row) for row in self.counts]
        columns = [sum(column) for column in zip(*self.counts, strict=True)]
        return (
            tuple(Fraction(count, self.rounds) for count in rows),
            tuple(Fraction(count, self.rounds) for count in columns),
        )

    @cached_property
    def nash_conv(self) -> Fraction:
        """Sum of both regrets of the pair of frequencies, in payoff units."""
        return nash_conv(self.game, *self.frequencies)

    @cached_property
    def cce_gap(self) -> Fraction:
        """The larger external regret of the joint frequencies, in payoff units, at least 0."""
        gaps = [Fraction(0)]
        counts = np.array(self.counts, dtype=object)
        for player in (0, 1):
            payoffs, unit = self.game.integer_payoffs(player)
            payoffs = payoffs.astype(object)
            earned = int((counts * payoffs).sum())
            opponent = counts.sum(axis=player)
            fixed = payoffs @ opponent if player == 0 else opponent @ payoffs
            gaps.append(Fraction(max(map(int, fixed)) - earned, unit * self.rounds))
        return max(gaps)

    @property
    def growth(self) -> float | None:
        """Length of the last whole phase over that of the one before; None without two."""
        whole = self.phases[:-1] if self.n_phases <= len(self._phases) else self.phases
        if len(whole) < 2:
            return None
        return whole[-1].length / whole[-2].length

    def summary(self) -> str:
        """One line: rounds, phases, and how far from equilibrium the frequencies are."""
        phases = "1 phase" if self.n_phases == 1 else f"{self.n_phases:,} phases"
        return (
            f"fictitious play ({self.order}, ties: {self.ties}, {self.status.value}): "
            f"{self.rounds:,} rounds in {phases}; NashConv of the frequencies "
            f"{format_decimal(self.nash_conv, 6)}, CCE gap {format_decimal(self.cce_gap, 6)}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return each player's counts and frequencies."""
        tables = []
        for player, actions in enumerate((self.game.row_actions, self.game.column_actions)):
            totals = np.array(self.counts, dtype=object).sum(axis=1 - player)
            rows = [
                (name, f"{int(total):,}", format_decimal(share, 6))
                for name, total, share in zip(
                    actions, totals, self.frequencies[player], strict=True
                )
            ]
            header = ("action", "rounds", "share")
            tables.append(Table(self.game.players[player], header, rows))
        return tuple(tables)

    def to_document(self) -> dict[str, Any]:
        """Return counts and the measures as JSON data; integers are exact, shares are text."""
        return {
            "schema": "gametheory/fictitious-play/1",
            "order": self.order,
            "ties": self.ties,
            "method": self.method,
            "status": self.status.value,
            "rounds": self.rounds,
            "counts": [list(row) for row in self.counts],
            "phases": self.n_phases,
            "first_phases": [[p.row, p.column, p.length] for p in self.phases[:1000]],
            "nash_conv": str(self.nash_conv),
            "cce_gap": str(self.cce_gap),
        }


def fictitious_play(
    game: BimatrixGame,
    rounds: int,
    *,
    start: tuple[Any, Any] = (0, 0),
    order: Order = "simultaneous",
    ties: Ties = "first",
    method: Method = "switches",
    timeout: float | None = None,
) -> FictitiousPlay:
    """Let two players answer each other's past frequencies.

    Parameters
    ----------
    game : BimatrixGame
        Payoffs are taken exactly, as integers over one denominator.
    rounds : int
        At least 1.
    start : pair
        Two actions (names or indices), which are played in round 1; or two sequences of
        whole numbers >= 0, not all 0: the weights with which the *column* player has
        seen rows, and the *row* player columns, before round 1. The weights count in
        beliefs, not in :attr:`FictitiousPlay.counts`.
    order : {"simultaneous", "alternating"}
    ties : {"first", "last", "stay"}
        Which of several best responses is played; ``"stay"``: the one just played if it
        is among them, else the first.
    method : {"switches", "rounds"}
        Take each phase in one step, or play every round. Same counts.
    timeout : float, optional
        Seconds; what was played till then is returned with status ``"timeout"``.

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    StrategyError
        If an action of `start` does not exist.
    Interrupted
        On Ctrl-C, with ``.partial``.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> play = fictitious_play(load("shapley"), 10**12)
    >>> play.n_phases, round(play.growth, 4), round(float(play.nash_conv), 3)
    (68, 1.4656, 0.286)
    """
    rounds = whole_number("rounds", rounds, 1)
    choice("order", order, ORDERS)
    choice("ties", ties, TIES)
    choice("method", method, ("switches", "rounds"))
    limits = Limits(timeout)
    run = _Run(game, rounds, order, ties, method, start)
    status = Status.FINISHED
    try:
        while run.left:
            if limits.seconds_left <= 0:
                status = Status.TIMEOUT
                break
            run.advance()
    except KeyboardInterrupt:
        raise Interrupted(run.result(Status.INTERRUPTED)) from None
    return run.result(status)


class _Run:
    """Arrays of one run, and the functions that move it on."""

    def __init__(
        self, game: BimatrixGame, rounds: int, order: Order, ties: Ties, method: Method, start: Any
    ) -> None:
        self.game, self.order, self.ties, self.method = game, order, ties, method
        self.left = rounds
        m, n = game.shape
        row_weights, column_weights, first = _read_start(game, start)
        # Adding a constant against each opponent's action changes no best response.
        row_gains = _reduced(game.integer_payoffs(0)[0].astype(object).T)
        column_gains = _reduced(game.integer_payoffs(1)[0].astype(object))
        weight = rounds + 1 + max(sum(row_weights), sum(column_weights))
        largest = max(max(map(max, row_gains.tolist())), max(map(max, column_gains.tolist())))
        fits = max(largest, 1) * weight < _LARGEST
        self.compiled = fits
        kind: Any = np.int64 if fits else object
        self.gains = (
            np.ascontiguousarray(row_gains.astype(kind)),
            np.ascontiguousarray(column_gains.astype(kind)),
        )
        self.sums = (
            np.array(column_weights, dtype=kind) @ self.gains[0],
            np.array(row_weights, dtype=kind) @ self.gains[1],
        )
        self.joint = np.zeros((m, n), dtype=kind)
        self.phases = np.zeros((_KEPT, 3), dtype=kind)
        self.state = np.array([-1, -1, 0], dtype=np.int64)
        if first is not None:
            i, j = first
            self.sums[0][:] += self.gains[0][j]
            self.sums[1][:] += self.gains[1][i]
            self.joint[i, j] = 1
            self.phases[0] = i, j, 1
            self.state[:] = i, j, 1
            self.left -= 1

    def advance(self) -> None:
        from gametheory.dynamics.kernels import fictitious

        arrays = (*self.gains, *self.sums, self.joint, self.phases, self.state)
        codes = TIES.index(self.ties), ORDERS.index(self.order)
        if self.method == "rounds":
            step = min(self.left, _ROUNDS_A_CALL if self.compiled else _STEPS_OF_PYTHON)
            play: Callable[..., None] = (
                fictitious.play_rounds if self.compiled else fictitious.rounds_of_play
            )
            play(*arrays, step, *codes)
            self.left -= step
        elif self.compiled:
            self.left -= fictitious.play_switches(*arrays, self.left, *codes, _SWITCHES_A_CALL)
        else:
            steps = _STEPS_OF_PYTHON
            self.left -= fictitious.switches_of_play(*arrays, self.left, *codes, steps)

    def result(self, status: Status) -> FictitiousPlay:
        return FictitiousPlay(
            self.game, tuple(tuple(map(int, row)) for row in self.joint.tolist()), self.order,
            self.ties, self.method, int(self.state[2]), status,
            self.phases[: int(self.state[2])].copy(),
        )  # fmt: skip


def _reduced(gains: NDArray[Any]) -> NDArray[Any]:
    lowered = gains - gains.min(axis=1, keepdims=True)
    divisor = int(np.gcd.reduce(lowered, axis=None))
    reduced: NDArray[Any] = lowered // divisor if divisor > 1 else lowered
    return reduced


def _read_start(
    game: BimatrixGame, start: Any
) -> tuple[list[int], list[int], tuple[int, int] | None]:
    """Weights of rows and of columns, and the actions of round 1 if they are given."""
    if not isinstance(start, Sequence) or isinstance(start, str) or len(start) != 2:
        raise ParameterError(f"start: expected a pair, one entry a player, got {start!r:.60}")
    m, n = game.shape
    if all(isinstance(entry, (str, int, np.integer)) for entry in start):
        row, column = (game.action_index(player, entry) for player, entry in enumerate(start))
        return [0] * m, [0] * n, (row, column)
    weights = [
        _read_weights(entry, size, who)
        for entry, size, who in zip(start, (m, n), ("rows", "columns"), strict=True)
    ]
    return weights[0], weights[1], None


def _read_weights(entry: Any, size: int, who: str) -> list[int]:
    items = list(entry) if hasattr(entry, "__iter__") else []
    if len(items) != size or isinstance(entry, (str, set, frozenset, dict)):
        raise StrategyError(f"start: expected {size} weights of {who}, got {entry!r:.60}")
    read = [whole_number(f"start, weight of {who}", item, 0) for item in items]
    if not any(read):
        raise StrategyError(f"start: expected a weight above 0 among {who}, got zeros")
    return read
