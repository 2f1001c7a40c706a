"""The path that a dynamic or a map takes from a start."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from gametheory.dynamics.behaviour import Behaviour, behaviour_of
from gametheory.dynamics.best_response_flow import ResponsePath
from gametheory.dynamics.dynamic import Dynamic
from gametheory.dynamics.maps import IteratedMap
from gametheory.dynamics.states import Floats, State
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table

__all__ = ["Trajectory"]


@dataclass(frozen=True, repr=False, eq=False)
class Trajectory(Result):
    """States over time.

    Attributes
    ----------
    game : BimatrixGame
    dynamic : Dynamic or IteratedMap
    times : ndarray, shape (k,), read-only
        From 0; steps, for a map. Of a long iteration some states are kept at even
        intervals, and all of the last ones.
    states : tuple of ndarray, shapes (k, n), read-only
        Shares of one or two populations.
    status : Status
        Finished, timeout, interrupted, or budget: more corners than allowed.
    exact_period : int or None
        For maps: the number of steps after which the state, memory included, was the same
        to the last bit, so that it repeats for ever; 1 at a fixed point.
    mean_joint : ndarray, shape (m, n), or None
        For maps: mean of the products ``x_i y_j`` over all steps.
    corners : ResponsePath or None
        For the best-response dynamic: the exact path.
    drift : float
        How far integration left the simplex at most, before it was put back.
    """

    game: BimatrixGame
    dynamic: Dynamic | IteratedMap
    times: Floats
    states: State
    status: Status
    exact_period: int | None = None
    mean_joint: Floats | None = None
    corners: ResponsePath | None = None
    drift: float = 0.0

    @property
    def populations(self) -> int:
        """1 or 2."""
        return len(self.states)

    @property
    def final(self) -> State:
        """The last state."""
        return tuple(part[-1] for part in self.states)

    @cached_property
    def mean(self) -> State:
        """Mean shares over time: of all steps for a map, else by the trapezoidal rule."""
        if self.mean_joint is not None:
            sides = self.mean_joint.sum(axis=1), self.mean_joint.sum(axis=0)
            return sides[: self.populations]
        length = float(self.times[-1] - self.times[0])
        if length == 0:
            return self.final
        return tuple(
            np.asarray(np.trapezoid(part, self.times, axis=0)) / length for part in self.states
        )

    @cached_property
    def behaviour(self) -> Behaviour:
        """What it was seen to do."""
        return behaviour_of(self.times, self.states, self.exact_period)

    @cached_property
    def cce_gap(self) -> float | None:
        """For maps: the larger external regret of the mean joint play, in payoff units."""
        if self.mean_joint is None:
            return None
        gaps = [0.0]
        for player, payoffs in enumerate((self.game.row_payoffs, self.game.column_payoffs)):
            opponent = self.mean_joint.sum(axis=player)
            fixed = payoffs @ opponent if player == 0 else opponent @ payoffs
            gaps.append(float(fixed.max()) - float((payoffs * self.mean_joint).sum()))
        return max(gaps)

    def summary(self) -> str:
        """One line: what moved for how long, and what it was seen to do."""
        unit = " steps" if isinstance(self.dynamic, IteratedMap) else ""
        kind = "map" if isinstance(self.dynamic, IteratedMap) else "dynamic"
        return (
            f"{self.dynamic.title} {kind} for {format_decimal(float(self.times[-1]))}{unit} "
            f"({self.status.value}): {self.behaviour.words}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the shares at the start and at the end, and their mean over time."""
        names = (self.game.row_actions, self.game.column_actions)
        tables = []
        for k, part in enumerate(self.states):
            caption = self.game.players[k] if self.populations == 2 else ""
            rows = [
                (name, *(format_decimal(float(v), 6) for v in (part[0, i], part[-1, i], mean)))
                for i, (name, mean) in enumerate(zip(names[k], self.mean[k], strict=True))
            ]
            tables.append(Table(caption, ("action", "start", "end", "mean"), rows))
        return tuple(tables)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is special about the path."""
        notes = []
        if self.corners is not None:
            notes.append(
                f"an exact solution with {len(self.corners.corners)} corners"
                + (
                    f"; at {self.corners.choices} of them other solutions lead elsewhere"
                    if self.corners.choices
                    else "; no other solution starts there"
                )
            )
            if not self.corners.finished:
                notes.append("stopped before the horizon: it turned too often")
        if self.cce_gap is not None and self.populations == 2:
            notes.append(f"CCE gap of the mean joint play: {format_decimal(self.cce_gap, 6)}")
        return tuple(notes)

    def to_document(self) -> dict[str, Any]:
        """Return times and states as JSON data; exact corners are text."""
        document: dict[str, Any] = {
            "schema": "gametheory/trajectory/1",
            "dynamic": self.dynamic.title,
            "source": self.dynamic.source,
            "status": self.status.value,
            "behaviour": self.behaviour.kind,
            "behaviour_words": self.behaviour.words,
            "exact_period": self.exact_period,
            "times": self.times.tolist(),
            "states": [part.tolist() for part in self.states],
            "mean": [part.tolist() for part in self.mean],
        }
        if self.mean_joint is not None:
            document["mean_joint"] = self.mean_joint.tolist()
            document["cce_gap"] = self.cce_gap
        if self.corners is not None:
            document["corners"] = [
                {"time": corner.time, "state": [_text(part) for part in corner.state]}
                for corner in self.corners.corners[:1000]
            ]
        return document


def _text(shares: tuple[Fraction, ...]) -> list[str]:
    # Corners have ever more digits; beyond this the fraction tells nobody anything.
    return [str(p) if p.denominator.bit_length() <= 200 else format_decimal(p, 15) for p in shares]
