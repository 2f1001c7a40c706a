"""The command report."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from gametheory.errors import GameTheoryError, InternalError
from gametheory.formats.files import FileAccessError
from gametheory.game import BimatrixGame
from reports.commands.learning import CHECK_SECONDS, record
from reports.commands.reading import exit_code, not_written, read_game

if TYPE_CHECKING:
    from gametheory.catalog import CatalogEntry
    from learning import Runs

__all__ = ["report"]

Result = TypeVar("Result")


def report(options: argparse.Namespace) -> int:
    """Write a page about a game."""
    from gametheory.solvers.cross_check import cross_check
    from reports.document import Report, check_path

    check_path(Path(options.output))
    game, entry = read_game(options.game)
    # Nashpy's processes and our learners keep different processors busy.
    learning = _begin(lambda: {} if options.no_learning else _play_all(game, options))
    check = cross_check(game, timeout=options.timeout or CHECK_SECONDS)
    found = check.reference
    if not found.complete:
        from gametheory.solvers.solve import solve as find

        found = find(game, timeout=options.timeout or CHECK_SECONDS)
    page = Report(
        game,
        found,
        runs=learning.result() or None,
        cross_check=check,
        command=_command(options),
        timestamp=not options.no_time,
        **_told(entry),
    )
    try:
        page.write(options.output)
    except FileAccessError as error:
        return not_written(error)
    print(f"{options.output}: {found.summary()}")
    return exit_code(found)


def _begin(work: Callable[[], Result]) -> Future[Result]:
    """Do work beside the main thread, which alone hears Ctrl-C and may leave at any time."""
    future: Future[Result] = Future()

    def run() -> None:
        try:
            result = work()
            import reports.figures.canvas  # noqa: F401  (takes a while, and is needed next)
        except (GameTheoryError, ArithmeticError, MemoryError, OSError) as error:
            future.set_exception(error)
        else:
            future.set_result(result)
        finally:
            if not future.done():  # a bug: its traceback is on standard error
                future.set_exception(InternalError("the learners stopped unexpectedly"))

    Thread(target=run, daemon=True).start()
    return future


def _told(entry: CatalogEntry | None) -> dict[str, Any]:
    """What the catalogue tells about a game."""
    if entry is None:
        return {}
    return {
        "story": entry.story,
        "sources": (entry.source,),
        "observed": entry.observed,
    }


def _play_all(game: BimatrixGame, options: argparse.Namespace) -> dict[str, Runs]:
    """Let two kinds of Q-learners play; the same seed for both."""
    from learning import Boltzmann, EpsilonGreedy, QLearner, play

    runs = {}
    for label, exploration in (
        ("Epsilon-greedy Q-learners", EpsilonGreedy(0.05)),
        ("Boltzmann Q-learners", Boltzmann(0.1)),
    ):
        # From the lowest payoff on, so that a constant added to all payoffs
        # changes nothing; zero would be far outside many games' payoffs.
        learner = QLearner(learning_rate=0.1, exploration=exploration, initial_value="lowest")
        runs[label] = play(
            game, (learner, learner), rounds=options.rounds, runs=options.runs, rng=options.seed,
            record=record(game, options.runs),
        )  # fmt: skip
    return runs


def _command(options: argparse.Namespace) -> str:
    words = ["gametheory", "report", options.game]
    if options.no_learning:
        words.append("--no-learning")
    else:
        for name in ("runs", "rounds", "seed"):
            words += [f"--{name}", str(getattr(options, name))]
    if options.timeout:
        words += ["--timeout", f"{options.timeout:g}"]
    return f"{shlex.join(words)} -o report.html"
