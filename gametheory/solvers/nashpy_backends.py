"""Nashpy's algorithms for Nash equilibria as solvers.

Nashpy (Knight & Campbell 2018) computes in floating point with absolute
tolerances. It may miss equilibria, return false ones, raise, or never return;
what it says is a proposal, checked by :func:`gametheory.solve`. Each call runs in
a process of its own, :mod:`gametheory.solvers.nashpy_worker`, which never
outlives the call.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.solvers.registry import Proposal

__all__ = ["find_by_lemke_howson", "find_by_supports", "find_by_vertices", "workers_ahead"]

Profile = tuple[list[float], list[float]]


def find_by_supports(game: BimatrixGame, limits: Limits) -> Proposal:
    """Nashpy's support enumeration (Nisan et al. 2007, algorithm 3.4).

    It solves the indifference conditions of every pair of supports, so it meets
    all equilibria of a non-degenerate game, up to rounding.
    """
    return _ask(game, "support", limits)


def find_by_vertices(game: BimatrixGame, limits: Limits) -> Proposal:
    """Nashpy's vertex enumeration (Nisan et al. 2007, algorithm 3.5), by Qhull."""
    return _ask(game, "vertex", limits)


def find_by_lemke_howson(game: BimatrixGame, limits: Limits) -> Proposal:
    """Nashpy's Lemke-Howson algorithm (Nisan et al. 2007, algorithm 3.6) from every label.

    The paths of all m + n labels may lead to the same equilibrium, and some
    equilibria are at the end of none. A path that never ends is noted and left.
    """
    return _ask(game, "lemke-howson", limits)


@dataclass(frozen=True, slots=True)
class _Answer:
    """The worker's lines, read.

    Attributes
    ----------
    profiles : list of (row, column)
        Unchecked, equal ones once.
    notes : list of str
    seconds : float or None
        Time inside Nashpy; None if it did not finish.
    error : str
        What Nashpy raised; empty if nothing.
    """

    profiles: list[Profile]
    notes: list[str]
    seconds: float | None
    error: str


def _ask(game: BimatrixGame, algorithm: str, limits: Limits) -> Proposal:
    """Run one of Nashpy's algorithms in a worker, and end the worker whatever comes."""
    notes = _rounding_notes(game)
    if limits.budget is not None:
        notes.append("Nashpy counts no bases: the budget was not used; give a timeout")
    if not sys.executable:
        reason = "there is no Python program to run Nashpy with (sys.executable is empty)"
        return Proposal([], Status.FAILED, False, reason, notes=tuple(notes))
    request = {
        "algorithm": algorithm,
        "A": game.row_payoffs.tolist(),
        "B": game.column_payoffs.tolist(),
        "parent": os.getpid(),
    }
    status = Status.FINISHED
    with _start_worker() as worker:
        try:
            timeout = max(limits.seconds_left, 0)
            output, errors = worker.communicate(
                json.dumps(request) + "\n", None if timeout > threading.TIMEOUT_MAX else timeout
            )
        except (subprocess.TimeoutExpired, KeyboardInterrupt) as stop:
            timed_out = isinstance(stop, subprocess.TimeoutExpired)
            status = Status.TIMEOUT if timed_out else Status.INTERRUPTED
            worker.kill()
            output, errors = worker.communicate()
        finally:
            worker.kill()  # whatever else was raised, no worker stays behind
    answer = _read(output)
    if status is not Status.FINISHED:
        why = f"timeout of {limits.timeout:g} s" if status is Status.TIMEOUT else "interrupted"
        reason = f"Nashpy was stopped ({why}); some equilibria may be missing"
    elif answer.seconds is None:
        status = Status.FAILED
        reason = f"Nashpy failed: {answer.error or _last_words(errors, worker.returncode)}"
    else:
        reason = (
            f"Nashpy ended after {answer.seconds:.3g} s without counting the start of its process; "
            "it proves nothing about what it missed"
        )
    return Proposal(answer.profiles, status, False, reason, notes=(*notes, *answer.notes))


#: Workers that were started ahead and have no work yet.
_waiting: list[subprocess.Popen[str]] = []


@contextmanager
def workers_ahead(count: int) -> Iterator[None]:
    """Start so many workers at once, so that they import Nashpy at the same time.

    Calls inside the block take them; those that are left are ended.
    """
    started = [_new_worker() for _ in range(count)]
    _waiting.extend(started)
    try:
        yield
    finally:
        for worker in started:
            if worker in _waiting:
                _waiting.remove(worker)
                with worker:
                    worker.kill()


def _start_worker() -> subprocess.Popen[str]:
    return _waiting.pop(0) if _waiting else _new_worker()


def _new_worker() -> subprocess.Popen[str]:
    # The worker imports from where this process does, and -P keeps the current
    # folder, with whatever it holds, out of the way.
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "gametheory.solvers.nashpy_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        errors="replace",
    )


def _read(output: str) -> _Answer:
    profiles: dict[str, Profile] = {}  # by text, since NaN is not equal to itself
    notes: list[str] = []
    seconds: float | None = None
    error = ""
    for line in output.splitlines():
        try:
            message: dict[str, Any] = json.loads(line)
        except json.JSONDecodeError:  # the last line of a worker that was killed
            continue
        if "profile" in message:
            row, column = message["profile"]
            profiles.setdefault(line, (row, column))
        notes.extend([message["note"]] if "note" in message else [])
        seconds = message.get("seconds", seconds)
        error = message.get("error", error)
    return _Answer(list(profiles.values()), notes, seconds, error)


def _last_words(errors: str, code: int) -> str:
    lines = [line for line in errors.splitlines() if line.strip() and not line[0].isspace()]
    return lines[-1] if lines else f"its process ended with code {code}"


def _rounding_notes(game: BimatrixGame) -> list[str]:
    rounded = 0
    for player, floats in enumerate((game.row_payoffs, game.column_payoffs)):
        integers, denominator = game.integer_payoffs(player)
        rounded += sum(
            Fraction(value) * denominator != integer
            for value, integer in zip(
                floats.ravel().tolist(), integers.ravel().tolist(), strict=True
            )
        )
    if not rounded:
        return []
    return [f"Nashpy got floats: {rounded} of {2 * game.row_payoffs.size} payoffs were rounded"]
