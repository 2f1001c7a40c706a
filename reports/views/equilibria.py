"""Every equilibrium, as fractions and decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from gametheory.equilibria import Component, Equilibrium, EquilibriumSet
from gametheory.game import BimatrixGame
from reports.words import count, decimal, exact, listing, name, say

__all__ = ["EquilibriaView", "EquilibriumView", "Share", "equilibria_view", "shares"]

#: Equilibria drawn one by one; more stand in a table.
_CARDS: Final = 4

#: Rows of that table before the rest is folded.
_ROWS: Final = 20

#: Most equilibria on a page, folded ones included; more make it slow to open.
_MOST: Final = 500

#: Actions of one strategy that are listed.
_ACTIONS: Final = 12


@dataclass(frozen=True, slots=True)
class Share:
    """Probability of one action: name, fraction, decimal, and width of its bar in percent."""

    action: Markup
    exact: str
    decimal: str
    width: str


@dataclass(frozen=True, slots=True)
class EquilibriumView:
    """One equilibrium."""

    number: int
    pure: bool
    component: int
    players: tuple[tuple[Markup, tuple[Share, ...], str], ...]
    brief: tuple[Markup, Markup]
    payoffs: tuple[tuple[Markup, str, str], ...]


@dataclass(frozen=True, slots=True)
class EquilibriaView:
    """The section on equilibria.

    Attributes
    ----------
    cards : bool
        Whether each equilibrium is drawn, rather than a row of a table.
    entries, more : tuple of EquilibriumView
        Those in sight, and those that are folded.
    cut : str
        What is on no page; empty if everything is.
    components : tuple of Markup
        The continua.
    degenerate : str
    approximate : tuple of Markup
        Profiles that could not be made exact.
    notes : tuple of str
    many_components : bool
        Whether an entry's component is worth a word.
    """

    cards: bool
    entries: tuple[EquilibriumView, ...]
    more: tuple[EquilibriumView, ...]
    cut: str
    components: tuple[Markup, ...]
    degenerate: str
    approximate: tuple[Markup, ...]
    notes: tuple[str, ...]
    many_components: bool


def equilibria_view(found: EquilibriumSet) -> EquilibriaView:
    """Lay out a set of equilibria; what is cut is counted."""
    cards = len(found) <= _CARDS and sum(found.game.shape) <= 2 * _ACTIONS
    seen = len(found) if cards else _ROWS
    component = {id(e): k for k, c in enumerate(found.components, 1) for e in c.extreme}
    cut = ""
    if len(found) > _MOST:
        cut = f"{_MOST} of {len(found):,} equilibria are shown; the data hold all."
    entries = tuple(
        _entry(found.game, e, k, component[id(e)])
        for k, e in enumerate(found.equilibria[:_MOST], 1)
    )
    continua = [_component(c, k) for k, c in enumerate(found.components, 1) if not c.is_point]
    near = [
        say("{}; regrets {} and {}", listing(_brief(found.game, close.row, close.column)),
            *(decimal(regret) for regret in close.regrets))
        for close in found.approximate
    ]  # fmt: skip
    degenerate = {
        True: "degenerate: some strategy has more best responses than actions in use, so "
        "equilibria may come in continua",
        False: "not degenerate: its equilibria are isolated points, an odd number of them",
        None: "not known to be degenerate or not; the method did not decide it",
    }[found.degenerate]
    return EquilibriaView(
        cards=cards,
        entries=entries[:seen],
        more=entries[seen:],
        cut=cut,
        components=_first(continua),
        degenerate=degenerate,
        approximate=_first(near),
        notes=found.notes,
        many_components=len(found.components) > 1 and len(found.components) < len(found),
    )


def _first(sentences: list[Markup]) -> tuple[Markup, ...]:
    """The beginning of a list, and how many more there are."""
    rest = len(sentences) - _ROWS
    return tuple(sentences[:_ROWS]) + ((say("… and {} more; the data hold all.", f"{rest:,}"),)
                                       if rest > 0 else ())  # fmt: skip


def shares(actions: Sequence[str], probabilities: Sequence[Fraction]) -> tuple[Share, ...]:
    """Probabilities of all actions, or of those in use if there are many."""
    listed = list(range(len(actions)))
    if len(listed) > _ACTIONS:
        listed = [k for k in listed if probabilities[k]]
    return tuple(
        Share(
            name(actions[k]),
            "" if probabilities[k].denominator == 1 else exact(probabilities[k]),
            decimal(probabilities[k]),
            f"{float(probabilities[k]) * 100:.2f}",
        )
        for k in listed
    )


def _entry(game: BimatrixGame, e: Equilibrium, number: int, component: int) -> EquilibriumView:
    unused = "unused actions have probability 0" if max(game.shape) > _ACTIONS else ""
    actions = game.row_actions, game.column_actions
    return EquilibriumView(
        number=number,
        pure=e.is_pure,
        component=component,
        players=tuple(
            (name(game.players[k]), shares(actions[k], e.profile[k]), unused) for k in (0, 1)
        ),
        brief=_brief(game, e.row, e.column),
        payoffs=tuple(
            (name(game.players[k]), exact(e.payoffs[k]), decimal(e.payoffs[k])) for k in (0, 1)
        ),
    )


def _brief(
    game: BimatrixGame, row: Sequence[Fraction], column: Sequence[Fraction]
) -> tuple[Markup, Markup]:
    first, second = (
        _mixture(actions, strategy)
        for actions, strategy in ((game.row_actions, row), (game.column_actions, column))
    )
    return first, second


def _mixture(actions: Sequence[str], strategy: Sequence[Fraction]) -> Markup:
    used = [k for k, p in enumerate(strategy) if p]
    if len(used) == 1:
        return name(actions[used[0]])
    parts = []
    for k in used[:_ACTIONS]:
        fraction, rounded = exact(strategy[k]), decimal(strategy[k])
        both = fraction if fraction == rounded else f"{fraction} ({rounded})".strip()
        parts.append(say("{}:\u00a0<span class='number'>{}</span>", name(actions[k]), both))
    if len(used) > _ACTIONS:
        parts.append(say("and {} more", count(len(used) - _ACTIONS, "action")))
    return Markup(", ").join(parts)


def _component(component: Component, number: int) -> Markup:
    subsets = count(len(component.subsets), "maximal Nash subset")
    if not component.subsets_complete:
        subsets = f"at least {subsets}"
    return say(
        "Component {} is a continuum, spanned by {} in {}: within a subset, any mixture of its "
        "strategies for one player goes with any for the other.",
        number,
        count(len(component.extreme), "extreme equilibrium", "extreme equilibria"),
        subsets,
    )
