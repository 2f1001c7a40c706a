"""Named games with their stories and sources, and random families of games.

An *entry* (:class:`CatalogEntry`) describes a game: its payoffs, what it is
about, who published it, and perhaps *parameters*, which have defaults. A
*specification* is text that names an entry and sets parameters::

    prisoners-dilemma
    penalty:k=-50
    travelers-dilemma:low=2,high=100

A *family* is a distribution over games, from which :func:`random_game` draws; hard cases of
any even size are :func:`dual_cyclic_game` and :func:`long_path_game`.

>>> from gametheory import catalog
>>> catalog.load("penalty:k=-50").payoff(0, 0)
(Fraction(-50, 1), Fraction(-50, 1))
"""

from __future__ import annotations

from gametheory.catalog.cyclic import dual_cyclic_game, long_path_game
from gametheory.catalog.entry import CatalogEntry, ObservedPlay, Parameter
from gametheory.catalog.families import FAMILIES, random_game
from gametheory.catalog.registry import entries, get, is_known, load, names

__all__ = [
    "FAMILIES",
    "CatalogEntry",
    "ObservedPlay",
    "Parameter",
    "dual_cyclic_game",
    "entries",
    "get",
    "is_known",
    "load",
    "long_path_game",
    "names",
    "random_game",
]
