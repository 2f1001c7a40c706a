"""The numbers at the top of a page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from gametheory.equilibria import EquilibriumSet
from reports.facts import Facts
from reports.views.learners import LearnersView
from reports.views.observed import ObservedView
from reports.words import cardinal, decimal, name, say

__all__ = ["Tile", "tiles"]


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the numbers at the top."""

    label: str
    value: Markup | str
    note: Markup | str = ""
    wide: bool = False


def tiles(facts: Facts, observed: ObservedView | None, learners: LearnersView | None) -> list[Tile]:
    """Say in a few numbers what the page is about."""
    found = facts.equilibria
    pure = sum(e.is_pure for e in found)
    continuum = [c for c in found.components if not c.is_point]
    number = "infinitely many" if continuum else cardinal(len(found))
    kinds = [f"{pure} pure"] if pure else []
    kinds += [f"{len(found) - pure} mixed"] if len(found) > pure else []
    if continuum:
        kinds = [f"{len(found)} extreme"]
    state = "list proved complete" if found.complete else "list not proved complete"
    shown = [
        Tile(
            "Nash equilibria",
            number if found.complete else f"{len(found)} found",
            f"{', '.join(kinds)}; {state}" if kinds else state,
        )
    ]
    if found.equilibria:
        players = say("{} / {}", *(name(player) for player in facts.game.players))
        shown.append(Tile("Equilibrium payoffs", _payoffs(found), players))
    if facts.constant_sum is None:
        m, n = facts.game.shape
        good = [cell for cell in facts.pure if facts.efficient.dominated_by(*cell) is None]
        note = f"{len(good)} of {len(facts.pure)} pure equilibria among them" if facts.pure else ""
        shown.append(Tile("Efficient outcomes", f"{len(facts.efficient)} of {m * n}", note))
    if observed:
        shown.append(
            Tile(
                "Regret of observed play",
                " / ".join(rounded for _, _, rounded, _ in observed.regrets),
                "0 at an equilibrium",
            )
        )
    shown += [Tile(*tile, wide=True) for tile in learners.tiles] if learners else []
    return shown


def _payoffs(found: EquilibriumSet) -> str:
    """Both players' equilibrium payoffs, or the range over all that are listed."""
    texts = []
    for player in (0, 1):
        values = [e.payoffs[player] for e in found]
        low, high = decimal(min(values), 3), decimal(max(values), 3)
        texts.append(low if low == high else f"{low} to {high}")
    return " / ".join(texts)
