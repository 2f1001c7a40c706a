"""Every tolerance of the project, with its name and its reason.

Nothing that decides an equilibrium stands here: that is exact arithmetic.
"""

from __future__ import annotations

from typing import Final

__all__ = ["NEAR_TIE", "STRATEGY_SUM"]

#: A mixed strategy given in floats sums to 1 only up to rounding: n additions
#: of numbers below 1 err by at most n * 2**-53; 1e-9 leaves room for printed
#: probabilities with ten digits and refuses every real mistake.
STRATEGY_SUM: Final = 1e-9

#: Two payoffs of one column (row) that differ by less than this share of the
#: payoff range, but differ, are probably meant to be equal; the answer treats
#: them as different and a note says so.
NEAR_TIE: Final = 1e-12
