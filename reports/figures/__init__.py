"""Figures: one module a figure, ``plot_x(data, *, ax=None) -> Axes``.

A figure draws on the Axes that it is given, or on those of a new Figure, and
computes nothing: its data are results. It reads no global settings of
matplotlib and leaves none changed. Names are drawn as the text they are.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.figures.bargaining import plot_bargaining
    from reports.figures.best_responses import plot_best_response_curves, plot_best_response_regions
    from reports.figures.bimatrix import plot_bimatrix
    from reports.figures.canvas import svg
    from reports.figures.correlated_payoffs import plot_correlated_payoffs
    from reports.figures.equilibrium_curve import plot_equilibrium_curve
    from reports.figures.learning_curves import plot_learning_curves
    from reports.figures.observed_play import plot_observed_play
    from reports.figures.pareto_frontiers import plot_pareto_frontiers
    from reports.figures.payoff_plane import plot_payoff_plane
    from reports.figures.phase_portrait import plot_simplex_portrait, plot_square_portrait
    from reports.figures.qre_branch import plot_qre_branch
    from reports.figures.region_diagram import plot_region_diagram
    from reports.figures.repeated_game import plot_repeated_game
    from reports.figures.response_graph import plot_response_graph
    from reports.figures.trajectory import plot_trajectory

__all__ = [
    "plot_bargaining",
    "plot_best_response_curves",
    "plot_best_response_regions",
    "plot_bimatrix",
    "plot_correlated_payoffs",
    "plot_equilibrium_curve",
    "plot_learning_curves",
    "plot_observed_play",
    "plot_pareto_frontiers",
    "plot_payoff_plane",
    "plot_qre_branch",
    "plot_region_diagram",
    "plot_repeated_game",
    "plot_response_graph",
    "plot_simplex_portrait",
    "plot_square_portrait",
    "plot_trajectory",
    "svg",
]

_HOMES = {
    "plot_bargaining": "bargaining",
    "plot_best_response_curves": "best_responses",
    "plot_best_response_regions": "best_responses",
    "plot_bimatrix": "bimatrix",
    "plot_correlated_payoffs": "correlated_payoffs",
    "plot_equilibrium_curve": "equilibrium_curve",
    "plot_learning_curves": "learning_curves",
    "plot_observed_play": "observed_play",
    "plot_pareto_frontiers": "pareto_frontiers",
    "plot_payoff_plane": "payoff_plane",
    "plot_qre_branch": "qre_branch",
    "plot_region_diagram": "region_diagram",
    "plot_repeated_game": "repeated_game",
    "plot_response_graph": "response_graph",
    "plot_simplex_portrait": "phase_portrait",
    "plot_square_portrait": "phase_portrait",
    "plot_trajectory": "trajectory",
    "svg": "canvas",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"reports.figures.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
