"""Following a dynamic in time.

Smooth laws are integrated by SciPy's Runge-Kutta method of order 8 (Hairer, Norsett and
Wanner 1993, DOP853), laws with kinks by that of order 5. Imitative laws are integrated in
logarithms of the shares, so no share that is in use ever becomes 0 or negative. For the
others the shares are put back on the simplex at each state that is reported, and how far
they were off is kept. The projection dynamic is integrated between the times at which a
share becomes 0 or an unused action comes in; the best-response dynamic is solved exactly.
Maps are iterated in a compiled loop.

(One function and its integrators, which share a record; hence over 300 lines.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from gametheory.dynamics.best_response_flow import ResponsePath, best_response_path
from gametheory.dynamics.dynamic import Dynamic
from gametheory.dynamics.iteration import iterate_map
from gametheory.dynamics.laws import BestResponse, Projection
from gametheory.dynamics.maps import IteratedMap
from gametheory.dynamics.parameters import real_number, whole_number
from gametheory.dynamics.states import (
    Floats,
    State,
    float_values,
    frozen,
    read_exact,
    read_floats,
)
from gametheory.dynamics.trajectory import Trajectory
from gametheory.errors import Interrupted, ParameterError, SolverError, check_memory
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.tolerances import (
    INTEGRATION_ABSOLUTE,
    INTEGRATION_RELATIVE,
    KINK_FACTOR,
    SIMPLEX_DRIFT,
)

__all__ = ["simulate"]

#: Corners of the best-response and pieces of the projection dynamic.
_MOST_PIECES: Final = 1_000


def simulate(
    game: BimatrixGame,
    dynamic: Dynamic | IteratedMap,
    start: Any,
    horizon: float,
    *,
    points: int = 1_000,
    timeout: float | None = None,
) -> Trajectory:
    """Follow a dynamic, or iterate a map, from a start.

    Parameters
    ----------
    game : BimatrixGame
        Symmetric, if `start` is one vector.
    dynamic : Dynamic or IteratedMap
    start : sequence of numbers, or pair of such
        One mixed strategy (one population), or one for each player (two populations; an
        entry may also be the name of an action).
    horizon : float
        Time to follow a dynamic for, > 0, in its own unit; or a whole number of steps >= 1.
    points : int
        Intervals, at least 2, at whose ends states are kept. For a map, as many states at
        most at even intervals, and all of the last 4,000.
    timeout : float, optional
        Seconds; the path till then is returned with status ``"timeout"``.

    Raises
    ------
    ParameterError, StrategyError, GameError
        If a parameter is out of range, or the start is no state of the game.
    SolverError
        If the integration fails.
    Interrupted
        On Ctrl-C, with ``.partial``.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> from gametheory.dynamics import MultiplicativeWeights, Replicator
    >>> simulate(load("hawk-dove"), Replicator(), ["1/10", "9/10"], 60).final[0].round(3).tolist()
    [0.5, 0.5]
    >>> orbit = simulate(load("matching-pennies"), Replicator(), (["1/4", "3/4"], [0.5, 0.5]), 60)
    >>> orbit.behaviour.kind
    'cycling seen'
    """
    points = whole_number("points", points, 2)
    limits = Limits(timeout)
    if isinstance(dynamic, IteratedMap):
        steps = whole_number("horizon", horizon, 1)
        dynamic.check(game)
        return iterate_map(game, dynamic, read_floats(game, start), steps, points, limits)
    if not isinstance(dynamic, Dynamic):
        raise ParameterError(
            f"dynamic: expected a Dynamic such as Replicator(), or a map, got {dynamic!r:.60}"
        )
    end = real_number("horizon", horizon, 0, open_low=True)
    times = np.linspace(0.0, end, points + 1)
    check_memory(times.size * sum(game.shape) * 32, "the path")
    if isinstance(dynamic, BestResponse):
        return _best_response(game, dynamic, start, times, limits)
    record = _Record(game, dynamic, times, read_floats(game, start), limits)
    try:
        with np.errstate(all="ignore"):  # what is not finite is refused in its place
            if isinstance(dynamic, Projection):
                _project(record)
            else:
                _integrate(record)
    except LimitReached as reached:
        return record.trajectory(reached.status)
    except KeyboardInterrupt:
        raise Interrupted(record.trajectory(Status.INTERRUPTED)) from None
    return record.trajectory(Status.FINISHED)


class _Record:
    """What was integrated so far."""

    def __init__(
        self, game: BimatrixGame, dynamic: Dynamic, times: Floats, start: State, limits: Limits
    ) -> None:
        self.game, self.dynamic, self.times, self.limits = game, dynamic, times, limits
        self.start, self.law_game = start, dynamic.prepared(game)
        self.kept: list[State] = [start]
        self.drift = 0.0

    def split(self, flat: Floats) -> State:
        return tuple(np.split(flat, np.cumsum([len(part) for part in self.start])[:-1]))

    def keep(self, state: State) -> State:
        """Put a state back on the simplex, and keep it."""
        repaired = []
        for part in state:
            off = max(abs(float(part.sum()) - 1.0), -float(part.min()))
            if not off <= SIMPLEX_DRIFT:
                raise SolverError(
                    f"the {self.dynamic.title} dynamic left the simplex by {off:.2g}; its "
                    "velocities must sum to 0 and not be negative where a share is 0"
                )
            self.drift = max(self.drift, off)
            positive = np.maximum(part, 0.0)
            repaired.append(positive / positive.sum())
        self.kept.append(tuple(repaired))
        return self.kept[-1]

    def trajectory(self, status: Status) -> Trajectory:
        states = tuple(np.array(part) for part in zip(*self.kept, strict=True))
        return Trajectory(
            self.game, self.dynamic, frozen(self.times[: len(self.kept)].copy()),
            tuple(frozen(part) for part in states), status, drift=self.drift,
        )  # fmt: skip


def _integrate(record: _Record) -> None:
    game, dynamic = record.law_game, record.dynamic
    used = [np.flatnonzero(part > 0) for part in record.start]
    first = tuple(part[actions] for part, actions in zip(record.start, used, strict=True))
    values = float_values(game, record.start)
    growth = dynamic.growth(np.log(first[0]), first[0], values[0][used[0]])
    if growth is None:

        def rates(_: float, flat: Floats) -> Floats:
            parts = tuple(np.maximum(part, 0.0) for part in record.split(flat))
            parts = tuple(part / part.sum() for part in parts)
            return np.concatenate(dynamic.flow(game, parts))

        for flat in _solve(record, rates, np.concatenate(record.start)):
            record.keep(record.split(flat))
        return
    cuts = np.cumsum([len(actions) for actions in used])[:-1]

    def shares_of(flat: Floats) -> tuple[list[Floats], list[Floats], State]:
        logarithms, shares, state = [], [], []
        for part, actions, full in zip(np.split(flat, cuts), used, record.start, strict=True):
            lowered = part - part.max()
            total = np.exp(lowered).sum()
            logarithms.append(lowered - np.log(total))
            shares.append(np.exp(lowered) / total)
            spread = np.zeros(len(full))
            spread[actions] = shares[-1]
            state.append(spread)
        return logarithms, shares, tuple(state)

    def growths(_: float, flat: Floats) -> Floats:
        logarithms, shares, state = shares_of(flat)
        parts = [
            dynamic.growth(log, x, p[actions])
            for log, x, p, actions in zip(
                logarithms, shares, float_values(game, state), used, strict=True
            )
        ]
        return np.concatenate([part for part in parts if part is not None])

    for flat in _solve(record, growths, np.log(np.concatenate(first))):
        record.keep(shares_of(flat)[2])


def _solve(record: _Record, rates: Callable[..., Floats], start: Floats) -> Any:
    """States at the record's times after the first, one after the other."""
    from scipy.integrate import DOP853, RK45

    times, end = record.times, float(record.times[-1])
    # At kinks a high order only rejects more steps.
    smooth = record.dynamic.smooth
    method, loose = (DOP853, 1.0) if smooth else (RK45, KINK_FACTOR)
    solver = method(
        rates, 0.0, start, end, rtol=loose * INTEGRATION_RELATIVE,
        atol=loose * INTEGRATION_ABSOLUTE,
    )  # fmt: skip
    following = 1
    while following < len(times):
        record.limits.check_time()
        message = solver.step()
        if solver.status == "failed":
            raise _failed(record, message)
        if solver.t < times[following]:
            continue
        between = solver.dense_output()
        while following < len(times) and times[following] <= solver.t:
            yield between(times[following])
            following += 1


def _failed(record: _Record, message: object) -> SolverError:
    return SolverError(
        f"the {record.dynamic.title} dynamic: integration stopped at time "
        f"{record.times[len(record.kept) - 1]:g}: {message}; payoffs of a range of many powers of "
        "ten move too fast for floats: divide them, or shorten the horizon"
    )


def _project(record: _Record) -> None:
    """Integrate piece by piece: on each, the same shares move and the law is linear."""
    from scipy.integrate import solve_ivp

    game, times = record.law_game, record.times
    state, now, following = record.start, 0.0, 1
    entering: tuple[int, int] | None = None
    for _ in range(_MOST_PIECES):
        moving = [
            Projection.moving(x, p) > 0
            for x, p in zip(state, float_values(game, state), strict=True)
        ]
        if entering is not None:
            moving[entering[0]][entering[1]] = True

        def rates(_: float, flat: Floats, moving: list[Any] = moving) -> Floats:
            parts = []
            for p, marks in zip(float_values(game, record.split(flat)), moving, strict=True):
                parts.append(np.where(marks, p - p[marks].mean(), 0.0))
            return np.concatenate(parts)

        places = [(k, i) for k, part in enumerate(state) for i in range(len(part))]
        events = [_event(record, moving, k, i) for k, i in places]
        wanted = times[following:]
        found = solve_ivp(
            rates, (now, float(times[-1])), np.concatenate(state), method="DOP853",
            dense_output=True, events=events, rtol=INTEGRATION_RELATIVE,
            atol=INTEGRATION_ABSOLUTE,
        )  # fmt: skip
        if found.status < 0:
            raise _failed(record, found.message)
        stop = float(found.t[-1])
        for moment in wanted[wanted <= stop]:
            record.limits.check_time()
            record.keep(record.split(found.sol(moment)))
            following += 1
        if found.status == 0:
            return
        state, now, entering = _after(record, found, places, moving, stop)
    raise LimitReached(Status.BUDGET, f"{_MOST_PIECES} pieces")


def _event(record: _Record, moving: list[Any], k: int, i: int) -> Any:
    """A moving share becomes 0; or a resting action earns more than the moving ones."""

    def event(_: float, flat: Floats) -> float:
        if moving[k][i]:
            return float(record.split(flat)[k][i])
        values = float_values(record.law_game, record.split(flat))[k]
        return float(values[moving[k]].mean() - values[i])

    event.terminal, event.direction = True, -1.0  # type: ignore[attr-defined]  # SciPy reads them
    return event


def _after(
    record: _Record, found: Any, places: list[tuple[int, int]], moving: list[Any], stop: float
) -> tuple[State, float, tuple[int, int] | None]:
    """State after an event: exact zeros where shares vanished."""
    parts = [np.maximum(part, 0.0) for part in record.split(found.y[:, -1])]
    entering = None
    for (k, i), moments in zip(places, found.t_events, strict=True):
        if len(moments) and moments[-1] == stop:
            if moving[k][i]:
                parts[k][i] = 0.0
            else:
                entering = (k, i)
    return tuple(part / part.sum() for part in parts), stop, entering


def _best_response(
    game: BimatrixGame, dynamic: BestResponse, start: Any, times: Floats, limits: Limits
) -> Trajectory:
    exact = read_exact(game, start)
    try:
        path = best_response_path(game, exact, float(times[-1]), _MOST_PIECES, limits)
        status = Status.FINISHED if path.finished else Status.BUDGET
    except LimitReached as reached:
        path, status = ResponsePath((), 0, False), reached.status
    if not path.corners:
        states = tuple(np.array([[float(p) for p in part]]) for part in exact)
        return Trajectory(game, dynamic, frozen(times[:1].copy()), states, status)
    last = path.corners[-1].time
    moments = times if path.finished else times[times <= last]
    begins = np.array([corner.time for corner in path.corners])
    piece = np.searchsorted(begins, moments, side="right") - 1
    decay = np.exp(-(moments - begins[piece]))[:, None]
    parts = []
    for k in range(len(exact)):
        here, there = (
            np.array([[float(p) for p in shares[k]] for shares in pieces])[piece]
            for pieces in (
                [corner.state for corner in path.corners],
                [corner.target for corner in path.corners],
            )
        )
        parts.append(frozen(there + decay * (here - there)))
    return Trajectory(game, dynamic, frozen(moments.copy()), tuple(parts), status, corners=path)
