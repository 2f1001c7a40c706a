"""Best-response dynamics over pure profiles, exactly.

In turn (*sequential*) or at once (*simultaneous*), the players switch to best responses to
what the other plays. A player who plays one already stays; of several, the first is taken.
There are finitely many profiles, so play without chance ends in a pure equilibrium or
repeats a *cycle* for ever, which is found by the first state that comes twice: a proof.
With *inertia* a player who would switch stays with some probability, each player by chance
of its own; play then ends in a pure equilibrium where paths of switches lead to one
(Young 2004, *Strategic Learning and its Limits*, chapter 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from gametheory.analysis import best_response_path, pure_best_responses
from gametheory.analysis.best_responses import check_player
from gametheory.dynamics.parameters import choice, real_number, whole_number
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.randomness import Randomness, read_rng
from gametheory.results import Result, Table

__all__ = ["BestResponsePlay", "best_response_dynamics"]

Outcome = tuple[int, int]
Order = Literal["sequential", "simultaneous"]


@dataclass(frozen=True, repr=False)
class BestResponsePlay(Result):
    """Pure profiles that best-response play went through.

    Attributes
    ----------
    game : BimatrixGame
    order : str
        ``"sequential"`` or ``"simultaneous"``.
    inertia : float
        Probability of staying.
    outcomes : tuple of (row, column)
        Profiles in order, from the start; without inertia each step changes the profile
        and the last one is followed by `cycle`, if there is one.
    cycle : tuple of (row, column)
        What repeats for ever; empty if play ends, or if there is inertia.
    status : Status
        ``"finished"``, or ``"budget"`` if play with inertia found no end.
    """

    game: BimatrixGame
    order: Order
    inertia: float
    outcomes: tuple[Outcome, ...]
    cycle: tuple[Outcome, ...]
    status: Status

    @property
    def equilibrium(self) -> Outcome | None:
        """The pure Nash equilibrium in which play ended; None if it did not end."""
        ended = not self.cycle and self.status is Status.FINISHED
        return self.outcomes[-1] if ended else None

    @property
    def period(self) -> int | None:
        """Number of profiles of the cycle; None without one."""
        return len(self.cycle) or None

    def summary(self) -> str:
        """One line: where play ended, or what it repeats."""
        how = f"{self.order} best-response play" + (
            f" with inertia {self.inertia:g}" if self.inertia else ""
        )
        if self.equilibrium is not None:
            steps = len(self.outcomes) - 1
            moves = f"{steps} step{'' if steps == 1 else 's'}"
            where = f"ends after {moves} in the pure equilibrium {self._named(self.outcomes[-1])}"
        elif self.cycle:
            where = f"repeats a cycle of {self.period} profiles for ever"
        else:
            where = f"had not ended after {len(self.outcomes) - 1:,} rounds"
        return f"{how} from {self._named(self.outcomes[0])} {where}"

    def tables(self) -> tuple[Table, ...]:
        """Return the profiles, those of the cycle marked."""
        repeated = set(self.cycle)
        rows = [
            (str(k), self.game.row_actions[i], self.game.column_actions[j],
             "yes" if (i, j) in repeated else "")
            for k, (i, j) in enumerate(self.outcomes)
        ]  # fmt: skip
        return (Table("", ("step", *self.game.players, "in cycle"), rows, left=(1, 2, 3)),)

    def to_document(self) -> dict[str, Any]:
        """Return the profiles as JSON data."""
        return {
            "schema": "gametheory/best-response-play/1",
            "order": self.order,
            "inertia": self.inertia,
            "status": self.status.value,
            "outcomes": [list(outcome) for outcome in self.outcomes],
            "cycle": [list(outcome) for outcome in self.cycle],
            "equilibrium": None if self.equilibrium is None else list(self.equilibrium),
        }

    def _named(self, outcome: Outcome) -> str:
        i, j = outcome
        return f"({self.game.row_actions[i]}, {self.game.column_actions[j]})"


def best_response_dynamics(
    game: BimatrixGame,
    start: tuple[str | int, str | int] = (0, 0),
    *,
    order: Order = "sequential",
    first: int = 0,
    inertia: float = 0.0,
    rounds: int = 10_000,
    rng: Randomness = None,
) -> BestResponsePlay:
    """Let the players switch to best responses until play ends or repeats itself.

    Parameters
    ----------
    game : BimatrixGame
    start : (row action, column action)
        Names, or indices from 0.
    order : {"sequential", "simultaneous"}
    first : int
        Who moves first in turn: 0, the row player, or 1.
    inertia : float
        Probability, from 0 to below 1, with which a player who would switch stays.
    rounds : int
        With inertia: after so many rounds (of one move, or of two at once) play stops.
    rng : None, int, SeedSequence or Generator
        Chance of inertia; not used without.

    Raises
    ------
    StrategyError
        If an action of `start` does not exist.
    ParameterError
        If a parameter is out of range.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> best_response_dynamics(load("stag-hunt"), ("Stag", "Hare")).equilibrium
    (1, 1)
    >>> best_response_dynamics(load("stag-hunt"), ("Stag", "Hare"), order="simultaneous").cycle
    ((0, 1), (1, 0))
    """
    choice("order", order, ("sequential", "simultaneous"))
    check_player(first)
    stay = real_number("inertia", inertia, 0)
    if stay >= 1:
        raise ParameterError(f"inertia: expected a number from 0 to below 1, got {inertia!r}")
    rounds = whole_number("rounds", rounds, 1)
    i, j = (game.action_index(player, action) for player, action in enumerate(start))
    if stay:
        return _with_inertia(game, (i, j), order, first, stay, rounds, rng)
    if order == "sequential":
        path = best_response_path(game, (i, j), first)
        return BestResponsePlay(game, order, 0.0, path.outcomes, path.cycle, Status.FINISHED)
    answers = _answers(game)
    outcomes: list[Outcome] = []
    seen: dict[Outcome, int] = {}
    here = (i, j)
    while here not in seen:
        seen[here] = len(outcomes)
        outcomes.append(here)
        here = answers(0, here), answers(1, here)
    cycle = tuple(outcomes[seen[here] :])
    if len(cycle) == 1:  # nobody would switch
        cycle = ()
    return BestResponsePlay(game, order, 0.0, tuple(outcomes), cycle, Status.FINISHED)


def _answers(game: BimatrixGame) -> Any:
    best = pure_best_responses(game, 0), pure_best_responses(game, 1)

    def answer(player: int, profile: Outcome) -> int:
        line = best[0][:, profile[1]] if player == 0 else best[1][profile[0]]
        return profile[player] if line[profile[player]] else int(line.argmax())

    return answer


def _with_inertia(
    game: BimatrixGame, here: Outcome, order: Order, first: int, stay: float, rounds: int,
    rng: Randomness,
) -> BestResponsePlay:  # fmt: skip
    answers = _answers(game)
    chance: np.random.Generator = read_rng(rng)
    outcomes = [here]
    mover, status = first, Status.BUDGET
    for _ in range(rounds):
        wanted = answers(0, here), answers(1, here)
        if wanted == here:
            status = Status.FINISHED
            break
        moves = [chance.random() >= stay for _ in range(2)]  # one draw each, whoever moves
        if order == "sequential":
            moves = [moves[0] and mover == 0, moves[1] and mover == 1]
            mover = 1 - mover
        here = (wanted[0] if moves[0] else here[0], wanted[1] if moves[1] else here[1])
        outcomes.append(here)
    else:
        if (answers(0, here), answers(1, here)) == here:
            status = Status.FINISHED
    return BestResponsePlay(game, order, stay, tuple(outcomes), (), status)
