"""Non-stationarity, measured: what keeps moving while learners learn.

Each learner is part of the other's world, so that world moves. Over the rounds of the time
average are measured: how often a player's *greedy action* flips; the *drift* of a policy, its
mean total variation distance from one recorded moment to the next; how often the set of *best
responses* to the opponent's policy at such a moment is another than at the one before; the
*period*, where one was seen; and the *noise* of values, the standard deviation of a run's
values around their own mean. A learner of constant rate whose rewards vary keeps noise for
ever: its values don't converge, though its policy may be still. Only a policy that comes back
again and again cycles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table
from learning.gaps import scaled_payoffs
from learning.outcomes import periods_text
from learning.targets import PerturbedTarget

if TYPE_CHECKING:
    from learning.verdict import Verdict

__all__ = ["Motion", "motion_of"]

Floats = NDArray[np.float64]

#: Outcomes of a game whose frequencies a summary lists.
_LISTED: Final = 4


@dataclass(frozen=True, eq=False, repr=False)
class Motion(Result):
    """What moved in the finished runs, over rounds `first` to `last`.

    Attributes
    ----------
    game : BimatrixGame
    first, last : int
        Rounds, from 1.
    flips : ndarray, shape (runs, 2)
        Share of the rounds on which the greedy action changed; NaN for players without one.
    drift : ndarray, shape (runs, 2)
        Mean distance of policies at successive window ends; of play in successive windows
        for players who tell none.
    response_moves : ndarray, shape (runs, 2)
        Share of successive window ends between which the player's set of best responses
        to the opponent changed.
    periods : ndarray, shape (runs,)
        Period of play or policies, NaN where none was seen.
    greedy_pair : (int, int) or None
        Pair of greedy actions most often in force.
    greedy_share : float
        Share of rounds it was; NaN without one.
    pair_leads : int
        Runs in which it was in force most often.
    steady : bool
        Whether it was in force on nearly all rounds (``tolerances.STABILITY_SHARE``) of them, in
        the median.
    joint : ndarray, shape (m, n)
        Frequencies of outcomes, mean over runs.
    explained : ndarray, shape (m, n), or None
        What exploration around that pair alone would give.
    value_means, value_noise : tuple of (ndarray or None), shapes (actions,)
        Mean of each player's values over moments and the runs that the pair leads (all,
        without a pair), and their noise; None for players who learn no payoffs of actions.
    """

    game: BimatrixGame
    first: int
    last: int
    flips: Floats
    drift: Floats
    response_moves: Floats
    periods: Floats
    greedy_pair: tuple[int, int] | None
    greedy_share: float
    pair_leads: int
    steady: bool
    joint: Floats
    explained: Floats | None
    value_means: tuple[Floats | None, Floats | None]
    value_noise: tuple[Floats | None, Floats | None]

    def summary(self) -> str:
        """What moved and what did not, as it is."""
        runs, parts = len(self.flips), []
        if self.greedy_pair is not None:
            pair = self._outcome(*self.greedy_pair)
            parts.append(
                f"the greedy pair was {pair} on {self.greedy_share:.2%} of the rounds, most often "
                f"in {self.pair_leads:,} of {runs:,} runs"
            )
            parts.append(f"greedy actions flipped on {_mean(self.flips):.2%} of them")
        if not np.isnan(self.drift).all():
            parts.append(f"from one recorded moment to the next policies moved by "
                         f"{_mean(self.drift):.4f} on average")  # fmt: skip
        moved = _mean(self.response_moves)
        parts.append(f"best responses to the opponent changed at {moved:.1%} of these moments")
        seen = int((~np.isnan(self.periods)).sum())
        parts.append(
            f"a cycle {periods_text(self.periods)} was seen in {seen:,} of {runs:,} runs"
            if seen
            else "no cycle was seen in any run"
        )
        text = f"Rounds {self.first:,} to {self.last:,}: {'; '.join(parts)}."
        return " ".join([text, *self._frequencies(), *self._values()])

    def _frequencies(self) -> list[str]:
        if self.explained is None or self.joint.size > _LISTED:
            return []
        told = [
            f"{self._outcome(i, j)} {self.joint[i, j]:.4f} ({self.explained[i, j]:.4f})"
            for i in range(self.joint.shape[0])
            for j in range(self.joint.shape[1])
        ]
        return [f"Frequencies, and what exploration around that pair gives: {', '.join(told)}."]

    def _values(self) -> list[str]:
        told: list[str] = []
        for player, actions in enumerate((self.game.row_actions, self.game.column_actions)):
            means, noise = self.value_means[player], self.value_noise[player]
            if means is None or noise is None or len(actions) > _LISTED:
                continue
            told.append(
                f"{self.game.players[player]} "
                + ", ".join(
                    f"{name} {mean:.2f} (sd {sd:.2f})"
                    for name, mean, sd in zip(actions, means, noise, strict=True)
                )
            )
        if not told:
            return []
        kept = any(n is not None and (n > 0).any() for n in self.value_noise)
        still = ", which is neither convergence of the values nor a cycle of the policy"
        if not (self.steady and np.isnan(self.periods).all()):
            still = ""
        where = "" if self.pair_leads in (0, len(self.flips)) else " in those runs"
        return [f"Values{where} keep noise around {'; '.join(told)}{still}."] if kept else [
            f"Values{where} rest at {'; '.join(told)}."
        ]  # fmt: skip

    def _outcome(self, i: int, j: int) -> str:
        return f"({self.game.row_actions[i]}, {self.game.column_actions[j]})"

    def tables(self) -> tuple[Table, ...]:
        """Medians over runs, a column a player."""
        rows = [
            (name, *(_text(np.nanmedian(values[:, k]) if not np.isnan(values[:, k]).all()
                           else np.nan) for k in (0, 1)))
            for name, values in (
                ("share of rounds with a flip of the greedy action", self.flips),
                ("drift between recorded moments", self.drift),
                ("share of moments with another best response", self.response_moves),
            )
        ]  # fmt: skip
        return (Table("", ("median over runs", *self.game.players), rows),)

    def to_document(self) -> dict[str, Any]:
        """Return the means over runs."""

        def means(values: Floats) -> list[float | None]:
            return [None if np.isnan(values[:, k]).all() else float(np.nanmean(values[:, k]))
                    for k in (0, 1)]  # fmt: skip

        known = self.periods[~np.isnan(self.periods)]
        return {
            "schema": "gametheory/motion/1",
            "first_round": self.first,
            "last_round": self.last,
            "flips": means(self.flips),
            "drift": means(self.drift),
            "best_response_moves": means(self.response_moves),
            "cycling_runs": len(known),
            "median_period": float(np.median(known)) if len(known) else None,
            "greedy_pair": None if self.greedy_pair is None else list(self.greedy_pair),
            "greedy_share": None if np.isnan(self.greedy_share) else self.greedy_share,
            "joint": self.joint.tolist(),
            "explained": None if self.explained is None else self.explained.tolist(),
            "value_means": [None if v is None else v.tolist() for v in self.value_means],
            "value_noise": [None if v is None else v.tolist() for v in self.value_noise],
        }


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _text(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.4g}"


def motion_of(verdict: Verdict) -> Motion | None:
    """Measure what moved; None if no run was judged or only policies were given.

    Parameters
    ----------
    verdict : Verdict
    """
    runs, game = verdict.runs, verdict.game
    if runs is None or not verdict.runs_judged:
        return None
    kept = runs.finished
    first = int(np.searchsorted(runs.edges, verdict.first_round - 1))
    rounds = int(runs.edges[-1] - runs.edges[first])
    greedy = runs.greedy_joint[kept, first:].sum(axis=1, dtype=np.int64)
    flips = runs.flips[kept, first:].sum(axis=1, dtype=np.int64) / rounds
    has_greedy = bool(greedy.any())
    if not has_greedy:
        flips = np.full(flips.shape, np.nan)
    paths = [_path(verdict, player, first)[kept] for player in (0, 1)]
    drift = np.stack([_drift(path) for path in paths], axis=1)
    moves = np.stack([_response_moves(game, k, paths[1 - k]) for k in (0, 1)], axis=1)
    pair, share, leads, led, steady = None, float("nan"), 0, kept.copy(), False
    if has_greedy:
        total = greedy.sum(axis=0)
        i, j = np.unravel_index(int(total.argmax()), total.shape)
        pair = int(i), int(j)
        share = float(total[pair] / total.sum())
        leading = greedy.reshape(len(greedy), -1).argmax(axis=1) == total.argmax()
        leads = int(leading.sum())
        held = greedy[leading][(slice(None), *pair)] / greedy[leading].sum(axis=(1, 2))
        steady = float(np.median(held)) >= tolerances.STABILITY_SHARE
        led[kept] = leading  # a mean over runs elsewhere would describe none of them
    periods = verdict.joint_play.periods[kept]
    turns = verdict.final_policy.periods[kept]
    # Other rules keep regrets, weights or beliefs there, which mean something else.
    values = [
        _values(runs.values[k] if hasattr(seat, "exploration") else None, led, first)
        for k, seat in enumerate(runs.seats)
    ]
    return Motion(
        game, verdict.first_round, verdict.rounds, flips, drift, moves,
        np.where(np.isnan(periods), turns, periods), pair, share, leads, steady,
        verdict.joint[kept].mean(axis=0), _explained(verdict, pair),
        (values[0][0], values[1][0]), (values[0][1], values[1][1]),
    )  # fmt: skip


def _path(verdict: Verdict, player: int, first: int) -> Floats:
    """Policies at window ends, or play in windows, shape (runs, moments, actions)."""
    runs = verdict.runs
    assert runs is not None
    told = runs.policies[player]
    if told is not None:
        return told[:, first:]
    counts = runs.joint[:, first:].sum(axis=3 - player, dtype=np.int64)
    with np.errstate(invalid="ignore"):
        play: Floats = counts / counts.sum(axis=2, keepdims=True)
    return play


def _drift(path: Floats) -> Floats:
    if path.shape[1] < 2:
        return np.full(len(path), np.nan)
    moved: Floats = (np.abs(np.diff(path, axis=1)).sum(axis=2) / 2).mean(axis=1)
    return moved


def _response_moves(game: BimatrixGame, player: int, opponent: Floats) -> Floats:
    if opponent.shape[1] < 2:
        return np.full(len(opponent), np.nan)
    values = opponent @ scaled_payoffs(game, player).T
    best = values >= values.max(axis=2, keepdims=True) - tolerances.NEAR_TIE
    moved: Floats = (best[:, 1:] != best[:, :-1]).any(axis=2).mean(axis=1)
    return moved


def _values(
    values: Floats | None, kept: NDArray[np.bool_], first: int
) -> tuple[Floats | None, Floats | None]:
    """Mean over runs and moments, and the noise within runs."""
    if values is None:
        return None, None
    later = values[kept, first:]
    if not len(later):
        return None, None
    scale = float(np.abs(later).max()) or 1.0  # sums of values near the end of float64 overflow
    later = later / scale
    means = later.mean(axis=(0, 1)) * scale
    if later.shape[1] < 2:
        return means, None
    return means, np.sqrt(later.var(axis=1, ddof=1).mean(axis=0)) * scale


def _explained(verdict: Verdict, pair: tuple[int, int] | None) -> Floats | None:
    """Frequencies if both kept to the pair but for their exploration."""
    rates = [t.exploration for t in verdict.targets if isinstance(t, PerturbedTarget)]
    if pair is None or not rates:
        return None
    sides = []
    for action, count, rate in zip(pair, verdict.game.shape, rates[0], strict=True):
        side = np.full(count, rate / count)
        side[action] += 1 - rate
        sides.append(side)
    return np.outer(sides[0], sides[1])
