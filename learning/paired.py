"""Two learners compared on games, paired by run.

Runs of the same number and root seed have the same random streams, so that their difference
is less noisy than the runs: the *effect* is the mean over runs of the second learner's value
less the first's, with Student's interval, and its p-value is that of the paired t test
(Student 1908). Over several games the p-values are adjusted by *Holm's* step-down method
(Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
Statistics 6), which keeps the chance of any false claim below the level. A mean hides two
basins, so the shares of runs in which the second did better, the same and worse stand beside
it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table
from learning.gaps import external_regrets
from learning.intervals import mean_half_widths
from learning.parameters import read_real
from learning.runs import Runs

__all__ = ["LearnerComparison", "PairedEffect", "compare_learners", "holm"]

Floats = NDArray[np.float64]

#: What can be compared, and in which units.
_MEASURES: Final = {
    "payoff": "payoff a round",
    "welfare": "sum of both payoffs a round",
    "regret": "external regret a round, share of the payoff range",
}


@dataclass(frozen=True, slots=True)
class PairedEffect:
    """The effect on one game.

    Attributes
    ----------
    game : BimatrixGame
    pairs : int
        Pairs of runs that both finished; others are left out.
    means : (float, float)
        Of the first and the second learner.
    effect, half_width : float
        Second less first, and its interval; NaN with one pair.
    p_value, adjusted : float
        Two-sided, and after Holm's adjustment over all games.
    better, same, worse : int
        Pairs in which the second's value is larger, equal, smaller.
    """

    game: BimatrixGame
    pairs: int
    means: tuple[float, float]
    effect: float
    half_width: float
    p_value: float
    adjusted: float
    better: int
    same: int
    worse: int


@dataclass(frozen=True, repr=False, eq=False)
class LearnerComparison(Result):
    """Effects of taking the second learner instead of the first.

    Attributes
    ----------
    measure : str
    player : int
    effects : tuple of PairedEffect
        One a game.
    confidence : float
    """

    measure: str
    player: int
    effects: tuple[PairedEffect, ...]
    confidence: float

    @property
    def claims(self) -> tuple[PairedEffect, ...]:
        """Games on which there is a difference at the level, after adjustment."""
        return tuple(e for e in self.effects if e.adjusted <= 1 - self.confidence)

    def summary(self) -> str:
        """One line: how many games show a difference, and which way."""
        up = sum(e.effect > 0 for e in self.claims)
        down = len(self.claims) - up
        games = f"{len(self.effects)} game{'s' * (len(self.effects) != 1)}"
        return (
            f"Second learner less the first, {_MEASURES[self.measure]}: higher on {up}, lower on "
            f"{down}, not told apart on {len(self.effects) - up - down} of {games} (paired by run, "
            f"Holm's adjustment, level {1 - self.confidence:.2g})"
        )

    def tables(self) -> tuple[Table, ...]:
        """One row a game."""
        rows = [
            (
                e.game.name or "game", f"{e.pairs:,}", *map(format_decimal, e.means),
                f"{format_decimal(e.effect)} ± {format_decimal(e.half_width)}"
                if not math.isnan(e.half_width) else format_decimal(e.effect),
                f"{e.adjusted:.2g}", f"{e.better:,}/{e.same:,}/{e.worse:,}",
            )
            for e in self.effects
        ]  # fmt: skip
        header = ("game", "pairs", "first", "second", f"effect, {self.confidence:.0%}",
                  "p (Holm)", "better/same/worse")  # fmt: skip
        return (Table("", header, rows),)

    def to_document(self) -> dict[str, Any]:
        """Return one item a game."""

        def number(value: float) -> float | None:
            return None if math.isnan(value) else value

        return {
            "schema": "gametheory/learner-comparison/1",
            "measure": self.measure,
            "player": self.player,
            "confidence": self.confidence,
            "effects": [
                {
                    "game": e.game.name, "pairs": e.pairs, "means": list(e.means),
                    "effect": e.effect, "half_width": number(e.half_width), "p_value": e.p_value,
                    "adjusted": e.adjusted, "better": e.better, "same": e.same, "worse": e.worse,
                }
                for e in self.effects
            ],
        }  # fmt: skip


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values by Holm's step-down method.

    Parameters
    ----------
    p_values : sequence of float

    Returns
    -------
    tuple of float
        In the order given: the k-th smallest of n is ``max over l <= k of (n - l + 1) p_(l)``,
        at most 1.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    order = sorted(range(len(p_values)), key=lambda k: p_values[k])
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, k in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[k]))
        adjusted[k] = largest
    return tuple(adjusted)


def compare_learners(
    first: Runs | Sequence[Runs],
    second: Runs | Sequence[Runs],
    *,
    measure: str = "payoff",
    player: int = 0,
    burn_in: float = tolerances.BURN_IN,
    confidence: float = 0.95,
) -> LearnerComparison:
    """Compare two learners on one game or several.

    Parameters
    ----------
    first, second : Runs or sequence of Runs
        Of the two learners, game by game; of equal root seeds, numbers of rounds and games.
    measure : {"payoff", "welfare", "regret"}
        What is compared, of rounds after the burn-in.
    player : int
        Whose payoff or regret, 0 or 1.
    burn_in : float
        Share of the rounds left out, in [0, 1).
    confidence : float
        In (0, 1).

    Returns
    -------
    LearnerComparison

    Raises
    ------
    ParameterError
        If the runs cannot be paired, or a parameter is out of range.
    UnknownNameError
        If there is no such measure.
    """
    firsts, seconds = (
        (given,) if isinstance(given, Runs) else tuple(given) for given in (first, second)
    )
    if measure not in _MEASURES:
        raise UnknownNameError("measure", str(measure), _MEASURES)
    if player not in (0, 1) or isinstance(player, bool):
        raise ParameterError(f"player: expected 0 or 1, got {player!r}")
    level = read_real(confidence, "confidence", 0.0, 1.0, above=True, below=True)
    if len(firsts) != len(seconds) or not firsts:
        raise ParameterError(
            "expected runs of both learners on the same games, got "
            f"{len(firsts)} and {len(seconds)}"
        )
    raw = [
        _effect(a, b, measure, player, burn_in, level) for a, b in zip(firsts, seconds, strict=True)
    ]
    adjusted = holm([effect[5] for effect in raw])
    effects = tuple(
        PairedEffect(*effect[:6], p, *effect[6:]) for effect, p in zip(raw, adjusted, strict=True)
    )
    return LearnerComparison(measure, player, effects, level)


def _effect(
    first: Runs, second: Runs, measure: str, player: int, burn_in: float, level: float
) -> tuple[BimatrixGame, int, tuple[float, float], float, float, float, int, int, int]:
    game = _check(first, second)
    both = first.finished & second.finished
    if not both.any():
        raise ParameterError(f"no pair of runs of {game.name or 'the game'} finished")
    one, two = (_measured(game, runs, measure, player, burn_in)[both] for runs in (first, second))
    differences = two - one
    half = float(mean_half_widths(differences[:, None], level)[0])
    return (
        game, int(both.sum()), (float(one.mean()), float(two.mean())), float(differences.mean()),
        half, _p_value(differences), int((differences > 0).sum()), int((differences == 0).sum()),
        int((differences < 0).sum()),
    )  # fmt: skip


def _check(first: Runs, second: Runs) -> BimatrixGame:
    if first.game is None or second.game is None or first.game != second.game:
        raise ParameterError("expected runs of both learners on one bimatrix game, got two games")
    for name in ("root", "rounds", "runs_asked"):
        if getattr(first, name) != getattr(second, name):
            raise ParameterError(
                f"runs of {first.game.name or 'the game'} cannot be paired: expected equal {name}, "
                f"got {getattr(first, name)} and {getattr(second, name)}; give both rng= and the "
                "same numbers"
            )
    if len(first) != len(second):
        raise ParameterError(
            f"runs of {first.game.name or 'the game'} cannot be paired: {len(first)} and "
            f"{len(second)} were begun"
        )
    return first.game


def _measured(game: BimatrixGame, runs: Runs, measure: str, player: int, burn_in: float) -> Floats:
    """Return the value of each run, shape (runs,)."""
    joint = runs.joint_frequencies(slice(runs.first_window(burn_in), None))
    if measure == "regret":
        regrets: Floats = external_regrets(game, joint)[:, player]
        return regrets
    tables = game.row_payoffs, game.column_payoffs
    table = tables[player] if measure == "payoff" else tables[0] + tables[1]
    values: Floats = np.einsum("rij,ij->r", joint, table)
    return values


def _p_value(differences: Floats) -> float:
    """Two-sided p-value of the paired t test.

    Where all differences are equal it has none; then that of the sign test, 2^(1 - n), or 1
    if they are 0.
    """
    from scipy.special import stdtr

    n = len(differences)
    if differences.max() == differences.min():
        return 1.0 if differences[0] == 0 else 2.0 ** (1 - n)
    t = abs(float(differences.mean())) / (float(differences.std(ddof=1)) / math.sqrt(n))
    return float(2 * stdtr(n - 1, -t))
