"""What kind of game it is: common interest, zero-sum or equivalent to it, or mixed motive.

*Common interest*
    Both players rank all lotteries over outcomes alike: ``B = s A + t`` with
    ``s > 0``.
*Zero-sum*, *constant-sum*
    ``A + B`` is 0, or a constant, at every outcome.
*Strategically equivalent to zero-sum*
    There are ``s > 0``, a constant ``c[j]`` for each column and ``d[i]`` for each
    row with ``A[i, j] + s B[i, j] = c[j] + d[i]``. Then ``A[i, j] - c[j]`` and
    ``s B[i, j] - d[i]`` sum to zero; a positive factor and a constant for each
    action of the *opponent* change no best response, so the two games have the
    same Nash equilibria (Moulin and Vial 1978, "Strategically zero-sum games",
    International Journal of Game Theory 7, 201-221). Moulin and Vial also let the
    factor vary with the opponent's strategy where a player's payoffs are, up to
    such constants, of rank one; that wider class is not decided here.
*Mixed motive*
    Everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gametheory.game import BimatrixGame

__all__ = ["GameKind", "ZeroSumEquivalence", "kind"]

Label = Literal[
    "zero-sum",
    "constant-sum",
    "common interest",
    "strategically equivalent to zero-sum",
    "mixed motive",
]

Matrix = NDArray[np.object_]

#: Rows and columns that are looked at first.
_CORNER: Final = 4


@dataclass(frozen=True, slots=True)
class ZeroSumEquivalence:
    """Witness that a game is strategically equivalent to a zero-sum game.

    ``A[i, j] + scale * B[i, j] == column_constants[j] + row_constants[i]``.

    Attributes
    ----------
    scale : Fraction
        Positive factor s of the column player's payoffs.
    column_constants : tuple of Fraction, length n
        ``c[j]``, taken from the row player's payoffs.
    row_constants : tuple of Fraction, length m
        ``d[i]``, taken from the column player's payoffs after scaling.
    """

    scale: Fraction
    column_constants: tuple[Fraction, ...]
    row_constants: tuple[Fraction, ...]

    def zero_sum_game(self, game: BimatrixGame) -> BimatrixGame:
        """Return the zero-sum game with row payoffs ``A[i, j] - c[j]``."""
        m, n = game.shape
        payoffs = [
            [game.payoff(i, j)[0] - self.column_constants[j] for j in range(n)] for i in range(m)
        ]
        return BimatrixGame.zero_sum(
            payoffs, name=game.name or None, row_actions=game.row_actions,
            column_actions=game.column_actions, players=game.players,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GameKind:
    """What kind of game it is.

    Attributes
    ----------
    label : str
        The first that holds of ``"zero-sum"``, ``"constant-sum"``, ``"common
        interest"``, ``"strategically equivalent to zero-sum"``, ``"mixed
        motive"``; the flags below say which others hold too.
    payoff_sum : Fraction or None
        The sum of payoffs, if it is the same at every outcome.
    common_interest : bool
        Whether ``B = s A + t`` with ``s > 0``.
    zero_sum_equivalence : ZeroSumEquivalence or None
        The witness, if the game is strategically equivalent to a zero-sum game;
        zero-sum and constant-sum games are.
    """

    label: Label
    payoff_sum: Fraction | None
    common_interest: bool
    zero_sum_equivalence: ZeroSumEquivalence | None

    def __str__(self) -> str:
        return self.label


def kind(game: BimatrixGame) -> GameKind:
    """Say what kind of game it is, by exact linear algebra.

    Parameters
    ----------
    game : BimatrixGame

    Returns
    -------
    GameKind
        Label and witnesses.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> kind(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])).label
    'mixed motive'
    >>> kind(BimatrixGame([[1, 3], [2, 4]], [[99, 97], [98, 96]])).label
    'constant-sum'
    """
    m, n = game.shape
    if min(m, n) > _CORNER:
        # Each kind is inherited by a game's corner, so a corner of mixed motive settles
        # the matter without the exact form of a large game.
        corner = [[game.payoff(i, j) for j in range(_CORNER)] for i in range(_CORNER)]
        part = BimatrixGame(*([[cell[k] for cell in row] for row in corner] for k in (0, 1)))
        if kind(part).label == "mixed motive":
            return GameKind("mixed motive", None, False, None)
    return _kind_of(*(game.integer_payoffs(player) for player in (0, 1)))


def _kind_of(
    row_payoffs: tuple[NDArray[Any], int], column_payoffs: tuple[NDArray[Any], int]
) -> GameKind:
    # Python integers: products and sums of int64 payoffs may not fit int64.
    first, second = (payoffs[0].astype(object) for payoffs in (row_payoffs, column_payoffs))
    first_unit, second_unit = row_payoffs[1], column_payoffs[1]
    # Put both over one denominator: A = first / unit, B = second / unit.
    first, second, unit = first * second_unit, second * first_unit, first_unit * second_unit
    payoff_sum = _constant(first + second, unit)
    common = _ratio(_minus_corner(first), _minus_corner(second)) is not None
    witness = _zero_sum_equivalence(first, second, unit)
    label: Label
    if payoff_sum == 0:
        label = "zero-sum"
    elif payoff_sum is not None:
        label = "constant-sum"
    elif common:
        label = "common interest"
    elif witness is not None:
        label = "strategically equivalent to zero-sum"
    else:
        label = "mixed motive"
    return GameKind(label, payoff_sum, common, witness)


def _zero_sum_equivalence(first: Matrix, second: Matrix, unit: int) -> ZeroSumEquivalence | None:
    # A + s B = c[j] + d[i] holds for some c, d exactly if all second differences
    # (corner + entry - row's first - column's first) of A + s B vanish.
    ratio = _ratio(_second_differences(second), -_second_differences(first))
    if ratio is None:
        return None
    total = first * ratio.denominator + second * ratio.numerator
    divisor = unit * ratio.denominator
    columns = tuple(Fraction(int(v), divisor) for v in total[0])
    rows = tuple(Fraction(int(v), divisor) for v in total[:, 0] - total[0, 0])
    return ZeroSumEquivalence(ratio, columns, rows)


def _ratio(base: Matrix, target: Matrix) -> Fraction | None:
    """Return s > 0 with ``s * base == target``, None without one, 1 if both are zero."""
    place = next(zip(*np.nonzero(base), strict=True), None)
    if place is None:
        return None if target.any() else Fraction(1)
    ratio = Fraction(int(target[place]), int(base[place]))
    if ratio <= 0:
        return None
    same = np.array_equal(base * ratio.numerator, target * ratio.denominator)
    return ratio if same else None


def _minus_corner(matrix: Matrix) -> Matrix:
    difference: Matrix = matrix - matrix[0, 0]
    return difference


def _second_differences(matrix: Matrix) -> Matrix:
    difference: Matrix = matrix + matrix[0, 0] - matrix[:, :1] - matrix[:1]
    return difference


def _constant(matrix: Matrix, unit: int) -> Fraction | None:
    corner = matrix[0, 0]
    return Fraction(int(corner), unit) if bool((matrix == corner).all()) else None
