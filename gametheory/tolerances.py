"""Every tolerance of the project, with its name and its reason.

Nothing that decides an equilibrium stands here: that is exact arithmetic.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

__all__ = [
    "APPROXIMATE_REGRET",
    "AUTO_EXACT_ACTIONS",
    "NEAR_TIE",
    "STRATEGY_SUM",
    "SUPPORT",
]

#: A mixed strategy given in floats sums to 1 only up to rounding: n additions
#: of numbers below 1 err by at most n * 2**-53; 1e-9 leaves room for printed
#: probabilities with ten digits and refuses every real mistake.
STRATEGY_SUM: Final = 1e-9

#: Two payoffs of one column (row) that differ by less than this share of the
#: payoff range, but differ, are probably meant to be equal; the answer treats
#: them as different and a note says so.
NEAR_TIE: Final = 1e-12

#: A probability below this, proposed by a solver in floats, is taken as rounding of
#: 0 when its support is read; the exact equilibrium on that support is verified.
SUPPORT: Final = 1e-9

#: A proposed float profile without an exact equilibrium on its supports is listed as
#: approximate if no regret exceeds this share of the payoff range, else dropped.
APPROXIMATE_REGRET: Final = Fraction(1, 1_000_000)

#: Not an epsilon but a size: ``auto`` enumerates completely up to this many actions of
#: both players together; the polytopes of a 12 x 12 game have about 12,000 vertices.
AUTO_EXACT_ACTIONS: Final = 24
