"""The command learn, and what play in reports shares with it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from gametheory.errors import Interrupted, ParameterError
from gametheory.game import BimatrixGame
from reports.commands.reading import exit_code, read_game

if TYPE_CHECKING:
    from learning import Record

__all__ = ["CHECK_SECONDS", "learn", "record"]

#: Counts of outcomes that runs may keep, and the fewest windows that they are cut
#: into all the same: a verdict wants ten in the last fifth.
_COUNTS: Final = 25_000_000
_FEWEST: Final = 50

#: Counts beyond which play is refused: filling them would take minutes.
_MOST_COUNTS: Final = 500_000_000

#: Seconds for each search for equilibria in reports and beside learners, if the user
#: gives none.
CHECK_SECONDS: Final = 10.0


def record(game: BimatrixGame, runs: int) -> Record:
    """Return what to record: fewer windows where counts of all outcomes would fill memory.

    Raises
    ------
    ParameterError
        If even the fewest windows are too much.
    """
    from learning import Record

    m, n = game.shape
    most = _MOST_COUNTS // (_FEWEST * m * n)
    if runs > most > 0:
        raise ParameterError(
            f"--runs: expected at most {most:,} for a game of {m} x {n} actions, whose outcomes "
            f"are counted in each run, got {runs:,}"
        )
    return Record(windows=max(_FEWEST, min(200, _COUNTS // (runs * m * n))))


def learn(options: argparse.Namespace) -> int:
    """Print what two Q-learners reach."""
    from gametheory.solvers.solve import solve as find
    from learning import Boltzmann, EpsilonGreedy, QLearner, Runs, compare, play

    game, _ = read_game(options.game)
    exploration = (
        EpsilonGreedy(options.epsilon)
        if options.exploration == "epsilon-greedy"
        else Boltzmann(options.temperature)
    )
    learner = QLearner(
        learning_rate=options.learning_rate,
        exploration=exploration,
        initial_value=options.initial_value,
    )
    limit = options.timeout or CHECK_SECONDS
    stop: Interrupted | None = None
    # Play comes first: what needs too much memory is refused before any search.
    try:
        runs = play(
            game, (learner, learner), rounds=options.rounds, runs=options.runs, rng=options.seed,
            record=record(game, options.runs),
        )  # fmt: skip
    except Interrupted as interruption:
        if not isinstance(interruption.partial, Runs):
            raise
        stop, runs = interruption, interruption.partial
    found = find(game, timeout=limit)
    verdict = compare(runs, found)
    if stop is not None:
        raise Interrupted(verdict) from stop
    print(verdict.to_json() if options.json else verdict)
    return exit_code(found)
