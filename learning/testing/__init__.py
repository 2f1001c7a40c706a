"""Conformance checks for agents and worlds, public: put your own through them.

>>> from learning import EpsilonGreedy, QLearner
>>> from learning.testing import check_agent
>>> check_agent(QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1)))
"""

from learning.testing.agents import check_agent
from learning.testing.worlds import check_world

__all__ = ["check_agent", "check_world"]
