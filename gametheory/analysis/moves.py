"""Moves of one player between pure profiles, as arcs of a graph of moderate size.

A *line* is what one player can reach alone: a column of the game for the row player,
a row for the column player.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gametheory.game import BimatrixGame

__all__ = ["Moves", "PayoffGroups", "lines_by_payoff"]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Arcs of a graph over the profiles and nodes that stand for groups of them.

    Attributes
    ----------
    tails, heads : ndarray of int64
        Nodes; profile (i, j) is node ``i * n + j``, groups come after the profiles.
    gains : ndarray of bool
        Whether the mover gains by the step that the arc stands for.
    profiles, nodes : int
        Number of profiles, and of all nodes.
    """

    tails: NDArray[np.int64]
    heads: NDArray[np.int64]
    gains: NDArray[np.bool_]
    profiles: int
    nodes: int


@dataclass(frozen=True, slots=True, eq=False)
class PayoffGroups:
    """Profiles among which one player moves, grouped by that player's payoff.

    Arcs from each profile to all better ones would be m n (m + n). Instead profiles of
    one line with the same payoff have a common node, from which arcs lead to them and
    to the next better such node: who enters it reaches exactly the profiles at least
    as good. Each profile belongs to two groups, one for each player.

    Attributes
    ----------
    profile, group, top : ndarray of int64, length 2 m n
        Each profile, its group, and the group of the best responses in its line.
    ends : ndarray of int64
        Groups that have a better one, which is the next number.
    profiles, nodes : int
        Number of profiles, and of profiles and groups together.
    """

    profile: NDArray[np.int64]
    group: NDArray[np.int64]
    top: NDArray[np.int64]
    ends: NDArray[np.int64]
    profiles: int
    nodes: int

    def best(self) -> Moves:
        """Switches to best responses by players who don't play one."""
        improving = self.group < self.top
        return self._moves([(self.profile[improving], self.top[improving], True)])

    def better(self) -> Moves:
        """Switches by which the mover gains."""
        improving = self.group < self.top
        return self._moves(
            [(self.profile[improving], self.group[improving] + 1, True),
             (self.ends, self.ends + 1, False)]
        )  # fmt: skip

    def weakly_better(self) -> Moves:
        """Switches by which the mover does not lose."""
        return self._moves([(self.profile, self.group, False), (self.ends, self.ends + 1, True)])

    def _moves(self, arcs: list[tuple[NDArray[np.int64], NDArray[np.int64], bool]]) -> Moves:
        arcs = [(self.group, self.profile, False), *arcs]
        return Moves(
            np.concatenate([tails for tails, _, _ in arcs]),
            np.concatenate([heads for _, heads, _ in arcs]),
            np.concatenate([np.full(tails.size, gain) for tails, _, gain in arcs]),
            self.profiles,
            self.nodes,
        )


def lines_by_payoff(game: BimatrixGame) -> PayoffGroups:
    """Group the profiles of each line by the mover's payoff."""
    m, n = game.shape
    flat = np.arange(m * n).reshape(m, n)
    members: list[NDArray[np.int64]] = []
    groups: list[NDArray[np.int64]] = []
    tops: list[NDArray[np.int64]] = []
    ends: list[NDArray[np.int64]] = []
    nodes = m * n
    for player, profiles in ((0, flat.T), (1, flat)):
        payoffs = game.comparable_payoffs(player)
        lines = payoffs.T if player == 0 else payoffs
        order = np.argsort(lines, axis=1, kind="stable")
        ordered = np.take_along_axis(lines, order, axis=1)
        rises = (ordered[:, 1:] != ordered[:, :-1]).astype(np.int64)
        group = np.concatenate([np.zeros((len(lines), 1), dtype=np.int64), rises], axis=1)
        last = group.cumsum(axis=1)
        start = np.concatenate(([0], np.cumsum(last[:-1, -1] + 1)))
        group = last + start[:, None] + nodes
        top = np.broadcast_to(group[:, -1:], group.shape)
        members.append(np.take_along_axis(profiles, order, axis=1).ravel())
        groups.append(group.ravel())
        tops.append(top.ravel())
        ends.append(group[:, :-1][rises.astype(bool)])  # the last of each group but the best
        nodes = int(top[-1, -1]) + 1
    return PayoffGroups(
        np.concatenate(members), np.concatenate(groups), np.concatenate(tops),
        np.concatenate(ends), m * n, nodes,
    )  # fmt: skip
