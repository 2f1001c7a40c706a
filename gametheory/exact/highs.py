"""Linear programs in floats by HiGHS, in a thread, so that Ctrl-C is heard at once.

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

__all__ = ["maximise"]

Floats = NDArray[np.float64]


def maximise(
    objective: Floats,
    matrix: Floats,
    bounds: Floats,
    method: str,
    limits: Limits,
    tolerance: float = 1e-7,
) -> Any:
    """Maximise ``c' z`` subject to ``M z <= b``, ``z >= 0``, in floating point.

    Parameters
    ----------
    objective : n floats
        c.
    matrix : m x n array
        M.
    bounds : m floats
        b.
    method : str
        ``"highs-ds"`` or ``"highs-ipm"``.
    limits : Limits
        Time and iterations.
    tolerance : float
        Violation of rows, and of those of the dual, that HiGHS is content with; 1e-10 or more.

    Returns
    -------
    scipy.optimize.OptimizeResult
        Whatever its status is; nothing is checked.
    """
    from scipy.optimize import linprog

    options: dict[str, Any] = {
        "primal_feasibility_tolerance": tolerance,
        "dual_feasibility_tolerance": tolerance,
    }
    if limits.deadline < math.inf:
        options["time_limit"] = max(limits.seconds_left, 0.01)
    if limits.budget is not None:
        options["maxiter"] = max(limits.room(limits.budget), 1)
    results: list[Any] = []

    def work() -> None:
        results.append(
            linprog(-objective, matrix, bounds, bounds=(0, None), method=method, options=options)
        )

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
    if not results:
        raise InternalError("scipy's linprog raised an exception; it is printed above")
    return results[0]
