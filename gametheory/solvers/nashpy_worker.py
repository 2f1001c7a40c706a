"""Process in which Nashpy runs: ``python -m gametheory.solvers.nashpy_worker``.

Nashpy (Knight & Campbell 2018) computes in floating point, and its Lemke-Howson
algorithm may never return. In a process of its own it can be stopped.

The request is one line of JSON on standard input, ``{"algorithm": ..., "A": ...,
"B": ..., "parent": pid}``. The answer is lines of JSON on standard output, written
as they come, so that a worker that is killed leaves what it had found:
``{"profile": [x, y]}``, ``{"note": text}`` and at the end either ``{"seconds": s}``,
the time without starting Python and importing Nashpy, or ``{"error": text}``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

__all__ = ["main"]

#: Seconds between two looks whether the process that asked is still there.
_WATCH: Final = 0.5

#: A longer path of pivots is given up. Paths of 17,500 pivots occur at 500 x 500.
_PIVOT_CAP: Final = 1_000_000

#: What Nashpy and the libraries under it raise on games that they cannot treat.
_THEIR_ERRORS: Final = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)

Pair = tuple[Any, Any]


class _PathError(RuntimeError):
    """A path of pivots that leads nowhere; its message is ours."""


def main() -> None:
    """Read one request, run it, write what comes."""
    # On Ctrl-C the process that asked decides what happens to this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with, args=(request["parent"],), daemon=True).start()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        import nashpy
        import numpy as np

        caught.clear()
        game = nashpy.Game(np.array(request["A"], float), np.array(request["B"], float))
        start = time.perf_counter()
        end: dict[str, Any]
        try:
            for x, y in _ALGORITHMS[request["algorithm"]](game):
                _write({"profile": [np.ravel(x).tolist(), np.ravel(y).tolist()]})
            end = {"seconds": time.perf_counter() - start}
        except _THEIR_ERRORS as error:
            end = {"error": _describe(error)}
    counts = Counter(f"{w.category.__name__}: {' '.join(str(w.message).split())}" for w in caught)
    for text, times in counts.items():
        _write({"note": text if times == 1 else f"{text} ({times} times)"})
    _write(end)


def _describe(error: Exception) -> str:
    text = str(error).strip().partition("\n")[0]
    return text if isinstance(error, _PathError) else f"{type(error).__name__}: {text}"


def _write(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _end_with(parent: int) -> None:
    """End this process when `parent` is gone; nobody would ever read the answer."""
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(1)


def _support(game: Any) -> Iterator[Pair]:
    yield from game.support_enumeration()


def _vertex(game: Any) -> Iterator[Pair]:
    yield from game.vertex_enumeration()


def _lemke_howson(game: Any) -> Iterator[Pair]:
    """One profile for each initial label, if its path ends."""
    watch = _watch_pivots()
    found = False
    for label in range(sum(game.payoff_matrices[0].shape)):
        watch()
        try:
            profile = game.lemke_howson(initial_dropped_label=label)
        except _THEIR_ERRORS as error:
            _write({"note": f"label {label}: {_describe(error)}"})
        else:
            found = True
            yield profile
    if not found:
        raise _PathError("no label's path ended at a profile")


def _watch_pivots() -> Callable[[], None]:
    """Make Nashpy's pivots raise `_PathError` on a path without an end.

    A path of the algorithm never meets the same pair of bases, with the same
    label to enter, twice; if it does, it goes on forever (Nashpy breaks ties by
    ratios of rounded numbers). Brent's method compares each step with one kept
    earlier, at steps 1, 2, 4, 8, ....

    Returns
    -------
    callable
        To be called before each path.
    """
    from nashpy.linalg.tableau import TableauLex

    pivot = TableauLex.pivot_and_drop_label
    bases: dict[int, frozenset[int]] = {}
    steps = 0
    kept: Any = None

    def watched(tableau: Any, column_index: int) -> int:
        nonlocal steps, kept
        dropped = int(pivot(tableau, column_index))
        bases[id(tableau)] = frozenset(tableau.non_basic_variables)
        state = (tuple(bases.values()), dropped)
        steps += 1
        if state == kept:
            raise _PathError(f"the path is endless: it came back within {steps} pivots")
        if steps >= _PIVOT_CAP:
            raise _PathError(f"no end after {steps} pivots")
        if steps & (steps - 1) == 0:
            kept = state
        return dropped

    def restart() -> None:
        nonlocal steps, kept
        bases.clear()
        steps, kept = 0, None

    TableauLex.pivot_and_drop_label = watched
    return restart


_ALGORITHMS: Final[dict[str, Callable[[Any], Iterator[Pair]]]] = {
    "support": _support,
    "vertex": _vertex,
    "lemke-howson": _lemke_howson,
}

if __name__ == "__main__":
    main()
