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

from gametheory.analysis.differences import (
    Matrix,
    common_integers,
    corner,
    positive_ratio,
    second_differences,
)
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction
from gametheory.results import Result, Table

__all__ = ["GameKind", "ZeroSumEquivalence", "kind"]

Label = Literal[
    "zero-sum",
    "constant-sum",
    "common interest",
    "strategically equivalent to zero-sum",
    "mixed motive",
]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/kind/1"

_PLAIN: Final = {
    "zero-sum": "zero-sum: what one player gains the other loses",
    "common interest": "of common interest: both players rank all lotteries over outcomes alike",
    "mixed motive": "of mixed motive: neither common interest nor pure conflict",
}


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


@dataclass(frozen=True, slots=True, repr=False)
class GameKind(Result):
    """What kind of game it is.

    Attributes
    ----------
    game : BimatrixGame
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

    game: BimatrixGame
    label: Label
    payoff_sum: Fraction | None
    common_interest: bool
    zero_sum_equivalence: ZeroSumEquivalence | None

    def __str__(self) -> str:
        return self.label

    def summary(self) -> str:
        """The kind, and what follows from it."""
        name = self.game.name or "The game"
        if self.label == "constant-sum":
            return f"{name} is constant-sum: payoffs add up to {self.payoff_sum} everywhere"
        if self.label == "strategically equivalent to zero-sum":
            return f"{name} has the Nash equilibria of the zero-sum game below"
        return f"{name} is {_PLAIN[self.label]}"

    def tables(self) -> tuple[Table, ...]:
        """The equivalent zero-sum game, where it is not the game itself."""
        witness = self.zero_sum_equivalence
        if self.label != "strategically equivalent to zero-sum" or witness is None:
            return ()
        game = witness.zero_sum_game(self.game)
        m, n = game.shape
        rows = [
            (game.row_actions[i], *(game.payoff_text(i, j)[0] for j in range(n))) for i in range(m)
        ]
        scale = format_fraction(witness.scale)
        caption = f"{game.players[0]}'s payoffs; {game.players[1]}'s are scaled by {scale}"
        return (Table(caption, ("", *game.column_actions), rows),)

    def to_document(self) -> dict[str, Any]:
        """Label, flags and witness, schema ``gametheory/kind/1``."""
        witness = self.zero_sum_equivalence
        return {
            "schema": SCHEMA,
            "label": self.label,
            "payoff_sum": None if self.payoff_sum is None else format_fraction(self.payoff_sum),
            "common_interest": self.common_interest,
            "zero_sum_equivalence": None if witness is None else {
                "scale": format_fraction(witness.scale),
                "column_constants": [format_fraction(v) for v in witness.column_constants],
                "row_constants": [format_fraction(v) for v in witness.row_constants],
            },
        }  # fmt: skip


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
    part = corner(game)
    if part is not None and kind(part).label == "mixed motive":
        return GameKind(game, "mixed motive", None, False, None)
    first, second, unit = common_integers(game)
    payoff_sum = _constant(first + second, unit)
    common = positive_ratio(first - first[0, 0], second - second[0, 0]) is not None
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
    return GameKind(game, label, payoff_sum, common, witness)


def _zero_sum_equivalence(first: Matrix, second: Matrix, unit: int) -> ZeroSumEquivalence | None:
    # A + s B = c[j] + d[i] holds for some c, d exactly if all second differences
    # (corner + entry - row's first - column's first) of A + s B vanish.
    ratio = positive_ratio(second_differences(second), -second_differences(first))
    if ratio is None:
        return None
    total = first * ratio.denominator + second * ratio.numerator
    divisor = unit * ratio.denominator
    columns = tuple(Fraction(int(v), divisor) for v in total[0])
    rows = tuple(Fraction(int(v), divisor) for v in total[:, 0] - total[0, 0])
    return ZeroSumEquivalence(ratio, columns, rows)


def _constant(matrix: Matrix, unit: int) -> Fraction | None:
    entry = matrix[0, 0]
    return Fraction(int(entry), unit) if bool((matrix == entry).all()) else None
