"""``check_solver``: a trial that any solver can be put through, also a stranger's.

A *solver* is a function from a :class:`BimatrixGame` to profiles: pairs (row, column) of
mixed strategies, or objects with these attributes, in any numbers. It is tried on
games that are known to be hard, on games whose equilibria are known by
construction, and on drawn games of every kind of payoffs, whose complete answer comes
from ``solve(game, "exact")``. Exact answers are judged exactly. A profile of floats
counts as an equilibrium if it lies within the tolerance of one, whether extreme or
not; a small regret alone does not excuse it.
"""

from __future__ import annotations

import signal
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory.analysis import pure_best_responses
from gametheory.equilibria import Component, Equilibrium
from gametheory.equilibria.components import find_components
from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal
from gametheory.solvers import solve
from gametheory.strategy import MixedStrategy, regrets, support
from gametheory.testing.games import sample_games
from gametheory.testing.hard_games import hard_games, hard_games_without_answer
from gametheory.testing.known_games import sample_known_games
from gametheory.testing.profiles import (
    MAX_PROFILES,
    FoundProfile,
    SolveFunction,
    read_profile,
    run_solver,
)
from gametheory.testing.report import SolverCheckError, SolverFault, SolverReport, SolverScope

__all__ = ["check_solver", "examine_solver"]

Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def check_solver(
    solve_function: SolveFunction,
    *,
    scope: SolverScope = "all",
    examples: int = 60,
    rng: int | np.random.SeedSequence | np.random.Generator | None = 0,
    tolerance: float = 1e-6,
    seconds: float = 10.0,
    games: Iterable[BimatrixGame] = (),
) -> SolverReport:
    """Put a solver through the trial; raise if it fails.

    Parameters
    ----------
    solve_function : callable
        Game -> iterable of profiles.
    scope : {"all", "one", "pure"}
        What it promises: all extreme equilibria, at least one equilibrium, or all pure
        equilibria. Whatever it returns must be an equilibrium in each case.
    examples : int
        Games drawn beside the fixed ones: half with answers known by construction, half
        of every kind of payoffs in turn.
    rng : int, SeedSequence, Generator or None
        Source of the drawn games; the default draws the same ones every time.
    tolerance : float
        Largest distance (total variation, 0 to 1) of floats from an equilibrium.
    seconds : float
        Time for each game. Kept where Python's interval timer works: in the main thread,
        not on Windows; elsewhere there is no limit.
    games : iterable of BimatrixGame
        More games to try.

    Returns
    -------
    SolverReport
        Without faults.

    Raises
    ------
    SolverCheckError
        An AssertionError; its text and ``.report`` list every fault with its game.
    ParameterError
        If a parameter is out of range.

    Examples
    --------
    >>> from gametheory import solve
    >>> print(check_solver(solve, examples=10))
    no fault on 33 games (scope 'all')
    """
    report = examine_solver(
        solve_function,
        scope=scope,
        examples=examples,
        rng=rng,
        tolerance=tolerance,
        seconds=seconds,
        games=games,
    )
    if not report.passed:
        raise SolverCheckError(report)
    return report


def examine_solver(
    solve_function: SolveFunction,
    *,
    scope: SolverScope = "all",
    examples: int = 60,
    rng: int | np.random.SeedSequence | np.random.Generator | None = 0,
    tolerance: float = 1e-6,
    seconds: float = 10.0,
    games: Iterable[BimatrixGame] = (),
) -> SolverReport:
    """Put a solver through the trial and report; raises no SolverCheckError.

    Parameters are those of :func:`check_solver`.

    Examples
    --------
    >>> examine_solver(lambda game: [], scope="pure", examples=0).count("invented")
    0
    """
    if scope not in ("all", "one", "pure"):
        raise ParameterError(f"scope: expected 'all', 'one' or 'pure', got {scope!r}")
    if examples < 0:
        raise ParameterError(f"examples: expected a number >= 0, got {examples}")
    if not 0 <= tolerance < 1:
        raise ParameterError(f"tolerance: expected a number from 0 to below 1, got {tolerance}")
    if not seconds > 0:
        raise ParameterError(f"seconds: expected a number above 0, got {seconds}")
    trial = list(_trial(examples, rng, games))
    faults = [
        fault
        for game, answer in trial
        for fault in _judge(solve_function, game, answer, scope, tolerance, seconds)
    ]
    return SolverReport(scope, len(trial), tuple(faults))


def _trial(
    examples: int,
    rng: int | np.random.SeedSequence | np.random.Generator | None,
    games: Iterable[BimatrixGame],
) -> Iterator[tuple[BimatrixGame, frozenset[Profile]]]:
    generator = np.random.default_rng(rng)
    drawn = examples // 2
    for known in [*hard_games(), *sample_known_games(drawn, generator)]:
        yield known.game, known.equilibria
    unknown = [*hard_games_without_answer(), *sample_games(examples - drawn, generator), *games]
    for game in unknown:
        yield game, _complete_answer(game)


def _complete_answer(game: BimatrixGame) -> frozenset[Profile]:
    found = solve(game, "exact")
    if not found.complete:
        raise ParameterError(f"no complete answer to judge by: {found.reason}\n{game}")
    return frozenset(equilibrium.profile for equilibrium in found)


def _judge(
    solve_function: SolveFunction,
    game: BimatrixGame,
    answer: frozenset[Profile],
    scope: SolverScope,
    tolerance: float,
    seconds: float,
) -> Iterator[SolverFault]:
    try:
        with _time_limit(seconds), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # wrong answers count, whatever is said beside
            returned = run_solver(solve_function, game)
    except _TooSlow:
        yield SolverFault("too slow", game, f"no answer within {seconds:g} seconds")
        return
    except Exception as error:  # noqa: BLE001  (a stranger's solver may raise anything)
        yield SolverFault("raised", game, f"{type(error).__name__}: {error}"[:500])
        return
    if len(returned) > MAX_PROFILES:
        yield SolverFault("unreadable", game, f"more than {MAX_PROFILES} profiles")
        return
    found: list[FoundProfile] = []
    components: list[Component] = []
    for item in returned:
        try:
            profile = read_profile(game, item, tolerance)
        except StrategyError as error:
            yield SolverFault("unreadable", game, str(error))
            continue
        found.append(profile)
        if not _is_equilibrium(game, profile, answer, components, tolerance):
            first, second = (format_decimal(r, 6) for r in regrets(game, *profile.profile))
            yield SolverFault(
                "invented", game, f"{_shown(profile.profile)}, where regrets are {first}, {second}"
            )
    if scope == "one":
        if not found:
            yield SolverFault("missed", game, "no equilibrium at all")
        return
    for wanted in sorted(_pure_equilibria(game) if scope == "pure" else answer, reverse=True):
        if not any(profile.is_near(wanted, tolerance) for profile in found):
            yield SolverFault("missed", game, _shown(wanted))


def _is_equilibrium(
    game: BimatrixGame,
    found: FoundProfile,
    answer: frozenset[Profile],
    components: list[Component],
    tolerance: float,
) -> bool:
    if not any(regrets(game, *found.profile)):
        return True
    if found.exact:
        return False
    if any(found.is_near(profile, tolerance) for profile in answer):
        return True
    if not components:  # worked out for the first profile that needs them
        components += find_components(game, [_equilibrium(game, profile) for profile in answer])
    return any(component.distance(found.profile) <= tolerance for component in components)


def _equilibrium(game: BimatrixGame, profile: Profile) -> Equilibrium:
    row, column = (MixedStrategy.from_fractions(strategy) for strategy in profile)
    return Equilibrium(game, row, column)


def _pure_equilibria(game: BimatrixGame) -> list[Profile]:
    places = np.argwhere(pure_best_responses(game, 0) & pure_best_responses(game, 1)).tolist()
    m, n = game.shape
    return [(_pure(i, m), _pure(j, n)) for i, j in places]


def _pure(action: int, size: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(k == action)) for k in range(size))


class _TooSlow(BaseException):
    """Raised in the solver by the timer; no solver's own handler should catch it."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise _TooSlow

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _shown(profile: Profile) -> str:
    parts = []
    for strategy in profile:
        used = ", ".join(f"{k}: {_short(strategy[k])}" for k in support(strategy))
        parts.append(f"{{{used}}}")
    return f"row {parts[0]}, column {parts[1]}"


def _short(number: Fraction) -> str:
    text = str(number)
    return text if len(text) <= 20 else f"~{float(number):.9g}"
