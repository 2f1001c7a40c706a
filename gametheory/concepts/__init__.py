"""Other solution concepts, and what compares equilibria with outcomes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gametheory.concepts.adaptive_play import RecurrentClass as RecurrentClass
    from gametheory.concepts.adaptive_play import StochasticStability as StochasticStability
    from gametheory.concepts.adaptive_play import stochastically_stable as stochastically_stable
    from gametheory.concepts.bargaining import BargainingSolution as BargainingSolution
    from gametheory.concepts.bargaining import Threat as Threat
    from gametheory.concepts.bargaining import bargaining_solution as bargaining_solution
    from gametheory.concepts.branch_limit import LogitLimit as LogitLimit
    from gametheory.concepts.branch_limit import logit_limit as logit_limit
    from gametheory.concepts.commitment import Commitment as Commitment
    from gametheory.concepts.commitment import PessimisticCommitment as PessimisticCommitment
    from gametheory.concepts.commitment import Stackelberg as Stackelberg
    from gametheory.concepts.commitment import stackelberg as stackelberg
    from gametheory.concepts.correlated import CorrelatedEquilibrium as CorrelatedEquilibrium
    from gametheory.concepts.correlated import CorrelatedPolytope as CorrelatedPolytope
    from gametheory.concepts.correlated import Incentive as Incentive
    from gametheory.concepts.correlated import (
        coarse_correlated_equilibrium as coarse_correlated_equilibrium,
    )
    from gametheory.concepts.correlated import correlated_equilibrium as correlated_equilibrium
    from gametheory.concepts.correlated_regions import CorrelatedPayoffs as CorrelatedPayoffs
    from gametheory.concepts.correlated_regions import PayoffRegion as PayoffRegion
    from gametheory.concepts.correlated_regions import correlated_payoffs as correlated_payoffs
    from gametheory.concepts.efficiency import EfficiencyJudgement as EfficiencyJudgement
    from gametheory.concepts.efficiency import OutcomeEfficiency as OutcomeEfficiency
    from gametheory.concepts.efficiency import PlayEfficiency as PlayEfficiency
    from gametheory.concepts.efficiency import efficiency_of_lottery as efficiency_of_lottery
    from gametheory.concepts.efficiency import efficiency_of_outcomes as efficiency_of_outcomes
    from gametheory.concepts.efficiency import efficiency_of_profile as efficiency_of_profile
    from gametheory.concepts.equilibrium_efficiency import (
        EquilibriumEfficiency as EquilibriumEfficiency,
    )
    from gametheory.concepts.equilibrium_efficiency import (
        SubsetEfficiency as SubsetEfficiency,
    )
    from gametheory.concepts.equilibrium_efficiency import (
        efficiency_of_equilibria as efficiency_of_equilibria,
    )
    from gametheory.concepts.estimated_game import EstimatedGame as EstimatedGame
    from gametheory.concepts.exact_tests import CountTest as CountTest
    from gametheory.concepts.extreme_correlated import (
        ExtremeCorrelatedEquilibria as ExtremeCorrelatedEquilibria,
    )
    from gametheory.concepts.extreme_correlated import (
        extreme_correlated_equilibria as extreme_correlated_equilibria,
    )
    from gametheory.concepts.incentives import CorrelatedGaps as CorrelatedGaps
    from gametheory.concepts.incentives import Deviation as Deviation
    from gametheory.concepts.incentives import correlated_gaps as correlated_gaps
    from gametheory.concepts.incentives import (
        is_coarse_correlated_equilibrium as is_coarse_correlated_equilibrium,
    )
    from gametheory.concepts.incentives import (
        is_correlated_equilibrium as is_correlated_equilibrium,
    )
    from gametheory.concepts.incentives import profitable_deviation as profitable_deviation
    from gametheory.concepts.joint import joint_payoffs as joint_payoffs
    from gametheory.concepts.joint import product_distribution as product_distribution
    from gametheory.concepts.joint import read_joint as read_joint
    from gametheory.concepts.level_fit import LevelFit as LevelFit
    from gametheory.concepts.level_fit import fit_levels as fit_levels
    from gametheory.concepts.levels import Levels as Levels
    from gametheory.concepts.levels import cognitive_hierarchy as cognitive_hierarchy
    from gametheory.concepts.levels import level_k as level_k
    from gametheory.concepts.logit_fit import LogitFit as LogitFit
    from gametheory.concepts.logit_fit import fit_logit as fit_logit
    from gametheory.concepts.maximum_entropy import (
        MaximumEntropyCorrelated as MaximumEntropyCorrelated,
    )
    from gametheory.concepts.maximum_entropy import MaximumEntropyMember as MaximumEntropyMember
    from gametheory.concepts.maximum_entropy import SubsetEntropy as SubsetEntropy
    from gametheory.concepts.maximum_entropy import (
        maximum_entropy_correlated_equilibrium as maximum_entropy_correlated_equilibrium,
    )
    from gametheory.concepts.maximum_entropy import maximum_entropy_member as maximum_entropy_member
    from gametheory.concepts.observed_play import ObservedPlay as ObservedPlay
    from gametheory.concepts.play_log import read_play as read_play
    from gametheory.concepts.play_report import PlayReport as PlayReport
    from gametheory.concepts.play_report import compare_play as compare_play
    from gametheory.concepts.principal_branch import LogitBranch as LogitBranch
    from gametheory.concepts.principal_branch import logit_branch as logit_branch
    from gametheory.concepts.quantal_response import LogitEquilibria as LogitEquilibria
    from gametheory.concepts.quantal_response import LogitEquilibrium as LogitEquilibrium
    from gametheory.concepts.quantal_response import logit_equilibria as logit_equilibria
    from gametheory.concepts.repeated_game import GrimTrigger as GrimTrigger
    from gametheory.concepts.repeated_game import (
        IndividuallyRationalPayoffs as IndividuallyRationalPayoffs,
    )
    from gametheory.concepts.repeated_game import TriggerPunishment as TriggerPunishment
    from gametheory.concepts.repeated_game import grim_trigger as grim_trigger
    from gametheory.concepts.repeated_game import (
        individually_rational_payoffs as individually_rational_payoffs,
    )
    from gametheory.concepts.security import PlayerSecurity as PlayerSecurity
    from gametheory.concepts.security import SecurityLevels as SecurityLevels
    from gametheory.concepts.security import security_levels as security_levels
    from gametheory.concepts.subgame_perfect import SubgamePerfectPayoffs as SubgamePerfectPayoffs
    from gametheory.concepts.subgame_perfect import (
        subgame_perfect_payoffs as subgame_perfect_payoffs,
    )
    from gametheory.concepts.uncertain_payoffs import EquilibriumIntervals as EquilibriumIntervals
    from gametheory.concepts.uncertain_payoffs import bootstrap_equilibria as bootstrap_equilibria
    from gametheory.concepts.welfare import Price as Price
    from gametheory.concepts.welfare import WelfareRange as WelfareRange
    from gametheory.concepts.welfare import WelfareRatios as WelfareRatios
    from gametheory.concepts.welfare import welfare_ratios as welfare_ratios

#: Public names and the modules of this room that they live in, loaded on first use.
_HOMES: Final[dict[str, str]] = {
    "BargainingSolution": "bargaining",
    "Commitment": "commitment",
    "CorrelatedEquilibrium": "correlated",
    "CorrelatedGaps": "incentives",
    "CorrelatedPayoffs": "correlated_regions",
    "CorrelatedPolytope": "correlated",
    "CountTest": "exact_tests",
    "Deviation": "incentives",
    "EfficiencyJudgement": "efficiency",
    "EquilibriumEfficiency": "equilibrium_efficiency",
    "EquilibriumIntervals": "uncertain_payoffs",
    "EstimatedGame": "estimated_game",
    "ExtremeCorrelatedEquilibria": "extreme_correlated",
    "GrimTrigger": "repeated_game",
    "Incentive": "correlated",
    "IndividuallyRationalPayoffs": "repeated_game",
    "LevelFit": "level_fit",
    "Levels": "levels",
    "LogitBranch": "principal_branch",
    "LogitEquilibria": "quantal_response",
    "LogitEquilibrium": "quantal_response",
    "LogitFit": "logit_fit",
    "LogitLimit": "branch_limit",
    "MaximumEntropyCorrelated": "maximum_entropy",
    "MaximumEntropyMember": "maximum_entropy",
    "ObservedPlay": "observed_play",
    "OutcomeEfficiency": "efficiency",
    "PayoffRegion": "correlated_regions",
    "PessimisticCommitment": "commitment",
    "PlayEfficiency": "efficiency",
    "PlayReport": "play_report",
    "PlayerSecurity": "security",
    "Price": "welfare",
    "RecurrentClass": "adaptive_play",
    "SecurityLevels": "security",
    "Stackelberg": "commitment",
    "StochasticStability": "adaptive_play",
    "SubgamePerfectPayoffs": "subgame_perfect",
    "SubsetEfficiency": "equilibrium_efficiency",
    "SubsetEntropy": "maximum_entropy",
    "Threat": "bargaining",
    "TriggerPunishment": "repeated_game",
    "WelfareRange": "welfare",
    "WelfareRatios": "welfare",
    "bargaining_solution": "bargaining",
    "bootstrap_equilibria": "uncertain_payoffs",
    "coarse_correlated_equilibrium": "correlated",
    "cognitive_hierarchy": "levels",
    "compare_play": "play_report",
    "correlated_equilibrium": "correlated",
    "correlated_gaps": "incentives",
    "correlated_payoffs": "correlated_regions",
    "efficiency_of_equilibria": "equilibrium_efficiency",
    "efficiency_of_lottery": "efficiency",
    "efficiency_of_outcomes": "efficiency",
    "efficiency_of_profile": "efficiency",
    "extreme_correlated_equilibria": "extreme_correlated",
    "fit_levels": "level_fit",
    "fit_logit": "logit_fit",
    "grim_trigger": "repeated_game",
    "individually_rational_payoffs": "repeated_game",
    "is_coarse_correlated_equilibrium": "incentives",
    "is_correlated_equilibrium": "incentives",
    "joint_payoffs": "joint",
    "level_k": "levels",
    "logit_branch": "principal_branch",
    "logit_equilibria": "quantal_response",
    "logit_limit": "branch_limit",
    "maximum_entropy_correlated_equilibrium": "maximum_entropy",
    "maximum_entropy_member": "maximum_entropy",
    "product_distribution": "joint",
    "profitable_deviation": "incentives",
    "read_joint": "joint",
    "read_play": "play_log",
    "security_levels": "security",
    "stackelberg": "commitment",
    "stochastically_stable": "adaptive_play",
    "subgame_perfect_payoffs": "subgame_perfect",
    "welfare_ratios": "welfare",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gametheory.concepts.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
