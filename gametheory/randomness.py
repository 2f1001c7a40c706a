"""The one keyword ``rng``, read in one place.

A *source of randomness* is None (fresh entropy from the system), a non-negative
integer or a :class:`numpy.random.SeedSequence` (the same numbers every time), or
a :class:`numpy.random.Generator` (continues where it stands). Global random
state is never used.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from gametheory.errors import ParameterError

__all__ = ["Randomness", "read_rng", "root_seed"]

#: What the keyword ``rng`` takes.
Randomness: TypeAlias = int | np.random.SeedSequence | np.random.Generator | None


def read_rng(rng: Randomness) -> np.random.Generator:
    """Return a generator for a source of randomness.

    Parameters
    ----------
    rng : None, int, SeedSequence or Generator
        A Generator is returned as it is.

    Raises
    ------
    ParameterError
        For anything else: negative integers, floats, text, bools.

    Examples
    --------
    >>> bool(read_rng(7).random() == read_rng(7).random())
    True
    """
    if isinstance(rng, np.random.Generator):
        return rng
    return np.random.default_rng(_seed(rng))


def root_seed(rng: Randomness) -> np.random.SeedSequence:
    """Return a fresh seed from which streams of random numbers are derived.

    Parameters
    ----------
    rng : None, int, SeedSequence or Generator
        From a Generator 128 bits are drawn, so a second call gives another seed.
        A SeedSequence is copied: that it has spawned children makes no
        difference, and it is left as it is.

    Raises
    ------
    ParameterError
        As for :func:`read_rng`.
    """
    if isinstance(rng, np.random.Generator):
        words = rng.integers(0, 2**32, size=4, dtype=np.uint32)
        return np.random.SeedSequence([int(word) for word in words])
    return _seed(rng)


def _seed(rng: object) -> np.random.SeedSequence:
    if rng is None:
        return np.random.SeedSequence()
    if isinstance(rng, np.random.SeedSequence):
        return np.random.SeedSequence(rng.entropy, spawn_key=rng.spawn_key, pool_size=rng.pool_size)
    # bool is an int to Python, but rng=True is always a slip.
    if isinstance(rng, (int, np.integer)) and not isinstance(rng, bool) and rng >= 0:
        return np.random.SeedSequence(int(rng))
    raise ParameterError(
        "rng: expected None, a non-negative integer, a numpy SeedSequence or a numpy Generator, "
        f"got {rng!r:.60}"
    )
