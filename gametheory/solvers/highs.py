"""The linear program of a matrix game, by HiGHS in a thread, so that Ctrl-C is heard at once.

HiGHS cannot be told to stop: after Ctrl-C its thread, a daemon, ends by itself at the
optimum or its time limit.
"""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import InternalError
from gametheory.limits import Limits

__all__ = ["maximise_sum"]

Floats = NDArray[np.float64]


def maximise_sum(matrix: Floats, method: str, limits: Limits) -> Any:
    """Maximise ``sum(z)`` subject to ``M z <= 1``, ``z >= 0``, in floating point.

    Parameters
    ----------
    matrix : m x n array
        M, positive.
    method : str
        ``"highs-ds"`` or ``"highs-ipm"``.
    limits : Limits
        Time and iterations.

    Returns
    -------
    scipy.optimize.OptimizeResult
        Whatever its status is; nothing is checked.
    """
    from scipy.optimize import linprog

    options: dict[str, Any] = {}
    if limits.deadline < math.inf:
        options["time_limit"] = max(limits.seconds_left, 0.01)
    if limits.budget is not None:
        options["maxiter"] = max(limits.room(limits.budget), 1)
    m, n = matrix.shape
    results: list[Any] = []

    def work() -> None:
        results.append(
            linprog(-np.ones(n), matrix, np.ones(m), bounds=(0, None), method=method,
                    options=options)
        )  # fmt: skip

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
    if not results:
        raise InternalError("scipy's linprog raised an exception; it is printed above")
    return results[0]
