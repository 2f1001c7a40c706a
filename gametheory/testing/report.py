"""What the trial of a solver found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Literal

from gametheory.errors import GameTheoryError
from gametheory.game import BimatrixGame

__all__ = ["FaultKind", "SolverCheckError", "SolverFault", "SolverReport", "SolverScope"]

SolverScope = Literal["all", "one", "pure"]
FaultKind = Literal["missed", "invented", "unreadable", "raised", "too slow"]

#: Faults spelled out in the text of a report.
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class SolverFault:
    """One thing that a solver did wrong.

    Attributes
    ----------
    kind : str
        ``"missed"`` an equilibrium, ``"invented"`` one, returned something
        ``"unreadable"`` as a pair of mixed strategies, ``"raised"`` an exception, or was
        ``"too slow"``.
    game : BimatrixGame
    message : str
    """

    kind: FaultKind
    game: BimatrixGame
    message: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}\n  on {_code(self.game)}"


@dataclass(frozen=True, slots=True)
class SolverReport:
    """What a trial found.

    Attributes
    ----------
    scope : str
        What the solver was asked for: ``"all"``, ``"one"`` or ``"pure"``.
    games : int
        Games tried.
    faults : tuple of SolverFault
    """

    scope: SolverScope
    games: int
    faults: tuple[SolverFault, ...] = field(repr=False)

    @property
    def passed(self) -> bool:
        """Whether there was no fault."""
        return not self.faults

    def count(self, kind: FaultKind) -> int:
        """Return the number of faults of a kind."""
        return sum(fault.kind == kind for fault in self.faults)

    def __str__(self) -> str:
        if self.passed:
            return f"no fault on {self.games} games (scope {self.scope!r})"
        kinds = Counter(fault.kind for fault in self.faults)
        counts = ", ".join(f"{kind} {number}" for kind, number in kinds.items())
        guilty = len({id(fault.game) for fault in self.faults})
        lines = [f"faults on {guilty} of {self.games} games (scope {self.scope!r}): {counts}"]
        lines += [str(fault) for fault in self.faults[:_SHOWN]]
        if len(self.faults) > _SHOWN:
            lines.append(f"... and {len(self.faults) - _SHOWN} more")
        return "\n".join(lines)


class SolverCheckError(GameTheoryError, AssertionError):
    """A solver failed its trial.

    Attributes
    ----------
    report : SolverReport
    """

    def __init__(self, report: SolverReport) -> None:
        super().__init__(str(report))
        self.report = report


def _code(game: BimatrixGame) -> str:
    """Python text that makes the game again."""
    m, n = game.shape
    cells = [[game.payoff_text(i, j) for j in range(n)] for i in range(m)]
    first, second = (
        "[" + ", ".join("[" + ", ".join(_literal(cell[k]) for cell in row) + "]" for row in cells)
        + "]" for k in (0, 1)
    )  # fmt: skip
    return f"BimatrixGame({first}, {second})"


def _literal(text: str) -> str:
    return text if "/" not in text else repr(text)
