"""Errors of the toolkit.

Every error says what was expected, what came and what to do. Each class is
also the built-in exception that fits, so ``except ValueError`` keeps working.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

__all__ = [
    "FormatError",
    "GameError",
    "GameTheoryError",
    "InternalError",
    "Interrupted",
    "MemoryLimitError",
    "MissingDependencyError",
    "NumberError",
    "ParameterError",
    "SeatError",
    "SolverError",
    "StrategyError",
    "UnknownNameError",
    "check_memory",
]


class GameTheoryError(Exception):
    """Base class of every error that this project raises on purpose."""


class NumberError(GameTheoryError, ValueError):
    """A value cannot be read as an exact number."""


class GameError(GameTheoryError, ValueError):
    """Payoffs, shapes or names that do not make a bimatrix game."""


class StrategyError(GameTheoryError, ValueError):
    """A vector that is not a mixed strategy of the player."""


class ParameterError(GameTheoryError, ValueError):
    """A parameter outside its range."""


class FormatError(GameTheoryError, ValueError):
    """A file that does not follow its format.

    Parameters
    ----------
    message : str
        What was expected, what came, what to do.
    path : str, optional
        The file, if there is one.
    line : int, optional
        The line, counted from 1.
    """

    def __init__(self, message: str, path: str = "", line: int | None = None) -> None:
        place = path if line is None else f"{path or 'input'}, line {line}"
        super().__init__(f"{place}: {message}" if place else message)
        self.path = path
        self.line = line


class UnknownNameError(GameTheoryError, LookupError, ValueError):
    """A name that is not in a list of known names.

    Parameters
    ----------
    what : str
        What the name stands for, e.g. ``"method"``.
    name : str
        What came.
    known : iterable of str
        The names that exist; the near ones are suggested.
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = difflib.get_close_matches(name[:100], names, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(names)}"
        shown = name if len(name) <= 100 else name[:97] + "..."
        super().__init__(f"unknown {what} {shown!r}; {hint}")
        self.name = name
        self.near = tuple(near)


class SeatError(GameTheoryError, TypeError):
    """Something that cannot take a player's seat."""


class MemoryLimitError(GameTheoryError, MemoryError):
    """An allocation that would not fit, refused before it was tried."""


class MissingDependencyError(GameTheoryError, ImportError):
    """An optional package or program is needed and not installed."""


class SolverError(GameTheoryError, RuntimeError):
    """A solver could not do its work on this game."""


class InternalError(GameTheoryError, RuntimeError):
    """A statement that mathematics forbids; a bug in this project, please report it."""


class Interrupted(KeyboardInterrupt):
    """Work was stopped by Ctrl-C.

    Attributes
    ----------
    partial : object
        The result so far, with status ``"interrupted"``.
    """

    def __init__(self, partial: object) -> None:
        super().__init__("interrupted; the result so far is in .partial")
        self.partial = partial


#: Bytes below which nobody asks the system for its free memory: asking takes longer.
_UNCHECKED: Final = 1 << 20


def check_memory(wanted: int, purpose: str) -> None:
    """Refuse an allocation larger than the memory that the system has free.

    Parameters
    ----------
    wanted : int
        Bytes to be allocated.
    purpose : str
        What they are for; stands in the message.

    Raises
    ------
    MemoryLimitError
        If `wanted` exceeds the available memory, where the system tells it,
        or 8 GiB elsewhere.
    """
    if wanted <= _UNCHECKED:
        return
    available = _available_memory()
    if wanted > available:
        raise MemoryLimitError(
            f"{purpose} needs {wanted / 2**30:.1f} GiB, but {available / 2**30:.1f} GiB are "
            "available; ask for less"
        )


def _available_memory() -> int:
    return min(_free_memory(), _container_limit())


def _container_limit() -> int:
    """Memory that the control group of this process has left, if it has a limit."""
    try:
        with open("/sys/fs/cgroup/memory.max", encoding="ascii") as limit:
            allowed = int(limit.read())  # "max" if there is none
        with open("/sys/fs/cgroup/memory.current", encoding="ascii") as current:
            return allowed - int(current.read())
    except (OSError, ValueError):
        return 2**63


def _free_memory() -> int:
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 8 * 2**30
