"""The command learn, and what play in reports shares with it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from gametheory.errors import Interrupted, ParameterError
from gametheory.game import BimatrixGame
from gametheory.text import text_table
from reports.commands.reading import exit_code, read_game
from reports.terminal import DONE

if TYPE_CHECKING:
    from learning import Record

__all__ = ["CHECK_SECONDS", "learn", "list_agents", "record"]

#: Counts of outcomes that runs may keep, and the fewest windows that they are cut
#: into all the same: a verdict wants ten in the last fifth.
_COUNTS: Final = 25_000_000
_FEWEST: Final = 50

#: Counts beyond which play is refused: filling them would take minutes.
_MOST_COUNTS: Final = 500_000_000

#: Seconds for each search for equilibria in reports and beside learners, if the user
#: gives none.
CHECK_SECONDS: Final = 10.0

#: The agent whose parameters the command takes, and their names.
Q_LEARNING: Final = "q-learning"
Q_OPTIONS: Final = ("exploration", "learning_rate", "epsilon", "temperature", "initial_value")


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
    """Print what learners reach."""
    from gametheory.solvers.solve import solve as find
    from learning import RepeatedGame, Runs, compare, play
    from learning.agents.registry import agents_for_seats, memory_needed

    if options.list_agents:
        return list_agents()
    if options.game is None:
        raise ParameterError(
            "learn: expected a game; `gametheory games` lists those that come along"
        )
    game, _ = read_game(options.game)
    names = agents_for_seats(options.agents)
    seats = _seats(names, options)
    memory = memory_needed(names) if options.memory is None else options.memory
    limit = options.timeout or CHECK_SECONDS
    stop: Interrupted | None = None
    # Play comes first: what needs too much memory is refused before any search.
    try:
        runs = play(
            RepeatedGame(game, memory=memory), seats, rounds=options.rounds, runs=options.runs,
            rng=options.seed, record=record(game, options.runs),
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


def list_agents() -> int:
    """Print the agents that can be named."""
    from learning.agents.registry import describe_agents

    rows = [["agent", "what it is"]]
    rows += [[entry.name, entry.title] for entry in describe_agents()]
    print(text_table(rows, left=(0, 1)))
    return DONE


def _seats(names: tuple[str, str], options: argparse.Namespace) -> tuple[Any, Any]:
    """Agents by name; options of Q-learners change those named q-learning.

    Raises
    ------
    ParameterError
        If such an option is given and nobody is.
    """
    from learning import Boltzmann, EpsilonGreedy, QLearner
    from learning.agents.registry import agent

    given = [name for name in Q_OPTIONS if getattr(options, name) is not None]
    if given and Q_LEARNING not in names:
        flag = f"--{given[0].replace('_', '-')}"
        raise ParameterError(
            f"{flag} is an option of {Q_LEARNING}, which is not among the agents "
            f"{', '.join(dict.fromkeys(names))}; other agents have the parameters of their names"
        )
    values = {name: getattr(options, name) for name in Q_OPTIONS}
    soft = values["exploration"] == "boltzmann"
    for name, fits in (("epsilon", not soft), ("temperature", soft)):
        if values[name] is not None and not fits:
            other = "boltzmann" if soft else "epsilon-greedy"
            raise ParameterError(f"--{name} says nothing with --exploration {other}")
    made = {}
    for name in names:
        if name != Q_LEARNING:
            made[name] = agent(name)
            continue
        made[name] = QLearner(
            learning_rate=_or(values["learning_rate"], 0.1),
            exploration=Boltzmann(_or(values["temperature"], 0.1))
            if soft
            else EpsilonGreedy(_or(values["epsilon"], 0.05)),
            initial_value=_or(values["initial_value"], "lowest"),
        )
    return made[names[0]], made[names[1]]


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
