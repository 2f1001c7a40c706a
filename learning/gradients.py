"""Learning by exact gradients: two memory-one strategies that climb, in many runs at once.

Here nobody plays rounds. In an infinitely repeated game of two actions a memory-one strategy
is five probabilities of action 0: before the first round, and after each outcome (own action,
opponent's action) of the last. The expected discounted sums of payoffs of two such strategies
have a closed form, and at every *step* both learners move at once along its derivatives
(:mod:`learning.kernels.gradients`). Parameters are the logits of the probabilities; they start
as independent normal numbers, so a run is a point of departure and nothing after it is left
to chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import Interrupted, ParameterError, SeatError, check_memory
from gametheory.game import BimatrixGame
from gametheory.progress import Progress
from gametheory.results import Result, Table
from learning.agents.gradient import Lola, NaiveGradient
from learning.intervals import mean_half_widths
from learning.parameters import read_count, read_real
from learning.seats import numpy_generator
from learning.seeds import root_integer

__all__ = ["GradientRuns", "learn_by_gradients"]

Floats = NDArray[np.float64]

_CALL_STEPS: Final = 20_000  # steps of a call of the kernel, all runs together: about .03 s
_STATES: Final = 5


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class GradientRuns(Result):
    """What two learners by exact gradients came to.

    Attributes
    ----------
    game : BimatrixGame
    learners : tuple
        Both specifications.
    discount : float
    steps : ndarray of int, shape (records,)
        Steps after which something was recorded, 0 first.
    policies : ndarray, shape (runs, records, 2, 5)
        Probabilities of action 0 of both players: before the first round and after (0, 0),
        (0, 1), (1, 0), (1, 1), own action first.
    outcomes : ndarray, shape (runs, records, 4)
        Discounted frequencies of the outcomes (0, 0), (0, 1), (1, 0), (1, 1), row player's
        action first; they sum to 1.
    root : int
        Root seed: ``rng=runs.root`` learns the same again.
    status : {"finished", "interrupted"}
    """

    game: BimatrixGame
    learners: tuple[Any, Any]
    discount: float
    steps: NDArray[np.int64]
    policies: Floats
    outcomes: Floats
    root: int
    status: str

    def __post_init__(self) -> None:
        for array in (self.steps, self.policies, self.outcomes):
            array.setflags(write=False)

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.policies)

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Which runs came to numbers that are not finite, shape (runs,); no mean has them."""
        lost: NDArray[np.bool_] = np.logical_not(np.isfinite(self.policies).all(axis=(1, 2, 3)))
        return lost

    @property
    def per_round(self) -> Floats:
        """Payoffs per round, ``(1 - discount) V``, shape (runs, records, 2)."""
        payoffs = np.stack([self.game.row_payoffs.ravel(), self.game.column_payoffs.ravel()])
        earned: Floats = self.outcomes @ payoffs.T
        return earned

    def mean(self, array: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Mean over the runs that stayed finite, and the half-width of Student's interval.

        Parameters
        ----------
        array : ndarray, shape (runs, ...)
        confidence : float
        """
        kept = array[~self.diverged]
        half = mean_half_widths(kept.reshape(len(kept), -1), confidence)
        return kept.mean(axis=0), half.reshape(kept.shape[1:])

    def summary(self) -> str:
        """Outcome frequencies and payoffs at the end, with 95 % intervals."""
        lost = int(self.diverged.sum())
        if lost == len(self):
            return f"All {lost} runs diverged"
        share, share_half = self.mean(self.outcomes[:, -1, 0])
        paid, paid_half = self.mean(self.per_round[:, -1])
        first = (self.game.row_actions[0], self.game.column_actions[0])
        return (
            f"After {int(self.steps[-1]):,} steps of {len(self) - lost:,} runs"
            f"{f' ({lost:,} more diverged)' if lost else ''}: {first[0]}/{first[1]} in "
            f"{share:.3f} ± {share_half:.3f} of the discounted rounds; payoffs per round "
            f"{paid[0]:.3f} ± {paid_half[0]:.3f} and {paid[1]:.3f} ± {paid_half[1]:.3f}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Mean frequencies of outcomes, and mean strategies, at the end."""
        if bool(self.diverged.all()):
            return ()
        rows, columns = self.game.row_actions, self.game.column_actions
        labels = [f"{i}/{j}" for i in rows for j in columns]
        share, half = self.mean(self.outcomes[:, -1])
        frequencies = Table(
            "Discounted frequencies of outcomes, mean of runs ± half of a 95 % interval",
            ("outcome", "frequency", "±"),
            [(label, f"{s:.3f}", f"{h:.3f}") for label, s, h in zip(labels, share, half,
                                                                    strict=True)],
        )  # fmt: skip
        chance, half = self.mean(self.policies[:, -1])
        kinds = [type(learner).__name__ for learner in self.learners]
        states = ("at first", "after (0, 0)", "after (0, 1)", "after (1, 0)", "after (1, 1)")
        cells = [
            (state, *(f"{chance[k, x]:.3f} ± {half[k, x]:.3f}" for k in (0, 1)))
            for x, state in enumerate(states)
        ]
        header = ("own action, opponent's", *(
            f"{player} ({kind})" for player, kind in zip(self.game.players, kinds, strict=True)
        ))  # fmt: skip
        return frequencies, Table("Chance of action 0, mean of runs", header, cells)

    def to_document(self) -> dict[str, Any]:
        """Means over runs at every record, schema ``gametheory/gradient-runs/1``."""
        document: dict[str, Any] = {
            "schema": "gametheory/gradient-runs/1",
            "learners": [repr(learner) for learner in self.learners],
            "discount": self.discount,
            "runs": len(self),
            "diverged": int(self.diverged.sum()),
            "root": str(self.root),
            "status": self.status,
            "steps": self.steps.tolist(),
        }
        if not self.diverged.all():
            document["outcomes"] = self.mean(self.outcomes)[0].tolist()
            document["policies"] = self.mean(self.policies)[0].tolist()
        return document


def learn_by_gradients(
    game: BimatrixGame,
    learners: Sequence[Any],
    steps: int,
    runs: int = 1,
    rng: Any = None,
    *,
    discount: float = 0.96,
    spread: float = 1.0,
    records: int = 50,
    progress: bool | None = None,
) -> GradientRuns:
    """Let two learners climb the exact gradients of their values.

    Parameters
    ----------
    game : BimatrixGame
        2 x 2; it is repeated for ever.
    learners : sequence
        :class:`learning.Lola` or :class:`learning.NaiveGradient` for each player.
    steps : int
        Steps that both take at once.
    runs : int
        Independent starts.
    rng : None, int, SeedSequence or Generator
        Root seed of the starts.
    discount : float
        In [0, 1).
    spread : float
        Standard deviation of the starting logits; 0 starts at even chances.
    records : int
        How often to record, the start not counted; fewer if there are fewer steps.
    progress : bool, optional
        As for :func:`learning.play`.

    Raises
    ------
    SeatError
        If something else than these learners is given.
    ParameterError
        If a number is out of range or the game is not 2 x 2.
    Interrupted
        On Ctrl-C; ``.partial`` holds the records that all runs reached.

    Examples
    --------
    >>> from learning import Lola
    >>> dilemma = BimatrixGame.symmetric([[-1, -3], [0, -2]])
    >>> learned = learn_by_gradients(dilemma, (Lola(), Lola()), steps=100, runs=20, rng=1)
    >>> bool(learned.outcomes[:, -1, 0].mean() > 0.5)  # both cooperate, mostly
    True
    """
    if not isinstance(game, BimatrixGame) or game.shape != (2, 2):
        raise ParameterError("game: expected a BimatrixGame of two actions each")
    if not isinstance(learners, Sequence) or len(learners) != 2 or not all(
        isinstance(learner, (Lola, NaiveGradient)) for learner in learners
    ):  # fmt: skip
        raise SeatError(
            f"learners: expected Lola(...) or NaiveGradient(...) for each player, got {learners!r}"
        )
    steps, runs = read_count(steps, "steps"), read_count(runs, "runs")
    factor = read_real(discount, "discount", 0.0, 1.0, below=True)
    width = read_real(spread, "spread", 0.0)
    count = min(read_count(records, "records"), steps)
    root = root_integer(rng)
    edges = np.array([steps * k // count for k in range(count + 1)], dtype=np.int64)
    check_memory(8 * runs * (count + 2) * (2 * _STATES + 4), f"recording {runs:,} runs")
    logits = np.array([
        [width * numpy_generator(root, run, k, _start_purpose()).standard_normal(_STATES)
         for k in (0, 1)]
        for run in range(runs)
    ])  # fmt: skip
    policies = np.full((runs, count + 1, 2, _STATES), np.nan)
    outcomes = np.full((runs, count + 1, 4), np.nan)
    payoffs = np.stack([game.row_payoffs.ravel(), game.column_payoffs.ravel()])
    rates = np.array([learner.rates for learner in learners])
    reached = _climb(payoffs, factor, rates, edges, logits, policies, outcomes, progress)
    result = GradientRuns(
        game=game, learners=(learners[0], learners[1]), discount=factor,
        steps=edges[: reached + 1], policies=policies[:, : reached + 1],
        outcomes=outcomes[:, : reached + 1], root=root,
        status="finished" if reached == count else "interrupted",
    )  # fmt: skip
    if reached < count:
        raise Interrupted(result)
    return result


def _start_purpose() -> int:
    from learning.kernels.streams import FACTORY

    return FACTORY


def _climb(
    payoffs: Floats,
    discount: float,
    rates: Floats,
    edges: NDArray[np.int64],
    logits: Floats,
    policies: Floats,
    outcomes: Floats,
    progress: bool | None,
) -> int:
    """Take all steps; return the last record that every run has reached."""
    from learning.kernels.gradients import gradient_steps

    runs, last = len(logits), len(edges) - 1
    bar = Progress("learning", runs * int(edges[-1]), show=progress, unit="steps")
    reached = 0
    try:
        gradient_steps(payoffs, discount, rates, 0, runs, 0, 0, logits, policies, outcomes)
        for k in range(last):
            size = int(edges[k + 1] - edges[k])
            # many runs to a call, or, where a record is long, one run in several calls
            block = max(1, _CALL_STEPS // size)
            pieces = math.ceil(size / _CALL_STEPS)
            cuts = [size * piece // pieces for piece in range(pieces + 1)]
            for first in range(0, runs, block):
                for piece in range(pieces):
                    gradient_steps(
                        payoffs, discount, rates, first, min(first + block, runs),
                        cuts[piece + 1] - cuts[piece], k + 1 if piece == pieces - 1 else -1,
                        logits, policies, outcomes,
                    )  # fmt: skip
                bar.update(runs * int(edges[k]) + min(first + block, runs) * size)
            reached = k + 1
    except KeyboardInterrupt:
        pass
    finally:
        bar.close()
    return reached
