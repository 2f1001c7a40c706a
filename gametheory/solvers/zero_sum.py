"""An equilibrium of a zero-sum game, and of a game with the same best responses.

In a *zero-sum game* the column player gets -A, in a *constant-sum game* c - A. Its
*value* is the number v for which the row player has a strategy x that earns at least v
against every column, and the column player a strategy y that concedes at most v to every
row (von Neumann 1928). These *optimal strategies* x, y are the equilibria: any optimal x
with any optimal y.

With payoffs M made positive they are the solutions of a linear program and its dual,

    maximise sum(z)  subject to  M z <= 1,  z >= 0,

y = z / sum(z), x likewise from the dual, v = 1 / sum(z) (Dantzig 1951). Small programs
are solved in exact arithmetic. Large ones are solved by HiGHS, whose answer is only a
guess of the supports: the pair is solved for again exactly on these and verified exactly.

A game that is *strategically equivalent to zero-sum* (:mod:`gametheory.analysis.kinds`;
Moulin & Vial 1978) has the equilibria of that zero-sum game; its own payoffs differ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.kinds import ZeroSumEquivalence, kind
from gametheory.errors import InternalError, ParameterError
from gametheory.exact import highs
from gametheory.exact.lp import LinearOptimum, maximise
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.numbers import format_decimal, format_fraction
from gametheory.solvers.registry import Proposal
from gametheory.solvers.supports import Verifier, bits_of, solve_seconds
from gametheory.strategy import MixedStrategy

__all__ = ["applies", "find", "zero_sum_integers"]

Floats = NDArray[np.float64]
Pair = tuple[MixedStrategy, MixedStrategy]

#: Games of at most so many outcomes are solved by exact pivoting: some 20 ms.
_EXACT: Final = 900

#: ... and so many, where HiGHS's basis is wrong.
_EXACT_AFTER_ALL: Final = 10_000

#: From this size on (the smaller of m and n) HiGHS's interior points, made a vertex by its
#: crossover, beat its simplex: 4.3 s against 7.7 s at 1000, but .68 s against .57 s at 500.
_INTERIOR: Final = 700

#: Probabilities and slacks of HiGHS below this are taken as 0; a wrong guess of a support
#: is noticed. HiGHS itself is content with violations of 1e-7.
_ZERO: Final = 1e-9

#: Integers below this can be added in int64.
_ADDABLE: Final = 2**62

#: Integers below this are floats.
_EXACT_FLOAT: Final = 2**53

#: Values whose numerator and denominator have more bits together are shown as decimals.
_SHOWN: Final = 80


def applies(game: BimatrixGame) -> bool:
    """Whether the game is zero-sum, constant-sum or strategically equivalent to it; exact."""
    return _equivalence(game) is not None


def zero_sum_integers(game: BimatrixGame) -> NDArray[Any] | None:
    """Row payoffs of the zero-sum game, times a positive number; None if there is none."""
    equivalence = _equivalence(game)
    if equivalence is None:
        return None
    if isinstance(equivalence, bool):
        return game.integer_payoffs(0)[0]
    return _zero_sum_payoffs(game, equivalence)


def find(game: BimatrixGame, limits: Limits) -> Proposal:
    """Find an optimal pair of the zero-sum game.

    Raises
    ------
    ParameterError
        If the game is not strategically equivalent to zero-sum.
    """
    equivalence = _equivalence(game)
    if equivalence is None:
        raise ParameterError(
            "method 'zero-sum': expected a zero-sum or constant-sum game, or one that is "
            "strategically equivalent to it, got another; 'lemke-howson' finds one equilibrium "
            "of any game, 'exact' all of them"
        )
    search = _Search(game, equivalence, limits)
    try:
        return search.run()
    except LimitReached as limit:
        return Proposal([], limit.status, False, f"stopped before the optimum ({limit})")
    except KeyboardInterrupt:
        return Proposal([], Status.INTERRUPTED, False, "interrupted before the optimum")


def _equivalence(game: BimatrixGame) -> ZeroSumEquivalence | bool | None:
    """Return True for a constant sum, the witness of an equivalent game, None for others."""
    first, second = game.comparable_payoffs(0), game.comparable_payoffs(1)
    if first.dtype == second.dtype == np.float64:
        # Shortest decimals are symmetric about 0: no need of exact payoffs.
        if np.array_equal(first, -second):
            return True
    elif first.dtype == second.dtype == np.int64:
        same = game.integer_payoffs(0)[1] == game.integer_payoffs(1)[1]
        if same and all(a.min() > -_ADDABLE and a.max() < _ADDABLE for a in (first, second)):
            total = first + second
            if bool((total == total[0, 0]).all()):
                return True
    found = kind(game)
    return True if found.payoff_sum is not None else found.zero_sum_equivalence


def _zero_sum_payoffs(game: BimatrixGame, equivalence: ZeroSumEquivalence | bool) -> NDArray[Any]:
    """Row payoffs of the zero-sum game, up to a positive factor; exact or as they came."""
    if isinstance(equivalence, bool):
        return game.comparable_payoffs(0)
    # A[i, j] - c[j], all over one denominator.
    integers, denominator = game.integer_payoffs(0)
    shifts = equivalence.column_constants
    unit = math.lcm(denominator, *(shift.denominator for shift in shifts))
    scaled = integers.astype(object) * (unit // denominator)
    constants = np.array([int(shift * unit) for shift in shifts], dtype=object)
    difference: NDArray[Any] = scaled - constants
    return difference


class _Search:
    """One game's linear program.

    Parameters
    ----------
    game : BimatrixGame
    equivalence : True or ZeroSumEquivalence
        True for a game of constant sum.
    limits : Limits
        One unit of the budget for each iteration of HiGHS.

    Attributes
    ----------
    payoffs : m x n array
        Row payoffs of the zero-sum game, up to a positive factor.
    value : Fraction or None
        The value, once known; None for a game that is only equivalent to zero-sum.
    """

    def __init__(
        self, game: BimatrixGame, equivalence: ZeroSumEquivalence | bool, limits: Limits
    ) -> None:
        self.game = game
        self.payoffs = _zero_sum_payoffs(game, equivalence)
        self.limits = limits
        self.verifier = Verifier(game)
        self.value: Fraction | None = None
        self._has_value = equivalence is True

    def run(self) -> Proposal:
        """Solve it, small or large."""
        if self.payoffs.size <= _EXACT:
            return self._found(self._exact_pair())
        row, column, sets = self._float_pair()
        size = max(len(used) for used in sets[:2])
        if 2 * solve_seconds(size, bits_of(self.game)) > self.limits.seconds_left:
            return Proposal(
                [(row, column)],
                Status.FINISHED,
                False,
                f"HiGHS found optimal supports of {size} actions, which the time left does not "
                "allow to solve for exactly",
            )
        pair = self._on_supports(*sets)
        if pair is None and self.payoffs.size <= _EXACT_AFTER_ALL:
            pair = self._exact_pair()
        if pair is not None:
            return self._found(pair)
        return Proposal(
            [(row, column)],
            Status.FAILED,
            False,
            "exact arithmetic did not confirm the basis that HiGHS found; floats do not resolve "
            "these payoffs. 'lemke-howson' may",
        )

    def _found(self, pair: Pair) -> Proposal:
        what = "optimal strategies of the zero-sum game with the same equilibria"
        if self.value is not None:
            short = (self.value.numerator * self.value.denominator).bit_length() < _SHOWN
            exact = format_fraction(self.value) if short else f"~{format_decimal(self.value, 6)}"
            what = f"optimal strategies; the game's value is {exact}"
        what += "; others were not looked for"
        return Proposal([pair], Status.FINISHED, False, what, verifier=self.verifier)

    def _exact_pair(self) -> Pair:
        m, n = self.payoffs.shape
        integers = self.payoffs
        if integers.dtype == np.float64:
            integers = self.game.integer_payoffs(0)[0]
        integers = integers.astype(object)
        shift = integers.min() - 1
        optimum = maximise([1] * n, (integers - shift).tolist(), [1] * m)
        if not isinstance(optimum, LinearOptimum):
            raise InternalError("positive payoffs cannot make an unbounded program")
        if self._has_value:
            self.value = (1 / optimum.value + shift) / self.game.integer_payoffs(0)[1]
        return _normalised(optimum.dual), _normalised(optimum.primal)

    def _float_pair(self) -> tuple[Floats, Floats, tuple[list[int], ...]]:
        """Both strategies by HiGHS; supports, and actions that do as well."""
        matrix = _between_one_and_two(self.game, self.payoffs)
        methods = ["highs-ds", "highs-ipm"]
        if min(matrix.shape) >= _INTERIOR:
            methods.reverse()
        for method in methods:
            result = highs.maximise(
                np.ones(matrix.shape[1]), matrix, np.ones(matrix.shape[0]), method, self.limits
            )
            self.limits.check_time()
            self.limits.spend(max(1, int(result.nit)))
            if result.status == 0:
                break
        else:
            if self.limits.budget is not None:
                raise LimitReached(Status.BUDGET, f"budget of {self.limits.budget} bases")
            raise InternalError(
                f"HiGHS found no optimum of a program that has one: {result.message}"
            )
        z, dual = np.maximum(result.x, 0.0), np.maximum(-result.ineqlin.marginals, 0.0)
        return (
            dual / dual.sum(),
            z / z.sum(),
            (
                np.flatnonzero(dual > _ZERO * dual.max()).tolist(),
                np.flatnonzero(z > _ZERO * z.max()).tolist(),
                np.flatnonzero(1.0 - matrix @ z < _ZERO).tolist(),
                np.flatnonzero(dual @ matrix - 1.0 < _ZERO).tolist(),
            ),
        )

    def _on_supports(
        self, rows: list[int], columns: list[int], tight_rows: list[int], tight_columns: list[int]
    ) -> Pair | None:
        """Solve on the supports; where that has no unique answer, on all tight actions."""
        tries: list[tuple[Sequence[int], Sequence[int]]] = [(rows, columns)]
        if (tight_rows, tight_columns) != (rows, columns):
            tries.append((tight_rows, tight_columns))
        for equal_rows, equal_columns in tries:
            column = self.verifier.equalise(0, equal_rows, columns)
            if column is None:
                continue
            row = self.verifier.equalise(1, equal_columns, rows)
            if row is not None and self.verifier.is_equilibrium(row[0], column[0]):
                self.value = column[1] if self._has_value else None
                return row[0], column[0]
        return None


def _normalised(solution: Sequence[Fraction]) -> MixedStrategy:
    total = sum(solution)
    return MixedStrategy.from_fractions([p / total for p in solution])


def _between_one_and_two(game: BimatrixGame, payoffs: NDArray[Any]) -> Floats:
    """Positive floats that differ from the payoffs by a factor and a constant.

    Where the constant takes most digits of a float with it, exact payoffs are shifted.
    """
    if payoffs.dtype == np.float64:
        low, high = float(payoffs.min()), float(payoffs.max())
        spread = high / 2 - low / 2  # cannot overflow
        if spread > 1e-3 * max(abs(low), abs(high)):
            return np.ascontiguousarray(1.0 + (payoffs / 2 - low / 2) / spread)
        payoffs = game.integer_payoffs(0)[0]
    elif payoffs.dtype == np.int64:
        low, spread = int(payoffs.min()), int(payoffs.max()) - int(payoffs.min())
        if abs(low) < _EXACT_FLOAT and 0 < spread < _EXACT_FLOAT:
            return np.ascontiguousarray(1.0 + (payoffs - low) / spread)
    integers = payoffs.astype(object)
    shifted = integers - integers.min()
    return np.ascontiguousarray(
        1.0 + (shifted * 2**60 // max(shifted.max(), 1)).astype(np.float64) / 2.0**60
    )
