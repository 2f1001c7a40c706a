"""Rest points of a dynamic, and their stability.

The replicator rests where all actions in use earn the same, the Brown-von
Neumann-Nash, Smith, projection and best-response dynamics exactly at the Nash equilibria:
both are found exactly and completely (:mod:`gametheory.dynamics.equal_values`). The logit
dynamic and Boltzmann Q-learning rest at logit equilibria, which are irrational as a rule:
these, and the rest points of a law that says nothing of itself, are searched for in
floats, and the answer does not claim to be complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory.dynamics.dynamic import Dynamic
from gametheory.dynamics.equal_values import equal_value_sets
from gametheory.dynamics.searching import search_rest_points
from gametheory.dynamics.stability import Stability, Verdict, stability_at
from gametheory.dynamics.states import check_populations
from gametheory.errors import Interrupted, ParameterError
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.numbers import format_decimal, format_fraction
from gametheory.results import Result, Table
from gametheory.tolerances import REST_POINT

__all__ = ["RestPoint", "RestPoints", "rest_points"]

Shares = tuple[Fraction | float, ...]


@dataclass(frozen=True, slots=True)
class RestPoint:
    """A state at which nothing moves.

    Attributes
    ----------
    state : tuple of tuple of Fraction or float
        One or two vectors of shares; Fractions where exact.
    dimension : int
        0 if it is the only rest point with these actions in use; else of the continuum of
        rest points in which it lies.
    nash : bool or None
        Whether it is a Nash equilibrium; None for a continuum of which only some are, and
        where the state is not exact.
    stability : Stability
        Of this state.
    """

    state: tuple[Shares, ...]
    dimension: int
    nash: bool | None
    stability: Stability

    @property
    def exact(self) -> bool:
        """Whether the state is exact."""
        return all(isinstance(p, Fraction) for part in self.state for p in part)

    @property
    def verdict(self) -> Verdict:
        """The verdict on its stability."""
        return self.stability.verdict


@dataclass(frozen=True, repr=False)
class RestPoints(Result):
    """The rest points of a dynamic in a game.

    Attributes
    ----------
    game : BimatrixGame
    dynamic : Dynamic
    populations : int
    points : tuple of RestPoint
        Continua are listed once a support, by one of their states.
    complete : bool
        Whether these are all.
    reason : str
        Why, or why not.
    status : Status
    """

    game: BimatrixGame
    dynamic: Dynamic
    populations: int
    points: tuple[RestPoint, ...]
    complete: bool
    reason: str
    status: Status

    def __iter__(self) -> Iterator[RestPoint]:
        return iter(self.points)

    def __len__(self) -> int:
        return len(self.points)

    def __getitem__(self, index: int) -> RestPoint:
        return self.points[index]

    def summary(self) -> str:
        """One line: how many of which dynamic, and whether these are all."""
        points = f"{len(self)} rest point{'' if len(self) == 1 else 's'}"
        continua = sum(point.dimension > 0 for point in self)
        some = f", {continua} of them in continua" if continua else ""
        people = "one population" if self.populations == 1 else "two populations"
        name = f" of {self.game.name}" if self.game.name else ""
        return (
            f"{points}{some} of the {self.dynamic.title} dynamic{name}, {people} "
            f"({self.status.value}): {self.reason}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return a table of the points, their stability and what it rests on."""
        columns = ("state",) if self.populations == 1 else self.game.players
        header = (*columns, "Nash", "stability", "eigenvalues")
        names = (self.game.row_actions, self.game.column_actions)
        rows = []
        for point in self:
            shares = [_words(part, names[k]) for k, part in enumerate(point.state)]
            nash = {True: "yes", False: "no", None: "some" if point.dimension else ""}[point.nash]
            eigenvalues = ", ".join(_complex(value) for value in point.stability.eigenvalues)
            rows.append((*shares, nash, point.verdict, eigenvalues))
        return (Table("", header, rows, left=tuple(range(len(header)))),)

    @property
    def notes(self) -> tuple[str, ...]:
        """What continua mean, and what inexact points are."""
        notes = []
        continua = [point.dimension for point in self if point.dimension]
        if continua:
            notes.append(
                f"{len(continua)} of the points stand for continua of rest points of dimension "
                f"{min(continua)}" + (f" to {max(continua)}" if len(set(continua)) > 1 else "")
                + ", shown by one state each; its neighbours in the continuum rest too, so it "
                "is not asymptotically stable by itself"
            )  # fmt: skip
        if any(not point.exact for point in self):
            notes.append(f"points in floats: the largest rate of change is below {REST_POINT:g}")
        return tuple(notes)

    def to_document(self) -> dict[str, Any]:
        """Return the points as JSON data; exact shares are text, others numbers."""
        return {
            "schema": "gametheory/rest-points/1",
            "dynamic": self.dynamic.title,
            "source": self.dynamic.source,
            "populations": self.populations,
            "status": self.status.value,
            "complete": self.complete,
            "reason": self.reason,
            "points": [
                {
                    "state": [
                        [format_fraction(p) if isinstance(p, Fraction) else p for p in part]
                        for part in point.state
                    ],
                    "dimension": point.dimension,
                    "nash": point.nash,
                    "stability": point.verdict,
                    "because": point.stability.reason,
                    "eigenvalues": [[v.real, v.imag] for v in point.stability.eigenvalues],
                }
                for point in self
            ],
        }


def rest_points(
    game: BimatrixGame,
    dynamic: Dynamic,
    *,
    populations: int = 2,
    timeout: float | None = None,
) -> RestPoints:
    """Find the rest points of a dynamic and judge their stability.

    Parameters
    ----------
    game : BimatrixGame
        Symmetric, if `populations` is 1.
    dynamic : Dynamic
    populations : {1, 2}
    timeout : float, optional
        Seconds; what was found till then is returned with status ``"timeout"``.

    Raises
    ------
    GameError
        If one population is asked for in a game that is not symmetric.
    ParameterError
        If a parameter is out of range.
    Interrupted
        On Ctrl-C, with ``.partial``.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> from gametheory.dynamics import Replicator
    >>> for point in rest_points(load("hawk-dove"), Replicator(), populations=1):
    ...     print([str(p) for p in point.state[0]], point.verdict, point.nash)
    ['1', '0'] unstable False
    ['0', '1'] unstable False
    ['1/2', '1/2'] asymptotically stable True
    """
    if not isinstance(dynamic, Dynamic):
        raise ParameterError(
            f"dynamic: expected a Dynamic such as Replicator(), got {dynamic!r:.60}; where a map "
            "goes, simulate shows"
        )
    check_populations(game, populations)
    limits = Limits(timeout)
    points: list[RestPoint] = []
    status = Status.FINISHED
    try:
        exact = dynamic.rests in ("nash", "equal values")
        for point in (_exact if exact else _searched)(game, dynamic, populations, limits):
            points.append(point)
    except LimitReached:
        status = Status.TIMEOUT
    except KeyboardInterrupt:
        raise Interrupted(_result(game, dynamic, populations, points, Status.INTERRUPTED)) from None
    return _result(game, dynamic, populations, points, status)


def _result(
    game: BimatrixGame,
    dynamic: Dynamic,
    populations: int,
    points: list[RestPoint],
    status: Status,
) -> RestPoints:
    exact = dynamic.rests in ("nash", "equal values")
    if status is not Status.FINISHED:
        reason = "the search was stopped before all supports were tried"
    elif dynamic.rests == "nash":
        reason = "it rests exactly at the Nash equilibria; all supports were solved exactly"
    elif exact:
        reason = "it rests where all actions in use earn the same; all supports were solved exactly"
    elif dynamic.rests == "logit":
        reason = "found by search from many starts, in floats; there may be more"
        if dynamic.slopes(np.array([1.0, 0.0]), np.zeros(2)) is None:
            reason += "; those on the faces, where actions are unused, are not listed"
    else:
        reason = "found by search from many starts, in floats; there may be more"
    complete = exact and status is Status.FINISHED
    return RestPoints(game, dynamic, populations, tuple(points), complete, reason, status)


def _exact(
    game: BimatrixGame, dynamic: Dynamic, populations: int, limits: Limits
) -> Iterator[RestPoint]:
    only_nash = dynamic.rests == "nash"
    for found in equal_value_sets(game, populations, limits, only_nash=only_nash):
        nash = found.nash is True
        stability = stability_at(game, dynamic, found.state, nash=nash)
        yield RestPoint(found.state, found.dimension, found.nash, stability)


def _searched(
    game: BimatrixGame, dynamic: Dynamic, populations: int, limits: Limits
) -> Iterator[RestPoint]:
    for state in search_rest_points(game, dynamic, populations, limits):
        shares = tuple(tuple(map(float, part)) for part in state)
        yield RestPoint(shares, 0, None, stability_at(game, dynamic, shares, nash=False))


def _words(shares: Shares, names: tuple[str, ...]) -> str:
    parts = []
    for name, share in zip(names, shares, strict=True):
        if share == 1:
            return name
        if share:
            number = format_fraction(share) if isinstance(share, Fraction) else ""
            short = number if number and len(number) <= 9 else format_decimal(share, 6)
            parts.append(f"{name} {short}")
    return ", ".join(parts)


def _complex(value: complex) -> str:
    real = format_decimal(value.real) if abs(value.real) > 1e-12 else "0"
    if abs(value.imag) <= 1e-12:
        return real
    return f"{real}{'+' if value.imag > 0 else '-'}{format_decimal(abs(value.imag))}i"
