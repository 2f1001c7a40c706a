"""Games whose payoffs hold parameters, and their equilibria as functions of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gametheory.symbolic.curves import EquilibriumCurves as EquilibriumCurves
    from gametheory.symbolic.curves import equilibrium_curves as equilibrium_curves
    from gametheory.symbolic.diagram import RegionDiagram as RegionDiagram
    from gametheory.symbolic.diagram import region_diagram as region_diagram
    from gametheory.symbolic.game import ParametricGame as ParametricGame
    from gametheory.symbolic.result import ParametricEquilibria as ParametricEquilibria
    from gametheory.symbolic.result import ParametricEquilibrium as ParametricEquilibrium
    from gametheory.symbolic.result import Region as Region
    from gametheory.symbolic.solve import solve_parametric as solve_parametric

#: Public names and the modules of this room that they live in, loaded on first use.
_HOMES: Final[dict[str, str]] = {
    "EquilibriumCurves": "curves",
    "ParametricEquilibria": "result",
    "ParametricEquilibrium": "result",
    "ParametricGame": "game",
    "Region": "result",
    "RegionDiagram": "diagram",
    "equilibrium_curves": "curves",
    "region_diagram": "diagram",
    "solve_parametric": "solve",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gametheory.symbolic.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
