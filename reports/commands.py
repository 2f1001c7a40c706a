"""What the subcommands of ``gametheory`` do; each returns an exit code."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gametheory.errors import (
    FormatError,
    GameTheoryError,
    InternalError,
    Interrupted,
    ParameterError,
    UnknownNameError,
)
from gametheory.formats.files import FileAccessError, write_text
from gametheory.formats.names import decimal_text
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.text import text_table
from reports.terminal import DONE, FAILED, STOPPED, tell

if TYPE_CHECKING:
    from gametheory.catalog import CatalogEntry
    from gametheory.equilibria import EquilibriumSet
    from learning import Record, Runs

__all__ = ["convert", "games", "learn", "read_game", "report", "solve", "verify"]

Result = TypeVar("Result")

#: An ending such as ``.nfg``; ``penalty:k=-1.5`` has none.
_SUFFIX: Final = re.compile(r"\.[A-Za-z]\w*$")

#: Counts of outcomes that runs may keep, and the fewest windows that they are cut
#: into all the same: a verdict wants ten in the last fifth.
_COUNTS: Final = 25_000_000
_FEWEST: Final = 50

#: Counts beyond which play is refused: filling them would take minutes.
_MOST_COUNTS: Final = 500_000_000

#: Seconds for each search for equilibria in reports and beside learners, if the user
#: gives none.
_CHECK_SECONDS: Final = 10.0


def read_game(argument: str) -> tuple[BimatrixGame, CatalogEntry | None]:
    """Read a game from the catalogue or a file.

    A name of the catalogue wins over a file, unless the argument has a suffix or
    a slash.

    Returns
    -------
    game : BimatrixGame
    entry : CatalogEntry or None
        None for a file.

    Raises
    ------
    GameTheoryError
        If there is no such game, or it cannot be read.
    """
    from gametheory import catalog, formats

    named = ":" in argument and catalog.is_known(argument)  # penalty:k=1/3 is no path
    if not named and ("/" in argument or "\\" in argument or _SUFFIX.search(argument)):
        return formats.read(argument), None
    name = argument.partition(":")[0]
    try:
        return catalog.load(argument), catalog.get(name)
    except UnknownNameError as error:
        if Path(argument).is_file():
            raise FormatError(
                f"expected a file name that ends in {', '.join(formats.SUFFIXES)}, or a game from "
                "`gametheory games`",
                argument,
            ) from None
        if error.near:
            raise
        raise FormatError(
            f"expected a game from `gametheory games` or a file, got {argument[:100]!r}, which is "
            "neither"
        ) from None


def solve(options: argparse.Namespace) -> int:
    """Print the equilibria of a game."""
    from gametheory.solvers.solve import solve as find

    game, _ = read_game(options.game)
    found = find(game, options.method, options.timeout)
    if options.certificate:
        write_text(options.certificate, json.dumps(found.certificate, indent=1) + "\n")
    print(found.to_json() if options.json else found)
    return _code(found)


def _code(found: EquilibriumSet) -> int:
    if found.status is Status.FINISHED:
        return DONE
    return FAILED if found.status is Status.FAILED else STOPPED


def report(options: argparse.Namespace) -> int:
    """Write a page about a game."""
    from gametheory.solvers.cross_check import cross_check
    from reports.document import Report, check_path

    check_path(Path(options.output))
    game, entry = read_game(options.game)
    # Nashpy's processes and our learners keep different processors busy.
    learning = _begin(lambda: {} if options.no_learning else _play_all(game, options))
    check = cross_check(game, timeout=options.timeout or _CHECK_SECONDS)
    found = check.reference
    if not found.complete:
        from gametheory.solvers.solve import solve as find

        found = find(game, timeout=options.timeout or _CHECK_SECONDS)
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
        return _not_written(error)
    print(f"{options.output}: {found.summary()}")
    return _code(found)


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
            record=_record(game, options.runs),
        )  # fmt: skip
    return runs


def _record(game: BimatrixGame, runs: int) -> Record:
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
    limit = options.timeout or _CHECK_SECONDS
    stop: Interrupted | None = None
    # Play comes first: what needs too much memory is refused before any search.
    try:
        runs = play(
            game, (learner, learner), rounds=options.rounds, runs=options.runs, rng=options.seed,
            record=_record(game, options.runs),
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
    return _code(found)


def games(options: argparse.Namespace) -> int:
    """List the catalogue."""
    from gametheory import catalog

    entries = [catalog.get(name) for name in catalog.names()]
    if options.json:
        print(json.dumps([_described(entry) for entry in entries], indent=1))
        return DONE
    rows = [["name", "size", "parameters", "title"]]
    rows += [[entry.name, _size(entry), _parameters(entry), entry.title] for entry in entries]
    print(text_table(rows, left=(0, 1, 2, 3)))
    return DONE


def _parameters(entry: CatalogEntry) -> str:
    return ",".join(f"{p.name}={decimal_text(p.default)}" for p in entry.parameters)


def _size(entry: CatalogEntry) -> str:
    m, n = entry.game().shape
    return f"{m} x {n}"


def _described(entry: CatalogEntry) -> dict[str, Any]:
    m, n = entry.game().shape
    return {
        "name": entry.name,
        "aliases": list(entry.aliases),
        "title": entry.title,
        "size": [m, n],
        "parameters": {p.name: decimal_text(p.default) for p in entry.parameters},
        "source": entry.source,
    }


def verify(options: argparse.Namespace) -> int:
    """Check a certificate; :mod:`gametheory.verify` prints the verdict and has our exit codes."""
    from gametheory.verify import main

    return main([options.file])


def convert(options: argparse.Namespace) -> int:
    """Write a game in another format."""
    from gametheory import formats

    game, _ = read_game(options.game)
    formats.dumps(game, Path(options.output).suffix, path=options.output)  # wrong use comes first
    try:
        formats.write(game, options.output)
    except FileAccessError as error:
        return _not_written(error)
    return DONE


def _not_written(error: FileAccessError) -> int:
    tell(str(error))
    return FAILED
