"""Exact equilibria of large games, once somebody has guessed their supports.

A large game's exact payoffs are costly to make and seldom needed. A strategy that makes
actions equally good depends on the payoffs at these actions only, so k x k of them are
read and the linear system is solved by python-flint (Dixon lifting). Whether the actions
are best responses is decided in floating point where a proven error bound allows it
(:meth:`Verifier.best_responses`), and exactly for the rest, hardly more than the support itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np

from gametheory.exact.linear import solve_unique
from gametheory.game import BimatrixGame
from gametheory.payoffs import IntegerMatrix, PayoffMatrix
from gametheory.strategy import MixedStrategy

__all__ = ["LARGE", "Verifier", "bits_of", "solve_seconds"]

#: Games of more outcomes are large: their payoffs are made exact piece by piece.
LARGE: Final = 2_500

_ROUNDING: Final = 2.0**-53
_SMALLEST: Final = 2.0**-1074

#: Blocks of exact payoffs that are kept: those of both players.
_KEPT: Final = 4


def solve_seconds(size: int, bits: int) -> float:
    """Estimate the time of :meth:`Verifier.equalise`: `size` actions, payoffs of `bits` bits.

    Measured on one core: 0.2 s at 250 actions and 64 bits, growing with the cube.
    """
    return 0.3 * math.pow(size / 250, 3) * math.pow(max(1.0, bits / 64), 1.5)


def bits_of(game: BimatrixGame) -> int:
    """Bits that an exact payoff takes, about."""
    bits = 1
    for player in (0, 1):
        payoffs: Any = game.comparable_payoffs(player)
        if payoffs.dtype == np.float64:
            corner, _ = Verifier(game).payoff_block(player, [0], range(min(payoffs.shape[1], 50)))
            payoffs = corner
        bits = max(bits, int(max(abs(int(payoffs.max())), abs(int(payoffs.min())))).bit_length())
    return bits


class Verifier:
    """Exact linear algebra of one game; keeps what it has computed.

    Parameters
    ----------
    game : BimatrixGame
    """

    def __init__(self, game: BimatrixGame) -> None:
        self.game = game
        self._best: tuple[dict[MixedStrategy, frozenset[int]], ...] = ({}, {})
        self._blocks: dict[tuple[Any, ...], tuple[IntegerMatrix, int]] = {}
        self._payoffs: tuple[list[list[int]], ...] = ()
        m, n = game.shape
        if m * n <= LARGE:
            self._payoffs = (
                game.integer_payoffs(0)[0].tolist(),
                game.integer_payoffs(1)[0].T.tolist(),
            )

    def is_equilibrium(self, row: MixedStrategy, column: MixedStrategy) -> bool:
        """Whether each action that is played is a best response; exact."""
        return self.best_responses(column, 0).issuperset(row.support) and self.best_responses(
            row, 1
        ).issuperset(column.support)

    def best_responses(self, strategy: MixedStrategy, player: int) -> frozenset[int]:
        """Return the best responses of `player` to the opponent's strategy; exact."""
        known = self._best[player]
        if strategy not in known:
            known[strategy] = (
                self._best_of_few(player, strategy)
                if self._payoffs
                else self._best_of_many(player, strategy)
            )
        return known[strategy]

    def _best_of_few(self, player: int, opponent: MixedStrategy) -> frozenset[int]:
        weights = [(k, opponent.numerators[k]) for k in opponent.support]
        values = [sum(w * row[k] for k, w in weights) for row in self._payoffs[player]]
        best = max(values)
        return frozenset(k for k, value in enumerate(values) if value == best)

    def _best_of_many(self, player: int, opponent: MixedStrategy) -> frozenset[int]:
        """Best responses in a large game: floats decide what they provably can.

        A sum of s products of numbers that were rounded once each, in whatever order, errs by
        at most ``(s + 2) u / (1 - (s + 2) u)`` times the sum of the absolute products, u =
        2^-53 (Higham 2002, "Accuracy and stability of numerical algorithms", section 3.1).
        The bound below has s + 16 for s + 2, which also covers its own roundings, and a term
        for underflow. An action whose value plus its bound stays below another's minus its
        own is no best response; the others' values are computed exactly.
        """
        from flint import fmpz_mat

        used = list(opponent.support)
        if len(used) == 1:  # these payoffs compare exactly as they are
            ordered = self.game.comparable_payoffs(player)
            ordered = ordered[:, used[0]] if player == 0 else ordered[used[0]]
            return frozenset(np.flatnonzero((ordered == ordered.max()).astype(bool)).tolist())
        payoffs = self.game.row_payoffs if player == 0 else self.game.column_payoffs.T
        block = payoffs[:, used]
        weights = np.array([opponent.numerators[k] / opponent.denominator for k in used])
        with np.errstate(over="ignore", invalid="ignore"):
            values = block @ weights
            sizes = np.abs(block)
            bound = (len(used) + 16) * _ROUNDING * (sizes @ weights)
            bound += 4 * len(used) * _SMALLEST * (1.0 + sizes.max())
            low, high = values - bound, values + bound
        if np.isfinite(low).all() and np.isfinite(high).all():
            candidates = np.flatnonzero(high >= low.max())
        else:
            candidates = np.arange(len(values))
        if len(candidates) == 1:
            return frozenset(candidates.tolist())
        if player == 0:
            exact, _ = self.payoff_block(0, candidates.tolist(), used)
        else:
            exact, _ = self.payoff_block(1, used, candidates.tolist())
            exact = exact.T
        numerators = fmpz_mat([[opponent.numerators[k]] for k in used])
        earned = (fmpz_mat(exact.tolist()) * numerators).entries()
        best = max(earned)
        return frozenset(int(k) for k, v in zip(candidates, earned, strict=True) if v == best)

    def equalise(
        self, player: int, indifferent: Sequence[int], used: Sequence[int]
    ) -> tuple[MixedStrategy, Fraction] | None:
        """Return the opponent's strategy on `used` that makes actions of `player` equally good.

        Parameters
        ----------
        player : int
            0: rows are made equally good by a mixture of columns; 1: columns, by one of rows.
        indifferent : sequence of int
            Actions of `player`; at least as many as `used`. Of more, as many are chosen as
            determine the strategy; the others are *not* checked.
        used : sequence of int
            Actions of the opponent.

        Returns
        -------
        (MixedStrategy, Fraction) or None
            The strategy and what the actions earn; None if the strategy is not unique, does
            not exist, or is negative somewhere.
        """
        if len(indifferent) < len(used):
            return None
        if player == 0:
            block, denominator = self.payoff_block(0, indifferent, used)
        else:
            block, denominator = self.payoff_block(1, used, indifferent)
            block = block.T
        # With payoffs above 0, M z = 1 has the strategy, divided by its value, as solution.
        lowest = int(block.min()) - 1
        rows = [[value - lowest for value in row] for row in block.tolist()]
        solution = solve_unique(rows, [1] * len(rows))
        if solution is None:
            return None
        numerators, common = solution
        total = sum(numerators)
        if min(numerators) < 0 or total <= 0 or common <= 0:
            return None
        everything = [0] * self.game.shape[1 - player]
        for k, numerator in zip(used, numerators, strict=True):
            everything[k] = numerator
        value = (Fraction(common, total) + lowest) / denominator
        return MixedStrategy(everything), value

    def payoff_block(
        self, player: int, rows: Sequence[int], columns: Sequence[int]
    ) -> tuple[IntegerMatrix, int]:
        """Exact payoffs of `player` at some rows and columns, as integers over a denominator.

        Each block has a denominator of its own.
        """
        place = np.array(rows, dtype=np.int64)[:, None], np.array(columns, dtype=np.int64)
        payoffs = self.game.comparable_payoffs(player)
        if payoffs.dtype != np.float64 or payoffs.size <= LARGE:
            integers, denominator = self.game.integer_payoffs(player)
            return integers[place], denominator
        key = player, tuple(rows), tuple(columns)
        if key not in self._blocks:
            other = self.game.comparable_payoffs(1 - player)
            opposite = self._blocks.get((1 - player, *key[1:]))
            if len(self._blocks) >= _KEPT:
                self._blocks.clear()
            block = payoffs[place]
            if opposite is not None and bool((block == -other[place]).all()):
                self._blocks[key] = -opposite[0], opposite[1]
            else:
                self._blocks[key] = PayoffMatrix(block, "payoffs").exact
        return self._blocks[key]
