"""The root seed of a set of runs: one integer, from which all streams follow."""

from __future__ import annotations

import numpy as np

from gametheory.randomness import Randomness, root_seed

__all__ = ["root_integer"]


def root_integer(rng: Randomness) -> int:
    """Return the root seed as one non-negative integer.

    Parameters
    ----------
    rng : None, int, SeedSequence or Generator
        An integer is its own root seed, so ``rng=runs.root`` plays the same again. A
        SeedSequence with a spawn key or several words of entropy, and a Generator, give
        128 bits.

    Raises
    ------
    ParameterError
        For anything else.
    """
    seed = root_seed(rng)
    if isinstance(seed.entropy, int) and not seed.spawn_key:
        return seed.entropy
    return sum(
        int(word) << 32 * k for k, word in enumerate(seed.generate_state(4, dtype=np.uint32))
    )
