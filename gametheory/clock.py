"""The clock of timeouts: it stands still while kernels are compiled.

Compiling happens once after an installation and may take seconds. It is no part of the
work for which a user gave a limit, so a search does not end early because of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["now", "standing_still", "stood_still"]

_exempt = [0.0]


def now() -> float:
    """Seconds of a monotonic clock, less those that were exempt."""
    return time.monotonic() - _exempt[0]


def stood_still() -> float:
    """Seconds that were exempt so far."""
    return _exempt[0]


@contextmanager
def standing_still() -> Iterator[None]:
    """Stop the clock of this process for a while."""
    start = time.monotonic()
    try:
        yield
    finally:
        _exempt[0] += time.monotonic() - start
