"""Multiplicative weights with the linear update.

Littlestone & Warmuth 1994, "The weighted majority algorithm", Information and Computation
108; Arora, Hazan & Kale 2012, "The multiplicative weights update method", Theory of
Computing 8, section 2.1.

Weights are multiplied by ``1 - rate * loss(a)`` after each round, where the loss of action a
is how much less than the highest payoff it would have paid, as a share of the payoff range;
the policy is proportional to the weights. For ``rate <= 1/2`` the total loss of the
policies is at most ``(1 + rate) L(a) + log(n) / rate`` for each action a with total loss
L(a) (their theorem 2.1). :class:`learning.Hedge` is the exponential form, which Daskalakis,
Deckelbaum & Kim and Rakhlin & Sridharan make optimistic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, final

import numpy as np

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import FullInformation, payoff_spread, sealed, told_payoffs
from learning.parameters import read_real

__all__ = ["MultiplicativeWeights", "log_one_minus"]

#: Largest rate of the theorem, and terms of a series in z**2 <= 1/9 that reach 2**-60.
_HIGHEST: Final = 0.5
_TERMS: Final = 20


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class MultiplicativeWeights(FullInformation):
    """Specification of a player by multiplicative weights; see the module.

    Its values are the logarithms of the weights.

    Parameters
    ----------
    learning_rate : float
        In (0, 1/2].

    Raises
    ------
    ParameterError
        If it is out of range.
    """

    learning_rate: float

    def __post_init__(self) -> None:
        rate = read_real(self.learning_rate, "learning_rate", 0.0, _HIGHEST, above=True)
        object.__setattr__(self, "learning_rate", rate)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, no_regret

        payoffs = told_payoffs(self, seat)
        highest = float(payoffs.max())
        losses = (highest - payoffs) / payoff_spread(self, float(payoffs.min()), highest)
        factors = [log_one_minus(self.learning_rate * loss) for loss in losses.ravel().tolist()]
        return make_rule(
            no_regret.EXPONENTIAL, no_regret.FACTORS, seat, 0.0, {layout.RATE: 1.0},
            rest=np.array(factors),
        )  # fmt: skip


def log_one_minus(x: float) -> float:
    """Logarithm of 1 - x by additions, multiplications and divisions only.

    The C library's differs from system to system in the last bit. ``log(1 - x)`` is
    ``-2 atanh(x / (2 - x))``, by its series.

    Parameters
    ----------
    x : float
        In [0, 1/2].
    """
    z = x / (2.0 - x)
    square = z * z
    total = 0.0
    for k in range(_TERMS - 1, -1, -1):
        total = total * square + 1.0 / (2 * k + 1)
    return -2.0 * z * total
