"""Experience-weighted attraction.

Camerer & Ho 1999, "Experience-weighted attraction learning in normal form games",
Econometrica 67.

Each action has an *attraction* A(a), and N counts the *experience*:
``N' = rho N + 1`` and ``A'(a) = (phi N A(a) + w(a) u(a, j)) / N'``, where u(a, j) is what
action a would have paid against the opponent's action j, w is 1 for the action played
and delta for the others. The policy is the softmax of the attractions. With
``delta = 1`` and ``rho = phi`` this is fictitious play with logit choice and geometric weights
of the past (``phi = 1``: plain frequencies); with ``delta = 0`` actions are reinforced by what
they earned, cumulatively for ``rho = 0``, on average for ``rho = phi``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from learning.agents.exploration import Boltzmann, exploration_code
from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import FullInformation, sealed, told_payoffs
from learning.parameters import read_real

__all__ = ["ExperienceWeighted"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceWeighted(FullInformation):
    """Specification of a learner by experience-weighted attraction; see the module.

    Its values are the attractions, in payoff units. Payoffs count as they are: for delta
    below 1 their zero matters.

    Parameters
    ----------
    phi : float
        In [0, 1]: what is left of old attractions.
    rho : float
        In [0, 1]: what is left of old experience.
    delta : float
        In [0, 1]: weight of what was not played.
    temperature : float
        Of the softmax, as a share of the payoff range; Camerer and Ho's lambda is its
        inverse, in payoff units.
    initial_attraction : float
    initial_experience : float
        At least 0: weight of the starting attractions.

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    """

    phi: float
    rho: float
    delta: float
    temperature: float
    initial_attraction: float = 0.0
    initial_experience: float = 1.0

    def __post_init__(self) -> None:
        for name in ("phi", "rho", "delta"):
            object.__setattr__(self, name, read_real(getattr(self, name), name, 0.0, 1.0))
        for name, low, above in (
            ("temperature", 0.0, True),
            ("initial_attraction", -np.inf, False),
            ("initial_experience", 0.0, False),
        ):
            read = read_real(getattr(self, name), name, low, above=above)
            object.__setattr__(self, name, read)

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions it holds to be worse: attractions stay bounded."""
        return self.phi < 1.0 or self.rho == 1.0

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import reinforcement

        payoffs = told_payoffs(self, seat)
        bounds = (float(payoffs.min()), float(payoffs.max()))
        choice, parameters = exploration_code(Boltzmann(self.temperature), bounds)
        parameters |= {
            reinforcement.DECAY: self.phi,
            reinforcement.OLD_EXPERIENCE: self.rho,
            reinforcement.FOREGONE: self.delta,
        }
        return make_rule(
            choice, reinforcement.EXPERIENCE, seat, self.initial_attraction, parameters,
            rest=np.full(seat.n_observations, self.initial_experience),
        )  # fmt: skip
