"""Trace and result of iterated elimination of dominated actions.

:mod:`gametheory.analysis.dominance` defines the terms and makes these.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction
from gametheory.results import Result, Table

__all__ = ["SCHEMA", "Dominance", "Dominators", "Elimination", "EliminationStep", "Mixture"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/elimination/1"

Dominance = Literal["strict", "weak"]
Dominators = Literal["mixed", "pure"]
Mixture = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class EliminationStep:
    """One action's removal.

    Attributes
    ----------
    round : int
        Counted from 1; all removals of a round refer to the game before it.
    player : int
        0 for the row player, 1 for the column player.
    action : int
        The dominated action, by its index in the original game.
    mixture : tuple of Fraction
        A strategy of the original game that dominates it: probability 1 on one
        action where a pure one dominates. It uses no action removed in an earlier
        round.
    """

    round: int
    player: int
    action: int
    mixture: Mixture

    @property
    def is_pure(self) -> bool:
        """Whether one action dominates."""
        return max(self.mixture) == 1


@dataclass(frozen=True, slots=True, repr=False)
class Elimination(Result):
    """Trace and result of iterated elimination.

    Attributes
    ----------
    game : BimatrixGame
        The original game.
    dominance : str
        ``"strict"`` or ``"weak"``.
    dominators : str
        ``"mixed"``, or ``"pure"`` if only pure dominators were looked for.
    steps : tuple of EliminationStep
        Rounds in order; within a round the row player's actions first.
    rows, columns : tuple of int
        The actions that are left.
    caveat : str
        What the result depends on; empty for strict dominance.
    stopped : str
        What ended the elimination after the last round listed, such as "timeout of 2 s";
        empty if nothing dominated is left.
    """

    game: BimatrixGame
    dominance: Dominance
    dominators: Dominators
    steps: tuple[EliminationStep, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    caveat: str
    stopped: str = ""

    @property
    def rounds(self) -> int:
        """Number of rounds that removed something."""
        return self.steps[-1].round if self.steps else 0

    @property
    def solves_game(self) -> bool:
        """Whether one action is left for each player."""
        return len(self.rows) == len(self.columns) == 1

    def reduced_game(self) -> BimatrixGame:
        """Return the game that is left, with the same names."""
        game = self.game
        first, second = (
            [[game.payoff(i, j)[player] for j in self.columns] for i in self.rows]
            for player in (0, 1)
        )
        return BimatrixGame(
            first, second, name=game.name or None, players=game.players,
            row_actions=[game.row_actions[i] for i in self.rows],
            column_actions=[game.column_actions[j] for j in self.columns],
        )  # fmt: skip

    @property
    def notes(self) -> tuple[str, ...]:
        """The caveat, and what ended the elimination early."""
        early = f"stopped early ({self.stopped}): dominated actions may be left"
        said = [self.caveat] * bool(self.caveat) + [early] * bool(self.stopped)
        return tuple(f"{note[0].upper()}{note[1:]}." for note in said)

    def summary(self) -> str:
        """What is left."""
        name = self.game.name or "The game"
        if not self.steps and self.stopped:
            return f"{name}: whether actions are {_ADVERBS[self.dominance]} dominated is undecided"
        if not self.steps:
            return f"{name}: no action is {_ADVERBS[self.dominance]} dominated"
        rounds = f"{self.rounds} round{'s' * (self.rounds > 1)}"
        if self.solves_game:
            left = f"({self.game.row_actions[self.rows[0]]}, " \
                   f"{self.game.column_actions[self.columns[0]]})"  # fmt: skip
            return f"{name} is solved by iterated {self.dominance} dominance in {rounds}: {left}"
        return (
            f"{name}: iterated {self.dominance} dominance leaves {len(self.rows)} x "
            f"{len(self.columns)} actions after {rounds}"
        )

    def tables(self) -> tuple[Table, ...]:
        """The trace, a row for each removal."""
        rows = [
            (
                str(step.round),
                self.game.players[step.player],
                self._actions(step.player)[step.action],
                self._mixture(step),
            )
            for step in self.steps
        ]
        header = ("round", "player", "removed", f"{_ADVERBS[self.dominance]} dominated by")
        return (Table("", header, rows, (1, 2, 3)),) if rows else ()

    def to_document(self) -> dict[str, Any]:
        """Trace and what is left, schema ``gametheory/elimination/1``."""
        return {
            "schema": SCHEMA,
            "dominance": self.dominance,
            "dominators": self.dominators,
            "steps": [
                {
                    "round": step.round,
                    "player": step.player,
                    "action": step.action,
                    "mixture": [format_fraction(p) for p in step.mixture],
                }
                for step in self.steps
            ],
            "rows": list(self.rows),
            "columns": list(self.columns),
            "caveat": self.caveat,
            "stopped": self.stopped,
        }

    def describe(self) -> str:
        """Return the trace in words, a line for each removal.

        Examples
        --------
        >>> from gametheory.analysis import eliminate_dominated
        >>> print(eliminate_dominated(BimatrixGame([[2], [1]], [[0], [0]])).describe())
        Round 1: Row player's r2 is strictly dominated by r1.
        """
        lines = [self._sentence(step) for step in self.steps]
        if not lines and not self.stopped:
            lines = ["Nothing is dominated."]
        return "\n".join([*lines, *(f"Note: {note[0].lower()}{note[1:]}" for note in self.notes)])

    def _sentence(self, step: EliminationStep) -> str:
        return (
            f"Round {step.round}: {self.game.players[step.player]}'s "
            f"{self._actions(step.player)[step.action]} "
            f"is {_ADVERBS[self.dominance]} dominated by {self._mixture(step)}."
        )

    def _actions(self, player: int) -> tuple[str, ...]:
        return (self.game.row_actions, self.game.column_actions)[player]

    def _mixture(self, step: EliminationStep) -> str:
        actions = self._actions(step.player)
        return " + ".join(
            actions[k] if step.is_pure else f"{p} {actions[k]}"
            for k, p in enumerate(step.mixture)
            if p
        )


_ADVERBS: Final = {"strict": "strictly", "weak": "weakly"}
