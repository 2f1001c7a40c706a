"""Learning agents in repeated games, and what they reached compared with theory.

An *agent* sits in a player's seat and chooses actions; a *world* is a game played
again and again; :func:`play` runs many independent copies, and :func:`compare`
says which equilibrium they reached, how often, and how sure that is.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from learning.agents.always import Always as Always
    from learning.agents.aspiration import AspirationLearner as AspirationLearner
    from learning.agents.conditional_regret_matching import (
        ConditionalRegretMatching as ConditionalRegretMatching,
    )
    from learning.agents.cross import CrossLearner as CrossLearner
    from learning.agents.exp3 import Exp3 as Exp3
    from learning.agents.experience_weighted import ExperienceWeighted as ExperienceWeighted
    from learning.agents.exploration import UCB as UCB
    from learning.agents.exploration import Boltzmann as Boltzmann
    from learning.agents.exploration import EpsilonGreedy as EpsilonGreedy
    from learning.agents.fictitious_play import FictitiousPlayer as FictitiousPlayer
    from learning.agents.fixed import FixedStrategy as FixedStrategy
    from learning.agents.frequency_adjusted import (
        FrequencyAdjustedQLearner as FrequencyAdjustedQLearner,
    )
    from learning.agents.gradient import Lola as Lola
    from learning.agents.gradient import NaiveGradient as NaiveGradient
    from learning.agents.grim_trigger import GrimTrigger as GrimTrigger
    from learning.agents.hedge import Hedge as Hedge
    from learning.agents.hill_climbing import PHC as PHC
    from learning.agents.hill_climbing import WoLFPHC as WoLFPHC
    from learning.agents.invariant_regret_matching import (
        InvariantRegretMatching as InvariantRegretMatching,
    )
    from learning.agents.joint_action import JointActionLearner as JointActionLearner
    from learning.agents.memory_one import MemoryOne as MemoryOne
    from learning.agents.multiplicative_weights import (
        MultiplicativeWeights as MultiplicativeWeights,
    )
    from learning.agents.optimistic import HystereticQLearner as HystereticQLearner
    from learning.agents.optimistic import LenientQLearner as LenientQLearner
    from learning.agents.protocol import Agent as Agent
    from learning.agents.qlearning import QLearner as QLearner
    from learning.agents.regret_matching import RegretMatching as RegretMatching
    from learning.agents.regret_matching_plus import RegretMatchingPlus as RegretMatchingPlus
    from learning.agents.roth_erev import RothErev as RothErev
    from learning.agents.sarsa import ExpectedSarsa as ExpectedSarsa
    from learning.agents.sarsa import Sarsa as Sarsa
    from learning.agents.schedules import Decay as Decay
    from learning.agents.scripted import Scripted as Scripted
    from learning.agents.stochastic_fictitious_play import (
        StochasticFictitiousPlayer as StochasticFictitiousPlayer,
    )
    from learning.agents.tit_for_tat import TitForTat as TitForTat
    from learning.agents.win_stay_lose_shift import WinStayLoseShift as WinStayLoseShift
    from learning.gradients import GradientRuns as GradientRuns
    from learning.gradients import learn_by_gradients as learn_by_gradients
    from learning.logs import read_log as read_log
    from learning.paired import compare_learners as compare_learners
    from learning.playing import play as play
    from learning.population_runs import PopulationRuns as PopulationRuns
    from learning.populations import play_population as play_population
    from learning.record import Record as Record
    from learning.runs import Runs as Runs
    from learning.seats import make_agents as make_agents
    from learning.verdict import Verdict as Verdict
    from learning.verdict import compare as compare
    from learning.worlds.best_response import BestResponse as BestResponse
    from learning.worlds.best_response import DiscountedValues as DiscountedValues
    from learning.worlds.best_response import best_response as best_response
    from learning.worlds.best_response import discounted_values as discounted_values
    from learning.worlds.parallel import parallel_env as parallel_env
    from learning.worlds.population import Population as Population
    from learning.worlds.protocol import World as World
    from learning.worlds.repeated import RepeatedGame as RepeatedGame
    from learning.worlds.symmetric import SymmetricEquilibria as SymmetricEquilibria
    from learning.worlds.symmetric import symmetric_equilibria as symmetric_equilibria

_HOMES = {
    "Agent": "learning.agents.protocol",
    "Always": "learning.agents.always",
    "AspirationLearner": "learning.agents.aspiration",
    "BestResponse": "learning.worlds.best_response",
    "Boltzmann": "learning.agents.exploration",
    "ConditionalRegretMatching": "learning.agents.conditional_regret_matching",
    "CrossLearner": "learning.agents.cross",
    "Decay": "learning.agents.schedules",
    "DiscountedValues": "learning.worlds.best_response",
    "EpsilonGreedy": "learning.agents.exploration",
    "Exp3": "learning.agents.exp3",
    "ExpectedSarsa": "learning.agents.sarsa",
    "ExperienceWeighted": "learning.agents.experience_weighted",
    "FictitiousPlayer": "learning.agents.fictitious_play",
    "FixedStrategy": "learning.agents.fixed",
    "FrequencyAdjustedQLearner": "learning.agents.frequency_adjusted",
    "GradientRuns": "learning.gradients",
    "GrimTrigger": "learning.agents.grim_trigger",
    "Hedge": "learning.agents.hedge",
    "HystereticQLearner": "learning.agents.optimistic",
    "InvariantRegretMatching": "learning.agents.invariant_regret_matching",
    "JointActionLearner": "learning.agents.joint_action",
    "LenientQLearner": "learning.agents.optimistic",
    "Lola": "learning.agents.gradient",
    "MemoryOne": "learning.agents.memory_one",
    "MultiplicativeWeights": "learning.agents.multiplicative_weights",
    "NaiveGradient": "learning.agents.gradient",
    "PHC": "learning.agents.hill_climbing",
    "Population": "learning.worlds.population",
    "PopulationRuns": "learning.population_runs",
    "QLearner": "learning.agents.qlearning",
    "Record": "learning.record",
    "RegretMatching": "learning.agents.regret_matching",
    "RegretMatchingPlus": "learning.agents.regret_matching_plus",
    "RepeatedGame": "learning.worlds.repeated",
    "RothErev": "learning.agents.roth_erev",
    "Runs": "learning.runs",
    "Sarsa": "learning.agents.sarsa",
    "Scripted": "learning.agents.scripted",
    "StochasticFictitiousPlayer": "learning.agents.stochastic_fictitious_play",
    "SymmetricEquilibria": "learning.worlds.symmetric",
    "TitForTat": "learning.agents.tit_for_tat",
    "UCB": "learning.agents.exploration",
    "Verdict": "learning.verdict",
    "WinStayLoseShift": "learning.agents.win_stay_lose_shift",
    "WoLFPHC": "learning.agents.hill_climbing",
    "World": "learning.worlds.protocol",
    "best_response": "learning.worlds.best_response",
    "compare": "learning.verdict",
    "compare_learners": "learning.paired",
    "discounted_values": "learning.worlds.best_response",
    "learn_by_gradients": "learning.gradients",
    "make_agents": "learning.seats",
    "parallel_env": "learning.worlds.parallel",
    "play": "learning.playing",
    "play_population": "learning.populations",
    "read_log": "learning.logs",
    "symmetric_equilibria": "learning.worlds.symmetric",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'learning' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
