"""Dynamics: how play moves, and where it comes to rest.

A *dynamic* (:class:`Replicator`, :class:`Logit`, ...) is a law of motion of mixed
strategies. :func:`rest_points` finds where it rests and says whether it comes back.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gametheory.dynamics.behaviour import Behaviour as Behaviour
    from gametheory.dynamics.best_response_flow import Corner as Corner
    from gametheory.dynamics.best_response_flow import ResponsePath as ResponsePath
    from gametheory.dynamics.dynamic import Dynamic as Dynamic
    from gametheory.dynamics.fictitious import FictitiousPlay as FictitiousPlay
    from gametheory.dynamics.fictitious import Phase as Phase
    from gametheory.dynamics.fictitious import fictitious_play as fictitious_play
    from gametheory.dynamics.fixation import FixationProbabilities as FixationProbabilities
    from gametheory.dynamics.fixation import fixation_probabilities as fixation_probabilities
    from gametheory.dynamics.laws import BestResponse as BestResponse
    from gametheory.dynamics.laws import BoltzmannQ as BoltzmannQ
    from gametheory.dynamics.laws import BrownVonNeumannNash as BrownVonNeumannNash
    from gametheory.dynamics.laws import FrequencyAdjustedQ as FrequencyAdjustedQ
    from gametheory.dynamics.laws import Logit as Logit
    from gametheory.dynamics.laws import Projection as Projection
    from gametheory.dynamics.laws import Replicator as Replicator
    from gametheory.dynamics.laws import Smith as Smith
    from gametheory.dynamics.maps import BestResponseMap as BestResponseMap
    from gametheory.dynamics.maps import DiscreteReplicator as DiscreteReplicator
    from gametheory.dynamics.maps import IteratedMap as IteratedMap
    from gametheory.dynamics.maps import MultiplicativeWeights as MultiplicativeWeights
    from gametheory.dynamics.maps import RegretMatching as RegretMatching
    from gametheory.dynamics.moran import MoranProcess as MoranProcess
    from gametheory.dynamics.moran import moran_process as moran_process
    from gametheory.dynamics.portraits import PhasePortrait as PhasePortrait
    from gametheory.dynamics.portraits import VectorField as VectorField
    from gametheory.dynamics.portraits import phase_portrait as phase_portrait
    from gametheory.dynamics.portraits import vector_field as vector_field
    from gametheory.dynamics.pure_responses import BestResponsePlay as BestResponsePlay
    from gametheory.dynamics.pure_responses import best_response_dynamics as best_response_dynamics
    from gametheory.dynamics.resting import RestPoint as RestPoint
    from gametheory.dynamics.resting import RestPoints as RestPoints
    from gametheory.dynamics.resting import rest_points as rest_points
    from gametheory.dynamics.simulation import simulate as simulate
    from gametheory.dynamics.smoothed_play import (
        StochasticFictitiousPlay as StochasticFictitiousPlay,
    )
    from gametheory.dynamics.smoothed_play import (
        stochastic_fictitious_play as stochastic_fictitious_play,
    )
    from gametheory.dynamics.stability import Stability as Stability
    from gametheory.dynamics.trajectory import Trajectory as Trajectory

#: Public names and the modules of this room that they live in, loaded on first use.
_HOMES: Final[dict[str, str]] = {
    "Behaviour": "behaviour",
    "BestResponse": "laws",
    "BestResponseMap": "maps",
    "BestResponsePlay": "pure_responses",
    "BoltzmannQ": "laws",
    "BrownVonNeumannNash": "laws",
    "Corner": "best_response_flow",
    "DiscreteReplicator": "maps",
    "Dynamic": "dynamic",
    "FictitiousPlay": "fictitious",
    "FixationProbabilities": "fixation",
    "FrequencyAdjustedQ": "laws",
    "IteratedMap": "maps",
    "Logit": "laws",
    "MoranProcess": "moran",
    "MultiplicativeWeights": "maps",
    "Phase": "fictitious",
    "PhasePortrait": "portraits",
    "Projection": "laws",
    "RegretMatching": "maps",
    "Replicator": "laws",
    "ResponsePath": "best_response_flow",
    "RestPoint": "resting",
    "RestPoints": "resting",
    "Smith": "laws",
    "Stability": "stability",
    "StochasticFictitiousPlay": "smoothed_play",
    "Trajectory": "trajectory",
    "VectorField": "portraits",
    "best_response_dynamics": "pure_responses",
    "fictitious_play": "fictitious",
    "fixation_probabilities": "fixation",
    "moran_process": "moran",
    "phase_portrait": "portraits",
    "rest_points": "resting",
    "simulate": "simulation",
    "stochastic_fictitious_play": "smoothed_play",
    "vector_field": "portraits",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"gametheory.dynamics.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
